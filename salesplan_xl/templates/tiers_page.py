"""Committed, stretch, reserve and over-assignment of every target as visible rows, and the SMART check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.messages import word
from salesplan_xl.tables.choices import ROW_UNITS, VIEWS
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.templates import look
from salesplan_xl.templates.argument_formulas import input_value
from salesplan_xl.templates.conditions import Rule, negative_rule
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS
from salesplan_xl.templates.report_page import (
    RATIO,
    TENTHS,
    figure_cell,
    header_cells,
    label_cell,
    section,
    start_page,
)
from salesplan_xl.templates.target_rows import FIGURE_WIDTHS, MOST_TARGETS, factor, history, target

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TIERS = "target_tiers"
_TIERS = 3
_SMART = _TIERS + MOST_TARGETS + 4
_LAST_ROW = _SMART + MOST_TARGETS + 4
_TIER_KEYS = (
    "unit committed stretch stretch_rate assigned over reserve extra handed_out quota difference".split()
)
_SMART_KEYS = "number unit feasible linked dated all trend z plausible challenging".split()
_EXPECTED_ERROR = 3.3333333333333335
"""1 + 1/n + (4 - mean)^2 / sum of squares for three years: a forecast of the fourth errs by its root."""


def add_tiers_page(draft: Draft) -> None:
    """Write the page."""
    sheet = start_page(draft, TIERS, _LAST_ROW)
    sheet.set_column(1, MONTHS, FIGURE_WIDTHS[draft.language])
    sheet.write_string(2, 12, draft.say("unit_of_row"), draft.look.unit())
    _tiers(draft, sheet)
    _smart(draft, sheet)


def _header(draft: Draft, sheet: Worksheet, row: int, prefix: str, keys: list[str]) -> None:
    labels = {place: draft.say(f"{prefix}_{key}") for place, key in enumerate(keys, start=1)}
    header_cells(draft, sheet, row, {0: draft.say("argument_indicator"), **labels})
    sheet.set_row(row, 34)


def _tiers(draft: Draft, sheet: Worksheet) -> None:
    section(draft, sheet, _TIERS, draft.say("tiers_title"))
    _header(draft, sheet, _TIERS + 1, "tiers", _TIER_KEYS)
    total = VIEWS["total"].label(draft.language)
    for place in range(MOST_TARGETS):
        row = _TIERS + 2 + place
        at = row + 1
        label_cell(draft, sheet, row, f"={target(draft, 'indicator', place)}")
        unit = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="right", font_color=look.MUTED)
        sheet.write_formula(row, 1, f"={target(draft, 'unit', place)}", unit, "")
        scale = factor(draft, f"$B{at}")

        def extra(kind: str, at: int = at, scale: str = scale) -> str:
            """Return the row of reserve or over-assignment in the summary, in the target's unit."""
            columns = (
                draft.column("tblQuotaSummary", id) for id in ("year", "indicator", "dimension", "member")
            )
            year, indicator, dimension, member = columns
            named = word(kind, draft.language)
            own = f'SUMIFS({year},{indicator},$A{at},{dimension},"{total}",{member},"{named}")'
            money = f"IFERROR(VLOOKUP($B{at},{_units(draft)},3,FALSE),0)"
            return f'=IF($A{at}="","",{own}*IF({money}=1,money_unit,1)/{scale})'

        def quota(column: str, at: int = at, scale: str = scale) -> str:
            values, indicator = (draft.column("tblQuota", id) for id in (column, "indicator"))
            return f"SUMIFS({values},{indicator},$A{at})/{scale}"

        figures: tuple[tuple[str, str, list[Rule]], ...] = (
            (f"={target(draft, 'committed', place)}", TENTHS, []),
            (f"={target(draft, 'stretch', place)}", TENTHS, []),
            (f'=IF(COUNT(C{at},D{at})<2,"",IF(C{at}=0,"",D{at}/C{at}-1))', RATIO, []),
            (f"={target(draft, 'assigned', place)}", TENTHS, []),
            (f'=IF(COUNT(C{at},F{at})<2,"",IF(F{at}=0,"",C{at}/F{at}))', RATIO, []),
            (extra("reserve"), TENTHS, []),
            (extra("over_assignment"), TENTHS, []),
            (f'=IF(ISNUMBER(C{at}),C{at}-N(H{at})-N(I{at}),"")', TENTHS, []),
            (f'=IF($A{at}="","",{quota("committed")})', TENTHS, []),
            (
                f'=IF(N(K{at})=0,"",IF(ISNUMBER(J{at}),ROUND(K{at}-J{at},6),""))',
                TENTHS,
                [(f"ISNUMBER(L{at}),L{at}<>0", {"font_color": look.RED, "bold": True})],
            ),
        )
        for column, (formula, number_format, rules) in enumerate(figures, start=2):
            figure_cell(draft, sheet, row, column, formula, number_format, rules)
    sheet.write_string(_TIERS + 2 + MOST_TARGETS, 0, draft.say("tiers_note"), draft.look.instruction())


def _units(draft: Draft) -> str:
    return f"'{draft.say('sheet_lists')}'!$A$1:$C${len(ROW_UNITS)}"


def _smart(draft: Draft, sheet: Worksheet) -> None:
    """Write five marks for each target, and how it lies to the trend of three years."""
    section(draft, sheet, _SMART, draft.say("smart_title"))
    _header(draft, sheet, _SMART + 1, "smart", _SMART_KEYS)
    sales = INDICATORS["sales_amount"].choice.label(draft.language)
    yes, no = draft.say("smart_yes"), draft.say("smart_no")
    for place in range(MOST_TARGETS):
        row, tier = _SMART + 2 + place, _TIERS + 3 + place
        at = row + 1
        label_cell(draft, sheet, row, f"={target(draft, 'indicator', place)}")
        scale = factor(draft, f"$B{tier}")
        years = [history(draft, column, f"$A{at}") for column in ("three_back", "two_back", "last_year")]
        known = [
            history(draft, column, f"$A{at}", count=True)
            for column in ("three_back", "two_back", "last_year")
        ]
        whole = "*".join(f"({count}=12)" for count in known)
        first, second, third = years
        trend = f"(4*{third}+{second}-2*{first})/3"
        error = f"ABS({first}-2*{second}+{third})/SQRT(6)*SQRT({_EXPECTED_ERROR})"
        goal, able = f"$C{tier}", input_value(draft, "amount_per_head")
        capacity = f"({input_value(draft, 'available_heads')}*{able}/{scale})"
        low, high = input_value(draft, "capacity_low"), input_value(draft, "capacity_high")
        within = f"IF(N({goal})>={low}*{capacity},N({goal})<={high}*{capacity},FALSE)"

        def mark(condition: str, at: int = at, known: str = "TRUE") -> str:
            return f'=IF($A{at}="","",IF({known},IF({condition},"{yes}","{no}"),"–"))'

        judged = f'AND($A{at}="{sales}",{able}>0)'
        marks = (
            mark(f"ISNUMBER({goal})"),
            mark(f'$B{tier}<>""'),
            mark(within, known=judged),
            mark(f"ISNUMBER($F{tier})"),
            mark("plan_year>0"),
            f'=IF($A{at}="","",IF(COUNTIF(B{at}:F{at},"{no}")=0,"{yes}","{no}"))',
            f'=IF($A{at}="","",IF({whole}=1,{trend}/{scale},""))',
            f'=IF(COUNT(H{at},{goal})<2,"",IF({error}=0,"",({goal}-H{at})/({error}/{scale})))',
            f'=IF(ISNUMBER(I{at}),IF(ABS(I{at})>2,"{draft.say("smart_look")}","{yes}"),"")',
            f'=IF(COUNT(H{at},{goal})<2,"",IF({goal}>H{at},"{yes}","{no}"))',
        )
        for column, formula in enumerate(marks, start=1):
            cell = f"{'ABCDEFGHIJKLM'[column]}{at}"
            rules: list[Rule] = [
                (f'{cell}="{no}"', {"font_color": look.RED, "bold": True}),
                (f'{cell}="{yes}"', {"font_color": look.GREEN}),
                (f'{cell}="{draft.say("smart_look")}"', {"font_color": look.AMBER, "bold": True}),
            ]
            shown = TENTHS if column == 7 else "0.0_);-0.0_)" if column == 8 else "@"
            figure_cell(
                draft, sheet, row, column, formula, shown, [negative_rule(cell)] if column == 8 else rules
            )
    sheet.write_string(_SMART + 2 + MOST_TARGETS, 0, draft.say("smart_note"), draft.look.instruction())
