"""What a session wants changed on one sheet, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from salesplan_xl.cells import Cell
from salesplan_xl.hosts.references import Area


@dataclass(frozen=True)
class Formula:
    """A formula written without a result; the program that opens the file computes it."""

    text: str
    array: bool = False
    origin: tuple[int, int] | None = None
    """The cell (row, column) the text was written for; None where it reads the same in every row."""


@dataclass(frozen=True)
class Moved:
    """A cell moved from elsewhere as it was spelt: its attributes but the address, and its body."""

    attributes: bytes
    body: bytes


@dataclass(frozen=True)
class Shown:
    """The cell loses its formula and keeps the result it shows."""

    value: Cell


@dataclass(frozen=True)
class Restored:
    """A formula put back with the result that stands in its cell.

    ``attributes`` and ``body`` are the cell to the letter as it was once spelt; without them the formula is
    spelt anew, over ``area`` where it is an array, ``cell_metadata`` telling one that spills.
    """

    value: Cell
    text: str
    area: Area | None = None
    cell_metadata: int = 0
    attributes: str = ""
    body: str = ""


class KeepFormula(NamedTuple):
    """A calculated cell keeps the formula it has and loses its stale result; without one it takes this."""

    fallback: Formula


Content = Cell | Formula | Moved | KeepFormula | Shown | Restored


class Change(NamedTuple):
    """What a cell becomes.

    ``style`` None keeps the style the cell has; ``default`` is for a cell that is new, None for the row's
    or column's style.
    """

    column: int
    content: Content
    style: bytes | None = None
    default: bytes | None = None


@dataclass
class TableRows:
    """A table's new data rows, and what happens to the rows it had."""

    top: int
    left: int
    rows: Sequence[Sequence[Cell]]
    old_count: int
    totals: list[Moved | None]
    """The totals row's cells by column position; empty without a totals row."""
    styles: list[bytes | None]
    """The first data row's style by column position, for cells that are new; None where it has no cell."""
    calculated: dict[int, KeepFormula] = field(default_factory=dict)
    kept_styles: int = 0
    """The number of leading rows whose cells keep their own style."""

    @property
    def height(self) -> int:
        """Rows touched: the longer of old and new, totals included."""
        return max(self.old_count, len(self.rows)) + bool(self.totals)

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell[0] - self.top, cell[1] - self.left
        return 0 <= row < self.height and 0 <= column < len(self.styles)

    def value(self, row: int, column: int) -> Cell:
        """Return what a touched cell will hold, as far as it is known before a recalculation."""
        at, position = row - self.top, column - self.left
        if at >= len(self.rows) or position in self.calculated:
            return None
        return self.rows[at][position]

    def changes(self, row: int) -> list[Change]:
        """Return the changes of one row."""
        at = row - self.top
        if at < len(self.rows):
            values = self.rows[at]
            own = at < self.kept_styles
            return [
                Change(
                    self.left + position,
                    self.calculated.get(position, value) if self.calculated else value,
                    None if own else self.styles[position],
                    self.styles[position],
                )
                for position, value in enumerate(values)
            ]
        if self.totals and at == len(self.rows):
            return [
                Change(self.left + position, moved, None if moved is None else b"")
                for position, moved in enumerate(self.totals)
            ]
        was_totals = bool(self.totals) and at == self.old_count
        return [
            Change(self.left + position, None, style if was_totals else None)
            for position, style in enumerate(self.styles)
        ]


@dataclass
class SheetEdits:
    """All changes of one sheet in this session."""

    cells: dict[int, dict[int, Content]] = field(default_factory=dict)
    tables: dict[str, TableRows] = field(default_factory=dict)

    def set_cell(self, row: int, column: int, content: Content) -> None:
        self.cells.setdefault(row, {})[column] = content

    def forget(self, area: Area) -> None:
        """Drop the single cells in an area that is written anew."""
        for row in [row for row in self.cells if area.top <= row <= area.bottom]:
            kept = {
                column: content for column, content in self.cells[row].items() if (row, column) not in area
            }
            if kept:
                self.cells[row] = kept
            else:
                del self.cells[row]

    def find(self, row: int, column: int) -> tuple[bool, Cell]:
        """Tell whether a cell is changed, and to what."""
        if column in self.cells.get(row, {}):
            content = self.cells[row][column]
            if isinstance(content, (Shown, Restored)):
                return True, content.value
            return True, None if isinstance(content, (Formula, Moved, KeepFormula)) else content
        for table in self.tables.values():
            if (row, column) in table:
                return True, table.value(row, column)
        return False, None

    def row_numbers(self) -> Iterator[int]:
        """Give the touched rows in order."""
        numbers = set(self.cells)
        for table in self.tables.values():
            numbers.update(range(table.top, table.top + table.height))
        return iter(sorted(numbers))

    def changes(self, row: int) -> list[Change]:
        """Return a row's changes in column order; single cells come last and so stand over a table's."""
        single = self.cells.get(row)
        lists = [
            table.changes(row)
            for table in self.tables.values()
            if table.top <= row < table.top + table.height
        ]
        if len(lists) == 1 and not single:
            return lists[0]
        joined = {change.column: change for changes in lists for change in changes}
        for column, content in (single or {}).items():
            before = joined.get(column)
            style, default = (before.style, before.default) if before else (None, None)
            joined[column] = Change(column, content, style, default)
        return [joined[column] for column in sorted(joined)]

    def plain_row(self, row: int) -> tuple[TableRows, Sequence[Cell]] | None:
        """Return the table whose row this is, and its values, if nothing else is changed in the row."""
        if row in self.cells:
            return None
        found = [table for table in self.tables.values() if table.top <= row < table.top + table.height]
        if len(found) != 1 or found[0].calculated:
            return None
        table, at = found[0], row - found[0].top
        if at < len(table.rows):
            return table, table.rows[at]
        return None if table.totals else (table, [None] * len(table.styles))

    def touches(self, area: Area) -> bool:
        """Tell whether a cell in an area is changed."""
        if any((row, column) in area for row, columns in self.cells.items() for column in columns):
            return True
        return any(area.meets(_area(table)) for table in self.tables.values())

    def bounds(self) -> Area | None:
        """Return the smallest area around all changes."""
        areas = [_area(table) for table in self.tables.values()]
        areas += [
            Area(row, min(columns), row, max(columns)) for row, columns in self.cells.items() if columns
        ]
        if not areas:
            return None
        return Area(
            min(area.top for area in areas),
            min(area.left for area in areas),
            max(area.bottom for area in areas),
            max(area.right for area in areas),
        )


def _area(table: TableRows) -> Area:
    return Area(table.top, table.left, table.top + table.height - 1, table.left + len(table.styles) - 1)
