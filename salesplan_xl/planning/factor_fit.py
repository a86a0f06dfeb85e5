"""Fitting a full table to its margins in factor form: ``table = seed * product of one factor per margin``.

The table is made once, at the end. Until then only the factors change, and the sums they need are products
of the seed with vectors: axes are multiplied out one after the other, the longest first, so that all but one
step work on small arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import Floats

Axes = tuple[int, ...]

SWEEPS = 300
NOISE = 1e-15
"""Of the largest total: nearer than this the sums cannot tell."""
INNER, INNER_CLOSE = 20, 0.02
"""Margins that share the costly sum over one axis are scaled in turn, at most so often or until so much of
their error is left, before that axis' own factor changes."""
BLOCK = 65_536
"""Cells of a table that are multiplied at a time."""
STALLED = 0.98
"""A sweep that leaves more than this part of the error, once the error is noise, is the last."""


@dataclass
class Factors:
    """One factor per margin, the sweeps they took, and the largest error with which the last one began."""

    factors: list[Floats]
    sweeps: int
    error: float


@dataclass
class Source:
    """A table, and its sums over one axis with that axis' factor, kept while the factor stays."""

    values: Floats
    kept: dict[int, tuple[Floats, tuple[int, ...], Floats]] = field(default_factory=dict)

    def over(self, axis: int, factor: Floats) -> Floats:
        known = self.kept.get(axis)
        if known is None or known[0] is not factor:
            known = self.kept[axis] = (factor, (axis,), _times(self.values, axis, factor))
        return known[2]


def fit_factors(
    seed: Floats, axes: Sequence[Axes], totals: Sequence[Floats], sweeps: int = SWEEPS
) -> Factors:
    """Scale in turns until every margin has its totals, or nothing changes any more.

    Args:
        seed: zero or more.
        axes: which axes each margin keeps, ascending.
        totals: each margin's totals, zero or more; NaN where unknown, whose factor stays 1.

    >>> totals = [np.array([40.0, 60]), np.array([np.nan, 10, np.nan])]
    >>> found = fit_factors(np.ones((2, 3)), [(0,), (1,)], totals)
    >>> (np.multiply.outer(*found.factors)).round(9).tolist()
    [[18.0, 4.0, 18.0], [27.0, 6.0, 27.0]]
    """
    source = Source(seed)
    factors = [np.ones(total.shape) for total in totals]
    scale = largest(totals)
    error, before = np.inf, np.inf
    done = 0

    def scale_to(at: int) -> float:
        others = [(axes[k], factors[k]) for k in range(len(axes)) if k != at]
        factors[at], apart = new_factor(factors[at], sums_by(source, axes[at], others), totals[at])
        return apart

    groups = _by_first_axis(seed.shape, axes)
    while done < sweeps and scale:
        done += 1
        error = 0.0
        for group in groups:
            began = inner = max(map(scale_to, group))
            error = max(error, began)
            for _ in range(INNER if len(group) > 1 else 0):
                if not np.isfinite(inner) or inner <= max(INNER_CLOSE * began, NOISE * scale):
                    break
                inner = max(map(scale_to, group))
        if is_done(error, before, scale, NOISE):
            break
        before = error
    return Factors(factors, done, error)


def _by_first_axis(shape: tuple[int, ...], axes: Sequence[Axes]) -> list[list[int]]:
    """Group the margins by the axis that is summed over first: within a group the table is read only once."""
    groups: dict[int | None, list[int]] = {}
    for at, kept in enumerate(axes):
        others = [other for k, other in enumerate(axes) if k != at]
        alone = _alone([axis for axis in range(len(shape)) if axis not in kept], others)
        first = max(alone, key=lambda label: shape[label]) if alone else None
        groups.setdefault(first, []).append(at)
    return list(groups.values())


def _alone(out: Sequence[int], others: Sequence[Axes]) -> list[int]:
    """Return those of the axes to be summed over that only a margin by this one axis touches."""
    touching = {axis: [other for other in others if axis in other] for axis in out}
    return [axis for axis in out if len(touching[axis]) == 1 and len(touching[axis][0]) == 1]


def largest(totals: Sequence[Floats]) -> float:
    """Return the largest known total."""
    return max((float(np.nanmax(total, initial=0.0)) for total in totals), default=0.0)


def new_factor(factor: Floats, sums: Floats, total: Floats) -> tuple[Floats, float]:
    """Return the factor with which sums meet their total, and how far the old one was off.

    >>> new_factor(np.array([1.0, 1]), np.array([2.0, 5]), np.array([6.0, np.nan]))
    (array([3., 1.]), 4.0)
    """
    known = ~np.isnan(total)
    error = float(np.abs(factor * sums - total)[known].max(initial=0.0))
    if (known & (sums <= 0) & (total > 0)).any():
        error = np.inf  # nothing there to scale
    new = np.divide(total, sums, out=np.zeros_like(sums), where=known & (sums > 0))
    return np.where(known, new, 1.0), error


def is_done(error: float, before: float, scale: float, noise: float) -> bool:
    """Tell whether a sweep that began with this error was the last.

    Each sweep takes about the same part of the error away, so one that began near enough has ended within the
    noise. Once no sweep takes more away, or there is nothing to scale, no further one will.
    """
    if not np.isfinite(error) or error <= noise * scale:
        return True
    if error > 1e-10 * scale:
        return False
    return error > STALLED * before or error * (error / before) <= noise * scale


def product_of(shape: tuple[int, ...], axes: Sequence[Axes], factors: Sequence[Floats]) -> Floats:
    """Return the product of factors over a table's shape.

    >>> product_of((2, 2), [(1,)], [np.array([2.0, 3])]).tolist()
    [[2.0, 3.0], [2.0, 3.0]]
    """
    product = np.ones(shape)
    for kept, factor in zip(axes, factors, strict=True):
        product *= _spread(factor, kept, len(shape))
    return product


def table_of(seed: Floats, axes: Sequence[Axes], factors: Sequence[Floats]) -> Floats:
    """Return the seed times its factors.

    >>> table_of(np.ones((2, 2)), [(0,), (1,)], [np.array([2.0, 3]), np.array([1.0, 5])]).tolist()
    [[2.0, 10.0], [3.0, 15.0]]
    """
    shape = seed.shape
    combined: list[tuple[set[int], Floats]] = []
    for kept, factor in zip(axes, factors, strict=True):
        spread = _spread(factor, kept, len(shape))
        for place, (covered, product) in enumerate(combined):
            size = np.prod([shape[axis] for axis in covered | set(kept)])
            if size * 16 <= seed.size:
                combined[place] = (covered | set(kept), product * spread)
                break
        else:
            combined.append((set(kept), spread))
    table = np.empty(shape)
    if not combined:
        table[...] = seed
        return table
    # Block by block, so that what lies between is still in the cache; the last axis is never cut.
    leading = 0
    while leading < len(shape) - 1 and seed[(0,) * leading].size > BLOCK:
        leading += 1
    for at in np.ndindex(shape[:leading]):
        previous = seed[at]
        for _, product in combined:
            here = tuple(place if length > 1 else 0 for place, length in zip(at, product.shape, strict=False))
            np.multiply(previous, product[here], out=table[at])
            previous = table[at]
    return table


def _spread(factor: Floats, kept: Axes, dimensions: int) -> Floats:
    """Lay a factor along its axes of a table, all others of length one."""
    shape = [1] * dimensions
    for axis, length in zip(kept, factor.shape, strict=True):
        shape[axis] = length
    return factor.reshape(shape)


def sums_by(source: Source, kept: Axes, others: Sequence[tuple[Axes, Floats]]) -> Floats:
    """Return the sums over all axes but ``kept`` of a table times other margins' factors."""
    table, labels = source.values, list(range(source.values.ndim))
    pending = list(others)
    whole = True
    while True:
        out = [axis for axis in labels if axis not in kept]
        if not out:
            break
        touching = {axis: [at for at, (axes, _) in enumerate(pending) if axis in axes] for axis in out}
        alone = _alone(out, [axes for axes, _ in pending])
        free = [axis for axis in out if not touching[axis]]
        if alone:
            axis = max(alone, key=lambda label: source.values.shape[label])
            factor = pending.pop(touching[axis][0])[1]
            table = source.over(axis, factor) if whole else _times(table, labels.index(axis), factor)
            labels.remove(axis)
        elif free:
            table = table.sum(axis=tuple(labels.index(axis) for axis in free))
            labels = [axis for axis in labels if axis not in free]
        else:
            axis = min(out, key=lambda label: (len(touching[label]), -source.values.shape[label]))
            group = [pending[at] for at in touching[axis]]
            pending = [entry for at, entry in enumerate(pending) if at not in touching[axis]]
            elsewhere = {label for axes, _ in pending for label in axes} | set(kept)
            left = [label for label in labels if label in elsewhere]
            operands: list[Any] = [table, labels]
            for axes, factor in group:
                operands += [factor, list(axes)]
            table, labels = np.einsum(*operands, left), left
        whole = False
    for axes, factor in pending:
        table = table * _spread(factor, tuple(labels.index(axis) for axis in axes), len(labels))
    return np.asarray(table)


def _times(table: Floats, axis: int, factor: Floats) -> Floats:
    """Return the sums over one axis of a table times a factor along it, without a copy of the table."""
    shape = table.shape
    before, after = int(np.prod(shape[:axis])), int(np.prod(shape[axis + 1 :]))
    view: npt.NDArray[np.float64] = table.reshape(before, shape[axis], after)
    # Not by matmul: on few long lines it calls for all processors, and waits where they are busy.
    sums: Floats = (
        np.einsum("xk,k->x", view[:, :, 0], factor) if after == 1 else np.einsum("xky,k->xy", view, factor)
    )
    return sums.reshape(shape[:axis] + shape[axis + 1 :])
