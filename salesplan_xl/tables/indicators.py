"""The usual indicators of a sales plan, with unit and aggregation. Planners may add their own by name."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.tables.column import Choice


@dataclass(frozen=True)
class Indicator:
    """A measure of the plan: labels, the default unit per language, how months add up to a year.

    ``measure`` is ``money``, ``number``, ``count`` or ``ratio``; ``favourable`` says which side of the target
    is good.
    """

    choice: Choice
    unit_en: str
    unit_zh: str
    measure: str
    aggregation: str = "sum"
    favourable: str = "higher"


INDICATORS: dict[str, Indicator] = {
    "sales_amount": Indicator(
        Choice(
            "Sales amount",
            "销售额",
            ("sales", "revenue", "turnover", "net sales", "amount", "销售金额", "销售收入", "营业额", "金额"),
        ),
        "base",
        "ten_thousand",
        "money",
    ),
    "collection": Indicator(
        Choice("Collections", "回款额", ("collection", "cash collected", "回款", "回款金额", "收款额")),
        "base",
        "ten_thousand",
        "money",
    ),
    "volume": Indicator(
        Choice("Volume", "销量", ("units sold", "quantity", "销售量", "销售数量", "数量")),
        "piece",
        "piece",
        "number",
    ),
    "gross_profit": Indicator(
        Choice("Gross profit", "毛利", ("gross margin amount", "profit", "毛利额", "毛利润")),
        "base",
        "ten_thousand",
        "money",
    ),
    "net_profit": Indicator(
        Choice("Net profit", "净利", ("net income", "净利润", "利润")), "base", "ten_thousand", "money"
    ),
    "new_outlets": Indicator(
        Choice("New outlets", "新增网点", ("new stores", "新开网点", "新增终端", "新增门店")),
        "outlet",
        "outlet",
        "count",
    ),
    "active_outlets": Indicator(
        Choice("Active outlets", "有效网点", ("active stores", "有效网点数", "有效终端", "有效零售网点数")),
        "outlet",
        "outlet",
        "count",
        "closing",
    ),
    "new_customers": Indicator(
        Choice("New customers", "新增客户", ("new accounts", "新客户", "新开客户", "新客户数量")),
        "outlet",
        "outlet",
        "count",
    ),
    "orders": Indicator(
        Choice("Orders", "订单数", ("order count", "number of orders", "订单", "订单数量")),
        "piece",
        "piece",
        "number",
    ),
    "receivables": Indicator(
        Choice("Receivables", "应收款", ("accounts receivable", "ar", "应收账款", "应收", "应收账款余额")),
        "base",
        "ten_thousand",
        "money",
        "closing",
        "lower",
    ),
    "expense": Indicator(
        Choice("Selling expense", "销售费用", ("expense", "selling expenses", "费用", "营销费用")),
        "base",
        "ten_thousand",
        "money",
        "sum",
        "lower",
    ),
    "gross_margin": Indicator(
        Choice("Gross margin rate", "毛利率", ("gross margin", "gross margin %", "毛利润率")),
        "percent",
        "percent",
        "ratio",
        "ratio",
    ),
    "expense_ratio": Indicator(
        Choice("Expense ratio", "费用率", ("expense to sales", "销售费用率", "费用占比")),
        "percent",
        "percent",
        "ratio",
        "ratio",
        "lower",
    ),
    "collection_rate": Indicator(
        Choice("Collection rate", "回款率", ("cash collection rate",)), "percent", "percent", "ratio", "ratio"
    ),
}

INDICATOR_CHOICES: dict[str, Choice] = {id: indicator.choice for id, indicator in INDICATORS.items()}
DEFAULT_INDICATOR = "sales_amount"
"""What a blank indicator in history and actuals means."""

RATIO_PARTS: dict[str, tuple[str, str]] = {
    "gross_margin": ("gross_profit", "sales_amount"),
    "expense_ratio": ("expense", "sales_amount"),
    "collection_rate": ("collection", "sales_amount"),
}
"""The two indicators a ratio is recomputed from; ratios are never split or added."""
