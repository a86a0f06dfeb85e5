"""The committed templates are what the code builds, and hold what the contract declares."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.errors import NotFound
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.contract import INDICATORS, SETTINGS, TABLES
from salesplan_xl.templates.build import build_all, build_template
from salesplan_xl.templates.catalogue import TEMPLATES, template_names, template_path

FIRST_SHEETS = {
    "zh": ["使用说明", "看板", "参数设置", "年度目标", "目标层级", "论证报告", "目标论证"],
    "en": [
        "Guide",
        "Dashboard",
        "Settings",
        "Annual targets",
        "Tiers and SMART",
        "Argument",
        "Target argument",
    ],
}

FIRST_ROWS = 12
"""A header below these is not the sheet's first."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return {path.name: path for path in build_all(tmp_path_factory.mktemp("built"))}


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def book(language):
    return openpyxl.load_workbook(template_path("annual_plan", language))


def tables_of(workbook):
    return {table.name: (sheet, table) for sheet in workbook for table in sheet.tables.values()}


def test_committed_files_are_current(built):
    """If this fails: ``python -m salesplan_xl.templates`` and commit what it wrote."""
    for name, path in built.items():
        committed = template_path(name.rsplit("_", 1)[0], name[-7:-5])
        assert parts(path) == parts(committed), f"{name} is not what the code builds"


def test_a_second_build_gives_the_same_bytes(built, tmp_path):
    build_template("annual_plan", "zh", tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == built["annual_plan_zh.xlsx"].read_bytes()


def test_every_file_has_its_name_and_the_folder_nothing_else():
    folder = template_path("annual_plan", "zh").parent
    wanted = {f"{name}_{language}.xlsx" for name in template_names() for language in LANGUAGES}
    assert {path.name for path in folder.glob("*.xlsx")} == wanted


def test_an_unknown_template_is_refused(tmp_path):
    with pytest.raises(NotFound):
        template_path("weekly_plan", "en")
    with pytest.raises(KeyError):
        build_template("weekly_plan", "en", tmp_path / "no.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_the_contract_is_a_table_on_its_own_sheet(language):
    workbook = book(language)
    tables = tables_of(workbook)
    assert set(tables) == set(TEMPLATES["annual_plan"].tables())
    for id, (sheet, table) in tables.items():
        assert sheet.title == TABLES[id].sheet(language)
        assert tuple(column.name for column in table.tableColumns) == TABLES[id].header(language)
        first, last = table.ref.split(":")
        (header,) = sheet[f"{first}:{re.sub(r'[0-9]', '', last)}{sheet[first].row}"]
        assert tuple(cell.value for cell in header) == TABLES[id].header(language)
    assert workbook.sheetnames[:7] == FIRST_SHEETS[language]
    hidden = {sheet.title: sheet.sheet_state for sheet in workbook if sheet.sheet_state != "visible"}
    assert hidden[TABLES["tblUndo"].sheet(language)] == "veryHidden"
    assert hidden[TABLES["tblFrozen"].sheet(language)] == "veryHidden"
    assert len(hidden) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_prepared_rows(language):
    """Every setting has its default; the sales amount leads the targets; levels run to the rep."""
    workbook = book(language)
    tables = tables_of(workbook)

    def rows(id):
        sheet, table = tables[id]
        return [tuple(cell.value for cell in row) for row in sheet[table.ref][1:]]

    settings = {key: value for key, value, _ in rows("tblSettings")}
    assert list(settings) == [setting.label(language) for setting in SETTINGS.values()]
    assert settings[SETTINGS["money_unit"].label(language)] == {"zh": 10_000, "en": 1_000}[language]
    assert settings[SETTINGS["lunar_new_year"].label(language)] == {"zh": "是", "en": "No"}[language]
    targets = [row[0] for row in rows("tblTargets")]
    assert targets[0] == INDICATORS["sales_amount"].choice.label(language)
    assert len(targets) >= 4
    wanted = {
        "zh": ["期间", "区域", "渠道", "产品", "客户", "业务员"],
        "en": ["Period", "Region", "Channel", "Product", "Customer", "Sales rep"],
    }
    assert [row[1] for row in rows("tblLevels")] == wanted[language]
    assert all(value is None for row in rows("tblHistory") for value in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_prints_on_a4_landscape_and_keeps_its_header_in_sight(language):
    workbook = book(language)
    tables = {sheet.title: table for sheet, table in tables_of(workbook).values()}
    for sheet in workbook:
        if sheet.sheet_state != "visible":
            continue
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape"), sheet.title
        assert sheet.print_area, sheet.title
        assert sheet.sheet_view.zoomScale in (None, 100)
        if sheet.title in tables:
            header = sheet[tables[sheet.title].ref.split(":")[0]].row
            if header > FIRST_ROWS:
                continue  # the table stands below a report, whose header is the one in sight
            assert sheet[sheet.freeze_panes or "A1"].row == header + 1, sheet.title
            assert sheet.print_title_rows.endswith(f"${header}"), sheet.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_looks_different_from_what_is_computed(language):
    """Three header colours: inputs, computed columns, a person's columns beside computed ones."""
    workbook = book(language)
    tables = tables_of(workbook)

    def header_colour(id, column):
        sheet, table = tables[id]
        position = TABLES[id].header(language).index(TABLES[id].column(column).label(language))
        return sheet[table.ref][0][position].fill.fgColor.rgb

    typed = {header_colour("tblTargets", "committed"), header_colour("tblHolds", "amount")}
    computed = {header_colour("tblQuota", "committed"), header_colour("tblVariance", "status")}
    human = {header_colour("tblVariance", "cause"), header_colour("tblQuota", "bid")}
    assert len(typed) == len(computed) == len(human) == 1
    assert len(typed | computed | human) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_lists_are_offered(language):
    workbook = book(language)
    sheet, table = tables_of(workbook)["tblLevels"]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    first = sheet[table.ref.split(":")[0]].row + 1
    assert {"zh": "市场潜力", "en": "Market potential"}[language] in lists[f"C{first}:C{first + 5}"]
    sheet, _ = tables_of(workbook)["tblHolds"]
    sources = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert {"list_indicator", "list_region", "list_customer", "list_rep"} <= sources
    assert {"list_region", "list_rep", "threshold_green", "dash_as_of"} <= set(workbook.defined_names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_macros_no_links_nothing_from_outside(language):
    package = parts(template_path("annual_plan", language))
    assert not [name for name in package if "vba" in name.lower() or "externalLink" in name]
    assert not [name for name, data in package.items() if b'TargetMode="External"' in data]


def test_formulas_need_nothing_newer_than_excel_2016():
    """Newer functions are stored with a prefix, and spilled ones as dynamic arrays.

    The names for Excel 365 hold such functions; no cell uses them, so that Excel 2016 never looks at them.
    """
    for language in LANGUAGES:
        for name, data in parts(template_path("annual_plan", language)).items():
            data = re.sub(rb'<definedName name="SP\.[^"]+">.*?</definedName>', b"", data)
            assert b"_xlfn" not in data, name
            assert b"_xlws" not in data, name
            assert b"OFFSET(" not in data, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_language_does_not_leak(language):
    """The English file holds no Chinese; the Chinese one no English label of the contract."""
    texts = "".join(
        data.decode()
        for name, data in parts(template_path("annual_plan", language)).items()
        if "theme" not in name
    )
    if language == "en":
        assert not re.findall(r"[\u4e00-\u9fff]+", texts)
    else:
        strings = set(re.findall(r"<t[^>]*>([^<]*)</t>", texts))
        english = {column.en for table in TABLES.values() for column in table.columns}
        assert not strings & english


def test_paths_of_a_checkout():
    assert (
        template_path("annual_plan", "en").parent
        == Path(__file__).resolve().parents[2] / "workbook_templates"
    )
