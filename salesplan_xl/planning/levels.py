"""The levels a target is split by: which dimension, in which order, on which basis, on which step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan_xl.errors import Problem
from salesplan_xl.planning.members import Directory, dimension_word, numbers_of, texts_of
from salesplan_xl.planning.plan import DEFAULT_LEVELS, DIMENSIONS, Note, Plan
from salesplan_xl.units import Step

BASES = ("history", "mean", "last_year", "equal", "potential", "weight", "capacity")
"""What shares are in proportion to: pooled history, the mean of the years' shares, the last year alone; the
same for all; the members' potential or weight; the reps' capacity."""
ON_HISTORY = BASES[:3]


@dataclass(frozen=True)
class Level:
    """One level. ``blend`` is the fraction of ``basis``; the rest is history, or potential beside history."""

    dimension: str
    basis: str = "history"
    blend: float = 1.0
    step: Step | None = None


def declared_order(plan: Plan) -> list[str]:
    """Return the dimensions in the order in which the levels name them, unknown ones left out."""
    return [dimension for dimension, _ in _in_order(plan) if dimension in DIMENSIONS]


def levels_of(plan: Plan, directory: Directory) -> tuple[list[Level], list[Note], list[Problem]]:
    """Return the levels that are split, those skipped for want of a member as notes, and what is wrong."""
    problems: list[Problem] = []
    notes: list[Note] = []
    levels: list[Level] = []
    bases, blends = texts_of(plan.levels, "basis"), numbers_of(plan.levels, "blend")
    steps = numbers_of(plan.levels, "step")
    for dimension, row in _in_order(plan):
        if dimension not in DIMENSIONS:
            problems.append(Problem("unknown_level", {"dimension": dimension}))
            continue
        name = dimension_word(dimension)
        if any(level.dimension == dimension for level in levels):
            problems.append(Problem("level_twice", {"dimension": name}))
            continue
        if not directory.has_members(dimension):
            notes.append(Note("level_skipped", {"dimension": name}))
            continue
        if row is None:
            levels.append(Level(dimension))
            continue
        basis = bases[row] or "history"
        blend = 1.0 if np.isnan(blends[row]) else float(blends[row])
        if basis not in BASES:
            problems.append(Problem("unknown_basis", {"dimension": name, "basis": basis}))
        if not 0 <= blend <= 1:
            problems.append(Problem("blend_out_of_range", {"dimension": name, "blend": blend}))
        step = None
        if not np.isnan(steps[row]):
            try:
                step = Step.of(float(steps[row]))
            except ValueError:
                problems.append(Problem("level_step_wrong", {"dimension": name, "step": float(steps[row])}))
        levels.append(Level(dimension, basis, blend, step))
    if not levels and not problems:
        problems.append(Problem("no_levels"))
    return levels, notes, problems


def grids_of(levels: list[Level], step: Step, own_step: bool) -> tuple[list[int], list[Problem]]:
    """Return each level's step as a multiple of the last one's grid: of ``step``, or of the last level's own.

    A level without a step takes that of the nearest level below, the last one ``step``. An indicator with a
    step of its own (``own_step``) does not use those of the levels.
    """
    used = [step] * len(levels)
    below = step
    for place in range(len(levels) - 1, -1, -1):
        own = None if own_step else levels[place].step
        below = used[place] = own or below
    problems = []
    for place in range(len(levels) - 1):
        if not used[place].is_multiple_of(used[place + 1]):
            facts = {
                "dimension": dimension_word(levels[place].dimension),
                "step": str(used[place]),
                "below": dimension_word(levels[place + 1].dimension),
                "finer": str(used[place + 1]),
            }
            problems.append(Problem("step_no_multiple", facts))
    if problems:
        return [], problems
    return [int(own.decimal / used[-1].decimal) for own in used], []


def leaf_step(levels: list[Level], step: Step, own_step: bool) -> Step:
    """Return the step of the last level: what leaves are whole multiples of."""
    return step if own_step or not levels else levels[-1].step or step


def _in_order(plan: Plan) -> list[tuple[str, int | None]]:
    names = texts_of(plan.levels, "dimension")
    if not any(names):
        return [(dimension, None) for dimension in DEFAULT_LEVELS]
    orders = np.nan_to_num(numbers_of(plan.levels, "order"), nan=np.inf)
    ranked = np.argsort(orders, kind="stable").tolist()
    return [(names[row], row) for row in ranked if names[row]]
