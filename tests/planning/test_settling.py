"""Targets and bids settled on one total, against fractions worked out apart."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.errors import ProblemsFound
from salesplan_xl.formulas.consultation import consult
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.planning.reconcile import is_settled, reconcile, trust_of
from salesplan_xl.planning.requote import requoted
from salesplan_xl.units import Step

FIRST = 2027 * 12


def quota_of(rows, *dims, months=1):
    """Return a quota from (members…, committed, bid) in each of some months."""
    return pd.DataFrame(
        [
            {"indicator": "sales_amount", "period": FIRST + m, **dict(zip(dims, row, strict=False)),
             "committed": float(row[-2]), "bid": np.nan if row[-1] is None else float(row[-1])}
            for m in range(months)
            for row in rows
        ]
    )  # fmt: skip


def plan_of(*dims, aggregation="sum", step=1, settings=None, **frames):
    targets = pd.DataFrame([{"indicator": "sales_amount", "aggregation": aggregation, "committed": 1000.0}])
    levels = pd.DataFrame({"order": range(len(dims) + 1), "dimension": ["period", *dims]})
    own = PlanSettings(2027, step=Step.of(step), **(settings or {}))
    return Plan(own, targets, levels=levels, **frames)


def settled(quota, *dims, trust=0.5, keep=None, **more):
    answer = reconcile(plan_of(*dims, **more), quota, np.full(len(quota), trust), keep)
    return answer, answer.negotiated.tolist()


def reasons(answer):
    return [note.reason for note in answer.notes]


def refused(*args, **more):
    with pytest.raises(ProblemsFound) as found:
        settled(*args, **more)
    assert all("{" not in p.sentence("en") + p.sentence("zh") for p in found.value.problems)
    return [problem.reason for problem in found.value.problems]


@pytest.mark.parametrize("trust", [0, 0.3, 0.5, 1])
def test_one_level_is_what_the_cell_function_gives(trust):
    rows = [("A", 50, 70), ("B", 50, 33), ("C", 40, None)]
    expected = consult([50, 50, 40], [70, 33, None], 140, trust, 1).tolist()
    assert settled(quota_of(rows, "region"), "region", trust=trust)[1] == expected


def hamilton(total, weights):
    exact = [Fraction(total) * w / sum(weights) for w in weights]
    whole = [int(x) for x in exact]
    for at in sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])[: total - sum(whole)]:
        whole[at] += 1
    return whole


@pytest.mark.parametrize("seed", range(8))
def test_each_level_is_split_by_the_sums_of_targets_and_bids(seed):
    """Level by level with fractions: months, then regions, then products, halves of bid and target."""
    random = np.random.default_rng(seed)
    keys = [(m, r, p) for m in range(3) for r in "AB" for p in "xyz"]
    frame = pd.DataFrame(
        [
            {"indicator": "sales_amount", "period": FIRST + m, "region": r, "product": p,
             "committed": float(random.integers(1, 500)),
             "bid": float(random.integers(0, 700)) if random.random() < 0.7 else np.nan}
            for m, r, p in keys
        ]
    )  # fmt: skip
    bid = frame["bid"].fillna(frame["committed"])
    basis = {k: Fraction(int(b) + int(c), 2) for k, b, c in zip(keys, bid, frame["committed"], strict=True)}
    wanted = {}
    total = int(frame["committed"].sum())
    months = hamilton(total, [sum(v for k, v in basis.items() if k[0] == m) for m in range(3)])
    for m, month in enumerate(months):
        regions = hamilton(month, [sum(v for k, v in basis.items() if k[:2] == (m, r)) for r in "AB"])
        for r, region in zip("AB", regions, strict=True):
            products = hamilton(region, [basis[m, r, p] for p in "xyz"])
            wanted |= {(m, r, p): amount for p, amount in zip("xyz", products, strict=True)}
    shuffled = frame.sample(frac=1, random_state=seed)
    answer, got = settled(shuffled, "region", "product")
    found = {
        (int(m) - FIRST, r, p): amount
        for m, r, p, amount in zip(
            shuffled["period"], shuffled["region"], shuffled["product"], got, strict=True
        )
    }
    assert found == wanted
    total_row = answer.table.iloc[0]
    assert total_row["negotiated"] == total_row["top_down"] == total
    assert total_row["gap"] == bid.sum() - total


def test_every_node_has_its_row():
    rows = [("N", "a", 60, 90), ("N", "b", 40, None), ("S", "c", 100, 50)]
    answer, got = settled(quota_of(rows, "region", "rep"), "region", "rep", trust=1)
    # Bids 90, 40 and 50 of 180 on 200: 100, 44.4 and 55.6.
    assert got == [100, 44, 56]
    table = answer.table.set_index(["dimension", "member"])
    assert table.loc[("region", "N")].tolist()[1:] == [100, 130, 90, 30, 144, 44]
    assert table.loc[("rep", "c")].tolist()[1:] == [100, 50, 50, -50, 56, -44]
    assert table.loc[("period", "2027-01"), "change"] == 0
    assert reasons(answer) == ["reconcile_without_bid"]


def test_a_kept_level_keeps_what_was_handed_down():
    rows = [("N", "a", 60, 90), ("N", "b", 40, None), ("S", "c", 100, 50)]
    quota = quota_of(rows, "region", "rep")
    assert settled(quota, "region", "rep", trust=1, keep="region")[1] == [69, 31, 100]
    assert settled(quota, "region", "rep", trust=1, keep="rep")[1] == [60, 40, 100]


def hold(amount, **members):
    blank = dict.fromkeys(("department", "region", "channel", "product", "customer", "rep"))
    return {"indicator": "sales_amount", **blank, **members, "amount": float(amount),
            "first_month": float(FIRST), "last_month": float(FIRST)}  # fmt: skip


def test_holds_stand_and_bids_against_them_are_named():
    rows = [("A", 50, 90), ("B", 50, 50), ("C", 100, 100)]
    holds = pd.DataFrame([hold(50, region="A")])
    answer, got = settled(quota_of(rows, "region"), "region", holds=holds)
    assert got == [50, 50, 100]
    assert reasons(answer) == ["reconcile_bid_above"]
    assert refused(quota_of(rows, "region"), "region", holds=pd.DataFrame([hold(500, region="A")])) == [
        "reconcile_conflict"
    ]
    elsewhere = {**hold(5, region="A"), "first_month": FIRST + 3.0, "last_month": FIRST + 3.0}
    assert refused(quota_of(rows, "region"), "region", holds=pd.DataFrame([elsewhere])) == [
        "reconcile_hold_without_leaf"
    ]
    assert refused(quota_of(rows, "region"), "region", holds=pd.DataFrame([hold(5, region="Z")])) == [
        "hold_unknown_member"
    ]


def test_floors_and_caps_stand_and_bids_beyond_them_are_named():
    rows = [("A", 50, 90), ("B", 50, 10), ("C", 100, 100)]
    members = pd.DataFrame(
        [
            {"dimension": "region", "member": "A", "floor": np.nan, "cap": 55.0},
            {"dimension": "region", "member": "B", "floor": 45.0, "cap": np.nan},
        ]
    )
    answer, got = settled(quota_of(rows, "region"), "region", members=members)
    assert got == [55, 45, 100]
    assert sorted(reasons(answer)) == ["reconcile_bid_above", "reconcile_bid_below"]


def test_negative_amounts_are_refused_and_indicators_without_bids_left_alone():
    assert refused(quota_of([("A", 50, -1), ("B", 5, 5)], "region"), "region") == ["reconcile_negative"]
    assert refused(quota_of([("A", -50, 1), ("B", 5, 5)], "region"), "region") == ["reconcile_negative"]
    two = pd.concat(
        [
            quota_of([("A", 50, 60), ("B", 50, 50)], "region"),
            quota_of([("A", -7, None)], "region").assign(indicator="gross_profit"),
        ]
    )
    answer, got = settled(two, "region")
    assert got[2] == -7
    assert set(answer.table["indicator"]) == {"sales_amount"}
    assert settled(two.iloc[2:], "region")[0].table.empty


def test_a_closing_value_is_settled_month_by_month():
    quota = quota_of([("A", 60, 90), ("B", 40, 10)], "region", months=12)
    answer, got = settled(quota, "region", trust=1, aggregation="closing")
    assert got == [90, 10] * 12
    assert answer.table.iloc[0]["top_down"] == 100
    assert answer.table[answer.table["dimension"] == "period"]["negotiated"].tolist() == [100] * 12


def test_a_company_that_splits_by_month_alone_or_not_at_all():
    months = quota_of([(10, 0), (10, 10)]).assign(period=[FIRST, FIRST + 1])
    assert settled(months, trust=1)[1] == [0, 20]
    whole = pd.DataFrame([{"indicator": "sales_amount", "period": -1, "committed": 10.0, "bid": 70.0}])
    answer, got = settled(whole)
    assert got == [10]
    assert answer.table["dimension"].tolist() == ["total"]
    regions = quota_of([("A", 60, 90), ("B", 40, 10)], "region").assign(period=-1)
    assert settled(regions, "region", trust=1)[1] == [90, 10]


def test_what_lies_off_the_step_stays_in_the_total():
    rows = [("A", 50.25, 70), ("B", 50, 30)]
    got = settled(quota_of(rows, "region"), "region", step=10)[1]
    assert sum(got) == 100.25
    assert got == [60.25, 40]


def test_trust_by_member_goes_before_weights_and_weights_before_the_default():
    quota = quota_of([("A", 1, 1), ("B", 1, 1), ("C", 1, 1)], "region")
    members = pd.DataFrame(
        {"dimension": ["region", "region", "rep"], "member": ["A", "B", "C"], "weight": [0.1, 0.2, 0.3]}
    )
    assert trust_of(quota, members, 0.5).tolist() == [0.5] * 3
    assert trust_of(quota, members, 0.5, ["region"]).tolist() == [0.1, 0.2, 0.5]
    named = {("region", "B"): 1.0, ("rep", "z"): 0.0}
    assert trust_of(quota, members, 0.5, ["region"], named).tolist() == [0.1, 1.0, 0.5]


def test_settled_already_means_same_amounts_and_same_bids():
    rows = [("A", 60, 90), ("B", 40, None)]
    before, got = settled(quota_of(rows, "region"), "region", trust=1)
    again = quota_of([("A", got[0], 90), ("B", got[1], None)], "region")
    now = settled(again, "region", trust=1)[0]
    assert is_settled(before.table, now.table)
    assert not is_settled(before.table, before.table)
    assert not is_settled(before.table.iloc[:0], now.table)
    other = settled(again.assign(bid=[91.0, np.nan]), "region", trust=1)[0]
    assert not is_settled(before.table, other.table)


def test_what_stands_beside_the_amounts_follows():
    quota = quota_of([("A", 60, 90), ("B", 40, 10)], "region").assign(
        last_year=[50.0, np.nan], stretch=[66.0, 44.0]
    )
    previous = quota.assign(committed=[55.0, 45.0])
    plan = plan_of("region", settings={"reserve": 0.1, "over_assignment": 0.05}, previous=previous)
    answer = requoted(plan, quota, np.array([75.0, 25.0]))
    rows = answer.amounts()
    assert rows["committed"].tolist() == [75, 25]
    assert rows["stretch"].tolist() == [81, 29]
    assert rows["growth"].tolist()[0] == 0.5
    assert rows["share"].tolist() == [0.75, 0.25]
    assert rows["previous"].tolist() == [55, 45]
    assert rows["change"].tolist() == [20, -20]
    assert answer.extra[["kind", "committed"]].to_numpy().tolist() == [
        ["reserve", 100],
        ["over_assignment", -50],
    ]
    assert answer.levels["total"].tolist() == [100]


def test_without_stretch_target_or_reserve_nothing_is_made_up():
    quota = quota_of([("A", 60, 90)], "region")
    answer = requoted(plan_of("region"), quota, np.array([61.5]))
    assert answer.amounts()["committed"].tolist() == [61.5]
    assert answer.amounts()["stretch"].isna().all()
    assert answer.extra.empty
    other = quota.assign(indicator="volume")
    assert requoted(plan_of("region"), other, np.array([1.0])).extra.empty
    two = quota_of([("A", 6, 9), ("B", 2, 1)], "region", months=2)
    closing = requoted(plan_of("region", aggregation="closing"), two, np.array([6.0, 2, 1, 3]))
    assert closing.quota["share"].tolist() == [0.75, 0.25, 0.25, 0.75]
