"""A column of numbers as text, read with whole-array steps; what those cannot read is read one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.sources.numbers import DecimalMark, is_blank, read_number
from salesplan_xl.units import SIGNIFICANT_DIGITS

Objects = npt.NDArray[np.object_]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

OK, BLANK, UNREADABLE = 0, 1, 2
_FAST_WIDTH = 18
"""As many letters at most, so that the digits fit in 64 bits."""


@dataclass(frozen=True)
class Numbers:
    """A column's distinct values read as numbers, all with the same count of decimals."""

    unscaled: npt.NDArray[Any]
    """int64, or Python ints where those do not fit; 0 where there is none."""
    places: int
    state: npt.NDArray[np.uint8]
    """``OK``, ``BLANK`` or ``UNREADABLE`` for each."""
    grouped: bool = False
    """Some had thousands marks."""


def read_numbers(values: Sequence[object], decimal: DecimalMark = ".", *, percent: bool = False) -> Numbers:
    """Read a column's distinct values, bringing all to the largest count of decimals found.

    A percent is unreadable unless ``percent`` allows it: rates cannot be added up as amounts.
    """
    count = len(values)
    unscaled = np.zeros(count, dtype=np.int64)
    places = np.zeros(count, dtype=np.int64)
    state = np.full(count, UNREADABLE, dtype=np.uint8)
    large: dict[int, int] = {}
    fast, grouped = _read_fast(values, np.arange(count), decimal, unscaled, places)
    if not fast.all():
        # Excel's numbers are the 15 digits it shows; their mark is always a point.
        doubles = np.array([type(value) is float for value in values], dtype=np.bool_)
        if doubles.any():
            shown = [f"{values[place]:.{SIGNIFICANT_DIGITS}g}" for place in np.flatnonzero(doubles).tolist()]
            read, _ = _read_fast(shown, np.flatnonzero(doubles), ".", unscaled, places)
            fast |= read
    state[fast] = OK
    thousands = "," if decimal == "." else "."
    for position in np.flatnonzero(~fast).tolist():
        value = values[position]
        if value == "" or is_blank(value):
            state[position] = BLANK
            continue
        number = read_number(value, decimal)
        if number is None or (number.percent and not percent):
            continue
        state[position] = OK
        grouped = grouped or thousands in str(value)
        places[position] = number.places
        if abs(number.unscaled) < 2**62:
            unscaled[position] = number.unscaled
        else:
            large[position] = number.unscaled
    most = int(places.max(initial=0))
    return Numbers(_common_scale(unscaled, places, large, most), most, state, grouped)


def _common_scale(unscaled: Integers, places: Integers, large: dict[int, int], most: int) -> npt.NDArray[Any]:
    shift = most - places
    largest = float(np.max(np.abs(unscaled) * 10.0**shift, initial=0.0))
    if not large and largest < 2.0**62:
        return unscaled * 10**shift
    exact: Objects = unscaled.astype(object)
    for position, number in large.items():
        exact[position] = number
    return np.asarray(exact * np.array([10 ** int(power) for power in shift], dtype=object), dtype=object)


def _read_fast(
    values: Sequence[object],
    at: npt.NDArray[np.intp],
    decimal: DecimalMark,
    unscaled: Integers,
    places: Integers,
) -> tuple[Mask, bool]:
    """Fill in the ordinary numbers: digits in threes or not, one decimal mark, a minus in front.

    ``at`` are the positions of the values in the column.

    Returns:
        Which values were read (the rest needs :func:`read_number`), and whether any had thousands marks.
    """
    read = np.zeros(len(unscaled), dtype=np.bool_)
    positions = _short_texts(values)
    if not positions.size:
        return read, False
    every = len(positions) == len(values)
    texts = np.array(
        values if every else [values[position] for position in positions.tolist()], dtype=f"<U{_FAST_WIDTH}"
    )
    letters = texts.view(np.uint32).reshape(len(texts), _FAST_WIDTH)
    number = np.zeros(len(texts), dtype=np.int64)
    decimals = np.zeros(len(texts), dtype=np.int64)
    group = np.zeros(len(texts), dtype=np.int64)
    """Digits since the start or the last mark."""
    marked = np.zeros(len(texts), dtype=np.bool_)
    grouped = np.zeros(len(texts), dtype=np.bool_)
    good = np.ones(len(texts), dtype=np.bool_)
    some = np.zeros(len(texts), dtype=np.bool_)
    negative = letters[:, 0] == ord("-")
    thousands = ord("," if decimal == "." else ".")
    for column in range(_FAST_WIDTH):
        letter = letters[:, column]
        if not letter.any():
            break
        digit = letter - np.uint32(ord("0"))
        is_digit = digit <= 9
        number = np.where(is_digit, number * 10 + digit, number)
        some |= is_digit
        decimals += is_digit & marked
        group += is_digit
        is_mark = letter == ord(decimal)
        is_thousands = letter == thousands
        fits = np.where(grouped, group == 3, (group > 0) & (group <= 3))
        good &= is_digit | (letter == 0) | is_mark | is_thousands | (negative if column == 0 else False)
        good &= ~is_mark | (~marked & (~grouped | (group == 3)))
        good &= ~is_thousands | (~marked & fits)
        marked |= is_mark
        grouped |= is_thousands
        group[is_mark | is_thousands] = 0
    good &= some & (~grouped | marked | (group == 3))
    done = at[positions[good]]
    unscaled[done] = np.where(negative, -number, number)[good]
    places[done] = decimals[good]
    read[done] = True
    return read, bool((grouped & good).any())


def _short_texts(values: Sequence[object]) -> npt.NDArray[np.intp]:
    """Return the positions of texts that fit the fast way; one long cell must not widen a whole array."""
    try:
        if max(map(len, values), default=0) <= _FAST_WIDTH:  # type: ignore[arg-type]
            return np.arange(len(values))
    except TypeError:
        pass
    short = [isinstance(value, str) and 0 < len(value) <= _FAST_WIDTH for value in values]
    return np.flatnonzero(np.array(short, dtype=np.bool_))
