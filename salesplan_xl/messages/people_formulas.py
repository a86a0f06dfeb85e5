"""Sentences of the functions on people, channels, stock, funnels and risk."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "table_columns": Sentence(
        "{argument} has {columns} columns; it must have {expected}.",
        "{argument}有{columns}列，须为{expected}列。",
    ),
    "not_ascending": Sentence(
        "{argument} does not rise{place}; list it from the lowest to the highest, none twice.",
        "{argument}{place}没有递增；请由低到高填写，不得重复。",
    ),
    "too_few_numbers": Sentence(
        "{argument} holds {count} numbers; at least {least} are needed.",
        "{argument}只有{count}个数；至少需要{least}个。",
    ),
    "all_the_same": Sentence(
        "{argument} is the same everywhere, so nothing can go along with it; compare members that differ.",
        "{argument}各处相同，无从比较；请选择有差异的成员。",
    ),
    "share_below_zero": Sentence(
        "The quota of {argument} comes to {value}{place}, below zero; "
        "raise the total or lower the spread of that member.",
        "{argument}{place}的任务为{value}，低于零；请提高总额或降低该成员的波动。",
    ),
    "no_capacity": Sentence(
        "{argument} brings nothing{place}, so no number of people is enough.",
        "{argument}{place}没有产出，多少人都不够。",
    ),
    "lasts_longer": Sentence(
        "The stock outlasts the {periods} periods given; add later periods of sell-out.",
        "库存可用时间超过所给的{periods}期；请补充后续各期的动销数。",
    ),
    "later_stage_larger": Sentence(
        "Stage {stage} counts more than the stage before it; count the same group from stage to stage.",
        "第{stage}阶段的数量多于上一阶段；请按同一批客户逐阶段计数。",
    ),
    "one_rate_a_step": Sentence(
        "benchmark has {n} rates for {steps} steps between stages; give one rate for each step.",
        "标杆转化率有{n}个，而阶段之间有{steps}步；请每步给出一个。",
    ),
    "contact_classes": Sentence(
        "counts has {n} classes, but contacts per year are given for {m}; give one number for each class.",
        "客户类别有{n}个，而每年联系次数有{m}个；请每类给出一个次数。",
    ),
    "not_in_order": Sentence(
        "{argument} is {value}{place}; it must be at least {low}, the figure before it.",
        "{argument}{place}为{value}；须不小于前一个数{low}。",
    ),
    "unlike_length": Sentence(
        "{argument} has {n} entries but {other} has {m}; give one for all or one for each.",
        "{argument}有{n}个，而{other}有{m}个；请给一个通用值或逐个给出。",
    ),
    "same_start": Sentence(
        "No product in {argument} is known beyond month {month}; add one that has been on sale longer.",
        "{argument}中没有产品的数据超过第{month}个月；请补充上市时间更长的产品。",
    ),
}
