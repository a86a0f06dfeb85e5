"""Writes a session's changes: touched parts anew, all others as they lie, the file replaced in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from salesplan_xl.errors import FileRefused, Problem
from salesplan_xl.hosts.atomic import replacing
from salesplan_xl.hosts.package_parts import PackageParts
from salesplan_xl.hosts.relationships import serialise
from salesplan_xl.hosts.sheet_edits import SheetEdits
from salesplan_xl.hosts.sheet_patch import Patched, SheetPatcher
from salesplan_xl.hosts.sheet_rows import NeedsTidying
from salesplan_xl.hosts.sheet_tidy import tidy_sheet
from salesplan_xl.hosts.table_part import TablePart, write_table_part
from salesplan_xl.hosts.zip_parts import LARGE_PART, ArchiveWriter


def save_package(
    parts: PackageParts, edits: dict[str, SheetEdits], resized: dict[str, TablePart], target: Path
) -> list[Problem]:
    """Write the package with its changes to ``target``; return what is worth saying about it.

    Raises:
        FileRefused: the target cannot be written, or the package was changed since it was opened.
    """
    if not parts.unchanged_on_disk():
        raise FileRefused("file_changed_meanwhile", file=parts.path.name)
    reports: dict[str, Patched] = {}
    sheets = {
        parts.actual(sheet.part): (sheet.name, edits[sheet.name])
        for sheet in parts.workbook.sheets
        if sheet.name in edits
    }
    with replacing(target) as file, ArchiveWriter(file, parts.archive) as writer:
        later: dict[str, Callable[[], bytes]] = {}
        for name, table in resized.items():
            later[table.part] = _table_writer(parts, name, table)
        if edits and parts.parts_with_formulas and parts.workbook.ask_for_recalculation():
            later[parts.workbook_name] = lambda: serialise(parts.workbook.root)
        for member in parts.archive.members:
            if member.name in sheets:
                name, changes = sheets[member.name]
                reports[name] = _write_sheet(writer, parts, member.name, changes)
            elif member.name in later:
                writer.write(member.name, [later[member.name]()], member)
            else:
                writer.copy(member)
        writer.finish()
    return []


def _table_writer(parts: PackageParts, name: str, table: TablePart) -> Callable[[], bytes]:
    return lambda: write_table_part(parts.read(table.part), parts.tables[name], table)


def _write_sheet(writer: ArchiveWriter, parts: PackageParts, part: str, changes: SheetEdits) -> Patched:
    """Patch a sheet while it streams; one that cannot be scanned is tidied first."""
    member = parts.archive.member(part)
    large = member.inflated > LARGE_PART
    start = writer.tell()

    def patched(chunks: Iterator[bytes], report: Patched) -> Iterator[bytes]:
        return SheetPatcher(changes, parts.workbook.date1904, report).patch(chunks)

    report = Patched()
    try:
        writer.write(part, patched(parts.archive.stream(part), report), member, large)
    except NeedsTidying:
        writer.roll_back(start)
        report = Patched()
        tidied = iter([tidy_sheet(parts.archive.read(part))])
        writer.write(part, patched(tidied, report), member, large)
    return report
