"""Tiles: one figure each, its title above, a line below that puts it in relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesplan_xl.cells import column_letters
from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import Rule, apply
from salesplan_xl.templates.draft import Draft

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class Tile:
    """A figure: its title, its formula and how it is shown, the line below, and what colours it."""

    title: str
    formula: str
    number_format: str
    below: str = '=""'
    rules: Sequence[Rule] = ()
    size: int = 18


def tile_cell(row: int, left: int) -> str:
    """Return the address of the figure of a tile that starts at a row and column."""
    return f"${column_letters(left + 1)}${row + 2}"


def add_tile(draft: Draft, sheet: Worksheet, row: int, left: int, tile: Tile) -> None:
    """Write a tile over three rows and two columns."""
    edge = {"left": 5, "left_color": look.ACCENT, "indent": 1, "align": "left", "bg_color": "#F7F8FA"}
    title = draft.look.format(font_color=look.MUTED, **edge)
    value = draft.look.format(font_size=tile.size, bold=True, num_format=tile.number_format, **edge)
    below = draft.look.format(font_color=look.MUTED, font_size=9, **edge)
    for offset, height in enumerate((20, 32, 18)):
        sheet.set_row(row + offset, height)
    for at, cell_format in enumerate((title, value, below), start=row):
        sheet.merge_range(at, left, at, left + 1, "", cell_format)
    sheet.write_string(row, left, tile.title, title)
    sheet.write_formula(row + 1, left, tile.formula, value, "–")
    sheet.write_formula(row + 2, left, tile.below, below, "")
    apply(draft, sheet, (row + 1, left, row + 1, left), list(tile.rules))
