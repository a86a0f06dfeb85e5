"""What changed between two versions of a table, by key: rows added, removed and altered, and why.

Amounts are compared as decimals of 15 significant digits, so that rounding noise is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import as_amounts, on_common_grid
from salesplan_xl.units import Integers, clear_of_noise

MEMBER_DIMENSIONS = ("department", "region", "channel", "product", "customer", "rep")
ADDED, REMOVED, ALTERED = "added", "removed", "altered"


def table_changes(
    old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str], compared: Sequence[str]
) -> pd.DataFrame:
    """Return one row per changed cell of two versions of a table.

    Args:
        old: The earlier version: ``key`` columns and any of the ``compared`` ones. Keys that repeat are added
            up where the column has numbers; of texts the last counts.
        new: The later version, likewise.
        key: What tells rows apart. A key column that neither has is left out.
        compared: The columns to hold against each other; one that is missing on a side is blank there.

    Returns:
        ``key`` columns, ``column``, ``kind`` (added, removed or altered: what became of the row), ``before``,
        ``after`` and ``change`` (numbers only, else NaN), in the order of the later version, then of the
        rows that are gone.

    >>> was = pd.DataFrame({"region": ["East", "West"], "amount": [10.0, 5.0]})
    >>> now = pd.DataFrame({"region": ["West", "North"], "amount": [8.0, 7.0]})
    >>> table_changes(was, now, ["region"], ["amount"])[["region", "kind", "change"]].values.tolist()
    [['West', 'altered', 3.0], ['North', 'added', 7.0], ['East', 'removed', -10.0]]
    """
    keys = [column for column in key if column in old or column in new]
    columns = [column for column in compared if column in old or column in new]
    before, after = (_one_row_a_key(frame, keys, columns) for frame in (old, new))
    both = after.merge(before, how="outer", on=keys, suffixes=("", "\0"), indicator=True, sort=False)
    place = both["_order"].where(both["_order"].notna(), len(after) + both["_order\0"])
    both = both.iloc[np.argsort(place.to_numpy(dtype=np.float64), kind="stable")]
    kind = both["_merge"].map({"left_only": ADDED, "right_only": REMOVED, "both": ALTERED}).astype(str)
    found = []
    for order, column in enumerate(columns):
        was, now = both[column + "\0"], both[column]
        numeric = all(pd.api.types.is_numeric_dtype(side) for side in (was, now))
        if numeric:
            a, b = (clear_of_noise(side.to_numpy(dtype=np.float64)) for side in (was, now))
            differs = ~((a == b) | (np.isnan(a) & np.isnan(b)))
            (before_whole, after_whole), grid = on_common_grid(a, b)
            change = as_amounts(after_whole - before_whole, grid)
        else:
            differs = (was.notna() | now.notna()).to_numpy() & (
                was.astype(object) != now.astype(object)
            ).to_numpy()
            change = np.full(len(both), np.nan)
        rows = np.flatnonzero(differs)
        part = both.iloc[rows][keys].copy()
        part["column"] = column
        part["kind"] = kind.to_numpy()[rows]
        part["before"], part["after"] = (
            was.astype(object).to_numpy()[rows],
            now.astype(object).to_numpy()[rows],
        )
        part["change"] = change[rows]
        part["_place"], part["_column"] = rows, order
        found.append(part)
    whole = (
        pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*keys, "_place", "_column"])
    )
    whole = whole.sort_values(["_place", "_column"], kind="stable", ignore_index=True)
    for side in ("before", "after"):
        whole[side] = whole[side].astype(object).where(whole[side].notna(), None)
    return whole.drop(columns=["_place", "_column"])


def _one_row_a_key(frame: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """Return one row per key with every compared column, in order of first appearance."""
    whole = frame.reindex(columns=[*keys, *columns])
    for column in keys:
        whole[column] = whole[column].astype(object).where(whole[column].notna(), "")
    if whole.duplicated(keys).any():
        how = {
            column: (lambda values: values.sum(min_count=1))
            if pd.api.types.is_numeric_dtype(whole[column])
            else "last"
            for column in columns
        }
        whole = whole.groupby(keys, sort=False, dropna=False).agg(how).reset_index()
    return whole.assign(_order=np.arange(len(whole)))


def hold_reasons(
    leaves: pd.DataFrame, changes: pd.DataFrame, parents: Mapping[tuple[str, str], str]
) -> tuple[Integers, Integers]:
    """Tell for each changed leaf which changed hold explains it.

    Args:
        leaves: Rows with ``indicator``, ``period`` (month indices, -1 for none) and members.
        changes: Changed holds: ``indicator``, members, ``first_month`` and ``last_month`` (NaN for the year).
        parents: The member above a member, by dimension and name.

    Returns:
        Per leaf the place in ``changes`` of the first hold that covers it, and that of the first hold of its
        indicator, which it may have given way to; -1 where there is none.
    """
    covering, nearby = np.full(len(leaves), -1, dtype=np.int64), np.full(len(leaves), -1, dtype=np.int64)
    months = leaves["period"].to_numpy(dtype=np.float64)
    for place in range(len(changes) - 1, -1, -1):
        hold = changes.iloc[place]
        same = (leaves["indicator"] == hold["indicator"]).to_numpy()
        covered = same.copy()
        if not np.isnan(hold["first_month"]):
            covered &= (months >= hold["first_month"]) & (months <= hold["last_month"])
        for dimension in MEMBER_DIMENSIONS:
            name = hold.get(dimension)
            if isinstance(name, str) and name and dimension in leaves:
                within = _under(name, dimension, leaves[dimension].dropna().unique(), parents)
                covered &= leaves[dimension].isin(within).to_numpy()
        covering[covered], nearby[same] = place, place
    return covering, nearby


def _under(
    name: str, dimension: str, members: Iterable[Any], parents: Mapping[tuple[str, str], str]
) -> set[str]:
    """Return the members that are the named one or belong to it, however many levels below."""
    found = set()
    for member in members:
        above, seen = member, set()
        while isinstance(above, str) and above not in seen:
            if above == name:
                found.add(member)
                break
            seen.add(above)
            above = parents.get((dimension, above))
    return found
