"""Calls from a cell, as the xlwings server makes them: what the automation sends, and what it gets back."""

from __future__ import annotations

import ast
import datetime as dt
import random
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings
from xlwings import conversion

from salesplan_xl import formulas  # noqa: F401 - declares them
from salesplan_xl.addin import cell_functions, last_errors
from salesplan_xl.addin.cell_functions import as_cells, as_returned
from salesplan_xl.cells import CellError
from salesplan_xl.registry import FORMULAS

MISSING = -2147352572
NA, DIV0 = -2146826246, -2146826281
UTC = dt.UTC


@pytest.fixture(autouse=True)
def _an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let xlwings' converters run elsewhere than on Windows; the raw one asks nothing of its engine."""
    monkeypatch.setitem(xlwings.engines.engines_by_name, "excel", None)


def udf(name: str, *arguments: Any, place: str = "", whole: str = "") -> list[list[Any]]:
    """Call a function by the steps of ``xlwings.udfs.call_udf`` and of the server after it."""
    function = getattr(cell_functions, name)
    described = function.__xlfunc__
    given = []
    for number, argument in enumerate((place, whole, *arguments)):
        entry = described["args"][min(number, len(described["args"]) - 1)]
        if isinstance(argument, int) and argument == MISSING:
            given.append(entry.get("optional", None))
        else:
            given.append(conversion.read(None, argument, entry["options"]))
    answer = conversion.write(function(*given), None, described["ret"]["options"])
    assert len(answer) >= 1
    assert len(answer[0]) >= 1
    return [list(row) for row in answer]


def test_every_function_of_the_registry_is_there_and_nothing_else() -> None:
    for name, formula in FORMULAS.items():
        function = getattr(cell_functions, name)
        assert [entry["name"] for entry in function.__xlfunc__["args"]][2:] == [
            argument.name for argument in formula.arguments
        ]
    with pytest.raises(AttributeError, match="NO_SUCH"):
        _ = cell_functions.NO_SUCH  # type: ignore[attr-defined]


def test_numbers_rows_columns_and_left_out_arguments() -> None:
    column = ((1.0,), (2.0,), (3.0,))
    assert udf("DECOMPOSE", 100.0, column, 1.0, MISSING) == [[17.0], [33.0], [50.0]]
    assert udf("DECOMPOSE", 100.0, (1.0, 2.0, 3.0), 1.0) == [[17.0, 33.0, 50.0]]
    assert udf("GAP", 3.0, 5.0) == [[2.0]]
    assert all(type(cell) is float for (cell,) in udf("DECOMPOSE", 100.0, column, 1.0))


def test_errors_leave_as_integers_and_nothing_else_is_an_integer() -> None:
    assert udf("ATTAINMENT", ((1.0,), (2.0,), (NA,)), ((1.0,), (0.0,), (3.0,))) == [[1.0], [2007], [2042]]
    assert udf("ATTAINMENT", 1.0, 0.0) == [[2007]]
    assert udf("ATTAINMENT", DIV0, 1.0) == [[2007]]
    assert udf("DECOMPOSE", 100.0, ((1.0,), (-2.0,)), 1.0) == [[2036]]
    assert udf("DECOMPOSE", 100.0, (("x",), (2.0,)), 1.0) == [[2015]]


@pytest.mark.parametrize(
    ("sent", "cell"),
    [
        (1.0, 1.0),
        (7, 7.0),
        (None, None),
        ("", None),
        ("  ", "  "),
        (True, True),
        ("2042", "2042"),
        (MISSING, None),
        (-2146826281, CellError.DIV0),
        (-2146826252, CellError.NUM),
        (-2146826273, CellError.VALUE),
        (NA, CellError.NA),
        (-2146826259, CellError.NAME),
        (-2146826265, CellError.REF),
        (-2146826288, CellError.NULL),
        (dt.datetime(2027, 3, 1, tzinfo=UTC), dt.datetime(2027, 3, 1)),
    ],
)
def test_a_cell_keeps_its_kind_alone_and_in_a_range(sent: object, cell: object) -> None:
    alone, inside = as_cells(sent), as_cells(((sent, 1.0), ("a", 2.0)))[0][0] if sent != MISSING else cell
    assert alone == cell
    assert type(alone) is type(cell)
    assert inside == cell


def test_ranges_of_plain_numbers_are_not_walked_through_cell_by_cell() -> None:
    rows = ((1.0, None), (2.0, 3.0))
    assert as_cells(rows) is rows
    assert as_cells((1.0, 2.0)) == [(1.0, 2.0)]


def test_answers_are_always_rows_and_blanks_are_empty_texts() -> None:
    assert as_returned(5) == [[5.0]]
    assert as_returned([(1.0, None), (CellError.NA, 2)]) == [[1.0, ""], [2042, 2.0]]
    assert as_returned([1, "A"]) == [[1.0], ["A"]]
    assert as_returned([("2042", True), ("a", 1.5)]) == [("2042", True), ("a", 1.5)]


def test_one_row_is_a_list() -> None:
    """Of a tuple that a server's method returns, pywin32 takes all but the first value for something else."""
    assert [type(row) for row in as_returned([(1.0, 2.0)])] == [list]
    assert udf("DECOMPOSE", 100.0, (1.0, 2.0, 3.0), 1.0) == [[17.0, 33.0, 50.0]]
    function = cell_functions.DECOMPOSE  # type: ignore[attr-defined]
    assert type(function("", "", 100.0, (1.0, 2.0, 3.0), 1.0)[0]) is list


def test_the_numbers_of_errors_are_those_of_cverr() -> None:
    # https://learn.microsoft.com/office/vba/api/excel.xlcverror
    published = {"#DIV/0!": 2007, "#N/A": 2042, "#NAME?": 2029, "#NULL!": 2000, "#NUM!": 2036, "#REF!": 2023,
                 "#VALUE!": 2015, "#SPILL!": 2045, "#CALC!": 2050, "#GETTING_DATA": 2043}  # fmt: skip
    assert {error.value: as_returned(error)[0][0] for error in CellError} == published


def test_whole_columns_end_with_the_last_row_in_which_one_of_them_holds_something() -> None:
    actual = ((1.0,), (2.0,), (None,), (None,))
    target = ((2.0,), (2.0,), (4.0,), (None,), (None,), (None,))
    assert udf("GAP", actual, target, whole="c0,c1") == udf("GAP", actual[:3], target[:3])
    assert len(udf("GAP", actual, 1.0, whole="c0")) == 2
    row = ((1.0, 2.0, None),)
    assert udf("GAP", row, 5.0, whole="r0") == [[4.0, 3.0]]
    assert udf("GAP", ((1.0,),), ((2.0,),), whole="c0,c1") == [[1.0]]


def test_a_mistake_of_ours_is_an_error_in_the_cell_and_a_trace_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("salesplan_xl.evaluation.evaluate_cells", broken)
    assert udf("GAP", 1.0, 2.0, place="[b.xlsx]S!$A$1") == [[2015]]
    assert "ZeroDivisionError: ours" in caplog.text
    kept = last_errors.last_error("[b.xlsx]S!$A$1", "GAP")
    assert kept is not None
    assert kept.reason == "internal"


def test_the_last_sentence_of_a_cell_is_kept_until_it_is_right_again() -> None:
    udf("ATTAINMENT", 1.0, 0.0, place="[b.xlsx]S!$C$3")
    kept = last_errors.last_error("[b.xlsx]S!$C$3", "ATTAINMENT")
    assert kept is not None
    assert "target" in kept.sentence("en")
    assert last_errors.last_error("[b.xlsx]S!$C$3", "GAP") is None
    udf("ATTAINMENT", 1.0, 2.0, place="[b.xlsx]S!$C$3")
    assert last_errors.last_error("[b.xlsx]S!$C$3", "ATTAINMENT") is None


def test_only_so_many_sentences_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_errors, "MOST_CELLS", 3)
    monkeypatch.setattr(last_errors, "_errors", type(last_errors._errors)())
    for number in range(5):
        udf("ATTAINMENT", 1.0, 0.0, place=f"A{number}")
    assert [bool(last_errors.last_error(f"A{n}", "ATTAINMENT")) for n in range(5)] == [False] * 2 + [True] * 3


def cleaned_by_xlwings() -> Any:
    """Return xlwings' own cleaning of values read on Windows, from its source: it imports nowhere else."""
    source = (Path(xlwings.__file__).parent / "_xlwindows.py").read_text(encoding="utf-8")
    wanted = {"_clean_value_data_element", "_com_time_to_datetime", "cell_errors"}
    kept = [
        node
        for node in ast.parse(source).body
        if getattr(node, "name", "") in wanted
        or (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in wanted)
    ]
    space: dict[str, Any] = {"time_types": (dt.date, dt.datetime), "dt": dt}
    exec(compile(ast.Module(kept, []), "_xlwindows.py", "exec"), space)
    return space["_clean_value_data_element"]


def test_conversion_is_eight_times_as_fast_as_that_of_xlwings() -> None:
    random.seed(5)
    cells = tuple(tuple(random.uniform(1, 1e6) for _ in range(12)) for _ in range(1000))
    clean = cleaned_by_xlwings()

    def theirs() -> list[list[Any]]:
        """Read as ``CleanDataFromReadStage`` with ``ndim=2`` does."""
        return [[clean(cell, dt.datetime, None, None, True) for cell in row] for row in cells]

    assert theirs() == [list(row) for row in as_cells(cells)]
    assert best(theirs) > 8 * best(lambda: as_cells(cells))


def best(run: Any) -> float:
    def once() -> float:
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    return min(once() for _ in range(15))


def test_currency_that_the_wrapper_missed_is_no_number() -> None:
    """Excel's side sends plain numbers for money formats; a cut one is refused rather than used."""
    assert udf("GAP", Decimal("1.2345"), 2.0) == [[2042]]
