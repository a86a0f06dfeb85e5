"""Months of service: past sales count per month in which a member was on sale.

A member is *on sale* from its first sale, or its ``from_month`` where that is earlier, until its
``to_month``, or its last sale where that is later; without a ``to_month`` until the plan year. A month
without sales in between counts. A member with a model is on sale while its model was.

A past row of month *m* weighs at a level, beside its siblings under the same node,

    amount x years(m) / on_sale(m) x min(1, months / least)

where ``years(m)`` is the number of pooled years that have month *m* (complete years only, where months are
split), ``on_sale(m)`` the number of these in which the member and all of the node's path were on sale,
``months`` the pooled months in which they were, and ``least`` three months, or what the path itself has. So a
member on sale throughout weighs its plain sum, and a strong launch of one month counts for a third.

Example, three years of history, the node "March": tea sold 60, 70 and 80 in March, cake, launched in January
of the third year, 40. Tea weighs 60 + 70 + 80 = 210 and cake 40 x 3/1 = 120, not 40.

A month of the calendar in which a member was never on sale is filled in from the months in which it was: per
year it would have sold in *m* what it sold a year in those, times what the members on sale throughout sold in
*m* for one that they sold in those. The estimate counts from the member's own level on. Example: tea sold 100
in each of 12 months and 200 in December, cake, launched in July, 50 a month and 100 in December; in January
cake would have sold 350 x 100/700 = 50.

Nothing of this reaches the levels above: months, regions and all else are split by their own sums. The bases
pooled history, mean of the years and last year all count so; of the mean, a member's shares are averaged over
the years in which it was on sale, and of last year only its months are pooled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import lcm

import numpy as np

from salesplan_xl.planning.members import MONTHS, Directory, Members, dimension_word
from salesplan_xl.planning.plan import Note
from salesplan_xl.planning.records import Mask, Records
from salesplan_xl.units import Floats, Integers

LEAST_MONTHS = 3
_LARGEST = 2.0**61


class Service:
    """From when to when each member was on sale, counted in the months that are pooled.

    Months are counted from the plan year's first: -1 is the last month of the year before.
    """

    def __init__(self, records: Records, directory: Directory, first_place: int) -> None:
        years = int(-records.year.min()) if len(records.year) else 1
        self._years, self._directory = years, directory
        seen = np.zeros((years, MONTHS), dtype=bool)
        seen[records.year + years, records.place] = True
        seen[:, :first_place] = False
        used = np.unique(records.year[records.month_weight != 0]) + years
        by_months = np.zeros_like(seen)
        by_months[used] = seen[used]
        last = np.zeros_like(seen)
        last[-1] = seen[-1]
        self._pooled = {"history": _Counts(seen), "period": _Counts(by_months), "last_year": _Counts(last)}
        self._begins: dict[str, Integers] = {}
        self._ends: dict[str, Integers] = {}
        month = records.year * MONTHS + records.place
        for dimension, codes in records.codes.items():
            self._add(dimension, codes, month)

    def _add(self, dimension: str, codes: Integers, month: Integers) -> None:
        members = self._directory.of[dimension]
        start = -MONTHS * self._years
        sold, size = codes >= 0, len(members.names)
        first, last = np.full(size, 0, dtype=np.int64), np.full(size, start, dtype=np.int64)
        np.minimum.at(first, codes[sold], month[sold])
        np.maximum.at(last, codes[sold], month[sold])
        first = np.minimum(first, np.nan_to_num(members.begins, nan=0.0).astype(np.int64))
        ends = np.nan_to_num(members.ends, nan=-1.0).astype(np.int64)
        last = np.where(np.isnan(members.ends), -1, np.maximum(last, ends))
        for member in np.flatnonzero(members.like >= 0).tolist():
            model = members.model_of(member)
            first[member], last[member] = first[model], last[model]
        # Nobody, which a blank code stands for, is always there; who sold nothing has no rows to weigh.
        first[members.count :], last[members.count :] = start, -1
        first[first == 0] = start
        pooled = np.flatnonzero(self._pooled["history"].seen.ravel()) + start
        if len(pooled):
            first[first <= pooled[0]], last[last >= pooled[-1]] = start, -1
        self._begins[dimension] = np.clip(first, start, 0)
        self._ends[dimension] = np.clip(last, start - 1, -1)

    def partial(self, dimension: str) -> Mask:
        """Tell which members were not on sale throughout."""
        return (self._begins[dimension] > -MONTHS * self._years) | (self._ends[dimension] < -1)

    def notes(self, dimensions: Sequence[str]) -> list[Note]:
        """Name the members of the plan year that were not on sale throughout."""
        notes = []
        for dimension in dimensions:
            if dimension == "period":
                continue
            members = self._directory.of[dimension]
            newer = self.partial(dimension) & (members.first <= members.last) & ~members.is_group
            names = [members.names[number] for number in np.flatnonzero(newer)]
            if names:
                shown = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
                facts = {"dimension": dimension_word(dimension), "count": len(names), "members": shown}
                notes.append(Note("service_counted", facts))
        return notes

    def scale(self, dimensions: Sequence[str]) -> int:
        """Return what amounts are multiplied by so that all weights stay whole, 1 if they are anyway."""
        if not any(self.partial(dimension).any() for dimension in dimensions if dimension != "period"):
            return 1
        return lcm(*range(1, self._years + 1)) * lcm(*range(1, LEAST_MONTHS + 1))

    def span(
        self, codes: dict[str, Integers], dimensions: Sequence[str], size: int
    ) -> tuple[Integers, Integers]:
        """Return from when to when all of these members were on sale together, row by row."""
        begins = np.full(size, -MONTHS * self._years, dtype=np.int64)
        ends = np.full(size, -1, dtype=np.int64)
        for dimension in dimensions:
            if dimension in codes:
                begins = np.maximum(begins, self._begins[dimension][codes[dimension]])
                ends = np.minimum(ends, self._ends[dimension][codes[dimension]])
        return begins, ends

    def years_on_sale(self, place: Integers, begins: Integers, ends: Integers) -> Integers:
        """Return in how many pooled years a month lies within a span."""
        return self._pooled["history"].years(place, begins, ends)

    def years(self) -> Integers:
        """Return how many pooled years there are of each month of the year."""
        return self._pooled["history"].of_place

    def factors(
        self, records: Records, rows: Integers, path: Sequence[str], dimension: str, basis: str
    ) -> tuple[Integers, Integers] | None:
        """Return numerator and denominator of what rows count for as children of their node.

        ``None`` where all of them count once. ``path`` are the dimensions of the node's path.
        """
        concerned = [d for d in (*path, dimension) if d != "period" and self.partial(d).any()]
        if not concerned:
            return None
        counts = self._pooled["last_year" if basis == "last_year" else "history"]
        counts = self._pooled["period"] if dimension == "period" and basis != "last_year" else counts
        codes = {d: records.codes[d][rows] for d in concerned}
        above = self.span(codes, [d for d in concerned if d != dimension], len(rows))
        span = self.span(codes, concerned, len(rows))
        place = records.place[rows]
        # An estimate is what one year would have brought.
        on_sale = np.where(records.estimated[rows], 1, np.maximum(counts.years(place, *span), 1))
        least = np.clip(counts.months(*above), 1, LEAST_MONTHS)
        months = np.clip(counts.months(*span), 1, least)
        return counts.of_place[place] * months, on_sale * least


class _Counts:
    """How many of the pooled months, oldest year first, lie in a span."""

    def __init__(self, seen: Mask) -> None:
        self.seen = seen
        self._start = -seen.size
        self.of_place = np.asarray(seen.sum(axis=0), dtype=np.int64)
        self._before = np.zeros((len(seen) + 1, MONTHS), dtype=np.int64)
        self._before[1:] = seen.cumsum(axis=0)
        self._running = np.append(0, seen.ravel().cumsum())

    def years(self, place: Integers, begins: Integers, ends: Integers) -> Integers:
        first = -((place - begins + self._start) // MONTHS)
        until = (ends - self._start - place) // MONTHS + 1
        first = np.clip(first, 0, len(self.seen))
        until = np.clip(until, 0, len(self.seen))
        return np.asarray(np.maximum(self._before[until, place] - self._before[first, place], 0))

    def months(self, begins: Integers, ends: Integers) -> Integers:
        sums = self._running[ends + 1 - self._start] - self._running[begins - self._start]
        return np.asarray(np.maximum(sums, 0))


def scaled(records: Records, scale: int) -> Records:
    """Return rows whose amounts are multiplied, and by a power of ten for the estimates' sake.

    Both only as far as sums stay within 64 bits.
    """
    if scale == 1:
        return records
    years = int(-records.year.min())
    room = _LARGEST / max(float(np.abs(records.amount.astype(np.float64)).sum()) * years * LEAST_MONTHS, 1.0)
    finer = max((10**digits for digits in range(7) if scale * 10**digits < room), default=0)
    return replace(records, amount=records.amount * scale * finer) if finer else records


def with_months_filled(
    records: Records, service: Service, directory: Directory, levels: list[str]
) -> Records:
    """Return rows with estimates added for months in which a member was never on sale.

    Estimates are rows of the last year, rounded once, on the scale of the amounts given.
    """
    for level, dimension in enumerate(levels):
        if dimension != "period" and service.partial(dimension).any():
            records = _with_filled(records, service, directory, dimension, level, levels[: level + 1])
    return records


def _with_filled(
    records: Records, service: Service, directory: Directory, dimension: str, level: int, path: list[str]
) -> Records:
    members, places = directory.of[dimension], np.arange(MONTHS, dtype=np.int64)
    size = len(members.names)
    numbers, every = np.repeat(np.arange(size), MONTHS), np.tile(places, size)
    span = service.span({dimension: numbers}, [dimension], len(numbers))
    on_sale = service.years_on_sale(every, *span).reshape(size, MONTHS)
    valid = (members.first[:, None] <= places) & (places <= members.last[:, None])
    served = (service.partial(dimension) & on_sale.any(axis=1))[:, None]
    gap: Mask = np.asarray((on_sale == 0) & (service.years() > 0) & valid & served, dtype=np.bool_)
    codes = records.codes[dimension]
    # An estimate made at a level above knows less of this member's months than one made here.
    replaced = records.estimated & (codes >= 0) & gap[codes, records.place]
    kept = np.where(replaced, np.minimum(records.counts_until, level), records.counts_until)
    records = replace(records, counts_until=kept)
    filled_for = np.asarray(gap.any(axis=1))[codes] & (codes >= 0)
    source = records.rows(filled_for & ~records.estimated & (records.counts_until > level))
    if not len(source.amount):
        return records
    pace = _pace(records, service, members, level, path)

    columns = [*source.codes.values(), np.maximum(source.counts_from, level), source.counts_until]
    key = np.zeros(len(source.amount), dtype=np.int64)
    for column in columns:
        key = np.unique(key * (int(column.max()) + 2) + column + 1, return_inverse=True)[1].ravel()
    first = np.zeros(int(key.max()) + 1, dtype=np.int64)
    first[key[::-1]] = np.arange(len(key))[::-1]
    span = service.span(source.codes, path, len(key))
    rate = source.amount / np.maximum(service.years_on_sale(source.place, *span), 1)
    sold = np.bincount(key, rate)
    begins, ends = (np.repeat(bound[first], MONTHS) for bound in span)
    covered = service.years_on_sale(np.tile(places, len(first)), begins, ends).reshape(-1, MONTHS) > 0
    base = (covered * pace).sum(axis=1)
    per_pace = np.divide(sold, base, out=np.zeros_like(sold), where=base > 0)
    group, place = np.nonzero(gap[source.codes[dimension][first]])
    estimate = np.rint(per_pace[group] * pace[place] / lcm(2, 3)).astype(np.int64) * lcm(2, 3)
    rows = source.rows(first[group])
    month_scale = _month_scale(records)
    filled = replace(
        rows,
        place=place,
        year=np.full(len(place), -1, dtype=np.int64),
        amount=estimate,
        counts_from=np.maximum(rows.counts_from, level),
        month_weight=estimate * month_scale[place],
        estimated=np.ones(len(place), dtype=bool),
    )
    return records.joined(filled)


def _pace(records: Records, service: Service, members: Members, level: int, path: list[str]) -> Floats:
    """Return what members on sale throughout sold a year in each month; if there are none, what all sold."""
    codes = records.codes[members.dimension]
    own = (members.like[codes] < 0) & (records.counts_from <= level) & (records.counts_until > level)
    steady = own & ~service.partial(members.dimension)[codes]
    rows = records.rows(steady if steady.any() else own)
    years = service.years_on_sale(rows.place, *service.span(rows.codes, path, len(rows.place)))
    rate = rows.amount / np.where(rows.estimated, 1, np.maximum(years, 1))
    return np.maximum(np.bincount(rows.place, rate, minlength=MONTHS), 0.0)


def _month_scale(records: Records) -> Floats:
    """Return per month what one of a row's amount weighs where months are split."""
    used = (records.month_weight != 0) & ~records.estimated
    amounts, weights = (
        np.bincount(records.place[used], column[used].astype(np.float64), minlength=MONTHS)
        for column in (records.amount, records.month_weight)
    )
    return np.asarray(np.divide(weights, amounts, out=np.zeros(MONTHS), where=amounts != 0))
