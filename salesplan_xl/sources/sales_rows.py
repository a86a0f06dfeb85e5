"""Sales from a source, chunk by chunk: rows sorted out, members numbered, amounts added exactly."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from salesplan_xl.sources.chunks import Cells, Chunk
from salesplan_xl.sources.header import Header, text_of
from salesplan_xl.sources.loaded import Taken
from salesplan_xl.sources.mapping import ColumnMap, MonthColumn, Use, choice_id
from salesplan_xl.sources.members import BAD_ID, BLANK_ID, Ids, Numbering, member
from salesplan_xl.sources.members import UNREADABLE as UNREADABLE_MEMBER
from salesplan_xl.sources.months import MonthReader
from salesplan_xl.sources.number_columns import OK, UNREADABLE, read_numbers
from salesplan_xl.sources.numbers import DecimalMark
from salesplan_xl.sources.row_sorting import Mask, RowSorting
from salesplan_xl.sources.subtotals import TotalWords
from salesplan_xl.sources.summing import Measured, Summing, scaled
from salesplan_xl.tables.contract import Column
from salesplan_xl.units import Month

SHEET_STRIDE = 1 << 40
"""Positions of the rows of several sheets, so that later sheets come after."""
MOST_BAD = 1000


@dataclass(frozen=True)
class Bad:
    """A cell that cannot be read: where it stands, why, and the number of its row's month if known."""

    position: int
    column: int
    label: str
    text: str
    reason: str
    month: int


class SalesRows:
    """Adds up the rows of one source, or of several sheets with the same header."""

    def __init__(
        self,
        columns: ColumnMap,
        header: Header,
        targets: Mapping[str, Column],
        months: MonthReader,
        decimal: DecimalMark,
        totals: TotalWords,
        only: Sequence[tuple[Use, str]],
        taken: Taken,
    ) -> None:
        self.columns = columns
        self.header = header
        self.decimal = decimal
        self.taken = taken
        self.months = Numbering(months)
        self.reader = months
        self._targets = targets
        self.members = {use.column: Numbering(_member_reader(targets[use.column])) for use in columns.keys}
        self.measures = _with_cost(columns.measures)
        self.sums = Summing(1 + len(columns.keys), len(self.measures))
        self.bad: list[Bad] = []
        self.bad_count = 0
        self._sorting = RowSorting(columns, header, totals, only, taken)
        self._told: set[tuple[int, int]] = set()

    def add(self, chunk: Chunk, sheet: int = 0) -> None:
        """Sort out a chunk's rows and add them."""
        if not chunk.length:
            return
        positions = np.arange(chunk.start, chunk.start + chunk.length, dtype=np.int64) + sheet * SHEET_STRIDE
        kept = self._sorting.kept(chunk)
        if self.columns.across:
            self._add_across(chunk, positions, kept)
        else:
            cells = {
                measure: chunk.columns[self.columns.uses[measure].positions[0]]
                for measure in self.columns.measures
            }
            month = self.columns.uses["month"]
            parts = [
                *month.positions,
                *(self.columns.uses["year"].positions if "year" in self.columns.uses else ()),
            ]
            months = self.months.ids([chunk.columns[part] for part in parts])
            powers = {measure: self.columns.uses[measure].power for measure in cells}
            labels = {measure: self.columns.uses[measure].positions[0] for measure in cells}
            used = self._add_rows(chunk, positions, kept, months, cells, powers, labels)
            self.taken.rows_used += int(used.sum())
            self.taken.rows_without_numbers += int((kept & ~used).sum())

    def _add_across(self, chunk: Chunk, positions: Ids, kept: Mask) -> None:
        """Take each month's columns as rows of that month."""
        used = np.zeros(chunk.length, dtype=np.bool_)
        by_month: dict[tuple[int | None, int], list[MonthColumn]] = {}
        for column in self.columns.across:
            by_month.setdefault((column.label.year, column.label.month), []).append(column)
        year = self.columns.uses.get("year")
        for (own_year, number), columns in by_month.items():
            label = np.full(
                chunk.length,
                f"{number}月" if own_year is None else str(Month(own_year, number)),
                dtype=object,
            )
            parts = [label]
            if own_year is None and year is not None:
                parts.append(chunk.columns[year.positions[0]])
            months = self.months.ids(parts)
            cells = {column.measure: chunk.columns[column.position] for column in columns}
            powers = {column.measure: column.power for column in columns}
            places = {column.measure: column.position for column in columns}
            used |= self._add_rows(chunk, positions, kept, months, cells, powers, places)
        self.taken.rows_used += int(used.sum())
        self.taken.rows_without_numbers += int((kept & ~used).sum())

    def _add_rows(
        self,
        chunk: Chunk,
        positions: Ids,
        kept: Mask,
        months: Ids,
        cells: Mapping[str, Cells],
        powers: Mapping[str, int],
        places: Mapping[str, int],
    ) -> Mask:
        """Add the rows that have a number; what cannot be read is set aside with its reason."""
        measured: dict[str, Measured] = {}
        unreadable: dict[str, Mask] = {}
        filled = np.zeros(chunk.length, dtype=np.bool_)
        for measure, column in cells.items():
            numbers = read_numbers(column.tolist(), self.decimal)
            if numbers.grouped:
                self.taken.thousands = "," if self.decimal == "." else "."
            power = powers[measure]
            unscaled = numbers.unscaled
            decimals = numbers.places - power
            if decimals < 0:
                unscaled, decimals = scaled(unscaled, -decimals), 0
            present = numbers.state == OK
            measured[measure] = Measured(unscaled, decimals, present & kept)
            unreadable[measure] = (numbers.state == UNREADABLE) & kept
            filled |= (present | unreadable[measure]) & kept
        keys = [
            self.members[use.column].ids([chunk.columns[place] for place in use.positions])
            for use in self.columns.keys
        ]
        bad = self._sorting.overflow(chunk) & filled
        bad |= np.isin(months, (BAD_ID, BLANK_ID)) & filled
        for mask in unreadable.values():
            bad |= mask
        for key in keys:
            bad |= (key == BAD_ID) & filled
        if bad.any():
            repeated = self._sorting.repeated_header(chunk, bad)
            bad &= ~repeated
            for row in np.flatnonzero(bad).tolist():
                self._set_aside(chunk, row, positions, months, keys, unreadable, places)
            filled &= ~(bad | repeated)
        if filled.any():
            rows = [self._measure(name, measured, chunk.length) for name in self.measures]
            self.sums.add(
                [months[filled], *(key[filled] for key in keys)],
                [Measured(row.unscaled[filled], row.places, row.present[filled]) for row in rows],
                positions[filled],
            )
            if "cost" in self.measures and "cost" not in measured:
                self.taken.without_cost += int(
                    (~self._measure("cost", measured, chunk.length).present & filled).sum()
                )
        return filled | bad

    def _measure(self, name: str, measured: Mapping[str, Measured], length: int) -> Measured:
        if name in measured:
            return measured[name]
        if name == "cost" and "amount" in measured and "profit" in measured:
            amount, profit = measured["amount"], measured["profit"]
            places = max(amount.places, profit.places)
            cost = scaled(amount.unscaled, places - amount.places) - scaled(
                profit.unscaled, places - profit.places
            )
            return Measured(cost, places, amount.present & profit.present)
        return Measured(np.zeros(length, dtype=np.int64), 0, np.zeros(length, dtype=np.bool_))

    def _set_aside(
        self,
        chunk: Chunk,
        row: int,
        positions: Ids,
        months: Ids,
        keys: Sequence[Ids],
        unreadable: Mapping[str, Mask],
        places: Mapping[str, int],
    ) -> None:
        month = int(months[row])
        found: list[tuple[int, str]] = []
        if self._sorting.overflow(chunk)[row]:
            found.append((len(self.header.labels), "source_row_too_long"))
        else:
            if month in (BAD_ID, BLANK_ID) and "month" in self.columns.uses:
                place = self.columns.uses["month"].positions[0]
                found.append((place, "source_month_blank" if month == BLANK_ID else self._month_reason()))
            elif month in (BAD_ID, BLANK_ID):
                found.append((-1, "source_month_without_year"))
            for use, key in zip(self.columns.keys, keys, strict=True):
                if key[row] == BAD_ID:
                    closed = self._targets[use.column].unit == "choice"
                    found.append((use.positions[0], "source_not_in_list" if closed else "source_cell_error"))
            for measure, mask in unreadable.items():
                if mask[row]:
                    found.append((places[measure], "source_no_number"))
        for place, reason in found:
            # Where months stand across, one cell spoils the rows of several months.
            if (int(positions[row]), place) in self._told:
                continue
            self.bad_count += 1
            if len(self.bad) >= MOST_BAD:
                continue
            self._told.add((int(positions[row]), place))
            inside = 0 <= place < len(self.header.labels)
            cell = chunk.columns[place][row] if place in chunk.columns else ""
            label = self.header.labels[place] if inside else ""
            self.bad.append(Bad(int(positions[row]), place, label, text_of(cell), reason, month))

    def _month_reason(self) -> str:
        return "source_month_without_year" if self.reader.without_year else "source_no_month"


def _member_reader(column: Column) -> Callable[..., Hashable]:
    if not column.choices:
        return member

    def choice(*cells: object) -> Hashable:
        found = member(*cells)
        if not isinstance(found, str):
            return found
        known = choice_id(column.choices, found)
        return known or (found if column.unit == "open_choice" else UNREADABLE_MEMBER)

    return choice


def _with_cost(measures: Sequence[str]) -> list[str]:
    """Return the measures to store: cost stands for profit."""
    stored = [measure for measure in measures if measure != "profit"]
    if "profit" in measures and "cost" not in stored:
        stored.append("cost")
    return stored
