"""Which tables are possible, against a plain maximum flow and a linear program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from salesplan_xl.formulas.transport import Conflict, possible_table, settled_cells
from tests.formulas.two_way_tables import Table, bounded_tables, is_possible

Drawn = tuple[Table, Table, Table, Table]


@settings(max_examples=300, deadline=None)
@given(bounded_tables(), st.integers(0, 2**32 - 1))
def test_possible_or_a_conflict_that_is_one(drawn: Drawn, start: int):
    """A table with the totals is found where one exists; else the lines named cannot have their totals."""
    _, table, low, high = drawn
    rows, total = table.sum(axis=1), int(table.sum())
    n = table.shape[1]
    columns = (
        np.random.default_rng(start).multinomial(total, np.ones(n) / n) if start % 2 else table.sum(axis=0)
    )
    found = possible_table(rows, columns, low, high)
    if not isinstance(found, Conflict):
        assert (found.sum(axis=1) == rows).all()
        assert (found.sum(axis=0) == columns).all()
        assert ((low <= found) & (found <= high)).all()
        return
    assert not is_possible(rows.tolist(), columns.tolist(), low, high)
    assert found.possible > found.needed if found.too_full else found.possible < found.needed
    if found.too_full:
        return
    if found.axis:
        rows, columns, low, high = columns, rows, low.T, high.T
    assert found.needed == rows[list(found.lines)].sum()
    check_limit(found, columns, low, high)
    for spared in found.lines:
        others = [line for line in found.lines if line != spared]
        assert limit(others, columns, low, high) >= rows[others].sum(), "a line could be left out"


def limit(lines: list[int], across: Table, low: Table, high: Table) -> int:
    """Return the most that lines can have together, line across by line across."""
    total = 0
    for j in range(len(across)):
        own = sum(int(high[i, j]) for i in lines)
        rest = int(across[j]) - sum(int(low[i, j]) for i in range(len(low)) if i not in lines)
        total += min(own, rest)
    return total


def check_limit(found: Conflict, across: Table, low: Table, high: Table) -> None:
    assert limit(list(found.lines), across, low, high) == found.possible


@settings(max_examples=60, deadline=None)
@given(bounded_tables(4))
def test_settled_cells_are_those_that_never_leave_their_bound(drawn: Drawn):
    """A cell is settled exactly when its least and its most over all tables are the same bound."""
    _, table, low, high = drawn
    m, n = table.shape
    settled = settled_cells(table, low, high)
    sums = np.zeros((m + n, m * n))
    for i in range(m):
        for j in range(n):
            sums[i, i * n + j] = sums[m + j, i * n + j] = 1
    totals = np.concatenate([table.sum(axis=1), table.sum(axis=0)])
    bounds = np.column_stack([low.ravel(), high.ravel()])
    for cell in range(m * n):
        aim = np.zeros(m * n)
        aim[cell] = 1
        least = linprog(aim, A_eq=sums, b_eq=totals, bounds=bounds).fun
        most = -linprog(-aim, A_eq=sums, b_eq=totals, bounds=bounds).fun
        at_bound = table.ravel()[cell] in (low.ravel()[cell], high.ravel()[cell])
        assert settled.ravel()[cell] == (most - least < 1e-6 and at_bound)


def test_begins_near_a_given_table():
    """A table close to the goal changes nothing about the answer but the way to it."""
    high = np.full((3, 3), 9)
    rows, columns = np.array([9, 8, 7]), np.array([10, 10, 4])
    near = np.outer(rows, columns) / 24
    found = possible_table(rows, columns, 0 * high, high, near=near)
    assert not isinstance(found, Conflict)
    assert np.abs(found - near).max() < 3


@pytest.mark.parametrize(("axis", "rows", "columns"), [(0, [4, 2], [3, 3]), (1, [3, 3], [4, 2])])
def test_floors_above_a_total(axis: int, rows: list[int], columns: list[int]):
    """A line whose lower bounds exceed its total is named, as at least so full."""
    low = np.array([[0, 0], [3, 0]]) if axis == 0 else np.array([[0, 3], [0, 0]])
    found = possible_table(np.array(rows), np.array(columns), low, low + 9)
    assert found == Conflict(axis, (1,), (), 2, 3, too_full=True)


def test_published_conflict():
    """proporz, tests: party 3 needs 6 seats, districts 2 and 3 have 4."""
    votes = np.array([[0, 0, 0], [1, 4, 0], [0, 3, 20]])
    found = possible_table(np.array([0, 2, 6]), np.array([4, 1, 3]), 0 * votes, np.where(votes > 0, 99, 0))
    assert found == Conflict(0, (2,), (1, 2), 6, 4, too_full=False)


def test_amounts_shifted_along_chains_keep_every_total():
    """Tight bounds: the first filling gets stuck, and amounts move through several rows and columns."""
    random = np.random.default_rng(7)
    for _ in range(150):
        table = random.integers(0, 9, tuple(random.integers(2, 8, 2))) * 3
        low = np.maximum(table - random.integers(0, 6, table.shape), 0)
        high = table + random.integers(0, 6, table.shape)
        found = possible_table(table.sum(axis=1), table.sum(axis=0), low, high)
        assert not isinstance(found, Conflict)
        assert (found.sum(axis=1) == table.sum(axis=1)).all()
        assert (found.sum(axis=0) == table.sum(axis=0)).all()
        assert (found >= low).all()
        assert (found <= high).all()
