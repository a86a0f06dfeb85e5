"""Which Python is started: the installed one, whatever a workbook, a file beside it or the environment says.

Three proofs: the text of the code asks nothing of a workbook; LibreOffice runs the real module on a hostile
workbook, with Windows replaced by a recorder; a real interpreter is started the same way in a hostile folder.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest

from salesplan_xl.addin.build import CODE, add_in
from salesplan_xl.addin.configuration import configuration_bytes
from salesplan_xl.addin.mac_script import mac_script
from salesplan_xl.addin.vba.module import Module, ModuleKind
from salesplan_xl.addin.vba.project import VbaProject
from salesplan_xl.addin.workbook_package import workbook_package
from tests.addin.libreoffice import HERE, ask, needs_libreoffice, recorders
from tests.addin.vba_reading import modules_of

HOME = r"C:\Users\li\AppData\Local"
OURS = HOME + r"\SalesPlan\environment-0.1.0"
EVIL = r"C:\Users\li\Downloads\evil.exe"
NOTE = {
    "version": "0.1.0",
    "interpreter": OURS + r"\Scripts\pythonw.exe",
    "environment": OURS,
    "xlwings": "0.37.8",
    "library": OURS + r"\xlwings64-0.37.8.dll",
}
START = (
    f'start "{OURS}\\Scripts\\pythonw.exe" -I -B -X utf8 -c '
    "\"from salesplan_xl.addin.server import serve; serve('$(CLSID)')\""
)


def code_of(name: str) -> str:
    """Return a module as built, comments left out."""
    with ZipFile(io.BytesIO(add_in())) as package:
        text = modules_of(package.read("xl/vbaProject.bin"))[name].replace("\r\n", "\n")
    return "\n".join(line for line in text.splitlines() if not line.strip().startswith("'"))


def test_no_code_reads_a_workbook_a_folder_or_the_environment_to_find_python() -> None:
    server = code_of("SalesPlanServer.bas")
    assert not re.search(
        r"\b(Environ|GetSetting|WScript|Shell\s|GetConfig|Sheets|Worksheets|Names|Range)\b", server
    )
    uses = re.findall(r"\b(?:Active|This)Workbook\b\S*", server)
    # The workbook itself is handed to Python, and on a Mac its name; nothing of its content is asked for.
    assert uses == ["ActiveWorkbook", "ActiveWorkbook", "ActiveWorkbook.Name"]
    assert server.count("HomeFolder() &") + server.count("HomeFolder() & ") >= 2
    for name in ("SalesPlanCells.bas", "SalesPlanFunctions.bas", "SalesPlanRibbon.bas", "SalesPlanHelp.bas"):
        assert not re.search(
            r"\b(Environ|CreateObject|Shell|Declare|OpenTextFile|Open\s)\b", code_of(name)
        ), name


def test_the_workbook_is_not_handed_to_xlwings_for_a_cell() -> None:
    """xlwings looks through a workbook it is given for sheets that hold code."""
    assert "CallUDF(CELL_FUNCTIONS, functionName, arguments)" in code_of("SalesPlanServer.bas")


def test_names_of_workbooks_reach_the_shell_of_a_mac_quoted() -> None:
    script = mac_script(Path("/Users/li/Library/SalesPlan/bin/python"), Path("/Users/li")).decode()
    built = [line for line in script.splitlines() if "set command to" in line]
    assert len(built) == 3
    assert all("quoted form of" in line for line in built)
    assert " -I -B " in built[0]


def preprocessed(text: str, constants: dict[str, bool]) -> str:
    """Return VBA with its conditional parts decided, as a compiler does."""
    kept: list[str] = []
    levels: list[tuple[bool, bool]] = []
    for line in text.splitlines():
        word = line.strip()
        if match := re.fullmatch(r"#If (\w+) Then", word):
            true = constants[match[1]]
            levels.append((true, true))
        elif match := re.fullmatch(r"#ElseIf (\w+) Then", word):
            _, done = levels.pop()
            true = not done and constants[match[1]]
            levels.append((true, done or true))
        elif word == "#Else":
            _, done = levels.pop()
            levels.append((not done, True))
        elif word == "#End If":
            levels.pop()
        elif all(true for true, _ in levels):
            kept.append(line)
    return "\n".join(kept) + "\n"


def without_declares(text: str) -> str:
    left = re.sub(r"    Private Declare PtrSafe Function (?:.* _\n)*.*\n", "", text)
    assert "Declare" not in left
    return left


def on_recorded_windows() -> str:
    """Return the real server module with Windows' own functions taken from the recorder."""
    text = preprocessed(code_of("SalesPlanServer.bas"), {"Mac": False, "Win64": True})
    text = without_declares(text)
    # No pause after a failure, for the next try is part of the test.
    replaced = {
        "CreateObject(": "Made(",
        "StrPtr(": "(",
        ".Close\n": ".CloseFile\n",
        "TimeSerial(0, 1, 0)": "TimeSerial(0, 0, 0)",
    }
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    return text


def hostile_workbook() -> bytes:
    """Return a workbook with our code, and sheets that would name another interpreter to xlwings."""
    settings = [
        ["INTERPRETER_WIN", EVIL],
        ["INTERPRETER", EVIL],
        ["PYTHONPATH", r"C:\evil"],
        ["interpreter", EVIL],
    ]
    windows = HERE / "stub" / "windows"
    stand_ins = recorders()
    modules = [
        Module("ThisWorkbook", kind=ModuleKind.WORKBOOK),
        Module("Hostile", kind=ModuleKind.SHEET),
        Module("Texts", kind=ModuleKind.SHEET),
        Module("SalesPlanServer", on_recorded_windows()),
        Module("SalesPlanExcel", stand_ins["SalesPlanExcel"].replace("Note ", "NoteUse ")),
        Module("SalesPlanCells", (CODE / "SalesPlanCells.bas").read_text(encoding="ascii")),
        Module(
            "SalesPlanFunctions",
            'Public Function GAP(a, b)\n    GAP = Answer("GAP", Array(a, b))\nEnd Function\n',
        ),
        Module("FakeWindows", (windows / "FakeWindows.bas").read_text(encoding="ascii")),
        Module("FakeObject", (windows / "FakeObject.cls").read_text(encoding="ascii"), ModuleKind.CLASS),
    ]
    plain = workbook_package(
        VbaProject(modules, name="SalesPlan"), add_in=False, cells={"Hostile": settings, "Texts": []}
    )
    file = io.BytesIO()
    with ZipFile(io.BytesIO(plain)) as source, ZipFile(file, "w", ZIP_STORED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/workbook.xml":
                content = content.replace(b'name="Hostile"', b'name="xlwings.conf"')
            target.writestr(entry.filename, content)
    return file.getvalue()


WRONG = [
    ("interpreter", EVIL),
    ("interpreter", r"C:\Users\li\Downloads\pythonw.exe"),
    ("interpreter", HOME + r"\SalesPlan\..\..\..\Downloads\pythonw.exe"),
    ("interpreter", OURS + r"\Scripts\evil.exe"),
    ("library", r"C:\Users\li\Downloads\xlwings64-0.37.8.dll"),
    ("library", OURS + r"\xlwings64-0.30.0.dll"),
]


@pytest.fixture(scope="module", name="found")
def _found(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Call a function of the hostile workbook, hostile files beside it, in a hostile environment.

    Each answer is one call: with each of the wrong notes, then twice with the installer's own.
    """
    folder = tmp_path_factory.mktemp("evil")
    (folder / "plan.xlsm").write_bytes(hostile_workbook())
    for name in ("xlwings.conf", "config.ini", "SalesPlan.conf", "pyvenv.cfg"):
        (folder / name).write_text(f'"INTERPRETER_WIN","{EVIL}"\ninterpreter = {EVIL}\nhome = C:\\evil\n')
    calls: list[list[Any]] = []
    for note in (*({**NOTE, key: value} for key, value in WRONG), NOTE, NOTE):
        content = configuration_bytes(note, windows=True)[2:].decode("utf-16-le")
        calls += [
            ["SalesPlan.FakeWindows.Prepare", [HOME, content]],
            ["SalesPlan.SalesPlanFunctions.GAP", [1, 2]],
            ["SalesPlan.FakeWindows.Uses", []],
        ]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LOCALAPPDATA", "APPDATA", "USERPROFILE", "INTERPRETER_WIN"):
            patch.setenv(name, str(folder))
        answers = ask({"file": str(folder / "plan.xlsm"), "calls": calls})["calls"]
    return [
        {"answer": answers[at + 1], "uses": answers[at + 2].splitlines(), "folder": str(folder)}
        for at in range(0, len(answers), 3)
    ]


class TestLibreOffice:
    pytestmark = needs_libreoffice

    def test_a_hostile_workbook_and_its_neighbours_are_ignored(self, found: list[dict[str, Any]]) -> None:
        first, second = found[-2:]
        assert (first["answer"], second["answer"]) == (2.5, 2.5)
        assert [use for use in first["uses"] if use.startswith("start")] == [START]
        assert [use for use in first["uses"] if use.startswith("load")] == [f"load {NOTE['library']}"]
        for call in found:
            read = {use for use in call["uses"] if use.startswith("read ")}
            assert read <= {"read " + HOME + r"\SalesPlan\config.ini"}
            assert not any(
                "evil" in use.lower() or "Downloads" in use or call["folder"] in use for use in call["uses"]
            )
        assert second["uses"] == ["object Shell.Application", "folder 28", START,
                                  "call salesplan_xl.addin.cell_functions GAP"]  # fmt: skip

    def test_even_the_installers_note_may_only_name_what_lies_in_our_folder(
        self, found: list[dict[str, Any]]
    ) -> None:
        assert len(found) == len(WRONG) + 2
        for call in found[: len(WRONG)]:
            assert call["answer"] != 2.5
            assert not any(use.startswith(("start", "load", "call")) for use in call["uses"])

    def test_what_only_excel_can_run_is_at_least_vba_that_compiles(self, tmp_path: Path) -> None:
        """A module that LibreOffice cannot compile makes every function of its project return nothing."""
        text = preprocessed(code_of("SalesPlanExcel.bas"), {"Mac": False})
        text = without_declares(text).replace("StrPtr(", "(")
        modules = [
            Module("ThisWorkbook", kind=ModuleKind.WORKBOOK),
            Module("Texts", kind=ModuleKind.SHEET),
            Module("SalesPlanExcel", text + "Public Function Compiled()\n    Compiled = 7\nEnd Function\n"),
        ]
        file = tmp_path / "plan.xlsm"
        file.write_bytes(workbook_package(VbaProject(modules, name="SalesPlan"), add_in=False))
        assert ask({"file": str(file), "calls": [["SalesPlan.SalesPlanExcel.Compiled", []]]})["calls"] == [7]


def test_an_interpreter_started_so_loads_nothing_from_where_it_starts(tmp_path: Path) -> None:
    """The same switches, in a folder and an environment that would lead any other Python astray."""
    for name in ("salesplan_xl", "xlwings", "sitecustomize", "usercustomize", "numpy", "os"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hostile')\n")
    variables = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "xlwings.py"),
        "PYTHONUSERBASE": str(tmp_path),
        "XLWINGS_LICENSE_KEY": "x",
        "HOME": str(tmp_path),
    }
    # What the server does before it hands over to xlwings.
    code = (
        "import os, sys, salesplan_xl.hosts.live_excel as live; seen = {};"
        "live.serve = lambda clsid: seen.update(clsid=clsid, cwd=os.getcwd(), env=set(os.environ));"
        "from salesplan_xl.addin.server import serve; serve('{1}');"
        "assert seen['clsid'] == '{1}' and os.path.samefile(seen['cwd'], sys.prefix);"
        "assert not [name for name in seen['env'] if name.startswith('XLWINGS_')];"
        "assert not [entry for entry in sys.path if not entry or entry == sys.argv[1]]; print('clean')"
    )
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", code, str(tmp_path)]
    run = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=120)
    assert run.stdout.strip() == "clean", run.stderr
    without = subprocess.run(
        [sys.executable, "-c", "import xlwings"], cwd=tmp_path, env=variables, capture_output=True, text=True
    )
    assert without.returncode != 0, "the folder is meant to be hostile"
