"""Ribbon *Hold*: keep an amount as agreed, and let the cells beside it absorb the difference."""

from __future__ import annotations

from salesplan_xl.actions.held_cells import HeldCells, Put, amount_text, in_words
from salesplan_xl.actions.nodes import NODE_OPTIONS, Node
from salesplan_xl.actions.outcome import Outcome
from salesplan_xl.actions.selection import Selected
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.registry import action
from salesplan_xl.units import LARGEST_STEPS


@action(
    group="decompose",
    label={"en": "Hold", "zh": "锁定"},
    tip={
        "en": "Hold the selected amounts; what may still move is redistributed, every total unchanged.",
        "zh": "锁定所选金额；其余可变动部分重新分配，各级合计不变。",
    },
    icon="Lock",
    options={
        **NODE_OPTIONS,
        "amount": "amount",
        "reason": "text",
        "at": "text",
        "from_month": "month",
        "dry_run": "flag",
    },
)
def hold(
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
    reason: str | None = None,
    at: str | None = None,
    from_month: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Hold the node that the members name, or the nodes behind the selected cells ``at``.

    Without ``amount`` (base unit) a named node is held at what the quota has of it, a selected cell at what
    stands in it: an amount typed over the month matrix is thus the amount held. ``dry_run`` writes nothing.
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
    held = HeldCells(workbook, "hold", from_month)
    problems = held.run.problems
    chosen = held.named(named, at)
    nodes = list(dict.fromkeys(one.node if isinstance(one, Selected) else one for one in chosen))
    held.refuse_whole(nodes)
    if amount is not None:
        problems += amount_problems("--amount", amount)
        if len(nodes) > 1 and not problems:
            problems.append(
                Problem("one_amount_for_many", {"count": len(nodes), "amount": amount_text(amount)})
            )
    typed = _typed(chosen, problems) if amount is None else {}
    plan = held.open(rewritten=nodes)
    if plan is None:
        return held.run.stopped() or Outcome()
    of = held.nodes_of(plan)
    held.refuse_shared_rows(of, chosen)
    for node in nodes:
        place = next(
            ((one.sheet, one.cell) for one in chosen if isinstance(one, Selected) and one.node == node),
            ("", ""),
        )
        rows = of.rows(held.row(node))
        value = amount if amount is not None else typed.get(node)
        if value is None:
            if not len(rows):
                problems.append(Problem("node_without_amount", {"node": node.named}))
                continue
            value = of.amount(rows)
        held.put(Put(node, value, reason), of.step(node.indicator), place)
    words = in_words([(put.node, put.amount) for put in held.puts])
    return held.redistribute(plan, words, dry_run)


def _typed(chosen: list[Node] | list[Selected], problems: list[Problem]) -> dict[Node, float]:
    """Return the amounts typed into selected cells."""
    amounts: dict[Node, float] = {}
    first: dict[Node, str] = {}
    for one in chosen:
        if not isinstance(one, Selected):
            continue
        if one.amount is None:
            if not any(problem.cell == one.cell and problem.sheet == one.sheet for problem in problems):
                problems.append(Problem("selected_cell_blank", {"cell": one.cell}, one.sheet, one.cell))
        elif amounts.setdefault(one.node, one.amount) != one.amount:
            facts = {"cell": one.cell, "other": first[one.node]}
            problems.append(Problem("selected_cell_twice", facts, one.sheet, one.cell))
        first.setdefault(one.node, one.cell)
    return amounts


def amount_problems(option: str, amount: float) -> list[Problem]:
    """Return why a number from the command line cannot be an amount."""
    if abs(amount) <= LARGEST_STEPS:
        return []
    return [Problem("amount_not_finite", {"option": option, "value": amount})]
