"""Ribbon *Freeze*: our formulas give way to their values, so that the workbook can leave the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from salesplan_xl.actions.frozen_record import (
    Frozen,
    by_sheet,
    last_run,
    never_worked_out,
    read_frozen,
    same_value,
    write_frozen,
)
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import append_log
from salesplan_xl.addin.formula_call import calls_ours
from salesplan_xl.addin.present_values import worked_out
from salesplan_xl.cells import Cell, CellFormula, Workbook
from salesplan_xl.errors import Problem, WrongKind
from salesplan_xl.hosts.references import Area
from salesplan_xl.registry import action
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.plan_tables import read_plan_tables

SHOWN_CELLS = 8


@action(
    group="share",
    label={"en": "Freeze", "zh": "公式转数值"},
    tip={
        "en": "Turn every SalesPlan formula into its present value, for readers who do not have the add-in; "
        "Thaw brings the formulas back.",
        "zh": "把全部销售计划公式转成当前数值，没有加载项的人也能看；“恢复公式”可还原。",
    },
    icon="PasteValues",
    options={"forget": "flag"},
)
def freeze(workbook: Workbook, forget: bool = False) -> Outcome:
    """Turn our formulas into values. ``forget`` keeps no record: they cannot be brought back."""
    plan = read_plan_tables(workbook, ())
    stored = workbook.formulas(calls_ours)
    if not stored:
        return Outcome(summary=Said("freeze_nothing"))
    found, attention = _up_to_date(workbook, stored)
    problems = never_worked_out(found)
    try:
        kept = Frozen() if forget else read_frozen(workbook, plan.infos, calls_ours)
    except WrongKind as damaged:
        problems.append(Problem("freeze_unreadable", damaged.facts))
        kept = Frozen()
    if problems:
        return Outcome(problems=tuple(problems))
    infos = plan.infos
    if kept is None:
        table = TABLES["tblFrozen"]
        workbook.add_hidden_table(table.id, table.sheet(plan.language), table.header(plan.language))
        kept, infos = Frozen(), workbook.tables()
    workbook.drop_formulas(found)
    if beside := _beside(stored, found):
        workbook.write_cells(beside)
    in_cells = [each for each in found if each.kind != "column"]
    places = by_sheet(in_cells)
    sheets = {sheet: len(cells) for sheet, cells in places.items()}
    facts = {"count": len(in_cells), "sheets": ", ".join(sheets)}
    if forget:
        return Outcome(sheets, (), Said("freeze_forgot", facts), tuple(attention))
    rows = write_frozen(workbook, infos, kept.with_(found, last_run(workbook, plan.infos)))
    append_log(workbook, plan, "freeze", sheets, places)
    return Outcome({"tblFrozen": rows}, (), Said("freeze_done", facts), tuple(attention), dict(facts))


def _up_to_date(workbook: Workbook, stored: Sequence[CellFormula]) -> tuple[list[CellFormula], list[Said]]:
    """Return the formulas with the values they come to now, and what is to be said about that.

    A file that was changed since a spreadsheet program calculated it may hold values that are out of date.
    """
    doubtful = [each for each in stored if each.kind != "column" and not (each.fresh and each.values)]
    known = worked_out(workbook, doubtful)
    found = []
    renewed = []
    for each in stored:
        rows = known.get(each.place)
        if rows is not None and not _same(each.values, rows):
            renewed.append(each.place)
            each = replace(each, values=tuple(map(tuple, rows)))
        found.append(each)
    old = sum(each.place not in known and each.values is not None for each in doubtful)
    said = [Said("freeze_renewed", {"count": len(renewed), "cells": _few(renewed)})] if renewed else []
    return found, said + ([Said("freeze_maybe_old", {"count": old})] if old else [])


def _few(places: Sequence[str]) -> str:
    return ", ".join(places[:SHOWN_CELLS]) + (" …" if len(places) > SHOWN_CELLS else "")


def _same(stored: Sequence[Sequence[Cell]] | None, now: Sequence[Sequence[Cell]]) -> bool:
    return stored is not None and all(
        same_value(a, b)
        for left, right in zip(stored, now, strict=True)
        for a, b in zip(left, right, strict=True)
    )


def _beside(stored: Sequence[CellFormula], found: Sequence[CellFormula]) -> dict[str, Cell]:
    """Return the cells that an answer fills beside its formula's own, where they show something else now."""
    cells: dict[str, Cell] = {}
    for before, after in zip(stored, found, strict=True):
        area = Area.of(after.area)
        if before is after or area is None:
            continue
        for down, row in enumerate(after.values or ()):
            for right, value in enumerate(row):
                place = Area(area.top + down, area.left + right, area.top + down, area.left + right)
                if down or right:
                    cells[replace(after, area=str(place)).place] = value
    return cells
