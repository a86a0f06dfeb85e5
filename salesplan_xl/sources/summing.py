"""Rows added up exactly by month and member; each stored row rounded once, and what rounding left is told.

Amounts are whole numbers of the smallest decimal found (int64, or Python integers where those do not fit),
so a sum never depends on the order or the size of the chunks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.sources.members import Ids
from salesplan_xl.units import LARGEST_STEPS, Step

Exact = npt.NDArray[Any]
"""int64, or Python integers where those do not fit."""

_SAFE = 2**62
_COMPACT_AT = 2_000_000


@dataclass(frozen=True)
class Measured:
    """One measure of some rows: ``unscaled / 10**places``, and which rows have a number at all."""

    unscaled: Exact
    places: int
    present: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sums:
    """Groups of rows: keys, first row and number of rows, and per measure the exact sum and its count."""

    keys: list[Ids]
    first: Ids
    rows: Ids
    sums: list[Exact]
    places: list[int]
    counts: list[Ids]

    def __len__(self) -> int:
        return len(self.first)


class Summing:
    """Adds chunks of rows by their keys."""

    def __init__(self, keys: int, measures: int) -> None:
        self._keys = keys
        self._measures = measures
        self._parts: list[Sums] = []
        self._size = 0
        self.below_zero: list[tuple[int, Decimal]] = [(0, Decimal(0))] * measures
        """Per measure, how many of the rows added were below zero, and their exact sum."""

    def add(self, keys: Sequence[Ids], measures: Sequence[Measured], positions: Ids) -> None:
        """Add rows; ``positions`` are their places in the source."""
        if not len(positions):
            return
        ones = np.ones(len(positions), dtype=np.int64)
        part = _grouped(
            list(keys),
            positions,
            ones,
            [np.where(measure.present, measure.unscaled, 0) for measure in measures],
            [measure.places for measure in measures],
            [measure.present.astype(np.int64) for measure in measures],
        )
        for at, measure in enumerate(measures):
            below = measure.present & (measure.unscaled < 0)
            if below.any():
                count, total = self.below_zero[at]
                more = Decimal(sum(measure.unscaled[below].tolist())).scaleb(-measure.places)
                self.below_zero[at] = (count + int(below.sum()), total + more)
        self._parts.append(part)
        self._size += len(part)
        if self._size > _COMPACT_AT:
            self._parts = [self.total()]
            # Twice what is left may come in before it is worth grouping again.
            self._size = -len(self._parts[0])

    def total(self) -> Sums:
        """Return all groups, in no particular order."""
        if not self._parts:
            empty = np.zeros(0, dtype=np.int64)
            return Sums(
                [empty] * self._keys,
                empty,
                empty,
                [empty] * self._measures,
                [0] * self._measures,
                [empty] * self._measures,
            )
        return joined(self._parts)


def joined(parts: Sequence[Sums]) -> Sums:
    """Group several sums into one."""
    measures = range(len(parts[0].sums))
    places = [max(part.places[measure] for part in parts) for measure in measures]
    sums = [
        _concatenated([scaled(part.sums[measure], places[measure] - part.places[measure]) for part in parts])
        for measure in measures
    ]
    return _grouped(
        [np.concatenate([part.keys[key] for part in parts]) for key in range(len(parts[0].keys))],
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.rows for part in parts]),
        sums,
        places,
        [np.concatenate([part.counts[measure] for part in parts]) for measure in measures],
    )


def regrouped(sums: Sums, keys: list[Ids], kept: npt.NDArray[np.bool_]) -> Sums:
    """Group again by other keys, leaving out what is not kept."""
    return _grouped(
        [key[kept] for key in keys],
        sums.first[kept],
        sums.rows[kept],
        [total[kept] for total in sums.sums],
        sums.places,
        [count[kept] for count in sums.counts],
    )


def _grouped(
    keys: list[Ids], first: Ids, rows: Ids, amounts: list[Exact], places: list[int], counts: list[Ids]
) -> Sums:
    packed = _packed(keys, len(first))
    _, index, inverse = np.unique(packed, return_index=True, return_inverse=True)
    size = len(index)
    earliest = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(earliest, inverse, first)
    return Sums(
        [key[index] for key in keys],
        earliest,
        _added(rows, inverse, size),
        [_added(amount, inverse, size) for amount in amounts],
        places,
        [_added(count, inverse, size) for count in counts],
    )


def _packed(keys: list[Ids], length: int) -> Ids:
    """Return one whole number per row that is the same exactly where all keys are."""
    packed = np.zeros(length, dtype=np.int64)
    bound = 1
    for key in keys:
        low = int(key.min(initial=0))
        span = int(key.max(initial=0)) - low + 1
        if bound * span >= _SAFE:
            _, packed = np.unique(packed, return_inverse=True)
            bound = int(packed.max(initial=0)) + 1
        packed = packed * span + (key - low)
        bound *= span
    return packed


def _added(amounts: Exact, inverse: npt.NDArray[np.intp], size: int) -> Exact:
    if amounts.dtype != object and _magnitude(amounts) * max(1, len(amounts)) >= _SAFE:
        amounts = amounts.astype(object)
    totals: Exact = np.zeros(size, dtype=amounts.dtype)
    np.add.at(totals, inverse, amounts)
    return totals


def _magnitude(amounts: Exact) -> int:
    """Return the largest size of any of the amounts."""
    return max(abs(int(amounts.max(initial=0))), abs(int(amounts.min(initial=0)))) if len(amounts) else 0


def scaled(amounts: Exact, power: int) -> Exact:
    """Return amounts times ten to a power of zero or more, exactly."""
    if power == 0:
        return amounts
    if amounts.dtype != object and _magnitude(amounts) * 10**power >= _SAFE:
        amounts = amounts.astype(object)
    return np.asarray(amounts * 10**power, dtype=amounts.dtype)


def _concatenated(parts: list[Exact]) -> Exact:
    if any(part.dtype == object for part in parts):
        parts = [part.astype(object) for part in parts]
    return np.concatenate(parts)


def rounded(sums: Exact, places: int, step: Step) -> tuple[Exact, Decimal]:
    """Round each sum once to whole steps, halves away from zero.

    Returns:
        The whole steps, and what rounding left: exact total minus stored total.

    >>> steps, residual = rounded(np.array([1005, -1005, 2344]), 3, Step.of("0.01"))
    >>> steps.tolist(), residual
    ([101, -101, 234], Decimal('0.004'))
    """
    # amount / step = sums * 10**step.places / (step.numerator * 10**places)
    up = 10 ** max(0, step.places - places)
    down = step.numerator * 10 ** max(0, places - step.places)
    if sums.dtype != object and (_magnitude(sums) * up * 2 + down >= _SAFE or down * 2 >= _SAFE):
        sums = sums.astype(object)
    size = abs(sums) * up
    steps = (size * 2 + down) // (2 * down)
    steps = np.where(sums < 0, -steps, steps)
    total = sum(sums.tolist())
    stored = sum(steps.tolist())
    return np.asarray(steps), Decimal(total).scaleb(-places) - stored * step.decimal


def too_large(steps: Exact) -> bool:
    """Tell whether a number of steps cannot be told apart in a cell."""
    return _magnitude(steps) > LARGEST_STEPS
