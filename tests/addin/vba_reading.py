"""A VBA project read back: by oletools, strictly, and by a walk over its records of the tests' own."""

from __future__ import annotations

import io
import logging
from struct import unpack_from

import olefile
from oletools.olevba import VBA_Project, decompress_stream


def modules_of(project: bytes) -> dict[str, str]:
    """Return the source of each module by olevba's file name for it; any remark of olevba is an error."""
    remarks: list[str] = []
    watch = logging.Handler(logging.WARNING)
    watch.emit = lambda record: remarks.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("olevba")
    log.addHandler(watch)
    level, log.disabled = log.level, False
    log.setLevel(logging.WARNING)
    try:
        reader = VBA_Project(opened(project), "", "PROJECT", "VBA/dir", relaxed=False)
        reader.parse_project_stream()
        found = {name: source for _, name, source in reader.parse_modules()}
    finally:
        log.removeHandler(watch)
        log.setLevel(level)
    assert remarks == []
    return found


def opened(project: bytes) -> olefile.OleFileIO:
    """Open the compound file; the slightest defect is an error."""
    ole = olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_UNSURE)
    assert ole.parsing_issues == []
    return ole


def stream(project: bytes, name: str) -> bytes:
    """Return a stream as it lies in the file."""
    content: bytes = olefile.OleFileIO(io.BytesIO(project)).openstream(name).read()
    return content


def records_of(project: bytes) -> list[tuple[int, bytes]]:
    """Return the records of the ``dir`` stream."""
    data = bytes(decompress_stream(bytearray(stream(project, "VBA/dir"))))
    records, at = [], 0
    while at < len(data):
        number, size = unpack_from("<HI", data, at)
        # The one record whose length is not that of its data, [MS-OVBA] 2.3.4.2.1.10.
        size += 2 if number == 0x0009 else 0
        records.append((number, data[at + 6 : at + 6 + size]))
        at += 6 + size
    assert at == len(data)
    return records
