"""The pages that argue a target, recalculated by LibreOffice, against the functions of the same names."""

from __future__ import annotations

import pytest

from salesplan_xl.formulas.capacity import heads_required
from salesplan_xl.formulas.funnel import binding_input
from salesplan_xl.formulas.targets import blend, breakeven_sales, funnel_required, market_target
from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import LANGUAGES, say
from salesplan_xl.tables.argument_tables import BENCHMARK_INPUTS, BENCHMARKS
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.templates.catalogue import template_path
from salesplan_xl.templates.sample_company import sample_tables
from tests.templates.recalculated import error_cells, needs_libreoffice, recalculated

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]

SALES = {"zh": ("销售额", "元"), "en": ("Sales amount", "currency units")}
INPUTS = {
    "fixed_cost": 3_333_333,
    "planned_profit": 1_234_567,
    "planned_margin": 0.37,
    "development_growth": 0.13,
    "assets": 7_000_000,
    "turns": 1.9,
    "pretax_profit": 990_000,
    "pretax_rate": 0.11,
    "heads": 12,
    "value_added_per_head": 210_000,
    "value_added_rate": 0.21,
    "market": 90_000_000,
    "market_growth": 0.07,
    "share": 0.13,
    "order_value": 17_900,
    "rate_1": 0.3,
    "rate_2": 0.45,
    "rate_3": 0.55,
    "visits_per_order": 2.6,
    "visits_per_head": 110,
    "expense_rate": 0.127,
    "available_leads": 9_000,
    "available_visits": 1_500,
    "available_heads": 15,
    "available_expense": 1_600_000,
}
TARGET, LAST_YEAR, ESTIMATE = 12_345_678, 10_111_213, 10_500_000
WEIGHTS = {"break_even": 1.5, "own_current": 3, "market_share": 2, "competitor": 1, "net_profit": 0.5}
QUOTA = {
    ("Ann", "Tea", "2027-01"): 1000.25,
    ("Ann", "Milk", "2027-02"): 250,
    ("Bob", "Tea", "2027-01"): -40,
    ("Bob", "", "2027-03"): 7,
    ("", "Milk", "2027-03"): 3,
    ("Cid", "Rare", "2027-12"): 11,
}


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("argument")
    paths = []
    for language in LANGUAGES:
        paths.append(folder / f"{language}.xlsx")
        paths[-1].write_bytes(template_path("annual_plan", language).read_bytes())
        fill(paths[-1], language)
    return dict(zip(LANGUAGES, recalculated(paths, folder / "out"), strict=True))


def fill(path, language):
    book = open_package(path)

    def write(table, rows):
        columns = [column.id for column in TABLES[table].columns if column.prepared]
        book.write_table(table, [[row.get(column) for column in columns] for row in rows])

    sales, unit = SALES[language]
    dimension = {"zh": "产品", "en": "Product"}[language]
    target = {
        "indicator": sales,
        "unit": unit,
        "committed": TARGET,
        "last_year": LAST_YEAR,
        "estimate": ESTIMATE,
    }
    write("tblSettings", sample_tables(language)["tblSettings"])
    write("tblTargets", [target])
    write("tblReps", [{"rep": "Ann"}, {"rep": "Bob"}])
    write("tblMembers", [{"dimension": dimension, "member": name} for name in ("Tea", "Milk")])
    write(
        "tblQuota",
        [
            {
                "indicator": sales,
                "period": period,
                "rep": rep or None,
                "product": product or None,
                "committed": amount,
            }
            for (rep, product, period), amount in QUOTA.items()
        ],
    )
    benchmarks = [
        {
            "benchmark": choice.label(language),
            "weight": WEIGHTS.get(id),
            "typed": 15_000_001 if id == "competitor" else None,
            "volume": 1_000 if id == "competitor" else None,
        }
        for id, choice in BENCHMARKS.items()
    ]
    write("tblBenchmarks", benchmarks)
    write(
        "tblBenchmarkInputs",
        [{"key": BENCHMARK_INPUTS[key].label(language), "value": value} for key, value in INPUTS.items()],
    )
    book.save()


def row_of(sheet, label, column="A"):
    """Return the row in which a column says something."""
    return next(
        int(address[len(column) :])
        for address, value in sheet.items()
        if address.rstrip("0123456789") == column and value == label
    )


def amounts():
    """Every benchmark by its own definition."""
    return {
        "own_prior_actual": LAST_YEAR,
        "own_prior_expected": ESTIMATE,
        "competitor": 15_000_001,
        "break_even": breakeven_sales(3_333_333, 0.37, 1_234_567),
        "own_current": TARGET,
        "development": LAST_YEAR * 1.13,
        "asset_turnover": 7_000_000 * 1.9,
        "net_profit": 990_000 / 0.11,
        "value_added": 12 * 210_000 / 0.21,
        "market_share": market_target(90_000_000, 0.07, 0.13),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_benchmarks_and_their_blend(language, books):
    assert error_cells(books[language]) == []
    table = books[language][TABLES["tblBenchmarks"].sheet(language)]
    decided = blend(list(amounts().values()), [WEIGHTS.get(id, 0) for id in amounts()])
    for id, amount in amounts().items():
        row = row_of(table, BENCHMARKS[id].label(language))
        assert table[f"D{row}"] == pytest.approx(amount, rel=1e-12), id
        assert table[f"I{row}"] == pytest.approx(decided / amount - 1, rel=1e-9), id
    assert table[f"F{row_of(table, BENCHMARKS['competitor'].label(language))}"] == pytest.approx(15_000.001)
    page = books[language][say("sheet_argument", language)]
    assert page[f"C{row_of(page, say('argument_decided', language))}"] == pytest.approx(decided, rel=1e-12)
    last = row_of(page, SALES[language][0])
    figures = [page[f"{column}{last}"] for column in "CFGHIJK"]
    assert figures == pytest.approx(
        [
            LAST_YEAR,
            ESTIMATE,
            LAST_YEAR - ESTIMATE,
            LAST_YEAR / ESTIMATE - 1,
            TARGET,
            TARGET - LAST_YEAR,
            TARGET / LAST_YEAR - 1,
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_target_needs_and_what_binds(language, books):
    page = books[language][say("sheet_backward", language)]
    leads, opportunities, offers, orders = funnel_required(TARGET, 17_900, [0.3, 0.45, 0.55]).tolist()
    visits = -(-orders * 26 // 10)
    heads = heads_required(visits, 110)
    expense = -(-TARGET * 127 // 1000)
    needed = dict(
        zip(
            ("leads", "opportunities", "offers", "orders", "visits", "heads", "expense"),
            (leads, opportunities, offers, orders, visits, heads, expense),
            strict=True,
        )
    )
    for id, count in needed.items():
        assert page[f"B{row_of(page, say(f'back_{id}', language))}"] == count, id
    names = [say(f"back_{id}", language) for id in ("leads", "visits", "heads", "expense")]
    ((name, coverage, gap),) = binding_input(
        [leads, visits, heads, expense], [9_000, 1_500, 15, 1_600_000], names
    )
    assert [page["O10"], page["O11"], page["O12"]] == [name, pytest.approx(coverage), gap]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matrix_always_adds_up(language, books):
    """Two products and two reps are listed; whatever else is in the quota stands under others."""
    page = books[language][say("sheet_dealer_by_product", language)]
    others, total = row_of(page, say("cross_others", language)), row_of(page, say("cross_total", language))
    assert page[f"M{total}"] == pytest.approx(sum(QUOTA.values()))
    columns = {"Tea": 960.25, "Milk": 253.0}
    for letter, name in zip("BC", columns, strict=True):
        assert page[f"{letter}5"] == name
        assert page[f"{letter}{total}"] == pytest.approx(columns[name])
        assert page[f"{letter}{others}"] == pytest.approx(columns[name])
    assert page[f"L{total}"] == pytest.approx(18)
