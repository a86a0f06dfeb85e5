"""Expenses: their share of sales, their budget by the accepted methods, their months."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, Floats, Step, clear_of_noise

METHODS = ("ratio", "prior", "percent", "incremental")
BEYOND = ("repeat", "none")


@formula("expense", Help("费用率：销售费用除以销售额", expense="销售费用", sales="销售额（不含税）"))
def expense_ratio(expense: Floats, sales: Floats) -> Any:
    """Selling expense as a share of sales.

    Formula:
        expense_ratio = expense / sales

    Args:
        expense (money, scalar): Selling expense, reimbursements taken off.
        sales (money, scalar): Sales without tax, returns taken off.

    Returns:
        ratio, scalar: For several rows together add up expense and sales first. Over a ceiling of the plan,
            the expense is too high by expense - ceiling * sales.

    Errors:
        #DIV/0!: There were no sales.
        #NUM!: The sales are negative, so that a share of them says nothing.
        #N/A: One of the two is blank.

    Source:
        Standard definition.

    Example:
        >>> expense_ratio(15_000, 200_000)
        0.075
    """
    refuse(sales == 0, NoBasis, "zero_base", argument="sales")
    refuse(sales < 0, OutOfRange, "negative", argument="sales", value=sales)
    return expense / sales


@formula(
    "expense",
    Help(
        "费用预算：按选定方法由目标销售额或上年实际得出",
        target="本年目标销售额；prior、incremental法可留空",
        last_expense="上年实际费用；percent法可留空",
        last_sales="上年实际销售额；只有ratio法需要",
        method="ratio按上年费用率（默认），prior按上年实际，percent按销售百分比，incremental增量法",
        rate="percent法为费用率（竞争对等法填竞品费用率），incremental法为增长率（小数）",
    ),
    choices={"method": METHODS},
)
def expense_budget(
    target: Floats,
    last_expense: Floats | None = None,
    last_sales: Floats | None = None,
    method: str = "ratio",
    rate: Floats | None = None,
) -> Any:
    """Expense budget of a line by one of the accepted methods.

    Formula:
        ratio        expense_budget = last_expense / last_sales * target
        prior        expense_budget = last_expense
        percent      expense_budget = rate * target
        incremental  expense_budget = last_expense * (1 + rate)

    Args:
        target (money, scalar, blank is open): Sales target of the year; zero or more.
        last_expense (money, scalar, blank is open): Last year's expense; zero or more.
        last_sales (money, scalar, blank is open): Last year's sales; zero or more.
        method (text, scalar): ratio, prior, percent or incremental. Competitive parity is percent with the
            rival's rate; the objective-and-task method adds up the cost of the tasks, with SUM.
        rate (ratio, scalar, blank is open): Share of sales for percent, growth for incremental; 0.3 is 30 %.

    Returns:
        money, scalar: Budget of the year.

    Errors:
        #N/A: A number that the method needs is blank.
        #DIV/0!: There were no sales last year (ratio).
        #NUM!: A number is negative; for incremental a rate below -1.

    Source:
        Budget methods of the planning documents; Kotler, Marketing Management, promotion budgets.

    Example:
        >>> expense_budget(6_000_000, 400_000, 5_000_000)
        480000.0
        >>> expense_budget(None, 400_000, None, "incremental", 0.3)
        520000.0
    """
    by_name = {"target": target, "last_expense": last_expense, "last_sales": last_sales, "rate": rate}
    needed = {
        "ratio": ("target", "last_expense", "last_sales"),
        "prior": ("last_expense",),
        "percent": ("target", "rate"),
        "incremental": ("last_expense", "rate"),
    }[method]
    given = {}
    for name in needed:
        value = np.asarray(np.nan if by_name[name] is None else by_name[name], dtype=np.float64)
        refuse(np.isnan(value), NotFound, "blank_cell", argument=name)
        least = -1 if (method, name) == ("incremental", "rate") else 0
        refuse(value < least, OutOfRange, "at_least", argument=name, value=value, low=least)
        given[name] = value
    if method == "prior":
        return given["last_expense"]
    if method == "percent":
        return clear_of_noise(given["rate"] * given["target"])
    if method == "incremental":
        return clear_of_noise(given["last_expense"] * (1 + given["rate"]), given["last_expense"])
    refuse(given["last_sales"] == 0, NoBasis, "zero_base", argument="last_sales")
    return clear_of_noise(given["last_expense"] * given["target"] / given["last_sales"])


@formula(
    "expense",
    Help(
        "费用时间分配：按其后若干期的销售额比例分配到各期，合计与总额完全一致",
        total="全年费用，须为步长的整数倍",
        sales="各期计划销售额，由早到晚",
        lead="费用提前的期数，省略为0",
        beyond="超出末期的销售额：repeat按年初各期重复（默认），none不计",
        step="最小单位，默认0.01",
    ),
    choices={"beyond": BEYOND},
)
def expense_phasing(
    total: float, sales: Floats, lead: float = 0, beyond: str = "repeat", step: Step = CENT
) -> Any:
    """Expense by period, spent some periods ahead of the sales it is to bring.

    Formula:
        exact[t] = total * sales[t + lead] / sum of sales[t + lead]
        phased[t] = exact[t] rounded down to a whole step, plus one step for the largest remainders until
                    they add up to total; the earlier period wins a tie
        sales beyond the last period   repeat: those of the first periods again;  none: zero

    Args:
        total (money, scalar): Expense of all periods; a multiple of the step.
        sales (number, series of periods, blank is zero): Planned sales by period, oldest first; zero or more.
        lead (count, scalar): Periods by which the expense comes before the sales; 0 is none.
        beyond (text, scalar): What is taken for the sales after the last period: repeat or none.
        step (money, scalar): Smallest amount handed out; any positive decimal.

    Returns:
        money, series of sales: Expense by period, adding up to the total.

    Errors:
        #DIV/0!: The sales to follow add up to zero.
        #NUM!: The sales of a period are negative, or the lead is; the total is no multiple of the step.
        #N/A: The total is blank.

    Source:
        Expense phasing with a lead, in proportion to the sales that follow; largest remainder method.

    Example:
        >>> expense_phasing(1000, [10, 20, 30, 40], 1).tolist()
        [200.0, 300.0, 400.0, 100.0]
        >>> expense_phasing(1000, [10, 20, 30, 40], 1, "none").tolist()
        [222.22, 333.33, 444.45, 0.0]
    """
    refuse(sales < 0, OutOfRange, "negative", argument="sales", value=sales)
    refuse(lead < 0, OutOfRange, "negative", argument="lead", value=lead)
    following = np.roll(sales, -int(lead))
    if beyond == "none":
        following[max(0, sales.size - int(lead)) :] = 0
    refuse(not following.any(), NoBasis, "adds_up_to_zero", argument="sales")
    return largest_remainder(total, following)
