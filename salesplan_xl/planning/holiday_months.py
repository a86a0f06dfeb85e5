"""The months that the window of the Lunar New Year touches: they cannot be compared one by one."""

from __future__ import annotations

from salesplan_xl.formulas.lunar_new_year import window_shares
from salesplan_xl.units import Month


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
