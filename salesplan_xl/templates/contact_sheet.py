"""A contact sheet of every template: ``python -m salesplan_xl.templates.contact_sheet -o FOLDER``.

Each workbook is filled with the sample company (or left empty), its actions are run, LibreOffice prints it,
and the pages stand small beside each other in one picture per workbook. For looking at templates before a
release; nothing of it is kept in the repository.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from salesplan_xl.messages import LANGUAGES, Language
from salesplan_xl.templates.catalogue import TEMPLATES
from salesplan_xl.templates.render import render

ROWS_SHOWN = 48
"""Longer tables are printed up to here: what follows looks the same."""
COLUMNS, WIDTH, GAP = 4, 640, 12
_RUN = ("decompose", "profit", "variance", "bridge", "replan", "kpi", "review", "quota", "reconcile")
_PRINT_AREA = re.compile(
    rb'(<definedName name="_xlnm\.Print_Area"[^>]*>[^<]*:\$[A-Z]+\$)(\d+)(</definedName>)'
)


def filled(name: str, language: Language, path: Path) -> None:
    """Make a workbook with the sample company in it, every action run that finds its tables."""
    from salesplan_xl.actions import declare_actions
    from salesplan_xl.actions.new import new_workbook
    from salesplan_xl.errors import SalesPlanError
    from salesplan_xl.hosts.package import open_package
    from salesplan_xl.registry import ACTIONS

    declare_actions()
    path.unlink(missing_ok=True)
    new_workbook(name, path, language, sample=True)
    workbook = open_package(path)
    for action in _RUN:
        try:
            outcome = ACTIONS[action].run(workbook)
        except SalesPlanError as refused:
            print(f"  {action}: {refused.sentence(language)}")
            continue
        if outcome.summary:  # an action whose tables the template lacks says nothing here
            print(f"  {action}: {outcome.summary.sentence(language)}")
    workbook.save()


def shortened(path: Path) -> None:
    """Limit what every sheet prints to its first rows."""
    with ZipFile(path) as package:
        parts = [(entry, package.read(entry)) for entry in package.infolist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for entry, data in parts:
            if entry.filename == "xl/workbook.xml":
                data = _PRINT_AREA.sub(lambda at: at[1] + b"%d" % min(int(at[2]), ROWS_SHOWN) + at[3], data)
            package.writestr(entry, data)


def contact_sheet(pictures: Sequence[Path], path: Path) -> None:
    """Put pictures beside each other into one."""
    from PIL import Image

    small = []
    for picture in pictures:
        with Image.open(picture) as opened:
            high = round(opened.height * WIDTH / opened.width)
            small.append(opened.convert("RGB").resize((WIDTH, high)))
    rows = -(-len(small) // COLUMNS)
    cell = max(page.height for page in small) + GAP
    whole = Image.new("RGB", (COLUMNS * (WIDTH + GAP), rows * cell), "#9AA3AD")
    for place, page in enumerate(small):
        whole.paste(page, (place % COLUMNS * (WIDTH + GAP), place // COLUMNS * cell))
    whole.save(path)


def main() -> None:
    """Make the contact sheets asked for."""
    from salesplan_xl.templates.build import build_template

    parser = argparse.ArgumentParser(description="Draw every sheet of the templates, small, side by side.")
    parser.add_argument("-o", dest="folder", type=Path, required=True)
    parser.add_argument("--template", choices=list(TEMPLATES), action="append")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--empty", action="store_true", help="the empty template instead of the sample")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in given.template or TEMPLATES:
        for language in given.language or LANGUAGES:
            state = "empty" if given.empty else "sample"
            path = given.folder / f"{name}_{language}_{state}.xlsx"
            print(path.name)
            if given.empty:
                build_template(name, language, path)
            else:
                filled(name, language, path)
            shortened(path)
            sheet = path.with_suffix(".png")
            contact_sheet(render(path, given.folder / path.stem), sheet)
            print(f"  {sheet}")


if __name__ == "__main__":
    main()
