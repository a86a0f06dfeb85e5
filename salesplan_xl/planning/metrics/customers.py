"""Key figures of customers: how many are won and kept, what they buy and are worth, what they think."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.formulas.customer_value import clv, nps, nps_error
from salesplan_xl.formulas.customer_value import payback as payback_of
from salesplan_xl.formulas.customers import cac_lagged, csat, new_customer_share, repurchase
from salesplan_xl.formulas.orders import aov as aov_of
from salesplan_xl.formulas.orders import arpu as arpu_of
from salesplan_xl.formulas.orders import conversion
from salesplan_xl.formulas.retention import churn as churn_of
from salesplan_xl.formulas.retention import grr as grr_of
from salesplan_xl.formulas.retention import nrr as nrr_of
from salesplan_xl.formulas.retention import renewal_rate
from salesplan_xl.formulas.retention import retention as retention_of
from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid
from salesplan_xl.planning.metrics.book import month_count
from salesplan_xl.planning.metrics.declaration import SALES, metric
from salesplan_xl.planning.metrics.results import share, sold
from salesplan_xl.planning.metrics.view import ByKey, View
from salesplan_xl.units import Floats

BUYERS = (*SALES, "sales.customer")
NEW = ("tblCustomers.first_order",)
BY_SOURCE = ("source",)


def bought(view: View) -> ByKey | None:
    """Return what each customer bought; None where it is not known."""
    if not view.complete() or not view.covers("sales"):
        return None
    return view.by(view.rows("sales"), "customer")


def new_ones(view: View) -> Any:
    return view.rows("tblCustomers", "first_order")


@metric(
    "customers",
    "New customers",
    "新增客户数",
    "count",
    NEW,
    "Customers whose first order falls into the period",
    "首单月份在本期的客户数",
    29,
    natural=BY_SOURCE,
)
def new_customers(view: View) -> Floats:
    return view.count(new_ones(view)) if view.covers("tblCustomers") else view.nothing


@metric(
    "customers",
    "Buying customers",
    "购买客户数",
    "count",
    BUYERS,
    "Customers with sales above zero in the period",
    "本期销售额大于零的客户数",
    173,
    natural=("tier", "industry", "size"),
)
def buyers(view: View) -> Floats:
    found = bought(view)
    return view.nothing if found is None else found.per_member(found.amount > 0)


@metric(
    "customers",
    "Sales from new customers",
    "新客户贡献占比",
    "ratio",
    BUYERS,
    "Sales of customers who never bought before the period / sales; needs a year of earlier sales",
    "此前未购买过的客户的销售额÷总销售额；须有此前一年的销售",
    166,
)
def new_share(view: View) -> Floats:
    found = bought(view)
    if found is None or not view.window(view.first - 12, view.first - 1).complete():
        return view.nothing
    frame = view.frame("sales")
    before = frame[(frame["month"] < view.first).to_numpy() & (frame["amount"] > 0).to_numpy()]
    earlier = set(before["customer"].dropna())
    known = np.array([float(name in earlier) for name in found.key])
    groups = ByKey(found.member, found.key, known, found.size).parts()
    pairs = [
        None if sales is None else (sales, known) for sales, known in zip(found.parts(), groups, strict=True)
    ]
    return view.each(pairs, lambda pair: new_customer_share(pair[0], pair[1]))


@metric(
    "customers",
    "Retention",
    "客户留存率",
    "ratio",
    BUYERS,
    "Customers of the same months of last year who bought again in the period / all of them",
    "去年同期购买的客户中本期仍购买的比例",
    156,
)
def retention(view: View) -> Floats:
    now, before = bought(view), bought(view.moved(-12))
    if now is None or before is None:
        return view.nothing
    start = before.per_member(before.amount > 0)
    end = now.per_member(now.amount > 0)
    new = now.per_member((now.amount > 0) & (before.at(now) <= 0))
    return retention_of.rows(start, end, new)[0]


@metric(
    "customers",
    "Churn",
    "客户流失率",
    "ratio",
    ("tblCustomers.churned",),
    "Customers lost in the period / customers at its start (or average, by the setting)",
    "本期流失客户÷期初客户数（或按参数设置取平均数）",
    157,
    favourable="lower",
)
def churn(view: View) -> Floats:
    customers = view.frame("tblCustomers")
    if not view.covers("tblCustomers"):
        return view.nothing
    first = _months(customers, "first_order", -np.inf)
    gone = _months(customers, "churned", np.inf)
    there = (first < view.first) & (gone >= view.first)
    at_start = view.count(customers, there)
    lost = view.count(customers, there & (gone <= view.last))
    at_end = view.count(customers, (first <= view.last) & (gone > view.last))
    return churn_of.rows(lost, at_start, at_end, view.book.settings.churn_base)[0]


@metric(
    "customers",
    "Net revenue retention",
    "净收入留存率",
    "ratio",
    BUYERS,
    "(Sales to last year's customers: start + more − less − lost) / start, same months",
    "（去年同期客户的收入+增购−减购−流失）÷去年同期收入",
    160,
)
def net_retention(view: View) -> Floats:
    parts = _kept(view)
    return view.nothing if parts is None else nrr_of.rows(*parts)[0]


@metric(
    "customers",
    "Gross revenue retention",
    "毛收入留存率",
    "ratio",
    BUYERS,
    "(Sales to last year's customers: start − less − lost) / start, same months",
    "（去年同期客户的收入−减购−流失）÷去年同期收入，不含增购",
    160,
)
def gross_retention(view: View) -> Floats:
    parts = _kept(view)
    return view.nothing if parts is None else grr_of.rows(parts[0], parts[2], parts[3])[0]


def _kept(view: View) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Return last year's sales to its customers, what they buy more, less, and what left with the lost."""
    now, before = bought(view), bought(view.moved(-12))
    if now is None or before is None:
        return None
    start = np.where(before.amount > 0, before.amount, 0.0)
    still = np.where(before.amount > 0, now.at(before), 0.0)
    stayed = still > 0
    more = np.where(stayed, np.maximum(still - start, 0), 0.0)
    less = np.where(stayed, np.maximum(start - still, 0), 0.0)
    lost = np.where(stayed, 0.0, start)
    start, more, less, lost = (before.money_per_member(part) for part in (start, more, less, lost))
    return start, more, less, lost


@metric(
    "customers",
    "Repeat purchase",
    "复购率",
    "ratio",
    ("sales:orders.amount", "sales:orders.customer"),
    "Customers with two orders or more in the period / customers who bought; by orders (indicator orders)",
    "本期下单两次以上的客户÷下单客户；按订单数（指标“orders”）",
    159,
)
def repeat_rate(view: View) -> Floats:
    orders = view.by(view.rows("sales:orders"), "customer")
    return view.each(orders.parts(), repurchase) if view.complete("sales:orders") else view.nothing


@metric(
    "customers",
    "Repeat purchase by months",
    "复购率（按月）",
    "ratio",
    BUYERS,
    "Customers who bought in two months or more of the period / customers who bought; no orders needed",
    "本期内有两个月以上购买的客户÷购买客户；按月计，无需订单数",
    159,
)
def repeat_months(view: View) -> Floats:
    rows = view.rows("sales", where=lambda rows: rows["amount"] > 0)
    keys = [key for key in ("customer", "month", view.dimension) if key in rows]
    months = rows.drop_duplicates(keys).assign(bought=1.0)
    found = view.by(months, "customer", "bought")
    return view.each(found.parts(), repurchase) if month_count(view.first, view.last) > 1 else view.nothing


@metric(
    "customers",
    "Average order",
    "客单价（每单）",
    "money",
    (*SALES, "sales:orders.amount"),
    "Sales / number of orders (indicator orders)",
    "销售额÷订单数（指标“orders”）",
    127,
)
def order_value(view: View) -> Floats:
    return aov_of.rows(sold(view), sold(view, "orders"))[0]


@metric(
    "customers",
    "Orders",
    "订单数",
    "count",
    ("sales:orders.amount",),
    "Sum of the indicator orders",
    "指标“orders”合计",
    128,
)
def orders(view: View) -> Floats:
    return sold(view, "orders")


@metric(
    "customers",
    "Sales per customer",
    "客单价（每客户）",
    "money",
    BUYERS,
    "Sales / customers who bought",
    "销售额÷购买客户数",
    127,
)
def customer_value(view: View) -> Floats:
    return arpu_of.rows(sold(view), buyers(view))[0]


@metric(
    "customers",
    "Referral rate",
    "转介绍率",
    "ratio",
    (*NEW, "tblCustomers.source"),
    "New customers from referral / new customers whose source is known",
    "转介绍的新客户÷来源已知的新客户",
    165,
)
def referral(view: View) -> Floats:
    rows = new_ones(view)
    rows = rows[rows["source"].notna().to_numpy()]
    return conversion.rows(view.count(rows, rows["source"] == "referral"), view.count(rows))[0]


@metric(
    "customers",
    "Renewal rate",
    "续约率",
    "ratio",
    ("tblCustomers.renewal_due", "tblCustomers.renewed"),
    "Renewed / due in the period and decided",
    "已续约÷本期到期且已有结果",
    158,
)
def renewal(view: View) -> Floats:
    rows = view.rows("tblCustomers", "renewal_due")
    undecided = rows["renewed"].isna() | (rows["renewed"] == "pending")
    due, pending = view.count(rows), view.count(rows, undecided)
    return renewal_rate.rows(view.count(rows, rows["renewed"] == "renewed"), due, pending)[0]


@metric(
    "customers",
    "Net promoter score",
    "净推荐值NPS",
    "score",
    ("tblCustomers.nps",),
    "Share of answers 9–10 less share of 0–6, −100 to 100; latest survey",
    "9–10分占比−0–6分占比，−100至100；最近一次调查",
    163,
    compared=False,
)
def promoters(view: View) -> Floats:
    return nps.rows(*_answers(view))[0]


@metric(
    "customers",
    "Standard error of the NPS",
    "NPS标准误",
    "score",
    ("tblCustomers.nps",),
    "Standard error of the net promoter score",
    "净推荐值的抽样标准误",
    163,
    favourable="lower",
    compared=False,
)
def promoters_error(view: View) -> Floats:
    return nps_error.rows(*_answers(view))[0]


def _answers(view: View) -> tuple[Floats, Floats, Floats]:
    rows = view.frame("tblCustomers")
    rows = rows[((rows["nps"] >= 0) & (rows["nps"] <= 10)).to_numpy()]
    score = rows["nps"]
    return (
        view.count(rows, score >= 9),
        view.count(rows, (score >= 7) & (score <= 8)),
        view.count(rows, score <= 6),
    )


@metric(
    "customers",
    "Customer satisfaction",
    "客户满意度CSAT",
    "ratio",
    ("tblCustomers.csat",),
    "Share of answers 4 and 5 of 1 to 5; latest survey",
    "1–5分中4分和5分的占比；最近一次调查",
    164,
    compared=False,
)
def satisfaction(view: View) -> Floats:
    def answers(rows: Any) -> Floats:
        return np.array([float((rows["csat"] == score).sum()) for score in range(1, 6)])

    return view.each(view.groups(view.frame("tblCustomers")), lambda rows: csat(answers(rows)))


@metric(
    "customers",
    "Cost of a new customer",
    "获客成本CAC",
    "money",
    (*NEW, "tblActivities.spend"),
    "Marketing spend (and selling cost, by the setting) / new customers, shifted by the months set",
    "市场费用（按设置含销售费用）÷新客户数，按设置的月数滞后",
    154,
    favourable="lower",
    natural=BY_SOURCE,
)
def acquisition_cost(view: View) -> Floats:
    spend = view.rows("tblActivities")
    if not view.covers("tblActivities") or not view.covers("tblCustomers") or not len(spend):
        return view.nothing
    cost = spend["spend"].fillna(0.0)
    if view.book.settings.cac_scope == "marketing_and_sales" and "selling" in spend:
        cost = cost + spend["selling"].fillna(0.0)
    won = new_ones(view)
    months = month_count(view.first, view.last)
    (whole,), step = on_common_grid(cost)
    costs = matrix_of(
        view.codes(spend), spend["month"].to_numpy(np.int64) - view.first, whole, (view.size, months)
    )
    count = matrix_of(
        view.codes(won),
        won["first_order"].to_numpy(np.int64) - view.first,
        np.ones(len(won), dtype=np.int64),
        (view.size, months),
    )
    pairs = list(zip(step.amounts(costs), count.astype(np.float64), strict=True))
    return view.each(pairs, lambda pair: cac_lagged(pair[0], pair[1], view.book.settings.cac_lag))


@metric(
    "customers",
    "Lifetime value of a customer",
    "客户生命周期价值CLV",
    "money",
    (*BUYERS, "sales.cost", "settings.discount_rate"),
    "Yearly gross profit per customer × retention / (1 + discount − retention)",
    "每客户年毛利×留存率÷（1+折现率−留存率）",
    161,
)
def lifetime_value(view: View) -> Floats:
    discount = np.full(view.size, view.book.settings.discount_rate)
    return clv.rows(12 * _monthly_margin(view), retention(view), discount)[0]


@metric(
    "customers",
    "Lifetime value to cost",
    "CLV/CAC",
    "index",
    (*BUYERS, "sales.cost", "settings.discount_rate", *NEW, "tblActivities.spend"),
    "Lifetime value / cost of a new customer",
    "客户生命周期价值÷获客成本",
    162,
)
def value_to_cost(view: View) -> Floats:
    return share(lifetime_value(view), acquisition_cost(view))


@metric(
    "customers",
    "Payback of a new customer",
    "获客回收期",
    "months",
    (*BUYERS, "sales.cost", *NEW, "tblActivities.spend"),
    "Cost of a new customer / monthly gross profit per customer",
    "获客成本÷每客户月毛利",
    162,
    favourable="lower",
)
def payback(view: View) -> Floats:
    return payback_of.rows(acquisition_cost(view), _monthly_margin(view))[0]


def _monthly_margin(view: View) -> Floats:
    months = month_count(view.first, view.last)
    return share(sold(view, "gross_profit"), buyers(view)) / months


def _months(frame: Any, column: str, blank: float) -> Floats:
    if column not in frame:
        return np.full(len(frame), blank)
    months = frame[column].to_numpy(dtype=np.float64)
    return np.asarray(np.where(np.isnan(months), blank, months))
