"""SPREAD: what must hold for every mode, beside its published numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.formulas.spreading import _MODES, spread
from salesplan_xl.registry import FORMULAS
from tests.formulas.independent import as_read, hamilton, round_by_remainder

cents = st.integers(-(10**7), 10**7)
amounts = st.lists(cents, min_size=1, max_size=8).map(lambda row: [one / 100 for one in row])
SPLITTING = ("proportional", "equal", "equal_leaves", "relative")


def in_cents(row) -> list[int]:
    return [round(one * 100) for one in np.ravel(row).tolist()]


@settings(max_examples=150, deadline=None)
@given(amounts)
def test_spreading_the_present_total_changes_nothing(current) -> None:
    total = sum(in_cents(current)) / 100
    assert spread(current, total).tolist() == current


@settings(max_examples=100, deadline=None)
@given(amounts, st.data())
def test_spreading_the_present_total_beside_held_cells_changes_nothing(current, data) -> None:
    fixed = data.draw(st.lists(st.booleans(), min_size=len(current), max_size=len(current)))
    held = [one if keep else None for one, keep in zip(current, fixed, strict=True)]
    free = [one for one, keep in zip(in_cents(current), fixed, strict=True) if not keep]
    if any(free) or not free:
        assert spread(current, sum(in_cents(current)) / 100, held=held).tolist() == current


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(-(10**6), 10**6))
def test_proportional_is_by_largest_remainders(current, total) -> None:
    weights = [float(one) for one in current] if any(current) else [1.0] * len(current)
    assert spread(current, total, step=1).tolist() == hamilton(total, weights)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SPLITTING),
    st.sampled_from(["", "+", "-"]),
    st.lists(st.tuples(cents, st.integers(0, 50), st.booleans()), min_size=1, max_size=8),
    st.integers(0, 10**8),
)
def test_sums_are_exact_and_held_cells_stay(mode, action, rows, more) -> None:
    current = [abs(one) / 100 for one, _, _ in rows]
    held = [one if keep else None for one, (_, _, keep) in zip(current, rows, strict=True)]
    reference = [float(weight) for _, weight, _ in rows]
    kept = sum(in_cents([one for one in held if one is not None]))
    free = [weight for _, weight, keep in rows if not keep]
    if not free or (mode == "relative" and not any(free)):
        return
    total = more if action else more + kept
    result = spread(current, total / 100, action + mode, None, reference, held)
    assert [one for one, fixed in zip(result, held, strict=True) if fixed is not None] == [
        fixed for fixed in held if fixed is not None
    ]
    before = sum(in_cents(current))
    assert sum(in_cents(result)) == {"": total, "+": before + total, "-": before - total}[action]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda one: round(one, 3)), min_size=1, max_size=8),
    st.integers(-3000, 3000),
    st.sampled_from(["percent", "relative_percent"]),
)
def test_percentages_keep_the_exact_sum(base, mille, mode) -> None:
    rate = mille / 1000
    factor = Fraction(mille, 1000) + (mode == "relative_percent")
    exact = [as_read(one) * 100 * factor for one in base]
    whole = sum(exact)
    sign = -1 if whole < 0 else 1
    expected = round_by_remainder([sign * one for one in exact], int(abs(whole) + Fraction(1, 2)))
    current = base if mode == "percent" else [0.0] * len(base)
    assert in_cents(spread(current, None, mode, rate, base)) == [sign * one for one in expected]


@settings(max_examples=100, deadline=None)
@given(cents, cents, st.integers(2, 30))
def test_a_line_is_rounded_cell_by_cell(first, last, length) -> None:
    found = in_cents(spread([0.0] * length, first / 100, "linear", last / 100))
    assert (found[0], found[-1]) == (first, last)
    for place, one in enumerate(found):
        exact = first + Fraction((last - first) * place, length - 1)
        assert abs(one - exact) <= Fraction(1, 2)
        if abs(one - exact) == Fraction(1, 2):
            assert abs(one) > abs(exact)


@settings(max_examples=100, deadline=None)
@given(cents, st.integers(-1000, 500), st.integers(1, 24))
def test_growth_is_rounded_cell_by_cell(first, mille, length) -> None:
    found = in_cents(spread([[0.0] * length], first / 100, "growth", mille / 1000))
    for place, one in enumerate(found):
        exact = first * (1 + Fraction(mille, 1000)) ** place
        assert abs(one - exact) <= Fraction(1, 2)
        if abs(one - exact) == Fraction(1, 2):
            assert abs(one) > abs(exact)


@pytest.mark.parametrize("mode", _MODES)
def test_adding_then_subtracting_restores(mode) -> None:
    before = [10.0, 0.0, 60.25, 5.5]
    reference = [1.0, 2.0, 3.0, 4.0]
    spread_once = spread([1.0, 1.0, 1.0, 1.0], 7.77, mode, 0.5, reference)
    if mode in ("proportional", "percent", "equal_leaves", "repeat_leaves"):
        return  # these look at what the cells hold, which the addition changed
    added = spread(before, 7.77, "+" + mode, 0.5, reference)
    assert np.round(added - before, 2).tolist() == spread_once.tolist()
    assert spread(added, 7.77, "-" + mode, 0.5, reference).tolist() == before


@pytest.mark.parametrize("mode", _MODES)
@pytest.mark.parametrize("action", ["", "+", "-"])
def test_every_mode_keeps_held_cells_and_the_shape(mode, action) -> None:
    current = [[1.0, 2.0, 3.0]]
    held = [[None, 2.0, None]]
    result = evaluate_cells(FORMULAS["SPREAD"], [current, 10.0, action + mode, 0.5, current, held, 0.01])
    assert len(result) == 1
    assert len(result[0]) == 3
    assert result[0][1] == 2.0


def test_a_line_counts_held_cells_as_places() -> None:
    assert spread([0, 0, 0], 10, "linear", 20, held=[None, 7, None]).tolist() == [10, 7, 20]
    assert spread([0, 0, 0], 100, "growth", 1.0, held=[None, 7, None]).tolist() == [100, 7, 400]


def test_inputs_stay_as_they_are() -> None:
    current, held = np.array([1.0, 2.0, np.nan]), np.array([np.nan, 2.0, np.nan])
    before = current.copy(), held.copy()
    spread(current, 10, held=held)
    assert np.array_equal(current, before[0], equal_nan=True)
    assert np.array_equal(held, before[1], equal_nan=True)


def test_a_loss_beside_a_hold_keeps_its_sign_or_is_refused() -> None:
    assert spread([80, -20], 50, held=[80, None]).tolist() == [80, -30]
    with pytest.raises(OutOfRange, match=r"add up to 80.00, beyond the total of 50.00, and leave -30.00"):
        spread([80, 20], 50, held=[80, None])
    with pytest.raises(OutOfRange, match="beyond the total"):
        spread([80, 0], 50, held=[80, None])
    with pytest.raises(OutOfRange, match="beyond the total"):
        spread([80, -20], 50, "equal", held=[80, None])
    with pytest.raises(OutOfRange, match="beyond the total"):
        spread([80, -20], 50, "relative", None, [1, -1], held=[80, None])


def test_wide_ranges_of_size_stay_exact() -> None:
    assert spread([1e300, 1e-300, 1e300], 10, step=1).tolist() == [5, 0, 5]
    assert spread([0.01, 1e-20, 0.01], 0.05).tolist() == [0.03, 0.0, 0.02]
    assert spread([1e-20, 3e-20], 0.04).tolist() == [0.01, 0.03]
    with pytest.raises(OutOfRange, match="9,007,199,254,740,991"):
        spread([1e15, -1e15, 0.01], 1)


def test_amounts_of_16_digits_lose_none() -> None:
    current = [45035996273704.93, 22517998136852.47, 22517998136852.48]
    total = sum(in_cents(current)) / 100
    assert spread(current, total).tolist() == current


@pytest.mark.parametrize(
    ("args", "kind", "words"),
    [
        (([1, 2], 10, "growth", -1.01), OutOfRange, "growth is -1.01"),
        (([1, -1], 10), NoBasis, "current of the free cells add up to zero .* 10.00"),
        (([1, 2], 10, "relative", None, [1, -1]), NoBasis, "reference of the free cells"),
        (([1, 2], 10, "relative", None, [0, 0]), NoBasis, "reference add up to zero"),
        (([1.001, 2], 10, "+equal"), OutOfRange, "current is 1.001 in place 1"),
        (([1e15, 2], 10, "+equal"), OutOfRange, "current comes to more than"),
        (([1, 2], 10, "linear", 1.001), OutOfRange, "parameter is 1.001"),
        (([1, 2], 10, "linear"), NotFound, "parameter is missing"),
        (([1, 2], None, "repeat"), NotFound, "total is missing"),
        (([1, 2], 10, "relative_percent", 0.1), NotFound, "reference is missing"),
        (([1, 2, 3], 1e13, "growth", 1000.0), OutOfRange, "9,007,199,254,740,991"),
    ],
)
def test_what_is_refused(args, kind, words) -> None:
    with pytest.raises(kind, match=words):
        spread(*args)
