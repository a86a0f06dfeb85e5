"""Scores and figures of strategic accounts, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.planning.metrics import Book
from salesplan_xl.planning.strategic_accounts import account_table

FIRST = 100


def test_scores_ranks_and_sales_of_accounts():
    sales = pd.DataFrame(
        {
            "indicator": "sales_amount",
            "month": [FIRST, FIRST, FIRST - 12],
            "customer": ["A", "B", "A"],
            "amount": [60.0, 40.0, 30.0],
        }
    )
    quota = pd.DataFrame({"indicator": "sales_amount", "month": [FIRST], "customer": ["A"], "target": [80.0]})
    accounts = pd.DataFrame(
        {"customer": ["A", "B", "C"], "scale": [5.0, 2, np.nan], "synergy": [3.0, np.nan, np.nan]},
        index=[4, 7, 9],
    )
    table = account_table(
        accounts,
        ("scale", "synergy", "unknown"),
        Book.of({"sales": sales, "quota": quota}, FIRST),
        FIRST,
        FIRST,
    )
    assert table.index.tolist() == [4, 7, 9]
    # A: 5 and 3 of 5 and 5; B: 2 of 5; C was not rated.
    np.testing.assert_allclose(table["score"], [0.8, 0.4, np.nan])
    np.testing.assert_allclose(table["rank"], [1, 2, np.nan])
    np.testing.assert_allclose(table["share"], [0.6, 0.4, 0])
    np.testing.assert_allclose(table["attainment"], [0.75, np.nan, np.nan])
    np.testing.assert_allclose(table["growth"], [1, np.nan, np.nan])
