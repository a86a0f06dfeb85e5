"""What the actuals of each month added up to when variance last looked, so that a later change is seen.

The totals stand in the table of imports, one row a month, under the name of the variance table.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from salesplan_xl.actions.decompose import localised
from salesplan_xl.actions.outcome import Said
from salesplan_xl.actions.run import Run
from salesplan_xl.planning.month_records import Totals, changed_totals, month_totals
from salesplan_xl.tables.carry_over import rows_updated
from salesplan_xl.units import Month

if TYPE_CHECKING:
    import pandas as pd

KEPT_AS = "tblVariance"
SHOWN = 12


def keep_months(run: Run, this_year: pd.DataFrame, first: Month, as_of: Month) -> None:
    """Keep what every month up to ``as_of`` adds up to; say and log which earlier month has changed since.

    The month looked at may still be filled: that it grows is no surprise.
    """
    if "tblImports" not in run.plan:
        return
    import pandas as pd

    months = range(first.index, as_of.index + 1)
    before = {month: totals for month, totals in _kept(run).items() if month in months}
    now = month_totals(this_year, months)
    said = []
    for month, indicator, former, present in changed_totals(before, now):
        if month < as_of.index:
            facts = {"month": str(Month.at(month)), "indicator": indicator}
            amounts = {"before": f"{former:,.15g}", "now": f"{present:,.15g}"}
            said.append(Said("variance_month_changed", localised({**facts, **amounts})))
    for sentence in said:
        run.note(sentence)
    run.attention += said[:SHOWN]
    if len(said) > SHOWN:
        run.attention.append(Said("variance_months_changed_more", {"count": len(said) - SHOWN}))
    rows = [
        {
            "table": KEPT_AS,
            "source": str(Month.at(month)),
            "mapping": json.dumps(now.get(month, dict.fromkeys(before.get(month, {}), 0.0))),
            "rows": int((this_year["month"] == month).sum()),
            "time": dt.datetime.now().replace(microsecond=0),
        }
        for month in months
        if now.get(month, {}) != {name: total for name, total in before.get(month, {}).items() if total}
    ]
    if rows:
        run.write_rows("tblImports", rows_updated(run.plan["tblImports"], pd.DataFrame(rows)).rows)


def _kept(run: Run) -> Totals:
    """Return the totals that were kept. The text comes from a workbook: only numbers are taken from it."""
    frame = run.plan.frame("tblImports")
    if not {"table", "source", "mapping"} <= set(frame.columns):
        return {}
    found: Totals = {}
    for table, month, text in zip(frame["table"], frame["source"], frame["mapping"], strict=True):
        if table != KEPT_AS or not isinstance(text, str):
            continue
        try:
            totals, index = json.loads(text), Month.of(str(month)).index
        except ValueError:
            continue
        if isinstance(totals, dict):
            numbers = {str(name): total for name, total in totals.items() if type(total) in (int, float)}
            found[index] = {name: float(total) for name, total in numbers.items()}
    return found
