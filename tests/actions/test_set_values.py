"""`salesplan set`: settings, targets, names and cells, as a planner would type them."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.set_values import set_values
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1000, "lunar_new_year": "是"}
TARGETS = [{"indicator": "sales_amount", "unit": "ten_thousand", "committed": 80}]


class Sheets:
    """Lets a memory workbook take any cell of its tables' sheets, as a file does."""

    def __init__(self, book):
        self.book, self.cells = book, {}

    def __getattr__(self, name):
        return getattr(self.book, name)

    def read_cell(self, reference):
        if "!" not in reference:
            return self.book.read_cell(reference)
        return self.cells.get(reference)

    def write_cells(self, values):
        self.cells.update(values)


@pytest.fixture
def book():
    return Sheets(plan_book("zh", tblSettings=SETTINGS, tblTargets=TARGETS))


def test_a_setting_is_found_by_id_or_label(book):
    assert set_values(book, ["plan_year=2028", "最小单位=100"]).problems == ()
    assert book.cells == {"'参数设置'!C6": 2028, "'参数设置'!C7": 100}


def test_a_target_is_named_by_indicator_and_column(book):
    assert set_values(book, ["sales_amount.committed=800000", "销售额.挑战目标=880000"]).problems == ()
    assert sorted(book.cells.values()) == [800000, 880000]
    assert all(reference.endswith("6") for reference in book.cells)


def test_any_cell_may_be_written(book):
    assert set_values(book, ["Sheet1!B2=12%", "'My sheet'!C3='007"]).problems == ()
    assert book.cells == {"Sheet1!B2": 0.12, "'My sheet'!C3": "007"}


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ("plan_year", "not_a_pair"),
        ("=5", "not_a_pair"),
        ("plan_year=soon", "value_refused"),
        ("threshold_green=1.1", "no_such_row"),
        ("profit.committed=5", "no_such_row"),
        ("no_such_name=5", "no_such_name"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is(book, pair, reason):
    outcome = set_values(book, ["plan_year=2028", pair])
    assert [problem.reason for problem in outcome.problems] == [reason]
    assert outcome.problems[0].sentence("zh")
    assert book.cells == {}


@pytest.mark.parametrize(
    ("typed", "near"), [("stepp", "step"), ("plan_yaer", "Plan year"), ("计划年", "计划年度"), ("qqq", "–")]
)
def test_a_misspelt_setting_is_told_the_nearest_setting(book, typed, near):
    (problem,) = set_values(book, [f"{typed}=5"]).problems
    assert (problem.reason, problem.facts["nearest"]) == ("no_such_name", near)


def test_all_problems_are_listed_at_once(book):
    assert len(set_values(book, ["plan_year=soon", "step=-1", "x"]).problems) == 3


def test_show_gives_ids_and_stored_numbers():
    (row,) = rows_of(plan_book("zh", tblTargets=TARGETS), "tbltargets")
    assert (row["indicator"], row["unit"], row["committed"]) == ("sales_amount", "ten_thousand", 80)
    keys = [row["key"] for row in rows_of(plan_book("zh", tblSettings=SETTINGS), "tblSettings")]
    assert keys == ["plan_year", "step", "lunar_new_year"]
