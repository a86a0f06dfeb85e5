"""Bonus pools, appraisal scores and rankings."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis
from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.formulas.limits import refuse_negative, refuse_not_positive
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, Floats, Step, as_shown, clear_of_noise

TIES = ("dense", "competition")


@formula(
    "people",
    Help(
        "团队奖金：超额部分乘以奖金比例，按权重分到各人，合计与奖金池一分不差",
        actual="团队实际完成额",
        target="团队目标",
        rate="超额部分的奖金比例（小数）",
        weights="各人的权重，零或正数，只看比例",
        step="最小单位，默认0.01元",
    ),
)
def team_bonus(actual: float, target: float, rate: float, weights: Floats, step: Step = CENT) -> Any:
    """Share out a team's bonus for what it sold over target, exact to the last step.

    Formula:
        pool  = rate * (actual - target), zero below target; rounded to a whole step, halves up
        bonus = pool split in proportion to weights by largest remainder; the earlier cell wins a tie

    Args:
        actual (money, scalar): What the team sold; a multiple of step.
        target (money, scalar): The team's target; a multiple of step.
        rate (ratio, scalar): Share of the excess that is paid as bonus; zero or more.
        weights (number, range, blank is zero): Relative shares of the members, zero or more.
        step (money, scalar): Smallest amount paid.

    Returns:
        money, range of weights: One bonus per member, adding up to the pool.

    Errors:
        #DIV/0!: There is a pool and all weights are zero.
        #NUM!: The rate or a weight is negative; an amount is no multiple of the step.

    Source:
        Pool funded by performance above target, split by the largest remainder method (Hamilton).

    Example:
        >>> team_bonus(1_100, 1_000, 0.1, [1, 1, 1]).tolist()
        [3.34, 3.33, 3.33]
    """
    refuse_negative(rate=rate, weights=weights)
    excess = max(0, int(actual) - int(target))
    pool = int(excess * Fraction(as_shown(rate)) + Fraction(1, 2))
    refuse(bool(pool) and not weights.any(), NoBasis, "adds_up_to_zero", argument="weights")
    return largest_remainder(pool, weights.ravel()).reshape(weights.shape).astype(np.float64)


@formula(
    "people",
    Help(
        "绩效考核得分：各项达成率按权重加权平均，单项可封顶，负数按0计",
        values="各项实际值",
        targets="各项目标值",
        weights="各项权重，不必合计为1",
        cap="单项达成率上限，省略为不封顶",
    ),
)
def score(values: Floats, targets: Floats, weights: Floats, cap: float | None = None) -> Any:
    """Weighted appraisal score over several indicators; also for rating points against their best mark.

    Formula:
        reached[k] = values[k] / targets[k], for a negative target 1 + (values[k] - targets[k]) / |targets[k]|
        score = sum of weights[k] * reached[k] kept between 0 and cap / sum of weights

    Args:
        values (number, series of n): What was reached on each indicator; all must be entered.
        targets (number, series of n): What was to be reached, or the best mark; not zero.
        weights (number, series of n, blank is zero): Importance of each, zero or more; any scale.
        cap (ratio, scalar): Most that one indicator counts, such as 1.2; none if left out.

    Returns:
        ratio, scalar: 1 is every target met.

    Errors:
        #DIV/0!: A target is zero, or the weights add up to zero.
        #NUM!: A weight is negative, or the cap is not above zero.
        #N/A: A value or a target is blank.
        #VALUE!: The ranges differ in length.

    Source:
        Weighted balanced-scorecard appraisal with capped attainment; negative targets as in ATTAINMENT.

    Example:
        >>> score([110, 40, 95], [100, 50, 100], [0.5, 0.3, 0.2], 1)
        0.93
    """
    refuse(targets == 0, NoBasis, "zero_base", argument="targets")
    refuse_negative(weights=weights)
    most = np.inf if cap is None else cap
    refuse_not_positive(cap=most)
    total = weights.sum()
    refuse(total == 0, NoBasis, "adds_up_to_zero", argument="weights")
    reached = np.where(targets > 0, values / targets, (values - 2 * targets) / np.abs(targets))
    return clear_of_noise((weights * np.clip(reached, 0, most)).sum() / total)


@formula(
    "people",
    Help(
        "业绩排行：由高到低排名；并列者名次相同；空白不排名",
        values="要排名的数值，如达成率",
        ties="并列之后：dense紧接下一名（1、1、2，默认），competition跳过（1、1、3）",
    ),
    choices={"ties": TIES},
)
def ranking(values: Floats, ties: str = "dense") -> Any:
    """Rank from the highest down; equal values share a place and blanks have none.

    Formula:
        dense        rank = 1 + number of different values above
        competition  rank = 1 + number of members above
        equal is equal to 15 digits

    Args:
        values (number, range, blank is open): What is ranked, such as attainment; a blank stays blank.
        ties (text, scalar): dense (1, 1, 2) or competition (1, 1, 3).

    Returns:
        count, range of values: The ranks.

    Errors:
        #NUM!: ties is no such word.
        #VALUE!: A value is text.

    Source:
        Dense and standard competition ranking, standard definitions.

    Example:
        >>> ranking([0.9, 1.2, None, 1.2])
        [[2], [1], [None], [1]]
    """
    return _ranks(values, ties)


@formula(
    "people",
    Help(
        "进步最快：按达成率提高的百分点由高到低排名，1为进步最快；无上期数的新人不参评",
        before="上期达成率（小数），新人留空",
        after="本期达成率（小数）",
    ),
)
def most_improved(before: Floats, after: Floats) -> Any:
    """Rank members by how many points their attainment rose; 1 is the most improved.

    Formula:
        rank of after - before from the highest down, dense; a member without both has no rank

    Args:
        before (ratio, range of members, blank is open): Attainment in the earlier period; blank for the new.
        after (ratio, range of members, blank is open): Attainment in the later period.

    Returns:
        count, range of before: The ranks; a blank for members who cannot be compared.

    Errors:
        #VALUE!: The ranges differ in shape, or a value is text.

    Source:
        Most-improved award on points of attainment, so that a low start brings no advantage by ratio.

    Example:
        >>> most_improved([0.5, 0.9, None], [0.7, 1.0, 1.3])
        [[1], [2], [None]]
    """
    return _ranks(np.asarray(clear_of_noise(after - before, after, before)), "dense")


def _ranks(values: Floats, ties: str) -> list[list[int | None]]:
    known = ~np.isnan(values)
    cleared = np.asarray(clear_of_noise(values[known]))
    _, place, counts = np.unique(-cleared, return_inverse=True, return_counts=True)
    rank = place + 1 if ties == "dense" else (np.cumsum(counts) - counts)[place] + 1
    ranks = np.full(values.shape, None, dtype=object)
    ranks[known] = rank.tolist()
    rows: list[list[int | None]] = ranks.tolist()
    return rows
