"""What the sample company records of deals, customers, activities, its market, risks and lessons.

All of it follows from the sample's customers and sales by whole numbers: every machine makes the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache

from salesplan_xl.messages import Language
from salesplan_xl.tables.choices import YES_NO
from salesplan_xl.tables.customer_choices import LOSS_REASONS, OUTCOMES, RENEWALS, SOURCES, STAGES, TIERS
from salesplan_xl.tables.review_tables import COMPARISONS, LESSON_KINDS, RISK_CLASSES, RISK_STATUSES, SWOT
from salesplan_xl.templates.prepared_rows import Row, whole_rows
from salesplan_xl.templates.sample_company import FIRST_MONTH, LAST_ACTUAL, sample_sales
from salesplan_xl.templates.sample_inputs import PLAN_YEAR
from salesplan_xl.templates.sample_members import CUSTOMERS, PRODUCTS, REGIONS, REPS, Name
from salesplan_xl.units import Month

_STRATEGIC = 8
"""The largest customers so many are strategic accounts."""
_INDUSTRIES = (
    Name("Wholesale", "批发"),
    Name("Retail chains", "连锁零售"),
    Name("E-commerce", "电商"),
    Name("Catering", "餐饮"),
)
_SIZES = (Name("Large", "大型"), Name("Medium", "中型"), Name("Small", "小型"))
_FIRST_DEAL = Month(PLAN_YEAR - 1, 1)


def review_tables(language: Language) -> dict[str, list[Row]]:
    """Return the rows of the tables that the review needs beside sales, ready for cells.

    >>> rows = review_tables("en")
    >>> rows["tblDeals"][0]["deal"], rows["tblRisks"][0]["threshold"]
    ('S26-001', 0.95)
    """
    rows = {
        "tblDeals": _deals(language),
        "tblCustomers": _customers(language),
        "tblActivities": _activities(language),
        "tblMarket": _market(language),
        "tblRisks": _risks(language),
        "tblStrategicAccounts": _accounts(language),
        "tblSwot": _swot(language),
        "tblLessons": _lessons(language),
    }
    return {table: whole_rows(table, found) for table, found in rows.items()}


def _day(month: Month, day: int) -> int:
    """Return a day as Excel counts it."""
    return (dt.date(month.year, month.month, day) - dt.date(1899, 12, 30)).days


def _yes(value: bool, language: Language) -> str:
    return YES_NO["yes" if value else "no"].label(language)


@cache
def _by_customer() -> dict[int, int]:
    """Return what each customer bought in the last full year, in 元."""
    sold: dict[int, int] = defaultdict(int)
    for sale in sample_sales():
        if sale.month.year == PLAN_YEAR - 1:
            sold[sale.customer] += sale.amount
    return {customer: amount // 100 for customer, amount in sold.items()}


@cache
def _largest() -> tuple[int, ...]:
    sold = _by_customer()
    return tuple(sorted(sold, key=lambda customer: (-sold[customer], customer)))


def _rep_of(region: int, turn: int, month: Month) -> int:
    there = [
        place
        for place, rep in enumerate(REPS)
        if rep.region == region and rep.first <= month and (rep.last is None or month <= rep.last)
    ]
    return there[turn % len(there)]


def _deals(language: Language) -> list[Row]:
    """Return eighteen months of deals: five to eight begun a month, each with its dates and how it ended."""
    rows: list[Row] = []
    sources, reasons = list(SOURCES), list(LOSS_REASONS)
    end = _day(LAST_ACTUAL, 30)
    for index in range(_FIRST_DEAL.index, LAST_ACTUAL.index + 1):
        month = Month.at(index)
        for one in range(5 + (index * 5) % 4):
            turn = index * 11 + one * 7
            region = (index + one) % len(REGIONS)
            start = _day(month, 2 + (turn * 5) % 25)
            quoted = start + 9 + turn % 13
            shown = quoted + 12 + (turn * 3) % 17
            closed = shown + 20 + (turn * 7) % 55
            reach = (turn * 13) % 10
            result = "lost" if reach < 3 or (turn * 3) % 10 < 2 else "won"
            if reach < 2:
                closed = start + 25 + turn % 30
            row: Row = {
                "deal": f"S{month.year % 100}-{len(rows) + 1:03d}",
                "customer": CUSTOMERS[(turn * 17) % len(CUSTOMERS)].name.of(language),
                "region": REGIONS[region].name.of(language),
                "rep": REPS[_rep_of(region, turn, month)].name.of(language),
                "product": PRODUCTS[(turn * 5) % len(PRODUCTS)].name.of(language),
                "source": SOURCES[sources[(turn * 3) % len(sources)]].label(language),
                "first_contact": start,
                "amount": (60 + (turn * 37) % 340) * 1_000,
                "stage": STAGES["lead"].label(language),
                "outcome": OUTCOMES["open"].label(language),
                "probability": 0.2,
            }
            stages = [("quoted", quoted, "quote", 0.4), ("shown", shown, "demo", 0.6)]
            for column, day, stage, chance in stages[: 0 if reach < 2 else 1 if reach < 4 else 2]:
                if day <= end:
                    row |= {column: day, "stage": STAGES[stage].label(language), "probability": chance}
            if closed <= end:
                won = result == "won"
                row |= {
                    "closed": closed,
                    "outcome": OUTCOMES[result].label(language),
                    "probability": 1 if won else 0,
                }
                if won:
                    row["stage"] = STAGES["sign"].label(language)
                else:
                    row["loss_reason"] = LOSS_REASONS[reasons[(turn * turn) % len(reasons)]].label(language)
            else:
                row["due"] = end + 20 - (turn * 3) % 40
            rows.append(row)
    return rows


def _customers(language: Language) -> list[Row]:
    rows: list[Row] = []
    sources, sold, largest = list(SOURCES), _by_customer(), _largest()
    for k, customer in enumerate(CUSTOMERS):
        place = largest.index(k) if k in largest else len(CUSTOMERS)
        key, strategic = place < len(CUSTOMERS) // 5, place < _STRATEGIC
        asked, turn = k % 3 != 2, k * 13
        first = customer.first
        row: Row = {
            "customer": customer.name.of(language),
            "tier": TIERS["key" if key else "standard"].label(language),
            "industry": _INDUSTRIES[customer.channel].of(language),
            "size": _SIZES[0 if place < 15 else 1 if place < 40 else 2].of(language),
            "region": REGIONS[customer.region].name.of(language),
            "rep": REPS[customer.rep].name.of(language),
            "strategic": _yes(strategic, language),
            "source": SOURCES[sources[(k * 5) % len(sources)]].label(language),
            "first_order": str(first) if first and first > FIRST_MONTH else "2023-01",
            "churned": str(customer.last + 1) if customer.last else None,
            "falling": _yes(k % 11 == 4, language),
            "rival": _yes(k % 9 == 4, language),
            "change": _yes(k % 13 == 4, language),
        }
        if asked:
            row |= {"nps": 10 - (turn % 17) // 3 if turn % 5 else 9, "csat": 5 - (turn % 7 == 3) - turn % 2}
        if k % 4 == 1:
            due = Month(PLAN_YEAR, 1 + (k // 4) % 6)
            kind = (
                "not_renewed"
                if k % 20 == 9
                else "pending"
                if due == LAST_ACTUAL and k % 8 == 5
                else "renewed"
            )
            row |= {"renewal_due": str(due), "renewed": RENEWALS[kind].label(language)}
        if key:
            row |= {
                "wallet": sold[k] * (180 + turn % 120) // 100_000 * 1_000,
                "cost": sold[k] * (30 + turn % 25) // 1_000_000 * 1_000,
                "roles": 4 + k % 4,
                "contacted": 2 + k % 3,
            }
        rows.append(row)
    return rows


_ACTIVITIES = (
    (Name("Trade fair", "糖酒会展会"), "event", 180_000, 95, 260),
    (Name("Online campaign", "线上推广"), "online", 90_000, 140, 0),
    (Name("Newsletter", "邮件推送"), "mailing", 12_000, 36, 0),
    (Name("Referral bonus", "老客户转介绍"), "referral", 30_000, 22, 0),
)


def _activities(language: Language) -> list[Row]:
    rows: list[Row] = []
    for index in range(_FIRST_DEAL.index, LAST_ACTUAL.index + 1):
        month = Month.at(index)
        for place, (name, source, spend, leads, visitors) in enumerate(_ACTIVITIES):
            if source == "event" and month.month % 3:
                continue
            turn = index * 7 + place * 5
            found = leads * (85 + turn % 31) // 100
            row: Row = {
                "month": str(month),
                "activity": name.of(language),
                "source": SOURCES[source].label(language),
                "spend": spend * (90 + turn % 21) // 100 // 100 * 100,
                "selling": spend * (40 + turn % 11) // 100 // 100 * 100,
                "leads": found,
                "in_time": found * (72 + turn % 19) // 100,
                "untouched": found * (4 + turn % 6) // 100,
            }
            if source == "mailing":
                sent = 5_200 + (turn * 53) % 900
                opened = sent * (21 + turn % 7) // 100
                row |= {"delivered": sent, "opens": opened, "clicks": opened * (14 + turn % 5) // 100}
            if visitors:
                row["attendees"] = visitors * (90 + turn % 25) // 100
            rows.append(row)
    return rows


def _market(language: Language) -> list[Row]:
    """Return market, largest competitor and prices of four products by month, over two years."""
    sold: dict[tuple[Month, int], list[int]] = defaultdict(lambda: [0, 0])
    for sale in sample_sales():
        sold[sale.month, sale.product][0] += sale.amount
        sold[sale.month, sale.product][1] += sale.quantity
    rows: list[Row] = []
    for place, product in enumerate((0, 3, 6, 9)):
        for index in range(Month(PLAN_YEAR - 1, 1).index, LAST_ACTUAL.index + 1):
            month = Month.at(index)
            amount, quantity = sold[month, product]
            if amount <= 0 or quantity <= 0:
                continue
            year = index - Month(PLAN_YEAR - 1, 1).index
            market = amount * (560 + place * 140 + year * (6 - 3 * place)) // 10_000
            price = amount // quantity
            row: Row = {
                "month": str(month),
                "product": PRODUCTS[product].name.of(language),
                "market": market,
                "rival": Name("Competitor A", "竞品A").of(language),
                "rival_sales": market * (23 + place * 4) // 100,
                "own_price": price / 100,
                "rival_price": price * (94 + (place * 5 + month.month) % 9) // 100 / 100,
            }
            if place == 0 and month.month == 6:
                row |= {"asked": 1_200, "aware": 540 + 30 * (year > 6), "buyers": 210 + 18 * (year > 6)}
            rows.append(row)
    return rows


# Risk, class, probability, impact in 元, figure watched, comparison, threshold, response, owner.
_RISKS = (
    (
        Name("Annual target missed", "年度目标不达成"),
        "market",
        0.35,
        6_000_000,
        Name("Pace against plan", "进度达成"),
        "below",
        0.95,
        Name("Release the contingency fund, promotion in weak regions", "启用机动费用，薄弱区域加做促销"),
        0,
    ),
    (
        Name("A strategic account leaves", "战略客户流失"),
        "customer",
        0.2,
        4_500_000,
        Name("Accounts at risk", "流失预警客户数"),
        "at_least",
        3,
        Name("Visit by management within two weeks", "两周内高层拜访，专项服务方案"),
        1,
    ),
    (
        Name("Price war", "竞品降价"),
        "competition",
        0.3,
        2_800_000,
        Name("Price index against competitors", "价格指数（对竞品）"),
        "above",
        104,
        Name("Flexible prices on the five lines compared most", "五个敏感单品灵活定价"),
        2,
    ),
    (
        Name("Margin falls", "毛利率下滑"),
        "product",
        0.25,
        1_900_000,
        Name("Gross margin", "毛利率"),
        "below",
        0.35,
        Name("Stop low-margin promotions", "停止低毛利促销"),
        3,
    ),
    (
        Name("Core reps leave", "核心业务员流失"),
        "team",
        0.15,
        2_200_000,
        Name("Concentration on reps", "业务员业绩集中度"),
        "above",
        0.5,
        Name("Deputies for each large account", "重点客户设AB角"),
        4,
    ),
    (
        Name("Leads are lost in hand-over", "线索转交遗漏"),
        "process",
        0.4,
        600_000,
        Name("Leads untouched", "线索遗漏率"),
        "above",
        0.05,
        Name("Weekly list of untouched leads", "每周通报未跟进线索"),
        5,
    ),
    (
        Name("Lines for single customers cost too much", "定制化成本失控"),
        "project",
        0.2,
        500_000,
        None,
        None,
        None,
        Name("Approve the cost before the quote", "报价前先核算成本"),
        6,
    ),
)


def _risks(language: Language) -> list[Row]:
    rows: list[Row] = []
    for risk, kind, probability, impact, figure, comparison, threshold, response, rep in _RISKS:
        rows.append(
            {
                "risk": risk.of(language),
                "class": RISK_CLASSES[kind].label(language),
                "probability": probability,
                "impact": impact,
                "trigger": figure.of(language) if figure else None,
                "comparison": COMPARISONS[comparison].label(language) if comparison else None,
                "threshold": threshold,
                "response": response.of(language),
                "owner": REPS[rep].name.of(language),
                "status": RISK_STATUSES["watched"].label(language),
            }
        )
    return rows


def _accounts(language: Language) -> list[Row]:
    rows: list[Row] = []
    progress = (
        Name("Annual contract signed", "年度框架已签"),
        Name("Joint business plan in talks", "联合生意计划洽谈中"),
        Name("Second buyer met", "已接触第二采购人"),
        Name("Trial of new products", "新品试销中"),
    )
    for place, customer in enumerate(_largest()[:_STRATEGIC]):
        marks = [3 + (place * step + step) % 3 for step in (1, 2, 3, 4, 5)]
        rows.append(
            {
                "customer": CUSTOMERS[customer].name.of(language),
                **dict(zip(("scale", "standing", "innovation", "potential", "synergy"), marks, strict=True)),
                "progress": progress[place % len(progress)].of(language),
                "develop": Name("Two more product lines", "新增两条产品线").of(language),
                "maintain": Name("Quarterly review with management", "每季度高层会晤").of(language),
                "owner": REPS[CUSTOMERS[customer].rep].name.of(language),
            }
        )
    return rows


_SWOT = (
    (
        "strength",
        Name("Loyal distributors", "经销商忠诚度高"),
        Name("Retention", "客户留存率"),
        Name("Extend the range they carry", "扩大经销品类"),
    ),
    (
        "weakness",
        Name("New customers come slowly", "新客户开发慢"),
        Name("New customers", "新增客户数"),
        Name("Referral programme", "推行转介绍计划"),
    ),
    (
        "opportunity",
        Name("The nut market grows", "坚果市场增长"),
        Name("Growth against the market", "实质成长率"),
        Name("More shelf space before the festival", "节前争取陈列"),
    ),
    (
        "threat",
        Name("Competitor undercuts", "竞品低价"),
        Name("Price index against competitors", "价格指数（对竞品）"),
        Name("Defend the five most compared lines", "守住五个敏感单品"),
    ),
)


def _swot(language: Language) -> list[Row]:
    return [
        {
            "quadrant": SWOT[kind].label(language),
            "point": point.of(language),
            "evidence": figure.of(language),
            "strategy": strategy.of(language),
        }
        for kind, point, figure, strategy in _SWOT
    ]


def _lessons(language: Language) -> list[Row]:
    lessons = (
        (
            "keep",
            Name("Festival orders taken in December filled January", "春节订单提前到12月锁定，1月满产"),
            Name("Early price list", "提前发布价目表"),
            Name("Price list by 15 November", "11月15日前发布"),
        ),
        (
            "stop",
            Name("Promotion without a target brought volume, no profit", "无目标的促销有量无利"),
            Name("No break-even before release", "未做盈亏测算"),
            Name("Break-even with every request", "申请须附盈亏测算"),
        ),
    )
    return [
        {
            "date": _day(LAST_ACTUAL, 10 + place),
            "kind": LESSON_KINDS[kind].label(language),
            "lesson": lesson.of(language),
            "cause": cause.of(language),
            "action": change.of(language),
            "owner": REPS[place].name.of(language),
            "due": _day(LAST_ACTUAL, 30),
        }
        for place, (kind, lesson, cause, change) in enumerate(lessons)
    ]
