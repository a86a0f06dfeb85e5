"""Tables whose rows are taken as they stand (members, reps …): cells read by their column's unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from salesplan_xl.errors import Problem
from salesplan_xl.sources.chunks import Chunk, Progress
from salesplan_xl.sources.dates import DateOrder, settle
from salesplan_xl.sources.deciding import Sheets, decimal_mark, total_words
from salesplan_xl.sources.header import text_of
from salesplan_xl.sources.labels import Vocabulary, folded
from salesplan_xl.sources.loaded import Loaded, Taken, nothing_loaded
from salesplan_xl.sources.mapping import ColumnMap, Use, choice_id
from salesplan_xl.sources.members import UNREADABLE, member
from salesplan_xl.sources.months import MonthReader
from salesplan_xl.sources.numbers import DecimalMark, is_blank, read_number
from salesplan_xl.tables.contract import Column

_NUMBER_UNITS = frozenset({"money", "number", "count", "ratio", "row_amount"})
_MOST_SHOWN = 100

Read = Callable[..., Any]


def load_rows(
    sheets: Sheets,
    columns: ColumnMap,
    vocabulary: Vocabulary,
    taken: Taken,
    *,
    date_order: DateOrder | None,
    decimal: DecimalMark | None,
    only: Sequence[tuple[Use, str]],
    progress: Progress | None,
) -> Loaded:
    """Read rows one by one; nothing is added up.

    Returns:
        A frame of the mapped columns: numbers as floats, months as ``2027-03``, values of closed lists as
        ids, everything else as text; or the problems.
    """
    import pandas as pd

    numbers = [
        place
        for use in columns.uses.values()
        if vocabulary.columns[use.column].unit in _NUMBER_UNITS
        for place in use.positions
    ]
    mark, unclear = decimal_mark(sheets, numbers, decimal)
    if unclear:
        return nothing_loaded(taken, [unclear])
    taken.decimal = mark
    months = MonthReader(date_order, None)
    readers = {
        use.column: _reader(vocabulary.columns[use.column], use, mark, months)
        for use in columns.uses.values()
    }
    totals = total_words(sheets, numbers)
    rows: list[dict[str, Any]] = []
    wrong: list[Problem] = []
    wrong_count = 0
    for source, header in sheets:
        width = len(header.labels)
        for chunk in source.chunks(header.position + 1, width, range(width), progress):
            for row in range(chunk.length):
                if not _wanted(chunk, row, width, header.labels, totals.is_total, only, taken):
                    continue
                cells: dict[str, Any] = {}
                for use in columns.uses.values():
                    parts = [chunk.columns[place][row] for place in use.positions]
                    value = readers[use.column](*parts)
                    cells[use.column] = value
                    if value is UNREADABLE:
                        wrong_count += 1
                        if len(wrong) < _MOST_SHOWN:
                            line = source.line(chunk.start + row)
                            wrong.append(
                                _problem(
                                    vocabulary.columns[use.column], use, parts[0], line, mark, source.title
                                )
                            )
                rows.append(cells)
    if wrong_count > len(wrong):
        wrong.append(Problem("source_more_rows", {"count": wrong_count - len(wrong)}))
    _settle_months(rows, vocabulary, columns, months, date_order, wrong)
    if not rows and not wrong:
        wrong.append(Problem("source_no_rows", {"file": taken.file}))
    if wrong:
        return nothing_loaded(taken, wrong)
    taken.rows_used = taken.rows_stored = len(rows)
    taken.date_order = date_order or months.seen.order
    ordered = [column.id for column in vocabulary.table.columns if column.id in columns.uses]
    return Loaded(pd.DataFrame({id: _column([row[id] for row in rows]) for id in ordered}), taken)


def _wanted(
    chunk: Chunk,
    row: int,
    width: int,
    labels: Sequence[str],
    is_total: Callable[[str], bool],
    only: Sequence[tuple[Use, str]],
    taken: Taken,
) -> bool:
    texts = [text_of(chunk.columns[place][row]) for place in range(width)]
    if not any(texts):
        taken.blank_rows += 1
        return False
    taken.rows_read += 1
    if any(text and is_total(text) for text in texts):
        taken.total_rows += 1
        return False
    if texts == list(labels):
        taken.header_rows += 1
        return False
    if any(folded(texts[use.positions[0]]) != folded(value) for use, value in only):
        taken.rows_filtered += 1
        return False
    return True


def _reader(column: Column, use: Use, mark: DecimalMark, months: MonthReader) -> Read:
    def number(cell: object) -> object:
        if is_blank(cell):
            return None
        found = read_number(cell, mark)
        if found is None or (found.percent and column.unit not in ("ratio", "row_amount")):
            # A reference among the numbers, such as 12% of something, stays for the plan's own check.
            return UNREADABLE
        return float(Decimal(found.unscaled).scaleb(use.power - found.places))

    def value(cell: object) -> object:
        return cell if isinstance(cell, float | int) and not isinstance(cell, bool) else member(cell)

    def choice(*cells: object) -> object:
        found = member(*cells)
        return choice_id(column.choices, found) or found if isinstance(found, str) else found

    if column.unit in _NUMBER_UNITS:
        return number
    if column.unit == "month":
        return months
    if column.unit == "period":
        return lambda cell: f"{cell:%Y-%m}" if isinstance(cell, dt.date) else member(cell)
    if column.unit == "value":
        return value
    return choice if column.choices else member


def _problem(column: Column, use: Use, cell: object, line: int, mark: str, sheet: str) -> Problem:
    if column.unit in _NUMBER_UNITS:
        reason = "source_no_number"
    else:
        reason = "source_no_month" if column.unit == "month" else "source_cell_error"
    facts = {"line": line, "text": text_of(cell), "label": use.source, "decimal": mark}
    return Problem(reason, facts, sheet=sheet, column=use.source)


def _settle_months(
    rows: list[dict[str, Any]],
    vocabulary: Vocabulary,
    columns: ColumnMap,
    reader: MonthReader,
    order: DateOrder | None,
    wrong: list[Problem],
) -> None:
    for use in columns.uses.values():
        if vocabulary.columns[use.column].unit != "month":
            continue
        for row in rows:
            found = row[use.column]
            if found is None or found is UNREADABLE:
                continue
            month = settle(found, reader.seen, order)
            if month is None:
                text = reader.seen.unclear or reader.seen.lost
                reason = "source_date_order" if reader.seen.unclear else "source_month_lost"
                wrong.append(Problem(reason, {"label": use.source, "text": text}, column=use.source))
                break
            row[use.column] = str(month)


def _column(values: list[Any]) -> Any:
    import pandas as pd

    if values and all(value is None or isinstance(value, float) for value in values):
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return pd.Series(values, dtype=object)
