"""The main job on four years of real orders: load, decompose, compare; every total exact, every hold kept."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

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
