"""What a sales team can carry: ramped capacity, productivity, heads needed."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange, WrongKind
from salesplan_xl.formulas.attrition import mean_heads
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_share
from salesplan_xl.registry import Help, formula, refuse, refuse_call
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "people",
    Help(
        "销售产能：各人任务×爬坡系数×预计达成率×(1−流失率)之和",
        quota="每人满负荷任务，一个数通用或逐人给出",
        ramp="爬坡系数（小数），逐人一个；或每人一行、每月一列，则逐月给出产能",
        attainment="预计达成率（小数），一个数或逐人给出，省略为1",
        attrition="流失率（小数），一个数或逐人给出，省略为0",
    ),
)
def capacity(quota: Floats, ramp: Floats, attainment: Any = 1, attrition: Any = 0) -> Any:
    """Sales that a team can be expected to bring in.

    Formula:
        capacity = sum over reps of quota * ramp * attainment * (1 - attrition)

    Args:
        quota (money, series): Quota of a fully ramped rep; one for all or one each, zero or more.
        ramp (ratio, range): Share of full productivity, 0 to 1: one per rep in a line; or reps in rows and
            months in columns, which gives the capacity month by month.
        attainment (ratio, series): Expected attainment; one for all or one each, zero or more.
        attrition (ratio, series): Expected attrition, 0 to 1; one for all or one each.

    Returns:
        money, row: The team's capacity; one amount per month where ramp has months.

    Errors:
        #NUM!: A quota or an attainment is negative; a ramp or an attrition is not between 0 and 1.
        #VALUE!: The numbers of reps differ.

    Source:
        Bookings capacity: heads * quota * attainment, ramping reps at their share of productivity.

    Example:
        >>> capacity(150_000, [1] * 7 + [0.4] * 3, [0.85] * 7 + [1] * 3)
        1072500.0
        >>> capacity([100, 200], [[0.5, 1], [1, 1]]).tolist()
        [250.0, 300.0]
    """
    by_rep = ramp.reshape(-1, 1) if 1 in ramp.shape else ramp
    reps = len(by_rep)
    quotas, reached, leaving = (
        _for_each_rep(name, given, reps)
        for name, given in (("quota", quota), ("attainment", attainment), ("attrition", attrition))
    )
    refuse_negative(quota=quotas)
    refuse_negative(attainment=reached)
    refuse_no_share(ramp=ramp)
    refuse_no_share(attrition=leaving)
    months = clear_of_noise((by_rep * (quotas * reached * (1 - leaving))[:, None]).sum(axis=0))
    return months if by_rep.shape[1] > 1 else np.float64(months[0])


@formula(
    "people",
    Help(
        "爬坡：按到岗月数从爬坡曲线取值，到岗前为0，曲线之后保持最后一个值",
        tenure="到岗第几个月，1为首月；0或负数为尚未到岗",
        curve="爬坡曲线，自首月起每月一个值：系数或任务额",
    ),
)
def ramp(tenure: Floats, curve: Floats) -> Any:
    """Productivity, or quota, of a rep by month of tenure.

    Formula:
        ramp = 0                    tenure below 1, not yet there
        ramp = curve[tenure]        up to the end of the curve
        ramp = last of curve        after it

    Args:
        tenure (count, scalar): Month of tenure: 1 in the first month, 0 or less before the start.
        curve (number, table): One value a month from the first one on, zero or more: shares or amounts.

    Returns:
        number, scalar: The curve's value for that month.

    Errors:
        #NUM!: A value of the curve is negative, or tenure is no whole number.
        #VALUE!: The curve is wider than one row or column.

    Source:
        Ramp table of quota management: a quota for each month of tenure, then the full quota.

    Example:
        >>> ramp([0, 1, 3, 4, 9], [10_000, 20_000, 30_000, 45_000]).tolist()
        [0.0, 10000.0, 30000.0, 45000.0, 45000.0]
    """
    if 1 not in curve.shape:
        raise WrongKind("not_a_line", argument="curve", rows=curve.shape[0], columns=curve.shape[1])
    refuse_call(curve < 0, OutOfRange, "negative", argument="curve", value=curve)
    months = np.where(np.isfinite(tenure), tenure, 0).clip(0, curve.size).astype(np.int64)
    return np.concatenate([[0.0], curve.ravel()])[months]


@formula(
    "people",
    Help(
        "人均产能：销售额（或利润）合计除以平均在岗人数",
        amount="销售额或利润，一个数或各期数",
        heads="各期在岗人数（折合），取平均；未知的期间留空",
    ),
)
def productivity(amount: Floats, heads: Floats) -> Any:
    """Sales, or profit, per average head.

    Formula:
        productivity = sum of amount / mean of heads

    Args:
        amount (money, range, blank is zero): Sales or profit of the time covered; negative ones count.
        heads (number, series, blank is open): Heads (full-time equivalents) by period; blanks are left out
            of the mean, so that a half-reported year is not divided by twelve.

    Returns:
        money, scalar: Amount per head over the whole time.

    Errors:
        #DIV/0!: The mean of the heads is zero.
        #NUM!: A number of heads is negative.
        #N/A: No heads are known.

    Source:
        Sales per employee on average headcount, standard definition.

    Example:
        >>> productivity(1_200_000, [10, 12, 14])
        100000.0
    """
    return clear_of_noise(amount.sum() / mean_heads(heads))


@formula(
    "people",
    Help(
        "所需人数：达成目标需要多少人，向上取整",
        target="目标金额",
        quota="每人满负荷任务",
        attainment="预计达成率（小数），省略为1",
        attrition="流失率（小数），省略为0",
        ramp="平均爬坡系数（小数），省略为1",
    ),
)
def heads_required(
    target: Floats,
    quota: Floats,
    attainment: Floats | float = 1,
    attrition: Floats | float = 0,
    ramp: Floats | float = 1,
) -> Any:
    """People needed to reach a target, in whole numbers.

    Formula:
        heads = target / (quota * attainment * (1 - attrition) * ramp) rounded up to a whole number

    Args:
        target (money, scalar): Amount to be sold; zero or more.
        quota (money, scalar): Quota of a fully ramped rep; above zero.
        attainment (ratio, scalar): Expected attainment; zero or more.
        attrition (ratio, scalar): Attrition relief to plan for, 0 to 1.
        ramp (ratio, scalar): Average share of full productivity, 0 to 1.

    Returns:
        count, scalar: Whole heads; none for a target of zero.

    Errors:
        #DIV/0!: A rep is expected to bring nothing.
        #NUM!: A negative amount or attainment; a ramp or an attrition that is not between 0 and 1.
        #N/A: The target or the quota is blank.

    Source:
        Capacity planning backwards: the target divided by what one rep is expected to bring.

    Example:
        >>> heads_required(8_000_000, 1_000_000, 0.8), heads_required(1_000_000, 120_000, 1, 0.1)
        (10.0, 10.0)
    """
    refuse_negative(target=target, quota=quota, attainment=attainment)
    refuse_no_share(attrition=attrition, ramp=ramp)
    brings = clear_of_noise(quota * attainment * (1 - np.float64(attrition)) * ramp)
    refuse(brings == 0, NoBasis, "no_capacity", argument="quota")
    return np.ceil(clear_of_noise(target / brings))


def _for_each_rep(name: str, given: Any, reps: int) -> Floats:
    values = np.asarray(given, dtype=np.float64).ravel()
    if values.size not in (1, reps):
        raise WrongKind("unlike_length", argument=name, n=values.size, other="ramp", m=reps)
    return np.broadcast_to(values, (reps,))
