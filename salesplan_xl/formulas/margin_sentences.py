"""Why a two-way table cannot be: single lines that cannot have their totals, and lines that conflict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import OutOfRange
from salesplan_xl.formulas.holds import written
from salesplan_xl.formulas.transport import Conflict
from salesplan_xl.units import Floats, Integers, Step

Text = dict[str, str]

LISTED = 12
"""Positions written out in a sentence; of more, the number is told."""


@dataclass(frozen=True)
class Sentences:
    """Writes refusals in the user's own amounts: held cells added back, a negative table negated back."""

    step: Step
    sign: int
    rows: Integers
    columns: Integers
    held: Integers

    def check_signs(self, rows: Integers, columns: Integers) -> None:
        """Refuse totals that are negative after held cells, in a table that is not.

        Raises:
            OutOfRange: with the line.
        """
        for axis, rest in ((0, rows), (1, columns)):
            wrong = np.flatnonzero(rest < 0)
            if not wrong.size:
                continue
            line = int(wrong[0])
            total, held = self._total(axis, (line,)), self._held(axis, (line,))
            if held:
                raise self._too_much(axis, line, total, held)
            whole = self.step.decimal * int(self.rows.sum())
            raise OutOfRange(
                "margins_of_both_signs",
                argument=("row_totals", "column_totals")[axis],
                value=written(self.step, total),
                place={"en": f" in place {line + 1}", "zh": f"第{line + 1}个"},
                total=f"{whole:,f}",
            )

    def check_floors(self, rows: Integers, columns: Integers, low: Floats) -> None:
        """Refuse a line whose floors alone exceed its total.

        Raises:
            OutOfRange: with the line and the sum of its floors and held cells.
        """
        for axis, rest in ((0, rows), (1, columns)):
            wrong = np.flatnonzero(low.sum(axis=1 - axis) > rest)
            if wrong.size:
                line = int(wrong[0])
                floors = low[line] if axis == 0 else low[:, line]
                least = self.sign * sum(int(floor) for floor in floors.tolist())
                raise self._too_much(
                    axis, line, self._total(axis, (line,)), least + self._held(axis, (line,))
                )

    def check_basis(
        self, rows: Integers, columns: Integers, low: Integers, basis: npt.NDArray[np.bool_]
    ) -> None:
        """Refuse a line that still needs something but whose free seed cells are all zero.

        Raises:
            OutOfRange: with the line.
        """
        for axis, rest in ((0, rows), (1, columns)):
            needed = rest - low.sum(axis=1 - axis)
            wrong = np.flatnonzero((needed > 0) & ~basis.any(axis=1 - axis))
            if wrong.size:
                line = int(wrong[0])
                raise OutOfRange(
                    "line_without_seed",
                    lines=_lines(axis, (line,), capital=True),
                    needed=written(self.step, self.sign * int(needed[line])),
                )

    def conflict(self, found: Conflict) -> OutOfRange:
        """Say which lines cannot have their totals together, and which lines across limit them."""
        held = self._held(found.axis, found.lines)
        return OutOfRange(
            "lines_get_too_little",
            lines=_lines(found.axis, found.lines, capital=True),
            others=_lines(1 - found.axis, found.others),
            needed=written(self.step, self._total(found.axis, found.lines)),
            possible=written(self.step, self.sign * found.possible + held),
        )

    def _too_much(self, axis: int, line: int, total: int, least: int) -> OutOfRange:
        return OutOfRange(
            "lines_get_too_much",
            lines=_lines(axis, (line,), capital=True),
            needed=written(self.step, total),
            possible=written(self.step, least),
        )

    def _total(self, axis: int, lines: tuple[int, ...]) -> int:
        return sum((self.rows, self.columns)[axis][list(lines)].tolist())

    def _held(self, axis: int, lines: tuple[int, ...]) -> int:
        return sum(np.take(self.held, lines, axis=axis).sum(axis=axis).ravel().tolist())


def _lines(axis: int, lines: tuple[int, ...], capital: bool = False) -> Text:
    """Write positions, counted from 1.

    >>> _lines(0, (1, 2)), _lines(1, ())
    ({'en': 'rows 2, 3', 'zh': '第2、3行'}, {'en': 'the columns', 'zh': '各列'})
    """
    word, zh = (("row", "行"), ("column", "列"))[axis]
    numbers = [str(line + 1) for line in lines[:LISTED]]
    more = len(lines) - LISTED
    if not lines:
        text = {"en": f"the {word}s", "zh": f"各{zh}"}
    elif more > 0:
        text = {
            "en": f"{word}s {', '.join(numbers)} and {more} more",
            "zh": f"第{'、'.join(numbers)}等{len(lines)}{zh}",
        }
    else:
        text = {
            "en": f"{word}{'s' if len(lines) > 1 else ''} {', '.join(numbers)}",
            "zh": f"第{'、'.join(numbers)}{zh}",
        }
    return {**text, "en": text["en"][0].upper() + text["en"][1:]} if capital else text
