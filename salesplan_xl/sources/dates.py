"""Dates and months as people and programs write them, read to the month; the order of day and month found.

``03/05/2027`` is the third of May or the fifth of March. The column decides: any first or second number above
twelve settles all its rows. Until the column is read to its end such a date stays :class:`Open`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from salesplan_xl.sources.numbers import tidy, unwrap
from salesplan_xl.units import Month

DateOrder = Literal["dmy", "mdy"]

_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
_YEAR_FIRST = re.compile(
    rf"((?:19|20)\d\d)\s*[-/.年]\s*(\d{{1,2}})\s*(?:月|[-/.月]\s*(\d{{1,2}})\s*[日号]?)?{_TIME}"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)?(?:\.0)?")
_LETTERED = re.compile(r"((?:19|20)\d\d)[-/ ]?[MP]0{0,2}(\d{1,2})", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"0{0,2}(\d{1,2})\s*[-/.]\s*((?:19|20)\d\d)")
_THREE_PARTS = re.compile(rf"(\d{{1,2}})\s*([-/. ])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d\d){_TIME}")
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
NAMED_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_NAME = rf"({NAMED_MONTH})\.?"
_NAME_YEAR = re.compile(rf"{_NAME}[-/ ,.']*((?:19|20)\d\d|\d\d)", re.IGNORECASE)
_YEAR_NAME = re.compile(rf"((?:19|20)\d\d)[-/ ,.]*{_NAME}(?:[-/ ,.]+(\d{{1,2}}))?", re.IGNORECASE)
_DAY_NAME_YEAR = re.compile(rf"(\d{{1,2}})[-/ ,.]*{_NAME}[-/ ,.']*((?:19|20)\d\d|\d\d){_TIME}", re.IGNORECASE)
_NAME_DAY_YEAR = re.compile(rf"{_NAME} +(\d{{1,2}}),? +((?:19|20)\d\d){_TIME}", re.IGNORECASE)
_BARE_DECIMAL = re.compile(r"((?:19|20)\d\d)\.(\d{1,2})")
_BARE_MONTH = re.compile(
    rf"(?:(\d{{1,2}})\s*月?份?|{_NAME}|([一二三四五六七八九十]{{1,2}})月份?)", re.IGNORECASE
)
_CHINESE = {name: number for number, name in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}

_SERIAL_LOW, _SERIAL_HIGH = 18264, 73050
"""Excel's day numbers of the years 1950 to 2099."""
_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Open:
    """A date whose day and month cannot be told apart: ``first/second/year``, both at most twelve."""

    year: int
    first: int
    second: int


@dataclass(frozen=True)
class Lost:
    """``2027.1``: January, or October with its last zero lost."""

    year: int


@dataclass
class DateEvidence:
    """What a column's dates say about the order of day and month, with an example of each."""

    orders: dict[DateOrder, str] = field(default_factory=dict)
    unclear: str | None = None
    padded: bool = False
    """A month such as ``2027.03`` was seen, so ``2027.1`` is October."""
    ten: bool = False
    """``2027.10`` was seen, so ``2027.1`` is January."""
    lost: str | None = None

    @property
    def order(self) -> DateOrder | None:
        return next(iter(self.orders)) if len(self.orders) == 1 else None


def read_date(
    value: object, seen: DateEvidence, order: DateOrder | None = None
) -> Month | Open | Lost | None:
    """Read one cell to its month, noting in ``seen`` what it proves; ``None`` if it is no date.

    >>> seen = DateEvidence()
    >>> [str(read_date(text, seen)) for text in ("2027年3月", "Mar-27", "202703", "46082", "31/12/2027")]
    ['2027-03', '2027-03', '2027-03', '2026-03', '2027-12']
    >>> read_date("03/05/2027", DateEvidence())
    Open(year=2027, first=3, second=5)
    """
    if isinstance(value, dt.datetime | dt.date):
        return Month(value.year, value.month)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        value = f"{value:.15g}"
    if not isinstance(value, str):
        return None
    text = tidy(unwrap(value))
    if bare := _BARE_DECIMAL.fullmatch(text):
        return _year_and_decimal(text, int(bare[1]), bare[2], seen)
    if match := _YEAR_FIRST.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3] or 1))
    if match := _COMPACT.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3] or 1))
    if match := _LETTERED.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), 1)
    if match := _MONTH_YEAR.fullmatch(text):
        return _checked(int(match[2]), int(match[1]), 1)
    if match := _THREE_PARTS.fullmatch(text):
        return _three_parts(text, int(match[1]), int(match[3]), _full_year(match[4]), seen, order)
    named = _read_named(text)
    if named:
        return named
    return _serial(text)


def _year_and_decimal(text: str, year: int, decimals: str, seen: DateEvidence) -> Month | Lost | None:
    if decimals == "1":
        seen.lost = seen.lost or text
        return Lost(year)
    seen.padded = seen.padded or decimals.startswith("0")
    seen.ten = seen.ten or decimals == "10"
    return _checked(year, int(decimals), 1)


def _three_parts(
    text: str, first: int, second: int, year: int, seen: DateEvidence, order: DateOrder | None
) -> Month | Open | None:
    if order is None and first <= 12 and second <= 12 and first != second:
        seen.unclear = seen.unclear or text
        return Open(year, first, second)
    if order is None:
        order = "dmy" if first > 12 else "mdy"
        if first != second:
            seen.orders.setdefault(order, text)
    day, month = (first, second) if order == "dmy" else (second, first)
    return _checked(year, month, day)


def _read_named(text: str) -> Month | None:
    if match := _NAME_YEAR.fullmatch(text):
        return _checked(_full_year(match[2]), _named(match[1]), 1)
    if match := _YEAR_NAME.fullmatch(text):
        return _checked(int(match[1]), _named(match[2]), int(match[3] or 1))
    if match := _DAY_NAME_YEAR.fullmatch(text):
        return _checked(_full_year(match[3]), _named(match[2]), int(match[1]))
    if match := _NAME_DAY_YEAR.fullmatch(text):
        return _checked(int(match[3]), _named(match[1]), int(match[2]))
    return None


def _serial(text: str) -> Month | None:
    """Read Excel's day number, as a date cell without a date format shows it."""
    whole, _, part = text.partition(".")
    if len(whole) != 5 or not whole.isdigit() or (part and not part.isdigit()):
        return None
    days = int(whole)
    if not _SERIAL_LOW <= days <= _SERIAL_HIGH:
        return None
    day = _EPOCH + dt.timedelta(days=days)
    return Month(day.year, day.month)


def _checked(year: int, month: int, day: int) -> Month | None:
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return Month(year, month)


def _full_year(text: str) -> int:
    """Return the year of two digits as this century's: a plan's history is never from the last one."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _named(name: str) -> int:
    return _NAMES.index(name.lower()[:3]) + 1


def bare_month(value: object) -> int | None:
    """Return the number of a month without a year.

    >>> [bare_month(text) for text in ("3月", "十二月", "Mar", "03", "13", "合计")]
    [3, 12, 3, 3, None, None]
    """
    if isinstance(value, float) and value.is_integer():
        value = str(int(value))
    if not isinstance(value, str):
        return None
    match = _BARE_MONTH.fullmatch(tidy(value))
    if not match:
        return None
    digits, name, chinese = match.groups()
    number = int(digits) if digits else _named(name) if name else _CHINESE.get(chinese, 0)
    return number if 1 <= number <= 12 else None


def settle(found: Month | Open | Lost, seen: DateEvidence, order: DateOrder | None) -> Month | None:
    """Return the month of a date once the whole column was seen; ``None`` where it stays open."""
    if isinstance(found, Month):
        return found
    if isinstance(found, Lost):
        if seen.padded == seen.ten:
            return None
        return Month(found.year, 10 if seen.padded else 1)
    order = order or seen.order
    if order is None:
        return None
    return _checked(
        found.year, *((found.second, found.first) if order == "dmy" else (found.first, found.second))
    )


def years_in(texts: Iterable[str]) -> set[int]:
    """Return the years named in some texts (titles, sheet names, file names).

    >>> years_in(["2027年销售计划"])
    {2027}
    """
    return {int(year) for text in texts for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)}
