"""What loading hands over: the rows, what was taken from the source and how, and all problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesplan_xl.errors import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Taken:
    """How a source was read, for the user to see. Counts are rows of the source."""

    file: str
    kind: str = "text"
    """``text`` or ``workbook``."""
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    date_order: str | None = None
    sheets: list[str] = field(default_factory=list)
    header_line: int = 0
    """Line or row of the header, 1-based; the lower one of two."""
    columns: dict[str, str] = field(default_factory=dict)
    """Column id of the plan to the source's label."""
    asked: list[str] = field(default_factory=list)
    """Column ids that were asked for; the others were found by label."""
    units: dict[str, int] = field(default_factory=dict)
    """Column id to the power of ten of the unit its amounts are in, where it is not one (4 for 万元)."""
    months_across: int = 0
    year_from: str | None = None
    """Where the year of months without one was found."""
    unused: list[str] = field(default_factory=list)
    """Labels of the source that were not used."""
    rows_read: int = 0
    rows_used: int = 0
    rows_stored: int = 0
    blank_rows: int = 0
    total_rows: int = 0
    """小计, 合计 and Total rows that were skipped."""
    total_words: list[str] = field(default_factory=list)
    header_rows: int = 0
    """The header repeated further down."""
    rows_without_numbers: int = 0
    rows_outside_months: int = 0
    rows_filtered: int = 0
    without_cost: int = 0
    """Rows whose cost stays blank because amount or profit is."""
    first_month: str | None = None
    last_month: str | None = None
    totals: dict[str, Decimal] = field(default_factory=dict)
    """Per number column, the exact total of what was loaded."""
    returns: tuple[int, Decimal] = (0, Decimal(0))
    """How many rows of sales had a negative amount, and what they come to; they are netted in the sums."""
    residual: dict[str, Decimal] = field(default_factory=dict)
    """Per number column, the exact total minus the total of the stored rows: what rounding left."""

    def remarks(self) -> list[tuple[str, dict[str, object]]]:
        """Return what a person should look at, as sentence keys with their facts."""
        said: list[tuple[str, dict[str, object]]] = []
        if self.units:
            columns = ", ".join(f"{id} × {10**power:,}" for id, power in self.units.items())
            said.append(("source_units_applied", {"columns": columns}))
        if self.months_across:
            said.append(("source_months_across", {"count": self.months_across}))
        if self.year_from:
            said.append(("source_year_from", {"place": YEAR_PLACES[self.year_from]}))
        if self.total_rows:
            words = ", ".join(self.total_words[:8])
            said.append(("source_totals_skipped", {"count": self.total_rows, "words": words}))
        if self.rows_without_numbers:
            said.append(("source_rows_without_numbers", {"count": self.rows_without_numbers}))
        if self.returns[0]:
            count, amount = self.returns
            said.append(("source_returns", {"count": f"{count:,}", "amount": f"{amount.normalize():,f}"}))
        if self.without_cost:
            said.append(("source_rows_without_cost", {"count": self.without_cost}))
        return said


YEAR_PLACES: dict[str, dict[str, str]] = {
    "titles": {"en": "the title", "zh": "标题"},
    "sheet": {"en": "the sheet's name", "zh": "工作表名称"},
    "file": {"en": "the file's name", "zh": "文件名"},
    "months": {"en": "the months asked for", "zh": "所选月份"},
}
"""Where the year of months without one can stand."""


@dataclass
class Loaded:
    """Rows ready for a table of the plan, or the problems that keep them from it."""

    frame: pd.DataFrame
    """Columns by id; months as ``2027-03``; amounts as the double nearest to their exact decimal."""
    taken: Taken
    problems: list[Problem] = field(default_factory=list)
    mapping: str = ""
    """What to remember for next month, as JSON text; read it with :func:`remembered`."""


def options_kept(**options: object) -> Mapping[str, Any]:
    """Return the options that were given, for next month."""
    return {name: value for name, value in options.items() if value is not None}


def nothing_loaded(taken: Taken, problems: list[Problem]) -> Loaded:
    """Return the problems alone, with what was found out until then."""
    import pandas as pd

    return Loaded(pd.DataFrame(), taken, problems)
