"""Sentences of workbook files: why one is not opened or not written, and what to do."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "file_missing": Sentence(
        "There is no file {file}; check the name and the folder.",
        "找不到文件{file}；请检查文件名和文件夹。",
    ),
    "file_is_a_folder": Sentence(
        "{file} is a folder; give the name of a workbook.",
        "{file}是文件夹；请给出工作簿的文件名。",
    ),
    "file_unreadable": Sentence(
        "{file} may not be read; ask its owner for permission or copy it to a folder of your own.",
        "没有读取{file}的权限；请向文件所有者申请，或复制到自己的文件夹。",
    ),
    "file_empty": Sentence(
        "{file} is empty; copy it again from where it came.",
        "{file}是空文件；请从来源处重新复制。",
    ),
    "file_is_markup": Sentence(
        "{file} is a web page or XML text named like a workbook; open it in Excel and save it as .xlsx.",
        "{file}实际是网页或XML文本；请在Excel中打开并另存为.xlsx。",
    ),
    "file_no_zip": Sentence(
        "{file} is no .xlsx archive: it is probably encrypted by a company's protection software, or damaged. "
        "If Excel opens it, save an unprotected copy there and use that.",
        "{file}不是.xlsx文件：很可能被公司的加密软件加密，或者已损坏。"
        "如果Excel能打开它，请另存一份未加密的副本再使用。",
    ),
    "file_encrypted": Sentence(
        "{file} is protected by a password for opening; remove it in Excel (File, Info, Protect Workbook, "
        "Encrypt with Password) and save.",
        "{file}设置了打开密码；请在Excel中取消（文件、信息、保护工作簿、用密码进行加密）并保存。",
    ),
    "file_old_xls": Sentence(
        "{file} is a workbook in the old .xls form; open it in Excel and save it as .xlsx.",
        "{file}是旧的.xls格式；请在Excel中打开并另存为.xlsx。",
    ),
    "file_binary": Sentence(
        "{file} is a binary workbook (.xlsb); open it in Excel and save it as .xlsx.",
        "{file}是二进制工作簿（.xlsb）；请在Excel中打开并另存为.xlsx。",
    ),
    "file_no_workbook": Sentence(
        "{file} holds no workbook; choose an .xlsx or .xlsm file.",
        "{file}中没有工作簿；请选择.xlsx或.xlsm文件。",
    ),
    "file_damaged": Sentence(
        "{file} is damaged or was not copied whole; copy it again, or let Excel repair and save it.",
        "{file}已损坏或复制不完整；请重新复制，或用Excel修复后保存。",
    ),
    "part_damaged": Sentence(
        "{file} is damaged in its part {part}; copy it again, or let Excel repair and save it.",
        "{file}的{part}部分已损坏；请重新复制，或用Excel修复后保存。",
    ),
    "part_twice": Sentence(
        "{file} holds its part {part} twice and is not opened for safety; "
        "ask the sender for a copy saved by Excel.",
        "{file}中{part}出现两次，出于安全不予打开；请发件人用Excel重新保存后再发。",
    ),
    "part_outside": Sentence(
        "{file} holds a part named {part} that points outside the file and is not opened for safety; "
        "ask the sender for a copy saved by Excel.",
        "{file}中名为{part}的部分指向文件之外，出于安全不予打开；请发件人用Excel重新保存后再发。",
    ),
    "part_encrypted": Sentence(
        "{file} is an archive whose part {part} is encrypted; save it in Excel without a password.",
        "{file}的{part}部分已加密；请在Excel中不设密码保存。",
    ),
    "part_encoding": Sentence(
        "{file} spells its part {part} in an unusual encoding and is not opened for safety; "
        "open it in Excel and save it.",
        "{file}的{part}部分使用了异常编码，出于安全不予打开；请在Excel中打开并重新保存。",
    ),
    "part_with_doctype": Sentence(
        "{file} declares a document type in its part {part}, as no workbook does, and is not opened "
        "for safety; ask the sender for a copy saved by Excel.",
        "{file}的{part}部分含有文档类型声明（正常工作簿没有），出于安全不予打开；"
        "请发件人用Excel重新保存后再发。",
    ),
    "too_many_parts": Sentence(
        "{file} holds {count} parts, more than {most}, and is not opened for safety; "
        "ask the sender for a smaller workbook.",
        "{file}含有{count}个部分，超过{most}个，出于安全不予打开；请发件人提供较小的工作簿。",
    ),
    "inflates_too_much": Sentence(
        "{file} unpacks to an unreasonable size in its part {part} and is not opened for safety; "
        "ask the sender for a copy saved by Excel.",
        "{file}的{part}部分解压后异常庞大，出于安全不予打开；请发件人用Excel重新保存后再发。",
    ),
    "too_large_to_write": Sentence(
        "{file} would become larger than 4 GB; split the data over several workbooks.",
        "{file}将超过4GB；请把数据分到几个工作簿。",
    ),
    "part_missing": Sentence(
        "{file} lacks its part {part}; let Excel repair and save it.",
        "{file}缺少{part}部分；请用Excel修复后保存。",
    ),
    "file_open_elsewhere": Sentence(
        "{file} is open in another program; close it there and try again. "
        "If it is not open anywhere, delete the file {lock} beside it.",
        "{file}正在其他程序中打开；请先关闭再试。如果并未打开，请删除同一文件夹中的{lock}。",
    ),
    "file_read_only": Sentence(
        "{file} is read-only; take that mark away or write to another file.",
        "{file}是只读文件；请取消只读属性，或写入另一个文件。",
    ),
    "folder_read_only": Sentence(
        "The folder {folder} cannot be written to; choose a folder of your own.",
        "文件夹{folder}无法写入；请选择自己的文件夹。",
    ),
    "folder_missing": Sentence(
        "There is no folder {folder}; make it or choose another.",
        "找不到文件夹{folder}；请先建立或另选。",
    ),
    "disk_full": Sentence(
        "The disk is full, so {file} was not written and is unchanged; free some space and try again.",
        "磁盘已满，{file}未写入，内容不变；请清理空间后重试。",
    ),
    "file_not_written": Sentence(
        "{file} could not be written ({cause}) and is unchanged; try again or write to another file.",
        "{file}无法写入（{cause}），内容不变；请重试或写入另一个文件。",
    ),
    "file_changed_meanwhile": Sentence(
        "{file} was changed by another program while it was being worked on and was left as it is; "
        "run the command again.",
        "处理期间{file}被其他程序修改，已保持原样；请重新运行命令。",
    ),
    "no_such_table": Sentence(
        "There is no table {table} in this workbook. Tables found: {found}.",
        "工作簿中没有表{table}。现有表：{found}。",
    ),
    "no_such_sheet": Sentence(
        "There is no sheet {sheet} in this workbook. Sheets found: {found}.",
        "工作簿中没有工作表{sheet}。现有工作表：{found}。",
    ),
    "no_such_name": Sentence(
        "{name} is neither a defined name nor a cell; write a cell as Sheet1!B2 or 'My sheet'!B2. "
        "Nearest name: {nearest}.",
        "{name}既不是已定义的名称，也不是单元格；单元格请写作Sheet1!B2或'My sheet'!B2。"
        "最接近的名称：{nearest}。",
    ),
    "name_not_one_cell": Sentence(
        "The name {name} stands for {refers}, which is not one cell; choose a name of a single cell.",
        "名称{name}指向{refers}，不是单个单元格；请选择单个单元格的名称。",
    ),
    "row_width": Sentence(
        "Row {row} for table {table} has {given} values, but the table has {needed} columns.",
        "表{table}第{row}行有{given}个值，而该表有{needed}列。",
    ),
    "text_too_long": Sentence(
        "A text for {place} has {count} characters; a cell holds at most 32,767. Shorten it.",
        "{place}的文字有{count}个字符，单元格最多32,767个；请缩短。",
    ),
    "table_too_long": Sentence(
        "Table {table} would end in row {row}, beyond Excel's last row 1,048,576; split the data.",
        "表{table}将到第{row}行，超过Excel的最后一行1,048,576；请拆分数据。",
    ),
    "no_room_below": Sentence(
        "Table {table} needs {needed} more rows, but {cell} on sheet {sheet} below it is in use; "
        "move what is there or move the table to a sheet of its own.",
        "表{table}还需要{needed}行，但工作表{sheet}中其下方的{cell}已被占用；请移走该内容，或把表移到单独的工作表。",
    ),
    "note_signed": Sentence(
        "{file} carries a digital signature, which no longer holds once the file is changed; sign it again.",
        "{file}带有数字签名，修改后签名失效；请重新签名。",
    ),
    "note_array_dissolved": Sentence(
        "Part of the array formula in {range} on sheet {sheet} was overwritten; "
        "its other cells keep their last values.",
        "工作表{sheet}中{range}的数组公式被部分覆盖；其余单元格保留最后的值。",
    ),
    "formula_only_excel": Sentence(
        "The formula {formula} was taken away in Excel and only Excel can put it back; open the workbook there "
        "and press Thaw.",
        "公式{formula}是在Excel里转成数值的，只有Excel能恢复；请在Excel中打开该工作簿并点“恢复公式”。",
    ),
    "formula_no_place": Sentence(
        "The formula {formula} cannot be placed in {place}; enter it by hand.",
        "公式{formula}无法写入{place}；请手工输入。",
    ),
    "formula_no_column": Sentence(
        "The table column {column} on sheet {sheet} is no longer there; give it its former name, or enter the "
        "formula by hand.",
        "工作表{sheet}上的表列{column}已不存在；请改回原来的列名，或手工输入公式。",
    ),
}
