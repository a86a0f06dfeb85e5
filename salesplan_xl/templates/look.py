"""How the templates look: one accent colour, which means "yours to fill in", and quiet greys for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesplan_xl.messages import Language

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

ACCENT = "#1F5FA6"
ACCENT_SOFT = "#DCE8F5"
ACCENT_TINT = "#F3F7FC"
INK = "#1F2A37"
MUTED = "#66717E"
COMPUTED = "#5A6673"
COMPUTED_SOFT = "#EEF0F2"
HAIRLINE = "#DFE4E9"
WHITE = "#FFFFFF"
GREEN, GREEN_SOFT = "#1E7B45", "#E3F3E9"
AMBER, AMBER_SOFT = "#9A6200", "#FDF1D8"
RED, RED_SOFT = "#B3261E", "#FBE6E4"

FONTS: dict[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
SIZES: dict[Language, int] = {"zh": 10, "en": 11}

MONEY = "#,##0_)"
CENTS = "#,##0.00_)"
SHOWN_MONEY = "#,##0.0_)"
RATIO = "0.0%_)"
SMALL_RATIO = "0.00%_)"
COUNT = "0_)"
FACTOR = "0.00_)"
MONTH = "yyyy-mm"
DAY = "yyyy-mm-dd"
TIME = "yyyy-mm-dd hh:mm"
TEXT = "@"


class Look:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book = book
        self._language = language
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """Return the format of these properties on top of the workbook's font."""
        whole = {
            "font_name": FONTS[self._language],
            "font_size": SIZES[self._language],
            "font_color": INK,
            "valign": "vcenter",
            **properties,
        }
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def changed(self, **properties: Any) -> Format:
        """Return a format for a condition: only what differs from the cell's own."""
        key = (("condition", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def title(self) -> Format:
        return self.format(font_size=16, bold=True, font_color=INK)

    def instruction(self) -> Format:
        return self.format(font_color=MUTED)

    def unit(self) -> Format:
        return self.format(font_color=MUTED, align="right")

    def header(self, kind: str, **properties: Any) -> Format:
        """Return a header: ``input``, ``human`` (a person's column in a computed table) or ``output``."""
        colours = {
            "input": {"bg_color": ACCENT, "font_color": WHITE},
            "human": {"bg_color": ACCENT_SOFT, "font_color": ACCENT},
            "output": {"bg_color": COMPUTED, "font_color": WHITE},
        }[kind]
        whole = {"bold": True, "text_wrap": True, "align": "center", **colours, **properties}
        return self.format(**whole)

    def cell(self, kind: str, number_format: str, **properties: Any) -> Format:
        """Return the body of a column of that kind."""
        fill = {} if kind == "output" else {"bg_color": ACCENT_TINT}
        if properties.get("align") == "left":
            properties["indent"] = 1
        return self.format(num_format=number_format, bottom=1, bottom_color=HAIRLINE, **fill, **properties)
