"""What a rolling revision starts from: each path of members with its months of plan and actuals.

A path is one combination of members (region, product, rep …). The plan of an open month in which a member of
its path has ended passes to the member that is ``like`` him and valid then (the rep who took over); where
there is none it is *lost* to the path, and stays with the nodes above the member who ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid
from salesplan_xl.planning.leaf_tree import member_codes, packed
from salesplan_xl.planning.members import MONTHS, Directory, numbers_of
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS
from salesplan_xl.units import Integers, Step

Mask = npt.NDArray[np.bool_]
_PASSED_ON = 3
"""A plan is passed on at most so often: to the successor of a successor of a successor."""


@dataclass(frozen=True)
class Paths:
    """The paths of one indicator in order, one row each; matrices have a column per month of the year.

    Amounts are whole numbers of ``grid``. ``original`` is the plan, ``planned`` tells where it has a row;
    ``actual`` is zero in open months; ``basis`` is the plan with what is passed on and without what is lost;
    ``lost`` is that, and ``lost_at`` the level (1 is the first) of the member who ended.
    """

    dimensions: list[str]
    codes: dict[str, Integers]
    original: Integers
    planned: Mask
    actual: Integers
    basis: Integers
    lost: Integers
    lost_at: Integers
    closed: Mask
    grid: Step
    ended: dict[str, list[str]] = field(default_factory=dict)
    """Per dimension, the members who ended before their plan did."""

    @property
    def open(self) -> Mask:
        return ~self.closed

    def name(self, directory: Directory, path: int, depth: int | None = None) -> str:
        """Return a path's members as one name."""
        names = [directory.of[d].names[self.codes[d][path]] for d in self.dimensions[:depth]]
        return " / ".join(name for name in names if name)


@dataclass
class _Rows:
    codes: dict[str, Integers]
    place: Integers
    amount: Integers

    def where(self, chosen: Mask) -> _Rows:
        codes = {dimension: numbers[chosen] for dimension, numbers in self.codes.items()}
        return _Rows(codes, self.place[chosen], self.amount[chosen])


def split_dimensions(quota: pd.DataFrame, order: Sequence[str]) -> list[str]:
    """Return the dimensions in which a quota's leaves have members: the plan's levels first, in order."""
    found = [d for d in MEMBER_DIMENSIONS if d in quota and quota[d].notna().any() and (quota[d] != "").any()]
    ranked = [d for d in order if d in found]
    return [*ranked, *(d for d in found if d not in ranked)]


def paths_of(
    quota: pd.DataFrame,
    sold: pd.DataFrame,
    directory: Directory,
    dimensions: list[str],
    as_of: int,
    finest: Step,
) -> Paths:
    """Return an indicator's paths from its quota and its actuals of the plan year.

    A month is closed where it is not after ``as_of`` (counted from 0) nor after the last month that has
    actuals. Actuals are added up over dimensions in which the plan has no members; a blank region is that of
    the customer, as the members say.
    """
    (planned, actual), grid = on_common_grid(numbers_of(quota, "committed"), numbers_of(sold, "amount"))
    if grid.places < finest.places:
        fine = Step(1, finest.places)
        planned, actual = (fine.nearest(grid.amounts(whole)) for whole in (planned, actual))
        grid = fine
    first = directory.first_month
    plan_rows = _Rows(
        member_codes(quota, directory, dimensions),
        numbers_of(quota, "period").astype(np.int64) - first,
        planned,
    )
    sold_rows = _Rows(
        _with_parents(sold, directory, dimensions), numbers_of(sold, "month").astype(np.int64) - first, actual
    )
    last = min(int(sold_rows.place.max(initial=-1)), as_of)
    closed = np.arange(MONTHS) <= last
    sold_rows = sold_rows.where(sold_rows.place <= last)
    kept, lost, lost_at, ended = _passed_on(plan_rows, directory, dimensions, last)

    parts = (plan_rows, kept, lost, sold_rows)
    codes = {d: np.concatenate([part.codes[d] for part in parts]) for d in dimensions}
    size = sum(len(part.place) for part in parts)
    key = packed(codes, directory, dimensions) if dimensions else np.zeros(size, dtype=np.int64)
    _, at, numbers = np.unique(key, return_index=True, return_inverse=True)
    ends = np.cumsum([len(part.place) for part in parts])[:-1]
    of_part = np.split(numbers.ravel().astype(np.int64), ends)
    shape = (len(at), MONTHS)
    matrices = [
        matrix_of(own, part.place, part.amount, shape) for own, part in zip(of_part, parts, strict=True)
    ]
    there = np.zeros(shape, dtype=bool)
    there[of_part[0], plan_rows.place] = True
    where_lost = np.zeros(shape, dtype=np.int64)
    where_lost[of_part[2], lost.place] = lost_at
    return Paths(
        dimensions,
        {d: numbers[at] for d, numbers in codes.items()},
        original=matrices[0],
        planned=there,
        actual=matrices[3],
        basis=matrices[1],
        lost=matrices[2],
        lost_at=where_lost,
        closed=closed,
        grid=grid,
        ended=ended,
    )


def _with_parents(sold: pd.DataFrame, directory: Directory, dimensions: list[str]) -> dict[str, Integers]:
    """Return the members of actuals, a blank one as its ties tell: the region of the customer."""
    every = member_codes(sold, directory, MEMBER_DIMENSIONS)
    for dimension in MEMBER_DIMENSIONS:
        own = every[dimension]
        for other, parent in directory.of[dimension].ties.items():
            nobody = directory.of[other].count
            blank = (every[other] == nobody) & (own < directory.of[dimension].count)
            tied = parent[own]
            every[other] = np.where(blank & (tied >= 0), tied, every[other])
    return {dimension: every[dimension] for dimension in dimensions}


def _passed_on(
    rows: _Rows, directory: Directory, dimensions: list[str], last: int
) -> tuple[_Rows, _Rows, Integers, dict[str, list[str]]]:
    """Return the plan with months of members who ended passed on, what is lost of it, and at which level."""
    codes = {d: numbers.copy() for d, numbers in rows.codes.items()}
    is_open = rows.place > last
    ended: dict[str, list[str]] = {}
    for d in dimensions:
        out = np.unique(codes[d][is_open & ~_valid(directory, d, codes[d], rows.place) & (rows.amount != 0)])
        if len(out):
            ended[d] = [directory.of[d].names[number] for number in out.tolist()]
    for _ in range(_PASSED_ON if ended else 0):
        for d in ended:
            wrong = np.flatnonzero(is_open & ~_valid(directory, d, codes[d], rows.place))
            heirs = _heirs(directory, d)[codes[d][wrong], rows.place[wrong]]
            codes[d][wrong] = np.where(heirs >= 0, heirs, codes[d][wrong])
    level = np.zeros(len(rows.place), dtype=np.int64)
    for number, d in reversed(list(enumerate(dimensions, start=1))):
        level = np.where(is_open & ~_valid(directory, d, codes[d], rows.place), number, level)
    gone = level > 0
    kept = _Rows(codes, rows.place, rows.amount).where(~gone)
    return kept, rows.where(gone), level[gone], ended


def _valid(directory: Directory, dimension: str, codes: Integers, place: Integers) -> Mask:
    members = directory.of[dimension]
    return np.asarray((members.first[codes] <= place) & (place <= members.last[codes]))


def _heirs(directory: Directory, dimension: str) -> Integers:
    """Return per member and month who took over: the first valid member that is like him, -1 for none."""
    members = directory.of[dimension]
    heirs = np.full((len(members.names), MONTHS), -1, dtype=np.int64)
    for heir in np.flatnonzero(members.like >= 0).tolist()[::-1]:
        heirs[members.like[heir], members.first[heir] : members.last[heir] + 1] = heir
    return heirs
