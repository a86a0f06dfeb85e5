"""The finished templates: their names, and where the files lie in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

import salesplan_xl
from salesplan_xl.errors import NotFound
from salesplan_xl.messages import Language

_NAMES: tuple[str, ...] = ("annual_plan",)
_FOLDER = "workbook_templates"


def template_names() -> tuple[str, ...]:
    """Return the names of the templates.

    >>> template_names()
    ('annual_plan',)
    """
    return _NAMES


def template_path(name: str, language: Language) -> Path:
    """Return a template's file.

    Raises:
        NotFound: there is no template of that name, or its file is missing.
    """
    if name not in _NAMES:
        raise NotFound("no_such_template", name=name, found=", ".join(_NAMES))
    package = Path(salesplan_xl.__file__).parent
    file = f"{name}_{language}.xlsx"
    for folder in (package.parent / _FOLDER, package / _FOLDER):
        if (folder / file).is_file():
            return folder / file
    raise NotFound("template_missing", name=file)
