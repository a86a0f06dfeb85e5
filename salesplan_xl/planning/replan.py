"""Rolling revision (滚动修正): closed months take actuals, open ones change, the annual target does not.

**Where the annual target is kept.** Every node of every level of members (region, channel, product …) keeps
its own year, down to the leaf: what it still has to bring is its year less its actuals, and its open months
share that in proportion to their plan, as REPLAN does. A node that cannot keep its year hands over to its
siblings, in proportion to what each of them still has to bring, and where the siblings cannot either, to the
next level up: one that has sold more than its year, whose members have ended, that has no plan in an open
month, or whose holds, floors and caps leave no room. The company's year is exact to the last step, always.
``keep`` names the last level that keeps its year; below it the rest is shared by the plan alone.

``rebase`` goes on at the pace so far instead: the open months are the plan times actuals to date over plan to
date of the whole company, and the year is what comes of it (REBASE). ``rest`` leaves the open months at their
plan: the year is actuals and what was planned for the rest.

A closing value (期末) keeps its last month; the gap of the latest actual closes in equal parts until then.
Under ``rebase`` the open months follow the pace, under ``rest`` the gap stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.planning.amounts import Impossible
from salesplan_xl.planning.derived import with_derived
from salesplan_xl.planning.holds import Bound, Overlay, written
from salesplan_xl.planning.leaf_tree import LeafTree, leaf_tree
from salesplan_xl.planning.levels import declared_order, leaf_step, levels_of
from salesplan_xl.planning.members import MONTHS, Directory, dimension_word, texts_of
from salesplan_xl.planning.nodes import closing_indicators
from salesplan_xl.planning.plan import LEAF_KEY, MEMBER_DIMENSIONS, SALES, Note, Plan
from salesplan_xl.planning.replan_bounds import open_bounds
from salesplan_xl.planning.replan_rows import Paths, paths_of, split_dimensions
from salesplan_xl.planning.within_bounds import conflict_names, within_bounds
from salesplan_xl.units import LARGEST_STEPS, Integers, Month, Period, Step

MODES = ("catch_up", "rebase", "rest")
REPLAN_COLUMNS = (*LEAF_KEY, "original", "actual", "revised", "change")
TOTAL_COLUMNS = ("indicator", "target", "actual", "planned", "revised", "year", "change", "first_open")
KEPT_COLUMNS = ("indicator", "dimension", "nodes", "kept", "moved")


@dataclass(frozen=True)
class Revision:
    """The answer, amounts in the base unit.

    ==========  =====================================================================================
    table       one row per leaf and month in the columns :data:`REPLAN_COLUMNS`, ``period`` a month index;
                ``actual`` is NaN in open months; in closed ones ``revised`` is the actual. Leaves that sold
                without a target have rows in the months in which they did.
    totals      one row per indicator: ``target`` of the year, ``actual`` of the closed months, ``planned``
                and ``revised`` of the open ones, the ``year`` that comes of it and its ``change`` (zero in
                mode ``catch_up``); a closing value has the latest actual and its last month;
                ``first_open`` is the first open month (index)
    levels      per indicator and level: how many ``nodes`` there are, how many of them ``kept`` their year,
                and the amount ``moved`` between them
    ==========  =====================================================================================
    """

    table: pd.DataFrame
    totals: pd.DataFrame
    levels: pd.DataFrame
    notes: tuple[Note, ...]


@dataclass
class _Part:
    table: pd.DataFrame
    total: dict[str, object]
    levels: list[dict[str, object]]
    notes: list[Note] = field(default_factory=list)


def replan(
    plan: Plan, quota: pd.DataFrame, as_of: int, mode: str = "catch_up", keep: str | None = None
) -> Revision:
    """Revise a quota by the actuals of its year.

    Args:
        plan: targets (for their aggregation), actuals, members, reps, levels and holds.
        quota: the plan by leaf: ``indicator``, ``period`` (month index), dimensions, ``committed``.
        as_of: the last month (index) that may be closed.
        mode: one of :data:`MODES`.
        keep: the last dimension whose members keep their year; all of them without it.

    Raises:
        ProblemsFound: the year cannot be kept; all that stands in the way is named.
    """
    indicators = list(dict.fromkeys(texts_of(quota, "indicator")))
    actuals = with_derived(plan.actuals, indicators)
    as_sales = quota.rename(columns={"period": "month", "committed": "amount"})
    plan = replace(plan, history=as_sales, actuals=actuals)
    order = declared_order(plan)
    directory = Directory(plan, order)
    levels, _, problems = levels_of(plan, directory)
    problems = [*directory.problems, *problems]
    if problems:
        raise ProblemsFound(problems)
    months = actuals["month"] - directory.first_month
    this_year = actuals[(months >= 0) & (months < MONTHS)]
    sold_as = np.array([text or SALES for text in texts_of(this_year, "indicator")], dtype=object)
    planned_as = np.array(texts_of(quota, "indicator"), dtype=object)
    closing = closing_indicators(plan)
    parts: list[_Part] = []
    for indicator in indicators:
        own = quota[planned_as == indicator]
        settings = plan.settings
        step = leaf_step(levels, settings.step_of(indicator), indicator in settings.steps)
        dimensions = split_dimensions(own, order)
        paths = paths_of(
            own, this_year[sold_as == indicator], directory, dimensions, as_of - settings.first_month, step
        )
        kept = len(dimensions) if keep not in dimensions else dimensions.index(str(keep)) + 1
        task = _Task(plan, directory, indicator, paths, step, mode, kept, as_of - settings.first_month)
        try:
            parts.append(task.closing() if indicator in closing else task.summed())
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return Revision(
        pd.concat([part.table for part in parts], ignore_index=True),
        pd.DataFrame([part.total for part in parts], columns=list(TOTAL_COLUMNS)),
        pd.DataFrame([row for part in parts for row in part.levels], columns=list(KEPT_COLUMNS)),
        tuple(note for part in parts for note in part.notes),
    )


class _Task:
    """The revision of one indicator."""

    def __init__(
        self,
        plan: Plan,
        directory: Directory,
        indicator: str,
        paths: Paths,
        step: Step,
        mode: str,
        kept: int,
        as_of: int,
    ) -> None:
        self._plan, self._directory, self._indicator = plan, directory, indicator
        self._paths, self._step, self._mode, self._kept = paths, step, mode, kept
        self._grid = int(step.decimal / paths.grid.decimal)
        self._sizes = {d: len(members.names) for d, members in directory.of.items()}
        self._notes: list[Note] = []
        if not paths.open.any():
            self._refuse("replan_nothing_open", until=str(Month.at(directory.first_month + MONTHS - 1)))
        if np.abs(paths.original).sum(dtype=np.float64) > LARGEST_STEPS:
            self._refuse("target_too_large", amount=float(paths.original.sum()), step=str(paths.grid))
        self._note_months(as_of)
        self._note_members()

    def summed(self) -> _Part:
        """Revise months that add up to the year."""
        paths = self._paths
        opened = paths.basis[:, paths.open]
        sign = -1 if opened.sum() < 0 else 1
        if (sign * opened < 0).any():
            self._refuse_sign(sign)
        left = self._left()
        places = np.flatnonzero(paths.open)
        path, month = np.nonzero(opened)
        if sign * left < 0:
            self._refuse(
                "replan_target_passed",
                target=self._written(int(paths.original.sum())),
                actual=self._written(int(paths.actual.sum())),
            )
        if left and not len(path):
            self._refuse("replan_without_plan", left=self._written(left), months=self._open_months())
        codes = {d: numbers[path] for d, numbers in paths.codes.items()}
        codes["period"] = places[month]
        grown = leaf_tree([*paths.dimensions, "period"], codes, None)
        self._weigh(grown, path, sign)
        revised = self._solved(grown, np.array([left], dtype=np.int64), codes, closing=False)
        table = paths.actual.copy()
        np.add.at(table, (path, codes["period"]), revised)
        return self._part(table, table.sum(axis=1), paths.original.sum(axis=1), closing=False)

    def closing(self) -> _Part:
        """Revise the path of a value from its latest actual to the end of the year."""
        paths = self._paths
        last = int(paths.closed.sum()) - 1
        wanted, parts = self._closing_path(last)
        path, place = np.nonzero(wanted)
        order = np.lexsort((path, place))
        path, place = path[order], place[order]
        base = np.array(
            [
                _rounded(int(wanted[:, month].sum()), parts * self._grid) * self._grid
                for month in range(MONTHS)
            ]
        )
        if self._mode == "catch_up":
            base[-1] = paths.original[:, -1].sum()
        table = paths.actual.copy()
        places = np.flatnonzero(paths.open)
        empty = [m for m in places.tolist() if base[m] and not (place == m).any()]
        if empty:
            self._refuse(
                "replan_without_plan", left=self._written(int(base[empty[0]])), months=self._open_months()
            )
        if len(path):
            codes = {d: numbers[path] for d, numbers in paths.codes.items()}
            codes["period"] = place
            grown = leaf_tree(paths.dimensions, codes, place)
            amounts = wanted[path, place]
            for level in range(1, len(grown.tree.layers)):
                sums = grown.sums(level, amounts)
                grown.weigh(level, sums, sums)
            revised = self._solved(grown, base[np.unique(place)], codes, closing=True)
            np.add.at(table, (path, place), revised)
        return self._part(table, table[:, -1], paths.original[:, -1], closing=True)

    def _left(self) -> int:
        """Return what the open months have to bring together."""
        paths = self._paths
        planned = int(paths.original[:, paths.open].sum())
        if self._mode == "rest":
            return planned
        if self._mode == "catch_up":
            return int(paths.original.sum()) - int(paths.actual.sum())
        done, due = int(paths.actual.sum()), int(paths.original[:, paths.closed].sum())
        return self._at_pace(planned, done, due)

    def _at_pace(self, planned: int, done: int, due: int) -> int:
        if not self._paths.closed.any():
            return planned
        if due == 0 or (done < 0) != (due < 0):
            self._refuse("replan_no_pace", actual=self._written(done), planned=self._written(due))
        exact = Fraction(planned * done, due * self._grid)
        return _rounded(exact.numerator, exact.denominator) * self._grid

    def _closing_path(self, last: int) -> tuple[Integers, int]:
        """Return what each path would be at the end of each open month, times a number of parts."""
        paths = self._paths
        wanted = np.zeros_like(paths.basis)
        ahead = np.flatnonzero(paths.open)
        if last < 0:
            wanted[:, ahead] = np.maximum(paths.basis[:, ahead], 0)
            return wanted, 1
        if self._mode == "rebase":
            due, done = int(paths.original[:, last].sum()), int(paths.actual[:, last].sum())
            if due <= 0 or done < 0:
                self._refuse("replan_no_pace", actual=self._written(done), planned=self._written(due))
            pace = Fraction(done, due)
            return self._times(wanted, ahead, pace)
        gap = paths.actual[:, last] - paths.original[:, last]
        parts = MONTHS - 1 - last if self._mode == "catch_up" else 1
        for month in ahead.tolist():
            still = MONTHS - 1 - month if self._mode == "catch_up" else 1
            wanted[:, month] = np.maximum(paths.basis[:, month] * parts + gap * still, 0)
        return wanted, parts

    def _times(self, wanted: Integers, ahead: Integers, pace: Fraction) -> tuple[Integers, int]:
        """Return the plan of open months with each month's total at the pace, as weights of single steps."""
        for month in ahead.tolist():
            plan = self._paths.basis[:, month]
            exact = float(pace)
            wanted[:, month] = np.maximum(np.rint(plan * exact), 0).astype(np.int64)
        return wanted, 1

    def _weigh(self, grown: LeafTree, path: Integers, sign: int) -> None:
        """Weigh nodes by what each still has to bring; below the levels that keep a year, by their plan."""
        paths = self._paths
        every = leaf_tree(paths.dimensions, paths.codes, None) if paths.dimensions else None
        plan = sign * paths.basis[:, paths.open]
        amounts = plan[plan != 0]
        for level in range(1, len(grown.tree.layers)):
            otherwise = grown.sums(level, amounts)
            if self._mode != "catch_up" or level > self._kept or every is None:
                grown.weigh(level, otherwise, otherwise)
                continue
            theirs = paths.basis + np.where(paths.lost_at > level, paths.lost, 0) - paths.actual
            still = sign * every.sums(level, theirs.sum(axis=1))
            first = np.unique(grown.nodes[level], return_index=True)[1]
            grown.weigh(level, still[every.nodes[level][path[first]]], otherwise)

    def _solved(self, grown: LeafTree, base: Integers, codes: dict[str, Integers], closing: bool) -> Integers:
        """Return the revised amounts of the open months' leaves."""
        bounds, notes = open_bounds(
            self._plan, self._directory, self._indicator, self._paths, self._step, self._grid, closing
        )
        self._notes += notes
        if closing:
            bounds = self._closing_totals(bounds, base, codes)
        overlay = Overlay(grown.tree, bounds, self._sizes)
        missing = [
            Problem("replan_hold_without_plan", {"bound": dict(bounds[i].name)})
            for i in overlay.empty()
            if bounds[i].low
        ]
        if missing:
            raise ProblemsFound(missing)
        self._raise_held(grown, bounds, overlay)
        period = len(grown.tree.layers) - 1
        kept = self._kept if self._mode == "catch_up" and not closing else 0
        # What is left of a node that keeps its year lies on the grid of its actuals.
        grids = [1 if level <= kept else self._grid for level in range(1, period + 1)]
        try:
            return within_bounds(grown.tree, base, grids, bounds, overlay, self._sizes)[0][-1]
        except Impossible as impossible:
            facts = {
                "indicator": self._indicator,
                "bounds": conflict_names(bounds, impossible.which),
                "left": self._written(int(base[-1] if closing else base[0])),
                "months": self._open_months(),
            }
            raise ProblemsFound([Problem("replan_bounds_conflict", facts)]) from None

    def _closing_totals(self, bounds: list[Bound], base: Integers, codes: dict[str, Integers]) -> list[Bound]:
        """Take the company's own months from the holds on them; the last one is the target's."""
        places = np.unique(codes["period"])
        rest = []
        for bound in bounds:
            if set(bound.covers) == {"period"} and bound.low is not None and bound.low == bound.high:
                at = np.flatnonzero(places == bound.places[-1])
                if bound.places[-1] < MONTHS - 1 or self._mode != "catch_up":
                    base[at] = bound.low
                    continue
            rest.append(bound)
        return rest

    def _raise_held(self, grown: LeafTree, bounds: Sequence[Bound], overlay: Overlay) -> None:
        """Let nodes that weigh nothing weigh one step of the grid where a bound wants something of them."""
        wants = np.array([bool(bound.low and bound.low > 0) for bound in bounds], dtype=bool)
        if not wants.any():
            return
        inside = (overlay.contains[:, np.flatnonzero(wants)].sum(axis=1) > 0)[overlay.pattern]
        leaves = np.flatnonzero(np.asarray(inside).ravel())
        for level, layer in enumerate(grown.tree.layers[1:], start=1):
            nodes = np.unique(grown.nodes[level][leaves])
            layer.weight[nodes] = np.maximum(layer.weight[nodes], 1)

    def _part(self, table: Integers, year: Integers, target: Integers, closing: bool) -> _Part:
        """Return the answer: rows in the order of the plan's paths, and what each level kept."""
        paths, directory = self._paths, self._directory
        rows = paths.planned | (paths.actual != 0) | (table != 0)
        path, place = np.nonzero(rows)
        order = np.lexsort((path, place))
        path, place = path[order], place[order]
        columns: dict[str, object] = {
            "indicator": self._indicator,
            "period": place + directory.first_month,
        }
        for d in MEMBER_DIMENSIONS:
            names = np.array([name or None for name in directory.of[d].names], dtype=object)
            known = d in paths.codes
            columns[d] = names[paths.codes[d][path]] if known else np.full(len(path), None, dtype=object)
        amounts = paths.grid.amounts
        columns["original"] = np.where(
            paths.planned[path, place], amounts(paths.original[path, place]), np.nan
        )
        columns["actual"] = np.where(paths.closed[place], amounts(paths.actual[path, place]), np.nan)
        columns["revised"] = amounts(table[path, place])
        columns["change"] = amounts(table[path, place] - paths.original[path, place])
        unplanned = ~paths.planned.any(axis=1) & (paths.actual != 0).any(axis=1)
        if unplanned.any():
            at = np.flatnonzero(unplanned).tolist()
            shown = [paths.name(directory, number) for number in at[:5]]
            facts = {
                "indicator": self._indicator,
                "count": len(at),
                "amount": self._written(int(paths.actual[at].sum())),
                "names": "; ".join(shown),
            }
            self._notes.append(Note("replan_unplanned", facts))
        closed, ahead = paths.closed, paths.open
        latest = int(closed.sum()) - 1
        actual = paths.actual[:, latest].sum() if closing and latest >= 0 else paths.actual.sum()
        total = {
            "indicator": self._indicator,
            "target": amounts(int(target.sum())),
            "actual": amounts(int(actual)),
            "planned": amounts(int(target.sum() if closing else paths.original[:, ahead].sum())),
            "revised": amounts(int(year.sum() if closing else table[:, ahead].sum())),
            "year": amounts(int(year.sum())),
            "change": amounts(int(year.sum() - target.sum())),
            "first_open": int(np.flatnonzero(ahead)[0]) + directory.first_month,
        }
        frame = pd.DataFrame(columns, index=range(len(path)))[list(REPLAN_COLUMNS)]
        return _Part(frame, total, self._levels(year, target), self._notes)

    def _levels(self, year: Integers, target: Integers) -> list[dict[str, object]]:
        paths = self._paths
        if not paths.dimensions:
            return []
        every = leaf_tree(paths.dimensions, paths.codes, None)
        found = []
        for level, dimension in enumerate(paths.dimensions, start=1):
            change = every.sums(level, year - target)
            found.append(
                {
                    "indicator": self._indicator,
                    "dimension": dimension,
                    "nodes": len(change),
                    "kept": int((change == 0).sum()),
                    "moved": paths.grid.amounts(int(np.maximum(change, 0).sum())),
                }
            )
        return found

    def _note_months(self, as_of: int) -> None:
        closed = int(self._paths.closed.sum())
        facts = {"indicator": self._indicator}
        if not closed:
            self._notes.append(Note("replan_no_actuals", facts))
        elif closed <= as_of:
            first = self._directory.first_month
            months = Period(Month.at(first + closed), Month.at(first + as_of))
            self._notes.append(Note("replan_months_without_actuals", {**facts, "months": str(months)}))

    def _note_members(self) -> None:
        lost = self._paths.lost
        for level, dimension in enumerate(self._paths.dimensions, start=1):
            names = self._paths.ended.get(dimension)
            if not names:
                continue
            handed = int(np.where(self._paths.lost_at == level, lost, 0).sum())
            facts = {
                "indicator": self._indicator,
                "dimension": dimension_word(dimension),
                "names": ", ".join(names[:5]) + (", …" if len(names) > 5 else ""),
                "count": len(names),
                "amount": self._written(handed),
            }
            self._notes.append(Note("replan_members_ended" if handed else "replan_passed_on", facts))

    def _refuse_sign(self, sign: int) -> None:
        paths = self._paths
        path, month = (int(at[0]) for at in np.nonzero((sign * paths.basis < 0) & paths.open))
        facts = {
            "month": str(Month.at(self._directory.first_month + month)),
            "name": paths.name(self._directory, path) or "–",
            "amount": self._written(int(paths.basis[path, month])),
        }
        self._refuse("replan_mixed_signs", **facts)

    def _refuse(self, reason: str, **facts: object) -> None:
        raise ProblemsFound([Problem(reason, {"indicator": self._indicator, **facts})])

    def _written(self, whole: int) -> str:
        return written(self._paths.grid, whole)

    def _open_months(self) -> str:
        first = self._directory.first_month
        ahead = np.flatnonzero(self._paths.open)
        return str(Period(Month.at(first + int(ahead[0])), Month.at(first + int(ahead[-1]))))


def _rounded(numerator: int, denominator: int) -> int:
    """Return a fraction to the nearest whole number, a half up."""
    return (2 * numerator + denominator) // (2 * denominator)
