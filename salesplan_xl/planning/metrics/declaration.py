"""How a key figure is declared: name, unit, what data it needs, how it is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from salesplan_xl.units import Floats

if TYPE_CHECKING:
    from salesplan_xl.planning.metrics.view import View

GROUPS = ("results", "customers", "accounts", "funnel", "marketing", "market", "team", "money", "channel")
UNITS = ("money", "ratio", "points", "score", "count", "days", "months", "index")
SALES = ("sales.amount",)
"""What a figure needs that rests on actual sales."""

Compute = Callable[["View"], Floats]


class Both(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Metric:
    """One key figure.

    ``needs`` names what must be known, as ``table.column`` (``sales`` is history and actuals together,
    with the indicator's name after a colon: ``sales:orders.amount``; ``settings.discount_rate`` is
    a setting).
    ``compute`` takes a :class:`View` and returns a value for every member, NaN where it is not known.
    ``natural`` lists the dimensions the figure is shown by without being asked for; with ``only`` it has no
    meaning for any other, not even as a total. ``goal`` stands in where no target is set.
    Without ``total`` it is not shown for all members together; ``compared`` says whether last year's is.
    ``row`` is its place in the list of what sales planners name.
    """

    id: str
    group: str
    name: Both
    unit: str
    needs: tuple[str, ...]
    formula: Both
    row: int
    compute: Compute
    favourable: str = "higher"
    natural: tuple[str, ...] = ()
    only: bool = False
    goal: float | None = None
    compared: bool = True
    total: bool = True


METRICS: dict[str, Metric] = {}
"""Every key figure by its id, in the order in which it is shown."""


def metric(
    group: str,
    en: str,
    zh: str,
    unit: str,
    needs: tuple[str, ...],
    formula_en: str,
    formula_zh: str,
    row: int,
    *,
    favourable: str = "higher",
    natural: tuple[str, ...] = (),
    only: bool = False,
    goal: float | None = None,
    compared: bool = True,
    total: bool = True,
) -> Callable[[Compute], Compute]:
    """Declare a key figure; its id is the function's name.

    Raises:
        ValueError: the id is taken, or group or unit is not one of the lists.
    """

    def declare(compute: Compute) -> Compute:
        id = compute.__name__
        if id in METRICS or group not in GROUPS or unit not in UNITS:
            raise ValueError(f"key figure {id}: declared twice, or group or unit unknown")
        METRICS[id] = Metric(
            id,
            group,
            Both(en, zh),
            unit,
            needs,
            Both(formula_en, formula_zh),
            row,
            compute,
            favourable,
            natural,
            only,
            goal,
            compared,
            total,
        )
        return compute

    return declare
