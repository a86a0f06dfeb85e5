"""Published numbers, read from the ``*.toml`` files here; one row is one call and what it must give.

::

    [[case]]
    formula = "DECOMPOSE"
    args = [10, [6, 6, 2], 1]        # a list is a column of cells, a list of lists rows of cells
    expect = [4, 4, 2]               # or error = "#NUM!"
    says = "more than the 10.00"     # with an error: words of its English sentence; may be left out
    tolerance = 1e-9                 # largest difference allowed; exact where left out
    kind = "textbook"                # or "degenerate", "error"
    source = "where the numbers are printed"
    note = "what the row shows"      # may be left out

``"<blank>"`` is a blank cell or a left-out argument, ``"#N/A"`` and its like an error value, in and out. A
flat list in ``expect`` fits a row or a column of results; a list of lists must have their shape.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from salesplan_xl.cells import ERROR_BY_TEXT, CellError

KINDS = ("textbook", "degenerate", "error")
BLANK = "<blank>"
FOLDER = Path(__file__).parent
_KEYS = {"formula", "args", "expect", "error", "tolerance", "kind", "source", "note", "says"}


@dataclass(frozen=True)
class Case:
    """One published call."""

    formula: str
    args: list[Any]
    kind: str
    source: str
    id: str
    expect: Any = None
    error: CellError | None = None
    tolerance: float = 0.0
    note: str = field(default="")
    says: str = ""

    @property
    def holds_error(self) -> bool:
        """Whether an input cell already is an error value."""
        return any(isinstance(cell, CellError) for cell in _flat(self.args))


def cases(folder: Path = FOLDER) -> list[Case]:
    """Read every row of every file, refusing one that is not as described above."""
    return [case for path in sorted(folder.glob("*.toml")) for case in _cases_of(path)]


def incomplete(names: set[str], rows: list[Case]) -> list[str]:
    """Say which formulas lack a row: each needs three, at least one of every kind."""
    missing = []
    for name in sorted(names):
        kinds = [case.kind for case in rows if case.formula == name]
        lacking = [kind for kind in KINDS if kind not in kinds]
        if lacking or len(kinds) < 3:
            missing.append(f"{name}: {len(kinds)} rows, none of kind {', '.join(lacking) or '–'}")
    return missing


def _cases_of(path: Path) -> Iterator[Case]:
    for number, row in enumerate(tomllib.loads(path.read_text("utf-8"))["case"], start=1):
        name = f"{path.stem}-{number}-{row.get('formula')}"
        if not set(row) <= _KEYS:
            raise ValueError(f"{name}: unknown keys {sorted(set(row) - _KEYS)}")
        if ("expect" in row) == ("error" in row):
            raise ValueError(f"{name}: give either expect or error")
        if "says" in row and "error" not in row:
            raise ValueError(f"{name}: only an error says something")
        if row.get("kind") not in KINDS or (row["kind"] == "error") != ("error" in row):
            raise ValueError(f"{name}: kind must be one of {KINDS}, and error where an error is expected")
        if not row.get("source", "").strip():
            raise ValueError(f"{name}: every row names its source")
        yield Case(
            formula=row["formula"],
            args=[_cell(argument) for argument in row["args"]],
            kind=row["kind"],
            source=row["source"],
            id=name,
            expect=_cell(row.get("expect")),
            error=ERROR_BY_TEXT[row["error"]] if "error" in row else None,
            tolerance=float(row.get("tolerance", 0.0)),
            note=row.get("note", ""),
            says=row.get("says", ""),
        )


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return [_cell(entry) for entry in value]
    if value == BLANK:
        return None
    return ERROR_BY_TEXT.get(value, value) if isinstance(value, str) else value


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for entry in value:
            yield from _flat(entry)
    else:
        yield value
