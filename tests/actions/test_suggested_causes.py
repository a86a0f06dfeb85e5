"""The column of suggested causes beside the variance: what it says, and that old workbooks go without it."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.variance import variance
from salesplan_xl.hosts.memory import MemoryWorkbook
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "yes", "days_after": 0}


def sale(month, customer, quantity, amount):
    return {
        "month": month,
        "region": "East",
        "product": "Tea",
        "customer": customer,
        "quantity": quantity,
        "amount": amount,
    }


def target(month, customer, amount, indicator="sales_amount"):
    return {
        "indicator": indicator,
        "period": month,
        "region": "East",
        "product": "Tea",
        "customer": customer,
        "committed": amount,
    }


def book_of(language="en", **tables):
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    given = {
        "tblSettings": SETTINGS,
        "tblHistory": [sale(month, customer, 10, 100) for month in months for customer in "AB"],
        "tblQuota": [
            *(target("2027-05", customer, 100) for customer in "AB"),
            *(target("2027-05", customer, 10, "volume") for customer in "AB"),
        ],
        "tblActuals": [sale("2027-05", "A", 8, 72), sale("2027-05", "B", 10, 100)],
        **tables,
    }
    return plan_book(language, **given)


def suggested(book):
    return {
        (row["indicator"], row["period"], row["dimension"], row["member"]): row["cause_class"]
        for row in rows_of(book, "tblVariance")
    }


@pytest.mark.parametrize(
    ("language", "text"), [("en", "volume 71%, price 29%"), ("zh", "销量 71%、价格 29%")]
)
def test_a_difference_names_its_causes_and_leaves_the_words_to_the_planner(language, text):
    """A sold 8 of 10 pieces at 9.00 of 10.00: -20 by volume, -8 by price."""
    book = book_of(language)
    assert variance(book).problems == ()
    found = suggested(book)
    assert found["sales_amount", "2027-05", "customer", "A"] == text
    assert found["sales_amount", "2027-05", "customer", "B"] is None, "on plan"
    assert {row["cause"] for row in rows_of(book, "tblVariance")} == {None}
    assert found["sales_amount", "2027-01", "total", {"en": "Total", "zh": "合计"}[language]] is None


def test_the_threshold_is_the_setting():
    book = book_of(tblSettings={**SETTINGS, "materiality": 0.3})
    variance(book)
    assert set(suggested(book).values()) == {None}


def test_a_spring_festival_that_moved():
    """The 30 days up to it lie in January and February, before 6 February 2027 and 17 February 2026."""
    book = book_of(
        tblQuota=[target(month, "A", 100) for month in ("2027-01", "2027-02")],
        tblActuals=[sale("2027-01", "A", 15, 150), sale("2027-02", "A", 5, 50)],
    )
    variance(book)
    assert suggested(book)["sales_amount", "2027-01", "total", "Total"] == "holiday shift 100%"


def test_easter_where_no_lunar_calendar_is_kept():
    """Easter was on 5 April 2026 and is on 28 March 2027."""
    book = book_of(
        tblSettings={**SETTINGS, "lunar_new_year": "no"},
        tblQuota=[target(month, "A", 100) for month in ("2027-03", "2027-04")],
        tblActuals=[sale("2027-03", "A", 15, 150), sale("2027-04", "A", 5, 50)],
    )
    variance(book)
    assert suggested(book)["sales_amount", "2027-03", "total", "Total"] == "holiday shift 100%"


def test_a_workbook_made_before_the_column_works_as_it_did():
    new, old = book_of(), book_of()
    at = old.tables()["tblVariance"].header.index("Suggested cause")
    parts = {}
    for name, info in old.tables().items():
        header, rows = list(info.header), [list(row) for row in old.read_table(name).rows]
        if name == "tblVariance":
            del header[at]
        parts[name] = (info.sheet, info.top, info.left, header, rows)
    old = MemoryWorkbook(parts)
    assert variance(old).problems == ()
    variance(new)
    without = [
        {id: cell for id, cell in row.items() if id != "cause_class"} for row in rows_of(new, "tblVariance")
    ]
    assert rows_of(old, "tblVariance") == without


def test_a_second_run_changes_nothing():
    book = book_of()
    variance(book)
    assert variance(book).tables == {}
