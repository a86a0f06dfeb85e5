"""Customers, retention and the sales cycle: what must hold for any numbers, computed another way."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import NotFound
from salesplan_xl.formulas.customer_value import clv, nps, nps_error, payback
from salesplan_xl.formulas.customers import cac_lagged, csat, new_customer_share, repurchase
from salesplan_xl.formulas.loyalty import sales_cycle, sbg_fit, sbg_survival
from salesplan_xl.formulas.retention import churn, grr, nrr, retention

people = st.integers(0, 10**6)
shares = st.integers(0, 100).map(lambda percent: percent / 100)
money = st.integers(1, 10**9).map(lambda cents: cents / 100)


@given(st.integers(1, 10**6), people, people)
def test_churn_and_retention_add_up_to_one(start: int, lost: int, new: int) -> None:
    """On the customers of the start, who is not kept is lost."""
    lost = min(lost, start)
    assert retention(start, start - lost + new, new) + churn(lost, start) == pytest.approx(1, abs=1e-14)


@given(money, money, st.integers(0, 100), st.integers(0, 100))
def test_nrr_is_grr_and_expansion(start: float, expansion: float, down: int, away: int) -> None:
    """Expansion is the only difference between the two."""
    contraction, churned = start * down / 250, start * away / 250
    without = grr(start, contraction, churned)
    assert 0 <= without <= 1
    assert nrr(start, expansion, contraction, churned) == pytest.approx(
        without + expansion / start, rel=1e-12
    )


@given(money, shares, shares, st.integers(1, 60))
def test_clv_is_the_sum_of_its_margins(margin: float, kept: float, discount: float, periods: int) -> None:
    """Period by period in fractions."""
    q = Fraction(kept) / (1 + Fraction(discount))
    value = Fraction(margin) * sum(q**t for t in range(1, periods + 1))
    assert clv(margin, kept, discount, periods) == pytest.approx(float(value), rel=1e-11)
    if q < 1:
        assert clv(margin, kept, discount) == pytest.approx(float(Fraction(margin) * q / (1 - q)), rel=1e-11)
        assert clv(margin, kept, discount, periods) <= clv(margin, kept, discount) * (1 + 1e-12)


def test_clv_keeps_its_digits_near_no_loss() -> None:
    """One in a million leaves: the sum of 12 margins loses no digits by cancellation."""
    q = 1 - Fraction(1, 10**6)
    exact = float(100 * sum(q**t for t in range(1, 13)))
    assert clv(100, 0.999999, 0, 12) == pytest.approx(exact, rel=1e-10)


@given(money, st.integers(1, 100).map(lambda percent: percent / 100), st.integers(1, 60))
def test_payback_undoes_clv(margin: float, kept: float, periods: int) -> None:
    """What the margins of n periods come to is paid back in n periods."""
    if kept**periods > 1e-4:
        cost = clv(margin, kept, 0, periods)
        assert payback(cost, margin, kept) == pytest.approx(periods, rel=1e-9)


@given(people, people, st.integers(1, 10**6))
def test_nps_and_its_error_from_single_answers(promoters: int, passives: int, detractors: int) -> None:
    """Answers of 100, 0 and -100: their mean, and the standard error of that mean."""
    n = promoters + passives + detractors
    mean = Fraction(100 * (promoters - detractors), n)
    squares = promoters * (100 - mean) ** 2 + passives * mean**2 + detractors * (100 + mean) ** 2
    assert nps(promoters, passives, detractors) == pytest.approx(float(mean), abs=1e-12)
    assert -100 <= nps(promoters, passives, detractors) <= 100
    error = math.sqrt(squares / n / n)
    assert nps_error(promoters, passives, detractors) == pytest.approx(error, rel=1e-9, abs=1e-9)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(2, 5))
def test_repurchase_counts_customers(orders: list[int], least: int) -> None:
    """Counted one by one; the order of the customers does not matter."""
    buyers = [number for number in orders if number > 0]
    if buyers:
        expected = sum(number >= least for number in buyers) / len(buyers)
        assert repurchase(orders, least) == expected == repurchase(orders[::-1], least)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3)), min_size=1, max_size=30))
def test_new_and_old_customers_make_up_the_sales(pairs: list[tuple[int, int]]) -> None:
    """The share of new customers and that of the others add up to 1."""
    sales, earlier = [pair[0] / 100 for pair in pairs], [pair[1] for pair in pairs]
    if sum(sales):
        swapped = [0 if before else 1 for before in earlier]
        both = new_customer_share(sales, earlier) + new_customer_share(sales, swapped)
        assert both == pytest.approx(1, abs=1e-12)


@given(st.lists(people, min_size=3, max_size=10))
def test_csat_from_single_answers(answers: list[int]) -> None:
    """Both methods, counted in fractions."""
    total = sum(answers)
    if total:
        score = Fraction(sum(place * count for place, count in enumerate(answers, start=1)), total)
        assert csat(answers) == pytest.approx(sum(answers[-2:]) / total, abs=1e-14)
        assert csat(answers, "mean") == pytest.approx(float(score), rel=1e-13)


@given(st.lists(st.tuples(money, st.integers(1, 999)), min_size=2, max_size=12), st.integers(0, 11))
def test_cac_lagged_is_a_ratio_of_sums(pairs: list[tuple[float, int]], lag: int) -> None:
    """Spending without its last periods over customers without their first ones."""
    lag = min(lag, len(pairs) - 1)
    cost, won = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    expected = math.fsum(cost[: len(cost) - lag]) / sum(won[lag:])
    assert cac_lagged(cost, won, lag) == pytest.approx(expected, rel=1e-13)


def likelihood(alpha: float, beta: float, survivors: list[float]) -> float:
    """The published log-likelihood, from the probabilities of leaving in each period."""
    leaving, total, alive = alpha / (alpha + beta), 0.0, 1.0
    for period, (before, after) in enumerate(pairwise(survivors), start=1):
        if period > 1:
            leaving *= (beta + period - 2) / (alpha + beta + period - 1)
        alive -= leaving
        total += (before - after) * math.log(leaving)
    return total + survivors[-1] * math.log(alive)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.2, 20), st.floats(0.2, 20), st.integers(4, 12))
def test_a_fit_finds_the_curve_it_was_made_from(alpha: float, beta: float, periods: int) -> None:
    """Survivors exactly on a curve give its parameters back, and a curve through the same points."""
    curve = sbg_survival(alpha, beta, np.arange(periods + 1))
    found = sbg_fit(curve)
    assert found == pytest.approx([alpha, beta], rel=1e-3)
    assert sbg_survival(*found, np.arange(periods + 1)) == pytest.approx(curve, abs=1e-7)


@pytest.mark.parametrize(
    ("survivors", "expected"),
    [
        ([1000, 869, 743, 653, 593, 551, 517, 491], -1611.2),
        ([1000, 631, 468, 382, 326, 289, 262, 241], -1680.3),
    ],
)
def test_a_fit_is_the_most_likely_one(survivors: list[float], expected: float) -> None:
    """Published maxima of Fader and Hardie 2007; nothing near the fit is likelier."""
    alpha, beta = sbg_fit(survivors)
    best = likelihood(alpha, beta, survivors)
    assert best == pytest.approx(expected, abs=0.05)
    for step in (1e-4, -1e-4):
        assert likelihood(alpha + step, beta, survivors) < best
        assert likelihood(alpha, beta + step, survivors) < best


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.integers(0, 40))
def test_survival_is_the_product_of_its_retentions(alpha: float, beta: float, periods: int) -> None:
    """The product formula in fractions, against the beta functions."""
    product = Fraction(1)
    for t in range(1, periods + 1):
        product *= (Fraction(beta) + t - 1) / (Fraction(alpha) + Fraction(beta) + t - 1)
    assert sbg_survival(alpha, beta, periods) == pytest.approx(float(product), rel=1e-10)


def quantile_by_hand(deals: list[tuple[int, int]], quantile: Fraction) -> Fraction | None:
    """Kaplan and Meier's product-limit estimate in fractions."""
    closing = sorted({days for days, closed in deals if closed})
    open_share = Fraction(1)
    for place, day in enumerate(closing):
        followed = sum(days >= day for days, _ in deals)
        open_share *= 1 - Fraction(sum(days == day and closed for days, closed in deals), followed)
        if open_share < 1 - quantile or (open_share == 1 - quantile and place + 1 == len(closing)):
            return Fraction(day)
        if open_share == 1 - quantile:
            return Fraction(day + closing[place + 1], 2)
    return None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 1)), min_size=1, max_size=30),
    st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(9, 10)]),
)
def test_sales_cycle_by_hand(deals: list[tuple[int, int]], quantile: Fraction) -> None:
    """Any mixture of open and closed deals, ties included."""
    days, closed = [deal[0] for deal in deals], [deal[1] for deal in deals]
    expected = quantile_by_hand(deals, quantile)
    if expected is None:
        with pytest.raises(NotFound, match="not known yet"):
            sales_cycle(days, closed, float(quantile))
    else:
        assert sales_cycle(days, closed, float(quantile)) == float(expected)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30))
def test_without_open_deals_the_cycle_is_the_plain_median(days: list[int]) -> None:
    """Nothing is censored, so the estimate is the sample's own."""
    assert sales_cycle(days, [1] * len(days)) == median(days)
