"""The settings sheet, as planners fill it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from salesplan_xl.cells import CellError
from salesplan_xl.tables.plan_settings import (
    ReadSettings,
    RefusedValue,
    read_settings,
    read_value,
    setting_id,
    shown_value,
)
from salesplan_xl.units import Month, Step
from tests.tables.planner import typed


def sheet(*rows, header=("参数", "取值", "说明"), language="zh") -> ReadSettings:
    return read_settings(typed("tblSettings", header, *[[*row, None] for row in rows]), language)


def sentences(read: ReadSettings, language="zh") -> list[str]:
    return [problem.sentence(language) for problem in read.problems]


def test_labels_of_both_languages_and_ids_are_known():
    read = sheet(["计划年度", 2027], ["Company", "甲公司"], ["fiscal_start", "4月"], ["春节校正", "否"])
    settings = read.settings
    assert (settings.plan_year, settings.company, settings.fiscal_start) == (2027, "甲公司", 4)
    assert settings.lunar_new_year is False
    assert read.problems == ()
    assert read.cells["company"] == "C5"
    assert str(settings.calendar.year) == "2027-04..2028-03"


@pytest.mark.parametrize(
    ("id", "cell", "value"),
    [
        ("plan_year", "2027年", 2027),
        ("plan_year", "2027", 2027),
        ("plan_year", 2027.0, 2027),
        ("step", "0.01", Step(1, 2)),
        ("step", "1千", Step(1000, 0)),
        ("step", 1000.0, Step(1000, 0)),
        ("money_unit", "万元", Decimal(10_000)),
        ("money_unit", "thousands", Decimal(1_000)),
        ("money_unit", 10000, Decimal(10_000)),
        ("reserve", "5%", 0.05),
        ("reserve", 0.05, 0.05),
        ("threshold_green", "１００％", 1.0),
        ("as_of", "2027年6月", Month(2027, 6)),
        ("as_of", dt.datetime(2027, 6, 30), Month(2027, 6)),
        ("days_before", "20天", 20),
        ("lunar_new_year", True, True),
        ("lunar_new_year", "开", True),
        ("lunar_new_year", "off", False),
        ("month_share_method", "多年合并", "pooled"),
        ("month_share_method", "Moving average", "moving_average"),
        ("target_version", "修正后目标", "revised"),
        ("selling_days_by_month", "21,18、23 22;21,22,23,21,22,23,21,22",
         (21, 18, 23, 22, 21, 22, 23, 21, 22, 23, 21, 22)),
        ("variance_dimensions", "区域、产品", ("region", "product")),
        ("variance_dimensions", "Region; Product, region", ("region", "product")),
        ("company", 3, "3"),
        ("language", "英文", "en"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_was_meant(id, cell, value):
    assert read_value(id, cell, "zh") == value


@pytest.mark.parametrize(
    ("id", "cell", "reason"),
    [
        ("plan_year", 27, "setting_not_whole"),
        ("plan_year", 2027.5, "setting_not_whole"),
        ("plan_year", "明年", "setting_not_whole"),
        ("plan_year", "12%", "setting_not_whole"),
        ("fiscal_start", 13, "setting_not_whole"),
        ("fiscal_start", True, "setting_not_whole"),
        ("step", 0, "setting_not_step"),
        ("step", "细", "setting_not_step"),
        ("money_unit", "件", "setting_not_money_unit"),
        ("money_unit", -1, "setting_not_money_unit"),
        ("reserve", 5, "setting_out_of_range"),
        ("reserve", "-1%", "setting_out_of_range"),
        ("as_of", "03/04/2027", "cell_not_a_month"),
        ("as_of", "6月", "cell_not_a_month"),
        ("month_share_method", "随便", "cell_not_in_list"),
        ("month_share_method", "多年合拼", "cell_not_in_list_near"),
        ("lunar_new_year", 7, "cell_not_in_list"),
        ("selling_days_by_month", "21,18", "setting_not_numbers"),
        ("selling_days_by_month", "1,2,3,4,5,6,7,8,9,10,11,x", "setting_not_numbers"),
        ("selling_days_by_month", "0,0,0,0,0,0,0,0,0,0,0,0", "setting_not_numbers"),
        ("variance_dimensions", "区域、颜色", "setting_not_dimensions"),
        ("plan_year", CellError.NAME, "cell_error"),
    ],
)
def test_an_impossible_value_is_refused_with_its_reason(id, cell, reason):
    with pytest.raises(RefusedValue) as refused:
        read_value(id, cell, "zh")
    assert refused.value.refusal.reason == reason


def test_all_problems_of_the_sheet_come_at_once_with_their_cells():
    read = sheet(
        ["计划年度", "明年"],
        ["预留比例", 5],
        ["步长", "x"],
        ["对比目标版本", "新版"],
        ["公司", "甲"],
        ["公司名称", "乙"],
    )
    assert [(problem.cell, problem.reason) for problem in read.problems] == [
        ("B9", "setting_twice"),
        ("C4", "setting_not_whole"),
        ("C6", "setting_not_step"),
        ("C5", "setting_out_of_range"),
        ("C7", "cell_not_in_list"),
        ("C4", "plan_year_missing"),
    ]
    assert sentences(read)[1] == ("参数设置!C4 [计划年度]: 此处不能为明年；请填写1990至2200之间的整数。")


def test_a_misspelt_setting_is_named_but_a_planners_own_is_left_alone():
    read = sheet(["计划年度", 2027], ["最小单元", 100], ["我的备忘", "x"])
    assert sentences(read) == ["参数设置!B5: 没有参数“最小单元”；如指“最小单位”，请改名，否则请另取名称。"]


def test_settings_that_contradict_each_other():
    read = sheet(["计划年度", 2027], ["达成线", 0.8], ["预警线", 0.9], ["截止月份", "2026-12"],
                 ["预留比例", 0.1], ["加码比例", 0.1])  # fmt: skip
    assert [problem.reason for problem in read.problems] == [
        "thresholds_crossed",
        "as_of_outside_year",
        "reserve_and_over_assignment",
    ]
    assert [problem.cell for problem in read.problems] == ["C6", "C7", "C9"]


def test_a_plan_year_that_is_not_there_is_asked_for():
    read = sheet(["公司", "甲"])
    assert sentences(read) == ["参数设置!C3: 未填写计划年度；请在参数设置中填写年份，如2027。"]


def test_the_language_setting_goes_before_that_of_the_headers():
    read = sheet(["计划年度", 2027], ["语言", "English"])
    assert read.settings.language == "en"
    assert read.settings.currency == "USD"
    assert sheet(["计划年度", 2027], ["语言", "克林贡语"]).settings.language == "zh"
    assert sheet(["计划年度", 2027], ["语言", None]).settings.language == "zh"


def test_without_the_sheet_or_its_columns_defaults_hold():
    assert read_settings(None, "zh").settings.currency == "CNY"
    read = sheet(["计划年度", 2027], header=("x", "y", "z"))
    assert [problem.reason for problem in read.problems] == ["column_missing", "column_missing"]


def test_blank_labels_and_blank_values_are_no_problem():
    read = sheet(["计划年度", 2027], [None, 5], ["预留比例", " "])
    assert read.problems == ()
    assert read.settings.reserve == 0


def test_what_a_setting_looks_like_in_its_cell():
    assert shown_value("lunar_new_year", True, "zh") == "是"
    assert shown_value("month_share_method", "pooled", "en") == "Pooled years"
    assert shown_value("variance_dimensions", ("region", "rep"), "zh") == "区域、业务员"
    assert shown_value("selling_days_by_month", (21.0, 18.5), "en") == "21, 18.5"
    assert shown_value("step", Step.of("0.05"), "en") == 0.05
    assert shown_value("as_of", Month(2027, 6), "en") == "2027-06"
    assert shown_value("stretch_rate", None, "en") is None


def test_labels_with_a_unit_or_nothing_at_all():
    assert setting_id("最小单位（元）") == "step"
    assert setting_id(None) is None
    assert setting_id("nonsense") is None
