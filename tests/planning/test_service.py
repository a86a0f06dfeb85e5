"""Months of service: members with less than the full history, their shares worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.units import Step
from tests.planning.test_cascade import FIRST, by, hamilton, levels, plan, targets


def monthly(name: str, amounts: dict[int, float], **columns: object) -> list[dict[str, object]]:
    """Return rows of a product: amount by month, counted from the plan year's first."""
    return [
        {"month": FIRST + month, "product": name, "amount": float(amount), **columns}
        for month, amount in amounts.items()
    ]


def steady(*years: float) -> dict[int, float]:
    """Return twelve equal months for each year, the oldest first."""
    return {12 * (y - len(years)) + m: amount for y, amount in enumerate(years) for m in range(12)}


def members(name: str, dimension: str = "product", **columns: object) -> pd.DataFrame:
    return pd.DataFrame([{"dimension": dimension, "member": name, **columns}])


def test_a_member_weighs_its_amount_by_the_share_of_the_years_on_sale():
    """The module's example: tea 60, 70, 80 in March; cake, on sale for one of three years, 40: 210 to 120."""
    rows = monthly("tea", steady(60, 70, 80)) + monthly("cake", dict.fromkeys(range(-12, 0), 40))
    answer = decompose(plan(12 * 330, pd.DataFrame(rows), "period", "product"))
    got = by(answer, "period", "product")
    assert {got[FIRST + m, "tea"] for m in range(12)} == {210}
    assert {got[FIRST + m, "cake"] for m in range(12)} == {120}
    (note,) = [note for note in answer.notes if note.reason == "service_counted"]
    assert (note.facts["count"], note.facts["members"]) == (1, "cake")


@pytest.mark.parametrize("basis", ["history", "mean", "last_year"])
def test_each_month_counts_the_years_in_which_it_was_on_sale(basis):
    """Cake came in April of the second of three years, and tea doubled each year.

    Pooled: Jan-Mar 700 to 350 x 3/1, later 700 to (350 + 350) x 3/2. Mean of cake's shares of the node's
    year against tea's; last year alone: 400 to 350 throughout.
    """
    tea, cake = steady(100, 200, 400), dict.fromkeys(range(-21, 0), 350)
    history = pd.DataFrame(monthly("tea", tea) + monthly("cake", cake))
    order = levels("period", "product", basis=["equal", basis])
    got = by(decompose(plan(12 * 100_000, history, levels=order)), "period", "product")
    for place in range(12):
        weights = {"tea": Fraction(0), "cake": Fraction(0)}
        on_sale = [m for m in (place - 36, place - 24, place - 12) if m in cake]
        for month in (place - 36, place - 24, place - 12):
            sold = {"tea": Fraction(int(tea[month])), "cake": Fraction(int(cake.get(month, 0)))}
            for name in sold:
                if basis == "mean":
                    weights[name] += sold[name] / sum(sold.values())
                elif basis == "history" or month >= -12:
                    weights[name] += sold[name]
        if basis != "last_year":
            weights["cake"] *= Fraction(3, len(on_sale))
        assert [got[FIRST + place, n] for n in ("cake", "tea")] == hamilton(
            100_000, [weights["cake"], weights["tea"]]
        )


def test_a_month_never_on_sale_is_filled_in_at_the_pace_of_the_others():
    """The module's example: tea 100 a month and 200 in December, cake from July 50 and 100: 50 in January."""
    pace = {m: 200 if m == -1 else 100 for m in range(-12, 0)}
    rows = monthly("tea", pace) + monthly("cake", {m: pace[m] / 2 for m in range(-6, 0)})
    answer = decompose(plan(13 * 1500, pd.DataFrame(rows), "product", "period"))
    assert by(answer, "product") == {"tea": 13_000, "cake": 6500}
    got = by(answer, "product", "period")
    assert got["cake", FIRST] == got["cake", FIRST + 6] == 500
    assert got["cake", FIRST + 11] == 1000


def test_a_strong_launch_month_counts_for_a_third():
    """Tea 100 a month; pie's only month is December, 600: without the rule 7,200 a year, with it 2,400."""
    rows = monthly("tea", steady(100)) + monthly("pie", {-1: 600})
    assert by(decompose(plan(3600, pd.DataFrame(rows), "product")), "product") == {"tea": 1200, "pie": 2400}
    rows = monthly("tea", steady(100)) + monthly("pie", {-2: 600, -1: 600})
    assert by(decompose(plan(6000, pd.DataFrame(rows), "product")), "product") == {"tea": 1200, "pie": 4800}
    rows = monthly("tea", steady(100)) + monthly("pie", {-3: 600, -2: 0, -1: 600})
    assert by(decompose(plan(6000, pd.DataFrame(rows), "product")), "product") == {"tea": 1200, "pie": 4800}


def test_months_and_regions_keep_their_own_sums():
    """Cake, new in the West, gets more there; West itself and the months stay at what they sold."""
    rows = monthly("tea", steady(100, 100, 100), region="East")
    rows += monthly("tea", steady(100, 100, 100), region="West")
    rows += monthly("cake", dict.fromkeys(range(-8, 0), 60), region="West")
    history = pd.DataFrame(rows)
    answer = decompose(plan(768_000, history, "period", "region", "product"))
    assert by(answer, "period", "region")[FIRST + 11, "West"] == 768_000 * 360 / 7680
    assert by(answer, "period")[FIRST] == 768_000 * 600 / 7680
    got = by(answer, "period", "region", "product")
    assert got[FIRST + 11, "West", "cake"] * 300 == got[FIRST + 11, "West", "tea"] * 180
    # January is filled in: tea's pace is even, so it is December's 60 for one year of three.
    assert got[FIRST, "West", "cake"] * 300 == got[FIRST, "West", "tea"] * 180


def test_service_of_the_path_is_no_ones_advantage():
    """Ann and Bob were there before the new product, Eve came after it: 10, 30 and 20 in every month."""
    rows = monthly("tea", steady(9, 9, 9), customer="Ann") + monthly("tea", steady(9, 9, 9), customer="Bob")
    rows += monthly("cake", dict.fromkeys(range(-8, 0), 10), customer="Ann")
    rows += monthly("cake", dict.fromkeys(range(-8, 0), 30), customer="Bob")
    rows += monthly("cake", dict.fromkeys(range(-4, 0), 20), customer="Eve")
    answer = decompose(plan(12 * 10_000, pd.DataFrame(rows), "period", "product", "customer"))
    got = by(answer, "period", "product", "customer")
    for month in (0, 5, 8, 11):
        shares = [got[FIRST + month, "cake", name] for name in ("Ann", "Bob", "Eve")]
        assert shares == hamilton(sum(shares), [Fraction(w) for w in (10, 30, 20)])


def test_from_month_and_a_model_bound_the_service():
    """Cake was on the list from January, before its first sale in July; its successor borrows all of it."""
    rows = monthly("tea", steady(100)) + monthly("cake", dict.fromkeys(range(-6, 0), 50))
    history = pd.DataFrame(rows)
    listed = members("cake", from_month=FIRST - 12)
    assert by(decompose(plan(1500, history, "product", members=listed)), "product") == {
        "tea": 1200,
        "cake": 300,
    }
    ended = pd.concat(
        [members("cake", to_month=FIRST - 1), members("pie", like="cake", from_month=FIRST)],
        ignore_index=True,
    )
    answer = decompose(plan(1800, history, "product", members=ended))
    assert by(answer, "product") == {"tea": 1200, "pie": 600}


def test_a_model_that_ended_counts_while_it_was_on_sale():
    """Cake ended after the first of two years with 120 a month; pie follows it as if it had gone on."""
    rows = monthly("tea", steady(100, 100)) + monthly("cake", dict.fromkeys(range(-24, -12), 120))
    listed = pd.concat(
        [members("cake", to_month=FIRST - 13), members("pie", like="cake", from_month=FIRST)],
        ignore_index=True,
    )
    answer = decompose(plan(2200, pd.DataFrame(rows), "product", members=listed))
    assert by(answer, "product") == {"tea": 1000, "pie": 1200}


def test_a_gap_in_the_companys_own_history_is_nobodys_service():
    """The file begins in July: all members were there all along, and nothing is filled in."""
    rows = monthly("tea", dict.fromkeys(range(-18, 0), 30)) + monthly(
        "cake", dict.fromkeys(range(-18, 0), 10)
    )
    answer = decompose(plan(4000, pd.DataFrame(rows), "product"))
    assert by(answer, "product") == {"tea": 3000, "cake": 1000}


def test_from_a_month_on_only_the_months_left_count():
    """From July on, tea and cake, new in October, go by their months from July: 600 to 6 x 50 of them."""
    rows = monthly("tea", steady(100)) + monthly("cake", dict.fromkeys(range(-3, 0), 50))
    settings = PlanSettings(2027, step=Step.of(1), from_month=FIRST + 6)
    whole = Plan(settings, targets(1800), pd.DataFrame(rows), levels=levels("product", "period"))
    standing = pd.DataFrame(
        {"indicator": "sales_amount", "period": range(FIRST, FIRST + 6), "product": "tea", "committed": 150.0}
    )
    got = by(decompose(replace(whole, standing=standing)), "product")
    assert got == {"tea": 900 + 600, "cake": 300}


def test_without_anybody_on_sale_throughout_all_set_the_pace():
    """Tea left in June, cake came in July: each fills its months by what both sold."""
    rows = monthly("tea", dict.fromkeys(range(-12, -6), 100)) + monthly(
        "cake", dict.fromkeys(range(-6, 0), 100)
    )
    history = pd.DataFrame(rows)
    listed = pd.concat(
        [members("tea", to_month=FIRST - 7), members("chai", like="tea", from_month=FIRST)],
        ignore_index=True,
    )
    answer = decompose(plan(2400, history, "product", "period", members=listed))
    assert set(by(answer, "product", "period").values()) == {100}


def test_amounts_too_large_for_whole_weights_are_weighed_as_decimals():
    """Amounts of 17 digits cannot be multiplied in 64 bits; shares are still right to a step."""
    big = 2.0**52
    rows = monthly("tea", dict.fromkeys(range(-48, 0), big)) + monthly(
        "cake", dict.fromkeys(range(-8, 0), big)
    )
    rows += monthly("rye", dict.fromkeys(range(-48, 0), 0.5 * big))
    answer = decompose(plan(5000, pd.DataFrame(rows), "product"))
    assert by(answer, "product") == {"tea": 2000, "cake": 2000, "rye": 1000}


def test_service_does_not_depend_on_the_order_of_rows():
    random = np.random.default_rng(5)
    rows = [
        row
        for name, first in (("a", -36), ("b", -20), ("c", -7), ("d", -2))
        for row in monthly(name, {m: int(random.integers(1, 999)) for m in range(first, 0)}, region="R")
    ]
    history = pd.DataFrame(rows)
    answer = decompose(plan(99_991, history, "period", "region", "product"))
    shuffled = history.sample(frac=1, random_state=1)
    again = decompose(plan(99_991, shuffled, "period", "region", "product"))
    pd.testing.assert_frame_equal(answer.quota, again.quota)
