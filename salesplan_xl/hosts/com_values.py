"""Cells as Excel's automation hands them over and takes them: the two conversions, and why they are needed.

Reading. A number arrives as a float; a whole number therefore is one of Excel's error codes. A cell in a
currency format arrives as a ``Decimal`` cut to four decimals. A date arrives with the time zone UTC, a time
of day as that time on 1899-12-30.

Writing. Excel reads an assigned text as if a person had typed it: ``1-2`` becomes a date, ``00123`` a number,
``=A1`` a formula, ``TRUE`` a truth value. A leading apostrophe stops all of this; Excel takes it off and
remembers the cell as text, so that it stays text when a person later edits it. Error values cannot be sent;
their text can, without the apostrophe, and Excel reads it as the error.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from salesplan_xl.cells import ERROR_BY_TEXT, Cell, CellError
from salesplan_xl.errors import OutOfRange
from salesplan_xl.hosts.sheet_cells import MOST_CHARACTERS

_FIRST_ERROR = -2146828288
"""Excel's error numbers (2000 and up) are added to 0x800A0000, as a signed 32-bit number."""
_ERRORS = {
    2000: CellError.NULL,
    2007: CellError.DIV0,
    2015: CellError.VALUE,
    2023: CellError.REF,
    2029: CellError.NAME,
    2036: CellError.NUM,
    2042: CellError.NA,
    2043: CellError.GETTING_DATA,
    2045: CellError.SPILL,
    2050: CellError.CALC,
}
ERROR_NUMBERS = {error: number for number, error in _ERRORS.items()}
"""Excel's number of each error, as ``CVErr`` takes it."""
_AS_THEY_ARE = frozenset({float, str, bool, type(None)})
_DAY_ZERO = dt.date(1899, 12, 30)
_DAY = 86_400_000_000
_LARGEST = sys.float_info.max

Rows = list[list[Cell]]


def as_rows(value: Any, rows: int, columns: int) -> Sequence[Sequence[Any]]:
    """Return an assigned or read value as rows, whatever Excel made of one cell, one row or one column.

    >>> as_rows(5.0, 1, 1), as_rows((1.0, 2.0), 1, 2), as_rows((1.0, 2.0), 2, 1)
    ([[5.0]], [[1.0, 2.0]], [[1.0], [2.0]])
    """
    if not isinstance(value, list | tuple):
        return [[value] * columns for _ in range(rows)]
    if isinstance(value[0], list | tuple):
        return value
    return [[entry] for entry in value] if columns == 1 else [list(value)]


def decode(values: Sequence[Sequence[Any]], errors_as_text: bool = False) -> Rows:
    """Return rows of cells. With ``errors_as_text`` (Excel for Mac) a text such as ``#N/A`` is an error.

    >>> decode([[1.0, "", -2146826246, True]])
    [[1.0, None, <CellError.NA: '#N/A'>, True]]
    """
    if errors_as_text:
        return [[ERROR_BY_TEXT.get(cell, cell) if isinstance(cell, str) else cell for cell in row]
                for row in decode(values)]  # fmt: skip
    rows: Rows = []
    for row in values:
        if _AS_THEY_ARE.issuperset(map(type, row)):
            rows.append([None if cell == "" else cell for cell in row] if "" in row else list(row))
        else:
            rows.append([_decode_cell(cell) for cell in row])
    return rows


def has_currency(values: Sequence[Sequence[Any]]) -> bool:
    """Return whether a cell was cut to four decimals on its way, so that it must be read again."""
    return any(Decimal in set(map(type, row)) for row in values)


def with_exact_currency(values: Sequence[Sequence[Any]], plain: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return ``values`` with each currency replaced by the exact number at its place in ``plain``."""
    return [
        [number if isinstance(value, Decimal) else value for value, number in zip(row, numbers, strict=True)]
        for row, numbers in zip(values, plain, strict=True)
    ]


def _decode_cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value or None
    if value is None or isinstance(value, float | bool):
        return value
    if isinstance(value, int):
        code = value - _FIRST_ERROR
        return _ERRORS.get(code, CellError.VALUE) if 2000 <= code < 2100 else float(value)
    if isinstance(value, dt.datetime):
        return _decode_date(value)
    return None


def _decode_date(value: dt.datetime) -> dt.datetime | dt.time:
    """Return a plain date of this package, to the millisecond, which is what Excel shows."""
    exact = dt.datetime(
        value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
    )
    moment = exact + dt.timedelta(microseconds=500)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    return moment.time() if moment.date() == _DAY_ZERO and moment.time() != dt.time() else moment


def encode(rows: Sequence[Sequence[Cell]], place: str) -> list[list[Any]]:
    """Return rows as Excel takes them: text behind an apostrophe, numbers as floats, blanks as ``None``.

    Raises:
        OutOfRange: a text is longer than a cell of ``place`` can hold.

    >>> encode([["=1+1", 5, "", dt.time(12), CellError.NA]], "tblPlan")
    [["'=1+1", 5.0, None, 0.5, '#N/A']]
    """
    # The usual cells are told apart here: a table may have millions.
    return [
        [
            cell
            if cell is None or (type(cell) is float and -_LARGEST <= cell <= _LARGEST)
            else "'" + cell
            if type(cell) is str and 0 < len(cell) <= MOST_CHARACTERS // 2
            else _encode_cell(cell, place)
            for cell in row
        ]
        for row in rows
    ]


def _encode_cell(value: Any, place: str) -> Any:
    if isinstance(value, str):
        count = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if count > MOST_CHARACTERS:
            raise OutOfRange("text_too_long", place=place, count=count)
        return "'" + value if value else None
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return float(value) if isfinite(value) else CellError.NUM.value
    if isinstance(value, CellError):
        return value.value
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, dt.time):
        passed = ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond
        return passed / _DAY
    return _encode_cell(value.item(), place) if hasattr(value, "item") else float(value)
