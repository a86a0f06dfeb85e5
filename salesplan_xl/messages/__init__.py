"""Every sentence a user can read, English and Chinese side by side, one module per part of the program.

A sentence says what is wrong, where, and what to do. Import fails if a language or a placeholder is missing.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import Literal

from salesplan_xl.messages.sentence import Sentence
from salesplan_xl.messages.words import WORDS as _WORDS

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

__all__ = ["LANGUAGES", "SENTENCES", "Language", "Sentence", "catalogue", "say", "word"]


def catalogue(*parts: dict[str, Sentence]) -> dict[str, Sentence]:
    """Join catalogues, refusing a key given twice and a sentence that differs in its placeholders."""
    joined: dict[str, Sentence] = {}
    for part in parts:
        for key, sentence in part.items():
            if key in joined:
                raise ValueError(f"sentence {key!r} is given twice")
            for language in LANGUAGES:
                if not getattr(sentence, language).strip():
                    raise ValueError(f"sentence {key!r} has no text in {language!r}")
            if _placeholders(sentence.en) != _placeholders(sentence.zh):
                raise ValueError(f"sentence {key!r}: placeholders differ between English and Chinese")
            joined[key] = sentence
    return joined


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


_PARTS = [import_module(f"{__name__}.{part.name}") for part in iter_modules(__path__)]
SENTENCES = catalogue(*(part.SENTENCES for part in _PARTS if hasattr(part, "SENTENCES")))
WORDS = catalogue(_WORDS)


def say(key: str, language: Language, /, **facts: object) -> str:
    """Return a sentence in a language, its facts filled in.

    >>> say("blank_cell", "en", argument="target", place=" in row 3")
    'target is blank in row 3; enter a number there.'
    """
    return getattr(SENTENCES[key], language).format(**facts)  # type: ignore[no-any-return]


def word(key: str, language: Language) -> str:
    """Return a term of the glossary.

    >>> word("attainment", "zh")
    '达成率'
    """
    return getattr(WORDS[key], language)  # type: ignore[no-any-return]
