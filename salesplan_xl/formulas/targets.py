"""Arguing an annual target: break-even, market, blended proposals, and backwards from target to leads."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, as_shown, clear_of_noise


@formula(
    "targets",
    Help(
        "损益平衡点基准：覆盖固定费用并达到目标利润所需的销售额",
        fixed_cost="固定费用预估",
        margin_rate="计划边际利润率（小数）",
        profit="计划销售利润，省略为0",
    ),
)
def breakeven_sales(fixed_cost: Floats, margin_rate: Floats, profit: Floats | float = 0) -> Any:
    """Sales that cover the fixed cost and earn the planned profit.

    Formula:
        sales = (fixed_cost + profit) / margin_rate

    Args:
        fixed_cost (money, scalar): Fixed cost of the year; zero or more.
        margin_rate (ratio, scalar): Contribution margin, 1 - variable cost / sales; above 0, at most 1.
        profit (money, scalar): Planned profit; 0 gives the break-even point itself.

    Returns:
        money, scalar: Sales needed.

    Errors:
        #DIV/0!: The margin rate is zero.
        #NUM!: The margin rate is negative or above 1, or the fixed cost is negative.

    Source:
        Cost-volume-profit analysis, target income sales.

    Example:
        >>> breakeven_sales(300_000, 0.4), breakeven_sales(300_000, 0.4, 100_000)
        (750000.0, 1000000.0)
    """
    refuse(fixed_cost < 0, OutOfRange, "negative", argument="fixed_cost", value=fixed_cost)
    refuse(margin_rate == 0, NoBasis, "zero_base", argument="margin_rate")
    outside = (margin_rate < 0) | (margin_rate > 1)
    refuse(outside, OutOfRange, "out_of_range", argument="margin_rate", value=margin_rate, low=0, high=1)
    return clear_of_noise(fixed_cost + profit, fixed_cost, profit) / margin_rate


@formula(
    "targets",
    Help(
        "市场法目标：下一年市场规模乘以目标份额",
        market="本年市场规模",
        growth="预计市场增长率（小数）",
        share="目标市场份额（小数）",
    ),
)
def market_target(market: Floats, growth: Floats, share: Floats) -> Any:
    """Target that a share of next year's market amounts to.

    Formula:
        target = market * (1 + growth) * share

    Args:
        market (money, scalar): Size of this year's market; zero or more.
        growth (ratio, scalar): Expected growth of the market; -1 or more.
        share (ratio, scalar): Market share aimed at; 0 to 1.

    Returns:
        money, scalar: Sales that share amounts to.

    Errors:
        #NUM!: The market is negative, growth is below -1, or the share is not between 0 and 1.
        #N/A: One of the three is blank.

    Source:
        Market build-up method; standard definition of market share.

    Example:
        >>> market_target(50_000_000, 0.08, 0.15)
        8100000.0
    """
    refuse(market < 0, OutOfRange, "negative", argument="market", value=market)
    refuse(growth < -1, OutOfRange, "at_least", argument="growth", value=growth, low=-1)
    outside = (share < 0) | (share > 1)
    refuse(outside, OutOfRange, "out_of_range", argument="share", value=share, low=0, high=1)
    return clear_of_noise(market * clear_of_noise(1 + growth, 1, growth) * share)


@formula(
    "targets",
    Help(
        "多种方法所得目标的加权平均；空白的方法连同其权重不计",
        values="各方法得出的目标，未采用的留空",
        weights="各方法的权重，不必合计为1",
    ),
)
def blend(values: Floats, weights: Floats) -> Any:
    """Weighted mean of several proposals for one figure; a blank proposal leaves with its weight.

    Formula:
        blend = sum of values[i] * weights[i] / sum of weights[i]        over the values that are there

    Args:
        values (number, series of n, blank is open): Proposals, such as targets by several methods.
        weights (number, series of n, blank is zero): Weight of each; zero or more, any scale.

    Returns:
        number, scalar: The blended figure.

    Errors:
        #DIV/0!: The weights of the values that are there add up to zero.
        #NUM!: A weight is negative.
        #VALUE!: The two ranges differ in length.

    Source:
        Weighted arithmetic mean.

    Example:
        >>> blend([1000, 1200, None], [3, 1, 5])
        1050.0
    """
    refuse(weights < 0, OutOfRange, "negative", argument="weights", value=weights)
    there = ~np.isnan(values)
    weighed = [Fraction(as_shown(weight)) for weight in weights[there].tolist()]
    refuse(sum(weighed) == 0, NoBasis, "adds_up_to_zero", argument="weights")
    exact = [Fraction(as_shown(value)) for value in values[there].tolist()]
    return float(sum(value * weight for value, weight in zip(exact, weighed, strict=True)) / sum(weighed))


@formula(
    "targets",
    Help(
        "比率目标：如满意度提高20%，按相对提高或按百分点提高计算",
        rate="现有比率（小数），零或正数",
        rise="提高的幅度（小数），0.2为20%或20个百分点；负数为降低",
        method="口径：relative相对提高（默认，0.6提高20%为0.72），points百分点（0.6提高20个百分点为0.8）",
        most="比率不能超过的上限，省略为1",
    ),
    choices={"method": ("relative", "points")},
)
def rate_target(rate: Floats, rise: Floats, method: str = "relative", most: Floats | float = 1) -> Any:
    """Target of a rate that is to rise by so many per cent, of itself or in points.

    Formula:
        relative  target = rate * (1 + rise)
        points    target = rate + rise

    Args:
        rate (ratio, scalar): The rate now, such as satisfaction or renewal; zero or more.
        rise (ratio, scalar): What it is to rise by; 0.2 is 20 % or 20 points; negative to fall.
        method (text, scalar): relative (the default), of the rate itself; or points, on top of it.
        most (ratio, scalar): Highest rate there can be; 1 if left out.

    Returns:
        ratio, scalar: The rate to be reached; zero or more, never above most.

    Errors:
        #NUM!: The rate is negative, or the target would lie below 0 or above most.
        #N/A: The rate or the rise is blank.

    Source:
        Relative change and change in percentage points, standard definitions.

    Example:
        >>> rate_target(0.6, 0.2), rate_target(0.6, 0.2, "points")
        (0.72, 0.8)
    """
    refuse(rate < 0, OutOfRange, "negative", argument="rate", value=rate)
    target = clear_of_noise(rate + rise * (rate if method == "relative" else 1.0), rate, rise)
    facts = {"argument": "rate + rise", "value": target, "low": 0, "high": most}
    refuse((target < 0) | (target > most), OutOfRange, "out_of_range", **facts)
    return target


@formula(
    "funnel",
    Help(
        "目标倒推：由目标、客单价和各阶段转化率倒推各阶段所需数量（整数）",
        target="目标金额",
        order_value="平均每单金额（客单价）",
        rates="各阶段转化率，从首个阶段到成交（小数）",
    ),
)
def funnel_required(target: float, order_value: float, rates: Floats) -> Any:
    """Number needed at each stage of the funnel to reach a target, from the first stage to orders.

    Formula:
        required[k] = target / (order_value * rates[k] * ... * rates[n]) rounded up to a whole number
        required[n + 1] = target / order_value rounded up, the orders

    Args:
        target (money, scalar): Amount to be sold; zero or more.
        order_value (money, scalar): Average amount of an order; above zero.
        rates (ratio, series): Conversion from each stage to the next, first stage first; above 0, at most 1.

    Returns:
        count, series of rates: One number more than there are rates; the last one is the orders.

    Errors:
        #DIV/0!: The order value or a rate is zero.
        #NUM!: The target or the order value is negative, or a rate is negative or above 1.

    Source:
        Reverse funnel: leads = target / (average order value * product of the conversion rates).

    Example:
        >>> funnel_required(1_000_000, 25_000, [0.3, 0.4]).tolist()
        [334.0, 100.0, 40.0]
    """
    refuse(target < 0, OutOfRange, "negative", argument="target", value=target)
    refuse(order_value == 0, NoBasis, "zero_base", argument="order_value")
    refuse(order_value < 0, OutOfRange, "not_positive", argument="order_value", value=order_value)
    refuse(rates == 0, NoBasis, "zero_base", argument="rates")
    outside = (rates < 0) | (rates > 1)
    refuse(outside, OutOfRange, "out_of_range", argument="rates", value=rates, low=0, high=1)
    needed = Fraction(as_shown(target)) / Fraction(as_shown(order_value))
    required = [math.ceil(needed)]
    for rate in reversed(rates.tolist()):
        needed /= Fraction(as_shown(rate))
        required.append(math.ceil(needed))
    return np.array(required[::-1], dtype=np.float64)
