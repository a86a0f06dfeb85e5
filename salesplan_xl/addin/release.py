"""Make a release folder: the add-in, the wheels, and what a planner double-clicks.

The folder is all that a planner needs beside Python: ``install.cmd`` finds a Python and runs
``setup_addin.py install``, which takes everything from the folder and downloads nothing.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from salesplan_xl import __version__
from salesplan_xl.addin.machine import Machine, this_machine
from salesplan_xl.addin.pins import pins
from salesplan_xl.addin.places import ADD_IN, System
from salesplan_xl.addin.release_folder import WHEELS, names_in
from salesplan_xl.errors import FileRefused
from salesplan_xl.messages import Language, say

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = ("win_amd64",)
SCRIPT = "setup_addin.py"
MISSING_PYTHON = "python_missing.txt"

_COMMAND_FILE = """\
@echo off
setlocal
pushd "%~dp0"
set "FOUND="
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if %ERRORLEVEL%==0 set "FOUND=py -3"
if defined FOUND goto found
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if %ERRORLEVEL%==0 set "FOUND=python"
if defined FOUND goto found
echo SalesPlan needs Python 3.11 or newer, 64-bit. Install it from python.org, then run this again.
start "" notepad "%~dp0{missing}"
popd
pause
exit /b 1
:found
%FOUND% setup_addin.py {command} %*
set "CODE=%ERRORLEVEL%"
popd
pause
exit /b %CODE%
"""
_NO_PYTHON = """\
SalesPlan needs Python 3.11 or newer (64-bit).

1. Open https://www.python.org/downloads/ and download Python for Windows.
2. Run it, tick "Add python.exe to PATH", choose "Install Now". Administrator rights are not needed.
3. Double-click install.cmd again.


SalesPlan 需要 Python 3.11 或更新版本（64位）。

1. 打开 https://www.python.org/downloads/ 下载 Windows 版 Python。
2. 运行安装程序，勾选“Add python.exe to PATH”，点击“Install Now”。不需要管理员权限。
3. 再次双击 install.cmd。
"""


def make_release(
    source: Path,
    target: Path,
    build_add_in: Callable[[Path], object],
    tell: Callable[[str], None],
    *,
    language: Language = "en",
    pythons: Sequence[str] = PYTHONS,
    platforms: Sequence[str] = PLATFORMS,
    machine: Machine | None = None,
) -> Path:
    """Make the folder ``target``; it appears whole or not at all.

    Args:
        source: The project's source.
        target: A folder that does not exist yet, or an empty one.
        build_add_in: Writes the add-in to a file.
        tell: Says each step before it is done.
        language: Of what is said.
        pythons: Versions of Python that planners may have.
        platforms: Platform tags of wheels, such as ``win_amd64`` and ``macosx_14_0_arm64``.
        machine: The computer that collects the wheels.

    Raises:
        FileRefused: the source is none, the folder holds something, or pip fails.
    """
    machine = machine or this_machine()
    if not (source / "pyproject.toml").is_file() or not (source / SCRIPT).is_file():
        raise FileRefused("addin_release_no_source", path=source)
    if target.exists() and names_in(target) != []:
        raise FileRefused("addin_release_not_empty", path=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as temporary:
        folder = Path(temporary) / target.name
        wheels = folder / WHEELS
        wheels.mkdir(parents=True)
        tell(say("addin_release_step_wheel", language, version=__version__))
        _pip(machine, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(source))
        for platform in platforms:
            for python in pythons:
                tell(say("addin_release_step_wheels", language, python=python, platform=platform))
                _pip(machine, *_download(wheels, python, platform))
        build_add_in(folder / ADD_IN)
        shutil.copyfile(source / SCRIPT, folder / SCRIPT)
        for command in ("install", "uninstall"):
            (folder / f"{command}.cmd").write_bytes(command_file(command))
        (folder / MISSING_PYTHON).write_bytes(_NO_PYTHON.replace("\n", "\r\n").encode("utf-8-sig"))
        count = len(names_in(wheels))
        if target.exists():
            target.rmdir()
        folder.rename(target)
    tell(say("addin_release_done", language, path=target, count=count))
    return target


def command_file(command: str) -> bytes:
    """Return what a planner double-clicks to run a command: ASCII, lines ended as Windows needs them."""
    text = _COMMAND_FILE.format(command=command, missing=MISSING_PYTHON)
    return text.replace("\n", "\r\n").encode("ascii")


def _download(wheels: Path, python: str, platform: str) -> list[str]:
    system: System = "mac" if platform.startswith("macosx") else "windows"
    needed = [f"{name}=={version}" for name, version in pins(system)]
    where = ["--only-binary", ":all:", "--platform", platform, "--python-version", python]
    return ["download", "--no-deps", "--dest", str(wheels), *where, *needed]


def _pip(machine: Machine, *arguments: str) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
    code, written = machine.run([*pip, *arguments])
    if code:
        raise FileRefused("install_pip_failed", cause=written.strip()[-1500:])
