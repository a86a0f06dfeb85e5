"""Dates of the Chinese New Year (春节) and the months into which a window of days around it falls.

The dates are data; the tests hold them against the positions of sun and moon.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter

import numpy as np

from salesplan_xl.errors import NotFound, OutOfRange
from salesplan_xl.units import Floats

FIRST_YEAR = 1990
LAST_YEAR = 2050
DAYS_BEFORE = 20
DAYS_AFTER = 6
"""The usual window: twenty days before the first day, on which stock is built up, and the holiday week."""

# MMDD from 1990 on. One year more than LAST_YEAR: its window may begin in the December before.
_MONTH_AND_DAY = """
0127 0215 0204 0123 0210 0131 0219 0207 0128 0216
0205 0124 0212 0201 0122 0209 0129 0218 0207 0126
0214 0203 0123 0210 0131 0219 0208 0128 0216 0205
0125 0212 0201 0122 0210 0129 0217 0206 0126 0213
0203 0123 0211 0131 0219 0208 0128 0215 0204 0124
0212 0201 0122 0210 0130 0217 0206 0126 0214 0202
0123 0211
""".split()

_DATES = {
    year: dt.date(year, int(text[:2]), int(text[2:])) for year, text in enumerate(_MONTH_AND_DAY, FIRST_YEAR)
}


def new_year(year: int) -> dt.date:
    """Return the first day of the Chinese year that begins in a calendar year.

    Raises:
        NotFound: the year is not in 1990 to 2050.

    >>> str(new_year(2027))
    '2027-02-06'
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("no_lunar_new_year", year=year, first=FIRST_YEAR, last=LAST_YEAR)
    return _DATES[year]


def window_shares(
    year: int, days_before: int = DAYS_BEFORE, days_after: int = DAYS_AFTER
) -> dict[int, float]:
    """Return which part of the window around the New Year of ``year`` falls into which month.

    The window runs from ``days_before`` days before the first day to ``days_after`` days after it, both ends
    included. Either may be negative: 45 before and -15 after are the days from 45 to 15 before it.

    Returns:
        Month to share of the window's days, adding up to 1. Months are counted on from January of ``year``:
        1 is January, 0 the December before it, -1 the November before that.

    Raises:
        NotFound: the year is not in 1990 to 2050.
        OutOfRange: the window ends before it begins, or is longer than half a year.

    >>> window_shares(2028, 0, 6)
    {1: 0.8571428571428571, 2: 0.14285714285714285}
    >>> window_shares(2028, 45, -15)
    {0: 0.6451612903225806, 1: 0.3548387096774194}
    """
    return shares_around(new_year(year), days_before, days_after)


def window_by_month(year: int, days_before: int = DAYS_BEFORE, days_after: int = DAYS_AFTER) -> Floats:
    """Return how much of a New Year's window lies in each of the twelve months of a calendar year.

    Late months count the window of the *next* year's New Year: goods shipped in December 2027 for the
    holiday of January 2028 are sales of 2027. With a window that stays in one year the twelve add up to 1.

    Raises:
        NotFound: the year is not in 1990 to 2050.
        OutOfRange: the window ends before it begins, or is longer than half a year.

    >>> [round(float(part), 3) for part in window_by_month(2027, 45, -15)]
    [0.71, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.645]
    """
    months = np.zeros(12)
    for start, shares in (
        (0, shares_around(new_year(year), days_before, days_after)),
        (12, shares_around(_DATES[year + 1], days_before, days_after)),
    ):
        for month, share in shares.items():
            if 1 <= start + month <= 12:
                months[start + month - 1] += share
    return months


def days_of_months(year: int) -> Floats:
    """Return the lengths of the twelve months.

    >>> days_of_months(2028)[:2].tolist()
    [31.0, 29.0]
    """
    return np.array([monthrange(year, month)[1] for month in range(1, 13)], dtype=np.float64)


def shares_around(first_day: dt.date, days_before: int, days_after: int) -> dict[int, float]:
    """Return which part of the window around a day falls into which month, as :func:`window_shares` does."""
    length = days_before + days_after + 1
    if not 0 < length <= 183 or max(abs(days_before), abs(days_after)) > 183:
        raise OutOfRange("no_window", before=days_before, after=days_after)
    days = (first_day + dt.timedelta(days=offset) for offset in range(-days_before, days_after + 1))
    counts = Counter((day.year - first_day.year) * 12 + day.month for day in days)
    return {month: count / length for month, count in sorted(counts.items())}
