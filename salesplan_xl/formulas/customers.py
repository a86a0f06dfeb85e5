"""What winning customers costs, what new ones bring, and how satisfied they are."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange, WrongKind
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "customers",
    Help(
        "获客成本：获客投入除以新客户数",
        marketing_cost="获取新客户的市场费用",
        new_customers="同期新增客户数",
        sales_cost="计入的销售人员获客成本；省略为0，即只算市场费用",
    ),
)
def cac(marketing_cost: Floats, new_customers: Floats, sales_cost: Floats | float = 0) -> Any:
    """Cost of winning one new customer.

    Formula:
        cac = (marketing_cost + sales_cost) / new_customers

    Args:
        marketing_cost (money, scalar): Marketing spent on winning customers; zero or more.
        new_customers (number, scalar): Customers won by it; zero or more.
        sales_cost (money, scalar): Selling cost of winning them, such as pay; 0 counts marketing alone.

    Returns:
        money, scalar: Cost per new customer. For several rows together add up costs and customers first.

    Errors:
        #DIV/0!: No customer was won.
        #NUM!: A cost or the number of customers is negative.
        #N/A: The cost or the number of customers is blank.

    Source:
        Standard definition; whether selling cost is counted is the planner's choice.

    Example:
        >>> cac(50_000, 250), cac(50_000, 250, 25_000)
        (200.0, 300.0)
    """
    refuse(marketing_cost < 0, OutOfRange, "negative", argument="marketing_cost", value=marketing_cost)
    refuse(new_customers < 0, OutOfRange, "negative", argument="new_customers", value=new_customers)
    refuse(sales_cost < 0, OutOfRange, "negative", argument="sales_cost", value=sales_cost)
    refuse(new_customers == 0, NoBasis, "zero_base", argument="new_customers")
    return clear_of_noise(marketing_cost + sales_cost, marketing_cost, sales_cost) / new_customers


@formula(
    "customers",
    Help(
        "滞后获客成本：前期投入合计除以其后带来的新客户合计",
        cost="各期获客投入，由早到晚",
        new_customers="各期新增客户数，由早到晚",
        lag="投入到成交相隔的期数，省略为1",
    ),
)
def cac_lagged(cost: Floats, new_customers: Floats, lag: float = 1) -> Any:
    """Cost of a new customer where the money is spent some periods before the customer signs.

    Formula:
        cac_lagged = sum of cost[1 .. n - lag] / sum of new_customers[lag + 1 .. n]

    Args:
        cost (money, series of periods): Spent on winning customers, oldest first; zero or more.
        new_customers (number, series of periods): Customers won, oldest first; zero or more.
        lag (count, scalar): Periods from spending to winning, such as the sales cycle; 1 if left out, 0 is
            none.

    Returns:
        money, scalar: Cost per new customer, a ratio of sums.

    Errors:
        #DIV/0!: No customer was won in the periods counted.
        #NUM!: A number is negative, or the lag is not below the number of periods.
        #VALUE!: The ranges differ in length.

    Source:
        CAC with prior-period spending, as used where the sales cycle is longer than a period.

    Example:
        >>> cac_lagged([100, 200, 900], [5, 10, 20])
        10.0
    """
    refuse(cost < 0, OutOfRange, "negative", argument="cost", value=cost)
    refuse(new_customers < 0, OutOfRange, "negative", argument="new_customers", value=new_customers)
    most = cost.size - 1
    refuse(not 0 <= lag <= most, OutOfRange, "out_of_range", argument="lag", value=lag, low=0, high=most)
    won = new_customers[int(lag) :].sum()
    refuse(won == 0, NoBasis, "adds_up_to_zero", argument="new_customers")
    return clear_of_noise(cost[: cost.size - int(lag)].sum()) / won


@formula(
    "customers",
    Help(
        "新客户贡献占比：以前未购买过的客户的销售额占比",
        sales="各客户本期销售额",
        earlier_sales="同一客户以前的销售额；空白或0为新客户",
    ),
)
def new_customer_share(sales: Floats, earlier_sales: Floats) -> Any:
    """Share of the sales that comes from customers who never bought before.

    Formula:
        new_customer_share = sum of sales[i] where earlier_sales[i] is 0 / sum of sales

    Args:
        sales (money, series of customers, blank is zero): Sales of each customer in the period.
        earlier_sales (money, series of customers, blank is zero): What the same customer bought before.

    Returns:
        ratio, scalar: A ratio of sums.

    Errors:
        #DIV/0!: The sales add up to zero.
        #NUM!: They add up to less than zero, or the earlier sales of a customer are negative.
        #VALUE!: The ranges differ in length.

    Source:
        Share of new customers in sales, standard definition: first purchase within the period.

    Example:
        >>> new_customer_share([300, 100, 100], [50, 0, None])
        0.4
    """
    refuse(earlier_sales < 0, OutOfRange, "negative", argument="earlier_sales", value=earlier_sales)
    size = np.abs(sales).sum()
    total = clear_of_noise(sales.sum(), size)
    refuse(total == 0, NoBasis, "adds_up_to_zero", argument="sales")
    refuse(total < 0, OutOfRange, "not_positive", argument="sales", value=total)
    return clear_of_noise(sales[earlier_sales == 0].sum(), size) / total


@formula(
    "customers",
    Help(
        "复购率：购买达到次数的客户占有购买的客户",
        orders="统计期内每位客户的订单数；空白或0为未购买",
        least="算作复购的最少订单数，省略为2",
    ),
)
def repurchase(orders: Floats, least: float = 2) -> Any:
    """Share of the buying customers who bought again.

    Formula:
        repurchase = customers with orders[i] >= least / customers with orders[i] >= 1

    Args:
        orders (count, range, blank is zero): Orders of each customer within the window; it is the planner
            who declares the window, a year or ninety days.
        least (count, scalar): Orders from which a customer counts as repeating.

    Returns:
        ratio, scalar: 0 to 1.

    Errors:
        #DIV/0!: Nobody bought.
        #NUM!: A number of orders is negative or no whole number, or least is below 2.
        #VALUE!: A number of orders is text.

    Source:
        Repeat purchase rate, standard definition.

    Example:
        >>> repurchase([1, 3, 2, 1, None])
        0.5
    """
    refuse(orders < 0, OutOfRange, "negative", argument="orders", value=orders)
    refuse(least < 2, OutOfRange, "at_least", argument="least", value=least, low=2)
    buyers = np.count_nonzero(orders)
    refuse(buyers == 0, NoBasis, "adds_up_to_zero", argument="orders")
    return np.count_nonzero(orders >= least) / buyers


@formula(
    "customers",
    Help(
        "客户满意度：top2为最高两档占比，mean为平均分",
        answers="各档的回答数，由最低分到最高分",
        method="top2最高两档占比（默认），mean平均分（最低档为1分）",
    ),
    choices={"method": ("top2", "mean")},
)
def csat(answers: Floats, method: str = "top2") -> Any:
    """Customer satisfaction from a survey.

    Formula:
        top2  csat = (answers[k - 1] + answers[k]) / sum of answers         k the best score
        mean  csat = sum of i * answers[i] / sum of answers                 scores 1 to k

    Args:
        answers (number, series, blank is zero): Answers for each score, the worst score first.
        method (text, scalar): top2, the share of the two best scores; or mean, the mean score.

    Returns:
        number, scalar: top2 a fraction, 0 to 1; mean a score, 1 to the number of scores.

    Errors:
        #DIV/0!: Nobody answered.
        #NUM!: A number of answers is negative.
        #VALUE!: There are fewer than three scores.

    Source:
        CSAT, top-two-box score or mean score, standard definitions.

    Example:
        >>> csat([2, 3, 5, 30, 60]), csat([2, 3, 5, 30, 60], "mean")
        (0.9, 4.43)
    """
    refuse(answers.size < 3, WrongKind, "too_few", argument="answers", n=answers.size, least=3)
    refuse(answers < 0, OutOfRange, "negative", argument="answers", value=answers)
    total = answers.sum()
    refuse(total == 0, NoBasis, "adds_up_to_zero", argument="answers")
    if method == "mean":
        return clear_of_noise((answers * np.arange(1, answers.size + 1)).sum()) / total
    return clear_of_noise(answers[-2:].sum()) / total
