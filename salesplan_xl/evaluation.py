"""Run a cell function: cells or Python values in, converted as declared; the body; cells or arrays out.

One path serves Excel, ``salesplan call`` and Python callers. A range is converted at once, never cell by
cell. In a function whose arguments are all single cells, ranges are worked out row by row: one bad row gives
one error there and leaves its neighbours alone; a table that all rows read, such as commission tiers, is one
for the whole call. In all other functions an error cell passes through as the result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.cells import CellError
from salesplan_xl.declaration import Argument, Formula
from salesplan_xl.errors import NotFound, OutOfRange, SalesPlanError, WrongKind
from salesplan_xl.grids import Grid, is_blank, read_grid, shown, without_trailing_blanks
from salesplan_xl.units import LARGEST_STEPS, Floats, Month, Period, Step

Mask = npt.NDArray[np.bool_]


class PassThrough(Exception):
    """An error cell in the input, which becomes the result."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.value)
        self.error = error


@dataclass
class Refusals:
    """Which rows of a row-by-row call are refused, and why; the first reason for a row stays."""

    shape: tuple[int, ...]
    found: list[tuple[Mask, type[SalesPlanError], str, dict[str, Any]]] = field(default_factory=list)
    passed: dict[int, CellError] = field(default_factory=dict)
    """Flat positions of error cells in the input."""

    def mask(self) -> Mask:
        refused = np.zeros(self.shape, dtype=bool)
        for where, *_ in self.found:
            refused |= where
        refused.ravel()[list(self.passed)] = True
        return refused

    def error_at(self, flat: int) -> SalesPlanError:
        for where, error, reason, facts in self.found:
            if where.ravel()[flat]:
                return error(reason, **_facts_at(facts, flat, where))
        raise LookupError(flat)

    def cell_errors(self) -> dict[int, CellError]:
        """Return the error of each refused row by flat position; the earliest check wins."""
        errors: dict[int, CellError] = {}
        for where, error, *_ in reversed(self.found):
            errors.update(dict.fromkeys(np.flatnonzero(where).tolist(), error.cell_error))
        errors.update(self.passed)
        return errors


_by_row: ContextVar[Refusals | None] = ContextVar("_by_row", default=None)


def refuse(where: Any, error: type[SalesPlanError], reason: str, **facts: Any) -> None:
    """Refuse the rows in which ``where`` holds.

    Inside a row-by-row function only those rows become errors; elsewhere the first one is raised. A fact
    given as an array stands for its value in that row; ``place`` is added and says where.
    """
    rows = _by_row.get()
    if rows is None:
        refuse_call(where, error, reason, **facts)
        return
    mask = np.asarray(where, dtype=bool)
    if mask.any():
        rows.found.append((np.broadcast_to(mask, rows.shape), error, reason, facts))


def refuse_call(where: Any, error: type[SalesPlanError], reason: str, **facts: Any) -> None:
    """Refuse the call as a whole where ``where`` holds anywhere: the check of a table all rows read."""
    mask = np.asarray(where, dtype=bool)
    if mask.any():
        raise error(reason, **_facts_at(facts, int(np.flatnonzero(mask)[0]), mask))


def _facts_at(facts: dict[str, Any], flat: int, where: Mask) -> dict[str, Any]:
    chosen: dict[str, Any] = {"place": _place(flat, where.shape)}
    for name, fact in facts.items():
        if isinstance(fact, np.ndarray):
            fact = np.broadcast_to(fact, where.shape).ravel()[flat]
            fact = fact.item() if isinstance(fact, np.generic) else fact
        if isinstance(fact, float) and np.isfinite(fact):
            fact = int(fact) if fact.is_integer() else float(f"{fact:.15g}")
        chosen[name] = fact
    return chosen


def _place(flat: int, shape: tuple[int, ...]) -> dict[str, str]:
    if int(np.prod(shape)) <= 1:
        return {"en": "", "zh": ""}
    if len(shape) < 2 or 1 in shape:
        return {"en": f" in place {flat + 1}", "zh": f"第{flat + 1}个"}
    row, column = divmod(flat, shape[1])
    return {"en": f" in row {row + 1}, column {column + 1}", "zh": f"第{row + 1}行第{column + 1}列"}


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
    if refusals is not None:
        for flat, error in refusals.cell_errors().items():
            out[flat] = error
    width = array.shape[1] if array.ndim == 2 else 1 if lies == "column" else len(out)
    return list(zip(*[iter(out)] * width, strict=True))


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
            read[argument.name] = _word(argument, value)
        elif is_blank(value) and not argument.required:
            read[argument.name] = argument.default
        elif argument.kind == "table":
            table = read_grid(value)
            _check_whole(argument, table)
            read[argument.name] = _in_shape(argument, table, None)
        else:
            read[argument.name] = read_grid(value)
    grids = [value for value in read.values() if isinstance(value, Grid)]
    try:
        shape = np.broadcast_shapes(*(grid.values.shape for grid in grids))
    except ValueError:
        first, other = _differing(read)
        raise _shapes_differ(first, read[first], other, read[other]) from None
    refusals = Refusals(shape)
    token = _by_row.set(refusals)
    try:
        with np.errstate(all="ignore"):
            for argument in formula.arguments:
                if isinstance(read[argument.name], Grid):
                    read[argument.name] = _checked_rows(argument, read[argument.name], refusals)
            result = np.asarray(formula.body(**read))
            if result.dtype.kind == "f":
                refuse(
                    ~np.isfinite(result) & ~refusals.mask(), OutOfRange, "not_finite", argument=formula.name
                )
    finally:
        _by_row.reset(token)
    lies = _lies(grids)
    result = np.broadcast_to(result, shape)
    return (result.reshape(()) if lies == "cell" else result), lies, refusals


def _checked_rows(argument: Argument, grid: Grid, refusals: Refusals) -> Floats:
    """Refuse the rows in which an argument is no usable number, and return the argument's values."""
    values = grid.values
    blank = np.isnan(values)
    if grid.errors:
        at = np.broadcast_to(np.arange(values.size).reshape(values.shape), refusals.shape).ravel()
        for position in np.flatnonzero(np.isin(at, list(grid.errors))).tolist():
            refusals.passed.setdefault(position, grid.errors[int(at[position])])
        blank.ravel()[list(grid.errors)] = False
    if grid.wrong:
        wrong = np.zeros(values.shape, dtype=bool)
        wrong.ravel()[list(grid.wrong)] = True
        found = np.full(values.shape, None, dtype=object)
        found.ravel()[list(grid.wrong)] = [shown(cell) for cell in grid.wrong.values()]
        refuse(wrong, WrongKind, "not_a_number", argument=argument.name, value=found)
        blank &= ~wrong
    if argument.blank == "blank is zero":
        values = np.where(blank, 0.0, values)
    elif argument.blank == "refused" and not argument.required and argument.default is not None:
        values = np.where(blank, np.float64(argument.default), values)  # type: ignore[arg-type]
    elif argument.blank == "refused" and blank.any():
        refuse(blank, NotFound, "blank_cell", argument=argument.name)
    refuse(np.isinf(values), OutOfRange, "not_finite", argument=argument.name)
    if argument.unit == "count":
        refuse(values % 1 > 0, OutOfRange, "not_whole", argument=argument.name, value=values)
    return values


def _run_whole(formula: Formula, given: list[Any]) -> tuple[Any, str, Refusals | None]:
    step = _step(formula, given) if formula.on_step else None
    read: dict[str, Any] = {}
    lies: dict[str, str] = {}
    for argument, value in zip(formula.arguments, given, strict=True):
        if argument.name == "step":
            read["step"] = step
        elif argument.unit in ("text", "period"):
            read[argument.name] = _word(argument, value)
        elif is_blank(value) and not argument.required:
            read[argument.name] = argument.default
        else:
            grid = read_grid(value)
            _check_whole(argument, grid)
            lies[argument.name] = grid.lies
            read[argument.name] = _in_shape(argument, grid, step)
    _check_sizes(formula, read)
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


def _check_whole(argument: Argument, grid: Grid) -> None:
    if grid.errors:
        raise PassThrough(grid.errors[min(grid.errors)])
    values = grid.values
    for flat, wrong in sorted(grid.wrong.items())[:1]:
        place = _place(flat, values.shape)
        raise WrongKind("not_a_number", argument=argument.name, value=shown(wrong), place=place)
    if values.size == 0 or (argument.blank != "blank is open" and np.isnan(values).all()):
        reason = "empty_range" if values.size != 1 else "missing_argument"
        raise NotFound(reason, argument=argument.name)
    refuse(np.isinf(values), OutOfRange, "not_finite", argument=argument.name)
    if argument.blank == "refused" and np.isnan(values).any():
        place = _place(int(np.flatnonzero(np.isnan(values))[0]), values.shape)
        raise NotFound("blank_cell", argument=argument.name, place=place)
    if argument.unit == "count":
        refuse(values % 1 > 0, OutOfRange, "not_whole", argument=argument.name, value=values)


def _in_shape(argument: Argument, grid: Grid, step: Step | None) -> Any:
    """Give the body what it declared: a number, a line or a rectangle; amounts in whole steps."""
    values = grid.values
    if argument.blank == "blank is zero":
        values = np.where(np.isnan(values), 0.0, values)
    if step is not None and argument.unit == "money":
        counts, off = step.counts(values)
        refuse(off, OutOfRange, "off_grid", argument=argument.name, value=values, step=str(step))
        refuse(np.abs(counts) > LARGEST_STEPS, OutOfRange, "too_large", argument=argument.name)
        values = counts
    rows, columns = values.shape
    if argument.kind == "scalar":
        if values.size != 1:
            raise WrongKind("not_one_cell", argument=argument.name, rows=rows, columns=columns)
        return float(values[0, 0])
    if argument.kind == "series":
        if 1 not in (rows, columns):
            raise WrongKind("not_a_line", argument=argument.name, rows=rows, columns=columns)
        return values.ravel()
    return values


def _check_sizes(formula: Formula, read: dict[str, Any]) -> None:
    """Hold arguments that must have the same size against each other; one cell stands for any size."""
    standard: dict[str, str] = {argument.name: argument.name for argument in formula.arguments}
    for argument in formula.arguments:
        value = read[argument.name]
        if not argument.size_of or not isinstance(value, np.ndarray):
            continue
        other = standard.setdefault(argument.size_of, argument.name)
        like = read[other]
        if value.size == 1 and not argument.required:
            read[argument.name] = np.full_like(like, value.item())
        elif value.ndim == 1 and value.size != np.size(like):
            raise WrongKind(
                "lengths_differ", argument=argument.name, n=value.size, other=other, m=int(np.size(like))
            )
        elif value.ndim == 2 and value.shape != like.shape:
            raise _shapes_differ(argument.name, value, other, like)


def _shapes_differ(first: str, one: Any, other: str, two: Any) -> WrongKind:
    (rows, columns), (other_rows, other_columns) = (
        (value.values if isinstance(value, Grid) else value).shape for value in (one, two)
    )
    return WrongKind(
        "shapes_differ",
        argument=first,
        rows=rows,
        columns=columns,
        other=other,
        other_rows=other_rows,
        other_columns=other_columns,
    )


def _differing(read: dict[str, Any]) -> tuple[str, str]:
    sizes = {name: value.values.shape for name, value in read.items() if isinstance(value, Grid)}
    ranges = [name for name, shape in sizes.items() if shape != (1, 1)]
    return ranges[0], next(name for name in ranges[1:] if sizes[name] != sizes[ranges[0]])


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


def _step(formula: Formula, given: list[Any]) -> Step:
    position = next(i for i, argument in enumerate(formula.arguments) if argument.name == "step")
    value = formula.arguments[position].default if is_blank(given[position]) else given[position]
    if isinstance(value, (list, tuple, np.ndarray)):
        grid = read_grid(value)
        _check_whole(formula.arguments[position], grid)
        value = _in_shape(formula.arguments[position], grid, None)
    if isinstance(value, CellError):
        raise PassThrough(value)
    if isinstance(value, (str, bool)):
        raise WrongKind("not_a_number", argument="step", value=shown(value), place="")
    try:
        return Step.of(value)
    except ValueError:
        raise OutOfRange("not_a_step", value=shown(value)) from None


def _word(argument: Argument, value: Any) -> Any:
    """Read a text or period argument."""
    if argument.kind != "scalar":
        rows = value if isinstance(value, (list, tuple, np.ndarray)) else [value]
        flat = list(chain.from_iterable(row if isinstance(row, (list, tuple)) else [row] for row in rows))
        return [_one_word(argument, entry) for entry in flat]
    while isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    if is_blank(value):
        if argument.required:
            raise NotFound("missing_argument", argument=argument.name)
        return argument.default
    return _one_word(argument, value)


def _one_word(argument: Argument, value: Any) -> Any:
    if isinstance(value, CellError):
        raise PassThrough(value)
    if argument.unit == "period":
        return _period(argument, value)
    if value is None:
        return None
    if not argument.choices:
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = str(value).strip().lower()
    if text not in argument.choices:
        choices = ", ".join(argument.choices)
        raise OutOfRange("not_a_word", argument=argument.name, value=shown(value), choices=choices)
    return text


def _period(argument: Argument, value: Any) -> Period:
    if isinstance(value, dt.date):
        return Period.month(Month(value.year, value.month))
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    try:
        return Period.of(text)
    except ValueError:
        raise OutOfRange("not_a_period", argument=argument.name, value=shown(value), place="") from None
