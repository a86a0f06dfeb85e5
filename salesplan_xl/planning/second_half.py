"""What the open months are to bring: the original plan, catching up, and going on at the pace so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import matrix_of, on_common_grid
from salesplan_xl.planning.metrics.view import TOTAL
from salesplan_xl.units import Month, Period

MODES = ("catch_up", "rebase")
AMOUNTS = ("original", "catch_up", "catch_up_change", "rebase", "rebase_change")
MOST_MONTHLY = 100
"""Members of a dimension up to which each month is shown; beyond, quarters are what can be read."""
COLUMNS = ("indicator", "dimension", "member", "first", "last", *AMOUNTS)


def second_half_table(
    revisions: Mapping[str, pd.DataFrame],
    first: int,
    open_from: int,
    dimensions: Sequence[str],
    closing: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Set the revised months of a plan side by side, by dimension and member.

    Args:
        revisions: rows of a rolling revision by its mode, ``catch_up``, ``rebase`` or both: ``indicator``,
            ``period`` (month index), a column per dimension, ``original`` and ``revised`` amounts.
        first: the first month of the fiscal year, an index.
        open_from: the first month without actuals.
        dimensions: seen by these beside the total.
        closing: indicators of which a longer period shows its last month.

    Returns:
        Columns :data:`COLUMNS`; for each member the open months together, then quarters that are wholly
        open, then months, these only where a dimension has at most :data:`MOST_MONTHLY` members. All sums
        are exact; NaN where a mode is not given.
    """
    whole = next(iter(revisions.values()))
    last = first + 11
    spans = open_spans(first, open_from, last)
    parts = []
    for indicator in whole["indicator"].drop_duplicates():
        own = {mode: rows[rows["indicator"] == indicator] for mode, rows in revisions.items()}
        columns = {"original": next(iter(own.values()))["original"]} | {
            mode: rows["revised"] for mode, rows in own.items()
        }
        whole_amounts, step = on_common_grid(*(column.fillna(0.0) for column in columns.values()))
        for dimension in (TOTAL, *dimensions):
            frames = [next(iter(own.values())), *own.values()]
            members = _members(frames, dimension)
            if not members:
                continue
            months = {
                name: matrix_of(
                    _codes(frame, dimension, members),
                    frame["period"].to_numpy(np.int64) - first,
                    amounts,
                    (len(members), 12),
                )
                for name, frame, amounts in zip(columns, frames, whole_amounts, strict=True)
            }
            monthly = len(members) <= MOST_MONTHLY
            for start, end in spans if monthly else [span for span in spans if span[0] < span[1]]:
                taken = (
                    slice(end - first, end - first + 1)
                    if indicator in closing
                    else slice(start - first, end - first + 1)
                )
                sums = {name: matrix[:, taken].sum(axis=1) for name, matrix in months.items()}
                table = pd.DataFrame(
                    {
                        "indicator": indicator,
                        "dimension": dimension,
                        "member": members,
                        "first": start,
                        "last": end,
                        "place": np.arange(len(members)),
                    }
                )
                for name, amounts in sums.items():
                    table[name] = step.amounts(amounts)
                    if name != "original":
                        table[f"{name}_change"] = step.amounts(amounts - sums["original"])
                parts.append(table)
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(parts, ignore_index=True)
    names = {name: place for place, name in enumerate(table["indicator"].drop_duplicates())}
    views = {name: place for place, name in enumerate((TOTAL, *dimensions))}
    order = table.assign(
        i=table["indicator"].map(names), d=table["dimension"].map(views), s=np.arange(len(table))
    ).sort_values(["i", "d", "place", "s"], kind="stable")
    return order.reindex(columns=list(COLUMNS)).reset_index(drop=True)


def open_spans(first: int, open_from: int, last: int) -> list[tuple[int, int]]:
    """Return the open months as one span, the quarters that are wholly open, the months.

    >>> open_spans(0, 6, 11)
    [(6, 11), (6, 8), (9, 11), (6, 6), (7, 7), (8, 8), (9, 9), (10, 10), (11, 11)]
    >>> open_spans(0, 12, 11)
    []
    """
    if open_from > last:
        return []
    quarters = [(first + 3 * q, first + 3 * q + 2) for q in range(4) if first + 3 * q >= open_from]
    months = [(month, month) for month in range(open_from, last + 1)]
    return list(dict.fromkeys([(open_from, last), *quarters, *months]))


def span_period(start: int, end: int) -> Period:
    """Return a span of month indices as a period."""
    return Period(Month.at(start), Month.at(end))


def _members(frames: Sequence[pd.DataFrame], dimension: str) -> list[str | None]:
    if dimension == TOTAL:
        return [None]
    columns = [frame[dimension] for frame in frames if dimension in frame]
    if not columns:
        return []
    names = pd.concat(columns, ignore_index=True).drop_duplicates()
    return [name for name in names if isinstance(name, str) and name]


def _codes(
    frame: pd.DataFrame, dimension: str, members: Sequence[str | None]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if dimension == TOTAL:
        return np.zeros(len(frame), dtype=np.int64)
    names = pd.Index(list(members), dtype=object)
    return np.asarray(names.get_indexer(pd.Index(frame[dimension])), dtype=np.int64)
