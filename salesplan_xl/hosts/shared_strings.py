"""The texts that cells share, and rich text read as plain text."""

from __future__ import annotations

import re
from functools import lru_cache

from salesplan_xl.hosts.sheet_cells import unescape_text, xml_text


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes]]:
    p = re.escape(prefix)
    item = re.compile(rb"<" + p + rb"si\b[^>]*?(?:/>|>(.*?)</" + p + rb"si\s*>)", re.DOTALL)
    phonetic = re.compile(rb"<" + p + rb"rPh\b.*?</" + p + rb"rPh\s*>", re.DOTALL)
    text = re.compile(rb"<" + p + rb"t(?:\s[^>]*)?(?<!/)>(.*?)</" + p + rb"t\s*>", re.DOTALL)
    return item, phonetic, text


def text_of(raw: bytes, prefix: bytes = b"") -> str:
    """Return the text of an ``<is>`` or ``<si>`` body: its runs joined, reading aids left out.

    >>> text_of(b"<r><t>a</t></r><r><t>b</t></r><rPh sb='0' eb='1'><t>x</t></rPh>")
    'ab'
    """
    _, phonetic, text = _patterns(prefix)
    if b"rPh" in raw:
        raw = phonetic.sub(b"", raw)
    return unescape_text("".join(xml_text(part) for part in text.findall(raw)))


def read_shared_strings(data: bytes) -> list[str]:
    """Return the shared texts in order."""
    start = re.search(rb"<((?:[\w.-]+:)?)sst\b", data)
    if start is None or b"<!" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _read_parsed(data)
    item, _, _ = _patterns(start[1])
    return [text_of(raw, start[1]) for raw in item.findall(data)]


def _read_parsed(data: bytes) -> list[str]:
    """Read texts that hold comments or CDATA, or are not UTF-8."""
    from salesplan_xl.hosts.relationships import children, local, parse

    texts = []
    for item in children(parse(data), "si"):
        runs = [
            each.text or ""
            for each in item.iter()
            if local(each) == "t" and all(local(above) != "rPh" for above in each.iterancestors())
        ]
        texts.append(unescape_text("".join(runs)))
    return texts
