"""What a planner typed into a table, and what the plan reads there."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.cells import CellError
from salesplan_xl.tables.codec import MOST_PROBLEMS_OF_A_KIND
from salesplan_xl.tables.period_reading import Calendar
from tests.tables.planner import one_column, read, said

SALES = ("月份", "区域", "产品", "金额")


def test_history_as_a_planner_pasted_it():
    data = read(
        "tblHistory",
        SALES,
        [dt.datetime(2026, 3, 5), " 华东 ", 1001.0, "1,234.50"],
        ["2026年4月", "华南", "007", 88],
        [None, None, None, None],
        ["May-26", "华南", "P-1", "3万"],
    )
    assert said(data) == []
    assert data.frame["month"].tolist() == ["2026-03", "2026-04", "2026-05"]
    assert data.frame["region"].tolist() == ["华东", "华南", "华南"]
    assert data.frame["product"].tolist() == ["1001", "007", "P-1"]
    assert data.frame["amount"].tolist() == [1234.5, 88.0, 30000.0]
    assert data.frame["indicator"].tolist() == ["sales_amount"] * 3
    assert data.frame.index.tolist() == [0, 1, 3]


def test_blank_zero_text_error_and_missing_column_are_five_things():
    data = read(
        "tblHistory",
        SALES,
        ["2026-01", "甲", "A", None],
        ["2026-01", "甲", "A", 0],
        ["2026-01", "甲", "A", "待定"],
        ["2026-01", "甲", "A", CellError.NA],
    )
    amounts = data.frame["amount"].tolist()
    assert math.isnan(amounts[0])
    assert amounts[1] == 0
    assert said(data) == [
        "历史销售!E6 [金额]: “待定”无法识别为数字；请填写如1234.5的数字，或清空单元格。",
        "历史销售!E7 [金额]: 单元格显示#N/A；请修正公式或直接填写数值。",
    ]
    assert "cost" not in data.frame.columns


def test_all_problems_of_a_sheet_come_at_once_with_cell_label_reason_and_remedy():
    data = read(
        "tblHistory",
        SALES,
        ["03/04/2026", "甲", "A", "1,23"],
        [None, CellError.REF, "A", True],
        ["2026-01", "甲", CellError.DIV0, "12%"],
    )
    assert [(problem.cell, problem.reason) for problem in data.problems] == [
        ("B4", "cell_not_a_month"),
        ("B5", "cell_blank"),
        ("C5", "cell_error"),
        ("D6", "cell_error"),
        ("E4", "cell_two_readings"),
        ("E5", "cell_not_a_number"),
        ("E6", "cell_percent_for_amount"),
    ]
    assert all(sentence.startswith("历史销售!") for sentence in said(data))
    assert all(sentence.startswith("历史销售!") for sentence in said(data, "en"))
    assert said(data)[4].endswith("“1,23”可以理解为不同的数；请不用千位分隔符、以小数点填写，如1234.5。")


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", "　", "\u200b"])
def test_blank_cells_are_blank_in_every_kind_of_column(blank):
    assert math.isnan(one_column("tblQuota", "增长率", blank).frame["growth"][0])
    assert one_column("tblQuota", "区域", blank).frame["region"][0] is None
    assert one_column("tblHolds", "期间", blank).frame["period"][0] is None
    assert one_column("tblMembers", "启用月份", blank).frame["from_month"][0] is None
    assert one_column("tblLevels", "分解依据", blank).frame["basis"][0] is None


def test_rows_of_blanks_are_skipped_and_those_of_formulas_too():
    data = read(
        "tblHolds",
        ("指标", "期间", "锁定值", "校验"),
        ["销售额", "2027", 5, "ok"],
        [None, " ", None, "ok"],
        [None, None, None, None],
        calculated=frozenset({3}),
    )
    assert data.frame.index.tolist() == [0]
    assert data.problems == []


def test_rows_that_hold_only_a_planners_numbering_are_empty():
    data = read(
        "tblHistory", ("序号（我的）", *SALES), [1, "2026-01", "甲", "A", 5], [2, None, None, None, None]
    )
    assert data.frame.index.tolist() == [0]
    assert data.problems == []


def test_an_empty_table_has_its_columns_and_no_rows():
    data = read("tblHolds", ("指标", "期间", "锁定值"))
    assert list(data.frame.columns) == ["indicator", "period", "amount"]
    assert len(data.frame) == 0
    assert data.problems == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1001.0, "1001"),
        (1001, "1001"),
        (1001.5, "1001.5"),
        ("007", "007"),
        (" 华东\n", "华东"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.datetime(2027, 3, 1), "2027-03-01"),
        (123456789012345.0, "123456789012345"),
        ("=1+1", "=1+1"),
    ],
)
def test_ids_keep_their_digits(cell, text):
    assert one_column("tblHistory", "产品", cell).frame["product"][0] == text


def test_one_and_true_in_one_column_are_two_members():
    assert one_column("tblHistory", "产品", 1, True, 1.0).frame["product"].tolist() == ["1", "TRUE", "1"]


def test_targets_are_in_the_unit_of_their_row():
    data = read(
        "tblTargets",
        ("指标", "单位", "必达目标", "挑战目标"),
        ["销售额", "万元", "８，０００", 8800.01],
        ["回款额", "元", 1_000_000, "120万"],
        ["应收款", "亿元", 1.1, None],
        ["销量", "件", "3万", 40000],
        ["新增网点", "家", 120, 130],
        ["毛利率", "%", 25, "30%"],
        ["费用率", "％", "0.5%", 1],
    )
    assert said(data) == []
    assert data.frame["indicator"].tolist()[:2] == ["sales_amount", "collection"]
    assert data.frame["unit"].tolist()[0] == "ten_thousand"
    # 8,000 万 = 80,000,000; 8,800.01 万 = 88,000,100; 1.1 亿 = 110,000,000
    assert data.frame["committed"].tolist() == [80_000_000, 1_000_000, 110_000_000, 30_000, 120, 0.25, 0.005]
    stretch = data.frame["stretch"].tolist()
    assert stretch[:2] == [88_000_100, 1_200_000]
    assert stretch[3:] == [40_000, 130, 0.3, 0.01]


def test_an_amount_that_names_its_unit_is_not_multiplied_again():
    data = read("tblTargets", ("指标", "单位", "必达目标"), ["销售额", "万元", "8000万元"])
    assert data.frame["committed"][0] == 80_000_000


def test_a_fraction_in_a_percent_row_is_asked_about():
    data = read("tblTargets", ("指标", "单位", "必达目标"), ["毛利率", "%", 0.25], ["费用率", "%", 0])
    assert said(data) == [
        "年度目标!D4 [必达目标]: 单位为%的行中0.25表示0.25%；"
        "百分之十二请写作12或12%，不足百分之一请带百分号填写，如“0.5%”。"
    ]
    assert data.frame["committed"][1] == 0


def test_a_row_with_amounts_needs_a_unit_and_one_without_does_not():
    data = read(
        "tblTargets",
        ("指标", "单位", "必达目标"),
        ["销售额", None, 5],
        ["毛利", None, None],
        ["回款额", "万圆", 5],
    )
    assert [(problem.cell, problem.reason) for problem in data.problems] == [
        ("C4", "unit_missing"),
        ("C6", "cell_not_in_list_near"),
    ]
    assert np.isnan(data.frame["committed"]).all()


def test_without_a_unit_column_the_missing_column_is_the_only_problem():
    data = read("tblTargets", ("指标", "必达目标"), ["销售额", 5])
    assert [problem.reason for problem in data.problems] == ["column_missing"]


def test_a_unit_in_the_header_counts_for_the_whole_column():
    data = read("tblHistory", ("月份", "金额（万元）", "成本"), ["2026-01", 1.1, 5], ["2026-01", "2万", 6])
    assert data.frame["amount"].tolist() == [11_000, 20_000]
    assert data.frame["cost"].tolist() == [5, 6]


@given(st.lists(st.decimals(min_value=-(10**8), max_value=10**8, places=2), min_size=1, max_size=20))
@settings(max_examples=50)
def test_units_are_converted_without_a_rounding_error(amounts):
    rows = [["2026-01", float(amount)] for amount in amounts]
    data = read("tblHistory", ("月份", "金额（万元）"), *rows)
    assert data.frame["amount"].tolist() == [float(amount * 10_000) for amount in amounts]


def test_ratios_are_fractions_and_a_bare_twelve_is_asked_about():
    data = one_column("tblTargets", "同比增长率", 0.12, "12%", 12, "600%", "−5%", -0.3, 4.9)
    assert data.frame["growth"].fillna(99).tolist() == [0.12, 0.12, 99, 6.0, -0.05, -0.3, 4.9]
    assert [problem.cell for problem in data.problems] == ["E6"]
    assert "12在此表示1200%" in said(data)[0]


def test_a_ratio_an_action_wrote_is_not_asked_about():
    assert one_column("tblVariance", "达成率", 12.5).problems == []


def test_counts_are_whole_and_weights_not_negative():
    assert [p.reason for p in one_column("tblLevels", "顺序", 1, 2.5, "3").problems] == ["cell_not_whole"]
    data = one_column("tblMembers", "权重", 1, -1, "−2")
    assert [(p.reason, p.cell) for p in data.problems] == [("cell_negative", "D5"), ("cell_negative", "D6")]


def test_what_no_cell_can_hold_is_refused():
    assert [p.reason for p in one_column("tblHolds", "锁定值", math.inf).problems][:1] == ["cell_too_large"]


def test_values_of_lists_are_read_in_both_languages():
    data = one_column(
        "tblLevels", "分解依据", "历史销售", "History", "history", "市场潜力", "Weight ", "均分"
    )
    assert data.frame["basis"].tolist() == ["history", "history", "history", "potential", "weight", "equal"]


def test_a_word_that_is_in_no_list_is_refused_with_the_list_and_the_nearest():
    data = one_column("tblLevels", "分解依据", "历史销量", "随便")
    assert said(data)[0].endswith(
        "“历史销量”不在可选范围内；是否为“历史销售”？请从中选择：历史销售、平均、市场潜力、权重、产能。"
    )
    assert "Choose one of: History, Equal, Market potential, Weight, Capacity." in said(data, "en")[0]
    assert data.problems[1].reason == "cell_not_in_list"


def test_a_planners_own_indicator_is_kept_in_his_words():
    data = one_column("tblQuota", "指标", "净销售额（我的）", "sales", "销售收入", None)
    assert data.frame["indicator"].tolist() == [
        "净销售额（我的）",
        "sales_amount",
        "sales_amount",
        "sales_amount",
    ]


def test_targets_must_name_their_indicator():
    data = one_column("tblTargets", "指标", None)
    assert [problem.reason for problem in data.problems] == ["cell_blank"]


def test_periods_have_one_name_each():
    data = one_column(
        "tblHolds", "期间", "2027年一季度", "2027-01..03", dt.datetime(2027, 3, 1), 2027, "2月", "春天"
    )
    assert data.frame["period"].tolist() == ["2027Q1", "2027Q1", "2027-03", "2027", "2027-02", None]
    assert said(data) == [
        "锁定!D9: “春天”无法确定是哪个期间；请写作2027-03、2027Q1、2027H1、2027或2027-01..02。"
    ]


def test_errors_in_months_periods_lists_dates_and_times_are_named():
    for table, label in [
        ("tblHolds", "期间"),
        ("tblMembers", "启用月份"),
        ("tblLevels", "分解依据"),
        ("tblVariance", "完成期限"),
        ("tblImports", "时间"),
    ]:
        data = one_column(table, label, CellError.NAME)
        assert "cell_error" in [problem.reason for problem in data.problems]


def test_due_dates_are_days_or_a_persons_own_words():
    data = one_column("tblVariance", "完成期限", dt.datetime(2027, 3, 1), "2027/3/1", "下周五")
    assert data.frame["due"].tolist() == [dt.date(2027, 3, 1), dt.date(2027, 3, 1), "下周五"]


def test_a_day_and_time_is_kept_as_it_is():
    moment = dt.datetime(2027, 3, 1, 8, 30)
    assert read("tblLog", ("时间", "操作"), [moment, "分解"]).frame["time"].tolist() == [moment]
    assert read("tblLog", ("时间", "操作"), ["昨天", "x"]).frame.iloc[0].tolist() == ["昨天", "x"]


def test_only_the_columns_asked_for_are_read():
    from salesplan_xl.tables.codec import decode
    from salesplan_xl.tables.contract import TABLES
    from tests.tables.planner import typed

    block = typed("tblQuota", ("指标", "期间", "必达目标", "申报数"), ["销售额", "2027-01", 5, "很多"])
    data = decode(block, TABLES["tblQuota"], Calendar(2027), "zh", ["committed"])
    assert list(data.frame.columns) == ["indicator", "period", "committed"]
    assert data.problems == []


def test_a_thousand_bad_cells_do_not_bury_the_rest():
    data = one_column("tblHolds", "锁定值", *["x"] * 1000)
    assert len(data.problems) == MOST_PROBLEMS_OF_A_KIND + 1
    assert said(data)[-1].endswith("该列另有900个单元格存在同样问题；请同样修正。")


def test_a_problem_names_the_cell_or_the_header_or_the_table():
    data = read("tblHolds", ("指标", "期间", "锁定值"), ["销售额", "2027", 5])
    assert data.problem("cell_negative", 0, "amount", value="5").cell == "D4"
    assert data.problem("cell_negative", None, "amount", value="5").cell == "D3"
    assert data.problem("cell_negative", 0, "region", value="5").cell == "B3"


def test_reading_does_not_change_what_was_read():
    rows = [["2026-01", "甲", 1001.0, "1,234"], [None, None, None, None]]
    before = [list(row) for row in rows]
    read("tblHistory", SALES, *rows)
    assert rows == before


CELLS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**9), 10**9))


@given(st.lists(CELLS, min_size=1, max_size=30))
@settings(max_examples=50)
def test_numbers_come_through_as_they_are(cells):
    rows = [["2026-01", cell] for cell in cells]
    values = read("tblHistory", ("月份", "金额"), *rows).frame["amount"].tolist()
    assert [None if math.isnan(value) else value for value in values] == cells
