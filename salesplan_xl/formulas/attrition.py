"""People who leave: attrition, its rate per period, and the quota of a vacant position."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NotFound
from salesplan_xl.formulas.limits import (
    refuse_negative,
    refuse_no_divisor,
    refuse_no_share,
    refuse_not_positive,
)
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "people",
    Help(
        "流失率：期间离职人数除以期间平均在岗人数；可换算为年率",
        leavers="各期离职人数",
        heads="各期在岗人数，取平均；未知的期间留空",
        periods_per_year="一年的期数（按月为12）；给出则换算为年率，省略则为所给期间的合计流失率",
    ),
)
def attrition(leavers: Floats, heads: Floats, periods_per_year: float | None = None) -> Any:
    """Share of a team that leaves.

    Formula:
        attrition = sum of leavers / mean of heads
        with periods_per_year: * periods_per_year / number of periods in leavers

    Args:
        leavers (number, series, blank is zero): People who left, by period or in one figure; zero or more.
        heads (number, series, blank is open): Heads, by period or at the start and the end; blanks are left
            out of the mean.
        periods_per_year (number, scalar): 12 for months; then the rate is brought to a year.

    Returns:
        ratio, scalar: Leavers per average head; above 1 where more people left than there are places.

    Errors:
        #DIV/0!: The mean of the heads is zero.
        #NUM!: A count is negative, or periods_per_year is not above zero.
        #N/A: No heads are known.

    Source:
        Attrition on average headcount, standard definition; annualised by the share of the year covered.

    Example:
        >>> attrition(12, [50, 70])
        0.2
        >>> attrition([1, 0, 2], [60, 60, 60], 12)
        0.2
    """
    refuse_negative(leavers=leavers)
    mean = mean_heads(heads)
    rate = float(leavers.sum()) / mean
    if periods_per_year is None:
        return rate
    refuse_not_positive(periods_per_year=periods_per_year)
    return clear_of_noise(rate * periods_per_year / leavers.size)


@formula(
    "people",
    Help(
        "流失率换算：由年流失率求每期流失率；期数填1/12则由月流失率求年流失率",
        annual="年流失率（小数）",
        periods="一年的期数，默认12",
    ),
)
def attrition_per_period(annual: Floats, periods: Floats | float = 12) -> Any:
    """Attrition of one period that compounds to the annual rate.

    Formula:
        attrition_per_period = 1 - (1 - annual) ^ (1 / periods)

    Args:
        annual (ratio, scalar): Attrition of a year, 0 to 1.
        periods (number, scalar): Periods in the year, above zero; 1/12 turns a monthly rate into a year's.

    Returns:
        ratio, scalar: Attrition of one period.

    Errors:
        #NUM!: annual is not between 0 and 1, or periods is not above zero.
        #N/A: annual is blank.

    Source:
        Compounding of rates: what stays after all periods is (1 - rate) ^ periods.

    Example:
        >>> round(attrition_per_period(0.2), 6), round(attrition_per_period(0.0184235, 1 / 12), 4)
        (0.018423, 0.2)
    """
    refuse_no_share(annual=annual)
    refuse_not_positive(periods=periods)
    return -np.expm1(np.log1p(-annual) / periods)


@formula(
    "people",
    Help(
        "空岗缺口：岗位空缺期间无人承担的任务合计",
        quota="各期任务",
        filled="各期到岗程度：1为满岗，0或留空为空岗，0.5为半月到岗或他人代管一半",
    ),
)
def vacancy_gap(quota: Floats, filled: Floats) -> Any:
    """Quota that nobody carries while a position is vacant.

    Formula:
        gap = sum of quota * (1 - filled)

    Args:
        quota (money, series of periods, blank is zero): Quota of the position by period; zero or more.
        filled (ratio, series of periods, blank is open): Share of the period in which somebody carries it,
            0 to 1; a blank is vacant.

    Returns:
        money, scalar: Uncovered quota, to be handed out again among the others.

    Errors:
        #NUM!: A quota is negative, or filled is not between 0 and 1.
        #VALUE!: The ranges differ in length.

    Source:
        Vacancy months times quota (to-be-replaced positions of quota planning), with partial cover.

    Example:
        >>> vacancy_gap([100, 100, 100, 100], [1, 0.5, None, 1])
        150.0
    """
    refuse_negative(quota=quota)
    there = np.where(np.isnan(filled), 0.0, filled)
    refuse_no_share(filled=there)
    return clear_of_noise((quota * (1 - there)).sum())


def mean_heads(heads: Floats) -> float:
    """Return the mean of the heads that are known.

    Raises:
        NotFound: none is known.
        OutOfRange: one is negative.
        NoBasis: the mean is zero.
    """
    known = heads[~np.isnan(heads)]
    refuse(not known.size, NotFound, "nothing_known", argument="heads")
    refuse_negative(heads=known)
    mean = float(known.mean())
    refuse_no_divisor(heads=mean)
    return mean
