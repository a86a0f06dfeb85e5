"""The tree a target goes down: one layer of nodes per level, each node with its weight under its parent."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from salesplan_xl.errors import OutOfRange
from salesplan_xl.planning.members import dimension_word
from salesplan_xl.planning.plan import Note
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


def summed(keys: Integers, weights: Floats | Integers) -> tuple[Integers, Floats | Integers]:
    """Return the distinct keys in ascending order and the sum of each one's weights, whole ones exactly.

    >>> summed(np.array([3, 1, 3]), np.array([1.0, 2.0, 4.0]))
    (array([1, 3]), array([2., 5.]))
    """
    if not len(keys):
        return keys, weights
    if not (keys[1:] >= keys[:-1]).all():
        order = np.argsort(keys, kind="stable")
        keys, weights = keys[order], weights[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return keys[starts], np.add.reduceat(weights, starts)


def joined(nodes: Integers, order: Integers, begins: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Return each node beside every entry of its stretch ``begins`` to ``ends`` of ``order``.

    >>> nodes, entries = joined(np.array([7, 8]), np.array([3, 1, 2]), np.array([0, 1]), np.array([1, 3]))
    >>> nodes.tolist(), entries.tolist()
    ([7, 8, 8], [3, 1, 2])
    """
    sizes = ends - begins
    offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(nodes, sizes), order[np.repeat(begins, sizes) + offsets]


def check_size(size: int, dimension: str) -> None:
    """Refuse a level that would make too many nodes."""
    if size > MOST_NODES:
        raise OutOfRange("too_many_leaves", dimension=dimension_word(dimension), nodes=size, most=MOST_NODES)
