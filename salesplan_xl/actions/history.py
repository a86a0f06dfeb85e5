"""What was done to a workbook: the log, and which of it undo can take back: ``salesplan log FILE``."""

from __future__ import annotations

from typing import Any

from salesplan_xl.actions.run import run_number
from salesplan_xl.actions.show import shown_table
from salesplan_xl.cells import Workbook
from salesplan_xl.messages import Language, say
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, language_of, match_table

_LOG, _RECORD = "tblLog", "tblUndo"


def history(
    workbook: Workbook, language: Language | None = None
) -> tuple[list[str], list[str], list[list[Any]], str]:
    """Return the log: column ids, their labels, the rows oldest first, and what to say where there are none.

    Beside the columns of the log stands ``undo``: whether undo can still take the action back, the last one
    first.

    Raises:
        NotFound: the workbook has no log.
    """
    ids, rows = shown_table(workbook, _LOG)
    infos = workbook.tables()
    language = language or language_of(infos)
    table = TABLES[_LOG]
    known = {column.id: column for column in table.columns}
    actions = known["action"].choices
    labels = [known[id].label(language) if id in known else id for id in ids]
    at = ids.index("action")
    can = _can_be_undone([str(row[at]) for row in rows], _runs_kept(workbook))
    shown = []
    for row, undoable in zip(rows, can, strict=True):
        cells = list(row)
        name = str(cells[at])
        cells[at] = actions[name].label(language) if name in actions else name
        shown.append([*cells, say("log_undo", language) if undoable else None])
    empty = say("log_empty", language, name=workbook.name)
    return [*ids, "undo"], [*labels, say("log_column_undo", language)], shown, empty


def _runs_kept(workbook: Workbook) -> int:
    info = find_table(workbook.tables(), _RECORD)
    if info is None:
        return 0
    match = match_table(info, TABLES[_RECORD])
    rows = workbook.read_table(info.name).rows
    if match.problems:
        return 0
    run = match.positions["run"]
    return len({run_number(row[run]) for row in rows if row[run] not in (None, "")})


def _can_be_undone(actions: list[str], runs: int) -> list[bool]:
    """Tell which rows of the log are the actions of the runs kept: an undo has taken back the one before."""
    standing: list[int] = []
    for place, action in enumerate(actions):
        if action == "undo":
            standing = standing[:-1]
        else:
            standing.append(place)
    last = set(standing[len(standing) - runs :] if runs else [])
    return [place in last for place in range(len(actions))]
