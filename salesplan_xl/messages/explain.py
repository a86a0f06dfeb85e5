"""Sentences of *Explain*."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "explain_cell": Sentence("{cell} uses {function}.", "{cell}使用函数{function}。"),
    "explain_inputs": Sentence("Inputs:", "输入："),
    "explain_range": Sentence(
        "{rows} × {columns} cells, {filled} filled, together {total}",
        "{rows}行×{columns}列，已填{filled}格，合计{total}",
    ),
    "explain_blank": Sentence("blank", "空白"),
    "explain_missing": Sentence("missing", "缺失"),
    "explain_none": Sentence("none", "无"),
    "explain_left_out": Sentence("{value} (left out)", "{value}（省略）"),
    "explain_expression": Sentence("worked out by Excel", "由Excel计算"),
    "explain_step": Sentence(
        "Rounding unit: every amount is a multiple of {step}, and the sum is exact.",
        "最小单位：每个金额均为{step}的整数倍，合计完全一致。",
    ),
    "explain_not_rounded": Sentence("Rounding unit: none; nothing is rounded.", "最小单位：无，不做取整。"),
    "explain_held": Sentence(
        "Held cells: {count}, together {total}; they do not move.",
        "锁定：{count}格，合计{total}，不参与调整。",
    ),
    "explain_nothing_held": Sentence("Held: nothing; every cell may move.", "锁定：无，各格均可调整。"),
    "explain_answer": Sentence("The function's answer here: {value}", "函数在此处的结果：{value}"),
    "explain_outside": Sentence(
        "The answer has {rows} × {columns} cells and does not reach this one; select fewer cells for the formula.",
        "结果只有{rows}行×{columns}列，未覆盖此单元格；请缩小公式所占的区域。",
    ),
    "explain_unknown": Sentence(
        "What {arguments} stands for is worked out by Excel; open the workbook there and press Explain for the "
        "answer.",
        "参数{arguments}须由Excel计算；请在Excel中打开工作簿，再点“解释单元格”查看结果。",
    ),
    "explain_no_function": Sentence(
        "{cell} holds none of SalesPlan's functions; select a cell with one, such as =DECOMPOSE(…).",
        "{cell}中没有SalesPlan的函数；请选择含有函数的单元格，如=DECOMPOSE(…)。",
    ),
    "explain_not_an_address": Sentence(
        "“{text}” is no cell; write it as Sheet1!B2 or 'My sheet'!B2.",
        "“{text}”不是单元格地址；请写成Sheet1!B2或'我的 表'!B2。",
    ),
    "explain_needs_excel": Sentence(
        "This works on the selected cell of a workbook that is open in Excel; open it there.",
        "此功能针对Excel中所选的单元格；请在Excel中打开工作簿。",
    ),
}
