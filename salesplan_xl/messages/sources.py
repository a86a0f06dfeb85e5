"""Sentences of loading: what is wrong in an outside file, or what it leaves open, and what to do."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "source_missing": Sentence("There is no file {file}; check the path.", "找不到文件{file}；请检查路径。"),
    "source_is_a_folder": Sentence(
        "{file} is a folder; name a file in it.", "{file}是文件夹；请指定其中的文件。"
    ),
    "source_locked": Sentence(
        "{file} cannot be read: another program has it open or its access is restricted. Close it there, or "
        "save a copy, and load again.",
        "无法读取{file}：可能正被其他程序打开，或没有访问权限。请关闭后或另存副本再导入。",
    ),
    "source_empty": Sentence("{file} is empty; export it again.", "{file}是空文件；请重新导出。"),
    "source_no_text": Sentence(
        "{file} is neither a text file nor a workbook that can be read. If Excel opens it, company protection "
        "software has probably encrypted it: save it from Excel as an unprotected .xlsx or .csv.",
        "{file}既不是文本文件，也不是可读取的工作簿。如果Excel能打开，多半是被公司加密软件加密；"
        "请在Excel中另存为未加密的.xlsx或.csv。",
    ),
    "source_encoding_unknown": Sentence(
        "{file} is not written in UTF-8, GBK/GB18030 or UTF-16; name its encoding with --encoding, for example "
        "--encoding cp1252, or save it as UTF-8.",
        "{file}的编码不是UTF-8、GBK/GB18030或UTF-16；请用--encoding指定（例如--encoding big5），或另存为UTF-8。",
    ),
    "source_encoding_unclear": Sentence(
        "The encoding of {file} cannot be told from its bytes: they look like Western text of one byte a "
        "letter. Name it with --encoding (cp1252 for Western Europe, gb18030 for Chinese).",
        "无法判断{file}的编码：看起来像单字节的西文文本。请用--encoding指定（西欧文字用cp1252，中文用gb18030）。",
    ),
    "source_encoding_no_such": Sentence(
        "There is no encoding called {encoding}; use for example utf-8, gb18030, utf-16 or cp1252.",
        "没有名为{encoding}的编码；可用的有utf-8、gb18030、utf-16、cp1252等。",
    ),
    "source_encoding_wrong": Sentence(
        "{file} holds bytes that are not valid {encoding}; leave --encoding out, name another one, or export the "
        "file again.",
        "{file}中有不符合{encoding}编码的字节；请去掉或更换--encoding，或重新导出文件。",
    ),
    "source_is_markup": Sentence(
        "{file} is a web page or XML file, whatever its name says; open it in Excel and save it as .xlsx or .csv.",
        "{file}实际是网页或XML文件；请用Excel打开后另存为.xlsx或.csv。",
    ),
    "source_delimiter_unclear": Sentence(
        "The lines of {file} can be split equally well by {delimiters}; name one with --delimiter.",
        "{file}用{delimiters}分列同样说得通；请用--delimiter指定分隔符。",
    ),
    "source_quote_open": Sentence(
        "A quotation mark opened at line {line} of {file} is never closed; close or remove it.",
        "{file}第{line}行的引号没有配对；请补全或删除。",
    ),
    "source_no_target": Sentence(
        "Table {table} has no column {column}; its columns are {known}.",
        "表{table}中没有“{column}”列；可用的列：{known}。",
    ),
    "source_target_twice": Sentence(
        "Column {column} is given twice, from {first} and from {second}; give one, or join them as "
        "{column}={first}+{second}.",
        "列{column}指定了两次（{first}和{second}）；请只保留一个，或写成{column}={first}+{second}合并。",
    ),
    "source_no_column": Sentence(
        "There is no column {source} in {where}; its columns are {found}.",
        "{where}中没有“{source}”列；现有列：{found}。",
    ),
    "source_label_twice": Sentence(
        "Two columns of {where} are called {label} or mean the same; rename one of them or leave it out.",
        "{where}中有两列都叫“{label}”或含义相同；请把其中一列改名或删除。",
    ),
    "source_unmapped": Sentence(
        "No column of {where} is known as {label}; say which one it is with --map {id}=…. Its columns are {found}.",
        "{where}中没有可识别为“{label}”的列；请用--map {id}=列名指定。现有列：{found}。",
    ),
    "source_unmapped_near": Sentence(
        "No column of {where} is known as {label}; the nearest are {near}. Say which one it is, for example "
        '--map {id}="{first}".',
        '{where}中没有可识别为“{label}”的列；最接近的是{near}。请指定，例如--map {id}="{first}"。',
    ),
    "source_sheets": Sentence(
        "Several sheets of {file} fit equally well: {sheets}. Name one with --sheet, for example "
        '--sheet "{first}", or take all with the same header with --sheet "*".',
        '{file}中有多个工作表同样适用：{sheets}。请用--sheet指定一个，例如--sheet "{first}"；'
        '如需全部导入（表头须相同），用--sheet "*"。',
    ),
    "source_no_rows": Sentence(
        "{file} holds no rows that can be loaded; check that it is the right file and sheet.",
        "{file}中没有可导入的数据行；请检查文件和工作表是否正确。",
    ),
    "source_no_rows_in_months": Sentence(
        "No row lies in the months asked for; the source covers {first} to {last}. Check --from and --to.",
        "所选月份内没有数据；来源数据的月份为{first}至{last}。请检查--from和--to。",
    ),
    "source_only_finds_nothing": Sentence(
        "No row is left by --only: all {count} rows have another value. Check the value and its spelling.",
        "按--only筛选后没有剩余数据：{count}行都是其他取值。请检查筛选值及写法。",
    ),
    "source_decimal_unclear": Sentence(
        "{text} may mean {whole} or a number with three decimals, and no other number settles it; name the "
        'decimal mark with --decimal "." or --decimal ",".',
        '“{text}”既可能是{whole}，也可能是三位小数，其他数字也无法判断；请用--decimal "."或--decimal ","指定小数点。',
    ),
    "source_date_order": Sentence(
        "The dates of {label} can be read day first or month first ({text}), and none of them settles it; say "
        "--date-order dmy or --date-order mdy.",
        "“{label}”中的日期（如{text}）无法判断日在前还是月在前；请用--date-order dmy（日在前）或--date-order mdy（月在前）指定。",
    ),
    "source_dates_contradict": Sentence(
        "The dates of {label} contradict each other: {dmy} has the day first, {mdy} the month. Correct them, or "
        "say --date-order dmy or mdy to have the others listed.",
        "“{label}”中的日期写法不一致：{dmy}是日在前，{mdy}是月在前。请更正，或用--date-order dmy或mdy列出不符的行。",
    ),
    "source_month_lost": Sentence(
        "{text} in {label} may be January, or October with its last zero lost; write the months as 2027-01.",
        "“{label}”中的{text}可能是1月，也可能是末位零丢失的10月；请把月份写成2027-01的形式。",
    ),
    "source_row_too_long": Sentence(
        "Line {line} has more fields than the header; put text that holds the delimiter into quotation marks.",
        "第{line}行的字段比表头多；含有分隔符的文字请加引号。",
    ),
    "source_month_blank": Sentence(
        "Line {line} has a number but no month in {label}; fill it in or delete the row.",
        "第{line}行有数值，但“{label}”为空；请补填月份或删除该行。",
    ),
    "source_no_month": Sentence(
        "Line {line}: {text} in {label} is no date or month; write it as 2027-03 or 2027-03-15.",
        "第{line}行“{label}”中的“{text}”不是日期或月份；请写成2027-03或2027-03-15。",
    ),
    "source_month_without_year": Sentence(
        "Line {line}: the year of its month is named nowhere; add a year column, or load one year with "
        "--from and --to.",
        "第{line}行的月份没有年份；请增加年份列，或用--from和--to限定同一年。",
    ),
    "source_cell_error": Sentence(
        "Line {line}: {label} holds the error {text}; correct it in the source.",
        "第{line}行“{label}”是错误值{text}；请在来源文件中更正。",
    ),
    "source_not_in_list": Sentence(
        "Line {line}: {text} is not one of the values that {label} may have; correct it, or leave the column out.",
        "第{line}行“{label}”中的“{text}”不在可选值内；请更正，或不导入该列。",
    ),
    "source_no_number": Sentence(
        "Line {line}: {text} in {label} is no number (read with {decimal} as decimal mark); correct it in the source.",
        "第{line}行“{label}”中的“{text}”不是数字（按小数点“{decimal}”读取）；请在来源文件中更正。",
    ),
    "source_more_rows": Sentence("{count} more cells cannot be read.", "另有{count}个单元格无法读取。"),
    "source_too_large": Sentence(
        "A sum of {label} comes to more than 9,007,199,254,740,991 steps of {step}; choose a larger step.",
        "“{label}”的合计超过9,007,199,254,740,991个{step}；请改用更大的最小单位。",
    ),
    "source_encrypted": Sentence(
        "{file} is protected by a password; remove it in Excel and save, then load again.",
        "{file}设置了打开密码；请在Excel中取消密码并保存后再导入。",
    ),
    "source_workbook_damaged": Sentence(
        "{file} cannot be read as a workbook: it is damaged or of another kind. Open it in Excel and save it as "
        ".xlsx.",
        "{file}无法作为工作簿读取：文件已损坏或类型不符。请用Excel打开后另存为.xlsx。",
    ),
    "source_no_sheet": Sentence(
        "{file} has no sheet or table called {sheet}; it has {found}.",
        "{file}中没有名为“{sheet}”的工作表或表格；现有：{found}。",
    ),
    "source_sheet_too_wide": Sentence(
        "The cells of sheet {sheet} in {file} reach over {rows} rows and {columns} columns, which is too much to "
        "read; delete the stray cell far from the data, or save the sheet as .csv.",
        "{file}中工作表“{sheet}”的单元格跨越{rows}行、{columns}列，范围过大；请删除远离数据的零散单元格，或另存为.csv。",
    ),
    "source_other_kind": Sentence(
        "{file} is a {kind} file, which cannot be loaded; save its table as .csv or .xlsx.",
        "{file}是{kind}文件，无法导入；请把其中的表格另存为.csv或.xlsx。",
    ),
    "source_no_rows_in_table": Sentence(
        "Table {table} in {file} has no rows; name another table or sheet with --sheet.",
        "{file}中的表格{table}没有数据行；请用--sheet指定其他表格或工作表。",
    ),
    "source_units_applied": Sentence(
        "Amounts were brought to the base unit, as the source's labels say: {columns}.",
        "已按来源标注的单位换算为基本单位：{columns}。",
    ),
    "source_months_across": Sentence(
        "{count} columns stand for a month each and were read as rows.", "已把{count}个月份列转为逐行数据。"
    ),
    "source_year_from": Sentence(
        "The year of the months was taken from {place}; check it.", "月份的年份取自{place}，请核对。"
    ),
    "source_totals_skipped": Sentence(
        "{count} rows were passed over as totals ({words}); check that none is a member.",
        "已跳过{count}行合计（{words}）；请确认其中没有真实成员。",
    ),
    "source_rows_without_numbers": Sentence(
        "{count} rows hold no number and were left out.", "有{count}行没有数值，未导入。"
    ),
    "source_returns": Sentence(
        "{count} rows have negative amounts, {amount} in all; they are taken as returns and netted in the sums.",
        "有{count}行金额为负，合计{amount}，按退货计入，已在合计中冲减。",
    ),
    "source_rows_without_cost": Sentence(
        "{count} rows have no cost, because their amount or profit is blank.",
        "有{count}行因金额或毛利为空而没有成本。",
    ),
}
