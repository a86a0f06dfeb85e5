"""Two dimensions of the quota against each other: members down and across, the rest beside them, exact.

Row and column "others" hold what the listed members leave of the totals, so that the totals always agree. A
number to start from pages through more members than a sheet of paper holds.
"""

from __future__ import annotations

from functools import partial

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import DIMENSIONS
from salesplan_xl.tables.contract import INDICATORS, label_of
from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.report_page import choose, figure_cell, label_cell, start_page
from salesplan_xl.templates.template import Page

_DOWN, _ACROSS = 25, 10
_HEAD = 4
_FIRST = _HEAD + 1
_OTHERS, _TOTAL = _FIRST + _DOWN, _FIRST + _DOWN + 1
_NUMBER = '#,##0.##_);-#,##0.##_);"–"_)'
_CUTS = ("region", "channel", "product", "customer", "rep")


def cross_page(id: str, down: str, across: str, indicator: str) -> Page:
    """Return a page that starts with these two dimensions and this indicator."""
    return Page(id, partial(_draw, id=id, down=down, across=across, indicator=indicator))


def _draw(draft: Draft, *, id: str, down: str, across: str, indicator: str) -> None:
    sheet = start_page(draft, id, _TOTAL)
    labels = [DIMENSIONS[cut].label(draft.language) for cut in _CUTS]
    say = draft.say
    rows = choose(draft, sheet, 1, say("cross_down"), DIMENSIONS[down].label(draft.language), labels)
    columns = choose(draft, sheet, 4, say("cross_across"), DIMENSIONS[across].label(draft.language), labels)
    label = INDICATORS[indicator].choice.label(draft.language)
    chosen = choose(draft, sheet, 7, say("argument_indicator"), label, "=list_indicator")
    start = choose(draft, sheet, 10, say("cross_from"), "1", None)
    typed = draft.look.cell("input", "0", align="left", bold=True, border=1, border_color=look.ACCENT)
    sheet.write_number(2, 10, 1, typed)
    header = draft.look.header("output", align="right", text_wrap=True)
    sheet.set_row(_HEAD, 34)
    sheet.write_formula(
        _HEAD, 0, f'={rows}&" \\ "&{columns}', draft.look.header("output", align="left", indent=1), ""
    )
    for place in range(_ACROSS):
        sheet.write_formula(_HEAD, place + 1, f"={_member(draft, columns, str(place + 1))}", header, "")
    sheet.write_string(_HEAD, _ACROSS + 1, say("cross_others"), header)
    sheet.write_string(_HEAD, _ACROSS + 2, say("cross_total"), header)
    amounts, indicators = (draft.column("tblQuota", column) for column in ("committed", "indicator"))
    own = f"{amounts},{indicators},{chosen}"
    down_column, across_column = _column(draft, rows), _column(draft, columns)
    last = column_letters(_ACROSS + 1)
    for place in range(_DOWN):
        row = _FIRST + place
        at = row + 1
        label_cell(draft, sheet, row, f"={_member(draft, rows, f'N({start})+{place}')}")
        named = f'$A{at}=""'
        for column in range(1, _ACROSS + 1):
            head = f"{column_letters(column + 1)}${_HEAD + 1}"
            cell = f"SUMIFS({own},{down_column},$A{at},{across_column},{head})"
            figure_cell(draft, sheet, row, column, f'=IF(OR({named},{head}=""),"",{cell})', _NUMBER)
        total = f"{column_letters(_ACROSS + 3)}{at}"
        others = f'=IF({named},"",ROUND({total}-SUM(B{at}:{last}{at}),6))'
        figure_cell(draft, sheet, row, _ACROSS + 1, others, _NUMBER)
        whole = f'=IF({named},"",SUMIFS({own},{down_column},$A{at}))'
        figure_cell(draft, sheet, row, _ACROSS + 2, whole, _NUMBER)
    label_cell(draft, sheet, _OTHERS, say("cross_others"))
    label_cell(draft, sheet, _TOTAL, say("cross_total"))
    for column in range(1, _ACROSS + 3):
        letter = column_letters(column + 1)
        head = f"{letter}${_HEAD + 1}"
        if column <= _ACROSS:
            total = f'IF({head}="","",SUMIFS({own},{across_column},{head}))'
        elif column == _ACROSS + 1:
            total = (
                f"ROUND({column_letters(_ACROSS + 3)}{_TOTAL + 1}-SUM(B{_TOTAL + 1}:{last}{_TOTAL + 1}),6)"
            )
        else:
            total = f"SUMIFS({own})"
        listed = f"SUM({letter}{_FIRST + 1}:{letter}{_OTHERS})"
        rest = f'=IF({letter}{_TOTAL + 1}="","",ROUND({letter}{_TOTAL + 1}-{listed},6))'
        figure_cell(draft, sheet, _OTHERS, column, rest, _NUMBER)
        figure_cell(draft, sheet, _TOTAL, column, f"={total}", _NUMBER)
    sheet.freeze_panes(_FIRST, 1)


def _column(draft: Draft, choice: str) -> str:
    """Return the quota's column of the dimension in a cell."""
    names = ",".join(f'"{DIMENSIONS[cut].label(draft.language)}"' for cut in _CUTS)
    columns = ",".join(draft.column("tblQuota", cut) for cut in _CUTS)
    return f"CHOOSE(MATCH({choice},{{{names}}},0),{columns})"


def _member(draft: Draft, choice: str, place: str) -> str:
    """Return the name of the n-th member of the dimension in a cell, from 1; nothing past the last."""
    reps = draft.column("tblReps", "rep")
    dimensions, members = (draft.column("tblMembers", column) for column in ("dimension", "member"))
    head = label_of("tblMembers", "dimension", draft.language)
    top = f"ROW(tblMembers[[#Headers],[{head}]])"
    found = f"SUMPRODUCT(SMALL(ROW({dimensions})-{top}+1E9*({dimensions}<>{choice}),{place}))"
    listed = f'IF(COUNTIF({dimensions},{choice})<{place},"",INDEX({members},{found})&"")'
    rep = f'IF(ROWS({reps})<{place},"",INDEX({reps},{place})&"")'
    return f'IF({choice}="{DIMENSIONS["rep"].label(draft.language)}",{rep},{listed})'


REP_BY_PRODUCT = cross_page("rep_by_product", "rep", "product", "volume")
DEALER_BY_PRODUCT = cross_page("dealer_by_product", "customer", "product", "sales_amount")
