"""Ribbon *Quota*: the team's capacity, quotas proposed to reps, their fairness, pay, appraisal, visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import step_of
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.team_case import TeamCase, team_inputs, unit_of
from salesplan_xl.actions.tracking_inputs import aggregations_of, as_of_month
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, say, word
from salesplan_xl.registry import action
from salesplan_xl.tables.carry_over import rows_filled
from salesplan_xl.tables.definitions import argument_of
from salesplan_xl.units import Floats, Period

if TYPE_CHECKING:
    import pandas as pd

INPUTS = ("tblQuota", "tblReps")
OPTIONAL = (
    "tblTargets",
    "tblMembers",
    "tblHistory",
    "tblActuals",
    "tblReplan",
    "tblTeamInputs",
    "tblRamp",
    "tblTiers",
    "tblAppraisal",
)
RESULTS = ("tblCapacity", "tblFairness", "tblCommission", "tblVisitPlan")
COLUMNS: dict[str, tuple[str, ...]] = {
    "tblTargets": ("indicator", "unit", "aggregation", "committed"),
    "tblQuota": ("committed",),
    **dict.fromkeys(RESULTS, ()),
}
_NAMES_TOLD = 6
_WEEKLY, _MONTHLY = 52.0, 12.0
"""Contacts a year with classes A and C; that of class B is a setting."""


@action(
    group="decompose",
    label={"en": "Quota", "zh": "任务分配"},
    tip={
        "en": "Hold the team's capacity against its quotas, propose quotas, and audit them.",
        "zh": "核对团队产能与任务，给出任务建议，审核公平性，测算提成、考核与拜访负荷。",
    },
    icon="AccessTableContacts",
    options={"as_of": "month"},
)
def quota(workbook: Workbook, as_of: str | None = None) -> Outcome:
    """Fill the tables of the team; ``as_of`` is the month up to which results count."""
    run = Run(workbook, "quota", INPUTS, (*OPTIONAL, *RESULTS), ["tblQuotaProposal"], COLUMNS)
    inputs = team_inputs(run)
    if run.stopped() or inputs is None:
        return run.stopped() or Outcome()
    case = TeamCase.of(run, inputs)
    if case.quota.empty:
        reason = "quota_without_months" if len(run.plan.frame("tblQuota")) else "quota_empty"
        run.problems.append(Problem(reason, {}, run.plan["tblQuota"].block.info.sheet))
    if not case.team.reps:
        run.problems.append(Problem("quota_no_reps", {}, run.plan["tblReps"].block.info.sheet))
    this_year = case.sales[case.sales["month"] >= case.first]
    until, problem = as_of_month(run.plan, this_year, as_of)
    run.problems.extend([problem] if problem else [])
    if run.stopped():
        return run.stopped() or Outcome()
    workbook.progress(0, 1, Said("quota_working").sentence(run.language))
    proposals, nobody = _propose(case)
    run.write("tblQuotaProposal", proposals)
    makers: dict[str, Callable[[], pd.DataFrame | None]] = {
        "tblCapacity": lambda: _capacity(case, run),
        "tblCommission": lambda: _commission(case, until.index if until else None),
        "tblFairness": lambda: _fairness(case, proposals, until.index if until else None, run),
        "tblVisitPlan": lambda: _visits(case, until.index if until else None),
    }
    tables: dict[str, pd.DataFrame] = {"tblQuotaProposal": proposals}
    for table, make in makers.items():
        made = make() if table in run.plan else None
        if made is not None:
            tables[table] = made
            run.write(table, made)
    _appraise(run, case)
    run.attention += _attention(case, tables, nobody)
    outcome = run.finish(_summary(proposals, case), _figures(proposals, tables))
    workbook.progress(1, 1, Said("quota_working").sentence(run.language))
    return outcome


def _propose(case: TeamCase) -> tuple[pd.DataFrame, list[str]]:
    """Return the proposals for every indicator that is added up and that reps carry."""
    import pandas as pd

    from salesplan_xl.planning.quota_proposal import quota_proposal

    parts: list[pd.DataFrame] = []
    nobody: list[str] = []
    aggregations = aggregations_of(case.tables)
    last_year = case.within(case.sales, "month", case.first - 12, case.first - 1)
    able = case.team.productive.sum(axis=1) * case.inputs.expected_attainment
    for name in dict.fromkeys(case.quota["indicator"]):
        indicator = str(name)
        current = case.by_rep(case.quota, "committed", indicator)
        if aggregations.get(indicator, "sum") != "sum" or not current.any():
            continue
        step = step_of(indicator, unit_of(case.tables, indicator), case.tables.settings.step)
        sold = case.by_rep(last_year, "amount", indicator)
        carried = np.round(able * case.full_month, 2)
        if indicator != case.indicator:
            carried = np.full(len(able), np.nan)
        proposal = quota_proposal(
            case.team,
            current,
            sold,
            case.productive_last_year,
            carried,
            step,
            case.values["history_weight"],
            case.team.regions,
        )
        carries = case.team.present.any(axis=1) | (current != 0)
        parts.append(proposal.table[carries].assign(indicator=indicator))
        nobody += proposal.nobody
    figures = "last_year current proposed change growth capacity load fte ability productive_months".split()
    nothing = pd.DataFrame(columns=["indicator", "rep", "region", *figures]).astype(
        dict.fromkeys(figures, float)
    )
    table = pd.concat(parts, ignore_index=True) if parts else nothing
    return table, list(dict.fromkeys(nobody))


def _capacity(case: TeamCase, run: Run) -> pd.DataFrame:
    from salesplan_xl.planning.team_capacity import capacity_table
    from salesplan_xl.units import Month

    own = case.quota[case.quota["indicator"] == case.indicator]
    table = capacity_table(case.team, own, case.inputs, case.full_month)
    names = [str(Month.at(case.first + place)) for place in range(12)]
    calendar = run.plan.calendar
    periods = [calendar.name(Period.of(name)) for name in names]
    total = word("total", run.language)
    return table.assign(
        period=[periods[place] for place in table["place"]], member=table["member"].fillna(total)
    ).drop(columns="place")


def _to_date(case: TeamCase, until: int | None) -> tuple[Floats, Floats] | None:
    if until is None:
        return None
    planned = case.within(case.quota, "period", case.first, until)
    sold = case.within(case.sales, "month", case.first, until)
    return (
        case.by_rep(planned, "committed", case.indicator),
        case.by_rep(sold, "amount", case.indicator),
    )


def _commission(case: TeamCase, until: int | None) -> pd.DataFrame | None:
    from salesplan_xl.formulas.attainment import attainment
    from salesplan_xl.planning.team_results import commission_table

    both = _to_date(case, until)
    if both is None or until is None:
        return None
    planned, sold = both
    quarter = case.first + (until - case.first) // 3 * 3
    before = np.full(len(planned), np.nan)
    earlier = _to_date(case, quarter - 1) if quarter > case.first else None
    if earlier is not None:
        has = earlier[0] > 0
        before[has] = attainment(earlier[1][has], earlier[0][has])
    tiers = np.empty((0, 2))
    if "tblTiers" in case.tables:
        frame = case.tables.frame("tblTiers").sort_values("attainment", kind="stable")
        tiers = frame[["attainment", "rate"]].to_numpy(dtype=np.float64)
    method = str(argument_of("tier_method", case.tables.settings.tier_method))
    return commission_table(case.team.reps, planned, sold, before, tiers, method)


def _fairness(case: TeamCase, proposals: pd.DataFrame, until: int | None, run: Run) -> pd.DataFrame:
    import pandas as pd

    from salesplan_xl.planning.team_results import fairness_audit

    planned, sold = _to_date(case, until) or (np.zeros(len(case.team.reps)), np.zeros(len(case.team.reps)))
    own = proposals[proposals["indicator"] == case.indicator].set_index("rep").reindex(case.team.reps)
    audits = fairness_audit(
        planned,
        sold,
        own["proposed"].to_numpy(dtype=np.float64),
        own["last_year"].to_numpy(dtype=np.float64),
        case.values["fair_low"],
        case.values["fair_high"],
    )
    rows = []
    for audit in audits:
        wanted = _wanted(audit.low, audit.high)
        known = audit.value == audit.value
        verdict = (
            "unknown" if not known else "plain" if audit.fair is None else "fair" if audit.fair else "unfair"
        )
        rows.append(
            {
                "measure": say(f"quota_audit_{audit.measure}", run.language),
                "value": audit.value,
                "wanted": wanted,
                "status": None if audit.fair is None else "green" if audit.fair else "amber",
                "finding": say(f"quota_audit_{audit.measure}_{verdict}", run.language)
                if verdict in ("fair", "unfair")
                else say(f"quota_verdict_{verdict}", run.language),
            }
        )
    return pd.DataFrame(rows)


def _wanted(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} – {high:g}"
    return f"≥ {low:g}" if low is not None else f"≤ {high:g}" if high is not None else ""


def _visits(case: TeamCase, until: int | None) -> pd.DataFrame | None:
    import pandas as pd

    from salesplan_xl.planning.team_results import visit_plan

    sales = case.sales
    if not {"rep", "customer"} <= set(sales.columns):
        return None
    last = int(sales["month"].max()) if until is None and len(sales) else until
    if last is None:
        return None
    own = case.within(sales[sales["indicator"] == case.indicator], "month", last - 11, last)
    own = own[own["rep"].isin(case.team.reps) & own["customer"].notna()]
    if own.empty:
        return None
    fortnight = float(argument_of("half_month_contacts", case.tables.settings.half_month_contacts))
    fte = dict(zip(case.team.reps, case.team.fte.tolist(), strict=True))
    per_day, days = case.values["visits_per_day"], case.values["working_days"]
    plan = visit_plan(own, fte, (_WEEKLY, fortnight, _MONTHLY), per_day, days)
    load = plan["load"].to_numpy(dtype=np.float64)
    states = np.select([np.isnan(load), load <= 0.9, load <= 1.0], ["", "green", "amber"], "red")
    told: list[str | None] = [state or None for state in states.tolist()]
    return plan.assign(status=pd.Series(told, index=plan.index, dtype=object))


def _appraise(run: Run, case: TeamCase) -> None:
    """Have what each appraisal item counts, and each rep's score and rank, written beside what was typed."""
    from salesplan_xl.planning.team_results import appraisal_table

    if "tblAppraisal" not in run.plan or run.plan.frame("tblAppraisal").empty:
        return
    data = run.plan["tblAppraisal"]
    cap = case.values.get("score_cap")
    table = appraisal_table(data.frame.reindex(columns=["rep", "item", "weight", "target", "actual"]), cap)
    run.write_rows("tblAppraisal", rows_filled(data, table[["reached", "points", "score", "rank"]]))


def _attention(case: TeamCase, tables: Mapping[str, pd.DataFrame], nobody: list[str]) -> list[Said]:
    told = [Said(f"quota_basis_{case.basis}", {"amount": f"{case.full_month:,.0f}"})]
    if nobody:
        told.append(Said("quota_nobody", {"names": ", ".join(nobody)}))
    if "tblCapacity" in tables:
        table = tables["tblCapacity"]
        short = table[(table["dimension"] == "total") & (table["gap"] > 0)]
        if len(short):
            facts = {"months": ", ".join(map(str, short["period"])), "gap": f"{short['gap'].sum():,.0f}"}
            told.append(Said("quota_short", facts))
        open_ = table[(table["dimension"] == "total")]["uncovered"].sum()
        if open_:
            told.append(Said("quota_uncovered", {"amount": f"{open_:,.0f}"}))
    if "tblVisitPlan" in tables:
        over = tables["tblVisitPlan"]
        over = over[over["load"] > 1]
        if len(over):
            names = ", ".join(map(str, over["rep"].head(_NAMES_TOLD)))
            told.append(Said("quota_overloaded", {"count": len(over), "names": names}))
    if "tblFairness" in tables:
        unfair = tables["tblFairness"]
        unfair = unfair[unfair["status"] == "amber"]
        told += [Said("quota_audit_found", {"finding": text}) for text in unfair["finding"]]
    return told


def _summary(proposals: pd.DataFrame, case: TeamCase) -> Said:
    own = proposals[proposals["indicator"] == case.indicator]
    facts = {
        "count": len(own),
        "total": f"{own['proposed'].sum():,.15g}",
        "changed": int((own["change"].fillna(0) != 0).sum()),
    }
    return Said("quota_done", {**facts, "indicator": _label(case.indicator)})


def _label(indicator: str) -> Mapping[str, str]:
    from salesplan_xl.tables.contract import INDICATORS

    known = INDICATORS.get(indicator)
    return {language: known.choice.label(language) if known else indicator for language in LANGUAGES}


def _figures(proposals: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    sums = proposals.groupby("indicator", sort=False)[["current", "proposed"]].sum()
    return {
        "proposed": {
            str(name): [float(row["current"]), float(row["proposed"])] for name, row in sums.iterrows()
        },
        "rows": {table: len(frame) for table, frame in tables.items()},
    }
