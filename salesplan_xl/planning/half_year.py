"""How a period closed: actual against target and last year, for every indicator, dimension and member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import attainment as attainment_of
from salesplan_xl.formulas.attainment import change_rate
from salesplan_xl.formulas.incentives import ranking
from salesplan_xl.planning.exact_sums import on_common_grid
from salesplan_xl.planning.metrics import TOTAL, Book, Thresholds, View, members_by
from salesplan_xl.planning.metrics.results import planned, share, sold
from salesplan_xl.units import Floats

COLUMNS = (
    "indicator",
    "dimension",
    "member",
    "actual",
    "target",
    "variance",
    "attainment",
    "last_year",
    "growth",
    "share",
    "rank",
    "status",
)


def half_year_table(
    book: Book,
    first: int,
    last: int,
    dimensions: Sequence[str],
    aggregation: Mapping[str, str],
    lower: frozenset[str] = frozenset(),
    thresholds: Thresholds | None = None,
) -> pd.DataFrame:
    """Compare actuals with targets and last year over the months from ``first`` to ``last``.

    A closing value (``aggregation`` says which) is that of the last month. ``lower`` names the indicators of
    which less is better. Members without target and without actual are left out; amounts are exact.

    Returns:
        Columns :data:`COLUMNS`, the total of each indicator first; NaN where nothing is known.
    """
    limits = thresholds or Thresholds()
    parts = []
    for indicator in _indicators(book):
        closing = aggregation.get(indicator) == "closing"
        start = last if closing else first
        whole: Floats | None = None
        for dimension in (TOTAL, *dimensions):
            members = (None,) if dimension == TOTAL else members_by(book, dimension)
            if not members:
                continue
            view = View(book, dimension, members, start, last)
            actual, before = sold(view, indicator), sold(view.moved(-12), indicator)
            target = planned(view, indicator)
            whole = actual if whole is None else whole
            reached = attainment_of.rows(actual, target)[0]
            table = pd.DataFrame(
                {
                    "indicator": indicator,
                    "dimension": dimension,
                    "member": list(members),
                    "actual": actual,
                    "target": target,
                    "variance": difference(actual, target),
                    "attainment": reached,
                    "last_year": before,
                    "growth": change_rate.rows(actual, before)[0],
                    "share": share(actual, np.broadcast_to(whole, actual.shape)),
                    "rank": _ranks(reached) if dimension != TOTAL else np.nan,
                    "status": status_of(reached, actual, target, indicator in lower, limits),
                }
            )
            there = (np.nan_to_num(actual) != 0) | (np.nan_to_num(target) != 0) | (np.nan_to_num(before) != 0)
            parts.append(table[there | (dimension == TOTAL)])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


def difference(left: Floats, right: Floats) -> Floats:
    """Return left − right, exact on the grid both lie on; NaN where one is not known."""
    known = ~(np.isnan(left) | np.isnan(right))
    (one, other), step = on_common_grid(np.where(known, left, 0.0), np.where(known, right, 0.0))
    return np.where(known, step.amounts(one - other), np.nan)


def status_of(reached: Floats, actual: Floats, target: Floats, lower: bool, limits: Thresholds) -> list[str]:
    """Return green, amber or red by attainment, ``none`` where there is none."""
    if lower:
        with np.errstate(all="ignore"):
            reached = np.where(actual > 0, target / actual, np.where(np.isnan(reached), np.nan, np.inf))
    light = np.where(reached >= limits.amber, "amber", "red").astype(object)
    light[reached >= limits.green] = "green"
    light[np.isnan(reached)] = "none"
    return list(light)


def _indicators(book: Book) -> list[str]:
    """Return the indicators that have a target, in its order; without any, the sales amount."""
    quota = book.frames.get("quota")
    named = [] if quota is None else quota["indicator"].drop_duplicates().tolist()
    return named or (["sales_amount"] if "sales" in book.frames else [])


def _ranks(reached: Floats) -> Floats:
    return np.asarray(ranking(reached), dtype=np.float64).ravel()
