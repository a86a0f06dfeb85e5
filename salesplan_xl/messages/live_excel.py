"""Sentences of a workbook that is open in Excel: what stops reading and writing there."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "live_sheet_protected": Sentence(
        "The sheet {sheet} is protected with a password; take the protection off (Review, Unprotect Sheet) "
        "and start again. Nothing was written to it.",
        "工作表{sheet}设有保护密码，未写入任何内容；请先取消保护（审阅－撤消工作表保护），然后重试。",
    ),
    "live_filter": Sentence(
        "Column {column} of the table {table} on sheet {sheet} is filtered by icon or by single dates, which "
        "could not be put back; clear that filter and start again.",
        "工作表{sheet}中表{table}的“{column}”列按图标或按日期勾选进行了筛选，筛选条件无法还原；请先清除该筛选，然后重试。",
    ),
    "live_formulas_mac": Sentence(
        "Excel for Mac does not say how far a formula reaches; save {workbook} and run salesplan freeze or "
        "salesplan thaw on the file, or use Excel for Windows.",
        "Mac版Excel无法得知公式占用的区域；请保存{workbook}后对文件运行salesplan freeze或salesplan thaw，或改用Windows版Excel。",
    ),
    "live_array_too_long": Sentence(
        "The formula in {place} was entered over a range and is longer than the {most} characters that Excel "
        "takes there; save, close and run salesplan thaw on the file.",
        "{place}的数组公式超过Excel允许写入的{most}个字符；请保存并关闭后，对文件运行salesplan thaw。",
    ),
    "live_structure_protected": Sentence(
        "The structure of {workbook} is protected, so that no sheet can be added; take the protection off "
        "(Review, Protect Workbook) and start again.",
        "工作簿{workbook}的结构受保护，无法添加工作表；请先取消保护（审阅－保护工作簿），然后重试。",
    ),
    "live_no_excel": Sentence("Excel is not running; start it first.", "Excel没有运行；请先启动Excel。"),
    "live_never_saved": Sentence(
        "The workbook {workbook} was never saved; save it once under a name of your choice and start again.",
        "工作簿{workbook}尚未保存过；请先另存为一个文件，然后重试。",
    ),
    "live_read_only": Sentence(
        "The workbook {workbook} is open for reading only; save it under another name, or close it elsewhere "
        "and open it again.",
        "工作簿{workbook}以只读方式打开；请另存为其他文件名，或在别处关闭后重新打开。",
    ),
}
