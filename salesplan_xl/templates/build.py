"""Build the template files. The same code gives the same parts: a file can be held against it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from salesplan_xl.addin.lambda_names import lambda_names
from salesplan_xl.messages import LANGUAGES, Language, word
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.templates.catalogue import TEMPLATES, template_names
from salesplan_xl.templates.draft import Draft
from salesplan_xl.templates.guide_sheet import GUIDE, add_guide_sheet
from salesplan_xl.templates.lists_sheet import LISTS, add_lists_sheet
from salesplan_xl.templates.look import FONTS, SIZES, Look
from salesplan_xl.templates.prepared_rows import Row, prepared_rows
from salesplan_xl.templates.table_sheet import add_table_sheet
from salesplan_xl.templates.template import Page, sheet_id

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

    template = TEMPLATES[name]
    rows = rows or {}
    with Workbook(path, {"in_memory": True}) as book:
        book.set_properties(
            {"title": word(f"template_{name}", language), "author": "SalesPlan for Excel", "created": CREATED}
        )
        book.formats[0].set_font_name(FONTS[language])
        book.formats[0].set_font_size(SIZES[language])
        book.set_calc_mode("auto")
        draft = Draft(book, language, Look(book, language), template)
        for id in (GUIDE, *map(sheet_id, template.sheets()), LISTS):
            draft.sheets[id] = book.add_worksheet(draft.name(id))
        add_guide_sheet(draft)
        for sheet in template.sheets():
            if isinstance(sheet, Page):
                sheet.draw(draft)
                continue
            add_table_sheet(draft, sheet, rows.get(sheet, prepared_rows(sheet, language)))
            if TABLES[sheet].hidden:
                draft.sheets[sheet].very_hidden()
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
