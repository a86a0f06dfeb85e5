"""The funnel by month, region and rep: stage rates, the bottleneck and its cost, the leads a target needs.

=============  ============================================================================================
quote_rate     quotes / leads; demo_rate: demos / quotes; win_rate: deals / demos; conversion: deals / leads
order_value    order amount / orders
bottleneck     the step that costs most deals (BOTTLENECK), lost: what it costs (FUNNEL_LOSS) at the amount
               of a deal
required       leads the target amount needs at these rates and amount of a deal (FUNNEL_REQUIRED)
coverage       leads / required
=============  ============================================================================================

Counts are of the same period, not of one cohort: a later stage may be larger than the one before where the
cycle is long. Its rate is shown; bottleneck, loss and required leads are then blank.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.errors import SalesPlanError
from salesplan_xl.formulas.funnel import bottleneck, funnel_loss
from salesplan_xl.formulas.orders import aov
from salesplan_xl.formulas.targets import funnel_required
from salesplan_xl.planning.cuts import Cuts, Window, cut, figures, quotient
from salesplan_xl.units import CENT

STAGES = ("leads", "quotes", "demos", "won")
STEPS = ("quote", "demo", "win")
MEASURES = (*STAGES, "orders", "amount", "target")
COLUMNS = (
    *STAGES,
    "orders",
    "amount",
    "quote_rate",
    "demo_rate",
    "win_rate",
    "conversion",
    "order_value",
    "bottleneck",
    "lost",
    "target",
    "required",
    "coverage",
)


def funnel_review(funnel: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return the figures of the funnel in total, by region and by rep, for the year to date and each month.

    Args:
        funnel: ``month`` (index), ``region``, ``rep``, and the columns :data:`MEASURES`, NaN where blank.
        first: Month index of the first month of the fiscal year.
        last: Month index of the last month looked at.
    """
    cuts = cut(funnel, ("region", "rep"), MEASURES, first, last)
    return figures(cuts, COLUMNS, lambda window: _window(cuts, window))


def _window(cuts: Cuts, window: Window) -> dict[str, Any]:
    found: dict[str, Any] = {measure: cuts.flow(measure, window) for measure in MEASURES}
    leads, quotes, demos, won = (found[stage] for stage in STAGES)
    found["quote_rate"], found["demo_rate"] = quotient(quotes, leads), quotient(demos, quotes)
    found["win_rate"], found["conversion"] = quotient(won, demos), quotient(won, leads)
    found["order_value"] = _money(aov.rows(found["amount"], found["orders"])[0])
    deal = quotient(found["amount"], won)
    steps: list[str | None] = []
    lost, required = np.full(len(won), np.nan), np.full(len(won), np.nan)
    for row in range(len(won)):
        counts = np.array([leads[row], quotes[row], demos[row], won[row]])
        steps.append(None)
        if np.isnan(counts).any():
            continue
        steps[row], lost[row] = _bottleneck(counts, float(deal[row]))
        required[row] = _required(counts, float(deal[row]), float(found["target"][row]))
    found["bottleneck"], found["lost"], found["required"] = steps, _money(lost), required
    found["coverage"] = quotient(leads, required)
    return found


def _bottleneck(counts: Any, deal: float) -> tuple[str | None, float]:
    """Return the step that costs most deals and what it costs; nothing where the rates are not known."""
    try:
        step = int(bottleneck(counts))
        lost = funnel_loss(counts, deal) if step and not np.isnan(deal) else None
    except SalesPlanError:
        return None, np.nan
    return (STEPS[step - 1] if step else None), np.nan if lost is None else float(lost[step - 1])


def _required(counts: Any, deal: float, target: float) -> float:
    if np.isnan(target) or np.isnan(deal) or not counts[:-1].all():
        return np.nan
    try:
        return float(funnel_required(target, deal, counts[1:] / counts[:-1])[0])
    except SalesPlanError:
        return np.nan


def _money(amounts: Any) -> Any:
    """Round amounts that come from a division to the cent."""
    known = np.isfinite(amounts)
    rounded = np.full(len(amounts), np.nan)
    rounded[known] = CENT.amounts(CENT.nearest(amounts[known]))
    return rounded
