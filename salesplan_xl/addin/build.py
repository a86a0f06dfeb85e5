"""Builds ``SalesPlan.xlam`` from the registry: on any machine, in seconds, the same bytes every time.

Everything comes from text: the modules in the folder ``code`` beside this file, the generated wrappers, the
ribbon, and the sheet of texts. The ``.xlsm`` form has the same code in an ordinary workbook, for tests.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Literal

from salesplan_xl.addin.places import CONFIGURATION, SCRIPT
from salesplan_xl.addin.ribbon import controls_of, ribbon_groups, ribbon_texts, ribbon_xml, texts_of
from salesplan_xl.addin.vba.module import Module, ModuleKind
from salesplan_xl.addin.vba.project import VbaProject
from salesplan_xl.addin.workbook_package import workbook_package
from salesplan_xl.addin.wrappers import MODULE, help_texts, wrappers

Form = Literal["xlam", "xlsm"]

CODE = Path(__file__).parent / "code"
MODULES = (
    "SalesPlanCells",
    "SalesPlanExcel",
    "SalesPlanHelp",
    "SalesPlanRibbon",
    "SalesPlanServer",
    "SalesPlanTexts",
)
TEXTS_SHEET = "Texts"


def build(output: Path, form: Form = "xlam") -> Path:
    """Write the add-in to ``output`` and return it."""
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(add_in(form))
    return output


def add_in(form: Form = "xlam", replaced: dict[str, str] | None = None) -> bytes:
    """Return the add-in's file. ``replaced`` gives modules other code, by name: tests put recorders there."""
    from salesplan_xl import formulas  # noqa: F401 - declares them
    from salesplan_xl.actions import declare_actions
    from salesplan_xl.registry import ACTIONS, FORMULAS
    from salesplan_xl.templates.catalogue import template_names

    declare_actions()
    groups = ribbon_groups(ACTIONS, {name: texts_of("template_" + name) for name in template_names()})
    texts = sorted([*ribbon_texts(groups), *help_texts(FORMULAS)])
    words = {"XLWINGS": version("xlwings"), "CONFIGURATION": CONFIGURATION, "MAC_SCRIPT": SCRIPT}
    words["TEXTS"] = str(len(texts))
    modules = [
        Module("ThisWorkbook", _code("ThisWorkbook.cls", words), ModuleKind.WORKBOOK),
        Module(TEXTS_SHEET, kind=ModuleKind.SHEET),
        Module(MODULE, wrappers(FORMULAS)),
        *(Module(name, (replaced or {}).get(name) or _code(f"{name}.bas", words)) for name in MODULES),
    ]
    tip = texts_of("addin_description")
    return workbook_package(
        VbaProject(modules, name="SalesPlan"),
        add_in=form == "xlam",
        ribbon=ribbon_xml(groups),
        cells={TEXTS_SHEET: texts},
        title="SalesPlan",
        description=f"{tip['en']} {tip['zh']}",
    )


def buttons() -> dict[str, str]:
    """Return what every button runs: its id and its tag."""
    from salesplan_xl.actions import declare_actions
    from salesplan_xl.addin.ribbon import Button
    from salesplan_xl.registry import ACTIONS
    from salesplan_xl.templates.catalogue import template_names

    declare_actions()
    groups = ribbon_groups(ACTIONS, {name: texts_of("template_" + name) for name in template_names()})
    return {control.id: control.tag for control in controls_of(groups) if isinstance(control, Button)}


def _code(name: str, words: dict[str, str]) -> str:
    text = (CODE / name).read_text(encoding="ascii")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text
