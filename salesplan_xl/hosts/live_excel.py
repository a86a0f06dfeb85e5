"""A plan that is open in Excel, through xlwings.

Every crossing into Excel costs time, so a table is read in one piece (header and rows together) and written
in one piece (one more for each calculated column that lies between columns of ours). Positions, filters and
formats are asked for separately; these are small. ``LiveWorkbook.calls`` counts the pieces of values.

What Excel would do with our values, and what is done about it:

- Text is given with an apostrophe in front (see :mod:`salesplan_xl.hosts.com_values`). In columns formatted
  as text, Excel would turn numbers into text as well: they are ``General`` while values are written.
- Where a filter hides rows, an assignment may miss them: a table's filters are taken off and put back.
- A table grows into free cells only, and new rows copy the last one (formats, validation, formulas). It
  shrinks by giving up its last rows, which are cleared but stay: a formula that points at them finds them
  blank, not gone. Where a totals row is shown, rows are inserted and deleted above it instead, and what lies
  beneath stays where it is.
- A protected sheet is unprotected and protected again in the same way; with a password it is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any

import xlwings as xw

from salesplan_xl.cells import Block, Cell, CellFormula, TableInfo, column_letters
from salesplan_xl.errors import FileRefused, NotFound, WrongKind
from salesplan_xl.hosts import com_values, live_formulas
from salesplan_xl.hosts.com_values import Rows
from salesplan_xl.hosts.live_place import Place
from salesplan_xl.hosts.live_state import ON_MAC, as_general, com_error, unfiltered, unprotected
from salesplan_xl.hosts.new_sheet import free_title
from salesplan_xl.hosts.references import Area, split_reference

__all__ = ["LiveWorkbook", "calling_workbook", "open_in_excel", "serve", "show_message"]

_VERY_HIDDEN = 2
_ADDRESS = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}")
_CELL_OR_RANGE = re.compile(r"=.+!\$?[A-Z]{1,3}\$?\d{1,7}(:\$?[A-Z]{1,3}\$?\d{1,7})?")
_QUIET: dict[str, Any] = {"screen_updating": False, "enable_events": False, "calculation": "manual"}


def calling_workbook() -> LiveWorkbook:
    """Return the workbook from which the running command was called."""
    return LiveWorkbook(xw.Book.caller())


def open_in_excel(path: Path) -> None:
    """Open a file in the Excel that is running."""
    _running().books.open(path)


def show_message(text: str) -> None:
    """Show a message in the Excel that is running."""
    _running().alert(text)


def _running() -> xw.App:
    app = xw.apps.active
    if app is None:
        raise NotFound("live_no_excel")
    return app


def serve(clsid: str) -> None:
    """Run the server through which Excel on Windows reaches this Python, until Excel ends."""
    xw.serve(clsid)  # type: ignore[call-arg]  # elsewhere than on Windows it is a stand-in


class LiveWorkbook:
    """The workbook protocol over an open ``xw.Book``.

    Use it in a ``with`` block: Excel does not redraw, recalculate or run events meanwhile, and gets its own
    settings back whatever happens.
    """

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self.calls: Counter[str] = Counter()
        """How many blocks of cell values were read and written, e.g. ``{"read tblQuota": 1}``."""
        self._known: dict[str, TableInfo] = {}
        self._at_exit = ExitStack()

    def __enter__(self) -> LiveWorkbook:
        app = self.book.app
        with ExitStack() as undo:
            undo.callback(setattr, app, "status_bar", False)
            for setting, value in _QUIET.items():
                undo.callback(setattr, app, setting, getattr(app, setting))
                setattr(app, setting, value)
            self._at_exit = undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._at_exit.close()

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.book.name

    def tables(self) -> Mapping[str, TableInfo]:
        """Return every named table of the workbook, by name. Only headers and first rows are read."""
        for sheet in self.book.sheets:
            for table in sheet.tables:
                if table.show_headers:
                    place = Place(table)
                    self._known[place.name] = self._describe(place)
        return dict(self._known)

    def read_table(self, name: str) -> Block:
        """Read a whole table, hidden and filtered rows included.

        Raises:
            NotFound: there is no table of that name.
        """
        place = self._place(name)
        cells = self._read(place.cells(-1, place.row_count + 1), f"read {place.name}")
        info = self._describe(place, cells)
        return Block(info, tuple(tuple(row) for row in cells[1:]))

    def write_table(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Replace all data rows; the table grows or shrinks. Calculated columns keep their formula.

        Raises:
            NotFound: there is no table of that name.
            WrongKind: a row has more or fewer values than the table has columns.
            OutOfRange: a text is too long for a cell.
            FileRefused: the sheet is protected with a password, the cells beneath are in use, or a filter
                could not be put back.
        """
        place = self._place(name)
        info = self._known.get(place.name)
        if info is None or len(info.header) != place.width:
            info = self._describe(place)
        width = len(info.header)
        for number, row in enumerate(rows, start=1):
            if len(row) != width:
                raise WrongKind("row_width", row=number, table=name, given=len(row), needed=width)
        values = com_values.encode(rows or [[None] * width], place.name)
        with unprotected(place.sheet), unfiltered(place.table):
            self._resize(place, len(values))
            for own, run in groupby(range(width), lambda column: column not in info.calculated):
                columns = list(run)
                if own:
                    first, last = columns[0], columns[-1] + 1
                    target = place.cells(0, len(values), first, last - first)
                    with as_general(target):
                        self._write(target, [row[first:last] for row in values], f"write {place.name}")
        self._known[place.name] = replace(info, top=place.top, left=place.left, row_count=place.row_count)

    def add_hidden_table(self, name: str, sheet: str, header: Sequence[str]) -> None:
        """Add an empty table on a sheet of its own that no menu of Excel shows.

        Raises:
            FileRefused: the workbook's structure is protected.
        """
        self.calls["add table"] += 1
        shown = self.book.sheets.active
        title = free_title(sheet, (each.name for each in self.book.sheets))
        try:
            made = self.book.sheets.add(title, after=self.book.sheets[len(self.book.sheets) - 1])
        except com_error:
            raise FileRefused("live_structure_protected", workbook=self.name) from None
        area = made.range((1, 1), (2, len(header)))
        self._write(area, [list(header), [None] * len(header)], f"write {name}")
        made.tables.add(source=area, name=name)
        if ON_MAC:
            shown.activate()
            made.visible = False
        else:
            shown.api.Activate()
            made.api.Visible = _VERY_HIDDEN

    def read_cell(self, reference: str) -> Cell:
        """Read a defined name or an address such as ``Sheet1!B2`` or ``'My sheet'!B2``.

        Raises:
            NotFound: there is no such name or sheet.
            WrongKind: the name stands for something other than one cell.
        """
        return self._read(self._cell(reference), "read cell")[0][0]

    def write_cells(self, values: Mapping[str, Cell]) -> None:
        """Write single cells, each given as for :meth:`read_cell`. Nothing is written if one is not found.

        Raises:
            NotFound: there is no such name or sheet.
            WrongKind: the name stands for something other than one cell.
            FileRefused: a sheet is protected with a password.
        """
        cells = [
            (self._cell(reference), com_values.encode([[value]], reference))
            for reference, value in values.items()
        ]
        with ExitStack() as opened:
            for name in dict.fromkeys(cell.sheet.name for cell, _ in cells):
                opened.enter_context(unprotected(self.book.sheets[name]))
            for cell, value in cells:
                with as_general(cell):
                    self._write(cell, value, "write cell")

    def formulas(self, wanted: Callable[[str], bool]) -> Sequence[CellFormula]:
        """Return the wanted formulas with the values they show.

        Raises:
            FileRefused: Excel for Mac does not tell how far a formula reaches.
        """
        if ON_MAC:
            raise FileRefused("live_formulas_mac", workbook=self.name)
        found: list[CellFormula] = []
        for sheet in self.book.sheets:
            self.calls["read formulas"] += 1
            found += live_formulas.formulas_of_sheet(
                sheet, wanted, lambda cells: self._read(cells, "read formula values")
            )
        return found

    def drop_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Let the values that formulas show stand in their place.

        Raises:
            FileRefused: a sheet is protected with a password, or a filter could not be put back.
        """
        with self._opened_to_writing(formulas) as groups:
            for sheet, group in groups:
                live_formulas.write_values(
                    sheet, group, lambda cells, values: self._write(cells, values, "write formula values")
                )

    def write_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Put formulas back; Excel works them out at once.

        Raises:
            OutOfRange: Excel takes no formula as long as that over a range; nothing is written then.
            FileRefused: a sheet is protected with a password, or a filter could not be put back.
            NotFound: there is no such sheet.
        """
        with self._opened_to_writing(formulas) as groups:
            for sheet, group in groups:
                live_formulas.check_writable(group, sheet)
            for sheet, group in groups:
                self.calls["write formulas"] += 1
                live_formulas.write_formulas(sheet, group)

    @contextmanager
    def _opened_to_writing(
        self, formulas: Sequence[CellFormula]
    ) -> Iterator[list[tuple[xw.Sheet, list[CellFormula]]]]:
        """Give the sheets of formulas that stand in cells, with their formulas, ready to be written."""
        groups: dict[str, list[CellFormula]] = {}
        for formula in formulas:
            if formula.kind != "column":
                groups.setdefault(formula.sheet, []).append(formula)
        with ExitStack() as opened:
            found = [(self._sheet(name), group) for name, group in groups.items()]
            for sheet, _ in found:
                opened.enter_context(live_formulas.open_to_writing(sheet))
            yield found

    def read_area(self, reference: str) -> Sequence[Sequence[Cell]]:
        """Read the values of an address with its sheet, one cell or a range, by row.

        Raises:
            NotFound: there is no such sheet, or the text is no address.
        """
        split = split_reference(reference)
        area = Area.of(split[1]) if split else None
        if split is None or area is None:
            raise NotFound("no_such_name", name=reference, nearest="–")
        cells = self._sheet(split[0]).range((area.top, area.left), (area.bottom, area.right))
        return self._read(cells, "read area")

    def _sheet(self, name: str) -> xw.Sheet:
        for sheet in self.book.sheets:
            if sheet.name.lower() == name.lower():
                return sheet
        raise NotFound("no_such_sheet", sheet=name, found=", ".join(sheet.name for sheet in self.book.sheets))

    def progress(self, done: int, total: int, sentence: str) -> None:
        """Show how far a long action is, in Excel's status bar."""
        self.book.app.status_bar = f"{sentence} {done}/{total}" if total else sentence

    def save(self, path: Path | None = None) -> None:
        """Save in place, or a copy to ``path``; the workbook that is open stays the one that is open.

        Raises:
            FileRefused: the workbook has no file yet, or may only be read.
        """
        if path is not None:
            self._save_copy(path)
            return
        if not ON_MAC:
            if not self.book.api.Path:
                raise FileRefused("live_never_saved", workbook=self.name)
            if self.book.api.ReadOnly:
                raise FileRefused("live_read_only", workbook=self.name)
        self.book.save()

    def _save_copy(self, path: Path) -> None:
        path = path.resolve()
        if ON_MAC:
            self.book.save(path)
            return
        if str(path).lower() == self.book.api.FullName.lower():
            self.save()
            return
        half_written = path.with_name(f"~{path.stem}.part{path.suffix}")
        try:
            self.book.api.SaveCopyAs(str(half_written))
            half_written.replace(path)
        finally:
            half_written.unlink(missing_ok=True)

    def _place(self, name: str) -> Place:
        found: list[str] = []
        for sheet in self.book.sheets:
            for table in sheet.tables:
                if table.name.casefold() == name.casefold() and table.show_headers:
                    return Place(table)
                found.append(table.name)
        raise NotFound("no_such_table", table=name, found=", ".join(found) or "–")

    def _cell(self, reference: str) -> xw.Range:
        quoted, bang, address = reference.rpartition("!")
        if bang and _ADDRESS.fullmatch(address):
            wanted = quoted[1:-1].replace("''", "'") if quoted.startswith("'") else quoted
            return self._sheet(wanted).range(address)
        if reference and self.book.names.contains(reference):
            name = self.book.names(reference)
            if not _CELL_OR_RANGE.fullmatch(name.refers_to or ""):
                raise WrongKind("name_not_one_cell", name=reference, refers=name.refers_to)
            cells = name.refers_to_range
            if cells.shape != (1, 1):
                raise WrongKind("name_not_one_cell", name=reference, refers=name.refers_to)
            return cells
        near = get_close_matches(reference, [name.name for name in self.book.names], n=1)
        raise NotFound("no_such_name", name=reference, nearest=near[0] if near else "–")

    def _describe(self, place: Place, cells: Rows | None = None) -> TableInfo:
        """Return what a table is; ``cells`` are its header and rows where they were read already."""
        if cells is None:
            cells = self._read(place.cells(-1, 2), f"describe {place.name}")
        return TableInfo(
            name=place.name,
            sheet=place.sheet.name,
            top=place.top,
            left=place.left,
            header=tuple(str(label) for label in cells[0]),
            row_count=place.row_count,
            calculated=self._calculated(place, cells[1]),
        )

    @staticmethod
    def _calculated(place: Place, first: Sequence[Cell]) -> frozenset[int]:
        """Return the columns that hold a formula in every row; one in the first row alone is a person's."""
        (formulas,) = com_values.as_rows(place.cells(0, 1).formula, 1, place.width)
        return frozenset(
            column
            for column, formula in enumerate(formulas)
            if _is_formula(formula, first[column]) and all(
                str(text).startswith("=")
                for (text,) in com_values.as_rows(
                    place.cells(0, place.row_count, column, 1).formula, place.row_count, 1
                )
            )
        )  # fmt: skip

    def _resize(self, place: Place, rows: int) -> None:
        extra = rows - place.row_count
        if extra > 0:
            self._grow(place, extra)
        elif extra < 0:
            surplus = place.cells(rows, -extra)
            if place.has_totals:
                surplus.delete("up")
                place.row_count = rows
                place.cells(rows + 1, -extra).insert("down")
            else:
                place.resize(rows)
                surplus.clear_contents()

    def _grow(self, place: Place, extra: int) -> None:
        old, last = place.row_count, place.row_count - 1
        beneath = place.cells(old + place.has_totals, extra)
        for number, row in enumerate(self._read(beneath, f"look beneath {place.name}")):
            for column, cell in enumerate(row):
                if cell is not None:
                    taken = f"{column_letters(beneath.column + column)}{beneath.row + number}"
                    raise FileRefused(
                        "no_room_below", table=place.name, needed=extra, cell=taken, sheet=place.sheet.name
                    )
        if place.has_totals:
            beneath.delete("up")
            place.cells(last, extra).insert("down", "format_from_right_or_below")
            place.row_count += extra
            place.cells(last + extra, 1).autofill(place.cells(last, extra + 1), "fill_copy")
        else:
            place.resize(old + extra)
            place.cells(last, 1).autofill(place.cells(last, extra + 1), "fill_copy")

    def _read(self, cells: xw.Range, purpose: str) -> Rows:
        rows, columns = cells.shape
        self.calls[purpose] += 1
        values = com_values.as_rows(cells.options(err_to_str=True).raw_value, rows, columns)
        if com_values.has_currency(values):
            # Excel cuts currency to four decimals here; its plain numbers are exact but tell no dates.
            self.calls[f"{purpose} again"] += 1
            exact = com_values.as_rows(cells.api.Value2, rows, columns)
            values = com_values.with_exact_currency(values, exact)
        return com_values.decode(values, errors_as_text=ON_MAC)

    def _write(self, cells: xw.Range, values: list[list[Any]], purpose: str) -> None:
        self.calls[purpose] += 1
        cells.options(chunksize=None).value = values


def _is_formula(formula: object, value: Cell) -> bool:
    """A text that merely begins with ``=`` is its own formula."""
    return isinstance(formula, str) and formula.startswith("=") and formula != value
