"""The sheets of profit, expense and collections, recalculated by LibreOffice, against the tables' numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from salesplan_xl.actions.profit import profit
from salesplan_xl.actions.show import shown_table
from salesplan_xl.cells import column_letters
from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import LANGUAGES, say
from salesplan_xl.tables.contract import INDICATORS, SETTINGS, TABLES
from salesplan_xl.tables.expense_tables import EXPENSE_METHODS
from salesplan_xl.tables.profit_tables import PROFIT_LINES, PROFIT_VERSIONS
from salesplan_xl.tables.tracking_choices import EXPENSE_CLASSES
from salesplan_xl.templates.catalogue import template_path
from salesplan_xl.units import Month
from tests.templates.recalculated import needs_libreoffice, recalculated

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]

YEARS = {"january": 1, "april": 4}
SHARES = {0: Fraction(2, 5), 1: Fraction(7, 20), 3: Fraction(1, 5)}
MONEY = 1_000


def sold(month: int) -> int:
    """Planned sales of the n-th month of the fiscal year, from 0."""
    return 100_000 + 7_000 * month


def fill(path, language, start):
    """Write a plan of two products with a year of history, a quarter of actuals, budget and terms."""
    book = open_package(path)

    def write(table, rows):
        columns = [column for column in TABLES[table].columns if column.prepared]
        assert all(set(row) <= {column.id for column in columns} for row in rows)

        def shown(column, value):
            return column.choices[value].label(language) if value in column.choices else value

        book.write_table(table, [[shown(c, row.get(c.id)) for c in columns] for row in rows])

    given = {"plan_year": 2027, "fiscal_start": start, "money_unit": MONEY, "step": 1}
    write(
        "tblSettings", [{"key": SETTINGS[id].label(language), "value": value} for id, value in given.items()]
    )
    first = Month(2027, start)
    quota, history, actuals = [], [], []
    for month in range(12):
        for product, share in (("A", 3), ("B", 1)):
            amount = sold(month) * share // 4
            quota.append({"indicator": "sales_amount", "period": str(first + month), "product": product,
                          "committed": amount})  # fmt: skip
            before = {"month": str(first + (month - 12)), "product": product, "amount": amount // 2}
            history.append({**before, "cost": amount // 2 * (6 if product == "A" else 8) // 10})
            if month < 3:
                actuals.append({"month": str(first + month), "product": product, "amount": amount - 500,
                                "cost": amount // 2})  # fmt: skip
        quota.append({"indicator": "collection", "period": str(first + month), "committed": 90_000})
        quota.append({"indicator": "volume", "period": str(first + month), "committed": 10})
    write("tblQuota", quota)
    write("tblHistory", history)
    write("tblActuals", actuals)
    write(
        "tblTargets",
        [
            {"indicator": "sales_amount", "unit": "base", "committed": sum(map(sold, range(12)))},
            {"indicator": "receivables", "unit": "thousand", "committed": 150, "last_year": 60},
        ],
    )
    write(
        "tblExpenses",
        [
            {"item": "Freight", "class": "selling", "method": "percent", "parameter": 0.04, "lead_months": 1},
            {"item": "Pay", "class": "people", "method": "prior", "last_year": 90_000},
            {"item": "Ads", "class": "advertising", "method": "incremental", "parameter": 0.3,
             "last_year": 20_000},
            {"item": "Fund", "class": "other", "method": "objective", "cost": 12_000, "contingency": "yes",
             "trigger": 0.999, "trigger_month": str(first + 1), "spent": 3_000, "extra_sales": 9_000},
        ],
    )  # fmt: skip
    write("tblExpenseActuals", [{"month": str(first + 1), "class": "selling", "amount": 7_777}])
    write("tblPaymentTerms", [{"months_later": lag, "share": float(share)} for lag, share in SHARES.items()])
    assert profit(book).problems == ()
    book.save()


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Each language's plan, in a calendar year and in one that starts in April, recalculated."""
    folder = tmp_path_factory.mktemp("profit")
    paths = {}
    for language in LANGUAGES:
        for year, start in YEARS.items():
            path = paths[language, year] = folder / f"{year}_{language}.xlsx"
            path.write_bytes(template_path("annual_plan", language).read_bytes())
            fill(path, language, start)
    calculated = recalculated(list(paths.values()), folder / "out")
    return {
        key: (found, open_package(path)) for (key, path), found in zip(paths.items(), calculated, strict=True)
    }


@pytest.fixture(params=[(language, year) for language in LANGUAGES for year in YEARS], ids="-".join)
def case(request, books):
    language, year = request.param
    return language, YEARS[year], *books[request.param]


def rows_of(book, table):
    ids, rows = shown_table(book, table)
    return [dict(zip(ids, row, strict=True)) for row in rows]


def months_of(row, start):
    return [row[f"m{(start - 1 + month) % 12 + 1:02d}"] for month in range(12)]


def line(sheet, label, number=0):
    """The twelve months and the year of the n-th line with a label."""
    rows = [
        address[1:]
        for address, value in sheet.items()
        if value == label and address[0] == "A" and address[1:].isdigit()
    ]
    row = sorted(map(int, rows))[number]
    return [sheet.get(f"{column_letters(column)}{row}") for column in range(2, 15)]


def test_the_profit_overview_shows_the_profit_plan(case):
    language, start, found, book = case
    sheet = found[say("sheet_profit_view", language)]
    table = {(r["version"], r["line"]): r for r in rows_of(book, "tblProfit") if r["dimension"] == "total"}
    assert len(table) == 32
    for place, version in enumerate(PROFIT_VERSIONS):
        for id, choice in PROFIT_LINES.items():
            row = table[version, id]
            ratio = id in ("gross_margin", "expense_ratio", "net_margin")
            expected = [*months_of(row, start), row["year"]]
            shown = line(sheet, choice.label(language), place)
            for at, (one, value) in enumerate(zip(shown, expected, strict=True)):
                if value is None:
                    assert one in (None, 0), (version, id, at)
                else:
                    assert one == pytest.approx(value if ratio else value / MONEY, abs=1e-9), (
                        version,
                        id,
                        at,
                    )


def test_the_months_follow_the_fiscal_year(case):
    language, start, found, _ = case
    sheet = found[say("sheet_profit_view", language)]
    header = line(sheet, say("profit_line", language))
    assert header[0] == TABLES["tblProfit"].column(f"m{start:02d}").label(language)
    assert line(sheet, PROFIT_LINES["sales"].label(language))[:12] == [sold(m) / MONEY for m in range(12)]


def test_the_expense_overview_adds_the_budget_up(case):
    language, start, found, book = case
    sheet = found[say("sheet_expense_view", language)]
    plan = {row["class"]: row for row in rows_of(book, "tblExpensePlan")}
    whole = sum(map(sold, range(12)))
    amounts = {"selling": round(whole * 0.04), "people": 90_000, "advertising": 26_000, "other": 12_000}
    for id, choice in EXPENSE_CLASSES.items():
        shown = line(sheet, choice.label(language))
        assert shown == pytest.approx([a / MONEY for a in (*months_of(plan[id], start), amounts[id])])
    total = line(sheet, say("expense_total", language))
    assert total[12] == pytest.approx(sum(amounts.values()) / MONEY)
    assert line(sheet, say("expense_to_sales", language))[12] == pytest.approx(sum(amounts.values()) / whole)
    by_method = line(sheet, EXPENSE_CLASSES["advertising"].label(language), 1)
    assert by_method[list(EXPENSE_METHODS).index("incremental")] == 26
    assert line(sheet, say("expense_kept_back", language))[2] == 12
    assert line(sheet, say("expense_spent", language))[2] == 3
    per_unit = line(sheet, say("expense_per_unit", language))[2]
    assert per_unit == pytest.approx(sum(amounts.values()) / 120)


def test_the_collection_plan_follows_the_terms(case):
    language, _, found, _ = case
    sheet = found[TABLES["tblPaymentTerms"].sheet(language)]
    sales = [Fraction(sold(m) * s // 4 // 2) for m in range(12) for s in (3, 1)]
    sales = [sales[at] + sales[at + 1] for at in range(0, 24, 2)] + [Fraction(sold(m)) for m in range(12)]
    open_amount, collected, closing, needed = Fraction(60_000), [], [], []
    for month in range(12, 24):
        due = sum((share * sales[month - lag] for lag, share in SHARES.items()), Fraction(0))
        needed.append(max(Fraction(0), open_amount + sales[month] - 150_000))
        open_amount += sales[month] - due
        collected.append(due)
        closing.append(open_amount)

    def shown(name):
        return line(sheet, say(f"collect_{name}", language))

    def approximately(amounts):
        return pytest.approx([float(amount) / MONEY for amount in amounts])

    assert shown("collected") == approximately([*collected, sum(collected)])
    assert shown("closing") == approximately([*closing, closing[-1]])
    assert shown("required") == approximately([*needed, sum(needed)])
    assert shown("target") == [90] * 12 + [1080]
    assert shown("ceiling") == [150] * 13
    assert INDICATORS["collection"].choice.label(language)
