"""The wrappers of the cell functions and their help, as text."""

from __future__ import annotations

import re

import pytest

from salesplan_xl import formulas  # noqa: F401 - declares them
from salesplan_xl.addin.wrappers import MOST_CHARACTERS, help_texts, parameter, wrappers
from salesplan_xl.registry import FORMULAS
from salesplan_xl.reserved_names import VBA_KEYWORDS

FUNCTION = re.compile(r"^Public Function (\w+)\((.*)\) As (Variant|String)$", re.MULTILINE)


def declared() -> dict[str, str]:
    return {name: parameters for name, parameters, _ in FUNCTION.findall(wrappers(FORMULAS))}


def test_every_function_has_a_wrapper_with_its_arguments_in_order() -> None:
    found = declared()
    assert set(found) == {*FORMULAS, "FunctionNames"}
    for name, formula in FORMULAS.items():
        parameters = found[name].split(", ")
        assert len(parameters) == len(formula.arguments)
        for text, argument in zip(parameters, formula.arguments, strict=True):
            assert text == f"{'' if argument.required else 'Optional '}{parameter(argument, name)} As Variant"


def test_no_parameter_is_a_word_of_vba_or_the_name_of_its_function() -> None:
    for name, formula in FORMULAS.items():
        names = [parameter(argument, name).upper() for argument in formula.arguments]
        assert len(set(names)) == len(names)
        assert not set(names) & (VBA_KEYWORDS | {name, "STEP", "BASE", "COMPARE", "RANDOM", "TEXT", "WIDTH"})


def test_every_optional_argument_that_is_left_out_becomes_a_blank() -> None:
    text = wrappers(FORMULAS)
    for name, formula in FORMULAS.items():
        body = text.split(f"Public Function {name}(")[1].split("End Function")[0]
        for argument in formula.arguments:
            given = parameter(argument, name)
            assert (f"If IsMissing({given}) Then {given} = Empty" in body) is not argument.required


def test_the_module_is_ascii_with_lines_that_vba_takes() -> None:
    text = wrappers(FORMULAS)
    assert text.isascii()
    # The editor takes lines of up to 1,023 characters.
    assert max(map(len, text.splitlines())) <= 1023


def test_functions_and_arguments_have_help_in_both_languages_of_at_most_255_characters() -> None:
    texts = {key: (english, chinese) for key, english, chinese in help_texts(FORMULAS)}
    for name, formula in FORMULAS.items():
        keys = [f"help:{name}", f"category:{name}"]
        keys += [f"help:{name}:{number}" for number in range(1, len(formula.arguments) + 1)]
        for key in keys:
            english, chinese = texts[key]
            assert 0 < len(english) <= MOST_CHARACTERS == 255
            assert 0 < len(chinese) <= 255
            assert re.search(r"[一-鿿]", chinese), key
        assert f"help:{name}:{len(formula.arguments) + 1}" not in texts


@pytest.mark.parametrize(
    ("function", "argument", "choice"), [("DECOMPOSE", 7, "webster"), ("SPREAD", 3, "linear")]
)
def test_the_words_an_argument_takes_stand_in_its_help(function: str, argument: int, choice: str) -> None:
    texts = {key: english for key, english, _ in help_texts(FORMULAS)}
    assert choice in texts[f"help:{function}:{argument}"]
