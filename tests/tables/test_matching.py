"""A planner renames, moves, adds and restyles columns; each is still known, or named in a problem."""

from __future__ import annotations

import pytest

from salesplan_xl.cells import TableInfo
from salesplan_xl.errors import Problem
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import (
    find_table,
    language_of,
    match_table,
    missing_table,
    nearest,
    normal,
    unit_hint,
)


def header(table: str, *labels: str) -> TableInfo:
    return TableInfo(table, TABLES[table].zh, 3, 2, labels, 0)


def sentences(problems: tuple[Problem, ...], language="zh") -> list[str]:
    return [problem.sentence(language) for problem in problems]


def test_template_headers_match_in_both_languages_without_a_problem():
    for table in TABLES.values():
        for language in ("en", "zh"):
            match = match_table(header(table.id, *table.header(language)), table)
            assert match.problems == ()
            assert match.own == ()
            prepared = [column.id for column in table.columns if column.prepared]
            assert [id for id, _ in sorted(match.positions.items(), key=lambda item: item[1])] == prepared


SPELLINGS = [
    "必达目标",
    "必达 目标",
    "必达\n目标",
    "必达目标*",
    "必达目标：",
    " 必达目标\u200b",
    "必达目标(元)",
    "必达目标（必填）",
    "任务",
    "COMMITTED",
    "committed_target",
    "ＣＯＭＭＩＴＴＥＤ",
    "Committed\u00a0Target",
]


@pytest.mark.parametrize("label", SPELLINGS)
def test_spelling_of_a_label_makes_no_difference(label):
    match = match_table(header("tblQuota", "指标", "期间", label), TABLES["tblQuota"])
    assert match.positions["committed"] == 2
    assert match.problems == ()


def test_order_of_columns_makes_no_difference():
    match = match_table(header("tblHolds", "锁定值", "产品", "期间", "指标"), TABLES["tblHolds"])
    assert match.positions == {"amount": 0, "product": 1, "period": 2, "indicator": 3}


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("金额（万元）", "ten_thousand"),
        ("金额(万元)", "ten_thousand"),
        ("金额[单位:万元]", "ten_thousand"),
        ("金额【亿元】", "hundred_million"),
        ("金额/万元", "ten_thousand"),
        ("金额", None),
        ("Amount (thousands)", "thousand"),
        ("Amount ($k)", "thousand"),
        ("金额（含税）", None),
    ],
)
def test_a_unit_left_in_a_header_is_understood(label, unit):
    assert unit_hint(label)[1] == unit
    assert unit_hint(label)[0] in (normal("金额"), normal("Amount"))


def test_what_brackets_say_is_not_thrown_away_when_it_is_no_unit():
    match = match_table(
        header("tblVariance", "指标", "期间", "维度", "成员", "实际(累计)"), TABLES["tblVariance"]
    )
    assert "actual" not in match.positions
    assert match.own == (4,)


def test_a_slash_that_belongs_to_a_synonym_is_kept():
    match = match_table(header("tblHistory", "月份", "实际/预计"), TABLES["tblHistory"])
    assert match.positions["state"] == 1


def test_columns_a_planner_added_are_his_own():
    match = match_table(
        header("tblQuota", "指标", "期间", "我的备忘", "必达目标", "任务"), TABLES["tblQuota"]
    )
    assert match.own == (2, 4)
    assert match.positions["committed"] == 3


def test_a_department_is_understood_by_its_label_but_not_by_words_that_mean_more():
    with_label = match_table(header("tblQuota", "指标", "期间", "必达目标", "部门"), TABLES["tblQuota"])
    with_team = match_table(header("tblQuota", "指标", "期间", "必达目标", "团队"), TABLES["tblQuota"])
    assert with_label.positions["department"] == 3
    assert with_team.own == (3,)


def test_a_missing_column_is_reported_with_the_label_most_like_it():
    match = match_table(header("tblQuota", "指标", "期间", "必达目标数"), TABLES["tblQuota"])
    assert sentences(match.problems) == [
        "分解明细!B3: 表tblQuota中没有“必达目标”列；如“必达目标数”即为该列，请改名为“必达目标”。"
    ]
    assert "if 必达目标数 is meant, rename it to Committed target" in match.problems[0].sentence("en")


def test_a_missing_column_without_a_like_lists_what_was_found():
    match = match_table(header("tblHolds", "指标", "期间", "xyz"), TABLES["tblHolds"])
    assert sentences(match.problems) == [
        "锁定!B3: 表tblHolds中没有“锁定值”列；请添加该列，或给相应的列改名。现有列：指标, 期间, xyz。"
    ]


def test_all_missing_columns_are_reported_at_once():
    match = match_table(header("tblTargets", "备注"), TABLES["tblTargets"])
    assert len(match.problems) == 3  # indicator, unit, committed


def test_two_columns_for_one_thing_are_a_problem_at_the_second():
    match = match_table(header("tblHolds", "指标", "期间", "锁定值", "Held amount"), TABLES["tblHolds"])
    assert sentences(match.problems) == [
        "锁定!E3: 表tblHolds中“锁定值”与“Held amount”是同一内容的两列；请改名或删除其中一列。"
    ]


def test_two_synonyms_for_one_thing_are_a_problem_too():
    match = match_table(header("tblQuota", "指标", "期间", "目标", "任务"), TABLES["tblQuota"])
    assert [problem.reason for problem in match.problems] == ["column_twice"]


def test_a_table_is_found_whatever_its_case_but_not_by_a_copys_name():
    tables = {"TBLQUOTA": header("tblQuota"), "tblHolds_1": header("tblHolds")}
    assert find_table(tables, "tblQuota") is tables["TBLQUOTA"]
    assert find_table(tables, "tblHolds") is None
    assert missing_table(tables, "tblHolds").sentence("zh") == (
        "工作簿中没有名为tblHolds的表（锁定），但有tblHolds_1；如即为该表，请在“表设计”中改名为tblHolds。"
    )
    assert (
        missing_table({}, "tblReps")
        .sentence("en")
        .startswith("The workbook has no table named tblReps (Sales")
    )


def test_language_is_that_of_most_headers():
    chinese = {"tblQuota": header("tblQuota", *TABLES["tblQuota"].header("zh"))}
    english = {"tblQuota": header("tblQuota", *TABLES["tblQuota"].header("en"))}
    mixed = {"tblHolds": header("tblHolds", "Period", "Region", "锁定值")}
    assert language_of(chinese) == "zh"
    assert language_of(english) == "en"
    assert language_of(mixed) == "en"
    assert language_of({}, "zh") == "zh"


def test_labels_as_seen_and_addresses():
    match = match_table(header("tblHolds", "指标", "期 间", "锁定\n值"), TABLES["tblHolds"])
    assert match.label("amount") == "锁定 值"
    assert match.label("region") == "区域"
    assert match.cell(4, "amount") == "D8"


def test_nearest_keeps_the_known_spelling():
    assert nearest("north  EAST", ["North-East", "South"]) == "North-East"
    assert nearest("zzz", ["North-East"]) is None
