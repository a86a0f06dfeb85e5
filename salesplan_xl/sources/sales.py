"""Loading sales: decimal mark and totals found first, then all rows added up, rounded once and laid out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from salesplan_xl.errors import Problem
from salesplan_xl.sources.chunks import Progress, Source
from salesplan_xl.sources.dates import DateOrder, Lost, Open, settle, years_in
from salesplan_xl.sources.deciding import Sheets, decimal_mark, total_words
from salesplan_xl.sources.header import Header
from salesplan_xl.sources.labels import Vocabulary
from salesplan_xl.sources.loaded import Loaded, Taken, nothing_loaded
from salesplan_xl.sources.mapping import ColumnMap, Use
from salesplan_xl.sources.members import BAD_ID, BLANK_ID, Ids
from salesplan_xl.sources.months import MonthReader
from salesplan_xl.sources.numbers import DecimalMark
from salesplan_xl.sources.sales_rows import SHEET_STRIDE, SalesRows
from salesplan_xl.sources.summing import Sums, regrouped, rounded, too_large
from salesplan_xl.units import Month, Step

QUANTITY_STEP = Step(1, 6)
"""Quantities keep six decimals, whatever money is rounded to."""
_MOST_SHOWN = 100
_OUTSIDE, _OPEN = -1, -2


def load_sales(
    sheets: Sheets,
    columns: ColumnMap,
    vocabulary: Vocabulary,
    taken: Taken,
    *,
    date_order: DateOrder | None,
    decimal: DecimalMark | None,
    first: Month | None,
    last: Month | None,
    only: Sequence[tuple[Use, str]],
    step: Step,
    years_from: str,
    progress: Progress | None,
) -> Loaded:
    """Add up the rows of one source, or of several sheets with the same header.

    Returns:
        The rows by month (in the source's order within a month), or the problems.
    """
    measured = _measure_positions(columns)
    mark, unclear = decimal_mark(sheets, measured, decimal)
    if unclear:
        return nothing_loaded(taken, [unclear])
    taken.decimal = mark
    totals = total_words(sheets, measured)
    read = sorted({*columns.positions(), *(place for use, _ in only for place in use.positions)})
    reader = MonthReader(date_order, None)
    rows = SalesRows(columns, sheets[0][1], vocabulary.columns, reader, mark, totals, only, taken)
    for number, (source, header) in enumerate(sheets):
        place, reader.default_year = _default_year(source, header, years_from, first, last)
        rows.months.forget()
        wanted = range(len(header.labels)) if totals else read
        for chunk in source.chunks(header.position + 1, len(header.labels), wanted, progress):
            rows.add(chunk, number)
        if reader.default_used:
            taken.year_from = place
    return _laid_out(rows, sheets, vocabulary, taken, date_order, first, last, step)


def _measure_positions(columns: ColumnMap) -> list[int]:
    if columns.across:
        return [column.position for column in columns.across]
    return [columns.uses[measure].positions[0] for measure in columns.measures]


def _default_year(
    source: Source, header: Header, file: str, first: Month | None, last: Month | None
) -> tuple[str | None, int | None]:
    """Return the year of months without one: of titles, sheet, file, or the months asked for."""
    asked = [str(month.year) for month in (first, last) if month]
    for place, texts in (
        ("titles", header.titles),
        ("sheet", [source.title]),
        ("file", [file]),
        ("months", asked),
    ):
        years = years_in(texts)
        if len(years) == 1:
            return place, years.pop()
    return None, None


def _laid_out(
    rows: SalesRows,
    sheets: Sheets,
    vocabulary: Vocabulary,
    taken: Taken,
    date_order: DateOrder | None,
    first: Month | None,
    last: Month | None,
    step: Step,
) -> Loaded:
    import pandas as pd

    sums = rows.sums.total()
    seen = rows.months.things
    reader = rows.reader
    order = date_order or reader.seen.order
    taken.date_order = order
    settled = np.array(
        [_month_index(thing, reader, order, first, last) for thing in seen] or [0], dtype=np.int64
    )
    problems = _open_dates(sums, settled, rows)
    problems += _unreadable(rows, sheets, settled)
    if problems:
        return nothing_loaded(taken, problems)
    months = settled[sums.keys[0]] if len(sums) else sums.keys[0]
    inside = months >= 0
    taken.rows_outside_months = int(sums.rows[~inside].sum())
    sums = regrouped(sums, [months, *sums.keys[1:]], inside)
    if not len(sums):
        return nothing_loaded(taken, [_no_rows(rows, taken, first, last)])
    sequence = np.lexsort((sums.first, sums.keys[0]))
    data: dict[str, Any] = {"month": _labels(sums.keys[0][sequence], lambda index: str(Month.at(index)))}
    for use, key in zip(rows.columns.keys, sums.keys[1:], strict=True):
        things = rows.members[use.column].things
        data[use.column] = _labels(
            key[sequence], lambda id, things=things: None if id == BLANK_ID else things[id]
        )
    for position, measure in enumerate(rows.measures):
        grid = QUANTITY_STEP if measure == "quantity" else step
        steps, residual = rounded(sums.sums[position], sums.places[position], grid)
        if too_large(steps):
            problems.append(
                Problem("source_too_large", {"label": _label(vocabulary, measure), "step": str(grid)})
            )
            continue
        amounts = grid.amounts(steps.astype(np.int64))
        amounts[sums.counts[position] == 0] = np.nan
        data[measure] = amounts[sequence]
        if measure == "amount":
            taken.returns = rows.sums.below_zero[position]
        taken.residual[measure] = residual
        taken.totals[measure] = Decimal(sum(sums.sums[position].tolist())).scaleb(-sums.places[position])
    if problems:
        return nothing_loaded(taken, problems)
    taken.rows_stored = len(sums)
    taken.first_month, taken.last_month = data["month"].iloc[0], data["month"].iloc[-1]
    ordered = [column.id for column in vocabulary.table.columns if column.id in data]
    return Loaded(pd.DataFrame({id: data[id] for id in ordered}), taken)


def _labels(ids: Ids, label: Any) -> Any:
    import pandas as pd

    distinct, inverse = np.unique(ids, return_inverse=True)
    names = np.empty(len(distinct), dtype=object)
    names[:] = [label(int(id)) for id in distinct.tolist()]
    # As objects, so that a blank stays None with every pandas.
    return pd.Series(names[inverse], dtype=object)


def _month_index(
    thing: Any, reader: MonthReader, order: DateOrder | None, first: Month | None, last: Month | None
) -> int:
    month = settle(thing, reader.seen, order)
    if month is None:
        return _OPEN
    if (first and month < first) or (last and month > last):
        return _OUTSIDE
    return month.index


def _open_dates(sums: Sums, settled: Ids, rows: SalesRows) -> list[Problem]:
    """Ask where the dates do not tell which of two numbers is the month, or contradict each other."""
    seen = rows.reader.seen
    label = rows.columns.uses["month"].source if "month" in rows.columns.uses else ""
    if len(seen.orders) > 1:
        facts = {"label": label, "dmy": seen.orders["dmy"], "mdy": seen.orders["mdy"]}
        return [Problem("source_dates_contradict", facts, column=label)]
    if not len(sums):
        return []
    used = np.unique(sums.keys[0])
    kinds = {type(rows.months.things[id]) for id in used.tolist() if settled[id] == _OPEN}
    problems = []
    if Open in kinds:
        problems.append(Problem("source_date_order", {"label": label, "text": seen.unclear}, column=label))
    if Lost in kinds:
        problems.append(Problem("source_month_lost", {"label": label, "text": seen.lost}, column=label))
    return problems


def _unreadable(rows: SalesRows, sheets: Sheets, settled: Ids) -> list[Problem]:
    """Say which cells cannot be read, with their lines; rows of months that are not loaded do not matter."""
    matter = [bad for bad in rows.bad if bad.month in (BAD_ID, BLANK_ID) or settled[bad.month] != _OUTSIDE]
    shown = matter[:_MOST_SHOWN]
    lines: dict[int, int] = {}
    for number, (source, _) in enumerate(sheets):
        own = [
            bad.position - number * SHEET_STRIDE for bad in shown if bad.position // SHEET_STRIDE == number
        ]
        for position, row in source.rows(own).items():
            lines[position + number * SHEET_STRIDE] = row.line
    problems = []
    for bad in shown:
        sheet = sheets[bad.position // SHEET_STRIDE][0].title
        facts = {"line": lines[bad.position], "text": bad.text, "label": bad.label, "decimal": rows.decimal}
        problems.append(Problem(bad.reason, facts, sheet=sheet, column=bad.label))
    more = len(matter) - len(shown) + max(0, rows.bad_count - len(rows.bad))
    if more:
        problems.append(Problem("source_more_rows", {"count": more}))
    return problems


def _no_rows(rows: SalesRows, taken: Taken, first: Month | None, last: Month | None) -> Problem:
    months = sorted(thing for thing in rows.months.things if isinstance(thing, Month))
    if taken.rows_outside_months and months:
        return Problem("source_no_rows_in_months", {"first": str(months[0]), "last": str(months[-1])})
    if taken.rows_filtered:
        return Problem("source_only_finds_nothing", {"count": taken.rows_filtered})
    return Problem("source_no_rows", {"file": taken.file})


def _label(vocabulary: Vocabulary, measure: str) -> dict[str, str]:
    column = vocabulary.columns[measure]
    return {"en": column.en, "zh": column.zh}
