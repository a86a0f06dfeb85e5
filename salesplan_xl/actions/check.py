"""Ribbon *Check*: every problem of the plan at once, listed with its cell; nothing else is written."""

from __future__ import annotations

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.registry import action
from salesplan_xl.tables.plan_tables import PlanTables, read_plan_tables
from salesplan_xl.tables.validation import check_plan

REQUIRED = ("tblTargets",)
OPTIONAL = ("tblHistory", "tblActuals", "tblMembers", "tblReps", "tblLevels", "tblHolds")


@action(
    group="plan",
    label={"en": "Check", "zh": "检查"},
    tip={
        "en": "List everything in the plan's tables that stands in the way, with the cell and what to do.",
        "zh": "列出计划各表中的全部问题，指明单元格和处理办法。",
    },
    icon="AcceptInvitation",
)
def check(workbook: Workbook) -> Outcome:
    """Return every problem of the plan; decomposing stops at the same ones."""
    tables = read_plan_tables(workbook, REQUIRED, OPTIONAL)
    problems = problems_of(tables)
    if problems:
        return Outcome(problems=tuple(problems))
    return Outcome(summary=Said("check_done", {"count": len(tables.tables)}))


def problems_of(tables: PlanTables) -> list[Problem]:
    """Return the problems of cells and tables, and where there are none, those of the plan as a whole."""
    from salesplan_xl.actions.decompose import in_planners_words
    from salesplan_xl.actions.planning_inputs import plan_of
    from salesplan_xl.planning.cascade import decompose

    problems = [*tables.problems, *check_plan(tables)]
    if not problems and "tblTargets" in tables:
        try:
            decompose(plan_of(tables))
        except ProblemsFound as found:
            problems = [in_planners_words(problem) for problem in found.problems]
    return problems
