"""Collections: rate, days outstanding, ages of what is owed, who is overdue, plan and actual by month."""

from __future__ import annotations

from salesplan_xl.tables.contract import label_of
from salesplan_xl.tables.tracking_choices import TRACKING_VIEWS
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.conditions import attainment_rules
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, default_money_label, month_key
from salesplan_xl.templates.report_page import (
    BLOCK_ROW,
    CHART_HEIGHT,
    CHART_ROW,
    CHOICE_ROW,
    LEFT_COLUMNS,
    RATIO,
    TENTHS,
    TILE_ROW,
    add_tiles,
    chart_widths,
    choose,
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
from salesplan_xl.templates.tiles import Tile, tile_cell

RECEIVABLES = "receivables"
TABLE = "tblReceivablesReview"
_AGES = ("age_30", "age_60", "age_90", "age_over")
_MONEY = ("invoiced", "planned", "collected", "closing", *_AGES, "overdue")
_MONTH_ROW = BLOCK_ROW
_LIST_ROW = _MONTH_ROW + len(_MONEY) + 5
_LISTED = 10
_LAST_ROW = _LIST_ROW + 1 + _LISTED
_LIST_COLUMNS = {
    3: "closing",
    4: "overdue",
    5: "overdue_share",
    6: "age_over",
    7: "collection_rate",
    8: "dso",
}


def add_receivables_page(draft: Draft) -> None:
    """Write the page; the period is chosen in its blue cell."""
    sheet = start_page(draft, RECEIVABLES, _LAST_ROW)
    period = choose(draft, sheet, 1, draft.say("track_period"), last_period(draft, TABLE), None)
    unit = f'="{draft.say("unit_shown")}"&money_unit_label'
    sheet.write_formula(
        CHOICE_ROW, MONTHS, unit, draft.look.unit(), draft.say("unit_shown") + default_money_label(draft)
    )
    total = {"dimension": f'"{TRACKING_VIEWS["total"].label(draft.language)}"'}
    add_tiles(draft, sheet, _tiles(draft, {"period": period, **total}))
    _months(draft, total)
    _overdue(draft, period)
    _charts(draft)


def _tiles(draft: Draft, where: dict[str, str]) -> list[Tile]:
    say = draft.say

    def label(column: str) -> str:
        return label_of(TABLE, column, draft.language)

    def of(column: str, factor: str = "") -> str:
        value = sum_where(draft, TABLE, column, where)
        return f'=IF({value}=0,"–",{value}{factor})'

    def below(key: str, column: str, number_format: str, factor: str = "") -> str:
        value = sum_where(draft, TABLE, column, where)
        return f'=IF({value}=0,"","{say(key)}"&TEXT({value}{factor},"{number_format}"))'

    money, shown = "/money_unit", "#,##0.0"
    attained = tile_cell(TILE_ROW, 3).replace("$", "")
    return [
        Tile(label("closing"), of("closing", money), shown, below("track_due", "due", shown, money)),
        Tile(
            label("plan_attainment"),
            of("plan_attainment"),
            "0.0%",
            below("track_planned", "planned", shown, money),
            attainment_rules(attained),
        ),
        Tile(label("collection_rate"), of("collection_rate"), "0.0%"),
        Tile(label("dso"), of("dso"), "0.0", below("track_days", "dso_countback", "0.0")),
        Tile(
            label("overdue"),
            of("overdue", money),
            shown,
            below("track_share", "overdue_share", "0.0%"),
            [(f"ISNUMBER({tile_cell(TILE_ROW, 9)})", {"font_color": look.RED})],
        ),
        Tile(label("bad_debt_rate"), of("bad_debt_rate"), "0.00%"),
    ]


def _months(draft: Draft, total: dict[str, str]) -> None:
    sheet = draft.sheets[RECEIVABLES]
    month_header(draft, sheet, _MONTH_ROW, draft.say("dash_month"))
    for place, column in enumerate((*_MONEY, "collection_rate", "dso"), start=1):
        in_money = column in _MONEY

        def value(month: int, letters: str, column: str = column, in_money: bool = in_money) -> str:
            found = sum_where(draft, TABLE, column, {"period": month_key(draft, month), **total})
            return f"={found}/money_unit" if in_money else f'=IF({found}=0,"",{found})'

        shown = TENTHS if in_money or column == "dso" else RATIO
        month_row(draft, sheet, _MONTH_ROW + place, label_of(TABLE, column, draft.language), value, shown)


def _overdue(draft: Draft, period: str) -> None:
    """List the customers with most overdue, as the table ranks them."""
    sheet = draft.sheets[RECEIVABLES]
    section(draft, sheet, _LIST_ROW - 1, draft.say("track_overdue_list"))
    labels = {column: label_of(TABLE, id, draft.language) for column, id in _LIST_COLUMNS.items()}
    customer = TRACKING_VIEWS["customer"].label(draft.language)
    header_cells(draft, sheet, _LIST_ROW, {0: customer, 1: "", 2: "", **labels})
    sheet.set_row(_LIST_ROW, 20 if draft.language == "zh" else 34)
    for place in range(1, _LISTED + 1):
        row = _LIST_ROW + place
        where = {"period": period, "dimension": f'"{customer}"', "rank": str(place)}
        late = sum_where(draft, TABLE, "overdue", where)
        label_cell(draft, sheet, row, f'=IF({late}<=0,"",{text_where(draft, TABLE, "member", where)})')
        for column in (1, 2):
            label_cell(draft, sheet, row, "", column)
        for column, id in _LIST_COLUMNS.items():
            value = sum_where(draft, TABLE, id, where)
            money = "" if id in ("overdue_share", "collection_rate", "dso") else "/money_unit"
            shown = TENTHS if money or id == "dso" else RATIO
            figure_cell(draft, sheet, row, column, f'=IF($A{row + 1}="","",{value}{money})', shown)


def _charts(draft: Draft) -> None:
    sheet = draft.sheets[RECEIVABLES]
    left, right = chart_widths(draft)
    categories = (_MONTH_ROW, 1, _MONTH_ROW, MONTHS)

    def of(column: str, **own: object) -> dict[str, object]:
        row = _MONTH_ROW + 1 + _MONEY.index(column)
        return charts.series(sheet, (row, 0), categories, (row, 1, row, MONTHS), **own)

    ages = draft.book.add_chart({"type": "column", "subtype": "stacked"})
    for column, colour in zip(
        _AGES, (charts.TINTS[2], charts.TINTS[1], charts.TINTS[0], charts.TINTS[3]), strict=True
    ):
        ages.add_series(of(column, gap=60, **charts.solid(colour)))
    charts.style(draft, ages, draft.say("track_ages"), "#,##0")
    paid = draft.book.add_chart({"type": "column"})
    paid.add_series(of("planned", gap=60, overlap=-5, **charts.solid(charts.TARGET_GREY)))
    paid.add_series(of("collected", **charts.solid(look.ACCENT)))
    charts.style(draft, paid, draft.say("track_collections"), "#,##0")
    charts.place(sheet, CHART_ROW, 0, paid, left, CHART_HEIGHT)
    charts.place(sheet, CHART_ROW, LEFT_COLUMNS + 1, ages, right, CHART_HEIGHT)
