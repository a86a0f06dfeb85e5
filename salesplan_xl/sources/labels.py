"""Which column of the plan a source's label means, and in which unit its amounts are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from salesplan_xl.tables.contract import ROW_UNITS, TABLES, Column, Table

SUMMED_TABLES = frozenset({"tblHistory", "tblActuals"})
"""Tables whose rows are added up by month and member; the others take a source row as it is."""

MEASURES = ("quantity", "amount", "cost", "profit")
PROFIT = Column(
    "profit",
    "money",
    "Profit",
    "毛利",
    ("gross profit", "gross margin", "margin"),
    ("利润", "毛利额", "毛利润", "销售毛利"),
)
"""What a source may give instead of the cost: cost = amount − profit."""
YEAR = Column("year", "count", "Year", "年份", ("calendar year",), ("年", "年度"))
"""A year that stands beside a month without one."""

_BRACKETS = re.compile(r"[(\[{](.*?)[)\]}]")
_NOISE = re.compile(r"[\s_\-:*#'\"./\\]+")
_UNIT_TAIL = re.compile(r"(?<=.)[,/\s-]*(百万元|千元|万元|亿元)$")
_TITLE_UNIT = re.compile(r"(?:单位|金额单位|unit|amounts in|in)\s*:?\s*([^\s:,;)]+)", re.IGNORECASE)


def folded(label: str) -> str:
    """Return a label without case, spaces and full-width forms, so that spellings of one name are equal.

    >>> folded("Order_Date"), folded("客户 名称"), folded("ＳＫＵ")
    ('orderdate', '客户名称', 'sku')
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", label).casefold())


def _unit_powers() -> dict[str, int]:
    powers: dict[str, int] = {}
    for unit in ROW_UNITS.values():
        power = unit.factor.adjusted()
        for name in (unit.choice.en, unit.choice.zh, *unit.choice.synonyms):
            if unit.measure == "money":
                powers[folded(name)] = power
    return powers


_POWERS = _unit_powers()


@dataclass(frozen=True)
class Meaning:
    """What a label means: a column's id, how good the match is (0 is the label itself), and its unit."""

    column: str
    rank: int
    power: int | None = None
    """The amounts are in units of ten to this power (4 for 万元); ``None`` where the label does not say."""


class Vocabulary:
    """The names a table's columns go by."""

    def __init__(self, table: str) -> None:
        self.table: Table = TABLES[table]
        columns = [*self.table.columns]
        if table in SUMMED_TABLES:
            columns += [PROFIT, YEAR]
        self.columns: dict[str, Column] = {column.id: column for column in columns}
        self._names: dict[str, tuple[int, str]] = {}
        for column in columns:
            for position, name in enumerate(column.names):
                # Label in either language and the id are equally good; of synonyms the earlier is the better.
                rank = max(0, position - 2)
                known = self._names.get(folded(name))
                if known is None or rank < known[0]:
                    self._names[folded(name)] = (rank, column.id)

    def column_id(self, name: str) -> str | None:
        """Return the column meant by an id, label or synonym."""
        if name in self.columns:
            return name
        found = self._names.get(folded(name))
        return found[1] if found else None

    def meaning(self, label: str) -> Meaning | None:
        """Return what a source's label means, brackets and units in it understood.

        >>> Vocabulary("tblHistory").meaning("销售额（万元）")
        Meaning(column='amount', rank=6, power=4)
        """
        plain = unicodedata.normalize("NFKC", label).strip()
        power = unit_in_label(plain)
        for text in (plain, _UNIT_TAIL.sub("", plain), _BRACKETS.sub("", plain)):
            found = self._names.get(folded(text))
            if found:
                return Meaning(found[1], found[0], power)
        return None

    def nearest(self, column: str, labels: Iterable[str]) -> list[str]:
        """Return the source labels that look most like a column's names."""
        by_folded = {folded(label): label for label in labels if label}
        found: list[str] = []
        for name in self.columns[column].names:
            for near in get_close_matches(folded(name), by_folded, n=2, cutoff=0.6):
                if by_folded[near] not in found:
                    found.append(by_folded[near])
        return found[:3]


def unit_in_label(label: str) -> int | None:
    """Return the power of ten of the unit a label names; ``None`` where it names none.

    >>> [unit_in_label(label) for label in ("金额(万元)", "销售额万元", "Sales (k)", "金额(含税)")]
    [4, 4, 3, None]
    """
    plain = unicodedata.normalize("NFKC", label).strip()
    for inside in _BRACKETS.findall(plain):
        for part in (inside, inside.rpartition(":")[2]):
            if folded(part) in _POWERS:
                return _POWERS[folded(part)]
    tail = _UNIT_TAIL.search(plain)
    return _POWERS[folded(tail[1])] if tail else None


def unit_in_titles(titles: Iterable[str]) -> int | None:
    """Return the power of ten of the unit that lines above a header name, such as ``单位：万元``.

    >>> unit_in_titles(["2027年销售明细", "单位：万元"]), unit_in_titles(["Sales in 2027"])
    (4, None)
    """
    for title in titles:
        inside = unit_in_label(title)
        if inside is not None:
            return inside
        for word in _TITLE_UNIT.findall(unicodedata.normalize("NFKC", title)):
            if folded(word) in _POWERS:
                return _POWERS[folded(word)]
    return None
