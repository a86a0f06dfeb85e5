"""The reference pages say what the registry says, in both languages."""

from __future__ import annotations

import pytest

import salesplan_xl.formulas  # noqa: F401 - declares the formulas
from salesplan_xl.addin.reference import PAGES, page
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.registry import FORMULAS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_current(language):
    """Run ``python -m salesplan_xl.addin.reference`` after a change to a formula."""
    assert PAGES[language].read_text(encoding="utf-8") == page(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_has_its_entry(language):
    text = page(language)
    for formula in FORMULAS.values():
        assert f"### {formula.name}\n" in text
        assert formula.summary[language] in text
        for argument in formula.arguments:
            assert f"| `{argument.name}` |" in text
