"""Sentences of the ribbon actions: what was done, what needs attention."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "undo_unreadable": Sentence(
        "The record that undo needs was damaged; nothing was changed. Use an earlier copy of the file instead.",
        "撤销所需的记录已损坏，未作任何更改；请改用文件的早期副本。",
    ),
    "undo_nothing": Sentence(
        "There is nothing to undo: no action is recorded since the plan was finalised or sent.",
        "没有可撤销的操作：定稿或下发之后尚无操作记录。",
    ),
    "undo_edited": Sentence(
        "Rows {rows} of {table} were edited since the last action; undoing it would lose those edits. Copy them "
        "elsewhere, put these rows back as they were, then undo.",
        "{table}的第{rows}行在上次操作之后被修改过，撤销会丢失这些修改；请先另存这些内容，或还原这些行后再撤销。",
    ),
    "undo_columns": Sentence(
        "The columns of {table} were changed since the last action, so it cannot be undone; put them back as "
        "they were: {columns}.",
        "{table}的列在上次操作之后有变动，无法撤销；请先恢复为：{columns}。",
    ),
    "undo_done": Sentence(
        "Undid “{action}”: {rows} rows are as they were before.",
        "已撤销“{action}”：{rows}行恢复原状。",
    ),
    "nothing_changed": Sentence(
        "Everything was up to date already; nothing was changed.",
        "内容已是最新，未作更改。",
    ),
    "undo_too_large": Sentence(
        "The change is too large to keep for undo; keep a copy of the file if you may want to go back.",
        "本次改动过大，无法保留撤销记录；如需回退请自行保存副本。",
    ),
}
