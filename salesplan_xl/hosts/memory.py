"""A workbook that is nothing but values in memory: for tests and servers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from salesplan_xl.cells import Block, Cell, CellFormula, TableInfo
from salesplan_xl.errors import NotFound, OutOfRange, WrongKind
from salesplan_xl.hosts.new_sheet import free_title
from salesplan_xl.hosts.references import Area, cell_position, split_reference
from salesplan_xl.hosts.sheet_cells import MOST_CHARACTERS, plain

__all__ = ["MemoryWorkbook"]

TableParts = tuple[str, int, int, Sequence[str], Sequence[Sequence[Cell]]]
"""Sheet, header row, first column (1-based), labels, rows."""


class MemoryWorkbook:
    """The workbook protocol over tables and single cells held in memory.

    >>> plan = ("Plan", 1, 1, ["region", "amount"], [["East", 5]])
    >>> book = MemoryWorkbook({"tblPlan": plan}, {"year": 2027})
    >>> book.write_table("tblPlan", [["East", 6], ["West", 7]])
    >>> book.read_table("tblPlan").rows
    (('East', 6), ('West', 7))
    """

    def __init__(
        self,
        tables: Mapping[str, TableParts],
        cells: Mapping[str, Cell] | None = None,
        name: str = "memory.xlsx",
        calculated: Mapping[str, Sequence[int]] | None = None,
        formulas: Sequence[CellFormula] = (),
    ) -> None:
        """``cells`` holds defined names and addresses; ``calculated`` the formula columns of a table.

        ``formulas`` lie on cells beside the tables and show the values they are given with.
        """
        self._name = name
        self._tables: dict[str, TableInfo] = {}
        self._rows: dict[str, tuple[tuple[Cell, ...], ...]] = {}
        self._cells = dict(cells or {})
        self.calls: Counter[str] = Counter()
        """How often each table was read and written, e.g. ``{"read tblQuota": 1}``."""
        self.shown: list[tuple[int, int, str]] = []
        """What :meth:`progress` was told."""
        self._formulas = list(formulas)
        self._values = {place: value for formula in formulas for place, value in _placed(formula)}
        for table, (sheet, top, left, header, rows) in tables.items():
            own = frozenset((calculated or {}).get(table, ()))
            self._tables[table] = TableInfo(table, sheet, top, left, tuple(header), 0, own)
            self._keep(table, rows)

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self._name

    def tables(self) -> Mapping[str, TableInfo]:
        """Return every named table, by name."""
        return dict(self._tables)

    def read_table(self, name: str) -> Block:
        """Return a whole table.

        Raises:
            NotFound: there is no table of that name.
        """
        info = self._info(name)
        self.calls[f"read {info.name}"] += 1
        return Block(info, self._rows[info.name])

    def write_table(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Replace all data rows; values of calculated columns are kept by row, as their formulas are.

        Raises:
            NotFound: there is no table of that name.
            WrongKind: a row has more or fewer values than the table has columns.
            OutOfRange: a text is too long for a cell.
        """
        info = self._info(name)
        for number, row in enumerate(rows, start=1):
            if len(row) != len(info.header):
                raise WrongKind("row_width", row=number, table=name, given=len(row), needed=len(info.header))
        self.calls[f"write {info.name}"] += 1
        before = self._rows[info.name]
        self._keep(
            info.name,
            [
                [
                    (before[number][column] if number < len(before) else None)
                    if column in info.calculated
                    else cell
                    for column, cell in enumerate(row)
                ]
                for number, row in enumerate(rows)
            ],
        )

    def add_hidden_table(self, name: str, sheet: str, header: Sequence[str]) -> None:
        """Add an empty table on a sheet of its own."""
        self.calls["add table"] += 1
        title = free_title(sheet, (info.sheet for info in self._tables.values()))
        self._tables[name] = TableInfo(name, title, 1, 1, tuple(header), 0)
        self._keep(name, [])

    def read_cell(self, reference: str) -> Cell:
        """Return a single cell, asked for exactly as it was given.

        Raises:
            NotFound: it was not given.
        """
        return self._cells[self._known(reference)]

    def write_cells(self, values: Mapping[str, Cell]) -> None:
        """Set single cells.

        Raises:
            NotFound: a cell was not given; nothing is set then.
        """
        known = {self._known(reference): value for reference, value in values.items()}
        stored = {reference: _stored(value, reference) for reference, value in known.items()}
        self.calls["write cells"] += 1
        self._cells.update(stored)
        for reference, value in stored.items():
            split = split_reference(reference)
            position = cell_position(split[1]) if split else None
            if split is not None and position is not None:
                self._values[split[0], *position] = value
                self._formulas = [
                    each
                    for each in self._formulas
                    if each.sheet != split[0] or position not in (Area.of(each.area) or ())
                ]

    def formulas(self, wanted: Callable[[str], bool]) -> Sequence[CellFormula]:
        """Return the wanted formulas."""
        self.calls["read formulas"] += 1
        return [formula for formula in self._formulas if wanted(formula.text)]

    def drop_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Keep only the values of these formulas."""
        self.calls["write formulas"] += 1
        dropped = {(formula.sheet, formula.area) for formula in formulas}
        self._formulas = [each for each in self._formulas if (each.sheet, each.area) not in dropped]

    def write_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Put formulas back."""
        self.calls["write formulas"] += 1
        self._formulas += formulas

    def read_area(self, reference: str) -> Sequence[Sequence[Cell]]:
        """Return the values of an address with its sheet.

        Raises:
            NotFound: the text is no such address.
        """
        split = split_reference(reference)
        area = Area.of(split[1]) if split else None
        if split is None or area is None:
            raise NotFound("no_such_name", name=reference, nearest="–")
        self.calls["read area"] += 1
        return [
            [self._value(split[0], row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]

    def _value(self, sheet: str, row: int, column: int) -> Cell:
        for name, info in self._tables.items():
            down, right = row - info.top - 1, column - info.left
            if info.sheet == sheet and 0 <= down < info.row_count and 0 <= right < len(info.header):
                return self._rows[name][down][right]
        for reference, value in self._cells.items():
            split = split_reference(reference)
            if split is not None and split[0] == sheet and cell_position(split[1]) == (row, column):
                return value
        return self._values.get((sheet, row, column))

    def progress(self, done: int, total: int, sentence: str) -> None:
        """Remember how far an action is."""
        self.shown.append((done, total, sentence))

    def save(self, path: Path | None = None) -> None:
        """Count the request; memory has no file."""
        self.calls["save"] += 1

    def _keep(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        width = len(self._tables[name].header)
        kept = tuple(tuple(_stored(cell, name) for cell in row) for row in rows) or ((None,) * width,)
        self._rows[name] = kept
        self._tables[name] = replace(self._tables[name], row_count=len(kept))

    def _info(self, name: str) -> TableInfo:
        for known, info in self._tables.items():
            if known.casefold() == name.casefold():
                return info
        raise NotFound("no_such_table", table=name, found=", ".join(self._tables) or "–")

    def _known(self, reference: str) -> str:
        if reference not in self._cells:
            nearest = ", ".join(get_close_matches(reference, self._cells, n=1)) or "–"
            raise NotFound("no_such_name", name=reference, nearest=nearest)
        return reference


def _placed(formula: CellFormula) -> list[tuple[tuple[str, int, int], Cell]]:
    """Return the values of a formula with their places: sheet, row, column."""
    area = Area.of(formula.area)
    if area is None:
        return []
    return [
        ((formula.sheet, area.top + down, area.left + right), value)
        for down, row in enumerate(formula.values or ())
        for right, value in enumerate(row)
    ]


def _stored(value: Cell, place: str) -> Cell:
    """Return a value as a cell gives it back: an empty text is a blank, a date is its midnight.

    Raises:
        OutOfRange: a text is too long for a cell.
    """
    value = plain(value)
    if isinstance(value, str):
        count = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if count > MOST_CHARACTERS:
            raise OutOfRange("text_too_long", place=place, count=count)
        return value or None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value
