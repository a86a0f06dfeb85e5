"""Nodes of a quota, named by members and months: the leaves they cover, what they add up to, what moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import on_common_grid, sums_by
from salesplan_xl.planning.levels import declared_order, leaf_step, levels_of
from salesplan_xl.planning.members import MONTHS, Directory, column_of, numbers_of, text_of, texts_of
from salesplan_xl.planning.plan import LEAF_KEY, MEMBER_DIMENSIONS, SALES, Plan
from salesplan_xl.units import Floats, Integers, Step

NodeRow = Mapping[str, Any]
"""A node as a row of :attr:`Plan.holds`: ``indicator``, ``first_month`` and ``last_month`` (index; blank is
the plan year), a member per dimension (blank covers all; a group covers its members)."""

MOVE_COLUMNS = (*LEAF_KEY, "level", "leaf", "before", "after", "change")


def closing_indicators(plan: Plan) -> set[str]:
    """Return the indicators whose longer periods show their last month."""
    pairs = zip(texts_of(plan.targets, "indicator"), texts_of(plan.targets, "aggregation"), strict=True)
    return {indicator or SALES for indicator, aggregation in pairs if aggregation == "closing"}


_UNKNOWN = -2
"""A member that the plan no longer knows; -1 is none."""


class Nodes:
    """The nodes of a quota as it stands, amounts in the base unit, months as indices (-1 for none)."""

    def __init__(self, plan: Plan, quota: pd.DataFrame) -> None:
        self._plan = plan
        self._directory = Directory(plan, declared_order(plan))
        self._closing = closing_indicators(plan)
        self._quota = quota.reset_index(drop=True)
        self._indicators = np.array(texts_of(quota, "indicator"), dtype=object)
        months = numbers_of(quota, "period")
        self._places = np.where(months < 0, -1, months - self._directory.first_month)
        self._codes = {dimension: self._numbers(dimension) for dimension in MEMBER_DIMENSIONS}
        (self._whole,), self._grid = on_common_grid(numbers_of(quota, "committed"))

    def rows(self, node: NodeRow) -> Integers:
        """Return the positions of the leaves that a node covers.

        Of a closing value a node covers the leaves of its last month.
        """
        inside = self._indicators == node["indicator"]
        months = self._months(node)
        if (len(months) < MONTHS and (self._places[inside] >= 0).any()) or not _whole_year(node):
            inside &= np.isin(self._places, months)
        for dimension, covered in self._covered(node).items():
            inside &= np.isin(self._codes[dimension], covered)
        return np.flatnonzero(inside)

    def within(self, inner: NodeRow, outer: NodeRow) -> bool:
        """Tell whether all leaves that ``inner`` can cover lie in ``outer``."""
        if inner["indicator"] != outer["indicator"]:
            return False
        covers = self._covered(inner)
        return bool(np.isin(self._months(inner), self._months(outer)).all()) and all(
            dimension in covers and bool(np.isin(covers[dimension], whole).all())
            for dimension, whole in self._covered(outer).items()
        )

    def amount(self, rows: Integers) -> float:
        """Return what leaves add up to, exactly."""
        return float(self._grid.amounts(int(self._whole[rows].sum())))

    def last_year(self, rows: Integers) -> float:
        """Return what leaves sold last year; NaN where that is known of none of them."""
        amounts = numbers_of(self._quota, "last_year")[rows]
        if np.isnan(amounts).all():
            return float("nan")
        (whole,), grid = on_common_grid(amounts)
        return float(grid.amounts(int(whole.sum())))

    def step(self, indicator: str) -> Step:
        """Return the step of an indicator's leaves, which a hold on it must keep to."""
        levels, _, _ = levels_of(self._plan, self._directory)
        settings = self._plan.settings
        return leaf_step(levels, settings.step_of(indicator), indicator in settings.steps)

    def split(self, rows: Integers) -> tuple[list[str], list[str]]:
        """Return the dimensions that leaves differ by or have a member in, and those where only some have."""
        full, mixed = [], []
        for dimension in ("period", *MEMBER_DIMENSIONS):
            known = (self._places if dimension == "period" else self._codes[dimension])[rows] != -1
            if known.all():
                full.append(dimension)
            elif known.any():
                mixed.append(dimension)
        return full, mixed

    def cells(self, rows: Integers, over: Sequence[str]) -> list[tuple[dict[str, Any], Integers]]:
        """Return leaves by member and month in some dimensions, months in order, with their positions."""
        if not len(rows):
            return []
        leaves = self._quota.iloc[rows]
        if "period" in over:
            order = np.argsort(numbers_of(leaves, "period"), kind="stable")
            rows, leaves = rows[order], leaves.iloc[order]
        numbers = leaves.groupby(list(over), sort=False, dropna=False).ngroup().to_numpy()
        found = []
        for number in range(int(numbers.max()) + 1):
            at = np.flatnonzero(numbers == number)
            first = leaves.iloc[int(at[0])]
            found.append(({dimension: first[dimension] for dimension in over}, rows[at]))
        return found

    def _numbers(self, dimension: str) -> Integers:
        positions, names = pd.factorize(column_of(self._quota, dimension))
        members = self._directory.of[dimension]
        numbers = [members.number(name) if members.number(name) >= 0 else _UNKNOWN for name in names]
        return np.array([*numbers, -1], dtype=np.int64)[positions]

    def _covered(self, node: NodeRow) -> dict[str, Integers]:
        covers = {}
        for dimension in MEMBER_DIMENSIONS:
            name = text_of(node.get(dimension))
            if name:
                members = self._directory.of[dimension]
                number = members.number(name)
                covers[dimension] = members.covered(number) if number >= 0 else np.zeros(0, dtype=np.int64)
        return covers

    def _months(self, node: NodeRow) -> Integers:
        first, last = 0, MONTHS - 1
        if not _whole_year(node):
            first = int(node["first_month"]) - self._directory.first_month
            last = int(node["last_month"]) - self._directory.first_month
        if node["indicator"] in self._closing:
            first = last
        return np.arange(first, last + 1, dtype=np.int64)


def _whole_year(node: NodeRow) -> bool:
    return bool(np.isnan(float(node["first_month"])))


def moves(plan: Plan, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return every node whose committed amount differs between two quotas, in the columns MOVE_COLUMNS.

    Nodes are those of the plan's levels: the total, then each level within the one above; of a closing value
    month by month. ``level`` names the dimension that was split last (``total`` for the top), ``leaf`` marks
    the leaves. Levels come from the top down, the largest change of a level first.
    """
    both = pd.DataFrame(
        {
            "indicator": [*texts_of(before, "indicator"), *texts_of(after, "indicator")],
            "period": np.concatenate([_months_of(before), _months_of(after)]),
            **{
                dimension: pd.Series(
                    [*texts_of(before, dimension), *texts_of(after, dimension)], dtype=object
                )
                for dimension in MEMBER_DIMENSIONS
            },
        }
    )
    (old, new), grid = on_common_grid(
        np.concatenate([numbers_of(before, "committed"), np.zeros(len(after))]),
        np.concatenate([np.zeros(len(before)), numbers_of(after, "committed")]),
    )
    closing = closing_indicators(plan)
    order = declared_order(plan)
    parts: list[pd.DataFrame] = []
    for indicator in dict.fromkeys(both["indicator"]):
        rows = np.flatnonzero((both["indicator"] == indicator).to_numpy())
        own = both.iloc[rows]
        split = [d for d in order if (own[d] != (-1 if d == "period" else "")).any()]
        if indicator in closing and "period" in split:
            split = ["period", *(d for d in split if d != "period")]
        codes = np.zeros(len(rows), dtype=np.int64)
        for depth in range(len(split) + 1):
            if depth:
                column = pd.factorize(own[split[depth - 1]])[0]
                codes = np.unique(codes * (int(column.max()) + 1) + column, return_inverse=True)[1].ravel()
            if not depth and indicator in closing and split:
                continue
            level = split[depth - 1] if depth else "total"
            parts.append(
                _moved(own, split[:depth], level, depth == len(split), codes, old[rows], new[rows], grid)
            )
    found = [part for part in parts if len(part)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(MOVE_COLUMNS))


def _moved(
    rows: pd.DataFrame,
    named: Sequence[str],
    level: str,
    leaf: bool,
    codes: Integers,
    old: Integers,
    new: Integers,
    grid: Step,
) -> pd.DataFrame:
    count = int(codes.max()) + 1
    before, after = sums_by(codes, old, count), sums_by(codes, new, count)
    changed = np.flatnonzero(before != after)
    changed = changed[np.argsort(-np.abs(after - before)[changed], kind="stable")]
    first = np.unique(codes, return_index=True)[1][changed]
    frame = rows.iloc[first].reset_index(drop=True)
    for dimension in ("period", *MEMBER_DIMENSIONS):
        if dimension not in named:
            frame[dimension] = -1 if dimension == "period" else ""
    return frame.assign(
        level=level,
        leaf=leaf,
        before=grid.amounts(before[changed]),
        after=grid.amounts(after[changed]),
        change=grid.amounts((after - before)[changed]),
    )[list(MOVE_COLUMNS)]


def _months_of(quota: pd.DataFrame) -> Floats:
    return np.nan_to_num(numbers_of(quota, "period"), nan=-1.0)
