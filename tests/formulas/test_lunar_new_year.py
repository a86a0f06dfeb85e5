"""The dates of the Chinese New Year against sun and moon, and the windows against counted days."""

from __future__ import annotations

import datetime as dt
from math import radians, sin

import numpy as np
import pytest

from salesplan_xl.errors import NotFound, OutOfRange
from salesplan_xl.formulas.lunar_new_year import (
    FIRST_YEAR,
    LAST_YEAR,
    new_year,
    window_by_month,
    window_shares,
)

BEIJING = 8 / 24
J2000 = 2451545.0


def beijing_date(julian_day: float) -> dt.date:
    """Return the civil date in Beijing of an instant in dynamical time (70 seconds ahead of universal)."""
    universal = julian_day - 70 / 86400 + BEIJING
    return dt.date(2000, 1, 1) + dt.timedelta(days=int((universal - (J2000 - 0.5)) // 1))


def sun_longitude(julian_day: float) -> float:
    """Return the sun's apparent longitude in degrees (Meeus, Astronomical Algorithms, chapter 25)."""
    t = (julian_day - J2000) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    m = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000289 * sin(3 * m)
    )
    return (mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))) % 360


def major_term(year: int, number: int) -> dt.date:
    """Return the date of a 中气: the sun at 30 degrees times number, from the spring equinox (0) on.

    Numbers 9 (冬至, 270 degrees) to 20 run from December of the year to November of the next.
    """
    low = J2000 + (dt.date(year, 3, 1) - dt.date(2000, 1, 1)).days + number * 30.4
    high = low + 40
    goal = number * 30
    for _ in range(50):
        middle = (low + high) / 2
        beyond = (sun_longitude(middle) - goal + 180) % 360 - 180 >= 0
        low, high = (low, middle) if beyond else (middle, high)
    return beijing_date(low)


def new_moon(k: int) -> float:
    """Return the instant of the k-th new moon since 2000-01-06 (Meeus, chapter 49, main terms)."""
    t = k / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    m = radians(2.5534 + 29.10535670 * k - 0.0000014 * t * t)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    f = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t)
    return (
        2451550.09766
        + 29.530588861 * k
        + 0.00015437 * t * t
        - 0.40720 * sin(moon)
        + 0.17241 * e * sin(m)
        + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * f)
        + 0.00739 * e * sin(moon - m)
        - 0.00514 * e * sin(moon + m)
        + 0.00208 * e * e * sin(2 * m)
        - 0.00111 * sin(moon - 2 * f)
        - 0.00057 * sin(moon + 2 * f)
        + 0.00056 * e * sin(2 * moon + m)
        - 0.00042 * sin(3 * moon)
        + 0.00042 * e * sin(m + 2 * f)
        + 0.00038 * e * sin(m - 2 * f)
        - 0.00024 * e * sin(2 * moon - m)
        - 0.00017 * sin(node)
        - 0.00007 * sin(moon + 2 * m)
    )


def new_year_from_the_sky(year: int) -> dt.date:
    """Return the first day of month 1 by the rule of the calendar (GB/T 33661-2017).

    The winter solstice lies in month 11. With thirteen months up to the next one, the first that holds no
    major term repeats the number of the month before it.
    """
    k = round((year - 2000) * 12.3685) - 3
    first_days = [beijing_date(new_moon(i)) for i in range(k, k + 18)]
    solstices = major_term(year - 1, 9), major_term(year, 9)
    this, following = (max(i for i, day in enumerate(first_days) if day <= term) for term in solstices)
    terms = [major_term(year - 1, number) for number in range(9, 22)]
    holds = [any(first_days[i] <= term < first_days[i + 1] for term in terms) for i in range(this, following)]
    leap = holds.index(False) if following - this == 13 else 13
    return first_days[this + 2 + (leap <= 2)]


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_date_is_the_new_moon_of_the_first_month(year: int):
    """Every date of the table follows from the positions of sun and moon at Beijing's midnight."""
    assert new_year(year) == new_year_from_the_sky(year)


def test_the_year_after_the_last_follows_from_the_sky_too():
    """The window of 2051 may begin in December 2050; its date is computed as the others."""
    after = dt.date(LAST_YEAR + 1, 2, 11)
    assert new_year_from_the_sky(LAST_YEAR + 1) == after
    first = after - dt.timedelta(days=60)
    assert window_by_month(LAST_YEAR, 60, -60)[first.month - 1] == 1


PUBLISHED = """2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17
2027-02-06 2028-01-26 2029-02-13 2030-02-03""".split()


@pytest.mark.parametrize("text", PUBLISHED)
def test_date_as_published(text: str):
    """The dates that the R package seasonal gives (its data set `holiday`, Chinese New Year)."""
    assert str(new_year(int(text[:4]))) == text


# January's part of the window, counted from the dates above: the week from 2025-01-29 has 3 days in January.
@pytest.mark.parametrize(
    ("year", "before", "after", "january"),
    [
        (2025, 0, 6, 3 / 7),
        (2028, 0, 6, 6 / 7),
        (2020, 0, 6, 1),
        (2023, 0, 6, 1),
        (2024, 0, 6, 0),
        (2026, 0, 6, 0),
        (2019, 20, -1, 0.80),
        (2021, 20, -1, 0.45),
        (2024, 20, -1, 0.55),
        (2026, 20, -1, 0.20),
        (2027, 20, -1, 0.75),
        (2022, 20, -1, 1),
    ],
)
def test_part_of_the_window_in_january(year: int, before: int, after: int, january: float):
    """Shares of the pre-holiday and holiday windows, as X-13 regressors count them."""
    shares = window_shares(year, before, after)
    assert shares.get(1, 0) == pytest.approx(january, abs=1e-12)
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_usual_window_stays_in_january_and_february(year: int):
    """The default window never reaches December or March, so that January and February keep their sum."""
    assert set(window_shares(year)) <= {1, 2}
    assert window_by_month(year)[:2].sum() == pytest.approx(1)


def test_december_counts_the_next_new_year():
    """Goods shipped 45 to 15 days ahead of 2028-01-26 leave on 12 December 2027 to 11 January 2028."""
    months = window_by_month(2027, 45, -15)
    assert months[11] == pytest.approx(20 / 31)
    assert window_shares(2028, 45, -15)[0] == pytest.approx(20 / 31)
    # 2027-02-06: 23 December 2026 to 22 January 2027.
    assert months[0] == pytest.approx(22 / 31)
    assert np.count_nonzero(months) == 2


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_year_outside_the_table_is_not_found(year: int):
    """A year without a date is refused and names the years that have one."""
    with pytest.raises(NotFound, match="1990 to 2050"):
        window_shares(year)


def test_the_usual_window_is_twenty_days_before_and_the_holiday_week():
    """2027-02-06: of 17 January to 12 February, fifteen days lie in January."""
    assert window_shares(2027) == {1: 15 / 27, 2: 12 / 27}
    assert window_by_month(2027)[:2].tolist() == [15 / 27, 12 / 27]


@pytest.mark.parametrize(("before", "after"), [(182, 0), (183, -1), (183, -183), (0, 182), (-183, 183)])
def test_half_a_year_is_183_days(before: int, after: int):
    """The longest windows and the farthest days, the shares of which add up to 1."""
    shares = window_shares(2027, before, after)
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("before", "after"),
    [(0, -1), (-5, 4), (200, 0), (100, 100), (183, 0), (0, 183), (184, -184), (-184, 184)],
)
def test_window_without_days_or_too_long_is_refused(before: int, after: int):
    """A window must begin before it ends and stay within half a year."""
    with pytest.raises(OutOfRange):
        window_shares(2027, before, after)
