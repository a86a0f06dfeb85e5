"""Fitting a table of any number of dimensions to margins by one, two or more of them (iterative proportional
fitting, raking).

Of all tables with the given totals the fitted one is nearest to the seed: it minimises the sum of
``x log(x / seed) - x + seed``. Zeros of the seed stay zero. Held cells keep their amount, floors and caps cut
the others, and a total that is not known is left to come out as it does.

Totals that disagree, or that zeros, held cells and bounds make impossible, are refused with their place;
nothing is returned that does not meet them. A table is worked on in one of two forms: full, in factor form,
or as rows of cells in long form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange
from salesplan_xl.planning.factor_fit import fit_factors, product_of, table_of
from salesplan_xl.planning.nway_conflicts import LARGEST, forced_to_zero, least_changes
from salesplan_xl.planning.nway_margins import (
    Margin,
    check_basis,
    flat_ids,
    read_margins,
    shown,
    without_held,
)
from salesplan_xl.planning.nway_rows import Rows, Sides, fit_bounded, fit_cells, fit_two_sided, sums_of
from salesplan_xl.units import Floats, Integers

__all__ = ["Fitted", "Margin", "fit_rows", "fit_table"]

CLOSE = 1e-9
"""Largest error of a margin, relative to the largest total, with which a fit counts."""
SWEEPS, MORE_SWEEPS = 200, 20_000
SMALL = 10_000
FULL = 2
"""Rows are worked on as a full table where that has so many times fewer cells."""


@dataclass(frozen=True)
class Fitted:
    """A fitted table (or its rows), the largest error with which the last sweep began, and the sweeps."""

    values: Floats
    error: float
    sweeps: int


def fit_table(
    seed: npt.ArrayLike,
    margins: Sequence[Margin],
    held: npt.ArrayLike | None = None,
    floor: npt.ArrayLike | None = None,
    cap: npt.ArrayLike | None = None,
) -> Fitted:
    """Fit a full table to its margins.

    Args:
        seed: relative sizes, zero or more, any number of dimensions.
        margins: totals by some of the dimensions; NaN is not known.
        held: in the shape of the seed, a number is kept as that cell's amount and NaN is free.
        floor, cap: one number or in the shape of the seed; NaN is none.

    Raises:
        WrongKind: totals do not fit the table's shape.
        OutOfRange: margins disagree; zeros, held cells or bounds leave no table with these totals.

    >>> rows, columns = Margin((0,), np.array([5.0, 15])), Margin((1,), np.array([10.0, 10]))
    >>> fit_table([[7, 9], [12, 7]], [rows, columns]).values.round(4).tolist()
    [[1.7757, 3.2243], [8.2243, 6.7757]]
    """
    sizes = np.ascontiguousarray(seed, dtype=np.float64)
    read = read_margins(margins, sizes.shape)
    _check_amounts(sizes, "seed")
    if held is None and floor is None and cap is None:
        axes = [margin.axes for margin in read]
        found = fit_factors(sizes, axes, [margin.totals for margin in read], _sweeps(sizes.size))
        if _is_close(found.error, read):
            return Fitted(table_of(sizes, axes, found.factors), found.error, found.sweeps)
    members = [at.ravel() for at in np.indices(sizes.shape, dtype=np.int32)]
    spread = [
        None if given is None else np.broadcast_to(np.asarray(given, np.float64), sizes.shape).ravel()
        for given in (held, floor, cap)
    ]
    rows = _fit(sizes.ravel(), members, read, *spread)
    return Fitted(rows.cells.reshape(sizes.shape), rows.error, rows.sweeps)


def fit_rows(
    seed: npt.ArrayLike,
    members: Sequence[npt.NDArray[Any]],
    margins: Sequence[Margin],
    held: npt.ArrayLike | None = None,
    floor: npt.ArrayLike | None = None,
    cap: npt.ArrayLike | None = None,
) -> Fitted:
    """Fit cells in long form, one row a cell; cells that have no row are zero.

    Args:
        seed: relative sizes, zero or more, one per row; several rows may be the same cell.
        members: per dimension, each row's member as an integer from 0.
        margins: as in :func:`fit_table`; their shapes are the numbers of members.
        held, floor, cap: one number or one per row; NaN is free or none.

    Raises:
        WrongKind, OutOfRange: as :func:`fit_table`.

    >>> rows, columns = Margin((0,), np.array([4.0, 6])), Margin((1,), np.array([np.nan, 3]))
    >>> members = [np.array([0, 0, 1]), np.array([0, 1, 0])]
    >>> fit_rows([1, 1, 1], members, [rows, columns]).values.round(9).tolist()
    [1.0, 3.0, 6.0]
    """
    sizes = np.asarray(seed, dtype=np.float64)
    _check_amounts(sizes, "seed")
    shape = _shape(members, margins)
    read = read_margins(margins, shape)
    if held is None and floor is None and cap is None:
        found = _fit_unbounded(sizes, members, read)
        if found is not None and _is_close(found.error, read):
            return Fitted(found.cells, found.error, found.sweeps)
    spread = [
        None if given is None else np.broadcast_to(np.asarray(given, np.float64), sizes.shape)
        for given in (held, floor, cap)
    ]
    rows = _fit(sizes, members, read, *spread)
    return Fitted(rows.cells, rows.error, rows.sweeps)


def _fit_unbounded(seed: Floats, members: Sequence[npt.NDArray[Any]], margins: list[Margin]) -> Rows | None:
    """Fit rows as a table of the dimensions with margins, or from two sides; None where neither is small."""
    if not margins:
        return Rows(seed.copy(), 0, 0.0)
    used, shape, axes = _dimensions(margins)
    if np.prod(shape, dtype=float) * FULL <= len(seed):
        keys = flat_ids(used, shape, members)
        full = sums_of(keys, seed, int(np.prod(shape))).reshape(shape)
        found = fit_factors(full, axes, [margin.totals for margin in margins], _sweeps(full.size))
        spread = product_of(shape, axes, found.factors).ravel()
        return Rows(seed * np.take(spread, keys, mode="clip"), found.sweeps, found.error)
    rest = [[other for other in margins if other is not margin] for margin in margins]
    sizes = [np.prod(_dimensions(others)[1], dtype=float) for others in rest]
    at = int(np.argmin(sizes))
    if sizes[at] > len(seed):
        return None
    used, shape, axes = _dimensions(rest[at])
    left = flat_ids(margins[at].axes, margins[at].totals.shape, members)
    totals = [margin.totals for margin in rest[at]]
    sides = Sides(left, flat_ids(used, shape, members), margins[at].totals, shape, axes, totals)
    return fit_two_sided(seed, sides, _sweeps(len(seed)))


def _dimensions(margins: Sequence[Margin]) -> tuple[list[int], tuple[int, ...], list[tuple[int, ...]]]:
    """Return the dimensions that some margins are about, their lengths, and the margins' axes among them."""
    lengths: dict[int, int] = {}
    for margin in margins:
        lengths.update(zip(margin.axes, margin.totals.shape, strict=True))
    used = sorted(lengths)
    axes = [tuple(used.index(axis) for axis in margin.axes) for margin in margins]
    return used, tuple(lengths[axis] for axis in used), axes


def _fit(
    seed: Floats,
    members: Sequence[npt.NDArray[Any]],
    margins: list[Margin],
    held: Floats | None,
    floor: Floats | None,
    cap: Floats | None,
) -> Rows:
    """Fit what is free of the rows, then put the held amounts back."""
    groups = [flat_ids(margin.axes, margin.totals.shape, members) for margin in margins]
    kept = np.full(seed.shape, np.nan) if held is None else held
    _check_amounts(kept, "held")
    amounts = np.nan_to_num(kept)
    low = np.zeros(seed.shape) if floor is None else np.maximum(np.nan_to_num(floor), 0.0)
    high = np.full(seed.shape, np.inf) if cap is None else np.where(np.isnan(cap), np.inf, cap)
    _check_bounds(low, high)
    free = np.isnan(kept) & (seed > 0) & (high > 0)
    fixed = np.where(np.isnan(kept), np.where(free, 0.0, low), amounts)
    rest = []
    for margin, ids in zip(margins, groups, strict=True):
        sums = sums_of(ids, fixed, margin.totals.size).reshape(margin.totals.shape)
        left = without_held(margin, sums)
        basis = sums_of(ids[free], seed[free], margin.totals.size).reshape(margin.totals.shape)
        check_basis(left, basis)
        rest.append(left)
    bounded = bool((low[free] > 0).any() or np.isfinite(high[free]).any())
    inner = _Problem([ids[free] for ids in groups], rest, low[free], high[free], bounded)
    found = inner.fit(seed[free])
    cells = fixed
    cells[free] = found.cells
    return Rows(cells, found.sweeps, found.error)


@dataclass(frozen=True)
class _Problem:
    """Free cells in long form: their groups in every margin, and what the margins leave for them."""

    groups: list[Integers]
    margins: list[Margin]
    low: Floats
    high: Floats
    bounded: bool

    def fit(self, seed: Floats) -> Rows:
        """Fit; where that is not close, find what stands against it, or leave out cells that must be zero.

        Raises:
            OutOfRange: no table has these totals.
        """
        found = self._scaled(seed, SWEEPS)
        if _is_close(found.error, self.margins):
            return found
        if len(seed) <= LARGEST:
            totals = [margin.totals.ravel() for margin in self.margins]
            changes = least_changes(self.groups, totals, self.low, self.high)
            if changes:
                raise self._impossible(changes)
            possible = ~forced_to_zero(self.groups, totals, self.high) | (self.low > 0)
            found = self._among(possible)._scaled(seed[possible], MORE_SWEEPS)
            cells = np.zeros(len(seed))
            cells[possible] = found.cells
            found = replace(found, cells=cells)
        else:
            found = self._scaled(seed, MORE_SWEEPS)
        if not _is_close(found.error, self.margins):
            raise self._not_close(found)
        return found

    def _among(self, cells: npt.NDArray[np.bool_]) -> _Problem:
        groups = [ids[cells] for ids in self.groups]
        return replace(self, groups=groups, low=self.low[cells], high=self.high[cells])

    def _scaled(self, seed: Floats, sweeps: int) -> Rows:
        totals = [margin.totals.ravel() for margin in self.margins]
        if self.bounded:
            return fit_bounded(seed, self.groups, totals, self.low, self.high, sweeps)
        return fit_cells(seed, self.groups, totals, sweeps)

    def _impossible(self, changes: Sequence[Any]) -> OutOfRange:
        first = changes[0]
        margin = self.margins[first.margin]
        count = len(changes) - 1
        more = {"en": f", and {count} more", "zh": f"，另有{count}处"} if count else {"en": "", "zh": ""}
        return OutOfRange(
            "nway_impossible",
            margin=margin.called(),
            place=margin.place(first.flat),
            total=shown(float(margin.totals.flat[first.flat])),
            possible=shown(float(f"{first.possible:.9g}")),
            more=more,
        )

    def _not_close(self, found: Rows) -> OutOfRange:
        worst = (0.0, self.margins[0], 0, 0.0)
        for ids, margin in zip(self.groups, self.margins, strict=True):
            sums = sums_of(ids, found.cells, margin.totals.size)
            error = np.nan_to_num(np.abs(sums - margin.totals.ravel()))
            flat = int(error.argmax())
            if error[flat] >= worst[0]:
                worst = (float(error[flat]), margin, flat, float(sums[flat]))
        _, margin, flat, reached = worst
        return OutOfRange(
            "nway_not_close",
            sweeps=found.sweeps,
            margin=margin.called(),
            place=margin.place(flat),
            found=shown(reached),
            total=shown(float(margin.totals.flat[flat])),
        )


def _sweeps(size: int) -> int:
    """Return how often to scale in turns: a small table may take its time where it comes near slowly."""
    return SWEEPS if size > SMALL else 5 * SWEEPS


def _is_close(error: float, margins: Sequence[Margin]) -> bool:
    largest = max((float(np.nanmax(margin.totals, initial=0.0)) for margin in margins), default=0.0)
    return largest == 0.0 or error <= CLOSE * largest


def _shape(members: Sequence[npt.NDArray[Any]], margins: Sequence[Margin]) -> tuple[int, ...]:
    """Return every dimension's number of members: a margin's where one tells, else what the rows name."""
    shape = [int(ids.max(initial=-1)) + 1 for ids in members]
    for margin in margins:
        for axis, length in zip(margin.axes, np.shape(margin.totals), strict=False):
            shape[axis] = max(shape[axis], length)
    return tuple(shape)


def _check_amounts(values: Floats, what: str) -> None:
    if values.size and values.min() >= 0 and values.max() < np.inf:
        return
    wrong = np.flatnonzero((values.ravel() < 0) | np.isinf(values.ravel()))
    if wrong.size:
        place = {"en": f" in place {wrong[0] + 1}", "zh": f"第{wrong[0] + 1}个"}
        raise OutOfRange("nway_negative", what=what, place=place, value=shown(float(values.flat[wrong[0]])))


def _check_bounds(low: Floats, high: Floats) -> None:
    wrong = np.flatnonzero(low > high)
    if wrong.size:
        at = int(wrong[0])
        place = {"en": f" in place {at + 1}", "zh": f"第{at + 1}个"}
        facts = {"floor": shown(float(low[at])), "cap": shown(float(high[at]))}
        raise OutOfRange("nway_floor_above_cap", place=place, **facts)
