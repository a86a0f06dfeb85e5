"""The targets of a plan as typed: read and checked, with the levels that each is split by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan_xl.errors import Problem
from salesplan_xl.planning.levels import Level
from salesplan_xl.planning.members import MONTHS, dimension_word, numbers_of, texts_of
from salesplan_xl.planning.plan import SALES, Note, Plan
from salesplan_xl.planning.records import SalesBook
from salesplan_xl.units import Month

AGGREGATIONS = ("sum", "closing", "ratio")


@dataclass(frozen=True)
class Target:
    """What is to be decomposed of one indicator, in the base unit; NaN where nothing is typed."""

    indicator: str
    aggregation: str
    committed: float
    stretch: float
    last_year: float


def targets_of(plan: Plan) -> tuple[list[Target], list[Problem]]:
    """Return the targets that are filled in, and what is wrong with them."""
    frame, problems, targets = plan.targets, [], []
    columns = {name: numbers_of(frame, name) for name in ("committed", "stretch", "last_year")}
    indicators = [text or SALES for text in texts_of(frame, "indicator")]
    for row, (indicator, aggregation) in enumerate(
        zip(indicators, texts_of(frame, "aggregation"), strict=True)
    ):
        aggregation = aggregation or "sum"
        facts = {"indicator": indicator}
        if indicators.index(indicator) != row:
            problems.append(Problem("target_twice", facts))
        if aggregation not in AGGREGATIONS:
            problems.append(Problem("unknown_aggregation", {**facts, "aggregation": aggregation}))
        elif aggregation != "ratio" and np.isnan(columns["committed"][row]):
            continue
        targets.append(
            Target(
                indicator,
                aggregation,
                *(float(columns[n][row]) for n in ("committed", "stretch", "last_year")),
            )
        )
    if not targets and not problems:
        problems.append(Problem("no_targets"))
    known = set(indicators)
    for row, text in enumerate(texts_of(plan.holds, "indicator")):
        if (text or SALES) not in known:
            problems.append(Problem("hold_unknown_indicator", {"row": row + 1, "indicator": text or SALES}))
    return targets, problems


def problems_of_settings(plan: Plan) -> list[Problem]:
    """Return which settings are out of their range."""
    settings = plan.settings
    problems = []
    first = settings.first_month
    if settings.from_month is not None and not first <= settings.from_month < first + MONTHS:
        month = str(Month.at(settings.from_month))
        problems.append(
            Problem(
                "month_outside_year", {"month": month, "year": f"{Month.at(first)}..{Month.at(first + 11)}"}
            )
        )
    for name, rate, most in (
        ("reserve", settings.reserve, 1.0),
        ("over_assignment", settings.over_assignment, 10.0),
    ):
        if not 0 <= rate < most:
            problems.append(Problem("rate_out_of_range", {"setting": name, "value": rate}))
    return problems


def levels_known(
    plan: Plan, levels: list[Level], book: SalesBook, indicator: str
) -> tuple[list[Level], list[Note]]:
    """Return the levels an indicator is split by.

    Collections are recorded by customer and new outlets by rep, but neither by product: an indicator with
    rows of its own is not split by what the sales amount's rows know and its own do not, unless a hold names
    it.
    """
    own, sales = book.of(indicator), book.of(SALES)
    if indicator == SALES or not len(own.amount) or not len(sales.amount):
        return levels, []
    mine = np.array([text == indicator for text in texts_of(plan.holds, "indicator")], dtype=bool)
    known: list[Level] = []
    unknown: list[dict[str, str]] = []
    for level in levels:
        dimension = level.dimension
        held = dimension != "period" and any(np.array(texts_of(plan.holds, dimension), dtype=object)[mine])
        foreign = (
            dimension != "period"
            and (sales.codes[dimension] >= 0).any()
            and not (own.codes[dimension] >= 0).any()
        )
        if foreign and not held:
            unknown.append(dimension_word(dimension))
        else:
            known.append(level)
    if not unknown:
        return known, []
    names = {"en": ", ".join(d["en"] for d in unknown), "zh": "、".join(d["zh"] for d in unknown)}
    return known, [Note("level_unknown_to", {"dimension": names, "indicator": indicator})]
