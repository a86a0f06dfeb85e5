"""Purchases, sales and stock of the dealers: flows by month, cover, who takes in more than he sells on."""

from __future__ import annotations

from salesplan_xl.tables.contract import label_of
from salesplan_xl.tables.tracking_choices import STOCK_FLAGS, TRACKING_VIEWS
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.conditions import apply
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_key
from salesplan_xl.templates.report_page import (
    BLOCK_ROW,
    CHART_HEIGHT,
    CHART_ROW,
    CHOICE_ROW,
    LEFT_COLUMNS,
    NUMBER,
    RATIO,
    add_tiles,
    chart_widths,
    choose,
    count_where,
    figure_cell,
    header_cells,
    label_cell,
    last_period,
    month_header,
    month_row,
    section,
    start_page,
    sum_where,
    text_where,
)
from salesplan_xl.templates.tiles import Tile

STOCK = "stock"
TABLE = "tblStockReview"
_COUNTS = ("opening", "sell_in", "sell_out", "closing", "planned")
_RATES = ("cover", "sell_through", "in_to_out")
_MONTH_ROW = BLOCK_ROW
_LIST_ROW = _MONTH_ROW + len(_COUNTS) + len(_RATES) + 3
_LISTED = 12
_LAST_ROW = _LIST_ROW + 1 + _LISTED
_LIST_COLUMNS = {3: "sell_in", 4: "sell_out", 5: "closing", 6: "over_plan", 7: "cover", 8: "in_to_out"}
_FLAG_COLUMN = 9
_COVER = '0.00_);-0.00_);"–"_)'


def add_stock_page(draft: Draft) -> None:
    """Write the page; the period is chosen in its blue cell."""
    sheet = start_page(draft, STOCK, _LAST_ROW)
    period = choose(draft, sheet, 1, draft.say("track_period"), last_period(draft, TABLE), None)
    unit = draft.say("unit_shown") + draft.say("track_pieces")
    sheet.write_string(CHOICE_ROW, MONTHS, unit, draft.look.unit())
    total = {"dimension": f'"{TRACKING_VIEWS["total"].label(draft.language)}"'}
    add_tiles(draft, sheet, _tiles(draft, {"period": period, **total}, period))
    _months(draft, total)
    _dealers(draft, period)
    _charts(draft)


def _tiles(draft: Draft, where: dict[str, str], period: str) -> list[Tile]:
    def label(column: str) -> str:
        return label_of(TABLE, column, draft.language)

    def of(column: str) -> str:
        value = sum_where(draft, TABLE, column, where)
        return f'=IF({value}=0,"–",{value})'

    planned = sum_where(draft, TABLE, "planned", where)
    below = f'=IF({planned}=0,"","{draft.say("track_planned")}"&TEXT({planned},"#,##0"))'
    customer = f'"{TRACKING_VIEWS["customer"].label(draft.language)}"'
    stuffed = f'"{STOCK_FLAGS["stuffed"].label(draft.language)}"'
    flagged = count_where(draft, TABLE, {"period": period, "dimension": customer, "flag": stuffed})
    return [
        Tile(label("sell_in"), of("sell_in"), "#,##0"),
        Tile(label("sell_out"), of("sell_out"), "#,##0"),
        Tile(label("closing"), of("closing"), "#,##0", below),
        Tile(label("cover"), of("cover"), "0.00"),
        Tile(draft.say("track_in_to_out"), of("in_to_out"), "0.0%"),
        Tile(
            draft.say("track_stuffed"),
            f'=IF({period}="","–",{flagged})',
            "0",
            rules=[("ISNUMBER(L6),L6>0", {"font_color": look.RED})],
        ),
    ]


def _months(draft: Draft, total: dict[str, str]) -> None:
    sheet = draft.sheets[STOCK]
    month_header(draft, sheet, _MONTH_ROW, draft.say("dash_month"))
    for place, column in enumerate((*_COUNTS, *_RATES), start=1):
        counted = column in _COUNTS

        def value(month: int, letters: str, column: str = column, counted: bool = counted) -> str:
            found = sum_where(draft, TABLE, column, {"period": month_key(draft, month), **total})
            return f"={found}" if counted else f'=IF({found}=0,"",{found})'

        shown = NUMBER if counted else _COVER if column == "cover" else RATIO
        month_row(draft, sheet, _MONTH_ROW + place, label_of(TABLE, column, draft.language), value, shown)


def _dealers(draft: Draft, period: str) -> None:
    """List the dealers by sell-in to sell-out, as the table ranks them."""
    sheet = draft.sheets[STOCK]
    section(draft, sheet, _LIST_ROW - 1, draft.say("track_stock_list"))
    customer = TRACKING_VIEWS["customer"].label(draft.language)
    labels = {column: label_of(TABLE, id, draft.language) for column, id in _LIST_COLUMNS.items()}
    flag = label_of(TABLE, "flag", draft.language)
    header_cells(draft, sheet, _LIST_ROW, {0: customer, 1: "", 2: "", **labels})
    sheet.merge_range(_LIST_ROW, _FLAG_COLUMN, _LIST_ROW, _FLAG_COLUMN + 1, flag, draft.look.header("output"))
    sheet.set_row(_LIST_ROW, 20 if draft.language == "zh" else 48)
    alarm = {"font_color": look.RED, "bold": True}
    words = [STOCK_FLAGS[id].label(draft.language) for id in ("stuffed", "short")]
    for place in range(1, _LISTED + 1):
        row = _LIST_ROW + place
        where = {"period": period, "dimension": f'"{customer}"', "rank": str(place)}
        label_cell(draft, sheet, row, f"={text_where(draft, TABLE, 'member', where)}")
        for column in (1, 2):
            label_cell(draft, sheet, row, "", column)
        for column, id in _LIST_COLUMNS.items():
            value = sum_where(draft, TABLE, id, where)
            shown = RATIO if id == "in_to_out" else _COVER if id == "cover" else NUMBER
            figure_cell(draft, sheet, row, column, f'=IF($A{row + 1}="","",{value})', shown)
        cell = f"J{row + 1}"
        flagged = ",".join(f'{cell}="{word}"' for word in words)
        shown = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="center")
        sheet.merge_range(row, _FLAG_COLUMN, row, _FLAG_COLUMN + 1, "", shown)
        sheet.write_formula(row, _FLAG_COLUMN, f"={text_where(draft, TABLE, 'flag', where)}", shown, "")
        apply(draft, sheet, (row, _FLAG_COLUMN, row, _FLAG_COLUMN), [(f"OR({flagged})", alarm)])


def _charts(draft: Draft) -> None:
    sheet = draft.sheets[STOCK]
    left, right = chart_widths(draft)

    def of(column: str, **own: object) -> dict[str, object]:
        row = _MONTH_ROW + 1 + (*_COUNTS, *_RATES).index(column)
        return charts.series(
            sheet, (row, 0), (_MONTH_ROW, 1, _MONTH_ROW, MONTHS), (row, 1, row, MONTHS), **own
        )

    flows = draft.book.add_chart({"type": "column"})
    flows.add_series(of("sell_in", gap=60, overlap=-5, **charts.solid(charts.TARGET_GREY)))
    flows.add_series(of("sell_out", **charts.solid(look.ACCENT)))
    flows.add_series(of("closing", **charts.solid(charts.TINTS[2])))
    charts.style(draft, flows, draft.say("track_flows"), "#,##0")
    first, last = _LIST_ROW + 1, _LIST_ROW + _LISTED
    ratio = draft.book.add_chart({"type": "bar"})
    labels = {"value": True, "num_format": '0%;-0%;""', "font": charts.font(draft, 9)}
    own = charts.series(
        sheet, (_LIST_ROW, 8), (first, 0, last, 0), (first, 8, last, 8), gap=40, data_labels=labels
    )
    ratio.add_series({**own, **charts.solid(look.ACCENT)})
    charts.style(draft, ratio, draft.say("track_stock_chart"), "0%", legend=False)
    ratio.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    ratio.set_y_axis({"reverse": True, "num_font": charts.font(draft, 8), "line": {"none": True}})
    charts.place(sheet, CHART_ROW, 0, flows, left, CHART_HEIGHT)
    charts.place(sheet, CHART_ROW, LEFT_COLUMNS + 1, ratio, right, CHART_HEIGHT)
