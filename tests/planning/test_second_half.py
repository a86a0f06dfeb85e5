"""The open months side by side, against sums written out; findings and triggers at their limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.half_year import difference
from salesplan_xl.planning.review import figure_findings, fires, open_findings, result_findings
from salesplan_xl.planning.second_half import MOST_MONTHLY, open_spans, second_half_table


def revision(factor, members=("a", "b"), indicator="sales_amount"):
    rows = [
        {
            "indicator": indicator,
            "period": 100 + month,
            "region": member,
            "original": 10.01 * (month + 1),
            "revised": round(10.01 * (month + 1) * factor, 2),
        }
        for month in range(12)
        for member in members
    ]
    return pd.DataFrame(rows)


def test_every_span_of_every_member_adds_up():
    given = {"catch_up": revision(1.1), "rebase": revision(0.9)}
    table = second_half_table(given, 100, 104, ["region"])
    for mode, frame in given.items():
        for line in table.to_dict("records"):
            own = frame[frame["period"].between(line["first"], line["last"])]
            own = own if line["member"] is None else own[own["region"] == line["member"]]
            assert line[mode] == round(own["revised"].sum(), 2)
            assert line["original"] == round(own["original"].sum(), 2)
            assert line[f"{mode}_change"] == round(own["revised"].sum() - own["original"].sum(), 2)
    assert table["member"].drop_duplicates().tolist() == [None, "a", "b"]
    assert table.iloc[0][["first", "last"]].tolist() == [104, 111]


def test_a_closing_value_shows_its_last_month_and_one_mode_may_lack():
    given = {"catch_up": revision(1.1, indicator="receivables")}
    table = second_half_table(given, 100, 106, [], frozenset(["receivables"]))
    whole = table.iloc[0]
    last = given["catch_up"][given["catch_up"]["period"] == 111]
    assert whole["catch_up"] == round(last["revised"].sum(), 2)
    assert np.isnan(whole["rebase"])


def test_many_members_are_shown_by_quarter():
    members = [f"m{k}" for k in range(MOST_MONTHLY + 1)]
    table = second_half_table({"catch_up": revision(1, members)}, 100, 106, ["region", "rep"])
    assert (
        table[table["dimension"] == "region"]["first"] < table[table["dimension"] == "region"]["last"]
    ).all()
    assert "rep" not in set(table["dimension"])
    assert len(table[table["dimension"] == "total"]) == 9


def test_a_year_without_open_months_has_no_spans():
    assert open_spans(0, 12, 11) == []
    assert open_spans(0, 11, 11) == [(11, 11)]
    assert second_half_table({"catch_up": revision(1)}, 100, 112, []).empty


def results(**columns):
    row = {
        "indicator": "sales_amount",
        "dimension": "total",
        "member": None,
        "actual": 94.9,
        "target": 100.0,
        "variance": -5.1,
        "last_year": 90.0,
    }
    return pd.DataFrame([{**row, **columns}])


@pytest.mark.parametrize(
    ("actual", "variance", "count"), [(94.9, -5.1, 1), (95, -5, 0), (105, 5, 0), (105.1, 5.1, 1)]
)
def test_a_result_is_told_only_above_the_threshold(actual, variance, count):
    found = result_findings(results(actual=actual, variance=variance), 0.05)
    assert len(found) == count
    if count:
        assert found.iloc[0]["kind"] == ("challenge" if variance < 0 else "success")


def test_less_is_better_for_some_and_numbers_have_no_effect_in_money():
    found = result_findings(results(indicator="expense"), 0.05, frozenset(["expense"]))
    assert found.iloc[0]["kind"] == "success"
    found = result_findings(results(indicator="volume"), 0.05, frozenset(), frozenset(["volume"]))
    assert found.iloc[0]["unit"] == "count"
    assert np.isnan(found.iloc[0]["effect"])


def test_without_a_target_last_year_is_the_base():
    found = result_findings(results(target=np.nan, variance=np.nan), 0.05)
    assert (found.iloc[0]["against"], found.iloc[0]["effect"]) == ("last_year", pytest.approx(4.9))
    assert result_findings(results(target=np.nan, variance=np.nan, last_year=np.nan), 0.05).empty


def test_only_the_largest_of_a_dimension_are_told():
    rows = [
        results(dimension="region", member=str(k), actual=100.0 - 10 * k, variance=-10.0 * k)
        for k in range(1, 9)
    ]
    found = result_findings(pd.concat(rows, ignore_index=True), 0.05)
    assert found["member"].tolist() == ["8", "7", "6"]


def figures(code, value, target=np.nan, comparison=np.nan):
    row = {"code": code, "dimension": "total", "member": None, "value": value}
    return pd.DataFrame([{**row, "target": target, "comparison": comparison}])


def test_key_figures_against_target_or_last_year():
    found = figure_findings(figures("win_rate", 0.4, target=0.5), 0.05).iloc[0]
    assert (found["kind"], found["against"], found["comparison"]) == ("challenge", "target", 0.5)
    found = figure_findings(figures("churn", 0.1, comparison=0.2), 0.05).iloc[0]
    assert (found["kind"], found["against"]) == ("success", "last_year")
    assert figure_findings(figures("win_rate", 0.5, target=0.5), 0.0).empty
    assert figure_findings(figures("sales", 1, target=2), 0.05).empty
    both = pd.concat([figures("order_value", 110.0, comparison=100.0), figures("orders", 7.0)])
    assert figure_findings(both, 0.05).iloc[0]["effect"] == 70


def test_open_months_that_hardly_change_are_not_told():
    table = second_half_table({"catch_up": revision(1.04), "rebase": revision(1)}, 100, 106, ["region"])
    assert open_findings(table, 0.05).empty
    assert set(open_findings(table, 0.03)["kind"]) == {"challenge"}
    counted = open_findings(table, 0.03, frozenset(["sales_amount"]))
    assert counted["effect"].isna().all()


@pytest.mark.parametrize(
    ("comparison", "below", "same", "above"),
    [
        ("below", True, False, False),
        ("at_most", True, True, False),
        ("at_least", False, True, True),
        ("above", False, False, True),
    ],
)
def test_triggers_at_their_limit(comparison, below, same, above):
    assert [fires(value, comparison, 1.0) for value in (0.9, 1.0, 1.1)] == [below, same, above]
    assert fires(np.nan, comparison, 1.0) is None


def test_differences_are_exact_and_unknown_where_a_side_is():
    found = difference(np.array([0.3, 1.0, np.nan]), np.array([0.1, np.nan, 1.0]))
    assert found[0] == 0.2
    assert np.isnan(found[1:]).all()
