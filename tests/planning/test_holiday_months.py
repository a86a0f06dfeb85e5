"""Months touched by the window around the Lunar New Year, by its dates in the calendar.

New Year's days (Hong Kong Observatory, Gregorian-Lunar calendar conversion tables): 2025-01-29, 2026-02-17,
2027-02-06, 2028-01-26.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesplan_xl.planning.holiday_months import touched_months
from salesplan_xl.units import Month

NEW_YEARS = [date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26)]


@pytest.mark.parametrize("start", [Month(2026, 1), Month(2026, 4), Month(2026, 10), Month(2027, 1)])
@pytest.mark.parametrize(("before", "after"), [(0, 0), (5, 5), (20, 6), (27, 3), (45, 20)])
def test_every_day_of_the_window_touches_its_month(start, before, after):
    """Day by day: the months of both years compared that a day of either window lies in."""
    expected = set()
    for day in NEW_YEARS:
        for offset in range(-before, after + 1):
            near = day + timedelta(days=offset)
            if start.index - 12 <= near.year * 12 + near.month - 1 < start.index + 12:
                expected.add(near.month)
    assert touched_months(start, before, after) == expected


def test_both_years_count_where_the_holiday_changes_its_month():
    """Five days before and after: 2026 touches February only, 2025 January and February."""
    assert touched_months(Month(2026, 1), 5, 5) == {1, 2}
    assert touched_months(Month(2027, 1), 3, 3) == {2}
