"""Ribbon *Spread*: an amount over the cells below a node, or over the selected cells, and held there.

The new amounts are written as holds on the cells, and on the node where one was named: they stand when the
plan is decomposed again, siblings of the node absorb its change, and the annual target stays. Cells that are
held already keep their amount. The reason of these holds begins with Spread (分摊): a later spread over the
same cells overwrites them and a release of the node takes them along; give one another reason to keep it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.held_cells import HeldCells, Put, in_words
from salesplan_xl.actions.hold import amount_problems
from salesplan_xl.actions.nodes import NODE_OPTIONS, Node, dimension_label
from salesplan_xl.actions.outcome import Outcome
from salesplan_xl.actions.selection import Selected
from salesplan_xl.actions.spread_holds import spread_places, spread_reason
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem, SalesPlanError
from salesplan_xl.messages import LANGUAGES, word
from salesplan_xl.registry import action
from salesplan_xl.tables.contract import DIMENSIONS
from salesplan_xl.tables.matching import known_names, normal
from salesplan_xl.units import Period

if TYPE_CHECKING:
    from salesplan_xl.planning.nodes import Nodes
    from salesplan_xl.units import Integers, Step

MOST_CELLS = 240
"""Every cell becomes a hold, and each hold makes decomposing slower."""
WITHOUT_TOTAL = ("percent", "relative_percent", "clear")
_DIMENSIONS = known_names(DIMENSIONS)


@dataclass(frozen=True)
class _Cell:
    node: Node
    rows: Integers


@action(
    group="decompose",
    label={"en": "Spread", "zh": "分摊"},
    tip={
        "en": "Spread an amount over the selected cells or those below one; held cells keep theirs.",
        "zh": "把金额分摊到所选单元格或其下级单元格；已锁定的不变。",
    },
    icon="TableColumnsDistribute",
    options={
        **NODE_OPTIONS,
        "amount": "amount",
        "mode": "text",
        "parameter": "amount",
        "over": "text",
        "reason": "text",
        "at": "text",
        "from_month": "month",
        "dry_run": "flag",
    },
)
def spread(
    workbook: Workbook,
    indicator: str | None = None,
    period: str | None = None,
    department: str | None = None,
    region: str | None = None,
    channel: str | None = None,
    product: str | None = None,
    customer: str | None = None,
    rep: str | None = None,
    amount: float | None = None,
    mode: str | None = None,
    parameter: float | None = None,
    over: str | None = None,
    reason: str | None = None,
    at: str | None = None,
    from_month: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Spread ``amount`` (base unit) in one of the modes of the function SPREAD, proportional unless named.

    Over the cells that ``at`` selects, or, for one node, over its cells by the dimensions of ``over`` (its
    leaves where none is named). A single selected cell without ``amount`` spreads what is typed in it. The
    modes that follow a reference go by last year's sales of the cells.
    """
    named = {
        "indicator": indicator,
        "period": period,
        "department": department,
        "region": region,
        "channel": channel,
        "product": product,
        "customer": customer,
        "rep": rep,
    }
    mode = (mode or "proportional").strip()
    held = HeldCells(workbook, "spread", from_month)
    problems = held.run.problems
    chosen = held.named(named, at)
    nodes = list(dict.fromkeys(one.node if isinstance(one, Selected) else one for one in chosen))
    held.refuse_whole(nodes)
    if amount is None and mode.lstrip("+-") not in WITHOUT_TOTAL:
        if len(chosen) == 1 and isinstance(chosen[0], Selected):
            amount = chosen[0].amount
        if amount is None and not problems:
            problems.append(Problem("spread_needs_amount", {"mode": mode}))
    for option, value in (("--amount", amount), ("--parameter", parameter)):
        if value is not None:
            problems += amount_problems(option, value)
    dimensions = _dimensions(over, problems)
    if over and len(nodes) > 1:
        problems.append(Problem("spread_of_several", {"count": len(nodes)}))
    plan = held.open(rewritten=nodes)
    if plan is None:
        return held.run.stopped() or Outcome()
    of = held.nodes_of(plan)
    held.refuse_shared_rows(of, chosen)
    for node in nodes:
        held.dropped |= spread_places(held, of, held.row(node))
    cells = _cells(held, of, nodes, dimensions)
    if problems:
        return held.run.stopped() or Outcome()
    step = of.step(nodes[0].indicator)
    under_holds = _held_rows(held, of, nodes)
    fixed = [bool(np.isin(cell.rows, under_holds).all()) for cell in cells]
    amounts = _amounts(of, cells, fixed, amount, mode, parameter, step, problems)
    if amounts is None:
        return held.run.stopped() or Outcome()
    text = spread_reason(reason or mode, held.run.language)
    total = _total(step, amounts)
    if len(nodes) == 1 and nodes[0] not in [cell.node for cell in cells]:
        held.put(Put(nodes[0], total, text), step)
    for cell, value, stays in zip(cells, amounts, fixed, strict=True):
        if not stays:
            held.put(Put(cell.node, value, text), step)
    held.dropped -= {place for put in held.puts for place in held.places_of(put.node)}
    words = (
        in_words([(nodes[0], total)]) if len(nodes) == 1 else in_words(list(zip(nodes, amounts, strict=True)))
    )
    return held.redistribute(plan, words, dry_run, count=len(cells))


def _dimensions(over: str | None, problems: list[Problem]) -> list[str]:
    found = []
    for name in (over or "").replace("，", ",").replace("、", ",").split(","):
        if name.strip():
            dimension = _DIMENSIONS.get(normal(name))
            if dimension is None:
                choices = {lang: ", ".join(word(id, lang) for id in DIMENSIONS) for lang in LANGUAGES}
                problems.append(Problem("over_unknown", {"value": name.strip(), "choices": choices}))
            else:
                found.append(dimension)
    return list(dict.fromkeys(found))


def _cells(held: HeldCells, of: Nodes, nodes: list[Node], over: list[str]) -> list[_Cell]:
    """Return the cells that are spread over: the nodes themselves, or those below the only one."""
    problems = held.run.problems
    covered = {node: of.rows(held.row(node)) for node in nodes}
    for node, rows in covered.items():
        if not len(rows):
            problems.append(Problem("node_without_cells", {"node": node.named}))
    if problems or not nodes:
        return []
    if len(nodes) > 1:
        owner: dict[int, Node] = {}
        for node, rows in covered.items():
            other = next((owner[row] for row in rows.tolist() if row in owner), None)
            if other is not None:
                problems.append(Problem("spread_overlaps", {"first": other.named, "second": node.named}))
            owner.update(dict.fromkeys(rows.tolist(), node))
        return [_Cell(node, rows) for node, rows in covered.items()]
    (node,) = nodes
    full, _ = of.split(covered[node])
    for dimension in over:
        if dimension not in full:
            choices = {lang: ", ".join(word(id, lang) for id in full) for lang in LANGUAGES}
            facts = {"node": node.named, "dimension": dimension_label(dimension), "choices": choices}
            problems.append(Problem("over_not_split", facts))
    if problems:
        return []
    found = of.cells(covered[node], over or full)
    if len(found) > MOST_CELLS:
        problems.append(
            Problem("spread_too_many", {"node": node.named, "count": len(found), "most": MOST_CELLS})
        )
        return []
    return [_Cell(_below(held, node, names), rows) for names, rows in found]


def _below(held: HeldCells, node: Node, names: dict[str, Any]) -> Node:
    """Return the node of a cell of another one."""
    from salesplan_xl.units import Month

    own = {**dict(node.members), **{id: name for id, name in names.items() if id != "period"}}
    if "period" in names:
        period: Period | None = Period.month(Month.at(int(names["period"])))
    else:
        period = Period.of(node.period, held.run.plan.calendar.fiscal_start) if node.period else None
    return held.reader.node(node.indicator, period, own)


def _held_rows(held: HeldCells, of: Nodes, nodes: list[Node]) -> Integers:
    """Return the leaves under agreed holds inside what is spread: their cells keep their amount."""
    agreed = [
        other for place, other in held.existing.items() if place not in held.dropped and other not in nodes
    ]
    wholes = held.rows(nodes)
    inside = [row for row in held.rows(agreed) if any(of.within(row, whole) for whole in wholes)]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(of.rows(row) for row in inside)]))


def _amounts(
    of: Nodes,
    cells: list[_Cell],
    fixed: list[bool],
    amount: float | None,
    mode: str,
    parameter: float | None,
    step: Step,
    problems: list[Problem],
) -> list[float] | None:
    """Return what the function SPREAD gives each cell."""
    from salesplan_xl.formulas.spreading import spread as spread_over

    current = [of.amount(cell.rows) for cell in cells]
    held = [value if stays else None for value, stays in zip(current, fixed, strict=True)]
    reference = [of.last_year(cell.rows) for cell in cells]
    known = [None if value != value else value for value in reference]
    try:
        given = spread_over(current, amount, mode, parameter, known, held, float(step.decimal))
    except SalesPlanError as error:
        problems.append(Problem(error.reason, error.facts))
        return None
    return [float(value) for value in np.asarray(given).ravel()]


def _total(step: Step, amounts: list[float]) -> float:
    whole, _ = step.counts(np.array(amounts))
    return float(step.amounts(int(whole.sum())))
