"""Where *Explain* reads formulas and cells: a workbook open in Excel, or a file.

A file holds the values as they were when it was saved; what it cannot tell without Excel is said so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from salesplan_xl.cells import ERROR_BY_TEXT, Cell, Workbook, column_letters
from salesplan_xl.errors import NotFound
from salesplan_xl.hosts import com_values

_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!\[\]*?:\\/]+))!)?(\$?[A-Za-z]{1,3}\$?\d{1,7})(?::(\$?[A-Za-z]{1,3}\$?\d{1,7}))?"
)

Rows = list[list[Cell]]


@dataclass(frozen=True)
class FormulaCell:
    """A cell: its formula, or the one whose answer reaches into it."""

    sheet: str
    address: str
    formula: str
    row: int = 0
    """How far below the formula's own cell this one lies; columns likewise."""
    column: int = 0
    place: str = ""
    """The formula's own cell as Excel names it from outside; known only in Excel."""


class FormulaSource(Protocol):
    """What *Explain* asks of a workbook."""

    def cell(self, reference: str) -> FormulaCell:
        """Return a cell and its formula.

        Raises:
            NotFound: there is no such sheet, or the text is no address.
        """
        ...

    def value(self, text: str, sheet: str) -> Cell | Rows:
        """Return what a piece of a formula stands for: a cell, or rows of cells.

        Raises:
            NotFound: this cannot be told here.
        """
        ...


def split_reference(reference: str) -> tuple[str, str, str]:
    """Return sheet, first and last cell of an address, dollars left out; the sheet may be missing.

    Raises:
        NotFound: the text is no address.

    >>> split_reference("'My sheet'!$B$2:C3"), split_reference("B2")
    (('My sheet', 'B2', 'C3'), ('', 'B2', 'B2'))
    """
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        raise NotFound("explain_not_an_address", text=reference)
    first = match[3].replace("$", "").upper()
    last = (match[4] or match[3]).replace("$", "").upper()
    return (match[1] or "").replace("''", "'") or (match[2] or ""), first, last


class SavedFile:
    """A workbook file, read by openpyxl: its formulas, and the values it was saved with."""

    def __init__(self, path: Path) -> None:
        import openpyxl

        self._formulas = openpyxl.load_workbook(path)
        self._values = openpyxl.load_workbook(path, data_only=True)

    def cell(self, reference: str) -> FormulaCell:
        from openpyxl.worksheet.formula import ArrayFormula

        name, first, _ = split_reference(reference)
        sheet = self._sheet(self._formulas, name)
        cell = sheet[first]
        for anchor, area in sheet.array_formulae.items():
            row, column = _inside(cell, area)
            if row >= 0 and column >= 0:
                return FormulaCell(sheet.title, first, sheet[anchor].value.text, row, column)
        formula = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
        text = formula if isinstance(formula, str) and cell.data_type == "f" else ""
        return FormulaCell(sheet.title, first, text)

    def value(self, text: str, sheet: str) -> Cell | Rows:
        name, first, last = split_reference(self._defined(text))
        cells = self._sheet(self._values, name or sheet)[f"{first}:{last}"]
        rows = [[_saved(cell) for cell in row] for row in cells]
        return rows if first != last else rows[0][0]

    def _defined(self, text: str) -> str:
        """Return what a defined name refers to, or a column of a table; anything else as it is."""
        defined = self._formulas.defined_names.get(text)
        if defined is not None:
            return str(defined.attr_text)
        table, bracket, label = text.partition("[")
        for sheet in self._formulas.worksheets if bracket else ():
            for entry in sheet.tables.values():
                labels = [column.name for column in entry.tableColumns]
                if entry.name.casefold() == table.casefold() and label.rstrip("]") in labels:
                    return _table_column(sheet.title, entry, labels.index(label.rstrip("]")))
        return text

    @staticmethod
    def _sheet(book: Any, name: str) -> Any:
        if not name:
            return book.active
        for sheet in book.worksheets:
            if sheet.title.casefold() == name.casefold():
                return sheet
        raise NotFound("no_such_sheet", sheet=name, found=", ".join(sheet.title for sheet in book.worksheets))


def saved_file(path: Path) -> SavedFile:
    """Open a workbook file.

    Raises:
        FileRefused: it cannot be read as one.
    """
    from salesplan_xl.hosts.package import open_package

    open_package(path)
    return SavedFile(path)


def _inside(cell: Any, area: str) -> tuple[int, int]:
    """Return how far a cell lies inside an area, or negative numbers."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = cast("tuple[int, int, int, int]", range_boundaries(area))
    if not (top <= cell.row <= bottom and left <= cell.column <= right):
        return -1, -1
    return cell.row - top, cell.column - left


def _table_column(sheet: str, table: Any, position: int) -> str:
    from openpyxl.utils import range_boundaries

    left, top, _, bottom = cast("tuple[int, int, int, int]", range_boundaries(table.ref))
    letters = column_letters(left + position)
    first, last = top + (table.headerRowCount or 0), bottom - (table.totalsRowCount or 0)
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{letters}{first}:{letters}{last}"


def _saved(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "e":
        return ERROR_BY_TEXT.get(value, value)  # type: ignore[no-any-return]
    return value  # type: ignore[no-any-return]


class OpenWorkbook:
    """A workbook that is open in Excel; works on the objects of xlwings."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def selected(self) -> str:
        """Return the address of the selected cell with its sheet."""
        selection = self._book.selection
        quoted = selection.sheet.name.replace("'", "''")
        return f"'{quoted}'!{column_letters(selection.column)}{selection.row}"

    def cell(self, reference: str) -> FormulaCell:
        name, first, _ = split_reference(reference)
        sheet = self._book.sheets[name] if name else self._book.sheets.active
        cell = sheet.range(first)
        anchor = _anchor(cell)
        formula = str(anchor.formula or "")
        place = str(anchor.get_address(external=True))
        row, column = cell.row - anchor.row, cell.column - anchor.column
        return FormulaCell(sheet.name, first, formula if formula.startswith("=") else "", row, column, place)

    def value(self, text: str, sheet: str) -> Cell | Rows:
        found = self._book.sheets[sheet].api.Evaluate(text)
        values = getattr(found, "Value", found)
        if isinstance(values, Sequence) and not isinstance(values, str):
            rows = values if values and isinstance(values[0], Sequence | tuple) else [values]
            return com_values.decode(rows)
        return com_values.decode([[values]])[0][0]


def _anchor(cell: Any) -> Any:
    """Return the cell whose formula spills or reaches into this one as an array."""
    sheet = cell.sheet
    api = cell.api
    if getattr(api, "HasSpill", False) is True:
        parent = api.SpillParent
        return sheet.range((parent.Row, parent.Column))
    if getattr(api, "HasArray", False) is True:
        array = api.CurrentArray
        return sheet.range((array.Row, array.Column))
    return cell


def live_source(workbook: Workbook) -> OpenWorkbook:
    """Return the source of a workbook open in Excel.

    Raises:
        NotFound: the workbook is not open in Excel.
    """
    book = getattr(workbook, "book", None)
    if book is None:
        raise NotFound("explain_needs_excel")
    return OpenWorkbook(book)
