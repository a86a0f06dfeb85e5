"""What a customer is worth over the years, and how soon he pays back what winning him cost."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats


@formula(
    "customers",
    Help(
        "客户生命周期价值：首期毛利计在第一期末",
        margin="每期每位客户的毛利",
        retention="每期留存率（小数）",
        discount="每期折现率（小数）",
        periods="计算的期数；省略为不限期",
    ),
)
def clv(margin: Floats, retention: Floats, discount: Floats, periods: Floats | None = None) -> Any:
    """Present value of the margins of a customer, the first one at the end of the first period.

    Formula:
        q   = retention / (1 + discount)
        clv = margin * (q + q^2 + q^3 + ...)     = margin * retention / (1 + discount - retention)
        clv = margin * (q + q^2 + ... + q^n)     with n = periods

    Args:
        margin (money, scalar): Margin of a customer per period, what keeping him costs taken off.
        retention (ratio, scalar): Share of the customers kept from one period to the next; 0 to 1.
        discount (ratio, scalar): Discount rate per period, of the same length; zero or more.
        periods (count, scalar, blank is open): Number of periods counted; a blank counts them all.

    Returns:
        money, scalar: Value of a customer won at the start, what winning him costs not taken off.

    Errors:
        #DIV/0!: All periods are counted, nobody leaves and nothing is discounted.
        #NUM!: The retention is not between 0 and 1, the discount is negative, or there is no period.
        #N/A: The margin, the retention or the discount is blank.

    Source:
        Gupta and Lehmann, Customers as Assets, 2003; Farris et al., Marketing Metrics.

    Example:
        >>> round(clv(17.95, 0.995, 0.01), 2), clv(100, 0.8, 0, 2)
        (1190.68, 144.0)
    """
    outside = (retention < 0) | (retention > 1)
    refuse(outside, OutOfRange, "out_of_range", argument="retention", value=retention, low=0, high=1)
    refuse(discount < 0, OutOfRange, "negative", argument="discount", value=discount)
    count = np.nan if periods is None else periods
    refuse(count < 1, OutOfRange, "at_least", argument="periods", value=count, low=1)
    q = retention / (1 + discount)
    refuse(np.isnan(count) & (q == 1), NoBasis, "value_without_end")
    for_ever = retention / (1 + discount - retention)
    # 1 - q^n through the logarithm, so that a long row of periods near q = 1 keeps its digits
    limited = np.where(q == 1, count, for_ever * -np.expm1(count * np.log(q)))
    return margin * np.where(np.isnan(count), for_ever, limited)


@formula(
    "customers",
    Help(
        "获客回收期：收回获客成本所需的期数",
        cost="每位新客户的获客成本",
        margin="每期每位客户的毛利",
        retention="每期留存率（小数），省略为1，即不流失",
    ),
)
def payback(cost: Floats, margin: Floats, retention: Floats | float = 1) -> Any:
    """Periods until the margins of a customer have earned back what winning him cost.

    Formula:
        payback = cost / margin                                              retention 1
        payback = n with margin * (r + r^2 + ... + r^n) = cost               retention r below 1
                = ln(1 - cost * (1 - r) / (margin * r)) / ln(r)

    Args:
        cost (money, scalar): Cost of winning a customer; zero or more.
        margin (money, scalar): Margin of a customer per period; the first one at the end of the first period.
        retention (ratio, scalar): Share of the customers kept from one period to the next; 0 to 1.

    Returns:
        number, scalar: Periods, of the length the margin is given for.

    Errors:
        #DIV/0!: The margin is zero.
        #NUM!: The cost or the margin is negative, the retention is not between 0 and 1, or customers leave
            before the cost is earned back.
        #N/A: The cost or the margin is blank.

    Source:
        CAC payback period, standard definition; with retention, CLV without discount solved for its periods.

    Example:
        >>> payback(300, 100), payback(300, 400, 0.5)
        (3.0, 2.0)
    """
    refuse(cost < 0, OutOfRange, "negative", argument="cost", value=cost)
    refuse(margin == 0, NoBasis, "zero_base", argument="margin")
    refuse(margin < 0, OutOfRange, "not_positive", argument="margin", value=margin)
    outside = (retention < 0) | (retention > 1)
    refuse(outside, OutOfRange, "out_of_range", argument="retention", value=retention, low=0, high=1)
    reach = margin * retention / (1 - retention)
    refuse((cost > 0) & (cost >= reach), OutOfRange, "never_paid_back", cost=cost, reach=reach)
    leaving = np.log1p(-cost / reach) / np.log(retention)
    return np.where(cost == 0, 0.0, np.where(retention == 1, cost / margin, leaving))


@formula(
    "customers",
    Help(
        "净推荐值：推荐者占比减贬损者占比，−100至100",
        promoters="推荐者人数（9–10分）",
        passives="中立者人数（7–8分）",
        detractors="贬损者人数（0–6分）",
    ),
)
def nps(promoters: Floats, passives: Floats, detractors: Floats) -> Any:
    """Net promoter score, from -100 to 100.

    Formula:
        nps = 100 * (promoters - detractors) / (promoters + passives + detractors)

    Args:
        promoters (number, scalar): Answers of 9 and 10, as numbers or as shares.
        passives (number, scalar): Answers of 7 and 8.
        detractors (number, scalar): Answers of 0 to 6.

    Returns:
        number, scalar: Points between -100 and 100, not rounded.

    Errors:
        #DIV/0!: Nobody answered.
        #NUM!: A number is negative.
        #N/A: A number is blank.

    Source:
        Reichheld, The One Number You Need to Grow, Harvard Business Review, 2003.

    Example:
        >>> nps(60, 25, 15)
        45.0
    """
    answers = _answers(promoters, passives, detractors)
    return 100 * (promoters - detractors) / answers


@formula(
    "customers",
    Help(
        "净推荐值的标准误（百分点），判断变动是否只是抽样波动",
        promoters="推荐者人数（9–10分）",
        passives="中立者人数（7–8分）",
        detractors="贬损者人数（0–6分）",
    ),
)
def nps_error(promoters: Floats, passives: Floats, detractors: Floats) -> Any:
    """Standard error of a net promoter score, in its points.

    Formula:
        n = promoters + passives + detractors,  p = promoters / n,  d = detractors / n
        nps_error = 100 * sqrt((p + d - (p - d)^2) / n)

    Args:
        promoters (count, scalar): Answers of 9 and 10.
        passives (count, scalar): Answers of 7 and 8.
        detractors (count, scalar): Answers of 0 to 6.

    Returns:
        number, scalar: Points. Two scores differ for certain enough when they are 1.96 * sqrt(e1^2 + e2^2)
            apart.

    Errors:
        #DIV/0!: Nobody answered.
        #NUM!: A number is negative or not whole.
        #N/A: A number is blank.

    Source:
        Standard error of a difference of multinomial shares; W. Huber, Cross Validated.

    Example:
        >>> round(nps_error(162, 108, 54), 2)
        4.14
    """
    answers = _answers(promoters, passives, detractors)
    p, d = promoters / answers, detractors / answers
    # p + d - (p - d)^2 written without a difference, so that unanimous answers give exactly zero
    variance = p * (passives + detractors) / answers + d * (passives + promoters) / answers + 2 * p * d
    return 100 * np.sqrt(variance / answers)


def _answers(promoters: Floats, passives: Floats, detractors: Floats) -> Any:
    for name, value in (("promoters", promoters), ("passives", passives), ("detractors", detractors)):
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    answers = promoters + passives + detractors
    refuse(answers == 0, NoBasis, "zero_base", argument="promoters + passives + detractors")
    return answers
