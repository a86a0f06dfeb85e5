"""Take a plan over into another workbook: every table that both have, by column ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from salesplan_xl.cells import Cell, TableInfo, Workbook
from salesplan_xl.errors import FileRefused
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, language_of, match_table

STAYS = frozenset({"tblLog", "tblUndo", "tblProblems"})
"""Records of what was done to one workbook; they say nothing about another."""


def carry_plan(source: Workbook, target: Workbook) -> dict[str, int]:
    """Write into ``target`` the rows of every table that ``source`` has as well; return how many by table.

    Columns are matched by the contract, so that both workbooks may be arranged differently. A table that is
    empty in the source stays as it is in the target.

    Raises:
        FileRefused: the workbooks are in different languages, or share no table with rows.
    """
    there, here = source.tables(), target.tables()
    if language_of(there) != language_of(here):
        raise FileRefused("carry_other_language", name=source.name)
    carried: dict[str, int] = {}
    for name, table in TABLES.items():
        old, new = find_table(there, name), find_table(here, name)
        if old is None or new is None or name in STAYS:
            continue
        rows = [
            row for row in source.read_table(old.name).rows if any(cell not in (None, "") for cell in row)
        ]
        if rows:
            target.write_table(new.name, _rearranged(rows, old, new, name))
            carried[table.id] = len(rows)
    if not carried:
        raise FileRefused("carry_nothing", name=source.name)
    return carried


def carry_file(source: Path, target: Path) -> dict[str, int]:
    """Do the same with files; the target is replaced."""
    from salesplan_xl.hosts.package import open_package

    workbook = open_package(target)
    carried = carry_plan(open_package(source), workbook)
    workbook.save()
    return carried


def _rearranged(
    rows: Sequence[Sequence[Cell]], old: TableInfo, new: TableInfo, name: str
) -> list[list[Cell]]:
    """Return rows of one workbook's table in the order of the other's header; unknown columns are left."""
    at = match_table(old, TABLES[name]).positions
    to = match_table(new, TABLES[name]).positions
    found = []
    for row in rows:
        line: list[Cell] = [None] * len(new.header)
        for id, position in to.items():
            if id in at:
                line[position] = row[at[id]]
        found.append(line)
    return found
