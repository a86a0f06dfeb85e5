"""What stands beside the profit plan: channels, departments and new products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.attainment import attainment, change_rate
from salesplan_xl.formulas.launch import launch_curve
from salesplan_xl.formulas.profit import allowable_expense, net_margin
from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid
from salesplan_xl.planning.profit_cube import Cube
from salesplan_xl.planning.profit_plan import Statement
from salesplan_xl.units import Floats, Integers, clear_of_noise


def channel_targets(cube: Cube, plan: Statement) -> pd.DataFrame:
    """Return a row per channel: present sales (last year's), target, gross and net profit.

    Present sales and their month's mean are NaN where nothing is known of last year.
    """
    names = [name for name in cube.keys["channel"].drop_duplicates() if name]
    codes = np.asarray(pd.Index(names).get_indexer(pd.Index(cube.keys["channel"])), dtype=np.int64)
    last_year = _by_name(cube.last_year, codes, len(names)).astype(np.float64)
    known = bool(cube.last_year.any())
    sales = _by_name(plan.sales, codes, len(names))
    cost = _by_name(plan.cost, codes, len(names))
    spent = _by_name(_expense(plan), codes, len(names))
    current = cube.step.amounts(last_year) if known else np.full(len(names), np.nan)
    target = cube.step.amounts(sales)
    whole = int(plan.sales.sum())
    return pd.DataFrame(
        {
            "channel": names,
            "current": current,
            "monthly": current / 12,
            "target": target,
            "growth": change_rate.rows(target, current)[0],
            "share": sales / whole if whole else np.nan,
            "gross_profit": cube.step.amounts(sales - cost),
            "profit": cube.step.amounts(sales - cost - spent),
            "margin": net_margin.rows(
                sales.astype(np.float64), cost.astype(np.float64), spent.astype(np.float64)
            )[0],
        }
    )


def department_targets(
    cube: Cube, versions: Mapping[str, Statement], names: Sequence[str], green: float, amber: float
) -> pd.DataFrame:
    """Return a row per department: last year's sales, target, expense, profit, and profit against plan.

    Profit to date is known where actual expense is recorded; ``attainment`` follows ATTAINMENT, which also
    holds for a planned loss. ``status`` compares it with the two thresholds.
    """
    codes = np.asarray(pd.Index(list(names)).get_indexer(pd.Index(cube.keys["department"])), dtype=np.int64)
    plan = versions["plan"]
    size = len(names)
    profit = plan.sales - plan.cost - _expense(plan)
    table = pd.DataFrame(
        {
            "department": list(names),
            "last_sales": cube.step.amounts(_by_name(cube.last_year, codes, size)),
            "target": cube.step.amounts(_by_name(plan.sales, codes, size)),
            "expense": cube.step.amounts(_by_name(_expense(plan), codes, size)),
            "profit": cube.step.amounts(_by_name(profit, codes, size)),
            "profit_target_ytd": np.nan,
            "profit_actual_ytd": np.nan,
        }
    )
    actual = versions.get("actual")
    if actual is not None and actual.expense is not None:
        until = slice(0, actual.months)
        reached = actual.sales - actual.cost - actual.expense
        table["profit_target_ytd"] = cube.step.amounts(_by_name(profit[:, until], codes, size))
        table["profit_actual_ytd"] = cube.step.amounts(_by_name(reached[:, until], codes, size))
    rates = attainment.rows(
        table["profit_actual_ytd"].to_numpy(dtype=np.float64),
        table["profit_target_ytd"].to_numpy(dtype=np.float64),
    )[0]
    table["attainment"] = rates
    levels = np.select([rates >= green, rates >= amber, rates < amber], ["green", "amber", "red"], "none")
    return table.assign(status=levels)


def new_products(products: pd.DataFrame, cube: Cube, past: pd.DataFrame, first: int) -> pd.DataFrame:
    """Return what the plan of every new product comes to.

    Args:
        products: ``product, launch_month`` (index), ``analogue, price, unit_cost, target, margin``; what is
            not known is NaN or blank.
        cube: The plan.
        past: Sales before the plan year: ``product, month`` (index), ``amount``.
        first: Month index of the fiscal year's first month.

    Returns:
        Columns ``product, cost, expense, in_year, planned, difference, share``. ``in_year`` is the part of
        the first-year target that the launch curve puts into the plan year: the curve of the product it is
        like where that one's first twelve months are known, else equal months.
    """
    planned = cube.plan.sum(axis=1)
    whole = int(planned.sum())
    rows = []
    for record in products.to_dict("records"):
        line = {str(name): value for name, value in record.items()}
        mine = int(planned[(cube.keys["product"] == line["product"]).to_numpy()].sum())
        target, price, unit_cost, margin = (
            float(value) if value is not None and value == value else np.nan
            for value in (line.get(name) for name in ("target", "price", "unit_cost", "margin"))
        )
        cost = float(clear_of_noise(target * unit_cost / price)) if price > 0 else np.nan
        due = target * _share_in_year(line, past, first)
        amount = float(cube.step.amounts(mine))
        rows.append(
            {
                "product": line["product"],
                "cost": cost,
                "expense": float(allowable_expense.rows([target], [cost], [margin])[0][0]),
                "in_year": float(clear_of_noise(due)),
                "planned": amount,
                "difference": float(clear_of_noise(amount - due, amount, due)),
                "share": mine / whole if whole else np.nan,
            }
        )
    columns = ["product", "cost", "expense", "in_year", "planned", "difference", "share"]
    return pd.DataFrame(rows, columns=columns)


def curve_of(product: str | None, past: pd.DataFrame) -> Floats:
    """Return the shares of a product's first twelve months, equal ones where its launch is not on record."""
    equal = np.full(12, 1 / 12)
    if not isinstance(product, str) or "product" not in past or past.empty:
        return equal
    mine = past[past["product"] == product]
    if mine.empty:
        return equal
    start, begin, end = int(mine["month"].min()), int(past["month"].min()), int(past["month"].max())
    if start == begin or start + 11 > end:
        return equal
    (amounts,), _ = on_common_grid(mine["amount"])
    months = mine["month"].to_numpy(dtype=np.int64) - start
    row = matrix_of(np.zeros(len(mine), dtype=np.int64), months, amounts, (1, 12))
    try:
        return np.asarray(launch_curve(row.tolist()), dtype=np.float64).ravel()
    except SalesPlanError:
        return equal


def _share_in_year(line: Mapping[str, object], past: pd.DataFrame, first: int) -> float:
    launch = line.get("launch_month")
    start = first if not isinstance(launch, int | float) or launch != launch else int(launch)
    analogue = line.get("analogue")
    shares = curve_of(analogue if isinstance(analogue, str) else None, past)
    months = start + np.arange(12)
    return float(shares[(months >= first) & (months < first + 12)].sum())


def _by_name(matrix: Integers, codes: Integers, size: int) -> Integers:
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, codes[codes >= 0], matrix.sum(axis=1)[codes >= 0])
    return sums


def _expense(statement: Statement) -> Integers:
    return np.zeros_like(statement.sales) if statement.expense is None else statement.expense
