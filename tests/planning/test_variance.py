"""Variance against an independent computation, row by row, in Decimal and Fraction."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.planning.selling_days import selling_days, time_progress
from salesplan_xl.planning.variance import VarianceSettings, shown_periods, variance_table
from salesplan_xl.units import Month

FIRST = Month(2027, 1).index


def quota(rows):
    return pd.DataFrame(rows, columns=["indicator", "period", "region", "rep", "target"])


def actuals(rows):
    return pd.DataFrame(rows, columns=["indicator", "month", "region", "rep", "amount"])


def plan_of(**changes):
    return VarianceSettings(**{"first": FIRST, "as_of": FIRST + 1, "dimensions": ["region"], **changes})


TARGETS = quota(
    [
        ("sales_amount", FIRST + m, r, "张伟", t)
        for m in range(12)
        for r, t in (("华东", 100.0), ("华北", 50.0))
    ]
)
SALES = actuals(
    [
        ("sales_amount", FIRST, "华东", "张伟", 90.0),
        ("sales_amount", FIRST + 1, "华东", "张伟", 120.0),
        ("sales_amount", FIRST + 1, "华北", "李娜", 20.1),
        ("sales_amount", FIRST + 1, "华北", "李娜", 0.2),
        ("sales_amount", FIRST - 12, "华东", "张伟", 60.0),
        ("sales_amount", FIRST - 11, "华东", "张伟", 150.0),
        ("sales_amount", FIRST - 1, "华东", "张伟", 45.0),
    ]
)


def row_of(table, period, dimension, member=None):
    found = table[(table.period == period) & (table.dimension == dimension)]
    found = found[found.member == member] if member else found
    assert len(found) == 1
    return found.iloc[0]


def test_a_month_of_a_region_by_hand():
    table = variance_table(TARGETS, SALES, plan_of())
    row = row_of(table, "2027-02", "region", "华东")
    assert (row.actual, row.target, row.variance, row.attainment) == (120, 100, 20, 1.2)
    assert (row.last_year, row.yoy) == (150, -0.2)
    assert row.mom == pytest.approx(120 / 90 - 1)
    assert (row.actual_ytd, row.target_ytd, row.attainment_ytd) == (210, 200, 1.05)
    assert row.landing == 210 + 1000 * 210 / 200
    assert (row.year_gap, row.required) == (990, 99)
    assert row.status == "green"
    assert row.time_progress == (31 + 28) / 365


def test_january_is_compared_with_december():
    table = variance_table(TARGETS, SALES, plan_of())
    assert row_of(table, "2027-01", "region", "华东").mom == 1.0


def test_a_member_without_sales_sold_nothing():
    row = row_of(variance_table(TARGETS, SALES, plan_of()), "2027-01", "region", "华北")
    assert (row.actual, row.attainment, row.status) == (0, 0, "red")


def test_a_month_nobody_reported_is_unknown_and_not_zero():
    row = row_of(variance_table(TARGETS, SALES, plan_of(as_of=FIRST + 2)), "2027-03", "region", "华东")
    assert np.isnan(row.actual)
    assert np.isnan(row.variance)
    assert row.actual_ytd == 210


def test_the_total_comes_first_and_is_the_sum_of_every_dimension():
    table = variance_table(TARGETS, SALES, plan_of(dimensions=["region", "rep"]))
    february = table[table.period == "2027-02"]
    assert february.iloc[0].dimension == "total"
    for column in ("actual", "target", "actual_ytd", "target_ytd", "last_year"):
        sums = february.groupby("dimension")[column].sum()
        assert sums["region"] == sums["rep"] == sums["total"]
    assert row_of(table, "2027-02", "total").actual == 140.3


def test_an_unplanned_member_is_shown_without_a_target():
    row = row_of(variance_table(TARGETS, SALES, plan_of(dimensions=["rep"])), "2027-02", "rep", "李娜")
    assert (row.actual, row.target, row.status) == (20.3, 0, "none")
    assert np.isnan(row.attainment)
    assert row.landing == 20.3, "nothing is left to come"


def test_months_of_the_holiday_are_also_shown_combined():
    table = variance_table(TARGETS, SALES, plan_of(holiday_months=frozenset({1, 2})))
    row = row_of(table, "2027-01..02", "region", "华东")
    assert (row.actual, row.target, row.last_year, row.yoy) == (210, 200, 210, 0)
    assert np.isnan(row.mom)


@pytest.mark.parametrize(
    ("fiscal_start", "as_of", "months", "combined"),
    [
        (1, 0, {1, 2}, []),
        (1, 5, {1, 2}, [(0, 1)]),
        (1, 11, {12, 1, 2}, [(0, 1)]),
        (4, 11, {12, 1, 2}, [(8, 10)]),
        (4, 9, {12, 1, 2}, []),
        (2, 11, {1, 2}, []),
    ],
)
def test_which_months_are_combined(fiscal_start, as_of, months, combined):
    first = Month(2027, fiscal_start).index
    shown = shown_periods(plan_of(first=first, as_of=first + as_of, holiday_months=frozenset(months)))
    assert [period for period in shown if period[0] != period[1]] == combined
    assert [period for period in shown if period[0] == period[1]] == [(m, m) for m in range(as_of + 1)]


def test_a_closing_indicator_is_its_latest_value():
    """To date is February's value, the year's target is December's."""
    goals = quota([("receivables", FIRST + m, "华东", "张伟", 150.0 + 10 * m) for m in range(12)])
    found = actuals([("receivables", FIRST + m, "华东", "张伟", v) for m, v in ((0, 130.0), (1, 140.0))])
    table = variance_table(
        goals, found, plan_of(aggregation={"receivables": "closing"}, lower=frozenset({"receivables"}))
    )
    row = row_of(table, "2027-02", "region", "华东")
    assert (row.actual_ytd, row.target_ytd, row.landing, row.year_gap) == (140, 160, 240, 120)
    assert row.status == "green"


def test_status_follows_the_thresholds():
    table = variance_table(TARGETS, SALES, plan_of(as_of=FIRST, green=0.9, amber=0.5))
    assert row_of(table, "2027-01", "region", "华东").status == "green"
    table = variance_table(TARGETS, SALES, plan_of(as_of=FIRST, green=0.91, amber=0.9))
    assert row_of(table, "2027-01", "region", "华东").status == "amber"


def test_the_last_month_leaves_nothing_to_bring():
    every = actuals([("sales_amount", FIRST + m, "华东", "张伟", 100.0) for m in range(12)])
    row = row_of(variance_table(TARGETS, every, plan_of(as_of=FIRST + 11)), "2027-12", "region", "华东")
    assert (row.year_gap, row.landing) == (0, 1200)
    assert np.isnan(row.required)


def test_selling_days_may_be_given_by_month():
    days = selling_days(FIRST, 12, by_month=[17, 16, 23, 22, 19, 21, 22, 22, 22, 18, 22, 23])
    assert time_progress(days)[1] == 33 / 247


def test_nothing_planned_gives_an_empty_table():
    assert variance_table(TARGETS.iloc[:0], SALES, plan_of()).empty


CENTS = st.integers(-10_000, 100_000)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from("ABC"), CENTS), min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(-12, 11), st.sampled_from("ABCD"), CENTS), max_size=60),
    st.integers(0, 11),
)
def test_every_figure_equals_a_plain_computation(targets, sales, as_of):
    goals = quota([("x", FIRST + m, r, "", c / 100) for m, r, c in targets])
    sold = actuals([("x", FIRST + m, r, "", c / 100) for m, r, c in sales])
    table = variance_table(goals, sold, plan_of(as_of=FIRST + as_of))
    known = {m for m, _, _ in sales}
    for row in table.itertuples():
        end = Month.of(row.period).index - FIRST
        mine = [(m, c) for m, r, c in targets if row.member in (None, r)]
        sums = [(m, c) for m, r, c in sales if row.member in (None, r)]
        target = sum(c for m, c in mine if m == end)
        assert row.target == float(Decimal(target) / 100)
        done = [m for m in range(end + 1) if m in known]
        if end in known:
            actual = sum(c for m, c in sums if m == end)
            assert row.actual == float(Decimal(actual) / 100)
            assert row.variance == float(Decimal(actual - target) / 100)
            if target:
                expected = Fraction(actual, target) if target > 0 else 1 + Fraction(actual - target, -target)
                assert row.attainment == pytest.approx(float(expected), rel=1e-13, abs=1e-13)
            else:
                assert np.isnan(row.attainment)
        else:
            assert np.isnan(row.actual)
        if done:
            to_date = sum(c for m, c in sums if m in done)
            year = sum(c for _, c in mine)
            assert row.actual_ytd == float(Decimal(to_date) / 100)
            assert row.year_gap == float(Decimal(year - to_date) / 100)
            planned, left = (sum(c for m, c in mine if (m in done) is side) for side in (True, False))
            if planned > 0:
                landing = to_date + Fraction(left * to_date, planned)
                assert abs(Fraction(str(row.landing)) * 100 - landing) <= Fraction(1, 2) + Fraction(1, 10**6)
