"""The metadata part, by which a file tells formulas that spill from those entered over a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesplan_xl.hosts.relationships import child, children, descendants, local, parse, serialise

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ARRAYS = "http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"
_EXTENSION = "{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"
_NAME = "XLDAPR"
_ALLOWED = (
    "copy", "pasteAll", "pasteValues", "merge", "splitFirst", "rowColShift", "clearFormats", "clearComments",
    "assign", "coerce", "cellMeta",
)  # fmt: skip
_ORDER = (
    "metadataTypes", "metadataStrings", "mdxMetadata", "futureMetadata", "cellMetadata", "valueMetadata",
)  # fmt: skip


def with_dynamic_arrays(data: bytes | None) -> tuple[bytes, int]:
    """Return a metadata part that knows formulas that spill, and the number such a cell names as ``cm``.

    A part that knows them already comes back as it is.
    """
    root = parse(data) if data else parse(f'<metadata xmlns="{_MAIN}"/>'.encode())
    types = _holder(root, "metadataTypes")
    names = [each.get("name") for each in children(types, "metadataType")]
    known = names.index(_NAME) + 1 if _NAME in names else 0
    future = next((each for each in children(root, "futureMetadata") if each.get("name") == _NAME), None)
    entry = _dynamic_entry(future)
    if data and known and entry is not None:
        for number, block in enumerate(children(_holder(root, "cellMetadata"), "bk"), start=1):
            record = child(block, "rc")
            if record is not None and (record.get("t"), record.get("v")) == (str(known), str(entry)):
                return data, number
    if not known:
        allowed = dict.fromkeys(_ALLOWED, "1")
        _add(types, "metadataType", {"name": _NAME, "minSupportedVersion": "120000", **allowed})
        known = len(names) + 1
    if future is None:
        future = _new(root, "futureMetadata", {"name": _NAME})
        root.insert(_place(root, "futureMetadata"), future)
    if entry is None:
        entry = len(children(future, "bk"))
        holder = _add(_add(_add(future, "bk"), "extLst"), "ext", {"uri": _EXTENSION})
        marks = holder.makeelement(f"{{{_ARRAYS}}}dynamicArrayProperties", nsmap={"xda": _ARRAYS})
        marks.set("fDynamic", "1")
        marks.set("fCollapsed", "0")
        holder.append(marks)
    cells = _holder(root, "cellMetadata")
    _add(_add(cells, "bk"), "rc", {"t": str(known), "v": str(entry)})
    for holder in (types, future, cells):
        holder.set("count", str(len(holder)))
    return serialise(root), len(children(cells, "bk"))


def _dynamic_entry(future: Any) -> int | None:
    for number, block in enumerate(children(future, "bk") if future is not None else []):
        if any(
            marks.get("fDynamic") in ("1", "true") for marks in descendants(block, "dynamicArrayProperties")
        ):
            return number
    return None


def _new(like: Any, name: str, attributes: Mapping[str, str] | None = None) -> Any:
    made = like.makeelement(like.tag.rpartition("}")[0] + "}" + name)
    for key, value in (attributes or {}).items():
        made.set(key, value)
    return made


def _add(parent: Any, name: str, attributes: Mapping[str, str] | None = None) -> Any:
    made = _new(parent, name, attributes)
    parent.append(made)
    return made


def _place(root: Any, name: str) -> int:
    """Return where an element of a name belongs among the root's children."""
    later = _ORDER[_ORDER.index(name) + 1 :]
    return next((at for at, each in enumerate(root) if local(each) in (*later, "extLst")), len(root))


def _holder(root: Any, name: str) -> Any:
    found = child(root, name)
    if found is None:
        found = _new(root, name)
        root.insert(_place(root, name), found)
    return found
