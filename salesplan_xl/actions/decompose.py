"""Ribbon *Decompose*: the annual targets down to month and member, every level adding up exactly."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import Run
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.messages import LANGUAGES, word
from salesplan_xl.registry import action
from salesplan_xl.tables.codec import decode
from salesplan_xl.tables.contract import INDICATOR_CHOICES, TABLES
from salesplan_xl.tables.validation import check_plan
from salesplan_xl.units import Month, clear_of_noise

if TYPE_CHECKING:
    import pandas as pd

    from salesplan_xl.planning.plan import Decomposition, Plan

INPUTS = ("tblTargets",)
OPTIONAL = ("tblHistory", "tblMembers", "tblReps", "tblLevels", "tblHolds", "tblActuals", "tblVersions")
OUTPUTS = ("tblQuota", "tblQuotaSummary")
SHARES = "tblMonthShares"
"""Written where the workbook has it."""


@action(
    group="decompose",
    label={"en": "Decompose", "zh": "开始分解"},
    tip={
        "en": "Split the annual targets by the levels; bids and notes beside the quota stay.",
        "zh": "按分解层级分解年度目标；申报数和备注保留不变。",
    },
    icon="SplitCells",
    options={"from_month": "month"},
)
def decompose(workbook: Workbook, from_month: str | None = None) -> Outcome:
    """Fill quota and monthly summary from the targets; months before ``from_month`` stay as they are."""
    run = Run(workbook, "decompose", INPUTS, (*OPTIONAL, SHARES), OUTPUTS, {SHARES: ()})
    run.problems.extend(check_plan(run.plan))
    first = first_month_of(run, from_month)
    plan = plan_as_read(run, first)
    answer = None if plan is None else solve(run, plan)
    if plan is None or answer is None:
        return run.stopped() or Outcome()
    queue_quota(run, plan, answer)
    _queue_month_shares(run, plan, answer)
    facts = {"targets": len(plan.targets), "rows": len(answer.quota)}
    outcome = run.finish(Said("decompose_done", facts), level_figures(answer))
    workbook.progress(3, 3, Said("decompose_working").sentence(run.language))
    return outcome


def plan_as_read(run: Run, first: Month | None) -> Plan | None:
    """Return the plan of the tables that were read; ``None`` if the run has problems.

    Months before ``first`` are to stay as the quota has them.
    """
    from salesplan_xl.actions.planning_inputs import plan_of

    if run.problems:
        return None
    plan = plan_of(run.plan, first, standing_quota(run))
    if plan.targets.empty:
        run.problems.append(Problem("targets_empty", {}, run.plan["tblTargets"].block.info.sheet))
        return None
    return plan


def solve(run: Run, plan: Plan) -> Decomposition | None:
    """Decompose a plan; ``None`` if the run now has problems."""
    from salesplan_xl.planning import cascade

    working = Said("decompose_working").sentence(run.language)
    run.workbook.progress(0, 3, working)
    try:
        answer = cascade.decompose(plan)
    except ProblemsFound as found:
        run.problems.extend(in_planners_words(problem) for problem in found.problems)
        return None
    run.workbook.progress(1, 3, working)
    return answer


def queue_quota(run: Run, plan: Plan, answer: Decomposition, only: Container[str] | None = None) -> None:
    """Have quota and monthly summary rewritten from an answer, and say what it notes.

    ``only`` limits the notes to those with these reasons.
    """
    said = [
        Said(note.reason, localised(note.facts))
        for note in answer.notes
        if only is None or note.reason in only
    ]
    run.attention += [note for place, note in enumerate(said) if note not in said[:place]]
    run.write("tblQuota", quota_rows(answer))
    run.write("tblQuotaSummary", _summary(run, plan, answer))
    _open_version(run)
    run.workbook.progress(2, 3, Said("decompose_working").sentence(run.language))


def _queue_month_shares(run: Run, plan: Plan, answer: Decomposition) -> None:
    """Have the month shares of past years rewritten, where the workbook has a table for them."""
    if SHARES not in run.plan:
        return
    from salesplan_xl.planning.month_share_table import month_share_table

    frame = month_share_table(plan, answer)
    first = plan.settings.fiscal_start - 1
    labels = [TABLES["tblQuotaSummary"].column(f"m{m:02d}").label(run.language) for m in range(1, 13)]
    frame["month"] = [labels[(first + int(place)) % 12] for place in frame["place"]]
    run.write(SHARES, frame.drop(columns="place"))


def localised(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a sentence with an indicator under its label, as planners read it."""
    shown = dict(facts)
    if shown.get("indicator") in INDICATOR_CHOICES:
        choice = INDICATOR_CHOICES[shown["indicator"]]
        shown["indicator"] = {language: choice.label(language) for language in LANGUAGES}
    return shown


def in_planners_words(problem: Problem) -> Problem:
    """Return a problem of planning with its indicator under its label."""
    return replace(problem, facts=localised(problem.facts))


def first_month_of(run: Run, typed: str | None) -> Month | None:
    """Return the month that ``--from`` names; one that is none or outside the plan year is a problem."""
    if typed is None:
        return None
    try:
        month = Month.of(typed)
    except ValueError:
        run.problems.append(Problem("option_not_a_month", {"option": "--from", "value": typed}))
        return None
    year = run.plan.calendar.year
    if year is not None and month not in year:
        run.problems.append(Problem("from_outside_year", {"value": str(month), "year": str(year)}))
    return month


def standing_quota(run: Run) -> pd.DataFrame:
    """Return the quota as it stands. What cannot be read in it is no problem: it is about to be rewritten."""
    data = run.plan["tblQuota"]
    columns = ("last_year", "committed", "stretch", "previous")
    return decode(data.block, TABLES["tblQuota"], run.plan.calendar, run.plan.language, columns).frame


def quota_rows(answer: Decomposition) -> pd.DataFrame:
    """Return the rows of the quota table: months as texts, amounts in the base unit."""
    from salesplan_xl.actions.planning_inputs import month_texts

    frame = answer.amounts()
    frame["period"] = month_texts(frame["period"])
    return frame


def _summary(run: Run, plan: Plan, answer: Decomposition) -> pd.DataFrame:
    """Return the month matrix, money shown in the plan's money unit."""
    from salesplan_xl.actions.planning_inputs import measure_of
    from salesplan_xl.planning.summary import month_matrix

    matrix = month_matrix(answer, plan)
    units = dict(zip(plan.targets["indicator"], plan.targets["unit"], strict=True))
    money = np.array(
        [measure_of(name, units.get(name)) == "money" for name in matrix["indicator"]], dtype=bool
    )
    unit = float(run.plan.settings.money_unit)
    amounts = [column.id for column in TABLES["tblQuotaSummary"].columns if column.unit == "money"]
    for column in amounts:
        values = matrix[column].to_numpy(dtype=np.float64)
        matrix[column] = np.where(money, clear_of_noise(values / unit), values)
    total = matrix["dimension"] == "total"
    matrix.loc[total, "member"] = [
        word(name or "total", run.language) for name in matrix.loc[total, "member"]
    ]
    return matrix


def _open_version(run: Run) -> None:
    """A finalised version stays as it is: what is written now is the draft of the next one."""
    if "tblVersions" not in run.plan:
        return
    import pandas as pd

    from salesplan_xl.actions.finalise import next_version
    from salesplan_xl.tables.carry_over import rows_updated

    versions = run.plan.frame("tblVersions")
    if versions.empty or versions.iloc[-1].get("status") != "final":
        return
    row = {"version": next_version(versions), "status": "draft"}
    run.write_rows("tblVersions", rows_updated(run.plan["tblVersions"], pd.DataFrame([row])).rows)
    run.attention.append(Said("version_draft", {"version": str(versions.iloc[-1]["version"])}))


def level_figures(answer: Decomposition) -> dict[str, Any]:
    """Return what every level adds up to, for whoever calls."""
    levels = [
        {
            "indicator": row["indicator"],
            "level": row["level"],
            "nodes": int(row["nodes"]),
            "total": answer.steps[row["indicator"]].amounts(int(row["total"])),
            "step": str(row["step"]),
            "exact": bool(row["exact"]),
        }
        for row in answer.levels.to_dict("records")
    ]
    return {"rows": len(answer.quota), "levels": levels}
