"""Price, volume and mix: why sales differ from their base, in parts that add up to the difference exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import LARGEST_STEPS, Floats, Integers, clear_of_noise

METHODS = ("classic", "lmdi", "shapley")


@formula(
    "variance",
    Help(
        "差异归因：把销售额变动分为价格、销量、结构、新品、停售五部分，合计与变动额完全一致",
        price0="基期单价，新品留空",
        quantity0="基期销量，新品为0或留空",
        price1="本期单价，停售留空",
        quantity1="本期销量，停售为0或留空",
        method="方法：classic传统法（默认，价量共同影响归入价格），lmdi对数平均迪氏法，shapley夏普利值法",
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
        method (text, scalar): classic (the default), lmdi or shapley. classic counts the joint effect of
            price and quantity as price; the other two share it out.
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
    if method == "lmdi":
        _check_signs(price0, quantity0, price1, quantity1)
    both = (quantity0 != 0) & (quantity1 != 0)
    sold0, sold1 = price0 * quantity0, price1 * quantity1
    one = np.zeros(int(both.sum()), dtype=np.int64)
    items = Items(price0[both], quantity0[both], price1[both], quantity1[both], one, 1)
    new, gone = sold1[quantity0 == 0].sum(), -sold0[quantity1 == 0].sum()
    parts = np.concatenate([parts_by_group(items, method)[0], [new, gone]])
    total = sold1.sum() - sold0.sum()
    in_steps = 10.0**step.places / step.numerator
    return adding_up(parts[None] * in_steps, step.nearest([total]), [total * in_steps])[0]


def _check_signs(price0: Floats, quantity0: Floats, price1: Floats, quantity1: Floats) -> None:
    both = (quantity0 != 0) & (quantity1 != 0)
    for name, values in (
        ("price0", price0),
        ("quantity0", quantity0),
        ("price1", price1),
        ("quantity1", quantity1),
    ):
        refuse(both & (values < 0), OutOfRange, "lmdi_negative", argument=name, value=values)


@dataclass(frozen=True)
class Items:
    """Continuing items: prices and quantities of both periods, quantities not zero, and the group of each."""

    price0: Floats
    quantity0: Floats
    price1: Floats
    quantity1: Floats
    group: Integers
    groups: int

    def total(self, values: Floats) -> Floats:
        """Return the sum by group."""
        return np.asarray(np.bincount(self.group, values, minlength=self.groups), dtype=np.float64)


def parts_by_group(items: Items, method: str) -> Floats:
    """Return price, volume and mix of every group, one row each; volume and mix are within the group.

    >>> both = np.array([2.0, 1]), np.ones(2), np.array([3.0, 1]), np.array([2.0, 2])
    >>> parts_by_group(Items(*both, np.array([0, 0]), 1), "classic")
    array([[2., 3., 0.]])
    """
    parts = parts_by_item(items, method)
    return np.stack([items.total(parts[:, at]) for at in range(parts.shape[1])], axis=1)


def parts_by_item(items: Items, method: str) -> Floats:
    """Return what every item adds to price, volume and mix of its group, one row each.

    Volume is what the item would have changed had it kept its share of the group's quantity; mix is the rest
    of what its quantity changed.

    >>> both = np.array([2.0, 1]), np.ones(2), np.array([3.0, 1]), np.array([2.0, 1])
    >>> parts_by_item(Items(*both, np.array([0, 0]), 1), "classic")
    array([[ 2. ,  1. ,  1. ],
           [ 0. ,  0.5, -0.5]])
    """
    return _PARTS[method](items)


def _classic(items: Items) -> Floats:
    before = items.total(items.quantity0)
    price = (items.price1 - items.price0) * items.quantity1
    quantity = items.price0 * (items.quantity1 - items.quantity0)
    # Without a total quantity to start from there are no shares of it: all of it is mix.
    change = items.total(items.quantity1) - before
    growth = np.divide(change, before, out=np.zeros_like(before), where=before != 0)
    volume = growth[items.group] * (items.price0 * items.quantity0)
    return np.stack([price, volume, quantity - volume], axis=1)


def _lmdi(items: Items) -> Floats:
    value0, value1 = items.price0 * items.quantity0, items.price1 * items.quantity1
    free = (items.price0 == 0) | (items.price1 == 0)
    with np.errstate(all="ignore"):
        weight = _logarithmic_mean(value1, value0)
        price = np.where(free, value1 - value0, weight * np.log(items.price1 / items.price0))
        growth = np.log(items.total(items.quantity1) / items.total(items.quantity0))[items.group]
        volume = np.where(free, 0.0, weight * growth)
        mix = np.where(free, 0.0, weight * (np.log(items.quantity1 / items.quantity0) - growth))
    return np.stack([price, volume, mix], axis=1)


def _logarithmic_mean(one: Floats, other: Floats) -> Floats:
    """Return L(a, b) = (a - b) / ln(a / b), and a where both are the same."""
    ratio = one / other - 1
    # log1p keeps the digits where the two are almost the same.
    return np.where(one == other, one, (one - other) / np.log1p(ratio))


def _shapley(items: Items) -> Floats:
    totals = items.total(items.quantity0), items.total(items.quantity1)
    before, after = (total[items.group] for total in totals)
    with np.errstate(all="ignore"):
        share0, share1 = items.quantity0 / before, items.quantity1 / after

    def effect(change: Any, one0: Any, one1: Any, two0: Any, two1: Any) -> Floats:
        """Average over the orders: each other factor is still old or already new, both at once more often."""
        return np.asarray(change * ((one0 * two0 + one1 * two1) / 3 + (one0 * two1 + one1 * two0) / 6))

    with np.errstate(all="ignore"):
        parts = [
            effect(items.price1 - items.price0, before, after, share0, share1),
            effect(after - before, share0, share1, items.price0, items.price1),
            effect(share1 - share0, before, after, items.price0, items.price1),
        ]
    # Where quantities cancel out there are no shares.
    no_shares = (before == 0) | (after == 0)
    return np.where(no_shares[:, None], _classic(items), np.stack(parts, axis=1))


_PARTS: dict[str, Callable[[Items], Floats]] = {"classic": _classic, "lmdi": _lmdi, "shapley": _shapley}


def adding_up(parts: Floats, totals: npt.ArrayLike, exact_totals: npt.ArrayLike) -> Floats:
    """Round the parts in every row to whole numbers that add up to its total; the earlier part wins a tie.

    >>> adding_up(np.array([[1.4, 1.4, 1.2]]), [4], [4.0])
    array([[2., 1., 1.]])
    """
    exact = clear_of_noise(parts, np.asarray(exact_totals, dtype=np.float64)[:, None])
    refuse(~(np.abs(exact) <= LARGEST_STEPS), OutOfRange, "too_large", argument="the change")
    whole = np.floor(exact)
    left = np.asarray(totals, dtype=np.int64) - whole.sum(axis=1).astype(np.int64)
    cycles, extra = np.divmod(left, parts.shape[1])
    order = np.argsort(whole - exact, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(parts.shape[1])[None], axis=1)
    return np.asarray(whole + cycles[:, None] + (rank < extra[:, None]))


def columns_adding_up(parts: Floats, whole: Floats, totals: npt.ArrayLike) -> Floats:
    """Return whole parts whose columns add up to totals, each row keeping its sum.

    ``whole`` are the parts rounded by :func:`adding_up`; single steps move between the parts of a row, where
    rounding had gone furthest the other way.

    >>> exact = np.array([[1.6, 0.4], [1.6, 0.4]])
    >>> columns_adding_up(exact, np.array([[2.0, 0], [2, 0]]), [3, 1])
    array([[1., 1.],
           [2., 0.]])
    """
    whole = whole.copy()
    left = np.asarray(totals, dtype=np.float64) - whole.sum(axis=0)
    while left.any():
        short, over = int(np.argmax(left)), int(np.argmin(left))
        count = int(min(left[short], -left[over], len(whole)))
        gain = (parts - whole)[:, short] - (parts - whole)[:, over]
        rows = np.argsort(-gain, kind="stable")[:count]
        whole[rows, short] += 1
        whole[rows, over] -= 1
        left = np.asarray(totals, dtype=np.float64) - whole.sum(axis=0)
    return whole
