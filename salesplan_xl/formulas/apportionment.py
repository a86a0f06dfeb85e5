"""Splitting whole numbers in proportion by largest remainders, exactly, for many groups at once.

Amounts are whole steps. A share is the exact quota rounded down; what is then left of the total goes, one
step each, to the largest remainders of the group. Equal remainders: the earlier cell first. A negative total
is split by its size and negated. A weight of zero gets nothing.

Floats decide where they can: the error of a quota is bounded, and a group whose floors and whose cut between
the remainders lie clear of that bound is right. The other groups are split again in whole numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.formulas.quotas import floors_and_rests, largest_rests
from salesplan_xl.formulas.whole_weights import checked_weights, exact_weights, whole_weights
from salesplan_xl.units import LARGEST_STEPS, Integers

Mask = npt.NDArray[np.bool_]

_READING = 5e-15
"""Largest relative difference between a double and its decimal of 15 digits."""
_ROUNDING = 2.0**-53
_PAIRWISE = 64
"""More than the roundings a term goes through where numpy adds up a whole array, in pairs of blocks."""


def largest_remainder(
    totals: npt.ArrayLike, weights: npt.ArrayLike, starts: npt.ArrayLike = (0,)
) -> Integers:
    """Split each group's total among its cells in proportion to their weights.

    Args:
        totals: whole steps, one per group, each at most 2**53 - 1 in size.
        weights: one per cell, zero or more; read as decimals of 15 significant digits, integers exactly.
        starts: position of each group's first cell, ascending; a group ends where the next one starts.

    Returns:
        Whole steps, one per cell; they add up to the totals.

    Raises:
        NoBasis: the weights of a group with a total add up to zero.
        OutOfRange: a weight is negative or not finite; a total is too large.

    >>> largest_remainder([10, -7], [47, 16, 15.8, 12, 6.1, 3.1, 1, 1], [0, 6]).tolist()
    [5, 2, 1, 1, 1, 0, -4, -3]
    """
    amounts = _checked_totals(totals)
    cells = checked_weights(weights).ravel()
    first = np.asarray(starts, dtype=np.int64).ravel()
    sizes = np.diff(first, append=len(cells))
    if len(first) != len(amounts) or (sizes < 0).any() or (len(first) and first[0]):
        raise ValueError("starts must ascend from 0 and be as many as the totals")
    filled = sizes > 0
    if not filled.all():
        _check_basis(amounts, filled, np.arange(len(amounts)))
        amounts, first, sizes = amounts[filled], first[filled], sizes[filled]
    if not len(cells):
        return np.zeros(0, dtype=np.int64)
    return _split(amounts, cells, first, sizes, np.flatnonzero(filled))


def largest_remainder_by_group(
    totals: npt.ArrayLike, weights: npt.ArrayLike, groups: npt.ArrayLike
) -> Integers:
    """Split as :func:`largest_remainder` where the cells of a group lie anywhere.

    ``groups`` gives each cell's group, the position of its total. The earlier cell wins a tie here too.

    >>> largest_remainder_by_group([10, 5], [1, 1, 1, 1, 2], [1, 0, 1, 0, 0]).tolist()
    [3, 3, 2, 2, 5]
    """
    amounts = _checked_totals(totals)
    ids = np.asarray(groups, dtype=np.int64).ravel()
    cells = np.asarray(weights).ravel()
    counts = np.bincount(ids, minlength=len(amounts))
    starts = np.cumsum(counts) - counts
    if (ids[1:] >= ids[:-1]).all():
        return largest_remainder(amounts, cells, starts)
    narrow = np.uint16 if len(amounts) <= 1 << 16 else np.int64
    order = np.argsort(ids.astype(narrow), kind="stable")  # 16 bits are sorted by radix, in linear time
    shares = np.empty(len(cells), dtype=np.int64)
    shares[order] = largest_remainder(amounts, cells[order], starts)
    return shares


def _checked_totals(totals: npt.ArrayLike) -> Integers:
    amounts = np.atleast_1d(np.asarray(totals))
    wrong = np.flatnonzero(np.abs(amounts) > LARGEST_STEPS)
    if wrong.size:
        place = {"en": f" in group {wrong[0] + 1}", "zh": f"（第{wrong[0] + 1}组）"}
        raise OutOfRange("too_large", argument="total", place=place)
    return amounts.astype(np.int64)


def _check_basis(amounts: Integers, has_basis: Mask, numbers: Integers) -> None:
    wrong = np.flatnonzero(~has_basis & (amounts != 0))
    if wrong.size:
        raise NoBasis("group_without_weight", group=int(numbers[wrong[0]]) + 1, total=int(amounts[wrong[0]]))


def _split(
    amounts: Integers, cells: npt.NDArray[Any], starts: Integers, sizes: Integers, numbers: Integers
) -> Integers:
    size_of_total = np.abs(amounts)
    with np.errstate(all="ignore"):
        shares, certain = _by_floats(size_of_total, cells.astype(np.float64, copy=False), starts, sizes)
    uncertain = np.flatnonzero(~certain)
    if uncertain.size:
        members = _positions(starts[uncertain], sizes[uncertain])
        shares[members] = _by_whole_numbers(
            amounts[uncertain], cells[members], sizes[uncertain], numbers[uncertain]
        )
    negative = amounts < 0
    if negative.any():
        shares = np.where(np.repeat(negative, sizes), -shares, shares)
    return shares


def _positions(starts: Integers, sizes: Integers) -> Integers:
    """Return the positions of all cells of some groups."""
    before = np.cumsum(sizes) - sizes
    positions: Integers = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
    return positions


def _by_floats(
    amounts: Integers, weights: npt.NDArray[np.float64], starts: Integers, sizes: Integers
) -> tuple[Integers, Mask]:
    """Split in floats, and tell which groups are certain to be right.

    Rounding up from some fraction on is the same as adding a constant and rounding down. Where no fraction
    lies within the error of that limit, exact quotas round to the same numbers, whichever side of a whole
    number a float has fallen on; and largest remainders are the one such rounding that adds up.
    """
    if len(starts) == 1:
        sums, terms = np.array([weights.sum()]), _PAIRWISE
    else:
        sums, terms = np.add.reduceat(weights, starts), int(sizes.max())
    error = 2 * _READING + 2 * _ROUNDING * (terms + 8)
    factors = amounts / sums
    certain = np.isfinite(factors)
    quotas = weights * np.repeat(np.where(certain, factors, 0.0), sizes)
    floors = np.floor(quotas)
    left = amounts - np.add.reduceat(floors, starts).astype(np.int64)
    certain &= (left >= 0) & (left < sizes)
    left = np.where(certain, left, 0)
    margins = np.maximum.reduceat(quotas, starts) * error
    fractions = np.subtract(quotas, floors, out=floors)

    # One value sort of group number and inverted fraction, packed into 64 bits, finds every group's cut.
    bits = min(52, 62 - len(starts).bit_length())
    scale = float((1 << bits) - 1)
    ids = np.arange(len(starts), dtype=np.int64) << bits
    keys = ((1.0 - fractions) * scale).astype(np.int64)
    keys += np.repeat(ids, sizes)
    ordered = np.sort(keys)
    last = np.where(left > 0, ordered[starts + np.maximum(left, 1) - 1], ids)
    following = ordered[np.minimum(starts + left, len(keys) - 1)]
    certain &= following - last > 2.0 * margins * scale + 2.0
    cut = np.where(left > 0, last, ids - 1)
    shares: Integers = (weights * np.repeat(np.where(certain, factors, 0.0), sizes)).astype(np.int64)
    shares += keys <= np.repeat(cut, sizes)
    return shares, certain


def _by_whole_numbers(
    amounts: Integers, cells: npt.NDArray[Any], sizes: Integers, numbers: Integers
) -> Integers:
    """Split by size where floats cannot tell; groups whose weights do not fit 64 bits one by one."""
    starts = np.cumsum(sizes) - sizes
    whole, beyond = whole_weights(cells, starts)
    sums = np.add.reduceat(whole, starts)
    _check_basis(amounts, (sums > 0) | beyond, numbers)
    totals = np.abs(amounts)
    sum_of = np.repeat(np.maximum(sums, 1), sizes)
    shares, rests = floors_and_rests(np.repeat(np.where(beyond, 0, totals), sizes), whole, sum_of)
    left = np.where(beyond, 0, totals - np.add.reduceat(shares, starts))
    shares += largest_rests(rests, sum_of, left, starts, sizes)
    for group in np.flatnonzero(beyond).tolist():
        members = slice(starts[group], starts[group] + sizes[group])
        shares[members] = _split_exactly(int(totals[group]), exact_weights(cells[members]))
    return shares


def _split_exactly(total: int, weights: list[int]) -> list[int]:
    """Split one total by Python integers of any size; weights add up to more than zero."""
    whole = sum(weights)
    shares, rests = map(list, zip(*(divmod(total * weight, whole) for weight in weights), strict=True))
    by_rest = sorted(range(len(weights)), key=rests.__getitem__, reverse=True)
    for cell in by_rest[: total - sum(shares)]:
        shares[cell] += 1
    return shares
