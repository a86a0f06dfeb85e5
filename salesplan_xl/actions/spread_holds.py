"""The holds that a spread writes on its cells: told apart from agreed ones by how their reason begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from salesplan_xl.messages import LANGUAGES, Language, word

if TYPE_CHECKING:
    from salesplan_xl.actions.held_cells import HeldCells
    from salesplan_xl.planning.nodes import Nodes

_MARKS = tuple(f"{word('spread', language)}:".casefold() for language in LANGUAGES)


def spread_reason(text: str, language: Language) -> str:
    """Return the reason of a hold that a spread writes.

    >>> spread_reason("proportional", "zh"), is_spread("分摊：equal"), is_spread("agreed with the dealer")
    ('分摊: proportional', True, False)
    """
    return f"{word('spread', language)}: {text}"


def is_spread(reason: object) -> bool:
    """Tell whether a hold's reason says that a spread wrote it; given another one it is an agreed hold."""
    return isinstance(reason, str) and reason.strip().replace("：", ":").casefold().startswith(_MARKS)


def spread_places(held: HeldCells, nodes: Nodes, row: Mapping[str, Any]) -> set[int]:
    """Return the rows of the holds that a spread wrote on cells of a node."""
    frame = held.run.plan.frame("tblHolds")
    if "reason" not in frame:
        return set()
    pairs = zip(frame.index.tolist(), frame["reason"].tolist(), strict=True)
    own = [place for place, reason in pairs if is_spread(reason)]
    rows = held.rows(held.existing[place] for place in own)
    return {place for place, below in zip(own, rows, strict=True) if nodes.within(below, row)}
