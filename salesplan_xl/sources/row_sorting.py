"""Which rows of a chunk count: not the blank ones, totals, repeated headers and what a filter leaves out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from salesplan_xl.sources.chunks import Chunk
from salesplan_xl.sources.header import Header, text_of
from salesplan_xl.sources.labels import folded
from salesplan_xl.sources.loaded import Taken
from salesplan_xl.sources.mapping import ColumnMap, Use
from salesplan_xl.sources.subtotals import TotalWords

Mask = npt.NDArray[np.bool_]


class RowSorting:
    """Sorts out rows, counting in ``taken`` what it passes over."""

    def __init__(
        self,
        columns: ColumnMap,
        header: Header,
        totals: TotalWords,
        only: Sequence[tuple[Use, str]],
        taken: Taken,
    ) -> None:
        self.columns = columns
        self.header = header
        self.taken = taken
        self._texts = {text for text in totals.texts if totals.is_total(text)}
        self._seen: set[str] = set()
        self._only = only

    def kept(self, chunk: Chunk) -> Mask:
        """Return which rows count."""
        kept = self._drop_blank(chunk) & self._drop_totals(chunk)
        return kept & self._keep_only(chunk, kept)

    def overflow(self, chunk: Chunk) -> Mask:
        """Find rows with more fields than the header."""
        column = chunk.columns.get(len(self.header.labels))
        if column is None:
            return np.zeros(chunk.length, dtype=np.bool_)
        filled = np.asarray(column != "", dtype=np.bool_)
        for row in np.flatnonzero(filled).tolist():
            filled[row] = bool(text_of(column[row]))
        return filled

    def repeated_header(self, chunk: Chunk, rows: Mask) -> Mask:
        """Find the header printed again at the top of each page."""
        repeated = np.zeros(chunk.length, dtype=np.bool_)
        places = self.columns.positions()
        for row in np.flatnonzero(rows).tolist():
            repeated[row] = all(
                folded(text_of(chunk.columns[place][row]))
                == folded(self.header.labels[place].rpartition(" ")[2])
                or text_of(chunk.columns[place][row]) == self.header.labels[place]
                for place in places
            )
        self.taken.header_rows += int(repeated.sum())
        return repeated

    def _drop_blank(self, chunk: Chunk) -> Mask:
        filled = np.zeros(chunk.length, dtype=np.bool_)
        for column in chunk.columns.values():
            filled |= column != ""
            if filled.all():
                break
        rows = int(filled.sum())
        self.taken.rows_read += rows
        self.taken.blank_rows += chunk.length - rows
        return filled

    def _drop_totals(self, chunk: Chunk) -> Mask:
        kept = np.ones(chunk.length, dtype=np.bool_)
        if not self._texts:
            return kept
        import pandas as pd

        numbers = {column.position for column in self.columns.across}
        numbers |= {
            self.columns.uses[measure].positions[0] for measure in self.columns.measures if not numbers
        }
        for place, column in chunk.columns.items():
            if place in numbers:
                continue
            found = pd.Series(column, dtype=object).isin(list(self._texts)).to_numpy()
            if found.any():
                self._seen |= {text_of(cell) for cell in column[found].tolist()}
                kept &= ~found
        self.taken.total_rows += int((~kept).sum())
        self.taken.total_words = sorted(self._seen)
        return kept

    def _keep_only(self, chunk: Chunk, rows: Mask) -> Mask:
        kept = np.ones(chunk.length, dtype=np.bool_)
        for use, value in self._only:
            import pandas as pd

            codes, values = pd.factorize(chunk.columns[use.positions[0]], use_na_sentinel=False)
            fits = np.array(
                [folded(text_of(cell)) == folded(value) for cell in values.tolist()], dtype=np.bool_
            )
            kept &= fits[codes]
        self.taken.rows_filtered += int((rows & ~kept).sum())
        return kept
