"""The closed lists of the plan: what a cell may say, in both languages, and the id it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from salesplan_xl.tables.column import Choice

DIMENSIONS: dict[str, Choice] = {
    "period": Choice("Period", "期间", ("month", "time", "时间", "月份", "月度")),
    "department": Choice("Department", "部门", ("division", "事业部", "团队", "team")),
    "region": Choice("Region", "区域", ("territory", "area", "大区", "省区", "地区", "片区", "办事处")),
    "channel": Choice("Channel", "渠道", ("segment", "route to market", "通路", "渠道类型")),
    "product": Choice("Product", "产品", ("sku", "item", "product group", "品类", "产品线", "商品", "品项")),
    "customer": Choice("Customer", "客户", ("account", "dealer", "client", "经销商", "客户名称", "门店")),
    "rep": Choice(
        "Sales rep",
        "业务员",
        ("rep", "salesperson", "ae", "account executive", "销售代表", "客户经理", "销售员", "销售人员"),
    ),
}
"""The dimensions a target can be split by. Period is first; the others may come in any order."""

MEMBER_DIMENSIONS: tuple[str, ...] = tuple(id for id in DIMENSIONS if id != "period")

VIEWS: dict[str, Choice] = {
    "total": Choice("Total", "合计", ("all", "全部", "总计", "公司")),
    **DIMENSIONS,
}
"""A dimension a report is cut by, or all of it together."""

AGGREGATIONS: dict[str, Choice] = {
    "sum": Choice("Sum", "合计", ("total", "累计", "加总")),
    "closing": Choice("Closing", "期末", ("end of period", "closing balance", "balance", "期末余额", "时点")),
    "ratio": Choice("Ratio", "比率", ("rate", "比例", "率")),
}

BASES: dict[str, Choice] = {
    "tax_included": Choice("Tax included", "含税", ("gross of tax", "incl. tax")),
    "tax_excluded": Choice("Tax excluded", "不含税", ("net of tax", "excl. tax", "未税")),
    "shipped": Choice("Shipped", "出货", ("delivered", "sell-in", "发货")),
    "invoiced": Choice("Invoiced", "开票", ("billed",)),
    "collected": Choice("Collected", "回款", ("cash received", "到账")),
    "sell_out": Choice("Sell-out", "动销", ("sell out", "sell through", "终端销售")),
}
"""What an indicator is measured on (口径). Planners combine them in their own words."""

METHODS: dict[str, Choice] = {
    "growth": Choice("Growth on last year", "同比增长", ("growth", "上年增长", "增长率法")),
    "market": Choice("Market and share", "市场份额", ("market share", "市场占有率")),
    "break_even": Choice("Break-even", "损益平衡", ("breakeven", "盈亏平衡", "保本")),
    "funnel": Choice("Funnel", "漏斗倒推", ("pipeline",)),
    "blend": Choice("Blend of methods", "综合加权", ("blend", "加权")),
    "assigned": Choice("Assigned from above", "上级下达", ("assigned", "top-down", "下达")),
    "consulted": Choice("Bottom-up bids", "协商申报", ("bottom-up", "协商", "申报")),
}

LEVEL_BASES: dict[str, Choice] = {
    "history": Choice("History", "历史销售", ("sales history", "past sales", "历史", "历史占比", "历史业绩")),
    "equal": Choice("Equal", "平均", ("even", "平均分解", "均分")),
    "potential": Choice("Market potential", "市场潜力", ("potential", "潜力")),
    "weight": Choice("Weight", "权重", ("weights",)),
    "capacity": Choice("Capacity", "产能", ("people", "headcount", "人力", "能力", "销售能力", "人员能力")),
}
"""What a level is split by. With a blend below one the rest of the weight is history."""

ROW_STATES: dict[str, Choice] = {
    "actual": Choice("Actual", "实际", ("a",)),
    "estimate": Choice("Estimate", "预计", ("e", "forecast", "估计", "预估", "预测")),
}

AGAINST: dict[str, Choice] = {
    "target": Choice("Target", "目标", ("plan", "budget", "任务", "计划")),
    "last_year": Choice("Last year", "去年", ("prior year", "上年", "去年同期", "同期")),
}

CAUSE_CLASSES: dict[str, Choice] = {
    "price": Choice("price", "价格"),
    "volume": Choice("volume", "销量"),
    "mix": Choice("mix", "结构"),
    "new": Choice("new", "新增"),
    "lost": Choice("lost", "流失"),
    "timing": Choice("timing", "跨期"),
    "one_deal": Choice("one large deal", "单笔大单"),
    "holiday": Choice("holiday shift", "节日错位"),
}
"""What the numbers suggest as the cause of a difference."""

STATUSES: dict[str, Choice] = {
    "green": Choice("On track", "达成", ("green", "绿", "正常", "绿灯")),
    "amber": Choice("At risk", "预警", ("amber", "yellow", "黄", "关注", "黄灯")),
    "red": Choice("Behind", "落后", ("red", "红", "未达成", "红灯")),
    "none": Choice("No target", "无目标", ("n/a",)),
}

VERSION_STATUSES: dict[str, Choice] = {
    "draft": Choice("Draft", "草稿", ("open", "编制中")),
    "final": Choice("Final", "定稿", ("frozen", "finalised", "finalized", "已定稿")),
    "revised": Choice("Revised", "修正", ("revision", "已修正")),
}

TABLE_ACTIONS: dict[str, Choice] = {
    "new": Choice("New", "新建"),
    "load": Choice("Load", "导入数据"),
    "check": Choice("Check", "检查"),
    "finalise": Choice("Finalise", "定稿", ("finalize",)),
    "decompose": Choice("Decompose", "开始分解", ("分解",)),
    "hold": Choice("Hold", "锁定"),
    "release": Choice("Release", "解除锁定"),
    "spread": Choice("Spread", "分摊"),
    "reconcile": Choice("Reconcile", "上下平衡"),
    "quota": Choice("Quota", "任务分配"),
    "variance": Choice("Variance", "差异分析"),
    "bridge": Choice("Bridge", "差异归因"),
    "replan": Choice("Replan", "滚动修正"),
    "profit": Choice("Profit", "利润测算"),
    "kpi": Choice("KPI", "指标计算"),
    "review": Choice("Review", "年中复盘"),
    "send": Choice("Send", "下发"),
    "collect": Choice("Collect", "回收"),
    "freeze": Choice("Freeze", "公式转数值"),
    "thaw": Choice("Thaw", "恢复公式"),
    "set": Choice("Set", "设置"),
    "undo": Choice("Undo", "撤销"),
}

YES_NO: dict[str, Choice] = {
    "yes": Choice("Yes", "是", ("y", "on", "true", "1", "开", "开启", "启用", "对", "√")),
    "no": Choice("No", "否", ("n", "off", "false", "0", "关", "关闭", "不启用", "错", "×")),
}


@dataclass(frozen=True)
class RowUnit:
    """A unit of the targets table: its labels, how many base units it is, and whether it is money."""

    choice: Choice
    factor: Decimal
    measure: str


ROW_UNITS: dict[str, RowUnit] = {
    "base": RowUnit(
        Choice(
            "currency units",
            "元",
            (
                "usd",
                "eur",
                "gbp",
                "cny",
                "rmb",
                "yuan",
                "$",
                "€",
                "£",
                "¥",
                "dollars",
                "euros",
                "人民币",
                "圆",
            ),
        ),
        Decimal(1),
        "money",
    ),
    "thousand": RowUnit(
        Choice("thousands", "千元", ("thousand", "k", "'000", "000", "k$", "$k", "千")),
        Decimal(1_000),
        "money",
    ),
    "ten_thousand": RowUnit(
        Choice("ten thousands", "万元", ("10k", "wan", "ten thousand", "10,000", "万")),
        Decimal(10_000),
        "money",
    ),
    "million": RowUnit(
        Choice("millions", "百万元", ("million", "m", "mn", "mio", "$m", "m$", "百万")),
        Decimal(1_000_000),
        "money",
    ),
    "hundred_million": RowUnit(
        Choice("hundred millions", "亿元", ("hundred million", "100m", "yi", "亿")),
        Decimal(100_000_000),
        "money",
    ),
    "piece": RowUnit(
        Choice(
            "units", "件", ("unit", "pcs", "pieces", "个", "台", "箱", "套", "只", "支", "瓶", "盒", "条")
        ),
        Decimal(1),
        "number",
    ),
    "outlet": RowUnit(
        Choice("outlets", "家", ("outlet", "stores", "customers", "accounts", "户", "店", "客户")),
        Decimal(1),
        "count",
    ),
    "person": RowUnit(Choice("people", "人", ("person", "heads", "名", "位")), Decimal(1), "count"),
    "percent": RowUnit(Choice("%", "%", ("percent", "pct", "％", "百分比")), Decimal("0.01"), "ratio"),
}

UNIT_CHOICES: dict[str, Choice] = {id: unit.choice for id, unit in ROW_UNITS.items()}
