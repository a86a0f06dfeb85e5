"""The guide: what the workbook is for, its steps, what the colours mean, every sheet with a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.messages import Language, word
from salesplan_xl.tables.choices import STATUSES, TABLE_ACTIONS
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.templates import look
from salesplan_xl.templates.draft import ROW_HEIGHT, Draft
from salesplan_xl.templates.template import Page, is_hidden, sheet_id

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

GUIDE = "guide"
_LAST_COLUMN = 4
_ROWS_OF_A_PAGE = 52
"""Up to so many rows the guide is one page; a longer one is readable on two."""
_WIDTHS: dict[Language, tuple[int, ...]] = {"zh": (8, 32, 62, 22, 36), "en": (8, 34, 100, 26, 44)}

_LEGEND: tuple[tuple[str, str], ...] = (
    ("input", "legend_input"),
    ("human", "legend_human"),
    ("output", "legend_output"),
)
_STATES = (
    ("green", look.GREEN, look.GREEN_SOFT),
    ("amber", look.AMBER, look.AMBER_SOFT),
    ("red", look.RED, look.RED_SOFT),
)


def add_guide_sheet(draft: Draft) -> None:
    """Write the guide."""
    sheet = draft.sheets[GUIDE]
    sheet.set_default_row(ROW_HEIGHT)
    for column, width in enumerate(_WIDTHS[draft.language]):
        sheet.set_column(column, column, width)
    name = draft.template.name
    draft.heading(sheet, word(f"template_{name}", draft.language), draft.say(f"guide_purpose_{name}"))
    row = _steps(draft, sheet, 3)
    row = _legend(draft, sheet, row + 1)
    row = _rules(draft, sheet, row + 1)
    row = _index(draft, sheet, row + 1)
    draft.page(sheet, look.INK, last_column=_LAST_COLUMN, last_row=row)
    sheet.fit_to_pages(1, 1 if row <= _ROWS_OF_A_PAGE else 0)
    sheet.center_horizontally()


def _section(draft: Draft, sheet: Worksheet, row: int, key: str) -> int:
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, draft.say(key), draft.look.format(bold=True, font_size=12))
    return row + 1


def _header(draft: Draft, sheet: Worksheet, row: int, keys: tuple[str, ...]) -> int:
    for column, key in enumerate(keys):
        header = draft.look.header("output", indent=0)
        sheet.write_string(row, column, draft.say(key) if key else "", header)
    sheet.set_row(row, 20)
    return row + 1


def _steps(draft: Draft, sheet: Worksheet, row: int) -> int:
    row = _section(draft, sheet, row, "guide_steps")
    row = _header(
        draft, sheet, row, ("guide_step", "guide_where", "guide_what", "guide_button", "guide_command")
    )
    line = {"bottom": 1, "bottom_color": look.HAIRLINE}
    for number, step in enumerate(draft.template.steps, start=1):
        sheet.set_row(row, 22)
        sheet.write_number(
            row, 0, number, draft.look.format(bold=True, font_color=look.ACCENT, align="center", **line)
        )
        _link(draft, sheet, row, 1, step.sheets[0], "、".join(map(draft.name, step.sheets)))
        sheet.write_string(row, 2, draft.say(step.text), draft.look.format(**line))
        labels = " → ".join(TABLE_ACTIONS[action].label(draft.language) for action in step.actions)
        sheet.write_string(row, 3, labels, draft.look.format(align="center", **line))
        code = draft.look.format(font_color=look.MUTED, font_size=9, **line)
        sheet.write_string(row, 4, f"salesplan {step.command}" if step.command else "", code)
        row += 1
    return row


def _legend(draft: Draft, sheet: Worksheet, row: int) -> int:
    row = _section(draft, sheet, row, "guide_legend")
    for kind, key in _LEGEND:
        sheet.set_row(row, 20)
        sheet.merge_range(row, 0, row, 1, draft.say(f"sample_{kind}"), draft.look.header(kind))
        sheet.write_string(row, 2, draft.say(key), draft.look.format(indent=1))
        row += 1
    for state, ink, fill in _STATES:
        sheet.set_row(row, 20)
        sample = draft.look.format(bold=True, align="center", font_color=ink, bg_color=fill)
        sheet.merge_range(row, 0, row, 1, STATUSES[state].label(draft.language), sample)
        sheet.write_string(row, 2, draft.say(f"legend_{state}"), draft.look.format(indent=1))
        row += 1
    return row


def _rules(draft: Draft, sheet: Worksheet, row: int) -> int:
    row = _section(draft, sheet, row, "guide_rules")
    for number in range(1, 5):
        sheet.set_row(row, 19)
        sheet.write_string(row, 0, "•", draft.look.format(align="center", font_color=look.ACCENT, bold=True))
        sheet.write_string(row, 1, draft.say(f"guide_rule_{number}"), draft.look.format())
        row += 1
    return row


def _index(draft: Draft, sheet: Worksheet, row: int) -> int:
    row = _section(draft, sheet, row, "guide_sheets")
    row = _header(draft, sheet, row, ("", "guide_where", "guide_what", "guide_kind", "guide_group"))
    line = {"bottom": 1, "bottom_color": look.HAIRLINE}
    quiet = draft.look.format(align="center", font_color=look.MUTED, **line)
    for group in draft.template.groups:
        for shown in group.sheets:
            if is_hidden(shown):
                continue
            id = sheet_id(shown)
            sheet.set_row(row, 19)
            sheet.write_blank(row, 0, None, draft.look.format(**line))
            _link(draft, sheet, row, 1, id, draft.name(id))
            sheet.write_string(row, 2, draft.say(f"line_{id}"), draft.look.format(**line))
            sheet.write_string(row, 3, draft.say(f"kind_{_kind(shown)}"), quiet)
            sheet.write_string(row, 4, draft.say(group.title), quiet)
            row += 1
    return row - 1


def _kind(sheet: str | Page) -> str:
    """Return whose a sheet is: that of its table, else computed."""
    tables = sheet.tables if isinstance(sheet, Page) else (sheet,)
    return TABLES[tables[0]].kind if tables else "output"


def _link(draft: Draft, sheet: Worksheet, row: int, column: int, to: str, text: str) -> None:
    link = draft.look.format(font_color=look.ACCENT, underline=1, bottom=1, bottom_color=look.HAIRLINE)
    shown = text if draft.language == "zh" else text.replace("、", ", ")
    sheet.write_url(row, column, f"internal:'{draft.name(to)}'!A1", link, shown)
