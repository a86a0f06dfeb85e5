"""Numbers as text: decimal and thousands marks, signs, units; read exactly, never through a float.

A number becomes a whole number and its count of decimals: ``"1.234,5"`` is (12345, 1). Which of comma and
point is the decimal mark is a property of the whole file and is found from all its numbers together: most
columns hold one that can be read only one way (``1.234,56``, ``12,5``), and that one settles the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from salesplan_xl.units import SIGNIFICANT_DIGITS

DecimalMark = Literal[".", ","]

MOST_PLACES = 30
"""More decimals than any amount has: a cell that asks for them is no amount, and would cost memory."""

BLANKS = frozenset({"", "null", "(null)", "\\n"})
"""What databases and people write for "nothing"."""

_UNIT_POWERS = {"万": 4, "萬": 4, "亿": 8, "億": 8, "千": 3, "百万": 6, "千万": 7, "百萬": 6}
_CURRENCIES = "CNY|RMB|USD|EUR|GBP|HKD|JPY|CHF|人民币|US\\$|HK\\$|[¥$€£₩₹]"
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_SHAPE = re.compile(
    rf"""(?P<open>\()?(?P<sign>[-+])?(?:{_CURRENCIES})?(?P<sign2>[-+])?
    (?P<digits>\d[\d.,]*|[.,]\d+)(?:[eE](?P<power>[-+]?\d{{1,2}}))?
    (?P<unit>百万|百萬|千万|[万萬亿億千])?(?:{_CURRENCIES}|元|块)?(?P<percent>%)?
    (?P<trail>[-+])?(?P<close>\))?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Scaled:
    """An exact decimal, ``unscaled / 10**places``."""

    unscaled: int
    places: int
    percent: bool = False


def tidy(text: str) -> str:
    """Return text with full-width characters made ordinary, one kind of minus, and no spaces around it.

    >>> tidy(" －１２３．５ ")
    '-123.5'
    """
    if text.isascii():
        return text.strip()
    plain = unicodedata.normalize("NFKC", text)
    return plain.replace("\u2212", "-").replace("\u2013", "-").replace("\u2014", "-").strip()


def unwrap(text: str) -> str:
    """Return the text inside ``="…"``, the way exports keep leading zeros from Excel; other text as it is.

    >>> unwrap('="00123"'), unwrap('=cmd|x')
    ('00123', '=cmd|x')
    """
    if text.startswith('="') and text.endswith('"') and len(text) >= 3 and '"' not in text[2:-1]:
        return text[2:-1]
    return text


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and tidy(value).lower() in BLANKS)


def evidence(text: str) -> DecimalMark | Literal["?"] | None:
    """Return the decimal mark a number as text proves, ``"?"`` if it could be either, else ``None``.

    >>> [evidence(text) for text in ("1.234,56", "12.5", "1,234", "1234", "1.234.567", "0.125")]
    [',', '.', '?', None, ',', '.']
    """
    shape = _SHAPE.fullmatch(_SPACES.sub("", tidy(unwrap(text))))
    if not shape:
        return None
    digits = shape["digits"]
    points, commas = digits.count("."), digits.count(",")
    if not points and not commas:
        return None
    if points and commas:
        later: DecimalMark = "." if digits.rfind(".") > digits.rfind(",") else ","
        return later if _plain(digits, later) else None
    mark: DecimalMark = "." if points else ","
    other: DecimalMark = "," if points else "."
    if points + commas > 1:
        return other if _plain(digits, other) else None
    whole, rest = digits.split(mark)
    if len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0") and not shape["power"]:
        return "?"
    return mark


def _plain(digits: str, decimal: DecimalMark) -> str | None:
    """Return digits with a point as decimal mark and no thousands marks; ``None`` if they do not fit."""
    thousands = "," if decimal == "." else "."
    whole, mark, rest = digits.partition(decimal)
    if decimal in rest or thousands in rest:
        return None
    if thousands in whole:
        groups = whole.split(thousands)
        # 12,34,567 is how India groups: hundreds last, pairs before.
        sizes = [len(group) for group in groups]
        western = 1 <= sizes[0] <= 3 and all(size == 3 for size in sizes[1:])
        indian = 1 <= sizes[0] <= 2 and sizes[-1] == 3 and all(size == 2 for size in sizes[1:-1])
        # Chinese books also group by ten thousands: 1,2345,6789.
        chinese = 1 <= sizes[0] <= 4 and len(sizes) > 1 and all(size == 4 for size in sizes[1:])
        if not (western or indian or chinese):
            return None
        whole = "".join(groups)
    return f"{whole}.{rest}" if mark else whole


def read_number(value: object, decimal: DecimalMark = ".") -> Scaled | None:
    """Read one cell exactly; ``None`` if it is no number. Excel's numbers are taken as their 15 digits.

    >>> read_number("(1,234.50)"), read_number("123-"), read_number("1.234,5", ",")
    (Scaled(unscaled=-123450, places=2, percent=False), Scaled(unscaled=-123, places=0, percent=False), \
Scaled(unscaled=12345, places=1, percent=False))
    >>> read_number("￥3.5万"), read_number("12%"), read_number("1.2.3")
    (Scaled(unscaled=35000, places=0, percent=False), Scaled(unscaled=12, places=2, percent=True), None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if not isinstance(value, str):
        return None
    text = _SPACES.sub("", tidy(unwrap(value)))
    if text == "-":
        # The accounting format shows zero as a dash.
        return Scaled(0, 0)
    shape = _SHAPE.fullmatch(text)
    if not shape or bool(shape["open"]) != bool(shape["close"]):
        return None
    signs = [sign for sign in (shape["sign"], shape["sign2"], shape["trail"], shape["open"]) if sign]
    if len(signs) > 1:
        return None
    plain = _plain(shape["digits"], decimal)
    if plain is None:
        return None
    power = (
        int(shape["power"] or 0) + _UNIT_POWERS.get(shape["unit"] or "", 0) - (2 if shape["percent"] else 0)
    )
    negative = bool(signs) and signs[0] != "+"
    return _decimal(f"{'-' if negative else ''}{plain}e{power}", percent=bool(shape["percent"]))


def _decimal(text: str, *, percent: bool = False) -> Scaled | None:
    number = Decimal(text)
    if not number.is_finite():
        return None
    sign, digits, exponent = number.as_tuple()
    power = int(exponent)
    if abs(power) > MOST_PLACES or len(digits) > 2 * MOST_PLACES:
        return None
    unscaled = int("".join(map(str, digits)))
    if power > 0:
        unscaled *= 10**power
    return Scaled(-unscaled if sign else unscaled, max(0, -power), percent)


@dataclass
class MarkEvidence:
    """What a file's numbers say about its decimal mark, with an example of each."""

    proofs: dict[DecimalMark, str] = field(default_factory=dict)
    unclear: str | None = None

    def add(self, values: Iterable[object]) -> None:
        """Look at more values of the file's number columns, until one settles the matter."""
        if self.proofs:
            return
        for value in values:
            if not isinstance(value, str) or value.isdigit():
                continue
            found = evidence(value)
            if found == "?":
                self.unclear = self.unclear or value
            elif found is not None:
                self.proofs[found] = value
                return

    @property
    def mark(self) -> DecimalMark | None:
        """The decimal mark, ``"."`` where no number needs one; ``None`` where that is open."""
        if len(self.proofs) == 1:
            return next(iter(self.proofs))
        return None if self.unclear else "."
