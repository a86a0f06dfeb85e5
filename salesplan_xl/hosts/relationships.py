"""How the parts of a package find each other: relationships, content types, part names."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

CONTENT_TYPES = "[Content_Types].xml"


def parse(data: bytes) -> Any:
    """Parse a small part, with nothing fetched and no entity expanded."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(data, parser)


def serialise(root: Any) -> bytes:
    """Write a part as UTF-8 with the declaration that Excel writes."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: Any) -> str:
    """Return an element's name without its namespace; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    """Return the children of a local name, in whichever namespace (transitional or strict)."""
    return [child for child in element if local(child) == name]


def child(element: Any, name: str) -> Any:
    """Return the first child of a local name, or None."""
    return next((each for each in element if local(each) == name), None)


def descendants(element: Any, name: str) -> list[Any]:
    """Return all descendants of a local name."""
    return [each for each in element.iter() if local(each) == name]


@dataclass(frozen=True)
class Relationship:
    """One arrow from a part to another, or out of the package."""

    id: str
    kind: str
    """The last piece of the relationship type, e.g. ``worksheet``; the same in both namespaces."""
    target: str
    """The part's name as in the archive, or the address outside."""
    external: bool


def relationships_name(part: str) -> str:
    """Return the part that holds a part's relationships.

    >>> relationships_name("xl/workbook.xml"), relationships_name("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def resolve(part: str, target: str) -> str:
    """Return the archive name that a target, relative or absolute, stands for.

    >>> resolve("xl/worksheets/sheet1.xml", "../tables/table1.xml")
    'xl/tables/table1.xml'
    >>> resolve("xl/workbook.xml", "/xl/worksheets/sheet1.xml")
    'xl/worksheets/sheet1.xml'
    """
    target = unquote(target.partition("#")[0].replace("\\", "/"))
    joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
    return posixpath.normpath(joined).lstrip("/")


def read_relationships(part: str, data: bytes | None) -> list[Relationship]:
    """Return a part's relationships; ``data`` is its relationships part, if there is one."""
    if data is None:
        return []
    found = []
    for element in children(parse(data), "Relationship"):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        found.append(
            Relationship(
                element.get("Id", ""),
                element.get("Type", "").rpartition("/")[2],
                target if external else resolve(part, target),
                external,
            )
        )
    return found


def content_type(root: Any, part: str) -> str:
    """Return a part's content type, by its own entry or its extension's default."""
    wanted = "/" + part.casefold()
    extension = part.rpartition(".")[2].casefold()
    default = ""
    for element in root:
        if local(element) == "Override" and element.get("PartName", "").casefold() == wanted:
            return str(element.get("ContentType", ""))
        if local(element) == "Default" and element.get("Extension", "").casefold() == extension:
            default = str(element.get("ContentType", ""))
    return default
