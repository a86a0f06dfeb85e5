"""Profit as a planner runs it: what comes out, what needs attention, what is refused, what stays."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.profit import profit
from salesplan_xl.actions.undo import undo
from salesplan_xl.hosts.memory import MemoryWorkbook
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}
LEVELS = [
    {"order": order, "dimension": dimension}
    for order, dimension in enumerate(("period", "region", "channel", "product"), start=1)
]
TARGETS = [{"indicator": "sales_amount", "unit": "base", "committed": 1200}]
EXPENSES = [
    {"item": "Freight", "class": "selling", "method": "percent", "parameter": 0.05},
    {"item": "Pay", "class": "people", "department": "East team", "method": "prior", "last_year": 36},
]
FILLED = (
    "tblProfit", "tblExpenses", "tblExpensePlan", "tblChannelTargets", "tblDepartments", "tblNewProducts"
)  # fmt: skip


def sales(year, *months, factor=1):
    cells = (("East", "Shop", "Tea", 30, 18), ("West", "Web", "Jam", 10, 8))
    return [
        {"month": f"{year}-{month:02d}", "region": region, "channel": channel, "product": product,
         "amount": amount * factor, "cost": cost * factor}
        for month in months
        for region, channel, product, amount, cost in cells
    ]  # fmt: skip


def book_of(language="en", decomposed=True, **tables):
    given = {
        "tblSettings": SETTINGS,
        "tblTargets": TARGETS,
        "tblLevels": LEVELS,
        "tblHistory": sales(2026, *range(1, 13)),
        "tblExpenses": EXPENSES,
        "tblDepartments": [
            {"department": "East team", "dimension": "region", "members": "East", "head": "Ann", "note": "ok"}
        ],
        "tblNewProducts": [{"product": "Jam", "target": 100, "price": 10, "unit_cost": 6, "margin": 0.1}],
        **tables,
    }
    book = plan_book(language, **given)
    if decomposed:
        assert decompose(book).problems == ()
        book.calls.clear()
    return book


def figures(book, version="plan", member="Total", column="year"):
    rows = rows_of(book, "tblProfit")
    return {row["line"]: row[column] for row in rows if (row["version"], row["member"]) == (version, member)}


def test_a_plan_from_quota_cost_and_budget():
    """1200 of which 900 are tea at a cost of 0.6 and 300 jam at 0.8; 60 freight and 36 pay."""
    book = book_of()
    outcome = profit(book)
    assert outcome.problems == ()
    assert figures(book) == {
        "sales": 1200, "cost": 780, "gross_profit": 420, "gross_margin": 0.35,
        "expense": 96, "expense_ratio": 0.08, "net_profit": 324, "net_margin": 0.27,
    }  # fmt: skip
    assert figures(book, member="Jam", column="q2")["gross_margin"] == 0.2
    assert outcome.figures["plan"]["net_profit"] == 324
    assert "324" in outcome.summary.sentence("en")
    budget = {row["item"]: row["amount"] for row in rows_of(book, "tblExpenses")}
    assert budget == {"Freight": 60, "Pay": 36}
    pay = rows_of(book, "tblExpensePlan")[1]
    assert (pay["class"], pay["department"], pay["year"], pay["m01"], pay["h2"]) == (
        "people", "East team", 36, 3, 18,
    )  # fmt: skip
    shop, web = rows_of(book, "tblChannelTargets")
    assert (shop["channel"], shop["current"], shop["monthly"], shop["target"]) == ("Shop", 360, 30, 900)
    # 900 - 540 - 36 - 45 of the freight; 300 - 240 - 15.
    assert (shop["profit"], web["profit"]) == (279, 45)
    (east,) = rows_of(book, "tblDepartments")
    assert (east["target"], east["expense"], east["profit"], east["head"]) == (900, 81, 279, "Ann")
    (jam,) = rows_of(book, "tblNewProducts")
    assert (jam["cost"], jam["expense"], jam["planned"]) == (60, 30, 300)


def test_actual_landing_and_last_year_stand_beside_the_plan():
    spent = [{"month": "2027-01", "class": "selling", "amount": 10}]
    book = book_of(tblActuals=sales(2027, 1, 2, factor=2), tblExpenseActuals=spent)
    profit(book)
    assert {row["version"] for row in rows_of(book, "tblProfit")} == {
        "plan",
        "actual",
        "landing",
        "last_year",
    }
    actual = figures(book, "actual")
    assert (actual["sales"], actual["cost"], actual["expense"], actual["net_profit"]) == (160, 104, 10, 46)
    assert figures(book, "actual", column="m03")["sales"] is None
    # 160 of 200 planned so far; the other ten months at 0.8 of 100 each.
    assert figures(book, "landing")["sales"] == 960
    assert figures(book, "last_year")["sales"] == 480
    earlier = profit(book, as_of="2027-01")
    assert earlier.problems == ()
    assert figures(book, "actual")["sales"] == 80


def test_by_limits_the_dimensions():
    book = book_of()
    profit(book, by="product, Channel")
    found = [row["dimension"] for row in rows_of(book, "tblProfit")]
    assert list(dict.fromkeys(found)) == ["total", "product", "channel"]


def test_every_dimension_adds_up_to_the_total():
    book = book_of(tblActuals=sales(2027, 1, 2, 3))
    profit(book)
    rows = [
        row for row in rows_of(book, "tblProfit") if row["line"] == "net_profit" and row["version"] == "plan"
    ]
    sums = {}
    for row in rows:
        sums[row["dimension"]] = sums.get(row["dimension"], 0) + row["m07"]
    assert set(sums) == {"total", "department", "region", "channel", "product"}
    assert len(set(sums.values())) == 1


def test_each_table_is_read_and_written_at_most_once():
    book = book_of()
    profit(book)
    assert max(book.calls.values()) == 1


def test_a_second_run_gives_the_same_workbook():
    book = book_of(tblActuals=sales(2027, 1, 2))
    profit(book)
    before = {table: rows_of(book, table) for table in (*FILLED, "tblUndo")}
    assert profit(book).tables == {}
    assert {table: rows_of(book, table) for table in before} == before


def test_undo_brings_the_former_cells_back():
    book = book_of()
    before = {table: [list(row) for row in book.read_table(table).rows] for table in FILLED}
    profit(book)
    assert rows_of(book, "tblProfit")
    undo(book)
    assert {table: [list(row) for row in book.read_table(table).rows] for table in FILLED} == before


def test_chinese_labels():
    book = book_of("zh")
    assert profit(book).problems == ()
    block = book.read_table("tblProfit")
    assert block.info.header[:5] == ("维度", "成员", "版本", "项目", "全年")
    assert list(block.rows[0][:5]) == ["合计", "合计", "计划", "销售收入", 1200]
    nameless = [row[1] for row in block.rows if row[0] == "部门"]
    assert set(nameless) == {"East team", "未填写"}


def test_all_problems_are_listed_and_nothing_is_written():
    wrong = [
        {"item": "Freight", "class": "selling", "method": "percent"},
        {"item": "Freight", "class": "selling", "method": "prior", "last_year": 5},
        {"item": "Ads", "class": "advertising", "method": "incremental", "parameter": "much", "last_year": 5},
    ]
    departments = [
        {"department": "A", "dimension": "region", "members": "Eas"},
        {"department": "A", "dimension": "region", "members": "West"},
    ]
    book = book_of(tblExpenses=wrong, tblDepartments=departments)
    outcome = profit(book)
    reasons = [problem.reason for problem in outcome.problems]
    assert sorted(reasons) == sorted(
        ["cell_not_a_number", "profit_member_unknown", "profit_row_twice", "profit_row_twice"]
    )
    assert outcome.exit_code == 1
    assert not [call for call in book.calls if call.startswith("write")]
    assert any("East" in problem.sentence("en") for problem in outcome.problems)


def test_a_line_that_lacks_its_numbers_names_its_cell():
    book = book_of(tblExpenses=[{"item": "Freight", "class": "selling", "method": "percent"}])
    (problem,) = profit(book).problems
    assert (problem.reason, problem.column) == ("expense_needs", "Parameter")
    assert "Percent of sales" in problem.sentence("en")
    assert "销售百分比" in problem.sentence("zh")


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"decomposed": False}, "profit_no_quota"),
        ({"tblHistory": [{"month": "2026-01", "region": "East", "amount": 5}], "tblNewProducts": []},
         "profit_no_cost"),
        ({"tblDepartments": [{"department": d, "dimension": "region", "members": "East"} for d in "AB"]},
         "profit_two_departments"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said(tables, reason):
    book = book_of(**tables)
    outcome = profit(book)
    assert [problem.reason for problem in outcome.problems] == [reason]
    assert outcome.problems[0].sentence("zh")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"by": "customer"}, "option_not_a_choice"),
        ({"as_of": "2026-05"}, "as_of_outside_year"),
        ({"as_of": "soon"}, "option_not_a_month"),
    ],
)
def test_options_that_mean_nothing_are_refused(options, reason):
    assert [problem.reason for problem in profit(book_of(), **options).problems] == [reason]


def test_a_cost_rate_of_the_settings_stands_in_where_history_has_no_cost():
    history = [{"month": "2026-01", "region": "East", "amount": 5}]
    settings = {**SETTINGS, "cost_rate": 0.7}
    book = book_of(tblSettings=settings, tblHistory=history, tblNewProducts=[])
    assert profit(book).problems == ()
    assert figures(book)["cost"] == 840


def said(book, **options):
    outcome = profit(book, **options)
    assert outcome.problems == ()
    for found in outcome.attention:
        assert found.sentence("en")
        assert found.sentence("zh")
    return {found.reason: found for found in outcome.attention}


def test_what_needs_attention_is_said_with_its_numbers():
    settings = {**SETTINGS, "expense_ceiling": 0.05}
    targets = [
        *TARGETS,
        {"indicator": "net_profit", "unit": "base", "committed": 400},
        {
            "indicator": "receivables",
            "unit": "base",
            "committed": 30,
            "last_year": 20,
            "aggregation": "closing",
        },
    ]
    fund = {"item": "Fund", "class": "other", "method": "objective", "cost": 12, "contingency": "yes",
            "trigger": 0.9, "trigger_month": "2027-02"}  # fmt: skip
    short = {"item": "Launch", "class": "other", "method": "margin", "parameter": 0.5, "product": "Jam"}
    uncosted = [{**row, "cost": None} for row in sales(2027, 1, 2)]
    book = book_of(
        tblSettings=settings, tblTargets=targets, tblExpenses=[*EXPENSES, fund, short], tblActuals=uncosted,
        tblPaymentTerms=[{"months_later": 0, "share": 0.5}, {"months_later": 1, "share": 0.5}],
    )  # fmt: skip
    found = said(book)
    assert set(found) == {
        "profit_above_even", "profit_over_ceiling", "profit_target_missed", "profit_receivables",
        "profit_nothing_left", "profit_fund_released", "profit_cost_estimated",
    }  # fmt: skip
    # Fixed 36 + 12; margin 0.35 less 0.05 of freight: 48 / 0.3 = 160.
    assert found["profit_above_even"].facts["needed"] == "160"
    # 420 - 60 - 36 - 12 = 312.
    assert found["profit_target_missed"].facts["gap"] == "88"
    # Half a month's sales of 100 are open at every end of a month.
    assert found["profit_receivables"].facts["count"] == 12
    # 300 - 240 - 150.
    assert found["profit_nothing_left"].facts["amount"] == "90"
    assert found["profit_cost_estimated"].facts["share"] == "100.0%"


def test_losses_and_a_plan_below_break_even_are_said():
    dear = [{"item": "Rent", "class": "other", "method": "prior", "last_year": 600}]
    found = said(book_of(tblExpenses=dear))
    assert {"profit_below_even", "profit_losses"} <= set(found)
    hopeless = [{"item": "Freight", "class": "selling", "method": "percent", "parameter": 0.5}]
    assert "profit_never_even" in said(book_of(tblExpenses=hopeless))
    assert set(said(book_of(tblExpenses=[]))) == {"profit_no_expense"}


def test_terms_that_add_up_to_more_than_all_are_said():
    targets = [
        *TARGETS,
        {"indicator": "receivables", "unit": "base", "committed": 30, "aggregation": "closing"},
    ]
    terms = [{"months_later": lag, "share": 0.6} for lag in range(2)]
    assert "pattern_above_one" in said(book_of(tblTargets=targets, tblPaymentTerms=terms))


def test_workbooks_without_the_other_tables_get_their_profit_plan():
    whole = book_of()
    kept = [name for name in whole.tables() if name not in FILLED[1:]]
    parts = {}
    for name in kept:
        block = whole.read_table(name)
        parts[name] = (block.info.sheet, block.info.top, block.info.left, block.info.header, block.rows)
    book = MemoryWorkbook(parts)
    assert profit(book).tables == {"tblProfit": len(rows_of(book, "tblProfit"))}
    assert figures(book)["net_profit"] == 420


def test_a_fiscal_year_that_starts_in_april():
    settings = {**SETTINGS, "fiscal_start": 4}
    history = sales(2026, *range(4, 13)) + sales(2027, 1, 2, 3)
    lead = [{"item": "Ads", "class": "advertising", "method": "prior", "last_year": 24, "lead_months": 1}]
    book = book_of(tblSettings=settings, tblHistory=history, tblExpenses=lead, tblActuals=sales(2027, 4))
    assert profit(book).problems == ()
    assert figures(book, "actual", column="m04")["sales"] == 40
    assert figures(book, "actual", column="q1")["sales"] == 40
    assert figures(book, "actual", column="m01")["sales"] is None
    assert figures(book, column="q4")["sales"] == 300
