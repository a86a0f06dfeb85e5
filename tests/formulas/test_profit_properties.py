"""Profit, promotion, price and expense: identities between the functions, and sums to the last cent."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import linear_regression

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesplan_xl.formulas.expense import expense_budget, expense_phasing, expense_ratio
from salesplan_xl.formulas.investment import (
    incremental_return,
    promotion_roi,
    return_on_investment,
    stop_loss,
)
from salesplan_xl.formulas.pricing import arc_elasticity, log_elasticity, net_price, price_index
from salesplan_xl.formulas.profit import allowable_expense, gross_margin, net_margin

money = st.integers(1, 10**9).map(lambda cents: cents / 100)
positive = st.floats(0.01, 1e4)


@given(money, money, money)
def test_margins_differ_by_the_expense_ratio(sales: float, cost: float, expense: float) -> None:
    """Net margin is gross margin less the expense ratio."""
    expected = gross_margin(sales, cost) - expense_ratio(expense, sales)
    assert net_margin(sales, cost, expense) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(money, money, st.integers(-50, 100))
def test_spending_what_is_allowed_gives_the_margin(sales: float, cost: float, percent: int) -> None:
    """The allowable expense is the one at which the net margin is the margin aimed at."""
    allowed = allowable_expense(sales, cost, percent / 100)
    exact = Fraction(str(sales)) * (100 - percent) / 100 - Fraction(str(cost))
    assert allowed == pytest.approx(float(exact), rel=1e-12, abs=1e-5)


@given(money, money, money, st.integers(0, 100))
def test_a_promotion_is_an_investment_of_its_cost(sales: float, base: float, cost: float, rate: int) -> None:
    """Return on the extra margin; and the same by what one unit of cost brought."""
    extra = (sales - base) * rate / 100
    found = promotion_roi(sales, base, rate / 100, cost)
    assert found == pytest.approx(return_on_investment(extra, cost), rel=1e-6, abs=1e-6)
    assert found == pytest.approx(
        incremental_return(sales, base, cost, 0, rate / 100) - 1, rel=1e-6, abs=1e-6
    )


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=24), st.integers(1, 10**6))
def test_stop_loss_adds_up_cents(profits: list[int], limit: int) -> None:
    """The first period at which the losses in whole cents reach the limit."""
    total, expected = 0, 0
    for period, profit in enumerate(profits, start=1):
        total += profit
        if not expected and -total >= limit:
            expected = period
    assert stop_loss([profit / 100 for profit in profits], limit / 100) == expected


@given(positive, positive, positive, positive)
def test_arc_elasticity_is_the_same_both_ways(p0: float, q0: float, p1: float, q1: float) -> None:
    """Going back gives what going there gave; that is what the midpoint is for."""
    assume(abs(p1 - p0) > 1e-3 * p0)
    assert arc_elasticity(p0, q0, p1, q1) == pytest.approx(arc_elasticity(p1, q1, p0, q0), rel=1e-12)


@given(st.lists(st.tuples(positive, positive), min_size=3, max_size=20))
def test_log_elasticity_is_the_slope_of_the_logarithms(points: list[tuple[float, float]]) -> None:
    """By the standard library's regression; another currency does not change it."""
    x, y = [point[0] for point in points], [point[1] for point in points]
    assume(max(x) > 1.1 * min(x))
    slope = linear_regression([math.log(value) for value in x], [math.log(value) for value in y]).slope
    assert log_elasticity(x, y) == pytest.approx(slope, rel=1e-7, abs=1e-8)
    assert log_elasticity([7 * value for value in x], y) == pytest.approx(slope, rel=1e-7, abs=1e-8)


@given(st.lists(st.tuples(money, money, st.integers(1, 99)), min_size=1, max_size=20))
def test_a_price_index_turned_round_is_its_inverse(products: list[tuple[float, float, int]]) -> None:
    """Own against rival times rival against own is 100 squared."""
    own, rival, quantities = (list(column) for column in zip(*products, strict=True))
    product = price_index(own, rival, quantities) * price_index(rival, own, quantities)
    assert product == pytest.approx(10_000, rel=1e-12)


@given(money, st.integers(0, 100), st.integers(0, 100), st.integers(0, 500), st.integers(1, 50))
def test_net_price_in_fractions(price: float, off: int, back: int, gifts: int, units: int) -> None:
    """The definition, exactly."""
    exact = Fraction(str(price)) * (100 - off) * (100 - back) / 10**4 - Fraction(gifts, units)
    assert net_price(price, off / 100, back / 100, gifts, units) == pytest.approx(float(exact), abs=1e-7)


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(0, 1000), min_size=1, max_size=24).filter(any),
    st.integers(0, 30),
)
def test_phased_expense_adds_up_and_follows_the_sales(total: int, sales: list[int], lead: int) -> None:
    """The sum is the total to the cent, and each period within a cent of its exact part."""
    phased = expense_phasing(total / 100, sales, lead)
    assert sum(round(amount * 100) for amount in phased.tolist()) == total
    ahead = [sales[(period + lead) % len(sales)] for period in range(len(sales))]
    for amount, following in zip(phased.tolist(), ahead, strict=True):
        assert abs(amount * 100 - Fraction(total * following, sum(sales))) < 1.001
        assert following or amount == 0


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=24), st.integers(0, 23))
def test_no_sales_are_taken_from_beyond_the_year(sales: list[int], lead: int) -> None:
    """With none, the last periods of the lead spend nothing."""
    assume(lead < len(sales))
    phased = expense_phasing(1000, sales, lead, "none")
    assert (phased[len(sales) - lead :] == 0).all()
    assert (phased[: len(sales) - lead] > 0).all()
    assert np.round(phased * 100).sum() == 100_000


@given(money, money, money)
def test_the_budget_by_ratio_keeps_the_expense_ratio(target: float, expense: float, sales: float) -> None:
    """The share of sales is last year's."""
    budget = expense_budget(target, expense, sales)
    assert expense_ratio(budget, target) == pytest.approx(expense_ratio(expense, sales), rel=1e-12)
    assert expense_budget(target, None, None, "percent", expense_ratio(expense, sales)) == pytest.approx(
        budget, rel=1e-12
    )
