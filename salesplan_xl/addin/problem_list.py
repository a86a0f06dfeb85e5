"""The problems of an action on their own sheet of the workbook, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Any

from salesplan_xl.cells import Cell, TableInfo, Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import Language
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, match_table
from salesplan_xl.tables.problem_sheet import problem_rows

TABLE = "tblProblems"
MOST_LINKS = 500
"""Each link is a call to Excel; who has more problems than this has one and the same in many rows."""
MOST_CHARACTERS = 250
"""Excel takes up to 255 characters for what a link shows under the pointer."""


def list_problems(workbook: Workbook, problems: Sequence[Problem], language: Language) -> str:
    """Write the problems that have a place to the problems table and return its sheet; none empties it.

    A workbook that is open in Excel gets the sheet where it has none; elsewhere nothing is written then, and
    the answer is empty.
    """
    placed = [problem for problem in problems if problem.sheet]
    info = find_table(workbook.tables(), TABLE)
    if info is None and placed:
        info = _made(workbook, language)
    if info is None or (not placed and not _filled(workbook, info)):
        return ""
    rows = problem_rows(placed, language)
    positions = match_table(info, TABLES[TABLE]).positions
    lines: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = [None] * len(info.header)
        for column, position in positions.items():
            line[position] = row.get(column) or None
        lines.append(line)
    workbook.write_table(info.name, lines)
    if "cell" in positions:
        _link(workbook, info, positions["cell"], rows)
    return info.sheet if placed else ""


def _filled(workbook: Workbook, info: TableInfo) -> bool:
    return any(cell is not None for row in workbook.read_table(info.name).rows for cell in row)


def _made(workbook: Workbook, language: Language) -> TableInfo | None:
    """Make the sheet and its table in a workbook that is open in Excel."""
    book: Any = getattr(workbook, "book", None)
    if book is None:
        return None
    table = TABLES[TABLE]
    labels = [column.label(language) for column in table.columns]
    title = table.en if language == "en" else table.zh
    taken = {sheet.name.casefold() for sheet in book.sheets}
    numbered = (f"{title} {number}" for number in count(2))
    name = next(name for name in chain([title], numbered) if name.casefold() not in taken)
    sheet = book.sheets.add(name, after=book.sheets[len(book.sheets) - 1])
    area = sheet.range((1, 1), (2, len(labels)))
    area.value = [labels, [None] * len(labels)]
    sheet.tables.add(source=area, name=TABLE)
    return find_table(workbook.tables(), TABLE)


def _link(workbook: Workbook, info: TableInfo, column: int, rows: Sequence[Mapping[str, str]]) -> None:
    """Let each cell address of the list lead there, where the workbook is open in Excel."""
    book: Any = getattr(workbook, "book", None)
    if book is None:
        return
    sheet = book.sheets[info.sheet]
    for number, row in enumerate(rows[:MOST_LINKS], start=1):
        if row["sheet"] and row["cell"]:
            quoted = row["sheet"].replace("'", "''")
            target = f"#'{quoted}'!{row['cell']}"
            sheet.range((info.top + number, info.left + column)).add_hyperlink(
                target, row["cell"], row["problem"][:MOST_CHARACTERS]
            )
