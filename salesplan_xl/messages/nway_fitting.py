"""Sentences of fitting a table with several dimensions to its margins: which totals stand against each other."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "nway_shape": Sentence(
        "The totals by {margin} have shape {found} but the table has {expected}; give one total per member.",
        "按{margin}的合计形状为{found}，而表为{expected}；请为每个成员给出一个合计。",
    ),
    "nway_negative": Sentence(
        "{what} is {value}{place}; it must be zero or more.",
        "{what}{place}为{value}，须大于或等于零。",
    ),
    "nway_totals_disagree": Sentence(
        "The totals by {margin} come to {one} but those by {other} to {two}{place}; make both the same.",
        "按{margin}的合计{place}为{one}，而按{other}的合计为{two}；请使两者一致。",
    ),
    "nway_no_basis": Sentence(
        "{margin}{place} must come to {total}, but all its free cells are zero in the seed; "
        "give one of them a seed above zero or change the total.",
        "{margin}{place}须合计{total}，但其未锁定的种子均为零；请至少填写一个大于零的种子或调整合计。",
    ),
    "nway_held_beyond": Sentence(
        "{margin}{place} must come to {total}, but the amounts held there come to {held}; "
        "release some or raise the total.",
        "{margin}{place}须合计{total}，但其锁定值已达{held}；请解除部分锁定或提高合计。",
    ),
    "nway_floor_above_cap": Sentence(
        "The floor {floor} is above the cap {cap}{place}; lower the floor or raise the cap.",
        "下限{place}为{floor}，高于上限{cap}；请降低下限或提高上限。",
    ),
    "nway_impossible": Sentence(
        "No table has all these totals with the zeros of the seed, held amounts and bounds: {margin}{place} "
        "would have to be {possible} instead of {total}{more}; change a total, or free some cells.",
        "受种子为零、锁定值及上下限所限，没有表能满足全部合计：{margin}{place}须由{total}改为{possible}{more}；"
        "请调整合计或放开部分单元。",
    ),
    "nway_not_close": Sentence(
        "The totals could not be met after {sweeps} rounds: {margin}{place} comes to {found} instead of {total}; "
        "the zeros of the seed, held amounts and bounds probably stand against it.",
        "经{sweeps}轮仍无法满足合计：{margin}{place}为{found}，而应为{total}；"
        "可能受种子为零、锁定值或上下限所限。",
    ),
}
