"""Forecasts, weeks and milestones: against fractions, numpy's own least squares and the calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import OutOfRange
from salesplan_xl.formulas.forecast import (
    season_class,
    seasonal_index,
    seasonal_naive,
    target_plausibility,
    trailing_growth,
    trend_forecast,
)
from salesplan_xl.formulas.weeks import milestones, month_weeks, retail_weeks

values = st.lists(st.none() | st.integers(-1000, 1000), min_size=2, max_size=15)


@given(values, st.integers(1, 5))
def test_the_trend_is_the_least_squares_line(history, ahead):
    points = [(Fraction(t), Fraction(y)) for t, y in enumerate(history, start=1) if y is not None]
    if len(points) < 2:
        return
    n, mean_t = len(points), sum(t for t, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / n
    slope = sum((t - mean_t) * (y - mean_y) for t, y in points) / sum((t - mean_t) ** 2 for t, _ in points)
    found = trend_forecast(history, ahead)
    for k, forecast in enumerate(found.tolist(), start=1):
        assert forecast == pytest.approx(float(mean_y + slope * (len(history) + k - mean_t)), abs=1e-8)


@given(st.lists(st.integers(1, 1000), min_size=3, max_size=12), st.integers(-500, 1500))
def test_plausibility_is_the_distance_in_standard_errors_of_prediction(history, target):
    t = np.arange(1, len(history) + 1)
    design = np.column_stack([np.ones(len(t)), t])
    coefficients, *_ = np.linalg.lstsq(design, np.array(history, float), rcond=None)
    residuals = history - design @ coefficients
    if np.abs(residuals).max() < 1e-6:
        return
    x = np.array([1.0, len(t) + 1])
    variance = residuals @ residuals / (len(t) - 2) * (1 + x @ np.linalg.inv(design.T @ design) @ x)
    expected = (target - x @ coefficients) / np.sqrt(variance)
    assert target_plausibility(target, history) == pytest.approx(expected, rel=1e-7, abs=1e-9)


@given(st.lists(st.integers(0, 100), min_size=4, max_size=20), st.integers(1, 4), st.integers(1, 12))
def test_the_seasonal_naive_repeats_the_last_season(history, length, ahead):
    expected = (history[-length:] * 12)[:ahead]
    assert seasonal_naive(history, ahead, length).tolist() == expected


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=24), st.floats(0.001, 1000))
def test_indices_have_a_mean_of_one_at_any_scale(shares, scale):
    if not sum(shares):
        return
    found = seasonal_index(shares)
    assert found.mean() == pytest.approx(1, rel=1e-13)
    assert seasonal_index([share * scale for share in shares]) == pytest.approx(found, rel=1e-12)


def test_defaults():
    assert season_class(1.1) == "peak"
    assert season_class(0.9) == "trough"
    assert len(seasonal_naive(list(range(12)))) == 12
    assert len(trend_forecast([1, 2])) == 1
    assert trailing_growth([*range(1, 13), *range(2, 26, 2)]) == 1


@given(st.integers(2000, 2060), st.integers(1, 12), st.integers(1, 7), st.integers(0, 10**6))
def test_weeks_of_a_month_keep_to_the_calendar(year, month, days, total):
    weeks = [
        sum(1 for day, weekday in week if day and weekday < days)
        for week in calendar.Calendar().monthdays2calendar(year, month)
    ]
    found = month_weeks(total, dt.date(year, month, 1), days, step=1)[0].tolist()
    assert len(found) == len(weeks)
    assert sum(found) == total
    for amount, count in zip(found, weeks, strict=True):
        assert abs(amount - Fraction(total * count, sum(weeks))) < 1


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=3),
    st.sampled_from(["4-4-5", "4-5-4", "5-4-4"]),
    st.integers(0, 3),
)
def test_weeks_of_a_retail_calendar_add_up_by_month(totals, pattern, extra):
    weeks = [int(count) + (month + 1 == extra) for month, count in enumerate(pattern.split("-"))]
    found = retail_weeks(totals, pattern, extra, 1)[0].tolist()
    assert len(found) == sum(weeks)
    for total, count in zip(totals, weeks, strict=True):
        month, found = found[:count], found[count:]
        assert sum(month) == total
        assert max(month) - min(month) <= 1


def test_four_quarters_have_52_weeks():
    assert retail_weeks([13] * 12).shape == (1, 52)
    assert retail_weeks([13] * 12, extra=12).shape == (1, 53)


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.integers(0, 20))
def test_a_milestone_is_where_the_curve_reaches_its_share(plan, twentieths):
    if not sum(plan):
        return
    share = Fraction(twentieths, 20)
    moment = milestones(plan, [float(share)]).item()
    whole, part = int(moment), Fraction(moment - int(moment))
    reached = sum(plan[:whole]) + (part * plan[whole] if whole < len(plan) else 0)
    assert float(reached) == pytest.approx(float(share * sum(plan)), abs=1e-9)


def test_a_hundred_years_of_months_and_no_more():
    """1,200 periods are forecast; a line from 1 to 2 is at 1,202 after them."""
    found = trend_forecast([1, 2], 1200)
    assert found.size == 1200
    assert found[-1] == 1202
    with pytest.raises(OutOfRange, match="1 to 1200"):
        trend_forecast([1, 2], 1201)
