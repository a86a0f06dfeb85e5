"""The action Quota: the team's tables, from books in memory."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.quota import quota
from salesplan_xl.actions.undo import undo
from salesplan_xl.messages import LANGUAGES
from tests.plan_books import plan_book, rows_of

WRITTEN = ("tblQuotaProposal", "tblCapacity", "tblFairness", "tblCommission", "tblAppraisal", "tblVisitPlan")


def team_book(language="en", **more):
    reps = (("Ann", "East"), ("Bob", "East"), ("Cai", "West"), ("Dee", "West"))
    tables = {
        "tblSettings": {"plan_year": 2027, "step": 1, "lunar_new_year": "no"},
        "tblTargets": [{"indicator": "sales_amount", "unit": "base", "committed": 12000}],
        "tblHistory": [
            {"month": f"2026-{m:02d}", "region": r, "rep": n, "customer": f"{n}{k}", "amount": 100 + 10 * k}
            for m in range(1, 13)
            for n, r in reps[:3]
            for k in range(3)
        ],
        "tblActuals": [
            {"month": f"2027-{m:02d}", "region": r, "rep": n, "customer": f"{n}{k}", "amount": 110 + 10 * k}
            for m in range(1, 6)
            for n, r in reps
            for k in range(3)
        ],
        "tblReps": [
            {"rep": "Ann", "region": "East"},
            {"rep": "Bob", "region": "East", "end_month": "2027-06"},
            {"rep": "Cai", "region": "West", "ability": 1.2},
            {"rep": "Dee", "region": "West", "start_month": "2027-02"},
        ],
        "tblLevels": [
            {"order": 1, "dimension": "period"},
            {"order": 2, "dimension": "region"},
            {"order": 3, "dimension": "rep"},
        ],
        "tblRamp": [
            {"tenure": 1, "productivity": 0.3},
            {"tenure": 2, "productivity": 0.6},
            {"tenure": 3, "productivity": 1},
        ],
        "tblTiers": [{"attainment": 0, "rate": 0.01}, {"attainment": 1, "rate": 0.02}],
        "tblTeamInputs": [{"key": "full_month", "value": 300}, {"key": "score_cap", "value": 1.2}],
        "tblAppraisal": [{"rep": "Ann", "item": "Sales", "weight": 70, "target": 100, "actual": 130}],
        **more,
    }
    book = plan_book(language, **tables)
    decompose(book)
    return book


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_the_team_is_written_and_each_region_adds_up(language):
    book = team_book(language)
    outcome = quota(book)
    assert set(outcome.tables) == set(WRITTEN)
    proposals = rows_of(book, "tblQuotaProposal")
    for region in ("East", "West"):
        rows = [row for row in proposals if row["region"] == region]
        assert sum(row["proposed"] for row in rows) == sum(row["current"] for row in rows)
    assert sum(row["proposed"] for row in proposals) == 12000
    (january,) = [
        row
        for row in rows_of(book, "tblCapacity")
        if (row["period"], row["dimension"]) == ("2027-01", "total")
    ]
    # Ann and Bob one head each, Cai 1.2; Dee comes in February; every month weighs the same
    assert (january["heads"], january["capacity"], january["target"]) == (3, 300 * 3.2, 1000)
    (item,) = rows_of(book, "tblAppraisal")
    assert (item["reached"], item["points"], item["score"], item["rank"]) == (1.3, 1.2, 1.2, 1)
    assert outcome.summary.sentence("zh").startswith("已为4名业务员给出销售额任务建议，合计12,000")
    assert any(said.reason == "quota_basis_typed" for said in outcome.attention)


def test_what_people_agreed_stays_and_a_second_run_is_the_same():
    book = team_book()
    quota(book)
    info = book.tables()["tblQuotaProposal"]
    rows = [list(row) for row in book.read_table("tblQuotaProposal").rows]
    rows[0][info.header.index("Agreed")] = 4444
    book.write_table("tblQuotaProposal", rows)
    before = {table: rows_of(book, table) for table in WRITTEN}
    assert quota(book).tables == {}
    assert {table: rows_of(book, table) for table in WRITTEN} == before
    assert rows_of(book, "tblQuotaProposal")[0]["agreed"] == 4444


def test_undo_takes_all_of_it_back():
    book = team_book()
    before = {table: rows_of(book, table) for table in WRITTEN}
    quota(book)
    assert rows_of(book, "tblCapacity")
    undo(book)
    assert {table: rows_of(book, table) for table in WRITTEN} == before


def test_all_that_is_wrong_is_listed_and_nothing_written():
    book = team_book()
    book = team_book(
        tblTeamInputs=[{"key": "annual_attrition", "value": 12}],
        tblRamp=[{"tenure": 1, "productivity": 0.3}, {"tenure": 3, "productivity": 1.5}],
    )
    outcome = quota(book)
    assert sorted(problem.reason for problem in outcome.problems) == [
        "quota_ramp_gap",
        "quota_share_outside",
        "quota_share_outside",
    ]
    assert all(problem.cell and problem.sheet for problem in outcome.problems)
    assert rows_of(book, "tblQuotaProposal") == []
    nobody = plan_book(tblSettings={"plan_year": 2027})
    assert {problem.reason for problem in quota(nobody).problems} == {"quota_empty", "quota_no_reps"}


def test_each_table_is_read_and_written_at_most_once():
    book = team_book()
    reads, writes = [], []
    read, write = book.read_table, book.write_table
    book.read_table = lambda name: reads.append(name) or read(name)
    book.write_table = lambda name, rows: writes.append(name) or write(name, rows)
    quota(book)
    assert len(reads) == len(set(reads))
    assert len(writes) == len(set(writes))
