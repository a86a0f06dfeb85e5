"""Findings of a review: which results, key figures and causes are large enough to be told, good and bad.

A result counts where it differs from its target, or where there is none from last year, by more than the
materiality threshold: every indicator in total, the first one also by member, of each dimension the largest.
A key figure counts where it differs so much from its target or from last year. Causes are the parts of the
bridge, measured against the base, and the reasons deals were lost. Every finding carries its figure, what it
is compared with, and, where that follows from the figures, its effect in money.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.planning.bridge import PARTS
from salesplan_xl.planning.metrics import METRICS, TOTAL, Metric

COLUMNS = (
    "part",
    "kind",
    "code",
    "dimension",
    "member",
    "value",
    "unit",
    "comparison",
    "against",
    "effect",
)
MOST = 3
"""So many findings of a kind are told of one dimension."""
FAVOURABLE, ADVERSE = "success", "challenge"
POINTS = ("ratio", "points")


def result_findings(
    table: pd.DataFrame,
    materiality: float,
    lower: frozenset[str] = frozenset(),
    counted: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Return the findings of how the period closed.

    Args:
        table: rows as :func:`half_year.half_year_table` gives them.
        materiality: share of the target, or of last year, that a difference has to exceed.
        lower: indicators of which less is better.
        counted: indicators that are numbers, not money: their difference is no effect in money.

    Returns:
        Columns :data:`COLUMNS`; ``code`` is the indicator, ``value`` the actual, ``effect`` the difference.
    """
    on_target = table["target"].notna() & (table["target"] != 0)
    base = table["target"].where(on_target, table["last_year"])
    effect = (table["actual"] - base).where(~on_target, table["variance"])
    found = table.assign(
        part="results",
        code=table["indicator"],
        value=table["actual"],
        comparison=base,
        against=np.where(on_target, "target", "last_year"),
        unit="money",
        effect=effect,
    )
    good = (effect > 0) != table["indicator"].isin(lower)
    found["kind"] = np.where(good, FAVOURABLE, ADVERSE)
    large = effect.notna() & (effect.abs() > materiality * base.abs())
    # A single member says what the total says; one without any base is a matter of the plan.
    members = table.groupby(["indicator", "dimension"])["actual"].transform("size")
    first = table["indicator"] == table["indicator"].iloc[0] if len(table) else large
    large &= ((members > 1) & first) | (table["dimension"] == TOTAL)
    told = _largest(found[large & (base.fillna(0) != 0)], ["code", "dimension", "kind"])
    numbers = told["code"].isin(counted)
    return told.assign(
        unit=told["unit"].where(~numbers, "count"), effect=told["effect"].astype("float64").where(~numbers)
    )


def figure_findings(figures: pd.DataFrame, materiality: float) -> pd.DataFrame:
    """Return the findings of the key figures, in total.

    Args:
        figures: rows as :func:`metrics.kpi_table` gives them.
        materiality: share of the target, or of last year's figure, that a difference has to exceed.
    """
    total = figures[(figures["dimension"] == TOTAL) & figures["value"].notna()]
    values = dict(zip(total["code"], total["value"], strict=True))
    rows = []
    for row in total.to_dict("records"):
        declared = METRICS[row["code"]]
        if declared.group == "results" or declared.favourable == "none" or declared.id in _NOT_TOLD:
            continue
        against = "target" if not np.isnan(row["target"]) else "last_year"
        base = row["target"] if against == "target" else row["comparison"]
        change = row["value"] - base
        if np.isnan(change) or abs(change) <= materiality * abs(base) or change == 0:
            continue
        rows.append(_figure_row(declared, row, against, base, values))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _figure_row(
    declared: Metric, row: Mapping[Any, Any], against: str, base: float, values: Mapping[str, float]
) -> dict[str, object]:
    change = row["value"] - base
    good = (change > 0) == (declared.favourable == "higher")
    worth = _EFFECTS.get(declared.id)
    return {
        "part": "figures",
        "kind": FAVOURABLE if good else ADVERSE,
        "code": declared.id,
        "dimension": TOTAL,
        "member": None,
        "value": row["value"],
        "unit": declared.unit,
        "comparison": base,
        "against": against,
        "effect": worth(change, values) if worth else np.nan,
    }


_NOT_TOLD = ("promoters_error",)
_EFFECTS: dict[str, Callable[[float, Mapping[str, float]], float]] = {
    "expense_ratio": lambda change, values: -change * values.get("sales", np.nan),
    "order_value": lambda change, values: change * values.get("orders", np.nan),
    "customer_value": lambda change, values: change * values.get("buyers", np.nan),
    "buyers": lambda change, values: change * values.get("customer_value", np.nan),
    "new_customers": lambda change, values: change * values.get("customer_value", np.nan),
    "won_amount": lambda change, values: change,
    "lost_amount": lambda change, values: -change,
    "bottleneck_loss": lambda change, values: -change,
    "acquisition_cost": lambda change, values: -change * values.get("new_customers", np.nan),
    "lead_cost": lambda change, values: -change * values.get("leads", np.nan),
}
"""What a change of a figure is worth in money, where that follows from the other figures of the period."""


def cause_findings(bridge: pd.DataFrame, figures: pd.DataFrame, materiality: float) -> pd.DataFrame:
    """Return what made sales differ: parts of the bridge, and reasons deals were lost.

    Args:
        bridge: rows as :func:`bridge_table.bridge_table` gives them, of the period; the total and, by
            dimension, its members.
        figures: rows as :func:`metrics.kpi_table` gives them.
        materiality: share of the base that a part has to exceed.
    """
    rows: list[dict[str, object]] = []
    for line in bridge.to_dict("records"):
        base = abs(line["base"])
        for part in PARTS:
            effect = float(line[part])
            if effect == 0 or abs(effect) <= materiality * base:
                continue
            rows.append(
                {
                    "part": "causes",
                    "kind": FAVOURABLE if effect > 0 else ADVERSE,
                    "code": part,
                    "dimension": line["dimension"],
                    "member": line["member"],
                    "value": line["actual"],
                    "unit": "money",
                    "comparison": line["base"],
                    "against": line["against"],
                    "effect": effect,
                }
            )
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    found = _largest(found, ["dimension", "kind"])
    lost = figures[(figures["code"] == "lost_amount") & (figures["value"] > 0)]
    all_lost = float(lost[lost["dimension"] == TOTAL]["value"].sum())
    reasons = lost[(lost["dimension"] == "loss_reason") & (lost["value"] > materiality * all_lost)]
    told = reasons.assign(
        part="causes",
        kind=ADVERSE,
        unit="money",
        comparison=all_lost,
        against="lost",
        effect=-reasons["value"],
    )
    return _joined(found, _largest(told, ["kind"]))


def open_findings(
    table: pd.DataFrame, materiality: float, counted: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """Return what the open months must bring beyond their plan, or less, for the year to stay.

    Args:
        table: rows as :func:`second_half.second_half_table` gives them.
        materiality: share of the original target that a change has to exceed.
        counted: indicators that are numbers, not money.
    """
    rows = table[table["catch_up"].notna() & (table["original"] != 0)]
    rows = rows.drop_duplicates(["indicator", "dimension", "member"])
    first = rows["indicator"] == rows["indicator"].iloc[0] if len(rows) else rows["indicator"].isna()
    rows = rows[first | (rows["dimension"] == TOTAL)]
    large = rows["catch_up_change"].abs() > materiality * rows["original"].abs()
    found = rows[large]
    found = found.assign(
        part="targets",
        kind=np.where(found["catch_up_change"] > 0, ADVERSE, FAVOURABLE),
        code=found["indicator"],
        value=found["catch_up"],
        unit="money",
        comparison=found["original"],
        against="target",
        effect=found["catch_up_change"],
    )
    told = _largest(found, ["code", "dimension", "kind"])
    numbers = told["code"].isin(counted)
    return told.assign(
        unit=told["unit"].where(~numbers, "count"), effect=told["effect"].astype("float64").where(~numbers)
    )


def fired_findings(risks: pd.DataFrame) -> pd.DataFrame:
    """Return the risks whose trigger has fired.

    Args:
        risks: ``risk``, ``code`` and ``unit`` of the figure watched, ``current``, ``limit``, ``fired`` (yes
            or no), ``exposure``.
    """
    fired = risks[risks["fired"] == "yes"]
    return fired.assign(
        part="risks",
        kind=ADVERSE,
        dimension=TOTAL,
        member=fired["risk"],
        value=fired["current"],
        comparison=fired["limit"],
        against="trigger",
        effect=-fired["exposure"],
    )[list(COLUMNS)]


def fires(value: float, comparison: str, threshold: float) -> bool | None:
    """Tell whether a trigger fires; None where its figure is not known.

    >>> fires(0.85, "below", 0.9), fires(0.9, "at_least", 0.9), fires(float("nan"), "above", 1)
    (True, True, None)
    """
    if np.isnan(value) or np.isnan(threshold):
        return None
    return {
        "below": value < threshold,
        "at_most": value <= threshold,
        "at_least": value >= threshold,
        "above": value > threshold,
    }[comparison]


def _largest(found: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """Keep the largest of each group by the size of their effect, in the order of size."""
    if found.empty:
        return found.reindex(columns=list(COLUMNS))
    order = found.assign(size=found["effect"].abs()).sort_values("size", ascending=False, kind="stable")
    kept = order[order.groupby(groups, sort=False).cumcount() < MOST]
    names = {view: place for place, view in enumerate(found["dimension"].drop_duplicates())}
    kept = kept.assign(view=kept["dimension"].map(names)).sort_values(
        ["view", "kind", "size"], ascending=[True, False, False], kind="stable"
    )
    return kept[list(COLUMNS)].reset_index(drop=True)


def _joined(*parts: pd.DataFrame) -> pd.DataFrame:
    there = [part for part in parts if len(part)]
    return pd.concat(there, ignore_index=True) if there else pd.DataFrame(columns=list(COLUMNS))
