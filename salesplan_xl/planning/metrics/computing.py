"""All key figures of a book, in one table: by total, by their natural dimensions and by those asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import attainment as attainment_of
from salesplan_xl.formulas.attainment import change_rate
from salesplan_xl.planning.metrics.book import Book
from salesplan_xl.planning.metrics.declaration import METRICS, Metric
from salesplan_xl.planning.metrics.results import PLANNED
from salesplan_xl.planning.metrics.view import TOTAL, View
from salesplan_xl.units import Floats

COLUMNS = ("code", "dimension", "member", "value", "target", "comparison", "change", "status")
DIFFERENCES = ("ratio", "points", "score", "days", "months")
"""Units whose change is a difference; of the others it is a rate."""
_RECORDED = {
    "tblDeals": ("first_contact_month", "closed_month"),
    "tblCustomers": ("first_order",),
    "tblActivities": ("month",),
    "tblMarket": ("month",),
}
"""Columns of months that tell from when on a table was kept."""
_MEMBER_TABLES = ("quota", "sales", "tblCustomers", "tblDeals", "tblActivities", "tblMarket")


@dataclass(frozen=True)
class Thresholds:
    """Attainment from which a figure is on track, and from which it is at risk."""

    green: float = 1.0
    amber: float = 0.9


def kpi_table(
    book: Book,
    first: int,
    last: int,
    dimensions: Sequence[str] = (),
    thresholds: Thresholds | None = None,
    metrics: Iterable[Metric] | None = None,
) -> pd.DataFrame:
    """Compute key figures over the months from ``first`` to ``last`` (indices, both included).

    Returns:
        Columns :data:`COLUMNS`, a row for each figure, dimension and member. ``comparison`` is the same
        figure twelve months earlier, ``change`` the change from it: a difference for ratios, scores and
        times, else a rate. A figure whose data is not there has one row with the status ``missing``.
    """
    limits = thresholds or Thresholds()
    views = {TOTAL: View(book, TOTAL, (None,), first, last)}
    parts: list[pd.DataFrame] = []
    for declared in METRICS.values() if metrics is None else metrics:
        if book.missing(declared.needs):
            parts.append(_missing(declared))
            continue
        for dimension in _dimensions(declared, dimensions):
            if dimension not in views:
                views[dimension] = View(book, dimension, members_by(book, dimension), first, last)
            if views[dimension].size:
                parts.append(_rows(declared, views[dimension], limits))
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(COLUMNS))


def members_by(book: Book, dimension: str) -> tuple[str, ...]:
    """Return the members of a dimension, in the order in which quota, sales and other tables name them."""
    columns = [
        book.frames[table][dimension].dropna()
        for table in _MEMBER_TABLES
        if table in book.frames and dimension in book.frames[table]
    ]
    if not columns:
        return ()
    every = pd.concat([column.astype(object) for column in columns], ignore_index=True)
    return tuple(name for name in every.drop_duplicates() if isinstance(name, str) and name)


def _dimensions(declared: Metric, asked: Sequence[str]) -> list[str]:
    if declared.only:
        return list(declared.natural)
    whole = [TOTAL] if declared.total else []
    return list(dict.fromkeys([*whole, *declared.natural, *asked]))


def _missing(declared: Metric) -> pd.DataFrame:
    row = {"code": declared.id, "dimension": TOTAL, "member": None, "status": "missing"}
    return pd.DataFrame([row]).reindex(columns=list(COLUMNS))


def _rows(declared: Metric, view: View, limits: Thresholds) -> pd.DataFrame:
    value = declared.compute(view)
    earlier = view.moved(-12)
    before = declared.compute(earlier) if _comparable(declared, earlier) else view.nothing
    target = _targets(declared, view)
    differs = declared.unit in DIFFERENCES
    change = value - before if differs else change_rate.rows(value, before)[0]
    known = ~np.isnan(value)
    if view.dimension == TOTAL:
        known[:] = True
    table = pd.DataFrame(
        {
            "code": declared.id,
            "dimension": view.dimension,
            "member": list(view.members),
            "value": value,
            "target": target,
            "comparison": before,
            "change": change,
            "status": _status(declared, value, target, limits),
        }
    )
    return table[known]


def _comparable(declared: Metric, earlier: View) -> bool:
    """Tell whether last year's figure can be known: what is recorded reaches back to the window's start."""
    if not declared.compared:
        return False
    for table in {need.split(".")[0] for need in declared.needs} & set(_RECORDED):
        frame = earlier.frame(table)
        starts = [frame[month].min() for month in _RECORDED[table] if month in frame]
        if not any(start <= earlier.first for start in starts):
            return False
    return True


def _targets(declared: Metric, view: View) -> Floats:
    if declared.id in PLANNED:
        plan = PLANNED[declared.id](view)
        if not np.isnan(plan).all():
            return plan
    set_to = view.book.targets.get(declared.id, declared.goal)
    return view.nothing if set_to is None else np.full(view.size, set_to)


def _status(declared: Metric, value: Floats, target: Floats, limits: Thresholds) -> list[str | None]:
    reached = attainment_of.rows(value, target)[0]
    if declared.favourable == "lower":
        with np.errstate(all="ignore"):
            reached = np.where(value > 0, target / value, np.where(np.isnan(target), np.nan, np.inf))
    status = np.where(
        reached >= limits.green, "green", np.where(reached >= limits.amber, "amber", "red")
    ).astype(object)
    status[np.isnan(reached)] = "none"
    status[np.isnan(value)] = "missing"
    if declared.favourable == "none":
        status[~np.isnan(value)] = "none"
    return list(status)
