"""Workbooks as sources: every sheet's cells as values, through calamine; ``.xls`` and ``.xlsx`` alike.

calamine shows an error cell as a blank one and a number without its leading zeros, so the cells of
an ``.xlsx`` of which that would be wrong are found in the sheet's own part, see :mod:`cell_marks`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.zip_parts import Archive
from salesplan_xl.sources.cell_marks import Marks, SheetMarks
from salesplan_xl.sources.chunks import Cells, Chunk, Progress, SourceRow

HEAD_ROWS = 200
_LAST_COLUMN = 16_384
_CHUNK_ROWS = 50_000


class Sheet:
    """One sheet of a workbook, or one of its tables."""

    names_totals = True

    def __init__(
        self,
        book: Any,
        name: str,
        file: str,
        marks: SheetMarks,
        area: tuple[int, int, int, int] | None = None,
    ) -> None:
        self.title = name
        self._book = book
        self._file = file
        self._marks = marks
        self._area = area
        """First row, first column, last row, last column of a table, 0-based and inclusive."""

    @cached_property
    def _sheet(self) -> Any:
        with _readable(self._file):
            return self._book.get_sheet_by_name(self.title)

    @property
    def _last_row(self) -> int:
        end = self._sheet.end
        return int(end[0]) if end else -1

    def _columns(self, most: int | None = None) -> list[Cells]:
        """Return the sheet's (or table's) columns from its first row on, blanks as empty text."""
        rows: Iterable[Sequence[object]] = self._sheet.iter_rows()
        top, left, bottom, right = self._area or (0, 0, self._last_row, _LAST_COLUMN)
        if most is not None:
            bottom = min(bottom, top + most - 1)
        with _readable(self._file):
            columns = [_column(cells) for cells in zip(*islice(rows, bottom + 1), strict=True)]
        for row, marked in self._marks.rows.items():
            for place, mark in marked if row <= bottom else ():
                if place < len(columns):
                    columns[place][row] = self._marks.text(mark, columns[place][row])
        for (first, column), (last, end) in self._sheet.merged_cell_ranges or ():
            # A member merged over several rows belongs to each of them.
            if last > first and column == end and column < len(columns) and first <= bottom:
                below = columns[column][first + 1 : min(last, bottom) + 1]
                below[below == ""] = columns[column][first]
        return [column[top:] for column in columns[left : right + 1]]

    @cached_property
    def _all(self) -> list[Cells]:
        return self._columns()

    @cached_property
    def _head(self) -> list[list[object]]:
        return [
            list(row) for row in zip(*(column.tolist() for column in self._columns(HEAD_ROWS)), strict=True)
        ]

    def head(self) -> list[list[object]]:
        return self._head

    def chunks(
        self, first: int, width: int, columns: Sequence[int], progress: Progress | None = None
    ) -> Iterator[Chunk]:
        total = len(self._all[0]) if self._all else 0
        for start in range(first, total, _CHUNK_ROWS):
            end = min(start + _CHUNK_ROWS, total)
            blank = np.full(end - start, "", dtype=object)
            cells = {
                place: self._all[place][start:end] if place < len(self._all) else blank
                for place in sorted(set(columns))
            }
            yield Chunk(start, end - start, cells)
            if progress:
                progress(end, total)

    def rows(self, positions: Sequence[int]) -> dict[int, SourceRow]:
        return {
            position: SourceRow(self.line(position), [column[position] for column in self._all])
            for position in positions
        }

    def line(self, position: int) -> int:
        return position + 1 + (self._area[0] if self._area else 0)


def _column(cells: Sequence[object]) -> Cells:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    if not {bool, dt.time, dt.timedelta, type(None)}.isdisjoint(map(type, cells)):
        column[:] = [_value(cell) for cell in cells]
    return column


def _value(cell: object) -> object:
    if isinstance(cell, bool):
        # Kept apart from the numbers 1 and 0, which are equal to them.
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.timedelta | dt.time):
        return str(cell)
    return "" if cell is None else cell


@contextmanager
def _readable(file: str) -> Iterator[None]:
    """Turn what calamine says of a broken file into a sentence.

    Raises:
        FileRefused: the file is encrypted or damaged.
    """
    import python_calamine

    try:
        yield
    except python_calamine.PasswordError:
        raise FileRefused("source_encrypted", file=file) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise FileRefused("source_workbook_damaged", file=file) from None
    except BaseException as failure:
        # A panic inside calamine is no ordinary exception, and its class cannot be imported.
        if type(failure).__name__ != "PanicException":
            raise
        raise FileRefused("source_workbook_damaged", file=file) from None


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
    with _readable(shown):
        book = python_calamine.CalamineWorkbook.from_path(str(path), load_tables=archive is not None)
    kinds = python_calamine.SheetTypeEnum
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [meta for meta in book.sheets_metadata if meta.typ == kinds.WorkSheet]
    marks = Marks.of(archive) if archive else Marks.none()
    names = [meta.name for meta in sheets]
    if sheet is None or sheet == "*":
        shown_sheets = [meta.name for meta in sheets if meta.visible == visible]
        return [Sheet(book, name, shown, marks.on(name, path)) for name in shown_sheets]
    if sheet in names:
        return [Sheet(book, sheet, shown, marks.on(sheet, path))]
    tables = {name.casefold(): name for name in _table_names(book)}
    if sheet.casefold() in tables:
        with _readable(shown):
            table = book.get_table_by_name(tables[sheet.casefold()])
        if table.start is None or table.end is None:
            raise FileRefused("source_no_rows_in_table", file=shown, table=table.name)
        (top, left), (bottom, right) = table.start, table.end
        # calamine's table starts below its header row.
        area = (top - 1, left, bottom, right)
        return [Sheet(book, table.sheet, shown, marks.on(table.sheet, path), area)]
    raise FileRefused("source_no_sheet", file=shown, sheet=sheet, found=", ".join([*names, *tables.values()]))


def _table_names(book: Any) -> list[str]:
    import python_calamine

    try:
        return list(book.table_names or ())
    except (python_calamine.TablesNotSupported, python_calamine.TablesNotLoaded):
        return []
