"""Plan and sales of one indicator as numbered lines, so that both can be compared by member and product.

A line is a row of the quota or of the sales: its month, the number of its member in every dimension (0 where
that is blank), its quantity and its amount in whole steps. Planned quantities are those of the plan's volume
indicator; sold ones stand beside the amounts, or in rows of the volume indicator where none stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.exact_sums import on_common_grid
from salesplan_xl.planning.members import column_of, numbers_of
from salesplan_xl.units import CENT, LARGEST_STEPS, Floats, Integers, Step

VOLUME = "volume"
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class CodedLines:
    """Lines of one indicator: month indices, members by number (0 is none), quantities, amounts in steps."""

    month: Integers
    codes: dict[str, Integers]
    quantity: Floats
    amount: Integers

    def __len__(self) -> int:
        return len(self.month)

    def where(self, chosen: Mask) -> CodedLines:
        return replace(
            self,
            month=self.month[chosen],
            codes={dimension: codes[chosen] for dimension, codes in self.codes.items()},
            quantity=self.quantity[chosen],
            amount=self.amount[chosen],
        )

    def in_months(self, months: Sequence[int]) -> CodedLines:
        if isinstance(months, range):
            return self.where((self.month >= months.start) & (self.month < months.stop))
        return self.where(np.isin(self.month, np.asarray(months, dtype=np.int64)))

    def has(self, dimension: str) -> bool:
        """Tell whether any line names a member of a dimension."""
        return dimension in self.codes and bool(self.codes[dimension].any())


@dataclass(frozen=True)
class Compared:
    """The plan and the sales of an indicator, members numbered alike, amounts on one grid."""

    indicator: str
    plan: CodedLines
    sold: CodedLines
    names: dict[str, list[str]]
    """The members of each dimension; that of number n stands at place n - 1."""
    step: Step
    planned_volume: bool
    """Whether the plan has quantities at all."""

    def months_sold(self) -> frozenset[int]:
        return frozenset(np.unique(self.sold.month).tolist())


def compared_lines(
    quota: pd.DataFrame, sales: pd.DataFrame, indicator: str, dimensions: Sequence[str]
) -> Compared:
    """Return an indicator's plan and sales as numbered lines.

    Args:
        quota: ``indicator, period`` (month index), a column per dimension, ``target``.
        sales: ``indicator, month`` (month index), a column per dimension, ``amount``, maybe ``quantity``.
        indicator: one that is money and added up.
        dimensions: those to number; members come in the order in which the plan, then the sales name them.
    """
    planned, pieces = (quota[quota["indicator"] == name] for name in (indicator, VOLUME))
    sold = sales[sales["indicator"] == indicator]
    sold_quantity = np.nan_to_num(numbers_of(sold, "quantity"))
    counted = sales[sales["indicator"] == VOLUME]
    if sold_quantity.any() or indicator == VOLUME:
        counted = counted.iloc[:0]
    (plan_steps, sold_steps), step = on_common_grid(numbers_of(planned, "target"), numbers_of(sold, "amount"))
    finer = 10 ** max(CENT.places - step.places, 0)
    largest = max((int(np.abs(steps).max()) for steps in (plan_steps, sold_steps) if steps.size), default=0)
    if largest <= LARGEST_STEPS // finer:
        plan_steps, sold_steps, step = plan_steps * finer, sold_steps * finer, _finer(step, finer)
    names: dict[str, list[str]] = {}
    codes: dict[str, list[Integers]] = {}
    for dimension in dimensions:
        frames = (planned, pieces, sold, counted)
        numbers, known = _numbered([column_of(frame, dimension) for frame in frames])
        ends = np.cumsum([len(frame) for frame in frames])
        codes[dimension], names[dimension] = np.split(numbers, ends[:-1]), known
    plan_quantity = np.nan_to_num(numbers_of(pieces, "target"))
    plan = CodedLines(
        np.concatenate([planned["period"], pieces["period"]]).astype(np.int64),
        {dimension: np.concatenate(parts[:2]) for dimension, parts in codes.items()},
        np.concatenate([np.zeros(len(planned)), plan_quantity]),
        np.concatenate([plan_steps, np.zeros(len(pieces), dtype=np.int64)]),
    )
    sold_lines = CodedLines(
        np.concatenate([sold["month"], counted["month"]]).astype(np.int64),
        {dimension: np.concatenate(parts[2:]) for dimension, parts in codes.items()},
        np.concatenate([sold_quantity, np.nan_to_num(numbers_of(counted, "amount"))]),
        np.concatenate([sold_steps, np.zeros(len(counted), dtype=np.int64)]),
    )
    return Compared(indicator, plan, sold_lines, names, step, bool(plan_quantity.any()))


def at_last_years_prices(plan: CodedLines, item: Integers, sold: CodedLines, sold_item: Integers) -> Floats:
    """Return quantities for a plan that has none: its amounts at each item's average price of last year.

    ``sold`` are last year's sales, ``item`` and ``sold_item`` the items of either. An item without a price
    above zero gets the price of its product; without that, or without a product, it has no quantity.
    """
    quantity = _at_prices(plan.amount, item, sold, sold_item)
    if "product" in plan.codes:
        product = plan.codes["product"]
        by_product = _at_prices(plan.amount, product, sold, sold.codes["product"])
        quantity = np.where((quantity == 0) & (product > 0), by_product, quantity)
    return quantity


def _at_prices(amount: Integers, item: Integers, sold: CodedLines, sold_item: Integers) -> Floats:
    size = int(max(item.max(initial=-1), sold_item.max(initial=-1))) + 1
    amounts = np.bincount(sold_item, sold.amount, minlength=size)
    quantities = np.bincount(sold_item, sold.quantity, minlength=size)
    usable = (amounts > 0) & (quantities > 0)
    per_step = np.divide(quantities, amounts, out=np.zeros(size), where=usable)
    return np.asarray(amount * per_step[item], dtype=np.float64)


def _finer(step: Step, times: int) -> Step:
    return Step(step.numerator, step.places + len(str(times)) - 1)


def _numbered(columns: list[pd.Series]) -> tuple[Integers, list[str]]:
    """Number the texts of several columns together, from 1 in order of appearance; blanks are 0."""
    both = pd.concat(columns, ignore_index=True)
    positions, names = pd.factorize(both)
    known = [name if isinstance(name, str) and name else None for name in names.tolist()]
    if None not in known:
        return positions.astype(np.int64) + 1, [name for name in known if name]
    numbers = np.zeros(len(known) + 1, dtype=np.int64)
    named = np.array([name is not None for name in known], dtype=bool)
    numbers[:-1][named] = np.arange(1, int(named.sum()) + 1)
    return numbers[positions], [name for name in known if name]
