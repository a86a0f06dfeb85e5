"""Months in weeks, weeks of retail calendars, and milestones on the cumulative plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange, WrongKind
from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.formulas.holds import written
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, Floats, Month, Period, Step, clear_of_noise

PATTERNS = ("4-4-5", "4-5-4", "5-4-4")


@formula(
    "phasing",
    Help(
        "月度任务按销售日分到各周，合计完全一致；首周和末周只计属于本月的日子",
        total="当月总额，须为步长的整数倍",
        month="月份，如2027-03",
        days_per_week="每周销售天数：5为周一至周五（默认），6为周一至周六，7为每天",
        closed="每周一个数：该周停售的天数（节假日），调休上班为负数；默认无",
        step="最小分配单位，默认0.01",
    ),
)
def month_weeks(
    total: float, month: Period, days_per_week: float = 5, closed: Any = None, step: Step = CENT
) -> Any:
    """A month's amount by calendar week, Monday to Sunday, in proportion to the selling days in the month.

    Formula:
        days[w] = selling days of week w that lie in the month - closed[w]
        amount[w] = total * days[w] / sum of days, in whole steps by largest remainder

    Args:
        total (money, scalar): The month's amount; a multiple of step.
        month (period, scalar): The month.
        days_per_week (count, scalar): Selling days of a full week from Monday on; 1 to 7.
        closed (number, series, blank is zero): Per week, selling days lost to holidays; negative where a day
            off is worked.
        step (money, scalar): Smallest amount handed out.

    Returns:
        money, row: One amount per week that has a day in the month, four to six of them.

    Errors:
        #DIV/0!: No selling day is left although there is a total.
        #NUM!: The period is no single month; days_per_week is not 1 to 7; more days are closed than exist.
        #VALUE!: closed has not one entry a week.

    Source:
        Working-day weighting of months into weeks; largest remainder method (Hamilton).

    Example:
        >>> month_weeks(2300, "2027-03", step=1).tolist()
        [[500.0, 500.0, 500.0, 500.0, 300.0]]
    """
    if month.first != month.last:
        raise OutOfRange("not_one_month", value=str(month))
    if not 1 <= days_per_week <= 7:
        raise OutOfRange(
            "out_of_range", argument="days_per_week", value=int(days_per_week), low=1, high=7, place=""
        )
    days = _selling_days(month.first, int(days_per_week))
    if closed is not None:
        if len(closed) != len(days):
            raise WrongKind("weeks_of_month", n=len(closed), m=len(days))
        refuse(closed > days, OutOfRange, "more_closed_than_days", value=closed, days=days)
        days = days - closed
    if total and not days.any():
        raise NoBasis("no_selling_day", month=str(month), total=written(step, int(total)))
    return largest_remainder(int(total), days)[None, :]


def _selling_days(month: Month, days_per_week: int) -> Floats:
    """Return the selling days of each calendar week of a month."""
    first = dt.date(month.year, month.month, 1)
    following = month + 1
    count = (dt.date(following.year, following.month, 1) - first).days
    place = first.weekday() + np.arange(count)
    selling = place % 7 < days_per_week
    return np.bincount(place // 7, selling).astype(np.float64)


@formula(
    "phasing",
    Help(
        "按4-4-5等周历把各期总额平均分到各周，每期合计完全一致",
        totals="各期总额，3、6、9或12个，须为步长的整数倍",
        pattern="每季三期各含几周：4-4-5（默认）、4-5-4或5-4-4",
        extra="第53周加在第几期，默认0为没有",
        step="最小分配单位，默认0.01",
    ),
    choices={"pattern": PATTERNS},
)
def retail_weeks(totals: Floats, pattern: str = "4-4-5", extra: float = 0, step: Step = CENT) -> Any:
    """Amounts of fiscal months by week on a 4-4-5, 4-5-4 or 5-4-4 calendar.

    Formula:
        weeks[p] = the pattern's number for month p of its quarter, and one more where p = extra
        amount = totals[p] / weeks[p] for each week of p, in whole steps by largest remainder

    Args:
        totals (money, series): One total per fiscal month; whole quarters of three.
        pattern (text, scalar): Weeks of the three months of a quarter.
        extra (count, scalar): Number of the month that has the 53rd week; 0 for none.
        step (money, scalar): Smallest amount handed out.

    Returns:
        money, row: One amount per week, 13 a quarter.

    Errors:
        #NUM!: The totals are not whole quarters, at most four; extra is no number of a month.

    Source:
        4-5-4 calendar of the National Retail Federation and its variants; the 53rd week by declaration.

    Example:
        >>> retail_weeks([400, 400, 600]).tolist()[0][-6:]
        [100.0, 120.0, 120.0, 120.0, 120.0, 120.0]
    """
    if len(totals) % 3 or len(totals) > 12:
        raise OutOfRange("no_quarters", n=len(totals))
    if not 0 <= extra <= len(totals):
        raise OutOfRange(
            "out_of_range", argument="extra", value=int(extra), low=0, high=len(totals), place=""
        )
    weeks = np.tile([int(count) for count in pattern.split("-")], len(totals) // 3)
    if extra:
        weeks[int(extra) - 1] += 1
    starts = np.cumsum(weeks) - weeks
    return largest_remainder(totals.astype(np.int64), np.ones(int(weeks.sum())), starts)[None, :]


@formula(
    "phasing",
    Help(
        "里程碑：累计计划达到全年各比例的时点，以期数表示，期内按匀速",
        plan="各期计划，零或正数",
        shares="里程碑的比例（小数），0至1，如0.25、0.5、0.75",
    ),
)
def milestones(plan: Floats, shares: Floats) -> Any:
    """When the cumulative plan reaches given shares of the year, in periods from the start.

    Formula:
        C[m] = plan[1] + ... + plan[m], C[0] = 0
        milestone = m - 1 + (share * C[n] - C[m - 1]) / plan[m],  m the first period with C[m] >= share * C[n]

    Args:
        plan (number, series): Plan by period; zero or more.
        shares (ratio, series): Shares of the whole plan; 0 to 1.

    Returns:
        number, series of shares: Periods from the start, 6.5 is in the middle of the seventh; the earliest
            moment where the plan pauses at a share.

    Errors:
        #DIV/0!: The plan adds up to zero.
        #NUM!: A plan is negative, or a share is not between 0 and 1.

    Source:
        Cumulative plan curve (S-curve) with milestones at declared shares of the target.

    Example:
        >>> milestones([100, 300, 0, 400], [0.25, 0.5, 1]).round(4).tolist()
        [1.3333, 2.0, 4.0]
    """
    refuse(plan < 0, OutOfRange, "negative", argument="plan", value=plan)
    outside = (shares < 0) | (shares > 1)
    refuse(outside, OutOfRange, "out_of_range", argument="shares", value=shares, low=0, high=1)
    reached = np.concatenate([[0.0], np.asarray(clear_of_noise(np.cumsum(plan)))])
    refuse(reached[-1] == 0, NoBasis, "adds_up_to_zero", argument="plan")
    wanted = np.asarray(clear_of_noise(shares * reached[-1]))
    last = np.maximum(np.searchsorted(reached, wanted, side="left"), 1)
    before, after = reached[last - 1], reached[last]
    step = np.where(after > before, after - before, 1.0)
    return clear_of_noise(last - 1 + (wanted - before) / step, last)
