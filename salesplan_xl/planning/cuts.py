"""A table of months cut by member: exact sums by month, over any run of months, in total and by dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.exact_sums import as_amounts, matrix_of, on_common_grid
from salesplan_xl.units import Floats, Integers, Month, Period, Step

TOTAL = "total"
Known = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """A run of months, both ends counted from the first month of the year."""

    start: int
    end: int

    @property
    def months(self) -> slice:
        return slice(self.start, self.end + 1)


@dataclass(frozen=True)
class Cuts:
    """Measures of a table by row (a dimension's member; the total first) and month."""

    first: int
    dimensions: npt.NDArray[np.object_]
    members: npt.NDArray[np.object_]
    whole: Mapping[str, Integers]
    known: Mapping[str, Known]
    steps: Mapping[str, Step]
    in_use: Known
    """Row by month: whether the table has a row there at all."""

    @property
    def months(self) -> list[int]:
        """The months that have a row, counted from the first month of the year."""
        return [int(month) for month in np.flatnonzero(self.in_use[0])] if len(self.in_use) else []

    def windows(self) -> list[Window]:
        """Return what figures are shown for: the year to date, if more than a month, then each month."""
        months = self.months
        to_date = [Window(months[0], months[-1])] if len(months) > 1 else []
        return [*to_date, *(Window(month, month) for month in months)]

    def period(self, window: Window) -> str:
        return str(Period(Month.at(self.first + window.start), Month.at(self.first + window.end)))

    def flow(self, measure: str, window: Window) -> Floats:
        """Return a measure added up over a window; NaN where nothing is known of it there."""
        sums = as_amounts(self.whole[measure][:, window.months].sum(axis=1), self.steps[measure])
        return np.where(self.known[measure][:, window.months].any(axis=1), sums, np.nan)

    def flow_or_zero(self, measure: str, window: Window) -> Floats:
        return np.nan_to_num(self.flow(measure, window))

    def at(self, measure: str, month: int) -> Floats:
        """Return a measure as it stands in a month, such as a closing balance."""
        return self.flow(measure, Window(month, month))

    def by_month(self, measure: str, window: Window) -> Floats:
        """Return a measure by row and month of a window; what is not known is zero."""
        return as_amounts(self.whole[measure][:, window.months], self.steps[measure])

    def shown(self, window: Window) -> Known:
        """Tell which rows have anything in a window; the total always."""
        return np.asarray(self.in_use[:, window.months].any(axis=1) | (self.dimensions == TOTAL))


def cut(
    frame: pd.DataFrame, dimensions: Sequence[str], measures: Sequence[str], first: int, last: int
) -> Cuts:
    """Add up a table by month and by the members of each dimension.

    Args:
        frame: ``month`` (index), a column per dimension, amounts by measure with NaN where blank. A column
            that is not there is blank throughout; a blank member belongs to none.
        dimensions: What to cut by, beside the total.
        measures: The columns to add up.
        first: Month index of the first month of the year.
        last: Month index of the last month looked at.
    """
    month = frame["month"].to_numpy(dtype=np.float64) - first
    inside = (month >= 0) & (month <= last - first)
    frame, at = frame[inside], month[inside].astype(np.int64)
    codes: list[Integers] = [np.zeros(len(frame), dtype=np.int64)]
    names: list[list[object]] = [[None]]
    for dimension in dimensions:
        coded, found = _coded(frame, dimension)
        codes.append(coded)
        names.append(found)
    offsets = np.cumsum([0, *map(len, names)])
    shape = (int(offsets[-1]), last - first + 1)
    rows = [np.where(own >= 0, own + offset, -1) for own, offset in zip(codes, offsets, strict=False)]

    def added(amounts: Integers) -> Integers:
        cells = np.zeros(shape, dtype=np.int64)
        for own in rows:
            cells += matrix_of(own, at, amounts, shape)
        return cells

    whole, known, steps = {}, {}, {}
    for measure in measures:
        values = (
            frame[measure].to_numpy(dtype=np.float64) if measure in frame else np.full(len(frame), np.nan)
        )
        (amounts,), steps[measure] = on_common_grid(values)
        whole[measure] = added(amounts)
        known[measure] = added((~np.isnan(values)).astype(np.int64)) > 0
    labels = [TOTAL, *dimensions]
    return Cuts(
        first,
        np.repeat(np.array(labels, dtype=object), [len(found) for found in names]),
        np.array([name for found in names for name in found], dtype=object),
        whole,
        known,
        steps,
        added(np.ones(len(frame), dtype=np.int64)) > 0,
    )


def _coded(frame: pd.DataFrame, dimension: str) -> tuple[Integers, list[object]]:
    """Return each row's member as a number, -1 where it is blank, and the members in order of appearance."""
    if dimension not in frame:
        return np.full(len(frame), -1, dtype=np.int64), []
    names = frame[dimension].where(frame[dimension].notna() & (frame[dimension] != ""), None)
    coded, found = pd.factorize(names)
    return np.asarray(coded, dtype=np.int64), list(found)


def figures(
    cuts: Cuts, columns: Sequence[str], work: Callable[[Window], Mapping[str, object]]
) -> pd.DataFrame:
    """Return the rows of every window, the year to date first: period, dimension, member, the columns."""
    parts = list(_parts(cuts, work))
    every = ["period", "dimension", "member", *columns]
    if not parts:
        return pd.DataFrame({column: pd.Series(dtype=object) for column in every})
    return pd.concat(parts, ignore_index=True)[every]


def _parts(cuts: Cuts, work: Callable[[Window], Mapping[str, object]]) -> Iterator[pd.DataFrame]:
    for window in cuts.windows():
        rows = pd.DataFrame(
            {
                "period": cuts.period(window),
                "dimension": cuts.dimensions,
                "member": cuts.members,
                **work(window),
            }
        )
        yield rows[cuts.shown(window)]


def quotient(part: Floats, whole: Floats) -> Floats:
    """Return part over whole, NaN where the whole is not above zero.

    >>> quotient(np.array([1.0, 1.0]), np.array([4.0, 0.0])).tolist()
    [0.25, nan]
    """
    above = whole > 0
    return np.where(above, part / np.where(above, whole, 1.0), np.nan)
