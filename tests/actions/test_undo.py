"""Undo: one action back at a time, nothing of a person's lost."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.finalise import finalise
from salesplan_xl.actions.load import load
from salesplan_xl.actions.undo import undo
from tests.plan_books import SMALL, plan_book, rows_of

QUOTA = [
    {"indicator": "sales_amount", "period": "2027-01", "region": "华东", "committed": 100},
    {"indicator": "sales_amount", "period": "2027-02", "region": "华东", "committed": 200, "note": "重点"},
]


@pytest.fixture
def book():
    return plan_book("zh", tblQuota=QUOTA, tblMembers=[{"dimension": "region", "member": "华北"}], **SMALL)


@pytest.fixture
def months(tmp_path):
    for month in ("05", "06"):
        (tmp_path / f"{month}.csv").write_text(
            f"月份,区域,金额\n2027-{month},华东,{month}\n", encoding="utf-8"
        )
    return tmp_path


def tables(book):
    return {table: rows_of(book, table) for table in ("tblActuals", "tblMembers", "tblImports")}


def test_undo_goes_back_one_action_at_a_time(book, months):
    empty = tables(book)
    load(book, "tblActuals", months / "05.csv")
    one = tables(book)
    load(book, "tblActuals", months / "06.csv")
    outcome = undo(book)
    assert "导入数据" in outcome.summary.sentence("zh")
    assert "实际销售" in outcome.summary.sentence("zh")
    assert "Actual sales" in outcome.summary.sentence("en")
    assert "tbl" not in outcome.summary.sentence("zh")
    assert tables(book) == one
    undo(book)
    assert tables(book) == empty
    assert [problem.reason for problem in undo(book).problems] == ["undo_nothing"]


def test_every_run_is_logged(book, months):
    load(book, "tblActuals", months / "05.csv")
    undo(book)
    log = rows_of(book, "tblLog")
    assert [row["action"] for row in log] == ["load", "undo"]
    assert all(row["user"] and len(row["digest"]) == 12 for row in log)


def test_undo_refuses_where_a_person_edited_since_and_says_which_row(book, months):
    load(book, "tblActuals", months / "05.csv")
    info = book.tables()["tblActuals"]
    row = list(book.read_table("tblActuals").rows[0])
    row[info.header.index("金额")] = 999
    book.write_table("tblActuals", [row])
    outcome = undo(book)
    assert [problem.reason for problem in outcome.problems] == ["undo_edited"]
    assert str(info.top + 1) in outcome.problems[0].sentence("zh")
    assert rows_of(book, "tblActuals")[0]["amount"] == 999


def test_undo_refuses_where_the_columns_changed(book, months):
    load(book, "tblActuals", months / "05.csv")
    info = book.tables()["tblActuals"]
    book._tables["tblActuals"] = type(info)(
        info.name, info.sheet, info.top, info.left, ("月", *info.header[1:]), info.row_count
    )
    assert [problem.reason for problem in undo(book).problems] == ["undo_columns"]


def test_finalise_freezes_a_version_and_drops_what_undo_kept(book, months):
    load(book, "tblActuals", months / "05.csv")
    outcome = finalise(book, note="年度经营会")
    assert outcome.problems == ()
    (version,) = rows_of(book, "tblVersions")
    assert (version["version"], version["status"], version["note"]) == ("V1", "final", "年度经营会")
    assert len(version["digest"]) == 12
    assert rows_of(book, "tblUndo") == []
    assert [(row["previous"], row["change"], row["note"]) for row in rows_of(book, "tblQuota")] == [
        (100, 0, None),
        (200, 0, "重点"),
    ]
    assert [problem.reason for problem in undo(book).problems] == ["undo_nothing"]


def test_a_closed_version_is_not_closed_again(book):
    finalise(book)
    outcome = finalise(book)
    assert [problem.reason for problem in outcome.problems] == ["version_closed"]
    assert "V1" in outcome.problems[0].sentence("en")


def test_a_changed_plan_becomes_the_next_version(book):
    finalise(book)
    block = book.read_table("tblQuota")
    rows = [list(row) for row in block.rows]
    rows[0][block.info.header.index("必达目标")] = 150
    book.write_table("tblQuota", rows)
    finalise(book)
    assert [row["version"] for row in rows_of(book, "tblVersions")] == ["V1", "V2"]


def test_nothing_to_finalise_is_said(tmp_path):
    assert [problem.reason for problem in finalise(plan_book("zh", **SMALL)).problems] == ["quota_empty"]


def test_a_workbook_without_a_place_for_undo_says_there_is_nothing(book):
    del book._tables["tblUndo"]
    assert [problem.reason for problem in undo(book).problems] == ["undo_nothing"]
