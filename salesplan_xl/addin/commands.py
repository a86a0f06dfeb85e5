"""``salesplan addin``: build the add-in for Excel, install, remove and release it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from salesplan_xl.addin.places import ADD_IN
from salesplan_xl.messages import LANGUAGES, Language

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The add-in for Excel. Excel 加载项。")


@app.command()
def build(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to make. 输出文件")] = Path(ADD_IN),
) -> None:
    """Build the add-in from the declared functions and actions. 生成加载项."""
    from salesplan_xl.addin.build import Form
    from salesplan_xl.addin.build import build as build_add_in

    form: Form = "xlsm" if output.suffix.lower() == ".xlsm" else "xlam"
    typer.echo(str(build_add_in(output, form)))


Lang = Annotated[str | None, typer.Option("--lang", help="en or zh; else the system's. 语言")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell the steps, change nothing. 演练")]


@app.command()
def install(
    release: Annotated[
        Path | None, typer.Option("--release", help="A release folder, or the source. 发布文件夹")
    ] = None,
    wheels: Annotated[Path | None, typer.Option("--wheels", help="Install offline from it. 离线安装")] = None,
    excel: Annotated[str, typer.Option("--excel", help="Which Excel, such as 16.0-64. 指定Excel")] = "",
    dry_run: DryRun = False,
    lang: Lang = None,
) -> None:
    """Install or update the add-in for this user. 安装加载项."""
    given = ["--release", str(release or Path(__file__).parents[2])]
    given += ["--wheels", str(wheels)] if wheels else []
    given += ["--excel", excel] if excel else []
    _set_up("install", given, lang, dry_run)


@app.command()
def uninstall(dry_run: DryRun = False, lang: Lang = None) -> None:
    """Remove all that was installed. 卸载加载项."""
    _set_up("uninstall", [], lang, dry_run)


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object. 输出JSON")] = False,
    lang: Lang = None,
) -> None:
    """Say what is installed, whether it fits together, and what blocks it. 安装状态."""
    _set_up("status", ["--json"] if as_json else [], lang)


@app.command()
def release(
    output: Annotated[Path, typer.Option("-o", "--output", help="A new folder. 输出文件夹")],
    python: Annotated[list[str] | None, typer.Option("--python", help="Versions planners have.")] = None,
    platform: Annotated[list[str] | None, typer.Option("--platform", help="Tags such as win_amd64.")] = None,
    lang: Lang = None,
) -> None:
    """Make the folder planners install from: add-in, wheels, install.cmd. 生成发布文件夹."""
    from salesplan_xl.addin.build import build as build_add_in
    from salesplan_xl.addin.release import PLATFORMS, PYTHONS, make_release
    from salesplan_xl.errors import SalesPlanError

    language = _language(lang)
    try:
        make_release(
            Path(__file__).parents[2],
            output.absolute(),
            build_add_in,
            lambda text: typer.echo(text, err=True),
            language=language,
            pythons=python or PYTHONS,
            platforms=platform or PLATFORMS,
        )
    except SalesPlanError as error:
        typer.echo(error.sentence(language), err=True)
        raise typer.Exit(1) from None


def _set_up(command: str, given: list[str], lang: str | None, dry_run: bool = False) -> None:
    from salesplan_xl.addin.setup import main

    given += ["--lang", _language(lang)] if lang else []
    given += ["--dry-run"] if dry_run else []
    raise typer.Exit(main([command, *given]))


def _language(lang: str | None) -> Language:
    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter("--lang en | zh")
    return "zh" if lang == "zh" else "en"


if __name__ == "__main__":
    app()
