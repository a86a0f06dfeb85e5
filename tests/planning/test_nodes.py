"""Nodes of a quota: what they cover, what they add up to, and what moves between two quotas."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.nodes import Nodes, closing_indicators, moves
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.units import Month, Step

JANUARY = Month(2027, 1).index
MEMBERS = [
    {"dimension": "product", "member": "Tea", "parent": "Drinks"},
    {"dimension": "product", "member": "Juice", "parent": "Drinks"},
    {"dimension": "product", "member": "Cake"},
    {"dimension": "product", "member": "Drinks"},
    {"dimension": "region", "member": "East"},
]


def plan_of(**frames):
    targets = pd.DataFrame(
        [
            {"indicator": "sales_amount", "aggregation": "sum", "committed": 100.0},
            {"indicator": "outlets", "aggregation": "closing", "committed": 9.0},
        ]
    )
    settings = PlanSettings(2027, step=Step.of("0.1"), steps={"outlets": Step.of(1)})
    return Plan(settings, targets, members=pd.DataFrame(MEMBERS), **frames)


def quota_of(rows):
    columns = ["indicator", "period", "region", "product", "committed", "last_year"]
    return pd.DataFrame(rows, columns=columns)


QUOTA = quota_of(
    [
        ("sales_amount", JANUARY, "East", "Tea", 0.1, 1.0),
        ("sales_amount", JANUARY, "East", "Juice", 0.2, math.nan),
        ("sales_amount", JANUARY + 1, "East", "Cake", 5.0, math.nan),
        ("sales_amount", JANUARY + 11, "East", "Tea", 7.0, 2.0),
        ("outlets", JANUARY, "East", None, 3.0, math.nan),
        ("outlets", JANUARY + 11, "East", None, 9.0, math.nan),
        ("sales_amount", JANUARY, "Gone", "Tea", 4.0, math.nan),
    ]
)


def node(indicator="sales_amount", first=None, last=None, **members):
    ends = {"first_month": math.nan, "last_month": math.nan}
    if first is not None:
        ends = {"first_month": JANUARY + first, "last_month": JANUARY + (first if last is None else last)}
    return {"indicator": indicator, **ends, **members}


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (node(), [0, 1, 2, 3, 6]),
        (node(first=0), [0, 1, 6]),
        (node(first=0, last=1, region="East"), [0, 1, 2]),
        (node(product="Drinks"), [0, 1, 3, 6]),
        (node(product="Drinks", first=0, region="East"), [0, 1]),
        (node(region="Nowhere"), []),
        (node("outlets"), [5]),
        (node("outlets", 0), [4]),
    ],
)
def test_a_node_covers_its_members_its_group_and_the_last_month_of_a_closing_value(wanted, rows):
    assert Nodes(plan_of(), QUOTA).rows(wanted).tolist() == rows


def test_amounts_add_up_exactly():
    nodes = Nodes(plan_of(), QUOTA)
    assert nodes.amount(np.array([0, 1])) == 0.3
    assert nodes.last_year(np.array([0, 1, 3])) == 3.0
    assert math.isnan(nodes.last_year(np.array([1, 2])))
    assert str(nodes.step("sales_amount")) == "0.1"
    assert str(nodes.step("outlets")) == "1"


def test_within_is_about_all_that_can_be_covered():
    nodes = Nodes(plan_of(), QUOTA)
    assert nodes.within(node(product="Tea", first=0), node(product="Drinks"))
    assert not nodes.within(node(product="Drinks"), node(product="Tea"))
    assert not nodes.within(node(product="Tea"), node(product="Tea", first=0, last=2))
    assert not nodes.within(node(), node(region="East"))
    assert not nodes.within(node("outlets"), node())


def test_cells_come_by_month_and_say_which_dimensions_are_full():
    nodes = Nodes(plan_of(), QUOTA.iloc[[3, 2, 1, 0]])
    assert nodes.split(np.arange(4)) == (["period", "region", "product"], [])
    found = nodes.cells(np.arange(4), ["period"])
    assert [(names["period"] - JANUARY, rows.tolist()) for names, rows in found] == [
        (0, [2, 3]),
        (1, [1]),
        (11, [0]),
    ]
    assert nodes.cells(np.zeros(0, dtype=np.int64), ["period"]) == []
    mixed = quota_of([("sales_amount", JANUARY, "East", p, 1.0, 0.0) for p in ("Tea", None)])
    assert Nodes(plan_of(), mixed).split(np.arange(2)) == (["period", "region"], ["product"])


def test_a_plan_without_months_covers_all_for_the_year_and_nothing_for_a_month():
    bare = QUOTA[QUOTA["indicator"] == "outlets"].iloc[:1].assign(period=-1)
    nodes = Nodes(plan_of(), bare)
    assert nodes.rows(node("outlets")).tolist() == [0]
    assert nodes.rows(node("outlets", 11)).tolist() == []


def test_moves_go_from_the_top_down_the_largest_first():
    before = quota_of(
        [
            ("sales_amount", JANUARY, "East", "Tea", 0.1, 0.0),
            ("sales_amount", JANUARY, "East", "Cake", 0.2, 0.0),
            ("sales_amount", JANUARY + 1, "East", "Tea", 5.0, 0.0),
        ]
    )
    after = before.assign(committed=[0.2, 0.1, 5.0])
    moved = moves(plan_of(), before, after)
    assert moved[["level", "leaf", "product", "before", "after", "change"]].values.tolist() == [
        ["product", True, "Tea", 0.1, 0.2, 0.1],
        ["product", True, "Cake", 0.2, 0.1, -0.1],
    ]
    assert moves(plan_of(), before, before).empty
    grown = moves(plan_of(), before.iloc[:2], before)
    assert grown[["level", "after"]].values.tolist() == [
        ["total", 5.3],
        ["period", 5.0],
        ["region", 5.0],
        ["product", 5.0],
    ]
    assert grown["before"].tolist() == [0.3, 0.0, 0.0, 0.0]


def test_a_closing_value_moves_month_by_month():
    rows = [("outlets", JANUARY + month, "East", None, 3.0, 0.0) for month in (0, 1)]
    before = quota_of(rows)
    moved = moves(plan_of(), before, before.assign(committed=[3.0, 4.0]))
    assert moved[["level", "before", "after"]].values.tolist() == [["period", 3.0, 4.0], ["region", 3.0, 4.0]]
    assert closing_indicators(plan_of()) == {"outlets"}
