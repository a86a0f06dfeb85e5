"""``salesplan addin install|uninstall|status|release``: the same installer behind the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salesplan_xl.addin import release, setup
from salesplan_xl.addin.commands import app
from salesplan_xl.errors import FileRefused
from tests.addin.computers import Computer, release_folder


@pytest.fixture
def computer(tmp_path, monkeypatch):
    made = Computer(tmp_path / "电脑 1", "windows")
    monkeypatch.setattr(setup, "this_machine", made.machine)
    return made


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def test_the_commands_install_look_and_remove(computer, tmp_path):
    folder = release_folder(tmp_path / "release")
    code, told = run("install", "--release", folder, "--dry-run", "--lang", "zh")
    assert code == 0, told
    assert "演练" in told
    assert not computer.places.home.exists()
    code, told = run("install", "--release", folder, "--wheels", folder / "wheels", "--excel", "16.0-64")
    assert code == 0, told
    code, told = run("status", "--json")
    assert code == 0, told
    assert json.loads(told)["problems"] == []
    code, told = run("uninstall", "--lang", "en")
    assert code == 0, told
    assert not computer.places.home.exists()


def test_what_stands_in_the_way_ends_with_one(computer, tmp_path):
    computer.processes.append("EXCEL.EXE")
    code, told = run("install", "--release", release_folder(tmp_path / "release"), "--lang", "en")
    assert code == 1
    assert "Excel is running" in told


def test_an_unknown_language_is_wrong_usage(computer):
    assert run("status", "--lang", "fr")[0] == 2


def test_without_a_folder_the_source_is_installed(computer):
    code, told = run("install", "--dry-run", "--lang", "en")
    assert code == 0, told
    assert str(Path(setup.__file__).parents[2]) in told


def test_a_release_is_made_and_what_fails_is_told(tmp_path, monkeypatch):
    made = []

    def make(source, target, build_add_in, tell, *, language, pythons, platforms):
        made.append((target, list(pythons), list(platforms)))
        tell("a step")
        if language == "zh":
            raise FileRefused("addin_release_not_empty", path=target)

    monkeypatch.setattr(release, "make_release", make)
    code, told = run("release", "-o", tmp_path / "r", "--python", "3.12", "--lang", "en")
    assert code == 0
    assert "a step" in told
    assert made == [(tmp_path / "r", ["3.12"], ["win_amd64"])]
    code, told = run("release", "-o", tmp_path / "r", "--lang", "zh")
    assert code == 1
    assert "非空" in told
