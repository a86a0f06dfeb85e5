"""Activity: contacts by customer class, whether the team can keep them, what is left to do a day."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, WrongKind
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_divisor
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise

PER_YEAR = (52, 24, 12)


@formula(
    "funnel",
    Help(
        "全年联系次数：各类客户数乘以每年联系次数之和",
        counts="A、B、C等各类客户数",
        per_year="每类客户每年联系次数，省略为52、24、12（每周、每半月、每月）；双周一次请填26",
    ),
)
def contacts(counts: Floats, per_year: Any = PER_YEAR) -> Any:
    """Contacts a year that the classes of customers call for.

    Formula:
        contacts = sum over classes of counts * per_year

    Args:
        counts (count, series, blank is zero): Customers in each class, A first.
        per_year (number, series): Contacts a year for each class; 52, 24, 12 if left out: weekly, twice a
            month, monthly. Every two weeks is 26.

    Returns:
        count, scalar: Contacts a year.

    Errors:
        #NUM!: A number is negative, or a count is not whole.
        #VALUE!: The numbers of classes differ.

    Source:
        Call cadence by ABC class: A weekly, B twice a month, C monthly.

    Example:
        >>> contacts([10, 20, 50]), contacts([10, 20, 50], [52, 26, 12])
        (1600.0, 1640.0)
    """
    often = np.asarray(per_year, dtype=np.float64)
    if often.size != counts.size:
        raise WrongKind("contact_classes", n=counts.size, m=often.size)
    refuse_negative(counts=counts, per_year=often)
    return clear_of_noise((counts * often).sum())


@formula(
    "funnel",
    Help(
        "拜访负荷：所需次数除以团队可完成次数，大于1为超负荷",
        contacts="所需联系或拜访次数",
        reps="业务员人数（折合）",
        per_day="每人每天可完成次数",
        days="期内可用于拜访的工作日数",
    ),
)
def contact_load(contacts: Floats, reps: Floats, per_day: Floats, days: Floats) -> Any:
    """Share of a team's calling capacity that the contacts take; above 1 they cannot all be made.

    Formula:
        load = contacts / (reps * per_day * days)

    Args:
        contacts (number, scalar): Contacts required in the time covered; zero or more.
        reps (number, scalar): Reps, as full-time equivalents.
        per_day (number, scalar): Contacts that a rep makes in a day.
        days (number, scalar): Days in the field in the time covered.

    Returns:
        ratio, scalar: 1 is fully loaded; no contacts are no load, with any capacity.

    Errors:
        #DIV/0!: There are contacts to make and no capacity.
        #NUM!: A number is negative.
        #N/A: A figure is blank.

    Source:
        Workload method of sales-force sizing (Talley, 1961): calls required / calls one rep makes.

    Example:
        >>> contact_load(2_400, 3, 4, 200), contact_load(0, 0, 4, 200)
        (1.0, 0.0)
    """
    refuse_negative(contacts=contacts, reps=reps, per_day=per_day, days=days)
    capacity = clear_of_noise(reps * per_day * days)
    refuse((capacity == 0) & (contacts > 0), NoBasis, "no_capacity", argument="reps")
    return np.where(contacts == 0, 0.0, contacts / capacity)


@formula(
    "funnel",
    Help(
        "过程目标：剩余每期（天、周）需完成的次数，向上取整；已完成则为0",
        required="期内应完成次数，如电话、拜访",
        done="已完成次数",
        periods="剩余期数（天或周）",
    ),
)
def activity_quota(required: Floats, done: Floats, periods: Floats) -> Any:
    """Activities to be done in each period that is left, in whole numbers.

    Formula:
        quota = (required - done) / periods rounded up; 0 where enough is done

    Args:
        required (number, scalar): Activities required in the whole time, such as calls; zero or more.
        done (number, scalar, blank is zero): Activities done so far; zero or more.
        periods (number, scalar): Days or weeks left.

    Returns:
        count, scalar: Activities per period.

    Errors:
        #DIV/0!: No period is left and something still has to be done.
        #NUM!: A number is negative.
        #N/A: The number required or the periods are blank.

    Source:
        Activity quota from required activities, rounded up so that the requirement is met.

    Example:
        >>> activity_quota(26, 0, 13), activity_quota(100, 30, 8), activity_quota(20, 25, 0)
        (2.0, 9.0, 0.0)
    """
    refuse_negative(required=required, done=done, periods=periods)
    left = np.maximum(required - done, 0)
    refuse_no_divisor(periods=np.where(left > 0, periods, 1.0))
    return np.where(left > 0, np.ceil(clear_of_noise(left / periods)), 0.0)
