"""The funnel: stages and rates of a period and member, the bottleneck, the months."""

from __future__ import annotations

from salesplan_xl.tables.contract import label_of
from salesplan_xl.tables.tracking_choices import TRACKING_VIEWS
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.conditions import attainment_rules
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_key
from salesplan_xl.templates.report_page import (
    BLOCK_ROW,
    CHART_HEIGHT,
    CHART_ROW,
    CHOICE_ROW,
    HELPER_COLUMN,
    LEFT_COLUMNS,
    NUMBER,
    RATIO,
    TILE_ROW,
    add_tiles,
    chart_widths,
    choose,
    figure_cell,
    header_cells,
    helper_cell,
    label_cell,
    last_period,
    month_header,
    month_row,
    start_page,
    sum_where,
    text_where,
)
from salesplan_xl.templates.tiles import Tile, tile_cell

FUNNEL = "funnel"
TABLE = "tblFunnelReview"
_STAGES = ("leads", "quotes", "demos", "won")
_RATES = ("quote_rate", "demo_rate", "win_rate", "conversion")
_STAGE_ROW = BLOCK_ROW
_MONTH_ROW = _STAGE_ROW + 6
_LAST_ROW = _MONTH_ROW + 9


def add_funnel_page(draft: Draft) -> None:
    """Write the page; period, dimension and member are chosen in its blue cells."""
    sheet = start_page(draft, FUNNEL, _LAST_ROW)
    total = TRACKING_VIEWS["total"].label(draft.language)
    views = [TRACKING_VIEWS[id].label(draft.language) for id in ("total", "region", "rep")]
    period = choose(draft, sheet, 1, draft.say("track_period"), last_period(draft, TABLE), None)
    dimension = choose(draft, sheet, 4, draft.say("track_dimension"), total, views)
    member = choose(draft, sheet, 7, draft.say("track_member"), total, None)
    unit = f'="{draft.say("unit_shown")}"&money_unit_label'
    sheet.write_formula(CHOICE_ROW, MONTHS, unit, draft.look.unit(), "")
    who = {"dimension": dimension, "member": member}
    where = {"period": period, **who}
    add_tiles(draft, sheet, _tiles(draft, where))
    _stages(draft, where)
    _months(draft, who)
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

    bottleneck = text_where(draft, TABLE, "bottleneck", where)
    coverage = tile_cell(TILE_ROW, 11).replace("$", "")
    return [
        Tile(label("leads"), of("leads"), NUMBER, below("track_needs", "required", "#,##0")),
        Tile(label("won"), of("won"), NUMBER, below("track_orders", "orders", "#,##0")),
        Tile(label("conversion"), of("conversion"), "0.0%"),
        Tile(
            label("amount"),
            of("amount", "/money_unit"),
            "#,##0.0",
            below("track_goal", "target", "#,##0.0", "/money_unit"),
        ),
        Tile(
            label("bottleneck"),
            f'=IF({bottleneck}="","–",{bottleneck})',
            "General",
            below("track_lost", "lost", "#,##0.0", "/money_unit"),
            size=11,
        ),
        Tile(label("coverage"), of("coverage"), "0.0%", rules=attainment_rules(coverage)),
    ]


def _stages(draft: Draft, where: dict[str, str]) -> None:
    sheet = draft.sheets[FUNNEL]
    labels = ("track_stage", "track_number", "track_rate", "track_of_first", "track_required")
    header_cells(draft, sheet, _STAGE_ROW, {place: draft.say(label) for place, label in enumerate(labels)})
    sheet.set_row(_STAGE_ROW, 20 if draft.language == "zh" else 34)
    required = sum_where(draft, TABLE, "required", where)
    for place, stage in enumerate(_STAGES):
        row = _STAGE_ROW + 1 + place
        label_cell(draft, sheet, row, label_of(TABLE, stage, draft.language))
        own = figure_cell(draft, sheet, row, 1, f"={sum_where(draft, TABLE, stage, where)}")
        first = f"$B${_STAGE_ROW + 2}"
        before = f"B{row}"
        rate = f'=IF({before}=0,"",{own}/{before})' if place else '=""'
        figure_cell(draft, sheet, row, 2, rate, RATIO)
        figure_cell(draft, sheet, row, 3, f'=IF({first}=0,"",{own}/{first})', RATIO)
        figure_cell(
            draft,
            sheet,
            row,
            4,
            f'=IF(OR({first}=0,{required}=0),"",ROUNDUP({required}*{own}/{first}-0.000001,0))',
        )
        most = f"MAX($B${_STAGE_ROW + 2}:$B${_STAGE_ROW + 5})"
        helper_cell(draft, sheet, row, HELPER_COLUMN, f"=({most}-{own})/2")


def _months(draft: Draft, who: dict[str, str]) -> None:
    sheet = draft.sheets[FUNNEL]
    month_header(draft, sheet, _MONTH_ROW, draft.say("dash_month"))
    for place, column in enumerate((*_STAGES, *_RATES), start=1):
        ratio = column in _RATES

        def value(month: int, letters: str, column: str = column, ratio: bool = ratio) -> str:
            where = {"period": month_key(draft, month), **who}
            found = sum_where(draft, TABLE, column, where)
            return f'=IF({found}=0,"",{found})' if ratio else f"={found}"

        month_row(
            draft,
            sheet,
            _MONTH_ROW + place,
            label_of(TABLE, column, draft.language),
            value,
            RATIO if ratio else NUMBER,
        )


def _charts(draft: Draft) -> None:
    sheet = draft.sheets[FUNNEL]
    left, right = chart_widths(draft)
    first, last = _STAGE_ROW + 1, _STAGE_ROW + 4
    stages = charts.funnel(
        draft,
        sheet,
        draft.say("track_stages"),
        (first, 0, last, 0),
        (first, HELPER_COLUMN, last, HELPER_COLUMN),
        (first, 1, last, 1),
    )
    rates = draft.book.add_chart({"type": "column"})
    colours = (charts.TARGET_GREY, charts.TINTS[2], charts.TINTS[1], look.ACCENT)
    for place, colour in enumerate(colours):
        row = _MONTH_ROW + 1 + len(_STAGES) + place
        own = charts.series(sheet, (row, 0), (_MONTH_ROW, 1, _MONTH_ROW, MONTHS), (row, 1, row, MONTHS))
        rates.add_series({**own, "gap": 60, "overlap": 0, **charts.solid(colour)})
    charts.style(draft, rates, draft.say("track_rates_by_month"), "0%", least=0)
    charts.place(sheet, CHART_ROW, 0, stages, left, CHART_HEIGHT)
    charts.place(sheet, CHART_ROW, LEFT_COLUMNS + 1, rates, right, CHART_HEIGHT)
