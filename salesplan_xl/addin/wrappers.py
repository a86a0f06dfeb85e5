"""The VBA of the cell functions: one wrapper each, and the help texts of Excel's function wizard.

A wrapper hands its arguments to ``Answer`` (module ``SalesPlanCells``), which makes values of ranges and
errors of integers. Optional arguments stay optional; what was left out reaches Python as a blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salesplan_xl.declaration import Argument, Formula
from salesplan_xl.messages import word

MODULE = "SalesPlanFunctions"
MOST_CHARACTERS = 255
"""The longest text that Excel takes for a function or an argument."""

_WORDS_OF_VBA = frozenset(
    "access append base binary compare database empty error explicit lib line module output private random "
    "read reset step text width".split()
)
"""Words that VBA understands as names only here and there; LibreOffice never."""


def wrappers(formulas: dict[str, Formula]) -> str:
    """Return the module of all wrappers, aliases included."""
    names = sorted(formulas)
    lines = [
        f'Attribute VB_Name = "{MODULE}"',
        "Option Explicit",
        "",
        "' Generated from the declarations of the functions.",
        "",
        *_name_list(names),
    ]
    for name in names:
        lines += ["", *_wrapper(name, formulas[name])]
    return "\n".join(lines) + "\n"


def _name_list(names: list[str]) -> list[str]:
    lines = ["Public Function FunctionNames() As String", "    Dim names As String"]
    lines += [f'    names = names & ";{name}"' for name in names]
    return [*lines, "    FunctionNames = Mid$(names, 2)", "End Function"]


def _wrapper(name: str, formula: Formula) -> list[str]:
    parameters = [parameter(argument, name) for argument in formula.arguments]
    declared = ", ".join(
        f"{'' if argument.required else 'Optional '}{given} As Variant"
        for argument, given in zip(formula.arguments, parameters, strict=True)
    )
    return [
        f"Public Function {name}({declared}) As Variant",
        *(
            f"    If IsMissing({given}) Then {given} = Empty"
            for argument, given in zip(formula.arguments, parameters, strict=True)
            if not argument.required
        ),
        f'    {name} = Answer("{name}", Array({", ".join(parameters)}))',
        "End Function",
    ]


def parameter(argument: Argument, function: str) -> str:
    """Return the name of an argument in VBA; what VBA could take for a word of its own gets a line under it.

    >>> from salesplan_xl.registry import FORMULAS
    >>> from salesplan_xl import formulas
    >>> [parameter(argument, "DECOMPOSE") for argument in FORMULAS["DECOMPOSE"].arguments][:3]
    ['total', 'weights', 'step_']
    """
    taken = argument.name in _WORDS_OF_VBA or argument.name.upper() == function
    return argument.name + "_" if taken else argument.name


def help_texts(formulas: dict[str, Formula]) -> Iterator[tuple[str, str, str]]:
    """Yield the help of every function and argument: key, English, Chinese."""
    for name in sorted(formulas):
        formula = formulas[name]
        category = "category_" + formula.category
        yield f"category:{name}", f"SalesPlan {word(category, 'en')}", f"SalesPlan {word(category, 'zh')}"
        yield f"help:{name}", _fitted(formula.summary["en"]), _fitted(formula.summary["zh"])
        for number, argument in enumerate(formula.arguments, start=1):
            yield (
                f"help:{name}:{number}",
                _fitted(argument.en, argument.choices),
                _fitted(argument.zh, argument.choices),
            )


def _fitted(text: str, choices: Sequence[str] = ()) -> str:
    """Return a text with the words an argument takes, as many as fit."""
    if len(text) > MOST_CHARACTERS:
        return text[: MOST_CHARACTERS - 1] + "…"
    for count in range(len(choices), 0, -1):
        words = [*choices[:count], *(["…"] if count < len(choices) else [])]
        if len(full := f"{text} ({', '.join(words)})") <= MOST_CHARACTERS:
            return full
    return text
