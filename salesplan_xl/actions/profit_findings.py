"""What a planner should look at in a profit plan: break-even, ceilings, targets missed, losses, funds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from salesplan_xl.actions.outcome import Said
from salesplan_xl.actions.profit_inputs import Profit
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.planning.collection_schedule import collection_schedule
from salesplan_xl.planning.profit_plan import break_even
from salesplan_xl.planning.summary import TOTAL
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.tables.profit_tables import PROFIT_VERSIONS

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 5
_TARGETS = ("gross_profit", "net_profit")


def findings(tables: PlanTables, found: Profit, table: pd.DataFrame) -> list[Said]:
    """Return what needs attention, the largest matters first."""
    return [
        *_break_even(found),
        *_ceiling(tables, table),
        *_targets(tables, table),
        *_receivables(tables, found),
        *_losses(table),
        *_lines(found),
        *_costs(found),
    ]


def _break_even(found: Profit) -> list[Said]:
    if not len(found.expenses.lines):
        return [Said("profit_no_expense")]
    planned = float(found.cube.step.amounts(int(found.cube.plan.sum())))
    needed = break_even(found.cube, found.expenses)
    if needed is None:
        return [Said("profit_never_even", {"sales": f"{planned:,.0f}"})]
    facts = {"needed": f"{needed:,.0f}", "sales": f"{planned:,.0f}", "gap": f"{abs(planned - needed):,.0f}"}
    return [Said("profit_above_even" if planned >= needed else "profit_below_even", facts)]


def _ceiling(tables: PlanTables, table: pd.DataFrame) -> list[Said]:
    """Say which versions of the year spend more of their sales than the settings allow."""
    ceiling = tables.settings.expense_ceiling
    if ceiling is None:
        return []
    said = []
    years = table[table["dimension"] == TOTAL].pivot(index="version", columns="line", values="year")
    for version in [name for name in PROFIT_VERSIONS if name in years.index and name != "last_year"]:
        row = years.loc[version]
        if row["expense_ratio"] > ceiling:
            choice = PROFIT_VERSIONS[version]
            over = row["expense"] - ceiling * row["sales"]
            facts = {
                "version": {"en": choice.en, "zh": choice.zh},
                "ratio": f"{row['expense_ratio']:.2%}",
                "ceiling": f"{ceiling:.2%}",
                "over": f"{over:,.0f}",
            }
            said.append(Said("profit_over_ceiling", facts))
    return said


def _targets(tables: PlanTables, table: pd.DataFrame) -> list[Said]:
    """Say which profit targets the plan does not reach."""
    said = []
    plan = table[(table["dimension"] == TOTAL) & (table["version"] == "plan")].set_index("line")["year"]
    for name in _TARGETS:
        target = _target(tables, name, "committed")
        if target is not None and plan[name] < target:
            choice = INDICATORS[name].choice
            facts = {
                "indicator": {"en": choice.en, "zh": choice.zh},
                "plan": f"{plan[name]:,.0f}",
                "target": f"{target:,.0f}",
                "gap": f"{target - plan[name]:,.0f}",
            }
            said.append(Said("profit_target_missed", facts))
    return said


def _receivables(tables: PlanTables, found: Profit) -> list[Said]:
    """Say in which months the receivables of the plan pass their ceiling."""
    ceiling = _target(tables, "receivables", "committed")
    if ceiling is None or "tblPaymentTerms" not in tables:
        return []
    terms = tables.frame("tblPaymentTerms")
    shares = terms.groupby("months_later")["share"].sum() if "share" in terms else None
    if shares is None or not shares.any():
        return []
    step = found.cube.step
    try:
        _, closing = collection_schedule(
            step.amounts(found.cube.last_year.sum(axis=0)),
            step.amounts(found.cube.plan.sum(axis=0)),
            dict(zip(map(int, shares.index), shares.astype(float), strict=True)),
            _target(tables, "receivables", "last_year") or None,
        )
    except SalesPlanError as refused:
        return [Said(refused.reason, refused.facts)]
    over = np.flatnonzero(closing > ceiling)
    if not over.size:
        return []
    worst = int(np.argmax(closing))
    facts = {
        "count": int(over.size),
        "ceiling": f"{ceiling:,.0f}",
        "month": str(found.first + worst),
        "amount": f"{closing[worst]:,.0f}",
    }
    return [Said("profit_receivables", facts)]


def _losses(table: pd.DataFrame) -> list[Said]:
    """Name the members that the plan loses money with, by dimension."""
    rows = table[(table["version"] == "plan") & (table["line"] == "net_profit") & (table["year"] < 0)]
    names = rows.loc[rows["dimension"].isin(["region", "channel", "product"]), "member"]
    names = names[names != ""]
    if names.empty:
        return []
    return [Said("profit_losses", {"count": len(names), "names": "、".join(names.head(_SHOWN))})]


def _lines(found: Profit) -> list[Said]:
    """Say which lines of the budget leave nothing to spend, and which funds may be spent."""
    items = found.expenses.lines["item"].tolist()
    said = [
        Said("profit_nothing_left", {"item": items[place], "amount": f"{amount:,.0f}"})
        for place, amount in found.expenses.short.items()
    ]
    released = [items[place] for place, state in enumerate(found.expenses.state) if state == "released"]
    if released:
        said.append(Said("profit_fund_released", {"names": "、".join(released)}))
    return said


def _costs(found: Profit) -> list[Said]:
    sold = int(np.abs(found.cube.actual).sum())
    if not found.cube.estimated or not sold:
        return []
    return [Said("profit_cost_estimated", {"share": f"{min(found.cube.estimated / sold, 1):.1%}"})]


def _target(tables: PlanTables, indicator: str, column: str) -> float | None:
    """Return an indicator's target or other amount of its row, in the base unit."""
    if "tblTargets" not in tables or column not in tables.frame("tblTargets"):
        return None
    frame = tables.frame("tblTargets")
    values = frame.loc[frame["indicator"] == indicator, column].dropna()
    return float(values.iloc[0]) if len(values) else None
