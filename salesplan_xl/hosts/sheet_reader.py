"""Reads cells of a worksheet part, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from salesplan_xl.cells import Cell, column_letters
from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.number_formats import TIME
from salesplan_xl.hosts.package_parts import PackageParts
from salesplan_xl.hosts.plain_rows import plain_cells
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.shared_strings import text_of
from salesplan_xl.hosts.sheet_cells import error_of, from_serial, iso_date, number_of, unescape_text, xml_text
from salesplan_xl.hosts.sheet_rows import (
    NeedsTidying,
    NoSheetData,
    RawCell,
    Segments,
    cells_in,
    chosen_rows,
    split_sheet,
)
from salesplan_xl.hosts.sheet_tidy import tidy_sheet
from salesplan_xl.hosts.workbook_part import Sheet

_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([^\"']*)")


class SheetReader:
    """Reads one worksheet of a package."""

    def __init__(self, parts: PackageParts, sheet: Sheet) -> None:
        self._parts = parts
        self._part = parts.actual(sheet.part)
        if self._part is None:
            raise FileRefused("part_missing", file=parts.path.name, part=sheet.part)

    def _segments(self, tidy: bool) -> Segments:
        assert self._part is not None
        if tidy or not self._parts.in_order(self._part):
            return split_sheet([tidy_sheet(self._parts.archive.read(self._part))])
        return split_sheet(self._parts.archive.stream(self._part))

    def rows(self, wanted: Callable[[int], bool], last: int) -> Iterator[tuple[int, bytes, bytes]]:
        """Give the wanted rows up to the last: number, inner bytes, element prefix."""
        given = 0
        try:
            segments = self._segments(tidy=False)
            for number, inner in chosen_rows(segments, wanted, last):
                given = number
                yield number, inner, segments.prefix
        except NeedsTidying:
            segments = self._segments(tidy=True)
            for number, inner in chosen_rows(segments, lambda row: row > given and wanted(row), last):
                yield number, inner, segments.prefix
        except NoSheetData:
            raise FileRefused("part_damaged", file=self._parts.path.name, part=self._part) from None

    def tail(self) -> bytes:
        """Return what follows the rows: filters, merged cells, conditional formats, validations."""
        try:
            segments = self._segments(tidy=False)
            for _ in segments.blocks:
                pass
        except NeedsTidying:
            segments = self._segments(tidy=True)
            for _ in segments.blocks:
                pass
        return b"".join(segments.tail)

    def merged_areas(self) -> list[Area]:
        """Return the merged cells."""
        found = [Area.of(ref.decode("ascii", "replace")) for ref in _MERGED.findall(self.tail())]
        return [area for area in found if area is not None]

    def values(self, area: Area) -> list[list[Cell]]:
        """Return the values of an area, one list a row; cells that are not there are blank."""
        width = area.right - area.left + 1
        found: list[list[Cell]] = [[None] * width for _ in range(area.bottom - area.top + 1)]
        positions = {column_letters(area.left + at).encode(): at for at in range(width)}
        for number, inner, prefix in self.rows(lambda row: row >= area.top, area.bottom):
            row = found[number - area.top]
            plain = plain_cells(inner, prefix)
            if plain is not None:
                for letters, style, kind, raw, text in plain:
                    at = positions.get(letters)
                    if at is None:
                        continue
                    if raw:
                        row[at] = self._typed(kind or b"n", raw, style)
                    elif text:
                        row[at] = unescape_text(xml_text(text))
                continue
            for cell in self._cells(inner, prefix):
                if area.left <= cell.column <= area.right:
                    row[cell.column - area.left] = self.value(cell, prefix)
        return found

    def _cells(self, inner: bytes, prefix: bytes) -> list[RawCell]:
        """Return a row's cells by column; where one comes twice, the later one stands."""
        return cells_in(inner, prefix)

    def value(self, cell: RawCell, prefix: bytes) -> Cell:
        """Return what a cell holds; a formula's cached result."""
        if not cell.body:
            return None
        kind = cell.kind
        if kind == b"inlineStr" and b"<" + prefix + b"is" in cell.body:
            return text_of(cell.body, prefix)
        opening = cell.body.find(b"<" + prefix + b"v")
        start = cell.body.find(b">", opening) + 1
        stop = cell.body.find(b"</" + prefix + b"v", start)
        if opening < 0 or stop < 0:
            return text_of(cell.body, prefix) if b"<" + prefix + b"is" in cell.body else None
        raw = cell.body[start:stop]
        return self._typed(kind, raw, cell.style)

    def _typed(self, kind: bytes, raw: bytes, style: bytes) -> Cell:
        if kind == b"n":
            number = number_of(raw)
            shown = self._parts.date_styles.get(int(style)) if style else None
            if shown is None or isinstance(number, str):
                return number
            return from_serial(float(number), self._parts.workbook.date1904, shown == TIME)  # type: ignore[arg-type]
        if kind == b"s":
            texts = self._parts.shared_strings
            index = int(raw)
            return texts[index] if index < len(texts) else None
        if kind == b"b":
            return raw.strip() in (b"1", b"true")
        if kind == b"e":
            return error_of(xml_text(raw))
        if kind == b"d":
            return iso_date(xml_text(raw).strip())
        return unescape_text(xml_text(raw))
