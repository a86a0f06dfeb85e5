"""The template of monthly tracking: its sheets, and its formulas recalculated and held against Python."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.kpi import kpi
from salesplan_xl.actions.show import shown_table
from salesplan_xl.actions.variance import variance
from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.templates.build import build_template
from salesplan_xl.templates.monthly_tracking import MONTHLY_TRACKING
from tests.actions.test_tracking import tracked_tables
from tests.plan_books import plan_book
from tests.templates.recalculated import error_cells, needs_libreoffice, recalculated

NEW = (
    "tblFunnel tblReceivables tblStock tblOutlets tblExpenseActuals tblFunnelReview tblReceivablesReview "
    "tblStockReview tblOutletReview tblExpenseReview tblWeeks tblKeyDealers tblQuarters tblDepartmentReview "
    "tblCadence"
).split()
CARRIED = (
    "tblSettings tblTargets tblMembers tblReps tblHistory tblActuals tblQuota tblQuotaSummary tblLevels "
    "tblHolds tblVariance tblBridge tblReplan tblTasks tblKpi tblDeals"
).split()
UNIT = {"zh": 10_000, "en": 1_000}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    paths = {language: folder / f"tracking_{language}.xlsx" for language in LANGUAGES}
    for language, path in paths.items():
        build_template("monthly_tracking", language, path)
    return paths


def test_the_tables_of_the_year_are_there():
    assert set(MONTHLY_TRACKING.tables()) >= {
        *NEW,
        *CARRIED,
        "tblVersions",
        "tblImports",
        "tblLog",
        "tblUndo",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_lie_on_sheets_that_print_on_a4_landscape(language, built):
    workbook = openpyxl.load_workbook(built[language])
    tables = {table.name: (sheet, table) for sheet in workbook for table in sheet.tables.values()}
    assert set(tables) == set(MONTHLY_TRACKING.tables())
    for id, (sheet, table) in tables.items():
        assert sheet.title == TABLES[id].sheet(language)
        assert tuple(column.name for column in table.tableColumns) == TABLES[id].header(language)
    for sheet in workbook:
        if sheet.sheet_state == "visible":
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape"), sheet.title
            assert sheet.print_area, sheet.title
    charts = {sheet.title: len(sheet._charts) for sheet in workbook if sheet._charts}
    assert sorted(charts.values()) == [1, 2, 2, 2, 2, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_need_nothing_newer_than_excel_2016_and_nothing_from_outside(language, built):
    with zipfile.ZipFile(built[language]) as package:
        for name in package.namelist():
            data = re.sub(rb'<definedName name="SP\.[^"]+">.*?</definedName>', b"", package.read(name))
            assert not re.search(rb"_xlfn|_xlws|OFFSET\(|INDIRECT\(", data), name
            assert b'TargetMode="External"' not in data
            assert "vba" not in name.lower()


def test_the_english_file_holds_no_chinese(built):
    with zipfile.ZipFile(built["en"]) as package:
        texts = "".join(package.read(name).decode() for name in package.namelist() if "theme" not in name)
    assert not re.findall(r"[\u4e00-\u9fff]+", texts)


def fill(path: Path, language: str) -> None:
    """Write the tables of a small plan by column id, as their labels stand, and run what a planner runs."""
    given = plan_book(language, **tracked_tables())
    book = open_package(path)
    for name in tracked_tables():
        header = given.tables()[name].header
        assert book.tables()[name].header == header
        book.write_table(name, given.read_table(name).rows)
    for action in (variance, bridge, kpi):
        outcome = action(book)
        assert outcome.problems == (), outcome.problems
    book.save()


def rows_of(path: Path, table: str) -> list[dict[str, object]]:
    ids, rows = shown_table(open_package(path), table)
    return [dict(zip(ids, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def books(built, tmp_path_factory):
    """Each language's workbook, empty and filled, as LibreOffice calculates them."""
    folder = tmp_path_factory.mktemp("books")
    paths = {}
    for language in LANGUAGES:
        for state in ("empty", "filled"):
            path = paths[language, state] = folder / f"{state}_{language}.xlsx"
            path.write_bytes(built[language].read_bytes())
        fill(paths[language, "filled"], language)
    found = recalculated(list(paths.values()), folder / "out")
    return {key: (path, cells) for (key, path), cells in zip(paths.items(), found, strict=True)}


def sheet(cells, id, language):
    from salesplan_xl.messages import say

    return cells[TABLES[id].sheet(language) if id in TABLES else say(f"sheet_{id}", language)]


pytest_libreoffice = [pytest.mark.libreoffice, needs_libreoffice]


class TestRecalculated:
    """What LibreOffice works out from the formulas."""

    pytestmark = pytest_libreoffice

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_empty_workbook_holds_no_error(self, language, books):
        assert error_cells(books[language, "empty"][1]) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_filled_workbook_holds_no_error(self, language, books):
        assert error_cells(books[language, "filled"][1]) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_closing_columns_are_what_the_row_says(self, language, books):
        path, cells = books[language, "filled"]
        for table, formula in (
            (
                "tblReceivables",
                lambda row: row["opening"] + row["invoiced"] - row["collected"] - row["written_off"],
            ),
            ("tblStock", lambda row: (row["opening"] or 0) + row["sell_in"] - row["sell_out"]),
        ):
            page = sheet(cells, table, language)
            position = TABLES[table].header(language).index(TABLES[table].column("closing").label(language))
            letters = "ABCDEFGHIJ"[position]
            for number, row in enumerate(rows_of(path, table)):
                assert page[f"{letters}{5 + number}"] == formula(row)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_funnel_page_shows_the_last_month(self, language, books):
        path, cells = books[language, "filled"]
        page = sheet(cells, "funnel", language)
        row = next(row for row in rows_of(path, "tblFunnelReview") if row["period"] == "2027-03")
        assert page["B3"] == "2027-03"
        assert [page[f"B{at}"] for at in range(26, 30)] == [200, 80, 40, 10]
        assert (page["B6"], page["D6"]) == (row["leads"], row["won"])
        assert page["F6"] == pytest.approx(row["conversion"], rel=1e-14)
        assert page["H6"] == pytest.approx(row["amount"] / UNIT[language], rel=1e-14)
        assert page["J6"] == {"zh": "演示→成交", "en": "Demo to deal"}[language]
        assert page["L6"] == pytest.approx(row["coverage"], rel=1e-14)
        assert page["E26"] == row["required"] == 234
        # Whole numbers backwards from 140,000 at 12,000 a deal: 11.67 deals, 46.67 demos, 93.33 quotes.
        assert [page[f"E{at}"] for at in (27, 28, 29)] == [94, 47, 12]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_collections_page(self, language, books):
        path, cells = books[language, "filled"]
        page = sheet(cells, "receivables", language)
        march = [row for row in rows_of(path, "tblReceivablesReview") if row["period"] == "2027-03"]
        total = march[0]
        assert page["B6"] == pytest.approx(total["closing"] / UNIT[language], rel=1e-14)
        assert page["D6"] == pytest.approx(total["plan_attainment"], rel=1e-14)
        assert page["F6"] == pytest.approx(total["collection_rate"], rel=1e-14)
        assert page["H6"] == pytest.approx(total["dso"], rel=1e-14)
        assert page["J6"] == pytest.approx(total["overdue"] / UNIT[language], rel=1e-14)
        names = [row["member"] for row in sorted(march[1:], key=lambda row: row["rank"])]
        listed = [value for address, value in page.items() if re.fullmatch(r"A\d+", address)][-len(names) :]
        assert listed == names

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_stock_page(self, language, books):
        path, cells = books[language, "filled"]
        page = sheet(cells, "stock", language)
        total = next(row for row in rows_of(path, "tblStockReview") if row["period"] == "2027-03")
        assert (page["B6"], page["D6"], page["F6"]) == (total["sell_in"], total["sell_out"], total["closing"])
        assert page["H6"] == pytest.approx(total["cover"], rel=1e-14)
        assert page["J6"] == pytest.approx(total["in_to_out"], rel=1e-14)
        assert page["L6"] == 1

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_landing_and_milestones(self, language, books):
        """100 a month planned, 100.5 reached: nine months to come at 100.5, as LANDING says."""
        path, cells = books[language, "filled"]
        page = sheet(cells, "landing", language)
        unit = UNIT[language]
        total = next(row for row in rows_of(path, "tblVariance") if row["period"] == "2027-03")
        assert page["M29"] == pytest.approx(total["landing"] / unit, rel=1e-12)
        assert page["M27"] == pytest.approx(1_200 / unit, rel=1e-12)
        assert page["D28"] == pytest.approx(301.5 / unit, rel=1e-12)
        assert page["E25"] == pytest.approx(100.5 / unit, rel=1e-12)
        assert "E28" not in page
        months = {"zh": ("3月", "6月", "9月", "12月"), "en": ("Mar", "Jun", "Sep", "Dec")}[language]
        assert tuple(page[f"C{at}"] for at in range(33, 37)) == months
        assert [page[f"D{at}"] for at in range(33, 37)] == [months[0], "–", "–", "–"]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_waterfall_stands_on_its_effects(self, language, books):
        path, cells = books[language, "filled"]
        page = sheet(cells, "waterfall", language)
        row = next(
            row
            for row in rows_of(path, "tblBridge")
            if (row["period"], row["against"], row["dimension"]) == ("2027-03", "target", "total")
        )
        steps = ("base", "price", "volume", "mix", "new", "discontinued", "actual")
        for place, step in enumerate(steps):
            assert page[f"B{6 + place}"] == pytest.approx(row[step] / UNIT[language], abs=1e-12)
        assert page["S11"] == pytest.approx(page["B12"], rel=1e-12)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_checklist_counts_rows(self, language, books):
        page = sheet(books[language, "filled"][1], "system", language)
        assert page["E10"] == 6 + len(rows_of(books[language, "filled"][0], "tblStockReview"))
        assert page["F10"] == {"zh": "已有数据", "en": "There"}[language]
        empty = sheet(books[language, "empty"][1], "system", language)
        assert {empty[f"E{at}"] for at in range(6, 15)} == {0}
