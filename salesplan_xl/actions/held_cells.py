"""Changing what is held: the new rows of the holds, the plan decomposed by them, and what moves.

Hold, release and spread differ only in which rows they put and drop. What a person wrote in a row of the
holds stays where it is; a hold on the same cells is overwritten in its place: a second run changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.decompose import (
    INPUTS,
    OPTIONAL,
    OUTPUTS,
    first_month_of,
    level_figures,
    plan_as_read,
    queue_quota,
    solve,
    standing_quota,
)
from salesplan_xl.actions.nodes import NODE_OPTIONS, Node, NodeReader, missing_columns
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import holds_of, members_of, month_texts, with_month_indices
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.selection import Selected, Selection
from salesplan_xl.cells import Cell, Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, word
from salesplan_xl.tables.carry_over import rows_added, used_places
from salesplan_xl.tables.members import Members
from salesplan_xl.tables.validation import check_plan
from salesplan_xl.units import Step, as_shown

if TYPE_CHECKING:
    import pandas as pd

    from salesplan_xl.planning.nodes import Nodes
    from salesplan_xl.planning.plan import Note, Plan

CHANGES_TOLD = 10
"""So many changes are told one by one; the figures have more of them."""
CHANGES_LISTED = 1_000
NAMES_TOLD = 3
TOLD_NOTES = frozenset({"months_kept", "actuals_kept"})
"""What planning notes that has to do with holds; the rest was said when the plan was decomposed."""


@dataclass(frozen=True)
class Put:
    """A hold to be written. A blank reason leaves the one that stands there."""

    node: Node
    amount: float
    reason: str | None = None


class HeldCells:
    """The holds of a workbook, to be changed."""

    def __init__(self, workbook: Workbook, action: str, from_month: str | None) -> None:
        self.run = Run(workbook, action, (*INPUTS, "tblHolds"), OPTIONAL, OUTPUTS)
        self.action = action
        self.first = first_month_of(self.run, from_month)
        self.puts: list[Put] = []
        self.dropped: set[int] = set()
        """Places (0-based) of rows of the holds that go."""
        self.existing: dict[int, Node] = {}
        if not self.run.problems or "tblHolds" in self.run.plan:
            data = self.run.plan["tblHolds"]
            self.existing = dict(zip(data.frame.index.tolist(), self.reader.of_rows(data.frame), strict=True))

    @cached_property
    def known(self) -> Members:
        return members_of(self.run.plan)

    @cached_property
    def reader(self) -> NodeReader:
        return NodeReader(self.run.plan, self.known)

    def named(self, options: Mapping[str, str | None], at: str | None) -> list[Node] | list[Selected]:
        """Return the nodes that options or selected cells name; what is wrong is a problem of the run."""
        given = [name for name, value in options.items() if value]
        if "tblTargets" not in self.run.plan or "tblHolds" not in self.run.plan:
            return []
        if at is not None:
            if given:
                names = ", ".join("--" + name for name in given)
                self.run.problems.append(Problem("node_named_twice", {"options": names}))
                return []
            found, problems = Selection(self.run.plan, self.reader).read(at)
            self.run.problems.extend(problems)
            return found
        node, problems = self.reader.typed(options)
        self.run.problems.extend(problems)
        return [] if node is None else [node]

    def refuse_whole(self, nodes: Iterable[Node]) -> None:
        """Refuse a node that names nothing: the year's total is the target."""
        if any(not node.period and not node.members for node in nodes):
            self.run.problems.append(Problem("node_names_nothing"))

    def places_of(self, node: Node) -> list[int]:
        """Return the rows of the holds on exactly these cells."""
        return [place for place, held in self.existing.items() if held == node]

    def open(self, rewritten: Iterable[Node] = ()) -> Plan | None:
        """Return the plan with the holds as they stand, ``None`` if something stands in the way.

        What is wrong with a row of the holds that is dropped, or ``rewritten``, does not.
        """
        run = self.run
        run.problems.extend(check_plan(run.plan))
        going = self.dropped.union(*(self.places_of(node) for node in rewritten))
        if going:
            info = run.plan["tblHolds"].block.info
            ends = tuple(str(info.top + 1 + place) for place in going)
            own = [
                p
                for p in run.problems
                if p.sheet == info.sheet and p.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") in ends
            ]
            run.plan.problems[:] = [problem for problem in run.problems if problem not in own]
        return plan_as_read(run, self.first)

    @cached_property
    def quota(self) -> pd.DataFrame:
        """The quota as it stands, under the members' own names, months as indices."""
        quota = with_month_indices(standing_quota(self.run))
        return self.known.under_own_names(quota).reset_index(drop=True)

    def nodes_of(self, plan: Plan) -> Nodes:
        from salesplan_xl.planning.nodes import Nodes

        return Nodes(plan, self.quota)

    def rows(self, nodes: Iterable[Node]) -> list[Mapping[str, Any]]:
        """Return nodes as planning takes them."""
        return [
            {str(id): value for id, value in row.items()}
            for row in self.reader.frame([*nodes]).to_dict("records")
        ]

    def row(self, node: Node) -> Mapping[str, Any]:
        return self.rows([node])[0]

    def refuse_shared_rows(self, of: Nodes, chosen: Iterable[Node | Selected]) -> None:
        """Refuse a row of the quota that lacks a member others have: a hold on it would cover these too."""
        for one in chosen:
            if isinstance(one, Selected) and one.table == "tblQuota":
                rows = of.rows(self.row(one.node))
                lacking = of.split(rows)[1]
                if lacking:
                    names = {lang: ", ".join(word(id, lang) for id in lacking) for lang in LANGUAGES}
                    facts = {"cell": one.cell, "dimension": names, "node": one.node.named, "count": len(rows)}
                    self.run.problems.append(Problem("selected_row_not_alone", facts, one.sheet, one.cell))

    def put(self, put: Put, step: Step, place: tuple[str, str] = ("", "")) -> None:
        """Have a hold written, unless its amount is off the step or the table lacks a column for it."""
        data = self.run.plan["tblHolds"]
        sheet, cell = place
        if step.count(put.amount) is None:
            facts = {"node": put.node.named, "amount": amount_text(put.amount), "step": str(step)}
            self.run.problems.append(Problem("amount_off_step", facts, sheet, cell))
        lacking = missing_columns(put.node, data.match.positions)
        lacking += ["reason"] if put.reason and "reason" not in data.match.positions else []
        if lacking:
            labels = {
                lang: ", ".join(data.table.column(id).label(lang) for id in lacking) for lang in LANGUAGES
            }
            problem = Problem(
                "holds_lack_column", {"columns": labels, "table": data.block.info.name}, data.block.info.sheet
            )
            if problem not in self.run.problems:
                self.run.problems.append(problem)
        self.puts.append(put)

    def redistribute(self, plan: Plan, what: dict[str, str], dry_run: bool, **facts: object) -> Outcome:
        """Decompose by the changed holds, tell what moves, and write it all unless this is a trial."""
        from salesplan_xl.planning.nodes import moves

        run = self.run
        if run.stopped():
            return run.stopped() or Outcome()
        plan = replace(plan, holds=holds_of(self._frame(), self.known, plan.settings.fiscal_start))
        answer = solve(run, plan)
        if answer is None:
            return run.stopped() or Outcome()
        moved = moves(plan, self.quota, answer.amounts())
        about = {put.node.indicator for put in self.puts} | {
            self.existing[place].indicator for place in self.dropped
        }
        figures, told = self._changes(moved, about)
        run.attention += [*told, *_gave_way(answer.notes)]
        queue_quota(run, plan, answer, TOLD_NOTES)
        run.write_rows("tblHolds", self._rows())
        figures |= level_figures(answer)
        shown = {
            **facts,
            "what": what,
            "cells": figures["cells"],
            "up": amount_text(figures["more"]),
            "down": amount_text(figures["less"]),
        }
        if dry_run:
            return Outcome(
                summary=Said(f"{self.action}_tried", shown), attention=tuple(run.attention), figures=figures
            )
        return run.finish(Said(f"{self.action}_done", shown), figures)

    def _frame(self) -> pd.DataFrame:
        """Return the holds as they will stand, as read from the table."""
        import pandas as pd

        data = self.run.plan["tblHolds"]
        rows: dict[int, dict[Any, Any]] = dict(
            zip(data.frame.index.tolist(), data.frame.to_dict("records"), strict=True)
        )
        for place in self.dropped:
            rows.pop(place, None)
        new: list[dict[Any, Any]] = []
        for put in self.puts:
            places = [place for place in self.places_of(put.node) if place in rows]
            for place in places:
                rows[place] = {**rows[place], "amount": put.amount}
            if not places:
                new.append({**put.node.row, "amount": put.amount})
        columns = dict.fromkeys((*NODE_OPTIONS, "amount"))
        frame = pd.DataFrame([*rows.values(), *new], columns=list(columns))
        texts = frame[list(NODE_OPTIONS)].astype(object)
        return texts.where(texts.notna(), None).assign(amount=frame["amount"].astype("float64"))

    def _rows(self) -> list[list[Cell]]:
        """Return the rows of the table as they will stand, people's columns as they are."""
        import pandas as pd

        data = self.run.plan["tblHolds"]
        rows = [{**put.node.row, "amount": put.amount, "reason": put.reason} for put in self.puts]
        ids = [*NODE_OPTIONS, "amount", "reason"]
        frame = pd.DataFrame(rows, columns=ids).astype({"amount": "float64"})
        places = used_places(data)
        written = rows_added(data, frame).rows
        kept, encoded = written[: len(places)], written[len(places) :]
        at = {place: number for number, place in enumerate(places)}
        new: list[list[Cell]] = []
        for put, row in zip(self.puts, encoded, strict=True):
            standing = [place for place in self.places_of(put.node) if place not in self.dropped]
            for place in standing:
                for id in ("amount", "reason") if put.reason else ("amount",):
                    position = data.match.positions[id]
                    kept[at[place]][position] = row[position]
            if not standing:
                new.append(row)
        gone = {at[place] for place in self.dropped}
        return [*(row for number, row in enumerate(kept) if number not in gone), *new]

    def _changes(self, moved: pd.DataFrame, about: set[str]) -> tuple[dict[str, Any], list[Said]]:
        """Return the figures of what moves, and the largest of it in words."""
        leaves = moved[moved["leaf"].astype(bool)]
        own = leaves[leaves["indicator"].isin(about)]
        told = moved[moved["indicator"].isin(about)].drop(columns="leaf")
        listed = told.head(CHANGES_LISTED)
        months = month_texts(listed["period"])
        changes = [
            {str(id): value for id, value in {**row, "period": month}.items() if value not in ("", None)}
            for row, month in zip(listed.to_dict("records"), months, strict=True)
        ]
        figures = {
            "cells": len(own),
            "more": math.fsum(value for value in own["change"] if value > 0),
            "less": math.fsum(-value for value in own["change"] if value < 0),
            "changes": changes,
            "changes_in_all": len(told),
        }
        said = []
        for row in changes[:CHANGES_TOLD]:
            node = Node(
                row["indicator"],
                row.get("period"),
                tuple((d, row[d]) for d in NODE_OPTIONS if d in row and d not in ("indicator", "period")),
            )
            facts = {
                "node": node.named,
                "before": amount_text(row["before"]),
                "after": amount_text(row["after"]),
                "change": f"{as_shown(row['change']).normalize():+,f}",
            }
            said.append(Said("cell_moves", facts))
        if len(told) > CHANGES_TOLD:
            said.append(Said("cells_move_too", {"count": f"{len(told) - CHANGES_TOLD:,}"}))
        if len(leaves) > len(own):
            said.append(Said("other_indicators_move", {"count": len(leaves) - len(own)}))
        return figures, said


def _gave_way(notes: Iterable[Note]) -> list[Said]:
    """Say in one sentence which nodes above what is held could not keep their amount."""
    names = list(dict.fromkeys(str(note.facts["node"]) for note in notes if note.reason == "level_gave_way"))
    shown = ", ".join(names[:CHANGES_TOLD]) + (" …" if len(names) > CHANGES_TOLD else "")
    return [Said("nodes_gave_way", {"count": len(names), "nodes": shown})] if names else []


def amount_text(amount: float) -> str:
    """Write an amount with thousands separators and no more decimals than it has.

    >>> amount_text(1234567.5), amount_text(1000.0)
    ('1,234,567.5', '1,000')
    """
    return f"{as_shown(amount).normalize():,f}"


def in_words(nodes: list[tuple[Node, float | None]]) -> dict[str, str]:
    """Name nodes and their amounts in both languages, the first few of many."""
    shown: dict[str, str] = {}
    for language in LANGUAGES:
        names = [
            node.words(language) + ("" if amount is None else f" = {amount_text(amount)}")
            for node, amount in nodes[:NAMES_TOLD]
        ]
        more = f" … ({len(nodes)})" if len(nodes) > NAMES_TOLD else ""
        shown[language] = "; ".join(names) + more
    return shown
