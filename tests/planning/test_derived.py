"""Volume and gross profit of sales rows, worked out by hand."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.planning.derived import with_derived

BOTH = ["volume", "gross_profit"]


def amounts_of(frame: pd.DataFrame, indicator: str) -> list[float]:
    return frame.loc[frame["indicator"] == indicator, "amount"].tolist()


def test_profit_is_clear_of_binary_noise():
    """0.3 less 0.1 is 0.2, not 0.19999999999999998; a return has a negative volume and profit."""
    sales = pd.DataFrame({"amount": [0.3, -1.1], "quantity": [2.0, -1.0], "cost": [0.1, -1.0]})
    answer = with_derived(sales, BOTH)
    assert amounts_of(answer, "gross_profit") == [0.2, -0.1]
    assert amounts_of(answer, "volume") == [2.0, -1.0]


def test_rows_without_quantity_or_cost_add_nothing():
    """One of two rows has a cost: one row of profit comes, of its region; the frame given stays as it was."""
    sales = pd.DataFrame({"amount": [10.0, 8.0], "region": ["A", "B"], "cost": [None, 5.0]})
    before = sales.copy(deep=True)
    answer = with_derived(sales, BOTH)
    profit = answer[answer["indicator"] == "gross_profit"]
    assert profit[["region", "amount"]].values.tolist() == [["B", 3.0]]
    assert amounts_of(answer, "volume") == []
    assert answer["amount"].tolist() == [10.0, 8.0, 3.0]
    pd.testing.assert_frame_equal(sales, before)


def test_a_column_that_is_blank_throughout_adds_nothing():
    sales = pd.DataFrame({"amount": [10.0], "quantity": [float("nan")]})
    pd.testing.assert_frame_equal(with_derived(sales, BOTH), sales)


def test_an_indicator_with_rows_of_its_own_is_not_derived():
    """Typed volumes win over quantities, also where only some months have them; profit still comes."""
    sales = pd.DataFrame(
        {
            "indicator": ["sales_amount", "volume", None, ""],
            "amount": [10.0, 7.0, 20.0, 30.0],
            "quantity": [1.0, 5.0, 2.0, 3.0],
            "cost": [4.0, 1.0, 6.0, 8.0],
        }
    )
    answer = with_derived(sales, BOTH)
    assert amounts_of(answer, "volume") == [7.0]
    # of the sales rows alone: blank indicators are sales, the volume row is not
    assert amounts_of(answer, "gross_profit") == [6.0, 14.0, 22.0]


def test_only_sales_rows_are_derived_from():
    """Without a sales row, and for an indicator that cannot be derived, there is nothing to add."""
    outlets = pd.DataFrame({"indicator": ["outlets"], "amount": [5.0], "quantity": [1.0], "cost": [1.0]})
    pd.testing.assert_frame_equal(with_derived(outlets, BOTH), outlets)
    sales = pd.DataFrame({"amount": [10.0], "quantity": [3.0]})
    pd.testing.assert_frame_equal(with_derived(sales, ["sales_amount", "outlets"]), sales)
    unnamed = pd.DataFrame({"quantity": [3.0]})
    pd.testing.assert_frame_equal(with_derived(unnamed, BOTH), unnamed)
