"""How much of each task a revised target asks for (目标不变，任务调整).

* A task of so much target per unit (``per_amount``): the target it belongs to, divided, rounded up.
* A task of a fixed quantity keeps it. Where it stands in several rows, month by month, the sum over the rows
  stays: what closed months left undone is added to the open ones, which share it in proportion to their
  quantity times revised over original target, in whole units by largest remainder.
* What is done, dropped or past does not change.
"""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid
from salesplan_xl.planning.members import MONTHS, column_of, numbers_of, text_of, texts_of
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES
from salesplan_xl.units import Floats, as_shown

SETTLED = ("done", "dropped")
TASK_RESULTS = ("quantity", "revised", "change", "has_target")
Amounts = tuple[Fraction, Fraction]


def revised_tasks(
    tasks: pd.DataFrame,
    revision: pd.DataFrame,
    first_month: int,
    first_open: int,
    closing: Container[str] = (),
) -> pd.DataFrame:
    """Return what a revision makes of tasks, row by row.

    Args:
        tasks: ``indicator`` (blank is the sales amount), ``first_month`` and ``last_month`` of the target
            (index; blank is the plan year), a member per dimension (blank covers all), ``kind``,
            ``description``, ``measure``, ``per_amount``, ``quantity``, ``month`` (index), ``status``,
            ``done`` (fraction).
        revision: as :attr:`salesplan_xl.planning.replan.Revision.table`.
        first_month, first_open: the year's first month and its first open one, indices.
        closing: indicators of which a period has its last month's value.

    Returns:
        Per task: ``quantity`` as typed, or worked out where it is blank; ``revised``; their difference
        ``change``; and ``has_target``, whether there is a target it belongs to. NaN where nothing is known.
    """
    size = len(tasks)
    targets = _targets(tasks, revision, first_month, closing)
    quantity = numbers_of(tasks, "quantity").copy()
    per_amount = numbers_of(tasks, "per_amount")
    ends = _last_months(tasks, first_month)
    settled = np.isin(np.array(texts_of(tasks, "status"), dtype=object), SETTLED)
    settled |= numbers_of(tasks, "done") >= 1
    settled |= ends < first_open
    revised = np.full(size, np.nan)
    fixed: list[int] = []
    for row in range(size):
        amounts = targets[row]
        if per_amount[row] > 0 and amounts is not None:
            if np.isnan(quantity[row]):
                quantity[row] = _needed(amounts[0], per_amount[row])
            revised[row] = quantity[row] if settled[row] else _needed(amounts[1], per_amount[row])
        else:
            revised[row] = quantity[row]
            fixed.append(row)
    for rows in _same_task(tasks, fixed):
        _share_out(rows, tasks, quantity, revised, settled, ends < first_open, targets)
    return pd.DataFrame(
        {
            "quantity": quantity,
            "revised": revised,
            "change": revised - quantity,
            "has_target": [amounts is not None for amounts in targets],
        },
        index=tasks.index,
    )[list(TASK_RESULTS)]


def cost_of(tasks: pd.DataFrame, quantity: Floats) -> float:
    """Return what quantities cost, exactly; a blank quantity or cost is none.

    >>> cost_of(pd.DataFrame({"cost": [0.1, 0.2]}), np.array([1.0, 1.0]))
    0.3
    """
    pairs = zip(numbers_of(tasks, "cost").tolist(), quantity.tolist(), strict=True)
    known = [(cost, count) for cost, count in pairs if cost == cost and count == count]
    return float(sum(Fraction(as_shown(cost)) * Fraction(as_shown(count)) for cost, count in known))


def _targets(
    tasks: pd.DataFrame, revision: pd.DataFrame, first_month: int, closing: Container[str]
) -> list[Amounts | None]:
    """Return per task original and revised target, ``None`` where the plan has no such target."""
    indicators = [text or SALES for text in texts_of(tasks, "indicator")]
    first, last = _periods(tasks, first_month)
    members = [texts_of(tasks, dimension) for dimension in MEMBER_DIMENSIONS]
    names = list(zip(*members, strict=True)) if len(tasks) else []
    (original, revised), grid = on_common_grid(
        numbers_of(revision, "original"), numbers_of(revision, "revised")
    )
    place = numbers_of(revision, "period").astype(np.int64) - first_month
    planned_as = np.array(texts_of(revision, "indicator"), dtype=object)
    unit = Fraction(grid.decimal)
    found: list[Amounts | None] = [None] * len(tasks)
    kinds: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for row, own in enumerate(names):
        named = tuple(d for d, name in zip(MEMBER_DIMENSIONS, own, strict=True) if name)
        kinds.setdefault((indicators[row], named), []).append(row)
    for (indicator, named), rows in kinds.items():
        at = np.flatnonzero(planned_as == indicator)
        if not len(at):
            continue
        codes, keys = _groups(revision.iloc[at], named)
        shape = (len(keys), MONTHS)
        months = [matrix_of(codes, place[at], amounts[at], shape) for amounts in (original, revised)]
        numbers = {key: number for number, key in enumerate(keys)}
        for row in rows:
            number = numbers.get(tuple(name for name in names[row] if name))
            begins, ends = max(int(first[row]), 0), min(int(last[row]), MONTHS - 1)
            if number is None or begins > ends:
                continue
            begins = ends if indicator in closing else begins
            sums = [int(matrix[number, begins : ends + 1].sum()) for matrix in months]
            found[row] = (sums[0] * unit, sums[1] * unit)
    return found


def _groups(
    revision: pd.DataFrame, named: Sequence[str]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], list[tuple[str, ...]]]:
    """Return each row's group by some dimensions, and the members of each group."""
    if not named:
        return np.zeros(len(revision), dtype=np.int64), [()]
    columns = [column_of(revision, dimension) for dimension in named]
    index = pd.MultiIndex.from_arrays(columns)
    codes, keys = pd.factorize(index)
    return codes.astype(np.int64), [tuple(text_of(name) for name in key) for key in keys]


def _periods(tasks: pd.DataFrame, first_month: int) -> tuple[Floats, Floats]:
    """Return the first and last month of each task's target, counted from 0; the year where it is blank."""
    first, last = numbers_of(tasks, "first_month"), numbers_of(tasks, "last_month")
    begins = np.where(np.isnan(first), 0, first - first_month)
    return begins, np.where(np.isnan(last), MONTHS - 1, last - first_month)


def _last_months(tasks: pd.DataFrame, first_month: int) -> Floats:
    """Return the month (index) after which a task is past: its own, else the last one of its target."""
    return np.where(
        np.isnan(numbers_of(tasks, "month")),
        _periods(tasks, first_month)[1] + first_month,
        numbers_of(tasks, "month"),
    )


def _needed(target: Fraction, per_amount: float) -> int:
    return max(math.ceil(target / Fraction(as_shown(float(per_amount)))), 0)


def _same_task(tasks: pd.DataFrame, rows: Sequence[int]) -> list[list[int]]:
    """Return rows that say the same but for their month, where there are several."""
    columns = [
        texts_of(tasks, name) for name in ("indicator", *MEMBER_DIMENSIONS, "kind", "description", "measure")
    ]
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        groups.setdefault(tuple(column[row] for column in columns), []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _share_out(
    rows: Sequence[int],
    tasks: pd.DataFrame,
    quantity: Floats,
    revised: Floats,
    settled: np.ndarray[tuple[int], np.dtype[np.bool_]],
    past: np.ndarray[tuple[int], np.dtype[np.bool_]],
    targets: Sequence[Amounts | None],
) -> None:
    """Share what is left of a task's quantity among its open rows."""
    done = numbers_of(tasks, "done")
    dropped = [text == "dropped" for text in texts_of(tasks, "status")]
    ahead = [row for row in rows if not settled[row] and quantity[row] == quantity[row]]
    missed = [row for row in rows if past[row] and not dropped[row] and done[row] < 1 and quantity[row] > 0]
    total = sum((Fraction(as_shown(quantity[row])) for row in ahead), Fraction(0))
    total += sum(
        (Fraction(as_shown(quantity[row])) * (1 - Fraction(as_shown(done[row]))) for row in missed),
        Fraction(0),
    )
    weights = [_weight(quantity[row], targets[row]) for row in ahead]
    if not any(weights):
        return
    shares = largest_remainder([math.ceil(total)], weights)
    for row, share in zip(ahead, shares.tolist(), strict=True):
        revised[row] = share


def _weight(quantity: float, amounts: Amounts | None) -> float:
    if amounts is None or amounts[0] <= 0:
        return quantity
    return float(Fraction(as_shown(quantity)) * max(amounts[1], Fraction(0)) / amounts[0])
