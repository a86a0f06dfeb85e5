"""DECOMPOSE: holds, floors, caps and methods against slow fractions; what is refused, and in which words."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.cells import CellError
from salesplan_xl.errors import NoBasis, OutOfRange, SalesPlanError
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.formulas.allocation import decompose
from salesplan_xl.formulas.bounded_split import METHODS, largest_remainder_bounded, split_within
from salesplan_xl.formulas.divisor_methods import DIVISOR_METHODS
from salesplan_xl.registry import FORMULAS
from salesplan_xl.units import LARGEST_STEPS
from tests.formulas.independent import as_read, by_divisor, hamilton_within, limits, priority

weight = st.one_of(
    st.integers(0, 6).map(float),
    st.integers(0, 30).map(lambda n: n / 10),
    st.floats(1e-6, 1e6),
    st.sampled_from([1e-300, 1e-200, 1e200, 1e300, 1 / 3]),
)
cells = st.integers(1, 7).flatmap(
    lambda n: st.tuples(
        st.lists(weight, min_size=n, max_size=n),
        st.lists(st.none() | st.integers(-3, 9), min_size=n, max_size=n),
        st.lists(st.none() | st.integers(-1, 30), min_size=n, max_size=n),
    )
)


def with_nan(bounds):
    return np.array([np.nan if bound is None else float(bound) for bound in bounds])


def can_be_met(total, weights, floor, cap):
    pairs = [(low, high) for low, high in zip(floor, cap, strict=True) if None not in (low, high)]
    if any(low > high for low, high in pairs) or any(high is not None and high < 0 for high in cap):
        return False
    least, most = limits(total, weights, floor, cap)
    return sum(least) <= total <= sum(most)


@settings(max_examples=300, deadline=None)
@given(cells, st.integers(0, 60), st.sampled_from(METHODS), st.booleans())
def test_within_bounds_as_in_fractions(drawn, total, method, negative) -> None:
    weights, floor, cap = drawn

    def split():
        if negative and total:
            return -split_within(-total, weights, method, -with_nan(cap), -with_nan(floor))
        return split_within(total, weights, method, with_nan(floor), with_nan(cap))

    if not can_be_met(total, weights, floor, cap):
        with pytest.raises((OutOfRange, NoBasis)) as refused:
            split()
        assert refused.value.sentence("en")
        assert refused.value.sentence("zh")
        return
    least, most = limits(total, weights, floor, cap)
    if method == "hamilton":
        expected = hamilton_within(total, weights, least, most)
    else:
        expected = by_divisor(method, total, weights, least, most)
    assert split().tolist() == expected


@settings(max_examples=120, deadline=None)
@given(
    st.lists(weight.filter(bool), min_size=1, max_size=6),
    st.integers(10**6, LARGEST_STEPS),
    st.sampled_from(list(DIVISOR_METHODS)),
    st.booleans(),
)
def test_large_totals_leave_no_step_in_the_wrong_place(weights, total, method, bounded) -> None:
    size = len(weights)
    low = total // (3 * size) if bounded else 0
    high = total // 2 + 1 if bounded and size > 1 else total
    shares = split_within(total, weights, method, low, high).tolist()
    assert sum(shares) == total
    assert all(low <= share <= high for share in shares)
    read = [as_read(one) for one in weights]
    for giver in range(size):
        for taker in range(size):
            if giver == taker or shares[giver] == low or shares[taker] == high:
                continue
            last = priority(method, read[giver], shares[giver])
            following = priority(method, read[taker], shares[taker] + 1)
            assert last > following or (last == following and giver < taker)


@pytest.mark.parametrize("method", METHODS)
def test_many_equal_cells(method) -> None:
    shares = split_within(2_500_003, np.ones(100_000), method)
    assert shares.tolist() == [26] * 3 + [25] * 99_997
    capped = split_within(2_500_003, np.ones(100_000), method, cap=25.0 + (np.arange(100_000) >= 99_990) * 5)
    assert capped.sum() == 2_500_003
    assert capped[:99_990].max() == 25


@pytest.mark.parametrize("method", DIVISOR_METHODS)
def test_cells_at_their_caps_leave_the_rest_to_far_smaller_weights(method) -> None:
    shares = split_within(1000, [1e300, 1.0, 3.0, 1e-300], method, cap=[100, np.nan, np.nan, np.nan])
    assert shares[0] == 100
    rest = by_divisor(method, 900, [1.0, 3.0, 1e-300], [0, 0, 0], [900] * 3)
    assert shares[1:].tolist() == rest


SIGNPOSTS = {  # Balinski and Young, Fair Representation; that of huntington squared, and with it the quotas
    "webster": lambda k: Fraction(2 * k - 1, 2),
    "huntington": lambda k: Fraction(k * (k - 1)),
    "jefferson": Fraction,
    "adams": lambda k: Fraction(k - 1),
    "dean": lambda k: Fraction(2 * k * (k - 1), 2 * k - 1),
}


@pytest.mark.parametrize("method", DIVISOR_METHODS)
@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**7), st.integers(1, 1000), st.integers(2, 10**6))
def test_every_way_to_a_signpost_is_the_same(method, numerator, denominator, k) -> None:
    """Exact steps, float steps and priorities all follow from the one definition of the method."""
    rule, signpost = DIVISOR_METHODS[method], SIGNPOSTS[method]
    power = 2 if method == "huntington" else 1
    at_signpost = [(signpost(k).numerator, signpost(k).denominator)] if power == 1 else []
    for n, d in [(numerator, denominator), *at_signpost]:
        found = rule.exact_steps(n, d)
        assert found == 0 or signpost(found) <= Fraction(n, d) ** power
        assert signpost(found + 1) > Fraction(n, d) ** power
    quota = numerator / denominator
    assert float(rule.signpost(rule.steps(np.float64(quota)))) == pytest.approx(quota, rel=1e-9, abs=1e-9)
    assert float(rule.signpost(np.float64(k))) ** power == pytest.approx(float(signpost(k)), rel=1e-12)
    assert rule.priority(numerator, k) == Fraction(numerator) ** power / signpost(k)


@pytest.mark.parametrize("method", DIVISOR_METHODS)
def test_weights_that_floats_hardly_tell_apart(method) -> None:
    """Of two weights that differ in the fifteenth digit the larger gets the odd step."""
    weights = [999999999999998.0, 999999999999999.0, 999999999999997.0]
    assert split_within(4, weights, method).tolist() == [1, 2, 1]
    assert split_within(5, weights, method).tolist() == [2, 2, 1]


@pytest.mark.parametrize("method", DIVISOR_METHODS)
def test_more_steps_never_take_one_away(method) -> None:
    weights = [9061, 7179, 5259, 3319, 1182, 0.5]
    before = split_within(0, weights, method)
    for total in range(1, 120):
        after = split_within(total, weights, method)
        assert (after >= before).all()
        before = after


@settings(max_examples=120, deadline=None)
@given(
    st.integers(-(10**6), 10**6),
    st.lists(st.integers(0, 99), min_size=1, max_size=8),
    st.sampled_from(["0.01", "0.05", "1", "2.5", "1000"]),
    st.sampled_from(METHODS),
    st.data(),
)
def test_held_cells_keep_their_amount_and_all_adds_up(steps, weights, step, method, data) -> None:
    unit = Fraction(step)
    held = data.draw(st.lists(st.none() | st.integers(0, 9), min_size=len(weights), max_size=len(weights)))
    if not any(one and fixed is None for one, fixed in zip(weights, held, strict=True)):
        return
    sign = -1 if steps < 0 else 1
    kept = sum(fixed or 0 for fixed in held)
    total = sign * (abs(steps) + kept)
    amounts = [None if fixed is None else float(sign * fixed * unit) for fixed in held]
    shares = decompose(float(total * unit), weights, float(unit), amounts, method=method)
    exact = [Fraction(share).limit_denominator(100) for share in shares.tolist()]
    assert sum(exact) == total * unit
    assert all((share / unit).denominator == 1 for share in exact)
    for share, amount, one in zip(shares.tolist(), amounts, weights, strict=True):
        if amount is not None:
            assert share == amount
        else:
            assert share * sign >= 0
            assert one or share == 0


def test_floor_and_cap_that_take_and_give_the_same() -> None:
    assert largest_remainder_bounded(10, [1, 9], [2, 0], [10, 8]).tolist() == [2, 8]
    assert largest_remainder_bounded(20, [1, 9, 5, 5], [2, 0, 0, 0], [9, 8, 9, 9]).tolist() == [2, 8, 5, 5]


def test_a_bound_that_gives_way_to_a_stronger_one_does_not_bind() -> None:
    # At first the floor raises 3 and the cap takes 1: with the floor met, the cap is no longer reached.
    assert largest_remainder_bounded(10, [1, 4, 5], [4, 0, 0], [10, 10, 4]).tolist() == [4, 3, 3]
    # At first the cap takes 25 and the floor raises 5: with the cap met, the floor is no longer reached.
    assert largest_remainder_bounded(100, [15, 40, 45], [20, 0, 0], [100, 100, 20]).tolist() == [22, 58, 20]


def test_any_shape_is_kept() -> None:
    table = [[1.0, None, 3.0], [4.0, 5.0, 6.0]]
    result = evaluate_cells(FORMULAS["DECOMPOSE"], [19.0, table, 1.0])
    assert result == [(1.0, 0.0, 3.0), (4.0, 5.0, 6.0)]
    held = [[None, 2.0, None], [None, None, None]]
    assert sum(map(sum, evaluate_cells(FORMULAS["DECOMPOSE"], [19.0, table, 1.0, held]))) == 19.0


def test_an_error_cell_passes_through() -> None:
    assert evaluate_cells(FORMULAS["DECOMPOSE"], [CellError.NA, [[1.0]]]) is CellError.NA


def test_permuting_distinct_weights_permutes_the_shares() -> None:
    weights = [5117.0, 4400.0, 162.0, 161.0, 160.0]
    for method in METHODS:
        expected = dict(zip(weights, split_within(100, weights, method).tolist(), strict=True))
        for order in permutations(weights):
            shares = split_within(100, list(order), method).tolist()
            assert [expected[one] for one in order] == shares


def test_a_larger_weight_never_gets_less() -> None:
    draw = np.random.default_rng(3)
    for method in METHODS:
        weights = np.sort(draw.integers(0, 1000, 40))
        shares = split_within(1234, weights, method)
        # Equal weights may differ by the one step of a tie, which goes to the earlier.
        assert (np.diff(shares) >= np.where(np.diff(weights) == 0, -1, 0)).all()


TABLE = [[1.0, 1.0], [1.0, 1.0]]


@pytest.mark.parametrize(
    ("args", "english", "chinese"),
    [
        (
            [1000, [1, 1], 0.01, [1500.5, None]],
            "The held amounts add up to 1,500.50, beyond the total of 1,000.00, and leave -500.50",
            "锁定值合计1,500.50，超出总额1,000.00，其余单元只剩-500.50",
        ),
        ([100, [1, 1], 1, [60, 30]], "held amounts add up to 90, not to the total of 100", "锁定值合计90"),
        ([-100, [1, 1], 1, [-120, None]], "add up to -120, beyond the total of -100, and leave 20", "-120"),
        ([100, [1, 1], 1, None, 60], "floors add up to 120, more than the 100", "下限合计120"),
        ([100, [1, 1], 1, None, None, 40], "at most 80 can be given", "最多可分80"),
        ([-100, [1, 1], 1, None, -40], "can take no less than -80, above the -100", "最低为-80"),
        ([-100, [1, 1], 1, None, None, -60], "caps add up to -120, below the -100", "上限合计-120"),
        (
            [100, TABLE, 1, None, [[None, None], [None, 50]], [[None, None], [None, 49]]],
            "The floor 50 is above the cap 49 in row 2, column 2",
            "下限第2行第2列为50，高于上限49",
        ),
        ([100, [1, 1], 1, None, None, [None, -5]], "The cap is -5 in place 2", "上限第2个为-5"),
        ([-100, [1, 1], 1, None, [None, 5]], "The floor is 5 in place 2", "下限第2个为5"),
        ([100, [1, 1], 1, [None, 10], 20], "held amount 10 is below the floor 20 in place 2", "低于下限20"),
        ([100, [1, 1], 1, [None, 10], None, 5], "held amount 10 is above the cap 5 in place 2", "高于上限5"),
        ([100, [0, 0], 0.5], "The weights add up to zero, so 100.0 cannot be split", "100.0无法分解"),
        ([100, [0, 0], 1, None, 10], "The weights add up to zero, so 80 cannot be split", "80无法分解"),
        ([100, [1, -2, 1]], "weights is -2 in place 2", "第2个为-2"),
    ],
)
def test_refusals_name_the_amounts(args, english, chinese) -> None:
    with pytest.raises(SalesPlanError) as refused:
        decompose(*args)
    assert english in refused.value.sentence("en")
    assert chinese in refused.value.sentence("zh")


def test_bounds_of_held_cells_do_not_bind_the_others() -> None:
    assert decompose(-100, [1, 1], 1, [-100, None], None, [-50, None]).tolist() == [-100, 0]
    assert decompose(100, [1, 1, 1], 1, [10, None, None], [10, None, None], 60).tolist() == [10, 45, 45]


def test_bounds_may_be_off_for_nobody() -> None:
    free = largest_remainder_bounded(100, [5117, 4400, 162, 161, 160])
    assert free.tolist() == [51, 44, 2, 2, 1]
    assert largest_remainder_bounded(0, []).tolist() == []
    with pytest.raises(OutOfRange):
        split_within(LARGEST_STEPS + 1, [1])
    with pytest.raises(OutOfRange, match="floors add up to 18,014,398,509,481,982,000"):
        split_within(5, np.ones(2000), "hamilton", float(LARGEST_STEPS), None, lambda steps: f"{steps:,}")
