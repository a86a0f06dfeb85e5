"""The command line: exit codes, what goes to which stream, and files that are left alone."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salesplan_xl import cli
from salesplan_xl.actions.new import new_workbook
from salesplan_xl.hosts.package import open_package

runner = CliRunner()


@pytest.fixture(scope="module", autouse=True)
def commands():
    cli._add_actions()


def run(*args, **options):
    return runner.invoke(cli.app, [str(arg) for arg in args], **options)


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """A small plan in Chinese, ready to be decomposed."""
    path = tmp_path_factory.mktemp("cli") / "计划.xlsx"
    new_workbook("annual_plan", path, "zh")
    assert run("set", path, "plan_year=2027", "sales_amount.committed=1200").exit_code == 0
    source = path.with_name("历史.csv")
    rows = [
        f"{year}-{month:02d},{region},{10 * k}"
        for year in (2025, 2026)
        for month in range(1, 13)
        for k, region in enumerate("甲乙丙", 1)
    ]
    source.write_text("月份,区域,金额\n" + "\n".join(rows), encoding="gb18030")
    assert run("load", path, "tblHistory", source).exit_code == 0
    return path


@pytest.fixture
def plan(sample, tmp_path) -> Path:
    return Path(shutil.copy(sample, tmp_path / "计划.xlsx"))


def test_the_main_job_from_the_command_line(plan):
    done = run("decompose", plan)
    assert done.exit_code == 0, done.stderr
    assert "合计完全一致" in done.stderr
    shown = json.loads(run("show", plan, "tblQuota", "--json").stdout)
    assert shown["table"] == "tblQuota"
    assert sum(row["committed"] for row in shown["rows"]) == 12_000_000
    assert {row["indicator"] for row in shown["rows"]} == {"sales_amount"}
    assert {row["period"] for row in shown["rows"]} == {f"2027-{month:02d}" for month in range(1, 13)}


def test_json_is_one_object_on_standard_output_and_nothing_else(plan):
    done = run("decompose", plan, "--json")
    outcome = json.loads(done.stdout)
    assert outcome["tables"]["tblQuota"] == 36
    assert outcome["problems"] == []


def test_another_file_may_be_written_and_the_plan_stays(plan, tmp_path):
    before = plan.read_bytes()
    assert run("decompose", plan, "-o", tmp_path / "out.xlsx").exit_code == 0
    assert plan.read_bytes() == before
    assert json.loads(run("show", tmp_path / "out.xlsx", "tblQuota", "--json").stdout)["rows"]


def test_problems_are_listed_with_exit_code_one_and_nothing_is_written(plan):
    run("set", plan, "sales_amount.committed=1200.55", "step=1000")
    before = plan.read_bytes()
    for command in ("check", "decompose"):
        refused = run(command, plan, "--json")
        assert refused.exit_code == 1
        (problem,) = json.loads(refused.stdout)["problems"]
        assert problem["sheet"] == "年度目标"
        assert "1000" in problem["message"].replace(",", "")
    assert plan.read_bytes() == before


def test_the_language_may_be_chosen(plan):
    assert "exactly" in run("decompose", plan, "--lang", "en").stderr
    assert run("decompose", plan, "--lang", "fr").exit_code == 2


@pytest.mark.parametrize(
    "args", [["nonsense"], ["decompose"], ["new"], ["decompose", "x.xlsx", "--nonsense"]]
)
def test_wrong_usage_is_exit_code_two(args):
    assert run(*args).exit_code == 2


def test_undo_and_finalise_round(plan):
    run("decompose", plan)
    assert run("undo", plan).exit_code == 0
    assert json.loads(run("show", plan, "tblQuota", "--json").stdout)["rows"] == []
    run("decompose", plan)
    assert run("finalise", plan).exit_code == 0
    closed = run("finalise", plan)
    assert closed.exit_code == 1
    assert "V1" in closed.stderr


def test_show_as_csv_and_as_a_table(plan):
    assert run("show", plan, "tblLevels", "--csv").stdout.splitlines()[0].startswith("order,dimension,basis")
    assert "order" in run("show", plan, "tbllevels").stdout
    missing = run("show", plan, "tblNothing")
    assert missing.exit_code == 1
    assert "tblNothing" in missing.stderr


def test_a_template_is_not_written_over_a_file(plan):
    assert run("new", "annual_plan", "-o", plan).exit_code == 1
    assert run("new", "no_such_plan", "-o", plan.with_name("x.xlsx")).exit_code == 1
    listed = run("new", "--list", "--json").stdout
    assert {"name": "annual_plan", "en": "Annual sales plan", "zh": "年度销售计划"} in json.loads(listed)


def broken(tmp_path, kind, plan):
    path = tmp_path / "bad.xlsx"
    if kind == "encrypted":
        path.write_bytes(
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le").rjust(4096, b"\0")
        )
    elif kind == "damaged":
        path.write_bytes(plan.read_bytes()[:5000])
    elif kind == "no_zip":
        path.write_bytes(b"%TSD-Header-###%" + bytes(1000))
    elif kind == "locked":
        shutil.copy(plan, path)
        path.with_name("~$bad.xlsx").write_bytes(b"\x05Planner")
    elif kind == "doctype":
        with zipfile.ZipFile(plan) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "xl/workbook.xml":
                    data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
                new.writestr(name, data)
    return path


@pytest.mark.parametrize("kind", ["encrypted", "damaged", "no_zip", "locked", "doctype", "missing"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_that_cannot_be_trusted_is_left_alone_with_a_sentence(tmp_path, plan, kind, lang):
    path = broken(tmp_path, kind, plan)
    before = path.read_bytes() if path.exists() else None
    refused = run("decompose", path, "--lang", lang)
    assert refused.exit_code == 1
    assert refused.stderr.strip()
    assert "Traceback" not in refused.stderr
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_workbook_without_the_tables_is_told_which(tmp_path):
    import xlsxwriter

    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_string(0, 0, "hello")
    refused = run("decompose", path, "--lang", "en")
    assert refused.exit_code == 1
    assert "tblTargets" in refused.stderr
    assert "tblSettings" in refused.stderr


def test_any_cell_of_any_workbook_may_be_set(tmp_path):
    import xlsxwriter

    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("My sheet").write_string(0, 0, "hello")
    assert run("set", path, "'My sheet'!B2==1+1", "'My sheet'!A1=5").exit_code == 0
    workbook = open_package(path)
    assert workbook.read_cell("'My sheet'!B2") == "=1+1"
    assert workbook.read_cell("'My sheet'!A1") == 5
    refused = run("set", path, "Nowhere!A1=5")
    assert refused.exit_code == 1
    assert "Nowhere" in refused.stderr


def test_a_mistake_of_ours_is_a_sentence_and_no_traceback(plan, monkeypatch):
    monkeypatch.delenv("SALESPLAN_DEBUG", raising=False)
    monkeypatch.setattr("salesplan_xl.hosts.package.open_package", lambda *_: 1 / 0)
    refused = run("check", plan)
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output


def test_functions_are_listed_with_help_in_both_languages():
    listed = {entry["name"]: entry for entry in json.loads(run("functions", "--json").stdout)}
    assert listed["DECOMPOSE"]["summary"]["zh"]
    assert [argument["name"] for argument in listed["DECOMPOSE"]["arguments"]][:7] == [
        "total",
        "weights",
        "step",
        "held",
        "floor",
        "cap",
        "method",
    ]
    assert "DECOMPOSE(total, weights, [step]" in run("functions").stdout


def test_calls_are_answered_line_by_line():
    asked = '{"name":"DECOMPOSE","args":[100,[[1],[2],[3]],1]}\n{"name":"DECOMPOSE","args":[100,[[0]],1]}\n'
    first, second = run("call", input=asked).stdout.splitlines()
    assert json.loads(first) == {"value": [[17], [33], [50]]}
    assert json.loads(second)["error"] == "#DIV/0!"


@pytest.mark.parametrize(
    "args",
    [
        ["check", "missing.xlsx"],
        ["show", "PLAN", "tblNothing"],
        ["load", "PLAN", "tblHistory", "missing.csv"],
    ],
)
def test_json_is_printed_also_where_a_file_or_table_is_missing(plan, args):
    refused = run(*[plan if arg == "PLAN" else arg for arg in args], "--json")
    assert refused.exit_code == 1
    (problem,) = json.loads(refused.stdout)["problems"]
    assert problem["message"]


def test_a_refused_source_is_told_in_the_workbooks_language(plan, tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "空文件" in run("load", plan, "tblActuals", tmp_path / "empty.csv").stderr


def test_every_option_of_every_action_says_what_it_means():
    from salesplan_xl.messages import SENTENCES
    from salesplan_xl.registry import ACTIONS

    silent = [
        (name, option)
        for name, action in ACTIONS.items()
        for option in action.options
        if not {f"option_{option}", f"option_{name}_{option}"} & set(SENTENCES)
    ]
    assert silent == []
    assert "YYYY-MM" in run("variance", "--help").stdout
