"""The profit plan: sales, cost, gross profit, selling expense and net profit by member and month.

=========  ==============================================================================================
plan       the quota; cost by the cost rates; the expense budget by the plan's share of sales
actual     up to the last month with actuals; expense where some is recorded, by the share of actual sales
landing    actual so far; then the plan's sales and cost times the company's pace (actual / plan to date)
           and the budget as it stands, without what of the fund proved not to be needed
last year  the same months a year before
=========  ==============================================================================================

Pace is one number for all, so that members and months of a landing add up; its total is that of LANDING, but
for rounding to the step in each cell. Ratios are ratios of sums, whatever the period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.formulas.expense import expense_ratio
from salesplan_xl.formulas.profit import gross_margin, net_margin
from salesplan_xl.formulas.targets import breakeven_sales
from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid
from salesplan_xl.planning.expense_plan import FOLLOWING_SALES, ExpensePlan, by_members, in_steps
from salesplan_xl.planning.profit_cube import Cube, at_rate
from salesplan_xl.planning.summary import MONTHS, SUMS, TOTAL
from salesplan_xl.units import Floats, Integers

LINES = (
    "sales",
    "cost",
    "gross_profit",
    "gross_margin",
    "expense",
    "expense_ratio",
    "net_profit",
    "net_margin",
)
RATIOS = ("gross_margin", "expense_ratio", "net_margin")
COLUMNS = ("dimension", "member", "version", "line", "year", *MONTHS, *SUMS)


@dataclass(frozen=True)
class Statement:
    """One version by combination and month, in the cube's steps; ``expense`` is ``None`` where unknown."""

    sales: Integers
    cost: Integers
    expense: Integers | None
    months: int = 12
    """So many months of the year are known, from its first on."""


def statements(
    cube: Cube,
    expenses: ExpensePlan,
    spent: pd.DataFrame,
    first: int,
    as_of: int | None,
    groups: Mapping[str, str],
) -> dict[str, Statement]:
    """Return the versions there are data for, the plan first.

    Args:
        cube: Sales and cost.
        expenses: The budget.
        spent: ``month`` (index), ``department``, ``amount``: the expense recorded, this year's and last's.
        first: Month index of the fiscal year's first month.
        as_of: Last month of actuals; ``None`` without any.
        groups: Group of a product.
    """
    pools = pools_of(expenses.lines)
    budget = in_steps(expenses.months, expenses.step, cube.step)
    planned = by_members(cube, pools, budget, cube.plan, groups)
    found = {"plan": Statement(cube.plan, cube.plan_cost, planned)}
    if as_of is not None and cube.actual.any():
        done = as_of - first + 1
        actual = _recorded(cube, spent, first, done, cube.actual, groups)
        found["actual"] = Statement(cube.actual, cube.actual_cost, actual, done)
        kept = np.array([state != "kept" for state in expenses.state], dtype=np.int64)
        still = by_members(cube, pools, budget * kept[:, None], cube.plan, groups) if len(budget) else planned
        landing = _landing(cube, planned if actual is None else actual, still, done)
        if landing is not None:
            found["landing"] = landing
    if cube.last_year.any():
        before = _recorded(cube, spent, first - 12, 12, cube.last_year, groups)
        found["last_year"] = Statement(cube.last_year, cube.last_year_cost, before)
    return found


def pools_of(lines: pd.DataFrame) -> list[tuple[str | None, str | None]]:
    """Return department and product of every line, ``None`` for all of them."""
    columns = [
        [name if isinstance(name, str) and name else None for name in lines[column]]
        if column in lines
        else [None] * len(lines)
        for column in ("department", "product")
    ]
    return list(zip(*columns, strict=True))


def profit_table(
    cube: Cube, versions: Mapping[str, Statement], dimensions: Sequence[str], fiscal_start: int
) -> pd.DataFrame:
    """Return the statements as rows of :data:`COLUMNS`, amounts in the base unit, the total first.

    A member that is blank in the keys is shown as a blank member where it has any amount. What is not known
    (the expense of a version, months to come) is NaN.
    """
    parts = []
    for dimension in (TOTAL, *dimensions):
        names = [""] if dimension == TOTAL else cube.keys[dimension].drop_duplicates().tolist()
        if dimension != TOTAL:
            names = [name for name in names if name] + [""] * ("" in names)
            if names in ([""], []):
                continue
        codes = (
            np.zeros(len(cube.keys), dtype=np.int64)
            if dimension == TOTAL
            else np.asarray(pd.Index(names).get_indexer(pd.Index(cube.keys[dimension])), dtype=np.int64)
        )
        parts.append(_member_rows(cube, versions, dimension, names, codes, fiscal_start))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def break_even(cube: Cube, expenses: ExpensePlan) -> float | None:
    """Return the sales at which the plan earns nothing; ``None`` where no sales would.

    Budgets that follow sales (percent, last year's ratio, rival's ratio) are variable, the others fixed.
    """
    sales, cost = int(cube.plan.sum()), int(cube.plan_cost.sum())
    amounts = in_steps(expenses.amounts, expenses.step, cube.step)
    follows = np.asarray(expenses.lines["method"].isin(FOLLOWING_SALES), dtype=bool)
    variable = int(amounts[follows].sum())
    if sales <= 0 or sales - cost - variable <= 0:
        return None
    rate = net_margin(sales, cost, variable)
    fixed = float(cube.step.amounts(int(amounts.sum()) - variable))
    return float(breakeven_sales(fixed, min(rate, 1.0)))


def _recorded(
    cube: Cube, spent: pd.DataFrame, start: int, months: int, sales: Integers, groups: Mapping[str, str]
) -> Integers | None:
    """Return the expense recorded in some months by the share of their sales; ``None`` without any."""
    rows = spent[(spent["month"] >= start) & (spent["month"] < start + months) & spent["amount"].notna()]
    if rows.empty:
        return None
    (amounts,), step = on_common_grid(rows["amount"])
    pools = pools_of(rows[["department"]] if "department" in rows else rows[[]])
    known = dict.fromkeys(cube.keys["department"])
    named = [(department if department in known else None, None) for department, _ in pools]
    distinct = list(dict.fromkeys(named))
    places = {pool: place for place, pool in enumerate(distinct)}
    codes = np.array([places[pool] for pool in named], dtype=np.int64)
    at = rows["month"].to_numpy(dtype=np.int64) - start
    if step.places > cube.step.places:
        amounts = cube.step.nearest(rows["amount"])
    else:
        amounts = in_steps(amounts, step, cube.step)
    by_pool = matrix_of(codes, at, amounts, (len(distinct), 12))
    return by_members(cube, distinct, by_pool, sales, groups)


def _landing(cube: Cube, spent: Integers, budget: Integers, done: int) -> Statement | None:
    """Return actuals so far and the open months at the company's pace; ``None`` where it has none."""
    planned, reached = int(cube.plan[:, :done].sum()), int(cube.actual.sum())
    if planned <= 0 or reached < 0:
        return None
    pace = reached / planned
    open_months = np.arange(12) >= done
    sales = np.where(open_months, at_rate(cube.plan, pace), cube.actual)
    cost = np.where(open_months, at_rate(cube.plan_cost, pace), cube.actual_cost)
    return Statement(sales, cost, np.where(open_months, budget, spent))


def _member_rows(
    cube: Cube,
    versions: Mapping[str, Statement],
    dimension: str,
    names: Sequence[str],
    codes: Integers,
    fiscal_start: int,
) -> pd.DataFrame:
    blocks: list[Floats] = []
    labels: list[tuple[str, str]] = []
    used = np.zeros(len(names), dtype=bool)
    for version, statement in versions.items():
        sums = {
            name: None
            if matrix is None
            else _over_periods(_by_code(matrix, codes, len(names)), statement.months)
            for name, matrix in (
                ("sales", statement.sales),
                ("cost", statement.cost),
                ("expense", statement.expense),
            )
        }
        for found in sums.values():
            used |= False if found is None else np.nan_to_num(found).any(axis=1)
        blocks += [_line(line, sums, cube) for line in LINES]
        labels += [(version, line) for line in LINES]
    shown = np.flatnonzero(used | (dimension == TOTAL))
    values = np.stack(blocks, axis=1)[shown].reshape(len(shown) * len(labels), -1)
    table = _as_columns(values, fiscal_start)
    return table.assign(
        dimension=dimension,
        member=np.repeat(np.array(names, dtype=object)[shown], len(labels)),
        version=[version for version, _ in labels] * len(shown),
        line=[line for _, line in labels] * len(shown),
    )


def _by_code(matrix: Integers, codes: Integers, members: int) -> Integers:
    sums = np.zeros((members, 12), dtype=np.int64)
    np.add.at(sums, codes, matrix)
    return sums


def _over_periods(months: Integers, known: int) -> Floats:
    """Return months, quarters, half-years and the year as columns, NaN for what lies wholly ahead."""
    ends = [*((month, month + 1) for month in range(12)), *SUMS.values(), (0, 12)]
    columns = [
        months[:, start:end].sum(axis=1).astype(np.float64) if start < known else np.full(len(months), np.nan)
        for start, end in ends
    ]
    return np.stack(columns, axis=1)


def _line(line: str, sums: Mapping[str, Floats | None], cube: Cube) -> Floats:
    """Return a line in the base unit, a column per period; amounts are whole steps until here."""
    sales, cost, expense = sums["sales"], sums["cost"], sums["expense"]
    assert sales is not None
    assert cost is not None
    if expense is None and line in ("expense", "expense_ratio", "net_profit", "net_margin"):
        return np.full(sales.shape, np.nan)
    spent = np.zeros_like(sales) if expense is None else expense
    if line in RATIOS:
        flat = [column.ravel() for column in (sales, cost, spent)]
        if line == "gross_margin":
            rates = gross_margin.rows(flat[0], flat[1])
        elif line == "expense_ratio":
            rates = expense_ratio.rows(flat[2], flat[0])
        else:
            rates = net_margin.rows(*flat)
        return np.asarray(rates[0], dtype=np.float64).reshape(sales.shape)
    whole = {
        "sales": sales,
        "cost": cost,
        "gross_profit": sales - cost,
        "expense": spent,
        "net_profit": sales - cost - spent,
    }[line]
    return cube.step.amounts(whole)


def _as_columns(values: Floats, fiscal_start: int) -> pd.DataFrame:
    """Return periods under the names of the table's columns; ``m01`` is January whatever the fiscal year."""
    columns = {name: values[:, (number - fiscal_start + 1) % 12] for number, name in enumerate(MONTHS)}
    columns |= {name: values[:, 12 + place] for place, name in enumerate(SUMS)}
    return pd.DataFrame({**columns, "year": values[:, -1]})
