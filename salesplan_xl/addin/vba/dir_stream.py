"""The ``dir`` stream of a VBA project, [MS-OVBA] 2.3.4.2: its properties, references and modules, as records.

A record is a number, a length and that many bytes. All text is there twice: in the project's code page and in
UTF-16.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack

CODE_PAGE = 1252
_ENGLISH = 0x409
_WINDOWS_32 = 1
_COOKIE = 0xFFFF
"""Must be 0xFFFF on writing, and is ignored on reading."""


@dataclass(frozen=True)
class Reference:
    """A registered type library: its short name and its identity, [MS-OVBA] 2.1.1.8."""

    name: str
    libid: str


@dataclass(frozen=True)
class ModuleRecord:
    """A module as the ``dir`` stream lists it."""

    name: str
    procedural: bool
    """A module of procedures; else the module of a document or a class."""


def dir_stream(
    name: str, version: tuple[int, int], references: Sequence[Reference], modules: Sequence[ModuleRecord]
) -> bytes:
    """Return the ``dir`` stream, not yet compressed. ``version`` is the project's own, major and minor."""
    return b"".join(
        [
            _information(name, version),
            *(_reference(reference) for reference in references),
            _record(0x000F, pack("<H", len(modules))),
            _record(0x0013, pack("<H", _COOKIE)),
            *(_module(module) for module in modules),
            _record(0x0010),
        ]
    )


def _information(name: str, version: tuple[int, int]) -> bytes:
    """PROJECTINFORMATION, 2.3.4.2.1."""
    return b"".join(
        [
            _record(0x0001, pack("<I", _WINDOWS_32)),
            _record(0x0002, pack("<I", _ENGLISH)),
            _record(0x0014, pack("<I", _ENGLISH)),
            _record(0x0003, pack("<H", CODE_PAGE)),
            _record(0x0004, name.encode("cp1252")),
            _text(0x0005, 0x0040, ""),
            _record(0x0006) + _record(0x003D),
            _record(0x0007, pack("<I", 0)),
            _record(0x0008, pack("<I", 0)),
            # Here the length is 4 though 6 bytes follow: major and minor version.
            pack("<HIIH", 0x0009, 4, *version),
            _text(0x000C, 0x003C, ""),
        ]
    )


def _reference(reference: Reference) -> bytes:
    """REFERENCENAME and REFERENCEREGISTERED, 2.3.4.2.2."""
    libid = reference.libid.encode("cp1252")
    registered = pack("<I", len(libid)) + libid + pack("<IH", 0, 0)
    return _text(0x0016, 0x003E, reference.name) + _record(0x000D, registered)


def _module(module: ModuleRecord) -> bytes:
    """MODULE, 2.3.4.2.3.2. The source begins at the stream's first byte: no compiled code comes before."""
    return b"".join(
        [
            _text(0x0019, 0x0047, module.name),
            _text(0x001A, 0x0032, module.name),
            _text(0x001C, 0x0048, ""),
            _record(0x0031, pack("<I", 0)),
            _record(0x001E, pack("<I", 0)),
            _record(0x002C, pack("<H", _COOKIE)),
            _record(0x0021 if module.procedural else 0x0022),
            _record(0x002B),
        ]
    )


def _text(number: int, in_unicode: int, text: str) -> bytes:
    return _record(number, text.encode("cp1252")) + _record(in_unicode, text.encode("utf-16-le"))


def _record(number: int, data: bytes = b"") -> bytes:
    return pack("<HI", number, len(data)) + data
