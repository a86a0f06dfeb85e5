"""Words of the target's argument, the backward check, month shares, matrices, activities and workflow."""

from salesplan_xl.messages.sentence import Sentence

_TABLES = {
    "line_tblBenchmarks": Sentence(
        "One row per benchmark. Type volume, margin rate and weight; an amount you type goes before the computed one.",
        "每个基准一行：填写销售量、边际利润率和权重；自填金额优先于计算结果。",
    ),
    "line_tblBenchmarkInputs": Sentence(
        "What the computed benchmarks and the backward check rest on. Amounts in the base unit, shares as percentages.",
        "计算各基准和目标倒推所用的参数；金额以元计，比率填百分数。",
    ),
    "line_tblMonthShares": Sentence(
        "Computed by Decompose: the last three years by month, three ways to share them, this year's plan.",
        "由“开始分解”计算：过去三年各月数据、三种占比算法和本年计划。",
    ),
    "line_tblCalendar": Sentence(
        "One row per activity. Expected extra sales are the baseline of its days times the uplift.",
        "每项活动一行；预计增量＝期间基准销售额×提升率。",
    ),
    "line_tblWorkflow": Sentence(
        "Who does what until when. Add your own steps; type dates and status as you go.",
        "谁在何时完成哪一步；可自行增加步骤，随进度填写日期和状态。",
    ),
}

_GUIDE = {
    "group_action": Sentence("Tasks and workflow", "任务与流程"),
    "guide_do_argument": Sentence(
        "Argue the target: fill in the benchmarks, weigh them, check backwards which resource binds.",
        "论证目标：填写各基准及权重，用目标倒推检查最紧资源。",
    ),
    "guide_do_tasks": Sentence(
        "Say what each target needs: tasks, market support, activities, and who does which step until when.",
        "明确各目标所需任务、市场支持和活动，并排定流程的责任人与期限。",
    ),
    "guide_do_letter": Sentence(
        "Choose each person, print the letter of responsibility, and have it signed.",
        "选择业务员，打印目标责任书并签字。",
    ),
}

_BENCHMARKS = {
    "bench_own_prior_actual": Sentence("Last year's actual sales", "上年实际销售额"),
    "bench_own_prior_expected": Sentence("What was expected of last year", "上年预计销售额"),
    "bench_competitor": Sentence("What the main competitor is expected to plan", "主要竞争对手的计划"),
    "bench_own_current": Sentence("This year's committed target", "本年必达目标"),
    "bench_break_even": Sentence(
        "(fixed cost + planned profit) / marginal profit rate", "（固定费用＋计划利润）÷边际利润率"
    ),
    "bench_development": Sentence(
        "Last year's actual × (1 + growth of the business plan)", "上年实际×（1＋事业发展增长率）"
    ),
    "bench_asset_turnover": Sentence("Planned assets × turns a year", "计划资产×年周转次数"),
    "bench_net_profit": Sentence("Pre-tax profit / pre-tax profit rate", "税前利润÷税前利润率"),
    "bench_value_added": Sentence(
        "Heads × value added per head / value added rate", "人数×人均附加价值÷附加价值率"
    ),
    "bench_market_share": Sentence("Market × (1 + growth) × share", "市场规模×（1＋增长率）×份额"),
    "input_unit_share": Sentence("share", "比率"),
    "input_unit_times": Sentence("times", "次"),
    "input_unit_count": Sentence("number", "数量"),
    "input_unit_money": Sentence("base unit", "元"),
    "input_for_decision": Sentence(
        "Decision; blank: the weighted mean of the benchmarks", "决定值；空白则取各基准加权平均"
    ),
    "input_for_break_even": Sentence("Break-even", "用于损益平衡点基准"),
    "input_for_development": Sentence("Business development", "用于事业发展基准"),
    "input_for_asset_turnover": Sentence("Asset turnover", "用于资产周转率基准"),
    "input_for_net_profit": Sentence("Net profit rate", "用于纯益率基准"),
    "input_for_value_added": Sentence("Value added", "用于附加价值基准"),
    "input_for_market_share": Sentence("Market share", "用于市场份额基准"),
    "input_for_capacity": Sentence("SMART check: feasible", "用于SMART检查：可行性"),
    "input_for_backward": Sentence("Backward check", "用于目标倒推"),
}

_ARGUMENT = {
    "sheet_argument": Sentence("Argument", "论证报告"),
    "line_argument": Sentence(
        "Four blocks: last year's actuals and variance, justification, decision, conclusion.",
        "四个部分：上年实际与差异、论证、决定、结论。",
    ),
    "argument_units": Sentence(
        "targets in their own unit, benchmarks in the base unit", "目标以各自单位计，基准以元计"
    ),
    "argument_summary": Sentence(
        "1  Last year's actuals and variance, this year's increment", "一、上年实际完成、年度差异与本年增量"
    ),
    "argument_indicator": Sentence("Target", "指标"),
    "argument_unit": Sentence("Unit", "单位"),
    "argument_last_year": Sentence("Last year, actual", "上年实际"),
    "argument_months": Sentence("Months known", "有数据月数"),
    "argument_mean": Sentence("Mean of a month", "月均"),
    "argument_estimate": Sentence("Last year, expected", "上年预计"),
    "argument_variance": Sentence("Last year's variance", "上年差异"),
    "argument_variance_rate": Sentence("Variance, %", "差异率"),
    "argument_committed": Sentence("This year, committed", "本年必达"),
    "argument_increment": Sentence("This year's increment", "本年增量"),
    "argument_growth": Sentence("Growth", "增长率"),
    "argument_assigned": Sentence("Assigned from above", "上级任务"),
    "argument_over": Sentence("Committed to assigned", "必达/上级任务"),
    "argument_justification": Sentence(
        "2  Justification: what the benchmarks come to", "二、论证：各基准的计算结果"
    ),
    "argument_benchmark": Sentence("Benchmark", "基准"),
    "argument_formula": Sentence("How", "算法"),
    "argument_amount": Sentence("Amount", "金额"),
    "argument_decision": Sentence("3  Decision", "三、决定"),
    "argument_decided": Sentence("Decision", "决定"),
    "decided_volume": Sentence("Volume", "计划销售量"),
    "decided_amount": Sentence("Amount", "计划金额"),
    "decided_margin_rate": Sentence("Marg. rate", "边际利润率"),
    "decided_price": Sentence("Price", "隐含单价"),
    "decided_marginal_profit": Sentence("Marg. profit", "边际利润"),
    "decided_how": Sentence("By", "依据"),
    "decided_own": Sentence("typed", "填写"),
    "decided_blend": Sentence("blend", "加权平均"),
    "argument_conclusion": Sentence("4  Conclusion", "四、结论"),
    "argument_to_last": Sentence("Decision against last year's actual", "决定值比上年实际"),
    "argument_to_break_even": Sentence("Decision against break-even", "决定值比损益平衡点"),
    "argument_to_market": Sentence("Decision against market share", "决定值比市场份额基准"),
    "argument_binding": Sentence("Binding resource and its coverage", "最紧资源及满足程度"),
    "argument_feasible": Sentence("Resources for the target", "资源是否足够"),
    "argument_short": Sentence("short", "不足"),
    "argument_enough": Sentence("enough", "足够"),
    "argument_words": Sentence(
        "Conclusion in your own words: resources, how they change in the year, measures.",
        "结论（自行填写）：资源是否具备、年内如何变化、应对措施。",
    ),
    "argument_chart": Sentence("Benchmarks and decision", "各基准与决定值"),
}

_BACKWARD = {
    "sheet_backward": Sentence("Backward check", "目标倒推"),
    "line_backward": Sentence(
        "What the sales target needs, in whole numbers. Inputs are typed on the sheet Argument inputs.",
        "销售目标需要多少资源（整数）；参数在“论证参数”表填写。",
    ),
    "back_target": Sentence("Sales target", "销售目标"),
    "back_binding": Sentence("Binding input", "最紧资源"),
    "back_covered": Sentence("Covered", "满足程度"),
    "back_gap": Sentence("Short by", "缺口"),
    "back_feasible": Sentence("Feasible", "是否可行"),
    "back_yes": Sentence("Yes", "可行"),
    "back_no": Sentence("No", "不可行"),
    "back_input": Sentence("Input", "资源"),
    "back_value": Sentence("Value", "取值"),
    "back_needed": Sentence("Needed", "需要量"),
    "back_available": Sentence("Available", "可用量"),
    "back_coverage": Sentence("Coverage", "满足程度"),
    "back_judged": Sentence("Enough?", "判断"),
    "back_leads": Sentence("Leads", "线索"),
    "back_opportunities": Sentence("Opportunities", "意向"),
    "back_offers": Sentence("Offers", "报价"),
    "back_orders": Sentence("Orders", "成交订单"),
    "back_visits": Sentence("Visits", "拜访次数"),
    "back_heads": Sentence("Heads", "人数"),
    "back_expense": Sentence("Expense", "费用（元）"),
    "back_enough": Sentence("enough", "足够"),
    "back_lacking": Sentence("short", "不足"),
    "back_inputs": Sentence("What it rests on", "所依据的参数"),
    "back_full": Sentence("All that is needed", "全部需要量"),
    "back_chart": Sentence("How much of each there is", "各项资源满足程度"),
}

_TIERS = {
    "sheet_target_tiers": Sentence("Tiers and SMART", "目标层级"),
    "line_target_tiers": Sentence(
        "Committed, stretch, reserve and over-assignment beside what was handed out, and five checks.",
        "必达、挑战、预留、加码与已分解数对照，以及SMART检查。",
    ),
    "tiers_title": Sentence("Committed, stretch, reserve, over-assignment", "必达、挑战、预留、加码"),
    "tiers_unit": Sentence("Unit", "单位"),
    "tiers_committed": Sentence("Committed", "必达目标"),
    "tiers_stretch": Sentence("Stretch", "挑战目标"),
    "tiers_stretch_rate": Sentence("Stretch above", "挑战上浮"),
    "tiers_assigned": Sentence("Assigned from above", "上级任务"),
    "tiers_over": Sentence("Committed to assigned", "必达/上级任务"),
    "tiers_reserve": Sentence("Reserve", "预留"),
    "tiers_extra": Sentence("Over-assign.", "加码"),
    "tiers_handed_out": Sentence("To hand out", "应下达"),
    "tiers_quota": Sentence("Quota", "已分解"),
    "tiers_difference": Sentence("Difference", "差额"),
    "tiers_note": Sentence(
        "To hand out is committed less reserve and over-assignment, which is negative; closing values are not added.",
        "应下达＝必达－预留－加码（加码列为负数）；期末类指标的分解数不可相加。",
    ),
    "smart_title": Sentence("SMART check and trend", "SMART检查与趋势"),
    "smart_number": Sentence("Number (S, M)", "有数值（S/M）"),
    "smart_unit": Sentence("Unit (S)", "有单位（S）"),
    "smart_feasible": Sentence("Capacity (A)", "产能可行（A）"),
    "smart_linked": Sentence("Linked above (R)", "承接上级（R）"),
    "smart_dated": Sentence("Dated (T)", "有期限（T）"),
    "smart_all": Sentence("All", "全部符合"),
    "smart_trend": Sentence("Trend of 3 years", "三年趋势预测"),
    "smart_z": Sentence("Deviations", "偏离（倍标准差）"),
    "smart_plausible": Sentence("Plausible", "合理性"),
    "smart_challenging": Sentence("Above trend", "有挑战"),
    "smart_yes": Sentence("yes", "是"),
    "smart_no": Sentence("no", "否"),
    "smart_look": Sentence("look", "关注"),
    "smart_note": Sentence(
        "Trend: straight line through three whole years. More than 2 standard errors off it asks for a look.",
        "趋势：三个完整年度的直线外推；偏离超过2倍标准差须关注。",
    ),
}

_DECOMPOSED = {
    "sheet_season": Sentence("Seasons", "季节分析"),
    "line_season": Sentence(
        "Shares of the months over three years; green is peak season, amber low. Filled by Decompose.",
        "过去三年月度占比；绿色为旺季，橙色为淡季。由“开始分解”填写。",
    ),
    "season_year": Sentence("Year", "全年"),
    "season_chart": Sentence("Seasonal index (1 is average)", "季节指数（1为平均）"),
    "season_shares_chart": Sentence("Month shares by method", "各算法月度占比"),
    "sheet_rep_by_product": Sentence("Rep by product", "业务员×产品"),
    "line_rep_by_product": Sentence(
        "Choose dimensions and indicator; amounts in the base unit. Others is what the listed members leave.",
        "选择两个维度和指标，以元或件计；“其他”为未列出成员，合计恒等。",
    ),
    "sheet_dealer_by_product": Sentence("Dealer by product", "经销商×产品"),
    "line_dealer_by_product": Sentence(
        "Choose dimensions and indicator; amounts in the base unit. Type 26 in From to see the next members.",
        "选择两个维度和指标，以元或件计；在“起始”填26可看后面的成员。",
    ),
    "cross_down": Sentence("Down", "行维度"),
    "cross_across": Sentence("Across", "列维度"),
    "cross_from": Sentence("From", "起始"),
    "cross_others": Sentence("Others", "其他"),
    "cross_total": Sentence("Total", "合计"),
    "sheet_milestones": Sentence("Milestones", "里程碑"),
    "line_milestones": Sentence(
        "The plan added up month by month, and the month in which each part of it is reached.",
        "计划逐月累计，以及达到各比例的月份。",
    ),
    "miles_month": Sentence("By month", "按月"),
    "miles_plan": Sentence("Plan of the month", "当月计划"),
    "miles_total": Sentence("Cumulative plan", "累计计划"),
    "miles_share": Sentence("Share of the year", "累计占比"),
    "miles_stretch": Sentence("Cumulative stretch", "累计挑战目标"),
    "miles_last": Sentence("Cumulative last year", "上年累计"),
    "miles_actual": Sentence("Cumulative actual", "累计实际"),
    "miles_reached": Sentence("Reaches", "达到"),
    "miles_chart": Sentence("Cumulative plan", "累计计划曲线"),
    "miles_tasks": Sentence("Milestones among the tasks", "任务中的里程碑"),
}

_LETTER = {
    "sheet_letter": Sentence("Letter of responsibility", "目标责任书"),
    "line_letter": Sentence(
        "Choose a person in the blue cell, print, sign.", "在蓝色单元格选择业务员，打印并签字。"
    ),
    "letter_for": Sentence("For", "责任人"),
    "letter_words": Sentence(" answers for these targets in ", "承担以下"),
    "letter_words_after": Sentence(".", "年度目标。"),
    "letter_targets": Sentence("Targets", "目标"),
    "letter_by_month": Sentence("By month", "按月"),
    "letter_tasks": Sentence("Tasks and support", "任务与支持"),
    "letter_terms": Sentence("Reward, penalty, support", "奖惩与支持"),
    "letter_reward": Sentence("Reward", "奖励"),
    "letter_penalty": Sentence("Penalty", "处罚"),
    "letter_support": Sentence("Support", "支持"),
    "letter_reward_words": Sentence(
        "Commission by the tiers in force; a bonus when the stretch target is reached.",
        "按现行提成阶梯计发；达到挑战目标另发奖金。",
    ),
    "letter_penalty_words": Sentence(
        "Below the committed target the tier reached applies; causes and measures are due within a week.",
        "未达必达目标按实际阶梯计提，并在一周内提交原因与改进措施。",
    ),
    "letter_support_words": Sentence(
        "The company provides the support listed above in time.", "公司按上表按期提供市场支持。"
    ),
    "letter_person": Sentence("Responsible person", "责任人签字"),
    "letter_superior": Sentence("Superior", "直接上级签字"),
    "letter_manager": Sentence("General manager", "总经理签字"),
    "letter_date": Sentence("Date", "日期"),
}

SENTENCES: dict[str, Sentence] = {
    **_TABLES,
    **_GUIDE,
    **_BENCHMARKS,
    **_ARGUMENT,
    **_BACKWARD,
    **_TIERS,
    **_DECOMPOSED,
    **_LETTER,
}
