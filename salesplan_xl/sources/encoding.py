"""Which encoding a text file is written in, found from its bytes, all of which are checked.

Chinese systems write UTF-8 (with and without a mark), GBK and its superset GB18030; Excel's "Unicode text" is
UTF-16. What is valid UTF-8 is taken as that, since other text is almost never valid UTF-8 by accident.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.errors import FileRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_TOTAL_SIGNS = ("计", "計", "汇总", "otal", "OTAL")
"""One of these is in every word of :mod:`subtotals`; to look for them costs next to nothing."""
_LONGEST_SIGN = 4
_PAIR = re.compile(rb"[\x81-\xfe][\x30-\x39\x40-\x7e\x80-\xfe]")


@dataclass(frozen=True)
class Encoding:
    """How a text file's bytes become text."""

    name: str
    mark_length: int
    names_totals: bool
    """Words such as 合计 or Total occur somewhere, so every column is looked at for subtotal rows."""
    certain: bool = True

    @property
    def shown(self) -> str:
        return f"{self.name.upper()}{' BOM' if self.mark_length else ''}"


def find_encoding(path: Path, wanted: str | None = None) -> Encoding:
    """Find a file's encoding, or check the one that was asked for.

    Raises:
        FileRefused: the file is no text, or its encoding cannot be told.
    """
    start = _read_start(path)
    if wanted is not None:
        return _as_asked(path, start, wanted)
    if not start:
        raise FileRefused("source_empty", file=path.name)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return _decoded(path, name, len(mark)) or _refuse(path, name)
    if b"\0" in start:
        return _without_mark(path, start)
    found = _decoded(path, "utf-8", 0)
    if found:
        return found
    found = _decoded(path, "gb18030", 0)
    if found is None:
        raise FileRefused("source_encoding_unknown", file=path.name)
    if not _looks_chinese(path):
        raise FileRefused("source_encoding_unclear", file=path.name)
    return found


def _read_start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SAMPLE)


def _as_asked(path: Path, start: bytes, wanted: str) -> Encoding:
    try:
        name = codecs.lookup(wanted).name
    except LookupError:
        raise FileRefused("source_encoding_no_such", encoding=wanted) from None
    # Plain "utf-16" and "utf-8-sig" name a mark; the mark itself is skipped here.
    name = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le", "gbk": "gb18030"}.get(
        name, name
    )
    length = 0
    for mark, marked in _MARKS:
        if start.startswith(mark) and marked.split("-")[:2] == name.split("-")[:2]:
            name, length = marked, len(mark)
            break
    return _decoded(path, name, length) or _refuse(path, name)


def _refuse(path: Path, name: str) -> Encoding:
    raise FileRefused("source_encoding_wrong", file=path.name, encoding=name.upper())


def _without_mark(path: Path, start: bytes) -> Encoding:
    """Tell the two byte orders of UTF-16 apart by where the zero bytes of line ends and digits fall."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    order = ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le")
    for name in order:
        little = name.endswith("le")
        breaks = (b"\n\0", b"\r\0") if little else (b"\0\n", b"\0\r")
        found = _decoded(path, name, 0) if any(end in start for end in breaks) else None
        if found:
            return found
    raise FileRefused("source_no_text", file=path.name)


def _decoded(path: Path, name: str, mark_length: int) -> Encoding | None:
    """Decode the whole file strictly, looking for words of totals; ``None`` if a byte does not fit."""
    decoder = codecs.getincrementaldecoder(name)(errors="strict")
    names_totals = False
    tail = ""
    with path.open("rb") as file:
        file.seek(mark_length)
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeError:
                return None
            if "\0" in text:
                raise FileRefused("source_no_text", file=path.name)
            if not names_totals:
                joined = tail + text
                names_totals = any(sign in joined for sign in _TOTAL_SIGNS)
                tail = text[-_LONGEST_SIGN:]
            if not block:
                return Encoding(name, mark_length, names_totals)


def _looks_chinese(path: Path) -> bool:
    """Tell Chinese from Western text of one byte a letter, which is often valid GB18030 by accident.

    In Chinese text most characters are of the first standard (GB 2312), both bytes above 0xA0; accented
    letters are followed by ordinary ones.
    """
    usual = pairs = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            for pair in _PAIR.findall(block):
                pairs += 1
                usual += 0xA1 <= pair[0] <= 0xF7 and pair[1] >= 0xA1
            if pairs > 1000:
                break
    return usual * 2 > pairs
