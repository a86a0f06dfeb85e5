"""What changed between two versions of a plan: ``salesplan diff OLD NEW``, by key, with money and reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.planning_inputs import holds_of, members_of, with_month_indices
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import ProblemsFound
from salesplan_xl.messages import LANGUAGES, Language, say
from salesplan_xl.tables.contract import TABLES, Table
from salesplan_xl.tables.plan_settings import setting_id
from salesplan_xl.tables.plan_tables import PlanTables, read_plan_tables

if TYPE_CHECKING:
    import pandas as pd

COMPARED: tuple[str, ...] = (
    "tblSettings",
    "tblTargets",
    "tblMembers",
    "tblReps",
    "tblLevels",
    "tblHolds",
    "tblQuota",
    "tblReplan",
    "tblHistory",
    "tblActuals",
)
"""The tables of a version: what people typed, and what was decomposed and revised from it."""

_FIGURES: dict[str, tuple[str, ...]] = {
    "tblQuota": ("committed", "stretch", "bid", "note"),
    "tblReplan": ("revised", "action"),
    "tblHistory": ("quantity", "amount", "cost"),
    "tblActuals": ("quantity", "amount", "cost"),
}
"""What is compared; in other tables every column that is no part of the key."""

_KEYS: dict[str, tuple[str, ...]] = {
    "tblHistory": ("indicator", "month"),
    "tblActuals": ("indicator", "month"),
}
"""Tables whose rows may repeat are compared by the sums of these."""


@dataclass(frozen=True)
class Changes:
    """Every changed cell of two versions, and what an action says of them.

    ``rows`` are ready for JSON: table, key by column id, column, kind, before, after, change, reason in both
    languages.
    """

    outcome: Outcome
    rows: list[dict[str, Any]] = field(default_factory=list)
    language: Language = "en"


def diff(old: Workbook, new: Workbook) -> Changes:
    """Return what changed from one version of a plan to the other. Neither is written to.

    Raises:
        ProblemsFound: cells that cannot be read; all of them.
    """
    before = read_plan_tables(old, (), COMPARED[1:])
    after = read_plan_tables(new, (), COMPARED[1:])
    for plan in (before, after):  # settings are compared as they were typed, right or wrong
        unreadable = [problem for problem in plan.problems if problem not in plan.read.problems]
        if unreadable:
            raise ProblemsFound(unreadable)
    compared = {name: _changes_of(name, before, after, old, new) for name in COMPARED}
    found = {name: frame for name, frame in compared.items() if frame is not None and len(frame)}
    reasons = _reasons(before, after, found)
    rows = [row for name, frame in found.items() for row in _as_rows(TABLES[name], frame, reasons.get(name))]
    return Changes(_told(old, new, found), rows, after.language)


def shown_rows(changes: Changes, language: Language) -> tuple[list[str], list[list[Any]]]:
    """Return the changes as a table of one line each, in words of the language."""
    columns = ("table", "key", "column", "kind", "before", "after", "change", "reason")
    lines = []
    for row in changes.rows:
        table = TABLES[row["table"]]
        key = " · ".join(
            _in_words(table, id, value, language)
            for id, value in row["key"].items()
            if value not in (None, "")
        )
        label = table.column(row["column"]).label(language)
        values = [_in_words(table, row["column"], row[at], language) for at in ("before", "after")]
        change = "" if row["change"] is None else f"{row['change']:+,.15g}"
        reason = row["reason"][language] if row["reason"] else ""
        kind = say(f"diff_{row['kind']}", language)
        lines.append([table.sheet(language), key, label, kind, *values, change, reason])
    return [say(f"diff_column_{column}", language) for column in columns], lines


def _changes_of(
    name: str, before: PlanTables, after: PlanTables, old: Workbook, new: Workbook
) -> pd.DataFrame | None:
    """Return a table's changes; ``None`` where one of the workbooks lacks it."""
    from salesplan_xl.planning.plan_changes import table_changes

    table = TABLES[name]
    if name == "tblSettings":
        frames = [_settings_of(plan, workbook) for plan, workbook in ((before, old), (after, new))]
    elif name in before and name in after:
        frames = [members_of(plan).under_own_names(plan.frame(name)) for plan in (before, after)]
    else:
        return None
    key = _KEYS.get(name, table.key)
    own = [column.id for column in table.columns if column.id not in table.key]
    return table_changes(frames[0], frames[1], key, _FIGURES.get(name, own))


def _settings_of(plan: PlanTables, workbook: Workbook) -> pd.DataFrame:
    """Return the settings as they were typed, by their ids."""
    import pandas as pd

    from salesplan_xl.actions.show import shown_table

    if not plan.has("tblSettings"):
        return pd.DataFrame(columns=["key", "value"])
    ids, rows = shown_table(workbook, "tblSettings")
    frame = pd.DataFrame(rows, columns=ids)[["key", "value"]]
    values = [None if value is None else str(value) for value in frame["value"]]
    keys = [setting_id(key) or str(key) for key in frame["key"]]
    return pd.DataFrame({"key": keys, "value": pd.Series(values, dtype=object)})


def _reasons(
    before: PlanTables, after: PlanTables, found: dict[str, pd.DataFrame]
) -> dict[str, list[dict[Language, str] | None]]:
    """Return why each changed quota row changed: a hold on it, a hold it gave way to, its target."""
    from salesplan_xl.planning.plan_changes import hold_reasons

    if "tblQuota" not in found:
        return {}
    quota = found["tblQuota"]
    holds = _changed_holds(before, after, found.get("tblHolds"))
    leaves = with_month_indices(quota)
    parents: dict[tuple[str, str], str] = {}
    if "tblMembers" in after:
        members = after.frame("tblMembers")
        if "parent" in members:
            known = members.dropna(subset=["parent"])
            parents = {
                (dimension, member): parent
                for dimension, member, parent in zip(
                    known["dimension"], known["member"], known["parent"], strict=True
                )
            }
    targets = set(found["tblTargets"]["indicator"]) if "tblTargets" in found else set()
    answers: list[dict[Language, str] | None] = []
    covering, nearby = hold_reasons(leaves, holds, parents)
    for indicator, column, held, near in zip(
        quota["indicator"], quota["column"], covering.tolist(), nearby.tolist(), strict=True
    ):
        if column not in ("committed", "stretch"):
            answers.append(None)
        elif held >= 0:
            answers.append(_sentence(f"diff_hold_{holds.iloc[held]['kind']}", holds.iloc[held]["reason"]))
        elif indicator in targets:
            answers.append(_sentence("diff_target_changed"))
        elif near >= 0:
            answers.append(_sentence("diff_gave_way", holds.iloc[near]["reason"]))
        else:
            answers.append(None)
    return {"tblQuota": answers}


def _changed_holds(before: PlanTables, after: PlanTables, changed: pd.DataFrame | None) -> pd.DataFrame:
    """Return the holds that are new, gone or of another amount, with months as indices and their reason."""
    import pandas as pd

    if changed is None:
        return pd.DataFrame(columns=["indicator", "first_month", "last_month", "reason", "kind"])
    amounts = changed[changed["column"] == "amount"]
    key = [column for column in TABLES["tblHolds"].key if column in amounts]
    whole = holds_of(amounts[[*key, "kind"]], members_of(after), after.settings.fiscal_start)
    words: dict[tuple[Any, ...], Any] = {}
    for plan in (before, after):
        frame = members_of(plan).under_own_names(plan.frame("tblHolds"))
        reasons = frame["reason"] if "reason" in frame else [None] * len(frame)
        texts = frame.reindex(columns=key)
        texts = texts.astype(object).where(texts.notna(), "")
        words |= dict(zip(texts.itertuples(index=False, name=None), reasons, strict=True))
    own = amounts[key].itertuples(index=False, name=None)
    return whole.assign(reason=pd.Series([words.get(one) for one in own], index=whole.index, dtype=object))


def _sentence(key: str, reason: object = None) -> dict[Language, str]:
    told = {language: say(key, language) for language in LANGUAGES}
    if isinstance(reason, str) and reason.strip():
        told = {
            language: f"{text}{'：' if language == 'zh' else ': '}{reason}" for language, text in told.items()
        }
    return told


def _as_rows(
    table: Table, frame: pd.DataFrame, reasons: Sequence[dict[Language, str] | None] | None
) -> list[dict[str, Any]]:
    # A table may have columns called "change", "before" or "kind"; only its key says which row is meant.
    ids = [id for id in _KEYS.get(table.id, table.key) if id in frame]
    given = reasons or [None] * len(frame)
    return [
        {
            "table": table.id,
            "key": {id: _plain(row[id]) for id in ids},
            "column": row["column"],
            "kind": row["kind"],
            "before": _plain(row["before"]),
            "after": _plain(row["after"]),
            "change": _plain(row["change"]),
            "reason": reason,
        }
        for row, reason in zip(frame.to_dict("records"), given, strict=True)
    ]


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it: no number is null, a whole number has no decimals."""
    if value is None or value != value or value == "":
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if isinstance(value, int | float | str) else str(value)


def _in_words(table: Table, id: str, value: Any, language: Language) -> str:
    if value is None:
        return ""
    column = table.column(id)
    if isinstance(value, str):
        if table.id == "tblSettings" and id == "key":
            from salesplan_xl.tables.contract import SETTINGS

            return SETTINGS[value].label(language) if value in SETTINGS else value
        return column.choices[value].label(language) if value in column.choices else value
    return f"{value:.4%}" if column.unit == "ratio" else f"{value:,.15g}"


def _told(old: Workbook, new: Workbook, found: dict[str, pd.DataFrame]) -> Outcome:
    """Return what changed in sentences: how many cells in which tables, what each indicator's total did."""
    names = {"old": old.name, "new": new.name}
    if not found:
        return Outcome(summary=Said("diff_nothing", names))
    parts = {
        language: ("、" if language == "zh" else ", ").join(
            f"{TABLES[name].sheet(language)} {len(frame):,}" for name, frame in found.items()
        )
        for language in LANGUAGES
    }
    attention = []
    if "tblQuota" in found:
        quota = found["tblQuota"]
        committed = quota[quota["column"] == "committed"]
        for indicator, rows in committed.groupby("indicator", sort=False):
            change = rows["change"]
            facts = {
                "indicator": {
                    language: _in_words(TABLES["tblQuota"], "indicator", indicator, language)
                    for language in LANGUAGES
                },
                "count": len(rows),
                "up": f"{change[change > 0].sum():,.15g}",
                "down": f"{change[change < 0].abs().sum():,.15g}",
                "total": f"{change.sum():+,.15g}",
            }
            attention.append(Said("diff_quota", facts))
    count = sum(map(len, found.values()))
    return Outcome(
        summary=Said("diff_summary", {**names, "count": f"{count:,}", "tables": parts}),
        attention=tuple(attention),
    )
