"""The two charts of the review's report: attainment by region, the open months three ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_GREY, _SOFT = "#C3CAD2", "#8FB4DA"
_SHEET = "sheet_review_report"
_REGIONS, _MONTHS = 8, 12


def add_review_charts(draft: Draft, sheet: Worksheet, rows: Mapping[str, int], helpers: int) -> None:
    """Place both charts; ``helpers`` is the first of the columns their numbers stand in."""
    regions = draft.book.add_chart({"type": "column"})
    top, left = rows["regions"] + 1, helpers + 6
    regions.add_series(
        {
            "name": draft.say("review_page_chart_regions"),
            "categories": _cells(draft, left + 1, top, _REGIONS),
            "values": _cells(draft, left + 2, top, _REGIONS),
            "fill": {"color": look.ACCENT},
            "gap": 80,
            "data_labels": {"value": True, "num_format": '0%;-0%;""', "font": _font(draft, 9)},
        }
    )
    _style(draft, regions, "review_page_chart_regions", "0%")
    regions.set_legend({"none": True})
    months = draft.book.add_chart({"type": "column"})
    top, left = rows["open"] + 1, helpers + 10
    for at, (id, colour) in enumerate((("original", _GREY), ("catch_up", look.ACCENT), ("rebase", _SOFT))):
        months.add_series(
            {
                "name": draft.say(f"review_page_{id}"),
                "categories": _cells(draft, left + 1, top, _MONTHS),
                "values": _cells(draft, left + 2 + at, top, _MONTHS),
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    _style(draft, months, "review_page_chart_open", "#,##0")
    for row, chart, size in ((rows["regions"], regions, 10), (rows["open"], months, 10)):
        chart.set_size({"width": 1080, "height": size * 24 - 6})
        chart.show_hidden_data()
        sheet.insert_chart(row, 0, chart, {"object_position": 1, "x_offset": 2, "y_offset": 4})


def _cells(draft: Draft, column: int, first: int, count: int) -> list[Any]:
    return [draft.say(_SHEET), first, column, first + count - 1, column]


def _font(draft: Draft, size: int, **properties: object) -> dict[str, object]:
    return {"name": look.FONTS[draft.language], "size": size, "color": look.MUTED, **properties}


def _style(draft: Draft, chart: Any, title: str, number_format: str) -> None:
    name = {"name": draft.say(title), "name_font": _font(draft, 11, bold=True, color=look.INK)}
    chart.set_title({**name, "overlay": False})
    chart.set_legend({"position": "top", "font": _font(draft, 9)})
    quiet = {"num_font": _font(draft, 9), "line": {"color": look.HAIRLINE}, "major_tick_mark": "none"}
    chart.set_x_axis(quiet)
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
