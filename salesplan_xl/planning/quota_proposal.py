"""Quotas proposed to reps: a region's quota by what each can carry and what he sold, exact to the step.

Weight of a rep = history weight x his share by history + the rest x his share of productive months (FTE x
ability x ramp over the months on the job). By history a rep weighs what he sold last year in a productive
month times his productive months of the plan year, so that who leaves in June is not asked for a year's
sales. A rep without sales of his own is weighed by productive months alone. The proposals of a region add up
to what its reps carry now; a region that nobody can carry stays where it is, and is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.formulas.allocation import decompose
from salesplan_xl.planning.team_capacity import Team
from salesplan_xl.units import Floats, Step, clear_of_noise


@dataclass(frozen=True)
class Proposal:
    """One row per rep, and the regions whose quota no rep can carry."""

    table: pd.DataFrame
    nobody: tuple[str, ...] = ()


def quota_proposal(
    team: Team,
    current: Floats,
    last_year: Floats,
    productive_last_year: Floats,
    carried: Floats,
    step: Step,
    history_weight: float,
    pools: Sequence[str | None],
) -> Proposal:
    """Propose quotas.

    Args:
        team: The plan year's team.
        current: Each rep's quota now.
        last_year: What each sold last year; NaN or zero where he sold nothing.
        productive_last_year: Each rep's productive months of last year.
        carried: What each can be expected to bring in, his capacity of the year.
        step: Smallest amount of a quota.
        history_weight: 0 to 1.
        pools: The region each rep shares the quota of; ``None`` is the whole team.

    Returns:
        ``rep, region, fte, ability, productive_months, last_year, current, proposed, change, growth,
        capacity, load``. The proposals of each pool add up to its current quotas, to the last step.
    """
    productive = team.productive.sum(axis=1)
    sold = np.nan_to_num(last_year).clip(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        a_month = np.where(productive_last_year > 0, sold / productive_last_year, 0.0)
    expected = a_month * productive
    proposed = np.array(current, dtype=np.float64)
    nobody: list[str] = []
    for pool in dict.fromkeys(pools):
        members = np.array([name == pool for name in pools], dtype=bool)
        total = float(step.amounts(int(step.nearest(current[members]).sum())))
        able = productive[members]
        if not able.any():
            if total:
                nobody.append(pool or "")
            continue
        weights = _weights(expected[members], able, history_weight)
        shares = decompose(total, weights.reshape(-1, 1), step)
        proposed[members] = np.asarray(shares, dtype=np.float64).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where(sold > 0, clear_of_noise(proposed / sold - 1), np.nan)
        load = np.where(carried > 0, np.round(proposed / carried, 6), np.nan)
    table = pd.DataFrame(
        {
            "rep": team.reps,
            "region": pd.Series(team.regions, dtype=object),
            "fte": team.fte,
            "ability": team.ability,
            "productive_months": np.round(productive, 6),
            "last_year": last_year,
            "current": current,
            "proposed": proposed,
            "change": step.amounts(step.nearest(proposed) - step.nearest(current)),
            "growth": growth,
            "capacity": carried,
            "load": load,
        }
    )
    return Proposal(table, tuple(nobody))


def _weights(expected: Floats, able: Floats, history_weight: float) -> Floats:
    """Blend the shares of history and of productive months among the reps of a pool.

    >>> _weights(np.array([30.0, 10.0, 0.0]), np.array([12.0, 12.0, 6.0]), 0.5).tolist()
    [0.5, 0.3, 0.2]
    """
    ability: Floats = able / able.sum()
    with_history = (expected > 0) & (able > 0)
    if not with_history.any() or history_weight == 0:
        return ability
    # Those with sales share by history what productive months give them together.
    known = ability[with_history].sum()
    own = ability.copy()
    own[with_history] = known * expected[with_history] / expected[with_history].sum()
    blended: Floats = clear_of_noise(history_weight * own + (1 - history_weight) * ability)
    return blended
