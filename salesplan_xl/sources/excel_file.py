"""Workbooks as sources: every sheet's cells as values, through calamine; ``.xls`` and ``.xlsx`` alike.

calamine shows an error cell as a blank one and a number without its leading zeros, so the cells of
an ``.xlsx`` of which that would be wrong are found in the sheet's own part, see :mod:`cell_marks`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.zip_parts import Archive
from salesplan_xl.sources.cell_marks import Marks, SheetMarks
from salesplan_xl.sources.chunks import Chunk, Progress, SourceRow

HEAD_ROWS = 200
_CHUNK_ROWS = 50_000


class Sheet:
    """One sheet of a workbook, or one of its tables."""

    names_totals = True

    def __init__(
        self, book: Any, name: str, marks: SheetMarks, area: tuple[int, int, int, int] | None = None
    ) -> None:
        self.title = name
        self._book = book
        self._marks = marks
        self._area = area
        """First row, first column, last row, last column of a table, 0-based and inclusive."""

    @cached_property
    def _sheet(self) -> Any:
        return self._book.get_sheet_by_name(self.title)

    @cached_property
    def _filled(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Cells hidden below a merged one, and where their value stands."""
        filled: dict[tuple[int, int], tuple[int, int]] = {}
        last = self._last_row
        for (top, left), (below, right) in self._sheet.merged_cell_ranges or ():
            bottom = min(below, last)
            if bottom > top and left == right:
                filled.update({(row, left): (top, left) for row in range(top + 1, bottom + 1)})
        return filled

    @property
    def _last_row(self) -> int:
        end = self._sheet.end
        return int(end[0]) if end else -1

    def _rows(self) -> Iterator[list[object]]:
        """Yield every row from the top of the sheet (or table) on, blanks as empty text."""
        top, left, bottom, right = self._area or (0, 0, 1 << 30, 1 << 30)
        held: dict[tuple[int, int], object] = {}
        heads = set(self._filled.values())
        for number, row in enumerate(self._all_rows()):
            if number < top:
                continue
            if number > bottom:
                return
            cells = [_value(cell) for cell in row]
            for column, text in self._marks.in_row(number):
                if column >= len(cells):
                    cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = self._marks.text(text, cells[column])
            if heads:
                for column in range(len(cells)):
                    place = (number, column)
                    if place in heads:
                        held[place] = cells[column]
                    elif place in self._filled and cells[column] == "":
                        cells[column] = held.get(self._filled[place], "")
            yield cells[left : right + 1]

    def _all_rows(self) -> Iterator[Sequence[object]]:
        rows: Iterator[Sequence[object]] = self._sheet.iter_rows()
        return rows

    @cached_property
    def _head(self) -> list[list[object]]:
        return list(islice(self._rows(), HEAD_ROWS))

    def head(self) -> list[list[object]]:
        return self._head

    def chunks(
        self, first: int, width: int, columns: Sequence[int], progress: Progress | None = None
    ) -> Iterator[Chunk]:
        rows = self._rows()
        total = self._last_row + 1
        start = 0
        wanted = sorted(set(columns))
        while block := list(islice(rows, _CHUNK_ROWS)):
            kept = block[max(0, first - start) :]
            cells: dict[int, Any] = {}
            for column in wanted:
                values = np.empty(len(kept), dtype=object)
                values[:] = [row[column] if column < len(row) else "" for row in kept]
                cells[column] = values
            if kept:
                yield Chunk(start + len(block) - len(kept), len(kept), cells)
            start += len(block)
            if progress:
                progress(min(start, total), total)

    def rows(self, positions: Sequence[int]) -> dict[int, SourceRow]:
        wanted = set(positions)
        return {
            position: SourceRow(self.line(position), cells)
            for position, cells in enumerate(self._rows())
            if position in wanted
        }

    def line(self, position: int) -> int:
        return position + 1 + (self._area[0] if self._area else 0)


def _value(cell: object) -> object:
    if isinstance(cell, bool):
        # Kept apart from the numbers 1 and 0, which are equal to them.
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.timedelta | dt.time):
        return str(cell)
    return "" if cell is None else cell


def open_workbook(path: Path, archive: Archive | None, sheet: str | None) -> list[Sheet]:
    """Open a workbook that may be read (the gate is passed before) and return the sheets in question.

    Args:
        path: An ``.xlsx``, ``.xlsm`` or ``.xls`` file.
        archive: Its members, as the gate let them through; ``None`` for an ``.xls``.
        sheet: A sheet's or table's name; without one, all visible sheets.

    Raises:
        FileRefused: no such sheet, or the file cannot be read.
    """
    import python_calamine

    shown = path.name
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path), load_tables=archive is not None)
    except python_calamine.PasswordError:
        raise FileRefused("source_encrypted", file=shown) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise FileRefused("source_workbook_damaged", file=shown) from None
    kinds = python_calamine.SheetTypeEnum
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [meta for meta in book.sheets_metadata if meta.typ == kinds.WorkSheet]
    marks = Marks.of(archive) if archive else Marks.none()
    names = [meta.name for meta in sheets]
    if sheet is None or sheet == "*":
        return [
            Sheet(book, meta.name, marks.on(meta.name, path)) for meta in sheets if meta.visible == visible
        ]
    if sheet in names:
        return [Sheet(book, sheet, marks.on(sheet, path))]
    tables = {name.casefold(): name for name in _table_names(book)}
    if sheet.casefold() in tables:
        table = book.get_table_by_name(tables[sheet.casefold()])
        if table.start is None or table.end is None:
            raise FileRefused("source_no_rows_in_table", file=shown, table=table.name)
        (top, left), (bottom, right) = table.start, table.end
        # calamine's table starts below its header row.
        return [Sheet(book, table.sheet, marks.on(table.sheet, path), (top - 1, left, bottom, right))]
    raise FileRefused("source_no_sheet", file=shown, sheet=sheet, found=", ".join([*names, *tables.values()]))


def _table_names(book: Any) -> list[str]:
    import python_calamine

    try:
        return list(book.table_names or ())
    except (python_calamine.TablesNotSupported, python_calamine.TablesNotLoaded):
        return []
