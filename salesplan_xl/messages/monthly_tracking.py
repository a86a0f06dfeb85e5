"""What monthly tracking says: its sheets, pages and the steps of its guide, and what needs attention."""

from salesplan_xl.messages.sentence import Sentence

_ATTENTION = {
    "tracking_bottleneck": Sentence(
        "Most deals are lost between stages: {step}.", "漏斗瓶颈：{step}，流失的成交最多。"
    ),
    "tracking_overdue": Sentence(
        "Customers overdue: {count} ({names}).", "{count}家客户有逾期应收：{names}。"
    ),
    "tracking_stuffed": Sentence(
        "Dealers who took in over a tenth more than they sold on in three months: {count} ({names}).",
        "{count}家经销商近三个月进货超过实销一成以上，疑似压货：{names}。",
    ),
    "tracking_short": Sentence(
        "Dealers with stock below zero: {count} ({names}); check opening, sell-in and sell-out.",
        "{count}家经销商库存为负，请核对期初、进货和实销：{names}。",
    ),
    "tracking_over_budget": Sentence(
        "Departments above their budget to date: {count} ({names}).", "{count}个部门累计费用超预算：{names}。"
    ),
}

_LINES = {
    "line_tblFunnel": Sentence(
        "One row per month, region and rep: how many at each stage, orders won, what they came to.",
        "按月份、区域、业务员填写各阶段数量、订单数和成交金额。",
    ),
    "line_tblReceivables": Sentence(
        "One row per month and customer. Closing is computed; the four ages add up to it.",
        "按月份、客户填写；期末应收自动计算，四档账龄之和应等于期末应收。",
    ),
    "line_tblStock": Sentence(
        "One row per month, dealer and product, in pieces. A blank opening is last month's closing.",
        "按月份、经销商、产品填写，单位：件。期初空白时取上月期末。",
    ),
    "line_tblOutlets": Sentence(
        "One row per month and outlet, in pieces: on display, sold, left.",
        "按月份、网点填写陈列数、实销数和期末库存，单位：件。",
    ),
    "line_tblExpenseActuals": Sentence(
        "Expense as booked, by month, department and class; as many rows as there are.",
        "按月份、部门、费用类别登记实际费用，可多行。",
    ),
    "line_tblFunnelReview": Sentence(
        "Computed by KPI: stage rates, the bottleneck, leads required for the target amount.",
        "由“指标计算”得出：各阶段转化率、瓶颈环节、达到目标所需线索数。",
    ),
    "line_tblReceivablesReview": Sentence(
        "Computed by KPI: collection rate, days outstanding, ages, who is overdue.",
        "由“指标计算”得出：回款率、周转天数、账龄、逾期客户。",
    ),
    "line_tblStockReview": Sentence(
        "Computed by KPI, in pieces: stock against plan, cover, dealers who take in more than they sell.",
        "由“指标计算”得出，单位：件：库存与计划、可销月数、压货预警。",
    ),
    "line_tblOutletReview": Sentence(
        "Computed by KPI, in pieces: outlets, how many sell, what each sells.",
        "由“指标计算”得出，单位：家、件：网点数、有效网点、铺货率、单店实销。",
    ),
    "line_tblExpenseReview": Sentence(
        "Computed by KPI: expense against budget by month, department and class.",
        "由“指标计算”得出：各月、各部门、各类别费用与预算对比。",
    ),
    "line_tblWeeks": Sentence(
        "Targets by week, exact to the month's. Days closed and typed actuals are yours; then press KPI again.",
        "周目标合计等于月目标。停售天数、填报实际由您填写。",
    ),
    "line_tblKeyDealers": Sentence(
        "Computed by KPI, the largest first: A is 80% of sales, B the next 15%. Owner and action are yours.",
        "由“指标计算”得出：A类占前80%，B类再占15%。措施由您填写。",
    ),
    "line_tblQuarters": Sentence(
        "Computed by KPI; of an open quarter, its months so far. Analysis and adjustment are yours.",
        "由“指标计算”得出，未完季度只比已过月份。分析、措施由您填写。",
    ),
    "line_tblDepartmentReview": Sentence(
        "Computed by KPI: sales, gross profit, expense, profit by department against target.",
        "由“指标计算”得出：各部门销售、毛利、费用、利润完成情况。",
    ),
    "line_tblCadence": Sentence(
        "Monthly reports, quarterly analysis, half-yearly summary. Type the day when done; overdue turns red.",
        "每月报表、每季分析、每半年总结。完成后填写日期，逾期显示红色。",
    ),
}

_PAGES = {
    "sheet_landing": Sentence("Plan, actual, landing", "进度与预计"),
    "line_landing": Sentence(
        "Month by month and summed up: the plan, what was reached, where the year lands at this pace.",
        "逐月及累计：目标、实际，以及按目前进度的全年预计。指标在“看板”选择。",
    ),
    "sheet_heatmap": Sentence("Heat map", "达成热力图"),
    "line_heatmap": Sentence(
        "Attainment by member and month. Choose the dimension in the blue cell, the indicator on the dashboard.",
        "各成员逐月达成率。在蓝色单元格选择维度，指标在“看板”选择。",
    ),
    "sheet_waterfall": Sentence("Waterfall", "差异瀑布图"),
    "line_waterfall": Sentence(
        "What price, volume, mix, new and discontinued items did. Choose in the blue cells.",
        "价格、销量、结构、新品、停售各影响多少。在蓝色单元格选择期间、基准、维度和成员。",
    ),
    "sheet_funnel": Sentence("Funnel analysis", "漏斗分析"),
    "line_funnel": Sentence(
        "Stages, rates, bottleneck, leads required. Choose period, dimension and member in the blue cells.",
        "各阶段数量、转化率、瓶颈和所需线索。在蓝色单元格选择期间、维度和成员。",
    ),
    "sheet_receivables": Sentence("Collections analysis", "回款分析"),
    "line_receivables": Sentence(
        "Collection rate, days outstanding, ages, overdue customers. Choose the period in the blue cell.",
        "回款率、周转天数、账龄和逾期客户。在蓝色单元格选择期间。",
    ),
    "sheet_stock": Sentence("Stock analysis", "进销存分析"),
    "line_stock": Sentence(
        "Sell-in, sell-out, stock, and who takes in more than he sells. Choose the period in the blue cell.",
        "进货、实销、库存与压货预警。在蓝色单元格选择期间。",
    ),
    "sheet_system": Sentence("Indicator system", "十一步指标体系"),
    "line_system": Sentence(
        "The eleven steps from the annual target to rolling variance: where each stands in this workbook.",
        "从年度目标到滚动差异的十一步：各在哪张表、有多少行数据。",
    ),
}

_GUIDE = {
    "guide_purpose_monthly_tracking": Sentence(
        "Each month: load what was reached, press a few buttons, see where the year lands and what to do.",
        "每月导入实际、点几个按钮，看全年会落在哪里、该做什么。",
    ),
    "group_tracking_month": Sentence("This month", "本月跟踪"),
    "group_tracking_inputs": Sentence("Monthly data", "月度数据"),
    "group_tracking_views": Sentence("Analysis", "专题分析"),
    "group_tracking_figures": Sentence("Figures", "分析明细"),
    "group_tracking_plan": Sentence("The plan", "年度计划"),
    "tracking_do_1": Sentence(
        "Start from your plan: its settings, targets, members and quota are taken over.",
        "从年度计划带入参数、目标、成员和分解明细。",
    ),
    "tracking_do_2": Sentence(
        "Load the month's sales as your system exports them.", "导入系统导出的本月销售。"
    ),
    "tracking_do_3": Sentence(
        "Load or type the funnel, receivables, stock, outlets, expense; leave out what you do not follow.",
        "导入或填写漏斗、应收、进销存、网点、费用；不需要的可不填。",
    ),
    "tracking_do_4": Sentence(
        "Read the variance; write causes, measures, owner and due date.",
        "查看差异，填写原因、措施、责任人和期限。",
    ),
    "tracking_do_5": Sentence(
        "See what price, volume and mix did, against the target and last year.",
        "查看价格、销量、结构对目标和去年的影响。",
    ),
    "tracking_do_6": Sentence(
        "Compute the key figures and all analysis sheets.", "计算各项指标和全部分析表。"
    ),
    "tracking_do_7": Sentence(
        "Revise the months ahead with the annual target unchanged, and the tasks with them.",
        "年度目标不变，修正剩余月份目标和任务措施。",
    ),
}

_WORDS = {
    "track_period": Sentence("Period", "期间"),
    "track_dimension": Sentence("Dimension", "维度"),
    "track_member": Sentence("Member", "成员"),
    "track_against": Sentence("Against", "对比基准"),
    "track_pieces": Sentence("pieces", "件"),
    "track_step": Sentence("Step", "步骤"),
    "track_what": Sentence("Indicators", "指标内容"),
    "track_where": Sentence("Sheet", "工作表"),
    "track_rows": Sentence("Rows", "数据行数"),
    "track_state": Sentence("State", "状态"),
    "track_there": Sentence("There", "已有数据"),
    "track_missing": Sentence("No data yet", "缺数据"),
    "track_projection": Sentence("Projection", "预计"),
    "track_plan_sum": Sentence("Target, summed up", "累计目标"),
    "track_actual_sum": Sentence("Actual, summed up", "累计实际"),
    "track_landing_sum": Sentence("Landing, summed up", "累计预计"),
    "track_milestone": Sentence("Milestone", "里程碑"),
    "track_milestones": Sentence("Milestones: share of the annual target", "里程碑：年度目标占比"),
    "track_reached_plan": Sentence("Planned in", "计划达到月份"),
    "track_reached": Sentence("Reached in", "实际达到月份"),
    "track_by_month": Sentence("Target, actual and projection by month", "各月目标、实际与预计"),
    "track_curve": Sentence("Summed up: target, actual, landing", "累计目标、实际与预计"),
    "track_figures": Sentence("Figures by month", "各月数据"),
    "track_heat": Sentence("Attainment by month", "各月达成率"),
    "track_to_date": Sentence("To date", "累计"),
    "track_bridge": Sentence("From base to actual", "从基期到实际"),
    "track_up": Sentence("Increase", "增加"),
    "track_down": Sentence("Decrease", "减少"),
    "track_ends": Sentence("Base and actual", "基期与实际"),
    "track_floor": Sentence("Start of the bar", "起点"),
    "track_amount": Sentence("Amount", "金额"),
    "track_of_base": Sentence("Of base", "占基期"),
    "track_stages": Sentence("Stages of the funnel", "漏斗各阶段"),
    "track_stage": Sentence("Stage", "阶段"),
    "track_number": Sentence("Number", "数量"),
    "track_rate": Sentence("From stage before", "阶段转化率"),
    "track_of_first": Sentence("Of leads", "占线索"),
    "track_required": Sentence("Required", "所需数量"),
    "track_rates_by_month": Sentence("Conversion by month", "各月转化率"),
    "track_ages": Sentence("Ages of receivables by month", "各月账龄结构"),
    "track_collections": Sentence("Collections: plan and actual", "回款：计划与实际"),
    "track_overdue_list": Sentence("Customers overdue, the largest first", "逾期客户（从大到小）"),
    "track_flows": Sentence("Sell-in, sell-out and stock", "进货、实销与库存"),
    "track_stock_list": Sentence("Dealers by sell-in to sell-out", "经销商进销比（从高到低）"),
    "track_stock_chart": Sentence("Sell-in to sell-out, three months", "近三月进销比"),
    "track_stuffed": Sentence("Dealers flagged", "预警家数"),
    "track_lost": Sentence("costs ", "损失 "),
    "track_needs": Sentence("required ", "所需 "),
    "track_planned": Sentence("planned ", "计划 "),
    "track_due": Sentence("due ", "到期 "),
    "track_days": Sentence("counted back ", "倒推 "),
    "track_share": Sentence("of receivables ", "占应收 "),
    "track_orders": Sentence("orders ", "订单 "),
    "track_goal": Sentence("target ", "目标 "),
    "track_in_to_out": Sentence("Sell-in to sell-out", "近三月进销比"),
}

_SYSTEM = {
    "system_1": Sentence("Annual target", "年度目标"),
    "system_what_1": Sentence(
        "Sales, collections, volume, gross profit of the year", "全年销售额、回款、销量、毛利"
    ),
    "system_2": Sentence("Months", "月度分解"),
    "system_what_2": Sentence("Targets by month, quarter, half-year", "各月、季、半年目标"),
    "system_3": Sentence("Channels", "渠道目标"),
    "system_what_3": Sentence("Targets by region and channel", "各区域、渠道目标"),
    "system_4": Sentence("Dealers", "销售商目标"),
    "system_what_4": Sentence("Targets by dealer; class A, B, C", "各销售商目标与ABC分类"),
    "system_5": Sentence("Products, customers, expense, receivables", "产品、客户、费用、账款"),
    "system_what_5": Sentence("Expense budget and collections", "费用预算与账款回收"),
    "system_6": Sentence("Purchases, sales, stock", "进销存"),
    "system_what_6": Sentence(
        "Sell-in, sell-out, stock, cover by dealer", "各销售商进货、实销、库存、可销月数"
    ),
    "system_7": Sentence("Routes", "通路"),
    "system_what_7": Sentence("Which route sells what", "各通路销售情况"),
    "system_8": Sentence("Outlets", "网点"),
    "system_what_8": Sentence("Outlets by city: new, active, display", "各城市网点：新增、有效、陈列"),
    "system_9": Sentence("Tasks", "任务描述"),
    "system_what_9": Sentence("What each target needs: task, cost, owner", "每项目标的任务、费用、责任人"),
    "system_10": Sentence("Variance expected", "差异预测"),
    "system_what_10": Sentence("Landing of the year, causes inside and outside", "全年预计、内外部原因"),
    "system_11": Sentence("Rolling variance and revision", "滚动差异与修正"),
    "system_what_11": Sentence("Causes, measures, revised months", "原因、措施、修正后目标"),
}

SENTENCES = {**_ATTENTION, **_LINES, **_PAGES, **_GUIDE, **_WORDS, **_SYSTEM}
