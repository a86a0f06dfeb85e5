"""Sentences of allocation: what cannot be split, and which amounts stand against each other."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "group_without_weight": Sentence(
        "The weights of group {group} add up to zero, so its total of {total} steps cannot be split; "
        "give at least one weight above zero.",
        "第{group}组的权重合计为零，其总额{total}个步长无法分解；请至少填写一个大于零的权重。",
    ),
}
