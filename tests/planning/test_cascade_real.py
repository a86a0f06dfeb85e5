"""Real orders: 2014 to 2016 decomposed into a 2017 target over month, region, segment and category."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.units import Month, Step

pytestmark = pytest.mark.realdata
JANUARY = 2017 * 12
ORDER = ("period", "region", "channel", "product")


def orders_file() -> Path:
    """Return the orders, which lie in a folder beside the checkout or beside one of its parents."""
    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "data" / "superstore.csv"
        if path.exists():
            return path
    return pytest.skip("shared/data/superstore.csv lies beside the checkout in CI; it is not there")


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    frame = pd.read_csv(orders_file())
    return pd.DataFrame(
        {
            "month": [Month.of(date[:7]).index for date in frame["Order Date"]],
            "region": frame["Region"],
            "channel": frame["Segment"],
            "product": frame["Category"],
            "amount": frame["Sales"],
        }
    )


def plan_of(orders: pd.DataFrame, step: str, holds: pd.DataFrame | None = None) -> Plan:
    return Plan(
        PlanSettings(2017, step=Step.of(step)),
        pd.DataFrame({"indicator": ["sales_amount"], "committed": [800_000.0], "stretch": [880_000.0]}),
        history=orders[orders["month"] < JANUARY],
        actuals=orders[orders["month"] >= JANUARY],
        levels=pd.DataFrame({"order": range(4), "dimension": ORDER}),
        holds=holds if holds is not None else pd.DataFrame({"amount": []}),
    )


@pytest.mark.parametrize("step", ["0.01", "1", "100"])
def test_every_total_of_every_level_is_exact(orders, step):
    answer = decompose(plan_of(orders, step))
    quota, cents = answer.quota, Step.of(step).decimal
    assert int(quota["committed"].sum()) * cents == 800_000
    assert int(quota["stretch"].sum()) * cents == 880_000
    assert (quota["stretch"] >= quota["committed"]).all()
    assert answer.levels["exact"].all()
    assert answer.levels["level"].tolist() == ["total", *ORDER]
    assert set(answer.levels["total"]) == {int(800_000 / cents)}


def test_month_targets_are_the_orders_own_pooled_shares(orders):
    """Months read from the file with decimals alone are within a cent of the answer."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    with orders_file().open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["Order Date"] < "2017":
                sums[int(row["Order Date"][5:7])] += Decimal(row["Sales"])
    total = sum(sums.values())
    months = decompose(plan_of(orders, "0.01")).quota.groupby("period")["committed"].sum()
    for month, amount in sums.items():
        assert abs(Decimal(int(months[JANUARY + month - 1])) - 80_000_000 * amount / total) < 1


@pytest.mark.parametrize("step", ["0.01", "1", "100"])
def test_crossing_holds_are_kept_to_the_cent(orders, step):
    """Technology in West for the year, all of March, and a quarter of East cross each other."""
    holds = pd.DataFrame(
        [
            {"region": "West", "product": "Technology", "amount": 95_000.0},
            {"first_month": JANUARY + 2, "last_month": JANUARY + 2, "amount": 61_300.0},
            {"first_month": JANUARY + 3, "last_month": JANUARY + 5, "region": "East", "amount": 44_400.0},
        ]
    )
    answer = decompose(plan_of(orders, step, holds))
    quota, unit = answer.quota, Step.of(step).decimal
    held = [
        (quota["region"] == "West") & (quota["product"] == "Technology"),
        quota["period"] == JANUARY + 2,
        quota["period"].between(JANUARY + 3, JANUARY + 5) & (quota["region"] == "East"),
    ]
    for mask, amount in zip(held, holds["amount"], strict=True):
        assert int(quota.loc[mask, "committed"].sum()) * unit == Decimal(amount)
    assert int(quota["committed"].sum()) * unit == 800_000
    assert int(quota["stretch"].sum()) * unit == 880_000
    assert answer.levels["exact"].all()
    assert not [note for note in answer.notes if note.reason == "level_gave_way"]
