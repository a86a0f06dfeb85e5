"""The workbook around a VBA project: its parts, the same bytes every time, its code run by LibreOffice."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import openpyxl
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser

from salesplan_xl.addin.vba.module import Module, ModuleKind
from salesplan_xl.addin.vba.project import VbaProject
from salesplan_xl.addin.workbook_package import workbook_package
from tests.addin.vba_reading import modules_of

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RIBBON = '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"/>'
CODE = """Option Explicit

Function SP_TWICE(x)
    SP_TWICE = 2 * x
End Function

Function SP_JOIN(a As String, Optional b As String = "none") As String
    SP_JOIN = a & "-" & b
End Function

Function SP_COUNTED(n)
    Dim found As New Counter
    Dim i
    For i = 1 To n
        found.Add i
    Next
    SP_COUNTED = found.Total()
End Function
"""
COUNTER = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Counter"
Private counted
Public Sub Add(x)
    counted = counted + x
End Sub
Public Function Total()
    Total = counted
End Function
"""
PROJECT = VbaProject(
    (
        Module("ThisWorkbook", kind=ModuleKind.WORKBOOK),
        Module("Sheet1", kind=ModuleKind.SHEET),
        Module("Functions", CODE),
        Module("Counter", COUNTER, ModuleKind.CLASS),
    ),
    name="SalesPlan",
)


def made(**options: Any) -> bytes:
    return workbook_package(PROJECT, **{"add_in": False, **options})


def parts_of(file: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_part_has_a_type_and_every_relation_a_part() -> None:
    parts = parts_of(made(ribbon=RIBBON))
    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = {entry.get("PartName") for entry in types.iter(f"{TYPES}Override")}
    defaults = {entry.get("Extension") for entry in types.iter(f"{TYPES}Default")}
    assert overrides <= {f"/{name}" for name in parts}
    assert all(f"/{name}" in overrides or name.rpartition(".")[2] in defaults for name in parts)
    for name in [name for name in parts if name.endswith(".rels")]:
        folder = Path(name).parent.parent
        targets = [entry.get("Target") for entry in etree.fromstring(parts[name]).iter(RELATION)]
        assert targets
        assert all((folder / target).as_posix() in parts for target in targets)


def test_the_ribbon_hangs_on_the_package() -> None:
    parts = parts_of(made(ribbon=RIBBON))
    relations = {
        r.get("Type"): r.get("Target") for r in etree.fromstring(parts["_rels/.rels"]).iter(RELATION)
    }
    kind = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert relations[kind] == "customUI/customUI14.xml"
    assert parts["customUI/customUI14.xml"].decode() == RIBBON
    assert not any("customUI" in name for name in parts_of(made()))


@pytest.mark.parametrize(("add_in", "kind"), [(True, "addin"), (False, "sheet")])
def test_an_add_in_has_its_own_type_and_no_window(add_in: bool, kind: str) -> None:
    parts = parts_of(made(add_in=add_in))
    types = etree.fromstring(parts["[Content_Types].xml"])
    (book,) = [
        e.get("ContentType") for e in types.iter(f"{TYPES}Override") if "workbook.xml" in e.get("PartName")
    ]
    assert book == f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml"
    view = etree.fromstring(parts["xl/workbook.xml"]).find(f".//{MAIN}workbookView")
    assert (view.get("visibility") == "hidden") is add_in


def test_code_names_are_the_names_of_the_document_modules() -> None:
    parts = parts_of(made())
    assert (
        etree.fromstring(parts["xl/workbook.xml"]).find(f"{MAIN}workbookPr").get("codeName") == "ThisWorkbook"
    )
    sheet = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    assert sheet.find(f"{MAIN}sheetPr").get("codeName") == "Sheet1"
    assert set(modules_of(parts["xl/vbaProject.bin"])) == {
        "ThisWorkbook.cls", "Sheet1.cls", "Functions.bas", "Counter.cls"
    }  # fmt: skip


def test_cells_and_titles_are_read_by_openpyxl() -> None:
    rows = [["设置", 1.5, None, "<&> two  spaces"], [], [None, 2027]]
    file = made(cells={"Sheet1": rows}, title="销售计划 & more", description="<x>")
    book = openpyxl.load_workbook(io.BytesIO(file), keep_vba=True)
    assert book.sheetnames == ["Sheet1"]
    assert [cell.value for cell in book["Sheet1"][1]] == ["设置", 1.5, None, "<&> two  spaces"]
    assert book["Sheet1"]["B3"].value == 2027
    assert (book.properties.title, book.properties.description) == ("销售计划 & more", "<x>")


def test_olevba_finds_the_macros_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsm").write_bytes(made())
    parser = VBA_Parser(str(tmp_path / "plan.xlsm"))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert found["Functions.bas"] == PROJECT.modules[2].source()
    assert found["Counter.cls"] == PROJECT.modules[3].source()


def test_the_same_project_gives_the_same_bytes_on_every_system() -> None:
    assert made(ribbon=RIBBON) == made(ribbon=RIBBON)
    with ZipFile(io.BytesIO(made(add_in=True))) as package:
        for member in package.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert (member.compress_type, member.create_system, member.external_attr) == (
                ZIP_STORED,
                0,
                0o600 << 16,
            )
        assert package.infolist()[0].filename == "[Content_Types].xml"


def test_content_for_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="Sheet2"):
        made(cells={"Sheet2": []})
    with pytest.raises(ValueError, match="modules of sheets are"):
        workbook_package(VbaProject((Module("ThisWorkbook", kind=ModuleKind.WORKBOOK),)), add_in=True)


def in_libreoffice(request: dict[str, Any]) -> dict[str, Any]:
    """Ask LibreOffice; see ``in_libreoffice.py`` for what a request and an answer are."""
    script = Path(__file__).with_name("in_libreoffice.py")
    run = subprocess.run(
        ["/usr/bin/python3", str(script)],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


@pytest.mark.libreoffice
class TestLibreOffice:
    @pytest.fixture(autouse=True)
    def _needs_libreoffice(self) -> None:
        if not shutil.which("soffice") or not Path("/usr/lib/python3/dist-packages/uno.py").exists():
            pytest.skip("LibreOffice and its Python are not installed")

    def test_the_workbook_is_loaded_and_its_functions_run(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.xlsm"
        file.write_bytes(made(cells={"Sheet1": [["hold", 21.0]]}))
        answer = in_libreoffice(
            {
                "file": str(file),
                "formulas": {
                    "Sheet1!D1": "=SP_TWICE(B1)",
                    "Sheet1!D2": '=SP_JOIN("East")',
                    "Sheet1!D3": '=SP_JOIN("East";"West")',
                    "Sheet1!D4": "=SP_COUNTED(10)",
                },
                "calls": [["SalesPlan.Functions.SP_TWICE", [3.5]], ["SalesPlan.Functions.SP_COUNTED", [4]]],
                "cells": ["Sheet1!A1", "Sheet1!D1", "Sheet1!D2", "Sheet1!D3", "Sheet1!D4"],
            }
        )
        assert answer["loaded"]
        assert answer["calls"] == [7, 10]
        assert answer["cells"] == {
            "Sheet1!A1": "hold", "Sheet1!D1": 42, "Sheet1!D2": "East-none", "Sheet1!D3": "East-West",
            "Sheet1!D4": 55,
        }  # fmt: skip
        assert set(answer["modules"]["SalesPlan"]) == {"ThisWorkbook", "Sheet1", "Functions", "Counter"}

    def test_the_add_in_is_loaded_and_its_functions_run(self, tmp_path: Path) -> None:
        file = tmp_path / "SalesPlan.xlam"
        file.write_bytes(made(add_in=True, ribbon=RIBBON))
        answer = in_libreoffice(
            {
                "file": str(file),
                "filter": "Calc MS Excel 2007 VBA XML",
                "calls": [["SalesPlan.Functions.SP_TWICE", [21]]],
            }
        )
        assert answer["loaded"]
        assert answer["calls"] == [42]
