"""Amounts that must meet holds, floors and caps which cross each other: whether they can, and in whole steps.

A :class:`System` has rows, each with a fixed total, cut into bins. A bin has a *pattern*: the set of bounds
that contain it. A bound limits the sum of its bins, over all rows. Bins of the same row and pattern are one.

*Possible at all* is asked of rows merged by kind: rows with the same patterns can pass amounts to each other,
so only their sum matters. *Nearest to the shares* is the fit of minimum information, by Newton's method on
its dual: each row splits in proportion to ``seed * exp(sum of the multipliers of the bounds that contain
it)``. *Whole steps* come from a small integer programme around the fit, widened where rounding up or down
alone cannot meet the bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import Floats, Integers

Mask = npt.NDArray[np.bool_]
DENSE_BOUNDS = 1500
"""Up to so many active bounds are fitted by Newton's method, more by scaling in turns."""
MANY_BINS = 2000
"""Beyond so many bins a flow is tried before an integer programme."""
WIDTHS = (0, 1, 4, 32, 1024)
"""How many steps beyond the two neighbours a bin may be moved, tried in this order."""


@dataclass(frozen=True)
class System:
    """Rows of totals, cut into bins. ``row`` ascends; ``inside[bound, bin]`` is 1 where a bin counts.

    All totals are zero or more, and so are the amounts sought.
    """

    totals: Integers
    row: Integers
    pattern: Integers
    seeds: Floats
    inside: Any
    """A scipy matrix in rows (CSR), bounds by bins."""
    low: Integers
    high: Integers

    @property
    def starts(self) -> Integers:
        return np.searchsorted(self.row, np.arange(len(self.totals))).astype(np.int64)

    def only(self, bounds: Sequence[int]) -> System:
        """Return the system with these bounds alone."""
        chosen = list(bounds)
        return replace(self, inside=self.inside[chosen], low=self.low[chosen], high=self.high[chosen])

    def is_met(self, amounts: Integers) -> bool:
        """Tell whether whole amounts meet every total and bound, exactly."""
        sums = self.inside @ amounts
        rows = np.zeros(len(self.totals), dtype=np.int64)
        np.add.at(rows, self.row, amounts)
        met = (amounts >= 0).all() and (rows == self.totals).all()
        return bool(met and (sums >= self.low).all() and (sums <= self.high).all())


def merged(system: System) -> System:
    """Return the system with rows of the same kind made one: their patterns agree, so only their sum matters.

    Whole amounts for the merged rows can always be dealt out to the rows: no bin has an upper limit.
    """
    if not len(system.totals):
        return system
    marks = np.random.default_rng(0).integers(1, 2**62, int(system.pattern.max()) + 1)
    kinds = np.add.reduceat(marks[system.pattern], system.starts)
    _, first, kind = np.unique(kinds, return_index=True, return_inverse=True)
    kind = kind.ravel()
    key = kind[system.row] * len(marks) + system.pattern
    _, at, inverse = np.unique(key, return_index=True, return_inverse=True)
    totals = np.zeros(len(first), dtype=np.int64)
    np.add.at(totals, kind, system.totals)
    mass = system.totals[system.row] * system.seeds
    seeds = np.bincount(inverse.ravel(), mass)
    plain = np.bincount(inverse.ravel(), system.seeds)
    return System(
        totals,
        kind[system.row][at],
        system.pattern[at],
        np.where(seeds > 0, seeds, plain),
        system.inside[:, at],
        system.low,
        system.high,
    )


def is_possible(system: System) -> bool:
    """Tell whether whole amounts exist that meet every total and bound."""
    return whole_point(merged(system)) is not None


def whole_point(system: System) -> Integers | None:
    """Return some whole amounts that meet every total and bound, ``None`` if there are none.

    A linear programme on the scale of the totals, then an integer programme on the small numbers that are
    left of it; the answer is checked exactly.
    """
    optimize = _optimize()
    if not len(system.row):
        return np.zeros(0, dtype=np.int64) if (system.low <= 0).all() else None
    scale = float(max(int(system.totals.sum()), 1))
    rows = _row_matrix(system)
    below, limits = _one_sided(system, scale)
    answer = optimize.linprog(
        np.zeros(len(system.row)),
        A_ub=below,
        b_ub=limits,
        A_eq=rows,
        b_eq=system.totals / scale,
        method="highs",
    )
    if answer.x is None:
        return None
    base = np.floor(np.maximum(answer.x, 0.0) * scale + 1e-9).astype(np.int64)
    left, low, high = _left_over(system, base)
    width = int(np.abs(left).max(initial=0)) + int(max((-high).max(initial=0), low.max(initial=0))) + 2
    equal = optimize.LinearConstraint(rows, left, left)
    whole = optimize.milp(
        np.zeros(len(base)),
        integrality=np.ones(len(base)),
        bounds=optimize.Bounds(-np.minimum(base, width).astype(np.float64), np.full(len(base), float(width))),
        constraints=[equal, optimize.LinearConstraint(system.inside, low, high)] if len(low) else [equal],
    )
    if whole.x is None:
        return None
    amounts = base + np.rint(whole.x).astype(np.int64)
    return amounts if system.is_met(amounts) else None


def conflict(system: System) -> list[int]:
    """Return bounds that cannot hold together though any fewer of them can, by deletion.

    Stretches of bounds are left out at once where the rest is still impossible, ever shorter ones.
    """
    small = merged(system)
    kept = list(range(len(system.low)))
    size = max(1, len(kept) // 2)
    while True:
        place = 0
        while place < len(kept):
            fewer = kept[:place] + kept[place + size :]
            if whole_point(small.only(fewer)) is None:
                kept = fewer
            else:
                place += size
        if size == 1:
            return kept
        size = max(1, size // 2)


def fitted(system: System) -> Floats:
    """Return the amounts nearest to the seeds (minimum information) that meet every total and bound."""
    free = _may_be_above_zero(system)
    seeds = np.where(free, system.seeds, 0.0)
    row_seeds = np.bincount(system.row, seeds, minlength=len(system.totals))
    seeds = np.where(row_seeds[system.row] > 0, seeds, system.seeds)
    fit = _Fit(replace(system, seeds=seeds))
    active = np.flatnonzero(system.low == system.high)
    at = system.low.astype(np.float64)
    for _ in range(30):
        multipliers = fit.solve(active, at[active])
        amounts = fit.amounts(active, multipliers)
        sums = system.inside @ amounts
        slack = 1e-7 * np.maximum(1.0, np.abs(at))
        fixed = system.low == system.high
        under = ~fixed & (sums < system.low - slack)
        over = ~fixed & (sums > system.high + slack)
        # A floor that holds an amount down, or a cap that holds one up, is let go again.
        wrong = np.zeros(len(fixed), dtype=bool)
        sign = np.where(at[active] == system.low[active], 1.0, -1.0)
        wrong[active] = ~fixed[active] & (multipliers * sign < 0)
        chosen = np.zeros(len(fixed), dtype=bool)
        chosen[active] = True
        next_active = np.flatnonzero((chosen & ~wrong) | under | over)
        at = np.where(under, system.low, np.where(over, system.high, at)).astype(np.float64)
        if np.array_equal(next_active, active) and not (under | over).any():
            break
        active = next_active
    return amounts


class _Fit:
    """The dual of the fit: one multiplier per active bound."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._starts = system.starts
        self._log = np.log(np.maximum(system.seeds, 1e-300))
        self._log[system.seeds <= 0] = -np.inf

    def amounts(self, active: Integers, multipliers: Floats) -> Floats:
        return self._split(self._system.inside[active], multipliers)[0]

    def solve(self, active: Integers, targets: Floats) -> Floats:
        multipliers = np.zeros(len(active))
        if not len(active):
            return multipliers
        inside = self._system.inside[active]
        if len(active) > DENSE_BOUNDS:
            return self._in_turns(inside, multipliers, targets)
        amounts, value = self._split(inside, multipliers)
        value -= float(multipliers @ targets)
        tolerance = 1e-9 * max(1.0, float(np.abs(targets).max()))
        for _ in range(100):
            slope = inside @ amounts - targets
            if np.abs(slope).max() <= tolerance:
                break
            step = np.linalg.lstsq(self._curvature(inside, amounts), -slope, rcond=1e-13)[0]
            step *= min(1.0, 20.0 / max(float(np.abs(step).max()), 1e-300))
            descent = float(slope @ step)
            length = 1.0
            while length > 1e-10:
                tried = multipliers + length * step
                new_amounts, new_value = self._split(inside, tried)
                new_value -= float(tried @ targets)
                if new_value <= value + 1e-4 * length * descent + 1e-12 * abs(value):
                    break
                length /= 2
            else:
                break
            multipliers, amounts, value = tried, new_amounts, new_value
        return multipliers

    def _split(self, inside: Any, multipliers: Floats) -> tuple[Floats, float]:
        system = self._system
        raised = self._log + inside.T @ multipliers
        top = np.maximum.reduceat(raised, self._starts)
        weights = np.exp(raised - top[system.row])
        sums = np.add.reduceat(weights, self._starts)
        amounts = weights * (system.totals / sums)[system.row]
        return amounts, float((system.totals * (np.log(sums) + top)).sum())

    def _curvature(self, inside: Any, amounts: Floats) -> Floats:
        system = self._system
        spread = _sparse().csr_matrix(
            (amounts, (np.arange(len(amounts)), system.row)), (len(amounts), len(system.totals))
        )
        by_row = inside @ spread
        inverse = np.divide(1.0, system.totals, out=np.zeros(len(system.totals)), where=system.totals > 0)
        first = inside.multiply(amounts[None, :]).tocsr() @ inside.T
        second = by_row.multiply(inverse[None, :]).tocsr() @ by_row.T
        return np.asarray((first - second).todense())

    def _in_turns(self, inside: Any, multipliers: Floats, targets: Floats) -> Floats:
        share = 1.0 / max(1.0, float(inside.sum(axis=0).max()))
        for _ in range(300):
            sums = inside @ self._split(inside, multipliers)[0]
            if np.abs(sums - targets).max() <= 1e-9 * max(1.0, float(np.abs(targets).max())):
                break
            ratio = np.maximum(targets, 1e-9) / np.maximum(sums, 1e-9)
            multipliers = multipliers + share * np.log(ratio)
        return multipliers


def rounded(system: System, amounts: Floats, grid: int) -> Integers:
    """Return whole amounts near the fit that meet every total and bound exactly, on ``grid`` if possible.

    Where a total or a fixed bound is off the grid, a row that it meets is dealt out in single steps.
    """
    if not len(system.row):
        return np.zeros(0, dtype=np.int64)
    single = np.ones(len(system.row), dtype=np.int64)
    attempts = [(single, width) for width in WIDTHS]
    if grid > 1:
        grids = _grids(system, amounts, grid)
        # In a large system with hardly a row on the grid those few would only stand in the way.
        if len(grids) <= MANY_BINS or 2 * int((grids > 1).sum()) > len(grids):
            attempts = [(grids, width) for width in WIDTHS[:4]] + attempts
    for grids, width in attempts:
        whole = _near(system, amounts, grids, width)
        if whole is not None:
            return whole
    point = whole_point(system)
    if point is None:
        raise ArithmeticError("a system that was found possible has no whole amounts")
    return point


def _grids(system: System, amounts: Floats, grid: int) -> Integers:
    """Return the grid of every bin: single steps in rows that hold an amount off the grid."""
    loose = system.totals % grid != 0
    fixed = (system.low == system.high) & (system.low % grid != 0)
    for bound in np.flatnonzero(fixed).tolist():
        bins = system.inside[bound].indices
        whole_rows = np.bincount(system.row, minlength=len(system.totals))
        inside_rows = np.bincount(system.row[bins], minlength=len(system.totals))
        partly = bins[(inside_rows < whole_rows)[system.row[bins]]]
        if len(partly):
            loose[system.row[partly[np.argmax(amounts[partly])]]] = True
    return np.where(loose[system.row], 1, grid).astype(np.int64)


def _near(system: System, amounts: Floats, grids: Integers, width: int) -> Integers | None:
    """Return the nearest whole amounts at most ``width`` grid steps beyond the fit's two neighbours."""
    optimize, sparse = _optimize(), _sparse()
    exact = np.maximum(amounts, 0.0) / grids
    base = np.floor(exact + 1e-9).astype(np.int64)
    left, low, high = _left_over(system, base * grids)
    size = len(base)
    scaled = sparse.diags(grids.astype(np.float64))
    rows, inside = _row_matrix(system) @ scaled, system.inside @ scaled
    lower, upper = -np.minimum(base, width).astype(np.float64), np.full(size, width + 1.0)
    rest = exact - base
    if width == 0 and size > MANY_BINS:
        found = _rounded_by_flow(system, base, grids, 1.0 - 2.0 * rest, (left, low, high))
        if found is not None:
            return found
    if width == 0:
        cost, whole = 1.0 - 2.0 * rest, np.ones(size)
        limits = [optimize.LinearConstraint(rows, left, left)]
        limits += [optimize.LinearConstraint(inside, low, high)] if len(low) else []
    else:
        nothing = [sparse.csr_matrix((lines.shape[0], size)) for lines in (rows, inside)]
        one = sparse.identity(size)
        away = sparse.vstack([sparse.hstack([one, one]), sparse.hstack([-one, one])])
        cost = np.concatenate([np.zeros(size), np.ones(size)])
        whole = np.concatenate([np.ones(size), np.zeros(size)])
        lower, upper = np.append(lower, np.zeros(size)), np.append(upper, np.full(size, np.inf))
        limits = [
            optimize.LinearConstraint(sparse.hstack([rows, nothing[0]]), left, left),
            optimize.LinearConstraint(away, np.append(rest, -rest)),
        ]
        if len(low):
            limits.append(optimize.LinearConstraint(sparse.hstack([inside, nothing[1]]), low, high))
    answer = optimize.milp(
        cost,
        integrality=whole,
        bounds=optimize.Bounds(lower, upper),
        constraints=limits,
        options={"time_limit": 20.0, "mip_rel_gap": 1e-6},
    )
    if answer.x is None:
        return None
    found = (base + np.rint(answer.x[:size]).astype(np.int64)) * grids
    return found if system.is_met(found) else None


def _rounded_by_flow(
    system: System, base: Integers, grids: Integers, cost: Floats, ends: tuple[Floats, Floats, Floats]
) -> Integers | None:
    """Return the nearest whole amounts by a linear programme, ``None`` if its answer is not whole.

    Where no bin lies in two bounds, rows and bounds are the two sides of a flow, so it is whole; and far
    quicker than an integer programme.
    """
    optimize, sparse = _optimize(), _sparse()
    scaled = sparse.diags(grids.astype(np.float64))
    left, low, high = ends
    inside = system.inside @ scaled
    answer = optimize.linprog(
        cost,
        A_ub=sparse.vstack([inside, -inside]) if len(low) else None,
        b_ub=np.concatenate([high, -low]) if len(low) else None,
        A_eq=_row_matrix(system) @ scaled,
        b_eq=left,
        bounds=(0.0, 1.0),
        method="highs-ds",
    )
    if answer.x is None or np.abs(answer.x - np.rint(answer.x)).max(initial=0.0) > 1e-6:
        return None
    found = (base + np.rint(answer.x).astype(np.int64)) * grids
    return found if system.is_met(found) else None


def _may_be_above_zero(system: System) -> Mask:
    """Tell which bins are above zero in some solution; the fit cannot reach those that never are."""
    optimize, sparse = _optimize(), _sparse()
    small = merged(system)
    size, scale = len(small.row), float(max(int(small.totals.sum()), 1))
    rows = _row_matrix(small)
    below, limits = _one_sided(small, scale)
    none = sparse.csr_matrix((rows.shape[0], size))
    one = sparse.identity(size)
    blocks = [sparse.hstack([-one, one])]
    ends = [np.zeros(size)]
    if below is not None and limits is not None:
        blocks.append(sparse.hstack([below, sparse.csr_matrix((below.shape[0], size))]))
        ends.append(limits)
    answer = optimize.linprog(
        np.concatenate([np.zeros(size), -np.ones(size)]),
        A_ub=sparse.vstack(blocks),
        b_ub=np.concatenate(ends),
        A_eq=sparse.hstack([rows, none]),
        b_eq=small.totals / scale,
        bounds=[(0, None)] * size + [(0, 1e-4)] * size,
        method="highs",
    )
    if answer.x is None:
        return np.ones(len(system.row), dtype=bool)
    above = answer.x[size:] > 1e-10
    # A pattern is judged by the row kind it lies in, found again through the merged rows' own patterns.
    marks = np.random.default_rng(0).integers(1, 2**62, int(system.pattern.max()) + 1)
    kinds = np.add.reduceat(marks[system.pattern], system.starts)
    kind = np.unique(kinds, return_inverse=True)[1].ravel()
    small_key = small.row * len(marks) + small.pattern
    key = kind[system.row] * len(marks) + system.pattern
    return np.asarray(above[np.searchsorted(small_key, key)] | (system.totals[system.row] == 0))


def _optimize() -> Any:
    """Return scipy's solvers, imported when the first bound needs them."""
    from scipy import optimize

    return optimize


def _sparse() -> Any:
    from scipy import sparse

    return sparse


def _row_matrix(system: System) -> Any:
    size = len(system.row)
    return _sparse().csr_matrix((np.ones(size), (system.row, np.arange(size))), (len(system.totals), size))


def _one_sided(system: System, scale: float) -> tuple[Any, Floats | None]:
    if not len(system.low):
        return None, None
    inside = system.inside.astype(np.float64)
    return _sparse().vstack([inside, -inside]), np.concatenate([system.high, -system.low]) / scale


def _left_over(system: System, base: Integers) -> tuple[Floats, Floats, Floats]:
    """Return what totals and bounds still ask for beyond whole base amounts, as small numbers."""
    rows = np.zeros(len(system.totals), dtype=np.int64)
    np.add.at(rows, system.row, base)
    sums = np.asarray(system.inside @ base, dtype=np.int64)
    left = (system.totals - rows).astype(np.float64)
    return left, (system.low - sums).astype(np.float64), (system.high - sums).astype(np.float64)
