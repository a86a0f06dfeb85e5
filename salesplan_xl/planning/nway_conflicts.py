"""Whether margins, zeros and bounds leave a table at all, and which cells they force to zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import Floats, Integers

LARGEST = 200_000
"""Cells up to which a linear programme is asked."""
_CLEAR = 1e-7
"""Of the mean total: a change smaller than this is noise."""


@dataclass(frozen=True)
class Change:
    """A total that would have to change: its margin and place, and to what."""

    margin: int
    flat: int
    possible: float


def least_changes(
    groups: Sequence[Integers], totals: Sequence[Floats], lower: Floats, upper: Floats
) -> list[Change]:
    """Return totals to be changed, as little as possible in sum, for a table to exist; none if one does."""
    from scipy.sparse import eye_array, hstack

    matrix, wanted, places = _equations(groups, totals)
    scale = float(wanted.mean()) or 1.0
    slack = eye_array(len(wanted), format="csc")
    cells = matrix.shape[1]
    bounds = np.column_stack([np.concatenate([lower / scale, np.zeros(2 * len(wanted))]),
                              np.concatenate([upper / scale, np.full(2 * len(wanted), np.inf)])])  # fmt: skip
    found = _linear_programme(
        np.concatenate([np.zeros(cells), np.ones(2 * len(wanted))]),
        A_eq=hstack([matrix, slack, -slack]),
        b_eq=wanted / scale,
        bounds=bounds,
    )
    by = (found[cells : cells + len(wanted)] - found[cells + len(wanted) :]) * scale
    wrong = np.flatnonzero(np.abs(by) > _CLEAR * scale)
    return [Change(*places[at], float(wanted[at] - by[at])) for at in wrong.tolist()]


def forced_to_zero(
    groups: Sequence[Integers], totals: Sequence[Floats], upper: Floats
) -> npt.NDArray[np.bool_]:
    """Tell which cells are zero in every table that has these totals; some table must have them.

    Repeatedly the sum of ``min(cell, little)`` over the undecided cells is made as large as possible: a cell
    above zero in one table is not forced, and when none is found the rest are.
    """
    from scipy.sparse import csc_array, eye_array, hstack

    matrix, wanted, _ = _equations(groups, totals)
    cells = matrix.shape[1]
    scale = float(wanted.sum()) / cells or 1.0
    undecided = np.ones(cells, dtype=bool)
    while undecided.any():
        count = int(undecided.sum())
        most = np.concatenate([upper / scale, np.full(count, 1e-3)])
        found = _linear_programme(
            np.concatenate([np.zeros(cells), -np.ones(count)]),
            A_eq=hstack([matrix, csc_array((matrix.shape[0], count))]),
            b_eq=wanted / scale,
            A_ub=hstack([-eye_array(cells, format="csr")[undecided], eye_array(count)]),
            b_ub=np.zeros(count),
            bounds=np.column_stack([np.zeros(cells + count), most]),
        )
        above = found[:cells] > 1e-6
        if not (above & undecided).any():
            return undecided
        undecided &= ~above
    return undecided


def _linear_programme(cost: Floats, **given: Any) -> Any:
    from scipy.optimize import linprog

    solve: Any = linprog
    return solve(cost, method="highs", **given).x


def _equations(
    groups: Sequence[Integers], totals: Sequence[Floats]
) -> tuple[Any, Floats, list[tuple[int, int]]]:
    """Return one equation per known total: its matrix, the totals, and the margin and place of each."""
    from scipy.sparse import csr_array, vstack

    parts, wanted, places = [], [], []
    for margin, (ids, total) in enumerate(zip(groups, totals, strict=True)):
        known = np.flatnonzero(~np.isnan(total))
        ones = np.ones(len(ids))
        parts.append(csr_array((ones, (ids, np.arange(len(ids)))), shape=(len(total), len(ids)))[known])
        wanted.append(total[known])
        places += [(margin, at) for at in known.tolist()]
    return vstack(parts).tocsc(), np.concatenate(wanted), places
