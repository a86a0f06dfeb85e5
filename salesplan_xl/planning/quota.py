"""The quota table from the leaves of a tree, and the proof that every level adds up.

Last year's sales stand in the leaf in which they were made. Where there is none, because a member has moved
since (a customer to another region, to another rep), they stand where the members belong now: beside the
customer's own region, then the rep's; those of a rep who left, with the customer's only rep of today. The
regions and reps of the month matrix show what each of them sold itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import change_rate
from salesplan_xl.planning.kept import Kept
from salesplan_xl.planning.layers import Tree
from salesplan_xl.planning.levels import Level
from salesplan_xl.planning.members import MONTHS, Directory
from salesplan_xl.planning.plan import MEMBER_DIMENSIONS, QUOTA_COLUMNS
from salesplan_xl.planning.records import Records, in_order
from salesplan_xl.units import Floats, Integers, Step


def leaves_frame(
    tree: Tree,
    committed: Integers,
    increments: Integers | None,
    kept: Kept,
    past: Records,
    directory: Directory,
    indicator: str,
    step: Step,
    closing: bool,
) -> pd.DataFrame:
    """Return the quota of one indicator: kept leaves first, then those of the tree."""
    leaves = tree.layers[-1]
    size = len(leaves)
    rows = np.arange(size)
    if "period" in leaves.codes:
        # A closing value's tree has all twelve months; those before the first one decomposed are kept ones.
        fresh = np.setdiff1d(np.arange(MONTHS), np.unique(kept.codes["period"]))
        rows = np.flatnonzero(np.isin(leaves.codes["period"], fresh))
    columns: dict[str, object] = {"indicator": indicator}
    first = directory.first_month
    places = leaves.codes.get("period")
    periods = np.full(size, -1, dtype=np.int64) if places is None else places + first
    columns["period"] = np.concatenate([kept.codes["period"] + first, periods[rows]])
    for dimension in MEMBER_DIMENSIONS:
        codes = leaves.codes.get(dimension)
        names = np.array([name or None for name in directory.of[dimension].names], dtype=object)
        own = np.full(len(rows), None, dtype=object) if codes is None else names[codes[rows]]
        before = np.array([name or None for name in kept.names[dimension]], dtype=object)
        columns[dimension] = pd.Series(np.concatenate([before, own]), dtype=object)
    whole = np.concatenate([kept.committed, committed[rows]])
    last_year = np.concatenate([_last_year_of_kept(kept, past), _last_year(tree, past, directory)[rows]])
    columns["last_year"] = last_year
    columns["committed"] = whole
    if increments is None:
        columns["stretch"] = pd.Series(pd.NA, index=range(len(whole)), dtype="Int64")
    else:
        columns["stretch"] = pd.Series(
            np.concatenate([kept.stretch, committed[rows] + increments[rows]]), dtype="Int64"
        )
    columns["growth"] = change_rate.rows(step.amounts(whole), last_year)[0]
    if closing and places is not None:
        month = np.asarray(columns["period"]) - first
        totals = np.bincount(month, whole.astype(np.float64), minlength=MONTHS)[month]
    else:
        totals = np.full(len(whole), float(whole.sum()))
    columns["share"] = np.divide(whole, totals, out=np.full(len(whole), np.nan), where=totals != 0)
    columns["previous"] = columns["change"] = np.full(len(whole), np.nan)
    return pd.DataFrame(columns)[list(QUOTA_COLUMNS)]


def leaf_of(
    tree: Tree, directory: Directory, codes: dict[str, Integers], places: Integers, to_heir: bool = False
) -> Integers:
    """Return the leaf in which rows lie that are given by members and month, -1 for none.

    With ``to_heir`` a row whose rep has no leaf goes to the node's rep, if it has only one.
    """
    nodes = np.zeros(len(places), dtype=np.int64)
    if "period" in tree.layers[0].codes:
        nodes = places.copy()
    for level, layer in enumerate(tree.layers[1:], start=1):
        members = directory.of[layer.dimension]
        own = places if layer.dimension == "period" else codes[layer.dimension]
        own = np.where(own < 0, members.count, own)
        size = len(members.names)
        keys = layer.parent * size + layer.codes[layer.dimension]
        wanted = np.where(nodes < 0, -1, nodes * size + own)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = np.where(keys[at] == wanted, at, -1)
        if to_heir and layer.dimension == "rep":
            starts = tree.starts(level)
            only = np.where(np.diff(starts, append=len(layer)) == 1, starts, -1)
            found = np.where((found < 0) & (nodes >= 0), only[nodes], found)
        nodes = found
    return nodes


def _last_year(tree: Tree, past: Records, directory: Directory) -> Floats:
    """Return what each leaf sold a year before; NaN where that month has no row of the indicator at all."""
    path = [layer.dimension for layer in tree.layers[1:]]
    if "period" in tree.layers[0].codes:
        path = ["period", *path]
    rows = in_order(past.rows(past.year == -1), path, directory)
    leaves = tree.layers[-1]
    nodes = leaf_of(tree, directory, rows.codes, rows.place)
    moved = leaf_of(tree, directory, _where_now(rows.codes, directory), rows.place, to_heir=True)
    nodes = np.where(nodes < 0, moved, nodes)
    sums = np.zeros(len(leaves), dtype=np.int64)
    np.add.at(sums, nodes[nodes >= 0], rows.amount[nodes >= 0])
    known = np.isin(np.arange(MONTHS), rows.place)
    places = leaves.codes.get("period")
    seen = np.full(len(leaves), bool(known.any())) if places is None else known[places]
    return np.where(seen, past.step.amounts(sums), np.nan)


def _where_now(codes: dict[str, Integers], directory: Directory) -> dict[str, Integers]:
    """Return members with their ties followed: a customer beside his region and rep of today."""
    now = dict(codes)
    # A customer's rep tells his region where he has none of his own, so customers come before and after.
    for dimension in (*MEMBER_DIMENSIONS, *reversed(MEMBER_DIMENSIONS)):
        for other, parent in directory.of[dimension].ties.items():
            tied = np.where(now[dimension] >= 0, parent[now[dimension]], -1)
            now[other] = np.where(tied >= 0, tied, now[other])
    return now


def _last_year_of_kept(kept: Kept, past: Records) -> Floats:
    if not len(kept.committed):
        return np.zeros(0)
    rows = past.rows(past.year == -1)
    split = [d for d in MEMBER_DIMENSIONS if (kept.codes[d] >= 0).any()]
    own = np.column_stack([kept.codes["period"], *(kept.codes[d] for d in split)])
    sold = np.column_stack([rows.place, *(rows.codes[d] for d in split)])
    _, inverse = np.unique(np.concatenate([own, sold]), axis=0, return_inverse=True)
    inverse = inverse.ravel()
    sums = np.zeros(int(inverse.max()) + 1, dtype=np.int64)
    np.add.at(sums, inverse[len(own) :], rows.amount)
    known = np.isin(kept.codes["period"], rows.place)
    return np.where(known, past.step.amounts(sums[inverse[: len(own)]]), np.nan)


def level_report(
    tree: Tree,
    amounts: Sequence[Integers],
    levels: Sequence[Level],
    grids: Sequence[int],
    step: Step,
    indicator: str,
    base: Integers,
) -> pd.DataFrame:
    """Return per level the number of nodes, their total in steps, and whether all of them are exact.

    Each level's nodes are added up anew from the leaves, and each parent from its children. ``base`` is
    what was to be handed out: the target less reserve and kept months, or a closing value month by month.
    """
    rows = []
    for number, layer in enumerate(tree.layers):
        sums = np.zeros(len(layer), dtype=np.int64)
        np.add.at(sums, tree.ancestors(number), amounts[-1])
        exact = bool((sums == amounts[number]).all())
        name, grid = "total", grids[0] if grids else 1
        if number:
            children = np.zeros(len(tree.layers[number - 1]), dtype=np.int64)
            np.add.at(children, layer.parent, amounts[number])
            exact = exact and bool((children == amounts[number - 1]).all())
            name, grid = levels[number - 1].dimension, grids[number - 1]
        else:
            exact = exact and bool((sums == base).all())
        rows.append(
            (indicator, name, len(layer), int(amounts[number].sum()), float(step.decimal * grid), exact)
        )
    return pd.DataFrame(rows, columns=["indicator", "level", "nodes", "total", "step", "exact"])
