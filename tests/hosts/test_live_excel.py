"""What Excel would spoil and the live workbook keeps, tried on an unkind stand-in for Excel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings as xw

from salesplan_xl.cells import Cell, CellError
from salesplan_xl.errors import FileRefused, NotFound, OutOfRange, WrongKind
from salesplan_xl.hosts import com_values, live_excel
from salesplan_xl.hosts.live_excel import LiveWorkbook, calling_workbook
from salesplan_xl.hosts.live_state import com_error
from tests.hosts.conftest import TABLES, in_fake_excel
from tests.hosts.fake_engine import ERRORS, FakeBook, FakeTable, Grid, error
from tests.hosts.fake_engine import Cell as FakeCell

PLAN = [["a", 1.0, None, True, "x"], ["b", 2.0, None, False, "y"], ["c", 3.0, None, None, "z"]]


@pytest.fixture
def excel() -> FakeBook:
    return in_fake_excel()


@pytest.fixture
def live(excel: FakeBook) -> LiveWorkbook:
    return LiveWorkbook(xw.Book(impl=excel))


def grid_of(excel: FakeBook, table: str) -> tuple[Grid, FakeTable]:
    for grid in excel.grids:
        for found in grid.tables:
            if found.name == table:
                return grid, found
    raise KeyError(table)


def column_of(excel: FakeBook, table: str, column: int) -> list[FakeCell]:
    grid, found = grid_of(excel, table)
    return [grid.cells[found.top + n, found.left + column] for n in range(1, found.height)]


def rows_of(live: LiveWorkbook, name: str) -> list[list[Cell]]:
    return [list(row) for row in live.read_table(name).rows]


class TestCalls:
    def test_a_table_crosses_once_each_way(self, live: LiveWorkbook) -> None:
        rows = rows_of(live, "tblPlan")
        live.write_table("tblPlan", rows)
        assert live.calls == {"read tblPlan": 1, "describe tblPlan": 1, "write tblPlan": 1}

    def test_a_table_that_was_listed_is_not_asked_again(self, live: LiveWorkbook) -> None:
        live.tables()
        live.calls.clear()
        live.write_table("tblPlan", PLAN)
        assert live.calls == {"write tblPlan": 1}

    def test_a_column_added_by_a_person_is_noticed(self, live: LiveWorkbook, excel: FakeBook) -> None:
        live.tables()
        grid, table = grid_of(excel, "tblPlan")
        table.width += 1
        grid.cells[table.top, table.left + 5] = FakeCell("mine")
        live.write_table("tblPlan", [[*row, "own"] for row in PLAN])
        assert live.read_table("tblPlan").info.header[-1] == "mine"

    def test_each_side_of_a_calculated_column_is_written_once(self, live: LiveWorkbook) -> None:
        live.write_table("tblCalculated", [[1.0, None, "a"]])
        assert live.calls["write tblCalculated"] == 2


class TestFormulas:
    def test_a_column_is_calculated_where_every_row_holds_a_formula(
        self, live: LiveWorkbook, excel: FakeBook
    ) -> None:
        column_of(excel, "tblCalculated", 1)[1].formula = ""
        assert live.tables()["tblCalculated"].calculated == frozenset()

    def test_a_text_that_looks_like_a_formula_is_none(self, live: LiveWorkbook) -> None:
        live.write_table("tblPlan", [["=A1", 1.0, None, None, "=B1"]])
        assert live.tables()["tblPlan"].calculated == frozenset()

    def test_new_rows_get_the_formula_and_the_format(self, live: LiveWorkbook, excel: FakeBook) -> None:
        for cell in column_of(excel, "tblCalculated", 0):
            cell.number_format = "#,##0.00"
        live.write_table("tblCalculated", [[float(n), None, "x"] for n in range(6)])
        assert {cell.formula for cell in column_of(excel, "tblCalculated", 1)} == {
            "=tblCalculated[[#This Row],[key]]*2"
        }
        assert {cell.number_format for cell in column_of(excel, "tblCalculated", 0)} == {"#,##0.00"}

    def test_no_text_becomes_a_formula(self, live: LiveWorkbook, excel: FakeBook) -> None:
        live.write_table("tblPlan", [["=1", 1.0, None, None, "@x"], ["+1", 1.0, None, None, "-x"]])
        live.write_cells({"Side!J3": "=1+1"})
        assert not any(cell.formula for column in range(5) for cell in column_of(excel, "tblPlan", column))
        assert excel.grids[1].cells[3, 10] == FakeCell("=1+1", prefix=True)


class TestTextFormat:
    def test_a_number_stays_a_number_in_a_column_formatted_as_text(
        self, live: LiveWorkbook, excel: FakeBook
    ) -> None:
        for cell in column_of(excel, "tblPlan", 1):
            cell.number_format = "@"
        live.write_table("tblPlan", PLAN)
        cells = column_of(excel, "tblPlan", 1)
        assert [cell.value for cell in cells] == [1.0, 2.0, 3.0]
        assert {cell.number_format for cell in cells} == {"@"}

    def test_text_in_a_column_formatted_as_text_gets_no_apostrophe(
        self, live: LiveWorkbook, excel: FakeBook
    ) -> None:
        for column in (0, 4):
            column_of(excel, "tblPlan", column)[1].number_format = "@"
        live.write_table("tblPlan", PLAN)
        assert rows_of(live, "tblPlan") == PLAN
        assert [cell.number_format for cell in column_of(excel, "tblPlan", 0)] == ["General", "@", "General"]

    def test_a_single_cell_formatted_as_text(self, live: LiveWorkbook, excel: FakeBook) -> None:
        excel.grids[1].cell(3, 10).number_format = "@"
        live.write_cells({"Side!J3": 7})
        assert live.read_cell("Side!J3") == 7
        assert excel.grids[1].cell(3, 10).number_format == "@"


class TestFilters:
    def test_hidden_rows_are_written_and_hidden_again(self, live: LiveWorkbook, excel: FakeBook) -> None:
        grid, table = grid_of(excel, "tblPlan")
        assert grid.filtered_rows == {5, 7}
        live.write_table("tblPlan", [["华南", 1.0, None, None, "x"], *PLAN[1:]])
        assert rows_of(live, "tblPlan")[0][0] == "华南"
        assert table.filters[1]["values"] == ["华南"]
        assert grid.filtered_rows == {6, 7}

    def test_every_kind_of_filter_comes_back(self, live: LiveWorkbook, excel: FakeBook) -> None:
        _, table = grid_of(excel, "tblPlan")
        shown = next(iter(live.book.sheets[0].tables))
        shown.autofilter.apply_comparison(2, "between", 1, 5)
        shown.autofilter.apply_top_items(3, 4)
        shown.autofilter.apply_bottom_percent(4, 12.5)
        table.filters[5] = {"field": 5, "type": "unknown"} | dict.fromkeys(
            ("values", "operator", "value1", "value2", "count", "percent")
        )
        table.native[5] = _native(11, 1)
        before = {column: dict(entry) for column, entry in table.filters.items()}
        live.write_table("tblPlan", PLAN)
        assert rows_of(live, "tblPlan") == PLAN
        assert table.filters == before
        assert (table.native[5].Operator, table.native[5].Criteria1) == (11, 1)

    def test_a_filter_by_colour_comes_back(self, live: LiveWorkbook, excel: FakeBook) -> None:
        _, table = grid_of(excel, "tblPlan")
        table.filters[5] = {"field": 5, "type": "unknown"}
        table.native[5] = _native(8, _native(0, 0, colour=255))
        live.write_table("tblPlan", PLAN)
        assert (table.native[5].Operator, table.native[5].Criteria1) == (8, 255)

    def test_a_filter_that_cannot_come_back_stops_the_writing(
        self, live: LiveWorkbook, excel: FakeBook
    ) -> None:
        _, table = grid_of(excel, "tblPlan")
        table.filters[5] = {"field": 5, "type": "unknown"}
        table.native[5] = _native(10, None)
        with pytest.raises(FileRefused) as raised:
            live.write_table("tblPlan", PLAN)
        assert "note" in str(raised.value)
        assert rows_of(live, "tblPlan") == TABLES["tblPlan"].rows
        assert table.filters[5]["type"] == "unknown"

    def test_a_table_without_filter_buttons(self, live: LiveWorkbook, excel: FakeBook) -> None:
        grid, table = grid_of(excel, "tblPlan")
        table.filters, grid.filtered_rows, table.buttons = {}, set(), False
        live.write_table("tblPlan", PLAN)
        assert rows_of(live, "tblPlan") == PLAN


class TestSize:
    def test_a_table_does_not_grow_over_what_lies_beneath(self, live: LiveWorkbook, excel: FakeBook) -> None:
        grid, _ = grid_of(excel, "tblPlan")
        grid.cells[9, 4] = FakeCell("a person's note")
        live.write_table("tblPlan", [*PLAN, PLAN[0]])
        with pytest.raises(FileRefused) as raised:
            live.write_table("tblPlan", [*PLAN, *PLAN])
        assert "D9" in str(raised.value)
        assert rows_of(live, "tblPlan") == [*PLAN, PLAN[0]]
        assert grid.cells[9, 4].value == "a person's note"

    def test_rows_given_up_are_blank(self, live: LiveWorkbook, excel: FakeBook) -> None:
        live.write_table("tblPlan", PLAN[:1])
        grid, table = grid_of(excel, "tblPlan")
        assert table.height == 2
        assert all(grid.cells[row, column].value is None for row in (6, 7) for column in range(3, 8))

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
    def test_a_totals_row_stays_beneath_the_rows(
        self, live: LiveWorkbook, excel: FakeBook, count: int
    ) -> None:
        grid, table = grid_of(excel, "tblPlan")
        table.totals, table.height = True, table.height + 1
        for column in range(5):
            grid.cells[8, 3 + column] = FakeCell(f"total {column}", f"=SUBTOTAL({column})")
        grid.cells[30, 4] = FakeCell("further down")
        rows = [["r", float(n), None, None, "x"] for n in range(count)]
        live.write_table("tblPlan", rows)
        assert rows_of(live, "tblPlan") == rows
        assert table.height == count + 2
        assert grid.cells[table.top + count + 1, 4].formula == "=SUBTOTAL(1)"
        assert grid.cells[30, 4].value == "further down"
        assert live.tables()["tblPlan"].row_count == count

    def test_a_totals_row_needs_free_cells_beneath_it(self, live: LiveWorkbook, excel: FakeBook) -> None:
        grid, table = grid_of(excel, "tblPlan")
        table.totals, table.height = True, table.height + 1
        grid.cells[8, 3], grid.cells[9, 3] = FakeCell("total"), FakeCell("in the way")
        with pytest.raises(FileRefused):
            live.write_table("tblPlan", [*PLAN, PLAN[0]])
        assert grid.cells[9, 3].value == "in the way"

    def test_a_table_without_header_is_passed_over(self, live: LiveWorkbook, excel: FakeBook) -> None:
        grid_of(excel, "tblPlan")[1].headers = False
        assert set(live.tables()) == {"tblCalculated"}
        with pytest.raises(NotFound):
            live.read_table("tblPlan")


class TestProtection:
    def test_a_protected_sheet_is_written_and_protected_again(
        self, live: LiveWorkbook, excel: FakeBook
    ) -> None:
        grid, _ = grid_of(excel, "tblPlan")
        grid.password, grid.permissions = "", {"AllowFiltering": True, "Scenarios": False}
        live.write_table("tblPlan", [*PLAN, *PLAN])
        live.write_cells({"plan_year": 2030})
        assert grid.password == ""
        assert grid.permissions["AllowFiltering"] is True
        assert grid.permissions["AllowSorting"] is False
        assert grid.permissions["Scenarios"] is False
        assert live.read_cell("plan_year") == 2030

    def test_a_password_stops_the_writing(self, live: LiveWorkbook, excel: FakeBook) -> None:
        grid, _ = grid_of(excel, "tblPlan")
        grid.password = "secret"
        for write in (lambda: live.write_table("tblPlan", PLAN), lambda: live.write_cells({"plan_year": 1})):
            with pytest.raises(FileRefused) as raised:
                write()
            assert "计划 A" in raised.value.sentence("zh")
        assert rows_of(live, "tblPlan") == TABLES["tblPlan"].rows

    def test_protection_comes_back_after_a_failure(self, live: LiveWorkbook, excel: FakeBook) -> None:
        grid, _ = grid_of(excel, "tblPlan")
        grid.password = ""
        grid.cells[8, 4] = FakeCell("in the way")
        with pytest.raises(FileRefused):
            live.write_table("tblPlan", [*PLAN, *PLAN])
        assert grid.password == ""


class TestReading:
    def test_currency_is_read_to_its_last_digit(self, live: LiveWorkbook, excel: FakeBook) -> None:
        column_of(excel, "tblPlan", 1)[0].number_format = "¥#,##0.00"
        column_of(excel, "tblPlan", 1)[0].value = 0.123456789
        assert rows_of(live, "tblPlan")[0][1] == 0.123456789
        assert rows_of(live, "tblPlan")[0][2] == dt.datetime(2027, 3, 1)
        assert live.calls["read tblPlan again"] == 2

    @pytest.mark.parametrize("text", ERRORS)
    def test_every_error_is_read_as_itself(self, live: LiveWorkbook, excel: FakeBook, text: str) -> None:
        column_of(excel, "tblPlan", 1)[0].value = error(text)
        assert rows_of(live, "tblPlan")[0][1] is CellError(text)

    def test_an_error_unknown_to_us_is_still_an_error(self) -> None:
        assert com_values.decode([[-2146828288 + 2051]]) == [[CellError.VALUE]]

    def test_a_formula_that_gives_empty_text_is_blank(self) -> None:
        assert com_values.decode([["", 1.0], ["a", dt.time]]) == [[None, 1.0], ["a", None]]

    def test_excel_for_mac_names_errors(self) -> None:
        assert com_values.decode([["#N/A", "#none", 1.0]], errors_as_text=True) == [
            [CellError.NA, "#none", 1.0]
        ]

    def test_a_time_of_day_is_read_as_one(self) -> None:
        noon = dt.datetime(1899, 12, 30, 12, tzinfo=dt.UTC)
        nearly = dt.datetime(2027, 1, 1, 7, 59, 59, 999700, tzinfo=dt.UTC)
        assert com_values.decode([[noon, nearly]]) == [[dt.time(12), dt.datetime(2027, 1, 1, 8)]]

    def test_whole_numbers_outside_the_errors_are_numbers(self) -> None:
        assert com_values.decode([[5, Decimal]]) == [[5.0, None]]


class TestWriting:
    def test_a_text_longer_than_a_cell_is_refused(self, live: LiveWorkbook) -> None:
        with pytest.raises(OutOfRange) as raised:
            live.write_table("tblPlan", [["x" * 32_768, None, None, None, None]])
        assert "32768" in str(raised.value).replace(",", "")
        live.write_table("tblPlan", [["x" * 32_767, None, None, None, None]])
        with pytest.raises(OutOfRange):
            live.write_cells({"plan_year": "😀" * 16_384})

    def test_errors_and_numbers_that_are_none(self, live: LiveWorkbook) -> None:
        live.write_table("tblPlan", [[CellError.DIV0, float("nan"), None, None, float("inf")]])
        assert rows_of(live, "tblPlan") == [[CellError.DIV0, CellError.NUM, None, None, CellError.NUM]]

    def test_a_time_of_day(self, live: LiveWorkbook, excel: FakeBook) -> None:
        live.write_table("tblPlan", [[None, dt.time(18, 45), None, None, None]])
        assert column_of(excel, "tblPlan", 1)[0].value == 0.78125  # 18.75 / 24

    def test_numpy_values(self, live: LiveWorkbook) -> None:
        numpy = pytest.importorskip("numpy")
        live.write_table(
            "tblPlan", [[numpy.int64(5), numpy.float64(0.5), None, numpy.bool_(True), numpy.str_("x")]]
        )
        assert rows_of(live, "tblPlan") == [[5.0, 0.5, None, True, "x"]]


class TestCells:
    def test_a_name_of_several_cells_is_refused(self, live: LiveWorkbook, excel: FakeBook) -> None:
        excel.defined |= {"block": "=Side!$A$1:$B$2", "rate": "=0.25"}
        for name in ("block", "rate"):
            with pytest.raises(WrongKind):
                live.read_cell(name)

    def test_a_name_of_one_sheet(self, live: LiveWorkbook, excel: FakeBook) -> None:
        excel.defined["Side!local"] = "=Side!$J$2"
        assert live.read_cell("Side!local") == "00123"

    def test_the_nearest_name_is_told(self, live: LiveWorkbook) -> None:
        with pytest.raises(NotFound) as raised:
            live.read_cell("plan_yaer")
        assert "plan_year" in str(raised.value)

    def test_a_quoted_apostrophe_in_a_sheet_name(self, live: LiveWorkbook, excel: FakeBook) -> None:
        excel.grids[1].name = "Bob's"
        assert live.read_cell("'Bob''s'!$J$2") == "00123"
        assert live.read_cell("'bob''s'!j2") == "00123"


class TestExcelItself:
    def test_excel_is_quiet_meanwhile_and_gets_its_settings_back(
        self, live: LiveWorkbook, excel: FakeBook
    ) -> None:
        app = excel.app
        app.calculation = "semiautomatic"
        with live:
            assert (app.screen_updating, app.enable_events, app.calculation) == (False, False, "manual")
            live.progress(2, 5, "Decomposing")
            assert app.status_bar == "Decomposing 2/5"
            live.progress(0, 0, "Saving")
            assert app.status_bar == "Saving"
        assert (app.screen_updating, app.enable_events, app.calculation) == (True, True, "semiautomatic")
        assert app.status_bar is False

    def test_settings_come_back_after_a_failure(self, live: LiveWorkbook, excel: FakeBook) -> None:
        with pytest.raises(NotFound), live:
            live.read_table("tblNone")
        assert (excel.app.screen_updating, excel.app.calculation) == (True, "automatic")

    def test_settings_come_back_where_excel_refuses_one(self, excel: FakeBook) -> None:
        class Busy(type(excel.app)):  # type: ignore[misc]
            @property
            def calculation(self) -> str:
                return "automatic"

            @calculation.setter
            def calculation(self, value: str) -> None:
                if value == "manual":
                    raise com_error(-2146827284, "Unable to set the Calculation property")

        excel._app = Busy()
        with pytest.raises(com_error), LiveWorkbook(xw.Book(impl=excel)):
            pass
        assert (excel.app.screen_updating, excel.app.enable_events) == (True, True)

    def test_saving_in_place(self, live: LiveWorkbook, excel: FakeBook) -> None:
        live.save()
        assert excel.saved == ["C:\\plans\\plan.xlsx"]

    def test_a_workbook_without_a_file_is_not_saved(self, live: LiveWorkbook, excel: FakeBook) -> None:
        excel.native.Path = ""
        with pytest.raises(FileRefused):
            live.save()
        excel.native.Path, excel.native.ReadOnly = "C:\\plans", True
        with pytest.raises(FileRefused):
            live.save()
        assert excel.saved == []

    def test_saving_a_copy(self, live: LiveWorkbook, excel: FakeBook, tmp_path: Path) -> None:
        copy = tmp_path / "copy.xlsx"
        copy.write_bytes(b"before")
        live.save(copy)
        assert copy.read_bytes() == b"a workbook"
        assert [path.name for path in tmp_path.iterdir()] == ["copy.xlsx"]
        assert excel.saved == []

    def test_a_copy_onto_itself_is_saving_in_place(
        self, live: LiveWorkbook, excel: FakeBook, tmp_path: Path
    ) -> None:
        excel.native.FullName = str(tmp_path / "plan.xlsx")
        live.save(tmp_path / "plan.xlsx")
        assert excel.saved == [str(tmp_path / "plan.xlsx")]

    def test_a_copy_that_fails_leaves_the_old_file(
        self, live: LiveWorkbook, excel: FakeBook, tmp_path: Path
    ) -> None:
        def fail(path: str) -> None:
            Path(path).write_bytes(b"half")
            raise OSError("disk full")

        excel.native.SaveCopyAs = fail
        (tmp_path / "copy.xlsx").write_bytes(b"before")
        with pytest.raises(OSError, match="disk full"):
            live.save(tmp_path / "copy.xlsx")
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("copy.xlsx", b"before")]

    def test_excel_for_mac_saves_under_the_name(
        self, live: LiveWorkbook, excel: FakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(live_excel, "ON_MAC", True)
        live.save(tmp_path / "copy.xlsx")
        live.save()
        assert len(excel.saved) == 2

    def test_the_calling_workbook(self, excel: FakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xw.Book, "caller", classmethod(lambda cls: xw.Book(impl=excel)))
        assert calling_workbook().name == "plan.xlsx"


def _native(operator: int, criterion: object, colour: int = 0) -> object:
    return SimpleNamespace(Operator=operator, Criteria1=criterion, Color=colour)
