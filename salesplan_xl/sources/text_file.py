"""Text files (CSV and its relatives): delimiter and quoting found from the lines, read as text in chunks."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from salesplan_xl.errors import FileRefused
from salesplan_xl.sources.chunks import Chunk, Progress, SourceRow
from salesplan_xl.sources.encoding import Encoding, find_encoding

DELIMITERS = (",", ";", "\t", "|")
HEAD_ROWS = 200
_HEAD_LETTERS = 1 << 18
_CHUNK_ROWS = 200_000
_LONGEST_FIELD = 1 << 20


class TextFile:
    """A text file of rows. Nothing in it is ever evaluated: a cell is text and nothing else."""

    title = ""

    def __init__(self, path: Path, encoding: str | None = None, delimiter: str | None = None) -> None:
        """Find encoding and delimiter.

        Raises:
            FileRefused: no text, unknown encoding, or a delimiter that cannot be told.
        """
        self.path = path
        self.encoding: Encoding = find_encoding(path, encoding)
        self._refuse_markup()
        self.delimiter = delimiter or self._find_delimiter()

    @property
    def names_totals(self) -> bool:
        return self.encoding.names_totals

    @cached_property
    def _start(self) -> str:
        """The first part of the text, cut at a line end."""
        with self._text() as text:
            start = text.read(_HEAD_LETTERS)
            whole = not text.read(1)
        if whole:
            return start
        return start[: max(start.rfind("\n"), start.rfind("\r")) + 1] or start

    def _refuse_markup(self) -> None:
        """Some systems call a web page or an XML file ``.xls``; its tags are no table."""
        start = self._start[:2000].lstrip().lower()
        if start.startswith(("<html", "<!doctype", "<table", "<?xml", "<div", "<meta", "mime-version:")):
            raise FileRefused("source_is_markup", file=self.path.name)

    def _binary(self) -> BinaryIO:
        file = self.path.open("rb")
        file.seek(self.encoding.mark_length)
        return file

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._binary(), encoding=self.encoding.name, errors="strict", newline="")

    def _find_delimiter(self) -> str:
        """Take the delimiter by which most lines fall into the same number of fields.

        Raises:
            FileRefused: two delimiters fit equally well.
        """
        scores: dict[str, tuple[float, int]] = {}
        for delimiter in DELIMITERS:
            widths = Counter(len(row) for row in _parsed(self._start, delimiter) if any(row))
            width, lines = max(
                widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0)
            )
            if width > 1:
                scores[delimiter] = (round(lines / widths.total(), 2), width)
        if not scores:
            return ","
        best = max(scores.values())
        fitting = [delimiter for delimiter, score in scores.items() if score == best]
        if len(fitting) > 1:
            shown = " ".join(_shown(delimiter) for delimiter in fitting)
            raise FileRefused("source_delimiter_unclear", file=self.path.name, delimiters=shown)
        return fitting[0]

    @cached_property
    def _head(self) -> list[list[object]]:
        return [list(row) for row in _parsed(self._start, self.delimiter)]

    def head(self) -> list[list[object]]:
        return self._head

    def chunks(
        self, first: int, width: int, columns: Sequence[int], progress: Progress | None = None
    ) -> Iterator[Chunk]:
        import pandas as pd

        wanted = sorted({*columns, width})
        size = self.path.stat().st_size
        with self._binary() as file, io.TextIOWrapper(file, self.encoding.name, "strict", newline="") as text:
            # The first line is ours: it says how many fields there may be, whatever the lines hold.
            stream: Any = _WithFirstLine(text, self.delimiter.join(map(str, range(width + 1))) + "\n")
            try:
                reader = pd.read_csv(
                    stream,
                    sep=self.delimiter,
                    header=0,
                    usecols=wanted,
                    dtype=object,
                    na_filter=False,
                    skip_blank_lines=False,
                    index_col=False,
                    engine="c",
                    low_memory=False,
                    chunksize=_CHUNK_ROWS,
                )
                start = 0
                for frame in reader:
                    skip = min(max(first - start, 0), len(frame))
                    kept = frame.iloc[skip:]
                    cells = {column: kept[str(column)].to_numpy(dtype=object) for column in wanted}
                    yield Chunk(start + skip, len(kept), cells)
                    start += len(frame)
                    if progress:
                        progress(min(file.tell(), size), size)
            except pd.errors.ParserError:
                self._refuse_open_quote()
                raise

    def _refuse_open_quote(self) -> None:
        line = 1
        with self._text() as text:
            records = csv.reader(text, delimiter=self.delimiter, strict=True)
            try:
                for _ in records:
                    line = records.line_num + 1
            except csv.Error:
                raise FileRefused("source_quote_open", file=self.path.name, line=line) from None

    def rows(self, positions: Sequence[int]) -> dict[int, SourceRow]:
        wanted = set(positions)
        found: dict[int, SourceRow] = {}
        if not wanted:
            return found
        line, last = 1, max(wanted)
        with self._text() as text:
            csv.field_size_limit(_LONGEST_FIELD)
            records = csv.reader(text, delimiter=self.delimiter)
            for position, cells in enumerate(records):
                if position in wanted:
                    found[position] = SourceRow(line, list(cells))
                line = records.line_num + 1
                if position >= last:
                    break
        return found

    def line(self, position: int) -> int:
        return self.rows([position])[position].line


class _WithFirstLine:
    """A text stream with a line put in front."""

    def __init__(self, text: io.TextIOWrapper, line: str) -> None:
        self._text = text
        self._line = line

    def read(self, size: int = -1) -> str:
        line, self._line = self._line, ""
        return line or self._text.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._text)


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) >= HEAD_ROWS:
                break
    except csv.Error:
        pass
    return rows


def _shown(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else delimiter
