"""Numbers as text: decimal and thousands marks, signs, units; read exactly, never through a float.

A number becomes a whole number and its count of decimals: ``"1.234,5"`` is (12345, 1). Which of comma and
point is the decimal mark is a property of the whole file and is found from all its numbers together: most
columns hold one that can be read only one way (``1.234,56``, ``12,5``), and that one settles the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from salesplan_xl.units import SIGNIFICANT_DIGITS

DecimalMark = Literal[".", ","]
Objects = npt.NDArray[np.object_]

OK, BLANK, UNREADABLE = 0, 1, 2
MOST_PLACES = 30
"""More decimals than any amount has: a cell that asks for them is no amount, and would cost memory."""

BLANKS = frozenset({"", "null", "(null)", "\\n"})
"""What databases and people write for "nothing"."""

_FAST_WIDTH = 18
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


@dataclass(frozen=True)
class Numbers:
    """A column's distinct values read as numbers, all with the same count of decimals."""

    unscaled: npt.NDArray[Any]
    """int64, or Python ints where those do not fit; 0 where there is none."""
    places: int
    state: npt.NDArray[np.uint8]
    """``OK``, ``BLANK`` or ``UNREADABLE`` for each."""


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


def read_numbers(values: Sequence[object], decimal: DecimalMark = ".", *, percent: bool = False) -> Numbers:
    """Read a column's distinct values, bringing all to the largest count of decimals found.

    A percent is unreadable unless ``percent`` allows it: rates cannot be added up as amounts.
    """
    count = len(values)
    unscaled = np.zeros(count, dtype=np.int64)
    places = np.zeros(count, dtype=np.int64)
    state = np.full(count, UNREADABLE, dtype=np.uint8)
    large: dict[int, int] = {}
    fast = _read_fast(values, decimal, unscaled, places)
    state[fast] = OK
    for position in np.flatnonzero(~fast).tolist():
        value = values[position]
        if value == "" or is_blank(value):
            state[position] = BLANK
            continue
        number = read_number(value, decimal)
        if number is None or (number.percent and not percent):
            continue
        state[position] = OK
        places[position] = number.places
        if abs(number.unscaled) < 2**62:
            unscaled[position] = number.unscaled
        else:
            large[position] = number.unscaled
    most = int(places.max(initial=0))
    return Numbers(_common_scale(unscaled, places, large, most), most, state)


def _common_scale(
    unscaled: npt.NDArray[np.int64], places: npt.NDArray[np.int64], large: dict[int, int], most: int
) -> npt.NDArray[Any]:
    shift = most - places
    largest = float(np.max(np.abs(unscaled) * 10.0**shift, initial=0.0))
    if not large and largest < 2.0**62:
        return unscaled * 10**shift
    exact: Objects = unscaled.astype(object)
    for position, number in large.items():
        exact[position] = number
    return np.asarray(exact * np.array([10 ** int(power) for power in shift], dtype=object), dtype=object)


def _read_fast(
    values: Sequence[object],
    decimal: DecimalMark,
    unscaled: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    """Fill in the plain numbers (digits, one decimal mark, a minus in front) with whole-array steps.

    Returns:
        Which values were read; the rest needs :func:`read_number`.
    """
    read = np.zeros(len(values), dtype=np.bool_)
    positions = _short_texts(values)
    if not positions.size:
        return read
    chosen = (
        values if len(positions) == len(values) else [values[position] for position in positions.tolist()]
    )
    texts = np.array(chosen, dtype=f"<U{_FAST_WIDTH}")
    letters = texts.view(np.uint32).reshape(len(texts), _FAST_WIDTH)
    number = np.zeros(len(texts), dtype=np.int64)
    digits = np.zeros(len(texts), dtype=np.int64)
    decimals = np.zeros(len(texts), dtype=np.int64)
    marked = np.zeros(len(texts), dtype=np.bool_)
    good = np.ones(len(texts), dtype=np.bool_)
    negative = letters[:, 0] == ord("-")
    for column in range(_FAST_WIDTH):
        letter = letters[:, column]
        digit = letter - np.uint32(ord("0"))
        is_digit = digit <= 9
        if not is_digit.any() and not letter.any():
            break
        number = np.where(is_digit, number * 10 + digit, number)
        digits += is_digit
        decimals += is_digit & marked
        is_mark = letter == ord(decimal)
        good &= is_digit | (letter == 0) | (is_mark & ~marked) | (negative if column == 0 else False)
        marked |= is_mark
    good &= digits > 0
    done = positions[good]
    unscaled[done] = np.where(negative, -number, number)[good]
    places[done] = decimals[good]
    read[done] = True
    return read


def _short_texts(values: Sequence[object]) -> npt.NDArray[np.intp]:
    """Return the positions of texts that fit the fast way; one long cell must not widen a whole array."""
    try:
        if max(map(len, values), default=0) <= _FAST_WIDTH:  # type: ignore[arg-type]
            return np.arange(len(values))
    except TypeError:
        pass
    short = [isinstance(value, str) and 0 < len(value) <= _FAST_WIDTH for value in values]
    return np.flatnonzero(np.array(short, dtype=np.bool_))


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
