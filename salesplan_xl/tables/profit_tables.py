"""The profit plan, and the tables of channels, departments, new products and payment terms around it."""

from __future__ import annotations

from dataclasses import replace

from salesplan_xl.tables.choices import DIMENSIONS, STATUSES, VIEWS
from salesplan_xl.tables.column import Choice, Column, Table
from salesplan_xl.tables.output_tables import months_and_sums
from salesplan_xl.tables.shared_columns import (
    CHANNEL,
    DEPARTMENT,
    PRODUCT,
    by_action,
    by_person,
    filled,
    from_list,
    required,
    written,
)

PROFIT_VERSIONS: dict[str, Choice] = {
    "plan": Choice("Plan", "计划", ("budget", "target", "目标")),
    "actual": Choice("Actual", "实际", ("a",)),
    "landing": Choice("Landing", "预计", ("forecast", "projected", "全年预计")),
    "last_year": Choice("Last year", "上年", ("prior year", "去年")),
}
PROFIT_LINES: dict[str, Choice] = {
    "sales": Choice("Sales", "销售收入", ("revenue", "销售额")),
    "cost": Choice("Cost of sales", "销售成本", ("cogs", "cost", "成本")),
    "gross_profit": Choice("Gross profit", "毛利", ("毛利额",)),
    "gross_margin": Choice("Gross margin", "毛利率", ("gross margin rate",)),
    "expense": Choice("Selling expense", "销售费用", ("expense", "费用")),
    "expense_ratio": Choice("Expense to sales", "费用率", ("expense ratio", "费用占比")),
    "net_profit": Choice("Net profit", "净利", ("net income", "净利润")),
    "net_margin": Choice("Net margin", "净利率", ("net margin rate", "净利润率")),
}
RATIO_LINES = ("gross_margin", "expense_ratio", "net_margin")

_NOTE = by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明")


def _money(id: str, en: str, zh: str, synonyms: str = "") -> Column:
    return by_action(id, "money", en, zh, synonyms)


def _ratio(id: str, en: str, zh: str, synonyms: str = "") -> Column:
    return by_action(id, "ratio", en, zh, synonyms)


PROFIT_TABLES: tuple[Table, ...] = (
    Table(
        "tblProfit",
        "output",
        "Profit plan",
        "利润计划",
        (
            written(from_list("dimension", "Dimension", "维度", VIEWS, "分析维度 | 维度名称", required=True)),
            by_action("member", "text", "Member", "成员", "name | 成员名称 | 名称", required=True),
            written(from_list("version", "Version", "版本", PROFIT_VERSIONS, "数据版本", required=True)),
            written(from_list("line", "Line", "项目", PROFIT_LINES, "item | 损益项目", required=True)),
            by_action("year", "money", "Full year", "全年", "year | total | 年度 | 合计"),
            *months_and_sums(),
        ),
        ("dimension", "member", "version", "line"),
    ),
    Table(
        "tblChannelTargets",
        "mixed",
        "Channel targets",
        "渠道目标",
        (
            required(written(replace(CHANNEL, en="Channel", zh="渠道类别", synonyms_zh=("渠道", "通路")))),
            _money("current", "Present sales", "现有销售", "last year | 上年销售"),
            _money("monthly", "Present sales a month", "月均销售", "monthly average | 平均月销售"),
            _money("target", "Target sales", "目标销售", "sales target | 销售目标"),
            _ratio("growth", "Growth", "同比增长", "yoy | 增长率"),
            _ratio("share", "Share of target", "目标占比", "share | 占比"),
            _money("gross_profit", "Target gross profit", "目标毛利", "gross profit | 毛利"),
            _money("profit", "Target profit", "目标利润", "net profit | 净利 | 利润目标"),
            _ratio("margin", "Net margin", "净利率", "net margin | 利润率"),
            _NOTE,
        ),
        ("channel",),
    ),
    Table(
        "tblDepartments",
        "mixed",
        "Department targets",
        "部门目标",
        (
            filled(DEPARTMENT),
            by_person("head", "text", "Head", "负责人", "manager | responsible | 部门负责人"),
            from_list("dimension", "Answers for", "归属维度", DIMENSIONS, "dimension | 负责维度"),
            by_person("members", "text", "Members", "归属成员", "covers | 负责成员 | 负责范围"),
            by_person(
                "last_attainment",
                "ratio",
                "Last year's attainment",
                "上年完成率",
                "prior attainment | 上年达成率",
            ),
            _money("last_sales", "Last year's sales", "上年销售额", "last year | 上年销售"),
            _money("target", "Target sales", "目标销售额", "sales target | 目标"),
            _money("expense", "Expense budget", "费用预算", "expense | 预算"),
            _money("profit", "Profit target", "利润目标", "profit | net profit | 目标利润"),
            _money("profit_target_ytd", "Profit target YTD", "累计利润目标", "plan profit ytd"),
            _money("profit_actual_ytd", "Actual profit YTD", "累计实际利润", "actual profit ytd"),
            _ratio("attainment", "Profit attainment", "利润达成率", "attainment | 利润完成率"),
            written(from_list("status", "Status", "状态", STATUSES, "rag | 红绿灯 | 预警状态")),
            _NOTE,
        ),
        ("department",),
    ),
    Table(
        "tblNewProducts",
        "mixed",
        "New products",
        "新品计划",
        (
            filled(PRODUCT),
            by_person("launch_month", "month", "Launch month", "上市月份", "launch | 上市时间"),
            by_person("analogue", "text", "Like", "参照产品", "analogue | analog | 参照 | 类比产品"),
            by_person("price", "number", "Price", "单价", "unit price | 售价", negative=False),
            by_person("unit_cost", "number", "Unit cost", "单位成本", "cost per unit | 成本", negative=False),
            by_person("target", "money", "First-year target", "首年目标", "target | 首年销售目标"),
            by_person("margin", "ratio", "Margin aimed at", "目标利润率", "target margin | 利润率"),
            _money("cost", "Cost of goods", "产品成本", "cost of sales | 首年成本"),
            _money("expense", "Expense it can bear", "可用费用（倒推）", "allowable expense | 可用费用"),
            _money("in_year", "Due in the plan year", "本年应达成", "due by curve | 按曲线应达成"),
            _money("planned", "In the quota", "分解结果", "decomposed | 已分解"),
            _money("difference", "Quota less due", "差额", "difference | 差异"),
            _ratio("share", "Share of sales", "占总销售", "vitality | 新品占比"),
            _NOTE,
        ),
        ("product",),
    ),
    Table(
        "tblPaymentTerms",
        "input",
        "Collection plan",
        "账款回收计划",
        (
            by_person(
                "months_later",
                "count",
                "Months after the sale",
                "销售后月数",
                "lag | 账期月数",
                filled=True,
                negative=False,
            ),
            by_person("share", "ratio", "Share collected", "回款比例", "collected | 比例", negative=False),
            _NOTE,
        ),
        ("months_later",),
    ),
)
