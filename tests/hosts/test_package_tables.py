"""Tables grow and shrink, and all that lay over their rows goes with them."""
# ruff: noqa: E501 - parts of a workbook read best as the file spells them

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from salesplan_xl.cells import Cell
from salesplan_xl.errors import FileRefused, OutOfRange
from salesplan_xl.hosts.package import PackageWorkbook, open_package
from tests.hosts.packages import HEAD, MAIN, part, sheet, table_package, table_part

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
HEADER = '<row r="2"><c r="B2" t="inlineStr"><is><t>key</t></is></c><c r="C2" t="inlineStr"><is><t>amount</t></is></c></row>'
ROWS = HEADER + (
    '<row r="3"><c r="A3"><v>1</v></c><c r="B3" s="1"><v>1</v></c><c r="C3" s="2"><v>10</v></c></row>'
    '<row r="4"><c r="B4" s="3"><v>2</v></c><c r="C4" s="4"><v>20</v></c></row>'
)
TOTALS = '<row r="5"><c r="B5" s="8" t="inlineStr"><is><t>合计</t></is></c><c r="C5" s="9"><f>SUBTOTAL(109,tblA[amount])</f><v>30</v></c></row>'


def plain_table(tmp_path: Path, **options: str) -> Path:
    """A table in B2:C4 with two rows."""
    inner = '<autoFilter ref="B2:C4"><filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn></autoFilter>'
    table = table_part("tblA", "B2:C4", ["key", "amount"], filters=inner)
    return table_package(tmp_path / "a.xlsx", ROWS, table, **options)  # type: ignore[arg-type]


def totals_table(tmp_path: Path, after: str = "", **options: str) -> Path:
    """The same with a totals row."""
    inner = '<autoFilter ref="B2:C4"/>'
    table = table_part("tblA", "B2:C5", ["key", "amount"], attributes='totalsRowCount="1"', filters=inner)
    return table_package(tmp_path / "a.xlsx", ROWS + TOTALS + after, table, **options)  # type: ignore[arg-type]


def rewrite(path: Path, rows: list[list[Cell]]) -> PackageWorkbook:
    """Write the table anew and save."""
    book = open_package(path)
    book.write_table("tblA", rows)
    book.save()
    return book


def numbered(count: int) -> list[list[Cell]]:
    return [[at, at * 10] for at in range(1, count + 1)]


def test_growing_takes_the_styles_of_the_first_row(tmp_path: Path) -> None:
    path = plain_table(tmp_path)
    book = rewrite(path, numbered(4))
    text = part(path, SHEET)
    assert '<row r="4"><c r="B4" s="3"><v>2</v></c><c r="C4" s="4"><v>20</v></c></row>' in text
    assert '<row r="6"><c r="B6" s="1"><v>4</v></c><c r="C6" s="2"><v>40</v></c></row>' in text
    assert '<c r="A3"><v>1</v></c>' in text
    assert ' ref="B2:C6"' in part(path, TABLE)
    assert '<autoFilter ref="B2:C6"><filterColumn colId="0">' in part(path, TABLE)
    assert book.tables()["tblA"].row_count == 4


def test_shrinking_clears_what_is_left_and_keeps_its_style(tmp_path: Path) -> None:
    path = plain_table(tmp_path)
    rewrite(path, [[7, "x"]])
    assert '<row r="4"><c r="B4" s="3"/><c r="C4" s="4"/></row>' in part(path, SHEET)
    assert ' ref="B2:C3"' in part(path, TABLE)
    assert '<autoFilter ref="B2:C3">' in part(path, TABLE)
    rewrite(path, [])
    assert '<c r="B3" s="1"/><c r="C3" s="2"/>' in part(path, SHEET)
    assert ' ref="B2:C3"' in part(path, TABLE)


@pytest.mark.parametrize("count", [1, 3, 6])
def test_the_totals_row_moves_along(tmp_path: Path, count: int) -> None:
    path = totals_table(tmp_path)
    rewrite(path, numbered(count))
    text, last = part(path, SHEET), 3 + count
    assert f'<c r="B{last}" s="8" t="inlineStr"><is><t>合计</t></is></c>' in text
    assert f'<c r="C{last}" s="9"><f>SUBTOTAL(109,tblA[amount])</f><v>30</v></c>' in text
    assert text.count("合计") == 1
    assert f' ref="B2:C{last}"' in part(path, TABLE)
    assert f'<autoFilter ref="B2:C{last - 1}"/>' in part(path, TABLE)
    if count != 2:
        assert re.search(r'<c r="B5" s="1"' if count != 3 else r'<c r="B5" s="1"><v>3', text)


def test_a_totals_row_stays_where_the_number_of_rows_does(tmp_path: Path) -> None:
    path = totals_table(tmp_path)
    rewrite(path, [[5, 50], [6, 60]])
    assert TOTALS in part(path, SHEET)


@pytest.mark.parametrize(
    ("below", "cell"),
    [
        ('<row r="6"><c r="C6"><v>1</v></c></row>', "C6"),
        ('<row r="6"><c r="B6"><f>A1</f></c></row>', "B6"),
    ],
)
def test_cells_below_are_not_overwritten(tmp_path: Path, below: str, cell: str) -> None:
    path = table_package(tmp_path / "a.xlsx", ROWS + below, table_part("tblA", "B2:C4", ["key", "amount"]))
    before = path.read_bytes()
    with pytest.raises(FileRefused) as refused:
        open_package(path).write_table("tblA", numbered(4))
    assert refused.value.facts["cell"] == cell
    assert "tblA" in refused.value.sentence("zh")
    assert path.read_bytes() == before
    rewrite(path, numbered(3))


def test_empty_styled_cells_and_cells_beside_are_no_obstacle(tmp_path: Path) -> None:
    below = '<row r="5"><c r="B5" s="5"/><c r="E5"><v>1</v></c></row>'
    path = table_package(tmp_path / "a.xlsx", ROWS + below, table_part("tblA", "B2:C4", ["key", "amount"]))
    rewrite(path, numbered(3))
    assert '<c r="B5" s="1"><v>3</v></c><c r="C5" s="2"><v>30</v></c><c r="E5"><v>1</v></c>' in part(
        path, SHEET
    )


def test_merged_cells_another_table_and_this_sessions_cells_below_are_obstacles(tmp_path: Path) -> None:
    path = plain_table(tmp_path, tail='<mergeCells><mergeCell ref="A6:B7"/></mergeCells>')
    with pytest.raises(FileRefused) as refused:
        open_package(path).write_table("tblA", numbered(5))
    assert refused.value.facts["cell"] == "A6:B7"
    path = plain_table(tmp_path)
    book = open_package(path)
    book.write_cells({"Plan!B5": 1})
    with pytest.raises(FileRefused) as refused:
        book.write_table("tblA", numbered(3))
    assert refused.value.facts["cell"] == "B5"


def test_two_tables_one_above_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Plan")
        page.add_table("A1:B3", {"name": "tblA", "data": [[1, 2], [3, 4]]})
        page.add_table("A6:B8", {"name": "tblB", "data": [[5, 6], [7, 8]], "header_row": False})
    workbook = open_package(path)
    workbook.write_table("tblA", numbered(4))
    with pytest.raises(FileRefused):
        workbook.write_table("tblA", numbered(5))
    workbook.write_table("tblB", numbered(1))
    workbook.save()
    assert [list(row) for row in workbook.read_table("tblA").rows] == numbered(4)
    assert [list(row) for row in workbook.read_table("tblB").rows] == numbered(1)


def test_the_last_row_of_excel_is_the_end(tmp_path: Path) -> None:
    class Endless(list[list[Cell]]):
        pass

    path = table_package(tmp_path / "a.xlsx", "", table_part("tblA", "A1048574:B1048576", ["key", "amount"]))
    book = open_package(path)
    book.write_table("tblA", numbered(2))
    with pytest.raises(OutOfRange) as refused:
        book.write_table("tblA", numbered(3))
    assert refused.value.facts["row"] == 1048577


def test_a_table_is_written_again_in_one_session(tmp_path: Path) -> None:
    path = totals_table(tmp_path)
    book = open_package(path)
    book.write_table("tblA", numbered(6))
    book.write_cells({"Plan!C4": 99, "Plan!F1": "x"})
    assert list(book.read_table("tblA").rows[1]) == [2, 99]
    book.write_table("tblA", numbered(3))
    assert [list(row) for row in book.read_table("tblA").rows] == numbered(3)
    book.save()
    assert [list(row) for row in book.read_table("tblA").rows] == numbered(3)
    assert book.read_cell("Plan!F1") == "x"
    assert part(path, SHEET).count("合计") == 1
    assert "B7" not in part(path, SHEET)


def calculated(first: str, formula: str, attributes: str = "") -> tuple[str, str]:
    """A table whose second column is calculated: its rows and its part."""
    rows = (
        '<row r="1"/><row r="2"><c r="A2"><v>1</v></c>'
        f'<c r="B2" s="2">{first}<v>2</v></c></row><row r="3"><c r="A3"><v>2</v></c><c r="B3"/></row>'
    )
    inner = f"<calculatedColumnFormula{attributes}>{formula}</calculatedColumnFormula>"
    return rows, table_part("tblA", "A1:B3", ["key", "amount"], inner=inner)


@pytest.mark.parametrize(
    ("first", "formula", "third", "fourth"),
    [
        ("<f>tblA[[#This Row],[key]]*2</f>", "tblA[[#This Row],[key]]*2", "tblA[[#This Row],[key]]*2", "tblA[[#This Row],[key]]*2"),
        ("<f>A2*$C$1</f>", "A2*$C$1", "A3*$C$1", "A4*$C$1"),
        ("", "tblA[[#This Row],[key]]&amp;&quot;A2&quot;", 'tblA[[#This Row],[key]]&amp;"A2"', 'tblA[[#This Row],[key]]&amp;"A2"'),
        ('<f>IF(A2&gt;1,"A2","")</f>', "x", 'IF(A3&gt;1,"A2","")', 'IF(A4&gt;1,"A2","")'),
    ],
)  # fmt: skip
def test_calculated_columns_are_filled_with_their_formula(
    tmp_path: Path, first: str, formula: str, third: str, fourth: str
) -> None:
    rows, table = calculated(first, formula)
    path = table_package(tmp_path / "a.xlsx", rows, table)
    book = open_package(path)
    assert book.tables()["tblA"].calculated == {1}
    book.write_table("tblA", [[1, "mine"], [2, "mine"], [3, "mine"]])
    assert list(book.read_table("tblA").rows[2]) == [3, None]
    book.save()
    text = part(path, SHEET)
    assert "mine" not in text
    if first:
        assert f'<c r="B2" s="2">{first}</c>' in text
    assert f'<c r="B3"><f>{third}</f></c>' in text
    assert f'<c r="B4" s="2"><f>{fourth}</f></c>' in text


def test_a_calculated_array_is_an_array_of_its_own_cell(tmp_path: Path) -> None:
    rows, table = calculated("", "SUM(tblA[key])", ' array="1"')
    path = table_package(tmp_path / "a.xlsx", rows, table)
    rewrite(path, numbered(3))
    assert '<c r="B4" s="2"><f t="array" ref="B4">SUM(tblA[key])</f></c>' in part(path, SHEET)


def test_calculated_cells_of_a_shared_formula_keep_it(tmp_path: Path) -> None:
    rows = (
        '<row r="1"/><row r="2"><c r="B2"><f t="shared" ref="B2:B3" si="0">A2*2</f><v>2</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    inner = "<calculatedColumnFormula>A2*2</calculatedColumnFormula>"
    path = table_package(
        tmp_path / "a.xlsx", rows, table_part("tblA", "A1:B3", ["key", "amount"], inner=inner)
    )
    rewrite(path, numbered(3))
    text = part(path, SHEET)
    assert '<f t="shared" ref="B2:B3" si="0">A2*2</f></c>' in text
    assert '<c r="B3"><f t="shared" si="0"/></c>' in text
    assert '<c r="B4"><f>A4*2</f></c>' in text
    rewrite(path, numbered(1))
    assert '<c r="B3"/>' in part(path, SHEET)


def test_formulas_that_came_in_end_the_old_calculation_chain(tmp_path: Path) -> None:
    rows, table = calculated("<f>A2</f>", "A2")
    path = table_package(
        tmp_path / "a.xlsx",
        rows,
        table,
        parts={"xl/calcChain.xml": f'{HEAD}<calcChain xmlns="{MAIN}"><c r="B2" i="1"/></calcChain>'},
        related=(("rIdC", "calcChain", "calcChain.xml"),),
    )
    rewrite(path, numbered(4))
    with zipfile.ZipFile(path) as file:
        assert "xl/calcChain.xml" not in file.namelist()


def names(**refers: str) -> str:
    inner = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in refers.items())
    return f"<definedNames>{inner}</definedNames>"


@pytest.mark.parametrize("count", [1, 5])
def test_names_that_covered_the_rows_follow(tmp_path: Path, count: int) -> None:
    extra = names(
        keys="Plan!$B$3:$B$4", whole="Plan!$B$2:$C$4", sum="SUM(Plan!$C$3:$C$4)+LEN(&quot;Plan!$C$3:$C$4&quot;)",
        cell="Plan!$B$4", part="Plan!$B$4:$B$4", beside="Plan!$A$3:$B$4", other="Other!$B$3:$B$4", longer="Plan!$B$3:$B$9",
        **{"_xlnm.Print_Area": "Plan!$A$1:$F$4"},
    )  # fmt: skip
    path = plain_table(tmp_path, extra=extra, others={"Other": sheet("")})
    rewrite(path, numbered(count))
    found = dict(
        re.findall(r'<definedName name="([^"]+)">([^<]*)</definedName>', part(path, "xl/workbook.xml"))
    )
    last = 2 + count
    assert found == {
        "keys": f"Plan!$B$3:$B${last}", "whole": f"Plan!$B$2:$C${last}",
        "sum": f'SUM(Plan!$C$3:$C${last})+LEN("Plan!$C$3:$C$4")', "cell": "Plan!$B$4", "part": "Plan!$B$4:$B$4",
        "beside": "Plan!$A$3:$B$4", "other": "Other!$B$3:$B$4", "longer": "Plan!$B$3:$B$9",
        "_xlnm.Print_Area": f"Plan!$A$1:$F${last}",
    }  # fmt: skip


def test_ranges_with_header_and_totals_follow(tmp_path: Path) -> None:
    path = totals_table(
        tmp_path, extra=names(whole="'Plan'!$B$2:$C$5", data="Plan!B3:C4", printed="Plan!$A$1:$C$5")
    )
    rewrite(path, numbered(4))
    found = dict(
        re.findall(r'<definedName name="([^"]+)">([^<]*)</definedName>', part(path, "xl/workbook.xml"))
    )
    assert found == {"whole": "'Plan'!$B$2:$C$7", "data": "Plan!B3:C6", "printed": "Plan!$A$1:$C$5"}


def test_formats_and_validations_follow_and_sparklines_stay(tmp_path: Path) -> None:
    tail = (
        '<conditionalFormatting sqref="B3:B4 F1"><cfRule type="expression" dxfId="0" priority="1"><formula>B3&gt;1</formula></cfRule></conditionalFormatting>'
        "<conditionalFormatting sqref='A3:B4'/><dataValidations count=\"2\">"
        '<dataValidation type="list" prompt="a &gt; b" sqref="C3:C4"><formula1>"x,y"</formula1></dataValidation>'
        '<dataValidation type="list" sqref="C4"/></dataValidations>'
        '<extLst><ext><x14:conditionalFormatting xmlns:x14="x"><xm:sqref xmlns:xm="y">B3:C4</xm:sqref></x14:conditionalFormatting>'
        '<x14:conditionalFormatting xmlns:x14="x"><sqref>B3:C4</sqref></x14:conditionalFormatting>'
        "<x14:sparkline><xm:f>Plan!B3:B4</xm:f><xm:sqref>C4</xm:sqref></x14:sparkline></ext></extLst>"
    ).replace('<xm:sqref xmlns:xm="y">', "<xm:sqref>")
    path = plain_table(tmp_path, tail=tail)
    rewrite(path, numbered(5))
    text = part(path, SHEET)
    for spelt in (
        'sqref="B3:B7 F1"',
        '="A3:B4"',
        'sqref="C3:C7"',
        'sqref="C4:C7"',
        "<xm:sqref>B3:C7</xm:sqref>",
        "<xm:sqref>C4</xm:sqref>",
    ):
        assert spelt in text
    assert "<formula>B3&gt;1</formula>" in text


def charted(path: Path, rows: int) -> Path:
    """A workbook with a table and three kinds of chart series over it, made by an independent writer."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("数据")
        data = [[f"m{at}", at, at * 2] for at in range(rows)]
        page.add_table(
            0, 0, rows, 2, {"name": "tblA", "data": data, "columns": [{"header": label} for label in "abc"]}
        )
        chart = book.add_chart({"type": "line"})
        chart.add_series(
            {"name": "=数据!$B$1", "categories": ["数据", 1, 0, rows, 0], "values": ["数据", 1, 1, rows, 1]}
        )
        chart.add_series({"values": "=数据!$C$2:$C$2"})
        book.add_worksheet("图").insert_chart("A1", chart)
    return path


@pytest.mark.parametrize("count", [2, 6])
def test_charts_follow_with_what_they_remember(tmp_path: Path, count: int) -> None:
    path = charted(tmp_path / "a.xlsx", 4)
    rewrite(path, [[f"n{at}", at + 0.5, None] for at in range(count)])
    text = part(path, "xl/charts/chart1.xml")
    assert f"<c:f>数据!$A$2:$A${count + 1}</c:f>" in text
    assert f"<c:f>数据!$B$2:$B${count + 1}</c:f>" in text
    assert "<c:f>数据!$B$1</c:f>" in text
    assert "<c:f>数据!$C$2:$C$2</c:f>" in text
    assert f'<c:ptCount val="{count}"/><c:pt idx="0"><c:v>n0</c:v></c:pt>' in text
    assert f'<c:pt idx="{count - 1}"><c:v>{count - 0.5}</c:v></c:pt>' in text
    assert openpyxl.load_workbook(path)["数据"].tables["tblA"].ref == f"A1:C{count + 1}"


def test_a_chart_over_other_cells_stays_byte_for_byte(tmp_path: Path) -> None:
    path = charted(tmp_path / "a.xlsx", 4)
    before = part(path, "xl/charts/chart1.xml")
    rewrite(path, [[f"n{at}", at, None] for at in range(4)])
    assert part(path, "xl/charts/chart1.xml") == before


PIVOT_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('name="tblA"', ['refreshOnLoad="1"', 'name="tblA"']),
        ('ref="B2:C4" sheet="Plan"', ['refreshOnLoad="1"', 'ref="B2:C6"']),
        ('ref="A1:C4" sheet="Plan"', ['refreshOnLoad="1"', 'ref="A1:C4"']),
    ],
)
def test_pivot_tables_refresh_where_their_source_was_written(
    tmp_path: Path, source: str, expected: list[str]
) -> None:
    place = "xl/pivotCache/pivotCacheDefinition1.xml"
    cache = f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet"><worksheetSource {source}/></cacheSource></pivotCacheDefinition>'
    path = plain_table(tmp_path, parts={place: cache}, types={f"/{place}": PIVOT_KIND})  # type: ignore[arg-type]
    rewrite(path, numbered(4))
    text = part(path, place)
    assert all(piece in text for piece in expected)
    rewrite(path, numbered(4))
    assert part(path, place) == text


@pytest.mark.parametrize("source", ['<worksheetSource ref="B2:C4" sheet="Other"/>', "<consolidation/>"])
def test_other_pivot_tables_stay_byte_for_byte(tmp_path: Path, source: str) -> None:
    place = "xl/pivotCache/pivotCacheDefinition1.xml"
    cache = f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}"><cacheSource>{source}</cacheSource></pivotCacheDefinition>'
    path = plain_table(tmp_path, parts={place: cache}, types={f"/{place}": PIVOT_KIND})  # type: ignore[arg-type]
    rewrite(path, numbered(4))
    assert part(path, place) == cache


def test_a_header_written_renames_its_column(tmp_path: Path) -> None:
    rows = ROWS + '<row r="9"><c r="A9"><f>SUM(tblA[amount])+tblB[amount]</f><v>1</v></c></row>'
    other = sheet(
        '<row r="1"><c r="A1"><f t="array" ref="A1">SUM(tblA[[#All],[amount]])</f><v>3</v></c></row>'
    )
    inner = "<totalsRowFormula>SUM(tblA[amount])</totalsRowFormula>"
    path = table_package(
        tmp_path / "a.xlsx",
        rows,
        table_part("tblA", "B2:C4", ["key", "amount"], inner=inner),
        others={"Other": other, "Empty": sheet('<row r="1"><c r="A1"><f>1</f></c></row>')},
        extra=names(total="SUM(tblA[amount])"),
    )
    before = part(path, "xl/worksheets/sheet3.xml")
    book = open_package(path)
    book.write_cells({"Plan!C2": "金额 <元>"})
    assert book.tables()["tblA"].header == ("key", "金额 <元>")
    book.save()
    assert book.tables()["tblA"].header == ("key", "金额 <元>")
    assert "<f>SUM(tblA[金额 &lt;元&gt;])+tblB[amount]</f>" in part(path, SHEET)
    assert "SUM(tblA[[#All],[金额 &lt;元&gt;]])" in part(path, "xl/worksheets/sheet2.xml")
    assert "SUM(tblA[金额 &lt;元&gt;])" in part(path, TABLE)
    assert "SUM(tblA[金额 &lt;元&gt;])" in part(path, "xl/workbook.xml")
    assert part(path, "xl/worksheets/sheet3.xml") == before


@pytest.mark.parametrize(
    ("value", "label"), [(2027, "2027"), (None, "Column2"), ("KEY", "KEY2"), ("two\nlines", "two\nlines")]
)
def test_a_header_is_text_and_unlike_its_neighbours(tmp_path: Path, value: Cell, label: str) -> None:
    path = plain_table(tmp_path)
    book = open_package(path)
    book.write_cells({"Plan!C2": value})
    book.save()
    assert book.tables()["tblA"].header == ("key", label)
    assert book.read_cell("Plan!C2") == label
    assert openpyxl.load_workbook(path)["Plan"].tables["tblA"].column_names[0] == "key"


def test_long_tables_take_both_lanes_alike(tmp_path: Path) -> None:
    """Rows of plain cells, rows with a formula, rows with a cell beside the table, missing rows and cells."""
    rows = "".join(
        f'<row r="{row}"><c r="B{row}" s="1"><v>{row}</v></c>'
        + (
            f'<c r="C{row}"><f>B{row}</f><v>1</v></c>'
            if row % 3 == 0
            else f'<c r="C{row}" s="2" t="b"><v>1</v></c>'
        )
        + (f'<c r="D{row}"><v>4</v></c>' if row % 5 == 0 else "")
        + "</row>"
        for row in range(3, 400)
        if row % 7
    )
    path = table_package(tmp_path / "a.xlsx", HEADER + rows, table_part("tblA", "B2:C399", ["key", "amount"]))
    values: list[list[Cell]] = [
        [f"k{at}" if at % 2 else at / 8, [None, True, " x", 5.0][at % 4]] for at in range(500)
    ]
    book = rewrite(path, values)
    assert [list(row) for row in book.read_table("tblA").rows] == values
    found = openpyxl.load_workbook(path)["Plan"]
    assert [[found.cell(row, 2).value, found.cell(row, 3).value] for row in range(3, 503)] == values
    assert all(found.cell(row, 4).value == 4 for row in range(5, 400, 5) if row % 7)
    rewrite(path, values[:10])
    found = openpyxl.load_workbook(path)["Plan"]
    assert all(found.cell(row, 3).value is None for row in range(13, 503))
    assert all(found.cell(row, 4).value == 4 for row in range(5, 400, 5) if row % 7)


@pytest.mark.parametrize("formula", [False, True])
def test_rows_of_an_unformatted_table_take_the_columns_styles(tmp_path: Path, formula: bool) -> None:
    """Also where the sheet has no cell under the header yet, as in a fresh template."""
    head = '<cols><col min="2" max="2" style="6"/><col min="3" max="3" style="7"/></cols>'
    inner = "<calculatedColumnFormula>1+1</calculatedColumnFormula>" if formula else ""
    path = table_package(
        tmp_path / "a.xlsx", HEADER, table_part("tblA", "B2:C3", ["key", "amount"], inner=inner), head=head
    )
    rewrite(path, numbered(3))
    text = part(path, SHEET)
    for row in (3, 4, 5):
        assert f'<c r="B{row}" s="6"><v>{row - 2}</v></c><c r="C{row}" s="7">' in text
