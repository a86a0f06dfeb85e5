"""Months, periods and days in every form a cell holds them: dates, serial numbers, 202703, 2027年3月, Mar-27.

Months come out as ``YYYY-MM``; periods as ``2027-03``, ``2027Q1``, ``2027H1``, ``2027`` or ``2027-01..02``.
A text that can mean two days, such as 03/04/2027, is read only as far as it is certain.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from math import isfinite

from salesplan_xl.cells import Cell
from salesplan_xl.tables.cell_reading import plain
from salesplan_xl.units import Month, Period

_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 109_939
"""1990-01-01 and 2200-12-31 as Excel counts days (1900 system)."""
_EPOCH = dt.date(1899, 12, 30)

_ENGLISH = {
    name[:3]: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_ENGLISH_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NAME_YEAR = re.compile(
    rf"(?:(?P<day>\d{{1,2}})[-/ .])?{_ENGLISH_MONTH}[-/ ,.']*(?P<year>\d{{4}}|\d{{2}})", re.I
)
_NAME_DAY_YEAR = re.compile(rf"{_ENGLISH_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})", re.I)
_YEAR_NAME = re.compile(rf"(?P<year>\d{{4}})[-/ .]*{_ENGLISH_MONTH}(?:[-/ .](?P<day>\d{{1,2}}))?", re.I)
_NAME_ONLY = re.compile(_ENGLISH_MONTH, re.I)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_LAST_YEAR = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4}|\d{2}(?=年))[-/.年](\d{1,2})(?:月份?)?|(\d{4})(\d{2})")
_MONTH_ONLY = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月份?")
_MONTH_RANGE = re.compile(r"(\d{1,2})月?\.\.(\d{1,2})月份?")
_PART_ONLY = re.compile(
    r"(?:第?(?P<q>[1-4一二三四])季度?|Q(?P<eq>[1-4])|H(?P<eh>[12])|(?P<h>[上下])半年"
    r"|(?P<y>全年|年度|full year|year))",
    re.I,
)
_YEAR_PART = re.compile(
    r"(?:FY)?(?P<year>\d{4})(?:年度?)?[-/ ]?"
    r"(?P<part>(?:第?[1-4一二三四]季度?|Q[1-4]|H[12]|[上下]半年|全年)?)",
    re.I,
)
_CHINESE_DIGITS = {
    name: n for n, name in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), start=1)
}


@dataclass(frozen=True)
class Calendar:
    """What a month without a year means: the plan's year, which starts in a month of its own."""

    plan_year: int | None = None
    fiscal_start: int = 1

    def month(self, number: int) -> Month | None:
        """Return the plan year's month of a number from 1 to 12."""
        if self.plan_year is None or not 1 <= number <= 12:
            return None
        return Month(self.plan_year + (number < self.fiscal_start), number)

    @property
    def year(self) -> Period | None:
        """The plan year, or ``None`` where it is not set."""
        if self.plan_year is None:
            return None
        return Period.part(self.plan_year, "Y", 1, self.fiscal_start)

    def name(self, period: Period) -> str:
        """Return the one name of a period: a quarter is ``2027Q1`` however it was typed.

        >>> Calendar(2027, 4).name(Period.of("2027-04..06")), Calendar().name(Period.of("2027-01..02"))
        ('2027Q1', '2027-01..02')
        """
        length = period.last.index - period.first.index + 1
        offset = (period.first.month - self.fiscal_start) % 12
        year = period.first.year - (period.first.month < self.fiscal_start)
        if length == 12 and offset == 0:
            return f"{year:04d}"
        if length in (3, 6) and offset % length == 0:
            return f"{year:04d}{'Q' if length == 3 else 'H'}{offset // length + 1}"
        return str(period)


def day_in(cell: Cell) -> dt.date | None:
    """Return the day a cell names, ``None`` where it names none for certain.

    >>> day_in(46113), day_in("2027年3月15日"), day_in("03/04/2027")
    (datetime.date(2026, 4, 1), datetime.date(2027, 3, 15), None)
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _day_of_number(float(cell)) if isfinite(cell) else None
    return _day_of_text(plain(cell)) if isinstance(cell, str) else None


def month_in(cell: Cell, calendar: Calendar) -> Month | None:
    """Return the month a cell names, ``None`` where it names none for certain.

    >>> str(month_in("Mar-27", Calendar())), str(month_in(202703, Calendar())), month_in("3月", Calendar())
    ('2027-03', '2027-03', None)
    >>> str(month_in("3月", Calendar(2027, fiscal_start=4)))
    '2028-03'
    """
    day = day_in(cell)
    if day:
        return Month(day.year, day.month)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
        return _month(int(cell) // 100, int(cell) % 100) if 100_000 < cell == int(cell) else None
    if not isinstance(cell, str):
        return None
    text = plain(cell)
    if text.isdigit():
        return _month(int(text) // 100, int(text) % 100) if len(text) == 6 else _month_of_serial(text)
    return _month_of_text(text, calendar)


def period_in(cell: Cell, calendar: Calendar) -> Period | None:
    """Return the period a cell names, ``None`` where it names none for certain.

    >>> str(period_in("2027年一季度", Calendar())), str(period_in(2027, Calendar())), str(
    ...     period_in("1-2月", Calendar(2027)))
    ('2027-01..03', '2027-01..12', '2027-01..02')
    """
    month = month_in(cell, calendar)
    if month:
        return Period.month(month)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
        year = int(cell)
        if year == cell and _FIRST_YEAR <= year <= _LAST_YEAR:
            return Period.part(year, "Y", 1, calendar.fiscal_start)
        return None
    return _period_of_text(plain(cell), calendar) if isinstance(cell, str) else None


def _month(year: int, number: int) -> Month | None:
    if year < 100:
        year += 2000
    return Month(year, number) if _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= number <= 12 else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _day_of_number(number: float) -> dt.date | None:
    if _FIRST_SERIAL <= number < _LAST_SERIAL + 1:
        return _EPOCH + dt.timedelta(days=int(number))
    packed = int(number)
    if packed == number and 10_000_000 < packed < 100_000_000:
        return _day(packed // 10_000, packed // 100 % 100, packed % 100)
    return None


def _day_of_text(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text) or _PACKED_DAY.fullmatch(text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _DAY_LAST_YEAR.fullmatch(text)
    if match:
        one, other, year = int(match[1]), int(match[2]), int(match[3])
        if one > 12 or one == other:
            return _day(year, other, one)
        return _day(year, one, other) if other > 12 else None
    named = _NAME_YEAR.fullmatch(text) or _NAME_DAY_YEAR.fullmatch(text) or _YEAR_NAME.fullmatch(text)
    if named and named["day"]:
        year = int(named["year"])
        return _day(year + 2000 * (year < 100), _ENGLISH[named["name"][:3].lower()], int(named["day"]))
    return None


def _month_of_serial(text: str) -> Month | None:
    day = _day_of_number(float(text)) if len(text) == 5 else None
    return Month(day.year, day.month) if day else None


def _month_of_text(text: str, calendar: Calendar) -> Month | None:
    match = _YEAR_MONTH.fullmatch(text)
    if match:
        return _month(int(match[1] or match[3]), int(match[2] or match[4]))
    match = _MONTH_YEAR.fullmatch(text)
    if match:
        return _month(int(match[2]), int(match[1]))
    named = _NAME_YEAR.fullmatch(text) or _YEAR_NAME.fullmatch(text)
    if named:
        return _month(int(named["year"]), _ENGLISH[named["name"][:3].lower()])
    named = _NAME_ONLY.fullmatch(text)
    if named:
        return calendar.month(_ENGLISH[named["name"][:3].lower()])
    match = _MONTH_ONLY.fullmatch(text)
    if match:
        return calendar.month(_CHINESE_DIGITS.get(match[1], 0) or int(match[1]))
    return None


def _period_of_text(text: str, calendar: Calendar) -> Period | None:
    ranged = re.sub(r"\s*(?:\.\.|～|~|至|到|—|–| - )\s*", "..", text)
    ranged = re.sub(r"(?<=\d)(月?)-(?=\d{1,2}月)", r"\1..", ranged)
    if ".." in ranged:
        return _range(ranged, calendar)
    match = _PART_ONLY.fullmatch(text)
    if match:
        return None if calendar.plan_year is None else _part(calendar.plan_year, text, calendar)
    match = _YEAR_PART.fullmatch(text)
    if match and _FIRST_YEAR <= int(match["year"]) <= _LAST_YEAR:
        return _part(int(match["year"]), match["part"], calendar)
    return None


def _range(text: str, calendar: Calendar) -> Period | None:
    short = _MONTH_RANGE.fullmatch(text)
    if short:
        first, last = calendar.month(int(short[1])), calendar.month(int(short[2]))
    else:
        left, _, right = text.partition("..")
        first = month_in(left, calendar)
        number = re.fullmatch(r"(\d{1,2})(?:月份?)?", right)
        last = _month(first.year, int(number[1])) if first and number else month_in(right, calendar)
    return Period(first, last) if first and last and first <= last else None


def _part(year: int, part: str, calendar: Calendar) -> Period:
    match = _PART_ONLY.fullmatch(part)
    if not match or match["y"]:
        return Period.part(year, "Y", 1, calendar.fiscal_start)
    quarter, half = match["q"] or match["eq"], match["h"] or match["eh"]
    if quarter:
        return Period.part(year, "Q", _CHINESE_DIGITS.get(quarter, 0) or int(quarter), calendar.fiscal_start)
    return Period.part(year, "H", 1 if half in ("上", "1") else 2, calendar.fiscal_start)
