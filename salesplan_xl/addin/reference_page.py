"""The page that the ribbon's *Functions* opens: every cell function, for a browser, from the declarations."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path

from salesplan_xl.declaration import Formula
from salesplan_xl.messages import Language, say, word
from salesplan_xl.registry import FORMULAS

_STYLE = (
    "body{font:15px/1.5 'Segoe UI','Microsoft YaHei',sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left;"
    "vertical-align:top}code,pre{background:#f4f4f4}h3{margin-top:2em}"
)


def write_page(folder: Path, language: Language) -> Path:
    """Write the page into a folder and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"functions_{language}.html"
    file.write_text(html_page(language), encoding="utf-8", newline="\n")
    return file


def html_page(language: Language) -> str:
    """Return the page, functions by subject and then by name."""
    from salesplan_xl import formulas  # noqa: F401 - declares them

    declared = sorted({f.name: f for f in FORMULAS.values()}.values(), key=lambda f: (f.category, f.name))
    title = escape(say("ribbon_functions", language))
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>",
    ]
    for category, members in groupby(declared, key=lambda f: f.category):
        parts.append(f"<h2>{escape(word('category_' + category, language))}</h2>")
        parts += [_entry(formula, language) for formula in members]
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _entry(formula: Formula, language: Language) -> str:
    arguments = ", ".join(a.name if a.required else f"[{a.name}]" for a in formula.arguments)
    rows = []
    for argument in formula.arguments:
        meaning = argument.en if language == "en" else argument.zh
        choices = f" ({', '.join(argument.choices)})" if argument.choices else ""
        unit = word("unit_" + argument.unit, language)
        cells = (f"<code>{argument.name}</code>", escape(unit), escape(meaning + choices))
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return (
        f'<h3 id="{formula.name}"><code>={formula.name}({escape(arguments)})</code></h3>'
        f"<p>{escape(formula.summary[language])}</p><table>{''.join(rows)}</table>"
        f"<pre>{escape(formula.definition)}</pre><p><small>{escape(formula.source)}</small></p>"
    )
