"""Growing the tree of a plan: past rows decide which members stand under which node, level by level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from salesplan_xl.planning.layers import Layer, Tree, Wanted, check_size, joined
from salesplan_xl.planning.levels import Level
from salesplan_xl.planning.members import MONTHS, Directory
from salesplan_xl.planning.plan import Note
from salesplan_xl.planning.records import Records
from salesplan_xl.planning.service import Service
from salesplan_xl.planning.shares import Shares
from salesplan_xl.units import Floats, Integers


class TreeBuilder:
    """Grows a tree level by level from past rows."""

    def __init__(
        self,
        levels: Sequence[Level],
        records: Records,
        service: Service,
        directory: Directory,
        first_place: int,
        wanted: Sequence[Wanted] = (),
    ) -> None:
        self._levels, self.records, self.service = levels, records, service
        self.directory, self._wanted = directory, wanted
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
        nowhere = np.zeros(len(self.records.amount), dtype=np.int64)
        # What is beside each row: its node in every layer so far, the whole company before all of them.
        self.nodes = [nowhere, self.records.place.copy() if months else nowhere.copy()]
        for number, level in enumerate(self._levels):
            layer = self._layer(tree, number, level)
            tree.layers.append(layer)
            self._place_rows(layer, number, level.dimension)
        return tree

    def codes_of(self, dimension: str) -> Integers:
        return self.records.place if dimension == "period" else self.records.codes[dimension]

    def _place_rows(self, layer: Layer, number: int, dimension: str) -> None:
        size = max(len(self.directory.of[dimension].names), 1)
        above, codes = self.nodes[-1], self.codes_of(dimension)
        keys = layer.parent * size + layer.codes[dimension]
        wanted = np.where((above < 0) | (codes < 0), -1, above * size + codes)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = (keys[at] == wanted) & (self.records.counts_until > number)
        self.nodes.append(np.where(found, at, -1))

    def _layer(self, tree: Tree, number: int, level: Level) -> Layer:
        above = tree.layers[-1]
        size = len(self.directory.of[level.dimension].names)
        grower = Shares(self, tree, number, level)
        nodes, members, weights = grower.children()
        nodes, members, weights = self._with_wanted(above, level.dimension, nodes, members, weights)
        keys = nodes * size + members
        order = np.argsort(keys, kind="stable")
        nodes, members, weights = nodes[order], members[order], weights[order]
        chosen = self.directory.of[level.dimension]
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
        size = len(self.directory.of[dimension].names)
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
        own = self.directory.of[dimension]
        begins = np.maximum(above.first[nodes], own.first[members])
        good = begins <= np.minimum(above.last[nodes], own.last[members])
        good &= ~own.is_group[members]
        for other, path in above.codes.items():
            if other in own.ties:
                tied = own.ties[other][members]
                good &= (tied < 0) | (tied == path[nodes])
            theirs = self.directory.of[other].ties.get(dimension)
            if theirs is not None:
                tied = theirs[path[nodes]]
                good &= (tied < 0) | (tied == members)
        return np.asarray(good)

    def candidates(self, above: Layer, dimension: str, nodes: Integers) -> tuple[Integers, Integers]:
        """Return all members that may stand under each of these nodes, as pairs."""
        own = self.directory.of[dimension]
        free = np.arange(own.count, dtype=np.int64)
        parts = []
        ties = [(int((tied >= 0).sum()), other) for other, tied in own.ties.items() if other in above.codes]
        if ties:
            other = max(ties)[1]
            tied = own.ties[other]
            order = np.argsort(tied, kind="stable")
            bounds = np.searchsorted(tied[order], np.arange(len(self.directory.of[other].names) + 1))
            path = above.codes[other][nodes]
            parts.append(joined(nodes, order, bounds[path], bounds[path + 1]))
            free = np.flatnonzero(tied[: own.count] < 0)
        check_size(len(nodes) * len(free), dimension)
        parts.append((np.repeat(nodes, len(free)), np.tile(free, len(nodes))))
        pairs = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
        good = self.valid(above, dimension, *pairs)
        return pairs[0][good], pairs[1][good]
