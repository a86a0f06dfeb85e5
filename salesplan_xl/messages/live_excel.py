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
