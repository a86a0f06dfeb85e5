"""A table's column is renamed: formulas that name it by its old label are given the new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from salesplan_xl.hosts.sheet_cells import escape_text

_SPECIAL = re.compile(r"(['\[\]#@])")


@dataclass(frozen=True)
class ColumnRename:
    """One renamed column."""

    table: str
    old: str
    new: str

    def in_formula(self, text: str) -> str:
        """Return a formula with the column's structured references renamed.

        >>> ColumnRename("tblA", "old", "new").in_formula("SUM(tblA[old])+tblB[old]+tblA[[#This Row],[old]]")
        'SUM(tblA[new])+tblB[old]+tblA[[#This Row],[new]]'
        """
        old, new = ("[" + _SPECIAL.sub(r"'\1", label) + "]" for label in (self.old, self.new))
        pieces, position = [], 0
        for match in re.finditer(rf"(?i)(?<![\w.]){re.escape(self.table)}\[", text):
            start = match.end() - 1
            if start < position:
                continue
            end = _closing(text, start)
            pieces.append(text[position:start])
            pieces.append(text[start:end].replace(old, new))
            position = end
        return "".join(pieces) + text[position:]


def _closing(text: str, start: int) -> int:
    """Return where the bracket that opens at ``start`` has closed."""
    depth, at = 0, start
    while at < len(text):
        if text[at] == "'":
            at += 1
        elif text[at] == "[":
            depth += 1
        elif text[at] == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return len(text)


def mentions(data: bytes, renames: Iterable[ColumnRename]) -> bool:
    """Tell whether a part may hold a formula that names a renamed column."""
    return any(f"[{escape_text(_SPECIAL.split(rename.old)[0])}".encode() in data for rename in renames)


def in_sheet(blocks: Iterable[bytes], renames: list[ColumnRename]) -> Iterator[bytes]:
    """Give a worksheet's pieces (whole elements each) with the formulas in its cells renamed."""
    formula = re.compile(rb"(<(?:[\w.-]+:)?f(?:\s[^>]*)?(?<!/)>)([^<]*)(</(?:[\w.-]+:)?f>)")

    def renamed(match: re.Match[bytes]) -> bytes:
        text = match[2].decode("utf-8")
        for rename in renames:
            spelt = ColumnRename(rename.table, escape_text(rename.old), escape_text(rename.new))
            text = spelt.in_formula(text)
        return match[1] + text.encode() + match[3]

    for block in blocks:
        yield formula.sub(renamed, block) if mentions(block, renames) else block
