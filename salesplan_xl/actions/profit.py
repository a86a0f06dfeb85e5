"""Ribbon *Profit*: sales, cost, expense and profit by month; the expense budget; channels and departments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import members_of
from salesplan_xl.actions.profit_findings import findings
from salesplan_xl.actions.profit_inputs import Profit, departments_of, new_product_rows, profit_of
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import first_month_of
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import word
from salesplan_xl.planning.profit_cube import DIMENSIONS
from salesplan_xl.planning.profit_plan import profit_table
from salesplan_xl.planning.profit_views import channel_targets, department_targets, new_products
from salesplan_xl.planning.summary import MONTHS, SUMS, TOTAL
from salesplan_xl.registry import action
from salesplan_xl.tables.carry_over import rows_updated
from salesplan_xl.tables.choices import DIMENSIONS as CHOICES
from salesplan_xl.tables.matching import known_names, normal

if TYPE_CHECKING:
    import pandas as pd

OPTIONAL = (
    "tblTargets",
    "tblHistory",
    "tblActuals",
    "tblMembers",
    "tblReps",
    "tblReplan",
    "tblExpenses",
    "tblExpenseActuals",
    "tblDepartments",
    "tblNewProducts",
    "tblPaymentTerms",
    "tblExpensePlan",
    "tblChannelTargets",
)
COLUMNS = {
    "tblTargets": ("indicator", "unit", "aggregation", "committed", "last_year"),
    "tblQuota": ("committed",),
    "tblExpensePlan": (),
    "tblChannelTargets": (),
}


@action(
    group="plan",
    label={"en": "Profit", "zh": "利润测算"},
    tip={
        "en": "Work out the expense budget and the profit plan by month: plan, actual, landing, last year.",
        "zh": "编制费用预算，按月测算利润：计划、实际、预计、上年并列。",
    },
    icon="AccountingFormat",
    options={"by": "text", "as_of": "month"},
)
def profit(workbook: Workbook, by: str | None = None, as_of: str | None = None) -> Outcome:
    """Fill expense by month, profit plan, channel, department and new-product figures from the quota.

    ``by`` names the dimensions of the profit plan (department, region, channel, product), separated by
    commas; all of them without it. ``as_of`` is the last month of actuals.
    """
    run = Run(workbook, "profit", ["tblQuota"], OPTIONAL, ["tblProfit"], COLUMNS)
    dimensions = _dimensions(run, by)
    departments = departments_of(run)
    if run.stopped():
        return run.stopped() or Outcome()
    working = Said("profit_working").sentence(run.language)
    workbook.progress(0, 2, working)
    found = profit_of(run, first_month_of(run.plan), as_of, departments)
    if found is None:
        return run.stopped() or Outcome()
    table = profit_table(found.cube, found.versions, dimensions, run.plan.settings.fiscal_start)
    _queue(run, found, table)
    run.attention += findings(run.plan, found, table)
    workbook.progress(1, 2, working)
    outcome = run.finish(_summary(found, table), _figures(table))
    workbook.progress(2, 2, working)
    return outcome


def _dimensions(run: Run, typed: str | None) -> list[str]:
    """Return the dimensions that ``--by`` names, all without it; another word is a problem."""
    if typed is None:
        return list(DIMENSIONS)
    names = known_names({id: CHOICES[id] for id in DIMENSIONS})
    found = []
    for name in filter(None, re.split(r"[,，;；、\s]+", typed)):
        id = names.get(normal(name))
        if id is None:
            choices = ", ".join(CHOICES[id].label(run.language) for id in DIMENSIONS)
            run.problems.append(
                Problem("option_not_a_choice", {"option": "--by", "value": name, "choices": choices})
            )
        else:
            found.append(id)
    return list(dict.fromkeys(found))


def _queue(run: Run, found: Profit, table: pd.DataFrame) -> None:
    """Have every table of the workbook that profit fills rewritten."""
    plan, settings = run.plan, run.plan.settings
    run.write("tblProfit", _named(run, table))
    if "tblExpenses" in plan and len(found.expenses.lines):
        lines = found.expenses.lines
        amounts = found.expenses.step.amounts(found.expenses.amounts)
        own = plan.frame("tblExpenses")
        frame = own[[name for name in ("item", "department", "product") if name in own]].assign(
            amount=amounts, state=np.array(found.expenses.state, dtype=object), effect=found.expenses.effect
        )
        run.write_rows("tblExpenses", rows_updated(plan["tblExpenses"], frame).rows)
        if "tblExpensePlan" in plan:
            run.write("tblExpensePlan", _expense_months(found, lines, settings.fiscal_start))
    elif "tblExpensePlan" in plan:
        run.write("tblExpensePlan", _expense_months(found, found.expenses.lines, settings.fiscal_start))
    if "tblChannelTargets" in plan:
        run.write("tblChannelTargets", channel_targets(found.cube, found.versions["plan"]))
    if "tblDepartments" in plan and found.departments:
        names = [department.name for department in found.departments]
        levels = (settings.threshold_green, settings.threshold_amber)
        frame = department_targets(found.cube, found.versions, names, *levels)
        run.write_rows("tblDepartments", rows_updated(plan["tblDepartments"], frame).rows)
    products = new_product_rows(plan, members_of(plan))
    if len(products):
        frame = new_products(products, found.cube, found.past, found.first.index)
        frame["product"] = plan.frame("tblNewProducts")["product"].tolist()
        run.write_rows("tblNewProducts", rows_updated(plan["tblNewProducts"], frame).rows)


def _named(run: Run, table: pd.DataFrame) -> pd.DataFrame:
    """Return the profit plan with the total's and the nameless members' labels."""
    total = (table["dimension"] == TOTAL).to_numpy()
    members = table["member"].to_numpy(dtype=object)
    named = np.where(members == "", word("not_named", run.language), members)
    return table.assign(member=np.where(total, word("total", run.language), named))


def _expense_months(found: Profit, lines: pd.DataFrame, fiscal_start: int) -> pd.DataFrame:
    """Return the months of every line of the budget, with their sums."""
    step, months = found.expenses.step, found.expenses.months
    frame = lines[["item", "class", "department", "product"]].reset_index(drop=True)
    columns: dict[str, Any] = {"year": step.amounts(months.sum(axis=1))}
    columns |= {
        name: step.amounts(months[:, (number - fiscal_start + 1) % 12]) for number, name in enumerate(MONTHS)
    }
    columns |= {name: step.amounts(months[:, start:end].sum(axis=1)) for name, (start, end) in SUMS.items()}
    return frame.assign(**columns)


def _year(table: pd.DataFrame, version: str) -> dict[str, float]:
    """Return the year's figures of the total by line."""
    rows = table[(table["dimension"] == TOTAL) & (table["version"] == version)]
    return {str(line): float(amount) for line, amount in zip(rows["line"], rows["year"], strict=True)}


def _summary(found: Profit, table: pd.DataFrame) -> Said:
    plan = _year(table, "plan")
    facts = {
        "sales": f"{plan['sales']:,.0f}",
        "profit": f"{plan['net_profit']:,.0f}",
        "margin": "–" if np.isnan(plan["net_margin"]) else f"{plan['net_margin']:.1%}",
        "rows": len(table),
    }
    return Said("profit_done", facts)


def _figures(table: pd.DataFrame) -> dict[str, Any]:
    """Return the year of every version, what is not known left out."""
    versions = table["version"].drop_duplicates().tolist()
    return {
        version: {line: value for line, value in _year(table, version).items() if not np.isnan(value)}
        for version in versions
    }
