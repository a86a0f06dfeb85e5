"""What is selected: cells of the month matrix, of the quota or of the holds, and the nodes behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from salesplan_xl.actions.nodes import Node, NodeReader
from salesplan_xl.actions.planning_inputs import measure_of
from salesplan_xl.cells import Cell, TableInfo, column_number
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, word
from salesplan_xl.tables.codec import TableData
from salesplan_xl.tables.column_reading import read_column
from salesplan_xl.tables.contract import DEFAULT_INDICATOR, MEMBER_DIMENSIONS
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Period, clear_of_noise

SELECTABLE = ("tblQuotaSummary", "tblQuota", "tblHolds")
MOST_CELLS = 240
_AREAS = re.compile(r",(?=(?:[^']*'[^']*')*[^']*$)")
_AREA = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!)?"
    r"\$?(?P<left>[A-Za-z]{1,3})?\$?(?P<top>\d+)?(?::\$?(?P<right>[A-Za-z]{1,3})?\$?(?P<bottom>\d+)?)?"
)
_MONTH = re.compile(r"m(\d\d)")
_PART = re.compile(r"([qh])(\d)")


@dataclass(frozen=True)
class Area:
    """A rectangle of cells on a sheet, 1-based, both ends included; ``None`` is the end of the table."""

    sheet: str
    left: int | None
    top: int | None
    right: int | None
    bottom: int | None
    text: str


@dataclass(frozen=True)
class Selected:
    """A selected cell: the node it stands for, and the amount in it in the base unit, ``None`` if blank."""

    node: Node
    amount: float | None
    sheet: str
    cell: str
    table: str
    row: int
    """The row's place in its table."""


def areas_of(text: str) -> list[Area] | None:
    """Return the areas that a text names as Excel does; ``None`` where it cannot be read.

    >>> [(area.sheet, area.left, area.top, area.bottom) for area in areas_of("'My plan'!$B$2:C9,E5")]
    [('My plan', 2, 2, 9), ('My plan', 5, 5, 5)]
    >>> areas_of("B2") is None
    True
    """
    areas: list[Area] = []
    for part in _AREAS.split(text.strip()):
        match = _AREA.fullmatch(part.strip())
        if not match or not (match["left"] or match["top"]):
            return None
        quoted = (match["quoted"] or "").replace("''", "'")
        sheet = re.sub(r"^\[[^\]]*\]", "", quoted or match["plain"] or "") or (
            areas[-1].sheet if areas else ""
        )
        if not sheet:
            return None
        left, top = match["left"], match["top"]
        ranged = ":" in part[part.rfind("!") + 1 :]
        right, bottom = (match["right"], match["bottom"]) if ranged else (left, top)
        if (
            (right is None) != (left is None)
            or (bottom is None) != (top is None)
            or not (ranged or (left and top))
        ):
            return None
        columns = sorted(column_number(letters) for letters in (left, right) if letters)
        rows = sorted(int(number) for number in (top, bottom) if number)
        areas.append(_area(sheet, columns, rows, part))
    return areas


def _area(sheet: str, columns: list[int], rows: list[int], text: str) -> Area:
    left, right = (columns[0], columns[-1]) if columns else (None, None)
    top, bottom = (rows[0], rows[-1]) if rows else (None, None)
    return Area(sheet, left, top, right, bottom, text.strip())


class Selection:
    """Finds the nodes behind selected cells, through where the tables lie."""

    def __init__(self, tables: PlanTables, reader: NodeReader) -> None:
        self._tables, self._reader = tables, reader
        self._data = [tables[name] for name in SELECTABLE if name in tables]
        targets = tables.frame("tblTargets")
        units = targets["unit"] if "unit" in targets else [None] * len(targets)
        self._units = dict(zip(targets["indicator"], units, strict=True))
        self._holds: list[Node] | None = None

    def read(self, text: str) -> tuple[list[Selected], list[Problem]]:
        """Return what the selected cells stand for, and what is wrong with the selection."""
        areas = areas_of(text)
        if areas is None:
            return [], [Problem("selection_unreadable", {"value": text})]
        found: list[Selected] = []
        problems: list[Problem] = []
        for area in areas:
            there = [data for data in self._data if data.block.info.sheet.casefold() == area.sheet.casefold()]
            if not there:
                problems.append(Problem("selection_no_sheet", {"sheet": area.sheet}))
                continue
            inside = [
                (data, rows, columns) for data in there for rows, columns in _inside(area, data.block.info)
            ]
            if not inside:
                problems.append(Problem("selection_outside", {"area": area.text}))
            for data, rows, columns in inside:
                count = len(rows) * len(columns)
                if count > MOST_CELLS:
                    problems.append(Problem("selection_too_large", {"count": count, "most": MOST_CELLS}))
                    continue
                found += self._cells(data, rows, columns, problems)
        return found, problems

    def _cells(
        self, data: TableData, rows: range, columns: range, problems: list[Problem]
    ) -> Iterator[Selected]:
        info = data.block.info
        ids = {position: id for id, position in data.match.positions.items()}
        places = {int(place): at for at, place in enumerate(data.frame.index)}
        wrong: set[int] = set()
        for row in rows:
            for column in columns:
                if column in wrong:
                    continue
                cell = data.block.address(row, column)
                if not _is_amount(data.table.id, ids.get(column, "")):
                    wrong.add(column)
                    label = " ".join(info.header[column].split())
                    problems.append(
                        Problem("selection_no_amount", {"cell": cell, "label": label}, info.sheet, cell)
                    )
                    continue
                node = None if row not in places else self._node(data, places[row], ids[column])
                if node is None:
                    problems.append(Problem("selection_no_node", {"cell": cell}, info.sheet, cell))
                    continue
                value = data.block.rows[row][self._amount_column(data, column)]
                amount = self._amount(data, ids.get(column, ""), value, node, cell, problems)
                yield Selected(node, amount, info.sheet, cell, data.table.id, row)

    def _node(self, data: TableData, at: int, column: str) -> Node | None:
        if data.table.id == "tblHolds":
            self._holds = self._reader.of_rows(data.frame) if self._holds is None else self._holds
            return self._holds[at]
        record = data.frame.iloc[at]
        if data.table.id == "tblQuota":
            return self._reader.of_rows(data.frame.iloc[[at]])[0]
        dimension, member = record.get("dimension"), record.get("member")
        totals = [word("total", language) for language in LANGUAGES]
        if dimension in MEMBER_DIMENSIONS and isinstance(member, str):
            members: dict[str, str | None] = {dimension: member}
        elif dimension == "total" and member in totals:
            members = {}
        else:
            return None
        return self._reader.node(record.get("indicator") or DEFAULT_INDICATOR, self._period(column), members)

    def _period(self, column: str) -> Period | None:
        """Return the period of a column of the month matrix."""
        calendar = self._tables.calendar
        month, part = _MONTH.fullmatch(column), _PART.fullmatch(column)
        if calendar.plan_year is None:
            return None
        if month:
            found = calendar.month(int(month[1]))
            return None if found is None else Period.month(found)
        if part:
            return Period.part(calendar.plan_year, part[1].upper(), int(part[2]), calendar.fiscal_start)
        return calendar.year

    def _amount(
        self, data: TableData, column: str, value: Cell, node: Node, cell: str, problems: list[Problem]
    ) -> float | None:
        """Return the amount in a cell in the base unit: the matrix shows money in the plan's money unit."""
        id = "amount" if data.table.id == "tblHolds" else column
        read = read_column(data.table.column(id), [value], self._tables.calendar)
        for refusal in read.refused.values():
            label = data.match.label(id)
            problems.append(Problem(refusal.reason, dict(refusal.facts), data.block.info.sheet, cell, label))
            return None
        amount = float(read.values[0])
        if amount != amount:
            return None
        if read.absolute is not None and read.absolute[0]:
            return amount
        factor = float(data.match.factors.get(id, 1))
        if (
            data.table.id == "tblQuotaSummary"
            and measure_of(node.indicator, self._units.get(node.indicator)) == "money"
        ):
            factor *= float(self._tables.settings.money_unit)
        return float(clear_of_noise(amount * factor))

    def _amount_column(self, data: TableData, column: int) -> int:
        return data.match.positions["amount"] if data.table.id == "tblHolds" else column


def _is_amount(table: str, column: str) -> bool:
    if table == "tblHolds":
        return True
    if table == "tblQuota":
        return column == "committed"
    return column == "year" or bool(_MONTH.fullmatch(column) or _PART.fullmatch(column))


def _inside(area: Area, info: TableInfo) -> list[tuple[range, range]]:
    """Return the part of an area that lies in a table's rows, 0-based; all of it must."""
    first_row, first_column = info.top + 1, info.left
    last_row, last_column = info.top + info.row_count, info.left + len(info.header) - 1
    top, bottom = area.top or first_row, area.bottom or last_row
    left, right = area.left or first_column, area.right or last_column
    if not (first_row <= top and bottom <= last_row and first_column <= left and right <= last_column):
        return []
    return [
        (range(top - first_row, bottom - first_row + 1), range(left - first_column, right - first_column + 1))
    ]
