"""Explain: what a function does in a cell, from a file and from a workbook open in Excel."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from typer.testing import CliRunner

from salesplan_xl import cli
from salesplan_xl.addin.explain import explain
from salesplan_xl.addin.formula_call import find_call
from salesplan_xl.addin.formula_sources import FormulaCell, saved_file, split_reference
from salesplan_xl.addin.last_errors import remember
from salesplan_xl.cells import CellError
from salesplan_xl.errors import NoBasis, NotFound
from salesplan_xl.registry import FORMULAS


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "My plan"
    for row, value in enumerate([100, 1, 2, 3], start=1):
        sheet.cell(row, 1, value)
    sheet["C2"] = 40
    sheet["B1"] = ArrayFormula("B1:B3", "=DECOMPOSE(A1,A2:A4,1,C1:C3)")
    sheet["D1"] = "=ATTAINMENT(A1,0)"
    sheet["D2"] = "=SUM(GAP(A1,A2*2),1)"
    sheet["D3"] = '=IF(A1="","",DECOMPOSE(total,\'My plan\'!$A$2:$A$4,0.3,,,,"webster"))'
    sheet["D4"] = "=A1+1"
    sheet["D5"] = "=GAP(GAP(1,-2.5),{1,2;3,4})"
    sheet["D6"] = "=SUM(DECOMPOSE(A1,tblWeights[weight],1))"
    sheet["D7"] = "=ATTAINMENT(#N/A,TRUE)"
    sheet["D8"] = ArrayFormula("D8:D11", "=ATTAINMENT(A1:A4,E1:E4)")
    for row, value in enumerate([1, 0, None, 4], start=1):
        sheet.cell(row, 5, value)
    for row, value in enumerate(["weight", 5, 5], start=20):
        sheet.cell(row, 1, value)
    sheet.add_table(Table(displayName="tblWeights", ref="A20:A22"))
    book.defined_names["total"] = DefinedName("total", attr_text="'My plan'!$A$1")
    book.save(tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def said(file: Path, cell: str) -> str:
    return explain(saved_file(file), f"'My plan'!{cell}", "en")


def test_method_inputs_rounding_unit_what_is_held_and_the_answer_at_its_place(file: Path) -> None:
    # 60 of the 100 may move; by weights 1 and 3 that is 15 and 45.
    text = said(file, "B3")
    assert text.splitlines()[0] == "My plan!B3 uses DECOMPOSE."
    for line in (
        "  total = 100 (A1)",
        "  weights = 3 × 1 cells, 3 filled, together 6 (A2:A4)",
        "  held = 3 × 1 cells, 1 filled, together 40 (C1:C3)",
        "  method = hamilton (left out)",
        "Rounding unit: every amount is a multiple of 1, and the sum is exact.",
        "Held cells: 1, together 40; they do not move.",
        "The function's answer here: 45",
    ):
        assert line in text.splitlines()
    assert "answer here: 15" in said(file, "B1")
    assert "answer here: 40" in said(file, "B2")


def test_an_error_is_said_with_what_to_do(file: Path) -> None:
    assert said(file, "D1").endswith("#DIV/0!: target is zero, so there is nothing to divide by.")
    assert "#NUM!: total is 100, which is no multiple of the step 0.3" in said(file, "D3")
    assert "#N/A" in said(file, "D7")


def test_one_bad_row_is_explained_by_its_own_reason(file: Path) -> None:
    assert "answer here: 100" in said(file, "D8")
    assert "#DIV/0!: target is zero" in said(file, "D9")
    assert "#N/A: target is blank" in said(file, "D10")
    assert "answer here: 0.75" in said(file, "D11")


def test_names_tables_arrays_and_calls_inside_calls_are_followed(file: Path) -> None:
    assert "  total = 100 (total)" in said(file, "D3")
    assert "together 10 (tblWeights[weight])" in said(file, "D6")
    text = said(file, "D5")
    assert "  actual = -3.5 (GAP(1,-2.5))" in text
    assert "answer here: 4.5" in text


def test_what_only_excel_works_out_is_said_so(file: Path) -> None:
    text = said(file, "D2")
    assert "  target = worked out by Excel (A2*2)" in text
    assert "What target stands for is worked out by Excel" in text


def test_a_cell_without_a_function_of_ours_and_one_that_is_not_there(file: Path) -> None:
    with pytest.raises(NotFound, match="holds none of SalesPlan's functions"):
        said(file, "D4")
    with pytest.raises(NotFound, match="no cell"):
        explain(saved_file(file), "nonsense!!", "en")
    with pytest.raises(NotFound, match="My plan"):
        explain(saved_file(file), "Other!A1", "en")


def test_every_sentence_is_there_in_chinese(file: Path) -> None:
    for cell in ("B1", "D1", "D2", "D3"):
        text = explain(saved_file(file), f"'My plan'!{cell}", "zh")
        assert text.startswith("My plan!" + cell + "使用函数")


def test_the_command_says_the_same(file: Path) -> None:
    answer = CliRunner().invoke(cli.app, ["explain", str(file), "'My plan'!B3", "--lang", "en"])
    assert answer.exit_code == 0
    assert answer.stdout.strip() == said(file, "B3").strip()
    refused = CliRunner().invoke(cli.app, ["explain", str(file), "'My plan'!D4", "--lang", "en"])
    assert refused.exit_code == 1


@pytest.mark.parametrize(
    ("formula", "arguments"),
    [
        ("=SalesPlan.xlam!GAP(A1,B1)", ("A1", "B1")),
        ("='C:\\my folder\\SalesPlan.xlam'!GAP(A1,B1)", ("A1", "B1")),
        ("=_xlfn.GAP(A1:B2,)", ("A1:B2", "")),
        ('=gap("a,b",(1+2)*3)', ('"a,b"', "(1+2)*3")),
        ("=1+GAP(SUM(A1,B1),{1,2;3,4})", ("SUM(A1,B1)", "{1,2;3,4}")),
    ],
)
def test_a_call_is_found_however_it_is_written(formula: str, arguments: tuple[str, ...]) -> None:
    found = find_call(formula, {"GAP"})
    assert found is not None
    assert (found.name, found.arguments) == ("GAP", arguments)


@pytest.mark.parametrize("formula", ["GAP(1,2)", "=SUM(1)", '="GAP(1,2)"', "=GAPS(1,2)", "=", "=GAP"])
def test_what_is_no_call_is_not_taken_for_one(formula: str) -> None:
    assert find_call(formula, FORMULAS) is None


def test_addresses_are_read_as_excel_writes_them() -> None:
    assert split_reference("'It''s'!$B$2:c3") == ("It's", "B2", "C3")
    with pytest.raises(NotFound):
        split_reference("[other.xlsx]S!A1")


class Source:
    """A source that knows no values, as one whose Excel is busy."""

    def cell(self, reference: str) -> FormulaCell:
        return FormulaCell("S", "A1", "=ATTAINMENT(x*2,y)", place="[b.xlsx]S!$A$1")

    def value(self, text: str, sheet: str) -> Any:
        raise NotFound("explain_not_an_address", text=text)


def test_the_sentence_that_the_cell_had_is_given_where_nothing_else_can_be() -> None:
    remember("[b.xlsx]S!$A$1", "ATTAINMENT", NoBasis("zero_base", argument="target", place=""))
    assert explain(Source(), "A1", "en").endswith(
        "#DIV/0!: target is zero, so there is nothing to divide by."
    )
    remember("[b.xlsx]S!$A$1", "ATTAINMENT", None)


def test_a_workbook_open_in_excel_is_asked_for_formulas_and_values() -> None:
    from salesplan_xl.addin.formula_sources import OpenWorkbook

    def cell(row: int, column: int, formula: str, **api: Any) -> SimpleNamespace:
        made = SimpleNamespace(row=row, column=column, formula=formula, api=SimpleNamespace(**api))
        made.get_address = lambda external: f"[b.xlsx]S!${'ABC'[column - 1]}${row}"
        made.sheet = sheet
        return made

    cells: dict[Any, SimpleNamespace] = {}
    evaluated = {"A1": 100.0, "A2:A4": SimpleNamespace(Value=((1.0,), (2.0,), (3.0,))), "A9": -2146826246}
    sheet = SimpleNamespace(
        name="S", range=lambda at: cells[at], api=SimpleNamespace(Evaluate=lambda text: evaluated[text])
    )
    anchor = cell(1, 2, "=DECOMPOSE(A1,A2:A4,1)", HasSpill=True, SpillParent=SimpleNamespace(Row=1, Column=2))
    cells[(1, 2)] = anchor
    cells["B3"] = cell(3, 2, "", HasSpill=True, SpillParent=SimpleNamespace(Row=1, Column=2))
    selected = SimpleNamespace(sheet=sheet, row=3, column=2)

    class Sheets(dict[str, Any]):
        active = sheet

    source = OpenWorkbook(SimpleNamespace(sheets=Sheets(S=sheet), selection=selected))
    assert source.selected() == "'S'!B3"
    assert source.cell("'S'!B3") == FormulaCell("S", "B3", "=DECOMPOSE(A1,A2:A4,1)", 2, 0, "[b.xlsx]S!$B$1")
    assert source.value("A9", "S") is CellError.NA
    assert "The function's answer here: 50" in explain(source, source.selected(), "en")
