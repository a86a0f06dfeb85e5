"""The parts of an opened package: which is which, found through relationships and content types."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from pathlib import Path

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.gate import examine
from salesplan_xl.hosts.number_formats import date_styles
from salesplan_xl.hosts.relationships import (
    CONTENT_TYPES,
    Relationship,
    content_type,
    parse,
    read_relationships,
    relationships_name,
)
from salesplan_xl.hosts.shared_strings import read_shared_strings
from salesplan_xl.hosts.sheet_rows import ROW_NUMBERS
from salesplan_xl.hosts.table_part import TablePart, read_table_part
from salesplan_xl.hosts.workbook_part import WorkbookPart


class PackageParts:
    """A package that passed the gate."""

    def __init__(self, path: Path) -> None:
        self.path = path
        before = _state(path) if path.exists() else None
        examined = examine(path)
        self.archive = examined.archive
        self.parts_with_formulas = examined.parts_with_formulas
        self._state = before
        self._in_order: dict[str, bool] = {}
        self._actual = {name.replace("\\", "/").casefold(): name for name in self.archive.names()}
        self.workbook_name = self._find_workbook()
        relations = self.relationships(self.workbook_name)
        sheets = {relation.id: relation.target for relation in relations if relation.kind == "worksheet"}
        self.workbook = WorkbookPart.read(self.read(self.workbook_name), sheets)

    def unchanged_on_disk(self) -> bool:
        """Tell whether the file is still the one that was opened."""
        return self.path.exists() and _state(self.path) == self._state

    def actual(self, part: str) -> str | None:
        """Return a part's name as the archive spells it; names differ in case in some files."""
        return self._actual.get(part.casefold())

    def read(self, part: str) -> bytes:
        """Return a part's bytes.

        Raises:
            FileRefused: the package lacks it.
        """
        actual = self.actual(part)
        if actual is None:
            raise FileRefused("part_missing", file=self.path.name, part=part)
        return self.archive.read(actual)

    def relationships(self, part: str) -> list[Relationship]:
        """Return where a part points to; the package's own with an empty name."""
        actual = self.actual(relationships_name(part))
        return read_relationships(part, self.archive.read(actual) if actual else None)

    def in_order(self, part: str) -> bool:
        """Tell whether a worksheet's rows come in order, as spreadsheet programs write them."""
        if part not in self._in_order:
            last = 0
            ordered = True
            for chunk in self.archive.stream(part):
                numbers = [last, *map(int, ROW_NUMBERS.findall(chunk))]
                ordered = ordered and all(a < b for a, b in pairwise(numbers))
                last = numbers[-1]
            self._in_order[part] = ordered
        return self._in_order[part]

    def _find_workbook(self) -> str:
        shown = self.path.name
        if self.actual(CONTENT_TYPES) is None:
            raise FileRefused("file_no_workbook", file=shown)
        types = parse(self.read(CONTENT_TYPES))
        for relation in self.relationships(""):
            if relation.kind != "officeDocument" or self.actual(relation.target) is None:
                continue
            kind = content_type(types, relation.target)
            if "sheet.binary" in kind:
                raise FileRefused("file_binary", file=shown)
            if kind.endswith("+xml") and ("spreadsheetml" in kind or "ms-excel" in kind):
                return self.actual(relation.target) or relation.target
        raise FileRefused("file_no_workbook", file=shown)

    @cached_property
    def tables(self) -> dict[str, TablePart]:
        """Every table of the workbook by name."""
        found: dict[str, TablePart] = {}
        for sheet in self.workbook.sheets:
            for relation in self.relationships(sheet.part):
                if relation.kind == "table" and self.actual(relation.target):
                    table = read_table_part(relation.target, sheet.name, self.read(relation.target))
                    if table is not None:
                        found[table.name] = table
        return found

    def _related_to_workbook(self, kind: str) -> str | None:
        return next(
            (each.target for each in self.relationships(self.workbook_name) if each.kind == kind), None
        )

    @cached_property
    def shared_strings(self) -> list[str]:
        """The texts that cells share."""
        part = self._related_to_workbook("sharedStrings")
        return read_shared_strings(self.read(part)) if part and self.actual(part) else []

    @cached_property
    def date_styles(self) -> dict[int, str]:
        """The cell styles that show dates or times of day."""
        part = self._related_to_workbook("styles")
        return date_styles(self.read(part) if part and self.actual(part) else None)


def _state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino
