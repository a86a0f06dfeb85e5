"""The collection plan: collections by month from planned sales and payment terms, and what stays open."""

from __future__ import annotations

from salesplan_xl.cells import column_letters
from salesplan_xl.tables.choices import ROW_UNITS, VIEWS
from salesplan_xl.tables.contract import INDICATORS, TABLES
from salesplan_xl.tables.profit_tables import PROFIT_LINES, PROFIT_VERSIONS
from salesplan_xl.templates import look
from salesplan_xl.templates.conditions import apply
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.lists_sheet import MONTHS, month_key
from salesplan_xl.templates.prepared_rows import Row
from salesplan_xl.templates.profit_blocks import (
    YEAR,
    Line,
    cell,
    month_header,
    month_of,
    section,
    set_up,
    write_lines,
)
from salesplan_xl.templates.table_sheet import add_table

TERMS = "tblPaymentTerms"
_HEADER = 4
_LINES = tuple("plan last_year share collected target difference opening closing ceiling required".split())
_ROWS = {name: _HEADER + 1 + place for place, name in enumerate(_LINES)}
_TABLE_ROW = _HEADER + len(_LINES) + 4
_PREPARED: tuple[Row, ...] = tuple({"months_later": lag} for lag in range(4))


def add_collection_sheet(draft: Draft) -> None:
    """Write the plan, and below it the table of payment terms."""
    sheet = draft.sheets[TERMS]
    set_up(draft, sheet, TERMS, 27)
    section(draft, sheet, _HEADER - 1, draft.say("collect_by_month"))
    month_header(draft, sheet, _HEADER, draft.say("profit_line"))
    write_lines(draft, sheet, _HEADER + 1, _lines(draft))
    area = (_ROWS["closing"], 1, _ROWS["closing"], MONTHS)
    limit, reached = f"B${_ROWS['ceiling'] + 1}", f"B${_ROWS['closing'] + 1}"
    apply(
        draft,
        sheet,
        area,
        [(f"N({limit})>0,N({reached})>N({limit})", {"font_color": look.RED, "bold": True})],
    )
    section(draft, sheet, _TABLE_ROW - 2, draft.say("collect_terms"))
    sheet.write_string(_TABLE_ROW - 1, 0, draft.say("collect_terms_line"), draft.look.instruction())
    add_table(draft, sheet, TABLES[TERMS], _TABLE_ROW, list(_PREPARED))
    sheet.freeze_panes(_HEADER + 1, 1)
    draft.page(sheet, look.ACCENT, last_column=YEAR, last_row=_TABLE_ROW + 12)
    sheet.fit_to_pages(1, 1)


def _lines(draft: Draft) -> list[Line]:
    def say(name: str) -> str:
        return draft.say(f"collect_{name}")

    def sales(version: str, column: int) -> str:
        return month_of(
            draft,
            "tblProfit",
            _HEADER,
            column,
            ("dimension", f'"{VIEWS["total"].label(draft.language)}"'),
            ("version", f'"{PROFIT_VERSIONS[version].label(draft.language)}"'),
            ("line", f'"{PROFIT_LINES["sales"].label(draft.language)}"'),
        )

    def share(column: int) -> str:
        if column == MONTHS:
            return f"SUM({cell(_ROWS['share'], 0)}:{cell(_ROWS['share'], MONTHS - 1)})"
        shares, lags = draft.column(TERMS, "share"), draft.column(TERMS, "months_later")
        return f"SUMIFS({shares},{lags},{column})"

    def collected(column: int) -> str:
        if column == MONTHS:
            return _year_sum("collected")
        terms = []
        for lag in range(MONTHS):
            month = column - lag
            source = cell(_ROWS["plan"], month) if month >= 0 else cell(_ROWS["last_year"], month + MONTHS)
            terms.append(f"N({source})*{cell(_ROWS['share'], lag)}")
        return "+".join(terms)

    def target(column: int) -> str:
        if column == MONTHS:
            return _year_sum("target")
        label = INDICATORS["collection"].choice.label(draft.language)
        amounts, indicators = (draft.column("tblQuota", id) for id in ("committed", "indicator"))
        month = f"{draft.column('tblQuota', 'period')},{month_key(draft, column)}"
        return f'SUMIFS({amounts},{indicators},"{label}",{month})/money_unit'

    def opening(column: int) -> str:
        if 0 < column < MONTHS:
            return cell(_ROWS["closing"], column - 1)
        typed = _target(draft, "last_year")
        return f"IF({typed}=0,{_still_due()},{typed})"

    def closing(column: int) -> str:
        if column == MONTHS:
            return cell(_ROWS["closing"], MONTHS - 1)
        before, sold, paid = (cell(_ROWS[name], column) for name in ("opening", "plan", "collected"))
        return f"{before}+{sold}-{paid}"

    def required(column: int) -> str:
        if column == MONTHS:
            return _year_sum("required")
        ceiling = cell(_ROWS["ceiling"], column)
        due = f"{cell(_ROWS['opening'], column)}+{cell(_ROWS['plan'], column)}-{ceiling}"
        return f"IF(N({ceiling})<=0,0,MAX(0,{due}))"

    return [
        Line(say("plan"), lambda column: sales("plan", column)),
        Line(say("last_year"), lambda column: sales("last_year", column)),
        Line(say("share"), share, ratio=True),
        Line(say("collected"), collected, strong=True),
        Line(say("target"), target),
        Line(
            say("difference"),
            lambda column: f"{cell(_ROWS['collected'], column)}-{cell(_ROWS['target'], column)}",
        ),
        Line(say("opening"), opening),
        Line(say("closing"), closing, strong=True),
        Line(say("ceiling"), lambda column: _target(draft, "committed")),
        Line(say("required"), required),
    ]


def _still_due() -> str:
    """Return the formula of what last year's sales still bring by the payment terms."""
    terms = []
    for back in range(1, MONTHS):
        source = cell(_ROWS["last_year"], MONTHS - back)
        later = f"SUM({cell(_ROWS['share'], back)}:{cell(_ROWS['share'], MONTHS - 1)})"
        terms.append(f"N({source})*{later}")
    return "+".join(terms)


def _year_sum(line: str) -> str:
    return f"SUM({cell(_ROWS[line], 0)}:{cell(_ROWS[line], MONTHS - 1)})"


def _target(draft: Draft, column: str) -> str:
    """Return the formula of an amount of the receivables' row among the targets, as shown."""
    label = INDICATORS["receivables"].choice.label(draft.language)
    lists = draft.say("sheet_lists")
    units, factors = (
        f"'{lists}'!${letter}$1:${letter}${len(ROW_UNITS)}"
        for letter in (column_letters(1), column_letters(2))
    )
    own = f'--({draft.column("tblTargets", "indicator")}="{label}")'
    unit = f"SUMIF({units},{draft.column('tblTargets', 'unit')},{factors})"
    return f"SUMPRODUCT({own},{unit},{draft.column('tblTargets', column)})/money_unit"
