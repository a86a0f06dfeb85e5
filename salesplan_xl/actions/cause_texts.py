"""What the column of suggested causes says beside each difference, in the workbook's language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from salesplan_xl.actions.planning_inputs import measure_of
from salesplan_xl.actions.tracking_inputs import aggregations_of, first_month_of
from salesplan_xl.formulas.lunar_new_year import window_shares
from salesplan_xl.messages import Language
from salesplan_xl.planning.causes import Causes, CauseSettings, proposed_causes
from salesplan_xl.planning.holiday_months import easter_shares, moved_windows
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS
from salesplan_xl.tables.choices import CAUSE_CLASSES
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month

if TYPE_CHECKING:
    import pandas as pd


def cause_texts(
    variance: pd.DataFrame, quota: pd.DataFrame, sales: pd.DataFrame, tables: PlanTables, as_of: Month
) -> list[str | None]:
    """Return the classes of causes of every row, such as ``销量62%、价格25%``; None where there are none."""
    settings, first = tables.settings, first_month_of(tables)
    aggregation = aggregations_of(tables)
    indicators = variance["indicator"].drop_duplicates().tolist()
    summed = frozenset(name for name in indicators if aggregation.get(name, "sum") == "sum")
    units = {}
    if "tblTargets" in tables and "unit" in tables.frame("tblTargets"):
        frame = tables.frame("tblTargets")
        units = dict(zip(frame["indicator"], frame["unit"], strict=True))
    windows = easter_shares
    if settings.lunar_new_year:
        windows = partial(window_shares, days_before=settings.days_before, days_after=settings.days_after)
    chosen = CauseSettings(
        first=first.index,
        as_of=as_of.index,
        dimensions=[name for name in MEMBER_DIMENSIONS if name in quota and name in sales],
        materiality=settings.materiality,
        money=frozenset(name for name in summed if measure_of(name, units.get(name)) == "money"),
        summed=summed,
        moved=moved_windows(first, windows),
        method=settings.pvm_method,
    )
    causes = proposed_causes(variance, quota, sales, chosen)
    return [in_words(classes, tables.language) for classes in causes]


def in_words(causes: Causes, language: Language) -> str | None:
    """Return causes as planners read them.

    >>> in_words((("volume", 0.62), ("price", 0.25)), "zh"), in_words((("one_deal", 0.8),), "en")
    ('销量 62%、价格 25%', 'one large deal 80%')
    """
    named = [f"{CAUSE_CLASSES[name].label(language)} {share:.0%}" for name, share in causes]
    return ("、" if language == "zh" else ", ").join(named) or None
