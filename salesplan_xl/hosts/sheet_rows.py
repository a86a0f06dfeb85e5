"""A worksheet part cut into head, rows and tail by scanning bytes, a few rows in memory at a time.

Scanning is right for what spreadsheet programs write. A part that holds comments, CDATA or rows out of order,
or is not UTF-8, raises :class:`NeedsTidying`; :mod:`sheet_tidy` then writes it in the usual form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from salesplan_xl.cells import column_number

_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")
_ATTRIBUTES = rb"(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*"
_R = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")
ROW_NUMBERS = re.compile(rb"<(?:[\w.-]+:)?row [^>]*?\br=\"(\d+)\"")
_KIND = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")


class NeedsTidying(Exception):
    """The part is not written the way rows can be scanned."""


class NoSheetData(Exception):
    """The part is no worksheet."""


class Segments(NamedTuple):
    """A worksheet part: what is before the rows, the rows in blocks, what is after them."""

    prefix: bytes
    head: bytes
    blocks: Iterator[bytes]
    tail: list[bytes]
    """Filled once the blocks are used up."""


class Row(NamedTuple):
    """A row within a block: its number, its attributes, where it lies and where its cells lie."""

    number: int
    attributes: bytes
    start: int
    inner: int
    stop: int
    end: int


class RawCell(NamedTuple):
    """A cell as spelt: its column, style, attributes and body."""

    column: int
    style: bytes
    attributes: bytes
    body: bytes
    start: int
    end: int

    @property
    def kind(self) -> bytes:
        match = _KIND.search(self.attributes)
        return match[1] if match else b"n"


def split_sheet(chunks: Iterable[bytes]) -> Segments:
    """Cut a worksheet part into segments.

    Raises:
        NeedsTidying: see the module.
        NoSheetData: the part holds no rows element.
    """
    stream = iter(chunks)
    buffer, match = b"", None
    for chunk in stream:
        buffer += chunk
        match = _DATA.search(buffer)
        if match:
            break
    if buffer[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in buffer[:8]:
        raise NeedsTidying
    if match is None:
        raise NoSheetData
    prefix, head = match[1], buffer[: match.end()]
    if b"<!" in head:
        raise NeedsTidying
    rest = buffer[match.end() :]
    if match[2]:
        head = head[:-2].rstrip() + b">"
        rest = b"</" + prefix + b"sheetData>" + rest
    tail: list[bytes] = []
    return Segments(prefix, head, _blocks(rest, stream, prefix, tail), tail)


def _blocks(buffer: bytes, stream: Iterator[bytes], prefix: bytes, tail: list[bytes]) -> Iterator[bytes]:
    opening, closing = b"<" + prefix + b"row", b"</" + prefix + b"sheetData"
    while True:
        end = buffer.find(closing)
        cut = end if end >= 0 else buffer.rfind(opening)
        if cut > 0:
            block = buffer[:cut]
            if b"<!" in block or b"<?" in block:
                raise NeedsTidying
            yield block
            buffer = buffer[cut:]
        if end >= 0:
            tail.append(buffer + b"".join(stream))
            return
        more = next(stream, None)
        if more is None:
            raise NeedsTidying
        buffer += more


@lru_cache(maxsize=16)
def _row_pattern(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<" + re.escape(prefix) + rb"row(" + _ATTRIBUTES + rb")\s*(/?)>")


def rows_in(block: bytes, prefix: bytes, before: int) -> Iterator[Row]:
    """Give the rows of a block; ``before`` is the number of the row ahead of it.

    Raises:
        NeedsTidying: a row does not come after the one ahead of it.
    """
    closing = b"</" + prefix + b"row"
    pattern, position = _row_pattern(prefix), 0
    while match := pattern.search(block, position):
        attributes = match[1]
        if attributes.startswith(b' r="') and (quote := attributes.find(b'"', 4)) > 0:
            number = int(attributes[4:quote])
        else:
            given = _R.search(attributes)
            number = int(given[2]) if given else before + 1
        if number <= before:
            raise NeedsTidying
        inner = stop = end = match.end()
        if not match[2]:
            stop = block.find(closing, inner)
            end = block.find(b">", stop) + 1
            if stop < 0 or not end:
                raise NeedsTidying
        yield Row(number, attributes, match.start(), inner, stop, end)
        before, position = number, end


@lru_cache(maxsize=16)
def _cell_pattern(prefix: bytes) -> re.Pattern[bytes]:
    p = re.escape(prefix)
    return re.compile(rb"<" + p + rb"c(" + _ATTRIBUTES + rb")\s*(?:/>|>(.*?)</" + p + rb"c\s*>)", re.DOTALL)


@lru_cache(maxsize=16_384)
def _column(letters: bytes) -> int:
    return column_number(letters.decode("ascii"))


def cells_in(raw: bytes, prefix: bytes) -> list[RawCell]:
    """Return the cells of a row's inner bytes.

    Raises:
        NeedsTidying: the cells are out of order.
    """
    found = []
    column = 0
    for match in _cell_pattern(prefix).finditer(raw):
        attributes = match[1]
        place = _R.search(attributes)
        here = _column(place[1]) if place and place[1] else column + 1
        if here <= column:
            raise NeedsTidying
        column = here
        style = _STYLE.search(attributes)
        found.append(
            RawCell(here, style[1] if style else b"", attributes, match[2] or b"", match.start(), match.end())
        )
    return found


def chosen_rows(segments: Segments, wanted: Callable[[int], bool], last: int) -> Iterator[tuple[int, bytes]]:
    """Give number and inner bytes of the wanted rows up to the last; the blocks are used up to there."""
    before = 0
    for block in segments.blocks:
        for row in rows_in(block, segments.prefix, before):
            before = row.number
            if row.number > last:
                return
            if wanted(row.number):
                yield row.number, block[row.inner : row.stop]
