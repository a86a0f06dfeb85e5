"""What a report says of a workbook, read once from its tables, in words of one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.planning_inputs import measure_of
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import NotFound
from salesplan_xl.messages import Language, say
from salesplan_xl.planning.report_series import (
    AttainmentMatrix,
    MonthSeries,
    Waterfall,
    at_the_end,
    attainment_matrix,
    largest_gaps,
    month_series,
    seasonal_index,
    waterfall,
)
from salesplan_xl.tables.contract import DIMENSIONS, INDICATORS, TABLES, UNIT_CHOICES
from salesplan_xl.tables.plan_tables import PlanTables, read_plan_tables
from salesplan_xl.units import Floats

if TYPE_CHECKING:
    import pandas as pd

GAPS_SHOWN = 12
MEMBERS_SHOWN = 20
_READ = ("tblTargets", "tblQuota", "tblVariance", "tblBridge", "tblHistory", "tblFunnel")
_PEOPLE = ("rep", "customer", "channel", "region")
"""Whose quota is drawn against its attainment: the first of these that the plan has."""


@dataclass(frozen=True)
class Figure:
    """One figure of the head: its name, its value in words, a line that puts it in relation."""

    title: str
    value: str
    below: str = ""
    status: str = ""


@dataclass(frozen=True)
class Gap:
    """A member behind its target, with what people wrote about it."""

    member: str
    gap: str
    attainment: str
    cause: str
    action: str
    owner: str
    due: str


@dataclass(frozen=True)
class Contents:
    """Everything a report shows of one indicator. Amounts are divided by ``unit`` when drawn."""

    language: Language
    company: str
    year: str
    indicator: str
    as_of: str
    unit: float
    unit_label: str
    figures: tuple[Figure, ...]
    months: MonthSeries
    heat: AttainmentMatrix | None = None
    heat_dimension: str = ""
    waterfalls: tuple[Waterfall, ...] = ()
    points: tuple[tuple[str, float, float], ...] = ()
    """Member, target to date in base units, attainment to date."""
    points_dimension: str = ""
    seasonal: Floats | None = None
    funnel: tuple[tuple[str, float], ...] = ()
    gaps: tuple[Gap, ...] = ()
    green: float = 1.0
    amber: float = 0.9
    others: tuple[str, ...] = field(default=())
    """The other indicators that could be shown."""


def read_contents(
    workbook: Workbook, indicator: str | None = None, language: Language | None = None
) -> Contents:
    """Read what a report shows.

    Args:
        workbook: A plan that was decomposed; with variance, bridge and funnel as far as it has them.
        indicator: Its id or label; the first target's without one.
        language: Of the report; the workbook's without one.

    Raises:
        ProblemsFound: cells that cannot be read; all of them.
        NotFound: there is no quota yet, or no target of that indicator.
    """
    plan = read_plan_tables(workbook, ("tblTargets", "tblQuota"), _READ[2:])
    plan.stop_if_wrong()
    language = language or plan.language
    quota = plan.frame("tblQuota")
    year = plan.calendar.year
    if quota.empty or year is None:
        raise NotFound("report_no_quota", name=workbook.name)
    id = _chosen(plan, quota, indicator)
    months = tuple(str(year.first + number) for number in range(12))
    variance = _frame(plan, "tblVariance", ("indicator", "period", "dimension", "member", *_VARIANCE))
    series = month_series(quota, variance, id, months, _closing(plan, id))
    end = at_the_end(variance, id, "total", months)
    settings = plan.settings
    money = measure_of(id, _unit_of(plan, id)) == "money"
    unit = float(settings.money_unit) if money else 1.0
    contents = {
        "figures": _figures(plan, id, series, end, unit, language),
        "waterfalls": _waterfalls(plan, id),
        "gaps": _gaps(variance, id, months, unit, language),
        "funnel": _funnel(plan, months, language),
        **_by_member(variance, id, months, language),
    }
    if "tblHistory" in plan:
        contents["seasonal"] = seasonal_index(plan.frame("tblHistory"), id, settings.fiscal_start)
    known = list(dict.fromkeys(quota["indicator"]))
    return Contents(
        language=language,
        company=str(settings.company or ""),
        year=str(settings.plan_year),
        indicator=_label(id, language),
        as_of=str(end["period"].iloc[0]) if len(end) else "",
        unit=unit,
        unit_label=_unit_label(plan, id, money, language),
        months=series,
        green=settings.threshold_green,
        amber=settings.threshold_amber,
        others=tuple(_label(other, language) for other in known if other != id),
        **contents,
    )


_VARIANCE = (
    "actual",
    "target",
    "attainment",
    "last_year",
    "actual_ytd",
    "target_ytd",
    "attainment_ytd",
    "time_progress",
    "landing",
    "year_gap",
    "required",
    "status",
    "cause_class",
    "cause",
    "action",
    "owner",
    "due",
)


def _frame(plan: PlanTables, table: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a table with these columns, whether or not the workbook has it."""
    import pandas as pd

    frame = plan.frame(table) if table in plan else pd.DataFrame()
    return frame.reindex(columns=list(columns))


def _chosen(plan: PlanTables, quota: pd.DataFrame, wanted: str | None) -> str:
    known = [str(id) for id in dict.fromkeys(quota["indicator"])]
    targets = [str(id) for id in plan.frame("tblTargets")["indicator"].dropna()]
    ordered = [id for id in targets if id in known] or known
    if wanted is None:
        return ordered[0]
    for id in known:
        names = {id, _label(id, "en"), _label(id, "zh")}
        if wanted.strip().casefold() in {name.casefold() for name in names}:
            return id
    raise NotFound("report_no_indicator", name=wanted, found=", ".join(known))


def _label(indicator: str, language: Language) -> str:
    known = INDICATORS.get(indicator)
    return known.choice.label(language) if known else indicator


def _unit_of(plan: PlanTables, indicator: str) -> Any:
    targets = plan.frame("tblTargets")
    own = targets[targets["indicator"] == indicator]
    return own["unit"].iloc[0] if len(own) and "unit" in own else None


def _unit_label(plan: PlanTables, indicator: str, money: bool, language: Language) -> str:
    if not money:
        unit = _unit_of(plan, indicator)
        return UNIT_CHOICES[unit].label(language) if unit in UNIT_CHOICES else ""
    size = plan.settings.money_unit
    words = {Decimal(1): "base", Decimal(1000): "thousand", Decimal(10_000): "ten_thousand"}
    known = words.get(size)
    label = UNIT_CHOICES[known].label(language) if known in UNIT_CHOICES else f"×{size}"
    currency = plan.settings.currency or ""
    return f"{label} {currency}".strip() if language == "en" else label


def _figures(
    plan: PlanTables, id: str, series: MonthSeries, end: pd.DataFrame, unit: float, language: Language
) -> tuple[Figure, ...]:
    places = 1 if unit != 1 else 0

    def amount(value: float) -> str:
        return f"{value / unit:,.{places}f}"

    def told(key: str, **facts: object) -> str:
        return say(key, language, **facts)

    year = float(series.target[-1] if series.closing else series.target.sum())
    figures = [Figure(told("dash_target"), amount(year))]
    if end.empty:
        return tuple(figures)
    row = end.iloc[0]
    to_date, target = float(row["actual_ytd"]), float(row["target_ytd"])
    figures.append(
        Figure(told("dash_actual"), amount(to_date), told("report_of_target", amount=amount(target)))
    )
    if row["attainment_ytd"] == row["attainment_ytd"]:
        ahead = f"{(to_date - target) / unit:+,.{places}f}"
        figures.append(
            Figure(
                told("dash_attainment"),
                f"{row['attainment_ytd']:.1%}",
                told("report_ahead", amount=ahead),
                str(row["status"] or ""),
            )
        )
    if row["time_progress"] == row["time_progress"] and year:
        below = told("report_of_year", share=f"{to_date / year:.1%}")
        figures.append(Figure(told("dash_progress"), f"{row['time_progress']:.1%}", below))
    if row["landing"] == row["landing"] and year:
        below = told("report_of_annual", share=f"{row['landing'] / year:.1%}")
        figures.append(Figure(told("dash_landing"), amount(float(row["landing"])), below))
    if row["year_gap"] == row["year_gap"]:
        needed = float(row["required"]) if row["required"] == row["required"] else 0.0
        below = told("report_needed", amount=amount(needed)) if needed else ""
        figures.append(Figure(told("dash_gap"), amount(float(row["year_gap"])), below))
    return tuple(figures)


def _closing(plan: PlanTables, indicator: str) -> bool:
    """Tell whether an indicator is a value at the end of the month, by its row or else by what it is."""
    targets = plan.frame("tblTargets")
    own = targets[targets["indicator"] == indicator]
    typed = own["aggregation"].iloc[0] if len(own) and "aggregation" in own else None
    if typed:
        return bool(typed == "closing")
    return indicator in INDICATORS and INDICATORS[indicator].aggregation == "closing"


def _by_member(
    variance: pd.DataFrame, id: str, months: tuple[str, ...], language: Language
) -> dict[str, Any]:
    """Return the heat map and the points of quota against attainment, by the first dimension that has any."""
    found: dict[str, Any] = {}
    for dimension in ("region", "channel", "department", "product"):
        heat = attainment_matrix(variance, id, dimension, months)
        if heat.members:
            shown = AttainmentMatrix(
                heat.members[:MEMBERS_SHOWN], heat.months, heat.attainment[:MEMBERS_SHOWN]
            )
            found |= {"heat": shown, "heat_dimension": DIMENSIONS[dimension].label(language)}
            break
    for dimension in _PEOPLE:
        rows = at_the_end(variance, id, dimension, months)
        rows = rows[rows["target_ytd"].notna() & rows["attainment_ytd"].notna()]
        if len(rows):
            points = zip(rows["member"], rows["target_ytd"], rows["attainment_ytd"], strict=True)
            found |= {
                "points": tuple((str(name), float(x), float(y)) for name, x, y in points),
                "points_dimension": DIMENSIONS[dimension].label(language),
            }
            break
    return found


def _waterfalls(plan: PlanTables, id: str) -> tuple[Waterfall, ...]:
    if "tblBridge" not in plan:
        return ()
    frame = plan.frame("tblBridge")
    found = (waterfall(frame, id, against) for against in ("target", "last_year"))
    return tuple(one for one in found if one is not None)


def _gaps(
    variance: pd.DataFrame, id: str, months: tuple[str, ...], unit: float, language: Language
) -> tuple[Gap, ...]:
    rows = largest_gaps(variance, id, months, GAPS_SHOWN)
    gaps = []
    for row in rows.to_dict("records"):
        words = {key: _text(row[key]) for key in ("cause", "action", "owner", "due")}
        words["cause"] = words["cause"] or _text(row["cause_class"])
        dimension = DIMENSIONS.get(row["dimension"])
        where = f"{dimension.label(language)} · " if dimension else ""
        rate = row["attainment_ytd"]
        gaps.append(
            Gap(
                f"{where}{row['member']}",
                f"{row['gap'] / unit:,.{1 if unit != 1 else 0}f}",
                f"{rate:.1%}" if rate == rate else "–",
                **words,
            )
        )
    return tuple(gaps)


def _funnel(plan: PlanTables, months: tuple[str, ...], language: Language) -> tuple[tuple[str, float], ...]:
    """Return the stages of the funnel with how many passed each this year, in the order of the columns."""
    if "tblFunnel" not in plan:
        return ()
    frame = plan.frame("tblFunnel")
    if "month" in frame:
        frame = frame[frame["month"].isin(list(months))]
    stages = [
        column for column in TABLES["tblFunnel"].columns if column.unit == "count" and column.id in frame
    ]
    sums = [(stage.label(language), float(frame[stage.id].sum())) for stage in stages]
    return tuple(sums) if any(value for _, value in sums) else ()


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)
