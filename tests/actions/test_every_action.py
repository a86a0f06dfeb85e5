"""Every ribbon action on every template that has its tables: new actions and templates are covered too."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from salesplan_xl.actions import declare_actions
from salesplan_xl.actions.outcome import Outcome
from salesplan_xl.cells import CellError, column_letters
from salesplan_xl.errors import ProblemsFound
from salesplan_xl.hosts.package import open_package
from salesplan_xl.registry import ACTIONS
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import match_table
from salesplan_xl.templates.catalogue import TEMPLATES
from tests.actions.small_company import rearranged, small_file, small_tables
from tests.plan_files import plan_file

declare_actions()

RECORDS = {"tblLog", "tblUndo"}
WITHOUT_TABLES = {"table_missing", "table_missing_near"}
PERIOD, AMOUNT = "2027-05", 3_000_000
NEEDS = {
    "hold": lambda language: {"period": PERIOD, "region": region(language), "amount": AMOUNT},
    "spread": lambda language: {"period": PERIOD, "region": region(language), "amount": AMOUNT},
    "release": lambda language: {"all_": True},
}
"""The options without which an action cannot know what is asked for."""

ONCE = {"finalise", "release"}
"""What is closed or released already is not closed or released again: a second run says so."""
CLOSES = {"finalise"}
"""It drops the way back on purpose, so that no copy carries the past."""
FIRST = {"kpi": ("mid_year_review",)}
"""Where an action is tried in English; elsewhere on every template, to find the first that has its tables."""
ON_FORMULAS = {"freeze", "thaw"}
"""They work on formulas of cell functions, which the templates do not hold; thaw is the way back."""
ONLY_LOOKS = {"check"}


def region(language):
    return small_tables(language)["tblHistory"][0]["region"]


class Counted:
    """A workbook that counts how often each table is read and written."""

    def __init__(self, workbook):
        self._workbook, self.calls = workbook, Counter()

    def __getattr__(self, name):
        return getattr(self._workbook, name)

    def read_table(self, name):
        self.calls["read", name] += 1
        return self._workbook.read_table(name)

    def write_table(self, name, rows):
        self.calls["write", name] += 1
        self._workbook.write_table(name, rows)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("templates")

    @cache
    def file(template, language):
        return small_file(template, language, folder / f"{template}_{language}.xlsx")

    return file


@pytest.fixture(scope="module")
def done():
    """The actions that were run twice."""
    return set()


def run(action, workbook, language):
    return ACTIONS[action].run(workbook, **NEEDS.get(action, lambda language: {})(language))


def contents(workbook, but=RECORDS):
    return {
        name: [tuple(row) for row in workbook.read_table(name).rows if any(cell is not None for cell in row)]
        for name in workbook.tables()
        if name not in but
    }


def sentences(outcome, language):
    return [problem.sentence(language) for problem in outcome.problems]


def lacks_tables(outcome):
    return bool({problem.reason for problem in outcome.problems} & WITHOUT_TABLES)


def named(template):
    """Return the actions that a template's guide names for the workbook itself."""
    steps = TEMPLATES[template].steps
    return {action for step in steps if " PLAN " not in step.command for action in step.actions}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_it_runs_twice_alike_and_undo_brings_every_cell_back(action, template, files, done):
    if action == "undo":
        return  # the test of every other action runs it
    workbook = Counted(open_package(files(template, "zh")))
    before = contents(workbook)
    workbook.calls.clear()
    outcome = run(action, workbook, "zh")
    if lacks_tables(outcome):
        assert action not in named(template), sentences(outcome, "zh")
        assert contents(workbook) == before
        return
    if action in ON_FORMULAS:
        assert outcome.tables == {}
        assert contents(workbook) == before
        return
    assert sentences(outcome, "zh") == []
    assert outcome.summary.sentence("zh") != outcome.summary.sentence("en")
    assert max(workbook.calls.values()) == 1, workbook.calls
    after = contents(workbook)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == set(outcome.tables) - RECORDS
    if action not in done:
        done.add(action)  # once is enough: the other templates differ in sheets, not in tables
        again = run(action, workbook, "zh")
        assert again.tables == {}, "a second run changed something"
        assert bool(again.problems) == (action in ONCE), sentences(again, "zh")
        assert contents(workbook) == after
    if action in CLOSES:
        assert "tblUndo" not in {name for name, rows in contents(workbook, ()).items() if rows}
    elif changed:
        assert sentences(ACTIONS["undo"].run(workbook), "zh") == []
        assert contents(workbook) == before


BAD = {"tblTargets": "committed", "tblActuals": "amount", "tblQuota": "stretch"}
"""Tables that planners fill or that plans stand on, and a column of amounts in each."""
GONE = ("tblQuota", "committed")
CELLS_UNREAD = {(action, "tblQuota") for action in ("decompose", "hold", "release", "spread")}
"""Of a table that is about to be rewritten the cells are not read, only its columns found."""
CELLS_UNREAD |= {(action, "tblQuota") for action in ("quota", "profit", "kpi", "review", "bridge", "replan")}
"""These need the committed amounts alone."""


@pytest.fixture(scope="module")
def spoilt(files, tmp_path_factory):
    """Files whose tables hold an error value and a text for amounts, and one of which lacks a column."""
    folder = tmp_path_factory.mktemp("spoilt")

    @cache
    def file(template):
        book = rearranged(open_package(files(template, "en")))
        cells = {}
        for table, column in BAD.items():
            info = book.tables().get(table)
            if info is None:
                continue
            positions = match_table(info, TABLES[table]).positions
            block = book.read_table(table)
            rows = [list(row) for row in block.rows]
            rows[0][positions[column]], rows[1][positions[column]] = CellError.NA, "about ten"
            book.write_table(table, rows)
            cells[table] = {block.address(row, positions[column]) for row in (0, 1)}
            if table == GONE[0]:
                header = list(info.header)
                header[positions[GONE[1]]] = "Mine"
                book._tables[table] = replace(info, header=tuple(header))
        return plan_file(folder / f"{template}.xlsx", book), cells

    return file


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"undo"}))
def test_it_runs_in_english_and_tells_bad_tables_whole(action, files, spoilt):
    for template in FIRST.get(action, tuple(TEMPLATES)):
        outcome = run(action, open_package(files(template, "en")), "en")
        if not lacks_tables(outcome):
            break
    assert not outcome.problems or action in ON_FORMULAS, sentences(outcome, "en")
    path, cells = spoilt(template)
    bytes_before = path.read_bytes()
    workbook = Counted(open_package(path))
    infos = workbook.tables()
    try:
        outcome = run(action, workbook, "en")
    except ProblemsFound as found:
        outcome = Outcome(problems=found.problems)
    assert path.read_bytes() == bytes_before
    assert not [table for verb, table in workbook.calls if verb == "write"]
    for table in {table for verb, table in workbook.calls if verb == "read"} & set(cells):
        told = {problem.cell for problem in outcome.problems if problem.sheet == infos[table].sheet}
        wanted = set(cells[table]) if (action, table) not in CELLS_UNREAD else set()
        if table == GONE[0]:
            wanted.add(f"{column_letters(infos[table].left)}{infos[table].top}")
        assert wanted <= told, (table, sentences(outcome, "en"))
