"""Exact quotas in whole numbers, ``amount * weight / divisor`` as a floor and a rest, and the largest rests.

The rest of a quota is ``amount * weight - floor * divisor``. Both products may be larger than 64 bits; they
wrap, and their difference, which is small, still comes out right. Numbers that do not fit are held in arrays
of Python integers.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange
from salesplan_xl.units import LARGEST_STEPS, Integers

Whole = npt.NDArray[Any]
"""Whole numbers: int64, or Python integers in an object array where 64 bits do not hold them."""
Mask = npt.NDArray[np.bool_]

_HALF = 30
"""Bits at which a sum is taken apart, so that neither part exceeds 64 bits."""


def floors_and_rests(amounts: Any, weights: Whole, divisors: Any) -> tuple[Integers, Whole]:
    """Return the floor and the rest of ``amounts * weights / divisors``, element by element.

    ``weights`` may be negative. Arrays of int64 need divisors from 1 to below 2**60; object arrays any
    positive divisor.

    Raises:
        OutOfRange: a quota is larger than 2**53 - 1 in size.

    >>> floors_and_rests(10, np.array([1, 1, -1]), 3)
    (array([ 3,  3, -4]), array([1, 1, 2]))
    """
    if weights.dtype == object:
        floors = (amounts * weights) // divisors
        _check_size(np.array(floors, dtype=np.float64))
        return floors.astype(np.int64), amounts * weights - floors * divisors
    quotas = weights * (np.asarray(amounts, dtype=np.float64) / np.asarray(divisors, dtype=np.float64))
    _check_size(quotas)
    floors = np.floor(quotas).astype(np.int64)
    rests = np.multiply(amounts, weights) - floors * divisors
    while (low := rests < 0).any():
        floors -= low
        rests += divisors * low
    while (high := rests >= divisors).any():
        floors += high
        rests -= divisors * high
    return floors, rests


def rounded_together(weights: Whole, ratio: Fraction) -> Integers:
    """Round ``weights * ratio`` to whole numbers that add up to their exact sum, it too rounded.

    The sum is rounded to the nearest, halves away from zero. Every number is rounded up or down, those with
    the largest rests up; the earlier of equal ones first. Where the sum is negative, sizes are rounded.

    Raises:
        OutOfRange: a number becomes larger than 2**53 - 1 in size.

    >>> rounded_together(np.array([1, 1, 1, -1]), Fraction(5, 3)).tolist()
    [2, 2, 1, -2]
    """
    exact = ratio * int(weights.sum())
    if exact < 0:
        return -rounded_together(-weights, ratio)
    if ratio < 0:
        return rounded_together(-weights, -ratio)
    if ratio.numerator >= 2**62 or ratio.denominator >= 2**60:
        weights = weights.astype(object)
    floors, rests = floors_and_rests(ratio.numerator, weights, ratio.denominator)
    total = int(exact + Fraction(1, 2))
    size = np.array([len(weights)])
    count = np.array([total - exact_sum(floors)])
    rounded: Integers = floors + largest_rests(rests, ratio.denominator, count, np.zeros(1, np.int64), size)
    return rounded


def exact_sum(values: Whole) -> int:
    """Add up whole numbers whose sum may exceed 64 bits.

    >>> exact_sum(np.full(4, 2**62))
    18446744073709551616
    """
    return (int((values >> _HALF).sum()) << _HALF) + int((values & ((1 << _HALF) - 1)).sum())


def _check_size(quotas: npt.NDArray[np.float64]) -> None:
    if quotas.size and not np.abs(quotas).max() <= LARGEST_STEPS + 4.0:
        raise OutOfRange("too_large", argument="result", place="")


def largest_rests(rests: Whole, divisors: Any, count: Integers, starts: Integers, sizes: Integers) -> Mask:
    """Mark the ``count`` largest rests of each group; the earlier cell wins a tie.

    Within a group the divisor is the same. One value sort of group number and inverted fraction, packed into
    64 bits, finds the bucket in which each group's cut lies; only the cells of that bucket are compared by
    their exact rests.

    >>> largest_rests(np.array([1, 2, 2]), 3, np.array([1]), np.array([0]), np.array([3])).tolist()
    [False, True, False]
    """
    if not count.any():
        return np.zeros(len(rests), dtype=bool)
    bits = min(52, 62 - len(starts).bit_length())
    ids = np.arange(len(starts), dtype=np.int64) << bits
    fractions = np.asarray(rests / divisors, dtype=np.float64)
    keys = np.repeat(ids, sizes) + ((1.0 - fractions) * float((1 << bits) - 1)).astype(np.int64)
    ordered = np.sort(keys)
    cut = np.where(count > 0, ordered[starts + np.maximum(count, 1) - 1], ids - 1)
    cut_of = np.repeat(cut, sizes)
    chosen = keys < cut_of
    bucket = np.flatnonzero(keys == cut_of)
    group = np.repeat(np.arange(len(starts)), sizes)[bucket]
    exact = rests[bucket]
    if ((exact[1:] != exact[:-1]) & (group[1:] == group[:-1])).any():
        order = np.lexsort((-exact, group))
        bucket, group = bucket[order], group[order]
    in_bucket = np.bincount(group, minlength=len(starts))
    rank = np.arange(len(bucket)) - np.repeat(np.cumsum(in_bucket) - in_bucket, in_bucket)
    wanted = count - np.add.reduceat(chosen, starts, dtype=np.int64)
    chosen[bucket[rank < wanted[group]]] = True
    return chosen
