"""Which rows of a call are refused, and why; and an error cell in the input, which becomes the result."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.cells import CellError
from salesplan_xl.errors import SalesPlanError

Mask = npt.NDArray[np.bool_]


class PassThrough(Exception):
    """An error cell in the input, which becomes the result."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.value)
        self.error = error


@dataclass
class Refusals:
    """Which rows of a row-by-row call are refused, and why; the first reason for a row stays."""

    shape: tuple[int, ...]
    found: list[tuple[Mask, type[SalesPlanError], str, dict[str, Any]]] = field(default_factory=list)
    passed: dict[int, CellError] = field(default_factory=dict)
    """Flat positions of error cells in the input."""

    def mask(self) -> Mask:
        refused = np.zeros(self.shape, dtype=bool)
        for where, *_ in self.found:
            refused |= where
        refused.ravel()[list(self.passed)] = True
        return refused

    def error_at(self, flat: int) -> SalesPlanError:
        for where, error, reason, facts in self.found:
            if where.ravel()[flat]:
                return error(reason, **_facts_at(facts, flat, where))
        raise LookupError(flat)

    def cell_errors(self) -> dict[int, CellError]:
        """Return the error of each refused row by flat position; the earliest check wins."""
        errors: dict[int, CellError] = {}
        for where, error, *_ in reversed(self.found):
            errors.update(dict.fromkeys(np.flatnonzero(where).tolist(), error.cell_error))
        errors.update(self.passed)
        return errors


by_row: ContextVar[Refusals | None] = ContextVar("by_row", default=None)


def refuse(where: Any, error: type[SalesPlanError], reason: str, **facts: Any) -> None:
    """Refuse the rows in which ``where`` holds.

    Inside a row-by-row function only those rows become errors; elsewhere the first one is raised. A fact
    given as an array stands for its value in that row; ``place`` is added and says where.
    """
    rows = by_row.get()
    if rows is None:
        refuse_call(where, error, reason, **facts)
        return
    mask = np.asarray(where, dtype=bool)
    if mask.any():
        rows.found.append((np.broadcast_to(mask, rows.shape), error, reason, facts))


def refuse_call(where: Any, error: type[SalesPlanError], reason: str, **facts: Any) -> None:
    """Refuse the call as a whole where ``where`` holds anywhere: the check of a table all rows read."""
    mask = np.asarray(where, dtype=bool)
    if mask.any():
        raise error(reason, **_facts_at(facts, int(np.flatnonzero(mask)[0]), mask))


def _facts_at(facts: dict[str, Any], flat: int, where: Mask) -> dict[str, Any]:
    chosen: dict[str, Any] = {"place": place_of(flat, where.shape)}
    for name, fact in facts.items():
        if isinstance(fact, np.ndarray):
            fact = np.broadcast_to(fact, where.shape).ravel()[flat]
            fact = fact.item() if isinstance(fact, np.generic) else fact
        if isinstance(fact, float) and np.isfinite(fact):
            fact = int(fact) if fact.is_integer() else float(f"{fact:.15g}")
        chosen[name] = fact
    return chosen


def place_of(flat: int, shape: tuple[int, ...]) -> dict[str, str]:
    """Say where a cell of an argument is, in both languages; nothing for a single cell."""
    if int(np.prod(shape)) <= 1:
        return {"en": "", "zh": ""}
    if len(shape) < 2 or 1 in shape:
        return {"en": f" in place {flat + 1}", "zh": f"第{flat + 1}个"}
    row, column = divmod(flat, shape[1])
    return {"en": f" in row {row + 1}, column {column + 1}", "zh": f"第{row + 1}行第{column + 1}列"}
