"""What a planner got wrong across cells, and what he is told."""

from __future__ import annotations

import pytest

from salesplan_xl.errors import ProblemsFound
from salesplan_xl.tables.members import Members, separate_names
from salesplan_xl.tables.plan_settings import default_settings
from salesplan_xl.tables.plan_tables import PlanTables, read_plan_tables
from salesplan_xl.tables.problem_sheet import problem_rows
from salesplan_xl.tables.validation import check_plan, step_of
from salesplan_xl.units import Step
from tests.tables.planner import typed, workbook

SETTINGS = typed("tblSettings", ("参数", "取值"), ["计划年度", 2027], ["最小单位", 1000])
MEMBERS = typed(
    "tblMembers",
    ("维度", "成员", "编码", "别名", "上级", "参照成员", "下限", "上限", "启用月份", "停用月份"),
    ["区域", "华东", "E1", "东区、华东大区", None, None, None, None, None, None],
    ["区域", "华南", None, None, None, None, None, None, None, None],
    ["客户", "大客户", None, None, "华东", None, None, None, None, None],
)


def plan(*blocks) -> PlanTables:
    names = [block.info.name for block in blocks]
    return read_plan_tables(workbook(SETTINGS, *blocks), names)


def told(*blocks, language="zh") -> list[str]:
    read = plan(*blocks)
    assert read.problems == []
    return [problem.sentence(language) for problem in check_plan(read)]


def targets(*rows):
    return typed("tblTargets", ("指标", "单位", "必达目标", "挑战目标"), *rows)


def holds(*rows):
    return typed("tblHolds", ("指标", "期间", "区域", "锁定值"), *rows)


def test_a_plan_without_mistakes_has_no_problems():
    assert (
        told(
            MEMBERS,
            targets(["销售额", "万元", 8000, 9000], ["毛利率", "%", 25.5, None], ["销量", "件", 3, None]),
            holds(["销售额", "2027Q1", "东区", 5000], [None, None, None, 1000]),
            typed(
                "tblReps",
                ("业务员", "所属区域", "到岗月份", "离岗月份"),
                ["张伟", "e1", "2027-01", "2027-06"],
            ),
            typed(
                "tblLevels",
                ("顺序", "分解维度", "混合比例", "最小单位"),
                [1, "期间", 0.5, 10000],
                [2, "区域", None, None],
            ),
        )
        == []
    )


def test_keys_twice_are_named_with_the_first_cell():
    assert told(holds(["销售额", "2027-01", None, 1000], ["销售额", "2027年1月", None, 2000])) == [
        "锁定!B5 [指标]: 销售额 · 2027-01重复，首次出现在B4；请删除其中一行或合并。"
    ]
    assert told(targets(["销售额", "元", 1000, None], ["销售金额", "元", 2000, None]))[0].startswith(
        "年度目标!B5"
    )


def test_history_may_repeat():
    rows = [["2026-01", "华东", 5], ["2026-01", "华东", 5]]
    assert told(typed("tblHistory", ("月份", "区域", "金额"), *rows)) == []


def test_a_thousand_repetitions_are_counted():
    problems = told(holds(*[["销售额", "2027", None, 1000]] * 300))
    assert len(problems) == 101
    assert "另有199个" in problems[-1]


def test_a_member_row_may_only_add_an_alias():
    block = typed(
        "tblMembers",
        ("维度", "成员", "别名", "权重"),
        ["产品", "组一", "SKU1", None],
        ["产品", "组一", "SKU2", None],
        ["产品", "组一", None, 2],
        ["产品", "组一", None, 3],
    )
    assert told(block) == ["维度成员!B7 [维度]: 产品 · 组一重复，首次出现在B6；请删除其中一行或合并。"]


def test_a_target_off_the_step_and_a_stretch_below_committed():
    assert told(
        targets(["销售额", "元", 1500, 1000], ["销量", "件", 2.5, None], ["应收款", "元", 2000, 1000])
    ) == [
        "年度目标!D4 [必达目标]: 1,500不是最小单位1000的整数倍；请取整，或在参数设置中改小最小单位。",
        "年度目标!E4: 挑战目标1,000低于必达目标1,500；请调高或清空。",
        "年度目标!D5 [必达目标]: 2.5不是最小单位1的整数倍；请取整，或在参数设置中改小最小单位。",
    ]


def test_the_first_levels_step_is_the_targets():
    levels = typed("tblLevels", ("顺序", "分解维度", "最小单位"), [2, "区域", 100], [1, "期间", 10000])
    problems = told(targets(["销售额", "元", 15000, None]), levels)
    assert problems == [
        "年度目标!D4 [必达目标]: 15,000不是最小单位10000的整数倍；请取整，或在参数设置中改小最小单位。"
    ]


def test_a_unit_that_does_not_fit_its_indicator():
    assert told(targets(["销售额", "件", 1000, None], ["新增客户", "件", 5, None])) == [
        "年度目标!C4: 该单位与“销售额”不符；请选择合适的单位。"
    ]


def test_holds_of_unknown_members_periods_and_indicators():
    problems = told(
        MEMBERS,
        targets(["销售额", "元", 100000, None]),
        holds(
            ["销售额", "2027-01", "华东区", 1000],
            ["销售额", "2026-12..2027-01", "火星", 1000],
            ["回款额", "2027", "华南", 1000],
            ["销售额", "2027", "华南", 1500],
            ["我的指标", "2027", "华南", 1000],
        ),
    )
    assert problems == [
        "锁定!D4 [区域]: 计划中没有“华东区”；是否为“华东”？否则请在维度成员中添加。",
        "锁定!D5 [区域]: 计划中没有“火星”；请更正名称，或在维度成员中添加。",
        "锁定!C5: 2026-12..2027-01不在计划年度2027-01..12内；请选择其中的期间。",
        "锁定!B6: “回款额”没有年度目标；请在年度目标中添加，或修改指标。",
        "锁定!E7: 锁定值1,500不是最小单位1000的整数倍；请取整或改小最小单位。",
        "锁定!B8: “我的指标”没有年度目标；请在年度目标中添加，或修改指标。",
    ]


def test_members_that_history_knows_are_known():
    history = typed("tblHistory", ("月份", "区域", "金额"), ["2026-01", "西部", 5], ["2026-01", "东区", 5])
    assert told(MEMBERS, history, holds(["销售额", "2027", "西部", 1000])) == []


def test_the_leaves_step_is_the_holds():
    levels = typed("tblLevels", ("顺序", "分解维度", "最小单位"), [1, "期间", 1000], [2, "区域", 10])
    assert told(MEMBERS, levels, holds(["销售额", "2027", "华南", 1510])) == []


def test_members_with_crossed_bounds_and_unknown_relations():
    block = typed(
        "tblMembers",
        ("维度", "成员", "编码", "别名", "上级", "参照成员", "下限", "上限", "启用月份", "停用月份"),
        ["区域", "华东", "E", "东区", None, None, 9000, 8000, "2027-06", "2027-05"],
        ["区域", "华南", "E", "华东", None, "华冬", None, None, None, None],
        ["客户", "甲", None, None, "华西", None, None, None, None, None],
    )
    assert told(block) == [
        "维度成员!E5 [别名]: “华东”同时指华东和华南；请从其中一个删去。",
        "维度成员!D5 [编码]: “E”同时指华东和华南；请从其中一个删去。",
        "维度成员!H4: 下限9,000高于上限8,000；请修改其中一个。",
        "维度成员!K4 [停用月份]: 结束月份2027-05早于开始月份2027-06；请修改其中一个。",
        "维度成员!G5 [参照成员]: 计划中没有“华冬”；是否为“华南”？否则请在维度成员中添加。",
        "维度成员!F6 [上级]: 计划中没有“华西”；是否为“华南”？否则请在维度成员中添加。",
    ]


def test_reps_in_unknown_regions_and_leaving_before_they_came():
    reps = typed("tblReps", ("业务员", "区域", "到岗", "离岗"), ["张伟", "月球", "2027-06", "2027-01"])
    assert told(MEMBERS, reps) == [
        "业务员!C4 [区域]: 计划中没有“月球”；请更正名称，或在维度成员中添加。",
        "业务员!E4 [离岗]: 结束月份2027-01早于开始月份2027-06；请修改其中一个。",
    ]


def test_levels_with_order_twice_blend_above_one_and_steps_that_do_not_nest():
    levels = typed(
        "tblLevels",
        ("顺序", "分解维度", "混合比例", "最小单位"),
        [1, "期间", 1.5, 1000],
        [1, "区域", None, 300],
        [2, "产品", None, 0],
        [None, "客户", None, 100],
    )
    assert told(levels) == [
        "分解层级!D4: 混合比例为1.5；请填写0至1之间的数，如0.3或30%。",
        "分解层级!B5: 有两个层级的顺序同为1；请分别编号。",
        "分解层级!E5: 最小单位300不能整除上一层级的1000；请改用能整除的单位。",
        "分解层级!E6: 最小单位为0；请填写大于零、至多15位小数的数。",
    ]


def test_steps_of_indicators():
    settings = default_settings("zh", step=100)
    assert step_of("sales_amount", settings) == Step(100, 0)
    assert step_of("our own", settings) == Step(100, 0)
    assert step_of("volume", settings) == Step(1, 0)
    assert step_of("gross_margin", settings) is None


def test_each_table_is_read_once_and_missing_ones_are_named_together():
    book = workbook(SETTINGS, MEMBERS)
    read = read_plan_tables(book, ["tblMembers", "tblHolds", "tblSettings"], optional=["tblReps"])
    assert dict(book.calls) == {"read tblSettings": 1, "read tblMembers": 1}
    assert [problem.reason for problem in read.problems] == ["table_missing"]
    assert "tblMembers" in read
    assert "tblReps" not in read
    assert read.has("tblmembers")
    with pytest.raises(ProblemsFound, match="1 problems were found"):
        read.stop_if_wrong()


def test_a_plan_without_settings_sheet_is_told_so():
    read = read_plan_tables(workbook(MEMBERS), ["tblMembers", "tblSettings"])
    assert [problem.reason for problem in read.problems] == ["table_missing"]
    assert read.language == "zh"
    plan(MEMBERS).stop_if_wrong()


def test_what_stands_in_a_table_about_to_be_rewritten_is_no_problem():
    quota = typed("tblQuota", ("指标", "期间", "必达目标"), ["销售额", "随便", "坏的"])
    book = workbook(SETTINGS, quota)
    assert read_plan_tables(book, [], outputs=["tblQuota"]).problems == []
    assert len(read_plan_tables(book, ["tblQuota"]).problems) == 2


def test_only_the_columns_an_action_needs_can_stop_it():
    quota = typed("tblQuota", ("指标", "期间", "必达目标", "占比"), ["销售额", "2027-01", 5, "坏的"])
    read = read_plan_tables(workbook(SETTINGS, quota), ["tblQuota"], columns={"tblQuota": ["committed"]})
    assert read.problems == []
    assert read.frame("tblQuota")["committed"].tolist() == [5]
    assert read["tblQuota"].language == "zh"


def test_members_go_by_name_code_and_alias_whatever_spaces_and_case():
    members = Members.of(plan(MEMBERS)["tblMembers"])
    assert members.find("region", " 东 区") == "华东"
    assert members.find("region", "e1") == "华东"
    assert members.find("customer", "华东") is None
    assert members.known("region") == ("华东", "华南")
    assert members.nearest("region", "华南区") == "华南"
    assert separate_names("A，B; C") == ["A", "B", "C"]


def test_other_names_are_replaced_by_the_members_own():
    history = typed(
        "tblHistory",
        ("月份", "区域", "金额"),
        ["2026-01", "东区", 5],
        ["2026-01", None, 6],
        ["2026-01", "新区", 7],
    )
    read = plan(MEMBERS, history)
    frame = read.frame("tblHistory")
    members = Members.of(read["tblMembers"], read["tblHistory"])
    assert members.under_own_names(frame)["region"].tolist() == ["华东", None, "新区"]
    assert frame["region"].tolist() == ["东区", None, "新区"]
    assert members.known("region") == ("华东", "华南", "新区")


def test_reps_are_members_from_their_own_sheet():
    reps = typed("tblReps", ("业务员", "区域"), ["张伟", "华北"])
    members = Members.of(plan(reps)["tblReps"])
    assert members.known("rep") == ("张伟",)
    assert members.known("region") == ()


def test_problems_as_rows_of_their_sheet_in_both_languages():
    read = plan(MEMBERS, holds(["销售额", "2027-01", "a; b；c", 1000]))
    problems = check_plan(read)
    assert problem_rows(problems, "zh") == [
        {
            "sheet": "锁定",
            "cell": "D4",
            "column": "区域",
            "problem": "计划中没有“a; b；c”。",
            "remedy": "请更正名称，或在维度成员中添加。",
        }
    ]
    english = problem_rows(problems, "en")[0]
    assert english["problem"] == "The plan does not know “a; b；c”."
    assert english["remedy"] == "Correct the name, or add it on the members sheet."


def test_a_sentence_without_a_remedy_stays_whole():
    from salesplan_xl.errors import Problem

    row = problem_rows([Problem("column_missing", {"table": "t", "column": "c", "found": "x"})], "en")[0]
    assert row["problem"] == "Table t has no column c."
    whole = problem_rows([Problem("problems_found", {"count": 2})], "zh")[0]
    assert (whole["problem"], whole["remedy"]) == ("发现2个问题，未写入任何内容。", "")
