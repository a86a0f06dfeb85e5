"""The cell functions and the ribbon actions, each declared once where it is written.

The wrapper in Excel, the help, the command line, the reference page and the tests follow from these two
dictionaries. A wrong declaration is refused at import.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, Protocol, cast

from salesplan_xl.cells import CellError
from salesplan_xl.declaration import Argument, DeclarationError, Formula, Help, check_name, read_declaration
from salesplan_xl.evaluation import evaluate_rows, evaluate_values
from salesplan_xl.refusals import refuse, refuse_call
from salesplan_xl.units import Floats

__all__ = [
    "ACTIONS",
    "FORMULAS",
    "Action",
    "Argument",
    "DeclarationError",
    "Formula",
    "Help",
    "action",
    "formula",
    "refuse",
    "refuse_call",
]

FORMULAS: dict[str, Formula] = {}
"""Excel name to formula, aliases included."""


@dataclass(frozen=True)
class Action:
    """A ribbon button and its command: one function of a workbook."""

    name: str
    group: str
    run: Callable[..., Any]
    label: dict[str, str]
    tip: dict[str, str]
    icon: str
    """One of Office's own image names."""
    options: dict[str, str]
    """Option name to its kind: ``month``, ``text``, ``amount``, ``flag``."""


ACTIONS: dict[str, Action] = {}


class CellFunction(Protocol):
    """A declared formula, to be called with numbers, sequences and arrays."""

    rows: Callable[..., tuple[Floats, dict[int, CellError]]]
    """Runs it down columns: the results, NaN where refused, and each refused row's error."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...


def formula(
    category: str,
    zh: Help,
    *,
    choices: dict[str, Iterable[str]] | None = None,
    aliases: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], CellFunction]:
    """Declare a cell function. Its Excel name is the Python name in capitals.

    The decorated function takes numbers, sequences and arrays, converts them as declared, runs the body and
    converts the result back; :func:`salesplan_xl.evaluation.evaluate_cells` does the same for cells.
    ``choices`` lists the words a text argument accepts; anything else is refused before the body runs.

    Raises:
        DeclarationError: a section, an argument, a unit or a language is missing or does not fit; the name
            is taken, is one of Excel's own, or looks like a cell address.
    """

    def declare(body: Callable[..., Any]) -> CellFunction:
        declared = read_declaration(body, category, zh, choices or {}, aliases)
        for name in (declared.name, *declared.aliases):
            check_name(name)
            if name in FORMULAS:
                raise DeclarationError(f"{name}: declared twice")
            FORMULAS[name] = declared

        @wraps(body)
        def call(*args: Any, **kwargs: Any) -> Any:
            given = inspect.signature(body).bind_partial(*args, **kwargs).arguments
            return evaluate_values(declared, [given.get(argument.name) for argument in declared.arguments])

        function = cast(CellFunction, call)
        function.rows = partial(evaluate_rows, declared)
        return function

    return declare


def action(
    *,
    group: str,
    label: dict[str, str],
    tip: dict[str, str],
    icon: str,
    options: dict[str, str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a ribbon action; the command line has the same name and options.

    Raises:
        DeclarationError: a language is missing, the options differ from the signature, or the name is taken.
    """

    def declare(run: Callable[..., Any]) -> Callable[..., Any]:
        name = run.__name__.rstrip("_")
        for texts in (label, tip):
            if set(texts) != {"en", "zh"} or not all(texts.values()):
                raise DeclarationError(f"action {name}: label and tip need English and Chinese")
        if name in ACTIONS:
            raise DeclarationError(f"action {name}: declared twice")
        if list(inspect.signature(run).parameters)[1:] != list(options or {}):
            raise DeclarationError(f"action {name}: the options do not match the signature")
        ACTIONS[name] = Action(name, group, run, label, tip, icon, options or {})
        return run

    return declare
