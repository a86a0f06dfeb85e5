"""The hidden sheet of lists and names: units, settings as formulas use them, months, regions, definitions.

Formulas elsewhere stay short because of these names. They work in Excel 2016 and in LibreOffice.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from salesplan_xl.cells import column_letters
from salesplan_xl.messages import Language
from salesplan_xl.tables.choices import ROW_UNITS, VIEWS
from salesplan_xl.tables.contract import (
    DEFAULT_INDICATOR,
    DIMENSIONS,
    INDICATORS,
    MEMBER_DIMENSIONS,
    SETTINGS,
    label_of,
)
from salesplan_xl.templates.choice_names import add_choice_names
from salesplan_xl.templates.draft import Draft

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MONTHS = 12
MOST_REGIONS = 12
LISTS = "lists"
_NAMES_FROM = 14
"""0-based row of the first named value; the table of units stands above."""
_MONTHS_FROM, _REGIONS_FROM, _CHOICES_FROM = 30, 46, 60
_DASHBOARD_NEEDS = ("tblTargets", "tblHistory", "tblMembers", "tblQuota", "tblVariance")
"""The tables that the names of the dashboard read."""


def add_lists_sheet(draft: Draft) -> None:
    """Write the hidden sheet and define the workbook's names."""
    sheet = draft.sheets[LISTS]
    text = draft.look.format()
    sheet.set_column(0, 0, 22, text)
    sheet.set_column(1, 5, 16, text)
    _units(draft, sheet)
    _define_lists(draft)
    _named_values(draft, sheet)
    if draft.has(*_DASHBOARD_NEEDS):
        _months(draft, sheet)
    if draft.has("tblMembers"):
        _regions(draft, sheet)
    add_choice_names(draft, sheet, _CHOICES_FROM, partial(at, draft))
    sheet.hide()


def month_names(language: Language) -> list[str]:
    """Return the twelve months as the contract labels them."""
    return [label_of("tblQuotaSummary", f"m{month:02d}", language) for month in range(1, 13)]


def at(draft: Draft, row: int, column: int) -> str:
    """Return the absolute reference of a cell of the hidden sheet."""
    return f"'{draft.say('sheet_lists')}'!${column_letters(column + 1)}${row + 1}"


def month_key(draft: Draft, month: int) -> str:
    """Return the cell with the period of the plan year's n-th month, counted from 0: ``2027-01``."""
    return at(draft, _MONTHS_FROM + month, 1)


def month_label(draft: Draft, month: int) -> str:
    """Return the cell with that month's label."""
    return at(draft, _MONTHS_FROM + month, 2)


def month_known(draft: Draft, month: int) -> str:
    """Return the cell that counts the variance rows of that month; none means there are no actuals yet."""
    return at(draft, _MONTHS_FROM + month, 3)


def last_year_amount(draft: Draft, month: int) -> str:
    """Return the cell with what the indicator came to in the same month of the year before, in base units."""
    return at(draft, _MONTHS_FROM + month, 5)


def region_name(draft: Draft, region: int) -> str:
    """Return the cell with the n-th region's name, counted from 0; blank past the last."""
    return at(draft, _REGIONS_FROM + region, 2)


def regions_at_par(draft: Draft, count: int) -> str:
    """Return the cells that hold 100 % for each of the first regions: a line to hold attainments against."""
    return f"={_range(draft, _REGIONS_FROM, 3, count)}"


def _units(draft: Draft, sheet: Worksheet) -> None:
    for row, unit in enumerate(ROW_UNITS.values()):
        sheet.write_string(row, 0, unit.choice.label(draft.language))
        sheet.write_number(row, 1, float(unit.factor))
        sheet.write_number(row, 2, unit.measure == "money")


def _define_lists(draft: Draft) -> None:
    members, dimensions = draft.column("tblMembers", "member"), draft.column("tblMembers", "dimension")
    for dimension in MEMBER_DIMENSIONS:
        if dimension == "rep":
            if draft.has("tblReps"):
                draft.book.define_name("list_rep", f"={draft.column('tblReps', 'rep')}")
            continue
        if not draft.has("tblMembers"):
            continue
        label = f'"{DIMENSIONS[dimension].label(draft.language)}"'
        first = f"MATCH({label},{dimensions},0)"
        draft.book.define_name(
            f"list_{dimension}",
            f"=INDEX({members},{first}):INDEX({members},{first}+COUNTIF({dimensions},{label})-1)",
        )
    if draft.has("tblTargets"):
        draft.book.define_name("list_indicator", f"={draft.column('tblTargets', 'indicator')}")


def _named_values(draft: Draft, sheet: Worksheet) -> None:
    units = f"'{draft.say('sheet_lists')}'!$A$1:$C${len(ROW_UNITS)}"
    labels = f"'{draft.say('sheet_lists')}'!$A$1:$A${len(ROW_UNITS)}"
    factors = f"'{draft.say('sheet_lists')}'!$B$1:$B${len(ROW_UNITS)}"
    money_unit = _setting(draft, "money_unit")
    default_factor = SETTINGS["money_unit"].default(draft.language)
    target = draft.column("tblTargets", "indicator")
    unit = f'IFERROR(INDEX({draft.column("tblTargets", "unit")},MATCH(dash_indicator,{target},0))&"","")'
    formulas: dict[str, tuple[str, float | str]] = {
        "company_name": (f'{_setting(draft, "company")}&""', ""),
        "plan_year": (_number_setting(draft, "plan_year", 0), 0),
        "fiscal_start": (_number_setting(draft, "fiscal_start", 1), 1),
        "threshold_green": (_number_setting(draft, "threshold_green", 1), 1),
        "threshold_amber": (_number_setting(draft, "threshold_amber", 0.9), 0.9),
        "money_unit": (
            f"IF(ISNUMBER({money_unit}),MAX({money_unit},0.01),"
            f"IFERROR(VLOOKUP({money_unit},{units},2,FALSE),{default_factor}))",
            float(str(default_factor)),
        ),
        "money_unit_label": (
            f'IFERROR(INDEX({labels},MATCH(money_unit,{factors},0)),"×"&money_unit)',
            _money_label(draft, default_factor),
        ),
        "dash_row_unit": (unit, _default_unit(draft)),
        "dash_is_money": (f"IFERROR(VLOOKUP(dash_row_unit,{units},3,FALSE),1)", 1),
        "dash_row_factor": (
            f"IFERROR(VLOOKUP(dash_row_unit,{units},2,FALSE),1)",
            float(ROW_UNITS[_default_unit_id(draft)].factor),
        ),
        "dash_factor": ("IF(dash_is_money=1,money_unit,1)", float(str(default_factor))),
        "dash_unit": (
            "IF(dash_is_money=1,money_unit_label,dash_row_unit)",
            _money_label(draft, default_factor),
        ),
        "dash_months_known": (f"MAX({_range(draft, _MONTHS_FROM, 4, MONTHS)})", 0),
        "dash_as_of": (
            f'IF(dash_months_known=0,"",INDEX({_range(draft, _MONTHS_FROM, 1, MONTHS)},dash_months_known))',
            "",
        ),
    }
    for row, (name, (formula, value)) in enumerate(formulas.items(), start=_NAMES_FROM):
        if name.startswith("dash_") and not draft.has(*_DASHBOARD_NEEDS):
            continue
        sheet.write_string(row, 0, name)
        sheet.write_formula(row, 1, f"={formula}", None, value)
        draft.book.define_name(name, f"={at(draft, row, 1)}")


def _setting(draft: Draft, setting: str) -> str:
    key, value = draft.column("tblSettings", "key"), draft.column("tblSettings", "value")
    return f'IFERROR(INDEX({value},MATCH("{SETTINGS[setting].label(draft.language)}",{key},0)),"")'


def _number_setting(draft: Draft, setting: str, default: float) -> str:
    value = _setting(draft, setting)
    return f"IF(ISNUMBER({value}),{value},{default})"


def _money_label(draft: Draft, factor: object) -> str:
    return next(
        unit.choice.label(draft.language)
        for unit in ROW_UNITS.values()
        if unit.measure == "money" and float(unit.factor) == factor
    )


def _default_unit_id(draft: Draft) -> str:
    indicator = INDICATORS[DEFAULT_INDICATOR]
    return indicator.unit_en if draft.language == "en" else indicator.unit_zh


def _default_unit(draft: Draft) -> str:
    return ROW_UNITS[_default_unit_id(draft)].choice.label(draft.language)


def default_money_label(draft: Draft) -> str:
    """Return the word of the unit money is shown in where nobody changed the setting."""
    return _money_label(draft, SETTINGS["money_unit"].default(draft.language))


def _range(draft: Draft, row: int, column: int, count: int) -> str:
    letters = column_letters(column + 1)
    return f"'{draft.say('sheet_lists')}'!${letters}${row + 1}:${letters}${row + count}"


def _months(draft: Draft, sheet: Worksheet) -> None:
    """Write the plan year's months: number, period, label, variance rows found, number again if any."""
    names = month_names(draft.language)
    total = VIEWS["total"].label(draft.language)
    for month in range(MONTHS):
        row = _MONTHS_FROM + month
        day = f"DATE(plan_year,fiscal_start+{month},1)"
        key = at(draft, row, 1)
        found = (
            f"SUMPRODUCT(--({draft.column('tblVariance', 'indicator')}=dash_indicator),"
            f'--({draft.column("tblVariance", "dimension")}="{total}"),'
            f"--({draft.column('tblVariance', 'period')}={key}))"
        )
        sheet.write_number(row, 0, month + 1)
        sheet.write_formula(
            row, 1, f'=IF(plan_year=0,"",YEAR({day})&"-"&RIGHT("0"&MONTH({day}),2))', None, ""
        )
        choices = ",".join(f'"{name}"' for name in names)
        sheet.write_formula(
            row, 2, f"=CHOOSE(MOD(fiscal_start+{month - 1},12)+1,{choices})", None, names[month]
        )
        sheet.write_formula(row, 3, f'=IF({key}="",0,{found})', None, 0)
        sheet.write_formula(row, 4, f"=IF({at(draft, row, 3)}>0,{month + 1},0)", None, 0)
        sheet.write_formula(row, 5, f"=IF(plan_year=0,0,{_last_year(draft, month, key)})", None, 0)


def _last_year(draft: Draft, month: int, key: str) -> str:
    """Return the formula of an indicator's history in a month of last year.

    The month may stand there as text or as a date. Rows without indicator are sales; volume and gross profit
    are also told by them.
    """
    months, indicators = draft.column("tblHistory", "month"), draft.column("tblHistory", "indicator")
    first, after = (f"DATE(plan_year-1,fiscal_start+{month + later},1)" for later in (0, 1))
    same = f"(({months}=(LEFT({key},4)-1)&RIGHT({key},3))+({months}>={first})*({months}<{after}))"
    labels = {id: indicator.choice.label(draft.language) for id, indicator in INDICATORS.items()}
    sales = f'(({indicators}="")+({indicators}="{labels[DEFAULT_INDICATOR]}"))'

    def added(rows: str, column: str) -> str:
        return f"SUMPRODUCT({same}*{rows},{draft.column('tblHistory', column)})"

    own = added(f"({indicators}=dash_indicator)", "amount")
    unnamed = added(f'({indicators}="")', "amount")
    profit = f"{added(sales, 'amount')}-{added(sales, 'cost')}"
    return (
        f'{own}+IF(dash_indicator="{labels[DEFAULT_INDICATOR]}",{unnamed},'
        f'IF(dash_indicator="{labels["volume"]}",{added(sales, "quantity")},'
        f'IF(dash_indicator="{labels["gross_profit"]}",{profit},0)))'
    )


def _regions(draft: Draft, sheet: Worksheet) -> None:
    """Write the regions among the members, wherever they stand: position, found, name."""
    dimensions, members = draft.column("tblMembers", "dimension"), draft.column("tblMembers", "member")
    label = f'"{DIMENSIONS["region"].label(draft.language)}"'
    for region in range(MOST_REGIONS):
        row = _REGIONS_FROM + region
        if region == 0:
            position = f"IFERROR(MATCH({label},{dimensions},0),0)"
        else:
            before = at(draft, row - 1, 1)
            rest = f"INDEX({dimensions},{before}+1):INDEX({dimensions},ROWS({dimensions}))"
            position = (
                f"IF({before}=0,0,IF({before}>=ROWS({dimensions}),0,"
                f"IFERROR({before}+MATCH({label},{rest},0),0)))"
            )
        sheet.write_number(row, 0, region + 1)
        sheet.write_formula(row, 1, f"={position}", None, 0)
        found = at(draft, row, 1)
        sheet.write_formula(row, 2, f'=IF({found}=0,"",INDEX({members},{found})&"")', None, "")
        sheet.write_number(row, 3, 1)
