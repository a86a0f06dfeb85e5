"""Retail outlets by month, city and dealer: how many, how many sell, what each sells, how long stock lasts.

=============  ============================================================================================
new_outlets    outlets seen in no earlier month of the year; blank for the first month there is
active         outlets marked active; without a mark, those that sold anything
distribution   outlets with goods on display / outlets whose display was counted (NUMERIC_DISTRIBUTION)
rate_of_sale   sell-out of the active outlets / active outlets
cover          closing stock / sell-out of the month
=============  ============================================================================================

An outlet is known by its city, dealer and name. Only months are shown: outlets do not add up over them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.planning.cuts import Cuts, Window, cut, figures, quotient

MEASURES = (
    "outlets",
    "is_new",
    "is_active",
    "counted",
    "displayed",
    "display",
    "sell_out",
    "sold_active",
    "stock",
)
COLUMNS = (
    "outlets",
    "new_outlets",
    "active",
    "active_share",
    "distribution",
    "display",
    "sell_out",
    "rate_of_sale",
    "stock",
    "cover",
)
_KEY = ("city", "customer", "outlet")


def outlet_review(outlets: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return the figures of the outlets in total, by city and by customer, month by month.

    Args:
        outlets: ``month`` (index), ``city``, ``customer``, ``outlet``, ``display``, ``sell_out``, ``stock``
            and ``active`` (``yes``, ``no`` or blank).
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
    """
    cuts = cut(_counted(outlets, first), ("city", "customer"), MEASURES, first, last)
    rows = figures(cuts, COLUMNS, lambda window: _window(cuts, window))
    to_date = rows["period"].astype(str).str.contains("..", regex=False)
    return rows[~to_date].reset_index(drop=True)


def _counted(outlets: pd.DataFrame, first: int) -> pd.DataFrame:
    """Return the rows with what is counted about each outlet as ones and zeros."""
    rows = outlets[outlets["month"] >= first].copy()
    for column in ("display", "sell_out", "stock"):
        if column not in rows:
            rows[column] = np.nan
    own = [rows[column] for column in _KEY if column in rows]
    each = [rows["month"], *own]
    again = pd.concat(each, axis=1).duplicated().to_numpy()
    begins = rows.groupby(own, dropna=False, sort=False)["month"].transform("min")
    marks = rows["active"] if "active" in rows else pd.Series(None, index=rows.index, dtype=object)
    active = np.where(marks.notna(), marks == "yes", rows["sell_out"] > 0)
    start = rows["month"].min()
    is_new = np.where(rows["month"] == start, np.nan, (begins == rows["month"]) & ~again)
    known = rows["display"].notna().to_numpy()
    return rows.assign(
        outlets=(~again).astype(float),
        is_new=is_new.astype(float),
        is_active=(active & ~again).astype(float),
        counted=known.astype(float),
        displayed=((rows["display"] > 0) & known).astype(float),
        sold_active=np.where(active, rows["sell_out"].fillna(0.0), 0.0),
    )


def _window(cuts: Cuts, window: Window) -> dict[str, Any]:
    found: dict[str, Any] = {measure: cuts.flow(measure, window) for measure in MEASURES}
    active = found["is_active"]
    return {
        **found,
        "new_outlets": found["is_new"],
        "active": active,
        "active_share": quotient(active, found["outlets"]),
        "distribution": quotient(found["displayed"], found["counted"]),
        "rate_of_sale": np.round(quotient(found["sold_active"], active), 2),
        "cover": np.round(quotient(found["stock"], found["sell_out"]), 2),
    }
