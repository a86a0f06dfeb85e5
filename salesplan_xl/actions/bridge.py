"""Ribbon *Bridge*: why sales differ from target and from last year: price, volume, mix, new, discontinued."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.decompose import localised
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import measure_of
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, as_of_month, first_month_of, tracked
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, word
from salesplan_xl.planning.bridge import PARTS
from salesplan_xl.planning.bridge_table import BridgeSettings, BridgeTable, bridge_table
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES
from salesplan_xl.planning.variance import TOTAL
from salesplan_xl.registry import action
from salesplan_xl.tables.choices import AGAINST, DIMENSIONS
from salesplan_xl.tables.column import Choice
from salesplan_xl.tables.contract import SETTINGS
from salesplan_xl.tables.matching import known_names, normal
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month, Period

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {"tblTargets": ("indicator", "unit", "aggregation", "committed")}
BOTH = {"both": Choice("Both", "两者", ("all", "全部"))}


@action(
    group="track",
    label={"en": "Bridge", "zh": "差异归因"},
    tip={
        "en": "Split what sales differ from target and from last year into price, volume, mix, new and "
        "discontinued.",
        "zh": "把实际与目标、与去年的差异分为价格、销量、结构、新品、停售五部分，合计与差异完全一致。",
    },
    icon="ChartTypeColumnInsertGallery",
    options={"period": "text", "against": "text", "by": "text", "method": "text"},
)
def bridge(
    workbook: Workbook,
    period: str | None = None,
    against: str | None = None,
    by: str | None = None,
    method: str | None = None,
) -> Outcome:
    """Fill the bridge table: the month looked at, the last full quarter and the year to date.

    Of the months before there are totals, so that a chart can show any of them.
    ``period`` names another period instead; ``against`` is target, last_year or both; ``by`` names the
    dimensions, separated by commas; ``method`` is classic, lmdi or shapley. Else the settings hold.
    """
    run = Run(
        workbook,
        "bridge",
        ["tblActuals"],
        ["tblQuota", "tblTargets", "tblHistory", "tblMembers", "tblReps", "tblReplan"],
        ["tblBridge"],
        COLUMNS,
    )
    tables = run.plan
    bases = _one_of(run, "--against", against or "both", {**AGAINST, **BOTH})
    chosen = _one_of(run, "--method", method or tables.settings.pvm_method, SETTINGS["pvm_method"].choices)
    asked = _dimensions(run, by)
    if run.stopped():
        return run.stopped() or Outcome()
    first = first_month_of(tables)
    quota, sales, notes = tracked(tables, first)
    this_year = sales[(sales["month"] >= first.index) & (sales["month"] < first.index + 12)]
    if this_year.empty:
        facts = {"year": str(Period(first, first + 11))}
        run.problems.append(Problem("actuals_empty", facts, tables["tblActuals"].block.info.sheet))
    as_of, problem = as_of_month(tables, this_year, None)
    run.problems.extend([problem] if problem else [])
    periods = _periods(run, period, first, as_of)
    if run.stopped():
        return run.stopped() or Outcome()
    working = Said("bridge_working").sentence(run.language)
    workbook.progress(0, 2, working)
    dimensions = [
        name
        for name in asked or tables.settings.variance_dimensions or MEMBER_DIMENSIONS
        if name in sales and sales[name].notna().any()
    ]
    settings = BridgeSettings(
        first=first.index,
        periods=[(span.first.index, span.last.index) for span in periods],
        against=tuple(AGAINST) if bases == "both" else (bases,),
        dimensions=dimensions,
        indicators=_indicators(tables, quota, this_year),
        method=chosen,
        name=tables.calendar.name,
        totals=_earlier_months(period, first, as_of),
    )
    table = bridge_table(quota, sales, settings)
    run.attention += notes + _said(table)
    workbook.progress(1, 2, working)
    if table.rows.empty:
        run.problems.append(Problem("bridge_nothing", {}, tables["tblActuals"].block.info.sheet))
        return run.stopped() or Outcome()
    run.write("tblBridge", _with_labels(table.rows, run))
    outcome = run.finish(_summary(table.rows), _figures(table.rows))
    workbook.progress(2, 2, working)
    return outcome


def _one_of(run: Run, option: str, typed: str, choices: Mapping[str, Choice]) -> str:
    found = known_names(choices).get(normal(typed))
    if found is None:
        facts = {"option": option, "value": typed, "choices": ", ".join(choices)}
        run.problems.append(Problem("option_not_a_choice", facts))
    return found or typed


def _dimensions(run: Run, typed: str | None) -> list[str]:
    """Return the dimensions that ``--by`` names, in its order."""
    members = {id: choice for id, choice in DIMENSIONS.items() if id in MEMBER_DIMENSIONS}
    names = [name for name in re.split(r"[,，;；、\s]+", typed or "") if name]
    return list(dict.fromkeys(_one_of(run, "--by", name, members) for name in names))


def _periods(run: Run, typed: str | None, first: Month, as_of: Month | None) -> list[Period]:
    """Return the period asked for, or the month looked at, the last full quarter and the year to date."""
    if typed is None:
        if as_of is None:
            return []
        done = as_of.index - first.index + 1
        full = done // 3 * 3
        quarter = [Period(first + (full - 3), first + (full - 1))] if full else []
        return list(dict.fromkeys([Period.month(as_of), *quarter, Period(first, as_of)]))
    try:
        period = Period.of(typed, run.plan.settings.fiscal_start)
    except ValueError:
        run.problems.append(Problem("bridge_not_a_period", {"value": typed}))
        return []
    year = Period(first, first + 11)
    if period.first not in year or period.last not in year:
        facts = {"value": run.plan.calendar.name(period), "year": str(year)}
        run.problems.append(Problem("bridge_period_outside_year", facts))
    elif as_of is not None and period.first > as_of:
        facts = {"value": run.plan.calendar.name(period), "month": str(as_of)}
        run.problems.append(Problem("bridge_period_to_come", facts))
    elif as_of is not None:
        return [Period(period.first, min(period.last, as_of))]
    return []


def _earlier_months(typed: str | None, first: Month, as_of: Month | None) -> list[tuple[int, int]]:
    if typed is not None or as_of is None:
        return []
    return [(month, month) for month in range(first.index, as_of.index)]


def _indicators(tables: PlanTables, quota: pd.DataFrame, this_year: pd.DataFrame) -> list[str]:
    """Return the money that is sold in quantities: the sales amount, and what else has them in its rows."""
    aggregation = aggregations_of(tables)
    units = {}
    if "tblTargets" in tables and "unit" in tables.frame("tblTargets"):
        frame = tables.frame("tblTargets")
        units = dict(zip(frame["indicator"], frame["unit"], strict=True))
    counted = this_year["indicator"].drop_duplicates().tolist()
    if "quantity" in this_year:
        sold = this_year[this_year["quantity"].fillna(0) != 0]
        counted = sold["indicator"].drop_duplicates().tolist()
    known = set(this_year["indicator"])
    planned = [name for name in quota["indicator"].drop_duplicates() if name in counted]
    names = dict.fromkeys([*([SALES] if SALES in known else []), *planned])
    return [
        name
        for name in names
        if measure_of(name, units.get(name)) == "money" and aggregation.get(name, "sum") == "sum"
    ]


def _said(table: BridgeTable) -> list[Said]:
    said = []
    for note in table.notes:
        facts = localised(note.facts)
        if "against" in facts:
            choice = AGAINST[facts["against"]]
            facts["against"] = {language: choice.label(language) for language in LANGUAGES}
        said.append(Said(note.reason, facts))
    return said


def _with_labels(rows: pd.DataFrame, run: Run) -> pd.DataFrame:
    """Return the rows with a word for the total, and for what names no member."""
    member = rows["member"].where(rows["member"].notna(), word("not_named", run.language))
    return rows.assign(member=member.mask(rows["dimension"] == TOTAL, word("total", run.language)))


def _summary(rows: pd.DataFrame) -> Said:
    total = rows.iloc[0]
    against = AGAINST[total["against"]]
    parts = {part: f"{total[part]:+,.15g}" if total[part] else "0" for part in PARTS}
    facts = {
        "rows": len(rows),
        "period": total["period"],
        "against": {language: against.label(language) for language in LANGUAGES},
        "base": f"{total['base']:,.15g}",
        "actual": f"{total['actual']:,.15g}",
        **parts,
    }
    return Said("bridge_done", facts)


def _figures(rows: pd.DataFrame) -> dict[str, Any]:
    """Return the totals, which come first."""
    totals = rows[rows["dimension"] == TOTAL].drop(columns=["dimension", "member"])
    return {"totals": totals.to_dict("records")}
