"""The three states of an attainment, by the two thresholds of the settings."""

from __future__ import annotations

import numpy as np

from salesplan_xl.units import Floats


def statuses(reached: Floats, actual: Floats, green: float, amber: float) -> list[str | None]:
    """Return ``green``, ``amber`` or ``red``; ``none`` without a target, ``None`` without an actual.

    >>> statuses(np.array([1.0, 0.95, 0.5, np.nan, np.nan]), np.array([1.0, 1.0, 1.0, 1.0, np.nan]), 1.0, 0.9)
    ['green', 'amber', 'red', 'none', None]
    """
    found: list[str | None] = []
    for rate, amount in zip(reached.tolist(), actual.tolist(), strict=True):
        if np.isnan(amount):
            found.append(None)
        elif np.isnan(rate):
            found.append("none")
        else:
            found.append("green" if rate >= green else "amber" if rate >= amber else "red")
    return found
