"""Sentences of forecasts and calendars: too short a history, a month that is none."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "history_too_short": Sentence(
        "{argument} has {n} values; at least {least} are needed, so give a longer history.",
        "{argument}只有{n}个数值，至少需要{least}个；请给出更长的历史。",
    ),
    "no_spread": Sentence(
        "{argument} lies on the forecast line without any deviation, so a distance has no measure.",
        "{argument}与预测线完全吻合，没有偏差可作尺度，无法衡量距离。",
    ),
    "ahead_beyond": Sentence(
        "ahead is {value}; forecast from 1 to {most} periods.",
        "ahead为{value}；请预测1至{most}期。",
    ),
    "not_one_month": Sentence(
        "{value} is no single month; write it as 2027-03.",
        "{value}不是单个月份；请写作2027-03。",
    ),
    "weeks_of_month": Sentence(
        "closed has {n} entries but the month has {m} weeks, Monday to Sunday; give one entry a week.",
        "closed有{n}个，而该月跨{m}周（周一至周日）；请每周给一个数。",
    ),
    "no_selling_day": Sentence(
        "No selling day is left in {month}, so {total} cannot be split; lower closed.",
        "{month}没有可销售的日子，{total}无法分配；请减少停售天数。",
    ),
    "more_closed_than_days": Sentence(
        "closed is {value}{place}, but that week has {days} selling days in the month.",
        "closed{place}为{value}，而该周在本月只有{days}个销售日。",
    ),
    "no_quarters": Sentence(
        "There are {n} totals; a week pattern runs over quarters of three, so give 3, 6, 9 or 12.",
        "合计有{n}个；周历按每季三期循环，请给出3、6、9或12个。",
    ),
}
