"""Patches a worksheet part as it streams by: touched rows are rebuilt, everything else passes as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from salesplan_xl.cells import Cell, column_letters
from salesplan_xl.hosts.following import Resize, in_sheet_rules
from salesplan_xl.hosts.formula_cells import FormulaKeeper, shifted
from salesplan_xl.hosts.formula_spelling import restored_cell, shown_cell
from salesplan_xl.hosts.plain_rows import PlainRowWriter, plain_cells
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.sheet_cells import cell_xml, escape_text
from salesplan_xl.hosts.sheet_edits import (
    Change,
    Formula,
    KeepFormula,
    Moved,
    Restored,
    SheetEdits,
    Shown,
    TableRows,
)
from salesplan_xl.hosts.sheet_rows import (
    ROW_NUMBERS,
    NeedsTidying,
    RawCell,
    Row,
    cells_in,
    rows_in,
    split_sheet,
)

_DIMENSION = re.compile(rb"(<(?:[\w.-]+:)?dimension\b[^>]*?\bref\s*=\s*[\"'])([^\"']*)([\"'])")
_SPANS = re.compile(rb"(\sspans\s*=\s*[\"'])(\d+):(\d+)([\"'])")
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\b([^>]*)>")
_NUMBER_OF = {
    name: re.compile(rb"\s" + name + rb"\s*=\s*[\"'](\d+)[\"']") for name in (b"min", b"max", b"style", b"s")
}


@dataclass
class Patched:
    """What came to light while a sheet was patched."""

    formulas_removed: set[str] = field(default_factory=set)
    arrays_dissolved: list[str] = field(default_factory=list)
    formulas_added: bool = False


class SheetPatcher:
    """Applies a session's edits to one worksheet part."""

    def __init__(
        self, edits: SheetEdits, date1904: bool, report: Patched, resizes: Sequence[Resize] = ()
    ) -> None:
        self._edits = edits
        self._resizes = resizes
        self._date1904 = date1904
        self._report = report
        self._prefix = b""
        self._tag = ""
        self._columns: list[tuple[int, int, bytes]] = []
        self._pending = iter(())  # type: Iterator[int]
        self._next: int | None = None
        self._formulas = FormulaKeeper(edits, report.formulas_removed, report.arrays_dissolved)
        self._letters: dict[int, str] = {}
        self._writers: dict[int, PlainRowWriter] = {}

    def patch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Give the new part in pieces.

        Raises:
            NeedsTidying: the part must be tidied first.
        """
        segments = split_sheet(chunks)
        self._prefix, self._tag = segments.prefix, segments.prefix.decode("ascii")
        self._columns = _column_styles(segments.head)
        self._formulas.begin(segments.prefix)
        self._pending = self._edits.row_numbers()
        self._advance()
        yield self._head(segments.head)
        before = 0
        for block in segments.blocks:
            last = self._untouched(block, before)
            if last is not None:
                before = last
                yield block
                continue
            pieces: list[bytes] = []
            before = self._block(block, before, pieces)
            yield b"".join(pieces)
        yield from self._new_rows_before(None)
        yield in_sheet_rules(b"".join(segments.tail), self._resizes)

    def _advance(self) -> None:
        self._next = next(self._pending, None)

    def _head(self, head: bytes) -> bytes:
        """Return the head with the dimension grown around what is written."""
        bounds = self._edits.bounds()
        match = _DIMENSION.search(head)
        if match is None or bounds is None:
            return head
        old = Area.of(match[2].decode("ascii", "replace"))
        if old is None:
            return head
        new = Area(
            min(old.top, bounds.top),
            min(old.left, bounds.left),
            max(old.bottom, bounds.bottom),
            max(old.right, bounds.right),
        )
        return head[: match.start(2)] + str(new).encode() + head[match.end(2) :]

    def _untouched(self, block: bytes, before: int) -> int | None:
        """Return the block's last row number if it can pass as it is; None if it must be looked at."""
        if self._formulas.concerned_by(block):
            return None
        numbers = [int(number) for number in ROW_NUMBERS.findall(block)]
        if len(numbers) != block.count(b"<" + self._prefix + b"row") or not numbers:
            return None
        if numbers[0] <= before or any(a >= b for a, b in pairwise(numbers)):
            return None
        return numbers[-1] if self._next is None or self._next > numbers[-1] else None

    def _block(self, block: bytes, before: int, pieces: list[bytes]) -> int:
        """Rebuild the touched rows of a block; return its last row number."""
        position = 0
        for row in rows_in(block, self._prefix, before):
            before = row.number
            if self._next is not None and self._next < row.number:
                pieces.append(block[position : row.start])
                pieces.extend(self._new_rows_before(row.number))
                position = row.start
            touched = row.number == self._next
            if touched or self._formulas.concerned_by(block[row.inner : row.stop]):
                pieces.append(block[position : row.start])
                pieces.append(self._row(block, row, touched))
                position = row.end
            if touched:
                self._advance()
        pieces.append(block[position:])
        return before

    def _new_rows_before(self, number: int | None) -> Iterator[bytes]:
        """Give the touched rows that the sheet does not have yet, up to a row number."""
        while self._next is not None and (number is None or self._next < number):
            plain = self._edits.plain_row(self._next)
            if plain is not None:
                yield self._new_plain_row(self._next, *plain)
                self._advance()
                continue
            cells = [
                self._cell(self._next, change, None, b"")
                for change in self._edits.changes(self._next)
                if change.content is not None or change.style
            ]
            if cells:
                yield f'<{self._tag}row r="{self._next}">{"".join(cells)}</{self._tag}row>'.encode()
            self._advance()

    def _writer(self, table: TableRows) -> PlainRowWriter:
        writer = self._writers.get(id(table))
        if writer is None:
            writer = PlainRowWriter(self._tag, table.left, len(table.styles), self._date1904)
            self._writers[id(table)] = writer
        return writer

    def _plain_row(self, row: Row, inner: bytes) -> bytes | None:
        """Return a row that holds a table's plain cells and nothing else, rebuilt; None for other rows."""
        plain = self._edits.plain_row(row.number)
        cells = plain_cells(inner, self._prefix) if plain is not None else None
        if plain is None or cells is None:
            return None
        table, values = plain
        writer = self._writer(table)
        if [cell[0] for cell in cells] != writer.letters:
            return None
        own = row.number - table.top < table.kept_styles
        styles = tuple(cell[1] for cell in cells) if own else self._new_styles(table)
        return (
            b"<" + self._prefix + b"row" + row.attributes + b">"
            + writer.cells(row.number, styles, values)
            + b"</" + self._prefix + b"row>"
        )  # fmt: skip

    def _new_styles(self, table: TableRows) -> tuple[bytes, ...]:
        """Return the styles of cells below a table: its first data row's, else the columns'."""
        return tuple(
            self._column_style(table.left + at) if style is None else style
            for at, style in enumerate(table.styles)
        )

    def _new_plain_row(self, number: int, table: TableRows, values: Sequence[Cell]) -> bytes:
        body = self._writer(table).cells(number, self._new_styles(table), values)
        return f'<{self._tag}row r="{number}">'.encode() + body + b"</" + self._prefix + b"row>"

    def _row(self, block: bytes, row: Row, touched: bool) -> bytes:
        """Return a row rebuilt with its changes."""
        inner = block[row.inner : row.stop]
        plain = self._plain_row(row, inner) if touched else None
        if plain is not None:
            return plain
        changes = self._edits.changes(row.number) if touched else []
        cells = cells_in(inner, self._prefix)
        attributes = row.attributes
        row_style = _row_style(attributes)
        pieces: list[bytes | str] = []
        at = 0
        for change in changes:
            while at < len(cells) and cells[at].column < change.column:
                pieces.append(self._passing(row.number, cells[at], inner))
                at += 1
            old = cells[at] if at < len(cells) and cells[at].column == change.column else None
            if old is not None:
                at += 1
                self._formulas.overwritten(row.number, old, change.content)
            elif change.content is None and not change.style:
                continue
            pieces.append(self._cell(row.number, change, old, row_style))
        pieces.extend(self._passing(row.number, cell, inner) for cell in cells[at:])
        if changes:
            attributes = _wider_spans(attributes, changes[0].column, changes[-1].column)
        body = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
        opening = b"<" + self._prefix + b"row" + attributes + b">"
        return opening + body + b"</" + self._prefix + b"row>"

    def _passing(self, row: int, cell: RawCell, inner: bytes) -> bytes:
        """Return a cell that is not written, unless its formula leans on one that was."""
        raw = inner[cell.start : cell.end]
        return self._formulas.adjusted(row, cell, raw) if b"<" + self._prefix + b"f" in cell.body else raw

    def _cell(self, row: int, change: Change, old: RawCell | None, row_style: bytes) -> str:
        """Spell a changed cell."""
        letters = self._letters.get(change.column)
        if letters is None:
            letters = self._letters[change.column] = column_letters(change.column)
        if change.style is not None:
            style = change.style
        elif old is not None:
            style = old.style
        elif change.default is not None:
            style = change.default
        else:
            style = row_style or self._column_style(change.column)
        place = f'r="{letters}{row}" s="{style.decode()}"' if style else f'r="{letters}{row}"'
        content = change.content
        if isinstance(content, KeepFormula):
            kept = self._formulas.formula_of(row, old) if old is not None else None
            if kept is not None:
                return f"<{self._tag}c {place}>{kept}</{self._tag}c>"
            content = content.fallback
        if isinstance(content, Formula):
            self._report.formulas_added = True
            array = f' t="array" ref="{letters}{row}"' if content.array else ""
            text = content.text
            if content.origin is not None:
                text = shifted(text, content.origin, (row, change.column))
            text = escape_text(text)
            return f"<{self._tag}c {place}><{self._tag}f{array}>{text}</{self._tag}f></{self._tag}c>"
        if isinstance(content, Moved):
            return self._moved(f"{letters}{row}", content)
        if isinstance(content, Shown):
            return shown_cell(self._tag, place, old, content.value)
        if isinstance(content, Restored):
            self._report.formulas_added = True
            return restored_cell(self._tag, place, content, self._date1904)
        return cell_xml(self._tag, place, content, self._date1904)

    def _moved(self, address: str, content: Moved) -> str:
        attributes, body = content.attributes.decode(), content.body.decode()
        if f"<{self._tag}f" in body:
            self._report.formulas_added = True
        return f'<{self._tag}c r="{address}"{attributes}>{body}</{self._tag}c>'

    def _column_style(self, column: int) -> bytes:
        for first, last, style in self._columns:
            if first <= column <= last:
                return style
        return b""


def _column_styles(head: bytes) -> list[tuple[int, int, bytes]]:
    """Return the default styles of columns: first, last, style."""
    found = []
    for match in _COLUMN.finditer(head):
        first, last, style = (_NUMBER_OF[name].search(match[1]) for name in (b"min", b"max", b"style"))
        if first and last and style and style[1] != b"0":
            found.append((int(first[1]), int(last[1]), style[1]))
    return found


def _row_style(attributes: bytes) -> bytes:
    if b"customFormat" not in attributes:
        return b""
    match = _NUMBER_OF[b"s"].search(attributes)
    return match[1] if match and match[1] != b"0" else b""


def _wider_spans(attributes: bytes, first: int, last: int) -> bytes:
    """Return a row's attributes with its spans grown around the columns written."""
    match = _SPANS.search(attributes)
    if match is None or (int(match[2]) <= first and last <= int(match[3])):
        return attributes
    spans = b"%d:%d" % (min(int(match[2]), first), max(int(match[3]), last))
    return attributes[: match.start(2)] + spans + attributes[match.end(3) :]


__all__ = ["NeedsTidying", "Patched", "SheetPatcher"]
