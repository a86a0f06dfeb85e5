"""From the tables of a workbook to the typed inputs of planning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.planning.derived import with_derived
from salesplan_xl.planning.plan import Plan, PlanSettings
from salesplan_xl.tables.contract import INDICATORS, ROW_UNITS
from salesplan_xl.tables.members import Members
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month, Period, Step, month_of

if TYPE_CHECKING:
    import pandas as pd

WHOLE = Step.of(1)
"""The step of what is counted: pieces, outlets, customers."""


def plan_of(
    tables: PlanTables, from_month: Month | None = None, standing: pd.DataFrame | None = None
) -> Plan:
    """Return the inputs of a decomposition from the tables that were read; a table not read is empty.

    ``standing`` is the quota table as it stands: what comes before ``from_month`` is kept from it, and its
    column of the last finalised version is what the new quota is compared with.
    """
    settings = tables.settings
    assert settings.plan_year is not None, "a missing plan year is a problem, and stops an action before this"
    targets = targets_of(tables)
    known = members_of(tables)
    indicators = targets["indicator"].tolist()
    year = tables.calendar.year
    frames: dict[str, pd.DataFrame] = {}
    for name, table in (("history", "tblHistory"), ("actuals", "tblActuals")):
        if table in tables:
            frames[name] = with_derived(sales_of(tables, table, known), indicators)
    if "tblMembers" in tables:
        frames["members"] = months_as_indices(tables.frame("tblMembers"), "from_month", "to_month")
    if "tblReps" in tables:
        frames["reps"] = months_as_indices(tables.frame("tblReps"), "start_month", "end_month")
    if "tblLevels" in tables:
        frames["levels"] = tables.frame("tblLevels")
    if "tblHolds" in tables:
        frames["holds"] = holds_of(tables.frame("tblHolds"), known, settings.fiscal_start)
    if standing is not None and len(standing):
        frames["standing"] = known.under_own_names(with_month_indices(standing))
        frames["previous"] = _finalised(frames["standing"])
    return Plan(
        settings=PlanSettings(
            plan_year=settings.plan_year,
            fiscal_start=settings.fiscal_start,
            step=settings.step,
            steps=_steps(targets, settings.step),
            lunar_new_year=settings.lunar_new_year,
            days_before=settings.days_before,
            days_after=settings.days_after,
            month_share_method=settings.month_share_method,
            reserve=settings.reserve,
            over_assignment=settings.over_assignment,
            from_month=from_month.index if from_month and year and from_month != year.first else None,
        ),
        targets=targets,
        **frames,
    )


def targets_of(tables: PlanTables) -> pd.DataFrame:
    """Return the targets that have an amount, in base units.

    A blank committed target follows from last year and growth where both are typed; a blank stretch target
    from the setting for it. Both are rounded to the step. Where the settings say that the task assigned from
    above is decomposed, it stands in for the committed target of its row.
    """
    frame = tables.frame("tblTargets").copy()
    for column in ("last_year", "assigned", "committed", "stretch", "growth", "unit", "aggregation"):
        if column not in frame:
            frame[column] = np.nan if column not in ("unit", "aggregation") else None
    step = tables.settings.step
    grown = frame["last_year"] * (1 + frame["growth"])
    fill = frame["committed"].isna() & grown.notna()
    frame.loc[fill, "committed"] = _on_step(grown[fill], frame[fill], step)
    if tables.settings.target_to_decompose == "assigned":
        frame["committed"] = frame["assigned"].fillna(frame["committed"])
    rate = tables.settings.stretch_rate
    if rate is not None:
        raised = frame["committed"] * (1 + rate)
        blank = frame["stretch"].isna() & raised.notna()
        frame.loc[blank, "stretch"] = _on_step(raised[blank], frame[blank], step)
    unset = frame["aggregation"].isna()
    frame.loc[unset, "aggregation"] = [
        INDICATORS[name].aggregation if name in INDICATORS else "sum"
        for name in frame.loc[unset, "indicator"]
    ]
    return frame[frame["committed"].notna()]


def members_of(tables: PlanTables) -> Members:
    """Return who the plan knows, from the tables that were read."""
    sources = ("tblMembers", "tblReps", "tblHistory", "tblActuals")
    return Members.of(*(tables[table] for table in sources if table in tables))


def sales_of(tables: PlanTables, table: str, known: Members) -> pd.DataFrame:
    """Return history or actuals under the members' own names, months as indices."""
    return known.under_own_names(months_as_indices(tables.frame(table), "month"))


def quota_of(tables: PlanTables, known: Members) -> pd.DataFrame:
    """Return the quota that stands in the workbook, months as indices."""
    return known.under_own_names(with_month_indices(tables.frame("tblQuota")))


def with_month_indices(quota: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of a quota with months as indices, -1 where it has none."""
    frame = months_as_indices(quota, "period")
    if "period" not in frame:
        return frame.assign(period=-1)
    return frame.assign(period=frame["period"].fillna(-1).astype("int64"))


def _finalised(standing: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the last finalised version, which stand beside those of the draft."""
    if "previous" not in standing:
        return standing.iloc[:0]
    return standing[standing["previous"].notna()].assign(committed=lambda rows: rows["previous"])


def month_texts(indices: pd.Series[Any]) -> list[str | None]:
    """Return month indices as they are written into a table; -1 stands for no month."""
    texts = {index: None if index < 0 else str(Month.at(int(index))) for index in indices.unique()}
    return [texts[index] for index in indices.tolist()]


def measure_of(indicator: str, unit: object) -> str:
    """Return ``money``, ``number``, ``count`` or ``ratio`` for an indicator and the unit of its row."""
    if isinstance(unit, str) and unit in ROW_UNITS:
        return ROW_UNITS[unit].measure
    return INDICATORS[indicator].measure if indicator in INDICATORS else "money"


def step_of(indicator: str, unit: object, step: Step) -> Step:
    """Return the smallest amount of an indicator: the plan's for money, one for what is counted."""
    return step if measure_of(indicator, unit) == "money" else WHOLE


def _steps(targets: pd.DataFrame, step: Step) -> Mapping[str, Step]:
    pairs = zip(targets["indicator"].tolist(), targets["unit"].tolist(), strict=True)
    return {name: WHOLE for name, unit in pairs if measure_of(name, unit) in ("number", "count")}


def _on_step(amounts: pd.Series[Any], rows: pd.DataFrame, step: Step) -> list[float]:
    steps = [step_of(name, unit, step) for name, unit in zip(rows["indicator"], rows["unit"], strict=True)]
    return [float(own.amounts(int(own.nearest(amount)))) for own, amount in zip(steps, amounts, strict=True)]


def months_as_indices(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return a copy in which months are indices as :attr:`units.Month.index` counts them."""
    frame = frame.copy()
    for column in columns:
        if column in frame:
            known = {text: float(month_of(text).index) for text in frame[column].dropna().unique()}
            frame[column] = frame[column].map(known).astype("float64")
    return frame


def holds_of(frame: pd.DataFrame, known: Members, fiscal_start: int) -> pd.DataFrame:
    """Return holds under the members' own names, with the first and last month of their period."""
    holds = known.under_own_names(frame)
    texts = holds["period"].tolist() if "period" in holds else [None] * len(holds)
    periods = [Period.of(text, fiscal_start) if isinstance(text, str) and text else None for text in texts]
    return holds.drop(columns="period", errors="ignore").assign(
        first_month=[float(period.first.index) if period else np.nan for period in periods],
        last_month=[float(period.last.index) if period else np.nan for period in periods],
    )
