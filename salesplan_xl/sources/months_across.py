"""Sources with one column a month (1月 … 12月, 2027-01 …): which label is which month of which measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from salesplan_xl.sources.dates import NAMED_MONTH, DateEvidence, bare_month, read_date
from salesplan_xl.sources.numbers import tidy
from salesplan_xl.units import Month

_NAME = rf"(?:{NAMED_MONTH})\.?"
_PART = (
    r"(?:(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}月?(?:[-/]\d{1,2}日?)?"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])"
    r"|(?:19|20)\d\d[-/ ]?[MP]\d{1,2}"
    rf"|{_NAME}(?![a-z])[-/ .,']*(?:(?:19|20)\d\d|\d\d)?"
    r"|\d{1,2}\s*月份?|[一二三四五六七八九十]{1,2}月份?|\d{1,2}[-/](?:19|20)\d\d)"
)
_FIRST = re.compile(rf"({_PART})(?:[\s_:：·|/-]*(\D.*)|)", re.IGNORECASE)
_LAST = re.compile(rf"(.*?[^\d\s_:：·|/.-])[\s_:：·|/-]*({_PART})", re.IGNORECASE)


@dataclass(frozen=True)
class MonthLabel:
    """A label that names a month, maybe without a year, and maybe a measure beside it."""

    year: int | None
    month: int
    measure: str = ""

    def at(self, year: int) -> Month:
        return Month(self.year or year, self.month)


def split_label(label: str) -> MonthLabel | None:
    """Read a column's label as a month and what is left of it.

    >>> split_label("2027年3月 金额"), split_label("3月"), split_label("Qty Jan-27")
    (MonthLabel(year=2027, month=3, measure='金额'), MonthLabel(year=None, month=3, measure=''), \
MonthLabel(year=2027, month=1, measure='Qty'))
    >>> split_label("金额"), split_label("March of Dimes"), split_label("12")
    (None, MonthLabel(year=None, month=3, measure='of Dimes'), None)
    """
    text = tidy(label)
    match = _FIRST.fullmatch(text)
    if match:
        return _read(match[1], match[2] or "")
    match = _LAST.fullmatch(text)
    return _read(match[2], match[1]) if match else None


def _read(part: str, measure: str) -> MonthLabel | None:
    month = read_date(part, DateEvidence())
    if isinstance(month, Month):
        return MonthLabel(month.year, month.month, measure.strip())
    number = bare_month(part)
    return MonthLabel(None, number, measure.strip()) if number else None
