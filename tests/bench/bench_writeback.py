"""Writing back into a workbook, against loading and saving it with openpyxl."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from salesplan_xl.cells import Cell
from salesplan_xl.hosts.package import open_package

WIDTH = 12
CELL_ROWS = 200_000
TABLE_ROWS = 20_000


class Row(TypedDict):
    """One comparison, in seconds of processor time; ``ratio`` is theirs over ours."""

    job: str
    against: str
    ours_s: float
    theirs_s: float
    ratio: float


def rows() -> list[Row]:
    """Change two cells of a large sheet, and replace a whole table."""
    with tempfile.TemporaryDirectory() as folder:
        large, table = Path(folder, "large.xlsx"), Path(folder, "table.xlsx")
        make(large, CELL_ROWS)
        make(table, TABLE_ROWS)
        return [
            row(f"two cells of {CELL_ROWS:,} × {WIDTH}", large, two_cells, two_cells_by_openpyxl),
            row(
                f"all {TABLE_ROWS:,} × {WIDTH} cells of a table", table, whole_table, whole_table_by_openpyxl
            ),
        ]


def values(count: int) -> list[list[Cell]]:
    return [
        [
            f"2027-{at % 12 + 1:02d}",
            f"region {at % 31}",
            f"customer {at}",
            *(round(at * 1.37 + step, 2) for step in range(WIDTH - 3)),
        ]
        for at in range(count)
    ]


def make(path: Path, count: int) -> None:
    """Make a workbook with one table."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        labels = [f"c{at}" for at in range(WIDTH)]
        page.write_row(0, 0, labels)
        for at, record in enumerate(values(count), start=1):
            page.write_row(at, 0, record)
        columns = [{"header": label} for label in labels]
        page.add_table(0, 0, count, WIDTH - 1, {"name": "tblData", "columns": columns})


def two_cells(path: Path) -> None:
    book = open_package(path)
    book.write_cells({"Data!B2": 5, "Data!C100000": "text"})
    book.save()


def two_cells_by_openpyxl(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    book["Data"]["B2"], book["Data"]["C100000"] = 5, "text"
    book.save(path)


def whole_table(path: Path) -> None:
    book = open_package(path)
    book.write_table("tblData", values(TABLE_ROWS))
    book.save()


def whole_table_by_openpyxl(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    for at, record in enumerate(values(TABLE_ROWS), start=2):
        for column, value in enumerate(record, start=1):
            book["Data"].cell(at, column, value)
    book.save(path)


def row(job: str, source: Path, ours: Callable[[Path], None], theirs: Callable[[Path], None]) -> Row:
    taken = [seconds(source, ours), seconds(source, theirs)]
    return {
        "job": job,
        "against": "openpyxl load and save",
        "ours_s": taken[0],
        "theirs_s": taken[1],
        "ratio": taken[1] / taken[0],
    }


def seconds(source: Path, job: Callable[[Path], None]) -> float:
    """Return the processor time of a job on a fresh copy of a file."""
    copy = source.with_name("copy.xlsx")
    shutil.copyfile(source, copy)
    start = time.process_time()
    job(copy)
    return time.process_time() - start
