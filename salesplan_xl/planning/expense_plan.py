"""The expense budget: each line by its method, its months ahead of the sales it is to bring, its members.

=============  ============================================================================================
amount         by the function of its method, rounded to the plan's step; target sales, last year's sales
               and cost of goods are those typed, else those of the line's department and product
months         in proportion to the planned sales some months later, adding up exactly
fund           what is kept back (机动费用) is planned for the months after the one it is decided in
members        in proportion to the planned sales of the month among those the line is for, adding up exactly
=============  ============================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.formulas.expense import expense_budget
from salesplan_xl.formulas.investment import incremental_return
from salesplan_xl.formulas.profit import allowable_expense, gross_margin
from salesplan_xl.planning.profit_cube import Cube
from salesplan_xl.units import Floats, Integers, Step

FOLLOWING_SALES = ("percent", "ratio", "parity")
"""The methods whose budget grows with sales; the others' is fixed."""
NEEDED: dict[str, tuple[str, ...]] = {
    "percent": ("parameter", "sales"),
    "parity": ("parameter", "sales"),
    "prior": ("last_year",),
    "incremental": ("parameter", "last_year"),
    "ratio": ("last_year", "last_sales", "sales"),
    "objective": ("cost",),
    "margin": ("parameter", "sales", "cost"),
}
_FUNCTION_METHOD = {"parity": "percent"}


@dataclass(frozen=True)
class LineProblem:
    """What keeps a line from being worked out: its row, the column to fill in, the sentence."""

    row: int
    column: str
    reason: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class ExpensePlan:
    """The budget. ``lines`` are the rows read; the arrays have a row per line, whole numbers of ``step``.

    ``state`` is ``waiting``, ``released`` or ``kept`` for what is kept back, ``None`` for other lines;
    ``effect`` the margin a unit of its spending brought, NaN where unknown. ``short`` maps lines whose goods
    alone cost more than the margin allows to the amount that is missing.
    """

    lines: pd.DataFrame
    step: Step
    amounts: Integers
    months: Integers
    state: list[str | None]
    effect: Floats
    short: Mapping[int, float]


def expense_plan(
    lines: pd.DataFrame, cube: Cube, step: Step, first: int, as_of: int | None, groups: Mapping[str, str]
) -> tuple[ExpensePlan, list[LineProblem]]:
    """Work the budget out.

    Args:
        lines: Columns ``item, class, method`` and those of :data:`NEEDED`, ``department, product,
            lead_months, contingency, trigger, trigger_month`` (month index), ``spent, extra_sales``.
        cube: Sales and cost of the plan and the past.
        step: The smallest amount of the budget.
        first: Month index of the fiscal year's first month.
        as_of: Last month with actuals, ``None`` without any.
        groups: Group of a product.

    Returns:
        The plan and the problems of lines; a line with a problem has no amount.
    """
    count = len(lines)
    amounts = np.zeros(count, dtype=np.int64)
    months = np.zeros((count, 12), dtype=np.int64)
    state: list[str | None] = [None] * count
    effect = np.full(count, np.nan)
    short: dict[int, float] = {}
    problems: list[LineProblem] = []
    for place, record in enumerate(lines.to_dict("records")):
        line = {str(name): value for name, value in record.items()}
        scope = cube.scope(_text(line.get("department")), _text(line.get("product")), groups)
        given = _given(line, cube, scope)
        row = int(lines.index[place])
        missing = _problems(row, line["method"], given)
        problems += missing
        if not missing:
            amount = _amount(line["method"], given)
            if amount < 0:
                short[place] = -amount
            amounts[place] = step.nearest([max(amount, 0.0)])[0]
        begins = 0
        if line.get("contingency") == "yes":
            state[place] = _state(line, cube, scope, first, as_of)
            decided = line.get("trigger_month")
            begins = 0 if decided is None or decided != decided else int(decided) - first + 1
        lead = line.get("lead_months")
        lead = 0 if lead is None or lead != lead else int(lead)
        months[place] = _phased(int(amounts[place]), cube, scope, lead, begins)
        effect[place] = _effect(line, cube, scope)
    return ExpensePlan(lines, step, amounts, months, state, effect, short), problems


def by_members(
    cube: Cube,
    pools: Sequence[tuple[str | None, str | None]],
    months: Integers,
    weights: Integers,
    groups: Mapping[str, str],
) -> Integers:
    """Give the months of expense pools to the combinations they are for, in proportion to ``weights``.

    Args:
        pools: Department and product of each row of ``months``.
        months: Whole numbers of the cube's step, a row per pool.
        weights: Sales by combination and month; what is below zero counts as zero. A month without sales
            goes by the year's, a pool without any in equal parts.

    Returns:
        Expense by combination and month; every month adds up to that of the pools.
    """
    given = np.zeros_like(cube.plan)
    together: dict[tuple[str | None, str | None], Integers] = {}
    for pool, row in zip(pools, months, strict=True):
        together[pool] = together[pool] + row if pool in together else row
    for (department, product), totals in together.items():
        scope = cube.scope(department, product, groups)
        own = np.maximum(weights[scope], 0)
        year = own.sum(axis=1, keepdims=True)
        own = np.where(own.any(axis=0), own, year if year.any() else 1)
        shares = largest_remainder(totals, own.T.ravel(), np.arange(12) * len(scope))
        given[scope] += shares.reshape(12, len(scope)).T
    return given


def in_steps(amounts: Integers, step: Step, finer: Step) -> Integers:
    """Return whole numbers of one step as whole numbers of a finer one.

    >>> in_steps(np.array([3]), Step.of(1000), Step.of("0.01")).tolist()
    [300000]
    """
    factor = step.numerator * 10**finer.places // (finer.numerator * 10**step.places)
    return np.asarray(amounts * factor, dtype=np.int64)


def _given(line: Mapping[str, Any], cube: Cube, scope: Integers) -> dict[str, float | None]:
    """Return what the methods need: as typed, else of the line's department and product."""
    found = {
        name: _number(line.get(name)) for name in ("parameter", "last_year", "last_sales", "sales", "cost")
    }

    def whole(matrix: Integers) -> float | None:
        amount = float(cube.step.amounts(int(matrix[scope].sum())))
        return amount if amount else None

    if found["sales"] is None:
        found["sales"] = whole(cube.plan)
    if found["last_sales"] is None:
        found["last_sales"] = whole(cube.last_year)
    if found["cost"] is None and line["method"] == "margin":
        # Sales typed beside the plan's cost would not belong together.
        typed = _number(line.get("sales"))
        found["cost"] = whole(cube.plan_cost) if typed is None else None
    return found


def _problems(row: int, method: str, given: Mapping[str, float | None]) -> list[LineProblem]:
    problems = []
    for name in NEEDED[method]:
        value = given[name]
        if value is None:
            problems.append(LineProblem(row, name, "expense_needs", {"method": method}))
            continue
        least = -1.0 if (method, name) == ("incremental", "parameter") else 0.0
        if (method, name) != ("margin", "parameter") and value < least:
            problems.append(
                LineProblem(row, name, "expense_below", {"value": f"{value:g}", "low": f"{least:g}"})
            )
    rate = given["parameter"]
    if method == "margin" and rate is not None and rate > 1:
        problems.append(LineProblem(row, "parameter", "expense_margin_above_one", {"value": f"{rate:g}"}))
    return problems


def _amount(method: str, given: Mapping[str, float | None]) -> float:
    if method == "objective":
        return float(given["cost"] or 0.0)
    if method == "margin":
        return float(allowable_expense(given["sales"], given["cost"], given["parameter"]))
    name = _FUNCTION_METHOD.get(method, method)
    budget = expense_budget(given["sales"], given["last_year"], given["last_sales"], name, given["parameter"])
    return float(budget)


def _phased(amount: int, cube: Cube, scope: Integers, lead: int, begins: int) -> Integers:
    """Return the months of an amount: by the sales that follow, none before the fund is decided."""
    sales = np.maximum(cube.plan[scope].sum(axis=0), 0)
    if not sales.any():
        sales = np.maximum(cube.plan.sum(axis=0), 0)
    if not sales.any():
        sales = np.ones(12, dtype=np.int64)
    following = np.roll(sales, -lead)
    if 0 < begins < 12:
        later = np.where(np.arange(12) >= begins, following, 0)
        following = later if later.any() else np.where(np.arange(12) >= begins, 1, 0)
    elif begins >= 12:
        following = np.where(np.arange(12) == 11, 1, 0)
    return largest_remainder([amount], following)


def _state(line: Mapping[str, Any], cube: Cube, scope: Integers, first: int, as_of: int | None) -> str:
    """Tell whether what is kept back may be spent: attainment to date at its month against its limit."""
    limit, decided = _number(line.get("trigger")), _number(line.get("trigger_month"))
    if as_of is None or limit is None:
        return "waiting"
    at = int(as_of if decided is None else decided)
    if at > as_of or at < first:
        return "waiting"
    planned = int(cube.plan[scope, : at - first + 1].sum())
    reached = int(cube.actual[scope, : at - first + 1].sum())
    if planned <= 0:
        return "waiting"
    return "released" if reached < limit * planned else "kept"


def _effect(line: Mapping[str, Any], cube: Cube, scope: Integers) -> float:
    """Return the margin that a unit of the spending brought, by the planned margin of what it was for."""
    spent, extra = _number(line.get("spent")), _number(line.get("extra_sales"))
    sales, cost = int(cube.plan[scope].sum()), int(cube.plan_cost[scope].sum())
    if not spent or spent < 0 or extra is None or sales <= 0:
        return float("nan")
    return float(incremental_return(extra, 0, spent, 0, gross_margin(sales, cost)))


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
