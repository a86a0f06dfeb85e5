"""What is typed or loaded each month beside sales: funnel, receivables, dealers' stock, outlets, expense."""

from __future__ import annotations

from dataclasses import replace

from salesplan_xl.tables.choices import YES_NO
from salesplan_xl.tables.column import Table
from salesplan_xl.tables.shared_columns import (
    CUSTOMER,
    DEPARTMENT,
    MONTH,
    PRODUCT,
    REGION,
    REP,
    by_action,
    by_person,
    filled,
    from_list,
)
from salesplan_xl.tables.tracking_choices import EXPENSE_CLASSES

_DEALER = replace(CUSTOMER, synonyms_zh=("经销商", "销售商", "客户名称", "代理商"))
_NOTE = by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明")

TRACKING_TABLES: tuple[Table, ...] = (
    Table(
        "tblFunnel",
        "input",
        "Funnel",
        "销售漏斗",
        (
            MONTH,
            REGION,
            REP,
            by_person("leads", "count", "Leads", "线索数", "lead count | 线索 | 潜在客户数", negative=False),
            by_person(
                "quotes",
                "count",
                "Quotes",
                "意向报价数",
                "quotations | 意向数 | 报价数 | 意向客户数",
                negative=False,
            ),
            by_person(
                "demos", "count", "Demos", "演示数", "demonstrations | 演示 | 演示次数", negative=False
            ),
            by_person(
                "won",
                "count",
                "Deals",
                "成交数",
                "won | deals won | 成交 | 成交客户数 | 签约数",
                negative=False,
            ),
            by_person("orders", "count", "Orders", "订单数", "order count | 订单 | 订单数量", negative=False),
            by_person(
                "amount", "money", "Order amount", "成交金额", "amount | order value | 金额 | 订单金额"
            ),
            by_person(
                "target",
                "money",
                "Target amount",
                "成交目标额",
                "target | goal | 目标 | 目标金额 | 新签目标",
                negative=False,
            ),
            _NOTE,
        ),
        ("month", "region", "rep"),
    ),
    Table(
        "tblReceivables",
        "input",
        "Receivables",
        "应收回款",
        (
            MONTH,
            filled(_DEALER),
            by_person("opening", "money", "Opening", "期初应收", "opening balance | 期初 | 期初余额"),
            by_person(
                "invoiced", "money", "Invoiced", "本期开票", "billed | credit sales | 开票 | 本期新增应收"
            ),
            by_person(
                "collected", "money", "Collected", "本期回款", "received | cash received | 回款 | 回款额"
            ),
            by_person(
                "written_off", "money", "Written off", "本期核销", "write-offs | bad debt | 核销 | 坏账核销"
            ),
            by_action("closing", "money", "Closing", "期末应收", "closing balance | 期末 | 期末余额"),
            by_person("due", "money", "Due in the month", "本期到期", "due | 到期应收 | 本期到期应收"),
            by_person(
                "planned",
                "money",
                "Planned collections",
                "计划回款",
                "planned | collection plan | 回款计划 | 回款目标",
                negative=False,
            ),
            by_person(
                "term", "count", "Credit days", "账期天数", "term | payment term | 账期", negative=False
            ),
            by_person("age_30", "money", "0–30 days", "0–30天", "0-30 | 0-30 days | 0-30天 | 30天以内"),
            by_person("age_60", "money", "31–60 days", "31–60天", "31-60 | 31-60 days | 31-60天"),
            by_person("age_90", "money", "61–90 days", "61–90天", "61-90 | 61-90 days | 61-90天"),
            by_person(
                "age_over", "money", "Over 90 days", "90天以上", ">90 | over 90 | >90 days | >90天 | 超过90天"
            ),
            _NOTE,
        ),
        ("month", "customer"),
    ),
    Table(
        "tblStock",
        "input",
        "Purchases, sales, stock",
        "进销存",
        (
            MONTH,
            filled(_DEALER),
            PRODUCT,
            by_person("opening", "number", "Opening stock", "期初库存", "opening | 期初"),
            by_person(
                "sell_in", "number", "Sell-in", "进货", "sell in | purchases | 本期进货 | 进货量 | 发货量"
            ),
            by_person(
                "sell_out", "number", "Sell-out", "实销", "sell out | 动销 | 本期实销 | 实销量 | 动销量"
            ),
            by_action("closing", "number", "Closing stock", "期末库存", "closing | 期末 | 库存"),
            by_person(
                "planned", "number", "Planned stock", "计划库存", "planned | stock plan | 库存计划 | 目标库存"
            ),
            by_person(
                "forecast",
                "number",
                "Sell-out forecast, next month",
                "下月实销预测",
                "forecast | sell-out forecast | 预测 | 实销预测 | 动销预测",
                negative=False,
            ),
            _NOTE,
        ),
        ("month", "customer", "product"),
    ),
    Table(
        "tblOutlets",
        "input",
        "Outlets",
        "零售网点",
        (
            MONTH,
            by_person("city", "text", "City", "城市", "town | 地市 | 所在城市"),
            _DEALER,
            by_person(
                "outlet",
                "text",
                "Outlet",
                "网点",
                "store | shop | 零售网点 | 门店 | 终端 | 网点名称",
                filled=True,
            ),
            by_person(
                "display",
                "number",
                "On display",
                "陈列数",
                "display | facings | 陈列 | 陈列面",
                negative=False,
            ),
            by_person("sell_out", "number", "Sell-out", "实销数", "sell out | sold | 实销 | 动销"),
            by_person("stock", "number", "Closing stock", "期末库存", "stock | 库存 | 期末库存数"),
            from_list("active", "Active", "有效网点", YES_NO, "is active | 有效 | 是否有效"),
            _NOTE,
        ),
        ("month", "city", "customer", "outlet"),
    ),
    Table(
        "tblExpenseActuals",
        "input",
        "Expense actuals",
        "费用实际",
        (
            MONTH,
            DEPARTMENT,
            from_list(
                "class",
                "Expense class",
                "费用类别",
                EXPENSE_CLASSES,
                "class | category | 类别 | 费用分类",
                open=True,
            ),
            by_person("item", "text", "Item", "费用项目", "account | expense item | 项目 | 科目 | 明细"),
            by_person("amount", "money", "Amount", "金额", "expense | spent | 费用 | 实际费用 | 发生额"),
            _NOTE,
        ),
    ),
)
