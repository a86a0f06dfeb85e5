"""The ribbon: one tab with the groups and buttons that planners know, from the declared actions.

A button stands in the ribbon once its action is declared. Labels and tips are asked for through callbacks, so
that they follow Excel's language; they lie on a sheet of the add-in (see :mod:`salesplan_xl.addin.build`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from salesplan_xl.messages import LANGUAGES, SENTENCES, WORDS, Language
from salesplan_xl.registry import Action
from salesplan_xl.tables.contract import TABLES

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
TAB = "salesplan"

Texts = dict[Language, str]


@dataclass(frozen=True)
class Button:
    """A button. Its tag is what it runs: action, then ``name=value``, or ``name?kind`` to be asked for."""

    id: str
    tag: str
    icon: str
    label: Texts
    tip: Texts
    large: bool = False


@dataclass(frozen=True)
class Menu:
    """A button that opens a list of buttons."""

    id: str
    icon: str
    label: Texts
    tip: Texts
    buttons: tuple[Button, ...]
    large: bool = False


@dataclass(frozen=True)
class Group:
    """A group of the tab."""

    id: str
    label: Texts
    controls: tuple[Button | Menu, ...]


ORDER: dict[str, tuple[str, ...]] = {
    "plan": ("new", "load", "check", "profit", "finalise"),
    "decompose": ("decompose", "hold", "release", "spread", "reconcile"),
    "track": ("variance", "bridge", "replan", "kpi", "review"),
    "share": ("send", "collect", "status", "freeze", "thaw"),
    "help": ("explain", "undo", "log", "functions", "language"),
}
"""The groups, and the places of their buttons; an action that is not named here comes after these."""

LARGE = frozenset({"new", "load", "decompose", "variance", "replan", "send", "collect", "explain"})

ASKED: dict[str, dict[str, str]] = {
    "hold": {"amount": "text", "reason": "text"},
    "spread": {"amount": "text"},
    "finalise": {"note": "text"},
    "reconcile": {"apply": "text"},
    "send": {"output": "folder"},
    "collect": {"folder": "folder"},
}
"""What is asked for before an action runs, where it has that option."""


def ribbon_groups(actions: Mapping[str, Action], templates: Mapping[str, Texts]) -> list[Group]:
    """Return the tab's groups from the declared actions and the templates (name to title)."""
    own = {control.id: control for control in _own_controls(templates)}
    groups = []
    for group, order in ORDER.items():
        declared = {action.name: _button(action) for action in actions.values() if action.group == group}
        controls = {**declared, **{id: own[id] for id in order if id in own}}
        names = [*(id for id in order if id in controls), *(id for id in controls if id not in order)]
        if names:
            groups.append(
                Group(f"group_{group}", texts_of(f"ribbon_{group}"), tuple(controls[n] for n in names))
            )
    return groups


def _button(action: Action) -> Button:
    asked = [f"{name}?{kind}" for name, kind in ASKED.get(action.name, {}).items() if name in action.options]
    label: Texts = {language: action.label[language] for language in LANGUAGES}
    tip: Texts = {language: action.tip[language] for language in LANGUAGES}
    return Button(action.name, "|".join([action.name, *asked]), action.icon, label, tip, action.name in LARGE)


def _own_controls(templates: Mapping[str, Texts]) -> Iterator[Button | Menu]:
    """Yield what is no declared action: it makes a workbook, asks for a file, or helps."""
    yield _menu(
        "new",
        "FileNew",
        (
            Button(f"new_{name}", f"new|template={name}|output?newfile", "FileNew", title, title)
            for name, title in templates.items()
        ),
    )
    inputs = {name: table for name, table in TABLES.items() if table.kind == "input"}
    yield _menu(
        "load",
        "ImportTextFile",
        (
            Button(
                f"load_{name}",
                f"load|table={name}|source?file",
                "ImportTextFile",
                {"en": table.en, "zh": table.zh},
                texts_of("ribbon_tip_load_table"),
            )
            for name, table in inputs.items()
        ),
    )
    yield _own("explain", "FunctionWizard", large=True)
    yield _menu(
        "log", "ReviewTrackChanges", (_own("log_workbook", "TableInsert"), _own("log_file", "FileOpen"))
    )
    yield _own("functions", "Help")
    languages = (
        _own(f"language_{name}", "Translate", f"switch_language|to={name}") for name in ("excel", "en", "zh")
    )
    yield _menu("language", "Translate", languages)


def _own(id: str, icon: str, tag: str | None = None, large: bool = False) -> Button:
    return Button(id, tag or id, icon, texts_of(f"ribbon_{id}"), texts_of(f"ribbon_tip_{id}"), large)


def _menu(id: str, icon: str, buttons: Iterator[Button] | tuple[Button, ...]) -> Menu:
    return Menu(id, icon, texts_of(f"ribbon_{id}"), texts_of(f"ribbon_tip_{id}"), tuple(buttons), id in LARGE)


def texts_of(key: str) -> Texts:
    """Return a term of the glossary or a sentence in both languages."""
    found = WORDS[key] if key in WORDS else SENTENCES[key]
    return {language: getattr(found, language) for language in LANGUAGES}


def ribbon_xml(groups: list[Group]) -> str:
    """Return ``customUI14.xml``."""
    lines = [
        f'<customUI xmlns="{NAMESPACE}" onLoad="RibbonLoaded">',
        "<ribbon><tabs>",
        f'<tab id="{TAB}" getLabel="RibbonLabel" keytip="SP">',
    ]
    for group in groups:
        lines.append(f'<group id="{group.id}" getLabel="RibbonLabel">')
        for control in group.controls:
            lines += _control_xml(control)
        lines.append("</group>")
    return "\n".join([*lines, "</tab>", "</tabs></ribbon>", "</customUI>"]) + "\n"


_TEXTS = 'getLabel="RibbonLabel" getScreentip="RibbonScreentip" getSupertip="RibbonSupertip"'


def _control_xml(control: Button | Menu, sized: bool = True) -> list[str]:
    size = f' size="{"large" if control.large else "normal"}"' if sized else ""
    head = f'id="{control.id}" imageMso="{control.icon}"{size} {_TEXTS}'
    if isinstance(control, Button):
        return [f'<button {head} onAction="RibbonPressed" tag={quoteattr(control.tag)}/>']
    inside = [line for button in control.buttons for line in _control_xml(button, sized=False)]
    return [f"<menu {head}>", *inside, "</menu>"]


def controls_of(groups: list[Group]) -> list[Button | Menu]:
    """Return every button and menu, those inside menus included."""
    found: list[Button | Menu] = []
    for control in (control for group in groups for control in group.controls):
        found += [control, *(control.buttons if isinstance(control, Menu) else ())]
    return found


def ribbon_texts(groups: list[Group]) -> Iterator[tuple[str, str, str]]:
    """Yield the labels and tips of the tab: key, English, Chinese."""
    tab = texts_of("ribbon_tab")
    yield f"label:{TAB}", tab["en"], tab["zh"]
    for group in groups:
        yield f"label:{group.id}", group.label["en"], group.label["zh"]
    for control in controls_of(groups):
        yield f"label:{control.id}", control.label["en"], control.label["zh"]
        yield f"tip:{control.id}", control.tip["en"], control.tip["zh"]
    for name in sorted({name for options in ASKED.values() for name in options}):
        asked = texts_of(f"ribbon_ask_{name}")
        yield f"ask:{name}", asked["en"], asked["zh"]
    failed = texts_of("ribbon_no_python")
    yield "message:no_python", failed["en"], failed["zh"]
