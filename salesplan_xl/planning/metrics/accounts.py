"""Key figures of strategic accounts and of the team."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import attainment
from salesplan_xl.formulas.capacity import productivity
from salesplan_xl.formulas.concentration import concentration, dispersion
from salesplan_xl.formulas.customers import cac
from salesplan_xl.formulas.fairness import quota_fairness
from salesplan_xl.formulas.investment import return_on_investment
from salesplan_xl.formulas.orders import arpu, conversion
from salesplan_xl.formulas.risk import warning_score
from salesplan_xl.planning.metrics.book import month_count
from salesplan_xl.planning.metrics.customers import bought, buyers
from salesplan_xl.planning.metrics.declaration import SALES, metric
from salesplan_xl.planning.metrics.funnel import cycle_of
from salesplan_xl.planning.metrics.results import share, sold
from salesplan_xl.planning.metrics.view import View
from salesplan_xl.units import Floats

STRATEGIC = (*SALES, "sales.customer", "tblCustomers.strategic")
SIGNALS = ("falling", "rival", "change")
ALERT = 0.5
"""Warning score from which an account counts as at risk."""


def _strategic(frame: pd.DataFrame) -> pd.DataFrame:
    if "strategic" not in frame:
        return frame.iloc[:0]
    return frame[(frame["strategic"] == "yes").to_numpy()]


@metric(
    "accounts",
    "Share of strategic accounts",
    "战略客户销售额占比",
    "ratio",
    STRATEGIC,
    "Sales to strategic accounts / sales",
    "战略客户销售额÷总销售额",
    167,
)
def strategic_share(view: View) -> Floats:
    return share(view.sum(_strategic(view.rows("sales")), "amount"), sold(view))


@metric(
    "accounts",
    "Attainment of strategic accounts",
    "战略客户达成率",
    "ratio",
    (*STRATEGIC, "quota.target", "quota.customer"),
    "Actual / target of strategic accounts",
    "战略客户实际÷目标",
    167,
    goal=1.0,
)
def strategic_attainment(view: View) -> Floats:
    if not view.complete():
        return view.nothing
    actual, target = (
        view.sum(_strategic(view.rows(table)), column)
        for table, column in (("sales", "amount"), ("quota", "target"))
    )
    return attainment.rows(actual, np.where(target != 0, target, np.nan))[0]


@metric(
    "accounts",
    "Cost of winning a strategic account",
    "战略客户引入成本",
    "money",
    ("tblCustomers.strategic", "tblCustomers.first_order", "tblCustomers.cost"),
    "Resources spent on strategic accounts won in the period / their number",
    "本期新增战略客户的投入÷其数量",
    168,
    favourable="lower",
)
def strategic_cost(view: View) -> Floats:
    rows = _strategic(view.rows("tblCustomers", "first_order"))
    return cac.rows(view.sum(rows, "cost"), view.count(rows))[0]


@metric(
    "accounts",
    "Sales cycle of strategic accounts",
    "战略客户转化周期",
    "days",
    ("tblDeals.first_contact", "tblDeals.outcome", "tblDeals.closed", "tblDeals.strategic"),
    "Median days from first contact to signing, strategic accounts",
    "战略客户从首次接触到签约的中位天数",
    168,
    favourable="lower",
)
def strategic_cycle(view: View) -> Floats:
    return cycle_of(view, lambda rows: rows["strategic"] == "yes")


@metric(
    "accounts",
    "Share of wallet",
    "钱包份额",
    "ratio",
    (*SALES, "sales.customer", "tblCustomers.wallet"),
    "Sales / what the customers spend in all, pro rata by months; customers whose wallet is known",
    "销售额÷客户采购总额（按月数折算），只计已知采购总额的客户",
    174,
)
def wallet_share(view: View) -> Floats:
    customers = view.frame("tblCustomers")
    customers = customers[(customers["wallet"] > 0).to_numpy()]
    if not view.complete() or not view.covers("tblCustomers"):
        return view.nothing
    rows = view.rows("sales")
    spent = view.sum(rows[rows["customer"].isin(customers["customer"]).to_numpy()], "amount")
    months = month_count(view.first, view.last)
    return share(spent, view.sum(customers, "wallet") * months / 12)


@metric(
    "accounts",
    "Products per customer",
    "每客户产品数",
    "index",
    (*SALES, "sales.customer", "sales.product"),
    "Products bought / customers, each customer's own products counted",
    "各客户购买的产品数合计÷购买客户数",
    174,
)
def breadth(view: View) -> Floats:
    rows = view.rows("sales", where=lambda rows: rows["amount"] > 0)
    keys = ["customer", "product", *([view.dimension] if view.dimension in rows else [])]
    pairs = rows[rows[["customer", "product"]].notna().all(axis=1)].drop_duplicates(keys)
    return arpu.rows(view.count(pairs), buyers(view))[0]


@metric(
    "accounts",
    "Return on account resources",
    "客户投入产出",
    "ratio",
    ("sales:gross_profit.amount", "sales.customer", "tblCustomers.cost"),
    "(Gross profit − resources spent) / resources spent, customers whose resources are known",
    "（毛利−投入资源）÷投入资源，只计已知投入的客户",
    175,
)
def account_return(view: View) -> Floats:
    customers = view.frame("tblCustomers")
    customers = customers[(customers["cost"] > 0).to_numpy()]
    if not view.complete("sales:gross_profit") or not view.covers("tblCustomers"):
        return view.nothing
    rows = view.rows("sales:gross_profit")
    gain = view.sum(rows[rows["customer"].isin(customers["customer"]).to_numpy()], "amount")
    return return_on_investment.rows(gain, view.sum(customers, "cost"))[0]


@metric(
    "accounts",
    "Decision makers reached",
    "决策链渗透率",
    "ratio",
    ("tblCustomers.contacted", "tblCustomers.roles"),
    "Decision roles contacted / decision roles known",
    "已接触角色数÷决策链角色数",
    146,
    compared=False,
)
def roles_reached(view: View) -> Floats:
    rows = view.frame("tblCustomers")
    rows = rows[(rows["contacted"].notna() & rows["roles"].notna()).to_numpy()]
    return conversion.rows(view.sum(rows, "contacted"), view.sum(rows, "roles"))[0]


@metric(
    "accounts",
    "Accounts at risk",
    "流失预警客户数",
    "count",
    ("tblCustomers.falling",),
    "Customers with a warning score of 0.5 or more: satisfaction falling, competitor, internal change, "
    "equally weighted",
    "预警分达到0.5的客户数：满意度下降、竞品介入、内部变化，等权",
    192,
    favourable="lower",
    compared=False,
)
def at_risk(view: View) -> Floats:
    rows = view.frame("tblCustomers")
    scores = np.asarray(warning_score(signals_of(rows), np.ones(len(SIGNALS))), dtype=np.float64).ravel()
    return view.count(rows, scores >= ALERT)


def signals_of(customers: pd.DataFrame) -> Floats:
    """Return the warning signals of customers, a row each: 1 yes, 0 no, NaN not known."""
    columns = [
        customers[name].map({"yes": 1.0, "no": 0.0}).to_numpy(dtype=np.float64)
        if name in customers
        else np.full(len(customers), np.nan)
        for name in SIGNALS
    ]
    return np.stack(columns, axis=1)


@metric(
    "team",
    "Sales per head",
    "人均产能",
    "money",
    (*SALES, "tblReps.rep"),
    "Sales / average full-time reps of the period",
    "销售额÷平均在岗折合人数",
    103,
)
def sales_per_head(view: View) -> Floats:
    reps = view.frame("tblReps")
    if not view.covers("tblReps"):
        return view.nothing
    start = _column(reps, "start_month", -np.inf)
    end = _column(reps, "end_month", np.inf)
    heads = reps.assign(fte=_column(reps, "fte", 1.0))
    months = [
        view.sum(heads[(start <= month) & (end >= month)], "fte")
        for month in range(view.first, view.last + 1)
    ]
    pairs = list(zip(sold(view), np.stack(months, axis=1), strict=True))
    return view.each(pairs, lambda pair: productivity([pair[0]], pair[1]))


def _column(frame: pd.DataFrame, name: str, blank: float) -> Floats:
    values = frame[name].to_numpy(dtype=np.float64) if name in frame else np.full(len(frame), np.nan)
    return np.where(np.isnan(values), blank, values)


def _by_rep(view: View) -> list[tuple[Floats, Floats] | None]:
    """Return actual and target of each member's reps."""
    if not view.complete():
        return [None] * view.size
    target = view.by(view.rows("quota"), "rep", "target")
    actual = view.by(view.rows("sales"), "rep").at(target)
    pairs: list[tuple[Floats, Floats] | None] = [None] * view.size
    for member in range(view.size):
        own = (target.member == member) & (target.amount > 0)
        if own.any():
            pairs[member] = (actual[own], target.amount[own])
    return pairs


REPS = (*SALES, "sales.rep", "quota.target", "quota.rep")


@metric(
    "team",
    "Spread of the reps' attainment",
    "业务员达成率离散度",
    "ratio",
    REPS,
    "Standard deviation / mean of the reps' attainment",
    "各业务员达成率的标准差÷均值",
    117,
    favourable="lower",
)
def attainment_spread(view: View) -> Floats:
    return view.each(_by_rep(view), lambda pair: dispersion(attainment.rows(pair[0], pair[1])[0]))


@metric(
    "team",
    "Reps near their quota",
    "任务公平性",
    "ratio",
    REPS,
    "Share of the reps between 80% and 120% of their target",
    "达成率在80%–120%之间的业务员占比",
    118,
)
def near_quota(view: View) -> Floats:
    return view.each(_by_rep(view), lambda pair: quota_fairness(pair[0], pair[1]))


@metric(
    "team",
    "Concentration on reps",
    "业务员业绩集中度",
    "ratio",
    (*SALES, "sales.rep"),
    "Gini of sales by rep: 0 even, 1 all by one",
    "各业务员销售额的基尼系数：0均衡，1集中于一人",
    116,
    favourable="lower",
)
def rep_concentration(view: View) -> Floats:
    if not view.complete():
        return view.nothing
    return view.each(view.by(view.rows("sales"), "rep").parts(), concentration)


@metric(
    "customers",
    "Share of the five largest customers",
    "前五大客户占比",
    "ratio",
    (*SALES, "sales.customer"),
    "Sales of the five largest customers / sales",
    "前五大客户销售额÷总销售额",
    116,
    favourable="lower",
)
def top_customers(view: View) -> Floats:
    found = bought(view)
    if found is None:
        return view.nothing
    return view.each(found.parts(), lambda amounts: concentration(amounts, "top", 5))
