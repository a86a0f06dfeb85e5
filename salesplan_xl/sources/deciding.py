"""What a whole source decides before its rows are read: the decimal mark, and which rows are totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salesplan_xl.errors import Problem
from salesplan_xl.sources.chunks import Chunk, Source
from salesplan_xl.sources.header import Header
from salesplan_xl.sources.numbers import DecimalMark, MarkEvidence, tidy
from salesplan_xl.sources.subtotals import TotalWords

Sheets = Sequence[tuple[Source, Header]]
"""One source, or several sheets with the same header."""


def decimal_mark(
    sheets: Sheets, measured: Sequence[int], asked: DecimalMark | None
) -> tuple[DecimalMark, Problem | None]:
    """Find the decimal mark from the first number that can be read only one way.

    Returns:
        The mark, and where the numbers leave it open the problem that asks for it.
    """
    if asked is not None:
        return asked, None
    seen = MarkEvidence()
    for source, header in sheets:
        for row in source.head()[header.position + 1 :]:
            seen.add([row[place] for place in measured if place < len(row)])
    if not seen.proofs:
        for chunk in all_chunks(sheets, measured):
            for place in measured:
                cells = [cell for cell in chunk.columns[place].tolist() if isinstance(cell, str)]
                together = "".join(cells)
                if any(mark in together for mark in ".,．，"):
                    seen.add(cells)
            if seen.proofs:
                break
    if seen.mark is not None:
        return seen.mark, None
    text = tidy(seen.unclear or "")
    whole = text.replace(",", "").replace(".", "")
    return ".", Problem("source_decimal_unclear", {"text": text, "whole": whole})


def total_words(sheets: Sheets, measured: Sequence[int]) -> TotalWords:
    """Look through all naming columns for subtotal rows, where the source names totals at all."""
    totals = TotalWords()
    if not any(source.names_totals for source, _ in sheets):
        return totals
    naming = [place for place in range(len(sheets[0][1].labels)) if place not in measured]
    for chunk in all_chunks(sheets, naming):
        for place in naming:
            totals.look(_texts(chunk, place))
    if totals.names:
        for chunk in all_chunks(sheets, naming):
            for place in naming:
                totals.confirm(_texts(chunk, place))
    return totals


def all_chunks(sheets: Sheets, columns: Sequence[int]) -> Iterator[Chunk]:
    """Read some columns of all sheets, one after the other."""
    for source, header in sheets:
        yield from source.chunks(header.position + 1, len(header.labels), columns)


def _texts(chunk: Chunk, place: int) -> list[str]:
    import pandas as pd

    _, values = pd.factorize(chunk.columns[place], use_na_sentinel=False)
    return [cell for cell in values.tolist() if isinstance(cell, str)]
