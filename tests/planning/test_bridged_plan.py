"""The bridge of a whole plan: what is compared, what is left out, and that everything adds up."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.formulas.bridge import columns_adding_up, pvm
from salesplan_xl.planning.bridge import PARTS
from salesplan_xl.planning.bridge_table import BridgeSettings, bridge_table
from salesplan_xl.units import Month

FIRST = Month(2027, 1).index
NAMES = ["month", "region", "product", "quantity", "amount"]


def sales_of(rows, **more):
    frame = pd.DataFrame(rows, columns=NAMES).astype({"month": "int64"})
    return frame.assign(indicator="sales_amount", month=frame["month"] + FIRST, **more)


def quota_of(rows):
    return sales_of(rows).rename(columns={"month": "period", "amount": "target"}).drop(columns="quantity")


def bridged(
    quota, sales, periods=((0, 0),), against=("last_year",), dimensions=("region", "product"), **more
):
    spans = [(FIRST + first, FIRST + last) for first, last in periods]
    chosen = BridgeSettings(FIRST, spans, against, dimensions, ["sales_amount"], **more)
    return bridge_table(quota, sales, chosen)


NO_QUOTA = quota_of([])


def test_a_month_without_sales_is_left_out_on_both_sides_and_said():
    sales = sales_of([(m, "East", "Tea", 1, 10.0) for m in (-12, -11, -10, 0, 2)])
    found = bridged(NO_QUOTA, sales, periods=((0, 2), (1, 1)))
    (total, *_) = found.rows.itertuples()
    assert (total.base, total.actual) == (20, 20)
    assert [(note.reason, note.facts["period"]) for note in found.notes] == [
        ("bridge_months_missing", "2027-01..03"),
        ("bridge_no_sales", "2027-02"),
    ]
    assert found.notes[0].facts["months"] == "2027-02"


def test_without_products_the_member_is_the_item_at_its_average_price():
    """East: 10 at 10.00, then 12 at 11.00: price 12, volume 20."""
    sales = sales_of([(-12, "East", None, 10, 100.0), (0, "East", None, 12, 132.0)])
    found = bridged(NO_QUOTA, sales)
    assert found.rows[["dimension", *PARTS]].values.tolist() == [
        ["total", 12, 20, 0, 0, 0],
        ["region", 12, 20, 0, 0, 0],
    ]
    assert [note.reason for note in found.notes] == ["bridge_without_products"]


def test_quantities_may_stand_in_rows_of_the_volume_indicator():
    rows = [(-12, "East", "Tea", None, 100.0), (0, "East", "Tea", None, 132.0)]
    pieces = sales_of([(-12, "East", "Tea", None, 10.0), (0, "East", "Tea", None, 12.0)])
    sales = pd.concat([sales_of(rows), pieces.assign(indicator="volume")], ignore_index=True)
    assert bridged(NO_QUOTA, sales).rows[list(PARTS)].iloc[0].tolist() == [12, 20, 0, 0, 0]


def test_a_blank_text_names_no_member():
    sales = sales_of([(-12, "East", "Tea", 1, 10.0), (0, "", "Tea", 1, 10.0), (0, "East", "Tea", 1, 5.0)])
    rows = bridged(NO_QUOTA, sales, dimensions=("region",)).rows
    assert rows["member"].tolist() == [None, "East", None]
    assert rows["actual"].tolist() == [15, 5, 10]


def test_a_dimension_that_one_side_lacks_is_left_out():
    plan = quota_of([(0, None, "Tea", None, 10.0)])
    sales = sales_of([(0, "East", "Tea", 1, 12.0)])
    found = bridged(plan, sales, against=("target",))
    assert found.rows["dimension"].tolist() == ["total", "product"]


def test_a_plan_price_falls_back_on_the_products_own_and_then_on_volume():
    """West never bought Tea: 30 planned are 3 pieces at East's 10.00. Nobody bought Cola: volume."""
    sales = sales_of(
        [(-12, "East", "Tea", 10, 100.0), (0, "West", "Tea", 4, 44.0), (0, "West", "Cola", 1, 9.0)]
    )
    plan = quota_of([(0, "West", "Tea", None, 30.0), (0, "West", "Cola", None, 5.0)])
    found = bridged(plan, sales, against=("target",), dimensions=("region",))
    west = found.rows.iloc[1]
    assert west[list(PARTS)].tolist() == [4, 10 + 4, 0, 0, 0]
    assert {note.reason for note in found.notes} == {"bridge_plan_without_volume", "bridge_untold"}


def test_many_members_and_products_are_numbered_by_what_there_is():
    count = 300
    rows = [
        (month, f"r{n}", f"p{(n * 7) % count}", 2 + n % 3, 10.0 + n)
        for n in range(count)
        for month in (-12, 0)
    ]
    rows[1] = (0, "r0", "p0", 3, 20.0)
    found = bridged(NO_QUOTA, sales_of(rows)).rows
    first = found[found["member"] == "r0"].iloc[0]
    assert first[list(PARTS)].tolist() == [5, 5, 0, 0, 0], "2 at 5.00, then 3 at 6.67"
    others = found[(found["dimension"] == "region") & (found["member"] != "r0")]
    assert not others[list(PARTS)].to_numpy().any()


def test_amounts_too_large_for_cents_keep_their_own_grid():
    large = 4e13 * 1000
    sales = sales_of([(-12, "East", "Tea", 1, large), (0, "East", "Tea", 1, large - 1e3)])
    assert bridged(NO_QUOTA, sales).rows["price"].tolist() == [-1e3] * 3


line = st.tuples(
    st.sampled_from([-12, 0]),
    st.sampled_from(["East", "West", None]),
    st.sampled_from(["Tea", "Cola", "Water", "Juice", None]),
    st.integers(-2, 30),
    st.integers(-500, 90_000).map(lambda cents: cents / 100),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(line, min_size=1, max_size=25), st.sampled_from(["classic", "lmdi", "shapley"]))
def test_every_row_adds_up_and_every_dimension_to_the_total(rows, method):
    sales = sales_of([*rows, (-12, "East", "Tea", 1, 1.0), (0, "East", "Tea", 1, 1.0)])
    found = bridged(NO_QUOTA, sales, method=method).rows
    exact = found[["base", *PARTS, "actual"]].map(lambda amount: Decimal(repr(float(amount))))
    assert (exact[["base", *PARTS]].sum(axis=1) == exact["actual"]).all()
    total = exact.iloc[0]
    for dimension in found["dimension"].unique():
        sums = exact[found["dimension"] == dimension].sum()
        assert (sums[["base", "actual"]] == total[["base", "actual"]]).all()
        if dimension == "product":
            assert (sums == total).all()


@pytest.mark.parametrize("method", ["classic", "lmdi", "shapley"])
def test_the_total_is_the_cell_function_of_the_products(method):
    before = [("Tea", 1000, 10_000.0), ("Cola", 800, 12_000.0), ("Water", 500, 10_000.0), ("Gum", 5, 50.0)]
    after = [("Tea", 1000, 11_000.0), ("Cola", 700, 10_500.0), ("Water", 800, 18_400.0), ("Nut", 2, 30.0)]
    rows = [(month, "East", *row) for month, rows in ((-12, before), (0, after)) for row in rows]
    total = bridged(NO_QUOTA, sales_of(rows), method=method).rows.iloc[0]
    cell = pvm(
        [10, 15, 20, 10, 0], [1000, 800, 500, 5, 0], [11, 15, 23, 0, 15], [1000, 700, 800, 0, 2], method
    )
    assert total[list(PARTS)].tolist() == cell.tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(-900, 900), min_size=4, max_size=4), min_size=1, max_size=8))
def test_columns_and_rows_add_up_at_once(hundredths):
    exact = np.array(hundredths) / 100
    whole = np.floor(exact)
    rows = np.rint(exact.sum(axis=1))
    whole[:, 0] += rows - whole.sum(axis=1)
    totals = np.rint(exact.sum(axis=0))
    totals[0] += rows.sum() - totals.sum()
    found = columns_adding_up(exact, whole, totals)
    assert (found.sum(axis=1) == rows).all()
    assert (found.sum(axis=0) == totals).all()
