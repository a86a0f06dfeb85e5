"""The set-up command: standard library only, and a clear word where something stands in its way."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "setup_addin.py"


@pytest.fixture
def setup(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("setup_addin", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "ENVIRONMENT", str(tmp_path / ".venv"))
    (tmp_path / "pyproject.toml").write_text("[project]")
    return module


def stopped(capsys, run):
    with pytest.raises(SystemExit) as caught:
        run()
    assert caught.value.code == 1
    return capsys.readouterr().err


def test_it_uses_the_standard_library_alone():
    found = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module.split(".")[0])
    assert found <= sys.stdlib_module_names


def test_an_old_python_is_named_in_both_languages(setup, monkeypatch, capsys):
    monkeypatch.setattr(setup.sys, "version_info", (3, 8, 10))
    words = stopped(capsys, setup.check_python)
    assert "Python 3.8 is too old" in words
    assert "版本过低" in words


def test_it_parses_on_an_old_python():
    """No syntax newer than Python 3.5, which the tokenizer of this Python can be asked about."""
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 5))


def test_a_folder_that_cannot_be_written_to_is_named(setup, monkeypatch, capsys):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr("builtins.open", refuse)
    words = stopped(capsys, setup.check_folder)
    assert "cannot be written to" in words
    assert "无法写入" in words


def test_a_package_index_out_of_reach_is_said_and_nothing_is_marked_as_installed(setup, monkeypatch, capsys):
    calls = []

    def call(command, **_):
        calls.append(command)
        return 1 if "pip" in command else 0

    monkeypatch.setattr(setup.subprocess, "call", call)
    words = stopped(capsys, lambda: setup.prepare(""))
    assert "out of reach" in words
    assert "镜像" in words
    assert not Path(setup.ENVIRONMENT, "installed").exists()


def test_an_environment_that_cannot_be_made_is_said(setup, monkeypatch, capsys):
    monkeypatch.setattr(setup.subprocess, "call", lambda *_, **__: 1)
    assert "python3-venv" in stopped(capsys, lambda: setup.prepare(""))


def test_what_is_installed_is_not_installed_again(setup, monkeypatch):
    python = Path(setup.python_of_environment())
    python.parent.mkdir(parents=True)
    python.touch()
    calls = []
    monkeypatch.setattr(setup.subprocess, "call", lambda command, **_: calls.append(command) or 0)
    setup.prepare("dev")
    assert sum("pip" in command for command in calls) == 1
    setup.prepare("dev")
    setup.prepare("")
    assert sum("pip" in command for command in calls) == 1
    Path(setup.ROOT, "pyproject.toml").write_text("[project] # changed")
    setup.prepare("")
    assert sum("pip" in command for command in calls) == 2


def test_the_installer_runs_from_the_source_or_from_the_wheel_of_a_release(setup, monkeypatch):
    runs = []
    monkeypatch.setattr(setup.subprocess, "call", lambda command, env: runs.append((command, env)) or 0)
    assert setup.main(["status", "--json"]) == 0
    wheel = Path(setup.ROOT, "wheels", "salesplan_xl-9.9.9-py3-none-any.whl")
    wheel.parent.mkdir()
    wheel.touch()
    setup.main(["install", "--dry-run"])
    command, environment = runs[0]
    assert command == [sys.executable, "-B", "-P", "-m", "salesplan_xl.addin.setup", "status", "--json"]
    assert environment["PYTHONPATH"] == setup.ROOT
    assert runs[1][1]["PYTHONPATH"] == str(wheel)
    assert runs[1][0][-1] == "--dry-run"
    assert not Path(setup.ENVIRONMENT).exists()


def test_without_a_command_it_says_what_it_can_do():
    run = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "setup_addin.py demo" in run.stdout


def test_the_readme_shows_every_command(setup):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"python setup_addin.py {command}" in readme for command in setup.COMMANDS)
