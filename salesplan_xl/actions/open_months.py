"""The part of the review that looks ahead: what the open months are to bring, both ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from salesplan_xl.actions.amount_words import indicator_label
from salesplan_xl.actions.decompose import in_planners_words
from salesplan_xl.actions.figure_words import figure_text, in_both
from salesplan_xl.actions.kpi import member_text
from salesplan_xl.actions.outcome import Said
from salesplan_xl.actions.planning_inputs import measure_of, members_of, quota_of, sales_of
from salesplan_xl.actions.replan import MODES as MODE_WORDS
from salesplan_xl.actions.replan import revision_inputs
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, first_month_of
from salesplan_xl.errors import ProblemsFound
from salesplan_xl.messages import LANGUAGES, Language
from salesplan_xl.planning.metrics import TOTAL, Book
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS
from salesplan_xl.units import Period

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Ahead:
    """The rows of the table of open months, the findings of them, and what to say."""

    table: pd.DataFrame
    findings: pd.DataFrame
    said: list[Said] = field(default_factory=list)


def open_months(run: Run, book: Book, months: Period) -> Ahead:
    """Revise the months after a period both ways, as *Replan* does, and set them side by side."""
    import pandas as pd

    from salesplan_xl.planning.replan import replan
    from salesplan_xl.planning.review import COLUMNS as FINDINGS
    from salesplan_xl.planning.review import open_findings
    from salesplan_xl.planning.second_half import COLUMNS, MODES, second_half_table, span_period

    nothing = Ahead(pd.DataFrame(columns=[*COLUMNS, "period"]), pd.DataFrame(columns=list(FINDINGS)))
    tables = run.plan
    if "tblQuota" not in tables or "tblActuals" not in tables or "quota" not in book.frames:
        return nothing
    first = first_month_of(tables)
    known = members_of(tables)
    quota = quota_of(tables, known)
    quota = quota[(quota["period"] >= first.index) & (quota["period"] < first.index + 12)]
    quota = quota.assign(committed=quota["committed"].fillna(0.0))
    sold = sales_of(tables, "tblActuals", known)
    this_year = sold[(sold["month"] >= first.index) & (sold["month"] < first.index + 12)]
    if quota.empty or this_year.empty:
        return nothing
    if months.last.index >= first.index + 11:
        nothing.said.append(Said("review_year_over"))
        return nothing
    plan = revision_inputs(tables, quota, sold)
    revisions: dict[str, pd.DataFrame] = {}
    for mode in MODES:
        try:
            revisions[mode] = replan(plan, quota, months.last.index, mode).table
        except ProblemsFound as found:
            reason = in_planners_words(found.problems[0])
            word = {language: MODE_WORDS[mode].label(language) for language in ("en", "zh")}
            facts = {"mode": word, "reason": in_both(reason.sentence)}
            nothing.said.append(Said("review_no_revision", facts))
    if not revisions:
        return nothing
    how = aggregations_of(tables)
    dimensions = [name for name in _views(run) if name in quota and quota[name].notna().any()]
    closing = frozenset(name for name, kind in how.items() if kind == "closing")
    table = second_half_table(revisions, first.index, months.last.index + 1, dimensions, closing)
    findings = open_findings(table, tables.settings.materiality, _counted(run, table))
    said = nothing.said + _said(run, table)
    spans = zip(table["first"], table["last"], strict=True)
    shown = table.assign(
        period=[tables.calendar.name(span_period(int(start), int(end))) for start, end in spans],
        member=[
            member_text(view, member, run.language)
            for view, member in zip(table["dimension"], table["member"], strict=True)
        ],
    )
    return Ahead(shown, findings, said)


def _views(run: Run) -> tuple[str, ...]:
    return run.plan.settings.variance_dimensions or MEMBER_DIMENSIONS


def _counted(run: Run, table: pd.DataFrame) -> frozenset[str]:
    units: dict[str, object] = {}
    if "tblTargets" in run.plan and "unit" in run.plan.frame("tblTargets"):
        frame = run.plan.frame("tblTargets")
        units = dict(zip(frame["indicator"], frame["unit"], strict=True))
    names = table["indicator"].unique()
    return frozenset(name for name in names if measure_of(name, units.get(name)) != "money")


def _said(run: Run, table: pd.DataFrame) -> list[Said]:
    """Say of each indicator what the open months have to bring, as they stand, to catch up, at the pace."""
    from salesplan_xl.planning.second_half import span_period

    counted = _counted(run, table)
    said = []
    for row in table[table["dimension"] == TOTAL].drop_duplicates("indicator").to_dict("records"):
        unit = "count" if row["indicator"] in counted else "money"
        facts: dict[str, object] = {
            name: {language: _figure(row[name], unit, language) for language in LANGUAGES}
            for name in ("original", "catch_up", "rebase")
        }
        facts["period"] = run.plan.calendar.name(span_period(int(row["first"]), int(row["last"])))
        facts["indicator"] = indicator_label(row["indicator"])
        said.append(Said("review_catch_up", facts))
    return said


def _figure(amount: float, unit: str, language: Language) -> str:
    return "–" if np.isnan(amount) else figure_text(amount, unit, language)
