"""Ribbon *Freeze*: our formulas give way to their values, so that the workbook can leave the house."""

from __future__ import annotations

from salesplan_xl.actions.frozen_record import (
    Frozen,
    by_sheet,
    last_run,
    never_worked_out,
    read_frozen,
    write_frozen,
)
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import append_log
from salesplan_xl.addin.formula_call import calls_ours
from salesplan_xl.cells import CellFormula, Workbook
from salesplan_xl.errors import Problem, WrongKind
from salesplan_xl.registry import action
from salesplan_xl.tables.plan_tables import read_plan_tables


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
    found = workbook.formulas(calls_ours)
    if not found:
        return Outcome(summary=Said("freeze_nothing"))
    problems = never_worked_out(found)
    try:
        kept = Frozen() if forget else read_frozen(workbook, plan.infos, calls_ours)
    except WrongKind as damaged:
        problems.append(Problem("freeze_unreadable", damaged.facts))
        kept = Frozen()
    if kept is None:
        problems.append(Problem("freeze_no_record", {"workbook": workbook.name}))
    if problems or kept is None:
        return Outcome(problems=tuple(problems))
    workbook.drop_formulas(found)
    in_cells = [each for each in found if each.kind != "column"]
    places = by_sheet(in_cells)
    sheets = {sheet: len(cells) for sheet, cells in places.items()}
    facts = {"count": len(in_cells), "sheets": ", ".join(sheets)}
    attention = [Said("freeze_maybe_old", {"count": old})] if (old := _maybe_old(in_cells)) else []
    if forget:
        return Outcome(sheets, (), Said("freeze_forgot", facts), tuple(attention))
    rows = write_frozen(workbook, plan.infos, kept.with_(found, last_run(workbook, plan.infos)))
    append_log(workbook, plan, "freeze", sheets, places)
    return Outcome({"tblFrozen": rows}, (), Said("freeze_done", facts), tuple(attention), dict(facts))


def _maybe_old(formulas: list[CellFormula]) -> int:
    """Return how many values may be out of date."""
    return sum(not formula.fresh for formula in formulas)
