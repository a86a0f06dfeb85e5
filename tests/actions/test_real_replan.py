"""The rolling revision of real orders, leaf by leaf against plain pandas and whole cents."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.load import load
from salesplan_xl.actions.new import new_workbook
from salesplan_xl.actions.replan import replan
from salesplan_xl.actions.set_values import set_values
from salesplan_xl.actions.show import shown_table
from salesplan_xl.actions.variance import variance
from salesplan_xl.hosts.package import open_package
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import match_table

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
LEAF = ["region", "channel", "product"]
TARGET = 80_000_000
"""800,000 in cents."""


def put(workbook, table, rows):
    info = workbook.tables()[table]
    positions = match_table(info, TABLES[table]).positions
    lines = [[None] * len(info.header) for _ in rows]
    for line, row in zip(lines, rows, strict=True):
        for id, value in row.items():
            line[positions[id]] = value
    workbook.write_table(table, lines)


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> Path:
    """2014 to 2016 as history, the first half of 2017 as actuals, 800,000 decomposed."""
    path = tmp_path_factory.mktemp("orders") / "plan.xlsx"
    new_workbook("annual_plan", path, "en")
    workbook = open_package(path)
    given = ["plan_year=2017", "step=0.01", "sales_amount.committed=800000", "target_version=revised"]
    assert set_values(workbook, given).problems == ()
    columns = ["region=Region", "channel=Segment", "product=Category", "amount=Sales"]
    months = {"tblHistory": {"last": "2016-12"}, "tblActuals": {"first": "2017-01", "last": "2017-06"}}
    for table, span in months.items():
        assert load(workbook, table, ORDERS, columns, **span).problems == ()
    levels = ["Period", "Region", "Channel", "Product"]
    rows = [{"order": n, "dimension": d, "basis": "History"} for n, d in enumerate(levels, 1)]
    put(workbook, "tblLevels", rows)
    workbook.save()
    workbook = open_package(path)
    assert decompose(workbook).problems == ()
    workbook.save()
    return path


@pytest.fixture(scope="module")
def sold() -> pd.Series:
    """Cents by leaf and month of the first half of 2017, each sum rounded once."""
    orders = pd.read_csv(ORDERS, dtype={"Sales": str}, encoding="utf-8")
    orders["month"] = orders["Order Date"].str[:7]
    half = orders[(orders["month"] >= "2017-01") & (orders["month"] <= "2017-06")]
    sums = half.groupby(["Region", "Segment", "Category", "month"])["Sales"].agg(
        lambda cells: sum(map(Decimal, cells), Decimal(0))
    )
    return sums.map(lambda amount: int((amount * 100).to_integral_value(ROUND_HALF_UP)))


def frame_of(workbook, table) -> pd.DataFrame:
    ids, rows = shown_table(workbook, table)
    return pd.DataFrame(rows, columns=ids)


def cents(amounts: pd.Series) -> pd.Series:
    return amounts.map(lambda amount: int((Decimal(repr(amount)) * 100).to_integral_exact()))


def split(total: int, weights: list[int]) -> list[int]:
    """Share whole cents by largest remainders, the earlier first."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    whole = [int(amount) for amount in exact]
    for at in sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])[: total - sum(whole)]:
        whole[at] += 1
    return whole


def revised_by_hand(plan: pd.DataFrame, sold: pd.Series, order: dict[str, list[str]]) -> dict:
    """Return the open months by leaf: each node what its year still wants, none less than nothing."""
    done = sold.groupby(level=[0, 1, 2]).sum()
    months = plan.pivot_table(index=LEAF, columns="period", values="cents", aggfunc="sum", fill_value=0)
    ahead = [month for month in months.columns if month > "2017-06"]
    found = {}

    def still(node: tuple) -> int:
        inside = months[[key[: len(node)] == node for key in months.index]]
        sales = done[[key[: len(node)] == node for key in done.index]]
        return int(inside.to_numpy().sum()) - int(sales.sum())

    def go(node: tuple, total: int) -> None:
        if len(node) == 3:
            found[node] = dict(zip(ahead, split(total, months.loc[node, ahead].tolist()), strict=True))
            return
        children = [
            (*node, name)
            for name in order[LEAF[len(node)]]
            if any(
                key[: len(node) + 1] == (*node, name) and months.loc[key, ahead].sum() for key in months.index
            )
        ]
        for child, part in zip(children, split(total, [max(still(c), 0) for c in children]), strict=True):
            go(child, part)

    go((), still(()))
    return found


def test_every_leaf_is_what_plain_pandas_gives(planned, sold):
    workbook = open_package(planned)
    quota = frame_of(workbook, "tblQuota")
    quota = quota[quota["indicator"] == "sales_amount"].assign(cents=lambda rows: cents(rows["committed"]))
    listed = frame_of(workbook, "tblMembers")
    order = {d: listed.loc[listed["dimension"] == d, "member"].tolist() for d in LEAF}
    outcome = replan(workbook)
    assert [problem.sentence("en") for problem in outcome.problems] == []
    table = frame_of(workbook, "tblReplan")
    table = table[table["indicator"] == "sales_amount"].assign(cents=lambda rows: cents(rows["revised"]))
    assert table["cents"].sum() == TARGET
    closed = table[table["period"] <= "2017-06"].groupby([*LEAF, "period"])["cents"].sum()
    assert closed[closed != 0].to_dict() == sold[sold != 0].to_dict()
    wanted = revised_by_hand(quota, sold, order)
    ahead = table[table["period"] > "2017-06"].set_index([*LEAF, "period"])["cents"].to_dict()
    assert ahead == {(*leaf, month): v for leaf, months in wanted.items() for month, v in months.items()}
    years = table.groupby("region")["cents"].sum()
    assert years.to_dict() == quota.groupby("region")["cents"].sum().to_dict()


def test_variance_then_reads_the_revised_targets(planned):
    workbook = open_package(planned)
    assert replan(workbook).problems == ()
    assert variance(workbook).problems == ()
    rows = frame_of(workbook, "tblVariance")
    june = rows[(rows["period"] == "2017-06") & (rows["dimension"] == "total")].iloc[0]
    assert june["target"] == june["actual"]
    assert cents(pd.Series([june["year_gap"] + june["actual_ytd"]]))[0] == TARGET


def test_holds_on_what_is_to_come_are_kept_to_the_cent(planned, sold):
    workbook = open_package(planned)
    held = [
        {"period": "2017-12", "region": "West", "amount": 30_000},
        {"period": "2017", "region": "South", "product": "Furniture", "amount": 45_000},
    ]
    put(workbook, "tblHolds", held)
    outcome = replan(workbook)
    assert [problem.sentence("en") for problem in outcome.problems] == []
    table = frame_of(workbook, "tblReplan").assign(cents=lambda rows: cents(rows["revised"]))
    assert table["cents"].sum() == TARGET
    west = table[(table["region"] == "West") & (table["period"] == "2017-12")]
    south = table[(table["region"] == "South") & (table["product"] == "Furniture")]
    assert (west["cents"].sum(), south["cents"].sum()) == (3_000_000, 4_500_000)


def test_the_pace_of_the_company_moves_the_year(planned, sold):
    workbook = open_package(planned)
    quota = frame_of(workbook, "tblQuota").assign(cents=lambda rows: cents(rows["committed"]))
    planned_half = int(quota.loc[quota["period"] <= "2017-06", "cents"].sum())
    done = int(sold.sum())
    rest = Fraction((TARGET - planned_half) * done, planned_half)
    totals = replan(workbook, mode="rebase").figures["totals"][0]
    assert round(totals["year"] * 100) == done + int(rest + Fraction(1, 2))
