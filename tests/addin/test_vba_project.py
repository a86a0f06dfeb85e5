"""Whole VBA projects: read back by oletools without a remark, with the records that Excel writes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlwings
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.addin.vba.dir_stream import Reference
from salesplan_xl.addin.vba.encryption import decrypt, project_key
from salesplan_xl.addin.vba.module import Module, ModuleKind
from salesplan_xl.addin.vba.project import OFFICE, STDOLE, VbaProject
from tests.addin.vba_reading import modules_of, opened, records_of, stream

BOOK = Module("ThisWorkbook", kind=ModuleKind.WORKBOOK)
SHEET = Module("Sheet1", kind=ModuleKind.SHEET)
CODE = "Option Explicit\n\nFunction TWICE(x)\n    TWICE = 2 * x\nEnd Function\n"
EXPORTED = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Dictionary"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
' A class with a default member
Public Property Get Item(key)
Attribute Item.VB_UserMemId = 0
    Item = key
End Property
"""


def project(*modules: Module, **options: object) -> VbaProject:
    return VbaProject((BOOK, SHEET, *modules), **options)  # type: ignore[arg-type]


def test_every_module_is_read_back_identical() -> None:
    modules = (
        Module("Functions", CODE),
        Module("Dictionary", EXPORTED, ModuleKind.CLASS),
        Module("Big", CODE + "' a line of nothing much\n" * 4000),
    )
    found = modules_of(project(*modules, name="SalesPlan").to_bytes())
    assert list(found) == ["ThisWorkbook.cls", "Sheet1.cls", "Functions.bas", "Dictionary.cls", "Big.bas"]
    for module in (BOOK, SHEET, *modules):
        assert found[
            f"{module.name}.bas" if module.kind is ModuleKind.STANDARD else f"{module.name}.cls"
        ] == (module.source())
    assert found["Functions.bas"] == 'Attribute VB_Name = "Functions"\n'.replace("\n", "\r\n") + CODE.replace(
        "\n", "\r\n"
    )


def test_document_modules_have_the_bases_of_workbook_and_sheet() -> None:
    """The classes that Excel registers: 00020819 a workbook, 00020820 a worksheet."""
    found = modules_of(project().to_bytes())
    assert found["ThisWorkbook.cls"] == (
        'Attribute VB_Name = "ThisWorkbook"\r\n'
        'Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"\r\n'
        "Attribute VB_GlobalNameSpace = False\r\nAttribute VB_Creatable = False\r\n"
        "Attribute VB_PredeclaredId = True\r\nAttribute VB_Exposed = True\r\n"
        "Attribute VB_TemplateDerived = False\r\nAttribute VB_Customizable = True\r\n"
    )
    assert 'VB_Base = "0{00020820-0000-0000-C000-000000000046}"' in found["Sheet1.cls"]


def test_an_exported_class_loses_its_version_block_and_keeps_its_attributes() -> None:
    source = Module("Other", EXPORTED.replace("\n", "\r\n"), ModuleKind.CLASS).source()
    assert "VERSION" not in source
    assert "MultiUse" not in source
    assert re.findall('VB_Name = "(.*)"', source) == ["Other"]
    assert "Attribute VB_PredeclaredId = True\r\n" in source
    assert "Attribute Item.VB_UserMemId = 0\r\n" in source
    assert source.index("VB_Customizable") < source.index("' A class")
    assert source.endswith("End Property\r\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_come_out_as_carriage_return_and_feed(end: str) -> None:
    source = Module("M", f"a{end}{end}b").source()
    assert source == 'Attribute VB_Name = "M"\r\na\r\n\r\nb\r\n'


def test_the_modules_of_xlwings_are_read_back_identical() -> None:
    """Real code of 70 KB, with a class exported from the editor."""
    folder = Path(xlwings.__file__).parent
    code = (folder / "xlwings_custom_addin.bas").read_text("ascii")
    dictionary = (folder / "addin" / "Dictionary.cls").read_text("ascii")
    found = modules_of(
        project(Module("xl", code), Module("Dictionary", dictionary, ModuleKind.CLASS)).to_bytes()
    )
    assert found["xl.bas"].split("\r\n")[1:] == code.split("\n")[1:]
    body = dictionary[dictionary.index("' Dictionary v") :]
    assert found["Dictionary.cls"].replace("\r\n", "\n").endswith(body)


def test_the_project_stream() -> None:
    made = project(Module("Functions", CODE), Module("Things", "", ModuleKind.CLASS), name="SalesPlan")
    text = stream(made.to_bytes(), "PROJECT").decode("ascii")
    lines = text.split("\r\n")
    assert lines[:8] == [
        f'ID="{made.project_id}"', "Document=ThisWorkbook/&H00000000", "Document=Sheet1/&H00000000",
        "Module=Functions", "Class=Things", 'Name="SalesPlan"', 'HelpContextID="0"',
        'VersionCompatible32="393222000"',
    ]  # fmt: skip
    values = dict(re.findall(r'^(CMG|DPB|GC)="(\w+)"\r$', text, re.MULTILINE))
    key = project_key(made.project_id)
    assert {field: decrypt(value) for field, value in values.items()} == {
        "CMG": (key, bytes(4)), "DPB": (key, bytes(1)), "GC": (key, b"\xff")
    }  # fmt: skip
    assert (
        "[Host Extender Info]\r\n&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000\r\n" in text
    )
    assert text.endswith("[Workspace]\r\n" + "".join(f"{name}=0, 0, 0, 0, C\r\n" for name in (
        "ThisWorkbook", "Sheet1", "Functions", "Things")))  # fmt: skip


def test_the_names_stream_and_the_absence_of_compiled_code() -> None:
    made = project().to_bytes()
    assert stream(made, "PROJECTwm") == (
        b"ThisWorkbook\0T\0h\0i\0s\0W\0o\0r\0k\0b\0o\0o\0k\0\0\0Sheet1\0S\0h\0e\0e\0t\x001\0\0\0\0\0"
    )
    assert stream(made, "VBA/_VBA_PROJECT") == bytes.fromhex("cc61ffff000000")
    assert sorted("/".join(path) for path in opened(made).listdir()) == [
        "PROJECT", "PROJECTwm", "VBA/Sheet1", "VBA/ThisWorkbook", "VBA/_VBA_PROJECT", "VBA/dir"
    ]  # fmt: skip


def test_records_are_those_that_excel_writes_in_its_order() -> None:
    """The add-in that xlwings ships was saved by Excel; its references and cookies differ."""
    with zipfile.ZipFile(Path(xlwings.__file__).parent / "quickstart_addin_ribbon.xlam") as package:
        excels = records_of(package.read("xl/vbaProject.bin"))
    references = {0x0016, 0x003E, 0x000D, 0x0033, 0x002F, 0x0030, 0x000E, 0x003B}
    theirs = [number for number, _ in excels if number not in references]
    ours = [
        number
        for number, _ in records_of(project(*map(Module, "ABC")).to_bytes())
        if number not in references
    ]
    assert sorted(set(ours)) == sorted(set(theirs))
    assert ours[:15] == theirs[:15]
    assert [number for number, _ in records_of(project().to_bytes()) if number in references] == [
        0x0016, 0x003E, 0x000D, 0x0016, 0x003E, 0x000D
    ]  # fmt: skip
    same = {number: data for number, data in excels if number in (1, 2, 0x14, 3)}
    assert {number: data for number, data in records_of(project().to_bytes()) if number in same} == same


def test_references_are_registered_libraries() -> None:
    made = project(
        references=(STDOLE, OFFICE, Reference("Scripting", r"*\G{420B2830}#1.0#0#scrrun.dll#"))
    ).to_bytes()
    found = [data for number, data in records_of(made) if number == 0x000D]
    assert len(found) == 3
    assert found[0] == len(STDOLE.libid).to_bytes(4, "little") + STDOLE.libid.encode() + bytes(6)
    assert b"{00020430-0000-0000-C000-000000000046}" in found[0]
    assert b"{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}" in found[1]


def test_the_same_modules_give_the_same_bytes() -> None:
    made = project(Module("Functions", CODE), name="SalesPlan").to_bytes()
    assert made == project(Module("Functions", CODE), name="SalesPlan").to_bytes()
    assert made != project(Module("Functions", CODE), name="Other").to_bytes()


@pytest.mark.parametrize("count", [1, 30, 130])
def test_many_modules(count: int) -> None:
    modules = [Module(f"Part{number}", CODE) for number in range(count)]
    found = modules_of(project(*modules).to_bytes())
    assert all(found[f"{module.name}.bas"] == module.source() for module in modules)


code = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("\n\t"), max_size=3000)


@settings(max_examples=40, deadline=None)
@given(code)
def test_any_ascii_code_is_read_back(text: str) -> None:
    module = Module("Anything", text)
    assert modules_of(project(module).to_bytes())["Anything.bas"] == module.source()
    body = module.source().replace("\r\n", "\n")
    assert body.endswith(text if text.endswith("\n") or not text else f"{text}\n") or "Attribute" in text


@pytest.mark.parametrize(
    ("text", "place"),
    [("ok\nDim 名", "line 2, column 5"), ("é", "line 1, column 1"), ("a\x0cb", "line 1, column 2")],
)
def test_letters_beyond_ascii_are_refused_with_their_place(text: str, place: str) -> None:
    with pytest.raises(ValueError, match=rf"module Names, {place}: .* is not ASCII"):
        Module("Names", text)


@pytest.mark.parametrize("name", ["", "1st", "a b", "x" * 32, "名", "dir", "_hidden"])
def test_names_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a module"):
        Module(name)


def test_a_project_needs_one_workbook_and_names_that_differ() -> None:
    with pytest.raises(ValueError, match="exactly one module of the workbook"):
        VbaProject((SHEET,))
    with pytest.raises(ValueError, match="stands twice"):
        project(Module("Functions"), Module("FUNCTIONS"))
    with pytest.raises(ValueError, match="stands twice"):
        project(Module("VBAProject"))
    with pytest.raises(ValueError, match="no name of a project"):
        project(name="Sales Plan")
