"""What a report draws, against sums made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.planning.report_series import (
    at_the_end,
    attainment_matrix,
    largest_gaps,
    month_series,
    seasonal_index,
    waterfall,
)

MONTHS = tuple(f"2027-{month:02d}" for month in range(1, 13))


def quota():
    rows = [
        {"indicator": "sales_amount", "period": month, "region": region, "committed": amount}
        for month in MONTHS
        for region, amount in (("East", 60.1), ("West", 40.2))
    ]
    rows.append({"indicator": "volume", "period": "2027-01", "region": "East", "committed": 7.0})
    return pd.DataFrame(rows)


def variance():
    rows = []
    for place, month in enumerate(MONTHS[:3]):
        for dimension, member, target, actual in (
            ("total", "All", 100.3, 90.0),
            ("region", "West", 40.2, 50.0 + place),
            ("region", "East", 60.1, 40.0 - place),
        ):
            rows.append(
                {
                    "indicator": "sales_amount",
                    "period": month,
                    "dimension": dimension,
                    "member": member,
                    "actual": actual,
                    "target": target,
                    "attainment": actual / target,
                    "last_year": 80.0,
                    "actual_ytd": actual * (place + 1),
                    "target_ytd": target * (place + 1),
                    "attainment_ytd": actual / target,
                    "landing": 1080.0,
                }
            )
    return pd.DataFrame(rows)


def test_months_are_summed_exactly_and_open_ones_share_what_is_to_come():
    series = month_series(quota(), variance(), "sales_amount", MONTHS)
    assert series.target.tolist() == [100.3] * 12
    assert series.cumulative_target[-1] == 1203.6
    assert series.actual[:3].tolist() == [90.0] * 3
    assert np.isnan(series.actual[3:]).all()
    # 1,080 expected less 270 done, over nine equal months
    assert np.allclose(series.landing, 90.0, rtol=1e-15, atol=0)
    assert series.cumulative_actual[:3].tolist() == [90.0, 180.0, 270.0]
    assert np.isnan(series.cumulative_actual[3:]).all()


def test_without_variance_only_the_target_is_known():
    series = month_series(quota(), variance().iloc[:0], "sales_amount", MONTHS)
    assert np.isnan(series.actual).all()
    assert np.isnan(series.landing).all()
    assert series.target.sum() > 0


def test_the_heat_map_has_the_largest_member_first_and_only_known_months():
    heat = attainment_matrix(variance(), "sales_amount", "region", MONTHS)
    assert heat.members == ("East", "West")
    assert heat.months == MONTHS[:3]
    assert heat.attainment[0].tolist() == [40 / 60.1, 39 / 60.1, 38 / 60.1]
    assert attainment_matrix(variance(), "sales_amount", "channel", MONTHS).members == ()


def test_the_last_month_and_who_is_behind():
    end = at_the_end(variance(), "sales_amount", "region", MONTHS)
    assert set(end["period"]) == {"2027-03"}
    behind = largest_gaps(variance(), "sales_amount", MONTHS, 5)
    assert behind["member"].tolist() == ["East"]
    assert at_the_end(variance(), "volume", "region", MONTHS).empty
    assert largest_gaps(variance(), "volume", MONTHS, 5).empty


def test_the_waterfall_is_the_totals_last_period():
    row = {"indicator": "sales_amount", "against": "target", "dimension": "total", "base": 100.0}
    parts = {"price": 1.0, "volume": -4.0, "mix": np.nan, "new": 2.0, "discontinued": 0.0}
    bridge = pd.DataFrame(
        [
            {**row, **parts, "period": "2027-03", "actual": 99.0},
            {**row, **parts, "period": "2027-01..2027-03", "actual": 98.0},
            {**row, **parts, "period": "2027-03", "dimension": "region", "actual": 1.0},
        ]
    )
    one = waterfall(bridge, "sales_amount", "target")
    assert (one.period, one.base, one.actual) == ("2027-01..2027-03", 100.0, 98.0)
    assert one.parts == (1.0, -4.0, 0.0, 2.0, 0.0)
    assert waterfall(bridge, "sales_amount", "last_year") is None


def test_the_seasonal_index_is_pooled_over_whole_fiscal_years():
    months = [f"2025-{m:02d}" for m in range(4, 13)] + [f"2026-{m:02d}" for m in range(1, 4)]
    amounts = [1.0] * 6 + [3.0] * 6
    history = pd.DataFrame({"indicator": "sales_amount", "month": months, "amount": amounts})
    unfinished = pd.DataFrame({"indicator": ["sales_amount"], "month": ["2026-04"], "amount": [99.0]})
    index = seasonal_index(pd.concat([history, unfinished]), "sales_amount", 4)
    assert np.allclose(index, [0.5] * 6 + [1.5] * 6, rtol=0, atol=1e-15)
    assert seasonal_index(unfinished, "sales_amount", 4) is None
    assert seasonal_index(history, "volume", 4) is None
