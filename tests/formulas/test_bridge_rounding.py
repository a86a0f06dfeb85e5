"""Parts of a change in whole steps: rows that add up, and columns that add up to totals of their own."""

from __future__ import annotations

import numpy as np

from salesplan_xl.formulas.bridge import adding_up, columns_adding_up


def test_a_total_beyond_the_parts_is_shared_in_rounds():
    """Five over two parts of nothing is three and two; five under is two less and three less."""
    assert adding_up(np.zeros((2, 2)), [5, -5], [5.0, -5.0]).tolist() == [[3, 2], [-2, -3]]


def test_steps_move_where_rounding_had_gone_furthest():
    """One step has to go from the first column to the second; of 0.4, 0.1 and 0.3 rounded up, 0.1 gives."""
    exact = np.array([[1.4, 0.6], [1.1, 0.9], [1.3, 0.7]])
    found = columns_adding_up(exact, np.array([[2.0, 0], [2, 0], [2, 0]]), [5, 1])
    assert found.tolist() == [[2, 0], [1, 1], [2, 0]]


def test_as_many_steps_move_as_are_missing():
    """Two of three rows give a step to the third column; the second column stays."""
    exact = np.array([[1.2, 3.0, 0.8], [1.1, 3.0, 0.9], [1.9, 3.0, 0.1]])
    found = columns_adding_up(exact, np.array([[2.0, 3, 0], [2, 3, 0], [2, 3, 0]]), [4, 9, 2])
    assert found.tolist() == [[1, 3, 1], [1, 3, 1], [2, 3, 0]]


def test_what_a_column_lacks_may_be_in_two_others():
    """The third column lacks two steps, one of them in each of the others."""
    exact = np.array([[1.5, 1.5, 0.0], [1.5, 1.5, 0.0]])
    found = columns_adding_up(exact, np.array([[2.0, 2, -1], [2, 2, -1]]), [3, 3, 0])
    assert found.sum(axis=0).tolist() == [3, 3, 0]
    assert found.sum(axis=1).tolist() == [3, 3]


def test_both_columns_of_a_step_count():
    """The second row is 0.9 short in one column and 0.9 over in the other, the first 0.6 in both."""
    exact = np.array([[0.4, 5.6], [1.1, 0.9]])
    found = columns_adding_up(exact, np.array([[1.0, 5], [2, 0]]), [2, 6])
    assert found.tolist() == [[1, 5], [1, 1]]
