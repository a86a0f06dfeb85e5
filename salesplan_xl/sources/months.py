"""The month of a row: from a date, a month, or a month and a year that stand apart."""

from __future__ import annotations

import re
from collections.abc import Hashable

from salesplan_xl.sources.dates import DateEvidence, DateOrder, bare_month, read_date
from salesplan_xl.sources.header import text_of
from salesplan_xl.sources.members import UNREADABLE
from salesplan_xl.sources.numbers import is_blank, tidy
from salesplan_xl.units import Month

_YEAR = re.compile(r"(?:FY\s*)?((?:19|20)\d\d)\s*(?:年度?)?", re.IGNORECASE)


def year_of(cell: object) -> int | None:
    """Return the year a cell names.

    >>> year_of("2027年"), year_of(2027.0), year_of("27")
    (2027, 2027, None)
    """
    match = _YEAR.fullmatch(tidy(text_of(cell)))
    return int(match[1]) if match else None


class MonthReader:
    """Reads the cells that give a row's month, noting what they prove about the order of day and month."""

    def __init__(self, order: DateOrder | None, default_year: int | None) -> None:
        self.order = order
        self.default_year = default_year
        self.default_used = False
        self.seen = DateEvidence()
        self.without_year = False
        """A month was met whose year stands nowhere."""

    def __call__(self, *cells: object) -> Hashable:
        """Return a month, an open date, ``None`` for a blank, or the mark of what is no month."""
        filled = [cell for cell in cells if not is_blank(cell)]
        if not filled:
            return None
        for cell in filled:
            found = read_date(cell, self.seen, self.order)
            if found is not None:
                return found
        number = next((month for cell in filled if (month := bare_month(cell))), None)
        year = next((year for cell in filled if (year := year_of(cell))), None)
        if number is None:
            return UNREADABLE
        if year is None:
            year = self.default_year
            self.default_used = True
        if year is None:
            self.without_year = True
            return UNREADABLE
        return Month(year, number)
