"""Tasks that follow their targets, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.planning.tasks import cost_of, revised_tasks

FIRST = 2027 * 12
OPEN = FIRST + 3


def revision(**months):
    """Return a revision of two regions: original 100 a month each, revised as given from April on."""
    rows = []
    for region, revised in months.items():
        for m in range(12):
            rows.append(
                {
                    "indicator": "sales_amount",
                    "period": FIRST + m,
                    "region": region,
                    "original": 100.0,
                    "revised": 90.0 if m < 3 else float(revised),
                }
            )
    return pd.DataFrame(rows)


REVISED = revision(East=120, West=80)


def run(*tasks, closing=(), revised=REVISED):
    frame = pd.DataFrame(
        [
            {"indicator": None, "first_month": np.nan, "last_month": np.nan, "description": "do", **task}
            for task in tasks
        ]
    )
    return revised_tasks(frame, revised, FIRST, OPEN, closing)


def months(first, last=None):
    return {
        "first_month": float(FIRST + first),
        "last_month": float(FIRST + (first if last is None else last)),
    }


def test_so_much_target_a_unit_is_rounded_up():
    """East in June: 100 a unit of 30 is 3.3, so 4; 120 is exactly 4; West's 80 needs 3."""
    answer = run(
        {**months(5), "region": "East", "per_amount": 30.0},
        {**months(5), "region": "West", "per_amount": 30.0},
        {**months(5), "per_amount": 30.0},
        {"per_amount": 1000.0},
        {**months(5), "region": "West", "per_amount": 30.0, "quantity": 9.0},
    )
    assert answer["quantity"].tolist() == [4, 4, 7, 3, 9]
    # The year: 2400 planned; 540 sold and 1800 to come is 2340, still three times 1000.
    assert answer["revised"].tolist() == [4, 3, 7, 3, 3]
    assert answer["change"].tolist() == [0, -1, 0, 0, -6]


def test_what_is_past_done_or_dropped_stays():
    each = {"region": "West", "per_amount": 30.0, "quantity": 9.0}
    answer = run(
        {**each, **months(1)},
        {**each, **months(5), "status": "done"},
        {**each, **months(5), "status": "dropped"},
        {**each, **months(5), "done": 1.0},
        {**each, **months(0, 11), "month": float(FIRST)},
        {**each, **months(5), "status": "running", "done": 0.5},
    )
    assert answer["revised"].tolist() == [9, 9, 9, 9, 9, 3]


def test_a_fixed_quantity_in_one_row_stays_and_a_blank_one_stays_blank():
    answer = run({"quantity": 2.0}, {"description": "other"})
    assert answer["revised"].tolist()[0] == 2
    assert np.isnan(answer["revised"][1])
    assert np.isnan(answer["change"][1])


def test_a_fixed_quantity_by_month_keeps_its_sum_and_takes_on_what_was_missed():
    """Ten visits a month; half of March's were made: 35 over April, May and June in equal parts."""
    rows = [{**months(m), "region": "East", "quantity": 10.0} for m in range(6)]
    rows[2]["done"] = 0.5
    answer = run(*rows)
    assert answer["revised"].tolist()[:3] == [10, 10, 10]
    assert sorted(answer["revised"].tolist()[3:]) == [11, 12, 12]
    assert answer["revised"].tolist()[3] == 12  # the earlier row of equal remainders


def test_open_rows_share_by_their_revised_targets():
    """Nine planned in June and in July: 120 against 80 is 10.8 and 7.2."""
    answer = run(
        {**months(5), "quantity": 9.0},
        {**months(6), "quantity": 9.0},
        revised=REVISED.assign(revised=np.where(REVISED["period"] == FIRST + 5, 120.0, 80.0)),
    )
    assert answer["revised"].tolist() == [11, 7]


def test_a_task_of_no_target_is_told_and_shares_by_its_quantity():
    answer = run(
        {"region": "Nowhere", "per_amount": 10.0, "quantity": 4.0}, {"indicator": "volume"}, {**months(20)}
    )
    assert answer["has_target"].tolist() == [False, False, False]
    assert answer["revised"].tolist()[0] == 4
    pair = run(*({**months(m), "region": "Nowhere", "quantity": float(q)} for m, q in ((5, 1), (6, 3))))
    assert pair["revised"].tolist() == [1, 3]
    nothing = run(*({**months(m), "region": "Nowhere", "quantity": 0.0} for m in (5, 6)))
    assert nothing["revised"].tolist() == [0, 0]


def test_a_closing_value_counts_with_its_last_month():
    answer = run({**months(3, 5), "region": "East", "per_amount": 30.0}, closing={"sales_amount"})
    assert answer[["quantity", "revised"]].to_numpy().tolist() == [[4, 4]]


def test_a_target_that_falls_to_nothing_or_below_needs_nothing():
    answer = run({**months(5), "region": "East", "per_amount": 30.0}, revised=revision(East=-50))
    assert answer["revised"].tolist() == [0]


def test_no_tasks():
    assert revised_tasks(pd.DataFrame(), REVISED, FIRST, OPEN).empty


def test_cost_is_exact_and_skips_blanks():
    tasks = pd.DataFrame({"cost": [0.1, 0.7, np.nan, 5.0]})
    assert cost_of(tasks, np.array([3.0, 1.0, 2.0, np.nan])) == 1.0
