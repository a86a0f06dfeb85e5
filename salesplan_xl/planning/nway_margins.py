"""Margins of a table of any number of dimensions: read, held against each other, less what is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.units import Floats, Integers

AGREE = 1e-9
"""Relative difference up to which two sums count as the same."""


@dataclass(frozen=True)
class Margin:
    """Totals by some of a table's dimensions.

    ``axes`` are the dimensions it keeps, ascending; ``totals`` has their shape, NaN where a total is not
    known. ``name`` is how a sentence calls it, in one text or per language.
    """

    axes: tuple[int, ...]
    totals: Floats
    name: Any = ""

    def called(self) -> dict[str, str]:
        """Return its name in both languages; by the numbers of its dimensions where it has none."""
        if isinstance(self.name, dict):
            return self.name
        if self.name:
            return {"en": str(self.name), "zh": str(self.name)}
        numbers = [str(axis + 1) for axis in self.axes]
        return {"en": f"dimension {' x '.join(numbers)}", "zh": f"第{'、'.join(numbers)}维"}

    def place(self, flat: int) -> dict[str, str]:
        """Return the sentence's place of a total, by 1-based positions along its dimensions."""
        if self.totals.size == 1:
            return {"en": "", "zh": ""}
        numbers = ", ".join(str(int(at) + 1) for at in np.unravel_index(flat, self.totals.shape))
        return {"en": f" in place ({numbers})", "zh": f"（第{numbers}个）"}


def read_margins(margins: Sequence[Margin], shape: tuple[int, ...]) -> list[Margin]:
    """Check shapes, signs and that totals of the same things agree.

    Raises:
        WrongKind: totals do not fit the table's shape.
        OutOfRange: a total is negative or not finite, or two margins disagree.
    """
    read = []
    for margin in margins:
        totals = np.asarray(margin.totals, dtype=np.float64)
        expected = tuple(shape[axis] for axis in margin.axes)
        if totals.shape != expected or list(margin.axes) != sorted(set(margin.axes)):
            sizes = {"found": " x ".join(map(str, totals.shape)), "expected": " x ".join(map(str, expected))}
            raise WrongKind("nway_shape", margin=margin.called(), **sizes)
        found = replace(margin, totals=totals)
        wrong = np.flatnonzero((totals < 0) | np.isinf(totals))
        if wrong.size:
            raise OutOfRange(
                "nway_negative",
                what=found.called(),
                place=found.place(int(wrong[0])),
                value=shown(float(totals.flat[wrong[0]])),
            )
        read.append(found)
    for at, one in enumerate(read):
        for other in read[:at]:
            _check_agreement(other, one)
    return read


def _check_agreement(one: Margin, other: Margin) -> None:
    """Hold the sums that two margins both know against each other."""
    common = [axis for axis in one.axes if axis in other.axes]
    sums = []
    for margin in (one, other):
        away = tuple(at for at, axis in enumerate(margin.axes) if axis not in common)
        sums.append(np.asarray(margin.totals.sum(axis=away)))  # NaN where a part is not known
    apart = np.abs(sums[0] - sums[1]) > AGREE * np.maximum(np.maximum(*sums), 1e-300)
    wrong = np.flatnonzero(apart)
    if wrong.size:
        flat = int(wrong[0])
        projected = Margin(tuple(common), sums[0])
        raise OutOfRange(
            "nway_totals_disagree",
            margin=one.called(),
            other=other.called(),
            one=shown(float(sums[0].flat[flat])),
            two=shown(float(sums[1].flat[flat])),
            place=projected.place(flat),
        )


def without_held(margin: Margin, held: Floats) -> Margin:
    """Return the margin with what is held taken out; ``held`` has its sums.

    Raises:
        OutOfRange: more is held than the total.
    """
    rest = margin.totals - held
    slack = AGREE * np.maximum(held, 1.0)
    wrong = np.flatnonzero(rest < -slack)
    if wrong.size:
        flat = int(wrong[0])
        raise OutOfRange(
            "nway_held_beyond",
            margin=margin.called(),
            place=margin.place(flat),
            total=shown(float(margin.totals.flat[flat])),
            held=shown(float(held.flat[flat])),
        )
    return replace(margin, totals=np.where(rest < 0, 0.0, rest))


def check_basis(margin: Margin, basis: Floats) -> None:
    """Refuse a total above zero that no free cell can carry.

    Raises:
        OutOfRange: with its place.
    """
    wrong = np.flatnonzero((margin.totals > 0) & (basis <= 0))
    if wrong.size:
        flat = int(wrong[0])
        raise OutOfRange(
            "nway_no_basis",
            margin=margin.called(),
            place=margin.place(flat),
            total=shown(float(margin.totals.flat[flat])),
        )


def flat_ids(axes: Sequence[int], shape: Sequence[int], members: Sequence[npt.NDArray[Any]]) -> Integers:
    """Return each row's position in a flattened table of some dimensions.

    >>> flat_ids([0, 2], [2, 3], [np.array([1, 0]), np.array([9, 9]), np.array([2, 1])]).tolist()
    [5, 1]
    """
    ids = np.asarray(members[axes[0]]) if axes else np.zeros(len(members[0]), dtype=np.int64)
    for axis, length in zip(axes[1:], shape[1:], strict=True):
        ids = ids * np.int64(length)
        ids += members[axis]
    return ids


def shown(value: float) -> str:
    """Write an amount with thousands separators, as many digits as Excel shows.

    >>> shown(1234567.5), shown(0.1 + 0.2)
    ('1,234,567.5', '0.3')
    """
    return f"{float(f'{value:.15g}'):,}".removesuffix(".0")
