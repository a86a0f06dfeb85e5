"""Ribbon *KPI*: every key figure that the workbook has data for; the others with what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.kpi_inputs import COLUMNS, OPTIONAL, book_of, period_of, source_text
from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.actions.run import Run
from salesplan_xl.actions.tracking import (
    TRACKING_COLUMNS,
    TRACKING_INPUTS,
    TRACKING_OUTPUTS,
    queue_tracking,
)
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import Problem
from salesplan_xl.messages import LANGUAGES, Language, word
from salesplan_xl.planning.metrics import METRICS, TOTAL, Book, Thresholds, kpi_table
from salesplan_xl.registry import action
from salesplan_xl.tables.column_reading import in_words
from salesplan_xl.tables.customer_choices import KPI_VIEWS, LOSS_REASONS, SOURCES, TIERS
from salesplan_xl.tables.matching import known_names, normal
from salesplan_xl.units import Period

if TYPE_CHECKING:
    import pandas as pd

_VIEWS = known_names(KPI_VIEWS)
_ALL = ("all", "全部")
_LISTS = {"tier": TIERS, "source": SOURCES, "loss_reason": LOSS_REASONS}


@action(
    group="track",
    label={"en": "KPI", "zh": "指标计算"},
    tip={
        "en": "Compute every key figure from the data there is, against target and last year.",
        "zh": "用现有数据计算各项指标，对比目标和去年同期。",
    },
    icon="ChartTypeOtherInsertGallery",
    options={"period": "text", "by": "text"},
)
def kpi(workbook: Workbook, period: str | None = None, by: str | None = None) -> Outcome:
    """Fill the table of key figures for a period, in total and by the dimensions asked for."""
    optional = dict.fromkeys([*OPTIONAL, *TRACKING_INPUTS, *TRACKING_OUTPUTS])
    run = Run(workbook, "kpi", (), optional, ["tblKpi"], {**COLUMNS, **TRACKING_COLUMNS})
    dimensions, problem = dimensions_asked(by)
    if problem:
        run.problems.append(problem)
    if run.stopped():
        return run.stopped() or Outcome()
    book, notes = book_of(run.plan)
    months, cut, problem = period_of(run.plan, book, period)
    if problem:
        run.problems.append(problem)
    if run.stopped() or months is None:
        return run.stopped() or Outcome()
    workbook.progress(0, 1, Said("kpi_working").sentence(run.language))
    settings = run.plan.settings
    limits = Thresholds(settings.threshold_green, settings.threshold_amber)
    figures = kpi_table(book, months.first.index, months.last.index, dimensions, limits)
    run.attention += notes + cut + attention_of(figures, book)
    run.write("tblKpi", kpi_rows(figures, book, run, months))
    told = figures_of(figures, book, str(months)) | queue_tracking(run, months.last)
    outcome = run.finish(_summary(figures, run, months), told)
    workbook.progress(1, 1, Said("kpi_working").sentence(run.language))
    return outcome


def dimensions_asked(by: str | None) -> tuple[list[str], Problem | None]:
    """Return the dimensions that a text names, separated by commas, in either language or by id."""
    if not by:
        return [], None
    if by.strip().casefold() in _ALL:
        return [view for view in KPI_VIEWS if view != TOTAL], None
    found: list[str] = []
    for name in by.replace("，", ",").replace("、", ",").split(","):
        view = _VIEWS.get(normal(name))
        if view is None:
            facts = {"option": "--by", "value": name.strip(), "choices": in_words(KPI_VIEWS)}
            return [], Problem("option_not_a_choice", facts)
        found.append(view)
    return list(dict.fromkeys(found)), None


def kpi_rows(figures: pd.DataFrame, book: Book, run: Run, months: Period) -> pd.DataFrame:
    """Return the rows of the table: figures with their words in the workbook's language."""
    language = run.language
    declared = [METRICS[code] for code in figures["code"]]
    missing = {code: book.missing(METRICS[code].needs) for code in figures["code"].unique()}
    known = figures["value"].notna().tolist()
    sources = {
        (code, basis): source_text(METRICS[code], missing[code], basis, language)
        for code, basis in set(zip(figures["code"], known, strict=True))
    }
    return figures.assign(
        metric=[getattr(one.name, language) for one in declared],
        group=[one.group for one in declared],
        unit=[one.unit for one in declared],
        formula=[getattr(one.formula, language) for one in declared],
        source=[sources[pair] for pair in zip(figures["code"], known, strict=True)],
        period=run.plan.calendar.name(months),
        member=[
            member_text(view, member, language)
            for view, member in zip(figures["dimension"], figures["member"], strict=True)
        ],
    )


def member_text(view: str, member: str | None, language: Language) -> Any:
    """Return a member as the workbook shows it: a word for the total, a label of a list, or its name."""
    if view == TOTAL:
        return word("total", language)
    choice = _LISTS.get(view, {}).get(member or "")
    return choice.label(language) if choice else member


def attention_of(figures: pd.DataFrame, book: Book) -> list[Said]:
    """Say which figures lack data and which are behind their target."""
    found: list[Said] = []
    total = figures[figures["dimension"] == TOTAL]
    behind = total[total["status"] == "red"]["code"].tolist()
    if behind:
        found.append(Said("kpi_behind", {"names": _names(behind)}))
    lacking = [code for code in figures["code"].unique() if book.missing(METRICS[code].needs)]
    if lacking:
        found.append(Said("kpi_missing", {"count": len(lacking), "names": _names(lacking)}))
    return found


def _names(codes: list[str], most: int = 6) -> dict[Language, str]:
    names: dict[Language, str] = {}
    for language in LANGUAGES:
        joint = "、" if language == "zh" else ", "
        shown = joint.join(getattr(METRICS[code].name, language) for code in codes[:most])
        names[language] = shown + (" …" if len(codes) > most else "")
    return names


def _summary(figures: pd.DataFrame, run: Run, months: Period) -> Said:
    computed = figures[figures["value"].notna()]
    total = figures[figures["dimension"] == TOTAL]["status"].value_counts()
    facts = {
        "count": computed["code"].nunique(),
        "rows": len(figures),
        "period": run.plan.calendar.name(months),
        **{name: int(total.get(name, 0)) for name in ("green", "amber", "red")},
    }
    return Said("kpi_done", facts)


def figures_of(figures: pd.DataFrame, book: Book, period: str) -> dict[str, Any]:
    """Return the totals by figure, and what is not computed with what it lacks, for who reads JSON."""
    total = figures[(figures["dimension"] == TOTAL) & figures["value"].notna()]
    shown = total[["code", "value", "target", "comparison", "change", "status"]]
    records = shown.astype(object).where(shown.notna(), None).to_dict("records")
    lacking = {code: book.missing(METRICS[code].needs) for code in figures["code"].unique()}
    return {
        "period": period,
        "figures": [
            {key: value.item() if isinstance(value, np.generic) else value for key, value in record.items()}
            for record in records
        ],
        "not_computed": {code: needs for code, needs in lacking.items() if needs},
    }
