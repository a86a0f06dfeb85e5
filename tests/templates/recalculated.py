"""Workbooks as LibreOffice recalculates them, for tests."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesplan_xl.templates.render import convert

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def cells(path: Path) -> dict[str, dict[str, Any]]:
    """Return every cell's stored value by sheet and address; blank cells and empty texts are left out."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in (None, "")
        }
        for sheet in book
    }


def recalculated(paths: list[Path], folder: Path) -> list[dict[str, dict[str, Any]]]:
    """Return every cell's value of each workbook after LibreOffice calculated it anew."""
    return [cells(path) for path in convert(paths, folder, "xlsx")]


def error_cells(found: dict[str, dict[str, Any]]) -> list[str]:
    """Return the cells that hold an error."""
    return [
        f"{sheet}!{address} {value}"
        for sheet, values in found.items()
        for address, value in values.items()
        if isinstance(value, str) and value.startswith("#")
    ]
