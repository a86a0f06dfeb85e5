"""One sentence in the two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """The same statement in English and in Chinese, with the same placeholders."""

    en: str
    zh: str
