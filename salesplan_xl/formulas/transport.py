"""Which tables are possible at all: whole-number tables between bounds with given row and column totals.

A maximum flow decides it. Where none exists, the minimum cut names lines that stand against each other;
where some exist, the cells that are the same in all of them follow from the residual graph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import Floats, Integers

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Conflict:
    """Lines of a table that cannot have their totals. Positions count from 0.

    Together the ``lines`` (rows, or columns where ``axis`` is 1) must have ``needed``; they can have at most
    ``possible`` (at least, if ``too_full``). ``others`` are the lines across from which they can have it.
    """

    axis: int
    lines: tuple[int, ...]
    others: tuple[int, ...]
    needed: int
    possible: int
    too_full: bool


def possible_table(
    rows: Integers, columns: Integers, low: Integers, high: Integers, near: Floats | None = None
) -> Integers | Conflict:
    """Return a table of whole numbers with the totals and between the bounds, or why there is none.

    Args:
        rows, columns: totals, with the same sum.
        low, high: bounds of the cells, ``low <= high``.
        near: a table to begin from; it need not fit.

    >>> seven = np.full((2, 2), 7)
    >>> possible_table(np.array([3, 2]), np.array([1, 4]), 0 * seven, seven).tolist()
    [[1, 2], [0, 2]]
    >>> possible_table(np.array([3, 2]), np.array([1, 4]), 0 * seven, np.array([[7, 0], [7, 7]]))
    Conflict(axis=0, lines=(0,), others=(0,), needed=3, possible=1, too_full=False)
    """
    flow = _Flow(rows, columns, low, high)
    if (flow.row_left < 0).any() or (flow.column_left < 0).any():
        return _floors_too_high(flow)
    if near is not None:
        flow.begin_near(near)
    flow.fill_directly()
    while flow.row_left.any():
        reached = flow.augment()
        if reached is not None:
            return _smallest_conflict(rows, columns, low, high, *reached)
    return flow.table


def settled_cells(table: Integers, low: Integers, high: Integers) -> Mask:
    """Mark the cells that lie at the same bound in every table with the totals of this one.

    A cell can leave its bound where it lies on a cycle of the residual graph: where its row and its column
    can each be reached from the other.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    m, n = table.shape
    up, down = np.nonzero(table < high), np.nonzero(table > low)
    tails = np.concatenate([up[0], m + down[1]])
    heads = np.concatenate([m + up[1], down[0]])
    graph = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(m + n, m + n))
    _, part = connected_components(graph.tocsr(), directed=True, connection="strong")
    return np.asarray((part[:m, None] != part[None, m:]) | (low == high))


class _Flow:
    """A table that grows from its lower bounds until no row or column is short."""

    def __init__(self, rows: Integers, columns: Integers, low: Integers, high: Integers) -> None:
        self.low, self.high = low, high
        self.rows, self.columns = rows, columns
        self.table = low.copy()
        self._count()

    def _count(self) -> None:
        self.row_left = self.rows - self.table.sum(axis=1)
        self.column_left = self.columns - self.table.sum(axis=0)

    def begin_near(self, near: Floats) -> None:
        """Take a given table, scaled down and rounded down so that no total is exceeded."""
        with np.errstate(all="ignore"):
            above = np.clip(near - self.low, 0, self.high - self.low)
            above *= np.nan_to_num(np.minimum(1, self.row_left / above.sum(axis=1)))[:, None]
            above *= np.nan_to_num(np.minimum(1, self.column_left / above.sum(axis=0)))
        start = self.low + np.floor(above * (1 - 1e-12)).astype(np.int64)
        rows_fit = (start.sum(axis=1) <= self.rows).all()
        if rows_fit and (start.sum(axis=0) <= self.columns).all():
            self.table = start
            self._count()

    def fill_directly(self) -> None:
        """Give each short row what short columns can take from it, in reading order."""
        for row in np.flatnonzero(self.row_left).tolist():
            room = np.minimum(self.high[row] - self.table[row], self.column_left)
            taken = np.diff(np.minimum(np.cumsum(room), self.row_left[row]), prepend=0)
            self.table[row] += taken
            self.row_left[row] -= taken.sum()
            self.column_left -= taken

    def augment(self) -> tuple[Mask, Mask] | None:
        """Shift amounts so that short rows reach short columns; if none can, return what was reached."""
        m, n = self.table.shape
        row_from, column_from = np.full(m, -1), np.full(n, -1)
        rows_seen, columns_seen = self.row_left > 0, np.zeros(n, dtype=bool)
        frontier = np.flatnonzero(rows_seen)
        while len(frontier):
            room = self.table[frontier] < self.high[frontier]
            room[:, columns_seen] = False
            found = np.flatnonzero(room.any(axis=0))
            if not len(found):
                break
            column_from[found] = frontier[room[:, found].argmax(axis=0)]
            columns_seen[found] = True
            ends = found[self.column_left[found] > 0]
            if len(ends):
                for end in ends.tolist():
                    self._shift(end, row_from, column_from)
                return None
            loose = self.table[:, found] > self.low[:, found]
            loose[rows_seen] = False
            frontier = np.flatnonzero(loose.any(axis=1))
            row_from[frontier] = found[loose[frontier].argmax(axis=1)]
            rows_seen[frontier] = True
        return rows_seen, columns_seen

    def _shift(self, column: int, row_from: Integers, column_from: Integers) -> None:
        path = []
        end = column
        while True:
            row = int(column_from[column])
            path.append((row, column, 1))
            if row_from[row] < 0:
                break
            column = int(row_from[row])
            path.append((row, column, -1))
        amount = min(int(self.row_left[row]), int(self.column_left[end]))
        for i, j, sign in path:
            room = self.high[i, j] - self.table[i, j] if sign > 0 else self.table[i, j] - self.low[i, j]
            amount = min(amount, int(room))
        for i, j, sign in path:
            self.table[i, j] += sign * amount
        self.row_left[row] -= amount
        self.column_left[end] -= amount


def _floors_too_high(flow: _Flow) -> Conflict:
    for axis, left, totals in ((0, flow.row_left, flow.rows), (1, flow.column_left, flow.columns)):
        wrong = np.flatnonzero(left < 0)
        if wrong.size:
            line = int(wrong[0])
            needed = int(totals[line])
            return Conflict(axis, (line,), (), needed, needed - int(left[line]), too_full=True)
    raise AssertionError("no line is too full")


def _smallest_conflict(
    rows: Integers, columns: Integers, low: Integers, high: Integers, row_set: Mask, column_set: Mask
) -> Conflict:
    """Take lines out of the cut while the rest still conflicts, seen from either side; fewer lines win."""
    from_rows = _shrink(0, rows, columns, low, high, row_set)
    from_columns = _shrink(1, columns, rows, low.T, high.T, ~column_set)
    return min(from_rows, from_columns, key=lambda found: len(found.lines))


def _shrink(
    axis: int, lines: Integers, across: Integers, low: Integers, high: Integers, chosen: Mask
) -> Conflict:
    """Keep of the chosen lines a set that needs more than it can get and of which none can be spared.

    From a line across, the chosen ones get at most its total less what the others must have there, and at
    most the sum of their own caps there.
    """
    needed = int(lines[chosen].sum())
    own, others_low = high[chosen].sum(axis=0), low[~chosen].sum(axis=0)
    for line in np.flatnonzero(chosen).tolist():
        less = int(lines[line])
        possible = int(np.minimum(own - high[line], across - others_low - low[line]).sum())
        if needed - less > possible:
            chosen[line] = False
            needed -= less
            own, others_low = own - high[line], others_low + low[line]
    limits = np.minimum(own, across - others_low)
    kept = tuple(np.flatnonzero(chosen).tolist())
    return Conflict(
        axis, kept, tuple(np.flatnonzero(limits > 0).tolist()), needed, int(limits.sum()), too_full=False
    )
