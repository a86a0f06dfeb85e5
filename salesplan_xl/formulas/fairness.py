"""Quotas that are fair: the audit of those set, quotas of equal chance, and over-assignment by level."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_divisor
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, Floats, Step, as_shown, clear_of_noise


@formula(
    "people",
    Help(
        "任务公平性：达成率落在给定区间（默认80%至120%，含两端）内的人数占比",
        actual="各人实际完成额；未参加考核的留空",
        quota="各人销售任务；没有任务的留空",
        low="区间下限（小数），默认0.8",
        high="区间上限（小数），默认1.2",
    ),
)
def quota_fairness(actual: Floats, quota: Floats, low: float = 0.8, high: float = 1.2) -> Any:
    """Share of reps whose attainment lies within a band around their quota.

    Formula:
        fairness = number of reps with low <= actual / quota <= high / number of reps with both

    Args:
        actual (money, range, blank is open): What each rep sold; a blank is not counted.
        quota (money, range of actual, blank is open): Each rep's quota, above zero; a blank is not counted.
        low (ratio, scalar): Lower end of the band, itself included.
        high (ratio, scalar): Upper end of the band, itself included.

    Returns:
        ratio, scalar: Share of the reps within the band.

    Errors:
        #DIV/0!: A quota is zero.
        #NUM!: A quota is negative, or high is below low.
        #N/A: No rep has both.
        #VALUE!: The ranges differ in shape.

    Source:
        Quota-setting audit: share of reps at 80 to 120 % of quota (Alexander Group and others).

    Example:
        >>> quota_fairness([79, 80, 100, 120, 121], [100] * 5)
        0.6
    """
    refuse(high < low, OutOfRange, "at_least", argument="high", value=high, low=low)
    reached, _ = _attained(actual, quota)
    return clear_of_noise(((reached >= low) & (reached <= high)).mean())


@formula(
    "people",
    Help(
        "规模偏差：达成率与区域规模的相关系数，接近0为公平；正数说明大区域的任务偏轻",
        actual="各人实际完成额；空白不计入",
        quota="各人销售任务；空白不计入",
        size="区域规模，如市场潜力或客户数；省略则用任务额",
    ),
)
def size_bias(actual: Floats, quota: Floats, size: Any = None) -> Any:
    """Correlation of attainment with the size of the territory; near 0 where quotas are fair.

    Formula:
        bias = correlation of actual / quota with size, over the reps with all of them

    Args:
        actual (money, range, blank is open): What each rep sold; a blank is not counted.
        quota (money, range of actual, blank is open): Each rep's quota, above zero; a blank is not counted.
        size (number, range of actual, blank is open): Size of the territory; the quota itself if left out.

    Returns:
        ratio, scalar: -1 to 1; above 0 large territories reach their quota more easily.

    Errors:
        #DIV/0!: A quota is zero, or attainment or size is the same for all.
        #NUM!: A quota is negative, or fewer than three reps have all figures.
        #N/A: No rep has both figures.
        #VALUE!: The ranges differ in shape.

    Source:
        Pearson correlation in a quota fairness audit (attainment against territory size).

    Example:
        >>> round(size_bias([90, 210, 330], [100, 200, 300]), 3)
        0.961
    """
    known = ~np.isnan(quota if size is None else size)
    reached, both = _attained(np.where(known, actual, np.nan), quota)
    sizes = (quota if size is None else size)[both]
    refuse(reached.size < 3, OutOfRange, "too_few_numbers", argument="actual", count=reached.size, least=3)
    apart, sizes_apart = (clear_of_noise(v - v.mean(), v) for v in (reached, sizes))
    refuse(not apart.any(), NoBasis, "all_the_same", argument="actual")
    refuse(not sizes_apart.any(), NoBasis, "all_the_same", argument="quota" if size is None else "size")
    spread = math.sqrt((apart**2).sum()) * math.sqrt((sizes_apart**2).sum())
    return clear_of_noise((apart * sizes_apart).sum() / spread, 1)


@formula(
    "people",
    Help(
        "同等把握的任务：使各人完成任务的概率相同，合计等于总任务",
        total="总任务",
        expected="各人预计完成额",
        deviation="各人预计完成额的标准差，零或正数",
        step="最小单位",
    ),
)
def equal_chance_quota(total: float, expected: Floats, deviation: Floats, step: Step = CENT) -> Any:
    """Quotas that every rep has the same chance to reach, adding up to the total.

    Formula:
        z = (total - sum of expected) / sum of deviation
        quota[i] = expected[i] + z * deviation[i], in whole steps by largest remainder
        the chance is the same for all: 1 - (normal distribution of z)

    Args:
        total (money, scalar): Total quota; a multiple of step.
        expected (number, range): What each rep is expected to sell.
        deviation (number, range of expected): Standard deviation of that, zero or more.
        step (money, scalar): Smallest amount handed out.

    Returns:
        money, range of expected: One quota per rep, adding up to the total.

    Errors:
        #DIV/0!: All deviations are zero and the total is not the sum of what is expected.
        #NUM!: A deviation is negative, a quota would fall below zero, or the total is off the step.
        #VALUE!: The ranges differ in shape.

    Source:
        Quantile quotas for normally distributed results, solved for a given total.

    Example:
        >>> equal_chance_quota(330, [100, 200], [10, 20], 1).tolist()
        [110.0, 220.0]
    """
    refuse_negative(deviation=deviation)
    means, spreads = ([_exact(v) for v in values.ravel().tolist()] for values in (expected, deviation))
    more = int(total) * Fraction(step.decimal) - sum(means)
    refuse(bool(more) and not any(spreads), NoBasis, "adds_up_to_zero", argument="deviation")
    z = more / sum(spreads) if any(spreads) else Fraction(0)
    amounts = [mean + z * spread for mean, spread in zip(means, spreads, strict=True)]
    below, shown = np.array([quota < 0 for quota in amounts]), np.array([float(quota) for quota in amounts])
    refuse(below, OutOfRange, "share_below_zero", argument="expected", value=shown)
    exact = [quota / Fraction(step.decimal) for quota in amounts]
    quotas = [math.floor(quota) for quota in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: quotas[place] - exact[place])
    for place in by_remainder[: int(total) - sum(quotas)]:
        quotas[place] += 1
    return np.array(quotas, dtype=np.float64).reshape(expected.shape)


@formula(
    "people",
    Help(
        "逐级加码：各级下达的任务合计；负数为预留（留有余地）",
        target="公司目标",
        over="各级加码比例（小数），由上到下；0.1为多下达10%，-0.05为预留5%",
        step="最小单位",
    ),
)
def street_quota(target: float, over: Floats, step: Step = CENT) -> Any:
    """Quota handed out at each level, with over-assignment or a reserve on the way down.

    Formula:
        quota[k] = target * (1 + over[1]) * ... * (1 + over[k])
        each rounded to a whole step: up where over[k] is zero or more, down where it is a reserve

    Args:
        target (money, scalar): The company's target, zero or more; a multiple of step.
        over (ratio, series): Over-assignment of each level from the top down; -0.05 keeps back 5 %.
        step (money, scalar): Smallest amount handed out.

    Returns:
        money, series of over: Sum of the quotas at each level; the last is the street quota.

    Errors:
        #NUM!: The target is negative or off the step, or a reserve is larger than everything.
        #N/A: A level is blank.

    Source:
        Street quota and over-assignment: target 800,000, street quota 1,000,000 is 125 % (revcast).

    Example:
        >>> street_quota(800_000, [0.25]).tolist(), street_quota(100, [0.05, 0.1], 1).tolist()
        ([1000000.0], [105.0, 116.0])
    """
    refuse_negative(target=target)
    refuse(over < -1, OutOfRange, "at_least", argument="over", value=over, low=-1)
    exact = Fraction(int(target))
    quotas = []
    for rate in over.tolist():
        exact *= 1 + _exact(rate)
        quotas.append(math.ceil(exact) if rate >= 0 else math.floor(exact))
    return np.array(quotas, dtype=np.float64)


def _attained(actual: Floats, quota: Floats) -> tuple[Floats, Any]:
    """Return the attainment of the reps that have both figures, and which these are."""
    both = ~np.isnan(actual) & ~np.isnan(quota)
    refuse(not both.any(), NotFound, "nothing_known", argument="actual")
    refuse_no_divisor(quota=np.where(both, quota, 1.0))
    return np.asarray(clear_of_noise(actual[both] / quota[both])), both


def _exact(value: float) -> Fraction:
    return Fraction(as_shown(value))
