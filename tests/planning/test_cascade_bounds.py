"""Bounds at their limits: no whole amounts, thousands of floors, totals at the edge, months that stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.errors import ProblemsFound
from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.planning.versions import vanished
from salesplan_xl.units import Step

FIRST = 2027 * 12
CUBE = pd.DataFrame(
    [("r1", "p2", "c1"), ("r1", "p1", "c2"), ("r2", "p1", "c1"), ("r2", "p2", "c2")],
    columns=["region", "product", "channel"],
).assign(month=FIRST - 5, amount=10.0)
"""Four leaves, one to every pair of r1, p1 and c1, and one in none of them."""


def plan(committed: float, history: pd.DataFrame, *order: str, **more: object) -> Plan:
    targets = pd.DataFrame({"indicator": ["sales_amount"], "committed": [committed]})
    levels = pd.DataFrame({"order": range(len(order)), "dimension": order})
    base = Plan(PlanSettings(2027, step=Step.of(1)), targets, history=history, levels=levels)
    return replace(base, **more)


def refusal(bad: Plan) -> str:
    with pytest.raises(ProblemsFound) as found:
        decompose(bad)
    (problem,) = found.value.problems
    return problem.sentence("en")


def test_holds_that_only_halves_could_meet_are_refused_by_name():
    """Each pair of three leaves is held at 1: a half each, which no whole step is. At 2 it is 1 each."""
    holds = pd.DataFrame([{"region": "r1"}, {"product": "p1"}, {"channel": "c1"}])
    sentence = refusal(plan(2, CUBE, "region", "product", "channel", holds=holds.assign(amount=1.0)))
    assert all(f"row {row}" in sentence for row in (1, 2, 3))
    answer = decompose(plan(10, CUBE, "region", "product", "channel", holds=holds.assign(amount=2.0)))
    assert answer.quota.set_index(["region", "product"])["committed"].to_dict() == {
        ("r1", "p1"): 1,
        ("r1", "p2"): 1,
        ("r2", "p1"): 1,
        ("r2", "p2"): 7,
    }


def test_thousands_of_floors_are_met_at_once():
    """1,800 of 4,000 reps have a floor above their share; their floors are met and the total stays."""
    size, raised = 4000, 1800
    members = pd.DataFrame({"dimension": "rep", "member": [f"r{i:04d}" for i in range(size)], "weight": 1.0})
    members["floor"] = np.where(np.arange(size) < raised, 130.0, np.nan)
    history = pd.DataFrame({"month": [], "amount": []})
    answer = decompose(plan(size * 100, history, "rep", members=members))
    years = answer.quota.set_index("rep")["committed"]
    assert years.sum() == size * 100
    assert (years[:raised] == 130).all()
    # 166,000 for 2,200 reps: 75 or 76 each
    assert set(years[raised:]) == {75, 76}


def test_a_hold_of_everything_and_one_that_leaves_nothing():
    """Held pieces that use up the total leave zero for the rest."""
    holds = pd.DataFrame([{"region": "r1", "amount": 100.0}, {"amount": 100.0}])
    answer = decompose(plan(100, CUBE, "region", "product", holds=holds))
    assert answer.quota.groupby("region")["committed"].sum().to_dict() == {"r1": 100, "r2": 0}


def test_a_target_of_nothing_has_leaves_of_nothing():
    answer = decompose(plan(0, CUBE, "region", "product"))
    assert set(answer.quota["committed"]) == {0}
    assert answer.quota["share"].isna().all()


def test_holds_and_floors_count_what_stays():
    """Half a year stays: a hold of the year is met together with it, one on kept months must agree."""
    history = pd.concat([CUBE.assign(month=FIRST - 12 + m) for m in range(12)])
    base = plan(4800, history, "period", "region", "product")
    first = decompose(base).amounts()
    settings = replace(base.settings, from_month=FIRST + 6)
    hold = {"region": "r1", "product": "p1", "amount": 1800.0}
    again = replace(base, settings=settings, previous=first, holds=pd.DataFrame([hold]))
    quota = decompose(again).quota
    mine = (quota["region"] == "r1") & (quota["product"] == "p1")
    assert quota.loc[mine, "committed"].sum() == 1800
    assert quota.loc[mine & (quota["period"] < FIRST + 6), "committed"].sum() == 600
    assert quota["committed"].sum() == 4800
    kept = {"first_month": FIRST, "last_month": FIRST + 1, "amount": 800.0}
    assert decompose(replace(again, holds=pd.DataFrame([kept]))).quota["committed"].sum() == 4800
    assert "months that stay" in refusal(replace(again, holds=pd.DataFrame([{**kept, "amount": 801.0}])))


def test_leaves_that_a_new_quota_lacks_are_found():
    old = decompose(plan(100, CUBE, "region", "product")).amounts()
    new = decompose(plan(100, CUBE[CUBE["region"] == "r1"], "region", "product")).amounts()
    gone = vanished(new, old)
    assert set(gone["region"]) == {"r2"}
    assert len(gone) == 2


def test_moving_averages_take_the_trend_out_of_month_shares():
    """Sales that grow by the same amount every month have no season: months come out nearly equal."""
    history = pd.DataFrame({"month": range(FIRST - 36, FIRST), "amount": [100.0 + 10 * i for i in range(36)]})
    base = plan(12_000, history, "period")
    pooled = decompose(base).quota["committed"]
    settings = replace(base.settings, month_share_method="moving_average")
    level = decompose(replace(base, settings=settings)).quota["committed"]
    assert pooled.max() - pooled.min() > 300
    assert level.max() - level.min() < 20
    assert level.sum() == 12_000
    settings = replace(base.settings, month_share_method="mean")
    yearly = history["amount"].to_numpy().reshape(3, 12)
    expected = 12_000 * (yearly / yearly.sum(axis=1, keepdims=True)).mean(axis=0)
    mean = decompose(replace(base, settings=settings)).quota["committed"]
    assert np.abs(mean - expected).max() < 1


def test_regions_on_the_capacity_of_their_reps_and_months_on_heads():
    """West has two reps, one of whom starts in July; months go by heads at work."""
    reps = pd.DataFrame(
        {
            "rep": ["Ann", "Bob", "Cy"],
            "region": ["East", "West", "West"],
            "start_month": [np.nan, np.nan, FIRST + 6],
        }
    )
    history = pd.DataFrame({"month": [], "amount": []})
    levels = pd.DataFrame({"order": [1, 2], "dimension": ["period", "region"], "basis": ["capacity"] * 2})
    answer = decompose(plan(3000, history, levels=levels, reps=reps))
    months = answer.quota.groupby("period")["committed"].sum()
    assert months.tolist() == [200] * 6 + [300] * 6
    assert answer.quota.groupby("region")["committed"].sum().to_dict() == {"East": 1200, "West": 1800}


def test_typed_month_weights_and_unknown_months():
    months = pd.DataFrame({"dimension": "period", "member": ["2027-01", "2月"], "weight": [1.0, 3.0]})
    history = pd.DataFrame({"month": [], "amount": []})
    levels = pd.DataFrame({"order": [1], "dimension": ["period"], "basis": ["weight"]})
    answer = decompose(plan(400, history, levels=levels, members=months))
    assert answer.quota["committed"].tolist() == [100, 300]
    wrong = pd.DataFrame({"dimension": "period", "member": ["2029-01"], "weight": [1.0]})
    assert "2029-01" in refusal(plan(400, history, levels=levels, members=wrong))


def test_a_floor_that_a_cap_makes_needless_does_not_bind():
    """Of 100 by 10:20:70 the cap of 40 leaves 60 for 1:2, so the floor of 12 has nothing to say."""
    members = pd.DataFrame(
        {
            "dimension": "region",
            "member": ["a", "b", "c"],
            "floor": [12.0, np.nan, np.nan],
            "cap": [np.nan, np.nan, 40.0],
        }
    )
    history = pd.DataFrame({"month": FIRST - 1, "region": ["a", "b", "c"], "amount": [10.0, 20.0, 70.0]})
    answer = decompose(plan(100, history, "region", members=members))
    assert answer.quota.set_index("region")["committed"].to_dict() == {"a": 20, "b": 40, "c": 40}


def test_a_hold_on_months_and_reps_crosses_steps_of_several_levels():
    """Months on 100, regions on 10, leaves on 1: a hold of 333 is exact, other months stay on their step."""
    history = pd.concat([CUBE.assign(month=FIRST - 12 + m, amount=10.0 + m) for m in range(12)])
    levels = pd.DataFrame(
        {"order": [1, 2, 3], "dimension": ["period", "region", "product"], "step": [100.0, 10.0, 1.0]}
    )
    holds = pd.DataFrame([{"first_month": FIRST + 2, "last_month": FIRST + 2, "amount": 333.0}])
    answer = decompose(plan(12_000, history, levels=levels, holds=holds))
    months = answer.quota.groupby("period")["committed"].sum()
    assert months[FIRST + 2] == 333
    assert (months % 100 != 0).sum() == 2
    assert months.sum() == 12_000
    assert answer.levels["step"].tolist() == [100.0, 100.0, 10.0, 1.0]


def test_where_a_closing_value_starts_from():
    """Last year's closing value if it is typed, the target itself if nothing is, what stays with a month."""
    target = {"indicator": ["receivables"], "aggregation": ["closing"], "committed": [220.0]}
    base = plan(0, CUBE, "period", "region", targets=pd.DataFrame(target))
    flat = decompose(base)
    assert set(flat.quota.groupby("period")["committed"].sum()) == {220}
    assert "closing_without_opening" in {note.reason for note in flat.notes}
    typed = replace(base, targets=pd.DataFrame({**target, "last_year": [100.0]}))
    first = decompose(typed)
    path = first.quota.groupby("period")["committed"].sum()
    assert path.tolist() == [110 + 10 * m for m in range(12)]
    settings = replace(base.settings, from_month=FIRST + 6)
    raised = pd.DataFrame({**target, "committed": [280.0], "last_year": [100.0]})
    again = decompose(replace(typed, targets=raised, settings=settings, previous=first.amounts()))
    path = again.quota.groupby("period")["committed"].sum()
    assert path.tolist() == [110 + 10 * m for m in range(6)] + [180 + 20 * m for m in range(6)]
    hold = pd.DataFrame([{"indicator": "receivables", "amount": 200.0}])
    assert "receivables" in refusal(replace(typed, holds=hold))
