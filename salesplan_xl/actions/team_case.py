"""What the action Quota works with: the plan year's team, its quotas and sales, and the planner's inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salesplan_xl.actions.planning_inputs import measure_of, months_as_indices
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, first_month_of, tracked
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Floats

if TYPE_CHECKING:
    import pandas as pd

    from salesplan_xl.planning.team_capacity import Team, TeamInputs

DEFAULTS: Mapping[str, float] = {
    "history_weight": 0.5,
    "expected_attainment": 1.0,
    "annual_attrition": 0.0,
    "fair_low": 0.8,
    "fair_high": 1.2,
    "visits_per_day": 4.0,
    "working_days": 240.0,
}
_SHARES = ("history_weight", "annual_attrition")


@dataclass(frozen=True)
class TeamCase:
    """What is worked with: one fiscal year, the team of it, the quotas and sales by rep."""

    tables: PlanTables
    inputs: TeamInputs
    values: Mapping[str, float]
    first: int
    team: Team
    quota: pd.DataFrame
    sales: pd.DataFrame
    indicator: str
    full_month: float
    productive_last_year: Floats
    basis: str
    """Where the full month comes from: typed, last year, or the quota itself."""

    @classmethod
    def of(cls, run: Run, inputs: TeamInputs) -> TeamCase:
        from salesplan_xl.planning.team_capacity import full_month_of, team_of

        tables = run.plan
        first = first_month_of(tables).index
        quota, sales, notes = tracked(tables, first_month_of(tables))
        run.attention += notes
        quota = quota[(quota["period"] >= first) & (quota["period"] < first + 12)]
        quota = quota.assign(committed=quota["target"], place=quota["period"] - first)
        reps = months_as_indices(tables.frame("tblReps"), "start_month", "end_month")
        team = team_of(reps, first, inputs.curve)
        money = [name for name in dict.fromkeys(quota["indicator"]) if _is_money(tables, str(name))]
        indicator = str(money[0]) if money else str(next(iter(quota["indicator"]), "sales_amount"))
        before = team_of(reps, first - 12, inputs.curve)
        own = sales[
            (sales["indicator"] == indicator) & (sales["month"] < first) & (sales["month"] >= first - 12)
        ]
        sold = float(own[own["rep"].isin(team.reps)]["amount"].sum()) if "rep" in own else 0.0
        year = float(quota[quota["indicator"] == indicator]["committed"].sum())
        known = full_month_of(before, sold)
        basis = "typed" if inputs.full_month else "history" if known else "quota"
        full = inputs.full_month or known or full_month_of(team, year) or 0.0
        productive = before.productive.sum(axis=1)
        return cls(
            tables, inputs, _values(tables), first, team, quota, sales, indicator, full, productive, basis
        )

    def by_rep(self, frame: pd.DataFrame, column: str, indicator: str) -> Floats:
        """Add up a column by rep, in the order of the team; zero where a rep has none."""
        from salesplan_xl.planning.exact_sums import as_amounts, on_common_grid, sums_by

        names = dict(zip(self.team.reps, range(len(self.team.reps)), strict=True))
        own = frame[frame["indicator"] == indicator]
        if "rep" not in own:
            return np.zeros(len(self.team.reps))
        (whole,), step = on_common_grid(own[column].to_numpy(dtype=np.float64))
        who = np.array([names.get(rep, -1) for rep in own["rep"]], dtype=np.int64)
        return as_amounts(sums_by(who[who >= 0], whole[who >= 0], len(self.team.reps)), step)

    def within(self, frame: pd.DataFrame, column: str, first: int, last: int) -> pd.DataFrame:
        return frame[(frame[column] >= first) & (frame[column] <= last)]


def _is_money(tables: PlanTables, indicator: str) -> bool:
    closing = aggregations_of(tables).get(indicator, "sum") != "sum"
    return not closing and measure_of(indicator, unit_of(tables, indicator)) == "money"


def unit_of(tables: PlanTables, indicator: str) -> object:
    if "tblTargets" not in tables:
        return None
    targets = tables.frame("tblTargets")
    own = targets[targets["indicator"] == indicator]
    return own["unit"].iloc[0] if len(own) and "unit" in own else None


def _values(tables: PlanTables) -> dict[str, float]:
    """Return the team's inputs, typed or by default."""
    typed: dict[str, float] = {}
    if "tblTeamInputs" in tables:
        frame = tables.frame("tblTeamInputs")
        if "value" in frame:
            known = frame[frame["value"].notna()]
            typed = {str(key): float(value) for key, value in zip(known["key"], known["value"], strict=True)}
    return {**DEFAULTS, **typed}


def team_inputs(run: Run) -> TeamInputs | None:
    """Return what the planner assumes; an impossible value is a problem."""
    from salesplan_xl.planning.team_capacity import TeamInputs

    tables = run.plan
    if "tblReps" not in tables or run.problems:
        return None
    values = _values(tables)
    for key in _SHARES:
        if not 0 <= values[key] <= 1:
            data = tables["tblTeamInputs"]
            row = int(data.frame.index[data.frame["key"] == key][0])
            run.problems.append(data.problem("quota_share_outside", row, "value", value=f"{values[key]:g}"))
    curve = (1.0,)
    if "tblRamp" in tables and len(tables.frame("tblRamp")):
        data = tables["tblRamp"]
        frame = data.frame.sort_values("tenure", kind="stable")
        if frame["tenure"].tolist() != list(range(1, len(frame) + 1)):
            run.problems.append(data.problem("quota_ramp_gap", int(frame.index[0]), "tenure"))
        high = frame.index[frame["productivity"] > 1].tolist()
        run.problems.extend(
            data.problem("quota_share_outside", row, "productivity", value="> 100%") for row in high
        )
        curve = tuple(frame["productivity"].tolist())
    settings = tables.settings
    return TeamInputs(
        curve,
        values.get("full_month") or None,
        values["expected_attainment"],
        values["annual_attrition"],
        settings.threshold_green,
        settings.threshold_amber,
    )
