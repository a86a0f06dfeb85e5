"""Hold, release and spread on the command line: a real file, every option, a trial that leaves it alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salesplan_xl import cli
from salesplan_xl.actions.new import new_workbook

runner = CliRunner()


def run(*args):
    return runner.invoke(cli.app, [str(arg) for arg in args])


def shown(path, table):
    return json.loads(run("show", path, table, "--json").stdout)["rows"]


@pytest.fixture(scope="module")
def decomposed(tmp_path_factory) -> Path:
    """A plan of 12,000,000 in Chinese, decomposed by month and region (甲乙丙 as 1:2:3), step 1000."""
    cli._add_actions()
    path = tmp_path_factory.mktemp("holds") / "计划.xlsx"
    new_workbook("annual_plan", path, "zh")
    assert run("set", path, "plan_year=2027", "sales_amount.committed=1200").exit_code == 0
    source = path.with_name("历史.csv")
    rows = [
        f"{year}-{month:02d},{region},{10 * k}"
        for year in (2025, 2026)
        for month in range(1, 13)
        for k, region in enumerate("甲乙丙", 1)
    ]
    source.write_text("月份,区域,金额\n" + "\n".join(rows), encoding="utf-8")
    assert run("load", path, "tblHistory", source).exit_code == 0
    assert run("decompose", path).exit_code == 0
    return path


@pytest.fixture
def plan(decomposed, tmp_path) -> Path:
    return Path(shutil.copy(decomposed, tmp_path / "计划.xlsx"))


def test_hold_release_and_undo_from_the_command_line(plan, tmp_path):
    before = plan.read_bytes()
    hold = ("hold", plan, "--region", "甲", "--period", "2027-03", "--amount", 300000, "--reason", "谈定")
    trial = run(*hold, "--dry-run", "--json", "-o", tmp_path / "trial.xlsx")
    assert trial.exit_code == 0, trial.stderr
    assert plan.read_bytes() == before
    assert not (tmp_path / "trial.xlsx").exists()
    changes = json.loads(trial.stdout)["figures"]["changes"]
    assert {(change["period"], change["level"]) for change in changes} == {("2027-03", "region")}
    assert sum(change["change"] for change in changes) == 0

    done = run(*hold)
    assert done.exit_code == 0, done.stderr
    assert "谈定" in [row["reason"] for row in shown(plan, "tblHolds")]
    quota = {(row["period"], row["region"]): row["committed"] for row in shown(plan, "tblQuota")}
    assert quota["2027-03", "甲"] == 300000
    assert sum(quota.values()) == 12_000_000
    assert "甲" in done.stderr

    assert run("release", plan, "--all").exit_code == 0
    assert shown(plan, "tblHolds") == []
    assert run("undo", plan).exit_code == 0
    assert [row["amount"] for row in shown(plan, "tblHolds")] == [300000]


def test_an_amount_typed_into_the_matrix_is_held(plan):
    summary = shown(plan, "tblQuotaSummary")
    row = next(n for n, entry in enumerate(summary) if entry["member"] == "乙")
    assert run("set", plan, f"月度汇总!{_cell(plan, row, '3月')}=25").exit_code == 0
    done = run("hold", plan, "--at", f"月度汇总!{_cell(plan, row, '3月')}")
    assert done.exit_code == 0, done.stderr
    assert [(entry["period"], entry["region"], entry["amount"]) for entry in shown(plan, "tblHolds")] == [
        ("2027-03", "乙", 250000)
    ]
    assert sum(entry["committed"] for entry in shown(plan, "tblQuota")) == 12_000_000


def _cell(path, row, label):
    from salesplan_xl.hosts.package import open_package

    block = open_package(path).read_table("tblQuotaSummary")
    return block.address(row, block.info.header.index(label))


def test_spread_from_the_command_line(plan):
    done = run("spread", plan, "--region", "丙", "--period", "2027Q1", "--amount", 1500000, "--mode", "equal")
    assert done.exit_code == 0, done.stderr
    quota = {(row["period"], row["region"]): row["committed"] for row in shown(plan, "tblQuota")}
    assert [quota[f"2027-0{month}", "丙"] for month in (1, 2, 3)] == [500000] * 3
    assert sum(quota.values()) == 12_000_000


def test_refusals_have_exit_code_one_and_leave_the_file(plan):
    before = plan.read_bytes()
    refused = run("hold", plan, "--region", "丁", "--period", "2027-13", "--json")
    assert refused.exit_code == 1
    assert len(json.loads(refused.stdout)["problems"]) == 2
    assert run("release", plan).exit_code == 1
    assert run("hold", plan, "--amount", "much").exit_code == 2
    assert plan.read_bytes() == before
