"""Amounts down a tree with holds, floors and caps: those are looked at only that would else be broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salesplan_xl.planning.amounts import Impossible, Moved, allocate
from salesplan_xl.planning.holds import Bound, Overlay
from salesplan_xl.planning.layers import Tree
from salesplan_xl.units import Integers

FEW_BOUNDS = 64
"""Up to so many bounds, all of them are looked at as soon as one is broken."""


def within_bounds(
    tree: Tree,
    base: Integers,
    grids: Sequence[int],
    bounds: Sequence[Bound],
    overlay: Overlay,
    sizes: Mapping[str, int],
) -> tuple[list[Integers], list[Moved]]:
    """Return the amounts of every layer's nodes within the bounds, and the nodes that gave way.

    Args:
        tree: as grown, with its weights.
        base: totals of the base layer; all zero or more, or all zero or less.
        grids: per level, the multiple of the step that its amounts lie on where they can.
        bounds: what must be kept, and ``overlay`` the same laid over the tree's leaves.
        sizes: how many members each dimension has, nobody included.

    Raises:
        Impossible: no whole amounts keep all bounds; ``which`` are positions in ``bounds``.
    """
    turned = bool(base.sum() < 0)
    size = -base if turned else base
    active = [i for i, bound in enumerate(bounds) if bound.low is not None and bound.low == bound.high]
    while True:
        chosen = [bounds[i] for i in active]
        limits = Overlay(tree, chosen, sizes).limits(int(size.sum()), turned)
        try:
            amounts, moved = allocate(tree, size, grids, limits)
        except Impossible as impossible:
            raise Impossible([active[i] for i in impossible.which]) from None
        sums = overlay.sums(-amounts[-1] if turned else amounts[-1])
        broken = [
            i
            for i, bound in enumerate(bounds)
            if (bound.low is not None and sums[i] < bound.low)
            or (bound.high is not None and sums[i] > bound.high)
        ]
        if not broken:
            return [-layer for layer in amounts] if turned else amounts, moved
        active = list(range(len(bounds))) if len(bounds) <= FEW_BOUNDS else sorted({*active, *broken})


def conflict_names(bounds: Sequence[Bound], which: Sequence[int]) -> dict[str, str]:
    """Return the names of bounds that stand against each other, as a fact in both languages."""
    return {language: "; ".join(bounds[i].name[language] for i in which) for language in ("en", "zh")}
