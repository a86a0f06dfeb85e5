"""Rows that add up other rows (小计, 合计, Total …): told from members that only sound like them.

A row is one where a cell that names something (no number column) says so: the word alone (``合计``,
``Grand Total``), or the word beside a name that stands elsewhere in the source (``华东小计``,
``East Total``). A customer called 合计贸易 is neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORDS = frozenset(
    "小计 合计 总计 累计 共计 总合计 合计数 总计数 本页小计 本页合计 本月合计 本年累计 本月小计 全部合计 "
    "小計 合計 總計 "
    "total totals subtotal subtotals grandtotal overalltotal sumtotal runningtotal".split()
)
_TAIL = re.compile(
    r"(.+?)\s*[-:：_]?\s*(?:小计|合计|总计|汇总|小計|合計|總計|\b(?:sub-?\s*|grand\s+)?totals?)",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"(?:(?:sub-?\s*)?total\s*(?:for|of|:|-)?\s+|(?:小计|合计|总计)\s*[:：]\s*)(.+)", re.IGNORECASE
)
_SIGNS = re.compile("[计計]|汇总|otal|OTAL")
_LONGEST = 80
_NOISE = re.compile(r"[\s:：\-_()\[\]【】*]+")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def says_total(text: str) -> bool:
    """Tell whether a cell is nothing but a word for a total.

    >>> [says_total(text) for text in ("合 计", "Grand Total:", "（小计）", "合计贸易", "Total Energies")]
    [True, True, True, False, False]
    """
    return _NOISE.sub("", _folded(text)) in _WORDS


def named_total(text: str) -> str | None:
    """Return the name in ``华东小计``, ``East Total`` or ``Total East``: a total if that is a member.

    >>> named_total("华东 小计"), named_total("East Total"), named_total("合计：华东"), named_total("Total")
    ('华东', 'east', '华东', None)
    """
    folded = _folded(text)
    match = _TAIL.fullmatch(folded) or _FRONT.fullmatch(folded)
    return match[1].strip() if match else None


class TotalWords:
    """Collects what a source's cells say, then tells its totals."""

    def __init__(self) -> None:
        self._verdicts: dict[str, bool | str] = {}
        self._members: set[str] = set()

    def look(self, texts: Iterable[str]) -> None:
        """Look at the distinct texts of a naming column: first everywhere for names behind totals."""
        for text in texts:
            if text in self._verdicts or len(text) > _LONGEST or not _SIGNS.search(text):
                continue
            if says_total(text):
                self._verdicts[text] = True
            elif name := named_total(text):
                self._verdicts[text] = name

    @property
    def texts(self) -> list[str]:
        """Everything that may be a total."""
        return list(self._verdicts)

    @property
    def names(self) -> set[str]:
        """Names that make a total where a member is called so."""
        return {name for name in self._verdicts.values() if isinstance(name, str)}

    def confirm(self, texts: Iterable[str]) -> None:
        """Note which of the names are members."""
        names = self.names
        if names:
            self._members |= {folded for text in texts if (folded := _folded(text)) in names}

    def is_total(self, text: str) -> bool:
        """Tell whether a cell marks its row as a total."""
        verdict = self._verdicts.get(text, False)
        return verdict in self._members if isinstance(verdict, str) else verdict

    def __bool__(self) -> bool:
        return bool(self._verdicts)
