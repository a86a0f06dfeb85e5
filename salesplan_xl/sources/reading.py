"""From an outside file to rows of a plan's table: :func:`read_source`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.errors import Problem
from salesplan_xl.sources.chunks import Progress, Source
from salesplan_xl.sources.dates import DateOrder
from salesplan_xl.sources.header import Header, find_header, text_of
from salesplan_xl.sources.labels import SUMMED_TABLES, Vocabulary, folded
from salesplan_xl.sources.loaded import Loaded, Taken, nothing_loaded, options_kept
from salesplan_xl.sources.mapping import ColumnMap, Use, map_columns, meaning_of
from salesplan_xl.sources.numbers import DecimalMark
from salesplan_xl.sources.opening import ALL_SHEETS, open_sources
from salesplan_xl.sources.plain_rows import load_rows
from salesplan_xl.sources.sales import load_sales
from salesplan_xl.sources.text_file import TextFile
from salesplan_xl.units import CENT, Month, Step


@dataclass(frozen=True)
class Layout:
    """One source (a text file, a sheet) with its header and how its columns are read."""

    source: Source
    header: Header
    columns: ColumnMap
    problems: list[Problem]

    @property
    def fit(self) -> int:
        return len(self.columns.uses) + len(self.columns.across)


def read_source(
    path: str | Path,
    *,
    table: str,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    date_order: DateOrder | None = None,
    decimal: DecimalMark | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    first: Month | None = None,
    last: Month | None = None,
    only: Mapping[str, str] | None = None,
    step: Step = CENT,
    progress: Progress | None = None,
) -> Loaded:
    """Read a CSV or Excel file into rows of a table, finding out how it is written.

    Sales tables are added up exactly by month and everything else that is mapped; each stored row is rounded
    once to ``step`` (halves away from zero) and the residual reported. Other tables take one row per row.

    Args:
        path: The file.
        table: The plan's table, e.g. ``tblHistory``.
        mapping: Column of the plan (id, label or synonym) to the source's label. What is not named is found
            by label; an empty label leaves a column out; ``A+B`` joins two source columns; ``profit`` may be
            given instead of ``cost``.
        sheet: A sheet's or table's name; ``*`` for all sheets with the same header.
        date_order: ``dmy`` or ``mdy``, where the dates do not tell.
        decimal: ``.`` or ``,``, where the numbers do not tell.
        encoding: Of a text file, where its bytes do not tell.
        delimiter: Of a text file, where its lines do not tell.
        first: The first month to load.
        last: The last month to load.
        only: Source label (or column of the plan) to the value that rows must have.
        step: What money is rounded to.
        progress: Told how far reading is.

    Returns:
        The rows, what was taken and how; with ``problems`` the frame is empty.

    Raises:
        FileRefused: the file cannot be opened or is not readable at all.
    """
    path = Path(path)
    vocabulary = Vocabulary(table)
    sources = open_sources(path, sheet=sheet, encoding=encoding, delimiter=delimiter)
    layouts = [layout for source in sources if (layout := _layout(source, path, vocabulary, mapping))]
    chosen, problems = _choose(layouts, path, sheet)
    taken = Taken(path.name)
    if not chosen:
        return nothing_loaded(taken, problems)
    _describe(taken, chosen, vocabulary)
    filters, wrong = _filters(chosen[0], vocabulary, only or {}, path)
    problems = [*problems, *wrong]
    if problems:
        return nothing_loaded(taken, problems)
    kept = options_kept(
        sheet=sheet, date_order=date_order, decimal=decimal, encoding=encoding, delimiter=delimiter
    )
    sheets = [(layout.source, layout.header) for layout in chosen]
    if table in SUMMED_TABLES:
        loaded = load_sales(
            sheets,
            chosen[0].columns,
            vocabulary,
            taken,
            date_order=date_order,
            decimal=decimal,
            first=first,
            last=last,
            only=filters,
            step=step,
            years_from=path.stem,
            progress=progress,
        )
    else:
        loaded = load_rows(
            sheets,
            chosen[0].columns,
            vocabulary,
            taken,
            date_order=date_order,
            decimal=decimal,
            only=filters,
            progress=progress,
        )
    loaded.mapping = chosen[0].columns.as_json(kept)
    return loaded


def _layout(
    source: Source, path: Path, vocabulary: Vocabulary, mapping: Mapping[str, str] | None
) -> Layout | None:
    asked = {folded(label) for label in (mapping or {}).values() if label}

    def known(label: str) -> str | None:
        if folded(label) in asked:
            return f"={folded(label)}"
        meaning = meaning_of(vocabulary, label)
        return meaning[0] if meaning else None

    rows = source.head()
    header = find_header(rows, known)
    if header is None:
        return None
    where = f"{path.name} {source.title}".strip()
    columns, problems = map_columns(header, vocabulary, mapping, _below(rows, header), where)
    return Layout(source, header, columns, problems)


def _below(rows: Sequence[Sequence[object]], header: Header) -> Callable[[int], list[object]]:
    def cells(position: int) -> list[object]:
        below = rows[header.position + 1 :]
        return [row[position] for row in below if position < len(row) and text_of(row[position])]

    return cells


def _choose(layouts: list[Layout], path: Path, sheet: str | None) -> tuple[list[Layout], list[Problem]]:
    """Choose the sheet that fits best; several that fit equally well are asked about."""
    if not layouts:
        return [], [Problem("source_no_rows", {"file": path.name})]
    ready = [layout for layout in layouts if not layout.problems]
    if not ready:
        best = max(layouts, key=lambda layout: layout.fit)
        return [best], best.problems
    most = max(layout.fit for layout in ready)
    best_ready = [layout for layout in ready if layout.fit == most]
    if len(best_ready) == 1 or sheet == ALL_SHEETS:
        same = [layout for layout in best_ready if layout.header.labels == best_ready[0].header.labels]
        return same, []
    names = ", ".join(layout.source.title for layout in best_ready)
    facts = {"file": path.name, "sheets": names, "first": best_ready[0].source.title}
    return [best_ready[0]], [Problem("source_sheets", facts)]


def _describe(taken: Taken, layouts: list[Layout], vocabulary: Vocabulary) -> None:
    source, header, columns = layouts[0].source, layouts[0].header, layouts[0].columns
    if isinstance(source, TextFile):
        taken.encoding = source.encoding.shown
        taken.delimiter = source.delimiter
    else:
        taken.kind = "workbook"
        taken.sheets = [layout.source.title for layout in layouts]
    taken.header_line = source.line(header.position)
    taken.columns = {use.column: use.source for use in columns.uses.values()}
    taken.asked = [use.column for use in columns.uses.values() if use.asked]
    taken.units = {use.column: use.power for use in columns.uses.values() if use.power}
    taken.units.update({column.measure: column.power for column in columns.across if column.power})
    taken.months_across = len(columns.across)
    used = set(columns.positions())
    taken.unused = [label for place, label in enumerate(header.labels) if label and place not in used]


def _filters(
    layout: Layout, vocabulary: Vocabulary, only: Mapping[str, str], path: Path
) -> tuple[list[tuple[Use, str]], list[Problem]]:
    filters: list[tuple[Use, str]] = []
    problems: list[Problem] = []
    for name, value in only.items():
        labels = layout.header.labels
        places = [place for place, label in enumerate(labels) if label and folded(label) == folded(name)]
        id = vocabulary.column_id(name)
        if places:
            filters.append((Use(name, (places[0],), (labels[places[0]],)), value))
        elif id in layout.columns.uses:
            filters.append((layout.columns.uses[id], value))
        else:
            facts = {
                "source": name,
                "where": path.name,
                "found": ", ".join(label for label in labels if label),
            }
            problems.append(Problem("source_no_column", facts))
    return filters, problems
