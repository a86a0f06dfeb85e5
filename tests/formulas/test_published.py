"""Every published number, through the path of a cell and through the Python function."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

import salesplan_xl.formulas  # noqa: F401 - declares the formulas
from salesplan_xl.cells import CellError
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.registry import FORMULAS
from tests.formulas.published import Case, cases, incomplete

CASES = cases()


def in_cells(case: Case) -> Any:
    """The value of the cells, or the error they show."""
    arguments = [
        [[cell] for cell in value]
        if isinstance(value, list) and not any(isinstance(row, list) for row in value)
        else value
        for value in case.args
    ]
    try:
        return evaluate_cells(FORMULAS[case.formula], arguments)
    except SalesPlanError as error:
        refused = error
    for language in LANGUAGES:
        refused.sentence(language)  # fails where a fact of the sentence is missing
    assert case.says in refused.sentence("en")
    return refused.cell_error


def in_python(case: Case) -> Any:
    """The value of the Python function, or the cell error of what it raises."""
    body = FORMULAS[case.formula].body
    function = getattr(import_module(body.__module__), body.__name__)
    try:
        return function(*case.args)
    except SalesPlanError as error:
        return error.cell_error


def check(found: Any, expected: Any, tolerance: float) -> None:
    if isinstance(expected, (list, tuple)):
        if isinstance(found, np.ndarray):
            found = found.tolist()
        assert isinstance(found, (list, tuple)), f"{found!r} where {expected!r} is expected"
        if not any(isinstance(row, (list, tuple)) for row in expected):
            found = _line(found)
        assert len(found) == len(expected), f"{found!r} where {expected!r} is expected"
        for one, other in zip(found, expected, strict=True):
            check(one, other, tolerance)
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        assert isinstance(found, (int, float)), f"{found!r} where {expected!r} is expected"
        assert abs(found - expected) <= tolerance, f"{found!r} where {expected!r} is expected"
    else:
        assert found == expected


def _line(found: Any) -> list[Any]:
    """Flatten one row or one column; anything wider is no line."""
    if found and isinstance(found[0], (list, tuple)):
        assert len(found) == 1 or all(len(row) == 1 for row in found), f"{found!r} is no line"
        return [cell for row in found for cell in row]
    return list(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_cells(case: Case) -> None:
    if case.error is not None:
        assert in_cells(case) is case.error
    else:
        check(in_cells(case), case.expect, case.tolerance)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_python(case: Case) -> None:
    found = in_python(case)
    errors = [cell for cell in _cells(case.expect) if isinstance(cell, CellError)]
    if case.error is not None and case.holds_error:
        assert isinstance(found, CellError), "Python refuses an error value where a cell passes it on"
    elif case.error is not None:
        assert found is case.error
    elif errors:
        assert found in errors or (case.holds_error and isinstance(found, CellError))
    else:
        check(found, case.expect, case.tolerance)


def _cells(value: Any) -> list[Any]:
    return [cell for entry in value for cell in _cells(entry)] if isinstance(value, list) else [value]


def test_every_formula_has_published_numbers() -> None:
    missing = incomplete({declared.name for declared in FORMULAS.values()}, CASES)
    assert not missing, "Rows are missing:\n" + "\n".join(missing)


def test_every_row_names_a_formula() -> None:
    unknown = sorted({case.formula for case in CASES} - {declared.name for declared in FORMULAS.values()})
    assert not unknown


def test_a_formula_without_rows_is_named() -> None:
    rows = [Case("A", [], kind, "s", "i") for kind in ("textbook", "degenerate", "error")]
    assert incomplete({"A", "B"}, [*rows, Case("B", [], "textbook", "s", "i")]) == [
        "B: 1 rows, none of kind degenerate, error"
    ]
    assert incomplete({"A"}, [*rows, *rows]) == []


@pytest.mark.parametrize(
    "row",
    [
        'formula = "A"\nargs = []\nexpect = 1\nkind = "textbook"\nsource = " "',
        'formula = "A"\nargs = []\nexpect = 1\nerror = "#NUM!"\nkind = "error"\nsource = "s"',
        'formula = "A"\nargs = []\nkind = "error"\nsource = "s"',
        'formula = "A"\nargs = []\nexpect = 1\nkind = "error"\nsource = "s"',
        'formula = "A"\nargs = []\nexpect = 1\nkind = "other"\nsource = "s"',
        'formula = "A"\nargs = []\nexpect = 1\nkind = "textbook"\nsource = "s"\ntypo = 1',
        'formula = "A"\nargs = []\nexpect = 1\nkind = "textbook"\nsource = "s"\nsays = "words"',
    ],
)
def test_a_row_that_could_pass_unseen_is_refused(tmp_path: Any, row: str) -> None:
    (tmp_path / "rows.toml").write_text("[[case]]\n" + row, "utf-8")
    with pytest.raises(ValueError, match="rows-1-A"):
        cases(tmp_path)
