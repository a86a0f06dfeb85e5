"""Money expected from sales, and the receivables that remain."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "money",
    Help(
        "回款计划：按账期规律由各期销售推算各期回款",
        sales="各期销售额，由早到晚",
        pattern="销售当期、下一期、再下一期……的回款比例，合计为1减坏账率",
    ),
)
def collection_plan(sales: Floats, pattern: Floats) -> Any:
    """Money expected in each period from sales of that period and earlier ones.

    Formula:
        collections[t] = pattern[1] * sales[t] + pattern[2] * sales[t - 1] + pattern[3] * sales[t - 2] + ...

    Args:
        sales (money, series of periods): Credit sales by period, oldest first. Begin with enough earlier
            periods: the first results lack what sales before the range still bring.
        pattern (ratio, series): Share collected in the period of sale, one period later, and so on; each
            zero or more, adding up to 1 less the share that is never paid.

    Returns:
        money, series of sales: Collections by period.

    Errors:
        #NUM!: A share is negative, or the shares add up to more than 1.
        #N/A: A period is blank.

    Source:
        Schedule of expected cash collections of the master budget.

    Example:
        >>> collection_plan([200_000, 260_000, 310_000], [0.7, 0.3]).tolist()
        [140000.0, 242000.0, 295000.0]
    """
    refuse(pattern < 0, OutOfRange, "negative", argument="pattern", value=pattern)
    whole = clear_of_noise(math.fsum(pattern))
    refuse(whole > 1, OutOfRange, "pattern_above_one", argument="pattern", value=whole)
    size = np.convolve(np.abs(sales), pattern)[: sales.size]
    return clear_of_noise(np.convolve(sales, pattern)[: sales.size], size)


@formula(
    "money",
    Help(
        "应收账款预计：期初加销售减回款减核销，逐期滚动",
        opening="期初应收账款",
        sales="各期销售额（含税）",
        collected="各期回款额",
        written_off="各期核销额，一个数或与各期同样大小，省略为0",
    ),
)
def receivables(opening: float, sales: Floats, collected: Floats, written_off: Any = 0) -> Any:
    """Receivables at the end of each period.

    Formula:
        receivables[t] = receivables[t - 1] + sales[t] - collected[t] - written_off[t]
        receivables[0] = opening

    Args:
        opening (money, scalar): Receivables before the first period; negative where paid in advance.
        sales (money, series of periods): Credit sales by period, tax included.
        collected (money, series of periods): Money received by period.
        written_off (money, series of sales): Bad debt written off by period, or one number for each of them.

    Returns:
        money, series of sales: Closing receivables; negative is received in advance.

    Errors:
        #NUM!: A collected or written off amount is negative.
        #N/A: A period is blank.
        #VALUE!: The ranges differ in length.

    Source:
        Receivables roll-forward of the master budget.

    Example:
        >>> receivables(50_000, [100, 200], [20_050, 30_050]).tolist()
        [30050.0, 200.0]
    """
    lost = np.broadcast_to(np.asarray(written_off, dtype=np.float64), sales.shape)
    refuse(collected < 0, OutOfRange, "negative", argument="collected", value=collected)
    refuse(lost < 0, OutOfRange, "negative", argument="written_off", value=lost)
    size = abs(opening) + np.cumsum(np.abs(sales) + collected + lost)
    return clear_of_noise(opening + np.cumsum(sales - collected - lost), size)


@formula(
    "money",
    Help(
        "必须回款额：使各期末应收账款不超过上限所需的最低回款",
        opening="期初应收账款",
        sales="各期销售额（含税）",
        ceiling="应收账款上限（授信额度），一个数或与各期同样大小",
    ),
)
def collections_required(opening: float, sales: Floats, ceiling: Floats) -> Any:
    """Least collections by period that keep the receivables within their ceiling.

    Formula:
        required[t]    = receivables[t - 1] + sales[t] - ceiling[t], zero where that is negative
        receivables[t] = receivables[t - 1] + sales[t] - required[t],  receivables[0] = opening

    Args:
        opening (money, scalar): Receivables before the first period; negative where paid in advance.
        sales (money, series): Credit sales by period, tax included.
        ceiling (money, series): Most that may be outstanding at the end of each period, such as the credit
            limit; one number, or one for each period. Zero or more.

    Returns:
        money, series of sales: Collections each period needs, if no more came in before.

    Errors:
        #NUM!: A ceiling is negative.
        #N/A: A period is blank.
        #VALUE!: There is neither one ceiling nor one for each period.

    Source:
        Receivables roll-forward with a credit ceiling, solved for the collections.

    Example:
        >>> collections_required(80_000, [30_000, 40_000], 100_000).tolist()
        [10000.0, 40000.0]
    """
    refuse(ceiling < 0, OutOfRange, "negative", argument="ceiling", value=ceiling)
    sizes = {"argument": "ceiling", "n": ceiling.size, "other": "sales", "m": sales.size}
    refuse(ceiling.size not in (1, sales.size), WrongKind, "lengths_differ", **sizes)
    limits = np.broadcast_to(ceiling, sales.shape)
    outstanding, required = opening, np.zeros(sales.size)
    for period, (sold, limit) in enumerate(zip(sales.tolist(), limits.tolist(), strict=True)):
        reached = clear_of_noise(outstanding + sold, outstanding, sold)
        required[period] = max(0.0, clear_of_noise(reached - limit, reached, limit))
        outstanding = min(reached, limit)
    return required
