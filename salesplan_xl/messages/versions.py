"""Sentences of history: what changed between two versions of a plan, and what was done to a workbook."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "diff_summary": Sentence(
        "From {old} to {new} {count} cells changed: {tables}.",
        "从{old}到{new}共有{count}处变动：{tables}。",
    ),
    "diff_nothing": Sentence("{old} and {new} hold the same plan.", "{old}与{new}的计划内容一致。"),
    "diff_quota": Sentence(
        "{indicator}: {count} leaves changed, up by {up}, down by {down}; together {total}.",
        "{indicator}：{count}个明细变动，调增{up}，调减{down}，合计{total}。",
    ),
    "diff_added": Sentence("added", "新增"),
    "diff_removed": Sentence("removed", "删除"),
    "diff_altered": Sentence("changed", "修改"),
    "diff_hold_added": Sentence("held", "新增锁定"),
    "diff_hold_removed": Sentence("no longer held", "解除锁定"),
    "diff_hold_altered": Sentence("held at another amount", "锁定值调整"),
    "diff_gave_way": Sentence("gave way to a hold", "为锁定单元让位"),
    "diff_target_changed": Sentence("the annual target changed", "年度目标调整"),
    "diff_column_table": Sentence("Table", "表"),
    "diff_column_key": Sentence("Row", "行"),
    "diff_column_column": Sentence("Column", "列"),
    "diff_column_kind": Sentence("What", "变动"),
    "diff_column_before": Sentence("Before", "变动前"),
    "diff_column_after": Sentence("After", "变动后"),
    "diff_column_change": Sentence("Change", "变动额"),
    "diff_column_reason": Sentence("Reason", "原因"),
    "log_empty": Sentence("Nothing has been done to {name} yet.", "{name}尚无操作记录。"),
    "log_undo": Sentence("undo can take it back", "可撤销"),
    "log_column_undo": Sentence("Undo", "撤销"),
}
