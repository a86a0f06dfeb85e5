"""The month matrix of closing values and of plans whose fiscal year starts in April, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.planning.summary import COLUMNS, month_matrix
from salesplan_xl.units import Month, Step
from tests.planning.test_cascade import FIRST, YEAR, levels, plan, targets


def outlets(fiscal_start: int = 1) -> Plan:
    """Return a plan from 100 outlets at the end of last year to 220, a quarter of them in the East."""
    first = Month(YEAR, fiscal_start).index
    rows = [("East", 25.0), ("West", 75.0)]
    history = pd.DataFrame(
        [{"month": first - 1, "indicator": "outlets", "region": r, "amount": a} for r, a in rows]
    )
    return Plan(
        PlanSettings(YEAR, fiscal_start=fiscal_start, step=Step.of(1)),
        targets(220, indicator="outlets", aggregation="closing"),
        history=history,
        levels=levels("period", "region"),
    )


def test_longer_periods_of_a_closing_value_show_their_last_month():
    """120 more in twelve equal months of 10: 110 in January, 130 in March, 160 in June, 220 in the year."""
    typed = outlets()
    table = month_matrix(decompose(typed), typed).set_index(["dimension", "member"])
    total = table.iloc[0]
    assert [total[f"m{month:02d}"] for month in range(1, 13)] == list(range(110, 230, 10))
    assert total[["q1", "q2", "q3", "q4", "h1", "h2"]].tolist() == [130, 160, 190, 220, 160, 220]
    assert (total["year"], total["difference"]) == (220, 0)
    assert table.loc[("region", "East"), "year"] == 55
    assert table.loc[("region", "West"), "share"] == 0.75
    assert (table["difference"] == 0).all()


def test_months_are_the_calendars_and_quarters_the_fiscal_years():
    """From April: m04 is the first month with 110, m03 the last with 220; the first quarter ends in June."""
    typed = outlets(fiscal_start=4)
    total = month_matrix(decompose(typed), typed).iloc[0]
    assert (total["m04"], total["m12"], total["m01"], total["m03"]) == (110, 190, 200, 220)
    assert (total["q1"], total["h1"], total["q4"]) == (130, 160, 220)


def test_each_indicator_has_its_own_rows_and_step():
    """Sales of 12.00 in cents and outlets in ones; what one sold last year does not count for the other."""
    typed = outlets()
    both = replace(
        typed,
        settings=replace(typed.settings, step=Step.of("0.01"), steps={"outlets": Step.of(1)}),
        targets=pd.concat([targets(12.0), typed.targets], ignore_index=True),
        history=pd.concat(
            [
                typed.history,
                pd.DataFrame({"month": range(FIRST - 12, FIRST), "region": "East", "amount": 0.5}),
            ],
            ignore_index=True,
        ),
    )
    table = month_matrix(decompose(both), both)
    assert tuple(table.columns) == COLUMNS
    totals = table[table["dimension"] == "total"].set_index("indicator")
    assert totals["year"].to_dict() == {"sales_amount": 12.0, "outlets": 220.0}
    assert totals["last_year"]["sales_amount"] == 6.0
    assert totals["growth"]["sales_amount"] == 1.0
    assert totals["m01"].to_dict() == {"sales_amount": 1.0, "outlets": 110.0}


def test_months_in_both_history_and_actuals_count_once():
    """December is in both: history's 40 counts, the actuals' 99 do not; November comes from them."""
    history = pd.DataFrame({"month": [FIRST - 1], "region": ["East"], "amount": [40.0]})
    actuals = pd.DataFrame({"month": [FIRST - 2, FIRST - 1], "region": "East", "amount": [60.0, 99.0]})
    typed = plan(300, history, "region", actuals=actuals)
    table = month_matrix(decompose(typed), typed)
    assert table["last_year"].tolist() == [100.0, 100.0]
    assert table["growth"].tolist() == [2.0, 2.0]
    # no months in the plan: the year stands alone and nothing is missing from it
    assert table["year"].tolist() == [300, 300]
    assert table["difference"].tolist() == [0, 0]


def test_a_target_of_nothing_has_no_shares():
    history = pd.DataFrame({"month": [FIRST - 1], "region": ["East"], "amount": [40.0]})
    typed = plan(0, history, "region")
    table = month_matrix(decompose(typed), typed)
    assert table["share"].isna().all()
    assert np.allclose(table["growth"], -1.0)


def test_a_dimension_that_last_year_did_not_know_has_no_last_year():
    """Sales of last year name no product: the products' last year is blank, the total's is known."""
    history = pd.DataFrame({"month": [FIRST - 1], "amount": [40.0]})
    listed = pd.DataFrame({"dimension": "product", "member": ["tea", "cake"]})
    typed = plan(100, history, "product", members=listed)
    table = month_matrix(decompose(typed), typed).set_index(["dimension", "member"])
    assert table["last_year"].iloc[0] == 40
    assert table.loc["product"]["last_year"].isna().all()


def test_a_plan_of_ratios_alone_has_no_rows():
    """A ratio is never handed out, so there is nothing to show by month."""
    nothing = pd.DataFrame({"month": [], "amount": []})
    typed = plan(1, nothing, "period", targets=targets(0.3, indicator="collection", aggregation="ratio"))
    table = month_matrix(decompose(typed), typed)
    assert table.empty
    assert tuple(table.columns) == COLUMNS
