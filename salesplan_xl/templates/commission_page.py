"""The commission simulator: what a quota pays at each attainment, by both ways of reading the tiers.

Plain formulas that work in any Excel; they give what ``=COMMISSION()`` gives.
"""

from __future__ import annotations

from typing import Any

from salesplan_xl.cells import column_letters
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.report_page import (
    CHART_HEIGHT,
    HELPER_COLUMN,
    figure_cell,
    header_cells,
    helper_cell,
    start_page,
)

SIMULATOR = "commission_simulator"
MOST_TIERS = 10
_TYPED_ROW, _HEAD = 3, 6
_STEPS = tuple(range(0, 210, 10))
_LAST_ROW = _HEAD + len(_STEPS)
_EXAMPLE = 1_000_000
_CENTS = "#,##0.00_)"
_RATE = "0.00%_)"
_WIDE = 14.0
"""Wide enough for sales of hundreds of millions."""


def add_commission_page(draft: Draft) -> None:
    """Write the page: a quota to type, the tiers as they stand, and a line for every ten points."""
    sheet = start_page(draft, SIMULATOR, _LAST_ROW)
    sheet.set_column(1, 6, _WIDE)
    bold = draft.look.format(bold=True)
    typed = draft.look.cell("input", "#,##0_)", align="right", bold=True, border=1, border_color=look.ACCENT)
    sheet.set_row(_TYPED_ROW, 22)
    sheet.write_string(_TYPED_ROW, 0, draft.say("sim_quota"), bold)
    sheet.merge_range(_TYPED_ROW, 1, _TYPED_ROW, 2, "", typed)
    sheet.write_number(_TYPED_ROW, 1, _EXAMPLE, typed)
    sheet.write_string(_TYPED_ROW, 3, draft.say("sim_note"), draft.look.instruction())
    quota = f"$B${_TYPED_ROW + 1}"
    starts, steps = _tiers(draft, sheet)
    labels = (
        "sim_attainment",
        "sim_sales",
        "sim_marginal",
        "sim_effective",
        "sim_retroactive",
        "sim_rate",
        "sim_jump",
    )
    header_cells(draft, sheet, _HEAD, {place: draft.say(label) for place, label in enumerate(labels)})
    sheet.set_row(_HEAD, 32)
    for place, percent in enumerate(_STEPS):
        row = _HEAD + 1 + place
        at, sales = f"$A{row + 1}", f"$B{row + 1}"
        share = draft.look.format(
            bottom=1, bottom_color=look.HAIRLINE, align="left", indent=1, num_format="0%"
        )
        sheet.write_number(row, 0, percent / 100, share)
        figure_cell(draft, sheet, row, 1, f"={at}*{quota}")
        earned = f"SUMPRODUCT({steps}*({sales}>{starts}*{quota})*({sales}-{starts}*{quota}))"
        figure_cell(draft, sheet, row, 2, f"=ROUND({earned},2)", _CENTS)
        figure_cell(draft, sheet, row, 3, f'=IF({sales}=0,"",C{row + 1}/{sales})', _RATE)
        held = f"SUMPRODUCT({steps}*({at}>={starts}))"
        figure_cell(draft, sheet, row, 4, f"=ROUND({sales}*{held},2)", _CENTS)
        figure_cell(draft, sheet, row, 5, f"={held}", _RATE)
        before = f"SUMPRODUCT({steps}*({at}>{starts}))"
        jump = f"({held}-{before})*{sales}"
        rules = [(f"ISNUMBER(G{row + 1}),G{row + 1}>0", {"font_color": look.AMBER, "bold": True})]
        figure_cell(draft, sheet, row, 6, f'=IF({jump}=0,"",ROUND({jump},2))', _CENTS, rules)
    _chart(draft, sheet)


def _tiers(draft: Draft, sheet: Any) -> tuple[str, str]:
    """Write the tiers in rising order beside the page and return where they start and rise.

    A row past the last tier rises by nothing, so that sums over all rows are right.
    """
    attainment, rate = draft.column("tblTiers", "attainment"), draft.column("tblTiers", "rate")
    for place, key in enumerate(("sim_start", "sim_rise", "sim_rate")):
        helper_cell(draft, sheet, _HEAD, HELPER_COLUMN + place, draft.say(key))
    start, rise, own = (column_letters(HELPER_COLUMN + place + 1) for place in range(3))
    for tier in range(MOST_TIERS):
        row = _HEAD + 1 + tier
        there = f"COUNT({attainment})>{tier}"
        helper_cell(draft, sheet, row, HELPER_COLUMN, f"=IF({there},SMALL({attainment},{tier + 1}),0)")
        found = f"SUMPRODUCT(--({attainment}={start}{row + 1}),--ISNUMBER({attainment}),{rate})"
        helper_cell(draft, sheet, row, HELPER_COLUMN + 2, f"=IF({there},{found},0)")
        before = f"-{own}{row}" if tier else ""
        helper_cell(draft, sheet, row, HELPER_COLUMN + 1, f"=IF({there},{own}{row + 1}{before},0)")
    first, last = _HEAD + 2, _HEAD + 1 + MOST_TIERS
    return (
        f"${start}${first}:${start}${last}",
        f"${rise}${first}:${rise}${last}",
    )


def _chart(draft: Draft, sheet: Any) -> None:
    chart = draft.book.add_chart({"type": "line"})
    rows = (_HEAD + 1, _HEAD + len(_STEPS))
    categories = (rows[0], 0, rows[1], 0)
    for column, own in ((2, charts.line(look.ACCENT)), (4, charts.line(charts.LINE_GREY, dashed=True))):
        chart.add_series(
            charts.series(sheet, (_HEAD, column), categories, (rows[0], column, rows[1], column), **own)
        )
    charts.style(draft, chart, draft.say("sim_chart"), "#,##0", least=0)
    chart.set_x_axis(
        {
            "num_font": charts.font(draft, 9),
            "num_format": "0%",
            "interval_unit": 2,
            "line": {"color": look.HAIRLINE},
            "major_tick_mark": "none",
        }
    )
    charts.place(sheet, _HEAD, 7, chart, 460, CHART_HEIGHT)
