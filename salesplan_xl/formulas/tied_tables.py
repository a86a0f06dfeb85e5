"""Of several tables of zeros and ones that are equally good, the one whose ones come first.

Given one table, its tied cells can change by exchanges along closed chains of tied cells: a one leaves a
cell, another enters in the same row or column, and so on. Sets of rows and columns are kept as the bits of
whole numbers, so that one operation looks at a whole row.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import Integers

Mask = npt.NDArray[np.bool_]


def earliest(table: Mask, tied: Mask) -> Integers:
    """Move ones to earlier tied cells, row and column sums unchanged, as far as they go.

    Returns:
        Of all tables with the same sums that differ in tied cells only, the largest one in reading order.

    >>> earliest(np.array([[0, 1], [1, 0]], bool), np.ones((2, 2), bool)).tolist()
    [[1, 0], [0, 1]]
    """
    result = table.astype(np.int64)
    movable = _on_a_cycle(table, tied)
    if movable.any():
        _Exchanges(result, movable).run()
    return result


def _on_a_cycle(table: Mask, tied: Mask) -> Mask:
    """Mark the tied cells that some exchange can change."""
    rows, columns = np.nonzero(tied)
    if not len(rows):
        return tied
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    m, n = table.shape
    ones = table[rows, columns]
    tails, heads = np.where(ones, m + columns, rows), np.where(ones, rows, m + columns)
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (tails, heads)), shape=(m + n, m + n))
    _, part = connected_components(graph.tocsr(), directed=True, connection="strong")
    return np.asarray(tied & (part[:m, None] == part[None, m:]))


class _Exchanges:
    """The tied cells as sets of bits, worked through in reading order."""

    def __init__(self, table: Integers, movable: Mask) -> None:
        self.table = table
        self.row_ones = _as_bits(movable & (table == 1))
        self.row_zeros = _as_bits(movable & (table == 0))
        self.column_ones = _as_bits((movable & (table == 1)).T)

    def run(self) -> None:
        everything = (1 << len(self.row_ones)) - 1
        for row in range(len(self.row_ones)):
            later = everything >> (row + 1) << (row + 1)
            hopeless, column = 0, -1
            while True:
                zeros = self.row_zeros[row] >> (column + 1)
                column += (zeros & -zeros).bit_length()
                targets = self.row_ones[row] >> (column + 1) << (column + 1)
                if not zeros or not targets:
                    break
                if hopeless >> column & 1:
                    continue
                path, seen = self._path(column, targets, later)
                if path is None:
                    hopeless |= seen
                    continue
                hopeless = 0
                self._set(row, column, 1)
                for place, leaves, enters in path:
                    self._set(place, leaves, 0)
                    self._set(place, enters, 1)
                self._set(row, path[0][2], 0)

    def _path(self, column: int, targets: int, later: int) -> tuple[list[tuple[int, int, int]] | None, int]:
        """Find exchanges in later rows that free a step in ``column`` and end in one of the targets.

        Each exchange is a row, the column its one leaves, and the column it enters; the last comes first.
        """
        seen_columns, seen_rows = 1 << column, 0
        came_from: dict[int, tuple[int, int]] = {}
        queue = [column]
        for start in queue:
            rows = self.column_ones[start] & later & ~seen_rows
            seen_rows |= rows
            for row in _members(rows):
                reached = self.row_zeros[row] & ~seen_columns
                hit = reached & targets
                if hit:
                    end = hit.bit_length() - 1
                    came_from[end] = (row, start)
                    return self._trace(end, column, came_from), seen_columns
                seen_columns |= reached
                for end in _members(reached):
                    came_from[end] = (row, start)
                    queue.append(end)
        return None, seen_columns

    @staticmethod
    def _trace(end: int, column: int, came_from: dict[int, tuple[int, int]]) -> list[tuple[int, int, int]]:
        path = []
        while end != column:
            row, start = came_from[end]
            path.append((row, start, end))
            end = start
        return path

    def _set(self, row: int, column: int, value: int) -> None:
        self.table[row, column] = value
        self.row_ones[row] ^= 1 << column
        self.row_zeros[row] ^= 1 << column
        self.column_ones[column] ^= 1 << row


def _as_bits(mask: Mask) -> list[int]:
    packed = np.packbits(mask, axis=1, bitorder="little")
    return [int.from_bytes(line.tobytes(), "little") for line in packed]


def _members(bits: int) -> list[int]:
    """Return the positions of the bits set, ascending."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
