"""What is worked out from the tracking tables: figures of funnel, receivables, stock, outlets and expense,
weeks of the months, key dealers, quarters, departments, the calendar of reports."""

from __future__ import annotations

from salesplan_xl.tables.choices import STATUSES
from salesplan_xl.tables.column import Column, Table
from salesplan_xl.tables.shared_columns import (
    CUSTOMER,
    DEPARTMENT,
    INDICATOR,
    PERIOD,
    REGION,
    by_action,
    by_person,
    from_list,
    required,
    written,
)
from salesplan_xl.tables.tracking_choices import (
    DEALER_CLASSES,
    FUNNEL_STEPS,
    REPORTS,
    STOCK_FLAGS,
    TRACKING_VIEWS,
)

_INDICATOR = written(required(INDICATOR))
_PERIOD = written(required(PERIOD))
_VIEW = written(
    from_list("dimension", "Dimension", "维度", TRACKING_VIEWS, "分析维度 | 维度名称", required=True)
)
_MEMBER = by_action("member", "text", "Member", "成员", "name | 成员名称 | 名称", required=True)
_STATUS = written(from_list("status", "Status", "状态", STATUSES, "rag | 红绿灯 | 预警状态"))
_CUT: tuple[Column, ...] = (_PERIOD, _VIEW, _MEMBER)
_CUT_KEY = ("period", "dimension", "member")


def _money(id: str, en: str, zh: str) -> Column:
    return by_action(id, "money", en, zh)


def _ratio(id: str, en: str, zh: str) -> Column:
    return by_action(id, "ratio", en, zh)


def _number(id: str, en: str, zh: str) -> Column:
    return by_action(id, "number", en, zh)


def _count(id: str, en: str, zh: str) -> Column:
    return by_action(id, "count", en, zh)


TRACKING_RESULTS: tuple[Table, ...] = (
    Table(
        "tblFunnelReview",
        "output",
        "Funnel figures",
        "漏斗明细",
        (
            *_CUT,
            _count("leads", "Leads", "线索数"),
            _count("quotes", "Quotes", "意向报价数"),
            _count("demos", "Demos", "演示数"),
            _count("won", "Deals", "成交数"),
            _count("orders", "Orders", "订单数"),
            _money("amount", "Order amount", "成交金额"),
            _ratio("quote_rate", "Lead to quote", "意向报价率"),
            _ratio("demo_rate", "Quote to demo", "演示率"),
            _ratio("win_rate", "Demo to deal", "成交率"),
            _ratio("conversion", "Overall conversion", "总转化率"),
            _money("order_value", "Average order", "客单价"),
            written(from_list("bottleneck", "Bottleneck", "瓶颈环节", FUNNEL_STEPS)),
            _money("lost", "Lost at the bottleneck", "瓶颈损失金额"),
            _money("target", "Target amount", "成交目标额"),
            _count("required", "Leads required", "所需线索数"),
            _ratio("coverage", "Lead coverage", "线索满足率"),
        ),
        _CUT_KEY,
    ),
    Table(
        "tblReceivablesReview",
        "output",
        "Receivables figures",
        "回款明细",
        (
            *_CUT,
            _money("opening", "Opening", "期初应收"),
            _money("invoiced", "Invoiced", "开票"),
            _money("collected", "Collected", "回款"),
            _money("written_off", "Written off", "核销"),
            _money("closing", "Closing", "期末应收"),
            _money("due", "Due", "到期应收"),
            _money("planned", "Planned collections", "计划回款"),
            _ratio("plan_attainment", "Of planned collections", "回款计划完成率"),
            _ratio("collection_rate", "Collection rate", "回款率"),
            _ratio("bad_debt_rate", "Bad-debt rate", "坏账率"),
            _number("dso", "DSO, days", "周转天数"),
            _number("dso_countback", "DSO counted back, days", "倒推周转天数"),
            _money("age_30", "0–30 days", "0–30天"),
            _money("age_60", "31–60 days", "31–60天"),
            _money("age_90", "61–90 days", "61–90天"),
            _money("age_over", "Over 90 days", "90天以上"),
            _money("not_aged", "Not in any age", "账龄差额"),
            _money("overdue", "Overdue", "逾期金额"),
            _ratio("overdue_share", "Overdue share", "逾期占比"),
            _count("rank", "Rank by overdue", "逾期排名"),
        ),
        _CUT_KEY,
    ),
    Table(
        "tblStockReview",
        "output",
        "Stock figures",
        "进销存明细",
        (
            *_CUT,
            _number("opening", "Opening stock", "期初库存"),
            _number("sell_in", "Sell-in", "进货"),
            _number("sell_out", "Sell-out", "实销"),
            _number("closing", "Closing stock", "期末库存"),
            _number("planned", "Planned stock", "计划库存"),
            _number("over_plan", "Above plan", "超计划库存"),
            _number("opening_gap", "Opening differs by", "期初差异"),
            _number("cover", "Months of cover", "可销月数"),
            _ratio("sell_through", "Sell-through", "动销率"),
            _ratio("in_to_out", "Sell-in to sell-out, 3 months", "近三月进销比"),
            written(from_list("flag", "Stock flag", "库存预警", STOCK_FLAGS)),
            _count("rank", "Rank by sell-in to sell-out", "进销比排名"),
        ),
        _CUT_KEY,
    ),
    Table(
        "tblOutletReview",
        "output",
        "Outlet figures",
        "网点明细",
        (
            *_CUT,
            _count("outlets", "Outlets", "网点数"),
            _count("new_outlets", "New outlets", "新增网点数"),
            _count("active", "Active outlets", "有效网点数"),
            _ratio("active_share", "Active share", "有效网点占比"),
            _ratio("distribution", "Numeric distribution", "铺货率"),
            _number("display", "On display", "陈列数"),
            _number("sell_out", "Sell-out", "实销数"),
            _number("rate_of_sale", "Sell-out per active outlet", "单店实销"),
            _number("stock", "Closing stock", "期末库存"),
            _number("cover", "Months of cover", "可销月数"),
        ),
        _CUT_KEY,
    ),
    Table(
        "tblExpenseReview",
        "output",
        "Expense summary",
        "月度费用汇总",
        (
            *_CUT,
            _money("actual", "Actual", "实际费用"),
            _money("budget", "Budget", "费用预算"),
            _money("over_budget", "Above budget", "超预算额"),
            _ratio("used", "Budget used", "预算使用率"),
            _money("actual_ytd", "Actual YTD", "累计实际"),
            _money("budget_ytd", "Budget YTD", "累计预算"),
            _ratio("used_ytd", "Budget used YTD", "累计使用率"),
            _money("sales", "Sales", "销售额"),
            _ratio("expense_ratio", "Expense to sales", "费用率"),
            _ratio("expense_ratio_ytd", "Expense to sales YTD", "累计费用率"),
        ),
        _CUT_KEY,
    ),
    Table(
        "tblWeeks",
        "mixed",
        "Weeks",
        "周跟踪",
        (
            _INDICATOR,
            _PERIOD,
            _VIEW,
            _MEMBER,
            by_action("week", "count", "Week", "周次", "week of the month | 第几周", required=True),
            by_action("from_day", "date", "From", "开始日期", "first day | 起"),
            by_action("to_day", "date", "To", "结束日期", "last day | 止"),
            by_action("days", "number", "Selling days", "销售天数", "days"),
            by_action("target", "money", "Target", "周目标", "week's target | 目标"),
            by_action("actual", "money", "Actual", "周实际", "week's actual | 实际"),
            by_action("target_to_date", "money", "Target to date", "月内累计目标", "累计目标"),
            by_action("actual_to_date", "money", "Actual to date", "月内累计实际", "累计实际"),
            by_action("attainment", "ratio", "Attainment to date", "累计达成率", "attainment | 达成率"),
            by_action("left", "money", "Left for the month", "本月尚缺", "gap | 缺口"),
            _STATUS,
            by_person("closed", "number", "Days closed", "停售天数", "holidays | 放假天数 | 休假天数"),
            by_person("typed", "money", "Actual, typed", "填报实际", "own figure | 填报 | 实际填报"),
            by_person("action", "text", "Measures", "本周措施", "措施 | 改进措施"),
        ),
        ("indicator", "period", "dimension", "member", "week"),
    ),
    Table(
        "tblKeyDealers",
        "mixed",
        "Key dealers",
        "重点经销商",
        (
            _PERIOD,
            written(required(CUSTOMER)),
            _count("rank", "Rank", "排名"),
            written(from_list("class", "Class", "类别", DEALER_CLASSES, "abc | ABC分类 | 等级")),
            written(REGION),
            _money("actual", "Sales", "累计销售额"),
            _ratio("share", "Share", "占比"),
            _ratio("running_share", "Running share", "累计占比"),
            _money("last_year", "Last year", "去年同期"),
            _ratio("growth", "Growth", "同比增长"),
            _money("target", "Target", "累计目标"),
            _ratio("attainment", "Attainment", "达成率"),
            _money("gap", "Gap", "缺口"),
            _STATUS,
            by_person("owner", "text", "Owner", "责任人", "responsible | who | 负责人"),
            by_person("action", "text", "Action", "跟进措施", "措施 | 改进措施"),
        ),
        ("period", "customer"),
    ),
    Table(
        "tblQuarters",
        "mixed",
        "Quarterly review",
        "季度回顾",
        (
            _INDICATOR,
            _PERIOD,
            _VIEW,
            _MEMBER,
            _money("target", "Target", "目标"),
            _money("actual", "Actual", "实际"),
            _money("variance", "Variance", "差异"),
            _ratio("attainment", "Attainment", "达成率"),
            _money("last_year", "Last year", "去年同期"),
            _ratio("yoy", "YoY", "同比"),
            _STATUS,
            by_person("finding", "text", "Analysis", "季度分析", "finding | cause | 原因分析 | 总结"),
            by_person("action", "text", "Adjustment", "调整措施", "action | 措施"),
            by_person("owner", "text", "Owner", "责任人", "responsible | who | 负责人"),
            by_person("due", "date", "Due", "完成期限", "due date | by when | 期限"),
        ),
        ("indicator", "period", "dimension", "member"),
    ),
    Table(
        "tblDepartmentReview",
        "mixed",
        "Department attainment",
        "部门完成率",
        (
            _PERIOD,
            written(required(DEPARTMENT)),
            _money("sales_target", "Sales target", "销售目标"),
            _money("sales", "Sales", "实际销售"),
            _ratio("sales_attainment", "Sales attainment", "销售完成率"),
            _money("margin_target", "Gross profit target", "毛利目标"),
            _money("margin", "Gross profit", "实际毛利"),
            _ratio("margin_attainment", "Gross profit attainment", "毛利完成率"),
            _money("budget", "Expense budget", "费用预算"),
            _money("expense", "Expense", "实际费用"),
            _ratio("expense_ratio", "Expense to sales", "费用率"),
            _money("profit_target", "Profit target", "利润目标"),
            _money("profit", "Profit", "实际利润"),
            _ratio("profit_attainment", "Profit attainment", "利润完成率"),
            _STATUS,
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("period", "department"),
    ),
    Table(
        "tblCadence",
        "mixed",
        "Reporting calendar",
        "报表日历",
        (
            by_action("due", "date", "Due", "应完成日期", "due date | by when | 期限", required=True),
            written(from_list("report", "Report", "报表", REPORTS, "what | 报表名称", required=True)),
            written(required(PERIOD)),
            by_action("sheets", "text", "From these sheets", "所用工作表", "sheets"),
            by_person("owner", "text", "Owner", "责任人", "responsible | who | 负责人"),
            by_person("done", "date", "Done on", "完成日期", "done | finished | 完成"),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("report", "period"),
    ),
)
