"""The rows a template starts with: every setting, the usual indicators, the usual levels."""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.cells import Cell
from salesplan_xl.messages import Language
from salesplan_xl.tables.choices import AGGREGATIONS, BASES, LEVEL_BASES
from salesplan_xl.tables.contract import DIMENSIONS, INDICATORS, SETTINGS, TABLES, UNIT_CHOICES
from salesplan_xl.tables.team_tables import TEAM_INPUTS
from salesplan_xl.templates.argument_rows import argument_rows

Row = dict[str, Cell]

USUAL_INDICATORS: tuple[tuple[str, str], ...] = (
    ("sales_amount", "tax_excluded"),
    ("collection", "collected"),
    ("volume", "shipped"),
    ("gross_profit", "tax_excluded"),
    ("new_outlets", "sell_out"),
)
"""The indicators a new plan lists, each with the basis it is usually measured on."""

USUAL_LEVELS: tuple[str, ...] = ("period", "region", "channel", "product", "customer", "rep")


def setting_rows(language: Language, given: Mapping[str, Cell] | None = None) -> list[Row]:
    """Return every setting with its value: the given one, else the default, shown in the language."""
    given = given or {}
    rows: list[Row] = []
    for id, setting in SETTINGS.items():
        default = setting.default(language)
        value: Cell = default if isinstance(default, int | float | str) else None
        if setting.choices and value is not None:
            value = setting.choices[str(value)].label(language)
        value = given.get(id, value)
        rows.append({"key": setting.label(language), "value": value, "note": setting.note(language)})
    return rows


def target_rows(language: Language) -> list[Row]:
    """Return a row per usual indicator, its amounts left blank."""
    rows: list[Row] = []
    for id, basis in USUAL_INDICATORS:
        indicator = INDICATORS[id]
        unit = indicator.unit_en if language == "en" else indicator.unit_zh
        rows.append(
            {
                "indicator": indicator.choice.label(language),
                "unit": UNIT_CHOICES[unit].label(language),
                "basis": BASES[basis].label(language),
                "aggregation": AGGREGATIONS[indicator.aggregation].label(language),
            }
        )
    return rows


def level_rows(language: Language) -> list[Row]:
    """Return the usual levels, all by history."""
    return [
        {
            "order": order,
            "dimension": DIMENSIONS[dimension].label(language),
            "basis": LEVEL_BASES["history"].label(language),
        }
        for order, dimension in enumerate(USUAL_LEVELS, start=1)
    ]


def team_input_rows(language: Language) -> list[Row]:
    """Return every input of the team with the value that holds where nothing is typed."""
    usual: dict[str, float] = {
        "history_weight": 0.5,
        "expected_attainment": 1,
        "annual_attrition": 0,
        "fair_low": 0.8,
        "fair_high": 1.2,
        "visits_per_day": 4,
        "working_days": 240,
        "score_cap": 1.2,
    }
    return [{"key": choice.label(language), "value": usual.get(id)} for id, choice in TEAM_INPUTS.items()]


def prepared_rows(table: str, language: Language) -> list[Row]:
    """Return the rows a template's table starts with; most start with none."""
    if table == "tblSettings":
        return setting_rows(language)
    if table == "tblTargets":
        return target_rows(language)
    if table == "tblLevels":
        return level_rows(language)
    if table == "tblTeamInputs":
        return team_input_rows(language)
    return argument_rows(table, language)


def whole_rows(table: str, rows: list[Row]) -> list[Row]:
    """Return rows with every prepared column of the table, in its order; what is not given is blank."""
    columns = [column.id for column in TABLES[table].columns if column.prepared]
    return [{column: row.get(column) for column in columns} for row in rows]
