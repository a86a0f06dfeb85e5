"""Ribbon *Variance*: actuals against targets, where the year lands, what the rest must bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.cause_texts import cause_texts
from salesplan_xl.actions.closed_months import keep_months
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import measure_of
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, as_of_month, first_month_of, tracked
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.planning.holiday_months import touched_months
from salesplan_xl.planning.month_records import month_totals, repeated_months
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES
from salesplan_xl.planning.variance import TOTAL, VarianceSettings, variance_table
from salesplan_xl.registry import action
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.tables.matching import MOST_COMPARED, alike
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
        ["tblTargets", "tblHistory", "tblMembers", "tblReps", "tblReplan", "tblImports"],
        ["tblVariance"],
        COLUMNS,
    )
    tables = run.plan
    if run.stopped():
        return run.stopped() or Outcome()
    first = first_month_of(tables)
    quota, actuals, notes = tracked(tables, first)
    if quota.empty:
        reason = "quota_without_months" if len(tables.frame("tblQuota")) else "quota_empty"
        run.problems.append(Problem(reason, {}, tables["tblQuota"].block.info.sheet))
    this_year = actuals[(actuals["month"] >= first.index) & (actuals["month"] < first.index + 12)]
    if this_year.empty:
        facts = {"year": str(Period(first, first + 11))}
        run.problems.append(Problem("actuals_empty", facts, tables["tblActuals"].block.info.sheet))
    chosen, problem = as_of_month(tables, this_year, as_of)
    if problem:
        run.problems.append(problem)
    if run.stopped() or chosen is None:
        return run.stopped() or Outcome()
    workbook.progress(0, 2, Said("variance_working").sentence(run.language))
    table = variance_table(quota, actuals, _settings(tables, quota, first, chosen))
    if "cause_class" in tables["tblVariance"].match.positions:
        table["cause_class"] = cause_texts(table, quota, actuals, tables, chosen)
    table["period"] = [tables.calendar.name(Period.of(text)) for text in table["period"]]
    table.loc[table["dimension"] == TOTAL, "member"] = _total_label(run)
    run.attention += notes + _attention(table, tables, chosen) + _of_the_actuals(this_year, chosen)
    keep_months(run, this_year, first, chosen)
    workbook.progress(1, 2, Said("variance_working").sentence(run.language))
    run.write("tblVariance", table)
    outcome = run.finish(_summary(table, chosen), _figures(table, tables, chosen))
    workbook.progress(2, 2, Said("variance_working").sentence(run.language))
    return outcome


def _settings(tables: PlanTables, quota: pd.DataFrame, first: Month, as_of: Month) -> VarianceSettings:
    settings = tables.settings
    chosen = settings.variance_dimensions or MEMBER_DIMENSIONS
    dimensions = [name for name in chosen if name in quota and quota[name].notna().any()]
    return VarianceSettings(
        first=first.index,
        as_of=as_of.index,
        dimensions=dimensions,
        aggregation=aggregations_of(tables),
        lower=frozenset(name for name, known in INDICATORS.items() if known.favourable == "lower"),
        green=settings.threshold_green,
        amber=settings.threshold_amber,
        day_rule=settings.selling_days,
        days_by_month=settings.selling_days_by_month,
        holiday_months=touched_months(first, settings.days_before, settings.days_after)
        if settings.lunar_new_year
        else frozenset(),
    )


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
        found += _alike(table, unplanned)
    return found


def _alike(table: pd.DataFrame, unplanned: pd.DataFrame) -> list[Said]:
    """Offer the planned member whose name is most like that of one who has no target."""
    planned = table[table["status"] != "none"]
    known = {dimension: rows["member"].unique().tolist() for dimension, rows in planned.groupby("dimension")}
    rows = unplanned.drop_duplicates(["dimension", "member"]).head(MOST_COMPARED)
    names = zip(rows["dimension"], rows["member"], strict=True)
    pairs = alike((name, known.get(dimension, [])) for dimension, name in names)
    return [Said("variance_alike", {"pairs": pairs})] if pairs else []


def _of_the_actuals(this_year: pd.DataFrame, as_of: Month) -> list[Said]:
    """Say which months seem to stand twice, and what returns the month has."""
    found: list[Said] = []
    twice = [str(Month.at(month)) for month in repeated_months(this_year) if month <= as_of.index]
    if twice:
        found.append(Said("variance_month_twice", {"months": ", ".join(twice)}))
    returns = this_year[(this_year["month"] == as_of.index) & (this_year["amount"] < 0)]
    sold = returns[returns["indicator"] == SALES]
    if len(sold):
        total = month_totals(sold, [as_of.index])[as_of.index][SALES]
        facts = {"count": len(sold), "month": str(as_of), "amount": f"{total:,.15g}"}
        found.append(Said("variance_returns", facts))
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
    in_money = [name for name in gaps["indicator"].unique() if measure_of(name, None) == "money"]
    money = gaps[gaps["indicator"].isin(in_money)]
    largest = money.sort_values("gap", ascending=False, kind="stable").head(5)
    columns = ["indicator", "actual_ytd", "target_ytd", "attainment_ytd", "landing", "year_gap"]
    return {
        "as_of": str(as_of),
        "totals": totals[columns].astype(object).where(totals[columns].notna(), None).to_dict("records"),
        "gaps": largest[["indicator", "dimension", "member", "gap"]].to_dict("records"),
    }
