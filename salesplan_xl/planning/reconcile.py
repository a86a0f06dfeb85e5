"""Targets from above and bids from below brought together (上下平衡, 民主之后的集中).

What a leaf settles on is in proportion to ``trust * bid + (1 - trust) * target``, which is the x of the least
sum of ``(x - basis)^2 / basis`` with the total given (CONSULT). As proportions of sums are sums of
proportions, every level is settled so at once: the total stays, each node is the exact sum of its children,
and holds, floors and caps are kept, the others absorbing. A leaf without a bid counts with its target.

``keep`` names the last level whose nodes keep what was handed down to them; bids move amounts below it only.
A closing value (期末) is settled month by month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.formulas.consultation import settled_basis
from salesplan_xl.planning.amounts import Impossible
from salesplan_xl.planning.exact_sums import on_common_grid, sums_by
from salesplan_xl.planning.holds import Bound, Overlay, read_floors_and_caps, read_holds, written
from salesplan_xl.planning.leaf_tree import LeafTree, leaf_tree, member_codes, packed
from salesplan_xl.planning.levels import declared_order, leaf_step, levels_of
from salesplan_xl.planning.members import MONTHS, Directory, numbers_of, texts_of
from salesplan_xl.planning.nodes import closing_indicators
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES, Note, Plan
from salesplan_xl.planning.replan_rows import split_dimensions
from salesplan_xl.planning.within_bounds import conflict_names, within_bounds
from salesplan_xl.units import Floats, Integers, Month, Step

TOTAL = "total"
COLUMNS = ("indicator", "dimension", "member", "top_down", "bid", "typed", "gap", "negotiated", "change")


@dataclass(frozen=True)
class Settlement:
    """The answer, amounts in the base unit.

    ==========  =====================================================================================
    table       one row per indicator and node in the columns :data:`COLUMNS`: the total, then each
                dimension's members; ``typed`` is what of ``bid`` was bid, the rest being targets of
                leaves without a bid; ``gap`` = bid - top_down, ``change`` = negotiated - top_down. Of a
                closing value the year is its last month.
    negotiated  what each row of the quota settles on
    grids       per indicator, what its amounts are whole numbers of
    ==========  =====================================================================================
    """

    table: pd.DataFrame
    negotiated: Floats
    grids: Mapping[str, Step]
    notes: tuple[Note, ...]


def trust_of(
    quota: pd.DataFrame,
    members: pd.DataFrame,
    default: float,
    dimensions: Sequence[str] = (),
    named: Mapping[tuple[str, str], float] | None = None,
) -> Floats:
    """Return how far each row's bid is trusted, from 0 to 1.

    Args:
        default: for every bid about which nothing else is said.
        dimensions: those whose members' ``weight`` is the trust in their bids; a blank one says nothing.
        named: trust by dimension and member; it goes before weights, a later one before an earlier.

    >>> rows = pd.DataFrame({"region": ["N", "S"]})
    >>> trust_of(rows, pd.DataFrame(), 0.5, (), {("region", "S"): 1.0}).tolist()
    [0.5, 1.0]
    """
    trust = np.full(len(quota), float(default))
    by_member: dict[tuple[str, str], float] = {}
    for dimension in dimensions:
        rows = zip(
            texts_of(members, "dimension"),
            texts_of(members, "member"),
            numbers_of(members, "weight"),
            strict=True,
        )
        by_member |= {
            (d, name): float(weight) for d, name, weight in rows if d == dimension and weight == weight
        }
    for (dimension, member), value in (by_member | dict(named or {})).items():
        if dimension in quota:
            trust[(quota[dimension] == member).to_numpy(dtype=bool)] = value
    return trust


def reconcile(plan: Plan, quota: pd.DataFrame, trust: Floats, keep: str | None = None) -> Settlement:
    """Settle a quota's targets and bids.

    Args:
        plan: targets (for their aggregation), members, reps, levels and holds.
        quota: ``indicator``, ``period`` (month index, -1 for none), dimensions, ``committed``, ``bid`` (NaN
            where none was made).
        trust: how far each row's bid counts.
        keep: the last level, ``period`` or a dimension, whose nodes keep their target.

    Raises:
        ProblemsFound: a bid or target is negative, or the bounds cannot all be kept.
    """
    plan = _with_members(plan, quota)
    order = declared_order(plan)
    directory = Directory(plan, order)
    levels, _, problems = levels_of(plan, directory)
    problems = [*directory.problems, *problems]
    if problems:
        raise ProblemsFound(problems)
    indicators = np.array(texts_of(quota, "indicator"), dtype=object)
    closing = closing_indicators(plan)
    negotiated = numbers_of(quota, "committed").copy()
    tables: list[pd.DataFrame] = []
    notes: list[Note] = []
    grids: dict[str, Step] = {}
    for indicator in dict.fromkeys(indicators.tolist()):
        rows = np.flatnonzero(indicators == indicator)
        own = quota.iloc[rows]
        if np.isnan(numbers_of(own, "bid")).all():
            continue
        settings = plan.settings
        step = leaf_step(levels, settings.step_of(indicator), indicator in settings.steps)
        task = _Task(plan, directory, indicator, own, trust[rows], step, order, indicator in closing)
        try:
            whole = task.settled(keep)
        except ProblemsFound as found:
            problems += found.problems
            continue
        negotiated[rows] = task.grid.amounts(whole)
        tables.append(task.table(whole))
        notes += task.notes
        grids[indicator] = task.grid
    if problems:
        raise ProblemsFound(problems)
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    return Settlement(table, negotiated, grids, tuple(notes))


def is_settled(before: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Tell whether the quota already has what an earlier comparison settled on, with the bids of then.

    Args:
        before: the earlier table.
        now: the one worked out from the quota and bids as they stand.

    >>> row = ["sales_amount", "total", None, 10.0, 14.0, 14.0, 4.0, 12.0, 2.0]
    >>> one = pd.DataFrame([row], columns=COLUMNS)
    >>> is_settled(one, one), is_settled(one, one.assign(top_down=12.0))
    (False, True)
    """
    if before.empty or len(before) != len(now) or not {"negotiated", "typed"} <= set(before):
        return False
    settled, found = _by_node(before, "negotiated"), _by_node(now, "top_down")
    return settled == found and _by_node(before, "typed") == _by_node(now, "typed")


def _by_node(table: pd.DataFrame, column: str) -> dict[tuple[str, str, str], float]:
    dimensions = texts_of(table, "dimension")
    members = [
        "" if d == TOTAL else name for d, name in zip(dimensions, texts_of(table, "member"), strict=True)
    ]
    keys = zip(texts_of(table, "indicator"), dimensions, members, strict=True)
    return dict(zip(keys, numbers_of(table, column).tolist(), strict=True))


def _with_members(plan: Plan, quota: pd.DataFrame) -> Plan:
    """Return a plan whose members are those that its tables name and those of the quota."""
    as_sales = quota.rename(columns={"period": "month", "committed": "amount"})
    return replace(plan, history=as_sales, actuals=as_sales.iloc[:0])


class _Task:
    """One indicator."""

    def __init__(
        self,
        plan: Plan,
        directory: Directory,
        indicator: str,
        quota: pd.DataFrame,
        trust: Floats,
        step: Step,
        order: Sequence[str],
        closing: bool,
    ) -> None:
        self._plan, self._directory, self._indicator, self._step = plan, directory, indicator, step
        self._closing, self._quota = closing, quota
        self.notes: list[Note] = []
        top_down, bids = numbers_of(quota, "committed"), numbers_of(quota, "bid")
        top_down = np.nan_to_num(top_down)
        self._refuse_negative(top_down, bids)
        self._has_bid = ~np.isnan(bids)
        bids = np.where(self._has_bid, bids, top_down)
        (self._top_down, self._bids), self.grid = on_common_grid(top_down, bids)
        if self.grid.places < step.places:
            self.grid = Step(1, step.places)
            self._top_down, self._bids = self.grid.nearest(top_down), self.grid.nearest(bids)
        self._scale = int(step.decimal / self.grid.decimal)
        (self._basis,), _ = on_common_grid(settled_basis(top_down, bids, trust))
        members = split_dimensions(quota, order)
        self._codes = member_codes(quota, directory, members)
        months = numbers_of(quota, "period")
        self._split = list(members)
        if (months >= 0).all():
            self._codes["period"] = months.astype(np.int64) - directory.first_month
            at = [d for d in order if d == "period" or d in members]
            self._split = at if "period" in at else ["period", *members]
            self._split += [d for d in members if d not in self._split]
        missing = int((~self._has_bid).sum())
        if missing:
            facts = {"indicator": indicator, "count": missing, "of": len(quota)}
            self.notes.append(Note("reconcile_without_bid", facts))

    def settled(self, keep: str | None) -> Integers:
        """Return what each row settles on, in whole numbers of the grid."""
        by_month = self._closing and "period" in self._codes
        levels = [d for d in self._split if not by_month or d != "period"]
        path = ["period", *levels] if by_month else levels
        order = np.argsort(packed(self._codes, self._directory, path), kind="stable")
        codes = {d: numbers[order] for d, numbers in self._codes.items()}
        months = codes["period"] if by_month else None
        grown = leaf_tree(levels, codes, months) if codes else None
        if grown is None:
            return self._top_down
        kept = path.index(keep) + 1 - by_month if keep in path else 0
        for level in range(1, len(levels) + 1):
            own = self._top_down if level <= kept else self._basis
            grown.weigh(level, grown.sums(level, own[order]), grown.sums(level, self._top_down[order]))
        base = grown.sums(0, self._top_down[order])
        whole = np.empty_like(self._top_down)
        whole[order] = self._allocated(grown, base, self._bids[order], self._has_bid[order])
        return whole

    def _allocated(self, grown: LeafTree, base: Integers, bids: Integers, has_bid: np.ndarray) -> Integers:
        bounds = self._bounds()
        sizes = {d: len(members.names) for d, members in self._directory.of.items()}
        overlay = Overlay(grown.tree, bounds, sizes)
        empty = set(overlay.empty())
        missing = [bounds[i] for i in sorted(empty) if bounds[i].low]
        if missing:
            raise ProblemsFound(
                [Problem("reconcile_hold_without_leaf", {"bound": dict(b.name)}) for b in missing]
            )
        self._note_bids(bounds, overlay, bids, has_bid)
        grids = [self._scale] * (len(grown.tree.layers) - 1)
        try:
            return within_bounds(grown.tree, base, grids, bounds, overlay, sizes)[0][-1]
        except Impossible as impossible:
            facts = {
                "indicator": self._indicator,
                "bounds": conflict_names(bounds, impossible.which),
                "target": written(self.grid, int(base.sum())),
            }
            raise ProblemsFound([Problem("reconcile_conflict", facts)]) from None

    def _bounds(self) -> list[Bound]:
        split = list(self._codes)
        bounds, problems = read_holds(
            self._plan, self._directory, self._indicator, split, self._step, self._closing
        )
        if self._indicator == SALES:
            limits, wrong = read_floors_and_caps(self._directory, split, self._step, self._closing)
            bounds += limits
            problems += wrong
        if problems:
            raise ProblemsFound(problems)

        def scaled(steps: int | None) -> int | None:
            return None if steps is None else steps * self._scale

        return [Bound(b.name, b.covers, scaled(b.low), scaled(b.high)) for b in bounds]

    def _note_bids(
        self, bounds: Sequence[Bound], overlay: Overlay, bids: Integers, has_bid: np.ndarray
    ) -> None:
        """Name the holds, floors and caps that bids would break."""
        sums, asked = overlay.sums(bids), overlay.sums(has_bid.astype(np.int64))
        for bound, amount, count in zip(bounds, sums.tolist(), asked.tolist(), strict=True):
            below = bound.low is not None and amount < bound.low
            above = bound.high is not None and amount > bound.high
            if count and (below or above):
                facts = {"bound": dict(bound.name), "bid": written(self.grid, amount)}
                self.notes.append(Note("reconcile_bid_below" if below else "reconcile_bid_above", facts))

    def table(self, whole: Integers) -> pd.DataFrame:
        """Return a row for the total and each member of each level."""
        year = np.ones(len(whole), dtype=bool)
        if self._closing and "period" in self._codes:
            year = self._codes["period"] == MONTHS - 1
        parts = [self._rows(TOTAL, [None], np.zeros(len(whole), dtype=np.int64), whole, year)]
        for dimension in self._split:
            codes = self._codes[dimension]
            numbers, of = np.unique(codes, return_inverse=True)
            if dimension == "period":
                first = self._directory.first_month
                names: list[object] = [str(Month.at(first + int(n))) for n in numbers]
                shown = np.ones(len(whole), dtype=bool)
            else:
                names = [self._directory.of[dimension].names[n] or None for n in numbers.tolist()]
                shown = year
            parts.append(self._rows(dimension, names, of.ravel(), whole, shown))
        table = pd.concat(parts, ignore_index=True)
        named = (table["dimension"] == TOTAL) | table["member"].notna()
        return table[named].reset_index(drop=True)

    def _rows(
        self, dimension: str, names: list[object], of: Integers, whole: Integers, shown: np.ndarray
    ) -> pd.DataFrame:
        sums = [
            sums_by(of[shown], amounts[shown], len(names))
            for amounts in (self._top_down, self._bids, whole, np.where(self._has_bid, self._bids, 0))
        ]
        amounts = self.grid.amounts
        return pd.DataFrame(
            {
                "indicator": self._indicator,
                "dimension": dimension,
                "member": pd.Series(names, dtype=object),
                "top_down": amounts(sums[0]),
                "bid": amounts(sums[1]),
                "typed": amounts(sums[3]),
                "gap": amounts(sums[1] - sums[0]),
                "negotiated": amounts(sums[2]),
                "change": amounts(sums[2] - sums[0]),
            }
        )[list(COLUMNS)]

    def _refuse_negative(self, top_down: Floats, bids: Floats) -> None:
        wrong = np.flatnonzero((top_down < 0) | (bids < 0))
        if not len(wrong):
            return
        row = self._quota.iloc[int(wrong[0])]
        names = [row[d] for d in MEMBER_DIMENSIONS if d in row and isinstance(row[d], str) and row[d]]
        period = int(row["period"])
        facts = {
            "indicator": self._indicator,
            "count": len(wrong),
            "name": " / ".join(([str(Month.at(period))] if period >= 0 else []) + names) or "–",
        }
        raise ProblemsFound([Problem("reconcile_negative", facts)])
