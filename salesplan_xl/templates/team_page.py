"""The team at a glance: capacity against quota by month, quota against attainment of every rep."""

from __future__ import annotations

from typing import Any

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import VIEWS
from salesplan_xl.tables.contract import label_of
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.conditions import attainment_rules
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, default_money_label
from salesplan_xl.templates.report_page import (
    BLOCK_ROW,
    CHART_HEIGHT,
    CHART_ROW,
    CHOICE_ROW,
    HELPER_COLUMN,
    RATIO,
    TENTHS,
    add_tiles,
    chart_widths,
    figure_cell,
    helper_cell,
    label_cell,
    start_page,
)
from salesplan_xl.templates.tiles import Tile

TEAM = "team"
MOST_REPS = 60
"""Reps that the scatter shows; all of them stand in their tables."""
_ROWS = ("heads", "new_share", "ramped", "capacity", "target", "cover", "gap", "uncovered")
_MONEY = ("capacity", "target", "gap", "uncovered")
_LAST_ROW = BLOCK_ROW + len(_ROWS) + 1
_COUNTS = '0.0_);-0.0_);"–"_)'


def add_team_page(draft: Draft) -> None:
    """Write the page; its months are the first twelve rows of the capacity table, which are the total's."""
    sheet = start_page(draft, TEAM, _LAST_ROW)
    unit = f'="{draft.say("unit_shown")}"&money_unit_label'
    label = draft.say("unit_shown") + default_money_label(draft)
    sheet.write_formula(CHOICE_ROW, MONTHS, unit, draft.look.unit(), label)
    add_tiles(draft, sheet, _tiles(draft))
    header = draft.look.header("output", align="right", num_format="@_)")
    left = draft.look.header("output", align="left", indent=1)
    sheet.write_string(BLOCK_ROW, 0, draft.say("team_by_month"), left)
    for month in range(MONTHS):
        sheet.write_formula(BLOCK_ROW, month + 1, f"={_at(draft, 'period', month)}", header, "")
    for place, column in enumerate(_ROWS, start=1):
        row = BLOCK_ROW + place
        label_cell(draft, sheet, row, label_of("tblCapacity", column, draft.language))
        for month in range(MONTHS):
            _month_cell(draft, sheet, row, month, column)
    _scatter_cells(draft, sheet)
    _add_charts(draft, sheet)


def _at(draft: Draft, column: str, month: int) -> str:
    """Return the formula of the total's cell of a month; nothing while the table is empty."""
    period, view = draft.column("tblCapacity", "period"), draft.column("tblCapacity", "dimension")
    total = VIEWS["total"].label(draft.language)
    value = f"INDEX({draft.column('tblCapacity', column)},{month + 1})"
    return f'IF(ROWS({period})<{month + 1},"",IF(INDEX({view},{month + 1})<>"{total}","",{value}))'


def _month_cell(draft: Draft, sheet: Any, row: int, month: int, column: str) -> None:
    value = _at(draft, column, month)
    cell = f"{column_letters(month + 2)}{row + 1}"
    if column in _MONEY:
        value = f'IF(ISNUMBER({value}),{value}/money_unit,"")'
    number_format = RATIO if column in ("new_share", "cover") else TENTHS if column in _MONEY else _COUNTS
    rules = attainment_rules(cell) if column == "cover" else []
    if column in ("gap", "uncovered"):
        rules = [(f"ISNUMBER({cell}),{cell}>0", {"font_color": look.RED})]
    figure_cell(draft, sheet, row, month + 1, f"={value}", number_format, rules)


def _tiles(draft: Draft) -> list[Tile]:
    view, total = draft.column("tblCapacity", "dimension"), VIEWS["total"].label(draft.language)
    own = f'--({view}="{total}")'

    def year(column: str) -> str:
        return f"SUMPRODUCT({own},{draft.column('tblCapacity', column)})"

    def shown(formula: str, known: str) -> str:
        return f'=IF({known}=0,"–",{formula})'

    reps = f'SUMPRODUCT(--({draft.column("tblReps", "rep")}<>""))'
    able, asked = year("capacity"), year("target")
    score = draft.column("tblCommission", "attainment")
    known = f"COUNT({score})"
    band = f"SUMPRODUCT(--({score}>=0.8),--({score}<=1.2))"
    over = f"SUMPRODUCT(--({draft.column('tblVisitPlan', 'load')}>1))"
    return [
        Tile(draft.say("team_reps"), shown(reps, reps), "0"),
        Tile(
            draft.say("team_cover"),
            shown(f"{able}/{asked}", asked),
            "0.0%",
            rules=attainment_rules("$D$6"),
        ),
        Tile(draft.say("team_gap"), shown(f"MAX(0,{asked}-{able})/money_unit", asked), "#,##0.0"),
        Tile(
            draft.say("team_uncovered"),
            shown(f"{year('uncovered')}/money_unit", asked),
            "#,##0.0",
            rules=[("ISNUMBER($H$6),$H$6>0", {"font_color": look.RED})],
        ),
        Tile(draft.say("team_fair"), shown(f"{band}/{known}", known), "0.0%"),
        Tile(
            draft.say("team_overloaded"),
            f'=IF(COUNT({draft.column("tblVisitPlan", "load")})=0,"–",{over})',
            "0",
            rules=[("ISNUMBER($L$6),$L$6>0", {"font_color": look.RED})],
        ),
    ]


def _scatter_cells(draft: Draft, sheet: Any) -> None:
    """Write beside the page what the scatter draws: a line for each rep's quota to date and attainment.

    A row past the last rep holds ``#N/A``, which no chart draws.
    """
    helper_cell(draft, sheet, CHART_ROW, HELPER_COLUMN, draft.say("team_quota_axis"))
    helper_cell(draft, sheet, CHART_ROW, HELPER_COLUMN + 1, draft.say("team_attainment"))
    quota = draft.column("tblCommission", "quota_ytd")
    reached = draft.column("tblCommission", "attainment")
    for rep in range(MOST_REPS):
        row = CHART_ROW + 1 + rep
        there = f"IF(ROWS({quota})<{rep + 1},FALSE,ISNUMBER(INDEX({reached},{rep + 1})))"
        for place, value in enumerate(
            (f"INDEX({quota},{rep + 1})/money_unit", f"INDEX({reached},{rep + 1})")
        ):
            helper_cell(draft, sheet, row, HELPER_COLUMN + place, f"=IF({there},{value},NA())")


def _add_charts(draft: Draft, sheet: Any) -> None:
    wide, rest = chart_widths(draft)
    months = (BLOCK_ROW, 1, BLOCK_ROW, MONTHS)
    chart = draft.book.add_chart({"type": "column"})
    rows = {column: BLOCK_ROW + 1 + place for place, column in enumerate(_ROWS)}
    for column, own in (
        ("target", charts.solid(charts.TARGET_GREY)),
        ("capacity", charts.solid(look.ACCENT)),
    ):
        row = rows[column]
        chart.add_series(
            charts.series(sheet, (row, 0), months, (row, 1, row, MONTHS), gap=60, overlap=0, **own)
        )
    charts.style(draft, chart, draft.say("team_capacity_chart"), "#,##0", least=0)
    charts.place(sheet, CHART_ROW, 0, chart, wide, CHART_HEIGHT)
    scatter = draft.book.add_chart({"type": "scatter"})
    first, last = CHART_ROW + 1, CHART_ROW + MOST_REPS
    scatter.add_series(
        charts.series(
            sheet,
            (CHART_ROW, HELPER_COLUMN + 1),
            (first, HELPER_COLUMN, last, HELPER_COLUMN),
            (first, HELPER_COLUMN + 1, last, HELPER_COLUMN + 1),
            marker={"type": "circle", "size": 7, "fill": {"color": look.ACCENT}, "border": {"none": True}},
        )
    )
    charts.style(draft, scatter, draft.say("team_scatter_chart"), "0%", legend=False)
    scatter.set_x_axis(
        {
            "name": draft.say("team_quota_axis"),
            "name_font": charts.font(draft, 9),
            "num_font": charts.font(draft, 9),
            "num_format": "#,##0",
            "min": 0,
            "line": {"color": look.HAIRLINE},
            "major_gridlines": {"visible": False},
        }
    )
    charts.place(sheet, CHART_ROW, 7, scatter, rest, CHART_HEIGHT)
