"""What past rows weigh where a target is split by months: whole years, shifted to the plan year's 春节.

A year in which the company has no row at all in some month would make that month look small: it is left out
while there is a complete one. Where no year is complete, every month counts by its average over the years
that have it. With the shift for 春节 on, each month is multiplied by what the shift makes of the company's
pooled month shares, so that a region or product keeps its own pattern.
"""

from __future__ import annotations

import numpy as np

from salesplan_xl.formulas.phasing import lunar_shift, seasonality
from salesplan_xl.planning.members import MONTHS
from salesplan_xl.planning.plan import Note, PlanSettings
from salesplan_xl.planning.records import Records
from salesplan_xl.units import Floats, Integers, Month


def month_weights(records: Records, settings: PlanSettings) -> tuple[Floats, list[Note]]:
    """Return per past row what it weighs in month shares, zero for rows of years that are left out.

    ``records`` are all of the indicator's rows before the plan year.
    """
    weights = records.amount.astype(np.float64)
    years = np.unique(records.year)
    if not len(years):
        return weights, []
    table = np.zeros((len(years), MONTHS))
    seen = np.zeros((len(years), MONTHS), dtype=bool)
    row = np.searchsorted(years, records.year)
    np.add.at(table, (row, records.place), weights)
    seen[row, records.place] = True
    complete = np.asarray(seen.all(axis=1))
    notes = []
    if not complete.all():
        incomplete = ", ".join(_year_name(int(year), settings) for year in years[~complete])
        reason = "years_left_out" if complete.any() else "no_year_complete"
        notes.append(Note(reason, {"years": incomplete}))
    if complete.any():
        weights = np.where(complete[row], weights, 0.0)
        table, used = table[complete], years[complete]
    else:
        weights = weights / np.maximum(seen.sum(axis=0), 1)[records.place]
        table, used = np.where(seen.any(axis=0), table.sum(axis=0), 0.0)[None, :], years
        table = table / np.maximum(seen.sum(axis=0), 1)
    pooled = np.maximum(table.sum(axis=0), 0.0)
    if not pooled.any():
        return weights, notes
    shares = pooled / pooled.sum()
    wanted = shares
    if complete.any() and settings.month_share_method == "moving_average":
        wanted = np.asarray(seasonality(table, "moving_average"), dtype=np.float64).ravel()
    if settings.lunar_new_year:
        wanted = shifted_shares(wanted, used, settings)
        notes.append(Note("lunar_shifted", {"years": len(used)}))
    if wanted is not shares:
        factor = np.where(shares > 0, wanted / np.where(shares > 0, shares, 1.0), 1.0)
        weights = weights * factor[records.place]
    return weights, notes


def shifted_shares(shares: Floats, years: Integers, settings: PlanSettings) -> Floats:
    """Shift month shares from the 春节 of past years to the plan year's, both by their February's year.

    ``shares`` are in the order of the fiscal year; ``years`` count back from the plan year (-1 is the last).
    """
    turn = settings.fiscal_start - 1
    plan_year = settings.plan_year + (turn > 1)
    calendar = np.roll(shares, turn)
    shifted = lunar_shift(
        calendar,
        [plan_year + int(year) for year in years],
        plan_year,
        settings.days_before,
        settings.days_after,
    )
    return np.roll(np.asarray(shifted, dtype=np.float64).ravel(), -turn)


def _year_name(year: int, settings: PlanSettings) -> str:
    first = Month.at(settings.first_month + year * MONTHS)
    return str(first.year) if settings.fiscal_start == 1 else f"{first}..{first + 11}"
