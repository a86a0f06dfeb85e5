"""The grid that amounts are summed on, at its limits."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid, sums_by


@pytest.mark.parametrize(
    ("values", "whole", "step"),
    [
        ([3.0, -200.0], [3, -200], "1"),
        ([0.1, 0.2, 0.3], [1, 2, 3], "0.1"),
        # Eight decimals are the most that is kept.
        ([1 / 3, 2.0], [33_333_333, 200_000_000], "0.00000001"),
        # 15 digits before the point leave one decimal below 2**53 = 9.007e15.
        ([123_456_789_012_345.0, 0.26], [1_234_567_890_123_450, 3], "0.1"),
        ([float("nan"), 0.5], [0, 5], "0.1"),
        ([], [], "1"),
    ],
)
def test_amounts_lie_on_the_largest_grid_that_holds_them_all(values, whole, step):
    (amounts,), grid = on_common_grid(values)
    assert amounts.tolist() == whole
    assert amounts.dtype == np.int64
    assert grid.decimal == Decimal(step)


def test_columns_share_their_grid():
    """A single 0.25 puts the other column on hundredths too."""
    (one, other), step = on_common_grid([1.0, 2.5], [0.25])
    assert (one.tolist(), other.tolist(), step.decimal) == ([100, 250], [25], Decimal("0.01"))


def test_sums_are_exact_beyond_what_doubles_tell_apart():
    """2**60 + 1 + 1: a float sum would lose both ones."""
    codes, amounts = np.array([1, 1, 1]), np.array([2**60, 1, 1])
    assert sums_by(codes, amounts, 3).tolist() == [0, 2**60 + 2, 0]


def test_cells_outside_a_matrix_are_left_out():
    rows, columns = np.array([0, -1, 1, 1, 2]), np.array([1, 0, -1, 2, 0])
    assert matrix_of(rows, columns, np.array([5, 7, 11, 13, 17]), (2, 2)).tolist() == [[0, 5], [0, 0]]
