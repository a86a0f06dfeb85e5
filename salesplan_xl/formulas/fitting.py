"""Fitting a table to its margins with the least information: iterative proportional fitting with bounds.

Of all tables with the wanted row and column totals and every cell between its bounds, the fitted one is
nearest to the seed: it minimises the sum of x log(x / seed) - x + seed. It has the form

    x[i, j] = seed[i, j] * row_factor[i] * column_factor[j], cut to its lower and upper bound,

so that a cell whose seed is zero takes its lower bound. Plain scaling of rows and columns in turn starts the
search for the factors; Newton steps on the concave dual finish it to the last digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import Floats

Mask = npt.NDArray[np.bool_]

SWEEPS = 12
NEWTON_STEPS = 60
ROUNDS = 4
LARGEST_CHANGE = 8.0
"""Of the logarithm of a factor in one Newton step."""


@dataclass(frozen=True)
class Fit:
    """A fitted table, the largest difference of a row or column from its total, and whether that is small."""

    table: Floats
    error: float
    close: bool


def fit(
    seed: Floats,
    rows: Floats,
    columns: Floats,
    lower: Floats | None = None,
    upper: Floats | None = None,
    fixed: Mask | None = None,
) -> Fit:
    """Fit a seed to row and column totals, each cell between its bounds.

    Args:
        seed: zero or more.
        rows, columns: totals, with the same sum.
        lower, upper: bounds of the cells, 0 and none if left out; they may be infinite above.
        fixed: cells that stay at their lower bound.

    Returns:
        The fit. It is not close where no table meets the totals, or where some cell can only lie at a bound
        although no single row or column shows it; :mod:`salesplan_xl.formulas.transport` tells which.

    >>> fit(np.array([[7.0, 9], [12, 7]]), np.array([5.0, 15]), np.array([10.0, 10])).table.round(4).tolist()
    [[1.7757, 3.2243], [8.2243, 6.7757]]
    """
    low = np.zeros_like(seed) if lower is None else lower
    high = np.full_like(seed, np.inf) if upper is None else upper
    active = (seed > 0) & (low < high)
    if fixed is not None:
        active &= ~fixed
    table = low.copy()
    _fix_full_lines(table, active, high, rows, columns)
    row_rest = rows - np.where(active, 0.0, table).sum(axis=1)
    column_rest = columns - np.where(active, 0.0, table).sum(axis=0)
    some_rows, some_columns = active.any(axis=1), active.any(axis=0)
    scale = max(1.0, float(np.abs(rows).max(initial=0)), float(np.abs(columns).max(initial=0)))
    if active.any():
        inner = np.ix_(some_rows, some_columns)
        problem = _Dual(
            np.where(active[inner], seed[inner], 0.0),
            row_rest[some_rows],
            column_rest[some_columns],
            np.where(active[inner], low[inner], 0.0),
            np.where(active[inner], high[inner], 0.0),
        )
        found = problem.solve(8e-15 * scale)
        table[inner] = np.where(active[inner], found, table[inner])
    error = max(
        float(np.abs(table.sum(axis=1) - rows).max(initial=0)),
        float(np.abs(table.sum(axis=0) - columns).max(initial=0)),
    )
    return Fit(table, error, error <= max(1e-10, 1e-13 * scale))


def _fix_full_lines(table: Floats, active: Mask, high: Floats, rows: Floats, columns: Floats) -> None:
    """Settle the lines whose total leaves no choice: all cells at the lower, or all at the upper bound."""
    changed = True
    while changed:
        changed = False
        for axis, totals in ((1, rows), (0, columns)):
            open_line = active.any(axis=axis)
            empty = open_line & (totals - table.sum(axis=axis) <= 0)
            full = open_line & (totals - np.where(active, high, table).sum(axis=axis) >= 0)
            for lines, values in ((empty, None), (full & ~empty, high)):
                if lines.any():
                    cells = active & (lines[:, None] if axis == 1 else lines[None, :])
                    if values is not None:
                        table[cells] = values[cells]
                    active &= ~cells
                    changed = True


class _Dual:
    """The dual of one fitting problem: logarithms of the factors as variables, margin errors as gradient."""

    def __init__(self, seed: Floats, rows: Floats, columns: Floats, low: Floats, high: Floats) -> None:
        largest = seed.max(axis=1, keepdims=True)
        self.seed = seed / largest
        self.rows, self.columns, self.low, self.high = rows, columns, low, high
        has_high = bool(np.isfinite(high[seed > 0]).any())
        self.bounded = has_high or bool((low > 0).any())
        positive = seed > 0
        with np.errstate(divide="ignore"):
            self.log_seed = np.log(self.seed) if self.bounded else self.seed
            self.log_low = np.log(low) if self.bounded else low
            self.log_high = np.where(positive, np.log(high), -np.inf) if self.bounded else high

    def solve(self, tolerance: float) -> Floats:
        """Return the fitted table, as close to the margins as the factors can be found."""
        start = np.maximum(self.rows, 0) / np.maximum(self.seed.sum(axis=1), 1e-300)
        with np.errstate(divide="ignore"):
            a = np.maximum(np.log(start), -700.0)
        b = np.zeros(len(self.columns))
        with np.errstate(all="ignore"):  # factors run off where no table is possible
            for _ in range(ROUNDS):
                a, b = self._sweep(a, b, tolerance)
                a, b, table, error = self._climb(a, b, tolerance)
                if error <= 1e2 * tolerance:
                    break
        return np.nan_to_num(table)

    def _climb(self, a: Floats, b: Floats, tolerance: float) -> tuple[Floats, Floats, Floats, float]:
        """Take Newton steps, each shortened until it brings the dual's optimum nearer."""
        table, free = self._table(a, b)
        error, objective = self._error(table), self._objective(a, b, table)
        nearly = 1e-6 * max(1.0, float(self.rows.max()))
        for _ in range(NEWTON_STEPS):
            if error <= tolerance:
                break
            da, db = self._direction(table, free)
            slope = da @ (table.sum(axis=1) - self.rows) + db @ (table.sum(axis=0) - self.columns)
            length = 1.0
            while length > 1e-6:
                next_a, next_b = a + length * da, b + length * db
                next_table, next_free = self._table(next_a, next_b)
                next_error = self._error(next_table)
                if error < nearly:  # too near for the objective to tell
                    better = next_error < 0.9 * error
                else:
                    reached = self._objective(next_a, next_b, next_table)
                    better = reached <= objective + 1e-4 * length * slope
                if better:
                    break
                length /= 2 if error >= nearly else 16
            else:
                break
            if error >= nearly:
                objective = reached
            a, b, table, free, error = next_a, next_b, next_table, next_free, next_error
        return a, b, table, error

    def _sweep(self, a: Floats, b: Floats, tolerance: float) -> tuple[Floats, Floats]:
        if not self.bounded:
            row_factor, column_factor = np.exp(a), np.exp(b)
            before = np.inf
            for sweep in range(5 * SWEEPS):
                column_factor = self.columns / (row_factor @ self.seed)
                row_sums = self.seed @ column_factor
                error = float(np.abs(row_factor * row_sums - self.rows).max())
                row_factor = self.rows / row_sums
                if error <= tolerance or (sweep >= SWEEPS and not error < 0.5 * before):
                    break
                before = error
            with np.errstate(divide="ignore"):
                a, b = np.log(row_factor), np.log(column_factor)
            return np.clip(a, -700, 700), np.clip(b, -700, 700)
        for _ in range(SWEEPS):
            for axis in (0, 1):
                table, free = self._table(a, b)
                inner, all_of_it = free.sum(axis=axis), table.sum(axis=axis)
                wanted = (self.columns if axis == 0 else self.rows) - (all_of_it - inner)
                usable = (inner > 0) & (wanted > 0)
                change = np.zeros(len(inner))
                change[usable] = np.clip(np.log(wanted[usable] / inner[usable]), -2, 2)
                change[~usable] = np.sign((wanted - inner)[~usable])
                a, b = (a, b + change) if axis == 0 else (a + change, b)
        return a, b

    def _table(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        """Return the table of two sets of factors, and the same with zeros for the cells at a bound."""
        if not self.bounded:
            table = self.seed * np.exp(a)[:, None]
            table *= np.exp(b)
            return table, table
        free = self.log_seed + a[:, None] + b
        at_bound = (free <= self.log_low) | (free >= self.log_high)
        free = np.exp(np.minimum(free, 700.0))
        table = np.clip(free, self.low, self.high)
        free[at_bound] = 0.0
        return table, free

    def _error(self, table: Floats) -> float:
        return max(
            float(np.abs(table.sum(axis=1) - self.rows).max()),
            float(np.abs(table.sum(axis=0) - self.columns).max()),
        )

    def _objective(self, a: Floats, b: Floats, table: Floats) -> float:
        value = float(table.sum() - a @ self.rows - b @ self.columns)
        if self.bounded:
            exponent = self.log_seed + a[:, None] + b
            below, above = exponent < self.log_low, exponent > self.log_high
            value += float((self.low[below] * (exponent[below] - self.log_low[below])).sum())
            above &= self.high > 0
            value += float((self.high[above] * (exponent[above] - self.log_high[above])).sum())
        return value

    def _direction(self, table: Floats, free: Floats) -> tuple[Floats, Floats]:
        """Return the Newton step, by elimination of the longer side."""
        row_error, column_error = self.rows - table.sum(axis=1), self.columns - table.sum(axis=0)
        if free.shape[0] < free.shape[1]:
            db, da = eliminate(free.T, column_error, row_error)
        else:
            da, db = eliminate(free, row_error, column_error)
        largest = max(float(np.abs(da).max()), float(np.abs(db).max()))
        shrink = min(1.0, LARGEST_CHANGE / largest) if largest > 0 else 1.0
        return da * shrink, db * shrink


def eliminate(free: Floats, row_error: Floats, column_error: Floats) -> tuple[Floats, Floats]:
    """Solve [[R, F], [F', C]] (da, db) = (row_error, column_error), R and C the sums of F's lines.

    The system is singular (a constant may move from one side to the other in each connected part), so a
    trace is added to its diagonal.
    """
    typical = float(free.sum()) / max(free.shape)
    r = free.sum(axis=1) + 1e-14 * typical
    c = free.sum(axis=0) + 1e-14 * typical
    scaled = free / r[:, None]
    schur = np.diag(c) - free.T @ scaled
    schur[np.diag_indices_from(schur)] += 1e-10 * c + 1e-14 * typical
    try:
        db = np.linalg.solve(schur, column_error - scaled.T @ row_error)
    except np.linalg.LinAlgError:
        db = np.linalg.lstsq(schur, column_error - scaled.T @ row_error, rcond=None)[0]
    return (row_error - free @ db) / r, db
