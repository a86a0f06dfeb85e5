"""The settings of one plan, typed, with what holds where a row is blank or missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from salesplan_xl.cells import Block, Cell, CellError, column_letters
from salesplan_xl.errors import Problem
from salesplan_xl.messages import Language
from salesplan_xl.tables.cell_reading import plain, typed_number
from salesplan_xl.tables.choices import DIMENSIONS, ROW_UNITS, UNIT_CHOICES
from salesplan_xl.tables.column_reading import Refusal, choice_refusal, in_words, shown, text_of
from salesplan_xl.tables.contract import SETTINGS, TABLES, Setting
from salesplan_xl.tables.matching import known_names, match_table, nearest, normal, unit_hint
from salesplan_xl.tables.period_reading import Calendar, month_in
from salesplan_xl.units import Month, Step, as_shown

_DIMENSION_NAMES = known_names(DIMENSIONS)
_UNIT_NAMES = known_names(UNIT_CHOICES)
_SETTING_NAMES: dict[str, str] = {
    normal(name): id
    for id, setting in SETTINGS.items()
    for name in (*setting.synonyms, setting.en, setting.zh, id)
}


@dataclass(frozen=True)
class PlanSettings:
    """Every setting by its id. ``language`` is never blank: it falls back to that of the headers."""

    language: Language
    company: str | None
    plan_year: int | None
    fiscal_start: int
    currency: str
    money_unit: Decimal
    step: Step
    lunar_new_year: bool
    days_before: int
    days_after: int
    as_of: Month | None
    month_share_method: str
    reserve: float
    over_assignment: float
    stretch_rate: float | None
    discount_rate: float | None
    threshold_green: float
    threshold_amber: float
    materiality: float
    cost_rate: float | None
    expense_ceiling: float | None
    target_version: str
    bid_trust: float
    selling_days: str
    selling_days_by_month: tuple[float, ...] | None
    variance_dimensions: tuple[str, ...] | None
    prepared_by: str | None
    approved_by: str | None
    target_to_decompose: str
    half_year_rule: str
    tie_rule: str
    negative_target: str
    pvm_method: str
    rise_method: str
    collection_basis: str
    bad_debt_basis: str
    order_value_basis: str
    cac_scope: str
    cac_lag: int
    churn_base: str
    half_month_contacts: str
    tier_method: str

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.plan_year, self.fiscal_start)


@dataclass(frozen=True)
class ReadSettings:
    """The settings of a plan, the problems of their cells, and where each value stands (``B5``)."""

    settings: PlanSettings
    problems: tuple[Problem, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""


def default_settings(language: Language, /, **given: Any) -> PlanSettings:
    """Return the settings of a plan in which nothing is set but what is given, as typed by a planner.

    >>> default_settings("zh", plan_year=2027).step.decimal
    Decimal('1000')
    """
    values = {id: _default(id, language) for id in SETTINGS}
    for id, typed in given.items():
        values[id] = read_value(id, typed, language)
    return PlanSettings(**{**values, "language": values["language"] or language})


def setting_id(label: Cell) -> str | None:
    """Return the id of a setting from its label in either language, its id or a synonym."""
    text = text_of(label)
    if text is None:
        return None
    return _SETTING_NAMES.get(normal(text)) or _SETTING_NAMES.get(unit_hint(text)[0])


def read_value(id: str, typed: Cell, language: Language) -> Any:
    """Return a setting's value from what was typed; the default for a blank.

    Raises:
        RefusedValue: the value is impossible; ``refusal`` says why.
    """
    if isinstance(typed, CellError):
        raise RefusedValue(Refusal("cell_error", {"value": str(typed)}))
    if typed is None or (isinstance(typed, str) and text_of(typed) is None):
        return _default(id, language)
    setting = SETTINGS[id]
    value = _READERS[setting.kind](setting, typed, language)
    if value is None:
        raise RefusedValue(_why(setting, typed))
    return value


class RefusedValue(ValueError):
    """A setting's value that is impossible."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def read_settings(block: Block | None, language: Language) -> ReadSettings:
    """Read the settings table; a missing table or row means the defaults of the language.

    ``language`` is that of the headers; the setting of that name goes before it.
    """
    if block is None:
        return ReadSettings(default_settings(language))
    match = match_table(block.info, TABLES["tblSettings"])
    if "key" not in match.positions or "value" not in match.positions:
        return ReadSettings(default_settings(language), match.problems, {}, block.info.sheet)
    typed: dict[str, tuple[int, Cell]] = {}
    problems = list(match.problems)
    strangers: list[tuple[int, str]] = []
    for row, cells in enumerate(block.rows):
        label = cells[match.positions["key"]]
        id = setting_id(label)
        name = text_of(label)
        if id is None:
            if name is not None:
                strangers.append((row, name))
        elif id in typed:
            facts = {"value": name}
            problems.append(
                Problem("setting_twice", facts, block.info.sheet, match.cell(row, "key"), match.label("key"))
            )
        else:
            typed[id] = (row, cells[match.positions["value"]])
    places = {id: match.cell(row, "value") for id, (row, _) in typed.items()}
    language = _language(typed, language)
    values: dict[str, Any] = {}
    for id in SETTINGS:
        values[id] = _default(id, language)
        if id in typed:
            try:
                values[id] = read_value(id, typed[id][1], language)
            except RefusedValue as refused:
                problems.append(
                    Problem(
                        refused.refusal.reason,
                        dict(refused.refusal.facts),
                        block.info.sheet,
                        places[id],
                        SETTINGS[id].label(language),
                    )
                )
    for row, name in strangers:
        close = _misspelt(name, typed)
        if close:
            facts = {"value": name, "nearest": SETTINGS[close].label(language)}
            problems.append(
                Problem(
                    "setting_unknown", facts, block.info.sheet, match.cell(row, "key"), match.label("key")
                )
            )
    settings = PlanSettings(**{**values, "language": language})
    last = f"{column_letters(match.info.left + match.positions['value'])}{match.info.top}"
    problems += [
        Problem(problem.reason, problem.facts, block.info.sheet, places.get(problem.column, last))
        for problem in impossible_together(settings)
    ]
    return ReadSettings(settings, tuple(problems), places, block.info.sheet)


def impossible_together(settings: PlanSettings) -> list[Problem]:
    """Return the problems of settings that contradict each other; ``column`` holds the setting's id."""
    problems = []
    if settings.plan_year is None:
        problems.append(Problem("plan_year_missing", {}, column="plan_year"))
    if settings.threshold_amber > settings.threshold_green:
        facts: dict[str, object] = {
            "amber": f"{settings.threshold_amber:.15g}",
            "green": f"{settings.threshold_green:.15g}",
        }
        problems.append(Problem("thresholds_crossed", facts, column="threshold_amber"))
    year = settings.calendar.year
    if settings.as_of and year and settings.as_of not in year:
        facts = {"value": str(settings.as_of), "year": str(year)}
        problems.append(Problem("as_of_outside_year", facts, column="as_of"))
    if settings.reserve and settings.over_assignment:
        problems.append(Problem("reserve_and_over_assignment", {}, column="over_assignment"))
    return problems


def shown_value(id: str, value: object, language: Language) -> Cell:
    """Return a setting's value as it is written into its cell."""
    setting = SETTINGS[id]
    if value is None:
        return None
    if setting.kind in ("choice", "switch"):
        key = value if isinstance(value, str) else "yes" if value else "no"
        return setting.choices[key].label(language)
    if setting.kind == "dimensions":
        separator = ", " if language == "en" else "、"
        return separator.join(DIMENSIONS[name].label(language) for name in cast("tuple[str, ...]", value))
    if setting.kind == "numbers":
        return ", ".join(f"{number:.15g}" for number in cast("tuple[float, ...]", value))
    if isinstance(value, Step):
        value = value.decimal
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int | float) else str(value)


def _language(typed: Mapping[str, tuple[int, Cell]], language: Language) -> Language:
    if "language" not in typed:
        return language
    try:
        return cast("Language", read_value("language", typed["language"][1], language) or language)
    except RefusedValue:
        return language


def _default(id: str, language: Language) -> Any:
    setting = SETTINGS[id]
    default = setting.default(language)
    if default is None:
        return None
    return _READERS[setting.kind](setting, cast("Cell", default), language)


def _misspelt(name: str, typed: Mapping[str, object]) -> str | None:
    """Return the setting a row most likely means; rows that are like nothing are the planner's own."""
    missing = {
        spelled: id
        for id, setting in SETTINGS.items()
        if id not in typed
        for spelled in (setting.en, setting.zh, id)
    }
    close = nearest(name, missing, least=0.75)
    return missing[close] if close else None


def _number(typed: Cell, percent: bool) -> float | None:
    if isinstance(typed, bool):
        return None
    if isinstance(typed, int | float):
        return float(typed)
    number = typed_number(typed) if isinstance(typed, str) else None
    return number.value if number and number.percent <= percent else None


def _bounded(setting: Setting, number: float | None) -> float | None:
    if number is None or (setting.low is not None and number < setting.low):
        return None
    return None if setting.high is not None and number > setting.high else number


def _read_whole(setting: Setting, typed: Cell, language: Language) -> int | None:
    if isinstance(typed, str):
        typed = re.sub(r"[年月日天]度?$", "", plain(typed))
    number = _bounded(setting, _number(typed, percent=False))
    return None if number is None or number != int(number) else int(number)


def _read_ratio(setting: Setting, typed: Cell, language: Language) -> float | None:
    return _bounded(setting, _number(typed, percent=True))


def _read_step(setting: Setting, typed: Cell, language: Language) -> Step | None:
    number = _number(typed, percent=False)
    try:
        return None if number is None else Step.of(number)
    except ValueError:
        return None


def _read_money_unit(setting: Setting, typed: Cell, language: Language) -> Decimal | None:
    if isinstance(typed, str) and normal(typed) in _UNIT_NAMES:
        unit = ROW_UNITS[_UNIT_NAMES[normal(typed)]]
        return unit.factor if unit.measure == "money" else None
    number = _number(typed, percent=False)
    return as_shown(number).normalize() if number and number > 0 else None


def _read_month(setting: Setting, typed: Cell, language: Language) -> Month | None:
    return month_in(typed, Calendar())


def _read_choice(setting: Setting, typed: Cell, language: Language) -> str | None:
    text = text_of(typed)
    found = known_names(setting.choices).get(normal(text or ""))
    if found is None:
        raise RefusedValue(choice_refusal(text or "", setting.choices))
    return found


def _read_switch(setting: Setting, typed: Cell, language: Language) -> bool:
    return _read_choice(setting, typed, language) == "yes"


def _read_numbers(setting: Setting, typed: Cell, language: Language) -> tuple[float, ...] | None:
    parts = re.split(r"[,;、\s]+", plain(str(typed)).strip(",;、"))
    numbers = [typed_number(part) for part in parts]
    values = tuple(number.value for number in numbers if number and not number.percent and number.value >= 0)
    return values if len(parts) == len(values) == 12 and sum(values) > 0 else None


def _read_dimensions(setting: Setting, typed: Cell, language: Language) -> tuple[str, ...] | None:
    names = [name for name in re.split(r"[,;、]+", plain(str(typed))) if name.strip()]
    found = [_DIMENSION_NAMES.get(normal(name)) for name in names]
    return tuple(dict.fromkeys(name for name in found if name)) if all(found) else None


def _read_text(setting: Setting, typed: Cell, language: Language) -> str | None:
    return text_of(typed)


_READERS: dict[str, Callable[[Setting, Cell, Language], Any]] = {
    "text": _read_text,
    "whole": _read_whole,
    "number": _read_ratio,
    "step": _read_step,
    "ratio": _read_ratio,
    "money_unit": _read_money_unit,
    "month": _read_month,
    "choice": _read_choice,
    "switch": _read_switch,
    "numbers": _read_numbers,
    "dimensions": _read_dimensions,
}


def _why(setting: Setting, typed: Cell) -> Refusal:
    value = shown(typed)
    if setting.kind in ("whole", "ratio", "number") and setting.low is not None and setting.high is not None:
        reason = "setting_not_whole" if setting.kind == "whole" else "setting_out_of_range"
        low, high = f"{setting.low:.15g}", f"{setting.high:.15g}"
        return Refusal(reason, {"value": value, "low": low, "high": high})
    if setting.kind == "month":
        return Refusal("cell_not_a_month", {"value": value})
    if setting.kind == "dimensions":
        return Refusal("setting_not_dimensions", {"value": value, "choices": in_words(DIMENSIONS)})
    return Refusal(f"setting_not_{setting.kind}", {"value": value})
