"""Four years of real orders: what is stored and what rounding left make the orders' own totals, exactly."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from salesplan_xl.sources import read_source, remembered
from salesplan_xl.units import Month, Step

pytestmark = pytest.mark.realdata

Key = tuple[str, str, str, str]


def own_totals(path: Path, years: range) -> tuple[dict[Key, list[Decimal]], list[Decimal]]:
    """Add sales, quantity and cost (sales less profit) by the csv module and Decimal alone."""
    groups: dict[Key, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    totals = [Decimal(0)] * 3
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["Order Date"][:4]) not in years:
                continue
            sales, profit = Decimal(row["Sales"]), Decimal(row["Profit"])
            numbers = [sales, Decimal(row["Quantity"]), sales - profit]
            key = (row["Order Date"][:7], row["Region"], row["Segment"], row["Category"])
            groups[key] = [had + more for had, more in zip(groups[key], numbers, strict=True)]
            totals = [had + more for had, more in zip(totals, numbers, strict=True)]
    return groups, totals


@pytest.mark.parametrize("step", ["0.01", "1", "100"])
def test_three_years_of_history(real_orders: Path, step: str) -> None:
    """Every stored row is its group's exact sum rounded once; totals differ by exactly the residual."""
    loaded = read_source(
        real_orders, table="tblHistory", first=Month(2014, 1), last=Month(2016, 12), step=Step.of(step)
    )
    assert loaded.problems == []
    groups, totals = own_totals(real_orders, range(2014, 2017))
    frame, grid = loaded.frame, Decimal(step)
    stored = {
        (row.month, row.region, row.channel, row.product): (row.amount, row.quantity, row.cost)
        for row in frame.itertuples()
    }
    assert stored.keys() == groups.keys()
    for key, (sales, quantity, cost) in groups.items():
        rounded = [(number / grid).quantize(Decimal(1), ROUND_HALF_UP) * grid for number in (sales, cost)]
        assert stored[key] == (float(rounded[0]), float(quantity), float(rounded[1]))
    for column, total in zip(("amount", "quantity", "cost"), totals, strict=True):
        assert loaded.taken.totals[column] == total
        shown = sum((Decimal(repr(value)) for value in frame[column].tolist()), Decimal(0))
        assert shown + loaded.taken.residual[column] == total


def test_actuals_of_one_year_with_the_mapping_of_the_last(real_orders: Path) -> None:
    """2017 is loaded by what was remembered of the history's mapping."""
    history = read_source(real_orders, table="tblHistory", last=Month(2016, 12))
    loaded = read_source(real_orders, table="tblActuals", first=Month(2017, 1), **remembered(history.mapping))
    _, totals = own_totals(real_orders, range(2017, 2018))
    assert loaded.taken.totals["amount"] == totals[0]
    assert sorted(set(loaded.frame["month"])) == [f"2017-{month:02d}" for month in range(1, 13)]
    assert set(loaded.taken.asked) == {
        "month",
        "region",
        "channel",
        "product",
        "quantity",
        "amount",
        "profit",
    }


def test_only_one_state_by_sub_category(real_orders: Path) -> None:
    """A filter by a column that is not loaded; columns left out, columns joined."""
    loaded = read_source(
        real_orders,
        table="tblHistory",
        mapping={"product": "Category+Sub-Category", "region": "", "渠道": "", "cost": "", "profit": ""},
        only={"State": "Texas"},
    )
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with real_orders.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["State"] == "Texas":
                product = f"{row['Category']} / {row['Sub-Category']}"
                expected[row["Order Date"][:7], product] += Decimal(row["Sales"])
    assert list(loaded.frame.columns) == ["month", "product", "quantity", "amount"]
    assert len(loaded.frame) == len(expected)
    assert loaded.taken.totals["amount"] == sum(expected.values())
