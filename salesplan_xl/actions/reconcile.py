"""Ribbon *Reconcile*: targets from above and bids from below settled on one total, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.amount_words import indicator_label, shown_amount, shown_change
from salesplan_xl.actions.decompose import in_planners_words, localised, queue_quota
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import members_of, plan_of, quota_of
from salesplan_xl.actions.run import Run
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.messages import LANGUAGES, word
from salesplan_xl.registry import action
from salesplan_xl.tables.contract import DIMENSIONS, MEMBER_DIMENSIONS
from salesplan_xl.tables.matching import known_names, normal
from salesplan_xl.tables.members import Members

if TYPE_CHECKING:
    import pandas as pd

    from salesplan_xl.planning.reconcile import Settlement

OPTIONAL = ("tblMembers", "tblReps", "tblLevels", "tblHolds", "tblReconcile")
FOR_QUOTA = ("tblHistory", "tblActuals", "tblVersions")
COLUMNS = {"tblReconcile": ("negotiated", "typed")}
_DIMENSIONS = known_names(DIMENSIONS)


@action(
    group="decompose",
    label={"en": "Reconcile", "zh": "上下平衡"},
    tip={
        "en": "Compare bids with what was handed down, and settle both so that every level keeps its total.",
        "zh": "对比申报数与下达数，按信任度协商，各级合计完全一致；加“应用”才写入分解明细。",
    },
    icon="Consolidate",
    options={"trust": "text", "keep": "text", "apply": "flag"},
)
def reconcile(
    workbook: Workbook, trust: str | None = None, keep: str | None = None, apply: bool = False
) -> Outcome:
    """Fill the comparison of targets and bids; with ``apply`` the quota has what was settled.

    ``trust`` is how far bids count, from 0 to 1: a number for all, ``member=number``, or the name of a
    dimension whose members' weights are the trust, separated by commas; else the setting holds. ``keep``
    names the last level that keeps what was handed down.
    """
    from salesplan_xl.planning import reconcile as planning
    from salesplan_xl.planning.requote import requoted

    optional = (*OPTIONAL, *FOR_QUOTA) if apply else OPTIONAL
    run = Run(
        workbook,
        "reconcile",
        ("tblQuota", "tblTargets"),
        optional,
        ["tblQuotaSummary"] if apply else [],
        COLUMNS,
    )
    tables = run.plan
    known = members_of(tables)
    level = _level(run, keep)
    if run.stopped():
        return run.stopped() or Outcome()
    quota = quota_of(tables, known)
    trusted = _trust(run, trust, known, quota)
    if quota.empty:
        run.problems.append(Problem("quota_empty", {}, tables["tblQuota"].block.info.sheet))
    elif "bid" not in quota or quota["bid"].isna().all():
        run.problems.append(Problem("reconcile_no_bids", {}, tables["tblQuota"].block.info.sheet))
    if run.stopped():
        return run.stopped() or Outcome()
    working = Said("reconcile_working").sentence(run.language)
    workbook.progress(0, 3, working)
    plan = plan_of(tables, None, tables.frame("tblQuota"))
    try:
        answer = planning.reconcile(plan, quota, trusted, level)
    except ProblemsFound as found:
        run.problems.extend(in_planners_words(problem) for problem in found.problems)
        return run.stopped() or Outcome()
    run.attention += [Said(note.reason, localised(note.facts)) for note in answer.notes]
    _note_bids_left(run)
    if "tblReconcile" in tables and planning.is_settled(tables.frame("tblReconcile"), answer.table):
        return run.finish(Said("reconcile_settled"), _figures(answer, apply))
    if "tblReconcile" in tables:
        run.write("tblReconcile", _shown(run, answer.table))
    else:
        run.attention.append(Said("reconcile_no_table"))
    if apply:
        queue_quota(run, plan, requoted(plan, quota, answer.negotiated))
    outcome = run.finish(_summary(answer, apply), _figures(answer, apply))
    workbook.progress(3, 3, working)
    return outcome


def _level(run: Run, typed: str | None) -> str | None:
    if typed is None or not typed.strip():
        return None
    found = _DIMENSIONS.get(normal(typed))
    if found is None:
        words = {
            language: ", ".join(choice.label(language) for choice in DIMENSIONS.values())
            for language in LANGUAGES
        }
        facts = {"option": "--keep", "value": typed, "choices": words}
        run.problems.append(Problem("option_not_a_choice", facts))
    return found


def _trust(run: Run, typed: str | None, known: Members, quota: pd.DataFrame) -> Any:
    """Return each row's trust, as the option says, else the setting; what cannot be read is a problem."""
    import pandas as pd

    from salesplan_xl.planning.reconcile import trust_of

    default = run.plan.settings.bid_trust
    dimensions: list[str] = []
    named: dict[tuple[str, str], float] = {}
    for part in (typed or "").replace("，", ",").split(","):
        text = part.strip()
        name, _, number = (piece.strip() for piece in text.replace("＝", "=").rpartition("="))
        value = _fraction(number)
        member = next(((d, m) for d in MEMBER_DIMENSIONS if (m := known.find(d, name)) is not None), None)
        if not text:
            continue
        if not name and value is not None:
            default = value
        elif not name and _DIMENSIONS.get(normal(text)) in MEMBER_DIMENSIONS:
            dimensions.append(_DIMENSIONS[normal(text)])
        elif name and value is not None and member is not None:
            named[member] = value
        else:
            run.problems.append(Problem("reconcile_trust", {"value": text}, column="--trust"))
    members = run.plan.frame("tblMembers") if "tblMembers" in run.plan else pd.DataFrame()
    if dimensions and "weight" in members:
        chosen = members[members["dimension"].isin(dimensions) & (members["weight"] > 1)]
        for row in chosen.to_dict("records"):
            facts = {"member": row["member"], "value": shown_amount(row["weight"])}
            run.problems.append(Problem("reconcile_trust_weight", facts, column="--trust"))
    return trust_of(quota, members, default, dimensions, named)


def _fraction(text: str) -> float | None:
    """Return a number from 0 to 1, also as percent; ``None`` for anything else."""
    try:
        value = float(text.rstrip("%％")) / (100 if text.endswith(("%", "％")) else 1)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _note_bids_left(run: Run) -> None:
    """Say how many bids stand in rows that have no target any more."""
    data = run.plan["tblQuota"]
    at = data.match.positions.get("bid")
    if at is not None:
        left = [place for place in data.kept if data.block.rows[place][at] not in (None, "")]
        if left:
            run.attention.append(Said("reconcile_bids_left", {"count": len(left)}))


def _shown(run: Run, table: pd.DataFrame) -> pd.DataFrame:
    shown = table.copy()
    total = (shown["dimension"] == "total").to_numpy()
    shown["member"] = [
        word("total", run.language) if whole else name
        for name, whole in zip(shown["member"].tolist(), total.tolist(), strict=True)
    ]
    return shown


def _summary(answer: Settlement, apply: bool) -> Said:
    rows = answer.table.to_dict("records")
    first = rows[0]
    own = [row for row in rows if row["indicator"] == first["indicator"]]
    last = own[-1]["dimension"]
    moved = sum(max(row["change"], 0.0) for row in own if row["dimension"] == last)
    facts = {
        "indicator": indicator_label(first["indicator"]),
        "bid": shown_amount(first["bid"]),
        "target": shown_amount(first["top_down"]),
        "gap": shown_change(first["gap"]),
        "moved": shown_amount(moved),
    }
    return Said("reconcile_applied" if apply else "reconcile_done", facts)


def _figures(answer: Settlement, apply: bool) -> dict[str, Any]:
    table = answer.table
    totals = table[table["dimension"] == "total"].drop(columns=["dimension", "member"])
    others = table[table["dimension"] != "total"]
    largest = others.reindex(others["gap"].abs().sort_values(ascending=False, kind="stable").index).head(10)
    return {
        "applied": apply,
        "totals": totals.to_dict("records"),
        "gaps": largest.astype(object).where(largest.notna(), None).to_dict("records"),
    }
