"""KPI fills the tables of monthly tracking; the tables it starts from can be loaded from files."""

from __future__ import annotations

import datetime as dt

import pytest

from salesplan_xl.actions.kpi import kpi
from salesplan_xl.actions.load import load
from salesplan_xl.actions.tracking import TRACKING_OUTPUTS
from salesplan_xl.actions.undo import undo
from salesplan_xl.hosts.memory import MemoryWorkbook
from salesplan_xl.tables.contract import TABLES
from tests.plan_books import plan_book, rows_of

MONTHS = [f"2027-{month:02d}" for month in range(1, 4)]


def tracked_tables():
    """Two regions with a customer each, a quarter of actuals; dealer A takes in more than he sells on."""
    return {
        "tblSettings": {"plan_year": 2027, "step": 1, "lunar_new_year": "no", "selling_days": "weekdays"},
        "tblTargets": [{"indicator": "sales_amount", "unit": "base", "committed": 1200}],
        "tblQuota": [
            {"indicator": "sales_amount", "period": f"2027-{month:02d}", "region": region,
             "customer": customer, "committed": 50}
            for month in range(1, 13)
            for region, customer in (("N", "A"), ("S", "B"))
        ],
        "tblActuals": [
            {"month": month, "region": region, "customer": customer, "amount": amount, "cost": amount / 2,
             "quantity": 1}
            for month in MONTHS
            for region, customer, amount in (("N", "A", 60.5), ("S", "B", 40))
        ],
        "tblHistory": [
            {"month": month.replace("2027", "2026"), "region": "N", "customer": "A", "amount": 50}
            for month in MONTHS
        ],
        "tblFunnel": [
            {"month": month, "region": region, "rep": region + "1", "leads": 100, "quotes": 40, "demos": 20,
             "won": 5, "orders": 6, "amount": 60000, "target": 70000}
            for month in MONTHS
            for region in "NS"
        ],
        "tblReceivables": [
            {"month": month, "customer": customer, "opening": 100, "invoiced": 50, "collected": 40,
             "written_off": 1, "due": 60, "planned": 50, "age_30": 50, "age_60": late, "age_over": 9}
            for month in MONTHS
            for customer, late in (("A", 50), ("B", 0))
        ],
        "tblStock": [
            {"month": month, "customer": customer, "product": "P",
             "opening": 100 if month == MONTHS[0] else None, "sell_in": 50, "sell_out": sold, "planned": 100}
            for month in MONTHS
            for customer, sold in (("A", 40), ("B", 50))
        ],
        "tblOutlets": [
            {"month": month, "city": "X", "customer": "A", "outlet": outlet, "display": 2, "sell_out": 4,
             "stock": 5}
            for month in MONTHS
            for outlet in ("o1", "o2")
        ],
        "tblExpenseActuals": [
            {"month": month, "department": "N", "class": "selling", "amount": 5} for month in MONTHS
        ],
        "tblExpensePlan": [
            {"item": "Travel", "class": "selling", "department": "N", "m01": 4, "m02": 4, "m03": 4}
        ],
    }  # fmt: skip


def said(outcome):
    return {sentence.reason: dict(sentence.facts) for sentence in outcome.attention}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_table_is_filled_in_the_words_of_the_workbook(language):
    book = plan_book(language, **tracked_tables())
    outcome = kpi(book)
    assert outcome.problems == ()
    assert set(TRACKING_OUTPUTS) <= set(outcome.tables)
    total = {"en": "Total", "zh": "合计"}[language]
    funnel = rows_of(book, "tblFunnelReview")[0]
    assert (funnel["period"], funnel["member"], funnel["leads"]) == ("2027Q1", total, 600)
    expense = rows_of(book, "tblExpenseReview")
    assert expense[-1]["member"] == {"en": "Selling expense", "zh": "销售费用"}[language]
    assert (expense[-1]["actual_ytd"], expense[-1]["budget_ytd"]) == (15, 12)
    departments = rows_of(book, "tblDepartmentReview")
    assert (departments[0]["department"], departments[0]["sales"]) == (total, 301.5)
    assert departments[1]["profit"] == 60.5 * 3 / 2 - 15
    dealers = rows_of(book, "tblKeyDealers")
    assert [(row["customer"], row["class"], row["last_year"]) for row in dealers] == [
        ("A", "A", 150),
        ("B", "C", None),
    ]
    assert len(rows_of(book, "tblCadence")) == 33
    # March 2027 begins on a Monday: four weeks of five weekdays and one of three.
    weeks = [
        row for row in rows_of(book, "tblWeeks") if (row["period"], row["dimension"]) == ("2027-03", "total")
    ]
    assert [row["days"] for row in weeks] == [5, 5, 5, 5, 3]
    assert sum(row["target"] for row in weeks) == 100


def test_what_needs_attention_is_told():
    told = said(kpi(plan_book("en", **tracked_tables())))
    assert told["tracking_bottleneck"] == {"step": {"en": "Demo to deal", "zh": "演示→成交"}}
    assert told["tracking_overdue"]["names"]["en"] == "A, B"
    assert told["tracking_stuffed"] == {"count": 1, "names": {"en": "A", "zh": "A"}}
    assert told["tracking_over_budget"]["count"] == 1
    assert "tracking_short" not in told


def test_a_second_run_changes_nothing_and_what_people_wrote_counts():
    book = plan_book("en", **tracked_tables())
    kpi(book)
    block = book.read_table("tblWeeks")
    header = list(block.info.header)
    rows = [list(row) for row in block.rows]
    rows[0][header.index("Actual, typed")] = 7
    rows[0][header.index("Measures")] = "call all dealers"
    book.write_table("tblWeeks", rows)
    outcome = kpi(book)
    assert set(outcome.tables) == {"tblWeeks"}
    first = rows_of(book, "tblWeeks")[0]
    assert (first["actual"], first["typed"], first["action"]) == (7, 7, "call all dealers")
    assert kpi(book).tables == {}


def test_undo_brings_the_former_cells_back_and_tables_are_read_once():
    book = plan_book("en", **tracked_tables())
    kpi(book)
    assert max(book.calls.values()) == 1
    undo(book)
    assert all(rows_of(book, table) == [] for table in TRACKING_OUTPUTS)


def test_all_problems_are_told_and_nothing_is_written():
    tables = tracked_tables()
    tables["tblStock"] = [{"month": "2027-01", "customer": "A", "product": "P", "sell_in": "many"}]
    tables["tblFunnel"] = [{"month": "soon", "region": "N", "rep": "a", "leads": 1.5}]
    tables["tblReceivables"] = [{"month": "2027-01", "opening": 5}]
    book = plan_book("en", **tables)
    problems = kpi(book).problems
    assert {(problem.sheet, problem.column) for problem in problems} == {
        ("Purchases, sales, stock", "Sell-in"),
        ("Funnel", "Month"),
        ("Funnel", "Leads"),
        ("Receivables", "Customer"),
    }
    assert all(rows_of(book, table) == [] for table in (*TRACKING_OUTPUTS, "tblKpi"))


def test_a_workbook_without_the_tables_is_no_problem():
    """Only what a plan has is filled; a table without its input stays as it is."""
    tables = tracked_tables()
    lean = plan_book("en", **{name: rows for name, rows in tables.items() if name in (
        "tblSettings", "tblTargets", "tblQuota", "tblActuals")})  # fmt: skip
    outcome = kpi(lean)
    assert outcome.problems == ()
    assert "tblFunnelReview" not in outcome.tables
    assert "tblQuarters" in outcome.tables
    names = ("tblSettings", "tblActuals", "tblKpi")
    whole = plan_book("en", **tables)
    few = MemoryWorkbook(
        {
            name: (whole.tables()[name].sheet, 5, 2, whole.tables()[name].header, whole.read_table(name).rows)
            for name in names
        }
    )
    assert set(kpi(few).tables) == {"tblKpi"}


def test_sales_that_name_the_day_fill_the_weeks():
    tables = tracked_tables()
    tables["tblActuals"] = [
        {"month": dt.datetime(2027, 1, day), "region": "N", "customer": "A", "amount": day}
        for day in (1, 5, 29)
    ]
    book = plan_book("en", **tables)
    kpi(book)
    weeks = [
        row["actual"]
        for row in rows_of(book, "tblWeeks")
        if (row["period"], row["dimension"]) == ("2027-01", "total")
    ]
    assert weeks == [1, 5, None, None, 29]
    tables["tblActuals"] = [{"month": dt.datetime(2027, 1, 1), "region": "N", "customer": "A", "amount": 9}]
    book = plan_book("en", **tables)
    kpi(book)
    assert {row["actual"] for row in rows_of(book, "tblWeeks")} == {None}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "table", ["tblFunnel", "tblReceivables", "tblStock", "tblOutlets", "tblExpenseActuals"]
)
def test_each_input_table_loads_from_a_file(tmp_path, table, language):
    """The labels of the template are understood as they stand; the same rows again are refused."""
    given = plan_book(language, **tracked_tables())
    columns = [column for column in TABLES[table].columns if column.prepared and column.writer == "person"]
    wanted = rows_of(given, table)
    labels = [column.label(language) for column in columns]
    block = given.read_table(table)
    places = [block.info.header.index(label) for label in labels]
    lines = [labels, *[["" if row[at] is None else str(row[at]) for at in places] for row in block.rows]]
    quoted = [",".join(f'"{text}"' for text in line) for line in lines]
    source = tmp_path / "export.csv"
    source.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    book = plan_book(language, tblSettings=tracked_tables()["tblSettings"])
    outcome = load(book, table, source)
    assert outcome.problems == ()
    assert rows_of(book, table) == wanted
    again = load(book, table, source)
    reason = "load_keys_twice" if TABLES[table].key else "load_months_twice"
    assert [problem.reason for problem in again.problems] == [reason]
    assert load(book, table, source, replace=True).problems == ()
    assert rows_of(book, table) == wanted
