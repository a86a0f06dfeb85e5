"""The gate lets workbooks through and nothing else; what it refuses, it refuses before any parser."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts import gate
from salesplan_xl.hosts.package import open_package
from tests.hosts.packages import HEAD, archive, package, part, sheet

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return package(tmp_path / "计划.xlsx", {"Sheet1": sheet(ROWS)})


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def reason(path: Path) -> str:
    """Return why a file is refused, having said it in both languages."""
    with pytest.raises(FileRefused) as refused:
        open_package(path)
    for language in ("en", "zh"):
        assert path.name in refused.value.sentence(language)
    return refused.value.reason


def test_an_ordinary_workbook_passes(book: Path) -> None:
    assert open_package(book).sheet_names() == ["Sheet1"]


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert reason(tmp_path / "no.xlsx") == "file_missing"
    (tmp_path / "folder.xlsx").mkdir()
    assert reason(tmp_path / "folder.xlsx") == "file_is_a_folder"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "file_empty"),
        (b"%TSD-Header-###%" + b"\x00\xff" * 400, "file_no_zip"),
        (b"\xef\xbb\xbf<html><table></table></html>", "file_is_markup"),
        (b"PK\x03\x04 and then nothing", "file_damaged"),
        (b"PK", "file_damaged"),
    ],
)
def test_what_is_no_archive_is_said_to_be_what_it_is(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)
    assert reason(path) == why


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        ("EncryptedPackage", "file_encrypted"),
        ("Workbook", "file_old_xls"),
        ("Book", "file_old_xls"),
        ("WordDocument", "file_no_workbook"),
    ],
)
def test_compound_files_are_told_apart(tmp_path: Path, stream: str, why: str) -> None:
    path = tmp_path / "plan.xlsx"
    filler = b"\0" * ((1 << 20) - 20)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + filler + stream.encode("utf-16-le"))
    assert reason(path) == why


def test_a_workbook_with_a_password_says_so(book: Path) -> None:
    office = pytest.importorskip("msoffcrypto.format.ooxml", reason="encrypts a workbook for this test")
    locked = book.with_name("locked.xlsx")
    with book.open("rb") as plain, locked.open("wb") as out:
        office.OOXMLFile(plain).encrypt("secret", out)
    assert reason(locked) == "file_encrypted"


def test_a_cut_off_file_is_refused_wherever_it_is_cut(book: Path) -> None:
    whole = book.read_bytes()
    for length in range(60, len(whole), 97):
        book.write_bytes(whole[:length])
        assert reason(book) in ("file_damaged", "part_damaged")


def test_a_damaged_part_is_named(book: Path) -> None:
    with zipfile.ZipFile(book) as file:
        info = file.getinfo("xl/workbook.xml")
    data = bytearray(book.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + 20] ^= 0xFF
    book.write_bytes(data)
    with pytest.raises(FileRefused) as refused:
        open_package(book)
    assert refused.value.reason == "part_damaged"
    assert refused.value.facts["part"] == "xl/workbook.xml"


def test_a_stored_part_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    assert reason(path) == "part_damaged"


def test_a_part_that_inflates_hugely_is_refused_though_its_header_lies(book: Path) -> None:
    path = archive(book, {**members(book), "xl/media/zeros.bin": b"\0" * 3_000_000})
    assert reason(path) == "inflates_too_much"
    data = path.read_bytes()
    at = data.rfind(b"PK\x01\x02")
    lying = bytearray(data)
    struct.pack_into("<L", lying, at + 24, 1000)
    path.write_bytes(lying)
    assert reason(path) == "inflates_too_much"


def test_small_parts_may_compress_well(book: Path) -> None:
    archive(book, {**members(book), "xl/media/zeros.bin": b"\0" * (gate.RATIO_GRACE - 1)})
    open_package(book)


def test_the_whole_may_not_inflate_without_end(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_INFLATED", 1000)
    assert reason(book) == "inflates_too_much"


def test_too_many_parts_are_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_ENTRIES", 4)
    assert reason(book) == "too_many_parts"


def test_a_thousand_parts_are_not_too_many(book: Path) -> None:
    archive(book, {**members(book), **{f"customXml/item{at}.xml": b"<a/>" for at in range(1200)}})
    open_package(book)


@pytest.mark.parametrize("twin", ["xl/workbook.xml", "XL/Workbook.XML", "xl\\workbook.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_may_not_come_twice(book: Path, twin: str) -> None:
    with zipfile.ZipFile(book, "a") as file:
        file.writestr(zipfile.ZipInfo(twin), b"<a/>")
    assert reason(book) == "part_twice"


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.xml", "xl/../../up.xml", "C:/x.xml", "xl\\..\\..\\up.xml"]
)
def test_no_part_may_point_outside(book: Path, name: str) -> None:
    with zipfile.ZipFile(book, "a") as file:
        file.writestr(zipfile.ZipInfo(name), b"<a/>")
    assert reason(book) == "part_outside"


def test_an_encrypted_part_is_refused(book: Path) -> None:
    data = bytearray(book.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    book.write_bytes(data)
    assert reason(book) == "part_encrypted"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "name", ["xl/styles.xml", "docProps/app.xml", "xl/drawings/vmlDrawing1.vml", "odd.dat"]
)
def test_a_document_type_is_refused_in_any_part_and_encoding(book: Path, name: str, encoding: str) -> None:
    data = (DOCTYPE + "<a>&a;</a>").encode(encoding)
    archive(book, {**members(book), name: data})
    assert reason(book) == "part_with_doctype"


def test_a_document_type_after_a_long_comment_is_found(book: Path) -> None:
    comment = "<!--" + "中x9" * 1_000_003 + "-->"
    text = HEAD + comment + DOCTYPE + "<a/>"
    with zipfile.ZipFile(book, "a") as file:
        file.writestr("xl/styles.xml", text, compress_type=zipfile.ZIP_STORED)
    assert reason(book) == "part_with_doctype"


@pytest.mark.parametrize(
    "head", ['<?xml version="1.0" encoding="UTF-7"?>', "<?xml version='1.0' encoding='ISO-2022-JP'?>"]
)
def test_an_encoding_that_could_hide_a_document_type_is_refused(book: Path, head: str) -> None:
    archive(book, {**members(book), "xl/styles.xml": head + "+ADwAIQ-DOCTYPE x+AD4-<a/>"})
    assert reason(book) == "part_encoding"


def test_a_part_that_is_named_xml_but_is_something_else_is_refused(book: Path) -> None:
    archive(book, {**members(book), "xl/styles.xml": "<?xml version='1.0'?><a/>".encode("cp037")})
    assert reason(book) == "part_encoding"


def test_header_and_directory_must_agree(book: Path) -> None:
    data = bytearray(book.read_bytes())
    at = data.find(b"xl/workbook.xml")
    data[at : at + 15] = b"xl/w0rkbook.xml"
    book.write_bytes(data)
    assert reason(book) == "part_damaged"


def test_parts_may_not_overlap(book: Path) -> None:
    data = bytearray(book.read_bytes())
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    name = bytes(data[46 + first : 46 + first + struct.unpack_from("<H", data, first + 28)[0]])
    assert name == b"[Content_Types].xml"
    struct.pack_into("<L", data, second + 42, 10)
    book.write_bytes(data)
    assert reason(book) in ("file_damaged", "part_damaged")


def test_an_unknown_compression_is_refused(book: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    book.write_bytes(buffer.getvalue())
    assert reason(book) == "part_damaged"


def test_other_office_files_hold_no_workbook(tmp_path: Path) -> None:
    path = archive(tmp_path / "letter.xlsx", {"word/document.xml": "<a/>"})
    assert reason(path) == "file_no_workbook"
    book = package(tmp_path / "other.xlsx", {"S": sheet(ROWS)})
    types = part(book, "[Content_Types].xml").replace("spreadsheetml.sheet", "wordprocessingml.document")
    archive(book, {**members(book), "[Content_Types].xml": types})
    assert reason(book) == "file_no_workbook"


def test_a_binary_workbook_says_so(book: Path) -> None:
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = part(book, "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind
    )
    archive(book, {**members(book), "[Content_Types].xml": types})
    assert reason(book) == "file_binary"


def test_formulas_are_noticed_on_the_way(tmp_path: Path) -> None:
    path = package(
        tmp_path / "a.xlsx",
        {"A": sheet(ROWS), "B": sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')},
    )
    assert gate.examine(path).parts_with_formulas == {"xl/worksheets/sheet2.xml"}


def test_an_unreadable_file_says_so(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(FileRefused) as refused:
        gate.examine(book)
    assert refused.value.reason == "file_unreadable"
