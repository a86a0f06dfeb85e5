"""Margins, and what a target margin leaves to spend."""

from __future__ import annotations

from typing import Any

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula("expense", Help("毛利率：(销售额−销售成本)/销售额", sales="销售额（不含税）", cost="销售成本"))
def gross_margin(sales: Floats, cost: Floats) -> Any:
    """Gross profit as a share of sales.

    Formula:
        gross_margin = (sales - cost) / sales

    Args:
        sales (money, scalar): Sales without tax, returns taken off.
        cost (money, scalar): Cost of the goods sold.

    Returns:
        ratio, scalar: Negative when sold below cost. For several rows together add up sales and cost first;
            a mean of margins is wrong.

    Errors:
        #DIV/0!: There were no sales.
        #NUM!: The sales are negative, so that a share of them says nothing.
        #N/A: One of the two is blank.

    Source:
        Standard definition.

    Example:
        >>> gross_margin(200, 150)
        0.25
    """
    return _of_sales(clear_of_noise(sales - cost, sales, cost), sales)


@formula(
    "expense",
    Help(
        "销售利润率：(销售额−销售成本−销售费用)/销售额",
        sales="销售额（不含税）",
        cost="销售成本",
        expense="销售费用",
    ),
)
def net_margin(sales: Floats, cost: Floats, expense: Floats) -> Any:
    """Profit after selling expense as a share of sales.

    Formula:
        net_margin = (sales - cost - expense) / sales

    Args:
        sales (money, scalar): Sales without tax, returns taken off.
        cost (money, scalar): Cost of the goods sold.
        expense (money, scalar): Selling expense.

    Returns:
        ratio, scalar: Negative for a loss. For several rows together add up the three first.

    Errors:
        #DIV/0!: There were no sales.
        #NUM!: The sales are negative.
        #N/A: One of the three is blank.

    Source:
        Return on sales, standard definition.

    Example:
        >>> net_margin(200, 150, 20)
        0.15
    """
    return _of_sales(clear_of_noise(sales - cost - expense, sales, cost, expense), sales)


@formula(
    "expense",
    Help(
        "可用费用（按利润率倒推）：达到目标利润率时除成本外最多可花的费用，用于新产品费用、定制化成本",
        sales="销售额或项目价格",
        cost="销售成本或标准成本",
        margin_rate="目标利润率（小数）",
    ),
)
def allowable_expense(sales: Floats, cost: Floats, margin_rate: Floats) -> Any:
    """What may be spent beyond the cost when a target margin is to be kept.

    Formula:
        allowable_expense = sales - cost - margin_rate * sales

    Args:
        sales (money, scalar): Sales of the product, or price of the project; zero or more.
        cost (money, scalar): Cost of the goods, or standard cost of the project.
        margin_rate (ratio, scalar): Margin aimed at, or margin floor, as a share of sales; at most 1.

    Returns:
        money, scalar: Expense of a new product, or customisation a project can bear. Negative, the cost alone
            is too high by that much.

    Errors:
        #NUM!: The sales are negative, or the margin rate is above 1.
        #N/A: One of the three is blank.

    Source:
        Target costing: allowable cost = price - target profit; the planning documents' 按照利润率倒推.

    Example:
        >>> allowable_expense(1_000_000, 600_000, 0.15)
        250000.0
    """
    refuse(sales < 0, OutOfRange, "negative", argument="sales", value=sales)
    refuse(margin_rate > 1, OutOfRange, "above_one", argument="margin_rate", value=margin_rate)
    profit = clear_of_noise(margin_rate * sales)
    return clear_of_noise(sales - cost - profit, sales, cost)


def _of_sales(profit: Any, sales: Floats) -> Any:
    refuse(sales == 0, NoBasis, "zero_base", argument="sales")
    refuse(sales < 0, OutOfRange, "negative", argument="sales", value=sales)
    return profit / sales
