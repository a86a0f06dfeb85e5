"""Return on what is spent: investment, promotion, advertising; and when to stop."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "money",
    Help(
        "投资回报率：(收益−成本)/成本；投入产出比（产出/投入）等于本值加1",
        gain="收益（产出）",
        cost="成本（投入）",
    ),
)
def return_on_investment(gain: Floats, cost: Floats) -> Any:
    """Profit of an investment as a share of its cost.

    Formula:
        return_on_investment = (gain - cost) / cost

    Args:
        gain (money, scalar): What the investment brought: margin, not sales.
        cost (money, scalar): What it cost; above zero.

    Returns:
        ratio, scalar: 0 is cost recovered, 1 doubled. The output-input ratio (投入产出比) is 1 more.

    Errors:
        #DIV/0!: The cost is zero.
        #NUM!: The cost is negative.
        #N/A: One of the two is blank.

    Source:
        Standard definition.

    Example:
        >>> return_on_investment(150, 100)
        0.5
    """
    refuse(cost == 0, NoBasis, "zero_base", argument="cost")
    refuse(cost < 0, OutOfRange, "negative", argument="cost", value=cost)
    return clear_of_noise(gain - cost, gain, cost) / cost


@formula(
    "money",
    Help(
        "促销投资回报率：增量毛利减促销费用，占促销费用",
        sales="促销期销售额",
        baseline="不促销时同期的预计销售额",
        margin_rate="促销价下的毛利率（小数）",
        cost="促销费用",
        pulled_forward="促销后因提前购买而少卖的销售额，省略为0",
    ),
)
def promotion_roi(
    sales: Floats,
    baseline: Floats,
    margin_rate: Floats,
    cost: Floats,
    pulled_forward: Floats | float = 0,
) -> Any:
    """Return of a promotion: what it added in margin, less its cost, as a share of its cost.

    Formula:
        extra = sales - baseline - pulled_forward
        promotion_roi = (extra * margin_rate - cost) / cost

    Args:
        sales (money, scalar): Sales during the promotion.
        baseline (money, scalar): Sales expected in the same time without it.
        margin_rate (ratio, scalar): Margin on the sales at promotion prices; at most 1.
        cost (money, scalar): Cost of the promotion; above zero.
        pulled_forward (money, scalar): Sales missing afterwards because customers bought ahead.

    Returns:
        ratio, scalar: 0 is cost recovered; negative is a loss.

    Errors:
        #DIV/0!: The cost is zero.
        #NUM!: The cost or the sales pulled forward are negative, or the margin rate is above 1.
        #N/A: One of the first four is blank.

    Source:
        Incremental return on promotion spending, standard definition.

    Example:
        >>> promotion_roi(500_000, 300_000, 0.3, 40_000)
        0.5
    """
    refuse(margin_rate > 1, OutOfRange, "above_one", argument="margin_rate", value=margin_rate)
    refuse(cost == 0, NoBasis, "zero_base", argument="cost")
    refuse(cost < 0, OutOfRange, "negative", argument="cost", value=cost)
    refuse(pulled_forward < 0, OutOfRange, "negative", argument="pulled_forward", value=pulled_forward)
    extra = clear_of_noise(sales - baseline - pulled_forward, sales, baseline, pulled_forward)
    return clear_of_noise(extra * margin_rate - cost, extra, cost) / cost


@formula(
    "money",
    Help(
        "增量投入产出：多投入一元带来的毛利（或销售额）增量",
        sales="本期销售额",
        base_sales="对比期销售额",
        spend="本期投入（广告、机动费用等）",
        base_spend="对比期投入",
        margin_rate="毛利率（小数）；省略为1，即按销售额计算",
    ),
)
def incremental_return(
    sales: Floats, base_sales: Floats, spend: Floats, base_spend: Floats, margin_rate: Floats | float = 1
) -> Any:
    """What one more unit of spending brought, as advertising or as a contingency fund.

    Formula:
        incremental_return = (sales - base_sales) * margin_rate / (spend - base_spend)

    Args:
        sales (money, scalar): Sales with the spending.
        base_sales (money, scalar): Sales it is compared with.
        spend (money, scalar): Spending now; zero or more.
        base_spend (money, scalar): Spending it is compared with; zero or more.
        margin_rate (ratio, scalar): Margin on the extra sales; 1 counts the sales themselves. At most 1.

    Returns:
        ratio, scalar: Margin per unit of spending; above 1 the spending paid. Less spending with more sales
            is negative, so read it together with both changes.

    Errors:
        #DIV/0!: The spending did not change.
        #NUM!: A spending is negative, or the margin rate is above 1.
        #N/A: One of the first four is blank.

    Source:
        Incremental response, ΔS / ΔA; with the margin rate the marginal return on spending.

    Example:
        >>> incremental_return(1_200, 1_000, 150, 100), incremental_return(1_200, 1_000, 150, 100, 0.4)
        (4.0, 1.6)
    """
    refuse(spend < 0, OutOfRange, "negative", argument="spend", value=spend)
    refuse(base_spend < 0, OutOfRange, "negative", argument="base_spend", value=base_spend)
    refuse(margin_rate > 1, OutOfRange, "above_one", argument="margin_rate", value=margin_rate)
    more = clear_of_noise(spend - base_spend, spend, base_spend)
    refuse(more == 0, NoBasis, "no_change", argument="spend")
    return clear_of_noise(sales - base_sales, sales, base_sales) * margin_rate / more


@formula(
    "risk",
    Help(
        "止损点：累计亏损首次达到止损额的期数，未达到为0",
        profits="各期盈亏，由早到晚，亏损为负",
        limit="止损额（正数）",
    ),
)
def stop_loss(profits: Floats, limit: float) -> Any:
    """Period in which the cumulative loss first reaches the limit at which to stop.

    Formula:
        stop_loss = first t with - (profits[1] + ... + profits[t]) >= limit;  0 where there is none

    Args:
        profits (money, series of periods, blank is open): Profit by period, oldest first; a loss is negative,
            a blank not known yet and not counted.
        limit (money, scalar): Loss at which to stop; above zero.

    Returns:
        count, scalar: Number of the period in the range; 0 as long as the limit is not reached. Once it was,
            later profits do not take it back.

    Errors:
        #NUM!: The limit is not above zero.

    Source:
        Stop-loss rule of the planning documents: stop when the cumulative loss reaches the limit.

    Example:
        >>> stop_loss([-30, 10, -40, -50, None], 100)
        4.0
    """
    refuse(limit <= 0, OutOfRange, "not_positive", argument="limit", value=limit)
    known = np.nan_to_num(profits)
    loss = clear_of_noise(-np.cumsum(known), np.cumsum(np.abs(known)))
    reached = np.flatnonzero(np.atleast_1d(loss) >= limit)
    return reached[0] + 1 if reached.size else 0
