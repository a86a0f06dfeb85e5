"""Workbooks as sources: values, dates, errors, leading zeros, merged cells, several sheets, hostile files."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from salesplan_xl.errors import FileRefused
from salesplan_xl.sources import Loaded, read_source
from salesplan_xl.sources.cell_marks import MOST_CELLS
from tests.sources.conftest import reasons

Fill = Callable[..., Path]

HEADER = ["日期", "区域", "产品", "金额"]


@pytest.fixture
def book(tmp_path: Path) -> Fill:
    """Write sheets of rows: ``book({"表": [[…], …]})``; ``(5, "00000")`` is a number with a format."""

    def write(
        sheets: dict[str, Sequence[Sequence[object]]], name: str = "in.xlsx", **options: object
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, options) as workbook:
            for title, rows in sheets.items():
                sheet = workbook.add_worksheet(title)
                for row, cells in enumerate(rows):
                    for column, cell in enumerate(cells):
                        put(workbook, sheet, row, column, cell)
        return path

    def put(workbook: object, sheet: object, row: int, column: int, cell: object) -> None:
        if isinstance(cell, dt.date):
            moment = cell if isinstance(cell, dt.datetime) else dt.datetime(cell.year, cell.month, cell.day)
            shape = workbook.add_format({"num_format": "yyyy-mm-dd"})  # type: ignore[attr-defined]
            sheet.write_datetime(row, column, moment, shape)  # type: ignore[attr-defined]
        elif isinstance(cell, tuple):
            shape = workbook.add_format({"num_format": cell[1]})  # type: ignore[attr-defined]
            sheet.write_number(row, column, cell[0], shape)  # type: ignore[attr-defined]
        elif isinstance(cell, str) and cell.startswith("#"):
            sheet.write_formula(row, column, "=NA()", None, cell)  # type: ignore[attr-defined]
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell)  # type: ignore[attr-defined]
        else:
            sheet.write(row, column, cell)  # type: ignore[attr-defined]

    return write


def load(path: Path, **options: object) -> Loaded:
    return read_source(path, table="tblHistory", **options)  # type: ignore[arg-type]


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Return a copy of a workbook with some bytes of one part replaced."""
    copy = path.with_stem(f"{path.stem}_rewritten")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == part:
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(item.filename, data)
    return copy


ROWS = [
    HEADER,
    [dt.date(2026, 1, 5), "华东", "茶", 1.5],
    [dt.date(2026, 2, 5), "华南", "米", 2],
]
EXPECTED = [["2026-01", "华东", "茶", 1.5], ["2026-02", "华南", "米", 2.0]]


def test_dates_numbers_and_texts(book: Fill) -> None:
    """Dates, also as text and as bare day numbers; numbers as text; a truth value is no number."""
    path = book(
        {
            "表": [
                HEADER,
                [dt.date(2026, 1, 5), "华东", "茶", 0.1 + 0.2],
                [dt.datetime(2026, 1, 31, 23, 59), "华东", "茶", "1,234.5"],
                ["2026/1/7", "华东", "茶", "（1.5）"],
                [46030, "华东", "茶", 1],
                [202601, "华东", "茶", True],
            ]
        }
    )
    loaded = load(path)
    assert reasons(loaded) == ["source_no_number"]
    assert loaded.problems[0].facts["line"] == 6
    assert loaded.problems[0].sheet == "表"
    # 46030 is Excel's number of 2026-01-08.
    assert dt.date(1899, 12, 30) + dt.timedelta(46030) == dt.date(2026, 1, 8)


def test_the_sum_of_shown_numbers(book: Fill) -> None:
    """A double stands for the 15 digits that Excel shows: 0.1 + 0.2 is 0.3."""
    path = book({"表": [HEADER, *([[202601, "华东", "茶", 0.1 + 0.2]] * 10)]})
    loaded = load(path)
    assert str(loaded.taken.totals["amount"]) == "3.0"


def test_titles_totals_and_an_offset(book: Fill) -> None:
    """A table that starts in C4, below a title, with a total row."""
    path = book(
        {"表": [["", "销售明细"], [], [], *(["", "", *row] for row in ROWS), ["", "", "", "总计", "", 3.5]]}
    )
    loaded = load(path)
    assert loaded.frame.values.tolist() == EXPECTED
    assert (loaded.taken.header_line, loaded.taken.sheets, loaded.taken.total_rows) == (4, ["表"], 1)


def test_error_cells_are_problems(book: Fill) -> None:
    """An error is no blank: in a number, a member and a month it is listed with its row."""
    path = book(
        {
            "表": [
                HEADER,
                [202601, "华东", "茶", "#DIV/0!"],
                [202601, "#N/A", "茶", 1],
                ["#REF!", "华东", "茶", 1],
            ]
        }
    )
    loaded = load(path)
    assert [
        (problem.reason, problem.facts["line"], problem.facts["text"]) for problem in loaded.problems
    ] == [
        ("source_no_number", 2, "#DIV/0!"),
        ("source_cell_error", 3, "#N/A"),
        ("source_no_month", 4, "#REF!"),
    ]


def test_leading_zeros_of_a_format(book: Fill) -> None:
    """A code typed as a number and shown as 00123 is 00123; a plain number is itself."""
    path = book(
        {
            "表": [
                HEADER,
                [202601, "华东", (123, "00000"), 1],
                [202601, "华东", 123, 1],
                [202601, "华东", "007", 1],
            ]
        }
    )
    assert load(path).frame["product"].tolist() == ["00123", "123", "007"]


def test_merged_members_hold_for_all_their_rows(tmp_path: Path) -> None:
    """A region merged over three rows belongs to each of them; merged header rows are one header."""
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("2027年")
        sheet.merge_range(0, 0, 1, 0, "区域")
        sheet.merge_range(0, 1, 1, 1, "产品")
        sheet.merge_range(0, 2, 0, 3, "1月")
        sheet.merge_range(0, 4, 0, 5, "2月")
        sheet.write_row(1, 2, ["销量", "金额(万元)", "销量", "金额(万元)"])
        sheet.merge_range(2, 0, 4, 0, "华东")
        for row, product in enumerate(["茶", "米", "盐"], 2):
            sheet.write_row(row, 1, [product, 1, 0.5, 2, 0.25])
        sheet.write_row(5, 0, ["华东小计", "", 3, 1.5, 6, 0.75])
    loaded = load(path)
    assert loaded.problems == []
    assert loaded.frame.values.tolist() == [
        [month, "华东", product, quantity, amount]
        for month, quantity, amount in (("2027-01", 1.0, 5000.0), ("2027-02", 2.0, 2500.0))
        for product in ("茶", "米", "盐")
    ]
    assert (loaded.taken.header_line, loaded.taken.year_from) == (2, "sheet")


def test_the_sheet_that_fits_best_is_taken(book: Fill) -> None:
    """A cover and a pivot beside the data are passed over."""
    path = book({"封面": [["销售报告"]], "透视": [["区域", "金额"], ["华东", 1]], "明细": ROWS, "空": []})
    loaded = load(path)
    assert loaded.taken.sheets == ["明细"]
    assert loaded.frame.values.tolist() == EXPECTED


def test_sheets_that_fit_equally_well_are_asked_about(book: Fill) -> None:
    """One sheet a month: which one, or all of them."""
    path = book({"1月": ROWS[:2], "2月": [HEADER, ROWS[2]]})
    asked = load(path)
    assert reasons(asked) == ["source_sheets"]
    assert asked.problems[0].facts["sheets"] == "1月, 2月"
    assert load(path, sheet="2月").frame.values.tolist() == EXPECTED[1:]
    every = load(path, sheet="*")
    assert every.frame.values.tolist() == EXPECTED
    assert every.taken.sheets == ["1月", "2月"]


def test_each_sheet_has_its_own_year(book: Fill) -> None:
    """Months across without a year take it from their own sheet's name."""
    rows = [["区域", "1月", "2月"], ["华东", 1, 2]]
    loaded = load(book({"2025": rows, "2026": rows}), sheet="*")
    assert loaded.frame["month"].tolist() == ["2025-01", "2025-02", "2026-01", "2026-02"]


def test_problems_of_later_sheets_name_their_sheet(book: Fill) -> None:
    """Each problem carries its own sheet and row."""
    bad = [HEADER, [202601, "华东", "茶", "x"]]
    loaded = load(book({"甲": bad, "乙": [HEADER, [], *bad[1:]]}), sheet="*")
    assert [(problem.sheet, problem.facts["line"]) for problem in loaded.problems] == [("甲", 2), ("乙", 3)]


def test_a_hidden_sheet_is_read_only_by_name(book: Fill, tmp_path: Path) -> None:
    """What a person does not see is not loaded unasked."""
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        shown, hidden = workbook.add_worksheet("明细"), workbook.add_worksheet("旧")
        for sheet in (shown, hidden):
            sheet.write_row(0, 0, HEADER)
        shown.write_row(1, 0, [202601, "华东", "茶", 1])
        hidden.write_row(1, 0, [202501, "华东", "茶", 1])
        hidden.hide()
    assert load(path).frame["month"].tolist() == ["2026-01"]
    assert load(path, sheet="旧").frame["month"].tolist() == ["2025-01"]


def test_a_table_by_name(tmp_path: Path) -> None:
    """An Excel table is read by its own name, with nothing around it."""
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("表")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [202501, "旁边", "茶", 9])
        rows = [[202601, "华东", "茶", 1], [202602, "华东", "茶", 2]]
        columns = [{"header": label} for label in HEADER]
        sheet.add_table(5, 2, 7, 5, {"name": "tblSales", "columns": columns, "data": rows})
        sheet.write_row(9, 2, [202603, "下面", "茶", 3])
    loaded = load(path, sheet="TBLSALES")
    assert loaded.frame.values.tolist() == [["2026-01", "华东", "茶", 1.0], ["2026-02", "华东", "茶", 2.0]]
    assert loaded.taken.header_line == 6
    with pytest.raises(FileRefused) as refused:
        load(path, sheet="tblOther")
    assert refused.value.reason == "source_no_sheet"
    assert "tblSales" in refused.value.sentence("zh")


def test_the_1904_date_system(book: Fill) -> None:
    """Dates of a workbook from an old Mac are the same days."""
    assert load(book({"表": ROWS}, date_1904=True)).frame["month"].tolist() == ["2026-01", "2026-02"]


def test_text_that_looks_like_a_formula_stays_text(book: Fill) -> None:
    """Nothing in a source is evaluated."""
    path = book({"表": [HEADER, [202601, "=1+1", "@x", 1]]})
    assert load(path).frame.values.tolist() == [["2026-01", "=1+1", "@x", 1.0]]


@pytest.mark.libreoffice
def test_an_old_xls(book: Fill, tmp_path: Path) -> None:
    """The .xls that LibreOffice writes of the same rows gives the same table."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed for this test"
    path = book({"表": ROWS})
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xls:MS Excel 97",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    loaded = load(tmp_path / "in.xls")
    assert loaded.frame.values.tolist() == EXPECTED
    assert loaded.taken.kind == "workbook"


def test_text_with_the_name_of_a_workbook(tmp_path: Path) -> None:
    """Systems write tab-separated text and call it .xls; that is read. An .xlsx that is no archive is not."""
    text = "\n".join("\t".join(map(str, row)) for row in [HEADER, [202601, "华东", "茶", 1]])
    old = tmp_path / "in.xls"
    old.write_bytes(text.encode("gb18030"))
    assert load(old).frame.values.tolist() == [["2026-01", "华东", "茶", 1.0]]
    new = tmp_path / "in.xlsx"
    new.write_bytes(text.encode("gb18030"))
    with pytest.raises(FileRefused) as refused:
        load(new)
    assert refused.value.reason == "file_no_zip"


def test_a_stray_cell_in_the_last_corner_is_refused(book: Fill, tmp_path: Path) -> None:
    """Two cells that span the whole sheet would be laid out as 17 billion."""
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("表")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1048575, 16383, 1)
    with pytest.raises(FileRefused) as refused:
        load(path)
    assert refused.value.reason == "source_sheet_too_wide"
    assert refused.value.facts["rows"] * refused.value.facts["columns"] > MOST_CELLS


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    """A merged column of a million rows is filled only as far as there are rows."""
    path = tmp_path / "merge.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("表")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [202601, "", "茶", 1])
        sheet.merge_range(1, 1, 2, 1, "华东")
        sheet.write_row(2, 0, [202602])
        sheet.write_row(2, 2, ["茶", 2])
    far = rewritten(path, "xl/worksheets/sheet1.xml", b"B2:B3", b"B2:B1048576")
    assert load(far).frame["region"].tolist() == ["华东", "华东"]


@pytest.mark.parametrize("cut", [30, 2000])
def test_a_damaged_workbook_is_refused(book: Fill, cut: int) -> None:
    """A file that was not copied whole."""
    path = book({"表": ROWS})
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(FileRefused):
        load(path)


def test_a_document_type_is_refused_before_it_is_parsed(book: Fill) -> None:
    """The gate stands in front of every parser."""
    hostile = rewritten(
        book({"表": ROWS}), "xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY e "e">]><workbook'
    )
    with pytest.raises(FileRefused) as refused:
        load(hostile)
    assert refused.value.reason != "source_workbook_damaged"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    """An archive of something else is said to be no workbook."""
    path = tmp_path / "in.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FileRefused):
        load(path)
