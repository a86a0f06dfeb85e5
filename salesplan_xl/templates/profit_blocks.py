"""Blocks of lines by month, as the pages of profit, expense and collections have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.contract import label_of
from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import apply, negative_rule
from salesplan_xl.templates.draft import ROW_HEIGHT, Draft
from salesplan_xl.templates.lists_sheet import MONTHS, default_money_label, month_label, month_names

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABEL_WIDTH = {"zh": 16.0, "en": 24.0}
WIDTH = 9.5
YEAR = MONTHS + 1
"""0-based column of the year; the months stand before it, the labels in the first."""
_NUMBER = '#,##0.0_);-#,##0.0_);"–"_)'


@dataclass(frozen=True)
class Line:
    """One line of a block: its label, the formula of a column (0 to 11 the months, 12 the year)."""

    label: str
    formula: Callable[[int], str]
    ratio: bool = False
    strong: bool = False


def set_up(draft: Draft, sheet: Worksheet, id: str, label_width: float | None = None) -> None:
    """Set widths and write the heading, the company and the unit."""
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_column(0, 0, label_width or LABEL_WIDTH[draft.language])
    sheet.set_column(1, YEAR, WIDTH)
    draft.heading(sheet, draft.name(id), draft.say(f"line_{id}"))
    sheet.write_formula(0, YEAR, "=company_name", draft.look.unit(), "")
    unit = f'="{draft.say("unit_shown")}"&money_unit_label'
    sheet.write_formula(
        2, YEAR, unit, draft.look.unit(), draft.say("unit_shown") + default_money_label(draft)
    )


def section(draft: Draft, sheet: Worksheet, row: int, text: str) -> None:
    """Write the title of a block."""
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, text, draft.look.format(bold=True, font_size=12))


def month_header(draft: Draft, sheet: Worksheet, row: int, first: str) -> None:
    """Write the header of a block: the months of the fiscal year, and the year."""
    header = draft.look.header("output", align="left", indent=1)
    sheet.write_string(row, 0, first, header)
    right = draft.look.header("output", align="right", num_format="@_)")
    for month in range(MONTHS):
        label = month_names(draft.language)[month]
        sheet.write_formula(row, month + 1, f"={month_label(draft, month)}", right, label)
    sheet.write_string(row, YEAR, draft.say("profit_year"), right)


def write_lines(draft: Draft, sheet: Worksheet, row: int, lines: Sequence[Line]) -> int:
    """Write lines below a header and return the row after them."""
    for line in lines:
        border: dict[str, Any] = {"bottom": 1, "bottom_color": look.HAIRLINE, "bold": line.strong}
        sheet.write_string(row, 0, line.label, draft.look.format(align="left", indent=1, **border))
        number_format = look.RATIO if line.ratio else _NUMBER
        for column in range(YEAR):
            fill = {"bg_color": look.COMPUTED_SOFT} if column == MONTHS else {}
            body = draft.look.format(align="right", num_format=number_format, **{**border, **fill})
            sheet.write_formula(row, column + 1, f"={line.formula(column)}", body, "")
            cell = f"{column_letters(column + 2)}{row + 1}"
            apply(draft, sheet, (row, column + 1, row, column + 1), [negative_rule(cell)])
        row += 1
    return row


def cell(row: int, column: int, *, fixed_row: bool = False) -> str:
    """Return the reference of a 0-based row in the n-th month's column; 12 is the year's."""
    return f"{column_letters(column + 2)}{'$' if fixed_row else ''}{row + 1}"


def ratio(over: str, under: str) -> str:
    """Return the formula of a ratio that stays blank where there is nothing to divide by."""
    return f'IF(N({under})<=0,"",N({over})/{under})'


def month_of(draft: Draft, table: str, header_row: int, column: int, *conditions: tuple[str, str]) -> str:
    """Return the sum of a table's column of the month in the header above, where conditions hold, as shown.

    ``conditions`` are column ids with the formula of what they equal.
    """
    if column < MONTHS:
        first, last = (label_of(table, id, draft.language) for id in ("m01", "h2"))
        here = f"MATCH({cell(header_row, column, fixed_row=True)},{table}[[#Headers],[{first}]:[{last}]],0)"
        values = f"INDEX({table}[[{first}]:[{last}]],0,{here})"
    else:
        values = draft.column(table, "year")
    chosen = "".join(f",{draft.column(table, id)},{value}" for id, value in conditions)
    return f"SUMIFS({values}{chosen})/money_unit"


def style_chart(draft: Draft, chart: Any, title: str, number_format: str = "#,##0") -> None:
    """Give a chart the look of the others."""

    def font(size: int, **properties: object) -> dict[str, object]:
        return {"name": look.FONTS[draft.language], "size": size, "color": look.MUTED, **properties}

    chart.set_title(
        {"name": draft.say(title), "name_font": font(12, bold=True, color=look.INK), "overlay": False}
    )
    chart.set_legend({"position": "top", "font": font(9)})
    chart.set_x_axis(
        {
            "num_font": font(9),
            "line": {"color": look.HAIRLINE},
            "major_tick_mark": "none",
            "label_position": "low",
        }
    )
    chart.set_y_axis(
        {
            "num_font": font(9),
            "num_format": number_format,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": look.HAIRLINE, "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"none": True}})


def series(draft: Draft, sheet: str, row: int, header_row: int) -> dict[str, Any]:
    """Return what a chart's series of a line by month refers to."""
    name = draft.name(sheet)
    return {
        "name": [name, row, 0],
        "categories": [name, header_row, 1, header_row, MONTHS],
        "values": [name, row, 1, row, MONTHS],
    }
