"""Where a table lies in an open workbook, in terms of its data rows. Works on the objects of xlwings."""

from __future__ import annotations

from typing import Any


class Place:
    """Where a table lies now, counted in data rows (0-based; the header is row -1)."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.name: str = table.name
        self.sheet: Any = table.parent
        whole = table.range
        self.has_totals = bool(table.show_totals)
        self.top: int = whole.row
        self.left: int = whole.column
        height, self.width = whole.shape
        self.row_count: int = height - 1 - self.has_totals

    def cells(self, row: int, rows: int, column: int = 0, columns: int | None = None) -> Any:
        """Return the cells from a data row and column on."""
        top, left = self.top + 1 + row, self.left + column
        width = self.width - column if columns is None else columns
        return self.sheet.range((top, left), (top + rows - 1, left + width - 1))

    def resize(self, rows: int) -> None:
        """Let the table end after so many data rows."""
        self.table.resize(self.cells(-1, rows + 1))
        self.row_count = rows
