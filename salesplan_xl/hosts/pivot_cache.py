"""Pivot tables remember their source: where it was written, they are told to refresh on opening."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from salesplan_xl.hosts.following import Resize
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.relationships import child, parse, serialise

Touches = Callable[[str, Area], bool]


def refresh_pivot_cache(
    data: bytes, written: Set[str], resizes: Sequence[Resize], touches: Touches
) -> bytes | None:
    """Return the cache definition asking for a refresh; None if its source was not written.

    ``written`` holds the names of the tables written, in lower case.
    """
    root = parse(data)
    source = child(root, "cacheSource")
    sheet = child(source, "worksheetSource") if source is not None else None
    if sheet is None:
        return None
    area = Area.of(sheet.get("ref", ""))
    name = sheet.get("sheet", "")
    concerned = sheet.get("name", "").casefold() in written
    if area is not None and touches(name, area):
        concerned = True
    if area is not None:
        for resize in resizes:
            if resize.old.sheet.casefold() == name.casefold() and resize.covering(area) != area:
                sheet.set("ref", str(resize.covering(area)))
                concerned = True
                break
    if not concerned or (root.get("refreshOnLoad") == "1" and str(area) == sheet.get("ref")):
        return None
    root.set("refreshOnLoad", "1")
    return serialise(root)
