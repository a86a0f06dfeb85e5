"""Ranges follow a table only where they covered it, and charts forget what is no longer so."""
# ruff: noqa: E501 - parts of a workbook read best as the file spells them

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.cells import Cell, CellError
from salesplan_xl.hosts.chart_part import follow_in_chart
from salesplan_xl.hosts.column_rename import ColumnRename
from salesplan_xl.hosts.following import Resize, in_list, in_text
from salesplan_xl.hosts.package import open_package
from salesplan_xl.hosts.references import Area, split_reference
from salesplan_xl.hosts.table_part import TablePart
from tests.hosts.packages import part, table_package, table_part

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TABLE = TablePart("t.xml", "tblA", "Plan", Area(2, 2, 4, 3), ("key", "amount"), 1, 0, (None, None))
VALUES: dict[tuple[int, int], Cell] = {
    (3, 2): "a", (4, 2): None, (5, 2): 5, (6, 2): CellError.NA,
    (3, 3): 1.5, (4, 3): None, (5, 3): dt.date(2027, 3, 1), (6, 3): True,
}  # fmt: skip


def grown(rows: int = 4) -> Resize:
    return Resize(TABLE, TABLE.resized(rows))


def lookup(sheet: str, row: int, column: int) -> tuple[bool, Cell]:
    return (sheet == "Plan" and (row, column) in VALUES), VALUES.get((row, column))


def chart(inner: str) -> bytes:
    return f'<c:chartSpace xmlns:c="{CHART}">{inner}</c:chartSpace>'.encode()


def followed(inner: str, resize: Resize | None = None) -> str | None:
    data = follow_in_chart(chart(inner), [resize or grown()], lookup)
    return data.decode() if data is not None else None


def test_numbers_and_texts_are_remembered_anew() -> None:
    text = followed(
        "<c:cat><c:strRef><c:f>Plan!$B$3:$B$4</c:f><c:strCache><c:ptCount val='2'/><c:pt idx='0'><c:v>old</c:v></c:pt></c:strCache></c:strRef></c:cat>"
        "<c:val><c:numRef><c:f>Plan!$C$3:$C$4</c:f><c:numCache><c:formatCode>0</c:formatCode><c:pt idx='0'><c:v>9</c:v></c:pt></c:numCache></c:numRef></c:val>"
    )
    assert text
    assert (
        '<c:f>Plan!$B$3:$B$6</c:f><c:strCache><c:ptCount val="4"/><c:pt idx="0"><c:v>a</c:v></c:pt><c:pt idx="2"><c:v>5</c:v></c:pt><c:pt idx="3"><c:v>#N/A</c:v></c:pt></c:strCache>'
        in text
    )
    assert (
        '<c:f>Plan!$C$3:$C$6</c:f><c:numCache><c:formatCode>0</c:formatCode><c:ptCount val="4"/><c:pt idx="0"><c:v>1.5</c:v></c:pt><c:pt idx="2"><c:v>46447</c:v></c:pt></c:numCache>'
        in text
    )
    assert "old" not in text


def test_what_is_not_known_is_forgotten() -> None:
    """Several levels of labels, ranges of two columns, cells that nobody wrote, the newer kind of chart."""
    many = "<c:cat><c:multiLvlStrRef><c:f>Plan!$B$3:$C$4</c:f><c:multiLvlStrCache><c:ptCount val='2'/></c:multiLvlStrCache></c:multiLvlStrRef></c:cat>"
    text = followed(many)
    assert text
    assert "<c:f>Plan!$B$3:$C$6</c:f></c:multiLvlStrRef>" in text
    header = "<c:val><c:numRef><c:f>Plan!$C$2:$C$4</c:f><c:numCache><c:ptCount val='3'/></c:numCache></c:numRef></c:val>"
    text = followed(header)
    assert text
    assert "<c:f>Plan!$C$2:$C$6</c:f></c:numRef>" in text
    newer = "<c:strDim><c:f>Plan!$B$3:$B$4</c:f><c:lvl ptCount='2'/></c:strDim>"
    text = followed(newer)
    assert text
    assert "<c:f>Plan!$B$3:$B$6</c:f></c:strDim>" in text


def test_a_series_name_is_no_list() -> None:
    one = Resize(TABLE.resized(1), TABLE.resized(3))
    name = "<c:ser><c:tx><c:strRef><c:f>Plan!$B$3</c:f></c:strRef></c:tx>{}</c:ser>"
    assert followed(name.format(""), one) is None
    text = followed(name.format("<c:val><c:numRef><c:f>Plan!$C$3</c:f></c:numRef></c:val>"), one)
    assert text
    assert "<c:f>Plan!$B$3</c:f>" in text
    assert "<c:f>Plan!$C$3:$C$5</c:f>" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan!$B$3:$B$4", "Plan!$B$3:$B$6"),
        ("plan!B3:C4", "plan!B3:C6"),
        ("'Plan'!$B$3:$B$4,Plan!$C$3:$C$4", "'Plan'!$B$3:$B$6,Plan!$C$3:$C$6"),
        ('"Plan!$B$3:$B$4"', '"Plan!$B$3:$B$4"'),
        ("$B$3:$B$4", "$B$3:$B$4"),
        ("OtherPlan!$B$3:$B$4", "OtherPlan!$B$3:$B$4"),
        ("Plan!$B$3:$D$4", "Plan!$B$3:$D$4"),
        ("Plan!$XFE$3:$XFE$4", "Plan!$XFE$3:$XFE$4"),
        ("Plan!B3:B45", "Plan!B3:B45"),
    ],
)
def test_references_in_formulas(text: str, expected: str) -> None:
    assert in_text(text, [grown()], Resize.covering) == expected


def test_two_tables_on_a_sheet_move_their_own_ranges() -> None:
    below = TablePart("u.xml", "tblB", "Plan", Area(20, 2, 22, 3), ("x", "y"), 1, 0, (None, None))
    resizes = [grown(), Resize(below, below.resized(1))]
    assert (
        in_text("Plan!$B$21:$B$22+Plan!$B$3:$B$4", resizes, Resize.covering)
        == "Plan!$B$21:$B$21+Plan!$B$3:$B$6"
    )
    assert in_list("B21:B22 B3:B4 A:A", resizes) == "B21 B3:B6 A:A"


def test_a_rule_for_rows_that_are_gone_stays() -> None:
    assert in_list("B4:C4", [Resize(TABLE, TABLE.resized(1))]) == "B4:C4"
    assert Resize(TABLE, TABLE.resized(5)).around(Area(3, 1, 4, 9)) == Area(3, 1, 4, 9)


@given(first=st.integers(1, 30), rows=st.integers(1, 30), before=st.integers(1, 30))
def test_growing_and_shrinking_back_restores_every_range(first: int, rows: int, before: int) -> None:
    """Whatever follows a table out follows it back."""
    old = TablePart(
        "t.xml", "tblA", "Plan", Area(first, 2, first + before, 3), ("k", "a"), 1, 0, (None, None)
    )
    new = old.resized(rows)
    text = f"Plan!$B${first + 1}:$B${first + before}"
    there = in_text(text, [Resize(old, new)], Resize.covering)
    assert there == f"Plan!$B${first + 1}:$B${first + rows}"
    assert in_text(there, [Resize(new, old)], Resize.covering) == text


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(tblA[old])", "SUM(tblA[new])"),
        ("SUM(TBLA[[#All],[old]:[key]])", "SUM(TBLA[[#All],[new]:[key]])"),
        ("xtblA[old]+tblA[older]", "xtblA[old]+tblA[older]"),
        ("tblA[a'[b'#]+tblA[old]", "tblA[a'[b'#]+tblA[new]"),
        ("tblA[old", "tblA[old"),
        ("SUM(tblA[tblA[old]])", "SUM(tblA[tblA[new]])"),
    ],
)
def test_structured_references_are_renamed(formula: str, expected: str) -> None:
    assert ColumnRename("tblA", "old", "new").in_formula(formula) == expected


def test_special_characters_of_a_label_are_escaped() -> None:
    assert ColumnRename("t", "a#", "b[1]").in_formula("SUM(t[a'#])") == "SUM(t[b'[1']])"


@given(sheet=st.text(min_size=1, max_size=31).filter(lambda text: "\0" not in text))
def test_a_sheet_name_in_quotes_is_read_back(sheet: str) -> None:
    quoted = "'" + sheet.replace("'", "''") + "'"
    assert split_reference(f"{quoted}!B2") == (sheet, "B2")


def test_a_chart_of_the_file_follows(tmp_path: Path) -> None:
    place = "xl/charts/chart1.xml"
    inner = "<c:val><c:numRef><c:f>Plan!$C$3:$C$4</c:f></c:numRef></c:val>"
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    path = table_package(
        tmp_path / "a.xlsx", "", table_part("tblA", "B2:C4", ["key", "amount"]),
        parts={place: chart(inner)}, types={f"/{place}": kind},
    )  # fmt: skip
    book = open_package(path)
    book.write_table("tblA", [["a", 1]])
    book.save()
    assert "<c:f>Plan!$C$3:$C$3</c:f>" in part(path, place)
