"""Ribbon *Release*: let held cells move again."""

from __future__ import annotations

from salesplan_xl.actions.held_cells import NAMES_TOLD, HeldCells, in_words
from salesplan_xl.actions.nodes import NODE_OPTIONS, Node
from salesplan_xl.actions.outcome import Outcome
from salesplan_xl.actions.selection import Selected
from salesplan_xl.actions.spread_holds import spread_places
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.registry import action


@action(
    group="decompose",
    label={"en": "Release", "zh": "解除锁定"},
    tip={
        "en": "Release the holds on the selected cells and decompose again.",
        "zh": "解除所选单元格的锁定，并重新分解。",
    },
    icon="ReviewProtectWorkbook",
    options={**NODE_OPTIONS, "at": "text", "all_": "flag", "from_month": "month", "dry_run": "flag"},
)
def release(
    workbook: Workbook,
    indicator: str | None = None,
    period: str | None = None,
    department: str | None = None,
    region: str | None = None,
    channel: str | None = None,
    product: str | None = None,
    customer: str | None = None,
    rep: str | None = None,
    at: str | None = None,
    all_: bool = False,
    from_month: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Release the hold on exactly the node that is named or selected, and what a spread of it holds below.

    With ``all_`` every hold that names what is named is released, all of them where nothing is.
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
    held = HeldCells(workbook, "release", from_month)
    problems = held.run.problems
    unnamed = at is None and not any(named.values())
    chosen = held.named(named, at)
    nodes = list(dict.fromkeys(one.node if isinstance(one, Selected) else one for one in chosen))
    if all_:
        parts = [
            (node, {id for id, value in node.row.items() if value and (id != "indicator" or indicator)})
            for node in nodes
        ]
        held.dropped = {
            place
            for place, other in held.existing.items()
            if any(all(other.row.get(id) == node.row[id] for id in ids) for node, ids in parts)
        }
    elif unnamed:
        problems.append(Problem("release_all_or_named"))
    else:
        held.dropped = {place for node in nodes for place in held.places_of(node)}
    before = set(held.dropped)
    plan = held.open()
    if plan is None:
        return held.run.stopped() or Outcome()
    if not all_:
        for node in nodes:
            below = spread_places(held, held.nodes_of(plan), held.row(node))
            held.dropped |= below
            if not below and not any(place in before for place in held.places_of(node)):
                problems.append(_nothing_held(held, node))
    elif not held.dropped:
        problems.append(Problem("nothing_held_at_all"))
    released: list[tuple[Node, float | None]] = [
        (held.existing[place], None) for place in sorted(held.dropped)
    ]
    return held.redistribute(plan, in_words(released), dry_run)


def _nothing_held(held: HeldCells, node: Node) -> Problem:
    """Say that nothing is held there, and which holds name some of the same."""
    own = set(node.row.items())
    near = sorted(
        (other for other in held.existing.values()),
        key=lambda other: -len({pair for pair in other.row.items() if pair[1]} & own),
    )
    names = {
        language: "; ".join(other.words(language) for other in near[:NAMES_TOLD]) or "–"
        for language in LANGUAGES
    }
    return Problem("nothing_held", {"node": node.named, "near": names})
