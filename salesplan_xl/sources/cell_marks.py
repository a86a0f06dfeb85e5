"""What calamine does not say about an ``.xlsx`` sheet: errors, leading zeros, how far the cells reach.

The sheet's part is searched as bytes, block by block; nothing is kept of ordinary cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from salesplan_xl.cells import column_number
from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.relationships import (
    children,
    descendants,
    parse,
    read_relationships,
    relationships_name,
)
from salesplan_xl.hosts.workbook_part import WorkbookPart
from salesplan_xl.hosts.zip_parts import Archive

MOST_CELLS = 120_000_000
"""The area that is laid out in memory; a stray cell in the last corner would ask for 17 billion."""

_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)",
    re.DOTALL,
)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_FAR = re.compile(rb"r=[\"'][A-Z]{0,3}(\d{6,7})[\"']")
_WIDE = re.compile(rb"r=[\"']([A-Z]{2,3})\d")
_ANY_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{0,3})(\d{1,7})[\"']")
_SPACED = (b"r =", b"r\t=", b"r\n=", b"r\r=", b"r= ", b"r=\t", b"r=\n", b"r=\r")
_NEAR = 99_999
_ZEROS = re.compile(r"0{2,}")

Mark = str | int
"""An error's text, or to how many digits a number is filled up with zeros."""


@dataclass
class SheetMarks:
    """The marked cells of one sheet, by row and column (0-based)."""

    rows: dict[int, list[tuple[int, Mark]]] = field(default_factory=dict)

    @staticmethod
    def text(mark: Mark, cell: object) -> object:
        """Return what a marked cell shows."""
        if isinstance(mark, str):
            return mark
        if isinstance(cell, float | int) and not isinstance(cell, bool) and cell >= 0 and cell == int(cell):
            return f"{int(cell):0{mark}d}"
        return cell


class Marks:
    """The marked cells of a workbook, read sheet by sheet when asked for."""

    def __init__(self, archive: Archive | None, parts: dict[str, str], widths: dict[int, int]) -> None:
        self._archive = archive
        self._parts = parts
        self._widths = widths
        """Style number to the digits that numbers are filled up to."""

    @classmethod
    def none(cls) -> Marks:
        """Return no marks, for a file that is no package."""
        return cls(None, {}, {})

    @classmethod
    def of(cls, archive: Archive) -> Marks:
        """Read which part is which sheet, and which styles show leading zeros."""
        start = read_relationships("", archive.read("_rels/.rels"))
        main = (arrow.target for arrow in start if arrow.kind == "officeDocument")
        workbook = next(main, "xl/workbook.xml")
        name = relationships_name(workbook)
        arrows = read_relationships(workbook, archive.read(name) if name in archive else None)
        targets = {arrow.id: arrow.target for arrow in arrows if arrow.kind == "worksheet"}
        sheets = WorkbookPart.read(archive.read(workbook), targets).sheets
        styles = next((arrow.target for arrow in arrows if arrow.kind == "styles"), "")
        widths = _padded_styles(archive.read(styles)) if styles in archive else {}
        return cls(archive, {sheet.name: sheet.part for sheet in sheets}, widths)

    def on(self, sheet: str, file: Path) -> SheetMarks:
        """Find a sheet's marked cells.

        Raises:
            FileRefused: its cells reach too far apart to be laid out.
        """
        found = SheetMarks()
        if self._archive is None or self._parts.get(sheet, "") not in self._archive:
            return found
        part = self._parts[sheet]
        rows, columns = _NEAR, 26
        exact = False
        for block in self._blocks(part):
            exact = exact or any(spaced in block for spaced in _SPACED)
            rows = max([rows, *map(int, _FAR.findall(block))])
            columns = max([columns, *(column_number(name.decode()) for name in set(_WIDE.findall(block)))])
            if self._widths or b't="e"' in block or b"t='e'" in block:
                self._mark(block, found)
        if exact or rows * columns > MOST_CELLS:
            rows, columns = self._extent(part)
            if rows * columns > MOST_CELLS:
                facts = {"file": file.name, "sheet": sheet, "rows": rows, "columns": columns}
                raise FileRefused("source_sheet_too_wide", **facts)
        return found

    def _extent(self, part: str) -> tuple[int, int]:
        """Return the last row and column that any cell names."""
        rows = columns = 1
        for block in self._blocks(part):
            for name, row in _ANY_PLACE.findall(block):
                rows = max(rows, int(row))
                columns = max(columns, column_number(name.decode()))
        return rows, columns

    def _blocks(self, part: str) -> Iterator[bytes]:
        """Yield the part in blocks that cut no cell in two."""
        assert self._archive is not None
        rest = b""
        for block in self._archive.stream(part):
            rest += block
            end = rest.rfind(b"row>") + 4
            if end >= 4:
                yield rest[:end]
                rest = rest[end:]
        yield rest

    def _mark(self, block: bytes, found: SheetMarks) -> None:
        for attributes, inside in _CELL.findall(block):
            mark = self._of_cell(attributes, inside)
            place = _PLACE.search(attributes) if mark is not None else None
            if place and mark is not None:
                row = int(place[2]) - 1
                found.rows.setdefault(row, []).append((column_number(place[1].decode()) - 1, mark))

    def _of_cell(self, attributes: bytes, inside: bytes) -> Mark | None:
        if _ERROR.search(attributes):
            value = _VALUE.search(inside)
            return value[1].decode("utf-8", "replace") if value else "#N/A"
        style = _STYLE.search(attributes) if self._widths else None
        return self._widths.get(int(style[1])) if style else None


def _padded_styles(data: bytes) -> dict[int, int]:
    """Return the styles whose number format is nothing but zeros, such as ``00000``, with their digits."""
    root = parse(data)
    formats = {
        element.get("numFmtId"): element.get("formatCode", "").count("0")
        for element in descendants(root, "numFmt")
        if _ZEROS.fullmatch(element.get("formatCode", ""))
    }
    holders = descendants(root, "cellXfs")
    if not formats or not holders:
        return {}
    return {
        number: formats[element.get("numFmtId")]
        for number, element in enumerate(children(holders[0], "xf"))
        if element.get("numFmtId") in formats
    }
