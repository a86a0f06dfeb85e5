"""Risk: exposure, scenario percentiles, early-warning scores."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange, WrongKind
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_share
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "risk",
    Help(
        "风险敞口：发生概率乘以影响金额",
        probability="发生概率（小数，0到1）",
        impact="影响金额，损失或收益均可",
    ),
)
def risk_exposure(probability: Floats, impact: Floats) -> Any:
    """Expected effect of a risk: its probability times its impact.

    Formula:
        exposure = probability * impact

    Args:
        probability (ratio, scalar): Chance that it happens, 0 to 1.
        impact (money, scalar): What it costs, or brings, if it does.

    Returns:
        money, scalar: Exposure; exposures of several risks may be added.

    Errors:
        #NUM!: The probability is not between 0 and 1.
        #N/A: The probability or the impact is blank: not assessed is no zero.
        #VALUE!: One of them is text, such as "high".

    Source:
        Risk exposure as expected value (risk registers after ISO 31000, PMBOK expected monetary value).

    Example:
        >>> risk_exposure([0.3, 0.05], [200_000, 1_000_000]).tolist()
        [60000.0, 50000.0]
    """
    refuse_no_share(probability=probability)
    return clear_of_noise(probability * impact)


@formula(
    "risk",
    Help(
        "情景分位数：由悲观、基准、乐观三个数得出给定概率的分位数（三角分布），如P10、P50、P90",
        low="悲观值（最低）",
        base="基准值（最可能）",
        high="乐观值（最高）",
        probability="低于该结果的概率（小数）：P10填0.1，P50填0.5，P90填0.9",
    ),
)
def scenario_percentile(low: Floats, base: Floats, high: Floats, probability: Floats | float = 0.5) -> Any:
    """Percentile of a result given by its lowest, most likely and highest value.

    Formula:
        c = (base - low) / (high - low)
        probability <= c:  low + sqrt(probability * (high - low) * (base - low))
        probability >  c:  high - sqrt((1 - probability) * (high - low) * (high - base))
        low, base and high all the same: that value

    Args:
        low (money, scalar): Downside scenario.
        base (money, scalar): Most likely scenario; at least low.
        high (money, scalar): Upside scenario; at least base.
        probability (ratio, scalar): Chance of ending up below: 0.1 for P10, 0.5 for P50, 0.9 for P90.

    Returns:
        money, scalar: The percentile; the same at every recalculation, no random numbers.

    Errors:
        #NUM!: The three are not in order, or the probability is not between 0 and 1.
        #N/A: One of the three is blank.

    Source:
        Quantile function of the triangular distribution for three-point estimates.

    Example:
        >>> scenario_percentile(0, 50, 100, [0, 0.5, 0.98, 1]).tolist()
        [0.0, 50.0, 90.0, 100.0]
    """
    refuse(base < low, OutOfRange, "not_in_order", argument="base", value=base, low=low)
    refuse(high < base, OutOfRange, "not_in_order", argument="high", value=high, low=base)
    refuse_no_share(probability=probability)
    width = high - low
    below = low + np.sqrt(probability * width * (base - low))
    above = high - np.sqrt((1 - np.float64(probability)) * width * (high - base))
    return clear_of_noise(np.where(probability * width <= base - low, below, above), low, high)


@formula(
    "risk",
    Help(
        "预警得分：各客户的早期信号加权平均（0到1）；未观察到的信号连同权重不计，全部未知为空白",
        signals="每个客户一行，每种信号一列，0为没有、1为明显；未知留空",
        weights="各信号的权重，零或正数，不必合计为1",
    ),
)
def warning_score(signals: Floats, weights: Floats) -> Any:
    """Early-warning score of accounts from their signals; compare it with a threshold.

    Formula:
        score = sum of weights * signals / sum of weights, over the signals that are known

    Args:
        signals (ratio, range, blank is open): One account a row, one signal a column, 0 (none) to 1 (clear);
            a blank is not known and leaves with its weight.
        weights (number, series, blank is zero): Weight of each signal, zero or more; any scale.

    Returns:
        ratio, column: One score an account; blank where no weighted signal is known.

    Errors:
        #DIV/0!: All weights are zero.
        #NUM!: A signal is not between 0 and 1, or a weight is negative.
        #VALUE!: There is not one weight for each column of signals.

    Source:
        Weighted checklist of churn signals (satisfaction, rivals, changes at the customer).

    Example:
        >>> warning_score([[1, 0, 0.5], [0, None, 1], [None, None, None]], [2, 1, 1])
        [[0.625], [0.3333333333333333], [None]]
    """
    by_account = signals.T if signals.shape[1] == 1 and weights.size == signals.size else signals
    if by_account.shape[1] != weights.size:
        raise WrongKind(
            "lengths_differ", argument="weights", n=weights.size, other="signals", m=by_account.shape[1]
        )
    refuse_no_share(signals=signals)
    refuse_negative(weights=weights)
    refuse(not weights.any(), NoBasis, "adds_up_to_zero", argument="weights")
    known = ~np.isnan(by_account)
    weighed = (known * weights).sum(axis=1)
    scores = (np.where(known, by_account, 0.0) * weights).sum(axis=1) / np.where(weighed > 0, weighed, 1.0)
    return [[score if there else None] for score, there in zip(scores.tolist(), weighed > 0, strict=True)]
