"""The gate: every workbook is examined here before any parser sees it.

The archive's directory is compared with its members, and every part is inflated once, in bounded chunks, to
learn its real size, its checksum and whether it declares a document type. The limits follow Apache POI's; the
number of entries is larger, because workbooks with a few hundred sheets, each with drawings and printer
settings, pass 1,000 honestly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.zip_parts import (
    DEFLATED,
    ENCRYPTED_FLAG,
    STORED,
    Archive,
    Member,
    checksum,
    inflate,
    local_header,
)

LEAST_RATIO = 0.01
RATIO_GRACE = 100 * 1024
MOST_INFLATED = 4 * 1024**3
MOST_ENTRIES = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLAIN_ENCODINGS = re.compile(rb"(?i)utf-?8|us-ascii|ascii|iso-8859-1|windows-1252|utf-?16(?:le|be)?$")
_DECLARED = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_XML_NAMES = (".xml", ".rels", ".vml")
_OVERLAP = 64


@dataclass
class Examined:
    """An archive that passed, and what was noticed on the way."""

    archive: Archive
    parts_with_formulas: set[str] = field(default_factory=set)


def examine(path: Path) -> Examined:
    """Let a workbook file through, or say why not.

    Raises:
        FileRefused: with the reason.
    """
    _check_kind(path)
    archive = Archive(path)
    _check_directory(archive)
    examined = Examined(archive)
    total = 0
    with path.open("rb") as file:
        for member in archive.members:
            part = _Part(path.name, member, total)
            for data in inflate(file, member, path.name):
                part.take(data)
            part.finish()
            total += part.inflated
            if part.has_formula:
                examined.parts_with_formulas.add(member.name)
    return examined


def _check_kind(path: Path) -> None:
    """Tell an archive from what only has its file name."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if start[:2] == b"PK":
                return
            if start == _OLE:
                raise FileRefused(_ole_reason(iter(lambda: file.read(1 << 20), b"")), file=path.name)
    except FileNotFoundError:
        raise FileRefused("file_missing", file=str(path)) from None
    except IsADirectoryError:
        raise FileRefused("file_is_a_folder", file=str(path)) from None
    except PermissionError:
        raise FileRefused("file_unreadable", file=str(path)) from None
    if not start:
        raise FileRefused("file_empty", file=path.name)
    if start.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        raise FileRefused("file_is_markup", file=path.name)
    raise FileRefused("file_no_zip", file=path.name)


def _ole_reason(chunks: Iterator[bytes]) -> str:
    """Tell an encrypted workbook from an old ``.xls`` by the names of its streams."""
    encrypted = "EncryptedPackage".encode("utf-16-le")
    old = ["Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")]
    tail, found_old = b"", False
    for chunk in chunks:
        seen = tail + chunk
        if encrypted in seen:
            return "file_encrypted"
        found_old = found_old or any(name in seen for name in old)
        tail = seen[-_OVERLAP:]
    return "file_old_xls" if found_old else "file_no_workbook"


def _check_directory(archive: Archive) -> None:
    shown = archive.path.name
    if len(archive.members) > MOST_ENTRIES:
        raise FileRefused("too_many_parts", file=shown, count=len(archive.members), most=MOST_ENTRIES)
    seen: set[str] = set()
    for member in archive.members:
        folded = member.name.replace("\\", "/").casefold()
        if folded in seen:
            raise FileRefused("part_twice", file=shown, part=member.name)
        seen.add(folded)
        pieces = folded.split("/")
        if folded.startswith("/") or ".." in pieces or ":" in pieces[0] or "\0" in folded:
            raise FileRefused("part_outside", file=shown, part=member.name)
        if member.flags & ENCRYPTED_FLAG:
            raise FileRefused("part_encrypted", file=shown, part=member.name)
    with archive.path.open("rb") as file:
        for member in archive.members:
            try:
                raw_name, method, start = local_header(file, member)
            except ValueError:
                raise FileRefused("file_damaged", file=shown) from None
            consistent = raw_name == member.record[46 : 46 + len(raw_name)] and method == member.method
            known = method in (STORED, DEFLATED) and (method == DEFLATED or member.size == member.inflated)
            if not consistent or not known or start + member.size > member.end:
                raise FileRefused("part_damaged", file=shown, part=member.name)


class _Part:
    """Watches one part as it is inflated."""

    def __init__(self, shown: str, member: Member, before: int) -> None:
        self._shown = shown
        self._member = member
        self._before = before
        self.inflated = 0
        self._crc = 0
        self._tail = b""
        self._marks: tuple[bytes, ...] = ()
        self._started = False
        self._is_sheet = "worksheets/" in member.name.casefold()
        self.has_formula = False

    def take(self, data: bytes) -> None:
        self.inflated += len(data)
        self._crc = checksum(data, self._crc)
        if self._before + self.inflated > MOST_INFLATED:
            raise FileRefused("inflates_too_much", file=self._shown, part=self._member.name)
        if self.inflated > RATIO_GRACE and self._member.size < self.inflated * LEAST_RATIO:
            raise FileRefused("inflates_too_much", file=self._shown, part=self._member.name)
        if not self._started:
            self._started = True
            self._marks = self._doctype_marks(data[:4096])
        seen = self._tail + data
        if any(mark in seen for mark in self._marks):
            raise FileRefused("part_with_doctype", file=self._shown, part=self._member.name)
        if self._is_sheet and not self.has_formula:
            self.has_formula = any(mark in seen for mark in (b"<f>", b"<f ", b":f>", b":f "))
        self._tail = seen[-_OVERLAP:]

    def finish(self) -> None:
        if self._crc != self._member.crc or self.inflated != self._member.inflated:
            raise FileRefused("part_damaged", file=self._shown, part=self._member.name)

    def _doctype_marks(self, start: bytes) -> tuple[bytes, ...]:
        """Return how a document type would be spelt in this part's encoding; none if it is no XML."""
        named = self._member.name.casefold().endswith(_XML_NAMES)
        squeezed = start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
        if not named and not squeezed.startswith(b"<"):
            return ()
        declared = _DECLARED.search(start.replace(b"\0", b""))
        if declared and not _PLAIN_ENCODINGS.fullmatch(declared[1]):
            raise FileRefused("part_encoding", file=self._shown, part=self._member.name)
        if named and start[:1] not in (
            b"",
            b"<",
            b"\xef",
            b"\xff",
            b"\xfe",
            b"\0",
            b" ",
            b"\t",
            b"\r",
            b"\n",
        ):
            raise FileRefused("part_encoding", file=self._shown, part=self._member.name)
        return tuple("<!DOCTYPE".encode(code) for code in _SPELLINGS)
