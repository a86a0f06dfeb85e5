"""Addresses and ranges as Excel writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from salesplan_xl.cells import column_letters, column_number

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_RANGE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?::(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6}))?")


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, both corners included, 1-based."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, text: str) -> Area | None:
        """Read ``B2`` or ``$B$2:$C$9``; None for whole columns, unions and anything else.

        >>> Area.of("$B$2:C9")
        Area(top=2, left=2, bottom=9, right=3)
        """
        match = _RANGE.fullmatch(text.strip())
        if not match:
            return None
        left, top = column_number(match[2]), int(match[4])
        right = column_number(match[6]) if match[6] else left
        bottom = int(match[8]) if match[8] else top
        if max(left, right) > LAST_COLUMN or max(top, bottom) > LAST_ROW:
            return None
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def __str__(self) -> str:
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right

    def meets(self, other: Area) -> bool:
        """Tell whether the two share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    @property
    def is_cell(self) -> bool:
        return self.top == self.bottom and self.left == self.right


def split_reference(reference: str) -> tuple[str, str] | None:
    """Split ``'My sheet'!B2`` into sheet and rest; None where no sheet is named.

    >>> split_reference("'Bob''s sheet'!B2"), split_reference("total")
    (("Bob's sheet", 'B2'), None)
    """
    text = reference.strip().removeprefix("=")
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')+)'!(.+)", text, re.DOTALL)
        return (match[1].replace("''", "'"), match[2]) if match else None
    sheet, mark, rest = text.rpartition("!")
    return (sheet, rest) if mark and sheet else None


def cell_position(text: str) -> tuple[int, int] | None:
    """Return row and column of an address, 1-based; None if it is none.

    >>> cell_position("$B$2"), cell_position("XFE1")
    ((2, 2), None)
    """
    match = _CELL.fullmatch(text.strip())
    if not match or column_number(match[1]) > LAST_COLUMN or int(match[2]) > LAST_ROW:
        return None
    return int(match[2]), column_number(match[1])
