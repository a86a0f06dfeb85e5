"""Amounts and indicators as sentences name them."""

from __future__ import annotations

from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.contract import INDICATOR_CHOICES
from salesplan_xl.units import as_shown


def shown_amount(amount: float) -> str:
    """Write an amount without the zeros that say nothing.

    >>> shown_amount(1234.5), shown_amount(-1200.0)
    ('1,234.5', '-1,200')
    """
    text = f"{as_shown(float(amount)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_change(amount: float) -> str:
    """Write an amount with its sign.

    >>> shown_change(1200.0), shown_change(-0.5)
    ('+1,200', '-0.5')
    """
    return ("+" if amount > 0 else "") + shown_amount(amount)


def indicator_label(indicator: str) -> dict[str, str]:
    """Return an indicator's label in both languages, or the planner's own name of it.

    >>> indicator_label("volume")["en"], indicator_label("样品")["en"]
    ('Volume', '样品')
    """
    choice = INDICATOR_CHOICES.get(indicator)
    return {language: choice.label(language) if choice else indicator for language in LANGUAGES}
