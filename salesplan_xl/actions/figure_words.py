"""Key figures and findings in words: numbers with their unit, sentences that cite what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salesplan_xl.actions.amount_words import indicator_label
from salesplan_xl.messages import LANGUAGES, Language, say
from salesplan_xl.planning.metrics import METRICS
from salesplan_xl.planning.review import POINTS
from salesplan_xl.tables.review_tables import AGAINST_WHAT

_CAUSES = ("price", "volume", "mix", "new", "discontinued")


def figure_text(value: float, unit: str, language: Language, signed: bool = False) -> str:
    """Write a figure with its unit; amounts from a thousand on without decimals.

    >>> figure_text(0.1234, "ratio", "en"), figure_text(-1234567.8, "money", "zh")
    ('12.3%', '-1,234,568元')
    """
    sign = "+" if signed else ""
    if unit == "ratio":
        return format(value, f"{sign}.1%")
    if unit == "points":
        return say("review_points", language, value=format(value * 100, f"{sign}.1f"))
    if unit == "money":
        decimals = 0 if abs(value) >= 1000 or value == round(value) else 2
        return say("review_money", language, value=format(value, f"{sign},.{decimals}f"))
    decimals = 0 if unit == "count" or value == round(value) else 1 if unit in ("days", "score") else 2
    text = format(value, f"{sign},.{decimals}f")
    return say(f"review_{unit}", language, value=text) if unit in ("days", "months") else text


def finding_text(row: Mapping[Any, Any], language: Language, member: str | None) -> str:
    """Write what a finding says: its figure, what it is compared with, and the difference.

    ``member`` is the member's name where the finding is of one, None for all together.
    """
    value, base, unit = float(row["value"]), float(row["comparison"]), str(row["unit"])
    cause = is_cause(row)
    name = metric_text(str(row["code"]), language, cause)
    if member is not None and row["against"] != "trigger":
        name = say("review_of_member", language, metric=name, member=member)
    change = float(row["effect"]) if cause else value - base
    facts = {
        "metric": name,
        "value": figure_text(value, unit, language),
        "against": AGAINST_WHAT[str(row["against"])].label(language).lower(),
        "comparison": figure_text(base, unit, language),
        "difference": figure_text(change, "points" if unit in POINTS else unit, language, signed=True),
        "rate": format(change / abs(base), "+.1%") if base else "–",
    }
    if row["against"] == "lost":
        return say("review_finding_lost", language, **{**facts, "rate": format(value / base, ".1%")})
    if row["against"] == "trigger":
        return say("review_finding_trigger", language, **facts)
    if cause:
        return say("review_finding_cause", language, **facts)
    if row["part"] == "targets":
        return say("review_finding_open", language, **facts)
    return say("review_finding_points" if unit in POINTS else "review_finding_target", language, **facts)


def is_cause(row: Mapping[Any, Any]) -> bool:
    """Tell whether a finding is a part of the bridge."""
    return row["part"] == "causes" and row["code"] in _CAUSES


def metric_text(code: str, language: Language, cause: bool = False) -> str:
    """Return the name of a key figure, of an indicator, or of a part of the bridge."""
    if cause:
        return say(f"review_cause_{code}", language)
    if code in METRICS:
        return str(getattr(METRICS[code].name, language))
    return indicator_label(code)[language]


def in_both(write: Any) -> dict[str, str]:
    """Return what a function of the language writes, in both."""
    return {language: write(language) for language in LANGUAGES}
