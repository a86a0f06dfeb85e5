"""What ``status`` finds, the pinned versions, and the installer's own command line."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from salesplan_xl import __version__
from salesplan_xl.addin import machine as machine_module
from salesplan_xl.addin import setup
from salesplan_xl.addin.configuration import configuration_bytes, read_configuration
from salesplan_xl.addin.machine import can_write, this_machine
from salesplan_xl.addin.pins import pins
from salesplan_xl.addin.places import places_for
from tests.addin.computers import XLWINGS, Computer, release_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def windows(tmp_path):
    """A computer on which the add-in is installed."""
    computer = Computer(tmp_path / "电脑 1", "windows")
    code = setup.install(computer.machine(), release_folder(tmp_path / "release"), len, language="en")
    assert code == 0
    return computer


def status(computer):
    told = []
    code = setup.status(computer.machine(), told.append, language="en")
    return code, "\n".join(told)


def change(computer, **values):
    file = computer.places.configuration
    changed = read_configuration(file.read_bytes()) | values
    file.write_bytes(configuration_bytes(changed, windows=True))


def test_what_fits_together(windows):
    code, told = status(windows)
    assert code == 0
    assert f"SalesPlan {__version__} is installed" in told
    assert "Excel 16.0-64" in told
    assert told.endswith("Everything fits together.")


def test_status_as_json_names_the_reasons(windows, capsys):
    windows.places.add_in.write_bytes(b"other")
    code = setup.status(windows.machine(), len, language="en", as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert code == 1
    assert printed["version"] == __version__
    assert printed["excel"][0]["name"] == "16.0-64"
    assert [problem["reason"] for problem in printed["problems"]] == ["install_status_add_in_differs"]


def test_nothing_is_installed(tmp_path):
    assert status(Computer(tmp_path, "windows"))[1].endswith("SalesPlan is not installed.")


def test_an_add_in_that_roamed_to_a_computer_without_its_python(windows):
    windows.places.configuration.unlink()
    assert "your profile roams" in status(windows)[1]


def test_another_version(windows):
    change(windows, version="0.0.9")
    told = status(windows)[1]
    assert f"Installed is 0.0.9, this is {__version__}" in told
    assert "salesplan-xl 0.0.9" in told


def test_an_xlwings_that_was_changed_afterwards(windows):
    environment = windows.places.environments()[0]
    packages = environment / "Lib" / "site-packages"
    (packages / f"xlwings-{XLWINGS}.dist-info").rename(packages / "xlwings-0.30.0.dist-info")
    assert f"names xlwings {XLWINGS}, but 0.30.0 is installed" in status(windows)[1]


def test_a_library_that_does_not_match(windows):
    environment = windows.places.environments()[0]
    for file in environment.glob("xlwings*.dll"):
        file.rename(file.with_name(file.name.replace(XLWINGS, "0.30.0")))
    told = status(windows)[1]
    assert f"xlwings 0.30.0, but xlwings {XLWINGS}" in told
    assert "dll is missing" in told
    for file in environment.glob("xlwings*.dll"):
        file.unlink()
    assert "no library for a 64-bit Excel" in status(windows)[1]


@pytest.mark.parametrize("key", ["interpreter", "library", "add_in"])
def test_a_file_that_is_missing(windows, key):
    Path(read_configuration(windows.places.configuration.read_bytes())[key]).unlink()
    assert "is missing; run install again" in status(windows)[1]


def test_a_marked_add_in(windows):
    Path(f"{windows.places.add_in}:Zone.Identifier").touch()
    assert "marked as coming from the internet" in status(windows)[1]


def test_no_excel_any_more(windows):
    windows.registry = {}
    assert "No Excel was found" in status(windows)[1]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"no section", b"[other]\na = b", b"\x80\x81"])
def test_a_spoilt_configuration_is_as_good_as_none(content):
    assert read_configuration(content) == {}


@pytest.mark.parametrize("windows_form", [True, False])
def test_the_configuration_keeps_any_path(windows_form):
    values = {"environment": r"C:\Users\张 伟\100%\SalesPlan", "version": "0.1.0"}
    assert read_configuration(configuration_bytes(values, windows=windows_form)) == values


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_that_is_needed_is_pinned_as_its_dependents_allow():
    """The wheel's requirements and theirs, as this environment has them installed."""
    from packaging.requirements import Requirement

    pinned = {system: dict(pins(system)) for system in ("windows", "mac")}
    names = {"windows": ("win32", "Windows", "AMD64"), "mac": ("darwin", "Darwin", "arm64")}
    for system, (platform, name, processor) in names.items():
        marker = {
            "sys_platform": platform,
            "platform_system": name,
            "platform_machine": processor,
            "extra": "",
        }
        open_, seen = ["salesplan-xl"], set()
        while open_:
            package = open_.pop()
            if package in seen:
                continue
            seen.add(package)
            try:
                needs = importlib.metadata.requires(package) or []
            except importlib.metadata.PackageNotFoundError:
                continue  # of another system: it has no needs of its own
            for requirement in map(Requirement, needs):
                if requirement.marker and not requirement.marker.evaluate(marker):
                    continue
                version = pinned[system].get(normal(requirement.name))
                assert version, f"{system}: {package} needs {requirement}"
                assert requirement.specifier.contains(version), f"{system}: {package} needs {requirement}"
                open_.append(normal(requirement.name))
        assert seen == {"salesplan-xl", *pinned[system]}


def test_the_installer_needs_nothing_but_python(tmp_path):
    """It is run by a plain Python, from the source or from a wheel."""
    code = "import sys, salesplan_xl.addin.setup; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    foreign = {name.split(".")[0] for name in run.stdout.split()} - set(sys.stdlib_module_names)
    assert foreign <= {"salesplan_xl", "__main__"} | {name for name in foreign if name.startswith("_")}


def test_the_command_line_on_a_system_without_excel():
    environment = dict(os.environ, LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8")
    command = [sys.executable, "-m", "salesplan_xl.addin.setup", "install", "--dry-run"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "本系统没有Excel" in run.stdout
    assert "本机未做任何更改" in run.stdout


def test_the_command_line_installs_tells_and_removes(tmp_path, capsys):
    computer = Computer(tmp_path / "pc", "windows")
    folder = str(release_folder(tmp_path / "release"))
    wheels = str(tmp_path / "release" / "wheels")
    assert setup.main(["install", "--release", folder, "--wheels", wheels], computer.machine()) == 0
    assert setup.main(["status", "--json"], computer.machine()) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["problems"] == []
    assert setup.main(["uninstall", "--lang", "zh"], computer.machine()) == 0
    assert "已卸载" in capsys.readouterr().out


def test_this_computer_can_be_looked_at(tmp_path):
    machine = this_machine()
    assert machine.python_version == sys.version_info[:2]
    assert machine.python_bits in (32, 64)
    assert machine.free_space(tmp_path / "not" / "yet") > 0
    assert machine.can_write(tmp_path / "not" / "yet")
    assert machine.registry(r"HKLM\SOFTWARE\Nothing of ours", "Path") is None
    assert any("python" in name for name in machine.processes())
    assert machine.run([sys.executable, "-c", "print('说')"]) == (0, "说\n")
    assert machine.run([str(tmp_path / "nothing")])[0] == 127


def test_a_command_does_not_inherit_pythons_places(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    code = "import os; print(os.environ.get('PYTHONPATH'), os.environ['PYTHONUTF8'])"
    assert this_machine().run([sys.executable, "-c", code]) == (0, "None 1\n")


def test_a_folder_that_refuses_files_is_told(monkeypatch, tmp_path):
    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr(machine_module.tempfile, "TemporaryFile", refuse)
    assert not can_write(tmp_path)


def test_the_places_of_a_user(tmp_path):
    places = places_for("windows", {"LOCALAPPDATA": str(tmp_path / "L"), "APPDATA": str(tmp_path / "R")})
    assert places.configuration == tmp_path / "L" / "SalesPlan" / "config.ini"
    assert places.add_in == tmp_path / "R" / "Microsoft" / "Excel" / "XLSTART" / "SalesPlan.xlam"
