"""Splitting whole numbers in proportion by largest remainders, exactly, for many groups at once.

Amounts are whole steps. A share is the exact quota rounded down; what is then left of the total goes, one
step each, to the largest remainders of the group. Equal remainders: the earlier cell first. A negative total
is split by its size and negated. A weight of zero gets nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.formulas.whole_weights import checked_weights, exact_weights, whole_weights
from salesplan_xl.units import LARGEST_STEPS, Floats, Integers

Mask = npt.NDArray[np.bool_]


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
        _check_basis(amounts, filled)
        amounts, first = amounts[filled], first[filled]
    if not len(cells):
        return np.zeros(0, dtype=np.int64)
    return _split(amounts, cells, first, np.flatnonzero(filled))


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


def _check_basis(amounts: Integers, has_basis: Mask, numbers: Integers | None = None) -> None:
    wrong = np.flatnonzero(~has_basis & (amounts != 0))
    if wrong.size:
        group = int(wrong[0] if numbers is None else numbers[wrong[0]])
        raise NoBasis("group_without_weight", group=group + 1, total=int(amounts[wrong[0]]))


def _split(amounts: Integers, cells: npt.NDArray[Any], starts: Integers, numbers: Integers) -> Integers:
    whole, beyond = whole_weights(cells, starts)
    sums = np.add.reduceat(whole, starts)
    _check_basis(amounts, (sums > 0) | beyond, numbers)
    sizes = np.diff(starts, append=len(cells))
    shares = _split_whole(np.where(beyond, 0, np.abs(amounts)), whole, sums, starts, sizes)
    for group in np.flatnonzero(beyond).tolist():
        members = slice(starts[group], starts[group] + sizes[group])
        shares[members] = split_exactly(abs(int(amounts[group])), exact_weights(cells[members]))
    negative = amounts < 0
    if negative.any():
        shares = np.where(np.repeat(negative, sizes), -shares, shares)
    return shares


def split_exactly(total: int, weights: list[int]) -> list[int]:
    """Split one total by Python integers of any size; weights add up to more than zero.

    >>> split_exactly(10, [10**40, 1, 10**40])
    [5, 0, 5]
    """
    whole = sum(weights)
    shares, remainders = map(list, zip(*(divmod(total * weight, whole) for weight in weights), strict=True))
    by_remainder = sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)
    for cell in by_remainder[: total - sum(shares)]:
        shares[cell] += 1
    return shares


def _split_whole(
    amounts: Integers, weights: Integers, sums: Integers, starts: Integers, sizes: Integers
) -> Integers:
    """Split totals of zero or more by whole weights whose sums are below 2**60."""
    sums = np.maximum(sums, 1)
    sum_of = np.repeat(sums, sizes)
    shares = (weights * np.repeat(amounts / sums, sizes)).astype(np.int64)
    # Both products may exceed 64 bits; they wrap, and their difference, below 2**63, comes out right.
    remainders = np.repeat(amounts, sizes) * weights - shares * sum_of
    while (low := remainders < 0).any():
        shares -= low
        remainders += sum_of * low
    while (high := remainders >= sum_of).any():
        shares += high
        remainders -= sum_of * high
    left = amounts - np.add.reduceat(shares, starts)
    shares += _largest(remainders, remainders / sum_of, left, starts, sizes)
    return shares


def _largest(
    remainders: Integers, fractions: Floats, count: Integers, starts: Integers, sizes: Integers
) -> Mask:
    """Mark the ``count`` largest remainders of each group; the earlier cell wins a tie.

    One value sort of group number and inverted fraction, packed into 64 bits, finds the bucket in which each
    group's cut lies; only the cells of that bucket are compared by their exact remainders.
    """
    if not count.any():
        return np.zeros(len(remainders), dtype=bool)
    bits = min(52, 62 - int(len(starts)).bit_length())
    ids = np.arange(len(starts), dtype=np.int64) << bits
    keys = np.repeat(ids, sizes) + ((1.0 - fractions) * float((1 << bits) - 1)).astype(np.int64)
    ordered = np.sort(keys)
    cut = np.where(count > 0, ordered[starts + np.maximum(count, 1) - 1], ids - 1)
    cut_of = np.repeat(cut, sizes)
    chosen = keys < cut_of
    bucket = np.flatnonzero(keys == cut_of)
    group = np.repeat(np.arange(len(starts)), sizes)[bucket]
    exact = remainders[bucket]
    if ((exact[1:] != exact[:-1]) & (group[1:] == group[:-1])).any():
        order = np.lexsort((-exact, group))
        bucket, group = bucket[order], group[order]
    in_bucket = np.bincount(group, minlength=len(starts))
    rank = np.arange(len(bucket)) - np.repeat(np.cumsum(in_bucket) - in_bucket, in_bucket)
    wanted = count - np.add.reduceat(chosen, starts, dtype=np.int64)
    chosen[bucket[rank < wanted[group]]] = True
    return chosen
