"""A table's part: its name, place and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from salesplan_xl.cells import TableInfo
from salesplan_xl.hosts.column_rename import ColumnRename
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.relationships import child, children, descendants, parse, serialise
from salesplan_xl.hosts.sheet_cells import escape_text, unescape_text

_COLUMN = re.compile(rb"<((?:[\w.-]+:)?)tableColumn\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_COLUMN_FORMULA = re.compile(
    rb"<((?:[\w.-]+:)?)calculatedColumnFormula\b[^>]*?(?:/>|>.*?</\1calculatedColumnFormula\s*>)", re.DOTALL
)


@dataclass(frozen=True)
class TablePart:
    """A table as its part describes it. The area includes header and totals rows where there are any."""

    part: str
    name: str
    sheet: str
    area: Area
    columns: tuple[str, ...]
    header_rows: int
    totals_rows: int
    formulas: tuple[str | None, ...]
    """The formula of each calculated column, None for the others."""
    array_columns: frozenset[int] = frozenset()
    insert_row: bool = False

    @property
    def data(self) -> Area:
        """The rows between header and totals."""
        area = self.area
        return Area(area.top + self.header_rows, area.left, area.bottom - self.totals_rows, area.right)

    @property
    def row_count(self) -> int:
        return 0 if self.insert_row else self.data.bottom - self.data.top + 1

    def info(self) -> TableInfo:
        """Return what an action sees; a table without a header row counts as if it lay above its data."""
        calculated = frozenset(at for at, formula in enumerate(self.formulas) if formula is not None)
        return TableInfo(
            self.name, self.sheet, self.data.top - 1, self.area.left, self.columns, self.row_count, calculated
        )

    def resized(self, row_count: int) -> TablePart:
        """Return the table with another number of data rows."""
        bottom = self.data.top + row_count - 1 + self.totals_rows
        area = Area(self.area.top, self.area.left, bottom, self.area.right)
        return TablePart(**{**self.__dict__, "area": area, "insert_row": False})

    def renamed(self, position: int, label: str) -> TablePart:
        """Return the table with another label over a column."""
        columns = (*self.columns[:position], label, *self.columns[position + 1 :])
        return TablePart(**{**self.__dict__, "columns": columns})

    def with_formula(self, position: int, formula: str | None, array: bool = False) -> TablePart:
        """Return the table with another formula for new rows of a column, or none."""
        formulas = (*self.formulas[:position], formula, *self.formulas[position + 1 :])
        arrays = self.array_columns - {position} | ({position} if array and formula else frozenset())
        return TablePart(**{**self.__dict__, "formulas": formulas, "array_columns": arrays})


def read_table_part(part: str, sheet: str, data: bytes) -> TablePart | None:
    """Read a table's part; None where its place makes no sense."""
    root = parse(data)
    area = Area.of(root.get("ref", ""))
    holder = child(root, "tableColumns")
    if area is None or holder is None:
        return None
    columns = children(holder, "tableColumn")
    formulas = [child(column, "calculatedColumnFormula") for column in columns]
    return TablePart(
        part=part,
        name=unescape_text(root.get("displayName") or root.get("name", "")),
        sheet=sheet,
        area=area,
        columns=tuple(unescape_text(column.get("name", "")) for column in columns),
        header_rows=int(root.get("headerRowCount", "1")),
        totals_rows=int(root.get("totalsRowCount", "0")),
        formulas=tuple(None if formula is None else formula.text or "" for formula in formulas),
        array_columns=frozenset(
            at for at, formula in enumerate(formulas) if formula is not None and formula.get("array") == "1"
        ),
        insert_row=root.get("insertRow") in ("1", "true"),
    )


def read_table_id(data: bytes) -> int:
    """Return the number that tells a table from the others of its workbook."""
    id: str = parse(data).get("id", "0")
    return int(id) if id.isdigit() else 0


def renames_between(old: TablePart, new: TablePart) -> list[ColumnRename]:
    """Return the columns whose labels differ."""
    return [
        ColumnRename(old.name, before, after)
        for before, after in zip(old.columns, new.columns, strict=True)
        if before != after
    ]


def write_table_part(
    data: bytes, old: TablePart, new: TablePart, renames: Sequence[ColumnRename] = ()
) -> bytes:
    """Return the part with its new place and labels; filter criteria, styles and all else stay."""
    for at, (before, after) in enumerate(zip(old.formulas, new.formulas, strict=True)):
        if before != after:
            data = _with_column_formula(data, at, after, at in new.array_columns)
    if (old.area, old.columns, old.insert_row) == (new.area, new.columns, new.insert_row) and not renames:
        return data
    root = parse(data)
    for element in [*descendants(root, "calculatedColumnFormula"), *descendants(root, "totalsRowFormula")]:
        for rename in renames:
            element.text = rename.in_formula(element.text or "")
    root.set("ref", str(new.area))
    if not new.insert_row:
        for name in ("insertRow", "insertRowShift"):
            root.attrib.pop(name, None)
    for holder in [root, *[each for each in root.iter() if each is not root]]:
        _move_filter(holder, old, new)
    for column, before, after in zip(
        children(child(root, "tableColumns"), "tableColumn"), old.columns, new.columns, strict=True
    ):
        if before != after:
            column.set("name", _label(after))
    return serialise(root)


def _with_column_formula(data: bytes, position: int, formula: str | None, array: bool) -> bytes:
    """Return the part with a column's formula put in or taken out, all other bytes as they are."""
    column = list(_COLUMN.finditer(data))[position]
    tag, head, end = column[1], column[0], column.end()
    if head.endswith(b"/>"):
        head = head[:-2].rstrip() + b">"
        closing = b"</" + tag + b"tableColumn>"
    else:
        closing = b""
    spelt = b""
    if formula is not None:
        mark = b' array="1"' if array else b""
        name = tag + b"calculatedColumnFormula"
        spelt = b"<" + name + mark + b">" + escape_text(formula).encode() + b"</" + name + b">"
    rest = data[end:]
    if not closing:
        stop = rest.find(b"</" + tag + b"tableColumn>")
        rest = _COLUMN_FORMULA.sub(b"", rest[:stop], count=1) + rest[stop:]
    return data[: column.start()] + head + spelt + closing + rest


def _move_filter(element: Any, old: TablePart, new: TablePart) -> None:
    """Let filter and sort ranges end where the data ends."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag.rpartition("}")[2] not in ("autoFilter", "sortState", "sortCondition"):
        return
    area = Area.of(element.get("ref", ""))
    if area is not None and area.bottom == old.data.bottom:
        element.set("ref", str(Area(area.top, area.left, new.data.bottom, area.right)))


def _label(text: str) -> str:
    """Spell a column's label as the attribute does: line breaks escaped, XML left to the writer."""
    from html import unescape

    return unescape(escape_text(text)).replace("\n", "_x000a_").replace("\t", "_x0009_")
