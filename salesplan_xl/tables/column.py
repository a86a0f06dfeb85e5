"""What a table of the plan is made of: columns with labels in two languages, closed lists, keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from salesplan_xl.messages import Language

Writer = Literal["person", "action"]
Kind = Literal["input", "output", "mixed"]

COLUMN_UNITS: dict[str, str] = {
    "money": "an amount in the base unit of its indicator (for money the currency's: 元)",
    "row_amount": "an amount in the unit named in its own row",
    "ratio": "a fraction: 0.25, shown as 25%",
    "number": "a plain number, any scale",
    "count": "a whole number",
    "month": "one month, or a day in it",
    "period": "a month, quarter, half-year, year or range of months",
    "date": "a day",
    "time": "a day and time",
    "text": "a word; digits stay as typed",
    "choice": "one of a closed list",
    "open_choice": "one of a list, or the planner's own word",
    "value": "whatever the row's key asks for",
}
"""What a column may hold. The unit chooses how its cells are read, checked and written."""


@dataclass(frozen=True)
class Choice:
    """One value of a list, as it is shown in both languages. ``synonyms`` are accepted in either."""

    en: str
    zh: str
    synonyms: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Column:
    """One column: its id, what it holds, and the labels it is known by.

    ``writer`` says whose words it holds: a person's are carried over whenever an action rewrites the table.
    ``required`` columns must be there for the table to be read; ``filled`` ones also in every row.
    ``prepared`` columns are in the templates; the others are understood where a planner adds them.
    ``negative`` says that an amount may be below zero.
    """

    id: str
    unit: str
    en: str
    zh: str
    synonyms_en: tuple[str, ...] = ()
    synonyms_zh: tuple[str, ...] = ()
    required: bool = False
    writer: Writer = "person"
    choices: Mapping[str, Choice] = field(default_factory=dict, hash=False)
    prepared: bool = True
    filled: bool = False
    negative: bool = True

    def label(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the column may be called: both labels, the id, the synonyms."""
        return (self.en, self.zh, self.id, *self.synonyms_en, *self.synonyms_zh)


@dataclass(frozen=True)
class Table:
    """One table of the plan. ``key`` columns tell its rows apart; none means that rows may repeat."""

    id: str
    kind: Kind
    en: str
    zh: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    hidden: bool = False

    def sheet(self, language: Language) -> str:
        """Return the name of the sheet the table lies on in a template."""
        return self.en if language == "en" else self.zh

    def column(self, column_id: str) -> Column:
        """Return a column by its id.

        Raises:
            KeyError: the table has no such column.
        """
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(f"{self.id} has no column {column_id}")

    def header(self, language: Language) -> tuple[str, ...]:
        """Return the labels a template's table carries, in order."""
        return tuple(column.label(language) for column in self.columns if column.prepared)
