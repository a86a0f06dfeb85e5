"""Classes of causes on small plans whose shares can be worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from salesplan_xl.planning.causes import CauseSettings, proposed_causes
from salesplan_xl.planning.variance import VarianceSettings, variance_table
from salesplan_xl.units import Month

FIRST = Month(2027, 1).index
DIMENSIONS = ["region", "product", "customer"]


def lines(rows, amount):
    """Rows of month (from the year's first), region, product, customer, quantity, amount."""
    names = ["month", *DIMENSIONS, "quantity", amount]
    frame = pd.DataFrame(rows, columns=names).astype({"month": "int64"})
    return frame.assign(indicator="sales_amount", month=frame["month"] + FIRST)


def plan_of(rows):
    """The amounts of the plan, and its volumes where they are given."""
    frame = lines(rows, "target").rename(columns={"month": "period"})
    pieces = frame[frame["quantity"].notna()]
    pieces = pieces.assign(indicator="volume", target=pieces["quantity"])
    return pd.concat([frame, pieces], ignore_index=True).drop(columns="quantity")


def causes(plan, sold, as_of=0, dimension="total", member=None, month=0, dimensions=DIMENSIONS, **more):
    quota, sales = plan_of(plan), lines(sold, "amount")
    table = variance_table(quota, sales, VarianceSettings(FIRST, FIRST + as_of, dimensions))
    chosen = {
        "first": FIRST,
        "as_of": FIRST + as_of,
        "dimensions": DIMENSIONS,
        "materiality": 0.05,
        "money": frozenset({"sales_amount"}),
        "summed": frozenset({"sales_amount", "volume"}),
        **more,
    }
    found = proposed_causes(table, quota, sales, CauseSettings(**chosen))
    assert len(found) == len(table)
    wanted = (
        (table["indicator"] == "sales_amount")
        & (table["period"] == str(Month.at(FIRST + month)))
        & (table["dimension"] == dimension)
    )
    if member:
        wanted &= table["member"] == member
    (place,) = wanted[wanted].index
    return [(name, round(share, 6)) for name, share in found[place]]


def before(*customers, product="Tea", months=range(-12, 0)):
    """Everybody sold ten a month all last year."""
    return [(month, "East", product, customer, 10, 100.0) for month in months for customer in customers]


def test_price_and_volume_share_what_pushes():
    """Planned 10 pieces at 10.00, sold 8 at 9.00: price -8 (8 x -1), volume -20."""
    plan = [(0, "East", "Tea", "A", 10, 100.0)]
    sold = [*before("A"), (0, "East", "Tea", "A", 8, 72.0)]
    assert causes(plan, sold) == [("volume", round(20 / 28, 6)), ("price", round(8 / 28, 6))]


def test_what_pushes_the_other_way_is_not_a_cause():
    """Sold 8 at 12.00: +16 of price against -20 of volume."""
    plan = [(0, "East", "Tea", "A", 10, 100.0)]
    sold = [*before("A"), (0, "East", "Tea", "A", 8, 80.0)]
    assert causes(plan, sold) == [("volume", 1.0)]


def test_mix():
    """Total quantity as planned, but half of the dear product went to the cheap one: -5 x (30 - 10)."""
    plan = [(0, "East", "Tea", "A", 10, 300.0), (0, "East", "Cola", "A", 10, 100.0)]
    sold = [
        *before("A"),
        *before("A", product="Cola"),
        (0, "East", "Tea", "A", 5, 150.0),
        (0, "East", "Cola", "A", 15, 150.0),
    ]
    assert causes(plan, sold) == [("mix", 1.0)]


def test_below_the_threshold_nothing_is_proposed():
    plan = [(0, "East", "Tea", "A", 10, 100.0)]
    sold = [*before("A"), (0, "East", "Tea", "A", 9.5, 95.0)]
    assert causes(plan, sold) == []
    assert causes(plan, sold, materiality=0.049) == [("volume", 1.0)]


def test_a_lost_customer():
    """A of three is gone for three months: -100; B sells 20 less, as volume."""
    plan = [(0, "East", "Tea", customer, 10, 100.0) for customer in "ABC"]
    sold = [
        *before("B", "C"),
        *before("A", months=range(-12, -2)),
        (0, "East", "Tea", "B", 8, 80.0),
        (0, "East", "Tea", "C", 10, 100.0),
    ]
    assert causes(plan, sold) == [("lost", round(100 / 120, 6)), ("volume", round(20 / 120, 6))]
    assert causes(plan, sold, dimension="customer", member="A") == [("lost", 1.0)]


def test_a_customer_who_pauses_for_a_month_is_not_lost():
    plan = [(0, "East", "Tea", customer, 10, 100.0) for customer in "AB"]
    sold = [*before("A", "B"), (0, "East", "Tea", "B", 10, 100.0)]
    assert causes(plan, sold) == [("volume", 1.0)]


def test_a_discontinued_product_is_lost_and_an_unplanned_one_new():
    plan = [(0, "East", p, "A", 10, 100.0) for p in ("Tea", "Cola")]
    past = [*before("A"), *before("A", product="Cola", months=range(-12, -3))]
    sold = [*past, (0, "East", "Tea", "A", 10, 100.0)]
    assert causes(plan, sold) == [("lost", 1.0)]
    sold = [*before("A"), *before("A", product="Cola")]
    sold += [(0, "East", p, "A", 10, 100.0) for p in ("Tea", "Cola")] + [(0, "East", "Water", "A", 5, 60.0)]
    assert causes(plan, sold) == [("new", 1.0)]


def test_a_new_customer_is_new():
    plan = [(0, "East", "Tea", "A", 10, 100.0)]
    sold = [*before("A"), (0, "East", "Tea", "A", 10, 100.0), (0, "East", "Tea", "N", 3, 30.0)]
    plan += [(11, "East", "Tea", "N", 1, 10.0)]
    assert causes(plan, sold) == [("new", 1.0)]


def test_one_large_deal():
    """C brings 300 of the 340 above plan, the others 20 each at plan prices."""
    plan = [(0, "East", "Tea", customer, 10, 100.0) for customer in "ABC"]
    sold = [*before("A", "B", "C"), *[(0, "East", "Tea", customer, 12, 120.0) for customer in "AB"]]
    sold += [(0, "East", "Tea", "C", 40, 400.0)]
    found = causes(plan, sold)
    assert found == [("one_deal", round(300 / 340, 6)), ("volume", round(40 / 340, 6))]
    assert causes(plan, sold, dimension="customer", member="C") == [("volume", 1.0)]


def test_a_large_deal_among_many_that_push_alike_is_not_the_cause():
    """Net +60, C alone +60, but A and B push +90 and D -90: C is 60 of 150."""
    plan = [(0, "East", "Tea", customer, 20, 200.0) for customer in "ABCD"]
    sold = before("A", "B", "C", "D")
    quantities = {"A": 24.5, "B": 24.5, "C": 26, "D": 11}
    sold += [(0, "East", "Tea", name, quantity, quantity * 10.0) for name, quantity in quantities.items()]
    assert causes(plan, sold) == [("volume", 1.0)]


def test_of_two_customers_none_is_the_one_large_deal():
    plan = [(0, "East", "Tea", customer, 10, 100.0) for customer in "AB"]
    sold = [*before("A", "B"), (0, "East", "Tea", "A", 10, 100.0), (0, "East", "Tea", "B", 40, 400.0)]
    assert causes(plan, sold) == [("volume", 1.0)]


def test_timing_is_what_the_next_month_makes_up():
    """January is 40 short, February 30 above: three quarters are timing, the rest volume."""
    plan = [(month, "East", "Tea", "A", 10, 100.0) for month in (0, 1)]
    sold = [*before("A"), (0, "East", "Tea", "A", 6, 60.0), (1, "East", "Tea", "A", 13, 130.0)]
    assert causes(plan, sold, as_of=1) == [("timing", 0.75), ("volume", 0.25)]
    assert causes(plan, sold, as_of=1, month=1)[0] == ("timing", round(2 - 40 / 30, 6))
    assert causes(plan, sold, as_of=0) == [("volume", 1.0)], "February is not over"


def test_two_months_before_may_have_brought_it_forward():
    plan = [(month, "East", "Tea", "A", 10, 100.0) for month in range(3)]
    sold = [*before("A"), *[(m, "East", "Tea", "A", q, q * 10.0) for m, q in enumerate((12, 12, 6))]]
    assert causes(plan, sold, as_of=2, month=2) == [("timing", 1.0)]


def test_a_holiday_that_moved_goes_before_timing():
    plan = [(month, "East", "Tea", "A", 10, 100.0) for month in (0, 1)]
    sold = [*before("A"), (0, "East", "Tea", "A", 14, 140.0), (1, "East", "Tea", "A", 6, 60.0)]
    moved = {FIRST: 0.4, FIRST + 1: -0.4}
    assert causes(plan, sold, as_of=1, moved=moved) == [("holiday", 1.0)]
    stayed = {FIRST: 0.1, FIRST + 1: -0.1}
    assert causes(plan, sold, as_of=1, moved=stayed) == [("timing", 1.0)]


def test_without_quantities_price_and_volume_are_not_guessed():
    plan = [(0, "East", "Tea", "A", None, 100.0)]
    sold = [(m, "East", "Tea", "A", None, 100.0) for m in range(-12, 0)] + [
        (0, "East", "Tea", "A", None, 50.0)
    ]
    assert causes(plan, sold) == []


def test_a_plan_without_volumes_is_priced_as_last_year():
    """Last year's price is 10.00: 100 planned are 10 pieces; 8 sold at 9.00."""
    plan = [(0, "East", "Tea", "A", None, 100.0)]
    sold = [*before("A"), (0, "East", "Tea", "A", 8, 72.0)]
    assert causes(plan, sold) == [("volume", round(20 / 28, 6)), ("price", round(8 / 28, 6))]


def test_without_a_past_nobody_is_new():
    plan = [(0, "East", "Tea", "A", 10, 100.0)]
    sold = [(0, "East", "Tea", "A", 10, 100.0), (0, "East", "Tea", "B", 5, 50.0)]
    plan += [(1, "East", "Tea", "B", 1, 10.0)]
    assert causes(plan, sold) == [("volume", 1.0)]


def test_pieces_have_volume_alone():
    plan = [(0, "East", "Tea", "A", 10, 100.0)]
    quota, sales = plan_of(plan), lines([*before("A"), (0, "East", "Tea", "A", 8, 90.0)], "amount")
    sales = pd.concat([sales, sales.assign(indicator="volume", amount=sales["quantity"])], ignore_index=True)
    table = variance_table(quota, sales, VarianceSettings(FIRST, FIRST, ["region"]))
    settings = CauseSettings(
        FIRST, FIRST, DIMENSIONS, 0.05, frozenset({"sales_amount"}), frozenset({"sales_amount", "volume"})
    )
    found = proposed_causes(table, quota, sales, settings)
    assert {found[at] for at in table.index[table["indicator"] == "volume"]} == {(("volume", 1.0),)}
    closing = CauseSettings(FIRST, FIRST, DIMENSIONS, 0.05, frozenset(), frozenset())
    assert set(proposed_causes(table, quota, sales, closing)) == {()}, "closing values are not split"


def test_less_than_a_tenth_is_not_named():
    """A is lost: -100. B sold 4 of 10 at 9.00: volume -60, price -4 of 164."""
    plan = [(0, "East", "Tea", customer, 10, 100.0) for customer in "AB"]
    sold = [*before("B"), *before("A", months=range(-12, -5)), (0, "East", "Tea", "B", 4, 36.0)]
    assert causes(plan, sold) == [("lost", round(100 / 164, 6)), ("volume", round(60 / 164, 6))]


def test_of_four_classes_three_are_named():
    """A is lost: -100. N never came: -100. B sold 10 of 20 at 4.00: volume -100, price -60."""
    plan = [
        (0, "East", "Tea", name, number, number * 10.0) for name, number in (("A", 10), ("N", 10), ("B", 20))
    ]
    sold = [*before("B"), *before("A", months=range(-12, -5)), (0, "East", "Tea", "B", 10, 40.0)]
    sold += [(11, "East", "Tea", "N", 1, 10.0)]
    share = round(100 / 360, 6)
    assert causes(plan, sold) == [("volume", share), ("new", share), ("lost", share)]


@pytest.mark.parametrize("dimensions", [["region"], ["product"], []])
def test_at_most_three_classes_of_a_tenth_or_more_largest_first(dimensions):
    plan = [(0, "East", p, c, 10, 100.0) for p in ("Tea", "Cola") for c in "ABCD"]
    past = [row for p in ("Tea", "Cola") for row in before("B", "C", "D", product=p)]
    sold = [*past, *before("A", months=range(-12, -5))]
    sold += [(0, "East", p, c, q, q * 8.0) for p, q in (("Tea", 6), ("Cola", 8)) for c in "BCD"]
    found = causes(plan, sold, dimensions=dimensions)
    shares = [share for _, share in found]
    assert len(found) <= 3
    assert shares == sorted(shares, reverse=True)
    assert min(shares) >= 0.1
    assert sum(shares) <= 1 + 1e-9
    assert found[0] == ("lost", round(200 / 464, 6)), "800 planned, 42 at 8.00 sold; 200 were A's"
