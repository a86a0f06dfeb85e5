"""What a template is: groups of sheets, each a table of the contract or a page drawn by code, and steps.

The modules ``annual_plan``, ``monthly_tracking`` and so on declare one each; ``catalogue`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesplan_xl.tables.contract import TABLES

if TYPE_CHECKING:
    from salesplan_xl.templates.draft import Draft


@dataclass(frozen=True)
class Page:
    """A sheet drawn by code. The sentences ``sheet_<id>`` and ``line_<id>`` are its name and what it is for.

    ``tables`` are the tables of the contract that stand on it; a page of one table carries that table's id
    and takes name and line from it.
    """

    id: str
    draw: Callable[[Draft], None]
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A step of the guide: the sheets it is about, the buttons, the command, the sentence of what to do."""

    sheets: tuple[str, ...]
    actions: tuple[str, ...]
    command: str
    text: str


@dataclass(frozen=True)
class Group:
    """Sheets that belong together under the sentence ``title``: a table's id, or a page."""

    title: str
    sheets: tuple[str | Page, ...]


@dataclass(frozen=True)
class Template:
    """One workbook planners start from; ``template_<name>`` and ``guide_purpose_<name>`` head its guide."""

    name: str
    groups: tuple[Group, ...]
    steps: tuple[Step, ...]

    def sheets(self) -> Iterator[str | Page]:
        """Give its sheets in order, without the guide before them and the lists after them."""
        for group in self.groups:
            yield from group.sheets

    def tables(self) -> tuple[str, ...]:
        """Return the tables that stand in it, in order.

        >>> from salesplan_xl.templates.annual_plan import ANNUAL_PLAN
        >>> ANNUAL_PLAN.tables()[:2]
        ('tblSettings', 'tblTargets')
        """
        found: list[str] = []
        for sheet in self.sheets():
            found += sheet.tables if isinstance(sheet, Page) else [sheet]
        return tuple(found)


def sheet_id(sheet: str | Page) -> str:
    """Return the id of a sheet: a table's or a page's."""
    return sheet.id if isinstance(sheet, Page) else sheet


def is_hidden(sheet: str | Page) -> bool:
    """Tell whether nobody is shown the sheet, because its table is a record."""
    return not isinstance(sheet, Page) and TABLES[sheet].hidden
