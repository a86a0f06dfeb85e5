"""How long customers stay and deals take: a retention curve fitted from a cohort, the sales cycle."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise

_LARGEST, _SMALLEST = 1e6, 1e-6
"""Beyond these parameters the curve is one constant retention, or none that changes any more."""


@formula(
    "customers",
    Help(
        "由一批客户的留存数据拟合留存曲线（移位贝塔几何模型），给出alpha、beta两个参数",
        survivors="同一批客户的期初人数及其后各期末仍在的人数，由早到晚",
    ),
)
def sbg_fit(survivors: Floats) -> Any:
    """Fit the shifted-beta-geometric retention curve to one cohort of customers.

    Formula:
        chance to leave in period t, having stayed so far:  h[t] = alpha / (alpha + beta + t - 1)
        alpha, beta make the likelihood largest:
        sum over t of  lost[t] * ln(h[t]) + survivors[t] * ln(1 - h[t])
        lost[t] = survivors[t - 1] - survivors[t]

    Args:
        survivors (number, series): Customers at the start and those still there after each period; numbers
            or shares of the start.

    Returns:
        number, row: alpha and beta, for SBG_SURVIVAL. Their size tells how alike the customers are.

    Errors:
        #DIV/0!: Nobody left.
        #NUM!: The series rises or is negative, or the retention does not rise from period to period, so that
            no such curve fits best.
        #VALUE!: There are fewer than three numbers.

    Source:
        Fader and Hardie, How to Project Customer Retention, Journal of Interactive Marketing, 2007.

    Example:
        >>> [round(value, 3) for value in sbg_fit([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]).tolist()]
        [0.668, 3.806]
    """
    refuse(survivors.size < 3, WrongKind, "too_few", argument="survivors", n=survivors.size, least=3)
    refuse(survivors < 0, OutOfRange, "negative", argument="survivors", value=survivors)
    rises = np.diff(survivors, prepend=survivors[0]) > 0
    refuse(rises, OutOfRange, "cohort_rises", argument="survivors", value=survivors)
    refuse(survivors[-1] == survivors[0], NoBasis, "nobody_left", argument="survivors")
    before, kept = survivors[:-1] / survivors[0], survivors[1:] / survivors[0]
    return _most_likely(before, kept)


@formula(
    "customers",
    Help(
        "留存曲线：若干期后仍为客户的比例",
        alpha="参数alpha，由SBG_FIT得出",
        beta="参数beta，由SBG_FIT得出",
        periods="期数，0为期初",
    ),
)
def sbg_survival(alpha: Floats, beta: Floats, periods: Floats) -> Any:
    """Share of a cohort still there after a number of periods, by the shifted-beta-geometric curve.

    Formula:
        survival = B(alpha, beta + periods) / B(alpha, beta)        B the beta function
                 = product of (beta + t - 1) / (alpha + beta + t - 1) for t = 1 .. periods
        the retention of one period is the survival at its end over that at its start

    Args:
        alpha (number, scalar): First parameter, above zero.
        beta (number, scalar): Second parameter, above zero.
        periods (count, scalar): Periods since the start; 0 gives 1.

    Returns:
        ratio, scalar: 1 at the start, falling more slowly with each period.

    Errors:
        #NUM!: A parameter is not above zero, or the periods are negative or no whole number.
        #N/A: A parameter or the number of periods is blank.

    Source:
        Fader and Hardie, How to Project Customer Retention, Journal of Interactive Marketing, 2007.

    Example:
        >>> round(sbg_survival(1, 1, 3), 12)
        0.25
    """
    refuse(alpha <= 0, OutOfRange, "not_positive", argument="alpha", value=alpha)
    refuse(beta <= 0, OutOfRange, "not_positive", argument="beta", value=beta)
    refuse(periods < 0, OutOfRange, "negative", argument="periods", value=periods)
    from scipy.special import betaln

    return np.exp(betaln(alpha, beta + periods) - betaln(alpha, beta))


@formula(
    "funnel",
    Help(
        "销售周期：首次接触到成交的天数（默认中位数），未成交商机按卡普兰–迈耶法计入",
        days="各商机的天数：已成交的至成交日，未成交的至今",
        closed="已成交为1，未成交为0或留空",
        quantile="成交比例，省略为0.5即中位数；0.9为九成商机所需天数",
    ),
)
def sales_cycle(days: Floats, closed: Floats, quantile: float = 0.5) -> Any:
    """Days from first contact to closing, with deals still open counted as not closed so far.

    Formula:
        still open after day t:
        S(t) = product over closing days d <= t of 1 - closed on d / still followed on d
        sales_cycle = first day on which S(t) <= 1 - quantile
        where S stays at exactly 1 - quantile until the next closing day, the middle of the two days

    Args:
        days (number, series of deals): Days from first contact to closing, or until today if still open.
        closed (number, series of deals, blank is zero): 1 for a closed deal, 0 or blank for an open one. A
            deal open until the day of another's closing counts as followed on that day.
        quantile (ratio, scalar): Share of the deals closed by then; 0.5 is the median. Above 0, below 1.

    Returns:
        number, scalar: Days. Without open deals the median is the plain median.

    Errors:
        #N/A: Too many deals are still open for that share to be reached.
        #NUM!: A number of days is negative, closed is neither 0 nor 1, or the quantile not between 0 and 1.
        #VALUE!: The ranges differ in length.

    Source:
        Kaplan and Meier, Journal of the American Statistical Association, 1958.

    Example:
        >>> sales_cycle([30, 60, 90, 120], [1, 1, 1, 1]), sales_cycle([30, 60, 90, 120], [1, 0, 1, 0])
        (75.0, 90.0)
    """
    refuse(days < 0, OutOfRange, "negative", argument="days", value=days)
    refuse((closed != 0) & (closed != 1), OutOfRange, "not_yes_or_no", argument="closed", value=closed)
    outside = not 0 < quantile < 1
    refuse(outside, OutOfRange, "not_inside", argument="quantile", value=quantile, low=0, high=1)
    closing, events = np.unique(days[closed == 1], return_counts=True)
    followed = days.size - np.searchsorted(np.sort(days), closing)
    still_open = np.cumprod(1 - events / followed)
    left = clear_of_noise(still_open - (1 - quantile), 1.0)
    reached = np.flatnonzero(left <= 0)
    known = float(1 - still_open[-1]) if closing.size else 0.0
    if not reached.size:
        raise NotFound("not_reached", known=f"{known:.0%}", quantile=f"{quantile:.0%}")
    first = int(reached[0])
    upper = first + 1 if left[first] == 0 and first + 1 < closing.size else first
    return (closing[first] + closing[upper]) / 2


def _most_likely(before: Floats, kept: Floats) -> Floats:
    """Climb the likelihood by Newton's method in the logarithms of both parameters, never downhill."""
    lost, elapsed = before - kept, np.arange(before.size)

    def likelihood(point: Floats) -> float:
        alpha, beta = np.exp(point)
        terms = lost * point[0] + kept * np.log(beta + elapsed) - before * np.log(alpha + beta + elapsed)
        return float(terms.sum())

    point, damping = np.zeros(2), 1.0
    for _ in range(500):
        slope, bend = _slope_and_bend(np.exp(point), before, kept, lost.sum(), elapsed)
        direction = np.linalg.solve(bend + damping * np.eye(2), slope)
        ahead = point + np.clip(direction, -2, 2)
        if likelihood(ahead) >= likelihood(point):
            point, damping = ahead, damping / 10
            if np.abs(direction).max() < 1e-11 or np.abs(point).max() > np.log(_LARGEST):
                break
        elif damping > 1e12:
            break
        else:
            damping *= 10
    found: Floats = np.exp(point)
    refuse(found.max() >= _LARGEST or found.min() <= _SMALLEST, OutOfRange, "no_curve", argument="survivors")
    return found


def _slope_and_bend(
    parameters: Floats, before: Floats, kept: Floats, lost: float, elapsed: Any
) -> tuple[Floats, Floats]:
    """Return the gradient of the log-likelihood and minus its curvature."""
    alpha, beta = parameters
    whole = alpha + beta + elapsed
    from_both = (before / whole).sum()
    slope = np.array([lost - alpha * from_both, beta * ((kept / (beta + elapsed)).sum() - from_both)])
    square = (before / whole**2).sum()
    cross = -alpha * beta * square
    bend = np.array(
        [
            [alpha * from_both - alpha**2 * square, cross],
            [cross, -slope[1] + beta**2 * ((kept / (beta + elapsed) ** 2).sum() - square)],
        ]
    )
    return slope, bend
