"""Tables with a pattern are rounded as near as a linear program finds, from prices that are near already."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csc_array

from salesplan_xl.formulas import controlled_rounding
from salesplan_xl.formulas.controlled_rounding import RESOLUTION, round_to_margins
from salesplan_xl.formulas.smooth_prices import smooth_prices


def patterned(m, n, start):
    """Return the fit of a uniform seed: products of whole margins, whose fractions follow a pattern."""
    random = np.random.default_rng(start)
    table = np.rint(random.gamma(1.0, 20.0, (m, n)))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    return np.outer(rows, columns) / rows.sum(), rows.astype(np.int64), columns.astype(np.int64)


def least_change(fitted, rows, columns):
    """Return the least sum of absolute changes, by the whole linear program in HiGHS."""
    m, n = fitted.shape
    down = np.floor(fitted)
    part = (fitted - down).ravel()
    places = np.stack([np.repeat(np.arange(m), n), m + np.tile(np.arange(n), m)], axis=1).ravel()
    matrix = csc_array((np.ones(2 * m * n), places, np.arange(0, 2 * m * n + 1, 2)), shape=(m + n, m * n))
    wanted = np.concatenate([rows - down.sum(axis=1), columns - down.sum(axis=0)])
    return part.sum() + linprog(1 - 2 * part, A_eq=matrix, b_eq=wanted, bounds=(0, 1), method="highs").fun


@pytest.mark.parametrize("shape", [(120, 60), (60, 120)])
def test_patterned_tables_are_rounded_with_the_least_change(shape, monkeypatch):
    called = []
    monkeypatch.setattr(controlled_rounding, "ASTRAY", 0.0)
    monkeypatch.setattr(
        controlled_rounding, "smooth_prices", lambda *given: called.append(1) or smooth_prices(*given)
    )
    fitted, rows, columns = patterned(*shape, 7)
    rounded = round_to_margins(fitted, rows, columns)
    assert called
    assert (rounded.sum(axis=1) == rows).all()
    assert (rounded.sum(axis=0) == columns).all()
    assert np.abs(rounded - fitted).max() < 1
    assert np.abs(rounded - fitted).sum() == pytest.approx(least_change(fitted, rows, columns), abs=1e-5)


@pytest.mark.parametrize("shape", [(200, 80), (80, 200)])
def test_rows_and_columns_nearly_have_their_counts(shape):
    fitted, rows, columns = patterned(*shape, 3)
    down = np.floor(fitted)
    cost = RESOLUTION * (1 - 2 * (fitted - down))
    counts = (rows - down.sum(axis=1)).astype(np.int64), (columns - down.sum(axis=0)).astype(np.int64)
    prices = smooth_prices(cost, *counts, np.zeros(shape[0]), np.zeros(shape[1]))
    below = cost < prices[0][:, None] + prices[1]
    assert np.abs(below.sum(axis=1) - counts[0]).mean() <= 1.5
    assert np.abs(below.sum(axis=0) - counts[1]).mean() <= 1.5


def test_costs_without_a_difference_leave_the_prices():
    cost = np.full((2, 3), 5.0)
    rows, columns = smooth_prices(cost, np.array([1, 1]), np.array([1, 1, 0]), np.zeros(2), np.ones(3))
    assert rows.tolist() == [0, 0]
    assert columns.tolist() == [1, 1, 1]
    nothing = np.full((2, 3), np.inf)
    assert (
        smooth_prices(nothing, *(np.zeros(k, int) for k in (2, 3)), np.zeros(2), np.ones(3))[1].tolist()
        == [1] * 3
    )
