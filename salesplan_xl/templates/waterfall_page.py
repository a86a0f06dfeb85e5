"""The waterfall: from what was planned, or sold last year, to what was reached, effect by effect."""

from __future__ import annotations

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import AGAINST, VIEWS
from salesplan_xl.tables.contract import label_of
from salesplan_xl.templates import charts
from salesplan_xl.templates.conditions import negative_rule
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, default_money_label
from salesplan_xl.templates.report_page import (
    CHART_HEIGHT,
    CHOICE_ROW,
    HELPER_COLUMN,
    RATIO,
    TENTHS,
    chart_widths,
    choose,
    figure_cell,
    header_cells,
    helper_cell,
    label_cell,
    month_choices,
    start_page,
    sum_where,
)

WATERFALL = "waterfall"
_STEPS = ("base", "price", "volume", "mix", "new", "discontinued", "actual")
_HEAD = 4
_PARTS = ("floor", "ends", "up", "down")
_LAST_ROW = _HEAD + 16


def add_waterfall_page(draft: Draft) -> None:
    """Write the page; period, base, dimension and member are chosen in its blue cells."""
    sheet = start_page(draft, WATERFALL, _LAST_ROW)
    language = draft.language
    total = VIEWS["total"].label(language)
    period = choose(draft, sheet, 1, draft.say("track_period"), "=dash_as_of", month_choices(draft))
    bases = [choice.label(language) for choice in AGAINST.values()]
    against = choose(draft, sheet, 4, draft.say("track_against"), bases[0], bases)
    views = [choice.label(language) for id, choice in VIEWS.items() if id != "period"]
    dimension = choose(draft, sheet, 7, draft.say("track_dimension"), total, views)
    member = choose(draft, sheet, 10, draft.say("track_member"), total, None)
    unit = f'="{draft.say("unit_shown")}"&money_unit_label'
    shown = draft.say("unit_shown") + default_money_label(draft)
    sheet.write_formula(CHOICE_ROW + 1, MONTHS, unit, draft.look.unit(), shown)
    where = {
        "indicator": f'"{draft.usual_indicator}"',
        "period": period,
        "against": against,
        "dimension": dimension,
        "member": member,
    }
    labels = ("track_bridge", "track_amount", "track_of_base")
    header_cells(draft, sheet, _HEAD, {place: draft.say(label) for place, label in enumerate(labels)})
    parts = ("track_floor", "track_ends", "track_up", "track_down")
    for place, key in enumerate(parts):
        helper_cell(draft, sheet, _HEAD, HELPER_COLUMN + place, draft.say(key))
    helper_cell(draft, sheet, _HEAD, HELPER_COLUMN + len(parts), draft.say("track_amount"))
    for place, step in enumerate(_STEPS):
        row = _HEAD + 1 + place
        label_cell(draft, sheet, row, label_of("tblBridge", step, language))
        value = f"={sum_where(draft, 'tblBridge', step, where)}/money_unit"
        cell = f"B{row + 1}"
        figure_cell(draft, sheet, row, 1, value, TENTHS, [negative_rule(cell)])
        base = f"$B${_HEAD + 2}"
        figure_cell(
            draft,
            sheet,
            row,
            2,
            f'=IF({base}=0,"",{cell}/ABS({base}))',
            RATIO,
            [negative_rule(f"C{row + 1}")],
        )
        _bar(draft, row, step)
    left, right = chart_widths(draft)
    names = (_HEAD + 1, 0, _HEAD + len(_STEPS), 0)
    blocks = {
        part: (
            (_HEAD, HELPER_COLUMN + place),
            (_HEAD + 1, HELPER_COLUMN + place, _HEAD + len(_STEPS), HELPER_COLUMN + place),
        )
        for place, part in enumerate(_PARTS)
    }
    chart = charts.waterfall(draft, sheet, draft.say("track_bridge"), names, blocks)
    charts.place(sheet, _HEAD, 4, chart, left + right - 330, CHART_HEIGHT)


def _bar(draft: Draft, row: int, step: str) -> None:
    """Write what the chart stacks: where the bar starts, and how far it goes up or down."""
    sheet = draft.sheets[WATERFALL]
    level = column_letters(HELPER_COLUMN + len(_PARTS) + 1)
    own, before = f"B{row + 1}", f"{level}{row}"
    if step in ("base", "actual"):
        formulas = ("=0", f"={own}", "=0", "=0", f"={own}")
    else:
        after = f"{before}+{own}"
        formulas = (
            f"=MAX(0,MIN({before},{after}))",
            "=0",
            f"=MAX({own},0)",
            f"=MAX(-{own},0)",
            f"={after}",
        )
    for place, formula in enumerate(formulas):
        helper_cell(draft, sheet, row, HELPER_COLUMN + place, formula)
