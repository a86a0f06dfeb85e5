"""Who and what a plan knows: members of each dimension, found by name, code or alias."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from salesplan_xl.errors import Problem
from salesplan_xl.tables.cell_reading import plain
from salesplan_xl.tables.choices import MEMBER_DIMENSIONS
from salesplan_xl.tables.codec import TableData
from salesplan_xl.tables.matching import nearest, normal

if TYPE_CHECKING:
    import pandas as pd


class Members:
    """The members of every dimension.

    >>> members = Members({"region": ["华东", "华南"]}, {("region", "东区"): "华东"})
    >>> members.find("region", "东区"), members.find("region", "华东区"), members.nearest("region", "华东区")
    ('华东', None, '华东')
    """

    def __init__(
        self, members: Mapping[str, Iterable[str]], other_names: Mapping[tuple[str, str], str] | None = None
    ) -> None:
        self._members = {dimension: tuple(dict.fromkeys(names)) for dimension, names in members.items()}
        self._exact = {
            (dimension, name): name for dimension, names in self._members.items() for name in names
        }
        self._loose: dict[tuple[str, str], str] = {}
        for (dimension, name), member in self._exact.items():
            self._loose.setdefault((dimension, normal(name)), member)
        for (dimension, name), member in (other_names or {}).items():
            self._loose.setdefault((dimension, normal(name)), member)

    @classmethod
    def of(cls, *tables: TableData) -> Members:
        """Collect members from tblMembers, and from the columns of reps, history and actuals.

        A name that tblMembers gives as alias or code is not a member of its own.
        """
        members: dict[str, list[str]] = {}
        others: dict[tuple[str, str], str] = {}
        for data in tables:
            if data.table.id == "tblMembers" and {"dimension", "member"} <= set(data.frame.columns):
                for dimension, member, name in _other_names(data):
                    members.setdefault(dimension, []).append(member)
                    if name:
                        others.setdefault((dimension, normal(name)), member)
        for data in tables:
            if data.table.id == "tblMembers":
                continue
            own = ("rep",) if data.table.id == "tblReps" else MEMBER_DIMENSIONS
            for dimension in own:
                if dimension in data.frame.columns:
                    known = {normal(name) for name in members.get(dimension, [])}
                    for name in data.frame[dimension].dropna().unique():
                        if normal(name) not in known and (dimension, normal(name)) not in others:
                            members.setdefault(dimension, []).append(name)
        return cls(members, others)

    def known(self, dimension: str) -> tuple[str, ...]:
        return self._members.get(dimension, ())

    def find(self, dimension: str, name: str) -> str | None:
        """Return the member a name stands for: itself, its code or alias, whatever its spaces and case."""
        return self._exact.get((dimension, name)) or self._loose.get((dimension, normal(name)))

    def nearest(self, dimension: str, name: str) -> str | None:
        """Return the member whose name is most like a given one."""
        return nearest(name, self.known(dimension), least=0.4)

    def under_own_names(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a copy in which every code and alias is its member's name; unknown names stay."""
        import pandas as pd

        frame = frame.copy()
        for dimension in MEMBER_DIMENSIONS:
            if dimension in frame.columns:
                names = {
                    name: self.find(dimension, name) or name for name in frame[dimension].dropna().unique()
                }
                if any(name != member for name, member in names.items()):
                    own = [names.get(name, name) for name in frame[dimension]]
                    frame[dimension] = pd.Series(own, index=frame.index, dtype=object)
        return frame


def separate_names(text: str) -> list[str]:
    """Return the names in an alias cell, separated by comma, semicolon or enumeration mark.

    >>> separate_names("东区、华东大区; East")
    ['东区', '华东大区', 'East']
    """
    return [name.strip() for name in re.split(r"[,;、|\n]", plain(text)) if name.strip()]


def names_twice(data: TableData) -> list[Problem]:
    """Return a problem for every alias or code that stands for two members, or that is a member's name."""
    taken: dict[tuple[str, str], str] = {}
    for dimension, member, name in _other_names(data):
        if not name:
            taken[dimension, normal(member)] = member
    problems = []
    for row, record in _records(data):
        for column in ("alias", "code"):
            cell = record.get(column)
            for name in separate_names(cell) if isinstance(cell, str) else ():
                other = taken.setdefault((record["dimension"], normal(name)), record["member"])
                if other != record["member"]:
                    facts = {"value": name, "first": other, "second": record["member"]}
                    problems.append(data.problem("name_of_two", row, column, **facts))
    return problems


def _records(data: TableData) -> list[tuple[int, dict[str, str]]]:
    columns = [id for id in ("dimension", "member", "alias", "code") if id in data.frame.columns]
    rows = zip(data.frame.index.tolist(), *(data.frame[id] for id in columns), strict=True)
    records = [(row, dict(zip(columns, values, strict=True))) for row, *values in rows]
    return [(row, record) for row, record in records if record["dimension"] and record["member"]]


def _other_names(data: TableData) -> list[tuple[str, str, str]]:
    """Return dimension, member and other name, the other name blank for the member itself."""
    found = []
    for _, record in _records(data):
        found.append((record["dimension"], record["member"], ""))
        for column in ("alias", "code"):
            cell = record.get(column)
            for name in separate_names(cell) if isinstance(cell, str) else ():
                found.append((record["dimension"], record["member"], name))
    return found
