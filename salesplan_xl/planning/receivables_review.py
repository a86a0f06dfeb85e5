"""Receivables by month and customer: what is owed, collected, due and overdue, and how old it is.

==================  =======================================================================================
closing             opening + invoiced - collected - written_off; of a window, that of its last month
plan_attainment     collected / planned collections
collection_rate     collected / due, or / invoiced, as the settings say
bad_debt_rate       written_off / invoiced, or / closing
dso                 closing / invoiced * days of the window (simple method)
dso_countback       the months' invoices taken off the closing receivables, the latest first; blank where
                    what is owed is older than the year
overdue             the ages that lie wholly beyond the customer's credit days: with 30 days everything from
                    31 days on, with 45 from 61 on
not_aged            closing less the four ages: not zero where the ages were not brought up to date
rank                customers by what is overdue, then by closing, the largest first
==================  =======================================================================================
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.formulas.receivables import bad_debt_rate, collection_rate, dso
from salesplan_xl.planning.cuts import Cuts, Window, cut, figures, quotient
from salesplan_xl.units import Floats, Month, clear_of_noise

AGES = ("age_30", "age_60", "age_90", "age_over")
AGE_FROM = (0, 31, 61, 91)
"""The first day of each age."""
USUAL_TERM = 30.0
"""Credit days where none are typed."""
FLOWS = ("invoiced", "collected", "written_off", "due", "planned")
MEASURES = ("opening", *FLOWS, "closing", *AGES, "overdue")
COLUMNS = (
    "opening",
    "invoiced",
    "collected",
    "written_off",
    "closing",
    "due",
    "planned",
    "plan_attainment",
    "collection_rate",
    "bad_debt_rate",
    "dso",
    "dso_countback",
    *AGES,
    "not_aged",
    "overdue",
    "overdue_share",
    "rank",
)


def receivables_review(
    receivables: pd.DataFrame,
    first: int,
    last: int,
    collection_basis: str = "due",
    bad_debt_basis: str = "sales",
) -> pd.DataFrame:
    """Return the figures of receivables in total and by customer, for the year to date and each month.

    Args:
        receivables: ``month`` (index), ``customer``, ``opening``, the flows, ``term`` (days), the ages.
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
        collection_basis: ``due`` or ``sales``, the denominator of the collection rate.
        bad_debt_basis: ``sales`` or ``receivables``.
    """
    rows = _completed(receivables)
    cuts = cut(rows, ("customer",), MEASURES, first, last)
    return figures(cuts, COLUMNS, lambda window: _window(cuts, window, collection_basis, bad_debt_basis))


def _completed(receivables: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what follows from them: closing and overdue."""
    rows = receivables.copy()
    for column in ("opening", *FLOWS, "term", *AGES):
        if column not in rows:
            rows[column] = np.nan
    moved = [rows[column].to_numpy(dtype=np.float64) for column in ("opening", *FLOWS[:3])]
    opening, invoiced, collected, written_off = map(np.nan_to_num, moved)
    closing = clear_of_noise(
        opening + invoiced - collected - written_off, opening, invoiced, collected, written_off
    )
    rows["closing"] = np.where(np.isnan(moved).all(axis=0), np.nan, closing)
    term = rows["term"].fillna(USUAL_TERM).to_numpy(dtype=np.float64)
    ages = rows[list(AGES)].to_numpy(dtype=np.float64)
    beyond = np.array(AGE_FROM)[None, :] > term[:, None]
    overdue = clear_of_noise(np.where(beyond, np.nan_to_num(ages), 0.0).sum(axis=1), *np.nan_to_num(ages).T)
    rows["overdue"] = np.where(np.isnan(ages).all(axis=1), np.nan, overdue)
    return rows


def _window(cuts: Cuts, window: Window, collection_basis: str, bad_debt_basis: str) -> dict[str, Any]:
    last = Window(window.end, window.end)
    found: dict[str, Any] = {measure: cuts.flow(measure, window) for measure in FLOWS}
    found["opening"] = cuts.at("opening", window.start)
    for measure in ("closing", *AGES, "overdue"):
        found[measure] = cuts.flow(measure, last)
    closing, invoiced, collected = found["closing"], found["invoiced"], found["collected"]
    found["plan_attainment"] = quotient(collected, found["planned"])
    due, zero = found["due"], np.zeros(len(closing))
    found["collection_rate"] = collection_rate.rows(collected, due, zero, invoiced, collection_basis)[0]
    written_off = np.nan_to_num(found["written_off"])
    found["bad_debt_rate"] = bad_debt_rate.rows(written_off, invoiced, zero, closing, bad_debt_basis)[0]
    days = _days(cuts.first, window)
    found["dso"] = np.round(dso.rows(closing, invoiced, np.full(len(closing), sum(days)))[0], 1)
    found["dso_countback"] = _counted_back(cuts, window.end, closing)
    aged = [np.nan_to_num(found[age]) for age in AGES]
    rest = clear_of_noise(closing - np.sum(aged, axis=0), np.nan_to_num(closing), *aged)
    any_age = ~np.isnan([found[age] for age in AGES]).all(axis=0)
    found["not_aged"] = np.where(any_age, rest, np.nan)
    found["overdue_share"] = quotient(found["overdue"], closing)
    found["rank"] = _ranks(cuts, window, found["overdue"], closing)
    return found


def _days(first: int, window: Window) -> list[int]:
    months = (Month.at(first + month) for month in range(window.start, window.end + 1))
    return [monthrange(month.year, month.month)[1] for month in months]


def _counted_back(cuts: Cuts, end: int, closing: Floats) -> Floats:
    """Count back from a month to the first of the year."""
    window = Window(cuts.months[0], end)
    invoiced, days = cuts.by_month("invoiced", window), np.array(_days(cuts.first, window), dtype=np.float64)
    left, counted = closing.copy(), np.zeros(len(closing))
    for month in range(invoiced.shape[1] - 1, -1, -1):
        sold = invoiced[:, month]
        whole = (sold <= 0) | (left >= sold)
        part = np.where(left <= 0, 0.0, np.where(whole, 1.0, left / np.where(whole, 1.0, sold)))
        counted += part * days[month]
        left = np.where(whole, np.maximum(left - sold, 0.0), 0.0)
    unknown = (
        np.isnan(closing) | (closing < 0) | (invoiced < 0).any(axis=1) | (clear_of_noise(left, closing) > 0)
    )
    return np.where(unknown, np.nan, np.round(counted, 1))


def _ranks(cuts: Cuts, window: Window, overdue: Floats, closing: Floats) -> Floats:
    """Rank the customers by what is overdue; the total has no rank."""
    ranks = np.full(len(closing), np.nan)
    own = np.flatnonzero((cuts.dimensions == "customer") & cuts.shown(window))
    ranks[own[descending(overdue[own], closing[own])]] = np.arange(1, len(own) + 1)
    return ranks


def descending(*keys: Floats) -> Sequence[int]:
    """Return positions from the largest down, the first key deciding; of equals the earlier; NaN last.

    >>> [int(at) for at in descending(np.array([1.0, 3.0, np.nan, 3.0]), np.array([0.0, 1.0, 9.0, 2.0]))]
    [3, 1, 0, 2]
    """
    return np.lexsort([-np.nan_to_num(key, nan=-np.inf) for key in reversed(keys)])  # type: ignore[return-value]
