"""One workbook being built: its language, its formats, its sheets by table, and what every sheet has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesplan_xl.messages import Language, say
from salesplan_xl.tables.contract import DEFAULT_INDICATOR, INDICATORS, TABLES, label_of
from salesplan_xl.templates.look import FONTS, Look
from salesplan_xl.templates.template import Template

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
ROW_HEIGHT = 18


@dataclass
class Draft:
    """What the builders of the sheets share."""

    book: Workbook
    language: Language
    look: Look
    template: Template
    sheets: dict[str, Worksheet] = field(default_factory=dict)

    @property
    def usual_indicator(self) -> str:
        """The label of the indicator a sheet starts with where the reader may choose one."""
        return INDICATORS[DEFAULT_INDICATOR].choice.label(self.language)

    def say(self, key: str) -> str:
        return say(key, self.language)

    def name(self, sheet: str) -> str:
        """Return the name of a sheet, given the id of its table or page."""
        return TABLES[sheet].sheet(self.language) if sheet in TABLES else self.say(f"sheet_{sheet}")

    def has(self, *tables: str) -> bool:
        """Tell whether the template has all of these tables: formulas may name them."""
        return set(tables) <= set(self.template.tables())

    def column(self, table: str, column: str) -> str:
        """Return the reference of a table's column as a formula has it, e.g. ``tblQuota[必达目标]``."""
        return f"{table}[{label_of(table, column, self.language)}]"

    def heading(self, sheet: Worksheet, title: str, line: str) -> None:
        """Write the title and the line below it that says what to do here."""
        sheet.set_row(0, 28)
        sheet.set_row(1, 18)
        sheet.write_string(0, 0, title, self.look.title())
        sheet.write_string(1, 0, line, self.look.instruction())

    def page(self, sheet: Worksheet, colour: str, *, last_row: int, last_column: int) -> None:
        """Set up screen and paper: A4 landscape, page numbers, no grid."""
        font = FONTS[self.language]
        sheet.set_tab_color(colour)
        sheet.hide_gridlines(2)
        sheet.set_zoom(100)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
        sheet.print_area(0, 0, last_row, last_column)
        sheet.set_footer(f'&L&"{font}"&8&F – &A&R&"{font}"&8{self.say("footer_page")}')
