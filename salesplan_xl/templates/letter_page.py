"""The letter of responsibility (目标责任书): one sheet of paper for whoever is chosen, to print and sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.tables.choices import ROW_UNITS, VIEWS
from salesplan_xl.tables.contract import label_of
from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS
from salesplan_xl.templates.report_page import (
    TENTHS,
    choose,
    figure_cell,
    header_cells,
    label_cell,
    section,
    start_page,
)
from salesplan_xl.templates.target_rows import target

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LETTER = "letter"
_INDICATORS, _TASKS = 6, 8
_WORDS_ROW = 3
_YEAR = 5
_MONTHS = _YEAR + _INDICATORS + 3
_TASKS_AT = _MONTHS + _INDICATORS + 2
_TERMS = _TASKS_AT + _TASKS + 3
_SIGN = _TERMS + 5
_LAST_ROW = _SIGN + 3
_YEAR_COLUMNS = ("year", "h1", "h2", "q1", "q2", "q3", "q4", "last_year", "growth")
_SUMMARY = "tblQuotaSummary"


def add_letter_page(draft: Draft) -> None:
    """Write the page; the person is chosen in the blue cell."""
    sheet = start_page(draft, LETTER, _LAST_ROW)
    reps = draft.column("tblReps", "rep")
    rep = choose(draft, sheet, 1, draft.say("letter_for"), f'=INDEX({reps},1)&""', "=list_rep")
    words = draft.look.format(align="left", indent=1, font_color=look.INK)
    region = f'IFERROR(INDEX({draft.column("tblReps", "region")},MATCH({rep},{reps},0))&"","")'
    sheet.write_formula(
        _WORDS_ROW,
        0,
        f'=IF({rep}="","",{region}&"  "&{rep}&"{draft.say("letter_words")}"&IF(plan_year=0,"",plan_year)'
        f'&"{draft.say("letter_words_after")}")',
        words,
        "",
    )
    _year(draft, sheet, rep)
    _months(draft, sheet, rep)
    _tasks(draft, sheet, rep)
    _terms(draft, sheet)
    _signatures(draft, sheet)


def _amount(draft: Draft, column: str, at: int, rep: str) -> str:
    """Return the formula of a figure of a person in the monthly summary; blank where he has no row."""
    columns = (draft.column(_SUMMARY, id) for id in ("indicator", "dimension", "member"))
    indicator, dimension, member = columns
    view = VIEWS["rep"].label(draft.language)
    own = f'{indicator},$A{at},{dimension},"{view}",{member},{rep}'
    value = f"SUMIFS({draft.column(_SUMMARY, column)},{own})"
    return f'=IF($A{at}="","",IF(COUNTIFS({own})=0,"",{value}))'


def _unit(draft: Draft, at: int) -> str:
    """Return the formula of the unit a target is shown in: money in the plan's money unit."""
    names, units = draft.column("tblTargets", "indicator"), draft.column("tblTargets", "unit")
    unit = f'IFERROR(INDEX({units},MATCH($A{at},{names},0))&"","")'
    area = f"'{draft.say('sheet_lists')}'!$A$1:$C${len(ROW_UNITS)}"
    return f'=IF($A{at}="","",IF(IFERROR(VLOOKUP({unit},{area},3,FALSE),1)=1,money_unit_label,{unit}))'


def _year(draft: Draft, sheet: Worksheet, rep: str) -> None:
    section(draft, sheet, _YEAR - 1, draft.say("letter_targets"))
    labels = {
        place: label_of(_SUMMARY, id, draft.language) for place, id in enumerate(_YEAR_COLUMNS, start=2)
    }
    titles = {0: draft.say("argument_indicator"), 1: draft.say("argument_unit"), **labels}
    header_cells(draft, sheet, _YEAR, titles)
    unit = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="right", font_color=look.MUTED)
    for place in range(_INDICATORS):
        row = _YEAR + 1 + place
        label_cell(draft, sheet, row, f"={target(draft, 'indicator', place)}")
        sheet.write_formula(row, 1, _unit(draft, row + 1), unit, "")
        for column, id in enumerate(_YEAR_COLUMNS, start=2):
            shown = "0.0%_);-0.0%_)" if id == "growth" else TENTHS
            figure_cell(draft, sheet, row, column, _amount(draft, id, row + 1, rep), shown)


def _months(draft: Draft, sheet: Worksheet, rep: str) -> None:
    labels = {m: label_of(_SUMMARY, f"m{m:02d}", draft.language) for m in range(1, MONTHS + 1)}
    header_cells(draft, sheet, _MONTHS - 1, {0: draft.say("letter_by_month"), **labels})
    for place in range(_INDICATORS):
        row = _MONTHS + place
        label_cell(draft, sheet, row, f"=$A{_YEAR + 2 + place}")
        for month in range(1, MONTHS + 1):
            figure_cell(draft, sheet, row, month, _amount(draft, f"m{month:02d}", row + 1, rep), TENTHS)


def _tasks(draft: Draft, sheet: Worksheet, rep: str) -> None:
    """List the tasks that name the person as rep or as owner."""
    section(draft, sheet, _TASKS_AT - 1, draft.say("letter_tasks"))
    ids = {4: "kind", 5: "quantity", 6: "measure", 7: "month", 8: "due", 9: "cost", 10: "resource"}
    header_cells(
        draft,
        sheet,
        _TASKS_AT,
        {0: label_of("tblTasks", "description", draft.language), 1: "", 2: "", 3: "", 11: "", 12: ""}
        | {column: label_of("tblTasks", id, draft.language) for column, id in ids.items()},
    )
    owner, mine = draft.column("tblTasks", "owner"), draft.column("tblTasks", "rep")
    head = label_of("tblTasks", "rep", draft.language)
    top = f"ROW(tblTasks[[#Headers],[{head}]])"
    own = f'(({mine}={rep})+({owner}={rep})>0)*({rep}<>"")'
    text = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="left", indent=1, shrink=True)
    for place in range(_TASKS):
        row = _TASKS_AT + 1 + place
        found = f"SUMPRODUCT(SMALL(ROW({mine})-{top}+1E9*(1-{own}),{place + 1}))"
        there = f"SUMPRODUCT({own})>{place}"

        def value(id: str, there: str = there, found: str = found) -> str:
            cell = f"INDEX({draft.column('tblTasks', id)},{found})"
            if id in ("month", "due"):
                pattern = "yyyy-mm" if id == "month" else "yyyy-mm-dd"
                cell = f'IF(ISNUMBER({cell}),TEXT({cell},"{pattern}"),{cell}&"")'
            elif id in ("quantity", "cost"):
                cell = f'IF({cell}="","",{cell})'
            else:
                cell = f'{cell}&""'
            return f'=IF({there},{cell},"")'

        sheet.merge_range(row, 0, row, 3, "", text)
        sheet.write_formula(row, 0, value("description"), text, "")
        for column, id in ids.items():
            if id == "resource":
                sheet.merge_range(row, column, row, MONTHS, "", text)
                sheet.write_formula(row, column, value(id), text, "")
            else:
                figure_cell(draft, sheet, row, column, value(id), "#,##0_)")


def _terms(draft: Draft, sheet: Worksheet) -> None:
    """Leave typed words for reward, penalty and support."""
    section(draft, sheet, _TERMS - 1, draft.say("letter_terms"))
    label = draft.look.format(align="left", indent=1, bold=True, valign="top")
    typed = draft.look.cell("input", "@", align="left", text_wrap=True, border=1, border_color=look.HAIRLINE)
    for place, key in enumerate(("reward", "penalty", "support")):
        row = _TERMS + place
        sheet.set_row(row, 26)
        sheet.write_string(row, 0, draft.say(f"letter_{key}"), label)
        sheet.merge_range(row, 1, row, MONTHS, draft.say(f"letter_{key}_words"), typed)


def _signatures(draft: Draft, sheet: Worksheet) -> None:
    line = draft.look.format(bottom=1, bottom_color=look.INK)
    right = draft.look.format(align="right", indent=1)
    for place, key in enumerate(("person", "superior", "manager")):
        left = place * 4
        sheet.set_row(_SIGN, 30)
        sheet.set_row(_SIGN + 1, 30)
        for offset, text in enumerate((f"letter_{key}", "letter_date")):
            sheet.write_string(_SIGN + offset, left, draft.say(text), right)
            for column in range(left + 1, left + 4):
                sheet.write_blank(_SIGN + offset, column, None, line)
