"""Writes a session's changes: touched parts anew, all others as they lie, the file replaced in one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from salesplan_xl.cells import Cell
from salesplan_xl.errors import FileRefused, Problem
from salesplan_xl.hosts import calc_chain
from salesplan_xl.hosts.atomic import check_writable, replacing
from salesplan_xl.hosts.chart_part import follow_in_chart
from salesplan_xl.hosts.column_rename import in_sheet, mentions
from salesplan_xl.hosts.dynamic_arrays import CONTENT_TYPE, RELATIONSHIP
from salesplan_xl.hosts.following import Resize, in_text
from salesplan_xl.hosts.new_sheet import (
    SHEET_RELATION,
    SHEET_TYPE,
    TABLE_TYPE,
    NewTable,
    add_to_workbook,
    free_name,
    relationship_xml,
)
from salesplan_xl.hosts.package_formulas import metadata_part
from salesplan_xl.hosts.package_parts import PackageParts
from salesplan_xl.hosts.pivot_cache import refresh_pivot_cache
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.relationships import (
    CONTENT_TYPES,
    child,
    children,
    content_type,
    parse,
    relationships_name,
    resolve,
    serialise,
)
from salesplan_xl.hosts.sheet_edits import SheetEdits
from salesplan_xl.hosts.sheet_patch import Patched, SheetPatcher
from salesplan_xl.hosts.sheet_rows import NeedsTidying
from salesplan_xl.hosts.sheet_tidy import tidy_sheet
from salesplan_xl.hosts.table_part import TablePart, read_table_id, renames_between, write_table_part
from salesplan_xl.hosts.zip_writer import LARGE_PART, ArchiveWriter, Deflated


def save_package(
    parts: PackageParts,
    edits: dict[str, SheetEdits],
    tables: dict[str, TablePart],
    target: Path,
    metadata: bytes | None = None,
    new_tables: Sequence[NewTable] = (),
) -> list[Problem]:
    """Write the package with its changes to ``target``; return what is worth saying about it.

    ``metadata`` is the part that marks formulas that spill, where it is new or has changed;
    ``new_tables`` get hidden sheets of their own.

    Raises:
        FileRefused: the target cannot be written, or the package was changed since it was opened.
    """
    check_writable(target)
    if not parts.unchanged_on_disk():
        raise FileRefused("file_changed_meanwhile", file=parts.path.name)
    session = _Session(parts, edits, tables)
    session.prepare()
    if metadata is not None:
        session.write_metadata(metadata)
    for table in new_tables:
        session.add_table(table)
    with replacing(target) as file, ArchiveWriter(file, parts.archive) as writer:
        for member in parts.archive.members:
            if member.name in session.written:
                writer.write(member.name, session.written[member.name], member)
            elif member.name not in session.dropped:
                writer.copy(member)
        for name, part in session.added.items():
            writer.write(name, part, None)
        writer.finish()
    return session.notes


class _Session:
    """Works out every part that a session's edits change."""

    def __init__(
        self, parts: PackageParts, edits: dict[str, SheetEdits], tables: dict[str, TablePart]
    ) -> None:
        self._parts = parts
        self._edits = edits
        self._tables = tables
        self._resizes = [
            Resize(parts.tables[name], table)
            for name, table in tables.items()
            if parts.tables[name].area != table.area
        ]
        self._renames = [
            rename for name, table in tables.items() for rename in renames_between(parts.tables[name], table)
        ]
        self.written: dict[str, Deflated] = {}
        self.dropped: set[str] = set()
        self.added: dict[str, Deflated] = {}
        self.notes: list[Problem] = []
        self._roots: dict[str, Any] = {}
        self._table_id = 0

    def prepare(self) -> None:
        if not self._edits:
            return
        reports = self._write_sheets()
        for name, old in self._parts.tables.items():
            table, data = self._tables.get(name, old), self._parts.read(old.part)
            if old != table or mentions(data, self._renames):
                self._write(old.part, write_table_part(data, old, table, self._renames))
        self._write_workbook()
        self._write_dependants()
        self._write_chain(reports)
        self._take_notes(reports)

    def _write(self, part: str, data: bytes) -> None:
        self.written[self._parts.actual(part) or part] = Deflated([data])

    def _write_sheets(self) -> dict[int, Patched]:
        reports = {}
        for sheet in self._parts.workbook.sheets:
            part = self._parts.actual(sheet.part)
            named = part in self._parts.parts_with_formulas and self._mentions(part)
            if part is not None and (sheet.name in self._edits or named):
                resizes = [resize for resize in self._resizes if resize.old.sheet == sheet.name]
                self.written[part], reports[sheet.sheet_id] = self._patched(
                    part, self._edits.get(sheet.name, SheetEdits()), resizes
                )
        return reports

    def _mentions(self, part: str) -> bool:
        return bool(self._renames) and mentions(self._parts.archive.read(part), self._renames)

    def _patched(self, part: str, edits: SheetEdits, resizes: list[Resize]) -> tuple[Deflated, Patched]:
        """Patch a sheet while it streams; one that cannot be scanned is tidied first."""
        archive, date1904 = self._parts.archive, self._parts.workbook.date1904
        large = archive.member(part).inflated > LARGE_PART

        def attempt(chunks: Iterator[bytes]) -> tuple[Deflated, Patched]:
            report = Patched()
            blocks = SheetPatcher(edits, date1904, report, resizes).patch(chunks)
            if self._renames:
                blocks = in_sheet(blocks, self._renames)
            return Deflated(blocks, large), report

        try:
            return attempt(archive.stream(part))
        except NeedsTidying:
            return attempt(iter([tidy_sheet(archive.read(part))]))

    def _write_workbook(self) -> None:
        """Let names follow, and ask for a recalculation where there are formulas."""
        book = self._parts.workbook
        changed = bool(self._parts.parts_with_formulas) and book.ask_for_recalculation()
        holder = child(book.root, "definedNames")
        for element in children(holder, "definedName") if holder is not None else []:
            prints = element.get("name") == "_xlnm.Print_Area"
            old = element.text or ""
            new = in_text(old, self._resizes, Resize.around if prints else Resize.covering)
            for rename in self._renames:
                new = rename.in_formula(new)
            if new != old:
                element.text = new
                changed = True
        if changed:
            self._write(self._parts.workbook_name, serialise(book.root))

    def _write_dependants(self) -> None:
        """Let charts follow, and have pivot tables refresh."""
        types = parse(self._parts.read(CONTENT_TYPES))
        names = {name.casefold() for name in self._tables}
        for part in self._parts.archive.names():
            kind = content_type(types, part)
            new = None
            if self._resizes and (kind.endswith(("drawingml.chart+xml", "chartex+xml"))):
                new = follow_in_chart(self._parts.archive.read(part), self._resizes, self._lookup)
            elif kind.endswith("pivotCacheDefinition+xml"):
                new = refresh_pivot_cache(self._parts.archive.read(part), names, self._resizes, self._touches)
            if new is not None:
                self._write(part, new)

    def _edits_of(self, sheet: str) -> SheetEdits | None:
        for name, edits in self._edits.items():
            if name.casefold() == sheet.casefold():
                return edits
        return None

    def _lookup(self, sheet: str, row: int, column: int) -> tuple[bool, Cell]:
        edits = self._edits_of(sheet)
        return edits.find(row, column) if edits is not None else (False, None)

    def _touches(self, sheet: str, area: Area) -> bool:
        edits = self._edits_of(sheet)
        return edits is not None and edits.touches(area)

    def _write_chain(self, reports: dict[int, Patched]) -> None:
        """Take removed formulas out of the calculation chain; drop it whole where formulas came in."""
        removed = {sheet: report.formulas_removed for sheet, report in reports.items()}
        added = any(report.formulas_added for report in reports.values())
        if not added and not any(removed.values()):
            return
        for relation in self._parts.relationships(self._parts.workbook_name):
            part = self._parts.actual(relation.target) if relation.kind == "calcChain" else None
            if part is None:
                continue
            left = None if added else calc_chain.without(self._parts.archive.read(part), removed)
            if left is None:
                self._drop(part)
            else:
                self._write(part, left)

    def write_metadata(self, data: bytes) -> None:
        """Write the part that marks formulas that spill; a package without one gets it."""
        part = metadata_part(self._parts)
        if part is not None:
            self._write(part, data)
            return
        workbook = self._parts.workbook_name
        name = resolve(workbook, "metadata.xml")
        self.added[name] = Deflated([data])
        self._relate(RELATIONSHIP, name)
        self._declare(name, CONTENT_TYPE)

    def add_table(self, table: NewTable) -> None:
        """Add a hidden sheet with a table."""
        book = self._parts.workbook
        taken = [*self._parts.archive.names(), *self.added]
        sheet = free_name("xl/worksheets/sheet{}.xml", taken)
        part = free_name("xl/tables/table{}.xml", taken)
        self.added[sheet] = Deflated([table.sheet_xml(book.date1904)])
        self.added[relationships_name(sheet)] = Deflated([relationship_xml(f"/{part}")])
        used = [read_table_id(self._parts.read(each.part)) for each in self._parts.tables.values()]
        self._table_id = max([self._table_id, *used]) + 1
        self.added[part] = Deflated([table.table_xml(self._table_id)])
        self._declare(sheet, SHEET_TYPE)
        self._declare(part, TABLE_TYPE)
        add_to_workbook(book.root, table.sheet, self._relate(SHEET_RELATION, sheet))
        self._write(self._parts.workbook_name, serialise(book.root))

    def _relate(self, kind: str, part: str) -> str:
        """Let the workbook point to a new part; return by which id."""
        holder = relationships_name(self._parts.workbook_name)
        relations = self._root_of(holder)
        used = {each.get("Id") for each in relations}
        id = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
        _append(relations, "Relationship", Id=id, Type=kind, Target=f"/{part}")
        self._write_root(holder, relations)
        return id

    def _declare(self, part: str, kind: str) -> None:
        types = self._root_of(CONTENT_TYPES)
        _append(types, "Override", PartName=f"/{part}", ContentType=kind)
        self._write_root(CONTENT_TYPES, types)

    def _drop(self, part: str) -> None:
        """Leave a part of the workbook out, with its relationship and its content type."""
        self.dropped.add(part)
        workbook = self._parts.workbook_name
        relations = relationships_name(workbook)
        self._without(relations, lambda each: resolve(workbook, each.get("Target", "")), part)
        self._without(CONTENT_TYPES, lambda each: each.get("PartName", "").lstrip("/"), part)

    def _without(self, holder: str, named: Any, part: str) -> None:
        root = self._root_of(holder)
        for element in list(root):
            if isinstance(element.tag, str) and named(element).casefold() == part.casefold():
                root.remove(element)
        self._write_root(holder, root)

    def _root_of(self, part: str) -> Any:
        """Return a small part as this session leaves it."""
        if part not in self._roots:
            self._roots[part] = parse(self._parts.read(part))
        return self._roots[part]

    def _write_root(self, part: str, root: Any) -> None:
        self._write(part, serialise(root))

    def _take_notes(self, reports: dict[int, Patched]) -> None:
        sheets = {sheet.sheet_id: sheet.name for sheet in self._parts.workbook.sheets}
        for sheet_id, report in reports.items():
            for area in report.arrays_dissolved:
                facts = {"range": area, "sheet": sheets[sheet_id]}
                self.notes.append(Problem("note_array_dissolved", facts, sheet=sheets[sheet_id]))
        if any(name.casefold().startswith("_xmlsignatures/") for name in self._parts.archive.names()):
            self.notes.append(Problem("note_signed", {"file": self._parts.path.name}))


def _append(root: Any, name: str, **attributes: str) -> None:
    made = root.makeelement(root.tag.rpartition("}")[0] + "}" + name)
    for key, value in attributes.items():
        made.set(key, value)
    root.append(made)
