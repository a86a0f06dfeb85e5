"""Names for the definitions chosen on the settings sheet: ``choice_pvm_method`` is PVM's ``method``.

On the hidden sheet stands what each choice is called and what a function is given for it. A blank setting,
or one whose row is gone, means the default; a word that is no choice gives ``#N/A``, and so does the formula
that uses it: no other definition is taken silently.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from salesplan_xl.tables.contract import SETTINGS, Setting
from salesplan_xl.tables.definitions import DEFINITIONS, argument_of
from salesplan_xl.templates.draft import Draft

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CHOICES: tuple[str, ...] = ("month_share_method", *DEFINITIONS)
"""The settings that have a name for formulas."""

_WEEKLY, _MONTHLY = 52, 12
"""Contacts a year with class A and class C, on either side of the class that is chosen for."""

At = Callable[[int, int], str]
"""Gives the absolute reference of a cell of the hidden sheet by its 0-based row and column."""


def choice_name(id: str) -> str:
    """Return the workbook's name for a setting's argument."""
    return f"choice_{id}"


def add_choice_names(draft: Draft, sheet: Worksheet, first: int, at: At) -> None:
    """Write a row for each name from the 0-based row on, and below them the words they are looked up in."""
    words = first + len(CHOICES) + 1
    for row, id in enumerate(CHOICES, start=first):
        setting = SETTINGS[id]
        known = _words(draft, id, setting)
        for place, (word, argument) in enumerate(known, start=words):
            sheet.write_string(place, 0, word)
            _write(sheet, place, 1, argument)
        area = f"{at(words, 0)}:{at(words + len(known) - 1, 1).partition('!')[2]}"
        words += len(known)
        sheet.write_string(row, 0, choice_name(id))
        refers_to = at(row, 1)
        if id == "half_month_contacts":
            sheet.write_number(row, 1, _WEEKLY)
            sheet.write_formula(row, 2, _argument(draft, id, setting, area), None, 0)
            sheet.write_number(row, 3, _MONTHLY)
            refers_to += f":{at(row, 3).partition('!')[2]}"
        else:
            sheet.write_formula(row, 1, _argument(draft, id, setting, area), None, "")
        draft.book.define_name(choice_name(id), f"={refers_to}")


def _argument(draft: Draft, id: str, setting: Setting, area: str) -> str:
    """Return the formula that turns what is typed into the function's argument."""
    key, value = draft.column("tblSettings", "key"), draft.column("tblSettings", "value")
    place = f'MATCH("{setting.label(draft.language)}",{key},0)'
    typed = f"INDEX({value},{place})"
    default = argument_of(id, str(setting.default(draft.language)))
    if setting.choices:
        given = f'VLOOKUP(TRIM({typed}&""),{area},2,FALSE)'
        default = f'"{default}"' if isinstance(default, str) else default
    else:
        given = typed
    return f'=IF(ISNA({place}),{default},IF(TRIM({typed}&"")="",{default},{given}))'


def _words(draft: Draft, id: str, setting: Setting) -> list[tuple[str, str | float]]:
    """Return what each choice may be called in the language, with the argument."""
    words = {}
    for choice_id, choice in setting.choices.items():
        names = (choice.label(draft.language), choice_id, *choice.synonyms)
        for name in names:
            if draft.language == "zh" or name.isascii() or name == choice.en:
                words[name.lower()] = (name, argument_of(id, choice_id))
    return list(words.values())


def _write(sheet: Worksheet, row: int, column: int, value: str | float) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)
