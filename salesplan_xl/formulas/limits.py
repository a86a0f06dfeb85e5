"""Limits that arguments of many formulas share: none negative, a share between 0 and 1, above zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.registry import refuse


def refuse_negative(**given: Any) -> None:
    """Refuse negative numbers; each is given under its argument's name.

    Raises:
        OutOfRange: a number is negative.
    """
    for name, values in given.items():
        refuse(np.less(values, 0), OutOfRange, "negative", argument=name, value=values)


def refuse_no_share(**given: Any) -> None:
    """Refuse numbers that are no share of a whole, between 0 and 1.

    Raises:
        OutOfRange: a number lies outside.
    """
    for name, values in given.items():
        outside = np.less(values, 0) | np.greater(values, 1)
        refuse(outside, OutOfRange, "out_of_range", argument=name, value=values, low=0, high=1)


def refuse_no_divisor(**given: Any) -> None:
    """Refuse numbers that nothing can be divided by: zero has no basis, a negative one no meaning.

    Raises:
        NoBasis: a number is zero.
        OutOfRange: a number is negative.
    """
    for name, values in given.items():
        refuse(np.equal(values, 0), NoBasis, "zero_base", argument=name)
        refuse(np.less(values, 0), OutOfRange, "not_positive", argument=name, value=values)


def refuse_not_positive(**given: Any) -> None:
    """Refuse zero and less, where both are as impossible.

    Raises:
        OutOfRange: a number is zero or negative.
    """
    for name, values in given.items():
        refuse(np.less_equal(values, 0), OutOfRange, "not_positive", argument=name, value=values)
