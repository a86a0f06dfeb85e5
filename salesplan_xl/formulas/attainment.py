"""How an actual stands against its target, its base or its peers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, as_shown, clear_of_noise


@formula(
    "attainment",
    Help(
        "达成率：实际占目标的比例；目标为负时按1+(实际−目标)/|目标|计算",
        actual="实际完成值",
        target="目标值",
        negative="目标为负时：rule按上式计算（默认），refuse返回#NUM!，不给出达成率",
    ),
    choices={"negative": ("rule", "refuse")},
)
def attainment(actual: Floats, target: Floats, negative: str = "rule") -> Any:
    """Share of the target that was achieved.

    Formula:
        attainment = actual / target                        target above zero
        attainment = 1 + (actual - target) / |target|       target below zero; no answer with refuse

    Args:
        actual (money, scalar): What was achieved.
        target (money, scalar): What was to be achieved.
        negative (text, scalar): For a target below zero: rule (the default) or refuse, which says that an
            attainment of a loss has no meaning.

    Returns:
        ratio, scalar: 1 is a target met.

    Errors:
        #DIV/0!: The target is zero.
        #NUM!: The target is negative and negative is refuse.
        #N/A: The actual or the target is blank.
        #VALUE!: The actual or the target is text.

    Source:
        Standard definition; negative targets by the published rule of Chinese performance management
        (a loss of 8 on a target of -10 is 120 %).

    Example:
        >>> attainment(75_000, 100_000)
        0.75
        >>> attainment(-8, -10)
        1.2
    """
    refuse(target == 0, NoBasis, "zero_base", argument="target")
    if negative == "refuse":
        refuse(target < 0, OutOfRange, "negative", argument="target", value=target)
    return np.where(target > 0, actual / target, (actual - 2 * target) / np.abs(target))


@formula("attainment", Help("缺口：目标减实际，未完成时为正", actual="实际完成值", target="目标值"))
def gap(actual: Floats, target: Floats) -> Any:
    """Amount still missing to the target.

    Formula:
        gap = target - actual

    Args:
        actual (money, scalar): What was achieved.
        target (money, scalar): What was to be achieved.

    Returns:
        money, scalar: Positive when short, negative when over.

    Errors:
        #N/A: The actual or the target is blank.
        #VALUE!: The actual or the target is text.

    Source:
        Standard definition.

    Example:
        >>> gap(75_000.10, 100_000)
        24999.9
    """
    return clear_of_noise(target - actual, target, actual)


@formula(
    "attainment",
    Help(
        "按计划节奏的进度：已有实际的各期，实际合计除以同期计划合计",
        actual="各期实际，未发生的期间留空",
        plan="各期计划",
    ),
)
def pace(actual: Floats, plan: Floats) -> Any:
    """Progress against the plan's own seasonal curve: 1 is exactly on plan so far.

    Formula:
        pace = sum of actual / sum of plan           over the periods that have an actual
             = (actual to date / annual plan) / (plan to date / annual plan)

    Args:
        actual (money, series of periods, blank is open): Actual by period; blank where there is none yet.
        plan (money, series of periods): Plan by period.

    Returns:
        ratio, scalar: Above 1 is ahead of the plan. A negative plan to date is judged as ATTAINMENT does.

    Errors:
        #N/A: No period has an actual.
        #DIV/0!: The plan of those periods adds up to zero.

    Source:
        Time-progress index on a seasonal curve; cumulative attainment of the plan to date.

    Example:
        >>> pace([90, 120, None], [100, 100, 300])
        1.05
    """
    known = _known(actual)
    done, planned = _sum(actual[known]), _sum(plan[known])
    refuse(planned == 0, NoBasis, "zero_base", argument="plan")
    return attainment(done, planned)


@formula(
    "attainment",
    Help(
        "全年预计：已有实际加上其余各期计划按目前进度推算",
        actual="各期实际，未发生的期间留空",
        plan="各期计划",
    ),
)
def landing(actual: Floats, plan: Floats) -> Any:
    """Where the year lands if the rest keeps the pace so far, on the plan's seasonal curve.

    Formula:
        landing = actual to date + plan of the open periods * actual to date / plan to date

    Args:
        actual (money, series of periods, blank is open): Actual by period; blank where there is none yet.
        plan (money, series of periods): Plan by period.

    Returns:
        money, scalar: Expected total of all periods.

    Errors:
        #N/A: No period has an actual.
        #DIV/0!: The plan of the periods with an actual adds up to zero.
        #NUM!: That plan is below zero, so there is no pace to go on with.

    Source:
        Run rate on a seasonal curve, not on days elapsed.

    Example:
        >>> landing([90, 120, None], [100, 100, 300])
        525.0
    """
    known = _known(actual)
    done, planned, left = _sum(actual[known]), _sum(plan[known]), _sum(plan[~known])
    refuse(planned == 0, NoBasis, "zero_base", argument="plan")
    refuse(planned < 0, OutOfRange, "not_positive", argument="plan", value=planned)
    return clear_of_noise(done + left * done / planned, done)


@formula("attainment", Help("变动率：(本期−基期)/|基期|", current="本期值", base="基期值"))
def change_rate(current: Floats, base: Floats) -> Any:
    """Relative change from a base; the sign always says whether it rose or fell.

    Formula:
        change_rate = (current - base) / |base|

    Args:
        current (money, scalar): Value now.
        base (money, scalar): Value it is compared with: last year, last month, plan.

    Returns:
        ratio, scalar: 0.2 is 20 % more. From a negative base it measures against the base's size.

    Errors:
        #DIV/0!: The base is zero.
        #N/A: One of the two is blank.
        #VALUE!: One of the two is text.

    Source:
        Standard definition with the absolute base for negative bases.

    Example:
        >>> change_rate(120, 100), change_rate(-50, -100)
        (0.2, 0.5)
    """
    refuse(base == 0, NoBasis, "zero_base", argument="base")
    return clear_of_noise(current - base, current, base) / np.abs(base)


@formula(
    "attainment",
    Help("年均复合增长率", first="期初值", last="期末值", periods="相隔期数"),
)
def cagr(first: Floats, last: Floats, periods: Floats) -> Any:
    """Compound growth per period between two values.

    Formula:
        cagr = (last / first) ^ (1 / periods) - 1

    Args:
        first (money, scalar): Value at the start; above zero.
        last (money, scalar): Value at the end; zero or more.
        periods (number, scalar): Periods between the two; above zero.

    Returns:
        ratio, scalar: Growth per period.

    Errors:
        #DIV/0!: The first value is zero.
        #NUM!: The first value is negative, the last one is, or periods is not above zero.

    Source:
        Compound annual growth rate, standard definition; Excel's RRI gives the same.

    Example:
        >>> round(cagr(100, 121, 2), 12)
        0.1
    """
    refuse(first == 0, NoBasis, "zero_base", argument="first")
    refuse(first < 0, OutOfRange, "not_positive", argument="first", value=first)
    refuse(last < 0, OutOfRange, "negative", argument="last", value=last)
    refuse(periods <= 0, OutOfRange, "not_positive", argument="periods", value=periods)
    return (last / first) ** (1 / periods) - 1


@formula(
    "attainment",
    Help(
        "构成占比：各项占合计的比例，取整后合计仍为1",
        values="各项数值",
        digits="小数位数（按小数计，3位即0.1%）",
    ),
)
def mix_share(values: Floats, digits: float = 3) -> Any:
    """Share of each value in their total, rounded so that the shares still add up to 1.

    Formula:
        exact[i] = values[i] / sum(values)
        share[i] = exact[i] rounded down to digits decimals, plus one unit of the last decimal for the
                   largest remainders until the shares add up to 1; the earlier cell wins a tie

    Args:
        values (number, range, blank is zero): What is compared; negative ones have a negative share.
        digits (count, scalar): Decimals of the fraction, 0 to 12; 3 shows as 0.1 %.

    Returns:
        ratio, range of values: The shares.

    Errors:
        #DIV/0!: The values add up to zero.
        #NUM!: digits is not between 0 and 12.

    Source:
        Largest remainder method (Hamilton) on the unit of the last decimal.

    Example:
        >>> mix_share([1, 1, 1]).tolist()
        [0.334, 0.333, 0.333]
    """
    refuse(not 0 <= digits <= 12, OutOfRange, "out_of_range", argument="digits", value=digits, low=0, high=12)
    units = 10 ** int(digits)
    exact = [Fraction(as_shown(value)) for value in values.ravel().tolist()]
    total = sum(exact)
    refuse(total == 0, NoBasis, "adds_up_to_zero", argument="values")
    parts = [divmod(units * value / total, 1) for value in exact]
    shares = np.array([whole for whole, _ in parts], dtype=np.float64)
    by_remainder = sorted(range(len(parts)), key=lambda place: -parts[place][1])
    shares[by_remainder[: units - int(shares.sum())]] += 1
    return (shares / units).reshape(values.shape)


def _known(actual: Floats) -> Any:
    known = ~np.isnan(actual)
    refuse(not known.any(), NotFound, "nothing_known", argument="actual")
    return known


def _sum(values: Floats) -> float:
    return float(clear_of_noise(values.sum(), np.abs(values).sum()))
