"""Long ranges of cells read at once hold what the same cells hold when they are looked at one by one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.addin import cell_functions
from salesplan_xl.addin.cell_functions import as_cells, as_returned
from salesplan_xl.arguments import word_of
from salesplan_xl.cells import CellError
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.grids import WHOLE_COLUMN, flat_cells, floats_of, read_grid
from salesplan_xl.registry import FORMULAS

LONG = 300
NOT_FLOATS = [
    None,
    True,
    False,
    3,
    "",
    "7",
    b"g1234567",
    CellError.NA,
    Decimal(1),
    np.float64(2),
    dt.date(2027, 1, 1),
]
"""What is no float, though some of it looks like one or is stored like one."""


@pytest.mark.parametrize("width", [1, 2, 3, 12, 500])
@pytest.mark.parametrize("kind", [tuple, list])
def test_floats_are_read_at_once(width: int, kind: Any) -> None:
    values = np.random.default_rng(width).normal(0, 1e6, (LONG, width)).tolist()
    values[7][-1], values[8][0] = float("nan"), -0.0
    rows = [kind(row) for row in values]
    for given_rows in (rows, tuple(rows)):
        found = floats_of(given_rows)
        assert found is not None
        assert str(found.tolist()) == str(values)


@pytest.mark.parametrize("cell", NOT_FLOATS, ids=repr)
@pytest.mark.parametrize("place", [0, 1, 150, 2 * LONG - 1])
def test_one_cell_that_is_no_float_is_seen_wherever_it_is(cell: object, place: int) -> None:
    cells: list[Any] = [1.5 + at for at in range(2 * LONG)]
    cells[place] = cell
    assert floats_of([(one,) for one in cells]) is None
    assert floats_of(list(zip(cells[::2], cells[1::2], strict=True))) is None
    assert floats_of([cells]) is None


@pytest.mark.parametrize(
    "rows",
    [
        [(1.0,)] * LONG + [(1.0, 2.0), ()],
        [(1.0,)] * LONG + [(1.0, 2.0)],
        [(1.0, 2.0)] * LONG + [(1.0,), (1.0, 2.0, 3.0), (1.0, 2.0)],
        [(1.0,)] * LONG + [[1.0]],
        [(1.0,)] * LONG + [1.0, (1.0,)],
        [(1.0,)] * LONG + [((1.0,),), (1.0,)],
    ],
)
def test_rows_that_differ_are_left_to_the_reading_cell_by_cell(rows: Any) -> None:
    assert floats_of(rows) is None


def test_few_cells_and_none_are_read_one_by_one() -> None:
    assert floats_of([]) is None
    assert floats_of([()] * LONG) is None
    assert floats_of([(1.0,)]) is None


def test_flat_cells_drop_nothing() -> None:
    assert flat_cells([(1,), (2, 3), (4,)]) == [1, 2, 3, 4]
    assert flat_cells([]) == []


@given(
    st.lists(
        st.sampled_from([1.5, float("nan"), float("inf"), None, 4, "x", True, CellError.REF]), max_size=9
    )
)
def test_a_long_column_means_what_its_cells_mean(odd: list[Any]) -> None:
    cells = [2.25] * LONG + odd + [0.75]
    grid = read_grid([(cell,) for cell in cells])
    assert grid.values.shape == (len(cells), 1)
    for at, (cell, value) in enumerate(zip(cells, grid.values.ravel().tolist(), strict=True)):
        assert grid.errors.get(at) is (cell if isinstance(cell, CellError) else None)
        assert grid.wrong.get(at) is (cell if isinstance(cell, (str, bool)) else None)
        if cell is None or isinstance(cell, (str, bool, CellError)):
            assert np.isnan(value)
        elif cell != cell:
            assert np.isinf(value)  # no number, and no blank either
        else:
            assert value == cell
    assert np.array_equal(read_grid(cells).values, grid.values, equal_nan=True)


def test_a_row_of_each_kind_among_many_gives_its_own_error() -> None:
    actual: list[Any] = [(8.0,)] * LONG
    target: list[Any] = [(4.0,)] * LONG
    actual[10], actual[20], actual[30] = ("text",), (None,), (-2146826259,)
    target[40] = (0.0,)
    column = cell_functions.ATTAINMENT("", "", tuple(actual), tuple(target))  # type: ignore[attr-defined]
    # The numbers of #VALUE!, #N/A, #NAME? and #DIV/0!: https://learn.microsoft.com/office/vba/api/excel.xlcverror
    expected = {10: 2015, 20: 2042, 30: 2029, 40: 2007}
    assert [tuple(row) for row in column] == [(expected.get(at, 2.0),) for at in range(LONG)]
    assert [type(row[0]) for row in column].count(int) == 4


def test_a_block_keeps_the_column_of_an_error() -> None:
    block = [(1.0, 2.0, 4.0)] * LONG
    cells: list[Any] = [*block[:-1], (1.0, "", 4.0)]
    answer = as_returned(evaluate_cells(FORMULAS["GAP"], [as_cells(cells), 5.0]))
    assert answer == [(4.0, 3.0, 1.0)] * (LONG - 1) + [(4.0, 2042, 1.0)]


def test_numbers_in_a_text_argument_are_still_its_words() -> None:
    numbers = as_cells(tuple((float(at),) for at in range(LONG)))
    names = next(one for one in FORMULAS["BINDING_INPUT"].arguments if one.name == "names")
    assert isinstance(numbers, np.ndarray)
    assert word_of(names, numbers) == [str(at) for at in range(LONG)]


def test_a_whole_column_of_numbers_keeps_its_neighbour_whole() -> None:
    full = np.full((WHOLE_COLUMN, 1), 2.0)
    short: list[Any] = [(4.0,)] + [(None,)] * (WHOLE_COLUMN - 1)
    answer = evaluate_cells(FORMULAS["GAP"], [full, short])
    assert len(answer) == WHOLE_COLUMN
    assert answer[0] == (2.0,)
    assert answer[-1] == (CellError.NA,)
