"""Formulas that lean on each other: shared ones, arrays and data tables, when a part is overwritten."""

from __future__ import annotations

import re
from typing import NamedTuple

from salesplan_xl.cells import column_letters
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.sheet_cells import escape_text, xml_text
from salesplan_xl.hosts.sheet_edits import KeepFormula, SheetEdits
from salesplan_xl.hosts.sheet_rows import RawCell


class _Shared(NamedTuple):
    """A shared formula: its text and the cell it was written for."""

    text: str
    row: int
    column: int


def _attribute(attributes: str, name: str) -> str:
    match = re.search(rf"\s{name}\s*=\s*[\"']([^\"']*)[\"']", attributes)
    return match[1] if match else ""


def shifted(text: str, origin: tuple[int, int], target: tuple[int, int]) -> str:
    """Return a formula as it reads when copied from one cell to another (row, column).

    >>> shifted("A1*$B$1", (1, 3), (4, 3))
    'A4*$B$1'
    """
    from openpyxl.formula.translate import Translator

    start = f"{column_letters(origin[1])}{origin[0]}"
    moved: str = Translator("=" + text, start).translate_formula(f"{column_letters(target[1])}{target[0]}")
    return moved[1:]


class FormulaKeeper:
    """Sees that no formula is left hanging when cells around it are overwritten.

    The dependants of an overwritten shared formula get a formula of their own; an array or data table of
    which a part is overwritten is dissolved, its other cells keeping their last values.
    """

    def __init__(self, edits: SheetEdits, removed: set[str], dissolved: list[str]) -> None:
        self._edits = edits
        self._removed = removed
        self._dissolved = dissolved
        self._shared: dict[str, _Shared] = {}
        self._orphaned: set[str] = set()
        self._formula = re.compile("")
        self._tag = ""

    def begin(self, prefix: bytes) -> None:
        """Learn how the part spells its elements."""
        self._tag = prefix.decode("ascii")
        p = re.escape(self._tag)
        self._formula = re.compile(
            rf"<{p}f((?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(?:/>|>(.*?)</{p}f\s*>)", re.DOTALL
        )

    def concerned_by(self, raw: bytes) -> bool:
        """Tell whether rows hold formulas that may lean on others."""
        return b"array" in raw or b"dataTable" in raw or b"shared" in raw

    def _parse(self, cell: RawCell) -> tuple[str, str] | None:
        match = self._formula.search(cell.body.decode("utf-8"))
        return (match[1], match[2] or "") if match else None

    def _remember(self, row: int, cell: RawCell, attributes: str, text: str) -> None:
        if _attribute(attributes, "t") == "shared" and text:
            self._shared[_attribute(attributes, "si")] = _Shared(xml_text(text.encode()), row, cell.column)

    def overwritten(self, row: int, cell: RawCell, content: object) -> None:
        """Take note of a cell that loses what it held."""
        if isinstance(content, KeepFormula):
            return
        parsed = self._parse(cell) if cell.body else None
        if parsed is None:
            return
        attributes, text = parsed
        self._removed.add(f"{column_letters(cell.column)}{row}")
        self._remember(row, cell, attributes, text)
        if _attribute(attributes, "t") == "shared" and text:
            self._orphaned.add(_attribute(attributes, "si"))

    def adjusted(self, row: int, cell: RawCell, raw: bytes) -> bytes:
        """Return a cell that stays, its formula made independent of what is overwritten."""
        parsed = self._parse(cell)
        if parsed is None:
            return raw
        attributes, text = parsed
        kind = _attribute(attributes, "t")
        if kind == "shared":
            self._remember(row, cell, attributes, text)
            index = _attribute(attributes, "si")
            if index in self._orphaned and not text:
                return self._replaced(
                    raw, f"<{self._tag}f>{self._expanded(index, row, cell.column)}</{self._tag}f>"
                )
        elif kind in ("array", "dataTable"):
            area = Area.of(_attribute(attributes, "ref"))
            if area is not None and not area.is_cell and self._edits.touches(area):
                self._dissolved.append(str(area))
                self._removed.add(f"{column_letters(cell.column)}{row}")
                return self._replaced(raw, "")
        return raw

    def _expanded(self, index: str, row: int, column: int) -> str:
        shared = self._shared[index]
        return escape_text(shifted(shared.text, (shared.row, shared.column), (row, column)))

    def _replaced(self, raw: bytes, formula: str) -> bytes:
        return self._formula.sub(lambda _: formula, raw.decode("utf-8"), count=1).encode()

    def formula_of(self, row: int, cell: RawCell) -> str | None:
        """Return a calculated cell's formula element without its result; None if it holds no formula."""
        parsed = self._parse(cell) if cell.body else None
        if parsed is None:
            return None
        attributes, text = parsed
        if _attribute(attributes, "t") == "shared":
            self._remember(row, cell, attributes, text)
            index = _attribute(attributes, "si")
            if not text and index in self._orphaned:
                return f"<{self._tag}f>{self._expanded(index, row, cell.column)}</{self._tag}f>"
        return f"<{self._tag}f{attributes}>{text}</{self._tag}f>" if text else f"<{self._tag}f{attributes}/>"
