"""The template of the mid-year review: filled by Review, recalculated by LibreOffice; its sample data."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.review import review
from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.contract import INDICATORS, TABLES, UNIT_CHOICES
from salesplan_xl.tables.customer_choices import OUTCOMES
from salesplan_xl.tables.review_tables import COMPARISONS
from salesplan_xl.templates.catalogue import template_path
from salesplan_xl.templates.review_page import PART_ROWS
from salesplan_xl.templates.sample_review import review_tables
from tests.templates.recalculated import error_cells, needs_libreoffice, recalculated

REPORT = {"zh": "总结报告", "en": "Report"}
SHOWN = {"zh": 10_000, "en": 1_000}
PLAN = {"North": 500_000, "South": 300_000}
SOLD = {"North": 450_000, "South": 330_000}


def write(workbook, table, rows):
    """Write rows by column id into a table of a template."""
    info = workbook.tables()[table]
    columns = {column.en: column.id for column in TABLES[table].columns}
    columns |= {column.zh: column.id for column in TABLES[table].columns}
    workbook.write_table(table, [[row.get(columns[label]) for label in info.header] for row in rows])


def fill(path, language):
    workbook = open_package(path)
    sales = INDICATORS["sales_amount"].choice.label(language)
    settings = workbook.read_table("tblSettings")
    rows = [list(row) for row in settings.rows]
    year = next(row for row in rows if row[0] in ("计划年度", "Plan year"))
    year[1] = 2027
    workbook.write_table("tblSettings", rows)
    write(
        workbook,
        "tblTargets",
        [{"indicator": sales, "unit": UNIT_CHOICES["base"].label(language), "committed": 9_600_000}],
    )
    months = [f"2027-{month:02d}" for month in range(1, 13)]
    quota = [
        {"indicator": sales, "period": month, "region": region, "committed": amount}
        for month in months
        for region, amount in PLAN.items()
    ]
    write(workbook, "tblQuota", quota)
    write(
        workbook,
        "tblActuals",
        [
            {"month": m, "region": region, "amount": amount}
            for m in months[:6]
            for region, amount in SOLD.items()
        ],
    )
    deals = [
        {
            "deal": str(n),
            "closed": 46400,
            "outcome": OUTCOMES["won" if n < 3 else "lost"].label(language),
            "amount": 10,
        }
        for n in range(4)
    ]
    write(workbook, "tblDeals", deals)
    risk = {
        "risk": "R",
        "probability": 0.5,
        "impact": 100_000,
        "trigger": "win_rate",
        "comparison": COMPARISONS["below"].label(language),
        "threshold": 0.8,
    }
    write(workbook, "tblRisks", [risk])
    outcome = review(workbook)
    assert outcome.problems == ()
    workbook.save()
    return outcome


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Each language's template, empty and reviewed, as LibreOffice calculates them."""
    folder = tmp_path_factory.mktemp("review")
    paths = {}
    for language in LANGUAGES:
        for state in ("empty", "filled"):
            path = paths[language, state] = folder / f"{state}_{language}.xlsx"
            path.write_bytes(template_path("mid_year_review", language).read_bytes())
        fill(paths[language, "filled"], language)
    return dict(zip(paths, recalculated(list(paths.values()), folder / "out"), strict=True))


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["empty", "filled"])
def test_no_formula_fails(books, language, state):
    assert error_cells(books[language, state]) == []


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_reads_the_review(books, language):
    cells = books[language, "filled"][REPORT[language]]
    row = PART_ROWS["results"] + 3
    # Six months of 780,000 sold and 800,000 planned.
    assert cells[f"B{row}"] == pytest.approx(4_680_000 / SHOWN[language])
    assert cells[f"C{row}"] == pytest.approx(4_800_000 / SHOWN[language])
    assert cells[f"D{row}"] == pytest.approx(0.975)
    ahead = PART_ROWS["targets"] + 3
    assert cells[f"C{ahead}"] == pytest.approx(4_800_000 / SHOWN[language])
    assert cells[f"D{ahead}"] == pytest.approx(4_920_000 / SHOWN[language])
    assert cells[f"E{ahead}"] == pytest.approx(4_680_000 / SHOWN[language])
    risk = PART_ROWS["risks"] + 3
    assert cells[f"A{risk}"] == "R"
    assert cells[f"B{risk}"] == pytest.approx(50_000 / SHOWN[language])
    assert cells[f"C{risk}"] in ("是", "Yes")
    said = [
        cell
        for cell in cells.values()
        if (isinstance(cell, str) and "450,000" in cell) or "2,700,000" in str(cell)
    ]
    assert said, "the finding of the region that is behind stands in the report"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_whole_and_in_one_language(language):
    tables = review_tables(language)
    for table, rows in tables.items():
        assert rows, table
        columns = [column.id for column in TABLES[table].columns if column.prepared]
        assert all(list(row) == columns for row in rows), table
    deals = tables["tblDeals"]
    assert len({row["deal"] for row in deals}) == len(deals)
    for row in deals:
        days = [row[id] for id in ("first_contact", "quoted", "shown", "closed") if row[id] is not None]
        assert days == sorted(days)
    other = review_tables("en" if language == "zh" else "zh")
    assert {table: len(rows) for table, rows in tables.items()} == {t: len(rows) for t, rows in other.items()}
