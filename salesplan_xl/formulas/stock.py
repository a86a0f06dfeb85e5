"""Purchases, sales and stock of a dealer: what is left, how long it lasts, what has to be delivered."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_divisor
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "stock",
    Help(
        "期末库存：期初库存加进货减动销；负数说明账实不符或缺货",
        opening="期初库存",
        sell_in="本期进货，空白为0",
        sell_out="本期动销（实销），空白为0",
    ),
)
def closing_stock(opening: Floats, sell_in: Floats, sell_out: Floats) -> Any:
    """Stock at the end of a period; below zero it tells of a wrong count or of orders not served.

    Formula:
        closing = opening + sell_in - sell_out

    Args:
        opening (number, scalar): Stock at the start.
        sell_in (number, scalar, blank is zero): What came in.
        sell_out (number, scalar, blank is zero): What was sold on.

    Returns:
        number, scalar: Stock at the end.

    Errors:
        #N/A: The opening stock is blank: not counted is not zero.
        #VALUE!: One of them is text.

    Source:
        Stock identity, standard definition.

    Example:
        >>> closing_stock(100, 50, 30)
        120.0
    """
    return clear_of_noise(opening + sell_in - sell_out, opening, sell_in, sell_out)


@formula(
    "stock",
    Help(
        "进销存预测：由期初库存和各期进货、动销逐期推算各期期末库存",
        opening="期初库存",
        sell_in="各期计划进货，空白为0",
        sell_out="各期预计动销，空白为0",
    ),
)
def stock_projection(opening: float, sell_in: Floats, sell_out: Floats) -> Any:
    """Stock at the end of every period, carried from one to the next.

    Formula:
        stock[t] = stock[t - 1] + sell_in[t] - sell_out[t], stock[0] = opening

    Args:
        opening (number, scalar): Stock before the first period.
        sell_in (number, series of periods, blank is zero): Planned deliveries by period.
        sell_out (number, series of periods, blank is zero): Expected sell-out by period.

    Returns:
        number, series of sell_in: Closing stock by period; below zero is sell-out that cannot be served.

    Errors:
        #N/A: The opening stock is blank.
        #VALUE!: The ranges differ in length.

    Source:
        Purchase-sales-stock forecast, the stock identity applied period by period.

    Example:
        >>> stock_projection(100, [50, 0, 60], [60, 70, 30]).tolist()
        [90.0, 20.0, 50.0]
    """
    return clear_of_noise(opening + np.cumsum(sell_in - sell_out), opening, sell_in.sum(), sell_out.sum())


@formula(
    "stock",
    Help(
        "所需进货：使各期期末库存达到目标周转期数所需的进货量，不退货（不为负）",
        opening="期初库存",
        sell_out="各期预计动销",
        cover="目标库存可销期数，如1.5个月",
    ),
)
def required_sell_in(opening: float, sell_out: Floats, cover: float) -> Any:
    """Deliveries that keep the closing stock at its target cover.

    Formula:
        goal[t]    = cover * mean of the next k sell-outs, k = cover rounded up; near the end of the range
                     the mean of those that remain, after the last period that of the last k
        sell_in[t] = goal[t] + sell_out[t] - stock[t - 1], zero where stock is more than enough
        stock[t]   = stock[t - 1] + sell_in[t] - sell_out[t]

    Args:
        opening (number, scalar): Stock before the first period.
        sell_out (number, series): Expected sell-out by period, zero or more.
        cover (number, scalar): Periods of sell-out to hold as stock, zero or more.

    Returns:
        number, series of sell_out: What has to be delivered in each period.

    Errors:
        #NUM!: A sell-out or the cover is negative.
        #N/A: The opening stock or a sell-out is blank.

    Source:
        Sell-in = sell-out + change of the target stock; target stock by forward cover.

    Example:
        >>> required_sell_in(100, [60, 60, 60], 1).tolist()
        [20.0, 60.0, 60.0]
    """
    refuse_negative(sell_out=sell_out, cover=cover)
    k = max(1, math.ceil(cover))
    stock, deliveries = opening, []
    for period, sold in enumerate(sell_out.tolist()):
        following = sell_out[period + 1 : period + 1 + k]
        goal = cover * (following if following.size else sell_out[-k:]).mean()
        delivered = max(0.0, goal + sold - stock)
        stock += delivered - sold
        deliveries.append(delivered)
    return clear_of_noise(np.array(deliveries), np.abs(sell_out).max(), opening)


@formula(
    "stock",
    Help(
        "库存可销期数：库存除以后续各期平均动销（默认），或按各期动销逐期扣减",
        stock="现有库存",
        sell_out="后续各期预计动销；空白不计入",
        method="方法：mean除以平均（默认），run_down逐期扣减到售完",
    ),
    choices={"method": ("mean", "run_down")},
)
def stock_cover(stock: float, sell_out: Floats, method: str = "mean") -> Any:
    """Periods that a stock lasts.

    Formula:
        mean      cover = stock / mean of sell_out
        run_down  cover = number of whole periods served from stock + the part of the next one

    Args:
        stock (number, scalar): Stock now, zero or more.
        sell_out (number, series, blank is open): Expected sell-out of the coming periods, zero or more.
        method (text, scalar): mean, or run_down period by period, which follows the season.

    Returns:
        number, scalar: Periods of sell-out in stock.

    Errors:
        #DIV/0!: The sell-out is zero throughout.
        #NUM!: A number is negative; run_down outlasts the periods given.
        #N/A: No sell-out is known.

    Source:
        Months of supply on forward sell-out; forward-looking days of inventory for run_down.

    Example:
        >>> stock_cover(300, [100, 50, 150]), stock_cover(225, [100, 50, 150], "run_down")
        (3.0, 2.5)
    """
    known = sell_out[~np.isnan(sell_out)]
    refuse(not known.size, NotFound, "nothing_known", argument="sell_out")
    refuse_negative(stock=stock, sell_out=known)
    refuse(not known.any(), NoBasis, "zero_base", argument="sell_out")
    if method == "mean":
        return clear_of_noise(stock / known.mean())
    used = clear_of_noise(np.cumsum(known))
    refuse(stock > used[-1], OutOfRange, "lasts_longer", periods=known.size)
    served = int(np.searchsorted(used, stock, side="left"))
    before = used[served - 1] if served else 0.0
    return clear_of_noise(served + (stock - before) / known[served]) if stock else 0.0


@formula(
    "stock",
    Help(
        "动销率（售罄率）：动销量除以期初库存与进货之和",
        sell_out="本期动销（实销）",
        opening="期初库存",
        sell_in="本期进货，空白为0",
    ),
)
def sell_through(sell_out: Floats, opening: Floats, sell_in: Floats) -> Any:
    """Share of the goods available in a period that was sold on.

    Formula:
        sell_through = sell_out / (opening + sell_in)

    Args:
        sell_out (number, scalar): What was sold on.
        opening (number, scalar): Stock at the start; zero or more.
        sell_in (number, scalar, blank is zero): What came in.

    Returns:
        ratio, scalar: 1 is sold out; above 1 more was sold than there was, a sign of a wrong count.

    Errors:
        #DIV/0!: Nothing was available.
        #NUM!: The goods available are negative: more was returned than there was.
        #N/A: The sell-out or the opening stock is blank.

    Source:
        Sell-through rate on goods available, sold / (sold + left); standard in retail.

    Example:
        >>> sell_through(300, 100, 400)
        0.6
    """
    available = clear_of_noise(opening + sell_in, opening, sell_in)
    refuse_no_divisor(opening=available)
    return sell_out / available


@formula(
    "stock",
    Help(
        "压货预警：滚动若干期内进货合计超过动销合计的给定比例时为1，否则为0；期数不足为空白",
        sell_in="各期进货；一行或一列，或每个经销商一行",
        sell_out="各期动销（实销），与进货同形",
        tolerance="容许比例（小数），默认0.1，即进货超过动销10%",
        window="滚动期数，默认3",
    ),
)
def channel_stuffing(sell_in: Floats, sell_out: Floats, tolerance: float = 0.1, window: float = 3) -> Any:
    """Flag periods in which dealers took in clearly more than they sold on.

    Formula:
        flag[t] = 1 where sum of sell_in > (1 + tolerance) * sum of sell_out over the last window periods,
                  else 0; blank while fewer periods are there

    Args:
        sell_in (number, range, blank is zero): Deliveries by period: one line, or a row for each dealer.
        sell_out (number, range of sell_in, blank is zero): Sell-out by period, laid out alike.
        tolerance (ratio, scalar): Excess that is no warning yet; zero or more.
        window (count, scalar): Periods added up, 1 or more.

    Returns:
        count, range of sell_in: 1 is a warning.

    Errors:
        #NUM!: The tolerance is negative, or the window is below 1.
        #VALUE!: The ranges differ in shape.

    Source:
        Sell-in against sell-out over a rolling quarter (移库: shipped is not sold).

    Example:
        >>> channel_stuffing([100, 100, 140, 90], [100, 100, 100, 110])
        [[None], [None], [1], [0]]
    """
    refuse_negative(tolerance=tolerance)
    refuse(window < 1, OutOfRange, "at_least", argument="window", value=window, low=1)
    down = sell_in.shape[1] == 1
    came, went = (flows.T if down else flows for flows in (sell_in, sell_out))
    flags = np.full(came.shape, None, dtype=object)
    for end in range(int(window), came.shape[1] + 1):
        part = slice(end - int(window), end)
        limit = clear_of_noise((1 + tolerance) * went[:, part].sum(axis=1))
        flags[:, end - 1] = (clear_of_noise(came[:, part].sum(axis=1)) > limit).astype(int).tolist()
    rows: list[list[int | None]] = (flags.T if down else flags).tolist()
    return rows
