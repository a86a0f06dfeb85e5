"""A workbook in memory: the same verbs with no file, for tests and for trying a plan out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from salesplan_xl.cells import Block, Cell, TableInfo
from salesplan_xl.errors import NotFound, WrongKind
from salesplan_xl.hosts.references import cell_position, split_reference
from salesplan_xl.hosts.sheet_cells import plain


@dataclass
class MemoryTable:
    """A table: where it lies and its rows."""

    info: TableInfo
    rows: list[list[Cell]]


class MemoryWorkbook:
    """A :class:`salesplan_xl.cells.Workbook` that lives in memory; saving only counts.

    >>> book = MemoryWorkbook()
    >>> book.add_table("tblQuota", ["member", "amount"], [["East", 1]])
    >>> book.write_table("tblQuota", [["East", 2], ["West", 3]])
    >>> book.read_table("tblQuota").rows
    [['East', 2], ['West', 3]]
    """

    def __init__(self, name: str = "memory.xlsx") -> None:
        self._name = name
        self._tables: dict[str, MemoryTable] = {}
        self._cells: dict[tuple[str, int, int], Cell] = {}
        self._names: dict[str, tuple[str, int, int]] = {}
        self.saves: list[Path | None] = []

    def add_table(
        self,
        name: str,
        header: Sequence[str],
        rows: Iterable[Sequence[Cell]] = (),
        *,
        sheet: str | None = None,
        top: int = 1,
        left: int = 1,
        calculated: Iterable[int] = (),
    ) -> None:
        """Put a table on a sheet of its own, or where it is said to be (header row and first column)."""
        kept = [[plain(value) for value in row] for row in rows]
        info = TableInfo(name, sheet or name, top, left, tuple(header), len(kept), frozenset(calculated))
        self._tables[name] = MemoryTable(info, kept)

    def add_name(self, name: str, reference: str, value: Cell = None) -> None:
        """Define a name for one cell, such as ``Sheet1!B2``, and fill it."""
        self._names[name.casefold()] = self._locate(reference)
        self.write_cells({name: value})

    @property
    def name(self) -> str:
        """The name the workbook goes by."""
        return self._name

    def tables(self) -> Mapping[str, TableInfo]:
        """Return every table by name."""
        return {name: table.info for name, table in self._tables.items()}

    def _table(self, name: str) -> MemoryTable:
        for known, table in self._tables.items():
            if known.casefold() == name.casefold():
                return table
        raise NotFound("no_such_table", table=name, found=", ".join(self._tables) or "–")

    def read_table(self, name: str) -> Block:
        """Read a whole table; what is returned is a copy."""
        table = self._table(name)
        return Block(table.info, [list(row) for row in table.rows])

    def write_table(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Replace all data rows; calculated columns, which only a spreadsheet fills, read as blank."""
        table = self._table(name)
        width = len(table.info.header)
        for at, row in enumerate(rows):
            if len(row) != width:
                raise WrongKind("row_width", table=name, row=at + 1, given=len(row), needed=width)
        table.rows = [
            [None if at in table.info.calculated else plain(value) for at, value in enumerate(row)]
            for row in rows
        ] or [[None] * width]
        table.info = replace(table.info, row_count=len(table.rows))

    def _locate(self, reference: str) -> tuple[str, int, int]:
        split = split_reference(reference)
        position = cell_position(split[1]) if split else None
        if split and position:
            return split[0].casefold(), *position
        named = self._names.get(reference.casefold())
        if named is None:
            raise NotFound("no_such_name", name=reference, nearest="–")
        return named

    def _in_table(self, sheet: str, row: int, column: int) -> tuple[MemoryTable, int, int] | None:
        for table in self._tables.values():
            at, position = row - table.info.top - 1, column - table.info.left
            inside = 0 <= at < len(table.rows) and 0 <= position < len(table.info.header)
            if table.info.sheet.casefold() == sheet and inside:
                return table, at, position
        return None

    def read_cell(self, reference: str) -> Cell:
        """Read a defined name or an address."""
        place = self._locate(reference)
        found = self._in_table(*place)
        if found:
            table, at, position = found
            return table.rows[at][position]
        return self._cells.get(place)

    def write_cells(self, values: Mapping[str, Cell]) -> None:
        """Write single cells, by name or address."""
        placed = [(self._locate(reference), plain(value)) for reference, value in values.items()]
        for place, value in placed:
            found = self._in_table(*place)
            if found:
                table, at, position = found
                table.rows[at][position] = value
            else:
                self._cells[place] = value

    def progress(self, done: int, total: int, sentence: str) -> None:
        """Nobody watches."""

    def save(self, path: Path | None = None) -> None:
        """Take note that a save was asked for."""
        self.saves.append(path)
