"""Past years by month beside each other, what share of the year a month has, and the plan it leads to.

Three ways to share stand side by side: all years pooled, the mean of each year's shares, and the ratio to
the moving average. The shifted share is the one the plan uses, moved to the plan year's 春节 where asked for.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.forecast import seasonal_index
from salesplan_xl.formulas.phasing import SEASONALITY_METHODS, seasonality
from salesplan_xl.planning.exact_sums import as_amounts, matrix_of, on_common_grid
from salesplan_xl.planning.members import MONTHS
from salesplan_xl.planning.month_shares import shifted_shares
from salesplan_xl.planning.plan import SALES, Decomposition, Plan
from salesplan_xl.units import Floats

YEARS = 3
YEAR_COLUMNS = ("three_back", "two_back", "last_year")
COLUMNS = (
    "indicator",
    "place",
    *YEAR_COLUMNS,
    "total",
    *SEASONALITY_METHODS,
    "shifted",
    "index",
    "plan",
    "plan_share",
)


def month_share_table(plan: Plan, answer: Decomposition) -> pd.DataFrame:
    """Return twelve rows for each indicator that adds up over the year, in the order of the fiscal year.

    ``place`` counts the months from 0; amounts are in the base unit. A month without any row is blank, and so
    is what cannot be told: shares of years of which none is complete, of sums of zero, or of negative months.
    """
    parts = []
    for indicator, aggregation in _indicators(plan):
        if aggregation == "sum" and indicator in answer.steps:
            parts.append(_rows(plan, answer, indicator))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


def _indicators(plan: Plan) -> list[tuple[str, str]]:
    targets = plan.targets
    kinds = targets["aggregation"] if "aggregation" in targets else pd.Series("sum", index=targets.index)
    return list(zip(targets["indicator"], kinds.fillna("sum"), strict=True))


def _rows(plan: Plan, answer: Decomposition, indicator: str) -> pd.DataFrame:
    years = past_years(plan, indicator)
    planned = _planned(plan, answer, indicator)
    table = pd.DataFrame({"indicator": indicator, "place": np.arange(MONTHS)})
    for name, amounts in zip(YEAR_COLUMNS, years, strict=True):
        table[name] = amounts
    (whole,), step = on_common_grid(years)
    known = ~np.isnan(years)
    table["total"] = np.where(known.any(axis=0), as_amounts(whole.sum(axis=0), step), np.nan)
    seen = years[known.any(axis=1)]
    for method in SEASONALITY_METHODS:
        table[method] = _shares(seen, method)
    used = table[plan.settings.month_share_method].to_numpy(dtype=np.float64)
    if np.isnan(used).any():
        used = table["pooled"].to_numpy(dtype=np.float64)
    table["shifted"] = _shifted(plan, used, years)
    shares = table["shifted"].to_numpy(dtype=np.float64)
    usable = not np.isnan(shares).any() and (shares >= 0).all()
    table["index"] = np.asarray(seasonal_index(shares)).ravel() if usable else np.nan
    table["plan"] = planned
    total = planned.sum()
    table["plan_share"] = planned / total if total else np.nan
    return table[list(COLUMNS)]


def past_years(plan: Plan, indicator: str) -> Floats:
    """Return the amounts of the three years before the plan year, oldest first, blank where no row is.

    A month that history has is not taken a second time from the actuals.
    """
    first = plan.settings.first_month - YEARS * MONTHS
    rows: list[Floats] = []
    amounts: list[Floats] = []
    seen = np.zeros(YEARS * MONTHS, dtype=bool)
    for frame in (plan.history, plan.actuals):
        if not len(frame) or "amount" not in frame:
            continue
        names = frame["indicator"] if "indicator" in frame else pd.Series(None, index=frame.index)
        own = (names.astype(object).replace("", np.nan).fillna(SALES) == indicator).to_numpy()
        place = frame["month"].to_numpy(dtype=np.float64) - first
        own = own & (place >= 0) & (place < YEARS * MONTHS)
        place = place[own].astype(np.int64)
        new = ~seen[place]
        rows.append(place[new])
        amounts.append(frame["amount"].to_numpy(dtype=np.float64)[own][new])
        seen[place] = True
    if not rows:
        return np.full((YEARS, MONTHS), np.nan)
    (whole,), step = on_common_grid(np.concatenate(amounts))
    at = np.concatenate(rows).astype(np.int64)
    sums = matrix_of(at // MONTHS, at % MONTHS, whole, (YEARS, MONTHS))
    return np.where(seen.reshape(YEARS, MONTHS), as_amounts(sums, step), np.nan)


def _planned(plan: Plan, answer: Decomposition, indicator: str) -> Floats:
    """Return the committed target by month, blank where the plan is not split by months."""
    own = answer.quota[answer.quota["indicator"] == indicator]
    period = own["period"].to_numpy(dtype=np.float64)
    if np.isnan(period).any() or not len(own):
        return np.full(MONTHS, np.nan)
    place = period.astype(np.int64) - plan.settings.first_month
    amounts = own["committed"].to_numpy(dtype=np.int64)
    sums = matrix_of(np.zeros(len(own), dtype=np.int64), place, amounts, (1, MONTHS))[0]
    return np.asarray(answer.steps[indicator].amounts(sums), dtype=np.float64)


def _shares(years: Floats, method: str) -> Floats:
    try:
        return np.asarray(seasonality(years, method), dtype=np.float64).ravel()
    except SalesPlanError:
        return np.full(MONTHS, np.nan)


def _shifted(plan: Plan, shares: Floats, years: Floats) -> Floats:
    complete = np.flatnonzero(~np.isnan(years).any(axis=1)) - YEARS
    if not plan.settings.lunar_new_year or np.isnan(shares).any() or not len(complete):
        return shares
    return shifted_shares(shares, complete, plan.settings)
