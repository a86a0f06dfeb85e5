"""Key figures of deals: conversion, where they are lost and why, how long they take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.formulas.concentration import dispersion, pareto_count
from salesplan_xl.formulas.funnel import bottleneck, funnel_loss
from salesplan_xl.formulas.loyalty import sales_cycle
from salesplan_xl.formulas.orders import aov, conversion
from salesplan_xl.formulas.orders import win_rate as win_rate_of
from salesplan_xl.planning.metrics.declaration import metric
from salesplan_xl.planning.metrics.view import View
from salesplan_xl.units import Floats, Month

STAGES = ("lead", "quote", "demo", "sign")
DATES = (None, "quoted", "shown", None)
COHORT = ("tblDeals.first_contact",)
DECIDED = ("tblDeals.outcome", "tblDeals.closed")
VALUE = (*DECIDED, "tblDeals.amount")


def reached(rows: pd.DataFrame) -> Floats:
    """Return for each deal which of the four stages it reached (1 or 0); a later one implies the earlier."""
    stage = rows["stage"] if "stage" in rows else pd.Series(index=rows.index, dtype=object)
    rank = stage.map({name: place for place, name in enumerate(STAGES)}).fillna(-1).to_numpy(np.float64)
    there = np.zeros((len(rows), len(STAGES)), dtype=bool)
    won = (rows["outcome"] == "won").to_numpy() if "outcome" in rows else np.zeros(len(rows), dtype=bool)
    there[:, 0] = True
    for place, column in enumerate(DATES):
        if place:
            there[:, place] = rank >= place
        if column is not None and column in rows:
            there[:, place] |= rows[column].notna().to_numpy()
    there[:, -1] |= won
    return np.maximum.accumulate(there[:, ::-1], axis=1)[:, ::-1].astype(np.float64)


def stage_counts(view: View) -> Floats:
    """Return how many deals first contacted in the window reached each stage, members by stages."""
    rows = view.rows("tblDeals", "first_contact_month")
    codes, stages = view.codes(rows), reached(rows)
    known = codes >= 0
    counts = [
        np.bincount(codes[known], stages[known, place], minlength=view.size) for place in range(len(STAGES))
    ]
    return np.stack(counts, axis=1).astype(np.float64)


def _rate(view: View, start: int, end: int) -> Floats:
    counts = stage_counts(view)
    return conversion.rows(counts[:, end], counts[:, start])[0]


@metric(
    "funnel",
    "Leads",
    "线索数",
    "count",
    COHORT,
    "Deals first contacted in the period",
    "首次接触在本期的商机数",
    125,
    natural=("source",),
)
def leads(view: View) -> Floats:
    return stage_counts(view)[:, 0]


@metric(
    "funnel",
    "Lead to quote",
    "线索→报价转化率",
    "ratio",
    (*COHORT, "tblDeals.quoted"),
    "Deals first contacted in the period that came to a quote / all of them",
    "本期首次接触的商机中已报价的比例（同批）",
    125,
)
def lead_to_quote(view: View) -> Floats:
    return _rate(view, 0, 1)


@metric(
    "funnel",
    "Quote to demo",
    "报价→演示转化率",
    "ratio",
    (*COHORT, "tblDeals.shown"),
    "Of the same deals, those quoted that came to a demo",
    "同批已报价商机中已演示的比例",
    125,
)
def quote_to_demo(view: View) -> Floats:
    return _rate(view, 1, 2)


@metric(
    "funnel",
    "Demo to signing",
    "演示→签约转化率",
    "ratio",
    (*COHORT, "tblDeals.outcome"),
    "Of the same deals, those shown that were won",
    "同批已演示商机中已签约的比例",
    125,
)
def demo_to_sign(view: View) -> Floats:
    return _rate(view, 2, 3)


@metric(
    "funnel",
    "Lead to signing",
    "线索→签约转化率",
    "ratio",
    (*COHORT, "tblDeals.outcome"),
    "Deals first contacted in the period that were won / all of them",
    "本期首次接触的商机中已签约的比例（同批）",
    124,
    natural=("source",),
)
def lead_to_sign(view: View) -> Floats:
    return _rate(view, 0, 3)


@metric(
    "funnel",
    "Bottleneck",
    "转化瓶颈",
    "count",
    (*COHORT, "tblDeals.outcome"),
    "Step that loses the most orders: 1 lead to quote, 2 quote to demo, 3 demo to signing; 0 none",
    "损失成交最多的环节：1线索→报价，2报价→演示，3演示→签约；0为无",
    126,
    favourable="none",
)
def weakest_step(view: View) -> Floats:
    return view.each(_with_deals(stage_counts(view)), bottleneck)


@metric(
    "funnel",
    "Sales lost at the bottleneck",
    "瓶颈环节损失金额",
    "money",
    (*COHORT, *VALUE),
    "Orders lost at that step × average amount of the deals won in the period",
    "该环节损失的成交数×本期赢单平均金额",
    126,
    favourable="lower",
)
def bottleneck_loss(view: View) -> Floats:
    won = _decided(view, "won")
    average = aov.rows(view.sum(won, "amount"), view.count(won))[0]
    counts = _with_deals(stage_counts(view))
    pairs = [
        None if row is None or np.isnan(value) else (row, value)
        for row, value in zip(counts, average.tolist(), strict=True)
    ]
    return view.each(pairs, lambda pair: np.max(funnel_loss(pair[0], pair[1])))


def _with_deals(counts: Floats) -> list[Floats | None]:
    return [row if row[0] else None for row in counts]


@metric(
    "funnel",
    "Sales per lead",
    "每条线索带来的销售",
    "money",
    (*COHORT, "tblDeals.outcome", "tblDeals.amount"),
    "Amount of the deals won / number of deals, of those first contacted in the period",
    "同批商机中赢单金额÷商机数",
    137,
    natural=("source",),
)
def lead_value(view: View) -> Floats:
    rows = view.rows("tblDeals", "first_contact_month")
    won = rows[(rows["outcome"] == "won").to_numpy()]
    return aov.rows(view.sum(won, "amount"), view.count(rows))[0]


def _decided(view: View, outcome: str) -> pd.DataFrame:
    return view.rows("tblDeals", "closed_month", lambda rows: rows["outcome"] == outcome)


@metric(
    "funnel",
    "Win rate",
    "成交率（按数量）",
    "ratio",
    DECIDED,
    "Deals won / deals won or lost in the period",
    "赢单数÷本期已有结果的商机数",
    176,
)
def win_rate(view: View) -> Floats:
    return win_rate_of.rows(view.count(_decided(view, "won")), view.count(_decided(view, "lost")))[0]


@metric(
    "funnel",
    "Win rate by amount",
    "成交率（按金额）",
    "ratio",
    VALUE,
    "Amount won / amount won or lost in the period",
    "赢单金额÷本期已有结果的金额",
    176,
)
def win_rate_amount(view: View) -> Floats:
    won, lost = (view.sum(_decided(view, outcome), "amount") for outcome in ("won", "lost"))
    return win_rate_of.rows(won, lost)[0]


@metric(
    "funnel",
    "Amount won",
    "赢单金额",
    "money",
    VALUE,
    "Amount of the deals won in the period",
    "本期赢单金额合计",
    176,
)
def won_amount(view: View) -> Floats:
    return view.sum(_decided(view, "won"), "amount") if view.covers("tblDeals") else view.nothing


@metric(
    "funnel",
    "Deals lost",
    "丢单数",
    "count",
    DECIDED,
    "Deals lost in the period",
    "本期丢单数",
    172,
    favourable="lower",
    natural=("loss_reason",),
)
def lost_deals(view: View) -> Floats:
    return view.count(_decided(view, "lost")) if view.covers("tblDeals") else view.nothing


@metric(
    "funnel",
    "Amount lost",
    "丢单金额",
    "money",
    VALUE,
    "Amount of the deals lost in the period",
    "本期丢单金额合计",
    172,
    favourable="lower",
    natural=("loss_reason",),
)
def lost_amount(view: View) -> Floats:
    return view.sum(_decided(view, "lost"), "amount") if view.covers("tblDeals") else view.nothing


@metric(
    "funnel",
    "Deals that bring four fifths",
    "八成金额所需赢单数",
    "count",
    VALUE,
    "Smallest number of deals won that bring 80% of the amount won: few means large deals, many a long tail",
    "带来八成赢单金额的最少单数：少为大单，多为长尾",
    129,
    favourable="none",
)
def large_deals(view: View) -> Floats:
    groups = view.groups(_decided(view, "won"))
    return view.each(groups, lambda rows: pareto_count(rows["amount"].to_numpy(np.float64)))


@metric(
    "funnel",
    "Sales cycle",
    "销售周期",
    "days",
    (*COHORT, *DECIDED),
    "Median days from first contact to signing; those open at its end count as not signed so far",
    "首次接触到签约的中位天数；期末未决商机按卡普兰–迈耶法计入",
    155,
    favourable="lower",
)
def cycle(view: View) -> Floats:
    return cycle_of(view, lambda rows: np.ones(len(rows), dtype=bool))


def cycle_of(view: View, where: Any) -> Floats:
    """Return the median sales cycle of some deals: won in the window, or open at its end."""
    deals = view.frame("tblDeals")
    end = Month.at(view.last + 1)
    last_day = float(_first_day(end) - 1)
    started = deals["first_contact"].notna() & (deals["first_contact"] <= last_day)
    won = (deals["outcome"] == "won") & deals["closed"].notna()
    signed = won & (deals["closed_month"] >= view.first) & (deals["closed_month"] <= view.last)
    lost = (deals["outcome"] == "lost") & ~(deals["closed"] > last_day)
    open_ = ~lost & ~(won & (deals["closed"] <= last_day)) & ~((deals["outcome"] == "won") & ~won)
    rows = deals[(started & (signed | open_) & where(deals)).to_numpy()]
    closed = (rows["outcome"] == "won") & (rows["closed"] <= last_day)
    days = np.where(closed, rows["closed"], last_day) - rows["first_contact"]
    rows = rows.assign(days=days, signed=closed.astype("float64"))
    rows = rows[(rows["days"] >= 0).to_numpy()]
    return view.each(
        view.groups(rows), lambda own: sales_cycle(own["days"].to_numpy(), own["signed"].to_numpy())
    )


def _first_day(month: Month) -> int:
    import datetime as dt

    return dt.date(month.year, month.month, 1).toordinal()


def _median_days(view: View, start: str, end: str) -> Floats:
    rows = view.rows("tblDeals", f"{end}_month", lambda rows: rows[start].notna())
    if end == "closed":
        rows = rows[(rows["outcome"] == "won").to_numpy()]
    rows = rows.assign(days=rows[end] - rows[start])
    rows = rows[(rows["days"] >= 0).to_numpy()]
    return view.each(view.groups(rows), lambda own: sales_cycle(own["days"].to_numpy(), np.ones(len(own))))


@metric(
    "funnel",
    "Days to the quote",
    "报价周期",
    "days",
    (*COHORT, "tblDeals.quoted"),
    "Median days from first contact to quote, of quotes of the period",
    "首次接触到报价的中位天数（本期报价）",
    140,
    favourable="lower",
)
def days_to_quote(view: View) -> Floats:
    return _median_days(view, "first_contact", "quoted")


@metric(
    "funnel",
    "Days from quote to signing",
    "谈判周期",
    "days",
    ("tblDeals.quoted", *DECIDED),
    "Median days from quote to signing, of deals won in the period",
    "报价到签约的中位天数（本期赢单）",
    140,
    favourable="lower",
)
def days_to_sign(view: View) -> Floats:
    return _median_days(view, "quoted", "closed")


@metric(
    "funnel",
    "Deals behind schedule",
    "逾期商机数",
    "count",
    ("tblDeals.due", "tblDeals.outcome"),
    "Open deals whose next step was due by the end of the period",
    "期末前应完成下一步而仍未决的商机数",
    226,
    favourable="lower",
    compared=False,
)
def overdue_deals(view: View) -> Floats:
    rows = view.frame("tblDeals")
    undecided = rows["outcome"].isna() | (rows["outcome"] == "open")
    return view.count(rows, undecided & (rows["due_month"] <= view.last))


@metric(
    "funnel",
    "Uneven spread of leads",
    "线索分配离散度",
    "ratio",
    (*COHORT, "tblDeals.rep"),
    "Standard deviation / mean of the leads per rep",
    "各业务员线索数的标准差÷均值",
    139,
    favourable="lower",
)
def lead_spread(view: View) -> Floats:
    rows = view.rows("tblDeals", "first_contact_month").assign(one=1.0)
    return view.each(view.by(rows, "rep", "one").parts(), dispersion)
