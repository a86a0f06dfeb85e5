"""The sample company cut down to two regions and a few products: every table of a template has rows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from salesplan_xl.actions.carry_plan import carry_plan
from salesplan_xl.actions.decompose import decompose
from salesplan_xl.cells import Workbook
from salesplan_xl.hosts.memory import MemoryWorkbook
from salesplan_xl.hosts.package import open_package
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import match_table
from salesplan_xl.templates.catalogue import template_path
from salesplan_xl.templates.samples import all_sample_tables

CUSTOMERS = 3
SINCE = "2025-07"
MEMBERS = ("region", "product", "customer", "rep", "department", "members")


@cache
def small_tables(language: str) -> dict[str, list[dict[str, Any]]]:
    """Return the sample's rows of two regions and the first products; nothing names what was left out."""
    tables = all_sample_tables(language)
    label = TABLES["tblMembers"].column("dimension").choices
    named = {
        dimension: [
            row["member"]
            for row in tables["tblMembers"]
            if row["dimension"] == label[dimension].label(language)
        ]
        for dimension in ("region", "product", "customer", "rep")
    }
    (new,) = tables["tblNewProducts"]
    likes = [row["like"] for row in tables["tblMembers"] if row["member"] == new["product"]]
    kept = {
        "region": named["region"][:2],
        "product": [*dict.fromkeys([*named["product"][:2], new["product"], new["analogue"], *likes])],
    }
    sold = [
        row
        for row in tables["tblHistory"]
        if row["region"] in kept["region"] and row["product"] in kept["product"]
    ]
    kept |= {"customer": [*dict.fromkeys(row["customer"] for row in sold)][:CUSTOMERS]}
    sold = [row for row in sold if row["customer"] in kept["customer"]]
    kept |= {"rep": [*dict.fromkeys(row["rep"] for row in sold)]}
    gone = {name for of in named for name in named[of] if name not in kept[of]}
    gone |= {row["rep"] for row in tables["tblReps"]} - set(kept["rep"])
    gone |= {row["region"] for row in tables["tblHistory"]} - set(kept["region"])

    def stays(row: dict[str, Any]) -> bool:
        old = isinstance(month := row.get("month"), str) and month < SINCE
        return not old and row.get("member") not in gone and not any(row.get(of) in gone for of in MEMBERS)

    return {table: [row for row in rows if stays(row)] for table, rows in tables.items()}


def put(workbook: Workbook, table: str, rows: list[dict[str, Any]]) -> None:
    """Write rows given by column ids, values as cells hold them."""
    info = workbook.tables()[table]
    ids = {position: id for id, position in match_table(info, TABLES[table]).positions.items()}
    workbook.write_table(
        table, [[row.get(ids.get(at, "")) for at in range(len(info.header))] for row in rows]
    )


def rearranged(workbook: Workbook, name: str = "plan.xlsx") -> MemoryWorkbook:
    """Return a copy in memory of all tables of a workbook."""
    infos = workbook.tables()
    return MemoryWorkbook(
        {
            table: (info.sheet, info.top, info.left, info.header, workbook.read_table(table).rows)
            for table, info in infos.items()
        },
        name=name,
        calculated={table: sorted(info.calculated) for table, info in infos.items()},
    )


@cache
def small_plan(language: str) -> MemoryWorkbook:
    """Return the annual plan of the small company, decomposed; every third row has a bid."""
    book = rearranged(open_package(template_path("annual_plan", language)))
    fill(book, language)
    assert [problem.sentence("en") for problem in decompose(book).problems] == []
    info = book.tables()["tblQuota"]
    at = match_table(info, TABLES["tblQuota"]).positions
    rows = [list(row) for row in book.read_table("tblQuota").rows]
    for row in rows[::3]:
        row[at["bid"]] = row[at["committed"]]
    for row in rows[::6]:
        row[at["bid"]] += 2_000
    book.write_table("tblQuota", rows)
    book.write_table("tblUndo", [])
    book.write_table("tblLog", [])
    return book


def fill(workbook: Workbook, language: str) -> None:
    """Write the small company into the tables that a workbook has."""
    for table, rows in small_tables(language).items():
        if table in workbook.tables():
            put(workbook, table, rows)


def small_file(template: str, language: str, path: Path) -> Path:
    """Save a template filled with the small company and its decomposed plan."""
    workbook = open_package(template_path(template, language))
    fill(workbook, language)
    carry_plan(small_plan(language), workbook)
    workbook.save(path)
    return path
