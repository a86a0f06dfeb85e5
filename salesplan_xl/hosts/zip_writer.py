"""Writes a workbook's archive anew: members copied as they lie in the old file, and parts compressed anew."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.zip_parts import (
    CENTRAL,
    CHUNK,
    DEFLATED,
    END,
    LOCAL,
    SENTINEL,
    UTF8_FLAG,
    Archive,
    Member,
    checksum,
    fast_deflate,
)

LARGE_PART = 1 << 20
LARGEST_OFFSET = 0xFFFFFFFE
_SPOOLED = 64 << 20
_FIRST_DAY = 1 << 5 | 1


def _compressor(large: bool) -> Any:
    """Return a raw-deflate compressor: thorough for small parts, fast for large ones."""
    if not large:
        return zlib.compressobj(6, zlib.DEFLATED, -15)
    isal = fast_deflate()
    return isal.compressobj(3, zlib.DEFLATED, -15) if isal else zlib.compressobj(1, zlib.DEFLATED, -15)


class Deflated:
    """A part compressed anew, held in memory while it is small and on the disk when it is large."""

    def __init__(self, chunks: Iterable[bytes], large: bool = False) -> None:
        """Compress a part's bytes as they come."""
        self._spool = SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 - closed by chunks()
        self.crc = self.inflated = 0
        compressor = _compressor(large)
        for data in chunks:
            self.crc = checksum(data, self.crc)
            self.inflated += len(data)
            self._spool.write(compressor.compress(data))
        self._spool.write(compressor.flush())
        self.size = self._spool.tell()

    def chunks(self) -> Iterator[bytes]:
        """Give the compressed bytes once."""
        with self._spool as spool:
            spool.seek(0)
            while data := spool.read(CHUNK):
                yield data


class ArchiveWriter:
    """Writes the new archive: members copied from the old one, and parts written anew."""

    def __init__(self, file: BinaryIO, source: Archive) -> None:
        self._file = file
        self._source = source
        self._records: list[bytes] = []
        self._old = source.path.open("rb")

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._old.close()

    def _offset(self) -> int:
        offset = self._file.tell()
        if offset > LARGEST_OFFSET:
            raise FileRefused("too_large_to_write", file=self._source.path.name)
        return offset

    def copy(self, member: Member) -> None:
        """Copy a member exactly as it lies in the old file."""
        offset = self._offset()
        self._old.seek(member.offset)
        left = member.end - member.offset
        while left:
            data = self._old.read(min(CHUNK, left))
            if not data:
                raise FileRefused("file_damaged", file=self._source.path.name)
            self._file.write(data)
            left -= len(data)
        self._records.append(_moved(member.record, offset))

    def write(self, name: str, part: Deflated, like: Member | None) -> None:
        """Write a part anew, with the time and attributes of the member it replaces."""
        if part.inflated > LARGEST_OFFSET:
            raise FileRefused("too_large_to_write", file=self._source.path.name)
        offset = self._offset()
        raw_name = name.encode("utf-8")
        fields = list(CENTRAL.unpack_from(like.record)) if like else [b"PK\x01\x02", *[0] * 16]
        if like is None:
            fields[1], fields[6] = 20, _FIRST_DAY
        flags = 0 if raw_name.isascii() else UTF8_FLAG
        fields[2:5] = 20, flags, DEFLATED
        fields[7:14] = part.crc, part.size, part.inflated, len(raw_name), 0, 0, 0
        fields[16] = offset
        header = [b"PK\x03\x04", 20, flags, DEFLATED, *fields[5:11], 0]
        self._file.write(LOCAL.pack(*header) + raw_name)
        for data in part.chunks():
            self._file.write(data)
        self._records.append(CENTRAL.pack(*fields) + raw_name)

    def finish(self) -> None:
        """Write the directory."""
        start = self._offset()
        directory = b"".join(self._records)
        self._file.write(directory)
        self._offset()
        count, comment = len(self._records), self._source.comment
        self._file.write(END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, len(comment)))
        self._file.write(comment)


def _moved(record: bytes, offset: int) -> bytes:
    """Return a directory record that points to another offset."""
    fields = list(CENTRAL.unpack_from(record))
    if fields[16] != SENTINEL:
        fields[16] = offset
        return CENTRAL.pack(*fields) + record[CENTRAL.size :]
    start = CENTRAL.size + fields[10]
    extra = bytearray(record[start : start + fields[11]])
    at = 0
    while struct.unpack_from("<H", extra, at)[0] != 1:
        at += 4 + struct.unpack_from("<H", extra, at + 2)[0]
    place = at + 4 + 8 * ((fields[9] == SENTINEL) + (fields[8] == SENTINEL))
    struct.pack_into("<Q", extra, place, offset)
    return record[:start] + bytes(extra) + record[start + fields[11] :]
