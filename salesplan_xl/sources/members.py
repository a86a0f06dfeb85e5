"""Columns that tell rows apart, as whole numbers: members, months and closed lists, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
import numpy.typing as npt

from salesplan_xl.cells import ERROR_BY_TEXT, CellError
from salesplan_xl.sources.chunks import Cells
from salesplan_xl.sources.header import text_of
from salesplan_xl.sources.numbers import BLANKS, unwrap

Ids = npt.NDArray[np.int64]

BLANK_ID, BAD_ID = -1, -2
"""No member; a cell that cannot be read as one."""
JOIN = " / "


class Numbering:
    """Numbers the distinct things a column's cells mean, in the order in which they are met.

    ``read`` turns one cell (or, for joined columns, several) into what it means: ``None`` for a blank,
    :data:`UNREADABLE` for what cannot be read.
    """

    def __init__(self, read: Callable[..., Hashable]) -> None:
        self._read = read
        self._ids: dict[Hashable, int] = {}
        self._known: dict[tuple[object, ...], int] = {}
        self.things: list[Hashable] = []

    def ids(self, columns: Sequence[Cells]) -> Ids:
        """Return the number of each row's thing."""
        import pandas as pd

        if len(columns) == 1:
            codes, values = pd.factorize(columns[0], use_na_sentinel=False)
            return np.array([self._id((value,)) for value in values.tolist()], dtype=np.int64)[codes]
        parts = [pd.factorize(column, use_na_sentinel=False) for column in columns]
        packed = np.zeros(len(columns[0]), dtype=np.int64)
        for codes, values in parts:
            packed = packed * len(values) + codes
        _, first, inverse = np.unique(packed, return_index=True, return_inverse=True)
        found = [self._id(tuple(column[row] for column in columns)) for row in first.tolist()]
        return np.array(found, dtype=np.int64)[inverse]

    def forget(self) -> None:
        """Read cells anew from here on: the same cell may mean something else on the next sheet."""
        self._known.clear()

    def _id(self, cells: tuple[object, ...]) -> int:
        known = self._known.get(cells)
        if known is not None:
            return known
        thing = self._read(*cells)
        if thing is None:
            found = BLANK_ID
        elif thing is UNREADABLE:
            found = BAD_ID
        else:
            found = self._ids.setdefault(thing, len(self.things))
            if found == len(self.things):
                self.things.append(thing)
        if len(self._known) < _MOST_REMEMBERED:
            self._known[cells] = found
        return found


class _Unreadable:
    """The mark of a cell that is no member."""


UNREADABLE = _Unreadable()
_MOST_REMEMBERED = 1 << 18


def member(*cells: object) -> Hashable:
    """Read a member from its cell, or from several joined ones. Leading zeros and everything else stay.

    >>> member(" 00123 "), member("Furniture", "Chairs"), member(""), member(123.0)
    ('00123', 'Furniture / Chairs', None, '123')
    """
    texts = [unwrap(text_of(cell)).strip() for cell in cells]
    if any(text in ERROR_BY_TEXT for text in texts) or any(isinstance(cell, CellError) for cell in cells):
        return UNREADABLE
    named = [text for text in texts if text.lower() not in BLANKS]
    return JOIN.join(named) if named else None
