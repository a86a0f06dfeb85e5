"""A hidden sheet with one table, added to a package: its parts, and what the workbook says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from salesplan_xl.cells import Cell, TableInfo
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.relationships import child, children
from salesplan_xl.hosts.sheet_cells import cell_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_TYPE, TABLE_TYPE = f"{_SPREADSHEET}.worksheet+xml", f"{_SPREADSHEET}.table+xml"
SHEET_RELATION, TABLE_RELATION = f"{_OFFICE}/worksheet", f"{_OFFICE}/table"


@dataclass
class NewTable:
    """A table on a sheet of its own that the file does not have yet."""

    name: str
    sheet: str
    header: tuple[str, ...]
    rows: list[Sequence[Cell]] = field(default_factory=list)

    def info(self) -> TableInfo:
        return TableInfo(self.name, self.sheet, 1, 1, self.header, max(1, len(self.rows)))

    def sheet_xml(self, date1904: bool) -> bytes:
        """Return the worksheet part; its table is related as rId1."""
        lines = [self.header, *self.rows]
        rows = [
            f'<row r="{number}">'
            + "".join(
                cell_xml("", f'r="{Area(number, at, number, at)}"', cell, date1904)
                for at, cell in enumerate(line, start=1)
                if cell is not None
            )
            + "</row>"
            for number, line in enumerate(lines, start=1)
        ]
        return (
            f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><dimension ref="{self._area()}"/>'
            f"<sheetData>{''.join(rows)}</sheetData>"
            '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
        ).encode()

    def table_xml(self, id: int) -> bytes:
        columns = "".join(
            f'<tableColumn id="{at}" name={quoteattr(label)}/>'
            for at, label in enumerate(self.header, start=1)
        )
        return (
            f'{_HEAD}<table xmlns="{_MAIN}" id="{id}" name="{self.name}" displayName="{self.name}" '
            f'ref="{self._area()}" totalsRowShown="0"><tableColumns count="{len(self.header)}">{columns}'
            "</tableColumns></table>"
        ).encode()

    def _area(self) -> Area:
        return Area(1, 1, 1 + max(1, len(self.rows)), len(self.header))


def relationship_xml(target: str) -> bytes:
    """Return the relationships part of a sheet with one table."""
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{TABLE_RELATION}" Target="{target}"/></Relationships>'
    ).encode()


def add_to_workbook(root: Any, sheet: str, relation: str) -> None:
    """Name a new sheet in the workbook part, last and hidden so that only a program shows it."""
    holder = child(root, "sheets")
    known = children(holder, "sheet")
    number = max((int(each.get("sheetId", "0")) for each in known), default=0) + 1
    made = holder.makeelement(holder.tag.removesuffix("s"))
    made.set("name", sheet)
    made.set("sheetId", str(number))
    made.set("state", "veryHidden")
    key = next((name for each in known for name in each.attrib if name.endswith("}id")), f"{{{_OFFICE}}}id")
    made.set(key, relation)
    holder.append(made)


def free_name(pattern: str, taken: Iterable[str]) -> str:
    """Return the first numbered name that is not taken.

    >>> free_name("xl/tables/table{}.xml", ["xl/tables/Table1.xml"])
    'xl/tables/table2.xml'
    """
    used = {name.casefold() for name in taken}
    number = 1
    while pattern.format(number).casefold() in used:
        number += 1
    return pattern.format(number)


def free_title(title: str, taken: Iterable[str]) -> str:
    """Return a sheet's title, numbered where it is taken.

    >>> free_title("Log", ["log", "Log 2"])
    'Log 3'
    """
    used = {name.casefold() for name in taken}
    number = 2
    found = title
    while found.casefold() in used:
        found, number = f"{title} {number}", number + 1
    return found
