"""Splitting a million leaves in ten thousand groups so that every group adds up."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from salesplan_xl.formulas.apportionment import largest_remainder

LEAVES, GROUPS = 1_000_000, 10_000
SAMPLE = 5
JOB = "split 1,000,000 leaves in 10,000 groups"


def rows() -> list[dict[str, object]]:
    """Time the split against pandas in three ways and against one argsort, on the same leaves."""
    draw = np.random.default_rng(1)
    size = LEAVES // GROUPS
    starts = np.arange(0, LEAVES, size)
    weights = np.round(draw.random(LEAVES) * 1000, 2) + 0.01
    totals = draw.integers(10**5, 10**7, GROUPS)
    ids = np.repeat(np.arange(GROUPS), size)
    quotas = weights * np.repeat(totals / np.add.reduceat(weights, starts), size)
    remainders = quotas % 1.0
    frame = pd.DataFrame({"group": ids, "weight": weights, "total": np.repeat(totals, size)})

    def by_rank() -> pd.Series:
        whole = frame.groupby("group")["weight"].transform("sum")
        quota = frame["total"] * frame["weight"] / whole
        floor = np.floor(quota)
        rank = (quota - floor).groupby(frame["group"]).rank(method="first", ascending=False)
        left = frame["total"] - floor.groupby(frame["group"]).transform("sum")
        return floor + (rank <= left)

    def one_group(group: pd.DataFrame) -> pd.Series:
        quota = group["total"].iloc[0] * group["weight"] / group["weight"].sum()
        floor = np.floor(quota)
        order = (quota - floor).sort_values(ascending=False, kind="stable").index
        floor.loc[order[: int(group["total"].iloc[0] - floor.sum())]] += 1
        return floor

    sample = frame[frame["group"] < GROUPS // SAMPLE]
    by_apply = _best(lambda: sample.groupby("group", group_keys=False).apply(one_group), 1) * SAMPLE
    ours = _best(lambda: largest_remainder(totals, weights, starts))
    assert (np.add.reduceat(largest_remainder(totals, weights, starts), starts) == totals).all()
    compared = [
        (f"pandas groupby.apply (timed on one group in {SAMPLE})", by_apply),
        ("pandas groupby.rank", _best(by_rank, 2)),
        ("one np.argsort of the remainders", _best(lambda: np.argsort(remainders))),
    ]
    return [
        {"job": JOB, "against": name, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours}
        for name, theirs in compared
    ]


def _best(work: Callable[[], object], times: int = 5) -> float:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
