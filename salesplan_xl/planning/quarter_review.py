"""Quarters of the year: target, actual, last year, for every indicator in total and by dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import attainment, change_rate
from salesplan_xl.planning.cuts import Cuts, Window, cut
from salesplan_xl.planning.statuses import statuses
from salesplan_xl.units import Floats, Month, Period, clear_of_noise

COLUMNS = (
    "indicator",
    "period",
    "dimension",
    "member",
    "target",
    "actual",
    "variance",
    "attainment",
    "last_year",
    "yoy",
    "status",
)


def quarter_review(
    quota: pd.DataFrame,
    sales: pd.DataFrame,
    first: int,
    last: int,
    dimensions: Sequence[str],
    aggregation: Mapping[str, str],
    green: float = 1.0,
    amber: float = 0.9,
) -> pd.DataFrame:
    """Return a row per indicator, quarter begun, dimension and member.

    Of a quarter that is not over, target and last year are those of its months up to ``last``, so that like
    is compared with like. A closing indicator stands as in the quarter's last month known. An indicator whose
    target is a ratio has no quarter: ratios are not added up.

    Args:
        quota: ``indicator, period`` (month index), a column per dimension, ``target``.
        sales: ``indicator, month`` (index), a column per dimension, ``amount``; this year and last.
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
        dimensions: What to cut by beside the total.
        aggregation: How the months of an indicator make up a year: ``sum`` (usual), ``closing``, ``ratio``.
        green: From this attainment on, on track.
        amber: From this attainment on, at risk; below it, behind.
    """
    parts = []
    for indicator in quota["indicator"].drop_duplicates().tolist():
        how = aggregation.get(indicator, "sum")
        if how == "ratio":
            continue
        own = sales[sales["indicator"] == indicator]
        planned = quota[quota["indicator"] == indicator].rename(
            columns={"period": "month", "target": "amount"}
        )
        rows = pd.concat(
            [
                planned.assign(target=planned["amount"]),
                own.assign(actual=own["amount"]),
                own.assign(last_year=own["amount"], month=own["month"] + 12),
            ],
            ignore_index=True,
        )
        cuts = cut(rows, dimensions, ("target", "actual", "last_year"), first, last)
        for start in range(0, last - first + 1, 3):
            window = Window(start, min(start + 2, last - first))
            parts.append(_quarter(cuts, window, indicator, how == "closing", green, amber))
    if not parts:
        return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS})
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _quarter(
    cuts: Cuts, window: Window, indicator: str, closing: bool, green: float, amber: float
) -> pd.DataFrame:
    target, actual, last_year = (
        _over(cuts, measure, window, closing) for measure in ("target", "actual", "last_year")
    )
    whole = Period(Month.at(cuts.first + window.start), Month.at(cuts.first + window.start + 2))
    reached = attainment.rows(actual, target)[0]
    rows = pd.DataFrame(
        {
            "indicator": indicator,
            "period": str(whole),
            "dimension": cuts.dimensions,
            "member": cuts.members,
            "target": target,
            "actual": actual,
            "variance": clear_of_noise(actual - target, np.nan_to_num(actual), np.nan_to_num(target)),
            "attainment": reached,
            "last_year": last_year,
            "yoy": change_rate.rows(actual, last_year)[0],
            "status": statuses(reached, actual, green, amber),
        }
    )
    return rows[cuts.shown(window)]


def _over(cuts: Cuts, measure: str, window: Window, closing: bool) -> Floats:
    if not closing:
        return cuts.flow(measure, window)
    found = np.full(len(cuts.members), np.nan)
    for month in range(window.start, window.end + 1):
        now = cuts.at(measure, month)
        found = np.where(np.isnan(now), found, now)
    return found
