"""The same sheet worked out by IronCalc and LibreOffice with their own functions, and by ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ironcalc
import numpy as np
import pytest
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

import salesplan_xl.formulas
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.registry import FORMULAS
from tests.formulas.plain_formulas import PLAIN, ROWS, Plain
from tests.templates.recalculated import needs_libreoffice, recalculated

assert salesplan_xl.formulas
SAME = 1e-12
RESULTS = 20
"""The column of the results; the inputs lie to its left."""


def _inputs(plain: Plain) -> dict[str, Any]:
    """Draw a function's arguments, always the same: columns of rows, or whole ranges and single cells."""
    random = np.random.default_rng([len(plain.name), sum(map(ord, plain.formula))])
    declared = FORMULAS[plain.name]
    drawn = {}
    for name, draw in plain.arguments.items():
        kind = next(argument.kind for argument in declared.arguments if argument.name == name)
        drawn[name] = (
            [[draw(random)] for _ in range(ROWS)] if declared.by_row and kind == "scalar" else draw(random)
        )
    return drawn


def _ours(plain: Plain, drawn: dict[str, Any]) -> list[float]:
    answer = evaluate_cells(FORMULAS[plain.name], [*drawn.values(), *plain.extra])
    return [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write one sheet per entry of the table: its inputs, and its formula once per result."""
    path = tmp_path_factory.mktemp("engines") / "plain.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number, plain in enumerate(PLAIN):
            page = book.add_worksheet(f"S{number}")
            drawn = _inputs(plain)
            by_row = FORMULAS[plain.name].by_row
            places: dict[str, str] = {}
            at = 0
            longest = 1
            for name, value in drawn.items():
                block = value if isinstance(value, list) else [[value]]
                for row, cells in enumerate(block):
                    for shift, cell in enumerate(cells):
                        if cell is not None:
                            page.write_number(row, at + shift, cell)
                longest = max(longest, len(block))
                first = xl_rowcol_to_cell(0, at, row_abs=not by_row, col_abs=True)
                last = xl_rowcol_to_cell(len(block) - 1, at + len(block[0]) - 1, row_abs=True, col_abs=True)
                places[name] = first if by_row or len(block) * len(block[0]) == 1 else f"{first}:{last}"
                at += len(block[0])
            for row in range(longest):
                page.write_number(row, at, row + 1)
            places["t"] = f"${_letter(at)}$1:${_letter(at)}${longest}"
            for result in range(ROWS if by_row else plain.results):
                here = {name: place.removesuffix("1") + str(result + 1) for name, place in places.items()}
                formula = plain.formula.format(**(here if by_row else places), i=result + 1)
                page.write_formula(result, RESULTS, f"={formula}")
    return path


def _letter(column: int) -> str:
    return xl_rowcol_to_cell(0, column).rstrip("1")


def _compare(found: dict[int, list[Any]]) -> list[str]:
    wrong = []
    for number, plain in enumerate(PLAIN):
        ours, theirs = _ours(plain, _inputs(plain)), found[number]
        assert len(ours) == len(theirs) == (ROWS if FORMULAS[plain.name].by_row else plain.results)
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True), start=1):
            if not isinstance(other, (int, float)) or abs(one - other) > SAME * max(1.0, abs(one)):
                wrong.append(f"{plain.name} ({plain.formula[:40]}) result {place}: {one!r}, there {other!r}")
    return wrong


def _counts() -> dict[int, int]:
    return {
        number: ROWS if FORMULAS[plain.name].by_row else plain.results for number, plain in enumerate(PLAIN)
    }


def test_ironcalc_agrees(sheet: Path):
    model = ironcalc.load_from_xlsx(str(sheet), "en", "UTC", "en")
    model.evaluate()
    found = {
        number: [model.get_cell_value(number, row + 1, RESULTS + 1) for row in range(count)]
        for number, count in _counts().items()
    }
    assert not _compare(found), "\n".join(_compare(found))


@needs_libreoffice
@pytest.mark.libreoffice
def test_libreoffice_agrees(sheet: Path, tmp_path: Path):
    values = recalculated([sheet], tmp_path)[0]
    found = {
        number: [values[f"S{number}"].get(f"{_letter(RESULTS)}{row + 1}") for row in range(count)]
        for number, count in _counts().items()
    }
    assert not _compare(found), "\n".join(_compare(found))


def test_most_functions_with_a_plain_form_are_in_the_table():
    assert len({plain.name for plain in PLAIN}) >= 80
