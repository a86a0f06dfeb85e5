"""A new workbook that takes over an existing plan's tables."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.carry_plan import carry_plan
from salesplan_xl.actions.new import language_of_plan, new_workbook
from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.package import open_package
from tests.plan_books import plan_book


def filled(book, name):
    return [list(row) for row in book.read_table(name).rows if any(cell is not None for cell in row)]


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.xlsx"
    new_workbook("annual_plan", path, "zh", sample=True)
    return path


def test_tables_of_the_plan_stand_in_the_new_workbook(plan, tmp_path):
    before = plan.read_bytes()
    outcome = new_workbook("annual_plan", tmp_path / "next.xlsx", "zh", plan=plan)
    old, new = open_package(plan), open_package(tmp_path / "next.xlsx")
    for table in ("tblSettings", "tblTargets", "tblMembers", "tblReps", "tblActuals", "tblHolds"):
        assert filled(new, table) == filled(old, table) != []
    assert outcome.summary.facts["count"] >= 8
    assert plan.read_bytes() == before


def test_columns_are_matched_by_the_contract_and_what_the_other_lacks_stays_behind():
    source = plan_book(tblHolds=[{"amount": 5, "region": "East", "reason": "agreed"}])
    target = plan_book()
    info = target.tables()["tblHolds"]
    carry_plan(source, target)
    (row,) = filled(target, "tblHolds")
    found = dict(zip(info.header, row, strict=True))
    assert {label: cell for label, cell in found.items() if cell is not None} == {
        "Region": "East",
        "Held amount": 5,
        "Reason": "agreed",
    }


def test_another_language_and_an_empty_plan_are_refused_and_no_file_is_left(plan, tmp_path):
    assert language_of_plan(plan) == "zh"
    with pytest.raises(FileRefused) as refused:
        new_workbook("annual_plan", tmp_path / "english.xlsx", "en", plan=plan)
    assert refused.value.reason == "carry_other_language"
    assert not (tmp_path / "english.xlsx").exists()
    with pytest.raises(FileRefused) as refused:
        carry_plan(plan_book(), plan_book())
    assert refused.value.reason == "carry_nothing"


def test_a_sample_brings_a_plan_that_is_worked_out(tmp_path):
    """The tracking template's quota comes from the sample's plan, which is decomposed first."""
    path = tmp_path / "track.xlsx"
    new_workbook("monthly_tracking", path, "zh", sample=True)
    book = open_package(path)
    quota = filled(book, "tblQuota")
    at = book.tables()["tblQuota"].header.index("必达目标")
    assert sum(row[at] for row in quota if row[0] == "销售额") == 180_000_000
    assert filled(book, "tblFunnel")
    assert filled(book, "tblExpensePlan")
