"""Key figures of sales against target, last year and last month, of customers' and products' mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from salesplan_xl.formulas.attainment import attainment as attainment_of
from salesplan_xl.formulas.attainment import change_rate, gap, pace
from salesplan_xl.formulas.expense import expense_ratio as expense_ratio_of
from salesplan_xl.formulas.profit import gross_margin as gross_margin_of
from salesplan_xl.planning.metrics.declaration import SALES, metric
from salesplan_xl.planning.metrics.view import TOTAL, View
from salesplan_xl.units import Floats

PLAN = (*SALES, "quota.target")
TRAITS = ("tier", "industry", "size")


def sold(view: View, indicator: str = "sales_amount") -> Floats:
    """Return an indicator's actuals by member; not known where a month of the window has none at all."""
    table = f"sales:{indicator}"
    if not view.complete(table) or not view.covers(table):
        return view.nothing
    return view.sum(view.rows(table), "amount")


def planned(view: View, indicator: str = "sales_amount") -> Floats:
    """Return an indicator's target by member; not known where it has no quota."""
    table = f"quota:{indicator}"
    rows = view.rows(table)
    return view.sum(rows, "target") if len(rows) and view.covers(table) else view.nothing


@metric("results", "Sales", "销售额", "money", SALES, "Sum of actual sales", "实际销售额合计", 4)
def sales(view: View) -> Floats:
    return sold(view)


@metric(
    "results",
    "Attainment",
    "达成率",
    "ratio",
    PLAN,
    "Actual / target",
    "实际÷目标",
    148,
    goal=1.0,
)
def attainment(view: View) -> Floats:
    rule = view.book.settings.negative_target
    return attainment_of.rows(sold(view), planned(view), rule)[0]


@metric(
    "results",
    "Gap to target",
    "目标缺口",
    "money",
    PLAN,
    "Target − actual, positive when short",
    "目标−实际，未完成为正",
    149,
    favourable="lower",
)
def target_gap(view: View) -> Floats:
    return gap.rows(sold(view), planned(view))[0]


@metric(
    "results",
    "Pace against plan",
    "进度达成",
    "ratio",
    PLAN,
    "Actual to date / plan to date on the plan's seasonal curve, from the start of the year",
    "年初至今实际÷同期计划（按计划的季节曲线）",
    150,
    goal=1.0,
)
def plan_pace(view: View) -> Floats:
    # A window before this year has a year of its own: so many whole years earlier.
    start = view.book.first + (view.first - view.book.first) // 12 * 12
    year = view.window(start, view.last)
    if not year.complete() or not year.rows("quota").shape[0] or not year.covers("quota"):
        return view.nothing
    months = range(start, view.last + 1)
    monthly = [year.window(month, month) for month in months]
    actual = np.stack([one.sum(one.rows("sales"), "amount") for one in monthly], axis=1)
    plan = np.stack([one.sum(one.rows("quota"), "target") for one in monthly], axis=1)
    pairs = [np.stack(pair) for pair in zip(actual, plan, strict=True)]
    return view.each(pairs, lambda pair: pace(pair[0], pair[1]))


@metric(
    "results",
    "Year-on-year growth",
    "同比增长",
    "ratio",
    SALES,
    "(Sales − same months of last year) / |same months of last year|",
    "（本期−去年同期）÷|去年同期|",
    151,
)
def growth(view: View) -> Floats:
    return change_rate.rows(sold(view), sold(view.moved(-12)))[0]


@metric(
    "results",
    "Growth on the month before",
    "环比增长",
    "ratio",
    SALES,
    "(Last month of the period − month before) / |month before|",
    "（期末月−上月）÷|上月|",
    152,
)
def monthly_growth(view: View) -> Floats:
    month = view.window(view.last, view.last)
    return change_rate.rows(sold(month), sold(month.moved(-1)))[0]


@metric(
    "results",
    "Share of sales",
    "销售额占比",
    "ratio",
    SALES,
    "Sales of the member / total sales",
    "成员销售额÷总销售额",
    153,
    natural=TRAITS,
    total=False,
)
def mix(view: View) -> Floats:
    whole = sold(replace(view, dimension=TOTAL, members=(None,)))
    return share(sold(view), np.broadcast_to(whole, view.size))


@metric(
    "results",
    "Gross profit",
    "毛利",
    "money",
    ("sales:gross_profit.amount",),
    "Sales − cost",
    "销售额−销售成本",
    70,
)
def gross_profit(view: View) -> Floats:
    return sold(view, "gross_profit")


@metric(
    "results",
    "Gross margin",
    "毛利率",
    "ratio",
    (*SALES, "sales.cost"),
    "(Sales − cost) / sales, of the rows with a cost",
    "（销售额−成本）÷销售额，只计有成本的行",
    71,
)
def gross_margin(view: View) -> Floats:
    rows = view.rows("sales", where=lambda rows: rows["cost"].notna())
    if not view.complete():
        return view.nothing
    return gross_margin_of.rows(view.sum(rows, "amount"), view.sum(rows, "cost"))[0]


@metric(
    "results",
    "Volume",
    "销量",
    "count",
    ("sales:volume.amount",),
    "Sum of quantities",
    "销售数量合计",
    17,
)
def volume(view: View) -> Floats:
    return sold(view, "volume")


@metric(
    "results",
    "New products against plan",
    "新品达成率",
    "ratio",
    (*PLAN, "sales.product", "launches.launched"),
    "Actual / target of products launched in the twelve months up to the end of the period",
    "截至期末十二个月内上市产品的实际÷目标",
    170,
    natural=("product",),
    goal=1.0,
)
def launch_attainment(view: View) -> Floats:
    return attainment_of.rows(launched(view, "sales", "amount"), launched(view, "quota", "target"))[0]


@metric(
    "results",
    "New-product share",
    "新品占比",
    "ratio",
    (*SALES, "sales.product", "launches.launched"),
    "Sales of products launched in the last twelve months / sales",
    "十二个月内上市产品的销售额÷总销售额",
    28,
)
def launch_share(view: View) -> Floats:
    return share(launched(view, "sales", "amount"), sold(view))


def launched(view: View, table: str, column: str) -> Floats:
    """Return what products launched in the twelve months to the end of the window sold or are to sell."""
    launches = view.frame("launches")
    months = launches["launched"].to_numpy(dtype=np.float64)
    new = launches["product"][(months > view.last - 12) & (months <= view.last)]
    rows = view.rows(table)
    if "product" not in rows or not view.covers(table) or not len(new) or not view.complete():
        return view.nothing
    rows = rows[rows["product"].isin(new).to_numpy()]
    amounts = view.sum(rows, column)
    return np.where(view.count(rows) > 0, amounts, np.nan)


@metric(
    "money",
    "Expense ratio",
    "费用率",
    "ratio",
    (*SALES, "sales:expense.amount"),
    "Selling expense / sales",
    "销售费用÷销售额",
    72,
    favourable="lower",
)
def expense_ratio(view: View) -> Floats:
    return expense_ratio_of.rows(sold(view, "expense"), sold(view))[0]


def share(part: Floats, whole: Floats) -> Floats:
    """Return parts of wholes; not known where the whole is not above zero."""
    with np.errstate(all="ignore"):
        return np.asarray(np.where(whole > 0, part / whole, np.nan))


PLANNED: dict[str, Callable[[View], Floats]] = {
    "sales": planned,
    "gross_profit": lambda view: planned(view, "gross_profit"),
    "volume": lambda view: planned(view, "volume"),
    "new_customers": lambda view: planned(view, "new_customers"),
}
"""Key figures whose target is the quota of the period."""
