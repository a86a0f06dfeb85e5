"""What a cell can hold, and what a workbook can do: the one narrow door between a plan and its file.

A cell is blank (``None``), a number, text, a truth value, a date or one of Excel's errors. These are
different things and stay different: a blank is no zero, an error is no text.

A :class:`Workbook` is whatever holds the plan: a live Excel session, an ``.xlsx`` package, or memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Literal, Protocol


class CellError(Enum):
    """An error value as Excel shows it. Ours are the first four; the rest only pass through."""

    DIV0 = "#DIV/0!"
    NUM = "#NUM!"
    VALUE = "#VALUE!"
    NA = "#N/A"
    NAME = "#NAME?"
    REF = "#REF!"
    NULL = "#NULL!"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    GETTING_DATA = "#GETTING_DATA"

    def __str__(self) -> str:
        return self.value


ERROR_BY_TEXT: dict[str, CellError] = {error.value: error for error in CellError}

Cell = None | bool | int | float | str | dt.date | dt.datetime | dt.time | CellError


def column_letters(column: int) -> str:
    """Return Excel's letters of a 1-based column.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based column of Excel's letters.

    >>> column_number("A"), column_number("AB"), column_number("xfd")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@dataclass(frozen=True)
class TableInfo:
    """Where a named table lies: its sheet, its header row and first column (1-based), its header labels."""

    name: str
    sheet: str
    top: int
    left: int
    header: tuple[str, ...]
    row_count: int
    calculated: frozenset[int] = frozenset()
    """Positions (0-based) of calculated columns: the workbook's own formulas fill these, never we."""


@dataclass(frozen=True)
class Block:
    """A table as read: ``rows[i][j]`` lies under ``info.header[j]``."""

    info: TableInfo
    rows: Sequence[Sequence[Cell]] = field(default_factory=tuple)

    def address(self, row: int, column: int) -> str:
        """Return the address of a data cell, both positions 0-based, e.g. ``B5``."""
        return f"{column_letters(self.info.left + column)}{self.info.top + 1 + row}"


FormulaKind = Literal["plain", "array", "dynamic", "column"]


@dataclass(frozen=True)
class CellFormula:
    """A formula as it stands in a workbook, and the values it shows now.

    ``kind`` is ``plain`` for one cell, ``array`` for one entered over a whole range (Ctrl+Shift+Enter),
    ``dynamic`` for one that spills out of its cell; ``column`` is what a table fills new rows of a column
    with: it stands in no cell and has no values.
    """

    sheet: str
    area: str
    """The cells it fills, ``B2`` or ``B2:D4``; of a column its table and label, ``tblPlan[share]``."""
    text: str
    """As Excel shows it, ``=`` in front; newer functions may carry the prefix that files give them."""
    kind: FormulaKind = "plain"
    values: tuple[tuple[Cell, ...], ...] | None = None
    """What the cells show, by row; None where it was never worked out."""
    spelling: str = ""
    """How a file spells it, so that it can be put back to the letter; empty where it came from elsewhere."""

    fresh: bool = True
    """False where the file itself asks for a recalculation, so that the values may be out of date."""

    @property
    def place(self) -> str:
        """The address with its sheet, as :meth:`Workbook.read_area` takes it."""
        return f"'{self.sheet.replace(chr(39), chr(39) * 2)}'!{self.area}"


class Workbook(Protocol):
    """The verbs an action needs. Each is one round trip; an action reads and writes a table at most once."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        ...

    def tables(self) -> Mapping[str, TableInfo]:
        """Return every named table of the workbook, by name. Rows are not read."""
        ...

    def read_table(self, name: str) -> Block:
        """Read a whole table, hidden and filtered rows included.

        Raises:
            NotFound: there is no table of that name.
        """
        ...

    def write_table(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Replace all data rows; the table grows or shrinks. Calculated columns keep their formula.

        ``rows`` has one entry per header label, in the order of the table's header. Text is written as text:
        it never becomes a formula. No rows at all leaves one blank row, as Excel does.
        """
        ...

    def add_hidden_table(self, name: str, sheet: str, header: Sequence[str]) -> None:
        """Add an empty table on a sheet of its own that no menu of Excel shows.

        Where a sheet of that title is there already, the new one gets a number behind it.
        """
        ...

    def read_cell(self, reference: str) -> Cell:
        """Read a defined name or an address such as ``Sheet1!B2`` or ``'My sheet'!B2``."""
        ...

    def write_cells(self, values: Mapping[str, Cell]) -> None:
        """Write single cells, each given as for :meth:`read_cell`."""
        ...

    def formulas(self, wanted: Callable[[str], bool]) -> Sequence[CellFormula]:
        """Return the formulas whose text is wanted, with the values they show now.

        Of an array only the whole is one; ``wanted`` is asked with ``=`` in front.
        """
        ...

    def drop_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Let the values that formulas show stand in their place; formats stay."""
        ...

    def write_formulas(self, formulas: Sequence[CellFormula]) -> None:
        """Put formulas where :meth:`drop_formulas` took them away: the same text, kind and range.

        Raises:
            WrongKind: this host cannot write one of them; nothing is written then.
        """
        ...

    def read_area(self, reference: str) -> Sequence[Sequence[Cell]]:
        """Read the values of an address with its sheet, one cell or a range, by row."""
        ...

    def progress(self, done: int, total: int, sentence: str) -> None:
        """Show how far a long action is."""
        ...

    def save(self, path: Path | None = None) -> None:
        """Save in place, or to ``path``: afterwards the file is the old or the new one, never torn."""
        ...
