"""Nodes of a plan as people name them: indicator, period, members; by options or as a row of the holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, Language, word
from salesplan_xl.tables.contract import DEFAULT_INDICATOR, INDICATOR_CHOICES, MEMBER_DIMENSIONS, TABLES
from salesplan_xl.tables.matching import known_names, nearest, normal
from salesplan_xl.tables.members import Members
from salesplan_xl.tables.period_reading import period_in
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Period

if TYPE_CHECKING:
    import pandas as pd

NODE_OPTIONS: dict[str, str] = dict.fromkeys(("indicator", "period", *MEMBER_DIMENSIONS), "text")
"""What names a node on the command line."""
_INDICATORS = known_names(INDICATOR_CHOICES)


@dataclass(frozen=True)
class Node:
    """Part of an indicator's target: a period (``None`` is the plan year), a member per dimension named."""

    indicator: str
    period: str | None = None
    members: tuple[tuple[str, str], ...] = ()

    @property
    def row(self) -> dict[str, str | None]:
        """The node as the key of a row of the holds."""
        return {"indicator": self.indicator, "period": self.period, **dict(self.members)}

    def words(self, language: Language) -> str:
        """Name the node as planners read it; the sales amount needs no mention."""
        names = [self.period, *(member for _, member in self.members)]
        known = [name for name in names if name]
        if self.indicator != DEFAULT_INDICATOR or not known:
            known.insert(0, _label(self.indicator, language))
        return " · ".join(known)

    @property
    def named(self) -> dict[str, str]:
        """The node's name in both languages, as a fact of a sentence."""
        return {language: self.words(language) for language in LANGUAGES}


class NodeReader:
    """Reads what people type into nodes, with the members' own names and one name for each period."""

    def __init__(self, tables: PlanTables, known: Members) -> None:
        self._tables, self._known = tables, known
        targets = tables.frame("tblTargets") if "tblTargets" in tables else None
        self._targets: list[str] = [] if targets is None else targets["indicator"].dropna().tolist()
        self._closing: set[str] = set()
        if targets is not None and "aggregation" in targets:
            self._closing = set(targets.loc[targets["aggregation"] == "closing", "indicator"].dropna())

    def typed(self, options: Mapping[str, str | None]) -> tuple[Node | None, list[Problem]]:
        """Return the node that options name, and everything that is wrong with them."""
        problems: list[Problem] = []
        indicator = self._indicator(options.get("indicator"), problems)
        period = self._period(options.get("period"), problems)
        members: list[tuple[str, str]] = []
        for dimension in MEMBER_DIMENSIONS:
            name = (options.get(dimension) or "").strip()
            if not name:
                continue
            member = self._known.find(dimension, name)
            if member is None:
                label = "--" + dimension
                close = self._known.nearest(dimension, name)
                reason, facts = (
                    ("member_unknown_near", {"nearest": close}) if close else ("member_unknown", {})
                )
                problems.append(Problem(reason, {"value": name, **facts}, column=label))
            else:
                members.append((dimension, member))
        return (None, problems) if problems else (self.node(indicator, period, dict(members)), problems)

    def node(self, indicator: str, period: Period | None, members: Mapping[str, str | None]) -> Node:
        """Return a node by members' names or other spellings; the same cells always give the same node."""
        year = self._tables.calendar.year
        if indicator in self._closing and (period or year):
            period = Period.month((period or year).last)  # type: ignore[union-attr]
        name = None if period is None or period == year else self._tables.calendar.name(period)
        named = tuple(
            (dimension, self._known.find(dimension, member) or member)
            for dimension in MEMBER_DIMENSIONS
            if (member := members.get(dimension))
        )
        return Node(indicator, name, named)

    def of_rows(self, frame: pd.DataFrame) -> list[Node]:
        """Return the nodes of rows of a table whose key is that of the holds."""
        ids = [id for id in NODE_OPTIONS if id in frame]
        rows = frame[ids].astype(object).where(frame[ids].notna(), None).to_dict("records")
        fiscal_start = self._tables.calendar.fiscal_start
        return [
            self.node(
                row.get("indicator") or DEFAULT_INDICATOR,
                Period.of(row["period"], fiscal_start) if row.get("period") else None,
                {str(id): value for id, value in row.items()},
            )
            for row in rows
        ]

    def frame(self, nodes: list[Node]) -> pd.DataFrame:
        """Return nodes as planning takes them, as rows of holds without an amount."""
        import pandas as pd

        from salesplan_xl.actions.planning_inputs import holds_of

        rows = pd.DataFrame([node.row for node in nodes], columns=list(NODE_OPTIONS))
        rows = rows.astype(object).where(rows.notna(), None)
        return holds_of(rows, self._known, self._tables.calendar.fiscal_start)

    def _indicator(self, typed: str | None, problems: list[Problem]) -> str:
        if not typed or not typed.strip():
            return (
                DEFAULT_INDICATOR
                if DEFAULT_INDICATOR in self._targets or len(self._targets) != 1
                else self._targets[0]
            )
        known = {**{normal(name): name for name in self._targets}, **_INDICATORS}
        indicator = known.get(normal(typed), typed.strip())
        if indicator not in self._targets:
            choice = INDICATOR_CHOICES.get(indicator)
            value: Any = {lang: choice.label(lang) for lang in LANGUAGES} if choice else typed
            labels = [_label(name, self._tables.language) for name in self._targets]
            close = None if choice else nearest(typed, labels, least=0.4)
            reason, facts = (
                ("indicator_unknown_near", {"nearest": close}) if close else ("indicator_without_target", {})
            )
            problems.append(Problem(reason, {"value": value, **facts}, column="--indicator"))
        return indicator

    def _period(self, typed: str | None, problems: list[Problem]) -> Period | None:
        if not typed or not typed.strip():
            return None
        calendar = self._tables.calendar
        period = period_in(typed, calendar)
        if period is None and typed.strip().isdigit():
            period = period_in(int(typed), calendar)
        year = calendar.year
        if period is None:
            problems.append(Problem("option_not_a_period", {"option": "--period", "value": typed}))
        elif year is not None and not (period.first in year and period.last in year):
            facts = {"value": typed, "year": str(year)}
            problems.append(Problem("period_outside_year", facts, column="--period"))
        return period


def _label(indicator: str, language: Language) -> str:
    choice = INDICATOR_CHOICES.get(indicator)
    return choice.label(language) if choice else indicator


def dimension_label(dimension: str) -> dict[str, str]:
    """Return the word for a dimension in both languages."""
    return {language: word(dimension, language) for language in LANGUAGES}


def missing_columns(node: Node, positions: Mapping[str, int]) -> list[str]:
    """Return the dimensions of a node that a holds table has no column for."""
    columns = [id for id, value in node.row.items() if value and id not in positions]
    return [
        id
        for id in columns
        if TABLES["tblHolds"].column(id) and not (id == "indicator" and node.indicator == DEFAULT_INDICATOR)
    ]
