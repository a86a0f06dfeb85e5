"""The finished templates: their names, and where the files lie in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

import salesplan_xl
from salesplan_xl.errors import NotFound
from salesplan_xl.messages import Language
from salesplan_xl.templates.annual_plan import ANNUAL_PLAN
from salesplan_xl.templates.mid_year_review import MID_YEAR_REVIEW
from salesplan_xl.templates.monthly_tracking import MONTHLY_TRACKING
from salesplan_xl.templates.submission import SUBMISSION
from salesplan_xl.templates.team_and_quota import TEAM_AND_QUOTA
from salesplan_xl.templates.template import Template

TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (ANNUAL_PLAN, MONTHLY_TRACKING, MID_YEAR_REVIEW, TEAM_AND_QUOTA, SUBMISSION)
}
_FOLDER = "workbook_templates"


def template_names() -> tuple[str, ...]:
    """Return the names of the templates.

    >>> template_names()[0]
    'annual_plan'
    """
    return tuple(TEMPLATES)


def template_path(name: str, language: Language) -> Path:
    """Return a template's file.

    Raises:
        NotFound: there is no template of that name, or its file is missing.
    """
    if name not in TEMPLATES:
        raise NotFound("no_such_template", name=name, found=", ".join(TEMPLATES))
    package = Path(salesplan_xl.__file__).parent
    file = f"{name}_{language}.xlsx"
    for folder in (package.parent / _FOLDER, package / _FOLDER):
        if (folder / file).is_file():
            return folder / file
    raise NotFound("template_missing", name=file)
