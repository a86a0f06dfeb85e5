"""Compound files, [MS-CFB], version 3: the little file system in which a VBA project lies.

A file is sectors of 512 bytes after a header. The FAT says for each sector which one follows it; streams
shorter than 4,096 bytes share one stream of 64-byte sectors with a FAT of its own. Names lie in a red-black
tree per storage. No times are written: the same streams give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from struct import pack
from typing import TypeAlias

_SECTOR, _MINI_SECTOR, _SHORT = 512, 64, 4096
_FREE, _END, _IS_FAT, _IS_DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NUMBERS, _ENTRIES = 128, 4
"""Numbers of four bytes, and directory entries, in a sector."""
_IN_HEADER = 109
_NOBODY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1

Storage: TypeAlias = Mapping[str, "bytes | Storage"]
"""Streams and storages by name."""


def compound_file(root: Storage) -> bytes:
    """Return the file of a storage's streams and storages.

    Raises:
        ValueError: a name is empty, longer than 31 characters, holds one of ``/ \\ : !`` or stands twice.

    >>> compound_file({"PROJECT": b"x"})[:8].hex()
    'd0cf11e0a1b11ae1'
    """
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(entries, root)
    mini_fat = _place_short_streams(entries)
    directory_sectors = -(-len(entries) // _ENTRIES)
    mini_fat_sectors = -(-len(mini_fat) // _NUMBERS)
    placed = [entries[0], *(e for e in entries if e.kind == _STREAM and len(e.data) >= _SHORT)]
    rest = directory_sectors + mini_fat_sectors + sum(_sectors(entry.data) for entry in placed)
    fat_sectors, difat_sectors = _table_sectors(rest)

    fat = [_IS_FAT] * fat_sectors + [_IS_DIFAT] * difat_sectors
    first_directory = _chain(fat, directory_sectors)
    first_mini_fat = _chain(fat, mini_fat_sectors)
    for entry in placed:
        entry.start = _chain(fat, _sectors(entry.data))

    directory = [*(entry.to_bytes() for entry in entries), *[_UNUSED] * (-len(entries) % _ENTRIES)]
    return b"".join(
        [
            _header(fat_sectors, first_directory, first_mini_fat, mini_fat_sectors, difat_sectors),
            _table(fat),
            *_difat(fat_sectors, difat_sectors),
            *directory,
            _table(mini_fat),
            *(entry.data.ljust(_sectors(entry.data) * _SECTOR, b"\0") for entry in placed),
        ]
    )


@dataclass
class _Entry:
    """An entry of the directory, [MS-CFB] 2.6.1."""

    name: str
    kind: int
    data: bytes = b""
    colour: int = _BLACK
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = 0

    def to_bytes(self) -> bytes:
        name = self.name.encode("utf-16-le")
        return pack(
            "<64sHBBIII16sIQQIQ", name, len(name) + 2, self.kind, self.colour,
            self.left, self.right, self.child, b"", 0, 0, 0, self.start, len(self.data),
        )  # fmt: skip


_UNUSED = pack("<64sHBBIII48s", b"", 0, 0, 0, _NOBODY, _NOBODY, _NOBODY, b"")


def _add(entries: list[_Entry], storage: Storage) -> int:
    """Add what a storage holds, and return the entry at the root of its tree."""
    names = sorted(storage, key=_order)
    for name, following in pairwise(names):
        if _order(name) == _order(following):
            raise ValueError(f"the name {following!r} stands twice")
    numbers = []
    for name in names:
        if not 0 < len(name.encode("utf-16-le")) <= 62 or set(name) & set("/\\:!"):
            raise ValueError(f"{name!r} is no name of a stream")
        content = storage[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            entries[numbers[-1]].child = _add(entries, content)
    return _tree(entries, numbers, len(numbers).bit_length() - 1)


def _order(name: str) -> tuple[int, bytes]:
    """Shorter names first, then by capital letters, [MS-CFB] 2.6.4."""
    return len(name.encode("utf-16-le")), name.upper().encode("utf-16-be")


def _tree(entries: list[_Entry], numbers: list[int], levels: int, level: int = 0) -> int:
    """Link a storage's entries; return the one on top.

    Halving fills every level but the last, so that red on the last level alone keeps the rules of a red-black
    tree: no red below red, and as many black ones on every way down.
    """
    if not numbers:
        return _NOBODY
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.colour = _RED if 0 < level == levels else _BLACK
    entry.left = _tree(entries, numbers[:middle], levels, level + 1)
    entry.right = _tree(entries, numbers[middle + 1 :], levels, level + 1)
    return numbers[middle]


def _place_short_streams(entries: list[_Entry]) -> list[int]:
    """Collect the short streams in the root entry's own, and return their FAT."""
    mini_fat: list[int] = []
    parts = []
    for entry in entries:
        if entry.kind == _STREAM and len(entry.data) < _SHORT:
            sectors = -(-len(entry.data) // _MINI_SECTOR)
            entry.start = _chain(mini_fat, sectors)
            parts.append(entry.data.ljust(sectors * _MINI_SECTOR, b"\0"))
    entries[0].data = b"".join(parts)
    return mini_fat


def _chain(fat: list[int], sectors: int) -> int:
    """Take the next sectors; return the first, or the end of a chain where none are needed."""
    if not sectors:
        return _END
    first = len(fat)
    fat += [*range(first + 1, first + sectors), _END]
    return first


def _sectors(data: bytes) -> int:
    return -(-len(data) // _SECTOR)


def _table_sectors(rest: int) -> tuple[int, int]:
    """Return how many sectors the FAT needs, and the list of its own sectors beyond the header's 109."""
    fat = difat = 0
    while True:
        needed = -(-(rest + fat + difat) // _NUMBERS)
        listed = -(-max(0, needed - _IN_HEADER) // (_NUMBERS - 1))
        if (needed, listed) == (fat, difat):
            return fat, difat
        fat, difat = needed, listed


def _difat(fat_sectors: int, difat_sectors: int) -> Iterable[bytes]:
    """Yield the sectors that list the FAT's sectors (numbers 0 and up) beyond those in the header."""
    for number in range(difat_sectors):
        first = _IN_HEADER + number * (_NUMBERS - 1)
        listed = list(range(first, min(first + _NUMBERS - 1, fat_sectors)))
        listed += [_FREE] * (_NUMBERS - 1 - len(listed))
        following = fat_sectors + number + 1 if number + 1 < difat_sectors else _END
        yield _table([*listed, following])


def _header(
    fat_sectors: int, directory: int, mini_fat: int, mini_fat_sectors: int, difat_sectors: int
) -> bytes:
    """Return the header, [MS-CFB] 2.2."""
    in_header = [number if number < fat_sectors else _FREE for number in range(_IN_HEADER)]
    return pack(
        "<8s16sHHHHH6s9I109I", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, fat_sectors, directory, 0, _SHORT, mini_fat, mini_fat_sectors,
        fat_sectors if difat_sectors else _END, difat_sectors, *in_header,
    )  # fmt: skip


def _table(numbers: list[int]) -> bytes:
    """Return numbers as whole sectors."""
    padded = numbers + [_FREE] * (-len(numbers) % _NUMBERS)
    return pack(f"<{len(padded)}I", *padded)
