"""Small two-way tables for tests, and slow independent answers about them."""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from itertools import product

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

Table = npt.NDArray[np.int64]


@st.composite
def bounded_tables(draw: st.DrawFn, largest: int = 5) -> tuple[Table, Table, Table, Table]:
    """Draw a seed, a table with zeros where the seed has them, and bounds that the table keeps."""
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    seed = random.integers(0, 6, (m, n)) * (random.random((m, n)) < 0.8)
    table = random.integers(0, 9, (m, n)) * (seed > 0) * (random.random((m, n)) < 0.7)
    low = np.where(random.random((m, n)) < 0.2, np.minimum(table, random.integers(0, 9, (m, n))), 0)
    capped = random.random((m, n)) < 0.3
    high = np.where(capped, np.maximum(table, random.integers(0, 9, (m, n))), int(table.sum()) + 1)
    return seed, table, low, np.where(seed > 0, high, low)


def largest_flow(rows: list[int], columns: list[int], low: Table, high: Table) -> int:
    """Return how much of the totals can be placed above the lower bounds (Edmonds and Karp)."""
    m, n = low.shape
    source, sink = m + n, m + n + 1
    left = [[0] * (m + n + 2) for _ in range(m + n + 2)]
    for i in range(m):
        left[source][i] = rows[i] - int(low[i].sum())
        for j in range(n):
            left[i][m + j] = int(high[i, j] - low[i, j])
    for j in range(n):
        left[m + j][sink] = columns[j] - int(low[:, j].sum())
    if min(left[source][:m] + [left[m + j][sink] for j in range(n)]) < 0:
        return -1
    placed = 0
    while True:
        before: dict[int, int] = {source: -1}
        queue = deque([source])
        while queue and sink not in before:
            node = queue.popleft()
            for other, room in enumerate(left[node]):
                if room > 0 and other not in before:
                    before[other] = node
                    queue.append(other)
        if sink not in before:
            return placed
        path = [sink]
        while before[path[-1]] >= 0:
            path.append(before[path[-1]])
        steps = list(zip(path[1:], path[:-1], strict=True))
        amount = min(left[a][b] for a, b in steps)
        for a, b in steps:
            left[a][b] -= amount
            left[b][a] += amount
        placed += amount


def is_possible(rows: list[int], columns: list[int], low: Table, high: Table) -> bool:
    """Tell whether some table has the totals and keeps the bounds."""
    return largest_flow(rows, columns, low, high) == sum(rows) - int(low.sum())


def nearest_roundings(fitted: list[list[Fraction]], rows: list[int], columns: list[int]) -> list[list[int]]:
    """Try every way to round the cells; return the nearest, of several the first in reading order."""
    n = len(columns)
    cells = [cell for row in fitted for cell in row]
    choices = [[-(-cell // 1), cell // 1] if cell % 1 else [cell // 1] for cell in cells]
    best: tuple[Fraction, list[int]] | None = None
    for chosen in product(*choices):
        if any(sum(chosen[i * n : (i + 1) * n]) != total for i, total in enumerate(rows)):
            continue
        if any(sum(chosen[j::n]) != total for j, total in enumerate(columns)):
            continue
        distance = sum((abs(one - other) for one, other in zip(chosen, cells, strict=True)), Fraction(0))
        if best is None or distance < best[0]:
            best = distance, [int(x) for x in chosen]
    assert best is not None
    return [best[1][i * n : (i + 1) * n] for i in range(len(rows))]
