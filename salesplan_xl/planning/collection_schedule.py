"""Collections by month from the sales plan, and the receivables that remain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from salesplan_xl.formulas.collection_plans import collection_plan, receivables
from salesplan_xl.units import Floats, clear_of_noise


def collection_schedule(
    last_year: Floats, plan: Floats, shares: Mapping[int, float], opening: float | None = None
) -> tuple[Floats, Floats]:
    """Return collections and closing receivables of twelve months.

    Args:
        last_year: Sales of the twelve months before; zero where nothing is known.
        plan: Planned sales of the twelve months.
        shares: Share of a month's sales that is collected so many months later.
        opening: Receivables before the first month; without it what last year's sales still bring.

    Raises:
        OutOfRange: a share is negative, or they add up to more than 1.

    >>> collected, left = collection_schedule(np.zeros(12), np.full(12, 100.0), {0: 0.5, 1: 0.5}, 0.0)
    >>> collected[:2].tolist(), left[:2].tolist()
    ([50.0, 100.0], [50.0, 50.0])
    """
    pattern = np.zeros(max(shares, default=0) + 1)
    for months, share in shares.items():
        pattern[months] = share
    if opening is None:
        due = [float(pattern[back:].sum()) for back in range(12, 0, -1)]
        opening = float(clear_of_noise(np.dot(last_year, due)))
    collected = collection_plan([*last_year, *plan], pattern)[12:]
    return collected, np.asarray(receivables(opening, list(plan), list(collected)), dtype=np.float64)
