"""What tracking compares: targets by leaf, the sales of this year and those before, the month looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.outcome import Said
from salesplan_xl.actions.planning_inputs import members_of, months_as_indices, quota_of, sales_of
from salesplan_xl.errors import Problem
from salesplan_xl.planning.derived import with_derived
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month

if TYPE_CHECKING:
    import pandas as pd


def first_month_of(tables: PlanTables) -> Month:
    """Return the first month of the plan year; an action without one has been stopped before."""
    year = tables.calendar.year
    assert year is not None, "a missing plan year is a problem, and stops an action before this"
    return year.first


def tracked(tables: PlanTables, first: Month) -> tuple[pd.DataFrame, pd.DataFrame, list[Said]]:
    """Return the targets by leaf, the sales of this year and the years before, and what to say of them.

    Months are indices; a quota table that was not read, or is empty, gives no rows.
    """
    import pandas as pd

    known = members_of(tables)
    quota = quota_of(tables, known) if "tblQuota" in tables else _no_quota()
    notes: list[Said] = []
    column = "committed"
    if tables.settings.target_version == "revised":
        if "tblReplan" in tables and len(tables.frame("tblReplan")):
            quota = known.under_own_names(_revised(tables))
            column = "revised"
            notes.append(Said("variance_revised"))
        else:
            notes.append(Said("variance_revised_missing"))
    quota = quota.assign(target=quota[column].fillna(0.0))
    quota = quota[quota["period"] >= 0]
    indicators = quota["indicator"].drop_duplicates().tolist()
    parts: list[pd.DataFrame] = []
    for table in ("tblHistory", "tblActuals"):
        if table in tables:
            sales = with_derived(sales_of(tables, table, known), indicators)
            inside = sales["month"] >= first.index
            # A year that stands in both is taken from the actuals.
            parts.append(sales[~inside] if table == "tblHistory" else sales[inside | ~_covered(parts, sales)])
    sales = pd.concat(parts, ignore_index=True)
    return (
        quota,
        sales[sales["month"].notna()].assign(month=lambda rows: rows["month"].astype("int64")),
        notes,
    )


def _covered(parts: list[pd.DataFrame], sales: pd.DataFrame) -> Any:
    """Tell which rows fall into a month that an earlier part has."""
    return sales["month"].isin(parts[0]["month"].unique()) if parts else np.zeros(len(sales), dtype=bool)


def _no_quota() -> pd.DataFrame:
    import pandas as pd

    columns = {"indicator": pd.Series(dtype=object), "period": pd.Series(dtype="int64")}
    return pd.DataFrame({**columns, "committed": pd.Series(dtype="float64")})


def _revised(tables: PlanTables) -> pd.DataFrame:
    frame = months_as_indices(tables.frame("tblReplan"), "period")
    return frame.assign(period=frame["period"].fillna(-1).astype("int64"))


def as_of_month(
    tables: PlanTables, this_year: pd.DataFrame, typed: str | None
) -> tuple[Month | None, Problem | None]:
    """Return the last month looked at: the one asked for, the setting, or the last one with actuals."""
    if typed is not None:
        try:
            month = Month.of(typed)
        except ValueError:
            return None, Problem("option_not_a_month", {"option": "--as-of", "value": typed})
        year = tables.calendar.year
        if year is not None and month not in year:
            return None, Problem("as_of_outside_year", {"value": str(month), "year": str(year)})
        return month, None
    if tables.settings.as_of is not None:
        return tables.settings.as_of, None
    return (Month.at(int(this_year["month"].max())) if len(this_year) else None), None


def aggregations_of(tables: PlanTables) -> dict[str, str]:
    """Return how the months of each indicator make up a year, as the targets say or as is usual."""
    found = {name: known.aggregation for name, known in INDICATORS.items()}
    if "tblTargets" in tables and "aggregation" in tables.frame("tblTargets"):
        frame = tables.frame("tblTargets")
        found |= {
            name: how
            for name, how in zip(frame["indicator"], frame["aggregation"], strict=True)
            if isinstance(how, str)
        }
    return found
