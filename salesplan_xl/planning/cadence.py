"""The calendar of a year's plans and reports: one each month, analysis each quarter, a summary each half.

What is due on a day that is no working day (Saturday, Sunday) is due on the next one; public holidays differ
from place to place and are the planner's to shift.

=================  =========================================================================================
annual_plan        the working day before the year begins
month_plan         first working day of the month
month_report       fifth working day after the month
quarter_review     tenth working day after the quarter; the second and fourth stand beside the summaries
half_year_review   fifteenth working day after the half-year
year_review        twentieth working day after the year
next_plan          first working day of the last quarter
=================  =========================================================================================
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from salesplan_xl.units import Month, Period

WORKING_DAYS_AFTER = {"month_report": 5, "quarter_review": 10, "half_year_review": 15, "year_review": 20}
COLUMNS = ("due", "report", "period")


def cadence(first: int) -> pd.DataFrame:
    """Return the year's calendar by day due: ``due`` (a date), ``report`` (id), ``period``.

    Args:
        first: Month index of the first month of the fiscal year.
    """
    year = Period(Month.at(first), Month.at(first + 11))
    rows: list[tuple[dt.date, str, str]] = [
        (_working_day(_first_day(first), -1), "annual_plan", str(year)),
        (_working_day(_first_day(first + 9), 0), "next_plan", str(year)),
    ]
    for month in range(first, first + 12):
        rows.append((_working_day(_first_day(month), 0), "month_plan", str(Month.at(month))))
        rows.append((_after(month, "month_report"), "month_report", str(Month.at(month))))
    for report, length in (("quarter_review", 3), ("half_year_review", 6), ("year_review", 12)):
        for start in range(first, first + 12, length):
            period = Period(Month.at(start), Month.at(start + length - 1))
            rows.append((_after(start + length - 1, report), report, str(period)))
    rows.sort(key=lambda row: row[0])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _first_day(month: int) -> dt.date:
    found = Month.at(month)
    return dt.date(found.year, found.month, 1)


def _working_day(day: dt.date, shift: int) -> dt.date:
    """Return a working day: the day itself or the next for 0, the n-th after or before it otherwise."""
    if shift < 0:
        moved = np.busday_offset([day - dt.timedelta(days=1)], shift + 1, roll="preceding")
    else:
        moved = np.busday_offset([day], shift, roll="forward")
    found: dt.date = moved.astype("datetime64[D]").tolist()[0]
    return found


def _after(month: int, report: str) -> dt.date:
    """Return the n-th working day after a month."""
    return _working_day(_first_day(month + 1), WORKING_DAYS_AFTER[report] - 1)
