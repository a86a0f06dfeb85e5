"""Opening a file by what it is, whatever its name says: a workbook's sheets, or a text file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.gate import examine
from salesplan_xl.hosts.zip_parts import Archive
from salesplan_xl.sources.chunks import Source
from salesplan_xl.sources.excel_file import open_workbook
from salesplan_xl.sources.text_file import TextFile

ALL_SHEETS = "*"
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_ONLY_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
_OTHER_KINDS = frozenset({".parquet", ".pdf", ".docx", ".doc", ".pptx", ".zip", ".gz", ".7z", ".rar"})


def open_sources(
    path: Path, *, sheet: str | None = None, encoding: str | None = None, delimiter: str | None = None
) -> Sequence[Source]:
    """Open a file and return what may hold its rows: one text file, or the sheets that come into question.

    A workbook passes the gate before any parser sees it. What is called ``.xls`` may be text in truth.

    Raises:
        FileRefused: with the reason.
    """
    suffix = path.suffix.lower()
    if suffix in _OTHER_KINDS:
        raise FileRefused("source_other_kind", file=path.name, kind=suffix)
    start = _start(path)
    if start.startswith((_ZIP, _OLE)) or suffix in _ONLY_WORKBOOKS:
        return open_workbook(path, _let_through(path), sheet)
    return [TextFile(path, encoding, delimiter)]


def _let_through(path: Path) -> Archive | None:
    """Return a package's members if the gate lets them through; ``None`` for an old ``.xls``."""
    try:
        return examine(path).archive
    except FileRefused as refused:
        if refused.reason != "file_old_xls":
            raise
        return None


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except FileNotFoundError:
        raise FileRefused("source_missing", file=str(path)) from None
    except IsADirectoryError:
        raise FileRefused("source_is_a_folder", file=str(path)) from None
    except PermissionError:
        raise FileRefused("source_locked", file=path.name) from None
