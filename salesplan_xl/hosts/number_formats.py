"""Which cell styles show a number as a date."""

from __future__ import annotations

import re

from salesplan_xl.hosts.relationships import child, children, parse

DATE, TIME = "date", "time"

_BUILT_IN_DATES = {14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)}
_BUILT_IN_TIMES = {18, 19, 20, 21, 45, 47}
_NOT_SYMBOLS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def kind_of_format(code: str) -> str | None:
    """Tell whether a number format shows a date, a time of day, or neither.

    A running time such as ``[h]:mm`` is a length, not a time of day: it stays a number.

    >>> kind_of_format("yyyy-mm-dd"), kind_of_format("h:mm"), kind_of_format('0"d"'), kind_of_format("[h]:mm")
    ('date', 'time', None, None)
    """
    first = _NOT_SYMBOLS.sub("", code.split(";")[0]).casefold()
    if "[" in first or "general" in first:
        return None
    if re.search(r"[yd]|e(?![+-])|(?<![hs:])m+(?![:s])", first) and not re.search(r"[0#?]", first):
        has_day = re.search(r"[ydeg]", first) or not re.search(r"[hs]", first)
        return DATE if has_day else TIME
    return TIME if re.search(r"[hs]", first) else None


def date_styles(data: bytes | None) -> dict[int, str]:
    """Return the cell styles that show dates or times, as ``{style: "date" or "time"}``."""
    if data is None:
        return {}
    root = parse(data)
    custom = {}
    formats = child(root, "numFmts")
    for element in children(formats, "numFmt") if formats is not None else []:
        custom[int(element.get("numFmtId", "0"))] = kind_of_format(element.get("formatCode", ""))
    found: dict[int, str] = {}
    styles = child(root, "cellXfs")
    for position, element in enumerate(children(styles, "xf") if styles is not None else []):
        number = int(element.get("numFmtId", "0"))
        kind = custom.get(number)
        if number not in custom:
            kind = DATE if number in _BUILT_IN_DATES else TIME if number in _BUILT_IN_TIMES else None
        if kind:
            found[position] = kind
    return found
