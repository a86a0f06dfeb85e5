"""Enough of Excel, behind xlwings' own classes, to run the live workbook without Excel.

It answers as Excel's automation does, and where Excel's habits are in doubt it takes the unkind reading:

- an assigned text is read as typed (date, number, formula, truth value) unless an apostrophe is in front;
- a cell formatted as text keeps whatever it is given as text, numbers and apostrophes included;
- rows hidden by a filter are left out of an assignment;
- currency is cut to four decimals, errors are numbers, dates carry UTC, one cell comes alone;
- on a protected sheet nothing is written, and a table does not change its size.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import xlwings as xw
from xlwings import base_classes as base

from salesplan_xl.cells import column_letters, column_number
from salesplan_xl.hosts.live_state import com_error

ERRORS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036,
          "#N/A": 2042, "#GETTING_DATA": 2043, "#SPILL!": 2045, "#CALC!": 2050}  # fmt: skip
_FIRST_ERROR = -2146828288
_DATE_FORMAT = "yyyy-mm-dd"
_DAY_ZERO = dt.datetime(1899, 12, 30)
_RANGE = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?", re.IGNORECASE)


class ErrorCode(int):
    """An error value of a cell, as automation gives it."""


def error(text: str) -> ErrorCode:
    return ErrorCode(_FIRST_ERROR + ERRORS[text])


@dataclass
class Cell:
    value: Any = None
    formula: str = ""
    number_format: str = "General"
    prefix: bool = False
    former: bool = False
    """The formula reads a range as the one cell in line with it, as Excel did before 2019."""
    array: tuple[int, int, int, int] | None = None
    """Row, column, height and width of the formula that fills this cell, where it fills several."""
    spills: bool = False


@dataclass
class Grid:
    """One sheet's cells, hidden rows, tables and protection."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    tables: list[FakeTable] = field(default_factory=list)
    filtered_rows: set[int] = field(default_factory=set)
    password: str | None = None
    """None where the sheet is not protected."""
    permissions: dict[str, bool] = field(default_factory=dict)
    result: Callable[[str, int], Any] = lambda formula, row: 0.0
    answers: dict[str, list[list[Any]]] = field(default_factory=dict)
    """What formulas that fill several cells come to."""
    log: list[str] = field(default_factory=list)
    visible: int = -1

    def cell(self, row: int, column: int) -> Cell:
        return self.cells.setdefault((row, column), Cell())

    def refuse_if_protected(self) -> None:
        if self.password is not None:
            raise com_error(-2147352567, "The cell or chart is protected")

    def take(self, row: int, column: int, value: Any) -> None:
        """Take a value as Excel takes an assigned one."""
        cell = self.cell(row, column)
        cell.formula, cell.array = "", None
        if value is None or (isinstance(value, str) and not value):
            cell.value = None
            return
        if cell.number_format == "@":
            cell.value = (
                value if isinstance(value, str) else f"{value:g}" if type(value) is float else str(value)
            )
            cell.prefix = False
            return
        if isinstance(value, bool):
            cell.value = value
        elif isinstance(value, dt.datetime):
            cell.value = (value.replace(tzinfo=None) - _DAY_ZERO) / dt.timedelta(days=1)
            if cell.number_format == "General":
                cell.number_format = _DATE_FORMAT
        elif isinstance(value, str):
            self._take_text(cell, row, value)
        else:
            cell.value = float(value)

    def _take_text(self, cell: Cell, row: int, text: str) -> None:
        cell.prefix = text.startswith("'")
        if cell.prefix:
            cell.value = text[1:]
        elif text[0] in "=+@" or re.match(r"-\D", text):
            cell.formula = text if text.startswith("=") else f"={text}"
            cell.value = self.result(cell.formula, row)
        elif text in ERRORS:
            cell.value = error(text)
        elif text in ("TRUE", "FALSE"):
            cell.value = text == "TRUE"
        elif re.fullmatch(r"\d{1,2}[-/]\d{1,2}", text):
            month, day = map(int, re.split("[-/]", text))
            self.take_date(cell, dt.datetime(2026, month, day))
        elif re.fullmatch(r"-?\d+(\.\d+)?(e\d+)?%?", text):
            cell.value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        else:
            cell.value = text

    @staticmethod
    def take_date(cell: Cell, value: dt.datetime) -> None:
        cell.value = (value - _DAY_ZERO) / dt.timedelta(days=1)
        cell.number_format = _DATE_FORMAT

    def give(self, row: int, column: int) -> Any:
        """Give a value as Range.Value does."""
        cell = self.cells.get((row, column), Cell())
        if type(cell.value) is not float:
            return cell.value
        if re.search("[ymdh]", cell.number_format.replace("General", "")):
            moment = _DAY_ZERO + dt.timedelta(days=cell.value)
            return moment.replace(tzinfo=dt.timezone.utc)  # noqa: UP017 - as pywintypes gives it
        if "¥" in cell.number_format:
            return Decimal(str(cell.value)).quantize(Decimal("0.0001"))
        return cell.value

    def shift(self, top: int, left: int, height: int, width: int, rows: int) -> None:
        """Move what lies in these columns from ``top`` on down (or up, losing ``height`` rows)."""
        columns = range(left, left + width)
        moved = {}
        for (row, column), cell in list(self.cells.items()):
            if column in columns and row >= top:
                del self.cells[row, column]
                if rows > 0 or row >= top + height:
                    moved[row + rows, column] = cell
        self.cells.update(moved)


class FakeEngine:
    name = "fake"
    type = "desktop"
    apps: tuple[()] = ()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        if isinstance(value, dt.datetime):
            return value.replace(tzinfo=dt.timezone.utc)  # noqa: UP017 - as xlwings does
        if value is None or pd.isna(value):
            return ""
        if isinstance(value, np.number):
            return float(value)
        return value


class FakeApp(base.App):
    engine = FakeEngine()
    screen_updating = True
    enable_events = True
    calculation = "automatic"
    status_bar: Any = False
    display_alerts = True
    pid = 1


class FakeBook(base.Book):
    def __init__(self, name: str, grids: list[Grid], path: str = "C:\\plans") -> None:
        self._name = name
        self.grids = grids
        self.defined: dict[str, str] = {}
        self.saved: list[str] = []
        self.shown = 0
        self.structure_protected = False
        self._app = FakeApp()
        self.native = SimpleNamespace(
            Path=path, FullName=f"{path}\\{name}", ReadOnly=False, SaveCopyAs=self._save_copy_as
        )

    @property
    def api(self) -> SimpleNamespace:
        return self.native

    @property
    def name(self) -> str:
        return self._name

    @property
    def app(self) -> FakeApp:
        return self._app

    @property
    def sheets(self) -> FakeSheets:
        return FakeSheets(self)

    @property
    def names(self) -> FakeNames:
        return FakeNames(self)

    @property
    def fullname(self) -> str:
        return self.api.FullName

    def save(self, path: Any = None, password: Any = None) -> None:
        self.saved.append(self.api.FullName)

    def _save_copy_as(self, path: str) -> None:
        Path(path).write_bytes(b"a workbook")


class FakeSheets(base.Sheets):
    def __init__(self, book: FakeBook) -> None:
        self._book = book
        self._sheets = [FakeSheet(book, grid) for grid in book.grids]

    def __call__(self, key: Any) -> FakeSheet:
        for number, sheet in enumerate(self._sheets, start=1):
            if key in (number, sheet.name):
                return sheet
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._sheets)

    def __iter__(self) -> Iterator[FakeSheet]:
        return iter(self._sheets)

    @property
    def active(self) -> FakeSheet:
        return self._sheets[self._book.shown]

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> FakeSheet:
        if self._book.structure_protected:
            raise com_error(-2147352567, "The workbook is protected")
        grid = Grid(name or f"Sheet{len(self) + 1}")
        self._book.grids.insert(after.index, grid)
        self._book.shown = after.index
        return FakeSheet(self._book, grid)


class FakeSheet(base.Sheet):
    def __init__(self, book: FakeBook, grid: Grid) -> None:
        self._book = book
        self.grid = grid

    @property
    def name(self) -> str:
        return self.grid.name

    @property
    def book(self) -> FakeBook:
        return self._book

    @property
    def index(self) -> int:
        return self._book.grids.index(self.grid) + 1

    @property
    def api(self) -> Any:
        grid = self.grid

        def unprotect(password: str) -> None:
            grid.log.append("unprotect")
            if password != grid.password:
                raise com_error(-2147352567, "The password you supplied is not correct")
            grid.password = None

        def protect(**permissions: bool) -> None:
            grid.log.append("protect")
            grid.password = ""
            grid.permissions = permissions

        class Native(SimpleNamespace):
            def __setattr__(self, name: str, value: Any) -> None:
                assert name == "Visible"
                grid.visible = value

        allowed = {name: grid.permissions.get(name, False) for name in _ALLOWED.split()}
        return Native(
            ProtectContents=grid.password is not None,
            ProtectDrawingObjects=grid.permissions.get("DrawingObjects", True),
            ProtectScenarios=grid.permissions.get("Scenarios", True),
            ProtectionMode=grid.permissions.get("UserInterfaceOnly", False),
            Protection=SimpleNamespace(**allowed),
            Unprotect=unprotect,
            Protect=protect,
            Activate=lambda: setattr(self._book, "shown", self._book.grids.index(grid)),
        )

    @property
    def tables(self) -> FakeTables:
        return FakeTables(self)

    @property
    def used_range(self) -> FakeRange:
        filled = [place for place, cell in self.grid.cells.items() if cell.formula or cell.value is not None]
        rows, columns = [row for row, _ in filled] or [1], [column for _, column in filled] or [1]
        top, left = min(rows), min(columns)
        return FakeRange(self, top, left, max(rows) - top + 1, max(columns) - left + 1)

    def range(self, first: Any, second: Any = None) -> FakeRange:
        if isinstance(first, str):
            left, top, right, bottom = _RANGE.fullmatch(first).groups()  # type: ignore[union-attr]
            right, bottom = right or left, bottom or top
            return FakeRange(
                self, int(top), column_number(left), int(bottom) - int(top) + 1,
                column_number(right) - column_number(left) + 1,
            )  # fmt: skip
        if isinstance(first, FakeRange):
            first = (first.row, first.column)
        if isinstance(second, FakeRange):
            second = (second.row, second.column)
        if len(first) == 4:
            return FakeRange(self, *first)
        row, column = first
        last_row, last_column = second or first
        return FakeRange(self, row, column, last_row - row + 1, last_column - column + 1)


_ALLOWED = """AllowFormattingCells AllowFormattingColumns AllowFormattingRows AllowInsertingColumns
AllowInsertingRows AllowInsertingHyperlinks AllowDeletingColumns AllowDeletingRows AllowSorting AllowFiltering
AllowUsingPivotTables"""


class FakeRange(base.Range):
    options: Any = None

    def __init__(self, sheet: FakeSheet, row: int, column: int, rows: int, columns: int) -> None:
        self._sheet, self._row, self._column, self._shape = sheet, row, column, (rows, columns)

    @property
    def sheet(self) -> FakeSheet:
        return self._sheet

    @property
    def row(self) -> int:
        return self._row

    @property
    def column(self) -> int:
        return self._column

    @property
    def shape(self) -> tuple[int, int]:
        return self._shape

    @property
    def address(self) -> str:
        return f"${column_letters(self.column)}${self.row}"

    def __len__(self) -> int:
        return self._shape[0] * self._shape[1]

    def __call__(self, row: int, column: int) -> FakeRange:
        return FakeRange(self._sheet, self._row + row - 1, self._column + column - 1, 1, 1)

    def places(self) -> list[list[tuple[int, int]]]:
        rows, columns = self._shape
        return [[(self.row + i, self.column + j) for j in range(columns)] for i in range(rows)]

    def _given(self, values: list[list[Any]]) -> Any:
        return values[0][0] if self._shape == (1, 1) else tuple(map(tuple, values))

    @property
    def raw_value(self) -> Any:
        grid = self._sheet.grid
        return self._given([[grid.give(*place) for place in row] for row in self.places()])

    @raw_value.setter
    def raw_value(self, values: Any) -> None:
        grid = self._sheet.grid
        grid.refuse_if_protected()
        grid.log.append("write")
        self._refuse_part_of_array()
        for places, row in zip(self.places(), values, strict=True):
            for place, value in zip(places, row, strict=True):
                if place[0] not in grid.filtered_rows:
                    grid.take(*place, value)

    def _refuse_part_of_array(self) -> None:
        own = {place for row in self.places() for place in row}
        for place in own:
            cell = self._sheet.grid.cells.get(place, Cell())
            if cell.array is not None and not cell.spills:
                top, left, height, width = cell.array
                whole = {(top + down, left + right) for down in range(height) for right in range(width)}
                if not whole <= own:
                    raise com_error(-2147352567, "You can't change part of an array.")

    @property
    def api(self) -> NativeRange:
        return NativeRange(self)

    @property
    def formula(self) -> Any:
        def text(cell: Cell) -> str:
            return cell.formula or ("" if cell.value is None else str(cell.value))

        cells = self._sheet.grid.cells
        return self._given([[text(cells.get(place, Cell())) for place in row] for row in self.places()])

    @property
    def number_format(self) -> str | None:
        cells = self._sheet.grid.cells
        found = {cells.get(place, Cell()).number_format for row in self.places() for place in row}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        for row in self.places():
            for place in row:
                self._sheet.grid.cell(*place).number_format = value

    def clear_contents(self) -> None:
        self._sheet.grid.refuse_if_protected()
        for row in self.places():
            for place in row:
                if place[0] not in self._sheet.grid.filtered_rows:
                    cell = self._sheet.grid.cell(*place)
                    cell.value, cell.formula, cell.array = None, "", None

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        assert shift == "down"
        grid, (rows, columns) = self._sheet.grid, self._shape
        grid.refuse_if_protected()
        grid.shift(self.row, self.column, 0, columns, rows)
        for table in grid.tables:
            if table.top < self.row <= table.top + table.height - 1:
                table.height += rows

    def delete(self, shift: str | None = None) -> None:
        assert shift == "up"
        grid, (rows, columns) = self._sheet.grid, self._shape
        grid.refuse_if_protected()
        grid.shift(self.row, self.column, rows, columns, -rows)
        for table in grid.tables:
            if table.top < self.row <= table.top + table.height - 1:
                table.height -= rows

    def autofill(self, destination: xw.Range, type_: str) -> None:
        assert type_ == "fill_copy"
        cells = self._sheet.grid.cells
        for row in destination.impl.places():
            for place in row:
                source = cells.get((self.row, place[1]), Cell())
                value = self._sheet.grid.result(source.formula, place[0]) if source.formula else source.value
                cells[place] = Cell(value, source.formula, source.number_format, source.prefix)


class NativeRange:
    """Excel's own range: what xlwings does not hand on, formulas that fill several cells above all."""

    def __init__(self, cells: FakeRange) -> None:
        self._cells = cells
        self._grid = cells.sheet.grid

    @property
    def _places(self) -> list[tuple[int, int]]:
        return [place for row in self._cells.places() for place in row]

    def _all(self, asked: Callable[[Cell], bool]) -> bool | None:
        """Answer as Excel does: None where cells differ."""
        found = {asked(self._grid.cells.get(place, Cell())) for place in self._places}
        return found.pop() if len(found) == 1 else None

    @property
    def Value2(self) -> Any:  # noqa: N802 - Excel's names, here and below
        cells = self._grid.cells
        plain = [[cells.get(place, Cell()).value for place in row] for row in self._cells.places()]
        return self._cells._given(plain)

    @property
    def Row(self) -> int:  # noqa: N802
        return self._cells.row

    @property
    def Column(self) -> int:  # noqa: N802
        return self._cells.column

    @property
    def Rows(self) -> Any:  # noqa: N802
        return SimpleNamespace(Count=self._cells.shape[0])

    @property
    def Columns(self) -> Any:  # noqa: N802
        return SimpleNamespace(Count=self._cells.shape[1])

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802
        return self._all(lambda cell: bool(cell.formula))

    @property
    def HasArray(self) -> bool | None:  # noqa: N802
        return self._all(lambda cell: cell.array is not None and not cell.spills)

    @property
    def HasSpill(self) -> bool | None:  # noqa: N802
        return self._all(lambda cell: cell.array is not None and cell.spills)

    def _whole(self) -> NativeRange:
        array = self._grid.cells[self._places[0]].array
        assert array is not None
        return FakeRange(self._cells.sheet, *array).api

    @property
    def CurrentArray(self) -> NativeRange:  # noqa: N802
        return self._whole()

    @property
    def SpillingToRange(self) -> NativeRange:  # noqa: N802
        return self._whole()

    @property
    def SpillParent(self) -> NativeRange:  # noqa: N802
        whole = self._whole()
        return FakeRange(self._cells.sheet, whole.Row, whole.Column, 1, 1).api

    def _texts(self, today: bool) -> Any:
        def text(cell: Cell) -> str:
            return "=@" + cell.formula[1:] if today and cell.former and cell.formula else cell.formula

        cells = self._grid.cells
        return self._cells._given(
            [[text(cells.get(place, Cell())) for place in row] for row in self._cells.places()]
        )

    def _enter(self, texts: Any, former: bool) -> None:
        self._grid.refuse_if_protected()
        rows = [[texts]] if isinstance(texts, str) else texts
        for places, row in zip(self._cells.places(), rows, strict=True):
            for place, text in zip(places, row, strict=True):
                answer = self._grid.answers.get(text)
                if answer and not former:
                    self._fill(text, place, answer, spills=True)
                else:
                    cell = self._grid.cell(*place)
                    cell.formula, cell.former, cell.array = text, former, None
                    cell.value = self._grid.result(text, place[0])

    def _fill(self, text: str, place: tuple[int, int], answer: list[list[Any]], spills: bool) -> None:
        array = (*place, len(answer), len(answer[0]))
        for down, row in enumerate(answer):
            for right, value in enumerate(row):
                cell = self._grid.cell(place[0] + down, place[1] + right)
                first = not (down or right)
                if spills and not first and cell.value is not None:
                    self._grid.cell(*place).value = error("#SPILL!")
                    return
                cell.array, cell.spills, cell.value = array, spills, value
                cell.formula = text if first or not spills else ""

    @property
    def Formula(self) -> Any:  # noqa: N802
        return self._texts(today=False)

    @Formula.setter
    def Formula(self, texts: Any) -> None:  # noqa: N802
        self._enter(texts, former=True)

    @property
    def Formula2(self) -> Any:  # noqa: N802
        return self._texts(today=True)

    @Formula2.setter
    def Formula2(self, texts: Any) -> None:  # noqa: N802
        self._enter(texts, former=False)

    @property
    def FormulaArray(self) -> str:  # noqa: N802
        return self._grid.cells[self._places[0]].formula

    @FormulaArray.setter
    def FormulaArray(self, text: str) -> None:  # noqa: N802
        self._grid.refuse_if_protected()
        if len(text) > 255:
            raise com_error(-2147352567, "Unable to set the FormulaArray property of the Range class")
        self._cells._refuse_part_of_array()
        self._fill(text, self._places[0], self._grid.answers[text], spills=False)


class FakeTables(base.Collection):
    def __init__(self, sheet: FakeSheet) -> None:
        self._sheet = sheet

    def __len__(self) -> int:
        return len(self._sheet.grid.tables)

    def add(
        self, source_type: Any = None, source: Any = None, link_source: Any = None, has_headers: Any = None,
        destination: Any = None, table_style_name: Any = None, name: str = "",
    ) -> FakeTable:  # fmt: skip
        cells = source if isinstance(source, FakeRange) else source.impl
        table = FakeTable(name, cells.row, cells.column, *cells.shape)
        table.sheet = self._sheet
        self._sheet.grid.tables.append(table)
        return table

    def __iter__(self) -> Iterator[FakeTable]:
        for table in self._sheet.grid.tables:
            table.sheet = self._sheet
            yield table


class FakeTable(base.Table):
    """A table of a grid: header row, first column, height with header and totals."""

    def __init__(self, name: str, top: int, left: int, height: int, width: int, totals: bool = False) -> None:
        self._name = name
        self.top, self.left, self.height, self.width = top, left, height, width
        self.totals = totals
        self.headers = True
        self.buttons = True
        self.filters: dict[int, dict[str, Any]] = {}
        self.native: dict[int, Any] = {}
        self.sheet: Any = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def parent(self) -> FakeSheet:
        return self.sheet

    @property
    def range(self) -> FakeRange:
        return FakeRange(self.sheet, self.top, self.left, self.height, self.width)

    @property
    def show_totals(self) -> bool:
        return self.totals

    @property
    def show_headers(self) -> bool:
        return self.headers

    @property
    def show_autofilter(self) -> bool:
        return self.buttons

    @property
    def autofilter(self) -> FakeAutoFilter:
        return FakeAutoFilter(self)

    @property
    def columns(self) -> Any:
        names = [
            SimpleNamespace(name=self.sheet.grid.give(self.top, self.left + n)) for n in range(self.width)
        ]
        return FakeColumns(names)

    @property
    def api(self) -> Any:
        def again(Field: int, Criteria1: Any, Operator: int) -> None:  # noqa: N803 - Excel's names
            self.native[Field] = SimpleNamespace(Operator=Operator, Criteria1=Criteria1)
            self.filters[Field] = base.empty_autofilter_criteria(Field, "unknown")

        return SimpleNamespace(
            AutoFilter=SimpleNamespace(Filters=lambda column: self.native[column]),
            Range=SimpleNamespace(AutoFilter=again),
        )

    def resize(self, cells: xw.Range) -> None:
        self.sheet.grid.refuse_if_protected()
        assert (cells.row, cells.column) == (self.top, self.left)
        self.height, self.width = cells.shape


class FakeColumns(base.TableColumns):
    def __init__(self, columns: list[Any]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns)

    def __call__(self, number: int) -> Any:
        return self._columns[number - 1]


class FakeAutoFilter(base.AutoFilter):
    def __init__(self, table: FakeTable) -> None:
        self._table = table

    @property
    def criteria(self) -> list[dict[str, Any]]:
        empty = base.empty_autofilter_criteria
        return [self._table.filters.get(n) or empty(n) for n in range(1, self._table.width + 1)]

    def clear(self, column: int) -> None:
        self._table.filters.pop(column, None)
        self._table.native.pop(column, None)
        self.hide()

    def _set(self, column: int, kind: str, **facts: Any) -> None:
        self._table.filters[column] = base.empty_autofilter_criteria(column, kind) | facts
        self.hide()

    def apply_values(self, column: int, values: list[str]) -> None:
        self._set(column, "values", values=values)

    def apply_comparison(self, column: int, operator: str, value1: Any, value2: Any) -> None:
        self._set(column, "comparison", operator=operator, value1=value1, value2=value2)

    def apply_top_items(self, column: int, count: int) -> None:
        self._set(column, "top_items", count=count)

    def apply_bottom_percent(self, column: int, percent: float) -> None:
        self._set(column, "bottom_percent", percent=percent)

    def hide(self) -> None:
        """Hide the rows that a list of values leaves out (other filters hide the first row: enough here)."""
        table = self._table
        first = table.top + 1
        hidden: set[int] = set()
        for column, entry in table.filters.items():
            if entry["type"] == "values":
                for row in range(first, table.top + table.height):
                    if str(table.sheet.grid.give(row, table.left + column - 1)) not in entry["values"]:
                        hidden.add(row)
            else:
                hidden.add(first)
        table.sheet.grid.filtered_rows = hidden


class FakeNames(base.Names):
    def __init__(self, book: FakeBook) -> None:
        self._book = book

    def snapshot(self) -> list[tuple[str, FakeName]]:
        return [(name, FakeName(self._book, name)) for name in self._book.defined]

    def contains(self, name: str) -> bool:
        return name in self._book.defined

    def __call__(self, name: str) -> FakeName:
        return FakeName(self._book, name)

    def __len__(self) -> int:
        return len(self._book.defined)


class FakeName(base.Name):
    def __init__(self, book: FakeBook, name: str) -> None:
        self._book = book
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    @property
    def refers_to(self) -> str:
        return self._book.defined[self._name]

    @property
    def refers_to_range(self) -> FakeRange:
        sheet, _, address = self.refers_to.removeprefix("=").rpartition("!")
        return self._book.sheets(sheet.strip("'").replace("''", "'")).range(address)
