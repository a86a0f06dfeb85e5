"""The expense budget as people argue it, line by line, and its months as an action works them out."""

from __future__ import annotations

from dataclasses import replace

from salesplan_xl.tables.choices import YES_NO
from salesplan_xl.tables.column import Choice, Table
from salesplan_xl.tables.output_tables import months_and_sums
from salesplan_xl.tables.shared_columns import (
    DEPARTMENT,
    PRODUCT,
    by_action,
    by_person,
    filled,
    from_list,
    written,
)
from salesplan_xl.tables.tracking_choices import EXPENSE_CLASSES

EXPENSE_METHODS: dict[str, Choice] = {
    "percent": Choice("Percent of sales", "销售百分比", ("percent", "销售额百分比", "按销售额")),
    "prior": Choice("Last year's actual", "上年实际", ("prior", "last year", "上年实际法", "按上年")),
    "ratio": Choice("Last year's ratio", "上年费用率", ("ratio", "上年比率", "费用率法")),
    "objective": Choice("Cost of the tasks", "目标任务", ("objective", "objective-task", "目标任务法")),
    "parity": Choice("Rival's ratio", "竞争对等", ("parity", "competitive parity", "竞争对等法")),
    "incremental": Choice("Change on last year", "增减量", ("incremental", "增量", "增量法", "增减量法")),
    "margin": Choice("What the margin leaves", "利润率倒推", ("margin", "back-solve", "倒推", "利润倒推")),
}
"""How a line of the budget is worked out, each by the function of that definition."""

FUND_STATES: dict[str, Choice] = {
    "waiting": Choice("Not yet known", "待判断", ("waiting", "待定")),
    "released": Choice("May be spent", "可投入", ("released", "已触发")),
    "kept": Choice("Not needed", "不投入", ("kept", "未触发")),
}

_ITEM = by_person("item", "text", "Expense item", "费用项目", "item | account | 科目 | 明细", filled=True)
_CLASS = from_list("class", "Expense class", "费用类别", EXPENSE_CLASSES, "class | category | 费用分类")
_PRODUCT = replace(PRODUCT, synonyms_en=("sku",), synonyms_zh=("产品名称", "商品"))

EXPENSE_TABLES: tuple[Table, ...] = (
    Table(
        "tblExpenses",
        "mixed",
        "Expense budget",
        "费用预算",
        (
            _ITEM,
            filled(_CLASS),
            DEPARTMENT,
            _PRODUCT,
            from_list(
                "method",
                "Method",
                "计算方法",
                EXPENSE_METHODS,
                "budget method | 编制方法 | 方法",
                filled=True,
            ),
            by_person("parameter", "ratio", "Parameter", "参数", "rate | 费率 | 比例 | 参数值"),
            by_person(
                "last_year", "money", "Last year's expense", "上年实际费用", "last year | 上年实际 | 上年费用"
            ),
            by_person("last_sales", "money", "Last year's sales", "上年销售额", "prior sales | 上年销售"),
            by_person("sales", "money", "Target sales", "本年目标销售额", "sales target | 目标销售额"),
            by_person(
                "cost",
                "money",
                "Cost (tasks or goods)",
                "成本（任务或产品）",
                "cost | task cost | 任务费用 | 产品成本 | 成本",
            ),
            by_person("lead_months", "count", "Months ahead", "提前月数", "lead | 提前期", negative=False),
            by_action("amount", "money", "Budget", "预算", "amount | year | 预算额 | 全年预算"),
            from_list("contingency", "Contingency fund", "机动费用", YES_NO, "contingency | 是否机动"),
            by_person(
                "trigger",
                "ratio",
                "Spend if attainment is below",
                "投入条件：累计达成率低于",
                "trigger | 投入条件 | 触发条件",
            ),
            by_person("trigger_month", "month", "Look at month", "判断月份", "trigger month | 投入时机"),
            written(from_list("state", "Fund", "投入状态", FUND_STATES, "fund state | 状态")),
            by_person("spent", "money", "Spent", "已投入", "spending | 实际投入", negative=False),
            by_person("extra_sales", "money", "Extra sales", "增量销售额", "sales gained | 带来销售额"),
            by_action(
                "effect",
                "number",
                "Margin per unit spent",
                "效果评价：毛利/投入",
                "effect | 效果评价 | 投入效果",
            ),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("item", "department", "product"),
    ),
    Table(
        "tblExpensePlan",
        "output",
        "Expense by month",
        "费用分月",
        (
            written(_ITEM),
            written(_CLASS),
            written(DEPARTMENT),
            written(_PRODUCT),
            by_action("year", "money", "Full year", "全年", "year | total | 年度 | 全年预算"),
            *months_and_sums(),
        ),
        ("item", "department", "product"),
    ),
)
