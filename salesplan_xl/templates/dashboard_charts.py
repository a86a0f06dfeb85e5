"""The two charts of the dashboard: target and actual by month, attainment by region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesplan_xl.messages import Language
from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, regions_at_par

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABEL_WIDTHS: dict[Language, float] = {"zh": 14, "en": 20}
"""The width of the dashboard's first column, in characters."""
_CHARTED_REGIONS = 8
_TARGET_GREY = "#C3CAD2"
_LINE_GREY = "#7B8794"
_MONTH_COLUMNS = 7
_ROW_PIXELS = 24


def add_charts(draft: Draft, sheet: Worksheet, *, chart_row: int, month_row: int, region_row: int) -> None:
    """Place both charts side by side. Rows are 0-based; each block has its title in its first row."""
    months = (1, MONTHS)
    by_month = draft.book.add_chart({"type": "column"})
    by_month.add_series(
        {
            **_series(draft, month_row + 2, month_row + 1, months),
            "fill": {"color": _TARGET_GREY},
            "gap": 60,
            "overlap": -5,
        }
    )
    by_month.add_series(
        {**_series(draft, month_row + 3, month_row + 1, months), "fill": {"color": look.ACCENT}}
    )
    last_year = draft.book.add_chart({"type": "line"})
    last_year.add_series(
        {
            **_series(draft, month_row + 6, month_row + 1, months),
            "line": {"color": _LINE_GREY, "width": 1.25, "dash_type": "dash"},
        }
    )
    by_month.combine(last_year)
    _style(draft, by_month, "dash_by_month", "#,##0")
    regions = (1, _CHARTED_REGIONS)
    by_region = draft.book.add_chart({"type": "column"})
    by_region.add_series(
        {
            **_series(draft, region_row + 4, region_row + 1, regions),
            "fill": {"color": look.ACCENT},
            "gap": 80,
            "data_labels": {"value": True, "num_format": '0%;-0%;""', "font": _font(draft, 9)},
        }
    )
    even = draft.book.add_chart({"type": "line"})
    even.add_series(
        {
            "name": draft.say("dash_full_attainment"),
            "categories": by_region.series[0]["categories"],
            "values": regions_at_par(draft, _CHARTED_REGIONS),
            "line": {"color": _LINE_GREY, "width": 1.25, "dash_type": "dash"},
        }
    )
    by_region.combine(even)
    _style(draft, by_region, "dash_by_region", "0%")
    by_region.set_legend({"none": True})
    left, right = _widths(LABEL_WIDTHS[draft.language])
    height = 15 * _ROW_PIXELS - 8
    by_month.set_size({"width": left - 10, "height": height})
    by_region.set_size({"width": right - 4, "height": height})
    sheet.insert_chart(chart_row, 0, by_month, {"object_position": 1})
    sheet.insert_chart(chart_row, _MONTH_COLUMNS + 1, by_region, {"object_position": 1})


def _widths(label: float) -> tuple[int, int]:
    """Return the pixels left of and from the second chart's first column, for the sheet's column widths."""
    column = int(10.5 * 7 + 5)
    return (13 * 7 + 5) + _MONTH_COLUMNS * column, (MONTHS - _MONTH_COLUMNS) * column


def _series(draft: Draft, row: int, labels_row: int, columns: tuple[int, int]) -> dict[str, Any]:
    sheet = draft.say("sheet_dashboard")
    return {
        "name": [sheet, row, 0],
        "categories": [sheet, labels_row, columns[0], labels_row, columns[1]],
        "values": [sheet, row, columns[0], row, columns[1]],
    }


def _font(draft: Draft, size: int, **properties: object) -> dict[str, object]:
    return {"name": look.FONTS[draft.language], "size": size, "color": look.MUTED, **properties}


def _style(draft: Draft, chart: Any, title: str, number_format: str) -> None:
    chart.set_title(
        {
            "name": draft.say(title),
            "name_font": _font(draft, 12, bold=True, color=look.INK),
            "overlay": False,
        }
    )
    chart.set_legend({"position": "top", "font": _font(draft, 9)})
    chart.set_x_axis(
        {"num_font": _font(draft, 9), "line": {"color": look.HAIRLINE}, "major_tick_mark": "none"}
    )
    chart.set_y_axis(
        {
            "num_font": _font(draft, 9),
            "num_format": number_format,
            "min": 0,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": look.HAIRLINE, "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"none": True}})
