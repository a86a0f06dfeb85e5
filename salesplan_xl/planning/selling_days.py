"""Selling days of a month: what time progress counts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence

import numpy as np

from salesplan_xl.units import Floats, Month

WEEKMASKS = {"calendar": "1111111", "weekdays": "1111100", "six_days": "1111110"}
"""Days of the week that sell, Monday first, by rule."""


def selling_days(
    first: int, count: int, rule: str = "calendar", by_month: Sequence[float] | None = None
) -> Floats:
    """Return the selling days of ``count`` months from a month index on.

    ``by_month`` gives them for the twelve calendar months instead, January first, where the planner counted
    them himself (public holidays differ from year to year and place to place).

    >>> selling_days(2027 * 12, 2).tolist()
    [31.0, 28.0]
    >>> selling_days(2027 * 12, 2, "weekdays").tolist()
    [21.0, 20.0]
    """
    months = [Month.at(first + offset) for offset in range(count)]
    if by_month is not None:
        return np.array([by_month[month.month - 1] for month in months], dtype=np.float64)
    begins = np.array([f"{month}-01" for month in months], dtype="datetime64[D]")
    lengths = np.array([monthrange(month.year, month.month)[1] for month in months])
    return np.busday_count(begins, begins + lengths, WEEKMASKS[rule]).astype(np.float64)


def time_progress(days: Floats) -> Floats:
    """Return the share of the year's selling days that has passed at the end of each month.

    >>> time_progress(np.array([1.0, 1.0, 2.0])).tolist()
    [0.25, 0.5, 1.0]
    """
    return np.asarray(np.cumsum(days) / days.sum())
