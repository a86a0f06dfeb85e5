"""Ribbon *Finalise*: freeze a numbered version of the quota with who, when and a digest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from salesplan_xl.actions.frozen_record import drop_frozen
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import Run, digest_of
from salesplan_xl.cells import Cell, Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.registry import action
from salesplan_xl.tables.carry_over import rows_updated
from salesplan_xl.tables.codec import TableData

if TYPE_CHECKING:
    import pandas as pd

FIGURES = ("committed", "stretch")


@action(
    group="plan",
    label={"en": "Finalise", "zh": "定稿"},
    tip={
        "en": "Freeze the quota as a numbered version; later changes are shown against it.",
        "zh": "把分解明细冻结为一个编号版本，之后的变动都与它对比。",
    },
    icon="FileMarkAsFinal",
    options={"note": "text"},
)
def finalise(workbook: Workbook, note: str | None = None) -> Outcome:
    """Freeze the quota as the next version. What undo and thaw kept is dropped: no copy carries the past."""
    import pandas as pd

    run = Run(workbook, "finalise", ["tblQuota", "tblVersions"], ["tblUndo"])
    data = run.plan["tblQuota"]
    if not run.problems and data.frame.empty:
        run.problems.append(Problem("quota_empty", {}, data.block.info.sheet))
    if run.stopped():
        return run.stopped() or Outcome()
    versions = run.plan.frame("tblVersions")
    digest = quota_digest(data)
    last = versions.iloc[-1] if len(versions) else None
    if last is not None and last.get("status") == "final" and last.get("digest") == digest:
        facts = {"version": str(last["version"])}
        run.problems.append(Problem("version_closed", facts, run.plan["tblVersions"].block.info.sheet))
        return run.stopped() or Outcome()
    name = (
        str(last["version"]) if last is not None and last.get("status") == "draft" else next_version(versions)
    )
    row = {
        "version": name,
        "status": "final",
        "prepared_by": run.plan.settings.prepared_by,
        "approved_by": run.plan.settings.approved_by,
        "date": dt.date.today(),
        "digest": digest,
        **({"note": note} if note else {}),
    }
    run.write_rows("tblVersions", rows_updated(run.plan["tblVersions"], pd.DataFrame([row])).rows)
    run.write("tblQuota", frozen(data))
    if "tblUndo" in run.plan:
        workbook.write_table(run.plan["tblUndo"].block.info.name, [])
    if drop_frozen(workbook, run.plan.infos):
        run.attention.append(Said("version_formulas_dropped"))
    if not run.plan.settings.approved_by:
        run.attention.append(Said("version_unapproved", {"version": name}))
    rows = len(data.frame)
    return run.finish(
        Said("version_done", {"version": name, "rows": rows, "digest": digest}), keep_undo=False
    )


def frozen(data: TableData) -> pd.DataFrame:
    """Return the quota with this version's figures as what later ones are compared with."""
    columns = [
        column.id for column in data.table.columns if column.writer == "action" and column.id in data.frame
    ]
    frame = data.frame[columns].copy()
    if "previous" in data.match.positions:
        frame["previous"] = frame["committed"]
    if "change" in data.match.positions:
        frame["change"] = frame["committed"] - frame["committed"]
    return frame


def quota_digest(data: TableData) -> str:
    """Return the digest of a quota: its keys and figures, whatever order its rows and columns are in."""
    columns = [id for id in (*data.table.key, *FIGURES) if id in data.frame]
    rows: list[list[Cell]] = (
        data.frame[columns].astype(object).where(data.frame[columns].notna(), None).values.tolist()
    )
    return digest_of([sorted(rows, key=lambda row: tuple(map(str, row)))])


def next_version(versions: pd.DataFrame) -> str:
    """Return the name after the highest numbered version: V1, V2, …"""
    numbers = [
        int(name[1:]) for name in versions.get("version", []) if isinstance(name, str) and name[1:].isdigit()
    ]
    return f"V{max(numbers, default=0) + 1}"
