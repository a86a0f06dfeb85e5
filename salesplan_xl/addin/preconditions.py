"""What must be true of a computer before anything is installed: Python, Excel, room, and leave to write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from salesplan_xl.addin.machine import Machine
from salesplan_xl.addin.office import OLDEST, Excel, excel_runs, trusts_the_network
from salesplan_xl.addin.places import Places
from salesplan_xl.errors import Problem

OLDEST_PYTHON = (3, 11)
NEEDED_SPACE = 900 * 1024**2
"""Bytes a Python environment takes, and as much again while it is unpacked."""


def python_problems(machine: Machine) -> Iterator[Problem]:
    """Yield why this Python cannot make the environment."""
    version = ".".join(map(str, machine.python_version))
    if machine.python_version < OLDEST_PYTHON:
        yield Problem("install_python_old", {"version": version})
    if machine.python_bits != 64:
        yield Problem("install_python_32_bit")
    if machine.system == "windows" and "windowsapps" in str(machine.python).lower():
        yield Problem("install_python_of_store")


def excel_problems(
    machine: Machine, excels: list[Excel], chosen: list[Excel], wanted: str
) -> Iterator[Problem]:
    """Yield why the add-in has no one Excel to serve, and that Excel runs.

    ``chosen`` are those of ``excels`` that the user's ``wanted`` name fits.
    """
    names = ", ".join(f"{one.name} ({one.folder})" for one in excels)
    if not excels:
        yield Problem("install_no_excel")
    elif not chosen:
        yield Problem("install_no_such_excel", {"wanted": wanted, "found": names})
    elif len(chosen) > 1:
        yield Problem("install_two_excels", {"found": names, "first": excels[0].name})
    elif chosen[0].version < OLDEST:
        yield Problem("install_excel_old", {"version": chosen[0].version})
    if excel_runs(machine):
        yield Problem("install_excel_runs")


def place_problems(machine: Machine, places: Places) -> Iterator[Problem]:
    """Yield why the places of an installation cannot be used."""
    if lies_in(machine.python, places.home):
        yield Problem("install_runs_from_itself")
    if not places.office.is_dir():
        yield Problem("install_excel_never_started", {"path": places.office})
    elif not machine.can_write(places.startup):
        yield Problem("install_startup_read_only", {"path": places.startup})
    if not machine.can_write(places.home):
        yield Problem("install_home_read_only", {"path": places.home})
    elif machine.free_space(places.home) < NEEDED_SPACE:
        yield Problem("install_no_space", {"path": places.home, "needed": NEEDED_SPACE // 1024**2})
    if str(places.startup).startswith(("\\\\", "//")) and not trusts_the_network(machine):
        yield Problem("install_startup_on_network", {"path": places.startup})
    for folder in (places.startup, places.startup.parent.parent / "AddIns"):
        for other in sorted(folder.glob("SalesPlan*")) if folder.is_dir() else ():
            if other != places.add_in and other.suffix.lower() in (".xlam", ".xla"):
                yield Problem("install_other_add_in", {"path": other})


def lies_in(file: Path, folder: Path) -> bool:
    """Tell whether a file lies somewhere below a folder."""
    return os.path.normcase(folder) in map(os.path.normcase, file.parents)
