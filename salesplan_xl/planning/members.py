"""Who belongs to a plan: members by number, their other spellings, validity, parents, models and bounds.

A member's ``parent`` is looked for among the dimensions: first those split above its own (nearest first),
then those below, then its own. A parent in another dimension is a *tie*: the member is valid under that
parent only. A parent in the same dimension makes that one a *group*: it has no leaf of its own, and a hold,
floor or cap on it covers its members.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.errors import Problem
from salesplan_xl.planning.plan import DIMENSIONS, MEMBER_DIMENSIONS, Plan
from salesplan_xl.units import Floats, Integers, Month

MONTHS = 12


@dataclass
class Members:
    """The members of one dimension, numbered from 0; the last number is nobody, for a node without a member.

    ``begins`` and ``ends`` are the typed months, counted from the plan year's first, NaN where blank;
    ``first`` and ``last`` are months of the plan year (0 to 11) in which a member is valid; ``last`` is below
    ``first`` where it is not valid at all. ``ties`` gives per other dimension the member it belongs to, -1
    for none; ``group`` the group in its own dimension, ``like`` its model.
    """

    dimension: str
    names: list[str]
    numbers: dict[str, int]
    begins: Floats
    ends: Floats
    first: Integers
    last: Integers
    ties: dict[str, Integers]
    group: Integers
    like: Integers
    potential: Floats
    weight: Floats
    floor: Floats
    cap: Floats

    @property
    def count(self) -> int:
        """How many members there are, nobody left out."""
        return len(self.names) - (self.dimension != "period")

    @property
    def is_group(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        mask = np.zeros(len(self.names), dtype=bool)
        mask[self.group[self.group >= 0]] = True
        return mask

    def number(self, name: object) -> int:
        """Return a member's number, -1 if it is unknown or blank."""
        return self.numbers.get(text_of(name), -1)

    def model_of(self, number: int) -> int:
        """Return the member at the end of a chain of models."""
        while self.like[number] >= 0:
            number = int(self.like[number])
        return number

    def covered(self, number: int) -> Integers:
        """Return the members that a hold or bound on one covers: itself, or all of its group."""
        inside = np.zeros(len(self.names), dtype=bool)
        inside[number] = True
        for _ in range(len(self.names)):
            wider = inside | ((self.group >= 0) & inside[self.group])
            if (wider == inside).all():
                break
            inside = wider
        return np.flatnonzero(inside & ~self.is_group)


def text_of(value: object) -> str:
    """Return a text cell without surrounding blanks, ``""`` for a blank one.

    >>> text_of(" 华东 "), text_of(None), text_of(float("nan"))
    ('华东', '', '')
    """
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return ""
    return str(value).strip()


def column_of(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column, blanks where the frame lacks it."""
    if name in frame:
        return frame[name]
    return pd.Series([None] * len(frame), index=frame.index, dtype=object)


def numbers_of(frame: pd.DataFrame, name: str) -> Floats:
    """Return a column of numbers as floats, NaN where it is blank or lacking."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    column = frame[name]
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "fiu":
        return column.to_numpy(dtype=np.float64)
    return np.asarray(pd.to_numeric(column, errors="coerce"), dtype=np.float64)


def texts_of(frame: pd.DataFrame, name: str) -> list[str]:
    return [text_of(value) for value in column_of(frame, name)]


class Directory:
    """The members of every dimension of a plan.

    ``problems`` are those of the members and reps frames: an unknown parent or model, a model that leads back
    to itself, months or bounds the wrong way round.
    """

    def __init__(self, plan: Plan, order: Sequence[str]) -> None:
        self.problems: list[Problem] = []
        self.first_month = plan.settings.first_month
        self._order = order
        self.met = {
            dimension: [factorised(frame, dimension) for frame in (plan.history, plan.actuals)]
            for dimension in MEMBER_DIMENSIONS
        }
        """Per dimension, for history and actuals: each row's position among the names met, and the names."""
        names = {dimension: _listed(plan, dimension, self.met[dimension]) for dimension in MEMBER_DIMENSIONS}
        if not names["region"]:
            names["region"] = _distinct(texts_of(plan.reps, "region"))
        self.of = {dimension: self._members(plan, dimension, names[dimension]) for dimension in names}
        self.of["period"] = self._months(plan)
        for dimension in MEMBER_DIMENSIONS:
            self._add_relations(plan, dimension)
        self._add_reps(plan)
        self.reps = _capacities(plan, self.of["rep"], self.first_month)

    def has_members(self, dimension: str) -> bool:
        return self.of[dimension].count > 0

    def _members(self, plan: Plan, dimension: str, names: list[str]) -> Members:
        rows = _rows_of(plan.members, dimension)
        numbers = {name: number for number, name in enumerate(names)}
        names = [*names, ""]
        size = len(names)
        at = np.array([numbers[name] for name in texts_of(rows, "member")], dtype=np.int64)
        for column in ("code", "alias"):
            for number, spelling in zip(at.tolist(), texts_of(rows, column), strict=True):
                for part in spelling.replace("；", ";").replace("、", ";").split(";"):
                    if part.strip():
                        numbers.setdefault(part.strip(), number)
        values = {}
        for column in ("potential", "weight", "floor", "cap", "from_month", "to_month"):
            values[column] = np.full(size, np.nan)
            values[column][at] = numbers_of(rows, column)
        first, last = self._validity(values["from_month"], values["to_month"])
        for number in at.tolist():
            self._check(dimension, names[number], {key: column[number] for key, column in values.items()})
        none = np.full(size, -1, dtype=np.int64)
        return Members(
            dimension,
            names,
            numbers,
            values["from_month"] - self.first_month,
            values["to_month"] - self.first_month,
            first,
            last,
            {},
            none.copy(),
            none.copy(),
            np.nan_to_num(values["potential"]),
            np.nan_to_num(values["weight"]),
            values["floor"],
            values["cap"],
        )

    def _months(self, plan: Plan) -> Members:
        """Return the twelve months as members; rows of the members frame may weight or bound them."""
        names = [str(Month.at(self.first_month + place)) for place in range(MONTHS)]
        numbers = {name: place for place, name in enumerate(names)}
        for place in range(MONTHS):
            calendar = (self.first_month + place) % MONTHS + 1
            numbers |= {str(calendar): place, f"{calendar:02d}": place, f"{calendar}月": place}
        values = {column: np.full(MONTHS, np.nan) for column in ("potential", "weight", "floor", "cap")}
        rows = _rows_of(plan.members, "period")
        for position, name in enumerate(texts_of(rows, "member")):
            place = numbers.get(name, -1)
            if place < 0:
                self.problems.append(Problem("month_outside_year", {"month": name, "year": plan_year(plan)}))
                continue
            for column, array in values.items():
                array[place] = numbers_of(rows, column)[position]
        places = np.arange(MONTHS, dtype=np.int64)
        none = np.full(MONTHS, -1, dtype=np.int64)
        return Members(
            "period",
            names,
            numbers,
            np.full(MONTHS, np.nan),
            np.full(MONTHS, np.nan),
            places,
            places,
            {},
            none,
            none,
            np.nan_to_num(values["potential"]),
            np.nan_to_num(values["weight"]),
            values["floor"],
            values["cap"],
        )

    def _validity(self, begins: Floats, ends: Floats) -> tuple[Integers, Integers]:
        first = np.clip(np.nan_to_num(begins - self.first_month, nan=0.0), 0, MONTHS)
        last = np.clip(np.nan_to_num(ends - self.first_month, nan=MONTHS - 1.0), -1, MONTHS - 1)
        return first.astype(np.int64), last.astype(np.int64)

    def _check(self, dimension: str, name: str, row: dict[str, float]) -> None:
        facts = {"dimension": dimension_word(dimension), "member": name}
        if row["from_month"] > row["to_month"]:
            self.problems.append(Problem("member_months_reversed", facts))
        if row["floor"] > row["cap"]:
            self.problems.append(Problem("floor_above_cap", facts))

    def _add_relations(self, plan: Plan, dimension: str) -> None:
        own = self.of[dimension]
        rows = _rows_of(plan.members, dimension)
        columns = (texts_of(rows, column) for column in ("member", "parent", "like"))
        for name, parent, like in zip(*columns, strict=True):
            facts = {"dimension": dimension_word(dimension), "member": name}
            number = own.numbers[name]
            if parent:
                other = self._dimension_of(parent, dimension)
                if other is None:
                    self.problems.append(Problem("unknown_parent", {**facts, "parent": parent}))
                else:
                    self._tie(own, number, other, self.of[other].numbers[parent])
            if like:
                own.like[number] = own.number(like)
                if own.like[number] < 0:
                    self.problems.append(Problem("unknown_model", {**facts, "model": like}))
                elif self._leads_back(own.like, number):
                    self.problems.append(Problem("model_leads_back", facts))
                    own.like[number] = -1

    def _tie(self, own: Members, number: int, other: str, parent: int) -> None:
        if other == own.dimension:
            own.group[number] = parent
            if self._leads_back(own.group, number):
                facts = {"dimension": dimension_word(own.dimension), "member": own.names[number]}
                self.problems.append(Problem("parent_leads_back", facts))
                own.group[number] = -1
            return
        if other not in own.ties:
            own.ties[other] = np.full(len(own.names), -1, dtype=np.int64)
        own.ties[other][number] = parent

    @staticmethod
    def _leads_back(links: Integers, start: int) -> bool:
        seen = {start}
        at = int(links[start])
        while at >= 0:
            if at in seen:
                return True
            seen.add(at)
            at = int(links[at])
        return False

    def _dimension_of(self, name: str, dimension: str) -> str | None:
        split = [d for d in self._order if d in MEMBER_DIMENSIONS]
        place = split.index(dimension) if dimension in split else len(split)
        rest = [d for d in MEMBER_DIMENSIONS if d not in split and d != dimension]
        for other in (*reversed(split[:place]), *split[place + 1 :], *rest, dimension):
            if name in self.of[other].numbers:
                return other
        return None

    def _add_reps(self, plan: Plan) -> None:
        own = self.of["rep"]
        names = texts_of(plan.reps, "rep")
        begins, ends = numbers_of(plan.reps, "start_month"), numbers_of(plan.reps, "end_month")
        first, last = self._validity(begins, ends)
        for position, (name, region) in enumerate(zip(names, texts_of(plan.reps, "region"), strict=True)):
            number = own.numbers[name]
            own.first[number] = max(own.first[number], first[position])
            own.last[number] = min(own.last[number], last[position])
            own.begins[number] = np.fmax(own.begins[number], begins[position] - self.first_month)
            own.ends[number] = np.fmin(own.ends[number], ends[position] - self.first_month)
            facts = {"dimension": dimension_word("rep"), "member": name}
            if begins[position] > ends[position]:
                self.problems.append(Problem("member_months_reversed", facts))
            if region and region in self.of["region"].numbers:
                self._tie(own, number, "region", self.of["region"].numbers[region])
            elif region:
                self.problems.append(Problem("unknown_parent", {**facts, "parent": region}))


def plan_year(plan: Plan) -> str:
    """Return the plan's year as its first and last month."""
    first = Month.at(plan.settings.first_month)
    return f"{first}..{first + 11}"


def dimension_word(dimension: str) -> dict[str, str]:
    """Return a dimension as a fact in both languages."""
    chinese = dict(zip(DIMENSIONS, ("期间", "部门", "区域", "渠道", "产品", "客户", "业务员"), strict=True))
    return {"en": dimension, "zh": chinese[dimension]}


def factorised(frame: pd.DataFrame, name: str) -> tuple[Integers, list[str]]:
    """Return each row's position among the distinct texts of a column, -1 for a blank, and these texts."""
    if name not in frame:
        return np.full(len(frame), -1, dtype=np.int64), []
    positions, names = pd.factorize(frame[name])
    return positions.astype(np.int64), [text_of(text) for text in names]


def _listed(plan: Plan, dimension: str, seen: list[tuple[Integers, list[str]]]) -> list[str]:
    """Return the members of a dimension: as the members and reps frames list them, then by name."""
    rows = _rows_of(plan.members, dimension)
    typed = texts_of(rows, "member") + (texts_of(plan.reps, "rep") if dimension == "rep" else [])
    spelt = {part for column in ("code", "alias") for part in texts_of(rows, column)}
    spelt = {part.strip() for text in spelt for part in text.replace("；", ";").replace("、", ";").split(";")}
    met: set[str] = set()
    for _, texts in seen:
        met |= set(texts)
    return _distinct([*typed, *sorted(met - spelt)])


def _rows_of(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    chosen = [text == dimension for text in texts_of(frame, "dimension")]
    named = [bool(text) for text in texts_of(frame, "member")]
    return frame.iloc[np.flatnonzero(np.array(chosen, dtype=bool) & np.array(named, dtype=bool))]


def _distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def _capacities(plan: Plan, reps: Members, first_month: int) -> Floats:
    """Return per rep and month: fte times ability times ramp, zero outside of his service."""
    size = len(reps.names)
    heads = np.append(np.ones(size - 1), 0.0)
    begins = np.full(size, np.nan)
    at = [reps.numbers[name] for name in texts_of(plan.reps, "rep")]
    fte, ability = numbers_of(plan.reps, "fte"), numbers_of(plan.reps, "ability")
    heads[at] = np.nan_to_num(fte, nan=1.0) * np.nan_to_num(ability, nan=1.0)
    begins[at] = numbers_of(plan.reps, "start_month")
    places = np.arange(MONTHS)
    serves = (places >= reps.first[:, None]) & (places <= reps.last[:, None])
    tenure = np.nan_to_num(first_month + places - begins[:, None], nan=1e6).astype(np.int64)
    ramp = np.append(np.asarray(plan.settings.ramp, dtype=np.float64), 1.0)
    return np.asarray(heads[:, None] * serves * ramp[np.clip(tenure, 0, len(ramp) - 1)])
