"""Fitting to margins: totals met, and no table nearer to the seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from salesplan_xl.formulas.fitting import fit
from salesplan_xl.formulas.transport import settled_cells
from tests.formulas.two_way_tables import Table, bounded_tables


@settings(max_examples=150, deadline=None)
@given(bounded_tables())
def test_no_table_is_nearer_to_the_seed(drawn: tuple[Table, Table, Table, Table]):
    """The first-order condition of a convex minimum: no possible table lies downhill of the fitted one.

    The slope of x log(x / s) - x is log(x / s); a linear program looks for the steepest possible table.
    """
    seed, table, low, high = drawn
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    settled = settled_cells(table, low, high)
    least = np.where(settled, table, low).astype(float)
    found = fit(
        seed.astype(float), rows.astype(float), columns.astype(float), least, high.astype(float), settled
    )
    assert found.close
    x = found.table
    assert x.sum(axis=1) == pytest.approx(rows, abs=1e-9)
    assert x.sum(axis=0) == pytest.approx(columns, abs=1e-9)
    assert (x >= low - 1e-9).all()
    assert (x <= high + 1e-9).all()
    m, n = x.shape
    slope = np.where(settled, 0.0, np.log(np.maximum(x, 1e-300)) - np.log(np.maximum(seed, 1e-9)))
    sums = np.zeros((m + n, m * n))
    for i in range(m):
        for j in range(n):
            sums[i, i * n + j] = sums[m + j, i * n + j] = 1
    downhill = linprog(
        slope.ravel(),
        A_eq=sums,
        b_eq=np.concatenate([rows, columns]),
        bounds=np.column_stack([low.ravel(), high.ravel()]),
    )
    assert downhill.status == 0
    assert downhill.fun >= float((slope * x).sum()) - 1e-6


def test_published_tables_to_their_last_digit():
    """Wikipedia's example of the method, and Klemens's, which keeps the odds ratio 49/108."""
    seed = np.array([[40.0, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
    found = fit(seed, np.array([150.0, 300, 400, 150]), np.array([200.0, 300, 400, 100]))
    printed = [
        [64.5585, 46.2325, 35.3843, 3.8247],
        [49.9679, 68.1594, 156.4985, 25.3742],
        [56.7219, 144.4282, 145.0825, 53.7673],
        [28.7516, 41.1800, 63.0347, 17.0337],
    ]
    assert np.abs(found.table - printed).max() < 5.1e-5
    assert found.error < 1e-12
    odds = fit(np.array([[7.0, 9], [12, 7]]), np.array([5.0, 15]), np.array([10.0, 10])).table
    assert odds[0, 0] * odds[1, 1] / odds[0, 1] / odds[1, 0] == pytest.approx(49 / 108, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(2, 40))
def test_slow_tables_are_finished(start: int, m: int, n: int):
    """Seeds over twelve orders of magnitude, on which plain scaling creeps, still meet their margins."""
    random = np.random.default_rng(start)
    seed = 10 ** random.uniform(-6, 6, (m, n))
    target = 10 ** random.uniform(0, 6, (m, n))
    rows, columns = target.sum(axis=1), target.sum(axis=0)
    columns *= rows.sum() / columns.sum()
    found = fit(seed, rows, columns)
    assert found.close
    logs = np.log(found.table / seed)
    assert logs - logs[:1] - logs[:, :1] + logs[0, 0] == pytest.approx(0, abs=1e-6)


def test_inputs_stay_as_they_are():
    """The seed and the bounds are not written to."""
    seed, low = np.ones((2, 2)), np.zeros((2, 2))
    fit(seed, np.array([1.0, 3]), np.array([0.0, 4]), low, np.full((2, 2), 3.0))
    assert (seed == 1).all()
    assert (low == 0).all()


def test_impossible_margins_are_not_close():
    """A zero in the way leaves an error that says so."""
    assert not fit(np.array([[1.0, 1], [1, 0]]), np.array([2.0, 3]), np.array([1.0, 4])).close
