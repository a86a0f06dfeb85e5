"""One small plan, made for each of the three hosts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from salesplan_xl.cells import Cell, CellError, CellFormula, Workbook
from salesplan_xl.hosts.live_excel import LiveWorkbook
from salesplan_xl.hosts.memory import MemoryWorkbook
from salesplan_xl.hosts.package import open_package
from salesplan_xl.hosts.references import Area
from tests.hosts.fake_engine import Cell as FakeCell
from tests.hosts.fake_engine import FakeBook, FakeTable, Grid, error

HOSTS = ("memory", "package", "live_excel")


@dataclass
class TableSpec:
    """A table as the tests want it to be, however a host comes by it."""

    sheet: str
    top: int
    left: int
    header: list[str]
    rows: list[list[Cell]]
    formulas: dict[int, str] = field(default_factory=dict)
    """Calculated columns; their cells hold twice the first column."""
    filtered: tuple[int, str] | None = None
    """A filter: the column (0-based) and the one value it shows."""


TABLES = {
    "tblPlan": TableSpec(
        sheet="计划 A",
        top=4,
        left=3,
        header=["区域", "amount", "month", "final", "note"],
        rows=[
            ["华东", 1234.56, dt.datetime(2027, 3, 1), True, "first"],
            ["华南", 0.0, None, False, CellError.NA],
            [None, -0.07, dt.datetime(2027, 12, 31, 18, 30), None, "=not a formula"],
        ],
        filtered=(0, "华南"),
    ),
    "tblCalculated": TableSpec(
        sheet="Side",
        top=1,
        left=1,
        header=["key", "twice", "label"],
        rows=[[1.0, 2.0, "a"], [2.0, 4.0, "b"]],
        formulas={1: "=tblCalculated[[#This Row],[key]]*2"},
    ),
}
NAMES = {"plan_year": "'计划 A'!$H$1"}
CELLS: dict[str, Cell] = {
    "'计划 A'!H1": 2027.0,
    "Side!J2": "00123",
    "Side!J3": None,
    "Side!B9": "a person's note",
}


SPLIT = "=DECOMPOSE(100,{1;2;3},1)"
PARTS: list[list[Cell]] = [[17.0], [33.0], [50.0]]
FORMULAS = [
    CellFormula("Side", "L1", "=GAP(3,1)", "plain", ((2.0,),)),
    CellFormula("Side", "L2", "=GAP(4,1)", "plain", ((3.0,),)),
    CellFormula("Side", "L4:L6", SPLIT, "array", tuple(map(tuple, PARTS))),
    CellFormula("Side", "M4:M6", SPLIT, "dynamic", tuple(map(tuple, PARTS))),
    CellFormula("Side", "M8", '=IF(GAP(1,0)>0,"a<b","")', "plain", (("a<b",),)),
    CellFormula("Side", "L8", "=SUM(1,2)", "plain", ((3.0,),)),
]
"""Formulas beside the tables: the last is none of ours."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "workbook" in metafunc.fixturenames:
        metafunc.parametrize("host", HOSTS)


@pytest.fixture
def workbook(host: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workbook]:
    """The small plan in one of the hosts."""
    if host == "memory":
        yield in_memory()
    elif host == "package":
        yield open_package(write_file(tmp_path / "plan.xlsx"))
    elif request.config.getoption("--live-excel"):
        path = write_file(tmp_path / "plan.xlsx")
        with xw.App(visible=False, add_book=False) as app, LiveWorkbook(app.books.open(path)) as live:
            yield live
    else:
        with LiveWorkbook(xw.Book(impl=in_fake_excel())) as live:
            yield live


@pytest.fixture
def reopened(host: str, tmp_path: Path) -> Callable[[Workbook], Workbook]:
    """Save and open again, where the host has files."""

    def reopen(workbook: Workbook) -> Workbook:
        if host != "package":
            return workbook
        workbook.save(tmp_path / "again.xlsx")
        return open_package(tmp_path / "again.xlsx")

    return reopen


def in_memory() -> MemoryWorkbook:
    tables = {name: (t.sheet, t.top, t.left, t.header, t.rows) for name, t in TABLES.items()}
    cells = CELLS | {name: CELLS[refers.replace("$", "")] for name, refers in NAMES.items()}
    calculated = {name: list(table.formulas) for name, table in TABLES.items()}
    return MemoryWorkbook(tables, cells, name="plan.xlsx", calculated=calculated, formulas=FORMULAS)


def write_file(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheets: dict[str, xlsxwriter.worksheet.Worksheet] = {}
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, table in TABLES.items():
        sheet = sheets[table.sheet] = book.add_worksheet(table.sheet)
        first, left = table.top - 1, table.left - 1
        columns: list[dict[str, str]] = [{"header": label} for label in table.header]
        for column, formula in table.formulas.items():
            columns[column]["formula"] = formula
        sheet.add_table(
            first, left, first + len(table.rows), left + len(columns) - 1, {"name": name, "columns": columns}
        )
        for number, row in enumerate(table.rows, start=first + 1):
            if table.filtered and row[table.filtered[0]] != table.filtered[1]:
                sheet.set_row(number, options={"hidden": True})
            for column, cell in enumerate(row):
                place = (number, left + column)
                if column in table.formulas:
                    sheet.write_formula(*place, table.formulas[column], None, cell)
                elif isinstance(cell, CellError):
                    sheet.write_formula(*place, "=NA()", None, str(cell))
                elif isinstance(cell, dt.datetime):
                    sheet.write_datetime(*place, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(*place, cell)
                elif cell is not None:
                    sheet.write(*place, cell)
    for reference, cell in CELLS.items():
        sheet_name, address = reference.split("!")
        if isinstance(cell, str):
            sheets[sheet_name.strip("'")].write_string(address, cell)
        elif cell is not None:
            sheets[sheet_name.strip("'")].write(address, cell)
    for formula in FORMULAS:
        sheet, values = sheets[formula.sheet], formula.values or ()
        if formula.kind == "plain":
            sheet.write_formula(formula.area, formula.text, None, values[0][0])
            continue
        enter = {"array": sheet.write_array_formula, "dynamic": sheet.write_dynamic_array_formula}
        enter[formula.kind](formula.area, formula.text, None, values[0][0])
        place = Area.of(formula.area)
        assert place is not None
        for down, (value,) in enumerate(values):
            if down:
                sheet.write_number(place.top + down - 1, place.left - 1, float(str(value)))
    for name, refers in NAMES.items():
        book.define_name(name, f"={refers}")
    book.close()
    return path


def in_fake_excel() -> FakeBook:
    grids: dict[str, Grid] = {}
    for name, table in TABLES.items():
        grid = grids[table.sheet] = Grid(table.sheet)
        whole = FakeTable(name, table.top, table.left, 1 + len(table.rows), len(table.header))
        grid.tables.append(whole)
        for number, row in enumerate([table.header, *table.rows], start=table.top):
            for column, cell in enumerate(row):
                grid.cells[number, table.left + column] = _fake_cell(cell)
                if number > table.top and column in table.formulas:
                    grid.cells[number, table.left + column].formula = table.formulas[column]
        key = table.left
        grid.result = lambda formula, row, grid=grid, key=key: (
            2 * (grid.cells[row, key].value or 0.0) if isinstance(grid.cells[row, key].value, float) else 0.0
        )
    book = FakeBook("plan.xlsx", list(grids.values()))
    book.defined = {name: f"={refers}" for name, refers in NAMES.items()}
    for reference, cell in CELLS.items():
        sheet_name, address = reference.split("!")
        place = book.sheets(sheet_name.strip("'")).range(address)
        grids[sheet_name.strip("'")].cells[place.row, place.column] = _fake_cell(cell)
    side = grids["Side"]
    known = {formula.text: (formula.values or ((None,),))[0][0] for formula in FORMULAS}
    doubled = side.result
    side.result = lambda formula, row: known[formula] if formula in known else doubled(formula, row)
    side.answers = {SPLIT: PARTS}
    for formula in FORMULAS:
        native = book.sheets(formula.sheet).range(formula.area).api
        if formula.kind == "plain":
            native.Formula = formula.text
        elif formula.kind == "array":
            native.FormulaArray = formula.text
        else:
            book.sheets(formula.sheet).range(formula.area.partition(":")[0]).api.Formula2 = formula.text
    for table in xw.Book(impl=book).sheets[0].tables:
        column, shown = TABLES[table.name].filtered or (0, "")
        table.autofilter.apply_values(column + 1, [shown])
    return book


def _fake_cell(cell: Cell) -> FakeCell:
    if isinstance(cell, CellError):
        return FakeCell(error(str(cell)))
    if isinstance(cell, dt.datetime):
        return FakeCell(
            (cell - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1), number_format="yyyy-mm-dd hh:mm"
        )
    return FakeCell(cell, prefix=isinstance(cell, str))
