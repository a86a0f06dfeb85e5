"""Strategic accounts: how strategic each is, what it contributes, how it stands against its target."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.attainment import attainment as attainment_of
from salesplan_xl.formulas.attainment import change_rate
from salesplan_xl.formulas.incentives import ranking, score
from salesplan_xl.planning.metrics import Book, View
from salesplan_xl.planning.metrics.results import planned, share, sold
from salesplan_xl.planning.metrics.view import TOTAL

BEST = 5.0
"""The best mark of a factor."""
COLUMNS = ("score", "rank", "sales", "share", "growth", "target", "attainment")


def account_table(
    accounts: pd.DataFrame, factors: Sequence[str], book: Book, first: int, last: int
) -> pd.DataFrame:
    """Return score, rank and sales of accounts over a period, in the rows of ``accounts``.

    The score is the mean of the factors that are rated, each from 1 to 5, as a share of the best mark; an
    account without any rating has none. Accounts without sales or target have no such figure.
    """
    customers = tuple(accounts["customer"].tolist())
    view = View(book, "customer", tuple(dict.fromkeys(customers)), first, last)
    place = {name: at for at, name in enumerate(view.members)}
    at = np.array([place[name] for name in customers], dtype=np.int64)
    sales, before, target = sold(view)[at], sold(view.moved(-12))[at], planned(view)[at]
    target = np.where(target == 0, np.nan, target)
    whole = sold(View(book, TOTAL, (None,), first, last))
    scores = np.array([_score(row) for row in _ratings(accounts, factors)])
    return pd.DataFrame(
        {
            "score": scores,
            "rank": np.asarray(ranking(scores), dtype=np.float64).ravel() if len(scores) else scores,
            "sales": sales,
            "share": share(sales, np.broadcast_to(whole, sales.shape)),
            "growth": change_rate.rows(sales, before)[0],
            "target": target,
            "attainment": attainment_of.rows(sales, target)[0],
        },
        index=accounts.index,
    )


def _ratings(
    accounts: pd.DataFrame, factors: Sequence[str]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    columns = [
        accounts[factor].to_numpy(np.float64) if factor in accounts else np.full(len(accounts), np.nan)
        for factor in factors
    ]
    return np.stack(columns, axis=1) if columns else np.zeros((len(accounts), 0))


def _score(ratings: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    rated = ratings[~np.isnan(ratings)]
    try:
        return float(score(rated, np.full(rated.size, BEST), np.ones(rated.size), 1.0))
    except SalesPlanError:
        return float("nan")
