"""New products and life cycles: launch curve by analogy, share of young products, stage of life."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_divisor
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise

STAGES = {
    "en": ("introduction", "growth", "maturity", "decline"),
    "zh": ("导入期", "成长期", "成熟期", "衰退期"),
}


@formula(
    "forecast",
    Help(
        "新品上市曲线：由类似产品上市以来各月销售得出各月占比（合计为1），上市不久的产品也能用",
        analogues="类似产品每个一行，上市后第1、2、3…月每月一列；尚未发生的月份留空",
    ),
)
def launch_curve(analogues: Floats) -> Any:
    """Shares of a new product's sales by month since launch, from products launched before.

    Formula:
        running[p][k] = sum of the first k months of product p
        factor[k] = sum of running[p][k + 1] / sum of running[p][k], over products known in month k + 1
        curve[1] = 1, curve[k + 1] = curve[k] * factor[k]
        share[k] = (curve[k] - curve[k - 1]) / curve[last]

    Args:
        analogues (number, range, blank is open): One product a row, months since its launch in columns; the
            months a young product has not reached are blank.

    Returns:
        ratio, row: One share a month, adding up to 1, for DECOMPOSE or SPREAD.

    Errors:
        #DIV/0!: The sales up to some month add up to zero.
        #NUM!: No product reaches the last month.
        #N/A: A month before a known one is blank.

    Source:
        Forecast by analogy; incomplete histories by volume-weighted link ratios, as chain ladder does.

    Example:
        >>> launch_curve([[1000, 200, 200], [500, 200, None], [200, None, None]]).round(4).tolist()
        [0.6767, 0.1805, 0.1429]
    """
    table = analogues.T if analogues.shape[1] == 1 else analogues
    known = ~np.isnan(table)
    refuse(known[:, 1:] & ~known[:, :-1], NotFound, "blank_cell", argument="analogues")
    reaching = int(known.any(axis=0).sum())
    refuse(reaching < table.shape[1], OutOfRange, "same_start", argument="analogues", month=reaching)
    running = np.cumsum(np.where(known, table, 0.0), axis=1)
    before = np.where(known[:, 1:], running[:, :-1], 0.0).sum(axis=0)
    refuse_no_divisor(analogues=before)
    factors = np.where(known[:, 1:], running[:, 1:], 0.0).sum(axis=0) / before
    curve = np.concatenate([[1.0], np.cumprod(factors)])
    refuse_no_divisor(analogues=curve[-1])
    return clear_of_noise(np.diff(curve, prepend=0.0) / curve[-1], 1)


@formula(
    "forecast",
    Help(
        "新品活力指数：上市不超过给定月数的产品的销售额占比",
        sales="各产品销售额，空白按零",
        ages="各产品上市月数",
        window="算作新品的最长月数，默认36，恰好等于算新品",
    ),
)
def vitality_index(sales: Floats, ages: Floats, window: float = 36) -> Any:
    """Share of sales that comes from young products.

    Formula:
        vitality = sum of sales of products with age <= window / sum of sales

    Args:
        sales (money, range, blank is zero): Sales of each product; returns may make one negative.
        ages (number, range of sales): Months since each product's launch; all must be known.
        window (number, scalar): Months for which a product counts as new, the last one included.

    Returns:
        ratio, scalar: Vitality index.

    Errors:
        #DIV/0!: The sales add up to zero.
        #NUM!: The sales add up to less than zero, or an age or the window is negative.
        #N/A: An age is blank.
        #VALUE!: The ranges differ in shape.

    Source:
        New product vitality index (share of sales from products of the last three to five years; 3M).

    Example:
        >>> vitality_index([60, 30, 10], [48, 36, 5])
        0.4
    """
    refuse_negative(ages=ages, window=window)
    total = float(clear_of_noise(sales.sum(), np.abs(sales).max()))
    refuse(total == 0, NoBasis, "adds_up_to_zero", argument="sales")
    refuse(total < 0, OutOfRange, "not_positive", argument="sales", value=total)
    return clear_of_noise(sales[ages <= window].sum() / total, 1)


@formula(
    "forecast",
    Help(
        "产品生命周期阶段：最近一年比前一年增长超过容差为成长期，下降超过容差为衰退期，其余为成熟期；"
        "首次销售不满两年为导入期",
        sales="各月销售，由远到近",
        tolerance="视为持平的变动幅度（小数），默认0.1",
        periods="一年的期数，默认12",
        language="结果的语言：en或zh",
    ),
    choices={"language": ("en", "zh")},
)
def life_cycle_stage(sales: Floats, tolerance: float = 0.1, periods: float = 12, language: str = "en") -> Any:
    """Stage of a product's life by the growth of its rolling year.

    Formula:
        growth = sum of the last year / sum of the year before - 1
        introduction  fewer than two years since the first sale
        growth        growth > tolerance
        maturity      -tolerance <= growth <= tolerance
        decline       growth < -tolerance

    Args:
        sales (number, series, blank is zero): Sales by period, oldest first; zero or more.
        tolerance (ratio, scalar): Change that still counts as level; zero or more.
        periods (count, scalar): Periods in a year, 1 or more.
        language (text, scalar): en or zh, the language of the result.

    Returns:
        text, scalar: The stage.

    Errors:
        #DIV/0!: Nothing was sold, or nothing in the year before the last.
        #NUM!: A number is negative, or periods is below 1.

    Source:
        Product life cycle by growth of the rolling twelve months; the tolerance is a declared choice.

    Example:
        >>> life_cycle_stage([10] * 12 + [12] * 12), life_cycle_stage([0] * 12 + [9] * 12, 0.1, 12, "zh")
        ('growth', '导入期')
    """
    refuse_negative(sales=sales, tolerance=tolerance)
    refuse(periods < 1, OutOfRange, "at_least", argument="periods", value=periods, low=1)
    refuse(not sales.any(), NoBasis, "adds_up_to_zero", argument="sales")
    sold, year = sales[int(np.argmax(sales > 0)) :], int(periods)
    if sold.size < 2 * year:
        return STAGES[language][0]
    now, before = sold[-year:].sum(), sold[-2 * year : -year].sum()
    refuse_no_divisor(sales=before)
    growth = clear_of_noise(now / before - 1, 1)
    stage = 1 if growth > tolerance else 3 if growth < -tolerance else 2
    return STAGES[language][stage]
