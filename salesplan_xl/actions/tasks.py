"""The tasks of a plan, as they change with its revised targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.amount_words import shown_amount
from salesplan_xl.actions.outcome import Said
from salesplan_xl.actions.planning_inputs import holds_of, months_as_indices
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking_inputs import aggregations_of, first_month_of
from salesplan_xl.tables.members import Members

if TYPE_CHECKING:
    import pandas as pd

NAMES_TOLD = 5


def queue_tasks(run: Run, revision: pd.DataFrame, first_open: int, known: Members) -> dict[str, Any]:
    """Have the revised quantities written beside the tasks, say what changed, and return figures of it.

    Without a table of tasks, or with an empty one, nothing is done. What people typed stays as it stands.
    """
    from salesplan_xl.planning.tasks import cost_of, revised_tasks

    if "tblTasks" not in run.plan or run.plan.frame("tblTasks").empty:
        return {}
    data = run.plan["tblTasks"]
    tables = run.plan
    tasks = months_as_indices(data.frame, "month")
    tasks = holds_of(tasks, known, tables.settings.fiscal_start)
    closing = {name for name, how in aggregations_of(tables).items() if how == "closing"}
    answer = revised_tasks(tasks, revision, first_month_of(tables).index, first_open, closing)
    rows = [list(row) for row in data.block.rows]
    for place, line in zip(answer.index.tolist(), answer.to_dict("records"), strict=True):
        for column in ("quantity", "revised", "change"):
            at = data.match.positions.get(column)
            typed = column == "quantity" and at is not None and rows[place][at] not in (None, "")
            if at is None or typed or at in data.block.info.calculated:
                continue
            value = float(line[column])
            rows[place][at] = None if np.isnan(value) else value
    run.write_rows("tblTasks", rows)
    changed = int((answer["change"].fillna(0) != 0).sum())
    before, after = (cost_of(tasks, answer[column].to_numpy()) for column in ("quantity", "revised"))
    facts = {
        "count": len(answer),
        "changed": changed,
        "before": shown_amount(before),
        "after": shown_amount(after),
    }
    if changed:
        run.attention.append(Said("tasks_changed", facts))
    lonely = answer.index[~answer["has_target"]].tolist()
    if lonely:
        names = [str(data.frame.at[place, "description"]) for place in lonely[:NAMES_TOLD]]
        run.attention.append(Said("tasks_without_target", {"count": len(lonely), "names": "; ".join(names)}))
    return {"tasks": {"count": len(answer), "changed": changed, "cost_before": before, "cost_after": after}}
