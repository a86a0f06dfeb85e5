"""What a button of the ribbon runs: the same functions as the command line, and one message at the end.

Excel's side calls :func:`press` with the action's name and the options it asked for, and shows the text that
comes back. A person never sees a traceback: it goes to the log.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from salesplan_xl.actions.outcome import Outcome
from salesplan_xl.addin.log import keep_log, log_folder
from salesplan_xl.addin.problem_list import list_problems
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import NotFound, ProblemsFound, SalesPlanError, WrongKind
from salesplan_xl.messages import Language, say

SHOWN_PROBLEMS = 8
SHOWN_ATTENTION = 10


def press(action: str, *words: str, workbook: Workbook | None = None) -> str:
    """Run a button and return what is to be said; nothing where there is nothing to say.

    ``words`` are options by name and value; ``language`` is that of the ribbon, for what is said where no
    workbook has a language of its own. The workbook is the active one of Excel, unless it is given.
    """
    keep_log()
    options: dict[str, Any] = dict(zip(words[::2], words[1::2], strict=True))
    language: Language = "zh" if options.pop("language", "en") == "zh" else "en"
    try:
        own = _WITHOUT_WORKBOOK.get(action)
        if own is not None:
            return own(options, language)
        return run(action, options, language, _calling_workbook() if workbook is None else workbook)
    except SalesPlanError as refused:
        return refused.sentence(language)
    except Exception:
        logging.getLogger("salesplan").exception("%s failed", action)
        return say("ribbon_internal", language, folder=str(log_folder()))


def run(action: str, options: Mapping[str, Any], language: Language, workbook: Workbook) -> str:
    """Run an action on a workbook, list its problems there, and return the message in its language."""
    from salesplan_xl.actions.run import language_of

    inside: Any = workbook if hasattr(workbook, "__enter__") else nullcontext()
    with inside:
        chosen = language_of(workbook) if workbook.tables() else language
        try:
            outcome = _outcome(action, dict(options), workbook, chosen)
        except ProblemsFound as found:
            outcome = Outcome(problems=found.problems)
        except SalesPlanError as refused:
            return refused.sentence(chosen)
        if isinstance(outcome, str):
            return outcome
        sheet = list_problems(workbook, outcome.problems, chosen)
    return message(outcome, chosen, sheet)


def _outcome(action: str, options: dict[str, Any], workbook: Workbook, language: Language) -> Outcome | str:
    special = _ON_WORKBOOK.get(action)
    if special is not None:
        return special(workbook, options, language)
    from salesplan_xl.actions import declare_actions
    from salesplan_xl.registry import ACTIONS

    declare_actions()
    declared = ACTIONS[action]
    given = _typed(options, declared.options)
    if "at" in declared.options and hasattr(workbook, "book"):
        given.setdefault("at", _selection(workbook))
        if "dry_run" in declared.options:
            shown: Outcome = declared.run(workbook, **given, dry_run=True)
            if shown.problems:
                return shown
            if not _agrees(workbook, message(shown, language), say("ribbon_write", language), language):
                return say("ribbon_not_written", language)
    outcome: Outcome = declared.run(workbook, **given)
    return outcome


def _typed(options: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Return the options an action has, amounts as numbers, flags where a word for yes was typed.

    Commas between thousands may be typed.
    """
    from salesplan_xl.tables.choices import YES_NO
    from salesplan_xl.tables.matching import known_names, normal

    typed: dict[str, Any] = {}
    for name, value in options.items():
        kind = kinds.get(name)
        if kind == "amount":
            try:
                typed[name] = float(str(value).replace(",", "").replace("，", ""))
            except ValueError:
                raise WrongKind("ribbon_not_an_amount", value=value) from None
        elif kind == "flag":
            typed[name] = known_names(YES_NO).get(normal(str(value))) == "yes"
        elif kind is not None:
            typed[name] = value
    return typed


def message(outcome: Outcome, language: Language, sheet: str = "") -> str:
    """Return one text: what was written, what needs attention, which problems stand in the way.

    ``sheet`` is where all problems are listed, if they are.
    """
    lines = []
    if outcome.problems:
        lines.append(say("problems_found", language, count=len(outcome.problems)))
        lines += ["• " + problem.sentence(language) for problem in outcome.problems[:SHOWN_PROBLEMS]]
        if len(outcome.problems) > SHOWN_PROBLEMS:
            lines.append("…")
        if sheet:
            lines.append(say("ribbon_problems_listed", language, sheet=sheet))
    if outcome.summary:
        lines.append(outcome.summary.sentence(language))
    if outcome.tables:
        lines.append(say("ribbon_written", language, tables=_tables_written(outcome.tables, language)))
    if outcome.attention:
        lines += ["", say("ribbon_attention", language)]
        lines += ["• " + said.sentence(language) for said in outcome.attention[:SHOWN_ATTENTION]]
        if len(outcome.attention) > SHOWN_ATTENTION:
            lines.append("…")
    return "\n".join(lines)


def _tables_written(tables: Mapping[str, int], language: Language) -> str:
    from salesplan_xl.tables.contract import TABLES

    known = {table.id.casefold(): table for table in TABLES.values()}
    parts = []
    for name, rows in tables.items():
        table = known.get(name.casefold())
        parts.append(f"{getattr(table, language) if table else name} ({rows:,})")
    return ("、" if language == "zh" else ", ").join(parts)


def _open_workbook() -> Workbook | None:
    """Return the active workbook of Excel, if there is one."""
    from salesplan_xl.hosts.live_excel import calling_workbook

    try:
        return calling_workbook()
    except Exception:
        logging.getLogger("salesplan").debug("no workbook", exc_info=True)
        return None


def _calling_workbook() -> Workbook:
    from salesplan_xl.hosts.live_excel import calling_workbook

    try:
        return calling_workbook()
    except Exception:
        logging.getLogger("salesplan").exception("no workbook")
        raise NotFound("ribbon_no_workbook") from None


def _selection(workbook: Workbook) -> str:
    """Return the selected cells of a live workbook as an address with its sheet."""
    selected = workbook.book.selection  # type: ignore[attr-defined]  # only where it is open in Excel
    quoted = selected.sheet.name.replace("'", "''")
    return f"'{quoted}'!{selected.get_address(row_absolute=False, column_absolute=False)}"


def _new(options: dict[str, Any], language: Language) -> str:
    from salesplan_xl.actions.new import new_workbook
    from salesplan_xl.hosts.live_excel import open_in_excel

    path = Path(options["output"])
    outcome = new_workbook(options["template"], path, language)
    taken = _taken_over(path, language)
    open_in_excel(path)
    return message(outcome, language) + (f"\n{taken}" if taken else "")


def _taken_over(path: Path, language: Language) -> str:
    """Take the plan that is open in Excel over into a new workbook, if its planner agrees."""
    from salesplan_xl.actions.carry_plan import carry_plan
    from salesplan_xl.actions.run import language_of
    from salesplan_xl.hosts.package import open_package

    plan = _open_workbook()
    if plan is None:
        return ""
    inside: Any = plan if hasattr(plan, "__enter__") else nullcontext()
    with inside:
        if "tblTargets" not in plan.tables() or language_of(plan) != language:
            return ""
        question = say("ribbon_take_over", language, name=plan.name)
        if not _agrees(plan, "", question, language):
            return ""
        target = open_package(path)
        try:
            carried = carry_plan(plan, target)
        except SalesPlanError as refused:
            return refused.sentence(language)
        target.save()
    facts = {"name": plan.name, "count": len(carried), "rows": sum(carried.values())}
    return say("ribbon_taken_over", language, **facts)


def _log_file(options: dict[str, Any], language: Language) -> str:
    folder = log_folder()
    folder.mkdir(parents=True, exist_ok=True)
    _open(folder)
    return ""


def _functions(options: dict[str, Any], language: Language) -> str:
    from salesplan_xl.addin.reference_page import write_page

    _open(write_page(log_folder(), language))
    return ""


def _open(path: Path) -> None:
    import webbrowser

    webbrowser.open(path.absolute().as_uri())


def _load(workbook: Workbook, options: dict[str, Any], language: Language) -> Outcome:
    from salesplan_xl.actions.load import load

    table, source = options["table"], Path(options["source"])
    outcome = load(workbook, table, source)
    again = {problem.reason for problem in outcome.problems} == {"load_months_twice"}
    replace = say("ribbon_replace", language)
    if again and _agrees(workbook, outcome.problems[0].sentence(language), replace, language):
        return load(workbook, table, source, replace=True)
    return outcome


def _thaw(workbook: Workbook, options: dict[str, Any], language: Language) -> Outcome:
    from salesplan_xl.actions.thaw import thaw

    outcome: Outcome = thaw(workbook)
    edited = {problem.reason for problem in outcome.problems} & {
        "thaw_edited",
        "thaw_sheet_gone",
        "thaw_column_changed",
    }
    question = say("ribbon_thaw_keep", language)
    if edited and _agrees(workbook, message(outcome, language), question, language):
        outcome = thaw(workbook, keep_edited=True)
    return outcome


def _agrees(workbook: Workbook, said: str, question: str, language: Language) -> bool:
    """Ask a person to go on; where nobody can be asked, the answer is no."""
    book = getattr(workbook, "book", None)
    if book is None:
        return False
    answer = book.app.alert(f"{said}\n\n{question}".strip(), say("ribbon_tab", language), buttons="yes_no")
    return bool(answer == "yes")


def _explain(workbook: Workbook, options: dict[str, Any], language: Language) -> str:
    from salesplan_xl.addin.explain import explain
    from salesplan_xl.addin.formula_sources import live_source

    source = live_source(workbook)
    return explain(source, options.get("cell") or source.selected(), language)


def _log_workbook(workbook: Workbook, options: dict[str, Any], language: Language) -> str:
    from salesplan_xl.tables.matching import find_table

    info = find_table(workbook.tables(), "tblLog")
    if info is None:
        raise NotFound("ribbon_no_log")
    book = getattr(workbook, "book", None)
    if book is not None:
        sheet = book.sheets[info.sheet]
        sheet.activate()
        sheet.range((info.top, info.left)).select()
    return ""


_WITHOUT_WORKBOOK: dict[str, Callable[[dict[str, Any], Language], str]] = {
    "new": _new,
    "log_file": _log_file,
    "functions": _functions,
}
_ON_WORKBOOK: dict[str, Callable[[Workbook, dict[str, Any], Language], Outcome | str]] = {
    "load": _load,
    "explain": _explain,
    "thaw": _thaw,
    "log_workbook": _log_workbook,
}


def main(words: Sequence[str] | None = None) -> None:
    """Run a button as Excel for Mac does, by a command: ``ACTION NAME VALUE ... --wb=... --from_xl=1``.

    Excel's side waits for nobody there: the message is shown from here.
    """
    from salesplan_xl.hosts.live_excel import show_message

    given = sys.argv[1:] if words is None else words
    text = press(*(word for word in given if not word.startswith(("--wb=", "--from_xl="))))
    if text:
        show_message(text)


if __name__ == "__main__":
    main()
