"""Sentences of the two-way table: which totals, rows and columns stand against each other."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "margins_disagree": Sentence(
        "The row totals add up to {rows} but the column totals to {columns}; make both sums the same.",
        "行合计之和为{rows}，列合计之和为{columns}；请使两者一致。",
    ),
    "margin_length": Sentence(
        "{argument} has {n} entries but the seed has {m} {lines}; choose ranges that belong together.",
        "{argument}有{n}个，而种子表有{m}{lines}；请选择相配的区域。",
    ),
    "margins_of_both_signs": Sentence(
        "{argument} is {value}{place} while the whole table adds up to {total}; "
        "totals must be all zero or more, or all zero or less.",
        "{argument}{place}为{value}，而全表合计为{total}；各合计须同为零或正数，或同为零或负数。",
    ),
    "line_without_seed": Sentence(
        "{lines} must add up to {needed} more than is held, but all its free seed cells are zero; "
        "give one of them a seed above zero or change the total.",
        "{lines}除锁定值外还须合计{needed}，但其未锁定的种子均为零；请至少填写一个大于零的种子或调整合计。",
    ),
    "lines_get_too_little": Sentence(
        "{lines} must add up to {needed}, but {others} can give at most {possible}, "
        "by the zeros of the seed, held cells, floors, caps and other totals; change one of these.",
        "{lines}共需{needed}，但受种子为零、锁定、下限、上限及其他合计所限，{others}最多只能提供{possible}；"
        "请调整其中之一。",
    ),
    "lines_get_too_much": Sentence(
        "{lines} must add up to {needed}, but the held cells and floors there come to {possible}; "
        "release or lower some, or raise the total.",
        "{lines}须合计{needed}，但其锁定值与下限之和已达{possible}；请解除部分锁定、降低下限或提高合计。",
    ),
}
