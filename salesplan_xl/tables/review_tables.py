"""The tables of the half-year review: attainment, findings, second half, risks, lessons, accounts, SWOT."""

from __future__ import annotations

from salesplan_xl.tables.choices import STATUSES, YES_NO
from salesplan_xl.tables.column import Choice, Table
from salesplan_xl.tables.customer_choices import KPI_UNITS, KPI_VIEWS
from salesplan_xl.tables.shared_columns import (
    CUSTOMER,
    INDICATOR,
    PERIOD,
    REGION,
    by_action,
    by_person,
    filled,
    from_list,
    required,
    written,
)

REVIEW_PARTS: dict[str, Choice] = {
    "results": Choice("1 Results", "一、业绩", ("results", "业绩")),
    "figures": Choice("2 Key figures", "二、指标", ("key figures", "kpi", "指标")),
    "causes": Choice("3 Causes", "三、成因", ("causes", "成因")),
    "targets": Choice("4 Targets", "四、目标", ("targets", "目标")),
    "risks": Choice(
        "5 Strategy and risks", "五、策略与风险", ("risks", "strategy", "风险", "策略", "策略/风险")
    ),
}
FINDING_KINDS: dict[str, Choice] = {
    "success": Choice("Success", "成功因素", ("success factor", "成功", "亮点")),
    "challenge": Choice("Challenge", "挑战", ("problem", "问题", "不足")),
}
RISK_CLASSES: dict[str, Choice] = {
    "market": Choice("Market", "市场", ("市场风险",)),
    "product": Choice("Product", "产品", ("产品风险",)),
    "operations": Choice("Operations", "运营", ("operation", "运营风险")),
    "team": Choice("Team", "团队", ("people", "团队风险", "人员")),
    "competition": Choice("Competition", "竞争", ("competitor", "竞争风险")),
    "process": Choice("Process and systems", "流程", ("process", "流程与系统", "流程风险")),
    "customer": Choice("Key account", "大客户", ("account", "大客户流失")),
    "project": Choice("Project and cost", "项目", ("project", "项目与成本")),
}
COMPARISONS: dict[str, Choice] = {
    "below": Choice("below", "低于", ("<", "less than", "小于")),
    "at_most": Choice("at most", "不高于", ("<=", "≤", "不超过")),
    "at_least": Choice("at least", "不低于", (">=", "≥", "达到")),
    "above": Choice("above", "高于", (">", "more than", "大于", "超过")),
}
RISK_STATUSES: dict[str, Choice] = {
    "watched": Choice("Watched", "监控中", ("open", "watching", "监控")),
    "acting": Choice("Response under way", "应对中", ("acting", "处理中")),
    "closed": Choice("Closed", "已关闭", ("done", "关闭")),
}
SWOT: dict[str, Choice] = {
    "strength": Choice("Strength", "优势", ("s", "strengths")),
    "weakness": Choice("Weakness", "劣势", ("w", "weaknesses")),
    "opportunity": Choice("Opportunity", "机会", ("o", "opportunities")),
    "threat": Choice("Threat", "威胁", ("t", "threats")),
}
LESSON_KINDS: dict[str, Choice] = {
    "keep": Choice("Keep doing", "继续保持", ("keep", "success", "成功经验")),
    "stop": Choice("Stop doing", "停止", ("stop", "教训")),
    "start": Choice("Start doing", "开始", ("start", "改进")),
}
AGAINST_WHAT: dict[str, Choice] = {
    "target": Choice("Target", "目标", ("plan", "计划")),
    "last_year": Choice("Last year", "去年同期", ("prior year", "去年", "同期")),
    "lost": Choice("All deals lost", "全部丢单", ("all lost",)),
    "trigger": Choice("Trigger", "触发值", ("threshold", "阈值")),
}

_VIEW = written(
    from_list("dimension", "Dimension", "维度", KPI_VIEWS, "分析维度 | 维度名称", open=True, required=True)
)
_MEMBER = by_action("member", "text", "Member", "成员", "name | 成员名称 | 名称", required=True)
_PERIOD = written(required(PERIOD))
_NOTE = by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明")
_OWNER = by_person("owner", "text", "Owner", "责任人", "responsible | who | 负责人")
_DUE = by_person("due", "date", "Due", "完成期限", "due date | deadline | 期限 | 完成时间")
_STATUS = written(from_list("status", "Status", "状态", STATUSES, "rag | 红绿灯 | 预警状态"))
_FACTORS = (
    ("scale", "Revenue scale", "营收规模", "scale | size | 规模"),
    ("standing", "Standing", "行业地位", "industry standing | 地位"),
    ("innovation", "Innovation", "创新度", "innovative | 创新"),
    ("potential", "Potential", "增长潜力", "growth potential | 潜力"),
    ("synergy", "Synergy", "协同性", "fit | 协同"),
)
FACTORS: tuple[str, ...] = tuple(id for id, *_ in _FACTORS)
"""What makes an account strategic, each rated 1 to 5."""

REVIEW_TABLES: tuple[Table, ...] = (
    Table(
        "tblHalfYear",
        "output",
        "Attainment of the period",
        "业绩完成",
        (
            written(required(INDICATOR)),
            _PERIOD,
            _VIEW,
            _MEMBER,
            by_action("actual", "money", "Actual", "实际", "实际完成 | 实际值"),
            by_action("target", "money", "Target", "目标", "plan | 目标值"),
            by_action("variance", "money", "Variance", "差异", "actual less target | 差距"),
            by_action("attainment", "ratio", "Attainment", "达成率", "完成率"),
            by_action("last_year", "money", "Last year", "去年同期", "prior year | 去年 | 同期"),
            by_action("growth", "ratio", "Growth", "同比增长", "yoy | 同比"),
            by_action("share", "ratio", "Share", "占比", "mix | 构成"),
            by_action("rank", "count", "Rank", "排名", "ranking | 名次"),
            _STATUS,
        ),
        ("indicator", "period", "dimension", "member"),
    ),
    Table(
        "tblFindings",
        "mixed",
        "Findings",
        "复盘发现",
        (
            written(from_list("part", "Part", "部分", REVIEW_PARTS, "section | 报告部分", required=True)),
            written(from_list("kind", "Kind", "类型", FINDING_KINDS, "success or challenge | 性质")),
            by_action("code", "text", "Code", "指标编码", "id | metric id | 编码", required=True),
            by_action("metric", "text", "Key figure", "指标", "metric | kpi | 指标名称"),
            _VIEW,
            _MEMBER,
            _PERIOD,
            by_action("value", "number", "Value", "数值", "actual | 实际 | 指标值"),
            written(from_list("unit", "Unit", "单位", KPI_UNITS, "uom | 计量单位")),
            by_action("comparison", "number", "Compared with", "对比值", "comparison | 对比"),
            written(from_list("against", "Against", "对比基准", AGAINST_WHAT, "versus | 基准")),
            by_action("effect", "money", "Effect on sales or profit", "影响金额", "effect | impact | 影响"),
            by_action("finding", "text", "Finding", "发现", "statement | 结论"),
            by_person("explanation", "text", "Explanation", "原因说明", "cause | why | 原因 | 原因分析"),
            by_person("action", "text", "Measure", "改进措施", "action | measures | 措施 | 改进"),
            _OWNER,
            _DUE,
        ),
        ("part", "code", "dimension", "member", "period"),
    ),
    Table(
        "tblSecondHalf",
        "mixed",
        "Targets of the open months",
        "后续目标",
        (
            written(required(INDICATOR)),
            _VIEW,
            _MEMBER,
            _PERIOD,
            by_action("original", "money", "Original target", "原目标", "original | 原计划"),
            by_action("catch_up", "money", "Catch up", "补足全年目标", "catch-up | 补足"),
            by_action("catch_up_change", "money", "Catch up less original", "补足增减", "change to catch up"),
            by_action("rebase", "money", "At the pace so far", "按进度重定", "rebase | rebased | 重定"),
            by_action("rebase_change", "money", "Pace less original", "重定增减", "change at pace"),
            by_person("agreed", "money", "Agreed target", "商定目标", "agreed | final | 确定目标"),
            _NOTE,
        ),
        ("indicator", "dimension", "member", "period"),
    ),
    Table(
        "tblRisks",
        "input",
        "Risk register",
        "风险登记",
        (
            by_person("risk", "text", "Risk", "风险", "risk description | 风险描述 | 风险事项", filled=True),
            from_list("class", "Class", "风险类别", RISK_CLASSES, "category | 类别 | 分类", open=True),
            by_person("probability", "ratio", "Probability", "发生概率", "chance | 概率", negative=False),
            by_person("impact", "money", "Impact", "影响金额", "loss | 损失金额 | 影响"),
            by_action("exposure", "money", "Exposure", "风险敞口", "expected loss | 敞口"),
            by_person(
                "trigger", "text", "Trigger: key figure", "触发指标", "trigger | metric | 触发条件 | 指标"
            ),
            from_list("comparison", "Is", "比较", COMPARISONS, "comparison | condition | 关系"),
            by_person("threshold", "value", "Threshold", "触发值", "limit | trigger value | 阈值 | 临界值"),
            by_action("current", "number", "Value now", "当前值", "current | 目前值"),
            written(from_list("fired", "Triggered", "是否触发", YES_NO, "fired | 已触发 | 触发")),
            by_person("response", "text", "Response plan", "应对预案", "response | plan | 预案 | 应对措施"),
            _OWNER,
            from_list("status", "Status", "状态", RISK_STATUSES, "state | 处理状态", open=True),
            _NOTE,
        ),
        ("risk",),
    ),
    Table(
        "tblStrategicAccounts",
        "input",
        "Strategic accounts",
        "战略客户",
        (
            filled(CUSTOMER),
            *(by_person(id, "number", en, zh, names, negative=False) for id, en, zh, names in _FACTORS),
            by_action("score", "ratio", "Score", "综合评分", "total score | 评分"),
            by_action("rank", "count", "Rank", "排名", "ranking | 优先级"),
            by_action("sales", "money", "Sales", "销售额", "actual | 实际"),
            by_action("share", "ratio", "Share of sales", "贡献占比", "share | contribution | 占比 | 贡献"),
            by_action("growth", "ratio", "Growth", "同比增长", "yoy | 同比"),
            by_action("target", "money", "Target", "目标", "goal | 目标值"),
            by_action("attainment", "ratio", "Attainment", "达成率", "完成率"),
            by_person("progress", "text", "Progress", "进展", "progress so far | 进展情况"),
            by_person("develop", "text", "Development plan", "开发计划", "plan | 开发措施"),
            by_person("maintain", "text", "Maintenance", "维护措施", "maintain | care | 维护"),
            _OWNER,
        ),
        ("customer",),
    ),
    Table(
        "tblSwot",
        "input",
        "SWOT",
        "SWOT分析",
        (
            from_list("quadrant", "Quadrant", "类别", SWOT, "swot | 象限", filled=True),
            by_person("point", "text", "Point", "要点", "text | description | 内容 | 描述", required=True),
            by_person("evidence", "text", "Evidence: key figure", "依据指标", "evidence | metric | 指标"),
            by_action("value", "number", "Value now", "当前值", "current | 数值"),
            written(from_list("unit", "Unit", "单位", KPI_UNITS, "uom | 计量单位")),
            by_person("strategy", "text", "Strategy", "对应策略", "response | 策略 | 措施"),
        ),
    ),
    Table(
        "tblLessons",
        "input",
        "Lessons",
        "经验教训",
        (
            by_person("date", "date", "Date", "日期", "day | 记录日期"),
            from_list("kind", "Kind", "类型", LESSON_KINDS, "type | 性质", open=True),
            by_person("lesson", "text", "Lesson", "经验教训", "lesson learned | 内容 | 描述", filled=True),
            by_person("cause", "text", "Cause", "原因", "why | 原因分析"),
            REGION,
            by_person("action", "text", "What changes", "改进措施", "action | measure | 措施"),
            _OWNER,
            _DUE,
        ),
    ),
)
