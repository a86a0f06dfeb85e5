"""The calculation chain lists the cells with formulas; an entry without one makes Excel repair the file."""

from __future__ import annotations

from collections.abc import Mapping, Set

from salesplan_xl.hosts.relationships import children, parse, serialise


def without(data: bytes, removed: Mapping[int, Set[str]]) -> bytes | None:
    """Return the chain without the removed cells (by sheet id); None when nothing is left.

    An entry that names no sheet is on the sheet of the one ahead of it.
    """
    root = parse(data)
    sheet = 0
    inherited = True
    for entry in children(root, "c"):
        given = entry.get("i")
        if given is not None:
            sheet, inherited = int(given), True
        if entry.get("r", "") in removed.get(sheet, frozenset()):
            inherited = inherited and given is None
            root.remove(entry)
        elif given is None and not inherited:
            entry.set("i", str(sheet))
            inherited = True
    return serialise(root) if children(root, "c") else None
