"""The cascade: a plan's targets down to its leaves, level by level, every node exact.

* ``sum`` indicators are split. ``ratio`` indicators are never split. A ``closing`` indicator's target is the
  value at the end of the last month: the months go from the opening value to it in equal parts, and each
  month's value is split by the other levels on its own; a hold on it fixes the last month it names.
* An indicator without rows of its own is split by the shares of the sales amount.
* ``stretch`` is committed plus the increment, split down the tree in proportion to the committed amounts: a
  leaf's stretch is never below its committed amount, a leaf held at nothing stays at nothing, and the ratio
  is the same everywhere but for single steps. A hold fixes the committed amount.
* With ``from_month`` the months before it keep their previous quota (their actuals where there is none), and
  what is left of the target is split over the rest.
* Floors and caps bound the plan year of a member for the sales amount.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.planning.amounts import Impossible, Moved
from salesplan_xl.planning.derived import with_derived
from salesplan_xl.planning.holds import (
    Bound,
    Overlay,
    read_floors_and_caps,
    read_holds,
    sums_of_kept,
    written,
)
from salesplan_xl.planning.kept import kept_of
from salesplan_xl.planning.layers import Tree, Wanted
from salesplan_xl.planning.levels import Level, declared_order, grids_of, leaf_step, levels_of
from salesplan_xl.planning.members import MONTHS, Directory, dimension_word, texts_of
from salesplan_xl.planning.month_shares import month_weights
from salesplan_xl.planning.plan import (
    EXTRA_COLUMNS,
    LEVEL_REPORT_COLUMNS,
    QUOTA_COLUMNS,
    SALES,
    Decomposition,
    Note,
    Plan,
    PlanSettings,
    no_rows,
)
from salesplan_xl.planning.quota import leaves_frame, level_report
from salesplan_xl.planning.records import SalesBook, counted_by_level, with_relations
from salesplan_xl.planning.service import Service, scaled, with_months_filled
from salesplan_xl.planning.targets import Target, levels_known, problems_of_settings, targets_of
from salesplan_xl.planning.tree import TreeBuilder
from salesplan_xl.planning.versions import with_previous
from salesplan_xl.planning.within_bounds import conflict_names, within_bounds
from salesplan_xl.units import LARGEST_STEPS, Integers, Step, as_shown


def decompose(plan: Plan) -> Decomposition:
    """Decompose every target of a plan.

    Raises:
        ProblemsFound: something typed cannot be met; all of it is named.
    """
    indicators = texts_of(plan.targets, "indicator")
    history, actuals = (with_derived(sales, indicators) for sales in (plan.history, plan.actuals))
    plan = replace(plan, history=history, actuals=actuals)
    directory = Directory(plan, declared_order(plan))
    levels, notes, problems = levels_of(plan, directory)
    problems = [*directory.problems, *problems, *problems_of_settings(plan)]
    targets, wrong = targets_of(plan)
    problems += wrong
    if problems:
        raise ProblemsFound(problems)
    book = SalesBook(plan, directory)
    parts: list[_Answer] = []
    for target in targets:
        if target.aggregation == "ratio":
            notes.append(Note("ratio_not_split", {"indicator": target.indicator}))
            continue
        own, skipped = levels_known(plan, levels, book, target.indicator)
        notes += skipped
        try:
            parts.append(_Indicator(plan, directory, own, book, target).decompose())
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return Decomposition(
        _joined([part.quota for part in parts], QUOTA_COLUMNS),
        _joined([part.extra for part in parts], EXTRA_COLUMNS),
        _joined([part.levels for part in parts], LEVEL_REPORT_COLUMNS),
        {part.indicator: part.step for part in parts},
        (*notes, *(note for part in parts for note in part.notes)),
    )


@dataclass(frozen=True)
class _Answer:
    indicator: str
    step: Step
    quota: pd.DataFrame
    extra: pd.DataFrame
    levels: pd.DataFrame
    notes: list[Note]


@dataclass
class _Totals:
    """What is handed out of a target, in steps: committed, and the increment up to stretch."""

    committed: int
    increment: int | None
    extra: pd.DataFrame


class _Indicator:
    """The decomposition of one indicator's target."""

    def __init__(
        self, plan: Plan, directory: Directory, levels: list[Level], book: SalesBook, target: Target
    ) -> None:
        self._plan, self._directory, self._target = plan, directory, target
        settings = plan.settings
        self._closing = target.aggregation == "closing"
        own_step = target.indicator in settings.steps
        step = settings.step_of(target.indicator)
        self._all_levels = levels
        self._with_months = any(level.dimension == "period" for level in levels)
        grids, problems = grids_of(levels, step, own_step)
        if problems:
            raise ProblemsFound(problems)
        self._step = leaf_step(levels, step, own_step)
        by_months = self._closing and self._with_months
        kept_levels = [
            place for place, level in enumerate(levels) if not by_months or level.dimension != "period"
        ]
        self._levels = [self._method(levels[place]) for place in kept_levels]
        self._grids = [grids[place] for place in kept_levels]
        self._months_base = by_months
        self._notes: list[Note] = []
        self._split = [level.dimension for level in levels]
        if settings.from_month is not None and not self._with_months:
            raise ProblemsFound([Problem("from_month_without_months")])
        from_month = settings.from_month if settings.from_month is not None else settings.first_month
        self._first_place = from_month - settings.first_month
        self._kept = kept_of(plan, directory, target.indicator, self._split, self._step, book)
        self._notes += self._kept.notes
        self._own = book.of(target.indicator)
        past = self._own
        if not (past.year < 0).any():
            past = book.of(SALES)
            if target.indicator != SALES:
                self._notes.append(Note("shares_of_sales", {"indicator": target.indicator}))
        self._past = past

    def decompose(self) -> _Answer:
        totals = self._totals()
        bounds = self._bounds()
        base = self._base(totals, bounds)
        tree, amounts, moved = self._solved(base, bounds)
        increments = None if totals.increment is None else self._increments(tree, amounts, totals.increment)
        for node in moved:
            self._note_moved(tree, node)
        self._notes += _summed_notes(tree.notes, self._target.indicator)
        self._note_without_leaf(tree)
        quota = leaves_frame(
            tree, amounts[-1], increments, self._kept, self._own, self._directory, self._target.indicator,
            self._step, self._closing,
        )  # fmt: skip
        quota = with_previous(quota, self._plan.previous, self._step, self._target.indicator)
        report = level_report(
            tree, amounts, self._levels, self._grids, self._step, self._target.indicator, base
        )  # fmt: skip
        return _Answer(self._target.indicator, self._step, quota, totals.extra, report, self._notes)

    def _method(self, level: Level) -> Level:
        mean = self._plan.settings.month_share_method == "mean"
        if level.dimension == "period" and level.basis == "history" and mean:
            return Level(level.dimension, "mean", level.blend, level.step)
        return level

    def _steps_of(self, amount: float, name: str) -> int:
        facts = {
            "indicator": self._target.indicator,
            "amount": f"{as_shown(amount):,f}",
            "step": str(self._step),
        }
        steps = self._step.count(float(amount))
        if steps is None:
            raise ProblemsFound([Problem(f"{name}_off_grid", facts)])
        if abs(steps) > LARGEST_STEPS:
            raise ProblemsFound([Problem("target_too_large", facts)])
        return steps

    def _totals(self) -> _Totals:
        target, settings = self._target, self._plan.settings
        committed = self._steps_of(target.committed, "committed")
        stretch = None if np.isnan(target.stretch) else self._steps_of(target.stretch, "stretch")
        if stretch is not None and stretch < committed:
            raise ProblemsFound([Problem("stretch_too_low", {"indicator": target.indicator})])
        extra = extra_rows(
            target.indicator, committed, stretch, settings, self._grids[0] if self._grids else 1
        )
        handed = committed - int(extra["committed"].sum())
        handed_stretch = None if stretch is None else stretch - int(extra["stretch"].sum())
        increment = None if handed_stretch is None else handed_stretch - handed
        return _Totals(handed, increment, extra)

    def _bounds(self) -> list[Bound]:
        bounds, problems = read_holds(
            self._plan, self._directory, self._target.indicator, self._split, self._step, self._closing
        )
        limits: list[Bound] = []
        if self._target.indicator == SALES:
            limits, wrong = read_floors_and_caps(self._directory, self._split, self._step, self._closing)
            problems += wrong
        if problems:
            raise ProblemsFound(problems)
        bounds += limits
        if self._first_place == 0:
            return bounds
        rest = np.arange(self._first_place, MONTHS)
        left = []
        for bound, kept in zip(
            bounds, sums_of_kept(bounds, self._kept.codes, self._kept.committed), strict=True
        ):
            places = np.intersect1d(bound.places, rest)
            less = bound.less(0 if self._closing else kept)
            if not len(places):
                if less.low is not None and less.low == less.high and less.low != 0:
                    facts = {"bound": dict(bound.name), "kept": written(self._step, kept)}
                    problems.append(Problem("hold_in_kept_months", facts))
                continue
            covers = {d: codes for d, codes in bound.covers.items() if d != "period"}
            if len(places) < len(rest):
                covers["period"] = places
            left.append(Bound(less.name, covers, less.low, less.high))
        if problems:
            raise ProblemsFound(problems)
        return left

    def _base(self, totals: _Totals, bounds: list[Bound]) -> Integers:
        """Return the totals of the base: the company's, or a closing indicator's month by month."""
        if not self._months_base:
            left = totals.committed - (0 if self._closing else int(self._kept.committed.sum()))
            if totals.committed >= 0 > left:
                facts = {
                    "indicator": self._target.indicator,
                    "kept": written(self._step, totals.committed - left),
                    "target": written(self._step, totals.committed),
                }
                raise ProblemsFound([Problem("kept_above_target", facts)])
            return np.array([left], dtype=np.int64)
        opening = self._opening(totals.committed)
        run = MONTHS - self._first_place
        path = np.zeros(MONTHS, dtype=np.int64)
        for month in range(run):
            part = Decimal((totals.committed - opening) * (month + 1)) / run
            path[self._first_place + month] = opening + int(part.to_integral_value(ROUND_HALF_UP))
        for bound in [bound for bound in bounds if set(bound.covers) == {"period"} or not bound.covers]:
            place = int(bound.places[-1])
            if place == MONTHS - 1 and bound.low != totals.committed:
                raise ProblemsFound([self._conflict([bound], totals.committed)])
            path[place] = bound.low if bound.low is not None else path[place]
            bounds.remove(bound)
        return path

    def _opening(self, closing: int) -> int:
        """Return a closing indicator's value before the first month that is decomposed."""
        if self._first_place and len(self._kept.committed):
            last = self._kept.codes["period"] == self._first_place - 1
            return int(self._kept.committed[last].sum())
        before = (self._own.year == -1) & (self._own.place == MONTHS - 1)
        if before.any():
            amount = self._own.step.amounts(int(self._own.amount[before].sum()))
            return int(self._step.nearest([amount])[0])
        if not np.isnan(self._target.last_year):
            return int(self._step.nearest([self._target.last_year])[0])
        self._notes.append(Note("closing_without_opening", {"indicator": self._target.indicator}))
        return closing

    def _grown(self, wanted: list[Wanted]) -> Tree:
        levels = [level.dimension for level in self._levels]
        before = self._past.rows(self._past.year < 0)
        weights, notes = month_weights(before, self._plan.settings)
        weighted = replace(before, month_weight=weights)
        service = Service(weighted, self._directory, self._first_place)
        records = scaled(weighted, service.scale(levels))
        records = with_relations(records, self._directory, levels, self._first_place)
        records = with_months_filled(records, service, self._directory, levels)
        records = counted_by_level(records, self._directory, levels)
        builder = TreeBuilder(self._levels, records, service, self._directory, self._first_place, wanted)
        tree = builder.grow(self._months_base)
        if any(level.dimension == "period" for level in self._levels):
            tree.notes[:0] = notes
        tree.notes += service.notes(levels)
        return tree

    def _solved(self, base: Integers, bounds: list[Bound]) -> tuple[Tree, list[Integers], list[Moved]]:
        """Return the tree and its amounts."""
        sizes = {dimension: len(members.names) for dimension, members in self._directory.of.items()}
        tree = self._grown([])
        overlay = Overlay(tree, bounds, sizes)
        missing = [bounds[i] for i in overlay.empty() if bounds[i].low]
        if missing:
            tree = self._grown([bound.wanted() for bound in missing])
            overlay = Overlay(tree, bounds, sizes)
            problems = [
                Problem("hold_without_leaf", {"bound": dict(bounds[i].name)})
                for i in overlay.empty()
                if bounds[i].low
            ]
            if problems:
                raise ProblemsFound(problems)
        try:
            amounts, moved = within_bounds(tree, base, self._grids, bounds, overlay, sizes)
        except Impossible as impossible:
            which = [bounds[i] for i in impossible.which]
            raise ProblemsFound([self._conflict(which, int(base.sum()))]) from None
        return tree, amounts, moved

    def _conflict(self, bounds: list[Bound], total: int) -> Problem:
        names = conflict_names(bounds, range(len(bounds)))
        facts = {
            "indicator": self._target.indicator,
            "bounds": names,
            "target": written(self._step, total),
        }
        return Problem("bounds_conflict", facts)

    def _increments(self, tree: Tree, amounts: list[Integers], increment: int) -> Integers:
        """Return each leaf's way from committed to stretch, split in proportion to the committed amounts."""
        kept = int((self._kept.stretch - self._kept.committed).sum()) if len(self._kept.committed) else 0
        if self._months_base:
            run = MONTHS - self._first_place
            above = np.zeros(MONTHS, dtype=np.int64)
            for month in range(run):
                above[self._first_place + month] = increment * (month + 1) // run
        else:
            above = np.array([max(increment - kept, 0)], dtype=np.int64)
        for number, layer in enumerate(tree.layers[1:], start=1):
            sizes = np.abs(amounts[number])
            sums = np.zeros(len(above), dtype=np.int64)
            np.add.at(sums, layer.parent, sizes)
            # A node without a committed amount hands its increment on by its children's shares.
            weights = np.where(sums[layer.parent] > 0, sizes.astype(np.float64), layer.weight)
            grid = self._grids[number - 1]
            starts = tree.starts(number)
            if (above % grid).any():
                grid = 1
            above = largest_remainder(above // grid, weights, starts) * grid
        return above

    def _note_moved(self, tree: Tree, moved: Moved) -> None:
        layer = tree.layers[moved.layer]
        names = [
            self._directory.of[dimension].names[codes[moved.node]] for dimension, codes in layer.codes.items()
        ]
        facts = {
            "indicator": self._target.indicator,
            "dimension": dimension_word(layer.dimension),
            "node": " / ".join(names),
            "before": written(self._step, moved.before),
            "after": written(self._step, moved.after),
        }
        self._notes.append(Note("level_gave_way", facts))

    def _note_without_leaf(self, tree: Tree) -> None:
        """Name members that got nothing because history, model and bounds give them none."""
        leaves = tree.layers[-1]
        for dimension, codes in leaves.codes.items():
            members = self._directory.of[dimension]
            if dimension == "period":
                continue
            idle = np.ones(len(members.names), dtype=bool)
            idle[codes] = False
            idle &= ~members.is_group & (members.first <= members.last)
            idle &= members.last >= self._first_place
            names = [members.names[number] for number in np.flatnonzero(idle[: members.count])]
            if names:
                facts = {
                    "indicator": self._target.indicator,
                    "dimension": dimension_word(dimension),
                    "members": ", ".join(names[:10]) + (", …" if len(names) > 10 else ""),
                    "count": len(names),
                }
                self._notes.append(Note("members_without_share", facts))


def extra_rows(
    indicator: str, committed: int, stretch: int | None, settings: PlanSettings, grid: int
) -> pd.DataFrame:
    """Return reserve and over-assignment of a target, in steps: what is not handed out, or on top of it."""
    rows = []
    for kind, rate, sign in (
        ("reserve", settings.reserve, 1),
        ("over_assignment", settings.over_assignment, -1),
    ):
        if rate:
            above = None if stretch is None else sign * _part(stretch, rate, grid)
            rows.append((indicator, kind, sign * _part(committed, rate, grid), above))
    if not rows:
        return no_rows(EXTRA_COLUMNS)
    return pd.DataFrame(rows, columns=list(EXTRA_COLUMNS)).astype({"stretch": "Int64"})


def _part(total: int, rate: float, grid: int) -> int:
    """Return a fraction of a total, to the nearest multiple of the grid."""
    exact = Decimal(total) * as_shown(float(rate)) / grid
    return int(exact.to_integral_value(ROUND_HALF_UP)) * grid


def _summed_notes(notes: list[Note], indicator: str) -> list[Note]:
    """Return notes without repetitions, those on cells without history as one: how many, at which levels."""
    seen: dict[str, Note] = {}
    cells: dict[str, int] = {}
    of: dict[str, int] = {}
    names: dict[str, list[str]] = {"en": [], "zh": []}
    for note in notes:
        if note.reason != "shares_from_above":
            seen.setdefault(repr(note), note)
            continue
        dimension = note.facts["dimension"]
        assert isinstance(dimension, dict)
        count, whole = note.facts["cells"], note.facts["of"]
        assert isinstance(count, int)
        assert isinstance(whole, int)
        cells[dimension["en"]] = cells.get(dimension["en"], 0) + count
        of[dimension["en"]] = whole
        for language, named in names.items():
            named += [] if dimension[language] in named else [dimension[language]]
    if cells:
        facts: dict[str, object] = {
            "indicator": indicator,
            "cells": f"{sum(cells.values()):,}",
            "of": f"{sum(of.values()):,}",
            "dimension": {"en": ", ".join(names["en"]), "zh": "、".join(names["zh"])},
        }
        seen["shares_from_above"] = Note("shares_from_above", facts)
    return list(seen.values())


def _joined(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else no_rows(columns)
