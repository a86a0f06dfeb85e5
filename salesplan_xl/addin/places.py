r"""Where everything of an installation lies, worked out from an environment that the caller gives.

Windows: the Python environment and the configuration under ``%LOCALAPPDATA%\SalesPlan``, which stays on the
computer; the add-in in ``%APPDATA%\Microsoft\Excel\XLSTART``, which a roaming profile carries along. Mac: the
environment under ``~/Library/Application Support/SalesPlan``, the configuration in Excel's own container,
where its sandbox lets VBA read; add-in and AppleScript in the two folders that Office documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from salesplan_xl.errors import NotFound

System = Literal["windows", "mac", "other"]

ADD_IN = "SalesPlan.xlam"
CONFIGURATION = "config.ini"
SCRIPT = "SalesPlan.applescript"
ENVIRONMENT_PREFIX = "environment-"
_CONTAINER = ("Library", "Containers", "com.microsoft.Excel", "Data", "SalesPlan")
_GROUP = ("Library", "Group Containers", "UBF8T346G9.Office")


@dataclass(frozen=True)
class Places:
    """The folders and files of one user's installation."""

    system: System
    home: Path
    """Everything of ours that is not the add-in; removed whole by ``uninstall``."""
    configuration: Path
    """The only file from which the add-in learns where Python is."""
    startup: Path
    """The folder from which Excel opens add-ins by itself."""
    office: Path
    """A folder that exists once Office was started by this user, or that may be made."""
    script: Path | None
    """Mac: the AppleScript that lets VBA start Python."""
    logs: Path
    """Where the program's log is kept."""

    @property
    def add_in(self) -> Path:
        return self.startup / ADD_IN

    @property
    def leaving(self) -> Path:
        """Where our folder is set aside while it is removed; there is one if a program still uses it."""
        return self.home.with_name(self.home.name + ".removed")

    def environment(self, version: str) -> Path:
        """Return a folder for a new Python environment beside those that are there."""
        folder = self.home / f"{ENVIRONMENT_PREFIX}{version}"
        number = 1
        while folder.exists():
            number += 1
            folder = self.home / f"{ENVIRONMENT_PREFIX}{version}-{number}"
        return folder

    def environments(self) -> list[Path]:
        """Return the Python environments that are there."""
        return sorted(self.home.glob(f"{ENVIRONMENT_PREFIX}*")) if self.home.is_dir() else []

    def interpreter(self, environment: Path, *, console: bool = True) -> Path:
        """Return the interpreter of an environment; Windows has one more without a console window."""
        if self.system == "windows":
            return environment / "Scripts" / ("python.exe" if console else "pythonw.exe")
        return environment / "bin" / "python"

    def packages(self, environment: Path) -> Path:
        """Return the folder of an environment's installed packages."""
        if self.system == "windows":
            return environment / "Lib" / "site-packages"
        found = sorted((environment / "lib").glob("python*"))
        return (found[0] if found else environment / "lib") / "site-packages"


def places_for(system: System, variables: Mapping[str, str]) -> Places:
    """Work out the places from the variables of an environment.

    Raises:
        NotFound: the system has no Excel, or a variable that names a folder is missing.
    """
    if system == "windows":
        local = _folder(variables, "LOCALAPPDATA") / "SalesPlan"
        microsoft = _folder(variables, "APPDATA") / "Microsoft"
        startup = microsoft / "Excel" / "XLSTART"
        return Places(system, local, local / CONFIGURATION, startup, microsoft, None, local / "log")
    if system == "mac":
        user = _folder(variables, "HOME")
        group = user.joinpath(*_GROUP)
        return Places(
            system,
            user / "Library" / "Application Support" / "SalesPlan",
            user.joinpath(*_CONTAINER) / CONFIGURATION,
            group / "User Content.localized" / "Startup.localized" / "Excel",
            group,
            user / "Library" / "Application Scripts" / "com.microsoft.Excel" / SCRIPT,
            user / "Library" / "Logs" / "SalesPlan",
        )
    raise NotFound("install_no_excel_system")


def _folder(variables: Mapping[str, str], name: str) -> Path:
    value = variables.get(name, "")
    if not value:
        raise NotFound("install_no_variable", name=name)
    return Path(value)
