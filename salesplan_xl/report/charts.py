"""The charts of a report, drawn by matplotlib: one accent colour, red and amber only for what is behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.messages import Language, say
from salesplan_xl.planning.report_series import BRIDGE_PARTS, AttainmentMatrix, Waterfall
from salesplan_xl.report.contents import Contents
from salesplan_xl.templates import look
from salesplan_xl.units import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

FONTS = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Calibri",
    "Carlito",
    "DejaVu Sans",
)
"""Whichever is there first draws a sign; some of them have Chinese on every system."""

WIDE, HIGH = 5.6, 3.1
"""Inches of a chart on the page; a phone shows it at two thirds."""
NAMED_POINTS = 6


@dataclass(frozen=True)
class Chart:
    """One chart: its title, how it is drawn into axes, and how high it wants to be."""

    title: str
    draw: Callable[[Axes], None]
    high: float = HIGH


@contextmanager
def drawing() -> Iterator[None]:
    """Set what every chart shares. Text from a workbook is never read as a formula of the drawing library."""
    import logging

    import matplotlib as mpl
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    families = [name for name in FONTS if name in there] or ["sans-serif"]
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    rules: Any = {
        "font.family": families,
        "font.size": 9,
        "text.parse_math": False,
        "text.color": look.INK,
        "axes.labelcolor": look.MUTED,
        "axes.edgecolor": look.HAIRLINE,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": False,
        "xtick.color": look.MUTED,
        "ytick.color": look.MUTED,
        "grid.color": look.HAIRLINE,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "salesplan",
    }
    with mpl.rc_context(rules):
        yield


def charts(contents: Contents) -> Iterator[Chart]:
    """Give the charts for which the workbook has figures."""
    language = contents.language
    yield Chart(say("report_by_month", language), partial(_by_month, contents))
    if not contents.months.closing:
        yield Chart(say("report_milestones", language), partial(_milestones, contents))
    if contents.heat is not None:
        title = say("report_heat", language, dimension=contents.heat_dimension)
        yield Chart(title, partial(_heat, contents, contents.heat), 0.7 + 0.28 * len(contents.heat.members))
    for one in contents.waterfalls:
        against = say(f"report_against_{one.against}", language)
        title = say("report_bridge", language, period=one.period, against=against)
        yield Chart(title, partial(_bridge, contents, one))
    if contents.points:
        title = say("report_points", language, dimension=contents.points_dimension)
        yield Chart(title, partial(_points, contents))
    if contents.seasonal is not None:
        yield Chart(say("report_seasonal", language), partial(_seasonal, contents, contents.seasonal))
    if contents.funnel:
        title = say("report_funnel", language)
        yield Chart(title, partial(_funnel, contents.funnel), 0.5 + 0.42 * len(contents.funnel))


def own_figure(chart: Chart) -> Drawing:
    """Return a chart drawn by itself."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, max(1.6, chart.high)), layout="constrained")
    chart.draw(figure.subplots())
    return figure


def _month_labels(months: tuple[str, ...], language: Language) -> list[str]:
    numbers = [int(month[5:7]) for month in months]
    return [f"{number}月" if language == "zh" else _ENGLISH[number - 1] for number in numbers]


_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _by_month(contents: Contents, axes: Axes) -> None:
    series, unit, language = contents.months, contents.unit, contents.language
    at = np.arange(len(series.months))
    axes.bar(at, series.target / unit, 0.74, color=look.HAIRLINE, label=say("report_target", language))
    axes.bar(at, series.actual / unit, 0.44, color=look.ACCENT, label=say("report_actual", language))
    if not np.isnan(series.landing).all() and np.isnan(series.actual).any():
        open_months = np.where(np.isnan(series.actual), series.landing, np.nan) / unit
        axes.plot(
            at, open_months, "o--", ms=3, lw=1, color=look.ACCENT, label=say("report_landing", language)
        )
    if not np.isnan(series.last_year).all():
        label = say("report_last_year", language)
        axes.plot(at, series.last_year / unit, "-", lw=1, color=look.MUTED, label=label)
    _months_below(axes, contents)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=4, fontsize=8)


def _milestones(contents: Contents, axes: Axes) -> None:
    series, unit, language = contents.months, contents.unit, contents.language
    at = np.arange(len(series.months))
    axes.fill_between(at, series.cumulative_target / unit, color=look.ACCENT_SOFT, lw=0)
    axes.plot(
        at, series.cumulative_target / unit, color=look.MUTED, lw=1.2, label=say("report_target", language)
    )
    axes.plot(
        at,
        series.cumulative_actual / unit,
        "o-",
        ms=3,
        color=look.ACCENT,
        lw=1.8,
        label=say("report_actual", language),
    )
    axes.set_ylim(bottom=min(0.0, *axes.get_ylim()))
    _months_below(axes, contents)
    axes.legend(loc="upper left", fontsize=8)


def _months_below(axes: Axes, contents: Contents) -> None:
    months = contents.months.months
    axes.set_xticks(range(len(months)), _month_labels(months, contents.language))
    axes.tick_params(length=0)
    axes.yaxis.grid(True, lw=0.6)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_ylabel(contents.unit_label)


def _heat(contents: Contents, heat: AttainmentMatrix, axes: Axes) -> None:
    from matplotlib.colors import BoundaryNorm, ListedColormap

    palette = ListedColormap([look.RED_SOFT, look.AMBER_SOFT, look.GREEN_SOFT])
    colours = palette.with_extremes(bad=look.WHITE)
    amber, green = contents.amber, max(contents.green, contents.amber + 1e-9)
    bounds = [min(-1e9, amber - 1), amber, green, max(1e9, green + 1)]
    values = np.ma.masked_invalid(heat.attainment)
    axes.pcolormesh(values, cmap=colours, norm=BoundaryNorm(bounds, 3), edgecolors=look.WHITE, lw=1.5)
    axes.invert_yaxis()
    axes.set_xticks(np.arange(len(heat.months)) + 0.5, _month_labels(heat.months, contents.language))
    axes.set_yticks(np.arange(len(heat.members)) + 0.5, [cut(name) for name in heat.members])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for row, line in enumerate(heat.attainment):
        for column, value in enumerate(line):
            if not np.isnan(value):
                ink = look.RED if value < amber else look.AMBER if value < green else look.GREEN
                text = f"{value:.0%}"
                axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=ink, fontsize=7.5)


def _bridge(contents: Contents, bridge: Waterfall, axes: Axes) -> None:
    language, unit = contents.language, contents.unit
    names = [say(f"report_against_{bridge.against}", language)]
    names += [say(f"report_part_{part}", language) for part in BRIDGE_PARTS]
    names.append(say("report_actual", language))
    parts = np.array(bridge.parts) / unit
    level = bridge.base / unit + np.concatenate([[0.0], np.cumsum(parts)])
    axes.bar(0, bridge.base / unit, 0.62, color=look.COMPUTED)
    for place, part in enumerate(parts, start=1):
        colour = look.GREEN if part >= 0 else look.RED
        axes.bar(place, abs(part), 0.62, bottom=min(level[place - 1], level[place]), color=colour)
        axes.plot([place - 1, place], [level[place - 1]] * 2, color=look.MUTED, lw=0.7)
    axes.bar(len(parts) + 1, bridge.actual / unit, 0.62, color=look.ACCENT)
    axes.plot([len(parts), len(parts) + 1], [level[-1]] * 2, color=look.MUTED, lw=0.7)
    tops = [bridge.base / unit, *np.maximum(level[:-1], level[1:]), bridge.actual / unit]
    texts = [f"{tops[0]:,.0f}", *(f"{part:+,.1f}" for part in parts), f"{tops[-1]:,.0f}"]
    for place, (top, text) in enumerate(zip(tops, texts, strict=True)):
        axes.annotate(text, (place, top), (0, 3), textcoords="offset points", ha="center", fontsize=7.5)
    ends = [bridge.base / unit, bridge.actual / unit, *level]
    spread = max(ends) - min(ends)
    if min(ends) > 0 and spread:
        axes.set_ylim(max(0.0, min(ends) - 1.5 * spread), max(ends) + 0.35 * spread)
    axes.set_xticks(range(len(names)), names, fontsize=8)
    axes.tick_params(length=0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.grid(True, lw=0.6)
    axes.set_ylabel(contents.unit_label)


def _points(contents: Contents, axes: Axes) -> None:
    unit = contents.unit
    names = [name for name, _, _ in contents.points]
    x = np.array([target for _, target, _ in contents.points]) / unit
    y = np.array([rate for _, _, rate in contents.points])
    ink = [look.RED if rate < contents.amber else look.ACCENT for rate in y]
    axes.axhline(1.0, color=look.MUTED, lw=0.8, ls="--")
    axes.scatter(x, y, s=26, c=ink, alpha=0.85, lw=0)
    farthest = np.argsort(-np.abs(y - 1.0), kind="stable")[:NAMED_POINTS]
    for at in farthest.tolist():
        place = (x[at], y[at])
        axes.annotate(cut(names[at]), place, (4, 3), textcoords="offset points", fontsize=7.5)
    axes.margins(x=0.12, y=0.15)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.grid(True, lw=0.6)
    axes.tick_params(length=0)
    axes.set_xlabel(say("report_quota_axis", contents.language, unit=contents.unit_label))


def _seasonal(contents: Contents, index: Floats, axes: Axes) -> None:
    at = np.arange(len(index))
    axes.bar(at, index, 0.62, color=[look.ACCENT if value >= 1 else look.HAIRLINE for value in index])
    axes.axhline(1.0, color=look.MUTED, lw=0.8)
    for place, value in enumerate(index):
        where = (place, float(value))
        axes.annotate(f"{value:.2f}", where, (0, 2), textcoords="offset points", ha="center", fontsize=7.5)
    axes.set_xticks(at, _month_labels(contents.months.months, contents.language))
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _funnel(stages: tuple[tuple[str, float], ...], axes: Axes) -> None:
    widest = max(value for _, value in stages)
    for row, (_, value) in enumerate(stages):
        axes.barh(
            row, value, 0.72, left=(widest - value) / 2, color=look.ACCENT, alpha=1 - 0.12 * min(row, 5)
        )
        before = stages[row - 1][1] if row else 0.0
        rate = f"  ({value / before:.1%})" if before else ""
        axes.text(widest * 1.03, row, f"{value:,.0f}{rate}", va="center", fontsize=8)
    axes.set_yticks(range(len(stages)), [name for name, _ in stages])
    axes.invert_yaxis()
    axes.set_xlim(0, widest * 1.3)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def cut(name: str, most: int = 14) -> str:
    """Return a name of at most so many signs."""
    return name if len(name) <= most else name[: most - 1] + "…"
