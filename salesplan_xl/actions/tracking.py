"""The tables of monthly tracking that follow from others: worked out and queued by the action *KPI*."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.outcome import Said
from salesplan_xl.actions.planning_inputs import members_of, months_as_indices, step_of
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, first_month_of, tracked
from salesplan_xl.cells import Cell
from salesplan_xl.messages import word
from salesplan_xl.tables.contract import DEFAULT_INDICATOR, TABLES
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.tables.tracking_choices import EXPENSE_CLASSES, TRACKING_VIEWS
from salesplan_xl.units import Month, Period

if TYPE_CHECKING:
    import pandas as pd

TRACKING_INPUTS = (
    "tblFunnel",
    "tblReceivables",
    "tblStock",
    "tblOutlets",
    "tblExpenseActuals",
    "tblExpensePlan",
)
TRACKING_OUTPUTS = (
    "tblFunnelReview",
    "tblReceivablesReview",
    "tblStockReview",
    "tblOutletReview",
    "tblExpenseReview",
    "tblWeeks",
    "tblKeyDealers",
    "tblQuarters",
    "tblDepartmentReview",
    "tblCadence",
)
TRACKING_COLUMNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TRACKING_OUTPUTS, ()),
    "tblWeeks": ("closed", "typed"),
}
"""Of what is rewritten only keys and what people typed into the weeks are read."""

QUARTER_DIMENSIONS = ("region", "channel", "product")
MARGIN = "gross_profit"
_NAMES_TOLD = 5
_SHEETS_OF_REPORTS = {
    "annual_plan": ("tblTargets", "tblQuota"),
    "month_plan": ("tblQuota", "tblWeeks"),
    "month_report": ("tblVariance", "tblKpi", "tblExpenseReview"),
    "quarter_review": ("tblQuarters", "tblReplan"),
    "half_year_review": ("tblVariance", "tblQuarters", "tblReplan"),
    "year_review": ("tblVariance", "tblBridge", "tblDepartmentReview"),
    "next_plan": ("tblHistory", "tblTargets"),
}

Frames = dict[str, "pd.DataFrame"]


def queue_tracking(run: Run, last: Month) -> dict[str, Any]:
    """Have every tracking table that the workbook has rewritten; return figures of what needs attention.

    The run has read ``TRACKING_INPUTS`` and ``TRACKING_OUTPUTS`` where they are there, of the latter the
    columns ``TRACKING_COLUMNS``. A table whose input is absent or empty is left as it is.
    """
    wanted = [table for table in TRACKING_OUTPUTS if table in run.plan]
    if not wanted:
        return {}
    frames = tracking_frames(run.plan, last, wanted)
    for table, frame in frames.items():
        run.write(table, _named(frame, run))
    run.attention += _attention(frames)
    return {"tracking": {table: len(frame) for table, frame in frames.items()}}


def tracking_frames(tables: PlanTables, last: Month, wanted: list[str]) -> Frames:
    """Return the tracking tables that can be worked out, by id."""
    inputs = _Inputs(tables, last)
    makers: Mapping[str, Callable[[], pd.DataFrame | None]] = {
        "tblFunnelReview": inputs.funnel,
        "tblReceivablesReview": inputs.receivables,
        "tblStockReview": inputs.stock,
        "tblOutletReview": inputs.outlets,
        "tblExpenseReview": inputs.expense,
        "tblWeeks": inputs.weeks,
        "tblKeyDealers": inputs.dealers,
        "tblQuarters": inputs.quarters,
        "tblDepartmentReview": inputs.departments,
        "tblCadence": inputs.cadence,
    }
    made = {table: makers[table]() for table in wanted}
    return {table: frame for table, frame in made.items() if frame is not None}


class _Inputs:
    """What the tracking tables are worked out from, each read when it is asked for."""

    def __init__(self, tables: PlanTables, last: Month) -> None:
        self.tables, self.settings = tables, tables.settings
        self.first, self.last = first_month_of(tables).index, last.index
        self.quota, self.sales, _ = tracked(tables, first_month_of(tables))
        self.known = members_of(tables)

    def input(self, table: str) -> pd.DataFrame | None:
        """Return an input table with months as indices; None where it is absent or empty."""
        if table not in self.tables or not len(self.tables.frame(table)):
            return None
        frame = months_as_indices(self.tables.frame(table), "month")
        return self.known.under_own_names(frame)

    def of(self, indicator: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the targets and the sales of one indicator."""
        quota, sales = self.quota, self.sales
        return quota[quota["indicator"] == indicator], sales[sales["indicator"] == indicator]

    def limits(self) -> tuple[float, float]:
        return self.settings.threshold_green, self.settings.threshold_amber

    def funnel(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.funnel_review import funnel_review

        frame = self.input("tblFunnel")
        return None if frame is None else funnel_review(frame, self.first, self.last)

    def receivables(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.receivables_review import receivables_review

        frame = self.input("tblReceivables")
        if frame is None:
            return None
        bases = self.settings.collection_basis, self.settings.bad_debt_basis
        return receivables_review(frame, self.first, self.last, *bases)

    def stock(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.stock_flow import stock_review

        frame = self.input("tblStock")
        return None if frame is None else stock_review(frame, self.first, self.last)

    def outlets(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.outlet_review import outlet_review

        frame = self.input("tblOutlets")
        return None if frame is None else outlet_review(frame, self.first, self.last)

    def expense(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.expense_review import expense_review

        spent, budget = self.spent(), self.budget()
        if spent is None:
            return None
        _, sales = self.of(DEFAULT_INDICATOR)
        return expense_review(spent, budget, self.by_department(sales), self.first, self.last)

    def weeks(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.week_targets import WeekSettings, days_per_week, week_table

        if self.quota.empty:
            return None
        summed = [name for name, how in aggregations_of(self.tables).items() if how != "sum"]
        quota = self.quota[~self.quota["indicator"].isin(summed)]
        green, amber = self.limits()
        settings = WeekSettings(
            self.first,
            min(self.last + 1, self.first + 11),
            days_per_week(self.settings.selling_days),
            {name: step_of(name, None, self.settings.step) for name in quota["indicator"].unique()},
            frozenset({DEFAULT_INDICATOR}),
            green,
            amber,
        )
        return week_table(quota, self.dated(), self.typed_weeks(), settings)

    def dealers(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.key_dealers import key_dealers

        quota, sales = self.of(DEFAULT_INDICATOR)
        if "customer" not in sales or not sales["customer"].notna().any():
            return None
        if "customer" not in quota:
            quota = quota.assign(customer=None)
        return key_dealers(quota, sales, self.first, self.last, *self.limits())

    def quarters(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.quarter_review import quarter_review

        if self.quota.empty:
            return None
        aggregation = aggregations_of(self.tables)
        shown = QUARTER_DIMENSIONS
        return quarter_review(
            self.quota, self.sales, self.first, self.last, shown, aggregation, *self.limits()
        )

    def departments(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.department_review import department_review

        parts: Frames = {}
        for measure, indicator in (("sales", DEFAULT_INDICATOR), ("margin", MARGIN)):
            quota, sales = self.of(indicator)
            if indicator == MARGIN and sales.empty:
                sales = self.margins()
            parts[f"{measure}_target"] = self.by_department(
                quota.assign(month=quota["period"], amount=quota["target"])
            )
            parts[measure] = self.by_department(sales)
        for measure, frame in (("expense", self.spent()), ("budget", self.budget())):
            if frame is not None:
                parts[measure] = frame
        if not any(len(part) for part in parts.values()):
            return None
        return department_review(parts, self.first, self.last, *self.limits())

    def cadence(self) -> pd.DataFrame | None:
        from salesplan_xl.planning.cadence import cadence

        language = self.tables.language
        joint = "、" if language == "zh" else ", "
        rows = cadence(self.first)
        sheets = {
            report: joint.join(TABLES[id].sheet(language) for id in ids if self.tables.has(id))
            for report, ids in _SHEETS_OF_REPORTS.items()
        }
        return rows.assign(sheets=[sheets[report] for report in rows["report"]])

    def margins(self) -> pd.DataFrame:
        """Return the gross profit of sales rows that have a cost, where it is no indicator of the plan."""
        from salesplan_xl.planning.derived import with_derived

        rows = with_derived(self.of(DEFAULT_INDICATOR)[1], [MARGIN])
        return rows[rows["indicator"] == MARGIN]

    def by_department(self, frame: pd.DataFrame) -> pd.DataFrame:
        from salesplan_xl.planning.department_review import departments_of

        return frame.assign(department=departments_of(frame, self.branches()))

    def branches(self) -> dict[str, str]:
        """Return the department that a region belongs to, where the members say so."""
        if "tblMembers" not in self.tables:
            return {}
        members = self.tables.frame("tblMembers")
        if not {"dimension", "member", "parent"} <= set(members.columns):
            return {}
        departments = set(members[members["dimension"] == "department"]["member"])
        regions = members[(members["dimension"] == "region") & members["parent"].isin(departments)]
        return dict(zip(regions["member"], regions["parent"], strict=True))

    def spent(self) -> pd.DataFrame | None:
        return self.input("tblExpenseActuals")

    def budget(self) -> pd.DataFrame | None:
        """Return the expense budget by month, from its table of twelve month columns."""
        import pandas as pd

        if "tblExpensePlan" not in self.tables or not len(self.tables.frame("tblExpensePlan")):
            return None
        frame = self.tables.frame("tblExpensePlan")
        parts = []
        for month in range(self.first, self.first + 12):
            column = f"m{Month.at(month).month:02d}"
            if column in frame:
                kept = frame.reindex(columns=["department", "class"])
                parts.append(kept.assign(month=float(month), amount=frame[column]))
        return pd.concat(parts, ignore_index=True) if parts else None

    def dated(self) -> pd.DataFrame:
        """Return the sales of which the actuals name the day, not the month alone."""
        import pandas as pd

        columns = ["indicator", "day", "region", "rep", "amount"]
        if "tblActuals" not in self.tables:
            return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})
        data = self.tables["tblActuals"]
        at = data.match.positions.get("month")
        frame = self.known.under_own_names(data.frame)
        days = [None if at is None else day_of(data.block.rows[row][at]) for row in data.frame.index]
        indicator = (
            frame["indicator"] if "indicator" in frame else pd.Series(None, index=frame.index, dtype=object)
        )
        rows = frame.assign(
            day=pd.Series(days, index=frame.index, dtype=object),
            indicator=indicator.fillna(DEFAULT_INDICATOR),
        )
        later = {(day.year, day.month) for day in days if day is not None and day.day > 1}
        # Where all of a month is dated on its first, the date stands for the month.
        known = [day is not None and (day.year, day.month) in later for day in days]
        return rows[known].reindex(columns=columns)

    def typed_weeks(self) -> pd.DataFrame:
        """Return what people entered into the weeks as they stand: days closed, actuals."""
        columns = ["indicator", "period", "dimension", "member", "week", "closed", "typed"]
        frame = self.tables.frame("tblWeeks").reindex(columns=columns)
        frame = frame[frame["week"].notna() & (frame["closed"].notna() | frame["typed"].notna())]
        total = frame["dimension"] == "total"
        return frame.assign(member=frame["member"].where(~total, None), week=frame["week"].astype("int64"))


def day_of(cell: Cell) -> dt.date | None:
    """Return the day that a cell of the month column names; None where it names the month alone.

    >>> day_of(dt.datetime(2027, 3, 9, 14)), day_of("2027/03/09"), day_of("2027-03")
    (datetime.date(2027, 3, 9), datetime.date(2027, 3, 9), None)
    """
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, str):
        try:
            return dt.date.fromisoformat(cell.strip().replace("/", "-"))
        except ValueError:
            return None
    return cell if isinstance(cell, dt.date) else None


def _named(frame: pd.DataFrame, run: Run) -> pd.DataFrame:
    """Return a frame with periods and the total as the workbook words them."""
    frame = frame.copy()
    total = word("total", run.language)
    texts = {text: run.plan.calendar.name(Period.of(text)) for text in frame["period"].unique()}
    frame["period"] = frame["period"].map(texts)
    if "dimension" in frame:
        label = TRACKING_VIEWS["total"].label(run.language)
        classes = {id: choice.label(run.language) for id, choice in EXPENSE_CLASSES.items()}
        frame["member"] = [
            label if view == "total" else classes.get(member, member) if view == "class" else member
            for view, member in zip(frame["dimension"], frame["member"], strict=True)
        ]
    if "department" in frame:
        frame["department"] = [
            total if name is None or name != name else name for name in frame["department"]
        ]
    return frame


def _attention(frames: Frames) -> list[Said]:
    """Say what needs attention: bottleneck, overdue customers, stuffed dealers, budgets overrun."""
    found: list[Said] = []
    funnel = frames.get("tblFunnelReview")
    if funnel is not None and len(funnel) and isinstance(funnel["bottleneck"].iloc[0], str):
        from salesplan_xl.tables.tracking_choices import FUNNEL_STEPS

        step = FUNNEL_STEPS[funnel["bottleneck"].iloc[0]]
        found.append(Said("tracking_bottleneck", {"step": {"en": step.en, "zh": step.zh}}))
    owed = frames.get("tblReceivablesReview")
    if owed is not None and len(owed):
        now = owed[(owed["period"] == owed["period"].iloc[-1]) & (owed["overdue"] > 0)]
        names = now[now["dimension"] == "customer"].sort_values("rank")["member"].tolist()
        if names:
            found.append(Said("tracking_overdue", _told(names)))
    stock = frames.get("tblStockReview")
    if stock is not None and len(stock):
        now = stock[(stock["period"] == stock["period"].iloc[-1]) & (stock["dimension"] == "customer")]
        for flag in ("stuffed", "short"):
            names = now[now["flag"] == flag]["member"].tolist()
            if names:
                found.append(Said(f"tracking_{flag}", _told(names)))
    spent = frames.get("tblExpenseReview")
    if spent is not None and len(spent):
        now = spent[(spent["period"] == spent["period"].iloc[-1]) & (spent["dimension"] == "department")]
        names = now[now["actual_ytd"] > now["budget_ytd"]]["member"].tolist()
        if names:
            found.append(Said("tracking_over_budget", _told(names)))
    return found


def _told(names: list[str]) -> dict[str, object]:
    shown = names[:_NAMES_TOLD]
    more = " …" if len(names) > _NAMES_TOLD else ""
    return {"count": len(names), "names": {"en": ", ".join(shown) + more, "zh": "、".join(shown) + more}}
