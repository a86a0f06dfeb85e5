"""Charts as all pages have them: one accent colour, quiet greys, hairlines; and the kinds that take a trick.

Every series is given as cells of the page, which are formulas over the tables: a chart follows its table as
that grows and shrinks, in any program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TARGET_GREY = "#C3CAD2"
LINE_GREY = "#7B8794"
TINTS = (look.ACCENT, "#5E93C9", "#A9C6E3", "#D9822B")
"""Up to four parts of a whole, from the first to the one that asks for attention."""
Cells = tuple[int, int, int, int]
"""First row, first column, last row, last column, 0-based."""


def font(draft: Draft, size: int, **properties: object) -> dict[str, object]:
    return {"name": look.FONTS[draft.language], "size": size, "color": look.MUTED, **properties}


def series(
    sheet: Worksheet, name: tuple[int, int], categories: Cells, values: Cells, **own: Any
) -> dict[str, Any]:
    """Return a series of a page's cells: the cell of its name, its categories, its values."""
    return {
        "name": [sheet.name, *name],
        "categories": [sheet.name, *categories],
        "values": [sheet.name, *values],
        **own,
    }


def style(
    draft: Draft, chart: Any, title: str, number_format: str, *, legend: bool = True, least: Any = None
) -> None:
    """Give a chart its title, axes and legend; ``least`` is where the value axis starts."""
    chart.set_title(
        {"name": title, "name_font": font(draft, 12, bold=True, color=look.INK), "overlay": False}
    )
    chart.set_legend({"position": "top", "font": font(draft, 9)} if legend else {"none": True})
    chart.set_x_axis(
        {
            "num_font": font(draft, 9),
            "line": {"color": look.HAIRLINE},
            "major_tick_mark": "none",
            "label_position": "low",
        }
    )
    chart.set_y_axis(
        {
            "num_font": font(draft, 9),
            "num_format": number_format,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": look.HAIRLINE, "width": 0.75}},
            **({} if least is None else {"min": least}),
        }
    )
    chart.set_chartarea({"border": {"none": True}})


def solid(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}}


def line(colour: str, *, dashed: bool = False, width: float = 2.0) -> dict[str, Any]:
    dash = {"dash_type": "dash"} if dashed else {}
    return {"line": {"color": colour, "width": width, **dash}}


def hidden() -> dict[str, Any]:
    """Return the look of a bar that only carries the next one."""
    return {"fill": {"none": True}, "border": {"none": True}}


def waterfall(
    draft: Draft,
    sheet: Worksheet,
    title: str,
    categories: Cells,
    rows: dict[str, tuple[tuple[int, int], Cells]],
) -> Any:
    """Return a waterfall from four blocks of cells: ``floor`` (not shown), ``ends``, ``up`` and ``down``.

    Each block has as many cells as there are categories, all zero or more: a bar stands on its floor. Cells
    where a block has no bar hold ``#N/A`` or nothing.
    """
    chart = draft.book.add_chart({"type": "column", "subtype": "stacked"})
    looks = {"floor": hidden(), "ends": solid(look.ACCENT), "up": solid(look.GREEN), "down": solid(look.RED)}
    for part, own in looks.items():
        name, values = rows[part]
        chart.add_series(series(sheet, name, categories, values, gap=40, **own))
    style(draft, chart, title, "#,##0", legend=True)
    chart.set_legend({"position": "top", "font": font(draft, 9), "delete_series": [0]})
    return chart


def funnel(draft: Draft, sheet: Worksheet, title: str, categories: Cells, floor: Cells, values: Cells) -> Any:
    """Return a funnel: bars from the first stage at the top, each centred by the cells of ``floor``."""
    chart = draft.book.add_chart({"type": "bar", "subtype": "stacked"})
    head = (categories[0] - 1, categories[1])
    chart.add_series(series(sheet, head, categories, floor, gap=25, **hidden()))
    labels = {"value": True, "num_format": "#,##0", "font": font(draft, 10, bold=True, color=look.WHITE)}
    chart.add_series(series(sheet, head, categories, values, data_labels=labels, **solid(look.ACCENT)))
    style(draft, chart, title, "#,##0", legend=False)
    # A bar chart counts its categories from below: reversed, the first stage stands on top.
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis(
        {"reverse": True, "num_font": font(draft, 10), "line": {"none": True}, "major_tick_mark": "none"}
    )
    return chart


def place(sheet: Worksheet, row: int, column: int, chart: Any, width: int, height: int) -> None:
    """Put a chart on a page, to move with its cells."""
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(row, column, chart, {"object_position": 1})
