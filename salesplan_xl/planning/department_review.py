"""Departments: sales, gross profit, expense and profit against their targets, for the year and each month.

A department is what the sales say; where they name none, the one that the region belongs to; else the region
itself, so that regional branches are departments without any further list.

=================  ========================================================================================
margin             sales less their cost; margin_target the quota of the gross profit
profit             margin - expense; profit_target: margin_target - budget
..._attainment     ATTAINMENT, of a negative target by its rule
status             of the profit where it has a target, else of sales
=================  ========================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import attainment
from salesplan_xl.formulas.expense import expense_ratio
from salesplan_xl.planning.cuts import Cuts, Window, cut, figures
from salesplan_xl.planning.statuses import statuses
from salesplan_xl.units import Floats, clear_of_noise

MEASURES = ("sales_target", "sales", "margin_target", "margin", "budget", "expense")
COLUMNS = (
    "sales_target",
    "sales",
    "sales_attainment",
    "margin_target",
    "margin",
    "margin_attainment",
    "budget",
    "expense",
    "expense_ratio",
    "profit_target",
    "profit",
    "profit_attainment",
    "status",
)


def department_review(
    parts: Mapping[str, pd.DataFrame], first: int, last: int, green: float = 1.0, amber: float = 0.9
) -> pd.DataFrame:
    """Return the departments' figures: ``period``, ``department`` (None for all together), :data:`COLUMNS`.

    Args:
        parts: For each of :data:`MEASURES` that there is: ``month`` (index), ``department``, ``amount``.
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
        green: From this attainment on, on track.
        amber: From this attainment on, at risk; below it, behind.
    """
    rows = pd.concat(
        [
            part[["month", "department"]].assign(**{measure: part["amount"]})
            for measure, part in parts.items()
            if len(part)
        ]
        or [pd.DataFrame({"month": [], "department": []})],
        ignore_index=True,
    )
    cuts = cut(rows, ("department",), MEASURES, first, last)
    found = figures(cuts, COLUMNS, lambda window: _window(cuts, window, green, amber))
    return found.assign(department=found["member"])[["period", "department", *COLUMNS]]


def departments_of(frame: pd.DataFrame, above: Mapping[str, str]) -> list[Any]:
    """Return each row's department: its own, that of its region, or the region itself.

    >>> rows = pd.DataFrame({"department": ["Online", None, None], "region": ["N", "N", "S"]})
    >>> departments_of(rows, {"N": "Branch 1"})
    ['Online', 'Branch 1', 'S']
    """
    own = frame["department"] if "department" in frame else pd.Series(None, index=frame.index, dtype=object)
    region = frame["region"] if "region" in frame else pd.Series(None, index=frame.index, dtype=object)
    belongs = region.map(lambda name: above.get(name, name))
    known = own.notna() & (own != "")
    found = [mine if has else other for mine, other, has in zip(own, belongs, known, strict=True)]
    return [name if isinstance(name, str) else None for name in found]


def _window(cuts: Cuts, window: Window, green: float, amber: float) -> dict[str, Any]:
    found: dict[str, Any] = {measure: cuts.flow(measure, window) for measure in MEASURES}
    found["sales_attainment"] = attainment.rows(found["sales"], found["sales_target"])[0]
    found["margin_attainment"] = attainment.rows(found["margin"], found["margin_target"])[0]
    found["expense_ratio"] = expense_ratio.rows(found["expense"], found["sales"])[0]
    found["profit"] = _less(found["margin"], found["expense"])
    found["profit_target"] = _less(found["margin_target"], found["budget"])
    reached = attainment.rows(found["profit"], found["profit_target"])[0]
    found["profit_attainment"] = reached
    by_sales = np.where(np.isnan(reached), found["sales_attainment"], reached)
    known = np.where(np.isnan(reached), found["sales"], found["profit"])
    found["status"] = statuses(by_sales, known, green, amber)
    return found


def _less(amount: Floats, taken: Floats) -> Floats:
    """Return a difference; blank where neither is known, what is blank beside a number being zero."""
    both = [np.nan_to_num(values) for values in (amount, taken)]
    rest = clear_of_noise(both[0] - both[1], *both)
    return np.where(np.isnan(amount) & np.isnan(taken), np.nan, rest)
