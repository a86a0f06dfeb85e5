"""Ribbon *Replan*: the open months revised by the actuals, the annual target unchanged; tasks follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.amount_words import indicator_label, shown_amount, shown_change
from salesplan_xl.actions.decompose import in_planners_words, localised
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import (
    WHOLE,
    holds_of,
    measure_of,
    members_of,
    month_texts,
    months_as_indices,
    quota_of,
    sales_of,
)
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, as_of_month, first_month_of
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.registry import action
from salesplan_xl.tables.codec import decode
from salesplan_xl.tables.column import Choice
from salesplan_xl.tables.contract import (
    DIMENSIONS,
    MEMBER_DIMENSIONS,
    RATIO_PARTS,
    SETTINGS,
    TABLES,
)
from salesplan_xl.tables.matching import known_names, normal
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month, Period

if TYPE_CHECKING:
    import pandas as pd

    from salesplan_xl.planning.replan import Revision

INPUTS = ("tblQuota", "tblActuals")
OPTIONAL = ("tblTargets", "tblMembers", "tblReps", "tblLevels", "tblHolds", "tblTasks")
COLUMNS = {"tblTargets": ("indicator", "unit", "aggregation"), "tblQuota": ("committed",)}
MODES: Mapping[str, Choice] = {
    **SETTINGS["half_year_rule"].choices,
    "rest": Choice("Leave the open months at their plan", "剩余月份按原计划", ("keep the rest", "原计划")),
}


@action(
    group="track",
    label={"en": "Replan", "zh": "滚动修正"},
    tip={
        "en": "Put actuals into the closed months and revise the open ones so that the annual target stays.",
        "zh": "已结束月份取实际，剩余月份按原计划比例修正，全年目标不变；任务随之调整。",
    },
    icon="RecurrenceEdit",
    options={"as_of": "month", "mode": "text", "keep": "text"},
)
def replan(
    workbook: Workbook, as_of: str | None = None, mode: str | None = None, keep: str | None = None
) -> Outcome:
    """Fill the revised targets from quota and actuals up to a month, and the tasks that change with them.

    ``mode`` is catch_up, rebase or rest, else as the settings say; ``keep`` names the last dimension whose
    members keep their own annual target, else all do.
    """
    from salesplan_xl.actions.tasks import queue_tasks
    from salesplan_xl.planning import replan as planning

    run = Run(workbook, "replan", INPUTS, OPTIONAL, ["tblReplan"], COLUMNS)
    tables = run.plan
    chosen_mode = _one_of(run, "--mode", mode or tables.settings.half_year_rule, MODES)
    kept = _one_of(run, "--keep", keep, {d: DIMENSIONS[d] for d in MEMBER_DIMENSIONS})
    if run.stopped():
        return run.stopped() or Outcome()
    first = first_month_of(tables)
    known = members_of(tables)
    quota = quota_of(tables, known)
    quota = quota[(quota["period"] >= first.index) & (quota["period"] < first.index + 12)]
    if quota.empty:
        reason = "quota_without_months" if len(tables.frame("tblQuota")) else "quota_empty"
        run.problems.append(Problem(reason, {}, tables["tblQuota"].block.info.sheet))
    quota = quota.assign(committed=quota["committed"].fillna(0.0))
    sold = sales_of(tables, "tblActuals", known)
    this_year = sold[(sold["month"] >= first.index) & (sold["month"] < first.index + 12)]
    if this_year.empty:
        facts = {"year": str(Period(first, first + 11))}
        run.problems.append(Problem("actuals_empty", facts, tables["tblActuals"].block.info.sheet))
    until, problem = as_of_month(tables, this_year, as_of)
    run.problems.extend([problem] if problem else [])
    if run.stopped() or until is None:
        return run.stopped() or Outcome()
    working = Said("replan_working").sentence(run.language)
    workbook.progress(0, 3, working)
    plan = revision_inputs(tables, quota, sold)
    try:
        answer = planning.replan(plan, quota, until.index, chosen_mode or "catch_up", kept)
    except ProblemsFound as found:
        run.problems.extend(in_planners_words(problem) for problem in found.problems)
        return run.stopped() or Outcome()
    workbook.progress(1, 3, working)
    run.attention += [Said(note.reason, localised(note.facts)) for note in answer.notes]
    run.attention += _changed_afterwards(run, answer) + _moved(answer, chosen_mode) + _ratios(tables, answer)
    rows = answer.table.copy()
    rows["period"] = month_texts(rows["period"])
    run.write("tblReplan", rows)
    tasks = queue_tasks(run, answer.table, int(answer.totals["first_open"].min()), known)
    workbook.progress(2, 3, working)
    outcome = run.finish(_summary(answer), _figures(answer, until, chosen_mode) | tasks)
    workbook.progress(3, 3, working)
    return outcome


def _one_of(run: Run, option: str, typed: str | None, choices: Mapping[str, Choice]) -> str | None:
    """Return the id of a word in either language; another word is a problem."""
    if typed is None or not typed.strip():
        return None
    found = known_names(dict(choices)).get(normal(typed))
    if found is None:
        words = {
            language: ", ".join(choice.label(language) for choice in choices.values())
            for language in LANGUAGES
        }
        run.problems.append(
            Problem("option_not_a_choice", {"option": option, "value": typed, "choices": words})
        )
    return found


def revision_inputs(tables: PlanTables, quota: pd.DataFrame, sold: pd.DataFrame) -> Plan:
    """Return the inputs of a revision: what is known of members, levels and holds, and the actuals."""
    import pandas as pd

    settings = tables.settings
    assert settings.plan_year is not None, "a missing plan year is a problem, and stops an action before this"
    aggregations = aggregations_of(tables)
    units: dict[str, object] = {}
    if "tblTargets" in tables and "unit" in tables.frame("tblTargets"):
        frame = tables.frame("tblTargets")
        units = dict(zip(frame["indicator"], frame["unit"], strict=True))
    indicators = quota["indicator"].drop_duplicates().tolist()
    steps = {name: WHOLE for name in indicators if measure_of(name, units.get(name)) in ("number", "count")}
    targets = pd.DataFrame(
        {"indicator": indicators, "aggregation": [aggregations.get(name, "sum") for name in indicators]}
    )
    frames: dict[str, pd.DataFrame] = {}
    if "tblMembers" in tables:
        frames["members"] = months_as_indices(tables.frame("tblMembers"), "from_month", "to_month")
    if "tblReps" in tables:
        frames["reps"] = months_as_indices(tables.frame("tblReps"), "start_month", "end_month")
    if "tblLevels" in tables:
        frames["levels"] = tables.frame("tblLevels")
    if "tblHolds" in tables:
        frames["holds"] = holds_of(tables.frame("tblHolds"), members_of(tables), settings.fiscal_start)
    return Plan(
        PlanSettings(
            plan_year=settings.plan_year,
            fiscal_start=settings.fiscal_start,
            step=settings.step,
            steps=steps,
        ),
        targets,
        actuals=sold,
        **frames,
    )


def _changed_afterwards(run: Run, answer: Revision) -> list[Said]:
    """Say in which closed months the actuals are no longer those of the last revision."""
    from salesplan_xl.planning.replan_changes import months_changed

    data = run.plan["tblReplan"]
    before = decode(data.block, TABLES["tblReplan"], run.plan.calendar, run.plan.language, ("actual",)).frame
    if before.empty or "actual" not in before:
        return []
    changed = months_changed(months_as_indices(before, "period"), answer.table)
    if not changed:
        return []
    parts = []
    for language in LANGUAGES:
        parts.append(
            "; ".join(
                f"{indicator_label(row.indicator)[language]} {Month.at(row.period)}: "
                f"{shown_amount(row.before)} → {shown_amount(row.after)}"
                for row in changed[:5]
            )
        )
    return [
        Said(
            "replan_actuals_changed",
            {"count": len(changed), "months": dict(zip(LANGUAGES, parts, strict=True))},
        )
    ]


def _moved(answer: Revision, mode: str | None) -> list[Said]:
    """Say which years moved and, where they do not, how many nodes of each level handed theirs over."""
    said = []
    for row in answer.totals.to_dict("records"):
        if row["change"]:
            facts = {
                "indicator": indicator_label(row["indicator"]),
                "target": shown_amount(row["target"]),
                "year": shown_amount(row["year"]),
                "change": shown_change(row["change"]),
            }
            said.append(Said("replan_target_moved", facts))
    # Below the first level that moved, the others follow from it; the figures have them all.
    levels = answer.levels[answer.levels["nodes"] > answer.levels["kept"]].drop_duplicates("indicator")
    for row in levels.to_dict("records") if mode in (None, "catch_up") else []:
        dimension = DIMENSIONS[row["dimension"]]
        facts = {
            "indicator": indicator_label(row["indicator"]),
            "dimension": {language: dimension.label(language) for language in LANGUAGES},
            "nodes": row["nodes"],
            "moved": row["nodes"] - row["kept"],
            "amount": shown_amount(row["moved"]),
        }
        said.append(Said("replan_level_moved", facts))
    return said


def _ratios(tables: PlanTables, answer: Revision) -> list[Said]:
    """Say what the planned ratios become, recomputed from their revised parts."""
    from salesplan_xl.planning.replan_changes import ratios_of_year

    if "tblTargets" not in tables:
        return []
    return [
        Said(
            "replan_ratio",
            {
                "indicator": indicator_label(row.indicator),
                "planned": f"{row.planned:.1%}",
                "revised": f"{row.revised:.1%}",
            },
        )
        for row in ratios_of_year(
            answer.totals, tables.frame("tblTargets")["indicator"].tolist(), RATIO_PARTS
        )
    ]


def _summary(answer: Revision) -> Said:
    first = answer.totals.iloc[0]
    last = int(answer.table["period"].max())
    facts = {
        "months": str(Period(Month.at(int(answer.totals["first_open"].min())), Month.at(last))),
        "count": len(answer.totals),
        "indicator": indicator_label(first["indicator"]),
        "year": shown_amount(first["year"]),
        "actual": shown_amount(first["actual"]),
        "revised": shown_amount(first["revised"]),
        "planned": shown_amount(first["planned"]),
    }
    return Said("replan_done", facts)


def _figures(answer: Revision, until: Month, mode: str | None) -> dict[str, Any]:
    totals = answer.totals.assign(first_open=[str(Month.at(m)) for m in answer.totals["first_open"]])
    return {
        "as_of": str(until),
        "mode": mode or "catch_up",
        "rows": len(answer.table),
        "totals": totals.to_dict("records"),
        "levels": answer.levels.to_dict("records"),
    }
