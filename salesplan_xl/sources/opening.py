"""Opening a file by what it is, whatever its name says: a workbook's sheets, or a text file."""

from __future__ import annotations

from pathlib import Path

from salesplan_xl.sources.chunks import Source
from salesplan_xl.sources.text_file import TextFile

ALL_SHEETS = "*"


def open_sources(
    path: Path, *, sheet: str | None = None, encoding: str | None = None, delimiter: str | None = None
) -> list[Source]:
    """Open a file and return what may hold its rows: one text file, or the sheets that come into question."""
    return [TextFile(path, encoding, delimiter)]
