"""Past sales as numbered rows: whole amounts, members by number, months by place in the fiscal year.

Each row says at which levels it counts. It stops counting at the level of a dimension in which its member is
blank, a group, or not valid in the plan's same month; so a closed customer still speaks for his region. A
member with a model (``like``) counts with the model's rows from its own level on. A member that moved to
another parent takes his sales along from the level on at which both are known; above it they stay where they
were made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.exact_sums import on_common_grid, sums_by
from salesplan_xl.planning.members import MONTHS, Directory, Members, factorised, numbers_of, text_of
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES, Plan
from salesplan_xl.units import Floats, Integers, Step

NEVER = 99
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Records:
    """Rows of past sales. ``year`` counts fiscal years back from the plan's (-1 is the last one).

    A row counts at the levels from ``counts_from`` to before ``counts_until``; ``month_weight`` is what it
    weighs where a target is split by months. ``estimated`` marks rows that were filled in.
    """

    codes: dict[str, Integers]
    place: Integers
    year: Integers
    amount: Integers
    step: Step
    counts_from: Integers
    counts_until: Integers
    month_weight: Floats
    estimated: Mask

    def rows(self, chosen: Mask | Integers) -> Records:
        return replace(
            self,
            codes={dimension: codes[chosen] for dimension, codes in self.codes.items()},
            place=self.place[chosen],
            year=self.year[chosen],
            amount=self.amount[chosen],
            counts_from=self.counts_from[chosen],
            counts_until=self.counts_until[chosen],
            month_weight=self.month_weight[chosen],
            estimated=self.estimated[chosen],
        )

    def joined(self, other: Records) -> Records:
        def both(left: Any, right: Any) -> Any:
            return np.concatenate([left, right])

        return replace(
            self,
            codes={d: both(codes, other.codes[d]) for d, codes in self.codes.items()},
            place=both(self.place, other.place),
            year=both(self.year, other.year),
            amount=both(self.amount, other.amount),
            counts_from=both(self.counts_from, other.counts_from),
            counts_until=both(self.counts_until, other.counts_until),
            month_weight=both(self.month_weight, other.month_weight),
            estimated=both(self.estimated, other.estimated),
        )


class SalesBook:
    """The history and actuals of a plan, read once for all indicators: rows of the same key are one group."""

    def __init__(self, plan: Plan, directory: Directory) -> None:
        self._directory = directory
        frames = [plan.history, plan.actuals]
        self._amounts = np.concatenate([numbers_of(frame, "amount") for frame in frames])
        months = np.concatenate([numbers_of(frame, "month") for frame in frames])
        months = months.astype(np.int64) - directory.first_month
        from_actuals = np.repeat([0, 1], [len(frame) for frame in frames])
        self._indicators: dict[str, int] = {}
        indicators = np.concatenate([self._indicators_of(frame) for frame in frames])
        codes = {}
        for dimension in MEMBER_DIMENSIONS:
            members = directory.of[dimension]
            parts = [_numbered(met, members.number) for met in directory.met[dimension]]
            codes[dimension] = np.concatenate(parts)
        columns = (months - months.min(initial=0), from_actuals, indicators, *(c + 1 for c in codes.values()))
        key = np.zeros(len(months), dtype=np.int64)
        for column in columns:
            width = int(column.max(initial=0)) + 1
            if len(key) and key.max() >= 2**62 // width:
                key = pd.factorize(key)[0].astype(np.int64)
            key = key * width + column
        self._group, unique = pd.factorize(key)
        first = np.zeros(len(unique), dtype=np.int64)
        first[self._group[::-1]] = np.arange(len(key))[::-1]
        self._months, self._from_actuals = months[first], from_actuals[first].astype(bool)
        self._indicator = indicators[first]
        self._codes = {dimension: numbers[first] for dimension, numbers in codes.items()}
        self._records: dict[str, Records] = {}
        self._fill_blank_parents()

    def of(self, indicator: str) -> Records:
        """Return an indicator's rows, of every month; asked again, the same ones.

        A month that history has is not taken a second time from the actuals.
        """
        if indicator not in self._records:
            self._records[indicator] = self._read(indicator)
        return self._records[indicator]

    def _read(self, indicator: str) -> Records:
        own = self._indicator == self._indicators.get(indicator, -1)
        known = np.unique(self._months[own & ~self._from_actuals])
        own &= ~self._from_actuals | ~np.isin(self._months, known)
        whole, step = self._sums(own)
        size = int(own.sum())
        return Records(
            {dimension: codes[own] for dimension, codes in self._codes.items()},
            self._months[own] % MONTHS,
            self._months[own] // MONTHS,
            whole[own],
            step,
            np.zeros(size, dtype=np.int64),
            np.full(size, NEVER, dtype=np.int64),
            whole[own].astype(np.float64),
            np.zeros(size, dtype=bool),
        )

    def _sums(self, own: Mask) -> tuple[Integers, Step]:
        """Return each group's amount as whole numbers of a common grid, zero for groups not asked for."""
        (whole,), step = on_common_grid(np.where(own[self._group], self._amounts, 0.0))
        return sums_by(self._group, whole, len(own)), step

    def _indicators_of(self, frame: pd.DataFrame) -> Integers:
        def number(name: object) -> int:
            return self._indicators.setdefault(text_of(name) or SALES, len(self._indicators))

        return _numbered(factorised(frame, "indicator"), number, blank=number(None))

    def _fill_blank_parents(self) -> None:
        for dimension in MEMBER_DIMENSIONS:
            for other, parent in self._directory.of[dimension].ties.items():
                codes = self._codes[dimension]
                tied = np.where(codes >= 0, parent[codes], -1)
                self._codes[other] = np.where(self._codes[other] < 0, tied, self._codes[other])


def in_order(records: Records, levels: Sequence[str], directory: Directory) -> Records:
    """Return rows sorted by their path down the levels, so that rows of a node lie together."""
    key = np.zeros(len(records.amount), dtype=np.int64)
    for dimension in levels:
        column = records.place if dimension == "period" else records.codes[dimension] + 1
        width = len(directory.of[dimension].names) + 1
        if len(key) and key.max() >= 2**62 // width:
            key = np.unique(key, return_inverse=True)[1].ravel()
        key = key * width + column
    return records.rows(np.argsort(key, kind="stable"))


def with_relations(records: Records, directory: Directory, levels: list[str], first_place: int) -> Records:
    """Return past rows and those that members borrow or take along.

    Rows of months before ``first_place`` are left out: what is before stays as it is.
    """
    level_of = {dimension: level for level, dimension in enumerate(levels)}
    records = records.rows((records.year < 0) & (records.place >= first_place))
    for dimension, level in level_of.items():
        if dimension != "period":
            records = _with_borrowed(records, directory.of[dimension], dimension, level)
    for dimension in level_of:
        for other, parents in directory.of[dimension].ties.items():
            if other in level_of:
                both_known = max(level_of[dimension], level_of[other])
                records = _with_moved(records, parents, dimension, other, both_known)
    return records


def counted_by_level(records: Records, directory: Directory, levels: list[str]) -> Records:
    """Return rows in order, none of which counts where its member is blank, a group or not valid."""
    until = records.counts_until.copy()
    for level, dimension in enumerate(levels):
        if dimension == "period":
            continue
        members = directory.of[dimension]
        codes = records.codes[dimension]
        stops = codes < 0
        if len(members.names):
            invalid = (records.place < members.first[codes]) | (records.place > members.last[codes])
            stops = stops | invalid | members.is_group[codes]
        until = np.where(stops, np.minimum(until, level), until)
    return in_order(replace(records, counts_until=until), levels, directory)


def _with_borrowed(records: Records, members: Members, dimension: str, level: int) -> Records:
    borrowers = np.flatnonzero(members.like >= 0)
    if not len(borrowers):
        return records
    codes = records.codes[dimension]
    extra = []
    for member in borrowers.tolist():
        copied = records.rows(codes == members.model_of(member))
        size = len(copied.amount)
        extra.append(
            replace(
                copied,
                codes={**copied.codes, dimension: np.full(size, member, dtype=np.int64)},
                counts_from=np.maximum(copied.counts_from, level),
            )
        )
    replaced = np.isin(codes, borrowers)
    kept = np.where(replaced, np.minimum(records.counts_until, level), records.counts_until)
    records = replace(records, counts_until=kept)
    for rows in extra:
        records = records.joined(rows)
    return records


def _with_moved(records: Records, parents: Integers, dimension: str, other: str, level: int) -> Records:
    codes = records.codes[dimension]
    wanted = np.where(codes >= 0, np.append(parents, -1)[codes], -1)
    elsewhere = (wanted >= 0) & (records.codes[other] != wanted)
    if not elsewhere.any():
        return records
    moved = records.rows(elsewhere)
    moved = replace(
        moved,
        codes={**moved.codes, other: wanted[elsewhere]},
        counts_from=np.maximum(moved.counts_from, level),
    )
    kept = np.where(elsewhere, np.minimum(records.counts_until, level), records.counts_until)
    return replace(records, counts_until=kept).joined(moved)


def _numbered(met: tuple[Integers, list[str]], number: Callable[[object], int], blank: int = -1) -> Integers:
    positions, names = met
    lookup = np.array([number(name) for name in names] + [blank], dtype=np.int64)
    return lookup[positions]
