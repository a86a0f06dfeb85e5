"""Price, volume and mix of a million sales lines by region, against pandas merge and transform."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from salesplan_xl.planning.bridge import PARTS, bridge_frame

LINES = 1_000_000
REGIONS = 31


def rows() -> list[dict[str, object]]:
    """Time both on the same two frames, and hold their results against each other."""
    random = np.random.default_rng(20270101)
    before, after = _lines(random), _lines(random)
    ours = _best(lambda: bridge_frame(before, after, "item", "region"), 5)
    theirs = _best(lambda: by_pandas(before, after), 2)
    found = bridge_frame(before, after, "item", "region").set_index("member").sort_index()
    assert np.abs(found[list(PARTS)] - by_pandas(before, after)[list(PARTS)]).to_numpy().max() < 0.02
    job = f"price, volume, mix of {LINES:,} and {LINES:,} lines"
    against = "pandas merge and transform"
    return [{"job": job, "against": against, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours}]


def by_pandas(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The usual way: merge the periods, spread group sums over the lines, add up."""
    both = before.merge(after, on=["item", "region"], how="outer", suffixes=("0", "1")).fillna(0.0)
    lines = both[(both["quantity0"] != 0) & (both["quantity1"] != 0)].copy()
    price0, price1 = lines["amount0"] / lines["quantity0"], lines["amount1"] / lines["quantity1"]
    groups = lines.groupby("region")
    quantity0, quantity1, base = (
        groups[column].transform("sum") for column in ("quantity0", "quantity1", "amount0")
    )
    lines["price"] = (price1 - price0) * lines["quantity1"]
    lines["volume"] = lines["quantity0"] / quantity0 * (quantity1 - quantity0) * base / quantity0
    lines["mix"] = (lines["quantity1"] - lines["quantity0"]) * price0 - lines["volume"]
    found = lines.groupby("region")[["price", "volume", "mix"]].sum()
    found["new"] = both[both["quantity0"] == 0].groupby("region")["amount1"].sum()
    found["discontinued"] = -both[both["quantity1"] == 0].groupby("region")["amount0"].sum()
    return found.sort_index()


def _lines(random: np.random.Generator) -> pd.DataFrame:
    item = random.permutation(LINES + LINES // 10)[:LINES]
    quantity = random.integers(1, 100, LINES).astype(float)
    amount = np.round(quantity * random.uniform(5.0, 50.0, LINES), 2)
    return pd.DataFrame({"item": item, "region": item % REGIONS, "quantity": quantity, "amount": amount})


def _best(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
