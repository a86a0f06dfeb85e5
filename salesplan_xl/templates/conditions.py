"""Conditional formats: the three states, what is behind, what is negative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import STATUSES, VIEWS
from salesplan_xl.tables.contract import Table
from salesplan_xl.templates import look

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from salesplan_xl.templates.draft import Draft

_STATES = {
    "green": (look.GREEN, look.GREEN_SOFT),
    "amber": (look.AMBER, look.AMBER_SOFT),
    "red": (look.RED, look.RED_SOFT),
}
_ATTAINMENTS = ("attainment", "attainment_ytd")


def add_conditions(draft: Draft, sheet: Worksheet, table: Table, first: int, last: int) -> None:
    """Add the conditional formats a table's columns ask for."""
    columns = [column for column in table.columns if column.prepared]
    ids = [column.id for column in columns]
    for position, column in enumerate(columns):
        area = (first, position, last, position)
        if column.choices is STATUSES:
            for state, (ink, fill) in _STATES.items():
                sheet.conditional_format(
                    *area,
                    {
                        "type": "cell",
                        "criteria": "==",
                        "value": f'"{STATUSES[state].label(draft.language)}"',
                        "format": draft.look.changed(font_color=ink, bg_color=fill, bold=True),
                    },
                )
        if column.id in _ATTAINMENTS:
            colour_attainment(draft, sheet, area)
    if "dimension" in ids and table.kind != "input":
        letter = column_letters(ids.index("dimension") + 1)
        sheet.conditional_format(
            first,
            0,
            last,
            len(columns) - 1,
            {
                "type": "formula",
                "criteria": f'=${letter}{first + 1}="{VIEWS["total"].label(draft.language)}"',
                "format": draft.look.changed(bold=True, bg_color=look.COMPUTED_SOFT),
            },
        )


def colour_attainment(draft: Draft, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
    """Colour attainments by the two thresholds of the settings."""
    cell = f"{column_letters(area[1] + 1)}{area[0] + 1}"
    for condition, ink in (
        (f"{cell}<threshold_amber", look.RED),
        (f"{cell}<threshold_green", look.AMBER),
        (f"{cell}>=threshold_green", look.GREEN),
    ):
        sheet.conditional_format(
            *area,
            {
                "type": "formula",
                "criteria": f"=AND(ISNUMBER({cell}),{condition})",
                "format": draft.look.changed(font_color=ink),
                "stop_if_true": True,
            },
        )
