"""Holds, floors and caps as bounds on sums of leaves: read, checked, and laid over the leaves of a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from salesplan_xl.errors import Problem
from salesplan_xl.planning.amounts import Bounds
from salesplan_xl.planning.layers import Tree, Wanted
from salesplan_xl.planning.members import (
    MONTHS,
    Directory,
    column_of,
    dimension_word,
    numbers_of,
    text_of,
    texts_of,
)
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, SALES, Plan
from salesplan_xl.units import Integers, Month, Period, Step


@dataclass(frozen=True)
class Bound:
    """A limit on the sum of the leaves that lie in ``covers`` in every dimension it names, in steps.

    ``covers`` names ``period`` by places in the year; a dimension that is not named is covered whole. A hold
    has ``low`` equal to ``high``; ``None`` is no limit.
    """

    name: Mapping[str, str]
    covers: dict[str, Integers]
    low: int | None
    high: int | None

    @property
    def places(self) -> Integers:
        return self.covers.get("period", np.arange(MONTHS, dtype=np.int64))

    def wanted(self) -> Wanted:
        """Return the members that must have a leaf for the bound to be met."""
        return Wanted({d: codes for d, codes in self.covers.items() if d != "period"}, self.places)

    def less(self, kept: int) -> Bound:
        """Return the bound for what is decomposed anew, ``kept`` being what stays of it."""
        low = None if self.low is None else self.low - kept
        high = None if self.high is None else self.high - kept
        return replace(self, low=low, high=high)


def read_holds(
    plan: Plan,
    directory: Directory,
    indicator: str,
    split: Sequence[str],
    step: Step,
    closing: bool,
) -> tuple[list[Bound], list[Problem]]:
    """Return an indicator's holds, and what is wrong with them.

    ``split`` names the dimensions of the leaves. A hold on a closing value is one on the last month that it
    names.
    """
    frame = plan.holds
    bounds: list[Bound] = []
    problems: list[Problem] = []
    indicators = [text or SALES for text in texts_of(frame, "indicator")]
    rows = [row for row, text in enumerate(indicators) if text == indicator]
    if not rows:
        return bounds, problems
    amounts = numbers_of(frame, "amount")
    first, last = numbers_of(frame, "first_month"), numbers_of(frame, "last_month")
    typed = {d: column_of(frame, d).tolist() for d in MEMBER_DIMENSIONS}
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        facts: dict[str, Any] = {"row": row + 1}
        problem = None
        months = _months_of(first[row], last[row], directory.first_month)
        if months is None:
            problem = Problem("hold_outside_year", facts)
        elif len(months) < MONTHS and "period" not in split:
            problem = Problem("hold_not_split", {**facts, "dimension": dimension_word("period")})
        covers: dict[str, Integers] = {}
        names: list[str] = []
        for dimension in MEMBER_DIMENSIONS:
            name = text_of(typed[dimension][row])
            if not name:
                continue
            number = directory.of[dimension].number(name)
            about = {**facts, "dimension": dimension_word(dimension), "member": name}
            if number < 0:
                problem = Problem("hold_unknown_member", about)
            elif dimension not in split:
                problem = Problem("hold_not_split", about)
            else:
                names.append(name)
                covers[dimension] = directory.of[dimension].covered(number)
        steps = None if np.isnan(amounts[row]) else step.count(float(amounts[row]))
        if np.isnan(amounts[row]):
            problem = Problem("hold_without_amount", facts)
        elif steps is None:
            problem = Problem(
                "held_amount_off_grid", {**facts, "amount": float(amounts[row]), "step": str(step)}
            )
        if problem is not None or months is None or steps is None:
            if problem is not None:
                problems.append(problem)
            continue
        if closing:
            months = months[-1:]
        if len(months) < MONTHS:
            covers["period"] = months
        key = tuple((d, codes.tobytes()) for d, codes in covers.items())
        if key in seen:
            problems.append(Problem("hold_twice", {**facts, "other": seen[key]}))
            continue
        seen[key] = row + 1
        where = ", ".join([_months_text(months, directory.first_month), *names])
        bounds.append(Bound(_hold_name(row + 1, where, step, steps), covers, steps, steps))
    return bounds, problems


def read_floors_and_caps(
    directory: Directory, split: Sequence[str], step: Step, closing: bool
) -> tuple[list[Bound], list[Problem]]:
    """Return the floors and caps of members' plan years, and which of them are off the grid."""
    bounds, problems = [], []
    for dimension in split:
        members = directory.of[dimension]
        for number in np.flatnonzero(~(np.isnan(members.floor) & np.isnan(members.cap))).tolist():
            limits: list[int | None] = []
            for value in (members.floor[number], members.cap[number]):
                steps = None if np.isnan(value) else step.count(float(value))
                if steps is None and not np.isnan(value):
                    facts = {"dimension": dimension_word(dimension), "member": members.names[number]}
                    problems.append(
                        Problem("bound_off_grid", {**facts, "amount": float(value), "step": str(step)})
                    )
                limits.append(steps)
            name = _bound_name(dimension, members.names[number], step, limits[0], limits[1])
            covered = members.covered(number) if dimension != "period" else np.array([number])
            covers = {dimension: covered}
            if closing and dimension != "period":
                covers["period"] = np.array([MONTHS - 1])
            bounds.append(Bound(name, covers, limits[0], limits[1]))
    return bounds, problems


class Overlay:
    """Bounds laid over the leaves of a tree: which leaf lies in which bounds."""

    def __init__(self, tree: Tree, bounds: Sequence[Bound], sizes: Mapping[str, int]) -> None:
        leaves = tree.layers[-1]
        self._bounds = list(bounds)
        self.contains: Any = None
        if not self._bounds:
            self.pattern = np.zeros(len(leaves), dtype=np.int64)
            self._layers = np.zeros(0, dtype=np.int64)
            return
        marks = np.random.default_rng(2).integers(1, 2**62, len(bounds))
        total = np.zeros(len(leaves), dtype=np.int64)
        families = []
        for dimensions in dict.fromkeys(tuple(sorted(bound.covers)) for bound in bounds):
            chosen = [i for i, bound in enumerate(bounds) if tuple(sorted(bound.covers)) == dimensions]
            keys, owners = _keys(bounds, chosen, dimensions, sizes)
            unique, inverse = np.unique(keys, return_inverse=True)
            sums = np.zeros(len(unique) + 1, dtype=np.int64)
            np.add.at(sums, inverse.ravel(), marks[owners])
            holds = _sparse_rows(inverse.ravel(), owners, (len(unique) + 1, len(bounds)))
            place = np.zeros(len(leaves), dtype=np.int64)
            for dimension in dimensions:
                place = place * sizes[dimension] + leaves.codes[dimension]
            at = np.minimum(np.searchsorted(unique, place), len(unique) - 1)
            at = np.where(unique[at] == place, at, len(unique))
            total += sums[at]
            families.append((at, holds))
        _, first, pattern = np.unique(total, return_index=True, return_inverse=True)
        self.pattern = pattern.ravel()
        self.contains = sum(holds[at[first]] for at, holds in families)
        layers = {"period": 0} | {layer.dimension: number for number, layer in enumerate(tree.layers)}
        self._layers = np.array(
            [max((layers[dimension] for dimension in bound.covers), default=0) for bound in bounds],
            dtype=np.int64,
        )

    def sums(self, amounts: Integers) -> Integers:
        """Return the sum of the leaves of every bound."""
        if not self._bounds:
            return np.zeros(0, dtype=np.int64)
        by_pattern = np.zeros(self.contains.shape[0], dtype=np.int64)
        np.add.at(by_pattern, self.pattern, amounts)
        return np.asarray(self.contains.T @ by_pattern, dtype=np.int64)

    def empty(self) -> list[int]:
        """Return the bounds that no leaf lies in."""
        if not self._bounds:
            return []
        return np.flatnonzero(np.asarray(self.contains.sum(axis=0)).ravel() == 0).tolist()

    def limits(self, most: int, turned: bool) -> Bounds:
        """Return the bounds for the allocation of at most ``most`` steps; ``turned`` for a negative total."""
        low = [0 if bound.low is None else bound.low for bound in self._bounds]
        high = [most if bound.high is None else bound.high for bound in self._bounds]
        if turned:
            low, high = (
                [0 if bound.high is None else -bound.high for bound in self._bounds],
                [most if bound.low is None else -bound.low for bound in self._bounds],
            )
        as_array = [np.array(limit, dtype=np.int64) for limit in (low, high)]
        return Bounds(self._layers, as_array[0], as_array[1], self.pattern, self.contains)


def _sparse_rows(rows: Integers, columns: Integers, shape: tuple[int, int]) -> Any:
    """Return a matrix of ones at these places, in rows; whole numbers, as it adds up 62-bit marks."""
    from scipy import sparse

    module: Any = sparse
    return module.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape)


def _keys(
    bounds: Sequence[Bound], chosen: list[int], dimensions: tuple[str, ...], sizes: Mapping[str, int]
) -> tuple[Integers, Integers]:
    """Return the packed members that bounds of the same dimensions cover, and whose they are."""
    keys, owners = [], []
    for number in chosen:
        packed = np.zeros(1, dtype=np.int64)
        for dimension in dimensions:
            packed = (packed[:, None] * sizes[dimension] + bounds[number].covers[dimension]).ravel()
        keys.append(packed)
        owners.append(np.full(len(packed), number, dtype=np.int64))
    return np.concatenate(keys), np.concatenate(owners)


def _months_of(first: float, last: float, first_month: int) -> Integers | None:
    """Return the places of a period in the year, ``None`` if it is not wholly inside."""
    begins = 0 if np.isnan(first) else int(first) - first_month
    ends = (MONTHS - 1 if np.isnan(first) else begins) if np.isnan(last) else int(last) - first_month
    if not 0 <= begins <= ends < MONTHS:
        return None
    return np.arange(begins, ends + 1, dtype=np.int64)


def _months_text(months: Integers, first_month: int) -> str:
    return str(Period(Month.at(first_month + int(months[0])), Month.at(first_month + int(months[-1]))))


def written(step: Step, steps: int) -> str:
    """Write whole steps as an amount."""
    return f"{steps * step.decimal:,f}"


def _hold_name(row: int, where: str, step: Step, steps: int) -> dict[str, str]:
    amount = written(step, steps)
    return {"en": f"hold in row {row} ({where}) = {amount}", "zh": f"锁定第{row}行（{where}）= {amount}"}


def _bound_name(dimension: str, member: str, step: Step, low: int | None, high: int | None) -> dict[str, str]:
    word = dimension_word(dimension)
    parts = {"en": f"{word['en']} {member}:", "zh": f"{word['zh']}“{member}”："}
    if low is not None:
        parts = {
            "en": f"{parts['en']} floor {written(step, low)}",
            "zh": f"{parts['zh']}下限{written(step, low)}",
        }
    if high is not None:
        parts = {
            "en": f"{parts['en']} cap {written(step, high)}",
            "zh": f"{parts['zh']}上限{written(step, high)}",
        }
    return parts


def sums_of_kept(bounds: Sequence[Bound], codes: Mapping[str, Integers], amounts: Integers) -> list[int]:
    """Return what kept rows hold of every bound; a row's unknown member is -1."""
    sums = []
    for bound in bounds:
        inside = np.ones(len(amounts), dtype=bool)
        for dimension, covered in bound.covers.items():
            inside &= np.isin(codes[dimension], covered)
        sums.append(int(amounts[inside].sum()))
    return sums
