"""A two-way table with both margins given: rep by product, dealer by model, region by month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.formulas.bounded_split import check_bounds
from salesplan_xl.formulas.controlled_rounding import round_to_margins
from salesplan_xl.formulas.fitting import fit
from salesplan_xl.formulas.holds import check_held, written
from salesplan_xl.formulas.margin_sentences import Sentences
from salesplan_xl.formulas.transport import Conflict, possible_table, settled_cells
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, LARGEST_STEPS, Floats, Integers, Step


@formula(
    "allocation",
    Help(
        "上下平衡：把种子表调整为同时满足各行合计与各列合计，单元格为步长的整数倍，两个方向均完全一致",
        seed="种子表（如历史数据），零或正数，只看相对大小；为零的单元格保持为零；空白按零",
        row_totals="各行合计，个数与种子表的行数相同",
        column_totals="各列合计，个数与种子表的列数相同；总和须等于各行合计之和",
        step="最小分配单位，默认0.01",
        held="与种子表同形：数字为锁定值，空白为未锁定",
        floor="下限，一个值或与种子表同形；空白为无",
        cap="上限，一个值或与种子表同形；空白为无",
    ),
)
def reconcile(
    seed: Floats,
    row_totals: Floats,
    column_totals: Floats,
    step: Step = CENT,
    held: Floats | None = None,
    floor: Floats | None = None,
    cap: Floats | None = None,
) -> Any:
    """Fit a table to its row totals and its column totals, both met exactly, in whole steps.

    Formula:
        fitted[i, j] = seed[i, j] * r[i] * c[j], cut to floor and cap, with the factors r and c at which the
                       rows and columns that remain after the held cells have their totals
        result[i, j] = fitted[i, j] rounded down or up to a whole step, such that rows and columns add up and
                       the sum of |result - fitted| is least
        Of several results equally near, an added step goes to the earlier cell, read row by row. A seed of
        zero gives zero, or the floor. Totals that are all negative are fitted by size and negated.

    Args:
        seed (number, range, blank is zero): Relative sizes, zero or more, such as last year's table.
        row_totals (money, series): One total per row of the seed.
        column_totals (money, series): One total per column; they add up to the same as the row totals.
        step (money, scalar): Smallest amount handed out; any positive decimal.
        held (money, range of seed, blank is open): A number is kept as that cell's amount; a blank is free.
        floor (money, range of seed, blank is open): Least amount, one for all cells or one each.
        cap (money, range of seed, blank is open): Most each cell may be, one for all or one each.

    Returns:
        money, range of seed: The table, in the shape of the seed.

    Errors:
        #NUM!: Row and column totals add up to different sums; a seed is negative; totals have both signs; an
            amount is no multiple of the step; zeros of the seed, held cells, floors and caps leave no table
            with these totals, in which case the message names the rows and columns that conflict.
        #VALUE!: A text where a number is needed; shapes differ.

    Source:
        Iterative proportional fitting (Deming and Stephan, 1940) with bounds, the table of least information;
        optimal controlled rounding of two-way tables (Cox and Ernst, 1982) as a minimum-cost flow.

    Example:
        >>> reconcile([[7, 9], [12, 7]], [5, 15], [10, 10], 1).tolist()
        [[2.0, 3.0], [8.0, 7.0]]
        >>> reconcile([[1, 1], [1, 1]], [100, 200], [150, 150], 1, held=[[80, None], [None, None]]).tolist()
        [[80.0, 20.0], [70.0, 130.0]]
    """
    _check_lengths(seed, row_totals, column_totals)
    refuse(seed < 0, OutOfRange, "negative", argument="seed", value=seed)
    rows, columns = row_totals.astype(np.int64), column_totals.astype(np.int64)
    _check_sums(rows, columns, step)
    check_held(held, floor, cap, step)
    fixed = np.zeros(seed.shape, np.int64) if held is None else np.nan_to_num(held).astype(np.int64)
    free = np.ones(seed.shape, dtype=bool) if held is None else np.isnan(held)
    rest = rows - fixed.sum(axis=1), columns - fixed.sum(axis=0)
    sign = -1 if (rows.sum() or rest[0].sum()) < 0 else 1
    least, most = (np.full(seed.shape, np.nan) if bound is None else bound for bound in (floor, cap))
    free_least, free_most = np.where(free, least, np.nan), np.where(free, most, np.nan)
    check_bounds(free_least, free_most, sum(rows.tolist()), partial(written, step))
    if sign < 0:
        least, most = -most, -least
    basis = np.where(free, seed, 0.0)
    sentences = Sentences(step, sign, rows, columns, fixed)
    problem = _bounded(basis, sign * rest[0], sign * rest[1], np.where(free, least, 0.0), most, sentences)
    return sign * _fitted_in_steps(problem, sentences) + fixed


@dataclass(frozen=True)
class _Problem:
    """What is left to fit after held cells: totals of zero or more, and whole bounds of every cell."""

    seed: Floats
    rows: Integers
    columns: Integers
    low: Integers
    high: Integers


def _check_lengths(seed: Floats, row_totals: Floats, column_totals: Floats) -> None:
    for name, totals, count, lines in (
        ("row_totals", row_totals, seed.shape[0], {"en": "rows", "zh": "行"}),
        ("column_totals", column_totals, seed.shape[1], {"en": "columns", "zh": "列"}),
    ):
        if totals.size != count:
            raise WrongKind("margin_length", argument=name, n=totals.size, m=count, lines=lines)


def _check_sums(rows: Integers, columns: Integers, step: Step) -> None:
    row_sum, column_sum = (sum(totals.tolist()) for totals in (rows, columns))
    if row_sum != column_sum:
        raise OutOfRange("margins_disagree", rows=written(step, row_sum), columns=written(step, column_sum))
    if sum(np.abs(rows).tolist()) > LARGEST_STEPS:
        raise OutOfRange("too_large", argument="row_totals", place="")


def _bounded(
    seed: Floats, rows: Integers, columns: Integers, least: Floats, most: Floats, sentences: Sentences
) -> _Problem:
    """Read floors and caps as whole bounds; a cell whose seed is zero has its floor only.

    No cell can exceed the totals of its row and its column, so these are caps too.
    """
    sentences.check_signs(rows, columns)
    low = np.maximum(np.nan_to_num(least, nan=0.0), 0.0)
    sentences.check_floors(rows, columns, low)
    low = low.astype(np.int64)
    high = np.minimum(np.minimum(rows[:, None], columns), np.nan_to_num(most, nan=np.inf))
    sentences.check_basis(rows, columns, low, seed > 0)
    return _Problem(seed, rows, columns, low, np.where(seed > 0, high, low).astype(np.int64))


def _fitted_in_steps(problem: _Problem, sentences: Sentences) -> Integers:
    """Fit, then round. Where the fit does not come close, find what stands against it or settle cells."""
    seed, rows, columns, low, high = problem.seed, problem.rows, problem.columns, problem.low, problem.high
    totals = rows.astype(np.float64), columns.astype(np.float64)
    capped = np.where(high < np.minimum(rows[:, None], columns), high.astype(np.float64), np.inf)
    fitted = fit(seed, *totals, low.astype(np.float64), capped)
    if not fitted.close:
        example = possible_table(rows, columns, low, high, near=fitted.table)
        if isinstance(example, Conflict):
            raise sentences.conflict(example)
        settled = settled_cells(example, low, high)
        low = np.where(settled, example, low)
        fitted = fit(seed, *totals, low.astype(np.float64), capped, fixed=settled)
    rounded = round_to_margins(np.clip(fitted.table, low, high), rows, columns, low, high)
    if isinstance(rounded, Conflict):
        raise sentences.conflict(rounded)
    return rounded
