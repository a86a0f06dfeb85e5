"""Formulas of a package: found with the results they were saved with, and put back to the letter."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from salesplan_xl.cells import Cell, CellFormula, FormulaKind
from salesplan_xl.errors import NotFound, WrongKind
from salesplan_xl.hosts.formula_cells import shifted
from salesplan_xl.hosts.formula_spelling import Spelling, SpeltFormula, formula_in, has_metadata, spills
from salesplan_xl.hosts.formula_text import as_spelt
from salesplan_xl.hosts.package_parts import PackageParts
from salesplan_xl.hosts.references import LAST_ROW, Area
from salesplan_xl.hosts.sheet_edits import Restored, SheetEdits
from salesplan_xl.hosts.sheet_reader import SheetReader
from salesplan_xl.hosts.sheet_rows import RawCell, cells_in
from salesplan_xl.hosts.table_part import TablePart
from salesplan_xl.hosts.workbook_part import Sheet

_SHARED = re.compile(rb"\ssi\s*=\s*[\"'](\d+)[\"']")
_COLUMN = re.compile(r"([^\[\]]+)\[(.*)\]", re.DOTALL)
Wanted = Callable[[str], bool]


def formulas_of_sheet(
    parts: PackageParts, sheet: Sheet, wanted: Wanted, edits: SheetEdits | None
) -> list[CellFormula]:
    """Return a sheet's wanted formulas, those left out that this session wrote over."""
    reader = SheetReader(parts, sheet)
    shared: dict[str, tuple[str, tuple[int, int]]] = {}
    found: list[CellFormula] = []
    fresh = not parts.workbook.asks_for_recalculation
    for number, inner, prefix in reader.rows(lambda row: True, LAST_ROW):
        if b"<" + prefix + b"f" not in inner:
            continue
        for cell in cells_in(inner, prefix):
            spelt = formula_in(cell.body.decode(), prefix.decode()) if cell.body else None
            text = _text(spelt, shared, number, cell) if spelt is not None else None
            if spelt is None or text is None or not wanted(text) or _written(edits, number, cell):
                continue
            area, kind = _area_and_kind(spelt, number, cell)
            values = _result(reader.value(cell, prefix), spelt, cell)
            spelling = _spelling(parts, cell, prefix)
            found.append(CellFormula(sheet.name, str(area), text, kind, values, spelling, fresh))
    return _with_whole_areas(found, reader)


def _written(edits: SheetEdits | None, row: int, cell: RawCell) -> bool:
    return edits is not None and edits.find(row, cell.column)[0]


def _result(value: Cell, spelt: SpeltFormula, cell: RawCell) -> tuple[tuple[Cell]] | None:
    """Return the stored result; None where there is none. An empty text is a result."""
    if cell.kind == b"str":
        return ((value or None,),) if spelt.result else None
    return None if not spelt.result or value is None or value == "" else ((value,),)


def _text(
    spelt: SpeltFormula, shared: dict[str, tuple[str, tuple[int, int]]], row: int, cell: RawCell
) -> str | None:
    """Return a formula as it reads in its own cell; None for what is no formula of a cell."""
    kind, here = spelt.attribute("t"), (row, cell.column)
    if kind == "dataTable":
        return None
    if kind == "shared":
        index = spelt.attribute("si")
        if spelt.text:
            shared[index] = (spelt.text, here)
        elif index in shared:
            text, origin = shared[index]
            return "=" + shifted(text, origin, here)
    return f"={spelt.text}" if spelt.text else None


def _area_and_kind(spelt: SpeltFormula, row: int, cell: RawCell) -> tuple[Area, FormulaKind]:
    here = Area(row, cell.column, row, cell.column)
    if spelt.attribute("t") != "array":
        return here, "plain"
    return Area.of(spelt.attribute("ref")) or here, "dynamic" if spills(cell) else "array"


def _spelling(parts: PackageParts, cell: RawCell, prefix: bytes) -> str:
    checksum = metadata_checksum(parts) if has_metadata(cell) else 0
    return Spelling(cell.attributes.decode(), cell.body.decode(), prefix.decode(), checksum).packed()


def metadata_checksum(parts: PackageParts) -> int:
    """Return a checksum of the part that tells which formulas spill; -1 where there is none."""
    part = metadata_part(parts)
    return zlib.crc32(parts.read(part)) if part else -1


def metadata_part(parts: PackageParts) -> str | None:
    for relation in parts.relationships(parts.workbook_name):
        if relation.kind == "sheetMetadata" and parts.actual(relation.target):
            return parts.actual(relation.target)
    return None


def _with_whole_areas(found: list[CellFormula], reader: SheetReader) -> list[CellFormula]:
    """Give the formulas over ranges the values of all their cells."""
    areas = {at: area for at, each in enumerate(found) if (area := _wide(each)) and each.values is not None}
    if not areas:
        return found
    rows = {row for area in areas.values() for row in range(area.top, area.bottom + 1)}
    held: dict[tuple[int, int], Cell] = {}
    for number, inner, prefix in reader.rows(rows.__contains__, max(rows)):
        for cell in cells_in(inner, prefix):
            if any((number, cell.column) in area for area in areas.values()):
                held[number, cell.column] = reader.value(cell, prefix)
    for at, area in areas.items():
        values = tuple(
            tuple(held.get((row, column)) for column in range(area.left, area.right + 1))
            for row in range(area.top, area.bottom + 1)
        )
        found[at] = replace(found[at], values=values)
    return found


def _wide(formula: CellFormula) -> Area | None:
    area = Area.of(formula.area)
    return None if area is None or area.is_cell else area


def column_formulas(tables: Iterable[TablePart], wanted: Wanted) -> Iterator[CellFormula]:
    """Give the wanted formulas that tables fill columns with."""
    for table in tables:
        for at, text in enumerate(table.formulas):
            if text and wanted(f"={text}"):
                area = f"{table.name}[{table.columns[at]}]"
                array = "array" if at in table.array_columns else ""
                yield CellFormula(table.sheet, area, f"={text}", "column", None, array)


def column_of(formula: CellFormula, tables: Mapping[str, TablePart]) -> tuple[TablePart, int]:
    """Return the table and the position of the column that a formula fills.

    Raises:
        NotFound: there is none now.
    """
    match = _COLUMN.fullmatch(formula.area)
    table = tables.get(match[1]) if match else None
    if match is None or table is None or match[2] not in table.columns:
        raise NotFound("formula_no_column", column=formula.area, sheet=formula.sheet)
    return table, table.columns.index(match[2])


def restored(
    parts: PackageParts, sheet: Sheet, formulas: Sequence[CellFormula], cell_metadata: int, unchanged: bool
) -> Iterator[tuple[tuple[int, int], Restored]]:
    """Give a sheet's formulas ready to be put back, with the cell each stands in.

    ``cell_metadata`` marks formulas that spill; ``unchanged`` tells that the marks of the file are the same
    as when the formulas were taken away.

    Raises:
        WrongKind: one is no formula of a cell, or only Excel can spell it.
    """
    prefix, taken = _prefix_and_shared(parts, sheet)
    heads = {
        spelt.attribute("si")
        for each in formulas
        if (spelling := Spelling.of(each.spelling))
        and (spelt := spelling.formula())
        and spelt.attribute("t") == "shared"
        and f"={spelt.text}" == each.text
    }
    for each in formulas:
        area = Area.of(each.area)
        if area is None or not each.text.startswith("=") or not each.values:
            raise WrongKind("formula_no_place", formula=each.text, place=f"{sheet.name}!{each.area}")
        value = each.values[0][0]
        spelling = Spelling.of(each.spelling)
        spelt = spelling.formula() if spelling else None
        if (
            spelling is not None
            and spelt is not None
            and spelling.prefix == prefix
            and (unchanged or not spelling.needs_metadata)
            and _same(spelt, each, area, heads - taken)
        ):
            made = Restored(value, each.text, None, 0, spelling.attributes, spelling.body)
        else:
            text = each.text[1:] if each.spelling else as_spelt(each.text)
            whole = area if each.kind in ("array", "dynamic") else None
            made = Restored(value, text, whole, cell_metadata if each.kind == "dynamic" else 0)
        yield (area.top, area.left), made


def _same(spelt: SpeltFormula, formula: CellFormula, area: Area, free: set[str]) -> bool:
    """Tell whether a spelling says what the record says, and can stand in the sheet as it is now."""
    kind = spelt.attribute("t")
    if kind == "shared":
        follows = not spelt.text
        return spelt.attribute("si") in free and (follows or f"={spelt.text}" == formula.text)
    if kind == "array":
        return f"={spelt.text}" == formula.text and Area.of(spelt.attribute("ref")) == area
    return kind in ("", "normal") and f"={spelt.text}" == formula.text


def _prefix_and_shared(parts: PackageParts, sheet: Sheet) -> tuple[str, set[str]]:
    """Return how the sheet spells its elements, and the shared formulas it holds."""
    found: set[str] = set()
    prefix = b""
    for _, inner, spelt in SheetReader(parts, sheet).rows(lambda row: True, LAST_ROW):
        prefix = spelt
        found.update(match.decode() for match in _SHARED.findall(inner))
    return prefix.decode(), found
