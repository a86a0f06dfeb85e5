"""Charts: their ranges follow the tables, and what they remember of the old values goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from salesplan_xl.cells import Cell
from salesplan_xl.hosts.following import Resize, in_text
from salesplan_xl.hosts.references import Area, split_reference
from salesplan_xl.hosts.relationships import child, children, local, parse, serialise
from salesplan_xl.hosts.sheet_cells import to_serial

Lookup = Callable[[str, int, int], tuple[bool, Cell]]
"""Tells what a cell was set to: whether it was, and the value."""

_CACHES = ("numCache", "strCache", "multiLvlStrCache")


def follow_in_chart(data: bytes, resizes: Sequence[Resize], lookup: Lookup) -> bytes | None:
    """Return the chart with its ranges and remembered values brought up to date; None if none changed."""
    root = parse(data)
    changed = False
    for element in [each for each in root.iter() if local(each) == "f"]:
        old = element.text or ""
        lists = all(local(above) != "tx" for above in element.iterancestors())
        new = in_text(old, resizes, Resize.covering, single_cells=lists)
        if new != old:
            element.text = new
            _renew_cache(element, new, lookup)
            changed = True
    return serialise(root) if changed else None


def _renew_cache(element: Any, reference: str, lookup: Lookup) -> None:
    """Fill a remembered list with the new values, or drop it where they are not known."""
    holder = element.getparent()
    cache = next((each for each in holder if local(each) in _CACHES), None)
    for level in children(holder, "lvl"):
        holder.remove(level)
    if cache is None:
        return
    values = _values(reference, lookup)
    if values is None or local(cache) == "multiLvlStrCache":
        holder.remove(cache)
        return
    for point in children(cache, "pt"):
        cache.remove(point)
    namespace = cache.tag.rpartition("}")[0] + "}"
    count = child(cache, "ptCount")
    if count is None:
        count = cache.makeelement(namespace + "ptCount")
        cache.append(count)
    count.set("val", str(len(values)))
    at = cache.index(count) + 1
    for position, value in enumerate(values):
        text = _spelt(value, numbers=local(cache) == "numCache")
        if text is not None:
            point = cache.makeelement(namespace + "pt", idx=str(position))
            content = point.makeelement(namespace + "v")
            content.text = text
            point.append(content)
            cache.insert(at, point)
            at += 1


def _values(reference: str, lookup: Lookup) -> list[Cell] | None:
    place = split_reference(reference)
    area = Area.of(place[1]) if place else None
    if place is None or area is None or area.left != area.right:
        return None
    found = [lookup(place[0], row, area.left) for row in range(area.top, area.bottom + 1)]
    return [value for _, value in found] if all(known for known, _ in found) else None


def _spelt(value: Cell, numbers: bool) -> str | None:
    if isinstance(value, (dt.date, dt.time)):
        value = to_serial(value, False)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value)
    return None if numbers or value is None else str(value)
