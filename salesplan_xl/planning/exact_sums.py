"""Sums of amounts without a rounding residue: whole numbers on the finest grid the amounts lie on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import LARGEST_STEPS, Floats, Integers, Step

MOST_PLACES = 8


def on_common_grid(*columns: npt.ArrayLike) -> tuple[list[Integers], Step]:
    """Return amounts as whole numbers of the largest power of ten that all of them are multiples of.

    Sums of the whole numbers are exact. At most eight decimals are kept; a blank (NaN) counts as zero.

    >>> amounts, step = on_common_grid([0.1, 0.2], [1.25])
    >>> step.amounts(int(amounts[0].sum())), str(step)
    (0.3, '0.01')
    """
    values = [np.nan_to_num(np.asarray(column, dtype=np.float64), nan=0.0) for column in columns]
    for places in range(MOST_PLACES + 1):
        step = Step(1, places)
        if all(not step.counts(column)[1].any() for column in values):
            break
    largest = max((float(np.abs(column).max()) for column in values if column.size), default=0.0)
    while step.places and largest * 10.0**step.places > LARGEST_STEPS:
        step = Step(1, step.places - 1)
    return [step.nearest(column) for column in values], step


def sums_by(codes: Integers, amounts: Integers, groups: int) -> Integers:
    """Add whole amounts by group number, exactly.

    >>> sums_by(np.array([0, 1, 0]), np.array([1, 2, 3]), 3).tolist()
    [4, 2, 0]
    """
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, codes, amounts)
    return sums


def matrix_of(rows: Integers, columns: Integers, amounts: Integers, shape: tuple[int, int]) -> Integers:
    """Add whole amounts into the cells of a matrix; rows or columns outside it are left out.

    >>> matrix_of(np.array([0, 0, 5]), np.array([1, 1, 0]), np.array([2, 3, 9]), (1, 2)).tolist()
    [[0, 5]]
    """
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    flat = rows[inside] * shape[1] + columns[inside]
    return sums_by(flat, amounts[inside], shape[0] * shape[1]).reshape(shape)


def as_amounts(whole: Integers, step: Step) -> Floats:
    """Return whole numbers as amounts again."""
    return step.amounts(whole)
