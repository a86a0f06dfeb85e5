"""Controlled rounding: exact margins, neighbouring numbers, the nearest of all, ties to the earlier cell."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import salesplan_xl.formulas.controlled_rounding as rounding
from salesplan_xl.formulas.controlled_rounding import round_to_margins
from salesplan_xl.formulas.tied_tables import earliest
from tests.formulas.two_way_tables import nearest_roundings


def fractional(start: int, m: int, n: int, parts: int) -> list[list[Fraction]]:
    """Make a table of multiples of 1/parts whose rows and columns are whole: an average of whole tables."""
    random = np.random.default_rng(start)
    table = random.integers(0, 4, (m, n)) * parts
    for _ in range(3 * m * n):
        (i, k), (j, el) = random.integers(0, m, 2), random.integers(0, n, 2)
        if i != k and j != el:
            table[[i, k], [j, el]] += 1
            table[[i, k], [el, j]] -= 1
    table -= table.min() // parts * parts * (table.min() < 0)
    return [[Fraction(int(cell), parts) for cell in row] for row in table]


def as_doubles(table: list[list[Fraction]]) -> npt.NDArray[np.float64]:
    return np.array([[float(cell) for cell in row] for row in table])


def sums(table: list[list[Fraction]]) -> tuple[list[int], list[int]]:
    return [int(sum(row)) for row in table], [int(sum(column)) for column in zip(*table, strict=True)]


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([(1, 4), (2, 2), (2, 4), (3, 3), (3, 4), (4, 3)]),
    st.sampled_from([2, 3, 4, 10, 64]),
    st.booleans(),
)
def test_is_the_first_of_the_nearest_by_trying_all(
    start: int, shape: tuple[int, int], parts: int, by_program: bool
):
    """Of all ways to round the cells, the nearest, and of several the first; by either way of solving."""
    table = fractional(start, *shape, parts)
    rows, columns = sums(table)
    before = rounding.SMALL
    rounding.SMALL = 0 if by_program else before
    try:
        found = round_to_margins(as_doubles(table), np.array(rows), np.array(columns))
    finally:
        rounding.SMALL = before
    assert found.tolist() == nearest_roundings(table, rows, columns)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 45), st.integers(2, 45), st.sampled_from([3, 10, 997]))
def test_margins_neighbours_and_optimum_of_larger_tables(start: int, m: int, n: int, parts: int):
    """Rows and columns add up, cells are neighbours, and the plain linear program finds nothing nearer."""
    table = fractional(start, m, n, parts)
    rows, columns = (np.array(margin) for margin in sums(table))
    values = as_doubles(table)
    found = round_to_margins(values, rows, columns)
    assert (found.sum(axis=1) == rows).all()
    assert (found.sum(axis=0) == columns).all()
    assert (np.abs(found - values) < 1).all()
    down = np.floor(values + 1e-9)
    part = values - down
    matrix = np.zeros((m + n, m * n))
    for i in range(m):
        for j in range(n):
            matrix[i, i * n + j] = matrix[m + j, i * n + j] = 1
    wanted = np.concatenate([rows - down.sum(axis=1), columns - down.sum(axis=0)])
    best = linprog(
        (1 - 2 * part).ravel(),
        A_eq=matrix,
        b_eq=wanted,
        bounds=np.column_stack([np.zeros(m * n), (part.ravel() > 1e-9)]),
    )
    ours = float(((found - down) * (1 - 2 * part)).sum())
    assert ours == pytest.approx(best.fun, abs=1e-7)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(31, 50), st.integers(31, 50), st.sampled_from([2, 10]))
def test_both_ways_of_solving_agree(start: int, m: int, n: int, parts: int):
    """The linear program and the augmenting paths end at the same table, ties included."""
    table = as_doubles(fractional(start, m, n, parts))
    rows = np.rint(table.sum(axis=1)).astype(np.int64)
    columns = np.rint(table.sum(axis=0)).astype(np.int64)
    by_program = round_to_margins(table, rows, columns)
    before = rounding.SMALL
    rounding.SMALL = 10**6
    try:
        assert (round_to_margins(table, rows, columns) == by_program).all()
    finally:
        rounding.SMALL = before


def test_whole_cells_stay():
    """A table of whole numbers is its own rounding, whatever the noise of doubles."""
    whole = np.arange(12.0).reshape(3, 4)
    noisy = whole + 4e-10 * np.array([1, -1, 1, -1])
    noisy[0, 0] = 0
    found = round_to_margins(noisy, whole.sum(axis=1).astype(int), whole.sum(axis=0).astype(int))
    assert (found == whole).all()


def test_tables_too_large_for_doubles_still_add_up():
    """Near 2^53 neighbouring doubles are whole numbers; margins that they miss are met all the same."""
    rows = np.array([2**52 + 1, 2**52 - 3])
    columns = np.array([2**52 - 1, 2**52 - 1])
    fitted = np.full((2, 2), 2.0**51)
    fitted[0, 1] += 8
    found = round_to_margins(fitted, rows, columns, np.zeros((2, 2), int), np.full((2, 2), 2**53))
    assert (found.sum(axis=1) == rows).all()
    assert (found.sum(axis=0) == columns).all()
    assert np.abs(found - fitted).max() <= 16


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 4))
def test_ones_move_to_the_first_cells(start: int, m: int, n: int):
    """Of all tables of zeros and ones with the same sums and the same untied cells, the largest one."""
    random = np.random.default_rng(start)
    table, tied = random.random((m, n)) < 0.5, random.random((m, n)) < 0.8
    best = table.ravel().astype(int).tolist()
    for number in range(2 ** (m * n)):
        other = np.array([number >> k & 1 for k in range(m * n)]).reshape(m, n)
        if (
            (other.sum(axis=0) == table.sum(axis=0)).all()
            and (other.sum(axis=1) == table.sum(axis=1)).all()
            and (other == table)[~tied].all()
        ):
            best = max(best, other.ravel().tolist())
    assert earliest(table, tied).ravel().tolist() == best
