"""Columns of input tables that a formula of the row fills; programs leave them alone."""

from __future__ import annotations

from salesplan_xl.tables.contract import label_of
from salesplan_xl.templates.argument_formulas import argument_formula
from salesplan_xl.templates.draft import Draft

_SUMS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("tblReceivables", "closing"): (("opening", "invoiced"), ("collected", "written_off")),
    ("tblStock", "closing"): (("opening", "sell_in"), ("sell_out",)),
}
"""What is added and what is taken off; blank while nothing of it is there."""


_RATIOS: dict[tuple[str, str], tuple[str, str]] = {
    ("tblActivity", "selling_share"): ("selling_hours", "working_hours"),
}
"""A ratio of two columns; blank while there is nothing to divide by."""


def calculated_formula(draft: Draft, table: str, column: str) -> str | None:
    """Return the formula of a calculated column as a file spells it; None where people or actions fill it."""
    ratio = _RATIOS.get((table, column))
    if ratio is not None:
        part, whole = (f"{table}[[#This Row],[{label_of(table, id, draft.language)}]]" for id in ratio)
        return f'=IF(N({whole})=0,"",N({part})/{whole})'
    parts = _SUMS.get((table, column))
    if parts is None:
        return argument_formula(draft, table, column)

    def cell(id: str) -> str:
        return f"{table}[[#This Row],[{label_of(table, id, draft.language)}]]"

    added, taken = ([cell(id) for id in ids] for ids in parts)
    known = ",".join([*added, *taken])
    rest = "".join(f"-N({name})" for name in taken)
    return f'=IF(COUNT({known})=0,"",{"+".join(f"N({name})" for name in added)}{rest})'
