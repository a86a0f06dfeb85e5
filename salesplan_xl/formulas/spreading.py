"""Spreading an amount over cells that already hold some, in the ways planners know from planning servers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.formulas.holds import left_after_held, written
from salesplan_xl.formulas.quotas import Whole, rounded_together
from salesplan_xl.formulas.whole_weights import LARGEST_SUM, signed_group
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import CENT, LARGEST_STEPS, Floats, Integers, Step, as_shown

_GROWTH_DIGITS = 60
"""Digits kept while compounding, so that rounding to the step is right."""


@dataclass(frozen=True)
class _Spread:
    """What a mode works on. Amounts are whole steps, ``current`` and ``reference`` plain numbers."""

    current: Floats
    free: npt.NDArray[np.bool_]
    total: float
    parameter: float | None
    reference: Floats | None
    held: Floats | None
    step: Step
    replaces: bool

    @property
    def amount(self) -> int:
        """The total as given."""
        if np.isnan(self.total):
            raise NotFound("missing_argument", argument="total")
        return int(self.total)

    def left(self, present: int = 0) -> int:
        """The total less what is held; all of it where it is added or subtracted."""
        if self.held is None or not self.replaces:
            return self.amount
        return left_after_held(self.amount, self.held, self.step, present)

    @property
    def rate(self) -> Fraction:
        """The parameter as a fraction."""
        if self.parameter is None:
            raise NotFound("missing_argument", argument="parameter")
        return Fraction(as_shown(self.parameter))

    @property
    def end(self) -> int:
        """The parameter as an amount."""
        steps = self.step.count(float(self.rate))
        if steps is None:
            raise OutOfRange(
                "off_grid", argument="parameter", value=self.parameter, step=str(self.step), place=""
            )
        return steps

    @property
    def referred(self) -> Floats:
        """The reference of the free cells."""
        if self.reference is None:
            raise NotFound("missing_argument", argument="reference")
        return self.reference[self.free]

    @property
    def in_steps(self) -> Fraction:
        """Steps to the amount 1."""
        return 1 / Fraction(self.step.decimal)


def _proportional(spread: _Spread) -> Integers:
    now = spread.current[spread.free]
    if not now.any():
        return _equal(spread)
    return _in_proportion(spread, now, "current", keeps=True)


def _relative(spread: _Spread) -> Integers:
    reference = spread.referred
    left = spread.left()
    if left and not reference.any():
        raise NoBasis("adds_up_to_zero", argument="reference")
    return _in_proportion(spread, reference, "reference", keeps=False)


def _in_proportion(spread: _Spread, base: Floats, argument: str, keeps: bool) -> Integers:
    whole, unit = _whole(base, spread.step)
    present = int(whole.sum())
    left = spread.left(present)
    if present:
        return rounded_together(whole, Fraction(left, present))
    if left:
        raise NoBasis("current_cancels_out", argument=argument, total=written(spread.step, left))
    return rounded_together(whole, unit * spread.in_steps if keeps and spread.replaces else Fraction(0))


def _whole(values: Floats, step: Step) -> tuple[Whole, Fraction]:
    """Return numbers as multiples of a unit; of the step where they are on it, so that no digit is lost."""
    counts, _ = step.counts(values)
    if np.array_equal(step.amounts(counts), values) and np.abs(counts).sum() < LARGEST_SUM:
        return counts.astype(np.int64), Fraction(step.decimal)
    return signed_group(values)


def _equal(spread: _Spread) -> Integers:
    return _evenly(spread, np.ones(int(spread.free.sum()), dtype=np.int64))


def _equal_leaves(spread: _Spread) -> Integers:
    return _evenly(spread, _filled(spread))


def _evenly(spread: _Spread, cells: Integers) -> Integers:
    left = spread.left()
    return rounded_together(cells, Fraction(left, int(cells.sum()))) if left else cells * 0


def _filled(spread: _Spread) -> Integers:
    """Mark the free cells that hold something; all of them where none does."""
    filled = spread.current[spread.free] != 0.0
    return np.asarray(filled if filled.any() else ~filled, dtype=np.int64)


def _repeat(spread: _Spread) -> Integers:
    return np.full(int(spread.free.sum()), spread.amount, dtype=np.int64)


def _repeat_leaves(spread: _Spread) -> Integers:
    return _filled(spread) * spread.amount


def _percent(spread: _Spread) -> Integers:
    whole, unit = _whole(spread.current[spread.free], spread.step)
    return rounded_together(whole, unit * spread.in_steps * spread.rate)


def _relative_percent(spread: _Spread) -> Integers:
    whole, unit = _whole(spread.referred, spread.step)
    return rounded_together(whole, unit * spread.in_steps * (1 + spread.rate))


def _linear(spread: _Spread) -> Integers:
    first, last, spans = spread.amount, spread.end, _line_length(spread) - 1
    if not spans:
        return np.array([first])[spread.free.ravel()]
    return _nearest([(first * (spans - k) + last * k, spans) for k in range(spans + 1)], spread)


def _nearest(fractions: list[tuple[int, int]], spread: _Spread) -> Integers:
    """Round each fraction by itself, halves away from zero."""
    rounded = [
        (1 if above >= 0 else -1) * ((2 * abs(above) + below) // (2 * below)) for above, below in fractions
    ]
    return np.array(rounded, dtype=np.int64)[spread.free.ravel()]


def _growth(spread: _Spread) -> Integers:
    if spread.rate < -1:
        raise OutOfRange("growth_too_low", value=spread.parameter)
    with localcontext(prec=_GROWTH_DIGITS):
        factor = 1 + as_shown(float(spread.rate))
        exact = Decimal(spread.amount)
        amounts = []
        for _ in range(_line_length(spread)):
            amounts.append(int(exact.to_integral_value(ROUND_HALF_UP)))
            if abs(amounts[-1]) > LARGEST_STEPS:
                raise OutOfRange("too_large", argument="result", place="")
            exact *= factor
    return np.array(amounts, dtype=np.int64)[spread.free.ravel()]


def _line_length(spread: _Spread) -> int:
    rows, columns = spread.current.shape
    if 1 not in (rows, columns):
        raise WrongKind("not_a_line", argument="current", rows=rows, columns=columns)
    return spread.current.size


def _clear(spread: _Spread) -> Integers:
    return np.zeros(int(spread.free.sum()), dtype=np.int64)


_MODES: dict[str, Callable[[_Spread], Integers]] = {
    "proportional": _proportional,
    "equal": _equal,
    "repeat": _repeat,
    "percent": _percent,
    "linear": _linear,
    "growth": _growth,
    "relative": _relative,
    "relative_percent": _relative_percent,
    "equal_leaves": _equal_leaves,
    "repeat_leaves": _repeat_leaves,
    "clear": _clear,
}


@formula(
    "allocation",
    Help(
        "按所选方式把金额分摊到已有数据的单元格，锁定的单元格不变",
        current="各单元现有的金额；空白按零",
        total="分摊总额；repeat、repeat_leaves为每个单元填入的值，linear、growth为首个单元的值；"
        "percent、relative_percent、clear不使用",
        mode="proportional按现值比例（默认，全为零时平均）、equal平均、repeat重复、percent现值乘百分比、"
        "linear直线、growth递增、relative按参照比例、relative_percent参照乘(1+百分比)、"
        "equal_leaves与repeat_leaves只填非零单元、clear清零；前加+为累加，-为扣减",
        parameter="percent、relative_percent的比例（0.1即10%），linear的末值，growth的增长率；其余方式不使用",
        reference="relative、relative_percent的参照金额，与现值同形；空白按零",
        held="与现值同形：数字为锁定值，空白为未锁定",
        step="最小分配单位，默认0.01",
    ),
    choices={"mode": tuple(sign + mode for sign in ("", "+", "-") for mode in _MODES)},
)
def spread(
    current: Floats,
    total: float,
    mode: str = "proportional",
    parameter: float | None = None,
    reference: Floats | None = None,
    held: Floats | None = None,
    step: Step = CENT,
) -> Any:
    """Spread an amount over cells in one of eleven ways, held cells keeping theirs.

    Formula:
        left = total - sum of the held amounts; the whole total where it is added or subtracted
        proportional      left * current / sum of current; evenly where all free cells are zero
        equal             left / number of free cells
        equal_leaves      left / number of free cells that are not zero; evenly over all where none is
        relative          left * reference / sum of reference
        repeat            total in every free cell
        repeat_leaves     total in every free cell that is not zero; in all where none is
        percent           current * parameter; total is not used
        relative_percent  reference * (1 + parameter); total is not used
        linear            from total in the first cell to parameter in the last, in equal intervals
        growth            total * (1 + parameter)^k in the k-th cell after the first
        clear             zero; total is not used
        +mode, -mode      current plus or minus what the mode gives
        The sum of what is given is exact, rounded once to the step; fractions of a step are settled by
        largest remainder, the earlier cell first. linear and growth round each cell to the nearest step.

    Args:
        current (number, range, blank is open): What the cells hold; a blank is zero. Needs to be on the step
            only where something is added to it or subtracted from it.
        total (money, scalar, blank is open): The amount to spread; repeat and repeat_leaves put it in each
            cell, linear and growth in the first; percent, relative_percent and clear do not use it.
        mode (text, scalar): How to spread; with + or - in front the result is added to what the cells hold
            or subtracted from it.
        parameter (number, scalar): The share of percent and relative_percent (0.1 is 10 %), the end value of
            linear, the growth from cell to cell of growth; other modes do not use it.
        reference (number, range of current, blank is zero): What relative and relative_percent follow.
        held (money, range of current, blank is open): A number is kept in that cell; a blank is free.
        step (money, scalar): Smallest amount handed out; any positive decimal.

    Returns:
        money, range of current: What the cells hold afterwards.

    Errors:
        #DIV/0!: The amounts to spread by add up to zero; only a start of zeros alone is spread evenly.
        #NUM!: Held amounts go beyond the total or hold every cell and miss it; an amount is no multiple of
            the step or larger than 2^53 - 1 steps; a growth is below -1.
        #N/A: total, parameter or reference is missing in a mode that uses it.
        #VALUE!: linear and growth need one row or one column; a text where a number is needed.

    Source:
        Data spreading methods of IBM Planning Analytics: the methods, their + and ~ (here -) actions, the
        spreading to consolidated cells with holds, and even spreading to zero cells.

    Example:
        >>> spread([10, 30, 60], 300).tolist()
        [30.0, 90.0, 180.0]
        >>> spread([10, 20, 30], 100, held=[None, 20, None]).tolist()
        [20.0, 20.0, 60.0]
        >>> spread([0, 0, 0], 300, "growth", 0.25).tolist()
        [300.0, 375.0, 468.75]
    """
    now = np.where(np.isnan(current), 0.0, current)
    free = np.ones(now.shape, dtype=bool) if held is None else np.isnan(held)
    action, way = (mode[0], mode[1:]) if mode[0] in "+-" else ("", mode)
    given = _MODES[way](_Spread(now, free, total, parameter, reference, held, step, not action))
    if action:
        kept, off = step.counts(now)
        refuse(off & free, OutOfRange, "off_grid", argument="current", value=now, step=str(step))
        refuse((np.abs(kept) > LARGEST_STEPS) & free, OutOfRange, "too_large", argument="current")
        given = kept[free].astype(np.int64) + (given if action == "+" else -given)
    result = np.zeros(now.shape) if held is None else np.where(free, 0.0, held)
    result[free] = given
    return result
