"""Weeks, key dealers, quarters, departments and the calendar, against sums made here."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.cadence import cadence
from salesplan_xl.planning.department_review import department_review, departments_of
from salesplan_xl.planning.key_dealers import key_dealers
from salesplan_xl.planning.quarter_review import quarter_review
from salesplan_xl.planning.week_targets import WeekSettings, week_table, weeks_of
from salesplan_xl.units import Month, Step

JAN = Month(2027, 1).index
MARCH = Month(2027, 3).index
TYPED = ["indicator", "period", "dimension", "member", "week", "closed", "typed"]
NOTHING_TYPED = pd.DataFrame({column: pd.Series(dtype=object) for column in TYPED})
NOTHING_DATED = pd.DataFrame(
    {column: pd.Series(dtype=object) for column in ("indicator", "day", "region", "rep", "amount")}
)


def quota(amount, month=MARCH, **own):
    return pd.DataFrame([{"indicator": "sales_amount", "period": month, "target": amount, **own}])


def test_weeks_of_a_month_are_cut_at_its_ends():
    """March 2027 begins on a Monday; August 2027 has six weeks (calendar)."""
    assert [(a.day, b.day) for a, b in weeks_of(Month(2027, 3))] == [
        (1, 7),
        (8, 14),
        (15, 21),
        (22, 28),
        (29, 31),
    ]
    assert len(weeks_of(Month(2027, 8))) == 6
    assert [a.day for a, _ in weeks_of(Month(2027, 8))][:2] == [1, 2]


def test_week_targets_are_those_of_month_weeks():
    """MONTH_WEEKS' example: 2,300 of March 2027 over weekdays is 500 four times and 300."""
    settings = WeekSettings(JAN, JAN + 11, 5, {"sales_amount": Step.of(1)})
    weeks = week_table(quota(2300.0), NOTHING_DATED, NOTHING_TYPED, settings)
    assert weeks["target"].tolist() == [500, 500, 500, 500, 300]
    assert weeks["days"].tolist() == [5, 5, 5, 5, 3]
    assert weeks["target_to_date"].tolist() == [500, 1000, 1500, 2000, 2300]
    assert weeks["actual"].isna().all()
    assert weeks["status"].isna().all()


@pytest.mark.parametrize("amount", [100.0, 99.99, 1234567.89, -50.0, 0.0])
@pytest.mark.parametrize("month", range(12))
def test_weeks_add_up_to_the_month_to_the_cent(amount, month):
    settings = WeekSettings(JAN, JAN + 11, 6, {"sales_amount": Step.of(1000)})
    weeks = week_table(quota(amount, JAN + month), NOTHING_DATED, NOTHING_TYPED, settings)
    assert sum(Fraction(str(value)) for value in weeks["target"]) == Fraction(str(amount))
    assert weeks["target_to_date"].iloc[-1] == amount


def test_typed_actuals_go_before_dated_ones_and_closed_days_lower_a_week():
    typed = pd.DataFrame(
        [
            ("sales_amount", "2027-03", "total", None, 1, 5.0, np.nan),
            ("sales_amount", "2027-03", "total", None, 2, np.nan, 700.0),
        ],
        columns=TYPED,
    )
    dated = pd.DataFrame(
        {
            "indicator": "sales_amount",
            "day": [dt.date(2027, 3, 3), dt.date(2027, 3, 9), dt.date(2027, 3, 30), dt.date(2027, 4, 1)],
            "region": "N",
            "rep": "a",
            "amount": [0.1, 9.0, 0.2, 5.0],
        }
    )
    settings = WeekSettings(JAN, JAN + 11, 5, {"sales_amount": Step.of(1)}, frozenset({"sales_amount"}))
    weeks = week_table(quota(1800.0, region="N", rep="a"), dated, typed, settings)
    total = weeks[weeks["dimension"] == "total"]
    assert total["target"].tolist() == [0, 500, 500, 500, 300]
    assert total["days"].tolist() == [0, 5, 5, 5, 3]
    assert total["actual"].tolist()[:2] == [0.1, 700.0]
    assert total["actual_to_date"].tolist()[:2] == [0.1, 700.1]
    assert total["actual_to_date"].tolist()[4] == 700.3
    assert total["left"].tolist()[4] == 1099.7
    assert math.isnan(total["actual_to_date"].tolist()[2])
    assert total["status"].tolist()[4] == "red"
    region = weeks[weeks["dimension"] == "region"]
    assert region["actual"].tolist()[:2] == [0.1, 9.0]
    assert set(weeks["dimension"]) == {"total", "region", "rep"}


def test_more_closed_days_than_there_are_leave_the_split_as_it_is():
    typed = pd.DataFrame([("sales_amount", "2027-03", "total", None, 1, 9.0, np.nan)], columns=TYPED)
    settings = WeekSettings(JAN, JAN + 11, 5, {"sales_amount": Step.of(1)})
    assert week_table(quota(2300.0), NOTHING_DATED, typed, settings)["target"].tolist()[0] == 500


def test_key_dealers():
    """Shares 50, 30, 15, 5 of 100: A until 80 %, B until 95 %, C the rest (ABC_CLASS)."""
    sales = pd.DataFrame(
        [
            {"month": month, "customer": name, "region": region, "amount": amount}
            for month, name, region, amount in (
                (JAN, "b", "N", 30.0),
                (JAN, "a", "N", 20.0),
                (JAN + 1, "a", "S", 30.0),
                (JAN, "c", "N", 15.0),
                (JAN, "d", "N", 5.0),
                (JAN + 5, "d", "N", 500.0),
                (JAN - 12, "a", "N", 40.0),
                (JAN - 12 + 4, "a", "N", 900.0),
            )
        ]
    )
    targets = pd.DataFrame(
        {"period": [JAN, JAN, JAN + 7], "customer": ["a", "e", "a"], "target": [100.0, 10.0, 7.0]}
    )
    found = key_dealers(targets, sales, JAN, JAN + 1)
    assert found["customer"].tolist() == ["a", "b", "c", "d", "e"]
    assert found["class"].tolist() == ["A", "A", "B", "C", "C"]
    assert found["running_share"].tolist()[:4] == [0.5, 0.8, 0.95, 1.0]
    first = found.iloc[0]
    assert (first["region"], first["last_year"], first["growth"]) == ("S", 40.0, 0.25)
    assert (first["target"], first["attainment"], first["gap"], first["status"]) == (100.0, 0.5, 50.0, "red")
    assert found.iloc[4]["gap"] == 10.0
    assert found["period"].iloc[0] == "2027-01..02"


def test_key_dealers_without_sales_or_with_returns_alone():
    none = pd.DataFrame({"month": [], "customer": [], "amount": []})
    targets = pd.DataFrame({"period": [JAN], "customer": ["a"], "target": [1.0]})
    assert key_dealers(targets, none, JAN, JAN + 1).empty
    returned = pd.DataFrame({"month": [JAN], "customer": ["a"], "amount": [-5.0]})
    found = key_dealers(targets, returned, JAN, JAN + 1)
    assert (found["class"].tolist(), found["actual"].tolist()) == (["C"], [-5.0])
    assert found["region"].tolist() == [None]


def test_quarters_compare_the_months_so_far():
    targets = pd.DataFrame(
        [
            {"indicator": name, "period": JAN + month, "region": "N", "target": 10.0 + month}
            for name in ("sales_amount", "outlets", "margin_rate")
            for month in range(12)
        ]
    )
    sales = pd.DataFrame(
        [
            {"indicator": name, "month": JAN + month, "region": "N", "amount": 11.0}
            for name in ("sales_amount", "outlets")
            for month in (-12, -11, -10, -9, -8, -7, 0, 1, 2, 3)
        ]
    )
    how = {"outlets": "closing", "margin_rate": "ratio"}
    found = quarter_review(targets, sales, JAN, JAN + 3, ("region",), how).set_index(
        ["indicator", "period", "dimension"]
    )
    first, second = (
        found.loc[("sales_amount", quarter, "total")] for quarter in ("2027-01..03", "2027-04..06")
    )
    assert (first["target"], first["actual"], first["variance"], first["last_year"]) == (33, 33, 0, 33)
    assert (second["target"], second["actual"], second["last_year"]) == (13, 11, 11)
    assert (first["status"], second["status"]) == ("green", "red")
    closing = found.loc[("outlets", "2027-01..03", "region")]
    assert (closing["target"], closing["actual"]) == (12, 11)
    assert "margin_rate" not in found.index.get_level_values(0)
    assert quarter_review(targets.iloc[:0], sales, JAN, JAN + 3, (), {}).empty


def test_departments():
    def part(amount, department="N"):
        return pd.DataFrame({"month": [JAN, JAN + 1], "department": department, "amount": amount})

    parts = {
        "sales_target": part([100.0, 100.0]),
        "sales": part([90.0, 120.0]),
        "margin_target": part([40.0, 40.0]),
        "margin": part([30.5, 50.0]),
        "budget": part([10.0, 10.0]),
        "expense": pd.concat([part([12.25, 9.0]), part([5.0, 5.0], "HQ")]),
    }
    found = department_review(parts, JAN, JAN + 1).set_index(["period", "department"])
    year = found.loc[("2027-01..02", "N")]
    assert year["profit"] == float(Fraction("80.5") - Fraction("21.25"))
    assert (year["profit_target"], year["sales_attainment"]) == (60.0, 1.05)
    assert year["profit_attainment"] == pytest.approx(59.25 / 60, rel=1e-15)
    assert year["status"] == "amber"
    centre = found.loc[("2027-02", "HQ")]
    assert centre["profit"] == -5.0
    assert centre["status"] is None or math.isnan(centre["status"])
    assert department_review({"sales": parts["sales"].iloc[:0]}, JAN, JAN + 1).empty


def test_a_region_is_its_own_department_where_nothing_else_is_said():
    rows = pd.DataFrame({"region": ["N", None]})
    assert departments_of(rows, {}) == ["N", None]
    assert departments_of(pd.DataFrame({"department": ["", "D"]}), {}) == [None, "D"]


def test_the_calendar_of_2027():
    """From a printed calendar: 1 January 2027 is a Friday, 1 May and 1 August fall on weekends."""
    found = cadence(JAN)
    days = {(report, period): due for due, report, period in found.itertuples(index=False)}
    assert len(days) == len(found) == 12 + 12 + 4 + 2 + 1 + 2
    assert days["annual_plan", "2027-01..12"] == dt.date(2026, 12, 31)
    assert days["month_plan", "2027-05"] == dt.date(2027, 5, 3)
    assert days["month_plan", "2027-08"] == dt.date(2027, 8, 2)
    assert days["month_report", "2027-01"] == dt.date(2027, 2, 5)
    assert days["quarter_review", "2027-01..03"] == dt.date(2027, 4, 14)
    assert days["half_year_review", "2027-01..06"] == dt.date(2027, 7, 21)
    assert days["year_review", "2027-01..12"] == dt.date(2028, 1, 28)
    assert days["next_plan", "2027-01..12"] == dt.date(2027, 10, 1)
    assert found["due"].is_monotonic_increasing
    april = cadence(JAN + 3)
    assert april["period"].iloc[0] == "2027-04..2028-03"
