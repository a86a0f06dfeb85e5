"""How a cell function is declared: signature, docstring and Chinese help, read and checked at import.

The docstring has a sentence and six sections in a fixed order::

    One sentence that says what it gives.

    Formula:
        the definition, with the names of the arguments
    Args:
        name (unit, shape[, blank rule]): meaning
    Returns:
        unit, shape: meaning
    Errors:
        #NUM!: when
    Source:
        where the definition is published
    Example:
        a doctest
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.reserved_names import EXCEL_BUILT_INS, VBA_KEYWORDS
from salesplan_xl.units import UNITS

SHAPES: dict[str, str] = {
    "scalar": "one cell; where all arguments are scalar, ranges are worked out row by row",
    "series": "one row or one column",
    "range": "any rectangle",
    "table": "a rectangle that every row of the call reads: tiers, a ramp curve",
}
"""Shapes of arguments. ``series of n`` or ``range of weights`` names what must have the same size."""

RESULT_SHAPES = ("scalar", "series", "range", "row", "column")
"""Shapes of results. ``series of plan`` and ``range of weights`` lie as that argument lies."""

BLANKS: dict[str, str] = {
    "blank is zero": "a blank counts as zero",
    "blank is open": "a blank says nothing: free, unbounded, not yet known; the body sees NaN",
}
CELL_ERRORS = {cls.cell_error.value: cls for cls in (NoBasis, OutOfRange, WrongKind, NotFound)}
SECTIONS = ("Formula", "Args", "Returns", "Errors", "Source", "Example")

_CELL_ADDRESS = re.compile(r"(?:[A-Z]{1,3}\d{1,7}|R\d*C\d*|R|C)\Z")
_ARGUMENT = re.compile(r"    (\w+) \((\w+), ([^)]+?)\): (.+)")
_RETURNS = re.compile(r"    (\w+), ([^:]+): (.+)")
_ERROR = re.compile(r"    (#\S+): (.+)")

Refuse = Callable[[str], "DeclarationError"]


class DeclarationError(Exception):
    """A formula or action is declared wrongly: a mistake of ours, seen at import."""


class Help:
    """The Chinese help of a formula: what it gives, and each argument in the order of the signature."""

    def __init__(self, summary: str, **arguments: str) -> None:
        self.summary = summary
        self.arguments = arguments


@dataclass(frozen=True)
class Argument:
    """One argument of a formula."""

    name: str
    unit: str
    shape: str
    blank: str
    """``refused``, or one of :data:`BLANKS`."""
    required: bool
    default: object
    en: str
    zh: str
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The shape without what it is the size of."""
        return self.shape.split(" of ")[0]

    @property
    def size_of(self) -> str:
        """What must have the same size: a letter shared by several arguments, or an argument's name."""
        return self.shape.partition(" of ")[2]


@dataclass(frozen=True)
class Formula:
    """A cell function: its declaration and its body."""

    name: str
    category: str
    body: Callable[..., Any]
    arguments: tuple[Argument, ...]
    unit: str
    shape: str
    summary: dict[str, str]
    definition: str
    returns: str
    errors: dict[str, str]
    source: str
    example: str
    aliases: tuple[str, ...] = field(default=())

    @property
    def by_row(self) -> bool:
        """Whether ranges are worked out row by row: every argument is one cell, or a table for all rows."""
        kinds = {argument.kind for argument in self.arguments}
        return "scalar" in kinds and kinds <= {"scalar", "table"}

    @property
    def on_step(self) -> bool:
        """Whether amounts reach the body as whole numbers of the argument ``step``."""
        return any(argument.name == "step" for argument in self.arguments)


def read_declaration(
    body: Callable[..., Any],
    category: str,
    zh: Help,
    choices: dict[str, Iterable[str]],
    aliases: tuple[str, ...] = (),
) -> Formula:
    """Read a formula from its signature, docstring and Chinese help.

    Raises:
        DeclarationError: something is missing or does not fit.
    """
    name = body.__name__.rstrip("_").upper()

    def refuse(what: str) -> DeclarationError:
        return DeclarationError(f"{name}: {what}")

    summary, sections = _sections(inspect.getdoc(body) or "", refuse)
    parameters = inspect.signature(body).parameters
    if any(p.kind is not p.POSITIONAL_OR_KEYWORD for p in parameters.values()):
        raise refuse("arguments must be positional, with defaults at the end")
    described = {match[1]: match for match in _items(sections["Args"], _ARGUMENT, "Args", refuse)}
    if list(described) != list(parameters):
        raise refuse(f"Args {list(described)} do not match the signature {list(parameters)}")
    if list(zh.arguments) != list(parameters) or not all([zh.summary, *zh.arguments.values()]):
        raise refuse(f"Chinese help {list(zh.arguments)} does not match the signature {list(parameters)}")
    if not set(choices) <= set(parameters):
        raise refuse(f"choices {sorted(choices)} name no argument")
    arguments = tuple(
        _argument(described[p.name], p, zh.arguments[p.name], tuple(choices.get(p.name, ())), refuse)
        for p in parameters.values()
    )
    returned = _items(sections["Returns"], _RETURNS, "Returns", refuse)
    if len(returned) != 1 or returned[0][1] not in UNITS:
        raise refuse(f"Returns must be one entry 'unit, shape: meaning' with a unit of {sorted(UNITS)}")
    if returned[0][2].split(" of ")[0] not in RESULT_SHAPES:
        raise refuse(f"Returns: shape {returned[0][2]!r} is none of {RESULT_SHAPES}")
    errors = {match[1]: match[2] for match in _items(sections["Errors"], _ERROR, "Errors", refuse)}
    if not set(errors) <= set(CELL_ERRORS):
        raise refuse(f"Errors may name {sorted(CELL_ERRORS)} only")
    if ">>>" not in sections["Example"]:
        raise refuse("Example holds no doctest")
    return Formula(
        name=name,
        category=category,
        body=body,
        arguments=arguments,
        unit=returned[0][1],
        shape=returned[0][2],
        summary={"en": summary, "zh": zh.summary},
        definition=inspect.cleandoc("\n" + sections["Formula"]),
        returns=returned[0][3],
        errors=errors,
        source=" ".join(sections["Source"].split()),
        example=inspect.cleandoc("\n" + sections["Example"]),
        aliases=aliases,
    )


def check_name(name: str) -> None:
    """Refuse a name that Excel or VBA has taken, or that looks like a cell.

    >>> check_name("W1")
    Traceback (most recent call last):
    salesplan_xl.declaration.DeclarationError: W1: looks like a cell address
    >>> check_name("GROWTH")
    Traceback (most recent call last):
    salesplan_xl.declaration.DeclarationError: GROWTH: is a built-in function of Excel
    """
    if _CELL_ADDRESS.match(name):
        raise DeclarationError(f"{name}: looks like a cell address")
    if name in EXCEL_BUILT_INS:
        raise DeclarationError(f"{name}: is a built-in function of Excel")
    if name in VBA_KEYWORDS:
        raise DeclarationError(f"{name}: is a VBA keyword")


def _sections(doc: str, refuse: Refuse) -> tuple[str, dict[str, str]]:
    summary, _, rest = doc.partition("\n")
    if not summary.endswith("."):
        raise refuse("the docstring must start with one sentence on one line")
    found = re.split(r"^(\w+):[ \t]*$", rest, flags=re.MULTILINE)
    titles = tuple(found[1::2])
    if titles != SECTIONS:
        raise refuse(f"the docstring's sections are {list(titles)}; they must be {list(SECTIONS)}")
    sections = dict(zip(titles, found[2::2], strict=True))
    for title, text in sections.items():
        if not text.strip():
            raise refuse(f"section {title} is empty")
    return summary, sections


def _items(text: str, pattern: re.Pattern[str], title: str, refuse: Refuse) -> list[re.Match[str]]:
    """Match the entries of a section; a line indented further continues the one above."""
    entries: list[str] = []
    for line in text.strip("\n").splitlines():
        if line.startswith("     ") and entries:
            entries[-1] += " " + line.strip()
        elif line.strip():
            entries.append(line)
    matches = []
    for entry in entries:
        match = pattern.fullmatch(entry)
        if not match:
            raise refuse(f"section {title}: cannot read {entry.strip()!r}")
        matches.append(match)
    return matches


def _argument(
    match: re.Match[str], parameter: inspect.Parameter, zh: str, choices: tuple[str, ...], refuse: Refuse
) -> Argument:
    name, unit, rest, meaning = match.groups()
    shape, _, blank = rest.partition(", ")
    if name.upper() in VBA_KEYWORDS:
        raise refuse(f"argument {name!r} is a VBA keyword")
    if unit not in UNITS:
        raise refuse(f"argument {name!r}: unit {unit!r} is none of {sorted(UNITS)}")
    if shape.split(" of ")[0] not in SHAPES:
        raise refuse(f"argument {name!r}: shape {shape!r} is none of {sorted(SHAPES)}")
    if blank and blank not in BLANKS:
        raise refuse(f"argument {name!r}: {blank!r} is none of {sorted(BLANKS)}")
    if choices and unit != "text":
        raise refuse(f"argument {name!r}: only a text argument has choices")
    required = parameter.default is parameter.empty
    default = None if required else parameter.default
    return Argument(name, unit, shape, blank or "refused", required, default, meaning, zh, choices)
