"""What can be wrong, as types.

::

    SalesPlanError
    ├── NoBasis          #DIV/0!   nothing to divide or split by
    ├── OutOfRange       #NUM!     right kind, impossible value; bounds that cannot all hold
    ├── WrongKind        #VALUE!   text for a number, wrong shape, different lengths
    ├── NotFound         #N/A      no such member, period, table or column; not entered yet
    ├── FileRefused                a file that is not opened, with the reason
    └── ProblemsFound              all problems of a workbook at once; nothing was written

An error holds facts; its sentence is in :mod:`salesplan_xl.messages`, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from salesplan_xl.cells import CellError
from salesplan_xl.messages import SENTENCES, Language, say


class SalesPlanError(Exception):
    """Something the user can mend. ``reason`` names the sentence, ``facts`` fill it in.

    A fact may be given per language, as ``{"en": ..., "zh": ...}``.
    """

    cell_error: ClassVar[CellError] = CellError.VALUE

    def __init__(self, reason: str, /, **facts: object) -> None:
        if reason not in SENTENCES:
            raise KeyError(f"no sentence for {reason!r}")
        super().__init__(reason, facts)
        self.reason = reason
        self.facts: dict[str, Any] = facts

    def sentence(self, language: Language) -> str:
        """Say what is wrong, where, and what to do."""
        facts = {
            name: fact[language] if isinstance(fact, dict) and language in fact else fact
            for name, fact in self.facts.items()
        }
        return say(self.reason, language, **facts)

    def __str__(self) -> str:
        return self.sentence("en")


class NoBasis(SalesPlanError):
    """Nothing to divide by, or nothing to split by."""

    cell_error = CellError.DIV0


class OutOfRange(SalesPlanError):
    """The right kind of value, but impossible; or bounds that cannot all hold."""

    cell_error = CellError.NUM


class WrongKind(SalesPlanError):
    """Text where a number is needed, a wrong shape, ranges of different lengths."""

    cell_error = CellError.VALUE


class NotFound(SalesPlanError):
    """No such member, period, table or column; or a value that was not entered yet."""

    cell_error = CellError.NA


class FileRefused(SalesPlanError):
    """A file that is not opened or not written, with the reason."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a workbook: where it is, and the sentence that says what to do.

    ``reason`` is both the code that problems are grouped by and the key of the sentence.
    """

    reason: str
    facts: dict[str, Any] = field(default_factory=dict)
    sheet: str = ""
    cell: str = ""
    column: str = ""
    """The column's label as the user sees it."""

    def sentence(self, language: Language) -> str:
        """Say what is wrong, where, and what to do."""
        text = SalesPlanError(self.reason, **self.facts).sentence(language)
        place = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet
        if self.column and self.column not in text:
            place = f"{place} [{self.column}]" if place else f"[{self.column}]"
        return f"{place}: {text}" if place else text


class ProblemsFound(SalesPlanError):
    """All problems of a workbook at once. Nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("problems_found", count=len(self.problems))
