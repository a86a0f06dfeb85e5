"""The argument of the target in four blocks: last year, its variance, the justification, the conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.tables.argument_tables import BENCHMARKS
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.argument_formulas import (
    COMPUTED_AMOUNTS,
    COMPUTED_LABELS,
    DECISION,
    input_value,
)
from salesplan_xl.templates.backward_page import BINDING_CELLS, sheet_cell
from salesplan_xl.templates.conditions import negative_rule
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS
from salesplan_xl.templates.report_page import (
    HELPER_COLUMN,
    NUMBER,
    RATIO,
    TENTHS,
    figure_cell,
    header_cells,
    helper_cell,
    label_cell,
    section,
    start_page,
)
from salesplan_xl.templates.target_rows import FIGURE_WIDTHS, MOST_TARGETS, factor, history, target

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ARGUMENT = "argument"
_SUMMARY = 3
_COMPUTED = _SUMMARY + MOST_TARGETS + 3
_COMPUTED_ROWS = (
    "own_prior_actual",
    "own_prior_expected",
    "own_current",
    "break_even",
    "development",
    "asset_turnover",
    "net_profit",
    "value_added",
    "market_share",
)
_DECIDED = _COMPUTED + len(_COMPUTED_ROWS) + 3
_CONCLUSION = _DECIDED + 4
_LAST_ROW = _CONCLUSION + 9
_MOST_CHARTED = 12
_AMOUNT_COLUMN = 5
CHART_WIDTHS = {"zh": 600, "en": 790}


def add_argument_page(draft: Draft) -> None:
    """Write the page: figures of every target, what the benchmarks come to, the decision, the conclusion."""
    sheet = start_page(draft, ARGUMENT, _LAST_ROW)
    sheet.set_column(1, MONTHS, FIGURE_WIDTHS[draft.language])
    sheet.write_string(2, 12, draft.say("argument_units"), draft.look.unit())
    _summary(draft, sheet)
    _computed(draft, sheet)
    _decided(draft, sheet)
    _conclusion(draft, sheet)
    _chart(draft, sheet)


def decision_cell(draft: Draft, column: int = 2) -> str:
    """Return the absolute address of a figure of the decision: 1 volume, 2 amount, 3 margin rate."""
    return sheet_cell(draft, ARGUMENT, _DECIDED + 2, column)


def _summary(draft: Draft, sheet: Worksheet) -> None:
    """Write last year's actuals and variance beside this year's increment, a row for each target."""
    section(draft, sheet, _SUMMARY, draft.say("argument_summary"))
    keys = (
        "unit last_year months mean estimate variance variance_rate committed increment growth assigned over"
    )
    labels = {place: draft.say(f"argument_{key}") for place, key in enumerate(keys.split(), start=1)}
    header_cells(draft, sheet, _SUMMARY + 1, {0: draft.say("argument_indicator"), **labels})
    sheet.set_row(_SUMMARY + 1, 32)
    for place in range(MOST_TARGETS):
        row = _SUMMARY + 2 + place
        label_cell(draft, sheet, row, f"={target(draft, 'indicator', place)}")
        at = row + 1
        unit = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="right", font_color=look.MUTED)
        sheet.write_formula(row, 1, f"={target(draft, 'unit', place)}", unit, "")
        last = target(draft, "last_year", place)
        sold = f"{history(draft, 'last_year', f'$A{at}')}/{factor(draft, f'$B{at}')}"
        figures = (
            f'=IF($A{at}="","",IF(ISNUMBER({last}),{last},IF({sold}=0,"",{sold})))',
            f'=IF($A{at}="","",{history(draft, "last_year", f"$A{at}", count=True)})',
            f'=IF(AND(ISNUMBER(C{at}),N(D{at})>0),C{at}/D{at},"")',
            f"={target(draft, 'estimate', place)}",
            f'=IF(COUNT(C{at},F{at})=2,C{at}-F{at},"")',
            f'=IF(COUNT(C{at},F{at})<2,"",IF(F{at}=0,"",(C{at}-F{at})/ABS(F{at})))',
            f"={target(draft, 'committed', place)}",
            f'=IF(COUNT(C{at},I{at})=2,I{at}-C{at},"")',
            f'=IF(COUNT(C{at},I{at})<2,"",IF(C{at}=0,"",(I{at}-C{at})/ABS(C{at})))',
            f"={target(draft, 'assigned', place)}",
            f'=IF(COUNT(I{at},L{at})<2,"",IF(L{at}=0,"",I{at}/L{at}))',
        )
        shown = (TENTHS, "0", TENTHS, TENTHS, TENTHS, RATIO, TENTHS, TENTHS, RATIO, TENTHS, RATIO)
        for column, (formula, number_format) in enumerate(zip(figures, shown, strict=True), start=2):
            rules = []
            if column in (6, 7, 9, 10):
                rules = [negative_rule(f"{'ABCDEFGHIJKLM'[column]}{at}")]
            if column == 3:
                rules = [(f"ISNUMBER(D{at}),D{at}<12", {"font_color": look.AMBER, "bold": True})]
            figure_cell(draft, sheet, row, column, formula, number_format, rules)


def _computed(draft: Draft, sheet: Worksheet) -> None:
    """Write what each benchmark comes to by the inputs, in base units, and name the cells."""
    section(draft, sheet, _COMPUTED, draft.say("argument_justification"))
    header_cells(
        draft,
        sheet,
        _COMPUTED + 1,
        {0: draft.say("argument_benchmark"), 1: "", 2: "", 3: "", 4: "", 5: draft.say("argument_amount")},
    )
    left = draft.look.header("output", align="left", indent=1)
    sheet.merge_range(_COMPUTED + 1, 1, _COMPUTED + 1, 4, draft.say("argument_formula"), left)
    words = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, font_color=look.MUTED, font_size=9)
    for place, id in enumerate(_COMPUTED_ROWS):
        row = _COMPUTED + 2 + place
        label_cell(draft, sheet, row, BENCHMARKS[id].label(draft.language))
        sheet.merge_range(row, 1, row, 4, draft.say(f"bench_{id}"), words)
        figure_cell(draft, sheet, row, _AMOUNT_COLUMN, f"={_benchmark(draft, id)}", NUMBER)
    first, last = _COMPUTED + 3, _COMPUTED + 2 + len(_COMPUTED_ROWS)
    name = f"'{draft.name(ARGUMENT)}'"
    draft.book.define_name(COMPUTED_LABELS, f"={name}!$A${first}:$A${last}")
    draft.book.define_name(COMPUTED_AMOUNTS, f"={name}!$F${first}:$F${last}")


def _benchmark(draft: Draft, id: str) -> str:
    """Return the formula of a benchmark; zero where its inputs are not all there."""

    def value(key: str) -> str:
        return input_value(draft, key)

    def ratio(part: str, of: str) -> str:
        return f"IF({of}=0,0,({part})/{of})"

    if id in ("own_prior_actual", "own_prior_expected", "own_current"):
        column = {"own_prior_actual": 3, "own_prior_expected": 6, "own_current": 9}[id]
        label = INDICATORS["sales_amount"].choice.label(draft.language)
        first, last = _SUMMARY + 3, _SUMMARY + 2 + MOST_TARGETS
        letter = "ABCDEFGHIJKLM"[column - 1]
        rows = f"$A${first}:$A${last}"
        unit = f'INDEX($B${first}:$B${last},MATCH("{label}",{rows},0))'
        return f'SUMIF({rows},"{label}",${letter}${first}:${letter}${last})*IFERROR({factor(draft, unit)},1)'
    if id == "break_even":
        return ratio(f"{value('fixed_cost')}+{value('planned_profit')}", value("planned_margin"))
    if id == "development":
        before = f"${'F'}${_COMPUTED + 3}"
        return f"IF({value('development_growth')}=0,0,{before}*(1+{value('development_growth')}))"
    if id == "asset_turnover":
        return f"{value('assets')}*{value('turns')}"
    if id == "net_profit":
        return ratio(value("pretax_profit"), value("pretax_rate"))
    if id == "value_added":
        return ratio(f"{value('heads')}*{value('value_added_per_head')}", value("value_added_rate"))
    return f"{value('market')}*(1+{value('market_growth')})*{value('share')}"


def _decided(draft: Draft, sheet: Worksheet) -> None:
    """Write the decision row: what is typed, else the weighted mean of the benchmarks that are there."""
    section(draft, sheet, _DECIDED, draft.say("argument_decision"))
    keys = "volume amount margin_rate price marginal_profit how".split()
    labels = {place: draft.say(f"decided_{key}") for place, key in enumerate(keys, start=1)}
    header_cells(draft, sheet, _DECIDED + 1, {0: "", **labels})
    row = _DECIDED + 2
    label_cell(draft, sheet, row, draft.say("argument_decided"))
    weight = draft.column("tblBenchmarks", "weight")
    for place, (column, key) in enumerate(
        (("volume", "decision_volume"), ("amount", "decision_amount"), ("margin_rate", "decision_margin")),
        start=1,
    ):
        values = draft.column("tblBenchmarks", column)
        weights = f"SUMPRODUCT(--ISNUMBER({values}),{weight})"
        blend = f'IF({weights}=0,"",SUMPRODUCT({values},{weight})/{weights})'
        typed = input_value(draft, key)
        shown = RATIO if column == "margin_rate" else NUMBER
        figure_cell(draft, sheet, row, place, f"=IF({typed}<>0,{typed},{blend})", shown)
    at = row + 1
    figure_cell(draft, sheet, row, 4, f'=IF(OR(N(B{at})=0,N(C{at})=0),"",C{at}/B{at})', "#,##0.00_)")
    figure_cell(draft, sheet, row, 5, f'=IF(COUNT(C{at},D{at})=2,C{at}*D{at},"")', NUMBER)
    own, mean = draft.say("decided_own"), draft.say("decided_blend")
    how = f'=IF({input_value(draft, "decision_amount")}<>0,"{own}",IF(N(C{at})=0,"","{mean}"))'
    figure_cell(draft, sheet, row, 6, how, "@")
    draft.book.define_name(DECISION, f"={decision_cell(draft)}")


def _conclusion(draft: Draft, sheet: Worksheet) -> None:
    """Write what the figures say, and leave room for the planner's own words."""
    section(draft, sheet, _CONCLUSION, draft.say("argument_conclusion"))

    def against(id: str) -> str:
        base = f"$F${_COMPUTED + 3 + _COMPUTED_ROWS.index(id)}"
        return f'IF(OR(N({base})=0,N({DECISION})=0),"–",TEXT({DECISION}/{base}-1,"+0.0%;-0.0%"))'

    name, coverage, gap = (sheet_cell(draft, *place) for place in BINDING_CELLS)
    lines = (
        ("argument_to_last", against("own_prior_actual"), ""),
        ("argument_to_break_even", against("break_even"), ""),
        ("argument_to_market", against("market_share"), ""),
        ("argument_binding", f'IF({name}="","–",{name}&" "&TEXT({coverage},"0%"))', ""),
        ("argument_feasible", f'IF({name}="","–",IF({gap}>0,"{draft.say("argument_short")}",'
         f'"{draft.say("argument_enough")}"))', ""),
    )  # fmt: skip
    for place, (key, formula, _) in enumerate(lines, start=1):
        row = _CONCLUSION + place
        label = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="left", indent=1)
        sheet.merge_range(row, 0, row, 2, draft.say(key), label)
        figure_cell(draft, sheet, row, 3, f"={formula}", "@")
        sheet.write_blank(row, 4, None, label)
        sheet.write_blank(row, 5, None, label)
    typed = draft.look.cell("input", "@", align="left", text_wrap=True, valign="top", border=1)
    sheet.merge_range(_CONCLUSION + 1, 7, _CONCLUSION + 7, 12, draft.say("argument_words"), typed)


def _chart(draft: Draft, sheet: Worksheet) -> None:
    """Draw every benchmark beside the decision; a row past the last benchmark holds nothing to draw."""
    helper_cell(draft, sheet, _COMPUTED, HELPER_COLUMN, draft.say("argument_benchmark"))
    helper_cell(draft, sheet, _COMPUTED, HELPER_COLUMN + 1, draft.say("argument_amount"))
    helper_cell(draft, sheet, _COMPUTED, HELPER_COLUMN + 2, draft.say("argument_decided"))
    names, amounts = (draft.column("tblBenchmarks", id) for id in ("benchmark", "amount"))
    for place in range(_MOST_CHARTED):
        row = _COMPUTED + 1 + place
        there = f"ROWS({names})>{place}"
        figure = f"INDEX({amounts},{place + 1})"
        helper_cell(draft, sheet, row, HELPER_COLUMN, f'=IF({there},INDEX({names},{place + 1})&"","")')
        known = f"IF({there},N({figure})<>0,FALSE)"
        helper_cell(draft, sheet, row, HELPER_COLUMN + 1, f"=IF({known},{figure}/money_unit,0)")
        helper_cell(draft, sheet, row, HELPER_COLUMN + 2, f"=IF({there},N({DECISION})/money_unit,0)")
    first, last = _COMPUTED + 1, _COMPUTED + len(BENCHMARKS)
    categories = (first, HELPER_COLUMN, last, HELPER_COLUMN)
    chart = draft.book.add_chart({"type": "column"})
    for offset, own in ((1, charts.solid(look.ACCENT)),):
        column = HELPER_COLUMN + offset
        chart.add_series(
            charts.series(
                sheet, (_COMPUTED, column), categories, (first, column, last, column), gap=50, **own
            )
        )
    line = draft.book.add_chart({"type": "line"})
    column = HELPER_COLUMN + 2
    line.add_series(
        charts.series(
            sheet,
            (_COMPUTED, column),
            categories,
            (first, column, last, column),
            **charts.line("#D9822B", dashed=True),
        )
    )
    chart.combine(line)
    charts.style(draft, chart, draft.say("argument_chart"), "#,##0", least=0)
    charts.place(sheet, _COMPUTED, 6, chart, CHART_WIDTHS[draft.language], (len(_COMPUTED_ROWS) + 2) * 24 - 8)
