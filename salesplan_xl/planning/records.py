"""Past sales as numbered rows: whole amounts, members by number, months by place in the fiscal year.

Each row says at which levels it counts. It stops counting at the level of a dimension in which its member is
blank, a group, or not valid in the plan's same month; so a closed customer still speaks for his region. A
member with a model (``like``) counts with the model's rows from its own level on. A member that moved to
another parent takes his sales along from the level on at which both are known; above it they stay where they
were made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import on_common_grid
from salesplan_xl.planning.members import MONTHS, Directory, column_of, numbers_of, text_of
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES, Plan
from salesplan_xl.units import Floats, Integers, Step

NEVER = 99


@dataclass(frozen=True)
class Records:
    """Rows of past sales. ``year`` counts fiscal years back from the plan's (-1 is the last one).

    A row counts at the levels from ``counts_from`` to before ``counts_until``; ``month_weight`` is what it
    weighs where a target is split by months.
    """

    codes: dict[str, Integers]
    place: Integers
    year: Integers
    amount: Integers
    step: Step
    counts_from: Integers
    counts_until: Integers
    month_weight: Floats

    def rows(self, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]] | Integers) -> Records:
        return replace(
            self,
            codes={dimension: codes[chosen] for dimension, codes in self.codes.items()},
            place=self.place[chosen],
            year=self.year[chosen],
            amount=self.amount[chosen],
            counts_from=self.counts_from[chosen],
            counts_until=self.counts_until[chosen],
            month_weight=self.month_weight[chosen],
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
        )


class SalesBook:
    """The history and actuals of a plan, read once for all indicators."""

    def __init__(self, plan: Plan, directory: Directory) -> None:
        self._directory = directory
        frames = [frame for frame in (plan.history, plan.actuals) if len(frame)]
        joined = pd.concat([_plain(frame) for frame in frames], ignore_index=True) if frames else None
        self._frame = joined if joined is not None else _plain(plan.history)
        self._from_actuals = np.zeros(len(self._frame), dtype=bool)
        if len(plan.actuals):
            self._from_actuals[len(self._frame) - len(plan.actuals) :] = True
        self._indicator = _numbered(self._frame["indicator"], {"": SALES})
        self._month = numbers_of(self._frame, "month").astype(np.int64)
        self._codes = {}
        for dimension in MEMBER_DIMENSIONS:
            positions, names = pd.factorize(self._frame[dimension])
            members = directory.of[dimension]
            lookup = np.array([members.number(name) for name in names] + [-1], dtype=np.int64)
            self._codes[dimension] = lookup[positions]
        self._fill_blank_parents()

    def of(self, indicator: str) -> Records:
        """Return an indicator's rows, of every month.

        An indicator without rows of its own takes quantity (volume) or amount less cost (gross profit) from
        the sales amount's rows.
        """
        own = self._indicator == indicator
        amounts: list[Floats] = [numbers_of(self._frame, "amount")]
        if not own.any() and indicator in ("volume", "gross_profit"):
            own = self._indicator == SALES
            column = "quantity" if indicator == "volume" else "cost"
            value = numbers_of(self._frame, column)
            own &= ~np.isnan(value)
            amounts = [value] if indicator == "volume" else [amounts[0], value]
        grids, step = on_common_grid(*(amount[own] for amount in amounts))
        whole = grids[0] if len(grids) == 1 else grids[0] - grids[1]
        months = self._month[own] - self._directory.first_month
        records = Records(
            {dimension: codes[own] for dimension, codes in self._codes.items()},
            months % MONTHS,
            months // MONTHS,
            whole,
            step,
            np.zeros(len(whole), dtype=np.int64),
            np.full(len(whole), NEVER, dtype=np.int64),
            whole.astype(np.float64),
        )
        # A month that history already has is not taken a second time from the actuals.
        actuals = self._from_actuals[own]
        known = np.unique(months[~actuals])
        return _summed(records.rows(~actuals | ~np.isin(months, known)))

    def _fill_blank_parents(self) -> None:
        for dimension in MEMBER_DIMENSIONS:
            for other, parent in self._directory.of[dimension].ties.items():
                codes = self._codes[dimension]
                tied = np.where(codes >= 0, np.append(parent, -1)[codes], -1)
                self._codes[other] = np.where(self._codes[other] < 0, tied, self._codes[other])


def with_levels(records: Records, directory: Directory, levels: list[str], first_place: int) -> Records:
    """Return past rows with the levels at which they count, and the rows that members borrow or take along.

    Rows of months before ``first_place`` are left out: what is before stays as it is.
    """
    level_of = {dimension: level for level, dimension in enumerate(levels)}
    records = records.rows((records.year < 0) & (records.place >= first_place))
    for dimension, level in level_of.items():
        if dimension != "period":
            records = _with_borrowed(records, directory.of[dimension].like, dimension, level)
    for dimension in level_of:
        for other, parents in directory.of[dimension].ties.items():
            if other in level_of:
                both_known = max(level_of[dimension], level_of[other])
                records = _with_moved(records, parents, dimension, other, both_known)
    until = records.counts_until.copy()
    for dimension, level in level_of.items():
        if dimension == "period":
            continue
        members = directory.of[dimension]
        codes = records.codes[dimension]
        stops = codes < 0
        if len(members.names):
            invalid = (records.place < members.first[codes]) | (records.place > members.last[codes])
            stops = stops | invalid | members.is_group[codes]
        until = np.where(stops, np.minimum(until, level), until)
    return replace(records, counts_until=until)


def _with_borrowed(records: Records, like: Integers, dimension: str, level: int) -> Records:
    borrowers = np.flatnonzero(like >= 0)
    if not len(borrowers):
        return records
    codes = records.codes[dimension]
    extra = []
    for member in borrowers.tolist():
        model = int(like[member])
        while like[model] >= 0:
            model = int(like[model])
        copied = records.rows(codes == model)
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


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    columns = ("month", "indicator", *MEMBER_DIMENSIONS, "quantity", "amount", "cost", "state")
    return pd.DataFrame({column: column_of(frame, column).to_numpy() for column in columns})


def _numbered(column: pd.Series, instead: dict[str, str]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    positions, names = pd.factorize(column)
    texts = [text_of(name) for name in names] + [""]
    lookup = np.array([instead.get(text, text) for text in texts], dtype=object)
    return lookup[positions]


def _summed(records: Records) -> Records:
    """Add up rows of the same month and members."""
    if not len(records.amount):
        return records
    key = records.year - records.year.min()
    for column in (records.place, *(codes + 1 for codes in records.codes.values())):
        width = int(column.max()) + 1
        if key.max() >= 2**62 // width:
            key = np.unique(key, return_inverse=True)[1].ravel()
        key = key * width + column
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    if len(first) == len(key):
        return records
    sums = np.zeros(len(first), dtype=np.int64)
    np.add.at(sums, inverse.ravel(), records.amount)
    return replace(records.rows(first), amount=sums, month_weight=sums.astype(np.float64))
