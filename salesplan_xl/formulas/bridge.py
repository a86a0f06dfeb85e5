"""Price, volume and mix: why sales differ from their base, in parts that add up to the difference exactly."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from salesplan_xl.errors import OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, Step, clear_of_noise

METHODS = ("classic", "lmdi", "shapley")


@formula(
    "variance",
    Help(
        "差异归因：把销售额变动分为价格、销量、结构、新品、停售五部分，合计与变动额完全一致",
        price0="基期单价，新品留空",
        quantity0="基期销量，新品为0或留空",
        price1="本期单价，停售留空",
        quantity1="本期销量，停售为0或留空",
        method="方法：classic传统法，lmdi对数平均迪氏法，shapley夏普利值法",
        step="各部分取整到的最小单位",
    ),
    choices={"method": METHODS},
)
def pvm(
    price0: Floats,
    quantity0: Floats,
    price1: Floats,
    quantity1: Floats,
    method: str = "classic",
    step: Any = 0.01,
) -> Any:
    """Split a change in sales into price, volume, mix, new and discontinued, adding up to it exactly.

    Formula:
        continuing items have a quantity in both periods; Q0, Q1 are their total quantities, s their shares
        classic  price  = sum of (price1 - price0) * quantity1
                 volume = (Q1 - Q0) * (sum of price0 * quantity0) / Q0
                 mix    = sum of (quantity1 - Q1 * s0) * price0
        lmdi     factor = sum of L(V1, V0) * ln(factor1 / factor0), V = Q * s * price, L the logarithmic mean
        shapley  factor = its effect averaged over all orders in which Q, s and price can change
        new          = sum of price1 * quantity1 over items without quantity0
        discontinued = - sum of price0 * quantity0 over items without quantity1
        the five are rounded to step by largest remainder, so that they add up to the rounded change

    Args:
        price0 (number, series of items, blank is zero): Price in the base period.
        quantity0 (number, series of items, blank is zero): Quantity in the base period.
        price1 (number, series of items, blank is zero): Price in this period.
        quantity1 (number, series of items, blank is zero): Quantity in this period.
        method (text, scalar): classic, lmdi or shapley.
        step (money, scalar): What each part is a multiple of.

    Returns:
        money, row: Price, volume, mix, new, discontinued.

    Errors:
        #NUM!: lmdi with a negative price or quantity, for which logarithms do not exist.
        #VALUE!: The ranges differ in length.

    Source:
        Classic: price, sales quantity and sales mix variances (Drury, Management and Cost Accounting).
        LMDI: Ang (2005), zero values by the limits of Ang, Zhang and Choi (1998). Shapley: Sun (1998).

    Example:
        >>> pvm([10, 15, 20], [1000, 800, 500], [11, 15, 23], [1000, 700, 800]).tolist()
        [3400.0, 2782.61, 1717.39, 0.0, 0.0]
    """
    both = (quantity0 != 0) & (quantity1 != 0)
    sold0, sold1 = price0 * quantity0, price1 * quantity1
    parts = _PARTS[method](price0[both], quantity0[both], price1[both], quantity1[both])
    new = float(sold1[quantity0 == 0].sum())
    gone = -float(sold0[quantity1 == 0].sum())
    return _adding_up([*parts, new, gone], float(sold1.sum() - sold0.sum()), step)


def _classic(price0: Floats, quantity0: Floats, price1: Floats, quantity1: Floats) -> list[float]:
    base, price = float((price0 * quantity0).sum()), float(((price1 - price0) * quantity1).sum())
    before, after = float(quantity0.sum()), float(quantity1.sum())
    quantity = float((price0 * (quantity1 - quantity0)).sum())
    # Without a total quantity to start from there is no average price: all of it is mix.
    volume = (after - before) * base / before if before else 0.0
    return [price, volume, quantity - volume]


def _lmdi(price0: Floats, quantity0: Floats, price1: Floats, quantity1: Floats) -> list[float]:
    for name, values in (
        ("price0", price0),
        ("quantity0", quantity0),
        ("price1", price1),
        ("quantity1", quantity1),
    ):
        refuse(values < 0, OutOfRange, "lmdi_negative", argument=name, value=values)
    value0, value1 = price0 * quantity0, price1 * quantity1
    before, after = quantity0.sum(), quantity1.sum()
    free = (price0 == 0) | (price1 == 0)
    weight = _logarithmic_mean(value1, value0)
    price = np.where(free, value1 - value0, weight * np.log(price1 / price0))
    growth = math.log(after / before) if len(quantity0) else 0.0
    volume = np.where(free, 0.0, weight * growth)
    mix = np.where(free, 0.0, weight * (np.log(quantity1 / quantity0) - growth))
    return [float(price.sum()), float(volume.sum()), float(mix.sum())]


def _logarithmic_mean(one: Floats, other: Floats) -> Floats:
    """Return L(a, b) = (a - b) / ln(a / b), and a where both are the same."""
    ratio = one / other - 1
    # log1p keeps the digits where the two are almost the same.
    return np.where(one == other, one, (one - other) / np.log1p(ratio))


def _shapley(price0: Floats, quantity0: Floats, price1: Floats, quantity1: Floats) -> list[float]:
    before, after = float(quantity0.sum()), float(quantity1.sum())
    if not before or not after:
        return _classic(price0, quantity0, price1, quantity1)
    share0, share1 = quantity0 / before, quantity1 / after

    def effect(change: Any, one0: Any, one1: Any, two0: Any, two1: Any) -> float:
        """Average over the orders: each other factor is still old or already new, both at once more often."""
        return float((change * ((one0 * two0 + one1 * two1) / 3 + (one0 * two1 + one1 * two0) / 6)).sum())

    return [
        effect(price1 - price0, before, after, share0, share1),
        effect(after - before, share0, share1, price0, price1),
        effect(share1 - share0, before, after, price0, price1),
    ]


_PARTS: dict[str, Callable[[Floats, Floats, Floats, Floats], list[float]]] = {
    "classic": _classic,
    "lmdi": _lmdi,
    "shapley": _shapley,
}


def _adding_up(parts: list[float], total: float, step: Step) -> Any:
    """Round parts to whole steps so that they add up to the rounded total; the earlier part wins a tie."""
    steps = np.array(parts) * 10.0**step.places / step.numerator
    exact = clear_of_noise(steps, total * 10.0**step.places / step.numerator)
    whole = np.floor(exact)
    left = int(step.nearest(total)) - int(whole.sum())
    cycles, extra = divmod(left, len(parts))
    whole += cycles
    whole[np.argsort(whole - exact, kind="stable")[:extra]] += 1
    return whole
