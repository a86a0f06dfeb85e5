"""Shares where the basis of a level is missing, in all nodes or in some, worked out by hand."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.planning.cascade import decompose
from tests.planning.test_cascade import by, levels, plan, reasons, sales

HISTORY = sales([("East", "Carl", 30.0), ("East", "Eve", 10.0)], "region", "customer")
CUSTOMERS = pd.DataFrame(
    [
        ("region", "East", None),
        ("region", "West", None),
        ("customer", "Carl", "East"),
        ("customer", "Eve", "East"),
        ("customer", "Wendy", "West"),
        ("customer", "Will", "West"),
    ],
    columns=["dimension", "member", "parent"],
)


def test_without_any_potential_history_decides_and_where_there_is_none_all_are_equal():
    """Nobody has a potential. Carl and Eve go 3 to 1 by history; Wendy and Will sold nothing: halves."""
    order = levels("region", "customer", basis=["equal", "potential"])
    answer = decompose(plan(400, HISTORY, levels=order, members=CUSTOMERS))
    assert by(answer, "customer") == {"Carl": 150, "Eve": 50, "Wendy": 100, "Will": 100}
    assert "shares_by_history" in reasons(answer)


def test_without_history_potential_decides_where_it_is_typed():
    """West has no history; Wendy's potential of 9 and Will's of 1 stand in for it. East keeps its history."""
    order = levels("region", "customer", basis=["equal", "history"])
    typed = CUSTOMERS.assign(potential=[None, None, 1.0, 1.0, 9.0, 1.0])
    answer = decompose(plan(400, HISTORY, levels=order, members=typed))
    assert by(answer, "customer") == {"Carl": 150, "Eve": 50, "Wendy": 180, "Will": 20}
    assert "shares_by_potential" in reasons(answer)


def test_a_member_without_a_potential_gets_nothing_beside_one_that_has():
    order = levels("region", "customer", basis=["equal", "potential"])
    typed = CUSTOMERS.assign(potential=[None, None, None, 1.0, None, 2.0])
    answer = decompose(plan(400, HISTORY, levels=order, members=typed))
    shares = {name: amount for name, amount in by(answer, "customer").items() if amount}
    assert shares == {"Eve": 200, "Will": 200}
