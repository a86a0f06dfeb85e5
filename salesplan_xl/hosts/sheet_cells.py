"""One cell as the file spells it: text escapes, numbers, dates, errors; in and out."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
from html import unescape
from typing import Any

from salesplan_xl.cells import ERROR_BY_TEXT, Cell, CellError

MOST_CHARACTERS = 32_767

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NEEDS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY = dt.timedelta(days=1)
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_465


def escape_text(text: str) -> str:
    """Spell a text as a workbook does: what XML cannot hold as ``_xHHHH_``, then XML's own escapes.

    >>> escape_text("a<b"), escape_text("_x0041_"), escape_text("a\\rb")
    ('a&lt;b', '_x005F_x0041_', 'a_x000D_b')
    """
    if _NEEDS_ESCAPE.search(text):
        text = _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape_text(text: str) -> str:
    """Read ``_xHHHH_`` back.

    >>> unescape_text("_x005F_x0041_"), unescape_text("a_x000a_b")
    ('_x0041_', 'a\\nb')
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def xml_text(raw: bytes) -> str:
    """Return the text of raw XML character data."""
    text = raw.decode("utf-8").replace("\r\n", "\n")
    return unescape(text) if "&" in text else text


def from_serial(serial: float, date1904: bool, time_only: bool = False) -> Cell:
    """Return the date of a serial number, or the number itself where there is no such date.

    >>> from_serial(46000, False), from_serial(0.5, False, time_only=True), from_serial(-1, False)
    (datetime.datetime(2025, 12, 9, 0, 0), datetime.time(12, 0), -1)
    """
    if not 0 <= serial <= _LAST_SERIAL + 1 - 1462 * date1904:
        return serial
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    days = math.floor(serial)
    if not date1904 and days < 60:
        epoch += _DAY
    moment = dt.timedelta(milliseconds=round((serial - days) * 86_400_000))
    if time_only and days == 0 and moment < _DAY:
        return (dt.datetime.min + moment).time()
    try:
        return epoch + dt.timedelta(days=days) + moment
    except OverflowError:
        return serial


def to_serial(value: dt.date | dt.time, date1904: bool) -> float | int:
    """Return the serial number of a date or a time of day.

    >>> to_serial(dt.date(2025, 12, 9), False), to_serial(dt.time(12), False)
    (46000, 0.5)
    """
    if isinstance(value, dt.time):
        return _days(dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    if isinstance(value, dt.datetime):
        moment = value.replace(tzinfo=None)
    else:
        moment = dt.datetime(value.year, value.month, value.day)
    if date1904:
        return _days(moment - _EPOCH_1904)
    if moment < dt.datetime(1900, 3, 1):
        return _days(moment - _EPOCH_1900 - _DAY)
    return _days(moment - _EPOCH_1900)


def _days(span: dt.timedelta) -> float | int:
    whole, rest = divmod(span, _DAY)
    return whole + rest / _DAY if rest else whole


def plain(value: Any) -> Cell:
    """Return a value as one of the kinds a cell can hold; numpy's scalars become Python's, no text a blank.

    Raises:
        TypeError: no cell can hold it.
    """
    if type(value) is float:
        return value if math.isfinite(value) else CellError.NUM
    if type(value) is int:
        return value
    if value is None or isinstance(value, (bool, CellError, dt.time)):
        return value
    if isinstance(value, str):
        return str(value) or None
    if isinstance(value, dt.date):
        return value if value == value else None
    if isinstance(value, numbers.Real):
        if isinstance(value, numbers.Integral):
            return int(value)
        number = float(value)
        return number if math.isfinite(number) else CellError.NUM
    if hasattr(value, "item"):
        return plain(value.item())
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


def cell_xml(prefix: str, place: str, value: Cell, date1904: bool = False) -> str:
    """Spell a cell; ``place`` is its attributes ``r`` and ``s``. Text becomes an inline string, no formula.

    >>> cell_xml("", 'r="A1"', 1.5), cell_xml("", 'r="A1" s="2"', "=1+1")
    ('<c r="A1"><v>1.5</v></c>', '<c r="A1" s="2" t="inlineStr"><is><t>=1+1</t></is></c>')
    """
    kind = type(value)
    if kind is float or kind is int:
        return f"<{prefix}c {place}><{prefix}v>{_number(value)}</{prefix}v></{prefix}c>"  # type: ignore[arg-type]
    if kind is str:
        text: str = value  # type: ignore[assignment]
        keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
        body = escape_text(text)
        string = f"<{prefix}is><{prefix}t{keep}>{body}</{prefix}t></{prefix}is>"
        return f'<{prefix}c {place} t="inlineStr">{string}</{prefix}c>'
    if value is None:
        return f"<{prefix}c {place}/>"
    if kind is bool:
        return f'<{prefix}c {place} t="b"><{prefix}v>{value:d}</{prefix}v></{prefix}c>'
    if isinstance(value, CellError):
        return f'<{prefix}c {place} t="e"><{prefix}v>{value.value}</{prefix}v></{prefix}c>'
    if isinstance(value, (dt.date, dt.time)):
        return cell_xml(prefix, place, to_serial(value, date1904))
    return cell_xml(prefix, place, plain(value), date1904)


def _number(value: float | int) -> str:
    if isinstance(value, int):
        return repr(value) if -(10**15) < value < 10**15 else repr(float(value))
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def number_of(raw: bytes) -> Cell:
    """Read a number as the file spells it: whole numbers stay whole.

    >>> number_of(b"12"), number_of(b"1.5E3")
    (12, 1500.0)
    """
    try:
        return int(raw) if raw.isdigit() else float(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


def error_of(text: str) -> Cell:
    return ERROR_BY_TEXT.get(text, CellError.VALUE)


def iso_date(text: str) -> Cell:
    """Read a cell of kind ``d``: an ISO 8601 date, time or both."""
    try:
        if "T" in text or (len(text) <= 10 and "-" in text):
            return dt.datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)
        return dt.time.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
