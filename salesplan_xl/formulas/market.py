"""Standing in the market: relative share, change of share in points, real growth, portfolio class."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_divisor
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise

CLASSES = {
    "en": ("star", "cash cow", "question mark", "dog"),
    "zh": ("明星产品", "金牛产品", "问题产品", "瘦狗产品"),
}


@formula(
    "targets",
    Help(
        "相对市场份额：本企业份额除以最大竞争对手的份额",
        own="本企业销售额或份额",
        rivals="各竞争对手的销售额或份额；未知的留空",
    ),
)
def relative_share(own: float, rivals: Floats) -> Any:
    """Own share against that of the largest rival; above 1 is the market leader.

    Formula:
        relative_share = own / largest of rivals

    Args:
        own (number, scalar): Own sales or market share; zero or more.
        rivals (number, range, blank is open): Sales or shares of the rivals in the same unit; zero or more.

    Returns:
        ratio, scalar: Relative market share.

    Errors:
        #DIV/0!: No rival sells anything.
        #NUM!: A number is negative.
        #N/A: No rival is known.

    Source:
        Relative market share of the growth-share matrix (Boston Consulting Group).

    Example:
        >>> relative_share(0.2, [0.25, 0.1, None])
        0.8
    """
    known = rivals[~np.isnan(rivals)]
    refuse(not known.size, NotFound, "nothing_known", argument="rivals")
    refuse_negative(own=own, rivals=known)
    refuse(not known.any(), NoBasis, "zero_base", argument="rivals")
    return clear_of_noise(own / known.max())


@formula(
    "targets",
    Help(
        "市场份额变动（百分点，以小数表示：0.02为2个百分点）；变动不超过容差视为持平，为0",
        own="本期本企业销售额",
        market="本期市场总额",
        own_before="基期本企业销售额",
        market_before="基期市场总额",
        tolerance="持平容差（小数，0.005为0.5个百分点），默认0",
    ),
)
def share_change(
    own: Floats,
    market: Floats,
    own_before: Floats,
    market_before: Floats,
    tolerance: Floats | float = 0,
) -> Any:
    """Change of market share in points, not in per cent of the share.

    Formula:
        change = own / market - own_before / market_before
        0 where its size is at most tolerance: the share is held

    Args:
        own (money, scalar): Own sales now; zero or more, at most the market.
        market (money, scalar): Sales of the whole market now.
        own_before (money, scalar): Own sales in the base period.
        market_before (money, scalar): Sales of the whole market in the base period.
        tolerance (ratio, scalar): Change that still counts as none; 0.005 is half a point.

    Returns:
        ratio, scalar: Points as a fraction: 0.02 is two points.

    Errors:
        #DIV/0!: A market is zero.
        #NUM!: A number is negative, or own sales are above the market's.
        #N/A: A figure is blank.

    Source:
        Market share in points; standard definition with a declared band for "held".

    Example:
        >>> share_change(120, 1000, 100, 1000), share_change(101, 1000, 100, 1000, 0.005)
        (0.02, 0.0)
    """
    refuse_negative(own=own, own_before=own_before, tolerance=tolerance)
    refuse_no_divisor(market=market, market_before=market_before)
    for name, part, whole in (("own", own, market), ("own_before", own_before, market_before)):
        refuse(part > whole, OutOfRange, "out_of_range", argument=name, value=part, low=0, high=whole)
    change = clear_of_noise(own / market - own_before / market_before, 1)
    return np.where(np.abs(change) <= tolerance, 0.0, change)


@formula(
    "targets",
    Help(
        "实质成长率：本企业成长率与行业成长率之比，大于1为跑赢行业",
        own="本期本企业销售额",
        own_before="基期本企业销售额",
        market="本期行业总额",
        market_before="基期行业总额",
        method="口径：index按成长指数（本期/基期，默认，即市场扩大率），rate按增长率（增量/基期）",
    ),
    choices={"method": ("index", "rate")},
)
def real_growth(
    own: Floats, own_before: Floats, market: Floats, market_before: Floats, method: str = "index"
) -> Any:
    """Own growth against the industry's; above 1 is faster than the market.

    Formula:
        index = (own / own_before) / (market / market_before), also the market expansion rate
        rate  = (own / own_before - 1) / (market / market_before - 1)

    Args:
        own (money, scalar): Own sales now; zero or more.
        own_before (money, scalar): Own sales in the base period; above zero.
        market (money, scalar): Sales of the industry now; above zero.
        market_before (money, scalar): Sales of the industry in the base period; above zero.
        method (text, scalar): index compares this / last, rate compares the growth beyond 1.

    Returns:
        ratio, scalar: Real growth.

    Errors:
        #DIV/0!: A base or the market is zero; with rate, the industry did not grow.
        #NUM!: A figure is negative; with rate, the industry shrank, so that the quotient says nothing.
        #N/A: A figure is blank.

    Source:
        实质成长率 = own growth rate / industry growth rate, Chinese sales management texts.

    Example:
        >>> real_growth(132, 100, 1100, 1000), real_growth(132, 100, 1100, 1000, "rate")
        (1.2, 3.2)
    """
    refuse_negative(own=own)
    refuse_no_divisor(own_before=own_before, market=market, market_before=market_before)
    if method == "index":
        return clear_of_noise((own / own_before) / (market / market_before))
    own_more = clear_of_noise(own - own_before, own, own_before) / own_before
    market_more = clear_of_noise(market - market_before, market, market_before) / market_before
    refuse_no_divisor(market=market_more)
    return clear_of_noise(own_more / market_more)


@formula(
    "targets",
    Help(
        "产品组合分类（波士顿矩阵）：明星、金牛、问题、瘦狗；恰在界线上的算高",
        growth="市场增长率（小数）",
        share="相对市场份额",
        growth_line="高增长的界线（小数），默认0.1",
        share_line="高份额的界线，默认1",
        language="结果的语言：en或zh",
    ),
    choices={"language": ("en", "zh")},
)
def portfolio_class(
    growth: Floats,
    share: Floats,
    growth_line: Floats | float = 0.1,
    share_line: Floats | float = 1,
    language: str = "en",
) -> Any:
    """Class of a product by market growth and relative share; on a line counts as high.

    Formula:
        star           growth >= growth_line and share >= share_line
        cash cow       growth below, share >= share_line
        question mark  growth >= growth_line, share below
        dog            both below

    Args:
        growth (ratio, scalar): Growth of the market the product is in.
        share (ratio, scalar): Relative market share, own / largest rival; zero or more.
        growth_line (ratio, scalar): Growth from which a market counts as growing fast.
        share_line (ratio, scalar): Relative share from which it counts as high.
        language (text, scalar): en or zh, the language of the result.

    Returns:
        text, scalar: The class.

    Errors:
        #NUM!: The share is negative, or the language is neither.
        #N/A: The growth or the share is blank: not known is no dog.

    Source:
        Growth-share matrix (Boston Consulting Group), lines at 10 % growth and a relative share of 1.

    Example:
        >>> portfolio_class(0.15, 1.4), portfolio_class(0.02, 0.5, 0.1, 1, "zh")
        ('star', '瘦狗产品')
    """
    refuse_negative(share=share)
    below = 2 * (share < share_line) + 1 * (growth < growth_line)
    return np.array(CLASSES[language], dtype=object)[below]
