"""What changed between two versions of a plan, and the log, from books in memory."""

from __future__ import annotations

import json
import shutil

from typer.testing import CliRunner

from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.diff import diff, shown_rows
from salesplan_xl.actions.history import history
from salesplan_xl.actions.new import new_workbook
from salesplan_xl.actions.undo import undo
from salesplan_xl.actions.variance import variance
from salesplan_xl.cli import app
from salesplan_xl.hosts.package import open_package
from tests.plan_books import SMALL, plan_book, rows_of

HISTORY = [
    {"month": f"2026-{month:02d}", "region": region, "amount": amount}
    for month in range(1, 13)
    for region, amount in (("East", 60), ("West", 40))
]
LEVELS = [{"order": 1, "dimension": "period"}, {"order": 2, "dimension": "region"}]
HOLD = {
    "indicator": "sales_amount",
    "region": "East",
    "period": "2027-03",
    "amount": 75,
    "reason": "framework contract",
}


def version(language="en", name="plan.xlsx", **more):
    book = plan_book(language, name=name, **{**SMALL, "tblHistory": HISTORY, "tblLevels": LEVELS, **more})
    decompose(book)
    return book


def test_a_hold_and_what_gave_way_to_it_are_listed_with_money_and_reason():
    old, new = version(name="v1.xlsx"), version(name="v2.xlsx", tblHolds=[HOLD])
    changes = diff(old, new)
    amounts = {row["period"]: row for row in rows_of(old, "tblQuota") if row["region"] == "East"}
    (held,) = [
        row
        for row in changes.rows
        if row["table"] == "tblQuota" and row["key"]["period"] == "2027-03" and row["key"]["region"] == "East"
        if row["column"] == "committed"
    ]
    assert (held["before"], held["after"]) == (amounts["2027-03"]["committed"], 75)
    assert held["change"] == 75 - amounts["2027-03"]["committed"]
    assert held["reason"] == {"en": "held: framework contract", "zh": "新增锁定：framework contract"}
    # The quota has a column "change" of its own, which is no part of what names the row.
    named = {id: value for id, value in held["key"].items() if value is not None}
    assert named == {"indicator": "sales_amount", "period": "2027-03", "region": "East"}
    others = [
        row["reason"]["en"]
        for row in changes.rows
        if row["table"] == "tblQuota" and row["column"] == "committed" and row is not held
    ]
    assert others
    assert set(others) == {"gave way to a hold: framework contract"}
    moved = [row["change"] for row in changes.rows if row["column"] == "committed"]
    assert sum(moved) == 0
    assert {row["column"] for row in changes.rows if row["table"] == "tblHolds"} == {"amount", "reason"}


def test_a_changed_target_and_setting_are_named_in_both_languages():
    targets = [{"indicator": "sales_amount", "unit": "base", "committed": 2400}]
    old = version("zh")
    new = version("zh", tblTargets=targets, tblSettings={**SMALL["tblSettings"], "reserve": 0.0, "step": 2})
    changes = diff(old, new)
    header, lines = shown_rows(changes, "zh")
    assert header[:4] == ["表", "行", "列", "变动"]
    assert ["年度目标", "销售额", "必达目标", "修改", "1,200", "2,400", "+1,200", ""] in lines
    assert any(line[:5] == ["参数设置", "最小单位", "取值", "修改", "1"] for line in lines)
    assert {
        row["reason"]["zh"] for row in changes.rows if row["column"] == "committed" and row["reason"]
    } == {"年度目标调整"}
    told = changes.outcome.attention[0].sentence("zh")
    assert told == "销售额：24个明细变动，调增1,200，调减0，合计+1,200。"


def test_the_same_plan_has_no_changes_whatever_the_order_of_its_rows():
    old = version()
    new = version(tblHistory=HISTORY[::-1])
    assert diff(old, new).rows == []
    assert diff(old, new).outcome.summary.reason == "diff_nothing"


def test_the_log_tells_what_undo_can_take_back():
    book = version(tblActuals=[{"month": "2027-01", "region": "East", "amount": 70}])
    variance(book)
    ids, labels, rows, _ = history(book)
    at = ids.index("action")
    assert [row[at] for row in rows] == ["Decompose", "Variance"]
    assert [bool(row[-1]) for row in rows] == [True, True]
    assert labels[at] == "Action"
    undo(book)
    _, _, rows, _ = history(book, "zh")
    assert [row[at] for row in rows] == ["开始分解", "差异分析", "撤销"]
    assert [row[-1] for row in rows] == ["可撤销", None, None]


def test_both_commands_on_files(tmp_path):
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    new_workbook("annual_plan", old, "zh")
    shutil.copyfile(old, new)
    book = open_package(new)
    from salesplan_xl.actions.set_values import set_values

    set_values(book, ["plan_year=2027"])
    book.save()
    runner = CliRunner()
    answer = runner.invoke(app, ["diff", str(old), str(new), "--json"])
    assert answer.exit_code == 0
    (change,) = json.loads(answer.stdout)["changes"]
    assert (change["table"], change["key"], change["after"]) == ("tblSettings", {"key": "plan_year"}, "2027")
    listed = runner.invoke(app, ["diff", str(old), str(new), "--csv"]).stdout.splitlines()
    assert listed == [
        "表,行,列,变动,变动前,变动后,变动额,原因",
        "参数设置,计划年度,取值,修改,,2027,,",
    ]
    empty = runner.invoke(app, ["log", str(old), "--lang", "en"])
    assert (empty.exit_code, empty.output.strip()) == (0, "Nothing has been done to old.xlsx yet.")
    missing = runner.invoke(app, ["diff", str(old), str(tmp_path / "none.xlsx"), "--lang", "en"])
    assert missing.exit_code == 1
    assert "none.xlsx" in missing.output
