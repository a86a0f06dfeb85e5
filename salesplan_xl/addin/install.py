"""Install, update and remove the add-in for one user, without administrator rights.

Everything is checked first and all that stands in the way is told at once; then each step is told before it
is done, and where one fails all are taken back. A new Python environment is made beside the old one and the
configuration is switched to it, so that an update never leaves half of each. Only the standard library is
used, so that a wheel or the source can be run by a plain Python: ``python -m salesplan_xl.addin.setup``.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from salesplan_xl import __version__
from salesplan_xl.addin.configuration import configuration_bytes, read_configuration
from salesplan_xl.addin.mac_script import mac_script
from salesplan_xl.addin.machine import Machine
from salesplan_xl.addin.office import blocked_by_policy, excel_runs, installed_excels
from salesplan_xl.addin.pins import constraints
from salesplan_xl.addin.places import ADD_IN, Places, places_for
from salesplan_xl.addin.preconditions import (
    excel_problems,
    lies_in,
    place_problems,
    python_problems,
)
from salesplan_xl.addin.release_folder import Source
from salesplan_xl.addin.steps import (
    Step,
    make_folder,
    remove_empty,
    remove_file_step,
    remove_tree,
    write_file_step,
)
from salesplan_xl.errors import FileRefused, NotFound, Problem, ProblemsFound, WrongKind

_DISTRIBUTION = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.dist-info")


@dataclass
class _Installation:
    """What the steps find out for those after them."""

    machine: Machine
    places: Places
    source: Source
    environment: Path
    bits: int
    made: list[Path] = field(default_factory=list)


def plan_install(machine: Machine, source: Source, excel: str = "") -> list[Step]:
    """Check everything and return the steps of an installation or update.

    Args:
        machine: The computer.
        source: What is installed, and from where.
        excel: Which Excel, as ``16.0-64``, where there are several.

    Raises:
        ProblemsFound: all that stands in the way; nothing was done.
    """
    places = places_for(machine.system, machine.variables)
    excels = installed_excels(machine)
    chosen = [one for one in excels if not excel or one.name == excel]
    problems = [
        *python_problems(machine),
        *excel_problems(machine, excels, chosen, excel),
        *blocked_by_policy(machine),
        *place_problems(machine, places),
        *source.problems(machine.python_version, machine.system),
    ]
    if problems:
        raise ProblemsFound(problems)
    work = _Installation(machine, places, source, places.environment(__version__), chosen[0].bits)
    return list(_install_steps(work, places.environments()))


def _install_steps(work: _Installation, old: list[Path]) -> Iterator[Step]:
    places, environment = work.places, work.environment
    discard = partial(_discard_environment, work)
    yield Step("install_step_environment", {"path": environment}, partial(_make_environment, work), discard)
    yield Step(
        "install_step_packages",
        {"version": __version__, "origin": work.source.origin},
        partial(_install_packages, work),
    )
    if work.machine.system == "windows":
        yield Step("install_step_library", {"name": f"xlwings{work.bits}"}, partial(_check_library, work))
    if work.source.add_in is None:
        yield Step("install_step_build", {"name": ADD_IN}, partial(_build_add_in, work))
    if places.script is not None:
        yield write_file_step("install_step_script", places.script, partial(_apple_script, work))
    yield write_file_step("install_step_add_in", places.add_in, partial(_add_in, work))
    if work.machine.system == "windows":
        yield Step("install_step_mark", {"path": places.add_in}, partial(_remove_web_mark, places.add_in))
    yield write_file_step("install_step_configuration", places.configuration, partial(_configuration, work))
    for folder in old:
        yield Step("install_step_old", {"path": folder}, partial(remove_tree, folder), must=False)


def plan_uninstall(machine: Machine) -> list[Step]:
    """Check everything and return the steps that leave nothing of an installation.

    Raises:
        ProblemsFound: Excel runs, or this Python is part of what would be removed; nothing was done.
    """
    places = places_for(machine.system, machine.variables)
    problems = [Problem("install_excel_runs")] if excel_runs(machine) else []
    if lies_in(machine.python, places.home):
        problems.append(Problem("install_runs_from_itself"))
    if places.add_in.exists() and not machine.can_write(places.startup):
        problems.append(Problem("install_startup_read_only", {"path": places.startup}))
    if problems:
        raise ProblemsFound(problems)
    return list(_uninstall_steps(places))


def _uninstall_steps(places: Places) -> Iterator[Step]:
    if places.add_in.exists():
        yield remove_file_step("install_step_remove_add_in", places.add_in)
    if places.script is not None and places.script.exists():
        yield remove_file_step("install_step_remove_script", places.script)
    if places.configuration.exists() and places.home not in places.configuration.parents:
        yield remove_file_step("install_step_remove_configuration", places.configuration)
        folder = places.configuration.parent
        yield Step(
            "install_step_remove_folder", {"path": folder}, partial(remove_empty, [folder]), must=False
        )
    if places.logs.exists() and places.home not in places.logs.parents:
        remove = partial(remove_tree, places.logs)
        yield Step("install_step_remove_folder", {"path": places.logs}, remove, must=False)
    if places.home.exists():
        yield Step(
            "install_step_remove_folder",
            {"path": places.home},
            partial(_set_aside, places.home, places.leaving),
            partial(_bring_back, places.leaving, places.home),
        )
    if places.home.exists() or places.leaving.exists():
        delete = partial(remove_tree, places.leaving)
        yield Step("install_step_delete_folder", {"path": places.leaving}, delete, must=False)


def installed(places: Places) -> dict[str, str]:
    """Return the configuration of what is installed; empty where nothing is."""
    if not places.configuration.is_file():
        return {}
    return read_configuration(places.configuration.read_bytes())


def installed_packages(places: Places, environment: Path) -> dict[str, str]:
    """Return the packages of an environment and their versions, by the names of their folders."""
    folder = places.packages(environment)
    found = [_DISTRIBUTION.fullmatch(entry.name) for entry in folder.iterdir()] if folder.is_dir() else []
    return {match["name"].lower().replace("_", "-"): match["version"] for match in found if match}


def libraries(environment: Path, bits: int) -> list[Path]:
    """Return xlwings' libraries for Excel of so many bits: beside the interpreter or one folder up."""
    folders = (environment / "Scripts", environment)
    return [file for folder in folders for file in sorted(folder.glob(f"xlwings{bits}-*.dll"))]


def digest(content: bytes) -> str:
    """Return the digest by which an add-in is known."""
    return hashlib.sha256(content).hexdigest()


def _make_environment(work: _Installation) -> None:
    work.made += make_folder(work.environment.parent)
    _run(work.machine, "install_venv_failed", str(work.machine.python), "-m", "venv", str(work.environment))


def _discard_environment(work: _Installation) -> None:
    remove_tree(work.environment)
    remove_empty(work.made)


def _install_packages(work: _Installation) -> None:
    pins = work.environment / "constraints.txt"
    pins.write_text(constraints(), encoding="utf-8")
    python = work.places.interpreter(work.environment)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    _run(work.machine, "install_pip_failed", *pip, "--constraint", str(pins), *work.source.pip_arguments())


def _check_library(work: _Installation) -> None:
    version = installed_packages(work.places, work.environment).get("xlwings", "–")
    found = libraries(work.environment, work.bits)
    if not found:
        raise NotFound("install_no_library", bits=work.bits, version=version, path=work.environment)
    versions = [file.stem.split("-", 1)[1] for file in found]
    if versions != [version]:
        raise WrongKind("install_library_differs", found=", ".join(versions), version=version)


def _build_add_in(work: _Installation) -> None:
    python = str(work.places.interpreter(work.environment))
    target = str(work.environment / ADD_IN)
    build = [python, "-m", "salesplan_xl.cli", "addin", "build", "-o", target]
    _run(work.machine, "install_build_failed", *build)


def _add_in(work: _Installation) -> bytes:
    return (work.source.add_in or work.environment / ADD_IN).read_bytes()


def _apple_script(work: _Installation) -> bytes:
    user = Path(work.machine.variables["HOME"])
    return mac_script(work.places.interpreter(work.environment), user)


def _remove_web_mark(file: Path) -> None:
    mark = Path(f"{file}:Zone.Identifier")
    try:
        mark.unlink(missing_ok=True)
    except OSError:  # a disk of a kind that has no such marks refuses their name
        if mark.exists():
            raise


def _configuration(work: _Installation) -> bytes:
    places, environment = work.places, work.environment
    values = {
        "version": __version__,
        "interpreter": str(places.interpreter(environment, console=False)),
        "environment": str(environment),
        "xlwings": installed_packages(places, environment).get("xlwings", ""),
        "add_in": str(places.add_in),
        "add_in_digest": digest(_add_in(work)),
    }
    if work.machine.system == "windows":
        values["library"] = str(libraries(environment, work.bits)[0])
    if places.script is not None:
        values["script"] = str(places.script)
    return configuration_bytes(values, windows=work.machine.system == "windows")


def _run(machine: Machine, reason: str, *command: str) -> None:
    code, written = machine.run(command)
    if code:
        raise FileRefused(reason, cause=written.strip()[-1500:] or f"exit code {code}")


def _set_aside(folder: Path, leaving: Path) -> None:
    remove_tree(leaving)
    os.rename(folder, leaving)


def _bring_back(leaving: Path, folder: Path) -> None:
    if leaving.exists() and not folder.exists():
        os.rename(leaving, folder)
