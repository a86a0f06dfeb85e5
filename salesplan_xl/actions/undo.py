"""Ribbon *Undo*: back to before the last action, one at a time, also after save, email and reopen."""

from __future__ import annotations

from salesplan_xl.actions.frozen_record import read_frozen
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import append_log, run_number
from salesplan_xl.actions.undo_record import TableChange, filled, unpacked
from salesplan_xl.addin.formula_call import calls_ours
from salesplan_xl.cells import Block, Cell, Workbook
from salesplan_xl.errors import Problem, WrongKind
from salesplan_xl.messages import LANGUAGES, Language
from salesplan_xl.registry import action
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, match_table
from salesplan_xl.tables.plan_tables import read_plan_tables

SHOWN_ROWS = 10


@action(
    group="help",
    label={"en": "Undo", "zh": "撤销上次操作"},
    tip={
        "en": "Put the tables back as they were before the last action.",
        "zh": "把各表恢复到上次操作之前的样子。",
    },
    icon="Undo",
)
def undo(workbook: Workbook) -> Outcome:
    """Undo the last action, unless a person edited the same cells since."""
    plan = read_plan_tables(workbook, ())
    info = find_table(plan.infos, "tblUndo")
    if info is None:
        return Outcome(problems=(Problem("undo_nothing"),))
    block = workbook.read_table(info.name)
    match = match_table(info, TABLES["tblUndo"])
    rows = filled(block.rows)
    if not rows or match.problems:
        return Outcome(problems=match.problems or (Problem("undo_nothing"),))
    run, payload, part = (match.positions[id] for id in ("run", "payload", "part"))
    last = max(run_number(row[run]) for row in rows)
    if _frozen_since(workbook, last):
        return Outcome(problems=(Problem("undo_after_freeze"),))
    newest = sorted(
        (row for row in rows if run_number(row[run]) == last), key=lambda row: float(str(row[part]))
    )
    try:
        name, changes = unpacked(str(row[payload]) for row in newest)
    except WrongKind as damaged:
        return Outcome(problems=(Problem(damaged.reason, damaged.facts),))
    blocks: dict[str, Block] = {}
    problems: list[Problem] = []
    for change in changes:
        problems += _obstacles(workbook, change, blocks)
    if problems:
        return Outcome(problems=tuple(problems))
    contents: dict[str, list[list[Cell]]] = {}
    for change in changes:
        contents[change.table] = change.restored(blocks[change.table].rows)
        workbook.write_table(change.table, contents[change.table])
    workbook.write_table(info.name, [row for row in rows if run_number(row[run]) != last])
    written = {table: len(rows) for table, rows in contents.items()}
    append_log(workbook, plan, "undo", written, contents)
    label = TABLES["tblLog"].column("action").choices.get(name)
    shown = {language: label.label(language) if label else name for language in LANGUAGES}
    names = {
        language: ("、" if language == "zh" else ", ").join(_sheet_of(table, language) for table in contents)
        for language in LANGUAGES
    }
    return Outcome(written, summary=Said("undo_done", {"action": shown, "tables": names}))


def _sheet_of(name: str, language: Language) -> str:
    """Return a table's name as planners know it; a table of their own keeps its name."""
    table = TABLES.get(name)
    return table.sheet(language) if table else name


def _frozen_since(workbook: Workbook, last: int) -> bool:
    """Tell whether formulas were turned into values after the last action that undo knows."""
    try:
        frozen = read_frozen(workbook, workbook.tables(), calls_ours)
    except WrongKind:
        return False
    return frozen is not None and bool(frozen.formulas) and frozen.after >= last


def _obstacles(workbook: Workbook, change: TableChange, blocks: dict[str, Block]) -> list[Problem]:
    """Return why a table cannot go back: it is gone, its columns differ, or rows were edited since."""
    info = find_table(workbook.tables(), change.table)
    if info is None:
        return [Problem("undo_columns", {"table": change.table, "columns": ", ".join(change.header)})]
    if tuple(info.header) != change.header:
        facts = {"table": change.table, "columns": ", ".join(change.header)}
        return [Problem("undo_columns", facts, info.sheet)]
    block = blocks[change.table] = workbook.read_table(info.name)
    edited = change.edited_since(block.rows)
    if not edited:
        return []
    rows = ", ".join(str(info.top + 1 + row) for row in edited[:SHOWN_ROWS])
    rows += " …" if len(edited) > SHOWN_ROWS else ""
    return [
        Problem("undo_edited", {"table": change.table, "rows": rows}, info.sheet, block.address(edited[0], 0))
    ]
