"""What a target is argued with: benchmarks, month shares of past years, activities, the steps of planning."""

from __future__ import annotations

from salesplan_xl.tables.choices import DIMENSIONS
from salesplan_xl.tables.column import Choice, Table
from salesplan_xl.tables.shared_columns import INDICATOR, by_action, by_person, from_list, required, written
from salesplan_xl.tables.task_tables import TASK_STATUSES

BENCHMARKS: dict[str, Choice] = {
    "own_prior_actual": Choice("Own prior year, actual", "上年度本企业实际", ("上年实际", "prior actual")),
    "own_prior_expected": Choice("Own prior year, expected", "上年度本企业预期", ("上年预计", "prior plan")),
    "competitor": Choice("Competitor, expected", "竞争对手预期", ("竞争对手", "rival", "competitor")),
    "break_even": Choice("Break-even", "损益平衡点基准", ("损益平衡", "盈亏平衡点", "breakeven")),
    "own_current": Choice("Own current year, expected", "本年度本企业预期", ("本年预期", "own current")),
    "development": Choice("Business development", "事业发展基准", ("事业发展计划", "long-term plan")),
    "asset_turnover": Choice("Asset turnover", "资产周转率基准", ("资产周转率", "turnover of assets")),
    "net_profit": Choice("Net profit rate", "纯益率基准", ("纯益率", "net profit")),
    "value_added": Choice("Value added", "附加价值基准", ("附加价值", "added value")),
    "market_share": Choice("Market share", "市场份额基准", ("市场份额", "市场占有率")),
}
"""The rows of the annual plan table. Planners may add rows of their own."""

BENCHMARK_INPUTS: dict[str, Choice] = {
    "decision_volume": Choice("Decided volume", "决定：计划销售量", ("decision volume", "决定销售量")),
    "decision_amount": Choice("Decided amount", "决定：计划销售金额", ("decision amount", "决定销售金额")),
    "decision_margin": Choice(
        "Decided marginal profit rate", "决定：计划边际利润率", ("decision margin", "决定边际利润率")
    ),
    "fixed_cost": Choice("Fixed cost", "固定费用预估", ("fixed cost", "固定费用")),
    "planned_profit": Choice("Planned sales profit", "计划销售利润", ("planned profit",)),
    "planned_margin": Choice("Planned marginal profit rate", "计划边际利润率", ("margin rate", "边际利润率")),
    "development_growth": Choice("Growth of the business plan", "事业发展计划增长率", ("plan growth",)),
    "assets": Choice("Planned assets", "计划资产", ("total assets", "资产总额")),
    "turns": Choice("Turns a year", "年周转次数", ("asset turns", "周转次数")),
    "pretax_profit": Choice("Planned pre-tax profit", "计划税前利润", ("pre-tax profit", "税前利润")),
    "pretax_rate": Choice("Pre-tax profit rate", "税前利润率", ("pretax margin", "税前纯益率")),
    "heads": Choice("Planned headcount", "计划人数", ("headcount", "人数")),
    "value_added_per_head": Choice("Value added per head", "人均附加价值", ("added value per head",)),
    "value_added_rate": Choice("Value added rate", "附加价值率", ("added value rate",)),
    "market": Choice("Size of this year's market", "本年市场规模", ("market size", "市场容量")),
    "market_growth": Choice("Growth of the market", "市场增长率", ("market growth",)),
    "share": Choice("Market share aimed at", "目标市场份额", ("target share",)),
    "order_value": Choice("Average order value", "客单价（每单）", ("aov", "客单价", "平均每单金额")),
    "rate_1": Choice("Lead to opportunity", "线索到意向转化率", ("stage rate 1", "转化率1")),
    "rate_2": Choice("Opportunity to offer", "意向到报价转化率", ("stage rate 2", "转化率2")),
    "rate_3": Choice("Offer to order", "报价到成交转化率", ("stage rate 3", "转化率3")),
    "visits_per_order": Choice("Visits per order", "每单拜访次数", ("visits an order",)),
    "visits_per_head": Choice("Visits per head a year", "每人全年拜访次数", ("visits a head",)),
    "expense_rate": Choice("Selling expense rate", "销售费用率", ("expense rate", "费用率")),
    "available_leads": Choice("Leads available", "可用线索", ("leads",)),
    "available_visits": Choice("Visits available", "可用拜访次数", ("visits",)),
    "available_heads": Choice("Heads available", "可用人数", ("reps available",)),
    "available_expense": Choice("Expense available", "可用费用", ("expense",)),
    "amount_per_head": Choice("Amount a head can sell", "人均可完成金额", ("capacity per head", "人均产能")),
    "capacity_low": Choice("Target to capacity, at least", "目标与产能之比下限", ("capacity low",)),
    "capacity_high": Choice("Target to capacity, at most", "目标与产能之比上限", ("capacity high",)),
}
"""What the computed benchmarks and the backward check need. Without an own decision the benchmarks' blend
decides; a stage without a rate is left out."""

RATIO_INPUTS = tuple(
    "decision_margin planned_margin development_growth pretax_rate value_added_rate market_growth share "
    "rate_1 rate_2 rate_3 expense_rate capacity_low capacity_high".split()
)
COUNT_INPUTS = tuple(
    "decision_volume heads visits_per_order visits_per_head available_leads available_visits "
    "available_heads".split()
)

ACTIVITIES: dict[str, Choice] = {
    "618": Choice("618", "618", ("618大促", "mid-year sale")),
    "double_11": Choice("Double 11", "双11", ("双十一", "singles day")),
    "mid_autumn": Choice("Mid-Autumn", "中秋", ("中秋节", "moon festival")),
    "new_year": Choice("Lunar New Year", "春节", ("chinese new year", "年货节")),
    "national_day": Choice("National Day", "国庆", ("国庆节", "十一")),
    "promotion": Choice("Promotion", "促销活动", ("促销", "campaign")),
    "fair": Choice("Fair or conference", "展会与会议", ("展会", "trade fair")),
    "launch": Choice("Launch", "新品上市", ("上市", "product launch")),
}

PROCESSES: dict[str, Choice] = {
    "six_roles": Choice("Six roles", "六个横向角色", ("approval chain", "审批链")),
    "eight_levels": Choice("Eight vertical steps", "八个纵向步骤", ("vertical steps", "纵向步骤")),
    "six_steps": Choice("Six-step process", "六步法则", ("six steps", "六步法")),
    "ten_steps": Choice("Ten-step decomposition", "十步分解流程", ("ten steps", "十步法")),
    "eight_steps": Choice("Eight-step decomposition", "八步分解流程", ("eight steps", "八步法")),
    "dates": Choice("Planning dates", "计划编制日期", ("calendar", "编制日历")),
    "teamwork": Choice("Milestones across teams", "跨部门协同节点", ("cross-team", "协同节点")),
}

_NOTE = by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明")

ARGUMENT_TABLES: tuple[Table, ...] = (
    Table(
        "tblBenchmarks",
        "input",
        "Target argument",
        "目标论证",
        (
            from_list(
                "benchmark", "Benchmark", "基准", BENCHMARKS, "method | 论证基准", open=True, filled=True
            ),
            by_person("volume", "number", "Planned volume", "计划销售量", "volume | 销量"),
            by_person("typed", "money", "Own amount", "自填金额", "typed amount | 填写金额"),
            by_action("amount", "money", "Planned amount", "计划销售金额", "amount | 金额"),
            by_person(
                "margin_rate", "ratio", "Marginal profit rate", "计划边际利润率", "margin | 边际利润率"
            ),
            by_action("price", "number", "Implied price", "隐含单价", "price | 单价"),
            by_action(
                "marginal_profit", "money", "Marginal profit", "计划边际利润", "margin amount | 边际利润"
            ),
            by_person("weight", "number", "Weight", "权重", "weights | 综合权重", negative=False),
            by_action(
                "deviation", "ratio", "Decision against it", "决定值偏差", "deviation | 与决定值偏差 | 偏差"
            ),
            _NOTE,
        ),
        ("benchmark",),
    ),
    Table(
        "tblBenchmarkInputs",
        "input",
        "Argument inputs",
        "论证参数",
        (
            from_list("key", "Input", "参数", BENCHMARK_INPUTS, "name | 项目", filled=True),
            by_person("value", "number", "Value", "取值", "number | 数值"),
            by_person("unit", "text", "In", "单位", "unit | 计量单位"),
            _NOTE,
        ),
        ("key",),
    ),
    Table(
        "tblMonthShares",
        "output",
        "Month shares",
        "月度占比",
        (
            written(required(INDICATOR)),
            by_action("month", "text", "Month", "月份", "计划月份", required=True),
            by_action("three_back", "money", "Three years back", "前三年", "year 1 | 第一年"),
            by_action("two_back", "money", "Two years back", "前二年", "year 2 | 第二年"),
            by_action("last_year", "money", "Last year", "上年", "year 3 | 第三年"),
            by_action("total", "money", "Years together", "各年合计", "three-year total | 三年合计"),
            by_action("pooled", "ratio", "Pooled share", "合并占比", "pooled | 三年合并占比"),
            by_action("mean", "ratio", "Mean of shares", "各年占比平均", "mean share | 平均占比"),
            by_action("moving_average", "ratio", "Moving-average share", "移动平均占比", "移动平均法占比"),
            by_action(
                "shifted", "ratio", "Share with New Year shift", "春节校正占比", "shifted | 校正后占比"
            ),
            by_action("index", "number", "Seasonal index", "季节指数", "index"),
            by_action("plan", "money", "Plan of the month", "本年计划", "plan | 月度计划"),
            by_action("plan_share", "ratio", "Share of the plan", "计划占比", "planned share"),
        ),
        ("indicator", "month"),
    ),
    Table(
        "tblCalendar",
        "input",
        "Activity calendar",
        "活动日历",
        (
            by_person("name", "text", "Activity", "活动名称", "name | 活动", filled=True),
            from_list("kind", "Kind", "活动类别", ACTIVITIES, "type | 类型", open=True),
            by_person("start", "date", "Start", "开始", "start date | 开始日期"),
            by_person("end", "date", "End", "结束", "end date | 结束日期"),
            from_list("dimension", "Dimension", "维度", DIMENSIONS, "by | 范围维度"),
            by_person("members", "text", "Members", "成员", "for | 适用范围 | 参加成员"),
            by_person(
                "baseline", "money", "Baseline of these days", "期间基准销售额", "baseline | 基准销售额"
            ),
            by_person("uplift", "ratio", "Uplift", "提升率", "lift | 提升比例"),
            by_action("extra", "money", "Expected extra", "预计增量", "extra sales | 增量"),
            by_person("cost", "money", "Cost", "费用", "expense | 活动费用", negative=False),
            by_action(
                "per_cost", "number", "Extra per unit of cost", "增量与费用之比", "return | 投入产出比"
            ),
            by_person("owner", "text", "Owner", "责任人", "responsible | 负责人"),
            _NOTE,
        ),
        ("name", "start"),
    ),
    Table(
        "tblWorkflow",
        "input",
        "Workflow",
        "工作流程",
        (
            from_list(
                "process", "Process", "流程", PROCESSES, "procedure | 流程名称", open=True, filled=True
            ),
            by_person("no", "count", "No.", "序号", "number | 步骤号"),
            by_person("step", "text", "Step", "步骤", "what | 事项", filled=True),
            by_person("owner", "text", "Owner", "责任人", "role | 角色 | 负责部门"),
            by_person("edits", "text", "May edit", "可编辑内容", "edits | 权限"),
            by_person("after", "text", "Needs before it", "前置条件", "after | depends on | 前置节点"),
            by_person("due", "date", "Due", "完成期限", "due date | 期限"),
            by_person("finished", "date", "Finished", "完成日期", "finished on | 实际完成"),
            from_list("status", "Status", "状态", TASK_STATUSES, "state | 进度状态"),
            _NOTE,
        ),
        ("process", "no", "step"),
    ),
)
"""Of a benchmark, ``amount``, ``price``, ``marginal_profit`` and ``deviation`` are formulas of its row; of an
activity, ``extra`` is baseline times uplift."""
