"""Forecasts from history alone, and what they say of a target: trend, season, growth, plausibility."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise

MOST_AHEAD = 1200
CLASSES = {"en": ("trough", "normal", "peak"), "zh": ("低谷期", "平稳期", "高峰期")}


@formula(
    "forecast",
    Help(
        "趋势预测：以历史各期的最小二乘直线外推以后各期",
        history="历史各期数值，从最早一期开始，一行或一列；空白的期间不参与拟合",
        ahead="向后预测的期数，默认1",
    ),
)
def trend_forecast(history: Floats, ahead: float = 1) -> Any:
    """The coming periods on the straight line through the history.

    Formula:
        b = sum of (t - mean of t) * (y[t] - mean of y) / sum of (t - mean of t)^2
        a = mean of y - b * mean of t          over the periods t = 1 ... n that are known
        forecast[k] = a + b * (n + k)

    Args:
        history (number, series, blank is open): One value per period, oldest first; a blank is left out.
        ahead (count, scalar): How many periods to forecast; 1 if left out.

    Returns:
        number, series of history: The forecasts of the periods after the last one.

    Errors:
        #NUM!: Fewer than two values are known; ahead is not between 1 and 1,200.

    Source:
        Linear trend by ordinary least squares; Stevenson, Operations Management, forecasting.

    Example:
        >>> trend_forecast([19, 18, 15, 20, 18, 22, 20], 2).round(4).tolist()
        [20.8571, 21.3571]
    """
    level, slope, middle, _ = _line(history, least=2)
    periods = len(history) + _ahead(ahead)
    return clear_of_noise(level + slope * (periods - middle), level, slope * middle)


@formula(
    "forecast",
    Help(
        "季节朴素预测：以后各期取上一周期同期数值，可乘以增长率",
        history="历史各期数值，从最早一期开始；末尾至少一个完整周期",
        ahead="向后预测的期数，默认12",
        length="一个周期的期数，默认12（月）；季度为4",
        growth="每过一个周期的增长率（小数），默认0",
    ),
)
def seasonal_naive(history: Floats, ahead: float = 12, length: float = 12, growth: float = 0) -> Any:
    """The coming periods as those of one season ago, with growth if any.

    Formula:
        forecast[k] = history[n + k - length * c] * (1 + growth)^c,  c = k / length rounded up

    Args:
        history (number, series, blank is open): One value per period, oldest first.
        ahead (count, scalar): How many periods to forecast.
        length (count, scalar): Periods in a season, 12 for months.
        growth (ratio, scalar): Growth from one season to the next; -1 or more.

    Returns:
        number, series of history: The forecasts of the periods after the last one.

    Errors:
        #NUM!: The history is shorter than a season; ahead or length is below 1; growth is below -1.
        #N/A: A period of the last season that is needed is blank.

    Source:
        Seasonal naive method; Hyndman and Athanasopoulos, Forecasting: Principles and Practice.

    Example:
        >>> seasonal_naive([6, 5, 7, 8], 5, 4, 0.1).round(4).tolist()
        [6.6, 5.5, 7.7, 8.8, 7.26]
    """
    periods = _ahead(ahead)
    refuse(length < 1, OutOfRange, "at_least", argument="length", value=length, low=1)
    refuse(growth < -1, OutOfRange, "at_least", argument="growth", value=growth, low=-1)
    if len(history) < length:
        raise OutOfRange("history_too_short", argument="history", n=len(history), least=int(length))
    seasons = np.ceil(periods / length)
    taken = history[(len(history) + periods - seasons * length - 1).astype(int)]
    refuse(np.isnan(taken), NotFound, "blank_cell", argument="history")
    return clear_of_noise(taken * clear_of_noise(1 + growth, 1, growth) ** seasons)


@formula(
    "forecast",
    Help(
        "目标合理性：目标与历史预测值相差多少个预测标准差，绝对值大于2须说明理由",
        target="下一期（年）的目标",
        history="历史各期（年）数值，从最早一期开始，至少3个；空白的期间不参与",
        method="trend按趋势线预测（默认）；mean按平均数预测",
    ),
    choices={"method": ("trend", "mean")},
)
def target_plausibility(target: float, history: Floats, method: str = "trend") -> Any:
    """How many standard errors a target lies above what the history lets expect.

    Formula:
        z = (target - forecast) / sigma
        trend: forecast on the least-squares line; sigma^2 = s^2 * (1 + 1/n + (next t - mean of t)^2 / Sxx),
               s^2 = squared residuals / (n - 2)
        mean:  forecast = mean of y; sigma^2 = s^2 * (1 + 1/n), s^2 = squared residuals / (n - 1)

    Args:
        target (number, scalar): The target of the period after the last one.
        history (number, series, blank is open): One value per period, oldest first; blanks are left out.
        method (text, scalar): trend or mean.

    Returns:
        number, scalar: Positive when the target is above the forecast; beyond 2 in size asks for a reason.

    Errors:
        #DIV/0!: The history does not deviate from the line or the mean, so there is no measure.
        #NUM!: Fewer than three values are known, with mean fewer than two.

    Source:
        Prediction interval of linear regression and of the mean (any statistics textbook).

    Example:
        >>> round(target_plausibility(26, [19, 18, 15, 20, 18, 22, 20]), 4)
        1.8787
    """
    known = history[~np.isnan(history)]
    if method == "mean":
        _check_length(known, 2)
        forecast, leverage = float(known.mean()), 1 / len(known)
        residuals, freedom = known - forecast, len(known) - 1
    else:
        level, slope, middle, moved = _line(history, least=3)
        distance = len(history) + 1 - middle
        forecast, leverage = level + slope * distance, 1 / len(known) + distance**2 / float(moved @ moved)
        residuals, freedom = known - level - slope * moved, len(known) - 2
    residuals = np.asarray(clear_of_noise(residuals, known, forecast))
    refuse(not residuals.any(), NoBasis, "no_spread", argument="history")
    sigma = np.sqrt(float(residuals @ residuals) / freedom * (1 + leverage))
    return clear_of_noise(target - forecast, target, forecast) / sigma


@formula(
    "forecast",
    Help(
        "季节指数：各期占比乘以期数，平均为1",
        shares="各期占比或任意比例的数值，零或正数，如SEASONALITY的结果",
    ),
)
def seasonal_index(shares: Floats) -> Any:
    """Seasonal indices: how many times an average period each period is.

    Formula:
        index[m] = n * shares[m] / sum of shares

    Args:
        shares (ratio, series): One share per period, at any scale (they need not add up to 1); zero or more.

    Returns:
        ratio, series of shares: Indices with a mean of exactly one; 1.2 is 20 % above the average period.

    Errors:
        #DIV/0!: The shares add up to zero.
        #NUM!: A share is negative.

    Source:
        Seasonal index as 12 times the month share, normalised to a mean of 1.

    Example:
        >>> seasonal_index([10, 20, 30, 20]).tolist()
        [0.5, 1.0, 1.5, 1.0]
    """
    refuse(shares < 0, OutOfRange, "negative", argument="shares", value=shares)
    refuse(shares.sum() == 0, NoBasis, "adds_up_to_zero", argument="shares")
    return clear_of_noise(len(shares) * shares / shares.sum())


@formula(
    "forecast",
    Help(
        "旺淡季划分：季节指数不低于1+容差为高峰期，不高于1−容差为低谷期，其余为平稳期",
        index="季节指数，1为平均",
        tolerance="容差（小数），默认0.1",
        language="结果的语言：en或zh",
    ),
    choices={"language": ("en", "zh")},
)
def season_class(index: Floats, tolerance: Floats | float = 0.1, language: str = "en") -> Any:
    """Whether a period is peak, trough or normal by its seasonal index.

    Formula:
        peak    index >= 1 + tolerance
        trough  index <= 1 - tolerance
        normal  in between

    Args:
        index (ratio, scalar): Seasonal index, 1 on average; zero or more.
        tolerance (ratio, scalar): How far from 1 a peak or trough begins; above 0, at most 1.
        language (text, scalar): en or zh, the language of the result.

    Returns:
        text, scalar: peak, normal or trough (高峰期, 平稳期, 低谷期).

    Errors:
        #NUM!: The index is negative, or the tolerance is not above 0 and at most 1.
        #N/A: The index is blank.

    Source:
        Peak and off-peak season by the seasonal index against a declared tolerance.

    Example:
        >>> season_class([0.84, 1.09, 1.14]).tolist()
        ['trough', 'normal', 'peak']
    """
    refuse(index < 0, OutOfRange, "negative", argument="index", value=index)
    refuse(np.asarray(tolerance) <= 0, OutOfRange, "not_positive", argument="tolerance", value=tolerance)
    too_wide = np.asarray(tolerance) > 1
    refuse(too_wide, OutOfRange, "out_of_range", argument="tolerance", value=tolerance, low=0, high=1)
    beyond = clear_of_noise(index - 1, index, 1)
    place = 1 + (np.asarray(beyond) >= tolerance).astype(int) - (np.asarray(beyond) <= -np.asarray(tolerance))
    return np.array(CLASSES[language], dtype=object)[place]


@formula(
    "forecast",
    Help(
        "滚动增长率：最近若干期合计与其前同样期数合计相比的增长，消除季节影响",
        history="历史各期数值，从最早一期开始",
        window="合计的期数，默认12",
    ),
)
def trailing_growth(history: Floats, window: float = 12) -> Any:
    """Growth of the last twelve months over the twelve before, which no season can distort.

    Formula:
        trailing_growth = (last - before) / |before|
        last = sum of the last window values, before = sum of the window values before those

    Args:
        history (number, series, blank is open): One value per period, oldest first.
        window (count, scalar): Periods added up; 12 months if left out.

    Returns:
        ratio, scalar: 0.1 is 10 % more; from a negative sum it measures against that sum's size.

    Errors:
        #DIV/0!: The earlier sum is zero.
        #NUM!: The history is shorter than two windows; the window is below 1.
        #N/A: A value in the two windows is blank.

    Source:
        Growth of the moving annual total.

    Example:
        >>> round(trailing_growth([10, 20, 15, 18], 2), 12)
        0.1
    """
    refuse(window < 1, OutOfRange, "at_least", argument="window", value=window, low=1)
    size = int(window)
    _check_length(history, 2 * size)
    ends = history[-2 * size :]
    refuse(np.isnan(ends), NotFound, "blank_cell", argument="history")
    before, last = (float(clear_of_noise(part.sum(), np.abs(part).sum())) for part in np.split(ends, 2))
    refuse(before == 0, NoBasis, "zero_base", argument="history")
    return clear_of_noise(last - before, last, before) / abs(before)


def _line(history: Floats, least: int) -> tuple[float, float, float, Floats]:
    """Return the mean, the slope, the mean period and the known periods' distances from it."""
    known = ~np.isnan(history)
    _check_length(history[known], least)
    periods = np.flatnonzero(known) + 1.0
    middle = float(periods.mean())
    moved = np.asarray(periods - middle, dtype=np.float64)
    level = float(history[known].mean())
    slope = float(moved @ (history[known] - level)) / float(moved @ moved)
    return level, slope, middle, moved


def _check_length(values: Floats, least: int) -> None:
    if len(values) < least:
        raise OutOfRange("history_too_short", argument="history", n=len(values), least=least)


def _ahead(ahead: float) -> Floats:
    """Return the numbers of the periods ahead, from 1."""
    if not 1 <= ahead <= MOST_AHEAD:
        raise OutOfRange("ahead_beyond", value=int(ahead), most=MOST_AHEAD)
    return np.arange(1.0, ahead + 1)
