"""Run a cell function: cells or Python values in, converted as declared; the body; cells or arrays out.

One path serves Excel, ``salesplan call`` and Python callers. A range is converted at once, never cell by
cell. In a function whose arguments are all single cells, ranges are worked out row by row: one bad row gives
one error there and leaves its neighbours alone; a table that all rows read, such as commission tiers, is one
for the whole call. In all other functions an error cell passes through as the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from salesplan_xl.arguments import (
    check_sizes,
    check_whole,
    checked_rows,
    differing,
    in_shape,
    shapes_differ,
    step_of_call,
    word_of,
)
from salesplan_xl.cells import CellError
from salesplan_xl.declaration import Formula
from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.grids import Grid, is_blank, read_grid, without_trailing_blanks
from salesplan_xl.refusals import PassThrough, Refusals, by_row, refuse
from salesplan_xl.units import LARGEST_STEPS, Floats


class Rows(list[tuple[Any, ...]]):
    """Rows of an answer that hold floats, so that nobody need look at each cell again."""

    errors: dict[int, CellError]
    """What stands in place of a float, by flat position."""


def evaluate_cells(formula: Formula, cells: Sequence[Any]) -> Any:
    """Run a formula on cells as a spreadsheet gives them: a value, or rows of values; ``None`` is blank.

    Returns:
        A cell, or a list of rows (tuples) of cells in which refused rows are :class:`CellError`.

    Raises:
        SalesPlanError: the call is refused as a whole.
    """
    try:
        values, lies, refusals = _run(formula, _bind(formula, cells))
    except PassThrough as passed:
        return passed.error
    if isinstance(values, list):
        return values
    array = np.asarray(values)
    if array.ndim == 0:
        single = array.item()
        if refusals is not None and refusals.passed:
            return refusals.passed[0]
        if refusals is not None and refusals.found:
            raise refusals.error_at(0)
        return single
    out: list[Any] = array.ravel().tolist()
    errors = refusals.cell_errors() if refusals is not None else {}
    for flat, error in errors.items():
        out[flat] = error
    width = array.shape[1] if array.ndim == 2 else 1 if lies == "column" else len(out)
    lines = zip(*[iter(out)] * width, strict=True)
    if array.dtype != np.float64:
        return list(lines)
    rows = Rows(lines)
    rows.errors = errors
    return rows


def evaluate_values(formula: Formula, values: Sequence[Any]) -> Any:
    """Run a formula on Python values: numbers, sequences, arrays. A refused row is raised.

    Returns:
        A number for a single cell, else an array; one-dimensional where the input was.

    Raises:
        SalesPlanError: the call, or a row of it, is refused.
    """
    try:
        result, lies, refusals = _run(formula, _bind(formula, values))
    except PassThrough as passed:
        raise WrongKind("not_a_number", argument=formula.name, value=passed.error.value, place="") from None
    if refusals is not None and refusals.mask().any():
        raise refusals.error_at(int(np.flatnonzero(refusals.mask())[0]))
    if isinstance(result, list):
        return result
    array = np.asarray(result)
    if array.ndim == 0:
        return array.item()
    return array.ravel() if lies == "line" else array


def evaluate_rows(formula: Formula, *columns: Any) -> tuple[Floats, dict[int, CellError]]:
    """Run a row-by-row formula down columns: the results, NaN where refused, and each refused row's error."""
    result, _, refusals = _run(formula, list(columns) + [None] * (len(formula.arguments) - len(columns)))
    assert refusals is not None
    values = np.array(result, dtype=np.float64).ravel()
    errors = refusals.cell_errors()
    if errors:
        values[list(errors)] = np.nan
    return values, errors


def _bind(formula: Formula, given: Sequence[Any]) -> list[Any]:
    if len(given) > len(formula.arguments):
        raise WrongKind(
            "too_many_arguments", name=formula.name, most=len(formula.arguments), given=len(given)
        )
    for argument in formula.arguments[len(given) :]:
        if argument.required:
            raise WrongKind("missing_argument", argument=argument.name)
    return [*given, *[None] * (len(formula.arguments) - len(given))]


def _run(formula: Formula, given: list[Any]) -> tuple[Any, str, Refusals | None]:
    given = without_trailing_blanks(given)
    return _run_by_row(formula, given) if formula.by_row else _run_whole(formula, given)


def _run_by_row(formula: Formula, given: list[Any]) -> tuple[Any, str, Refusals | None]:
    read: dict[str, Any] = {}
    for argument, value in zip(formula.arguments, given, strict=True):
        if argument.unit in ("text", "period"):
            read[argument.name] = word_of(argument, value)
        elif is_blank(value) and not argument.required:
            read[argument.name] = argument.default
        elif argument.kind == "table":
            table = read_grid(value)
            check_whole(argument, table)
            read[argument.name] = in_shape(argument, table, None)
        else:
            read[argument.name] = read_grid(value)
    grids = [value for value in read.values() if isinstance(value, Grid)]
    try:
        shape = np.broadcast_shapes(*(grid.values.shape for grid in grids))
    except ValueError:
        first, other = differing(read)
        raise shapes_differ(first, read[first], other, read[other]) from None
    refusals = Refusals(shape)
    token = by_row.set(refusals)
    try:
        with np.errstate(all="ignore"):
            for argument in formula.arguments:
                if isinstance(read[argument.name], Grid):
                    read[argument.name] = checked_rows(argument, read[argument.name], refusals)
            result = np.asarray(formula.body(**read))
            if result.dtype.kind == "f" and not np.isfinite(result).all():
                refuse(
                    ~np.isfinite(result) & ~refusals.mask(), OutOfRange, "not_finite", argument=formula.name
                )
    finally:
        by_row.reset(token)
    lies = _lies(grids)
    result = np.broadcast_to(result, shape)
    return (result.reshape(()) if lies == "cell" else result), lies, refusals


def _run_whole(formula: Formula, given: list[Any]) -> tuple[Any, str, Refusals | None]:
    step = step_of_call(formula, given) if formula.on_step else None
    read: dict[str, Any] = {}
    lies: dict[str, str] = {}
    for argument, value in zip(formula.arguments, given, strict=True):
        if argument.name == "step":
            read["step"] = step
        elif argument.unit in ("text", "period"):
            read[argument.name] = word_of(argument, value)
        elif is_blank(value) and not argument.required:
            read[argument.name] = argument.default
        else:
            grid = read_grid(value)
            check_whole(argument, grid)
            lies[argument.name] = grid.lies
            read[argument.name] = in_shape(argument, grid, step)
    check_sizes(formula, read)
    with np.errstate(all="ignore"):
        result = formula.body(**read)
    if isinstance(result, (list, str)):
        return result, "rectangle", None
    result = np.asarray(result, dtype=np.float64)
    refuse(~np.isfinite(result), OutOfRange, "not_finite", argument=formula.name)
    if step is not None and formula.unit == "money":
        refuse(np.abs(result) > LARGEST_STEPS, OutOfRange, "too_large", argument=formula.name)
        result = step.amounts(result)
    return result, _result_lies(formula, lies), None


def _result_lies(formula: Formula, lies: dict[str, str]) -> str:
    kind, _, like = formula.shape.partition(" of ")
    if kind in ("row", "column"):
        return kind
    if like in lies:
        return lies[like]
    line = next((how for how in lies.values() if how in ("row", "column", "line")), "column")
    return line if kind == "series" else "rectangle"


def _lies(grids: list[Grid]) -> str:
    kinds = {grid.lies for grid in grids} - {"cell"}
    return kinds.pop() if len(kinds) == 1 else ("rectangle" if kinds else "cell")
