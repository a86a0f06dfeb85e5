"""Outlets: how many carry the goods, how much of the market they stand for, and how fast the goods move."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound
from salesplan_xl.formulas.limits import refuse_negative, refuse_not_positive
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "channel",
    Help(
        "数值铺货率：有货网点数占已查访网点数的比例",
        stocked="各网点的铺货量或标记：大于0为有货，0为无货，未查访留空",
    ),
)
def numeric_distribution(stocked: Floats) -> Any:
    """Share of the outlets checked that carry the product.

    Formula:
        numeric = outlets with stocked > 0 / outlets checked

    Args:
        stocked (number, range, blank is open): Per outlet: above 0 carries it, 0 does not, a blank was not
            checked and counts on neither side.

    Returns:
        ratio, scalar: Numeric distribution.

    Errors:
        #N/A: No outlet was checked.
        #NUM!: A number is negative.

    Source:
        Numeric distribution of retail audits (Farris et al., Marketing Metrics).

    Example:
        >>> numeric_distribution([1, 0, 12, None])
        0.6666666666666666
    """
    checked = _checked(stocked=stocked)
    return float((stocked[checked] > 0).mean())


@formula(
    "channel",
    Help(
        "加权铺货率：有货网点的品类销售额占已查访网点品类销售额的比例",
        stocked="各网点的铺货量或标记：大于0为有货，0为无货，未查访留空",
        turnover="各网点的品类销售额，零或正数",
    ),
)
def weighted_distribution(stocked: Floats, turnover: Floats) -> Any:
    """Share of category turnover that the outlets carrying the product stand for.

    Formula:
        weighted = sum of turnover of outlets with stocked > 0 / sum of turnover of outlets checked

    Args:
        stocked (number, range, blank is open): Per outlet: above 0 carries it, 0 does not, a blank was not
            checked and counts on neither side.
        turnover (money, range of stocked, blank is zero): Each outlet's turnover in the category.

    Returns:
        ratio, scalar: Weighted distribution.

    Errors:
        #DIV/0!: The outlets checked have no turnover.
        #N/A: No outlet was checked.
        #NUM!: A number is negative.
        #VALUE!: The ranges differ in shape.

    Source:
        Product category volume distribution (Farris et al., Marketing Metrics).

    Example:
        >>> weighted_distribution([1, 1, 0, 1, 0], [100_000, 50_000, 25_000, 15_000, 10_000])
        0.825
    """
    checked = _checked(stocked=stocked)
    refuse_negative(turnover=turnover)
    weights = turnover[checked]
    refuse(not weights.any(), NoBasis, "adds_up_to_zero", argument="turnover")
    return clear_of_noise(weights[stocked[checked] > 0].sum() / weights.sum(), 1)


@formula(
    "channel",
    Help(
        "单店动销：每个有效网点每期的销量；有效网点指期内有销售的网点",
        units="各网点期内销量；未统计的留空，没有销售的填0",
        periods="期数，如周数，默认1",
    ),
)
def rate_of_sale(units: Floats, periods: float = 1) -> Any:
    """Units sold per active outlet and period; an outlet is active that sold something.

    Formula:
        rate = sum of units / (outlets with units > 0 * periods)

    Args:
        units (number, range, blank is open): Units that each outlet sold in the time covered; zero or more.
        periods (number, scalar): Number of periods covered, such as weeks; above zero.

    Returns:
        number, scalar: Units per active outlet and period.

    Errors:
        #DIV/0!: No outlet sold anything.
        #N/A: No outlet is known.
        #NUM!: Units are negative, or periods is not above zero.

    Source:
        Rate of sale (velocity) per selling outlet of retail audits.

    Example:
        >>> rate_of_sale([40, 0, 80, None], 4)
        15.0
    """
    known = _checked(units=units)
    refuse_not_positive(periods=periods)
    active = units[known][units[known] > 0]
    refuse(not active.size, NoBasis, "adds_up_to_zero", argument="units")
    return clear_of_noise(active.sum() / (active.size * periods))


@formula(
    "channel",
    Help(
        "品种动销率：有销售的品种（或网点）数占有货品种（或网点）数的比例；已售罄的算有货",
        sold="各品种（或网点）期内销量",
        stock="各品种（或网点）库存或铺货量",
    ),
)
def sell_out_rate(sold: Floats, stock: Floats) -> Any:
    """Share of the articles, or outlets, with goods in which anything was sold.

    Formula:
        rate = number with sold > 0 / number with sold > 0 or stock > 0

    Args:
        sold (number, range, blank is zero): Units sold of each article or in each outlet; zero or more.
        stock (number, range of sold, blank is zero): Stock of each; an article sold out was in stock.

    Returns:
        ratio, scalar: 1 where everything in stock moves.

    Errors:
        #DIV/0!: Nothing was in stock or sold.
        #NUM!: A number is negative.
        #VALUE!: The ranges differ in shape.

    Source:
        动销率 by number of articles, a standard of Chinese retail; sold-out articles count as stocked.

    Example:
        >>> sell_out_rate([5, 0, 3, 0], [10, 4, 0, 0])
        0.6666666666666666
    """
    refuse_negative(sold=sold, stock=stock)
    with_goods = (sold > 0) | (stock > 0)
    refuse(not with_goods.any(), NoBasis, "adds_up_to_zero", argument="stock")
    return float((sold > 0).sum() / with_goods.sum())


def _checked(**outlets: Floats) -> Any:
    """Tell which outlets are known, refusing a range without any."""
    name, values = next(iter(outlets.items()))
    known = ~np.isnan(values)
    refuse(not known.any(), NotFound, "nothing_known", argument=name)
    refuse_negative(**{name: values[known]})
    return known
