"""Units of the numbers: amounts on a step, ratios, counts, months. Conversion in and out happens here, once.

Amounts are whole numbers of a *step* (the smallest amount handed out) inside the arithmetic. A cell is a
double, so at most 2**53 - 1 steps can be told apart. Cell numbers are read as the decimal of 15 significant
digits that Excel shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, overload

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

UNITS: dict[str, str] = {
    "money": "an amount in the currency's base unit",
    "ratio": "a fraction: 0.25, never 25",
    "number": "a plain number, any scale",
    "count": "a whole number",
    "period": "a month, quarter, half-year or year",
    "text": "a word",
}
"""The closed set of units a formula's arguments and result may have."""

LARGEST_STEPS = 2**53 - 1
SIGNIFICANT_DIGITS = 15
_EXACT_TENS = np.array([float(10**places) for places in range(23)])
"""The powers of ten that a double holds exactly."""
_PROBED = 64
"""Where so many results in front are not in cents, the rest is not looked at."""
_BLOCK = 8_192
"""Long columns are rounded in blocks of so many: what is needed on the way then stays in the cache."""


def as_shown(value: float | int) -> Decimal:
    """Return the decimal of 15 significant digits that Excel shows for a number.

    >>> as_shown(0.1 + 0.2)
    Decimal('0.300000000000000')
    """
    return Decimal(f"{value:.{SIGNIFICANT_DIGITS - 1}e}") if isinstance(value, float) else Decimal(value)


def clear_of_noise(value: Any, *scale: Any) -> Any:
    """Round a float result to 15 significant digits of the largest number it was made from.

    A difference of two doubles carries the noise of both: 0.3 - 0.1 is 0.19999999999999998. Rounded to what
    15 digits of its terms can tell, it is 0.2 again.

    >>> clear_of_noise(0.3 - 0.1, 0.3, 0.1)
    0.2
    """
    result = np.asarray(value, dtype=np.float64)
    terms = [np.asarray(term, dtype=np.float64) for term in scale]
    if result.size < 2 * _BLOCK or any(term.shape not in ((), result.shape) for term in terms):
        cleared = _cleared(result, terms)
        return cleared.item() if cleared.ndim == 0 else cleared
    out = np.empty(result.size)
    flat, *columns = (part.ravel() for part in (result, *terms))
    scratch = np.empty((4, _BLOCK))
    for start in range(0, out.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        own = [term[block] if term.size > 1 else term for term in columns]
        if not _cleared_into(out[block], flat[block], own, scratch):
            out[block] = _cleared(flat[block], own)
    return out.reshape(result.shape)


def _cleared_into(out: Floats, result: Floats, terms: list[Floats], scratch: Floats) -> bool:
    """Do what :func:`_cleared` does for a block of usual numbers, without making arrays on the way.

    Returns whether all of them were usual: finite, below 1e15, nothing zero or tiny alone. Else ``out`` holds
    nothing of use.
    """
    largest, other, up, bits = (buffer[: out.size] for buffer in scratch)
    np.abs(result, out=largest)
    for term in terms:
        np.abs(term, out=other)
        np.maximum(largest, other, out=largest)
    top = largest.max(initial=0.0)
    if not top < 1e15:
        return False
    if top < 1e12:
        # A multiple of 0.01 nearer than half of the fifteenth digit is what rounding to it gives.
        probed = result[:_PROBED]
        if (np.abs(np.rint(probed * 100.0) / 100.0 - probed) <= largest[:_PROBED] * 4e-16).all():
            np.multiply(result, 100.0, out=out)
            np.rint(out, out=out)
            np.divide(out, 100.0, out=out)
            np.subtract(out, result, out=other)
            np.abs(other, out=other)
            np.multiply(largest, 4e-16, out=up)
            if (other <= up).all():
                return True
    thresholds, ups, _ = _tens_by_exponent()
    # The bits of a positive double above its fraction are its exponent; a power of ten splits some in two.
    exponents = bits.view(np.int64)
    np.right_shift(largest.view(np.int64), 52, out=exponents)
    np.take(thresholds, exponents, out=other, mode="clip")
    higher = largest >= other
    np.left_shift(exponents, 1, out=exponents)
    np.add(exponents, higher, out=exponents, casting="unsafe")
    np.take(ups, exponents, out=up, mode="clip")
    with np.errstate(all="ignore"):
        np.multiply(result, up, out=out)
        np.rint(out, out=out)
        np.divide(out, up, out=out)
    return bool(np.isfinite(out.sum()))


def _cleared(result: Floats, terms: list[Floats]) -> Floats:
    largest = np.abs(result)
    for term in terms:
        largest = np.maximum(largest, np.abs(term))
    cents = _in_cents(result, largest)
    if cents is not None:
        return cents
    thresholds, ups, downs = _tens_by_exponent()
    # The bits of a positive double above its fraction are its exponent; a power of ten splits some in two.
    exponents = largest.view(np.int64) >> 52
    rows = 2 * exponents + (largest >= thresholds[exponents])
    up = ups[rows]
    with np.errstate(all="ignore"):
        rounded = np.asarray(result * up)
        down = downs[rows] if (largest >= 1e15).any() else None
        if down is not None:
            rounded /= down
        np.rint(rounded, out=rounded)
        if down is not None:
            rounded *= down
        rounded /= up
    usable = np.isfinite(rounded)
    return rounded if usable.all() else np.where(usable, rounded, result)


@lru_cache(maxsize=1)
def _tens_by_exponent() -> tuple[Floats, Floats, Floats]:
    """Return what to multiply and divide by so that 15 digits stand before the point.

    The first array says for each exponent of a double from which number on one more digit stands there; the
    other two have two entries for each exponent, below it and from it on. NaN where ten's power is not exact.
    """
    most = _EXACT_TENS.size - 1
    thresholds = np.full(2048, np.inf)
    ups, downs = np.full((2, 2 * 2048), np.nan)
    for exponent in range(950, 1150):  # 1e-22 to 1e38: all numbers whose power of ten may be exact
        decade = math.floor((exponent - 1023) * math.log10(2))
        next_decade = float(f"1e{decade + 1}")
        if next_decade < 2.0 ** (exponent - 1022):
            thresholds[exponent] = next_decade
        for at in (0, 1):
            places = SIGNIFICANT_DIGITS - 1 - decade - at
            if abs(places) <= most:
                ups[2 * exponent + at] = _EXACT_TENS[max(places, 0)]
                downs[2 * exponent + at] = _EXACT_TENS[max(-places, 0)]
    return thresholds, ups, downs


def _in_cents(result: Floats, largest: Floats) -> Floats | None:
    """Return the result rounded to two decimals where that is what 15 digits say everywhere; the common case.

    A multiple of 0.01 that lies nearer than half of the fifteenth digit is what rounding to it gives.
    """
    if not result.size or not largest.max() < 1e12:
        return None
    if result.size > 2 * _PROBED and _in_cents(result.ravel()[:_PROBED], largest.ravel()[:_PROBED]) is None:
        return None
    cents = np.rint(result * 100.0) / 100.0
    return cents if (np.abs(cents - result) <= largest * 4e-16).all() else None


@dataclass(frozen=True)
class Step:
    """The smallest amount handed out, a positive decimal ``numerator / 10**places``.

    >>> Step.of("0.05")
    Step(numerator=5, places=2)
    >>> Step.of(1000).amounts(np.array([3, -2])).tolist()
    [3000.0, -2000.0]
    """

    numerator: int
    places: int

    @classmethod
    def of(cls, value: object) -> Step:
        """Read a step from a number or its text.

        Raises:
            ValueError: not a positive decimal of at most 15 places.
        """
        try:
            number = as_shown(value) if isinstance(value, float) else Decimal(str(value))
        except InvalidOperation:
            raise ValueError(value) from None
        if not number.is_finite() or number <= 0:
            raise ValueError(value)
        number = number.normalize()
        _, _, exponent = number.as_tuple()
        places = max(0, -int(exponent))
        numerator = int(number.scaleb(places))
        if places > SIGNIFICANT_DIGITS or numerator > 10**SIGNIFICANT_DIGITS:
            raise ValueError(value)
        return cls(numerator, places)

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.numerator).scaleb(-self.places)

    def __str__(self) -> str:
        return f"{self.decimal:f}"

    def is_multiple_of(self, other: Step) -> bool:
        """Tell whether every amount on this grid is also on the other's."""
        places = max(self.places, other.places)
        own = self.numerator * 10 ** (places - self.places)
        return bool(own % (other.numerator * 10 ** (places - other.places)) == 0)

    def count(self, amount: float | int | Decimal) -> int | None:
        """Return an amount as a whole number of steps, exactly; ``None`` if it is off the grid.

        >>> Step.of("0.01").count(1.15), Step.of("0.01").count(1.155), Step.of(1000).count(8_000_000)
        (115, None, 8000)
        """
        shown = amount if isinstance(amount, Decimal) else as_shown(amount)
        steps = shown.scaleb(self.places) / self.numerator
        whole = steps.to_integral_value()
        return int(whole) if whole == steps else None

    def counts(self, amounts: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return amounts as whole numbers of steps and a mask of those off the grid; a NaN stays a NaN.

        Whole numbers up to 2**53 are exact in a float array, which keeps a place for "blank".

        >>> steps, off = Step.of("0.01").counts([1.15, 1.155, np.nan])
        >>> steps.tolist(), off.tolist()
        ([115.0, 116.0, nan], [False, True, False])
        """
        values = np.asarray(amounts, dtype=np.float64)
        units = np.rint(values * 10.0**self.places)
        tolerance = np.maximum(np.abs(values), 10.0**-self.places) * 5e-15
        with np.errstate(invalid="ignore"):
            off = np.abs(units / 10.0**self.places - values) > tolerance
            steps = np.rint(units / self.numerator)
            off |= steps * self.numerator != units
            off &= ~np.isnan(values)
        return steps, off

    def nearest(self, amounts: npt.ArrayLike) -> Integers:
        """Return amounts rounded to whole steps, halves away from zero, as decimals of 15 digits.

        >>> Step.of("0.01").nearest([1.005, -1.005, 2.344]).tolist()
        [101, -101, 234]
        """
        values = np.asarray(amounts, dtype=np.float64)
        scaled = clear_of_noise(values * 10.0**self.places / self.numerator)
        return np.asarray(np.copysign(np.floor(np.abs(scaled) + 0.5), values), dtype=np.int64)

    @overload
    def amounts(self, steps: int) -> float: ...
    @overload
    def amounts(self, steps: npt.NDArray[Any]) -> Floats: ...
    def amounts(self, steps: Any) -> Any:
        """Return whole steps as amounts, each the double nearest to the exact decimal."""
        if isinstance(steps, int):
            return float(Decimal(steps) * self.decimal)
        return np.asarray(steps, dtype=np.float64) * self.numerator / 10.0**self.places


CENT = Step(1, 2)

_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_PERIOD = re.compile(r"(\d{4})年?(?:[-/]?([QqHh])([1-4])|[-/.年]?(\d{1,2})月?|)$")
_CHINESE_PERIOD = re.compile(r"(\d{4})年?(?:第?([一二三四1234])季度|(上|下)半年)$")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month.

    >>> Month.of("2027-03") + 11, Month.of("2027-03").index - Month.of("2026-03").index
    (Month(year=2028, month=2), 12)
    >>> str(Month(2027, 3))
    '2027-03'
    """

    year: int
    month: int

    @classmethod
    def of(cls, text: str) -> Month:
        """Read ``2027-03`` and its common spellings (``2027/3``, ``2027年3月``, ``202703``).

        Raises:
            ValueError: the text is no month.
        """
        match = _MONTH.fullmatch(text.strip())
        if not match or not 1 <= int(match[2]) <= 12:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def at(cls, index: int) -> Month:
        """Return the month of an index as :attr:`index` counts them."""
        return cls(index // 12, index % 12 + 1)

    @property
    def index(self) -> int:
        """Months since year 0, so that months can be subtracted."""
        return self.year * 12 + self.month - 1

    def __add__(self, months: int) -> Month:
        return Month.at(self.index + months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """A run of months, both ends included.

    >>> str(Period.of("2027Q1")), str(Period.of("2027")), str(Period.of("2027-01..02"))
    ('2027-01..03', '2027-01..12', '2027-01..02')
    >>> str(Period.of("2027", fiscal_start=4))
    '2027-04..2028-03'
    """

    first: Month
    last: Month

    @classmethod
    def of(cls, text: str, fiscal_start: int = 1) -> Period:
        """Read ``2027-03``, ``2027Q1``, ``2027H1``, ``2027`` or a range such as ``2027-01..02``.

        Quarters, half-years and years count from the month in which the fiscal year starts.

        Raises:
            ValueError: the text is no period.
        """
        text = text.strip().replace("～", "..").replace("~", "..").replace("至", "..")
        if ".." in text:
            left, right = (part.strip() for part in text.split("..", 1))
            first = Month.of(left)
            last = Month(first.year, int(right)) if re.fullmatch(r"\d{1,2}", right) else Month.of(right)
            if not 1 <= last.month <= 12 or last < first:
                raise ValueError(text)
            return cls(first, last)
        chinese = _CHINESE_PERIOD.fullmatch(text)
        if chinese:
            quarter = "一二三四".find(chinese[2] or " ") + 1 or int(chinese[2] or 0)
            part = ("Q", quarter) if quarter else ("H", 1 if chinese[3] == "上" else 2)
            return cls.part(int(chinese[1]), *part, fiscal_start)
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError(text)
        year, kind, number, month = match.groups()
        if month:
            return cls.month(Month.of(text))
        if kind:
            if kind.upper() == "H" and int(number) > 2:
                raise ValueError(text)
            return cls.part(int(year), kind.upper(), int(number), fiscal_start)
        return cls.part(int(year), "Y", 1, fiscal_start)

    @classmethod
    def month(cls, month: Month) -> Period:
        return cls(month, month)

    @classmethod
    def part(cls, year: int, kind: str, number: int, fiscal_start: int = 1) -> Period:
        """Return a quarter (``Q``), half-year (``H``) or year (``Y``) of a fiscal year."""
        length = {"Q": 3, "H": 6, "Y": 12}[kind]
        first = Month(year, fiscal_start) + (number - 1) * length
        return cls(first, first + (length - 1))

    def months(self) -> list[Month]:
        return [Month.at(index) for index in range(self.first.index, self.last.index + 1)]

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        last = f"{self.last.month:02d}" if self.first.year == self.last.year else str(self.last)
        return f"{self.first}..{last}"


@lru_cache(maxsize=4096)
def month_of(text: str) -> Month:
    """Return :meth:`Month.of`, remembered: a column of a million rows holds a few dozen months."""
    return Month.of(text)


def total_exactly(amounts: Iterable[float]) -> Decimal:
    """Add cell numbers as decimals, without a rounding step in between.

    >>> total_exactly([0.1] * 10)
    Decimal('1.0')
    """
    total = Decimal(0)
    for amount in amounts:
        total += Decimal(repr(float(amount)))
    return total
