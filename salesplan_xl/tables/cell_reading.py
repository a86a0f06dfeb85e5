"""Numbers as people type them into cells: full-width digits, 3万, 12%, (1,234), −5, ¥1 234.50.

A text that can mean two numbers is not read at all: the planner is asked instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import isfinite

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5, 0x3000: 0x20}
"""Full-width forms and their ordinary counterparts. Not NFKC, which would read 10² as 102."""

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), None)
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t\r\n", " "))
_SIGNS = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\u2014\ufe63\u2010\u2011", "-"))

_CURRENCY = re.compile(r"(?:RMB|CNY|USD|EUR|GBP|HKD|HK\$|US\$|人民币|[¥$€£])", re.IGNORECASE)
_WORD_FACTORS: dict[str, Decimal] = {
    "": Decimal(1),
    "元": Decimal(1),
    "圆": Decimal(1),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "k": Decimal(1_000),
    "thousand": Decimal(1_000),
    "m": Decimal(1_000_000),
    "mn": Decimal(1_000_000),
    "mio": Decimal(1_000_000),
    "million": Decimal(1_000_000),
    "bn": Decimal(1_000_000_000),
    "billion": Decimal(1_000_000_000),
}
_COUNTED = "件家个台箱套只支瓶盒条人户店名位"
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<digits>[0-9.,'’ ]*[0-9][0-9.,'’ ]*?)(?P<power>[eE][+-]?[0-9]{1,3})?\s*"
    rf"(?P<word>十万|百万|千万|千|万|亿|thousand|million|billion|mio|mn|bn|k|m|)\s*(?P<unit>元|圆|[{_COUNTED}]|)"
    r"\s*(?P<percent>%?)\s*(?P<behind>-?)",
    re.IGNORECASE,
)
_PLAIN_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,300})(?:\.[0-9]+)?")
_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_POINT_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_MARK_GROUPS = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+")


@dataclass(frozen=True)
class TypedNumber:
    """A number read from text. ``absolute`` says that it named its own unit: 3万, 12%, 500元."""

    value: float
    percent: bool = False
    absolute: bool = False


def plain(text: str) -> str:
    """Return text with full-width forms made ordinary, odd spaces plain, invisible characters gone.

    >>> plain("　１２３（万元）\\u200b ")
    '123(万元)'
    """
    return text.translate(FULL_WIDTH).translate(INVISIBLE).translate(_SPACES).strip()


@lru_cache(maxsize=65536)
def typed_number(text: str) -> TypedNumber | None:
    """Read a number from what somebody typed; ``None`` where the text is no number or can mean two.

    >>> typed_number("１，２３４"), typed_number("3万"), typed_number("(12%)")
    (TypedNumber(value=1234.0, percent=False, absolute=False), TypedNumber(value=30000.0, percent=False, \
absolute=True), TypedNumber(value=-0.12, percent=True, absolute=True))
    >>> typed_number("12,5") is None
    True
    """
    if _PLAIN_NUMBER.fullmatch(text):
        return TypedNumber(float(text.replace(",", "")))
    shown = plain(text).translate(_SIGNS).removeprefix("'").strip()
    negative = False
    if shown.startswith("(") and shown.endswith(")"):
        negative, shown = True, shown[1:-1].strip()
    bare, currencies = _CURRENCY.subn("", shown)
    if currencies > 1:
        return None
    match = _NUMBER.fullmatch(bare.strip())
    if not match:
        return None
    if ((negative or match["sign"]) and match["behind"]) or (negative and match["sign"]):
        return None
    digits = _digits(match["digits"].strip())
    if digits is None or (match["power"] and (match["word"] or match["percent"])):
        return None
    if match["percent"] and (match["word"] or match["unit"] or currencies):
        return None
    number = Decimal(digits + (match["power"] or "")) * _WORD_FACTORS[match["word"].lower()]
    if match["percent"]:
        number = number.scaleb(-2)
    if negative or "-" in (match["sign"], match["behind"]):
        number = -number
    value = float(number)
    if not isfinite(value):
        return None
    named = bool(match["word"] or match["unit"] == "元" or match["unit"] == "圆" or match["percent"])
    return TypedNumber(value, bool(match["percent"]), named)


def _digits(text: str) -> str | None:
    """Return digits with a decimal point and no thousands marks; ``None`` where there are two readings."""
    for groups, point in ((_MARK_GROUPS, ".,"), (_GROUPS, "."), (_POINT_GROUPS, ",")):
        whole, mark, rest = _cut_at_decimals(text, point)
        if groups.fullmatch(whole) and (not mark or rest.isdigit()):
            if groups is _POINT_GROUPS and not mark and whole.count(".") == 1:
                break
            return re.sub(r"[^0-9]", "", whole) + (f".{rest}" if rest else "")
    return text if re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", text) else None


def _cut_at_decimals(text: str, marks: str) -> tuple[str, str, str]:
    for mark in marks:
        if text.count(mark) == 1:
            return text.partition(mark)
    return text, "", ""
