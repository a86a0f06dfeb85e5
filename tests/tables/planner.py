"""A planner's workbook for the tests: tables as he typed them, and what an action says about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salesplan_xl.cells import Block, Cell, TableInfo
from salesplan_xl.hosts.memory import MemoryWorkbook
from salesplan_xl.messages import Language
from salesplan_xl.tables.codec import TableData, decode
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.period_reading import Calendar

PLAN_2027 = Calendar(2027)


def typed(
    table: str, header: Sequence[str], *rows: Sequence[Cell], calculated: frozenset[int] = frozenset()
) -> Block:
    """Return a table as typed, its header in B3 of a sheet with the Chinese name."""
    info = TableInfo(table, TABLES[table].zh, 3, 2, tuple(header), len(rows), calculated)
    return Block(info, [list(row) for row in rows])


def read(
    table: str,
    header: Sequence[str],
    *rows: Sequence[Cell],
    calendar: Calendar = PLAN_2027,
    language: Language = "zh",
    calculated: frozenset[int] = frozenset(),
) -> TableData:
    return decode(typed(table, header, *rows, calculated=calculated), TABLES[table], calendar, language)


def one_column(table: str, label: str, *cells: Cell) -> TableData:
    """Read a table of one column beside the columns it must have, filled with something ordinary."""
    contract = TABLES[table]
    ordinary: Mapping[str, Cell] = {
        "indicator": "销售额",
        "period": "2027-01",
        "month": "2027-01",
        "unit": "元",
        "committed": 1,
        "amount": 1,
        "dimension": "区域",
        "member": "华东",
        "rep": "张伟",
        "order": 1,
    }
    others = [
        column
        for column in contract.columns
        if column.required and label not in column.names and column.id in ordinary
    ]
    header = [column.zh for column in others]
    rows = [[*(ordinary[column.id] for column in others), cell] for cell in cells]
    return read(table, [*header, label], *rows)


def said(data: TableData, language: Language = "zh") -> list[str]:
    return [problem.sentence(language) for problem in data.problems]


def workbook(*blocks: Block) -> MemoryWorkbook:
    """Lay each table on a sheet of its own, its header in B3."""
    return MemoryWorkbook(
        {block.info.name: (block.info.sheet, 3, 2, block.info.header, block.rows) for block in blocks},
        calculated={block.info.name: tuple(block.info.calculated) for block in blocks},
    )
