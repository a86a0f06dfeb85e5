"""What the installer asks of Windows, and what a planner double-clicks, tried under Wine.

Opt-in, as :mod:`tests.addin.test_wine`, and in the same prefix.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from salesplan_xl.addin.release import MISSING_PYTHON, command_file
from tests.addin.test_wine import CACHE, PROJECT, _asked_for  # noqa: F401 - a fixture
from tests.addin.wine.prefix import Prefix, prepared

pytestmark = pytest.mark.wine

SCRIPT = """\
import os, sys
with open("said.txt", "w", encoding="utf-8") as file:
    print(*sys.argv[1:], os.path.basename(os.getcwd()), sep="|", file=file)
sys.exit(7)
"""


@pytest.fixture(scope="module", name="prefix")
def _prefix() -> Prefix:
    return prepared(CACHE, PROJECT)


def test_the_installer_reads_the_registry_and_the_running_programs(prefix: Prefix) -> None:
    shutil.copy(Path(__file__).parent / "wine" / "computer.py", prefix.work)
    (prefix.work / "computer.json").unlink(missing_ok=True)
    try:
        run = prefix.run(r"C:\py\python.exe", r"C:\work\computer.py", r"C:\work")
        assert (prefix.work / "computer.json").exists(), run.stdout + run.stderr
        found = json.loads((prefix.work / "computer.json").read_text(encoding="utf-8"))
    finally:
        prefix.end()
    assert (found["system"], found["bits"]) == ("windows", 64)
    assert "python.exe" in found["programs"]
    assert found["nothing"] == [None, None]
    assert found["before"] == ["install_no_excel", "install_nothing_there"]
    assert found["writes"] == [True, True]
    assert found["excels"] == [["16.0-64", "C:\\办公 软件\\Office16\\"], ["16.0-32", "C:\\Office 32\\"]]
    assert found["seen"] == "C:\\Office 32\\"
    assert found["policy"] == ["install_vba_off", "install_macros_off"]
    assert found["runs"] is False


def test_a_running_excel_is_seen(prefix: Prefix) -> None:
    """Any program of that name will do: the interpreter's, renamed, asks about itself."""
    named = prefix.python / "EXCEL.EXE"
    shutil.copy(prefix.python / "python.exe", named)
    question = (
        "from salesplan_xl.addin.machine import this_machine\n"
        "from salesplan_xl.addin.office import excel_runs\n"
        "print(excel_runs(this_machine()))"
    )
    try:
        seen = prefix.run(r"C:\py\EXCEL.EXE", "-c", question)
        unseen = prefix.run(r"C:\py\python.exe", "-c", question)
    finally:
        named.unlink(missing_ok=True)
        prefix.end()
    assert (seen.stdout.strip(), unseen.stdout.strip()) == ("True", "False"), seen.stderr + unseen.stderr


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_a_double_click_runs_the_script_in_its_own_folder(prefix: Prefix, command: str) -> None:
    folder = prefix.work / "发布 V1"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / f"{command}.cmd").write_bytes(command_file(command))
    (folder / "setup_addin.py").write_text(SCRIPT, encoding="utf-8")
    (folder / MISSING_PYTHON).write_text("get Python", encoding="utf-8")
    prefix.environment_more = {"WINEPATH": r"C:\py"}
    try:
        run = prefix.run("cmd", "/c", f"C:\\work\\{folder.name}\\{command}.cmd", "--dry-run")
    finally:
        prefix.environment_more = {}
        prefix.end()
    assert run.returncode == 7, run.stdout + run.stderr
    assert (folder / "said.txt").read_text("utf-8").strip() == f"{command}|--dry-run|{folder.name}"


def test_without_python_a_double_click_says_what_to_do(prefix: Prefix) -> None:
    folder = prefix.work / "no python"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "install.cmd").write_bytes(command_file("install"))
    (folder / "setup_addin.py").write_text(SCRIPT, encoding="utf-8")
    try:
        run = prefix.run("cmd", "/c", r"C:\work\no python\install.cmd")
    finally:
        prefix.end()
    assert run.returncode == 1, run.stdout + run.stderr
    assert "SalesPlan needs Python 3.11 or newer" in run.stdout
    assert not (folder / "said.txt").exists()
