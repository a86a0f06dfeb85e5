"""The team's template and the submission form, as LibreOffice calculates them, against Python."""

from __future__ import annotations

import numpy as np
import pytest

from salesplan_xl.actions.quota import quota
from salesplan_xl.formulas.commission import commission
from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import LANGUAGES, say
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.templates.catalogue import TEMPLATES, template_path
from salesplan_xl.templates.commission_page import SIMULATOR
from salesplan_xl.templates.submission_page import FORM
from salesplan_xl.templates.team_page import TEAM
from tests.actions.test_quota import team_book
from tests.templates.recalculated import error_cells, needs_libreoffice, recalculated

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]

NAMES = ("team_and_quota", "submission")
TIERS = [(0.6, 0.006), (0.8, 0.008), (1.0, 0.012), (1.2, 0.015)]


def fill(path, name, language):
    """Write the small team, worked out in memory, into a template."""
    book = team_book(language)
    quota(book)
    target = open_package(path)
    tables = target.tables()
    for table in TEMPLATES[name].tables():
        if table in ("tblLog", "tblUndo", "tblProblems") or table not in tables:
            continue
        rows = [list(row) for row in book.read_table(table).rows if any(c not in (None, "") for c in row)]
        if table == "tblTiers":
            rows = [[start, rate, None] for start, rate in TIERS]
        if table == "tblQuota":
            at = tables[table].header.index(TABLES[table].column("bid").label(language))
            own = tables[table].header.index(TABLES[table].column("committed").label(language))
            for row in rows:
                row[at] = row[own] + 1
        if rows:
            target.write_table(table, rows)
    target.save()


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("team")
    paths = {}
    for name in NAMES:
        for language in LANGUAGES:
            for state in ("empty", "filled"):
                path = paths[name, language, state] = folder / f"{name}_{state}_{language}.xlsx"
                path.write_bytes(template_path(name, language).read_bytes())
            fill(paths[name, language, "filled"], name, language)
    return dict(zip(paths, recalculated(list(paths.values()), folder / "out"), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_formula_fails_but_those_that_keep_a_chart_blank(name, language, books):
    """``#N/A`` beside the team page is what no chart draws."""
    for state in ("empty", "filled"):
        page = say(f"sheet_{TEAM}", language)
        wrong = [cell for cell in error_cells(books[name, language, state]) if not cell.endswith("#N/A")]
        assert wrong == []
        beside = [cell for cell in error_cells(books[name, language, state]) if not cell.startswith(page)]
        assert beside == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_simulator_gives_what_the_function_gives(language, books):
    cells = books["team_and_quota", language, "filled"][say(f"sheet_{SIMULATOR}", language)]
    tiers = np.array(TIERS)
    for row in range(8, 29):
        share = cells[f"A{row}"]
        sales = np.float64(round(share * 1_000_000, 2))
        for column, method in (("C", "marginal"), ("E", "retroactive")):
            wanted = float(commission(sales, np.float64(1_000_000), tiers, method))
            assert cells[f"{column}{row}"] == pytest.approx(wanted, abs=0.005), (share, method)
    # at 100 % the rate rises from 0.8 % to 1.2 %, on all of a million
    assert cells["G18"] == pytest.approx(4_000, abs=0.005)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_shows_the_capacity_table(language, books):
    cells = books["team_and_quota", language, "filled"][say(f"sheet_{TEAM}", language)]
    factor = {"en": 1_000, "zh": 10_000}[language]
    months = [cells[f"{letter}25"] for letter in "BCDEFGHIJKLM"]
    assert months == [f"2027-{month:02d}" for month in range(1, 13)]
    # Ann and Bob 1, Cai 1.2 heads of 300 in January; 1,000 a month of quota
    assert cells["B29"] == pytest.approx(960 / factor)
    assert cells["B30"] == pytest.approx(1_000 / factor)
    assert cells["B6"] == 4
    capacity = 300 * (12 + 6 + 14.4 + (0.3 + 0.6 + 9))
    assert cells["D6"] == pytest.approx(capacity / 12_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_sums_quota_and_bids(language, books):
    cells = books["submission", language, "filled"][say(f"sheet_{FORM}", language)]
    assert cells["A10"] == {"en": "Sales amount", "zh": "销售额"}[language]
    rows = sum(1 for _ in team_book(language).read_table("tblQuota").rows)
    assert cells["B10"] == 12_000
    assert cells["C10"] == 12_000 + rows
    assert cells["D10"] == rows
    assert cells["F10"] == {"en": "complete", "zh": "已填齐"}[language]
    assert "A11" not in cells
