"""Rows in the form that nearly all rows have, read and written in one go: the fast lane for long tables.

A row is plain when each of its cells is a number, text, truth value or error, spelt with its attributes in
the usual order. Any other row takes the general way; both give the same result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from salesplan_xl.cells import Cell, column_letters
from salesplan_xl.hosts.sheet_cells import cell_xml, escape_text

PlainCell = tuple[bytes, bytes, bytes, bytes, bytes]
"""Column letters, style, kind, value, inline text."""


@lru_cache(maxsize=16)
def _pattern(prefix: bytes) -> re.Pattern[bytes]:
    p = re.escape(prefix)
    return re.compile(
        rb"<" + p + rb"c r=\"([A-Z]+)\d+\"(?: s=\"(\d+)\")?(?: t=\"(\w+)\")?(?:/>|>(?:"
        rb"<" + p + rb"v>([^<]*)</" + p + rb"v>|"
        rb"<" + p + rb"is><" + p + rb"t(?: xml:space=\"preserve\")?>([^<]*)</" + p + rb"t></" + p + rb"is>"
        rb")</" + p + rb"c>)"
    )


def plain_cells(inner: bytes, prefix: bytes) -> list[PlainCell] | None:
    """Return the cells of a plain row; None if the row is not plain.

    >>> plain_cells(b'<c r="A1" s="2"><v>5</v></c><c r="B1"/>', b"")
    [(b'A', b'2', b'', b'5', b''), (b'B', b'', b'', b'', b'')]
    """
    cells: list[PlainCell] = _pattern(prefix).findall(inner)
    return cells if len(cells) == inner.count(b"<" + prefix + b"c") else None


class PlainRowWriter:
    """Spells the rows of a table."""

    def __init__(self, tag: str, left: int, width: int, date1904: bool) -> None:
        self._tag = tag
        self._date1904 = date1904
        self._columns = [column_letters(column) for column in range(left, left + width)]
        self.letters = [letters.encode() for letters in self._columns]
        self._openings: dict[tuple[bytes, ...], list[tuple[str, str]]] = {}

    def _pieces(self, styles: tuple[bytes, ...]) -> list[tuple[str, str]]:
        """Return, for each column, what stands before and after the row number in its opening tag."""
        pieces = self._openings.get(styles)
        if pieces is None:
            pieces = self._openings[styles] = [
                (f'<{self._tag}c r="{letters}', f'" s="{style.decode()}"' if style else '"')
                for letters, style in zip(self._columns, styles, strict=True)
            ]
        return pieces

    def cells(self, row: int, styles: tuple[bytes, ...], values: Sequence[Cell]) -> bytes:
        """Return the cells of a row."""
        tag = self._tag
        number_end = f"</{tag}v></{tag}c>"
        number_start = f"><{tag}v>"
        spelt: list[str] = []
        for (before, after), value in zip(self._pieces(styles), values, strict=True):
            kind = type(value)
            if kind is float and -1e15 < value < 1e15:  # type: ignore[operator]
                whole = int(value)  # type: ignore[arg-type]
                text = repr(whole if whole == value else value)
                spelt.append(f"{before}{row}{after}{number_start}{text}{number_end}")
            elif kind is str and value.isprintable() and value[:1] != " " and value[-1:] != " ":  # type: ignore[union-attr,index]
                text = escape_text(value)  # type: ignore[arg-type]
                spelt.append(
                    f'{before}{row}{after} t="inlineStr"><{tag}is><{tag}t>{text}</{tag}t></{tag}is></{tag}c>'
                )
            elif value is None:
                spelt.append(f"{before}{row}{after}/>")
            else:
                place = f"{before}{row}{after}".partition(" ")[2]
                spelt.append(cell_xml(tag, place, value, self._date1904))
        return "".join(spelt).encode()
