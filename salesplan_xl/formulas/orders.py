"""Value of an order and of a customer, and the way from lead to order."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "customers",
    Help("客单价（按订单）：销售额除以订单数；按客户口径请用ARPU", sales="销售额", orders="订单数"),
)
def aov(sales: Floats, orders: Floats) -> Any:
    """Average amount of an order; per customer it is ARPU.

    Formula:
        aov = sales / orders

    Args:
        sales (money, scalar): Sales of the orders, returns taken off; zero or more.
        orders (number, scalar): Number of orders; zero or more.

    Returns:
        money, scalar: Amount per order. For several rows together add up sales and orders first.

    Errors:
        #DIV/0!: There is no order.
        #NUM!: The sales or the orders are negative.
        #N/A: One of the two is blank.

    Source:
        Standard definition.

    Example:
        >>> aov(1_200, 48)
        25.0
    """
    return _per(sales, orders, "orders")


@formula(
    "customers",
    Help(
        "客单价（按客户）：销售额除以客户数；给出期末客户数时除以平均客户数",
        sales="销售额",
        customers="客户数，或期初客户数",
        at_end="期末客户数；省略则直接除以customers",
    ),
)
def arpu(sales: Floats, customers: Floats, at_end: Floats | None = None) -> Any:
    """Average sales per customer; per order it is AOV.

    Formula:
        arpu = sales / customers                         at_end left out
        arpu = sales / ((customers + at_end) / 2)        at_end given: on the average number

    Args:
        sales (money, scalar): Sales of the period, returns taken off; zero or more.
        customers (number, scalar): Customers who bought, or customers at the start of the period.
        at_end (number, scalar, blank is open): Customers at its end; a blank divides by customers alone.

    Returns:
        money, scalar: Amount per customer in the period.

    Errors:
        #DIV/0!: There is no customer.
        #NUM!: A number is negative.
        #N/A: The sales or the customers are blank.

    Source:
        Average revenue per user, standard definition on the average number of users.

    Example:
        >>> arpu(90_000, 300), arpu(90_000, 250, 350)
        (300.0, 300.0)
    """
    end = np.nan if at_end is None else at_end
    refuse(customers < 0, OutOfRange, "negative", argument="customers", value=customers)
    refuse(end < 0, OutOfRange, "negative", argument="at_end", value=end)
    return _per(sales, np.where(np.isnan(end), customers, (customers + end) / 2), "customers")


@formula(
    "funnel",
    Help("成交率：赢单占已有结果的商机，未决商机不计", won="赢单（数量或金额）", lost="输单（数量或金额）"),
)
def win_rate(won: Floats, lost: Floats) -> Any:
    """Share of the decided deals that were won; open deals count neither way.

    Formula:
        win_rate = won / (won + lost)

    Args:
        won (number, scalar): Deals won, by number or by value.
        lost (number, scalar): Deals lost, counted the same way.

    Returns:
        ratio, scalar: 0 to 1.

    Errors:
        #DIV/0!: No deal is decided yet.
        #NUM!: A number is negative.
        #N/A: One of the two is blank.

    Source:
        Standard definition.

    Example:
        >>> win_rate(30, 70)
        0.3
    """
    refuse(won < 0, OutOfRange, "negative", argument="won", value=won)
    refuse(lost < 0, OutOfRange, "negative", argument="lost", value=lost)
    decided = clear_of_noise(won + lost, won, lost)
    refuse(decided == 0, NoBasis, "zero_base", argument="won + lost")
    return won / decided


@formula(
    "funnel",
    Help(
        "转化率：进入下一阶段的数量占进入本阶段的数量，须为同一批线索",
        converted="其中转化的数量",
        entered="进入本阶段的数量",
    ),
)
def conversion(converted: Floats, entered: Floats) -> Any:
    """Share of those who entered a stage and went on to the next one.

    Formula:
        conversion = converted / entered

    Args:
        converted (number, scalar): Those of the same group who went on: next stage, order, or referral.
        entered (number, scalar): The group that entered the stage, followed until it is decided.

    Returns:
        ratio, scalar: 0 to 1. The overall rate is that of the last stage to the first.

    Errors:
        #DIV/0!: Nobody entered.
        #NUM!: A number is negative, or more went on than entered: then two different groups were counted,
            as happens when a month's orders are divided by the same month's leads.
        #N/A: One of the two is blank.

    Source:
        Cohort conversion rate, standard definition.

    Example:
        >>> conversion(30, 120)
        0.25
    """
    refuse(converted < 0, OutOfRange, "negative", argument="converted", value=converted)
    refuse(entered < 0, OutOfRange, "negative", argument="entered", value=entered)
    refuse(entered == 0, NoBasis, "zero_base", argument="entered")
    facts = {"argument": "converted", "value": converted, "whole": "entered", "most": entered}
    refuse(converted > entered, OutOfRange, "part_above_whole", **facts)
    return converted / entered


def _per(sales: Floats, number: Any, argument: str) -> Any:
    refuse(sales < 0, OutOfRange, "negative", argument="sales", value=sales)
    refuse(number < 0, OutOfRange, "negative", argument=argument, value=number)
    refuse(number == 0, NoBasis, "zero_base", argument=argument)
    return sales / number
