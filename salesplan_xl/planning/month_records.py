"""What was sold in each month, kept to tell later whether a closed month has been changed or stands twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import as_amounts, on_common_grid, sums_by
from salesplan_xl.planning.members import numbers_of
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS

LEAST_ROWS = 2
"""A month of fewer rows that repeat may well have two sales alike."""

Totals = dict[int, dict[str, float]]


def month_totals(sales: pd.DataFrame, months: Sequence[int]) -> Totals:
    """Return by month index and indicator what the rows of some months add up to, exactly.

    >>> rows = pd.DataFrame({"month": [1, 1, 2], "indicator": "sales_amount", "amount": [0.1, 0.2, 5]})
    >>> month_totals(rows, [1, 3])
    {1: {'sales_amount': 0.3}}
    """
    inside = sales[np.isin(sales["month"].to_numpy(dtype=np.int64), np.asarray(months, dtype=np.int64))]
    totals: Totals = {}
    for indicator, rows in inside.groupby("indicator", sort=False):
        (whole,), step = on_common_grid(numbers_of(rows, "amount"))
        codes, found = pd.factorize(rows["month"])
        sums = as_amounts(sums_by(codes.astype(np.int64), whole, len(found)), step)
        for month, total in zip(found.tolist(), sums.tolist(), strict=True):
            totals.setdefault(int(month), {})[str(indicator)] = total
    return totals


def changed_totals(before: Totals, now: Totals) -> list[tuple[int, str, float, float]]:
    """Return month, indicator, former and present total where they differ; what is gone is zero now.

    An indicator that was not kept before is no change.
    """
    return [
        (month, indicator, total, now.get(month, {}).get(indicator, 0.0))
        for month, totals in sorted(before.items())
        for indicator, total in totals.items()
        if now.get(month, {}).get(indicator, 0.0) != total
    ]


def repeated_months(sales: pd.DataFrame) -> list[int]:
    """Return the months of which every row stands there twice or more: most likely they were entered twice.

    Rows are alike where month, indicator, members, quantity and amount are the same.
    """
    columns = [*("month", "indicator"), *MEMBER_DIMENSIONS, "quantity", "amount"]
    keys = sales[[column for column in columns if column in sales]]
    alone = ~keys.duplicated(keep=False).to_numpy()
    months = keys["month"].to_numpy(dtype=np.int64)
    rows = pd.Series(months).value_counts()
    several = set(rows.index[rows > LEAST_ROWS].tolist())
    return sorted(several - set(months[alone].tolist()))
