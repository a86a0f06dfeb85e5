"""Quotas in whole numbers against Python's own integers: floors, rests, sums and the largest rests."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.errors import OutOfRange
from salesplan_xl.formulas.quotas import exact_sum, floors_and_rests, largest_rests, rounded_together
from salesplan_xl.units import LARGEST_STEPS

divisors = st.one_of(st.integers(1, 12), st.integers(2**50, 2**60 - 1))


@st.composite
def quotas(draw: st.DrawFn) -> tuple[int, list[int], int]:
    """An amount, weights no larger than the divisor, and the divisor; near their limits as often as not."""
    divisor = draw(divisors)
    near = st.builds(lambda off: max(-divisor, divisor - off), st.integers(0, 5))
    weights = draw(st.lists(st.one_of(near, st.integers(-divisor, divisor)), min_size=1, max_size=6))
    amount = draw(st.one_of(st.integers(0, 50), st.integers(LARGEST_STEPS - 5, LARGEST_STEPS)))
    return amount, weights, divisor


@given(quotas(), st.sampled_from([np.int64, object]))
def test_floors_and_rests_are_those_of_whole_numbers(case: tuple[int, list[int], int], kind: type) -> None:
    """Also where the product has more than 64 bits and the float quota lies beside the next whole number."""
    amount, weights, divisor = case
    floors, rests = floors_and_rests(amount, np.array(weights, dtype=kind), divisor)
    assert list(zip(floors.tolist(), rests.tolist(), strict=True)) == [
        divmod(amount * weight, divisor) for weight in weights
    ]


@pytest.mark.parametrize("kind", [np.int64, object])
def test_quotas_beyond_a_cell_are_refused(kind: type) -> None:
    """Of no quota more than 2^53 - 1 comes out, and one as large does."""
    floors, _ = floors_and_rests(LARGEST_STEPS, np.array([1, -1], dtype=kind), 1)
    assert floors.tolist() == [LARGEST_STEPS, -LARGEST_STEPS]
    for weights in ([1, 2], [1, -2]):
        with pytest.raises(OutOfRange):
            floors_and_rests(LARGEST_STEPS, np.array(weights, dtype=kind), 1)


@given(st.lists(st.integers(-(2**62), 2**62), max_size=6), st.sampled_from([np.int64, object]))
def test_sums_may_exceed_64_bits(values: list[int], kind: type) -> None:
    """The sum of whole numbers is Python's."""
    assert exact_sum(np.array(values, dtype=kind)) == sum(values)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([3, 7, 2**59 - 55]),
            st.integers(0, 6),
            st.lists(st.integers(0, 9), min_size=1, max_size=6),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([np.int64, object]),
)
def test_the_largest_rests_of_every_group(groups: list[tuple[int, int, list[int]]], kind: type) -> None:
    """Rests that differ by one part in 2^59 are told apart; the earlier of equal ones comes first."""
    sizes = [len(cells) for _, _, cells in groups]
    rests, expected = [], []
    for divisor, count, cells in groups:
        own = [cell % divisor if cell % 2 else divisor - 1 - cell % divisor for cell in cells]
        first = sorted(range(len(own)), key=lambda place, own=own: (-own[place], place))[:count]
        rests += own
        expected += [place in first for place in range(len(own))]
    found = largest_rests(
        np.array(rests, dtype=kind),
        np.repeat(np.array([divisor for divisor, _, _ in groups], dtype=kind), sizes),
        np.array([min(count, size) for (_, count, _), size in zip(groups, sizes, strict=True)]),
        np.cumsum(sizes) - sizes,
        np.array(sizes),
    )
    assert found.tolist() == expected


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=6),
    st.one_of(
        st.fractions(-5, 5, max_denominator=9),
        st.builds(Fraction, st.integers(-(2**62) - 3, 2**62 + 3), st.integers(2**60 - 3, 2**60 + 3)),
        st.builds(Fraction, st.integers(-9, 9), st.integers(2**60 - 3, 2**60 + 3)),
    ),
)
def test_numbers_rounded_together(weights: list[int], ratio: Fraction) -> None:
    """In fractions: the sum to the nearest, a half away from zero; up those of the largest rests."""
    exact = [weight * ratio for weight in weights]
    sign = -1 if sum(exact) < 0 else 1
    sizes = [sign * number for number in exact]
    total = floor(sum(sizes) + Fraction(1, 2))
    floors = [floor(size) for size in sizes]
    order = sorted(range(len(sizes)), key=lambda place: (floors[place] - sizes[place], place))
    for place in order[: total - sum(floors)]:
        floors[place] += 1
    assert rounded_together(np.array(weights), ratio).tolist() == [sign * number for number in floors]
