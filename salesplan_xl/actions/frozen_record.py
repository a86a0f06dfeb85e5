"""What *Freeze* keeps in the workbook so that *Thaw* can put the formulas back; reading it runs nothing.

The record is text cut into cells, as undo's is: every formula with its place, its kind and the values that
stand there instead, and the number of the last run that undo knew then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from salesplan_xl.actions.run import row_of, run_number
from salesplan_xl.actions.undo_record import canonical, cell_of, deflated, filled, inflated, plain_json
from salesplan_xl.cells import Cell, CellFormula, TableInfo, Workbook
from salesplan_xl.errors import Problem, WrongKind
from salesplan_xl.hosts.sheet_cells import to_serial
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, match_table

_KINDS = ("plain", "array", "dynamic", "column")


@dataclass(frozen=True)
class Frozen:
    """The formulas taken away so far, and the last run that undo knew when the last of them went."""

    formulas: tuple[CellFormula, ...] = ()
    after: int = 0

    def with_(self, formulas: Sequence[CellFormula], after: int) -> Frozen:
        """Return the record with further formulas; one in the same place as before takes its place."""
        places = {(each.sheet, each.area) for each in formulas}
        kept = tuple(each for each in self.formulas if (each.sheet, each.area) not in places)
        return Frozen((*kept, *formulas), after)


def read_frozen(
    workbook: Workbook, infos: Mapping[str, TableInfo], wanted: Callable[[str], bool]
) -> Frozen | None:
    """Return the record, empty where nothing is frozen; None where the workbook has no place for one.

    Raises:
        WrongKind: the record is damaged, or holds a formula that is not ``wanted``.
    """
    info = find_table(infos, "tblFrozen")
    if info is None:
        return None
    block = workbook.read_table(info.name)
    match = match_table(info, TABLES["tblFrozen"])
    if match.problems:
        raise WrongKind("thaw_unreadable")
    part, payload = match.positions["part"], match.positions["payload"]
    rows = filled(block.rows)
    if not rows:
        return Frozen()
    try:
        record = inflated(str(row[payload]) for row in sorted(rows, key=lambda row: float(str(row[part]))))
        formulas = tuple(_formula(entry) for entry in record["formulas"])
        after = int(record["after"])
    except (ValueError, KeyError, TypeError, IndexError):
        raise WrongKind("thaw_unreadable") from None
    if not all(wanted(formula.text) for formula in formulas):
        raise WrongKind("thaw_unreadable")
    return Frozen(formulas, after)


def write_frozen(workbook: Workbook, infos: Mapping[str, TableInfo], frozen: Frozen) -> int:
    """Write the record and return how many rows it took."""
    info = find_table(infos, "tblFrozen")
    if info is None:
        return 0
    match = match_table(info, TABLES["tblFrozen"])
    record = {"after": frozen.after, "formulas": [_entry(each) for each in frozen.formulas]}
    texts = deflated(record) if frozen.formulas else []
    rows = [row_of(match, part=part, payload=text) for part, text in enumerate(texts, start=1)]
    workbook.write_table(info.name, rows)
    return len(rows)


def last_run(workbook: Workbook, infos: Mapping[str, TableInfo]) -> int:
    """Return the number of the last run that undo knows; 0 where it knows none."""
    info = find_table(infos, "tblUndo")
    if info is None:
        return 0
    match = match_table(info, TABLES["tblUndo"])
    at = match.positions.get("run")
    rows = filled(workbook.read_table(info.name).rows) if at is not None else []
    return max((run_number(row[at]) for row in rows), default=0) if at is not None else 0


def drop_frozen(workbook: Workbook, infos: Mapping[str, TableInfo]) -> bool:
    """Forget the formulas for good; tell whether there were any."""
    info = find_table(infos, "tblFrozen")
    if info is None or not filled(workbook.read_table(info.name).rows):
        return False
    workbook.write_table(info.name, [])
    return True


def by_sheet(formulas: Sequence[CellFormula]) -> dict[str, list[list[Cell]]]:
    """Return where formulas in cells stand: the cells by sheet."""
    places: dict[str, list[list[Cell]]] = {}
    for formula in formulas:
        if formula.kind != "column":
            places.setdefault(formula.sheet, []).append([formula.area])
    return places


def same_value(one: Cell, other: Cell) -> bool:
    """Tell whether two cells show the same; another program's last digits, or date format, do not count.

    >>> same_value(0.1 + 0.2, 0.3), same_value(dt.date(2027, 1, 1), 46388), same_value(1, "1")
    (True, True, False)
    """
    return _plain(one) == _plain(other)


def _plain(cell: Cell) -> str:
    if isinstance(cell, (dt.date, dt.time)):
        cell = to_serial(cell, False)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return f"n{float(cell):.15g}"
    return canonical(cell)


def never_worked_out(formulas: Sequence[CellFormula]) -> list[Problem]:
    """Return a problem for each formula that has no value to stand in its place."""
    return [
        Problem("freeze_no_value", {"formula": each.text}, each.sheet, each.area.partition(":")[0])
        for each in formulas
        if each.kind != "column" and each.values is None
    ]


def _entry(formula: CellFormula) -> dict[str, Any]:
    values = None
    if formula.values is not None:
        values = [[plain_json(cell) for cell in row] for row in formula.values]
    return {**vars(formula), "values": values}


def _formula(entry: Mapping[str, Any]) -> CellFormula:
    values = entry["values"]
    cells: tuple[tuple[Cell, ...], ...] | None = None
    if values is not None:
        cells = tuple(tuple(cell_of(cell) for cell in row) for row in values)
    texts = [entry[name] for name in ("sheet", "area", "text", "spelling")]
    if entry["kind"] not in _KINDS or not all(isinstance(text, str) for text in texts):
        raise ValueError(entry)
    if (entry["kind"] == "column") != (cells is None):
        raise ValueError(entry)
    sheet, area, text, spelling = texts
    return replace(CellFormula(sheet, area, text, entry["kind"], cells), spelling=spelling)
