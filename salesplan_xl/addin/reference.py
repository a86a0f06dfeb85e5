"""The reference pages of the cell functions, one a language, generated from the declarations.

``python -m salesplan_xl.addin.reference`` writes them anew; a test holds them against the registry.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from salesplan_xl.declaration import Argument, Formula
from salesplan_xl.messages import LANGUAGES, Language, word
from salesplan_xl.registry import FORMULAS

FOLDER = Path(__file__).parent
PAGES: dict[Language, Path] = {language: FOLDER / f"functions_{language}.md" for language in LANGUAGES}

_TITLES: dict[str, dict[Language, str]] = {
    "page": {"en": "Cell functions", "zh": "函数说明"},
    "intro": {
        "en": "Generated from the declarations; do not edit. Ratios are fractions (0.25 is 25 %). "
        "Optional arguments stand in brackets.",
        "zh": "由函数声明自动生成，请勿手工修改。比率一律为小数（0.25即25%）。方括号内为可选参数。",
    },
    "formula": {"en": "Definition", "zh": "公式"},
    "argument": {"en": "Argument", "zh": "参数"},
    "unit": {"en": "Unit", "zh": "单位"},
    "shape": {"en": "Shape", "zh": "形状"},
    "meaning": {"en": "Meaning", "zh": "含义"},
    "returns": {"en": "Returns", "zh": "返回"},
    "error": {"en": "Error", "zh": "错误值"},
    "when": {"en": "When", "zh": "出现条件"},
    "source": {"en": "Source", "zh": "出处"},
    "example": {"en": "Example", "zh": "示例"},
}


def page(language: Language) -> str:
    """Return the reference page in a language, functions by subject and then by name."""
    from salesplan_xl import formulas  # noqa: F401 - declares them

    declared = sorted({f.name: f for f in FORMULAS.values()}.values(), key=lambda f: (f.category, f.name))
    lines = [f"# {_title('page', language)}", "", _title("intro", language), ""]
    for category, members in groupby(declared, key=lambda f: f.category):
        listed = list(members)
        lines += [f"## {word('category_' + category, language)}", ""]
        lines += [f"- [`{f.name}`](#{f.name.lower()}) {f.summary[language]}" for f in listed] + [""]
        for formula in listed:
            lines += _entry(formula, language)
    return "\n".join(lines).rstrip() + "\n"


def _entry(formula: Formula, language: Language) -> list[str]:
    arguments = ", ".join(_signature(argument) for argument in formula.arguments)
    lines = [
        f"### {formula.name}",
        "",
        f"`={formula.name}({arguments})`",
        "",
        formula.summary[language],
        "",
        f"**{_title('formula', language)}**",
        "",
        "```text",
        formula.definition,
        "```",
        "",
        f"| {' | '.join(_title(key, language) for key in ('argument', 'unit', 'shape', 'meaning'))} |",
        "|---|---|---|---|",
    ]
    for argument in formula.arguments:
        meaning = argument.en if language == "en" else argument.zh
        if argument.choices:
            meaning += " (" + ", ".join(f"`{choice}`" for choice in argument.choices) + ")"
        unit = word("unit_" + argument.unit, language)
        lines.append(f"| `{argument.name}` | {unit} | {_shape(argument, language)} | {_cell(meaning)} |")
    lines += [
        "",
        f"**{_title('returns', language)}** {word('unit_' + formula.unit, language)}, "
        f"{word('shape_' + formula.shape.split(' of ')[0], language)}"
        + (f": {formula.returns}" if language == "en" else ""),
        "",
        f"| {_title('error', language)} | {_title('when', language)} |",
        "|---|---|",
    ]
    for error, when in formula.errors.items():
        lines.append(
            f"| `{error}` | {_cell(when) if language == 'en' else word('error_' + error, language)} |"
        )
    return [
        *lines,
        "",
        f"**{_title('source', language)}** {formula.source}",
        "",
        f"**{_title('example', language)}**",
        "",
        "```python",
        formula.example,
        "```",
        "",
    ]


def _signature(argument: Argument) -> str:
    return argument.name if argument.required else f"[{argument.name}]"


def _shape(argument: Argument, language: Language) -> str:
    shape = word("shape_" + argument.kind, language)
    return shape if argument.blank == "refused" else f"{shape}; {word(argument.blank, language)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _title(key: str, language: Language) -> str:
    return _TITLES[key][language]


def write_pages() -> None:
    """Write both pages anew."""
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_pages()
