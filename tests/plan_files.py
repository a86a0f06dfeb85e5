"""Plan workbooks as files, arranged as a planner may have rearranged them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from salesplan_xl.cells import Cell, CellError, column_letters
from salesplan_xl.hosts.memory import MemoryWorkbook

Arrange = Callable[[list[str]], list[int]]


def plan_file(
    path: Path,
    book: MemoryWorkbook,
    sheets: Mapping[str, str] | None = None,
    order: Arrange | None = None,
    hidden: Sequence[str] = (),
    below: bool = False,
) -> Path:
    """Write a book in memory as a workbook of named tables.

    ``sheets`` renames a table's sheet, or puts several on one, side by side (``below``: one under another);
    ``order`` gives the places of a header's columns; of the tables in ``hidden`` every second row is hidden,
    as a filter on the first column leaves it.
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
    from openpyxl.worksheet.table import Table

    file = Workbook()
    file.remove(file.active)
    for name, info in book.tables().items():
        title = (sheets or {}).get(name, info.sheet)
        sheet = file[title] if title in file.sheetnames else file.create_sheet(title)
        used = sheet.max_row > 1
        top = sheet.max_row + 3 if used and below else info.top
        left = sheet.max_column + 2 if used and not below else info.left
        places = order(list(info.header)) if order else list(range(len(info.header)))
        rows: list[Sequence[Any]] = list(book.read_table(name).rows) or [[None] * len(places)]
        for row, cells in enumerate([info.header, *rows]):
            for column, at in enumerate(places):
                _write(sheet.cell(top + row, left + column), cells[at])
        area = f"{column_letters(left)}{top}:{column_letters(left + len(places) - 1)}{top + len(rows)}"
        table = Table(displayName=name, ref=area)
        if name in hidden:
            shown = sorted({str(row[places[0]]) for row in rows[::2]})
            table.autoFilter = AutoFilter(
                ref=area, filterColumn=[FilterColumn(colId=0, filters=Filters(filter=shown))]
            )
            for row in range(top + 2, top + len(rows) + 1, 2):
                sheet.row_dimensions[row].hidden = True
        sheet.add_table(table)
    file.save(path)
    return path


def _write(cell: Any, value: Cell) -> None:
    cell.value = str(value) if isinstance(value, CellError) else value
