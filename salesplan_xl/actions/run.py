"""One action on one workbook: each table read and written at most once, undo kept, the log written."""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.undo_record import TableChange, as_cells, canonical, packed
from salesplan_xl.cells import Cell, Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import Language
from salesplan_xl.tables.carry_over import rows_for
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import TableMatch, find_table, match_table
from salesplan_xl.tables.matching import language_of as language_of_headers
from salesplan_xl.tables.plan_tables import PlanTables, read_plan_tables

if TYPE_CHECKING:
    import pandas as pd

UNDO_RUNS = 10
"""So many actions can be undone, one at a time."""
UNDO_CHARACTERS = 8_000_000
"""Records beyond this size are dropped, the oldest first: the workbook is to stay one that can be emailed."""


def language_of(workbook: Workbook) -> Language:
    """Return the language of a workbook's headers."""
    return language_of_headers(workbook.tables())


class Run:
    """Collects what an action writes, and writes it at the end: tables, undo record, log."""

    def __init__(
        self,
        workbook: Workbook,
        action: str,
        names: Iterable[str],
        optional: Iterable[str] = (),
        outputs: Iterable[str] = (),
        columns: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.workbook, self.action = workbook, action
        self.plan: PlanTables = read_plan_tables(workbook, names, optional, outputs, columns)
        self.attention: list[Said] = []
        self._notes: list[Said] = []
        self._queue: dict[str, Sequence[Sequence[Cell]]] = {}

    @property
    def language(self) -> Language:
        return self.plan.language

    @property
    def problems(self) -> list[Problem]:
        return self.plan.problems

    def stopped(self) -> Outcome | None:
        """Return the outcome that lists all problems, if there are any: nothing may be written then."""
        return Outcome(problems=tuple(self.problems)) if self.problems else None

    def write(self, table: str, frame: pd.DataFrame) -> None:
        """Have a table that was read rewritten from a frame of its column ids; people's entries are kept."""
        data = self.plan[table]
        written = rows_for(data, frame)
        self._queue[table] = written.rows
        if written.kept:
            self.attention.append(Said("entries_kept", written.kept_facts(data.block.info.name)))

    def write_rows(self, table: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Have a table that was read rewritten from rows in the order of its header."""
        self._queue[table] = rows

    def note(self, said: Said) -> None:
        """Have a sentence kept in the log beside the run."""
        self._notes.append(said)

    def queued(self, table: str) -> Sequence[Sequence[Cell]]:
        """Return the rows that a table is to be rewritten with."""
        return self._queue.get(table, ())

    def finish(
        self, summary: Said, figures: Mapping[str, Any] | None = None, keep_undo: bool = True
    ) -> Outcome:
        """Write what differs from what is there, keep what undo needs, and add a row to the log."""
        changes: list[TableChange] = []
        for table, rows in self._queue.items():
            block, match = self.plan[table].block, self.plan[table].match
            info = block.info
            people, key = _people_and_key(match)
            change = TableChange.between(
                info.name, info.header, block.rows, rows, people, key, _ratios(match)
            )
            if change is not None:
                changes.append(change)
                self.workbook.write_table(info.name, rows)
        written = {
            table: len(rows)
            for table, rows in self._queue.items()
            if any(change.table == self.plan[table].block.info.name for change in changes)
        }
        if changes:
            if keep_undo:
                self._keep_undo(changes)
            append_log(self.workbook, self.plan, self.action, written, self._queue, self._notes)
        else:
            self.attention.append(Said("nothing_changed"))
        return Outcome(written, (), summary, tuple(self.attention), figures or {})

    def _keep_undo(self, changes: list[TableChange]) -> None:
        info = find_table(self.plan.infos, "tblUndo")
        if info is None:
            return
        texts = packed(self.action, changes)
        if sum(map(len, texts)) > UNDO_CHARACTERS:
            self.attention.append(Said("undo_too_large"))
            texts = []
        block = self.workbook.read_table(info.name)
        match = match_table(info, TABLES["tblUndo"])
        kept = [row for row in block.rows if any(cell not in (None, "") for cell in row)]
        newest = max((run_number(row[match.positions["run"]]) for row in kept), default=0) + 1
        # An action that cannot be undone closes the way back for those before it.
        kept = _recent(kept, match, newest) if texts else []
        rows = [
            *kept,
            *(
                row_of(match, run=run, part=part, payload=text)
                for run, part, text in as_cells(texts, str(newest))
            ),
        ]
        self.workbook.write_table(info.name, rows)


def append_log(
    workbook: Workbook,
    plan: PlanTables,
    action: str,
    written: Mapping[str, int],
    contents: Mapping[str, Sequence[Sequence[Cell]]],
    notes: Iterable[Said] = (),
) -> None:
    """Add a row to the log: when, what, who, which version, how many rows, a digest of what was written.

    Each note gets a row of its own after it.
    """
    info = find_table(plan.infos, "tblLog")
    if info is None:
        return
    block = workbook.read_table(info.name)
    match = match_table(info, TABLES["tblLog"])
    choice = TABLES["tblLog"].column("action").choices.get(action)
    time, user = dt.datetime.now().replace(microsecond=0), _user()
    row = row_of(
        match,
        time=time,
        action=choice.label(plan.language) if choice else action,
        user=user,
        version=latest_version(plan),
        rows=sum(written.values()),
        digest=digest_of([contents[table] for table in sorted(written)]),
    )
    kept = [old for old in block.rows if any(cell not in (None, "") for cell in old)]
    said = [row_of(match, time=time, action=note.sentence(plan.language), user=user) for note in notes]
    workbook.write_table(info.name, [*kept, row, *said])


def digest_of(tables: Iterable[Sequence[Sequence[Cell]]]) -> str:
    """Return twelve hexadecimal digits that change with any cell of some tables."""
    digest = hashlib.sha256()
    for rows in tables:
        for row in rows:
            digest.update("\x1f".join(map(canonical, row)).encode("utf-8", "surrogatepass") + b"\x1e")
        digest.update(b"\x1d")
    return digest.hexdigest()[:12]


def latest_version(plan: PlanTables) -> str | None:
    """Return the version that was written last, where the versions were read."""
    if "tblVersions" not in plan or "version" not in plan.frame("tblVersions"):
        return None
    versions = plan.frame("tblVersions")["version"].dropna().tolist()
    return str(versions[-1]) if versions else None


def row_of(match: TableMatch, **values: Cell) -> list[Cell]:
    """Return one row in the order of a table's header; columns that the table lacks are left out."""
    row: list[Cell] = [None] * len(match.info.header)
    for id, value in values.items():
        if id in match.positions:
            row[match.positions[id]] = value
    return row


def run_number(cell: Cell) -> int:
    """Return the number of a recorded run; what is no number counts as the oldest."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return int(text) if text.isdigit() else 0


def _people_and_key(match: TableMatch) -> tuple[list[int], list[int]]:
    """Return the columns that people fill beside an action's, and those that tell rows apart."""
    if match.table.kind == "input":
        return [], []
    key = [match.positions[id] for id in match.table.key if id in match.positions]
    people = [
        match.positions[column.id]
        for column in match.table.columns
        if column.writer == "person" and column.id in match.positions
    ]
    return [at for at in (*people, *match.own) if at not in key], key


def _ratios(match: TableMatch) -> list[int]:
    """Return the columns an action works out as ratios of its own amounts."""
    return [
        match.positions[column.id]
        for column in match.table.columns
        if column.unit == "ratio" and column.writer == "action" and column.id in match.positions
    ]


def _recent(rows: list[Sequence[Cell]], match: TableMatch, newest: int) -> list[Sequence[Cell]]:
    run, payload = match.positions["run"], match.positions["payload"]
    runs = sorted({run_number(row[run]) for row in rows}, reverse=True)[: UNDO_RUNS - 1]
    size, allowed = 0, set()
    for number in runs:
        size += sum(len(str(row[payload])) for row in rows if run_number(row[run]) == number)
        if size > UNDO_CHARACTERS:
            break
        allowed.add(number)
    return [row for row in rows if run_number(row[run]) in allowed]


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
