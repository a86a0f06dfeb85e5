"""What the functions on customers, receivables, prices and expenses say when they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.collection_plans import collection_plan
from salesplan_xl.formulas.customer_value import clv, payback
from salesplan_xl.formulas.customers import cac_lagged, csat, repurchase
from salesplan_xl.formulas.expense import expense_budget
from salesplan_xl.formulas.loyalty import sales_cycle, sbg_fit
from salesplan_xl.formulas.orders import conversion
from salesplan_xl.formulas.pricing import log_elasticity, net_price
from salesplan_xl.formulas.profit import allowable_expense
from salesplan_xl.formulas.receivables import collection_rate, provision
from salesplan_xl.formulas.retention import renewal_rate, retention


@pytest.mark.parametrize(
    ("function", "given", "english", "chinese"),
    [
        (cac_lagged, ([1, 2], [1, 2], 2), "lag is 2; it must lie between 0 and 1.", "须在0与1之间"),
        (repurchase, ([1, 2], 1), "least is 1; it must be 2 or more.", "须不小于2"),
        (csat, ([1, 2],), "answers has 2 entries; give at least 3.", "至少给出3个"),
        (sbg_fit, ([1, 2],), "survivors has 2 entries; give at least 3.", "至少给出3个"),
        (log_elasticity, ([1, 2], [1, 2]), "driver has 2 entries; give at least 3.", "至少给出3个"),
        (clv, (1, 1.5, 0.1), "retention is 1.5; it must lie between 0 and 1.", "须在0与1之间"),
        (clv, (1, 0.5, 0.1, 0), "periods is 0; it must be 1 or more.", "须不小于1"),
        (payback, (1, 1, 1.5), "retention is 1.5; it must lie between 0 and 1.", "须在0与1之间"),
        (payback, (5, 4, 0.5), "cost of 5 is never earned back: all margins together come to 4.", "只有4"),
        (sales_cycle, ([1], [1], 1), "quantile is 1; it must be above 0 and below 1.", "须大于0且小于1"),
        (
            sales_cycle,
            ([1, 2, 3, 4], [1, 0, 0, 0]),
            "Only 25% of the deals are estimated to be closed after the longest time given, "
            "so the time until 50% are closed is not known yet.",
            "只有25%的商机已成交",
        ),
        (sales_cycle, ([1, 2], [0, 0], 0.9), "Only 0% of the deals", "达到90%"),
        (
            sbg_fit,
            ([9, 8, 8.5],),
            "survivors rises to 8.5 in place 3; follow one group of customers, which can only shrink.",
            "第3个升至8.5",
        ),
        (provision, ([1], [1.5]), "loss_rates is 1.5; it must lie between 0 and 1.", "须在0与1之间"),
        (net_price, (1, 1.5), "discount is 1.5; it must lie between 0 and 1.", "须在0与1之间"),
        (
            allowable_expense,
            (1, 1, 25),
            "margin_rate is 25; it is a fraction and must be at most 1",
            "25%写作",
        ),
        (conversion, (6, 5), "converted is 6, more than entered, which is 5;", "大于entered的5"),
        (collection_rate, (5, 9, 6), "old_debts is 6, more than collected, which is 5;", "大于collected的5"),
        (retention, (5, 9, 3), "at_end − new_customers is 6, more than at_start, which is 5;", "的5"),
        (renewal_rate, (5, 6, 2), "renewed is 5, more than due − pending, which is 4;", "的4"),
        (
            collection_plan,
            ([1], [0.7, 0.4]),
            "pattern adds up to 1.1; no more than 1 of a sale",
            "合计为1.1",
        ),
        (expense_budget, (1, 1, 1, "incremental", -2), "rate is -2; it must be -1 or more.", "须不小于-1"),
        (expense_budget, (None, 1, 1), "target is blank; enter a number there.", "为空"),
    ],
)
def test_the_sentence_names_what_is_wrong(function: Any, given: Any, english: str, chinese: str) -> None:
    """Argument, value and limit are the real ones, in both languages."""
    with pytest.raises(SalesPlanError) as refused:
        function(*given)
    assert english in refused.value.sentence("en")
    assert chinese in refused.value.sentence("zh")
