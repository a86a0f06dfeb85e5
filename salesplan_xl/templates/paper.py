"""How a table comes out on A4 landscape: one page wide where readable, else two with the key repeated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_PAGE_PIXELS = 1045
_PIXELS_A_CHARACTER, _PIXELS_A_COLUMN = 7, 5
_SMALLEST_SCALE = 55
_BROKEN_PAGE_PIXELS = 900
"""A page of a table in two parts: some fonts are wider than the one the widths were chosen for."""
_LARGEST_SCALE = 100


def pixels(widths: Sequence[float]) -> int:
    """Return how many pixels columns of these widths take on screen at 100 %."""
    return round(sum(width * _PIXELS_A_CHARACTER + _PIXELS_A_COLUMN for width in widths))


def fit(sheet: Worksheet, widths: Sequence[float], key_columns: int, break_before: int | None = None) -> None:
    """Fit columns to the page; a table too wide to read is broken into two pages that repeat its key."""
    scale = _PAGE_PIXELS * 100 // pixels(widths)
    if scale >= _SMALLEST_SCALE and break_before is None:
        sheet.set_print_scale(min(scale, _LARGEST_SCALE))
        sheet.fit_to_pages(1, 0)
        return
    key = pixels(widths[:key_columns])
    cuts = [break_before] if break_before else range(key_columns + 1, len(widths))
    cut = min(cuts, key=lambda at: max(pixels(widths[:at]), key + pixels(widths[at:])))
    widest = max(pixels(widths[:cut]), key + pixels(widths[cut:]))
    sheet.set_v_pagebreaks([cut])
    if key_columns:
        sheet.repeat_columns(0, key_columns - 1)
    sheet.set_print_scale(min(_BROKEN_PAGE_PIXELS * 100 // widest, _LARGEST_SCALE))
