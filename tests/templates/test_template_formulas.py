"""The formulas of the templates, recalculated by LibreOffice: empty, and with a plan added up here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest

from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.templates.catalogue import template_path
from salesplan_xl.templates.sample_company import sample_tables
from tests.templates.recalculated import error_cells, needs_libreoffice, recalculated

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]

DASHBOARD = {"zh": "看板", "en": "Dashboard"}
SALES = {"zh": "销售额", "en": "Sales amount"}
VOLUME = {"zh": "销量", "en": "Volume"}
TOTAL = {"zh": "合计", "en": "Total"}
REGION = {"zh": "区域", "en": "Region"}
CUSTOMER = {"zh": "客户", "en": "Customer"}
UNITS = {"zh": ("万元", "件"), "en": ("currency units", "units")}
SHOWN = {"zh": 10_000, "en": 1_000}

TARGETS = {"North": [900_000 + 10_000 * month for month in range(12)], "South": [600_000] * 12}
ACTUALS = {
    "North": ["880000.25", "950000", "915000.50", "1000000"],
    "South": ["610000", "590000.10", "0", "700000"],
}


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Each language's template, empty and filled with a small plan, as LibreOffice calculates them."""
    folder = tmp_path_factory.mktemp("books")
    paths = {}
    for language in LANGUAGES:
        for state in ("empty", "filled"):
            path = paths[language, state] = folder / f"{state}_{language}.xlsx"
            path.write_bytes(template_path("annual_plan", language).read_bytes())
        fill(paths[language, "filled"], language)
    return dict(zip(paths, recalculated(list(paths.values()), folder / "out"), strict=True))


@pytest.fixture(params=LANGUAGES)
def filled(request, books):
    return request.param, books[request.param, "filled"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_template_holds_no_error(language, books):
    assert error_cells(books[language, "empty"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_formula_has_a_stored_result_that_could_go_stale(language):
    """A viewer that does not recalculate would show the empty template's results for a filled plan."""
    stored = openpyxl.load_workbook(template_path("annual_plan", language), data_only=True)
    formulas = openpyxl.load_workbook(template_path("annual_plan", language))
    places = [
        (sheet.title, cell.coordinate)
        for sheet in formulas
        for row in sheet
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(places) > 100
    assert [place for place in places if stored[place[0]][place[1]].value is not None] == []


def fill(path, language):
    """Write a plan of two regions with four months of actuals; a second indicator is there to distract."""
    book = open_package(path)

    def write(table, rows):
        columns = [column.id for column in TABLES[table].columns if column.prepared]
        assert all(set(row) <= set(columns) for row in rows)
        book.write_table(table, [[row.get(column) for column in columns] for row in rows])

    settings = sample_tables(language)["tblSettings"]
    write("tblSettings", settings)
    sales, volume, total = SALES[language], VOLUME[language], TOTAL[language]
    factor = 10_000 if language == "zh" else 1
    year = sum(map(sum, TARGETS.values()))
    write(
        "tblTargets",
        [
            {"indicator": volume, "unit": UNITS[language][1], "committed": 77},
            {
                "indicator": sales,
                "unit": UNITS[language][0],
                "committed": year / factor,
                "stretch": 2 * year / factor,
            },
        ],
    )
    write(
        "tblMembers",
        [
            {"dimension": CUSTOMER[language], "member": "Acme", "parent": "North"},
            {"dimension": REGION[language], "member": "North"},
            {"dimension": CUSTOMER[language], "member": "Bravo", "parent": "South"},
            {"dimension": REGION[language], "member": "South"},
        ],
    )
    quota = [
        {"indicator": indicator, "period": f"2027-{month + 1:02d}", "region": region, "committed": amount,
         "last_year": amount - 1000}
        for indicator, scale in ((volume, 0), (sales, 1))
        for region, amounts in TARGETS.items()
        for month, amount in enumerate([scale * amount + 1 - scale for amount in amounts])
    ]  # fmt: skip
    write("tblQuota", quota)
    first_year = [
        {
            "month": f"2026-{month:02d}",
            "region": "North",
            "quantity": month,
            "amount": 1000.25 * month,
            "cost": 9,
        }
        for month in range(1, 12)
    ]
    other = {"month": "2026-03", "indicator": volume, "amount": 9}
    as_date = {"month": dt.date(2026, 12, 24), "indicator": sales, "amount": 777.5}
    long_ago = {"month": "2025-03", "amount": 1e6}
    write("tblHistory", [*first_year, other, as_date, long_ago])
    variance = []
    for view, members in (
        (total, {total: ("North", "South")}),
        (REGION[language], {"North": ("North",), "South": ("South",)}),
    ):
        for member, regions in members.items():
            for indicator in (volume, sales):
                for month in range(4):
                    actual = [sum(Decimal(ACTUALS[r][m]) for r in regions) for m in range(month + 1)]
                    target = [sum(TARGETS[r][m] for r in regions) for m in range(month + 1)]
                    row = {
                        "indicator": indicator, "period": f"2027-{month + 1:02d}",
                        "dimension": view, "member": member,
                        "actual": float(actual[-1]), "target": target[-1],
                        "actual_ytd": float(sum(actual)), "target_ytd": sum(target),
                        "attainment_ytd": float(sum(actual) / sum(target)), "time_progress": 120 / 365,
                        "landing": 17_000_000, "year_gap": float(year - sum(actual)),
                        "required": 1_600_000,
                    }  # fmt: skip
                    if indicator == volume:
                        row = {**row, **{key: 5 for key in row if isinstance(row[key], int | float)}}
                    variance.append(row)
                    if month == 1:
                        variance.append({**row, "period": "2027-01..02", "actual": 99_999_999})
    write("tblVariance", variance)
    book.save()


def test_filled_template_holds_no_error(filled):
    assert error_cells(filled[1]) == []


def test_figures_of_the_dashboard(filled):
    """Added up here with decimals, in the unit money is shown in."""
    language, found = filled
    sheet = found[DASHBOARD[language]]
    shown = SHOWN[language]
    year = sum(map(sum, TARGETS.values()))
    actual = sum(Decimal(amount) for amounts in ACTUALS.values() for amount in amounts)
    to_date = sum(sum(amounts[:4]) for amounts in TARGETS.values())
    assert sheet["A6"] == "2027-04"
    assert sheet["B6"] == pytest.approx(year / shown, rel=1e-14)
    assert sheet["D6"] == pytest.approx(float(actual) / shown, rel=1e-14)
    assert sheet["F6"] == pytest.approx(float(actual / to_date), rel=1e-14)
    assert sheet["H6"] == pytest.approx(120 / 365, rel=1e-14)
    assert sheet["J6"] == pytest.approx(17_000_000 / shown, rel=1e-14)
    assert sheet["L6"] == pytest.approx(float(year - actual) / shown, rel=1e-14)
    assert sheet["B7"].endswith(f"{2 * year / shown:,.1f}")
    assert sheet["F7"].endswith(f"{(float(actual) - to_date) / shown:,.1f}")
    assert sheet["H7"].endswith(f"{float(actual) / year:.1%}")


def test_months_of_the_dashboard(filled):
    language, found = filled
    sheet = found[DASHBOARD[language]]
    shown = SHOWN[language]
    top = next(row for row in range(20, 32) if sheet.get(f"B{row}") in ("1月", "Jan"))
    target, actual, variance, attainment, last_year = range(top + 1, top + 6)
    for month, column in enumerate("BCDEFGHIJKLM"):
        planned = sum(amounts[month] for amounts in TARGETS.values())
        assert sheet[f"{column}{target}"] == pytest.approx(planned / shown, rel=1e-14)
        before = 777.5 if month == 11 else 1000.25 * (month + 1)
        assert sheet[f"{column}{last_year}"] == pytest.approx(before / shown, rel=1e-14)
        if month >= 4:
            assert f"{column}{actual}" not in sheet
            assert f"{column}{variance}" not in sheet
            continue
        sold = float(sum(Decimal(amounts[month]) for amounts in ACTUALS.values()))
        assert sheet[f"{column}{actual}"] == pytest.approx(sold / shown, rel=1e-14)
        assert sheet[f"{column}{variance}"] == pytest.approx((sold - planned) / shown, rel=1e-9)
        assert sheet[f"{column}{attainment}"] == pytest.approx(sold / planned, rel=1e-14)


def test_regions_of_the_dashboard_wherever_they_stand_among_the_members(filled):
    language, found = filled
    sheet = found[DASHBOARD[language]]
    top = next(row for row in range(32, 40) if sheet.get(f"A{row}") == REGION[language])
    for column, region in zip("BC", ("North", "South"), strict=True):
        target = sum(TARGETS[region][:4])
        actual = float(sum(map(Decimal, ACTUALS[region])))
        assert sheet[f"{column}{top}"] == region
        assert sheet[f"{column}{top + 1}"] == pytest.approx(target / SHOWN[language], rel=1e-14)
        assert sheet[f"{column}{top + 2}"] == pytest.approx(actual / SHOWN[language], rel=1e-14)
        assert sheet[f"{column}{top + 3}"] == pytest.approx(actual / target, rel=1e-14)
    assert f"D{top}" not in sheet


def test_the_unit_is_said(filled):
    language, found = filled
    assert found[DASHBOARD[language]]["M3"] == {"zh": "单位：万元", "en": "Unit: thousands"}[language]
