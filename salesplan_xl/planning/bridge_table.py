"""The bridge of a plan: why sales differ from target and from last year, by period, dimension and member.

An item is a product within the member of the row; where neither side names products, the member itself. Each
row is measured by itself, so its parts are the member's own: volume is what its total quantity changed at
its average price, mix what moved between its products. Base, actual and the whole change of a dimension's
members add up to the total's. In the rows of the dimension product volume and mix are measured over all
products together, so that there *every* part adds up to the total's, to the last step.

=============  ==========================================================================================
new            items with sales of which the base has none: not planned, or not sold in these months last year
discontinued   items of the base without sales in the period
base, target   the plan's amounts; its quantities are those of the plan's volume indicator. A plan without
               volumes is taken at each item's average price of last year: what a higher price brought then
               shows as price. An item without such a price counts as volume.
base, last     the same months a year before; a period of which last year lacks a month is left out
year
=============  ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from salesplan_xl.planning.bridge import PARTS, Bridge, Lines, bridge_lines
from salesplan_xl.planning.compared_lines import CodedLines, Compared, at_last_years_prices, compared_lines
from salesplan_xl.planning.plan import Note
from salesplan_xl.planning.variance import TOTAL
from salesplan_xl.units import Integers, Month, Period

TARGET, LAST_YEAR = "target", "last_year"
COLUMNS = ("indicator", "period", "against", "dimension", "member", "base", *PARTS, "actual")
DENSE = 4
"""Pairs of member and product are used as they are where they leave at most so many places a line empty."""


@dataclass(frozen=True)
class BridgeSettings:
    """What a bridge is worked out by.

    ``first`` is the month index of the fiscal year's first month; ``periods`` are first and last month index
    of each; ``against`` holds ``target`` and ``last_year``; ``indicators`` are money that is added up.
    ``name`` says how a period is written. Of ``totals`` only the totals are shown, without notes.
    """

    first: int
    periods: Sequence[tuple[int, int]]
    against: Sequence[str]
    dimensions: Sequence[str]
    indicators: Sequence[str]
    method: str = "classic"
    name: Callable[[Period], str] = str
    totals: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class BridgeTable:
    """The rows in the columns :data:`COLUMNS`, all totals first, and what has to be said of them."""

    rows: pd.DataFrame
    notes: tuple[Note, ...]


def bridge_table(quota: pd.DataFrame, sales: pd.DataFrame, settings: BridgeSettings) -> BridgeTable:
    """Split the change of every indicator, period, base and member into its parts.

    Args:
        quota: ``indicator, period`` (month index), a column per dimension, ``target`` (amount); may be empty.
        sales: ``indicator, month`` (month index), a column per dimension, ``amount`` and ``quantity``; this
            year's and the last.

    Returns:
        Amounts as floats that are exact decimals: base and the five parts add up to actual in every row. The
        member of the total, and of lines that name none, is None; such lines are the last row of a dimension.
    """
    found: list[pd.DataFrame] = []
    notes: list[Note] = []
    for indicator in settings.indicators:
        dimensions = list(dict.fromkeys([*settings.dimensions, "product"]))
        lines = compared_lines(quota, sales, indicator, dimensions)
        shown = [(period, settings.dimensions, notes) for period in settings.periods]
        shown += [(period, (), []) for period in settings.totals]
        for period, along, said in shown:
            for against in settings.against:
                comparison = _Comparison.of(lines, period, against, settings, said)
                if comparison is not None:
                    found += comparison.tables(along)
    if not found:
        return BridgeTable(pd.DataFrame(columns=list(COLUMNS)), _merged(notes))
    rows = pd.concat(found, ignore_index=True)
    totals_first = np.argsort(rows["dimension"].to_numpy() != TOTAL, kind="stable")
    return BridgeTable(rows.iloc[totals_first].reset_index(drop=True), _merged(notes))


def _merged(notes: list[Note]) -> tuple[Note, ...]:
    """Say once what holds for several periods, with the other facts of the last of them."""
    merged: dict[tuple[object, ...], Note] = {}
    for note in notes:
        key = (note.reason, note.facts["indicator"], note.facts.get("against"))
        facts = dict(note.facts)
        before = str(merged[key].facts.get("period", "")).split(", ") if key in merged else []
        if "period" in facts and str(facts["period"]) not in before:
            facts["period"] = ", ".join([*before, str(facts["period"])])
        merged[key] = Note(note.reason, facts)
    return tuple(merged.values())


@dataclass(frozen=True)
class _Comparison:
    """One indicator's sales in one period, and what they are compared with."""

    lines: Compared
    period: Period
    against: str
    base: CodedLines
    actual: CodedLines
    last_year: CodedLines
    settings: BridgeSettings
    notes: list[Note]

    @classmethod
    def of(
        cls,
        lines: Compared,
        period: tuple[int, int],
        against: str,
        settings: BridgeSettings,
        notes: list[Note],
    ) -> _Comparison | None:
        """Gather the lines of both sides; ``None``, and a note, where there is nothing to compare with."""
        first, last = period
        span = Period(Month.at(first), Month.at(last))
        known = lines.months_sold()
        months = [month for month in range(first, last + 1) if month in known]
        about = {"indicator": lines.indicator, "period": settings.name(span)}
        if not months:
            notes.append(Note("bridge_no_sales", about))
            return None
        if len(months) < last - first + 1:
            missing = ", ".join(str(Month.at(m)) for m in range(first, last + 1) if m not in known)
            notes.append(Note("bridge_months_missing", {**about, "months": missing}))
        last_year = lines.sold.in_months(range(settings.first - 12, settings.first))
        if against == LAST_YEAR:
            before = [month - 12 for month in months]
            if not known.issuperset(before):
                notes.append(Note("bridge_no_last_year", about))
                return None
            base = lines.sold.in_months(before)
        else:
            base = lines.plan.in_months(months)
            if not base.amount.any():
                notes.append(Note("bridge_no_plan", about))
                return None
            if not lines.planned_volume and len(last_year) and last_year.quantity.any():
                notes.append(Note("bridge_plan_without_volume", {"indicator": lines.indicator}))
        return cls(lines, span, against, base, lines.sold.in_months(months), last_year, settings, notes)

    @property
    def name(self) -> str:
        return self.settings.name(self.period)

    def tables(self, dimensions: Sequence[str]) -> list[pd.DataFrame]:
        """Return the rows of the total, then of every dimension that both sides can be seen along."""
        comparable = [name for name in dimensions if self.base.has(name) and self.actual.has(name)]
        total, _ = self._bridge(TOTAL)
        if total.untold.any():
            untold = self.lines.step.amounts(int(total.untold[0]))
            facts = {"indicator": self.lines.indicator, "period": self.name, "against": self.against}
            self.notes.append(Note("bridge_untold", {**facts, "amount": f"{untold:,.15g}"}))
        elif not self._by_product():
            self.notes.append(Note("bridge_without_products", {"indicator": self.lines.indicator}))
        views = [self._table(TOTAL, total, np.zeros(1, dtype=np.int64))]
        for dimension in comparable:
            views.append(self._table(dimension, *self._bridge(dimension)))
        return views

    def _by_product(self) -> bool:
        return self.base.has("product") and self.actual.has("product")

    def _bridge(self, dimension: str) -> tuple[Bridge, Integers]:
        unpriced = self.against == TARGET and not self.lines.planned_volume
        prices = self.last_year if unpriced else None
        return bridge_along(dimension, self.base, self.actual, self.settings.method, prices)

    def _table(self, dimension: str, bridge: Bridge, rows: Integers) -> pd.DataFrame:
        step = self.lines.step
        names = self.lines.names.get(dimension, [])
        order = np.argsort(np.where(rows == 0, len(names) + 1, rows), kind="stable")
        member = [names[number - 1] if number else None for number in rows[order].tolist()]
        size = len(member)
        columns: dict[str, object] = {
            "indicator": [self.lines.indicator] * size,
            "period": [self.name] * size,
            "against": [self.against] * size,
            "dimension": [dimension] * size,
            "member": pd.Series(member, dtype=object),
            "base": step.amounts(bridge.base[order]),
            **{part: step.amounts(bridge.parts[order, at]) for at, part in enumerate(PARTS)},
            "actual": step.amounts(bridge.actual[order]),
        }
        return pd.DataFrame(columns)


def bridge_along(
    dimension: str, base: CodedLines, actual: CodedLines, method: str, prices: CodedLines | None = None
) -> tuple[Bridge, Integers]:
    """Return the bridge along a dimension, and the number of each of its rows' members.

    Items are products within the member where both sides name products, else the members themselves.
    ``prices`` are the sales whose prices stand in for those of a base without quantities.
    """
    sides = (base, actual) if prices is None else (base, actual, prices)
    starts = np.cumsum([0, *(len(side) for side in sides)])
    member = _joined(sides, dimension)
    by_product = base.has("product") and actual.has("product")
    product = _joined(sides, "product") if by_product else np.zeros(starts[-1], dtype=np.int64)
    seen = np.bincount(member) > 0
    rows = np.flatnonzero(seen)
    member = (np.cumsum(seen) - 1)[member]
    item, items = _paired(member, product)
    member_of_item = np.zeros(items, dtype=np.int64)
    member_of_item[item] = member
    items_of = [item[start:end] for start, end in pairwise(starts)]
    if prices is not None:
        base = replace(base, quantity=at_last_years_prices(base, items_of[0], prices, items_of[2]))
    before, after = (
        Lines(items_of[side], lines.quantity, lines.amount) for side, lines in enumerate((base, actual))
    )
    bridge = bridge_lines(before, after, member_of_item, len(rows), method, dimension == "product")
    # A member that only the prices know gets no row.
    used = np.zeros(len(rows), dtype=bool)
    used[member[: starts[2]]] = True
    kept = Bridge(bridge.base[used], bridge.parts[used], bridge.actual[used], bridge.untold[used])
    return kept, rows[used]


def _joined(sides: Sequence[CodedLines], dimension: str) -> Integers:
    if dimension == TOTAL:
        return np.zeros(sum(len(side) for side in sides), dtype=np.int64)
    return np.concatenate([side.codes[dimension] for side in sides])


def _paired(member: Integers, product: Integers) -> tuple[Integers, int]:
    """Number the pairs of member and product; return how many numbers there are."""
    width = int(product.max(initial=0)) + 1
    pairs = member * np.int64(width) + product
    size = int(pairs.max(initial=0)) + 1
    if size <= DENSE * max(len(pairs), 1):
        return pairs, size
    ids, uniques = pd.factorize(pairs)
    return ids.astype(np.int64), len(uniques)
