"""Customers ranked by what they bought this year: ABC by running share, growth, attainment, gap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.attainment import attainment, change_rate, gap
from salesplan_xl.formulas.concentration import abc_class
from salesplan_xl.planning.cuts import Cuts, Window, cut, quotient
from salesplan_xl.planning.receivables_review import descending
from salesplan_xl.planning.statuses import statuses
from salesplan_xl.units import Floats, Month, Period

COLUMNS = (
    "period",
    "customer",
    "rank",
    "class",
    "region",
    "actual",
    "share",
    "running_share",
    "last_year",
    "growth",
    "target",
    "attainment",
    "gap",
    "status",
)


def key_dealers(
    quota: pd.DataFrame, sales: pd.DataFrame, first: int, last: int, green: float = 1.0, amber: float = 0.9
) -> pd.DataFrame:
    """Rank the customers by the sales of the year to date, the largest first; of equals the earlier.

    A is who makes up the first 80 % of sales, B the next 15 %, C the rest; a customer who only returned
    goods counts as nothing, and is C. ``gap`` is target - actual.

    Args:
        quota: ``period`` (month index), ``customer``, ``target`` of one indicator.
        sales: ``month`` (index), ``customer``, ``region``, ``amount`` of it, this year and last.
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
    """
    now = cut(sales, ("customer",), ("amount",), first, last)
    before = cut(sales, ("customer",), ("amount",), first - 12, last - 12)
    planned = cut(quota.rename(columns={"period": "month"}), ("customer",), ("target",), first, last)
    window = Window(0, last - first)
    names = list(dict.fromkeys(name for cuts in (now, planned) for name in cuts.members if name is not None))
    if not names or not now.months:
        return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS})
    actual = np.nan_to_num(_by_name(now, "amount", window, names))
    last_year = _by_name(before, "amount", window, names)
    target = _by_name(planned, "target", window, names)
    order = descending(actual)
    actual, last_year, target = (values[order] for values in (actual, last_year, target))
    total = np.full(len(actual), actual.sum())
    reached = attainment.rows(actual, target)[0]
    return pd.DataFrame(
        {
            "period": str(Period(Month.at(first), Month.at(last))),
            "customer": [names[place] for place in order],
            "rank": np.arange(1.0, len(actual) + 1),
            "class": _classes(actual),
            "region": _regions(sales, [names[place] for place in order]),
            "actual": actual,
            "share": quotient(actual, total),
            "running_share": quotient(np.cumsum(actual), total),
            "last_year": last_year,
            "growth": change_rate.rows(actual, last_year)[0],
            "target": target,
            "attainment": reached,
            "gap": gap.rows(actual, target)[0],
            "status": statuses(reached, actual, green, amber),
        }
    )


def _by_name(cuts: Cuts, measure: str, window: Window, names: list[str]) -> Floats:
    values = dict(zip(cuts.members.tolist(), cuts.flow(measure, window).tolist(), strict=True))
    return np.array([values.get(name, np.nan) for name in names])


def _classes(actual: Floats) -> list[str]:
    try:
        return [cell for row in abc_class(np.maximum(actual, 0.0)[:, None]) for cell in row]
    except SalesPlanError:
        return ["C"] * len(actual)


def _regions(sales: pd.DataFrame, names: list[str]) -> list[object]:
    """Return the region of each customer's latest sale."""
    if "region" not in sales:
        return [None] * len(names)
    known = sales[sales["region"].notna() & sales["customer"].notna()].sort_values("month", kind="stable")
    latest = known.drop_duplicates("customer", keep="last").set_index("customer")["region"].to_dict()
    return [latest.get(name) for name in names]
