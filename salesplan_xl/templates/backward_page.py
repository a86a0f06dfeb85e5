"""The target backwards: leads, visits, heads and expense it needs, what there is, and which one binds.

Plain formulas that give what ``=FUNNEL_REQUIRED()``, ``=HEADS_REQUIRED()`` and ``=BINDING_INPUT()`` give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.argument_tables import BENCHMARK_INPUTS
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.argument_formulas import DECISION, input_value
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.report_page import (
    HELPER_COLUMN,
    NUMBER,
    RATIO,
    add_tiles,
    figure_cell,
    header_cells,
    helper_cell,
    label_cell,
    section,
    start_page,
)
from salesplan_xl.templates.target_rows import factor
from salesplan_xl.templates.tiles import Tile

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

BACKWARD = "backward"
_TILES, _HEAD = 3, 8
_STAGES = ("leads", "opportunities", "offers", "orders")
_ROWS = (*_STAGES, "visits", "heads", "expense")
_JUDGED = ("leads", "visits", "heads", "expense")
_FIRST = _HEAD + 1
_TYPED = _FIRST + len(_ROWS) + 2
_INPUTS = "order_value rate_1 rate_2 rate_3 visits_per_order visits_per_head expense_rate".split()
_LAST_ROW = _TYPED + len(_INPUTS) + 2
_BINDING = (_HEAD + 1, HELPER_COLUMN)
BINDING_CELLS = tuple(("backward", _BINDING[0] + place, HELPER_COLUMN) for place in range(3))
"""Page, row and column of the binding input's name, its coverage and its gap; the name is blank if none."""


def sheet_cell(draft: Draft, page: str, row: int, column: int) -> str:
    """Return the absolute reference of a page's cell, as other sheets name it."""
    return f"'{draft.name(page)}'!${column_letters(column + 1)}${row + 1}"


def add_backward_page(draft: Draft) -> None:
    """Write the page: a row for each stage and each resource; the inputs it rests on below."""
    sheet = start_page(draft, BACKWARD, _LAST_ROW)
    labels = "needed available coverage gap judged".split()
    header_cells(
        draft,
        sheet,
        _HEAD,
        {
            0: draft.say("back_input"),
            **{at: draft.say(f"back_{key}") for at, key in enumerate(labels, start=1)},
        },
    )
    helper_cell(draft, sheet, _FIRST - 2, HELPER_COLUMN + 1, _target(draft))
    goal = f"${column_letters(HELPER_COLUMN + 2)}${_FIRST - 1}"
    _rows(draft, sheet, goal)
    _binding(draft, sheet)
    name, coverage, gap = (sheet_cell(draft, *place) for place in BINDING_CELLS)
    short = [(f"N({gap})>0", {"font_color": look.RED})]
    tiles = [
        Tile(
            draft.say("back_target"), f'=IF({goal}=0,"–",{goal}/money_unit)', "#,##0.0", "=money_unit_label"
        ),
        Tile(draft.say("back_binding"), f'=IF({name}="","–",{name})', "@", rules=short),
        Tile(draft.say("back_covered"), f'=IF({name}="","–",{coverage})', "0.0%", rules=short),
        Tile(draft.say("back_gap"), f'=IF({name}="","–",{gap})', "#,##0", rules=short),
        Tile(
            draft.say("back_feasible"),
            f'=IF({name}="","–",IF({gap}>0,"{draft.say("back_no")}","{draft.say("back_yes")}"))',
            "@",
            rules=short,
        ),
    ]
    add_tiles(draft, sheet, tiles, _TILES)
    _typed(draft, sheet)
    _chart(draft, sheet)


def _target(draft: Draft) -> str:
    """Return the formula of the sales target in base units: the committed one, else the decision."""
    label = INDICATORS["sales_amount"].choice.label(draft.language)
    names, units = draft.column("tblTargets", "indicator"), draft.column("tblTargets", "unit")
    unit = f'INDEX({units},MATCH("{label}",{names},0))'
    typed = f'SUMIF({names},"{label}",{draft.column("tblTargets", "committed")})'
    return f"=IF({typed}<>0,{typed}*{factor(draft, unit)},N({DECISION}))"


def _rows(draft: Draft, sheet: Worksheet, goal: str) -> None:
    at = {id: _FIRST + 1 + place for place, id in enumerate(_ROWS)}

    def whole(value: str) -> str:
        """Round up to a whole number; what is a hair above one by the binary fractions stays."""
        return f"ROUNDUP(ROUND({value},7),0)"

    def rate(number: int) -> str:
        typed = input_value(draft, f"rate_{number}")
        return f"IF({typed}=0,1,{typed})"

    value, visits = input_value(draft, "order_value"), input_value(draft, "visits_per_order")
    orders = f"IF({value}<=0,0,{goal}/{value})"
    needed = {
        "orders": orders,
        "offers": f"{orders}/{rate(3)}",
        "opportunities": f"{orders}/({rate(2)}*{rate(3)})",
        "leads": f"{orders}/({rate(1)}*{rate(2)}*{rate(3)})",
        "visits": f"B{at['orders']}*{visits}",
        "heads": f"IF({input_value(draft, 'visits_per_head')}<=0,0,"
        f"B{at['visits']}/{input_value(draft, 'visits_per_head')})",
        "expense": f"{goal}*{input_value(draft, 'expense_rate')}",
    }
    for id in _ROWS:
        row = at[id] - 1
        label_cell(draft, sheet, row, draft.say(f"back_{id}"))
        figure_cell(draft, sheet, row, 1, f"={whole(needed[id])}", NUMBER)
        if id not in _JUDGED:
            for column in range(2, 6):
                figure_cell(draft, sheet, row, column, '=""', NUMBER)
            continue
        cell = at[id]
        short = [(f"ISNUMBER(E{cell}),E{cell}>0", {"font_color": look.RED, "bold": True})]
        figure_cell(draft, sheet, row, 2, f"={input_value(draft, f'available_{id}')}", NUMBER)
        figure_cell(draft, sheet, row, 3, f'=IF(B{cell}=0,"",C{cell}/B{cell})', RATIO, short)
        figure_cell(draft, sheet, row, 4, f'=IF(B{cell}=0,"",B{cell}-C{cell})', NUMBER, short)
        enough, lacking = draft.say("back_enough"), draft.say("back_lacking")
        judged = f'=IF(B{cell}=0,"",IF(E{cell}>0,"{lacking}","{enough}"))'
        figure_cell(draft, sheet, row, 5, judged, "@", short)


def _binding(draft: Draft, sheet: Worksheet) -> None:
    """Write the name, coverage and gap of the input that is covered least; of equals the earlier."""
    first, last = _FIRST + 1, _FIRST + len(_ROWS)
    coverage = f"$D${first}:$D${last}"
    least = f"MATCH(MIN({coverage}),{coverage},0)"
    there = f"COUNT({coverage})=0"
    for place, column in enumerate(("A", "D", "E")):
        found = f"INDEX(${column}${first}:${column}${last},{least})"
        helper_cell(draft, sheet, _BINDING[0] + place, HELPER_COLUMN, f'=IF({there},"",{found})')


def _typed(draft: Draft, sheet: Worksheet) -> None:
    """Show the inputs; they are typed in their table."""
    section(draft, sheet, _TYPED - 1, draft.say("back_inputs"))
    header_cells(draft, sheet, _TYPED, {0: draft.say("back_input"), 1: draft.say("back_value")})
    for place, key in enumerate(_INPUTS):
        row = _TYPED + 1 + place
        label_cell(draft, sheet, row, BENCHMARK_INPUTS[key].label(draft.language))
        shown = RATIO if "rate" in key else '#,##0.##_);-#,##0.##_);"–"_)'
        figure_cell(draft, sheet, row, 1, f"={input_value(draft, key)}", shown)


def _chart(draft: Draft, sheet: Worksheet) -> None:
    """Draw how much of each resource there is."""
    helper_cell(draft, sheet, _HEAD + 5, HELPER_COLUMN, draft.say("back_input"))
    helper_cell(draft, sheet, _HEAD + 5, HELPER_COLUMN + 1, draft.say("back_coverage"))
    helper_cell(draft, sheet, _HEAD + 5, HELPER_COLUMN + 2, draft.say("back_full"))
    for place, id in enumerate(_JUDGED):
        row = _HEAD + 6 + place
        cell = _FIRST + 1 + _ROWS.index(id)
        helper_cell(draft, sheet, row, HELPER_COLUMN, draft.say(f"back_{id}"))
        helper_cell(draft, sheet, row, HELPER_COLUMN + 1, f"=N($D${cell})")
        helper_cell(draft, sheet, row, HELPER_COLUMN + 2, "=1")
    first, last = _HEAD + 6, _HEAD + 5 + len(_JUDGED)
    categories = (first, HELPER_COLUMN, last, HELPER_COLUMN)
    chart, line = (draft.book.add_chart({"type": kind}) for kind in ("column", "line"))
    for drawn, column, own in (
        (chart, HELPER_COLUMN + 1, {"gap": 80, **charts.solid(look.ACCENT)}),
        (line, HELPER_COLUMN + 2, charts.line("#D9822B", dashed=True)),
    ):
        drawn.add_series(
            charts.series(sheet, (_HEAD + 5, column), categories, (first, column, last, column), **own)
        )
    chart.combine(line)
    charts.style(draft, chart, draft.say("back_chart"), "0%", least=0)
    charts.place(sheet, _HEAD, 7, chart, 470, 15 * 24 - 8)
