"""Where a source's header stands: titles above it, merged headers of two rows joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from salesplan_xl.sources.months_across import split_label
from salesplan_xl.sources.numbers import read_number, tidy

_DEEPEST = 60


@dataclass(frozen=True)
class Header:
    """The labels of a source's columns and where they stand (0-based position of the last header row)."""

    position: int
    labels: tuple[str, ...]
    titles: tuple[str, ...]
    """Texts above the header."""
    rows: int = 1
    score: int = 0
    """How many labels were understood."""


def text_of(cell: object) -> str:
    """Return a cell as the text a person sees in a header or a member column.

    >>> text_of(123.0), text_of(dt.date(2027, 3, 1)), text_of("  华东\u3000")
    ('123', '2027-03-01', '华东')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


def find_header(rows: Sequence[Sequence[object]], known: Callable[[str], str | None]) -> Header | None:
    """Find the row whose labels are understood best, the first of equals.

    Where no label is understood, the first full row of texts is taken, so that a message can name its labels.

    Args:
        rows: The first rows of the source.
        known: Says which column a label means.
    """
    best: Header | None = None
    texts = [[text_of(cell) for cell in row] for row in rows[:_DEEPEST]]
    for position, row in enumerate(texts):
        for candidate in (_single(texts, position, row), _joined(rows, texts, position)):
            if candidate is None:
                continue
            score = _score(candidate, known)
            if best is None or score > best.score:
                labels = tuple(candidate)
                depth = 1 if candidate is row or labels == tuple(row) else 2
                best = Header(position, labels, _titles(texts, position + 1 - depth), depth, score)
    if best is None or best.score > 0:
        return best
    return _first_full_row(texts)


def _single(texts: list[list[str]], position: int, row: list[str]) -> list[str] | None:
    return row if any(row) else None


def _joined(rows: Sequence[Sequence[object]], texts: list[list[str]], position: int) -> list[str] | None:
    """Join a row with the one above it, where that groups its columns."""
    if position == 0:
        return None
    above, below = texts[position - 1], texts[position]
    if sum(map(bool, above)) < 2 or any(_is_data(cell) for cell in rows[position]):
        return None
    width = max(len(above), len(below))
    above = above + [""] * (width - len(above))
    below = below + [""] * (width - len(below))
    labels: list[str] = []
    group = ""
    for head, tail in zip(above, below, strict=True):
        if head:
            group = head if tail else ""
        above_it = head or group
        labels.append(tail if above_it == tail else f"{above_it} {tail}".strip())
    return labels


def _is_data(cell: object) -> bool:
    if isinstance(cell, str):
        return bool(cell.strip()) and read_number(cell) is not None
    return isinstance(cell, float | int | dt.date | dt.time) and cell != ""


def _score(labels: Sequence[str], known: Callable[[str], str | None]) -> int:
    meant = {column for label in labels if label and (column := known(label))}
    months = {split for label in labels if label and (split := split_label(label))}
    return len(meant) + (len(months) if len(months) > 1 else 0)


def _titles(texts: list[list[str]], position: int) -> tuple[str, ...]:
    return tuple(text for row in texts[:position] for text in row if text)


def _first_full_row(texts: list[list[str]]) -> Header | None:
    widths = [sum(map(bool, row)) for row in texts]
    usual = max(widths, default=0)
    for position, row in enumerate(texts):
        if widths[position] * 2 >= usual and widths[position] and all(tidy(text) for text in row if text):
            return Header(position, tuple(row), _titles(texts, position))
    return None
