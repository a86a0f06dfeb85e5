"""What stays where a plan is decomposed anew from a month on: the months before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.planning.members import Directory, numbers_of, texts_of
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, Note, Plan
from salesplan_xl.planning.records import SalesBook
from salesplan_xl.units import Integers, Month, Step


@dataclass(frozen=True)
class Kept:
    """Leaves that stay: members by number (-1 for blank or unknown) and name, amounts in steps."""

    codes: dict[str, Integers]
    names: dict[str, list[str]]
    committed: Integers
    stretch: Integers
    notes: list[Note] = field(default_factory=list)


def kept_of(
    plan: Plan, directory: Directory, indicator: str, split: Sequence[str], step: Step, book: SalesBook
) -> Kept:
    """Return an indicator's leaves of the months before ``from_month``.

    A month that the standing quota has keeps it; another one keeps its actuals, each leaf rounded once.
    """
    settings = plan.settings
    first, until = settings.first_month, settings.from_month
    if until is None or until <= first:
        none = np.zeros(0, dtype=np.int64)
        dimensions = ("period", *MEMBER_DIMENSIONS)
        return Kept(dict.fromkeys(dimensions, none), {d: [] for d in MEMBER_DIMENSIONS}, none, none)
    frame = plan.standing if plan.standing is not None else plan.previous
    if frame is None:
        frame = pd.DataFrame({"indicator": []})
    mine = np.array([text == indicator for text in texts_of(frame, "indicator")], dtype=bool)
    months = numbers_of(frame, "period")
    rows = np.flatnonzero(mine & (months >= first) & (months < until))
    old = frame.iloc[rows]
    committed = step.nearest(np.nan_to_num(numbers_of(old, "committed")))
    stretch = numbers_of(old, "stretch")
    stretch_steps = np.where(np.isnan(stretch), committed, step.nearest(np.nan_to_num(stretch)))
    names = {d: texts_of(old, d) for d in MEMBER_DIMENSIONS}
    codes = {d: _numbers(directory, d, names[d]) for d in MEMBER_DIMENSIONS}
    codes["period"] = months[rows].astype(np.int64) - first
    notes = [Note("months_kept", {"indicator": indicator, "until": str(Month.at(until - 1))})]

    sold = book.of(indicator)
    open_months = np.setdiff1d(np.arange(until - first), codes["period"])
    taken = (sold.year == 0) & np.isin(sold.place, open_months)
    sold = sold.rows(taken)
    if len(sold.amount):
        leaf = np.column_stack(
            [
                sold.place,
                *(sold.codes[d] if d in split else np.full_like(sold.place, -1) for d in MEMBER_DIMENSIONS),
            ]
        )
        unique, inverse = np.unique(leaf, axis=0, return_inverse=True)
        sums = np.zeros(len(unique), dtype=np.int64)
        np.add.at(sums, inverse.ravel(), sold.amount)
        exact = sold.step.amounts(sums)
        whole = step.nearest(exact)
        residue = float(sold.step.amounts(int(sums.sum()))) - float(step.amounts(int(whole.sum())))
        notes.append(
            Note("actuals_kept", {"indicator": indicator, "rows": len(whole), "residue": f"{residue:.10g}"})
        )
        committed, stretch_steps = np.append(committed, whole), np.append(stretch_steps, whole)
        codes["period"] = np.append(codes["period"], unique[:, 0])
        for column, dimension in enumerate(MEMBER_DIMENSIONS, start=1):
            numbers = unique[:, column]
            members = directory.of[dimension].names
            codes[dimension] = np.append(codes[dimension], numbers)
            names[dimension] = names[dimension] + [members[n] if n >= 0 else "" for n in numbers.tolist()]
    return Kept(codes, names, committed, stretch_steps, notes)


def _numbers(directory: Directory, dimension: str, names: list[str]) -> Integers:
    positions, unique = pd.factorize(np.array(names, dtype=object))
    numbers = np.array([directory.of[dimension].number(name) for name in unique] + [-1], dtype=np.int64)
    return numbers[positions]
