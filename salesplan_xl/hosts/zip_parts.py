"""The zip archive of a workbook, read member by member.

Sizes and offsets come from the central directory, which the gate compares with the members themselves.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from salesplan_xl.errors import FileRefused

CHUNK = 1 << 20
STORED, DEFLATED = 0, 8
ENCRYPTED_FLAG, DESCRIPTOR_FLAG, UTF8_FLAG = 0x1, 0x8, 0x800

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
SENTINEL = 0xFFFFFFFF


def fast_deflate() -> Any:
    """Return the fast deflate library where it is installed."""
    try:
        from isal import isal_zlib
    except ImportError:
        return None
    return isal_zlib


def _decompressor() -> Any:
    return (fast_deflate() or zlib).decompressobj(-15)


def checksum(data: bytes, before: int = 0) -> int:
    """Return the CRC-32 of data that follows what ``before`` was computed from."""
    return int((fast_deflate() or zlib).crc32(data, before))


@dataclass(frozen=True)
class Member:
    """One entry of the archive: what its directory record says, and where its bytes lie."""

    name: str
    record: bytes
    flags: int
    method: int
    crc: int
    size: int
    inflated: int
    offset: int
    end: int = 0
    """Where the next member or the directory begins."""


class Archive:
    """The members of a zip file, in the order of its directory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.members, self.comment = read_directory(file, path.name)
        self._by_name = {member.name: member for member in self.members}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def names(self) -> list[str]:
        return [member.name for member in self.members]

    def member(self, name: str) -> Member:
        return self._by_name[name]

    def stream(self, name: str) -> Iterator[bytes]:
        """Give a part's inflated bytes, a chunk at a time."""
        with self.path.open("rb") as file:
            yield from inflate(file, self._by_name[name], self.path.name)

    def read(self, name: str) -> bytes:
        """Return a part's inflated bytes."""
        return b"".join(self.stream(name))


def read_directory(file: BinaryIO, shown: str) -> tuple[list[Member], bytes]:
    """Read the central directory: its members, and the archive's comment.

    Raises:
        FileRefused: the directory is missing or torn.
    """
    try:
        start, length, count, comment, limit = _find_directory(file)
        file.seek(start)
        directory = file.read(length)
        if len(directory) != length:
            raise ValueError("directory is cut off")
        members, position = [], 0
        for _ in range(count):
            member, position = _member(directory, position)
            members.append(member)
        if position != length:
            raise ValueError("directory holds more than it says")
    except (ValueError, struct.error, IndexError):
        raise FileRefused("file_damaged", file=shown) from None
    return _with_ends(members, limit), comment


def _find_directory(file: BinaryIO) -> tuple[int, int, int, bytes, int]:
    size = file.seek(0, 2)
    tail_start = max(0, size - END.size - 0xFFFF)
    file.seek(tail_start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise ValueError("no end record")
    _, _, _, _, count, length, start, comment_length = END.unpack_from(tail, at)
    comment = tail[at + END.size : at + END.size + comment_length]
    if len(comment) != comment_length:
        raise ValueError("comment is cut off")
    if SENTINEL in (length, start) or count == 0xFFFF:
        file.seek(tail_start + at - _LOCATOR64.size)
        signature, _, end64, _ = _LOCATOR64.unpack(file.read(_LOCATOR64.size))
        if signature != b"PK\x06\x07":
            raise ValueError("no zip64 locator")
        file.seek(end64)
        fields = _END64.unpack(file.read(_END64.size))
        count, length, start = fields[7], fields[8], fields[9]
    if start + length > tail_start + at:
        raise ValueError("directory overlaps its end record")
    return start, length, count, comment, start


def _member(directory: bytes, at: int) -> tuple[Member, int]:
    fields = CENTRAL.unpack_from(directory, at)
    if fields[0] != b"PK\x01\x02":
        raise ValueError("no directory record")
    flags, method, crc, size, inflated = fields[3], fields[4], fields[7], fields[8], fields[9]
    name_length, extra_length, comment_length, offset = fields[10], fields[11], fields[12], fields[16]
    name_end = at + CENTRAL.size + name_length
    end = name_end + extra_length + comment_length
    record = directory[at:end]
    if len(record) != end - at:
        raise ValueError("record is cut off")
    raw_name = directory[at + CENTRAL.size : name_end]
    try:
        name = raw_name.decode("utf-8")
    except UnicodeDecodeError:
        name = raw_name.decode("cp437")
    wide = _zip64_values(directory[name_end : name_end + extra_length])
    if inflated == SENTINEL:
        inflated = wide.pop(0)
    if size == SENTINEL:
        size = wide.pop(0)
    if offset == SENTINEL:
        offset = wide.pop(0)
    return Member(name, record, flags, method, crc, size, inflated, offset), end


def _zip64_values(extra: bytes) -> list[int]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            return [value[0] for value in struct.iter_unpack("<Q", extra[at + 4 : at + 4 + length // 8 * 8])]
        at += 4 + length
    return []


def _with_ends(members: list[Member], limit: int) -> list[Member]:
    offsets = sorted(member.offset for member in members)
    following = dict(zip(offsets, [*offsets[1:], limit], strict=True))
    return [Member(**{**member.__dict__, "end": following[member.offset]}) for member in members]


def local_header(file: BinaryIO, member: Member) -> tuple[bytes, int, int]:
    """Read a member's own header: its raw name, its method, and where its data begins.

    Raises:
        ValueError: there is no header at that place.
    """
    file.seek(member.offset)
    header = file.read(LOCAL.size)
    if len(header) != LOCAL.size or header[:4] != b"PK\x03\x04":
        raise ValueError("no local header")
    fields = LOCAL.unpack(header)
    return file.read(fields[9]), fields[3], member.offset + LOCAL.size + fields[9] + fields[10]


def inflate(file: BinaryIO, member: Member, shown: str) -> Iterator[bytes]:
    """Give a member's inflated bytes in chunks of bounded size, whatever its header claims.

    Raises:
        FileRefused: the compressed data is damaged or cut off.
    """
    try:
        _, _, start = local_header(file, member)
        file.seek(start)
        left = member.size
        if member.method == STORED:
            while left:
                data = file.read(min(CHUNK, left))
                if not data:
                    raise ValueError("data is cut off")
                left -= len(data)
                yield data
            return
        stream = _decompressor()
        pending = b""
        while not stream.eof:
            if not pending:
                pending = file.read(min(CHUNK // 4, left))
                left -= len(pending)
                if not pending:
                    raise ValueError("data is cut off")
            data = stream.decompress(pending, CHUNK)
            pending = stream.unconsumed_tail
            if data:
                yield data
    except FileRefused:
        raise
    except _damaged():
        raise FileRefused("part_damaged", file=shown, part=member.name) from None


def _damaged() -> tuple[type[Exception], ...]:
    """Return what reading a damaged part raises."""
    isal = fast_deflate()
    return (ValueError, struct.error, zlib.error, *((isal.error,) if isal else ()))
