"""Build the template files. The same code gives the same parts: a file can be held against it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from salesplan_xl.addin.lambda_names import lambda_names
from salesplan_xl.messages import LANGUAGES, Language, say
from salesplan_xl.tables.contract import DEFAULT_INDICATOR, INDICATORS, TABLES
from salesplan_xl.templates.catalogue import template_names
from salesplan_xl.templates.dashboard_sheet import DASHBOARD, add_dashboard_sheet
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.guide_sheet import GUIDE, add_guide_sheet
from salesplan_xl.templates.lists_sheet import LISTS, add_lists_sheet
from salesplan_xl.templates.look import FONTS, SIZES, Look
from salesplan_xl.templates.matrix_sheet import TABLE as MATRIX
from salesplan_xl.templates.matrix_sheet import add_matrix_sheet
from salesplan_xl.templates.prepared_rows import Row, prepared_rows
from salesplan_xl.templates.table_sheet import add_table_sheet

_RESULT = re.compile(rb"(</f>)<v>[^<]*</v>")

CREATED = dt.datetime(2026, 11, 22)
"""Written into every template, whenever it is built."""


def build_template(
    name: str, language: Language, path: Path, rows: Mapping[str, Sequence[Row]] | None = None
) -> None:
    """Write one template.

    Args:
        name: The template, e.g. ``annual_plan``.
        language: Its labels and texts.
        path: The file to write.
        rows: Rows by table id that replace the prepared ones, such as the sample company's.

    Raises:
        KeyError: there is no such template.
    """
    from xlsxwriter import Workbook

    if name not in template_names():
        raise KeyError(name)
    rows = rows or {}
    with Workbook(path, {"in_memory": True}) as book:
        book.set_properties(
            {"title": say("guide_title", language), "author": "SalesPlan for Excel", "created": CREATED}
        )
        book.formats[0].set_font_name(FONTS[language])
        book.formats[0].set_font_size(SIZES[language])
        book.set_calc_mode("auto")
        draft = Draft(book, language, Look(book, language))
        for sheet in (GUIDE, DASHBOARD, *TABLES, LISTS):
            title = draft.name(sheet) if sheet in TABLES else draft.say(f"sheet_{sheet}")
            draft.sheets[sheet] = book.add_worksheet(title)
        indicator = INDICATORS[DEFAULT_INDICATOR].choice.label(language)
        add_guide_sheet(draft)
        add_dashboard_sheet(draft, indicator)
        for table in TABLES:
            if table == MATRIX:
                add_matrix_sheet(draft, indicator)
            else:
                add_table_sheet(draft, table, rows.get(table, prepared_rows(table, language)))
            if TABLES[table].hidden:
                draft.sheets[table].very_hidden()
        add_lists_sheet(draft)
        for lambda_name, text in lambda_names().items():
            book.define_name(lambda_name, f"={text}")
    _without_results(path)


def _without_results(path: Path) -> None:
    """Drop the results stored beside formulas: whoever opens the file has to work them out.

    LibreOffice shows a stored result as it is, so that the dashboard of a plan filled without Excel would
    stay as empty as the template was.
    """
    with ZipFile(path) as built:
        parts = [(entry, built.read(entry)) for entry in built.infolist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for entry, data in parts:
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = _RESULT.sub(rb"\1", data)
            package.writestr(entry, data)


def build_all(folder: Path) -> list[Path]:
    """Write every template in both languages into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in template_names():
        for language in LANGUAGES:
            files.append(folder / f"{name}_{language}.xlsx")
            build_template(name, language, files[-1])
    return files
