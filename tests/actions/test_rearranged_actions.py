"""Replan, profit, key figures, review and quota in workbooks that planners rearranged: the same figures."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.kpi import kpi
from salesplan_xl.actions.profit import profit
from salesplan_xl.actions.quota import quota
from salesplan_xl.actions.replan import replan
from salesplan_xl.actions.review import review
from salesplan_xl.hosts.package import open_package
from tests.actions.small_company import rearranged, small_file
from tests.plan_books import rows_of
from tests.plan_files import plan_file

INPUTS = ("tblActuals", "tblQuota", "tblHistory", "tblMembers", "tblReps", "tblTargets")
CASES = (
    (replan, "annual_plan"),
    (profit, "annual_plan"),
    (kpi, "mid_year_review"),
    (review, "mid_year_review"),
    (quota, "team_and_quota"),
)


def backwards(header):
    return list(reversed(range(len(header))))


def results(action, path):
    workbook = open_package(path)
    outcome = action(workbook)
    assert [problem.sentence("zh") for problem in outcome.problems] == []
    assert outcome.tables
    return {table: rows_of(workbook, table) for table in outcome.tables}


@pytest.mark.parametrize(("action", "template"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_moved_renamed_reordered_filtered_hidden(action, template, tmp_path):
    """Two tables on one sheet, every sheet renamed, columns backwards, half the rows hidden."""
    book = rearranged(open_package(small_file(template, "zh", tmp_path / "template.xlsx")))
    sheets = {name: f"{info.sheet}-新" for name, info in book.tables().items()}
    sheets |= {"tblMembers": "我的表", "tblReps": "我的表"}
    plain = plan_file(tmp_path / "plain.xlsx", book)
    other = plan_file(tmp_path / "other.xlsx", book, sheets, backwards, INPUTS)
    assert results(action, other) == results(action, plain)
