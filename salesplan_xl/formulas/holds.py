"""Held cells: they keep exactly their amount, and only the rest of the total goes to the others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange
from salesplan_xl.formulas.quotas import exact_sum
from salesplan_xl.registry import refuse
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


def check_held(held: Floats | None, floor: Floats | None, cap: Floats | None, step: Step) -> None:
    """Hold the held amounts against floors and caps, one for all cells or one each; NaN is none.

    Raises:
        OutOfRange: a held amount lies below its floor or above its cap.

    >>> check_held(np.array([4.0, np.nan]), np.array([5.0, np.nan]), None, Step.of(1))
    Traceback (most recent call last):
    salesplan_xl.errors.OutOfRange: The held amount 4 is below the floor 5 in place 1; change one of them.
    """
    for bound, name, reason in ((floor, "floor", "held_below_floor"), (cap, "cap", "held_above_cap")):
        if held is None or bound is None:
            continue
        beyond = held < bound if name == "floor" else held > bound
        if beyond.any():
            cell = int(np.flatnonzero(beyond)[0])
            facts = {"held": written(step, int(held.flat[cell])), name: written(step, int(bound.flat[cell]))}
            refuse(beyond, OutOfRange, reason, **facts)


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
