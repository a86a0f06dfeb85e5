"""The funnel by month, region and rep: stage rates, the bottleneck and its cost, the leads a target needs.

=============  ============================================================================================
quote_rate     quotes / leads; demo_rate: demos / quotes; win_rate: deals / demos; conversion: deals / leads
order_value    order amount / orders
bottleneck     the step that costs most deals (BOTTLENECK), lost: what it costs (FUNNEL_LOSS) at the amount
               of a deal
required       leads the target amount needs where these leads brought this amount: target * leads / amount,
               rounded up; FUNNEL_REQUIRED with rates that are not rounded
coverage       leads / required
=============  ============================================================================================

Counts are of the same period, not of one cohort: a later stage may be larger than the one before where the
cycle is long. Its rate is shown; bottleneck, loss and required leads are then blank.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.formulas.orders import aov
from salesplan_xl.planning.cuts import Cuts, Window, cut, figures, quotient
from salesplan_xl.units import CENT, Floats, clear_of_noise

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
    counts = np.stack([leads, quotes, demos, won], axis=1)
    with np.errstate(invalid="ignore"):
        falling = ~np.isnan(counts).any(axis=1) & (counts[:, :-1] > 0).all(axis=1)
        falling &= (np.diff(counts, axis=1) <= 0).all(axis=1)
    orders = _lost_orders(np.where(falling[:, None], counts, 1.0))
    place = orders.argmax(axis=1)
    costs = falling & orders.any(axis=1)
    found["bottleneck"] = [STEPS[at] if lost else None for at, lost in zip(place, costs, strict=True)]
    found["lost"] = _money(np.where(costs, orders[np.arange(len(place)), place] * deal, np.nan))
    found["required"] = np.where(falling, _required(leads, found["amount"], found["target"]), np.nan)
    found["coverage"] = quotient(leads, found["required"])
    return found


def _lost_orders(counts: Floats) -> Floats:
    """Return the deals lost at each step of each row, as FUNNEL_LOSS counts them."""
    rates = counts[:, 1:] / counts[:, :-1]
    after = np.ones_like(rates)
    after[:, :-1] = np.cumprod(rates[:, :0:-1], axis=1)[:, ::-1]
    return np.asarray(clear_of_noise((counts[:, :-1] - counts[:, 1:]) * after))


def _required(leads: Floats, amount: Floats, target: Floats) -> Floats:
    """Return the leads that a target needs where so many leads brought an amount, rounded up."""
    exact = quotient(target * leads, np.where(target >= 0, amount, np.nan))
    known = ~np.isnan(exact)
    needed = np.full(len(exact), np.nan)
    needed[known] = np.ceil(clear_of_noise(exact[known]))
    return needed


def _money(amounts: Any) -> Any:
    """Round amounts that come from a division to the cent."""
    known = np.isfinite(amounts)
    rounded = np.full(len(amounts), np.nan)
    rounded[known] = CENT.amounts(CENT.nearest(amounts[known]))
    return rounded
