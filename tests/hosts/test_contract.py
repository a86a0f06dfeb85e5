"""What every host of a workbook promises, tried on all three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from copy import deepcopy

import pytest

from salesplan_xl.cells import Cell, CellError, CellFormula, Workbook
from salesplan_xl.errors import FileRefused, NotFound, OutOfRange, WrongKind
from tests.hosts.conftest import FORMULAS, PARTS, TABLES

Reopen = Callable[[Workbook], Workbook]
DANGEROUS = (
    "=1+1", "+1", "-1", "@SUM(1)", "\ttab", "-x", "=HYPERLINK(\"http://x\")", "00123", "1-2", "3/4",
    "2027-03", "TRUE", "#N/A", "1e5", "50%",
    "'quoted", "''", "¥5", " padded ", "two\nlines", "_x000D_", "华东", "😀",
)  # fmt: skip


def rows_of(workbook: Workbook, name: str) -> list[list[Cell]]:
    return [list(row) for row in workbook.read_table(name).rows]


def plan_row(**cells: Cell) -> list[Cell]:
    return [cells.get(label) for label in ("region", "amount", "month", "final", "note")]


def test_the_name_is_the_file_without_its_folder(workbook: Workbook) -> None:
    assert workbook.name == "plan.xlsx"


def test_tables_are_found_where_they_lie(workbook: Workbook) -> None:
    tables = workbook.tables()
    assert set(tables) == set(TABLES)
    for name, spec in TABLES.items():
        info = tables[name]
        assert (info.name, info.sheet, info.top, info.left) == (name, spec.sheet, spec.top, spec.left)
        assert info.header == tuple(spec.header)
        assert info.row_count == len(spec.rows)
        assert info.calculated == frozenset(spec.formulas)


def test_a_table_is_read_whole_with_the_rows_its_filter_hides(workbook: Workbook) -> None:
    for name, spec in TABLES.items():
        assert rows_of(workbook, name) == spec.rows


def test_every_kind_of_cell_is_read_as_what_it_is(workbook: Workbook) -> None:
    first, second, third = workbook.read_table("tblPlan").rows
    assert first[3] is True
    assert second[3] is False
    assert second[4] is CellError.NA
    assert second[2] is None
    assert third[0] is None
    assert second[1] == 0
    assert not isinstance(second[1], bool)
    assert isinstance(first[2], dt.datetime)


def test_a_cell_of_a_table_has_its_address(workbook: Workbook) -> None:
    assert workbook.read_table("tblPlan").address(1, 4) == "G6"


@pytest.mark.parametrize("verb", ["read", "write"])
def test_an_unknown_table_is_not_found(workbook: Workbook, verb: str) -> None:
    with pytest.raises(NotFound) as raised:
        workbook.read_table("tblQuota") if verb == "read" else workbook.write_table("tblQuota", [])
    for language in ("en", "zh"):
        assert "tblQuota" in raised.value.sentence(language)
        assert "tblPlan" in raised.value.sentence(language)


def test_what_was_read_can_be_written_back(workbook: Workbook, reopened: Reopen) -> None:
    rows = rows_of(workbook, "tblPlan")
    workbook.write_table("tblPlan", rows)
    assert rows_of(workbook, "tblPlan") == TABLES["tblPlan"].rows
    assert rows_of(reopened(workbook), "tblPlan") == TABLES["tblPlan"].rows


@pytest.mark.parametrize("count", [1, 2, 3, 4, 50])
def test_a_table_grows_and_shrinks(workbook: Workbook, reopened: Reopen, count: int) -> None:
    rows = [plan_row(region=f"区域{n}", amount=n + 0.25) for n in range(count)]
    workbook.write_table("tblPlan", rows)
    for book in (workbook, reopened(workbook)):
        assert rows_of(book, "tblPlan") == rows
        assert book.tables()["tblPlan"].row_count == count


def test_no_rows_leave_one_blank_row(workbook: Workbook, reopened: Reopen) -> None:
    workbook.write_table("tblPlan", [])
    for book in (workbook, reopened(workbook)):
        assert rows_of(book, "tblPlan") == [plan_row()]
        assert book.tables()["tblPlan"].row_count == 1


def test_a_table_that_was_emptied_fills_again(workbook: Workbook) -> None:
    workbook.write_table("tblPlan", [])
    workbook.write_table("tblPlan", TABLES["tblPlan"].rows)
    assert rows_of(workbook, "tblPlan") == TABLES["tblPlan"].rows


def test_text_is_written_as_text(workbook: Workbook, reopened: Reopen) -> None:
    rows = [plan_row(region=text, note=text) for text in DANGEROUS]
    workbook.write_table("tblPlan", rows)
    for book in (workbook, reopened(workbook)):
        assert rows_of(book, "tblPlan") == rows
    workbook.write_table("tblPlan", rows_of(workbook, "tblPlan"))
    assert rows_of(reopened(workbook), "tblPlan") == rows


def test_a_cell_takes_another_kind_than_it_had(workbook: Workbook, reopened: Reopen) -> None:
    """Text where a number was, a number where a date was, and so on."""
    rows = [
        plan_row(region=5.0, amount="007", month=6.5, final="no", note=1.0),
        plan_row(region=True, amount=False, month="soon", final=2.0),
        plan_row(region="x", amount=None, month=True, final=None, note="7"),
    ]
    workbook.write_table("tblPlan", rows)
    found = rows_of(reopened(workbook), "tblPlan")
    # A number under a date format is a date to every reader: day 6.5 of Excel's calendar.
    assert found[0][2] in (6.5, dt.datetime(1900, 1, 6, 12), dt.datetime(1900, 1, 5, 12))
    found[0][2] = 6.5
    assert found == rows


@pytest.mark.parametrize("number", [0.1 + 0.2, 1e15 + 0.5, 2.0**53 - 1, -1234567.89, 1e-12, 0, 7])
def test_numbers_keep_every_digit(workbook: Workbook, reopened: Reopen, number: float) -> None:
    workbook.write_table("tblPlan", [plan_row(amount=number)])
    assert rows_of(reopened(workbook), "tblPlan")[0][1] == number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (dt.date(2027, 2, 28), dt.datetime(2027, 2, 28)),
        (dt.datetime(2028, 2, 29, 23, 59, 59), dt.datetime(2028, 2, 29, 23, 59, 59)),
        (dt.datetime(2027, 1, 1, 8, 0, 1), dt.datetime(2027, 1, 1, 8, 0, 1)),
    ],
)
def test_dates_keep_their_second(workbook: Workbook, reopened: Reopen, written: Cell, read: Cell) -> None:
    workbook.write_table("tblPlan", [plan_row(month=written)])
    assert rows_of(reopened(workbook), "tblPlan")[0][2] == read


def test_calculated_columns_are_not_written(workbook: Workbook, reopened: Reopen) -> None:
    workbook.write_table("tblCalculated", [[5.0, "mine", "x"], [6.0, None, "y"], [7.0, 1.0, "z"]])
    again = reopened(workbook)
    assert again.tables()["tblCalculated"].calculated == {1}
    rows = rows_of(again, "tblCalculated")
    assert [(row[0], row[2]) for row in rows] == [(5.0, "x"), (6.0, "y"), (7.0, "z")]
    assert not {"mine", 1.0} & {row[1] for row in rows}


def test_a_table_does_not_grow_over_what_lies_beneath(workbook: Workbook, host: str) -> None:
    rows: list[list[Cell]] = [[float(n), None, "x"] for n in range(7)]
    workbook.write_table("tblCalculated", rows)
    if host != "memory":  # where nothing lies beneath a table
        with pytest.raises(FileRefused) as raised:
            workbook.write_table("tblCalculated", [*rows, *rows])
        for language in ("en", "zh"):
            assert "B9" in raised.value.sentence(language)
    assert [row[0] for row in rows_of(workbook, "tblCalculated")] == list(range(7))
    assert workbook.read_cell("Side!B9") == "a person's note"


def test_a_row_of_another_width_is_refused_and_nothing_written(workbook: Workbook) -> None:
    with pytest.raises(WrongKind):
        workbook.write_table("tblPlan", [plan_row(region="a"), ["too", "short"]])
    assert rows_of(workbook, "tblPlan") == TABLES["tblPlan"].rows


def test_the_rows_given_are_not_changed(workbook: Workbook) -> None:
    rows = [plan_row(region="=1", amount=5, month=dt.date(2027, 1, 1))]
    before = deepcopy(rows)
    workbook.write_table("tblPlan", rows)
    assert rows == before


def test_cells_are_read_by_name_and_by_address(workbook: Workbook) -> None:
    assert workbook.read_cell("plan_year") == 2027
    assert workbook.read_cell("'计划 A'!H1") == 2027
    assert workbook.read_cell("Side!J2") == "00123"
    assert workbook.read_cell("Side!J3") is None


def test_cells_are_written_by_name_and_by_address(workbook: Workbook, reopened: Reopen) -> None:
    workbook.write_cells({"plan_year": 2028, "Side!J3": "=1+1", "Side!J2": None})
    again = reopened(workbook)
    assert again.read_cell("plan_year") == 2028
    assert again.read_cell("Side!J3") == "=1+1"
    assert again.read_cell("Side!J2") is None


@pytest.mark.parametrize("reference", ["no_such_name", "Nowhere!A1", "Side!", "!A1", ""])
def test_an_unknown_cell_is_not_found_and_nothing_written(workbook: Workbook, reference: str) -> None:
    with pytest.raises(NotFound):
        workbook.read_cell(reference)
    with pytest.raises(NotFound):
        workbook.write_cells({"plan_year": 1, reference: 2})
    assert workbook.read_cell("plan_year") == 2027


def test_progress_can_be_shown(workbook: Workbook) -> None:
    workbook.progress(3, 10, "Decomposing")


def test_a_text_longer_than_a_cell_is_refused_and_nothing_written(workbook: Workbook) -> None:
    with pytest.raises(OutOfRange):
        workbook.write_table("tblPlan", [plan_row(region="a"), plan_row(note="x" * 32_768)])
    assert rows_of(workbook, "tblPlan") == TABLES["tblPlan"].rows
    workbook.write_table("tblPlan", [plan_row(note="x" * 32_767)])
    assert rows_of(workbook, "tblPlan") == [plan_row(note="x" * 32_767)]


def test_an_empty_text_is_a_blank(workbook: Workbook, reopened: Reopen) -> None:
    workbook.write_table("tblPlan", [plan_row(region="", amount=1.0)])
    assert rows_of(reopened(workbook), "tblPlan") == [plan_row(amount=1.0)]


def test_table_names_are_found_in_any_case(workbook: Workbook) -> None:
    assert workbook.read_table("TBLPLAN").info.name == "tblPlan"
    workbook.write_table("tblplan", [plan_row(amount=1.0)])
    assert rows_of(workbook, "tblPlan") == [plan_row(amount=1.0)]


def ours(text: str) -> bool:
    return "DECOMPOSE(" in text or "GAP(" in text


def known(formulas: Sequence[CellFormula]) -> set[tuple[object, ...]]:
    """Return formulas without what only their host knows, and without those that tables fill columns with."""
    return {(f.sheet, f.area, f.text, f.kind, f.values) for f in formulas if f.kind != "column"}


def test_formulas_are_found_whole_with_the_values_they_show(workbook: Workbook) -> None:
    assert known(workbook.formulas(ours)) == known(FORMULAS[:-1])
    assert known(FORMULAS) <= known(workbook.formulas(lambda text: True))


def test_formulas_give_way_to_their_values_and_come_back(workbook: Workbook, reopened: Reopen) -> None:
    found = workbook.formulas(ours)
    workbook.drop_formulas(found)
    frozen = reopened(workbook)
    assert known(frozen.formulas(ours)) == set()
    assert known(FORMULAS[-1:]) <= known(frozen.formulas(lambda text: True))
    for formula in FORMULAS:
        assert [list(row) for row in frozen.read_area(formula.place)] == list(map(list, formula.values or ()))
    frozen.write_formulas(found)
    thawed = reopened(frozen)
    assert known(thawed.formulas(ours)) == known(FORMULAS[:-1])
    assert [list(row) for row in thawed.read_area("Side!M4:M6")] == PARTS


def test_what_is_written_elsewhere_leaves_formulas_alone(workbook: Workbook) -> None:
    workbook.write_cells({"Side!J3": 1})
    workbook.write_table("tblCalculated", [[9.0, None, "z"]])
    assert known(workbook.formulas(ours)) == known(FORMULAS[:-1])


def test_a_column_that_a_table_fills_is_frozen_and_thawed(
    workbook: Workbook, reopened: Reopen, host: str
) -> None:
    found = workbook.formulas(lambda text: "*2" in text)
    if host == "memory":  # which has no formulas in tables
        assert found == []
        return
    assert [f.area for f in found if f.kind == "column"] == ["tblCalculated[twice]"]
    workbook.drop_formulas(found)
    frozen = reopened(workbook)
    assert frozen.tables()["tblCalculated"].calculated == frozenset()
    assert rows_of(frozen, "tblCalculated") == TABLES["tblCalculated"].rows
    frozen.write_formulas(found)
    assert reopened(frozen).tables()["tblCalculated"].calculated == {1}


@pytest.mark.parametrize("reference", ["Nowhere!A1:B2", "A1", "Side!", ""])
def test_an_area_that_is_not_there_is_not_found(workbook: Workbook, host: str, reference: str) -> None:
    if host == "memory" and reference.startswith("Nowhere"):  # where every sheet is blank at first
        assert workbook.read_area(reference) == [[None, None], [None, None]]
        return
    with pytest.raises(NotFound):
        workbook.read_area(reference)


def test_a_table_can_be_added_where_no_menu_shows_it(workbook: Workbook, reopened: Reopen) -> None:
    for name, title in (("tblKept", "Side"), ("tblMore", "记录")):
        workbook.add_hidden_table(name, title, ["part", "内容"])
        assert workbook.tables()[name].header == ("part", "内容")
    assert rows_of(workbook, "tblKept") == [[None, None]]
    workbook.write_table("tblKept", [[1.0, "=1+1"], [2.0, None]])
    assert rows_of(workbook, "tblKept") == [[1.0, "=1+1"], [2.0, None]]
    again = reopened(workbook)
    assert set(again.tables()) == {*TABLES, "tblKept", "tblMore"}
    assert (again.tables()["tblKept"].sheet, again.tables()["tblMore"].sheet) == ("Side 2", "记录")
    assert rows_of(again, "tblKept") == [[1.0, "=1+1"], [2.0, None]]
    assert rows_of(again, "tblMore") == [[None, None]]
    assert rows_of(again, "tblPlan") == TABLES["tblPlan"].rows
    again.write_table("tblKept", [])
    assert rows_of(reopened(again), "tblKept") == [[None, None]]
