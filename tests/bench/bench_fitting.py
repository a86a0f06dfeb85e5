"""Fitting tables of four dimensions and a million rows to their margins, against ipfn."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from ipfn import ipfn

from salesplan_xl.planning.nway_fitting import Margin, fit_rows, fit_table

SHAPE = (12, 31, 200, 50)
KEPT = [(0,), (1,), (2,), (1, 3)]
ROWS = 1_000_000
CELLS = "fit 12 x 31 x 200 x 50 cells to three one-way and one two-way margin"


def rows() -> list[dict[str, object]]:
    """Time, memory and closeness of the full table, then a million rows against one sweep."""
    random = np.random.default_rng(20270101)
    seed, target = random.gamma(1.0, 1.0, SHAPE), random.gamma(1.0, 100.0, SHAPE)
    margins = [Margin(axes, _sums(target, axes)) for axes in KEPT]

    def ours() -> Any:
        return fit_table(seed, margins).values

    def theirs() -> Any:
        totals = [margin.totals.copy() for margin in margins]
        return ipfn.ipfn(seed.copy(), totals, [list(axes) for axes in KEPT]).iteration()

    taken = _best(ours, 5), _best(theirs, 2)
    memory = _peak(ours), _peak(theirs)
    apart = _furthest(ours(), margins), _furthest(theirs(), margins)
    return [
        _row(CELLS, "ipfn", *taken),
        _row("the same, peak MiB in the place of seconds", "ipfn", *memory),
        _row("the same, furthest margin in the place of seconds", "ipfn", *apart),
        _million_rows(random),
    ]


def _million_rows(random: np.random.Generator) -> dict[str, object]:
    members = [random.integers(0, length, ROWS) for length in SHAPE]
    seed, target = random.gamma(1.0, 1.0, ROWS), random.gamma(1.0, 10.0, ROWS)
    margins = []
    for axes in KEPT:
        shape = tuple(SHAPE[axis] for axis in axes)
        ids = np.ravel_multi_index([members[axis] for axis in axes], shape)
        margins.append(Margin(axes, np.bincount(ids, target, minlength=int(np.prod(shape))).reshape(shape)))
    ours = _best(lambda: fit_rows(seed, members, margins), 5)
    names = "abcd"
    frame = pd.DataFrame(dict(zip(names, members, strict=True))).assign(total=seed)
    totals = [
        pd.Series(
            margin.totals.ravel(),
            index=pd.MultiIndex.from_product(
                [range(SHAPE[axis]) for axis in margin.axes], names=[names[axis] for axis in margin.axes]
            )
            if len(margin.axes) > 1
            else pd.RangeIndex(SHAPE[margin.axes[0]], name=names[margin.axes[0]]),
        )
        for margin in margins
    ]
    by = [[names[axis] for axis in axes] for axes in KEPT]
    sweep = _best(lambda: ipfn.ipfn(frame, totals, by, max_iteration=1).iteration(), 1)
    return _row("fit 1,000,000 rows to the same margins", "one sweep of ipfn on a DataFrame", ours, sweep)


def _sums(table: Any, axes: Sequence[int]) -> Any:
    return table.sum(axis=tuple(axis for axis in range(table.ndim) if axis not in axes))


def _furthest(table: Any, margins: Sequence[Margin]) -> float:
    """Return the largest relative difference of a margin from its totals, at least one rounding."""
    apart = [np.abs(_sums(table, margin.axes) / margin.totals - 1).max() for margin in margins]
    return max(float(max(apart)), 2.0**-53)


def _best(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _peak(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def _row(job: str, against: str, ours: float, theirs: float) -> dict[str, object]:
    return {"job": job, "against": against, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours}
