"""The form a recipient fills in: his quota and his bid in sum, what differs, and where he signs."""

from __future__ import annotations

from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import negative_rule
from salesplan_xl.templates.draft import ROW_HEIGHT, Draft
from salesplan_xl.templates.report_page import RATIO, figure_cell, header_cells, label_cell

FORM = "form"
MOST_INDICATORS = 6
_TYPED = ("form_to", "form_from", "form_until", "form_filled")
_HEAD = 8
_LAST_ROW = _HEAD + MOST_INDICATORS + 12
_WIDTHS = (20.0, 18.0, 18.0, 18.0, 14.0, 30.0)
_MONEY = '#,##0.00_);-#,##0.00_);"–"_)'


def add_submission_page(draft: Draft) -> None:
    """Write the form."""
    sheet = draft.sheets[FORM]
    sheet.set_default_row(ROW_HEIGHT)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    draft.heading(sheet, draft.name(FORM), draft.say(f"line_{FORM}"))
    typed = draft.look.cell("input", "General", align="left", border=1, border_color=look.ACCENT)
    bold = draft.look.format(bold=True)
    for place, key in enumerate(_TYPED):
        row, column = 3 + place // 2, 3 * (place % 2)
        sheet.set_row(row, 22)
        sheet.write_string(row, column, draft.say(key), bold)
        sheet.merge_range(row, column + 1, row, column + 2, "", typed)
    labels = ("form_indicator", "form_quota", "form_bid", "form_difference", "form_share", "form_state")
    sheet.write_string(_HEAD - 1, 0, draft.say("form_sum"), draft.look.format(bold=True, font_size=12))
    header_cells(draft, sheet, _HEAD, {place: draft.say(label) for place, label in enumerate(labels)})
    indicator = draft.column("tblQuota", "indicator")
    for place in range(MOST_INDICATORS):
        row = _HEAD + 1 + place
        own = f"$A{row + 1}"
        above = f"$A${_HEAD + 1}:$A{row}"
        # The next indicator is the first one that does not stand above yet.
        at = f'MATCH(0,INDEX(COUNTIF({above},{indicator})+({indicator}=""),0),0)'
        label_cell(draft, sheet, row, f'=IFERROR(INDEX({indicator},{at})&"","")')
        quota = f"SUMPRODUCT(--({indicator}={own}),{draft.column('tblQuota', 'committed')})"
        bid = f"SUMPRODUCT(--({indicator}={own}),{draft.column('tblQuota', 'bid')})"
        rows = f"SUMPRODUCT(--({indicator}={own}))"
        bids = f"SUMPRODUCT(--({indicator}={own}),--ISNUMBER({draft.column('tblQuota', 'bid')}))"
        blank = f'{own}=""'
        figure_cell(draft, sheet, row, 1, f'=IF({blank},"",{quota})', _MONEY)
        figure_cell(draft, sheet, row, 2, f'=IF(OR({blank},{bids}=0),"",{bid})', _MONEY)
        cells = f"B{row + 1}", f"C{row + 1}", f"D{row + 1}"
        gap = f'=IF(OR({blank},{bids}<{rows}),"",{cells[1]}-{cells[0]})'
        figure_cell(draft, sheet, row, 3, gap, _MONEY, [negative_rule(cells[2])])
        ratio = f'=IF(OR({cells[2]}="",{cells[0]}=0),"",{cells[1]}/{cells[0]})'
        figure_cell(draft, sheet, row, 4, ratio, RATIO)
        missing = f'"{draft.say("form_missing")}"&TEXT({rows}-{bids},"0")'
        state = f'=IF({blank},"",IF({bids}<{rows},{missing},"{draft.say("form_complete")}"))'
        sheet.write_formula(
            row, 5, state, draft.look.format(bottom=1, bottom_color=look.HAIRLINE, indent=1), ""
        )
    row = _HEAD + MOST_INDICATORS + 2
    sheet.write_string(row, 0, draft.say("form_words"), bold)
    sheet.merge_range(
        row + 1,
        0,
        row + 4,
        5,
        "",
        draft.look.cell(
            "input", "General", align="left", text_wrap=True, valign="top", border=1, border_color=look.ACCENT
        ),
    )
    line = draft.look.format(bottom=1, bottom_color=look.INK)
    for place, key in enumerate(("form_signed", "form_approved", "form_date")):
        column = 2 * place
        sheet.write_string(row + 7, column, draft.say(key), bold)
        sheet.write_blank(row + 7, column + 1, None, line)
    draft.page(sheet, look.INK, last_column=len(_WIDTHS) - 1, last_row=_LAST_ROW)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
