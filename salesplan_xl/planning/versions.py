"""What moved against an earlier quota, leaf by leaf."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import as_amounts, on_common_grid
from salesplan_xl.planning.members import column_of, numbers_of, text_of
from salesplan_xl.planning.plan import LEAF_KEY
from salesplan_xl.units import Integers, Step


def with_previous(
    quota: pd.DataFrame, previous: pd.DataFrame | None, step: Step, indicator: str
) -> pd.DataFrame:
    """Return an indicator's quota with ``previous`` and ``change`` filled in by key, in the base unit.

    A leaf that the earlier quota lacks has no previous amount and changes by all of its own. Amounts of
    ``quota`` are steps, of ``previous`` base units. Neither frame is changed.
    """
    if previous is None or not len(previous):
        return quota
    mine = _texts(column_of(previous, "indicator")) == indicator
    old = previous[mine]
    keys = _keys(quota, old)
    now, before = keys[: len(quota)], keys[len(quota) :]
    (old_whole, own), grid = on_common_grid(
        numbers_of(old, "committed"), step.amounts(quota["committed"].to_numpy(dtype=np.int64))
    )
    sums = np.zeros(int(keys.max(initial=0)) + 1, dtype=np.int64)
    np.add.at(sums, before, old_whole)
    known = np.isin(now, before)
    return quota.assign(
        previous=np.where(known, as_amounts(sums[now], grid), np.nan),
        change=as_amounts(own - np.where(known, sums[now], 0), grid),
    )


def vanished(quota: pd.DataFrame, previous: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of an earlier quota whose leaf the new one no longer has."""
    keys = _keys(quota, previous, with_indicator=True)
    return previous[~np.isin(keys[len(quota) :], keys[: len(quota)])]


def _keys(quota: pd.DataFrame, previous: pd.DataFrame, with_indicator: bool = False) -> Integers:
    """Return the number of each row's key, those of the quota first."""
    columns = [column for column in LEAF_KEY if column != "indicator" or with_indicator]
    key = np.zeros(len(quota) + len(previous), dtype=np.int64)
    for column in columns:
        if column == "period":
            both = np.concatenate([numbers_of(quota, column), numbers_of(previous, column)])
            codes = np.unique(both, return_inverse=True)[1].ravel()
        else:
            codes = _numbers(
                np.concatenate([_texts(column_of(frame, column)) for frame in (quota, previous)])
            )
        width = int(codes.max(initial=0)) + 1
        if len(key) and key.max() >= 2**62 // width:
            key = np.unique(key, return_inverse=True)[1].ravel()
        key = key * width + codes
    return np.unique(key, return_inverse=True)[1].ravel().astype(np.int64)


def _texts(column: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    positions, names = pd.factorize(column)
    texts = np.array([text_of(name) for name in names] + [""], dtype=object)
    return texts[positions]


def _numbers(texts: np.ndarray[tuple[int], np.dtype[np.object_]]) -> Integers:
    return np.asarray(pd.factorize(texts)[0], dtype=np.int64)
