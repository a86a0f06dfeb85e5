"""The closed lists of tracking: what figures are cut by, expense classes, stages, stock flags, reports."""

from __future__ import annotations

from salesplan_xl.tables.choices import VIEWS
from salesplan_xl.tables.column import Choice

EXPENSE_CLASSES: dict[str, Choice] = {
    "selling": Choice("Selling expense", "销售费用", ("sales expense", "营业费用", "销售业务费")),
    "people": Choice("People", "人员成本", ("staff cost", "payroll", "人工成本", "人员费用")),
    "advertising": Choice("Advertising", "广告费用", ("advertising and promotion", "广告费", "广告促销费")),
    "other": Choice("Other", "其他", ("other expense", "其他费用")),
}

TRACKING_VIEWS: dict[str, Choice] = {
    **{id: choice for id, choice in VIEWS.items() if id != "period"},
    "city": Choice("City", "城市", ("town", "地市")),
    "class": Choice("Expense class", "费用类别", ("class", "类别", "费用分类")),
}
"""What the figures of funnel, receivables, stock, outlets and expense are cut by."""

FUNNEL_STEPS: dict[str, Choice] = {
    "quote": Choice("Lead to quote", "线索→意向报价", ("lead-quote", "意向率", "报价率")),
    "demo": Choice("Quote to demo", "意向报价→演示", ("quote-demo", "演示率")),
    "win": Choice("Demo to deal", "演示→成交", ("demo-deal", "签约率")),
}
"""The steps between the stages of the funnel; the one that costs most is the bottleneck."""

STOCK_FLAGS: dict[str, Choice] = {
    "stuffed": Choice("Channel stuffing", "压货", ("stuffing", "移库")),
    "usual": Choice("Usual", "正常", ("ok",)),
    "short": Choice("Stock below zero", "库存为负", ("negative stock", "缺货")),
    "unknown": Choice("Under three months", "不足三个月", ("too few months", "数据不足")),
}

DEALER_CLASSES: dict[str, Choice] = {
    "A": Choice("A", "A", ("A类",)),
    "B": Choice("B", "B", ("B类",)),
    "C": Choice("C", "C", ("C类",)),
}

REPORTS: dict[str, Choice] = {
    "annual_plan": Choice("Annual plan", "年度计划", ("plan of the year",)),
    "month_plan": Choice("Plan of the month", "月计划", ("monthly plan", "月计划表")),
    "month_report": Choice("Monthly report", "月度报表", ("month report", "月报")),
    "quarter_review": Choice(
        "Quarterly analysis and adjustment", "季度分析与调整", ("quarter review", "季度总结")
    ),
    "half_year_review": Choice("Half-year summary", "半年总结", ("half-year review", "年中总结")),
    "year_review": Choice("Annual summary", "年度总结", ("year review", "年终总结")),
    "next_plan": Choice("Draft of next year's plan", "下年度计划草案", ("next year's plan", "下年计划")),
}
"""What is drawn up through the year, in the order of a day on which several are due."""
