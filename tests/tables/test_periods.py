"""Months, periods and days in the forms planners and Excel write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.tables.period_reading import Calendar, day_in, month_in, period_in
from salesplan_xl.units import Month, Period

PLAN = Calendar(2027)
FISCAL = Calendar(2027, fiscal_start=4)


@pytest.mark.parametrize(
    "cell",
    [
        dt.datetime(2027, 3, 1),
        dt.datetime(2027, 3, 31, 23, 59),
        dt.date(2027, 3, 15),
        46447,  # 2027-03-01 as Excel counts days
        46447.75,
        "46447",
        202703,
        202703.0,
        20270315,
        "202703",
        "20270315",
        "2027-03",
        "2027-3",
        "2027/3",
        "2027/3/1",
        "2027.03",
        "2027.3.15",
        "2027-03-15",
        "2027-03-15 00:00:00",
        "2027-03-15T08:30:00",
        "2027年3月",
        "2027年3月15日",
        "2027年03月份",
        "27年3月",
        "２０２７年３月",
        " 2027-03 ",
        "Mar-27",
        "Mar 2027",
        "March 2027",
        "mar. 2027",
        "2027 Mar",
        "2027-March",
        "15-Mar-27",
        "15 March 2027",
        "March 15, 2027",
        "2027-Mar-15",
        "03/2027",
        "3-2027",
        "15/03/2027",
        "03/15/2027",
        "03/03/2027",
        "3月",
        "3月份",
        "03月",
        "三月",
        "Mar",
        "march",
    ],
)
def test_march_2027_in_every_form(cell):
    assert month_in(cell, PLAN) == Month(2027, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        None,
        True,
        3,
        3.5,
        0,
        2027,
        202713,
        202700,
        "2027-13",
        "2027-00",
        "03/04/2027",  # March or April
        "13月",
        "0月",
        "2027",
        "Q1",
        "2027Q1",
        "foo",
        "2027-02-30",
        "1827-03",
        20271332,
        99999999,
        -5,
        float("nan"),
    ],
)
def test_what_is_no_month_for_certain_is_not_read(cell):
    assert month_in(cell, PLAN) is None


def test_a_month_without_a_year_is_in_the_plan_year_which_may_start_in_april():
    assert str(month_in("3月", FISCAL)) == "2028-03"
    assert str(month_in("4月", FISCAL)) == "2027-04"
    assert str(month_in("十二月", FISCAL)) == "2027-12"
    assert month_in("3月", Calendar()) is None


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("2027Q1", "2027Q1"),
        ("2027-Q1", "2027Q1"),
        ("2027 q1", "2027Q1"),
        ("2027年一季度", "2027Q1"),
        ("2027年第1季度", "2027Q1"),
        ("2027年1季度", "2027Q1"),
        ("一季度", "2027Q1"),
        ("Q1", "2027Q1"),
        ("1月-3月", "2027Q1"),
        ("2027-01..03", "2027Q1"),
        ("2027年上半年", "2027H1"),
        ("下半年", "2027H2"),
        ("2027H2", "2027H2"),
        ("2027-07..12", "2027H2"),
        ("全年", "2027"),
        (2027, "2027"),
        (2027.0, "2027"),
        ("2027", "2027"),
        ("2027年", "2027"),
        ("2027年度", "2027"),
        ("FY2027", "2027"),
        ("2027-01..12", "2027"),
        ("2027-01..02", "2027-01..02"),
        ("2027年1月至2月", "2027-01..02"),
        ("2027-01 ~ 2027-02", "2027-01..02"),
        ("1-2月", "2027-01..02"),
        ("1~2月", "2027-01..02"),
        ("2026-12..2027-02", "2026-12..2027-02"),
        (dt.datetime(2027, 3, 1), "2027-03"),
        ("3月", "2027-03"),
    ],
)
def test_every_spelling_of_a_period_has_one_name(cell, name):
    assert PLAN.name(period_in(cell, PLAN)) == name


@pytest.mark.parametrize(
    "cell", ["", None, 2027.5, 1500, "2027Q5", "2027H3", "2月..1月", "五季度", "x..y", True]
)
def test_what_is_no_period_is_not_read(cell):
    assert period_in(cell, PLAN) is None


def test_quarters_count_from_the_fiscal_start():
    period = period_in("2027Q1", FISCAL)
    assert str(period) == "2027-04..06"
    assert FISCAL.name(period) == "2027Q1"
    assert str(period_in("全年", FISCAL)) == "2027-04..2028-03"
    assert period_in("一季度", Calendar()) is None


@given(st.integers(1992, 2190), st.integers(1, 12), st.integers(1, 12), st.integers(0, 30))
def test_the_name_of_a_period_reads_back_as_the_same_period(year, month, fiscal_start, length):
    calendar = Calendar(year, fiscal_start)
    period = Period(Month(year, month), Month(year, month) + length)
    assert period_in(calendar.name(period), calendar) == period


@given(st.dates(dt.date(1991, 1, 1), dt.date(2173, 10, 13)))
def test_every_day_reads_the_same_as_date_serial_and_text(day):
    serial = (day - dt.date(1899, 12, 30)).days
    spellings = [day, serial, float(serial), str(serial), day.isoformat(), f"{day:%Y%m%d}"]
    spellings += [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%d-%b-%Y}",
    ]
    assert {month_in(cell, Calendar()) for cell in spellings} == {Month(day.year, day.month)}
    assert {day_in(cell) for cell in spellings if not isinstance(cell, str) or len(cell) > 5} == {day}


def test_no_day_in_what_names_none():
    assert day_in("下周") is None
    assert day_in(None) is None
    assert day_in(True) is None
