"""How sales are spread over members: concentration, dispersion, Pareto and ABC."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_share
from salesplan_xl.formulas.whole_weights import one_group
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, as_shown, clear_of_noise

BREAKS = (0.8, 0.95)


@formula(
    "people",
    Help(
        "贡献集中度：gini基尼系数（默认），hhi赫芬达尔指数，top前几名占比",
        values="各成员的业绩，零或正数；空白不计入",
        method="方法：gini（0均匀，趋近1集中），hhi（占比平方和），top（前k名占比）",
        k="top方法取前几名，默认1",
    ),
    choices={"method": ("gini", "hhi", "top")},
)
def concentration(values: Floats, method: str = "gini", k: float = 1) -> Any:
    """Tell whether a few members carry the sales or all do.

    Formula:
        gini = sum of |values[i] - values[j]| over all pairs, both ways / (2 * n * sum of values)
        hhi  = sum of (values[i] / sum of values)^2
        top  = sum of the k largest / sum of values

    Args:
        values (number, range, blank is open): Sales of each member, zero or more; a blank is no member.
        method (text, scalar): gini (0 is even), hhi (1 / n is even, 1 a single member) or top.
        k (count, scalar): How many of the largest count in top; with fewer members, all of them.

    Returns:
        ratio, scalar: Between 0 and 1; HHI as a fraction, 0.25 for what is also written 2,500.

    Errors:
        #DIV/0!: The values add up to zero.
        #NUM!: A value is negative, or k is not above zero.
        #N/A: All values are blank.

    Source:
        Gini (1912) without small-sample correction; Herfindahl-Hirschman index; concentration ratio CR_k.

    Example:
        >>> concentration([1, 1, 1, 1]), concentration([30, 25, 25, 5, 5, 5, 5], "hhi")
        (0.0, 0.225)
        >>> concentration([50, 30, 20], "top", 2)
        0.8
    """
    ranked, total = _from_the_largest(values)
    refuse(k < 1, OutOfRange, "at_least", argument="k", value=k, low=1)
    if method == "hhi":
        return clear_of_noise(((ranked / total) ** 2).sum())
    if method == "top":
        return clear_of_noise(ranked[: int(k)].sum() / total)
    n = ranked.size
    # Ordered from the largest, value i is the larger of n - i pairs and the smaller of i - 1.
    weight = n + 1 - 2 * np.arange(1, n + 1)
    return clear_of_noise((weight * ranked).sum() / (n * total), 1)


@formula(
    "people",
    Help(
        "业绩差异程度：cv变异系数（默认，标准差/平均），p90_p10高低十分位之比",
        values="各人的业绩或达成率；空白不计入",
        method="方法：cv（样本标准差除以平均），p90_p10（第90百分位除以第10百分位）",
    ),
    choices={"method": ("cv", "p90_p10")},
)
def dispersion(values: Floats, method: str = "cv") -> Any:
    """Tell how far members' results lie apart.

    Formula:
        cv      = sample standard deviation (n - 1) / |mean|
        p90_p10 = 90th percentile / 10th percentile, interpolated as PERCENTILE.INC does

    Args:
        values (number, range, blank is open): Result of each member; a blank is no member.
        method (text, scalar): cv or p90_p10.

    Returns:
        ratio, scalar: cv is 0 where all are the same, p90_p10 is 1.

    Errors:
        #DIV/0!: The mean, or the 10th percentile, is zero.
        #NUM!: Fewer than two values for cv; a negative value for p90_p10.
        #N/A: All values are blank.

    Source:
        Coefficient of variation; percentile ratio, standard definitions.

    Example:
        >>> dispersion([0.8, 1.0, 1.2])
        0.2
        >>> round(dispersion([10, 20, 30, 40, 50], "p90_p10"), 12)
        3.285714285714
    """
    known = _known(values)
    if method == "p90_p10":
        refuse_negative(values=known)
        low, high = np.percentile(known, [10, 90])
        refuse(low == 0, NoBasis, "zero_base", argument="values")
        return clear_of_noise(high / low)
    refuse(known.size < 2, OutOfRange, "too_few_numbers", argument="values", count=known.size, least=2)
    mean = clear_of_noise(known.mean(), np.abs(known).max())
    refuse(mean == 0, NoBasis, "zero_base", argument="values")
    return clear_of_noise(known.std(ddof=1) / abs(mean), 1)


@formula(
    "customers",
    Help(
        "ABC分类：由大到小累计占比，不超过第一界线的为A，不超过第二界线的为B，其余为C；最大者总为A",
        values="各客户或产品的数值，零或正数；空白按零",
        breaks="累计占比界线（小数，由低到高），默认0.8和0.95；可多可少，依次为A、B、C、D…",
    ),
)
def abc_class(values: Floats, breaks: Any = BREAKS) -> Any:
    """Class members by their cumulative share, from the largest down.

    Formula:
        cumulative = share of a member and of all larger ones in the total; of equals, the earlier first
        class = A while cumulative <= breaks[1], B while cumulative <= breaks[2], C the rest, and so on
        the largest member is always A

    Args:
        values (number, range, blank is zero): Sales, margin or potential of each member; zero or more.
        breaks (ratio, series): Cumulative shares at which A, B, ... end; rising, 0 to 1.

    Returns:
        text, range of values: One letter each.

    Errors:
        #DIV/0!: The values add up to zero.
        #NUM!: A value is negative; breaks do not rise or are not between 0 and 1.

    Source:
        ABC (Pareto) analysis with the usual classes at 80 % and 95 % of the total.

    Example:
        >>> abc_class([50, 5, 30, 15])
        [['A'], ['C'], ['A'], ['B']]
    """
    limits = np.asarray(breaks, dtype=np.float64)
    refuse_no_share(breaks=limits)
    refuse(np.diff(limits, prepend=-1) <= 0, OutOfRange, "not_ascending", argument="breaks")
    refuse_negative(values=values)
    whole = one_group(values.ravel())
    refuse(not whole.any(), NoBasis, "adds_up_to_zero", argument="values")
    order = np.argsort(-whole, kind="stable")
    running = np.cumsum(whole[order])
    ends = [math.floor(running[-1] * Fraction(as_shown(limit))) for limit in limits.tolist()]
    classes = np.empty(whole.size, dtype=object)
    classes[order] = [chr(ord("A") + int(beyond)) for beyond in sum(running > end for end in ends)]
    classes[order[0]] = "A"
    return classes.reshape(values.shape).tolist()


@formula(
    "customers",
    Help(
        "帕累托：达到给定占比最少需要几个（最大的）成员",
        values="各客户、订单或产品的数值，零或正数；空白不计入",
        share="要达到的占比（小数），默认0.8",
    ),
)
def pareto_count(values: Floats, share: float = 0.8) -> Any:
    """Smallest number of members that together reach a share of the total.

    Formula:
        smallest k for which the sum of the k largest >= share * sum of values

    Args:
        values (number, range, blank is open): Amount of each deal, customer or product; zero or more.
        share (ratio, scalar): Share to be reached, above 0, at most 1.

    Returns:
        count, scalar: How many of the largest; the rest is the long tail.

    Errors:
        #DIV/0!: The values add up to zero.
        #NUM!: A value is negative, or share is not above 0 and at most 1.
        #N/A: All values are blank.

    Source:
        Pareto principle (80/20), counted from the largest.

    Example:
        >>> pareto_count([50, 30, 10, 5, 5]), pareto_count([50, 30, 10, 5, 5], 1)
        (2.0, 5.0)
    """
    refuse_no_share(share=share)
    refuse(share == 0, OutOfRange, "not_positive", argument="share", value=share)
    ranked, _ = _from_the_largest(values)
    running = np.cumsum(one_group(ranked))
    goal = math.ceil(running[-1] * Fraction(as_shown(share)))
    return float(np.argmax(running >= goal) + 1)


def _known(values: Floats) -> Floats:
    known: Floats = values[~np.isnan(values)]
    refuse(not known.size, NotFound, "nothing_known", argument="values")
    return known


def _from_the_largest(values: Floats) -> tuple[Floats, float]:
    """Return the known values from the largest down, and their sum."""
    known = _known(values)
    refuse_negative(values=known)
    refuse(not known.any(), NoBasis, "adds_up_to_zero", argument="values")
    return np.sort(known)[::-1], float(known.sum())
