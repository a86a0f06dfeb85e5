"""The monthly summary: a matrix of members by month, quarter and half-year, its totals above the header."""

from __future__ import annotations

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import VIEWS
from salesplan_xl.tables.contract import TABLES, Column
from salesplan_xl.templates import look
from salesplan_xl.templates.columns import shown
from salesplan_xl.templates.conditions import apply, by_indicator
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import default_money_label
from salesplan_xl.templates.paper import fit
from salesplan_xl.templates.table_sheet import TABS, add_table

TABLE = "tblQuotaSummary"
_CHOICE_ROW, _TOTAL_ROW, _FILTERED_ROW, HEADER_ROW = 2, 3, 4, 5
_KEYS = ("indicator", "dimension", "member")


def add_matrix_sheet(draft: Draft) -> None:
    """Write the sheet; the total row starts with the usual indicator."""
    table, sheet = TABLES[TABLE], draft.sheets[TABLE]
    columns = [column for column in table.columns if column.prepared]
    ids = [column.id for column in columns]
    widths = [shown(table, column, draft.language).width for column in columns]
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    draft.heading(sheet, draft.name(TABLE), draft.say(f"line_{TABLE}"))
    frozen = ids.index("share") + 1
    typed = draft.look.cell("input", "General", align="left", bold=True, border=1, border_color=look.ACCENT)
    sheet.write_string(_CHOICE_ROW, 0, draft.say("dash_indicator"), draft.look.format(bold=True))
    sheet.merge_range(_CHOICE_ROW, 1, _CHOICE_ROW, 2, draft.usual_indicator, typed)
    sheet.data_validation(
        _CHOICE_ROW, 1, _CHOICE_ROW, 1, {"validate": "list", "source": "=list_indicator", "show_error": False}
    )
    unit = f'="{draft.say("unit_shown")}"&money_unit_label'
    for position in (frozen - 1, len(columns) - 1):
        sheet.write_formula(
            _CHOICE_ROW,
            position,
            unit,
            draft.look.unit(),
            draft.say("unit_shown") + default_money_label(draft),
        )
    _add_totals(draft, columns)
    add_table(draft, sheet, table, HEADER_ROW, [])
    sheet.freeze_panes(HEADER_ROW + 1, frozen)
    sheet.repeat_rows(_CHOICE_ROW, HEADER_ROW)
    draft.page(sheet, TABS[table.kind], last_row=HEADER_ROW + 1, last_column=len(columns) - 1)
    fit(sheet, widths, frozen, break_before=ids.index("h1") + 1)


def _add_totals(draft: Draft, columns: list[Column]) -> None:
    sheet = draft.sheets[TABLE]
    ids = [column.id for column in columns]
    total = VIEWS["total"].label(draft.language)
    whole = draft.column(TABLE, "indicator")
    unfiltered = f"SUBTOTAL(103,{whole})=COUNTA({whole})"
    last_year, year = (column_letters(ids.index(id) + 1) for id in ("last_year", "year"))
    label = draft.look.format(bold=True, bg_color=look.COMPUTED_SOFT, top=1, top_color=look.COMPUTED)
    filtered = draft.look.format(font_color=look.MUTED, bg_color=look.COMPUTED_SOFT)
    for position in range(len(_KEYS)):
        sheet.write_blank(_TOTAL_ROW, position, None, label)
        sheet.write_blank(_FILTERED_ROW, position, None, filtered)
    sheet.write_string(_TOTAL_ROW, 0, total, label)
    sheet.write_string(_FILTERED_ROW, 0, draft.say("filtered_total"), filtered)
    hint = draft.say("filter_first")
    sheet.write_formula(_FILTERED_ROW, len(_KEYS) - 1, f'=IF({unfiltered},"{hint}","")', filtered, hint)
    chosen = f'--({whole}=$B${_CHOICE_ROW + 1}),--({draft.column(TABLE, "dimension")}="{total}")'
    for position, column in enumerate(columns):
        if column.id in _KEYS:
            continue
        number_format = look.RATIO if column.unit == "ratio" else look.SHOWN_MONEY
        body = {"num_format": number_format, "bg_color": look.COMPUTED_SOFT, "align": "right"}
        bold = draft.look.format(bold=True, top=1, top_color=look.COMPUTED, **body)
        quiet = draft.look.format(font_color=look.MUTED, **body)
        values = draft.column(TABLE, column.id)
        if column.id == "growth":
            formulas = [
                f'=IF(OR({last_year}{row}="",{year}{row}=""),"",'
                f'IF({last_year}{row}=0,"",({year}{row}-{last_year}{row})/ABS({last_year}{row})))'
                for row in (_TOTAL_ROW + 1, _FILTERED_ROW + 1)
            ]
        elif column.id == "share":
            whole_year = f"${year}${_TOTAL_ROW + 1}"
            formulas = [
                f'=IF({year}{row}="","",IF({whole_year}=0,"",{year}{row}/{whole_year}))'
                for row in (_TOTAL_ROW + 1, _FILTERED_ROW + 1)
            ]
        else:
            formulas = [
                f"=SUMPRODUCT({chosen},{values})",
                f'=IF({unfiltered},"",SUBTOTAL(109,{values}))',
            ]
        if column.unit == "money":
            area = (_TOTAL_ROW, position, _FILTERED_ROW, position)
            apply(draft, sheet, area, by_indicator(draft, f"$B${_CHOICE_ROW + 1}"))
        sheet.write_formula(_TOTAL_ROW, position, formulas[0], bold, 0 if column.unit != "ratio" else "")
        sheet.write_formula(_FILTERED_ROW, position, formulas[1], quiet, "")
