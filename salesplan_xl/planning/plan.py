"""What a plan is made of: typed inputs of every planning step, frame by frame, and the answer.

Months are whole numbers as :attr:`units.Month.index` counts them, so that they can be subtracted; a blank
month is a NaN. Amounts are floats in the base unit (元, 件, 家) that stand for their decimal of 15 digits;
they are read as whole steps, or summed as whole numbers of a common grid, so that no sum carries a residue.
Texts are ``str``; a blank text is ``None``, NaN or ``""``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from salesplan_xl.units import CENT, Month, Step

MEMBER_DIMENSIONS = ("department", "region", "channel", "product", "customer", "rep")
DIMENSIONS = ("period", *MEMBER_DIMENSIONS)
DEFAULT_LEVELS = ("period", "region", "channel", "product", "customer", "rep")
SALES = "sales_amount"
"""The indicator that a blank one means, and whose shares an indicator without history borrows."""

TARGET_COLUMNS = ("indicator", "aggregation", "last_year", "committed", "stretch")
SALES_COLUMNS = ("month", "indicator", *MEMBER_DIMENSIONS, "quantity", "amount", "cost", "state")
MEMBER_COLUMNS = (
    "dimension",
    "member",
    "code",
    "alias",
    "parent",
    "like",
    "potential",
    "weight",
    "floor",
    "cap",
    "from_month",
    "to_month",
)
REP_COLUMNS = ("rep", "region", "start_month", "end_month", "fte", "ability")
LEVEL_COLUMNS = ("order", "dimension", "basis", "blend", "step")
HOLD_COLUMNS = ("indicator", "first_month", "last_month", *MEMBER_DIMENSIONS, "amount", "reason")
LEAF_KEY = ("indicator", "period", *MEMBER_DIMENSIONS)
QUOTA_COLUMNS = (*LEAF_KEY, "last_year", "committed", "stretch", "growth", "share", "previous", "change")
EXTRA_COLUMNS = ("indicator", "kind", "committed", "stretch")
LEVEL_REPORT_COLUMNS = ("indicator", "level", "nodes", "total", "step", "exact")


def no_rows(columns: Sequence[str]) -> pd.DataFrame:
    """Return a frame of these columns without a row."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})


@dataclass(frozen=True)
class PlanSettings:
    """What a plan is decomposed by.

    ``plan_year`` is the calendar year in which the fiscal year starts, in month ``fiscal_start`` (1 to 12).
    ``step`` is the smallest amount of an indicator; ``steps`` names those of other indicators (volumes,
    outlets: usually 1), to which the steps of :attr:`Plan.levels` do not apply. ``reserve`` and
    ``over_assignment`` are fractions of the target. ``from_month`` is the first month decomposed anew; what
    is before it stays. ``ramp`` is the productivity of a rep in his first months of service (0.3, 0.6, …),
    full afterwards.
    """

    plan_year: int
    fiscal_start: int = 1
    step: Step = CENT
    steps: Mapping[str, Step] = field(default_factory=dict)
    lunar_new_year: bool = False
    days_before: int = 20
    days_after: int = 6
    month_share_method: str = "pooled"
    reserve: float = 0.0
    over_assignment: float = 0.0
    from_month: int | None = None
    ramp: Sequence[float] = ()

    @property
    def first_month(self) -> int:
        """Index of the fiscal year's first month."""
        return Month(self.plan_year, self.fiscal_start).index

    def step_of(self, indicator: str) -> Step:
        return self.steps.get(indicator, self.step)


@dataclass(frozen=True)
class Plan:
    """The inputs of a decomposition. Columns that a frame lacks count as blank; frames are never changed.

    ==========  =====================================================================================
    targets     one row per indicator: ``indicator``; ``aggregation`` (``sum``, ``closing``, ``ratio``;
                blank is ``sum``); ``last_year``, ``committed``, ``stretch`` in the base unit
    history     one row per sale or sum of sales: ``month`` (index), ``indicator`` (blank is the sales
                amount), a column per dimension, ``quantity``, ``amount``, ``cost`` (base unit), ``state``
                (``actual``, ``estimate``; blank is ``actual``)
    actuals     as history; rows of the plan year and later are not looked at for shares
    members     ``dimension``, ``member``, ``code`` and ``alias`` (other spellings in the sales frames),
                ``parent``, ``like``, ``potential`` and ``weight`` (zero or more, any scale), ``floor`` and
                ``cap`` of the sales amount of the plan year (base unit), ``from_month`` and ``to_month``
                (index, both included)
    reps        ``rep``, ``region``, ``start_month``, ``end_month`` (index, both included), ``fte`` and
                ``ability`` (blank is 1)
    levels      ``order``, ``dimension``, ``basis`` (``history``, ``mean``, ``last_year``, ``equal``,
                ``potential``, ``weight``, ``capacity``; blank is ``history``), ``blend`` (fraction that the
                basis has; the rest is history, or potential where the basis is history), ``step`` (base unit)
    holds       ``indicator`` (blank is the sales amount), ``first_month`` and ``last_month`` (index, both
                included; blank is the plan year), a column per dimension (blank covers all), ``amount`` (base
                unit), ``reason``
    previous    an earlier quota to compare with, columns :data:`QUOTA_COLUMNS`, amounts in the base unit
    standing    the quota as it stands, whose months before ``from_month`` are kept; else ``previous``
    ==========  =====================================================================================
    """

    settings: PlanSettings
    targets: pd.DataFrame
    history: pd.DataFrame = field(default_factory=lambda: no_rows(SALES_COLUMNS))
    actuals: pd.DataFrame = field(default_factory=lambda: no_rows(SALES_COLUMNS))
    members: pd.DataFrame = field(default_factory=lambda: no_rows(MEMBER_COLUMNS))
    reps: pd.DataFrame = field(default_factory=lambda: no_rows(REP_COLUMNS))
    levels: pd.DataFrame = field(default_factory=lambda: no_rows(LEVEL_COLUMNS))
    holds: pd.DataFrame = field(default_factory=lambda: no_rows(HOLD_COLUMNS))
    previous: pd.DataFrame | None = None
    standing: pd.DataFrame | None = None


@dataclass(frozen=True)
class Note:
    """A fact for the log. ``reason`` names a sentence, ``facts`` fill it in."""

    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Decomposition:
    """The answer.

    ==========  =====================================================================================
    quota       one row per leaf in the columns :data:`QUOTA_COLUMNS`: ``period`` a month index (-1 where the
                plan has no months); ``committed`` and ``stretch`` as int64 steps of ``steps[indicator]``
                (stretch is ``Int64`` and blank where none is set); ``last_year``, ``previous`` and ``change``
                as amounts in the base unit, NaN where there is none; ``growth`` and ``share`` as fractions
    extra       reserve and over-assignment, in steps: leaves + extra = target
    levels      per indicator and level, the total included: ``nodes``, ``total`` (steps), ``step`` (the
                level's, base unit), ``exact``: every node equals the sum of its leaves, and its parent the
                sum of its children
    ==========  =====================================================================================
    """

    quota: pd.DataFrame
    extra: pd.DataFrame
    levels: pd.DataFrame
    steps: Mapping[str, Step]
    notes: tuple[Note, ...]

    def amounts(self) -> pd.DataFrame:
        """Return the quota with committed and stretch as amounts in the base unit."""
        frame = self.quota.copy()
        for column in ("committed", "stretch"):
            whole = self.quota[column].astype("Float64").to_numpy(dtype="float64", na_value=float("nan"))
            for indicator, step in self.steps.items():
                rows = (self.quota["indicator"] == indicator).to_numpy()
                whole[rows] = step.amounts(whole[rows])
            frame[column] = whole
        return frame
