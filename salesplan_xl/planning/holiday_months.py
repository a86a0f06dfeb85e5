"""The months that the window of a holiday touches: they cannot be compared one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from salesplan_xl.formulas.lunar_new_year import shares_around, window_shares
from salesplan_xl.units import Month

EASTER_DAYS_BEFORE, EASTER_DAYS_AFTER = 14, 1
"""Two weeks of buying ahead, up to Easter Monday."""


def touched_months(first: Month, days_before: int, days_after: int) -> frozenset[int]:
    """Return the calendar months (1 to 12) that the window touches in a fiscal year or in the one before.

    Year on year compares two years whose windows may lie in different months, so a month counts if either
    window reaches into it.

    >>> sorted(touched_months(Month(2027, 1), 20, 6)), sorted(touched_months(Month(2027, 4), 45, 6))
    ([1, 2], [1, 2, 12])
    """
    year = range(first.index, first.index + 12)
    touched: set[int] = set()
    for new_year in range(first.year - 1, first.year + 3):
        for month in window_shares(new_year, days_before, days_after):
            index = Month(new_year, 1).index + month - 1
            if index in year or index + 12 in year:
                touched.add(Month.at(index).month)
    return frozenset(touched)


def moved_windows(first: Month, shares_of: Callable[[int], dict[int, float]]) -> dict[int, float]:
    """Return by month index how much more of a holiday's window falls into a month than the year before.

    ``shares_of`` gives a calendar year's window as :func:`window_shares` does. Months that the window touches
    in neither year are left out.

    >>> spring = moved_windows(Month(2027, 1), lambda year: window_shares(year, 20, 6))
    >>> {str(Month.at(month)): round(change, 2) for month, change in spring.items()}
    {'2027-01': 0.41, '2027-02': -0.41}
    """
    at: dict[int, float] = {}
    for year in range(first.year - 1, first.year + 3):
        for month, share in shares_of(year).items():
            index = Month(year, 1).index + month - 1
            at[index] = at.get(index, 0.0) + share
    months = range(first.index, first.index + 12)
    return {
        month: at.get(month, 0.0) - at.get(month - 12, 0.0)
        for month in months
        if month in at or month - 12 in at
    }


def easter_shares(year: int) -> dict[int, float]:
    """Return which part of the weeks before Easter falls into which month, as :func:`window_shares` does.

    >>> easter_shares(2027), easter_shares(2028)
    ({3: 1.0}, {4: 1.0})
    """
    return shares_around(easter(year), EASTER_DAYS_BEFORE, EASTER_DAYS_AFTER)


def easter(year: int) -> dt.date:
    """Return Easter Sunday by the Gregorian rule (Meeus, Astronomical Algorithms, chapter 8).

    >>> str(easter(2000)), str(easter(2027)), str(easter(2038))
    ('2000-04-23', '2027-03-28', '2038-04-25')
    """
    century, of_century = divmod(year, 100)
    golden = year % 19
    leap, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - shift + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
