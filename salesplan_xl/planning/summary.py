"""The month matrix: a row for the total and every member, a column for every month, quarter and half-year.

``m01`` is calendar January whatever the fiscal year; quarters and half-years are those of the fiscal year. Of
a closing value (期末) a longer period shows its last month. ``difference`` is what a row's parts leave of it:
for the total, what was handed out less the leaves; for a member, its year less its months. It is zero, and
shown. Reserve and over-assignment stand below the total as rows of their own: with them it is the target.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import change_rate
from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid, sums_by
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES, Decomposition, Plan
from salesplan_xl.units import Floats, Integers, Step

TOTAL = "total"
MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))
SUMS = {
    **{f"q{number}": (3 * number - 3, 3 * number) for number in range(1, 5)},
    **{f"h{number}": (6 * number - 6, 6 * number) for number in range(1, 3)},
}
"""Quarters and half-years as first and last month (excluded) of the fiscal year."""

COLUMNS = (
    "indicator",
    "dimension",
    "member",
    "last_year",
    "year",
    "growth",
    "share",
    *MONTHS,
    *SUMS,
    "difference",
)


def month_matrix(answer: Decomposition, plan: Plan) -> pd.DataFrame:
    """Return the matrix of the committed targets, amounts in the base unit, the total of an indicator first.

    Members come in the order of the quota. A member that sold last year but has no target now is not shown;
    the total counts what it sold.
    """
    parts = [
        _indicator(answer, plan, indicator, step)
        for indicator, step in answer.steps.items()
        if (answer.quota["indicator"] == indicator).any()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


def _indicator(answer: Decomposition, plan: Plan, indicator: str, step: Step) -> pd.DataFrame:
    leaves = answer.quota[answer.quota["indicator"] == indicator]
    targets = plan.targets[plan.targets["indicator"] == indicator]
    closing = "aggregation" in targets and bool((targets["aggregation"] == "closing").any())
    amounts = leaves["committed"].to_numpy(dtype=np.int64)
    months = leaves["period"].to_numpy(dtype=np.int64) - plan.settings.first_month
    sold = _last_year(plan, indicator)
    shown: list[tuple[str, list[str | None], Integers]] = [
        (TOTAL, [None], np.zeros(len(leaves), dtype=np.int64))
    ]
    for dimension in MEMBER_DIMENSIONS:
        names = leaves[dimension].drop_duplicates().tolist() if dimension in leaves else []
        named: list[str | None] = [name for name in names if isinstance(name, str) and name]
        if named:
            shown.append((dimension, named, _codes(leaves[dimension], named)))
    parts = []
    for dimension, members, codes in shown:
        matrix = matrix_of(codes, months, amounts, (len(members), 12))
        whole = sums_by(codes[codes >= 0], amounts[codes >= 0], len(members))
        year = matrix[:, -1] if closing else whole
        parts.append(_rows(plan, dimension, members, matrix, year, closing, step, sold))
    extra = answer.extra[answer.extra["indicator"] == indicator]
    if len(extra):
        amount = step.amounts(extra["committed"].to_numpy(dtype=np.int64))
        rows = {"dimension": TOTAL, "member": extra["kind"].tolist(), "year": amount, "difference": 0.0}
        parts.insert(1, pd.DataFrame(rows).reindex(columns=parts[0].columns))
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "indicator", indicator)
    total = float(table["year"].iloc[0])
    table["share"] = table["year"] / total if total else np.nan
    table["growth"] = change_rate.rows(table["year"].to_numpy(), table["last_year"].to_numpy())[0]
    if not closing:
        table.loc[0, "difference"] = step.amounts(_handed_out(answer, indicator) - int(amounts.sum()))
    return table[list(COLUMNS)]


def _rows(
    plan: Plan,
    dimension: str,
    members: list[str | None],
    matrix: Integers,
    year: Integers,
    closing: bool,
    step: Step,
    sold: pd.DataFrame,
) -> pd.DataFrame:
    first = plan.settings.fiscal_start - 1
    columns: dict[str, object] = {
        "dimension": dimension,
        "member": members,
        "last_year": _sold(sold, dimension, members),
        "year": step.amounts(year),
    }
    columns |= {name: step.amounts(matrix[:, (number - first) % 12]) for number, name in enumerate(MONTHS)}
    for name, (start, end) in SUMS.items():
        columns[name] = step.amounts(matrix[:, end - 1] if closing else matrix[:, start:end].sum(axis=1))
    parts = matrix[:, -1] if closing else matrix.sum(axis=1)
    with_months = matrix.any()
    columns["difference"] = step.amounts(year - parts if with_months else year - year)
    return pd.DataFrame(columns)


def _handed_out(answer: Decomposition, indicator: str) -> int:
    """Return what the levels were to add up to: their total row's, in steps."""
    levels = answer.levels
    total = levels[(levels["indicator"] == indicator) & (levels["level"] == TOTAL)]
    return int(total["total"].iloc[0])


def _last_year(plan: Plan, indicator: str) -> pd.DataFrame:
    """Return an indicator's sales of the year before the plan year."""
    first = plan.settings.first_month
    parts: list[pd.DataFrame] = []
    seen: set[float] = set()
    for frame in (plan.history, plan.actuals):
        if not len(frame) or "amount" not in frame:
            continue
        names = (
            frame["indicator"].fillna(SALES) if "indicator" in frame else pd.Series(SALES, index=frame.index)
        )
        month = frame["month"].to_numpy(dtype=np.float64)
        mine = (names == indicator).to_numpy() & (month >= first - 12) & (month < first)
        rows = frame[mine]
        parts.append(rows[~rows["month"].isin(seen)])
        seen |= set(rows["month"].unique())
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"amount": []})


def _sold(sold: pd.DataFrame, dimension: str, members: list[str | None]) -> Floats:
    """Return last year's amounts by member, NaN where nothing is known of last year."""
    if sold.empty or (dimension != TOTAL and dimension not in sold):
        return np.full(len(members), np.nan)
    (whole,), step = on_common_grid(sold["amount"])
    if dimension == TOTAL:
        return step.amounts(np.array([whole.sum()]))
    codes = _codes(sold[dimension], members)
    inside = codes >= 0
    return step.amounts(sums_by(codes[inside], whole[inside], len(members)))


def _codes(names: pd.Series[str], members: list[str | None]) -> Integers:
    return np.asarray(pd.Index(members).get_indexer(pd.Index(names)), dtype=np.int64)
