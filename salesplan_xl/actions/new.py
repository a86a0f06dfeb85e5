"""Ribbon *New*: a workbook from a template, empty, with a sample company, or with an existing plan in it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salesplan_xl.actions.carry_plan import carry_file, carry_plan
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.cells import Cell, Workbook
from salesplan_xl.errors import FileRefused, NotFound, SalesPlanError
from salesplan_xl.messages import LANGUAGES, Language, word
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, language_of, match_table
from salesplan_xl.templates.catalogue import TEMPLATES, template_names, template_path
from salesplan_xl.templates.prepared_rows import Row

_PLAN = "annual_plan"
_COMPUTED = ("tblQuota", "tblQuotaSummary")
"""What the sample company's plan has to be worked out for."""


def templates() -> list[dict[str, str]]:
    """Return the templates: their name and their title in both languages."""
    return [
        {"name": name, **{language: word("template_" + name, language) for language in LANGUAGES}}
        for name in template_names()
    ]


def new_workbook(
    template: str, output: Path, language: Language, sample: bool = False, plan: Path | None = None
) -> Outcome:
    """Copy a template to a new file.

    Args:
        template: Its name.
        output: The file to make.
        language: Of the template.
        sample: Fill it with the sample company.
        plan: A workbook whose tables are taken over, wherever the template has them too.

    Raises:
        NotFound: there is no template of that name.
        FileRefused: the file exists already, its folder cannot be written to, or the plan is in another
            language or shares no table with the template.
    """
    if template not in template_names():
        raise NotFound("no_such_template", name=template, found=", ".join(template_names()))
    if output.exists():
        raise FileRefused("file_exists", name=output.name)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template_path(template, language), output)
    except OSError as error:
        raise FileRefused("file_not_made", name=str(output), cause=error.strerror or "") from None
    facts: dict[str, Any] = {
        "name": output.name,
        "template": {lang: word("template_" + template, lang) for lang in LANGUAGES},
    }
    try:
        if sample:
            fill_with_sample(output, language, template)
        if plan is not None:
            carried = carry_file(plan, output)
            facts |= {"plan": plan.name, "count": len(carried), "rows": sum(carried.values())}
    except SalesPlanError:
        output.unlink()
        raise
    return Outcome(summary=Said("template_made_from" if plan else "template_made", facts))


def language_of_plan(plan: Path) -> Language:
    """Return the language of a workbook's tables.

    Raises:
        FileRefused: it is no workbook that can be read.
    """
    from salesplan_xl.hosts.package import open_package

    return language_of(open_package(plan).tables())


def fill_with_sample(path: Path, language: Language, template: str = _PLAN) -> None:
    """Write the sample company into the tables that a workbook has.

    Where a template other than the annual plan has the quota, the sample's plan is decomposed, its profit
    worked out, and both are taken over.
    """
    from salesplan_xl.hosts.package import open_package
    from salesplan_xl.templates.samples import all_sample_tables

    samples = all_sample_tables(language)
    workbook = open_package(path)
    carried: Mapping[str, int] = {}
    if template != _PLAN and set(_COMPUTED) & set(TEMPLATES[template].tables()):
        carried = carry_plan(_sample_plan(samples, language), workbook)
    infos = workbook.tables()
    for name, rows in samples.items():
        info = find_table(infos, name)
        if info is None or name in carried:
            continue
        positions = match_table(info, TABLES[name]).positions
        cells = []
        for row in rows:
            line: list[Cell] = [None] * len(info.header)
            for id, position in positions.items():
                line[position] = row.get(id)
            cells.append(line)
        workbook.write_table(info.name, cells)
    workbook.save()


def _sample_plan(samples: Mapping[str, list[Row]], language: Language) -> Workbook:
    """Return the sample company's annual plan, decomposed, with its profit worked out."""
    from salesplan_xl.actions.decompose import decompose
    from salesplan_xl.actions.profit import profit
    from salesplan_xl.hosts.memory import MemoryWorkbook

    tables = {}
    for id in TEMPLATES[_PLAN].tables():
        table = TABLES[id]
        columns = [column.id for column in table.columns if column.prepared]
        rows = [[row.get(column) for column in columns] for row in samples.get(id, [])]
        tables[id] = (table.sheet(language), 1, 1, table.header(language), rows)
    plan = MemoryWorkbook(tables)
    decompose(plan)
    profit(plan)
    return plan
