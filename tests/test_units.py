"""Amounts on a step, months and periods: exact, or refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.units import LARGEST_STEPS, Month, Period, Step, as_shown, clear_of_noise, month_of

STEPS = st.builds(
    lambda number, places: Step.of(Decimal(number).scaleb(-places)), st.integers(1, 9999), st.integers(0, 4)
)


@given(STEPS, st.integers(-(10**11), 10**11))
def test_whole_steps_survive_the_way_out_and_back(step, count):
    amount = step.amounts(count)
    assert Fraction(str(amount)) == Fraction(step.decimal) * count or abs(count) > 10**10
    assert step.count(amount) == count
    counts, off = step.counts([amount])
    assert (counts[0], off[0]) == (count, False)
    assert step.amounts(np.array([count]))[0] == amount


@given(STEPS, st.integers(-(10**9), 10**9))
def test_half_a_step_is_off_the_grid(step, count):
    amount = float((Fraction(count) + Fraction(1, 2)) * Fraction(step.decimal))
    assert step.count(amount) is None
    assert step.counts([amount])[1][0]


@pytest.mark.parametrize("wrong", [0, -1, "x", "nan", "inf", float("inf"), 1e-16, 1e20, None, ""])
def test_a_step_is_a_positive_decimal(wrong):
    with pytest.raises(ValueError):
        Step.of(wrong)


def test_a_parents_step_is_a_multiple_of_its_childs():
    assert Step.of(1000).is_multiple_of(Step.of("0.01"))
    assert Step.of("0.5").is_multiple_of(Step.of("0.25"))
    assert not Step.of("0.25").is_multiple_of(Step.of("0.5"))
    assert not Step.of(1000).is_multiple_of(Step.of(300))
    assert str(Step.of(1000)) == "1000"


@given(st.decimals(-(10**9), 10**9, places=4))
def test_rounding_to_the_step_is_half_away_from_zero_as_decimals(amount):
    from decimal import ROUND_HALF_UP

    expected = int(amount.quantize(Decimal("0.01"), ROUND_HALF_UP).scaleb(2))
    assert Step.of("0.01").nearest([float(amount)])[0] == expected


def test_the_largest_amount_is_what_a_double_can_tell_apart():
    assert Step.of(1).count(float(LARGEST_STEPS)) is not None
    assert int(float(LARGEST_STEPS)) == LARGEST_STEPS
    assert float(LARGEST_STEPS + 1) == float(LARGEST_STEPS + 2)


@pytest.mark.parametrize(
    ("value", "terms", "clear"),
    [
        (0.3 - 0.1, (0.3, 0.1), 0.2),
        (1.1 + 2.2, (1.1, 2.2), 3.3),
        (100000.1 - 100000, (100000.1, 100000), 0.1),
        (0.0, (), 0.0),
        (1e300, (), 1e300),
        (-4.35 * 100, (), -435.0),
    ],
)
def test_noise_of_doubles_is_cleared(value, terms, clear):
    assert clear_of_noise(value, *terms) == clear


def test_noise_clearing_leaves_infinities_and_arrays_alone():
    cleared = clear_of_noise(np.array([np.inf, np.nan, 0.1 + 0.2]))
    assert cleared[0] == np.inf
    assert np.isnan(cleared[1])
    assert cleared[2] == 0.3


def test_numbers_are_read_as_excel_shows_them():
    assert as_shown(0.1 + 0.2) == Decimal("0.3")
    assert as_shown(3) == 3


@pytest.mark.parametrize("text", ["2027-03", "2027/3", "2027.3", "2027年3月", "202703", " 2027-3 "])
def test_a_month_is_read_in_its_common_spellings(text):
    assert Month.of(text) == Month(2027, 3) == month_of(text)


@pytest.mark.parametrize("text", ["2027-13", "2027-00", "March", "27-03", ""])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        Month.of(text)


@pytest.mark.parametrize(
    ("text", "start", "months"),
    [
        ("2027-03", 1, "2027-03"),
        ("2027Q1", 1, "2027-01..03"),
        ("2027-Q4", 1, "2027-10..12"),
        ("2027Q4", 4, "2028-01..03"),
        ("2027H2", 1, "2027-07..12"),
        ("2027", 7, "2027-07..2028-06"),
        ("2027-01..02", 1, "2027-01..02"),
        ("2027-11..2028-02", 1, "2027-11..2028-02"),
        ("2027年第一季度", 1, "2027-01..03"),
        ("2027年2季度", 1, "2027-04..06"),
        ("2027年下半年", 1, "2027-07..12"),
        ("2027年上半年", 1, "2027-01..06"),
        ("2027-01至2027-02", 1, "2027-01..02"),
        ("2027年3月", 1, "2027-03"),
    ],
)
def test_a_period_is_read_and_named(text, start, months):
    period = Period.of(text, start)
    assert str(period) == months
    assert period.first in period
    assert period.last + 1 not in period
    assert len(period.months()) == period.last.index - period.first.index + 1


@pytest.mark.parametrize("text", ["2027H3", "2027Q5", "2027-03..01", "2027-01..13", "Q1", "", "2027-1-1-1"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):
        Period.of(text)


@given(
    st.lists(
        st.tuples(st.decimals(-(10**9), 10**9, places=3), st.decimals(-(10**9), 10**9, places=2)),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([1, Decimal("1e-6"), Decimal("1e4")]),
)
def test_a_cleared_difference_is_the_decimal_one(pairs, scale):
    """Whether all amounts are in cents or not, the answer is the double of the exact decimal difference."""
    left = np.array([float(a * scale) for a, _ in pairs])
    right = np.array([float(b * scale) for _, b in pairs])
    expected = [float(a * scale - b * scale) for a, b in pairs]
    assert clear_of_noise(left - right, left, right).tolist() == expected


@pytest.mark.parametrize("exponent", [-30, -9, -8, -3, 0, 2, 14, 15, 16, 30, 36, 37, 300])
def test_noise_is_cleared_to_fifteen_digits_in_every_decade(exponent):
    random = np.random.default_rng(exponent + 40)
    values = np.array([*random.uniform(1, 10, 200), 1.0, 9.999999999999998]) * 10.0**exponent
    cleared = clear_of_noise(np.tile(values, 200))[: values.size]
    assert cleared.tolist() == [clear_of_noise(value) for value in values.tolist()]
    if not -9 < exponent < 37:  # beyond the powers of ten that a double holds exactly nothing is touched
        assert cleared.tolist() == values.tolist()
        return
    exact = np.array([float(as_shown(value)) for value in values.tolist()])
    # The sixteenth digit of a double is half a guess: what stands near a half may go either way.
    assert np.abs(cleared - exact).max() <= 1.2 * 10.0 ** (exponent - 14)
    assert (cleared == exact).mean() > 0.9


def test_long_columns_are_cleared_as_short_ones_are():
    random = np.random.default_rng(5)
    left, right = random.uniform(-1e6, 1e6, (2, 50_001, 1))
    left[::7], right[::11] = np.nan, 0.0
    whole = clear_of_noise(left - right, left, right)
    columns = (left - right, left, right)
    parts = [clear_of_noise(*(x[at : at + 100] for x in columns)) for at in range(0, 50_001, 100)]
    assert whole.shape == left.shape
    assert np.array_equal(whole, np.concatenate(parts), equal_nan=True)
    by_one, by_many = (clear_of_noise(left - 0.1, left, term) for term in (0.1, np.full_like(left, 0.1)))
    assert np.array_equal(by_one, by_many, equal_nan=True)


@pytest.mark.parametrize("places", [2, 9])
def test_a_long_column_is_cleared_by_its_largest_term_as_each_number_is(places):
    """Small differences of large terms: the block's way and the single number's way."""
    random = np.random.default_rng(7)
    actual = np.round(random.random(40_000) * 1e6, places)
    target = actual + np.round(random.random(40_000), places)
    whole = clear_of_noise(target - actual, target, actual)
    at = np.arange(0, 40_000, 37)
    single = [clear_of_noise(float(target[k] - actual[k]), float(target[k]), float(actual[k])) for k in at]
    assert whole[at].tolist() == single
