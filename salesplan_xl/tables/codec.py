"""A table as read from a workbook into a typed frame of column ids, and every problem of its cells.

Amounts come in base units: the unit of a row (万元) or in a header (金额（万元）) is applied here, exactly.
The frame's index is the row's place in the table (0-based), so that a later problem can name its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.cells import Block, Cell
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, Language
from salesplan_xl.tables.choices import ROW_UNITS, UNIT_CHOICES
from salesplan_xl.tables.column import Column, Table
from salesplan_xl.tables.column_reading import ReadColumn, Refusal, in_words, read_column, shown, text_of
from salesplan_xl.tables.indicators import DEFAULT_INDICATOR
from salesplan_xl.tables.matching import TableMatch, match_table
from salesplan_xl.tables.period_reading import Calendar
from salesplan_xl.units import clear_of_noise

if TYPE_CHECKING:
    import pandas as pd

MOST_PROBLEMS_OF_A_KIND = 100
"""Of one kind in one column; the rest are counted."""


@dataclass
class TableData:
    """A table of the plan as read. ``problems`` are those of its header and cells.

    ``kept`` are rows that hold nothing but a person's entries for something that is no longer in the plan;
    they are not in the frame.
    """

    table: Table
    block: Block
    match: TableMatch
    frame: pd.DataFrame
    language: Language
    calendar: Calendar
    problems: list[Problem] = field(default_factory=list)
    kept: tuple[int, ...] = ()

    def problem(self, reason: str, row: int | None, column: str, /, **facts: object) -> Problem:
        """Return a problem of a cell; of the column's header where ``row`` is None.

        ``row`` is an index of the frame. Without such a column the problem names the table's first cell.
        """
        info = self.block.info
        if column not in self.match.positions:
            return Problem(reason, facts, info.sheet, self.match.first_cell, self.match.label(column))
        cell = self.match.cell(-1 if row is None else row, column)
        return Problem(reason, facts, info.sheet, cell, self.match.label(column))


def decode(
    block: Block, table: Table, calendar: Calendar, language: Language, columns: Iterable[str] | None = None
) -> TableData:
    """Read a block into a frame with one column for every contract column that is in the header.

    ``columns`` limits reading, and so problems, to what an action needs; keys and required columns are always
    read. Rows that are wholly blank are skipped.
    """
    import pandas as pd

    match = match_table(block.info, table)
    wanted = None if columns is None else {*columns, *table.key}
    cells = _columns_of(block)
    rows = _rows_in_use(cells, match, len(block.rows))
    rows, kept = _without_kept(rows, cells, match)
    read: dict[str, ReadColumn] = {}
    for column in table.columns:
        if column.id in match.positions and (wanted is None or column.id in wanted or column.required):
            own = cells[match.positions[column.id]]
            read[column.id] = read_column(column, _at(own, rows), calendar)
    _apply_units(match, read)
    _fill_indicator(table, read, len(rows))
    index = pd.Index(np.array(rows, dtype=np.int64))
    series = {
        id: pd.Series(column.values, index=index, dtype=column.values.dtype) for id, column in read.items()
    }
    frame = pd.DataFrame(series, index=index)
    data = TableData(table, block, match, frame, language, calendar, list(match.problems), kept)
    for id, values in read.items():
        data.problems += _problems_of(data, id, values, rows)
    return data


def _columns_of(block: Block) -> list[Sequence[Cell]]:
    if not block.rows:
        return [() for _ in block.info.header]
    return [list(map(itemgetter(position), block.rows)) for position in range(len(block.info.header))]


def _at(cells: Sequence[Cell], rows: list[int]) -> Sequence[Cell]:
    return cells if len(rows) == len(cells) else [cells[row] for row in rows]


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and text_of(cell) is None)


def _rows_in_use(cells: list[Sequence[Cell]], match: TableMatch, count: int) -> list[int]:
    """Rows in which the plan finds anything: numbering of the planner's own or a formula does not count."""
    used = np.zeros(count, dtype=bool)
    for position in match.positions.values():
        column = cells[position]
        if position not in match.info.calculated and not used.all():
            blanks = {cell for cell in set(column) if _blank(cell)}
            if not blanks:
                return list(range(count))
            used |= ~np.fromiter(map(blanks.__contains__, column), dtype=bool, count=count)
    return np.flatnonzero(used).tolist()


def _without_kept(
    rows: list[int], cells: list[Sequence[Cell]], match: TableMatch
) -> tuple[list[int], tuple[int, ...]]:
    """Set aside the rows of a mixed table in which no action has written a value.

    A table whose rows people start themselves, so that its key is theirs, has no such rows.
    """
    keys = [match.table.column(id) for id in match.table.key]
    if match.table.kind != "mixed" or all(column.writer == "person" for column in keys):
        return rows, ()
    written = [
        cells[match.positions[column.id]]
        for column in match.table.columns
        if column.writer == "action" and column.id not in match.table.key and column.id in match.positions
    ]
    if not written:
        return rows, ()
    kept = {row for row in rows if all(_blank(column[row]) for column in written)}
    return [row for row in rows if row not in kept], tuple(sorted(kept))


def _apply_units(match: TableMatch, read: dict[str, ReadColumn]) -> None:
    for id, column in read.items():
        unit = match.table.column(id).unit
        if unit == "row_amount":
            continue
        factor = match.factors.get(id)
        if factor is not None and factor != 1:
            _scale(column, np.full(len(column.values), float(factor)))
    amounts = {id: column for id, column in read.items() if match.table.column(id).unit == "row_amount"}
    if amounts:
        _apply_row_units(amounts, read.get("unit"))


def _fill_indicator(table: Table, read: dict[str, ReadColumn], count: int) -> None:
    """A blank indicator, or none at all, is the sales amount; only the targets must name theirs."""
    columns = {column.id: column for column in table.columns}
    if "indicator" not in columns or columns["indicator"].filled:
        return
    if "indicator" not in read:
        read["indicator"] = ReadColumn(np.full(count, None, dtype=object))
    values = read["indicator"].values
    values[read["indicator"].blanks()] = DEFAULT_INDICATOR


def _scale(column: ReadColumn, factors: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    scaled = clear_of_noise(column.values * factors)
    if column.absolute is not None:
        scaled = np.where(column.absolute, column.values, scaled)
    column.values = scaled


def _apply_row_units(amounts: dict[str, ReadColumn], unit: ReadColumn | None) -> None:
    """Turn amounts in the unit of their row into base units; a percent row holds 12 for twelve percent."""
    if unit is None:
        return
    known = [ROW_UNITS.get(value) if value else None for value in unit.values]
    factors = np.array([float(row.factor) if row else np.nan for row in known])
    percent = np.array([row is not None and row.measure == "ratio" for row in known], dtype=bool)
    for column in amounts.values():
        absolute = column.absolute if column.absolute is not None else np.zeros(len(known), dtype=bool)
        for row in range(len(known)):
            value = column.values[row]
            if np.isnan(value):
                continue
            if known[row] is None:
                if row not in unit.refused:
                    unit.refused[row] = Refusal("unit_missing", {"choices": in_words(UNIT_CHOICES)})
                column.values[row] = np.nan
            elif percent[row] and not absolute[row] and 0 < abs(value) < 1:
                facts = {"value": shown(float(value)), "percent": f"{shown(float(value))}%"}
                column.refused[row] = Refusal("percent_looks_like_fraction", facts)
                column.values[row] = np.nan
        _scale(column, factors)


def _problems_of(data: TableData, column: str, read: ReadColumn, rows: list[int]) -> list[Problem]:
    problems: list[Problem] = []
    more: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    last: dict[str, int] = {}
    contract: Column = data.table.column(column)
    refused = dict(read.refused)
    if contract.filled:
        label = {language: contract.label(language) for language in LANGUAGES}
        for row in np.flatnonzero(read.blanks()).tolist():
            refused.setdefault(row, Refusal("cell_blank", {"column": label}))
    for row in sorted(refused):
        refusal = refused[row]
        seen[refusal.reason] += 1
        last[refusal.reason] = row
        if seen[refusal.reason] <= MOST_PROBLEMS_OF_A_KIND:
            problems.append(data.problem(refusal.reason, rows[row], column, **refusal.facts))
        else:
            more[refusal.reason] += 1
    for reason, count in more.items():
        problems.append(data.problem("cells_more", rows[last[reason]], column, count=count))
    return problems
