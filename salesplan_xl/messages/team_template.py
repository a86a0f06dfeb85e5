"""Words of the templates Team and quota and Submission form."""

from salesplan_xl.messages.sentence import Sentence

_TEAM = {
    "guide_purpose_team_and_quota": Sentence(
        "See what the team can carry, give every rep a fair quota, and plan pay, visits and growth.",
        "看清团队能承担多少，给每个人合理的任务，并安排提成、拜访与成长。",
    ),
    "team_do_1": Sentence(
        "Make this workbook from your plan: settings, targets, history and quota are taken over.",
        "由年度计划生成本工作簿：参数、目标、历史与任务自动带入。",
    ),
    "team_do_2": Sentence(
        "Check when reps start and leave, the ramp of new reps, and what you assume of the team.",
        "核对业务员到岗、离岗月份、新人爬坡曲线和团队参数。",
    ),
    "team_do_3": Sentence(
        "Press Quota: capacity against quota by month, a proposal for every rep, the audit of fairness.",
        "点“任务分配”：得到各月产能与任务对比、每人任务建议和公平性审核。",
    ),
    "team_do_4": Sentence(
        "Type what was agreed; hold it in the plan and decompose again.",
        "填写商定任务；在年度计划中锁定后重新分解。",
    ),
    "team_do_5": Sentence(
        "Type tiers and appraisal items, try the simulator, and press Quota again for pay and scores.",
        "填写提成阶梯和考核项，用提成模拟试算，再点“任务分配”得到提成与得分。",
    ),
    "team_do_6": Sentence(
        "Plan visits by class of customer, the rhythm of the week, training and careers.",
        "按客户分类安排拜访，定好每周节奏、培训与职业发展。",
    ),
    "group_team": Sentence("Team", "团队"),
    "group_quota": Sentence("Quota", "任务"),
    "group_pay": Sentence("Pay and appraisal", "提成与考核"),
    "group_field": Sentence("In the field", "行动与拜访"),
    "group_growth": Sentence("Growth", "培养与发展"),
    "group_team_plan": Sentence("The plan", "年度计划"),
    "sheet_team": Sentence("Team overview", "团队总览"),
    "line_team": Sentence(
        "Filled by Quota. Red: what nobody carries, or what cannot be done.",
        "由“任务分配”填写；红色表示无人承担或超出能力。",
    ),
    "team_by_month": Sentence("By month", "按月"),
    "team_reps": Sentence("Sales reps", "业务员"),
    "team_cover": Sentence("Capacity to quota", "产能覆盖率"),
    "team_gap": Sentence("Short by", "产能缺口"),
    "team_uncovered": Sentence("Quota with nobody", "无人承担任务"),
    "team_fair": Sentence("Within 80–120%", "达成率80%–120%占比"),
    "team_overloaded": Sentence("Reps overloaded", "拜访超负荷人数"),
    "team_quota_axis": Sentence("Quota to date", "累计任务"),
    "team_attainment": Sentence("Attainment", "达成率"),
    "team_capacity_chart": Sentence("Capacity and quota by month", "各月产能与任务"),
    "team_scatter_chart": Sentence("Quota and attainment of each rep", "各业务员任务与达成率"),
    "sheet_commission_simulator": Sentence("Commission simulator", "提成模拟"),
    "line_commission_simulator": Sentence(
        "Type a quota in the blue cell; the tiers come from Commission tiers.",
        "在蓝色单元格填写任务额；阶梯取自“提成阶梯”。",
    ),
    "sim_quota": Sentence("Quota", "任务额"),
    "sim_note": Sentence(
        "Amber: here pay jumps when every sale is paid at the rate reached.",
        "橙色：全额计提时，提成在此处跳升。",
    ),
    "sim_attainment": Sentence("Attainment", "达成率"),
    "sim_sales": Sentence("Sales", "销售额"),
    "sim_marginal": Sentence("Each rate on its own part", "分段计提"),
    "sim_effective": Sentence("Effective rate", "综合提成率"),
    "sim_retroactive": Sentence("Rate reached on all", "全额计提"),
    "sim_rate": Sentence("Rate reached", "适用比例"),
    "sim_jump": Sentence("Jump here", "跳升金额"),
    "sim_start": Sentence("Tier from", "阶梯起点"),
    "sim_rise": Sentence("Rises by", "比例增加"),
    "sim_chart": Sentence("Commission by attainment", "不同达成率的提成"),
}

_SUBMISSION = {
    "guide_purpose_submission": Sentence(
        "Your part of the plan: read your quota, enter your own figure and your reasons, and send it back.",
        "您负责的任务：查看任务，填写申报数和理由，然后发回。",
    ),
    "submission_do_1": Sentence(
        "Read your quota row by row and type your own figure in Bid; write a note where it differs.",
        "逐行查看任务，在“申报数”填写您的数字；有差异请在“备注”说明。",
    ),
    "submission_do_2": Sentence(
        "Add the tasks and the support you need, with month, owner and cost.",
        "补充所需的任务与市场支持，写明月份、责任人和费用。",
    ),
    "submission_do_3": Sentence(
        "Check the sums on the form, sign, save and send the workbook back.",
        "在填报表核对合计，签字、保存并发回本工作簿。",
    ),
    "group_submission": Sentence("Yours to fill in", "由您填写"),
    "sheet_form": Sentence("Form", "填报表"),
    "line_form": Sentence(
        "Sums of what you typed on Quota; sign here when all rows have a bid.",
        "汇总您在“分解明细”填写的数字；全部填完后在此签字。",
    ),
    "form_to": Sentence("For", "填报人"),
    "form_from": Sentence("From", "下发人"),
    "form_until": Sentence("Return by", "截止日期"),
    "form_filled": Sentence("Filled in on", "填报日期"),
    "form_sum": Sentence("In sum, in base units", "合计（以元或件计）"),
    "form_indicator": Sentence("Indicator", "指标"),
    "form_quota": Sentence("Quota", "任务"),
    "form_bid": Sentence("Your bid", "申报数"),
    "form_difference": Sentence("Difference", "差额"),
    "form_share": Sentence("Bid to quota", "申报比"),
    "form_state": Sentence("State", "填报情况"),
    "form_missing": Sentence("rows without a bid: ", "未填行数："),
    "form_complete": Sentence("complete", "已填齐"),
    "form_words": Sentence("What the target needs, and what may prevent it", "达成条件与困难"),
    "form_signed": Sentence("Signed", "签字"),
    "form_approved": Sentence("Approved", "审批"),
    "form_date": Sentence("Date", "日期"),
}

SENTENCES: dict[str, Sentence] = {**_TEAM, **_SUBMISSION}
