"""The tables of a plan, each read at most once, with every problem found in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesplan_xl.cells import Block, TableInfo, Workbook
from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.messages import Language
from salesplan_xl.tables.codec import TableData, decode
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, language_of, missing_table
from salesplan_xl.tables.period_reading import Calendar
from salesplan_xl.tables.plan_settings import PlanSettings, ReadSettings, read_settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class PlanTables:
    """What an action has read: settings, tables by id, and the problems so far."""

    infos: Mapping[str, TableInfo]
    language: Language
    read: ReadSettings
    tables: dict[str, TableData] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def settings(self) -> PlanSettings:
        return self.read.settings

    @property
    def calendar(self) -> Calendar:
        return self.read.settings.calendar

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def __getitem__(self, table: str) -> TableData:
        return self.tables[table]

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table's frame: one column per contract column found, in base units.

        Raises:
            KeyError: the table was not read or is not in the workbook.
        """
        return self.tables[table].frame

    def has(self, table: str) -> bool:
        """Tell whether the workbook has a table of that name, read or not."""
        return find_table(self.infos, table) is not None

    def stop_if_wrong(self) -> None:
        """Stop an action before it writes anything.

        Raises:
            ProblemsFound: there are problems; all of them.
        """
        if self.problems:
            raise ProblemsFound(self.problems)


def read_plan_tables(
    workbook: Workbook,
    names: Iterable[str],
    optional: Iterable[str] = (),
    outputs: Iterable[str] = (),
    columns: Mapping[str, Iterable[str]] | None = None,
) -> PlanTables:
    """Read the settings and the named tables of a plan, each with one round trip.

    ``names`` must be there, ``optional`` ones may be missing. ``outputs`` must be there too, but are
    about to be rewritten: only their keys are read, and what stands in their cells is no problem.
    ``columns`` limits a table to the columns an action needs, so that a bad cell elsewhere does not stop it.
    Problems are collected, none is raised.
    """
    infos = workbook.tables()
    language = language_of(infos)
    settings_info = find_table(infos, "tblSettings")
    settings_block = workbook.read_table(settings_info.name) if settings_info else None
    read = read_settings(settings_block, language)
    plan = PlanTables(infos, read.settings.language, read, problems=list(read.problems))
    if settings_info is None:
        plan.problems.append(missing_table(infos, "tblSettings"))
    rewritten = set(outputs)
    required = {*names, *rewritten}
    for name in dict.fromkeys([*names, *optional, *rewritten]):
        info = find_table(infos, name)
        if info is None:
            if name in required and name != "tblSettings":
                plan.problems.append(missing_table(infos, name))
            continue
        block: Block = (
            settings_block if settings_block and name == "tblSettings" else workbook.read_table(info.name)
        )
        wanted = () if name in rewritten else None if columns is None else columns.get(name)
        data = decode(block, TABLES[name], plan.calendar, plan.language, wanted)
        plan.tables[name] = data
        if name != "tblSettings":
            plan.problems += data.match.problems if name in rewritten else data.problems
    return plan
