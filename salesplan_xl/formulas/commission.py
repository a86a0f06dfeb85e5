"""Tiered commission: the amount, the rates behind it, and the jumps at the tiers."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_divisor, refuse_not_positive
from salesplan_xl.registry import Help, formula, refuse_call
from salesplan_xl.units import Floats, clear_of_noise

METHODS = ("marginal", "retroactive")


@formula(
    "people",
    Help(
        "阶梯提成：按达成率分档计提；marginal各档分段计提（默认），retroactive达到某档后全额按该档费率",
        actual="实际完成额",
        quota="销售任务",
        tiers="提成档，两列：起始达成率（小数）与费率（小数），由低到高；未到第一档不计提成",
        method="计提方式：marginal分段（默认），retroactive全额（追溯）",
        cap="提成封顶金额，省略为不封顶",
        gate="起付线：累计达成率低于此值不计提成，省略为无",
        to_date="用于起付线的累计达成率，省略为实际/任务",
        step="金额最小单位，默认0.01元",
    ),
    choices={"method": METHODS},
)
def commission(
    actual: Floats,
    quota: Floats,
    tiers: Floats,
    method: str = "marginal",
    cap: Any = None,
    gate: Floats | float = 0,
    to_date: Any = None,
    step: Floats | float = 0.01,
) -> Any:
    """Commission on sales, by tiers of attainment.

    Formula:
        marginal     commission = sum over tiers of rate[k] * (part of actual between quota * from[k] and
                     quota * from[k + 1])
        retroactive  commission = rate of the highest tier reached * actual
        0 where the attainment to date is below gate; at most cap; rounded to step, halves up

    Args:
        actual (money, scalar): Sales that earn commission; zero or more.
        quota (money, scalar): The quota that attainment is measured on; above zero.
        tiers (ratio, table): Two columns: attainment from which a rate holds, and the rate; rising. Below the
            first tier nothing is paid.
        method (text, scalar): marginal (the default), each rate on its own part; or retroactive, the rate
            reached on all.
        cap (money, scalar, blank is open): Most that is paid; none if left out.
        gate (ratio, scalar): Attainment to date below which nothing is paid; none if left out.
        to_date (ratio, scalar, blank is open): Attainment of the year to date for the gate; actual / quota if
            left out.
        step (money, scalar): Smallest amount paid, above zero.

    Returns:
        money, scalar: The commission.

    Errors:
        #DIV/0!: The quota is zero.
        #NUM!: A negative amount or rate; tiers that do not rise; a step of zero or less.
        #VALUE!: The tiers do not have two columns.
        #N/A: The actual or the quota is blank.

    Source:
        Marginal (non-retroactive) and retroactive tiers of sales compensation, as with tax brackets.

    Example:
        >>> commission(150_000, 100_000, [[0, 0.05], [1, 0.06], [1.25, 0.07]])
        8250.0
        >>> commission(110, 100, [[0, 0.06], [1, 0.08], [1.5, 0.1]], "retroactive")
        8.8
    """
    most = np.inf if cap is None else np.where(np.isnan(cap), np.inf, cap)
    refuse_negative(actual=actual, cap=most, gate=gate)
    refuse_no_divisor(quota=quota)
    refuse_not_positive(step=step)
    paid = np.minimum(_earned(actual, quota, tiers, method), most)
    reached = clear_of_noise(actual / quota) if to_date is None else to_date
    paid = np.where(np.where(np.isnan(reached), actual / quota, reached) < gate, 0.0, paid)
    return clear_of_noise(np.floor(clear_of_noise(paid / step) + 0.5) * step)


@formula(
    "people",
    Help(
        "提成费率：effective实际费率（提成/业绩，默认），marginal再增一元业绩的费率",
        actual="实际完成额",
        quota="销售任务",
        tiers="提成档，两列：起始达成率与费率",
        method="计提方式：marginal分段（默认），retroactive全额",
        which="effective实际费率（默认），marginal边际费率",
    ),
    choices={"method": METHODS, "which": ("effective", "marginal")},
)
def commission_rate(
    actual: Floats, quota: Floats, tiers: Floats, method: str = "marginal", which: str = "effective"
) -> Any:
    """Rate at which sales earn commission: over all of them, or on the next one.

    Formula:
        effective = commission / actual, before caps and gates; the rate holding at 0 where actual is 0
        marginal  = rate of the highest tier that actual reaches

    Args:
        actual (money, scalar): Sales that earn commission; zero or more.
        quota (money, scalar): The quota that attainment is measured on; above zero.
        tiers (ratio, table): Two columns: attainment from which a rate holds, and the rate.
        method (text, scalar): marginal (the default) or retroactive, as in COMMISSION.
        which (text, scalar): effective, over all sales, or marginal, on the next amount sold.

    Returns:
        ratio, scalar: The rate.

    Errors:
        #DIV/0!: The quota is zero.
        #NUM!: A negative amount or rate; tiers that do not rise.
        #VALUE!: The tiers do not have two columns.

    Source:
        Effective and marginal rate, as of tax brackets.

    Example:
        >>> tiers = [[0, 0.05], [1, 0.06], [1.25, 0.07]]
        >>> commission_rate(150_000, 100_000, tiers)
        0.055
        >>> commission_rate(150_000, 100_000, tiers, "marginal", "marginal")
        0.07
    """
    refuse_negative(actual=actual)
    refuse_no_divisor(quota=quota)
    earned = _earned(actual, quota, tiers, method)
    if which == "marginal":
        return _rate(actual, quota, tiers)
    return np.where(actual > 0, clear_of_noise(earned / actual), _rate(actual, quota, tiers))


@formula(
    "people",
    Help(
        "提成跳点：各档起点的业绩额，以及到达该点时提成一次跳增的金额（分段计提为0）",
        quota="销售任务",
        tiers="提成档，两列：起始达成率与费率",
        method="计提方式：marginal分段（默认），retroactive全额",
    ),
    choices={"method": METHODS},
)
def commission_cliffs(quota: float, tiers: Floats, method: str = "marginal") -> Any:
    """Sales at which each tier starts, and how far commission jumps there.

    Formula:
        sales[k] = quota * from[k]
        jump[k]  = (rate[k] - rate[k - 1]) * sales[k]        retroactive
        jump[k]  = 0                                         marginal: each rate holds on its own part only

    Args:
        quota (money, scalar): The quota that attainment is measured on; above zero.
        tiers (ratio, range): Two columns: attainment from which a rate holds, and the rate.
        method (text, scalar): marginal (the default) or retroactive, as in COMMISSION.

    Returns:
        money, range of tiers: One row per tier: sales at its start, and the jump.

    Errors:
        #DIV/0!: The quota is zero.
        #NUM!: A negative quota or rate; tiers that do not rise.
        #VALUE!: The tiers do not have two columns.

    Source:
        Discontinuity of retroactive tiers, derived from their definition.

    Example:
        >>> commission_cliffs(100, [[0, 0.06], [1, 0.08], [1.5, 0.1]], "retroactive").tolist()
        [[0.0, 0.0], [100.0, 2.0], [150.0, 3.0]]
    """
    refuse_no_divisor(quota=quota)
    _check_tiers(tiers)
    sales = clear_of_noise(quota * tiers[:, 0])
    jump = np.diff(tiers[:, 1], prepend=0) * sales if method == "retroactive" else sales * 0
    return np.column_stack([sales, clear_of_noise(jump, sales)])


def _earned(actual: Floats, quota: Floats, tiers: Floats, method: str) -> Floats:
    """Return the commission before rounding, cap and gate."""
    _check_tiers(tiers)
    if method == "retroactive":
        return np.asarray(clear_of_noise(_rate(actual, quota, tiers) * actual))
    starts = np.append(tiers[:, 0], np.inf)
    earned = np.zeros(np.broadcast_shapes(np.shape(actual), np.shape(quota)))
    for (start, rate), end in zip(tiers, starts[1:], strict=True):
        part = np.minimum(actual, clear_of_noise(quota * end)) - clear_of_noise(quota * start)
        earned = earned + rate * np.maximum(part, 0)
    return np.asarray(clear_of_noise(earned, actual * tiers[:, 1].max()))


def _rate(actual: Floats, quota: Floats, tiers: Floats) -> Floats:
    """Return the rate of the highest tier reached; a tier holds from its first amount on."""
    rate = np.zeros(np.broadcast_shapes(np.shape(actual), np.shape(quota)))
    for start, of_tier in tiers:
        rate = np.where(actual >= clear_of_noise(quota * start), of_tier, rate)
    return rate


def _check_tiers(tiers: Floats) -> None:
    if tiers.shape[1] != 2:
        raise WrongKind("table_columns", argument="tiers", columns=tiers.shape[1], expected=2)
    refuse_call(tiers < 0, OutOfRange, "negative", argument="tiers", value=tiers)
    refuse_call(np.diff(tiers[:, 0], prepend=-1) <= 0, OutOfRange, "not_ascending", argument="tiers")
