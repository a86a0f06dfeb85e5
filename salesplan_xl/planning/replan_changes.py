"""What a revision changes beside the amounts: closed months whose actuals moved, ratios of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import on_common_grid
from salesplan_xl.planning.members import numbers_of


@dataclass(frozen=True)
class MonthChanged:
    """The actuals of a closed month: at the last revision, and now. ``period`` is a month index."""

    indicator: str
    period: int
    before: float
    after: float


@dataclass(frozen=True)
class RatioOfYear:
    """A ratio of the year as planned and as revised, each a fraction."""

    indicator: str
    planned: float
    revised: float


def months_changed(before: pd.DataFrame, after: pd.DataFrame) -> list[MonthChanged]:
    """Return the months whose actuals differ between two revisions, both as :attr:`Revision.table`.

    Only months that both take from actuals count: one closed since is new, not changed.
    """
    known, after = (rows[~np.isnan(numbers_of(rows, "actual"))] for rows in (before, after))
    keys = ["indicator", "period"]
    (old, new), grid = on_common_grid(numbers_of(known, "actual"), numbers_of(after, "actual"))
    first = known[keys].assign(amount=old).groupby(keys, sort=False)["amount"].sum()
    now = after[keys].assign(amount=new).groupby(keys, sort=False)["amount"].sum()
    found = []
    pairs: list[tuple[str, int]] = first.index.tolist()
    for (indicator, period), amount in zip(pairs, first.tolist(), strict=True):
        current = int(now.get((indicator, period), amount))
        if int(amount) != current:
            found.append(
                MonthChanged(indicator, int(period), grid.amounts(int(amount)), grid.amounts(current))
            )
    return found


def ratios_of_year(
    totals: pd.DataFrame, indicators: Sequence[str], parts: dict[str, tuple[str, str]]
) -> list[RatioOfYear]:
    """Return the ratios among some indicators, made from the year's totals of their two parts.

    ``totals`` has ``indicator``, ``target`` and ``year``; a ratio without both parts, or whose lower part is
    zero, is left out.
    """
    names = totals["indicator"].tolist()
    target, year = (
        dict(zip(names, numbers_of(totals, column).tolist(), strict=True)) for column in ("target", "year")
    )
    found = []
    for indicator in indicators:
        over, under = parts.get(indicator, ("", ""))
        if over in target and target.get(under) and year.get(under):
            planned, revised = target[over] / target[under], year[over] / year[under]
            found.append(RatioOfYear(indicator, planned, revised))
    return found
