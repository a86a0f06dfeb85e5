"""The cascade on plans small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.errors import ProblemsFound
from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.plan import Decomposition, Plan, PlanSettings
from salesplan_xl.units import Month, Step

YEAR = 2027
FIRST = YEAR * 12


def sales(rows: Sequence[tuple[object, ...]], *dimensions: str, month: str = "2026-01") -> pd.DataFrame:
    """Return history of one month: members, then the amount."""
    frame = pd.DataFrame(rows, columns=[*dimensions, "amount"])
    return frame.assign(month=Month.of(month).index)


def targets(committed: float, stretch: float = np.nan, **more: object) -> pd.DataFrame:
    row = {"indicator": "sales_amount", "committed": committed, "stretch": stretch, **more}
    return pd.DataFrame([row])


def levels(*dimensions: str, **columns: Sequence[object]) -> pd.DataFrame:
    return pd.DataFrame({"order": range(1, len(dimensions) + 1), "dimension": dimensions, **columns})


def plan(committed: float, history: pd.DataFrame, *order: str, step: object = 1, **more: object) -> Plan:
    settings = PlanSettings(YEAR, step=Step.of(step))
    return replace(Plan(settings, targets(committed), history=history, levels=levels(*order)), **more)


def by(answer: Decomposition, *dimensions: str) -> dict[object, int]:
    sums = answer.quota.groupby(list(dimensions), dropna=False)["committed"].sum()
    return {key[0] if isinstance(key, tuple) and len(key) == 1 else key: int(v) for key, v in sums.items()}


def reasons(answer: Decomposition) -> set[str]:
    return {note.reason for note in answer.notes}


def refused(bad: Plan) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        decompose(bad)
    for problem in found.value.problems:
        assert problem.sentence("en")
        assert problem.sentence("zh")
    return [problem.reason for problem in found.value.problems]


def hamilton(total: int, weights: list[Fraction]) -> list[int]:
    """Split by largest remainders with fractions, the earlier cell first in a tie."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(amount) for amount in exact]
    ranked = sorted(range(len(shares)), key=lambda i: shares[i] - exact[i])
    for i in ranked[: total - sum(shares)]:
        shares[i] += 1
    return shares


def test_shares_follow_pooled_history_level_by_level():
    """Each level is split by exact largest remainders of the history within its parent."""
    random = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "month": np.tile(np.arange(FIRST - 24, FIRST), 40),
            "region": random.choice(["A", "B", "C"], 960),
            "product": random.choice(["p", "q"], 960),
            "amount": random.integers(1, 10_000, 960) / 100,
        }
    )
    answer = decompose(plan(1_000_003, frame, "period", "region", "product"))
    cents = frame.assign(amount=(frame["amount"] * 100).round().astype(int), place=frame["month"] % 12)
    months = hamilton(1_000_003, [Fraction(int(v)) for v in cents.groupby("place")["amount"].sum()])
    got = by(answer, "period", "region", "product")
    for place, month in enumerate(months):
        here = cents[cents["place"] == place]
        regions = here.groupby("region")["amount"].sum()
        parts = hamilton(month, [Fraction(int(v)) for v in regions])
        for region, part in zip(regions.index, parts, strict=True):
            products = here[here["region"] == region].groupby("product")["amount"].sum()
            leaves = hamilton(part, [Fraction(int(v)) for v in products])
            for product, leaf in zip(products.index, leaves, strict=True):
                assert got[FIRST + place, region, product] == leaf


def test_the_task_of_thirty_in_equal_quarters():
    """30 over a year in equal months is 2.5 a month and 7.5 a quarter (S1's own example)."""
    answer = decompose(plan(30, sales([], "region"), "period", step="0.1"))
    assert set(answer.quota["committed"]) == {25}
    assert answer.quota.groupby((answer.quota["period"] - FIRST) // 3)["committed"].sum().tolist() == [75] * 4


def test_a_parent_without_history_takes_its_nearest_ancestor():
    """West online sold nothing: its products go by West, not by the company."""
    history = sales(
        [("West", "shop", "tea", 30), ("West", "shop", "cake", 10), ("East", "online", "tea", 40)],
        "region",
        "channel",
        "product",
    )
    members = pd.DataFrame({"dimension": "channel", "member": ["shop", "online"], "weight": [1.0, 1.0]})
    order = levels("region", "channel", "product", basis=["history", "weight", "history"])
    answer = decompose(plan(800, history, levels=order, members=members))
    assert by(answer, "region", "channel", "product") == {
        ("East", "online", "tea"): 200,
        ("East", "shop", "tea"): 200,
        ("West", "online", "cake"): 50,
        ("West", "online", "tea"): 150,
        ("West", "shop", "cake"): 50,
        ("West", "shop", "tea"): 150,
    }
    (note,) = [note for note in answer.notes if note.reason == "shares_from_above"]
    assert (note.facts["cells"], note.facts["of"]) == ("2", "4")
    assert note.facts["dimension"] == {"en": "product", "zh": "产品"}


def test_without_any_history_potential_then_equal_shares():
    """No sales at all: regions go by the potential that is filled in, months equally."""
    members = pd.DataFrame({"dimension": "region", "member": ["A", "B"], "potential": [3.0, 1.0]})
    answer = decompose(plan(4800, sales([], "region"), "period", "region", members=members))
    assert by(answer, "region") == {"A": 3600, "B": 1200}
    assert set(by(answer, "period").values()) == {400}
    assert {"shares_by_equal", "shares_by_potential"} <= reasons(answer)


def test_a_blend_mixes_shares_not_amounts():
    """0.25 of potential (1:1) and 0.75 of history (9:1) is 0.8 to 0.2."""
    members = pd.DataFrame({"dimension": "region", "member": ["A", "B"], "potential": [5.0, 5.0]})
    history = sales([("A", 900), ("B", 100)], "region")
    order = levels("region", basis=["potential"], blend=[0.25])
    assert by(decompose(plan(1000, history, levels=order, members=members)), "region") == {"A": 800, "B": 200}
    order = levels("region", basis=["history"], blend=[0.75])
    assert by(decompose(plan(1000, history, levels=order, members=members)), "region") == {"A": 800, "B": 200}
    order = levels("region", basis=["potential"], blend=[0.0])
    assert by(decompose(plan(1000, history, levels=order, members=members)), "region") == {"A": 900, "B": 100}


def test_mean_and_last_year_are_other_bases_than_pooled():
    """Years of 1:3 (of 40) and 3:1 (of 400): pooled 310:130, mean 1:1, last year 3:1."""
    history = pd.concat(
        [
            sales([("A", 10), ("B", 30)], "region", month="2025-05"),
            sales([("A", 300), ("B", 100)], "region", month="2026-05"),
        ]
    )
    for basis, amount in (("history", 310), ("mean", 220), ("last_year", 330)):
        answer = decompose(plan(440, history, levels=levels("region", basis=[basis])))
        assert by(answer, "region")["A"] == amount


def test_capacity_counts_heads_ability_service_and_ramp():
    """Ann serves 12 months at 1; Bob joins in July at 2 heads, half productive in his first two months."""
    reps = pd.DataFrame(
        {
            "rep": ["Ann", "Bob"],
            "start_month": [np.nan, FIRST + 6],
            "fte": [1.0, 2.0],
            "ability": [np.nan, 1.0],
        }
    )
    settings = PlanSettings(YEAR, step=Step.of(1), ramp=(0.5, 0.5))
    order = levels("rep", basis=["capacity"])
    answer = decompose(Plan(settings, targets(2200), reps=reps, levels=order))
    # Ann 12; Bob 2 * (0.5 + 0.5 + 4) = 10
    assert by(answer, "rep") == {"Ann": 1200, "Bob": 1000}
    order = levels("rep", "period", basis=["capacity"] * 2)
    answer = decompose(Plan(settings, targets(2200), reps=reps, levels=order))
    assert answer.quota.loc[answer.quota["rep"] == "Bob", "period"].min() == FIRST + 6


def test_members_count_only_while_they_are_valid():
    """Cake ends in June, pie begins in July on cake's history; the region keeps what cake sold."""
    months = range(FIRST - 12, FIRST)
    history = pd.DataFrame(
        [{"month": m, "region": "A", "product": p, "amount": 100.0} for m in months for p in ("tea", "cake")]
        + [{"month": m, "region": "B", "product": "tea", "amount": 100.0} for m in months]
    )
    members = pd.DataFrame(
        {
            "dimension": "product",
            "member": ["tea", "cake", "pie"],
            "like": [None, None, "cake"],
            "from_month": [np.nan, np.nan, FIRST + 6],
            "to_month": [np.nan, FIRST + 5, np.nan],
        }
    )
    answer = decompose(plan(36_000, history, "period", "region", "product", members=members))
    got = by(answer, "period", "region", "product")
    assert got[FIRST + 5, "A", "cake"] == got[FIRST + 6, "A", "pie"] == 1000
    assert (FIRST + 5, "A", "pie") not in got
    assert (FIRST + 6, "A", "cake") not in got
    assert by(answer, "region") == {"A": 24_000, "B": 12_000}
    answer = decompose(plan(36_000, history, "product", "period", members=members))
    assert by(answer, "product") == {"tea": 24_000, "cake": 6000, "pie": 6000}


def test_a_customer_who_moved_takes_his_sales_along_below_the_region():
    """Carl bought in East and belongs to West now: the regions keep their shares, West's are by Carl too."""
    history = sales([("East", "Carl", 50), ("East", "Eve", 50), ("West", "Will", 100)], "region", "customer")
    members = pd.DataFrame({"dimension": "customer", "member": ["Carl"], "parent": ["West"]})
    answer = decompose(plan(900, history, "region", "customer", members=members))
    assert by(answer, "region", "customer") == {
        ("East", "Eve"): 450,
        ("West", "Carl"): 150,
        ("West", "Will"): 300,
    }


def test_a_blank_region_is_filled_from_the_customer():
    history = sales([(None, "Carl", 30), (None, "Will", 10)], "region", "customer")
    members = pd.DataFrame(
        {"dimension": ["customer", "customer", "region", "region"], "member": ["Carl", "Will", "W", "E"]}
    ).assign(parent=["W", "E", None, None])
    assert by(decompose(plan(400, history, "region", members=members)), "region") == {"W": 300, "E": 100}


def test_a_vacancy_keeps_its_amount_without_a_member():
    """East has no rep: its amount stays in a leaf of no rep, and the log says so."""
    reps = pd.DataFrame({"rep": ["Ann"], "region": ["West"]})
    history = sales([("East", 50), ("West", 50)], "region")
    answer = decompose(plan(100, history, "region", "rep", reps=reps))
    rows = answer.quota.set_index("region")
    assert rows.loc["East", "rep"] is None
    assert rows["committed"].to_dict() == {"East": 50, "West": 50}
    assert "no_valid_member" in reasons(answer)


def test_net_returns_count_as_nothing():
    answer = decompose(plan(100, sales([("A", -50), ("B", 70), ("A", 20)], "region"), "region"))
    assert by(answer, "region") == {"B": 100}
    assert {"negative_history", "members_without_share"} <= reasons(answer)


def test_a_year_with_missing_months_is_left_out_of_month_shares():
    """2025 has no June: months go by 2026 alone; regions still by both years."""
    rows = [{"month": FIRST - 12 + m, "region": "A", "amount": 1.0 + (m == 5)} for m in range(12)]
    rows += [{"month": FIRST - 24 + m, "region": "B", "amount": 13.0} for m in range(12) if m != 5]
    answer = decompose(plan(1300, pd.DataFrame(rows), "period"))
    assert by(answer, "period")[FIRST + 5] == 200
    assert by(answer, "period")[FIRST] == 100
    assert "years_left_out" in reasons(answer)
    only = pd.DataFrame(rows[12:])
    answer = decompose(plan(1100, only, "period"))
    assert FIRST + 5 not in by(answer, "period")
    assert "no_year_complete" in reasons(answer)


def test_the_lunar_shift_moves_january_and_february_only():
    """春节 of 2026 was on 17 February, of 2027 on 6 February: January gains, their sum stays."""
    rows = [{"month": FIRST - 12 + m, "amount": 100.0 + 50 * (m == 1)} for m in range(12)]
    settings = PlanSettings(YEAR, step=Step.of(1), lunar_new_year=True)
    shifted = Plan(settings, targets(12_500), history=pd.DataFrame(rows), levels=levels("period"))
    plain = by(decompose(replace(shifted, settings=replace(settings, lunar_new_year=False))), "period")
    moved = by(decompose(shifted), "period")
    assert moved[FIRST] > plain[FIRST]
    assert moved[FIRST] + moved[FIRST + 1] == pytest.approx(plain[FIRST] + plain[FIRST + 1], abs=1)
    assert all(abs(moved[FIRST + m] - plain[FIRST + m]) <= 1 for m in range(2, 12))


def test_a_fiscal_year_may_start_in_april():
    rows = [{"month": Month(2026, 4).index + m, "amount": 1.0 + m} for m in range(12)]
    settings = PlanSettings(YEAR, fiscal_start=4, step=Step.of(1))
    answer = decompose(Plan(settings, targets(780), history=pd.DataFrame(rows), levels=levels("period")))
    assert answer.quota["period"].tolist() == list(range(Month(2027, 4).index, Month(2028, 4).index))
    assert answer.quota["committed"].tolist() == [10 * m for m in range(1, 13)]


EVEN = sales(
    [(r, p, 100.0) for r in ("East", "West") for p in ("tea", "cake")], "region", "product"
)  # fmt: skip


def test_levels_above_a_hold_keep_their_amounts():
    """Tea in West is held at 40: West stays at 50 and cake absorbs; nothing else moves."""
    holds = pd.DataFrame([{"region": "West", "product": "tea", "amount": 40.0}])
    answer = decompose(plan(100, EVEN, "region", "product", holds=holds))
    assert by(answer, "region", "product") == {
        ("East", "cake"): 25,
        ("East", "tea"): 25,
        ("West", "cake"): 10,
        ("West", "tea"): 40,
    }
    assert "level_gave_way" not in reasons(answer)


def test_an_upper_level_gives_way_only_when_it_must_and_is_named():
    """Tea in West is held at 70 of 100: West cannot stay at 50. East is named as well."""
    holds = pd.DataFrame([{"region": "West", "product": "tea", "amount": 70.0}])
    answer = decompose(plan(100, EVEN, "region", "product", holds=holds))
    assert by(answer, "region", "product")["West", "tea"] == 70
    assert by(answer, "region")["West"] > 70
    named = {note.facts["node"] for note in answer.notes if note.reason == "level_gave_way"}
    assert named == {"East", "West"}


def test_only_the_parents_that_a_hold_needs_give_way():
    """Two countries; a hold too large for its city moves cities of that country only."""
    history = sales(
        [(d, r, p, 100.0) for d, r in (("N", "n1"), ("N", "n2"), ("S", "s1"), ("S", "s2")) for p in "ab"],
        "department",
        "region",
        "product",
    )
    holds = pd.DataFrame([{"region": "n1", "product": "a", "amount": 60.0}])
    answer = decompose(plan(200, history, "department", "region", "product", holds=holds))
    assert by(answer, "department") == {"N": 100, "S": 100}
    assert by(answer, "region")["s1"] == 50
    assert by(answer, "region", "product")["n1", "a"] == 60


def test_a_hold_on_a_month_lets_the_other_months_absorb_in_proportion():
    rows = pd.DataFrame([{"month": FIRST - 12 + m, "region": "A", "amount": 1.0 + m} for m in range(12)])
    holds = pd.DataFrame([{"first_month": FIRST + 11, "last_month": FIRST + 11, "amount": 114.0}])
    answer = decompose(plan(774, rows, "period", "region", holds=holds))
    # 660 are left for months of weights 1 to 11, which add up to 66.
    assert answer.quota["committed"].tolist() == [10 * m for m in range(1, 12)] + [114]


def test_crossing_holds_and_a_hold_of_nothing():
    holds = pd.DataFrame(
        [
            {"region": "West", "amount": 30.0},
            {"product": "tea", "amount": 90.0},
            {"region": "West", "product": "cake", "amount": 0.0},
        ]
    )
    answer = decompose(plan(100, EVEN, "region", "product", holds=holds))
    assert by(answer, "region", "product") == {
        ("East", "cake"): 10,
        ("East", "tea"): 60,
        ("West", "cake"): 0,
        ("West", "tea"): 30,
    }


def test_a_hold_on_a_member_without_history_makes_its_leaf():
    """Pie was never sold: held at 20 it gets exactly that, the others share the rest as before."""
    members = pd.DataFrame({"dimension": "product", "member": ["pie"]})
    holds = pd.DataFrame([{"product": "pie", "amount": 20.0}])
    answer = decompose(plan(100, EVEN, "region", "product", holds=holds, members=members))
    assert by(answer, "product") == {"tea": 40, "cake": 40, "pie": 20}
    assert by(answer, "region") == {"East": 50, "West": 50}


def test_a_floor_of_a_member_and_a_cap_of_a_group():
    members = pd.DataFrame(
        {
            "dimension": "product",
            "member": ["sweets", "cake", "pie", "tea"],
            "parent": [None, "sweets", "sweets", None],
            "floor": [np.nan, 30.0, np.nan, np.nan],
            "cap": [40.0, np.nan, np.nan, np.nan],
        }
    )
    history = sales([("cake", 100), ("pie", 200), ("tea", 100)], "product")
    answer = decompose(plan(100, history, "product", members=members))
    assert by(answer, "product") == {"cake": 30, "pie": 10, "tea": 60}


def test_stretch_is_committed_plus_an_increment_in_proportion():
    holds = pd.DataFrame([{"region": "West", "product": "tea", "amount": 0.0}])
    base = plan(100, EVEN, "region", "product", holds=holds)
    answer = decompose(replace(base, targets=targets(100, 110)))
    quota = answer.quota
    assert quota["stretch"].sum() == 110
    assert (quota["stretch"] >= quota["committed"]).all()
    assert quota.set_index(["region", "product"]).loc[("West", "tea"), "stretch"] == 0
    assert refused(replace(base, targets=targets(100, 90))) == ["stretch_too_low"]


def test_reserve_and_over_assignment_are_rows_of_their_own():
    """Of 1000, 50 are kept back and 100 handed out on top: leaves carry 1050, the rows make it 1000 again."""
    settings = PlanSettings(YEAR, step=Step.of(1), reserve=0.05, over_assignment=0.1)
    answer = decompose(Plan(settings, targets(1000, 2000), history=EVEN, levels=levels("region", "product")))
    assert answer.quota["committed"].sum() == 1050
    assert answer.quota["stretch"].sum() == 2100
    assert answer.extra.set_index("kind")["committed"].to_dict() == {"reserve": 50, "over_assignment": -100}
    assert answer.quota["committed"].sum() + answer.extra["committed"].sum() == 1000


def test_steps_per_level_are_kept_where_they_can_be():
    """Regions in hundreds, products in tens; a hold off the hundreds moves one other region off them."""
    order = levels("region", "product", step=[100.0, 10.0])
    history = sales([(r, p, 10.0 + i) for i, r in enumerate("ABCD") for p in "xyz"], "region", "product")
    answer = decompose(plan(10_000, history, levels=order, step=10))
    assert str(answer.steps["sales_amount"]) == "10"
    assert all(amount % 10 == 0 for amount in by(answer, "region").values())
    holds = pd.DataFrame([{"region": "A", "amount": 1230.0}])
    held = by(decompose(plan(10_000, history, levels=order, step=10, holds=holds)), "region")
    assert held["A"] == 123
    assert sum(amount % 10 != 0 for amount in held.values()) == 2


def test_a_closing_indicator_goes_from_its_opening_to_its_target():
    """Outlets were 100 at the end of 2026 and shall be 220: ten more a month, each month split on its own."""
    history = sales([("A", 75.0), ("B", 25.0)], "region", month="2026-12").assign(indicator="active_outlets")
    target = targets(220, 340, indicator="active_outlets", aggregation="closing")
    settings = PlanSettings(YEAR, step=Step.of(1))
    closing = Plan(settings, target, history=history, levels=levels("period", "region"))
    answer = decompose(closing)
    months = answer.quota.groupby("period")[["committed", "stretch"]].sum()
    assert months["committed"].tolist() == [110 + 10 * m for m in range(12)]
    assert months["stretch"].tolist() == [120 + 20 * m for m in range(12)]
    assert by(answer, "period", "region")[FIRST + 11, "A"] == 165
    assert answer.levels["exact"].all()
    holds = pd.DataFrame(
        [{"indicator": "active_outlets", "first_month": FIRST + 3, "last_month": FIRST + 5, "amount": 150.0}]
    )
    held = decompose(replace(closing, holds=holds))
    assert by(held, "period")[FIRST + 5] == 150
    assert by(held, "period")[FIRST + 11] == 220


def test_ratios_are_never_split_and_other_indicators_borrow():
    several = pd.DataFrame(
        {
            "indicator": ["sales_amount", "gross_margin", "collection", "volume"],
            "aggregation": ["sum", "ratio", "", None],
            "committed": [100.0, 0.3, 80.0, 60.0],
        }
    )
    history = EVEN.assign(quantity=[1.0, 2.0, 3.0, 6.0])
    answer = decompose(plan(0, history, "region", "product", targets=several))
    totals = answer.quota.groupby("indicator")["committed"].sum().to_dict()
    assert totals == {"sales_amount": 100, "collection": 80, "volume": 60}
    volume = answer.quota[answer.quota["indicator"] == "volume"]
    assert volume["committed"].tolist() == [10, 5, 30, 15]
    assert {"ratio_not_split", "shares_of_sales"} <= reasons(answer)


def test_last_year_growth_share_previous_and_change():
    history = pd.DataFrame(
        [
            {"month": FIRST - 12 + m, "region": r, "amount": 10.0 * (1 + (r == "B"))}
            for m in range(12)
            for r in "AB"
        ]
    )
    base = plan(720, history, "period", "region")
    first = decompose(base)
    row = first.quota.set_index(["period", "region"]).loc[(FIRST, "B")]
    assert (row["last_year"], row["committed"], row["growth"]) == (20.0, 40, 1.0)
    assert row["share"] == pytest.approx(40 / 720)
    again = decompose(replace(base, targets=targets(1080), previous=first.amounts()))
    row = again.quota.set_index(["period", "region"]).loc[(FIRST, "B")]
    assert (row["previous"], row["committed"], row["change"]) == (40.0, 60, 20.0)


def test_from_a_month_on_without_a_previous_quota_actuals_stay():
    history = pd.DataFrame([{"month": FIRST - 12 + m, "region": "A", "amount": 10.0} for m in range(12)])
    actuals = pd.DataFrame([{"month": FIRST + m, "region": "A", "amount": 20.4} for m in range(6)])
    settings = PlanSettings(YEAR, step=Step.of(1), from_month=FIRST + 6)
    base = Plan(settings, targets(240), history=history, actuals=actuals, levels=levels("period", "region"))
    answer = decompose(base)
    assert answer.quota["committed"].tolist() == [20] * 12
    assert {"months_kept", "actuals_kept"} <= reasons(answer)
    assert refused(replace(base, targets=targets(100))) == ["kept_above_target"]


def test_a_negative_target_is_split_by_size_and_negated():
    answer = decompose(plan(-100, EVEN, "region", "product"))
    assert set(answer.quota["committed"]) == {-25}
    holds = pd.DataFrame([{"region": "West", "amount": -80.0}])
    assert by(decompose(plan(-100, EVEN, "region", "product", holds=holds)), "region") == {
        "East": -20,
        "West": -80,
    }


def test_a_level_without_members_is_skipped_and_said():
    answer = decompose(plan(100, EVEN, "period", "region", "customer"))
    assert "level_skipped" in reasons(answer)
    assert answer.quota["customer"].isna().all()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"targets": targets(100.5)}, ["committed_off_grid"]),
        ({"targets": pd.DataFrame({"indicator": []})}, ["no_targets"]),
        ({"targets": pd.concat([targets(1), targets(2)])}, ["target_twice"]),
        ({"targets": targets(1, aggregation="median")}, ["unknown_aggregation"]),
        ({"targets": targets(1e17)}, ["target_too_large"]),
        ({"levels": levels("region", "region")}, ["level_twice"]),
        ({"levels": levels("planet")}, ["unknown_level"]),
        ({"levels": levels("region", basis=["mood"])}, ["unknown_basis"]),
        ({"levels": levels("region", blend=[2.0])}, ["blend_out_of_range"]),
        ({"levels": levels("region", step=[-1.0])}, ["level_step_wrong"]),
        ({"levels": levels("region", "product", step=[10.0, 4.0])}, ["step_no_multiple"]),
        ({"levels": levels("customer")}, ["no_levels"]),
        ({"holds": pd.DataFrame([{"region": "Mars", "amount": 1.0}])}, ["hold_unknown_member"]),
        ({"holds": pd.DataFrame([{"region": "West", "amount": np.nan}])}, ["hold_without_amount"]),
        ({"holds": pd.DataFrame([{"region": "West", "amount": 0.5}])}, ["held_amount_off_grid"]),
        ({"holds": pd.DataFrame([{"region": "West", "amount": 101.0}])}, ["bounds_conflict"]),
        ({"holds": pd.DataFrame([{"region": "West", "amount": -1.0}])}, ["bounds_conflict"]),
        ({"holds": pd.DataFrame([{"amount": 99.0}])}, ["bounds_conflict"]),
        ({"holds": pd.DataFrame([{"region": "West", "amount": 1.0}] * 2)}, ["hold_twice"]),
        ({"holds": pd.DataFrame([{"first_month": FIRST - 1, "amount": 1.0}])}, ["hold_outside_year"]),
        ({"holds": pd.DataFrame([{"first_month": FIRST, "amount": 1.0}])}, ["hold_not_split"]),
        ({"holds": pd.DataFrame([{"indicator": "x", "amount": 1.0}])}, ["hold_unknown_indicator"]),
        ({"settings": PlanSettings(YEAR, from_month=FIRST + 3)}, ["from_month_without_months"]),
        ({"settings": PlanSettings(YEAR, from_month=FIRST + 30)}, ["month_outside_year"]),
        ({"settings": PlanSettings(YEAR, reserve=1.0)}, ["rate_out_of_range"]),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(changes, expected):
    assert refused(replace(plan(100, EVEN, "region", "product"), **changes)) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"member": "tea", "parent": "nobody"}, "unknown_parent"),
        ({"member": "tea", "like": "nobody"}, "unknown_model"),
        ({"member": "tea", "like": "tea"}, "model_leads_back"),
        ({"member": "tea", "parent": "tea"}, "parent_leads_back"),
        ({"member": "tea", "from_month": FIRST + 4, "to_month": FIRST}, "member_months_reversed"),
        ({"member": "tea", "floor": 20.0, "cap": 10.0}, "floor_above_cap"),
        ({"member": "tea", "floor": 0.5}, "bound_off_grid"),
        ({"member": "tea", "floor": 101.0}, "bounds_conflict"),
    ],
)
def test_members_that_cannot_be_are_named(row, expected):
    members = pd.DataFrame([{"dimension": "product", **row}])
    assert refused(plan(100, EVEN, "region", "product", members=members)) == [expected]


def test_all_problems_come_at_once():
    holds = pd.DataFrame([{"region": "Mars", "amount": 1.0}, {"product": "rock", "amount": 1.0}])
    assert refused(plan(100, EVEN, "region", "product", holds=holds)) == ["hold_unknown_member"] * 2


def test_a_hold_on_members_never_valid_together_is_refused():
    reps = pd.DataFrame({"rep": ["Ann", "Bob"], "region": ["East", "West"]})
    holds = pd.DataFrame([{"region": "West", "rep": "Ann", "amount": 5.0}])
    assert refused(plan(100, EVEN, "region", "rep", reps=reps, holds=holds)) == ["hold_without_leaf"]


def test_ten_thousand_reps_take_seconds():
    """10,000 reps over twelve months in 31 regions; exact at every level."""
    size = 10_000
    names, regions = [f"r{i}" for i in range(size)], [f"R{i % 31}" for i in range(size)]
    reps = pd.DataFrame({"rep": names, "region": regions})
    random = np.random.default_rng(3)
    history = pd.DataFrame(
        {
            "month": random.integers(FIRST - 36, FIRST, 50_000),
            "region": [f"R{i % 31}" for i in range(50_000)],
            "amount": np.round(random.lognormal(6, 1, 50_000), 2),
        }
    )
    order = levels("period", "region", "rep", basis=["history", "history", "capacity"])
    answer = decompose(plan(10**9, history, levels=order, reps=reps))
    assert len(answer.quota) == 120_000
    assert answer.quota["committed"].sum() == 10**9
    assert answer.levels["exact"].all()


def test_last_year_follows_a_customer_who_moved():
    """Carl sold 50 in East and belongs to West now: his leaf there shows 50, as his growth needs it."""
    history = sales(
        [("East", "Carl", "Ann", 50), ("East", "Eve", "Ann", 50), ("West", "Will", "Bob", 100)],
        "region",
        "customer",
        "rep",
    )
    listed = pd.DataFrame({"dimension": "customer", "member": ["Carl"], "parent": ["West"]})
    reps = pd.DataFrame({"rep": ["Ann", "Bob"], "region": ["East", "West"]})
    answer = decompose(plan(900, history, "region", "customer", members=listed))
    assert answer.quota.set_index(["region", "customer"])["last_year"].to_dict() == {
        ("East", "Eve"): 50.0,
        ("West", "Carl"): 50.0,
        ("West", "Will"): 100.0,
    }
    answer = decompose(plan(900, history, "region", "customer", "rep", members=listed, reps=reps))
    carl = answer.quota.set_index("customer").loc["Carl"]
    assert (carl["region"], carl["rep"], carl["last_year"]) == ("West", "Bob", 50.0)
    tied = pd.DataFrame({"dimension": "customer", "member": ["Carl"], "parent": ["Bob"]})
    answer = decompose(plan(900, history, "rep", "customer", members=tied))
    carl = answer.quota.set_index("customer").loc["Carl"]
    assert (carl["rep"], carl["last_year"]) == ("Bob", 50.0)


def test_levels_that_an_indicator_does_not_know_come_in_one_note():
    """Collections are recorded by region only: they are split by region, and one sentence says so."""
    own = sales([("East", 3), ("West", 1)], "region").assign(indicator="collection")
    history = pd.concat([EVEN.assign(channel="shop"), own], ignore_index=True)
    several = pd.DataFrame({"indicator": ["sales_amount", "collection"], "committed": [100.0, 80.0]})
    answer = decompose(plan(0, history, "region", "channel", "product", targets=several))
    (note,) = [note for note in answer.notes if note.reason == "level_unknown_to"]
    assert note.facts["dimension"] == {"en": "channel, product", "zh": "渠道、产品"}
    paid = answer.quota[answer.quota["indicator"] == "collection"]
    assert paid.set_index("region")["committed"].to_dict() == {"East": 60, "West": 20}


def test_gross_profit_comes_from_amount_less_cost_where_the_indicator_is_blank():
    """Ten less six and ten less nine: 4 to 1; the row without a cost adds nothing."""
    history = EVEN.assign(amount=10.0, cost=[6.0, 9.0, np.nan, np.nan], indicator=[None, "", None, None])
    several = pd.DataFrame({"indicator": ["gross_profit"], "committed": [100.0]})
    answer = decompose(plan(0, history, "region", "product", targets=several))
    assert by(answer, "region", "product") == {("East", "cake"): 20, ("East", "tea"): 80}
