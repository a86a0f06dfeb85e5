"""The dashboard: six figures, target and actual by month, attainment by region. Plain formulas, charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import VIEWS
from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import apply, attainment_rules, negative_rule
from salesplan_xl.templates.dashboard_charts import LABEL_WIDTHS, add_charts
from salesplan_xl.templates.draft import ROW_HEIGHT, Draft
from salesplan_xl.templates.lists_sheet import (
    MONTHS,
    MOST_REGIONS,
    default_money_label,
    last_year_amount,
    month_key,
    month_known,
    month_label,
    month_names,
    region_name,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

DASHBOARD = "dashboard"
_CHOICE_ROW = 2
_TILE_ROW = 4
CHART_ROW = 8
CHART_ROWS = 15
MONTH_ROW = CHART_ROW + CHART_ROWS + 1
REGION_ROW = MONTH_ROW + 8
_LAST_ROW = REGION_ROW + 4
_WIDTH = 10.5
_FIGURE = "#,##0.0"
_Formula = tuple[str, str | float]
"""A formula and its value in an empty template."""
_NUMBER = '#,##0.0_);-#,##0.0_);"–"_)'
_COUNT = '#,##0_);-#,##0_);"–"_)'


def add_dashboard_sheet(draft: Draft) -> None:
    """Write the dashboard for the usual indicator; the reader may choose another."""
    sheet = draft.sheets[DASHBOARD]
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_column(0, 0, LABEL_WIDTHS[draft.language])
    sheet.set_column(1, MONTHS, _WIDTH)
    draft.heading(sheet, draft.say("sheet_dashboard"), draft.say("line_dashboard"))
    _add_choice(draft, sheet, draft.usual_indicator)
    _add_as_of(draft, sheet)
    for position, tile in enumerate(_tiles(draft)):
        _add_tile(draft, sheet, 1 + 2 * position, tile)
    _add_months(draft, sheet)
    _add_regions(draft, sheet)
    add_charts(draft, sheet, chart_row=CHART_ROW, month_row=MONTH_ROW, region_row=REGION_ROW)
    draft.page(sheet, look.INK, last_column=MONTHS, last_row=_LAST_ROW)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def _add_choice(draft: Draft, sheet: Worksheet, indicator: str) -> None:
    typed = draft.look.cell("input", "General", align="left", bold=True, border=1, border_color=look.ACCENT)
    sheet.set_row(_CHOICE_ROW, 22)
    sheet.write_string(_CHOICE_ROW, 0, draft.say("dash_indicator"), draft.look.format(bold=True))
    sheet.merge_range(_CHOICE_ROW, 1, _CHOICE_ROW, 2, indicator, typed)
    sheet.data_validation(
        _CHOICE_ROW, 1, _CHOICE_ROW, 1, {"validate": "list", "source": "=list_indicator", "show_error": False}
    )
    draft.book.define_name("dash_indicator", f"='{draft.say('sheet_dashboard')}'!$B${_CHOICE_ROW + 1}")
    sheet.write_formula(0, MONTHS, "=company_name", draft.look.unit(), "")
    unit = f'="{draft.say("unit_shown")}"&dash_unit'
    sheet.write_formula(
        _CHOICE_ROW, MONTHS, unit, draft.look.unit(), draft.say("unit_shown") + default_money_label(draft)
    )


def _add_as_of(draft: Draft, sheet: Worksheet) -> None:
    """Write the month the figures stand at, left of the tiles."""
    sheet.write_string(_TILE_ROW, 0, draft.say("dash_as_of"), draft.look.format(font_color=look.MUTED))
    value = draft.look.format(font_size=14, bold=True, font_color=look.ACCENT)
    sheet.write_formula(_TILE_ROW + 1, 0, '=IF(dash_as_of="","–",dash_as_of)', value, "–")


@dataclass(frozen=True)
class _Tile:
    """One figure: its title, its formula and how it is shown, and a line below that puts it in relation."""

    title: str
    formula: str
    number_format: str
    below: str
    by_thresholds: bool = False


def _tiles(draft: Draft) -> list[_Tile]:
    target, actual, landing, gap = (f"${letter}${_TILE_ROW + 2}" for letter in "BDJL")
    say = draft.say

    def words(key: str, value: str, number_format: str = "#,##0.0") -> str:
        return f'"{say(key)}"&TEXT({value},"{number_format}")'

    def when(reference: str, formula: str) -> str:
        return f'=IF({reference}="–","",{formula})'

    assigned, committed = _target(draft, "assigned"), _target(draft, "committed")
    year = f'IF(IF(choice_target_to_decompose="assigned",{assigned},0)=0,{committed},{assigned})'
    to_date = _variance_at(draft, "target_ytd", "dash_as_of")
    needed = _variance_at(draft, "required", "dash_as_of")
    return [
        _Tile(
            say("dash_target"),
            f'=IF({year}=0,"–",{year})',
            _FIGURE,
            f'=IF({_target(draft, "stretch")}=0,"",{words("dash_stretch", _target(draft, "stretch"))})',
        ),
        _Tile(
            say("dash_actual"),
            _figure(draft, "actual_ytd"),
            _FIGURE,
            when(actual, words("dash_target_to_date", f"{to_date}/dash_factor")),
        ),
        _Tile(
            say("dash_attainment"),
            _figure(draft, "attainment_ytd", ratio=True),
            "0.0%",
            when(actual, words("dash_ahead", f"{actual}-{to_date}/dash_factor", "+#,##0.0;-#,##0.0;0.0")),
            by_thresholds=True,
        ),
        _Tile(
            say("dash_progress"),
            _figure(draft, "time_progress", ratio=True),
            "0.0%",
            f'=IF(OR({actual}="–",{target}="–"),"",{words("dash_of_year", f"{actual}/{target}", "0.0%")})',
        ),
        _Tile(
            say("dash_landing"),
            _figure(draft, "landing"),
            _FIGURE,
            f'=IF(OR({landing}="–",{target}="–"),"",'
            f"{words('dash_of_target', f'{landing}/{target}', '0.0%')})",
        ),
        _Tile(
            say("dash_gap"),
            _figure(draft, "year_gap"),
            _FIGURE,
            when(gap, words("dash_required", f"{needed}/dash_factor")),
        ),
    ]


def _target(draft: Draft, column: str) -> str:
    """Return the formula of an annual target in the unit shown; zero where there is none."""
    rows = f"--({draft.column('tblTargets', 'indicator')}=dash_indicator)"
    return f"SUMPRODUCT({rows},{draft.column('tblTargets', column)})*dash_row_factor/dash_factor"


def _figure(draft: Draft, column: str, ratio: bool = False) -> str:
    value = _variance_at(draft, column, "dash_as_of")
    return f'=IF(dash_as_of="","–",{value}{"" if ratio else "/dash_factor"})'


def _variance_at(draft: Draft, column: str, period: str, view: str = "total", member: str = "") -> str:
    """Return the formula of a number of the variance table; zero where there is no such row."""
    rows = [
        f"--({draft.column('tblVariance', 'indicator')}=dash_indicator)",
        f"--({draft.column('tblVariance', 'period')}={period})",
        f'--({draft.column("tblVariance", "dimension")}="{VIEWS[view].label(draft.language)}")',
    ]
    if member:
        rows.append(f"--({draft.column('tblVariance', 'member')}={member})")
    return f"SUMPRODUCT({','.join(rows)},{draft.column('tblVariance', column)})"


def _add_tile(draft: Draft, sheet: Worksheet, left: int, tile: _Tile) -> None:
    edge = {"left": 5, "left_color": look.ACCENT, "indent": 1, "align": "left", "bg_color": "#F7F8FA"}
    title = draft.look.format(font_color=look.MUTED, **edge)
    value = draft.look.format(font_size=18, bold=True, num_format=tile.number_format, **edge)
    below = draft.look.format(font_color=look.MUTED, font_size=9, **edge)
    sheet.set_row(_TILE_ROW, 20)
    sheet.set_row(_TILE_ROW + 1, 32)
    sheet.set_row(_TILE_ROW + 2, 18)
    for row, cell_format in enumerate((title, value, below), start=_TILE_ROW):
        sheet.merge_range(row, left, row, left + 1, "", cell_format)
    sheet.write_string(_TILE_ROW, left, tile.title, title)
    sheet.write_formula(_TILE_ROW + 1, left, tile.formula, value, "–")
    sheet.write_formula(_TILE_ROW + 2, left, tile.below, below, "")
    cell = f"{column_letters(left + 1)}{_TILE_ROW + 2}"
    rules = attainment_rules(cell) if tile.by_thresholds else []
    if tile.number_format == _FIGURE:
        rules = [("dash_is_money=0", {"num_format": "#,##0"})]
    apply(draft, sheet, (_TILE_ROW + 1, left, _TILE_ROW + 1, left), rules)


def _add_months(draft: Draft, sheet: Worksheet) -> None:
    labels = (
        "dash_month",
        "dash_month_target",
        "dash_month_actual",
        "dash_variance",
        "dash_month_attainment",
    )
    _block_labels(draft, sheet, MONTH_ROW, "dash_by_month", (*labels, "dash_last_year"))
    for month in range(MONTHS):
        column = month + 1
        letters = column_letters(column + 1)
        target, actual = (f"{letters}{MONTH_ROW + row}" for row in (3, 4))
        known = month_known(draft, month)
        key = month_key(draft, month)
        planned = (
            f"SUMPRODUCT(--({draft.column('tblQuota', 'indicator')}=dash_indicator),"
            f"--({draft.column('tblQuota', 'period')}={key}),"
            f"{draft.column('tblQuota', 'committed')})/dash_factor"
        )
        formulas: list[_Formula] = [
            (f"={month_label(draft, month)}", month_names(draft.language)[month]),
            (f"={planned}", 0),
            (f'=IF({known}=0,"",{_variance_at(draft, "actual", key)}/dash_factor)', ""),
            (f'=IF({known}=0,"",{actual}-{target})', ""),
            (f'=IF(OR({known}=0,{target}=0),"",{actual}/{target})', ""),
            (f"={last_year_amount(draft, month)}/dash_factor", 0),
        ]
        _block_column(draft, sheet, MONTH_ROW + 1, column, formulas, ratio_at=4)


def _add_regions(draft: Draft, sheet: Worksheet) -> None:
    labels = ("dash_region", "dash_region_target", "dash_actual", "dash_attainment")
    _block_labels(draft, sheet, REGION_ROW, "dash_by_region", labels)
    sheet.set_row(REGION_ROW + 1, ROW_HEIGHT if draft.language == "zh" else 2 * ROW_HEIGHT)
    for region in range(MOST_REGIONS):
        column = region + 1
        letters = column_letters(column + 1)
        name, target, actual = (f"{letters}{REGION_ROW + row}" for row in (2, 3, 4))
        cells = [
            _variance_at(draft, measure, "dash_as_of", "region", name)
            for measure in ("target_ytd", "actual_ytd")
        ]
        formulas: list[_Formula] = [
            (f"={region_name(draft, region)}", ""),
            *((f'=IF(OR({name}="",dash_as_of=""),"",{cell}/dash_factor)', "") for cell in cells),
            (f'=IF(OR({target}="",{target}=0),"",{actual}/{target})', ""),
        ]
        _block_column(draft, sheet, REGION_ROW + 1, column, formulas, ratio_at=3)


def _block_labels(draft: Draft, sheet: Worksheet, row: int, title: str, labels: tuple[str, ...]) -> None:
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, draft.say(title), draft.look.format(bold=True, font_size=12))
    for at, label in enumerate(labels, start=row + 1):
        cell_format = _block_format(draft, header=at == row + 1, align="left", indent=1)
        sheet.write_string(at, 0, draft.say(label), cell_format)


def _block_format(draft: Draft, *, header: bool, **properties: object) -> object:
    if header:
        return draft.look.header("output", align=properties.get("align", "center"), indent=1)
    return draft.look.format(bottom=1, bottom_color=look.HAIRLINE, **properties)


def _block_column(
    draft: Draft, sheet: Worksheet, row: int, column: int, formulas: list[_Formula], ratio_at: int
) -> None:
    for at, (formula, when_empty) in enumerate(formulas):
        number_format = look.RATIO if at == ratio_at else _NUMBER
        cell_format = (
            draft.look.header("output", align="right", num_format="@_)")
            if at == 0
            else _block_format(draft, header=False, align="right", num_format=number_format)
        )
        sheet.write_formula(row + at, column, formula, cell_format, when_empty)
        cell = f"{column_letters(column + 1)}{row + at + 1}"
        if at == ratio_at:
            rules = attainment_rules(cell)
        else:
            below_zero, red = negative_rule(cell)
            whole = {"num_format": _COUNT}
            rules = [
                (f"dash_is_money=0,{below_zero}", {**whole, **red}),
                ("dash_is_money=0", whole),
                (below_zero, red),
            ]
        if at:
            apply(draft, sheet, (row + at, column, row + at, column), rules)
