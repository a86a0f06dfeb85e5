"""Ribbon *Thaw*: the formulas that *Freeze* turned into values come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from salesplan_xl.actions.frozen_record import Frozen, by_sheet, read_frozen, same_value, write_frozen
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import append_log
from salesplan_xl.addin.formula_call import calls_ours
from salesplan_xl.cells import Cell, CellFormula, TableInfo, Workbook
from salesplan_xl.errors import NotFound, Problem, WrongKind
from salesplan_xl.hosts.references import Area
from salesplan_xl.registry import action
from salesplan_xl.tables.plan_tables import read_plan_tables

MOST_CELLS_AT_ONCE = 2_000_000
Place = tuple[str, int, int]


@action(
    group="share",
    label={"en": "Thaw", "zh": "恢复公式"},
    tip={
        "en": "Bring back the formulas that Freeze turned into values, unless their cells were edited since.",
        "zh": "恢复被“公式转数值”替换的公式；之后有人改过的单元格会列出。",
    },
    icon="FunctionWizard",
    options={"keep_edited": "flag"},
)
def thaw(workbook: Workbook, keep_edited: bool = False) -> Outcome:
    """Bring the formulas back. ``keep_edited`` leaves cells that a person edited since as they are."""
    plan = read_plan_tables(workbook, ())
    try:
        frozen = read_frozen(workbook, plan.infos, calls_ours)
    except WrongKind as damaged:
        return Outcome(problems=(Problem(damaged.reason, damaged.facts),))
    if frozen is None or not frozen.formulas:
        return Outcome(problems=(Problem("thaw_nothing"),))
    problems = _edited(workbook, frozen.formulas)
    if problems and not keep_edited:
        return Outcome(problems=tuple(problems.values()))
    wanted = [each for each in frozen.formulas if each.place not in problems]
    in_cells = [each for each in wanted if each.kind != "column"]
    workbook.write_formulas(wanted)
    rows = write_frozen(workbook, plan.infos, Frozen())
    places = by_sheet(in_cells)
    sheets = {sheet: len(cells) for sheet, cells in places.items()}
    append_log(workbook, plan, "thaw", sheets, places)
    facts = {"count": len(in_cells), "sheets": ", ".join(sheets) or "–"}
    attention = [Said("thaw_left", {"cells": ", ".join(problems)})] if problems else []
    return Outcome({"tblFrozen": rows}, (), Said("thaw_done", facts), tuple(attention), dict(facts))


def _edited(workbook: Workbook, formulas: Sequence[CellFormula]) -> dict[str, Problem]:
    """Return a problem for each place that is not as *Freeze* left it, by place."""
    values, gone = _present(workbook, formulas)
    taken = _taken(workbook, formulas)
    tables = workbook.tables()
    problems: dict[str, Problem] = {}
    for formula in formulas:
        if formula.kind == "column":
            continue
        if formula.sheet in gone:
            problems[formula.place] = Problem(
                "thaw_sheet_gone", {"sheet": formula.sheet, "cell": formula.area}
            )
            continue
        edited = [
            (row, column)
            for (row, column), kept in _cells_of(formula)
            if (formula.sheet, row, column) in taken
            or not same_value(values.get((formula.sheet, row, column)), kept)
        ]
        if edited:
            cell = str(Area(*edited[0], *edited[0]))
            facts = {"cell": cell, "sheet": formula.sheet, "formula": formula.text}
            problems[formula.place] = Problem("thaw_edited", facts, formula.sheet, cell)
    lost = [each for each in formulas if each.place in problems]
    for formula in formulas:
        if formula.kind == "column" and not _still_whole(formula, tables, lost):
            facts = {"column": formula.area, "sheet": formula.sheet}
            problems[formula.place] = Problem("thaw_column_changed", facts, formula.sheet)
    return problems


def _still_whole(
    formula: CellFormula, tables: Mapping[str, TableInfo], edited: Sequence[CellFormula]
) -> bool:
    """Tell whether a column that a table filled is still there with all its cells as they were left."""
    name, _, label = formula.area.partition("[")
    info = tables.get(name)
    if info is None or info.sheet.casefold() != formula.sheet.casefold() or label[:-1] not in info.header:
        return False
    column = info.left + info.header.index(label[:-1])
    rows = Area(info.top + 1, column, info.top + max(1, info.row_count), column)
    areas = (Area.of(each.area) for each in edited if each.sheet.casefold() == info.sheet.casefold())
    return not any(area is not None and area.meets(rows) for area in areas)


def _present(workbook: Workbook, formulas: Sequence[CellFormula]) -> tuple[dict[Place, Cell], set[str]]:
    """Return what the cells hold now, and the sheets that are gone. A sheet is read in one piece."""
    areas: dict[str, list[Area]] = {}
    for formula in formulas:
        area = Area.of(formula.area)
        if area is not None:
            areas.setdefault(formula.sheet, []).append(area)
    values: dict[Place, Cell] = {}
    gone: set[str] = set()
    for sheet, parts in areas.items():
        try:
            for area in _pieces(parts):
                rows = workbook.read_area(f"'{sheet.replace(chr(39), chr(39) * 2)}'!{area}")
                for down, row in enumerate(rows):
                    for right, cell in enumerate(row):
                        if cell is not None:
                            values[sheet, area.top + down, area.left + right] = cell
        except NotFound:
            gone.add(sheet)
    return values, gone


def _pieces(areas: Sequence[Area]) -> Iterable[Area]:
    """Return one area around all where it is not too large to be read, else the areas themselves."""
    whole = Area(
        min(area.top for area in areas),
        min(area.left for area in areas),
        max(area.bottom for area in areas),
        max(area.right for area in areas),
    )
    size = (whole.bottom - whole.top + 1) * (whole.right - whole.left + 1)
    return [whole] if size <= MOST_CELLS_AT_ONCE else areas


def _taken(workbook: Workbook, formulas: Sequence[CellFormula]) -> set[Place]:
    """Return the cells of frozen formulas that hold some formula now."""
    frozen = {(each.sheet, row, column) for each in formulas for (row, column), _ in _cells_of(each)}
    return {
        (each.sheet, row, column)
        for each in workbook.formulas(lambda text: True)
        for (row, column), _ in _cells_of(each)
        if (each.sheet, row, column) in frozen
    }


def _cells_of(formula: CellFormula) -> Iterator[tuple[tuple[int, int], Cell]]:
    area = Area.of(formula.area)
    if area is None:
        return
    known = formula.values or ()
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            down, right = row - area.top, column - area.left
            inside = down < len(known) and right < len(known[down])
            yield (row, column), known[down][right] if inside else None
