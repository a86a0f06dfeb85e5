"""Which customers, revenue and contracts are kept, and which are lost."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "customers",
    Help(
        "留存率：(期末客户数−新增客户数)/期初客户数",
        at_start="期初客户数",
        at_end="期末客户数",
        new_customers="本期新增客户数",
    ),
)
def retention(at_start: Floats, at_end: Floats, new_customers: Floats) -> Any:
    """Share of the customers at the start who are still customers at the end.

    Formula:
        retention = (at_end - new_customers) / at_start

    Args:
        at_start (number, scalar): Customers at the start of the period.
        at_end (number, scalar): Customers at its end, new ones included.
        new_customers (number, scalar): Customers won during the period and still there at its end.

    Returns:
        ratio, scalar: 0 to 1.

    Errors:
        #DIV/0!: There was no customer at the start.
        #NUM!: A number is negative, or more customers were kept than there were.
        #N/A: A number is blank.

    Source:
        Standard definition, (E - N) / S.

    Example:
        >>> retention(200, 210, 30)
        0.9
    """
    for name, value in (("at_start", at_start), ("at_end", at_end), ("new_customers", new_customers)):
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    refuse(at_start == 0, NoBasis, "zero_base", argument="at_start")
    facts = {"argument": "new_customers", "value": new_customers, "whole": "at_end", "most": at_end}
    refuse(new_customers > at_end, OutOfRange, "part_above_whole", **facts)
    kept = clear_of_noise(at_end - new_customers, at_end, new_customers)
    facts = {"argument": "at_end − new_customers", "value": kept, "whole": "at_start", "most": at_start}
    refuse(kept > at_start, OutOfRange, "part_above_whole", **facts)
    return kept / at_start


@formula(
    "customers",
    Help(
        "流失率：流失客户数除以期初客户数（默认），或除以期初期末平均数",
        lost="本期流失的客户数",
        at_start="期初客户数",
        at_end="期末客户数；按平均数计算时必填",
        base="基数：start期初，average期初期末平均；省略时给出期末客户数即按平均，否则按期初（默认）",
    ),
    choices={"base": ("start", "average")},
)
def churn(lost: Floats, at_start: Floats, at_end: Floats | None = None, base: str | None = None) -> Any:
    """Share of the customers who left.

    Formula:
        start    churn = lost / at_start                          1 - retention of the same group
        average  churn = lost / ((at_start + at_end) / 2)

    Args:
        lost (number, scalar): Customers who left; on the base start, among those at the start.
        at_start (number, scalar): Customers at the start of the period.
        at_end (number, scalar, blank is open): Customers at its end, which an average needs.
        base (text, scalar): start or average; left out, it is the average where at_end is given and the start
            (the default) where it is blank.

    Returns:
        ratio, scalar: 0.05 is one in twenty. On an average base it can exceed 1.

    Errors:
        #DIV/0!: The base is zero.
        #NUM!: A number is negative, or more left than were there at the start.
        #N/A: The lost or the customers at the start are blank, or with average those at the end.

    Source:
        Standard definition on the customers at the start, or on the average number of customers.

    Example:
        >>> churn(10, 200), churn(10, 200, 300), churn(10, 200, 300, "start")
        (0.05, 0.04, 0.05)
    """
    end = np.nan if at_end is None else at_end
    for name, value in (("lost", lost), ("at_start", at_start), ("at_end", end)):
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    on_start = np.isnan(end) if base is None else np.full(np.shape(end), base == "start")
    refuse(~on_start & np.isnan(end), NotFound, "blank_cell", argument="at_end")
    customers = np.where(on_start, at_start, (at_start + end) / 2)
    refuse(customers == 0, NoBasis, "zero_base", argument="at_start")
    beyond = on_start & (lost > at_start)
    facts = {"argument": "lost", "value": lost, "whole": "at_start", "most": at_start}
    refuse(beyond, OutOfRange, "part_above_whole", **facts)
    return lost / customers


@formula(
    "customers",
    Help(
        "净收入留存率：含增购的老客户收入留存",
        at_start="期初老客户收入",
        expansion="增购、交叉销售增加的收入",
        contraction="降级减少的收入",
        churned="流失客户带走的收入",
    ),
)
def nrr(at_start: Floats, expansion: Floats, contraction: Floats, churned: Floats) -> Any:
    """Revenue kept from the customers of the start, upsell and cross-sell included.

    Formula:
        nrr = (at_start + expansion - contraction - churned) / at_start

    Args:
        at_start (money, scalar): Revenue of the customers at the start.
        expansion (money, scalar): More from them by upsell and cross-sell; new customers do not count.
        contraction (money, scalar): Less from customers who stayed; a positive number.
        churned (money, scalar): Revenue of customers who left; a positive number.

    Returns:
        ratio, scalar: Above 1, the customers of the start grew by more than was lost.

    Errors:
        #DIV/0!: There was no revenue at the start.
        #NUM!: A number is negative, or more was lost than there was.
        #N/A: A number is blank.

    Source:
        Net revenue retention, standard definition.

    Example:
        >>> nrr(100_000, 15_000, 5_000, 8_000)
        1.02
    """
    refuse(expansion < 0, OutOfRange, "negative", argument="expansion", value=expansion)
    kept = _kept(at_start, contraction, churned)
    return clear_of_noise(kept + expansion, kept, expansion) / at_start


@formula(
    "customers",
    Help(
        "毛收入留存率：不含增购的老客户收入留存",
        at_start="期初老客户收入",
        contraction="降级减少的收入",
        churned="流失客户带走的收入",
    ),
)
def grr(at_start: Floats, contraction: Floats, churned: Floats) -> Any:
    """Revenue kept from the customers of the start, without upsell and cross-sell.

    Formula:
        grr = (at_start - contraction - churned) / at_start

    Args:
        at_start (money, scalar): Revenue of the customers at the start.
        contraction (money, scalar): Less from customers who stayed; a positive number.
        churned (money, scalar): Revenue of customers who left; a positive number.

    Returns:
        ratio, scalar: 0 to 1.

    Errors:
        #DIV/0!: There was no revenue at the start.
        #NUM!: A number is negative, or more was lost than there was.
        #N/A: A number is blank.

    Source:
        Gross revenue retention, standard definition.

    Example:
        >>> grr(100_000, 5_000, 8_000)
        0.87
    """
    return _kept(at_start, contraction, churned) / at_start


@formula(
    "customers",
    Help(
        "续约率：已续约占到期且已有结果的合同",
        renewed="已续约的合同（数量或金额）",
        due="本期到期的合同（数量或金额）",
        pending="其中尚未定论的，省略为0",
    ),
)
def renewal_rate(renewed: Floats, due: Floats, pending: Floats | float = 0) -> Any:
    """Share of the contracts due for renewal that were renewed, undecided ones left out.

    Formula:
        renewal_rate = renewed / (due - pending)

    Args:
        renewed (number, scalar): Contracts renewed, by number or by value.
        due (number, scalar): Contracts due for renewal in the period, counted the same way.
        pending (number, scalar): Of these, the ones not decided yet; they count neither way.

    Returns:
        ratio, scalar: 0 to 1.

    Errors:
        #DIV/0!: No contract due is decided yet.
        #NUM!: A number is negative, or more were renewed or are pending than were due.
        #N/A: The renewed or the due contracts are blank.

    Source:
        Standard definition, renewed / due for renewal.

    Example:
        >>> renewal_rate(80, 100), renewal_rate(80, 110, 10)
        (0.8, 0.8)
    """
    for name, value in (("renewed", renewed), ("due", due), ("pending", pending)):
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    decided = clear_of_noise(due - pending, due, pending)
    refuse(
        pending > due,
        OutOfRange,
        "part_above_whole",
        argument="pending",
        value=pending,
        whole="due",
        most=due,
    )
    refuse(decided == 0, NoBasis, "zero_base", argument="due − pending")
    facts = {"argument": "renewed", "value": renewed, "whole": "due − pending", "most": decided}
    refuse(renewed > decided, OutOfRange, "part_above_whole", **facts)
    return renewed / decided


def _kept(at_start: Floats, contraction: Floats, churned: Floats) -> Any:
    for name, value in (("at_start", at_start), ("contraction", contraction), ("churned", churned)):
        refuse(value < 0, OutOfRange, "negative", argument=name, value=value)
    refuse(at_start == 0, NoBasis, "zero_base", argument="at_start")
    lost = clear_of_noise(contraction + churned, contraction, churned)
    facts = {"argument": "contraction + churned", "value": lost, "whole": "at_start", "most": at_start}
    refuse(lost > at_start, OutOfRange, "part_above_whole", **facts)
    return clear_of_noise(at_start - lost, at_start, lost)
