"""Cells with formulas as a file spells them: taken out, kept to the letter, put back."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from salesplan_xl.cells import Cell
from salesplan_xl.hosts.sheet_cells import cell_xml, escape_text, number_of, xml_text
from salesplan_xl.hosts.sheet_edits import Restored
from salesplan_xl.hosts.sheet_rows import RawCell

_METADATA = re.compile(r"\s(?:cm|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_PLACE = re.compile(r"\s[rs]\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ATTRIBUTE = r"\s+{}\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')"
_CELL_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE.format('(?:r|s|t|cm|vm|ph)')})*\s*")
_FORMULA_ATTRIBUTES = rf"(?:{_ATTRIBUTE.format('[A-Za-z0-9:]+')})*"
_RESULT = re.compile(">([^<]+)<")
_SPACE = r"(?:\s+xml:space\s*=\s*[\"']preserve[\"'])?"


class SpeltFormula(NamedTuple):
    """A formula element: its attributes and its text, which a shared formula's followers lack."""

    attributes: str
    text: str
    result: str
    """What follows it in the cell: the stored result."""

    def attribute(self, name: str) -> str:
        match = re.search(rf"\s{name}\s*=\s*[\"']([^\"']*)[\"']", self.attributes)
        return match[1] if match else ""


def formula_in(body: str, prefix: str) -> SpeltFormula | None:
    """Return the formula of a cell's body, None where there is none or the body holds anything unexpected."""
    p = re.escape(prefix)
    match = re.fullmatch(
        rf"\s*<{p}f({_FORMULA_ATTRIBUTES})\s*(?:/>|>([^<]*)</{p}f\s*>)\s*"
        rf"(<{p}v{_SPACE}\s*(?:/>|>[^<]*</{p}v\s*>))?\s*",
        body,
    )
    return SpeltFormula(match[1], xml_text((match[2] or "").encode()), match[3] or "") if match else None


class Spelling(NamedTuple):
    """A cell to the letter, and what its file was like: enough to tell whether it may be put back so."""

    attributes: str
    body: str
    prefix: str
    metadata: int
    """Checksum of the part that ``cm`` and ``vm`` point into; 0 where the cell has neither."""

    def packed(self) -> str:
        return json.dumps(self, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Spelling | None:
        """Read what :meth:`packed` wrote; None for anything that is no cell with a formula."""
        try:
            attributes, body, prefix, metadata = json.loads(text)
        except ValueError:
            return None
        if not all(isinstance(each, str) for each in (attributes, body, prefix)):
            return None
        found = cls(attributes, body, prefix, metadata if isinstance(metadata, int) else -1)
        return found if _CELL_ATTRIBUTES.fullmatch(attributes) and found.formula() else None

    def formula(self) -> SpeltFormula | None:
        return formula_in(self.body, self.prefix)

    @property
    def needs_metadata(self) -> bool:
        return bool(_METADATA.search(self.attributes))


def has_metadata(cell: RawCell) -> bool:
    """Tell whether a cell points into the metadata part."""
    return bool(_METADATA.search(cell.attributes.decode()))


def spills(cell: RawCell) -> bool:
    """Tell whether an array formula spills out of its cell rather than being entered over its range."""
    return re.search(rb"\scm\s*=", cell.attributes) is not None


def shown_cell(tag: str, place: str, old: RawCell | None, value: Cell) -> str:
    """Spell a cell without its formula; a stored number or date stays to the digit."""
    found = formula_in(old.body.decode(), tag) if old is not None else None
    stored = _RESULT.search(found.result) if found is not None else None
    if old is None or found is None or stored is None or old.kind != b"n":
        return cell_xml(tag, place, value)
    if isinstance(value, (int, float)) and number_of(stored[1].encode()) != value:
        return cell_xml(tag, place, value)
    return f"<{tag}c {place}>{found.result}</{tag}c>"


def restored_cell(tag: str, place: str, content: Restored, date1904: bool) -> str:
    """Spell a cell with a formula that is put back, in the style the cell has now."""
    if content.body:
        own = "".join(match[0] for match in _PLACE.finditer(content.attributes))
        if own == f" {place}":
            return f"<{tag}c{content.attributes}>{content.body}</{tag}c>"
        return f"<{tag}c {place}{_PLACE.sub('', content.attributes)}>{content.body}</{tag}c>"
    array = f' t="array" ref="{content.area}"' if content.area is not None else ""
    formula = f"<{tag}f{array}>{escape_text(content.text)}</{tag}f>"
    if isinstance(content.value, str):
        result, kind = f"<{tag}v>{escape_text(content.value)}</{tag}v>", ' t="str"'
    else:
        spelt = cell_xml(tag, "", content.value, date1904)
        start = spelt.find(f"<{tag}v>")
        result = spelt[start : -len(f"</{tag}c>")] if start > 0 else ""
        kind = next((f' t="{name}"' for name in "be" if f't="{name}"' in spelt[:start]), "")
    metadata = f' cm="{content.cell_metadata}"' if content.cell_metadata else ""
    return f"<{tag}c {place}{kind}{metadata}>{formula}{result}</{tag}c>"
