"""The rows to write into a table: what an action worked out, and what people wrote beside it.

Cells of people (cause, note, bid, any column a planner added) go with their row's key. Where the key is no
longer in the plan, they stand at the end of the table with every figure blank, and are reported; reading
leaves such rows out. Running an action twice therefore gives the same table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesplan_xl.cells import Cell
from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.codec import TableData
from salesplan_xl.tables.column_reading import read_column, shown, text_of
from salesplan_xl.tables.encoding import cells_of

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[Any, ...]


@dataclass(frozen=True)
class KeptRow:
    """A person's entries whose row is no longer in the plan: what they were about, and what they say."""

    about: str
    entries: Mapping[str, str]


@dataclass(frozen=True)
class TableRows:
    """Rows in the order of a table's header, ready to be written, and the entries that lost their row."""

    rows: list[list[Cell]]
    kept: tuple[KeptRow, ...] = ()

    def kept_facts(self, table: str) -> dict[str, object]:
        """Return the facts of the sentence ``entries_kept``."""
        about = [row.about for row in self.kept[:5]]
        return {"count": len(self.kept), "table": table, "rows": "; ".join(about)}


def rows_for(data: TableData, frame: pd.DataFrame) -> TableRows:
    """Return all rows of a table that is rewritten whole: the frame's, each with what people had written.

    The frame has column ids and base units; a column it lacks is left blank if an action writes it, and
    carried over if a person does.

    Raises:
        ProblemsFound: the frame tells rows apart by a column that the workbook's table does not have.
    """
    _refuse_missing_keys(data, frame)
    key = _key_columns(data, frame)
    carried = _carried_positions(data, frame)
    notes, left = _notes(data, key, carried)
    rows = _encoded(data, frame)
    new_keys = _keys_of_frame(frame, key)
    for row, row_key in zip(rows, new_keys, strict=True):
        found = notes.pop(row_key, None)
        if found:
            for position, cell in found[1].items():
                row[position] = cell
    remaining = sorted([*left, *(place for place, _ in notes.values())])
    kept = [_kept_row(data, place, key, carried) for place in remaining]
    rows += [row for row, _ in kept]
    return TableRows(rows, tuple(entry for _, entry in kept))


def rows_added(data: TableData, frame: pd.DataFrame, keep: Iterable[int] | None = None) -> TableRows:
    """Return the rows as they stand, cell by cell, and the frame's after them.

    ``keep`` names the rows to keep by their place, as the frame that was read has them; all without it.
    """
    places = used_places(data) if keep is None else sorted(keep)
    return TableRows([_as_it_was(data, place) for place in places] + _encoded(data, frame))


def rows_updated(data: TableData, frame: pd.DataFrame) -> TableRows:
    """Return the rows as they stand; those with a key of the frame are rewritten, new ones put at the end."""
    _refuse_missing_keys(data, frame)
    key = _key_columns(data, frame)
    carried = _carried_positions(data, frame)
    new = dict(zip(_keys_of_frame(frame, key), _encoded(data, frame), strict=True))
    old_keys = _keys_of_block(data, key)
    rows = []
    for place in used_places(data):
        row = _as_it_was(data, place)
        fresh = new.pop(old_keys[place], None)
        if fresh is not None:
            for position in carried:
                fresh[position] = row[position]
            row = fresh
        rows.append(row)
    return TableRows([*rows, *new.values()])


def rows_filled(data: TableData, frame: pd.DataFrame) -> list[list[Cell]]:
    """Return the rows as they stand with the frame's columns written into those of its index.

    ``frame.index`` are places of rows as the table's frame has them. What people typed elsewhere in the rows
    stays; columns that the table lacks, and calculated ones, are left alone.
    """
    rows = [_as_it_was(data, place) for place in range(len(data.block.rows))]
    for id in frame.columns:
        position = data.match.positions.get(id)
        if position is None or position in data.block.info.calculated:
            continue
        cells = cells_of(
            data.table.column(id), frame[id], data.language, factor=float(data.match.factors.get(id, 1))
        )
        for place, cell in zip(frame.index.tolist(), cells, strict=True):
            rows[place][position] = cell
    return rows


def _encoded(data: TableData, frame: pd.DataFrame) -> list[list[Cell]]:
    count = len(frame)
    columns: list[Sequence[Cell]] = [[None] * count for _ in data.block.info.header]
    for id, position in data.match.positions.items():
        if id not in frame.columns or position in data.block.info.calculated:
            continue
        columns[position] = cells_of(
            data.table.column(id),
            frame[id],
            data.language,
            factor=float(data.match.factors.get(id, 1)),
            units=frame.get("unit"),
            old=[row[position] for row in data.block.rows[:50]],
        )
    return [list(row) for row in zip(*columns, strict=True)]


def _key_columns(data: TableData, frame: pd.DataFrame) -> list[str]:
    return [id for id in data.table.key if id in data.match.positions and id in frame.columns]


def _refuse_missing_keys(data: TableData, frame: pd.DataFrame) -> None:
    problems = []
    for id in data.table.key:
        if id in frame.columns and id not in data.match.positions and frame[id].nunique(dropna=False) > 1:
            label = {language: data.table.column(id).label(language) for language in LANGUAGES}
            facts = {"table": data.block.info.name, "column": label}
            info = data.block.info
            problems.append(Problem("key_column_missing", facts, info.sheet, data.match.first_cell))
    if problems:
        raise ProblemsFound(problems)


def _carried_positions(data: TableData, frame: pd.DataFrame) -> list[int]:
    """Columns of people that the frame says nothing about, and columns of the planner's own."""
    carried = list(data.match.own)
    for id, position in data.match.positions.items():
        column = data.table.column(id)
        if id not in frame.columns and (column.writer == "person" or not column.prepared):
            carried.append(position)
    return sorted(set(carried) - data.block.info.calculated)


def _keys_of_frame(frame: pd.DataFrame, key: list[str]) -> list[Key]:
    columns = [[None if value is None or value != value else value for value in frame[id]] for id in key]
    return list(zip(*columns, strict=True)) if columns else [()] * len(frame)


def _keys_of_block(data: TableData, key: list[str]) -> list[Key]:
    columns = []
    for id in key:
        position = data.match.positions[id]
        cells = [row[position] for row in data.block.rows]
        columns.append(read_column(data.table.column(id), cells, data.calendar).values.tolist())
    return list(zip(*columns, strict=True)) if columns else [()] * len(data.block.rows)


def _notes(
    data: TableData, key: list[str], carried: list[int]
) -> tuple[dict[Key, tuple[int, dict[int, Cell]]], list[int]]:
    """Return what people wrote by key, and the rows whose key had been met before."""
    notes: dict[Key, tuple[int, dict[int, Cell]]] = {}
    left: list[int] = []
    if not carried or not key:
        return notes, left
    keys: list[Key] | None = None
    for place, row in enumerate(data.block.rows):
        entries = {position: row[position] for position in carried if not _blank(row[position])}
        if entries:
            keys = _keys_of_block(data, key) if keys is None else keys
            if keys[place] in notes:
                left.append(place)
            else:
                notes[keys[place]] = (place, entries)
    return notes, left


def _kept_row(data: TableData, place: int, key: list[str], carried: list[int]) -> tuple[list[Cell], KeptRow]:
    old = data.block.rows[place]
    positions = {data.match.positions[id] for id in key}
    row = [cell if at in positions or at in carried else None for at, cell in enumerate(old)]
    header = data.block.info.header
    about = " · ".join(shown(old[at]) for at in sorted(positions) if not _blank(old[at]))
    entries = {header[at]: shown(old[at]) for at in carried if not _blank(old[at])}
    return row, KeptRow(about, entries)


def _as_it_was(data: TableData, place: int) -> list[Cell]:
    calculated = data.block.info.calculated
    return [None if at in calculated else cell for at, cell in enumerate(data.block.rows[place])]


def used_places(data: TableData) -> list[int]:
    """Return the places of the rows in which anything stands but the values of calculated columns."""
    calculated = data.block.info.calculated
    return [
        place
        for place, row in enumerate(data.block.rows)
        if any(at not in calculated and not _blank(cell) for at, cell in enumerate(row))
    ]


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and text_of(cell) is None)
