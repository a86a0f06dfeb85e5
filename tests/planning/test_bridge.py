"""The bridge by member against fractions, the cell function PVM, and its own totals."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.formulas.bridge import pvm
from salesplan_xl.planning.bridge import PARTS, bridge_frame
from salesplan_xl.units import CENT, Step

REGIONS = ["华东", "华北", "华南"]
line = st.tuples(st.integers(0, 5), st.sampled_from(REGIONS), st.integers(-3, 20), st.integers(-500, 9000))
lines = st.lists(line, max_size=12)


def frame(rows):
    table = pd.DataFrame(rows, columns=["product", "region", "quantity", "cents"])
    return table.assign(amount=table["cents"] / 100)


def by_hand(before, after):
    """The definition in fractions, region by region; amounts in cents."""
    sums = [defaultdict(lambda: [Fraction(0), Fraction(0)]) for _ in range(2)]
    for period, rows in zip(sums, (before, after), strict=True):
        for product, region, quantity, cents in rows:
            period[region, product][0] += quantity
            period[region, product][1] += cents
    found = {}
    for region in {row[1] for row in [*before, *after]}:
        parts = dict.fromkeys(PARTS, Fraction(0))
        old = new = base = untold = moved = Fraction(0)
        for key in set(sums[0]) | set(sums[1]):
            if key[0] != region:
                continue
            (q0, a0), (q1, a1) = sums[0][key], sums[1][key]
            if q0 and q1:
                parts["price"] += a1 - a0 / q0 * q1
                old, new, base = old + q0, new + q1, base + a0
                moved += a0 / q0 * (q1 - q0)
            elif (q0 or a0) and (q1 or a1):
                untold += a1 - a0
            elif q1 or a1:
                parts["new"] += a1
            else:
                parts["discontinued"] -= a0
        parts["volume"] = (new - old) * base / old if old else Fraction(0)
        parts["mix"] = moved - parts["volume"]
        parts["volume"] += untold
        found[region] = parts
    return found


@settings(max_examples=40, deadline=None)
@given(lines, lines)
def test_every_member_adds_up_and_keeps_to_the_definition(before, after):
    if not before and not after:
        return
    table = bridge_frame(frame(before), frame(after), "product", "region").set_index("member")
    expected = by_hand(before, after)
    assert set(table.index) == set(expected)
    for region, parts in expected.items():
        row = table.loc[region]
        steps = {name: round(row[name] * 100) for name in ("base", *PARTS, "actual")}
        assert steps["base"] + sum(steps[part] for part in PARTS) == steps["actual"]
        assert steps["base"] == sum(cents for _, r, _, cents in before if r == region)
        assert steps["actual"] == sum(cents for _, r, _, cents in after if r == region)
        for part in PARTS:
            assert abs(steps[part] - parts[part]) <= 1 + Fraction(1, 10**6)


@pytest.mark.parametrize("method", ["classic", "lmdi", "shapley"])
def test_one_member_is_the_cell_function(method):
    """Inputs of accountancyindex.com, with a new and a discontinued product."""
    before = pd.DataFrame(
        {
            "product": list("ABCD"),
            "region": "x",
            "quantity": [1000, 800, 500, 5],
            "amount": [10_000, 12_000, 10_000, 50],
        }
    )
    after = pd.DataFrame(
        {
            "product": list("ABCE"),
            "region": "x",
            "quantity": [1000, 700, 800, 2],
            "amount": [11_000, 10_500, 18_400, 30],
        }
    )
    found = bridge_frame(before, after, "product", "region", method=method)
    cell = pvm(
        [10, 15, 20, 10, 0], [1000, 800, 500, 5, 0], [11, 15, 23, 0, 15], [1000, 700, 800, 0, 2], method
    )
    assert found[list(PARTS)].iloc[0].tolist() == cell.tolist()


def test_several_columns_name_an_item_and_lines_add_up():
    before = frame([(1, "华东", 2, 200), (1, "华东", 2, 200), (1, "华北", 1, 300)]).assign(customer=[1, 2, 1])
    after = frame([(1, "华东", 2, 300), (1, "华北", 2, 600)]).assign(customer=[1, 1])
    found = bridge_frame(before, after, ["product", "customer"], "region").set_index("member")
    assert found.loc["华东", list(PARTS)].tolist() == [1, 0, 0, 0, -2]
    assert found.loc["华北", list(PARTS)].tolist() == [0, 3, 0, 0, 0]


def test_without_quantities_all_is_volume():
    before = frame([(1, "华东", 0, 200)]).assign(quantity=np.nan)
    after = frame([(1, "华东", 0, 500)]).assign(quantity=np.nan)
    assert bridge_frame(before, after, "product", "region")[list(PARTS)].iloc[0].tolist() == [0, 3, 0, 0, 0]


def test_lmdi_counts_what_has_no_logarithm_as_volume():
    before, after = (
        frame([(1, "华东", -2, -200), (2, "华东", 1, 100)]),
        frame([(1, "华东", 2, 300), (2, "华东", 2, 200)]),
    )
    found = bridge_frame(before, after, "product", "region", method="lmdi")
    assert found[list(PARTS)].iloc[0].tolist() == [0, 6, 0, 0, 0]


def test_parts_are_multiples_of_the_step():
    before = frame([(1, "华东", 3, 1000), (2, "华东", 1, 1000)])
    after = frame([(1, "华东", 7, 3000), (2, "华东", 1, 1100)])
    found = bridge_frame(before, after, "product", "region", Step.of(1)).iloc[0]
    assert all(float(found[part]).is_integer() for part in PARTS)
    assert found["base"] + sum(found[part] for part in PARTS) == found["actual"] == 41


def test_large_and_sparse_ids_are_told_apart():
    before = pd.DataFrame({"item": [7, 10**12], "region": [5, 5], "quantity": [1, 1], "amount": [1.005, 2]})
    after = pd.DataFrame({"item": [10**12], "region": [9], "quantity": [1], "amount": [3]})
    found = bridge_frame(before, after, "item", "region", CENT).set_index("member")
    assert found.loc[5, ["base", "discontinued"]].tolist() == [3.01, -3.01]
    assert found.loc[9, ["new", "actual"]].tolist() == [3, 3]


def sold(*rows):
    return pd.DataFrame(rows, columns=["item", "kind", "member", "quantity", "amount"])


@pytest.mark.parametrize(
    ("before", "after", "price", "volume"),
    [
        ((0.5, 10), (0.5, 15), 5, 0),  # less than one sold
        ((10, 0), (10, 50), 50, 0),  # given away before
        ((10, 50), (10, 0), -50, 0),  # given away now
        ((1, -1), (1, 5), 0, 6),
        ((1, 5), (1, -1), 0, -6),
        ((-1, 5), (1, 7), 0, 2),
        ((1, 5), (-1, 7), 0, 2),
    ],
)
def test_lmdi_of_every_sign(before, after, price, volume):
    """At the same quantity all is price; any one negative quantity or amount makes all volume."""
    found = bridge_frame(
        sold(("a", "x", "m", *before)), sold(("a", "x", "m", *after)), "item", "member", method="lmdi"
    )
    assert found[list(PARTS)].iloc[0].tolist() == [price, volume, 0, 0, 0]


def test_members_come_in_the_order_of_first_appearance():
    before = sold(("a", "x", 2, 1, 1), ("b", "x", 0, 1, 1))
    assert bridge_frame(before, sold(("c", "x", 1, 1, 1)), "item", "member")["member"].tolist() == [2, 0, 1]


def test_items_and_members_without_a_name_are_one_more():
    before = sold((None, "x", None, 1, 1))
    after = sold((None, "x", None, 1, 2), ("a", "x", "m", 1, 5))
    found = bridge_frame(before, after, "item", "member")
    assert found[["price", "new"]].to_numpy().tolist() == [[1, 0], [0, 5]]


def test_an_item_is_all_of_its_columns():
    """Only x of the first item is sold in both periods; y of the second is new, its x discontinued."""
    before = sold(("a", "x", "m", 1, 10), ("b", "x", "m", 1, 30))
    after = sold(("a", "x", "m", 1, 20), ("b", "y", "m", 1, 30))
    for names in (["item", "kind"], ["kind", "item"]):
        found = bridge_frame(before, after, names, "member")
        assert found[list(PARTS)].iloc[0].tolist() == [10, 0, 0, 30, -30]


@pytest.mark.parametrize("step", [5, 0.05])
def test_amounts_in_steps_that_are_no_power_of_ten(step):
    before, after = sold(("a", "x", "m", 1, 10)), sold(("a", "x", "m", 1, 20))
    found = bridge_frame(before, after, "item", "member", Step.of(step))
    assert found[["base", "price", "actual"]].iloc[0].tolist() == [10, 10, 20]
