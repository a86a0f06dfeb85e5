"""Why a cell shows an error: the last sentence of each cell, for *Explain*; a bounded number of cells."""

from __future__ import annotations

from collections import OrderedDict

from salesplan_xl.errors import SalesPlanError

MOST_CELLS = 10_000

_errors: OrderedDict[tuple[str, str], SalesPlanError] = OrderedDict()


def remember(place: str, function: str, error: SalesPlanError | None) -> None:
    """Keep why a function refused a cell, or forget the cell's earlier error where it did not."""
    if not place:
        return
    key = (place, function)
    _errors.pop(key, None)
    if error is not None:
        _errors[key] = error
        if len(_errors) > MOST_CELLS:
            _errors.popitem(last=False)


def last_error(place: str, function: str) -> SalesPlanError | None:
    """Return why a function last refused a cell, the address as Excel writes it with its workbook."""
    return _errors.get((place, function))
