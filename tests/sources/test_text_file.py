"""Encodings and delimiters, found from the data alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from salesplan_xl.errors import FileRefused
from salesplan_xl.sources import Loaded

Load = Callable[..., Loaded]

ROWS = [
    ["月份", "区域", "客户", "金额"],
    ["2026-01", "华东", "鑫源贸易有限公司", "100.5"],
    ["2026-01", "华南", "上海“友谊”商行", "200.25"],
    ["2026-02", "华东", "Müller & Söhne 商社", "-50"],
]
ENCODINGS = {
    "utf-8": ("utf-8", b"", "UTF-8"),
    "utf-8 with mark": ("utf-8", b"\xef\xbb\xbf", "UTF-8 BOM"),
    "gbk": ("gbk", b"", "GB18030"),
    "gb18030": ("gb18030", b"", "GB18030"),
    "utf-16-le with mark": ("utf-16-le", b"\xff\xfe", "UTF-16-LE BOM"),
    "utf-16-be with mark": ("utf-16-be", b"\xfe\xff", "UTF-16-BE BOM"),
    "utf-16-le": ("utf-16-le", b"", "UTF-16-LE"),
    "utf-16-be": ("utf-16-be", b"", "UTF-16-BE"),
    "utf-32-le with mark": ("utf-32-le", b"\xff\xfe\x00\x00", "UTF-32-LE BOM"),
}


@pytest.mark.parametrize(
    ("encoding", "delimiter", "end"), [*product(ENCODINGS, [",", ";", "\t", "|"], ["\n", "\r\n", "\r"])]
)
def test_every_encoding_and_delimiter(load: Load, encoding: str, delimiter: str, end: str) -> None:
    """The same rows come out of every way of writing them."""
    written, mark, shown = ENCODINGS[encoding]
    # GBK has no ü and ö.
    rows = (
        [[cell.replace("ü", "ue").replace("ö", "oe") for cell in row] for row in ROWS]
        if written == "gbk"
        else ROWS
    )
    text = end.join(delimiter.join(row) for row in rows) + end
    loaded = load(mark + text.encode(written))
    assert loaded.problems == []
    assert (loaded.taken.encoding, loaded.taken.delimiter) == (shown, delimiter)
    assert loaded.frame["customer"].tolist() == [row[2] for row in rows[1:]]
    assert loaded.frame["amount"].tolist() == [100.5, 200.25, -50.0]
    assert loaded.frame["month"].tolist() == ["2026-01", "2026-01", "2026-02"]


def test_utf8_wins_where_gbk_is_also_valid(load: Load) -> None:
    """ "浜戝崡" are six bytes that are valid in both; UTF-8 is taken."""
    data = "月份,区域,金额\n2026-01,云南,1\n".encode()
    data.decode("gb18030")
    assert load(data).frame["region"].tolist() == ["云南"]


def test_western_text_is_asked_about(load: Load) -> None:
    """One byte a letter is often valid GBK by accident; it is never read as Chinese."""
    data = "Month;Region;Amount\n2026-01;Zürich Süd;1,5\n2026-01;Köln;2,5\n".encode("cp1252")
    with pytest.raises(FileRefused, match="--encoding") as refused:
        load(data)
    assert refused.value.reason in ("source_encoding_unclear", "source_encoding_unknown")
    assert load(data, encoding="cp1252").frame["region"].tolist() == ["Zürich Süd", "Köln"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("klingon", "source_encoding_no_such"),
        ("utf-8", "source_encoding_wrong"),
        ("utf-16", "source_encoding_wrong"),
    ],
)
def test_a_wrong_encoding_is_refused(load: Load, asked: str, reason: str) -> None:
    """An encoding that does not exist or does not fit is named."""
    with pytest.raises(FileRefused) as refused:
        load("月份,金额\n2026-01,1\n".encode("gb18030") + b"\n", encoding=asked)
    assert refused.value.reason == reason


@pytest.mark.parametrize("asked", ["utf-8", "utf-8-sig", "UTF8"])
def test_a_mark_is_skipped_also_when_the_encoding_is_named(load: Load, asked: str) -> None:
    """The first label does not keep the byte order mark."""
    loaded = load(b"\xef\xbb\xbf" + "月份,金额\n2026-01,1\n".encode(), encoding=asked)
    assert loaded.taken.columns["month"] == "月份"


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "source_empty"), (bytes(range(256)) * 8, "source_no_text"), (b"\x00\x01\x02" * 100,
     "source_no_text"),
     (b"a,b\n1\xff\xff\xff,2\n", "source_encoding_unknown"),
     (b"<html><table><tr><td>1</td></tr></table>", "source_is_markup"),
     (b"<?xml version='1.0'?><Workbook/>", "source_is_markup")],
)  # fmt: skip
def test_what_is_no_text_is_refused(load: Load, data: bytes, reason: str) -> None:
    """Nothing, noise, web pages and XML get a sentence each."""
    with pytest.raises(FileRefused) as refused:
        load(data, name="in.xls")
    assert refused.value.reason == reason
    assert all(refused.value.sentence(language) for language in ("en", "zh"))  # type: ignore[arg-type]


def test_missing_files_and_folders(tmp_path: Path, load: Load) -> None:
    """A file that is not there and a folder are told apart."""
    from salesplan_xl.sources import read_source

    with pytest.raises(FileRefused) as missing:
        read_source(tmp_path / "nothing.csv", table="tblHistory")
    assert missing.value.reason == "source_missing"
    with pytest.raises(FileRefused) as folder:
        read_source(tmp_path, table="tblHistory")
    assert folder.value.reason == "source_is_a_folder"
    with pytest.raises(FileRefused) as kind:
        read_source(tmp_path / "a.parquet", table="tblHistory")
    assert kind.value.reason == "source_other_kind"


def test_decimal_commas_do_not_hide_the_delimiter(load: Load) -> None:
    """Semicolons with decimal commas: the header has no commas, so semicolons fit all lines."""
    loaded = load("Month;Region;Amount\n2026-01;A;1,5\n2026-02;B;2,25\n")
    assert loaded.taken.delimiter == ";"
    assert loaded.taken.decimal == ","
    assert loaded.frame["amount"].tolist() == [1.5, 2.25]


def test_a_delimiter_that_cannot_be_told_is_asked_for(load: Load) -> None:
    """Two delimiters that fit every line equally well."""
    text = "a|b,c\n1|2,3\n"
    with pytest.raises(FileRefused, match="--delimiter"):
        load(text)
    loaded = load(
        "Month|Sales,Amount\n2026-01|2,3\n", delimiter="|", decimal=",", mapping={"amount": "Sales,Amount"}
    )
    assert loaded.frame["amount"].tolist() == [2.3]


def test_quoted_delimiters_and_line_breaks(load: Load) -> None:
    """A quoted cell may hold the delimiter, quotes and line ends; lines are still counted right."""
    text = '月份,客户,备注,金额\n2026-01,"甲,乙","两\n行 ""引""",1\n2026-01,丙,x,坏\n'
    loaded = load(text)
    (problem,) = loaded.problems
    assert problem.reason == "source_no_number"
    assert problem.facts["line"] == 4
    fine = load(text.replace("坏", "2"))
    assert fine.frame["customer"].tolist() == ["甲,乙", "丙"]


def test_an_open_quote_is_named_with_its_line(load: Load) -> None:
    """A quotation mark that is never closed would swallow the rest of the file."""
    with pytest.raises(FileRefused) as refused:
        load('月份,客户,金额\n2026-01,a,1\n2026-01,"b,2\n2026-01,c,3\n')
    assert refused.value.reason == "source_quote_open"
    assert refused.value.facts["line"] == 3


def test_a_row_with_too_many_fields_is_a_problem(load: Load) -> None:
    """An unquoted delimiter inside a name moves all cells behind it; the row is not read."""
    loaded = load("月份,客户,金额\n2026-01,a,1\n2026-01,Smith, Inc,2\n2026-02,b,3,\n2026-02,c,4,,,\n")
    assert [(problem.reason, problem.facts["line"]) for problem in loaded.problems] == [
        ("source_row_too_long", 3)
    ]


def test_text_that_looks_like_a_formula_stays_text(load: Load) -> None:
    """Nothing in a source is evaluated."""
    loaded = load("月份,客户,金额\n2026-01,=cmd|' /C calc'!A0,1\n2026-01,@SUM(A1),2\n2026-01,+1+1,3\n")
    assert loaded.frame["customer"].tolist() == ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1"]
