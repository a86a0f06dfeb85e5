"""Weights as whole numbers: each is read as the decimal of 15 significant digits that Excel shows.

Proportions of whole numbers are exact, so the scale of the weights cannot change an answer: 0.7, 0.3 and 0.6
split as 7, 3 and 6 do. Within a group all weights are multiplied by one power of ten, the smallest that makes
them whole; groups whose sum then does not fit are left to Python's own integers.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange
from salesplan_xl.units import SIGNIFICANT_DIGITS, Floats, Integers, as_shown

LARGEST_SUM = 2**60
"""Sums of whole weights below this leave the remainders room in 64 bits."""

_LARGEST_MANTISSA = 10**SIGNIFICANT_DIGITS
_EXACT_POWERS = 22
"""Powers of ten up to this one are exact doubles."""
_EXACT_TENS: Floats = np.array([float(10**power) for power in range(_EXACT_POWERS + 1)])
_LEAST_EXPONENT = SIGNIFICANT_DIGITS - 1 - _EXACT_POWERS
_POWERS = np.array([10.0**exponent for exponent in range(_LEAST_EXPONENT, SIGNIFICANT_DIGITS)])
"""Numbers from the first of these up to 10**15 are read 15 digits at a time by exact products."""
_TENS = np.array([10**power for power in range(19)], dtype=np.int64)
_SPLITTER = 2.0**27 + 1.0


def whole_weights(weights: npt.NDArray[Any], starts: Integers) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Return weights as whole numbers, and which groups have none that fit.

    ``weights`` are finite and zero or more, ``starts`` as for :data:`numpy.add.reduceat`. In a group that
    fits, the whole numbers stand in exactly the proportion of the decimals and add up to less than
    :data:`LARGEST_SUM`; in one that does not, they are zero.

    >>> whole_weights(np.array([0.7, 0.3, 1e-300, 1e300]), np.array([0, 2]))
    (array([7, 3, 0, 0]), array([False,  True]))
    """
    if weights.dtype.kind in "iu":
        whole = weights.astype(np.int64)
        too_large = _too_large(weights.astype(np.float64), starts)
    else:
        one_scale = _at_one_scale(weights)
        if one_scale is None:
            return _scale_each_group(weights, starts)
        whole = one_scale.astype(np.int64)
        too_large = _too_large(one_scale, starts)
        if too_large.any():
            return _scale_each_group(weights, starts)
    if too_large.any():
        whole = np.where(np.repeat(too_large, _sizes(starts, len(weights))), 0, whole)
    return whole, too_large


def exact_weights(weights: npt.NDArray[Any]) -> list[int]:
    """Return one group's weights as Python integers of any size.

    >>> exact_weights(np.array([0.1, 1e3]))
    [1, 10000]
    """
    if weights.dtype.kind in "iu":
        return [int(weight) for weight in weights.tolist()]
    read = [_decimal(weight) for weight in weights.tolist()]
    lowest = min((exponent for mantissa, exponent in read if mantissa), default=0)
    return [mantissa * 10 ** (exponent - lowest) if mantissa else 0 for mantissa, exponent in read]


def one_group(weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the whole weights of one group: int64, or Python integers in an object array where they must be.

    >>> one_group(np.array([0.5, 2.0])), one_group(np.array([1.0, 1e30])).dtype
    (array([ 5, 20]), dtype('O'))
    """
    if not len(weights):
        return np.zeros(0, dtype=np.int64)
    whole, beyond = whole_weights(weights, np.zeros(1, dtype=np.int64))
    return np.array(exact_weights(weights), dtype=object) if beyond[0] else whole


def signed_group(values: Floats) -> tuple[npt.NDArray[Any], Fraction]:
    """Return numbers of either sign as whole numbers, and the unit they are multiples of.

    >>> signed_group(np.array([1.5, -0.25]))
    (array([150, -25]), Fraction(1, 100))
    """
    sizes = one_group(np.abs(values))
    if not sizes.any():
        return sizes, Fraction(1)
    largest = int(np.abs(values).argmax())
    unit = Fraction(as_shown(abs(float(values[largest])))) / int(sizes[largest])
    return np.where(values < 0, -sizes, sizes), unit


def checked_weights(weights: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return weights as an array of integers or floats.

    Raises:
        OutOfRange: a weight is negative or not finite.
    """
    array = np.asarray(weights)
    if array.dtype.kind not in "iu":
        array = np.asarray(array, dtype=np.float64)
    if array.size == 0:
        return array
    lowest, highest = array.min(), array.max()
    if not (lowest >= 0 and highest < np.inf):
        wrong = int(np.flatnonzero(~((array >= 0) & (array < np.inf)))[0])
        place = {"en": f" in place {wrong + 1}", "zh": f"第{wrong + 1}个"}
        reason = "negative" if array[wrong] < 0 else "not_finite"
        raise OutOfRange(reason, argument="weights", value=array[wrong].item(), place=place)
    return array


def _sizes(starts: Integers, length: int) -> Integers:
    return np.diff(starts, append=length)


def _too_large(whole: Floats, starts: Integers) -> npt.NDArray[np.bool_]:
    return np.asarray(np.add.reduceat(whole, starts) >= float(LARGEST_SUM // 2))


def _at_one_scale(weights: Floats) -> Floats | None:
    """Return all weights times one power of ten, as whole numbers, where a small power does it.

    A whole number of at most 15 digits over an exact power of ten is the double nearest to that decimal, so
    where it equals the weight it is the weight's decimal.
    """
    sample = weights[:: max(1, len(weights) // 1024)]
    places = next((p for p in range(_EXACT_POWERS + 1) if _reproduces(sample, p) is not None), None)
    while places is not None and places <= _EXACT_POWERS:
        whole = _reproduces(weights, places)
        if whole is not None:
            return whole
        places += 1
        if float(weights.max()) * 10.0**places >= _LARGEST_MANTISSA:
            return None
    return None


def _reproduces(weights: Floats, places: int) -> Floats | None:
    power = float(10**places)
    if float(weights.max()) * power >= _LARGEST_MANTISSA:
        return None
    whole = weights * power
    np.rint(whole, out=whole)
    return whole if np.array_equal(whole / power, weights) else None


def _scale_each_group(weights: Floats, starts: Integers) -> tuple[Integers, npt.NDArray[np.bool_]]:
    mantissas, places = _decimals(weights)
    sizes = _sizes(starts, len(weights))
    needed = np.where(mantissas > 0, places, -(10**6))
    shift = np.repeat(np.maximum.reduceat(needed, starts), sizes) - places
    shift = np.where(mantissas > 0, shift, 0)
    too_large = np.maximum.reduceat(shift, starts) >= len(_TENS)
    shift = np.minimum(shift, len(_TENS) - 1)
    too_large |= _too_large(mantissas.astype(np.float64) * 10.0**shift, starts)
    whole = np.where(np.repeat(too_large, sizes), 0, mantissas) * _TENS[shift]
    return whole, too_large


def _decimals(weights: Floats) -> tuple[Integers, Integers]:
    """Return each weight as ``mantissa / 10**places``, of at most 15 digits and without trailing zeros."""
    mantissas = np.zeros(len(weights), dtype=np.int64)
    places = np.zeros(len(weights), dtype=np.int64)
    common = (weights >= _POWERS[0]) & (weights < float(_LARGEST_MANTISSA))
    where = np.flatnonzero(common)
    if where.size:
        mantissas[where], places[where] = _rounded_to_digits(weights[where])
    for position in np.flatnonzero(~common & (weights > 0)).tolist():
        mantissa, exponent = _decimal(weights[position])
        mantissas[position], places[position] = mantissa, -exponent
    for zeros in (8, 4, 2, 1):
        power = 10**zeros
        shorter = mantissas // power
        round_ones = (shorter * power == mantissas) & (mantissas > 0)
        mantissas = np.where(round_ones, shorter, mantissas)
        places = places - zeros * round_ones
    return mantissas, places


def _rounded_to_digits(weights: Floats) -> tuple[Integers, Integers]:
    """Round weights in [1e-8, 1e15) to 15 digits exactly, halves to even, as Python's formatting does."""
    exponents = np.searchsorted(_POWERS, weights, side="right") - 1 + _LEAST_EXPONENT
    places = np.asarray(SIGNIFICANT_DIGITS - 1 - exponents, dtype=np.int64)
    mantissas = _times_power(weights, places)
    carried = mantissas == _LARGEST_MANTISSA
    return np.where(carried, mantissas // 10, mantissas), places - carried


def _times_power(weights: Floats, places: Integers) -> Integers:
    """Return ``weights * 10**places`` rounded to whole numbers, exactly: the product's own error is known."""
    power = _EXACT_TENS[places]
    product = weights * power
    high, low = _halves(weights)
    power_high, power_low = _halves(power)
    error = ((high * power_high - product) + high * power_low + low * power_high) + low * power_low
    whole = np.rint(product)
    rest = product - whole
    whole += (rest == 0.5) & (error > 0)
    whole -= (rest == -0.5) & (error < 0)
    return np.asarray(whole, dtype=np.int64)


def _halves(values: Floats) -> tuple[Floats, Floats]:
    """Split doubles into two of 26 bits whose products are exact (Dekker)."""
    wide = values * _SPLITTER
    high = wide - (wide - values)
    return high, values - high


def _decimal(weight: float) -> tuple[int, int]:
    digits, exponent = f"{weight:.{SIGNIFICANT_DIGITS - 1}e}".split("e")
    mantissa = digits.replace(".", "").rstrip("0")
    return int(mantissa or "0"), int(exponent) - len(mantissa) + 1
