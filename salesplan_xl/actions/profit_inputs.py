"""From the tables of a workbook to what the profit plan is worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salesplan_xl.actions.planning_inputs import members_of, months_as_indices, quota_of
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import as_of_month, tracked
from salesplan_xl.errors import Problem
from salesplan_xl.planning.expense_plan import ExpensePlan, expense_plan
from salesplan_xl.planning.plan import SALES
from salesplan_xl.planning.profit_cube import (
    CostRates,
    Cube,
    Department,
    NoCost,
    TwoDepartments,
    profit_cube,
)
from salesplan_xl.planning.profit_plan import Statement, pools_of, statements
from salesplan_xl.tables.expense_tables import EXPENSE_METHODS
from salesplan_xl.tables.members import Members, separate_names
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Month

if TYPE_CHECKING:
    import pandas as pd

_LINE_COLUMNS = (
    "class",
    "parameter",
    "last_year",
    "last_sales",
    "sales",
    "cost",
    "lead_months",
    "contingency",
    "trigger",
    "trigger_month",
    "spent",
    "extra_sales",
    "department",
    "product",
)


@dataclass(frozen=True)
class Profit:
    """Everything the action writes from: the grid, the budget, the versions, who the departments are."""

    first: Month
    as_of: Month | None
    cube: Cube
    expenses: ExpensePlan
    versions: dict[str, Statement]
    departments: list[Department]
    past: pd.DataFrame
    """Sales before the plan year, months as indices."""


def departments_of(run: Run) -> list[Department]:
    """Return the departments, and add what is wrong with departments and lines to the run's problems."""
    departments = _departments(run, members_of(run.plan))
    _check_lines(run)
    return departments


def profit_of(
    run: Run, first: Month, typed_as_of: str | None, departments: list[Department]
) -> Profit | None:
    """Work out the profit plan of the tables that were read; ``None`` if the run now has problems."""
    tables = run.plan
    known = members_of(tables)
    plan, sales = _sales(run, first)
    this_year = sales[(sales["month"] >= first.index) & (sales["month"] < first.index + 12)]
    as_of, problem = as_of_month(tables, this_year, typed_as_of)
    if problem:
        run.problems.append(problem)
    if plan.empty:
        run.problems.append(Problem("profit_no_quota", {}, tables["tblQuota"].block.info.sheet))
    lines = expense_lines(tables, known)
    rates = _rates(tables, known)
    if run.problems:
        return None
    until = None if as_of is None else as_of.index
    groups = dict(rates.groups)
    pools = [(department or "", product or "") for department, product in pools_of(lines)]
    if len(departments):
        pools += [(department.name, "") for department in departments]
    try:
        cube = profit_cube(
            plan,
            sales,
            first.index,
            until,
            departments,
            rates,
            list(dict.fromkeys(pools)),
            tables.settings.step,
        )
    except NoCost:
        run.problems.append(Problem("profit_no_cost", {}, tables["tblQuota"].block.info.sheet))
        return None
    except TwoDepartments as found:
        facts = {"first": found.first, "second": found.second}
        sheet = tables["tblDepartments"].block.info.sheet
        run.problems.append(Problem("profit_two_departments", facts, sheet))
        return None
    expenses, wrong = expense_plan(lines, cube, tables.settings.step, first.index, until, groups)
    for line in wrong:
        said: dict[str, object] = dict(line.facts)
        if "method" in said:
            choice = EXPENSE_METHODS[str(said["method"])]
            said["method"] = {"en": choice.en, "zh": choice.zh}
        run.problems.append(tables["tblExpenses"].problem(line.reason, line.row, line.column, **said))
    if run.problems:
        return None
    versions = statements(cube, expenses, _spent(tables, known), first.index, until, groups)
    past = sales[sales["month"] < first.index]
    return Profit(first, as_of, cube, expenses, versions, departments, past)


def expense_lines(tables: PlanTables, known: Members) -> pd.DataFrame:
    """Return the lines of the expense budget, months as indices; a missing table has none."""
    import pandas as pd

    if "tblExpenses" not in tables:
        return pd.DataFrame(columns=["item", "method", *_LINE_COLUMNS])
    lines = known.under_own_names(months_as_indices(tables.frame("tblExpenses"), "trigger_month"))
    for column in _LINE_COLUMNS:
        if column not in lines:
            lines[column] = None
    return lines


def new_product_rows(tables: PlanTables, known: Members) -> pd.DataFrame:
    """Return the rows of the new-product plan, months as indices; a missing table has none."""
    import pandas as pd

    if "tblNewProducts" not in tables:
        return pd.DataFrame(columns=["product"])
    rows = known.under_own_names(months_as_indices(tables.frame("tblNewProducts"), "launch_month"))
    if "analogue" in rows:
        names = {
            name: known.find("product", name) or name for name in rows["analogue"].dropna().unique().tolist()
        }
        rows["analogue"] = rows["analogue"].map(names)
    return rows


def _sales(run: Run, first: Month) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the planned sales and those of this year and before, without other indicators."""
    import pandas as pd

    tables = run.plan
    if "tblActuals" not in tables and "tblHistory" not in tables:
        empty = pd.DataFrame({"month": pd.Series(dtype="int64"), "amount": pd.Series(dtype="float64")})
        quota = quota_of(tables, members_of(tables))
        quota = quota[quota["period"] >= 0].assign(target=quota["committed"].fillna(0.0))
        sales = empty
    else:
        quota, sales, notes = tracked(tables, first)
        run.attention += notes
        sales = sales[sales["indicator"].isin([SALES, ""]) | sales["indicator"].isna()]
    plan = quota[quota["indicator"] == SALES]
    plan = plan.drop(columns="amount", errors="ignore").rename(
        columns={"period": "month", "target": "amount"}
    )
    inside = (plan["month"] >= first.index) & (plan["month"] < first.index + 12)
    return plan[inside].reset_index(drop=True), sales.reset_index(drop=True)


def _departments(run: Run, known: Members) -> list[Department]:
    """Return the departments; a member that nobody knows is a problem with the nearest name."""
    if "tblDepartments" not in run.plan or "department" not in run.plan.frame("tblDepartments"):
        return []
    data = run.plan["tblDepartments"]
    found: dict[str, Department] = {}
    for row, record in zip(data.frame.index.tolist(), data.frame.to_dict("records"), strict=True):
        name = record["department"]
        if not isinstance(name, str):
            continue
        if name in found:
            run.problems.append(data.problem("profit_row_twice", row, "department", value=name))
            continue
        dimension, members = record.get("dimension"), record.get("members")
        own: list[str] = []
        if isinstance(dimension, str) and isinstance(members, str):
            for typed in separate_names(members):
                member = known.find(dimension, typed)
                if member is None:
                    near = known.nearest(dimension, typed) or "–"
                    facts = {"value": typed, "nearest": near}
                    run.problems.append(data.problem("profit_member_unknown", row, "members", **facts))
                else:
                    own.append(member)
        found[name] = Department(name, dimension if own else None, tuple(own))
    return list(found.values())


def _check_lines(run: Run) -> None:
    """Refuse two lines of the same item, department and product: nothing would tell them apart."""
    if "tblExpenses" not in run.plan or "item" not in run.plan.frame("tblExpenses"):
        return
    lines = run.plan.frame("tblExpenses")
    keys = lines[[name for name in ("item", "department", "product") if name in lines]].fillna("")
    for row, item in lines.loc[keys.duplicated(), "item"].items():
        run.problems.append(
            run.plan["tblExpenses"].problem("profit_row_twice", int(str(row)), "item", value=item)
        )


def _rates(tables: PlanTables, known: Members) -> CostRates:
    """Return what stands in for a missing cost: new products' prices, models, groups, the setting."""
    new: dict[str, float] = {}
    rows = new_product_rows(tables, known)
    if {"price", "unit_cost"} <= set(rows.columns):
        priced = rows[(rows["price"] > 0) & rows["unit_cost"].notna()]
        new = dict(zip(priced["product"], priced["unit_cost"] / priced["price"], strict=True))
    models: dict[str, str] = {}
    if "analogue" in rows:
        named = rows[rows["analogue"].notna()]
        models = dict(zip(named["product"], named["analogue"], strict=True))
    groups: dict[str, str] = {}
    if "tblMembers" in tables:
        members = tables.frame("tblMembers")
        for column, found in (("like", models), ("parent", groups)):
            if column in members:
                mine = members[(members["dimension"] == "product") & members[column].notna()]
                pairs = zip(mine["member"], mine[column], strict=True)
                found |= {name: known.find("product", other) or other for name, other in pairs}
    return CostRates(new, models, groups, tables.settings.cost_rate)


def _spent(tables: PlanTables, known: Members) -> pd.DataFrame:
    """Return the expense recorded, months as indices."""
    import pandas as pd

    if "tblExpenseActuals" not in tables:
        return pd.DataFrame({"month": pd.Series(dtype="int64"), "amount": pd.Series(dtype="float64")})
    frame = known.under_own_names(months_as_indices(tables.frame("tblExpenseActuals"), "month"))
    if "amount" not in frame:
        frame["amount"] = np.nan
    frame = frame[frame["month"].notna()]
    return frame.assign(month=frame["month"].astype("int64"))
