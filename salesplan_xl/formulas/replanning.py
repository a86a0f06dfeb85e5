"""Rolling revision: the remaining periods change, the annual target does not (滚动修正, 目标不变)."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.formulas.bounded_split import Show, check_bounds, split_within
from salesplan_xl.formulas.holds import written
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, as_shown

MONTHS = 12
"""A plan of so many periods is a year of months."""


@formula(
    "replanning",
    Help(
        "滚动修正：已发生的期间取实际，其余期间按原计划比例重排，全年目标不变",
        plan="各期原计划",
        actual="各期实际，未发生的期间留空",
        floor="各期下限，一个数或与计划同样大小，留空为无下限",
        cap="各期上限，一个数或与计划同样大小，留空为无上限",
        step="最小单位，默认0.01",
    ),
)
def replan(plan: Floats, actual: Floats, floor: Any = None, cap: Any = None, step: Any = 0.01) -> Any:
    """Revise the open periods so that the year still adds up to its target, where REBASE lets it move.

    Formula:
        left = sum of plan - sum of actual
        revised[i] = actual[i]                                          where there is one
        revised[i] = left split in proportion to plan[i], within floor[i] and cap[i], in whole steps
                     by largest remainder; what is less than a step goes to the last open period

    Args:
        plan (number, series of periods): Plan by period, zero or more in the open ones.
        actual (number, series of periods, blank is open): Actual by period; blank where there is none yet.
        floor (money, series of plan, blank is open): Least of each open period.
        cap (money, series of plan, blank is open): Most of each open period.
        step (money, scalar): Smallest amount handed out.

    Returns:
        number, series of plan: Actuals, then the revised plan; adds up to the plan's total.

    Errors:
        #DIV/0!: The open periods have no plan, so there is nothing to share what is left by.
        #NUM!: No period is open although something is left; floors and caps cannot hold what is left, and the
            message names the months that make it impossible.
        #VALUE!: The ranges differ in length.

    Source:
        Rolling forecast with a fixed annual target: remaining target in proportion to the seasonal plan.

    Example:
        >>> replan([100, 100, 100, 100], [80, None, None, None]).tolist()
        [80.0, 106.67, 106.67, 106.66]
        >>> replan([100, 100, 100, 100], [80, None, None, None], None, [None, 105, None, None]).tolist()
        [80.0, 105.0, 107.5, 107.5]
    """
    is_open = np.isnan(actual)
    refuse(is_open & (plan < 0), OutOfRange, "negative", argument="plan", value=plan)
    left = _total(plan) - _total(actual[~is_open])
    steps, residue = divmod(left, Fraction(step.decimal))
    revised = np.array(actual)
    if not is_open.any():
        refuse(left != 0, OutOfRange, "nothing_open", left=float(left))
        return revised
    least, most = (
        np.where(is_open, np.nan if bound is None else bound, np.nan).astype(np.float64)
        for bound in (floor, cap)
    )
    show = partial(written, step)
    check_bounds(least, most, int(steps), show)
    _refuse_impossible(int(steps), np.where(is_open, plan, 0.0), least, most, show)
    shares = split_within(int(steps), plan[is_open], floor=least[is_open], cap=most[is_open], show=show)
    exact = [Fraction(int(share)) * Fraction(step.decimal) for share in shares]
    exact[-1] += residue
    revised[is_open] = [float(amount) for amount in exact]
    return revised


@formula(
    "replanning",
    Help(
        "按趋势重定：已发生的期间取实际，其余期间按目前进度调整原计划，全年随之变动；合计等于LANDING",
        plan="各期原计划，零或正数",
        actual="各期实际，未发生的期间留空",
        step="最小单位，默认0.01",
    ),
)
def rebase(plan: Floats, actual: Floats, step: Any = 0.01) -> Any:
    """Carry the pace so far on to the open periods; the year moves with it, where REPLAN catches up.

    Formula:
        pace = sum of actual / sum of plan over the periods with an actual
        left = pace * sum of plan over the open periods, to the nearest step, a half up
        rebased[i] = actual[i]                                          where there is one
        rebased[i] = left split in proportion to plan[i], in whole steps by largest remainder

    Args:
        plan (number, series of periods): Plan by period, zero or more in the open ones.
        actual (number, series of periods, blank is open): Actual by period; blank where there is none yet.
        step (money, scalar): Smallest amount handed out; 0.01 if left out.

    Returns:
        number, series of plan: Actuals, then the rebased plan; adds up to LANDING, to the nearest step.

    Errors:
        #N/A: No period has an actual.
        #DIV/0!: The plan of the periods with an actual adds up to zero.
        #NUM!: That plan is below zero, so there is no pace to go on with, or an open period's plan is.
        #VALUE!: The ranges differ in length.

    Source:
        Rolling forecast rebased on the run rate along the seasonal plan.

    Example:
        >>> rebase([100, 100, 100, 300], [80, None, None, None]).tolist()
        [80.0, 80.0, 80.0, 240.0]
        >>> rebase([100, 100, 100], [50, None, None], 1).tolist()
        [50.0, 50.0, 50.0]
    """
    is_open = np.isnan(actual)
    refuse(is_open & (plan < 0), OutOfRange, "negative", argument="plan", value=plan)
    refuse(is_open.all(), NotFound, "nothing_known", argument="actual")
    done, planned = _total(actual[~is_open]), _total(plan[~is_open])
    refuse(planned == 0, NoBasis, "zero_base", argument="plan")
    refuse(planned < 0, OutOfRange, "not_positive", argument="plan", value=float(planned))
    rebased = np.array(actual)
    open_plan = plan[is_open]
    if open_plan.any():
        left = _total(open_plan) * done / planned / Fraction(step.decimal)
        shares = split_within(math.floor(left + Fraction(1, 2)), open_plan)
        rebased[is_open] = [float(int(share) * step.decimal) for share in shares]
    else:
        rebased[is_open] = 0.0
    return rebased


def _total(amounts: Floats) -> Fraction:
    return sum((Fraction(as_shown(amount)) for amount in amounts.tolist()), Fraction(0))


def _refuse_impossible(left: int, plan: Floats, least: Floats, most: Floats, show: Show) -> None:
    """Refuse floors, or caps, with which the open periods cannot take what is left, naming the periods.

    The amounts are whole steps; a period that is not open has no bound and no plan here.
    """
    sign = -1 if left < 0 else 1
    low, high = (least, most) if sign > 0 else (-most, -least)  # a negative rest is shared by its size
    lower = np.where(low > 0, low, 0.0)
    upper = np.where(plan > 0, np.where(np.isnan(high), np.inf, high), lower)
    total = sum(map(Fraction, plan.tolist()))
    if _sum(lower) > abs(left):
        taken, binding, direction = lower, low > 0, 1
    elif total and np.isfinite(upper).all() and _sum(upper) < abs(left):
        taken, binding, direction = upper, plan > 0, -1
    else:
        return
    shares = [abs(left) * Fraction(weight) / total if total else Fraction(0) for weight in plan.tolist()]
    beyond = [
        direction * (Fraction(bound) - share) if binds else Fraction(-1)
        for bound, share, binds in zip(taken.tolist(), shares, binding.tolist(), strict=True)
    ]
    worst = max(range(len(beyond)), key=beyond.__getitem__)
    bounds = _sum(taken)
    raise OutOfRange(
        "replan_floors_too_high" if direction * sign > 0 else "replan_caps_too_low",
        left=show(left),
        months=_months(np.flatnonzero(binding), len(plan)),
        bounds=show(sign * bounds),
        month=_month(worst, len(plan)),
        bound=show(sign * int(taken[worst])),
        share=show(sign * round(shares[worst])),
        miss=show(abs(bounds - abs(left))),
    )


def _sum(steps: Floats) -> int:
    return sum(map(int, steps.tolist()))


def _months(places: npt.NDArray[np.intp], periods: int) -> dict[str, str]:
    """Write positions, counted from 1, runs of them as one.

    >>> _months(np.array([2, 4, 5, 6]), 12)
    {'en': 'months 3, 5–7', 'zh': '第3、5–7个月'}
    """
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    texts = [f"{run[0] + 1}–{run[-1] + 1}" if len(run) > 1 else str(run[0] + 1) for run in runs]
    word, zh = ("month", "个月") if periods == MONTHS else ("period", "期")
    plural = "s" if len(places) > 1 else ""
    return {"en": f"{word}{plural} {', '.join(texts)}", "zh": f"第{'、'.join(texts)}{zh}"}


def _month(place: int, periods: int) -> dict[str, str]:
    if periods == MONTHS:
        return {"en": f"Month {place + 1} of {MONTHS}", "zh": f"第{place + 1}个月（共{MONTHS}个月）"}
    return {"en": f"Period {place + 1}", "zh": f"第{place + 1}期"}
