"""Classes of causes that the numbers suggest for a difference from the target; the words stay the planner's.

Only differences above the materiality threshold get any, and unplanned sales. A difference is shared out:

=========  =============================================================================================
holiday    one month, and the months of its holiday season together (春节; Easter) come nearer to plan by at
           least half: what the other months of the season make up, if the window moved between the years
timing     the same with the month before, the month after (where known) or the two months before
new        members without any sale in the twelve months before the period: customers first, then products
lost       planned customers or products that sold in those twelve months, but not in the period nor in the
           two months before it
one deal   one customer, among three or more, whose own difference is at least half of all that push in the
           same direction; without customers, one leaf of the plan
price,     the rest, as the bridge splits it; a product that did not sell this month, but is neither new nor
volume,    lost, counts as volume. What comes without quantities has no class
mix
=========  =============================================================================================

Holiday and timing take their share of the difference first; the classes below share the rest by what pushes
in the direction of the difference. At most three are named, of a tenth or more, the largest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.planning.bridge_table import bridge_along
from salesplan_xl.planning.compared_lines import CodedLines, Compared, compared_lines
from salesplan_xl.planning.exact_sums import matrix_of
from salesplan_xl.planning.variance import TOTAL
from salesplan_xl.units import Floats, Integers, Period

CLASSES = ("price", "volume", "mix", "new", "lost", "timing", "one_deal", "holiday")
LOOK_BACK = 12
"""Months before a period in which a member must have sold to be known."""
QUIET = 2
"""Months before a period in which a lost member has not sold either."""
ONE_DEAL, ONE_DEAL_OF = 0.5, 3
"""A single customer is this share of what pushes in the direction of a difference, among at least so many."""
MADE_UP = 0.5
"""Other months make up at least this share of a month's difference."""
WINDOW_MOVED = 0.2
"""A holiday has moved where this share of its window lies in another month than the year before."""
LEAST_SHARE, MOST_CLASSES = 0.1, 3

Causes = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class CauseSettings:
    """What causes are proposed by.

    ``first`` and ``as_of`` are month indices; ``money`` names the indicators that are money and added up,
    ``summed`` all that are added up; ``moved`` is :func:`holiday_months.moved_windows` of the holiday.
    """

    first: int
    as_of: int
    dimensions: Sequence[str]
    materiality: float
    money: frozenset[str]
    summed: frozenset[str]
    moved: Mapping[int, float] = field(default_factory=dict)
    method: str = "classic"


def proposed_causes(
    variance: pd.DataFrame, quota: pd.DataFrame, sales: pd.DataFrame, settings: CauseSettings
) -> list[Causes]:
    """Return the classes of causes of every row of a variance table, with their shares, the largest first.

    Args:
        variance: what :func:`planning.variance.variance_table` returned for the same quota and sales.
        quota, sales: as there; sales also with ``quantity`` where it is known.
    """
    answers: list[Causes] = [()] * len(variance)
    target, difference = variance["target"].to_numpy(), variance["variance"].to_numpy()
    with np.errstate(invalid="ignore"):
        material = np.abs(difference) > settings.materiality * np.abs(target)
    material &= np.isfinite(difference)
    chosen = variance.loc[material, ["indicator", "period", "dimension", "member"]]
    for indicator, rows in chosen.groupby("indicator", sort=False):
        if indicator not in settings.summed:
            continue
        known = _Known(compared_lines(quota, sales, str(indicator), settings.dimensions), settings)
        for (period, dimension), part in rows.groupby(["period", "dimension"], sort=False):
            span = Period.of(str(period))
            view = known.seen_along(str(dimension), span.first.index, span.last.index)
            numbers = known.numbers(str(dimension), part["member"])
            for place, causes in zip(part.index.tolist(), view.causes(numbers), strict=True):
                answers[place] = causes
    return answers


class _Known:
    """Plan and sales of an indicator, and when each customer and product sold."""

    def __init__(self, lines: Compared, settings: CauseSettings) -> None:
        self.lines, self.settings = lines, settings
        self.oldest = settings.first - LOOK_BACK - QUIET
        self.months = settings.as_of - self.oldest + 1
        self.sold = {d: self._sold(d) for d in ("customer", "product") if self._both_name(d)}
        self.shared = [d for d in settings.dimensions if self._both_name(d)]
        self.prices = (
            None
            if self.lines.planned_volume
            else self.lines.sold.in_months(range(settings.first - LOOK_BACK, settings.first))
        )
        self._monthly: dict[str, Integers] = {}
        self._index: dict[str, pd.Index] = {}

    def _both_name(self, dimension: str) -> bool:
        return self.lines.plan.has(dimension) and self.lines.sold.has(dimension)

    def _sold(self, dimension: str) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """Tell in which months each member sold."""
        sold = self.lines.sold
        shape = (len(self.lines.names[dimension]) + 1, self.months)
        return matrix_of(sold.codes[dimension], sold.month - self.oldest, sold.amount, shape) > 0

    def numbers(self, dimension: str, members: pd.Series) -> Integers:
        if dimension == TOTAL:
            return np.zeros(len(members), dtype=np.int64)
        if dimension not in self._index:
            self._index[dimension] = pd.Index(self.lines.names[dimension], dtype=object)
        return np.asarray(self._index[dimension].get_indexer(pd.Index(members, dtype=object)) + 1)

    def monthly(self, dimension: str) -> Integers:
        """Return actual less target by member and month of the fiscal year."""
        if dimension not in self._monthly:
            first = self.settings.first
            size = 1 if dimension == TOTAL else len(self.lines.names[dimension]) + 1
            sides = []
            for side in (self.lines.sold, self.lines.plan):
                member = _members(side, dimension)
                sides.append(matrix_of(member, side.month - first, side.amount, (size, 12)))
            self._monthly[dimension] = sides[0] - sides[1]
        return self._monthly[dimension]

    def seen_along(self, dimension: str, first: int, last: int) -> _View:
        months = range(first, last + 1)
        plan, sold = self.lines.plan.in_months(months), self.lines.sold.in_months(months)
        size = 1 if dimension == TOTAL else len(self.lines.names[dimension]) + 1
        pushes = {name: np.zeros(size) for name in (*CLASSES[:5], "one_deal", "unknown")}
        left = self._new_and_lost(dimension, (plan, sold), (first, last), pushes)
        left = self._one_deal(dimension, left, pushes)
        self._bridged(dimension, left, pushes)
        offsets = self._offsets(dimension, first) if first == last else {}
        return _View(pushes, offsets)

    def _new_and_lost(
        self,
        dimension: str,
        sides: tuple[CodedLines, CodedLines],
        period: tuple[int, int],
        pushes: dict[str, Floats],
    ) -> tuple[CodedLines, CodedLines]:
        """Take out the lines of members that are new or lost."""
        start, end = (month - self.oldest for month in period)
        for kind in ("customer", "product"):
            if kind not in self.sold:
                continue
            sold = self.sold[kind]
            before = sold[:, max(start - LOOK_BACK, 0) : start].any(axis=1)
            if not before.any():
                continue  # without a past nobody can be told to be new
            silent = ~sold[:, max(start - QUIET, 0) : end + 1].any(axis=1)
            classes = np.where(~before, 1, np.where(silent, 2, 0))
            classes[0] = 0
            for which, name in ((1, "new"), (2, "lost")):
                for side, sign in zip(sides, (-1, 1), strict=True):
                    own = classes[side.codes[kind]] == which
                    pushes[name] += sign * _sums(side.where(own), dimension, len(pushes[name]))
            plan, actual = (side.where(classes[side.codes[kind]] == 0) for side in sides)
            sides = (plan, actual)
        return sides

    def _one_deal(
        self, dimension: str, sides: tuple[CodedLines, CodedLines], pushes: dict[str, Floats]
    ) -> tuple[CodedLines, CodedLines]:
        """Take out the lines of the one customer, or leaf, that explains most of its member's difference."""
        keys = ["customer"] if "customer" in self.shared else [d for d in self.shared if d != dimension]
        if not keys:
            return sides
        size = len(pushes["one_deal"])
        leaf = np.concatenate([_members(side, dimension) for side in sides])
        member = leaf
        for key in keys:
            codes = np.concatenate([side.codes[key] for side in sides])
            leaf = pd.factorize(leaf * (int(codes.max(initial=0)) + 1) + codes)[0].astype(np.int64)
        count = int(leaf.max(initial=-1)) + 1
        signed = np.concatenate([-sides[0].amount, sides[1].amount])
        own = np.bincount(leaf, signed, minlength=count)
        member_of_leaf = np.zeros(count, dtype=np.int64)
        member_of_leaf[leaf] = member
        whole = np.bincount(member_of_leaf, own, minlength=size)
        pushing = own * np.sign(whole)[member_of_leaf]
        order = np.lexsort((-pushing, member_of_leaf))
        first = order[np.flatnonzero(np.diff(member_of_leaf[order], prepend=-1))]
        several = np.bincount(member_of_leaf, minlength=size)[member_of_leaf[first]] >= ONE_DEAL_OF
        along = np.bincount(member_of_leaf, np.maximum(pushing, 0.0), minlength=size)
        large = several & (pushing[first] >= ONE_DEAL * along[member_of_leaf[first]])
        deals = first[large & (pushing[first] > 0)]
        pushes["one_deal"][member_of_leaf[deals]] += own[deals]
        kept = ~np.isin(leaf, deals)
        return sides[0].where(kept[: len(sides[0])]), sides[1].where(kept[len(sides[0]) :])

    def _bridged(
        self, dimension: str, sides: tuple[CodedLines, CodedLines], pushes: dict[str, Floats]
    ) -> None:
        """Share out what is left into price, volume and mix."""
        plan, actual = sides
        if not len(plan) and not len(actual):
            return
        if self.lines.indicator not in self.settings.money:
            for side, sign in ((plan, -1), (actual, 1)):
                pushes["volume"] += sign * _sums(side, dimension, len(pushes["volume"]))
            return
        bridge, rows = bridge_along(dimension, plan, actual, self.settings.method, self.prices)
        price, volume, mix, new, discontinued = bridge.parts.T
        pushes["price"][rows] += price
        pushes["mix"][rows] += mix
        counted = bool(actual.quantity.any())
        pushes["volume"][rows] += volume - bridge.untold + (new + discontinued if counted else 0)
        pushes["unknown"][rows] += bridge.untold + (0 if counted else new + discontinued)

    def _offsets(self, dimension: str, month: int) -> dict[str, Floats]:
        """Return by class which share of each member's difference other months make up."""
        monthly, at = self.monthly(dimension), month - self.settings.first
        known = self.settings.as_of - self.settings.first
        own = monthly[:, at].astype(np.float64)

        def made_up(others: Sequence[int]) -> Floats:
            other = monthly[:, list(others)].sum(axis=1)
            share = np.divide(-other, own, out=np.zeros(len(own)), where=own != 0)
            # Beyond the difference itself, the other months leave one of their own.
            share = np.where(share > 1, 2 - share, share)
            return np.where(share >= MADE_UP, share, 0.0)

        season = [m - self.settings.first for m in self._season(month)]
        if len(season) > 1 and max(season) <= known:
            holiday = made_up([m for m in season if m != at])
        else:
            holiday = np.zeros(len(own))
        around = [[at - 1], [at + 1], [at - 2, at - 1]]
        inside = [months for months in around if months[0] >= 0 and months[-1] <= known]
        timing = np.zeros(len(own))
        for months in inside:
            timing = np.maximum(timing, made_up(months))
        return {"holiday": holiday, "timing": np.where(holiday > 0, 0.0, timing)}

    def _season(self, month: int) -> list[int]:
        """Return the months of the holiday season around a month, if the holiday has moved among them."""
        moved = self.settings.moved
        season = [month] if month in moved else []
        while season and season[0] - 1 in moved:
            season.insert(0, season[0] - 1)
        while season and season[-1] + 1 in moved:
            season.append(season[-1] + 1)
        return season if abs(moved.get(month, 0.0)) >= WINDOW_MOVED else []


@dataclass(frozen=True)
class _View:
    """What pushes each member's difference, and which share of it other months make up."""

    pushes: Mapping[str, Floats]
    offsets: Mapping[str, Floats]

    def causes(self, members: Integers) -> list[Causes]:
        """Return the classes of each of some members, with their shares, the largest first."""
        pushes = {name: values[members] for name, values in self.pushes.items()}
        direction = np.sign(sum(pushes.values()))
        along = {name: np.maximum(push * direction, 0.0) for name, push in pushes.items()}
        pushing = np.asarray(sum(along.values()))
        offsets = {name: values[members] for name, values in self.offsets.items()}
        left = 1 - sum(offsets.values(), start=np.zeros(len(members)))
        each = np.divide(left, pushing, out=np.zeros(len(members)), where=pushing > 0)
        none = np.zeros(len(members))
        shares = np.stack([offsets.get(name, each * along.get(name, none)) for name in CLASSES], axis=1)
        order = np.argsort(-shares, axis=1, kind="stable")[:, :MOST_CLASSES]
        largest = np.take_along_axis(shares, order, axis=1)
        return [
            tuple((CLASSES[at], share) for at, share in zip(places, own, strict=True) if share >= LEAST_SHARE)
            for places, own in zip(order.tolist(), largest.tolist(), strict=True)
        ]


def _members(side: CodedLines, dimension: str) -> Integers:
    return np.zeros(len(side), dtype=np.int64) if dimension == TOTAL else side.codes[dimension]


def _sums(side: CodedLines, dimension: str, size: int) -> Floats:
    return np.bincount(_members(side, dimension), side.amount, minlength=size).astype(np.float64)
