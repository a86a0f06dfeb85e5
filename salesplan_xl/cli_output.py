"""How the command line answers: results on standard output, sentences on standard error, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import Any, NoReturn

import typer

from salesplan_xl.messages import LANGUAGES, Language, say


def finish(outcome: Any, language: Language, as_json: bool) -> None:
    """Print an outcome, or one with the language to print it in, and leave with its exit code."""
    if isinstance(outcome, tuple):
        outcome, language = outcome
    if as_json:
        print_json(outcome.as_json(language))
    for problem in outcome.problems:
        tell(problem.sentence(language))
    if len(outcome.problems) > 1:
        tell(say("problems_found", language, count=len(outcome.problems)))
    if outcome.summary:
        tell(outcome.summary.sentence(language))
    for said in outcome.attention:
        tell("• " + said.sentence(language))
    if outcome.exit_code:
        raise typer.Exit(outcome.exit_code)


def chosen_language(lang: str | None) -> Language:
    """Return the language asked for, else that of the system."""
    if lang is None:
        where = next(
            (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
        )
        return "zh" if where.lower().startswith("zh") else "en"
    if lang not in LANGUAGES:
        stop(2, "--lang en | zh")
    return "zh" if lang == "zh" else "en"


def print_json(value: Any) -> None:
    """Print one JSON object."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str, allow_nan=False))


def print_csv(columns: list[str], rows: list[list[Any]]) -> None:
    """Print rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    typer.echo(text.getvalue(), nl=False)


def print_table(columns: list[str], rows: list[list[Any]]) -> None:
    """Print rows under their columns; a table wider than the terminal wraps, and nothing is cut."""
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for column in columns:
        table.add_column(Text(column), no_wrap=True)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = Console()
    needed = Measurement.get(console, console.options.update(max_width=10**6), table).maximum
    Console(width=max(needed, 1), soft_wrap=True).print(table)


def tell(text: str) -> None:
    """Write a sentence to standard error."""
    typer.echo(text, err=True)


def stop(code: int, text: str) -> NoReturn:
    """Say why and leave."""
    tell(text)
    raise typer.Exit(code)
