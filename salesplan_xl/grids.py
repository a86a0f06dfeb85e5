"""Read what a caller gives for an argument: one cell, a rectangle of cells, a Python sequence or an array.

A range is read at once, never cell by cell. Blanks become NaN; what is no number is kept apart, with its
place, so that it can be named.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, cast

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
    floats = floats_of([value])
    if floats is not None:
        return Grid(_no_blanks(floats.reshape(-1, 1)), "line")
    return _read([[cell] for cell in value], 1, "line")


_LAYOUT = 2
"""The layout of marshalled data without references, in which a float is a tag and its eight bytes."""
_TAG_OF_FLOAT = ord("g")
_FEW = 256
"""So few cells are read faster one by one."""


def floats_of(rows: Sequence[Sequence[Any]]) -> Floats | None:
    """Return rows in which every cell is a float as an array; nothing when any cell is something else.

    All cells are looked at and copied in one pass of C: marshalled, each float is a tag and eight bytes, so
    rows of floats alone make equal records, and anything else among them breaks the pattern.

    >>> column = [(cell / 2,) for cell in range(1000)]
    >>> floats_of(column).shape, floats_of([*column, (True,)]), floats_of([*column, (None,)])
    ((1000, 1), None, None)
    """
    width = len(rows[0]) if rows else 0
    if len(rows) * width < _FEW or any(type(cell) is not float for cell in (*rows[0], *rows[-1])):
        return None
    try:
        data = marshal.dumps(cast(Any, rows), _LAYOUT)
    except ValueError:  # holds what cannot be marshalled, such as an error value
        return None
    cell = np.dtype([("tag", "u1"), ("value", "<f8")])
    row = np.dtype([("tag", "u1"), ("width", "<i4"), ("cells", cell, (width,))])
    if len(data) != 5 + len(rows) * row.itemsize:
        return None
    records = np.frombuffer(data, dtype=row, offset=5)
    cells = records["cells"]
    as_rows = (records["tag"] == records["tag"][0]).all() and (records["width"] == width).all()
    if not as_rows or not (cells["tag"] == _TAG_OF_FLOAT).all():
        return None
    return np.ascontiguousarray(cells["value"])


def _how_it_lies(rows: int, columns: int) -> str:
    if rows == columns == 1:
        return "cell"
    return "row" if rows == 1 else "column" if columns == 1 else "rectangle"


_PLAIN = frozenset({float, int, type(None)})


def _read(rows: Sequence[Sequence[Any]], width: int, lies: str) -> Grid:
    floats = floats_of(rows)
    if floats is not None:
        return Grid(_no_blanks(floats), lies)
    flat = flat_cells(rows)
    errors: dict[int, CellError] = {}
    wrong: dict[int, object] = {}
    kinds = set(map(type, flat))
    if not kinds <= _PLAIN:
        for position in [at for at, kind in enumerate(map(type, flat)) if kind not in _PLAIN]:
            cell = flat[position]
            if isinstance(cell, (np.integer, np.floating)):
                flat[position] = cell.item()
                continue
            if isinstance(cell, CellError):
                errors[position] = cell
            else:
                wrong[position] = cell
            flat[position] = None
    values = np.array(flat, dtype=np.float64)
    not_numbers = np.isnan(values)
    blanks = flat.count(None)
    if np.count_nonzero(not_numbers) != blanks:
        values = _no_blanks(values)
        if blanks:
            values[[at for at, cell in enumerate(flat) if cell is None]] = np.nan
    return Grid(values.reshape(-1, width) if width else values.reshape(0, 1), lies, errors, wrong)


def _no_blanks(values: Floats) -> Floats:
    """Return numbers of which none stands for a blank: a NaN among them is refused as not finite."""
    return np.where(np.isnan(values), np.inf, values)


def flat_cells(rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Return all cells, row after row."""
    if rows and len(rows[0]) == 1:
        with suppress(ValueError):  # some row is longer
            return [cell for (cell,) in rows]
    return list(chain.from_iterable(rows))


def without_trailing_blanks(given: list[Any]) -> list[Any]:
    """Cut whole-column (or whole-row) ranges after the last row in which any of them holds something."""
    whole = [
        i
        for i, value in enumerate(given)
        if (isinstance(value, (list, tuple)) or np.ndim(value)) and len(value) >= WHOLE_COLUMN
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
