"""Ranges that covered a table's rows follow when the table grows or shrinks, as they do in Excel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.table_part import TablePart

_REFERENCE = re.compile(
    r"\"[^\"]*\"|"
    r"(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!"
    r"(?P<first>\$?[A-Za-z]{1,3}\$?)(?P<top>\d{1,7})"
    r"(?::(?P<last>\$?[A-Za-z]{1,3}\$?)(?P<bottom>\d{1,7}))?(?![\w(!])"
)


@dataclass(frozen=True)
class Resize:
    """A table before and after."""

    old: TablePart
    new: TablePart

    def covering(self, area: Area) -> Area:
        """Let a range that covers whole columns of the table, with or without header or totals, follow."""
        old = self.old
        if area.top not in (old.data.top, old.area.top) or not self._within_columns(area):
            return area
        return self._ending(area)

    def within(self, area: Area) -> Area:
        """Let a range inside the table that reaches down to its end follow."""
        if area.top < self.old.area.top or not self._within_columns(area):
            return area
        return self._ending(area)

    def around(self, area: Area) -> Area:
        """Let a print area that reaches from above the table down to its end follow."""
        old = self.old.area
        if area.top > old.top or area.bottom != old.bottom or area.right < old.left or area.left > old.right:
            return area
        return self._ending(area)

    def _within_columns(self, area: Area) -> bool:
        return self.old.area.left <= area.left and area.right <= self.old.area.right

    def _ending(self, area: Area) -> Area:
        if area.bottom == self.old.data.bottom:
            bottom = self.new.data.bottom
        elif area.bottom == self.old.area.bottom:
            bottom = self.new.area.bottom
        else:
            return area
        return Area(area.top, area.left, bottom, area.right) if bottom >= area.top else area


Rule = Callable[[Resize, Area], Area]


def in_text(text: str, resizes: Iterable[Resize], rule: Rule, single_cells: bool = False) -> str:
    """Return a formula or reference in which the ranges that a rule concerns end where the tables now end.

    A reference to a single cell follows only where the caller says that it stands for a list, such as the
    values of a chart's series.
    """

    def moved(match: re.Match[str]) -> str:
        if not match["sheet"] or not (match["bottom"] or single_cells):
            return match[0]
        sheet = match["sheet"].strip("'").replace("''", "'").casefold()
        last = match["last"] or match["first"]
        bottom = match["bottom"] or match["top"]
        area = Area.of(f"{match['first']}{match['top']}:{last}{bottom}")
        if area is None:
            return match[0]
        for resize in resizes:
            if resize.old.sheet.casefold() == sheet:
                new = rule(resize, area)
                if new != area:
                    return f"{match['sheet']}!{match['first']}{new.top}:{last}{new.bottom}"
        return match[0]

    return _REFERENCE.sub(moved, text)


def in_list(text: str, resizes: Iterable[Resize]) -> str:
    """Return a list of ranges as conditional formats and validations have it, each moved with its table."""
    ranges = []
    for each in text.split():
        area = Area.of(each)
        new = area
        for resize in resizes:
            if area is not None and new == area:
                new = resize.within(area)
        ranges.append(each if area is None or new == area else str(new))
    return " ".join(ranges)


_RULES = re.compile(
    rb"(<(?:[\w.-]+:)?(?:conditionalFormatting|dataValidation|protectedRange|ignoredError)\b"
    rb"(?:\s+(?!sqref\b)[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s+sqref\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')"
)
_EXTENSION_RULES = re.compile(rb"(<(?:\w+:)?sqref>)([^<]*)(</(?:\w+:)?sqref>)(?!\s*</(?:\w+:)?sparkline>)")


def in_sheet_rules(tail: bytes, resizes: Iterable[Resize]) -> bytes:
    """Return what follows a sheet's rows, its formats and validations moved with the tables."""
    moves = list(resizes)

    def attribute(match: re.Match[bytes]) -> bytes:
        ranges = (match[2] or match[3] or b"").decode("ascii", "replace")
        return match[1] + b'"' + in_list(ranges, moves).encode() + b'"'

    def element(match: re.Match[bytes]) -> bytes:
        return match[1] + in_list(match[2].decode("ascii", "replace"), moves).encode() + match[3]

    return _EXTENSION_RULES.sub(element, _RULES.sub(attribute, tail)) if moves else tail
