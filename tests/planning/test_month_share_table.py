"""Month shares of three years against sums and shares in plain pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.month_share_table import month_share_table
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.units import Month

YEAR = 2027


def plan_of(history, actuals=None, fiscal_start=1, aggregation="sum", **settings):
    targets = pd.DataFrame(
        {
            "indicator": ["sales_amount"],
            "aggregation": [aggregation],
            "committed": [120_000.0],
            "stretch": [np.nan],
        }
    )
    levels = pd.DataFrame({"order": [1], "dimension": ["period"], "basis": ["history"]})
    frames = {"history": history, "levels": levels}
    if actuals is not None:
        frames["actuals"] = actuals
    return Plan(PlanSettings(YEAR, fiscal_start, **settings), targets, **frames)


def rows(years, fiscal_start=1, left_out=()):
    """Two rows a month of the years before the plan year, amounts with cents."""
    first = Month(YEAR, fiscal_start).index
    return pd.DataFrame(
        [
            {"month": first + 12 * year + m, "amount": round(100.1 * (m + 1) * (4 + year) / part, 2)}
            for year in years
            for m in range(12)
            for part in (2, 4)
            if (year, m) not in left_out
        ]
    )


def table_of(plan):
    return month_share_table(plan, decompose(plan))


def test_sums_and_shares_of_three_years():
    history = rows((-3, -2, -1))
    table = table_of(plan_of(history))
    first = Month(YEAR, 1).index
    sums = history.groupby("month")["amount"].sum()
    years = {y: np.array([sums[first + 12 * y + m] for m in range(12)]) for y in (-3, -2, -1)}
    for name, year in (("three_back", -3), ("two_back", -2), ("last_year", -1)):
        assert table[name].to_numpy() == pytest.approx(years[year], abs=1e-9)
    total = sum(years.values())
    assert table["total"].to_numpy() == pytest.approx(total, abs=1e-9)
    assert table["pooled"].to_numpy() == pytest.approx(total / total.sum())
    assert table["mean"].to_numpy() == pytest.approx(sum(y / y.sum() for y in years.values()) / 3)
    assert table["shifted"].to_numpy() == pytest.approx(total / total.sum())
    assert table["index"].to_numpy() == pytest.approx(12 * total / total.sum())
    assert table["moving_average"].sum() == pytest.approx(1)
    assert table["plan"].sum() == 120_000
    assert table["plan_share"].to_numpy() == pytest.approx(table["plan"].to_numpy() / 120_000)


def test_a_month_without_rows_is_blank_and_its_year_counts_in_no_share():
    table = table_of(plan_of(rows((-2, -1), left_out={(-2, 4)})))
    assert table["three_back"].isna().all()
    assert np.isnan(table["two_back"][4])
    last = table["last_year"].to_numpy()
    assert table["pooled"].to_numpy() == pytest.approx(last / last.sum())
    assert table["total"][4] == last[4]
    assert table["moving_average"].isna().all()


def test_no_history_gives_the_plan_alone():
    table = table_of(
        plan_of(
            rows(
                (),
            ).reindex(columns=["month", "amount"])
        )
    )
    assert table["total"].isna().all()
    assert table["pooled"].isna().all()
    assert table["index"].isna().all()
    assert table["plan"].sum() == 120_000


def test_a_month_is_not_taken_twice_and_older_years_not_at_all():
    history = pd.concat([rows((-4, -1))], ignore_index=True)
    table = table_of(plan_of(history, actuals=rows((-2, -1))))
    once = rows((-1,)).groupby("month")["amount"].sum().to_numpy()
    assert table["last_year"].to_numpy() == pytest.approx(once)
    assert table["two_back"].notna().all()
    assert table["three_back"].isna().all()


def test_months_follow_the_fiscal_year_and_february_keeps_its_new_year():
    table = table_of(plan_of(rows((-3, -2, -1), 4), fiscal_start=4, lunar_new_year=True))
    assert table["place"].tolist() == list(range(12))
    pooled, shifted = table["pooled"].to_numpy(), table["shifted"].to_numpy()
    assert shifted[9] + shifted[10] == pytest.approx(pooled[9] + pooled[10])
    assert shifted[:9] == pytest.approx(pooled[:9])
    assert abs(shifted[9] - pooled[9]) > 1e-6


def test_closing_values_have_no_shares():
    plan = plan_of(rows((-1,)), aggregation="closing")
    assert month_share_table(plan, decompose(plan)).empty
