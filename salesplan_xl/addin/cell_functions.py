"""The module that the xlwings server calls for a cell: every function of the registry as an attribute.

Excel's side (see :mod:`salesplan_xl.addin.wrappers`) calls ``CallUDF`` of the server with this module, a
function's name and ``[place, whole, argument, ...]``: the address of the calling cell, the positions of
arguments that were whole columns or rows, and the arguments as plain values. The answer is a rectangle in
which texts are texts, numbers are floats, and **an integer is the number of an Excel error**: no text and no
number of a user can be one. Excel's side turns it into the error.

Nothing is imported for a function before its first call, and xlwings is not imported at all: the server looks
for ``__xlfunc__`` only.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import chain
from typing import Any

from salesplan_xl.addin.last_errors import remember
from salesplan_xl.cells import CellError
from salesplan_xl.errors import SalesPlanError, WrongKind
from salesplan_xl.hosts.com_values import ERROR_NUMBERS, decode

LEADING = ("place", "whole")
"""What stands in front of a function's own arguments."""

_MISSING = -2147352572
"""What the automation passes for an optional argument that was left out."""
_AS_SENT = frozenset({float, str, bool, type(None)})
_AS_RETURNED = frozenset({float, str, bool})
_RAW = {"convert": "raw"}


class CellFunction:
    """One function as the xlwings server wants it: callable, and described by ``__xlfunc__``."""

    def __init__(self, name: str) -> None:
        from salesplan_xl.registry import FORMULAS

        self.formula = FORMULAS[name]
        self.__name__ = name
        self.__doc__ = self.formula.summary["en"]
        names = [*LEADING, *(argument.name for argument in self.formula.arguments)]
        self.__xlfunc__ = {
            "name": name,
            "sub": False,
            "args": [
                {
                    "name": argument,
                    "pos": position,
                    "vba": None,
                    "doc": argument,
                    "vararg": False,
                    "optional": None,
                    "options": _RAW,
                }
                for position, argument in enumerate(names)
            ],
            "ret": {"doc": self.__doc__, "options": _RAW},
            "category": self.formula.category,
            "call_in_wizard": False,
            "volatile": False,
            "async_mode": None,
        }

    def __call__(self, place: str = "", whole: str = "", *given: Any) -> list[Sequence[Any]]:
        """Answer a call from a cell: rows of texts, floats and truth values; an integer is an error."""
        from salesplan_xl.evaluation import evaluate_cells

        arguments = [as_cells(value) for value in given]
        if whole:
            _cut_whole(arguments, whole.split(","))
        error: SalesPlanError | None = None
        try:
            answer = evaluate_cells(self.formula, arguments)
        except SalesPlanError as refused:
            error, answer = refused, refused.cell_error
        except Exception:
            logging.getLogger("salesplan").exception("%s failed in %s", self.__name__, place)
            error, answer = WrongKind("internal"), CellError.VALUE
        remember(place, self.__name__, error)
        return as_returned(answer)


_FUNCTIONS: dict[str, CellFunction] = {}


def __getattr__(name: str) -> CellFunction:
    """Return a cell function by its Excel name."""
    if name not in _FUNCTIONS:
        from salesplan_xl import formulas  # noqa: F401 - declares them
        from salesplan_xl.registry import FORMULAS

        if name not in FORMULAS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        _FUNCTIONS[name] = CellFunction(name)
    return _FUNCTIONS[name]


def as_cells(value: Any) -> Any:
    """Return an argument as the automation sends it in cells: one, or rows of them.

    One row arrives flat. A blank, an empty text and an argument left out are ``None``. Many numbers and
    nothing else are an array.

    >>> as_cells((1.0, 2.0)), as_cells(((1.0,), ("",))), as_cells(-2146826246), as_cells(-2147352572)
    ([(1.0, 2.0)], [(1.0,), (None,)], <CellError.NA: '#N/A'>, None)
    """
    if isinstance(value, tuple | list):
        import numpy as np

        from salesplan_xl.grids import flat_cells, floats_of

        rows = value if value and isinstance(value[0], tuple | list) else [value]
        floats = floats_of(rows)
        if floats is not None and np.isfinite(floats).all():
            return floats
        cells = flat_cells(rows)
        kinds = set(map(type, cells))
        if kinds <= _AS_SENT and not (str in kinds and "" in cells):
            return rows
        odd = [at for at, cell in enumerate(cells) if type(cell) is not float and cell is not None]
        for at, cell in zip(odd, decode([[cells[at] for at in odd]])[0], strict=True):
            cells[at] = cell
        return list(zip(*[iter(cells)] * len(rows[0]), strict=True))
    if type(value) is int and value == _MISSING:
        return None
    return decode([[value]])[0][0]


def as_returned(answer: Any) -> list[Sequence[Any]]:
    """Return an answer as the automation takes it: always rows, errors as integers, blanks as empty texts.

    >>> as_returned(5), as_returned([(1.0, CellError.NUM), (None, "a")])
    ([[5.0]], [[1.0, 2036], ['', 'a']])
    """
    from salesplan_xl.evaluation import Rows

    rows: list[Sequence[Any]] = list(answer) if isinstance(answer, list | tuple) else [[answer]]
    if isinstance(answer, Rows) and len(rows) > 1:
        width = len(rows[0])
        for at, error in answer.errors.items():
            row, column = divmod(at, width)
            rows[row] = (*rows[row][:column], ERROR_NUMBERS[error], *rows[row][column + 1 :])
        return rows
    if rows and not isinstance(rows[0], list | tuple):
        rows = [[cell] for cell in rows]
    if len(rows) > 1 and _AS_RETURNED.issuperset(map(type, chain.from_iterable(rows))):
        return rows
    # The server sends one row flat, and of a flat tuple the automation takes the first value alone.
    return [[_returned(cell) for cell in row] for row in rows]


def _returned(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return ERROR_NUMBERS[cell]
    if cell is None:
        return ""
    return cell if isinstance(cell, str | bool) else float(cell)


def _cut_whole(arguments: list[Any], positions: Sequence[str]) -> None:
    """Cut what was whole columns (``c0``) or rows (``r1``) after the last place where any holds something.

    Excel's side sent them as far as their sheets are in use, which may differ from sheet to sheet.
    """
    for kind in "cr":
        whole = [int(position[1:]) for position in positions if position[0] == kind]
        lines = {position: _lines(arguments[position], kind) for position in whole}
        last = max((_last_used(found) for found in lines.values()), default=1)
        for position, found in lines.items():
            cut = found[:last] + [(None,) * len(found[0])] * (last - len(found))
            arguments[position] = cut if kind == "c" else [list(row) for row in zip(*cut, strict=True)]


def _lines(cells: Any, kind: str) -> list[Sequence[Any]]:
    rows = cells.tolist() if hasattr(cells, "tolist") else cells
    rows = rows if isinstance(rows, tuple | list) else [[rows]]
    return list(rows) if kind == "c" else list(zip(*rows, strict=True))


def _last_used(lines: Sequence[Sequence[Any]]) -> int:
    for position in range(len(lines) - 1, -1, -1):
        if any(cell is not None for cell in lines[position]):
            return position + 1
    return 1
