"""What makes Excel repair a file and a schema validator does not see."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path

from lxml import etree

from salesplan_xl.hosts.references import cell_position


def local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def faults(path: Path) -> list[str]:
    """Return what is wrong: rows twice or in disorder, texts out of range, chain entries without formula."""
    found: list[str] = []
    with zipfile.ZipFile(path) as file:
        book = next(name for name in file.namelist() if name.casefold().endswith("workbook.xml"))
        folder = posixpath.dirname(book)
        arrows = etree.fromstring(file.read(f"{folder}/_rels/{posixpath.basename(book)}.rels".lstrip("/")))
        targets = {
            arrow.get("Id"): (
                arrow.get("Type", "").rpartition("/")[2],
                place(folder, arrow.get("Target", "")),
            )
            for arrow in arrows
        }
        texts = 0
        chain = None
        for kind, target in targets.values():
            if kind == "sharedStrings" and target in file.namelist():
                texts = sum(local(each) == "si" for each in etree.fromstring(file.read(target)))
            if kind == "calcChain":
                chain = target
        formulas: dict[str, set[str]] = {}
        for element in etree.fromstring(file.read(book)).iter():
            if local(element) == "sheet":
                key = next(value for name, value in element.attrib.items() if name.endswith("}id"))
                kind, target = targets[key]
                if kind == "worksheet":
                    sheet_id = element.get("sheetId", "")
                    formulas[sheet_id] = sheet_faults(target, file.read(target), texts, found)
        if chain is not None:
            found.extend(chain_faults(file.read(chain), formulas))
    return found


def place(folder: str, target: str) -> str:
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    )


def sheet_faults(name: str, data: bytes, texts: int, found: list[str]) -> set[str]:
    """Add a sheet's faults; return its cells with formulas."""
    formulas, last_row = set(), 0
    for row in etree.fromstring(data).iter("{*}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            found.append(f"{name}: row {number} after row {last_row}")
        last_row, last_column = number, 0
        for cell in row.iterchildren("{*}c"):
            position = cell_position(cell.get("r", "")) or (number, last_column + 1)
            if position[0] != number or position[1] <= last_column:
                found.append(f"{name}: cell {cell.get('r')} in row {number} after column {last_column}")
            last_column = position[1]
            value = cell.find("{*}v")
            if cell.get("t") == "s" and value is not None and int(value.text or 0) >= texts:
                found.append(f"{name}: cell {cell.get('r')} has text {value.text} of {texts}")
            if cell.find("{*}f") is not None:
                formulas.add(cell.get("r", ""))
    return formulas


def chain_faults(data: bytes, formulas: dict[str, set[str]]) -> list[str]:
    found, sheet = [], ""
    for entry in etree.fromstring(data):
        sheet = entry.get("i", sheet)
        if entry.get("r", "") not in formulas.get(sheet, set()):
            found.append(f"calculation chain: {entry.get('r')} of sheet {sheet} has no formula")
    return found
