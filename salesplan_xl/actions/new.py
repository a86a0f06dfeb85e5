"""A new workbook from a template."""

from __future__ import annotations

import shutil
from pathlib import Path

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.cells import Cell
from salesplan_xl.errors import FileRefused, NotFound
from salesplan_xl.messages import LANGUAGES, Language, word
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import find_table, match_table
from salesplan_xl.templates.catalogue import template_names, template_path


def templates() -> list[dict[str, str]]:
    """Return the templates: their name and their title in both languages."""
    return [
        {"name": name, **{language: word("template_" + name, language) for language in LANGUAGES}}
        for name in template_names()
    ]


def new_workbook(template: str, output: Path, language: Language, sample: bool = False) -> Outcome:
    """Copy a template to a new file, with the sample company in its input tables where asked for.

    Raises:
        NotFound: there is no template of that name.
        FileRefused: the file exists already, or its folder cannot be written to.
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
    if sample:
        fill_with_sample(output, language)
    facts = {
        "name": output.name,
        "template": {lang: word("template_" + template, lang) for lang in LANGUAGES},
    }
    return Outcome(summary=Said("template_made", facts))


def fill_with_sample(path: Path, language: Language) -> None:
    """Write the sample company into the input tables that a workbook has."""
    from salesplan_xl.hosts.package import open_package
    from salesplan_xl.templates.sample_company import sample_tables

    workbook = open_package(path)
    infos = workbook.tables()
    for name, rows in sample_tables(language).items():
        info = find_table(infos, name)
        if info is None:
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
