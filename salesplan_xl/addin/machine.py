"""The computer as the installer sees it: everything it asks or does outside its own files goes through here.

Tests give a machine of their own, so that Windows and Mac are tried on any system.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.addin.places import System
from salesplan_xl.addin.windows_processes import running_programs

RegistryRead = Callable[[str, str], object]
"""Key such as ``HKCU\\Software\\X`` and value name to the value; ``None`` where there is none."""

SEEN_BY_32_BITS = "|32"
"""Put behind a key, it asks for what 32-bit programs see there."""


@dataclass(frozen=True)
class Machine:
    """What an installation needs to know of a computer and can ask it to do."""

    system: System
    variables: Mapping[str, str]
    python: Path
    """The interpreter that makes the environment."""
    python_version: tuple[int, int]
    python_bits: int
    processes: Callable[[], Sequence[str]]
    """Names of the user's running programs."""
    registry: RegistryRead
    applications: Sequence[Path]
    """Mac: folders in which programs lie."""
    run: Callable[[Sequence[str]], tuple[int, str]]
    """Run a command; exit code and what it wrote."""
    can_write: Callable[[Path], bool]
    free_space: Callable[[Path], int]
    """Bytes free where a folder lies or would lie."""


def this_machine() -> Machine:
    """Return the computer this runs on."""
    systems: dict[str, System] = {"win32": "windows", "darwin": "mac"}
    system = systems.get(sys.platform, "other")
    variables = dict(os.environ)
    home = Path(variables.get("HOME", "/"))
    return Machine(
        system=system,
        variables=variables,
        python=Path(getattr(sys, "_base_executable", None) or sys.executable),
        python_version=sys.version_info[:2],
        python_bits=struct.calcsize("P") * 8,
        processes=_processes,
        registry=_registry,
        applications=(Path("/Applications"), home / "Applications"),
        run=_run,
        can_write=can_write,
        free_space=lambda folder: shutil.disk_usage(existing(folder)).free,
    )


def existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def can_write(folder: Path) -> bool:
    """Tell whether files may be made in a folder, or in the nearest one above it that exists."""
    try:
        with tempfile.TemporaryFile(dir=existing(folder)):
            return True
    except OSError:
        return False


def _processes() -> Sequence[str]:
    if sys.platform == "win32":
        return running_programs()
    _, written = _run(["ps", "-xo", "comm"])
    return [line.rsplit("/", 1)[-1].strip() for line in written.splitlines()]


def _run(command: Sequence[str]) -> tuple[int, str]:
    """Run without what this process inherited about Python's own places."""
    variables = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")
    }
    variables["PYTHONUTF8"] = "1"
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=variables,
            check=False,
        )
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout


def _registry(key: str, name: str) -> object:
    if sys.platform != "win32":
        return None
    import winreg

    roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
    root, _, path = key.partition("\\")
    view = winreg.KEY_WOW64_32KEY if path.endswith(SEEN_BY_32_BITS) else winreg.KEY_WOW64_64KEY
    path = path.removesuffix(SEEN_BY_32_BITS)
    try:
        with winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | view) as opened:
            value: object = winreg.QueryValueEx(opened, name)[0]
            return value
    except OSError:
        return None
