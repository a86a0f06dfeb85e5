"""The workbook as a file, read and patched without Excel: every part that is not written stays as it is."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from salesplan_xl.cells import Block, Cell, CellFormula, TableInfo
from salesplan_xl.errors import FileRefused, NotFound, OutOfRange, Problem, WrongKind
from salesplan_xl.hosts.dynamic_arrays import with_dynamic_arrays
from salesplan_xl.hosts.formula_spelling import Spelling
from salesplan_xl.hosts.new_sheet import NewTable, free_title
from salesplan_xl.hosts.package_formulas import (
    column_formulas,
    column_of,
    formulas_of_sheet,
    metadata_checksum,
    metadata_part,
    restored,
)
from salesplan_xl.hosts.package_parts import PackageParts
from salesplan_xl.hosts.package_save import save_package
from salesplan_xl.hosts.references import LAST_ROW, Area, cell_position, split_reference
from salesplan_xl.hosts.sheet_cells import MOST_CHARACTERS, plain
from salesplan_xl.hosts.sheet_edits import SheetEdits, Shown
from salesplan_xl.hosts.sheet_reader import SheetReader
from salesplan_xl.hosts.table_edit import plan_table_rows
from salesplan_xl.hosts.table_part import TablePart
from salesplan_xl.hosts.workbook_part import Sheet

Progress = Callable[[int, int, str], None]


def open_package(path: Path, progress: Progress | None = None) -> PackageWorkbook:
    """Open an ``.xlsx`` or ``.xlsm`` file after it passed the gate.

    Raises:
        FileRefused: the file is no workbook that can be trusted, with the reason.
    """
    return PackageWorkbook(Path(path), progress)


class PackageWorkbook:
    """A :class:`salesplan_xl.cells.Workbook` that is a file. What is written waits for :meth:`save`."""

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self._progress = progress
        self.calls: Counter[str] = Counter()
        """How often each table was read and written, e.g. ``{"read tblQuota": 1}``."""
        self._start(path)
        self._opened: PackageParts | None = PackageParts(path)
        self._notes: list[Problem] = []

    def _start(self, path: Path) -> None:
        """Begin a session in which nothing is written yet."""
        self.path = path
        self._edits: dict[str, SheetEdits] = {}
        self._resized: dict[str, TablePart] = {}
        self._merged: dict[str, list[Area]] = {}
        self._metadata: bytes | None = None
        self._new: dict[str, NewTable] = {}

    @property
    def _parts(self) -> PackageParts:
        """The file's parts; after a save the new file is opened when it is first asked for something."""
        if self._opened is None:
            self._opened = PackageParts(self.path)
        return self._opened

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    def sheet_names(self) -> list[str]:
        """Return the worksheets' names in order."""
        return [sheet.name for sheet in self._parts.workbook.sheets]

    def notes(self) -> list[Problem]:
        """Return what the last save has to say although it went well, e.g. that a signature is void."""
        return list(self._notes)

    def progress(self, done: int, total: int, sentence: str) -> None:
        """Show how far a long action is."""
        if self._progress:
            self._progress(done, total, sentence)

    def tables(self) -> Mapping[str, TableInfo]:
        """Return every named table, by name, as it will be after what was written."""
        known = {name: self._table(name).info() for name in self._parts.tables}
        return known | {name: table.info() for name, table in self._new.items()}

    def add_hidden_table(self, name: str, sheet: str, header: Sequence[str]) -> None:
        """Add an empty table on a sheet of its own that no menu of Excel shows."""
        self.calls["add table"] += 1
        taken = [*self._parts.workbook.titles(), *(table.sheet for table in self._new.values())]
        self._new[name] = NewTable(name, free_title(sheet, taken), tuple(header))

    def _table(self, name: str) -> TablePart:
        if name in self._resized:
            return self._resized[name]
        if name in self._parts.tables:
            return self._parts.tables[name]
        alike = [known for known in self._parts.tables if known.casefold() == name.casefold()]
        if alike:
            return self._table(alike[0])
        raise NotFound("no_such_table", table=name, found=", ".join(self._parts.tables) or "–")

    def read_table(self, name: str) -> Block:
        """Read a whole table, hidden and filtered rows included.

        Raises:
            NotFound: there is no table of that name.
        """
        if name in self._new:
            new = self._new[name]
            self.calls[f"read {name}"] += 1
            return Block(new.info(), [list(row) for row in new.rows] or [[None] * len(new.header)])
        table = self._table(name)
        self.calls[f"read {table.name}"] += 1
        info, data = table.info(), table.data
        if not info.row_count:
            return Block(info, ())
        sheet = self._sheet(table.sheet)
        rows = SheetReader(self._parts, sheet).values(data)
        edits = self._edits.get(sheet.name)
        if edits is not None and edits.touches(data):
            for at, row in enumerate(rows):
                for position in range(len(row)):
                    found, value = edits.find(data.top + at, data.left + position)
                    if found:
                        row[position] = value
        return Block(info, rows)

    def write_table(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Replace all data rows; see :class:`~salesplan_xl.cells.Workbook`.

        Raises:
            OutOfRange: the table would pass Excel's last row, or a text is too long for a cell.
            FileRefused: cells below the table are in use and the table has to grow over them.
        """
        if name in self._new:
            self.calls[f"write {name}"] += 1
            self._new[name].rows = [_checked(row, name) for row in rows]
            return
        table = self._table(name)
        width = len(table.columns)
        for at, row in enumerate(rows):
            if len(row) != width:
                raise WrongKind("row_width", table=table.name, row=at + 1, given=len(row), needed=width)
        self.calls[f"write {table.name}"] += 1
        checked: list[Sequence[Cell]] = [_checked(row, table.name) for row in rows] or [[None] * width]
        new = table.resized(len(checked))
        if new.area.bottom > LAST_ROW:
            raise OutOfRange("table_too_long", table=table.name, row=new.area.bottom)
        sheet = self._sheet(table.sheet)
        edits = self._edits.setdefault(sheet.name, SheetEdits())
        original = self._parts.tables[table.name]
        planned = plan_table_rows(self._parts, sheet, original, checked, edits)
        edits.forget(
            Area(table.data.top, table.data.left, max(table.area.bottom, new.area.bottom), table.data.right)
        )
        edits.tables[table.name] = planned
        self._resized[table.name] = new

    def read_cell(self, reference: str) -> Cell:
        """Read a defined name or an address such as ``Sheet1!B2``.

        Raises:
            NotFound: there is no such name or sheet.
            WrongKind: the name stands for more than one cell.
        """
        sheet, row, column = self._locate(reference)
        edits = self._edits.get(sheet.name)
        if edits is not None:
            found, value = edits.find(row, column)
            if found:
                return value
        value = SheetReader(self._parts, sheet).values(Area(row, column, row, column))[0][0]
        if value is None and (shown := self._shown_in(sheet, row, column)) != (row, column):
            return self.read_cell(f"{_quoted(sheet.name)}!{Area(*shown, *shown)}")
        return value

    def write_cells(self, values: Mapping[str, Cell]) -> None:
        """Write single cells, each given as for :meth:`read_cell`; a formula there gives way to the value."""
        located = [
            (self._locate(reference), _checked([value], reference)[0]) for reference, value in values.items()
        ]
        self.calls["write cells"] += 1
        for (sheet, row, column), value in located:
            edits = self._edits.setdefault(sheet.name, SheetEdits())
            place = self._shown_in(sheet, row, column)
            edits.set_cell(*place, self._as_label(sheet, *place, value))

    def formulas(self, wanted: Callable[[str], bool]) -> Sequence[CellFormula]:
        """Return the wanted formulas with the results they were saved with."""
        self.calls["read formulas"] += 1
        found = list(column_formulas(map(self._table, self._parts.tables), wanted))
        for sheet in self._parts.workbook.sheets:
            if self._parts.actual(sheet.part) in self._parts.parts_with_formulas:
                found += formulas_of_sheet(self._parts, sheet, wanted, self._edits.get(sheet.name))
        return found

    def drop_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Let the results stand in their place; see :class:`~salesplan_xl.cells.Workbook`."""
        self.calls["write formulas"] += 1
        for formula in formulas:
            if formula.kind == "column":
                table, at = self._column(formula)
                self._resized[table.name] = table.with_formula(at, None)
                self._edits.setdefault(table.sheet, SheetEdits())
                continue
            area = Area.of(formula.area)
            if area is None or formula.values is None:
                raise WrongKind("formula_no_place", formula=formula.text, place=formula.place)
            edits = self._edits.setdefault(self._sheet(formula.sheet).name, SheetEdits())
            edits.set_cell(area.top, area.left, Shown(formula.values[0][0]))

    def write_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Put formulas back; see :class:`~salesplan_xl.cells.Workbook`.

        Raises:
            WrongKind: only Excel can spell a formula that was taken away there.
            NotFound: there is no such sheet, table or column.
        """
        self.calls["write formulas"] += 1
        part = metadata_part(self._parts)
        marks = self._metadata or (self._parts.read(part) if part else None)
        new_marks, mark = marks, 0
        if any(formula.kind == "dynamic" for formula in formulas):
            new_marks, mark = with_dynamic_arrays(marks)
        checksums = {Spelling.of(formula.spelling) for formula in formulas if formula.kind != "column"}
        current = metadata_checksum(self._parts)
        unchanged = all(
            found is None or not found.needs_metadata or found.metadata == current for found in checksums
        )
        ready = []
        columns = [self._column(formula) for formula in formulas if formula.kind == "column"]
        for sheet, group in self._by_sheet(formulas):
            ready += [(sheet, *each) for each in restored(self._parts, sheet, group, mark, unchanged)]
        for sheet, place, content in ready:
            self._edits.setdefault(sheet.name, SheetEdits()).set_cell(*place, content)
        for (table, at), formula in zip(
            columns, [each for each in formulas if each.kind == "column"], strict=True
        ):
            again = table.with_formula(at, formula.text[1:], formula.spelling == "array")
            self._resized[table.name] = again
            self._edits.setdefault(table.sheet, SheetEdits())
        if new_marks is not marks:
            self._metadata = new_marks

    def read_area(self, reference: str) -> Sequence[Sequence[Cell]]:
        """Read the values of an address with its sheet, by row.

        Raises:
            NotFound: there is no such sheet, or the text is no address.
        """
        split = split_reference(reference)
        area = Area.of(split[1]) if split else None
        if split is None or area is None:
            raise NotFound("no_such_name", name=reference, nearest="–")
        sheet = self._sheet(split[0])
        self.calls["read area"] += 1
        rows = SheetReader(self._parts, sheet).values(area)
        edits = self._edits.get(sheet.name)
        if edits is not None and edits.touches(area):
            for at, row in enumerate(rows):
                for position in range(len(row)):
                    found, value = edits.find(area.top + at, area.left + position)
                    if found:
                        row[position] = value
        return rows

    def _column(self, formula: CellFormula) -> tuple[TablePart, int]:
        return column_of(formula, {name: self._table(name) for name in self._parts.tables})

    def _by_sheet(self, formulas: Sequence[CellFormula]) -> list[tuple[Sheet, list[CellFormula]]]:
        groups: dict[str, list[CellFormula]] = {}
        for formula in formulas:
            if formula.kind != "column":
                groups.setdefault(formula.sheet, []).append(formula)
        return [(self._sheet(name), group) for name, group in groups.items()]

    def _shown_in(self, sheet: Sheet, row: int, column: int) -> tuple[int, int]:
        """Return the cell that shows what a place holds: of merged cells, the first."""
        if sheet.name not in self._merged:
            self._merged[sheet.name] = SheetReader(self._parts, sheet).merged_areas()
        for area in self._merged[sheet.name]:
            if (row, column) in area:
                return area.top, area.left
        return row, column

    def _as_label(self, sheet: Sheet, row: int, column: int, value: Cell) -> Cell:
        """Return a value as a table's header takes it: as text, and different from its neighbours'.

        The table's own list of columns follows; Excel repairs a file in which the two differ.
        """
        for name in self._parts.tables:
            table = self._table(name)
            position = column - table.area.left
            header = table.header_rows and row == table.area.top and 0 <= position < len(table.columns)
            if table.sheet != sheet.name or not header:
                continue
            others = {label.casefold() for at, label in enumerate(table.columns) if at != position}
            wanted = label = str(value) if value is not None else f"Column{position + 1}"
            count = 2
            while label.casefold() in others:
                label, count = f"{wanted}{count}", count + 1
            self._resized[name] = table.renamed(position, label)
            return label
        return value

    def _sheet(self, name: str) -> Sheet:
        for sheet in self._parts.workbook.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise NotFound("no_such_sheet", sheet=name, found=", ".join(self.sheet_names()) or "–")

    def _locate(self, reference: str) -> tuple[Sheet, int, int]:
        """Return sheet, row and column of a name or an address."""
        split = split_reference(reference)
        if split is not None:
            position = cell_position(split[1])
            if position is not None:
                return self._sheet(split[0]), *position
        return self._named_cell(reference, split)

    def _named_cell(self, reference: str, split: tuple[str, str] | None) -> tuple[Sheet, int, int]:
        wanted, scope = reference, None
        if split is not None:
            wanted, scope = split[1], self._sheet(split[0]).position
        names = self._parts.workbook.names()
        refers = next(
            (
                text
                for name, limited, text in names
                if name.casefold() == wanted.casefold() and (limited == scope or scope is None)
            ),
            None,
        )
        if refers is None:
            near = difflib.get_close_matches(wanted, [name for name, _, _ in names], 1)
            raise NotFound("no_such_name", name=reference, nearest=near[0] if near else "–")
        place = split_reference(refers)
        area = Area.of(place[1]) if place else None
        if place is None or area is None or not area.is_cell:
            raise WrongKind("name_not_one_cell", name=wanted, refers=refers)
        return self._sheet(place[0]), area.top, area.left

    def save(self, path: Path | None = None) -> None:
        """Save in place, or to ``path``, in one step; the session goes on with the file written.

        Raises:
            FileRefused: the file or folder cannot be written, or the file was changed meanwhile.
        """
        self.calls["save"] += 1
        target = Path(path) if path is not None else self.path
        self._notes = save_package(
            self._parts, self._edits, self._resized, target, self._metadata, list(self._new.values())
        )
        self._opened = None
        self._start(target)


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _checked(values: Iterable[Cell], place: str) -> list[Cell]:
    """Return values as cells can hold them.

    Raises:
        OutOfRange: a text is too long.
    """
    cells = [plain(value) for value in values]
    for cell in cells:
        if isinstance(cell, str) and len(cell) * 2 > MOST_CHARACTERS:
            count = len(cell.encode("utf-16-le", "surrogatepass")) // 2
            if count > MOST_CHARACTERS:
                raise OutOfRange("text_too_long", place=place, count=count)
    return cells


__all__ = ["FileRefused", "PackageWorkbook", "open_package"]
