"""The rolling revision against arithmetic by hand and against a plain recursion in whole numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.errors import ProblemsFound
from salesplan_xl.formulas.replanning import replan as replan_row
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.planning.replan import Revision, replan
from salesplan_xl.planning.replan_changes import months_changed, ratios_of_year
from salesplan_xl.units import Step

YEAR = 2027
FIRST = YEAR * 12
DIMS = ("region", "product", "customer", "rep")


def quota_of(rows: Mapping[tuple[str, ...], Iterable[float]], dims=("region",), indicator="sales_amount"):
    """Return a quota from twelve months per path of members."""
    return pd.DataFrame(
        [
            {
                "indicator": indicator,
                "period": FIRST + month,
                "committed": amount,
                **dict(zip(dims, path, strict=True)),
            }
            for path, months in rows.items()
            for month, amount in enumerate(months)
            if amount
        ]
    )


def sold(rows: Mapping[tuple[str, ...], Iterable[float | None]], dims=("region",), indicator="sales_amount"):
    return pd.DataFrame(
        [
            {
                "indicator": indicator,
                "month": float(FIRST + month),
                "amount": amount,
                **dict(zip(dims, path, strict=True)),
            }
            for path, months in rows.items()
            for month, amount in enumerate(months)
            if amount is not None
        ]
    )


def plan_of(actuals: pd.DataFrame, *dims: str, aggregation="sum", indicator="sales_amount", step=1, **frames):
    settings = PlanSettings(YEAR, step=Step.of(step))
    targets = pd.DataFrame([{"indicator": indicator, "aggregation": aggregation}])
    levels = pd.DataFrame({"order": range(len(dims) + 1), "dimension": ["period", *dims]})
    return Plan(settings, targets, actuals=actuals, levels=levels, **frames)


def grid(answer: Revision, *by: str) -> dict[object, list[float]]:
    """Return twelve revised months per member or path."""
    found: dict[object, list[float]] = defaultdict(lambda: [0.0] * 12)
    for row in answer.table.to_dict("records"):
        key = tuple(row[d] for d in by)
        found[key[0] if len(key) == 1 else key][row["period"] - FIRST] += row["revised"]
    return dict(found)


def refused(*args, **kwargs) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        replan(*args, **kwargs)
    for problem in found.value.problems:
        assert "{" not in problem.sentence("en") + problem.sentence("zh")
    return [problem.reason for problem in found.value.problems]


def reasons(answer: Revision) -> list[str]:
    return [note.reason for note in answer.notes]


def test_one_member_is_what_the_cell_function_gives():
    """REPLAN of the same row; published example of its help among the rows."""
    rows = {("A",): [100.0] * 4 + [0.0] * 8, ("B",): [10.0 * (m + 1) for m in range(12)]}
    done = {("A",): [80.0], ("B",): [33.0]}
    answer = replan(plan_of(sold(done), "region"), quota_of(rows), FIRST)
    for (name,), months in rows.items():
        blanks = [done[name,][0]] + [None] * 11
        assert grid(answer, "region")[name] == replan_row(list(months), blanks, None, None, 1).tolist()
    assert grid(answer, "region")["A"][:4] == [80, 107, 107, 106]


def test_closed_months_take_actuals_and_the_rest_of_a_step_stands_in_the_heaviest_month():
    """600 planned, 20.55 + 9.45 sold in January against 60: 570 less 0.00 left; steps of 10."""
    rows = {("A",): [10.0, 20, 30] + [0.0] * 9, ("B",): [50.0, 90, 400] + [0.0] * 9}
    done = {("A",): [20.55], ("B",): [9.45]}
    answer = replan(plan_of(sold(done), "region", step=10), quota_of(rows), FIRST)
    # A: 60 - 20.55 = 39.45: 30 in steps of ten by 20:30 is 10 and 20, and 9.45 go with the heavier March.
    assert grid(answer, "region")["A"][:3] == [20.55, 10, 29.45]
    # B: 540 - 9.45 = 530.55: 530 by 90:400 is 97.3 and 432.7, so 100 and 430, and 0.55 with March.
    assert grid(answer, "region")["B"][:3] == [9.45, 100, 430.55]
    assert answer.totals.iloc[0][["target", "actual", "revised", "year", "change"]].tolist() == [
        600, 30, 570, 600, 0,
    ]  # fmt: skip


def test_who_sold_more_than_the_year_hands_the_surplus_to_siblings_then_upwards():
    dims = ("region", "rep")
    rows = {("N", "a"): [10.0] * 12, ("N", "b"): [20.0] * 12, ("S", "c"): [30.0] * 12}
    done = {("N", "a"): [150.0], ("N", "b"): [20.0], ("S", "c"): [30.0]}
    answer = replan(plan_of(sold(done, dims), *dims), quota_of(rows, dims), FIRST)
    months = grid(answer, *dims)
    assert sum(months["N", "a"]) == 150
    assert sum(months["N", "b"]) == 360 - 150
    assert sum(months["S", "c"]) == 360
    assert answer.levels.to_dict("records") == [
        {"indicator": "sales_amount", "dimension": "region", "nodes": 2, "kept": 2, "moved": 0.0},
        {"indicator": "sales_amount", "dimension": "rep", "nodes": 3, "kept": 1, "moved": 30.0},
    ]
    done["N", "b"] = [300.0]
    months = grid(replan(plan_of(sold(done, dims), *dims), quota_of(rows, dims), FIRST), *dims)
    assert [sum(months[key]) for key in rows] == [150, 300, 270]


def test_sales_without_a_target_count_towards_the_year_of_those_above():
    dims = ("region", "product")
    rows = {("N", "p"): [10.0] * 12, ("S", "p"): [10.0] * 12}
    done = {("N", "p"): [10.0], ("N", "new"): [22.0], ("S", "p"): [10.0]}
    answer = replan(plan_of(sold(done, dims), *dims), quota_of(rows, dims), FIRST)
    months = grid(answer, *dims)
    assert months["N", "p"] == [10] + [8] * 11
    assert months["S", "p"] == [10] * 12
    assert months["N", "new"] == [22] + [0] * 11
    row = answer.table[answer.table["product"] == "new"].iloc[0]
    assert np.isnan(row["original"])
    assert row[["actual", "revised", "change"]].tolist() == [22, 22, 22]
    assert "replan_unplanned" in reasons(answer)


def test_actuals_by_more_dimensions_than_the_plan_are_added_up():
    done = sold({("N", "p"): [3.0], ("N", "q"): [4.0]}, ("region", "product"))
    answer = replan(plan_of(done, "region"), quota_of({("N",): [10.0] * 12}), FIRST)
    assert grid(answer, "region")["N"][0] == 7
    assert answer.table["product"].isna().all()


def test_a_blank_region_is_that_of_the_customer():
    members = pd.DataFrame([{"dimension": "customer", "member": "k", "parent": "N"}])
    rows = quota_of({("N", "k"): [10.0] * 12, ("S", "l"): [10.0] * 12}, ("region", "customer"))
    done = sold({(None, "k"): [21.0], ("S", "l"): [10.0]}, ("region", "customer"))
    answer = replan(plan_of(done, "region", "customer", members=members), rows, FIRST)
    assert grid(answer, "region")["N"] == [21] + [9] * 11


REPS = ("region", "rep")


def test_a_rep_who_left_passes_his_months_to_the_one_who_took_over():
    members = pd.DataFrame([{"dimension": "rep", "member": "new", "like": "old"}])
    reps = pd.DataFrame(
        [{"rep": "old", "end_month": FIRST + 5.0}, {"rep": "new", "start_month": FIRST + 6.0}]
    )
    rows = quota_of({("N", "old"): [10.0] * 12, ("N", "b"): [10.0] * 12}, REPS)
    done = sold({("N", "old"): [10.0] * 3, ("N", "b"): [10.0] * 3}, REPS)
    answer = replan(plan_of(done, *REPS, members=members, reps=reps), rows, FIRST + 2)
    months = grid(answer, "rep")
    assert months["old"] == [10] * 6 + [0] * 6
    assert months["new"] == [0] * 6 + [10] * 6
    assert months["b"] == [10] * 12
    assert reasons(answer) == ["replan_passed_on"]


def test_without_a_successor_the_siblings_take_the_months_and_without_siblings_the_next_level():
    reps = pd.DataFrame([{"rep": "old", "end_month": FIRST + 2.0}])
    rows = {("N", "old"): [10.0] * 12, ("N", "b"): [10.0] * 12, ("S", "c"): [20.0] * 12}
    done = {path: months[:3] for path, months in rows.items()}
    answer = replan(plan_of(sold(done, REPS), *REPS, reps=reps), quota_of(rows, REPS), FIRST + 2)
    assert grid(answer, "rep") == {
        "old": [10] * 3 + [0] * 9, "b": [10] * 3 + [20] * 9, "c": [20] * 12,
    }  # fmt: skip
    assert reasons(answer) == ["replan_members_ended"]
    del rows["N", "b"], done["N", "b"]
    answer = replan(plan_of(sold(done, REPS), *REPS, reps=reps), quota_of(rows, REPS), FIRST + 2)
    assert grid(answer, "rep")["c"] == [20] * 3 + [30] * 9
    reps = pd.DataFrame([{"rep": name, "end_month": FIRST + 2.0} for name in ("old", "c")])
    assert refused(plan_of(sold(done, REPS), *REPS, reps=reps), quota_of(rows, REPS), FIRST + 2) == [
        "replan_without_plan"
    ]


def hold(amount, first=None, last=None, **members):
    blank = dict.fromkeys(("department", "region", "channel", "product", "customer", "rep"))
    row = {"indicator": "sales_amount", **blank, **members, "amount": float(amount)}
    return {**row, "first_month": np.nan if first is None else FIRST + first,
            "last_month": np.nan if last is None else FIRST + last}  # fmt: skip


EVEN = {("N",): [10.0] * 12, ("S",): [10.0] * 12}


def test_holds_on_open_months_stand_and_their_siblings_absorb():
    done = sold({("N",): [4.0], ("S",): [10.0]})
    holds = pd.DataFrame([hold(30, 11, 11, region="N")])
    answer = replan(plan_of(done, "region", holds=holds), quota_of(EVEN), FIRST)
    months = grid(answer, "region")
    assert months["N"][11] == 30
    assert sum(months["N"]) == 120  # 4 sold, 30 held, 86 over ten months
    assert sorted(months["N"][1:11]) == [8] * 4 + [9] * 6
    assert months["S"] == [10] * 12


def test_a_hold_of_the_year_holds_what_is_left_of_it():
    done = sold({("N",): [4.0], ("S",): [10.0]})
    holds = pd.DataFrame([hold(100, region="N")])
    months = grid(replan(plan_of(done, "region", holds=holds), quota_of(EVEN), FIRST), "region")
    assert (sum(months["N"]), sum(months["S"])) == (100, 140)


def test_holds_on_closed_months_are_past():
    done = sold({("N",): [4.0], ("S",): [10.0]})
    holds = pd.DataFrame([hold(99, 0, 0, region="N")])
    assert (
        sum(grid(replan(plan_of(done, "region", holds=holds), quota_of(EVEN), FIRST), "region")["N"]) == 120
    )


def test_a_hold_that_is_passed_or_without_plan_or_impossible_is_named():
    done = sold({("N",): [104.0], ("S",): [10.0]})

    def why(*holds):
        return refused(plan_of(done, "region", holds=pd.DataFrame(holds)), quota_of(EVEN), FIRST)

    assert why(hold(100, region="N")) == ["replan_hold_passed"]
    assert why(hold(127, 1, 11)) == ["replan_bounds_conflict"]  # 126 are left for these months
    assert why(hold(200, 3, 3, region="S")) == ["replan_bounds_conflict"]
    assert why(hold(5, 3, 3, region="X")) == ["hold_unknown_member"]
    assert why(hold(5.5, 3, 3, region="N")) == ["held_amount_off_grid"]
    rows = {("N",): [10.0] * 6 + [0.0] * 6, ("S",): [10.0] * 12}
    holds = pd.DataFrame([hold(5, 8, 8, region="N")])
    assert refused(plan_of(sold({("N",): [4.0]}), "region", holds=holds), quota_of(rows), FIRST) == [
        "replan_hold_without_plan"
    ]


def test_a_hold_reaches_a_member_that_has_sold_its_year():
    done = sold({("N",): [130.0], ("S",): [10.0]})
    holds = pd.DataFrame([hold(7, 11, 11, region="N")])
    months = grid(replan(plan_of(done, "region", holds=holds), quota_of(EVEN), FIRST), "region")
    assert months["N"][11] == 7
    assert sum(months["N"]) + sum(months["S"]) == 240


def test_floors_and_caps_of_the_year_and_of_months():
    done = sold({("N",): [4.0], ("S",): [10.0]})

    def solved(**row):
        members = pd.DataFrame([row])
        return grid(replan(plan_of(done, "region", members=members), quota_of(EVEN), FIRST), "region")

    months = solved(dimension="region", member="N", cap=90.0)
    assert (sum(months["N"]), sum(months["S"])) == (90, 150)
    months = solved(dimension="region", member="N", floor=150.0)
    assert (sum(months["N"]), sum(months["S"])) == (150, 90)
    months = solved(dimension="period", member=f"{YEAR}-12", cap=6.0)
    assert months["N"][11] + months["S"][11] == 6
    assert (sum(months["N"]), sum(months["S"])) == (120, 120)
    months = solved(dimension="period", member=f"{YEAR}-01", cap=6.0)  # closed: past
    assert sum(months["N"]) == 120


def test_a_cap_that_is_passed_leaves_nothing_for_the_open_months():
    done = sold({("N",): [104.0], ("S",): [10.0]})
    members = pd.DataFrame([{"dimension": "region", "member": "N", "cap": 90.0}])
    answer = replan(plan_of(done, "region", members=members), quota_of(EVEN), FIRST)
    months = grid(answer, "region")
    assert (sum(months["N"]), sum(months["S"])) == (104, 136)
    assert "replan_cap_passed" in reasons(answer)
    members = pd.DataFrame([{"dimension": "region", "member": name, "cap": 100.0} for name in ("N", "S")])
    why = refused(plan_of(done, "region", members=members), quota_of(EVEN), FIRST)
    assert why == ["replan_bounds_conflict"]


def test_what_cannot_be_revised_is_refused():
    done = sold({("N",): [300.0]})
    assert refused(plan_of(done, "region"), quota_of(EVEN), FIRST) == ["replan_target_passed"]
    year = sold({("N",): [10.0] * 12})
    assert refused(plan_of(year, "region"), quota_of(EVEN), FIRST + 11) == ["replan_nothing_open"]
    mixed = quota_of({("N",): [10.0] * 12, ("S",): [5.0] * 11 + [-5.0]})
    assert refused(plan_of(sold({("N",): [1.0]}), "region"), mixed, FIRST) == ["replan_mixed_signs"]


def test_a_planned_loss_is_revised_by_its_size():
    """A profit of -120 with -5 in January leaves -115 for eleven equal months."""
    rows = quota_of({("N",): [-10.0] * 12})
    months = grid(replan(plan_of(sold({("N",): [-5.0]}), "region"), rows, FIRST), "region")
    assert months["N"] == [-5] + [-11] * 5 + [-10] * 6


def test_returns_make_the_rest_larger():
    months = grid(
        replan(plan_of(sold({("N",): [-12.0], ("S",): [10.0]}), "region"), quota_of(EVEN), FIRST), "region"
    )
    assert months["N"] == [-12] + [12] * 11


def test_only_months_with_actuals_are_closed():
    done = sold({("N",): [4.0, None], ("S",): [10.0, None]})
    answer = replan(plan_of(done, "region"), quota_of(EVEN), FIRST + 2)
    assert answer.totals.iloc[0]["first_open"] == FIRST + 1
    assert "replan_months_without_actuals" in reasons(answer)
    nothing = sold({("N",): [4.0]}, indicator="volume")
    answer = replan(plan_of(nothing, "region"), quota_of(EVEN), FIRST + 2)
    assert grid(answer, "region") == {"N": [10] * 12, "S": [10] * 12}
    assert reasons(answer) == ["replan_no_actuals"]


def test_actuals_after_the_month_asked_for_are_left_out():
    done = sold({("N",): [4.0, 50.0], ("S",): [10.0, 50.0]})
    answer = replan(plan_of(done, "region"), quota_of(EVEN), FIRST)
    assert answer.totals.iloc[0]["actual"] == 14


def test_rebase_follows_the_pace_of_the_company_and_rest_leaves_the_plan():
    """15 of 20 sold: the rest of 220 goes on at three quarters, 165."""
    done = sold({("N",): [4.0], ("S",): [11.0]})
    answer = replan(plan_of(done, "region"), quota_of(EVEN), FIRST, "rebase")
    assert answer.totals.iloc[0][["revised", "year", "change"]].tolist() == [165, 180, -60]
    months = grid(answer, "region")
    assert sorted(months["N"][1:]) == [7] * 5 + [8] * 6 or sum(months["N"][1:]) in (82, 83)
    answer = replan(plan_of(done, "region"), quota_of(EVEN), FIRST, "rest")
    assert grid(answer, "region") == {"N": [4] + [10] * 11, "S": [11] + [10] * 11}
    assert answer.totals.iloc[0][["year", "change"]].tolist() == [235, -5]
    assert refused(plan_of(sold({("N",): [-4.0]}), "region"), quota_of(EVEN), FIRST, "rebase") == [
        "replan_no_pace"
    ]


def test_keep_names_the_last_level_that_keeps_its_year():
    """Below the regions the plan alone counts: a has sold nothing, yet has the same months as b."""
    rows = {("N", "a"): [10.0] * 12, ("N", "b"): [10.0] * 12, ("S", "c"): [10.0] * 12}
    done = {("N", "a"): [0.0], ("N", "b"): [20.0], ("S", "c"): [21.0]}
    answer = replan(plan_of(sold(done, REPS), *REPS), quota_of(rows, REPS), FIRST, keep="region")
    months = grid(answer, "rep")
    assert months["a"] == [0] + [10] * 11
    assert months["b"] == [20] + [10] * 11
    assert months["c"] == [21] + [9] * 11


def test_a_company_without_members():
    rows = pd.DataFrame(
        [{"indicator": "sales_amount", "period": FIRST + m, "committed": 10.0} for m in range(12)]
    )
    done = pd.DataFrame([{"indicator": None, "month": float(FIRST), "amount": 21.0}])
    answer = replan(plan_of(done), rows, FIRST)
    assert answer.table["revised"].tolist() == [21] + [9] * 11
    assert answer.levels.empty


CLOSING = {"aggregation": "closing", "indicator": "active_outlets"}


def closing(rows, done, mode="catch_up", as_of=0, **frames):
    quota = quota_of(rows, indicator="active_outlets")
    plan = plan_of(sold(done, indicator="active_outlets"), "region", **CLOSING, **frames)
    return replan(plan, quota, FIRST + as_of, mode)


def test_the_gap_of_a_closing_value_closes_until_the_end_of_the_year():
    """N is 11 short of its plan in January; a step of one comes back in each of the eleven months."""
    rows = {("N",): [100.0 + m for m in range(12)], ("S",): [50.0] * 12}
    answer = closing(rows, {("N",): [89.0], ("S",): [50.0]})
    months = grid(answer, "region")
    assert months["N"] == [89 + 2 * m for m in range(12)]
    assert months["S"] == [50] * 12
    assert answer.totals.iloc[0][["target", "actual", "year", "change"]].tolist() == [161, 139, 161, 0]
    assert closing(rows, {("N",): [89.0], ("S",): [50.0]}, "rest").totals.iloc[0]["change"] == -11
    pace = closing(rows, {("N",): [70.0], ("S",): [50.0]}, "rebase")  # 120 of 150: four fifths
    assert pace.totals.iloc[0]["year"] == round(161 * 0.8)


def test_closing_values_without_actuals_stay_and_unplanned_ones_run_out():
    rows = {("N",): [100.0] * 12}
    assert grid(closing(rows, {("N",): [100.0]}), "region")["N"] == [100] * 12
    months = grid(closing(rows, {("N",): [100.0], ("Z",): [22.0]}), "region")
    assert months["Z"] == [22 - 2 * m for m in range(12)]
    assert [a + b for a, b in zip(months["N"], months["Z"], strict=True)][-1] == 100


def test_a_member_that_ended_hands_its_closing_value_to_the_others():
    rows = {("N",): [100.0] * 12, ("S",): [50.0] * 12}
    members = pd.DataFrame([{"dimension": "region", "member": "S", "to_month": FIRST + 5.0}])
    months = grid(closing(rows, {("N",): [100.0], ("S",): [50.0]}, members=members), "region")
    assert months["N"][11] == 150
    assert months["S"][6:] == [0] * 6


def test_a_hold_on_a_closing_value():
    rows = {("N",): [100.0] * 12, ("S",): [50.0] * 12}
    holds = pd.DataFrame([{**hold(70, 3, 3, region="S"), "indicator": "active_outlets"}])
    months = grid(closing(rows, {("N",): [100.0], ("S",): [50.0]}, holds=holds), "region")
    assert (months["S"][3], months["N"][3], months["S"][4]) == (70, 80, 50)
    holds = pd.DataFrame([{**hold(160, 3, 3), "indicator": "active_outlets"}])
    months = grid(closing(rows, {("N",): [100.0], ("S",): [50.0]}, holds=holds), "region")
    assert months["N"][3] + months["S"][3] == 160


def test_closing_values_that_cannot_be_revised():
    rows = {("N",): [100.0] * 12, ("S",): [0.0] * 12}
    members = pd.DataFrame([{"dimension": "region", "member": "N", "to_month": FIRST + 5.0}])
    quota = quota_of(rows, indicator="active_outlets")
    done = sold({("N",): [100.0]}, indicator="active_outlets")
    ended = plan_of(done, "region", **CLOSING, members=members)
    assert refused(ended, quota, FIRST) == ["replan_without_plan"]
    gone = sold({("N",): [-1.0]}, indicator="active_outlets")
    assert refused(plan_of(gone, "region", **CLOSING), quota, FIRST, "rebase") == ["replan_no_pace"]
    other = sold({("N",): [1.0]})
    answer = replan(plan_of(other, "region", **CLOSING), quota, FIRST)
    assert grid(answer, "region")["N"] == [100] * 12


def test_members_that_contradict_each_other_stop_it_first():
    members = pd.DataFrame([{"dimension": "region", "member": "N", "parent": "nowhere"}])
    assert refused(plan_of(sold({("N",): [1.0]}), "region", members=members), quota_of(EVEN), FIRST) == [
        "unknown_parent"
    ]


def test_a_year_too_large_for_a_cell_is_refused():
    rows = {("N",): [9e14] * 12}
    assert refused(plan_of(sold({("N",): [9e14]}), "region", step="0.01"), quota_of(rows), FIRST) == [
        "target_too_large"
    ]


def test_a_step_finer_than_any_amount():
    done = sold({("N",): [9.0], ("S",): [10.0]})
    months = grid(replan(plan_of(done, "region", step="0.05"), quota_of(EVEN), FIRST), "region")
    assert months["N"][1:] == [10.1] * 9 + [10.05] * 2  # 111 in steps of 0.05: 2220 over eleven months


def expected(plan: dict[tuple[str, ...], list[int]], done: dict[tuple[str, ...], list[int]], closed: int):
    """Return the revision by plain recursion: whole numbers, members in the order of their names."""
    found = {path: list(done.get(path, [0] * closed)) + [0] * (12 - closed) for path in {*plan, *done}}

    def shares(total: int, weights: list[int]) -> list[int]:
        exact = [Fraction(total * weight, sum(weights)) for weight in weights]
        whole = [int(amount) for amount in exact]
        for at in sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])[: total - sum(whole)]:
            whole[at] += 1
        return whole

    def ahead(paths):
        return sum(sum(plan.get(path, [0] * 12)[closed:]) for path in paths)

    def go(paths: list[tuple[str, ...]], depth: int, total: int) -> None:
        if len(paths[0]) == depth:
            weights = plan[paths[0]][closed:]
            found[paths[0]][closed:] = shares(total, weights)
            return
        groups: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for path in paths:
            groups[path[depth]].append(path)
        able = [groups[name] for name in sorted(groups) if ahead(groups[name])]
        wanted = [max(sum(sum(plan.get(p, [])) - sum(done.get(p, [])) for p in group), 0) for group in able]
        if not any(wanted):
            wanted = [ahead(group) for group in able]
        for group, part in zip(able, shares(total, wanted) if able else [], strict=True):
            go(group, depth + 1, part)

    left = sum(map(sum, plan.values())) - sum(map(sum, done.values()))
    go(sorted(found), 0, left)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_random_plans_against_plain_recursion(seed):
    random = np.random.default_rng(seed)
    closed = int(random.integers(1, 11))
    names = [("N", "S", "W"), ("p", "q"), ("k", "l", "m")]
    paths = [(r, p, k) for r in names[0] for p in names[1] for k in names[2]]
    plan = {path: random.integers(0, 200, 12).tolist() for path in paths if random.random() < 0.8}
    done = {
        path: [int(v * random.uniform(0, 1.6)) for v in plan.get(path, [30] * 12)[:closed]]
        for path in paths
        if random.random() < 0.8
    }
    if sum(map(sum, done.values())) >= sum(map(sum, plan.values())):
        done = {path: [v // 4 for v in months] for path, months in done.items()}
    dims = ("region", "product", "customer")
    answer = replan(plan_of(sold(done, dims), *dims), quota_of(plan, dims), FIRST + closed - 1)
    months = grid(answer, *dims)
    wanted = expected(plan, done, closed)
    assert {path: row for path, row in months.items() if any(row)} == {
        path: row for path, row in wanted.items() if any(row)
    }


def test_months_whose_actuals_moved_since_the_last_revision():
    before = pd.DataFrame({"indicator": "sales_amount", "period": [FIRST, FIRST, FIRST + 1, FIRST + 2],
                           "actual": [1.1, 2.2, 5.0, np.nan]})  # fmt: skip
    after = pd.DataFrame({"indicator": "sales_amount", "period": [FIRST, FIRST + 1, FIRST + 2],
                          "actual": [3.3, 6.0, 7.0]})  # fmt: skip
    assert [(c.period, c.before, c.after) for c in months_changed(before, after)] == [(FIRST + 1, 5.0, 6.0)]


def test_ratios_are_recomputed_from_their_parts():
    totals = pd.DataFrame(
        {"indicator": ["gross_profit", "sales_amount"], "target": [30.0, 100.0], "year": [24.0, 120.0]}
    )
    parts = {"gross_margin": ("gross_profit", "sales_amount"), "expense_ratio": ("expense", "sales_amount")}
    found = ratios_of_year(totals, ["gross_margin", "expense_ratio", "volume"], parts)
    assert [(r.indicator, r.planned, r.revised) for r in found] == [("gross_margin", 0.3, 0.2)]
