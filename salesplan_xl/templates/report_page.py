"""What report pages share: their grid, cells to choose in, tiles, blocks of figures, formulas over tables.

A page is a label column and twelve columns. Its formulas work in Excel 2016 and LibreOffice, and give a dash
or nothing where the tables are empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from salesplan_xl.cells import column_letters
from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import Rule, apply
from salesplan_xl.templates.draft import ROW_HEIGHT, Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_key, month_label, month_names
from salesplan_xl.templates.tiles import Tile, add_tile

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABEL_WIDTHS = {"zh": 16.0, "en": 24.0}
WIDTH = 10.5
CHOICE_ROW, TILE_ROW, CHART_ROW, CHART_ROWS = 2, 4, 8, 15
BLOCK_ROW = CHART_ROW + CHART_ROWS + 1
LEFT_COLUMNS = 6
"""So many of the twelve columns lie below the left chart."""
CHART_HEIGHT = CHART_ROWS * 24 - 8
NUMBER = '#,##0_);-#,##0_);"–"_)'
TENTHS = '#,##0.0_);-#,##0.0_);"–"_)'
RATIO = '0.0%_);-0.0%_);"–"_)'
HELPER_COLUMN = MONTHS + 2
"""Where cells stand that only charts look at, beside what is printed."""


def start_page(draft: Draft, id: str, last_row: int) -> Worksheet:
    """Set up a page: grid, title, company, paper."""
    sheet = draft.sheets[id]
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_column(0, 0, LABEL_WIDTHS[draft.language])
    sheet.set_column(1, MONTHS, WIDTH)
    draft.heading(sheet, draft.name(id), draft.say(f"line_{id}"))
    sheet.write_formula(0, MONTHS, "=company_name", draft.look.unit(), "")
    draft.page(sheet, look.INK, last_column=MONTHS, last_row=last_row)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    return sheet


def chart_widths(draft: Draft) -> tuple[int, int]:
    """Return the pixels left of the right chart, and those from there to the edge."""
    column = int(WIDTH * 7 + 5)
    label = int(LABEL_WIDTHS[draft.language] * 7 + 5)
    return label + LEFT_COLUMNS * column - 10, (MONTHS - LEFT_COLUMNS) * column - 4


def choose(
    draft: Draft, sheet: Worksheet, column: int, label: str, value: str, source: str | Sequence[str] | None
) -> str:
    """Write a cell to choose in, its label left of it; a value that starts with ``=`` is a formula.

    Returns its absolute address.
    """
    typed = draft.look.cell("input", "@", align="left", bold=True, border=1, border_color=look.ACCENT)
    sheet.set_row(CHOICE_ROW, 22)
    right = draft.look.format(
        bold=True, align="left" if column == 1 else "right", indent=0 if column == 1 else 1
    )
    sheet.write_string(CHOICE_ROW, column - 1, label, right)
    sheet.merge_range(CHOICE_ROW, column, CHOICE_ROW, column + 1, "", typed)
    if value.startswith("="):
        sheet.write_formula(CHOICE_ROW, column, value, typed, "")
    else:
        sheet.write_string(CHOICE_ROW, column, value, typed)
    if source is not None:
        rule = {"validate": "list", "source": source, "show_error": False}
        sheet.data_validation(CHOICE_ROW, column, CHOICE_ROW, column, rule)
    return f"${column_letters(column + 1)}${CHOICE_ROW + 1}"


def last_period(draft: Draft, table: str) -> str:
    """Return the formula of the last period a table has; nothing where it is empty."""
    periods = draft.column(table, "period")
    return f'=IFERROR(LOOKUP(2,1/({periods}<>""),{periods}),"")'


def month_choices(draft: Draft) -> str:
    """Return the cells that list the months of the plan year."""
    last = month_key(draft, MONTHS - 1).rsplit("!", 1)[1]
    return f"={month_key(draft, 0)}:{last}"


def matching(draft: Draft, table: str, where: Mapping[str, str]) -> list[str]:
    """Return the conditions of rows as SUMPRODUCT takes them, by column id and the expression it equals."""
    return [f"--({draft.column(table, column)}={value})" for column, value in where.items()]


def sum_where(draft: Draft, table: str, column: str, where: Mapping[str, str]) -> str:
    """Return the formula that adds up a column over rows; zero where there are none."""
    return f"SUMPRODUCT({','.join([*matching(draft, table, where), draft.column(table, column)])})"


def count_where(draft: Draft, table: str, where: Mapping[str, str]) -> str:
    """Return the formula that counts rows."""
    conditions = matching(draft, table, where)
    return f"SUMPRODUCT({','.join(conditions if len(conditions) > 1 else [*conditions, '1'])})"


def text_where(draft: Draft, table: str, column: str, where: Mapping[str, str]) -> str:
    """Return the formula of a text in the only row that matches; nothing where there is none."""
    values = draft.column(table, column)
    top = f"ROW({table}[[#Headers],[{_label(values)}]])"
    place = f"SUMPRODUCT({','.join([*matching(draft, table, where), f'ROW({values})-{top}'])})"
    return f'IF({place}=0,"",INDEX({values},{place})&"")'


def _label(reference: str) -> str:
    return reference.split("[", 1)[1][:-1]


def add_tiles(draft: Draft, sheet: Worksheet, tiles: Sequence[Tile], row: int = TILE_ROW) -> None:
    """Write up to six tiles beside each other over the twelve columns."""
    for position, tile in enumerate(tiles):
        add_tile(draft, sheet, row, 1 + 2 * position, tile)


def section(draft: Draft, sheet: Worksheet, row: int, title: str, column: int = 0) -> None:
    """Write the title of a block."""
    sheet.set_row(row, 22)
    sheet.write_string(row, column, title, draft.look.format(bold=True, font_size=12))


def header_cells(draft: Draft, sheet: Worksheet, row: int, labels: Mapping[int, str]) -> None:
    """Write header cells by column; the first column's is left-aligned."""
    for column, label in labels.items():
        align = "left" if column == 0 else "right"
        sheet.write_string(
            row, column, label, draft.look.header("output", align=align, indent=1 if not column else 0)
        )


def label_cell(draft: Draft, sheet: Worksheet, row: int, text: str, column: int = 0) -> None:
    """Write a row's label; text that starts with ``=`` is a formula."""
    cell_format = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="left", indent=1)
    if text.startswith("="):
        sheet.write_formula(row, column, text, cell_format, "")
    else:
        sheet.write_string(row, column, text, cell_format)


def figure_cell(
    draft: Draft,
    sheet: Worksheet,
    row: int,
    column: int,
    formula: str,
    number_format: str = NUMBER,
    rules: Sequence[Rule] = (),
) -> str:
    """Write a computed figure; return its address."""
    cell_format = draft.look.format(
        bottom=1, bottom_color=look.HAIRLINE, align="right", num_format=number_format
    )
    sheet.write_formula(row, column, formula, cell_format, "")
    if rules:
        apply(draft, sheet, (row, column, row, column), list(rules))
    return f"{column_letters(column + 1)}{row + 1}"


def helper_cell(draft: Draft, sheet: Worksheet, row: int, column: int, formula: str) -> None:
    """Write a cell that only a chart looks at."""
    cell_format = draft.look.format(font_color=look.HAIRLINE, font_size=8)
    if formula.startswith("="):
        sheet.write_formula(row, column, formula, cell_format, "")
    else:
        sheet.write_string(row, column, formula, cell_format)


def month_header(draft: Draft, sheet: Worksheet, row: int, title: str) -> None:
    """Write a header of the twelve months of the plan year."""
    sheet.write_string(row, 0, title, draft.look.header("output", align="left", indent=1))
    for month in range(MONTHS):
        sheet.write_formula(
            row,
            month + 1,
            f"={month_label(draft, month)}",
            draft.look.header("output", align="right", num_format="@_)"),
            month_names(draft.language)[month],
        )


def month_row(
    draft: Draft,
    sheet: Worksheet,
    row: int,
    label: str,
    formula: Callable[[int, str], str],
    number_format: str = NUMBER,
    rules: Callable[[str], Sequence[Rule]] | None = None,
) -> None:
    """Write a figure for each month; ``formula`` is given the month, from 0, and its column's letters."""
    label_cell(draft, sheet, row, label)
    for month in range(MONTHS):
        letters = column_letters(month + 2)
        own = rules(f"{letters}{row + 1}") if rules else ()
        figure_cell(draft, sheet, row, month + 1, formula(month, letters), number_format, own)
