"""Two-way tables: RECONCILE as a cell calls it, its rounding against the plain linear program, fitting."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from ipfn import ipfn
from scipy.optimize import linprog
from scipy.sparse import csc_array

from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.formulas.controlled_rounding import round_to_margins
from salesplan_xl.formulas.fitting import fit
from salesplan_xl.registry import FORMULAS

TIMES = 3


def rows() -> list[dict[str, object]]:
    """Measure; times are seconds, the best of a few runs."""
    random = np.random.default_rng(20270101)
    seed = random.gamma(1.0, 1.0, (1000, 500))
    table = np.rint(random.gamma(1.0, 20.0, (1000, 500)))
    row_totals, column_totals = table.sum(axis=1), table.sum(axis=0)
    cells: list[Any] = [
        seed.tolist(),
        [[total] for total in row_totals.tolist()],
        [column_totals.tolist()],
        1,
    ]
    whole = _best(lambda: evaluate_cells(FORMULAS["RECONCILE"], cells))
    fitted = fit(seed, row_totals, column_totals).table
    ours = _best(lambda: fit(seed, row_totals, column_totals))
    theirs = _best(lambda: ipfn.ipfn(seed.copy(), [row_totals, column_totals], [[0], [1]]).iteration(), 1)
    small = fitted[:200, :100]
    small = fit(small, np.rint(small.sum(axis=1)), _with_sum(small)).table
    margins = [np.rint(small.sum(axis=axis)).astype(np.int64) for axis in (1, 0)]
    rounding = _best(lambda: round_to_margins(small, *margins))
    program = _best(lambda: _plain_program(small, *margins), 1)
    return [
        _row("RECONCILE 1000 x 500, cells in and out", "one second", whole, 1.0),
        _row("fit 1000 x 500 to its margins", "ipfn", ours, theirs),
        _row("controlled rounding 200 x 100", "HiGHS on the whole program", rounding, program),
    ]


def _with_sum(table: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return whole column totals with the same sum as the whole row totals."""
    columns = np.rint(table.sum(axis=0))
    columns[0] += np.rint(table.sum(axis=1)).sum() - columns.sum()
    return columns


def _plain_program(table: np.ndarray[Any, Any], row_totals: Any, column_totals: Any) -> Any:
    m, n = table.shape
    down = np.floor(table)
    part = (table - down).ravel()
    places = np.stack([np.repeat(np.arange(m), n), m + np.tile(np.arange(n), m)], axis=1).ravel()
    matrix = csc_array((np.ones(2 * m * n), places, np.arange(0, 2 * m * n + 1, 2)), shape=(m + n, m * n))
    wanted = np.concatenate([row_totals - down.sum(axis=1), column_totals - down.sum(axis=0)])
    return linprog(1 - 2 * part, A_eq=matrix, b_eq=wanted, bounds=(0, 1), method="highs")


def _best(run: Callable[[], object], times: int = TIMES) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        run()
        taken.append(perf_counter() - start)
    return min(taken)


def _row(job: str, against: str, ours: float, theirs: float) -> dict[str, object]:
    return {"job": job, "against": against, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours}
