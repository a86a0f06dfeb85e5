"""Fitting cells in long form: one row a cell, its group in every margin, bounds where wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.factor_fit import Axes, Source, is_done, largest, new_factor, product_of, sums_by
from salesplan_xl.units import Floats, Integers

NOISE = 1e-13
"""Of the largest total: a sum of very many cells, added one by one, tells no more."""
INNER = 4
"""Steps towards a group's exact factor within a sweep, where bounds cut it."""
LARGEST_CHANGE = 4.0
"""Of the logarithm of a factor in one step."""


@dataclass
class Rows:
    """Fitted cells, the sweeps they took and the largest error with which the last one began."""

    cells: Floats
    sweeps: int
    error: float


@dataclass(frozen=True)
class Sides:
    """Margins seen from two sides: one of them on the left, all others together on the right.

    ``left`` and ``right`` are each row's position in the left totals and in a table of the dimensions that
    the right margins are about, of ``shape``; ``axes`` are the right margins' dimensions in it.
    """

    left: Integers
    right: Integers
    left_total: Floats
    shape: tuple[int, ...]
    axes: Sequence[Axes]
    right_totals: Sequence[Floats]


def fit_two_sided(seed: Floats, sides: Sides, sweeps: int) -> Rows:
    """Scale as :func:`fit_cells`, going over the rows twice a sweep however many margins there are.

    >>> three = np.array([3.0, 3])
    >>> sides = Sides(np.array([0, 0, 1]), np.array([0, 1, 0]), three, (2,), [(0,)], [np.array([4.0, 2])])
    >>> fit_two_sided(np.ones(3), sides, 99).cells.round(6)
    array([1., 2., 3.])
    """
    from scipy.sparse import coo_array

    matrix: Any = coo_array(
        (seed, (sides.left, sides.right)), shape=(sides.left_total.size, int(np.prod(sides.shape)))
    )
    factors = [np.ones(total.shape) for total in sides.right_totals]
    left = np.ones(sides.left_total.size)
    left_total = sides.left_total.ravel()
    scale = largest([left_total, *sides.right_totals])
    error, before, done = np.inf, np.inf, 0
    spread = np.ones(matrix.shape[1])
    while done < sweeps and scale:
        done += 1
        # A matrix of one row and one column gives a number instead of an array of one.
        left, error = new_factor(left, np.reshape(matrix @ spread, left.shape), left_total)
        source = Source(np.reshape(matrix.T @ left, sides.shape))
        for at, kept in enumerate(sides.axes):
            others = [(sides.axes[k], factors[k]) for k in range(len(factors)) if k != at]
            sums = sums_by(source, kept, others)
            factors[at], apart = new_factor(factors[at], sums, sides.right_totals[at])
            error = max(error, apart)
        spread = product_of(sides.shape, sides.axes, factors).ravel()
        if is_done(error, before, scale, NOISE):
            break
        before = error
    cells = np.take(left, sides.left, mode="clip")
    cells *= seed
    cells *= np.take(spread, sides.right, mode="clip")
    return Rows(cells, done, error)


def fit_cells(seed: Floats, groups: Sequence[Integers], totals: Sequence[Floats], sweeps: int) -> Rows:
    """Scale cells in turns to each margin's totals; a NaN total is not scaled to.

    >>> ids = [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])]
    >>> totals = [np.array([5.0, 15]), np.array([10.0, 10])]
    >>> fit_cells(np.array([7.0, 9, 12, 7]), ids, totals, 99).cells.round(4)
    array([1.7757, 3.2243, 8.2243, 6.7757])
    """
    cells = seed.astype(np.float64)
    taken = np.empty_like(cells)
    scale = largest(totals)
    error, before, done = np.inf, np.inf, 0
    while done < sweeps and scale:
        done += 1
        error = 0.0
        for ids, total in zip(groups, totals, strict=True):
            sums = sums_of(ids, cells, len(total))
            known = ~np.isnan(total)
            error = max(error, float(np.abs(sums - total)[known].max(initial=0.0)))
            ratio = np.divide(total, sums, out=np.ones_like(sums), where=known & (sums > 0))
            np.take(ratio, ids, out=taken, mode="clip")
            cells *= taken
        if is_done(error, before, scale, NOISE):
            break
        before = error
    return Rows(cells, done, error)


def fit_bounded(
    seed: Floats,
    groups: Sequence[Integers],
    totals: Sequence[Floats],
    lower: Floats,
    upper: Floats,
    sweeps: int,
) -> Rows:
    """Scale as :func:`fit_cells`, every cell cut to its bounds: ``clip(seed * factors, lower, upper)``.

    In each sweep a group's factor is moved until what lies between the bounds carries what the cells at a
    bound leave; that is coordinate ascent on the dual, whose optimum is the least-information table.

    >>> ids = [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])]
    >>> both, caps = np.array([10.0, 10]), np.array([2.0, 99, 99, 99])
    >>> fit_bounded(np.ones(4), ids, [both, both], np.zeros(4), caps, 99).cells.round(6)
    array([2., 8., 8., 2.])
    """
    with np.errstate(divide="ignore"):
        log_free = np.log(seed)
    scale = largest(totals)
    error, before, done = np.inf, np.inf, 0
    while done < sweeps and scale:
        done += 1
        error = 0.0
        for ids, total in zip(groups, totals, strict=True):
            for inner in range(INNER):
                cells, between = _cut(log_free, lower, upper)
                sums = sums_of(ids, cells, len(total))
                short = np.where(np.isnan(total), 0.0, total - sums)
                if not inner:
                    error = max(error, float(np.abs(short).max(initial=0.0)))
                if np.abs(short).max(initial=0.0) <= NOISE * scale:
                    break
                movable = sums_of(ids, np.where(between, cells, 0.0), len(total))
                log_free += _change(short, movable)[ids]
        if is_done(error, before, scale, NOISE):
            break
        before = error
    return Rows(_cut(log_free, lower, upper)[0], done, error)


def sums_of(ids: Integers, values: Floats, length: int) -> Floats:
    """Return the sum of each group's values.

    >>> sums_of(np.array([0, 2, 0]), np.array([1.0, 2, 4]), 3).tolist()
    [5.0, 0.0, 2.0]
    """
    return np.asarray(np.bincount(ids, values, minlength=length), dtype=np.float64)


def _cut(log_free: Floats, lower: Floats, upper: Floats) -> tuple[Floats, npt.NDArray[Any]]:
    """Return the cells within their bounds, and which lie strictly between."""
    free = np.exp(np.minimum(log_free, 700.0))
    return np.clip(free, lower, upper), (free > lower) & (free < upper)


def _change(short: Floats, movable: Floats) -> Floats:
    """Return by how much the logarithm of each group's factor moves: as far as movable cells are short."""
    wanted = movable + short
    carried = (movable > 0) & (wanted > 0)
    ratio = np.divide(wanted, movable, out=np.ones_like(short), where=carried)
    change = np.where(carried, np.log(ratio), np.sign(short))
    return np.clip(change, -LARGEST_CHANGE, LARGEST_CHANGE)
