"""Sentences of the cell functions: why a formula gives an error value."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "adds_up_to_zero": Sentence(
        "The numbers in {argument} add up to zero, so there is nothing to split by; enter at least one above zero.",
        "{argument}合计为零，无法分解；请至少填写一个大于零的数。",
    ),
    "zero_base": Sentence(
        "{argument} is zero{place}, so there is nothing to divide by.",
        "{argument}{place}为零，无法相除。",
    ),
    "negative": Sentence(
        "{argument} is {value}{place}; it must be zero or more.",
        "{argument}{place}为{value}，须大于或等于零。",
    ),
    "not_positive": Sentence(
        "{argument} is {value}{place}; it must be above zero.",
        "{argument}{place}为{value}，须大于零。",
    ),
    "out_of_range": Sentence(
        "{argument} is {value}{place}; it must lie between {low} and {high}.",
        "{argument}{place}为{value}，须在{low}与{high}之间。",
    ),
    "not_inside": Sentence(
        "{argument} is {value}{place}; it must be above {low} and below {high}.",
        "{argument}{place}为{value}，须大于{low}且小于{high}。",
    ),
    "at_least": Sentence(
        "{argument} is {value}{place}; it must be {low} or more.",
        "{argument}{place}为{value}，须不小于{low}。",
    ),
    "lmdi_negative": Sentence(
        "{argument} is {value}{place}; lmdi works with logarithms and needs zero or more. Choose shapley instead.",
        "{argument}{place}为{value}；lmdi须取对数，不能为负；请改用shapley。",
    ),
    "nothing_open": Sentence(
        "Every period has an actual, so none is left to bring the remaining {left}; leave a period blank.",
        "各期均已有实际，没有期间可以承担剩余的{left}；请至少留一期为空。",
    ),
    "off_grid": Sentence(
        "{argument} is {value}{place}, which is no multiple of the step {step}; "
        "round it or choose a smaller step.",
        "{argument}{place}为{value}，不是步长{step}的整数倍；请取整或改用更小的步长。",
    ),
    "too_large": Sentence(
        "{argument} comes to more than 9,007,199,254,740,991 steps{place}; choose a larger step.",
        "{argument}{place}超过9,007,199,254,740,991个步长；请改用更大的步长。",
    ),
    "not_finite": Sentence(
        "{argument} is not a finite number{place}; enter an ordinary number.",
        "{argument}{place}不是有限数；请填写普通数字。",
    ),
    "not_a_number": Sentence(
        "{argument} holds {value}{place} where a number is needed; enter a number.",
        "{argument}{place}为{value}，此处须为数字；请填写数字。",
    ),
    "not_a_step": Sentence(
        "The step is {value}; it must be a number above zero with at most 15 decimals.",
        "步长为{value}，须为大于零、至多15位小数的数。",
    ),
    "not_a_word": Sentence(
        "{argument} is {value}; choose one of: {choices}.",
        "{argument}为{value}；可选：{choices}。",
    ),
    "not_whole": Sentence(
        "{argument} is {value}{place}; it must be a whole number.",
        "{argument}{place}为{value}，须为整数。",
    ),
    "not_a_period": Sentence(
        "{argument} is {value}{place}; write a period as 2027-03, 2027Q1, 2027H1 or 2027.",
        "{argument}{place}为{value}；期间请写作2027-03、2027Q1、2027H1或2027。",
    ),
    "blank_cell": Sentence(
        "{argument} is blank{place}; enter a number there.",
        "{argument}{place}为空；请填写数字。",
    ),
    "missing_argument": Sentence(
        "{argument} is missing; give a cell or a number for it.",
        "缺少{argument}；请给出单元格或数字。",
    ),
    "too_many_arguments": Sentence(
        "{name} takes at most {most} arguments, but {given} were given; take some away.",
        "{name}最多{most}个参数，但给了{given}个；请删去多余的。",
    ),
    "nothing_known": Sentence(
        "{argument} is blank throughout{place}; enter at least one number.",
        "{argument}{place}全部为空；请至少填写一个数字。",
    ),
    "empty_range": Sentence(
        "{argument} holds no number; choose a range that does.",
        "{argument}中没有数字；请选择有数字的区域。",
    ),
    "not_one_cell": Sentence(
        "{argument} is a range of {rows} rows and {columns} columns where one cell is needed.",
        "{argument}为{rows}行{columns}列的区域，此处只能是一个单元格。",
    ),
    "not_a_line": Sentence(
        "{argument} has {rows} rows and {columns} columns; choose a single row or a single column.",
        "{argument}有{rows}行{columns}列；请选择单行或单列。",
    ),
    "lengths_differ": Sentence(
        "{argument} has {n} entries but {other} has {m}; choose ranges of the same length.",
        "{argument}有{n}个，而{other}有{m}个；请选择相同长度的区域。",
    ),
    "shapes_differ": Sentence(
        "{argument} has {rows} rows and {columns} columns but {other} has {other_rows} and {other_columns}; "
        "choose ranges of the same shape.",
        "{argument}为{rows}行{columns}列，而{other}为{other_rows}行{other_columns}列；请选择相同形状的区域。",
    ),
    "no_such_function": Sentence(
        "There is no function {name}. Nearest: {nearest}.",
        "没有函数{name}。最接近的是：{nearest}。",
    ),
    "error_passed": Sentence(
        "An input cell holds {value}; mend that cell first.",
        "输入单元格中有{value}；请先修正该单元格。",
    ),
    "not_a_call": Sentence(
        'A call is one line such as {{"name": "ATTAINMENT", "args": [75, 100]}}; this line is none.',
        '每行应为一个调用，如{{"name": "ATTAINMENT", "args": [75, 100]}}；此行不是。',
    ),
    "not_a_rectangle": Sentence(
        "A range is a list of rows of the same length, each a list of cells; this argument is none.",
        "区域须为等长行的列表，每行为单元格的列表；此参数不是。",
    ),
    "internal": Sentence(
        "The calculation failed unexpectedly; the details are in the log.",
        "计算意外失败；详情见日志。",
    ),
}
