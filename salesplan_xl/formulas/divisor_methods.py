"""Divisor methods of apportionment, within bounds: steps go one by one to the cell of highest priority.

The priority of a cell's next step is its weight over the method's signpost for that step. Giving out billions
of steps one by one would be slow, so a multiplier is sought at which all steps of sufficient priority come
close to the total; only the last few are then ranked, exactly. Equal priorities: the earlier cell first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.formulas.quotas import Whole
from salesplan_xl.units import LARGEST_STEPS, Floats, Integers

_NEAR = 1e-14
"""Relative distance within which a float is not trusted to lie on its side of a whole number."""
_FEW = 64
"""Steps between two multipliers that are ranked one by one, however few the cells."""
_STEEPEST = 2.0**80
"""At this multiplier of the quotas the largest free cell is past any cap."""


@dataclass(frozen=True)
class DivisorMethod:
    """A divisor method, by its signposts ``s(1) <= s(2) <= ...``: a cell has k steps while s(k) <= quota.

    ``steps`` gives that k, not rounded down, for float quotas; ``exact_steps`` for the quota
    ``numerator / denominator``; ``priority`` ranks a weight's k-th step (its square for huntington).
    """

    signpost: Callable[[Any], Any]
    steps: Callable[[Floats], Floats]
    exact_steps: Callable[[int, int], int]
    priority: Callable[[int, int], Fraction]
    first_is_free: bool
    """Whether the first signpost is zero: every weight gets one step before any gets two."""


DIVISOR_METHODS: dict[str, DivisorMethod] = {
    "webster": DivisorMethod(
        signpost=lambda k: k - 0.5,
        steps=lambda quota: quota + 0.5,
        exact_steps=lambda n, d: (2 * n + d) // (2 * d),
        priority=lambda weight, k: Fraction(2 * weight, 2 * k - 1),
        first_is_free=False,
    ),
    "huntington": DivisorMethod(
        signpost=lambda k: np.sqrt(k * (k - 1.0)),
        steps=lambda quota: (1.0 + np.sqrt(1.0 + 4.0 * quota * quota)) / 2.0,
        exact_steps=lambda n, d: (1 + isqrt(1 + 4 * (n * n // (d * d)))) // 2,
        priority=lambda weight, k: Fraction(weight * weight, k * (k - 1)),
        first_is_free=True,
    ),
    "jefferson": DivisorMethod(
        signpost=lambda k: k * 1.0,
        steps=lambda quota: quota,
        exact_steps=lambda n, d: n // d,
        priority=Fraction,
        first_is_free=False,
    ),
    "adams": DivisorMethod(
        signpost=lambda k: k - 1.0,
        steps=lambda quota: quota + 1.0,
        exact_steps=lambda n, d: n // d + 1,
        priority=lambda weight, k: Fraction(weight, k - 1),
        first_is_free=True,
    ),
    "dean": DivisorMethod(
        signpost=lambda k: 2.0 * k * (k - 1.0) / (2.0 * k - 1.0),
        steps=lambda quota: (1.0 + quota + np.sqrt(1.0 + quota * quota)) / 2.0,
        exact_steps=lambda n, d: (n + d + isqrt(n * n + d * d)) // (2 * d),
        priority=lambda weight, k: Fraction(weight * (2 * k - 1), 2 * k * (k - 1)),
        first_is_free=True,
    ),
}


def by_divisor(total: int, weights: Whole, method: str, lower: Integers, upper: Integers) -> Integers:
    """Split a total of zero or more so that every share lies within its bounds.

    Args:
        total: whole steps, between the sums of the bounds.
        weights: whole numbers above zero.
        method: one of :data:`DIVISOR_METHODS`.
        lower, upper: least and most of each cell, zero or more.

    Where a method gives every weight one step first and the total does not reach that far, the largest
    weights get one, the earlier of equal ones first.

    >>> five = np.array([43, 33, 12, 8, 4])
    >>> by_divisor(10, five, "jefferson", np.zeros(5, np.int64), np.full(5, 10)).tolist()
    [5, 4, 1, 0, 0]
    """
    rule = DIVISOR_METHODS[method]
    shares: Integers = np.clip(1 if rule.first_is_free else 0, lower, upper)
    missing = total - int(shares.sum())
    if missing < 0:
        firsts = np.flatnonzero(shares > lower)
        by_weight = sorted(firsts.tolist(), key=lambda cell: -int(weights[cell]))
        shares[by_weight[missing:]] -= 1
        return shares
    free = np.flatnonzero(shares < upper)
    while missing:
        search = _Search(rule, weights[free], lower[free], upper[free])
        found = search.split(total - int(shares.sum()) + int(shares[free].sum()), shares[free])
        shares[free] = found
        missing = total - int(shares.sum())
        free = free[found < upper[free]]
    return shares


class _Search:
    """The search for the multiplier of some cells' quotas."""

    def __init__(self, rule: DivisorMethod, weights: Whole, lower: Integers, upper: Integers) -> None:
        self.rule, self.weights, self.lower, self.upper = rule, weights, lower, upper
        self.whole = sum(int(weight) for weight in weights.tolist())
        self.portions = np.array([weight / self.whole for weight in weights.tolist()])

    def split(self, total: int, at_zero: Integers) -> Integers:
        """Return the shares that add up to the total, or fewer where some cells must reach their caps first.

        ``at_zero`` are the shares at a multiplier just above zero; they add up to less than the total.
        """
        below, few = 0.0, at_zero
        above = float(total)
        many = self.shares(above)
        while many.sum() < total:
            if above > _STEEPEST:
                return np.where(many == self.upper, many, at_zero)
            below, few, above = above, many, above * 2.0
            many = self.shares(above)
        turn = 0
        while many.sum() - few.sum() > max(_FEW, len(many)) and below < (below + above) / 2 < above:
            if many.sum() == total:
                break
            turn += 1
            part = 0.5 if turn % 3 == 0 else float(total - few.sum()) / float(many.sum() - few.sum())
            middle = below + (above - below) * min(max(part, 1e-3), 1 - 1e-3)
            between = self.shares(middle)
            if between.sum() < total:
                below, few = middle, between
            else:
                above, many = middle, between
        if many.sum() > total:
            return few + self.best(few, many, total - int(few.sum()))
        return many

    def shares(self, multiplier: float) -> Integers:
        """Return every cell's steps at a multiplier of the quotas, exactly, within the bounds."""
        steps = self.rule.steps(multiplier * self.portions)
        nearest = np.rint(steps)
        lowest = 2.0 if self.rule.first_is_free else 1.0
        doubtful = (np.abs(steps - nearest) <= _NEAR * (steps + 1.0)) & (nearest >= lowest)
        doubtful &= steps * (1.0 - _NEAR) - 1.0 <= self.upper
        shares = np.clip(np.floor(steps), self.lower, self.upper).astype(np.int64)
        cells = np.flatnonzero(doubtful)
        if cells.size:
            numerator, denominator = multiplier.as_integer_ratio()
            distinct, which = np.unique(self.weights[cells], return_inverse=True)
            exact = [
                min(self.rule.exact_steps(numerator * weight, denominator * self.whole), LARGEST_STEPS)
                for weight in distinct.tolist()
            ]
            found = np.array(exact, dtype=np.int64)[which]
            shares[cells] = np.clip(found, self.lower[cells], self.upper[cells])
        return shares

    def best(self, few: Integers, many: Integers, count: int) -> Integers:
        """Return how many of the ``count`` steps of highest priority between two states each cell gets."""
        extra = many - few
        cells = np.repeat(np.arange(len(few)), extra)
        step = np.arange(len(cells)) - np.repeat(np.cumsum(extra) - extra, extra) + few[cells] + 1
        rough = self.portions[cells] / self.rule.signpost(step.astype(np.float64))
        cut = np.partition(rough, len(rough) - count)[len(rough) - count]
        sure = rough > cut * (1.0 + 1e-12)
        close = np.flatnonzero(~sure & (rough >= cut * (1.0 - 1e-12)))
        distinct, which = np.unique(self.weights[cells[close]], return_inverse=True)
        steps, at = np.unique(step[close], return_inverse=True)
        pairs, of_pair = np.unique(which * len(steps) + at, return_inverse=True)
        priorities = [
            self.rule.priority(int(distinct[pair // len(steps)]), int(steps[pair % len(steps)]))
            for pair in pairs.tolist()
        ]
        place = {priority: -rank for rank, priority in enumerate(sorted(set(priorities)))}
        rank = np.array([place[priority] for priority in priorities])
        order = np.lexsort((cells[close], rank[of_pair]))
        chosen = np.concatenate([np.flatnonzero(sure), close[order[: count - int(sure.sum())]]])
        given: npt.NDArray[np.int64] = np.bincount(cells[chosen], minlength=len(few)).astype(np.int64)
        return given
