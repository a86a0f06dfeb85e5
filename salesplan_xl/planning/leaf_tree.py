"""The tree over leaves that are there already: a quota's leaves, grouped level by level.

Where a plan is decomposed a tree is grown from past sales; here the leaves are given, and only what each node
weighs is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.exact_sums import sums_by
from salesplan_xl.planning.layers import Layer, Tree
from salesplan_xl.planning.members import MONTHS, Directory, column_of
from salesplan_xl.units import Integers


@dataclass(frozen=True)
class LeafTree:
    """A tree and, per layer, the node in which each leaf lies. Weights are zero until :meth:`weigh`."""

    tree: Tree
    nodes: list[Integers]

    def sums(self, level: int, amounts: Integers) -> Integers:
        """Add whole amounts of the leaves by the nodes of a layer."""
        return sums_by(self.nodes[level], amounts, len(self.tree.layers[level]))

    def weigh(self, level: int, weights: Integers, otherwise: Integers) -> None:
        """Set what the nodes of a layer weigh among their siblings: negative ones nothing.

        Siblings that all weigh nothing are weighed by ``otherwise``.
        """
        layer = self.tree.layers[level]
        sizes = np.maximum(weights, 0)
        of_parent = sums_by(layer.parent, sizes, len(self.tree.layers[level - 1]))
        layer.weight = np.where(of_parent[layer.parent] > 0, sizes, otherwise)


def leaf_tree(dimensions: Sequence[str], codes: Mapping[str, Integers], months: Integers | None) -> LeafTree:
    """Return the tree over leaves in lexicographic order of their codes.

    Args:
        dimensions: the levels from the top down.
        codes: per dimension each leaf's member, or its month where ``period`` is a level.
        months: where each month is split on its own, each leaf's month, ascending; ``None`` for one whole.

    >>> leaves = {"region": np.array([0, 0, 1]), "rep": np.array([0, 1, 1])}
    >>> grown = leaf_tree(["region", "rep"], leaves, None)
    >>> grown.tree.layers[2].parent.tolist(), grown.sums(1, np.array([1, 2, 4])).tolist()
    ([0, 0, 1], [3, 4])
    """
    size = len(next(iter(codes.values())))
    if months is None:
        places, nodes = np.zeros(1, dtype=np.int64), np.zeros(size, dtype=np.int64)
        path: dict[str, Integers] = {}
    else:
        places, nodes = np.unique(months, return_inverse=True)
        nodes = nodes.ravel().astype(np.int64)
        path = {"period": places}
    layers = [_layer("", np.zeros(len(places), dtype=np.int64), path)]
    every = [nodes]
    for dimension in dimensions:
        above, own = every[-1], codes[dimension]
        new = np.ones(size, dtype=bool)
        new[1:] = (above[1:] != above[:-1]) | (own[1:] != own[:-1])
        first = np.flatnonzero(new)
        parent = above[first]
        path = {name: members[parent] for name, members in layers[-1].codes.items()}
        layers.append(_layer(dimension, parent, {**path, dimension: own[first]}))
        every.append(np.cumsum(new) - 1)
    return LeafTree(Tree(layers), every)


def _layer(dimension: str, parent: Integers, codes: dict[str, Integers]) -> Layer:
    size = len(parent)
    begins = codes.get("period", np.zeros(size, dtype=np.int64))
    ends = codes.get("period", np.full(size, MONTHS - 1, dtype=np.int64))
    return Layer(dimension, parent, codes, begins, ends, np.zeros(size))


def member_codes(frame: pd.DataFrame, directory: Directory, dimensions: Sequence[str]) -> dict[str, Integers]:
    """Return each row's member by number per dimension; the last number stands for a blank.

    A member that the directory does not know counts as a blank.
    """
    found = {}
    for dimension in dimensions:
        members = directory.of[dimension]
        positions, names = pd.factorize(column_of(frame, dimension))
        numbers = [members.number(name) for name in names]
        lookup = np.array([members.count if n < 0 else n for n in numbers] + [members.count], dtype=np.int64)
        found[dimension] = lookup[positions]
    return found


def packed(codes: Mapping[str, Integers], directory: Directory, dimensions: Sequence[str]) -> Integers:
    """Return each row's members as one number that sorts as the members do, level by level."""
    key = np.zeros(len(next(iter(codes.values()), ())), dtype=np.int64)
    for dimension in dimensions:
        width = len(directory.of[dimension].names)
        if len(key) and key.max() >= 2**62 // width:
            key = np.unique(key, return_inverse=True)[1].ravel()
        key = key * width + codes[dimension]
    return key
