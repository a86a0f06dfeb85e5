"""Formulas in an open workbook: what Excel of either age does with them, tried on the stand-in."""

from __future__ import annotations

import pytest
import xlwings as xw

from salesplan_xl.cells import CellFormula
from salesplan_xl.errors import FileRefused, NotFound, OutOfRange, WrongKind
from salesplan_xl.hosts import live_excel
from salesplan_xl.hosts.live_excel import LiveWorkbook
from tests.hosts.conftest import PARTS, SPLIT, in_fake_excel
from tests.hosts.fake_engine import FakeBook, Grid, NativeRange


@pytest.fixture
def excel() -> FakeBook:
    return in_fake_excel()


@pytest.fixture
def live(excel: FakeBook) -> LiveWorkbook:
    return LiveWorkbook(xw.Book(impl=excel))


def side(excel: FakeBook) -> Grid:
    (grid,) = [grid for grid in excel.grids if grid.name == "Side"]
    return grid


def ours(text: str) -> bool:
    return "DECOMPOSE(" in text or "GAP(" in text


def test_cells_beneath_each_other_cross_in_one_piece(live: LiveWorkbook, excel: FakeBook) -> None:
    known = side(excel).result
    side(excel).result = lambda formula, row: float(row) if formula.endswith("P)") else known(formula, row)
    native = excel.sheets("Side").range("P1:P40").api
    native.Formula2 = tuple((f"=GAP({n},P)",) for n in range(40))
    found = live.formulas(ours)
    assert {f.kind for f in found if f.area.startswith("P")} == {"dynamic"}
    # two sheets; values of P1:P40, L1:L2, both ranges and M8
    assert live.calls == {"read formulas": 2, "read formula values": 5}
    live.calls.clear()
    live.drop_formulas(found)
    assert live.calls["write formula values"] == 5
    assert live.formulas(ours) == []
    live.write_formulas(found)
    assert live.formulas(ours) == found


def test_a_formula_in_the_former_meaning_is_put_back_in_it(live: LiveWorkbook, excel: FakeBook) -> None:
    """Excel 365 would show =GAP(3,1) entered in 2016 as =@GAP(3,1), and spill what is entered anew."""
    found = live.formulas(ours)
    live.drop_formulas(found)
    live.write_formulas(found)
    assert excel.sheets("Side").range("L1").api.Formula2 == "=@GAP(3,1)"


def test_excel_2016_takes_what_spilled_as_a_range(
    live: LiveWorkbook, excel: FakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = live.formulas(ours)
    live.drop_formulas(found)
    for name in ("Formula2", "HasSpill", "SpillParent", "SpillingToRange"):
        monkeypatch.delattr(NativeRange, name)
    live.write_formulas(found)
    again = {f.area: (f.text, f.kind) for f in live.formulas(ours)}
    assert again["M4:M6"] == (SPLIT, "array")
    assert again["L1"] == ("=GAP(3,1)", "plain")
    assert [list(row) for row in live.read_area("Side!M4:M6")] == PARTS


def test_newer_functions_are_given_to_excel_without_the_prefix_of_files(
    live: LiveWorkbook, excel: FakeBook
) -> None:
    spelt = CellFormula("Side", "S1", '=_xlfn.TEXTJOIN(",",TRUE,GAP(1,2))', "plain", (("1",),), "from a file")
    live.write_formulas([spelt])
    assert side(excel).cells[1, 19].formula == '=TEXTJOIN(",",TRUE,GAP(1,2))'


def test_a_text_that_begins_like_a_formula_is_none(live: LiveWorkbook) -> None:
    live.write_cells({"Side!J3": "=GAP(1,2)"})
    assert "J3" not in {f.area for f in live.formulas(ours)}


def test_cells_formatted_as_text_take_formulas_and_keep_the_format(
    live: LiveWorkbook, excel: FakeBook
) -> None:
    found = live.formulas(ours)
    live.drop_formulas(found)
    side(excel).cells[1, 12].number_format = "@"
    live.write_formulas(found)
    cell = side(excel).cells[1, 12]
    assert (cell.formula, cell.number_format) == ("=GAP(3,1)", "@")


def test_a_protected_sheet_is_protected_again_and_one_with_a_password_refused(
    live: LiveWorkbook, excel: FakeBook
) -> None:
    found = live.formulas(ours)
    side(excel).password = ""
    live.drop_formulas(found)
    assert side(excel).log[-1] == "protect"
    side(excel).password = "secret"
    with pytest.raises(FileRefused):
        live.write_formulas(found)
    assert live.formulas(ours) == []


def test_a_range_formula_too_long_for_excel_is_refused_before_anything_is_written(live: LiveWorkbook) -> None:
    found = live.formulas(ours)
    live.drop_formulas(found)
    long = CellFormula("Side", "R1:R2", f"=GAP(1,{'2+' * 150}2)", "array", ((1,), (1,)))
    with pytest.raises(OutOfRange) as refused:
        live.write_formulas([*found, long])
    assert "R1:R2" in refused.value.sentence("zh")
    assert live.formulas(ours) == []


def test_what_has_no_place_is_refused(live: LiveWorkbook) -> None:
    with pytest.raises(WrongKind):
        live.write_formulas([CellFormula("Side", "nowhere", "=GAP(1,2)", "plain", ((1,),))])
    with pytest.raises(NotFound):
        live.write_formulas([CellFormula("Gone", "A1", "=GAP(1,2)", "plain", ((1,),))])


def test_a_table_column_full_of_one_formula_is_named_for_files(live: LiveWorkbook) -> None:
    found = live.formulas(lambda text: "*2" in text)
    assert [(f.area, f.kind) for f in found] == [
        ("tblCalculated[twice]", "column"), ("B2", "dynamic"), ("B3", "dynamic"),
    ]  # fmt: skip


def test_excel_for_mac_says_what_to_do(live: LiveWorkbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_excel, "ON_MAC", True)
    with pytest.raises(FileRefused) as refused:
        live.formulas(ours)
    assert "salesplan freeze" in refused.value.sentence("en")


def test_an_added_sheet_is_hidden_from_menus_and_the_sheet_shown_stays(
    live: LiveWorkbook, excel: FakeBook
) -> None:
    live.add_hidden_table("tblKept", "记录", ["a", "b"])
    assert [(grid.name, grid.visible) for grid in excel.grids][-1] == ("记录", 2)
    assert excel.shown == 0
    excel.structure_protected = True
    with pytest.raises(FileRefused) as refused:
        live.add_hidden_table("tblMore", "更多", ["a"])
    assert "结构受保护" in refused.value.sentence("zh")
