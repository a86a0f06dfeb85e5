"""Splitting an amount over cells in proportion to weights, exactly."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.formulas.bounded_split import METHODS, check_bounds, split_within
from salesplan_xl.formulas.holds import check_held, left_after_held, written
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, Floats, Step


@formula(
    "allocation",
    Help(
        "按权重分解总额，合计与总额完全一致，无尾差",
        total="待分解的总额，须为步长的整数倍；负数按绝对值分解后取负",
        weights="各单元的权重，零或正数，只看比例；空白按零",
        step="最小分配单位，默认0.01",
        held="与权重同形：数字为锁定值，空白为未锁定；锁定值先从总额中扣除",
        floor="下限，一个值或与权重同形；空白为无",
        cap="上限，一个值或与权重同形；空白为无",
        method="取整方法：hamilton最大余数法（默认）；webster、huntington、jefferson、adams、dean为除数法",
        ties="余数相同时：earlier先给靠前的单元（默认），later先给靠后的",
    ),
    choices={"method": METHODS, "ties": ("earlier", "later")},
)
def decompose(
    total: float,
    weights: Floats,
    step: Step = CENT,
    held: Floats | None = None,
    floor: Floats | None = None,
    cap: Floats | None = None,
    method: str = "hamilton",
    ties: str = "earlier",
) -> Any:
    """Split a total in proportion to weights, so that the shares add up to it exactly.

    Formula:
        left     = total - sum of the held amounts
        quota[i] = left * weights[i] / sum of the free weights
        share[i] = quota[i] rounded down to a whole step, and one step more for the largest remainders
                   until the shares add up to left; the cell that ties says wins a tie
        With floor and cap, quota[i] = rate * weights[i] cut to its bounds, with the one rate at which the
        quotas add up to left. A divisor method gives each step in turn to the cell with the largest
        weights[i] / s(k), k the cell's next step: jefferson s = k, webster k - 1/2, adams k - 1,
        huntington sqrt(k (k - 1)), dean k (k - 1) / (k - 1/2); the last three give every weight one step
        before any gets two, and the largest weights first where the total does not reach that far.

    Args:
        total (money, scalar): Amount to split; a negative one is split by its size and negated.
        weights (number, range, blank is zero): Relative sizes, zero or more, read to 15 digits; any scale.
            A cell of weight zero gets nothing beyond its floor.
        step (money, scalar): Smallest amount handed out; any positive decimal.
        held (money, range of weights, blank is open): A number is kept as that cell's share and taken out of
            the total first; a blank is free.
        floor (money, range of weights, blank is open): Least share, one for all cells or one each; also of a
            negative total, where -60 lets no share go below -60.
        cap (money, range of weights, blank is open): Most each share may be, read as the floor is.
        method (text, scalar): How fractions of a step are settled: hamilton (the default), the largest
            remainders; or one of the divisor methods.
        ties (text, scalar): earlier (the default) or later: which of equal claims gets the step left over.

    Returns:
        money, range of weights: Shares, in the shape of the weights.

    Errors:
        #DIV/0!: There is something to split and all free weights are zero.
        #NUM!: A weight is negative; an amount is no multiple of the step or is larger than 2^53 - 1 steps;
            held amounts, floors and caps cannot all be met.
        #VALUE!: A text where a number is needed; shapes differ.

    Source:
        Largest remainder method with the Hare quota (Hamilton); divisor methods of Balinski and Young, Fair
        Representation, 1982, with minimum and maximum restrictions as in BAZI (Pukelsheim, Proportional
        Representation, 2017).

    Example:
        >>> decompose(100, [1, 1, 1]).tolist()
        [33.34, 33.33, 33.33]
        >>> decompose(100, [5117, 4400, 162, 161, 160], 1, method="jefferson").tolist()
        [52.0, 45.0, 1.0, 1.0, 1.0]
        >>> decompose(100, [1, 1, 2], 1, held=[10, None, None]).tolist()
        [10.0, 30.0, 60.0]
        >>> decompose(10, [1, 1, 1], 1, ties="later").tolist()
        [3.0, 3.0, 4.0]
    """
    refuse(weights < 0, OutOfRange, "negative", argument="weights", value=weights)
    left = int(total)
    free = np.ones(weights.shape, dtype=bool)
    if held is not None:
        free = np.isnan(held)
        check_held(held, floor, cap, step)
        left = left_after_held(left, held, step)
    shares = np.zeros(weights.shape) if held is None else np.where(free, 0.0, held)
    show = partial(written, step)
    if left and not weights[free].any() and floor is None:
        raise NoBasis("nothing_to_split_by", total=show(left))
    # The split prefers the earlier of equal cells; read from the end, it prefers the later.
    order = np.flatnonzero(free)[:: -1 if ties == "later" else 1]
    if method == "hamilton" and floor is None and cap is None:
        shares.flat[order] = largest_remainder(left, weights.flat[order])
        return shares
    least, most = (np.where(free, np.nan if bound is None else bound, np.nan) for bound in (floor, cap))
    check_bounds(least, most, left, show)
    shares.flat[order] = split_within(
        left, weights.flat[order], method, least.flat[order], most.flat[order], show
    )
    return shares
