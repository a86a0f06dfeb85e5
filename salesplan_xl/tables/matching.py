"""Which table and which column is which: by name, label, id or synonym in either language.

Spaces, line breaks, full-width forms, case and a unit in brackets make no difference. What matches nothing is
a column of the planner's own and is left to him.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from salesplan_xl.cells import TableInfo, column_letters
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, Language
from salesplan_xl.tables.cell_reading import plain
from salesplan_xl.tables.choices import BASES, ROW_UNITS
from salesplan_xl.tables.column import Choice, Column, Table
from salesplan_xl.tables.contract import TABLES

_BRACKETS = re.compile(r"^(?P<name>.+?)[(\[【](?:单位|unit)?:?(?P<hint>[^()\[\]【】]*)[)\]】]$")
_AFTER_MARK = re.compile(r"^(?P<name>.+?)[/,:、](?:单位|unit)?:?(?P<hint>[^/,:、]+)$")
_ASIDES = frozenset({"必填", "选填", "required", "optional", "可选"})
_SALES = ("tblHistory", "tblActuals")
_UNIT_COLUMNS = frozenset({"money", "number", "ratio"})


@lru_cache(maxsize=65536)
def normal(label: str) -> str:
    """Return what two spellings of one label have in common.

    >>> normal(" Sales\\nRep ") == normal("sales_rep") == normal("ＳＡＬＥＳ　ＲＥＰ*")
    True
    """
    return re.sub(r"[\s_*]", "", plain(label)).rstrip(":").casefold()


def known_names(choices: Mapping[str, Choice]) -> dict[str, str]:
    """Return the id of every accepted spelling of a list's values, normalised."""
    names: dict[str, str] = {}
    for id, choice in choices.items():
        for name in (id, choice.en, choice.zh, *choice.synonyms):
            names.setdefault(normal(name), id)
    return names


def nearest(name: str, known: Iterable[str], least: float = 0.5) -> str | None:
    """Return the known name most like a given one, in its own spelling; ``None`` if none is alike.

    >>> nearest("华东大区", ["华东", "华南"]), nearest("xyz", ["华东"])
    ('华东', None)
    """
    spelled = {normal(candidate): candidate for candidate in known}
    found = get_close_matches(normal(name), spelled, n=1, cutoff=least)
    return spelled[found[0]] if found else None


MOST_COMPARED, MOST_LOOKED_AT = 20, 50_000
"""So many new names are compared with those that are known, and so many pairs are looked at in all."""
MOST_NEAR = 4


def alike(names: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return the names that are much like a known one, each with it, as a sentence can list them.

    Of a name of two or three characters one may differ, of a longer one about a third. Several known names
    that are equally near are all named, but letters that only changed places go before others.

    >>> alike([("Esat", ["East", "West"]), ("Water", ["Tea"]), ("华西", ["华东", "华南", "东北"])])
    'Esat ≈ East, 华西 ≈ 华东/华南'
    """
    pairs, left = [], MOST_LOOKED_AT
    for name, known in names:
        known = list(known)
        left -= len(known)
        if left < 0:
            break
        close = [other for other in _equally_near(name, known) if other != name]
        if close:
            pairs.append(f"{name} ≈ {'/'.join(close)}")
    return ", ".join(pairs)


def _equally_near(name: str, known: Iterable[str]) -> list[str]:
    spelled = {normal(candidate): candidate for candidate in known}
    own = normal(name)
    found = get_close_matches(own, spelled, n=MOST_NEAR, cutoff=0.5 if len(own) <= 3 else 0.7)
    swapped = [other for other in found if sorted(other) == sorted(own)]
    ratios = {other: SequenceMatcher(None, other, own).ratio() for other in swapped or found}
    best = max(ratios.values(), default=0.0)
    return [spelled[other] for other in spelled if ratios.get(other) == best]


_UNIT_NAMES = known_names({id: unit.choice for id, unit in ROW_UNITS.items()})
_BASIS_NAMES = known_names(BASES)


def unit_hint(label: str) -> tuple[str, str | None]:
    """Return a label's normalised name and the unit it names in brackets or after a slash, if any.

    >>> unit_hint("金额（万元）"), unit_hint("Amount (USD)"), unit_hint("金额(含税)"), unit_hint("实际(累计)")
    (('金额', 'ten_thousand'), ('amount', 'base'), ('金额', None), ('实际(累计)', None))
    """
    name = normal(label)
    for pattern in (_BRACKETS, _AFTER_MARK):
        match = pattern.match(name)
        if match:
            hint = match["hint"]
            if hint in _UNIT_NAMES:
                return match["name"], _UNIT_NAMES[hint]
            if hint in _BASIS_NAMES or hint in _ASIDES:
                return match["name"], None
    return name, None


@dataclass(frozen=True)
class TableMatch:
    """Where the columns of a contract table stand in a workbook's table."""

    table: Table
    info: TableInfo
    positions: Mapping[str, int]
    """Column id to its position in the header, 0-based."""
    factors: Mapping[str, Decimal]
    """Columns whose header names a unit: how many base units one is."""
    own: tuple[int, ...]
    """Positions of columns that are the planner's own."""
    problems: tuple[Problem, ...]

    def label(self, column: str) -> str:
        """Return a column's label as the planner sees it; the contract's where the column is missing."""
        position = self.positions.get(column)
        if position is None:
            return self.table.column(column).label(language_of({self.info.name: self.info}))
        return " ".join(self.info.header[position].split())

    def cell(self, row: int, column: str) -> str:
        """Return the address of a data cell, e.g. ``B5``; the row is 0-based."""
        return f"{column_letters(self.info.left + self.positions[column])}{self.info.top + 1 + row}"

    @property
    def first_cell(self) -> str:
        """The address of the table's first header cell."""
        return f"{column_letters(self.info.left)}{self.info.top}"


def find_table(tables: Mapping[str, TableInfo], table_id: str) -> TableInfo | None:
    """Return the workbook's table of that name, whatever its case."""
    if table_id in tables:
        return tables[table_id]
    wanted = table_id.casefold()
    return next((info for name, info in tables.items() if name.casefold() == wanted), None)


def missing_table(tables: Mapping[str, TableInfo], table_id: str) -> Problem:
    """Return the problem of a table that is not in the workbook, with the nearest name that may be it.

    A table that is one of the contract's own is not it, however alike the names are.
    """
    table = TABLES[table_id]
    ours = {known.casefold() for known in TABLES}
    close = nearest(table_id, (name for name in tables if name.casefold() not in ours), least=0.6)
    facts = {
        "table": table_id,
        "title": {language: table.sheet(language) for language in LANGUAGES},
    }
    if close:
        return Problem("table_missing_near", {**facts, "nearest": close})
    return Problem("table_missing", facts)


def match_table(info: TableInfo, table: Table) -> TableMatch:
    """Find every column of a contract table in a workbook's header.

    A label or id wins over a synonym, so that a planner may add a column 任务 beside 必达目标.
    """
    read = [unit_hint(label) for label in info.header]
    exact, loose = _names_of(table)
    found: dict[str, list[int]] = {}
    own: list[int] = []
    for names in (exact, loose):
        taken = set(found)
        for position, (name, _) in enumerate(read):
            column_id = names.get(normal(info.header[position])) or names.get(name)
            if column_id and column_id not in taken and not _claimed(found, position):
                found.setdefault(column_id, []).append(position)
    claimed = {position for positions in found.values() for position in positions}
    own = [position for position in range(len(read)) if position not in claimed]
    positions = {column_id: spots[0] for column_id, spots in found.items()}
    factors: dict[str, Decimal] = {}
    for column_id, position in positions.items():
        unit = read[position][1]
        if unit and table.column(column_id).unit in _UNIT_COLUMNS:
            factors[column_id] = ROW_UNITS[unit].factor
    match = TableMatch(table, info, positions, factors, tuple(own), ())
    problems = [*_twice(match, found), *_missing(match)]
    return TableMatch(table, info, positions, factors, tuple(own), tuple(problems))


def language_of(tables: Mapping[str, TableInfo], default: Language = "en") -> Language:
    """Return the language most headers of a plan's tables are written in."""
    counts = dict.fromkeys(LANGUAGES, 0)
    for table in TABLES.values():
        info = find_table(tables, table.id)
        if info is None:
            continue
        header = {unit_hint(label)[0] for label in info.header}
        for language in LANGUAGES:
            counts[language] += sum(normal(column.label(language)) in header for column in table.columns)
    if counts["en"] == counts["zh"]:
        return default
    return "en" if counts["en"] > counts["zh"] else "zh"


@lru_cache(maxsize=64)
def _names_of(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for column in table.columns:
        for name in (column.en, column.zh, column.id):
            exact.setdefault(normal(name), column.id)
        if column.prepared:
            for name in (*column.synonyms_en, *column.synonyms_zh):
                loose.setdefault(normal(name), column.id)
    return exact, loose


def _claimed(found: Mapping[str, list[int]], position: int) -> bool:
    return any(position in positions for positions in found.values())


def _twice(match: TableMatch, found: Mapping[str, list[int]]) -> list[Problem]:
    problems = []
    for column_id, positions in found.items():
        if len(positions) > 1:
            labels = [" ".join(match.info.header[position].split()) for position in positions]
            cell = f"{column_letters(match.info.left + positions[1])}{match.info.top}"
            facts = {"table": match.info.name, "first": labels[0], "second": labels[1], "column": column_id}
            problems.append(Problem("column_twice", facts, match.info.sheet, cell, labels[1]))
    return problems


def _missing(match: TableMatch) -> list[Problem]:
    """Return the problems of columns that are needed, and of those whose label seems to have been changed."""
    problems = []
    spare = [match.info.header[position] for position in match.own]
    sold = {"amount", "quantity"} & set(match.positions)
    for column in match.table.columns:
        if column.id in match.positions:
            continue
        needed = column.required or (match.table.id in _SALES and column.id == "amount" and not sold)
        misspelt = column.prepared and any(
            nearest(name, spare, least=0.75) for name in (column.en, column.zh)
        )
        if needed or misspelt:
            problems.append(_missing_column(match, column, spare))
    return problems


def _missing_column(match: TableMatch, column: Column, spare: list[str]) -> Problem:
    label = {language: column.label(language) for language in LANGUAGES}
    close = next(filter(None, (nearest(name, spare, least=0.6) for name in column.names)), None)
    facts: dict[str, object] = {"table": match.info.name, "column": label}
    if close:
        facts["nearest"] = " ".join(close.split())
        return Problem("column_missing_near", facts, match.info.sheet, match.first_cell)
    facts["found"] = ", ".join(" ".join(name.split()) for name in match.info.header)
    return Problem("column_missing", facts, match.info.sheet, match.first_cell)
