"""Formulas of a workbook that is open in Excel. Works on the objects of xlwings, without importing it.

Excel has two ways to read a formula: as before 2019, where a range stands for the one cell in line with it
(``Formula``), and as today, where it stands for all its cells and the answer spills (``Formula2``). Where the
two texts differ, today's has an ``@`` for the former meaning; such a formula is *plain* here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from salesplan_xl.cells import Cell, CellFormula, FormulaKind
from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.hosts import com_values
from salesplan_xl.hosts.formula_text import as_shown
from salesplan_xl.hosts.live_place import Place
from salesplan_xl.hosts.live_state import as_general, unfiltered, unprotected
from salesplan_xl.hosts.references import Area

LONGEST_ARRAY = 255
"""Excel takes no longer text for a formula entered over a range."""
Read = Callable[[Any], list[list[Cell]]]


def formulas_of_sheet(sheet: Any, wanted: Callable[[str], bool], read: Read) -> list[CellFormula]:
    """Return a sheet's wanted formulas with the values they show."""
    used = sheet.used_range
    texts = com_values.as_rows(used.formula, *used.shape)
    places = {
        (used.row + down, used.column + right)
        for down, row in enumerate(texts)
        for right, text in enumerate(row)
        if isinstance(text, str) and text.startswith("=") and wanted(text)
    }
    found: list[CellFormula] = []
    for run in _runs(places):
        cells = _cells(sheet, run)
        native = cells.api
        if native.HasFormula is True and not native.HasArray and not _has_spill(native):
            found += _single(sheet, run, cells, read(cells))
        else:
            found += _arrays(sheet, run, found, read)
    return [*_columns(sheet, found), *found]


def _runs(places: set[tuple[int, int]]) -> Iterator[Area]:
    """Give the cells that lie beneath each other as one area."""
    top: tuple[int, int] | None = None
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if top is None:
            top = (row, column)
        if (row + 1, column) not in places:
            yield Area(*top, row, column)
            top = None


def _cells(sheet: Any, area: Area) -> Any:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def _has_spill(native: Any) -> bool:
    return getattr(native, "HasSpill", False) is not False


def _single(sheet: Any, run: Area, cells: Any, values: list[list[Cell]]) -> Iterator[CellFormula]:
    native, height = cells.api, run.bottom - run.top + 1
    former = com_values.as_rows(native.Formula, height, 1)
    today = com_values.as_rows(getattr(native, "Formula2", native.Formula), height, 1)
    spills = hasattr(native, "Formula2")
    for down in range(height):
        row, text = run.top + down, former[down][0]
        kind: FormulaKind = "dynamic" if spills and today[down][0] == text else "plain"
        place = str(Area(row, run.left, row, run.left))
        yield CellFormula(sheet.name, place, text, kind, ((values[down][0],),))


def _arrays(sheet: Any, run: Area, found: Sequence[CellFormula], read: Read) -> Iterator[CellFormula]:
    """Give the formulas of a run in which some fill ranges; each once, wherever it begins."""
    seen = {each.area for each in found if each.kind in ("array", "dynamic")}
    for row in range(run.top, run.bottom + 1):
        cell = _cells(sheet, Area(row, run.left, row, run.left))
        native = cell.api
        kind: FormulaKind
        if native.HasArray:
            whole, kind = native.CurrentArray, "array"
        elif _has_spill(native):
            whole, kind = native.SpillParent.SpillingToRange, "dynamic"
        elif native.HasFormula is True:
            yield from _single(sheet, Area(row, run.left, row, run.left), cell, read(cell))
            continue
        else:
            continue
        bottom, right = whole.Row + whole.Rows.Count - 1, whole.Column + whole.Columns.Count - 1
        area = Area(whole.Row, whole.Column, bottom, right)
        if str(area) in seen:
            continue
        seen.add(str(area))
        first = _cells(sheet, Area(area.top, area.left, area.top, area.left)).api
        text = first.Formula if kind == "array" else first.Formula2
        values = tuple(tuple(line) for line in read(_cells(sheet, area)))
        yield CellFormula(sheet.name, str(area), text, kind, values)


def _columns(sheet: Any, found: Sequence[CellFormula]) -> Iterator[CellFormula]:
    """Give the columns of tables that hold nothing but the formulas found."""
    single = {each.area: each.text for each in found if each.values and len(each.values) == 1}
    for table in sheet.tables if single else ():
        place = Place(table)
        for column in range(place.width):
            left = place.left + column
            rows = [
                str(Area(row, left, row, left))
                for row in range(place.top + 1, place.top + 1 + place.row_count)
            ]
            if rows and all(row in single for row in rows):
                label = table.columns[column].name
                yield CellFormula(sheet.name, f"{place.name}[{label}]", single[rows[0]], "column")


@contextmanager
def open_to_writing(sheet: Any) -> Iterator[None]:
    """Take a sheet's protection and its tables' filters off meanwhile."""
    with ExitStack() as opened:
        opened.enter_context(unprotected(sheet))
        for table in sheet.tables:
            opened.enter_context(unfiltered(table))
        yield


def write_values(sheet: Any, formulas: Sequence[CellFormula], write: Callable[[Any, Any], None]) -> None:
    """Let the values of a sheet's formulas stand in their place: each range in one piece."""
    for area, values in _pieces(formulas):
        cells = _cells(sheet, area)
        with as_general(cells):
            write(cells, com_values.encode(values, f"{sheet.name}!{area}"))


def _pieces(formulas: Sequence[CellFormula]) -> Iterator[tuple[Area, list[list[Cell]]]]:
    """Give ranges with their values; single cells that lie beneath each other as one."""
    single: dict[tuple[int, int], Cell] = {}
    for formula in formulas:
        area = Area.of(formula.area)
        if area is None or formula.values is None:
            continue
        if area.is_cell:
            single[area.top, area.left] = formula.values[0][0]
        else:
            yield area, [list(row) for row in formula.values]
    for run in _runs(set(single)):
        yield run, [[single[row, run.left]] for row in range(run.top, run.bottom + 1)]


def check_writable(formulas: Sequence[CellFormula], sheet: Any) -> None:
    """See that Excel can take these formulas.

    Raises:
        WrongKind: one has no place.
        OutOfRange: the text of one entered over a range is too long.
    """
    for formula in formulas:
        if Area.of(formula.area) is None or not formula.text.startswith("="):
            raise WrongKind("formula_no_place", formula=formula.text, place=formula.place)
        if formula.kind == "array" and len(as_shown(formula.text)) > LONGEST_ARRAY:
            raise OutOfRange("live_array_too_long", place=formula.place, most=LONGEST_ARRAY)


def write_formulas(sheet: Any, formulas: Sequence[CellFormula]) -> None:
    """Put a sheet's formulas back: ranges first, then cells, those beneath each other in one piece."""
    for formula in formulas:
        area = Area.of(formula.area)
        if area is None or (area.is_cell and formula.kind != "array"):
            continue
        text, cells = as_shown(formula.text), _cells(sheet, area)
        native = _cells(sheet, Area(area.top, area.left, area.top, area.left)).api
        with as_general(cells):
            if formula.kind == "dynamic" and hasattr(native, "Formula2"):
                cells.clear_contents()
                native.Formula2 = text
            else:
                cells.api.FormulaArray = text
    for kind in ("plain", "dynamic"):
        single = {
            (area.top, area.left): as_shown(formula.text)
            for formula in formulas
            if formula.kind == kind and (area := Area.of(formula.area)) and area.is_cell
        }
        for run in _runs(set(single)):
            cells = _cells(sheet, run)
            texts = tuple((single[row, run.left],) for row in range(run.top, run.bottom + 1))
            with as_general(cells):
                name = "Formula2" if kind == "dynamic" and hasattr(cells.api, "Formula2") else "Formula"
                setattr(cells.api, name, texts if len(texts) > 1 else texts[0][0])
