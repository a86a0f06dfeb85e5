"""What is wrong in a plan's tables beyond single cells: keys twice, names nobody knows, impossible bounds.

Where the whole plan decides (holds above the target, floors that cannot all hold) planning refuses.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.choices import MEMBER_DIMENSIONS, ROW_UNITS
from salesplan_xl.tables.codec import MOST_PROBLEMS_OF_A_KIND, TableData
from salesplan_xl.tables.column_reading import shown
from salesplan_xl.tables.indicators import INDICATORS
from salesplan_xl.tables.matching import nearest
from salesplan_xl.tables.members import Members, names_twice
from salesplan_xl.tables.plan_settings import PlanSettings
from salesplan_xl.tables.plan_tables import PlanTables
from salesplan_xl.units import Period, Step

if TYPE_CHECKING:
    import pandas as pd

KNOWN_MEMBERS_IN = ("tblMembers", "tblReps", "tblHistory", "tblActuals")
_ONE = Step(1, 0)


def check_plan(plan: PlanTables) -> list[Problem]:
    """Return every problem across the tables that were read; ``plan.problems`` has those of single cells."""
    problems: list[Problem] = []
    for data in plan.tables.values():
        problems += keys_twice(data)
    members = Members.of(*(plan[name] for name in KNOWN_MEMBERS_IN if name in plan))
    checks: dict[str, Callable[[], list[Problem]]] = {
        "tblTargets": lambda: check_targets(plan["tblTargets"], _top_step(plan)),
        "tblMembers": lambda: check_members(plan["tblMembers"], members),
        "tblReps": lambda: check_reps(plan["tblReps"], members),
        "tblLevels": lambda: check_levels(plan["tblLevels"], plan.settings),
        "tblHolds": lambda: check_holds(plan, members),
    }
    for name, check in checks.items():
        if name in plan:
            problems += check()
    return problems


def step_of(indicator: str, settings: PlanSettings) -> Step | None:
    """Return the smallest amount of an indicator: the plan's step for money, one for pieces and outlets.

    ``None`` for a ratio, which is never split. A planner's own indicator is taken as money.
    """
    known = INDICATORS.get(indicator)
    measure = known.measure if known else "money"
    return {"money": settings.step, "ratio": None}.get(measure, _ONE)


def keys_twice(data: TableData) -> list[Problem]:
    """Return a problem for each row whose key another row had before. Rows may repeat where there is no key.

    In the members table a row that only adds a code or alias is no repetition.
    """
    columns = [id for id in data.table.key if id in data.frame.columns]
    if not columns or data.table.id == "tblSettings" or data.frame.empty:
        return []
    frame = data.frame
    if data.table.id == "tblMembers":
        says = [id for id in frame.columns if id not in (*columns, "alias", "code", "note")]
        adds_name = frame[[id for id in ("alias", "code") if id in frame.columns]].notna().any(axis=1)
        frame = frame[~(frame[says].isna().all(axis=1) & adds_name)] if says else frame[~adds_name]
    groups = frame.groupby(columns, dropna=False, sort=False)
    again = np.flatnonzero(groups.cumcount().to_numpy())
    number = groups.ngroup().to_numpy()
    first: dict[int, int] = dict(zip(number[::-1].tolist(), frame.index[::-1].tolist(), strict=True))
    problems = []
    for at in again[:MOST_PROBLEMS_OF_A_KIND].tolist():
        cell = data.match.cell(first[int(number[at])], columns[0])
        what = _row_in_words(data, columns, frame.iloc[at])
        row = int(frame.index.to_numpy()[at])
        problems.append(data.problem("row_twice", row, columns[0], what=what, cell=cell))
    if len(again) > MOST_PROBLEMS_OF_A_KIND:
        more = len(again) - MOST_PROBLEMS_OF_A_KIND
        row = int(frame.index.to_numpy()[again[-1]])
        problems.append(data.problem("cells_more", row, columns[0], count=more))
    return problems


def _row_in_words(data: TableData, columns: list[str], row: pd.Series[Any]) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        parts = []
        for id in columns:
            choices, value = data.table.column(id).choices, row[id]
            if isinstance(value, str):
                parts.append(choices[value].label(language) if value in choices else value)
        words[language] = " · ".join(parts)
    return words


def check_targets(data: TableData, step: Step) -> list[Problem]:
    """Return problems of the targets: off the step, unit that does not fit, stretch below committed."""
    problems: list[Problem] = []
    for row, target in _rows(data.frame):
        known = INDICATORS.get(target["indicator"] or "")
        unit = ROW_UNITS.get(target.get("unit") or "")
        if known and unit and _kind(known.measure) != _kind(unit.measure):
            problems.append(data.problem("unit_does_not_fit", row, "unit", indicator=_names(known.choice)))
            continue
        grid = {"money": step, "ratio": None}.get(unit.measure if unit else "ratio", _ONE)
        for column in ("committed", "stretch"):
            amount = target.get(column)
            if grid and _there(amount) and grid.count(amount) is None:
                problems.append(
                    data.problem("target_cell_off_grid", row, column, value=f"{amount:,.15g}", step=str(grid))
                )
        committed, stretch = target.get("committed"), target.get("stretch")
        higher = known is None or known.favourable == "higher"
        if higher and _there(committed) and _there(stretch) and stretch < committed:
            facts = {"value": f"{stretch:,.15g}", "committed": f"{committed:,.15g}"}
            problems.append(data.problem("stretch_below_committed", row, "stretch", **facts))
    return problems


def check_members(data: TableData, members: Members) -> list[Problem]:
    """Return problems of the members: bounds and months crossed, names of two, unknown parents and models."""
    problems = names_twice(data)
    everyone = [name for dimension in MEMBER_DIMENSIONS for name in members.known(dimension)]
    for row, record in _rows(data.frame):
        floor, cap = record.get("floor"), record.get("cap")
        if _there(floor) and _there(cap) and floor > cap:
            facts = {"floor": f"{floor:,.15g}", "cap": f"{cap:,.15g}"}
            problems.append(data.problem("member_floor_above_cap", row, "floor", **facts))
        problems += _months_crossed(data, row, record, "from_month", "to_month")
        parent = record.get("parent")
        if parent and not any(members.find(dimension, parent) for dimension in MEMBER_DIMENSIONS):
            problems.append(_unknown(data, row, "parent", parent, everyone))
        like, dimension = record.get("like"), record.get("dimension")
        if like and dimension and not members.find(dimension, like):
            problems.append(_unknown(data, row, "like", like, list(members.known(dimension))))
    return problems


def check_reps(data: TableData, members: Members) -> list[Problem]:
    """Return problems of the reps: a region nobody knows, leaving before arriving."""
    problems: list[Problem] = []
    for row, record in _rows(data.frame):
        region = record.get("region")
        if region and not members.find("region", region):
            problems.append(_unknown(data, row, "region", region, list(members.known("region"))))
        problems += _months_crossed(data, row, record, "start_month", "end_month")
    return problems


def check_levels(data: TableData, settings: PlanSettings) -> list[Problem]:
    """Return problems of the levels: order twice, a blend beyond one, steps that do not nest."""
    problems: list[Problem] = []
    levels = _in_order(data.frame)
    seen: set[float] = set()
    above: Step | None = None
    for row, level in levels:
        order = level.get("order")
        if _there(order):
            if order in seen:
                problems.append(data.problem("order_twice", row, "order", value=shown(order)))
            seen.add(order)
        blend = level.get("blend")
        if _there(blend) and blend > 1:
            problems.append(data.problem("blend_above_one", row, "blend", value=shown(blend)))
        own = _level_step(level, settings)
        if own is None:
            problems.append(data.problem("setting_not_step", row, "step", value=shown(level["step"])))
            continue
        if above and not above.is_multiple_of(own):
            problems.append(data.problem("steps_do_not_nest", row, "step", step=str(own), above=str(above)))
        above = own
    return problems


def check_holds(plan: PlanTables, members: Members) -> list[Problem]:
    """Return problems of the holds: unknown members or indicators, outside the plan year, off the step."""
    data = plan["tblHolds"]
    year = plan.calendar.year
    targets = set(plan.frame("tblTargets")["indicator"].dropna()) if "tblTargets" in plan else None
    problems: list[Problem] = []
    for row, hold in _rows(data.frame):
        for dimension in MEMBER_DIMENSIONS:
            name = hold.get(dimension)
            if name and not members.find(dimension, name):
                problems.append(_unknown(data, row, dimension, name, list(members.known(dimension))))
        indicator = hold["indicator"]
        if targets is not None and indicator not in targets:
            known = INDICATORS.get(indicator)
            value = _names(known.choice) if known else indicator
            problems.append(data.problem("indicator_without_target", row, "indicator", value=value))
        period = hold.get("period")
        if period and year:
            months = Period.of(period, plan.calendar.fiscal_start)
            if months.first not in year or months.last not in year:
                problems.append(
                    data.problem("period_outside_year", row, "period", value=period, year=str(year))
                )
        amount, step = hold.get("amount"), step_of(indicator, plan.settings)
        if step and _there(amount) and _leaf_step(plan, step).count(amount) is None:
            facts = {"value": f"{amount:,.15g}", "step": str(_leaf_step(plan, step))}
            problems.append(data.problem("hold_cell_off_grid", row, "amount", **facts))
    return problems


def _top_step(plan: PlanTables) -> Step:
    """The step a target must keep to: that of the first level."""
    return _level_steps(plan)[0]


def _leaf_step(plan: PlanTables, step: Step) -> Step:
    """The step a hold must keep to: that of the last level; pieces and outlets keep their own."""
    return step if step is _ONE else _level_steps(plan)[-1]


def _level_steps(plan: PlanTables) -> list[Step]:
    """Return the step of every level in order; that of the settings where there are no levels."""
    levels = _in_order(plan.frame("tblLevels")) if "tblLevels" in plan else []
    steps = [_level_step(level, plan.settings) or plan.settings.step for _, level in levels]
    return steps or [plan.settings.step]


def _level_step(level: dict[str, Any], settings: PlanSettings) -> Step | None:
    """Return a level's step, the setting's where it has none of its own; None where it is impossible."""
    typed = level.get("step")
    try:
        return Step.of(typed) if _there(typed) else settings.step
    except ValueError:
        return None


def _in_order(frame: pd.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    """Return the levels by their order; those without one last, as they stand."""

    def place(level: tuple[int, dict[str, Any]]) -> float:
        order = level[1].get("order")
        return order if _there(order) else math.inf

    return sorted(_rows(frame), key=place)


def _rows(frame: pd.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    columns = {id: frame[id].tolist() for id in frame.columns}
    return [(row, {id: values[at] for id, values in columns.items()}) for at, row in enumerate(frame.index)]


def _there(number: object) -> TypeGuard[float]:
    return isinstance(number, int | float) and number == number


def _kind(measure: str) -> str:
    return "number" if measure == "count" else measure


def _names(choice: Any) -> dict[str, str]:
    return {language: choice.label(language) for language in LANGUAGES}


def _months_crossed(
    data: TableData, row: int, record: dict[str, Any], first: str, last: str
) -> list[Problem]:
    begin, end = record.get(first), record.get(last)
    if begin and end and end < begin:
        return [data.problem("months_crossed", row, last, first=begin, last=end)]
    return []


def _unknown(data: TableData, row: int, column: str, name: str, known: list[str]) -> Problem:
    close = nearest(name, known, least=0.4)
    if close:
        return data.problem("member_unknown_near", row, column, value=name, nearest=close)
    return data.problem("member_unknown", row, column, value=name)
