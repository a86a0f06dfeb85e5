"""What is taken off a sheet in Excel while values are written, and put back.

That is: the text format of cells, the filters of a table, the protection of a sheet.

The objects are those of xlwings; this module does not import it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from salesplan_xl.errors import FileRefused

if sys.platform == "win32":
    from pywintypes import com_error
else:

    class com_error(Exception):  # noqa: N801
        """What Excel answers when it refuses a command (the automation error on Windows)."""


ON_MAC = sys.platform == "darwin"

_BY_CELL_COLOUR, _BY_FONT_COLOUR, _BY_MOVING_DATE = 8, 9, 11
_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


@contextmanager
def as_general(cells: Any) -> Iterator[None]:
    """Format the cells that are formatted as text as General meanwhile, so that a number stays a number."""
    parts = list(_text_parts(cells))
    for part in parts:
        part.number_format = "General"
    try:
        yield
    finally:
        for part in parts:
            part.number_format = "@"


def _text_parts(cells: Any) -> Iterator[Any]:
    """Yield the parts that are formatted as text; cells that differ in format are asked for in halves."""
    number_format = cells.number_format
    rows, columns = cells.shape
    if number_format == "@":
        yield cells
    elif number_format is None and columns > 1:
        yield from _text_parts(cells[:, : columns // 2])
        yield from _text_parts(cells[:, columns // 2 :])
    elif number_format is None and rows > 1:
        yield from _text_parts(cells[: rows // 2, :])
        yield from _text_parts(cells[rows // 2 :, :])


@contextmanager
def unfiltered(table: Any) -> Iterator[None]:
    """Take a table's filters off meanwhile.

    Raises:
        FileRefused: a filter by icon or by single dates, which Excel does not let be put back.
    """
    if not table.show_autofilter:
        yield
        return
    active = [entry for entry in table.autofilter.criteria if entry.type != "none"]
    native = {entry.field: _native_filter(table, entry.field) for entry in active if entry.type == "unknown"}
    for entry in active:
        table.autofilter.clear(entry.field)
    try:
        yield
    finally:
        for entry in active:
            if entry.field in native:
                operator, criterion = native[entry.field]
                table.api.Range.AutoFilter(Field=entry.field, Criteria1=criterion, Operator=operator)
            else:
                _filter_again(table.autofilter, entry)


def _native_filter(table: Any, column: int) -> tuple[int, Any]:
    if not ON_MAC:
        kept = table.api.AutoFilter.Filters(column)
        if kept.Operator in (_BY_CELL_COLOUR, _BY_FONT_COLOUR):
            return kept.Operator, kept.Criteria1.Color
        if kept.Operator == _BY_MOVING_DATE:
            return kept.Operator, kept.Criteria1
    label = table.columns[column - 1].name
    raise FileRefused("live_filter", table=table.name, sheet=table.parent.name, column=label)


def _filter_again(autofilter: Any, entry: Any) -> None:
    if entry.type == "values":
        autofilter.apply_values(entry.field, entry.values)
    elif entry.type == "comparison":
        autofilter.apply_comparison(entry.field, entry.operator, entry.value1, entry.value2)
    elif entry.type.endswith("_items"):
        getattr(autofilter, f"apply_{entry.type}")(entry.field, entry.count)
    else:
        getattr(autofilter, f"apply_{entry.type}")(entry.field, entry.percent)


@contextmanager
def unprotected(sheet: Any) -> Iterator[None]:
    """Take a sheet's protection off meanwhile, and put it back with the same permissions.

    Writing alone would do without, but a table on a protected sheet neither grows nor shrinks, whoever asks.

    Raises:
        FileRefused: the protection has a password.
    """
    if ON_MAC or not sheet.api.ProtectContents:
        yield
        return
    native = sheet.api
    permissions = {name: getattr(native.Protection, name) for name in _ALLOWED}
    permissions["DrawingObjects"] = native.ProtectDrawingObjects
    permissions["Scenarios"] = native.ProtectScenarios
    permissions["UserInterfaceOnly"] = native.ProtectionMode
    try:
        # An explicit empty password: without one, Excel would ask the user in a window.
        native.Unprotect("")
    except com_error:
        raise FileRefused("live_sheet_protected", sheet=sheet.name) from None
    try:
        yield
    finally:
        native.Protect(Contents=True, **permissions)
