"""Prices of rows and columns near those of the cheapest choice of cells, found by Newton steps.

Where every cell may also be taken in part, the more the lower it lies below its two prices, few steps find
the prices at which rows and columns have their counts. The softer the choice the quicker; it is hardened
from one price list to the next. Pricing rows and columns in turn instead hardly moves on tables with a
pattern, such as the products of row and column factors that a uniform seed leaves.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.formulas.fitting import eliminate
from salesplan_xl.units import Floats, Integers

SOFTEST = 0.1
"""Of the range of costs: how far from its two prices a cell is still taken in part, at first."""
HARDER = 0.5
NEWTON_STEPS = 6
NEAR = 1.5
"""Cells by which every row and column may miss its count before the choice is hardened."""


def smooth_prices(
    cost: Floats, row_counts: Integers, column_counts: Integers, rows: Floats, columns: Floats
) -> tuple[Floats, Floats]:
    """Move prices towards those at which the cells below them have the counts.

    Args:
        cost: of each cell; infinite where it cannot be taken.
        row_counts, column_counts: how many cells to take, with the same sum.
        rows, columns: prices to begin with.
    """
    usable = np.isfinite(cost)
    spread = float(np.ptp(cost[usable])) if usable.any() else 0.0
    width = SOFTEST * spread
    hardest = spread * sum(cost.shape) / max(float(usable.sum()), 1.0)
    while width > 0:
        rows, columns = _balanced(cost, row_counts, column_counts, rows, columns, width)
        if width <= hardest:
            break
        width *= HARDER
    return rows, columns


def _balanced(
    cost: Floats, row_counts: Integers, column_counts: Integers, rows: Floats, columns: Floats, width: float
) -> tuple[Floats, Floats]:
    taken, row_error, column_error = _taken(cost, row_counts, column_counts, rows, columns, width)
    for _ in range(NEWTON_STEPS):
        if max(np.abs(row_error).max(), np.abs(column_error).max()) < NEAR:
            break
        slopes = taken * (1 - taken)
        if cost.shape[0] < cost.shape[1]:
            by_column, by_row = eliminate(slopes.T, column_error, row_error)
        else:
            by_row, by_column = eliminate(slopes, row_error, column_error)
        miss = row_error @ row_error + column_error @ column_error
        length = width
        while length > 0.05 * width:
            tried = rows + length * by_row, columns + length * by_column
            taken, row_error, column_error = _taken(cost, row_counts, column_counts, *tried, width)
            if row_error @ row_error + column_error @ column_error < miss * (1 - 0.2 * length / width):
                break
            length /= 2.5
        rows, columns = tried
    return rows, columns


def _taken(
    cost: Floats, row_counts: Integers, column_counts: Integers, rows: Floats, columns: Floats, width: float
) -> tuple[npt.NDArray[np.float64], Floats, Floats]:
    """Return what part of each cell is taken, and what rows and columns lack."""
    taken = cost - rows[:, None]
    taken -= columns
    taken *= 1 / width
    np.clip(taken, -700, 700, out=taken)
    np.exp(taken, out=taken)
    taken += 1
    np.divide(1.0, taken, out=taken)
    return taken, row_counts - taken.sum(axis=1), column_counts - taken.sum(axis=0)
