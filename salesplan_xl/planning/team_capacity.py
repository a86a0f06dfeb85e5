"""What a sales team can carry: reps on the job by month, ramped by tenure, against the quota of the month.

Capacity of a month = sum over reps of full month x FTE x ability x ramp(month on the job) x expected
attainment x what attrition leaves x weight of the month. The full month is what a ramped rep sells in an
average month; the weight is the month's share of the year's quota times twelve, so that capacity follows the
season.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attrition import attrition_per_period
from salesplan_xl.formulas.capacity import capacity, ramp
from salesplan_xl.planning.exact_sums import as_amounts, on_common_grid, sums_by
from salesplan_xl.units import Floats, clear_of_noise

MONTHS = 12
LONG_ON_THE_JOB = 10_000
"""The month on the job of a rep whose start is not known."""
TOTAL = "total"


@dataclass(frozen=True)
class TeamInputs:
    """What the planner assumes of his team.

    ``curve`` is the productivity by month on the job, 1 at its end. ``full_month`` is what a ramped rep sells
    in an average month; without it, what the reps sold last year by ramped head and month.
    """

    curve: tuple[float, ...] = (1.0,)
    full_month: float | None = None
    expected_attainment: float = 1.0
    annual_attrition: float = 0.0
    green: float = 1.0
    amber: float = 0.9


@dataclass(frozen=True)
class Team:
    """Reps in rows, the twelve months of a fiscal year in columns."""

    reps: tuple[str, ...]
    regions: tuple[str | None, ...]
    fte: Floats
    ability: Floats
    present: Floats
    """1 in the months on the job, else 0."""
    ramp: Floats
    """Productivity in these months, 0 elsewhere."""
    joined: Floats
    left: Floats

    @property
    def productive(self) -> Floats:
        """Ramped heads: FTE x ability x ramp."""
        return self.ramp * (self.fte * self.ability)[:, None]


def team_of(reps: pd.DataFrame, first: int, curve: tuple[float, ...]) -> Team:
    """Return the team of a fiscal year.

    Args:
        reps: ``rep``, ``region``, ``start_month``, ``end_month`` (month indices, both included; NaN is open),
            ``fte`` and ``ability`` (NaN is one).
        first: Index of the fiscal year's first month.
        curve: Productivity by month on the job.
    """
    months = first + np.arange(MONTHS)
    start, end = (_column(reps, name) for name in ("start_month", "end_month"))
    known = ~np.isnan(start)
    tenure = np.where(known[:, None], months - np.nan_to_num(start)[:, None] + 1, LONG_ON_THE_JOB)
    present = (tenure >= 1) & ~(months > np.where(np.isnan(end), np.inf, end)[:, None])
    productivity = np.asarray(ramp(tenure, np.array([curve])), dtype=np.float64)
    fte = _or_one(reps, "fte")
    return Team(
        tuple(map(str, reps["rep"])),
        tuple(None if name is None or name != name else str(name) for name in _objects(reps, "region")),
        fte,
        _or_one(reps, "ability"),
        present.astype(np.float64),
        productivity * present,
        (months == np.where(known, start, -1)[:, None]) * fte[:, None],
        (months == np.where(np.isnan(end), -1, end)[:, None]) * fte[:, None],
    )


def full_month_of(team: Team, sold: float | None) -> float | None:
    """Return what a ramped rep sold in an average month; ``None`` where that is not known."""
    heads = float(team.productive.sum())
    return (
        None if sold is None or sold <= 0 or heads <= 0 else float(clear_of_noise(np.float64(sold / heads)))
    )


def capacity_table(team: Team, quota: pd.DataFrame, inputs: TeamInputs, full_month: float) -> pd.DataFrame:
    """Compare capacity with the quota by month, in total and by region.

    Args:
        team: The plan year's team.
        quota: ``place`` (0 to 11), ``region``, ``rep`` and ``committed`` of one indicator.
        inputs: What the planner assumes.
        full_month: What a ramped rep sells in an average month.

    Returns:
        ``place``, ``dimension``, ``member`` and the columns of the table tblCapacity; the total first.
    """
    (whole,), step = on_common_grid(quota["committed"].to_numpy(dtype=np.float64))
    place = quota["place"].to_numpy(dtype=np.int64)
    by_month = as_amounts(sums_by(place, whole, MONTHS), step)
    weight = by_month * MONTHS / by_month.sum() if by_month.sum() > 0 else np.ones(MONTHS)
    monthly = float(attrition_per_period(inputs.annual_attrition, MONTHS))
    kept = (1 - monthly) ** np.arange(1, MONTHS + 1)
    names = dict(zip(team.reps, range(len(team.reps)), strict=True))
    who = np.array([names.get(rep, -1) if isinstance(rep, str) else -1 for rep in _objects(quota, "rep")])
    there = (who >= 0) & (team.present[who, place] > 0)
    areas = _objects(quota, "region")
    regions = [name for name in dict.fromkeys([*areas, *team.regions]) if isinstance(name, str)]
    parts = []
    for member in (None, *regions):
        rows = (
            np.ones(len(quota), dtype=bool)
            if member is None
            else np.array([name == member for name in areas])
        )
        own = np.array([member is None or name == member for name in team.regions], dtype=bool)
        target = as_amounts(sums_by(place[rows], whole[rows], MONTHS), step)
        open_ = as_amounts(sums_by(place[rows & ~there], whole[rows & ~there], MONTHS), step)
        parts.append(_area(team, own, target, open_, weight * kept, inputs, full_month, member))
    return pd.concat(parts, ignore_index=True)


def _area(
    team: Team,
    own: Floats,
    target: Floats,
    uncovered: Floats,
    scale: Floats,
    inputs: TeamInputs,
    full_month: float,
    member: str | None,
) -> pd.DataFrame:
    heads = (team.fte[:, None] * team.present)[own].sum(axis=0)
    ramped = (team.ramp < max(inputs.curve[-1], 0)) & (team.present > 0)
    new = (team.fte[:, None] * ramped)[own].sum(axis=0)
    able = np.zeros(MONTHS)
    if own.any():
        quotas = full_month * team.fte[own] * team.ability[own]
        reached, nobody_leaves = np.array([inputs.expected_attainment]), np.zeros(1)
        ramp_by_month = np.minimum(team.ramp[own], 1.0).T
        by_month = [capacity(quotas, month.reshape(-1, 1), reached, nobody_leaves) for month in ramp_by_month]
        able = np.array(by_month, dtype=np.float64).ravel() * scale
    able = np.round(able, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        cover = np.where(target > 0, clear_of_noise(able / target), np.nan)
        share = np.where(heads > 0, clear_of_noise(new / heads), np.nan)
    states = np.select(
        [np.isnan(cover), cover >= inputs.green, cover >= inputs.amber], ["", "green", "amber"], "red"
    )
    return pd.DataFrame(
        {
            "place": np.arange(MONTHS),
            "dimension": TOTAL if member is None else "region",
            "member": member,
            "heads": heads,
            "joined": team.joined[own].sum(axis=0),
            "left": team.left[own].sum(axis=0),
            "new_share": share,
            "ramped": np.round(team.productive[own].sum(axis=0), 6),
            "capacity": able,
            "target": target,
            "cover": cover,
            "gap": np.round(target - able, 2),
            "uncovered": uncovered,
            "status": [state or None for state in states.tolist()],
        }
    )


def _column(frame: pd.DataFrame, name: str) -> Floats:
    if name not in frame:
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=np.float64)


def _or_one(frame: pd.DataFrame, name: str) -> Floats:
    values = _column(frame, name)
    return np.where(np.isnan(values), 1.0, values)


def _objects(frame: pd.DataFrame, name: str) -> list[object]:
    return list(frame[name]) if name in frame else [None] * len(frame)
