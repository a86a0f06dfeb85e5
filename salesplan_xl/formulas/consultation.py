"""Top-down targets and bottom-up bids brought to one total (协商式分解)."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, OutOfRange
from salesplan_xl.formulas.apportionment import largest_remainder
from salesplan_xl.formulas.holds import written
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, Floats, Step, clear_of_noise

TRUST = 0.5


@formula(
    "allocation",
    Help(
        "协商式分解：上级下达数与下级申报数按信任度折中，再按比例调整到总额，合计与总额完全一致",
        top_down="上级下达数，零或正数；空白按零",
        bottom_up="下级申报数，与下达数同形，零或正数；空白为未申报，取下达数",
        total="最后须达到的总额，为步长的整数倍",
        trust="对申报数的信任度，0至1，一个数或每单元一个；默认0.5，0只看下达数，1只看申报数",
        step="最小分配单位，默认0.01",
    ),
)
def consult(top_down: Floats, bottom_up: Floats, total: float, trust: Any = TRUST, step: Step = CENT) -> Any:
    """Settle targets from above and bids from below on one total, each bid trusted as far as is said.

    Formula:
        basis[i] = trust[i] * bottom_up[i] + (1 - trust[i]) * top_down[i]; top_down[i] where no bid was made
        result   = the x with the least sum of (x[i] - basis[i])^2 / basis[i] that adds up to total
                 = total * basis[i] / sum of basis, in whole steps by largest remainder

    Args:
        top_down (number, range, blank is zero): What was proposed from above; zero or more.
        bottom_up (number, range of top_down, blank is open): What was bid from below; blank is no bid.
        total (money, scalar): What the results add up to; a multiple of step.
        trust (ratio, range of top_down): How far bids count, from 0 (not at all) to 1 (alone); one for all
            or one each.
        step (money, scalar): Smallest amount handed out; any positive decimal.

    Returns:
        money, range of top_down: The settled amounts; bids less these are what was negotiated away.

    Errors:
        #DIV/0!: Nothing was proposed and nothing bid although there is a total.
        #NUM!: A proposal or bid is negative; trust is not between 0 and 1; total is no multiple of step.
        #VALUE!: The ranges differ in shape.

    Source:
        Benchmarking to a total by least relative squares (pro rata in the chi-square distance of Deville and
        Särndal, 1992), on a weighted mean of the two proposals; largest remainder method (Hamilton).

    Example:
        >>> consult([50, 50], [70, 30], 100).tolist()
        [60.0, 40.0]
        >>> consult([50, 50], [70, None], 100, 1, 1).tolist()
        [58.0, 42.0]
    """
    refuse(top_down < 0, OutOfRange, "negative", argument="top_down", value=top_down)
    refuse(bottom_up < 0, OutOfRange, "negative", argument="bottom_up", value=bottom_up)
    trusted = np.broadcast_to(np.asarray(trust, dtype=np.float64), top_down.shape)
    outside = ~((trusted >= 0) & (trusted <= 1))
    refuse(outside, OutOfRange, "out_of_range", argument="trust", value=trusted, low=0, high=1)
    basis = settled_basis(top_down, bottom_up, trusted)
    if total and not basis.any():
        raise NoBasis("nothing_to_split_by", total=written(step, int(total)))
    return largest_remainder(int(total), basis).reshape(top_down.shape)


def settled_basis(top_down: Floats, bottom_up: Floats, trust: Floats) -> Floats:
    """Return what targets and bids are settled in proportion to: each bid as far as it is trusted.

    >>> settled_basis(np.array([50.0, 50]), np.array([70, np.nan]), np.array([0.5, 1])).tolist()
    [60.0, 50.0]
    """
    bids = np.where(np.isnan(bottom_up), top_down, bottom_up)
    return np.asarray(clear_of_noise(trust * bids + (1 - trust) * top_down, bids, top_down))
