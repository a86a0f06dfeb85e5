"""Sentences of the cell functions on customers, receivables, profit, prices and expenses."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "part_above_whole": Sentence(
        "{argument} is {value}{place}, more than {whole}, which is {most}; "
        "count both over the same group and the same period.",
        "{argument}{place}为{value}，大于{whole}的{most}；请按同一批对象、同一期间统计。",
    ),
    "value_without_end": Sentence(
        "Nobody leaves and nothing is discounted{place}, so the value has no end; give a number of periods.",
        "{place}客户不流失且不折现，价值没有上限；请给出期数。",
    ),
    "never_paid_back": Sentence(
        "The cost of {cost} is never earned back{place}: all margins together come to {reach}.",
        "{place}成本{cost}无法收回：全部毛利合计只有{reach}。",
    ),
    "too_few": Sentence(
        "{argument} has {n} entries; give at least {least}.",
        "{argument}只有{n}个；请至少给出{least}个。",
    ),
    "cohort_rises": Sentence(
        "{argument} rises to {value}{place}; follow one group of customers, which can only shrink.",
        "{argument}{place}升至{value}；请跟踪同一批客户，人数只会减少。",
    ),
    "nobody_left": Sentence(
        "{argument} never falls, so there is no loss to fit a curve to.",
        "{argument}始终没有减少，没有流失可供拟合。",
    ),
    "no_curve": Sentence(
        "{argument} shows no retention that rises with the years in the way this curve does, "
        "so the curve has no best fit; use one constant retention.",
        "{argument}的留存率没有这条曲线那样逐期上升，得不到最佳拟合；请改用固定的留存率。",
    ),
    "not_yes_or_no": Sentence(
        "{argument} is {value}{place}; enter 1 for yes, and 0 or a blank for no.",
        "{argument}{place}为{value}；是填1，否填0或留空。",
    ),
    "not_reached": Sentence(
        "Only {known} of the deals are estimated to be closed after the longest time given, "
        "so the time until {quantile} are closed is not known yet.",
        "到所给最长天数为止，估计只有{known}的商机已成交，达到{quantile}所需的天数尚不可知。",
    ),
    "pattern_above_one": Sentence(
        "{argument} adds up to {value}; no more than 1 of a sale can be collected.",
        "{argument}合计为{value}；一笔销售最多回款1（100%）。",
    ),
    "not_rising": Sentence(
        "{argument} is {value}{place}; each entry must be larger than the one before.",
        "{argument}{place}为{value}；须逐个递增。",
    ),
    "no_change": Sentence(
        "{argument} did not change{place}, so its effect cannot be measured.",
        "{argument}{place}没有变化，无法衡量其影响。",
    ),
    "above_one": Sentence(
        "{argument} is {value}{place}; it is a fraction and must be at most 1 (0.25 for 25 %).",
        "{argument}{place}为{value}；须为不大于1的小数（25%写作0.25）。",
    ),
}
