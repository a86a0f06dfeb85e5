"""Month shares of three years for one indicator: years, shares by three methods, plan; the seasonal index."""

from __future__ import annotations

from salesplan_xl.tables.contract import label_of
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_label
from salesplan_xl.templates.report_page import (
    BLOCK_ROW,
    CHART_HEIGHT,
    CHART_ROW,
    NUMBER,
    chart_widths,
    choose,
    figure_cell,
    header_cells,
    label_cell,
    start_page,
    sum_where,
)

SEASON = "season"
_TABLE = "tblMonthShares"
_HEAD = BLOCK_ROW
_COLUMNS = (
    "three_back two_back last_year total pooled mean moving_average shifted index plan plan_share".split()
)
_AMOUNTS = ("three_back", "two_back", "last_year", "total", "plan")
_LAST_ROW = _HEAD + MONTHS + 2
_SHARE = '0.00%_);-0.00%_);"–"_)'


def add_season_page(draft: Draft) -> None:
    """Write the page: the indicator is chosen in the blue cell."""
    sheet = start_page(draft, SEASON, _LAST_ROW)
    indicator = choose(
        draft, sheet, 1, draft.say("argument_indicator"), draft.usual_indicator, "=list_indicator"
    )
    labels = {
        place: label_of(_TABLE, column, draft.language) for place, column in enumerate(_COLUMNS, start=1)
    }
    header_cells(draft, sheet, _HEAD, {0: label_of(_TABLE, "month", draft.language), **labels})
    sheet.set_row(_HEAD, 34 if draft.language == "zh" else 48)
    first, total = _HEAD + 1, _HEAD + 1 + MONTHS
    for month in range(MONTHS + 1):
        row = first + month
        label_cell(
            draft, sheet, row, f"={month_label(draft, month)}" if month < MONTHS else draft.say("season_year")
        )
        for place, column in enumerate(_COLUMNS, start=1):
            letter = "ABCDEFGHIJKL"[place]
            if month == MONTHS:
                rows = f"{letter}{first + 1}:{letter}{total}"
                formula = f"=AVERAGE({rows})" if column == "index" else f"=SUM({rows})"
                formula = f"=IF(SUM({rows})=0,0,{formula[1:]})"
            else:
                where = {"indicator": indicator, "month": f"$A{row + 1}"}
                formula = f"={sum_where(draft, _TABLE, column, where)}"
            shown = NUMBER if column in _AMOUNTS else '0.00_);-0.00_);"–"_)' if column == "index" else _SHARE
            rules = []
            if column == "index" and month < MONTHS:
                cell = f"{letter}{row + 1}"
                rules = [
                    (f"{cell}>=1.1", {"font_color": look.GREEN, "bold": True}),
                    (f"{cell}>0,{cell}<=0.9", {"font_color": look.AMBER, "bold": True}),
                ]
            figure_cell(draft, sheet, row, place, formula, shown, rules)
    wide, rest = chart_widths(draft)
    categories = (first, 0, first + MONTHS - 1, 0)
    index = draft.book.add_chart({"type": "column"})
    at = 1 + _COLUMNS.index("index")
    index.add_series(
        charts.series(
            sheet,
            (_HEAD, at),
            categories,
            (first, at, first + MONTHS - 1, at),
            gap=60,
            **charts.solid(look.ACCENT),
        )
    )
    charts.style(draft, index, draft.say("season_chart"), "0.0", legend=False, least=0)
    charts.place(sheet, CHART_ROW - 4, 0, index, wide, CHART_HEIGHT + 72)
    shares = draft.book.add_chart({"type": "line"})
    for column, own in (
        ("pooled", charts.line(look.ACCENT)),
        ("mean", charts.line("#5E93C9", dashed=True)),
        ("moving_average", charts.line(charts.LINE_GREY, dashed=True)),
        ("shifted", charts.line("#D9822B")),
    ):
        at = 1 + _COLUMNS.index(column)
        shares.add_series(
            charts.series(sheet, (_HEAD, at), categories, (first, at, first + MONTHS - 1, at), **own)
        )
    charts.style(draft, shares, draft.say("season_shares_chart"), "0%")
    charts.place(sheet, CHART_ROW - 4, 7, shares, rest, CHART_HEIGHT + 72)
