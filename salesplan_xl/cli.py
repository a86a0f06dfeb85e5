"""The ``salesplan`` command: every ribbon action as one command, and the cell functions without Excel.

Results go to standard output, messages to standard error. Exit codes: 0 done, 1 problems in the input (all of
them listed, nothing written), 2 wrong usage, 3 done but some inputs were refused (listed).
"""

from __future__ import annotations

import inspect
import io
import logging
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from salesplan_xl.actions.outcome import Outcome
from salesplan_xl.addin.commands import app as addin_commands
from salesplan_xl.cli_output import (
    chosen_language,
    finish,
    print_csv,
    print_json,
    print_table,
    stop,
    tell,
)
from salesplan_xl.errors import Problem, ProblemsFound, SalesPlanError
from salesplan_xl.messages import SENTENCES, Language, say
from salesplan_xl.units import Step

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Sales planning in Excel workbooks. 销售计划。",
)

app.add_typer(addin_commands, name="addin")

File = Annotated[Path, typer.Argument(help="The plan's workbook. 计划工作簿")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to another file instead. 另存为")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output. 输出JSON")]
Lang = Annotated[str | None, typer.Option("--lang", help="en or zh; else the workbook's. 语言")]


@app.command()
def new(
    template: Annotated[str, typer.Argument(help="Name of the template; see --list. 模板名称")] = "",
    output: Output = None,
    lang: Lang = None,
    list_: Annotated[bool, typer.Option("--list", help="List the templates. 列出模板")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="With a sample company. 含示例数据")] = False,
    plan: Annotated[
        Path | None, typer.Option("--from", help="Take over the tables of this plan. 带入已有计划")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy a template to a new workbook. 由模板新建."""
    from salesplan_xl.actions.new import language_of_plan, new_workbook, templates

    language = chosen_language(lang)
    if list_:
        listed = templates()
        if as_json:
            print_json(listed)
        else:
            for entry in listed:
                typer.echo(f"{entry['name']}\t{entry[language]}")
        return
    if not template or output is None:
        stop(2, say("new_needs_both", language))
    if plan is not None and lang is None:
        language = _guarded(lambda: language_of_plan(plan), language)
    made = _guarded(lambda: new_workbook(template, output, language, sample, plan), language)
    finish(made, language, as_json)


@app.command()
def load(
    file: File,
    table: Annotated[str, typer.Argument(help="tblHistory, tblActuals or another input table. 目标表")],
    source: Annotated[Path, typer.Argument(help="CSV, .xlsx or .xls file. 来源文件")],
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="column=SourceColumn, repeated. 列对应")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM. 起始月份")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM. 截止月份")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="column=value, repeated. 仅限")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace what the table holds. 覆盖")] = False,
    sheet: Annotated[str | None, typer.Option(help="Sheet of the source. 工作表")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file. 编码")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Delimiter of a text file. 分隔符")] = None,
    decimal: Annotated[str | None, typer.Option(help="Decimal mark: point or comma. 小数点")] = None,
    date_order: Annotated[str | None, typer.Option("--date-order", help="dmy, mdy or ymd. 日期顺序")] = None,
    output: Output = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Fill an input table from a file. 导入数据."""
    from salesplan_xl.actions.load import load as action

    options = {
        "table": table,
        "source": source,
        "mapping": mapping or [],
        "first": first,
        "last": last,
        "only": only or [],
        "replace": replace,
        "sheet": sheet,
        "encoding": encoding,
        "delimiter": delimiter,
        "decimal": decimal,
        "date_order": date_order,
    }
    _act(file, output, as_json, lang, action, options)


@app.command("set")
def set_(
    file: File,
    values: Annotated[list[str], typer.Argument(help="NAME=VALUE, repeated. 名称=取值")],
    output: Output = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write settings, targets, names or cells of any workbook. 设置参数、目标或单元格."""
    from salesplan_xl.actions.set_values import set_values

    _act(file, output, as_json, lang, set_values, {"values": values})


@app.command()
def show(
    file: File,
    table: Annotated[str, typer.Argument(help="Name of the table, such as tblQuota. 表名")],
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV. 输出CSV")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Print a table by column ids. 显示表."""
    from salesplan_xl.actions.show import shown_table

    language = chosen_language(lang)
    found = _guarded(lambda: shown_table(_opened(file, False), table), language)
    if isinstance(found[0], Outcome):
        finish(found, language, as_json)
    columns, rows = found
    if as_json:
        print_json({"table": table, "rows": [dict(zip(columns, row, strict=True)) for row in rows]})
    elif as_csv:
        print_csv(columns, rows)
    else:
        print_table(columns, rows)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The earlier version. 原版本")],
    new: Annotated[Path, typer.Argument(help="The later version. 新版本")],
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV. 输出CSV")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Say what changed between two versions of a plan, with money and reason. 版本对比."""
    from salesplan_xl.actions.diff import Changes, shown_rows
    from salesplan_xl.actions.diff import diff as compared

    language = chosen_language(lang)
    found = _guarded(lambda: compared(_opened(old, False), _opened(new, False)), language)
    if not isinstance(found, Changes):
        finish(found, language, as_json)
        return
    language = language if lang else found.language
    if as_json:
        print_json({**found.outcome.as_json(language), "changes": found.rows})
    elif as_csv:
        print_csv(*shown_rows(found, language))
    elif found.rows:
        print_table(*shown_rows(found, language))
    finish(found.outcome, language, False)


@app.command("log")
def log_(
    file: File,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV. 输出CSV")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """List what was done to a workbook, and what undo can take back. 操作日志."""
    from salesplan_xl.actions.history import history

    language = chosen_language(lang)
    found = _guarded(lambda: history(_opened(file, False), language if lang else None), language)
    if isinstance(found[0], Outcome):
        finish(found, language, as_json)
    ids, labels, rows, summary = found
    if as_json:
        print_json({"table": "tblLog", "rows": [dict(zip(ids, row, strict=True)) for row in rows]})
    elif as_csv:
        print_csv(labels, rows)
    elif rows:
        print_table(labels, rows)
    else:
        tell(summary)


@app.command()
def report(
    file: File,
    output: Annotated[Path, typer.Option("-o", "--output", help="report.html, .pdf or .png. 输出文件")],
    indicator: Annotated[str | None, typer.Option(help="Else the first target's. 指标")] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Draw a workbook's dashboard for those who only want to look. 生成图表报告."""
    from salesplan_xl.report.write import write_report

    chosen = chosen_language(lang) if lang else None
    drawing = {"output": output, "indicator": indicator, "language": chosen}
    _act(file, None, as_json, lang, write_report, drawing)


@app.command()
def call() -> None:
    """Answer cell-function calls given as JSON lines on standard input. 调用函数."""
    from salesplan_xl.call_protocol import answers

    for line in answers(sys.stdin):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


@app.command()
def functions(as_json: AsJson = False, lang: Lang = None) -> None:
    """List the cell functions. 函数说明."""
    from salesplan_xl import formulas  # noqa: F401 - declares them
    from salesplan_xl.registry import FORMULAS

    declared = {formula.name: formula for formula in FORMULAS.values()}
    if as_json:
        print_json(
            [
                {
                    "name": formula.name,
                    "category": formula.category,
                    "summary": formula.summary,
                    "arguments": [
                        {
                            "name": argument.name,
                            "unit": argument.unit,
                            "shape": argument.shape,
                            "required": argument.required,
                            "default": _plain_default(argument.default),
                            "choices": list(argument.choices),
                            "help": {"en": argument.en, "zh": argument.zh},
                        }
                        for argument in formula.arguments
                    ],
                    "returns": {"unit": formula.unit, "shape": formula.shape, "help": formula.returns},
                    "errors": formula.errors,
                    "source": formula.source,
                }
                for formula in declared.values()
            ]
        )
        return
    language = chosen_language(lang)
    for formula in declared.values():
        arguments = ", ".join(a.name if a.required else f"[{a.name}]" for a in formula.arguments)
        typer.echo(f"{formula.name}({arguments})\n    {formula.summary[language]}")


def _plain_default(value: object) -> object:
    """Return an argument's default as JSON can hold it; no bound at all is null."""
    if isinstance(value, Step):
        return float(value.decimal)
    return None if isinstance(value, float) and not math.isfinite(value) else value


@app.command()
def explain(
    file: File,
    cell: Annotated[str, typer.Argument(help="Such as Sheet1!B2. 单元格，如 Sheet1!B2")],
    lang: Lang = None,
) -> None:
    """Say what a cell function does in a cell, and what to do about an error. 解释单元格."""
    from salesplan_xl.addin.explain import explain as explained
    from salesplan_xl.addin.formula_sources import saved_file

    language = chosen_language(lang)
    told = _guarded(lambda: explained(saved_file(file), cell, language), language)
    if isinstance(told, tuple):
        finish(told, language, False)
    typer.echo(told)


_OPTION_TYPES: dict[str, tuple[Any, Any]] = {
    "month": (str | None, None),
    "text": (str | None, None),
    "amount": (float | None, None),
    "flag": (bool, False),
}


def _add_actions() -> None:
    """Give every declared action its command: same name, same options, the same function."""
    from salesplan_xl.actions import declare_actions
    from salesplan_xl.registry import ACTIONS

    declare_actions()
    for name, action in ACTIONS.items():
        command = _command(name, action.run, action.options)
        app.command(name, help=f"{action.tip['en']} {action.tip['zh']}")(command)


def _command(action: str, run: Callable[..., Outcome], options: dict[str, str]) -> Callable[..., None]:
    def command(file: Path, output: Path | None, as_json: bool, lang: str | None, **given: Any) -> None:
        _act(file, output, as_json, lang, run, given)

    parameters = [_parameter("file", File)]
    for name, kind in options.items():
        annotation, default = _OPTION_TYPES[kind]
        flag = "--from" if name == "from_month" else "--" + name.rstrip("_").replace("_", "-")
        told = typer.Option(flag, help=_option_help(action, name))
        parameters.append(_parameter(name, Annotated[annotation, told], default))
    parameters += [
        _parameter("output", Output, None),
        _parameter("as_json", AsJson, False),
        _parameter("lang", Lang, None),
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _option_help(action: str, option: str) -> str:
    own = f"option_{action}_{option}"
    key = own if own in SENTENCES else f"option_{option}"
    return f"{say(key, 'en')}. {say(key, 'zh')}"


def _parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _act(
    file: Path,
    output: Path | None,
    as_json: bool,
    lang: str | None,
    action: Callable[..., Outcome],
    options: dict[str, Any],
) -> None:
    """Open the workbook, run the action, and save where there was no problem."""
    from salesplan_xl.actions.run import language_of

    language = chosen_language(lang)

    def run() -> tuple[Outcome, Language]:
        workbook = _opened(file, not as_json)
        chosen = language if lang else language_of(workbook)
        try:
            outcome = action(workbook, **options)
            wanted = outcome.tables or (output is not None and not options.get("dry_run"))
            if not outcome.problems and wanted:
                workbook.save(output)
        except ProblemsFound as found:
            outcome = Outcome(problems=found.problems)
        except SalesPlanError as refused:
            outcome = Outcome(problems=(Problem(refused.reason, refused.facts),))
        return outcome, chosen

    outcome, language = _guarded(run, language)
    finish(outcome, language, as_json)


def _opened(file: Path, show_progress: bool) -> Any:
    from salesplan_xl.hosts.package import open_package

    return open_package(file, _progress if show_progress and sys.stderr.isatty() else None)


def _progress(done: int, total: int, sentence: str) -> None:
    sys.stderr.write(f"\r{sentence} {done * 100 // max(total, 1)}%\033[K" + ("\n" if done >= total else ""))
    sys.stderr.flush()


def _guarded(run: Callable[[], Any], language: Language) -> Any:
    """Run, and turn what goes wrong into a sentence; the full trace of a mistake of ours goes to the log."""
    try:
        return run()
    except ProblemsFound as found:
        return Outcome(problems=found.problems), language
    except SalesPlanError as error:
        return Outcome(problems=(Problem(error.reason, error.facts),)), language
    except KeyboardInterrupt:
        stop(130, say("interrupted", language))
    except Exception:
        if os.environ.get("SALESPLAN_DEBUG"):
            raise
        logging.getLogger("salesplan").debug("command failed", exc_info=True)
        stop(1, say("internal", language))


def main() -> None:
    """Run the command."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is not sys.stdin else "strict")
    own = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    own |= {str(group.name) for group in app.registered_groups}
    if not own & set(sys.argv[1:2]):
        _add_actions()  # a command of the list above starts without the weight of planning
    try:
        app()
    except Exception:
        if os.environ.get("SALESPLAN_DEBUG"):
            raise
        tell(say("internal", chosen_language(None)))
        sys.exit(1)


if __name__ == "__main__":
    main()
