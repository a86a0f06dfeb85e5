"""Sentences of tables and their cells: what is wrong in a plan sheet and what to do."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "problems_found": Sentence(
        "{count} problems were found; nothing was written.",
        "发现{count}个问题，未写入任何内容。",
    ),
}
