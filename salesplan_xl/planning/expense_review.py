"""Expense by month, department and class: actual against budget, and as a share of sales."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.formulas.expense import expense_ratio
from salesplan_xl.planning.cuts import Cuts, Window, cut, figures, quotient
from salesplan_xl.units import Floats, clear_of_noise

COLUMNS = (
    "actual",
    "budget",
    "over_budget",
    "used",
    "actual_ytd",
    "budget_ytd",
    "used_ytd",
    "sales",
    "expense_ratio",
    "expense_ratio_ytd",
)


def expense_review(
    actuals: pd.DataFrame, budget: pd.DataFrame | None, sales: pd.DataFrame, first: int, last: int
) -> pd.DataFrame:
    """Return expense in total, by department and by class, month by month with the year to date beside it.

    Args:
        actuals: ``month`` (index), ``department``, ``class``, ``amount``.
        budget: The same, of the budget; ``None`` or without rows where there is none.
        sales: ``month``, ``department`` and ``amount`` of the sales that expense is held against.
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
    """
    parts = [actuals.assign(actual=actuals["amount"]), sales.assign(sales=sales["amount"])]
    if budget is not None and len(budget):
        parts.append(budget.assign(budget=budget["amount"]))
    wanted = ["month", "department", "class", "actual", "budget", "sales"]
    rows = pd.concat([part.reindex(columns=wanted) for part in parts], ignore_index=True)
    known = actuals["month"].max() if len(actuals) else first - 1
    until = int(min(last, known)) if known >= first else first - 1
    cuts = cut(rows, ("department", "class"), ("actual", "budget", "sales"), first, max(until, first))
    found = figures(cuts, COLUMNS, lambda window: _window(cuts, window))
    to_date = found["period"].astype(str).str.contains("..", regex=False)
    spent = found["actual"].notna() | found["budget"].notna()
    return found[~to_date & spent].reset_index(drop=True)


def _window(cuts: Cuts, window: Window) -> dict[str, Any]:
    year = Window(0, window.end)
    actual, budget = cuts.flow("actual", window), cuts.flow("budget", window)
    actual_ytd, budget_ytd = cuts.flow("actual", year), cuts.flow("budget", year)
    sales, sales_ytd = cuts.flow("sales", window), cuts.flow("sales", year)
    return {
        "actual": actual,
        "budget": budget,
        "over_budget": clear_of_noise(actual - budget, np.nan_to_num(actual), np.nan_to_num(budget)),
        "used": quotient(actual, budget),
        "actual_ytd": actual_ytd,
        "budget_ytd": budget_ytd,
        "used_ytd": quotient(actual_ytd, budget_ytd),
        "sales": sales,
        "expense_ratio": _ratio(actual, sales),
        "expense_ratio_ytd": _ratio(actual_ytd, sales_ytd),
    }


def _ratio(expense: Floats, sales: Floats) -> Floats:
    """EXPENSE_RATIO down a column, NaN where it refuses."""
    return np.asarray(expense_ratio.rows(expense, sales)[0])
