"""Sentences of the ribbon actions: what was done, what needs attention."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "undo_unreadable": Sentence(
        "The record that undo needs was damaged; nothing was changed. Use an earlier copy of the file.",
        "撤销所需的记录已损坏，未作任何更改；请改用文件的早期副本。",
    ),
    "undo_nothing": Sentence(
        "There is nothing to undo: no action is recorded since the plan was finalised or sent.",
        "没有可撤销的操作：定稿或下发之后尚无操作记录。",
    ),
    "undo_edited": Sentence(
        "Rows {rows} of {table} were edited since the last action; undoing it would lose those edits. "
        "Copy them elsewhere, put these rows back as they were, then undo.",
        "{table}的第{rows}行在上次操作之后被修改过，撤销会丢失这些修改；请先另存这些内容，或还原这些行后再撤销。",
    ),
    "undo_columns": Sentence(
        "The columns of {table} were changed since the last action, so it cannot be undone; put them back as "
        "they were: {columns}.",
        "{table}的列在上次操作之后有变动，无法撤销；请先恢复为：{columns}。",
    ),
    "undo_done": Sentence(
        "Undid “{action}”: {tables} are as they were before.",
        "已撤销“{action}”：{tables}恢复原状。",
    ),
    "nothing_changed": Sentence(
        "Everything was up to date already; nothing was changed.",
        "内容已是最新，未作更改。",
    ),
    "undo_too_large": Sentence(
        "The change is too large to keep for undo; keep a copy of the file if you may want to go back.",
        "本次改动过大，无法保留撤销记录；如需回退请自行保存副本。",
    ),
    "option_not_a_month": Sentence(
        "{option} is “{value}”; write a month as 2027-03.",
        "{option}为“{value}”；月份请写作2027-03。",
    ),
    "quota_empty": Sentence(
        "There is no quota to compare with yet; decompose the targets first.",
        "尚无分解明细可供对比；请先进行目标分解。",
    ),
    "quota_without_months": Sentence(
        "The quota has no months, so actuals cannot be compared month by month; add the level period and decompose again.",
        "分解明细没有按月分解，无法逐月对比实际；请在分解层级中加入“期间”后重新分解。",
    ),
    "actuals_empty": Sentence(
        "There are no actuals for {year}; load them first.",
        "没有{year}的实际数据；请先导入。",
    ),
    "variance_working": Sentence("Comparing actuals with targets", "正在对比实际与目标"),
    "variance_revised": Sentence(
        "Compared with the revised targets, as the settings ask for.",
        "按参数设置，与修正后目标对比。",
    ),
    "variance_done": Sentence(
        "Wrote {rows} rows of variance up to {month}: attainment to date {attainment} at a time progress of {progress}.",
        "已写入{rows}行差异分析，截至{month}：累计达成率{attainment}，时间进度{progress}。",
    ),
    "variance_material": Sentence(
        "{count} differences of {month} are above {share} of their target: fill in cause and measure.",
        "{month}有{count}项差异超过目标的{share}：请填写原因和改进措施。",
    ),
    "variance_unplanned": Sentence(
        "{count} members sold without a target: {names}.",
        "有{count}个成员有销售但没有目标：{names}。",
    ),
    "option_not_a_choice": Sentence(
        "{option} is “{value}”; choose one of: {choices}.",
        "{option}为“{value}”；可选：{choices}。",
    ),
    "load_no_such_table": Sentence(
        "{table} is no input table; data can be loaded into: {found}.",
        "{table}不是可导入的表；可导入：{found}。",
    ),
    "load_not_a_pair": Sentence(
        "“{text}” is no column=value; write for example amount=Sales.",
        "“{text}”不是“列=值”的形式；请写成如 amount=销售额。",
    ),
    "load_months_twice": Sentence(
        "{table} holds {months} already; load other months, or replace these with --replace.",
        "{table}中已有{months}的数据；请导入其他月份，或用--replace覆盖这些月份。",
    ),
    "load_keys_twice": Sentence(
        "{count} rows are in {table} already: {rows}; leave them out of the file, or replace them with --replace.",
        "有{count}行在{table}中已存在：{rows}；请从文件中去掉，或用--replace覆盖。",
    ),
    "load_columns_missing": Sentence(
        "{table} has no column for {columns}; add a column of that name to the table, or leave it out with --map.",
        "{table}中没有“{columns}”列；请在表中添加同名列，或用--map略去。",
    ),
    "load_taken": Sentence("Read as {how}; columns: {columns}.", "读取方式：{how}；列对应：{columns}。"),
    "load_unused": Sentence(
        "Columns of the file that were not used: {columns}.", "文件中未使用的列：{columns}。"
    ),
    "load_filtered": Sentence("{count} rows were left out by the options.", "按选项略去{count}行。"),
    "load_residual": Sentence(
        "Each stored row is rounded once; that left {residual}.",
        "每个存储行只取整一次，留下尾差：{residual}。",
    ),
    "load_members_added": Sentence(
        "{count} members were met for the first time and added to the members: {names}; check that none is misspelt.",
        "首次出现的{count}个成员已加入维度成员：{names}；请检查有无写错。",
    ),
    "load_working": Sentence("Reading the file", "正在读取文件"),
    "load_done": Sentence(
        "Loaded {rows} rows into {table} from {read} rows of {file}.",
        "已从{file}的{read}行导入{rows}行到{table}。",
    ),
    "load_done_months": Sentence(
        "Loaded {rows} rows into {table} from {read} rows of {file}, {first} to {last}.",
        "已从{file}的{read}行导入{rows}行到{table}，{first}至{last}。",
    ),
    "check_done": Sentence(
        "Checked {count} tables: nothing stands in the way.",
        "已检查{count}张表，没有问题。",
    ),
    "version_closed": Sentence(
        "Version {version} is closed and nothing changed since; change the plan before you finalise again.",
        "版本{version}已定稿，之后没有变动；如需再次定稿，请先修改计划。",
    ),
    "version_done": Sentence(
        "Finalised version {version}: {rows} rows, digest {digest}. Undo starts afresh from here.",
        "已定稿版本{version}：{rows}行，校验码{digest}。此前的操作不可再撤销。",
    ),
    "version_unapproved": Sentence(
        "Nobody is named as approver; fill in the setting “Approved by” before the next version than {version}.",
        "尚未填写审批人；请在参数设置中填写，供{version}之后的版本使用。",
    ),
    "version_draft": Sentence(
        "Version {version} is final; this run is the draft of the next one.",
        "版本{version}已定稿；本次结果为下一版本的草稿。",
    ),
    "decompose_working": Sentence("Decomposing the targets", "正在分解目标"),
    "decompose_done": Sentence(
        "Decomposed {targets} targets into {rows} rows; every level adds up exactly.",
        "已把{targets}个目标分解为{rows}行，每一层合计完全一致。",
    ),
    "targets_empty": Sentence(
        "No target has a committed amount yet; enter one on the sheet of annual targets.",
        "尚未填写必达目标；请在年度目标表中填写。",
    ),
    "from_outside_year": Sentence(
        "--from is {value}, outside the plan year {year}; name a month of it.",
        "--from为{value}，不在计划年度{year}内；请指定年度内的月份。",
    ),
}
