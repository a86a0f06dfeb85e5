"""The main job on a sample company: load, decompose, compare with actuals; a short table on the screen.

``python -m salesplan_xl.demo [--lang zh|en] [-o FOLDER]``
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from salesplan_xl.actions.new import new_workbook
from salesplan_xl.actions.outcome import Outcome
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import Language, say, word
from salesplan_xl.tables.contract import INDICATOR_CHOICES, VIEWS

FILE = {"zh": "年度销售计划_示例.xlsx", "en": "annual_plan_sample.xlsx"}


def run(
    lang: Annotated[str, typer.Option(help="zh or en. 语言")] = "zh",
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder. 输出文件夹")] = Path("demo_output"),
) -> None:
    """Make the sample company's annual plan."""
    language: Language = "en" if lang == "en" else "zh"
    console = Console()
    path = output / FILE[language]
    seconds: dict[str, float] = {}
    try:
        path.unlink(missing_ok=True)
        outcomes = _steps(path, language, seconds)
    except (SalesPlanError, OSError) as error:
        reason = error.sentence(language) if isinstance(error, SalesPlanError) else str(error)
        console.print(reason, style="red")
        raise typer.Exit(1) from None
    for outcome in outcomes.values():
        for problem in outcome.problems:
            console.print(problem.sentence(language), style="red")
        if outcome.problems:
            raise typer.Exit(1)
    _show(console, language, outcomes)
    console.print(_seconds(language, seconds))
    console.print(say("demo_done", language, path=path))


def _steps(path: Path, language: Language, seconds: dict[str, float]) -> dict[str, Outcome]:
    """Run the main job as the command line does, and note how long each step took."""
    from salesplan_xl.actions.decompose import decompose
    from salesplan_xl.actions.variance import variance

    outcomes: dict[str, Outcome] = {}

    def timed(name: str, step: Any) -> None:
        start = time.perf_counter()
        outcomes[name] = step()
        seconds[name] = time.perf_counter() - start

    timed("new", lambda: new_workbook("annual_plan", path, language, sample=True))
    for name, action in (("decompose", decompose), ("variance", variance)):
        workbook = open_package(path)

        def step(action: Any = action, workbook: Any = workbook) -> Outcome:
            outcome: Outcome = action(workbook)
            if not outcome.problems:
                workbook.save()
            return outcome

        timed(name, step)
        if outcomes[name].problems:
            break
    return outcomes


def _show(console: Console, language: Language, outcomes: dict[str, Outcome]) -> None:
    figures = outcomes["decompose"].figures
    levels = Table(title=say("demo_levels", language))
    for key in ("demo_indicator", "demo_level", "demo_nodes", "demo_target", "demo_exact"):
        levels.add_column(
            say(key, language), justify="right" if key in ("demo_nodes", "demo_target") else "left"
        )
    for row in figures["levels"]:
        levels.add_row(
            _indicator(row["indicator"], language),
            VIEWS[row["level"]].label(language) if row["level"] in VIEWS else row["level"],
            f"{row['nodes']:,}",
            f"{row['total']:,.15g}",
            say("demo_yes" if row["exact"] else "demo_no", language),
        )
    console.print(levels)
    totals = Table(title=say("demo_totals", language, month=outcomes["variance"].figures["as_of"]))
    for key in ("demo_indicator", "demo_actual", "demo_to_date", "demo_attainment", "demo_landing"):
        totals.add_column(say(key, language), justify="left" if key == "demo_indicator" else "right")
    for row in outcomes["variance"].figures["totals"]:
        totals.add_row(
            _indicator(row["indicator"], language),
            *(_number(row[column]) for column in ("actual_ytd", "target_ytd")),
            "–" if row["attainment_ytd"] is None else f"{row['attainment_ytd']:.1%}",
            _number(row["landing"]),
        )
    console.print(totals)
    gaps = Table(title=say("demo_gaps", language))
    for key in ("demo_indicator", "demo_level", "demo_member", "demo_gap"):
        gaps.add_column(say(key, language), justify="right" if key == "demo_gap" else "left")
    for row in outcomes["variance"].figures["gaps"]:
        label = VIEWS[row["dimension"]].label(language)
        gaps.add_row(_indicator(row["indicator"], language), label, row["member"], _number(row["gap"]))
    console.print(gaps)


def _indicator(name: str, language: Language) -> str:
    return INDICATOR_CHOICES[name].label(language) if name in INDICATOR_CHOICES else name


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}".removesuffix(".00")


def _seconds(language: Language, seconds: dict[str, float]) -> str:
    parts = ", ".join(f"{word('step_' + name, language)} {took:.1f}" for name, took in seconds.items())
    return say("demo_seconds", language, parts=parts, total=f"{sum(seconds.values()):.1f}")


if __name__ == "__main__":
    typer.run(run)
