"""Sentences of tables and their cells: what is wrong in a plan sheet and what to do."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "problems_found": Sentence(
        "{count} problems were found; nothing was written.",
        "发现{count}个问题，未写入任何内容。",
    ),
    "table_missing": Sentence(
        "The workbook has no table named {table} ({title}); copy its sheet from a new template, "
        "or give your table that name under Table Design.",
        "工作簿中没有名为{table}的表（{title}）；请从新模板复制该工作表，或在“表设计”中把您的表改为此名称。",
    ),
    "table_missing_near": Sentence(
        "The workbook has no table named {table} ({title}), but one named {nearest}; "
        "if that is the one, rename it to {table} under Table Design.",
        "工作簿中没有名为{table}的表（{title}），但有{nearest}；如即为该表，请在“表设计”中改名为{table}。",
    ),
    "column_missing": Sentence(
        "Table {table} has no column {column}; add it, or rename the column that holds it. "
        "Columns found: {found}.",
        "表{table}中没有“{column}”列；请添加该列，或给相应的列改名。现有列：{found}。",
    ),
    "column_missing_near": Sentence(
        "Table {table} has no column {column}; if {nearest} is meant, rename it to {column}.",
        "表{table}中没有“{column}”列；如“{nearest}”即为该列，请改名为“{column}”。",
    ),
    "column_twice": Sentence(
        "Table {table} has two columns for the same thing, {first} and {second}; rename or delete one of them.",
        "表{table}中“{first}”与“{second}”是同一内容的两列；请改名或删除其中一列。",
    ),
    "cell_error": Sentence(
        "The cell shows {value}; mend its formula or type the value.",
        "单元格显示{value}；请修正公式或直接填写数值。",
    ),
    "cell_not_a_number": Sentence(
        "“{value}” cannot be read as a number; type digits such as 1234.5, or clear the cell.",
        "“{value}”无法识别为数字；请填写如1234.5的数字，或清空单元格。",
    ),
    "cell_two_readings": Sentence(
        "“{value}” can mean more than one number; type it without thousands marks and with a decimal point, "
        "such as 1234.5.",
        "“{value}”可以理解为不同的数；请不用千位分隔符、以小数点填写，如1234.5。",
    ),
    "cell_percent_for_amount": Sentence(
        "“{value}” is a percentage where an amount is needed; type the amount.",
        "“{value}”是百分比，此处须为数额；请填写数额。",
    ),
    "cell_ratio_too_large": Sentence(
        "{value} means {percent} here; if that is meant, type it as text with the percent sign, "
        "otherwise write 0.12 or 12% for twelve percent.",
        "{value}在此表示{percent}；如确实如此，请连同百分号按文本填写，否则百分之十二请写作0.12或12%。",
    ),
    "cell_not_whole": Sentence(
        "{value} is not a whole number; type a whole number.",
        "{value}不是整数；请填写整数。",
    ),
    "cell_negative": Sentence(
        "{value} is below zero; type zero or more.",
        "{value}小于零；请填写零或更大的数。",
    ),
    "cell_too_large": Sentence(
        "{value} is more than a cell can hold exactly; check the unit.",
        "{value}超出单元格可精确表示的范围；请检查单位。",
    ),
    "cell_not_a_month": Sentence(
        "“{value}” cannot be read as a month for certain; write it as 2027-03.",
        "“{value}”无法确定是哪个月份；请写作2027-03。",
    ),
    "cell_not_a_period": Sentence(
        "“{value}” cannot be read as a period for certain; write 2027-03, 2027Q1, 2027H1, 2027 "
        "or 2027-01..02.",
        "“{value}”无法确定是哪个期间；请写作2027-03、2027Q1、2027H1、2027或2027-01..02。",
    ),
    "cell_not_in_list": Sentence(
        "“{value}” is not in the list; choose one of: {choices}.",
        "“{value}”不在可选范围内；请从中选择：{choices}。",
    ),
    "cell_not_in_list_near": Sentence(
        "“{value}” is not in the list; is {nearest} meant? Choose one of: {choices}.",
        "“{value}”不在可选范围内；是否为“{nearest}”？请从中选择：{choices}。",
    ),
    "cell_blank": Sentence(
        "{column} is blank; fill it in or delete the row.",
        "{column}为空；请填写或删除该行。",
    ),
    "cells_more": Sentence(
        "{count} more cells of this column have the same problem; mend them in the same way.",
        "该列另有{count}个单元格存在同样问题；请同样修正。",
    ),
    "unit_missing": Sentence(
        "The row has amounts but no unit; choose one of: {choices}.",
        "该行有数额但没有单位；请从中选择：{choices}。",
    ),
    "percent_looks_like_fraction": Sentence(
        "{value} in a row of unit % means {percent}; write 12 or 12% for twelve percent, "
        "or “0.5%” with its sign for less than one.",
        "单位为%的行中{value}表示{percent}；百分之十二请写作12或12%，不足百分之一请带百分号填写，如“0.5%”。",
    ),
    "setting_twice": Sentence(
        "The setting “{value}” is given twice; delete one of the rows.",
        "参数“{value}”出现两次；请删除其中一行。",
    ),
    "setting_unknown": Sentence(
        "There is no setting “{value}”; if {nearest} is meant, rename it, otherwise give it another name.",
        "没有参数“{value}”；如指“{nearest}”，请改名，否则请另取名称。",
    ),
    "setting_not_whole": Sentence(
        "{value} is not possible here; type a whole number from {low} to {high}.",
        "此处不能为{value}；请填写{low}至{high}之间的整数。",
    ),
    "setting_out_of_range": Sentence(
        "{value} is not possible here; type a number from {low} to {high}, such as 0.05 or 5%.",
        "此处不能为{value}；请填写{low}至{high}之间的数，如0.05或5%。",
    ),
    "setting_not_step": Sentence(
        "The smallest amount is {value}; type a number above zero with at most 15 decimals.",
        "最小单位为{value}；请填写大于零、至多15位小数的数。",
    ),
    "setting_not_money_unit": Sentence(
        "Money cannot be shown in {value}; type a number above zero, or thousands, ten thousands or millions.",
        "金额无法以{value}显示；请填写大于零的数，或元、千元、万元、百万元、亿元。",
    ),
    "setting_not_numbers": Sentence(
        "“{value}” is no list of twelve numbers; type one for each month from January on, separated by commas.",
        "“{value}”不是十二个数；请从1月起每月填一个，用逗号分隔。",
    ),
    "setting_not_dimensions": Sentence(
        "“{value}” is no list of dimensions; separate them by commas. There are: {choices}.",
        "“{value}”不是维度列表；请用逗号分隔。可选：{choices}。",
    ),
    "plan_year_missing": Sentence(
        "The plan year is not set; type the year on the settings sheet, such as 2027.",
        "未填写计划年度；请在参数设置中填写年份，如2027。",
    ),
    "thresholds_crossed": Sentence(
        "The status is at risk from {amber} but on track from {green}; at risk must be the lower one.",
        "预警线{amber}高于达成线{green}；预警线须低于达成线。",
    ),
    "as_of_outside_year": Sentence(
        "Actuals up to {value} lie outside the plan year {year}; choose a month in it or leave it blank.",
        "实际截止月份{value}不在计划年度{year}内；请选择其中的月份或留空。",
    ),
    "reserve_and_over_assignment": Sentence(
        "A reserve and an over-assignment are set at the same time; set one of them to zero.",
        "预留比例与超额下达比例同时填写；请将其中一个设为零。",
    ),
    "row_twice": Sentence(
        "{what} is there twice, first in {cell}; delete one of the rows or join them.",
        "{what}重复，首次出现在{cell}；请删除其中一行或合并。",
    ),
    "unit_does_not_fit": Sentence(
        "This unit does not fit {indicator}; choose one that does.",
        "该单位与“{indicator}”不符；请选择合适的单位。",
    ),
    "target_cell_off_grid": Sentence(
        "{value} is no multiple of the smallest amount {step}; round it or choose a smaller amount in the settings.",
        "{value}不是最小单位{step}的整数倍；请取整，或在参数设置中改小最小单位。",
    ),
    "hold_cell_off_grid": Sentence(
        "{value} is no multiple of the smallest amount {step}; round the hold or choose a smaller amount.",
        "锁定值{value}不是最小单位{step}的整数倍；请取整或改小最小单位。",
    ),
    "stretch_below_committed": Sentence(
        "The stretch target {value} is below the committed target {committed}; raise it or clear it.",
        "挑战目标{value}低于必达目标{committed}；请调高或清空。",
    ),
    "member_floor_above_cap": Sentence(
        "The floor {floor} is above the cap {cap}; change one of them.",
        "下限{floor}高于上限{cap}；请修改其中一个。",
    ),
    "months_crossed": Sentence(
        "It ends in {last}, before it starts in {first}; change one of the months.",
        "结束月份{last}早于开始月份{first}；请修改其中一个。",
    ),
    "name_of_two": Sentence(
        "“{value}” stands for both {first} and {second}; take it away from one of them.",
        "“{value}”同时指{first}和{second}；请从其中一个删去。",
    ),
    "member_unknown": Sentence(
        "The plan does not know “{value}”; correct the name, or add it on the members sheet.",
        "计划中没有“{value}”；请更正名称，或在维度成员中添加。",
    ),
    "member_unknown_near": Sentence(
        "The plan does not know “{value}”; is {nearest} meant? Otherwise add it on the members sheet.",
        "计划中没有“{value}”；是否为“{nearest}”？否则请在维度成员中添加。",
    ),
    "order_twice": Sentence(
        "Two levels have the order {value}; give each its own number.",
        "有两个层级的顺序同为{value}；请分别编号。",
    ),
    "blend_above_one": Sentence(
        "The share is {value}; type a number from 0 to 1, such as 0.3 or 30%.",
        "混合比例为{value}；请填写0至1之间的数，如0.3或30%。",
    ),
    "steps_do_not_nest": Sentence(
        "The smallest amount {step} does not divide {above} of the level above; choose one that does.",
        "最小单位{step}不能整除上一层级的{above}；请改用能整除的单位。",
    ),
    "indicator_without_target": Sentence(
        "There is no target for {value}; add it to the annual targets or change the indicator.",
        "“{value}”没有年度目标；请在年度目标中添加，或修改指标。",
    ),
    "period_outside_year": Sentence(
        "{value} is not within the plan year {year}; choose a period in it.",
        "{value}不在计划年度{year}内；请选择其中的期间。",
    ),
    "key_column_missing": Sentence(
        "Table {table} has no column {column}, but its rows differ by it; add the column.",
        "表{table}中没有“{column}”列，而各行须以它区分；请添加该列。",
    ),
    "entries_kept": Sentence(
        "{count} rows with people’s entries are no longer in the plan; they stand at the end of {table} without "
        "figures: {rows}.",
        "{count}行人工填写的内容已不在计划中；它们保留在{table}末尾，不含数值：{rows}。",
    ),
}
