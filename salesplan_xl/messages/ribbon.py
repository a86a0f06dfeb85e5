"""Texts of the ribbon that belong to no declared action."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "addin_description": Sentence(
        "Sales planning: targets, quota, variance, and cell functions.",
        "销售计划：目标分解、差异分析和单元格函数。",
    ),
    "ribbon_tab": Sentence("Sales Plan", "销售计划"),
    "ribbon_plan": Sentence("Plan", "目标制定"),
    "ribbon_decompose": Sentence("Decompose", "目标分解"),
    "ribbon_track": Sentence("Track", "跟踪分析"),
    "ribbon_share": Sentence("Share", "下发回收"),
    "ribbon_help": Sentence("Help", "帮助"),
    "ribbon_new": Sentence("New", "新建"),
    "ribbon_tip_new": Sentence(
        "Make a workbook from a template and open it.", "由模板生成一个新工作簿并打开。"
    ),
    "ribbon_load": Sentence("Load", "导入数据"),
    "ribbon_tip_load": Sentence(
        "Fill a table of the plan from a CSV or Excel file; the columns found are remembered.",
        "从CSV或Excel文件填充计划中的表；识别出的列对应会被记住。",
    ),
    "ribbon_tip_load_table": Sentence(
        "Choose a file; its rows go into this table. Months already there are not replaced.",
        "选择文件，把其中的行写入该表；已有的月份不会被覆盖。",
    ),
    "ribbon_explain": Sentence("Explain", "解释单元格"),
    "ribbon_tip_explain": Sentence(
        "For the selected cell: the method, its inputs, the rounding unit, what is held, and what to do about an "
        "error.",
        "说明所选单元格的计算方法、输入、最小单位和锁定内容；出现错误值时说明如何处理。",
    ),
    "ribbon_log": Sentence("Log", "操作日志"),
    "ribbon_tip_log": Sentence(
        "What was done to this workbook, and the program's own log.", "本工作簿的操作记录，以及程序日志。"
    ),
    "ribbon_log_workbook": Sentence("Log of this workbook", "本工作簿的操作日志"),
    "ribbon_tip_log_workbook": Sentence("Go to the table of what was done.", "转到操作日志表。"),
    "ribbon_log_file": Sentence("Program log", "程序日志"),
    "ribbon_tip_log_file": Sentence(
        "Open the folder with the program's log; send it along when you report a fault.",
        "打开程序日志所在文件夹；反馈问题时请附上。",
    ),
    "ribbon_functions": Sentence("Functions", "函数说明"),
    "ribbon_tip_functions": Sentence(
        "Open the page that explains every cell function.", "打开全部函数的说明页。"
    ),
    "ribbon_language": Sentence("Language", "语言"),
    "ribbon_tip_language": Sentence("The language of this tab and its help.", "本选项卡及其帮助的语言。"),
    "ribbon_language_excel": Sentence("As Excel", "跟随Excel"),
    "ribbon_tip_language_excel": Sentence("Follow the language of Excel's menus.", "与Excel界面语言一致。"),
    "ribbon_language_en": Sentence("English", "English"),
    "ribbon_tip_language_en": Sentence("Always English.", "始终使用英文。"),
    "ribbon_language_zh": Sentence("中文", "中文"),
    "ribbon_tip_language_zh": Sentence("Always Chinese.", "始终使用中文。"),
    "ribbon_ask_amount": Sentence(
        "Amount in the currency's base unit; leave blank to take what stands in the selected cells.",
        "金额（元）；留空则取所选单元格中的数。",
    ),
    "ribbon_ask_reason": Sentence("Reason; may stay blank.", "原因；可留空。"),
    "ribbon_ask_note": Sentence("Note on this version; may stay blank.", "版本说明；可留空。"),
    "ribbon_ask_apply": Sentence(
        "Type yes to put the settled amounts into the quota; leave blank to compare only.",
        "输入“是”则把协商结果写入分解明细；留空则只作对比。",
    ),
    "ribbon_ask_output": Sentence("Folder for the files", "存放文件的文件夹"),
    "ribbon_ask_folder": Sentence("Folder with the returned files", "回收文件所在文件夹"),
    "ribbon_no_python": Sentence(
        "SalesPlan's own Python does not start. Close Excel, run the installer again (python setup_addin.py "
        "install; setup_addin.py status says what is wrong), then open Excel.",
        "SalesPlan所用的Python无法启动。请关闭Excel，重新运行安装（python setup_addin.py install；"
        "可用setup_addin.py status查看原因），然后再打开Excel。",
    ),
    "ribbon_internal": Sentence(
        "Something went wrong in SalesPlan itself; the table being written may be incomplete, so check it or "
        "close without saving. The program log in {folder} has the details: send it along with your report.",
        "SalesPlan程序内部出错，正在写入的表可能不完整，请检查，或不保存而关闭。详情见{folder}中的程序日志，反馈问题时请附上。",
    ),
    "ribbon_no_workbook": Sentence(
        "No workbook is open; open the plan, or make one with New.",
        "没有打开的工作簿；请先打开计划，或点“新建”。",
    ),
    "ribbon_not_an_amount": Sentence(
        "“{value}” is no amount; enter a number.", "“{value}”不是金额；请输入数字。"
    ),
    "ribbon_problems_listed": Sentence(
        "All of them stand on the sheet {sheet}, each with a link to its cell.",
        "全部问题已列在工作表“{sheet}”上，点单元格地址可直接跳转。",
    ),
    "ribbon_take_over": Sentence(
        "Take the tables of {name} over into the new workbook?", "是否把{name}中的各表带入新工作簿？"
    ),
    "ribbon_taken_over": Sentence(
        "{count} tables ({rows} rows) of {name} were taken over.", "已带入{name}的{count}张表，共{rows}行。"
    ),
    "ribbon_written": Sentence("Written (rows): {tables}.", "已写入（行数）：{tables}。"),
    "ribbon_attention": Sentence("Please look at:", "请留意："),
    "ribbon_replace": Sentence("Replace what is there?", "是否用新数据覆盖？"),
    "ribbon_write": Sentence("Write this?", "是否写入？"),
    "ribbon_not_written": Sentence("Nothing was written.", "未写入任何内容。"),
    "ribbon_no_log": Sentence(
        "This workbook has no log table (tblLog); actions are noted only where there is one.",
        "本工作簿没有操作日志表（tblLog）；只有含该表的工作簿才记录操作。",
    ),
}
