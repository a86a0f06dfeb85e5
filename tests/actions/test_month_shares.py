"""Decompose fills the month shares where the workbook has a table for them."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.undo import undo
from tests.actions.test_decompose import book_of, sales
from tests.plan_books import rows_of

HISTORY = [*sales(2025, *range(1, 13), east=1, west=2), *sales(2026, *range(1, 13))]
FIRST_MONTH = {"en": "Jan", "zh": "1月"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_month_shares_are_written_once_and_undone(language):
    book = book_of(language, tblHistory=HISTORY, tblMonthShares=[])
    assert decompose(book).problems == ()
    assert max(book.calls.values()) == 1
    rows = rows_of(book, "tblMonthShares")
    assert len(rows) == 12
    first = rows[0]
    assert first["month"] == FIRST_MONTH[language]
    assert [first[id] for id in ("three_back", "two_back", "last_year", "total")] == [None, 3, 4, 7]
    assert first["pooled"] == pytest.approx(1 / 12)
    assert sum(row["plan"] for row in rows) == 1000
    decompose(book)
    assert rows_of(book, "tblMonthShares") == rows
    undo(book)
    assert not [row for row in rows_of(book, "tblMonthShares") if row["plan"]]


def test_what_stands_in_the_table_is_no_problem():
    spoilt = [{"indicator": "sales_amount", "month": "Jan", "pooled": 12}]
    book = book_of(tblHistory=HISTORY, tblMonthShares=spoilt)
    assert decompose(book).problems == ()
    assert rows_of(book, "tblMonthShares")[0]["pooled"] == pytest.approx(1 / 12)
