"""What formulas of ours come to now, for a file that was changed since a spreadsheet program calculated it.

Only what can be told for certain is told: a formula that is one call of ours, on numbers, texts and cells
that hold no formulas themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.addin.explain import value_of
from salesplan_xl.addin.formula_call import find_call
from salesplan_xl.addin.formula_sources import FormulaCell, Rows, split_reference
from salesplan_xl.cells import Cell, CellFormula, Workbook
from salesplan_xl.errors import NotFound, SalesPlanError
from salesplan_xl.hosts.references import Area

MOST_FORMULAS = 1_000
"""More are not worked out: each reads its cells anew."""


class _Cells:
    """The cells of a workbook as arguments, and which of them were asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.asked: list[tuple[str, Area]] = []

    def cell(self, reference: str) -> FormulaCell:
        raise NotFound("explain_not_an_address", text=reference)

    def value(self, text: str, sheet: str) -> Cell | Rows:
        name, first, last = split_reference(text)
        area = Area.of(f"{first}:{last}")
        if area is None:
            raise NotFound("explain_not_an_address", text=text)
        self.asked.append((name or sheet, area))
        rows = self._workbook.read_area(f"'{(name or sheet).replace(chr(39), chr(39) * 2)}'!{area}")
        return rows[0][0] if area.is_cell else [list(row) for row in rows]


def worked_out(workbook: Workbook, formulas: Sequence[CellFormula]) -> dict[str, Rows]:
    """Return what formulas come to, by place, as far as it can be told; others are left out."""
    if not formulas or len(formulas) > MOST_FORMULAS:
        return {}
    computed: dict[str, list[Area]] = {}
    for each in workbook.formulas(lambda text: True):
        area = Area.of(each.area)
        if area is not None:
            computed.setdefault(each.sheet.casefold(), []).append(area)
    found = {}
    for formula in formulas:
        rows = _rows(workbook, formula, computed)
        if rows is not None:
            found[formula.place] = rows
    return found


def _rows(workbook: Workbook, formula: CellFormula, computed: dict[str, list[Area]]) -> Rows | None:
    from salesplan_xl.registry import FORMULAS

    call, area, cells = find_call(formula.text, FORMULAS), Area.of(formula.area), _Cells(workbook)
    if call is None or not call.alone or area is None:
        return None
    try:
        answer = value_of(formula.text[1:], cells, formula.sheet)
    except SalesPlanError:
        return None
    if any(area.meets(other) for sheet, area in cells.asked for other in computed.get(sheet.casefold(), ())):
        return None
    rows = [list(row) for row in answer] if isinstance(answer, list) else [[answer]]
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    return rows if len(rows) == height and all(len(row) == width for row in rows) else None
