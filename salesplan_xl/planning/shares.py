"""The shares of one level.

A node's children are the members that are valid under it: in the month or months of its path, and tied to no
other member than those of its path. Their shares come, in this order, from

1. history at the node;
2. where that is nothing, history at its ancestors, nearest first: the last dimension is dropped, then the
   one before it, up to the whole company;
3. the members' potential, their weight, the reps' capacity, whichever is filled in for one of them;
4. equal shares.

A node under which nobody is valid (a vacancy) keeps its amount in one child without a member.

A level on another basis uses that first, then history as above. Members with a share of zero get no node. Net
negative history of a member counts as nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from salesplan_xl.planning.layers import Tree, check_size, joined, summed
from salesplan_xl.planning.levels import ON_HISTORY, Level
from salesplan_xl.planning.members import MONTHS, Members, dimension_word
from salesplan_xl.planning.plan import Note
from salesplan_xl.units import Floats, Integers

if TYPE_CHECKING:
    from salesplan_xl.planning.tree import TreeBuilder


MOST_WHOLE = 2.0**61


class Shares:
    """The shares of one level."""

    def __init__(self, builder: TreeBuilder, tree: Tree, number: int, level: Level) -> None:
        self._builder, self._tree, self._number, self._level = builder, tree, number, level
        self._above = tree.layers[-1]
        self._members: Members = builder.directory.of[level.dimension]

    def children(self) -> tuple[Integers, Integers, Floats]:
        """Return node, member and weight of every child; weights may differ in scale from node to node."""
        level = self._level
        every = np.arange(len(self._above), dtype=np.int64)
        others = ON_HISTORY if level.basis in ON_HISTORY else ()
        second = "potential" if others else "history"
        if level.blend == 0:
            nodes, members, weights = self._by(second, every)
        elif level.blend == 1:
            nodes, members, weights = self._by(level.basis, every)
        else:
            first, rest = self._by(level.basis, every), self._by(second, every)
            nodes, members, weights = self._blended(first, rest, level.blend)
        empty = np.setdiff1d(every, nodes)
        if len(empty):
            found, barren = self._without_history(empty)
            nodes = np.concatenate([nodes, found[0]])
            members = np.concatenate([members, found[1]])
            weights = np.concatenate([weights, found[2]])
            if len(barren):
                self._note_barren(barren)
                nodes = np.concatenate([nodes, barren])
                members = np.concatenate([members, np.full(len(barren), self._members.count)])
                weights = np.concatenate([weights, np.ones(len(barren))])
        return nodes, members, weights

    def _note_barren(self, barren: Integers) -> None:
        directory = self._builder.directory
        path = {d: codes[barren[0]] for d, codes in self._above.codes.items()}
        names = [directory.of[d].names[code] for d, code in path.items()]
        facts = {
            "dimension": dimension_word(self._level.dimension),
            "node": " / ".join(names),
            "nodes": len(barren),
        }
        self._tree.notes.append(Note("no_valid_member", facts))

    def _note(self, reason: str, cells: int, of: int) -> None:
        if cells:
            dimension = dimension_word(self._level.dimension)
            self._tree.notes.append(Note(reason, {"dimension": dimension, "cells": cells, "of": of}))

    def _blended(
        self,
        first: tuple[Integers, Integers, Floats],
        rest: tuple[Integers, Integers, Floats],
        blend: float,
    ) -> tuple[Integers, Integers, Floats]:
        size = len(self._above)
        first, rest = _normalised(*first, size), _normalised(*rest, size)
        has = [np.zeros(size, dtype=bool) for _ in range(2)]
        has[0][first[0]] = has[1][rest[0]] = True
        # A node that has only one of the two bases goes by that one alone.
        left = np.where(has[1], blend, 1.0)[first[0]] * first[2]
        right = np.where(has[0], 1.0 - blend, 1.0)[rest[0]] * rest[2]
        size = len(self._members.names)
        keys = np.concatenate([first[0] * size + first[1], rest[0] * size + rest[1]])
        unique, inverse = np.unique(keys, return_inverse=True)
        weights = np.asarray(np.bincount(inverse.ravel(), np.concatenate([left, right])), dtype=np.float64)
        return unique // size, unique % size, weights

    def _by(self, basis: str, nodes: Integers) -> tuple[Integers, Integers, Floats]:
        if basis in ON_HISTORY:
            return self._by_history(basis, nodes)
        pairs = self._builder.candidates(self._above, self._level.dimension, nodes)
        weights = self._declared(basis, *pairs)
        given = weights > 0
        return pairs[0][given], pairs[1][given], weights[given]

    def _declared(self, basis: str, nodes: Integers, members: Integers) -> Floats:
        if basis == "equal":
            return np.ones(len(nodes))
        if basis == "capacity":
            capacity = self._capacity()
            summed = np.concatenate([np.zeros((len(capacity), 1)), capacity.cumsum(axis=1)], axis=1)
            begins = np.maximum(self._above.first[nodes], self._members.first[members])
            ends = np.minimum(self._above.last[nodes], self._members.last[members])
            return np.asarray(summed[members, ends + 1] - summed[members, begins])
        return np.asarray(getattr(self._members, basis)[members])

    def _capacity(self) -> Floats:
        """Return capacity per member and month: a rep's own, or that of the reps tied to a member."""
        directory, dimension = self._builder.directory, self._level.dimension
        if dimension == "rep":
            return directory.reps
        if dimension == "period":
            return np.diag(directory.reps.sum(axis=0))
        tied = directory.of["rep"].ties.get(dimension)
        capacity = np.zeros((len(self._members.names), MONTHS))
        if tied is not None:
            np.add.at(capacity, tied[tied >= 0], directory.reps[tied >= 0])
        return capacity

    def _by_history(self, basis: str, nodes: Integers) -> tuple[Integers, Integers, Floats]:
        found: list[tuple[Integers, Integers, Floats]] = []
        needing = nodes
        climbed = needing
        for steps_up in range(len(self._builder.nodes)):
            place = len(self._builder.nodes) - 1 - steps_up
            pairs = self._sums(basis, place, climbed)
            begins = np.searchsorted(pairs[0], climbed)
            ends = np.searchsorted(pairs[0], climbed, side="right")
            check_size(int((ends - begins).sum()), self._level.dimension)
            own, at = joined(needing, np.arange(len(pairs[0])), begins, ends)
            good = self._builder.valid(self._above, self._level.dimension, own, pairs[1][at])
            found.append((own[good], pairs[1][at][good], pairs[2][at][good]))
            if steps_up:
                self._note("shares_from_above", len(np.unique(own[good])), len(self._above))
            still = ~np.isin(needing, own[good])
            needing, climbed = needing[still], climbed[still]
            if not len(needing) or not place:
                break
            above = self._tree.layers[place - 1]
            climbed = above.parent[climbed] if place > 1 else np.zeros(len(climbed), dtype=np.int64)
        nodes, members, weights = (np.concatenate([part[i] for part in found]) for i in range(3))
        return nodes, members, weights

    def _sums(self, basis: str, place: int, wanted: Integers) -> tuple[Integers, Integers, Floats]:
        """Return node, member and summed history at the nodes of a layer, sorted, what is not above zero left
        out."""
        builder, records = self._builder, self._builder.records
        dimension = self._level.dimension
        codes, at = builder.codes_of(dimension), builder.nodes[place]
        counts = (records.counts_from <= self._number) & (records.counts_until > self._number)
        counts &= (at >= 0) & (codes >= 0)
        if place < len(builder.nodes) - 1:
            counts &= np.isin(at, wanted)
        if basis == "last_year":
            counts &= records.year == -1
        rows = np.flatnonzero(counts)
        plain = (records.month_weight if dimension == "period" else records.amount)[rows]
        path = list(self._tree.layers[place - 1].codes) if place else []
        factors = builder.service.factors(records, rows, path, dimension, basis)
        weights = plain if factors is None else _times(plain, *factors)
        size = len(self._members.names)
        keys = at[rows] * size + codes[rows]
        if basis == "mean":
            return self._mean_shares(keys, weights, plain, rows, size)
        unique, sums = summed(keys, weights)
        self._note_returns(unique[sums < 0] % size)
        kept = sums > 0
        nodes = unique[kept] // size
        return nodes, unique[kept] % size, _in_lowest_terms(sums[kept], nodes)

    def _mean_shares(
        self, keys: Integers, weights: Floats | Integers, plain: Floats | Integers, rows: Integers, size: int
    ) -> tuple[Integers, Integers, Floats]:
        """Return the mean over its years of each member's share of the node's year.

        The node's year is what was sold in it, estimates only where nothing was.
        """
        records = self._builder.records
        years, estimated = records.year[rows], records.estimated[rows]
        oldest = int(-years.min()) if len(years) else 1
        unique, inverse = np.unique(keys * oldest - years - 1, return_inverse=True)
        inverse, groups = inverse.ravel(), len(unique)
        sums = np.maximum(np.bincount(inverse, weights.astype(np.float64), minlength=groups), 0.0)
        key, year = unique // oldest, unique % oldest
        node_year = np.unique((key // size) * oldest + year, return_inverse=True)[1].ravel()
        totals = np.zeros(groups)
        for own in (~estimated, estimated):
            made = np.bincount(inverse[own], plain[own].astype(np.float64), minlength=groups)
            of_year = np.bincount(node_year, np.maximum(made, 0.0))[node_year] if groups else totals
            totals = np.where(totals > 0, totals, of_year)
        shares = np.divide(sums, totals, out=np.zeros_like(sums), where=totals > 0)
        pairs, at = np.unique(key, return_inverse=True)
        # Each node divides by the same number of years, so the sum of the shares stands for their mean.
        mean = np.asarray(np.bincount(at.ravel(), shares, minlength=len(pairs)), dtype=np.float64)
        kept = mean > 0
        return pairs[kept] // size, pairs[kept] % size, mean[kept]

    def _note_returns(self, members: Integers) -> None:
        if len(members):
            names = ", ".join(self._members.names[member] for member in np.unique(members)[:5].tolist())
            facts = {
                "dimension": dimension_word(self._level.dimension),
                "members": names,
                "nodes": len(members),
            }
            self._tree.notes.append(Note("negative_history", facts))

    def _without_history(self, nodes: Integers) -> tuple[tuple[Integers, Integers, Floats], Integers]:
        """Return shares where there is no basis yet, and the nodes that have no valid member at all."""
        level = self._level
        pairs = self._builder.candidates(self._above, level.dimension, nodes)
        barren = np.setdiff1d(nodes, pairs[0])
        for basis in ("history", "potential", "weight", "capacity", "equal"):
            if basis == "history":
                if level.basis in ON_HISTORY:
                    continue
                found = self._by_history("history", nodes)
            else:
                weights = self._declared(basis, *pairs)
                given = weights > 0
                found = pairs[0][given], pairs[1][given], weights[given]
            if len(found[0]):
                break
        self._note(f"shares_by_{basis}", len(nodes) - len(barren), len(self._above))
        still = np.setdiff1d(np.setdiff1d(nodes, found[0]), barren)
        if len(still):
            own = np.isin(pairs[0], still)
            equal = pairs[0][own], pairs[1][own], np.ones(int(own.sum()))
            found = (
                np.concatenate([found[0], equal[0]]),
                np.concatenate([found[1], equal[1]]),
                np.concatenate([found[2], equal[2]]),
            )
        return found, barren


def _times(amounts: Floats | Integers, numerator: Integers, denominator: Integers) -> Floats | Integers:
    """Multiply amounts by fractions: whole amounts stay whole where that is exact and within 64 bits."""
    if amounts.dtype.kind == "i" and len(amounts):
        most = float(np.abs(amounts.astype(np.float64)).sum()) * float(numerator.max())
        if most < MOST_WHOLE and not ((amounts * numerator) % denominator).any():
            return np.asarray(amounts * numerator // denominator, dtype=np.int64)
    return np.asarray(amounts * numerator / denominator, dtype=np.float64)


def _in_lowest_terms(sums: Floats | Integers, nodes: Integers) -> Floats:
    """Divide the whole weights of each node by their greatest common divisor."""
    if sums.dtype.kind == "i" and len(sums):
        starts = np.flatnonzero(np.append(True, nodes[1:] != nodes[:-1]))
        sizes = np.diff(starts, append=len(nodes))
        sums = sums // np.repeat(np.gcd.reduceat(sums, starts), sizes)
    return sums.astype(np.float64)


def _normalised(
    nodes: Integers, members: Integers, weights: Floats, size: int
) -> tuple[Integers, Integers, Floats]:
    return nodes, members, weights / np.bincount(nodes, weights, minlength=size)[nodes]
