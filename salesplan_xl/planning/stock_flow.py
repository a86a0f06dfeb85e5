"""Dealers' purchases, sales and stock by month: closing, cover, stock against plan, channel stuffing.

=============  ============================================================================================
opening        as typed; blank: what the same dealer and product closed with the month before
closing        opening + sell_in - sell_out
opening_gap    opening as typed less the closing of the month before: stock that came or went unseen
over_plan      closing - planned stock
cover          closing / sell-out forecast of the next month; without one / mean sell-out of three months
sell_through   sell_out / (opening + sell_in)
in_to_out      sell-in / sell-out of the last three months
flag           short: stock below zero; stuffed: sell-in of three months more than a tenth above sell-out
               (CHANNEL_STUFFING); unknown: fewer than three months
=============  ============================================================================================

A dealer's product without a row in a month moves nothing in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.formulas.stock import channel_stuffing, sell_through
from salesplan_xl.planning.cuts import Cuts, Window, cut, figures, quotient
from salesplan_xl.planning.receivables_review import descending
from salesplan_xl.units import Floats, clear_of_noise

MONTHS_ROLLED = 3
TOLERANCE = 0.1
"""So much more in than out over three months is no warning yet."""
FLOWS = ("sell_in", "sell_out")
MEASURES = ("opening", *FLOWS, "closing", "planned", "forecast", "opening_gap")
COLUMNS = (
    "opening",
    *FLOWS,
    "closing",
    "planned",
    "over_plan",
    "opening_gap",
    "cover",
    "sell_through",
    "in_to_out",
    "flag",
    "rank",
)


def stock_review(stock: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return the stock figures in total, by customer and by product, for the year to date and each month.

    Args:
        stock: ``month`` (index), ``customer``, ``product``, ``opening``, ``sell_in``, ``sell_out``,
            ``planned``, ``forecast``; NaN where blank.
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
    """
    cuts = cut(with_closing(stock), ("customer", "product"), MEASURES, first, last)
    flags, ratios = _rolled(cuts)
    return figures(cuts, COLUMNS, lambda window: _window(cuts, window, flags, ratios))


def with_closing(stock: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with opening carried over where it is blank, closing, and the gap of a typed opening.

    >>> rows = pd.DataFrame({"month": [1, 2], "customer": "A", "product": "P", "opening": [10.0, np.nan],
    ...     "sell_in": [5.0, 4.0], "sell_out": [3.0, 6.0]})
    >>> with_closing(rows)["closing"].tolist()
    [12.0, 10.0]
    """
    rows = stock.copy()
    for column in ("opening", *FLOWS, "planned", "forecast"):
        if column not in rows:
            rows[column] = np.nan
    own = [rows[column] for column in ("customer", "product") if column in rows]
    pair = rows.groupby(own, dropna=False, sort=False).ngroup().to_numpy() if own else np.zeros(len(rows))
    month = rows["month"].to_numpy(dtype=np.float64)
    opening = rows["opening"].to_numpy(dtype=np.float64).copy()
    moves = [np.nan_to_num(rows[flow].to_numpy(dtype=np.float64)) for flow in FLOWS]
    closing, gap = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    before = np.full(int(pair.max()) + 1 if len(rows) else 0, np.nan)
    for at in np.unique(month[~np.isnan(month)]):
        now = np.flatnonzero(month == at)
        group = pair[now].astype(np.int64)
        typed, carried = opening[now], before[group]
        gap[now] = clear_of_noise(typed - carried, np.nan_to_num(typed), np.nan_to_num(carried))
        opening[now] = np.where(np.isnan(typed), np.nan_to_num(carried), typed)
        came, went = moves[0][now], moves[1][now]
        closing[now] = clear_of_noise(opening[now] + came - went, opening[now], came, went)
        before[group] = closing[now]
    return rows.assign(opening=opening, closing=closing, opening_gap=gap)


def _rolled(cuts: Cuts) -> tuple[Any, Floats]:
    """Return, by row and month, the stuffing flags and sell-in over sell-out of the last three months."""
    months = cuts.months
    shape = cuts.in_use.shape
    flags = np.full(shape, None, dtype=object)
    ratios = np.full(shape, np.nan)
    if not months:
        return flags, ratios
    known = Window(months[0], months[-1])
    came, went = (cuts.by_month(flow, known) for flow in FLOWS)
    flags[:, known.months] = (
        channel_stuffing(came, went, TOLERANCE, MONTHS_ROLLED) if came.shape[1] > 1 else None
    )
    for end in range(months[0] + MONTHS_ROLLED - 1, months[-1] + 1):
        window = Window(end - MONTHS_ROLLED + 1, end)
        ratios[:, end] = quotient(*(cuts.flow_or_zero(flow, window) for flow in FLOWS))
    return flags, ratios


def _window(cuts: Cuts, window: Window, flags: Any, ratios: Floats) -> dict[str, Any]:
    end = window.end
    found: dict[str, Any] = {flow: cuts.flow(flow, window) for flow in FLOWS}
    found["opening"], found["closing"] = cuts.at("opening", window.start), cuts.at("closing", end)
    found["planned"], found["opening_gap"] = cuts.at("planned", end), cuts.flow("opening_gap", window)
    closing, planned = found["closing"], found["planned"]
    found["over_plan"] = clear_of_noise(closing - planned, np.nan_to_num(closing), np.nan_to_num(planned))
    found["cover"] = np.round(_cover(cuts, end, closing), 2)
    found["sell_through"] = sell_through.rows(
        found["sell_out"], found["opening"], np.nan_to_num(found["sell_in"])
    )[0]
    found["in_to_out"] = ratios[:, end]
    found["flag"] = [
        "short" if owned < 0 else {None: "unknown", 1: "stuffed", 0: "usual"}[flag]
        for owned, flag in zip(closing.tolist(), flags[:, end], strict=True)
    ]
    found["rank"] = _ranks(cuts, window, found["in_to_out"], closing)
    return found


def _cover(cuts: Cuts, end: int, closing: Floats) -> Floats:
    """Return the months that a stock lasts; none where it is below zero or nothing is sold."""
    forecast = cuts.at("forecast", end)
    start = max(cuts.months[0], end - MONTHS_ROLLED + 1)
    mean = cuts.flow_or_zero("sell_out", Window(start, end)) / (end - start + 1)
    cover = quotient(closing, np.where(np.isnan(forecast), mean, forecast))
    return np.where(closing < 0, np.nan, cover)


def _ranks(cuts: Cuts, window: Window, ratio: Floats, closing: Floats) -> Floats:
    """Rank the customers by sell-in to sell-out, then by stock; nobody else has a rank."""
    ranks = np.full(len(closing), np.nan)
    own = np.flatnonzero((cuts.dimensions == "customer") & cuts.shown(window))
    ranks[own[descending(ratio[own], closing[own])]] = np.arange(1, len(own) + 1)
    return ranks
