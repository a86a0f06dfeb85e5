"""``salesplan call``: cell functions over JSON lines, through the same conversion as a cell in Excel.

One line asks ``{"name": "DECOMPOSE", "args": [100, [[1], [2], [3]], 1]}``, one line answers
``{"value": [[17], [33], [50]]}`` or ``{"error": "#NUM!", "message": {"en": ..., "zh": ...}}``. ``null`` is a
blank or a missing argument; a text such as ``"#N/A"`` is an error value, in and out.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from salesplan_xl.cells import ERROR_BY_TEXT, CellError
from salesplan_xl.errors import NotFound, SalesPlanError, WrongKind
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.grids import flat_cells
from salesplan_xl.messages import LANGUAGES, say
from salesplan_xl.registry import FORMULAS

_NUMBERS_AND_BLANKS = frozenset({float, int, type(None)})
_LARGEST_WHOLE = 2**53
"""Up to here every whole number is a float."""


def answers(lines: Iterable[str]) -> Iterator[str]:
    """Answer each line that is not blank with one line of JSON."""
    for line in lines:
        if line.strip():
            yield json.dumps(answer(line), ensure_ascii=False, allow_nan=False)


def answer(line: str) -> dict[str, Any]:
    """Answer one call.

    >>> answer('{"name": "ATTAINMENT", "args": [75000, 100000]}')
    {'value': 0.75}
    >>> answer('{"name": "ATTAINMENT", "args": ["#N/A", 1]}')["error"]
    '#N/A'
    """
    try:
        name, args = _read(line)
        value = call(name, args)
    except SalesPlanError as error:
        message = {language: error.sentence(language) for language in LANGUAGES}
        return {"error": error.cell_error.value, "message": message}
    if isinstance(value, CellError):
        message = {language: say("error_passed", language, value=value.value) for language in LANGUAGES}
        return {"error": value.value, "message": message}
    return {"value": _plain(value)}


def call(name: str, args: list[Any]) -> Any:
    """Call a cell function by its Excel name with cells.

    Raises:
        NotFound: there is no such function.
        SalesPlanError: the function refuses the call.
    """
    from salesplan_xl import formulas  # noqa: F401 - declares them

    declared = FORMULAS.get(name.upper())
    if declared is None:
        near = get_close_matches(name.upper(), FORMULAS, n=3, cutoff=0.4)
        raise NotFound("no_such_function", name=name, nearest=", ".join(near) or "–")
    try:
        return evaluate_cells(declared, args)
    except (SalesPlanError, RecursionError, MemoryError):
        raise
    except Exception:
        logging.getLogger("salesplan").exception("%s failed", name)
        raise WrongKind("internal") from None


def _read(line: str) -> tuple[str, list[Any]]:
    try:
        request = json.loads(line)
        name, args = request["name"], request.get("args", [])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise WrongKind("not_a_call") from None
    if not isinstance(name, str) or not isinstance(args, list):
        raise WrongKind("not_a_call")
    return name, [_cells(argument) for argument in args]


def _cells(value: Any) -> Any:
    """Turn a JSON argument into cells; a flat list is a column of cells, ragged rows are refused."""
    if isinstance(value, list):
        if _are_cells(value):
            return list(zip(value, strict=True))
        if any(isinstance(row, list) for row in value):
            if len({len(row) if isinstance(row, list) else -1 for row in value}) != 1:
                raise WrongKind("not_a_rectangle")
            if _are_cells(flat_cells(value)):
                return value
            if any(isinstance(cell, (list, dict)) for row in value for cell in row):
                raise WrongKind("not_a_rectangle")
            return [[_cell(cell) for cell in row] for row in value]
        return [[_cell(cell)] for cell in value]
    return _cell(value)


def _are_cells(values: list[Any]) -> bool:
    """Tell whether values are numbers and blanks that need no conversion."""
    kinds = set(map(type, values))
    if not kinds <= _NUMBERS_AND_BLANKS:
        return False
    numbers = [value for value in values if value is not None] if type(None) in kinds else values
    return int not in kinds or (min(numbers) >= -_LARGEST_WHOLE and max(numbers) <= _LARGEST_WHOLE)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return ERROR_BY_TEXT.get(value, value)
    if isinstance(value, dict):
        raise WrongKind("not_a_rectangle")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _LARGEST_WHOLE:
        try:
            return float(value)
        except OverflowError:
            return float("inf")
    return value


def _plain_row(row: Sequence[Any]) -> list[Any]:
    # The usual numbers are told apart here: a column may have a million.
    return [
        cell
        if type(cell) is float and (-_LARGEST_WHOLE < cell < _LARGEST_WHOLE) and cell % 1
        else _plain(cell)
        for cell in row
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain_row(row) if isinstance(row, (list, tuple)) else _plain(row) for row in value]
    if isinstance(value, CellError):
        return value.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
