"""Rounding systems too large for an integer programme: as near as can be, worked out by choosing apart."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from salesplan_xl.planning.fit import MANY_BINS, System, rounded


def split_in_two(rows: int, seed: int) -> tuple[System, np.ndarray, np.ndarray]:
    """Return rows of two bins each, the second ones held together, with the shares wanted."""
    random = np.random.default_rng(seed)
    totals = random.integers(50, 500, rows)
    held = totals * random.uniform(0.2, 0.8, rows)
    amounts = np.stack([totals - held, held], axis=1).ravel()
    bound = int(np.round(held.sum()))
    inside = csr_matrix((np.ones(rows), (np.zeros(rows), 2 * np.arange(rows) + 1)), (1, 2 * rows))
    system = System(
        totals,
        np.repeat(np.arange(rows), 2),
        np.tile([0, 1], rows),
        amounts,
        inside,
        np.array([bound]),
        np.array([bound]),
    )
    return system, amounts, held


def test_the_rows_with_the_largest_remainders_are_rounded_up():
    """Of two bins that add up to a whole number one goes up and one down: which rows, is the choice."""
    system, amounts, held = split_in_two(MANY_BINS, 5)
    whole = rounded(system, amounts, 1)
    assert system.is_met(whole)
    up = int(system.low[0]) - int(np.floor(held).sum())
    order = np.argsort(np.floor(held) - held, kind="stable")
    wanted = np.floor(held).astype(np.int64)
    wanted[order[:up]] += 1
    assert whole[1::2].tolist() == wanted.tolist()


def test_a_coarse_grid_that_hardly_a_row_lies_on_is_left_alone():
    system, amounts, _ = split_in_two(MANY_BINS, 6)
    whole = rounded(system, amounts, 1000)
    assert system.is_met(whole)
    assert np.abs(whole - amounts).max() < 1
