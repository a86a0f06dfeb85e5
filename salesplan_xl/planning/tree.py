"""The tree a target goes down: one layer of nodes per level, each node with its share of its parent.

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

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from salesplan_xl.errors import OutOfRange
from salesplan_xl.planning.levels import ON_HISTORY, Level
from salesplan_xl.planning.members import MONTHS, Directory, Members, dimension_word
from salesplan_xl.planning.plan import Note
from salesplan_xl.planning.records import Records
from salesplan_xl.units import Floats, Integers

MOST_NODES = 20_000_000


@dataclass
class Layer:
    """Nodes of one level, those of a parent together, in the order of the members.

    ``codes`` gives per dimension of the path each node's member; ``first`` and ``last`` the months (0 to 11)
    that its path leaves open; ``weight`` what it weighs among the children of its parent, on any scale.
    """

    dimension: str
    parent: Integers
    codes: dict[str, Integers]
    first: Integers
    last: Integers
    weight: Floats

    def __len__(self) -> int:
        return len(self.parent)


@dataclass
class Wanted:
    """Members that must have a leaf though history gives them none: per dimension, the members' numbers."""

    codes: dict[str, Integers]
    places: Integers


@dataclass
class Tree:
    """All layers, the base (company, or months) first, and facts for the log."""

    layers: list[Layer]
    notes: list[Note] = field(default_factory=list)

    def starts(self, level: int) -> Integers:
        """Return where in a layer the children of each node of the layer above begin."""
        layer = self.layers[level]
        return np.searchsorted(layer.parent, np.arange(len(self.layers[level - 1]))).astype(np.int64)

    def ancestors(self, level: int) -> Integers:
        """Return for every leaf its node in a layer."""
        nodes = np.arange(len(self.layers[-1]))
        for layer in reversed(self.layers[level + 1 :]):
            nodes = layer.parent[nodes]
        return nodes


class TreeBuilder:
    """Grows a tree level by level from past rows."""

    def __init__(
        self,
        levels: Sequence[Level],
        records: Records,
        directory: Directory,
        first_place: int,
        wanted: Sequence[Wanted] = (),
    ) -> None:
        self._levels, self._records = levels, records
        self._directory, self._wanted = directory, wanted
        self._first_place = first_place
        self._notes: list[Note] = []

    def grow(self, months: bool) -> Tree:
        """Return the tree. With ``months`` its base is the months themselves, else the whole company."""
        places = np.arange(MONTHS if months else 1, dtype=np.int64)
        base = Layer(
            "",
            np.zeros(len(places), dtype=np.int64),
            {"period": places} if months else {},
            places if months else np.full(1, self._first_place),
            places if months else np.full(1, MONTHS - 1),
            np.ones(len(places)),
        )
        tree = Tree([base], self._notes)
        nowhere = np.zeros(len(self._records.amount), dtype=np.int64)
        # What is beside each row: its node in every layer so far, the whole company before all of them.
        self._nodes = [nowhere, self._records.place.copy() if months else nowhere.copy()]
        for number, level in enumerate(self._levels):
            layer = self._layer(tree, number, level)
            tree.layers.append(layer)
            self._place_rows(layer, number, level.dimension)
        return tree

    def _codes(self, dimension: str) -> Integers:
        return self._records.place if dimension == "period" else self._records.codes[dimension]

    def _place_rows(self, layer: Layer, number: int, dimension: str) -> None:
        size = max(len(self._directory.of[dimension].names), 1)
        above, codes = self._nodes[-1], self._codes(dimension)
        keys = layer.parent * size + layer.codes[dimension]
        wanted = np.where((above < 0) | (codes < 0), -1, above * size + codes)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = (keys[at] == wanted) & (self._records.counts_until > number)
        self._nodes.append(np.where(found, at, -1))

    def _layer(self, tree: Tree, number: int, level: Level) -> Layer:
        above = tree.layers[-1]
        size = len(self._directory.of[level.dimension].names)
        grower = _Shares(self, tree, number, level)
        nodes, members, weights = grower.children()
        nodes, members, weights = self._with_wanted(above, level.dimension, nodes, members, weights)
        keys = nodes * size + members
        order = np.argsort(keys, kind="stable")
        nodes, members, weights = nodes[order], members[order], weights[order]
        chosen = self._directory.of[level.dimension]
        codes = {dimension: path[nodes] for dimension, path in above.codes.items()}
        codes[level.dimension] = members
        return Layer(
            level.dimension,
            nodes,
            codes,
            np.maximum(above.first[nodes], chosen.first[members]),
            np.minimum(above.last[nodes], chosen.last[members]),
            weights,
        )

    def _with_wanted(
        self, above: Layer, dimension: str, nodes: Integers, members: Integers, weights: Floats
    ) -> tuple[Integers, Integers, Floats]:
        """Add members that a hold or floor needs and history does not give, at the mean of their siblings."""
        size = len(self._directory.of[dimension].names)
        for wanted in self._wanted:
            numbers = wanted.places if dimension == "period" else wanted.codes.get(dimension)
            if numbers is None:
                continue
            under = np.ones(len(above), dtype=bool)
            for other, path in above.codes.items():
                allowed = wanted.places if other == "period" else wanted.codes.get(other)
                if allowed is not None:
                    under &= np.isin(path, allowed)
            asked = np.repeat(np.flatnonzero(under), len(numbers))
            asked_members = np.tile(numbers, int(under.sum()))
            valid = self.valid(above, dimension, asked, asked_members)
            new = valid & ~np.isin(asked * size + asked_members, nodes * size + members)
            count = np.bincount(nodes, minlength=len(above))
            mean = np.bincount(nodes, weights, minlength=len(above)) / np.maximum(count, 1)
            nodes = np.concatenate([nodes, asked[new]])
            members = np.concatenate([members, asked_members[new]])
            weights = np.concatenate([weights, mean[asked[new]]])
        return nodes, members, weights

    def valid(
        self, above: Layer, dimension: str, nodes: Integers, members: Integers
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Tell which members may stand under which nodes."""
        own = self._directory.of[dimension]
        begins = np.maximum(above.first[nodes], own.first[members])
        good = begins <= np.minimum(above.last[nodes], own.last[members])
        good &= ~own.is_group[members]
        for other, path in above.codes.items():
            if other in own.ties:
                tied = own.ties[other][members]
                good &= (tied < 0) | (tied == path[nodes])
            theirs = self._directory.of[other].ties.get(dimension)
            if theirs is not None:
                tied = theirs[path[nodes]]
                good &= (tied < 0) | (tied == members)
        return np.asarray(good)

    def candidates(self, above: Layer, dimension: str, nodes: Integers) -> tuple[Integers, Integers]:
        """Return all members that may stand under each of these nodes, as pairs."""
        own = self._directory.of[dimension]
        free = np.arange(own.count, dtype=np.int64)
        parts = []
        ties = [(int((tied >= 0).sum()), other) for other, tied in own.ties.items() if other in above.codes]
        if ties:
            other = max(ties)[1]
            tied = own.ties[other]
            order = np.argsort(tied, kind="stable")
            bounds = np.searchsorted(tied[order], np.arange(len(self._directory.of[other].names) + 1))
            path = above.codes[other][nodes]
            parts.append(joined(nodes, order, bounds[path], bounds[path + 1]))
            free = np.flatnonzero(tied[: own.count] < 0)
        _check_size(len(nodes) * len(free), dimension)
        parts.append((np.repeat(nodes, len(free)), np.tile(free, len(nodes))))
        pairs = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
        good = self.valid(above, dimension, *pairs)
        return pairs[0][good], pairs[1][good]


class _Shares:
    """The shares of one level."""

    def __init__(self, builder: TreeBuilder, tree: Tree, number: int, level: Level) -> None:
        self._builder, self._tree, self._number, self._level = builder, tree, number, level
        self._above = tree.layers[-1]
        self._members: Members = builder._directory.of[level.dimension]

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
        directory = self._builder._directory
        path = {d: codes[barren[0]] for d, codes in self._above.codes.items()}
        names = [directory.of[d].names[code] for d, code in path.items()]
        facts = {
            "dimension": dimension_word(self._level.dimension),
            "node": " / ".join(names),
            "nodes": len(barren),
        }
        self._tree.notes.append(Note("no_valid_member", facts))

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
        directory, dimension = self._builder._directory, self._level.dimension
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
        for steps_up in range(len(self._builder._nodes)):
            place = len(self._builder._nodes) - 1 - steps_up
            pairs = self._sums(basis, place, climbed)
            begins = np.searchsorted(pairs[0], climbed)
            ends = np.searchsorted(pairs[0], climbed, side="right")
            _check_size(int((ends - begins).sum()), self._level.dimension)
            own, at = joined(needing, np.arange(len(pairs[0])), begins, ends)
            good = self._builder.valid(self._above, self._level.dimension, own, pairs[1][at])
            found.append((own[good], pairs[1][at][good], pairs[2][at][good]))
            if steps_up and good.any():
                facts = {
                    "dimension": dimension_word(self._level.dimension),
                    "nodes": len(np.unique(own[good])),
                    "dropped": steps_up,
                }
                self._tree.notes.append(Note("shares_from_above", facts))
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
        builder, records = self._builder, self._builder._records
        dimension = self._level.dimension
        codes, at = builder._codes(dimension), builder._nodes[place]
        counts = (records.counts_from <= self._number) & (records.counts_until > self._number)
        counts &= (at >= 0) & (codes >= 0)
        if place < len(builder._nodes) - 1:
            counts &= np.isin(at, wanted)
        if basis == "last_year":
            counts &= records.year == -1
        rows = np.flatnonzero(counts)
        weights = records.month_weight if dimension == "period" else records.amount
        size = len(self._members.names)
        keys = at[rows] * size + codes[rows]
        if basis == "mean":
            return self._mean_shares(keys, weights[rows], records.year[rows], size)
        unique, sums = summed(keys, weights[rows].astype(np.float64))
        self._note_returns(unique[sums < 0] % size)
        kept = sums > 0
        return unique[kept] // size, unique[kept] % size, sums[kept]

    @staticmethod
    def _mean_shares(
        keys: Integers, weights: Floats | Integers, years: Integers, size: int
    ) -> tuple[Integers, Integers, Floats]:
        """Return the mean over the years of each member's share of the node's year."""
        oldest = int(-years.min()) if len(years) else 1
        unique, inverse = np.unique(keys * oldest - years - 1, return_inverse=True)
        sums = np.maximum(np.bincount(inverse.ravel(), weights.astype(np.float64)), 0.0)
        key, year = unique // oldest, unique % oldest
        node_year = np.unique((key // size) * oldest + year, return_inverse=True)[1].ravel()
        totals = np.bincount(node_year, sums)[node_year] if len(sums) else sums
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
        facts = {"dimension": dimension_word(level.dimension), "nodes": len(nodes) - len(barren)}
        if len(nodes) > len(barren):
            self._tree.notes.append(Note(f"shares_by_{basis}", facts))
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


def summed(keys: Integers, weights: Floats) -> tuple[Integers, Floats]:
    """Return the distinct keys in ascending order and the sum of each one's weights.

    >>> summed(np.array([3, 1, 3]), np.array([1.0, 2.0, 4.0]))
    (array([1, 3]), array([2., 5.]))
    """
    if len(keys) and (keys[1:] >= keys[:-1]).all():
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        return keys[starts], np.add.reduceat(weights, starts)
    unique, inverse = np.unique(keys, return_inverse=True)
    sums = np.bincount(inverse.ravel(), weights, minlength=len(unique))
    return unique, np.asarray(sums, dtype=np.float64)


def joined(nodes: Integers, order: Integers, begins: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Return each node beside every entry of its stretch ``begins`` to ``ends`` of ``order``.

    >>> nodes, entries = joined(np.array([7, 8]), np.array([3, 1, 2]), np.array([0, 1]), np.array([1, 3]))
    >>> nodes.tolist(), entries.tolist()
    ([7, 8, 8], [3, 1, 2])
    """
    sizes = ends - begins
    offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(nodes, sizes), order[np.repeat(begins, sizes) + offsets]


def _normalised(
    nodes: Integers, members: Integers, weights: Floats, size: int
) -> tuple[Integers, Integers, Floats]:
    return nodes, members, weights / np.bincount(nodes, weights, minlength=size)[nodes]


def _check_size(size: int, dimension: str) -> None:
    if size > MOST_NODES:
        raise OutOfRange("too_many_leaves", dimension=dimension_word(dimension), nodes=size, most=MOST_NODES)
