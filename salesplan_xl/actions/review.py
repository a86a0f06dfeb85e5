"""Ribbon *Review*: a period reviewed in five parts: results, key figures, causes, targets, risks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.amount_words import indicator_label
from salesplan_xl.actions.figure_words import figure_text, finding_text, in_both, is_cause, metric_text
from salesplan_xl.actions.kpi import kpi_rows, member_text
from salesplan_xl.actions.kpi_inputs import COLUMNS as KPI_COLUMNS
from salesplan_xl.actions.kpi_inputs import OPTIONAL, book_of, period_of
from salesplan_xl.actions.open_months import open_months
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import measure_of
from salesplan_xl.actions.risk_register import Watched, read_swot, risk_rows, swot_rows, watched_risks
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, first_month_of
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.planning.metrics import TOTAL, Book, Thresholds, kpi_table
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS
from salesplan_xl.registry import action
from salesplan_xl.tables.carry_over import rows_filled
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.tables.review_tables import FACTORS
from salesplan_xl.units import Period

if TYPE_CHECKING:
    import pandas as pd

WRITTEN = ("tblKpi", "tblHalfYear", "tblSecondHalf")
"""Tables that are filled where the workbook has them."""
REGISTERS = ("tblRisks", "tblSwot", "tblStrategicAccounts")
PLAN = ("tblLevels", "tblHolds")
COLUMNS: dict[str, tuple[str, ...]] = {**KPI_COLUMNS, **dict.fromkeys(WRITTEN, ())}
LOWER = frozenset(name for name, known in INDICATORS.items() if known.favourable == "lower")


@action(
    group="track",
    label={"en": "Review", "zh": "年中复盘"},
    tip={
        "en": "Review a half-year: attainment, key figures, findings, targets of the open months, risks; "
        "written explanations stay.",
        "zh": "复盘半年：业绩完成、指标、发现、后续目标、风险；已填写的说明和措施保留不变。",
    },
    icon="ReviewShowAllComments",
    options={"half": "text", "as_of": "month"},
)
def review(workbook: Workbook, half: str | None = None, as_of: str | None = None) -> Outcome:
    """Fill the tables of the review for a half-year, or for the year up to a month.

    Without options it is the first half. What people wrote beside the findings stays.
    """
    optional = dict.fromkeys((*OPTIONAL, *PLAN, *WRITTEN, *REGISTERS))
    run = Run(workbook, "review", (), optional, ["tblFindings"], COLUMNS)
    watched = watched_risks(run)
    points = read_swot(run)
    if run.stopped():
        return run.stopped() or Outcome()
    book, notes = book_of(run.plan)
    months, said = _period(run, book, half, as_of)
    if not book.frames:
        run.problems.append(Problem("review_nothing", {}))
    if run.stopped() or months is None:
        return run.stopped() or Outcome()
    working = Said("review_working").sentence(run.language)
    workbook.progress(0, 3, working)
    run.attention += notes + said
    figures = _figures(run, book, months)
    half_year = _half_year(run, book, months)
    workbook.progress(1, 3, working)
    ahead = open_months(run, book, months)
    risks = watched.judged(figures)
    findings = _findings(run, book, months, figures, half_year, ahead.findings, risks)
    workbook.progress(2, 3, working)
    _write(run, book, months, figures, half_year, ahead.table)
    run.write("tblFindings", _in_words(run, findings, months))
    _registers(run, book, months, watched, risks, points, figures)
    run.attention += ahead.said + _attention(run, findings, risks)
    outcome = run.finish(
        _summary(run, half_year, findings, months),
        _numbers(findings, half_year, str(months), ahead.table, risks),
    )
    workbook.progress(3, 3, working)
    return outcome


def _period(run: Run, book: Book, half: str | None, as_of: str | None) -> tuple[Period | None, list[Said]]:
    """Return the months reviewed: the half-year, or the year up to a month; cut where the actuals end."""
    first = first_month_of(run.plan)
    if as_of is not None:
        typed, option = f"{first}..{as_of}", "--as-of"
        year = run.plan.calendar.year
        try:
            months = Period.of(typed)
        except ValueError:
            run.problems.append(Problem("option_not_a_month", {"option": option, "value": as_of}))
            return None, []
        if year is None or months.last not in year:
            facts = {"value": as_of, "year": str(year)}
            run.problems.append(Problem("as_of_outside_year", facts))
            return None, []
    elif half is not None and half.strip().upper().removeprefix("H") not in ("1", "2"):
        run.problems.append(Problem("review_not_a_half", {"option": "--half", "value": half}))
        return None, []
    else:
        start = first + (6 if half is not None and half.strip().upper().removeprefix("H") == "2" else 0)
        typed, option = str(Period(start, start + 5)), "--half"
    period, said, problem = period_of(run.plan, book, typed, option)
    if problem:
        run.problems.append(problem)
    return period, said


def _figures(run: Run, book: Book, months: Period) -> pd.DataFrame:
    settings = run.plan.settings
    limits = Thresholds(settings.threshold_green, settings.threshold_amber)
    return kpi_table(book, months.first.index, months.last.index, (), limits)


def dimensions_of(tables: PlanTables, book: Book) -> list[str]:
    """Return the dimensions a review is cut by: those set for the variance, else all with a member."""
    chosen = tables.settings.variance_dimensions or MEMBER_DIMENSIONS
    frames = [book.frames[name] for name in ("quota", "sales") if name in book.frames]
    return [name for name in chosen if any(name in frame and frame[name].notna().any() for frame in frames)]


def _half_year(run: Run, book: Book, months: Period) -> pd.DataFrame:
    from salesplan_xl.planning.half_year import half_year_table

    settings = run.plan.settings
    return half_year_table(
        book,
        months.first.index,
        months.last.index,
        dimensions_of(run.plan, book),
        aggregations_of(run.plan),
        LOWER,
        Thresholds(settings.threshold_green, settings.threshold_amber),
    )


def _findings(
    run: Run,
    book: Book,
    months: Period,
    figures: pd.DataFrame,
    half_year: pd.DataFrame,
    ahead: pd.DataFrame,
    risks: pd.DataFrame,
) -> pd.DataFrame:
    import pandas as pd

    from salesplan_xl.planning.review import cause_findings, figure_findings, fired_findings, result_findings

    worth = run.plan.settings.materiality
    units = _units(run.plan)
    counted = frozenset(
        name for name in half_year["indicator"].unique() if measure_of(name, units.get(name)) != "money"
    )
    parts = [
        result_findings(half_year, worth, LOWER, counted),
        figure_findings(figures, worth),
        cause_findings(_bridge(run, book, months), figures, worth),
        ahead,
        fired_findings(risks),
    ]
    there = [part for part in parts if len(part)]
    return pd.concat(there, ignore_index=True) if there else parts[0]


def _units(tables: PlanTables) -> Mapping[str, object]:
    if "tblTargets" not in tables or "unit" not in tables.frame("tblTargets"):
        return {}
    frame = tables.frame("tblTargets")
    return dict(zip(frame["indicator"], frame["unit"], strict=True))


def _bridge(run: Run, book: Book, months: Period) -> pd.DataFrame:
    """Return the bridge of the period: against last year where it is known, else against the target."""
    import pandas as pd

    from salesplan_xl.planning.bridge_table import COLUMNS as BRIDGE
    from salesplan_xl.planning.bridge_table import LAST_YEAR, TARGET, BridgeSettings, bridge_table

    empty = pd.DataFrame(columns=list(BRIDGE))
    if "sales" not in book.frames or "quantity" not in book.frames["sales"]:
        return empty
    no_quota = pd.DataFrame({"indicator": [], "period": [], "target": []})
    quota = book.frames["quota"].rename(columns={"month": "period"}) if "quota" in book.frames else no_quota
    dimensions = [name for name in dimensions_of(run.plan, book) if name in ("region", "product")]
    settings = BridgeSettings(
        first=first_month_of(run.plan).index,
        periods=[(months.first.index, months.last.index)],
        against=[LAST_YEAR, TARGET],
        dimensions=dimensions,
        indicators=["sales_amount"],
        method=run.plan.settings.pvm_method,
    )
    rows = bridge_table(quota, book.frames["sales"], settings).rows
    against = LAST_YEAR if (rows["against"] == LAST_YEAR).any() else TARGET
    named = rows["member"].notna() | (rows["dimension"] == TOTAL)
    return rows[(rows["against"] == against) & named]


def _write(
    run: Run,
    book: Book,
    months: Period,
    figures: pd.DataFrame,
    half_year: pd.DataFrame,
    ahead: pd.DataFrame,
) -> None:
    language = run.language
    if "tblKpi" in run.plan:
        run.write("tblKpi", kpi_rows(figures, book, run, months))
    if "tblHalfYear" in run.plan:
        shown = half_year.assign(period=run.plan.calendar.name(months), member=_members(half_year, language))
        run.write("tblHalfYear", shown)
    if "tblSecondHalf" in run.plan:
        run.write("tblSecondHalf", ahead)


def _members(table: pd.DataFrame, language: Any) -> list[Any]:
    pairs = zip(table["dimension"], table["member"], strict=True)
    return [member_text(view, member, language) for view, member in pairs]


def _in_words(run: Run, findings: pd.DataFrame, months: Period) -> pd.DataFrame:
    language = run.language
    members = [
        member if row["part"] == "risks" else member_text(row["dimension"], member, language)
        for row, member in zip(findings.to_dict("records"), findings["member"], strict=True)
    ]
    records = findings.to_dict("records")
    return findings.assign(
        metric=[metric_text(row["code"], language, is_cause(row)) for row in records],
        finding=[
            finding_text(row, language, None if row["dimension"] == TOTAL else member)
            for row, member in zip(records, members, strict=True)
        ],
        member=members,
        period=run.plan.calendar.name(months),
    )


def _registers(
    run: Run,
    book: Book,
    months: Period,
    watched: Watched,
    risks: pd.DataFrame,
    points: pd.DataFrame,
    figures: pd.DataFrame,
) -> None:
    """Have the computed columns of the registers filled; what people typed in them stays as it is."""
    from salesplan_xl.planning.strategic_accounts import account_table

    if len(risks):
        run.write_rows("tblRisks", rows_filled(run.plan["tblRisks"], risk_rows(watched, risks)))
    if len(points):
        run.write_rows("tblSwot", rows_filled(run.plan["tblSwot"], swot_rows(points, figures)))
    if "tblStrategicAccounts" in run.plan and len(run.plan.frame("tblStrategicAccounts")):
        data = run.plan["tblStrategicAccounts"]
        table = account_table(data.frame, FACTORS, book, months.first.index, months.last.index)
        run.write_rows("tblStrategicAccounts", rows_filled(data, table))


def _attention(run: Run, findings: pd.DataFrame, risks: pd.DataFrame) -> list[Said]:
    said: list[Said] = []
    fired = risks[risks["fired"] == "yes"] if len(risks) else risks
    if len(fired):
        exposure = float(fired["exposure"].fillna(0).sum())
        facts = {
            "count": len(fired),
            "exposure": in_both(lambda language: figure_text(exposure, "money", language)),
            "names": "; ".join(fired["risk"].astype(str).head(5)),
        }
        said.append(Said("review_fired", facts))
    open_ = _unexplained(run, findings)
    if open_:
        said.append(Said("review_explain", {"count": open_}))
    return said


def _unexplained(run: Run, findings: pd.DataFrame) -> int:
    """Return how many findings nobody has explained or answered yet."""
    queued = run.queued("tblFindings")
    positions = run.plan["tblFindings"].match.positions
    columns = [positions[id] for id in ("explanation", "action") if id in positions]
    rows = list(queued)[: len(findings)]
    return sum(all(row[at] in (None, "") for at in columns) for row in rows) if columns else 0


def _summary(run: Run, half_year: pd.DataFrame, findings: pd.DataFrame, months: Period) -> Said:
    kinds = findings["kind"].value_counts()
    facts: dict[str, Any] = {
        "period": run.plan.calendar.name(months),
        "successes": int(kinds.get("success", 0)),
        "challenges": int(kinds.get("challenge", 0)),
        "indicator": "",
        "actual": "–",
        "attained": "",
    }
    if len(half_year):
        total = half_year.iloc[0]
        facts["indicator"] = indicator_label(total["indicator"])
        if not np.isnan(total["actual"]):
            unit = measure_of(total["indicator"], _units(run.plan).get(total["indicator"]))
            shown = "money" if unit == "money" else "count"
            facts["actual"] = in_both(lambda language: figure_text(float(total["actual"]), shown, language))
        if not np.isnan(total["attainment"]):
            attained = Said("review_attained", {"attainment": f"{total['attainment']:.1%}"})
            facts["attained"] = in_both(attained.sentence)
    return Said("review_done", facts)


def _numbers(
    findings: pd.DataFrame, half_year: pd.DataFrame, period: str, ahead: pd.DataFrame, risks: pd.DataFrame
) -> dict[str, Any]:
    """Return totals, findings and fired risks for who reads JSON."""
    total = half_year[half_year["dimension"] == TOTAL]
    open_ = ahead[ahead["dimension"] == TOTAL] if len(ahead) else ahead
    fired = risks[risks["fired"] == "yes"] if len(risks) else risks
    return {
        "period": period,
        "totals": _records(total[["indicator", "actual", "target", "variance", "attainment", "growth"]]),
        "findings": _records(findings),
        "open_months": _records(open_),
        "fired": fired["risk"].tolist() if len(fired) else [],
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        {str(key): value.item() if isinstance(value, np.generic) else value for key, value in row.items()}
        for row in rows
    ]
