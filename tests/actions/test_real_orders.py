"""The main job on four years of real orders: load, decompose, compare; every total exact, every hold kept."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.load import load
from salesplan_xl.actions.new import new_workbook
from salesplan_xl.actions.set_values import set_values
from salesplan_xl.actions.show import shown_table
from salesplan_xl.actions.variance import variance
from salesplan_xl.cells import Workbook
from salesplan_xl.hosts.package import open_package

ORDERS = next(
    (
        folder / "shared" / "data" / "superstore.csv"
        for folder in Path(__file__).resolve().parents
        if (folder / "shared" / "data" / "superstore.csv").is_file()
    ),
    None,
)
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        ORDERS is None, reason="no folder shared/data with superstore.csv beside the checkout"
    ),
]

MAP = [
    "region=Region",
    "channel=Segment",
    "product=Category",
    "amount=Sales",
    "quantity=Quantity",
    "profit=Profit",
]
HOLDS = [
    {
        "indicator": "Sales amount",
        "period": "2017",
        "region": "West",
        "product": "Technology",
        "amount": 120_000,
    },
    {"indicator": "Sales amount", "period": "2017-03", "amount": 70_000},
    {"indicator": "Sales amount", "period": "2017Q3", "region": "South", "amount": 30_000},
]


def rows_of(workbook: Workbook, table: str) -> list[dict[str, object]]:
    ids, rows = shown_table(workbook, table)
    return [dict(zip(ids, row, strict=True)) for row in rows]


def write(workbook: Workbook, table: str, rows: list[dict[str, object]]) -> None:
    from salesplan_xl.tables.contract import TABLES
    from salesplan_xl.tables.matching import match_table

    info = workbook.tables()[table]
    positions = match_table(info, TABLES[table]).positions
    lines = []
    for row in rows:
        line: list[object] = [None] * len(info.header)
        for id, value in row.items():
            line[positions[id]] = value
        lines.append(line)
    workbook.write_table(table, lines)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    """The annual plan with 2014 to 2016 as history and 2017 as actuals."""
    path = tmp_path_factory.mktemp("orders") / "plan.xlsx"
    new_workbook("annual_plan", path, "en")
    workbook = open_package(path)
    given = ["plan_year=2017", "step=0.01", "sales_amount.committed=800000", "sales_amount.stretch=880000"]
    assert set_values(workbook, given).problems == ()
    for table, months in (("tblHistory", {"last": "2016-12"}), ("tblActuals", {"first": "2017-01"})):
        assert load(workbook, table, ORDERS, MAP, **months).problems == ()
    levels = ["Period", "Region", "Channel", "Product"]
    write(
        workbook,
        "tblLevels",
        [{"order": n, "dimension": d, "basis": "History"} for n, d in enumerate(levels, 1)],
    )
    workbook.save()
    return path


@pytest.fixture(scope="module")
def orders() -> list[dict[str, str]]:
    with ORDERS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("step", ["0.01", "1", "100"])
@pytest.mark.parametrize("held", [False, True])
def test_every_total_of_every_level_is_exact(loaded, tmp_path, step, held):
    workbook = open_package(loaded)
    assert set_values(workbook, [f"step={step}"]).problems == ()
    if held:
        write(workbook, "tblHolds", HOLDS)
    outcome = decompose(workbook)
    assert [problem.sentence("en") for problem in outcome.problems] == []
    rows = rows_of(workbook, "tblQuota")
    for column, target in (("committed", 800_000), ("stretch", 880_000)):
        cents = [Decimal(repr(row[column])) for row in rows]
        assert sum(cents) == target
        assert all(amount % Decimal(step) == 0 for amount in cents)
    assert all(row["stretch"] >= row["committed"] for row in rows)
    assert all(level["exact"] and level["total"] == 800_000 for level in outcome.figures["levels"])
    assert {level["level"] for level in outcome.figures["levels"]} == {
        "total",
        "period",
        "region",
        "channel",
        "product",
    }
    summary = [row for row in rows_of(workbook, "tblQuotaSummary") if row["indicator"] == "sales_amount"]
    by_dimension = defaultdict(Decimal)
    for row in summary:
        by_dimension[row["dimension"]] += Decimal(repr(row["year"]))
    unit = Decimal(1000)
    assert {total * unit for total in by_dimension.values()} == {Decimal(800_000)}
    if held:
        for hold in HOLDS:
            quarter = {"2017Q3": ("2017-07", "2017-08", "2017-09")}.get(hold["period"])
            kept = [
                Decimal(repr(row["committed"]))
                for row in rows
                if (row["period"] in quarter if quarter else row["period"].startswith(hold["period"]))
                and all(row[id] == hold[id] for id in ("region", "product") if id in hold)
            ]
            assert sum(kept) == hold["amount"]


def test_the_actual_of_the_year_is_the_orders_own_total(loaded, orders):
    workbook = open_package(loaded)
    assert decompose(workbook).problems == ()
    assert variance(workbook).problems == ()
    december = [row for row in rows_of(workbook, "tblVariance") if row["period"] == "2017-12"]
    total = next(
        row for row in december if row["dimension"] == "total" and row["indicator"] == "sales_amount"
    )
    own = sum(Decimal(row["Sales"]) for row in orders if row["Order Date"].startswith("2017"))
    stored = sum(Decimal(repr(row["amount"])) for row in rows_of(workbook, "tblActuals"))
    assert Decimal(repr(total["actual_ytd"])) == stored
    assert abs(stored - own) == Decimal("0.0848"), "the residual that loading reports"
    by_region = {row["member"]: row["actual_ytd"] for row in december if row["dimension"] == "region"}
    assert set(by_region) == {"Central", "East", "South", "West"}
    for region, amount in by_region.items():
        exact = sum(
            Decimal(row["Sales"])
            for row in orders
            if row["Order Date"].startswith("2017") and row["Region"] == region
        )
        assert abs(Decimal(repr(amount)) - exact) < 1


def test_a_hold_beyond_the_target_is_refused_by_name(loaded):
    workbook = open_package(loaded)
    write(workbook, "tblHolds", [*HOLDS, {"indicator": "Sales amount", "region": "East", "amount": 790_000}])
    outcome = decompose(workbook)
    assert outcome.problems
    said = " ".join(problem.sentence("en") for problem in outcome.problems)
    assert "East" in said
    assert "790,000" in said


def parts_of(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, float]:
    """The classic split by category, from its definition, in plain pandas."""
    sums = [lines.groupby("Category")[["Quantity", "Sales"]].sum() for lines in (before, after)]
    both = sums[0].add_suffix("0").join(sums[1].add_suffix("1"), how="inner")
    price0, price1 = both["Sales0"] / both["Quantity0"], both["Sales1"] / both["Quantity1"]
    grown = both["Quantity1"].sum() / both["Quantity0"].sum() - 1
    quantity = (price0 * (both["Quantity1"] - both["Quantity0"])).sum()
    volume = grown * both["Sales0"].sum()
    return {
        "base": before["Sales"].sum(),
        "price": ((price1 - price0) * both["Quantity1"]).sum(),
        "volume": volume,
        "mix": quantity - volume,
        "new": sums[1].loc[sums[1].index.difference(sums[0].index), "Sales"].sum(),
        "discontinued": -sums[0].loc[sums[0].index.difference(sums[1].index), "Sales"].sum(),
        "actual": after["Sales"].sum(),
    }


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    orders = pd.read_csv(ORDERS)
    return orders.assign(month=orders["Order Date"].str[:7])


def check_parts(row: dict[str, object], expected: dict[str, float], off: float) -> None:
    exact = {name: Decimal(repr(row[name])) for name in expected}
    assert exact["base"] + sum(exact[part] for part in list(expected)[1:-1]) == exact["actual"]
    for name, amount in expected.items():
        assert abs(float(exact[name]) - amount) < off, (name, row)


PERIODS = {
    "2017-12": ["2017-12"],
    "2017Q4": ["2017-10", "2017-11", "2017-12"],
    "2017": [f"2017-{month:02d}" for month in range(1, 13)],
    **{f"2017-{month:02d}": [f"2017-{month:02d}"] for month in range(1, 12)},
}


@pytest.fixture(scope="module")
def bridged(loaded) -> Workbook:
    workbook = open_package(loaded)
    assert decompose(workbook).problems == ()
    outcome = bridge(workbook)
    assert outcome.problems == ()
    assert "bridge_plan_without_volume" in [said.reason for said in outcome.attention]
    return workbook


def test_the_bridge_against_last_year_is_that_of_the_orders(bridged, frame):
    """Loading rounds every stored row to the cent, so amounts may differ by some cents from the orders."""
    rows = [row for row in rows_of(bridged, "tblBridge") if row["against"] == "last_year"]
    columns = {"region": "Region", "channel": "Segment"}
    seen = set()
    for row in rows:
        if row["dimension"] == "product" or row["indicator"] != "sales_amount":
            continue
        months = PERIODS[row["period"]]
        own = (
            frame if row["dimension"] == "total" else frame[frame[columns[row["dimension"]]] == row["member"]]
        )
        before = own[own["month"].isin([month.replace("2017", "2016") for month in months])]
        check_parts(row, parts_of(before, own[own["month"].isin(months)]), 0.5)
        seen.add((row["period"], row["dimension"], row["member"]))
    assert len(seen) == 3 * (1 + 4 + 3) + 11, "and a total of every month before"


def test_the_bridge_against_the_target_is_at_last_years_prices(bridged, frame):
    """The plan has amounts only: each category's quantity is its amount over its average price of 2016."""
    last_year = frame[frame["month"].str.startswith("2016")].groupby("Category")[["Quantity", "Sales"]].sum()
    price = last_year["Sales"] / last_year["Quantity"]
    quota = pd.DataFrame(rows_of(bridged, "tblQuota"))
    totals = [
        row
        for row in rows_of(bridged, "tblBridge")
        if (row["against"], row["dimension"]) == ("target", "total")
    ]
    assert [row["period"] for row in totals] == list(PERIODS)
    for row in totals:
        months = PERIODS[row["period"]]
        planned = quota[quota["period"].isin(months)].groupby("product")["committed"].sum()
        before = pd.DataFrame(
            {"Category": planned.index, "Sales": planned, "Quantity": planned / price[planned.index]}
        ).reset_index(drop=True)
        check_parts(row, parts_of(before, frame[frame["month"].isin(months)]), 0.5)


def test_every_dimension_of_the_bridge_adds_up_to_its_total(bridged):
    rows = rows_of(bridged, "tblBridge")
    parts = ("price", "volume", "mix", "new", "discontinued")
    for total in rows[:6]:
        key = ("indicator", "period", "against")
        own = [row for row in rows if all(row[name] == total[name] for name in key)]
        for dimension in ("region", "channel", "product"):
            members = [row for row in own if row["dimension"] == dimension]
            for name in ("base", "actual", *(parts if dimension == "product" else ())):
                assert sum(Decimal(repr(row[name])) for row in members) == Decimal(repr(total[name]))


def test_a_suggested_cause_stands_beside_every_large_difference_of_the_orders(loaded):
    workbook = open_package(loaded)
    assert decompose(workbook).problems == ()
    assert variance(workbook).problems == ()
    for row in rows_of(workbook, "tblVariance"):
        large = row["target"] and abs(row["variance"]) > 0.05 * abs(row["target"])
        assert bool(row["cause_class"]) == bool(large), row
