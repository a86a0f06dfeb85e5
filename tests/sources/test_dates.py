"""Dates and months in every spelling; expected months by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from salesplan_xl.sources.dates import DateEvidence, Lost, Open, read_date, settle
from salesplan_xl.sources.months_across import split_label
from salesplan_xl.units import Month

MARCH = Month(2027, 3)


@pytest.mark.parametrize(
    "cell",
    ["2027-03", "2027-3", "2027/03", "2027.03", "2027年3月", "2027年03月", "202703", "20270315", "2027-03-15",
     "2027/3/15", "2027.3.15", "2027年3月15日", "2027年3月15号", "2027-03-15 10:30", "2027-03-15 10:30:59",
     "2027-03-15T10:30:59Z", "2027-03-15T10:30:59.123+08:00", "2027-03-15 10:30 PM", "2027 年 3 月",
     "２０２７年３月",
     "Mar-27", "Mar-2027", "Mar 2027", "March 2027", "mar. 2027", "2027 Mar", "15-Mar-27", "15 March 2027",
     "March 15, 2027", "15-MAR-2027 10:30", "03/2027", "3-2027", "03.2027", "003.2027", "2027M03",
     "2027M3", "2027P003",
     "15/03/2027", "03/15/2027", "15.03.2027", "15-03-2027", "15/3/27", "3/15/27", "15/03/2027 08:00",
     "3/3/2027",
     "46461", '="2027-03"', dt.date(2027, 3, 15), dt.datetime(2027, 3, 15, 23, 59),
     46461.0, 46461, 202703.0, 20270315.0],
)  # fmt: skip
def test_a_month_in_every_spelling(cell: object) -> None:
    """Every spelling of a day or month of March 2027 is March 2027. 46461 is Excel's number of 2027-03-15."""
    assert read_date(cell, DateEvidence()) == MARCH


def test_excels_day_number() -> None:
    """Excel counts days from 1899-12-30 for every day after February 1900."""
    assert (dt.date(2027, 3, 15) - dt.date(1899, 12, 30)).days == 46461


@pytest.mark.parametrize(
    "cell",
    ["", "2027", "2027-13", "2027-00", "2027-02-30", "31/02/2027", "32/01/2027", "13/13/2027", "3月",
     "Q1", "合计",
     "Marvin 2027", "Decor 2027", "12345678", "1234", "999999", "100", True, None, 3.0, 2027.0, "=2027",
     "2027-03-15x", "1-3月"],
)  # fmt: skip
def test_what_is_no_month_is_not_read(cell: object) -> None:
    """Impossible days, years alone, months without a year and words are refused."""
    assert read_date(cell, DateEvidence()) is None


def test_the_column_decides_between_day_and_month() -> None:
    """03/05 stays open until another date of the column has a number above twelve."""
    seen = DateEvidence()
    found = read_date("03/05/2027", seen)
    assert found == Open(2027, 3, 5)
    assert settle(found, seen, None) is None
    read_date("25/05/2027", seen)
    assert settle(found, seen, None) == Month(2027, 5)
    assert settle(found, DateEvidence(), "mdy") == Month(2027, 3)


def test_an_asked_order_refuses_what_contradicts_it() -> None:
    """With day first, 03/25 is no date."""
    assert read_date("03/25/2027", DateEvidence(), "dmy") is None
    assert read_date("03/25/2027", DateEvidence(), "mdy") == MARCH


def test_a_lost_zero_is_found_from_the_column() -> None:
    """2027.1 beside 2027.03 is October, beside 2027.10 January, and alone neither."""
    alone = DateEvidence()
    lost = read_date(2027.1, alone)
    assert lost == Lost(2027)
    assert settle(lost, alone, None) is None
    padded = DateEvidence()
    read_date("2027.03", padded)
    assert settle(lost, padded, None) == Month(2027, 10)
    plain = DateEvidence()
    read_date("2027.10", plain)
    assert settle(lost, plain, None) == Month(2027, 1)


@pytest.mark.parametrize(
    ("label", "year", "month", "measure"),
    [("2027-03", 2027, 3, ""), ("3月", None, 3, ""), ("三月", None, 3, ""), ("十二月", None, 12, ""),
     ("3月份", None, 3, ""), ("2027年3月 金额", 2027, 3, "金额"), ("3月销量", None, 3, "销量"),
     ("金额 3月", None, 3, "金额"),
     ("Mar", None, 3, ""), ("Mar-27", 2027, 3, ""), ("Qty Mar", None, 3, "Qty"), ("2027-03-01", 2027, 3, ""),
     ("202703", 2027, 3, "")],
)  # fmt: skip
def test_a_label_that_is_a_month(label: str, year: int | None, month: int, measure: str) -> None:
    """A column's label may be a month, with or without year and measure."""
    found = split_label(label)
    assert found is not None
    assert (found.year, found.month, found.measure) == (year, month, measure)


@pytest.mark.parametrize(
    "label", ["金额", "一季度", "上半年", "全年", "合计", "1-3月", "13月", "12", "Q1", "2027", "M"]
)
def test_a_label_that_is_no_month(label: str) -> None:
    """Quarters, half-years, ranges and bare numbers are not months."""
    assert split_label(label) is None
