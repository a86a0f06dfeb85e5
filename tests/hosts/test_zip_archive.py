"""The archive is read and written the same with and without the fast library, and torn ones are refused."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts import zip_parts, zip_writer
from salesplan_xl.hosts.package import open_package
from salesplan_xl.hosts.zip_parts import Archive
from salesplan_xl.hosts.zip_writer import ArchiveWriter, Deflated
from tests.hosts.packages import archive, package, part, sheet

ROWS = "".join(
    f'<row r="{row}"><c r="A{row}"><v>{row * 7919 % 10007}</v></c></row>' for row in range(1, 60000)
)


@pytest.mark.parametrize("fast", [True, False])
def test_both_ways_of_compressing_give_the_same_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    if not fast:
        monkeypatch.setitem(sys.modules, "isal", None)
    path = package(tmp_path / "a.xlsx", {"S": sheet(ROWS)})
    book = open_package(path)
    book.write_cells({"S!A30000": -1, "S!B1": "x"})
    book.save()
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
    text = part(path, "xl/worksheets/sheet1.xml")
    assert text.count("<row ") == 59999
    assert '<c r="A30000"><v>-1</v></c>' in text
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(data)
    with pytest.raises(FileRefused):
        open_package(path)


def rewritten(path: Path, names: list[str]) -> bytes:
    """Copy an archive with some parts written anew, one of them new."""
    source, out = Archive(path), io.BytesIO()
    with ArchiveWriter(out, source) as writer:
        for member in source.members:
            if member.name in names:
                writer.write(member.name, Deflated([b"new ", b"data"]), member)
            else:
                writer.copy(member)
        writer.write("加.xml", Deflated([b"<a/>"]), None)
        writer.finish()
    return out.getvalue()


def test_a_part_is_added_and_another_replaced(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"one": b"1" * 99, "二": b"2", "three": b""})
    with zipfile.ZipFile(io.BytesIO(rewritten(path, ["二"]))) as file:
        assert file.testzip() is None
        assert file.namelist() == ["one", "二", "three", "加.xml"]
        assert file.read("二") == b"new data"
        assert file.read("one") == b"1" * 99
        assert file.getinfo("加.xml").date_time[0] == 1980
        assert file.getinfo("二").date_time == zipfile.ZipFile(path).getinfo("二").date_time


def test_a_name_that_is_not_utf_8_is_read_as_the_format_says(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"caf__": b"1"})
    path.write_bytes(path.read_bytes().replace(b"caf__", b"caf\x82_"))
    assert Archive(path).names() == ["café_"]
    assert "café_" in Archive(path)


def test_stored_parts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("one", b"abc" * 1_000_000)
    assert Archive(path).read("one") == b"abc" * 1_000_000


def broken(path: Path, change: str) -> None:
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    directory = struct.unpack_from("<L", data, end + 16)[0]
    if change == "comment":
        struct.pack_into("<H", data, end + 20, 9)
    elif change == "locator":
        struct.pack_into("<L", data, end + 16, 0xFFFFFFFF)
    elif change == "overlap":
        struct.pack_into("<L", data, end + 12, 0xFFFF)
    elif change == "signature":
        data[directory] ^= 1
    elif change == "count":
        struct.pack_into("<H", data, end + 10, 4)
    elif change == "record":
        struct.pack_into("<H", data, directory + 30, 0x7FFF)
    elif change == "wide":
        struct.pack_into("<L", data, directory + 24, 0xFFFFFFFF)
    elif change == "offset":
        struct.pack_into("<L", data, directory + 42, 7)
    elif change == "size":
        struct.pack_into("<L", data, directory + 20, 10**6)
    path.write_bytes(data)


@pytest.mark.parametrize(
    "change", ["comment", "locator", "overlap", "signature", "count", "record", "wide", "offset", "size"]
)
def test_a_directory_that_lies_is_refused(tmp_path: Path, change: str) -> None:
    path = package(tmp_path / "a.xlsx", {"S": sheet("")})
    broken(path, change)
    with pytest.raises(FileRefused) as refused:
        open_package(path)
    assert refused.value.reason in ("file_damaged", "part_damaged")


def test_data_that_ends_too_early_is_refused_while_it_is_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"one": bytes(range(256)) * 40, "two": b"2"})
    for method in (zip_parts.STORED, zip_parts.DEFLATED):
        member = Archive(path).members[0]
        cut = zip_parts.Member(**{**member.__dict__, "size": 20, "method": method})
        with path.open("rb") as file:
            data = b"".join(zip_parts.inflate(file, cut, "a.zip")) if method == zip_parts.STORED else b""
            assert len(data) in (0, 20)
            if method == zip_parts.DEFLATED:
                with pytest.raises(FileRefused):
                    list(zip_parts.inflate(file, cut, "a.zip"))
        beyond = zip_parts.Member(**{**member.__dict__, "size": 10**9, "method": zip_parts.STORED})
        with path.open("rb") as file, pytest.raises(FileRefused):
            list(zip_parts.inflate(file, beyond, "a.zip"))


def test_what_would_pass_the_formats_limits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "a.zip", {"one": b"1" * 99, "two": b"2"})
    monkeypatch.setattr(zip_writer, "LARGEST_OFFSET", 60)
    with pytest.raises(FileRefused) as refused:
        rewritten(path, [])
    assert refused.value.reason == "too_large_to_write"
    monkeypatch.setattr(zip_writer, "LARGEST_OFFSET", 5)
    with pytest.raises(FileRefused):
        rewritten(path, ["one"])


def test_a_file_cut_off_while_it_is_copied_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"one": b"1" * 99, "two": b"2"})
    source = Archive(path)
    path.write_bytes(path.read_bytes()[:50])
    with ArchiveWriter(io.BytesIO(), source) as writer, pytest.raises(FileRefused):
        writer.copy(source.member("two"))
