"""A year in months: seasonal shares, the moving New Year, and annual totals in the rhythm of a pattern."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.formulas.lunar_new_year import DAYS_AFTER, DAYS_BEFORE, days_of_months, window_by_month
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats

SEASONALITY_METHODS = ("pooled", "mean", "moving_average")
CLEAR = 0.1
"""Least difference between January's and February's part of the window that tells their effect apart."""
DENSE = 240
"""Periods up to which the full system of equations is solved."""


@formula(
    "phasing",
    Help(
        "季节占比：由多年历史得出各月占全年的比例，合计为1",
        history="历史数据，每年一行，每月（或每季）一列，从最早的年份开始；单列视为一年",
        method="pooled各年合并（默认）；mean逐年占比的平均；moving_average移动平均比率法（消除趋势）",
    ),
    choices={"method": SEASONALITY_METHODS},
)
def seasonality(history: Floats, method: str = "pooled") -> Any:
    """Shares of the months in a year, from the history of several years.

    Formula:
        pooled:         share[m] = sum of month m over the years / sum of everything
        mean:           share[m] = average over the years of month m / total of its year
        moving_average: index[m] = average over the years of month m / centred moving average of a year
                        share[m] = index[m] / sum of the indices
        With pooled and mean a year with a blank month is left out; moving_average uses every month whose
        centred average is known, so that an unfinished last year counts as far as it goes.

    Args:
        history (money, range, blank is open): One row a year, oldest first, one column a month; any number
            of columns. A single column is one year.
        method (text, scalar): How the years are combined: pooled (the default), mean or moving_average.

    Returns:
        ratio, row: One share per column, adding up to 1; times their number it is the seasonal index.

    Errors:
        #DIV/0!: The history, or with mean one of its years, adds up to zero.
        #NUM!: A centred average is zero or negative, so that there is no ratio to it.
        #N/A: No year is complete; with moving_average, some month has no centred average.

    Source:
        Pooled and averaged shares by their definition; ratio-to-moving-average as in Anderson, Sweeney and
        Williams, Statistics for Business and Economics.

    Example:
        >>> seasonality([[10, 20, 30], [30, 20, 10]]).round(4).tolist()
        [[0.3333, 0.3333, 0.3333]]
        >>> seasonality([[10, 30], [60, 20]], "mean").tolist()
        [[0.5, 0.5]]
    """
    years = history.T if history.shape[1] == 1 else history
    if method == "moving_average":
        indices = _ratios_to_moving_average(years)
        return (indices / indices.sum())[None, :]
    complete = years[~np.isnan(years).any(axis=1)]
    if not len(complete):
        raise NotFound("no_complete_year")
    if method == "mean":
        totals = complete.sum(axis=1)
        if (totals == 0).any():
            raise NoBasis("year_adds_up_to_zero")
        complete = complete / totals[:, None]
    months = complete.sum(axis=0)
    if months.sum() == 0:
        raise NoBasis("adds_up_to_zero", argument="history")
    return (months / months.sum())[None, :]


def _ratios_to_moving_average(years: Floats) -> Floats:
    """Return each month's average ratio to the centred sum of a year, to its average but for one factor."""
    length = years.shape[1]
    line = years.ravel()
    weights = np.ones(length) if length % 2 else np.concatenate([[0.5], np.ones(length - 1), [0.5]])
    centred = np.full(line.size, np.nan)
    margin = length // 2
    if line.size >= len(weights):
        centred[margin : line.size - margin] = np.convolve(line, weights, mode="valid")
    known = ~np.isnan(line * centred)
    refuse((centred <= 0) & known, OutOfRange, "no_trend", argument="history")
    ratios = np.where(known, line / centred, 0.0).reshape(-1, length)
    counts = known.reshape(-1, length).sum(axis=0)
    if not counts.all():
        raise NotFound("month_without_average", month=int(np.flatnonzero(counts == 0)[0]) + 1)
    return np.asarray(ratios.sum(axis=0) / counts)


@formula(
    "phasing",
    Help(
        "春节平移：把基期各月占比按春节窗口移到目标年，1月与2月之和不变，仅两者之间移动",
        shares="1月至12月的占比，共12个，为各基期年份合并后的占比",
        from_years="基期年份，一个或多个，如2024、2025",
        to_year="目标年份，1990至2050",
        days_before="窗口从春节前多少天开始，默认20",
        days_after="窗口到春节后多少天结束，默认6；负数表示在春节之前结束",
    ),
)
def lunar_shift(
    shares: Floats,
    from_years: Floats,
    to_year: float,
    days_before: float = DAYS_BEFORE,
    days_after: float = DAYS_AFTER,
) -> Any:
    """Month shares of past years, moved to the date of the Chinese New Year in another year.

    Formula:
        window[m]  = part of the days around the New Year that fall into month m
        share[m]   = ordinary[m] + effect * average of window[m] over from_years
        shifted[m] = share[m] + effect * (window[m] in to_year - its average over from_years)
        The effect, positive or negative, is the one with which January and February have the same ordinary
        sales per day. It is limited so that no ordinary or shifted share turns negative; and where the base
        years' windows lie so evenly on both months that the shares hardly tell (their parts, each weighed
        with the days of the other month, differ by d less than 0.1), it is multiplied by (d / 0.1)^2.

    Args:
        shares (ratio, series): Twelve shares, January first, pooled over the base years; any scale.
        from_years (count, series): The base years.
        to_year (count, scalar): The year to plan.
        days_before (count, scalar): First day of the window, counted back from the New Year.
        days_after (count, scalar): Last day of the window, counted on; negative if it ends before.

    Returns:
        ratio, series of shares: Twelve shares adding up to 1. With the usual window only January and February
            change and their sum does not. A window that begins in December belongs to that December's year.

    Errors:
        #DIV/0!: The shares add up to zero.
        #NUM!: The window holds no day or more than half a year.
        #N/A: A year is not in 1990 to 2050.
        #VALUE!: There are not twelve shares.

    Source:
        Share of the holiday window by month, as in the regressors of X-13ARIMA-SEATS and genhol, centred on
        the base years; January and February as one, after C. Sax, seasonal adjustment of Chinese New Year.

    Example:
        >>> base = [0.12, 0.06, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08, 0.09, 0.09]
        >>> lunar_shift(base, [2025], 2026).round(4).tolist()[:3]
        [0.0652, 0.1148, 0.08]
    """
    if shares.size != 12:
        raise WrongKind("not_twelve", argument="shares", n=int(shares.size))
    if shares.sum() == 0:
        raise NoBasis("adds_up_to_zero", argument="shares")
    span = int(days_before), int(days_after)
    base = np.mean([window_by_month(int(year), *span) for year in from_years], axis=0)
    goal = window_by_month(int(to_year), *span)
    days = np.mean([days_of_months(int(year)) for year in from_years], axis=0)
    share = shares / shares.sum()
    shifted = share + _holiday_effect(share, base, goal, days) * (goal - base)
    return shifted / shifted.sum()


def _holiday_effect(share: Floats, base: Floats, goal: Floats, days: Floats) -> float:
    """Return what share of the year the whole window brings on top of ordinary days."""
    january, february = days[:2] / days[:2].sum()
    excess = share[0] * february - share[1] * january
    contrast = base[0] * february - base[1] * january
    effect = excess * contrast / max(abs(contrast), CLEAR) ** 2
    for change in (-base, goal - base):
        with np.errstate(divide="ignore", invalid="ignore"):
            limits = np.where((change * effect < 0) & (share >= 0), share / np.abs(change), np.inf)
        effect = np.sign(effect) * min(abs(effect), float(limits.min()))
    return float(effect)


@formula(
    "phasing",
    Help(
        "按指标序列把年度总额分到各期（登顿比例一阶差分法），年初年末无跳跃",
        pattern="各期的指标（如季节序列），零或正数；期数须为总额个数的整数倍",
        totals="各年总额；空白表示未知，按最近的比例外推",
    ),
)
def denton(pattern: Floats, totals: Floats) -> Any:
    """Annual totals in months or quarters that follow a pattern, without a step between the years.

    Formula:
        minimise the sum of (x[t] / pattern[t] - x[t-1] / pattern[t-1])^2
        such that the x of each year add up to its total

    Args:
        pattern (number, series): Indicator by period, zero or more, oldest first; as many periods to each
            total. A period of pattern zero gets zero.
        totals (money, series, blank is open): One total per year, oldest first; a blank year is extrapolated.

    Returns:
        money, series of pattern: One amount per period; those of a year add up to its total.

    Errors:
        #DIV/0!: The pattern of a year with a total is zero throughout.
        #NUM!: A pattern is negative.
        #N/A: Every total is blank.
        #VALUE!: The number of periods is no multiple of the number of totals.

    Source:
        Denton's proportional first difference method in Cholette's form; IMF, Quarterly National Accounts
        Manual, 2001, chapter VI.

    Example:
        >>> denton([1, 1, 1, 1], [10, 30]).round(4).tolist()
        [3.3333, 6.6667, 13.3333, 16.6667]
    """
    refuse(pattern < 0, OutOfRange, "negative", argument="pattern", value=pattern)
    if pattern.size % totals.size:
        raise WrongKind("no_multiple", n=int(pattern.size), m=int(totals.size))
    if np.isnan(totals).all():
        raise NotFound("nothing_known", argument="totals", place="")
    by_year = pattern.reshape(totals.size, -1)
    basis = by_year.sum(axis=1)
    refuse((basis == 0) & (np.nan_to_num(totals) != 0), NoBasis, "pattern_is_zero", argument="pattern")
    known = ~np.isnan(totals) & (basis > 0)
    if not known.any():
        return np.zeros(pattern.size)
    size = float(basis[known].mean())
    ratios = _smoothest(by_year / size, totals, known)
    amounts = by_year / size * ratios
    for _ in range(2):  # the rest that doubles leave, spread by size
        sizes = np.maximum(np.abs(amounts).sum(axis=1, keepdims=True), np.finfo(float).tiny)
        rest = np.where(known, totals - amounts.sum(axis=1), 0.0)[:, None]
        amounts += rest * np.abs(amounts) / sizes
    return amounts.ravel()


def _smoothest(pattern: Floats, totals: Floats, known: Any) -> Floats:
    """Solve for the ratios of amount to pattern that change least, one row a year.

    The equations of the minimum, with a multiplier behind the periods of each year, couple near unknowns
    only: they form a band.
    """
    years, periods = pattern.shape
    width = periods + 1
    size = years * width
    at = np.arange(size).reshape(years, width)
    steps = at[:, :periods].ravel()
    rows, columns, values = [], [], []

    def put(row: Any, column: Any, value: Any) -> None:
        rows.append(np.ravel(row))
        columns.append(np.ravel(column))
        values.append(np.broadcast_to(np.ravel(value), np.shape(np.ravel(row))))

    before, after = steps[:-1], steps[1:]
    for row, column, value in (
        (before, before, 1.0), (after, after, 1.0), (before, after, -1.0), (after, before, -1.0)
    ):  # fmt: skip
        put(row, column, value)
    multiplier = np.broadcast_to(at[known, periods:], (int(known.sum()), periods))
    put(at[known, :periods], multiplier, pattern[known])
    put(multiplier, at[known, :periods], pattern[known])
    put(at[~known, periods], at[~known, periods], 1.0)
    right = np.zeros(size)
    right[at[:, periods]] = np.where(known, totals, 0.0)
    places = np.concatenate(rows), np.concatenate(columns)
    entries = np.concatenate(values)
    if size <= DENSE:
        full = np.zeros((size, size))
        np.add.at(full, places, entries)
        solved = np.linalg.solve(full, right)
    else:
        from scipy.linalg import solve_banded

        band = np.zeros((2 * width + 1, size))
        np.add.at(band, (width + places[0] - places[1], places[1]), entries)
        solved = solve_banded((width, width), band, right)
    return np.asarray(solved.reshape(years, width)[:, :periods])
