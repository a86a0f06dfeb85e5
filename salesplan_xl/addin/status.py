"""What is installed, whether its parts fit together, and what keeps Excel from running it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl import __version__
from salesplan_xl.addin.install import digest, installed, installed_packages, libraries
from salesplan_xl.addin.machine import Machine
from salesplan_xl.addin.office import Excel, blocked_by_policy, excel_runs, installed_excels
from salesplan_xl.addin.places import Places, places_for
from salesplan_xl.errors import Problem


@dataclass(frozen=True)
class Status:
    """What was found."""

    version: str
    """The installed version; empty where nothing is installed."""
    environment: str
    excels: tuple[Excel, ...]
    running: bool
    problems: tuple[Problem, ...]


def installation_status(machine: Machine) -> Status:
    """Look at an installation without changing anything.

    Raises:
        NotFound: the system has no Excel.
    """
    places = places_for(machine.system, machine.variables)
    noted = installed(places)
    excels = tuple(installed_excels(machine))
    problems = [*_problems(machine, places, noted, excels), *blocked_by_policy(machine)]
    if not excels:
        problems.insert(0, Problem("install_no_excel"))
    environment = noted.get("environment", "")
    return Status(noted.get("version", ""), environment, excels, excel_runs(machine), tuple(problems))


def _problems(
    machine: Machine, places: Places, noted: dict[str, str], excels: tuple[Excel, ...]
) -> Iterator[Problem]:
    if not noted:
        yield Problem("install_status_roams" if places.add_in.exists() else "install_nothing_there")
        return
    if noted.get("version") != __version__:
        yield Problem("install_status_other_version", {"found": noted.get("version"), "version": __version__})
    files = [Path(noted[key]) for key in ("interpreter", "library", "script") if noted.get(key)]
    for file in (*files, places.add_in):
        if not file.is_file():
            yield Problem("install_status_missing", {"path": file})
    yield from _version_problems(places, noted)
    if places.add_in.is_file() and digest(places.add_in.read_bytes()) != noted.get("add_in_digest"):
        yield Problem("install_status_add_in_differs", {"path": places.add_in})
    if Path(f"{places.add_in}:Zone.Identifier").exists():
        yield Problem("install_status_marked", {"path": places.add_in})
    if machine.system == "windows" and excels:
        yield from _library_problems(Path(noted.get("environment", "")), excels[0], noted)


def _version_problems(places: Places, noted: dict[str, str]) -> Iterator[Problem]:
    found = installed_packages(places, Path(noted.get("environment", "")))
    for package, version in (("salesplan-xl", noted.get("version")), ("xlwings", noted.get("xlwings"))):
        if found.get(package) != version:
            facts = {"package": package, "noted": version, "found": found.get(package, "–")}
            yield Problem("install_status_package_differs", facts)


def _library_problems(environment: Path, excel: Excel, noted: dict[str, str]) -> Iterator[Problem]:
    noted_version = noted.get("xlwings", "–")
    versions = [file.stem.split("-", 1)[1] for file in libraries(environment, excel.bits)]
    if not versions:
        facts = {"bits": excel.bits, "version": noted_version, "path": environment}
        yield Problem("install_no_library", facts)
    elif versions != [noted_version]:
        facts = {"found": ", ".join(versions), "version": noted_version}
        yield Problem("install_library_differs", facts)
