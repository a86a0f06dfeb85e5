"""Variance: actual against target by period, dimension and member, with where the year lands.

All sums are exact; ratios are made from the sums, never from ratios.

=================  ====================================================================================
variance           actual - target (positive is good for sales)
attainment         actual / target; a negative target by the rule of ATTAINMENT
yoy, mom           (actual - base) / |base|, base = same period of last year, previous month
..._ytd            from the start of the fiscal year to the end of the period
time_progress      selling days elapsed / selling days of the year
landing            actual to date + open plan * actual to date / plan to date (LANDING)
year_gap           annual target - actual to date (positive is still to come)
required           year_gap / months left after the period
status             attainment to date against the two thresholds: green, amber, red; none without target
=================  ====================================================================================

Months that the window of the Lunar New Year touches, this year or last, are also shown combined as a period
row of their own: only their sum can be compared with last year's. For an indicator that is a closing value
(期末), "to date" is the latest value and the annual target is the last month's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import attainment, change_rate
from salesplan_xl.planning.exact_sums import as_amounts, matrix_of, on_common_grid
from salesplan_xl.planning.selling_days import selling_days, time_progress
from salesplan_xl.units import CENT, Floats, Integers, Month, Period, Step

TOTAL = "total"
MEASURES = (
    "actual",
    "target",
    "variance",
    "attainment",
    "last_year",
    "yoy",
    "mom",
    "actual_ytd",
    "target_ytd",
    "attainment_ytd",
    "time_progress",
    "landing",
    "year_gap",
    "required",
)
COLUMNS = ("indicator", "period", "dimension", "member", *MEASURES, "status")


@dataclass(frozen=True)
class VarianceSettings:
    """What variance is worked out by.

    ``first`` and ``as_of`` are month indices (:attr:`units.Month.index`): the first month of the fiscal year
    and the last month looked at. ``aggregation`` maps an indicator to ``sum`` or ``closing``; ``lower`` names
    the indicators of which less is better. ``holiday_months`` are the calendar months (1 to 12) that the
    window of the Lunar New Year touches in this year or the last.
    """

    first: int
    as_of: int
    dimensions: Sequence[str]
    aggregation: Mapping[str, str] = field(default_factory=dict)
    lower: frozenset[str] = frozenset()
    green: float = 1.0
    amber: float = 0.9
    day_rule: str = "calendar"
    days_by_month: Sequence[float] | None = None
    holiday_months: frozenset[int] = frozenset()
    money_step: Step = CENT


def variance_table(quota: pd.DataFrame, actuals: pd.DataFrame, settings: VarianceSettings) -> pd.DataFrame:
    """Compare actuals with targets, for every indicator, period up to ``as_of``, dimension and member.

    Args:
        quota: ``indicator, period`` (month index), a column per dimension, ``target`` (amount).
        actuals: ``indicator, month`` (month index), a column per dimension, ``amount``; this year's and the
            years before. A member without a row in a month in which the indicator has any sold nothing.

    Returns:
        One row per indicator, period, dimension and member in the columns :data:`COLUMNS`; amounts as floats
        that are exact decimals, NaN where there is nothing to compare. The total comes first, as dimension
        ``total`` without member.
    """
    (targets, amounts), step = on_common_grid(quota["target"], actuals["amount"])
    quota = quota.assign(target=targets)
    actuals = actuals.assign(amount=amounts)
    parts = []
    for indicator in quota["indicator"].drop_duplicates():
        planned = quota[quota["indicator"] == indicator]
        sold = actuals[actuals["indicator"] == indicator]
        known = np.isin(settings.first + np.arange(-12, 12), sold["month"].to_numpy())
        for dimension in (TOTAL, *settings.dimensions):
            view = _View(indicator, dimension, planned, sold, known, settings, step)
            parts.append(view.table())
    table = (
        pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True) if parts else None
    )
    return table if table is not None else pd.DataFrame(columns=list(COLUMNS))


def shown_periods(settings: VarianceSettings) -> list[tuple[int, int]]:
    """Return the periods shown, as first and last month of the fiscal year counted from 0.

    Every month up to ``as_of``, and after the last month of a run that the holiday window touches, that run.
    """
    count = min(settings.as_of - settings.first + 1, 12)
    touched = [Month.at(settings.first + m).month in settings.holiday_months for m in range(12)]
    periods = []
    for month in range(count):
        periods.append((month, month))
        run_ends = touched[month] and (month == 11 or not touched[month + 1])
        start = month
        while run_ends and start and touched[start - 1]:
            start -= 1
        if run_ends and start < month:
            periods.append((start, month))
    return periods


class _View:
    """One indicator seen along one dimension: a row per member, a column per month."""

    def __init__(
        self,
        indicator: str,
        dimension: str,
        planned: pd.DataFrame,
        sold: pd.DataFrame,
        known: np.ndarray[tuple[int], np.dtype[np.bool_]],
        settings: VarianceSettings,
        step: Step,
    ) -> None:
        self.indicator, self.dimension, self.settings, self.step = indicator, dimension, settings, step
        self.known = known
        self.closing = settings.aggregation.get(indicator) == "closing"
        self.members = _members(dimension, planned, sold)
        first, size = settings.first, len(self.members)
        self.target = matrix_of(
            _codes(self.members, dimension, planned),
            planned["period"].to_numpy(dtype=np.int64) - first,
            planned["target"].to_numpy(),
            (size, 12),
        )
        both_years = matrix_of(
            _codes(self.members, dimension, sold),
            sold["month"].to_numpy(dtype=np.int64) - first + 12,
            sold["amount"].to_numpy(),
            (size, 24),
        )
        self.both_years = both_years
        self.actual = both_years[:, 12:]
        self.progress = time_progress(selling_days(first, 12, settings.day_rule, settings.days_by_month))

    def table(self) -> pd.DataFrame:
        parts = [self._period(start, end) for start, end in shown_periods(self.settings)]
        return pd.concat(parts, ignore_index=True) if parts and len(self.members) else pd.DataFrame()

    def _period(self, start: int, end: int) -> pd.DataFrame:
        months = slice(start, end + 1)
        known = self.known[12:]
        seen = bool(known[months].all())
        actual = self._amount(self._over(self.actual[:, months]), seen)
        target = self._amount(self._over(self.target[:, months]), True)
        last_year = self._amount(self._over(self.both_years[:, months]), bool(self.known[months].all()))
        before = self.both_years[:, start + 11]
        previous = self._amount(before, bool(self.known[start + 11]) and start == end)

        done_months = known & (np.arange(12) <= end)
        actual_ytd = self._amount(self._to_date(self.actual, end, done_months), bool(done_months.any()))
        target_ytd = self._amount(self._to_date(self.target, end, np.arange(12) <= end), True)
        year = self._amount(self.target[:, 11] if self.closing else self.target.sum(axis=1), True)
        landing = self._landing(done_months, actual_ytd, year)
        left = 11 - end
        year_gap = year - actual_ytd
        required = year_gap if self.closing else year_gap / left if left else np.full(len(year), np.nan)
        attainment_ytd = _attainment(actual_ytd, target_ytd)
        period = Period(Month.at(self.settings.first + start), Month.at(self.settings.first + end))
        columns = {
            "indicator": self.indicator,
            "period": str(period),
            "dimension": self.dimension,
            "member": self.members,
            "actual": actual,
            "target": target,
            "variance": self._exact(actual - target),
            "attainment": _attainment(actual, target),
            "last_year": last_year,
            "yoy": _change(actual, last_year),
            "mom": _change(actual, previous),
            "actual_ytd": actual_ytd,
            "target_ytd": target_ytd,
            "attainment_ytd": attainment_ytd,
            "time_progress": self.progress[end],
            "landing": landing,
            "year_gap": self._exact(year_gap),
            "required": self._rounded(required),
            "status": self._status(attainment_ytd, actual_ytd, target_ytd),
        }
        return pd.DataFrame(columns)

    def _over(self, months: Integers) -> Integers:
        """Aggregate over the months of a period."""
        return np.asarray(months[:, -1] if self.closing else months.sum(axis=1))

    def _to_date(
        self, matrix: Integers, end: int, counted: np.ndarray[tuple[int], np.dtype[np.bool_]]
    ) -> Integers:
        if not self.closing:
            return np.asarray(matrix[:, counted].sum(axis=1))
        at = np.flatnonzero(counted)
        return np.asarray(matrix[:, at[-1] if len(at) else end])

    def _landing(
        self, done: np.ndarray[tuple[int], np.dtype[np.bool_]], actual_ytd: Floats, year: Floats
    ) -> Floats:
        if self.closing:
            # The gap so far is taken to stay: the year closes as far from its target as the latest month.
            at = np.flatnonzero(done)
            planned_now = self._amount(self.target[:, at[-1] if len(at) else 0], bool(len(at)))
            return self._exact(year + (actual_ytd - planned_now))
        planned = as_amounts(self.target[:, done].sum(axis=1), self.step)
        left = as_amounts(self.target[:, ~done].sum(axis=1), self.step)
        with np.errstate(all="ignore"):
            landing = actual_ytd + left * actual_ytd / planned
        # Without a plan to date there is no pace to go on with, unless nothing is left to come.
        return self._rounded(np.where(planned > 0, landing, np.where(left == 0, actual_ytd, np.nan)))

    def _status(
        self, attainment: Floats, actual: Floats, target: Floats
    ) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        reached = attainment
        if self.indicator in self.settings.lower:
            with np.errstate(all="ignore"):
                reached = np.where(actual > 0, 1 / attainment, np.inf)
        status = np.where(
            reached >= self.settings.green,
            "green",
            np.where(reached >= self.settings.amber, "amber", "red"),
        ).astype(object)
        status[np.isnan(attainment)] = "none"
        status[np.isnan(actual)] = None
        return status

    def _amount(self, whole: Integers, known: bool) -> Floats:
        return as_amounts(whole, self.step) if known else np.full(len(whole), np.nan)

    def _exact(self, amounts: Floats) -> Floats:
        """Clear a difference of exact amounts of the doubles' noise: it lies on the same grid."""
        return _on_grid(amounts, self.step)

    def _rounded(self, amounts: Floats) -> Floats:
        return _on_grid(amounts, self.settings.money_step)


def _on_grid(amounts: Floats, step: Step) -> Floats:
    known = np.isfinite(amounts)
    rounded = np.full(amounts.shape, np.nan)
    rounded[known] = step.amounts(step.nearest(amounts[known]))
    return rounded


def _members(dimension: str, planned: pd.DataFrame, sold: pd.DataFrame) -> list[object]:
    """Return the members in the order in which the plan names them, then those that only sold."""
    if dimension == TOTAL:
        return [None]
    names = [frame[dimension] for frame in (planned, sold) if dimension in frame]
    every = pd.concat(names, ignore_index=True) if names else pd.Series(dtype=object)
    return [name for name in every.drop_duplicates() if isinstance(name, str) and name]


def _codes(members: list[object], dimension: str, frame: pd.DataFrame) -> Integers:
    if dimension == TOTAL:
        return np.zeros(len(frame), dtype=np.int64)
    if dimension not in frame:
        return np.full(len(frame), -1, dtype=np.int64)
    return np.asarray(pd.Index(members).get_indexer(pd.Index(frame[dimension])), dtype=np.int64)


def _attainment(actual: Floats, target: Floats) -> Floats:
    """ATTAINMENT down a column, NaN where there is no target or no actual."""
    return attainment.rows(actual, target)[0]


def _change(current: Floats, base: Floats) -> Floats:
    """CHANGE_RATE down a column, NaN where there is no base."""
    return change_rate.rows(current, base)[0]
