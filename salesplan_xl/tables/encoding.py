"""A typed column back into cells: labels in the workbook's language, units of its headers, dates as dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.cells import Cell
from salesplan_xl.messages import Language
from salesplan_xl.tables.choices import ROW_UNITS
from salesplan_xl.tables.column import Choice, Column
from salesplan_xl.units import Month, clear_of_noise

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = ("money", "row_amount", "number", "ratio", "count")


def cells_of(
    column: Column,
    values: pd.Series[Any],
    language: Language,
    *,
    factor: float = 1.0,
    units: pd.Series[Any] | None = None,
    old: Sequence[Cell] = (),
) -> list[Cell]:
    """Return the cells of a column of base-unit values.

    ``factor`` is the unit of the header, ``units`` those of the rows; ``old`` are the cells that stood there:
    where months stood as dates they are written as dates again.
    """
    if column.unit in _NUMBERS:
        return _numbers(column, values, factor, units)
    cells = [_python(value) for value in values.tolist()]
    if column.unit in ("choice", "open_choice"):
        return _each(cells, lambda value: _label(column.choices, value, language))
    if column.unit in ("month", "period") and any(isinstance(cell, dt.date) for cell in old):
        return _each(cells, _first_day)
    return cells


def _numbers(
    column: Column, values: pd.Series[Any], factor: float, units: pd.Series[Any] | None
) -> list[Cell]:
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    if column.unit == "row_amount" and units is not None:
        factors = [float(ROW_UNITS[unit].factor) if unit in ROW_UNITS else 1.0 for unit in units.tolist()]
        numbers = clear_of_noise(numbers / np.array(factors, dtype=np.float64))
    elif factor != 1:
        numbers = clear_of_noise(numbers / factor)
    finite = np.isfinite(numbers)
    if column.unit == "count":
        return [int(number) if ok else None for number, ok in zip(numbers.tolist(), finite, strict=True)]
    if finite.all():
        return list(numbers.tolist())
    return [number if ok else None for number, ok in zip(numbers.tolist(), finite.tolist(), strict=True)]


def _python(value: Any) -> Any:
    if value is None or value != value:
        return None
    if isinstance(value, dt.datetime):
        return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return value.item() if isinstance(value, np.generic) else value


def _each(cells: list[Any], meaning: Callable[[Any], Cell]) -> list[Cell]:
    known = {cell: None if cell is None else meaning(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _label(choices: Mapping[str, Choice], value: Any, language: Language) -> Cell:
    return choices[value].label(language) if value in choices else str(value)


def _first_day(value: Any) -> Cell:
    try:
        month = Month.of(str(value))
    except ValueError:
        return str(value)
    return dt.datetime(month.year, month.month, 1)
