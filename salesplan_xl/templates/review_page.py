"""The report of the mid-year review: five parts on A4, plain formulas that read the review's tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import VIEWS, YES_NO
from salesplan_xl.tables.customer_choices import KPI_UNITS
from salesplan_xl.tables.review_tables import FINDING_KINDS, REVIEW_PARTS
from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import Rule, apply, attainment_rules, negative_rule
from salesplan_xl.templates.draft import ROW_HEIGHT, Draft
from salesplan_xl.templates.review_charts import add_review_charts

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

REPORT = "review_report"
LABEL_WIDTHS, WIDTH = {"zh": 21, "en": 29}, 11.5
COLUMNS = 12
HELPERS = 13
"""First of the columns, out of sight, with the places of rows in the tables and the numbers of the charts."""
PART_ROWS = {"results": 3, "figures": 21, "causes": 34, "targets": 43, "risks": 63}
CHART_ROWS = {"regions": 11, "open": 52}
CHARTED_REGIONS = 8
_LAST_ROW = 76
_PRINT_SCALE = 59
"""Three parts on the first page and two on the second, on A4 landscape."""
_FINDINGS = {"results": 5, "figures": 10, "causes": 7, "targets": 5, "risks": 5}
_HEIGHTS = {"targets": 27}
"""Rows whose sentences take two lines."""
_FIGURES = (
    "plan_pace",
    "growth",
    "gross_margin",
    "new_share",
    "retention",
    "win_rate",
    "cycle",
    "acquisition_cost",
    "satisfaction",
    "market_share",
)
"""The key figures of the second part."""
_INDICATORS = 5
_RISKS = 5
_TEXT_FROM = 6
"""The column findings are written from; tables stand left of it."""


@dataclass(frozen=True)
class Column:
    """One column of a small table: its label, the formula of a row, how it is shown."""

    label: str
    formula: str
    number_format: str = "General"
    align: str = "right"
    rules: str = ""


def add_review_page(draft: Draft) -> None:
    """Write the report. Amounts are in the unit that the settings show money in."""
    sheet = draft.sheets[REPORT]
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_column(0, 0, LABEL_WIDTHS[draft.language])
    sheet.set_column(1, COLUMNS - 1, WIDTH)
    sheet.set_column(COLUMNS, 60, WIDTH, None, {"hidden": True})
    draft.heading(sheet, draft.say("sheet_review_report"), draft.say("line_review_report"))
    sheet.write_formula(0, COLUMNS - 1, "=company_name", draft.look.unit(), "")
    period = draft.column("tblHalfYear", "period")
    text = f'=IFERROR(IF(INDEX({period},1)="","","{draft.say("review_page_period")}"&INDEX({period},1)),"")'
    sheet.write_formula(1, COLUMNS - 1, text, draft.look.unit(), "")
    unit = f'="{draft.say("unit_shown")}"&money_unit_label'
    sheet.write_formula(2, COLUMNS - 1, unit, draft.look.unit(), "")
    for place, part in enumerate(PART_ROWS, start=1):
        _heading(draft, sheet, PART_ROWS[part], draft.say(f"review_page_part_{place}"))
        _add_findings(draft, sheet, part, place)
    _add_results(draft, sheet)
    _add_figures(draft, sheet)
    _add_targets(draft, sheet)
    _add_risks(draft, sheet)
    _add_regions(draft, sheet)
    _add_open_months(draft, sheet)
    add_review_charts(draft, sheet, CHART_ROWS, HELPERS)
    draft.page(sheet, look.INK, last_row=_LAST_ROW, last_column=COLUMNS - 1)
    sheet.set_h_pagebreaks([PART_ROWS["causes"]])
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.center_horizontally()


def _heading(draft: Draft, sheet: Worksheet, row: int, title: str) -> None:
    line = draft.look.format(
        bold=True, font_size=13, font_color=look.ACCENT, bottom=2, bottom_color=look.ACCENT
    )
    sheet.set_row(row, 24)
    for column in range(COLUMNS):
        sheet.write_blank(row, column, None, line)
    sheet.write_string(row, 0, title, line)


def nth_place(draft: Draft, column: str, label: str, before: str) -> str:
    """Return the formula of the place of the next row with a label, after the place in a cell; 0 if none."""
    rest = f"INDEX({column},{before}+1):INDEX({column},ROWS({column}))"
    return (
        f'=IF({before}<0,-1,IF({before}>=ROWS({column}),-1,IFERROR({before}+MATCH("{label}",{rest},0),-1)))'
    )


def _add_findings(draft: Draft, sheet: Worksheet, part: str, place: int) -> None:
    """Write the first findings of a part: what kind each is, and its sentence."""
    top = PART_ROWS[part] + 1
    header = draft.look.header("output", align="left", indent=1)
    left = 0 if part == "causes" else _TEXT_FROM
    sheet.merge_range(top, left, top, COLUMNS - 1, draft.say("review_page_findings"), header)
    column = draft.column("tblFindings", "part")
    helper = HELPERS + place - 1
    sheet.write_number(top, helper, 0)
    kind = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="left", indent=1, bold=True)
    said = draft.look.format(bottom=1, bottom_color=look.HAIRLINE, align="left", text_wrap=True, font_size=9)
    for row in range(top + 1, top + 1 + _FINDINGS[part]):
        letters = column_letters(helper + 1)
        at = f"${letters}${row + 1}"
        formula = nth_place(draft, column, REVIEW_PARTS[part].label(draft.language), f"${letters}${row}")
        sheet.write_formula(row, helper, formula, None, -1)
        for first, last, id, cell_format in (
            (left, left, "kind", kind),
            (left + 1, COLUMNS - 1, "finding", said),
        ):
            value = f'=IF({at}>0,INDEX({draft.column("tblFindings", id)},{at})&"","")'
            if last > first:
                sheet.merge_range(row, first, row, last, "", cell_format)
            sheet.write_formula(row, first, value, cell_format, "")
        if part != "causes":
            sheet.set_row(row, _HEIGHTS.get(part, 21))
        cell = f"{column_letters(left + 1)}{row + 1}"
        apply(draft, sheet, (row, left, row, left), _kind_rules(draft, cell))


def _kind_rules(draft: Draft, cell: str) -> list[Rule]:
    colours = {"success": look.GREEN, "challenge": look.RED}
    return [
        (f'{cell}="{FINDING_KINDS[kind].label(draft.language)}"', {"font_color": ink})
        for kind, ink in colours.items()
    ]


def _table(draft: Draft, sheet: Worksheet, top: int, columns: list[Column], rows: int) -> None:
    """Write a small table: labels, then rows whose formulas have {row} for the row and {n} for its number."""
    for at, column in enumerate(columns):
        align = "left" if column.align == "left" else "right"
        sheet.write_string(
            top, at, draft.say(column.label), draft.look.header("output", align=align, indent=1)
        )
    for n in range(1, rows + 1):
        row = top + n
        for at, column in enumerate(columns):
            cell_format = draft.look.format(
                bottom=1,
                bottom_color=look.HAIRLINE,
                num_format=column.number_format,
                align=column.align,
                **({"indent": 1} if column.align == "left" else {}),
            )
            formula = column.formula.replace("{row}", str(row + 1)).replace("{n}", str(n))
            sheet.write_formula(row, at, f"={formula}", cell_format, "")
            cell = f"{column_letters(at + 1)}{row + 1}"
            rules: list[Rule] = {
                "attainment": attainment_rules(cell),
                "negative": [negative_rule(cell)],
                "fired": [
                    (
                        f'{cell}="{YES_NO["yes"].label(draft.language)}"',
                        {"font_color": look.RED, "bold": True},
                    )
                ],
            }.get(column.rules, [])
            apply(draft, sheet, (row, at, row, at), rules)


_SHOWN = "#,##0.0_);-#,##0.0_)"


def _add_results(draft: Draft, sheet: Worksheet) -> None:
    columns = [
        draft.column("tblHalfYear", id) for id in ("indicator", "dimension", "actual", "target", "last_year")
    ]
    indicator, dimension, actual, target, before = columns
    rows = f'--({indicator}=$A{{row}}),--({dimension}="{VIEWS["total"].label(draft.language)}")'
    there = f"SUMPRODUCT({rows})=0"
    money = _unit_factor(draft, "$A{row}")

    def amount(column: str) -> str:
        return f'IF({there},"",SUMPRODUCT({rows},{column})/{money})'

    names = draft.column("tblTargets", "indicator")
    _table(
        draft,
        sheet,
        PART_ROWS["results"] + 1,
        [
            Column("review_page_indicator", f'IFERROR(INDEX({names},{{n}})&"","")', align="left"),
            Column("review_page_actual", amount(actual), _SHOWN),
            Column("review_page_target", amount(target), _SHOWN),
            Column(
                "review_page_attainment",
                'IF(OR(B{row}="",N(C{row})=0),"",B{row}/C{row})',
                look.RATIO,
                rules="attainment",
            ),
            Column("review_page_last_year", amount(before), _SHOWN),
            Column(
                "review_page_growth",
                'IF(OR(B{row}="",N(E{row})=0),"",B{row}/E{row}-1)',
                look.RATIO,
                rules="negative",
            ),
        ],
        _INDICATORS,
    )


def _unit_factor(draft: Draft, indicator: str) -> str:
    """Return the formula of what amounts of an indicator are divided by: money by the unit shown, else 1."""
    names, units = draft.column("tblTargets", "indicator"), draft.column("tblTargets", "unit")
    listed = f"'{draft.say('sheet_lists')}'!$A$1:$C$40"
    unit = f'IFERROR(INDEX({units},MATCH({indicator},{names},0)),"")'
    return f"IF(IFERROR(VLOOKUP({unit},{listed},3,FALSE),1)=1,money_unit,1)"


def _add_figures(draft: Draft, sheet: Worksheet) -> None:
    codes = draft.column("tblKpi", "code")

    def found(id: str) -> str:
        return f"INDEX({draft.column('tblKpi', id)},MATCH({{code}},{codes},0))"

    unit, labels = found("unit"), {id: choice.label(draft.language) for id, choice in KPI_UNITS.items()}

    def shown(id: str) -> str:
        value = found(id)
        text = (
            f'IF({unit}="{labels["ratio"]}",TEXT({value},"0.0%"),'
            f'IF({unit}="{labels["money"]}",TEXT({value}/money_unit,"#,##0.00")&" "&money_unit_label,'
            f'TEXT({value},"#,##0.0")&" "&{unit}))'
        )
        return f'IFERROR(IF(ISNUMBER({value}),{text},""),"")'

    formulas = [
        Column("review_page_figure", f'IFERROR({found("metric")},"")', align="left"),
        Column("review_page_value", shown("value")),
        Column("review_page_target", shown("target")),
        Column("review_page_last_year", shown("comparison")),
        Column("review_page_status", f'IFERROR({found("status")},"")', align="center"),
    ]
    top = PART_ROWS["figures"] + 1
    for at, column in enumerate(formulas):
        align = "left" if at == 0 else "center" if column.align == "center" else "right"
        sheet.write_string(
            top, at, draft.say(column.label), draft.look.header("output", align=align, indent=at < 4)
        )
        for n, code in enumerate(_FIGURES, start=1):
            cell_format = draft.look.format(
                bottom=1,
                bottom_color=look.HAIRLINE,
                align=column.align,
                shrink=at in (1, 2, 3),
                **({"indent": 1} if at == 0 else {}),
            )
            formula = column.formula.replace("{code}", f'"{code}"')
            sheet.write_formula(top + n, at, f"={formula}", cell_format, "")
            if column.label == "review_page_status":
                cell = f"{column_letters(at + 1)}{top + n + 1}"
                apply(draft, sheet, (top + n, at, top + n, at), _status_rules(draft, cell))


def _status_rules(draft: Draft, cell: str) -> list[Rule]:
    from salesplan_xl.tables.choices import STATUSES

    inks = {"green": look.GREEN, "amber": look.AMBER, "red": look.RED}
    return [
        (f'{cell}="{STATUSES[id].label(draft.language)}"', {"font_color": ink, "bold": True})
        for id, ink in inks.items()
    ]


def _add_targets(draft: Draft, sheet: Worksheet) -> None:
    """Write what the open months together are to bring, by indicator: the first row of each is its total."""
    names, indicator = draft.column("tblTargets", "indicator"), draft.column("tblSecondHalf", "indicator")

    def at(id: str) -> str:
        return f"INDEX({draft.column('tblSecondHalf', id)},MATCH($A{{row}},{indicator},0))"

    def amount(id: str) -> str:
        return f'IF($A{{row}}="","",IFERROR({at(id)}/{_unit_factor(draft, "$A{row}")},""))'

    _table(
        draft,
        sheet,
        PART_ROWS["targets"] + 1,
        [
            Column("review_page_indicator", f'IFERROR(INDEX({names},{{n}})&"","")', align="left"),
            Column("review_page_open", f'IF($A{{row}}="","",IFERROR({at("period")}&"",""))', align="center"),
            Column("review_page_original", amount("original"), _SHOWN),
            Column("review_page_catch_up", amount("catch_up"), _SHOWN),
            Column("review_page_rebase", amount("rebase"), _SHOWN),
        ],
        _INDICATORS,
    )


def _add_risks(draft: Draft, sheet: Worksheet) -> None:
    def nth(table: str, id: str) -> str:
        return f"INDEX({draft.column(table, id)},{{n}})"

    def text(table: str, id: str) -> str:
        return f'IFERROR({nth(table, id)}&"","")'

    def number(table: str, id: str, divisor: str = "") -> str:
        return f'IFERROR(IF(ISNUMBER({nth(table, id)}),{nth(table, id)}{divisor},""),"")'

    top = PART_ROWS["risks"] + 1
    _table(
        draft,
        sheet,
        top,
        [
            Column("review_page_risk", text("tblRisks", "risk"), align="left"),
            Column("review_page_exposure", number("tblRisks", "exposure", "/money_unit"), _SHOWN),
            Column("review_page_fired", text("tblRisks", "fired"), align="center", rules="fired"),
        ],
        _RISKS,
    )
    _table(
        draft,
        sheet,
        top + _RISKS + 1,
        [
            Column("review_page_account", text("tblStrategicAccounts", "customer"), align="left"),
            Column("review_page_score", number("tblStrategicAccounts", "score"), look.RATIO),
            Column("review_page_sales", number("tblStrategicAccounts", "sales", "/money_unit"), _SHOWN),
            Column(
                "review_page_attainment",
                number("tblStrategicAccounts", "attainment"),
                look.RATIO,
                rules="attainment",
            ),
        ],
        _RISKS,
    )


def _add_regions(draft: Draft, sheet: Worksheet) -> None:
    """Write, out of sight, the regions of the first indicator and their attainment for the chart."""
    label = VIEWS["region"].label(draft.language)
    column = draft.column("tblHalfYear", "dimension")
    left = HELPERS + 6
    top = CHART_ROWS["regions"]
    sheet.write_number(top, left, 0)
    for row in range(top + 1, top + 1 + CHARTED_REGIONS):
        letters = column_letters(left + 1)
        at = f"${letters}${row + 1}"
        sheet.write_formula(row, left, nth_place(draft, column, label, f"${letters}${row}"), None, -1)
        same = (
            f"IF({at}>0,INDEX({draft.column('tblHalfYear', 'indicator')},{at})="
            f"INDEX({draft.column('tblHalfYear', 'indicator')},1),FALSE)"
        )
        name = f'=IF({same},INDEX({draft.column("tblHalfYear", "member")},{at}),"")'
        value = f'=IF({same},N(INDEX({draft.column("tblHalfYear", "attainment")},{at})),"")'
        sheet.write_formula(row, left + 1, name, None, "")
        sheet.write_formula(row, left + 2, value, None, "")


def _add_open_months(draft: Draft, sheet: Worksheet) -> None:
    """Write, out of sight, original, catch-up and pace of the first indicator by month for the chart."""
    left, top = HELPERS + 10, CHART_ROWS["open"]
    table = "tblSecondHalf"
    for month in range(12):
        row = top + 1 + month
        key = f"${column_letters(left + 1)}${row + 1}"
        day = f"DATE(plan_year,fiscal_start+{month},1)"
        period = f'=IF(plan_year=0,"",YEAR({day})&"-"&RIGHT("0"&MONTH({day}),2))'
        sheet.write_formula(row, left, period, None, "")
        rows = (
            f"--({draft.column(table, 'indicator')}=INDEX({draft.column(table, 'indicator')},1)),"
            f'--({draft.column(table, "dimension")}="{VIEWS["total"].label(draft.language)}"),'
            f"--({draft.column(table, 'period')}={key})"
        )
        label = f'=IF({key}="","",VALUE(RIGHT({key},2))&"{"月" if draft.language == "zh" else ""}")'
        sheet.write_formula(row, left + 1, label, None, "")
        for at, id in enumerate(("original", "catch_up", "rebase")):
            value = f'=IF({key}="",0,SUMPRODUCT({rows},{draft.column(table, id)})/money_unit)'
            sheet.write_formula(row, left + 2 + at, value, None, 0)


def chart_cells(sheet: str, column: int, first: int, last: int) -> list[Any]:
    """Return cells of one column as a chart takes them."""
    return [sheet, first, column, last, column]
