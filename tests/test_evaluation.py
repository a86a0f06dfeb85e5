"""The one conversion between cells, Python values and formula bodies."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from salesplan_xl.cells import CellError
from salesplan_xl.declaration import read_declaration
from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.evaluation import evaluate_cells, evaluate_rows, evaluate_values
from salesplan_xl.grids import WHOLE_COLUMN, WHOLE_ROW
from salesplan_xl.refusals import refuse
from salesplan_xl.registry import Help

SECTIONS = """

    Formula:
        x
    Args:
{args}
    Returns:
        {returns}: x
    Errors:
        #NUM!: x
    Source:
        x
    Example:
        >>> 1
        1
"""


def declared(body, args, returns, choices=None):
    """Declare a formula for a test without registering it."""
    body.__doc__ = "Sentence." + SECTIONS.format(
        args="\n".join(f"        {name} ({what}): x" for name, what in args.items()), returns=returns
    )
    return read_declaration(body, "test", Help("句", **dict.fromkeys(args, "参")), choices or {})


def ratio(a, b):
    refuse(b == 0, NoBasis, "zero_base", argument="b")
    refuse(a < 0, OutOfRange, "negative", argument="a", value=a)
    return a / b


RATIO = declared(ratio, {"a": "money, scalar", "b": "number, scalar"}, "ratio, scalar")


def scaled(numbers, factor=2.0, count=None, word="up"):
    return numbers * factor if word == "up" else numbers / factor


SCALED = declared(
    scaled,
    {
        "numbers": "number, series of n",
        "factor": "number, scalar",
        "count": "count, series of n, blank is open",
        "word": "text, scalar",
    },
    "number, series of numbers",
    {"word": ("up", "down")},
)


def rounded(amounts, step=0.01, bound=None):
    return amounts


ROUNDED = declared(
    rounded,
    {
        "amounts": "money, range, blank is zero",
        "step": "money, scalar",
        "bound": "money, range of amounts, blank is open",
    },
    "money, range of amounts",
)


def test_one_cell_gives_one_cell():
    assert evaluate_cells(RATIO, [1, 4]) == 0.25
    assert evaluate_values(RATIO, [1, 4]) == 0.25


def test_a_column_gives_a_column_and_a_row_a_row():
    assert evaluate_cells(RATIO, [[[1], [2]], [[4], [4]]]) == [(0.25,), (0.5,)]
    assert evaluate_cells(RATIO, [[[1, 2]], [[4, 4]]]) == [(0.25, 0.5)]


def test_a_column_against_a_row_gives_a_rectangle():
    assert evaluate_cells(RATIO, [[[1], [2]], [[1, 2]]]) == [(1, 0.5), (2, 1)]


def test_one_bad_row_gives_one_error_cell():
    rows = [[float(i)] for i in range(100)]
    rows[36] = ["text"]
    result = evaluate_cells(RATIO, [rows, 2])
    assert [i for i, (cell,) in enumerate(result) if isinstance(cell, CellError)] == [36]
    assert result[36] == (CellError.VALUE,)


def test_zero_blank_text_negative_and_error_are_five_different_results():
    denominators = [[0], [None], ["x"], [-2], [CellError.REF]]
    assert evaluate_cells(RATIO, [4, denominators]) == [
        (CellError.DIV0,),
        (CellError.NA,),
        (CellError.VALUE,),
        (-2,),
        (CellError.REF,),
    ]


def test_an_error_cell_in_a_broadcast_column_spoils_its_whole_row():
    result = evaluate_cells(RATIO, [[[CellError.NAME], [2]], [[1, 2]]])
    assert result == [(CellError.NAME, CellError.NAME), (2, 1)]


def test_many_bad_cells_are_no_slower_than_many_good_ones():
    result = evaluate_cells(RATIO, [[["x"]] * 100_000, 2])
    assert {cell for (cell,) in result} == {CellError.VALUE}


@pytest.mark.parametrize(
    ("cells", "error", "words"),
    [
        ([1, 0], NoBasis, "b is zero"),
        ([-1, 2], OutOfRange, "a is -1; it must be zero or more"),
        ([None, 2], NotFound, "a is blank"),
        (["x", 2], WrongKind, "a holds “x”"),
        ([True, 2], WrongKind, "a holds True"),
        ([dt.datetime(2027, 1, 1), 2], WrongKind, "a holds 2027"),
        ([float("nan"), 2], OutOfRange, "a is not a finite number"),
        ([float("inf"), 2], OutOfRange, "a is not a finite number"),
        ([1e300, 1e-300], OutOfRange, "RATIO is not a finite number"),
        ([1], WrongKind, "b is missing"),
        ([1, 2, 3], WrongKind, "takes at most 2 arguments"),
        ([[[1], [2]], [[1], [2], [3]]], WrongKind, "a has 2 rows and 1 columns but b has 3 and 1"),
    ],
)
def test_a_refused_call_says_what_and_where(cells, error, words):
    with pytest.raises(error) as caught:
        evaluate_cells(RATIO, cells)
    assert words in caught.value.sentence("en")
    assert caught.value.sentence("zh") != caught.value.sentence("en")


def test_a_python_caller_gets_the_first_refused_row_raised():
    with pytest.raises(NoBasis) as caught:
        evaluate_values(RATIO, [[1, 2, 3], [1, 0, 0]])
    assert "in place 2" in caught.value.sentence("en")


def test_columns_of_a_frame_get_nan_and_the_error_where_refused():
    values, errors = evaluate_rows(RATIO, np.array([1.0, 2.0]), np.array([2.0, 0.0]))
    assert values[0] == 0.5
    assert np.isnan(values[1])
    assert errors == {1: CellError.DIV0}


def test_an_error_cell_passes_through_a_whole_range_function():
    assert evaluate_cells(SCALED, [[[1], [CellError.NAME]]]) is CellError.NAME
    with pytest.raises(WrongKind):
        evaluate_values(SCALED, [[1, CellError.NAME]])


def test_a_series_lies_as_it_came_and_a_python_list_stays_flat():
    assert evaluate_cells(SCALED, [[[1, 2]]]) == [(2, 4)]
    assert evaluate_cells(SCALED, [[[1], [2]]]) == [(2,), (4,)]
    assert evaluate_values(SCALED, [[1, 2]]).tolist() == [2, 4]


@pytest.mark.parametrize(
    ("cells", "error", "words"),
    [
        ([[[1, 2], [3, 4]]], WrongKind, "numbers has 2 rows and 2 columns"),
        ([[[1], [2]], [[1], [2]]], WrongKind, "factor is a range of 2 rows and 1 columns"),
        ([[[1], [2]], 1, [[1], [2], [3]]], WrongKind, "count has 3 entries but numbers has 2"),
        ([[[1], [2]], 1, [[1], [2.5]]], OutOfRange, "count is 2.5 in place 2; it must be a whole number"),
        ([[[1], [None]]], NotFound, "numbers is blank in place 2"),
        ([[[1], ["x"]]], WrongKind, "numbers holds “x” in place 2"),
        ([[]], NotFound, "numbers holds no number"),
        ([[[None], [None]]], NotFound, "numbers holds no number"),
        ([None], NotFound, "numbers is missing"),
        ([[[1]], 1, None, "sideways"], OutOfRange, "word is “sideways”; choose one of: up, down"),
    ],
)
def test_a_range_that_does_not_fit_is_refused(cells, error, words):
    with pytest.raises(error) as caught:
        evaluate_cells(SCALED, cells)
    assert words in caught.value.sentence("en")


def test_words_are_read_without_case_and_spaces():
    assert evaluate_cells(SCALED, [[[4]], 2, None, " Down "]) == [(2,)]
    assert evaluate_cells(SCALED, [[[4]], 2, None, CellError.NA]) is CellError.NA


def test_amounts_reach_the_body_as_whole_steps_and_return_as_amounts():
    seen = []

    def spy(amounts, step=0.01):
        seen.append(amounts.tolist())
        return amounts

    spied = declared(spy, {"amounts": "money, range", "step": "money, scalar"}, "money, range of amounts")
    assert evaluate_cells(spied, [[[0.1, 1.15]], 0.05]) == [(0.1, 1.15)]
    assert seen == [[[2, 23]]]


@pytest.mark.parametrize(
    ("cells", "error", "words"),
    [
        ([[[1.005]]], OutOfRange, "amounts is 1.005, which is no multiple of the step 0.01"),
        ([[[1e17]]], OutOfRange, "amounts comes to more than"),
        ([[[1]], 0], OutOfRange, "The step is 0"),
        ([[[1]], -1], OutOfRange, "The step is -1"),
        ([[[1]], "x"], WrongKind, "step holds “x”"),
        ([[[1, 2]], 1, [[1], [2]]], WrongKind, "bound has 2 rows and 1 columns but amounts has 1 and 2"),
    ],
)
def test_amounts_off_the_step_are_refused(cells, error, words):
    with pytest.raises(error) as caught:
        evaluate_cells(ROUNDED, cells)
    assert words in caught.value.sentence("en")


def test_the_step_may_come_as_a_range_of_one_cell_or_hold_an_error():
    assert evaluate_cells(ROUNDED, [[[4]], [[2]]]) == [(4,)]
    assert evaluate_cells(ROUNDED, [[[4]], CellError.NA]) is CellError.NA


def test_a_whole_column_is_cut_after_its_last_used_row():
    column = [[1.0], [2.0], *[[None]] * (WHOLE_COLUMN - 2)]
    assert evaluate_cells(SCALED, [column]) == [(2,), (4,)]
    row = [[1.0, 2.0, *[None] * (WHOLE_ROW - 2)]]
    assert evaluate_cells(SCALED, [row]) == [(2, 4)]
    with pytest.raises(NotFound):
        evaluate_cells(SCALED, [[[None]] * WHOLE_COLUMN])


def test_inputs_are_not_changed():
    given = np.array([1.0, np.nan, 3.0])
    kept = given.copy()
    evaluate_values(ROUNDED, [given])
    assert np.array_equal(given, kept, equal_nan=True)
