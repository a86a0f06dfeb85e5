"""Plan, actual and landing by month and summed up, with the milestones of the annual target."""

from __future__ import annotations

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import AGGREGATIONS, VIEWS
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.conditions import Rule, attainment_rules
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_key, month_known
from salesplan_xl.templates.report_page import (
    CHART_HEIGHT,
    CHART_ROWS,
    HELPER_COLUMN,
    LEFT_COLUMNS,
    NUMBER,
    RATIO,
    TENTHS,
    chart_widths,
    figure_cell,
    header_cells,
    helper_cell,
    label_cell,
    month_header,
    month_row,
    section,
    start_page,
    sum_where,
)

LANDING = "landing"
_CHOSEN_ROW, _CHART_ROW = 2, 4
_BLOCK_ROW = _CHART_ROW + CHART_ROWS + 1
_HEAD = _BLOCK_ROW + 1
_TARGET, _ACTUAL, _PROJECTION, _REACHED, _TARGET_SUM, _ACTUAL_SUM, _LANDING_SUM = range(_HEAD + 1, _HEAD + 8)
_MILESTONE_ROW = _LANDING_SUM + 2
_SHARES = (0.25, 0.5, 0.75, 1.0)
_LAST_ROW = _MILESTONE_ROW + 1 + len(_SHARES)
_ALMOST = "0.999999999"
"""What is short of a milestone by rounding alone has reached it."""


def add_landing_page(draft: Draft) -> None:
    """Write the page for the indicator chosen on the dashboard."""
    sheet = start_page(draft, LANDING, _LAST_ROW)
    bold = draft.look.format(bold=True)
    sheet.write_string(_CHOSEN_ROW, 0, draft.say("dash_indicator"), bold)
    sheet.write_formula(_CHOSEN_ROW, 1, "=dash_indicator", bold, draft.usual_indicator)
    unit = f'="{draft.say("unit_shown")}"&dash_unit'
    sheet.write_formula(_CHOSEN_ROW, MONTHS, unit, draft.look.unit(), "")
    _figures(draft)
    _milestones(draft)
    _charts(draft)


def _row(row: int) -> str:
    return f"$B${row + 1}:${column_letters(MONTHS + 1)}${row + 1}"


def _figures(draft: Draft) -> None:
    sheet = draft.sheets[LANDING]
    how = draft.column("tblTargets", "aggregation")
    names = draft.column("tblTargets", "indicator")
    closing = AGGREGATIONS["closing"].label(draft.language)
    flag = f"${column_letters(HELPER_COLUMN + 1)}${_HEAD + 1}"
    helper_cell(
        draft,
        sheet,
        _HEAD,
        HELPER_COLUMN,
        f'=IF(IFERROR(INDEX({how},MATCH(dash_indicator,{names},0)),"")="{closing}",1,0)',
    )
    total = f'"{VIEWS["total"].label(draft.language)}"'

    def target(month: int, letters: str) -> str:
        where = {"indicator": "dash_indicator", "period": month_key(draft, month)}
        return f"={sum_where(draft, 'tblQuota', 'committed', where)}/dash_factor"

    def actual(month: int, letters: str) -> str:
        where = {"indicator": "dash_indicator", "period": month_key(draft, month), "dimension": total}
        value = sum_where(draft, "tblVariance", "actual", where)
        return f'=IF({month_known(draft, month)}=0,"",{value}/dash_factor)'

    done = f"SUM({_row(_ACTUAL)})"
    planned = f"SUMPRODUCT(--ISNUMBER({_row(_ACTUAL)}),{_row(_TARGET)})"
    stays = f"INDEX({_row(_ACTUAL)},dash_months_known)-INDEX({_row(_TARGET)},dash_months_known)"

    def projection(month: int, letters: str) -> str:
        own = f"{letters}{_TARGET + 1}"
        return (
            f'=IF(OR(dash_months_known=0,{month_known(draft, month)}>0),"",IF({flag}=1,{own}+{stays},'
            f'IF({planned}<=0,"",{own}*{done}/{planned})))'
        )

    def reached(month: int, letters: str) -> str:
        own, plan = f"{letters}{_ACTUAL + 1}", f"{letters}{_TARGET + 1}"
        return f'=IF({own}="","",IF({plan}<=0,"",{own}/{plan}))'

    def target_sum(month: int, letters: str) -> str:
        return f"=IF({flag}=1,{letters}{_TARGET + 1},SUM($B{_TARGET + 1}:{letters}{_TARGET + 1}))"

    def actual_sum(month: int, letters: str) -> str:
        own = f"{letters}{_ACTUAL + 1}"
        return f'=IF({own}="","",IF({flag}=1,{own},SUM($B{_ACTUAL + 1}:{own})))'

    def landing_sum(month: int, letters: str) -> str:
        rows = f"$B{_ACTUAL + 1}:{letters}{_ACTUAL + 1}", f"$B{_PROJECTION + 1}:{letters}{_PROJECTION + 1}"
        own = f'IF({letters}{_ACTUAL + 1}="",{letters}{_PROJECTION + 1},{letters}{_ACTUAL + 1})'
        return f'=IF(dash_months_known=0,"",IF({flag}=1,{own},SUM({rows[0]})+SUM({rows[1]})))'

    section(draft, sheet, _BLOCK_ROW, draft.say("track_figures"))
    month_header(draft, sheet, _HEAD, draft.say("dash_month"))
    rows = (
        (_TARGET, "dash_month_target", target),
        (_ACTUAL, "dash_month_actual", actual),
        (_PROJECTION, "track_projection", projection),
        (_TARGET_SUM, "track_plan_sum", target_sum),
        (_ACTUAL_SUM, "track_actual_sum", actual_sum),
        (_LANDING_SUM, "track_landing_sum", landing_sum),
    )
    for row, label, formula in rows:
        month_row(draft, sheet, row, draft.say(label), formula, TENTHS, _counted)
    month_row(draft, sheet, _REACHED, draft.say("dash_month_attainment"), reached, RATIO, attainment_rules)


def _counted(cell: str) -> list[Rule]:
    """Return the rule that shows what is counted without decimals."""
    return [("dash_is_money=0", {"num_format": NUMBER})]


def _milestones(draft: Draft) -> None:
    """Write in which month each share of the annual target is planned, and was reached."""
    sheet = draft.sheets[LANDING]
    section(draft, sheet, _MILESTONE_ROW, draft.say("track_milestones"))
    labels = ("track_milestone", "track_amount", "track_reached_plan", "track_reached")
    head = _MILESTONE_ROW + 1
    header_cells(draft, sheet, head, {place: draft.say(label) for place, label in enumerate(labels)})
    sheet.set_row(head, 20 if draft.language == "zh" else 34)
    year = f"${column_letters(MONTHS + 1)}${_TARGET_SUM + 1}"
    months = _row(_HEAD)
    for place, share in enumerate(_SHARES, start=1):
        row = head + place
        label_cell(draft, sheet, row, f"{share:.0%}")
        amount = figure_cell(draft, sheet, row, 1, f"={year}*{share}", TENTHS, _counted(""))
        for column, line in ((2, _TARGET_SUM), (3, _ACTUAL_SUM)):
            below = f'COUNTIF({_row(line)},"<"&{amount}*{_ALMOST})'
            reached = f'COUNTIF({_row(line)},">="&{amount}*{_ALMOST})'
            formula = f'=IF(OR({amount}<=0,{reached}=0),"–",INDEX({months},MIN({below}+1,{MONTHS})))'
            figure_cell(draft, sheet, row, column, formula, "@_)")


def _charts(draft: Draft) -> None:
    sheet = draft.sheets[LANDING]
    left, right = chart_widths(draft)
    categories = (_HEAD, 1, _HEAD, MONTHS)

    def of(row: int, **own: object) -> dict[str, object]:
        return charts.series(sheet, (row, 0), categories, (row, 1, row, MONTHS), **own)

    months = draft.book.add_chart({"type": "column"})
    months.add_series(of(_TARGET, gap=60, overlap=0, **charts.solid(charts.TARGET_GREY)))
    months.add_series(of(_ACTUAL, **charts.solid(look.ACCENT)))
    months.add_series(of(_PROJECTION, **charts.solid(charts.TINTS[2])))
    charts.style(draft, months, draft.say("track_by_month"), "#,##0")
    curve = draft.book.add_chart({"type": "column"})
    curve.add_series(of(_ACTUAL_SUM, gap=60, **charts.solid(charts.TINTS[2])))
    lines = draft.book.add_chart({"type": "line"})
    lines.add_series(of(_TARGET_SUM, **charts.line(charts.LINE_GREY)))
    lines.add_series(of(_LANDING_SUM, **charts.line(look.ACCENT, dashed=True)))
    curve.combine(lines)
    charts.style(draft, curve, draft.say("track_curve"), "#,##0")
    charts.place(sheet, _CHART_ROW, 0, months, left, CHART_HEIGHT)
    charts.place(sheet, _CHART_ROW, LEFT_COLUMNS + 1, curve, right, CHART_HEIGHT)
