"""Sentences of Freeze and Thaw: formulas turned into values, and brought back."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "freeze_nothing": Sentence(
        "No cell holds a SalesPlan formula; nothing was changed.",
        "没有单元格含销售计划的公式，未作更改。",
    ),
    "freeze_done": Sentence(
        "Turned {count} formulas into their values on {sheets}; Thaw brings them back.",
        "已把{sheets}上的{count}个公式转成数值；可用“恢复公式”还原。",
    ),
    "freeze_forgot": Sentence(
        "Turned {count} formulas into their values on {sheets} for good: no record of them is kept.",
        "已把{sheets}上的{count}个公式转成数值，未保留记录，无法还原。",
    ),
    "freeze_maybe_old": Sentence(
        "{count} of the values may be out of date: the file was changed since Excel last calculated it. "
        "To be sure, thaw, open the file in Excel, save it, and freeze again.",
        "其中{count}个数值可能不是最新：文件在Excel上次计算之后改动过。如需确认，请恢复公式，用Excel打开并保存，然后重新转换。",
    ),
    "freeze_renewed": Sentence(
        "{count} values were worked out anew, since the file held none or older ones: {cells}.",
        "有{count}个数值在文件中缺失或已过时，已重新计算：{cells}。",
    ),
    "freeze_no_value": Sentence(
        "The formula {formula} has no value yet, since no spreadsheet program has calculated it; open the file "
        "in Excel, save it, and freeze again.",
        "公式{formula}还没有计算过，没有数值；请用Excel打开并保存，然后重新转换。",
    ),
    "freeze_unreadable": Sentence(
        "The record of the formulas frozen before is damaged; keep a copy of the file and freeze with --forget.",
        "以前转换公式的记录已损坏；请先备份文件，再用--forget转换。",
    ),
    "thaw_nothing": Sentence(
        "No formulas are kept to bring back: none was frozen since the plan was finalised or sent.",
        "没有可恢复的公式：定稿或下发之后没有转换过公式。",
    ),
    "thaw_unreadable": Sentence(
        "The record of the frozen formulas is damaged; nothing was changed. Use an earlier copy of the file.",
        "转换公式的记录已损坏，未作任何更改；请改用文件的早期副本。",
    ),
    "thaw_edited": Sentence(
        "{cell} on {sheet} was edited since {formula} was turned into a value; put the value back as it was, or "
        "thaw with --keep-edited to leave edited cells as they are.",
        "{sheet}的{cell}在公式{formula}转成数值之后被改过；请还原该值，或用--keep-edited保留改过的单元格、只恢复其余公式。",
    ),
    "thaw_sheet_gone": Sentence(
        "The sheet {sheet} with the frozen formula in {cell} is gone or was renamed; give it its former name, or "
        "thaw with --keep-edited to leave it out.",
        "含有{cell}公式的工作表{sheet}已删除或改名；请改回原名，或用--keep-edited跳过。",
    ),
    "thaw_column_changed": Sentence(
        "The table column {column} on {sheet} was filled by a formula and is gone, renamed or edited since; put "
        "it back as it was, or thaw with --keep-edited to leave it as it is.",
        "{sheet}上由公式填充的表列{column}已删除、改名或被改过；请先还原，或用--keep-edited保持现状。",
    ),
    "thaw_done": Sentence(
        "Brought back {count} formulas on {sheets}.",
        "已恢复{sheets}上的{count}个公式。",
    ),
    "thaw_left": Sentence(
        "Left as they are, for they were edited since: {cells}.",
        "以下单元格之后改过，保持不变：{cells}。",
    ),
    "ribbon_thaw_keep": Sentence(
        "Leave the edited cells as they are and bring back the other formulas?",
        "是否保留改过的单元格，只恢复其余公式？",
    ),
    "undo_after_freeze": Sentence(
        "The last thing done was Freeze; Thaw brings the formulas back, then undo goes on.",
        "最近一次操作是“公式转数值”；请先用“恢复公式”还原，然后再撤销。",
    ),
    "version_formulas_dropped": Sentence(
        "The formulas that were turned into values are forgotten with the version: no copy carries the past.",
        "转成数值的公式记录已随定稿清除：副本不带历史。",
    ),
}
