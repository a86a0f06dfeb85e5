"""What reps reached and earned: attainment, rank, commission, fairness of quotas, appraisal, visits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.activity import contact_load, contacts
from salesplan_xl.formulas.attainment import attainment
from salesplan_xl.formulas.commission import commission, commission_cliffs, commission_rate
from salesplan_xl.formulas.concentration import abc_class, concentration, dispersion
from salesplan_xl.formulas.fairness import quota_fairness, size_bias
from salesplan_xl.formulas.incentives import most_improved, ranking, score
from salesplan_xl.units import Floats, clear_of_noise

WEEKS = 52
NO_SPREAD = 0.05
"""Coefficient of variation below which attainment is the same for all."""


@dataclass(frozen=True)
class Audit:
    """One measure of the fairness of quotas: NaN where it cannot be told. ``fair`` says whether it is."""

    measure: str
    value: float
    fair: bool | None
    low: float | None = None
    high: float | None = None


def commission_table(
    reps: Sequence[str], quota: Floats, actual: Floats, before: Floats, tiers: Floats, method: str
) -> pd.DataFrame:
    """Return attainment, rank and commission of reps to date.

    Args:
        reps: Their names.
        quota: Quota to date of each; zero where he has none.
        actual: What each sold to date.
        before: Attainment of the time before the present quarter, NaN where there is none: how far a rep rose
            is measured against it.
        tiers: Two columns, attainment from which a rate holds, and the rate; no row pays nothing.
        method: marginal or retroactive.
    """
    has = quota > 0
    reached = np.full(len(quota), np.nan)
    reached[has] = attainment(actual[has], quota[has])
    rise = clear_of_noise(reached - before)
    table = pd.DataFrame(
        {
            "rep": list(reps),
            "quota_ytd": quota,
            "actual_ytd": actual,
            "attainment": reached,
            "rank": np.asarray(ranking(reached.reshape(-1, 1)), dtype=np.float64).ravel(),
            "rise": rise,
            "improved": np.asarray(
                most_improved(before.reshape(-1, 1), reached.reshape(-1, 1)), dtype=np.float64
            ).ravel(),
        }
    )
    earned = [_earned(*pair, tiers, method) for pair in zip(actual.tolist(), quota.tolist(), strict=True)]
    columns = ("commission", "effective", "marginal", "next_tier")
    return table.assign(**dict(zip(columns, np.array(earned).reshape(-1, 4).T, strict=True)))


def _earned(actual: float, quota: float, tiers: Floats, method: str) -> tuple[float, float, float, float]:
    if not len(tiers) or quota <= 0 or actual < 0:
        return (np.nan,) * 4
    sales, target = np.float64(actual), np.float64(quota)
    starts = np.asarray(commission_cliffs(quota, tiers, method), dtype=np.float64)[:, 0]
    ahead = starts[starts > actual]
    return (
        float(commission(sales, target, tiers, method)),
        float(commission_rate(sales, target, tiers, method, "effective")),
        float(commission_rate(sales, target, tiers, method, "marginal")),
        float(clear_of_noise(np.float64(ahead[0] - actual))) if len(ahead) else 0.0,
    )


def fairness_audit(
    quota: Floats, actual: Floats, proposed: Floats, last_year: Floats, low: float, high: float
) -> list[Audit]:
    """Return the measures of the fairness of quotas: those set by what was reached, those proposed by growth.

    Reps without quota are left out. What cannot be told (fewer than three reps, say) has the value NaN.
    """
    has = quota > 0
    done, asked = actual[has], quota[has]
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(asked > 0, done / asked, np.nan)
        growth = np.where((last_year > 0) & (proposed > 0), proposed / last_year, np.nan)
    sold = done.clip(0)
    spread = _audit("dispersion", lambda: dispersion(rates, "cv"), None, 0.25)
    bias = _audit("size_bias", lambda: size_bias(done, asked), -0.3, 0.3)
    if spread.value < NO_SPREAD and bias.fair is False:
        bias = replace(bias, fair=True)  # a correlation of differences that are none
    return [
        _audit("within_band", lambda: quota_fairness(done, asked, low, high), 0.6, None),
        bias,
        spread,
        _audit("best_to_worst", lambda: dispersion(rates, "p90_p10"), None, 2.0),
        _audit("gini", lambda: concentration(sold, "gini"), None, 0.4),
        _audit("hhi", lambda: concentration(sold, "hhi"), None, None),
        _audit("top_three", lambda: concentration(sold, "top", 3), None, None),
        _audit("growth_spread", lambda: dispersion(growth, "cv"), None, 0.25),
    ]


def _audit(measure: str, compute: Callable[[], Any], low: float | None, high: float | None) -> Audit:
    try:
        value = float(compute())
    except SalesPlanError:
        return Audit(measure, np.nan, None, low, high)
    if np.isnan(value) or (low is None and high is None):
        return Audit(measure, value, None, low, high)
    return Audit(measure, value, (low is None or value >= low) and (high is None or value <= high), low, high)


def appraisal_table(rows: pd.DataFrame, cap: float | None) -> pd.DataFrame:
    """Return appraisal rows with what each item reached and counts, each rep's score and rank.

    Args:
        rows: ``rep``, ``item``, ``weight``, ``target``, ``actual``; an item without target or actual does
            not count, and a rep without any that does has no score.
        cap: Most that one item counts; ``None`` is none.
    """
    weight, target, actual = (
        rows[name].to_numpy(dtype=np.float64) for name in ("weight", "target", "actual")
    )
    counts = ~np.isnan(target) & ~np.isnan(actual) & (target != 0) & (np.nan_to_num(weight) > 0)
    reached = np.full(len(rows), np.nan)
    reached[counts] = attainment(actual[counts], target[counts])
    points = np.clip(reached, 0, np.inf if cap is None else cap)
    scores: dict[object, float] = {}
    for rep, places in rows[counts].groupby("rep", sort=False).indices.items():
        at = np.flatnonzero(counts)[places]
        scores[rep] = float(score(actual[at], target[at], weight[at], cap))
    totals = np.array([scores.get(rep, np.nan) for rep in rows["rep"]])
    everyone = list(scores)
    ranks = np.asarray(ranking(np.array([[scores[rep]] for rep in everyone])), dtype=np.float64).ravel()
    places_ = dict(zip(everyone, ranks.tolist(), strict=True)) if everyone else {}
    return rows.assign(
        reached=clear_of_noise(reached),
        points=clear_of_noise(points),
        score=totals,
        rank=[places_.get(rep, np.nan) for rep in rows["rep"]],
    )


def visit_plan(
    sales: pd.DataFrame, fte: dict[str, float], per_year: Sequence[float], per_day: float, days: float
) -> pd.DataFrame:
    """Return the contacts a year that each rep's customers call for, against what he can make.

    Args:
        sales: ``rep``, ``customer``, ``amount`` of the last twelve months. Customers are classed A, B, C by
            cumulative share over the whole company; one with returns only is class C.
        fte: Each rep's full-time equivalent; one where it is not there.
        per_year: Contacts a year of the three classes.
        per_day: Contacts a rep makes in a day.
        days: Days in the field in a year.
    """
    by_customer = sales.groupby("customer", sort=False)["amount"].sum()
    classes = np.full(len(by_customer), "C", dtype=object)
    if (by_customer > 0).any():
        classes = np.asarray(abc_class(by_customer.to_numpy().clip(0).reshape(-1, 1)), dtype=object).ravel()
    class_of = dict(zip(by_customer.index, classes, strict=True))
    pairs = sales.groupby(["rep", "customer"], sort=False)["amount"].sum().reset_index()
    # A customer is visited by the rep who sold him most.
    pairs = pairs.sort_values("amount", ascending=False, kind="stable").drop_duplicates("customer")
    pairs["class"] = pairs["customer"].map(class_of)
    found = []
    for rep in dict.fromkeys(sales["rep"]):
        own = pairs[pairs["rep"] == rep]["class"]
        counts = [int((own == letter).sum()) for letter in "ABC"]
        needed = float(contacts(np.array(counts, dtype=np.float64), np.array(per_year, dtype=np.float64)))
        heads = fte.get(rep, 1.0)
        possible = heads * per_day * days
        load = np.nan
        if possible > 0:
            load = float(contact_load(*(np.float64(x) for x in (needed, heads, per_day, days))))
        found.append([rep, *counts, needed, round(needed / WEEKS, 2), possible, load])
    columns = ["rep", "class_a", "class_b", "class_c", "contacts", "per_week", "possible", "load"]
    return pd.DataFrame(found, columns=columns)
