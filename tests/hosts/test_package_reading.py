"""A package is read as Excel would show it, however it is spelt."""
# ruff: noqa: E501 - parts of a workbook read best as the file spells them

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from salesplan_xl.cells import Cell, CellError
from salesplan_xl.errors import FileRefused, NotFound, WrongKind
from salesplan_xl.hosts.number_formats import kind_of_format
from salesplan_xl.hosts.package import open_package
from salesplan_xl.hosts.sheet_cells import from_serial, iso_date, plain, to_serial
from tests.hosts.packages import (
    HEAD,
    MAIN,
    OFFICE,
    SPREADSHEET,
    STRICT,
    archive,
    content_types,
    package,
    relationships,
    sheet,
    table_package,
    table_part,
    workbook,
)

STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>'
)
TEXTS = (
    f'{HEAD}<sst xmlns="{MAIN}"><si><t>华东</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">a </t></r>'
    '<r><t>b</t></r><rPh sb="0" eb="1"><t>ア</t></rPh></si><si><t>_x005F_x0041_ &lt;1&gt;_x000D_</t></si>'
    "<si><t/></si></sst>"
)
RELATED = (("rIdS", "styles", "styles.xml"), ("rIdT", "sharedStrings", "/xl/sharedStrings.xml"))


def cells(tmp_path: Path, inner: str, **options: object) -> list[Cell]:
    """Return the values of A1, B1 … of a row spelt so."""
    path = package(
        tmp_path / "a.xlsx",
        {"Sheet1": sheet(f'<row r="1">{inner}</row>')},
        {"xl/styles.xml": STYLES, "xl/sharedStrings.xml": TEXTS},
        related=RELATED,
        **options,  # type: ignore[arg-type]
    )
    book = open_package(path)
    return [book.read_cell(f"Sheet1!{letter}1") for letter in "ABCDEF"]


def test_every_kind_of_cell(tmp_path: Path) -> None:
    inner = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="str"><f>"x"</f><v>x &amp; y</v></c>'
    )
    assert cells(tmp_path, inner) == ["华东", 1.5, True, CellError.NA, "x & y", None]


def test_rich_text_leaves_reading_aids_out_and_escapes_are_read(tmp_path: Path) -> None:
    inner = '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>2</v></c><c r="C1" t="s"><v>3</v></c><c r="D1" t="s"><v>99</v></c>'
    assert cells(tmp_path, inner)[:4] == ["a b", "_x0041_ <1>\r", "", None]


def test_inline_texts_and_formulas_without_a_result(tmp_path: Path) -> None:
    inner = (
        '<c r="A1" t="inlineStr"><is><t>in</t></is></c><c r="B1" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1" t="inlineStr"><v>odd</v></c><c r="E1"><is><t>no kind</t></is></c>'
        '<c r="F1" t="e"><v>#FIELD!</v></c>'
    )
    assert cells(tmp_path, inner) == ["in", "xy", None, "odd", "no kind", CellError.VALUE]


def test_dates_are_told_by_their_format(tmp_path: Path) -> None:
    inner = (
        '<c r="A1" s="1"><v>46000</v></c><c r="B1" s="2"><v>0.5</v></c><c r="C1" s="3"><v>1.25</v></c>'
        '<c r="D1" s="4"><v>46000.75</v></c><c r="E1" t="d"><v>2027-03-01T08:00:00Z</v></c><c r="F1" s="1"><v>-3</v></c>'
    )
    assert cells(tmp_path, inner) == [
        dt.datetime(2025, 12, 9), dt.time(12), 1.25, dt.datetime(2025, 12, 9, 18), dt.datetime(2027, 3, 1, 8), -3,
    ]  # fmt: skip


def test_the_1904_calendar(tmp_path: Path) -> None:
    inner = '<c r="A1" s="1"><v>44538</v></c>'
    assert cells(tmp_path, inner, before='<workbookPr date1904="1"/>')[0] == dt.datetime(2025, 12, 9)


@pytest.mark.parametrize(
    ("serial", "date"),
    [
        (1, dt.datetime(1900, 1, 1)),
        (59, dt.datetime(1900, 2, 28)),
        (61, dt.datetime(1900, 3, 1)),
        (2958465, dt.datetime(9999, 12, 31)),
    ],
)
def test_serials_count_as_excel_does(serial: int, date: dt.datetime) -> None:
    """Excel's calendar has a 29 February 1900 (serial 60) that never was."""
    assert from_serial(serial, False) == date
    assert to_serial(date, False) == serial


def test_serials_outside_the_calendar_stay_numbers() -> None:
    assert from_serial(2958466, False) == 2958466
    assert from_serial(1.0, True) == dt.datetime(1904, 1, 2)
    assert to_serial(dt.date(1904, 1, 2), True) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", None), ("0.00", None), ("@", None), ("#,##0 \"元\";[Red]-0", None), ("m/d/yy", "date"),
        ("yyyy\"年\"m\"月\"", "date"), ("[$-804]d", "date"), ("hh:mm:ss", "time"), ("mm:ss", "time"),
        ("yyyy-mm-dd hh:mm", "date"), ("[h]:mm:ss", None), ("0.0E+00", None), ("\\d0", None), ("mmm", "date"),
        ("h:mm AM/PM", "time"), ("[Red]0;d", None),
    ],
)  # fmt: skip
def test_which_formats_show_dates(code: str, kind: str | None) -> None:
    assert kind_of_format(code) == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [("2027-03-01", dt.datetime(2027, 3, 1)), ("08:30:00", dt.time(8, 30)), ("soon", "soon")],
)
def test_iso_dates(text: str, value: Cell) -> None:
    assert iso_date(text) == value


def test_what_no_cell_can_hold_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        plain(object())


def test_numpy_and_pandas_values_become_plain() -> None:
    import numpy as np
    import pandas as pd

    assert [plain(value) for value in (np.int64(5), np.float32(0.5), np.bool_(True), np.nan, float("inf"))] == [
        5, 0.5, True, CellError.NUM, CellError.NUM,
    ]  # fmt: skip
    assert plain(pd.NaT) is None
    assert plain(pd.Timestamp("2027-03-01")) == dt.datetime(2027, 3, 1)


def test_prefixed_names_and_absolute_targets(tmp_path: Path) -> None:
    text = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>p</x:t></x:is></x:c>'
        '<x:c r="B1" s="0"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    path = package(
        tmp_path / "a.xlsx",
        {"S": text},
        {"xl/_rels/workbook.xml.rels": relationships(("rId1", "worksheet", "/xl/worksheets/sheet1.xml"))},
    )
    book = open_package(path)
    assert (book.read_cell("S!A1"), book.read_cell("S!B1")) == ("p", 2)
    book.write_cells({"S!A1": "new", "S!D2": 4})
    book.save()
    assert (book.read_cell("S!A1"), book.read_cell("S!B1"), book.read_cell("S!D2")) == ("new", 2, 4)


def test_a_strict_workbook(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    path = package(
        tmp_path / "a.xlsx",
        {"S": sheet('<row r="1"><c r="A1"><v>7</v></c></row>', namespace=STRICT)},
        {
            "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")).replace(
                OFFICE, strict
            ),
            "xl/_rels/workbook.xml.rels": relationships(
                ("rId1", "worksheet", "worksheets/sheet1.xml")
            ).replace(OFFICE, strict),
            "xl/workbook.xml": workbook("S", namespace=STRICT).replace(OFFICE, strict),
        },
    )
    book = open_package(path)
    assert book.read_cell("S!A1") == 7
    book.write_cells({"S!A1": 8})
    book.save()
    assert book.read_cell("S!A1") == 8


def test_parts_may_lie_anywhere(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.xlsx",
        {
            "[Content_Types].xml": content_types({"/Book.xml": f"{SPREADSHEET}.sheet.main+xml"}),
            "_rels/.rels": relationships(("r", "officeDocument", "/book.xml")),
            "Book.xml": workbook("只有一张"),
            "_rels/Book.xml.rels": relationships(("rId1", "worksheet", "data/first%20sheet.xml")),
            "data/first sheet.xml": sheet(
                '<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="C2"><v>3</v></c></row>'
            ),
        },
    )
    book = open_package(path)
    assert [book.read_cell(f"只有一张!{place}") for place in ("A1", "B1", "C2")] == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_are_read_and_written(tmp_path: Path, encoding: str) -> None:
    text = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>华东</t></is></c></row>').replace(
        "UTF-8", encoding[:6].rstrip("-")
    )
    path = package(
        tmp_path / "a.xlsx",
        {"S": ""},
        {"xl/worksheets/sheet1.xml": text.replace('utf-8"', 'UTF-8"').encode(encoding)},
    )
    book = open_package(path)
    assert book.read_cell("S!A1") == "华东"
    book.write_cells({"S!B1": 2})
    book.save()
    assert (book.read_cell("S!A1"), book.read_cell("S!B1")) == ("华东", 2)


def test_comments_cdata_and_rows_out_of_order_are_tolerated(tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="B3"><v>33</v></c><c r="A3"><v>3</v></c></row><!-- </row> -->'
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[a</t><b]]></t></is></c></row>'
        '<row r="3" ht="20"><c r="A3"><v>4</v></c></row>'
    )
    path = package(tmp_path / "a.xlsx", {"S": sheet(rows)})
    book = open_package(path)
    assert [book.read_cell(f"S!{place}") for place in ("A1", "A3", "B3")] == ["a</t><b", 4, 33]
    book.write_cells({"S!A2": "two", "S!A3": 5})
    book.save()
    assert [book.read_cell(f"S!{place}") for place in ("A1", "A2", "A3", "B3")] == ["a</t><b", "two", 5, 33]


@pytest.mark.parametrize("rows", ['<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
                                  '<row r="1"><c r="B1"><v>9</v></c><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'])  # fmt: skip
def test_disorder_is_tidied_when_it_is_met(tmp_path: Path, rows: str) -> None:
    book = open_package(package(tmp_path / "a.xlsx", {"S": sheet(rows)}))
    assert [book.read_cell("S!A1"), book.read_cell("S!A2")] == [1, 2]
    book.write_cells({"S!A1": 10, "S!A3": 30})
    book.save()
    assert [book.read_cell(f"S!A{row}") for row in (1, 2, 3)] == [10, 2, 30]


def test_names_stand_for_single_cells(tmp_path: Path) -> None:
    names = (
        "<definedNames><definedName name=\"year\">'My ''sheet'!$B$2</definedName>"
        '<definedName name="year" localSheetId="1">Other!$A$1</definedName>'
        '<definedName name="area">Other!$A$1:$B$2</definedName><definedName name="rate">0.5</definedName></definedNames>'
    )
    rows = '<row r="1"><c r="A1"><v>11</v></c></row><row r="2"><c r="B2"><v>22</v></c></row>'
    path = package(tmp_path / "a.xlsx", {"My 'sheet": sheet(rows), "Other": sheet(rows)}, extra=names)
    book = open_package(path)
    assert book.read_cell("Year") == 22
    assert book.read_cell("Other!year") == 11
    assert book.read_cell("'My ''sheet'!B2") == 22
    assert book.read_cell("='My ''sheet'!$B$2") == 22
    for name in ("area", "rate"):
        with pytest.raises(WrongKind):
            book.read_cell(name)
    with pytest.raises(NotFound) as missing:
        book.read_cell("yaer")
    assert "year" in missing.value.sentence("zh")
    with pytest.raises(NotFound):
        book.read_cell("Other!no_such")
    with pytest.raises(NotFound):
        book.read_cell("'broken!B2")


def test_tables_of_every_shape(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>'
    )
    path = table_package(
        tmp_path / "a.xlsx",
        rows,
        table_part("tblA", "A1:B2", ["销售_x000a_额", "b&quot;"], attributes='headerRowCount="0"'),
    )
    info = open_package(path).tables()["tblA"]
    assert info.header == ("销售\n额", 'b"')
    assert (info.top, info.left, info.row_count) == (0, 1, 2)
    block = open_package(path).read_table("tbla")
    assert [list(row) for row in block.rows] == [[1, 2], [3, 4]]
    assert block.address(1, 1) == "B2"


def test_a_table_with_an_insert_row_has_no_rows_yet(tmp_path: Path) -> None:
    path = table_package(
        tmp_path / "a.xlsx",
        '<row r="1"/>',
        table_part("tblA", "A1:B2", ["a", "b"], attributes='insertRow="1"'),
    )
    book = open_package(path)
    assert book.read_table("tblA").rows == ()
    book.write_table("tblA", [[1, 2]])
    book.save()
    assert [list(row) for row in book.read_table("tblA").rows] == [[1, 2]]


def test_a_table_part_without_a_place_is_passed_over(tmp_path: Path) -> None:
    path = table_package(tmp_path / "a.xlsx", "", table_part("tblA", "A:B", ["a", "b"]))
    assert open_package(path).tables() == {}


def test_a_package_that_lacks_a_part_says_which(tmp_path: Path) -> None:
    path = package(
        tmp_path / "a.xlsx",
        {"S": sheet("")},
        {"xl/_rels/workbook.xml.rels": relationships(("rId1", "worksheet", "gone.xml"))},
    )
    with pytest.raises(FileRefused) as refused:
        open_package(path).read_cell("S!A1")
    assert refused.value.facts["part"] == "xl/gone.xml"
    path = package(tmp_path / "b.xlsx", {"S": f'{HEAD}<chartsheet xmlns="{MAIN}"/>'})
    with pytest.raises(FileRefused):
        open_package(path).read_cell("S!A1")


def test_shared_texts_with_comments_are_read(tmp_path: Path) -> None:
    texts = f'{HEAD}<sst xmlns="{MAIN}"><!-- x --><si><t><![CDATA[<a>]]></t><rPh sb="0" eb="1"><t>x</t></rPh></si></sst>'
    path = package(
        tmp_path / "a.xlsx",
        {"S": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')},
        {"xl/sharedStrings.xml": texts},
        related=(("rIdT", "sharedStrings", "sharedStrings.xml"),),
    )
    assert open_package(path).read_cell("S!A1") == "<a>"


def test_progress_reaches_who_asked(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    path = package(tmp_path / "a.xlsx", {"S": sheet("")})
    open_package(path, lambda *told: seen.append(told)).progress(1, 2, "x")
    open_package(path).progress(1, 2, "x")
    assert seen == [(1, 2, "x")]
