"""A book seen by the members of one dimension over one window of months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.planning.exact_sums import on_common_grid, sums_by
from salesplan_xl.planning.metrics.book import Book
from salesplan_xl.units import Floats, Integers

TOTAL = "total"
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class View:
    """What a key figure is computed from: the book's rows by member and month.

    ``members`` are those of ``dimension``, one None for the total. ``first`` and ``last`` are month indices,
    both included.
    """

    book: Book
    dimension: str
    members: tuple[str | None, ...]
    first: int
    last: int

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def nothing(self) -> Floats:
        return np.full(self.size, np.nan)

    def moved(self, months: int) -> View:
        """Return the same view of a window so many months later."""
        return replace(self, first=self.first + months, last=self.last + months)

    def window(self, first: int, last: int) -> View:
        return replace(self, first=first, last=last)

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table's frame; of sales, after a colon, the rows of an indicator."""
        return self.book.table(table)

    def rows(
        self, table: str, month: str = "month", where: Callable[[pd.DataFrame], Any] | None = None
    ) -> pd.DataFrame:
        """Return the rows of a table within the window by a column of months, those of a condition only."""
        frame = self.frame(table)
        if month not in frame:
            return frame.iloc[:0]
        months = frame[month].to_numpy(dtype=np.float64)
        inside = (months >= self.first) & (months <= self.last)
        rows = frame[inside]
        return rows[np.asarray(where(rows), dtype=bool)] if where is not None and len(rows) else rows

    def codes(self, rows: pd.DataFrame) -> Integers:
        """Return the number of the member of each row, -1 for none of them."""
        if self.dimension == TOTAL:
            return np.zeros(len(rows), dtype=np.int64)
        if self.dimension not in rows:
            return np.full(len(rows), -1, dtype=np.int64)
        return np.asarray(pd.Index(self.members).get_indexer(pd.Index(rows[self.dimension])), dtype=np.int64)

    def covers(self, table: str) -> bool:
        """Tell whether rows of a table can be told apart by the dimension."""
        return self.dimension == TOTAL or self.dimension in self.frame(table)

    def sum(self, rows: pd.DataFrame, column: str) -> Floats:
        """Return the exact sums of a column by member; zero where there is no row, blanks count as zero."""
        if column not in rows or not len(rows):
            return np.zeros(self.size)
        codes = self.codes(rows)
        (whole,), step = on_common_grid(rows[column].to_numpy(dtype=np.float64))
        known = codes >= 0
        return step.amounts(sums_by(codes[known], whole[known], self.size))

    def count(self, rows: pd.DataFrame, where: Any = None) -> Floats:
        """Return the numbers of rows by member."""
        codes = self.codes(rows)
        if where is not None and len(rows):
            codes = codes[np.asarray(where, dtype=bool)]
        return np.bincount(codes[codes >= 0], minlength=self.size).astype(np.float64)

    def known(self, table: str = "sales") -> bool:
        """Tell whether the window has rows of a table at all: without, nothing is known, not zero sold."""
        return bool(len(self.rows(table)))

    def complete(self, table: str = "sales") -> bool:
        """Tell whether every month of the window has rows of a table."""
        frame = self.frame(table)
        if "month" not in frame:
            return False
        months = np.arange(self.first, self.last + 1)
        return bool(np.isin(months, frame["month"].to_numpy()).all())

    def by(self, rows: pd.DataFrame, key: str, column: str = "amount") -> ByKey:
        """Return the exact sums of a column by member and another column, such as the customer."""
        return ByKey.of(self, rows, key, column)

    def each(self, groups: Sequence[Any], compute: Callable[[Any], float]) -> Floats:
        """Compute one value per member with a function of the library; what it refuses is not known."""
        values = self.nothing
        for at, group in enumerate(groups):
            if group is not None and len(group):
                values[at] = value_or_none(compute, group)
        return values

    def groups(self, rows: pd.DataFrame) -> list[pd.DataFrame | None]:
        """Return the rows of each member, None where it has none."""
        codes = self.codes(rows)
        found: list[pd.DataFrame | None] = [None] * self.size
        order = np.argsort(codes, kind="stable")
        order = order[codes[order] >= 0]
        ends = np.flatnonzero(np.diff(codes[order], append=-2)) + 1
        start = 0
        for end in ends.tolist():
            found[int(codes[order[start]])] = rows.iloc[order[start:end]]
            start = end
        return found


def value_or_none(compute: Callable[[Any], Any], given: Any) -> float:
    """Return what a formula answers, NaN where it refuses: nothing to divide by, or no data."""
    try:
        return float(compute(given))
    except SalesPlanError:
        return float("nan")


@dataclass(frozen=True)
class ByKey:
    """Sums by member and key: ``member`` and ``key`` number each pair, ``amount`` is its sum."""

    member: Integers
    key: npt.NDArray[Any]
    amount: Floats
    size: int

    @classmethod
    def of(cls, view: View, rows: pd.DataFrame, key: str, column: str) -> ByKey:
        empty = np.zeros(0, dtype=np.int64)
        if key not in rows or column not in rows or not len(rows):
            return cls(empty, np.array([], dtype=object), np.zeros(0), view.size)
        codes = view.codes(rows)
        keep = (codes >= 0) & rows[key].notna().to_numpy()
        names, values = pd.factorize(rows[key].to_numpy()[keep])
        pairs, place = np.unique(codes[keep] * max(len(values), 1) + names, return_inverse=True)
        (whole,), step = on_common_grid(rows[column].to_numpy(dtype=np.float64)[keep])
        sums = step.amounts(sums_by(place.ravel(), whole, len(pairs)))
        return cls(
            pairs // max(len(values), 1), np.asarray(values)[pairs % max(len(values), 1)], sums, view.size
        )

    @cached_property
    def index(self) -> pd.MultiIndex:
        return pd.MultiIndex.from_arrays([self.member, self.key])

    def at(self, other: ByKey) -> Floats:
        """Return the sums of the pairs of another, zero where there is none here."""
        if not len(self.member):
            return np.zeros(len(other.member))
        place = self.index.get_indexer(other.index) if len(other.member) else np.zeros(0, dtype=np.int64)
        return np.where(place >= 0, self.amount[place], 0.0)

    def per_member(self, values: npt.ArrayLike) -> Floats:
        """Return the sums of values, one per pair, by member."""
        return np.bincount(self.member, np.asarray(values, dtype=np.float64), minlength=self.size).astype(
            np.float64
        )

    def money_per_member(self, values: npt.ArrayLike) -> Floats:
        """Return the exact sums of amounts, one per pair, by member."""
        (whole,), step = on_common_grid(np.asarray(values, dtype=np.float64))
        return step.amounts(sums_by(self.member, whole, self.size))

    def parts(self) -> list[Floats | None]:
        """Return the sums of each member's pairs, None where it has none."""
        order = np.argsort(self.member, kind="stable")
        bounds = np.searchsorted(self.member[order], np.arange(self.size + 1))
        return [
            self.amount[order[low:high]] if high > low else None
            for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        ]
