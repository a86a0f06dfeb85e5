"""Which Excel a computer has, whether it runs, and what its policies forbid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from salesplan_xl.addin.machine import SEEN_BY_32_BITS, Machine
from salesplan_xl.errors import Problem

_VERSIONS = ("14.0", "15.0", "16.0")
OLDEST = "16.0"
"""Excel 2016 and everything after it."""
_OFFICE = r"HKLM\SOFTWARE\Microsoft\Office"
_CLICK_TO_RUN = rf"{_OFFICE}\ClickToRun\Configuration"
_APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_SIGNED_ONLY, _NO_MACROS = 3, 4


@dataclass(frozen=True)
class Excel:
    """One installed Excel."""

    version: str
    bits: int
    folder: str

    @property
    def name(self) -> str:
        """How a user chooses it: ``16.0-64``."""
        return f"{self.version}-{self.bits}"


def installed_excels(machine: Machine) -> list[Excel]:
    """Return every Excel of this computer, the newest first."""
    if machine.system == "mac":
        folders = [folder / "Microsoft Excel.app" for folder in machine.applications]
        return [Excel(OLDEST, 64, str(folder)) for folder in folders if folder.exists()]
    found: dict[str, Excel] = {}
    for version in reversed(_VERSIONS):
        for bits, mark in ((64, ""), (32, SEEN_BY_32_BITS)):
            folder = machine.registry(rf"{_OFFICE}\{version}\Excel\InstallRoot{mark}", "Path")
            if isinstance(folder, str) and folder:
                found.setdefault(folder.rstrip("\\").lower(), Excel(version, bits, folder))
    if not found:
        folder = machine.registry(_APP_PATH, "Path")
        if isinstance(folder, str) and folder:
            bits = 32 if machine.registry(_CLICK_TO_RUN, "Platform") == "x86" else 64
            found[folder] = Excel(OLDEST, bits, folder)
    return list(found.values())


def excel_runs(machine: Machine) -> bool:
    """Tell whether Excel is running for this user."""
    return any(name.lower() in ("excel.exe", "microsoft excel") for name in machine.processes())


def blocked_by_policy(machine: Machine) -> Iterator[Problem]:
    """Yield what keeps Excel from running the add-in's macros.

    A file in a trusted location such as XLSTART runs its macros whatever the macro setting says; so that
    setting matters only where trusted locations are off.
    """
    if machine.system != "windows":
        return
    if _is_set(machine, "Common", "VBAOff"):
        yield Problem("install_vba_off")
    if _is_set(machine, r"Excel\Security", "DisableAllAddins"):
        yield Problem("install_add_ins_off")
    if _is_set(machine, r"Excel\Security\Trusted Locations", "AllLocationsDisabled"):
        warnings = _policy(machine, r"Excel\Security", "VBAWarnings")
        blocked = warnings in (_SIGNED_ONLY, _NO_MACROS)
        yield Problem("install_macros_off" if blocked else "install_trusted_locations_off")


def trusts_the_network(machine: Machine) -> bool:
    """Tell whether Excel may trust folders on the network."""
    return _is_set(machine, r"Excel\Security\Trusted Locations", "AllowNetworkLocations")


def _is_set(machine: Machine, key: str, name: str) -> bool:
    return bool(_policy(machine, key, name))


def _policy(machine: Machine, key: str, name: str) -> object:
    """Return a setting; a policy of the computer goes before one of the user, and both before a choice."""
    for place in (r"HKLM\Software\Policies", r"HKCU\Software\Policies", r"HKCU\Software"):
        value = machine.registry(rf"{place}\Microsoft\Office\16.0\{key}", name)
        if value is not None:
            return value
    return None
