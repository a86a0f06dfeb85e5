"""A sheet with one table of the contract: title, what to do, unit, header, rows, lists and conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from salesplan_xl.cells import column_letters
from salesplan_xl.messages import SENTENCES
from salesplan_xl.tables.contract import SETTINGS, TABLES, Column, Table
from salesplan_xl.templates import look
from salesplan_xl.templates.argument_formulas import input_format
from salesplan_xl.templates.calculated import calculated_formula
from salesplan_xl.templates.columns import Shown, shown
from salesplan_xl.templates.conditions import add_conditions
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.paper import fit
from salesplan_xl.templates.prepared_rows import Row

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 3
"""0-based row of the header on a sheet with one table; titles stand above it."""

_FROZEN: dict[str, int] = {
    "tblTargets": 1,
    "tblHistory": 1,
    "tblActuals": 1,
    "tblMembers": 2,
    "tblReps": 1,
    "tblHolds": 2,
    "tblQuota": 2,
    "tblVariance": 4,
    "tblBridge": 5,
    "tblReplan": 2,
    "tblFunnel": 3,
    "tblReceivables": 2,
    "tblStock": 3,
    "tblOutlets": 4,
    "tblFunnelReview": 3,
    "tblReceivablesReview": 3,
    "tblStockReview": 3,
    "tblOutletReview": 3,
    "tblExpenseReview": 3,
    "tblWeeks": 5,
    "tblKeyDealers": 2,
    "tblQuarters": 4,
    "tblDepartmentReview": 2,
    "tblCadence": 3,
    "tblDeals": 2,
    "tblCustomers": 1,
    "tblActivities": 2,
    "tblMarket": 2,
    "tblKpi": 2,
    "tblHalfYear": 4,
    "tblFindings": 2,
    "tblSecondHalf": 4,
    "tblRisks": 1,
    "tblStrategicAccounts": 1,
    "tblExpenses": 1,
    "tblExpensePlan": 1,
    "tblProfit": 4,
    "tblChannelTargets": 1,
    "tblDepartments": 1,
    "tblNewProducts": 1,
    "tblBenchmarks": 1,
    "tblBenchmarkInputs": 1,
    "tblMonthShares": 2,
    "tblCalendar": 1,
    "tblWorkflow": 3,
}
"""How many columns stay in sight."""

TABS = {"input": look.ACCENT, "mixed": "#8FB4DA", "output": "#AEB6BF"}
_MEMBER_COLUMNS = ("region", "channel", "product", "customer", "rep")
_IN_BASE_UNIT = (
    "tblExpenses",
    "tblExpensePlan",
    "tblProfit",
    "tblChannelTargets",
    "tblDepartments",
    "tblNewProducts",
    "tblHistory",
    "tblActuals",
    "tblMembers",
    "tblHolds",
    "tblQuota",
    "tblVariance",
    "tblBridge",
    "tblReplan",
    "tblFunnel",
    "tblReceivables",
    "tblExpenseActuals",
    "tblFunnelReview",
    "tblReceivablesReview",
    "tblExpenseReview",
    "tblWeeks",
    "tblKeyDealers",
    "tblQuarters",
    "tblDepartmentReview",
    "tblDeals",
    "tblCustomers",
    "tblActivities",
    "tblMarket",
    "tblHalfYear",
    "tblFindings",
    "tblSecondHalf",
    "tblRisks",
    "tblStrategicAccounts",
    "tblBenchmarks",
    "tblMonthShares",
    "tblCalendar",
)
_UNIT_SEEN_UP_TO = 11
_TWO_PAGES_WIDE = ("tblExpenses",)
"""Tables whose two pages are held to be two, whatever the font makes of their many columns."""
_WRAPPED_FROM = 26
"""The width from which words wrap: causes, measures, reasons."""
_MOST_LIST_CHARACTERS = 255
_LAST_EXCEL_ROW = 1_048_576


def add_table_sheet(draft: Draft, table_id: str, rows: Sequence[Row]) -> None:
    """Write a table's sheet. Without rows the table has one blank row, as Excel wants it."""
    table = TABLES[table_id]
    sheet = draft.sheets[table_id]
    columns = [column for column in table.columns if column.prepared]
    draft.heading(sheet, draft.name(table_id), draft.say(f"line_{table_id}") if not table.hidden else "")
    shows = [shown(table, column, draft.language) for column in columns]
    for position, show in enumerate(shows):
        sheet.set_column(position, position, show.width)
    _write_unit(draft, sheet, table, len(columns))
    add_table(draft, sheet, table, HEADER_ROW, rows)
    if table_id == "tblSettings":
        _list_settings(draft, sheet)
    frozen = _FROZEN.get(table_id, 0)
    sheet.freeze_panes(HEADER_ROW + 1, frozen)
    sheet.repeat_rows(HEADER_ROW)
    last_row = HEADER_ROW + max(1, len(rows))
    draft.page(sheet, TABS[table.kind], last_row=last_row, last_column=len(columns) - 1)
    fit(sheet, [show.width for show in shows], frozen)
    if table_id == "tblSettings":
        sheet.fit_to_pages(1, 1)
    if table_id in _TWO_PAGES_WIDE:
        sheet.fit_to_pages(2, 0)


def add_table(draft: Draft, sheet: Worksheet, table: Table, header_row: int, rows: Sequence[Row]) -> None:
    """Write a table with its header, rows, lists, hints and conditions."""
    columns = [column for column in table.columns if column.prepared]
    shows = [shown(table, column, draft.language) for column in columns]
    first, last = header_row + 1, header_row + max(1, len(rows))
    sheet.set_row(header_row, 28 if draft.language == "zh" else 34)
    formats = [_body(draft, show) for show in shows]
    formulas = [calculated_formula(draft, table.id, column.id) for column in columns]
    options: dict[str, Any] = {
        "name": table.id,
        "style": None,
        "columns": [
            {
                "header": column.label(draft.language),
                "header_format": draft.look.header(show.kind),
                "format": cell_format,
                "formula": formula,
            }
            for column, show, cell_format, formula in zip(columns, shows, formats, formulas, strict=True)
        ],
    }
    sheet.add_table(header_row, 0, last, len(columns) - 1, options)
    for at, row in enumerate(rows or [{}], start=first):
        for position, (column, cell_format) in enumerate(zip(columns, formats, strict=True)):
            if formulas[position]:
                continue
            _write(
                sheet,
                at,
                position,
                row.get(column.id),
                _own_format(draft, table, row, column) or cell_format,
            )
    letters = column_letters(len(columns))
    sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:{letters}{_LAST_EXCEL_ROW}"})
    for position, column in enumerate(columns):
        _add_list(draft, sheet, table, column, (first, position, last, position))
    add_conditions(draft, sheet, table, first, last)


def _body(draft: Draft, show: Shown) -> Any:
    own: dict[str, Any] = {"align": show.align}
    if show.width >= _WRAPPED_FROM and show.number_format == "General":
        own["text_wrap"] = True
    if show.summing:
        own |= {"bg_color": look.COMPUTED_SOFT, "bold": True}
    return draft.look.cell(show.kind, show.number_format, **own)


def _write(sheet: Worksheet, row: int, column: int, value: Any, cell_format: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, cell_format)
    else:
        sheet.write_number(row, column, value, cell_format)


def _write_unit(draft: Draft, sheet: Worksheet, table: Table, width: int) -> None:
    if table.id == "tblTargets":
        text = draft.say("unit_of_row")
    elif table.id in _IN_BASE_UNIT:
        text = draft.say("unit_base")
    else:
        return
    sheet.write_string(HEADER_ROW - 1, min(width, _UNIT_SEEN_UP_TO) - 1, text, draft.look.unit())


def _add_list(
    draft: Draft, sheet: Worksheet, table: Table, column: Column, area: tuple[int, int, int, int]
) -> None:
    """Offer what a cell may say, and hint at what it means. Only closed lists refuse other words."""
    rule: dict[str, Any] = {}
    labels = [choice.label(draft.language) for choice in column.choices.values()]
    if table.id == "tblBenchmarkInputs" and column.id == "key":
        labels = []
    if labels and (column.id != "indicator" or table.id == "tblTargets" or draft.has("tblTargets")):
        closed = column.unit == "choice"
        rule = {
            "validate": "list",
            "source": _list_source(draft, table, column, labels),
            "show_error": closed,
        }
    elif _names_members(draft, table, column):
        rule = {"validate": "list", "source": f"=list_{column.id}", "show_error": False}
    hint = f"hint_{column.id}"
    if hint in SENTENCES and kind_is_typed(table, column):
        rule = rule or {"validate": "any"}
        rule["input_title"] = column.label(draft.language)[:32]
        rule["input_message"] = draft.say(hint)
    if rule and kind_is_typed(table, column):
        sheet.data_validation(*area, rule)


def _names_members(draft: Draft, table: Table, column: Column) -> bool:
    """Tell whether a person types members here and the template has the table that lists them."""
    listed_in = "tblReps" if column.id == "rep" else "tblMembers"
    typed = table.kind != "output" and kind_is_typed(table, column)
    return typed and column.id in _MEMBER_COLUMNS and draft.has(listed_in)


def kind_is_typed(table: Table, column: Column) -> bool:
    """Tell whether a person types in this column."""
    return table.kind == "input" or column.writer == "person"


def _list_source(draft: Draft, table: Table, column: Column, labels: list[str]) -> Any:
    if column.id == "indicator" and table.id != "tblTargets":
        return "=list_indicator"
    if len(",".join(labels)) > _MOST_LIST_CHARACTERS:
        raise ValueError(f"the list of {table.id}.{column.id} is longer than Excel takes")
    return labels


def _own_format(draft: Draft, table: Table, row: Row, column: Column) -> Any:
    """Return the format of a cell that differs from its column's, else ``None``."""
    if table.id == "tblSettings" and column.id == "value":
        return _setting_format(draft, row)
    if table.id == "tblBenchmarkInputs" and column.id == "value":
        return input_format(draft, row)
    return None


def _setting_format(draft: Draft, row: Row) -> Any:
    """Return the format of a setting's value: a share as a percentage, a month as a month."""
    setting = next((s for s in SETTINGS.values() if s.label(draft.language) == row.get("key")), None)
    number_format = {
        "ratio": "0.0%",
        "month": look.MONTH,
        "whole": "0",
        "money_unit": "#,##0.##",
        "step": "#,##0.######",
    }.get(setting.kind if setting else "", "General")
    if number_format in ("#,##0.##", "#,##0.######") and isinstance(row.get("value"), int):
        number_format = "#,##0"
    return draft.look.cell("input", number_format, align="left")


def _list_settings(draft: Draft, sheet: Worksheet) -> None:
    """Offer the closed lists of single settings."""
    for row, setting in enumerate(SETTINGS.values(), start=HEADER_ROW + 1):
        if setting.choices:
            labels = [choice.label(draft.language) for choice in setting.choices.values()]
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": labels})
