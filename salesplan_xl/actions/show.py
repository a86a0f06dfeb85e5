"""A table by column ids: numbers as stored, values of closed lists as ids, periods as ``2027-03``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from salesplan_xl.cells import Block, Cell, CellError, Workbook
from salesplan_xl.errors import NotFound
from salesplan_xl.tables.codec import decode
from salesplan_xl.tables.contract import TABLES, Table
from salesplan_xl.tables.matching import find_table
from salesplan_xl.tables.plan_settings import setting_id
from salesplan_xl.tables.plan_tables import read_plan_tables

_AS_IDS = ("choice", "open_choice", "period", "month")


def shown_table(workbook: Workbook, name: str) -> tuple[list[str], list[list[Any]]]:
    """Return the column ids of a table and its rows; columns of the planner's own go by their label.

    Raises:
        NotFound: there is no table of that name.
    """
    info = find_table(workbook.tables(), name)
    if info is None:
        found = ", ".join(workbook.tables()) or "–"
        raise NotFound("no_such_table", table=name, found=found)
    block = workbook.read_table(info.name)
    used = [row for row, cells in enumerate(block.rows) if any(cell not in (None, "") for cell in cells)]
    columns = [[_plain(block.rows[row][at]) for row in used] for at in range(len(info.header))]
    ids = list(info.header)
    table = next((known for known in TABLES.values() if known.id.casefold() == info.name.casefold()), None)
    if table is not None:
        ids = _named(workbook, table, block, used, columns)
    return ids, [list(row) for row in zip(*columns, strict=True)]


def _named(
    workbook: Workbook, table: Table, block: Block, used: list[int], columns: list[list[Any]]
) -> list[str]:
    """Return the column ids, and put ids and periods into the columns whose cells stand for them."""
    plan = read_plan_tables(workbook, ())
    # As an input table: rows that hold nothing but a person's entries are there to be seen, too.
    data = decode(block, replace(table, kind="input"), plan.calendar, plan.language)
    ids = list(block.info.header)
    for id, position in data.match.positions.items():
        ids[position] = id
        if table.column(id).unit in _AS_IDS:
            values = data.frame[id].to_dict()
            columns[position] = [
                values.get(row) or cell for row, cell in zip(used, columns[position], strict=True)
            ]
    if table.id == "tblSettings" and "key" in data.match.positions:
        at = data.match.positions["key"]
        columns[at] = [setting_id(cell) or cell for cell in columns[at]]
    return ids


def _plain(cell: Cell) -> Any:
    if isinstance(cell, CellError):
        return cell.value
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, (dt.datetime, dt.date, dt.time)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return cell
