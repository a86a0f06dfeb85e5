"""Random plans: every level adds up, every hold is kept to the step, no input is changed in place.

The holds of a plan are made from a random table of whole amounts with the plan's total, so that they can be
met; they overlap as they like. Sums are taken with pandas from the answer alone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import ProblemsFound
from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.units import Step

FIRST = 2027 * 12
DIMENSIONS = ("region", "product", "rep")
RANDOM = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def history_of(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Return two years of sales, some of them returns."""
    amounts = np.round(random.lognormal(4, 1, rows) * random.choice([1, 1, 1, 1, -0.2], rows), 2)
    return pd.DataFrame(
        {
            "month": random.integers(FIRST - 24, FIRST, rows),
            "region": random.choice(["North", "South", "West"], rows),
            "product": random.choice(["Tea", "Cake"], rows),
            "rep": random.choice(["Ann", "Bob", "Cy", "Dee"], rows),
            "amount": amounts,
        }
    )


def plan_of(seed: int, order: list[str], steps: int, step: str, rows: int) -> Plan:
    random = np.random.default_rng(seed)
    total = Step.of(step).amounts(steps)
    return Plan(
        PlanSettings(2027, step=Step.of(step)),
        pd.DataFrame({"indicator": ["sales_amount"], "committed": [total], "stretch": [2 * total]}),
        history=history_of(random, rows),
        levels=pd.DataFrame({"order": range(len(order)), "dimension": order}),
    )


def jittered(quota: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    """Return other whole amounts for the same leaves, with the same total."""
    weights = random.uniform(0.2, 2.0, len(quota)) * (quota["committed"] + 1)
    whole = np.floor(weights / weights.sum() * quota["committed"].sum()).astype(np.int64)
    whole.iloc[0] += quota["committed"].sum() - whole.sum()
    return whole


def covered(quota: pd.DataFrame, hold: dict[str, object]) -> pd.Series:
    mask = quota["period"].between(hold["first_month"], hold["last_month"]) | (quota["period"] < 0)
    for dimension in DIMENSIONS:
        if hold.get(dimension):
            mask &= quota[dimension] == hold[dimension]
    return mask


def random_holds(
    quota: pd.DataFrame, order: list[str], step: Step, count: int, seed: int
) -> list[dict[str, object]]:
    random = np.random.default_rng(seed)
    amounts = jittered(quota, random)
    holds: dict[object, dict[str, object]] = {}
    for _ in range(count):
        hold: dict[str, object] = {"first_month": FIRST, "last_month": FIRST + 11}
        if "period" in order and random.random() < 0.6:
            first = int(random.integers(12))
            hold |= {"first_month": FIRST + first, "last_month": FIRST + int(random.integers(first, 12))}
        leaf = quota.iloc[int(random.integers(len(quota)))]
        for dimension in DIMENSIONS:
            if dimension in order and random.random() < 0.5:
                hold[dimension] = leaf[dimension]
        inside = covered(quota, hold)
        if not inside.any():
            continue
        hold["amount"] = step.amounts(int(amounts[inside].sum()))
        holds[tuple(str(hold.get(key)) for key in ("first_month", "last_month", *DIMENSIONS))] = hold
    return list(holds.values())


orders = st.permutations(["period", *DIMENSIONS]).flatmap(
    lambda every: st.integers(1, 4).map(lambda size: list(every)[:size])
)


@RANDOM
@given(
    seed=st.integers(0, 10**6),
    order=orders,
    steps=st.integers(0, 10**7),
    step=st.sampled_from(["0.01", "1", "0.5", "100"]),
    rows=st.integers(1, 300),
    holds=st.integers(0, 8),
)
def test_every_level_adds_up_and_every_hold_is_kept(seed, order, steps, step, rows, holds):
    """Total, holds and stretch come out to the step; the same answer twice; inputs as they were."""
    plan = plan_of(seed, order, steps, step, rows)
    free = decompose(plan)
    assert free.quota["committed"].sum() == steps
    assert free.levels["exact"].all()

    typed = random_holds(free.quota, order, Step.of(step), holds, seed)
    held = replace(plan, holds=pd.DataFrame(typed)) if typed else plan
    before = [frame.copy(deep=True) for frame in (held.targets, held.history, held.levels, held.holds)]
    answer = decompose(held)
    quota = answer.quota
    assert quota["committed"].sum() == steps
    assert (quota["committed"] >= 0).all()
    assert answer.levels["exact"].all()
    for hold in typed:
        assert quota.loc[covered(quota, hold), "committed"].sum() == Step.of(step).count(hold["amount"])
    assert quota["stretch"].sum() == 2 * steps
    assert (quota["stretch"] >= quota["committed"]).all()
    pd.testing.assert_frame_equal(quota, decompose(held).quota)
    for frame, copy in zip((held.targets, held.history, held.levels, held.holds), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


@RANDOM
@given(seed=st.integers(0, 10**6), order=orders, holds=st.integers(1, 3), from_place=st.integers(1, 11))
def test_what_is_before_a_month_stays_and_the_year_is_unchanged(seed, order, holds, from_place):
    """Kept months are the previous quota's; the rest makes up the annual target, holds included."""
    order = ["period", *(dimension for dimension in order if dimension != "period")]
    plan = plan_of(seed, order, 100_000, "1", 200)
    first = decompose(plan)
    moved = first.amounts()
    typed = [
        {**hold, "amount": float(hold["amount"])}
        for hold in random_holds(first.quota, order, Step.of(1), holds, seed)
        if hold["first_month"] >= FIRST + from_place
    ]
    again = replace(
        plan,
        settings=replace(plan.settings, from_month=FIRST + from_place),
        previous=moved,
        holds=pd.DataFrame(typed) if typed else plan.holds,
    )
    try:
        answer = decompose(again)
    except ProblemsFound as refused:
        # The holds were made for the whole year's table; what is kept may leave too little for them.
        reasons = {problem.reason for problem in refused.problems}
    else:
        reasons = set()
    if reasons:
        assert reasons == {"bounds_conflict"}
        return
    quota = answer.quota
    keys = ["period", *(d for d in order if d != "period")]
    old = first.quota[first.quota["period"] < FIRST + from_place].set_index(keys)["committed"]
    kept = quota[quota["period"] < FIRST + from_place].set_index(keys)["committed"]
    pd.testing.assert_series_equal(old.sort_index(), kept.sort_index(), check_dtype=False)
    assert quota["committed"].sum() == 100_000
    for hold in typed:
        assert quota.loc[covered(quota, hold), "committed"].sum() == hold["amount"]


@settings(RANDOM, max_examples=5)
@given(seed=st.integers(0, 10**6), order=orders, tight=st.floats(0.0, 1.0))
def test_floors_and_caps_bound_the_plan_year(seed, order, tight):
    """A member's year lies between his floor and cap; they are made around a table that exists."""
    order = [*order, *(["rep"] if "rep" not in order else [])]
    plan = plan_of(seed, order, 54_321, "1", 200)
    free = decompose(plan).quota
    aim = jittered(free, np.random.default_rng(seed)).groupby(free["rep"]).sum()
    size = np.round(aim * (1 - tight)).astype(int)
    members = pd.DataFrame(
        {
            "dimension": "rep",
            "member": aim.index,
            "floor": (aim - size).astype(float),
            "cap": (aim + size).astype(float),
        }
    )
    answer = decompose(replace(plan, members=members))
    years = answer.quota.groupby("rep")["committed"].sum()
    assert answer.quota["committed"].sum() == 54_321
    assert answer.levels["exact"].all()
    for rep in aim.index:
        assert aim[rep] - size[rep] <= years[rep] <= aim[rep] + size[rep]


@pytest.mark.parametrize("seed", range(5))
def test_holds_that_cannot_be_met_are_named(seed):
    """Of two holds that contradict each other both are named, and no other."""
    plan = plan_of(seed, ["period", "region", "product"], 10_000, "1", 300)
    holds = [
        {"first_month": FIRST + 2, "amount": 700.0},
        {"first_month": FIRST + 2, "region": "West", "amount": 701.0},
        {"region": "South", "product": "Tea", "amount": 300.0},
    ]
    with pytest.raises(ProblemsFound) as found:
        decompose(replace(plan, holds=pd.DataFrame(holds)))
    (problem,) = found.value.problems
    assert problem.reason == "bounds_conflict"
    assert "row 1" in problem.sentence("en")
    assert "row 2" in problem.sentence("en")
    assert "row 3" not in problem.sentence("en")
