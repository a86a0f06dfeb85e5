"""Exact sums: against fractions added one by one, in any order, in chunks of any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.sources import Loaded, summing, text_file
from salesplan_xl.sources.summing import Measured, Summing, joined, rounded, scaled
from salesplan_xl.units import Step

amounts = st.integers(-(10**17), 10**17)
row = st.tuples(st.integers(0, 3), st.integers(0, 2), amounts, st.integers(0, 5))
rows = st.lists(row, min_size=1, max_size=40)


@given(rows, st.integers(1, 7))
def test_groups_add_up_exactly_in_any_chunks(cells: list[tuple[int, int, int, int]], size: int) -> None:
    """The sum of every group is that of its fractions, wherever the chunks are cut."""
    expected: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    first: dict[tuple[int, int], int] = {}
    total = Summing(2, 1)
    for position, (left, right, amount, places) in enumerate(cells):
        expected[left, right] += Fraction(amount, 10**places)
        first.setdefault((left, right), position)
    for start in range(0, len(cells), size):
        block = cells[start : start + size]
        # A chunk has one count of decimals: its rows are brought to five.
        unscaled = np.array([amount * 10 ** (5 - places) for *_, amount, places in block], dtype=object)
        total.add(
            [np.array([row[0] for row in block]), np.array([row[1] for row in block])],
            [Measured(unscaled, 5, np.ones(len(block), dtype=bool))],
            np.arange(start, start + len(block)),
        )
    sums = total.total()
    found = {
        (left, right): Fraction(amount, 10 ** sums.places[0])
        for left, right, amount in zip(
            *(key.tolist() for key in sums.keys), sums.sums[0].tolist(), strict=True
        )
    }
    assert found == expected
    assert (
        dict(zip(zip(*(key.tolist() for key in sums.keys), strict=True), sums.first.tolist(), strict=True))
        == first
    )
    assert int(sums.rows.sum()) == len(cells)


def test_an_int64_never_wraps() -> None:
    """Four numbers that fit in 64 bits, whose sum does not."""
    total = Summing(1, 1)
    largest = 2**61
    total.add(
        [np.zeros(4, dtype=np.int64)],
        [Measured(np.full(4, largest), 0, np.ones(4, dtype=bool))],
        np.arange(4),
    )
    assert total.total().sums[0].tolist() == [4 * largest]
    assert joined([total.total(), total.total()]).sums[0].tolist() == [8 * largest]
    assert scaled(np.array([largest]), 3).tolist() == [largest * 1000]


def test_many_keys_do_not_collide() -> None:
    """Key numbers whose product is beyond 64 bits are packed in two goes."""
    total = Summing(4, 1)
    count = 1000
    keys = [np.arange(count, dtype=np.int64) * (2**17 - 1) for _ in range(4)]
    total.add(
        keys, [Measured(np.ones(count, dtype=np.int64), 0, np.ones(count, dtype=bool))], np.arange(count)
    )
    total.add(
        keys, [Measured(np.ones(count, dtype=np.int64), 0, np.ones(count, dtype=bool))], np.arange(count)
    )
    assert total.total().sums[0].tolist() == [2] * count


def test_grouping_early_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many groups are grouped again on the way to save memory; the result is the same."""
    monkeypatch.setattr(summing, "_COMPACT_AT", 10)
    total = Summing(1, 1)
    for start in range(0, 200, 5):
        total.add(
            [np.arange(start, start + 5) % 37],
            [Measured(np.arange(start, start + 5), 0, np.ones(5, dtype=bool))],
            np.arange(start, start + 5),
        )
    sums = total.total()
    expected = [sum(number for number in range(200) if number % 37 == key) for key in sums.keys[0].tolist()]
    assert sums.sums[0].tolist() == expected
    assert len(sums) == 37


@given(
    st.lists(amounts, max_size=20),
    st.integers(0, 8),
    st.sampled_from(["0.01", "1", "100", "0.05", "0.000001"]),
)
def test_each_sum_is_rounded_once(sums: list[int], places: int, step: str) -> None:
    """Halves go away from zero, and what rounding leaves is the exact difference of the totals."""
    grid = Step.of(step)
    whole, residual = rounded(np.array(sums, dtype=object), places, grid)
    size = Fraction(grid.numerator, 10**grid.places)
    exact = [Fraction(amount, 10**places) for amount in sums]
    for amount, steps in zip(exact, whole.tolist(), strict=True):
        distance = abs(amount - steps * size)
        assert distance <= size / 2
        if distance == size / 2:
            assert abs(steps * size) > abs(amount)
    assert Fraction(residual) == sum(exact, Fraction()) - sum(whole.tolist()) * size


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_loading_does_not_depend_on_the_chunks(
    load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """The same table comes out in the same order, whatever the size of the chunks."""
    text = "月份,区域,金额\n" + "".join(
        f"2026-{1 + row * 7 % 12:02d},R{row * 5 % 3},{row}.{row:03d}\n" for row in range(50)
    )
    whole = load(text)
    monkeypatch.setattr(text_file, "_CHUNK_ROWS", size)
    again = load(text)
    assert again.frame.equals(whole.frame)
    assert again.taken == whole.taken
