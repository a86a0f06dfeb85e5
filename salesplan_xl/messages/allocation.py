"""Sentences of allocation: what cannot be split, and which amounts stand against each other."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "group_without_weight": Sentence(
        "The weights of group {group} add up to zero, so its total of {total} steps cannot be split; "
        "give at least one weight above zero.",
        "第{group}组的权重合计为零，其总额{total}个步长无法分解；请至少填写一个大于零的权重。",
    ),
    "nothing_to_split_by": Sentence(
        "The weights add up to zero, so {total} cannot be split; give at least one weight above zero.",
        "权重合计为零，{total}无法分解；请至少填写一个大于零的权重。",
    ),
    "share_floor_above_cap": Sentence(
        "The floor {floor} is above the cap {cap}{place}; lower the floor or raise the cap.",
        "下限{place}为{floor}，高于上限{cap}；请降低下限或提高上限。",
    ),
    "cap_of_other_sign": Sentence(
        "The cap is {cap}{place}, but no share of {total} can be below zero; raise the cap.",
        "上限{place}为{cap}，而{total}的份额不会小于零；请提高上限。",
    ),
    "floor_of_other_sign": Sentence(
        "The floor is {floor}{place}, but no share of {total} can be above zero; lower the floor.",
        "下限{place}为{floor}，而{total}的份额不会大于零；请降低下限。",
    ),
    "floors_above_total": Sentence(
        "The floors add up to {bounds}, more than the {total} to be split; lower floors or raise the total.",
        "下限合计{bounds}，超过待分解的{total}；请降低下限或提高总额。",
    ),
    "caps_below_total": Sentence(
        "With these caps at most {bounds} can be given to the cells that have a weight, "
        "less than the {total} to be split; raise caps or lower the total.",
        "按上限，有权重的单元最多可分{bounds}，不足待分解的{total}；请提高上限或降低总额。",
    ),
    "caps_below_negative_total": Sentence(
        "The caps add up to {bounds}, below the {total} to be split; raise caps or lower the total.",
        "上限合计{bounds}，低于待分解的{total}；请提高上限或降低总额。",
    ),
    "floors_above_negative_total": Sentence(
        "With these floors the cells that have a weight can take no less than {bounds}, "
        "above the {total} to be split; lower floors or raise the total.",
        "按下限，有权重的单元最低为{bounds}，高于待分解的{total}；请降低下限或提高总额。",
    ),
    "held_beyond_total": Sentence(
        "The held amounts add up to {held}, beyond the total of {total}, and leave {left} for the others; "
        "release a held cell or change the total.",
        "锁定值合计{held}，超出总额{total}，其余单元只剩{left}；请解除部分锁定或调整总额。",
    ),
    "held_short_of_total": Sentence(
        "Every cell is held; the held amounts add up to {held}, not to the total of {total}; "
        "release a cell or change the total.",
        "所有单元均已锁定，锁定值合计{held}，与总额{total}不符；请解除部分锁定或调整总额。",
    ),
    "held_below_floor": Sentence(
        "The held amount {held} is below the floor {floor}{place}; change one of them.",
        "锁定值{place}为{held}，低于下限{floor}；请修改其中之一。",
    ),
    "held_above_cap": Sentence(
        "The held amount {held} is above the cap {cap}{place}; change one of them.",
        "锁定值{place}为{held}，高于上限{cap}；请修改其中之一。",
    ),
    "growth_too_low": Sentence(
        "The growth is {value}; it must be -1 or more, where -1 leaves nothing after the first cell.",
        "增长率为{value}，须不小于-1（-1表示首个单元之后全为零）。",
    ),
    "current_cancels_out": Sentence(
        "The {argument} of the free cells add up to zero although some are not zero, so {total} cannot be "
        "spread in proportion; use the mode equal, or give a reference.",
        "未锁定单元的{argument}正负相抵为零，{total}无法按比例分摊；请改用equal方式或给出参照。",
    ),
}
