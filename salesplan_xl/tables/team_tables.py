"""The team: what a rep can carry, what is proposed, what was earned, how he is appraised and developed."""

from __future__ import annotations

from salesplan_xl.tables.choices import STATUSES, VIEWS
from salesplan_xl.tables.column import Choice, Table
from salesplan_xl.tables.shared_columns import (
    INDICATOR,
    MONTH,
    PERIOD,
    REP,
    by_action,
    by_person,
    filled,
    from_list,
    required,
    written,
)

TEAM_INPUTS: dict[str, Choice] = {
    "full_month": Choice("Full month of a rep", "每人满负荷月任务", ("monthly quota", "满负荷月销售额")),
    "history_weight": Choice("Weight of own history", "本人历史权重", ("history weight", "历史占比权重")),
    "expected_attainment": Choice("Expected attainment", "预计达成率", ("attainment",)),
    "annual_attrition": Choice("Attrition a year", "年流失率", ("attrition", "人员流失率")),
    "fair_low": Choice("Fair band from", "合理区间下限", ("band low",)),
    "fair_high": Choice("Fair band to", "合理区间上限", ("band high",)),
    "visits_per_day": Choice("Visits a day", "每人每天拜访数", ("visits per day", "日拜访数")),
    "working_days": Choice("Working days a year", "年工作日", ("days in the field", "工作日")),
    "score_cap": Choice("Score cap", "考核封顶", ("cap", "封顶")),
}
TRAINING_KINDS: dict[str, Choice] = {
    "mentoring": Choice("Mentoring", "师徒带教", ("mentor", "师徒制", "带教")),
    "rotation": Choice("Rotation", "轮岗", ("job rotation",)),
    "course": Choice("Training", "培训", ("course", "课程")),
}
GRADES: dict[str, Choice] = {
    "rep": Choice("Sales rep", "销售代表", ("representative", "代表")),
    "senior": Choice("Senior rep", "高级销售代表", ("senior", "高级代表")),
    "supervisor": Choice("Supervisor", "销售主管", ("team lead", "主管")),
    "manager": Choice("Manager", "销售经理", ("sales manager", "经理")),
}
RHYTHMS: dict[str, Choice] = {
    "day": Choice("A day", "每天", ("daily", "日")),
    "week": Choice("A week", "每周", ("weekly", "周")),
    "fortnight": Choice("Every two weeks", "每两周", ("biweekly", "双周")),
    "month": Choice("A month", "每月", ("monthly", "月")),
    "quarter": Choice("A quarter", "每季", ("quarterly", "季")),
    "half": Choice("Half a year", "每半年", ("half-yearly", "半年")),
    "year": Choice("A year", "每年", ("yearly", "年")),
}

_NOTE = by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明")
_STATUS = written(from_list("status", "Status", "状态", STATUSES, "rag | 红绿灯 | 预警状态"))
_REGION = by_action("region", "text", "Home region", "所属区域", "region | territory | 区域 | 大区")
_REP = written(filled(REP))

TEAM_TABLES: tuple[Table, ...] = (
    Table(
        "tblTeamInputs",
        "input",
        "Team inputs",
        "团队参数",
        (
            from_list("key", "Input", "参数", TEAM_INPUTS, "name | parameter | 项目", filled=True),
            by_person("value", "number", "Value", "取值", "值 | 数值", negative=False),
            _NOTE,
        ),
        ("key",),
    ),
    Table(
        "tblRamp",
        "input",
        "Ramp",
        "爬坡曲线",
        (
            filled(
                by_person(
                    "tenure",
                    "count",
                    "Month on the job",
                    "到岗第几月",
                    "tenure | month of tenure | 到岗月数",
                    negative=False,
                )
            ),
            filled(
                by_person(
                    "productivity",
                    "ratio",
                    "Productivity",
                    "产能系数",
                    "ramp | share | 系数 | 爬坡系数",
                    negative=False,
                )
            ),
            _NOTE,
        ),
        ("tenure",),
    ),
    Table(
        "tblQuotaProposal",
        "mixed",
        "Quota proposal",
        "任务建议",
        (
            written(required(INDICATOR)),
            _REP,
            _REGION,
            by_action("fte", "number", "FTE", "折合人数", "full-time equivalent | 人数"),
            by_action("ability", "number", "Ability", "能力系数", "ability factor | 能力"),
            by_action(
                "productive_months", "number", "Productive months", "有效月数", "ramped months | 有效产能月数"
            ),
            by_action("last_year", "money", "Last year", "去年实际", "prior year | 去年 | 上年"),
            by_action("current", "money", "Quota now", "现任务", "current | present quota | 当前任务"),
            by_action("proposed", "money", "Proposed", "建议任务", "proposal | 建议 | 建议值", required=True),
            by_action("change", "money", "Change", "调整额", "difference | 变动额"),
            by_action("growth", "ratio", "Growth", "同比增长", "yoy | 同比 | 增长率"),
            by_action("capacity", "money", "Capacity", "产能", "expected sales | 预计产能"),
            by_action("load", "ratio", "Load", "任务负荷", "quota to capacity | 任务产能比"),
            by_person("agreed", "money", "Agreed", "商定任务", "agreed quota | 商定 | 确认任务"),
            _NOTE,
        ),
        ("indicator", "rep"),
    ),
    Table(
        "tblCapacity",
        "output",
        "Capacity",
        "团队产能",
        (
            written(required(PERIOD)),
            written(from_list("dimension", "Dimension", "维度", VIEWS, "分析维度", required=True)),
            by_action("member", "text", "Member", "成员", "name | 成员名称", required=True),
            by_action("heads", "number", "Heads", "在岗人数", "headcount | fte | 人数"),
            by_action("joined", "number", "Joined", "到岗", "joiners | 新增人数"),
            by_action("left", "number", "Left", "离岗", "leavers | 离职人数"),
            by_action("new_share", "ratio", "Share of new", "新人占比", "new-hire share | 新员工占比"),
            by_action("ramped", "number", "Ramped heads", "有效人数", "productive heads | 折合产能人数"),
            by_action("capacity", "money", "Capacity", "产能", "expected sales | 预计产能"),
            by_action("target", "money", "Target", "目标", "quota | 任务"),
            by_action("cover", "ratio", "Cover", "产能覆盖率", "capacity to target | 覆盖率"),
            by_action("gap", "money", "Gap", "缺口", "shortfall | 产能缺口"),
            by_action("uncovered", "money", "Quota without rep", "无人承担任务", "uncovered | 空缺任务"),
            _STATUS,
        ),
        ("period", "dimension", "member"),
    ),
    Table(
        "tblFairness",
        "output",
        "Fairness",
        "公平性审核",
        (
            by_action("measure", "text", "Measure", "审核项", "metric | 指标", required=True),
            by_action("value", "number", "Value", "数值", "值"),
            by_action("wanted", "text", "Wanted", "合理范围", "range | 参考范围"),
            _STATUS,
            by_action("finding", "text", "Finding", "结论", "what it says | 说明"),
        ),
        ("measure",),
    ),
    Table(
        "tblTiers",
        "input",
        "Commission tiers",
        "提成阶梯",
        (
            filled(
                by_person(
                    "attainment",
                    "ratio",
                    "Attainment from",
                    "达成率起点",
                    "from | tier from | 起点 | 达成率",
                    negative=False,
                )
            ),
            filled(by_person("rate", "ratio", "Rate", "提成比例", "commission rate | 比例", negative=False)),
            _NOTE,
        ),
        ("attainment",),
    ),
    Table(
        "tblCommission",
        "output",
        "Commission",
        "提成测算",
        (
            _REP,
            by_action("quota_ytd", "money", "Quota to date", "累计任务", "ytd quota | 任务累计"),
            by_action("actual_ytd", "money", "Actual to date", "累计实际", "ytd actual | 实际累计"),
            by_action("attainment", "ratio", "Attainment", "达成率", "achievement | 完成率"),
            by_action("rank", "count", "Rank", "排名", "ranking | 名次"),
            by_action("rise", "ratio", "Rise in points", "提升百分点", "improvement | 进步"),
            by_action("improved", "count", "Improved most", "进步名次", "most improved | 进步最快"),
            by_action("commission", "money", "Commission", "提成", "pay | 提成金额"),
            by_action("effective", "ratio", "Effective rate", "综合提成率", "average rate | 实际提成率"),
            by_action("marginal", "ratio", "Rate on the next sale", "边际提成率", "marginal rate | 边际比例"),
            by_action(
                "next_tier", "money", "To the next tier", "距下一阶梯", "sales to next tier | 下一档差额"
            ),
        ),
        ("rep",),
    ),
    Table(
        "tblAppraisal",
        "mixed",
        "Appraisal",
        "绩效考核",
        (
            filled(REP),
            filled(by_person("item", "text", "Item", "考核项", "indicator | 项目 | 考核指标")),
            by_person(
                "weight", "number", "Weight", "权重", "importance | 比重", negative=False, required=True
            ),
            by_person("target", "number", "Target", "目标值", "goal | 目标", required=True),
            by_person("actual", "number", "Actual", "实际值", "实际", required=True),
            by_action("reached", "ratio", "Reached", "完成率", "attainment | 达成率"),
            by_action("points", "ratio", "Counts", "得分", "points | 计分"),
            by_action("score", "ratio", "Score of the rep", "综合得分", "total score | 总分"),
            by_action("rank", "count", "Rank", "排名", "ranking | 名次"),
            _NOTE,
        ),
        ("rep", "item"),
    ),
    Table(
        "tblVisitPlan",
        "output",
        "Visit plan",
        "拜访计划",
        (
            _REP,
            by_action("class_a", "count", "Class A", "A类客户", "a customers | a类"),
            by_action("class_b", "count", "Class B", "B类客户", "b customers | b类"),
            by_action("class_c", "count", "Class C", "C类客户", "c customers | c类"),
            by_action("contacts", "count", "Contacts a year", "年联系次数", "visits a year | 年拜访次数"),
            by_action("per_week", "number", "A week", "每周次数", "per week | 周次数"),
            by_action("possible", "number", "Possible a year", "可承担次数", "capacity | 年拜访能力"),
            by_action("load", "ratio", "Load", "负荷", "utilisation | 拜访负荷"),
            _STATUS,
        ),
        ("rep",),
    ),
    Table(
        "tblActivity",
        "input",
        "Activity",
        "活动记录",
        (
            MONTH,
            filled(REP),
            by_person("calls", "count", "Calls", "电话数", "phone calls | 电话", negative=False),
            by_person("visits", "count", "Visits", "拜访数", "拜访 | 拜访次数", negative=False),
            by_person(
                "selling_hours", "number", "Selling hours", "有效销售工时", "selling time", negative=False
            ),
            by_person("working_hours", "number", "Working hours", "工作工时", "working time", negative=False),
            by_action(
                "selling_share", "ratio", "Effective selling time", "有效销售占比", "selling to working time"
            ),
            _NOTE,
        ),
        ("month", "rep"),
    ),
    Table(
        "tblRhythm",
        "input",
        "Rhythm",
        "工作节奏",
        (
            filled(by_person("what", "text", "What", "工作内容", "activity | 内容")),
            by_person("when", "text", "When", "时间安排", "time | 时间"),
            by_person("times", "count", "Times", "次数", "how often | 频次", negative=False),
            from_list("per", "Per", "周期", RHYTHMS, "rhythm | 频率"),
            by_person("who", "text", "Who", "负责人", "owner | 责任人"),
            _NOTE,
        ),
        ("what",),
    ),
    Table(
        "tblSkills",
        "input",
        "Skills and career",
        "能力与发展",
        (
            filled(REP),
            from_list("grade", "Grade", "现职级", GRADES, "level | 职级", open=True),
            from_list("next_grade", "Next grade", "目标职级", GRADES, "next level | 下一职级", open=True),
            by_person("product", "number", "Product knowledge", "产品知识", "产品", negative=False),
            by_person("selling", "number", "Selling", "销售技巧", "selling skills | 销售", negative=False),
            by_person("crm", "number", "CRM", "CRM使用", "crm | 系统使用", negative=False),
            by_person("negotiation", "number", "Negotiation", "谈判能力", "谈判", negative=False),
            by_person("analysis", "number", "Data analysis", "数据分析", "analysis | 分析", negative=False),
            _NOTE,
        ),
        ("rep",),
    ),
    Table(
        "tblTraining",
        "input",
        "Training",
        "培训与轮岗",
        (
            filled(REP),
            from_list("kind", "Kind", "方式", TRAINING_KINDS, "type | 类型", open=True),
            filled(by_person("topic", "text", "Topic", "内容", "course | skill | 课程 | 技能")),
            by_person("mentor", "text", "By whom", "导师", "mentor | trainer | 讲师 | 师傅"),
            by_person("start", "date", "Start", "开始", "start date | 开始日期"),
            by_person("due", "date", "Due", "完成期限", "due date | 期限 | 截止日期"),
            by_person("cost", "money", "Cost", "费用", "expense | 预算", negative=False),
            by_person("result", "text", "Result", "效果", "outcome | 结果"),
        ),
        ("rep", "topic"),
    ),
)
"""The tables of the template ``team_and_quota``."""
