"""The tables actions write: quota, summary, variance, bridge, replan; with the columns people add to."""

from __future__ import annotations

from salesplan_xl.tables.choices import AGAINST, STATUSES, VIEWS
from salesplan_xl.tables.column import Column, Table
from salesplan_xl.tables.shared_columns import (
    INDICATOR,
    LEAF_KEY,
    LEAF_KEY_IDS,
    PERIOD,
    by_action,
    by_person,
    from_list,
    required,
    written,
)

_VIEW = written(from_list("dimension", "Dimension", "维度", VIEWS, "分析维度 | 维度名称", required=True))
_MEMBER = by_action("member", "text", "Member", "成员", "name | 成员名称 | 名称", required=True)
_LEAF = tuple(written(column) for column in LEAF_KEY)
_INDICATOR = written(required(INDICATOR))
_PERIOD = written(required(PERIOD))

_ENGLISH_MONTHS_IN_FULL = (
    "January February March April May June July August September October November December".split()
)
_CHINESE_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()


def _month(number: int) -> Column:
    full, chinese = _ENGLISH_MONTHS_IN_FULL[number - 1], _CHINESE_MONTHS[number - 1]
    synonyms = f"{full} | m{number} | {number:02d}月 | {number}月份 | {chinese}月 | {chinese}月份"
    return by_action(f"m{number:02d}", "money", full[:3], f"{number}月", synonyms)


def months_and_sums() -> tuple[Column, ...]:
    """Return the columns of twelve months, each quarter and half-year after its last month."""
    quarters = ("一季度", "二季度", "三季度", "四季度")
    columns: list[Column] = []
    for quarter, chinese in enumerate(quarters, start=1):
        columns += [_month(number) for number in range(3 * quarter - 2, 3 * quarter + 1)]
        synonyms = f"quarter {quarter} | 第{chinese} | {quarter}季度"
        columns.append(by_action(f"q{quarter}", "money", f"Q{quarter}", chinese, synonyms))
        if quarter % 2 == 0:
            half = quarter // 2
            name = "上半年" if half == 1 else "下半年"
            columns.append(by_action(f"h{half}", "money", f"H{half}", name, f"half {half}"))
    return tuple(columns)


OUTPUT_TABLES: tuple[Table, ...] = (
    Table(
        "tblQuota",
        "mixed",
        "Quota",
        "分解明细",
        (
            *_LEAF,
            by_action(
                "last_year",
                "money",
                "Last year",
                "去年同期",
                "last_year | prior year | 上年同期 | 去年 | 上年",
            ),
            by_action(
                "committed",
                "money",
                "Committed target",
                "必达目标",
                "committed | target | quota | 必达任务 | 目标 | 任务 | 销售任务",
                required=True,
            ),
            by_action("stretch", "money", "Stretch target", "挑战目标", "stretch | 挑战任务 | 冲刺目标"),
            by_action(
                "growth", "ratio", "Growth", "同比增长", "yoy | yoy growth | 同比增长率 | 增长率 | 同比"
            ),
            by_action("share", "ratio", "Share", "占比", "mix | share of total | 比重"),
            by_action(
                "previous", "money", "Previous version", "上版目标", "previous | 前版目标 | 上一版目标"
            ),
            by_action("change", "money", "Change", "变动额", "变动 | 调整额"),
            by_person("bid", "money", "Bid", "申报数", "own figure | bottom-up | 申报 | 申报目标 | 自报数"),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        LEAF_KEY_IDS,
    ),
    Table(
        "tblQuotaSummary",
        "output",
        "Monthly summary",
        "月度汇总",
        (
            _INDICATOR,
            _VIEW,
            _MEMBER,
            by_action("last_year", "money", "Last year", "上年", "prior year | 去年 | 上年实际"),
            by_action("year", "money", "Full year", "全年", "year | total | 年度 | 全年目标"),
            by_action(
                "growth", "ratio", "Growth", "同比增长", "yoy | yoy growth | 同比增长率 | 增长率 | 同比"
            ),
            by_action("share", "ratio", "Share", "占比", "mix | share of total | 比重"),
            *months_and_sums(),
            by_action("difference", "money", "Difference", "差额", "residual | 尾差 | 差异"),
        ),
        ("indicator", "dimension", "member"),
    ),
    Table(
        "tblVariance",
        "mixed",
        "Variance",
        "差异分析",
        (
            _INDICATOR,
            _PERIOD,
            _VIEW,
            _MEMBER,
            by_action("actual", "money", "Actual", "实际", "实际完成 | 完成额 | 实际值"),
            by_action("target", "money", "Target", "目标", "plan | budget | quota | 任务 | 计划"),
            by_action("variance", "money", "Variance", "差异", "vs target | 差异额"),
            by_action(
                "attainment",
                "ratio",
                "Attainment",
                "达成率",
                "achievement | 完成率 | 目标达成率 | 任务完成率",
            ),
            by_action("last_year", "money", "Last year", "去年同期", "prior year | 上年同期 | 去年 | 同期"),
            by_action("yoy", "ratio", "YoY", "同比", "year on year | yoy growth | 同比增长 | 同比增长率"),
            by_action("mom", "ratio", "MoM", "环比", "month on month | mom growth | 环比增长 | 环比增长率"),
            by_action("actual_ytd", "money", "Actual YTD", "累计实际", "ytd actual | 累计完成 | 实际累计"),
            by_action(
                "target_ytd", "money", "Target YTD", "累计目标", "ytd target | plan ytd | 累计任务 | 目标累计"
            ),
            by_action(
                "attainment_ytd", "ratio", "Attainment YTD", "累计达成率", "ytd attainment | 累计完成率"
            ),
            by_action(
                "time_progress", "ratio", "Time progress", "时间进度", "pace | time elapsed | 时间进度率"
            ),
            by_action(
                "landing",
                "money",
                "Full-year landing",
                "全年预计",
                "landing | forecast | 预计全年 | 全年预测",
            ),
            by_action("year_gap", "money", "Year gap", "年度缺口", "gap | gap to target | 缺口 | 全年缺口"),
            by_action(
                "required",
                "money",
                "Needed per month",
                "剩余月均",
                "required | required run rate | 剩余月均需完成",
            ),
            written(from_list("status", "Status", "状态", STATUSES, "rag | 红绿灯 | 预警状态")),
            by_action(
                "cause_class", "text", "Suggested cause", "原因类别", "cause class | 差异类别 | 原因归类"
            ),
            by_person("cause", "text", "Cause", "原因分析", "reason | why | 原因 | 差异原因"),
            by_person("action", "text", "Action", "改进措施", "countermeasure | next step | 措施 | 对策"),
            by_person("owner", "text", "Owner", "责任人", "responsible | who | 负责人"),
            by_person("due", "date", "Due", "完成期限", "due date | by when | 期限 | 完成时间 | 截止日期"),
        ),
        ("indicator", "period", "dimension", "member"),
    ),
    Table(
        "tblBridge",
        "output",
        "Bridge",
        "差异归因",
        (
            _INDICATOR,
            _PERIOD,
            written(
                from_list(
                    "against", "Against", "对比基准", AGAINST, "compared with | vs | 基准", required=True
                )
            ),
            _VIEW,
            _MEMBER,
            by_action("base", "money", "Base", "基期", "from | 基数 | 基期金额"),
            by_action("price", "money", "Price", "价格影响", "price effect | 价格差异 | 价格"),
            by_action("volume", "money", "Volume", "销量影响", "volume effect | 销量差异 | 数量影响"),
            by_action("mix", "money", "Mix", "结构影响", "mix effect | 结构差异 | 结构"),
            by_action("new", "money", "New", "新品", "new items | 新品影响 | 新增"),
            by_action("discontinued", "money", "Discontinued", "停售", "dropped | 停售影响 | 停产"),
            by_action("actual", "money", "Actual", "实际", "实际完成 | 实际值"),
        ),
        ("indicator", "period", "against", "dimension", "member"),
    ),
    Table(
        "tblReplan",
        "mixed",
        "Replan",
        "滚动修正",
        (
            *_LEAF,
            by_action("original", "money", "Original target", "原目标", "original | 原任务 | 原计划"),
            by_action("actual", "money", "Actual", "实际", "实际完成 | 实际值"),
            by_action(
                "revised",
                "money",
                "Revised target",
                "修正后目标",
                "revised | 修正目标 | 修订目标 | 修正后任务",
                required=True,
            ),
            by_action("change", "money", "Change", "调整额", "adjustment | 变动额 | 调整"),
            by_person("action", "text", "Measures", "任务措施", "action | countermeasure | 措施 | 改进措施"),
        ),
        LEAF_KEY_IDS,
    ),
)
