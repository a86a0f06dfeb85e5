"""Rounding a table to whole numbers so that rows and columns still add up, with the least total change.

A cell takes the whole number below or above it. Among all such tables with the given row and column totals
the one that changes the cells least is chosen; the sum of the changes and the sum of their squares have the
same minimum here, since (1 - f)^2 - f^2 = 1 - 2f. Fractions are read to a billionth of a step.

Several tables may be equally near. Then an added step goes to the earlier cell: of all nearest tables the
one is taken whose added steps, read row by row, come first. The choice depends on the numbers only, not on
the solver: prices of the rows and columns prove the optimum in whole numbers and show what is tied.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.formulas.smooth_prices import smooth_prices
from salesplan_xl.formulas.tied_tables import earliest
from salesplan_xl.formulas.transport import Conflict, possible_table
from salesplan_xl.units import Floats, Integers

Mask = npt.NDArray[np.bool_]
Solution = tuple[Mask, Integers, Integers]
"""Which cells take the step, and the prices of rows and columns that prove it: a cell that costs less than
its two prices takes it, one that costs more does not."""

RESOLUTION = 10**9
SMALL = 60
"""Tables with fewer rows and columns together are solved by augmenting paths, without the linear program."""
PER_LINE = 4
"""Cells per row and column with which the linear program begins."""
ASCENTS = 3
ASTRAY = 1.0
"""Steps per row and column that may be misplaced after these, before rows and columns are priced at once."""
FAR = np.iinfo(np.int64).max // 4


def round_to_margins(
    fitted: Floats,
    rows: Integers,
    columns: Integers,
    low: Integers | None = None,
    high: Integers | None = None,
) -> Integers | Conflict:
    """Round a fitted table of zero or more to whole numbers that have the given totals exactly.

    Args:
        fitted: a table whose rows and columns have the totals, but for the noise of doubles.
        rows, columns: whole numbers with the same sum.
        low, high: whole bounds between which the fitted table lies.

    Returns:
        Whole numbers. Each is the fitted one rounded down or up; only where totals are so large (some 1e15
        steps) that doubles do not tell neighbouring numbers apart may a cell be off by more, or the table
        turn out to be impossible after all: then the lines that conflict.

    >>> round_to_margins(np.full((3, 3), 1 / 3), np.array([1, 1, 1]), np.array([1, 1, 1])).tolist()
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    """
    down = np.floor(fitted)
    parts = np.rint((fitted - down) * RESOLUTION).astype(np.int64)
    whole = down.astype(np.int64) + parts // RESOLUTION
    parts %= RESOLUTION
    row_steps, column_steps = rows - whole.sum(axis=1), columns - whole.sum(axis=0)
    open_cells = parts > 0
    fits_rows = ((row_steps >= 0) & (row_steps <= open_cells.sum(axis=1))).all()
    fits_columns = ((column_steps >= 0) & (column_steps <= open_cells.sum(axis=0))).all()
    if fits_rows and fits_columns and not open_cells.any():
        return whole
    cost = RESOLUTION - 2 * parts
    found = _cheapest(cost, open_cells, row_steps, column_steps) if fits_rows and fits_columns else None
    if found is None:
        return _near(fitted, whole, rows, columns, low, high)
    steps, row_price, column_price = found
    tied = open_cells & (cost == row_price[:, None] + column_price)
    return whole + earliest(steps, tied)


def _near(
    fitted: Floats,
    whole: Integers,
    rows: Integers,
    columns: Integers,
    low: Integers | None,
    high: Integers | None,
) -> Integers | Conflict:
    """Find whole numbers with the totals near a table whose doubles are too coarse to round."""
    everything = sum(rows.tolist())
    floor = np.zeros_like(whole) if low is None else low
    cap = np.where(fitted > 0, everything, 0) if high is None else high
    reach = 1
    while True:
        least = np.clip(whole - reach, floor, cap)
        found = possible_table(rows, columns, least, np.clip(whole + reach, least, cap), near=fitted)
        if not isinstance(found, Conflict) or reach > everything:
            return found
        reach *= 2


def _cheapest(
    cost: Integers, open_cells: Mask, row_steps: Integers, column_steps: Integers
) -> Solution | None:
    """Choose the open cells of least cost with the given counts; None where no choice has the counts."""
    column_price = np.zeros(len(column_steps), dtype=np.int64)
    if sum(cost.shape) >= SMALL:
        sifted = _sift(cost, open_cells, row_steps, column_steps)
        if sifted is not None:
            if _proved(cost, open_cells, sifted):
                return sifted
            column_price = sifted[2]
    return _augment(cost, open_cells, row_steps, column_steps, column_price)


def _proved(cost: Integers, open_cells: Mask, solution: Solution) -> bool:
    steps, row_price, column_price = solution
    rest = cost - row_price[:, None] - column_price
    return not bool((open_cells & np.where(steps, rest > 0, rest < 0)).any())


def _augment(
    cost: Integers, open_cells: Mask, row_steps: Integers, column_steps: Integers, column_price: Integers
) -> Solution | None:
    """Solve by shortest augmenting paths, in whole numbers throughout.

    Each row first takes its cheapest cells; then steps move from columns with too many to columns with too
    few along the cheapest chains of exchanges.
    """
    m, n = cost.shape
    net = np.where(open_cells, cost - column_price, FAR)
    order = np.argsort(net, axis=1, kind="stable")
    steps = np.zeros((m, n), dtype=bool)
    np.put_along_axis(steps, order, np.arange(n) < row_steps[:, None], axis=1)
    last = np.take_along_axis(order, np.maximum(row_steps - 1, 0)[:, None], axis=1)
    row_price = np.take_along_axis(net, last, axis=1)[:, 0]
    excess = steps.sum(axis=0) - column_steps
    while (excess > 0).any():
        chain = _shortest_chain(cost, open_cells, steps, row_price, column_price, excess)
        if chain is None:
            return None
        distance, end, came_from = chain
        row_price = row_price - distance[:m]
        column_price = column_price + distance[m:]
        node = m + end
        while came_from[node] >= 0:
            before = came_from[node]
            row, column = (before, node - m) if node >= m else (node, before - m)
            steps[row, column] = node >= m
            node = before
        excess[end] += 1
        excess[node - m] -= 1
    return steps, row_price, column_price


def _shortest_chain(
    cost: Integers,
    open_cells: Mask,
    steps: Mask,
    row_price: Integers,
    column_price: Integers,
    excess: Integers,
) -> tuple[Integers, int, list[int]] | None:
    """Find the cheapest chain from a column with too many steps to one with too few (Dijkstra)."""
    m, n = cost.shape
    rest = cost - row_price[:, None] - column_price
    distance = np.full(m + n, FAR)
    distance[m:][excess > 0] = 0
    waiting = distance.copy()
    came_from = np.full(m + n, -1)
    while True:
        node = int(waiting.argmin())
        reach = waiting[node]
        if reach >= FAR:
            return None
        waiting[node] = FAR
        if node >= m:
            if excess[node - m] < 0:
                return np.minimum(distance, reach), node - m, came_from.tolist()
            ends, lengths = slice(0, m), np.where(steps[:, node - m], reach - rest[:, node - m], FAR)
        else:
            free = open_cells[node] & ~steps[node]
            ends, lengths = slice(m, m + n), np.where(free, reach + rest[node], FAR)
        shorter = lengths < distance[ends]
        distance[ends][shorter] = lengths[shorter]
        waiting[ends][shorter] = lengths[shorter]
        came_from[ends][shorter] = node


def _sift(cost: Integers, open_cells: Mask, row_steps: Integers, column_steps: Integers) -> Solution | None:
    """Solve the linear program on the cells that are in doubt, and add cells that its prices contradict.

    The program of a flow has whole-number vertices. Prices found by sorting rows and columns in turn leave
    only few cells in doubt.
    """
    guess = _ascend(cost, open_cells, row_steps, column_steps)
    rest = cost - guess[0][:, None] - guess[1]
    taken = open_cells & (rest < 0)
    doubt = np.where(open_cells, np.abs(rest), FAR).ravel()
    count = PER_LINE * sum(cost.shape)
    while True:
        if count < doubt.size:
            free = np.zeros(doubt.size, dtype=bool)
            free[np.argpartition(doubt, count)[:count]] = True
            free = free.reshape(cost.shape) & open_cells
        else:
            free = open_cells.copy()
        solution = _program(rest, free, taken, row_steps, column_steps)
        for _ in range(20):
            if solution is None:
                break
            steps, row_price, column_price = solution
            rest_now = rest - row_price[:, None] - column_price
            wrong = open_cells & ~free & np.where(steps, rest_now > 0, rest_now < 0)
            if not wrong.any():
                return steps, guess[0] + row_price, guess[1] + column_price
            free |= wrong
            solution = _program(rest, free, taken, row_steps, column_steps)
        if count >= doubt.size:
            return None
        count *= 4


def _ascend(
    cost: Integers, open_cells: Mask, row_steps: Integers, column_steps: Integers
) -> tuple[Integers, Integers]:
    """Price rows and columns in turn so that each by itself would take its number of steps.

    Where rows and columns are then still far from agreeing, both are priced at once.
    """
    values = np.where(open_cells, cost.astype(np.float64), np.inf)
    across = np.ascontiguousarray(values.T)
    row_price, column_price = np.zeros(len(row_steps)), np.zeros(len(column_steps))
    for _ in range(ASCENTS):
        row_price = _thresholds(values - column_price, row_steps)
        column_price = _thresholds(across - row_price, column_steps)
    counts = (values - column_price < row_price[:, None]).sum(axis=1)
    if np.abs(counts - row_steps).sum() > ASTRAY * sum(cost.shape):
        row_price, column_price = smooth_prices(values, row_steps, column_steps, row_price, column_price)
    return row_price.astype(np.int64), column_price.astype(np.int64)


def _thresholds(values: Floats, counts: Integers) -> Floats:
    """Return per line a number that ``counts`` of its values lie below."""
    prices = np.empty(len(values))
    width = values.shape[1]
    for line, count in enumerate(counts.tolist()):
        first, second = max(count - 1, 0), min(count, width - 1)
        ordered = np.partition(values[line], (first, second))
        below, above = ordered.item(first), ordered.item(second)
        prices[line] = (below + above) / 2 if above < np.inf else below if below < np.inf else 0.0
    return prices


def _program(
    cost: Integers, free: Mask, taken: Mask, row_steps: Integers, column_steps: Integers
) -> Solution | None:
    """Solve the program in which only free cells may change; None where it has no solution."""
    from scipy.optimize import linprog
    from scipy.sparse import csc_array

    m, n = cost.shape
    row, column = np.nonzero(free)
    if not len(row):
        return None
    fixed = taken & ~free
    wanted = np.concatenate([row_steps - fixed.sum(axis=1), column_steps - fixed.sum(axis=0)])
    places = np.column_stack([row, m + column]).ravel()
    matrix = csc_array(
        (np.ones(len(places)), places, np.arange(0, len(places) + 1, 2)), shape=(m + n, len(row))
    )
    scale = RESOLUTION / 1000  # so that one unit of cost is far above the solver's tolerance
    # Presolving costs thirty times as much as solving here.
    solve: Any = linprog
    solved = solve(
        cost[row, column] / scale,
        A_eq=matrix,
        b_eq=wanted,
        bounds=(0, 1),
        method="highs-ds",
        options={"presolve": False, "dual_feasibility_tolerance": 1e-10},
    )
    if solved.status != 0:
        return None
    steps = fixed.copy()
    steps[row, column] = solved.x > 0.5
    prices = np.rint(solved.eqlin.marginals * scale).astype(np.int64)
    return steps, prices[:m], prices[m:]
