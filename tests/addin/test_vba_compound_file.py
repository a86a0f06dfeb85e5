"""The compound file against the example of [MS-CFB] and against olefile, which complains of every defect."""

from __future__ import annotations

import io
import random
from struct import unpack_from
from typing import Any

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.addin.vba.compound_file import Storage, compound_file


def opened(file: bytes) -> olefile.OleFileIO:
    """Open a file; the slightest defect is an error."""
    ole = olefile.OleFileIO(io.BytesIO(file), raise_defects=olefile.DEFECT_UNSURE)
    assert ole.parsing_issues == []
    return ole


def contents(ole: olefile.OleFileIO) -> dict[str, bytes]:
    return {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}


def numbers(file: bytes, sector: int) -> tuple[int, ...]:
    return unpack_from("<128I", file, 512 * (sector + 1))


class TestExample:
    """[MS-CFB] 3: a storage with one stream of 544 bytes; header, FAT, directory, mini FAT, mini stream."""

    file = compound_file({"Storage 1": {"Stream 1": b"Data for stream 1" * 32}})

    def test_header(self) -> None:
        assert self.file[:8] == bytes.fromhex("D0CF11E0A1B11AE1")
        assert self.file[8:24] == bytes(16)
        assert unpack_from("<HHHHH", self.file, 24) == (0x3E, 3, 0xFFFE, 9, 6)
        assert self.file[34:40] == bytes(6)
        assert unpack_from("<9I", self.file, 40) == (0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0)
        assert unpack_from("<109I", self.file, 76) == (0, *[0xFFFFFFFF] * 108)

    def test_fat(self) -> None:
        assert numbers(self.file, 0)[:6] == (
            0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 4, 0xFFFFFFFE, 0xFFFFFFFF
        )  # fmt: skip

    def test_directory(self) -> None:
        entry: Any = lambda n: unpack_from("<64sHBBIII16sIQQIQ", self.file, 1024 + 128 * n)  # noqa: E731
        root, storage, stream, unused = (entry(number) for number in range(4))
        assert root[0].decode("utf-16").rstrip("\0") == "Root Entry"
        assert (root[1], root[2], root[6], root[11], root[12]) == (0x16, 5, 1, 3, 0x240)
        assert storage[0].decode("utf-16").rstrip("\0") == "Storage 1"
        assert (storage[1], storage[2], storage[6]) == (0x14, 1, 2)
        assert stream[0].decode("utf-16").rstrip("\0") == "Stream 1"
        assert (stream[1], stream[2], stream[11], stream[12]) == (0x12, 2, 0, 0x220)
        assert unused == (bytes(64), 0, 0, 0, *[0xFFFFFFFF] * 3, bytes(16), 0, 0, 0, 0, 0)

    def test_mini_fat(self) -> None:
        assert numbers(self.file, 2)[:10] == (1, 2, 3, 4, 5, 6, 7, 8, 0xFFFFFFFE, 0xFFFFFFFF)

    def test_mini_stream(self) -> None:
        assert self.file[512 * 4 :] == (b"Data for stream 1" * 32).ljust(1024, b"\0")


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65_536, 65_537, 200_000])
def test_sizes_about_a_sector(size: int) -> None:
    streams = {"a": random.Random(size).randbytes(size), "b": b"next", "c": bytes(size)}
    assert contents(opened(compound_file(streams))) == streams


@pytest.mark.parametrize(("size", "in_mini_fat"), [(0, 0), (1, 1), (4095, 1), (4096, 0)])
def test_short_streams_alone_share_sectors(size: int, in_mini_fat: int) -> None:
    file = compound_file({"a": bytes(size)})
    assert unpack_from("<I", file, 64)[0] == in_mini_fat
    assert opened(file).root.size == (-(-size // 64) * 64 if in_mini_fat else 0)


def test_nothing_is_a_file() -> None:
    assert contents(opened(compound_file({}))) == {}


@pytest.mark.parametrize(("fat_sectors", "listing"), [(1, 0), (2, 0), (109, 0), (110, 1), (236, 1), (237, 2)])
def test_a_fat_about_a_boundary(fat_sectors: int, listing: int) -> None:
    """A FAT sector covers 128 sectors; the header lists 109 of them and each further sector 127 more."""
    most = 128 * fat_sectors - fat_sectors - listing - 1  # and one for the directory
    for sectors in (most, most + 1):
        content = bytes([sectors % 251 + 1]) * (512 * sectors)
        file = compound_file({"big": content})
        assert unpack_from("<I", file, 44)[0] == fat_sectors + sectors - most
        assert opened(file).openstream("big").read() == content
    assert unpack_from("<I", compound_file({"big": bytes(512 * most)}), 72)[0] == listing


names = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/\\:!"), min_size=1, max_size=31
)
storages = st.dictionaries(
    names, st.binary(max_size=300) | st.dictionaries(names, st.binary(max_size=9000), max_size=9), max_size=24
).filter(lambda found: all(_distinct(s) for s in (found, *found.values()) if isinstance(s, dict)))


def _distinct(storage: dict[str, Any]) -> bool:
    return len({name.upper() for name in storage}) == len(storage)


@settings(max_examples=60, deadline=None)
@given(storages)
def test_streams_and_storages_come_back(root: Storage) -> None:
    found = contents(opened(compound_file(root)))
    expected = {}
    for name, content in root.items():
        if isinstance(content, bytes):
            expected[name] = content
        else:
            expected |= {f"{name}/{inner}": data for inner, data in content.items()}
    assert found == expected


@pytest.mark.parametrize("count", [*range(1, 18), 31, 32, 127, 128, 500])
def test_the_tree_of_names_is_red_and_black(count: int) -> None:
    """The rules of [MS-CFB] 2.6.4, walked by hand: order, black top, no red below red, equal black depth."""
    file = compound_file({f"n{number:0{1 + number % 5}}x{number}": b"" for number in range(count)})
    ole = opened(file)

    def walk(number: int, above: int) -> tuple[int, list[str]]:
        if number == 0xFFFFFFFF:
            return 0, []
        entry = ole.direntries[number] or ole._load_direntry(number)
        assert not (above == entry.color == 0), "red below red"
        left, before = walk(entry.sid_left, entry.color)
        right, after = walk(entry.sid_right, entry.color)
        assert left == right, "unequal black depth"
        return left + entry.color, [*before, entry.name, *after]

    top = ole.root.sid_child
    assert ole.direntries[top].color == 1
    in_order = walk(top, 1)[1]
    assert in_order == sorted(in_order, key=lambda name: (len(name), name.upper()))
    assert len(in_order) == count


def test_the_same_streams_give_the_same_bytes_in_any_order() -> None:
    streams = {"b": b"2" * 5000, "a": b"1", "VBA": {"y": b"4", "x": b"3"}}
    assert compound_file(streams) == compound_file(dict(reversed(streams.items())))


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a\\b", "a:b", "a!b"])
def test_names_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a stream"):
        compound_file({name: b""})


def test_a_name_stands_once_whatever_its_case() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        compound_file({"Module1": b"", "MODULE1": b""})
