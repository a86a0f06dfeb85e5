"""The release folder: what is in it, and that its parts install the add-in."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from salesplan_xl import __version__
from salesplan_xl.addin import setup
from salesplan_xl.addin.machine import this_machine
from salesplan_xl.addin.pins import pins
from salesplan_xl.addin.release import command_file, make_release
from salesplan_xl.errors import FileRefused
from tests.addin.computers import Computer

ROOT = Path(__file__).resolve().parents[2]


def collect(commands, failing=""):
    """Return a machine whose pip makes empty wheels of the right names."""

    def run(command):
        commands.append(list(command))
        if failing and failing in command:
            return 1, "pip's own words"
        if "wheel" in command:
            folder = Path(command[command.index("--wheel-dir") + 1])
            (folder / f"salesplan_xl-{__version__}-py3-none-any.whl").touch()
            return 0, ""
        folder = Path(command[command.index("--dest") + 1])
        platform = command[command.index("--platform") + 1]
        python = "cp" + command[command.index("--python-version") + 1].replace(".", "")
        for name, version in (pin.split("==") for pin in command if "==" in pin):
            (folder / f"{name.replace('-', '_')}-{version}-{python}-{python}-{platform}.whl").touch()
        return 0, ""

    return dataclasses.replace(this_machine(), run=run)


def write_add_in(file):
    file.write_bytes(b"add-in")


def release(target, commands=None, source=ROOT, **options):
    told = []
    machine = collect([] if commands is None else commands, options.pop("failing", ""))
    make_release(source, target, write_add_in, told.append, machine=machine, **options)
    return told


def test_a_release_has_all_that_a_planner_needs(tmp_path):
    told = release(tmp_path / "发布 1")
    names = {file.name for file in (tmp_path / "发布 1").iterdir()}
    scripts = {"setup_addin.py", "install.cmd", "uninstall.cmd", "python_missing.txt"}
    assert names == {"SalesPlan.xlam", "wheels", *scripts}
    assert "install.cmd" in told[-1]
    assert [entry.name for entry in tmp_path.iterdir()] == ["发布 1"]


def test_the_wheels_are_the_pinned_ones_for_each_python_and_system(tmp_path):
    commands = []
    release(tmp_path / "r", commands, pythons=("3.11", "3.13"), platforms=("win_amd64", "macosx_14_0_arm64"))
    downloads = [command for command in commands if "download" in command]
    assert len(downloads) == 4
    for command in downloads:
        system = "windows" if "win_amd64" in command else "mac"
        assert [part for part in command if "==" in part] == [f"{n}=={v}" for n, v in pins(system)]
        assert "--only-binary" in command


@pytest.mark.parametrize("python", [(3, 11), (3, 14)])
def test_what_a_release_holds_installs(tmp_path, python):
    release(tmp_path / "release")
    computer = Computer(tmp_path / "pc", "windows", python_version=python)
    told = []
    assert setup.install(computer.machine(), tmp_path / "release", told.append, language="en") == 0, told
    assert computer.places.add_in.read_bytes() == b"add-in"


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "plan.xlsx").touch()
    with pytest.raises(FileRefused, match="holds something"):
        release(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["plan.xlsx"]


def test_an_empty_folder_will_do(tmp_path):
    (tmp_path / "r").mkdir()
    release(tmp_path / "r")
    assert (tmp_path / "r" / "SalesPlan.xlam").is_file()


@pytest.mark.parametrize("failing", ["wheel", "download"])
def test_a_release_is_whole_or_not_there(tmp_path, failing):
    with pytest.raises(FileRefused, match="pip's own words"):
        release(tmp_path / "r", failing=failing)
    assert list(tmp_path.iterdir()) == []


def test_a_release_is_made_from_the_source(tmp_path):
    with pytest.raises(FileRefused, match="project's source"):
        release(tmp_path / "r", source=tmp_path)


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_the_command_file_is_plain_for_any_code_page(command):
    content = command_file(command)
    assert content.isascii()
    assert not re.search(rb"(?<!\r)\n", content)
    text = content.decode("ascii")
    assert f"setup_addin.py {command} %*" in text
    assert text.index("py -3") < text.index("python -c")
    assert set(re.findall(r"goto (\w+)", text)) == set(re.findall(r"^:(\w+)", text, re.MULTILINE))


def test_the_installer_runs_out_of_a_wheel(tmp_path):
    """With a plain Python: no package of ours or others is installed for it."""
    folder = tmp_path / "发布 1"
    (folder / "wheels").mkdir(parents=True)
    shutil.copyfile(ROOT / "setup_addin.py", folder / "setup_addin.py")
    wheel = folder / "wheels" / f"salesplan_xl-{__version__}-py3-none-any.whl"
    package = ROOT / "salesplan_xl"
    sources = [*package.rglob("*.py"), package / "addin" / "constraints.txt"]
    with ZipFile(wheel, "w") as archive:
        for file in sources:
            archive.write(file, file.relative_to(ROOT).as_posix())
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-S", str(folder / "setup_addin.py"), "install", "--dry-run", "--lang", "en"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    assert "There is no Excel for this system" in run.stdout
