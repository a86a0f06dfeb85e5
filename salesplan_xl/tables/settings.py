"""The settings of a plan: what each may say, in both languages, and what holds where it is blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from salesplan_xl.messages import Language
from salesplan_xl.tables.choices import YES_NO
from salesplan_xl.tables.column import Choice

SETTING_KINDS: dict[str, str] = {
    "text": "any words",
    "whole": "a whole number",
    "number": "a number",
    "step": "a positive decimal of at most 15 places",
    "ratio": "a fraction, typed 0.05 or 5%",
    "money_unit": "a number such as 10000, or its word: 万元, thousands",
    "month": "one month",
    "choice": "one of a closed list",
    "switch": "yes or no",
    "numbers": "twelve numbers, one a month, separated by commas",
    "dimensions": "dimensions separated by commas",
}


@dataclass(frozen=True)
class Setting:
    """One row of the settings table. A default of ``None`` means "not set"."""

    en: str
    zh: str
    kind: str
    note_en: str
    note_zh: str
    default_en: object = None
    default_zh: object = None
    choices: Mapping[str, Choice] = field(default_factory=dict, hash=False)
    low: float | None = None
    high: float | None = None
    synonyms: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    def note(self, language: Language) -> str:
        return self.note_en if language == "en" else self.note_zh

    def default(self, language: Language) -> object:
        return self.default_en if language == "en" else self.default_zh


SETTINGS: dict[str, Setting] = {
    "company": Setting(
        "Company", "公司名称", "text", "Shown on every sheet", "显示在各表标题中", synonyms=("公司",)
    ),
    "plan_year": Setting(
        "Plan year",
        "计划年度",
        "whole",
        "The year in which the fiscal year starts",
        "财年开始月份所在的年份",
        low=1990,
        high=2200,
        synonyms=("year", "年度", "计划年份", "年份", "财年"),
    ),
    "fiscal_start": Setting(
        "Fiscal year starts in month",
        "财年起始月",
        "whole",
        "1 to 12; 4 means April to March",
        "1至12；4表示4月至次年3月",
        1,
        1,
        low=1,
        high=12,
        synonyms=("fiscal start", "财年开始月份", "起始月份"),
    ),
    "currency": Setting(
        "Currency", "币种", "text", "Shown beside amounts", "显示在金额旁", "USD", "CNY", synonyms=("货币",)
    ),
    "money_unit": Setting(
        "Money shown in",
        "金额显示单位",
        "money_unit",
        "How the summary and charts show money; leaves stay in the base unit",
        "月度汇总和图表的金额单位；明细始终以元存储",
        1_000,
        10_000,
        low=0,
        synonyms=("money unit", "display unit", "单位", "金额单位", "显示单位"),
    ),
    "step": Setting(
        "Smallest amount",
        "最小单位",
        "step",
        "Every leaf is a multiple of this, in the base unit",
        "每个明细都是它的整数倍，以元计",
        100,
        1_000,
        synonyms=("step", "rounding", "步长", "取整单位", "最小分解单位"),
    ),
    "lunar_new_year": Setting(
        "Shift for Lunar New Year",
        "春节校正",
        "switch",
        "Move the holiday of past years to the plan year's before pooling",
        "合并历史前把往年春节移到计划年的春节",
        "no",
        "yes",
        YES_NO,
        synonyms=("lunar new year", "春节", "春节调整"),
    ),
    "days_before": Setting(
        "Days before Lunar New Year",
        "春节前天数",
        "whole",
        "Start of the holiday window; goods are shipped 15 to 45 days ahead",
        "春节窗口的起点；备货一般提前15至45天",
        30,
        30,
        low=0,
        high=90,
        synonyms=("days before", "节前天数"),
    ),
    "days_after": Setting(
        "Days after Lunar New Year",
        "春节后天数",
        "whole",
        "End of the holiday window",
        "春节窗口的终点",
        15,
        15,
        low=0,
        high=90,
        synonyms=("days after", "节后天数"),
    ),
    "as_of": Setting(
        "Actuals up to",
        "实际截止月份",
        "month",
        "Blank: the last month with actuals",
        "空白表示有实际数据的最后一个月",
        synonyms=("as of", "截止月份", "截止月", "本月"),
    ),
    "month_share_method": Setting(
        "Month shares by",
        "月度占比算法",
        "choice",
        "How several years give the shares of the months",
        "多年历史如何得出各月占比",
        "pooled",
        "pooled",
        {
            "pooled": Choice("Pooled years", "多年合并", ("pooled", "合并", "合计")),
            "mean": Choice("Mean of yearly shares", "各年占比平均", ("mean", "average", "平均")),
            "moving_average": Choice(
                "Ratio to moving average", "移动平均比率", ("moving average", "移动平均", "移动平均法")
            ),
        },
        synonyms=("month share method", "月度占比方法", "季节指数方法"),
    ),
    "reserve": Setting(
        "Reserve",
        "预留比例",
        "ratio",
        "Share of the target not handed out; a row of its own",
        "不下达的目标比例，单列一行",
        0,
        0,
        low=0,
        high=0.999,
        synonyms=("hold-back", "contingency", "预留", "机动比例"),
    ),
    "over_assignment": Setting(
        "Over-assignment",
        "超额下达比例",
        "ratio",
        "Share handed out on top of the target; a row of its own",
        "在目标之上加码下达的比例，单列一行",
        0,
        0,
        low=0,
        high=1,
        synonyms=("over assignment", "加码比例", "加码", "超额比例"),
    ),
    "stretch_rate": Setting(
        "Stretch on top of committed",
        "挑战目标上浮比例",
        "ratio",
        "Used where a target has no stretch typed; blank: no stretch",
        "目标未填挑战目标时使用；空白表示不设挑战目标",
        low=0,
        high=10,
        synonyms=("stretch", "stretch rate", "挑战比例", "上浮比例"),
    ),
    "threshold_green": Setting(
        "On track from",
        "达成线",
        "ratio",
        "Attainment from which the status is on track",
        "达成率不低于此值为“达成”",
        1,
        1,
        low=0,
        high=10,
        synonyms=("green", "green threshold", "绿灯线", "绿灯"),
    ),
    "threshold_amber": Setting(
        "At risk from",
        "预警线",
        "ratio",
        "Attainment from which the status is at risk; below it is behind",
        "达成率不低于此值为“预警”，低于则为“落后”",
        0.9,
        0.9,
        low=0,
        high=10,
        synonyms=("amber", "amber threshold", "黄灯线", "黄灯"),
    ),
    "materiality": Setting(
        "Variance worth a cause",
        "差异重要性标准",
        "ratio",
        "Differences above this share of the target ask for a cause",
        "差异超过目标的此比例时须填写原因",
        0.05,
        0.05,
        low=0,
        high=10,
        synonyms=("tolerance", "threshold", "容差", "重要性"),
    ),
    "target_version": Setting(
        "Compare with",
        "对比目标版本",
        "choice",
        "Whether variance and send read the original or the revised targets",
        "差异分析和下发使用原目标还是修正后目标",
        "original",
        "original",
        {
            "original": Choice("Original targets", "原目标", ("original", "原始目标", "定稿目标")),
            "revised": Choice("Revised targets", "修正后目标", ("revised", "修正目标", "修订目标")),
        },
        synonyms=("target version", "目标版本"),
    ),
    "selling_days": Setting(
        "Selling days",
        "销售日口径",
        "choice",
        "What time progress counts",
        "时间进度按哪些日子计算",
        "weekdays",
        "calendar",
        {
            "calendar": Choice("All days", "自然日", ("calendar", "calendar days", "每天", "日历日")),
            "weekdays": Choice(
                "Monday to Friday", "周一至周五", ("weekdays", "working days", "工作日", "五天")
            ),
            "six_days": Choice("Monday to Saturday", "周一至周六", ("six days", "六天")),
        },
        synonyms=("selling day basis", "销售日", "工作日口径"),
    ),
    "selling_days_by_month": Setting(
        "Selling days by month",
        "各月销售日数",
        "numbers",
        "Twelve numbers from January on, separated by commas; blank: counted by the rule above",
        "从1月起十二个数，用逗号分隔；空白则按上面的口径计算",
        synonyms=("days by month", "各月天数"),
    ),
    "variance_dimensions": Setting(
        "Variance by",
        "差异分析维度",
        "dimensions",
        "Dimensions separated by commas; blank: every dimension of the plan",
        "用逗号分隔的维度；空白表示计划中的全部维度",
        synonyms=("variance dimensions", "分析维度"),
    ),
    "prepared_by": Setting(
        "Prepared by", "编制人", "text", "Named in the version", "写入定稿版本", synonyms=("编制",)
    ),
    "approved_by": Setting(
        "Approved by", "审批人", "text", "Named in the version", "写入定稿版本", synonyms=("审批",)
    ),
    "language": Setting(
        "Language",
        "语言",
        "choice",
        "Of sentences and lists; blank: as the headers",
        "提示和列表的语言；空白表示与表头一致",
        choices={
            "en": Choice("English", "英文", ("en", "english", "英语")),
            "zh": Choice("Chinese", "中文", ("zh", "chinese", "汉语", "简体中文")),
        },
    ),
}
