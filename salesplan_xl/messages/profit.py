"""What profit says: the plan, the expense budget, what stands in the way, what needs attention."""

from salesplan_xl.messages.sentence import Sentence

_PROBLEMS = {
    "profit_no_quota": Sentence(
        "The quota has no sales targets by month. Decompose first, with the level Period.",
        "分解明细中没有按月的销售额目标，请先按“期间”分解。",
    ),
    "profit_no_cost": Sentence(
        "Nothing tells what the goods cost. Load a history with costs, or set the cost rate in the settings.",
        "没有任何成本数据。请载入含成本的历史销售，或在参数设置中填写“成本率”。",
    ),
    "profit_two_departments": Sentence(
        "{first} and {second} answer for the same sales. Give every member to one department.",
        "{first}与{second}归属的销售重叠；每个成员只归一个部门。",
    ),
    "profit_member_unknown": Sentence(
        "There is no member {value}. The nearest is {nearest}.", "没有成员“{value}”，最接近的是“{nearest}”。"
    ),
    "profit_row_twice": Sentence(
        "{value} stands here twice. Keep one row, or tell them apart by department or product.",
        "“{value}”重复。请保留一行，或用部门、产品加以区分。",
    ),
    "expense_needs": Sentence(
        "The method {method} needs this amount, and the plan has none for this line. Type it.",
        "“{method}”需要此项数值，而计划中没有对应数据，请填写。",
    ),
    "expense_below": Sentence("{value} is too small; at least {low}.", "{value}过小，不得小于{low}。"),
    "expense_margin_above_one": Sentence(
        "A margin of {value} is above 1. Type 0.15 or 15%.", "利润率{value}大于1，请填0.15或15%。"
    ),
}

_DONE = {
    "profit_working": Sentence("Working out the profit plan", "正在测算利润"),
    "profit_done": Sentence(
        "Planned sales {sales}, net profit {profit} ({margin}) in the base currency unit; {rows} rows.",
        "计划销售收入{sales}元，净利{profit}元（净利率{margin}），共{rows}行。",
    ),
}

_ATTENTION = {
    "profit_no_expense": Sentence(
        "There is no expense budget: net profit equals gross profit. Fill in the sheet Expense budget.",
        "没有费用预算，净利等于毛利。请填写“费用预算”表。",
    ),
    "profit_never_even": Sentence(
        "At these margins no sales break even: planned sales of {sales} do not cover what grows with them.",
        "按此毛利和费用率，销售再多也不能保本：计划销售{sales}元不足以覆盖变动费用。",
    ),
    "profit_above_even": Sentence(
        "Break-even sales are {needed}; the plan of {sales} is {gap} above.",
        "损益平衡点销售额{needed}元，计划{sales}元，高出{gap}元。",
    ),
    "profit_below_even": Sentence(
        "The plan of {sales} is {gap} BELOW break-even sales of {needed}.",
        "计划销售{sales}元低于损益平衡点{needed}元，差{gap}元。",
    ),
    "profit_over_ceiling": Sentence(
        "{version}: expense is {ratio} of sales, above the ceiling of {ceiling}; {over} too much.",
        "{version}费用率{ratio}，超过上限{ceiling}，超出{over}元。",
    ),
    "profit_target_missed": Sentence(
        "{indicator}: the plan comes to {plan}, {gap} short of the target of {target}.",
        "{indicator}：计划测算为{plan}元，比目标{target}元少{gap}元。",
    ),
    "profit_receivables": Sentence(
        "Receivables pass their ceiling of {ceiling} in {count} months; most in {month}: {amount}.",
        "有{count}个月应收款超过上限{ceiling}元，最高{month}为{amount}元。",
    ),
    "profit_losses": Sentence(
        "{count} members lose money after expense: {names}.", "{count}个成员扣除费用后亏损：{names}。"
    ),
    "profit_nothing_left": Sentence(
        "{item}: cost and margin leave nothing to spend; {amount} is missing.",
        "{item}：扣除成本和目标利润后没有可用费用，还差{amount}元。",
    ),
    "profit_fund_released": Sentence(
        "Attainment is below its limit; these funds may be spent: {names}.",
        "累计达成率低于投入条件，可投入机动费用：{names}。",
    ),
    "profit_cost_estimated": Sentence(
        "{share} of actual sales have no cost; they count at the cost rates of the plan.",
        "实际销售中有{share}没有成本，按计划成本率估算。",
    ),
}

_LINES = {
    "line_tblExpenses": Sentence(
        "One line per item: choose the method, fill in what it needs. Profit works out budget, fund and effect.",
        "每个费用项目一行：选择计算方法，填写所需数据；“利润测算”计算预算、投入状态和效果。",
    ),
    "line_tblExpensePlan": Sentence(
        "Computed by Profit: every line of the budget by month, ahead of the sales it is to bring.",
        "由“利润测算”计算：各项费用按提前月数分到各月，合计分毫不差。",
    ),
    "line_tblProfit": Sentence(
        "Computed by Profit from quota, costs and budget. Ratios are ratios of sums.",
        "由“利润测算”根据分解明细、成本和费用预算计算；比率按合计数计算。",
    ),
    "line_tblChannelTargets": Sentence(
        "Computed by Profit. Present sales are last year's; the monthly mean is a twelfth.",
        "由“利润测算”计算。现有销售取上年，月均为其十二分之一。",
    ),
    "line_tblDepartments": Sentence(
        "Name each department and what it answers for; Profit fills in targets, expense and profit.",
        "填写部门、负责人和归属成员；“利润测算”计算目标、费用和利润。",
    ),
    "line_tblNewProducts": Sentence(
        "What a new product is to bring in its first twelve months, and what may be spent on it.",
        "新品上市后十二个月的目标，以及按目标利润率倒推的可用费用。",
    ),
    "line_tblPaymentTerms": Sentence(
        "Collections from planned sales and the payment terms below, and what stays receivable.",
        "根据计划销售和下方回款规律推算各月回款与应收；回款规律由您填写。",
    ),
}

_PAGES = {
    "sheet_profit_view": Sentence("Profit overview", "利润总览"),
    "sheet_expense_view": Sentence("Expense overview", "费用总览"),
    "line_profit_view": Sentence(
        "Choose a dimension and type a member in the blue cells; run Profit first.",
        "在蓝色单元格中选择维度、填写成员；数据来自“利润测算”。",
    ),
    "line_expense_view": Sentence(
        "The budget by class, method and month; run Profit first.",
        "费用预算按类别、方法、月份汇总；数据来自“利润测算”。",
    ),
    "group_profit": Sentence("Profit and expense", "利润与费用"),
    "guide_do_profit": Sentence(
        "Fill in the expense budget, departments and new products, then work out the profit plan.",
        "填写费用预算、部门、新品和回款规律，然后测算利润。",
    ),
    "profit_choose": Sentence("Dimension, member", "维度、成员"),
    "profit_line": Sentence("Line", "项目"),
    "profit_year": Sentence("Full year", "全年"),
    "profit_chart": Sentence("Net profit by month, and net margin", "各月净利与净利率"),
    "expense_chart": Sentence("Expense by class and month", "各月费用构成"),
    "expense_by_class": Sentence("By month", "按月份"),
    "expense_by_method": Sentence("By method", "按计算方法"),
    "expense_class": Sentence("Expense class", "费用类别"),
    "expense_total": Sentence("Total", "合计"),
    "expense_sales": Sentence("Planned sales", "计划销售收入"),
    "expense_to_sales": Sentence("Expense to sales", "费用率"),
    "expense_share": Sentence("Share", "占比"),
    "expense_fund": Sentence("Contingency fund, and cost of selling a unit", "机动费用与单位销售成本"),
    "expense_kept_back": Sentence("Kept back", "机动费用合计"),
    "expense_spent": Sentence("Spent so far", "已投入"),
    "expense_gained": Sentence("Extra sales it brought", "带来增量销售额"),
    "expense_per_unit": Sentence("Selling expense per unit planned, currency units", "单位销售费用（元/件）"),
    "collect_by_month": Sentence("Collections and receivables", "回款与应收"),
    "collect_plan": Sentence("Planned sales", "计划销售收入"),
    "collect_last_year": Sentence("Sales last year", "上年同期销售"),
    "collect_share": Sentence("Collected 0, 1, 2 … months later", "销售后0、1、2…月回款比例"),
    "collect_collected": Sentence("Collections expected", "预计回款"),
    "collect_target": Sentence("Collection target", "回款目标"),
    "collect_difference": Sentence("Expected less target", "预计减目标"),
    "collect_opening": Sentence("Opening receivables", "期初应收"),
    "collect_closing": Sentence("Closing receivables", "期末应收"),
    "collect_ceiling": Sentence("Ceiling of receivables", "应收款上限"),
    "collect_required": Sentence("Least to be collected", "至少须回款"),
    "collect_terms": Sentence("Payment terms", "回款规律"),
    "collect_terms_line": Sentence(
        "What share of a month's sales is collected 0 to 11 months later; opening and ceiling stand in the "
        "targets' row Receivables (last year, committed); a blank opening is what last year still brings.",
        "当月销售在其后0至11个月回款的比例；期初应收和上限取自“年度目标”中“应收款”行的上年实际和必达目标；期初空白时按上年销售推算。",
    ),
}

SENTENCES = {**_PAGES, **_PROBLEMS, **_DONE, **_ATTENTION, **_LINES}
