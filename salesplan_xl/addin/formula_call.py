"""Finds the call of one of our functions in a cell's formula, and its arguments as texts.

>>> found = find_call('=IFERROR(DECOMPOSE(B1,B2:B4,,"x,y"),0)', {"DECOMPOSE"})
>>> found.name, found.arguments
('DECOMPOSE', ('B1', 'B2:B4', '', '"x,y"'))
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any


@dataclass(frozen=True)
class Call:
    """A call as it stands in a formula; an argument left out is an empty text."""

    name: str
    arguments: tuple[str, ...]
    alone: bool
    """Whether the call is the whole formula, so that its answer is the cell's value."""


def find_call(formula: str, names: Collection[str]) -> Call | None:
    """Return the first call of a function of these names; its arguments may hold further calls."""
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import TokenizerError

    if not formula.startswith("="):
        return None
    try:
        tokens = Tokenizer(formula).items
    except (TokenizerError, IndexError):
        return None
    for position, token in enumerate(tokens):
        name = _function_name(token)
        if name in names:
            arguments, end = _arguments(tokens, position + 1)
            outside = tokens[:position] + tokens[end + 1 :]
            return Call(name, arguments, not any(token.value.strip() for token in outside))
    return None


_DIGITS = re.compile(r"\d+")
NAME_PREFIX = "SP."
"""What the names of native functions in our templates begin with."""


def calls_ours(formula: str) -> bool:
    """Tell whether a formula calls a cell function of ours, or names one of the native ones.

    >>> calls_ours('=IFERROR(GAP(A1,B1),0)'), calls_ours("=SP.GAP(A1,B1)"), calls_ours('=LEN("GAP(1,2)")')
    (True, True, False)
    >>> calls_ours("=@GAP(A1:A3,1)"), calls_ours("=[1]!GAP(A1,B1)"), calls_ours("=MAP(A1:A3,SP.GAP)")
    (True, True, True)
    """
    from salesplan_xl import formulas  # noqa: F401 - declares them
    from salesplan_xl.registry import FORMULAS

    if not _candidates(tuple(FORMULAS)).search(formula):
        return False
    # Formulas that were copied down differ in their row numbers only, which do not matter here.
    return _calls(_DIGITS.sub("1", formula), frozenset(FORMULAS))


@lru_cache(maxsize=4096)
def _calls(formula: str, names: frozenset[str]) -> bool:
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import TokenizerError

    try:
        tokens = Tokenizer(formula).items
    except (TokenizerError, IndexError):
        return True
    for token in tokens:
        name = _function_name(token)
        if not name and token.type == token.OPERAND and token.subtype == token.RANGE:
            name = token.value.rpartition("!")[2].upper()
            if name.startswith(NAME_PREFIX):
                return True
        elif name in names or name.startswith(NAME_PREFIX):
            return True
    return False


@cache
def _candidates(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what every formula of ours matches, and few others: far cheaper than taking it apart."""
    return re.compile(rf"(?<![\w.])(?:(?:{'|'.join(names)})\s*\(|{re.escape(NAME_PREFIX)})", re.IGNORECASE)


def _function_name(token: Any) -> str:
    """Return the name of a called function, without the add-in's name and Excel's prefixes."""
    if token.type != token.FUNC or token.subtype != token.OPEN:
        return ""
    name = token.value[:-1].rpartition("!")[2].upper().removeprefix("@")
    return name.removeprefix("_XLFN.").removeprefix("_XLUDF.").removeprefix("_XLL.")  # type: ignore[no-any-return]


def _arguments(tokens: list[Any], start: int) -> tuple[tuple[str, ...], int]:
    """Return the arguments from ``start`` on, and the place of the bracket that closes them."""
    arguments: list[str] = []
    text, depth = "", 0
    for position in range(start, len(tokens)):
        token = tokens[position]
        if depth == 0 and token.subtype == token.CLOSE:
            if arguments or text.strip():
                arguments.append(text.strip())
            return tuple(arguments), position
        depth += (token.subtype == token.OPEN) - (token.subtype == token.CLOSE)
        if depth == 0 and token.type == token.SEP:
            arguments.append(text.strip())
            text = ""
        else:
            text += token.value
    return tuple(arguments), len(tokens)
