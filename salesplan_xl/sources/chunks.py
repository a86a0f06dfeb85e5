"""What every kind of source hands on: rows in chunks, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.object_]
"""Cells of a column: text, and from a workbook also numbers and dates; an empty text is a blank."""
Progress = Callable[[int, int], None]
"""Told how much of the source was read, and how much there is (bytes or rows)."""


@dataclass(frozen=True)
class Chunk:
    """Rows of a source from position ``start`` on (0-based, the first row of the file or sheet is 0)."""

    start: int
    length: int
    columns: dict[int, Cells]


@dataclass(frozen=True)
class SourceRow:
    """One row as it stands in the source, for a message: its line or row number (1-based) and its cells."""

    line: int
    cells: list[object]


class Source(Protocol):
    """A text file, or one sheet or table of a workbook."""

    @property
    def title(self) -> str:
        """The sheet's or table's name; empty for a text file."""
        ...

    @property
    def names_totals(self) -> bool:
        """Whether words such as 合计 or Total may occur in any column."""
        ...

    def head(self) -> list[list[object]]:
        """Return the first rows."""
        ...

    def chunks(
        self, first: int, width: int, columns: Sequence[int], progress: Progress | None = None
    ) -> Iterator[Chunk]:
        """Read some columns of the rows from position ``first`` on. Column ``width`` is what overflows."""
        ...

    def rows(self, positions: Sequence[int]) -> dict[int, SourceRow]:
        """Return single rows as they stand in the source."""
        ...

    def line(self, position: int) -> int:
        """Return the 1-based line or row number of a position."""
        ...
