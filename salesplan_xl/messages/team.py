"""Sentences of the action Quota, and the words of the template for the team."""

from salesplan_xl.messages.sentence import Sentence

_QUOTA = {
    "quota_working": Sentence("Working out the team's quotas", "正在测算团队任务"),
    "quota_done": Sentence(
        "Proposed {indicator} quotas for {count} reps, together {total} as now; {changed} differ from today's.",
        "已为{count}名业务员给出{indicator}任务建议，合计{total}与现任务一致；其中{changed}人有调整。",
    ),
    "quota_no_reps": Sentence(
        "There are no sales reps yet; list them with the month they started.",
        "业务员表还是空的；请填写业务员及到岗月份。",
    ),
    "quota_share_outside": Sentence(
        "{column}: {value} is no share between 0 and 100%; correct it.",
        "{column}：{value}不在0到100%之间；请改正。",
    ),
    "quota_ramp_gap": Sentence(
        "The ramp must list months 1, 2, 3 … on the job without a gap; correct the months.",
        "爬坡曲线须从第1个月起连续填写，不得缺月；请改正月份。",
    ),
    "quota_basis_typed": Sentence(
        "A full month of a rep is {amount}, as typed in the team's inputs.",
        "每人满负荷月任务为{amount}，取自团队参数。",
    ),
    "quota_basis_history": Sentence(
        "A full month of a rep is {amount}: last year's sales by ramped head and month.",
        "每人满负荷月任务为{amount}：去年销售额除以有效人月。",
    ),
    "quota_basis_quota": Sentence(
        "A full month of a rep is {amount}, from the quota itself: without last year's sales capacity cannot be judged.",
        "每人满负荷月任务为{amount}，由任务本身折算：没有去年销售时无法判断产能是否足够。",
    ),
    "quota_nobody": Sentence(
        "No rep can carry the quota of: {names}; hire, or move reps there.",
        "以下区域没有业务员可承担任务：{names}；请招聘或调配人员。",
    ),
    "quota_short": Sentence(
        "Capacity is short in {months}: {gap} together; hire earlier, or move quota.",
        "产能不足的月份：{months}，合计缺口{gap}；请提前招聘或调整任务。",
    ),
    "quota_uncovered": Sentence(
        "{amount} of quota stands with nobody on the job; hand it to somebody.",
        "有{amount}任务没有在岗人员承担；请落实到人。",
    ),
    "quota_overloaded": Sentence(
        "{count} reps cannot make all contacts their customers call for: {names}.",
        "{count}名业务员的客户联系次数超出能力：{names}。",
    ),
    "quota_audit_found": Sentence("Fairness: {finding}", "公平性：{finding}"),
    "quota_audit_within_band": Sentence("Reps within the fair band", "达成率落在合理区间的人数占比"),
    "quota_audit_within_band_fair": Sentence(
        "Most reps are near their quota.", "多数业务员的达成率接近任务。"
    ),
    "quota_audit_within_band_unfair": Sentence(
        "Fewer than six in ten reps are near their quota: quotas do not fit the territories.",
        "不到六成业务员的达成率接近任务：任务与区域潜力不匹配。",
    ),
    "quota_audit_size_bias": Sentence("Attainment against size of quota", "达成率与任务规模的相关系数"),
    "quota_audit_size_bias_fair": Sentence(
        "Large and small territories reach their quota alike.", "大小区域的达成难度相近。"
    ),
    "quota_audit_size_bias_unfair": Sentence(
        "Attainment depends on the size of the quota: large or small territories are favoured.",
        "达成率与任务规模相关：任务偏向大区域或小区域。",
    ),
    "quota_audit_dispersion": Sentence("Spread of attainment (CV)", "达成率离散系数"),
    "quota_audit_dispersion_fair": Sentence("Attainment lies close together.", "达成率比较集中。"),
    "quota_audit_dispersion_unfair": Sentence(
        "Attainment lies far apart; look at ability and territory before blaming anybody.",
        "达成率差异大；先看能力和区域，再论个人。",
    ),
    "quota_audit_best_to_worst": Sentence("Best tenth to weakest tenth", "前10%与后10%达成率之比"),
    "quota_audit_best_to_worst_fair": Sentence(
        "The best reach less than twice the weakest.", "最好者不到最弱者的两倍。"
    ),
    "quota_audit_best_to_worst_unfair": Sentence(
        "The best reach more than twice the weakest.", "最好者超过最弱者的两倍。"
    ),
    "quota_audit_gini": Sentence("Gini of sales", "销售额基尼系数"),
    "quota_audit_gini_fair": Sentence("Sales are carried by many.", "业绩由多数人共同完成。"),
    "quota_audit_gini_unfair": Sentence(
        "A few reps carry the sales; losing one would hurt.", "业绩依赖少数核心成员，流失风险大。"
    ),
    "quota_audit_hhi": Sentence("Concentration of sales (HHI)", "销售集中度（HHI）"),
    "quota_audit_top_three": Sentence("Share of the three largest reps", "前三名业务员占比"),
    "quota_audit_growth_spread": Sentence("Spread of the growth proposed (CV)", "建议任务增幅离散系数"),
    "quota_audit_growth_spread_fair": Sentence("Growth is asked of all alike.", "各人增幅相近。"),
    "quota_audit_growth_spread_unfair": Sentence(
        "Growth asked differs much from rep to rep; say why, or use more of the history.",
        "各人增幅差异大；请说明理由，或提高历史权重。",
    ),
    "quota_verdict_unknown": Sentence("Too little data to tell.", "数据不足，无法判断。"),
    "quota_verdict_plain": Sentence("To look at; there is no limit.", "供参考，无固定界限。"),
}

_LINES = {
    "line_tblTeamInputs": Sentence(
        "What you assume of the team; a blank full month is worked out from last year.",
        "对团队的假设；满负荷月任务留空时按去年销售折算。",
    ),
    "line_tblRamp": Sentence(
        "Productivity by month on the job, from the first month until the full 100%.",
        "新人到岗后逐月的产能系数，自首月填到100%为止。",
    ),
    "line_tblQuotaProposal": Sentence(
        "Computed by Quota: a region's quota by productive months and own history. Agreed is yours.",
        "由“任务分配”计算：区域任务按有效月数与本人历史分配；“商定任务”由您填写。",
    ),
    "line_tblCapacity": Sentence(
        "Computed by Quota: heads, ramp and capacity against the quota of each month.",
        "由“任务分配”计算：各月人数、爬坡、产能与任务对比。",
    ),
    "line_tblFairness": Sentence(
        "Computed by Quota: whether quotas were and would be fair.", "由“任务分配”计算：任务是否公平。"
    ),
    "line_tblTiers": Sentence(
        "The attainment from which a rate holds; the simulator and Quota read it.",
        "达到该达成率起适用的提成比例；供提成模拟和“任务分配”使用。",
    ),
    "line_tblCommission": Sentence(
        "Computed by Quota: rank, improvement and commission to date.",
        "由“任务分配”计算：排名、进步与累计提成。",
    ),
    "line_tblAppraisal": Sentence(
        "Type items, weights, targets and actuals; Quota fills in score and rank.",
        "填写考核项、权重、目标和实际；得分与排名由“任务分配”计算。",
    ),
    "line_tblVisitPlan": Sentence(
        "Computed by Quota: contacts that A, B and C customers call for against what a rep can make.",
        "由“任务分配”计算：A/B/C类客户的联系次数与业务员能力对比。",
    ),
    "line_tblActivity": Sentence(
        "Calls, visits and selling hours of each rep by month.", "每人每月的电话、拜访与有效销售工时。"
    ),
    "line_tblRhythm": Sentence(
        "What is done how often: the rhythm of days, weeks and quarters.",
        "每天、每周、每季做什么、做几次。",
    ),
    "line_tblSkills": Sentence(
        "Ratings from 0 to 5 and the next step of each career.", "按0到5分评价能力，并填写职业发展目标。"
    ),
    "line_tblTraining": Sentence(
        "Mentoring, rotation and courses: who, what, by whom, until when, at what cost.",
        "师徒带教、轮岗与培训：谁、学什么、由谁带、何时完成、费用多少。",
    ),
}

SENTENCES: dict[str, Sentence] = {**_QUOTA, **_LINES}
