"""Largest remainders for many groups, against fractions; ties, sizes of numbers, scale, order."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.formulas.apportionment import largest_remainder, largest_remainder_by_group
from salesplan_xl.formulas.quotas import exact_sum, floors_and_rests, largest_rests, rounded_together
from salesplan_xl.formulas.whole_weights import signed_group, whole_weights
from salesplan_xl.units import LARGEST_STEPS
from tests.formulas.independent import as_read, hamilton, round_by_remainder

ordinary = st.one_of(
    st.integers(0, 12).map(float),
    st.integers(0, 3000).map(lambda n: n / 100),
    st.sampled_from([0.1, 0.2, 0.3, 0.7, 0.6, 1 / 3, 2 / 3, 1 / 7, 0.1 + 0.2]),
    st.floats(1e-9, 1e9),
)
wild = st.one_of(
    ordinary, st.floats(0, 1e300), st.floats(1e-300, 1e-200), st.integers(0, 17).map(lambda n: 10.0**n)
)
amounts = st.one_of(
    st.integers(-100, 100), st.integers(-(10**9), 10**9), st.integers(-LARGEST_STEPS, LARGEST_STEPS)
)


def groups_of(weight: st.SearchStrategy[float]) -> st.SearchStrategy[list[tuple[int, list[float]]]]:
    one = st.tuples(amounts, st.lists(weight, min_size=1, max_size=9))
    return st.lists(one.filter(lambda group: sum(group[1]) > 0 or group[0] == 0), min_size=1, max_size=6)


@settings(max_examples=250, deadline=None)
@given(groups_of(st.one_of(ordinary, wild)))
@example([(LARGEST_STEPS, [1.0, 2.0, 3.0]), (-LARGEST_STEPS, [0.7, 0.3, 0.6])])
@example([(10, [1e300, 1e-300, 1e300])])
@example([(5, [float(2**52 + 1), float(2**52), 1.0])])
@example([(3, [0.1 + 0.2, 0.3, 0.3]), (1, [0.3, 0.1 + 0.2])])
def test_as_in_fractions(groups: list[tuple[int, list[float]]]) -> None:
    totals = [total for total, _ in groups]
    cells = [weight for _, weights in groups for weight in weights]
    sizes = [len(weights) for _, weights in groups]
    starts = np.cumsum(sizes) - sizes
    expected = [share for total, weights in groups for share in hamilton(total, weights)]
    assert largest_remainder(totals, cells, starts).tolist() == expected


@settings(max_examples=100, deadline=None)
@given(groups_of(ordinary), st.randoms(use_true_random=False))
def test_groups_may_lie_anywhere(groups: list[tuple[int, list[float]]], random) -> None:
    where = [group for group, (_, weights) in enumerate(groups) for _ in weights]
    random.shuffle(where)
    queues = [iter(weights) for _, weights in groups]
    cells = [next(queues[group]) for group in where]
    shares = largest_remainder_by_group([total for total, _ in groups], cells, where).tolist()
    for group, (total, weights) in enumerate(groups):
        own = [share for share, of in zip(shares, where, strict=True) if of == group]
        assert own == hamilton(total, weights)


@settings(max_examples=100, deadline=None)
@given(amounts, st.lists(st.integers(0, 9999), min_size=1, max_size=12).filter(any), st.integers(-8, 8))
def test_the_scale_of_the_weights_does_not_matter(total: int, weights: list[int], power: int) -> None:
    scaled = [float(f"{weight}e{power}") for weight in weights]
    assert largest_remainder(total, scaled).tolist() == largest_remainder(total, weights).tolist()


def test_tenths_split_as_whole_numbers_do() -> None:
    assert largest_remainder(17, [0.7, 0.3, 0.6]).tolist() == largest_remainder(17, [7, 3, 6]).tolist()
    assert largest_remainder(2, [0.3, 0.1 + 0.2, 0.3]).tolist() == [1, 1, 0]


def test_digits_beyond_the_fifteenth_do_not_break_a_tie() -> None:
    assert largest_remainder([3, 3], [1.0, 1.0000000000000049] * 2, [0, 2]).tolist() == [2, 1, 2, 1]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**6), min_size=2, max_size=10, unique=True))
def test_order_matters_only_in_a_tie(total: int, weights: list[int]) -> None:
    quotas = {weight: divmod(total * weight, sum(weights)) for weight in weights}
    if len({rest for _, rest in quotas.values()}) == len(weights):
        backwards = largest_remainder(total, weights[::-1])[::-1]
        assert largest_remainder(total, weights).tolist() == backwards.tolist()


def test_ties_go_to_the_earlier_cell_of_each_group() -> None:
    shares = largest_remainder([2, 1, -1], [1] * 9, [0, 3, 6])
    assert shares.tolist() == [1, 1, 0, 1, 0, 0, -1, 0, 0]


def test_remainders_that_floats_cannot_tell_apart() -> None:
    weights = [10**15, 10**15 + 1, 10**15]
    assert largest_remainder(LARGEST_STEPS, weights).tolist() == hamilton_integers(LARGEST_STEPS, weights)
    close = [(3 * 10**15 - one) / 10**15 for one in (1, 2, 3)]
    assert largest_remainder(2, close).tolist() == hamilton(2, close)


def hamilton_integers(total: int, weights: list[int]) -> list[int]:
    shares, rests = zip(*(divmod(total * weight, sum(weights)) for weight in weights), strict=True)
    out = list(shares)
    for cell in sorted(range(len(out)), key=lambda cell: (-rests[cell], cell))[: total - sum(out)]:
        out[cell] += 1
    return out


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, LARGEST_STEPS),
    st.lists(st.integers(0, 2**60), min_size=1, max_size=8).filter(any),
)
def test_whole_weights_beyond_15_digits_count_in_full(total: int, weights: list[int]) -> None:
    assert largest_remainder(total, np.array(weights)).tolist() == hamilton_integers(total, weights)


def test_rests_that_differ_by_one_in_2_to_the_59() -> None:
    weights = np.array([2**57 - 1, 2**57, 2**57 + 1])
    assert largest_remainder(2, weights).tolist() == [0, 1, 1]
    assert largest_remainder([2, 1], np.concatenate([weights, weights]), [0, 3]).tolist() == [
        0,
        1,
        1,
        0,
        0,
        1,
    ]


def test_a_few_odd_weights_among_thousands_of_even_ones() -> None:
    weights = np.full(5000, 0.25)
    weights[1], weights[2] = 1 / 3, 2e14
    whole, beyond = whole_weights(weights, np.array([0, 1, 2]))
    assert not beyond.any()
    assert whole[:2].tolist() == [25, 333333333333333]
    assert whole[2] == 8e14 * whole[3]
    weights[1] = 0.125
    assert whole_weights(weights[:2], np.array([0, 1]))[0].tolist() == [250, 125]
    weights[2], weights[4000] = 0.5, 0.0625
    assert whole_weights(weights, np.array([0]))[0][[0, 1, 2, 4000]].tolist() == [2500, 1250, 5000, 625]


def test_whole_weights_too_large_for_64_bits() -> None:
    whole, beyond = whole_weights(np.array([3, 2**60, 1]), np.array([0, 1]))
    assert (whole.tolist(), beyond.tolist()) == ([3, 0, 0], [False, True])
    assert largest_remainder([6, 5], np.array([3, 2**60, 2**60]), [0, 1]).tolist() == [6, 3, 2]


def test_numbers_that_are_all_zero() -> None:
    whole, unit = signed_group(np.zeros(2))
    assert (whole.tolist(), unit) == ([0, 0], 1)


def test_many_groups_of_every_kind_at_once() -> None:
    draw = np.random.default_rng(7)
    sizes = draw.integers(1, 40, 400)
    starts = np.cumsum(sizes) - sizes
    kinds = [
        lambda n: np.ones(n),
        lambda n: draw.integers(1, 4, n).astype(float),
        lambda n: np.round(draw.random(n) * 1000, 2) + 0.01,
        lambda n: draw.random(n),
        lambda n: draw.random(n) * 10.0 ** draw.integers(-250, 250, n),
    ]
    cells = np.concatenate([kinds[i % 5](size) for i, size in enumerate(sizes)])
    totals = draw.integers(-(10**7), 10**7, 400)
    totals[:20] = LARGEST_STEPS
    shares = largest_remainder(totals, cells, starts)
    for total, start, size in zip(totals.tolist(), starts, sizes, strict=True):
        assert shares[start : start + size].tolist() == hamilton(total, cells[start : start + size].tolist())


def test_inputs_stay_as_they_are() -> None:
    totals, cells, starts = np.array([5, -5]), np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 2])
    before = [array.copy() for array in (totals, cells, starts)]
    largest_remainder(totals, cells, starts)
    for array, old in zip((totals, cells, starts), before, strict=True):
        assert (array == old).all()


def test_empty_groups() -> None:
    assert largest_remainder([0, 3, 0], [1.0, 1.0], [0, 0, 2]).tolist() == [2, 1]
    assert largest_remainder([], [], []).tolist() == []
    assert largest_remainder([0], []).tolist() == []
    assert largest_remainder_by_group([0, 3], [1, 2], [1, 1]).tolist() == [1, 2]
    with pytest.raises(NoBasis, match="group 3 "):
        largest_remainder([0, 3, 4], [1.0, 1.0], [0, 0, 2])


def test_no_weight_no_split() -> None:
    assert largest_remainder([0, 2], [0, 0, 1, 1], [0, 2]).tolist() == [0, 0, 1, 1]
    with pytest.raises(NoBasis, match=r"group 2 .* 7 steps"):
        largest_remainder([1, 7], [1, 1, 0, 0], [0, 2])
    with pytest.raises(NoBasis, match=r"group 3 .* 7 steps"):
        largest_remainder([1, 0, 7], [1, 1, 0, 0], [0, 2, 2])


@pytest.mark.parametrize(
    ("totals", "weights", "starts", "match"),
    [
        ([1], [1, -1, 3], [0], "-1 in place 2"),
        ([1], [1.0, np.nan], [0], "place 2"),
        ([1], [1.0, np.inf], [0], "place 2"),
        ([1, LARGEST_STEPS + 1], [1.0, 1.0], [0, 1], "group 2"),
        ([-LARGEST_STEPS - 1], [1.0], [0], "group 1"),
    ],
)
def test_what_is_refused(totals, weights, starts, match) -> None:
    with pytest.raises(OutOfRange, match=match):
        largest_remainder(totals, weights, starts)


@pytest.mark.parametrize(("totals", "starts"), [([1, 1], [0]), ([1, 1], [1, 2]), ([1, 1, 1], [0, 2, 1])])
def test_starts_that_make_no_groups(totals, starts) -> None:
    with pytest.raises(ValueError, match="starts"):
        largest_remainder(totals, [1.0, 1.0, 1.0], starts)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(wild, min_size=1, max_size=5), min_size=1, max_size=4))
def test_whole_weights_keep_the_proportions_of_the_decimals(groups: list[list[float]]) -> None:
    sizes = [len(group) for group in groups]
    starts = np.cumsum(sizes) - sizes
    whole, beyond = whole_weights(np.array([weight for group in groups for weight in group]), starts)
    for start, group, left_out in zip(starts.tolist(), groups, beyond.tolist(), strict=True):
        found = whole[start : start + len(group)].tolist()
        if left_out:
            assert not any(found)
            continue
        assert sum(found) < 2**60
        read = [as_read(weight) for weight in group]
        largest = read.index(max(read))
        assert [weight * found[largest] for weight in read] == [read[largest] * one for one in found]
        assert not read[largest] or found[largest]


@pytest.mark.parametrize(
    "value",
    [
        9.99999999999999e14,
        999999999999.999,
        999999999999.9996,
        9.999999999999996,
        9.999999999999995e5,
        1.0000000000000005,
        0.01,
        1e-8,
        9.99999999999999e-9,
        1.00000000000001e15,
        123456.5e-8,
        112.7584901922115,
        295978.9598338635,
    ],
)
def test_numbers_next_to_a_power_of_ten_are_read_to_15_digits(value: float) -> None:
    whole, unit = signed_group(np.array([value, 1 / 3, -value]))
    assert [one * unit for one in whole.tolist()] == [as_read(value), as_read(1 / 3), -as_read(value)]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([0, 1e300, 3e300], [0, 1, 3]),
        ([0, 1e-25, 3e-25], [0, 1, 3]),
        ([1e-24, 3e-25], [10, 3]),
        ([1e-10, 3e-12], [100, 3]),
        ([1e-9, 2e-8], [1, 20]),
        ([9.999999999999996, 2.5], [100, 25]),  # 10.0000000000000
        ([100000000000001.5], [100000000000002]),  # a half goes to the even digit, as in Python's formatting
        ([1.23e-8], [123]),
        ([1.234567e-8], [1234567]),
    ],
)
def test_whole_weights_are_the_smallest(weights: list[float], expected: list[int]) -> None:
    """Worked by hand; a third stands beside them, so that no one power of ten makes all whole."""
    whole, beyond = whole_weights(np.array([*weights, 1 / 3]), np.array([0, len(weights)]))
    assert whole.tolist() == [*expected, 333333333333333]
    assert not beyond.any()


@pytest.mark.parametrize(
    "value",
    [
        0.006015403141180345,
        16.48492395897705,
        74.54230657337285,
        6.742720986198575e-06,
        0.7268307945100845,
        6.096844380130125,
        0.02867719584485265,
        4.382627679657385e-09,
        3.051164395736995e-09,
    ],
)
def test_a_product_that_looks_like_a_half_is_rounded_by_its_own_error(value: float) -> None:
    """The sixteenth digit is close to 5 and the product with a power of ten is exactly a half."""
    whole, _ = whole_weights(np.array([value]), np.array([0]))
    assert whole.tolist() == [int(f"{value:.14e}".partition("e")[0].replace(".", "").rstrip("0"))]


@pytest.mark.parametrize(("longer", "half", "whole_longer"), [(0.25, 50, 25), (0.125, 500, 125)])
def test_one_longer_decimal_between_those_looked_at_first(
    longer: float, half: int, whole_longer: int
) -> None:
    """Of 4,096 weights every fourth tells how many decimals are tried; one of the others has more."""
    weights = np.full(4096, 0.5)
    weights[1] = longer
    whole, _ = whole_weights(weights, np.array([0]))
    assert whole.tolist() == [half, whole_longer, *[half] * 4094]


@pytest.mark.parametrize("weights", [[0.0, 0.5, -1.0], [0, 1, -1], [0.0, 0.5, np.inf]])
def test_the_wrong_weight_is_named_not_a_zero_before_it(weights: list[float]) -> None:
    with pytest.raises(OutOfRange, match="in place 3"):
        largest_remainder([1], weights, [0])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(-(2**55), 2**55), min_size=1, max_size=8),
    st.fractions(-3, 3, max_denominator=10**6) | st.sampled_from([1, 2**-61]).map(lambda f: f * (1 + 2**-40)),
)
def test_numbers_rounded_together_keep_their_sum(weights: list[int], ratio) -> None:
    ratio = Fraction(ratio)
    exact = [weight * ratio for weight in weights]
    if max(abs(one) for one in exact) > LARGEST_STEPS:
        with pytest.raises(OutOfRange):
            rounded_together(np.array(weights), ratio)
        return
    rounded = rounded_together(np.array(weights), ratio).tolist()
    whole = sum(exact)
    nearest = int(abs(whole) + Fraction(1, 2)) * (1 if whole >= 0 else -1)
    assert sum(rounded) == nearest
    assert all(abs(one - other) < 1 for one, other in zip(rounded, exact, strict=True))
    sign = -1 if whole < 0 else 1
    rests = [sign * one - (sign * one).__floor__() for one in exact]
    up = [sign * one - (sign * other).__floor__() for one, other in zip(rounded, exact, strict=True)]
    order = sorted(range(len(rests)), key=lambda cell: (-rests[cell], cell))
    assert [up[cell] for cell in order] == sorted(up, reverse=True)


def test_a_whole_quota_that_floats_miss() -> None:
    assert 49 * (1 / 49) < 1
    assert [part.tolist() for part in floors_and_rests(1, np.array([49, 98]), 49)] == [[1, 2], [0, 0]]


@pytest.mark.parametrize("ratio", [Fraction(2**70 + 1, 2**59), Fraction(2**64 - 1, 2**64 + 1)])
def test_ratios_beyond_64_bits(ratio: Fraction) -> None:
    weights = [3, 5, 2**40]
    exact = [weight * ratio for weight in weights]
    total = int(sum(exact) + Fraction(1, 2))
    assert rounded_together(np.array(weights), ratio).tolist() == round_by_remainder(exact, total)


def test_rests_in_python_integers() -> None:
    huge = 10**30
    floors, rests = floors_and_rests(7, np.array([huge, 2 * huge + 1], dtype=object), 3 * huge + 1)
    assert floors.tolist() == [2, 4]
    assert rests.tolist() == [7 * huge - 2 * (3 * huge + 1), 7 * (2 * huge + 1) - 4 * (3 * huge + 1)]
    one = np.array([0])
    marked = largest_rests(np.array([1, huge, huge + 1], dtype=object), 3 * huge, one + 1, one, one + 3)
    assert marked.tolist() == [False, False, True]
    assert exact_sum(np.array([huge, 1], dtype=object)) == huge + 1
    assert exact_sum(np.array([-5, 3, -(2**62), -(2**62)])) == -(2**63) - 2


def test_a_refusal_names_the_group_in_both_languages() -> None:
    """The second of three totals has no weight, or is too large; groups count from 1."""
    with pytest.raises(NoBasis) as refused:
        largest_remainder([1, 7, 1], [1, 0, 1], [0, 1, 2])
    assert "group 2 " in refused.value.sentence("en")
    assert "its total of 7 " in refused.value.sentence("en")
    assert "第2组" in refused.value.sentence("zh")
    with pytest.raises(OutOfRange) as too_large:
        largest_remainder([1, LARGEST_STEPS + 1, 1], [1, 1, 1], [0, 1, 2])
    assert "group 2" in too_large.value.sentence("en")
    assert "第2组" in too_large.value.sentence("zh")
