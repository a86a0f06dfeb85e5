"""Sales and cost of plan and past on one grid: a row per combination of members, a column per month.

Everything is whole numbers of one step, so that the rows of every dimension add up to the same total.

==============  ===========================================================================================
cost rate       cost / amount of the product's rows that have a cost: the last twelve months', else those
                of all years before the plan year; else price and unit cost of a new product; else its
                model's (参照成员), its group's, all products'; else the rate of the settings
plan cost       planned sales * cost rate, rounded once per combination and month
actual cost     as recorded; sales recorded without a cost count at the cost rate
==============  ===========================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid
from salesplan_xl.units import CENT, Floats, Integers, Step

DIMENSIONS = ("department", "region", "channel", "product")
"""What profit is cut by; customers and reps are only read to tell whose department a row is."""
_ONE = Step(1, 0)


@dataclass(frozen=True)
class Department:
    """A department and the members of a dimension it answers for; without them it is a name in the rows."""

    name: str
    dimension: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class CostRates:
    """What stands in where a product's own history tells no cost."""

    new_products: Mapping[str, float] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    otherwise: float | None = None


@dataclass(frozen=True)
class Cube:
    """Combinations of members and their months, in steps. ``actual`` and ``last_year`` may be all zero.

    ``keys`` has a column per dimension of :data:`DIMENSIONS`, a blank text where a row names no member.
    ``estimated`` is the amount of actual sales without a recorded cost, in steps.
    """

    keys: pd.DataFrame
    step: Step
    plan: Integers
    plan_cost: Integers
    actual: Integers
    actual_cost: Integers
    last_year: Integers
    last_year_cost: Integers
    rates: Floats
    estimated: int

    def scope(self, department: str | None, product: str | None, groups: Mapping[str, str]) -> Integers:
        """Return the combinations of a department, of a product or group, of both, or all."""
        chosen = np.ones(len(self.keys), dtype=bool)
        if department:
            chosen &= (self.keys["department"] == department).to_numpy()
        if product:
            names = self.keys["product"]
            chosen &= ((names == product) | (names.map(groups) == product)).to_numpy()
        return np.flatnonzero(chosen)


class NoCost(ValueError):
    """Nothing tells what the goods cost."""


class TwoDepartments(ValueError):
    """Two departments answer for the same rows."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second


def profit_cube(
    plan: pd.DataFrame,
    sales: pd.DataFrame,
    first: int,
    as_of: int | None,
    departments: Sequence[Department],
    rates: CostRates,
    pools: Sequence[tuple[str, str]] = (),
    finest: Step = CENT,
) -> Cube:
    """Put plan and sales on one grid.

    Args:
        plan: ``month`` (index), ``amount`` and a column per dimension: the planned sales.
        sales: The same with ``cost`` (may be missing or NaN): sales of the plan year and the years before.
        first: Month index of the fiscal year's first month.
        as_of: Last month of actuals that counts; ``None`` for no actuals.
        departments: Who answers for what.
        rates: What to take where a product's own cost is unknown.
        pools: Department and product of expense lines; one without sales gets a combination of its own.
        finest: A step whose multiples are to lie on the grid, such as that of the budget.

    Raises:
        NoCost: no cost is recorded, and no rate is given.
        TwoDepartments: a row belongs to two of the departments.
    """
    sales = sales.assign(cost=sales.get("cost", np.nan))
    until = first - 1 if as_of is None else as_of
    month = sales["month"].to_numpy(dtype=np.int64)
    past, this_year = sales[month < first], sales[(month >= first) & (month <= until)]
    grid = [0.01, float(finest.decimal)]
    before = past[past["month"].to_numpy() >= first - 12]
    (planned, sold, spent, gone, gone_cost, _), step = on_common_grid(
        plan["amount"], this_year["amount"], this_year["cost"], before["amount"], before["cost"], grid
    )
    parts = [_named(frame, departments) for frame in (plan, this_year, before)]
    extra = pd.DataFrame(
        [{"department": d, "product": p} for d, p in pools], columns=["department", "product"]
    )
    everything = pd.concat([*parts, extra.reindex(columns=list(DIMENSIONS))], ignore_index=True).fillna("")
    groups = everything.groupby(list(DIMENSIONS), sort=False).ngroup()
    numbers: Integers = np.asarray(groups, dtype=np.int64)
    _, places = np.unique(numbers, return_index=True)
    keys = everything.iloc[places].reset_index(drop=True)
    ends = np.cumsum([len(part) for part in parts])
    of_plan, of_actual, of_past = (
        np.asarray(numbers[end - len(part) : end], dtype=np.int64)
        for end, part in zip(ends.tolist(), parts, strict=True)
    )
    shape = (len(keys), 12)

    def matrix(codes: Integers, frame: pd.DataFrame, start: int, amounts: Integers) -> Integers:
        return matrix_of(codes, frame["month"].to_numpy(dtype=np.int64) - start, amounts, shape)

    known = _rates(keys["product"], past, rates)

    def cost(
        codes: Integers, frame: pd.DataFrame, start: int, amounts: Integers, costs: Integers
    ) -> Integers:
        missing = frame["cost"].isna().to_numpy()
        uncosted = matrix(codes, frame, start, np.where(missing, amounts, 0))
        return matrix(codes, frame, start, costs) + at_rate(uncosted, known[:, None])

    targets = matrix(of_plan, plan, first, planned)
    return Cube(
        keys,
        step,
        plan=targets,
        plan_cost=at_rate(targets, known[:, None]),
        actual=matrix(of_actual, this_year, first, sold),
        actual_cost=cost(of_actual, this_year, first, sold, spent),
        last_year=matrix(of_past, before, first - 12, gone),
        last_year_cost=cost(of_past, before, first - 12, gone, gone_cost),
        rates=known,
        estimated=int(np.abs(sold[this_year["cost"].isna().to_numpy()]).sum()),
    )


def at_rate(amounts: Integers, rate: Floats | float) -> Integers:
    """Return whole amounts times a rate, rounded to whole ones, halves away from zero.

    >>> at_rate(np.array([5, -5, 3]), 0.5).tolist()
    [3, -3, 2]
    """
    return _ONE.nearest(amounts * rate)


def _named(frame: pd.DataFrame, departments: Sequence[Department]) -> pd.DataFrame:
    """Return the members of every row, its department by what the departments answer for."""
    blank = pd.Series("", index=frame.index, dtype=object)
    names = {d: frame[d].fillna("") if d in frame else blank for d in DIMENSIONS}
    own = names["department"].to_numpy(dtype=object).copy()
    owner = np.full(len(frame), -1, dtype=np.int64)
    for number, department in enumerate(departments):
        if department.dimension is None or department.dimension not in frame:
            continue
        mine = frame[department.dimension].isin(department.members).to_numpy()
        if (owner[mine] >= 0).any():
            other = int(owner[mine][owner[mine] >= 0][0])
            raise TwoDepartments(departments[other].name, department.name)
        owner[mine] = number
        own[mine] = department.name
    return pd.DataFrame({**names, "department": own}, columns=list(DIMENSIONS)).reset_index(drop=True)


def _rates(products: pd.Series[str], past: pd.DataFrame, given: CostRates) -> Floats:
    """Return the cost rate of every combination by its product."""
    costed = past[past["cost"].notna() & past["amount"].notna()]
    recent = costed[costed["month"] >= past["month"].max() - 11] if len(costed) else costed
    tables = [_rate_by(frame, given.groups) for frame in (recent, costed)]
    found = {}
    for product in products.unique():
        rate = _first_known(
            *(own.get(product) for own, _, _ in tables),
            given.new_products.get(product),
            *(own.get(given.models.get(product, "")) for own, _, _ in tables),
            *(group.get(given.groups.get(product, "")) for _, group, _ in tables),
            *(whole for _, _, whole in tables),
            given.otherwise,
        )
        if rate is None:
            raise NoCost
        found[product] = rate
    return np.array([found[product] for product in products], dtype=np.float64)


def _rate_by(
    frame: pd.DataFrame, groups: Mapping[str, str]
) -> tuple[dict[str, float], dict[str, float], float | None]:
    """Return cost / amount by product, by group of products, and of all rows; none where nothing was sold."""
    if frame.empty:
        return {}, {}, None
    (amounts, costs), _ = on_common_grid(frame["amount"], frame["cost"])
    names = frame["product"].fillna("") if "product" in frame else pd.Series("", index=frame.index)
    sums = pd.DataFrame({"amount": amounts, "cost": costs}).groupby(names.to_numpy(dtype=object)).sum()
    by_group = sums.groupby([groups.get(name, "") for name in sums.index]).sum()

    def rates(table: pd.DataFrame) -> dict[str, float]:
        sold = table[table["amount"] > 0]
        found = sold["cost"] / sold["amount"]
        return {str(name): float(rate) for name, rate in found.items() if name != ""}

    whole = int(amounts.sum())
    return rates(sums), rates(by_group), int(costs.sum()) / whole if whole > 0 else None


def _first_known(*rates: float | None) -> float | None:
    return next((rate for rate in rates if rate is not None), None)
