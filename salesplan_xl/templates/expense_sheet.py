"""The expense overview: four classes by method and by month, the fund, what a unit costs to sell; a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import VIEWS, YES_NO
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.tables.expense_tables import EXPENSE_METHODS, FUND_STATES
from salesplan_xl.tables.profit_tables import PROFIT_LINES, PROFIT_VERSIONS
from salesplan_xl.tables.tracking_choices import EXPENSE_CLASSES
from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS
from salesplan_xl.templates.profit_blocks import (
    LABEL_WIDTH,
    WIDTH,
    YEAR,
    Line,
    cell,
    month_header,
    month_of,
    ratio,
    section,
    series,
    set_up,
    style_chart,
    write_lines,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

EXPENSES = "expense_view"
_CHART_ROW, _CHART_ROWS = 3, 13
_MONTHS_AT = _CHART_ROW + _CHART_ROWS + 1
_METHODS_AT = _MONTHS_AT + len(EXPENSE_CLASSES) + 6
_FUND_AT = _METHODS_AT + len(EXPENSE_CLASSES) + 3
_COLOURS = (look.ACCENT, "#7FA8D3", "#F0B95B", "#C3CAD2")
_AMOUNT = '#,##0.0_);-#,##0.0_);"–"_)'


def add_expense_sheet(draft: Draft) -> None:
    """Write the overview of the expense budget."""
    sheet = draft.sheets[EXPENSES]
    set_up(draft, sheet, EXPENSES)
    _add_months(draft, sheet)
    _add_methods(draft, sheet)
    _add_fund(draft, sheet)
    _add_chart(draft, sheet)
    draft.page(sheet, look.COMPUTED, last_column=YEAR, last_row=_FUND_AT + 8)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def _add_months(draft: Draft, sheet: Worksheet) -> None:
    header = _MONTHS_AT + 1
    section(draft, sheet, _MONTHS_AT, draft.say("expense_by_class"))
    month_header(draft, sheet, header, draft.say("expense_class"))
    first = header + 1
    total = first + len(EXPENSE_CLASSES)

    def by_class(label: str) -> Line:
        return Line(
            label, lambda column: month_of(draft, "tblExpensePlan", header, column, ("class", f'"{label}"'))
        )

    lines = [by_class(choice.label(draft.language)) for choice in EXPENSE_CLASSES.values()]
    sales = (
        ("dimension", f'"{VIEWS["total"].label(draft.language)}"'),
        ("version", f'"{PROFIT_VERSIONS["plan"].label(draft.language)}"'),
        ("line", f'"{PROFIT_LINES["sales"].label(draft.language)}"'),
    )
    lines += [
        Line(
            draft.say("expense_total"),
            lambda column: f"SUM({cell(first, column)}:{cell(total - 1, column)})",
            strong=True,
        ),
        Line(
            draft.say("expense_sales"),
            lambda column: month_of(draft, "tblProfit", header, column, *sales),
        ),
        Line(
            draft.say("expense_to_sales"),
            lambda column: ratio(cell(total, column), cell(total + 1, column)),
            ratio=True,
        ),
    ]
    write_lines(draft, sheet, first, lines)


def _add_methods(draft: Draft, sheet: Worksheet) -> None:
    """Write the budget by class and method, each with its total."""
    row = _METHODS_AT
    section(draft, sheet, row, draft.say("expense_by_method"))
    header = draft.look.header("output", align="right", num_format="@_)")
    sheet.set_row(row + 1, 32 if draft.language == "zh" else 46)
    sheet.write_string(
        row + 1, 0, draft.say("expense_class"), draft.look.header("output", align="left", indent=1)
    )
    methods = [choice.label(draft.language) for choice in EXPENSE_METHODS.values()]
    for place, label in enumerate([*methods, draft.say("profit_year"), draft.say("expense_share")], start=1):
        sheet.write_string(row + 1, place, label, header)
    classes = [choice.label(draft.language) for choice in EXPENSE_CLASSES.values()]
    line = {"bottom": 1, "bottom_color": look.HAIRLINE}
    last = row + 1 + len(classes)
    for at, label in enumerate(classes, start=row + 2):
        sheet.write_string(at, 0, label, draft.look.format(align="left", indent=1, **line))
        for place, method in enumerate(methods, start=1):
            amount = (
                f"=SUMIFS({draft.column('tblExpenses', 'amount')},{draft.column('tblExpenses', 'class')},"
                f'"{label}",{draft.column("tblExpenses", "method")},"{method}")/money_unit'
            )
            body = draft.look.format(align="right", num_format=_AMOUNT, **line)
            sheet.write_formula(at, place, amount, body, "")
        end = column_letters(len(methods) + 1)
        whole = draft.look.format(align="right", num_format=_AMOUNT, bg_color=look.COMPUTED_SOFT, **line)
        sheet.write_formula(at, len(methods) + 1, f"=SUM(B{at + 1}:{end}{at + 1})", whole, "")
        own = column_letters(len(methods) + 2)
        share = ratio(f"{own}{at + 1}", f"SUM({own}${row + 3}:{own}${last + 1})")
        body = draft.look.format(align="right", num_format=look.RATIO, **line)
        sheet.write_formula(at, len(methods) + 2, f"={share}", body, "")


def _add_fund(draft: Draft, sheet: Worksheet) -> None:
    """Write the figures of the fund, and the expense of a unit sold."""
    section(draft, sheet, _FUND_AT, draft.say("expense_fund"))
    yes = YES_NO["yes"].label(draft.language)
    fund = f'{draft.column("tblExpenses", "contingency")},"{yes}"'

    def amount(column: str, *conditions: str) -> str:
        chosen = ",".join([draft.column("tblExpenses", column), fund, *conditions])
        return f"SUMIFS({chosen})/money_unit"

    state = draft.column("tblExpenses", "state")
    lines = [(draft.say("expense_kept_back"), amount("amount"), _AMOUNT)]
    lines += [
        (choice.label(draft.language), amount("amount", f'{state},"{choice.label(draft.language)}"'), _AMOUNT)
        for choice in FUND_STATES.values()
    ]
    lines += [
        (draft.say("expense_spent"), amount("spent"), _AMOUNT),
        (draft.say("expense_gained"), amount("extra_sales"), _AMOUNT),
    ]
    volume = INDICATORS["volume"].choice.label(draft.language)
    units = (
        f'SUMIFS({draft.column("tblQuota", "committed")},{draft.column("tblQuota", "indicator")},"{volume}")'
    )
    total = cell(_MONTHS_AT + 2 + len(EXPENSE_CLASSES), MONTHS)
    per_unit = f'IF({units}<=0,"",N({total})*money_unit/{units})'
    lines.append((draft.say("expense_per_unit"), per_unit, "#,##0.00_)"))
    line = {"bottom": 1, "bottom_color": look.HAIRLINE}
    for at, (label, formula, number_format) in enumerate(lines, start=_FUND_AT + 1):
        sheet.merge_range(at, 0, at, 2, label, draft.look.format(align="left", indent=1, **line))
        body = draft.look.format(align="right", num_format=number_format, **line)
        sheet.write_formula(at, 3, f"={formula}", body, "")


def _add_chart(draft: Draft, sheet: Worksheet) -> None:
    header = _MONTHS_AT + 1
    chart = draft.book.add_chart({"type": "column", "subtype": "stacked"})
    for place, colour in enumerate(_COLOURS):
        own = series(draft, EXPENSES, header + 1 + place, header)
        chart.add_series({**own, "fill": {"color": colour}, "gap": 60})
    style_chart(draft, chart, "expense_chart")
    width = int(LABEL_WIDTH[draft.language] * 7 + 5 + (MONTHS + 1) * (WIDTH * 7 + 5))
    chart.set_size({"width": width, "height": _CHART_ROWS * 24 - 8})
    sheet.insert_chart(_CHART_ROW, 0, chart, {"object_position": 1})
