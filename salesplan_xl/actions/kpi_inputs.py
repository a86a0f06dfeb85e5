"""From the tables of a workbook to the book that key figures are computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from salesplan_xl.actions.outcome import Said
from salesplan_xl.actions.planning_inputs import members_of, months_as_indices
from salesplan_xl.actions.tracking_inputs import first_month_of, tracked
from salesplan_xl.errors import Problem
from salesplan_xl.messages import Language, say
from salesplan_xl.planning.metrics import METRICS, Book, Metric, MetricSettings
from salesplan_xl.planning.metrics.book import DAYS
from salesplan_xl.tables.contract import INDICATOR_CHOICES, SETTINGS, TABLES
from salesplan_xl.tables.matching import normal
from salesplan_xl.tables.period_reading import period_in
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month, Period

if TYPE_CHECKING:
    import pandas as pd

OPTIONAL = (
    "tblActuals",
    "tblHistory",
    "tblQuota",
    "tblReplan",
    "tblTargets",
    "tblMembers",
    "tblReps",
    "tblDeals",
    "tblCustomers",
    "tblActivities",
    "tblMarket",
)
COLUMNS = {
    "tblTargets": ("indicator", "unit", "aggregation", "committed"),
    "tblReplan": ("revised",),
    "tblQuota": ("committed",),
    "tblMembers": ("dimension", "member", "code", "alias", "from_month"),
}
SET_UNITS = ("ratio", "points", "score", "days", "months", "index")
"""Units of which one target holds for every period; targets of amounts and counts are the quota's."""
_MONTHS = {
    "tblCustomers": ("first_order", "churned", "renewal_due"),
    "tblActivities": ("month",),
    "tblMarket": ("month",),
    "tblReps": ("start_month", "end_month"),
}


def book_of(tables: PlanTables) -> tuple[Book, list[Said]]:
    """Return the book of key figures, and what to say of it; a table that is absent or empty is not in it."""
    first = first_month_of(tables)
    known = members_of(tables)
    frames: dict[str, pd.DataFrame] = {}
    notes: list[Said] = []
    if "tblActuals" in tables or "tblHistory" in tables:
        quota, sales, notes = tracked(tables, first)
        if len(sales):
            frames["sales"] = sales
        if len(quota):
            frames["quota"] = quota.rename(columns={"period": "month"})
    for table in ("tblDeals", "tblCustomers", "tblActivities", "tblMarket", "tblReps"):
        if table in tables and len(tables.frame(table)):
            frame = known.under_own_names(tables.frame(table))
            frames[table] = months_as_indices(frame, *_MONTHS.get(table, ()))
    launches = _launches(tables)
    if launches is not None:
        frames["launches"] = launches
    notes += _undated(frames)
    settings = tables.settings
    chosen = MetricSettings(
        cac_scope=settings.cac_scope,
        cac_lag=settings.cac_lag,
        churn_base=settings.churn_base,
        discount_rate=settings.discount_rate,
        negative_target=settings.negative_target,
    )
    return Book.of(frames, first.index, chosen, targets_set(tables)), notes


def _launches(tables: PlanTables) -> pd.DataFrame | None:
    if "tblMembers" not in tables or "from_month" not in tables.frame("tblMembers"):
        return None
    frame = months_as_indices(tables.frame("tblMembers"), "from_month")
    rows = frame[(frame["dimension"] == "product") & frame["from_month"].notna()]
    launches = rows[["member", "from_month"]]
    launches.columns = ["product", "launched"]
    return launches if len(launches) else None


def _undated(frames: dict[str, pd.DataFrame]) -> list[Said]:
    deals = frames.get("tblDeals")
    if deals is None:
        return []
    if "outcome" not in deals or "closed" not in deals:
        return _unread(deals)
    said = _unread(deals)
    undated = deals[deals["outcome"].isin(["won", "lost"]) & deals["closed"].isna()]
    if undated.empty:
        return said
    names = "、".join(undated["deal"].astype(str).head(5))
    return [*said, Said("kpi_won_without_day", {"count": len(undated), "names": names})]


def _unread(deals: pd.DataFrame) -> list[Said]:
    """Say which dates of deals are words that name no day."""
    words = [
        f"{deal} {cell}"
        for column in DAYS["tblDeals"]
        if column in deals
        for deal, cell in zip(deals["deal"], deals[column], strict=True)
        if isinstance(cell, str)
    ]
    facts = {"count": len(words), "names": "; ".join(words[:5])}
    return [Said("kpi_not_a_day", facts)] if words else []


def targets_set(tables: PlanTables) -> dict[str, float]:
    """Return the targets of key figures that the targets table names, by id."""
    if "tblTargets" not in tables:
        return {}
    frame = tables.frame("tblTargets")
    found: dict[str, float] = {}
    for name, amount in zip(frame["indicator"], frame["committed"], strict=True):
        declared = metric_named(name)
        if declared is not None and declared.unit in SET_UNITS and not np.isnan(amount):
            found[declared.id] = float(amount)
    return found


def metric_named(name: object) -> Metric | None:
    """Return the key figure of a name in either language, or of an id."""
    if not isinstance(name, str):
        return None
    if name in INDICATOR_CHOICES and name not in METRICS:
        return _NAMES.get(normal(INDICATOR_CHOICES[name].zh))
    return METRICS.get(name) or _NAMES.get(normal(name))


_NAMES = {normal(text): declared for declared in METRICS.values() for text in (*declared.name, declared.id)}


def period_of(
    tables: PlanTables, book: Book, typed: str | None, option: str = "--period"
) -> tuple[Period | None, list[Said], Problem | None]:
    """Return the months figures run over: those asked for, else the year up to the last month with actuals.

    A period is cut where the actuals end, and that is said.
    """
    first = first_month_of(tables)
    months = book.frames["sales"]["month"] if "sales" in book.frames else None
    if typed is None:
        this_year = None if months is None else months[(months >= first.index) & (months < first.index + 12)]
        last = tables.settings.as_of or (
            Month.at(int(this_year.max())) if this_year is not None and len(this_year) else None
        )
        if last is None:
            return None, [], Problem("kpi_no_period", {"year": str(Period(first, first + 11))})
        return Period(first, last), [], None
    period = period_in(typed, tables.calendar)
    if period is None:
        return None, [], Problem("kpi_option_not_a_period", {"option": option, "value": typed})
    known = None if months is None else months[months <= period.last.index].max()
    if known is not None and period.first.index <= known < period.last.index:
        facts = {"last": str(Month.at(int(known))), "period": tables.calendar.name(period)}
        return Period(period.first, Month.at(int(known))), [Said("kpi_cut", facts)], None
    return period, [], None


def source_text(declared: Metric, missing: list[str], basis: bool, language: Language) -> str:
    """Return which tables a figure comes from, or what is missing for it."""
    if missing:
        named = [_in_words(need, language) for need in missing]
        return say("kpi_source_missing", language, missing=_list(named, language))
    tables = dict.fromkeys(_table_of(need, language) for need in declared.needs)
    joined = _list(list(tables), language)
    return joined if basis else say("kpi_source_no_basis", language, tables=joined)


_SHEETS = {"sales": "tblActuals", "quota": "tblQuota", "launches": "tblMembers", "settings": "tblSettings"}
_COLUMNS = {("tblQuota", "target"): "committed", ("tblMembers", "launched"): "from_month"}


def _table_of(need: str, language: Language) -> str:
    name = need.split(".")[0].partition(":")[0]
    return TABLES[_SHEETS.get(name, name)].sheet(language)


def _in_words(need: str, language: Language) -> str:
    table, column = need.split(".")
    name, _, indicator = table.partition(":")
    if name == "settings":
        return f"{TABLES['tblSettings'].sheet(language)} – {SETTINGS[column].label(language)}"
    id = _SHEETS.get(name, name)
    column = _COLUMNS.get((id, column), column)
    if id == "tblDeals" and column == "strategic":
        id = "tblCustomers"
    label = TABLES[id].column(column).label(language)
    if indicator:
        shown = INDICATOR_CHOICES.get(indicator)
        label = f"{label} ({shown.label(language) if shown else indicator})"
    return f"{TABLES[id].sheet(language)} – {label}"


def _list(names: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)
