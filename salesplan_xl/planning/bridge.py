"""Why sales differ from their base, by member of a dimension: price, volume, mix, new, discontinued.

The definitions are those of the cell function PVM. An item (a product of a customer, say) is compared with
itself; volume and mix are measured within each member, so a member's five parts add up to its own change,
exactly, and the members' changes to the total change. Where the members are the products themselves, volume
and mix are measured over all of them together: then every part adds up to that of the total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.formulas.bridge import Items, adding_up, columns_adding_up, parts_by_item
from salesplan_xl.units import CENT, Floats, Integers, Step

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("price", "volume", "mix", "new", "discontinued")
DENSE = 4
"""Integer ids are used as they are where they leave at most so many places a row empty."""


@dataclass(frozen=True)
class Lines:
    """Sales lines of one period: item and member of each by number from 0, quantity, and amount in steps."""

    item: Integers
    quantity: Floats
    amount: Integers


@dataclass(frozen=True)
class Bridge:
    """By member, in whole steps: base, the five parts in the order of :data:`PARTS`, and actual.

    ``untold`` is what stands under volume although price and volume could not be told apart.
    """

    base: Integers
    parts: Integers
    actual: Integers
    untold: Integers


def bridge_lines(
    before: Lines,
    after: Lines,
    member_of_item: Integers,
    members: int,
    method: str = "classic",
    together: bool = False,
) -> Bridge:
    """Split every member's change in sales into five parts that add up to it.

    Several lines of an item are added up; its price is their amount over their quantity. Price and volume of
    an item without a quantity in a period in which it has an amount cannot be told apart: its whole change
    counts as volume, as do negative quantities or amounts under lmdi.

    With ``together``, volume and mix are measured over all members as one: the columns of the parts then add
    up to the bridge of all members as one, to the last step.

    >>> before = Lines(np.array([0, 1]), np.array([10.0, 5]), np.array([100, 100]))
    >>> after = Lines(np.array([0, 2]), np.array([12.0, 1]), np.array([132, 30]))
    >>> bridge_lines(before, after, np.array([0, 0, 0]), 1).parts.tolist()
    [[12, 20, 0, 30, -100]]
    """
    items = len(member_of_item)
    quantity0, amount0 = _by_item(before, items)
    quantity1, amount1 = _by_item(after, items)
    there0, there1 = (quantity0 != 0) | (amount0 != 0), (quantity1 != 0) | (amount1 != 0)
    compared = (quantity0 != 0) & (quantity1 != 0)
    if method == "lmdi":
        compared &= (quantity0 > 0) & (quantity1 > 0) & (amount0 >= 0) & (amount1 >= 0)
    member = member_of_item[compared]
    sold0, sold1 = quantity0[compared], quantity1[compared]
    group, groups = (np.zeros_like(member), 1) if together else (member, members)
    continuing = Items(amount0[compared] / sold0, sold0, amount1[compared] / sold1, sold1, group, groups)
    own = parts_by_item(continuing, method)
    change = amount1 - amount0
    parts = np.zeros((members, len(PARTS)))
    for column in range(own.shape[1]):
        parts[:, column] = np.bincount(member, own[:, column], minlength=members)
    unpriced = there0 & there1 & ~compared
    for column, which in ((1, unpriced), (3, there1 & ~there0), (4, there0 & ~there1)):
        if which.any():
            parts[:, column] += np.bincount(member_of_item[which], change[which], minlength=members)
    base, actual = (_exact_sums(member_of_item, amounts, members) for amounts in (amount0, amount1))
    whole = adding_up(parts, actual - base, (actual - base).astype(np.float64))
    if together:
        moved = int((actual - base).sum())
        whole = columns_adding_up(parts, whole, adding_up(parts.sum(axis=0)[None], [moved], [moved])[0])
    untold = _exact_sums(member_of_item[unpriced], change[unpriced], members)
    return Bridge(base, whole.astype(np.int64), actual, untold)


def bridge_frame(
    before: pd.DataFrame,
    after: pd.DataFrame,
    item: str | Sequence[str],
    member: str,
    step: Step = CENT,
    method: str = "classic",
) -> pd.DataFrame:
    """Return the bridge of two frames of sales lines, one row per member in the order of first appearance.

    Args:
        before, after: lines of the base period and of this one, with the columns ``quantity`` and ``amount``
            (in the base unit) and those of ``item`` and ``member``. A missing quantity counts as none.
        item: the columns that together name what is compared with itself, within its member.
        member: the column whose members get a row.
        step: every amount of the result is a multiple of it.
        method: ``classic``, ``lmdi`` or ``shapley``.

    Returns:
        Columns ``member``, ``base``, the five parts, ``actual``; parts and base add up to actual exactly.
    """
    import pandas as pd

    names = [item] if isinstance(item, str) else list(item)
    member_ids, members = _numbers([before[member], after[member]], dense=False)
    item_ids, items = np.zeros(len(member_ids), dtype=np.int64), 1
    for name in names:
        ids, values = _numbers([before[name], after[name]])
        item_ids, items = _paired(item_ids, items, ids, len(values))
    member_of_item = np.zeros(items, dtype=np.int64)
    member_of_item[item_ids] = member_ids
    if not np.array_equal(np.take(member_of_item, item_ids), member_ids):  # an item of several members
        item_ids, items = _paired(item_ids, items, member_ids, len(members))
        member_of_item = np.zeros(items, dtype=np.int64)
        member_of_item[item_ids] = member_ids
    lines, start = [], 0
    for frame in (before, after):
        amounts = _in_steps(frame["amount"].to_numpy(np.float64), step)
        quantity = np.nan_to_num(frame["quantity"].to_numpy(np.float64))
        lines.append(Lines(item_ids[start : start + len(frame)], quantity, amounts))
        start += len(frame)
    found = bridge_lines(lines[0], lines[1], member_of_item, len(members), method)
    columns: dict[str, Any] = {"member": members, "base": step.amounts(found.base)}
    columns |= {part: step.amounts(found.parts[:, at]) for at, part in enumerate(PARTS)}
    return pd.DataFrame({**columns, "actual": step.amounts(found.actual)})


def _by_item(lines: Lines, items: int) -> tuple[Floats, Floats]:
    sums = [np.bincount(lines.item, values, minlength=items) for values in (lines.quantity, lines.amount)]
    return np.asarray(sums[0], dtype=np.float64), np.asarray(sums[1], dtype=np.float64)


def _exact_sums(groups: Integers, amounts: Floats, count: int) -> Integers:
    """Add up whole numbers by group; floats tell them apart up to 2**53, the limit of a cell."""
    return np.rint(np.bincount(groups, amounts, minlength=count)).astype(np.int64)


def _in_steps(amounts: Floats, step: Step) -> Integers:
    """Return :meth:`Step.nearest`, asked only where a half is near."""
    scaled = amounts * (10.0**step.places / step.numerator)
    steps = np.rint(scaled)
    doubtful = np.abs(scaled - steps) > 0.499
    if doubtful.any():
        steps[doubtful] = step.nearest(amounts[doubtful])
    return steps.astype(np.int64)


def _numbers(columns: Sequence[pd.Series[Any]], *, dense: bool = True) -> tuple[Integers, npt.NDArray[Any]]:
    """Number the values of two columns together, from 0; numbers that are dense already stay."""
    import pandas as pd

    values = np.concatenate([column.to_numpy() for column in columns])
    if dense and values.dtype.kind in "iu" and len(values) and values.min() >= 0:
        count = int(values.max()) + 1
        if count <= DENSE * len(values):
            return values.astype(np.int64, copy=False), np.arange(count)
    ids, uniques = pd.factorize(values, use_na_sentinel=False)
    return ids.astype(np.int64, copy=False), np.asarray(uniques)


def _paired(one: Integers, ones: int, other: Integers, others: int) -> tuple[Integers, int]:
    """Number the pairs of two numberings; return how many numbers there are."""
    import pandas as pd

    if ones == 1:
        return other, others
    pairs = one * np.int64(others)
    pairs += other
    if ones * others <= DENSE * len(pairs):
        return pairs, ones * others
    ids, uniques = pd.factorize(pairs)
    return ids.astype(np.int64, copy=False), len(uniques)
