"""Read what a caller gives for an argument: one cell, a rectangle of cells, a Python sequence or an array.

A range is read at once, never cell by cell. Blanks become NaN; what is no number is kept apart, with its
place, so that it can be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from salesplan_xl.cells import CellError
from salesplan_xl.units import Floats

WHOLE_COLUMN = 1_048_576
WHOLE_ROW = 16_384


@dataclass
class Grid:
    """A numeric argument as read: a rectangle of floats, NaN where blank, and what was no number."""

    values: Floats
    lies: str = "cell"
    """``cell``, ``row``, ``column`` or ``rectangle``; ``line`` for a flat Python sequence."""
    errors: dict[int, CellError] = field(default_factory=dict)
    wrong: dict[int, object] = field(default_factory=dict)


def is_blank(value: Any) -> bool:
    """Tell whether an argument is left out or is one blank cell."""
    while isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    return value is None


def read_grid(value: Any) -> Grid:
    """Read a number or a rectangle of cells into floats, keeping apart what is no number."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        array = np.asarray(value, dtype=np.float64)
        if array.ndim < 2:
            lies = "line" if array.ndim else "cell"
            return Grid(array.reshape(-1, 1), lies)
        return Grid(array, _how_it_lies(*array.shape))
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return _read(([value],), 1, "cell")
    if value and isinstance(value[0], (list, tuple)):
        width = len(value[0])
        return _read(value, width, _how_it_lies(len(value), width))
    return _read([[cell] for cell in value], 1, "line")


def _how_it_lies(rows: int, columns: int) -> str:
    if rows == columns == 1:
        return "cell"
    return "row" if rows == 1 else "column" if columns == 1 else "rectangle"


_PLAIN = frozenset({float, int, type(None)})


def _read(rows: Sequence[Sequence[Any]], width: int, lies: str) -> Grid:
    flat = list(chain.from_iterable(rows))
    errors: dict[int, CellError] = {}
    wrong: dict[int, object] = {}
    kinds = set(map(type, flat))
    if not kinds <= _PLAIN:
        for position, cell in enumerate(flat):
            kind = type(cell)
            if kind in _PLAIN:
                continue
            if isinstance(cell, (np.integer, np.floating)):
                flat[position] = cell.item()
                continue
            if kind is CellError:
                errors[position] = cell
            else:
                wrong[position] = cell
            flat[position] = None
    values = np.array(flat, dtype=np.float64)
    blank = type(None) in kinds or errors or wrong
    not_numbers = np.flatnonzero(np.isnan(values)).tolist() if float in kinds or not kinds <= _PLAIN else []
    for position in not_numbers if blank else ():
        if flat[position] is not None:
            values[position] = np.inf  # a NaN is no blank: refused as not finite
    if not blank and not_numbers:
        values[not_numbers] = np.inf
    return Grid(values.reshape(-1, width) if width else values.reshape(0, 1), lies, errors, wrong)


def without_trailing_blanks(given: list[Any]) -> list[Any]:
    """Cut whole-column (or whole-row) ranges after the last row in which any of them holds something."""
    whole = [
        i for i, value in enumerate(given) if isinstance(value, (list, tuple)) and len(value) >= WHOLE_COLUMN
    ]
    if whole:
        last = max(_last_used(given[i]) for i in whole)
        given = [value[:last] if i in whole else value for i, value in enumerate(given)]
    wide = [
        i
        for i, value in enumerate(given)
        if isinstance(value, (list, tuple))
        and value
        and isinstance(value[0], (list, tuple))
        and len(value[0]) >= WHOLE_ROW
    ]
    if wide:
        last = max(max(_last_used([[cell] for cell in row]) for row in given[i]) for i in wide)
        given = [[row[:last] for row in value] if i in wide else value for i, value in enumerate(given)]
    return given


def _last_used(rows: Sequence[Any]) -> int:
    for position in range(len(rows) - 1, -1, -1):
        row = rows[position]
        cells = row if isinstance(row, (list, tuple)) else (row,)
        if any(cell is not None for cell in cells):
            return position + 1
    return 1


def shown(value: object) -> str:
    """Write a value into a sentence: text in quotation marks."""
    return f"“{value}”" if isinstance(value, str) else str(value)
