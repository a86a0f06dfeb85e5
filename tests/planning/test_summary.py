"""The month matrix, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from salesplan_xl.planning.cascade import decompose
from salesplan_xl.planning.plan import PlanSettings
from salesplan_xl.planning.summary import month_matrix
from salesplan_xl.units import Step
from tests.planning.test_cascade import FIRST, YEAR, plan


def test_rows_add_up_and_regions_show_what_they_sold():
    """East sold 10 a month and West 30; 960 is twice that; Carl left East, whose row keeps his sales."""
    history = pd.DataFrame(
        [
            {"month": FIRST - 12 + m, "region": region, "customer": name, "amount": amount}
            for m in range(12)
            for region, name, amount in (("East", "Carl", 4.0), ("East", "Eve", 6.0), ("West", "Will", 30.0))
        ]
    )
    moved = pd.DataFrame({"dimension": "customer", "member": ["Carl"], "parent": ["West"]})
    settings = PlanSettings(YEAR, step=Step.of(1), reserve=0.25)
    typed = replace(plan(1280, history, "period", "region", "customer", members=moved), settings=settings)
    table = month_matrix(decompose(typed), typed).set_index(["dimension", "member"])
    total = table.iloc[0]
    assert (total["year"], total["last_year"], total["growth"], total["difference"]) == (960, 480, 1.0, 0)
    assert (total["m01"], total["q1"], total["h2"]) == (80, 240, 480)
    assert table.loc[("total", "reserve"), "year"] == 320
    assert table.loc["region"]["last_year"].to_dict() == {"East": 120, "West": 360}
    assert table.loc["region"]["year"].to_dict() == {"East": 240, "West": 720}
    assert table.loc["customer"]["last_year"].to_dict() == {"Eve": 72, "Carl": 48, "Will": 360}
    assert np.isclose(table.loc[("region", "West"), "share"], 0.75)


def test_a_plan_without_sales_has_no_last_year():
    listed = pd.DataFrame({"dimension": "region", "member": ["A", "B"]})
    typed = plan(240, pd.DataFrame({"amount": []}), "period", "region", members=listed)
    table = month_matrix(decompose(typed), typed)
    assert table["year"].tolist() == [240, 120, 120]
    assert table["last_year"].isna().all()
