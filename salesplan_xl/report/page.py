"""The report as one HTML page that asks for nothing: styles and charts inside, no script, fit for a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from salesplan_xl.messages import say
from salesplan_xl.report.charts import charts, drawing, own_figure
from salesplan_xl.report.contents import Contents, Figure, Gap
from salesplan_xl.templates import look

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

_FONTS = (
    '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", Calibri, Carlito, '
    "-apple-system, sans-serif"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: #F5F7F9; color: {look.INK}; font: 15px/1.5 {_FONTS}; }}
main {{ max-width: 1180px; margin: 0 auto; padding: 20px 16px 40px; }}
h1 {{ font-size: 22px; margin: 0; }}
h2 {{ font-size: 15px; margin: 0 0 6px; }}
.under {{ color: {look.MUTED}; margin: 2px 0 18px; }}
.figures {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; }}
.figure, section {{ background: #fff; border: 1px solid {look.HAIRLINE}; border-radius: 6px; }}
.figure {{ padding: 10px 14px; border-left: 4px solid {look.ACCENT}; }}
.figure span {{ display: block; color: {look.MUTED}; font-size: 13px; }}
.figure b {{ display: block; font-size: 23px; line-height: 1.3; overflow-wrap: anywhere; }}
.green b {{ color: {look.GREEN}; }} .amber b {{ color: {look.AMBER}; }} .red b {{ color: {look.RED}; }}
.charts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr));
  gap: 12px; margin: 12px 0; }}
section {{ padding: 12px 14px; min-width: 0; }}
svg {{ display: block; width: 100%; height: auto; }}
.rows {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: 14px; }}
th, td {{ text-align: left; padding: 5px 10px 5px 0; border-bottom: 1px solid {look.HAIRLINE};
  vertical-align: top; overflow-wrap: anywhere; }}
th {{ color: {look.MUTED}; font-weight: 600; white-space: nowrap; }}
td.number, th.number {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }}
@media (max-width: 640px) {{
  main {{ padding: 14px 10px 28px; }}
  .figures {{ grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }}
  .figure b {{ font-size: 19px; }}
  thead {{ display: none; }}
  tr {{ display: block; padding: 8px 0; border-bottom: 1px solid {look.HAIRLINE}; }}
  td, td.number {{ display: flex; justify-content: space-between; gap: 12px; border: 0; padding: 2px 0;
    text-align: right; white-space: normal; }}
  td::before {{ content: attr(data-label); color: {look.MUTED}; text-align: left; }}
  td:empty {{ display: none; }}
}}
@media print {{ body {{ background: #fff; }} section, .figure {{ break-inside: avoid; }} }}
"""
GAP_COLUMNS = ("member", "gap", "attainment", "cause", "action", "owner", "due")


def page(contents: Contents) -> str:
    """Return the report as HTML."""
    language = contents.language
    with drawing():
        pictures = "".join(
            f"<section><h2>{escape(chart.title)}</h2>{_svg(own_figure(chart), number)}</section>"
            for number, chart in enumerate(charts(contents))
        )
    title = say("report_title", language, year=contents.year, indicator=contents.indicator)
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1><p class='under'>{escape(under(contents))}</p>"
        f"<div class='figures'>{''.join(map(_figure, contents.figures))}</div>"
        f"<div class='charts'>{pictures}</div>{_gaps(contents.gaps, contents)}</main></body></html>\n"
    )


def under(contents: Contents) -> str:
    """Return the line below the title: the company, up to when, in which unit."""
    language = contents.language
    parts = [contents.company, say("report_unit", language, unit=contents.unit_label)]
    if contents.as_of:
        parts.insert(1, say("report_as_of", language, month=contents.as_of))
    return " · ".join(part for part in parts if part)


def _figure(figure: Figure) -> str:
    css = f"figure {figure.status}" if figure.status in ("green", "amber", "red") else "figure"
    return (
        f"<div class='{css}'><span>{escape(figure.title)}</span><b>{escape(figure.value)}</b>"
        f"<span>{escape(figure.below)}</span></div>"
    )


def _gaps(gaps: Iterable[Gap], contents: Contents) -> str:
    language = contents.language
    gaps = list(gaps)
    if not gaps:
        return ""
    labels = {column: say(f"report_gap_{column}", language) for column in GAP_COLUMNS}
    head = "".join(f"<th{_side(column)}>{escape(label)}</th>" for column, label in labels.items())
    body = "".join(
        "<tr>"
        + "".join(_cell(column, label, getattr(gap, column)) for column, label in labels.items())
        + "</tr>"
        for gap in gaps
    )
    title = escape(say("report_gaps", language))
    return (
        f"<section class='rows'><h2>{title}</h2><table><thead><tr>{head}</tr></thead>{body}</table></section>"
    )


def _cell(column: str, label: str, text: str) -> str:
    return f"<td{_side(column)} data-label='{escape(label)}'>{escape(text)}</td>"


def _side(column: str) -> str:
    return " class='number'" if column in ("gap", "attainment") else ""


def _svg(figure: Drawing, number: int) -> str:
    """Return a drawing as an SVG element as wide as its place; ids of several drawings are kept apart."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    svg = text.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>c{number}-", svg)
    opening, rest = svg.split(">", 1)
    return re.sub(r' (?:width|height)="[^"]*"', "", opening) + ">" + rest
