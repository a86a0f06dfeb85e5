"""Splitting one total within floors and caps, by largest remainders or a divisor method.

**Largest remainders.** The exact quotas are ``q[i] = rate * weight[i]``, cut to floor and cap, with the one
rate at which they add up to the total. Cells cut to a bound get the bound; the others share the rest by
largest remainders, so each gets its quota rounded up or down. The rate is found by repeating: split what is
left over the cells not yet at a bound; where the floors raise more than the caps take away, the cells below
their floor are fixed there, where they raise less, those above their cap, where they are equal, both. Floors
that raise more mean that the rate is too high, so a cell below its floor now is below it at the end: no cell
is fixed wrongly, and every round fixes at least one.

**Divisor methods.** Every step goes to the cell of highest priority that is below its cap, beginning at the
floors: minimum and maximum restrictions as in the BAZI program.

Bounds are plain amounts: a floor is the least and a cap the most, also where the total is negative and its
sizes are split.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.formulas.divisor_methods import DIVISOR_METHODS, by_divisor
from salesplan_xl.formulas.quotas import Whole, exact_sum, floors_and_rests, largest_rests
from salesplan_xl.formulas.whole_weights import checked_weights, one_group
from salesplan_xl.registry import refuse
from salesplan_xl.units import LARGEST_STEPS, Floats, Integers

METHODS = ("hamilton", *DIVISOR_METHODS)
Show = Callable[[int], str]
"""Writes an amount given in steps, for a sentence."""


def largest_remainder_bounded(
    total: int, weights: npt.ArrayLike, floor: npt.ArrayLike | None = None, cap: npt.ArrayLike | None = None
) -> Integers:
    """Split one total by largest remainders within bounds; see :func:`split_within`.

    >>> largest_remainder_bounded(10, [1, 1, 8], cap=[np.nan, np.nan, 4]).tolist()
    [3, 3, 4]
    """
    return split_within(total, weights, "hamilton", floor, cap)


def split_within(
    total: int,
    weights: npt.ArrayLike,
    method: str = "hamilton",
    floor: npt.ArrayLike | None = None,
    cap: npt.ArrayLike | None = None,
    show: Show = str,
) -> Integers:
    """Split one total in proportion to the weights so that every share lies within its bounds.

    Args:
        total: whole steps; a negative total is split by its size and negated.
        weights: zero or more; a zero gets nothing beyond its floor.
        method: ``hamilton`` or one of :data:`DIVISOR_METHODS`.
        floor, cap: least and most of each share in whole steps, one or as many as the weights; NaN is none.
        show: how amounts are written where the split is refused.

    Raises:
        NoBasis: the weights add up to zero.
        OutOfRange: a weight is negative, or the bounds cannot all be met.

    >>> split_within(7, [5, 1, 1], "webster", floor=2).tolist()
    [3, 2, 2]
    """
    cells = checked_weights(weights).ravel()
    if abs(total) > LARGEST_STEPS:
        raise OutOfRange("too_large", argument="total", place="")
    least, most = _bound(floor, cells), _bound(cap, cells)
    check_bounds(least, most, total, show)
    low, high = (-most, -least) if total < 0 else (least, most)
    lower, upper = _limits(total, cells, low, high, show)
    whole = one_group(cells)
    shares = lower.copy()
    free = np.flatnonzero(upper > lower)
    if free.size:
        rest = abs(total) - int(lower.sum()) + int(lower[free].sum())
        given = _hamilton if method == "hamilton" else by_divisor
        shares[free] = given(rest, whole[free], method, lower[free], upper[free])
    return -shares if total < 0 else shares


def check_bounds(floor: Floats, cap: Floats, total: int, show: Show) -> None:
    """Refuse a floor above its cap, and a bound that no share of the total's sign can keep; NaN is none.

    Raises:
        OutOfRange: naming the place and the amounts.
    """
    for where, reason in (
        (floor > cap, "share_floor_above_cap"),
        (cap < 0 if total >= 0 else np.zeros(1, dtype=bool), "cap_of_other_sign"),
        (floor > 0 if total < 0 else np.zeros(1, dtype=bool), "floor_of_other_sign"),
    ):
        if where.any():
            cell = int(np.flatnonzero(where)[0])
            facts = {
                name: show(int(bound.flat[cell]))
                for name, bound in (("floor", floor), ("cap", cap))
                if not np.isnan(bound.flat[cell])
            }
            refuse(where, OutOfRange, reason, total=show(total), **facts)


def _bound(bound: npt.ArrayLike | None, cells: npt.NDArray[Any]) -> Floats:
    values = np.nan if bound is None else np.asarray(bound, dtype=np.float64).ravel()
    return np.broadcast_to(values, cells.shape)


def _limits(
    total: int, cells: npt.NDArray[Any], low: Floats, high: Floats, show: Show
) -> tuple[Integers, Integers]:
    """Return least and most of the sizes, or refuse with the amounts that stand against each other."""
    sign = -1 if total < 0 else 1
    size = abs(total)

    def amount(steps: int) -> str:
        return show(sign * steps)

    lower = np.where(np.isnan(low), 0.0, np.maximum(low, 0.0)).astype(np.int64)
    upper = np.where(np.isnan(high), size, np.minimum(high, size)).astype(np.int64)
    if exact_sum(lower) > size:
        word = "floors_above_total" if sign > 0 else "caps_below_negative_total"
        raise OutOfRange(word, bounds=amount(exact_sum(lower)), total=show(total))
    upper = np.where(cells > 0, np.maximum(upper, lower), lower)
    if exact_sum(upper) < size:
        if not cells.any():
            raise NoBasis("nothing_to_split_by", total=amount(size - exact_sum(lower)))
        word = "caps_below_total" if sign > 0 else "floors_above_negative_total"
        raise OutOfRange(word, bounds=amount(exact_sum(upper)), total=show(total))
    return lower, upper


def _hamilton(total: int, weights: Whole, method: str, lower: Integers, upper: Integers) -> Integers:
    shares = lower.copy()
    free = np.arange(len(weights))
    while free.size:
        divisor = int(weights[free].sum())
        floors, rests = floors_and_rests(total, weights[free], divisor)
        low = floors < lower[free]
        high = (floors > upper[free]) | ((floors == upper[free]) & (rests > 0))
        if not low.any() and not high.any():
            left = np.array([total - int(floors.sum())])
            shares[free] = floors + largest_rests(
                rests, divisor, left, np.zeros(1, dtype=np.int64), np.array([len(free)])
            )
            break
        raised = int((lower[free] - floors)[low].sum()) - int((floors - upper[free])[high].sum())
        excess = raised * divisor - exact_sum(rests[low | high])
        fixed = low if excess > 0 else high if excess < 0 else low | high
        shares[free[fixed]] = np.where(low, lower[free], upper[free])[fixed]
        total -= int(shares[free[fixed]].sum())
        free = free[~fixed]
    return shares
