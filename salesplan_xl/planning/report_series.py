"""What a report draws, picked and summed from a plan's quota, variance, bridge and history tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.formulas.phasing import seasonality
from salesplan_xl.planning.exact_sums import as_amounts, on_common_grid
from salesplan_xl.units import Floats

TOTAL = "total"
BRIDGE_PARTS = ("price", "volume", "mix", "new", "discontinued")
MONTHS = 12


@dataclass(frozen=True)
class MonthSeries:
    """Twelve months in fiscal order, amounts in base units; NaN where a month has none.

    ``landing`` has the actual of closed months; an open one has its share, by target, of what is expected
    still to come. A ``closing`` indicator is a value at the end of the month: it has no running sum and no
    landing of open months.
    """

    months: tuple[str, ...]
    target: Floats
    actual: Floats
    last_year: Floats
    landing: Floats
    closing: bool = False

    @property
    def cumulative_target(self) -> Floats:
        return _running(self.target)

    @property
    def cumulative_actual(self) -> Floats:
        return np.where(np.isnan(self.actual), np.nan, _running(np.nan_to_num(self.actual)))


@dataclass(frozen=True)
class AttainmentMatrix:
    """Attainment of members (rows) by month (columns); NaN where there is nothing to compare."""

    members: tuple[str, ...]
    months: tuple[str, ...]
    attainment: Floats


@dataclass(frozen=True)
class Waterfall:
    """A bridge in five parts from a base to the actual, in base units."""

    period: str
    against: str
    base: float
    parts: tuple[float, ...]
    actual: float


def month_series(
    quota: pd.DataFrame,
    variance: pd.DataFrame,
    indicator: str,
    months: Sequence[str],
    closing: bool = False,
) -> MonthSeries:
    """Return target, actual, last year and landing of an indicator by month.

    Args:
        quota: ``indicator``, ``period`` (``YYYY-MM``), ``committed``.
        variance: The variance table by column ids.
        indicator: The indicator's id.
        months: The twelve months of the fiscal year, ``YYYY-MM``.
        closing: Whether it is a value at the end of the month.

    >>> quota = pd.DataFrame({"indicator": ["s", "s"], "period": ["2027-01", "2027-02"],
    ...                       "committed": [100.0, 60.0]})
    >>> told = pd.DataFrame({"indicator": ["s"], "period": ["2027-01"], "dimension": ["total"],
    ...     "actual": [90.0], "last_year": [80.0], "landing": [144.0], "actual_ytd": [90.0]})
    >>> month_series(quota, told, "s", ["2027-01", "2027-02"]).landing.tolist()
    [90.0, 54.0]
    """
    own = quota[quota["indicator"] == indicator]
    (whole,), step = on_common_grid(own["committed"].to_numpy(dtype=np.float64))
    place = pd.Index(months).get_indexer(pd.Index(own["period"].astype(object)))
    sums = np.zeros(len(months), dtype=np.int64)
    np.add.at(sums, place[place >= 0], whole[place >= 0])
    target = as_amounts(sums, step)
    totals = variance[(variance["indicator"] == indicator) & (variance["dimension"] == TOTAL)]
    by_month = totals.drop_duplicates("period").set_index("period").reindex(list(months))
    actual = _numbers(by_month, "actual")
    closed = ~np.isnan(actual)
    landing = actual.copy()
    if closed.any() and not closing:
        last = int(np.flatnonzero(closed)[-1])
        to_come = _numbers(by_month, "landing")[last] - _numbers(by_month, "actual_ytd")[last]
        open_target = np.where(np.arange(len(months)) > last, target, 0.0)
        if open_target.sum() > 0 and not np.isnan(to_come):
            landing = np.where(open_target > 0, to_come * open_target / open_target.sum(), landing)
    return MonthSeries(tuple(months), target, actual, _numbers(by_month, "last_year"), landing, closing)


def attainment_matrix(
    variance: pd.DataFrame, indicator: str, dimension: str, months: Sequence[str]
) -> AttainmentMatrix:
    """Return the attainment of a dimension's members by month, largest target first."""
    rows = variance[
        (variance["indicator"] == indicator)
        & (variance["dimension"] == dimension)
        & variance["period"].isin(list(months))
    ].drop_duplicates(["member", "period"])
    size = rows.groupby("member", sort=False)["target"].sum().sort_values(ascending=False, kind="stable")
    wide = rows.pivot(index="member", columns="period", values="attainment")
    shown = [month for month in months if month in wide.columns]
    wide = wide.reindex(index=size.index, columns=shown)
    return AttainmentMatrix(tuple(map(str, wide.index)), tuple(shown), wide.to_numpy(dtype=np.float64))


def at_the_end(variance: pd.DataFrame, indicator: str, dimension: str, months: Sequence[str]) -> pd.DataFrame:
    """Return a dimension's rows of the last month that the variance table knows, as they stand."""
    own = variance[(variance["indicator"] == indicator) & variance["period"].isin(list(months))]
    if own.empty:
        return own
    rows: pd.DataFrame = own[(own["period"] == own["period"].max()) & (own["dimension"] == dimension)]
    return rows


def waterfall(bridge: pd.DataFrame, indicator: str, against: str) -> Waterfall | None:
    """Return the total's bridge over the longest period that ends last, or ``None`` where there is none."""
    own = bridge[
        (bridge["indicator"] == indicator) & (bridge["against"] == against) & (bridge["dimension"] == TOTAL)
    ]
    if own.empty:
        return None
    row = own.iloc[-1]
    return Waterfall(
        str(row["period"]),
        against,
        float(row["base"]),
        tuple(float(row[part]) if not pd.isna(row[part]) else 0.0 for part in BRIDGE_PARTS),
        float(row["actual"]),
    )


def seasonal_index(history: pd.DataFrame, indicator: str, first_month: int) -> Floats | None:
    """Return twelve indices in fiscal order, 1 for an average month; ``None`` without a full year.

    Args:
        history: ``indicator``, ``month`` (``YYYY-MM``), ``amount``.
        indicator: The indicator's id.
        first_month: The calendar month in which the fiscal year starts.
    """
    own = history[(history["indicator"] == indicator) & history["month"].notna()]
    if own.empty:
        return None
    sums = own.groupby("month")["amount"].sum()
    year = np.array([int(month[:4]) for month in sums.index])
    place = np.array([int(month[5:7]) for month in sums.index]) - first_month
    year, place = year + place // MONTHS, place % MONTHS
    table = np.full((int(year.max()) - int(year.min()) + 1, MONTHS), np.nan)
    table[year - year.min(), place] = sums.to_numpy(dtype=np.float64)
    table = table[~np.isnan(table).any(axis=1)]
    if not len(table) or (table < 0).any() or table.sum() <= 0:
        return None
    index: Floats = np.asarray(seasonality(table), dtype=np.float64).ravel() * MONTHS
    return index


def largest_gaps(variance: pd.DataFrame, indicator: str, months: Sequence[str], count: int) -> pd.DataFrame:
    """Return the members furthest below target to date, the largest gap first."""
    own = variance[(variance["indicator"] == indicator) & variance["period"].isin(list(months))]
    if own.empty:
        return own
    rows = own[(own["period"] == own["period"].max()) & (own["dimension"] != TOTAL)]
    gap = rows["target_ytd"] - rows["actual_ytd"]
    behind: pd.DataFrame = rows.assign(gap=gap)[gap > 0]
    return behind.sort_values("gap", ascending=False, kind="stable").head(count)


def _running(amounts: Floats) -> Floats:
    (whole,), step = on_common_grid(amounts)
    return as_amounts(np.cumsum(whole), step)


def _numbers(frame: pd.DataFrame, column: str) -> Floats:
    if column not in frame:
        return np.full(len(frame), np.nan)
    return frame[column].to_numpy(dtype=np.float64, copy=True)
