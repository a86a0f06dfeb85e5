"""Ribbon *Load*: fill an input table from a file, remember how, add members met for the first time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import Run
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.messages import LANGUAGES, Language
from salesplan_xl.sources import Loaded, Taken, read_source, remembered
from salesplan_xl.tables.carry_over import rows_added, rows_updated
from salesplan_xl.tables.choices import MEMBER_DIMENSIONS
from salesplan_xl.tables.codec import TableData
from salesplan_xl.tables.contract import DEFAULT_INDICATOR, TABLES
from salesplan_xl.tables.matching import MOST_COMPARED, alike
from salesplan_xl.tables.members import Members
from salesplan_xl.units import Month

if TYPE_CHECKING:
    import pandas as pd

SALES_TABLES = ("tblHistory", "tblActuals")
SHOWN_NAMES = 8
REMEMBERED = ("sheet", "date_order", "decimal", "encoding", "delimiter")
_DECIMAL_MARKS = {"point": ".", "comma": ",", ".": ".", ",": ","}
_DATE_ORDERS = ("dmy", "mdy")
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "\\t": "\t"}


def load(
    workbook: Workbook,
    table: str,
    source: Path,
    mapping: Sequence[str] = (),
    first: str | None = None,
    last: str | None = None,
    only: Sequence[str] = (),
    replace: bool = False,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    decimal: str | None = None,
    date_order: str | None = None,
) -> Outcome:
    """Fill an input table from a CSV or Excel file.

    Months that the table holds already are refused, or replaced where ``replace`` says so; other months stay.
    ``mapping`` and ``only`` are ``column=value`` texts. What was given is remembered for the next file.
    """
    known = next((known for known in TABLES.values() if known.id.casefold() == table.casefold()), None)
    if known is None or known.kind != "input":
        inputs = ", ".join(entry.id for entry in TABLES.values() if entry.kind == "input")
        return Outcome(problems=(Problem("load_no_such_table", {"table": table, "found": inputs}),))
    run = Run(workbook, "load", [known.id], ["tblMembers", "tblImports"])
    options, problems = _options(mapping, only, first, last, decimal, date_order, delimiter)
    run.problems.extend(problems)
    if run.stopped():
        return run.stopped() or Outcome()
    data = run.plan[known.id]
    given = {
        "table": known.id,
        "only": _pairs(only) or None,
        "progress": lambda done, total: workbook.progress(
            done, total, Said("load_working").sentence(run.language)
        ),
        **{name: value for name, value in {"sheet": sheet, "encoding": encoding, **options}.items() if value},
    }
    before = _remembered(run, known.id, Path(source).name)
    columns = {**before.pop("mapping", {}), **_pairs(mapping)}
    loaded = read_source(source, **{**before, **given}, mapping=columns or None)
    if loaded.problems and (before or columns != _pairs(mapping)):
        # What was remembered may belong to another export: look at this one with fresh eyes.
        loaded = read_source(source, **given, mapping=_pairs(mapping) or None)
    run.problems.extend(loaded.problems)
    if not run.problems:
        run.problems.extend(_again(data, loaded, replace))
    if run.stopped():
        return run.stopped() or Outcome()
    _write(run, data, loaded, replace)
    run.attention += _taken(loaded.taken, known.id)
    _remember(run, known.id, loaded)
    if known.id in SALES_TABLES:
        _add_members(run, loaded)
    return run.finish(_summary(known.id, loaded), _figures(loaded.taken))


def _options(
    mapping: Sequence[str],
    only: Sequence[str],
    first: str | None,
    last: str | None,
    decimal: str | None,
    date_order: str | None,
    delimiter: str | None,
) -> tuple[dict[str, Any], list[Problem]]:
    problems = [Problem("load_not_a_pair", {"text": text}) for text in (*mapping, *only) if "=" not in text]
    options: dict[str, Any] = {}
    for name, option, text in (("first", "--from", first), ("last", "--to", last)):
        if text is not None:
            try:
                options[name] = Month.of(text)
            except ValueError:
                problems.append(Problem("option_not_a_month", {"option": option, "value": text}))
    for name, option, text, choices in (
        ("decimal", "--decimal", decimal, _DECIMAL_MARKS),
        ("date_order", "--date-order", date_order, dict(zip(_DATE_ORDERS, _DATE_ORDERS, strict=True))),
    ):
        if text is not None and text.lower() not in choices:
            facts = {"option": option, "value": text, "choices": ", ".join(choices)}
            problems.append(Problem("option_not_a_choice", facts))
        elif text is not None:
            options[name] = choices[text.lower()]
    if delimiter is not None:
        options["delimiter"] = _DELIMITERS.get(delimiter, delimiter)
    return options, problems


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = (text.partition("=") for text in texts if "=" in text)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _remembered(run: Run, table: str, source: str) -> dict[str, Any]:
    """Return how the same source was read before, or else the last one of this table.

    The text comes from a workbook: only the known options are taken from it, and only as texts.
    """
    if "tblImports" not in run.plan:
        return {}
    frame = run.plan.frame("tblImports")
    if not {"mapping", "table", "source"} <= set(frame.columns):
        return {}
    own = frame[(frame["table"] == table) & frame["mapping"].notna()]
    same = own[own["source"] == source]
    rows = same if len(same) else own
    if rows.empty:
        return {}
    try:
        kept = remembered(str(rows["mapping"].iloc[-1]))
    except ValueError:
        return {}
    options = {name: kept[name] for name in REMEMBERED if isinstance(kept.get(name), str)}
    columns = kept.get("mapping")
    if isinstance(columns, dict):
        options["mapping"] = {str(id): str(label) for id, label in columns.items()}
    return options


def _again(data: TableData, loaded: Loaded, replace: bool) -> list[Problem]:
    """Refuse months, or keys of other tables, that the table holds already."""
    if replace or loaded.frame.empty:
        return []
    if _by_month(data):
        months = sorted(set(_month_keys(data.frame)) & set(_month_keys(loaded.frame)))
        names = [month for month, _ in months]
        shown = ", ".join(dict.fromkeys(names[:12])) + (" …" if len(names) > 12 else "")
        sheet = {language: data.table.sheet(language) for language in LANGUAGES}
        facts = {"months": shown, "table": sheet}
        return [Problem("load_months_twice", facts, data.block.info.sheet)] if months else []
    key = [column for column in data.table.key if column in loaded.frame and column in data.frame]
    if not key:
        return []
    there = set(data.frame[key].itertuples(index=False, name=None))
    again = [row for row in loaded.frame[key].itertuples(index=False, name=None) if row in there]
    shown = "; ".join(" · ".join(map(str, row)) for row in again[:SHOWN_NAMES])
    repeated = {"count": len(again), "rows": shown, "table": data.block.info.name}
    return [Problem("load_keys_twice", repeated, data.block.info.sheet)] if again else []


def _by_month(data: TableData) -> bool:
    """Tell whether rows are added month by month: nothing but the month tells them apart."""
    return not data.table.key and "month" in data.match.positions


def _month_keys(frame: pd.DataFrame) -> list[tuple[str, str]]:
    if "month" not in frame:
        return []
    indicator = (
        frame["indicator"].fillna(DEFAULT_INDICATOR)
        if "indicator" in frame
        else [DEFAULT_INDICATOR] * len(frame)
    )
    return [
        (month, name) for month, name in zip(frame["month"], indicator, strict=True) if isinstance(month, str)
    ]


def _write(run: Run, data: TableData, loaded: Loaded, replace: bool) -> None:
    missing = [
        column
        for column in loaded.frame.columns
        if column not in data.match.positions and loaded.frame[column].notna().any()
    ]
    if missing:
        labels = ", ".join(data.table.column(column).label(run.language) for column in missing)
        facts = {"columns": labels, "table": data.block.info.name}
        raise ProblemsFound([Problem("load_columns_missing", facts, data.block.info.sheet)])
    if _by_month(data):
        keep = None
        if replace:
            brought = set(_month_keys(loaded.frame))
            keep = [
                row
                for row, key in zip(data.frame.index, _month_keys_of_rows(data.frame), strict=True)
                if key not in brought
            ]
        run.write_rows(data.table.id, rows_added(data, loaded.frame, keep).rows)
    else:
        run.write_rows(data.table.id, rows_updated(data, loaded.frame).rows)


def _month_keys_of_rows(frame: pd.DataFrame) -> list[tuple[object, object]]:
    indicator = (
        frame["indicator"].fillna(DEFAULT_INDICATOR)
        if "indicator" in frame
        else [DEFAULT_INDICATOR] * len(frame)
    )
    return list(zip(frame["month"], indicator, strict=True))


def _remember(run: Run, table: str, loaded: Loaded) -> None:
    if "tblImports" not in run.plan:
        return
    import pandas as pd

    row = {
        "table": table,
        "source": loaded.taken.file,
        "mapping": loaded.mapping,
        "rows": loaded.taken.rows_stored,
        "time": dt.datetime.now().replace(microsecond=0),
    }
    run.write_rows("tblImports", rows_updated(run.plan["tblImports"], pd.DataFrame([row])).rows)


def _add_members(run: Run, loaded: Loaded) -> None:
    """Add members that the source names and the plan does not know yet, and say so."""
    if "tblMembers" not in run.plan:
        return
    import pandas as pd

    data = run.plan["tblMembers"]
    known = Members.of(data)
    new = [
        (dimension, name)
        for dimension in MEMBER_DIMENSIONS
        if dimension in loaded.frame
        for name in loaded.frame[dimension].dropna().drop_duplicates()
        if known.find(dimension, name) is None
    ]
    if not new:
        return
    run.write_rows("tblMembers", rows_added(data, pd.DataFrame(new, columns=["dimension", "member"])).rows)
    names = "、".join(name for _, name in new[:SHOWN_NAMES]) + (" …" if len(new) > SHOWN_NAMES else "")
    run.attention.append(Said("load_members_added", {"count": len(new), "names": names}))
    pairs = alike((name, known.known(dimension)) for dimension, name in new[:MOST_COMPARED])
    if pairs:
        run.attention.append(Said("load_members_alike", {"pairs": pairs}))


def _taken(taken: Taken, table: str) -> list[Said]:
    """Say how the source was read, so that a wrong guess is seen."""
    known = {column.id: column for column in TABLES[table].columns}
    columns: dict[Language, str] = {}
    for language in LANGUAGES:
        # A source may have columns that only others are worked out from, such as the profit of a sale.
        pairs = [
            f"{known[id].label(language) if id in known else id} = {own}" for id, own in taken.columns.items()
        ]
        columns[language] = ("、" if language == "zh" else ", ").join(pairs)
    how = [f"{key} {text}" for key, text in _how(taken).items() if text]
    said = [Said("load_taken", {"how": "; ".join(how) or "–", "columns": columns})]
    if taken.unused:
        said.append(Said("load_unused", {"columns": ", ".join(taken.unused)}))
    said += [Said(reason, facts) for reason, facts in taken.remarks()]
    left_out = taken.rows_filtered + taken.rows_outside_months
    if left_out:
        said.append(Said("load_filtered", {"count": left_out}))
    residual = ", ".join(f"{id} {amount.normalize():f}" for id, amount in taken.residual.items() if amount)
    if residual:
        said.append(Said("load_residual", {"residual": residual}))
    return said


def _how(taken: Taken) -> dict[str, str | None]:
    """Return what was found out, by the name of the option that says otherwise."""
    return {
        "--encoding": taken.encoding,
        "--delimiter": {"\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe"}.get(
            taken.delimiter or "", taken.delimiter
        ),
        "--decimal": {".": "point", ",": "comma"}.get(taken.decimal or ""),
        "--date-order": taken.date_order,
        "--sheet": ", ".join(taken.sheets),
    }


def _summary(table: str, loaded: Loaded) -> Said:
    taken = loaded.taken
    facts: dict[str, object] = {
        "rows": f"{taken.rows_stored:,}",
        "read": f"{taken.rows_read:,}",
        "file": taken.file,
        "table": {language: TABLES[table].sheet(language) for language in LANGUAGES},
    }
    if taken.first_month:
        return Said("load_done_months", {**facts, "first": taken.first_month, "last": taken.last_month})
    return Said("load_done", facts)


def _figures(taken: Taken) -> dict[str, Any]:
    return {
        "rows_read": taken.rows_read,
        "rows_stored": taken.rows_stored,
        "columns": taken.columns,
        "encoding": taken.encoding,
        "totals": {name: str(total) for name, total in taken.totals.items()},
        "residual": {name: str(residual) for name, residual in taken.residual.items()},
    }
