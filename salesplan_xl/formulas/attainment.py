"""How an actual stands against its target, its base or its peers."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats


@formula(
    "attainment",
    Help("实际完成占目标的比例；目标为负时按1+(实际−目标)/|目标|计算", actual="实际完成值", target="目标值"),
)
def attainment(actual: Floats, target: Floats) -> Any:
    """Share of the target that was achieved.

    Formula:
        attainment = actual / target                        target above zero
        attainment = 1 + (actual - target) / |target|       target below zero

    Args:
        actual (money, scalar): What was achieved.
        target (money, scalar): What was to be achieved.

    Returns:
        ratio, scalar: 1 is a target met.

    Errors:
        #DIV/0!: The target is zero.
        #N/A: The actual or the target is blank.
        #VALUE!: The actual or the target is text.

    Source:
        Standard definition; negative targets by the published rule of Chinese performance management
        (a loss of 8 on a target of -10 is 120 %).

    Example:
        >>> attainment(75_000, 100_000)
        0.75
        >>> attainment(-8, -10)
        1.2
    """
    refuse(target == 0, NoBasis, "zero_base", argument="target")
    return np.where(target > 0, actual / target, (actual - target - target) / np.abs(target))
