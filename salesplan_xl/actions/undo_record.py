"""What undo needs, kept in the workbook: the cells an action overwrote, so that undo survives save and email.

Only changed cells and removed rows are kept, with a short digest of every row as the action left it: undo can
then tell whether a person edited those rows since. A record is text (compressed JSON) cut into cells; reading
it runs nothing.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from salesplan_xl.cells import Cell, CellError
from salesplan_xl.errors import WrongKind

CELL_CHARACTERS = 30_000
LARGEST_RECORD = 256 * 2**20
DIGEST_BYTES = 4

Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class TableChange:
    """How one table was before an action, as the difference from how the action left it.

    ``own`` are the positions of the columns that must be as the action left them. Where the action neither
    moved nor added rows, people's columns are not among them: what they type there stays.
    """

    table: str
    header: tuple[str, ...]
    own: tuple[int, ...]
    changed: tuple[tuple[int, int, Cell], ...]
    removed: tuple[tuple[Cell, ...], ...]
    row_count: int
    digests: tuple[bytes, ...]

    @classmethod
    def between(
        cls,
        table: str,
        header: Sequence[str],
        before: Rows,
        after: Rows,
        people: Sequence[int] = (),
        key: Sequence[int] = (),
        derived: Sequence[int] = (),
    ) -> TableChange | None:
        """Return what changed from ``before`` to ``after``; ``None`` if nothing did.

        ``people`` are the positions of the columns that people fill, ``key`` of those that tell rows apart,
        ``derived`` of ratios: other programs keep fewer of their digits, which is no edit.
        """
        before, after = filled(before), filled(after)
        changed = tuple(
            (row, column, old)
            for row, (olds, news) in enumerate(zip(before, after, strict=False))
            # True equals 1 but is no 1: such rows are looked at cell by cell.
            if tuple(olds) != tuple(news) or bool in map(type, olds) or bool in map(type, news)
            for column, (old, new) in enumerate(zip(olds, news, strict=True))
            if not _same(old, new)
        )
        if not changed and len(before) == len(after):
            return None
        moved = len(before) != len(after) or any(column in key for _, column, _ in changed)
        own = tuple(at for at in range(len(header)) if at not in derived and (moved or at not in people))
        removed = tuple(tuple(row) for row in before[len(after) :])
        digests = tuple(_digest(row, own) for row in after)
        return cls(table, tuple(header), own, changed, removed, len(before), digests)

    def edited_since(self, now: Rows) -> list[int]:
        """Return the rows (0-based) that are no longer as the action left them; sorting is no edit."""
        now = filled(now)
        left = Counter(self.digests)
        edited = []
        for position, row in enumerate(now):
            digest = _digest(row, self.own)
            if left[digest]:
                left[digest] -= 1
            else:
                edited.append(position)
        if not edited and left.total():
            edited.append(len(now))
        return edited

    def restored(self, now: Rows) -> list[list[Cell]]:
        """Return the rows as they were before the action; ``now`` must hold no edited row."""
        now = filled(now)
        places: dict[bytes, list[int]] = {}
        for position, row in enumerate(now):
            places.setdefault(_digest(row, self.own), []).append(position)
        rows = [list(now[places[digest].pop(0)]) for digest in self.digests][: self.row_count]
        for at, column, old in self.changed:
            rows[at][column] = old
        return rows + [list(row) for row in self.removed]


def filled(rows: Rows) -> Rows:
    """Return rows without the blank ones at the end: an empty table has one, as Excel wants it.

    >>> filled([(1, None), (None, "")])
    [(1, None)]
    """
    end = len(rows)
    while end and all(cell is None or cell == "" for cell in rows[end - 1]):
        end -= 1
    return rows[:end]


def packed(action: str, changes: Iterable[TableChange]) -> list[str]:
    """Write a record as texts that fit into cells."""
    record = {
        "action": action,
        "tables": [
            {
                "table": change.table,
                "header": change.header,
                "own": change.own,
                "changed": [[row, column, plain_json(old)] for row, column, old in change.changed],
                "removed": [[plain_json(cell) for cell in row] for row in change.removed],
                "row_count": change.row_count,
                "digests": base64.b64encode(b"".join(change.digests)).decode(),
            }
            for change in changes
        ],
    }
    return deflated(record)


def deflated(record: Any) -> list[str]:
    """Write what JSON can hold as texts that fit into cells."""
    text = base64.b64encode(zlib.compress(json.dumps(record, ensure_ascii=False).encode(), 6)).decode()
    return [text[start : start + CELL_CHARACTERS] for start in range(0, len(text), CELL_CHARACTERS)]


def inflated(texts: Iterable[str]) -> Any:
    """Read what :func:`deflated` wrote.

    Raises:
        ValueError: the texts are no such record.
    """
    try:
        inflate = zlib.decompressobj()
        return json.loads(inflate.decompress(base64.b64decode("".join(texts), validate=True), LARGEST_RECORD))
    except (zlib.error, RecursionError) as damaged:
        raise ValueError from damaged


def unpacked(texts: Iterable[str]) -> tuple[str, list[TableChange]]:
    """Read a record that :func:`packed` wrote.

    Raises:
        WrongKind: the texts are no such record.
    """
    try:
        record = inflated(texts)
        return str(record["action"]), [_change(entry) for entry in record["tables"]]
    except (ValueError, KeyError, TypeError, IndexError):
        raise WrongKind("undo_unreadable") from None


def _change(entry: Mapping[str, Any]) -> TableChange:
    digests = base64.b64decode(entry["digests"], validate=True)
    return TableChange(
        str(entry["table"]),
        tuple(map(str, entry["header"])),
        tuple(map(int, entry["own"])),
        tuple((int(row), int(column), cell_of(old)) for row, column, old in entry["changed"]),
        tuple(tuple(cell_of(cell) for cell in row) for row in entry["removed"]),
        int(entry["row_count"]),
        tuple(digests[at : at + DIGEST_BYTES] for at in range(0, len(digests), DIGEST_BYTES)),
    )


def _digest(row: Sequence[Cell], own: Sequence[int]) -> bytes:
    text = "\x1f".join(canonical(row[column]) for column in own)
    return zlib.crc32(text.encode("utf-8", "surrogatepass")).to_bytes(DIGEST_BYTES, "big")


def canonical(cell: Cell) -> str:
    """Write a cell so that 1 and 1.0, and a day and its midnight, are the same, but 1 and "1" are not."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return f"b{cell}"
    if isinstance(cell, (int, float)):
        return f"n{float(cell)!r}"
    if isinstance(cell, dt.datetime):
        return f"d{cell.replace(microsecond=0).isoformat()}"
    if isinstance(cell, dt.date):
        return f"d{cell.isoformat()}T00:00:00"
    return f"{type(cell).__name__[0]}{cell}"


def _same(one: Cell, other: Cell) -> bool:
    return one is other or canonical(one) == canonical(other)


def plain_json(cell: Cell) -> Any:
    """Return a cell as JSON can hold it; :func:`cell_of` reads it back."""
    if isinstance(cell, CellError):
        return {"error": cell.value}
    if isinstance(cell, (dt.datetime, dt.date, dt.time)):
        return {type(cell).__name__: cell.isoformat()}
    return cell


def cell_of(value: Any) -> Cell:
    """Return the cell that :func:`plain_json` wrote.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        if kind == "error":
            return CellError(text)
        kinds: dict[str, Any] = {"datetime": dt.datetime, "date": dt.date, "time": dt.time}
        parsed: Cell = kinds[kind].fromisoformat(text)
        return parsed
    if value is not None and not isinstance(value, (str, int, float, bool)):
        raise ValueError(value)
    return value


def rows_equal(one: Rows, other: Rows) -> bool:
    """Tell whether two tables hold the same, whatever number or date type their cells came in."""
    return len(one) == len(other) and all(
        _same(a, b) for left, right in zip(one, other, strict=True) for a, b in zip(left, right, strict=True)
    )


def as_cells(texts: Sequence[str], run: str) -> Iterator[tuple[str, int, str]]:
    """Yield the rows of the undo table for a record."""
    for part, text in enumerate(texts, start=1):
        yield run, part, text
