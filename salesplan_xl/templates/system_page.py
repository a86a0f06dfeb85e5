"""The eleven steps of the indicator system: what each is about, on which sheets, whether data is there."""

from __future__ import annotations

from salesplan_xl.tables.contract import TABLES, label_of
from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import apply
from salesplan_xl.templates.draft import ROW_HEIGHT, Draft

SYSTEM = "system"
_HEAD = 3
_WIDTHS = {"zh": (8, 24, 40, 44, 12, 14), "en": (8, 40, 52, 64, 10, 16)}

_STEPS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("tblTargets", "committed"),),
    (("tblQuotaSummary", "member"),),
    (("tblQuota", "channel"), ("tblQuota", "region")),
    (("tblQuota", "customer"), ("tblKeyDealers", "customer")),
    (("tblExpensePlan", "item"), ("tblExpenseReview", "member"), ("tblReceivablesReview", "member")),
    (("tblStock", "customer"), ("tblStockReview", "member")),
    (("tblActuals", "channel"), ("tblVariance", "member")),
    (("tblOutlets", "outlet"), ("tblOutletReview", "member")),
    (("tblTasks", "description"),),
    (("tblVariance", "landing"), ("tblVariance", "cause")),
    (("tblVariance", "action"), ("tblReplan", "revised")),
)
"""For each step the tables it stands in, each with the column whose entries are counted."""


def add_system_page(draft: Draft) -> None:
    """Write the checklist; rows are counted by formulas, so that it follows the workbook."""
    sheet = draft.sheets[SYSTEM]
    sheet.set_default_row(ROW_HEIGHT)
    for column, width in enumerate(_WIDTHS[draft.language]):
        sheet.set_column(column, column, width)
    draft.heading(sheet, draft.name(SYSTEM), draft.say(f"line_{SYSTEM}"))
    labels = ("track_step", "dash_indicator", "track_what", "track_where", "track_rows", "track_state")
    sheet.set_row(_HEAD, 24)
    for column, label in enumerate(labels):
        sheet.write_string(_HEAD, column, draft.say(label), draft.look.header("output"))
    there, missing = draft.say("track_there"), draft.say("track_missing")
    line = {"bottom": 1, "bottom_color": look.HAIRLINE}
    for number, places in enumerate(_STEPS, start=1):
        row = _HEAD + number
        sheet.set_row(row, 24)
        known = [(table, column) for table, column in places if draft.has(table)]
        sheet.write_number(
            row, 0, number, draft.look.format(bold=True, font_color=look.ACCENT, align="center", **line)
        )
        sheet.write_string(row, 1, draft.say(f"system_{number}"), draft.look.format(bold=True, **line))
        sheet.write_string(row, 2, draft.say(f"system_what_{number}"), draft.look.format(**line))
        _links(draft, row, known)
        counted = "+".join(
            f'SUMPRODUCT(--({table}[{_label(draft, table, column)}]<>""))' for table, column in known
        )
        sheet.write_formula(
            row, 4, f"={counted}", draft.look.format(num_format="#,##0_)", align="right", **line), 0
        )
        state = f'=IF(E{row + 1}>0,"{there}","{missing}")'
        sheet.write_formula(row, 5, state, draft.look.format(align="center", **line), missing)
    first, last = _HEAD + 1, _HEAD + len(_STEPS)
    rules = [
        (f"$E{first + 1}>0", {"font_color": look.GREEN, "bg_color": look.GREEN_SOFT}),
        (f"$E{first + 1}=0", {"font_color": look.AMBER, "bg_color": look.AMBER_SOFT}),
    ]
    apply(draft, sheet, (first, 5, last, 5), rules)
    draft.page(sheet, look.INK, last_row=last, last_column=5)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def _label(draft: Draft, table: str, column: str) -> str:
    return label_of(table, column, draft.language)


def _links(draft: Draft, row: int, places: list[tuple[str, str]]) -> None:
    """Name the sheets of a step; the cell leads to the first of them."""
    link = draft.look.format(font_color=look.ACCENT, underline=1, bottom=1, bottom_color=look.HAIRLINE)
    names = list(dict.fromkeys(TABLES[table].sheet(draft.language) for table, _ in places))
    joint = "、" if draft.language == "zh" else ", "
    draft.sheets[SYSTEM].write_url(row, 3, f"internal:'{names[0]}'!A1", link, joint.join(names))
