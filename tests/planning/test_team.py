"""The team: capacity, proposals, pay, fairness, appraisal and visits, against sums made by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.planning.quota_proposal import quota_proposal
from salesplan_xl.planning.team_capacity import TeamInputs, capacity_table, full_month_of, team_of
from salesplan_xl.planning.team_results import (
    appraisal_table,
    commission_table,
    fairness_audit,
    visit_plan,
)
from salesplan_xl.units import Step

JANUARY = 2027 * 12
NAN = float("nan")


def reps(*rows):
    columns = ["rep", "region", "start_month", "end_month", "fte", "ability"]
    return pd.DataFrame(rows, columns=columns)


OLD = ("Ann", "East", NAN, NAN, 1.0, 1.0)
NEW = ("Bob", "East", JANUARY + 2, NAN, 0.5, NAN)
LEAVING = ("Cai", "West", NAN, JANUARY + 5, NAN, 1.2)


def test_productive_months_follow_start_end_ramp_and_share_of_time():
    team = team_of(reps(OLD, NEW, LEAVING), JANUARY, (0.25, 0.5, 1.0))
    assert team.ramp[0].tolist() == [1.0] * 12
    assert team.ramp[1].tolist() == [0, 0, 0.25, 0.5] + [1.0] * 8
    assert team.present[2].tolist() == [1.0] * 6 + [0.0] * 6
    assert team.productive.sum(axis=1).tolist() == [12.0, 4.375, pytest.approx(7.2)]
    assert team.joined[1].tolist() == [0, 0, 0.5] + [0] * 9
    assert team.left[2].tolist() == [0] * 5 + [1] + [0] * 6


def test_a_full_month_is_last_years_sales_by_ramped_head_and_month():
    team = team_of(reps(OLD, LEAVING), JANUARY, (1.0,))
    assert full_month_of(team, 1920.0) == 100.0  # 12 + 1.2 x 6 = 19.2 ramped months
    assert full_month_of(team, None) is None
    assert full_month_of(team, 0.0) is None


def test_capacity_follows_the_season_and_names_quota_that_nobody_carries():
    team = team_of(reps(OLD, LEAVING), JANUARY, (1.0,))
    amounts = [100.0] * 6 + [200.0] * 6
    quota = pd.DataFrame(
        {
            "place": list(range(12)) * 2,
            "region": ["East"] * 12 + ["West"] * 12,
            "rep": ["Ann"] * 12 + ["Cai"] * 12,
            "committed": amounts * 2,
        }
    )
    table = capacity_table(team, quota, TeamInputs(expected_attainment=0.5), 240.0)
    total = table[table["dimension"] == "total"]
    assert total["target"].tolist() == [200.0] * 6 + [400.0] * 6
    # weight 2/3 in the first half, 4/3 in the second; Ann 1 head, Cai 1.2 heads until June
    assert total["capacity"].tolist() == [176.0] * 6 + [160.0] * 6
    assert total["cover"].tolist() == [0.88] * 6 + [0.4] * 6
    assert total["uncovered"].tolist() == [0.0] * 6 + [200.0] * 6
    assert set(total["status"]) == {"red"}
    west = table[table["member"] == "West"]
    assert west["heads"].tolist() == [1.0] * 6 + [0.0] * 6
    assert west["capacity"].tolist() == [96.0] * 6 + [0.0] * 6
    assert table[table["member"] == "East"]["uncovered"].sum() == 0


def test_attrition_compounds_over_the_year():
    team = team_of(reps(OLD), JANUARY, (1.0,))
    quota = pd.DataFrame({"place": range(12), "region": "East", "rep": "Ann", "committed": 100.0})
    table = capacity_table(team, quota, TeamInputs(annual_attrition=0.2), 100.0)
    total = table[table["dimension"] == "total"]["capacity"].tolist()
    assert total[-1] == 80.0
    assert total[0] == round(100 * 0.8 ** (1 / 12), 2)


ONE = Step.of(1)


def proposed(current, sold, able, before, step=ONE, weight=0.5, pools=None):
    rows = [(f"R{k}", "East", NAN, NAN, a / 12, 1.0) for k, a in enumerate(able)]
    team = team_of(reps(*rows), JANUARY, (1.0,))
    capacity = np.full(len(rows), 100.0)
    pools = pools or ["East"] * len(rows)
    given = [np.array(values, dtype=float) for values in (current, sold, before)]
    return quota_proposal(team, *given, capacity, step, weight, pools)


def test_history_counts_per_productive_month():
    """R1 sold as much as R0 in a full year, and is here for half of this one."""
    table = proposed([600, 600], [120, 120], [12, 6], [12, 12]).table
    assert table["proposed"].tolist() == [800, 400]
    assert table["change"].tolist() == [200, -200]


def test_a_rep_who_came_in_mid_last_year_is_not_taken_for_half_a_seller():
    """R1 sold 60 in six productive months, R0 120 in twelve: both sell 10 a month."""
    table = proposed([600, 600], [120, 60], [12, 12], [12, 6], weight=1.0).table
    assert table["proposed"].tolist() == [600, 600]


def test_a_rep_without_history_shares_by_productive_months():
    table = proposed([900, 0, 0], [300, 100, 0], [12, 12, 12], [12, 12, 0], weight=1.0).table
    # 2/3 of the pool to the two with history, 3 : 1; a third to the new one
    assert table["proposed"].tolist() == [450, 150, 300]


def test_a_pool_nobody_can_carry_stays_and_is_told():
    answer = proposed([100, 50], [0, 0], [0, 12], [0, 12], pools=["North", "East"])
    assert answer.nobody == ("North",)
    assert answer.table["proposed"].tolist() == [100, 50]


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 12)), min_size=1, max_size=8
    ),
    st.floats(0, 1),
    st.sampled_from(["0.01", "1", "1000"]),
)
def test_proposals_add_up_to_what_the_pool_carries(rows, weight, step):
    grid = Step.of(step)
    current = [float(Fraction(step) * (amount // 1000)) for amount, _, _ in rows]
    table = proposed(
        current, [s for _, s, _ in rows], [m for _, _, m in rows], [12] * len(rows), grid, weight
    )
    whole = sum(Fraction(str(value)) for value in table.table["proposed"].tolist())
    assert whole == sum(Fraction(str(value)) for value in current)


def test_commission_by_tiers_rank_and_rise():
    tiers = np.array([[0.0, 0.01], [1.0, 0.03]])
    quota, actual = np.array([100.0, 100.0, 0.0]), np.array([150.0, 80.0, 30.0])
    table = commission_table(["A", "B", "C"], quota, actual, np.array([1.2, 0.9, NAN]), tiers, "marginal")
    # 100 x 1 % + 50 x 3 %; 80 x 1 %; no quota, no commission by attainment
    assert table["commission"].tolist()[:2] == [2.5, 0.8]
    assert np.isnan(table["commission"][2])
    assert table["rank"].tolist()[:2] == [1, 2]
    assert table["rise"].tolist()[:2] == [0.3, -0.1]
    assert table["improved"].tolist()[:2] == [1, 2]
    assert table["next_tier"].tolist()[:2] == [0.0, 20.0]
    assert table["marginal"].tolist()[:2] == [0.03, 0.01]
    nothing = commission_table(
        ["A"], np.array([100.0]), np.array([90.0]), np.array([NAN]), np.empty((0, 2)), ""
    )
    assert np.isnan(nothing["commission"][0])


def audits(quota, actual, proposed_, last):
    found = fairness_audit(*(np.array(v, dtype=float) for v in (quota, actual, proposed_, last)), 0.8, 1.2)
    return {audit.measure: audit for audit in found}


def test_fairness_of_quotas():
    one = audits([100, 100, 200, 400], [70, 90, 220, 600], [100, 100, 100, 100], [50, 100, 100, 100])
    assert one["within_band"].value == 0.5
    assert one["within_band"].fair is False
    assert one["size_bias"].value > 0.9
    assert one["size_bias"].fair is False
    assert one["top_three"].value == pytest.approx(910 / 980)
    assert one["top_three"].fair is None
    assert one["growth_spread"].fair is False  # growth factors 2, 1, 1, 1
    alike = audits([100, 200, 300], [101, 202.2, 303.3], [100, 200, 300], [90, 180, 270])
    assert alike["size_bias"].fair is True
    assert alike["dispersion"].fair is True
    little = audits([100], [90], [100], [90])
    assert np.isnan(little["size_bias"].value)
    assert little["size_bias"].fair is None


def test_an_appraisal_counts_each_item_up_to_the_cap():
    rows = pd.DataFrame(
        {
            "rep": ["A", "A", "B", "B", "C"],
            "item": ["x", "y", "x", "y", "x"],
            "weight": [70, 30, 70, 30, 50],
            "target": [100, 90, 100, NAN, 100],
            "actual": [130, 81, 90, 50, NAN],
        }
    )
    table = appraisal_table(rows, 1.2)
    assert table["reached"].tolist()[:3] == [1.3, 0.9, 0.9]
    assert table["points"].tolist()[:3] == [1.2, 0.9, 0.9]
    assert table["score"].tolist()[:4] == [1.11, 1.11, 0.9, 0.9]
    assert table["rank"].tolist()[:4] == [1, 1, 2, 2]
    assert np.isnan(table["score"][4])
    assert appraisal_table(rows, None)["points"][0] == 1.3


def test_visits_by_class_against_what_a_rep_can_make():
    sales = pd.DataFrame(
        {
            "rep": ["A", "A", "B", "B", "A"],
            "customer": ["big", "mid", "small", "big", "gone"],
            "amount": [700.0, 200.0, 90.0, 10.0, -5.0],
        }
    )
    plan = visit_plan(sales, {"A": 0.5}, (52, 24, 12), 1, 240).set_index("rep")
    # cumulative shares: big 71 %, mid 91 %, small 100 %; returns only is class C; big belongs to A
    assert plan.loc["A", ["class_a", "class_b", "class_c"]].tolist() == [1, 1, 1]
    assert plan.loc["A", "contacts"] == 52 + 24 + 12
    assert plan.loc["A", "possible"] == 120.0
    assert plan.loc["A", "load"] == pytest.approx(88 / 120)
    assert plan.loc["B", ["class_a", "class_b", "class_c"]].tolist() == [0, 0, 1]
    assert np.isnan(visit_plan(sales, {"A": 0.5}, (52, 24, 12), 0, 240)["load"][0])
