"""Amounts down the tree: every layer adds up to the one above, exactly, and every bound is kept.

Layer by layer, what is above stays as it is. Where a bound (hold, floor, cap) is on members of this very
layer, the parents it touches are fitted to it and their other children absorb; else a node is split by
largest remainders. A bound that speaks of members further down must only stay possible: if it would not, the
nodes above it give way, as few parents as can be found, and the note says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from salesplan_xl.formulas.apportionment import largest_remainder, largest_remainder_by_group
from salesplan_xl.planning.fit import System, conflict, fitted, is_possible, rounded
from salesplan_xl.planning.layers import Tree
from salesplan_xl.units import Floats, Integers


@dataclass(frozen=True)
class Bounds:
    """Limits on sums of leaves, in steps. ``layer`` is the deepest layer that a bound speaks of.

    ``pattern`` gives each leaf's set of bounds as a row of ``contains`` (CSR, patterns by bounds).
    """

    layer: Integers
    low: Integers
    high: Integers
    pattern: Integers
    contains: Any

    def __len__(self) -> int:
        return len(self.layer)


@dataclass(frozen=True)
class Moved:
    """A node that gave way to a bound below it: layer, position, what it would have had, what it has."""

    layer: int
    node: int
    before: int
    after: int


class Impossible(Exception):
    """The bounds in ``which`` cannot all be met."""

    def __init__(self, which: Sequence[int]) -> None:
        super().__init__(which)
        self.which = list(which)


def allocate(
    tree: Tree, base: Integers, grids: Sequence[int], bounds: Bounds
) -> tuple[list[Integers], list[Moved]]:
    """Return the amounts of every layer's nodes, in steps, and the nodes that gave way.

    Args:
        tree: as grown.
        base: totals of the base layer, zero or more.
        grids: per level, the multiple of the step that its amounts lie on where they can.
        bounds: what must be kept.

    Raises:
        Impossible: no whole amounts keep all bounds.
    """
    return _Allocation(tree, bounds).run(base, grids)


def split_on_grid(totals: Integers, weights: Floats | Integers, groups: Integers, grid: int) -> Integers:
    """Split totals of groups by largest remainders in multiples of ``grid``.

    What of a total is off the grid goes to the group's heaviest cell.

    >>> split_on_grid(np.array([1050]), np.array([1, 2]), np.array([0, 0]), 100).tolist()
    [300, 750]
    """
    shares = largest_remainder_by_group(totals // grid, weights, groups) * grid
    rest = totals % grid
    if rest.any():
        heaviest = np.lexsort((-np.asarray(weights, dtype=np.float64), groups))
        first = heaviest[np.searchsorted(groups[heaviest], np.flatnonzero(rest))]
        shares[first] += rest[rest != 0]
    return shares


class _Allocation:
    def __init__(self, tree: Tree, bounds: Bounds) -> None:
        self._tree, self._bounds = tree, bounds
        self._moved: list[Moved] = []
        if not len(bounds):
            return
        mass = np.ones(len(tree.layers[0]))
        for layer in tree.layers[1:]:
            sums = np.bincount(layer.parent, layer.weight, minlength=len(mass))
            mass = mass[layer.parent] * layer.weight / sums[layer.parent]
        self._mass = mass
        self._nodes = [tree.ancestors(level) for level in range(len(tree.layers))]
        self._marks = np.random.default_rng(1).integers(1, 2**62, len(bounds))

    def run(self, base: Integers, grids: Sequence[int]) -> tuple[list[Integers], list[Moved]]:
        bounds = self._bounds
        amounts = [base]
        if len(bounds):
            every = np.arange(len(bounds))
            system = self._system(0, self._rows_of(0, every), every, base)
            if not is_possible(system):
                raise Impossible(conflict(system))
        for level in range(1, len(self._tree.layers)):
            amounts.append(self._level(level, amounts[-1], grids[level - 1]))
        return amounts, self._moved

    def _level(self, level: int, above: Integers, grid: int) -> Integers:
        layer = self._tree.layers[level]
        here = np.flatnonzero(self._bounds.layer == level)
        below = np.flatnonzero(self._bounds.layer > level)
        touched = self._touched(level - 1, here)
        if not touched.any():
            nodes = _plain_split(above, layer.weight, self._tree.starts(level), grid)
        else:
            loose = touched[layer.parent]
            nodes = np.zeros(len(layer), dtype=np.int64)
            rest = np.where(touched, 0, above)
            nodes[~loose] = split_on_grid(rest, layer.weight[~loose], layer.parent[~loose], grid)
            system = self._system(level - 1, self._rows_of(level - 1, here, touched), here, above)
            nodes += self._dealt(level, system, here, np.flatnonzero(touched), grid)
        if len(below):
            system = self._system(level, self._rows_of(level, below), below, nodes)
            if not is_possible(system):
                nodes = self._give_way(level, above, nodes, grid, here, below, system)
        return nodes

    def _give_way(
        self,
        level: int,
        above: Integers,
        kept: Integers,
        grid: int,
        here: Integers,
        below: Integers,
        system: System,
    ) -> Integers:
        """Fit the parents that bounds further down cannot do without, the others keeping their children."""
        layer = self._tree.layers[level]
        both = np.concatenate([here, below])
        guilty = below[conflict(system)]
        while True:
            freed = self._touched(level - 1, guilty)
            joint = self._joint(level, freed, both, above, kept)
            if is_possible(joint):
                break
            more = np.setdiff1d(both[conflict(joint)], guilty)
            guilty = np.union1d(guilty, more if len(more) else both)
        nodes = np.where(freed[layer.parent], 0, kept)
        nodes = nodes + self._dealt(level, joint, both, np.flatnonzero(freed), grid)
        for node in np.flatnonzero(nodes != kept).tolist():
            self._moved.append(Moved(level, node, int(kept[node]), int(nodes[node])))
        return nodes

    def _touched(self, level: int, chosen: Integers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Tell which nodes of a layer have a leaf in one of the bounds."""
        mask = np.zeros(len(self._tree.layers[level]), dtype=bool)
        if len(chosen):
            inside = self._restricted(chosen)[self._bounds.pattern] != 0
            mask[self._nodes[level][inside]] = True
        return mask

    def _restricted(self, chosen: Integers) -> Integers:
        """Return a mark per pattern, the same where it holds the same of the chosen bounds, 0 for none."""
        marks = np.zeros(len(self._bounds), dtype=np.int64)
        marks[chosen] = self._marks[chosen]
        return np.asarray(self._bounds.contains @ marks, dtype=np.int64)

    def _rows_of(
        self,
        level: int,
        chosen: Integers,
        rows: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None,
    ) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return self._touched(level, chosen) if rows is None else rows

    def _bins(
        self, level: int, rows: np.ndarray[tuple[int], np.dtype[np.bool_]], chosen: Integers
    ) -> tuple[Integers, Integers, Integers, Floats]:
        """Return the leaves under these rows, the bin of each, and the bins' rows, patterns and seeds."""
        leaves = np.flatnonzero(rows[self._nodes[level]])
        marks, pattern_of = np.unique(self._restricted(chosen), return_inverse=True)
        patterns = pattern_of.ravel()[self._bounds.pattern[leaves]]
        keys = self._nodes[level][leaves] * len(marks) + patterns
        unique, bin_of = np.unique(keys, return_inverse=True)
        seeds = np.bincount(bin_of.ravel(), self._mass[leaves], minlength=len(unique))
        return leaves, bin_of.ravel(), np.asarray(unique, dtype=np.int64), np.asarray(seeds, dtype=np.float64)

    def _system(
        self,
        level: int,
        rows: np.ndarray[tuple[int], np.dtype[np.bool_]],
        chosen: Integers,
        totals: Integers,
    ) -> System:
        leaves, bin_of, unique, seeds = self._bins(level, rows, chosen)
        marks = np.unique(self._restricted(chosen))
        numbers = np.cumsum(rows) - 1
        first = np.zeros(len(unique), dtype=np.int64)
        first[bin_of[::-1]] = leaves[::-1]
        return System(
            totals[rows],
            numbers[unique // len(marks)],
            unique % len(marks),
            seeds,
            self._inside(first, chosen),
            self._bounds.low[chosen],
            self._bounds.high[chosen],
        )

    def _inside(self, leaves: Integers, chosen: Integers) -> Any:
        return self._bounds.contains[self._bounds.pattern[leaves]][:, chosen].T.tocsr()

    def _joint(
        self,
        level: int,
        freed: np.ndarray[tuple[int], np.dtype[np.bool_]],
        both: Integers,
        above: Integers,
        kept: Integers,
    ) -> System:
        """Return a system of the freed parents, then of the kept nodes of others, merged by kind."""
        from scipy.sparse import hstack

        parents = self._system(level - 1, freed, both, above)
        layer = self._tree.layers[level]
        others = self._touched(level, both) & ~freed[layer.parent]
        if not others.any():
            return parents
        nodes = self._system(level, others, both, kept)
        return System(
            np.concatenate([parents.totals, nodes.totals]),
            np.concatenate([parents.row, nodes.row + len(parents.totals)]),
            np.concatenate([parents.pattern, nodes.pattern]),
            np.concatenate([parents.seeds, nodes.seeds]),
            hstack([parents.inside, nodes.inside]).tocsr(),
            parents.low,
            parents.high,
        )

    def _dealt(self, level: int, system: System, chosen: Integers, rows: Integers, grid: int) -> Integers:
        """Fit and round a system whose first rows are parents, and deal their bins out to the nodes."""
        whole = rounded(system, fitted(system), grid)
        mask = np.zeros(len(self._tree.layers[level - 1]), dtype=bool)
        mask[rows] = True
        leaves, bin_of, unique, _ = self._bins(level - 1, mask, chosen)
        size = len(self._tree.layers[level])
        cells, cell_of = np.unique(bin_of * size + self._nodes[level][leaves], return_inverse=True)
        weights = np.bincount(cell_of.ravel(), self._mass[leaves], minlength=len(cells))
        dealt = split_on_grid(whole[: len(unique)], weights, cells // size, grid)
        nodes = np.zeros(size, dtype=np.int64)
        np.add.at(nodes, cells % size, dealt)
        return nodes


def _plain_split(above: Integers, weights: Floats, starts: Integers, grid: int) -> Integers:
    if not (above % grid).any():
        return largest_remainder(above // grid, weights, starts) * grid
    sizes = np.diff(starts, append=len(weights))
    return split_on_grid(above, weights, np.repeat(np.arange(len(starts)), sizes), grid)
