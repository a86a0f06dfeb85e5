"""Held cells: they keep exactly their amount, and only the rest of the total goes to the others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange
from salesplan_xl.formulas.quotas import exact_sum
from salesplan_xl.units import Floats, Step

Mask = npt.NDArray[np.bool_]


def written(step: Step, steps: int) -> str:
    """Write whole steps as an amount with thousands separators.

    >>> written(Step.of(0.05), 123_456_789)
    '6,172,839.45'
    """
    return f"{steps * step.decimal:,f}"


def sum_of_held(held: Floats) -> int:
    """Add up the held amounts, in whole steps; NaN is a free cell.

    >>> sum_of_held(np.array([2.0, np.nan, 3.0]))
    5
    """
    return exact_sum(held[~np.isnan(held)].astype(np.int64))


def left_after_held(total: int, held: Floats, step: Step, present: int = 0) -> int:
    """Return what of the total is left for the free cells.

    ``present`` is what the free cells hold now, where that may have another sign than the total.

    Raises:
        OutOfRange: the held amounts go beyond the total, or hold every cell and miss it.

    >>> left_after_held(10, np.array([4.0, np.nan]), Step.of(1))
    6
    """
    kept = sum_of_held(held)
    left = total - kept
    facts = {"held": written(step, kept), "total": written(step, total)}
    if left and not np.isnan(held).any():
        raise OutOfRange("held_short_of_total", **facts)
    if left and (left < 0) != (total < 0) and left * present <= 0:
        raise OutOfRange("held_beyond_total", left=written(step, left), **facts)
    return left
