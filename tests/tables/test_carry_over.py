"""An action rewrites a table; what people wrote beside it stays with its row."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.cells import CellError
from salesplan_xl.errors import ProblemsFound
from salesplan_xl.tables.carry_over import rows_added, rows_for, rows_updated
from salesplan_xl.tables.codec import TableData
from salesplan_xl.tables.period_reading import Calendar
from tests.tables.planner import read

QUOTA = ("我的标记", "指标", "期间", "区域", "必达目标", "同比增长", "备注", "申报数")


def quota(*rows) -> TableData:
    return read("tblQuota", QUOTA, *rows)


def plan(*rows) -> pd.DataFrame:
    columns = ["indicator", "period", "region", "committed", "growth"]
    return pd.DataFrame([list(row) for row in rows], columns=columns)


def again(data: TableData, rows: list[list]) -> TableData:
    """Read what was written, as the next action will."""
    return read(data.table.id, data.block.info.header, *rows, language=data.language)


def test_notes_bids_and_own_columns_go_with_their_row():
    old = quota(
        ["红", "销售额", "2027年1月", "华东", 100, 0.1, "谈过", 90],
        [None, "销售额", "2027-01", "华南", 200, None, None, None],
        ["蓝", "销售额", "2027-02", "华东", 300, None, "等合同", None],
    )
    new = plan(
        ["sales_amount", "2027-01", "华南", 210.0, 0.05],
        ["sales_amount", "2027-02", "华东", 310.0, np.nan],
        ["sales_amount", "2027-01", "华东", 110.0, 0.2],
    )
    written = rows_for(old, new)
    assert written.rows == [
        [None, "销售额", "2027-01", "华南", 210.0, 0.05, None, None],
        ["蓝", "销售额", "2027-02", "华东", 310.0, None, "等合同", None],
        ["红", "销售额", "2027-01", "华东", 110.0, 0.2, "谈过", 90],
    ]
    assert written.kept == ()


def test_running_twice_gives_the_same_table():
    old = quota(
        ["红", "销售额", "2027-01", "华东", 100, 0.1, "谈过", 90],
        ["x", "回款额", "2027-01", "撤了", 5, None, "y", 1],
    )
    new = plan(["sales_amount", "2027-01", "华东", 110.0, 0.2])
    once = rows_for(old, new).rows
    twice = rows_for(again(old, once), new).rows
    assert twice == once


def test_entries_without_a_row_stand_at_the_end_without_figures_and_are_named():
    old = quota(
        [None, "销售额", "2027-01", "华东", 100, None, None, None],
        [None, "销售额", "2027-01", "西藏", 50, 0.3, "客户已停", 40],
        [None, "销售额", "2027-01", "新疆", 60, 0.3, None, None],
    )
    written = rows_for(old, plan(["sales_amount", "2027-01", "华东", 110.0, 0.2]))
    assert written.rows[1:] == [[None, "销售额", "2027-01", "西藏", None, None, "客户已停", 40]]
    assert written.kept[0].about == "销售额 · 2027-01 · 西藏"
    assert dict(written.kept[0].entries) == {"备注": "客户已停", "申报数": "40"}
    assert written.kept_facts("tblQuota") == {
        "count": 1,
        "table": "tblQuota",
        "rows": "销售额 · 2027-01 · 西藏",
    }


def test_kept_rows_are_not_part_of_the_plan_and_come_back_with_their_member():
    old = quota(
        [None, "销售额", "2027-01", "华东", 100, None, None, None],
        [None, "销售额", "2027-01", "西藏", None, None, "客户已停", None],
    )
    assert old.frame["region"].tolist() == ["华东"]
    assert old.kept == (1,)
    back = rows_for(old, plan(["sales_amount", "2027-01", "西藏", 10.0, np.nan]))
    assert back.rows == [[None, "销售额", "2027-01", "西藏", 10.0, None, "客户已停", None]]


def test_a_kept_row_goes_when_its_last_entry_is_cleared():
    old = quota(["", "销售额", "2027-01", "西藏", None, None, " ", None])
    assert rows_for(old, plan()).rows == []


def test_two_old_rows_with_one_key_lose_nothing():
    old = quota(
        [None, "销售额", "2027-01", "华东", 100, None, "先", None],
        [None, "sales", "2027年1月", "华东 ", 100, None, "后", None],
    )
    new = plan(["sales_amount", "2027-01", "华东", 110.0, np.nan])
    once = rows_for(old, new)
    assert [row[6] for row in once.rows] == ["先", "后"]
    assert rows_for(again(old, once.rows), new).rows == once.rows


def test_an_english_plan_gets_english_words():
    old = read(
        "tblVariance",
        ("Indicator", "Period", "Dimension", "Member", "Actual", "Status", "Cause"),
        ["Sales amount", "2027-01", "Region", "East", 1, "Behind", "strike"],
        language="en",
    )
    new = pd.DataFrame(
        {
            "indicator": ["sales_amount", "own measure"],
            "period": ["2027-01", "2027-01..02"],
            "dimension": ["region", "total"],
            "member": ["East", None],
            "actual": [5, 6],
            "status": ["green", None],
        }
    )
    assert rows_for(old, new).rows == [
        ["Sales amount", "2027-01", "Region", "East", 5.0, "On track", "strike"],
        ["own measure", "2027-01..02", "Total", None, 6.0, None, None],
    ]


def test_periods_stay_dates_where_the_column_held_dates():
    old = quota([None, "销售额", dt.datetime(2026, 1, 1), "华东", 100, None, None, None])
    rows = rows_for(
        old, plan(["sales_amount", "2027-03", "华东", 1.0, 0.0], ["sales_amount", "2027Q1", "华东", 1.0, 0.0])
    ).rows
    assert [row[2] for row in rows] == [dt.datetime(2027, 3, 1), "2027Q1"]


def test_amounts_are_written_in_the_unit_of_the_header():
    old = read("tblQuota", ("指标", "期间", "必达目标（万元）"), ["销售额", "2027-01", 1.1])
    assert old.frame["committed"].tolist() == [11_000]
    new = pd.DataFrame({"indicator": ["sales_amount"], "period": ["2027-01"], "committed": [12_300]})
    assert rows_for(old, new).rows == [["销售额", "2027-01", 1.23]]


def test_targets_are_written_in_the_unit_of_their_row():
    old = read(
        "tblTargets",
        ("指标", "单位", "必达目标", "备注"),
        ["销售额", "万元", 8000, "董事会"],
        ["毛利率", "%", 25, None],
    )
    rows = rows_for(old, old.frame[["indicator", "unit", "committed"]]).rows
    assert rows == [["销售额", "万元", 8000.0, "董事会"], ["毛利率", "%", 25.0, None]]


@pytest.mark.parametrize(("ratio", "percent"), [(0.57, 57.0), (0.29, 29.0), (1.13, 113.0), (0.145, 14.5)])
def test_percent_rows_are_written_without_noise(ratio, percent):
    old = read("tblTargets", ("指标", "单位", "必达目标"), ["毛利率", "%", 25])
    new = pd.DataFrame({"indicator": ["gross_margin"], "unit": ["percent"], "committed": [ratio]})
    assert rows_for(old, new).rows == [["毛利率", "%", percent]]


def test_formula_columns_are_left_to_the_workbook():
    old = read(
        "tblQuota",
        ("指标", "期间", "必达目标", "同比增长", "我的公式"),
        ["销售额", "2027-01", 1, 0.5, 7],
        calculated=frozenset({3, 4}),
    )
    new = pd.DataFrame(
        {"indicator": ["sales_amount"], "period": ["2027-01"], "committed": [2], "growth": [0.1]}
    )
    assert rows_for(old, new).rows == [["销售额", "2027-01", 2.0, None, None]]


def test_what_the_frame_says_about_a_persons_column_goes_before_what_stood_there():
    old = quota([None, "销售额", "2027-01", "华东", 100, None, "谈过", 90])
    new = plan(["sales_amount", "2027-01", "华东", 110.0, 0.2]).assign(bid=[95.0])
    assert rows_for(old, new).rows[0][6:] == ["谈过", 95.0]


def test_an_unknown_department_column_is_the_planners_own():
    old = read("tblQuota", ("指标", "期间", "部门", "必达目标"), ["销售额", "2027-01", "KA部", 5])
    new = pd.DataFrame({"indicator": ["sales_amount"], "period": ["2027-01"], "committed": [6]})
    assert rows_for(old, new).rows == [["销售额", "2027-01", "KA部", 6.0]]


def test_rows_that_differ_by_a_column_the_table_lacks_are_not_written():
    old = quota()
    new = plan(["sales_amount", "2027-01", "华东", 1.0, 0.0], ["sales_amount", "2027-01", "华东", 2.0, 0.0])
    with pytest.raises(ProblemsFound) as stopped:
        rows_for(old, new.assign(channel=["直营", "经销"]))
    assert [problem.sentence("zh") for problem in stopped.value.problems] == [
        "分解明细!B3: 表tblQuota中没有“渠道”列，而各行须以它区分；请添加该列。"
    ]
    assert rows_for(old, new.iloc[:1].assign(channel=["直营"])).rows


def test_an_error_in_a_persons_column_is_carried_like_any_entry():
    old = quota([CellError.NA, "销售额", "2027-01", "华东", 100, None, None, None])
    new = plan(["sales_amount", "2027-01", "华东", 110.0, 0.2])
    assert rows_for(old, new).rows[0][0] is CellError.NA


def test_log_rows_are_added_and_old_ones_stay_as_they_were():
    moment = dt.datetime(2027, 3, 1, 8, 30)
    old = read("tblLog", ("时间", "操作", "写入行数", "备忘"), [moment, "分解", 12.0, "x"], [None] * 4)
    new = pd.DataFrame({"time": [moment], "action": ["variance"], "rows": [7]})
    assert rows_added(old, new).rows == [[moment, "分解", 12.0, "x"], [moment, "差异分析", 7, None]]


def test_rows_to_keep_are_named_by_their_place():
    old = read(
        "tblHolds",
        ("指标", "期间", "锁定值", "公式"),
        ["销售额", "2027", 5, 1],
        ["销售额", "2027Q1", 6, 1],
        calculated=frozenset({3}),
    )
    assert rows_added(old, old.frame.iloc[:0], keep=[1]).rows == [["销售额", "2027Q1", 6, None]]


def test_updating_rewrites_a_known_key_in_place_and_adds_the_others():
    old = read(
        "tblHolds",
        ("指标", "期间", "锁定值", "锁定原因", "备忘"),
        ["销售额", "2027Q1", 5, "合同", "m"],
        [None] * 5,
        ["销售额", "2027", 6, None, None],
    )
    new = pd.DataFrame(
        {
            "indicator": ["sales_amount", "sales_amount"],
            "period": ["2027Q1", "2027-05"],
            "amount": [50.0, 70.0],
        }
    )
    assert rows_updated(old, new).rows == [
        ["销售额", "2027Q1", 50.0, "合同", "m"],
        ["销售额", "2027", 6, None, None],
        ["销售额", "2027-05", 70.0, None, None],
    ]


def test_counts_days_and_infinite_ratios():
    old = read("tblImports", ("表", "来源", "行数", "时间"))
    new = pd.DataFrame(
        {"table": ["t"], "source": ["s"], "rows": [np.nan], "time": [pd.Timestamp("2027-03-01 08:00")]}
    )
    assert rows_for(old, new).rows == [["t", "s", None, dt.datetime(2027, 3, 1, 8)]]
    ratio = plan(["sales_amount", "2027-01", "华东", 1.0, np.inf])
    assert rows_for(quota(), ratio).rows[0][5] is None


def test_the_frame_is_not_changed():
    old = quota([None, "销售额", "2027-01", "华东", 100, None, "谈过", 90])
    new = plan(["sales_amount", "2027-01", "华东", 110.0, 0.2])
    before = new.copy()
    rows_for(old, new)
    pd.testing.assert_frame_equal(new, before)


def test_a_fiscal_quarter_keeps_its_notes():
    old = read(
        "tblQuota",
        ("指标", "期间", "必达目标", "备注"),
        ["销售额", "2027-04..06", 5, "n"],
        calendar=Calendar(2027, 4),
    )
    new = pd.DataFrame({"indicator": ["sales_amount"], "period": ["2027Q1"], "committed": [6]})
    assert rows_for(old, new).rows == [["销售额", "2027Q1", 6.0, "n"]]
