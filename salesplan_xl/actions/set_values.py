"""Write settings, targets, defined names and single cells, each as a planner would type it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.cells import Block, Cell, Workbook, column_letters
from salesplan_xl.errors import NotFound, Problem, SalesPlanError
from salesplan_xl.tables.contract import INDICATOR_CHOICES, SETTINGS, TABLES
from salesplan_xl.tables.matching import (
    TableMatch,
    find_table,
    known_names,
    language_of,
    match_table,
    nearest,
    normal,
)
from salesplan_xl.tables.plan_settings import RefusedValue, read_value, setting_id

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_PERCENT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*%")
_INDICATORS = known_names(INDICATOR_CHOICES)


def set_values(workbook: Workbook, values: Sequence[str]) -> Outcome:
    """Write ``NAME=VALUE`` pairs; nothing is written if one of them cannot be.

    ``NAME`` is a setting (``plan_year``, or its label), a target (``sales_amount.committed``), a cell
    (``Sheet1!B2``) or a defined name. A number is written as a number, ``12%`` as 0.12, all else as text.

    It does what a planner does by typing: like typing it has no log row and is not taken back by Undo. A cell
    that an action wrote counts as edited by a person then, which Undo of that action says.
    """
    targets: dict[str, Cell] = {}
    problems: list[Problem] = []
    places = _Places(workbook)
    for pair in values:
        name, equals, typed = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            problems.append(Problem("not_a_pair", {"text": pair}))
            continue
        try:
            reference = places.find(name, typed)
            workbook.read_cell(reference)  # says at once where there is no such sheet, name or cell
            targets[reference] = as_typed(typed)
        except SalesPlanError as error:
            problems.append(Problem(error.reason, places.with_nearest(error)))
    if problems:
        return Outcome(problems=tuple(problems))
    workbook.write_cells(targets)
    return Outcome(tables={"cells": len(targets)}, summary=Said("values_set", {"count": len(targets)}))


def as_typed(text: str) -> Cell:
    """Return what a cell holds after somebody typed a text; an apostrophe in front keeps it text.

    >>> as_typed("12%"), as_typed("1e3"), as_typed("'007"), as_typed("007"), as_typed("=1+1"), as_typed("")
    (0.12, 1000, '007', 7, '=1+1', None)
    """
    if text.startswith("'"):
        return text[1:]
    stripped = text.strip()
    if not stripped:
        return None
    if stripped.upper() in ("TRUE", "FALSE"):
        return stripped.upper() == "TRUE"
    percent = _PERCENT.fullmatch(stripped)
    if percent:
        return float(f"{float(percent[1]) / 100:.15g}")
    if _NUMBER.fullmatch(stripped):
        number = float(stripped)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return text


class _Places:
    """Finds the cell that a name stands for; each table is read once."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.tables = workbook.tables()
        self.language = language_of(self.tables)
        self.blocks: dict[str, Block] = {}

    def find(self, name: str, typed: str) -> str:
        """Return the reference to write.

        Raises:
            NotFound: the plan has no row for it.
            SalesPlanError: the value is impossible for that setting.
        """
        if "!" in name:
            return name
        setting = setting_id(name)
        if setting and find_table(self.tables, "tblSettings"):
            try:
                read_value(setting, as_typed(typed), self.language)
            except RefusedValue as refused:
                label = SETTINGS[setting].label(self.language)
                reason = SalesPlanError(refused.refusal.reason, **dict(refused.refusal.facts))
                facts = {"name": label, "why": {lang: reason.sentence(lang) for lang in ("en", "zh")}}
                raise SalesPlanError("value_refused", **facts) from None
            return self._row("tblSettings", "key", "value", lambda cell: setting_id(cell) == setting, name)
        indicator, dot, column = name.partition(".")
        if dot and find_table(self.tables, "tblTargets"):
            wanted = _INDICATORS.get(normal(indicator), indicator.strip())
            known = {normal(n): c.id for c in TABLES["tblTargets"].columns for n in (c.id, c.en, c.zh)}
            if normal(column) in known:
                return self._row(
                    "tblTargets",
                    "indicator",
                    known[normal(column)],
                    lambda cell: isinstance(cell, str) and _INDICATORS.get(normal(cell), cell) == wanted,
                    indicator,
                )
        return name

    def with_nearest(self, error: SalesPlanError) -> dict[str, Any]:
        """Return an error's facts; for an unknown name the setting most like it, if one is."""
        facts = dict(error.facts)
        if error.reason == "no_such_name" and find_table(self.tables, "tblSettings"):
            names = (name for id, entry in SETTINGS.items() for name in (id, entry.en, entry.zh))
            facts["nearest"] = nearest(str(facts["name"]), names, least=0.6) or facts["nearest"]
        return facts

    def _row(self, table: str, key: str, column: str, is_it: object, name: str) -> str:
        info = find_table(self.tables, table)
        assert info is not None
        block = self.blocks.setdefault(table, self.workbook.read_table(info.name))
        match: TableMatch = match_table(info, TABLES[table])
        if key not in match.positions or column not in match.positions:
            raise NotFound("no_such_row", name=name, table=table, nearest="–")
        found = []
        for row, cells in enumerate(block.rows):
            cell = cells[match.positions[key]]
            if callable(is_it) and is_it(cell):
                letters = column_letters(info.left + match.positions[column])
                return f"{_quoted(info.sheet)}!{letters}{info.top + 1 + row}"
            if isinstance(cell, str):
                found.append(cell)
        raise NotFound(
            "no_such_row", name=name, table=table, nearest=nearest(name, found) or ", ".join(found[:8]) or "–"
        )


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
