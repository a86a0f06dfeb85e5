"""The cumulative plan as a curve, the months in which its milestones are reached, dated milestones."""

from __future__ import annotations

from salesplan_xl.tables.choices import ROW_UNITS, VIEWS
from salesplan_xl.tables.contract import label_of
from salesplan_xl.tables.task_tables import TASK_KINDS
from salesplan_xl.templates import charts, look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_key
from salesplan_xl.templates.report_page import (
    CHOICE_ROW,
    HELPER_COLUMN,
    RATIO,
    TENTHS,
    add_tiles,
    chart_widths,
    choose,
    figure_cell,
    header_cells,
    helper_cell,
    month_header,
    month_row,
    section,
    start_page,
    sum_where,
)
from salesplan_xl.templates.tiles import Tile

MILESTONES = "milestones"
_MARKS = (0.25, 0.5, 0.75, 1.0)
_CHART, _CHART_ROWS = 8, 15
_HEAD = _CHART + _CHART_ROWS + 1
_MOST_TASKS = 8
_LIST = _HEAD + 9
_LAST_ROW = _LIST + _MOST_TASKS + 1


def add_milestones_page(draft: Draft) -> None:
    """Write the page: the indicator is chosen in the blue cell."""
    sheet = start_page(draft, MILESTONES, _LAST_ROW)
    chosen = choose(
        draft, sheet, 1, draft.say("argument_indicator"), draft.usual_indicator, "=list_indicator"
    )
    names, units = draft.column("tblTargets", "indicator"), draft.column("tblTargets", "unit")
    unit = f'IFERROR(INDEX({units},MATCH({chosen},{names},0))&"","")'
    area = f"'{draft.say('sheet_lists')}'!$A$1:$C${len(ROW_UNITS)}"
    money = f"IFERROR(VLOOKUP({unit},{area},3,FALSE),1)=1"
    helper_cell(draft, sheet, CHOICE_ROW, HELPER_COLUMN, f"=IF({money},money_unit,1)")
    scale = f"$O${CHOICE_ROW + 1}"
    shown = f'="{draft.say("unit_shown")}"&IF({money},money_unit_label,{unit})'
    sheet.write_formula(CHOICE_ROW, MONTHS, shown, draft.look.unit(), "")
    month_header(draft, sheet, _HEAD, draft.say("miles_month"))
    plan, total, share, stretch, last, actual = range(_HEAD + 1, _HEAD + 7)

    def quota(column: str, month: int) -> str:
        where = {"indicator": chosen, "period": month_key(draft, month)}
        return f"={sum_where(draft, 'tblQuota', column, where)}/{scale}"

    def running(row: int, column: str, month: int) -> str:
        before = "" if month == 0 else f"+{'ABCDEFGHIJKLM'[month]}{row + 1}"
        return f"{quota(column, month)}{before}"

    month_row(draft, sheet, plan, draft.say("miles_plan"), lambda m, _: quota("committed", m), TENTHS)
    month_row(
        draft, sheet, total, draft.say("miles_total"), lambda m, _: running(total, "committed", m), TENTHS
    )
    month_row(
        draft,
        sheet,
        share,
        draft.say("miles_share"),
        lambda _, a: f"=IF($M{total + 1}=0,0,{a}{total + 1}/$M{total + 1})",
        RATIO,
    )
    month_row(
        draft, sheet, stretch, draft.say("miles_stretch"), lambda m, _: running(stretch, "stretch", m), TENTHS
    )
    month_row(draft, sheet, last, draft.say("miles_last"), lambda m, _: running(last, "last_year", m), TENTHS)
    all_of = f'"{VIEWS["total"].label(draft.language)}"'

    def reached(month: int, _: str) -> str:
        where = {"indicator": chosen, "dimension": all_of, "period": month_key(draft, month)}
        rows = ",".join(f"--({draft.column('tblVariance', id)}={value})" for id, value in where.items())
        value = sum_where(draft, "tblVariance", "actual_ytd", where)
        return f'=IF(SUMPRODUCT({rows})=0,"",{value}/{scale})'

    month_row(draft, sheet, actual, draft.say("miles_actual"), reached, TENTHS)
    months = f"$B${_HEAD + 1}:$M${_HEAD + 1}"
    tiles = [
        Tile(
            f"{draft.say('miles_reached')} {mark:.0%}",
            f'=IF($M{total + 1}<=0,"–",INDEX({months},MATCH(TRUE,INDEX($B${share + 1}:$M${share + 1}>='
            f'{mark}-0.000000001,0),0)))',
            "@",
            f'=IF($M{total + 1}<=0,"",TEXT($M{total + 1}*{mark},"#,##0.0"))',
        )
        for mark in _MARKS
    ]  # fmt: skip
    add_tiles(draft, sheet, tiles)
    chart = draft.book.add_chart({"type": "line"})
    categories = (_HEAD, 1, _HEAD, MONTHS)
    for row, own in (
        (total, charts.line(look.ACCENT, width=2.5)),
        (stretch, charts.line("#A9C6E3", dashed=True)),
        (last, charts.line(charts.LINE_GREY, dashed=True)),
    ):
        chart.add_series(charts.series(sheet, (row, 0), categories, (row, 1, row, MONTHS), **own))
    charts.style(draft, chart, draft.say("miles_chart"), "#,##0", least=0)
    charts.place(sheet, _CHART, 0, chart, sum(chart_widths(draft)) + 10, _CHART_ROWS * 24 - 8)
    _list(draft)


def _list(draft: Draft) -> None:
    """List the tasks that are milestones, with owner, due date and status."""
    sheet = draft.sheets[MILESTONES]
    section(draft, sheet, _LIST - 1, draft.say("miles_tasks"))
    ids = {6: "owner", 7: "month", 8: "due", 9: "status"}
    header_cells(
        draft,
        sheet,
        _LIST,
        {0: label_of("tblTasks", "description", draft.language), **dict.fromkeys(range(1, 6), "")}
        | {column: label_of("tblTasks", id, draft.language) for column, id in ids.items()},
    )
    kinds = draft.column("tblTasks", "kind")
    own = f'({kinds}="{TASK_KINDS["milestone"].label(draft.language)}")'
    top = f"ROW(tblTasks[[#Headers],[{label_of('tblTasks', 'kind', draft.language)}]])"
    text = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="left", indent=1)
    for place in range(_MOST_TASKS):
        row = _LIST + 1 + place
        found = f"SUMPRODUCT(SMALL(ROW({kinds})-{top}+1E9*(1-{own}),{place + 1}))"
        there = f"SUMPRODUCT(--{own})>{place}"
        sheet.merge_range(row, 0, row, 5, "", text)
        for column, id in {0: "description", **ids}.items():
            cell = f"INDEX({draft.column('tblTasks', id)},{found})"
            pattern = {"month": "yyyy-mm", "due": "yyyy-mm-dd"}.get(id)
            shown = f'IF(ISNUMBER({cell}),TEXT({cell},"{pattern}"),{cell}&"")' if pattern else f'{cell}&""'
            formula = f'=IF({there},{shown},"")'
            if column == 0:
                sheet.write_formula(row, 0, formula, text, "")
            else:
                figure_cell(draft, sheet, row, column, formula, "@")
