"""The rolling revision as a planner runs it: every month, at each change, in either language."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.replan import replan
from salesplan_xl.actions.undo import undo
from salesplan_xl.actions.variance import variance
from salesplan_xl.hosts.memory import MemoryWorkbook
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}
TARGETS = [
    {"indicator": "sales_amount", "unit": "base", "committed": 360},
    {"indicator": "gross_profit", "unit": "base", "committed": 120},
    {"indicator": "gross_margin", "unit": "percent", "committed": 33.3},
    {"indicator": "new_outlets", "unit": "outlet", "committed": 12},
]
LEVELS = [{"order": 1, "dimension": "period"}, {"order": 2, "dimension": "region"}]


def quota(region, amount, indicator="sales_amount", year=2027):
    return [
        {"indicator": indicator, "period": f"{year}-{m:02d}", "region": region, "committed": amount}
        for m in range(1, 13)
    ]


def sale(month, region, amount, **more):
    return {"month": month, "region": region, "amount": amount, **more}


PLAN = [
    *quota("East", 20),
    *quota("West", 10),
    *quota("East", 10, "gross_profit"),
    *quota("West", 1, "new_outlets"),
]
ACTUALS = [
    sale("2027-01", "East", 9.00, cost=6),
    sale("2027-01", "West", 10.00, cost=5),
    sale("2027-02", "East", 9.00, cost=7),
    sale("2027-02", "West", 15.00, cost=5),
    sale("2027-02", "West", -5.00),
    sale("2027-01", "West", 4, indicator="new_outlets"),
]
SALES, NO_MONTHS = "sales_amount", "quota_without_months"
TASKS = [
    {"id": "T1", "description": "Visits", "region": "East", "period": "2027-06", "per_amount": 5, "cost": 2},
    {"id": "T2", "description": "Fair", "kind": "support", "quantity": 1, "cost": 100, "owner": "Li"},
]


def book_of(language="en", **tables):
    given = {
        "tblSettings": SETTINGS,
        "tblTargets": TARGETS,
        "tblLevels": LEVELS,
        "tblQuota": PLAN,
        "tblActuals": ACTUALS,
        **tables,
    }
    return plan_book(language, **given)


def months(book, region="East", column="revised", indicator="sales_amount"):
    rows = rows_of(book, "tblReplan")
    return [r[column] for r in rows if r["region"] == region and r["indicator"] == indicator]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_year_stays_and_the_open_months_catch_up(language):
    """East sold 18 of 40 and has 222 left for ten months; West sold 20 of 20."""
    book = book_of(language)
    outcome = replan(book)
    assert outcome.problems == ()
    assert months(book) == [9, 9, 23, 23, 22, 22, 22, 22, 22, 22, 22, 22]
    assert months(book, "West") == [10] * 12
    assert months(book, column="actual") == [9, 9] + [None] * 10
    assert months(book, column="change") == [-11, -11, 3, 3] + [2] * 8
    # Outlets are counted in January alone: 4 of 12 done, 8 left for eleven equal months, whole outlets.
    assert months(book, "West", indicator="new_outlets") == [4] + [1] * 8 + [0] * 3
    totals = {row["indicator"]: row for row in outcome.figures["totals"]}
    assert [totals[name]["change"] for name in totals] == [0, 0, 0]
    assert totals["gross_profit"]["actual"] == 3 + 5 + 2 + 10 - 0
    said = outcome.as_json(language)
    assert "222" not in said["summary"]
    assert "360" in said["summary"]
    assert any(("new outlets" in line.lower()) or ("新增网点" in line) for line in said["attention"])


def test_ratios_are_recomputed():
    book = book_of()
    said = replan(book, mode="rest").as_json("en")["attention"]
    # Profit 20 + 100 left of the plan; sales 38 + 300.
    assert (
        "Gross margin rate of the year follows from its parts: "
        f"planned {120 / 360:.1%}, revised {120 / 338:.1%}." in said
    )


def test_the_setting_chooses_the_mode_and_an_option_overrides_it():
    book = book_of(tblSettings={**SETTINGS, "half_year_rule": "rebase"})
    outcome = replan(book)
    assert outcome.figures["mode"] == "rebase"
    assert outcome.figures["totals"][0]["year"] == 38 + 300 * 38 // 60
    assert any("moves from 360" in line for line in outcome.as_json("en")["attention"])
    assert replan(book, mode="补足全年目标").figures["mode"] == "catch_up"
    assert [p.reason for p in replan(book, mode="hope").problems] == ["option_not_a_choice"]
    assert [p.reason for p in replan(book, keep="colour").problems] == ["option_not_a_choice"]


def test_the_month_looked_at():
    book = book_of()
    assert replan(book, as_of="2027-01").figures["as_of"] == "2027-01"
    assert months(book)[:2] == [9, 21]
    assert [p.reason for p in replan(book, as_of="January").problems] == ["option_not_a_month"]
    assert [p.reason for p in replan(book, as_of="2026-01").problems] == ["as_of_outside_year"]


def test_measures_stay_with_their_rows_and_a_second_run_changes_nothing():
    book = book_of()
    replan(book)
    info = book.tables()["tblReplan"]
    rows = [list(row) for row in book.read_table("tblReplan").rows]
    rows[5][info.header.index("Measures")] = "promote"
    book.write_table("tblReplan", rows)
    assert replan(book).tables == {}
    replan(book, mode="rest")
    kept = [row for row in rows_of(book, "tblReplan") if row["action"]]
    assert [(row["action"], row["region"], row["period"]) for row in kept] == [
        ("promote", rows[5][2], rows[5][1])
    ]


def test_each_table_is_read_and_written_at_most_once_and_undo_goes_back():
    book = book_of(tblTasks=TASKS)
    before = {table: rows_of(book, table) for table in ("tblReplan", "tblTasks")}
    book.calls.clear()
    assert replan(book).tables.keys() == {"tblReplan", "tblTasks"}
    assert max(book.calls.values()) == 1
    undo(book)
    assert {table: rows_of(book, table) for table in before} == before


def test_tasks_follow_their_targets():
    """East in June: 20 asks for four visits, 22 for five; the fair stays."""
    book = book_of(tblTasks=TASKS)
    outcome = replan(book)
    visits, fair = rows_of(book, "tblTasks")
    assert (visits["quantity"], visits["revised"], visits["change"]) == (4, 5, 1)
    assert (fair["quantity"], fair["revised"], fair["owner"]) == (1, 1, "Li")
    assert outcome.figures["tasks"] == {"count": 2, "changed": 1, "cost_before": 108.0, "cost_after": 110.0}
    assert replan(book).tables == {}


def test_a_task_of_a_misspelt_member_is_told():
    book = book_of(tblTasks=[{**TASKS[0], "region": "Eest"}])
    assert any("Visits" in line for line in replan(book).as_json("en")["attention"])


def test_a_workbook_without_tasks_targets_or_members_is_revised():
    book = book_of()
    whole = {name: book.read_table(name) for name in ("tblSettings", "tblQuota", "tblActuals", "tblReplan")}
    bare = MemoryWorkbook(
        {
            name: (block.info.sheet, 5, 2, block.info.header, [list(row) for row in block.rows])
            for name, block in whole.items()
        }
    )
    assert replan(bare).problems == ()
    assert months(bare) == [9, 9, 23, 23, 22, 22, 22, 22, 22, 22, 22, 22]


def test_bad_cells_and_bad_options_are_all_listed_and_nothing_is_written():
    book = book_of(
        tblActuals=[*ACTUALS, sale("2027-03", "East", "lots"), sale("someday", "East", 1)],
        tblTasks=[{"description": "x", "quantity": "many"}],
    )
    reasons = [problem.reason for problem in replan(book, mode="hope").problems]
    assert len(reasons) == 4
    assert not [call for call in book.calls if call.startswith("write")]


@pytest.mark.parametrize(
    ("tables", "reasons"),
    [
        ({"tblQuota": []}, ["quota_empty"]),
        ({"tblQuota": [{"indicator": "sales_amount", "region": "East", "committed": 5}]}, [NO_MONTHS]),
        ({"tblActuals": []}, ["actuals_empty"]),
        ({"tblQuota": [], "tblActuals": []}, ["quota_empty", "actuals_empty"]),
        ({"tblActuals": [sale("2027-01", "East", 401)]}, ["replan_target_passed"]),
        (
            {"tblHolds": [{"indicator": SALES, "period": "2027-05", "region": "East", "amount": 999}]},
            ["replan_bounds_conflict"],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_revised_is_refused_in_plain_words(tables, reasons):
    book = book_of(**tables)
    problems = replan(book).problems
    assert [problem.reason for problem in problems] == reasons
    assert all("{" not in problem.sentence(language) for problem in problems for language in ("en", "zh"))
    assert not [call for call in book.calls if call.startswith("write")]


def test_a_closed_month_changed_afterwards_is_told():
    book = book_of()
    replan(book)
    rows = [list(row) for row in book.read_table("tblActuals").rows]
    rows[0][rows[0].index(9.0)] = 12.0
    book.write_table("tblActuals", rows)
    said = replan(book).as_json("en")["attention"]
    assert any("2027-01: 19 → 22" in line for line in said)


def test_an_unplanned_member_and_another_spelling():
    members = [{"dimension": "region", "member": "East", "alias": "E"}]
    book = book_of(
        tblMembers=members, tblActuals=[*ACTUALS, sale("2027-02", "E", 1), sale("2027-02", "North", 3)]
    )
    said = replan(book).as_json("en")["attention"]
    assert months(book)[1] == 10
    assert any("North" in line for line in said)
    assert sum(months(book)) + sum(months(book, "West")) + sum(months(book, "North")) == 360


def test_a_fiscal_year_from_april():
    plan = quota("East", 20)[3:] + quota("East", 20, year=2028)[:3]
    book = book_of(
        tblSettings={**SETTINGS, "fiscal_start": 4},
        tblQuota=plan,
        tblActuals=[sale("2027-03", "East", 500), sale("2027-04", "East", 9)],
    )
    assert replan(book).problems == ()
    assert months(book) == [9] + [21] * 11


def test_variance_reads_the_revised_targets_where_the_settings_ask_for_them():
    book = book_of(tblSettings={**SETTINGS, "target_version": "revised"})
    assert any("Replan first" in line for line in variance(book).as_json("en")["attention"])
    replan(book)
    outcome = variance(book)
    assert any("revised targets" in line for line in outcome.as_json("en")["attention"])
    rows = [
        row
        for row in rows_of(book, "tblVariance")
        if row["member"] == "East" and row["indicator"] == "sales_amount"
    ]
    assert [(row["target"], row["variance"]) for row in rows] == [(9, 0), (9, 0)]
    assert rows[-1]["year_gap"] == 222
