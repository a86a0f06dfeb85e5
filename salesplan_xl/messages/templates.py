"""What the templates say: titles, one line on each sheet, the guide, hints beside the cells."""

from salesplan_xl.messages.sentence import Sentence

_SHEETS = {
    "sheet_guide": Sentence("Guide", "使用说明"),
    "sheet_dashboard": Sentence("Dashboard", "看板"),
    "sheet_lists": Sentence("Lists", "列表"),
}

_LINES = {
    "line_tblSettings": Sentence(
        "Type in the Value column; the note beside it says what each setting does.",
        "在“取值”列填写；右侧说明各参数的作用。",
    ),
    "line_tblTargets": Sentence(
        "One row per indicator, in the unit of its row. Type the committed target; all else is optional.",
        "每个指标一行，金额以本行单位计。“必达目标”必填，其余可选。",
    ),
    "line_tblHistory": Sentence(
        "Sales of past years, filled by Load or pasted here. A blank indicator means the sales amount.",
        "往年销售，用“导入数据”载入或直接粘贴；指标空白表示销售额。",
    ),
    "line_tblActuals": Sentence(
        "Sales of the plan year, filled month by month by Load or pasted here.",
        "计划年度的实际销售，每月用“导入数据”载入或直接粘贴。",
    ),
    "line_tblMembers": Sentence(
        "Who belongs where and from when to when. Load adds members it meets; fill in what it cannot know.",
        "成员的归属与起止月份。导入时自动补充新成员，其余由您填写。",
    ),
    "line_tblReps": Sentence(
        "Sales reps with home region and months on the job; only reps on the job receive quota.",
        "业务员的所属区域与在岗月份；只有在岗的业务员才分到任务。",
    ),
    "line_tblLevels": Sentence(
        "The order in which the target is split, and by what. Delete a row to leave a level out.",
        "目标按此顺序逐层分解；删除一行即不按该维度分解。",
    ),
    "line_tblHolds": Sentence(
        "Amounts agreed beforehand. A blank dimension covers all of it; the rest of the plan gives way.",
        "事先谈定的任务。维度空白表示全部；其余单元自动让位，上级合计不变。",
    ),
    "line_tblQuota": Sentence(
        "Computed by Decompose. Bid and Note are yours and are kept.",
        "由“开始分解”计算；“申报数”和“备注”由您填写，重算时保留。",
    ),
    "line_tblQuotaSummary": Sentence(
        "Computed by Decompose. Choose the indicator of the total row; filter one dimension for a filtered total.",
        "由“开始分解”计算。合计行的指标可选；筛选某一维度后显示筛选合计。",
    ),
    "line_tblVariance": Sentence(
        "Computed by Variance. Cause, action, owner and due date are yours and are kept.",
        "由“差异分析”计算；原因、措施、责任人、期限由您填写，重算时保留。",
    ),
    "line_tblBridge": Sentence(
        "Computed by Bridge: what price, volume, mix, new and discontinued items did to sales.",
        "由“差异归因”计算：价格、销量、结构、新品、停售各影响多少。",
    ),
    "line_tblReplan": Sentence(
        "Computed by Replan: the remaining months change, the annual target does not. Measures are yours.",
        "由“滚动修正”计算：年度目标不变，调整剩余月份；“任务措施”由您填写。",
    ),
    "line_tblVersions": Sentence(
        "One row per finalised version, written by Finalise.", "每次“定稿”写入一行。"
    ),
    "line_tblImports": Sentence(
        "What was loaded from where; the column mapping is used again next month.",
        "每次导入的来源与列对应；下次导入同一来源时自动沿用。",
    ),
    "line_tblLog": Sentence("One row per action run on this workbook.", "每次操作记录一行。"),
    "line_tblProblems": Sentence(
        "What Check found: where it is, what is wrong, what to do.",
        "“检查”发现的问题：在哪里、是什么、怎么办。",
    ),
    "line_dashboard": Sentence("Choose an indicator in the blue cell.", "在蓝色单元格中选择指标。"),
}

_GUIDE = {
    "guide_purpose_annual_plan": Sentence(
        "Set the annual target, split it down to customer and rep to the last cent, then follow it month by month.",
        "制定年度目标，逐层分解到客户和业务员，分毫不差，再逐月跟踪。",
    ),
    "guide_steps": Sentence("Step by step", "操作步骤"),
    "guide_step": Sentence("Step", "步骤"),
    "guide_where": Sentence("Sheet", "工作表"),
    "guide_what": Sentence("What to do", "做什么"),
    "guide_button": Sentence("Ribbon, Sales Plan", "功能区“销售计划”"),
    "guide_command": Sentence("Command", "命令行"),
    "guide_do_1": Sentence(
        "Fill in plan year, smallest amount and the rest of the settings.", "填写计划年度、最小单位等参数。"
    ),
    "guide_do_2": Sentence(
        "Type the committed and the stretch target of each indicator.", "填写各指标的必达目标和挑战目标。"
    ),
    "guide_do_3": Sentence(
        "Load two or three years of history; check members and reps.",
        "导入两到三年历史销售，核对维度成员和业务员。",
    ),
    "guide_do_4": Sentence(
        "Choose the levels, enter what is agreed already, and decompose.",
        "选择分解层级，登记已谈定的锁定任务，然后分解。",
    ),
    "guide_do_5": Sentence("Read the summary, correct, and finalise the version.", "查看汇总，调整后定稿。"),
    "guide_do_6": Sentence(
        "Each month: load actuals, read the variance, write down causes and measures.",
        "每月导入实际，查看差异，填写原因和措施。",
    ),
    "guide_legend": Sentence("Colours", "颜色"),
    "legend_input": Sentence("Column you fill in", "由您填写的列"),
    "legend_human": Sentence(
        "Your column in a computed table; kept when it is computed again", "计算表中由您填写的列，重算时保留"
    ),
    "legend_output": Sentence(
        "Computed; do not type here, it is written anew", "自动计算，请勿填写，重算时覆盖"
    ),
    "legend_green": Sentence("On track", "达成"),
    "legend_amber": Sentence("At risk: look at it", "预警：需要关注"),
    "legend_red": Sentence("Behind or negative: act", "落后或负数：需要行动"),
    "sample_input": Sentence("Committed target", "必达目标"),
    "sample_human": Sentence("Cause", "原因分析"),
    "sample_output": Sentence("Attainment", "达成率"),
    "guide_sheets": Sentence("All sheets", "全部工作表"),
    "guide_kind": Sentence("Kind", "类型"),
    "guide_group": Sentence("Part", "部分"),
    "group_overview": Sentence("Overview", "总览"),
    "group_targets": Sentence("Targets", "目标制定"),
    "group_data": Sentence("Data", "数据"),
    "group_decomposition": Sentence("Decomposition", "目标分解"),
    "group_tracking": Sentence("Tracking", "跟踪分析"),
    "group_records": Sentence("Records", "记录"),
    "kind_input": Sentence("You fill in", "填写"),
    "kind_mixed": Sentence("Computed, partly yours", "计算+填写"),
    "kind_output": Sentence("Computed", "计算"),
    "guide_rules": Sentence("Good to know", "须知"),
    "guide_rule_1": Sentence(
        "Amounts are stored in the base unit; the summary and the dashboard show the unit set in Settings.",
        "金额一律以元存储；月度汇总和看板按“参数设置”的单位显示。",
    ),
    "guide_rule_2": Sentence(
        "You may move, sort, filter and rename sheets and add columns of your own; nothing of that is lost.",
        "可以移动、排序、筛选、重命名工作表，也可以增加自己的列，都不会丢失。",
    ),
    "guide_rule_3": Sentence(
        "Variance is actual minus target: positive is good for sales. Gap is target minus actual.",
        "差异 = 实际 − 目标，正数有利；缺口 = 目标 − 实际，正数为未完成部分。",
    ),
    "guide_rule_4": Sentence(
        "Undo takes back the last action, also after saving and reopening.",
        "“撤销上次操作”在保存并重新打开之后仍然有效。",
    ),
}

_DASHBOARD = {
    "dash_indicator": Sentence("Indicator", "指标"),
    "dash_as_of": Sentence("Actuals up to", "实际截止"),
    "dash_target": Sentence("Annual target", "年度目标"),
    "dash_actual": Sentence("Actual to date", "累计实际"),
    "dash_attainment": Sentence("Attainment to date", "累计达成率"),
    "dash_progress": Sentence("Time progress", "时间进度"),
    "dash_landing": Sentence("Full-year landing", "全年预计"),
    "dash_gap": Sentence("Year gap", "年度缺口"),
    "dash_by_month": Sentence("Target and actual by month", "各月目标与实际"),
    "dash_by_region": Sentence("Attainment to date by region", "各区域累计达成率"),
    "dash_month": Sentence("Month", "月份"),
    "dash_month_target": Sentence("Target", "目标"),
    "dash_month_actual": Sentence("Actual", "实际"),
    "dash_last_year": Sentence("Last year", "去年同期"),
    "dash_variance": Sentence("Variance", "差异"),
    "dash_month_attainment": Sentence("Attainment", "达成率"),
    "dash_region": Sentence("Region", "区域"),
    "dash_full_attainment": Sentence("100% of target", "目标线100%"),
    "unit_shown": Sentence("Unit: ", "单位："),
    "unit_base": Sentence("Unit: currency units", "单位：元"),
    "unit_of_row": Sentence("Unit: as in each row", "单位：见各行"),
    "filter_first": Sentence("shown when filtered", "筛选后显示"),
    "filtered_total": Sentence("Filtered total", "筛选合计"),
    "footer_page": Sentence("Page &P of &N", "第 &P 页，共 &N 页"),
    "dash_stretch": Sentence("Stretch ", "挑战目标 "),
    "dash_target_to_date": Sentence("Target to date ", "累计目标 "),
    "dash_ahead": Sentence("Variance ", "差异 "),
    "dash_of_year": Sentence("Of the year's target ", "全年完成率 "),
    "dash_of_target": Sentence("Of target ", "占年度目标 "),
    "dash_required": Sentence("Needed per month ", "剩余月均 "),
    "dash_region_target": Sentence("Target to date", "累计目标"),
}

_HINTS = {
    "hint_month": Sentence(
        "A month such as 2027-03, or any day in it.", "填月份，如 2027-03，也可填当月任意一天。"
    ),
    "hint_period": Sentence(
        "A month, quarter, half-year, year or range: 2027-03, 2027Q1, 2027H1, 2027, 2027-01..02.",
        "可填月、季、半年、年或区间：2027-03、2027Q1、2027H1、2027、2027-01..02。",
    ),
    "hint_parent": Sentence(
        "The member of the level above: a customer's or rep's region.", "上一层的成员，例如客户所属的区域。"
    ),
    "hint_like": Sentence(
        "For a new member without history: whose history it borrows.",
        "新成员没有历史时，参照哪个成员的历史。",
    ),
    "hint_potential": Sentence("Any scale; only the proportions count.", "任意单位，只看相互比例。"),
    "hint_weight": Sentence("Any scale; only the proportions count.", "任意单位，只看相互比例。"),
    "hint_floor": Sentence("At least this much in the plan year.", "计划年度任务不低于此数。"),
    "hint_cap": Sentence("At most this much in the plan year.", "计划年度任务不高于此数。"),
    "hint_blend": Sentence(
        "How much of the split follows this basis; the rest follows history. Blank: all of it.",
        "按此依据分解的比例，其余按历史；空白表示全部。",
    ),
    "hint_step": Sentence("Blank: the step of the settings.", "空白表示采用参数设置中的最小单位。"),
    "hint_state": Sentence(
        "Estimate completes a year that is not over yet.", "尚未结束的年份可用“预计”补足。"
    ),
    "hint_growth": Sentence(
        "For your information; the target itself is what counts.", "仅供参考，分解以目标为准。"
    ),
    "hint_fte": Sentence("1 is full time, 0.5 half.", "1为全职，0.5为半职。"),
    "hint_ability": Sentence("1 is usual; 1.1 carries a tenth more.", "1为一般；1.1表示多承担一成。"),
}

SENTENCES = {
    "no_such_template": Sentence(
        "There is no template {name}. Templates: {found}.", "没有模板{name}；现有模板：{found}。"
    ),
    "template_missing": Sentence(
        "The template file {name} is missing; install SalesPlan again.",
        "缺少模板文件{name}，请重新安装 SalesPlan。",
    ),
    **_SHEETS,
    **_LINES,
    **_GUIDE,
    **_DASHBOARD,
    **_HINTS,
}
