"""Formulas in files as other programs leave them: shared ones, lost marks of spilling, other spellings."""
# ruff: noqa: E501 - parts of a workbook read best as the file spells them

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from salesplan_xl.cells import CellFormula
from salesplan_xl.errors import NotFound, WrongKind
from salesplan_xl.hosts.dynamic_arrays import with_dynamic_arrays
from salesplan_xl.hosts.formula_text import NEWER, as_shown, as_spelt
from salesplan_xl.hosts.package import open_package
from salesplan_xl.reserved_names import EXCEL_BUILT_INS
from tests.hosts.packages import SPREADSHEET, package, relationships, sheet
from tests.hosts.soundness import faults

SPLIT = "=DECOMPOSE(100,{1;2;3},1)"
DYNAMIC = CellFormula("S", "B1:B3", SPLIT, "dynamic", ((17,), (33,), (50,)))
SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0"><f t="shared" ref="B1:B3" si="0">GAP(A1,$A$1)</f><v>0</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>-1</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"></f><v>-2</v></c></row>'
)


def ours(text: str) -> bool:
    return "GAP(" in text or "DECOMPOSE(" in text


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def saved(path: Path, change) -> Path:  # type: ignore[no-untyped-def]
    book = open_package(path)
    change(book)
    target = path.with_name(f"{path.stem}+.xlsx")
    book.save(target)
    return target


def test_shared_formulas_are_read_in_each_cell_and_come_back_to_the_letter(tmp_path: Path) -> None:
    before = package(tmp_path / "a.xlsx", {"S": sheet(SHARED)})
    found = open_package(before).formulas(ours)
    assert [f.text for f in found] == ["=GAP(A1,$A$1)", "=GAP(A2,$A$1)", "=GAP(A3,$A$1)"]
    assert [f.values for f in found] == [((0,),), ((-1,),), ((-2,),)]
    frozen = saved(before, lambda book: book.drop_formulas(found))
    assert "<f" not in part(frozen, "xl/worksheets/sheet1.xml")
    thawed = saved(frozen, lambda book: book.write_formulas(found))
    assert part(thawed, "xl/worksheets/sheet1.xml") == part(before, "xl/worksheets/sheet1.xml")


def test_a_shared_number_that_was_given_away_meanwhile_is_not_used_again(tmp_path: Path) -> None:
    found = open_package(package(tmp_path / "a.xlsx", {"S": sheet(SHARED)})).formulas(ours)
    other = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>0</v></c><c r="C1"><f t="shared" ref="C1:C2" si="0">A1*2</f>'
        '<v>2</v></c></row><row r="2"><c r="C2"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    now = package(tmp_path / "b.xlsx", {"S": sheet(other)})
    thawed = saved(now, lambda book: book.write_formulas(found))
    texts = {f.area: f.text for f in open_package(thawed).formulas(lambda text: True)}
    assert texts["B2"] == "=GAP(A2,$A$1)"
    assert texts["C2"] == "=A2*2"
    followers = [found[1], found[2]]  # the head's entry was lost: the others cannot lean on it
    thawed = saved(
        package(tmp_path / "c.xlsx", {"S": sheet("")}), lambda book: book.write_formulas(followers)
    )
    assert "shared" not in part(thawed, "xl/worksheets/sheet1.xml")
    assert [f.text for f in open_package(thawed).formulas(ours)] == ["=GAP(A2,$A$1)", "=GAP(A3,$A$1)"]


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_formula_that_spills_does_so_again_in_a_file_without_such(tmp_path: Path, rounds: int) -> None:
    """Excel drops the part that marks spilling when it saves a file in which no formula spills."""
    path = package(tmp_path / "a.xlsx", {"S": sheet("")})
    for round in range(rounds):
        more = CellFormula("S", f"{'BDF'[round]}1:{'BDF'[round]}3", SPLIT, "dynamic", DYNAMIC.values)
        path = saved(path, lambda book, more=more: book.write_formulas([more]))
    (first, *_) = found = open_package(path).formulas(ours)
    assert (len(found), first.kind, first.area, first.text) == (rounds, "dynamic", "B1:B3", SPLIT)
    assert 'cm="1"' in part(path, "xl/worksheets/sheet1.xml")
    assert part(path, "[Content_Types].xml").count("sheetMetadata+xml") == 1
    assert part(path, "xl/_rels/workbook.xml.rels").count("sheetMetadata") == 1
    assert faults(path) == []


def test_marks_that_another_file_numbers_differently_are_taken_anew(tmp_path: Path) -> None:
    rich = (
        '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><metadataTypes count="1">'
        '<metadataType name="XLRICHVALUE" minSupportedVersion="120000"/></metadataTypes>'
        '<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
    )
    data, number = with_dynamic_arrays(rich.encode())
    assert number == 1
    root = etree.fromstring(data)
    names = [etree.QName(element).localname for element in root]
    assert names == ["metadataTypes", "futureMetadata", "cellMetadata", "valueMetadata"]
    assert [element.get("name") for element in root[0]] == ["XLRICHVALUE", "XLDAPR"]
    assert root[2][0][0].get("t") == "2"
    assert [element.get("count") for element in root] == ["2", "1", "1", "1"]
    assert with_dynamic_arrays(data) == (data, 1)
    half = data.replace(b'fDynamic="1"', b'fDynamic="0"')  # marks of another kind under the same name
    again, number = with_dynamic_arrays(half)
    assert number == 2
    assert [element.get("count") for element in etree.fromstring(again)] == ["2", "2", "2", "1"]
    spelt = json.dumps([' r="B1" cm="7"', f'<f t="array" ref="B1:B3">{SPLIT[1:]}</f><v>17</v>', "", 12345])
    foreign = CellFormula("S", "B1:B3", SPLIT, "dynamic", DYNAMIC.values, spelt)
    path = saved(package(tmp_path / "a.xlsx", {"S": sheet("")}), lambda book: book.write_formulas([foreign]))
    assert 'cm="1"' in part(path, "xl/worksheets/sheet1.xml")
    assert [f.kind for f in open_package(path).formulas(ours)] == ["dynamic"]


def test_what_was_taken_away_in_excel_is_spelt_for_the_file(tmp_path: Path) -> None:
    formulas = [
        CellFormula("S", "A1", '=TEXTJOIN(",",TRUE,GAP(1,2))', "plain", (("1",),)),
        CellFormula("S", "A2", "=GAP(1,2)>0", "plain", ((True,),)),
        CellFormula("S", "A3", "=PACE(1,0)", "plain", ((None,),)),
        CellFormula("S", "C1:C3", SPLIT, "array", DYNAMIC.values),
    ]
    path = saved(package(tmp_path / "a.xlsx", {"S": sheet("")}), lambda book: book.write_formulas(formulas))
    text = part(path, "xl/worksheets/sheet1.xml")
    assert '<c r="A1" t="str"><f>_xlfn.TEXTJOIN(",",TRUE,GAP(1,2))</f><v>1</v></c>' in text
    assert '<c r="A2" t="b"><f>GAP(1,2)&gt;0</f><v>1</v></c>' in text
    assert '<c r="A3"><f>PACE(1,0)</f></c>' in text
    assert '<c r="C1"><f t="array" ref="C1:C3">' in text
    assert faults(path) == []


@pytest.mark.parametrize(
    "text",
    ["=LET(x,GAP(1,2),x)", "=@GAP(A1:A3,1)", "=GAP(@A1:A3,1)", "=SUM(B1#)", "=MAP(A1:A3,LAMBDA(x,GAP(x,1)))"],
)
def test_what_only_excel_can_spell_is_refused_and_nothing_written(tmp_path: Path, text: str) -> None:
    book = open_package(package(tmp_path / "a.xlsx", {"S": sheet("")}))
    fine = CellFormula("S", "A1", "=GAP(1,2)", "plain", ((1,),))
    with pytest.raises(WrongKind) as refused:
        book.write_formulas([fine, CellFormula("S", "A2", text, "plain", ((1,),))])
    assert text in refused.value.sentence("zh")
    assert book.read_cell("S!A1") is None


def test_places_that_are_none_are_refused(tmp_path: Path) -> None:
    book = open_package(package(tmp_path / "a.xlsx", {"S": sheet("")}))
    with pytest.raises(WrongKind):
        book.write_formulas([CellFormula("S", "everywhere", "=GAP(1,2)", "plain", ((1,),))])
    with pytest.raises(WrongKind):
        book.drop_formulas([CellFormula("S", "A1", "=GAP(1,2)", "plain", None)])
    with pytest.raises(NotFound):
        book.write_formulas([CellFormula("S", "tblX[gap]", "=GAP(1,2)", "column")])


def test_a_cell_keeps_the_format_it_has_now(tmp_path: Path) -> None:
    book = open_package(package(tmp_path / "a.xlsx", {"S": sheet(SHARED)}))
    (head, *_) = book.formulas(ours)
    restyled = package(tmp_path / "b.xlsx", {"S": sheet('<row r="1"><c r="B1" s="4"><v>0</v></c></row>')})
    path = saved(restyled, lambda book: book.write_formulas([head]))
    assert '<c r="B1" s="4">' in part(path, "xl/worksheets/sheet1.xml")


def test_every_newer_function_of_excel_has_its_prefix() -> None:
    from openpyxl.utils import FORMULAE

    # COPILOT and DETECTLANGUAGE call services, EUROCONVERT, CALL and REGISTER are no functions of the format;
    # the others are older than it.
    without = {"COPILOT", "DETECTLANGUAGE", "EUROCONVERT", "CALL", "REGISTER", "DATEDIF", "JIS", "DBCS",
               "NUMBERSTRING", "YEN", "PHONETIC", "T", "Z"}  # fmt: skip
    assert EXCEL_BUILT_INS - FORMULAE - without - NEWER == set()
    assert as_spelt("=SORT(FILTER(A1:A3,A1:A3>1))") == "_xlfn._xlws.SORT(_xlfn._xlws.FILTER(A1:A3,A1:A3>1))"
    assert as_shown("=_xlfn.SINGLE(A1)+_xlfn.LET(_xlpm.x,1,_xlpm.x)") == "=@A1+LET(x,1,x)"


def test_a_column_without_contents_in_its_part_takes_its_formula(tmp_path: Path) -> None:
    table = (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="tblX" '
        'displayName="tblX" ref="A1:B2"><tableColumns count="2"><tableColumn id="1" name="a"/>'
        '<tableColumn id="2" name="gap" /></tableColumns></table>'
    )
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>gap</t></is></c></row>'
    links = relationships(("rId1", "table", "../tables/table1.xml"))
    path = package(
        tmp_path / "a.xlsx",
        {"S": sheet(rows)},
        {"xl/tables/table1.xml": table, "xl/worksheets/_rels/sheet1.xml.rels": links},
        types={"/xl/tables/table1.xml": f"{SPREADSHEET}.table+xml"},
    )
    column = CellFormula("S", "tblX[gap]", "=GAP([@a],1)", "column", None, "array")
    path = saved(path, lambda book: book.write_formulas([column]))
    spelt = '<tableColumn id="2" name="gap"><calculatedColumnFormula array="1">GAP([@a],1)</calculatedColumnFormula></tableColumn>'
    assert spelt in part(path, "xl/tables/table1.xml")
    (found,) = open_package(path).formulas(ours)
    assert found == column
    path = saved(path, lambda book: book.drop_formulas([found]))
    assert '<tableColumn id="2" name="gap"></tableColumn>' in part(path, "xl/tables/table1.xml")


def test_an_added_sheet_is_sound_and_hidden(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", {"S": sheet(SHARED)})
    path = saved(path, lambda book: book.add_hidden_table("tblKept", "s", ["a & b", 'c"d']))
    assert faults(path) == []
    book = openpyxl.load_workbook(path)
    assert [(each.title, each.sheet_state) for each in book] == [("S", "visible"), ("s 2", "veryHidden")]
    assert [column.name for column in book["s 2"].tables["tblKept"].tableColumns] == ["a & b", 'c"d']
    assert part(path, "xl/worksheets/sheet1.xml") == sheet(SHARED)
