"""What a button says and does: one message, problems listed with links, traces in the log only."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html

from salesplan_xl.actions import declare_actions
from salesplan_xl.actions.new import new_workbook
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.addin import ribbon_actions
from salesplan_xl.addin.log import MOST_BYTES, keep_log, log_folder
from salesplan_xl.addin.problem_list import MOST_LINKS, list_problems
from salesplan_xl.addin.reference_page import html_page
from salesplan_xl.addin.ribbon_actions import message, press, run
from salesplan_xl.errors import Problem
from salesplan_xl.hosts.memory import MemoryWorkbook
from salesplan_xl.hosts.package import open_package
from salesplan_xl.registry import ACTIONS, FORMULAS, Action
from salesplan_xl.tables.matching import find_table

LABEL = {"en": "x", "zh": "某"}


@pytest.fixture(autouse=True)
def _own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield
    log = logging.getLogger("salesplan")
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()


class OpenPlan:
    """A plan file that behaves as one open in Excel: it can be asked, selected, linked."""

    def __init__(self, path: Path, answer: str = "yes", selected: str = "B2") -> None:
        self._inner = open_package(path)
        self.asked: list[str] = []
        self.links: dict[tuple[str, Any], str] = {}
        self.quiet: list[str] = []

        def alert(text: str, title: str, buttons: str) -> str:
            self.asked.append(text)
            return answer

        def cell(sheet: str, at: Any) -> SimpleNamespace:
            return SimpleNamespace(
                add_hyperlink=lambda target, shown, tip: self.links.update({(sheet, at): target}),
                select=lambda: self.quiet.append(f"select {sheet} {at}"),
            )

        class Sheets:
            def __getitem__(inner, name: str) -> SimpleNamespace:  # noqa: N805 - self is the plan
                return SimpleNamespace(
                    range=lambda at: cell(name, at), activate=lambda: self.quiet.append(f"go to {name}")
                )

        sheet = SimpleNamespace(name="It's")
        selection = SimpleNamespace(sheet=sheet, get_address=lambda row_absolute, column_absolute: selected)
        self.book = SimpleNamespace(app=SimpleNamespace(alert=alert), sheets=Sheets(), selection=selection)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __enter__(self) -> OpenPlan:
        self.quiet.append("in")
        return self

    def __exit__(self, *_: object) -> None:
        self.quiet.append("out")


@pytest.fixture(scope="module", name="made")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    new_workbook("annual_plan", folder / "sample.xlsx", "zh", sample=True)
    new_workbook("annual_plan", folder / "empty.xlsx", "zh")
    return folder


@pytest.fixture(name="plan")
def _plan(tmp_path: Path, made: Path) -> Path:
    """A plan with nothing in it yet."""
    return Path(shutil.copy(made / "empty.xlsx", tmp_path / "plan.xlsx"))


@pytest.fixture(name="sample")
def _sample(tmp_path: Path, made: Path) -> Path:
    """The plan of the sample company."""
    return Path(shutil.copy(made / "sample.xlsx", tmp_path / "sample.xlsx"))


def declare(monkeypatch: pytest.MonkeyPatch, run: Any, options: dict[str, str] | None = None) -> None:
    declare_actions()
    monkeypatch.setitem(ACTIONS, "tried", Action("tried", "plan", run, LABEL, LABEL, "Help", options or {}))


def test_a_button_does_what_the_command_does_and_says_it_in_the_workbooks_language(sample: Path) -> None:
    button, command = open_package(sample), open_package(sample)
    text = press("decompose", "language", "en", workbook=button)
    ACTIONS["decompose"].run(command)
    for table in ("tblQuota", "tblQuotaSummary"):
        assert button.read_table(table).rows == command.read_table(table).rows
    assert "每一层合计完全一致" in text.splitlines()[0]
    assert "已写入（行数）：分解明细 (" in text
    assert "请留意：" in text


def test_problems_are_listed_with_links_and_the_list_is_emptied_when_all_is_well(sample: Path) -> None:
    opened = OpenPlan(sample)
    info = opened.tables()["tblTargets"]
    place = f"'{info.sheet}'!{opened.read_table('tblTargets').address(0, 7)}"
    before = opened.read_cell(place)
    opened.write_cells({place: "很多"})
    text = press("check", "language", "en", workbook=opened)
    listed = find_table(opened.tables(), "tblProblems")
    assert listed is not None
    assert text.startswith("发现1个问题")
    assert f"“{listed.sheet}”" in text
    (row,) = opened.read_table(listed.name).rows
    assert info.sheet in row
    assert place.split("!")[1] in row
    assert list(opened.links.values()) == [f"#{place}"]
    opened.write_cells({place: before})
    assert "没有问题" in press("check", "language", "en", workbook=opened)
    assert all(cell is None for row in opened.read_table(listed.name).rows for cell in row)
    assert opened.quiet == ["in", "out", "in", "out"]


def test_a_workbook_without_the_list_gets_one_when_it_is_open_in_excel() -> None:
    added: list[Any] = []

    class Open(MemoryWorkbook):
        """A workbook of which only the making of a sheet is open in Excel."""

        def __init__(self, rows: int) -> None:
            super().__init__({"tblPlan": ("Problems", 1, 1, ["a"], [[1.0]])}, {})
            self.book = SimpleNamespace(sheets=Sheets([SimpleNamespace(name="Problems")]))

    class Sheets(list[Any]):
        def __getitem__(self, at: Any) -> Any:
            return (
                next(sheet for sheet in self if sheet.name == at) if isinstance(at, str) else list(self)[at]
            )

        def add(self, name: str, after: Any) -> Any:
            def table(source: Any, name: str) -> None:
                made = MemoryWorkbook({name: (sheet.name, 1, 1, area.value[0], area.value[1:])}, {})
                opened.__dict__.update(made.__dict__)

            area = SimpleNamespace(value=None)
            sheet = SimpleNamespace(name=name, range=lambda *at: area, tables=SimpleNamespace(add=table))
            added.append(name)
            self.append(sheet)
            return sheet

    opened = Open(1)
    assert list_problems(opened, [Problem("undo_nothing")], "en") == ""
    opened.book.sheets.append(SimpleNamespace(name="other"))
    problems = [Problem("undo_nothing", {}, "Plan", "")]
    assert list_problems(opened, problems, "en") == "Problems 2"
    assert added == ["Problems 2"]
    assert opened.read_table("tblProblems").rows[0][0] == "Plan"
    assert list_problems(MemoryWorkbook({}, {}), problems, "en") == ""


def test_a_mistake_of_ours_is_a_sentence_and_a_trace_in_the_log(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(workbook: Any) -> Outcome:
        raise ZeroDivisionError("ours")

    declare(monkeypatch, broken)
    text = press("tried", "language", "en", workbook=open_package(plan))
    assert "Something went wrong in SalesPlan itself" in text
    assert "Traceback" not in text
    assert str(log_folder()) in text
    assert "ZeroDivisionError: ours" in (log_folder() / "salesplan.log").read_text(encoding="utf-8")


def test_excel_gets_its_settings_back_whatever_happens(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(workbook: Any) -> Outcome:
        raise RuntimeError

    declare(monkeypatch, broken)
    opened = OpenPlan(plan)
    press("tried", workbook=opened)
    assert opened.quiet == ["in", "out"]


def test_what_is_selected_reaches_the_action_and_nothing_is_written_before_a_yes(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []

    def tried(workbook: Any, **options: Any) -> Outcome:
        seen.append(options)
        return Outcome(summary=Said("check_done", {"count": len(seen)}))

    declare(monkeypatch, tried, {"at": "text", "amount": "amount", "dry_run": "flag"})
    assert "1张表" in OpenPlanPressed(plan, "no").asked[0]
    assert seen == [{"at": "'It''s'!B2", "amount": 1250.5, "dry_run": True}]
    yes = OpenPlanPressed(plan, "yes")
    assert "是否写入" in yes.asked[0]
    assert [options.get("dry_run", False) for options in seen] == [True, True, False]
    assert "3张表" in yes.said


class OpenPlanPressed(OpenPlan):
    """An open plan in which the button was pressed."""

    def __init__(self, path: Path, answer: str) -> None:
        super().__init__(path, answer)
        self.said = press("tried", "amount", "1,250.50", workbook=self)


def test_an_amount_that_is_none_is_said_before_anything_runs(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(monkeypatch, lambda workbook, amount: pytest.fail("ran"), {"amount": "amount"})
    text = press("tried", "amount", "viel", workbook=open_package(plan))
    assert "“viel”" in text


def test_months_that_are_there_are_replaced_only_after_a_yes(sample: Path, tmp_path: Path) -> None:
    source = tmp_path / "actuals.csv"
    source.write_text("月份,区域,金额\n2027-12,华东,100.50\n", encoding="utf-8")
    words = ("table", "tblActuals", "source", str(source), "language", "zh")
    first = OpenPlan(sample)
    press("load", *words, workbook=first)
    assert first.asked == []
    first.save()
    refused, replaced = OpenPlan(sample, "no"), OpenPlan(sample, "yes")
    assert "2027-12" in press("load", *words, workbook=refused)
    assert "是否用新数据覆盖" in refused.asked[0]
    assert "发现" not in press("load", *words, workbook=replaced)


def test_new_makes_the_workbook_and_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("salesplan_xl.hosts.live_excel.open_in_excel", opened.append)
    words = ("template", "annual_plan", "output", str(tmp_path / "新 计划.xlsx"), "language", "zh")
    assert "新 计划.xlsx" in press("new", *words)
    assert opened == [tmp_path / "新 计划.xlsx"]
    assert "已存在" in press("new", *words)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_new_takes_the_open_plan_over_if_its_planner_agrees(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    from salesplan_xl.actions.run import language_of
    from salesplan_xl.actions.set_values import set_values
    from salesplan_xl.actions.show import shown_table

    filled = open_package(plan)
    set_values(filled, ["plan_year=2027"])
    filled.save()
    opened = OpenPlan(plan, answer)
    monkeypatch.setattr("salesplan_xl.hosts.live_excel.open_in_excel", lambda path: None)
    monkeypatch.setattr(ribbon_actions, "_open_workbook", lambda: opened)
    language = language_of(opened)
    path = tmp_path / "next.xlsx"
    text = press("new", "template", "annual_plan", "output", str(path), "language", language)
    settings = dict(row[:2] for row in shown_table(open_package(path), "tblSettings")[1])
    assert opened.asked
    assert settings["plan_year"] == (2027 if answer == "yes" else None)
    assert (plan.name in text) == (answer == "yes")


def test_without_a_workbook_a_button_says_so() -> None:
    assert press("check", "language", "en").startswith("No workbook is open")
    assert press("check", "language", "zh").startswith("没有打开的工作簿")


def test_the_log_of_a_workbook_is_gone_to(plan: Path) -> None:
    opened = OpenPlan(plan)
    assert press("log_workbook", workbook=opened) == ""
    sheet = opened.tables()["tblLog"].sheet
    assert f"go to {sheet}" in opened.quiet


def test_long_lists_are_cut_in_the_message() -> None:
    problems = tuple(Problem("undo_nothing", {}, "S", f"A{n}") for n in range(30))
    attention = tuple(Said("undo_nothing") for _ in range(30))
    text = message(Outcome(problems=problems, attention=attention), "en", "Problems")
    assert text.count("\n• ") == ribbon_actions.SHOWN_PROBLEMS + ribbon_actions.SHOWN_ATTENTION
    assert "Problems" in text
    assert len(text) < 4000
    assert MOST_LINKS < 1000


def test_where_nobody_can_be_asked_nothing_is_replaced(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(
        monkeypatch, lambda workbook, at=None, dry_run=False: Outcome(), {"at": "text", "dry_run": "flag"}
    )
    assert run("tried", {}, "zh", open_package(plan)) == ""


def test_the_log_stays_small(tmp_path: Path) -> None:
    file = keep_log(tmp_path / "log")
    assert keep_log(tmp_path / "log") == file
    log = logging.getLogger("salesplan")
    for _ in range(30):
        log.error("x" * 100_000)
    sizes = [path.stat().st_size for path in (tmp_path / "log").iterdir()]
    assert 2 <= len(sizes) <= 4
    assert max(sizes) <= MOST_BYTES
    (tmp_path / "blocked").write_text("a file where the folder would be")
    keep_log(tmp_path / "blocked")


def test_the_page_of_functions_has_all_of_them_in_both_languages() -> None:
    for language in ("en", "zh"):
        page = html.fromstring(html_page(language))  # type: ignore[arg-type]
        assert {heading.get("id") for heading in page.iter("h3")} == {f.name for f in FORMULAS.values()}


def test_on_a_mac_the_words_come_by_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("salesplan_xl.hosts.live_excel.show_message", shown.append)
    ribbon_actions.main(["check", "language", "zh", "--wb=a=b.xlsx", "--from_xl=1"])
    assert shown[0].startswith("没有打开的工作簿")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_cells_edited_since_are_left_as_they_are_only_after_a_yes(sample: Path, answer: str) -> None:
    from salesplan_xl.cells import CellFormula

    plan = open_package(sample)
    sheet = plan.sheet_names()[0]
    plan.write_formulas([CellFormula(sheet, f"BA{n}", f"=GAP({n},1)", "plain", ((1 - n,),)) for n in (1, 2)])
    plan.save()
    frozen = open_package(sample)
    assert "2个公式" in press("freeze", workbook=frozen)
    frozen.write_cells({f"'{sheet}'!BA2": 7})
    frozen.save()
    opened = OpenPlan(sample, answer)
    press("thaw", workbook=opened)
    assert "BA2" in opened.asked[0]
    assert "是否保留改过的单元格" in opened.asked[0]
    opened.save()
    found = {f.area for f in open_package(sample).formulas(lambda text: text.startswith("=GAP("))}
    assert found == ({"BA1"} if answer == "yes" else set())
