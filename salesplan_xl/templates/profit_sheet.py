"""The profit overview: plan, actual, landing and last year of one member, by month, with a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.messages import word
from salesplan_xl.tables.choices import VIEWS
from salesplan_xl.tables.profit_tables import PROFIT_LINES, PROFIT_VERSIONS, RATIO_LINES
from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS
from salesplan_xl.templates.profit_blocks import (
    LABEL_WIDTH,
    WIDTH,
    YEAR,
    Line,
    cell,
    month_header,
    month_of,
    ratio,
    section,
    series,
    set_up,
    style_chart,
    write_lines,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

PROFIT = "profit_view"
_CHOICE_ROW, _CHART_ROW, _CHART_ROWS = 2, 4, 12
_BLOCK = len(PROFIT_LINES) + 2
_FIRST = _CHART_ROW + _CHART_ROWS + 1
_VIEWS = ("total", "department", "region", "channel", "product")
_RATIO_OF = {
    "gross_margin": ("gross_profit", "sales"),
    "expense_ratio": ("expense", "sales"),
    "net_margin": ("net_profit", "sales"),
}


def add_profit_sheet(draft: Draft) -> None:
    """Write the overview; the reader chooses dimension and member."""
    sheet = draft.sheets[PROFIT]
    set_up(draft, sheet, PROFIT)
    _add_choice(draft, sheet)
    for place, version in enumerate(PROFIT_VERSIONS):
        _add_block(draft, sheet, _FIRST + place * (_BLOCK + 1), version)
    _add_chart(draft, sheet)
    last = _FIRST + len(PROFIT_VERSIONS) * (_BLOCK + 1)
    draft.page(sheet, look.COMPUTED, last_column=YEAR, last_row=last - 1)
    sheet.set_h_pagebreaks([_rows_of("actual")["sales"] - 2])
    sheet.fit_to_pages(1, 2)
    sheet.center_horizontally()


def _add_choice(draft: Draft, sheet: Worksheet) -> None:
    typed = draft.look.cell("input", "General", align="left", bold=True, border=1, border_color=look.ACCENT)
    sheet.set_row(_CHOICE_ROW, 22)
    sheet.write_string(_CHOICE_ROW, 0, draft.say("profit_choose"), draft.look.format(bold=True))
    total = VIEWS["total"].label(draft.language)
    labels = [VIEWS[id].label(draft.language) for id in _VIEWS]
    sheet.merge_range(_CHOICE_ROW, 1, _CHOICE_ROW, 2, total, typed)
    sheet.data_validation(_CHOICE_ROW, 1, _CHOICE_ROW, 1, {"validate": "list", "source": labels})
    sheet.merge_range(_CHOICE_ROW, 3, _CHOICE_ROW, 5, word("total", draft.language), typed)


def _rows_of(version: str) -> dict[str, int]:
    """Return the 0-based rows of a version's lines."""
    start = _FIRST + list(PROFIT_VERSIONS).index(version) * (_BLOCK + 1) + 2
    return {line: start + place for place, line in enumerate(PROFIT_LINES)}


def _add_block(draft: Draft, sheet: Worksheet, row: int, version: str) -> None:
    rows = _rows_of(version)
    section(draft, sheet, row, PROFIT_VERSIONS[version].label(draft.language))
    month_header(draft, sheet, row + 1, draft.say("profit_line"))
    chosen = (
        ("dimension", f"$B${_CHOICE_ROW + 1}"),
        ("member", f"$D${_CHOICE_ROW + 1}"),
        ("version", f'"{PROFIT_VERSIONS[version].label(draft.language)}"'),
    )

    def amount(line: str, column: int) -> str:
        label = PROFIT_LINES[line].label(draft.language)
        value = month_of(draft, "tblProfit", row + 1, column, *chosen, ("line", f'"{label}"'))
        if version == "plan" or line == "sales":
            return value
        # What is not known yet stays blank instead of a zero that looks like a result.
        return f'IF({cell(rows["sales"], column)}=0,"",{value})'

    def line_of(line: str) -> Line:
        label = PROFIT_LINES[line].label(draft.language)
        if line in RATIO_LINES:
            over, under = (rows[part] for part in _RATIO_OF[line])
            return Line(label, lambda column: ratio(cell(over, column), cell(under, column)), ratio=True)
        return Line(label, lambda column: amount(line, column), strong=line == "net_profit")

    write_lines(draft, sheet, row + 2, [line_of(line) for line in PROFIT_LINES])


def _add_chart(draft: Draft, sheet: Worksheet) -> None:
    plan, actual = _rows_of("plan"), _rows_of("actual")
    header = plan["sales"] - 1
    chart = draft.book.add_chart({"type": "column"})
    shown = ((plan, "plan", "#C3CAD2"), (actual, "actual", look.ACCENT))
    for rows, version, colour in shown:
        own = series(draft, PROFIT, rows["net_profit"], header)
        names = (PROFIT_VERSIONS[version], PROFIT_LINES["net_profit"])
        own["name"] = (": " if draft.language == "en" else "").join(n.label(draft.language) for n in names)
        chart.add_series({**own, "fill": {"color": colour}, "gap": 60, "overlap": -5})
    margin = draft.book.add_chart({"type": "line"})
    own = series(draft, PROFIT, plan["net_margin"], header)
    joined = (PROFIT_VERSIONS["plan"], PROFIT_LINES["net_margin"])
    own["name"] = (": " if draft.language == "en" else "").join(n.label(draft.language) for n in joined)
    margin.add_series({**own, "y2_axis": True, "line": {"color": look.AMBER, "width": 1.75}})
    chart.combine(margin)
    style_chart(draft, chart, "profit_chart")
    margin.set_y2_axis(
        {"num_format": "0%", "line": {"none": True}, "num_font": {"size": 9, "color": look.MUTED}}
    )
    width = int(LABEL_WIDTH[draft.language] * 7 + 5 + (MONTHS + 1) * (WIDTH * 7 + 5))
    chart.set_size({"width": width, "height": _CHART_ROWS * 24 - 8})
    sheet.insert_chart(_CHART_ROW, 0, chart, {"object_position": 1})
