"""Read the arguments of a call as they were declared: numbers, lines, rectangles, words, periods, the step.

What does not fit is refused here, before a formula's body runs: text for a number, a blank, a wrong shape, an
amount off the step.
"""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import Any

import numpy as np

from salesplan_xl.cells import CellError
from salesplan_xl.declaration import Argument, Formula
from salesplan_xl.errors import NotFound, OutOfRange, WrongKind
from salesplan_xl.grids import Grid, is_blank, read_grid, shown
from salesplan_xl.refusals import PassThrough, Refusals, place_of, refuse
from salesplan_xl.units import LARGEST_STEPS, Floats, Month, Period, Step


def checked_rows(argument: Argument, grid: Grid, refusals: Refusals) -> Floats:
    """Refuse the rows in which an argument is no usable number, and return the argument's values."""
    values = grid.values
    if not np.isfinite(values).all():
        values = _finite_rows(argument, grid, refusals)
    if argument.unit == "count":
        refuse(values % 1 > 0, OutOfRange, "not_whole", argument=argument.name, value=values)
    return values


def _finite_rows(argument: Argument, grid: Grid, refusals: Refusals) -> Floats:
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
    return values


def check_whole(argument: Argument, grid: Grid) -> None:
    """Refuse an argument of a whole-range function that holds an error, a text, or a blank it must not."""
    if grid.errors:
        raise PassThrough(grid.errors[min(grid.errors)])
    values = grid.values
    for flat, wrong in sorted(grid.wrong.items())[:1]:
        place = place_of(flat, values.shape)
        raise WrongKind("not_a_number", argument=argument.name, value=shown(wrong), place=place)
    if values.size == 0 or (argument.blank != "blank is open" and np.isnan(values).all()):
        reason = "empty_range" if values.size != 1 else "missing_argument"
        raise NotFound(reason, argument=argument.name)
    refuse(np.isinf(values), OutOfRange, "not_finite", argument=argument.name)
    if argument.blank == "refused" and np.isnan(values).any():
        place = place_of(int(np.flatnonzero(np.isnan(values))[0]), values.shape)
        raise NotFound("blank_cell", argument=argument.name, place=place)
    if argument.unit == "count":
        refuse(values % 1 > 0, OutOfRange, "not_whole", argument=argument.name, value=values)


def in_shape(argument: Argument, grid: Grid, step: Step | None) -> Any:
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


def check_sizes(formula: Formula, read: dict[str, Any]) -> None:
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
            raise shapes_differ(argument.name, value, other, like)


def shapes_differ(first: str, one: Any, other: str, two: Any) -> WrongKind:
    """Return the refusal of two arguments whose shapes differ."""
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


def differing(read: dict[str, Any]) -> tuple[str, str]:
    """Return the names of two ranges whose shapes differ."""
    sizes = {name: value.values.shape for name, value in read.items() if isinstance(value, Grid)}
    ranges = [name for name, shape in sizes.items() if shape != (1, 1)]
    return ranges[0], next(name for name in ranges[1:] if sizes[name] != sizes[ranges[0]])


def step_of_call(formula: Formula, given: list[Any]) -> Step:
    """Return the step of a call: what was given for it, or the declared default."""
    position = next(i for i, argument in enumerate(formula.arguments) if argument.name == "step")
    value = formula.arguments[position].default if is_blank(given[position]) else given[position]
    if isinstance(value, (list, tuple, np.ndarray)):
        grid = read_grid(value)
        check_whole(formula.arguments[position], grid)
        value = in_shape(formula.arguments[position], grid, None)
    if isinstance(value, CellError):
        raise PassThrough(value)
    if isinstance(value, (str, bool)):
        raise WrongKind("not_a_number", argument="step", value=shown(value), place="")
    try:
        return Step.of(value)
    except ValueError:
        raise OutOfRange("not_a_step", value=shown(value)) from None


def word_of(argument: Argument, value: Any) -> Any:
    """Read a text or period argument."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if argument.kind != "scalar":
        rows = value if isinstance(value, (list, tuple)) else [value]
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
