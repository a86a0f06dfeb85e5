"""Plan workbooks in memory for tests: every contract table on a sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from salesplan_xl.hosts.memory import MemoryWorkbook
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.settings import SETTINGS

Rows = Sequence[Mapping[str, Any]]

SMALL = {
    "tblSettings": {"plan_year": 2027, "step": 1, "lunar_new_year": "no"},
    "tblTargets": [{"indicator": "sales_amount", "unit": "base", "committed": 1200}],
}


def plan_book(language: str = "en", name: str = "plan.xlsx", **tables: Any) -> MemoryWorkbook:
    """Return a plan whose tables hold the given rows by column id; settings may be given as a mapping.

    Values of closed lists may be ids: they are written in the workbook's language.
    """
    books = {}
    for table in TABLES.values():
        given = tables.get(table.id, [])
        if isinstance(given, Mapping):
            given = [{"key": SETTINGS[id].label(language), "value": value} for id, value in given.items()]
        header = table.header(language)
        ids = [column.id for column in table.columns if column.prepared]
        rows = [[_cell(table.column(id), row.get(id), language) for id in ids] for row in given]
        unknown = {id for row in given for id in row} - set(ids)
        assert not unknown, f"{table.id} has no prepared column {sorted(unknown)}"
        books[table.id] = (table.sheet(language), 5, 2, header, rows)
    return MemoryWorkbook(books, name=name)


def _cell(column: Any, value: Any, language: str) -> Any:
    return column.choices[value].label(language) if value in column.choices else value


def rows_of(book: MemoryWorkbook, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table by column id, as ``salesplan show`` gives them."""
    from salesplan_xl.actions.show import shown_table

    ids, rows = shown_table(book, table)
    return [dict(zip(ids, row, strict=True)) for row in rows]
