"""Months in weeks: each week's target by its selling days, exact to the month's, and where the month stands.

A week runs from Monday to Sunday and counts with its days in the month. The month's target goes to its weeks
in proportion to their selling days (MONTH_WEEKS), less the days that are typed as closed.

=================  ========================================================================================
actual             what was typed for the week; else the sales dated in it; else blank
target_to_date     targets of the weeks of the month up to this one
actual_to_date     actuals of the weeks of the month up to this one; blank where this week's is
attainment         actual_to_date / target_to_date
left               the month's target less actual_to_date
status             attainment against the two thresholds
=================  ========================================================================================
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.attainment import attainment
from salesplan_xl.formulas.weeks import month_weeks
from salesplan_xl.planning.cuts import TOTAL, cut
from salesplan_xl.planning.selling_days import WEEKMASKS
from salesplan_xl.units import CENT, Floats, Month, Period, Step, clear_of_noise

KEY = ("indicator", "period", "dimension", "member")
COLUMNS = (
    *KEY,
    "week",
    "from_day",
    "to_day",
    "days",
    "target",
    "actual",
    "target_to_date",
    "actual_to_date",
    "attainment",
    "left",
    "status",
)
MOST_MEMBERS = 60
"""A dimension with more members is not shown by week."""


@dataclass(frozen=True)
class WeekSettings:
    """``first`` and ``last`` are month indices; ``days_per_week`` is 5, 6 or 7, from Monday on.

    ``steps`` names the smallest amount of an indicator; a target that is no multiple is split to the cent.
    Indicators that ``by_member`` does not name are shown in total alone.
    """

    first: int
    last: int
    days_per_week: int = 7
    steps: Mapping[str, Step] = field(default_factory=dict)
    by_member: frozenset[str] = frozenset()
    green: float = 1.0
    amber: float = 0.9


def days_per_week(rule: str) -> int:
    """Return the selling days of a full week by rule.

    >>> days_per_week("weekdays")
    5
    """
    return WEEKMASKS[rule].count("1")


def weeks_of(month: Month) -> list[tuple[dt.date, dt.date]]:
    """Return the first and last day of each week of a month, cut at its ends.

    >>> [str(day) for day in weeks_of(Month(2027, 3))[4]]
    ['2027-03-29', '2027-03-31']
    """
    day, after = dt.date(month.year, month.month, 1), (month + 1)
    end = dt.date(after.year, after.month, 1) - dt.timedelta(days=1)
    weeks = []
    while day <= end:
        sunday = min(day + dt.timedelta(days=6 - day.weekday()), end)
        weeks.append((day, sunday))
        day = sunday + dt.timedelta(days=1)
    return weeks


def week_table(
    quota: pd.DataFrame, dated: pd.DataFrame, typed: pd.DataFrame, settings: WeekSettings
) -> pd.DataFrame:
    """Split the targets of months into weeks and hold actuals against them.

    Args:
        quota: ``indicator, period`` (month index), ``region``, ``rep``, ``target``.
        dated: ``indicator, day`` (a date), ``region``, ``rep``, ``amount``; sales of which the day is known.
        typed: What people entered: ``indicator, period`` (``YYYY-MM``), ``dimension``, ``member`` (None for
            the total), ``week``, ``closed`` (days), ``typed`` (amount); NaN where blank.
        settings: Months, selling days, thresholds.

    Returns:
        A row per indicator, month, member and week in the columns :data:`COLUMNS`.
    """
    entered: dict[tuple[object, ...], tuple[float, float]] = {
        (indicator, period, dimension, _name(member), week): (closed, amount)
        for indicator, period, dimension, member, week, closed, amount in zip(
            *(typed[column].tolist() for column in (*KEY, "week", "closed", "typed")), strict=True
        )
    }
    parts: list[dict[str, object]] = []
    for indicator in quota["indicator"].drop_duplicates().tolist():
        own = quota[quota["indicator"] == indicator].rename(columns={"period": "month"})
        dimensions = _dimensions(own) if indicator in settings.by_member else []
        cuts = cut(own, dimensions, ("target",), settings.first, settings.last)
        sold = dated[dated["indicator"] == indicator]
        for at in cuts.months:
            month = Month.at(settings.first + at)
            targets = cuts.at("target", at)
            for row in np.flatnonzero(~np.isnan(targets)):
                dimension, member = cuts.dimensions[row], cuts.members[row]
                rows = sold if dimension == TOTAL else sold[sold[dimension] == member]
                keys = (indicator, str(month), dimension, member)
                parts += _weeks(keys, month, float(targets[row]), rows, entered, settings)
    return pd.DataFrame(parts, columns=list(COLUMNS))


def _dimensions(quota: pd.DataFrame) -> list[str]:
    return [
        dimension
        for dimension in ("region", "rep")
        if dimension in quota and 0 < quota[dimension].nunique() <= MOST_MEMBERS
    ]


def _name(member: object) -> str | None:
    return member if isinstance(member, str) and member else None


def _weeks(
    keys: tuple[object, str, object, object],
    month: Month,
    target: float,
    sold: pd.DataFrame,
    entered: dict[tuple[object, ...], tuple[float, float]],
    settings: WeekSettings,
) -> list[dict[str, object]]:
    weeks = weeks_of(month)
    given = [entered.get((*keys, number), (np.nan, np.nan)) for number in range(1, len(weeks) + 1)]
    closed = np.nan_to_num(np.array([pair[0] for pair in given]))
    days = _selling_days(weeks, settings.days_per_week)
    split = _split(target, month, closed, settings.days_per_week, settings.steps.get(str(keys[0]), CENT))
    actual = np.array([pair[1] for pair in given])
    for number, (start, end) in enumerate(weeks):
        own = sold[(sold["day"] >= start) & (sold["day"] <= end)]["amount"]
        if np.isnan(actual[number]) and own.notna().any():
            actual[number] = clear_of_noise(own.sum(), float(own.abs().max()))
    to_date = clear_of_noise(np.cumsum(split), target)
    known = ~np.isnan(actual)
    done = clear_of_noise(np.cumsum(np.nan_to_num(actual)), float(np.nanmax(np.abs(actual), initial=0.0)))
    actual_to_date = np.where(known, done, np.nan)
    reached = attainment.rows(actual_to_date, to_date)[0]
    return [
        {
            **dict(zip(KEY, keys, strict=True)),
            "week": float(number + 1),
            "from_day": weeks[number][0],
            "to_day": weeks[number][1],
            "days": float(max(days[number] - closed[number], 0.0)),
            "target": float(split[number]),
            "actual": float(actual[number]),
            "target_to_date": float(to_date[number]),
            "actual_to_date": float(actual_to_date[number]),
            "attainment": float(reached[number]),
            "left": float(clear_of_noise(target - actual_to_date[number], target)),
            "status": _status(float(reached[number]), settings),
        }
        for number in range(len(weeks))
    ]


def _selling_days(weeks: list[tuple[dt.date, dt.date]], per_week: int) -> Floats:
    starts = np.array([start for start, _ in weeks], dtype="datetime64[D]")
    ends = np.array([end for _, end in weeks], dtype="datetime64[D]") + 1
    return np.busday_count(starts, ends, "1" * per_week + "0" * (7 - per_week)).astype(np.float64)


def _split(target: float, month: Month, closed: Floats, per_week: int, step: Step) -> Floats:
    """Split a month's target; closed days that leave nothing to sell on are passed over."""
    step = step if step.count(target) is not None else CENT
    period = Period(month, month)
    for days in (closed, None):
        try:
            weeks = month_weeks(target, period, per_week, days, step)
            return np.asarray(weeks, dtype=np.float64).ravel()
        except SalesPlanError:
            continue
    return np.full(len(closed), np.nan)


def _status(reached: float, settings: WeekSettings) -> str | None:
    if np.isnan(reached):
        return None
    return "green" if reached >= settings.green else "amber" if reached >= settings.amber else "red"
