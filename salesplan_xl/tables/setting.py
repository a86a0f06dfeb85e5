"""What one setting of a plan is: its labels, what may be typed, and what holds where nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from salesplan_xl.messages import Language
from salesplan_xl.tables.column import Choice

SETTING_KINDS: dict[str, str] = {
    "text": "any words",
    "whole": "a whole number",
    "number": "a number",
    "step": "a positive decimal of at most 15 places",
    "ratio": "a fraction, typed 0.05 or 5%",
    "money_unit": "a number such as 10000, or its word: 万元, thousands",
    "month": "one month",
    "choice": "one of a closed list",
    "switch": "yes or no",
    "numbers": "twelve numbers, one a month, separated by commas",
    "dimensions": "dimensions separated by commas",
}


@dataclass(frozen=True)
class Setting:
    """One row of the settings table. A default of ``None`` means "not set"."""

    en: str
    zh: str
    kind: str
    note_en: str
    note_zh: str
    default_en: object = None
    default_zh: object = None
    choices: Mapping[str, Choice] = field(default_factory=dict, hash=False)
    low: float | None = None
    high: float | None = None
    synonyms: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    def note(self, language: Language) -> str:
        return self.note_en if language == "en" else self.note_zh

    def default(self, language: Language) -> object:
        return self.default_en if language == "en" else self.default_zh
