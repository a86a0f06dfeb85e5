"""The heat map: attainment of each member of a dimension, month by month and to date."""

from __future__ import annotations

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import DIMENSIONS, MEMBER_DIMENSIONS, VIEWS
from salesplan_xl.templates import look
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_key
from salesplan_xl.templates.report_page import (
    CHOICE_ROW,
    HELPER_COLUMN,
    WIDTH,
    choose,
    helper_cell,
    label_cell,
    month_header,
    start_page,
    sum_where,
)

HEATMAP = "heatmap"
MOST_MEMBERS = 24
_HEAD = 4
_TO_DATE = MONTHS + 1
_COLD, _EVEN, _WARM = "#F2B8B3", "#FFFFFF", "#A8D5B8"
_LOW, _PAR, _HIGH = 0.7, 1.0, 1.3


def add_heatmap_page(draft: Draft) -> None:
    """Write the page for the indicator of the dashboard; the dimension is chosen in its blue cell."""
    last_row = _HEAD + 1 + MOST_MEMBERS
    sheet = start_page(draft, HEATMAP, last_row)
    sheet.set_column(0, 0, 24 if draft.language == "zh" else 34)
    sheet.set_column(_TO_DATE, _TO_DATE, WIDTH)
    sheet.print_area(0, 0, last_row, _TO_DATE)
    labels = [DIMENSIONS[id].label(draft.language) for id in MEMBER_DIMENSIONS]
    region = DIMENSIONS["region"].label(draft.language)
    dimension = choose(draft, sheet, 1, draft.say("track_dimension"), region, labels)
    bold = draft.look.format(bold=True, align="right")
    sheet.write_formula(CHOICE_ROW, MONTHS, "=dash_indicator", bold, draft.usual_indicator)
    month_header(draft, sheet, _HEAD, draft.say("track_member"))
    sheet.write_string(
        _HEAD, _TO_DATE, draft.say("track_to_date"), draft.look.header("output", align="right")
    )
    total = VIEWS["total"].label(draft.language)
    for place in range(MOST_MEMBERS + 1):
        row = _HEAD + 1 + place
        if place == 0:
            label_cell(draft, sheet, row, total)
            own = {"dimension": f'"{total}"'}
        else:
            label_cell(draft, sheet, row, _member(draft, row, place, dimension))
            own = {"dimension": dimension, "member": f"$A{row + 1}"}
        _months(draft, row, own)
    area = (_HEAD + 1, 1, _HEAD + 1 + MOST_MEMBERS, _TO_DATE)
    sheet.conditional_format(
        *area,
        {
            "type": "3_color_scale",
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": _LOW,
            "mid_value": _PAR,
            "max_value": _HIGH,
            "min_color": _COLD,
            "mid_color": _EVEN,
            "max_color": _WARM,
        },
    )
    sheet.freeze_panes(_HEAD + 1, 1)


def _months(draft: Draft, row: int, own: dict[str, str]) -> None:
    sheet = draft.sheets[HEATMAP]
    body = draft.look.format(num_format="0%", align="center", bottom=1, bottom_color=look.HAIRLINE)
    whole = draft.look.format(
        num_format="0%", align="center", bold=True, bottom=1, bottom_color=look.HAIRLINE
    )
    name = f"$A{row + 1}"
    for column in range(1, _TO_DATE + 1):
        period = "dash_as_of" if column == _TO_DATE else month_key(draft, column - 1)
        measure = "attainment_ytd" if column == _TO_DATE else "attainment"
        value = sum_where(
            draft, "tblVariance", measure, {"indicator": "dash_indicator", "period": period, **own}
        )
        formula = f'=IF({name}="","",IF({value}=0,"",{value}))'
        sheet.write_formula(row, column, formula, whole if column == _TO_DATE else body, "")


def _member(draft: Draft, row: int, place: int, dimension: str) -> str:
    """Return the formula of the n-th member: of the reps' table, or of the members of the dimension."""
    sheet = draft.sheets[HEATMAP]
    dimensions, members = draft.column("tblMembers", "dimension"), draft.column("tblMembers", "member")
    reps = draft.column("tblReps", "rep")
    at = f"{column_letters(HELPER_COLUMN + 1)}{row + 1}"
    if place == 1:
        position = f"=IFERROR(MATCH({dimension},{dimensions},0),0)"
    else:
        before = f"{column_letters(HELPER_COLUMN + 1)}{row}"
        rest = f"INDEX({dimensions},{before}+1):INDEX({dimensions},ROWS({dimensions}))"
        position = (
            f"=IF({before}=0,0,IF({before}>=ROWS({dimensions}),0,"
            f"IFERROR({before}+MATCH({dimension},{rest},0),0)))"
        )
    helper_cell(draft, sheet, row, HELPER_COLUMN, position)
    rep = DIMENSIONS["rep"].label(draft.language)
    return (
        f'=IF({dimension}="{rep}",IF({place}>ROWS({reps}),"",INDEX({reps},{place})&""),'
        f'IF({at}=0,"",INDEX({members},{at})&""))'
    )
