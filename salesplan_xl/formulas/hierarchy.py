"""Forecasts made at every level of a hierarchy, brought to add up (hierarchical reconciliation)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.formulas.holds import written
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, Floats, Integers, Step, clear_of_noise

METHODS = ("structural", "ols")


@formula(
    "allocation",
    Help(
        "层级调和：各级各自做出的预测数调整为逐级相加一致，改动最小",
        summing="汇总矩阵：每个节点一行、每个末级单元一列，包含为1，不包含为0或留空",
        forecasts="各节点的预测数，与汇总矩阵的行相对应；空白为没有预测",
        method="structural按节点所含末级单元数加权（默认）；ols各节点等权（最小二乘）",
        top="free总数一并调整（默认）；fixed总数保持不变",
        sign="any可为负（默认）；nonnegative末级单元不为负（二次规划）",
        step="最小单位，默认0.01",
    ),
    choices={"method": METHODS, "top": ("free", "fixed"), "sign": ("any", "nonnegative")},
)
def hierarchy_reconcile(
    summing: Floats,
    forecasts: Floats,
    method: str = "structural",
    top: str = "free",
    sign: str = "any",
    step: Step = CENT,
) -> Any:
    """Forecasts of all levels, changed as little as possible so that every node is the sum of its leaves.

    Formula:
        result = S b, with the leaves b of the least sum of w[i] * (forecasts[i] - (S b)[i])^2
        ols: w[i] = 1          structural: w[i] = 1 / leaves in node i
        fixed: the node of all leaves keeps its forecast          nonnegative: every b is zero or more
        rounded to step from the top down by largest remainders where each node lies inside one other, else
        leaf by leaf; every node is then the exact sum of its leaves

    Args:
        summing (number, range, blank is zero): S, one row a node and one column a leaf, 1 where it belongs.
        forecasts (number, series, blank is open): One per row of S; blank where none was made.
        method (text, scalar): structural or ols.
        top (text, scalar): free or fixed.
        sign (text, scalar): any or nonnegative.
        step (money, scalar): What every result is a multiple of.

    Returns:
        money, series of forecasts: The reconciled forecasts, one per row of S.

    Errors:
        #NUM!: S holds something other than 0 and 1; the forecasts given do not settle every leaf; the top is
            to be kept but has no row, no forecast, or one off the step or below zero where leaves may not be.
        #VALUE!: S and the forecasts differ in the number of rows.

    Source:
        Hyndman, Ahmed, Athanasopoulos and Shang (2011), ols; Athanasopoulos, Hyndman, Kourentzes and
        Petropoulos (2017), structural scaling; Wickramasuriya, Turlach and Hyndman (2020), non-negative.

    Example:
        >>> hierarchy_reconcile([[1, 1], [1, 0], [0, 1]], [100, 50, 41], "ols", step=1).tolist()
        [97.0, 53.0, 44.0]
        >>> hierarchy_reconcile([[1, 1], [1, 0], [0, 1]], [100, 50, 41], top="fixed").tolist()
        [100.0, 54.5, 45.5]
    """
    if len(summing) != len(forecasts):
        raise WrongKind("nodes_and_forecasts", rows=len(summing), n=len(forecasts))
    wrong = (summing != 0) & (summing != 1)
    refuse(wrong, OutOfRange, "not_zero_or_one", argument="summing", value=summing)
    total = _kept_top(summing, forecasts, sign, step) if top == "fixed" else None
    known = ~np.isnan(forecasts) & (summing.sum(axis=1) > 0)
    nodes = summing[known]
    _check_determined(nodes)
    weights = 1 / nodes.sum(axis=1) if method == "structural" else np.ones(len(nodes))
    # Solved near one, so that tolerances fit amounts of any size.
    scale = float(np.abs(forecasts[known]).max(initial=0)) or 1.0
    curvature = (nodes.T * weights) @ nodes
    pull = (nodes.T * weights) @ (forecasts[known] / scale)
    kept = None if total is None else total * float(step.decimal) / scale
    leaves = nearest(curvature, pull, kept, nonnegative=sign == "nonnegative") * scale
    exact = clear_of_noise(leaves * 10.0**step.places / step.numerator, scale / float(step.decimal))
    return summing @ rounded_in_tree(summing, exact, total).astype(np.float64)


def _kept_top(summing: Floats, forecasts: Floats, sign: str, step: Step) -> int:
    """Return the forecast of the node of all leaves, in steps."""
    tops = np.flatnonzero((summing == 1).all(axis=1) & ~np.isnan(forecasts))
    if not tops.size:
        raise OutOfRange("no_top_node")
    count, off = step.counts(forecasts[tops[:1]])
    refuse(off, OutOfRange, "off_grid", argument="forecasts", value=forecasts[tops[:1]], step=str(step))
    if sign == "nonnegative" and count[0] < 0:
        raise OutOfRange("negative_top", total=written(step, int(count[0])))
    return int(count[0])


def _check_determined(nodes: Floats) -> None:
    """Refuse a hierarchy whose known nodes leave some leaf open."""
    leaves = nodes.shape[1]
    if np.linalg.matrix_rank(nodes) == leaves:
        return
    own = np.flatnonzero(~(nodes[nodes.sum(axis=1) == 1] == 1).any(axis=0))
    raise OutOfRange("hierarchy_undetermined", leaf=int(own[0]) + 1)


def nearest(curvature: Floats, pull: Floats, total: float | None, *, nonnegative: bool) -> Floats:
    """Return the x of the least ``x' curvature x / 2 - pull' x``, adding up to a total where one is given.

    With non-negativity by the primal active-set method: from a feasible point, go to the optimum of the free
    leaves, stop at the first leaf that reaches zero and hold it there; let one go that would rather grow.

    >>> nearest(np.eye(3), np.array([3.0, 1.0, -2.0]), 2.0, nonnegative=True).tolist()
    [2.0, 0.0, 0.0]
    """
    size = len(pull)
    if nonnegative and total == 0:
        return np.zeros(size)
    free = np.ones(size, dtype=bool)
    at = np.full(size, (total or 0.0) / size)
    if nonnegative and total is None:
        at = np.maximum(pull / curvature.diagonal(), 0.0)
    while True:
        goal, price = _optimum(curvature, pull, total, free)
        if not nonnegative:
            return goal
        blocked = free & (goal < 0)
        if blocked.any():
            steps = np.where(blocked, at / np.where(blocked, at - goal, 1.0), np.inf)
            first = int(np.argmin(steps))
            at = np.maximum(at + steps[first] * (goal - at), 0.0)
            free[first], at[first] = False, 0.0
            continue
        at = goal
        gain = np.where(free, -np.inf, pull + price - curvature @ at)
        best = int(np.argmax(gain))
        if gain[best] <= 1e-12 * max(1.0, float(np.abs(pull).max())):
            return at
        free[best] = True


def _optimum(
    curvature: Floats, pull: Floats, total: float | None, free: npt.NDArray[np.bool_]
) -> tuple[Floats, float]:
    """Return the optimum over the free leaves, the others zero, and the price of the total."""
    inner = curvature[np.ix_(free, free)]
    solved = np.zeros(len(pull))
    if not free.any():
        return solved, 0.0
    if total is None:
        solved[free] = np.linalg.solve(inner, pull[free])
        return solved, 0.0
    ones = np.ones(len(inner))
    both = np.linalg.solve(inner, np.stack([pull[free], ones], axis=1))
    price = (total - float(both[:, 0].sum())) / float(both[:, 1].sum())
    solved[free] = both @ np.array([1.0, price])
    return solved, price


def rounded_in_tree(summing: Floats, exact: Floats, total: int | None) -> Integers:
    """Round leaves to whole numbers, every node of a tree to one of its two neighbours.

    ``total`` is the sum of all leaves; the nearest whole number if ``None``. Where sets of leaves cross, the
    leaves are rounded under the total alone.

    >>> tree = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1]])
    >>> rounded_in_tree(tree, np.array([1.4, 1.4, 2.6, 2.6]), None).tolist()
    [2, 1, 3, 2]
    """
    sets = {frozenset(np.flatnonzero(row).tolist()) for row in summing}
    sets |= {frozenset([leaf]) for leaf in range(len(exact))}
    every = frozenset(range(len(exact)))
    inner = sorted(sets - {every, frozenset()}, key=lambda leaves: (-len(leaves), min(leaves)))
    wide = [leaves for leaves in inner if len(leaves) > 1]
    if any(not (one <= other or other <= one or one.isdisjoint(other)) for one in wide for other in wide):
        inner, wide = [leaves for leaves in inner if len(leaves) == 1], []
    children: dict[frozenset[int], list[frozenset[int]]] = {every: [], **{leaves: [] for leaves in wide}}
    for leaves in inner:
        children[min((node for node in children if leaves < node), key=len)].append(leaves)
    sums = {leaves: float(exact[sorted(leaves)].sum()) for leaves in [every, *inner]}
    whole = {every: int(np.floor(sums[every] + 0.5)) if total is None else total}
    for node, below in children.items():  # larger sets come first
        for child, amount in zip(below, _rounded([sums[child] for child in below], whole[node]), strict=True):
            whole[child] = amount
    return np.array([whole[frozenset([leaf])] for leaf in range(len(exact))])


def _rounded(exact: list[float], total: int) -> list[int]:
    """Round to the total: down, and up for the largest remainders; the earlier one wins a tie."""
    if not exact:
        return []
    cleared = np.asarray(clear_of_noise(np.array(exact), *exact, total))
    whole = np.floor(cleared)
    cycles, extra = divmod(total - int(whole.sum()), len(exact))
    whole += cycles
    whole[np.argsort(whole - cleared, kind="stable")[:extra]] += 1
    return [int(amount) for amount in whole]
