"""Ribbon *Variance*: actuals against targets, where the year lands, what the rest must bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import measure_of, members_of, quota_of, sales_of
from salesplan_xl.actions.run import Run
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.planning.derived import with_derived
from salesplan_xl.planning.holiday_months import touched_months
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS
from salesplan_xl.planning.variance import TOTAL, VarianceSettings, variance_table
from salesplan_xl.registry import action
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month, Period

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {"tblTargets": ("indicator", "unit", "aggregation", "committed")}


@action(
    group="track",
    label={"en": "Variance", "zh": "差异分析"},
    tip={
        "en": "Compare actuals with targets by month and dimension; written causes and measures stay.",
        "zh": "按月份和维度对比实际与目标；已填写的原因和措施保留不变。",
    },
    icon="ChartTrendline",
    options={"as_of": "month"},
)
def variance(workbook: Workbook, as_of: str | None = None) -> Outcome:
    """Fill the variance table from quota and actuals, up to a month."""
    run = Run(
        workbook,
        "variance",
        ["tblQuota", "tblActuals"],
        ["tblTargets", "tblHistory", "tblMembers", "tblReps", "tblReplan"],
        ["tblVariance"],
        COLUMNS,
    )
    tables = run.plan
    if run.stopped():
        return run.stopped() or Outcome()
    first = _first_month(tables)
    quota, actuals, notes = _inputs(tables, first)
    if quota.empty:
        reason = "quota_without_months" if len(tables.frame("tblQuota")) else "quota_empty"
        run.problems.append(Problem(reason, {}, tables["tblQuota"].block.info.sheet))
    this_year = actuals[(actuals["month"] >= first.index) & (actuals["month"] < first.index + 12)]
    if this_year.empty:
        facts = {"year": str(Period(first, first + 11))}
        run.problems.append(Problem("actuals_empty", facts, tables["tblActuals"].block.info.sheet))
    chosen, problem = _as_of(tables, this_year, as_of)
    if problem:
        run.problems.append(problem)
    if run.stopped() or chosen is None:
        return run.stopped() or Outcome()
    workbook.progress(0, 2, Said("variance_working").sentence(run.language))
    table = variance_table(quota, actuals, _settings(tables, quota, first, chosen))
    table["period"] = [tables.calendar.name(Period.of(text)) for text in table["period"]]
    table.loc[table["dimension"] == TOTAL, "member"] = _total_label(run)
    run.attention += notes + _attention(table, tables, chosen)
    workbook.progress(1, 2, Said("variance_working").sentence(run.language))
    run.write("tblVariance", table)
    outcome = run.finish(_summary(table, chosen), _figures(table, tables, chosen))
    workbook.progress(2, 2, Said("variance_working").sentence(run.language))
    return outcome


def _first_month(tables: PlanTables) -> Month:
    year = tables.calendar.year
    assert year is not None, "a missing plan year is a problem, and stops an action before this"
    return year.first


def _inputs(tables: PlanTables, first: Month) -> tuple[pd.DataFrame, pd.DataFrame, list[Said]]:
    """Return the targets by leaf, the sales of this year and the years before, and what to say of them."""
    import pandas as pd

    known = members_of(tables)
    quota = quota_of(tables, known)
    notes: list[Said] = []
    column = "committed"
    if (
        tables.settings.target_version == "revised"
        and "tblReplan" in tables
        and len(tables.frame("tblReplan"))
    ):
        quota = known.under_own_names(_revised(tables))
        column = "revised"
        notes.append(Said("variance_revised"))
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


def _revised(tables: PlanTables) -> pd.DataFrame:
    from salesplan_xl.actions.planning_inputs import months_as_indices

    frame = months_as_indices(tables.frame("tblReplan"), "period")
    return frame.assign(period=frame["period"].fillna(-1).astype("int64"))


def _as_of(
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


def _settings(tables: PlanTables, quota: pd.DataFrame, first: Month, as_of: Month) -> VarianceSettings:
    settings = tables.settings
    chosen = settings.variance_dimensions or MEMBER_DIMENSIONS
    dimensions = [name for name in chosen if name in quota and quota[name].notna().any()]
    return VarianceSettings(
        first=first.index,
        as_of=as_of.index,
        dimensions=dimensions,
        aggregation=_aggregations(tables),
        lower=frozenset(name for name, known in INDICATORS.items() if known.favourable == "lower"),
        green=settings.threshold_green,
        amber=settings.threshold_amber,
        day_rule=settings.selling_days,
        days_by_month=settings.selling_days_by_month,
        holiday_months=touched_months(first, settings.days_before, settings.days_after)
        if settings.lunar_new_year
        else frozenset(),
    )


def _aggregations(tables: PlanTables) -> dict[str, str]:
    found = {name: known.aggregation for name, known in INDICATORS.items()}
    if "tblTargets" in tables and "aggregation" in tables.frame("tblTargets"):
        frame = tables.frame("tblTargets")
        found |= {
            name: how
            for name, how in zip(frame["indicator"], frame["aggregation"], strict=True)
            if isinstance(how, str)
        }
    return found


def _total_label(run: Run) -> str:
    from salesplan_xl.messages import word

    return word("total", run.language)


def _attention(table: pd.DataFrame, tables: PlanTables, as_of: Month) -> list[Said]:
    """Say how many differences of the month are large enough to want a cause."""
    month = table[(table["period"] == str(as_of)) & (table["dimension"] != TOTAL)]
    large = month["variance"].abs() > tables.settings.materiality * month["target"].abs()
    large &= month["target"] != 0
    found: list[Said] = []
    if large.any():
        facts = {
            "count": int(large.sum()),
            "share": f"{tables.settings.materiality:.0%}",
            "month": str(as_of),
        }
        found.append(Said("variance_material", facts))
    unplanned = month[(month["status"] == "none") & (month["actual"].fillna(0) != 0)]
    if len(unplanned):
        names = "、".join(unplanned["member"].drop_duplicates().head(5))
        found.append(Said("variance_unplanned", {"count": len(unplanned), "names": names}))
    return found


def _summary(table: pd.DataFrame, as_of: Month) -> Said:
    total = table[(table["dimension"] == TOTAL) & (table["period"] == str(as_of))].iloc[0]
    reached = total["attainment_ytd"]
    facts = {
        "rows": len(table),
        "month": str(as_of),
        "attainment": "–" if np.isnan(reached) else f"{reached:.1%}",
        "progress": f"{total['time_progress']:.1%}",
    }
    return Said("variance_done", facts)


def _figures(table: pd.DataFrame, tables: PlanTables, as_of: Month) -> dict[str, Any]:
    """Return the totals of the month by indicator, and the largest gaps to date."""
    month = table[table["period"] == str(as_of)]
    totals = month[month["dimension"] == TOTAL]
    gaps = month[month["dimension"] != TOTAL].assign(
        gap=lambda rows: rows["target_ytd"] - rows["actual_ytd"], measure=lambda rows: rows["indicator"]
    )
    money = gaps[[measure_of(name, None) == "money" for name in gaps["indicator"]]]
    largest = money.sort_values("gap", ascending=False, kind="stable").head(5)
    columns = ["indicator", "actual_ytd", "target_ytd", "attainment_ytd", "landing", "year_gap"]
    return {
        "as_of": str(as_of),
        "totals": totals[columns].astype(object).where(totals[columns].notna(), None).to_dict("records"),
        "gaps": largest[["indicator", "dimension", "member", "gap"]].to_dict("records"),
    }
