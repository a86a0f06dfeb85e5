"""Conditional formats: the three states, what is behind, what is negative, the row of the total.

Ranges do not overlap: some programs show only one of two formats that meet in a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import ROW_UNITS, STATUSES, VIEWS
from salesplan_xl.tables.contract import INDICATORS, Column, Table
from salesplan_xl.tables.customer_choices import KPI_STATUSES, KPI_UNITS
from salesplan_xl.tables.profit_tables import PROFIT_LINES, RATIO_LINES
from salesplan_xl.tables.review_tables import FINDING_KINDS
from salesplan_xl.tables.tracking_choices import STOCK_FLAGS
from salesplan_xl.templates import look

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from salesplan_xl.templates.draft import Draft

Area = tuple[int, int, int, int]
Rule = tuple[str, dict[str, Any]]
"""A condition on the area's first cell, and what it changes."""

_STATES = {
    "green": (look.GREEN, look.GREEN_SOFT),
    "amber": (look.AMBER, look.AMBER_SOFT),
    "red": (look.RED, look.RED_SOFT),
}
_ATTAINMENTS = (
    "attainment",
    "attainment_ytd",
    "plan_attainment",
    "sales_attainment",
    "margin_attainment",
    "profit_attainment",
    "coverage",
)
_BAD_BELOW_ZERO = ("variance", "yoy", "mom", "growth", "profit", "effect")
_BAD_ABOVE_ZERO = ("over_budget", "overdue")
_MANY_TOTALS = ("tblKpi", "tblFindings")
"""Tables in which a total is nothing special."""
_FIGURES = ("value", "target", "comparison", "change")
_UNIT_FORMATS = {
    "money": look.MONEY,
    "ratio": look.RATIO,
    "points": look.RATIO,
    "count": look.MONEY,
    "score": "0.0_)",
    "days": "0.0_)",
    "months": "0.0_)",
    "index": "0.00_)",
}
_BAD_FLAGS = ("stuffed", "short")


def add_conditions(draft: Draft, sheet: Worksheet, table: Table, first: int, last: int) -> None:
    """Add the conditional formats a table's columns ask for."""
    columns = [column for column in table.columns if column.prepared]
    ids = [column.id for column in columns]
    total = None
    if "dimension" in ids and table.kind != "input" and table.id not in _MANY_TOTALS:
        letters = column_letters(ids.index("dimension") + 1)
        total = f'${letters}{first + 1}="{VIEWS["total"].label(draft.language)}"'
    for position, column in enumerate(columns):
        cell = f"{column_letters(position + 1)}{first + 1}"
        rules = (
            _input_rules(draft, column, ids, first) if table.kind == "input" else _rules(draft, column, cell)
        )
        if table.id == "tblCadence" and column.id == "due":
            done = f"${column_letters(ids.index('done') + 1)}{first + 1}"
            late = f'ISNUMBER({cell}),{done}="",{cell}<TODAY()'
            rules = [(late, {"font_color": look.RED, "bold": True})]
        if table.id == "tblProfit" and column.unit == "money":
            rules = _by_line(draft, f"${column_letters(ids.index('line') + 1)}{first + 1}", cell)
        if column.id in _FIGURES and "unit" in ids and table.kind != "input":
            rules = by_unit(draft, f"${column_letters(ids.index('unit') + 1)}{first + 1}", column.id)
        if table.id == "tblSwot" and column.id == "value":
            rules = by_unit(draft, f"${column_letters(ids.index('unit') + 1)}{first + 1}", column.id)
        if table.id == "tblQuotaSummary" and column.unit == "money":
            rules = by_indicator(draft, f"${column_letters(ids.index('indicator') + 1)}{first + 1}")
        if total:
            whole = {"bold": True, "bg_color": look.COMPUTED_SOFT}
            in_total = [(f"{total},{condition}", {**whole, **change}) for condition, change in rules]
            rules = [*in_total, (total, whole), *rules]
        apply(draft, sheet, (first, position, last, position), rules)


def apply(draft: Draft, sheet: Worksheet, area: Area, rules: list[Rule]) -> None:
    """Add conditions to an area, the first that holds winning."""
    for condition, change in rules:
        sheet.conditional_format(
            *area,
            {
                "type": "formula",
                "criteria": f"=AND({condition})",
                "format": draft.look.changed(**change),
                "stop_if_true": True,
            },
        )


def _input_rules(draft: Draft, column: Column, ids: list[str], first: int) -> list[Rule]:
    """Show what is counted without decimals, by the unit of its row."""
    if column.unit != "row_amount":
        return []
    unit = f"${column_letters(ids.index('unit') + 1)}{first + 1}"
    counted = [
        f'{unit}="{row.choice.label(draft.language)}"'
        for row in ROW_UNITS.values()
        if row.measure in ("count", "number")
    ]
    return [(f"OR({','.join(counted)})", {"num_format": look.MONEY})]


def _by_line(draft: Draft, line: str, cell: str) -> list[Rule]:
    """Show the ratios of a profit plan as percentages, the net profit in bold, losses in red."""
    ratios = ",".join(f'{line}="{PROFIT_LINES[id].label(draft.language)}"' for id in RATIO_LINES)
    net = f'{line}="{PROFIT_LINES["net_profit"].label(draft.language)}"'
    loss, red = negative_rule(cell)
    return [
        (f"OR({ratios}),{loss}", {"num_format": look.RATIO, **red}),
        (f"OR({ratios})", {"num_format": look.RATIO, "font_color": look.MUTED}),
        (f"{net},{loss}", {"bold": True, **red}),
        (net, {"bold": True}),
    ]


def by_indicator(draft: Draft, indicator: str) -> list[Rule]:
    """Return the rules that show counts without decimals and ratios as percentages, by a cell's indicator."""
    rules = []
    for measures, number_format in ((("count", "number"), look.MONEY), (("ratio",), look.RATIO)):
        own = [
            f'{indicator}="{known.choice.label(draft.language)}"'
            for known in INDICATORS.values()
            if known.measure in measures
        ]
        rules.append((f"OR({','.join(own)})", {"num_format": number_format}))
    return rules


def by_unit(draft: Draft, unit: str, column: str) -> list[Rule]:
    """Return the rules that show a key figure by the unit in a cell; a change of an amount is a rate."""
    labels = {id: f'{unit}="{choice.label(draft.language)}"' for id, choice in KPI_UNITS.items()}
    shown = dict(_UNIT_FORMATS)
    if column == "change":
        shown |= dict.fromkeys(("money", "count", "index", "ratio", "points"), "+0.0%_);-0.0%_);0.0%_)")
        shown |= dict.fromkeys(("score", "days", "months"), "+0.0_);-0.0_);0.0_)")
    return [(labels[id], {"num_format": number_format}) for id, number_format in shown.items()]


def _rules(draft: Draft, column: Column, cell: str) -> list[Rule]:
    if column.choices is STATUSES or column.choices is KPI_STATUSES:
        return [
            (
                f'{cell}="{STATUSES[state].label(draft.language)}"',
                {"font_color": ink, "bg_color": fill, "bold": True},
            )
            for state, (ink, fill) in _STATES.items()
        ]
    if column.choices is FINDING_KINDS:
        inks = {"success": look.GREEN, "challenge": look.RED}
        return [
            (f'{cell}="{FINDING_KINDS[kind].label(draft.language)}"', {"font_color": ink, "bold": True})
            for kind, ink in inks.items()
        ]
    if column.choices is STOCK_FLAGS:
        alarm = {"font_color": look.RED, "bg_color": look.RED_SOFT, "bold": True}
        return [(f'{cell}="{STOCK_FLAGS[flag].label(draft.language)}"', alarm) for flag in _BAD_FLAGS]
    if column.id in _ATTAINMENTS:
        return attainment_rules(cell)
    if column.id in _BAD_ABOVE_ZERO:
        return [(f"ISNUMBER({cell}),{cell}>0", {"font_color": look.RED})]
    if column.id in _BAD_BELOW_ZERO:
        return [negative_rule(cell)]
    return []


def attainment_rules(cell: str) -> list[Rule]:
    """Return the rules that colour an attainment by the two thresholds of the settings."""
    return [
        (f"ISNUMBER({cell}),{cell}<threshold_amber", {"font_color": look.RED}),
        (f"ISNUMBER({cell}),{cell}<threshold_green", {"font_color": look.AMBER}),
        (f"ISNUMBER({cell}),{cell}>=threshold_green", {"font_color": look.GREEN}),
    ]


def negative_rule(cell: str) -> Rule:
    """Return the rule that colours what is below zero."""
    return f"ISNUMBER({cell}),{cell}<0", {"font_color": look.RED}
