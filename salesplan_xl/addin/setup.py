"""``python -m salesplan_xl.addin.setup install|uninstall|status``: the installer, run by a plain Python.

Exit codes: 0 done, 1 something stands in the way (all of it listed, nothing changed), 2 wrong usage,
3 done, but something is left that a program still uses.
"""

from __future__ import annotations

import argparse
import json
import locale
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from salesplan_xl import __version__
from salesplan_xl.addin.install import plan_install, plan_uninstall
from salesplan_xl.addin.machine import Machine, this_machine
from salesplan_xl.addin.places import places_for
from salesplan_xl.addin.release_folder import find_source
from salesplan_xl.addin.status import Status, installation_status
from salesplan_xl.addin.steps import Step, run_steps
from salesplan_xl.errors import ProblemsFound, SalesPlanError
from salesplan_xl.messages import LANGUAGES, Language, say

Tell = Callable[[str], None]


def install(
    machine: Machine,
    folder: Path,
    tell: Tell,
    *,
    language: Language,
    wheels: Path | None = None,
    excel: str = "",
    dry_run: bool = False,
) -> int:
    """Install or update from a release folder or the source; return the exit code."""

    def plan() -> Sequence[Step]:
        return plan_install(machine, find_source(folder, wheels), excel)

    done = say("install_done", language, version=__version__)
    return _carry_out(plan, tell, language, dry_run, done, keeps_working=True)


def uninstall(machine: Machine, tell: Tell, *, language: Language, dry_run: bool = False) -> int:
    """Remove all that was installed; return the exit code."""

    def plan() -> Sequence[Step]:
        return plan_uninstall(machine)

    try:
        places = places_for(machine.system, machine.variables)
        folders = (places.home, places.leaving, places.add_in, places.configuration)
        there = any(path.exists() for path in folders)
    except SalesPlanError as error:
        tell(error.sentence(language))
        return 1
    if not there:
        tell(say("install_nothing_there", language))
        return 0
    return _carry_out(plan, tell, language, dry_run, say("install_removed", language))


def status(machine: Machine, tell: Tell, *, language: Language, as_json: bool = False) -> int:
    """Tell what is installed; return 0 where everything fits together, else 1."""
    try:
        found = installation_status(machine)
    except SalesPlanError as error:
        tell(error.sentence(language))
        return 1
    if as_json:
        print(json.dumps(_as_json(found, language), ensure_ascii=False))
        return 1 if found.problems else 0
    if found.version:
        tell(say("install_status_version", language, version=found.version, path=found.environment))
    for excel in found.excels:
        tell(say("install_status_excel", language, name=excel.name, path=excel.folder))
    for problem in found.problems:
        tell(problem.sentence(language))
    if not found.problems:
        tell(say("install_status_good", language))
    return 1 if found.problems else 0


def _as_json(found: Status, language: Language) -> dict[str, object]:
    return {
        "version": found.version,
        "environment": found.environment,
        "excel": [{"name": excel.name, "folder": excel.folder} for excel in found.excels],
        "running": found.running,
        "problems": [
            {"reason": problem.reason, "message": problem.sentence(language)} for problem in found.problems
        ],
    }


def _carry_out(
    plan: Callable[[], Sequence[Step]],
    tell: Tell,
    language: Language,
    dry_run: bool,
    done: str,
    keeps_working: bool = False,
) -> int:
    try:
        steps = plan()
        left = run_steps(steps, lambda step: tell("• " + step.sentence(language)), dry_run=dry_run)
    except SalesPlanError as error:
        problems = error.problems if isinstance(error, ProblemsFound) else ()
        for sentence in [problem.sentence(language) for problem in problems] or [error.sentence(language)]:
            tell(sentence)
        tell(say("install_unchanged", language))
        return 1
    for step in left:
        tell(say("install_left", language, step=step.sentence(language)))
    if dry_run:
        tell(say("install_dry_run", language))
    elif not left or keeps_working:
        tell(done)
    return 3 if left else 0


def main(arguments: Sequence[str] | None = None, machine: Machine | None = None) -> int:
    """Run the installer's own command line, which needs nothing but Python."""
    parser = argparse.ArgumentParser(prog="setup_addin.py", description=__doc__)
    parser.add_argument("command", choices=("install", "uninstall", "status"))
    parser.add_argument("--release", type=Path, default=Path.cwd(), help="the release folder or the source")
    parser.add_argument("--wheels", type=Path, help="install offline from this folder of wheels")
    parser.add_argument("--excel", default="", help="which Excel, such as 16.0-64, where there are several")
    parser.add_argument("--dry-run", action="store_true", help="tell the steps and change nothing")
    parser.add_argument("--lang", choices=LANGUAGES, help="en or zh; else the system's")
    parser.add_argument("--json", action="store_true", help="status as one JSON object")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    machine = machine or this_machine()
    language: Language = given.lang or _language_of(machine)

    def tell(text: str) -> None:
        print(text, file=sys.stderr if given.json else sys.stdout, flush=True)

    if given.command == "install":
        return install(
            machine,
            given.release.absolute(),
            tell,
            language=language,
            wheels=given.wheels.absolute() if given.wheels else None,
            excel=given.excel,
            dry_run=given.dry_run,
        )
    if given.command == "uninstall":
        return uninstall(machine, tell, language=language, dry_run=given.dry_run)
    return status(machine, tell, language=language, as_json=given.json)


def _language_of(machine: Machine) -> Language:
    named = next((machine.variables[name] for name in ("LC_ALL", "LANG") if machine.variables.get(name)), "")
    named = named or (locale.getlocale()[0] or "")
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
