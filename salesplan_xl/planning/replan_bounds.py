"""Holds, floors and caps as they bind the open months: less what the closed ones have brought already."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from salesplan_xl.errors import Problem, ProblemsFound
from salesplan_xl.planning.holds import Bound, read_floors_and_caps, read_holds, sums_of_kept, written
from salesplan_xl.planning.members import Directory
from salesplan_xl.planning.plan import SALES, Note, Plan
from salesplan_xl.planning.replan_rows import Paths
from salesplan_xl.units import Step


def open_bounds(
    plan: Plan,
    directory: Directory,
    indicator: str,
    paths: Paths,
    step: Step,
    grid: int,
    closing: bool,
) -> tuple[list[Bound], list[Note]]:
    """Return the bounds of an indicator's open months, in whole numbers of its paths' grid, and what to say.

    A hold on closed months alone is past. One that reaches into the open months holds what is left of it;
    floors that are reached bind no more, and a member whose cap is passed gets nothing in the open months.

    Args:
        step: what holds, floors and caps are multiples of; ``grid`` of the paths' whole numbers each.
        closing: whether only the last month of a bound counts.

    Raises:
        ProblemsFound: a hold cannot be read, or its closed months have passed it.
    """
    split = ["period", *paths.dimensions]
    bounds, problems = read_holds(plan, directory, indicator, split, step, closing)
    limits: list[Bound] = []
    if indicator == SALES:
        limits, wrong = read_floors_and_caps(directory, split, step, closing)
        problems += wrong
    if problems:
        raise ProblemsFound(problems)
    ahead = np.flatnonzero(paths.open)
    path, place = np.nonzero(paths.actual)
    codes = {d: numbers[path] for d, numbers in paths.codes.items()} | {"period": place}
    every = [_on_grid(bound, grid) for bound in (*bounds, *limits)]
    kept = [0] * len(every) if closing else sums_of_kept(every, codes, paths.actual[path, place])
    found: list[Bound] = []
    notes: list[Note] = []
    for number, (bound, sold) in enumerate(zip(every, kept, strict=True)):
        places = np.intersect1d(bound.places, ahead)
        if not len(places):
            continue
        held = number < len(bounds)
        rest = bound.less(sold)
        facts = {"bound": dict(bound.name), "actual": written(paths.grid, sold)}
        passed = rest.high is not None and rest.high < 0 <= (bound.high or 0)
        if held and passed:
            problems.append(Problem("replan_hold_passed", facts))
            continue
        if passed:
            notes.append(Note("replan_cap_passed", facts))
            rest = replace(rest, high=0)
        if not held and rest.low is not None and rest.low <= 0 <= (bound.low or 0):
            rest = replace(rest, low=None)
        covers = {d: numbers for d, numbers in bound.covers.items() if d != "period"}
        if len(places) < len(ahead) or closing:
            covers["period"] = places
        found.append(Bound(rest.name, covers, rest.low, rest.high))
    if problems:
        raise ProblemsFound(problems)
    return found, notes


def _on_grid(bound: Bound, grid: int) -> Bound:
    low = None if bound.low is None else bound.low * grid
    high = None if bound.high is None else bound.high * grid
    return replace(bound, low=low, high=high)
