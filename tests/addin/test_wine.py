"""Every cell function through the real xlwings server and library, under Wine, against ``salesplan call``.

Opt-in: ``pytest -m wine tests/addin/test_wine.py`` on Linux with Debian's packages wine and wine64. The first
run makes a prefix of about 1 GB (``SALESPLAN_WINE`` names its folder, else it lies in the user's cache).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

import pytest

from salesplan_xl import formulas  # noqa: F401 - declares them
from salesplan_xl.addin.build import CODE
from salesplan_xl.call_protocol import answer
from salesplan_xl.cells import CellError
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.hosts.com_values import ERROR_NUMBERS
from salesplan_xl.registry import FORMULAS
from tests.addin.wine.prefix import XLWINGS, prepared
from tests.formulas.published import cases

pytestmark = pytest.mark.wine

PROJECT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("SALESPLAN_WINE") or Path.home() / ".cache" / "salesplan-wine")
DATE = dt.datetime(2027, 3, 1)
FIRST_ERROR = -2146828288
MISSING = -2147352572

Cells = list[Any]


@pytest.fixture(autouse=True)
def _asked_for(request: pytest.FixtureRequest) -> None:
    if "wine" not in str(request.config.getoption("-m")):
        pytest.skip("opt-in: run with -m wine")
    if sys.platform != "linux" or not shutil.which("wine"):
        pytest.fail("Wine is not installed: apt-get install wine wine64")


def variants() -> list[tuple[str, Cells]]:
    """Return the published calls as scalars and columns, and each turned: rows, blanks, errors, dates."""
    found: list[tuple[str, Cells]] = []
    turned: set[str] = set()
    for case in cases():
        arguments = [_rectangle(value) for value in case.args]
        found.append((case.formula, arguments))
        if case.formula in turned or case.error is not None:
            continue
        turned.add(case.formula)
        found.append((case.formula, [_across(value) for value in arguments]))
        found.append((case.formula, arguments[:-1]))
        for position in range(len(arguments)):
            for stranger in (None, CellError.NA, DATE, "text", True):
                found.append((case.formula, _with(arguments, position, stranger)))
    assert turned == set(FORMULAS) - {alias for f in FORMULAS.values() for alias in f.aliases}
    return found


def _rectangle(value: Any) -> Any:
    if isinstance(value, list) and not any(isinstance(row, list) for row in value):
        return [[cell] for cell in value]
    return value


def _across(value: Any) -> Any:
    return [list(row) for row in zip(*value, strict=True)] if isinstance(value, list) else value


def _with(arguments: Cells, position: int, stranger: Any) -> Cells:
    """Return the arguments with a cell of one of them replaced."""
    value = arguments[position]
    changed = stranger if not isinstance(value, list) else [list(row) for row in value]
    if isinstance(changed, list):
        changed[-1][-1] = stranger
    return [*arguments[:position], changed, *arguments[position + 1 :]]


def sent(value: Any) -> Any:
    """Return an argument as Excel's automation would send it; a row goes flat, a date by its own mark."""
    if isinstance(value, list):
        rows = [[sent(cell) for cell in row] for row in value]
        return rows[0] if len(rows) == 1 and len(rows[0]) > 1 else rows
    if isinstance(value, CellError):
        return FIRST_ERROR + ERROR_NUMBERS[value]
    if isinstance(value, dt.datetime):
        return {"date": value.isoformat()}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def expected(name: str, arguments: Cells) -> Any:
    """Return what ``salesplan call`` answers; a date, which JSON lacks, goes through the same evaluation."""
    try:
        line = json.dumps({"name": name, "args": arguments}, default=_error_text)
    except ValueError:
        try:
            return _plain(evaluate_cells(FORMULAS[name], arguments))
        except SalesPlanError as refused:
            return refused.cell_error.value
    found = answer(line)
    return found.get("error", _plain(found.get("value")))


def _error_text(value: object) -> str:
    if isinstance(value, CellError):
        return value.value
    raise ValueError(value)


def _plain(value: Any) -> Any:
    """Return rows as lists; one row flat and one cell alone, as the server hands them over."""
    if isinstance(value, CellError):
        return value.value
    if not isinstance(value, list | tuple):
        return "" if value is None else value
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in value]
    rows = [[_plain(cell) for cell in row] for row in rows]
    if len(rows) == 1:
        return rows[0] if len(rows[0]) > 1 else rows[0][0]
    return rows


def received(value: Any) -> Any:
    """Return an answer with its integers made errors, as the wrapper does."""
    if isinstance(value, list):
        return [received(entry) for entry in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return next(error.value for error, number in ERROR_NUMBERS.items() if number == value)
    return value


def test_the_real_server_answers_every_function_as_the_command_line_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    prefix = prepared(CACHE, PROJECT)
    calls = variants()
    switches = " -I -B -X utf8 -c "
    server = (CODE / "SalesPlanServer.bas").read_text(encoding="ascii")
    assert f'& "{switches}" &' in server
    (code,) = re.findall(r'SERVER_COMMAND As String = "(.*)"', server)
    request = {
        "library": rf"C:\py\xlwings64-{XLWINGS}.dll",
        "command": rf'"C:\py\pythonw.exe"{switches}"{code}"',
        "module": "salesplan_xl.addin.cell_functions",
        "calls": [
            # What is left out arrives as missing, what is blank as blank.
            (
                name,
                ["", "", *(MISSING if value is None and n else sent(value) for n, value in enumerate(args))],
            )
            for name, args in calls
        ],
    }
    (prefix.work / "request.json").write_text(json.dumps(request), encoding="utf-8")
    shutil.copy(Path(__file__).parent / "wine" / "calls.py", prefix.work)
    (prefix.work / "answers.json").unlink(missing_ok=True)
    try:
        run = prefix.run(r"C:\py\python.exe", r"C:\work\calls.py", r"C:\work")
    finally:
        prefix.end()
    assert (prefix.work / "answers.json").exists(), run.stdout + run.stderr
    started, *answers = json.loads((prefix.work / "answers.json").read_text(encoding="utf-8"))
    wrong = []
    for (name, arguments), found in zip(calls, answers, strict=True):
        wanted = expected(name, arguments)
        if "value" not in found or received(found["value"]) != wanted:
            wrong.append(f"{name}{arguments}: {found} instead of {wanted}")
    seconds = [found["seconds"] for found in answers]
    with capsys.disabled():
        print(
            f"\n{len(calls)} calls of {len({name for name, _ in calls})} functions; server ready after "
            f"{started['started']:.1f} s, first call {seconds[0] * 1e3:.0f} ms, "
            f"median {statistics.median(seconds) * 1e3:.1f} ms, {len(wrong)} differ"
        )
    assert not wrong, "\n".join(wrong[:20])
