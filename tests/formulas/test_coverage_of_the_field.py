"""What planners name is covered by a function, table or action that exists, or says what will cover it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from typer.main import get_command

import salesplan_xl.actions
import salesplan_xl.addin
import salesplan_xl.formulas
from salesplan_xl.cli import app
from salesplan_xl.registry import ACTIONS, FORMULAS
from salesplan_xl.tables.plan_tables import TABLES
from salesplan_xl.templates.catalogue import TEMPLATES
from salesplan_xl.templates.template import Page

for _module in iter_modules(salesplan_xl.actions.__path__):
    import_module(f"salesplan_xl.actions.{_module.name}")

FILE = Path(salesplan_xl.addin.__file__).with_name("coverage.toml")
ROWS: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["row"]
NAMED = 223 + 7
"""How many things the source documents of sales planning name, with a number and without."""
TO_COME = {
    "action": {"bridge", "collect", "kpi", "profit", "reconcile", "replan", "review", "send"},
    "template": {"annual_plan", "monthly_tracking", "mid_year_review", "team_and_quota"},
}


@cache
def known() -> frozenset[str]:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    pages = {
        f"sheet {sheet.id}"
        for template in TEMPLATES.values()
        for sheet in template.sheets()
        if isinstance(sheet, Page)
    }
    return frozenset({*FORMULAS, *TABLES, *ACTIONS, *commands, *pages})


def test_every_number_is_there_once():
    assert [row["number"] for row in ROWS] == list(range(1, NAMED + 1))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['number']}-{row['en']}")
def test_what_covers_a_row_exists(row: dict[str, Any]):
    assert set(row) <= {"number", "zh", "en", "by", "planned"}
    assert row["zh"].strip()
    assert row["en"].strip()
    assert row.get("by") or row.get("planned"), "nothing covers this row"
    missing = [name for name in row.get("by", []) if name not in known()]
    assert not missing, f"no function, table or action is called {missing}"
    for planned in row.get("planned", []):
        kind, name = planned.split(" ")
        assert name in TO_COME[kind]
        assert not (kind == "action" and name in known()), f"{name} exists: move it from planned to by"


def test_every_function_covers_something_named():
    """A function that no row needs is either superfluous or missing from the rows."""
    named = {name for row in ROWS for name in row.get("by", [])}
    assert sorted({declared.name for declared in FORMULAS.values()} - named) == []
