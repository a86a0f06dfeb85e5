"""Sentences of hold, release and spread, and of selections of cells."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "hold_done": Sentence(
        "Held {what}. {cells} cells of the quota changed, {up} more and {down} less; every level adds up exactly.",
        "已锁定{what}。分解明细有{cells}个单元变动，增加{up}、减少{down}；每一层合计完全一致。",
    ),
    "hold_tried": Sentence(
        "Nothing was written. Holding {what} would change {cells} cells of the quota, {up} more and {down} less.",
        "未写入任何内容。锁定{what}将使分解明细的{cells}个单元变动，增加{up}、减少{down}。",
    ),
    "release_done": Sentence(
        "Released {what}. {cells} cells of the quota changed, {up} more and {down} less; every level adds up exactly.",
        "已解除锁定{what}。分解明细有{cells}个单元变动，增加{up}、减少{down}；每一层合计完全一致。",
    ),
    "release_tried": Sentence(
        "Nothing was written. Releasing {what} would change {cells} cells of the quota, {up} more and {down} less.",
        "未写入任何内容。解除锁定{what}将使分解明细的{cells}个单元变动，增加{up}、减少{down}。",
    ),
    "spread_done": Sentence(
        "Spread {what} over {count} cells. {cells} cells of the quota changed, {up} more and {down} less; "
        "every level adds up exactly.",
        "已把{what}分摊到{count}个单元。分解明细有{cells}个单元变动，增加{up}、减少{down}；每一层合计完全一致。",
    ),
    "spread_tried": Sentence(
        "Nothing was written. Spreading {what} over {count} cells would change {cells} cells of the quota, "
        "{up} more and {down} less.",
        "未写入任何内容。把{what}分摊到{count}个单元将使分解明细的{cells}个单元变动，增加{up}、减少{down}。",
    ),
    "cell_moves": Sentence("{node}: {before} → {after} ({change})", "{node}：{before} → {after}（{change}）"),
    "cells_move_too": Sentence(
        "{count} more changes, of cells and of the sums above them.",
        "另有{count}处变动，包括明细单元和各级合计。",
    ),
    "nodes_gave_way": Sentence(
        "What is held needs more or less than {count} nodes above it had, so these give way: {nodes}.",
        "所锁定的金额与上级{count}个节点原有金额不合，以下节点随之调整：{nodes}。",
    ),
    "other_indicators_move": Sentence(
        "{count} cells of other indicators change as well: the plan's inputs were changed since it was last decomposed.",
        "其他指标也有{count}个单元变动：上次分解之后计划的输入有改动。",
    ),
    "node_names_nothing": Sentence(
        "Nothing is named: give at least a period or a member (--period 2027-03, --region …), or select cells "
        "with --at. The whole year's total is the target itself; change it on the sheet of annual targets.",
        "未指定范围：请至少给出期间或一个成员（--period 2027-03、--region …），或用--at选中单元格。"
        "全年合计就是年度目标，请在年度目标表中修改。",
    ),
    "node_named_twice": Sentence(
        "--at names cells, and {options} as well; give one of the two.",
        "--at已指定单元格，又给出了{options}；请只用其中一种。",
    ),
    "indicator_unknown_near": Sentence(
        "There is no target for “{value}”; is {nearest} meant?",
        "“{value}”没有年度目标；是否为“{nearest}”？",
    ),
    "option_not_a_period": Sentence(
        "{option} is “{value}”; write a period as 2027-03, 2027Q1, 2027H1, 2027 or 2027-01..02.",
        "{option}为“{value}”；期间请写作2027-03、2027Q1、2027H1、2027或2027-01..02。",
    ),
    "node_without_cells": Sentence(
        "The quota has no cell of {node}; decompose the targets first, or correct the members.",
        "分解明细中没有{node}的单元；请先进行目标分解，或更正成员。",
    ),
    "node_without_amount": Sentence(
        "The quota has no cell of {node} whose amount could be held; give the amount with --amount.",
        "分解明细中没有{node}的单元，无从得知锁定值；请用--amount给出金额。",
    ),
    "amount_not_finite": Sentence(
        "{option} is {value}; give an ordinary number.", "{option}为{value}；请给出普通数字。"
    ),
    "amount_off_step": Sentence(
        "The amount {amount} for {node} is no multiple of the smallest amount {step}; round it.",
        "{node}的金额{amount}不是最小单位{step}的整数倍；请取整。",
    ),
    "one_amount_for_many": Sentence(
        "{count} cells are selected: --amount would hold each of them at {amount}. Type the amounts into the "
        "cells, or use spread to share one amount.",
        "选中了{count}个单元格，--amount会把每个都锁定为{amount}；请在单元格中分别填写，或用分摊来分配一个总额。",
    ),
    "holds_lack_column": Sentence(
        "Table {table} has no column for {columns}; add a column of that name to it.",
        "表{table}中没有“{columns}”列；请在表中添加同名列。",
    ),
    "nothing_held": Sentence(
        "Nothing is held on exactly {node}. Held near it: {near}.",
        "没有恰好针对{node}的锁定；相近的锁定：{near}。",
    ),
    "nothing_held_at_all": Sentence("There is no hold to release.", "没有可解除的锁定。"),
    "release_all_or_named": Sentence(
        "Name what to release (--period, --region …, or --at with cells), or release every hold with --all.",
        "请指定要解除的范围（--period、--region … 或用--at选中单元格），或用--all解除全部锁定。",
    ),
    "spread_needs_amount": Sentence(
        "The mode {mode} needs an amount to spread; give it with --amount.",
        "{mode}方式需要分摊总额；请用--amount给出。",
    ),
    "over_unknown": Sentence(
        "--over names “{value}”; name the dimensions of the cells: {choices}.",
        "--over中的“{value}”无法识别；请指定单元格的维度：{choices}。",
    ),
    "over_not_split": Sentence(
        "Not every cell of {node} has a {dimension}; spread over others: {choices}.",
        "{node}的单元并非都有{dimension}；请按其他维度分摊：{choices}。",
    ),
    "spread_too_many": Sentence(
        "{node} has {count} cells; spread over at most {most} at once, for example --over period.",
        "{node}有{count}个单元，一次最多分摊到{most}个；请缩小范围，例如--over period。",
    ),
    "spread_overlaps": Sentence(
        "{first} and {second} share cells; select cells that lie side by side.",
        "{first}与{second}有重叠；请选择互不重叠的单元格。",
    ),
    "spread_of_several": Sentence(
        "{count} cells are selected; --over applies to a single one.",
        "选中了{count}个单元格；--over只适用于单个单元格。",
    ),
    "selection_unreadable": Sentence(
        "--at is “{value}”; write cells as Sheet!B2, Sheet!B2:D9, or several with commas between.",
        "--at为“{value}”；单元格请写作 工作表!B2、工作表!B2:D9，多处用逗号分隔。",
    ),
    "selection_no_sheet": Sentence(
        "There is no table of the quota on the sheet “{sheet}”; select cells of the quota or the monthly summary.",
        "工作表“{sheet}”上没有目标表；请选择分解明细或月度汇总中的单元格。",
    ),
    "selection_outside": Sentence(
        "{area} lies outside the rows of the quota and the monthly summary; select amounts inside them.",
        "{area}不在分解明细或月度汇总的数据行内；请选择其中的金额。",
    ),
    "selection_no_amount": Sentence(
        "{cell} is no amount that can be held: it lies under “{label}”. Select months, quarters, half-years or "
        "the year in the monthly summary, or committed targets in the quota.",
        "{cell}不是可锁定的金额：它在“{label}”列。请选择月度汇总中的月、季度、半年或全年，或分解明细中的必达目标。",
    ),
    "selection_no_node": Sentence(
        "The row of {cell} names no indicator or member of the plan that could be held; select another row.",
        "{cell}所在行没有可锁定的指标或成员；请选择其他行。",
    ),
    "selection_too_large": Sentence(
        "{count} cells are selected; select at most {most}.",
        "选中了{count}个单元格；一次最多{most}个。",
    ),
    "selected_cell_blank": Sentence(
        "{cell} is blank; type the amount to hold, or select another cell.",
        "{cell}为空；请填写要锁定的金额，或选择其他单元格。",
    ),
    "selected_cell_twice": Sentence(
        "{cell} and {other} stand for the same cells with different amounts; select one of them.",
        "{cell}与{other}指同一范围但金额不同；请只选择其中一个。",
    ),
    "selected_row_not_alone": Sentence(
        "The row of {cell} has no {dimension}, others of {node} have one: a hold would cover {count} rows. Hold "
        "the level above, or fill in the member.",
        "{cell}所在行没有{dimension}，而{node}的其他行有：锁定会涉及{count}行。请锁定上一层级，或补充该成员。",
    ),
}
