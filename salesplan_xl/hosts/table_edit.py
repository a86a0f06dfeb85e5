"""Plans how a table's rows change: room below it, styles of new cells, totals, calculated columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salesplan_xl.cells import Cell, column_letters
from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.package_parts import PackageParts
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.sheet_cells import xml_text
from salesplan_xl.hosts.sheet_edits import Formula, KeepFormula, Moved, SheetEdits, TableRows
from salesplan_xl.hosts.sheet_reader import SheetReader
from salesplan_xl.hosts.sheet_rows import RawCell, cells_in
from salesplan_xl.hosts.table_part import TablePart
from salesplan_xl.hosts.workbook_part import Sheet

_ADDRESS = re.compile(rb"\sr\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^>]*)?(?<!/)>([^<]*)<")
_NOT_ADDRESSES = re.compile(r"\"[^\"]*\"|\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
_RELATIVE = re.compile(r"(?<![\w$])(?:[A-Za-z]{1,3}\$?|\$[A-Za-z]{1,3})\d{1,7}(?![\w(])")


def plan_table_rows(
    parts: PackageParts, sheet: Sheet, table: TablePart, rows: Sequence[Sequence[Cell]], edits: SheetEdits
) -> TableRows:
    """Return the change of a table as it lies in the file to the rows given.

    Raises:
        FileRefused: the table has to grow over cells that are in use.
    """
    new = table.resized(len(rows))
    data = table.data
    below = range(table.area.bottom + 1, new.area.bottom + 1)
    first: dict[int, RawCell] = {}
    totals: dict[int, RawCell] = {}
    used: str | None = None
    looked_at = {data.top, *([table.area.bottom] if table.totals_rows else [])}
    for number, inner, prefix in SheetReader(parts, sheet).rows(
        lambda row: row in looked_at or row in below, max(table.area.bottom, new.area.bottom)
    ):
        within = {
            cell.column: cell for cell in cells_in(inner, prefix) if data.left <= cell.column <= data.right
        }
        if number == data.top:
            first = within
        if table.totals_rows and number == table.area.bottom:
            totals = within
        if number in below:
            used = used or next(
                (f"{column_letters(column)}{number}" for column, cell in within.items() if cell.body), None
            )
    if below:
        room = Area(below[0], data.left, below[-1], data.right)
        used = used or _in_use(parts, table, room, edits)
        used = used or next(
            (str(area) for area in SheetReader(parts, sheet).merged_areas() if area.meets(room)), None
        )
    if used:
        raise FileRefused("no_room_below", table=table.name, sheet=sheet.name, cell=used, needed=len(below))
    columns = range(data.left, data.right + 1)
    moves = bool(table.totals_rows) and len(rows) != data.bottom - data.top + 1
    return TableRows(
        top=data.top,
        left=data.left,
        rows=rows,
        old_count=data.bottom - data.top + 1,
        totals=[_moved(totals.get(column)) for column in columns] if moves else [],
        styles=[first[column].style if column in first else None for column in columns],
        calculated={
            at: KeepFormula(_formula(formula, at in table.array_columns, first.get(data.left + at), data, at))
            for at, formula in enumerate(table.formulas)
            if formula is not None
        },
        kept_styles=data.bottom - data.top + 1,
    )


def _formula(text: str, array: bool, first: RawCell | None, data: Area, at: int) -> Formula:
    """Return a calculated column's formula; one with relative addresses is taken from the first data row."""
    match = _FORMULA.search(first.body) if first is not None else None
    if match is None or array:
        return Formula(text, array)
    own = xml_text(match[1])
    if not _RELATIVE.search(_NOT_ADDRESSES.sub("", own)):
        return Formula(text or own)
    return Formula(own, origin=(data.top, data.left + at))


def _in_use(parts: PackageParts, table: TablePart, below: Area, edits: SheetEdits) -> str | None:
    """Return a place below a table that another table or this session's changes take."""
    for other in parts.tables.values():
        if other.part != table.part and other.sheet == table.sheet and other.area.meets(below):
            return f"{column_letters(other.area.left)}{other.area.top}"
    for row, columns in edits.cells.items():
        for column, content in columns.items():
            if (row, column) in below and content is not None:
                return f"{column_letters(column)}{row}"
    return None


def _moved(cell: RawCell | None) -> Moved | None:
    return Moved(_ADDRESS.sub(b"", cell.attributes), cell.body) if cell is not None else None
