"""Prices: net of what is given away, their effect on sales, and against a rival's."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "pricing",
    Help(
        "净价：扣除折扣、返利、赠品与满减后的每件价格",
        list_price="每件标价",
        discount="折扣率（小数，9折为0.1），省略为0",
        rebate="返利率（小数，按折后价计），省略为0",
        gift_cost="每单赠品成本与满减金额，省略为0",
        quantity="每单件数，省略为1",
    ),
)
def net_price(
    list_price: Floats,
    discount: Floats | float = 0,
    rebate: Floats | float = 0,
    gift_cost: Floats | float = 0,
    quantity: Floats | float = 1,
) -> Any:
    """Price of a unit net of discount, rebate, gifts and money off.

    Formula:
        net_price = list_price * (1 - discount) * (1 - rebate) - gift_cost / quantity

    Args:
        list_price (money, scalar): List price of a unit; zero or more.
        discount (ratio, scalar): Taken off on the invoice; 0.1 is 9折. 0 to 1.
        rebate (ratio, scalar): Paid back later on the discounted price; 0 to 1.
        gift_cost (money, scalar): Cost of gifts and money off (满减) on one order; zero or more.
        quantity (number, scalar): Units on that order, over which the gifts are spread; above zero.

    Returns:
        money, scalar: Net price of a unit; negative where the gifts are worth more than the goods.

    Errors:
        #DIV/0!: The quantity is zero.
        #NUM!: A price, cost or quantity is negative, or a rate not between 0 and 1.
        #N/A: The list price is blank.

    Source:
        Pocket price: list price less on- and off-invoice reductions (Marn and Rosiello, Harvard Business
        Review, 1992).

    Example:
        >>> net_price(100, 0.1, 0.05, 30, 10)
        82.5
    """
    refuse(list_price < 0, OutOfRange, "negative", argument="list_price", value=list_price)
    for name, rate in (("discount", discount), ("rebate", rebate)):
        outside = (rate < 0) | (rate > 1)
        refuse(outside, OutOfRange, "out_of_range", argument=name, value=rate, low=0, high=1)
    refuse(gift_cost < 0, OutOfRange, "negative", argument="gift_cost", value=gift_cost)
    refuse(quantity == 0, NoBasis, "zero_base", argument="quantity")
    refuse(quantity < 0, OutOfRange, "negative", argument="quantity", value=quantity)
    return clear_of_noise(list_price * (1 - discount) * (1 - rebate) - gift_cost / quantity, list_price)


@formula(
    "pricing",
    Help(
        "需求价格弧弹性（中点法）",
        price0="调价前价格",
        quantity0="调价前销量",
        price1="调价后价格",
        quantity1="调价后销量",
    ),
)
def arc_elasticity(price0: Floats, quantity0: Floats, price1: Floats, quantity1: Floats) -> Any:
    """Elasticity of quantity to price between two points, the same in both directions.

    Formula:
        change in quantity = (quantity1 - quantity0) / ((quantity0 + quantity1) / 2)
        change in price    = (price1 - price0) / ((price0 + price1) / 2)
        arc_elasticity     = change in quantity / change in price

    Args:
        price0 (money, scalar): Price before.
        quantity0 (number, scalar): Quantity sold before.
        price1 (money, scalar): Price after.
        quantity1 (number, scalar): Quantity sold after.

    Returns:
        number, scalar: Negative as a rule; -2 is twice the relative fall in quantity for a rise in price.

    Errors:
        #DIV/0!: The price did not change, or nothing was sold either time.
        #NUM!: A price or a quantity is negative.
        #N/A: One of the four is blank.

    Source:
        Midpoint (arc) elasticity; Allen, Economica, 1934.

    Example:
        >>> arc_elasticity(4, 120, 6, 80)
        -1.0
    """
    given = (("price0", price0), ("quantity0", quantity0), ("price1", price1), ("quantity1", quantity1))
    for name, value in given:
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    price_change = clear_of_noise(price1 - price0, price0, price1)
    sold = quantity0 + quantity1
    refuse(price_change == 0, NoBasis, "no_change", argument="price")
    refuse(sold == 0, NoBasis, "zero_base", argument="quantity0 + quantity1")
    quantity_change = clear_of_noise(quantity1 - quantity0, quantity0, quantity1)
    return (quantity_change / sold) / (price_change / (price0 + price1))


@formula(
    "pricing",
    Help(
        "弹性系数（双对数回归）：价格或广告投入变动1%，销量或销售额变动百分之几",
        driver="各期价格或广告投入，须大于零",
        response="同期销量或销售额，须大于零",
    ),
)
def log_elasticity(driver: Floats, response: Floats) -> Any:
    """Elasticity of sales to price or advertising, fitted over several periods.

    Formula:
        x = ln(driver),  y = ln(response)
        log_elasticity = sum of (x[i] - mean x) * (y[i] - mean y) / sum of (x[i] - mean x)^2

    Args:
        driver (number, series of periods): Price, or spending on advertising, by period; above zero.
        response (number, series of periods): Quantity or sales of the same periods; above zero.

    Returns:
        number, scalar: Slope of the logarithms: 0.2 is 2 % more sales for 10 % more advertising, nearly.

    Errors:
        #DIV/0!: The driver is the same in all periods.
        #NUM!: A number is zero or negative, so that it has no logarithm.
        #VALUE!: The ranges differ in length, or there are fewer than three periods.

    Source:
        Constant-elasticity response, ordinary least squares on logarithms.

    Example:
        >>> round(log_elasticity([1, 2, 4], [10, 20, 40]), 12)
        1.0
    """
    refuse(driver.size < 3, WrongKind, "too_few", argument="driver", n=driver.size, least=3)
    refuse(driver <= 0, OutOfRange, "not_positive", argument="driver", value=driver)
    refuse(response <= 0, OutOfRange, "not_positive", argument="response", value=response)
    refuse(np.ptp(driver) == 0, NoBasis, "no_change", argument="driver")
    x, y = np.log(driver), np.log(response)
    from_mean = x - x.mean()
    return (from_mean * (y - y.mean())).sum() / (from_mean**2).sum()


@formula(
    "pricing",
    Help(
        "价格指数：本品与竞品同类产品按相同数量计价之比×100",
        own_price="本品各产品价格",
        rival_price="竞品对应产品价格，没有对应产品留空",
        quantities="各产品权数（销量），省略为各1",
    ),
)
def price_index(own_price: Floats, rival_price: Floats, quantities: Floats | None = None) -> Any:
    """Own prices against a rival's over the same basket; 100 is the same price.

    Formula:
        price_index = 100 * sum of own_price[i] * quantities[i] / sum of rival_price[i] * quantities[i]
                      over the products for which both prices are there

    Args:
        own_price (money, series of products, blank is open): Own price; a blank leaves the product out.
        rival_price (money, series of products, blank is open): Price of the rival's product that answers to
            it; a blank leaves the product out.
        quantities (number, series of own_price, blank is zero): Weight of each product, such as the quantity
            sold; one each if left out.

    Returns:
        number, scalar: Index points: 110 is ten per cent dearer. A ratio of sums, no mean of ratios.

    Errors:
        #DIV/0!: The rival's basket is worth nothing.
        #NUM!: A price or a quantity is negative.
        #N/A: There is no product with both prices.
        #VALUE!: The ranges differ in length.

    Source:
        Price index of a fixed basket (Laspeyres form), the rival's prices as base.

    Example:
        >>> price_index([11, 22, 30], [10, 20, None], [1, 2, 5])
        110.0
    """
    weights = np.ones(own_price.size) if quantities is None else quantities
    for name, value in (("own_price", own_price), ("rival_price", rival_price), ("quantities", weights)):
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    both = ~np.isnan(own_price) & ~np.isnan(rival_price)
    refuse(not both.any(), NotFound, "nothing_known", argument="rival_price")
    basket = math.fsum(rival_price[both] * weights[both])
    refuse(basket == 0, NoBasis, "adds_up_to_zero", argument="rival_price")
    return clear_of_noise(100 * math.fsum(own_price[both] * weights[both]) / basket)
