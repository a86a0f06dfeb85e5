"""A column of cells into typed values, whole columns at a time: each distinct text is looked at once.

Blank, zero, text, an error value and a missing column stay five different things: a blank is NaN or None,
a zero is 0.0, and what cannot be read is handed back with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.cells import Cell, CellError
from salesplan_xl.tables.cell_reading import plain, typed_number
from salesplan_xl.tables.column import Choice, Column
from salesplan_xl.tables.matching import known_names, nearest, normal
from salesplan_xl.tables.period_reading import Calendar, day_in, month_in, period_in

Floats = npt.NDArray[np.float64]

LARGEST_TYPED_RATIO = 5.0
"""A bare 12 in a ratio column means 1200%: from here on the planner is asked whether he meant 12%."""

_NUMERIC = {float, int}


@dataclass(frozen=True)
class Refusal:
    """Why a cell cannot be read: the key of the sentence and its facts."""

    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class ReadColumn:
    """Values of a column, and the rows that could not be read. ``absolute`` marks numbers with own units."""

    values: npt.NDArray[Any]
    refused: dict[int, Refusal] = field(default_factory=dict)
    absolute: npt.NDArray[np.bool_] | None = None

    def blanks(self) -> npt.NDArray[np.bool_]:
        """Return which values are blank or could not be read."""
        if self.values.dtype == object:
            return np.fromiter((value is None for value in self.values), bool, len(self.values))
        return np.asarray(np.isnan(self.values), dtype=bool)


@dataclass(frozen=True)
class _Bad:
    refusal: Refusal


def read_column(column: Column, cells: Sequence[Cell], calendar: Calendar) -> ReadColumn:
    """Read cells as a contract column's unit asks.

    Numbers come as float64 with NaN for a blank; everything else as an object array with None for a blank:
    texts, ids of list values, months ``YYYY-MM``, periods as :meth:`Calendar.name` gives them, days as dates.
    """
    unit = column.unit
    if unit in ("money", "row_amount", "number", "count", "ratio"):
        return _read_numbers(column, cells)
    readers: dict[str, Callable[[Cell], object]] = {
        "text": _text,
        "month": lambda cell: _month(cell, calendar),
        "period": lambda cell: _period(cell, calendar),
        "date": _date,
        "time": _time,
        "choice": _choice_reader(column, open=False),
        "open_choice": _choice_reader(column, open=True),
        "value": _value,
    }
    return _read_objects(cells, readers[unit])


def _read_objects(cells: Sequence[Cell], reader: Callable[[Cell], object]) -> ReadColumn:
    types = set(map(type, cells))
    values = np.empty(len(cells), dtype=object)
    meaning: dict[Any, object]
    if bool in types and types & _NUMERIC:
        # 1 and TRUE are the same dictionary key, but not the same cell.
        typed = [(type(cell), cell) for cell in cells]
        meaning = {key: reader(key[1]) for key in set(typed)}
        values[:] = [meaning[key] for key in typed]
    else:
        meaning = {cell: None if cell is None else reader(cell) for cell in set(cells)}
        values[:] = list(map(meaning.__getitem__, cells))
    refused: dict[int, Refusal] = {}
    if any(type(value) is _Bad for value in meaning.values()):
        for row, value in enumerate(values):
            if type(value) is _Bad:
                refused[row] = value.refusal
                values[row] = None
    return ReadColumn(values, refused)


def _read_numbers(column: Column, cells: Sequence[Cell]) -> ReadColumn:
    types = set(map(type, cells)) - {type(None)}
    if types <= _NUMERIC:
        values = np.array(cells, dtype=np.float64)
        read = ReadColumn(values)
    else:
        read = _read_mixed_numbers(column, cells)
        values = read.values
    with np.errstate(invalid="ignore"):
        _refuse(read, ~np.isfinite(values) & ~np.isnan(values), "cell_too_large", cells)
        if column.unit == "count":
            _refuse(read, np.floor(values) != values, "cell_not_whole", cells)
        if not column.negative:
            _refuse(read, values < 0, "cell_negative", cells)
        if column.unit == "ratio" and column.writer == "person":
            bare = np.abs(values) >= LARGEST_TYPED_RATIO
            if read.absolute is not None:
                bare &= ~read.absolute
            _refuse(read, bare, "cell_ratio_too_large", cells)
    return read


def _refuse(read: ReadColumn, where: npt.NDArray[np.bool_], reason: str, cells: Sequence[Cell]) -> None:
    for row in np.flatnonzero(where & ~np.isnan(read.values)).tolist():
        facts: dict[str, object] = {"value": shown(cells[row])}
        if reason == "cell_ratio_too_large":
            facts["percent"] = f"{read.values[row]:.0%}"
        read.refused.setdefault(row, Refusal(reason, facts))
        read.values[row] = np.nan


def _read_mixed_numbers(column: Column, cells: Sequence[Cell]) -> ReadColumn:
    takes_percent = column.unit in ("ratio", "row_amount")
    values: dict[Cell, float] = {}
    absolute: set[Cell] = set()
    refusals: dict[Cell, Refusal] = {}
    for cell in {cell for cell in cells if type(cell) not in _NUMERIC}:
        values[cell] = np.nan
        if isinstance(cell, str):
            number = typed_number(cell)
            if number is None:
                if plain(cell):
                    refusals[cell] = _no_number(cell)
            elif number.percent and not takes_percent:
                refusals[cell] = Refusal("cell_percent_for_amount", {"value": shown(cell)})
            else:
                values[cell] = number.value
                if number.absolute:
                    absolute.add(cell)
        elif cell is not None:
            reason = "cell_error" if isinstance(cell, CellError) else "cell_not_a_number"
            refusals[cell] = Refusal(reason, {"value": shown(cell)})
    read: list[Any] = [cell if type(cell) in _NUMERIC else values[cell] for cell in cells]
    named = np.fromiter((type(cell) is str and cell in absolute for cell in cells), bool, len(cells))
    refused = {
        row: refusals[cell]
        for row, cell in enumerate(cells if refusals else ())
        if type(cell) not in _NUMERIC and cell in refusals
    }
    return ReadColumn(np.array(read, dtype=np.float64), refused, named)


def _no_number(text: str) -> Refusal:
    digits = sum(character.isdigit() for character in text)
    marks = sum(character in ",.'’ " for character in plain(text))
    two_readings = digits and marks and all(c.isdigit() or c in ",.'’ +-" for c in plain(text))
    return Refusal("cell_two_readings" if two_readings else "cell_not_a_number", {"value": shown(text)})


def shown(cell: Cell) -> str:
    """Return a cell as the planner sees it, shortened."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    text = str(cell)
    return text if len(text) <= 60 else f"{text[:57]}…"


def text_of(cell: Cell) -> str | None:
    """Return a cell as an id or name: 1001.0 is ``1001``, spaces at the ends do not count, blank is None.

    >>> text_of(1001.0), text_of("007"), text_of("　华东 "), text_of("  ")
    ('1001', '007', '华东', None)
    """
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell.strip(" \t\r\n\u00a0\u3000\u200b\ufeff") or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _text(cell: Cell) -> object:
    if isinstance(cell, CellError):
        return _Bad(Refusal("cell_error", {"value": str(cell)}))
    return text_of(cell)


def _value(cell: Cell) -> object:
    return (text_of(cell) and cell) if isinstance(cell, str) else cell


def _month(cell: Cell, calendar: Calendar) -> object:
    if isinstance(cell, CellError):
        return _Bad(Refusal("cell_error", {"value": str(cell)}))
    month = month_in(cell, calendar)
    if month is None:
        return None if _is_blank(cell) else _Bad(Refusal("cell_not_a_month", {"value": shown(cell)}))
    return str(month)


def _period(cell: Cell, calendar: Calendar) -> object:
    if isinstance(cell, CellError):
        return _Bad(Refusal("cell_error", {"value": str(cell)}))
    period = period_in(cell, calendar)
    if period is None:
        return None if _is_blank(cell) else _Bad(Refusal("cell_not_a_period", {"value": shown(cell)}))
    return calendar.name(period)


def _date(cell: Cell) -> object:
    """A day where the cell names one; a person's own words (下周) stay as they are."""
    if isinstance(cell, CellError):
        return _Bad(Refusal("cell_error", {"value": str(cell)}))
    return day_in(cell) or text_of(cell)


def _time(cell: Cell) -> object:
    if isinstance(cell, CellError):
        return _Bad(Refusal("cell_error", {"value": str(cell)}))
    return cell if isinstance(cell, dt.date) else text_of(cell)


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not plain(cell)


def choice_refusal(value: str, choices: Mapping[str, Choice]) -> Refusal:
    """Return why a word is refused, with the words allowed and the one most like it."""
    facts: dict[str, object] = {"value": value, "choices": in_words(choices)}
    spelled = {name: id for id, choice in choices.items() for name in (choice.en, choice.zh, id)}
    close = nearest(value, spelled)
    if close is None:
        return Refusal("cell_not_in_list", facts)
    chosen = choices[spelled[close]]
    return Refusal("cell_not_in_list_near", {**facts, "nearest": {"en": chosen.en, "zh": chosen.zh}})


def in_words(choices: Mapping[str, Choice]) -> dict[str, str]:
    """Return the labels of a list, as a fact in both languages."""
    return {
        "en": ", ".join(choice.en for choice in choices.values()),
        "zh": "、".join(choice.zh for choice in choices.values()),
    }


def _choice_reader(column: Column, open: bool) -> Callable[[Cell], object]:
    names = known_names(column.choices)

    def read(cell: Cell) -> object:
        if isinstance(cell, CellError):
            return _Bad(Refusal("cell_error", {"value": str(cell)}))
        text = text_of(cell)
        if text is None:
            return None
        found = names.get(normal(text))
        if found or open:
            return found or text
        return _Bad(choice_refusal(text, column.choices))

    return read
