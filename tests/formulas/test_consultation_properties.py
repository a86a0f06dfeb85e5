"""CONSULT and HIERARCHY_RECONCILE: exact sums, and the optimum against searches of another kind."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import OutOfRange
from salesplan_xl.formulas.consultation import consult
from salesplan_xl.formulas.hierarchy import hierarchy_reconcile, nearest, rounded_in_tree

amount = st.integers(0, 500)
proposals = st.lists(st.tuples(amount, st.none() | amount, st.integers(0, 10)), min_size=1, max_size=8)


@given(proposals, st.integers(0, 10**6))
def test_settled_amounts_add_up_and_keep_within_a_step_of_their_share(rows, total):
    above, bids, tenths = (list(column) for column in zip(*rows, strict=True))
    trust = [Fraction(tenth, 10) for tenth in tenths]
    basis = [t * (x if b is None else b) + (1 - t) * x for x, b, t in zip(above, bids, trust, strict=True)]
    if not sum(basis):
        return
    found = consult(above, bids, total, [float(t) for t in trust], 1)
    assert sum(found.tolist()) == total
    for settled, base in zip(found.tolist(), basis, strict=True):
        assert abs(settled - total * base / sum(basis)) < 1


def test_the_default_trusts_both_sides_alike():
    assert consult([100, 0], [0, 100], 10).tolist() == [5, 5]
    assert consult([30, 10], [10, 10], 30).tolist() == consult([30, 10], [10, 10], 30, 0.5).tolist()


def test_amounts_are_no_further_from_the_basis_than_others_that_add_up():
    """The result is the least relative squares, checked against all whole splits of 12 over three cells."""
    basis = [Fraction(2), Fraction(5), Fraction(9)]
    exact = consult([2, 5, 9], [2, 5, 9], 12, 1, 0.01)
    cost = sum(
        (Fraction(x).limit_denominator(100) - b) ** 2 / b for x, b in zip(exact.tolist(), basis, strict=True)
    )
    for first in range(13):
        for second in range(13 - first):
            other = (first, second, 12 - first - second)
            assert cost <= sum((x - b) ** 2 / b for x, b in zip(other, basis, strict=True))


def best_by_enumeration(curvature, pull, total):
    """Try every set of leaves that are not zero and keep the best feasible optimum."""
    size = len(pull)
    best = None
    for count in range(size + 1):
        for free in combinations(range(size), count):
            x = np.zeros(size)
            rows = list(free)
            if total is not None and not rows:
                if total:
                    continue
            elif rows:
                inner = curvature[np.ix_(rows, rows)]
                if total is None:
                    x[rows] = np.linalg.solve(inner, pull[rows])
                else:
                    edge = np.ones((count, 1))
                    system = np.block([[inner, -edge], [edge.T, np.zeros((1, 1))]])
                    x[rows] = np.linalg.solve(system, np.append(pull[rows], total))[:-1]
            if (x >= -1e-12).all():
                value = x @ curvature @ x / 2 - pull @ x
                if best is None or value < best:
                    best = value
    return best


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.booleans())
def test_the_non_negative_optimum_is_the_best_of_all_sets(start, size, with_total):
    random = np.random.default_rng(start)
    summing = np.vstack([np.ones(size), random.integers(0, 2, (2, size)), np.eye(size)])
    pull = summing.T @ random.normal(0, 3, len(summing))
    curvature = summing.T @ summing
    total = float(random.integers(0, 9)) if with_total else None
    x = nearest(curvature, pull, total, nonnegative=True)
    assert (x >= 0).all()
    if total is not None:
        assert x.sum() == pytest.approx(total, abs=1e-9)
    value = x @ curvature @ x / 2 - pull @ x
    assert value == pytest.approx(best_by_enumeration(curvature, pull, total), abs=1e-8)


@pytest.mark.parametrize("seed", [92, 1631, 1976, 2477, 2600])
@pytest.mark.parametrize("total", [None, 5.0])
def test_a_leaf_once_at_zero_may_grow_again(seed: int, total: float | None):
    """Groups that cross, forecasts without one of their own for each leaf: zero is not the end of a leaf."""
    random = np.random.default_rng(seed)
    size = 4 + seed % 3
    summing = random.integers(0, 2, (size + 2, size)).astype(float)
    curvature, pull = summing.T @ summing, summing.T @ random.integers(-6, 7, size + 2)
    x = nearest(curvature, pull, total, nonnegative=True)
    value = x @ curvature @ x / 2 - pull @ x
    assert (x >= 0).all()
    assert total is None or x.sum() == pytest.approx(total, abs=1e-9)
    assert value == pytest.approx(best_by_enumeration(curvature, pull, total), abs=1e-9)


TREE = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [0, 0, 0, 1, 1], [1, 1, 0, 0, 0], *np.eye(5)])


@settings(deadline=None)
@given(
    st.lists(st.none() | st.integers(-10_000, 10_000), min_size=4, max_size=4),
    st.lists(st.integers(-10_000, 10_000), min_size=5, max_size=5),
    st.sampled_from(["ols", "structural"]),
    st.sampled_from(["any", "nonnegative"]),
    st.sampled_from([1, 0.01, 0.5]),
)
def test_every_node_is_the_sum_of_its_leaves(inner, leaves, method, sign, step):
    found = hierarchy_reconcile(TREE, [*inner, *leaves], method, "free", sign, step)
    steps = np.rint(found / step)
    assert found == pytest.approx(steps * step, rel=1e-14)
    assert (TREE @ steps[4:] == steps).all()
    if sign == "nonnegative":
        assert (steps >= 0).all()


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=5))
def test_every_node_of_a_tree_is_rounded_to_a_neighbour(exact):
    values = np.array(exact)
    rounded = rounded_in_tree(TREE, values, None)
    assert (np.abs(TREE @ rounded - TREE @ values) < 1 + 1e-6).all()


def test_forecasts_that_add_up_stay():
    leaves = np.array([12.5, 0, 3.25, 100, 7])
    for method in ("ols", "structural"):
        for top in ("free", "fixed"):
            for sign in ("any", "nonnegative"):
                found = hierarchy_reconcile(TREE, TREE @ leaves, method, top, sign)
                assert found.tolist() == (TREE @ leaves).tolist()


def test_crossing_groups_add_up_too():
    """Regions and products both group four cells; leaves are rounded under the total alone."""
    cross = [[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1], *np.eye(4).tolist()]
    found = hierarchy_reconcile(cross, [101, 50, 52, 47, 49, 20, 30, 25, 25], "ols", "fixed", step=1)
    assert found[0] == 101
    assert (np.array(cross) @ found[5:] == found).all()


def test_the_top_must_lie_on_the_step():
    with pytest.raises(OutOfRange, match="no multiple of the step"):
        hierarchy_reconcile([[1, 1], [1, 0], [0, 1]], [100.5, 50, 41], top="fixed", step=1)


def test_the_leaf_left_open_is_named():
    with pytest.raises(OutOfRange, match="leaf 2"):
        hierarchy_reconcile([[1, 1, 1], [1, 0, 0], [0, 0, 0]], [100, 50, None])
