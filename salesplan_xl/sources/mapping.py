"""Which source columns fill which columns of a plan's table: as asked for, else by label and synonym."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.errors import Problem
from salesplan_xl.sources.header import Header, text_of
from salesplan_xl.sources.labels import (
    MEASURES,
    SUMMED_TABLES,
    Vocabulary,
    folded,
    unit_in_label,
    unit_in_titles,
)
from salesplan_xl.sources.months_across import MonthLabel, split_label
from salesplan_xl.tables.contract import Choice

JOINER = "+"
"""``product=Category+Sub-Category`` joins two source columns into one member."""


@dataclass(frozen=True)
class Use:
    """One column of the plan and the source columns (0-based positions) that fill it."""

    column: str
    positions: tuple[int, ...]
    labels: tuple[str, ...]
    asked: bool = False
    power: int = 0
    """Its amounts are in units of ten to this power."""

    @property
    def source(self) -> str:
        return JOINER.join(self.labels)


@dataclass(frozen=True)
class MonthColumn:
    """One of a source's columns that stand for a month each."""

    position: int
    label: MonthLabel
    measure: str
    power: int = 0


@dataclass(frozen=True)
class ColumnMap:
    """How a source's columns are read."""

    uses: dict[str, Use]
    across: tuple[MonthColumn, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> list[Use]:
        """What tells rows apart: everything but measures, the month and the year beside it."""
        return [use for id, use in self.uses.items() if id not in (*MEASURES, "month", "year")]

    @property
    def measures(self) -> list[str]:
        if self.across:
            found = {column.measure for column in self.across}
            return [measure for measure in MEASURES if measure in found]
        return [measure for measure in MEASURES if measure in self.uses]

    def positions(self) -> list[int]:
        """Return every source column that is read, once."""
        used = {position for use in self.uses.values() for position in use.positions}
        return sorted(used | {column.position for column in self.across})

    def as_json(self, choices: Mapping[str, str]) -> str:
        """Return what next month's load needs to know, as JSON text."""
        columns = {use.column: use.source for use in self.uses.values()}
        columns.update({id: "" for id, source in self.asked.items() if not source})
        return json.dumps({"columns": columns, **choices}, ensure_ascii=False, sort_keys=True)


def remembered(text: str) -> dict[str, Any]:
    """Return the arguments of :func:`read_source` kept by :attr:`Loaded.mapping`.

    >>> remembered('{"columns": {"month": "Order Date"}, "decimal": ","}')
    {'mapping': {'month': 'Order Date'}, 'decimal': ','}

    Raises:
        ValueError: the text is not what was kept.
    """
    kept = json.loads(text)
    if not isinstance(kept, dict):
        raise ValueError(text)
    columns = kept.pop("columns", None)
    return {**({"mapping": columns} if columns else {}), **kept}


def map_columns(
    header: Header,
    vocabulary: Vocabulary,
    asked: Mapping[str, str] | None,
    values_of: Callable[[int], Sequence[object]],
    where: str,
) -> tuple[ColumnMap, list[Problem]]:
    """Match a source's columns to a table's, collecting everything that does not fit.

    Args:
        header: The source's labels.
        vocabulary: The table's columns and their names.
        asked: Table column (id, label or synonym) to source label; an empty label leaves the column out.
        values_of: Gives the first cells of a source column, to tell a status from a federal state.
        where: The file and sheet, for messages.
    """
    problems: list[Problem] = []
    uses, wanted = _as_asked(header, vocabulary, asked or {}, where, problems)
    title_power = unit_in_titles(header.titles) or 0
    _by_label(header, vocabulary, set(wanted), values_of, uses)
    problems += [
        Problem("source_label_twice", {"label": use.source, "where": where})
        for use in uses.values()
        if not use.asked and len(_places(header.labels, use.labels[0])) > 1
    ]
    for id, use in uses.items():
        if vocabulary.columns[id].unit == "money":
            own = unit_in_label(use.labels[0])
            uses[id] = Use(id, use.positions, use.labels, use.asked, title_power if own is None else own)
    across: tuple[MonthColumn, ...] = ()
    if vocabulary.table.id in SUMMED_TABLES:
        across = _months_across(header, vocabulary, uses, title_power)
        if across:
            for measure in MEASURES:
                uses.pop(measure, None)
            problems += _months_twice(across, header, where)
            month = uses.pop("month", None)
            if month and "year" not in uses:
                uses["year"] = Use("year", month.positions, month.labels)
    found = ColumnMap(uses, across, wanted)
    problems += _missing(found, header, vocabulary, set(wanted), where)
    return found, problems


def _as_asked(
    header: Header,
    vocabulary: Vocabulary,
    asked: Mapping[str, str],
    where: str,
    problems: list[Problem],
) -> tuple[dict[str, Use], dict[str, str]]:
    uses: dict[str, Use] = {}
    wanted: dict[str, str] = {}
    for name, source in asked.items():
        id = vocabulary.column_id(name)
        if id is None:
            known = ", ".join(vocabulary.columns)
            problems.append(
                Problem("source_no_target", {"column": name, "table": vocabulary.table.id, "known": known})
            )
            continue
        if id in wanted:
            facts = {"column": id, "first": wanted[id], "second": source}
            problems.append(Problem("source_target_twice", facts))
            continue
        wanted[id] = source
        if not source:
            continue
        positions = _positions(header.labels, source)
        if positions is None:
            facts = {"source": source, "where": where, "found": _listed(header.labels)}
            problems.append(Problem("source_no_column", facts))
        elif any(len(places) > 1 for places in positions):
            problems.append(Problem("source_label_twice", {"label": source, "where": where}))
        else:
            chosen = tuple(places[0] for places in positions)
            uses[id] = Use(id, chosen, tuple(header.labels[place] for place in chosen), asked=True)
    return uses, wanted


def _positions(labels: Sequence[str], source: str) -> list[list[int]] | None:
    """Return where a source's label stands, or the labels joined by ``+``; ``None`` if one is not there."""
    for part in ([source], [piece.strip() for piece in source.split(JOINER)]):
        found = [_places(labels, label) for label in part]
        if all(found):
            return found
    return None


def _places(labels: Sequence[str], wanted: str) -> list[int]:
    exact = [place for place, label in enumerate(labels) if label == wanted]
    return exact or [place for place, label in enumerate(labels) if label and folded(label) == folded(wanted)]


def _by_label(
    header: Header,
    vocabulary: Vocabulary,
    taken: set[str],
    values_of: Callable[[int], Sequence[object]],
    uses: dict[str, Use],
) -> None:
    """Map what was not asked for; of several source columns the better name wins, then the earlier column."""
    used = {position for use in uses.values() for position in use.positions}
    offers: list[tuple[int, int, str]] = []
    for position, label in enumerate(header.labels):
        meaning = meaning_of(vocabulary, label) if label and position not in used else None
        if meaning and meaning[0] not in taken:
            offers.append((meaning[1], position, meaning[0]))
    for _, position, id in sorted(offers):
        column = vocabulary.columns[id]
        if id in uses:
            continue
        if column.unit == "choice" and not _holds_choices(column.choices, values_of(position)):
            continue
        uses[id] = Use(id, (position,), (header.labels[position],))


def meaning_of(vocabulary: Vocabulary, label: str) -> tuple[str, int] | None:
    """Return the column a label means and how well; of a label joined from two rows also its lower part."""
    meaning = vocabulary.meaning(label)
    if meaning is None and " " in label and split_label(label) is None:
        meaning = vocabulary.meaning(label.rpartition(" ")[2])
    return (meaning.column, meaning.rank) if meaning else None


def _holds_choices(choices: Mapping[str, Choice], cells: Sequence[object]) -> bool:
    """Tell a status from a federal state by its first cells: one of them is in the list, or all are blank."""
    texts = [text for cell in cells if (text := text_of(cell))]
    return not texts or any(choice_id(choices, text) is not None for text in texts)


def choice_id(choices: Mapping[str, Choice], text: str) -> str | None:
    """Return the id of a closed list's value from its id, label or synonym."""
    wanted = folded(text)
    for id, choice in choices.items():
        if wanted in (folded(id), folded(choice.en), folded(choice.zh), *map(folded, choice.synonyms)):
            return id
    return None


def _months_across(
    header: Header, vocabulary: Vocabulary, uses: Mapping[str, Use], title_power: int
) -> tuple[MonthColumn, ...]:
    """Find the columns that stand for a month each, unless a month column was asked for or found."""
    found: list[MonthColumn] = []
    used = {position for use in uses.values() for position in use.positions}
    for position, label in enumerate(header.labels):
        month = split_label(label) if label and position not in used else None
        if month is None:
            continue
        meaning = vocabulary.meaning(month.measure) if month.measure else None
        measure = meaning.column if meaning else "amount"
        if month.measure and (meaning is None or measure not in MEASURES):
            continue
        own = unit_in_label(label)
        power = title_power if own is None else own
        found.append(MonthColumn(position, month, measure, 0 if measure == "quantity" else power))
    months = {column.label for column in found}
    if len(months) < 2 or ("month" in uses and uses["month"].asked):
        return ()
    return tuple(found)


def _months_twice(across: Sequence[MonthColumn], header: Header, where: str) -> list[Problem]:
    """Two columns for one measure of one month: one of them would be lost."""
    seen: set[tuple[int | None, int, str]] = set()
    problems = []
    for column in across:
        key = (column.label.year, column.label.month, column.measure)
        if key in seen:
            label = header.labels[column.position]
            problems.append(Problem("source_label_twice", {"label": label, "where": where}))
        seen.add(key)
    return problems


def _missing(
    found: ColumnMap, header: Header, vocabulary: Vocabulary, wanted: set[str], where: str
) -> list[Problem]:
    problems: list[Problem] = []
    needed = [column.id for column in vocabulary.table.columns if column.required]
    if found.across:
        needed.remove("month")
    for id in needed:
        if id not in found.uses and id not in wanted:
            problems.append(_unmapped(id, header, vocabulary, where))
    if vocabulary.table.id in SUMMED_TABLES and not found.measures and not wanted & set(MEASURES):
        problems.append(_unmapped("amount", header, vocabulary, where))
    if "profit" in found.measures and "cost" not in found.measures and "amount" not in found.measures:
        problems.append(_unmapped("amount", header, vocabulary, where))
    return problems


def _unmapped(id: str, header: Header, vocabulary: Vocabulary, where: str) -> Problem:
    column = vocabulary.columns[id]
    label = {"en": column.en, "zh": column.zh}
    near = vocabulary.nearest(id, header.labels)
    reason = "source_unmapped_near" if near else "source_unmapped"
    facts = {"label": label, "id": id, "where": where, "found": _listed(header.labels)}
    if near:
        facts = {"label": label, "id": id, "where": where, "near": ", ".join(near), "first": near[0]}
    return Problem(reason, facts)


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(label for label in labels[:40] if label)
