"""Receivables: days outstanding, collection, bad debt and age."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, as_shown, clear_of_noise


@formula(
    "money",
    Help(
        "应收账款周转天数（简单法）",
        receivables="期末应收账款",
        sales="同期赊销额（与应收账款同为含税或不含税）",
        days="期间天数，如365、90、30",
    ),
)
def dso(receivables: Floats, sales: Floats, days: Floats) -> Any:
    """Days of sales outstanding, by the simple method.

    Formula:
        dso = receivables / sales * days

    Args:
        receivables (money, scalar): Receivables at the end of the period; zero or more.
        sales (money, scalar): Credit sales of the period, on the same tax basis as the receivables.
        days (number, scalar): Days of that period: 365, 90, 30.

    Returns:
        number, scalar: Days. Where sales swing with the seasons use DSO_COUNTBACK.

    Errors:
        #DIV/0!: There were no sales.
        #NUM!: The receivables or the sales are negative, or the days not above zero.
        #N/A: One of the three is blank.

    Source:
        Standard definition.

    Example:
        >>> round(dso(150_000, 1_800_000, 365), 3)
        30.417
    """
    refuse(receivables < 0, OutOfRange, "negative", argument="receivables", value=receivables)
    refuse(sales == 0, NoBasis, "zero_base", argument="sales")
    refuse(sales < 0, OutOfRange, "negative", argument="sales", value=sales)
    refuse(days <= 0, OutOfRange, "not_positive", argument="days", value=days)
    return receivables * days / sales


@formula(
    "money",
    Help(
        "应收账款周转天数（倒推法）：从最近月份起逐月扣减；应收超过所给各月销售合计时显示“>天数”",
        receivables="期末应收账款",
        monthly_sales="各月赊销额，由早到晚，最后一个为期末所在月",
        days="每月天数，一个数或与各月同样大小，省略为30",
    ),
)
def dso_countback(receivables: float, monthly_sales: Floats, days: Any = 30) -> Any:
    """Days of sales outstanding by counting back from the latest month.

    Formula:
        take the latest month's sales off the receivables, then the month before, and so on
        dso = days of the months taken off whole + days of the next month * what is left / its sales

    Args:
        receivables (money, scalar): Receivables at the end of the latest month; zero or more.
        monthly_sales (money, series): Credit sales by month, oldest first, same tax basis; zero or more.
        days (number, series of monthly_sales): Days of each month, or one number for all of them.

    Returns:
        number, scalar: Days. Where the receivables exceed all the sales given they are older than these
            months: the answer is then a text such as >90, which sums and averages leave out.

    Errors:
        #NUM!: The receivables or a month's sales are negative, or the days of a month not above zero.
        #N/A: A month is blank.
        #VALUE!: The ranges differ in length.

    Source:
        Countback (exhaustion) method of credit management.

    Example:
        >>> round(dso_countback(212_000, [70_000, 80_000, 100_000]), 1)
        73.7
        >>> dso_countback(260_000, [70_000, 80_000, 100_000])
        [['>90']]
    """
    refuse(receivables < 0, OutOfRange, "negative", argument="receivables", value=receivables)
    refuse(monthly_sales < 0, OutOfRange, "negative", argument="monthly_sales", value=monthly_sales)
    length = np.broadcast_to(np.asarray(days, dtype=np.float64), monthly_sales.shape)
    refuse(length <= 0, OutOfRange, "not_positive", argument="days", value=length)
    left, counted = Fraction(as_shown(receivables)), Fraction(0)
    for sales, month in zip(reversed(monthly_sales.tolist()), reversed(length.tolist()), strict=True):
        if left == 0:
            break
        part = min(Fraction(1), left / Fraction(as_shown(sales))) if sales else Fraction(1)
        counted += part * Fraction(as_shown(month))
        left -= part * Fraction(as_shown(sales))
    return [[f">{float(counted):.15g}"]] if left else float(counted)


@formula(
    "money",
    Help(
        "回款率：本期回款占应收；扣除收回的以前欠款后不超过1",
        collected="本期回款额",
        due="本期到期应收",
        old_debts="回款中属于以前逾期欠款的部分，省略为0",
        sales="本期开票销售额；按销售口径时必填",
        basis="口径：due占到期应收（默认），sales占本期销售额",
    ),
    choices={"basis": ("due", "sales")},
)
def collection_rate(
    collected: Floats,
    due: Floats,
    old_debts: Floats | float = 0,
    sales: Floats | None = None,
    basis: str = "due",
) -> Any:
    """Share of what was due in a period that was collected.

    Formula:
        due    collection_rate = (collected - old_debts) / due
        sales  collection_rate = (collected - old_debts) / sales

    Args:
        collected (money, scalar): Money that came in during the period.
        due (money, scalar): Receivables due in the period.
        old_debts (money, scalar): Part of the collected money that settles debts due earlier; 0 counts all
            of it, and then the rate can exceed 1.
        sales (money, scalar, blank is open): Sales invoiced in the period, which the basis sales needs.
        basis (text, scalar): due, of the receivables due (the default); or sales, of the sales invoiced.

    Returns:
        ratio, scalar: 1 is all of it. For several rows together add up collected and due first.

    Errors:
        #DIV/0!: Nothing was due, or sold.
        #NUM!: A number is negative, or the old debts are more than was collected.
        #N/A: The collected or the due amount is blank, or with sales the sales.

    Source:
        Standard definition; the basis is the planner's choice.

    Example:
        >>> collection_rate(90_000, 100_000), collection_rate(110_000, 100_000, 20_000)
        (0.9, 0.9)
        >>> collection_rate(90_000, 100_000, 0, 120_000, "sales")
        0.75
    """
    invoiced = np.nan if sales is None else sales
    named = {"collected": collected, "due": due, "old_debts": old_debts, "sales": invoiced}
    for name, value in named.items():
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    base = named[basis]
    refuse(np.isnan(base), NotFound, "blank_cell", argument=basis)
    refuse(base == 0, NoBasis, "zero_base", argument=basis)
    facts = {"argument": "old_debts", "value": old_debts, "whole": "collected", "most": collected}
    refuse(old_debts > collected, OutOfRange, "part_above_whole", **facts)
    return clear_of_noise(collected - old_debts, collected, old_debts) / base


@formula(
    "money",
    Help(
        "坏账率：核销减收回，占赊销额或应收账款",
        written_off="本期核销的坏账",
        sales="本期赊销额",
        recovered="已核销又收回的金额，省略为0",
        receivables="应收账款余额；按应收口径时必填",
        basis="口径：sales占赊销额（默认），receivables占应收账款",
    ),
    choices={"basis": ("sales", "receivables")},
)
def bad_debt_rate(
    written_off: Floats,
    sales: Floats,
    recovered: Floats | float = 0,
    receivables: Floats | None = None,
    basis: str = "sales",
) -> Any:
    """Share of the credit sales that was lost as bad debt.

    Formula:
        sales        bad_debt_rate = (written_off - recovered) / sales
        receivables  bad_debt_rate = (written_off - recovered) / receivables

    Args:
        written_off (money, scalar): Debts written off in the period; zero or more.
        sales (money, scalar): Credit sales of the period.
        recovered (money, scalar): What came in on debts written off before; zero or more.
        receivables (money, scalar, blank is open): Receivables, which the basis of that name needs.
        basis (text, scalar): sales, of the credit sales (the default); or receivables.

    Returns:
        ratio, scalar: Negative where more was recovered than written off.

    Errors:
        #DIV/0!: The base is zero.
        #NUM!: A number is negative.
        #N/A: The written off amount or the sales are blank, or with that basis the receivables.

    Source:
        Standard definition, net write-offs over credit sales; the basis is the planner's choice.

    Example:
        >>> bad_debt_rate(12_000, 800_000), bad_debt_rate(12_000, 800_000, 4_000)
        (0.015, 0.01)
        >>> bad_debt_rate(12_000, 800_000, 0, 400_000, "receivables")
        0.03
    """
    owed = np.nan if receivables is None else receivables
    named = {"written_off": written_off, "sales": sales, "recovered": recovered, "receivables": owed}
    for name, value in named.items():
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    base = named[basis]
    refuse(np.isnan(base), NotFound, "blank_cell", argument=basis)
    refuse(base == 0, NoBasis, "zero_base", argument=basis)
    return clear_of_noise(written_off - recovered, written_off, recovered) / base


@formula(
    "money",
    Help(
        "账龄分析：按天数分档合计",
        amounts="各笔应收金额",
        days="各笔的账龄天数（或逾期天数）",
        breaks="各档上限天数，由小到大，省略为30、60、90",
    ),
)
def ageing(amounts: Floats, days: Floats, breaks: Floats | None = None) -> Any:
    """Receivables by age.

    Formula:
        ageing[1] = sum of amounts[i] with days[i] <= breaks[1]
        ageing[k] = sum of amounts[i] with breaks[k - 1] < days[i] <= breaks[k]
        the last one holds what is older than the last break

    Args:
        amounts (money, series of invoices, blank is zero): What is open on each invoice; credit notes are
            negative.
        days (number, series of invoices): Its age in days, or the days it is overdue; zero or more.
        breaks (number, series): Last day of each bucket but the last, rising; 30, 60, 90 if left out.

    Returns:
        money, row: One sum per bucket, one more than there are breaks; they add up to the amounts.

    Errors:
        #NUM!: A number of days is negative, or the breaks do not rise.
        #N/A: A number of days is blank.
        #VALUE!: The ranges differ in length.

    Source:
        Ageing schedule of receivables: 0–30, 31–60, 61–90, over 90 days.

    Example:
        >>> ageing([100, 200, 50, 25], [10, 45, 30, 91]).tolist()
        [150.0, 200.0, 0.0, 25.0]
    """
    ends = np.array([30.0, 60.0, 90.0]) if breaks is None else breaks
    refuse(days < 0, OutOfRange, "negative", argument="days", value=days)
    refuse(np.diff(ends, prepend=-np.inf) <= 0, OutOfRange, "not_rising", argument="breaks", value=ends)
    bucket = np.searchsorted(ends, days, side="left")
    size = np.bincount(bucket, np.abs(amounts), ends.size + 1)
    sums = [math.fsum(amounts[bucket == place]) for place in range(ends.size + 1)]
    return clear_of_noise(sums, size)


@formula(
    "money",
    Help(
        "坏账准备：各账龄余额乘以计提比例之和；贷方余额不计提",
        balances="各账龄档的应收余额",
        loss_rates="各档的计提比例（小数）",
    ),
)
def provision(balances: Floats, loss_rates: Floats) -> Any:
    """Loss to provide for on receivables by age.

    Formula:
        provision = sum of balances[k] * loss_rates[k]          over the balances above zero

    Args:
        balances (money, series of buckets, blank is zero): Receivables in each bucket of age; a credit
            balance needs no provision and does not lessen that of the others.
        loss_rates (ratio, series of buckets): Share expected to be lost in each; 0 to 1.

    Returns:
        money, scalar: Allowance for doubtful accounts needed.

    Errors:
        #NUM!: A loss rate is not between 0 and 1.
        #N/A: A loss rate is blank.
        #VALUE!: The ranges differ in length.

    Source:
        Provision matrix, IFRS 9 B5.5.35; ageing method of the allowance for doubtful accounts.

    Example:
        >>> provision([76_000, 14_000, 6_000, 3_000, 1_000], [0.01, 0.05, 0.10, 0.25, 0.50])
        3310.0
    """
    outside = (loss_rates < 0) | (loss_rates > 1)
    refuse(outside, OutOfRange, "out_of_range", argument="loss_rates", value=loss_rates, low=0, high=1)
    return clear_of_noise(math.fsum(np.maximum(balances, 0) * loss_rates))
