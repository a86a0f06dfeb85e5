"""The whole add-in: the same bytes every time, read back by others, run by LibreOffice, button by button."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser
from typer.testing import CliRunner

from salesplan_xl import cli
from salesplan_xl.actions.new import new_workbook
from salesplan_xl.addin.build import CODE, MODULES, add_in, build, buttons
from salesplan_xl.addin.ribbon_actions import press
from salesplan_xl.addin.wrappers import wrappers
from salesplan_xl.hosts.package import open_package
from salesplan_xl.registry import ACTIONS, FORMULAS
from tests.addin.libreoffice import ask, needs_libreoffice, recorders
from tests.addin.vba_reading import modules_of, opened


@pytest.fixture(name="file", scope="module")
def _file() -> bytes:
    return add_in()


def project_of(file: bytes) -> bytes:
    with ZipFile(io.BytesIO(file)) as package:
        return package.read("xl/vbaProject.bin")


def test_the_same_bytes_come_out_every_time(file: bytes, tmp_path: Path) -> None:
    assert build(tmp_path / "new" / "SalesPlan.xlam").read_bytes() == file
    assert add_in("xlsm") != file


def test_the_command_builds_it(file: bytes, tmp_path: Path) -> None:
    made = tmp_path / "my add-in.xlam"
    answer = CliRunner().invoke(cli.app, ["addin", "build", "-o", str(made)])
    assert answer.exit_code == 0, answer.output
    assert made.read_bytes() == file


def test_olevba_reads_every_module_back_and_olefile_finds_no_defect(file: bytes, tmp_path: Path) -> None:
    project = project_of(file)
    assert opened(project).listdir()
    modules = modules_of(project)
    (tmp_path / "a.xlam").write_bytes(file)
    parser = VBA_Parser(str(tmp_path / "a.xlam"))
    assert {name: code for _, _, name, code in parser.extract_macros()} == modules
    parser.close()
    assert set(modules) == {f"{name}.bas" for name in (*MODULES, "SalesPlanFunctions")} | {
        "ThisWorkbook.cls", "Texts.cls"
    }  # fmt: skip
    assert modules["SalesPlanFunctions.bas"].replace("\r\n", "\n") == wrappers(FORMULAS)
    cells = (CODE / "SalesPlanCells.bas").read_text(encoding="ascii")
    assert modules["SalesPlanCells.bas"].replace("\r\n", "\n") == cells
    assert not any("@" in code for code in modules.values())


def test_no_module_has_code_that_stands_twice_or_calls_what_is_not_there(file: bytes) -> None:
    modules = modules_of(project_of(file))
    public = [
        line.split("(")[0].split()[-1]
        for code in modules.values()
        for line in code.splitlines()
        if line.startswith(("Public Function ", "Public Sub "))
    ]
    assert len(public) == len(set(map(str.lower, public)))


def test_the_texts_lie_on_the_hidden_workbook_in_both_languages(file: bytes) -> None:
    # openpyxl does not open add-ins; the other form has the same sheet.
    sheet = openpyxl.load_workbook(io.BytesIO(add_in("xlsm")), keep_vba=True)["Texts"]
    texts = {key: (english, chinese) for key, english, chinese in sheet.iter_rows(values_only=True)}
    assert texts["label:decompose"] == ("Decompose", "开始分解")
    assert f'"A1:C{sheet.max_row}"' in modules_of(project_of(file))["SalesPlanTexts.bas"]


def test_the_ribbon_calls_public_procedures_only(file: bytes) -> None:
    with ZipFile(io.BytesIO(file)) as package:
        ribbon = etree.fromstring(package.read("customUI/customUI14.xml"))
    code = modules_of(project_of(file))["SalesPlanRibbon.bas"]
    called = {
        value
        for element in ribbon.iter()
        for name, value in element.attrib.items()
        if name.startswith(("get", "on"))
    }
    assert called
    assert all(f"Public Sub {name}(" in code for name in called)


RIBBON, SERVER, EXCEL, CELLS = (
    f"SalesPlan.SalesPlan{name}." for name in ("Ribbon", "Server", "Excel", "Cells")
)
FUNCTIONS = "SalesPlan.SalesPlanFunctions."
RECORDED = SERVER + "Noted_"


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("press")


@pytest.fixture(scope="module", name="answer")
def _answer(folder: Path) -> dict[str, Any]:
    (folder / "add-in.xlsm").write_bytes(add_in("xlsm", recorders()))
    questions: dict[str, list[Any]] = {"folder": [EXCEL + "UseFolder", [str(folder)]]}
    questions["forget"] = [RECORDED, []]
    for id, tag in buttons().items():
        if not tag.startswith("switch_language"):
            questions[f"press {id}"] = [RIBBON + "Press", [id, tag]]
            questions[f"recorded {id}"] = [RECORDED, []]
    questions["cancel"] = [EXCEL + "Cancel", [True]]
    questions["press cancelled"] = [RIBBON + "Press", ["load_x", "load|table=x|amount?text"]]
    questions["recorded cancelled"] = [RECORDED, []]
    for language in ("zh", "en"):
        tag = f"switch_language|to={language}"
        questions[f"switch {language}"] = [RIBBON + "Press", [f"language_{language}", tag]]
        questions[f"label {language}"] = ["SalesPlan.SalesPlanTexts.TextOf", ["label:decompose"]]
    questions["no text"] = ["SalesPlan.SalesPlanTexts.TextOf", ["label:nothing"]]
    questions["forget again"] = [RECORDED, []]
    for name, formula in FORMULAS.items():
        required = [number for number, a in enumerate(formula.arguments, start=1) if a.required]
        questions[f"call {name}"] = [FUNCTIONS + name, required]
        questions[f"called {name}"] = [RECORDED, []]
    questions["names"] = [FUNCTIONS + "FunctionNames", []]
    questions["wizard"] = [EXCEL + "OpenWizard", [True]]
    questions["in wizard"] = [FUNCTIONS + "GAP", [1, 2]]
    questions["recorded in wizard"] = [RECORDED, []]
    questions["wizard closed"] = [EXCEL + "OpenWizard", [False]]
    formulas = {
        "Texts!F1": "=GAP(1;2)",
        "Texts!F2": "=PACE(1;2)",
        "Texts!F3": "=SUM(GAP(1;2);3)",
        "Texts!F4": "=CHURN(1;2)",
        "Texts!F5": "=COLUMNS(DENTON(1;2))",
    }
    found = ask(
        {
            "file": str(folder / "add-in.xlsm"),
            "calls": list(questions.values()),
            "formulas": formulas,
            "cells": list(formulas),
        }
    )
    return {"cells": found["cells"], **dict(zip(questions, found["calls"], strict=True))}


class TestLibreOffice:
    """One start of LibreOffice, many questions."""

    pytestmark = needs_libreoffice

    def test_every_wrapper_hands_over_its_arguments_in_order(self, answer: dict[str, Any]) -> None:
        for name, formula in FORMULAS.items():
            given = [
                str(number) if argument.required else "blank"
                for number, argument in enumerate(formula.arguments, start=1)
            ]
            assert answer[f"called {name}"] == f"{name}({';'.join(['here', '', *given])};)\n"
        assert answer["names"].split(";") == sorted(FORMULAS)

    def test_integers_become_errors_alone_in_rows_and_in_rectangles(self, answer: dict[str, Any]) -> None:
        # LibreOffice hands an error of a row over as nothing, and shows one in a cell by its number.
        assert answer["cells"]["Texts!F1"] == 2.5
        assert answer["cells"]["Texts!F2"] == "Error 2036"
        assert answer["cells"]["Texts!F3"] == 5.5
        assert answer["call DECOMPOSE"] == [1.5, None, "text"]
        assert answer["call DENTON"] == [[1, None], [None, 4.25]]

    def test_without_python_a_cell_shows_an_error_and_a_button_says_what_to_do(
        self, answer: dict[str, Any]
    ) -> None:
        assert answer["cells"]["Texts!F4"] == "Error 2015"
        shown = answer["recorded undo"].splitlines()[1]
        assert shown.startswith("shown\tSales Plan\tSalesPlan's own Python does not start.")

    def test_in_the_function_wizard_nothing_is_worked_out(self, answer: dict[str, Any]) -> None:
        assert not answer["in wizard"]
        assert answer["recorded in wizard"] == ""

    def test_each_button_runs_its_exact_command(self, answer: dict[str, Any], folder: Path) -> None:
        expected = {
            "check": ["check", "language", "en"],
            "decompose": ["decompose", "language", "en"],
            "variance": ["variance", "language", "en"],
            "finalise": ["finalise", "note", "1,250", "language", "en"],
            "freeze": ["freeze", "language", "en"],
            "thaw": ["thaw", "language", "en"],
            "explain": ["explain", "language", "en"],
            "log_file": ["log_file", "language", "en"],
            "load_tblActuals": [
                "load", "table", "tblActuals", "source", f"{folder}/actuals.csv", "language", "en"
            ],
            "new_annual_plan": [
                "new", "template", "annual_plan", "output", f"{folder}/Annual sales plan.xlsx",
                "language", "en",
            ],
        }  # fmt: skip
        for id, words in expected.items():
            command, shown = answer[f"recorded {id}"].splitlines()
            assert command.rstrip("\t").split("\t") == words
            assert shown == f"shown\tSales Plan\tdone {words[0]}"
        for name in set(ACTIONS) & {"hold", "spread"}:
            assert answer[f"recorded {name}"].startswith(f"{name}\tamount\t1,250\t")

    def test_who_thinks_better_of_it_runs_nothing(self, answer: dict[str, Any]) -> None:
        assert answer["recorded cancelled"] == ""

    def test_the_language_can_be_switched(self, answer: dict[str, Any]) -> None:
        assert (answer["label zh"], answer["label en"]) == ("开始分解", "Decompose")
        assert answer["no text"] == ""

    def test_every_recorded_command_runs_on_a_plan(
        self,
        answer: dict[str, Any],
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.delenv("XDG_STATE_HOME", raising=False)
        monkeypatch.setattr("webbrowser.open", lambda address: True)
        monkeypatch.setattr("salesplan_xl.hosts.live_excel.open_in_excel", lambda path: None)
        new_workbook("annual_plan", folder / "plan.xlsx", "zh", sample=True)
        (folder / "actuals.csv").write_text("月份,区域,金额\n2027-12,华东,100.50\n", encoding="utf-8")
        (folder / "Annual sales plan.xlsx").unlink(missing_ok=True)
        said = {}
        for id in [id.removeprefix("recorded ") for id in answer if id.startswith("recorded ")]:
            if not answer[f"recorded {id}"]:
                continue
            action, *words = answer[f"recorded {id}"].splitlines()[0].rstrip("\t").split("\t")
            workbook = open_package(folder / "plan.xlsx")
            said[id] = press(action, *words, workbook=workbook)
        assert set(said) >= {*ACTIONS, "load_tblActuals", "new_annual_plan", "functions", "log_file"}
        assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert not any("Traceback" in text or "程序内部" in text for text in said.values())
        assert "每一层合计完全一致" in said["decompose"]
        assert "没有问题" in said["check"]
        assert (folder / "Annual sales plan.xlsx").exists()
        assert said["functions"] == said["log_file"] == ""
