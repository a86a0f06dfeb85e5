"""Indicators that sales rows carry with them: volume in their quantity, gross profit in amount less cost."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from salesplan_xl.planning.plan import SALES
from salesplan_xl.units import clear_of_noise


def with_derived(sales: pd.DataFrame, indicators: Iterable[str]) -> pd.DataFrame:
    """Return sales rows with rows added for volume and gross profit, where these are asked for.

    Nothing is added for an indicator that has rows of its own. Rows without a quantity or a cost add nothing
    to that indicator; a blank indicator is the sales amount. The frame given is not changed.

    >>> row = {"indicator": "sales_amount", "amount": 10.0, "quantity": 3.0, "cost": 6.0}
    >>> rows = pd.DataFrame([row])
    >>> with_derived(rows, ["volume", "gross_profit"])[["indicator", "amount"]].values.tolist()
    [['sales_amount', 10.0], ['volume', 3.0], ['gross_profit', 4.0]]
    """
    if "amount" not in sales:
        return sales
    own, present = sales, {SALES}
    if "indicator" in sales:
        present = set(sales["indicator"].dropna().unique())
        own = sales[sales["indicator"].isin([SALES, ""]) | sales["indicator"].isna()]
    parts = [sales]
    for indicator in indicators:
        if indicator in present or indicator not in _FROM_SALES or own.empty:
            continue
        column = _FROM_SALES[indicator]
        if column not in own:
            continue
        known = own[own[column].notna()]
        if known.empty:
            continue
        amounts = known[column].to_numpy(dtype=np.float64)
        if indicator == "gross_profit":
            sold = known["amount"].to_numpy(dtype=np.float64)
            amounts = clear_of_noise(sold - amounts, sold, amounts)
        parts.append(known.assign(indicator=indicator, amount=amounts))
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else sales


_FROM_SALES = {"volume": "quantity", "gross_profit": "cost"}
