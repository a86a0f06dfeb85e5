"""The report on paper: A4 landscape as PDF, its first page as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from salesplan_xl.messages import Language, say
from salesplan_xl.report.charts import charts, cut, drawing
from salesplan_xl.report.contents import Contents
from salesplan_xl.report.page import GAP_COLUMNS, under
from salesplan_xl.templates import look

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

A4 = (11.69, 8.27)
CHARTS_A_PAGE = 4
DOTS_PER_INCH = 130
_STATES = {"green": look.GREEN, "amber": look.AMBER, "red": look.RED}


def write_pdf(contents: Contents, path: Path) -> int:
    """Write the report as a PDF and return its pages."""
    from matplotlib.backends.backend_pdf import PdfPages

    with drawing():
        pages = _pages(contents)
        with PdfPages(path, metadata={"CreationDate": None, "Creator": "SalesPlan for Excel"}) as book:
            for page in pages:
                book.savefig(page)
    return len(pages)


def write_png(contents: Contents, path: Path) -> int:
    """Write the whole report as one picture, its pages below each other, and return how many they are."""
    import io

    from PIL import Image

    with drawing():
        pages = _pages(contents)
        pictures = []
        for page in pages:
            shot = io.BytesIO()
            page.savefig(shot, format="png", dpi=DOTS_PER_INCH)
            pictures.append(Image.open(shot).convert("RGB"))
    whole = Image.new("RGB", (pictures[0].width, sum(one.height for one in pictures)), "white")
    top = 0
    for one in pictures:
        whole.paste(one, (0, top))
        top += one.height
    whole.save(path, format="PNG", optimize=True)
    return len(pages)


def _pages(contents: Contents) -> list[Drawing]:
    """Draw the pages: figures of the head and charts, four to a page, then who is behind and why."""
    shown = list(charts(contents))
    pages = []
    for start in range(0, len(shown), CHARTS_A_PAGE):
        page = _sheet(contents)
        top = 0.72 if start == 0 else 0.84
        if start == 0:
            _head(page, contents)
        grid = page.add_gridspec(2, 2, left=0.08, right=0.97, top=top, bottom=0.1, hspace=0.5, wspace=0.24)
        places = [grid[number // 2, number % 2] for number in range(CHARTS_A_PAGE)]
        for chart, place in zip(shown[start : start + CHARTS_A_PAGE], places, strict=False):
            axes = page.add_subplot(place)
            chart.draw(axes)
            axes.set_title(chart.title, loc="left", fontsize=10, fontweight="bold", pad=18)
        pages.append(page)
    if contents.gaps:
        page = _sheet(contents)
        _gaps(page, contents)
        pages.append(page)
    for number, page in enumerate(pages, start=1):
        page.text(0.97, 0.03, f"{number} / {len(pages)}", ha="right", color=look.MUTED, fontsize=8)
    return pages


def _sheet(contents: Contents) -> Drawing:
    from matplotlib.figure import Figure

    page = Figure(figsize=A4)
    title = say("report_title", contents.language, year=contents.year, indicator=contents.indicator)
    page.text(0.04, 0.945, title, fontsize=15, fontweight="bold")
    page.text(0.04, 0.915, under(contents), color=look.MUTED, fontsize=9)
    return page


def _head(page: Drawing, contents: Contents) -> None:
    wide = 0.93 / max(len(contents.figures), 1)
    for number, figure in enumerate(contents.figures):
        left = 0.04 + number * wide
        page.text(left, 0.875, figure.title, color=look.MUTED, fontsize=8)
        ink = _STATES.get(figure.status, look.INK)
        page.text(left, 0.842, figure.value, fontsize=14, fontweight="bold", color=ink)
        page.text(left, 0.82, figure.below, color=look.MUTED, fontsize=7.5)


def _gaps(page: Drawing, contents: Contents) -> None:
    """Draw the table of members behind; long words are cut, the HTML page has them whole."""
    language = contents.language
    axes = page.add_axes((0.04, 0.08, 0.93, 0.78))
    axes.set_axis_off()
    axes.set_title(say("report_gaps", language), loc="left", fontsize=10, fontweight="bold")
    rows = [
        [cut(getattr(gap, column), most) for column, most in zip(GAP_COLUMNS, _SIGNS[language], strict=True)]
        for gap in contents.gaps
    ]
    labels = [say(f"report_gap_{column}", language) for column in GAP_COLUMNS]
    table = axes.table(rows, colLabels=labels, colWidths=_WIDTHS, loc="upper left", cellLoc="left", edges="B")
    table.auto_set_font_size(False)
    table.set_fontsize(8)
    table.scale(1, 1.6)
    for (row, column), cell in table.get_celld().items():
        cell.set_edgecolor(look.HAIRLINE)
        words = cell.get_text()
        words.set_horizontalalignment("right" if column in _NUMBERS else "left")
        if row == 0:
            words.set_color(look.MUTED)


_NUMBERS = (1, 2)
_WIDTHS = (0.24, 0.1, 0.08, 0.22, 0.22, 0.07, 0.07)
_SIGNS: dict[Language, tuple[int, ...]] = {
    "en": (36, 14, 9, 34, 34, 11, 11),
    "zh": (20, 14, 9, 17, 17, 6, 11),
}
"""How many signs of each column fit on the paper."""
