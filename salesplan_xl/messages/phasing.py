"""Sentences of phasing: month shares, the moving New Year, and annual totals in months."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "no_lunar_new_year": Sentence(
        "The date of the Chinese New Year of {year} is not known here; choose a year from {first} to {last}.",
        "没有{year}年的春节日期；请选择{first}年至{last}年。",
    ),
    "no_window": Sentence(
        "A window from {before} days before to {after} days after the New Year holds no day or more than "
        "half a year; choose days so that it begins before it ends.",
        "春节前{before}天至春节后{after}天的窗口没有天数或超过半年；请使开始早于结束。",
    ),
    "no_complete_year": Sentence(
        "Every year of the history has a blank month; fill one year in, or use the method moving_average.",
        "历史数据中每年都有空白月份；请补齐至少一年，或改用moving_average方法。",
    ),
    "year_adds_up_to_zero": Sentence(
        "A year of the history adds up to zero, so its months have no shares; leave it out or use pooled.",
        "历史数据中有一年合计为零，无法计算占比；请去掉该年或改用pooled方法。",
    ),
    "no_trend": Sentence(
        "The average of the year around {argument}{place} is zero or negative, so there is no ratio to it; "
        "use the method pooled.",
        "{argument}{place}前后一年的平均值为零或负数，无法计算比率；请改用pooled方法。",
    ),
    "month_without_average": Sentence(
        "Month {month} never has a full year around it, so its index is unknown; give at least two full years.",
        "第{month}个月前后均没有完整的一年，无法计算季节指数；请至少给出两个完整年度。",
    ),
    "not_twelve": Sentence(
        "{argument} has {n} entries; give twelve, January to December.",
        "{argument}有{n}个；请给出1月至12月共12个。",
    ),
    "no_multiple": Sentence(
        "The pattern has {n} periods for {m} totals; give each total the same whole number of periods.",
        "指标序列有{n}期，而总额有{m}个；请使每个总额对应相同的整数期数。",
    ),
    "pattern_is_zero": Sentence(
        "The {argument} of the year{place} is zero throughout, so its total cannot be spread; "
        "enter at least one above zero.",
        "{place}年度的{argument}全为零，其总额无法分配；请至少填写一个大于零的数。",
    ),
}
