"""Formulas over the rows of the targets table by their place, and over the sums that stand for them."""

from __future__ import annotations

from salesplan_xl.tables.choices import ROW_UNITS
from salesplan_xl.templates.draft import Draft

FIGURE_WIDTHS = {"zh": 12.0, "en": 16.0}
"""Wide enough for targets in their own unit, which in English is the currency itself."""
MOST_TARGETS = 8
"""So many targets a page shows; all of them stand in their table."""


def target(draft: Draft, column: str, place: int) -> str:
    """Return the expression of a cell of the n-th target, from 0; nothing past the last or if blank."""
    values = draft.column("tblTargets", column)
    cell = f"INDEX({values},{place + 1})"
    return f'IF(ROWS({values})<{place + 1},"",IF({cell}="","",{cell}))'


def factor(draft: Draft, unit: str) -> str:
    """Return the expression of how many base units the unit in a cell is."""
    lists = draft.say("sheet_lists")
    return f"IFERROR(VLOOKUP({unit},'{lists}'!$A$1:$B${len(ROW_UNITS)},2,FALSE),1)"


def history(draft: Draft, column: str, indicator: str, *, count: bool = False) -> str:
    """Return the sum of an indicator's months in the month shares, in base units; or how many are known."""
    values, names = draft.column("tblMonthShares", column), draft.column("tblMonthShares", "indicator")
    own = f"--({names}={indicator})"
    return f"SUMPRODUCT({own},--ISNUMBER({values}))" if count else f"SUMPRODUCT({own},{values})"
